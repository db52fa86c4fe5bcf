//! The host of one session on an SSH line: one task that brings events to the same [`Session`] as
//! everywhere and carries its frames away.
//!
//! All that waits is taken before anything is drawn. One frame is on its way at a time, and it is on its
//! way until the client has answered a request sent behind it: what the person sees is never older than
//! one frame, however slow the line is and however much the system between would buffer. The task never
//! waits for the line while it has not read its input, or the two would wait for each other. Nothing of
//! SQLite happens here: the store's threads call back into queues.

mod end;
mod flight;
mod start;
mod typed;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use russh::ChannelId;
use russh::server::Handle;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{broadcast, mpsc, watch};
use tokio::time::sleep_until;

use super::crowd::{End, Guest, Order};
use super::log::Killed;
use super::place::{Heard, Place};
use super::{Server, limits};
use crate::session::{Event, Moment, Session};
use crate::store::Changes;
use crate::terminal::key::Input;
use crate::terminal::lines::Lines;
use end::Over;
use flight::Flight;

/// Pieces of input taken before the next frame, so that a flood cannot keep the screen from being drawn.
const BEFORE_A_FRAME: usize = 64;

/// Something for the host to do.
enum Happened {
    Heard(Option<Heard>),
    Answer(Event),
    Changed(Changes),
    Resized,
    Ordered(Order),
    Shown(bool),
    Woken,
}

struct Host {
    server: Arc<Server>,
    guest: Guest,
    orders: mpsc::UnboundedReceiver<Order>,
    handle: Handle,
    channel: ChannelId,
    input: mpsc::Receiver<Heard>,
    size: watch::Receiver<(u16, u16)>,
    answers: mpsc::UnboundedReceiver<Event>,
    changes: broadcast::Receiver<Arc<Changes>>,
    /// Changes that wait for their turn, and when that is.
    gathered: Option<Changes>,
    next_notice: Instant,
    /// By how much this session is told later than the first.
    lag: Duration,
    session: Session,
    /// What was typed and has not been handed over yet, from `at` on, and when it came.
    typed: Vec<u8>,
    at: usize,
    came: Instant,
    /// Bytes that came without a pause, and when the last of them had been worked off.
    flood: usize,
    worked_off: Instant,
    /// Bytes handed over since an answer is awaited: the session keeps what they ask until it is there.
    ahead: usize,
    /// The linear face: lines that were typed.
    lines: Option<Lines>,
    flight: Option<Flight>,
    /// Until when the next frame waits for answers.
    holds: Option<Instant>,
    /// What goes before the first frame.
    enter: Vec<u8>,
    /// What was typed is kept, and nothing was typed since.
    kept: bool,
    over: Option<Over>,
    /// Where the program failed, if it did.
    failure: String,
}

/// Runs a session until it is over, and ends its line.
pub(super) async fn run(place: Place) {
    let Some((mut host, switch)) = start::start(place).await else {
        return;
    };
    host.work().await;
    host.end(&switch).await;
}

impl Host {
    async fn work(&mut self) {
        if self.lines.is_none() {
            // Sent with the first frame: one packet, and one answer for both.
            self.guarded(|host| host.enter = host.session.enter());
        }
        while !self.is_over() {
            self.guarded(Self::draw);
            if self.guarded(Self::next_line) == Some(true) {
                continue;
            }
            if self.has_typed() && self.keeps_up() {
                // In turn with the other sessions: a paste of megabytes is nobody else's business.
                self.guarded(Self::hand_over);
                tokio::task::yield_now().await;
            } else {
                let first = self.next().await;
                self.guarded(|host| host.take(first));
            }
            for _ in 0..BEFORE_A_FRAME {
                match self.waiting() {
                    Some(happened) if !self.is_over() => {
                        self.guarded(|host| host.take(happened));
                    }
                    _ => break,
                }
            }
        }
    }

    fn is_over(&mut self) -> bool {
        if self.over.is_none() && self.session.is_over() {
            self.over = Some(Over::Left);
        }
        self.over.is_some()
    }

