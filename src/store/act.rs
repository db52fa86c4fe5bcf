//! The two traits that everything goes through, and what they are given.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Connection, OptionalExtension, ToSql, params_from_iter};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::answers::{Answers, Shared};
use super::error::{Error, Result};
use super::journal;
use super::looks::Look;
use super::person_keys::Waiting;
use super::sql::{Id, Ms, Rows};
use crate::domain::Named;
use crate::domain::ids::{ActId, BatchId, PersonId};
use crate::domain::refusal::Refusal;
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

    /// Whether it must lead to nobody: then the journal keeps nothing of it, neither who did it nor when, nor that it
    /// was done, so that one sent twice counts twice. It can only count, with [`Tx::count`].
    fn is_unsigned(&self) -> bool {
        false
    }

    /// Does it. An error rolls back all that it did.
    fn apply(&self, tx: &Tx<'_>) -> Result<Self::Out>;
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

    /// What makes another question of this kind the same one, where equal questions share one answer until
    /// something moves that it was read from: then it must not depend on who asks, nor on less than a
    /// minute of when. `None`: each is answered for itself.
    fn shared(&self) -> Option<Shared> {
        None
    }

    /// The answer once more, for whoever asks the same; see [`Query::shared`].
    fn copy(_answer: &Self::Out) -> Option<Self::Out> {
        None
    }

    /// Of a shared answer: whose records it was read from, where each was looked up by its identity and no other
    /// could have been found; then what moves in the records of others does not make it old. `None`: it does.
    fn shows(_answer: &Self::Out) -> Option<BTreeSet<PersonId>> {
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
    /// The answers that many share; none inside an act's transaction.
    pub(super) answers: Option<&'c Answers>,
}

impl Reader<'_> {
    /// The day at the desk.
    pub fn today(&self) -> NaiveDate {
        crate::clock::local_day(self.at)
    }

    /// The answer to a question that this one is made of, shared as if it had been asked by itself. The right to
    /// it is that of the question it is part of.
    pub(super) fn part<Q: Query>(&self, query: &Q) -> Result<Q::Out> {
        match (self.answers, query.shared()) {
            (Some(answers), Some(shared)) => {
                answers.share::<Q>(self.conn, (shared, self.at), || query.run(self))
            }
            _ => query.run(self),
        }
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
    pub(super) batch: Option<BatchId>,
    /// Whether rows are journalled one by one; the chunks of a long batch are not.
    pub(super) by_row: bool,
    pub(super) made: Cell<u128>,
    pub(super) rows: Cell<u64>,
    pub(super) log: RefCell<Log>,
    /// Of a batch: the keys of its people, not written yet.
    pub(super) waiting: RefCell<Waiting>,
}

/// What an act did, collected while it runs and written as the journal's rows when it succeeds.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) person: Option<PersonId>,
    pub(super) subject: Option<(Name, Ulid)>,
    pub(super) touched: Vec<Touched>,
    pub(super) taken_back: Option<TakenBack>,
}

/// A table's or a field's name: written in the code, or read back from the journal.
pub(super) type Name = Cow<'static, str>;

/// The act that an undo took back.
#[derive(Debug, Clone, Copy)]
pub(super) struct TakenBack {
    pub(super) seq: i64,
    /// Whether that act was itself an undo, so that taking it back is doing again.
    pub(super) was_undo: bool,
}

/// What happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// It was made.
    Created,
    /// Some of its fields changed.
    Updated,
    /// It was taken away.
    Deleted,
}

/// One row that an act created, changed or deleted.
#[derive(Debug)]
pub(super) struct Touched {
    pub(super) table: Name,
    pub(super) id: Ulid,
    pub(super) op: Op,
    /// The version that the act left; of a deleted row, its last.
    pub(super) ver: i64,
    pub(super) fields: Vec<Field>,
}

/// One field that an update changed or that a deleted row held.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: Name,
    pub(super) old: Value,
    pub(super) new: Value,
}

/// What stood on record when a change was begun, so that nobody writes over what they have not seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Before<T> {
    /// Nobody looked: whatever stands there is replaced.
    #[default]
    Unseen,
    /// This, or nothing.
    Seen(Option<T>),
}

impl<T: PartialEq> Before<T> {
    /// Whether something else stands there now than what was seen.
    pub(super) fn is_past(&self, now: Option<&T>) -> bool {
        matches!(self, Self::Seen(seen) if seen.as_ref() != now)
    }
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

    /// The batch whose chunk this is, for the `batch` column of its rows; none for what is typed.
    pub fn batch(&self) -> Option<BatchId> {
        self.batch
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
        self.log.borrow_mut().subject = Some((table.into(), id.into()));
    }

