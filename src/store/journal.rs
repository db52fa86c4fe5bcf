//! The journal: what each act did, who did it, and taking it back.
//!
//! It is written in the act's own transaction and nowhere else. Old and new values of personal
//! fields stand apart, by person, so that erasure can empty them without breaking the chain of acts.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, ToSql, params};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::act::{Act, Field, Log, Name, Op, Query, Reader, TakenBack, Touched, Tx};
use super::error::{Error, Result};
use super::looks::Look;
use super::sql::{Id, Ms, Raw, Rows};
use super::staff::secrets::SECRET;
use crate::clock::local_day;
use crate::domain::access::LookAt;
use crate::domain::ids::{ActId, PersonId, StaffId};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;

/// The fields whose old and new values are kept by person: (table, column).
///
/// An act that changes or deletes one must have said whom it is about, with `Tx::about`, or be about a
/// ticket.
pub const PERSONAL: &[&[(&str, &str)]] = &[
    super::people::PERSONAL,
    super::queue::PERSONAL,
    super::agenda::PERSONAL,
    super::plans::PERSONAL,
    super::applications::PERSONAL,
];

/// The numbers of the words in the journal, so that a name costs one byte a row.
#[derive(Debug, Default)]
pub(super) struct Words(HashMap<Name, i64>);

impl Words {
    /// Forgets them: a rolled back transaction may have taken some with it.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    fn number(&mut self, conn: &Connection, word: &Name) -> Result<i64> {
        if let Some(number) = self.0.get(word) {
            return Ok(*number);
        }
        conn.prepare_cached("INSERT OR IGNORE INTO word (text) VALUES (?1)")?
            .execute([word.as_ref()])?;
        let number = conn.value("SELECT n FROM word WHERE text = ?1", [word.as_ref()])?;
        self.0.insert(word.clone(), number);
        Ok(number)
    }
}

/// What the journal keeps of an act that succeeded.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: ActId,
    pub(super) name: &'static str,
    /// The number of the row of who acted.
    pub(super) staff: i64,
    pub(super) at: DateTime<Utc>,
    /// The answer as JSON; none for an act that answers nothing.
    pub(super) out: Option<String>,
    /// The act's own fields as JSON; none where they are not kept.
    pub(super) body: Option<String>,
    pub(super) batch: Option<Ulid>,
    pub(super) undoable: bool,
    pub(super) log: Log,
}

/// What watchers are told of one act.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) seq: i64,
    pub(super) rows: Vec<(Name, Ulid)>,
    /// Who did it; nobody when the office itself was founded.
    pub(super) who: Option<StaffId>,
}

/// Writes the act's rows; the act is then part of the transaction.
pub(super) fn write(conn: &Connection, words: &mut Words, entry: Entry) -> Result<Written> {
    let log = entry.log;
    let (kind, undoes) = match log.taken_back {
        None => (0, None),
        Some(target) if target.was_undo => (2, Some(target.seq)),
        Some(target) => (1, Some(target.seq)),
    };
    let subject = log
        .subject
        .or_else(|| log.touched.first().map(|row| (row.table.clone(), row.id)));
    let table = match &subject {
        Some((table, _)) => Some(words.number(conn, table)?),
        None => None,
    };
    let person = log.person.map(|person| Raw(person.0));
    let whose = match (log.person, &subject) {
        (Some(person), _) => Some(person.0),
        (None, Some((table, id))) if table == "ticket" => Some(*id),
        (None, _) => None,
    };
    let name = words.number(conn, &Cow::Borrowed(entry.name))?;
    conn.prepare_cached(
        "INSERT INTO act (id, name, staff, at, subject_table, subject_id, person, out, batch, kind, undoable, undoes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        Raw(entry.id.0),
        name,
        entry.staff,
        Ms(entry.at),
        table,
        subject.map(|(_, id)| Raw(id)),
        person,
        entry.out,
        entry.batch.map(Raw),
        kind,
        entry.undoable,
        undoes,
    ])?;
    let seq = conn.last_insert_rowid();
    if let Some(body) = entry.body {
        conn.prepare_cached("INSERT INTO act_body (seq, whose, body) VALUES (?1, ?2, ?3)")?
            .execute(params![seq, whose.map(Raw), body])?;
    }
    if let Some(target) = log.taken_back {
        settle(conn, target, seq)?;
    }
    for (k, row) in log.touched.iter().enumerate() {
        write_row(conn, words, (seq, k as i64), row, whose)?;
    }
    Ok(Written {
        seq,
        rows: log
            .touched
            .into_iter()
            .map(|row| (row.table, row.id))
            .collect(),
        who: None,
    })
}

