//! Long batches: thousands of rows in chunks that delay nobody, unseen until one act publishes them.
//!
//! Between two chunks whoever waits goes first. A batch that fails, or whose process ends before it is
//! published, is cleared away in chunks too. What a batch reads and how it tells its progress is the
//! source's own business.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::act::{Act, Log, Query, Reader, Tx};
use super::error::{Error, Result};
use super::journal::{self, Entry};
use super::person_keys::Waiting;
use super::readers::Asked;
use super::sql::{Ms, Rows};
use super::staff::{self, Current};
use super::writer::{CHUNK, Ledger, Long, call};
use crate::domain::ids::{ActId, BatchId, StaffId};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;

/// The tables whose rows a batch may bring, in the order in which they are cleared away, with the
/// condition that finds the rows of batch `?1`.
///
/// Nobody sees these rows, so nobody can have written others that need them.
pub const OF_BATCH: &[(&str, &str)] = &[
    ("requirement", OF_ITS_VACANCIES),
    ("vacancy", "batch = ?1"),
    ("company", "batch = ?1"),
    ("identifier", OF_ITS_PEOPLE),
    ("employment", OF_ITS_PEOPLE),
    ("document", OF_ITS_PEOPLE),
    ("privacy_act", OF_ITS_PEOPLE),
    ("note", OF_ITS_PEOPLE),
    ("intake", OF_ITS_PEOPLE),
    ("person", "batch = ?1"),
];

const OF_ITS_PEOPLE: &str = "person IN (SELECT id FROM person WHERE batch = ?1)";
const OF_ITS_VACANCIES: &str = "vacancy IN (SELECT id FROM vacancy WHERE batch = ?1)";

/// How many rows one statement clears away.
const CLEARED: i64 = 200;

/// What a batch is read from.
pub trait BatchSource: Send + 'static {
    /// Writes the next item with [`Tx::insert`], putting [`Tx::batch`] in the `batch` column; false
    /// when there is none left. An error gives the whole batch up: a row that is merely wrong is for
    /// the source to set aside.
    fn next(&mut self, tx: &Tx<'_>) -> Result<bool>;
}

/// A batch that is read in whole and waits to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    /// Which.
    pub batch: BatchId,
    /// How many rows it wrote.
    pub rows: u64,
}

/// The batches that this store is loading or has loaded.
pub(super) type Live = Arc<Mutex<HashSet<BatchId>>>;

enum Stage {
    /// Earlier ones that nobody will finish are cleared away first.
    Sweep,
    Load,
    /// It failed: its own rows are cleared away before the answer.
    Clear(Error),
    /// They are; the error is the answer.
    Failed(Error),
}

/// One batch on its way.
pub(super) struct Loading<S, F> {
    pub(super) who: StaffId,
    pub(super) id: ActId,
    pub(super) at: DateTime<Utc>,
    pub(super) kind: String,
    pub(super) source: S,
    pub(super) then: F,
    pub(super) live: Live,
    asked: Arc<Asked>,
    stage: Stage,
    made: u128,
    rows: u64,
    /// The keys of its people that are not written yet.
    waiting: Waiting,
    /// Whether its source has nothing more.
    read: bool,
}

impl<S, F> Loading<S, F> {
    pub(super) fn new(
        (who, id, at): (StaffId, ActId, DateTime<Utc>),
        kind: String,
        source: S,
        (live, asked): (Live, Arc<Asked>),
        then: F,
    ) -> Self {
        Self {
            who,
            id,
            at,
            kind,
            source,
            then,
            live,
            asked,
            stage: Stage::Sweep,
            made: 0,
            rows: 0,
            waiting: Waiting::default(),
            read: false,
        }
    }

    const fn batch(&self) -> BatchId {
        BatchId(self.id.0)
    }
}

impl<S: BatchSource, F: FnOnce(Result<Loaded>) + Send> Long for Loading<S, F> {
    fn step(&mut self, ledger: &mut Ledger<'_>) -> Result<bool> {
        let batch = self.batch();
        match &self.stage {
            Stage::Sweep => {
                if !sweep(ledger.conn, &self.live)? {
                    ledger.whole(|ledger| self.begin(ledger))?;
                    self.stage = Stage::Load;
                }
                Ok(true)
            }
            Stage::Load => match ledger.alone(|ledger| self.chunk(ledger)) {
                Err(error) if !error.is_of_the_disk() => {
                    self.stage = Stage::Clear(error);
                    Ok(true)
                }
                chunk => chunk,
            },
            Stage::Clear(error) => {
                abandon(ledger.conn, batch)?;
                if !clear(ledger.conn, batch)? {
                    self.stage = Stage::Failed(error.clone());
                }
                Ok(true)
            }
            Stage::Failed(error) => Err(error.clone()),
        }
    }

    fn tell(self: Box<Self>, outcome: Result<()>) {
        let loaded = Loaded {
            batch: self.batch(),
            rows: self.rows,
        };
        if outcome.is_err() {
            lock(&self.live).remove(&loaded.batch);
        }
        call(self.then, outcome.map(|()| loaded));
    }
}

