//! The office's data: the only SQL and the only rusqlite.
//!
//! Everything that changes an office is an [`Act`], applied by the one writer thread; everything that
//! reads it is a [`Query`], run by a small pool of readers. What is merely of the moment (drafts, "in
//! use by") is scratch, in its own small database beside the office's.

pub mod act;
pub mod agenda;
pub mod applications;
pub mod companies;
pub mod demo;
mod error;
pub mod intakes;
pub mod journal;
pub mod matches;
pub mod notes;
mod open;
pub mod people;
pub mod plans;
pub mod queue;
mod readers;
pub mod search;
pub mod settings;
pub mod sql;
pub mod staff;
pub mod standard;
pub mod vacancies;
mod watch;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::{DateTime, Utc};
use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

pub use act::{Act, Column, Look, Op, Query, Reader, Tx};
pub use error::{Error, Result};
pub use settings::NewOffice;
pub use sql::Rows;
pub use writer::Group;

use rustix::fs::Access;

use crate::domain::ids::ActId;
use crate::domain::staff::Staff;
use readers::Question;
use watch::Hub;
use writer::{Job, Ledger, OneAct, Whole, Writer};

/// How an office is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many readers answer at once.
    pub readers: usize,
    /// How long an act waits for another process before it is answered with [`Error::Busy`].
    pub busy_for: Duration,
    /// Whether the acts' own fields are kept in the journal; an office for practice does without.
    pub keep_bodies: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 2,
            busy_for: Duration::from_secs(60),
            keep_bodies: true,
        }
    }
}