/// Marks what an undo took back. What is done again counts as if it had never been taken back: the
/// undo and the redo cancel each other.
fn settle(conn: &Connection, target: TakenBack, by: i64) -> Result<()> {
    conn.prepare_cached("UPDATE act SET undone_by = ?2 WHERE seq = ?1")?
        .execute([target.seq, by])?;
    if target.was_undo {
        conn.prepare_cached(
            "UPDATE act SET undone_by = NULL WHERE seq = (SELECT undoes FROM act WHERE seq = ?1)",
        )?
        .execute([target.seq])?;
    }
    Ok(())
}

fn write_row(
    conn: &Connection,
    words: &mut Words,
    (seq, k): (i64, i64),
    row: &Touched,
    about: Option<Ulid>,
) -> Result<()> {
    let table = words.number(conn, &row.table)?;
    conn.prepare_cached(
        "INSERT INTO touched (seq, k, tbl, id, op, ver) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![seq, k, table, Raw(row.id), code(row.op), row.ver])?;
    for field in &row.fields {
        let name = words.number(conn, &field.name)?;
        if is_listed(SECRET, &row.table, &field.name) {
            conn.prepare_cached(
                "INSERT INTO change (seq, k, field, old, new) VALUES (?1, ?2, ?3, NULL, NULL)",
            )?
            .execute(params![seq, k, name])?;
            continue;
        }
        let person = if is_personal(&row.table, &field.name) {
            whose(row, about)?
        } else {
            None
        };
        if let Some(person) = person {
            conn.prepare_cached(
                "INSERT INTO personal_change (seq, k, field, whose, old, new) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![seq, k, name, Raw(person), field.old, field.new])?;
        } else {
            conn.prepare_cached(
                "INSERT INTO change (seq, k, field, old, new) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![seq, k, name, field.old, field.new])?;
        }
    }
    Ok(())
}

/// Whose the personal fields of a row are: the person whom the act is about, or the ticket of somebody
/// who is not on file; none for time kept free in an agenda, which is nobody's.
fn whose(row: &Touched, about: Option<Ulid>) -> Result<Option<Ulid>> {
    match about {
        Some(about) => Ok(Some(about)),
        None if ["person", "ticket"].contains(&row.table.as_ref()) => Ok(Some(row.id)),
        None if row.table == "appointment" => Ok(None),
        None => Err(Error::Fault(format!(
            "personal fields of {} written without saying whom the act is about",
            row.table
        ))),
    }
}

fn is_personal(table: &str, field: &str) -> bool {
    PERSONAL.iter().any(|part| is_listed(part, table, field))
}

fn is_listed(list: &[(&str, &str)], table: &str, field: &str) -> bool {
    list.contains(&(table, field))
}

const fn code(op: Op) -> i64 {
    match op {
        Op::Created => 1,
        Op::Updated => 2,
        Op::Deleted => 3,
    }
}

/// The answer kept with an act that has already been applied.
pub(super) struct Kept {
    /// The verb.
    pub(super) name: String,
    /// The answer as JSON.
    pub(super) out: Option<String>,
}

/// What the journal keeps of an act of that id, if it has been applied.
pub(super) fn kept(conn: &Connection, id: ActId) -> Result<Option<Kept>> {
    conn.maybe(
        "SELECT w.text, a.out FROM act a JOIN word w ON w.n = a.name WHERE a.id = ?1",
        [Raw(id.0)],
        |row| {
            Ok(Kept {
                name: row.get(0)?,
                out: row.get(1)?,
            })
        },
    )
}

/// The display name of whoever wrote the row last.
pub(super) fn last_writer(conn: &Connection, table: &str, id: Ulid) -> Result<String> {
    let journalled = conn.maybe(
        "SELECT s.name FROM touched t JOIN word w ON w.n = t.tbl AND w.text = ?2
         JOIN act a ON a.seq = t.seq JOIN staff s ON s.n = a.staff
         WHERE t.id = ?1 ORDER BY t.seq DESC LIMIT 1",
        params![Raw(id), table],
        |row| row.get(0),
    )?;
    match journalled {
        Some(name) => Ok(name),
        None => conn.value(
            &format!(
                "SELECT s.name FROM {table} t JOIN staff s ON s.id = t.created_by WHERE t.id = ?1"
            ),
            [super::sql::Id(id)],
        ),
    }
}

/// The columns of a table that hold something of their own: all but its number, identity and
/// version, and none that is computed.
pub(super) fn columns_of(conn: &Connection, table: &str) -> Result<Vec<String>> {
    conn.all(
        "SELECT name FROM pragma_table_info(?1) WHERE name NOT IN ('n', 'id', 'ver')",
        [table],
        |row| row.get(0),
    )
}

// Taking back -----------------------------------------------------------------------------------

/// How many of one's own latest acts can be taken back without naming them.
const RECENT: i64 = 10;

/// What was taken back, or done again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// The act that no longer holds, or holds again.
    pub act: ActId,
    /// Its verb.
    pub name: String,
    /// What it was about: table and row.
    pub subject: Option<(String, Ulid)>,
    /// Whether it was done again.
    pub again: bool,
}

/// Takes back an act of one's own of the same working day, whichever it was; given an undo, does
/// again what that took back.
///
/// Refused with [`Refusal::MovedSince`] when a row that it wrote has been written since, and with
/// [`Refusal::NotUndoable`] when it is another's, another day's or of a kind that stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// Which.
    pub act: ActId,
}

impl Act for Undo {
    type Out = Undone;
    const NAME: &'static str = "undo";
    const RIGHT: Right = Right::Undo;

    fn apply(&self, tx: &Tx<'_>) -> Result<Undone> {
        let target = target(tx, "a.id = ?1", params![Raw(self.act.0)])?
            .ok_or_else(|| Error::not_found("act", self.act))?;
        take_back(tx, &target)
    }
}

/// Takes back the latest of one's own last ten acts of the day that still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoLast;

impl Act for UndoLast {
    type Out = Undone;
    const NAME: &'static str = "undo.last";
    const RIGHT: Right = Right::Undo;

    fn apply(&self, tx: &Tx<'_>) -> Result<Undone> {
        let latest = target(
            tx,
            "a.seq IN (SELECT seq FROM act b WHERE b.staff = (SELECT n FROM staff WHERE id = ?1)
                       AND b.undoable = 1 AND b.kind = 0 ORDER BY b.seq DESC LIMIT ?2)
             AND a.undone_by IS NULL ORDER BY a.seq DESC",
            params![tx.staff().id, RECENT],
        )?;
        match latest {
            Some(latest) if local_day(latest.at) == tx.today() => take_back(tx, &latest),
            _ => Err(tx.refuse(Refusal::NothingToUndo)),
        }
    }
}

