//! What is merely of the moment: half-typed forms, and who has what open.
//!
//! It stands in its own small database beside the office's, with its own writer thread, and is not
//! journalled. Its failure never stops the office. `synchronous = NORMAL` is enough here: after
//! COMMIT the words are with the system, so they outlast the end of the process, however it ends;
//! only a power cut may take the last moments.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::{DateTime, Utc};
use crossbeam_channel::{Sender, unbounded};
use rusqlite::{Connection, Row, params};
use serde_json::Value;
use ulid::Ulid;

use super::error::{Error, Result};
use super::guard::Ballast;
use super::journal::Words;
use super::sql::{Id, Ms, Rows};
use super::watch::Hub;
use super::writer::{Job, Ledger, Pages, Whole, Work, Writer};
use super::{join, open, thread, wait};
use crate::domain::ids::StaffId;

/// The schema; a file of another version is put aside and begun anew.
const SCHEMA: &str = include_str!("schema/scratch.sql");
const VERSION: i64 = 1;

/// How long a draft waits for another process.
const BUSY_FOR: Duration = Duration::from_secs(5);

/// A form as it stands half-typed. There is one for each member of staff, form and subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Whose.
    pub staff: StaffId,
    /// Which form.
    pub form: String,
    /// What it is about: an id, or empty for something new.
    pub subject: String,
    /// The field in focus.
    pub field: String,
    /// Where in it, in graphemes.
    pub caret: u32,
    /// What was typed.
    pub payload: Value,
    /// What a list of drafts shows.
    pub label: String,
    /// When it was typed.
    pub at: DateTime<Utc>,
}

/// "In use by": somebody has it open. It warns and never forbids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// Table.
    pub entity: String,
    /// Row.
    pub id: Ulid,
    /// By whom.
    pub staff: StaffId,
    /// On which session; one member of staff may have several.
    pub session: String,
    /// Until when, unless it is said again.
    pub until: DateTime<Utc>,
}

/// The scratch database of an office; opened at the first use.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    ballast: Arc<Ballast>,
    running: Mutex<Option<Running>>,
}

#[derive(Debug)]
struct Running {
    jobs: Sender<Job>,
    thread: JoinHandle<()>,
    /// Set when the file was found damaged; the next use begins it anew.
    stopped: Arc<OnceLock<Error>>,
}