/// An open office. Cheap to clone; the last clone to go waits for all that was asked.
#[derive(Debug, Clone)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    jobs: Option<Sender<Job>>,
    questions: Option<Sender<Question>>,
    closing: Arc<AtomicBool>,
    hub: Arc<Hub>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Store {
    /// Opens the office in a file.
    pub fn open(path: impl AsRef<Path>, options: Options) -> Result<Self> {
        let path = path.as_ref().to_owned();
        let conn = open::writer(&path)?;
        Self::start(path, conn, &options)
    }

    /// Makes an office in a file that is not there yet, readable by its owner alone, and opens it.
    pub fn create(path: impl AsRef<Path>, new: &NewOffice, options: Options) -> Result<Self> {
        let path = path.as_ref().to_owned();
        let conn = open::create(&path, |ledger| writer::found(ledger, new))?;
        Self::start(path, conn, &options)
    }

    fn start(path: PathBuf, conn: rusqlite::Connection, options: &Options) -> Result<Self> {
        let hub = Arc::new(Hub::default());
        let closing = Arc::new(AtomicBool::new(false));
        let (jobs, waiting) = unbounded();
        let (questions, asked) = unbounded();
        let writer = Writer {
            conn,
            path: path.clone(),
            busy_for: options.busy_for,
            keep_bodies: options.keep_bodies,
            closing: Arc::clone(&closing),
            hub: Arc::clone(&hub),
            words: journal::Words::default(),
            stopped: None,
        };
        let mut threads = vec![thread("writer", move || writer.run(&waiting))?];
        for _ in 0..options.readers.max(1) {
            let path = path.clone();
            let asked: Receiver<Question> = asked.clone();
            threads.push(thread("reader", move || {
                readers::run(&path, Access::WRITE_OK, &asked)
            })?);
        }
        Ok(Self(Arc::new(Inner {
            path,
            jobs: Some(jobs),
            questions: Some(questions),
            closing,
            hub,
            threads: Mutex::new(threads),
        })))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The place in the journal up to which this process has told of changes.
    pub fn seq(&self) -> i64 {
        self.0.hub.seq()
    }

    /// Asks for an act. `then` is called on the writer's thread, after COMMIT; it must only pass the
    /// answer on. The same `id` again gets the same answer and changes nothing.
    pub fn act<A: Act>(
        &self,
        staff: &Staff,
        id: ActId,
        at: DateTime<Utc>,
        act: A,
        then: impl FnOnce(Result<A::Out>) + Send + 'static,
    ) {
        self.send(OneAct {
            who: staff.id,
            id,
            at,
            act,
            outcome: None,
            then,
        });
    }

    /// The same, waiting for the answer: for the command line and tests.
    pub fn act_now<A: Act>(
        &self,
        staff: &Staff,
        id: ActId,
        at: DateTime<Utc>,
        act: A,
    ) -> Result<A::Out> {
        wait(|then| self.act(staff, id, at, act, then))
    }

    /// Asks a question. `then` is called on a reader's thread; it must only pass the answer on.
    ///
    /// What the law wants logged is on disk before the question is put; if it cannot be, that is the
    /// answer.
    pub fn read<Q: Query>(
        &self,
        staff: &Staff,
        at: DateTime<Utc>,
        query: Q,
        then: impl FnOnce(Result<Q::Out>) + Send + 'static,
    ) {
        let who = staff.id;
        let look = query.look();
        let path = self.0.path.clone();
        let Some(questions) = self.0.questions.clone() else {
            return then(Err(Error::Closed));
        };
        let ask = move |logged: Result<()>| match logged {
            Err(error) => then(Err(error)),
            Ok(()) => {
                let question: Question = Box::new(move |conn| {
                    let answer =
                        conn.and_then(|conn| readers::answer(conn, &path, who, at, &query));
                    writer::call(then, answer);
                });
                // Nobody is left to be answered when the readers are gone.
                let _ = questions.send(question);
            }
        };
        match look {
            None => ask(Ok(())),
            Some(look) => self.send(Whole::new(
                move |ledger: &mut Ledger<'_>| writer::log_look(ledger, who, Q::RIGHT, at, &look),
                ask,
            )),
        }
    }

    /// The same, waiting for the answer: for the command line and tests.
    pub fn read_now<Q: Query>(&self, staff: &Staff, at: DateTime<Utc>, query: Q) -> Result<Q::Out> {
        wait(|then| self.read(staff, at, query, then))
    }

    /// Many acts, of different people and times, in one transaction; all of them or none. Waits.
    pub fn in_one_commit<T: Send + 'static>(
        &self,
        run: impl FnOnce(&Group<'_, '_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        wait(|then| {
            self.send(Whole::new(
                move |ledger: &mut Ledger<'_>| run(&Group::new(ledger)),
                then,
            ));
        })
    }

    /// The active member of staff of a login: who is about to act, so nobody asks yet. Waits.
    pub fn who(&self, login: &str) -> Result<Option<Staff>> {
        let login = login.to_owned();
        let path = self.0.path.clone();
        wait(|then| {
            let question: Question = Box::new(move |conn| {
                let found = conn.and_then(|conn| staff::by_login(conn, &login));
                then(found.map_err(|error| error.about_file(&path)));
            });
            if let Some(questions) = &self.0.questions {
                let _ = questions.send(question);
            }
        })
    }

    fn send(&self, work: impl writer::Work + 'static) {
        let refused = match &self.0.jobs {
            Some(jobs) => jobs
                .send(Job::Work(Box::new(work)))
                .err()
                .map(|back| back.0),
            None => None,
        };
        if let Some(Job::Work(work)) = refused {
            work.tell(Some(&Error::Closed));
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Relaxed);
        self.jobs = None;
        self.questions = None;
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        let own = std::thread::current().id();
        for thread in threads {
            // The last clone may go inside an answer, on one of these very threads.
            if thread.thread().id() != own {
                let _ = thread.join();
            }
        }
    }
}

fn thread(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(format!("sportello-{name}"))
        .spawn(run)
        .map_err(|error| Error::Fault(error.to_string()))
}

/// Waits for the answer of something that calls back.
fn wait<T: Send + 'static>(ask: impl FnOnce(Box<dyn FnOnce(Result<T>) + Send>)) -> Result<T> {
    let (sender, answer) = bounded(1);
    ask(Box::new(move |outcome| {
        let _ = sender.send(outcome);
    }));
    answer.recv().unwrap_or(Err(Error::Closed))
}