/// Does again what one has just taken back, as long as one has done nothing else since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedoLast;

impl Act for RedoLast {
    type Out = Undone;
    const NAME: &'static str = "redo.last";
    const RIGHT: Right = Right::Undo;

    fn apply(&self, tx: &Tx<'_>) -> Result<Undone> {
        let mine = "a.staff = (SELECT n FROM staff WHERE id = ?1) AND a.undoable = 1";
        let undone = target(
            tx,
            &format!(
                "{mine} AND a.kind = 1 AND a.undone_by IS NULL
                 AND a.seq > coalesce((SELECT max(b.seq) FROM act b
                   WHERE b.staff = a.staff AND b.undoable = 1 AND b.kind = 0), 0)
                 ORDER BY a.seq DESC"
            ),
            params![tx.staff().id],
        )?;
        match undone {
            Some(undone) if local_day(undone.at) == tx.today() => take_back(tx, &undone),
            _ => Err(tx.refuse(Refusal::NothingToUndo)),
        }
    }
}

/// An act as far as taking it back needs it.
struct Target {
    seq: i64,
    /// The act's own id and verb; of an undo, those of what it took back.
    id: ActId,
    name: String,
    at: DateTime<Utc>,
    own: bool,
    undoable: bool,
    undone: bool,
    was_undo: bool,
    subject: Option<(String, Ulid)>,
    person: Option<PersonId>,
}

