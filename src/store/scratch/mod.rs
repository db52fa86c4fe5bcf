//! What is merely of the moment: half-typed forms, who is on, and who has what open.
//!
//! It stands in its own small database beside the office's, with its own writer thread, and is not
//! journalled. Its failure never stops the office. `synchronous = NORMAL` is enough here: after
//! COMMIT the words are with the system, so they outlast the end of the process, however it ends;
//! only a power cut may take the last moments.

mod drafts;
mod lines;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Sender, unbounded};
use rusqlite::Connection;
use rustix::fs::Access;

use super::beside::{Beside, this_process};
use super::error::{Error, Result};
use super::guard::Ballast;
use super::journal::Words;
use super::sql::Rows;
use super::watch::Hub;
use super::writer::{Job, Ledger, Pages, Whole, Work, Writer};
use super::{join, open, thread, wait};

pub use drafts::{Draft, Kept};
pub use lines::Parting;

/// The schema; a file of another version is put aside and begun anew.
const SCHEMA: &str = include_str!("../schema/scratch.sql");
const VERSION: i64 = 2;
/// From the version before.
const RAISE: (&str, i64) = (include_str!("../schema/scratch_2.sql"), 1);

/// How long a draft waits for another process.
const BUSY_FOR: Duration = Duration::from_secs(5);

/// The scratch database of an office; opened at the first use.
#[derive(Debug)]
pub struct Scratch {
    ballast: Arc<Ballast>,
    running: Mutex<Option<Running>>,
    shared: Arc<Shared>,
}

/// What the threads of the store share of it.
#[derive(Debug)]
pub(super) struct Shared {
    path: PathBuf,
    /// This process, as its lines name it.
    process: String,
    beside: Mutex<Arc<Beside>>,
    hub: Arc<Hub>,
}

