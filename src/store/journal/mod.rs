//! The journal: what each act did and who did it; taking it back, and who did what, stand in rooms of their own.
//!
//! It is written in the act's own transaction and nowhere else. Old and new values of personal
//! fields stand apart, by person, so that erasure can empty them without breaking the chain of acts.

mod apart;
mod history;
mod undo;

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, params};
use ulid::Ulid;

use super::act::{Field, Log, Name, Op, TakenBack, Touched};
use super::error::{Error, Result};
use super::sql::{Ms, Raw, Rows};
use super::{sealed, staff::secrets};
use crate::domain::ids::{ActId, StaffId};

pub(super) use apart::take_apart;
pub use history::{ChangedSince, FieldChange, History, HistoryEntry, Of, RowWrite};
pub use undo::{RedoLast, Undo, UndoLast, Undone};

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
    super::feedback::PERSONAL,
    super::complaints::PERSONAL,
    super::interview::PERSONAL,
];

/// The fields of which it is kept that they changed, and no value: (table, column). An act that changes one cannot be
/// undone.
const SECRET: &[&[(&str, &str)]] = &[secrets::SECRET, sealed::SECRET];

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
        if is_in(SECRET, &row.table, &field.name) {
            conn.prepare_cached(
                "INSERT INTO change (seq, k, field, old, new) VALUES (?1, ?2, ?3, NULL, NULL)",
            )?
            .execute(params![seq, k, name])?;
            continue;
        }
        let person = if is_in(PERSONAL, &row.table, &field.name) {
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
/// who is not on file; none for time kept free in an agenda and for what somebody unknown says, which is nobody's.
fn whose(row: &Touched, about: Option<Ulid>) -> Result<Option<Ulid>> {
    match about {
        Some(about) => Ok(Some(about)),
        None if ["person", "ticket"].contains(&row.table.as_ref()) => Ok(Some(row.id)),
        None if ["appointment", "feedback", "complaint"].contains(&row.table.as_ref()) => Ok(None),
        None => Err(Error::Fault(format!(
            "personal fields of {} written without saying whom the act is about",
            row.table
        ))),
    }
}

fn is_in(lists: &[&[(&str, &str)]], table: &str, field: &str) -> bool {
    lists.iter().any(|list| list.contains(&(table, field)))
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

/// A row that the act wrote, as the journal has it.
struct Wrote {
    k: i64,
    table: String,
    id: Ulid,
    op: Op,
    ver: i64,
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