fn target(tx: &Tx<'_>, which: &str, params: impl rusqlite::Params) -> Result<Option<Target>> {
    let own = tx.staff().id;
    tx.conn().maybe(
        &format!(
            "SELECT a.seq, coalesce(o.id, a.id), w.text, a.at, s.id, a.undoable AND a.kind <> 2,
                    a.undone_by IS NOT NULL, a.kind = 1, st.text, a.subject_id, a.person
             FROM act a LEFT JOIN act o ON o.seq = a.undoes
             JOIN word w ON w.n = coalesce(o.name, a.name) JOIN staff s ON s.n = a.staff
             LEFT JOIN word st ON st.n = a.subject_table
             WHERE {which}"
        ),
        params,
        |row| {
            let table: Option<String> = row.get(8)?;
            let subject: Option<Raw> = row.get(9)?;
            Ok(Target {
                seq: row.get(0)?,
                id: ActId(row.get::<_, Raw>(1)?.0),
                name: row.get(2)?,
                at: row.get::<_, Ms>(3)?.0,
                own: row.get::<_, crate::domain::ids::StaffId>(4)? == own,
                undoable: row.get(5)?,
                undone: row.get(6)?,
                was_undo: row.get(7)?,
                subject: table.zip(subject.map(|raw| raw.0)),
                person: row.get::<_, Option<Raw>>(10)?.map(|raw| PersonId(raw.0)),
            })
        },
    )
}

/// A row that the act wrote, as the journal has it.
struct Wrote {
    k: i64,
    table: String,
    id: Ulid,
    op: Op,
    ver: i64,
}

fn take_back(tx: &Tx<'_>, target: &Target) -> Result<Undone> {
    if !target.own || !target.undoable || local_day(target.at) != tx.today() {
        return Err(tx.refuse_with(Refusal::NotUndoable, &target.name));
    }
    if target.undone {
        return Err(tx.refuse_with(Refusal::MovedSince, format!("act:{}", target.name)));
    }
    let wrote = tx.conn().all(
        "SELECT t.k, w.text, t.id, t.op, t.ver FROM touched t JOIN word w ON w.n = t.tbl
         WHERE t.seq = ?1 ORDER BY t.k",
        [target.seq],
        wrote_of,
    )?;
    if !still_as_left(tx, target, &wrote)? {
        return Err(tx.refuse_with(Refusal::MovedSince, format!("act:{}", target.name)));
    }
    for row in wrote.iter().rev() {
        // A constraint that says no means that something has come to need the row meanwhile.
        reverse(tx, target.seq, row).map_err(|error| error.refused_as(Refusal::MovedSince))?;
    }
    let mut log = tx.log.borrow_mut();
    log.person = target.person;
    log.subject = target
        .subject
        .clone()
        .map(|(table, id)| (Cow::Owned(table), id));
    log.taken_back = Some(TakenBack {
        seq: target.seq,
        was_undo: target.was_undo,
    });
    Ok(Undone {
        act: target.id,
        name: target.name.clone(),
        subject: target.subject.clone(),
        again: target.was_undo,
    })
}

