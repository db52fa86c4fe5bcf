//! "Something changed": told after each COMMIT in process, and of other processes by a look four
//! times a second at a number that costs no reading of the file.
//!
//! It says what moved, never what it now is: whoever shows it asks again.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError};
use rusqlite::Connection;
use rustix::fs::Access;
use ulid::Ulid;

use super::act::Name;
use super::error::{Error, Result};
use super::guard::{Ballast, Which};
use super::journal::Written;
use super::open;
use super::scratch::Look;
use super::sql::{Raw, Rows};
use super::writer::call;
use crate::domain::ids::StaffId;

/// The table of batches: one that is published makes rows visible that moved long before.
pub(super) const BATCH: &str = "batch";

/// How many rows a notice names; beyond that it says "and more".
const NAMED: usize = 64;

/// What moved since the last notice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// The place in the journal up to which this tells.
    pub upto: i64,
    tables: BTreeSet<Name>,
    rows: Vec<(Name, Ulid)>,
    /// A batch was published: anything may have become visible.
    all: bool,
    /// More rows moved than are named.
    more: bool,
    /// Who is at work, or has what open, is no longer the same.
    beside: bool,
    /// Who moved it; none among them for what nobody of the staff did.
    by: BTreeSet<Option<StaffId>>,
}

impl Changes {
    /// That anything may have moved: for whoever was not listening.
    pub fn anything() -> Self {
        Self {
            all: true,
            ..Self::default()
        }
    }

    /// That who is on moved: whoever shows it looks again.
    pub fn lines() -> Self {
        Self {
            beside: true,
            tables: BTreeSet::from([Name::Borrowed("line")]),
            ..Self::default()
        }
    }

    /// Whether only what is of the moment moved, and nothing of the office: who is on, what is open.
    pub fn is_beside_only(&self) -> bool {
        self.beside && !self.all && self.tables.is_empty()
    }

    /// Whether who is at work, or what they have open, is no longer the same.
    pub fn is_beside(&self) -> bool {
        self.beside || self.all
    }

    /// Whether something of the table moved.
    pub fn touches(&self, table: &str) -> bool {
        self.all || self.tables.contains(table)
    }

    /// Whether something of one of the tables moved.
    pub fn touches_any(&self, tables: &[&str]) -> bool {
        tables.iter().any(|table| self.touches(table))
    }

    /// Whether that row moved, or may have.
    pub fn touches_row(&self, table: &str, id: impl Into<Ulid>) -> bool {
        let id = id.into();
        let named = || self.rows.iter().any(|(t, row)| t == table && *row == id);
        self.all || (self.tables.contains(table) && (self.more || named()))
    }

    /// Whether nobody else moved anything; a published batch is never one's own alone.
    pub fn only_by(&self, staff: StaffId) -> bool {
        !self.all && !self.by.is_empty() && self.by.iter().all(|who| *who == Some(staff))
    }

    /// Whether somebody moved something of it, perhaps among others.
    pub fn are_also_by(&self, staff: StaffId) -> bool {
        self.by.contains(&Some(staff))
    }

    /// The same with another notice added: for whoever gathers several before asking again.
    pub fn and(mut self, later: &Self) -> Self {
        self.upto = self.upto.max(later.upto);
        self.all |= later.all;
        self.more |= later.more;
        self.beside |= later.beside;
        for (table, id) in &later.rows {
            self.add(table.clone(), *id);
        }
        self.tables.extend(later.tables.iter().cloned());
        self.by.extend(&later.by);
        self
    }

    fn add(&mut self, table: Name, id: Ulid) {
        self.all |= table == BATCH;
        if self.rows.len() < NAMED {
            self.rows.push((table.clone(), id));
        } else {
            self.more = true;
        }
        self.tables.insert(table);
    }

    fn is_empty(&self) -> bool {
        self.tables.is_empty() && !self.beside
    }
}

type Watcher = Arc<dyn Fn(&Changes) + Send + Sync>;

/// Who is told, and up to where everybody has been told.
#[derive(Default)]
pub(super) struct Hub {
    seq: AtomicI64,
    next: AtomicU64,
    told: Mutex<i64>,
    watchers: Mutex<Vec<(u64, Watcher)>>,
}

impl std::fmt::Debug for Hub {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hub").finish_non_exhaustive()
    }
}

/// Being told; ends when it is dropped.
#[derive(Debug)]
#[must_use = "the watch ends when it is dropped"]
pub struct Watch {
    hub: Arc<Hub>,
    key: u64,
}