impl Scratch {
    /// Beside the office's file.
    pub(super) fn beside(office: &Path, ballast: Arc<Ballast>) -> Self {
        let name = office.with_extension("scratch.db");
        Self {
            path: name,
            ballast,
            running: Mutex::new(None),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps a draft, in place of the older one of the same form and subject.
    pub fn save_draft(&self, draft: Draft, then: impl FnOnce(Result<()>) + Send + 'static) {
        self.ask(move |conn| save(conn, &draft), then);
    }

    /// The draft of a form.
    pub fn draft(
        &self,
        staff: StaffId,
        form: impl Into<String>,
        subject: impl Into<String>,
        then: impl FnOnce(Result<Option<Draft>>) + Send + 'static,
    ) {
        let (form, subject) = (form.into(), subject.into());
        self.ask(
            move |conn| {
                conn.maybe(
                    "SELECT staff, form, subject, field, caret, payload, label, at FROM draft
                     WHERE staff = ?1 AND form = ?2 AND subject = ?3",
                    params![staff, form, subject],
                    draft_of,
                )
            },
            then,
        );
    }

    /// All drafts of somebody, the newest first.
    pub fn drafts_of(
        &self,
        staff: StaffId,
        then: impl FnOnce(Result<Vec<Draft>>) + Send + 'static,
    ) {
        self.ask(
            move |conn| {
                conn.all(
                    "SELECT staff, form, subject, field, caret, payload, label, at FROM draft
                     WHERE staff = ?1 ORDER BY at DESC, form, subject",
                    [staff],
                    draft_of,
                )
            },
            then,
        );
    }

    /// Forgets a draft: it was saved, or given up.
    pub fn drop_draft(
        &self,
        staff: StaffId,
        form: impl Into<String>,
        subject: impl Into<String>,
        then: impl FnOnce(Result<()>) + Send + 'static,
    ) {
        let (form, subject) = (form.into(), subject.into());
        self.ask(
            move |conn| {
                conn.prepare_cached(
                    "DELETE FROM draft WHERE staff = ?1 AND form = ?2 AND subject = ?3",
                )?
                .execute(params![staff, form, subject])?;
                Ok(())
            },
            then,
        );
    }

    /// Says that something is in use, or still is.
    pub fn hold(&self, lease: Lease, then: impl FnOnce(Result<()>) + Send + 'static) {
        self.ask(move |conn| hold(conn, &lease), then);
    }

    /// Says that a session no longer uses something; nothing given = all it used.
    pub fn release(
        &self,
        session: impl Into<String>,
        what: Option<(String, Ulid)>,
        then: impl FnOnce(Result<()>) + Send + 'static,
    ) {
        let session = session.into();
        self.ask(
            move |conn| {
                let (entity, id) = what.unzip();
                conn.prepare_cached(
                    "DELETE FROM lease WHERE session = ?1 AND (?2 IS NULL OR (entity = ?2 AND id = ?3))",
                )?
                .execute(params![session, entity, id.map(Id)])?;
                Ok(())
            },
            then,
        );
    }

    /// By whom something is in use.
    pub fn in_use(
        &self,
        entity: impl Into<String>,
        id: impl Into<Ulid>,
        now: DateTime<Utc>,
        then: impl FnOnce(Result<Vec<Lease>>) + Send + 'static,
    ) {
        let (entity, id) = (entity.into(), id.into());
        self.ask(
            move |conn| {
                conn.all(
                    "SELECT entity, id, staff, session, until FROM lease
                     WHERE entity = ?1 AND id = ?2 AND until > ?3 ORDER BY session",
                    params![entity, Id(id), Ms(now)],
                    lease_of,
                )
            },
            then,
        );
    }

    /// Waits until all that was asked before is kept: for a hang-up, which ends the session.
    pub fn flush(&self) -> Result<()> {
        wait(|then| self.ask(|_| Ok(()), then))
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
            match start(&self.path, Arc::clone(&self.ballast)) {
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
        conn,
        path: path.to_owned(),
        busy_for: BUSY_FOR,
        keep_bodies: false,
        closing: Arc::new(AtomicBool::new(false)),
        hub: Arc::new(Hub::default()),
        words: Words::default(),
        stopped: Arc::clone(&stopped),
        pages: Pages::LeftToSqlite,
        ballast,
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
    match open::scratch(path, SCHEMA, VERSION) {
        Err(Error::Damaged { .. } | Error::NotAnOffice { .. } | Error::NewerSchema { .. }) => {
            let _ = fs::rename(path, open::beside(path, ".damaged"));
            for log in ["-wal", "-shm"] {
                let _ = fs::remove_file(open::beside(path, log));
            }
            open::scratch(path, SCHEMA, VERSION)
        }
        other => other,
    }
}

fn save(conn: &Connection, draft: &Draft) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO draft (staff, form, subject, field, caret, payload, label, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (staff, form, subject) DO UPDATE SET field = excluded.field,
           caret = excluded.caret, payload = excluded.payload, label = excluded.label, at = excluded.at",
    )?
    .execute(params![
        draft.staff,
        draft.form,
        draft.subject,
        draft.field,
        draft.caret,
        draft.payload.to_string(),
        draft.label,
        Ms(draft.at),
    ])?;
    Ok(())
}

fn draft_of(row: &Row<'_>) -> rusqlite::Result<Draft> {
    let payload: String = row.get(5)?;
    Ok(Draft {
        staff: row.get(0)?,
        form: row.get(1)?,
        subject: row.get(2)?,
        field: row.get(3)?,
        caret: row.get(4)?,
        payload: serde_json::from_str(&payload).unwrap_or(Value::Null),
        label: row.get(6)?,
        at: row.get::<_, Ms>(7)?.0,
    })
}

fn hold(conn: &Connection, lease: &Lease) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO lease (entity, id, staff, session, until) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (entity, id, session) DO UPDATE SET until = excluded.until, staff = excluded.staff",
    )?
    .execute(params![
        lease.entity,
        Id(lease.id),
        lease.staff,
        lease.session,
        Ms(lease.until)
    ])?;
    Ok(())
}

fn lease_of(row: &Row<'_>) -> rusqlite::Result<Lease> {
    Ok(Lease {
        entity: row.get(0)?,
        id: row.get::<_, Id>(1)?.0,
        staff: row.get(2)?,
        session: row.get(3)?,
        until: row.get::<_, Ms>(4)?.0,
    })
}
