//! History: who did what to a person or a row, and who wrote since somebody looked.

use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use ulid::Ulid;

use super::{changes_of, op_of, wrote_of};
use crate::domain::access::LookAt;
use crate::domain::ids::{ActId, PersonId};
use crate::domain::staff::Right;
use crate::store::act::{Op, Query, Reader};
use crate::store::error::Result;
use crate::store::looks::Look;
use crate::store::people::merged_with;
use crate::store::sql::{Id, Ms, Raw, Rows};

/// The table of which no history tells.
const SEALED: &str = "sealed_fact";

/// Whose or what history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// All acts about a person.
    Person(PersonId),
    /// All acts that wrote one row.
    Row(&'static str, Ulid),
}

/// Who did what, the latest first; nothing of sealed facts, not even that there are any.
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
    /// Its id, for [`Undo`](super::Undo).
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
                 AND NOT EXISTS (SELECT 1 FROM touched t JOIN word w ON w.n = t.tbl
                   WHERE t.seq = a.seq AND t.k = 0 AND w.text = 'sealed_fact')
                 ORDER BY a.seq DESC LIMIT ?3",
                params![
                    Raw(person.0),
                    before,
                    self.limit,
                    of_others(db.conn, person, before, self.limit)?
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

/// The acts on a person's tickets and on the records that became part of theirs, as a list in JSON: a ticket may have
/// been given and called before anybody knew whose it was.
fn of_others(conn: &Connection, person: PersonId, before: i64, limit: u32) -> Result<String> {
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
    for merged in merged_with(conn, person)? {
        acts.extend(conn.all(
            "SELECT seq FROM act WHERE person = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
            params![Raw(merged.0), before, limit],
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
               AND w.text <> 'sealed_fact'
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
        if row.table == SEALED {
            continue;
        }
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
