//! The one writer thread: it drains what waits, applies it in one transaction, and answers after COMMIT.
//!
//! One fsync serves everybody who was waiting. A savepoint and `catch_unwind` around each act keep a
//! refusal or a fault from touching its neighbours. Long batches go on in chunks of at most
//! [`CHUNK`], and whoever waits goes first between two chunks. The words of the screen, the sessions
//! and the clock of the wall are unknown here.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use crossbeam_channel::{Receiver, Sender, TryRecvError};
use rusqlite::Connection;

use super::act::{Act, Tx};
use super::checkpoint;
use super::error::{Error, Result};
use super::guard::Ballast;
use super::journal::{self, Entry, Words, Written};
use super::open;
use super::readers::Asked;
use super::settings::{self, NewOffice};
use super::staff;
use super::sums;
use super::watch::Hub;
use crate::domain::ids::{ActId, StaffId};
use crate::domain::staff::Staff;

/// How many acts one transaction takes at most.
const GROUP: usize = 512;
/// How long one transaction goes on taking acts, so that the first of them does not wait long.
const GROUP_TIME: Duration = Duration::from_millis(5);
/// How long one chunk of a long batch may hold the writer, whoever waits: another process cannot be seen
/// waiting.
pub(super) const CHUNK: Duration = Duration::from_millis(20);
/// How long the lock is let go between two chunks, so that another process comes in: it asks every
/// millisecond.
const GAP: Duration = Duration::from_millis(2);
/// While a batch is loaded the cache holds the indexes that its rows fall into at random.
const LOADING: &str = "PRAGMA cache_size = -64000";
/// Otherwise, as each connection begins.
const WORKING: &str = "PRAGMA cache_size = -16000";

/// What the writer is asked to do.
pub(super) enum Job {
    /// Something short, done whole in the next transaction.
    Work(Box<dyn Work>),
    /// Something long, done in chunks while nobody else waits.
    Long(Box<dyn Long>),
}

/// One erased act, or anything else that is done whole inside a transaction.
pub(super) trait Work: Send {
    /// Does it inside the open transaction and keeps the outcome; the error, if there was one.
    fn run(&mut self, ledger: &mut Ledger<'_>) -> Option<Error>;
    /// Answers, after COMMIT; `lost` when the transaction as a whole was lost.
    fn tell(self: Box<Self>, lost: Option<&Error>);
}

/// One erased long batch.
pub(super) trait Long: Send {
    /// Does the next chunk inside the open transaction; whether there is more.
    fn step(&mut self, ledger: &mut Ledger<'_>) -> Result<bool>;
    /// Answers, after the last COMMIT or the first failure.
    fn tell(self: Box<Self>, outcome: Result<()>);
}

/// The open transaction: where acts are applied and what they wrote so far.
pub(super) struct Ledger<'c> {
    pub(super) conn: &'c Connection,
    pub(super) words: &'c mut Words,
    pub(super) written: Vec<Written>,
    pub(super) keep_bodies: bool,
}

impl Ledger<'_> {
    /// Does something inside a savepoint; nothing of it stays when it fails or panics.
    pub(super) fn whole<T>(&mut self, run: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let before = self.written.len();
        self.conn.prepare_cached("SAVEPOINT whole")?.execute([])?;
        let done = catch_unwind(AssertUnwindSafe(|| run(self)))
            .unwrap_or_else(|panic| Err(Error::Fault(words_of(&*panic))));
        if let Err(error) = done {
            self.written.truncate(before);
            self.words.forget();
            // A full disk may have rolled everything back already; then there is no savepoint left.
            if !self.conn.is_autocommit() {
                self.conn
                    .execute_batch("ROLLBACK TO whole; RELEASE whole")?;
            }
            return Err(error);
        }
        self.conn.prepare_cached("RELEASE whole")?.execute([])?;
        done
    }

