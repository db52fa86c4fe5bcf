//! The office's data: the only SQL and the only rusqlite.
//!
//! Everything that changes an office is an [`Act`], applied by the one writer thread; everything that
//! reads it is a [`Query`], run by a small pool of readers. What is merely of the moment (drafts, "in
//! use by") is scratch, in its own small database beside the office's.

pub mod act;
pub mod agenda;
mod answers;
pub mod applications;
mod asking;
pub mod backup;
pub mod batch;
pub mod beside;
pub mod books;
pub mod calendar;
pub mod catalogue;
mod checkpoint;
pub mod companies;
pub mod complaints;
pub mod demo;
pub mod desks;
pub mod doctor;
mod entering;
mod error;
pub mod export;
pub mod feedback;
pub mod guard;
pub mod import;
pub mod intakes;
pub mod interview;
pub mod journal;
mod line;
mod looks;
pub mod matches;
pub mod notes;
pub mod offices;
mod open;
pub mod outside;
pub mod params;
pub mod people;
mod person_keys;
pub mod placements;
pub mod plans;
pub mod queue;
mod readers;
pub mod restore;
pub mod scratch;
pub mod sealed;
pub mod search;
pub mod settings;
pub mod sql;
pub mod staff;
pub mod standard;
mod sums;
mod threads;
pub mod vacancies;
pub mod watch;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Sender, bounded, unbounded};

pub use act::{Act, Before, Column, Op, Query, Reader, Tx};
pub use answers::Shared;
pub use batch::{BatchSource, Loaded};
pub use beside::{Beside, Lease, Line};
pub use error::{Error, Result};
pub use journal::{History, RedoLast, Undo, UndoLast};
pub use looks::{Look, LookRow, WhoLooked, Whose};
pub use scratch::{Draft, Kept, Parting, Scratch};
pub use settings::NewOffice;
pub use sql::Rows;
pub use watch::{Changes, Watch};
pub use writer::Group;

use rustix::fs::Access;

use asking::wait;
use guard::{Ballast, Which};
use line::{Giver, Taker, line};
use looks::Looks;
use open::Opened;
use readers::{Asked, Question};
use staff::logins::LoginId;
use sums::Rounds;
use threads::{Place, Threads, join, stand, thread};
use watch::Hub;
use writer::{Job, Pages, Writer};

/// How an office is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many readers answer at once.
    pub readers: usize,
    /// How long an act waits for another process before it is answered with [`Error::Busy`].
    pub busy_for: Duration,
    /// Whether the acts' own fields are kept in the journal; an office for practice does without.
    pub keep_bodies: bool,
    /// Whether the file is only to be read: a disk that cannot be written. Acts are answered with
    /// [`Error::ReadOnly`].
    pub read_only: bool,
    /// How often a look is taken for what other processes did.
    pub poll: Duration,
    /// How many bytes are kept beside the office, to be given up when the disk is full; for the process that
    /// serves it.
    pub ballast: Option<u64>,
    /// Whether the pages of the file are gone through while it is open, so that damage is noticed before
    /// somebody reads it; for the process that serves it. It works while somebody watches, and no other
    /// store of the same process may have the file open.
    pub check_pages: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 2,
            busy_for: Duration::from_secs(60),
            keep_bodies: true,
            read_only: false,
            poll: Duration::from_millis(250),
            ballast: None,
            check_pages: false,
        }
    }
}

/// What is wrong with an office until it is put right.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// The file was found damaged: nothing is written any more, reading goes on.
    Damaged(Error),
    /// The disk was full, and has not had room since.
    DiskFull,
    /// The file was opened only to be read, for nothing can be written there.
    ReadOnly,
}

/// An open office. Cheap to clone; the last clone to go waits for all that was asked.
///
/// A clone may know during which log-in it is used, see [`Store::during`].
#[derive(Debug, Clone)]
pub struct Store(Arc<Inner>, Option<LoginId>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    /// Whether all its data is invented.
    practice: bool,
    poll: Duration,
    /// None when the file is only to be read.
    jobs: Option<Sender<Job>>,
    questions: Option<Giver<Question>>,
    asked: Arc<Asked>,
    closing: Arc<AtomicBool>,
    /// Which file it is.
    which: Option<Which>,
    stopped: Arc<OnceLock<Error>>,
    hub: Arc<Hub>,
    live: batch::Live,
    ballast: Arc<Ballast>,
    looks: Looks,
    /// Turns of hashing a password that is made here.
    hashing: Mutex<()>,
    scratch: Scratch,
    answers: Arc<answers::Answers>,
    threads: Mutex<Threads>,
    /// Goes after all connections, for it has the file itself open.
    rounds: Option<Arc<Mutex<Rounds>>>,
}