impl<S: BatchSource, F> Loading<S, F> {
    fn begin(&mut self, ledger: &mut Ledger<'_>) -> Result<()> {
        let current = importer(ledger.conn, self.who)?;
        let tx = self.tx(ledger.conn, &current, true);
        tx.insert(
            "batch",
            self.batch(),
            &[
                ("kind", &self.kind),
                ("state", &"loading"),
                ("owner", &this_process()),
            ],
        )?;
        let log = tx.log.take();
        self.journal(ledger, &current, "batch.begin", self.id, log)?;
        lock(&self.live).insert(self.batch());
        Ok(())
    }

    fn chunk(&mut self, ledger: &mut Ledger<'_>) -> Result<bool> {
        let current = importer(ledger.conn, self.who)?;
        let started = Instant::now();
        // The identities go on from chunk to chunk: they are the batch's own.
        let tx = self.tx(ledger.conn, &current, false);
        tx.waiting
            .swap(&RefCell::new(std::mem::take(&mut self.waiting)));
        let mut more = true;
        while more && started.elapsed() < CHUNK {
            self.asked.goes_first();
            let full = tx.waiting.borrow().is_full();
            if self.read || full {
                more = tx.waiting.borrow_mut().write_some(tx.conn)? || !self.read;
            } else {
                self.read = !self.source.next(&tx)?;
            }
        }
        self.waiting = tx.waiting.take();
        if let Some(rows) = self.waiting.rows() {
            self.span(ledger.conn, rows)?;
        }
        let chunk: ActId = tx.new_id();
        let (made, rows) = (tx.made.get(), self.rows + tx.rows.get());
        self.made = made;
        self.rows = rows;
        ledger
            .conn
            .prepare_cached("UPDATE batch SET rows = ?2 WHERE id = ?1")?
            .execute(params![self.batch(), self.rows as i64])?;
        self.journal(ledger, &current, "batch.chunk", chunk, Log::default())?;
        Ok(more)
    }

    /// Notes the rows of the people that a chunk has written: nobody writes between two rows of a chunk, and
    /// hardly anybody between two chunks.
    fn span(&self, conn: &Connection, (first, last): (i64, i64)) -> Result<()> {
        let longer = conn
            .prepare_cached("UPDATE batch_span SET last = ?3 WHERE batch = ?1 AND last + 1 = ?2")?
            .execute(params![self.batch(), first, last])?;
        if longer == 0 {
            conn.prepare_cached("INSERT INTO batch_span (batch, first, last) VALUES (?1, ?2, ?3)")?
                .execute(params![self.batch(), first, last])?;
        }
        Ok(())
    }

    fn tx<'c>(&self, conn: &'c Connection, current: &'c Current, by_row: bool) -> Tx<'c> {
        Tx {
            conn,
            staff: &current.staff,
            at: self.at,
            act: self.id,
            batch: Some(self.batch()),
            by_row,
            made: Cell::new(self.made),
            rows: Cell::new(0),
            log: RefCell::default(),
            waiting: RefCell::default(),
        }
    }

    fn journal(
        &self,
        ledger: &mut Ledger<'_>,
        current: &Current,
        name: &'static str,
        id: ActId,
        log: Log,
    ) -> Result<()> {
        let entry = Entry {
            id,
            name,
            staff: current.n,
            at: self.at,
            out: None,
            body: None,
            batch: Some(self.id.0),
            undoable: false,
            log,
        };
        let written = journal::write(ledger.conn, ledger.words, entry)?;
        ledger.written.push(written);
        Ok(())
    }
}

fn importer(conn: &Connection, who: StaffId) -> Result<Current> {
    let denied = Error::Denied(Right::Import);
    let current = staff::current(conn, who)?.ok_or_else(|| denied.clone())?;
    if current.staff.may(Right::Import) {
        Ok(current)
    } else {
        Err(denied)
    }
}

/// Makes the rows of a batch visible, all at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishBatch {
    /// Which.
    pub batch: BatchId,
}

impl Act for PublishBatch {
    type Out = ();
    const NAME: &'static str = "batch.publish";
    const RIGHT: Right = Right::Import;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        settle(tx, self.batch, "published")
    }
}

/// Gives a batch up that was read in; its rows are cleared away by the next [`super::Store::batch`]
/// or [`super::Store::clear_batches`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbandonBatch {
    /// Which.
    pub batch: BatchId,
}

impl Act for AbandonBatch {
    type Out = ();
    const NAME: &'static str = "batch.abandon";
    const RIGHT: Right = Right::Import;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        settle(tx, self.batch, "abandoned")
    }
}

fn settle(tx: &Tx<'_>, batch: BatchId, state: &'static str) -> Result<()> {
    let found: String = tx
        .conn()
        .maybe("SELECT state FROM batch WHERE id = ?1", [batch], |row| {
            row.get(0)
        })?
        .ok_or_else(|| Error::not_found("batch", batch))?;
    if found != "loading" {
        return Err(tx.refuse_with(Refusal::WrongState, found));
    }
    tx.update("batch", batch, None, &[("state", &state)])
}