    /// Does something that has the transaction to itself, as a chunk of a batch has; nothing of it stays
    /// when it fails or panics, and the transaction is begun anew.
    ///
    /// A savepoint would cost more with each row: SQLite keeps the old pages for it, and goes through
    /// all of them after every statement.
    pub(super) fn alone<T>(&mut self, run: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let done = catch_unwind(AssertUnwindSafe(|| run(self)))
            .unwrap_or_else(|panic| Err(Error::Fault(words_of(&*panic))));
        if done.is_err() {
            self.written.clear();
            self.words.forget();
            if !self.conn.is_autocommit() {
                self.conn.execute_batch("ROLLBACK")?;
            }
            self.conn.execute_batch("BEGIN IMMEDIATE")?;
        }
        done
    }

    /// Applies one act: rights as of now, the kept answer if it has been applied before, its rows and
    /// the journal's.
    pub(super) fn apply<A: Act>(
        &mut self,
        who: StaffId,
        id: ActId,
        at: DateTime<Utc>,
        act: &A,
    ) -> Result<A::Out> {
        let current = staff::current(self.conn, who)?.ok_or(Error::Denied(A::RIGHT))?;
        if !current.staff.may(A::RIGHT) {
            return Err(Error::Denied(A::RIGHT));
        }
        if let Some(kept) = journal::kept(self.conn, id)? {
            return answer_again::<A>(&kept);
        }
        self.whole(|ledger| {
            let tx = Tx {
                conn: ledger.conn,
                staff: &current.staff,
                at,
                act: id,
                batch: None,
                by_row: true,
                made: Cell::new(0),
                rows: Cell::new(0),
                log: RefCell::default(),
                waiting: RefCell::default(),
            };
            act.allowed(&tx)?;
            let out = act.apply(&tx)?;
            let log = tx.log.take();
            let entry = Entry {
                id,
                name: A::NAME,
                staff: current.n,
                at,
                out: kept_text(&out)?,
                body: if ledger.keep_bodies {
                    kept_text(act)?
                } else {
                    None
                },
                batch: None,
                undoable: A::UNDOABLE,
                log,
            };
            let written = journal::write(ledger.conn, ledger.words, entry)?;
            ledger.written.push(Written {
                who: Some(who),
                ..written
            });
            Ok(out)
        })
    }
}

/// JSON, with nothing kept for what says nothing.
fn kept_text(value: &impl serde::Serialize) -> Result<Option<String>> {
    let text = serde_json::to_string(value).map_err(|error| Error::Fault(error.to_string()))?;
    Ok((text != "null").then_some(text))
}

fn answer_again<A: Act>(kept: &journal::Kept) -> Result<A::Out> {
    if kept.name != A::NAME {
        let fault = format!("the id of {} was used for {}", kept.name, A::NAME);
        return Err(Error::Fault(fault));
    }
    serde_json::from_str(kept.out.as_deref().unwrap_or("null"))
        .map_err(|error| Error::Fault(error.to_string()))
}

/// The words of a panic.
pub(super) fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "panic".to_owned())
}

/// Calls back; a fault of the one who is called ends here.
pub(super) fn call<T>(then: impl FnOnce(T), value: T) {
    let _ = catch_unwind(AssertUnwindSafe(|| then(value)));
}

/// One act with its context and its answer.
pub(super) struct OneAct<A: Act, F> {
    pub(super) who: StaffId,
    pub(super) id: ActId,
    pub(super) at: DateTime<Utc>,
    pub(super) act: A,
    pub(super) outcome: Option<Result<A::Out>>,
    pub(super) then: F,
}

impl<A: Act, F: FnOnce(Result<A::Out>) + Send> Work for OneAct<A, F> {
    fn run(&mut self, ledger: &mut Ledger<'_>) -> Option<Error> {
        let outcome = ledger.apply(self.who, self.id, self.at, &self.act);
        let error = outcome.as_ref().err().cloned();
        self.outcome = Some(outcome);
        error
    }

    fn tell(self: Box<Self>, lost: Option<&Error>) {
        call(self.then, settled(self.outcome, lost));
    }
}

