//! The journal: what each act did, who did it, and taking it back.
//!
//! It is written in the act's own transaction and nowhere else. Old and new values of personal
//! fields stand apart, by person, so that erasure can empty them without breaking the chain of acts.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use ulid::Ulid;

use super::act::{Log, Name, Op, Touched};
use super::error::{Error, Result};
use super::sql::{Ms, Raw, Rows};
use crate::domain::ids::{ActId, PersonId};

/// The fields whose old and new values are kept by person: (table, column).
///
/// An act that changes or deletes one must have said whom it is about, with `Tx::about`.
pub const PERSONAL: &[&[(&str, &str)]] = &[
    super::people::PERSONAL,
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
        conn.prepare_cached("INSERT INTO act_body (seq, person, body) VALUES (?1, ?2, ?3)")?
            .execute(params![seq, person, body])?;
    }
    if let Some(target) = undoes {
        conn.prepare_cached("UPDATE act SET undone_by = ?2 WHERE seq = ?1")?
            .execute([target, seq])?;
    }
    for (k, row) in log.touched.iter().enumerate() {
        write_row(conn, words, (seq, k as i64), row, log.person)?;
    }
    Ok(Written {
        seq,
        rows: log
            .touched
            .into_iter()
            .map(|row| (row.table, row.id))
            .collect(),
    })
}

fn write_row(
    conn: &Connection,
    words: &mut Words,
    (seq, k): (i64, i64),
    row: &Touched,
    about: Option<PersonId>,
) -> Result<()> {
    let table = words.number(conn, &row.table)?;
    conn.prepare_cached(
        "INSERT INTO touched (seq, k, tbl, id, op, ver) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![seq, k, table, Raw(row.id), code(row.op), row.ver])?;
    for field in &row.fields {
        let name = words.number(conn, &field.name)?;
        if is_personal(&row.table, &field.name) {
            let person = whose(row, about)?;
            conn.prepare_cached(
                "INSERT INTO personal_change (seq, k, field, person, old, new) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
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

fn whose(row: &Touched, about: Option<PersonId>) -> Result<Ulid> {
    match about {
        Some(person) => Ok(person.0),
        None if row.table == "person" => Ok(row.id),
        None => Err(Error::Fault(format!(
            "personal fields of {} written without saying whom the act is about",
            row.table
        ))),
    }
}

fn is_personal(table: &str, field: &str) -> bool {
    PERSONAL.iter().any(|part| part.contains(&(table, field)))
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
