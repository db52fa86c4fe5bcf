//! What is merely of the moment: half-typed forms, who is on, and who has what open.
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

use rustix::fs::Access;

use super::beside::{Beside, Lease, Line, lease_of, this_process};
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
const VERSION: i64 = 2;
/// From the version before.
const RAISE: (&str, i64) = (include_str!("schema/scratch_2.sql"), 1);

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
    /// The label of the field in focus, in words; empty on the last row.
    pub field: String,
    /// Which of the fields that are shown it is, from 1, and of how many; 0 on the last row.
    pub place: (u32, u32),
    /// Where in it, in bytes.
    pub caret: u32,
    /// What was typed.
    pub payload: Value,
    /// What a list of drafts shows.
    pub label: String,
    /// When it was typed.
    pub at: DateTime<Utc>,
    /// The session in which it goes on; empty for any.
    pub session: String,
}

/// Where a draft was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Here, for the first time.
    New,
    /// Here, as before.
    Again,
    /// It was not: the form goes on in another session, which has it now.
    Elsewhere,
}

/// How a session ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parting {
    /// With a goodbye.
    Left,
    /// Without one: the line dropped, or the program was told to end.
    Dropped,
}

/// Days that the row of a dropped line is kept.
const REMEMBERED: chrono::TimeDelta = chrono::TimeDelta::days(1);

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

    /// Says that somebody is on. Lines of theirs that had dropped are forgotten: they are back.
    pub fn join(&self, line: Line, then: impl FnOnce(Result<()>) + Send + 'static) {
        let shared = Arc::clone(&self.shared);
        self.change_if(
            move |conn| {
                let (at, old) = (Ms(line.since), Ms(line.since - REMEMBERED));
                let dead = Beside::ended(conn, &shared.process)?;
                for session in &dead {
                    drop_line(conn, session, line.since)?;
                }
                let back = conn.prepare_cached(
                    "DELETE FROM line WHERE dropped_at IS NOT NULL AND (staff = ?1 OR dropped_at < ?2)",
                )?
                .execute(params![line.staff, old])?;
                conn.prepare_cached(
                    "INSERT OR REPLACE INTO line (session, staff, name, process, since) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![line.session, line.staff, line.name, line.process(), at])?;
                // Other processes are to know of it, for they are the ones to notice when this one ends.
                tell_others(conn)?;
                Ok(((), back > 0 || !dead.is_empty()))
            },
            then,
        );
    }

    /// Says that a session is over, or that its line dropped; nothing is open there any more.
    pub fn part(
        &self,
        session: impl Into<String>,
        how: Parting,
        at: DateTime<Utc>,
        then: impl FnOnce(Result<()>) + Send + 'static,
    ) {
        let session = session.into();
        self.change_if(
            move |conn| {
                if how == Parting::Dropped {
                    return Ok(((), drop_line(conn, &session, at)?));
                }
                let held = conn
                    .prepare_cached("DELETE FROM lease WHERE session = ?1")?
                    .execute([&session])?;
                let also_dropped = conn.exists(
                    "SELECT 1 FROM line here JOIN line other ON other.staff = here.staff
                     WHERE here.session = ?1 AND other.dropped_at IS NOT NULL",
                    [&session],
                )?;
                conn.prepare_cached("DELETE FROM line WHERE session = ?1")?
                    .execute([&session])?;
                tell_others(conn)?;
                Ok(((), held > 0 || also_dropped))
            },
            then,
        );
    }

    /// Keeps a draft, in place of the older one of the same form and subject; not when that goes on in
    /// another session.
    pub fn save_draft(&self, draft: Draft, then: impl FnOnce(Result<Kept>) + Send + 'static) {
        self.change_if(
            move |conn| {
                let kept = save(conn, &draft)?;
                Ok((kept, kept == Kept::New))
            },
            then,
        );
    }

    /// Reads the draft of a form, which from now on goes on in that session.
    pub fn take_draft(
        &self,
        staff: StaffId,
        (form, subject): (String, String),
        session: String,
        then: impl FnOnce(Result<Option<Draft>>) + Send + 'static,
    ) {
        self.change(
            move |conn| {
                let key = params![staff, form, subject, session];
                conn.prepare_cached(
                    "UPDATE draft SET session = ?4 WHERE staff = ?1 AND form = ?2 AND subject = ?3 AND session <> ?4",
                )?
                .execute(key)?;
                read_draft(conn, staff, &form, &subject)
            },
            then,
        );
    }

    /// Hands the drafts about something from one colleague to another, where they go on in that session.
    pub fn hand_over(
        &self,
        (from, to): (StaffId, StaffId),
        subject: impl Into<String>,
        session: impl Into<String>,
        then: impl FnOnce(Result<()>) + Send + 'static,
    ) {
        let (subject, session) = (subject.into(), session.into());
        self.change(
            move |conn| {
                conn.prepare_cached(
                    "UPDATE OR IGNORE draft SET staff = ?2, session = ?4 WHERE staff = ?1 AND subject = ?3",
                )?
                .execute(params![from, to, subject, session])?;
                Ok(())
            },
            then,
        );
    }

    /// Forgets the drafts that nobody has touched since; answers how many.
    pub fn clear_drafts(
        &self,
        before: DateTime<Utc>,
        then: impl FnOnce(Result<usize>) + Send + 'static,
    ) {
        self.change_if(
            move |conn| {
                let mut clear = conn.prepare_cached("DELETE FROM draft WHERE at < ?1")?;
                let cleared = clear.execute([Ms(before)])?;
                Ok((cleared, cleared > 0))
            },
            then,
        );
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
        self.ask(move |conn| read_draft(conn, staff, &form, &subject), then);
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
                    "SELECT staff, form, subject, field, caret, payload, label, at, place, of, session FROM draft
                     WHERE staff = ?1 ORDER BY at DESC, form, subject",
                    [staff],
                    draft_of,
                )
            },
            then,
        );
    }

    /// Forgets a draft: it was saved, or given up. Not one that goes on in another session.
    pub fn drop_draft(
        &self,
        staff: StaffId,
        (form, subject): (String, String),
        session: impl Into<String>,
        then: impl FnOnce(Result<()>) + Send + 'static,
    ) {
        let session = session.into();
        self.ask(
            move |conn| {
                conn.prepare_cached(
                    "DELETE FROM draft WHERE staff = ?1 AND form = ?2 AND subject = ?3 AND session IN ('', ?4)",
                )?
                .execute(params![staff, form, subject, session])?;
                Ok(())
            },
            then,
        );
    }

    /// Says that something is in use, or still is.
    pub fn hold(&self, lease: Lease, then: impl FnOnce(Result<()>) + Send + 'static) {
        self.change(move |conn| hold(conn, &lease), then);
    }

    /// Says that a session no longer uses something; nothing given = all it used.
    pub fn release(
        &self,
        session: impl Into<String>,
        what: Option<(String, Ulid)>,
        then: impl FnOnce(Result<()>) + Send + 'static,
    ) {
        let session = session.into();
        self.change(
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
                    "SELECT entity, id, staff, session, until, name FROM lease
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

/// The line ended without a goodbye; whoever says so first says when. Whether this did.
fn drop_line(conn: &Connection, session: &str, at: DateTime<Utc>) -> Result<bool> {
    conn.prepare_cached("DELETE FROM lease WHERE session = ?1")?
        .execute([session])?;
    let dropped = conn
        .prepare_cached(
            "UPDATE line SET dropped_at = ?2 WHERE session = ?1 AND dropped_at IS NULL",
        )?
        .execute(params![session, Ms(at)])?;
    Ok(dropped > 0)
}

fn save(conn: &Connection, draft: &Draft) -> Result<Kept> {
    let there = conn.exists(
        "SELECT 1 FROM draft WHERE staff = ?1 AND form = ?2 AND subject = ?3",
        params![draft.staff, draft.form, draft.subject],
    )?;
    let written = conn
        .prepare_cached(
            "INSERT INTO draft (staff, form, subject, field, caret, payload, label, at, place, of, session)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (staff, form, subject) DO UPDATE SET field = excluded.field, caret = excluded.caret,
               payload = excluded.payload, label = excluded.label, at = excluded.at,
               place = excluded.place, of = excluded.of, session = excluded.session
             WHERE draft.session IN ('', excluded.session)",
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
            draft.place.0,
            draft.place.1,
            draft.session,
        ])?;
    Ok(match (written, there) {
        (0, _) => Kept::Elsewhere,
        (_, true) => Kept::Again,
        (_, false) => Kept::New,
    })
}

fn read_draft(
    conn: &Connection,
    staff: StaffId,
    form: &str,
    subject: &str,
) -> Result<Option<Draft>> {
    conn.maybe(
        "SELECT staff, form, subject, field, caret, payload, label, at, place, of, session FROM draft
         WHERE staff = ?1 AND form = ?2 AND subject = ?3",
        params![staff, form, subject],
        draft_of,
    )
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
        place: (row.get(8)?, row.get(9)?),
        session: row.get(10)?,
    })
}

fn hold(conn: &Connection, lease: &Lease) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO lease (entity, id, staff, session, until, name) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (entity, id, session) DO UPDATE SET until = excluded.until, staff = excluded.staff,
           name = excluded.name",
    )?
    .execute(params![
        lease.entity,
        Id(lease.id),
        lease.staff,
        lease.session,
        Ms(lease.until),
        lease.name
    ])?;
    Ok(())
}