/// A batch as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRow {
    /// Identity.
    pub id: BatchId,
    /// What was read: `people`, `vacancies`.
    pub kind: String,
    /// `loading`, `published`, `abandoned`.
    pub state: String,
    /// How many rows it wrote.
    pub rows: u64,
    /// When it was begun.
    pub at: DateTime<Utc>,
}

/// The latest batches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Batches;

impl Query for Batches {
    type Out = Vec<BatchRow>;
    const RIGHT: Right = Right::Import;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        db.conn.all(
            "SELECT id, kind, state, rows, created_at FROM batch ORDER BY n DESC LIMIT 100",
            [],
            |row| {
                Ok(BatchRow {
                    id: row.get(0)?,
                    kind: row.get(1)?,
                    state: row.get(2)?,
                    rows: row.get::<_, i64>(3)? as u64,
                    at: row.get::<_, Ms>(4)?.0,
                })
            },
        )
    }
}

/// Clearing away what nobody will finish.
pub(super) struct Clearing<F> {
    pub(super) live: Live,
    pub(super) then: F,
}

impl<F: FnOnce(Result<()>) + Send> Long for Clearing<F> {
    fn step(&mut self, ledger: &mut Ledger<'_>) -> Result<bool> {
        sweep(ledger.conn, &self.live)
    }

    fn tell(self: Box<Self>, outcome: Result<()>) {
        call(self.then, outcome);
    }
}

/// One chunk of clearing away; whether there is more.
fn sweep(conn: &Connection, live: &Live) -> Result<bool> {
    let loading = conn.all(
        "SELECT id, owner FROM batch WHERE state = 'loading'",
        [],
        |row| Ok((row.get::<_, BatchId>(0)?, row.get::<_, String>(1)?)),
    )?;
    for (batch, owner) in loading {
        let ours = owner == this_process();
        if (ours && !lock(live).contains(&batch)) || !is_alive(&owner) {
            abandon(conn, batch)?;
        }
    }
    let abandoned: Option<BatchId> = conn.maybe(
        "SELECT id FROM batch WHERE state = 'abandoned' AND rows > 0 LIMIT 1",
        [],
        |row| row.get(0),
    )?;
    match abandoned {
        Some(batch) => clear(conn, batch).map(|_| true),
        None => Ok(false),
    }
}

/// How many batches nobody will finish: their process is gone, or they were given up and not cleared away.
pub(super) fn orphans(conn: &Connection) -> Result<i64> {
    let loading = conn.all(
        "SELECT owner FROM batch WHERE state = 'loading'",
        [],
        |row| row.get::<_, String>(0),
    )?;
    let dead = loading.iter().filter(|owner| !is_alive(owner)).count() as i64;
    let left: i64 = conn.value(
        "SELECT count(*) FROM batch WHERE state = 'abandoned' AND rows > 0",
        [],
    )?;
    Ok(dead + left)
}

fn abandon(conn: &Connection, batch: BatchId) -> Result<()> {
    conn.prepare_cached(
        "UPDATE batch SET state = 'abandoned', ver = ver + 1 WHERE id = ?1 AND state = 'loading'",
    )?
    .execute([batch])?;
    Ok(())
}

/// Clears rows of a batch away for as long as a chunk lasts; whether there are more.
fn clear(conn: &Connection, batch: BatchId) -> Result<bool> {
    let started = Instant::now();
    for (table, of_batch) in OF_BATCH {
        let sql = format!(
            "DELETE FROM {table} WHERE n IN (SELECT n FROM {table} WHERE {of_batch} LIMIT ?2)"
        );
        loop {
            let cleared = conn
                .prepare_cached(&sql)?
                .execute(params![batch, CLEARED])?;
            if (cleared as i64) < CLEARED {
                break;
            }
            if started.elapsed() >= CHUNK {
                return Ok(true);
            }
        }
    }
    // With the last of its rows, for their numbers may be given again.
    for done in [
        "DELETE FROM batch_span WHERE batch = ?1",
        "UPDATE batch SET rows = 0 WHERE id = ?1",
    ] {
        conn.prepare_cached(done)?.execute([batch])?;
    }
    Ok(false)
}

/// This process, so that another can tell whether it still lives: its number, and when it began, for
/// numbers are used again.
fn this_process() -> String {
    let process = std::process::id();
    format!("{process} {}", began(process).unwrap_or_default())
}

fn is_alive(owner: &str) -> bool {
    let Some((process, begun)) = owner.split_once(' ') else {
        return false;
    };
    // Where the system does not say when a process began, all count as alive rather than lose work.
    begun.is_empty() || process.parse().ok().and_then(began).as_deref() == Some(begun)
}

/// When a process began, in the system's own ticks: the 22nd word of its line.
fn began(process: u32) -> Option<String> {
    let line = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let after_name = line.rsplit_once(')')?.1;
    after_name.split_whitespace().nth(19).map(str::to_owned)
}

fn lock(live: &Live) -> std::sync::MutexGuard<'_, HashSet<BatchId>> {
    live.lock().unwrap_or_else(PoisonError::into_inner)
}
