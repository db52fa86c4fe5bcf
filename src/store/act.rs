//! The two traits that everything goes through, and what they are given.

use std::cell::{Cell, RefCell};

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, ToSql};
use serde::Serialize;
use serde::de::DeserializeOwned;
use ulid::Ulid;

use super::error::Result;
use crate::domain::ids::{ActId, PersonId};
use crate::domain::staff::{Right, Staff};

/// One verb that changes the office's data.
///
/// It reads no clock, no environment and no random source: given the database, [`Tx`] and its own
/// fields it always does the same, so it can be retried, replayed and tested alone.
pub trait Act: Serialize + DeserializeOwned + Send + 'static {
    /// The answer, kept with the act so that a retry gets the same one. Identities and numbers only:
    /// nothing personal, for the journal outlives erasure.
    type Out: Serialize + DeserializeOwned + Send + 'static;
    /// The verb in the journal: `ticket.call_next`.
    const NAME: &'static str;
    /// The right that the writer checks.
    const RIGHT: Right;
    /// Whether [`super::journal::Undo`] may take it back.
    const UNDOABLE: bool = true;

    /// Finer permission than [`Act::RIGHT`]: one's own case, the same day.
    fn allowed(&self, _tx: &Tx<'_>) -> Result<()> {
        Ok(())
    }

    /// Does it. An error rolls back all that it did.
    fn apply(&self, tx: &Tx<'_>) -> Result<Self::Out>;
}

/// What a query that the law wants logged looks at; the row is written before anything is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Whose record; none for a list.
    pub person: Option<PersonId>,
    /// `open`, `search`, `print`, `export`.
    pub what: &'static str,
}

/// One question to the office's data.
pub trait Query: Send + 'static {
    /// The answer.
    type Out: Send + 'static;
    /// The right that the store checks.
    const RIGHT: Right;

    /// What to write in the access log before the answer is given.
    fn look(&self) -> Option<Look> {
        None
    }

    /// Asks it.
    fn run(&self, db: &Reader<'_>) -> Result<Self::Out>;
}

/// What a query is given: a read-only connection, who asks, and when.
#[derive(Debug)]
pub struct Reader<'c> {
    /// The connection, in one read transaction for the whole query.
    pub conn: &'c Connection,
    /// Who asks.
    pub staff: &'c Staff,
    /// When, in UTC.
    pub at: DateTime<Utc>,
}

impl Reader<'_> {
    /// The day at the desk.
    pub fn today(&self) -> NaiveDate {
        crate::clock::local_day(self.at)
    }
}

/// What an act is given: the writer's connection inside a savepoint, who, when, and the journal.
///
/// All writes go through [`Tx::insert`], [`Tx::update`] and [`Tx::delete`], which journal them; SQL of
/// an act's own only reads.
pub struct Tx<'c> {
    pub(super) conn: &'c Connection,
    pub(super) staff: &'c Staff,
    pub(super) at: DateTime<Utc>,
    pub(super) act: ActId,
    pub(super) made: Cell<u128>,
    pub(super) log: RefCell<Log>,
}

/// What an act did, collected while it runs and written as the journal's rows when it succeeds.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) person: Option<PersonId>,
    pub(super) subject: Option<(&'static str, Ulid)>,
    pub(super) touched: Vec<Touched>,
}

/// One row that an act created, changed or deleted.
#[derive(Debug)]
pub(super) struct Touched {
    pub(super) table: &'static str,
    pub(super) id: Ulid,
    pub(super) op: &'static str,
    pub(super) ver: i64,
    pub(super) fields: Vec<(&'static str, rusqlite::types::Value, rusqlite::types::Value)>,
}

/// A column and its value.
pub type Column<'v> = (&'static str, &'v dyn ToSql);

impl<'c> Tx<'c> {
    /// Reads: the connection. Never written through directly.
    pub fn conn(&self) -> &'c Connection {
        self.conn
    }

    /// Who acts.
    pub fn staff(&self) -> &Staff {
        self.staff
    }

    /// When, in UTC.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// The day at the desk.
    pub fn today(&self) -> NaiveDate {
        crate::clock::local_day(self.at)
    }

    /// The next identity of this act: the act's own id plus 1, 2, 3 ..., so that a replay makes the
    /// same rows.
    pub fn new_id<T: From<Ulid>>(&self) -> T {
        let n = self.made.get() + 1;
        self.made.set(n);
        T::from(Ulid(u128::from(self.act.0).wrapping_add(n)))
    }

    /// Says whom the act is about: its body and its personal old and new values are kept by person, so
    /// that erasure can empty them.
    pub fn about(&self, person: PersonId) {
        self.log.borrow_mut().person = Some(person);
    }

    /// Says what the act is about, for the history of a record; the first row written, unless said.
    pub fn subject(&self, table: &'static str, id: impl Into<Ulid>) {
        self.log.borrow_mut().subject = Some((table, id.into()));
    }
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx")
            .field("act", &self.act)
            .finish_non_exhaustive()
    }
}