impl Store {
    /// Opens the office in a file, only to be read where nothing can be written: a disk or a folder that is
    /// read-only. [`Store::notice`] says so.
    pub fn open_as_it_goes(path: impl AsRef<Path>, options: Options) -> Result<Self> {
        match Self::open(path.as_ref(), options.clone()) {
            Err(Error::ReadOnly | Error::FolderReadOnly { .. }) => {
                let read_only = true;
                Self::open(
                    path,
                    Options {
                        read_only,
                        ..options
                    },
                )
            }
            opened => opened,
        }
    }

    /// Opens the office in a file.
    ///
    /// Refused with an [`Error`] of its own each: no file, not an office, a newer schema, a damaged
    /// file, a network file system, a file or a folder that cannot be written.
    pub fn open(path: impl AsRef<Path>, options: Options) -> Result<Self> {
        let path = path.as_ref().to_owned();
        // Before the first connection of this process.
        let rounds = if options.check_pages {
            Rounds::begin(&path)
        } else {
            None
        };
        let opened = if options.read_only {
            open::only_to_read(&path)?
        } else {
            match open::writer(&path) {
                // On a full disk not even the log's index can be made.
                Err(Error::DiskFull | Error::Disk(_)) if guard::free_the_reserve(&path) => {
                    open::writer(&path)?
                }
                opened => opened?,
            }
        };
        Self::start(path, opened, rounds, &options)
    }

    /// Makes an office in a file that is not there yet, readable by its owner alone, and opens it.
    pub fn create(path: impl AsRef<Path>, new: &NewOffice, options: Options) -> Result<Self> {
        let path = path.as_ref().to_owned();
        if !new.practice {
            guard::private(&path)?;
        }
        let conn = open::create(&path, |ledger| writer::found(ledger, new))?;
        if options.keep_bodies {
            sums::begin(&path);
        }
        let damaged = None;
        Self::start(path, Opened { conn, damaged }, None, &options)
    }

    /// Whether all its data is invented: an office for practice.
    pub fn is_practice(&self) -> bool {
        self.0.practice
    }

    /// Closes the office and leaves it as one small file: nothing in the write-ahead log, no free pages.
    pub fn compact(self) -> Result<()> {
        let path = self.0.path.clone();
        drop(self);
        open::compact(&path)
    }

    fn start(
        path: PathBuf,
        opened: Opened,
        rounds: Option<Rounds>,
        options: &Options,
    ) -> Result<Self> {
        let conn = opened.conn;
        // What cannot be read here is said where it is needed.
        let practice = conn
            .value("SELECT coalesce(min(practice), 0) FROM office", [])
            .unwrap_or_default();
        let last = match (watch::last_seq(&conn), &opened.damaged) {
            // Nothing is written any more, so nobody counts on from there.
            (Err(_), Some(_)) => 0,
            (last, _) => last?,
        };
        let hub = Arc::new(Hub::from(last));
        let closing = Arc::new(AtomicBool::new(false));
        let stopped = Arc::new(opened.damaged.map_or_else(OnceLock::new, OnceLock::from));
        let ballast = Arc::new(Ballast::beside(&path, options.ballast));
        let which = Which::at(&path);
        let (questions, to_answer) = line();
        let asked: Arc<Asked> = Arc::default();
        let mut threads = Threads::default();
        let access = if options.read_only {
            Access::READ_OK
        } else {
            Access::WRITE_OK
        };
        let jobs = if options.read_only {
            None
        } else {
            let (jobs, waiting) = unbounded();
            let (committed, commits) = bounded(1);
            let (closer, closes) = bounded(0);
            let file = path.clone();
            threads.checkpoints = Some(closer);
            let log = options.keep_bodies.then(checkpoint::Shared::default);
            let pages = Pages::of(log.as_ref());
            let (log_hub, log_stopped) = (Arc::clone(&hub), Arc::clone(&stopped));
            threads.others.push(thread("log", move || {
                let damaged = |error: Error| log_hub.stop(&log_stopped, error.about_file(&file));
                let damaged: &dyn Fn(Error) = &damaged;
                let kept = log.as_ref().map(|log| (log, damaged));
                checkpoint::run(&file, &commits, &closes, kept);
            })?);
            let writer = Writer {
                committed: Some(committed),
                conn,
                path: path.clone(),
                busy_for: options.busy_for,
                keep_bodies: options.keep_bodies,
                closing: Arc::clone(&closing),
                hub: Arc::clone(&hub),
                words: journal::Words::default(),
                which,
                stopped: Arc::clone(&stopped),
                pages,
                ballast: Arc::clone(&ballast),
                asked: Arc::clone(&asked),
            };
            threads.writer = Some(thread("writer", move || {
                stand(Place::Behind);
                writer.run(&waiting);
            })?);
            Some(jobs)
        };
        for _ in 0..options.readers.max(1) {
            let path = path.clone();
            let to_answer: Taker<Question> = to_answer.clone();
            let asked = Arc::clone(&asked);
            threads.others.push(thread("reader", move || {
                readers::run(&path, access, &to_answer, &asked);
            })?);
        }
        Ok(Self(
            Arc::new(Inner {
                practice,
                poll: options.poll,
                answers: Arc::default(),
                scratch: Scratch::of(&path, Arc::clone(&hub), Arc::clone(&ballast)),
                ballast,
                path,
                which,
                jobs,
                questions: Some(questions),
                asked,
                closing,
                stopped,
                hub,
                live: batch::Live::default(),
                looks: Looks::default(),
                hashing: Mutex::default(),
                threads: Mutex::new(threads),
                rounds: rounds.map(|rounds| Arc::new(Mutex::new(rounds))),
            }),
            None,
        ))
    }