    /// Waits for something to happen.
    async fn next(&mut self) -> Happened {
        let wake = self.wake_at();
        let hears = self.hears();
        let flight = &mut self.flight;
        let shown = async {
            match flight {
                Some(flight) => flight.shown.as_mut().await,
                None => std::future::pending().await,
            }
        };
        let woken = async {
            match wake {
                Some(at) => sleep_until(at.into()).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            order = self.orders.recv() => match order {
                Some(order) => Happened::Ordered(order),
                // The register's end goes only with the register.
                None => Happened::Ordered(Order::End(End::Stopping)),
            },
            heard = self.input.recv(), if hears => Happened::Heard(heard),
            shown = shown => Happened::Shown(shown),
            answer = self.answers.recv() => Happened::Answer(answer.unwrap_or(Event::Woken)),
            // Those that come while one waits for its turn wait where they are: nobody is woken for them.
            changed = self.changes.recv(), if self.gathered.is_none() => Happened::Changed(told(changed)),
            _ = self.size.changed() => Happened::Resized,
            () = woken => Happened::Woken,
        }
    }

    /// What has happened already.
    fn waiting(&mut self) -> Option<Happened> {
        let hears = self.hears();
        if let Ok(order) = self.orders.try_recv() {
            return Some(Happened::Ordered(order));
        }
        if hears && let Ok(heard) = self.input.try_recv() {
            return Some(Happened::Heard(Some(heard)));
        }
        self.answers.try_recv().ok().map(Happened::Answer)
    }

    fn take(&mut self, happened: Happened) {
        match happened {
            Happened::Heard(heard) => self.hear(heard),
            Happened::Answer(event) => self.handle(event),
            Happened::Changed(changes) => self.gather(changes),
            Happened::Resized => {
                let (columns, rows) = *self.size.borrow_and_update();
                self.handle(Event::Input(Input::Resize { columns, rows }));
            }
            Happened::Ordered(Order::End(end)) => self.over = Some(Over::Ended(end)),
            Happened::Ordered(Order::Keep(done)) => self.keep(done),
            Happened::Ordered(Order::Look) => self.notice(),
            Happened::Shown(shown) => self.landed(shown),
            Happened::Woken => self.woken(),
        }
    }

    /// Changes are told at most every so often, and not to everybody at the same moment: with hundreds of
    /// desks each commit would wake them all.
    fn gather(&mut self, changes: Changes) {
        self.next_notice = self.next_notice.max(Instant::now() + self.lag);
        self.gathered = Some(changes);
    }

    /// Tells the session what has changed, with all that came since.
    fn notice(&mut self) {
        loop {
            let more = match self.changes.try_recv() {
                Ok(changes) => Ok(changes),
                Err(TryRecvError::Lagged(missed)) => Err(RecvError::Lagged(missed)),
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            };
            let more = told(more);
            self.gathered = Some(match self.gathered.take() {
                Some(gathered) => gathered.and(&more),
                None => more,
            });
        }
        if let Some(changes) = self.gathered.take() {
            self.next_notice = Instant::now() + limits::NOTICES;
            self.handle(Event::Changed(changes));
        }
    }

    fn wake_at(&self) -> Option<Instant> {
        let notice = self.gathered.as_ref().map(|_| self.next_notice);
        let limit = self.flight.as_ref().map(|flight| flight.limit);
        let holding = |until: &Instant| self.flight.is_none() && *until > Instant::now();
        let holds = self.holds.filter(holding);
        [self.session.wake_at(), notice, limit, holds]
            .into_iter()
            .flatten()
            .min()
    }

    fn woken(&mut self) {
        let now = Instant::now();
        if self.flight.as_ref().is_some_and(|it| it.limit <= now) {
            // Nobody takes what is sent: the person, if there is one, comes in anew and finds the draft.
            self.over = Some(Over::Ended(End::Killed(Killed::Stalled)));
            return;
        }
        if self.gathered.is_some() && self.next_notice <= now {
            self.notice();
        }
        if self.session.wake_at().is_some_and(|at| at <= now) {
            // What came meanwhile is heard first: it may be the rest of a key whose time is over only here.
            if self.hears()
                && let Ok(heard) = self.input.try_recv()
            {
                self.hear(Some(heard));
            }
            self.handle(Event::Woken);
        }
    }

    fn handle(&mut self, event: Event) {
        self.session.handle(event, self.server.moment());
    }

    /// Runs a part of the program for this session; if it fails, this session is over and no other.
    fn guarded<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> Option<T> {
        // A session that failed is only asked for its last bytes.
        if self.over == Some(Over::Failed) {
            return None;
        }
        let done = catch_unwind(AssertUnwindSafe(|| run(self)));
        if done.is_err() {
            self.over = Some(Over::Failed);
            self.failure = self.server.panics.take();
        }
        done.ok()
    }
}

/// What a notice says; whoever was too slow for some of them is told that anything may have moved.
fn told(changed: Result<Arc<Changes>, RecvError>) -> Changes {
    match changed {
        Ok(changes) => Changes::clone(&changes),
        Err(_) => Changes::anything(),
    }
}

impl Server {
    /// This moment on both clocks.
    pub(super) fn moment(&self) -> Moment {
        Moment {
            at: self.clock.now(),
            tick: Instant::now(),
        }
    }
}