/// The outcome, or why the whole transaction was lost. A refusal stays one: it changed nothing anyway.
fn settled<T>(outcome: Option<Result<T>>, lost: Option<&Error>) -> Result<T> {
    match (outcome, lost) {
        (Some(Err(own)), _) if !own.is_of_the_disk() => Err(own),
        (_, Some(lost)) => Err(lost.clone()),
        (Some(outcome), None) => outcome,
        (None, None) => Err(Error::Closed),
    }
}

/// Anything else that is done whole: a group of acts, a look that is logged.
pub(super) struct Whole<T, R, F> {
    run: Option<R>,
    outcome: Option<Result<T>>,
    then: F,
}

impl<T, R, F> Whole<T, R, F>
where
    R: FnOnce(&mut Ledger<'_>) -> Result<T>,
{
    pub(super) fn new(run: R, then: F) -> Self {
        Self {
            run: Some(run),
            outcome: None,
            then,
        }
    }
}

impl<T, R, F> Work for Whole<T, R, F>
where
    T: Send,
    R: FnOnce(&mut Ledger<'_>) -> Result<T> + Send,
    F: FnOnce(Result<T>) + Send,
{
    fn run(&mut self, ledger: &mut Ledger<'_>) -> Option<Error> {
        let run = self.run.take()?;
        let outcome = ledger.whole(run);
        let error = outcome.as_ref().err().cloned();
        self.outcome = Some(outcome);
        error
    }

    fn tell(self: Box<Self>, lost: Option<&Error>) {
        call(self.then, settled(self.outcome, lost));
    }
}

/// Many acts in one transaction, of different people and times.
pub struct Group<'g, 'c> {
    ledger: RefCell<&'g mut Ledger<'c>>,
}

impl<'g, 'c> Group<'g, 'c> {
    pub(super) fn new(ledger: &'g mut Ledger<'c>) -> Self {
        Self {
            ledger: RefCell::new(ledger),
        }
    }

    /// Applies one act. An error undoes this act alone; it is for the caller to go on or give up.
    pub fn act<A: Act>(
        &self,
        staff: &Staff,
        id: ActId,
        at: DateTime<Utc>,
        act: &A,
    ) -> Result<A::Out> {
        self.ledger.borrow_mut().apply(staff.id, id, at, act)
    }

    /// Asks a question inside the same transaction, as somebody of the staff; nothing is logged.
    pub fn ask<Q: super::act::Query>(
        &self,
        staff: &Staff,
        at: DateTime<Utc>,
        query: &Q,
    ) -> Result<Q::Out> {
        let ledger = self.ledger.borrow();
        query.run(&super::act::Reader {
            conn: ledger.conn,
            staff,
            at,
        })
    }
}

impl std::fmt::Debug for Group<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Group").finish_non_exhaustive()
    }
}

/// Writes a new office as its first act, by its first coordinator.
pub(super) fn found(ledger: &mut Ledger<'_>, new: &NewOffice) -> Result<()> {
    ledger.whole(|ledger| {
        let founder = settings::founder(new);
        let tx = Tx {
            conn: ledger.conn,
            staff: &founder,
            at: new.at,
            act: new.act,
            batch: None,
            by_row: true,
            made: Cell::new(settings::FOUNDERS_IDS),
            rows: Cell::new(0),
            log: RefCell::default(),
            waiting: RefCell::default(),
        };
        settings::found(&tx, new)?;
        let log = tx.log.take();
        let entry = Entry {
            id: new.act,
            name: "office.create",
            staff: 1,
            at: new.at,
            out: None,
            body: None,
            batch: None,
            undoable: false,
            log,
        };
        let written = journal::write(ledger.conn, ledger.words, entry)?;
        ledger.written.push(written);
        Ok(())
    })
}