    /// The same office during a log-in: what is looked at through it is written down with that log-in, and
    /// so with the address that it came from.
    pub fn during(&self, login: LoginId) -> Self {
        Self(Arc::clone(&self.0), Some(login))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The place in the journal up to which this process has told of changes.
    pub fn seq(&self) -> i64 {
        self.0.hub.seq()
    }

    /// Why nothing is written any more, when the file was found damaged while it was in use; reading
    /// goes on.
    pub fn stopped(&self) -> Option<Error> {
        self.0.stopped.get().cloned()
    }

    /// What is wrong with the office until it is put right; for everybody who works on it to see.
    pub fn notice(&self) -> Option<Notice> {
        match self.0.stopped.get() {
            Some(damaged) => Some(Notice::Damaged(damaged.clone())),
            None if self.0.jobs.is_none() => Some(Notice::ReadOnly),
            None => self.0.ballast.is_given_up().then_some(Notice::DiskFull),
        }
    }

    /// The file was found damaged: nothing is written any more.
    fn stop(&self, damaged: &Error) {
        self.0.hub.stop(&self.0.stopped, damaged.clone());
    }

    /// The scratch database beside the office: drafts, and who has what open.
    pub fn scratch(&self) -> &Scratch {
        &self.0.scratch
    }

    /// Asks to be told after each COMMIT of this process, and within [`Options::poll`] of another's.
    /// The watcher is called on the store's threads; it must only pass the notice on.
    pub fn watch(&self, watcher: impl Fn(&Changes) + Send + Sync + 'static) -> Watch {
        let watch = self.0.hub.watch(Arc::new(watcher));
        let mut threads = lock(&self.0.threads);
        if threads.poll.is_none() && self.0.jobs.is_some() {
            let (sender, stop) = bounded(0);
            let (path, hub, every) = (self.0.path.clone(), Arc::clone(&self.0.hub), self.0.poll);
            let stopped = Arc::clone(&self.0.stopped);
            let ballast = Arc::clone(&self.0.ballast);
            let (rounds, which) = (self.0.rounds.clone(), self.0.which);
            let mut beside = self.0.scratch.looking();
            let looking = thread("watch", move || {
                let rounds = |path: &Path| match &rounds {
                    Some(rounds) => lock(rounds).go_on(path),
                    None => Ok(()),
                };
                watch::poll(
                    &path,
                    &hub,
                    every,
                    &stop,
                    (&stopped, &ballast, which),
                    (&mut beside, &rounds),
                );
            });
            // Without the thread there are still the notices of this process.
            if let Ok(looking) = looking {
                threads.others.push(looking);
                threads.poll = Some(sender);
            }
        }
        watch
    }

    /// The turn to hash a password: one at a time, for each takes memory on purpose.
    fn hashing(&self) -> MutexGuard<'_, ()> {
        self.0
            .hashing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Relaxed);
        self.questions = None;
        for ask in self.looks.give_up() {
            ask(Err(Error::Closed));
        }
        let threads = std::mem::take(&mut *lock(&self.threads));
        let writer = threads.end_but_writer();
        self.jobs = None;
        writer.into_iter().for_each(join);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
