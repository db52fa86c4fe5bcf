//! The one writer thread: it drains what waits, applies it in one transaction, and answers after COMMIT.
//!
//! One fsync serves everybody who was waiting. A savepoint and `catch_unwind` around each act keep a
//! refusal or a fault from touching its neighbours. Long batches go on in chunks of at most
//! [`CHUNK`], and whoever waits goes first between two chunks. The words of the screen, the sessions
//! and the clock of the wall are unknown here.

mod ledger;
mod work;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TryRecvError};
use rusqlite::Connection;

use super::checkpoint;
use super::error::{Error, Result};
use super::guard::{Ballast, Which};
use super::journal::{Words, Written};
use super::open;
use super::readers::Asked;
use super::sums;
use super::watch::Hub;

pub use ledger::Group;
pub(super) use ledger::{Ledger, found};
pub(super) use work::{Job, Long, OneAct, Whole, Work, call, words_of};

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
    /// Which file it is; none where it may go at any time.
    pub(super) which: Option<Which>,
    /// Why nothing is written any more: the file was found damaged, or is not the one at its path any more.
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
    Kept(checkpoint::Shared),
}

impl Pages {
    /// For an office; one for practice does without digests.
    pub(super) fn of(kept: Option<&checkpoint::Shared>) -> Self {
        kept.cloned().map_or(Self::LeftToSqlite, Self::Kept)
    }
}

impl Writer {
    /// Works until everybody who could ask is gone, and all that was asked is answered.
    pub(super) fn run(mut self, jobs: &Receiver<Job>) {
        let mut long: VecDeque<Box<dyn Long>> = VecDeque::new();
        let mut loading = false;
        if matches!(self.pages, Pages::LeftToSqlite) {
            if self.committed.is_some() {
                self.tuned(&format!("PRAGMA wal_autocheckpoint = {}", checkpoint::LONG));
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
                    self.finish_the_log();
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
                self.finish_the_log();
            }
            if loading && long.is_empty() {
                loading = !self.tuned(WORKING);
            }
        }
        for job in long {
            job.tell(Err(Error::Closed));
        }
        if let Pages::Kept(log) = &self.pages
            && self.stopped.get().is_none()
            && let Err(error) = log.take_all(&self.conn, &self.path)
        {
            self.noted(error);
        }
        if matches!(sums::in_the_log(&self.conn), Ok((frames, taken)) if frames == taken) {
            // Nothing is left in it: the last connection to close removes it, and that is this one.
            let _ = open::clears_the_log(&self.conn, true);
        }
        self.pages = Pages::LeftToSqlite;
    }

    /// Lets a long log begin anew; it is no act's business whether that succeeds.
    fn finish_the_log(&mut self) {
        let Pages::Kept(log) = &self.pages else {
            return;
        };
        if self.stopped.get().is_some() {
            return;
        }
        if let Err(error) = log.finish(&self.conn, &self.path) {
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
        self.asked.answered();
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
        if let Some(Err(replaced)) = self.which.map(|which| which.still_at(&self.path)) {
            self.hub.stop(&self.stopped, replaced.clone());
            return Err(replaced);
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