/// The thread's state.
pub(super) struct Writer {
    pub(super) conn: Connection,
    pub(super) path: PathBuf,
    pub(super) busy_for: Duration,
    pub(super) keep_bodies: bool,
    pub(super) closing: Arc<AtomicBool>,
    pub(super) hub: Arc<Hub>,
    pub(super) words: Words,
    /// Who takes the log in: told after each COMMIT, unless it has not looked at the last one yet.
    pub(super) committed: Option<Sender<()>>,
    /// Why nothing is written any more: the file was found damaged.
    pub(super) stopped: Arc<OnceLock<Error>>,
    pub(super) pages: Pages,
    pub(super) ballast: Arc<Ballast>,
    /// The questions that wait: answers go before the next act.
    pub(super) asked: Arc<Asked>,
}

/// Who takes the log into the file.
#[derive(Debug)]
pub(super) enum Pages {
    /// SQLite, whenever it likes.
    LeftToSqlite,
    /// The store itself, which keeps the digests of the pages.
    Kept(checkpoint::Log),
}

impl Pages {
    /// For an office; one for practice does without digests.
    pub(super) fn of(kept: bool) -> Self {
        if kept {
            Self::Kept(checkpoint::Log::default())
        } else {
            Self::LeftToSqlite
        }
    }
}

impl Writer {
    /// Works until everybody who could ask is gone, and all that was asked is answered.
    pub(super) fn run(mut self, jobs: &Receiver<Job>) {
        let mut long: VecDeque<Box<dyn Long>> = VecDeque::new();
        let mut loading = false;
        if matches!(self.pages, Pages::LeftToSqlite) {
            if self.committed.is_some() {
                self.tuned(&format!(
                    "PRAGMA wal_autocheckpoint = {}",
                    checkpoint::AT_MOST
                ));
            }
            let _ = open::clears_the_log(&self.conn, true);
        }
        loop {
            let next = if long.is_empty() {
                jobs.recv().map_err(|_| TryRecvError::Disconnected)
            } else {
                jobs.try_recv()
            };
            match next {
                Ok(Job::Work(first)) => {
                    self.group(first, jobs, &mut long);
                    self.take_in(checkpoint::AT_MOST);
                }
                Ok(Job::Long(job)) => long.push_back(job),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => break,
            }
            if let Some(job) = long.pop_front() {
                if !loading {
                    loading = self.tuned(LOADING);
                }
                if let Some(job) = self.chunk(job) {
                    long.push_back(job);
                    std::thread::sleep(GAP);
                }
                self.take_in(checkpoint::AT_MOST);
            }
            if loading && long.is_empty() {
                loading = !self.tuned(WORKING);
            }
        }
        for job in long {
            job.tell(Err(Error::Closed));
        }
        self.take_in(0);
        if matches!(sums::in_the_log(&self.conn), Ok((frames, taken)) if frames == taken) {
            // Nothing is left in it: the last connection to close removes it, and that is this one.
            let _ = open::clears_the_log(&self.conn, true);
        }
        self.pages = Pages::LeftToSqlite;
    }

    /// Takes the log into the file once so many of its pages wait; it is no act's business whether that
    /// succeeds.
    fn take_in(&mut self, enough: i64) {
        let Pages::Kept(log) = &mut self.pages else {
            return;
        };
        if self.stopped.get().is_some() {
            return;
        }
        if let Err(error) = log.take_in(&self.conn, &self.path, enough) {
            self.noted(error);
        }
    }

    /// Sets the connection; whether it took. Settings make it faster, nothing depends on them.
    fn tuned(&self, settings: &str) -> bool {
        self.conn.execute_batch(settings).is_ok()
    }