impl Shared {
    fn beside(&self) -> Arc<Beside> {
        let now = self.beside.lock();
        Arc::clone(&now.unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes what was read, and tells the sessions if it says something new.
    fn renew(&self, read: Beside) {
        let mut now = self.beside.lock().unwrap_or_else(PoisonError::into_inner);
        if **now != read {
            *now = Arc::new(read);
            drop(now);
            self.hub.tell_beside();
        }
    }
}

/// The look at what other processes did, and at which of them have ended.
#[derive(Debug)]
pub(super) struct Look {
    shared: Arc<Shared>,
    conn: Option<Connection>,
    seen: Option<i64>,
    told: i64,
}

impl Look {
    /// Looks once. What cannot be read now is read the next time.
    pub(super) fn look(&mut self) {
        if let Some(without) = self.shared.beside().without_dead(&self.shared.process) {
            self.shared.renew(without);
        }
        if self.conn.is_none() && self.shared.path.exists() {
            self.conn = open::scratch(&self.shared.path, (SCHEMA, VERSION), RAISE).ok();
        }
        if self.read().is_err() {
            self.conn = None;
        }
    }

    fn read(&mut self) -> Result<()> {
        let Some(conn) = &self.conn else {
            return Ok(());
        };
        let version: i64 = conn.value("PRAGMA data_version", [])?;
        if self.seen.replace(version) == Some(version) {
            return Ok(());
        }
        let told: i64 = conn.value("SELECT n FROM told", [])?;
        if std::mem::replace(&mut self.told, told) != told {
            let read = Beside::read(conn, &self.shared.process)?;
            self.shared.renew(read);
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Running {
    jobs: Sender<Job>,
    thread: JoinHandle<()>,
    /// Set when the file was found damaged; the next use begins it anew.
    stopped: Arc<OnceLock<Error>>,
}

impl Scratch {
    /// Beside the office's file; the sessions are told through the hub.
    pub(super) fn of(office: &Path, hub: Arc<Hub>, ballast: Arc<Ballast>) -> Self {
        Self {
            ballast,
            running: Mutex::new(None),
            shared: Arc::new(Shared {
                path: office.with_extension("scratch.db"),
                process: this_process(),
                beside: Mutex::default(),
                hub,
            }),
        }
    }

    /// The look at other processes, for the thread that takes it.
    pub(super) fn looking(&self) -> Look {
        Look {
            shared: Arc::clone(&self.shared),
            conn: None,
            seen: None,
            told: 0,
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    /// Who else is at work, as of the last change. Costs no look at the disk.
    pub fn beside(&self) -> Arc<Beside> {
        self.shared.beside()
    }

    /// The same as the disk has it now, for a process that does not watch. Waits; what cannot be read says
    /// nothing.
    pub fn beside_now(&self) -> Beside {
        if !self.path().exists() {
            return Beside::default();
        }
        let read = open::reader(self.path(), Access::WRITE_OK)
            .and_then(|conn| Beside::read(&conn, &self.shared.process));
        read.unwrap_or_default()
    }

    /// Waits until all that was asked before is kept: for a hang-up, which ends the session.
    pub fn flush(&self) -> Result<()> {
        wait(|then| self.ask(|_| Ok(()), then))
    }

    /// A change that the other sessions are told of.
    fn change<T: Send + 'static>(
        &self,
        run: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
        then: impl FnOnce(Result<T>) + Send + 'static,
    ) {
        self.change_if(move |conn| Ok((run(conn)?, true)), then);
    }

    /// What may be a change: the other sessions are told if it says that it was one.
    fn change_if<T: Send + 'static>(
        &self,
        run: impl FnOnce(&Connection) -> Result<(T, bool)> + Send + 'static,
        then: impl FnOnce(Result<T>) + Send + 'static,
    ) {
        let shared = Arc::clone(&self.shared);
        let here = Arc::clone(&self.shared);
        self.ask(
            move |conn| {
                let (done, is_change) = run(conn)?;
                if !is_change {
                    return Ok((done, None));
                }
                tell_others(conn)?;
                Ok((done, Some(Beside::read(conn, &here.process)?)))
            },
            move |done| {
                then(done.map(|(done, read)| {
                    if let Some(read) = read {
                        shared.renew(read);
                    }
                    done
                }));
            },
        );
    }

    fn ask<T: Send + 'static>(
        &self,
        run: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
        then: impl FnOnce(Result<T>) + Send + 'static,
    ) {
        let work = Whole::new(move |ledger: &mut Ledger<'_>| run(ledger.conn), then);
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running
            .as_ref()
            .is_none_or(|now| now.stopped.get().is_some())
        {
            stop(running.take());
            match start(&self.shared.path, Arc::clone(&self.ballast)) {
                Ok(started) => *running = Some(started),
                Err(error) => {
                    drop(running);
                    return Box::new(work).tell(Some(&error));
                }
            }
        }
        let refused = match &*running {
            Some(running) => running.jobs.send(Job::Work(Box::new(work))).err(),
            None => None,
        };
        drop(running);
        if let Some(Job::Work(work)) = refused.map(|back| back.0) {
            work.tell(Some(&Error::Closed));
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let running = self
            .running
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        stop(running.take());
    }
}

/// Waits for all that was asked, unless this is the thread itself.
fn stop(running: Option<Running>) {
    if let Some(Running { jobs, thread, .. }) = running {
        drop(jobs);
        join(thread);
    }
}

fn start(path: &Path, ballast: Arc<Ballast>) -> Result<Running> {
    let conn = opened(path)?;
    let (jobs, waiting) = unbounded();
    let stopped = Arc::new(OnceLock::new());
    let writer = Writer {
        committed: None,
        conn,
        path: path.to_owned(),
        busy_for: BUSY_FOR,
        keep_bodies: false,
        closing: Arc::new(AtomicBool::new(false)),
        hub: Arc::new(Hub::default()),
        words: Words::default(),
        which: None,
        stopped: Arc::clone(&stopped),
        pages: Pages::LeftToSqlite,
        ballast,
        asked: Arc::default(),
    };
    let thread = thread("scratch", move || writer.run(&waiting))?;
    Ok(Running {
        jobs,
        thread,
        stopped,
    })
}

/// The connection; a file that cannot be used is put aside, for nothing in it is worth stopping for.
fn opened(path: &Path) -> Result<Connection> {
    match open::scratch(path, (SCHEMA, VERSION), RAISE) {
        Err(Error::Damaged { .. } | Error::NotAnOffice { .. } | Error::NewerSchema { .. }) => {
            let _ = fs::rename(path, open::beside(path, ".damaged"));
            for log in ["-wal", "-shm"] {
                let _ = fs::remove_file(open::beside(path, log));
            }
            open::scratch(path, (SCHEMA, VERSION), RAISE)
        }
        other => other,
    }
}

/// Counts the change: other processes look again.
fn tell_others(conn: &Connection) -> Result<()> {
    conn.prepare_cached("UPDATE told SET n = n + 1")?
        .execute([])?;
    Ok(())
}