fn wrote_of(row: &Row<'_>) -> rusqlite::Result<Wrote> {
    Ok(Wrote {
        k: row.get(0)?,
        table: row.get(1)?,
        id: row.get::<_, Raw>(2)?.0,
        op: op_of(row.get(3)?),
        ver: row.get(4)?,
    })
}

const fn op_of(code: i64) -> Op {
    match code {
        1 => Op::Created,
        2 => Op::Updated,
        _ => Op::Deleted,
    }
}

/// Whether each row stands as the act left it: nothing that holds has written it since. What was
/// written and taken back again does not count; before something is done again, what was taken back
/// after it must be done again first.
fn still_as_left(tx: &Tx<'_>, target: &Target, wrote: &[Wrote]) -> Result<bool> {
    let rows: HashSet<(&str, Ulid)> = wrote
        .iter()
        .map(|row| (row.table.as_str(), row.id))
        .collect();
    for (table, id) in rows {
        let moved = tx.conn().exists(
            "SELECT 1 FROM touched t JOIN word w ON w.n = t.tbl JOIN act a ON a.seq = t.seq
             WHERE t.id = ?1 AND w.text = ?2 AND t.seq > ?3 AND a.undone_by IS NULL
               AND (a.kind = 0 OR (a.kind = 1 AND ?4))",
            params![Raw(id), table, target.seq, target.was_undo],
        )?;
        // A long batch may have written it without a row in the journal.
        let last = tx.conn().one(
            "SELECT t.k, w.text, t.id, t.op, t.ver FROM touched t JOIN word w ON w.n = t.tbl
             WHERE t.id = ?1 AND w.text = ?2 ORDER BY t.seq DESC, t.k DESC LIMIT 1",
            params![Raw(id), table],
            wrote_of,
        )?;
        let left = match last.op {
            Op::Deleted => None,
            Op::Created | Op::Updated => Some(last.ver),
        };
        if moved || tx.version(table, id)? != left {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Undoes what happened to one row. Versions only ever grow, so that a screen that shows an older
/// state is never taken for one that shows this.
fn reverse(tx: &Tx<'_>, seq: i64, row: &Wrote) -> Result<()> {
    let table = Cow::Owned(row.table.clone());
    match row.op {
        Op::Created => tx.delete_row(table, row.id),
        Op::Updated => {
            let fields = changes_of(tx.conn(), seq, row.k)?.into_iter();
            let back = fields.map(|field| Field {
                name: field.name,
                old: field.new,
                new: field.old,
            });
            let ver = tx.version(&row.table, row.id)?.unwrap_or(row.ver);
            tx.update_row(table, row.id, ver + 1, back.collect())
        }
        Op::Deleted => {
            let held = changes_of(tx.conn(), seq, row.k)?;
            let columns: Vec<(&str, &dyn ToSql)> = held
                .iter()
                .map(|field| (field.name.as_ref(), &field.old as &dyn ToSql))
                .collect();
            tx.insert_row(table, row.id, row.ver + 1, &[&columns])
        }
    }
}

fn changes_of(conn: &Connection, seq: i64, k: i64) -> Result<Vec<Field>> {
    conn.all(
        "SELECT w.text, c.old, c.new FROM change c JOIN word w ON w.n = c.field
         WHERE c.seq = ?1 AND c.k = ?2
         UNION ALL
         SELECT w.text, p.old, p.new FROM personal_change p JOIN word w ON w.n = p.field
         WHERE p.seq = ?1 AND p.k = ?2",
        [seq, k],
        |row| {
            Ok(Field {
                name: Cow::Owned(row.get(0)?),
                old: row.get(1)?,
                new: row.get(2)?,
            })
        },
    )
}

// History ---------------------------------------------------------------------------------------

/// Whose or what history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// All acts about a person.
    Person(PersonId),
    /// All acts that wrote one row.
    Row(&'static str, Ulid),
}

/// Who did what, the latest first.
#[derive(Debug, Clone, Copy)]
pub struct History {
    /// Whose or what.
    pub of: Of,
    /// Only before this place in the journal: the last `seq` of the page before.
    pub before: Option<i64>,
    /// How many acts at most.
    pub limit: u32,
}

/// One act in a history.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryEntry {
    /// Its place in the journal: the order of the office, whatever the clocks said.
    pub seq: i64,
    /// Its id, for [`Undo`].
    pub act: ActId,
    /// When.
    pub at: DateTime<Utc>,
    /// The display name of who did it.
    pub staff: String,
    /// The verb.
    pub name: String,
    /// Whether it took another act back.
    pub is_undo: bool,
    /// Whether it has been taken back since.
    pub undone: bool,
    /// The rows that it wrote, in its order: table, row, what happened.
    pub rows: Vec<(String, Ulid, Op)>,
    /// The fields that it changed, and what a deleted row held.
    pub fields: Vec<FieldChange>,
}

/// One field in a history; what erasure has emptied is not there.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// Table.
    pub table: String,
    /// Row.
    pub id: Ulid,
    /// Column.
    pub field: String,
    /// What it held; none for nothing.
    pub old: Option<String>,
    /// What it holds; none for nothing.
    pub new: Option<String>,
}

impl Query for History {
    type Out = Vec<HistoryEntry>;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(match self.of {
            Of::Person(person) => Look::open(person, LookAt::History),
            Of::Row(table, id) => Look::open_row(table, id, LookAt::History),
        })
    }

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        let before = self.before.unwrap_or(i64::MAX);
        let mut entries = match self.of {
            Of::Person(person) => entries(
                db.conn,
                "a.seq IN (SELECT seq FROM act WHERE person = ?1 AND seq < ?2
                   UNION SELECT value FROM json_each(?4))
                 ORDER BY a.seq DESC LIMIT ?3",
                params![
                    Raw(person.0),
                    before,
                    self.limit,
                    of_tickets(db.conn, person, before)?
                ],
            )?,
            Of::Row(table, id) => entries(
                db.conn,
                "a.seq IN (SELECT t.seq FROM touched t JOIN word w ON w.n = t.tbl
                   WHERE t.id = ?1 AND w.text = ?4 AND t.seq < ?2)
                 ORDER BY a.seq DESC LIMIT ?3",
                params![Raw(id), before, self.limit, table],
            )?,
        };
        for entry in &mut entries {
            fill(db.conn, entry, self.of)?;
        }
        Ok(entries)
    }
}