    /// One transaction for the first act and for those that wait behind it.
    fn group(
        &mut self,
        first: Box<dyn Work>,
        jobs: &Receiver<Job>,
        long: &mut VecDeque<Box<dyn Long>>,
    ) {
        if let Err(error) = self.begin() {
            // Whoever has waited as long behind it gets the same answer; taken before the first is
            // told, for what is asked after that is a new try.
            let behind: Vec<Job> = match error {
                Error::Busy(_) => jobs.try_iter().collect(),
                _ => Vec::new(),
            };
            first.tell(Some(&error));
            for job in behind {
                match job {
                    Job::Work(work) => work.tell(Some(&error)),
                    Job::Long(job) => long.push_back(job),
                }
            }
            return;
        }
        let started = Instant::now();
        let mut done = Vec::new();
        let mut ledger = Ledger {
            conn: &self.conn,
            words: &mut self.words,
            written: Vec::new(),
            keep_bodies: self.keep_bodies,
        };
        let mut lost = None;
        let mut next = Some(first);
        while let Some(mut work) = next.take() {
            let error = work.run(&mut ledger);
            done.push(work);
            if let Some(error) = error
                && (error.is_of_the_disk() || ledger.conn.is_autocommit())
            {
                lost = Some(error);
                break;
            }
            if done.len() >= GROUP || started.elapsed() >= GROUP_TIME {
                break;
            }
            self.asked.goes_first();
            match jobs.try_recv() {
                Ok(Job::Work(work)) => next = Some(work),
                Ok(Job::Long(job)) => long.push_back(job),
                Err(_) => {}
            }
        }
        let written = ledger.written;
        let lost = self.end(lost, written);
        for work in done {
            work.tell(lost.as_ref());
        }
    }

    /// One chunk of a long batch in a transaction of its own; the job again, if there is more.
    fn chunk(&mut self, mut job: Box<dyn Long>) -> Option<Box<dyn Long>> {
        if let Err(error) = self.begin() {
            job.tell(Err(error));
            return None;
        }
        let mut ledger = Ledger {
            conn: &self.conn,
            words: &mut self.words,
            written: Vec::new(),
            keep_bodies: self.keep_bodies,
        };
        let step = ledger.alone(|ledger| job.step(ledger));
        let written = ledger.written;
        let lost = match &step {
            Err(error) if error.is_of_the_disk() => Some(error.clone()),
            _ => None,
        };
        match (self.end(lost, written), step) {
            (Some(lost), _) => job.tell(Err(lost)),
            (None, Err(error)) => job.tell(Err(error)),
            (None, Ok(true)) => return Some(job),
            (None, Ok(false)) => job.tell(Ok(())),
        }
        None
    }

    /// Takes the write lock, waiting for another process as long as it takes, within `busy_for`.
    fn begin(&mut self) -> Result<()> {
        if let Some(stopped) = self.stopped.get() {
            return Err(stopped.clone());
        }
        let deadline = Instant::now() + self.busy_for;
        loop {
            match self.conn.execute_batch("BEGIN IMMEDIATE") {
                Ok(()) => return Ok(()),
                Err(error) => match Error::from(error) {
                    Error::Busy(_)
                        if !self.closing.load(Ordering::Relaxed) && Instant::now() < deadline => {}
                    Error::Busy(_) => return Err(Error::Busy(open::holder_of(&self.path))),
                    error => return Err(self.noted(error)),
                },
            }
        }
    }

    /// COMMIT, or ROLLBACK when something was lost; why the transaction as a whole was lost, if so.
    fn end(&mut self, lost: Option<Error>, written: Vec<Written>) -> Option<Error> {
        let lost = match lost {
            Some(lost) => Some(lost),
            None => match self.conn.execute_batch("COMMIT") {
                Ok(()) => {
                    if let Some(committed) = &self.committed {
                        let _ = committed.try_send(());
                    }
                    self.hub.tell(&self.conn, written);
                    return None;
                }
                Err(error) => Some(Error::from(error)),
            },
        };
        self.words.forget();
        if !self.conn.is_autocommit() {
            let _ = self.conn.execute_batch("ROLLBACK");
        }
        lost.map(|error| self.noted(error))
    }

    /// A damaged file is not written again: every further change would only bury what is left.
    fn noted(&mut self, error: Error) -> Error {
        let error = error.while_open(&self.path);
        match error {
            Error::Damaged { .. } => self.hub.stop(&self.stopped, error.clone()),
            Error::DiskFull if self.ballast.give_up() => self.hub.alarm(),
            _ => {}
        }
        error
    }
}
