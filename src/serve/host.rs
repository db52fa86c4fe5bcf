//! The host of one session on an SSH line: one task that brings events to the same [`Session`] as
//! everywhere and carries its frames away.
//!
//! All that waits is taken before anything is drawn. One frame is on its way at a time, and it is on its
//! way until the client has answered a request sent behind it: what the person sees is never older than
//! one frame, however slow the line is and however much the system between would buffer. The task never
//! waits for the line while it has not read its input, or the two would wait for each other. Nothing of
//! SQLite happens here: the store's threads call back into queues.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use russh::ChannelId;
use russh::server::Handle;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::{sleep_until, timeout};

use super::connection::{Heard, Place, Terminal};
use super::crowd::{End, Entry, Guest, Order};
use super::farewell::farewell;
use super::lines::Lines;
use super::log::{self, Killed, Left};
use super::status::Face;
use super::stream::Switch;
use super::{Server, limits};
use crate::config::Preferences;
use crate::session::seat::Seat;
use crate::session::{Event, Moment, Session};
use crate::store::Changes;
use crate::store::staff::StaffSettings;
use crate::terminal::Capabilities;
use crate::terminal::decode;
use crate::terminal::key::Input;
use crate::ui::words::MessageId;

/// Pieces of input taken before the next frame, so that a flood cannot keep the screen from being drawn.
const BEFORE_A_FRAME: usize = 64;

/// What the terminal is told when the session itself no longer can: main screen, cursor, plain letters, no
/// bracketed paste.
const RESTORE: &[u8] = b"\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l\r\n";

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    /// The person left.
    Left,
    /// The line is gone.
    LineLost,
    /// It was ended from outside.
    Ended(End),
    /// A part of the program failed.
    Failed,
}

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

/// A frame on its way, or a question whether anybody is there.
struct Flight {
    begun: Instant,
    shown: Pin<Box<dyn Future<Output = bool> + Send>>,
    limit: Instant,
    is_frame: bool,
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
    let Some((mut host, switch)) = start(place).await else {
        return;
    };
    host.work().await;
    host.end(&switch).await;
}

/// The session of somebody who has asked for a shell; none when the line went meanwhile.
async fn start(place: Place) -> Option<(Host, Arc<Switch>)> {
    let Place {
        server,
        mut guest,
        orders,
        switch,
        handle,
        channel,
        terminal,
        mut input,
        size,
    } = place;
    let now = server.moment();
    let (to, saved) = oneshot::channel();
    server
        .store
        .read(&guest.staff, now.at, StaffSettings, move |rows| {
            drop(to.send(rows));
        });
    // What was typed on the person's other lines is kept before this one looks for it.
    for kept in server.crowd.keep(&guest) {
        drop(timeout(limits::KEEPING, kept).await);
    }
    let store = match guest.entered().await {
        Entry::Row(row) => server.store.during(row),
        // A disk that takes nothing keeps nobody from reading; the log has the log-in.
        Entry::Unwritten => server.store.clone(),
        entry @ (Entry::Refused | Entry::Beyond) => {
            let ends = if terminal.is_there { "\r\n" } else { "\n" };
            let (why, limit) = match entry {
                Entry::Beyond => (server.beyond(&guest) + ends, limits::GOODBYE),
                _ => (String::new(), limits::SHORT_GOODBYE),
            };
            let last = (why.into_bytes(), 1);
            farewell(&handle, channel, &mut input, &switch, last, limit).await;
            return None;
        }
    };
    // Whoever cannot read their settings works with the usual ones; the first pane says what is wrong.
    let saved = saved.await.ok()?.unwrap_or_default();
    let rows = saved
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    let settings = Preferences::settle(
        server.flags.clone(),
        Preferences::of_person(guest.staff.lang, rows),
        server.preferences.clone(),
        Preferences::of_environment(|name| terminal.get(name)),
    );
    let (to, answers) = mpsc::unbounded_channel();
    let changes = server.changes.subscribe();
    let (columns, rows) = *size.borrow();
    let seat = Seat {
        store,
        staff: guest.staff.clone(),
        theme: server.theme(&settings.theme)?,
        settings,
        passing: false,
        terminal: capabilities(&terminal).map(|able| (able, columns, rows)),
        plain: "ssh -T",
        // A session that has ended no longer listens: an answer that comes then has nobody to tell.
        inbox: Arc::new(move |event| drop(to.send(event))),
        now,
    };
    let linear = seat.terminal.is_none() || seat.settings.linear;
    guest.works_with(if linear { Face::Linear } else { Face::Screen });
    let session = Session::new(seat.setup(&server.shelf));
    let host = Host {
        lag: lag(&guest),
        server,
        guest,
        orders,
        handle,
        channel,
        input,
        size,
        answers,
        changes,
        gathered: None,
        next_notice: now.tick,
        session,
        typed: Vec::new(),
        at: 0,
        came: now.tick,
        flood: 0,
        worked_off: now.tick,
        ahead: 0,
        lines: linear.then(|| Lines::new(terminal.is_there)),
        flight: None,
        holds: None,
        enter: Vec::new(),
        kept: true,
        over: None,
        failure: String::new(),
    };
    Some((host, switch))
}