impl Drop for Watch {
    fn drop(&mut self) {
        lock(&self.hub.watchers).retain(|(key, _)| *key != self.key);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Hub {
    /// A hub for a file whose journal ends there.
    pub(super) fn from(seq: i64) -> Self {
        Self {
            seq: AtomicI64::new(seq),
            told: Mutex::new(seq),
            ..Self::default()
        }
    }

    pub(super) fn seq(&self) -> i64 {
        self.seq.load(Ordering::Acquire)
    }

    pub(super) fn watch(self: &Arc<Self>, watcher: Watcher) -> Watch {
        let key = self.next.fetch_add(1, Ordering::Relaxed);
        lock(&self.watchers).push((key, watcher));
        Watch {
            hub: Arc::clone(self),
            key,
        }
    }

    /// Tells of what this process has just committed, and of what others did before it.
    pub(super) fn tell(&self, conn: &Connection, written: Vec<Written>) {
        let (Some(first), Some(last)) = (written.first(), written.last()) else {
            return;
        };
        let (first, last) = (first.seq, last.seq);
        let mut changes = Changes {
            upto: last,
            ..Changes::default()
        };
        let mut told = lock(&self.told);
        if *told + 1 < first {
            // A failed look here only makes the notice less than it could be.
            let _ = gather(conn, &mut changes, *told, first - 1);
        }
        for act in written.into_iter().filter(|act| act.seq > *told) {
            changes.by.insert(act.who);
            for (table, id) in act.rows {
                changes.add(table, id);
            }
        }
        *told = last.max(*told);
        self.seq.store(*told, Ordering::Release);
        // Told while the lock is held: whoever is answered after this has been told, by whichever
        // thread saw it first.
        self.send(&changes);
    }

    /// Tells that who is at work, or what they have open, is no longer the same.
    pub(super) fn tell_beside(&self) {
        self.send(&Changes {
            beside: true,
            ..Changes::default()
        });
    }

    /// Tells of what other processes have committed.
    pub(super) fn look(&self, conn: &Connection) -> Result<()> {
        let mut changes = Changes::default();
        let mut told = lock(&self.told);
        let last = last_seq(conn)?;
        if last <= *told {
            return Ok(());
        }
        changes.upto = last;
        gather(conn, &mut changes, *told, last)?;
        *told = last;
        self.seq.store(last, Ordering::Release);
        self.send(&changes);
        Ok(())
    }

    /// The file was found damaged: nothing is written any more, and everybody is told.
    pub(super) fn stop(&self, stopped: &OnceLock<Error>, damaged: Error) {
        // Somebody else may have found it first, and told it.
        if stopped.set(damaged).is_ok() {
            self.alarm();
        }
    }

    /// Everybody is to look again, whatever they show.
    pub(super) fn alarm(&self) {
        self.send(&Changes::anything());
    }

    fn send(&self, changes: &Changes) {
        if changes.is_empty() && !changes.all {
            return;
        }
        // Called outside this lock: a watcher may end its own watch.
        let watchers: Vec<Watcher> = lock(&self.watchers)
            .iter()
            .map(|(_, watcher)| Arc::clone(watcher))
            .collect();
        for watcher in watchers {
            call(|changes| watcher(changes), changes);
        }
    }
}

/// The last place in the journal.
pub(super) fn last_seq(conn: &Connection) -> Result<i64> {
    conn.value("SELECT coalesce(max(seq), 0) FROM act", [])
}

fn gather(conn: &Connection, changes: &mut Changes, after: i64, upto: i64) -> Result<()> {
    let rows = conn.all(
        "SELECT w.text, t.id, s.id FROM touched t JOIN word w ON w.n = t.tbl
         JOIN act a ON a.seq = t.seq JOIN staff s ON s.n = a.staff
         WHERE t.seq > ?1 AND t.seq <= ?2",
        [after, upto],
        |row| {
            let who: StaffId = row.get(2)?;
            Ok((row.get::<_, String>(0)?, row.get::<_, Raw>(1)?.0, who))
        },
    )?;
    for (table, id, who) in rows {
        changes.by.insert(Some(who));
        changes.add(Cow::Owned(table), id);
    }
    Ok(())
}

/// Goes on looking at the pages of a file, when there is time.
pub(super) type Rounds<'a> = &'a dyn Fn(&Path) -> Result<()>;

/// Looks for other processes' commits until told to stop. The first time it also checks what opening
/// the file left unchecked, so that nobody waits for that. It also sees when a full disk has room again.
pub(super) fn poll(
    path: &Path,
    hub: &Hub,
    every: Duration,
    stop: &Receiver<()>,
    (stopped, ballast, which): (&OnceLock<Error>, &Ballast, Option<Which>),
    (beside, rounds): (&mut Look, Rounds<'_>),
) {
    let mut seen = None;
    let mut conn = None;
    let mut unchecked = true;
    let mut full = ballast.is_given_up();
    while stop.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
        beside.look();
        if let Some(Err(replaced)) = which.map(|which| which.still_at(path)) {
            hub.stop(stopped, replaced);
        }
        if conn.is_none() {
            conn = open::reader(path, Access::WRITE_OK).ok();
        }
        let Some(open) = &conn else { continue };
        let version: Result<i64> = open.value("PRAGMA data_version", []);
        if version.is_err() || version.as_ref().ok() != seen.as_ref() {
            // What cannot be read now is read at the next look: the place told stays behind.
            match version.and_then(|version| hub.look(open).map(|()| version)) {
                Ok(version) => seen = Some(version),
                Err(_) => {
                    conn = None;
                    continue;
                }
            }
        }
        if std::mem::take(&mut unchecked)
            && let Err(damaged @ Error::Damaged { .. }) = open::sound_whole(open, path)
        {
            hub.stop(stopped, damaged);
        }
        if stopped.get().is_none()
            && let Err(damaged @ Error::Damaged { .. }) = rounds(path)
        {
            hub.stop(stopped, damaged.about_file(path));
        }
        // A full disk that only the drafts have met is told from here.
        let again = ballast.look();
        let was = std::mem::replace(&mut full, ballast.is_given_up());
        if again || was != full {
            hub.alarm();
        }
    }
}