    /// The refusal of a rule, to be returned: `return Err(tx.refuse(Refusal::QueueEmpty))`.
    pub fn refuse(&self, rule: Refusal) -> Error {
        self.refuse_with(rule, "")
    }

    /// The refusal of a rule with what its sentence names: a time, a name, a cap.
    pub fn refuse_with(&self, rule: Refusal, detail: impl Into<String>) -> Error {
        Error::Refused {
            rule,
            detail: detail.into(),
        }
    }

    /// The refusal of a rule with a value of a closed set, as `family:code`: the screen says its word.
    pub fn refuse_named<T: Named>(&self, rule: Refusal, value: T) -> Error {
        self.refuse_all(rule, &[value])
    }

    /// The same with several values.
    pub fn refuse_all<T: Named>(&self, rule: Refusal, values: &[T]) -> Error {
        let codes: Vec<String> = values
            .iter()
            .map(|value| format!("{}:{}", T::FAMILY, value.code()))
            .collect();
        self.refuse_with(rule, codes.join(" "))
    }

    /// Makes a row: `id`, `ver` = 1, `created_by` and `created_at` are added to `columns`.
    ///
    /// [`Refusal::MergedInto`] when its `person` has become part of another record.
    pub fn insert(
        &self,
        table: &'static str,
        id: impl Into<Ulid>,
        columns: &[Column<'_>],
    ) -> Result<()> {
        if self.batch.is_none()
            && let Some((_, person)) = columns.iter().find(|(name, _)| *name == "person")
        {
            super::people::not_merged(self.conn, *person)?;
        }
        let origin: [Column<'_>; 2] =
            [("created_by", &self.staff.id), ("created_at", &Ms(self.at))];
        self.insert_row(table.into(), id.into(), 1, &[&origin, columns])
    }

    /// Counts one more in the row of a table whose key these columns are: in its column `times`. Nothing says who
    /// counted, when, or in which order.
    pub fn count(&self, table: &'static str, key: &[Column<'_>]) -> Result<()> {
        let once: [Column<'_>; 1] = [("times", &1)];
        let all = || key.iter().chain(&once);
        let mut sql = insert_sql(table, all().map(|column| column.0));
        sql.push_str(" ON CONFLICT DO UPDATE SET times = times + 1");
        self.conn
            .prepare_cached(&sql)?
            .execute(params_from_iter(all().map(|column| column.1)))?;
        Ok(())
    }

    /// Changes a row: writes the columns that differ and counts its version up by one if any does.
    ///
    /// [`Error::Conflict`] with the name of who changed it, when `ver` is given and is no longer the
    /// row's; [`Error::NotFound`].
    pub fn update(
        &self,
        table: &'static str,
        id: impl Into<Ulid>,
        ver: Option<i64>,
        columns: &[Column<'_>],
    ) -> Result<()> {
        let id = id.into();
        let (found, old) = self
            .read_row(table, id, columns.iter().map(|column| column.0))?
            .ok_or_else(|| Error::not_found(table, id))?;
        if ver.is_some_and(|expected| expected != found) {
            return Err(self.conflict(table, id));
        }
        let mut fields = Vec::new();
        for ((name, new), old) in columns.iter().zip(old) {
            let new = owned(*new)?;
            if new != old {
                let name = Cow::Borrowed(*name);
                fields.push(Field { name, old, new });
            }
        }
        self.update_row(table.into(), id, found + 1, fields)
    }

    /// Takes a row away; the journal keeps all it held.
    ///
    /// [`Error::Conflict`] and [`Error::NotFound`] as for [`Tx::update`]; [`Error::Constraint`] when
    /// another row still needs it.
    pub fn delete(&self, table: &'static str, id: impl Into<Ulid>, ver: Option<i64>) -> Result<()> {
        let id = id.into();
        let found = self
            .version(table, id)?
            .ok_or_else(|| Error::not_found(table, id))?;
        if ver.is_some_and(|expected| expected != found) {
            return Err(self.conflict(table, id));
        }
        self.delete_row(table.into(), id)
    }

    /// The refusal of a change begun from what no longer stands there.
    pub(super) fn conflict(&self, entity: &'static str, id: Ulid) -> Error {
        let by = journal::last_writer(self.conn, entity, id).unwrap_or_default();
        Error::Conflict {
            entity,
            id: id.to_string(),
            by,
        }
    }

    /// The version of a row, if it is there.
    pub(super) fn version(&self, table: &str, id: Ulid) -> Result<Option<i64>> {
        self.conn.maybe(
            &format!("SELECT ver FROM {table} WHERE id = ?1"),
            [Id(id)],
            |row| row.get(0),
        )
    }

    pub(super) fn insert_row(
        &self,
        table: Name,
        id: Ulid,
        ver: i64,
        columns: &[&[(&str, &dyn ToSql)]],
    ) -> Result<()> {
        let id_text = Id(id);
        let head: [(&str, &dyn ToSql); 2] = [("id", &id_text), ("ver", &ver)];
        let all = || head.iter().chain(columns.iter().copied().flatten());
        let mut statement = self
            .conn
            .prepare_cached(&insert_sql(&table, all().map(|column| column.0)))?;
        statement.execute(params_from_iter(all().map(|column| column.1)))?;
        self.note(table, id, Op::Created, ver, Vec::new());
        Ok(())
    }

    pub(super) fn update_row(
        &self,
        table: Name,
        id: Ulid,
        ver: i64,
        fields: Vec<Field>,
    ) -> Result<()> {
        if fields.is_empty() {
            return Ok(());
        }
        let mut sql = format!("UPDATE {table} SET ver = ?");
        for field in &fields {
            sql.push_str(", ");
            sql.push_str(&field.name);
            sql.push_str(" = ?");
        }
        sql.push_str(" WHERE id = ?");
        let id_text = Id(id);
        let values = fields.iter().map(|field| &field.new as &dyn ToSql);
        let bound = std::iter::once(&ver as &dyn ToSql)
            .chain(values)
            .chain(std::iter::once(&id_text as &dyn ToSql));
        self.conn
            .prepare_cached(&sql)?
            .execute(params_from_iter(bound))?;
        self.note(table, id, Op::Updated, ver, fields);
        Ok(())
    }

    pub(super) fn delete_row(&self, table: Name, id: Ulid) -> Result<()> {
        let columns = journal::columns_of(self.conn, &table)?;
        let Some((ver, old)) = self.read_row(&table, id, columns.iter().map(String::as_str))?
        else {
            return Ok(());
        };
        self.conn
            .prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?
            .execute([Id(id)])?;
        let fields = columns
            .into_iter()
            .zip(old)
            .filter(|(_, old)| *old != Value::Null)
            .map(|(name, old)| Field {
                name: name.into(),
                old,
                new: Value::Null,
            })
            .collect();
        self.note(table, id, Op::Deleted, ver, fields);
        Ok(())
    }

    /// A row's version and the values of the columns, if it is there.
    fn read_row<'n>(
        &self,
        table: &str,
        id: Ulid,
        columns: impl Iterator<Item = &'n str>,
    ) -> Result<Option<(i64, Vec<Value>)>> {
        let mut sql = String::from("SELECT ver");
        let mut count = 0;
        for column in columns {
            sql.push_str(", ");
            sql.push_str(column);
            count += 1;
        }
        sql.push_str(" FROM ");
        sql.push_str(table);
        sql.push_str(" WHERE id = ?1");
        let row = self
            .conn
            .prepare_cached(&sql)?
            .query_row([Id(id)], |row| {
                let old = (1..=count)
                    .map(|i| row.get(i))
                    .collect::<rusqlite::Result<_>>()?;
                Ok((row.get(0)?, old))
            })
            .optional()?;
        Ok(row)
    }

    fn note(&self, table: Name, id: Ulid, op: Op, ver: i64, fields: Vec<Field>) {
        self.rows.set(self.rows.get() + 1);
        if self.by_row {
            self.log.borrow_mut().touched.push(Touched {
                table,
                id,
                op,
                ver,
                fields,
            });
        }
    }
}

/// What a value is once stored.
fn owned(value: &dyn ToSql) -> Result<Value> {
    Ok(match value.to_sql()? {
        ToSqlOutput::Borrowed(borrowed) => {
            Value::try_from(borrowed).map_err(|error| Error::Fault(error.to_string()))?
        }
        ToSqlOutput::Owned(value) => value,
        _ => return Err(Error::Fault("a value that is not a plain one".to_owned())),
    })
}

fn insert_sql<'n>(table: &str, columns: impl Iterator<Item = &'n str>) -> String {
    let mut names = String::with_capacity(160);
    let mut marks = String::with_capacity(40);
    for column in columns {
        if !names.is_empty() {
            names.push_str(", ");
            marks.push_str(", ");
        }
        names.push_str(column);
        marks.push('?');
    }
    format!("INSERT INTO {table} ({names}) VALUES ({marks})")
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx")
            .field("act", &self.act)
            .finish_non_exhaustive()
    }
}