/// Up to a tenth of a second, by where the client comes from.
fn lag(guest: &Guest) -> Duration {
    Duration::from_millis(u64::from(guest.address.port() % 20) * 5)
}

/// What the client's terminal can do; none where only lines make sense.
fn capabilities(terminal: &Terminal) -> Option<Capabilities> {
    let get = |name| terminal.get(name).unwrap_or_default();
    let no_color = !get("NO_COLOR").is_empty();
    let able = Capabilities::from_env(&get("TERM"), &get("COLORTERM"), no_color);
    Some(able).filter(|able| terminal.is_there && !able.dumb)
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

    /// Whether there is room for more input; else the client waits.
    fn hears(&self) -> bool {
        let room = |lines: &Lines| !lines.are_many();
        !self.has_typed() && self.lines.as_ref().is_none_or(room)
    }

    fn has_typed(&self) -> bool {
        self.at < self.typed.len()
    }

    /// Whether the session may be handed more, or has to get answers first.
    fn keeps_up(&mut self) -> bool {
        if !self.session.awaits() {
            self.ahead = 0;
        }
        self.ahead < limits::AHEAD
    }

    /// Hands over a little of what was typed: of text more than of keys, for it is less work.
    fn hand_over(&mut self) {
        let rest = &self.typed[self.at..];
        let is_text = |byte: &u8| !byte.is_ascii_control();
        let keys = rest.get(..limits::KEYS).unwrap_or(rest);
        let most = if self.session.is_pasting() || keys.iter().all(is_text) {
            let text = rest.iter().take(limits::PASTED);
            let text = text.take_while(|byte| is_text(byte)).count();
            if self.session.is_pasting() {
                limits::PASTED
            } else {
                text.max(limits::KEYS)
            }
        } else {
            limits::KEYS
        };
        let until = self.at + decode::piece(rest, most);
        let piece = self.typed[self.at..until].to_vec();
        self.at = until;
        self.ahead += piece.len();
        if !self.has_typed() {
            (self.typed, self.at) = (Vec::new(), 0);
        }
        self.handle(Event::Bytes(piece, self.came));
        self.worked_off = Instant::now();
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
            changed = self.changes.recv() => Happened::Changed(told(changed)),
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
            Happened::Shown(shown) => self.landed(shown),
            Happened::Woken => self.woken(),
        }
    }

    fn hear(&mut self, heard: Option<Heard>) {
        let ends = !matches!(heard, Some(Heard::Bytes(..)));
        if let Some(Heard::Bytes(bytes, came)) = heard {
            self.kept = false;
            self.guest.typed(self.server.clock.now());
            if let Some(lines) = &mut self.lines {
                lines.feed(&bytes);
            } else if !self.is_flooded(bytes.len(), came) {
                (self.typed, self.at, self.came) = (bytes, 0, came);
                self.hand_over();
            }
        } else if let (Some(lines), Some(Heard::End)) = (&mut self.lines, &heard) {
            // The lines that came before are still answered.
            lines.end();
        } else if ends {
            self.over = Some(Over::LineLost);
        }
    }

    /// Whether more keys came without a pause than are taken. Nobody types that: the rest is dropped, and
    /// the person is told once.
    fn is_flooded(&mut self, bytes: usize, came: Instant) -> bool {
        if came > self.worked_off + limits::BREATH {
            self.flood = 0;
        }
        if self.session.is_pasting() {
            return false;
        }
        let before = self.flood;
        self.flood += bytes;
        let is_flooded = self.flood > limits::FLOOD;
        if is_flooded {
            self.worked_off = Instant::now();
        }
        if is_flooded && before <= limits::FLOOD {
            self.handle(Event::TooMuch);
        }
        is_flooded
    }

    /// Hands the next line to the session, once it has been told all that the line may answer.
    fn next_line(&mut self) -> bool {
        if self.flight.is_some() || self.session.awaits() {
            return false;
        }
        let Some(lines) = &mut self.lines else {
            return false;
        };
        if let Some(line) = lines.next() {
            self.handle(Event::Input(Input::Line(line)));
            return true;
        }
        if lines.are_over() {
            self.handle(Event::Input(Input::HangUp));
            return true;
        }
        false
    }

    /// Changes are told at most every so often, and not to everybody at the same moment: with hundreds of
    /// desks each commit wakes them all. What the person did is told at once.
    fn gather(&mut self, changes: Changes) {
        let own = changes.are_also_by(self.guest.staff.id);
        self.gathered = Some(match self.gathered.take() {
            Some(gathered) => gathered.and(&changes),
            None => {
                self.next_notice = self.next_notice.max(Instant::now() + self.lag);
                changes
            }
        });
        if own {
            self.notice();
        }
    }

    fn notice(&mut self) {
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
        if self.next_notice <= now {
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

    /// Keeps what was typed, for a newer line of the same person, and asks whether this one is still alive.
    fn keep(&mut self, done: oneshot::Sender<()>) {
        self.handle(Event::Keep);
        self.kept = true;
        // Asked for before the newcomer asks for drafts: the scratch's writer works in order.
        let _ = done.send(());
        let limit = Instant::now() + limits::SIGN_OF_LIFE;
        match &mut self.flight {
            Some(flight) => flight.limit = flight.limit.min(limit),
            None => {
                let asked = answered(self.handle.clone(), self.channel, Vec::new());
                self.flight = Some(Flight {
                    begun: Instant::now(),
                    shown: Box::pin(asked),
                    limit,
                    is_frame: false,
                });
            }
        }
    }

    /// Whether the next frame is worth waiting for: answers are on their way that it could show. What is
    /// heard through lines is said whole, so there it always is.
    fn waits_for_answers(&mut self) -> bool {
        if !self.session.awaits() {
            self.holds = None;
            return false;
        }
        let now = Instant::now();
        let until = *self.holds.get_or_insert(now + limits::ANSWERS);
        self.lines.is_some() || now < until
    }

    /// Sends what has changed on the screen, unless something is on its way.
    fn draw(&mut self) {
        if self.flight.is_some() || self.over.is_some() {
            return;
        }
        let waits = self.waits_for_answers();
        let mut bytes = Vec::new();
        if !waits && let Some(frame) = self.session.frame() {
            bytes = std::mem::take(&mut self.enter);
            bytes.extend_from_slice(&frame);
        }
        if let Some(lines) = &mut self.lines {
            let echo = lines.take_echo();
            bytes = [echo, lines.for_terminal(&bytes)].concat();
        }
        if bytes.is_empty() {
            return;
        }
        self.session.sent();
        self.guest.drew();
        let slowest = Duration::from_secs(bytes.len() as u64 / limits::SLOWEST);
        let begun = Instant::now();
        self.flight = Some(Flight {
            begun,
            limit: begun + limits::WRITE + slowest,
            shown: Box::pin(answered(self.handle.clone(), self.channel, bytes)),
            is_frame: true,
        });
    }

    fn landed(&mut self, shown: bool) {
        let Some(flight) = self.flight.take() else {
            return;
        };
        if !shown {
            self.over = Some(Over::LineLost);
            return;
        }
        self.session.line_takes(flight.begun.elapsed());
        if flight.is_frame {
            self.handle(Event::FrameShown);
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

    /// Keeps what was typed, restores the terminal, says why, and ends the line.
    async fn end(mut self, switch: &Arc<Switch>) {
        let over = self.over.unwrap_or(Over::Left);
        // A session whose draft has been kept for another line must not write it again later.
        if over == Over::Failed && !self.kept {
            // What it was at may fail again, so no key is handed over any more.
            let keep = || self.handle(Event::Keep);
            drop(catch_unwind(AssertUnwindSafe(keep)));
        } else if over != Over::Left && !self.kept {
            self.hang_up().await;
        }
        let last = self.last_words(over);
        let limit = match over {
            Over::Ended(End::Killed(_)) => limits::SHORT_GOODBYE,
            _ => limits::GOODBYE,
        };
        let status = u8::from(over != Over::Left);
        self.tell(over);
        // Frames that nobody took are given up.
        self.flight = None;
        farewell(
            &self.handle,
            self.channel,
            &mut self.input,
            switch,
            (last, status),
            limit,
        )
        .await;
    }

    /// Hangs up for the person. What was typed ahead of an answer goes where it was meant to go, if that
    /// answer comes within moments.
    async fn hang_up(&mut self) {
        if self.lines.is_none() {
            let typed = std::mem::take(&mut self.typed);
            let rest = typed.get(self.at..).unwrap_or_default().to_vec();
            self.guarded(|host| host.handle(Event::Bytes(rest, host.came)));
            while let Ok(Heard::Bytes(more, came)) = self.input.try_recv() {
                self.guarded(|host| host.handle(Event::Bytes(more, came)));
            }
        }
        self.guarded(|host| host.handle(Event::Input(Input::HangUp)));
        while !self.session.is_over() && self.failure.is_empty() {
            let wake = self.session.wake_at().unwrap_or_else(Instant::now);
            let answer = tokio::select! {
                answer = self.answers.recv() => answer.unwrap_or(Event::Woken),
                () = sleep_until(wake.into()) => Event::Woken,
            };
            self.guarded(|host| host.handle(answer));
        }
    }

    fn last_words(&mut self, over: Over) -> Vec<u8> {
        let linear = self.lines.is_some();
        let session = &mut self.session;
        let left = catch_unwind(AssertUnwindSafe(|| session.leave()));
        let mut last = match (left, linear) {
            (Ok(last), _) => last,
            (Err(_), true) => Vec::new(),
            (Err(_), false) => RESTORE.to_vec(),
        };
        let why = match over {
            Over::Left | Over::LineLost => None,
            Over::Ended(End::Stopping) => Some(MessageId("serve-stopping")),
            Over::Ended(End::Killed(Killed::KeyRevoked)) => Some(MessageId("serve-key-revoked")),
            Over::Ended(End::Killed(Killed::StaffOff)) => Some(MessageId("serve-staff-off")),
            Over::Ended(End::Killed(Killed::SecretChanged)) => {
                Some(MessageId("serve-secret-changed"))
            }
            Over::Ended(End::Killed(_)) => Some(MessageId("serve-line-cut")),
            Over::Failed => Some(MessageId("serve-failed")),
        };
        if let Some(why) = why {
            let words = &self.session.app().env().words;
            last.extend_from_slice(words.get(why).as_bytes());
            last.push(b'\n');
        }
        match &self.lines {
            Some(lines) => lines.for_terminal(&last),
            // The screen's own last bytes end their lines themselves.
            None if last.ends_with(b"\n") && !last.ends_with(b"\r\n") => {
                last.pop();
                last.extend_from_slice(b"\r\n");
                last
            }
            None => last,
        }
    }

    fn tell(&self, over: Over) {
        let (staff, address) = (self.guest.staff.login.as_str(), self.guest.address);
        let left = |why| self.guest.left(why, self.server.clock.now());
        let event = match over {
            Over::Left => left(Left::Closed),
            Over::LineLost => left(Left::LineLost),
            Over::Ended(End::Stopping) => left(Left::ServerStopped),
            Over::Ended(End::Killed(why)) => log::Event::Killed {
                staff,
                address,
                why,
            },
            Over::Failed => log::Event::Panicked {
                staff: Some(staff),
                place: &self.failure,
            },
        };
        self.guest.tell(&self.server.log, &event);
    }
}

/// Sends bytes and waits until the client has answered a request behind them; false when the line is gone.
async fn answered(handle: Handle, channel: ChannelId, bytes: Vec<u8>) -> bool {
    if !bytes.is_empty() && handle.data(channel, bytes).await.is_err() {
        return false;
    }
    // Clients answer in order, and refuse: either answer comes after the bytes. That the line is gone is
    // learnt from the input's end.
    let _ = handle.cancel_forward_tcpip(String::new(), 0).await;
    true
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