/// The acts on a person's tickets, as a list in JSON: a ticket may have been given and called before anybody knew
/// whose it was.
fn of_tickets(conn: &Connection, person: PersonId, before: i64) -> Result<String> {
    let tickets: Vec<Id> =
        conn.all("SELECT id FROM ticket WHERE person = ?1", [person], |row| {
            row.get(0)
        })?;
    let mut acts: Vec<i64> = Vec::new();
    for ticket in tickets {
        acts.extend(conn.all(
            "SELECT t.seq FROM touched t JOIN word w ON w.n = t.tbl
             WHERE t.id = ?1 AND w.text = 'ticket' AND t.seq < ?2",
            params![Raw(ticket.0), before],
            |row| row.get::<_, i64>(0),
        )?);
    }
    Ok(serde_json::json!(acts).to_string())
}

/// Who wrote a row after a version of it, or something else of the same person or of the row that it
/// belongs to: the latest last.
///
/// It names no value. Whoever has the row open compares it with what is on file now.
#[derive(Debug, Clone, Copy)]
pub struct ChangedSince {
    /// Table.
    pub table: &'static str,
    /// Row.
    pub id: Ulid,
    /// The row that it belongs to: the plan of a goal.
    pub within: Option<Ulid>,
    /// The version known to whoever asks.
    pub ver: i64,
}

/// One write, as far as who and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowWrite {
    /// Table.
    pub table: String,
    /// Row.
    pub id: Ulid,
    /// The columns that it changed; none of a row that was made.
    pub columns: Vec<String>,
    /// What happened to the row.
    pub op: Op,
    /// The display name of who did it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Query for ChangedSince {
    type Out = Vec<RowWrite>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        let known: i64 = db.conn.value(
            "SELECT coalesce(max(t.seq), 0) FROM touched t JOIN word w ON w.n = t.tbl
             WHERE t.id = ?1 AND w.text = ?2 AND t.ver <= ?3 AND t.op <> 3",
            params![Raw(self.id), self.table, self.ver],
        )?;
        let wrote = db.conn.all(
            "SELECT t.seq, t.k, w.text, t.id, t.op, s.name, a.at
             FROM act a JOIN touched t ON t.seq = a.seq JOIN word w ON w.n = t.tbl
             JOIN staff s ON s.n = a.staff
             WHERE a.seq IN (SELECT seq FROM touched WHERE id = ?1 AND seq > ?3
                             UNION SELECT seq FROM touched WHERE id = ?2 AND seq > ?3
                             UNION SELECT seq FROM act WHERE person = ?1 AND seq > ?3)
             ORDER BY a.seq, t.k",
            params![Raw(self.id), self.within.map(Raw), known],
            |row| {
                let write = RowWrite {
                    table: row.get(2)?,
                    id: row.get::<_, Raw>(3)?.0,
                    columns: Vec::new(),
                    op: op_of(row.get(4)?),
                    by: row.get(5)?,
                    at: row.get::<_, Ms>(6)?.0,
                };
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, write))
            },
        )?;
        wrote
            .into_iter()
            .map(|(seq, k, mut write)| {
                let fields = changes_of(db.conn, seq, k)?;
                write.columns = fields.into_iter().map(|f| f.name.into_owned()).collect();
                Ok(write)
            })
            .collect()
    }
}

fn entries(
    conn: &Connection,
    which: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<HistoryEntry>> {
    conn.all(
        &format!(
            "SELECT a.seq, a.id, a.at, s.name, w.text, a.kind = 1, a.undone_by IS NOT NULL
             FROM act a JOIN staff s ON s.n = a.staff JOIN word w ON w.n = a.name WHERE {which}"
        ),
        params,
        |row| {
            Ok(HistoryEntry {
                seq: row.get(0)?,
                act: ActId(row.get::<_, Raw>(1)?.0),
                at: row.get::<_, Ms>(2)?.0,
                staff: row.get(3)?,
                name: row.get(4)?,
                is_undo: row.get(5)?,
                undone: row.get(6)?,
                rows: Vec::new(),
                fields: Vec::new(),
            })
        },
    )
}

fn fill(conn: &Connection, entry: &mut HistoryEntry, of: Of) -> Result<()> {
    let wrote = conn.all(
        "SELECT t.k, w.text, t.id, t.op, t.ver FROM touched t JOIN word w ON w.n = t.tbl
         WHERE t.seq = ?1 ORDER BY t.k",
        [entry.seq],
        wrote_of,
    )?;
    for row in wrote {
        if matches!(of, Of::Row(table, id) if row.table != table || row.id != id) {
            continue;
        }
        for field in changes_of(conn, entry.seq, row.k)? {
            entry.fields.push(FieldChange {
                table: row.table.clone(),
                id: row.id,
                field: field.name.into_owned(),
                old: text_of(field.old),
                new: text_of(field.new),
            });
        }
        entry.rows.push((row.table, row.id, row.op));
    }
    Ok(())
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Integer(number) => Some(number.to_string()),
        Value::Real(number) => Some(number.to_string()),
        Value::Text(text) => Some(text),
        Value::Blob(bytes) => Some(format!("({})", bytes.len())),
    }
}
