//! The outline in force, the ones before it, and the act that puts a new one in force.
//!
//! An outline is in force from the moment its act is on disk until the next one is. An interview is judged by the one
//! in force each time it is saved, and again when the person is taken in charge: what an older one asked and this one
//! does not is no longer missing, and what is asked anew is asked of everybody who is not in charge yet. Whoever was
//! taken in charge stays so.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use crate::domain::ids::OutlineId;
use crate::domain::outline::{Fault, Outline};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::store::act::{Act, Before, Query, Reader, Tx};
use crate::store::error::{Error, Result};
use crate::store::sql::{Ms, Rows};

/// The most characters of where an outline is written.
pub const LONGEST_SOURCE: usize = 200;

/// A version of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineRow {
    /// Its number, from 1; 0 for that of the program.
    pub version: i64,
    /// Who put it in force; none for that of the program.
    pub put: Option<Put>,
    /// The outline.
    pub outline: Outline,
}

/// How an outline came in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// Identity.
    pub id: OutlineId,
    /// Where it is written.
    pub source: String,
    /// Who did it, by display name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl OutlineRow {
    /// That of the program, in force while an office has none of its own.
    pub fn of_the_program() -> Self {
        Self {
            version: 0,
            put: None,
            outline: Outline::default(),
        }
    }

    /// Its identity; none for that of the program.
    pub fn id(&self) -> Option<OutlineId> {
        self.put.as_ref().map(|put| put.id)
    }
}

/// The outline in force.
#[derive(Debug, Clone, Copy)]
pub struct OutlineInForce;

impl Query for OutlineInForce {
    type Out = OutlineRow;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<OutlineRow> {
        in_force(db.conn)
    }
}

/// All outlines, the one in force first, that of the program last.
#[derive(Debug, Clone, Copy)]
pub struct Outlines;

impl Query for Outlines {
    type Out = Vec<OutlineRow>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Vec<OutlineRow>> {
        let rows = db
            .conn
            .all(&format!("{OUTLINE} ORDER BY o.n DESC"), [], read)?;
        let program = std::iter::once(Ok(OutlineRow::of_the_program()));
        rows.into_iter().map(Stored::row).chain(program).collect()
    }
}

/// The outline in force.
pub(super) fn in_force(conn: &Connection) -> Result<OutlineRow> {
    let last = conn.maybe(&format!("{OUTLINE} ORDER BY o.n DESC LIMIT 1"), [], read)?;
    last.map_or_else(|| Ok(OutlineRow::of_the_program()), Stored::row)
}

/// Puts an outline in force as a new version.
///
/// [`Refusal::OutlineFaulty`] with all faults; [`Refusal::OutlineSame`] of the one in force; [`Error::Conflict`] when it
/// was begun from one that no longer is; [`Error::Invalid`] of an empty or too long source. Undone, the one before is in
/// force again, as long as no interview was saved by it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PutOutline {
    /// The outline.
    pub outline: Outline,
    /// Where it is written: a circular, a decision.
    pub source: String,
    /// The one in force when it was begun.
    pub before: Before<OutlineId>,
}

impl Act for PutOutline {
    /// Its version.
    type Out = i64;
    const NAME: &'static str = "outline.put";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<i64> {
        let source = self.source.trim();
        if source.is_empty() || source.chars().count() > LONGEST_SOURCE {
            return Err(Error::invalid("source", "length"));
        }
        let faults = self.outline.faults();
        if !faults.is_empty() {
            let coded: Vec<String> = faults.iter().map(Fault::coded).collect();
            return Err(tx.refuse_with(Refusal::OutlineFaulty, coded.join(" ")));
        }
        let now = in_force(tx.conn())?;
        if self.before.is_past(now.id().as_ref()) {
            return Err(self.conflict(tx, now.id()));
        }
        if now.outline == self.outline {
            return Err(tx.refuse(Refusal::OutlineSame));
        }
        let body = serde_json::to_string(&self.outline);
        let body = body.map_err(|error| Error::Fault(error.to_string()))?;
        let id: OutlineId = tx.new_id();
        tx.insert(
            "outline",
            id,
            &[("after", &now.id()), ("body", &body), ("source", &source)],
        )?;
        tx.conn().value("SELECT n FROM outline WHERE id = ?1", [id])
    }
}

impl PutOutline {
    /// Somebody put another in force meanwhile, or took back the one that this was begun from.
    fn conflict(&self, tx: &Tx<'_>, now: Option<OutlineId>) -> Error {
        let seen = match &self.before {
            Before::Seen(seen) => *seen,
            Before::Unseen => None,
        };
        match now.or(seen) {
            Some(id) => tx.conflict("outline", id.0),
            None => Error::not_found("outline", ""),
        }
    }
}

/// Outlines, in the order that [`read`] reads.
const OUTLINE: &str = "SELECT o.n, o.id, o.source, s.name, o.created_at, o.body
     FROM outline o JOIN staff s ON s.id = o.created_by";

/// A row as it is stored.
struct Stored {
    version: i64,
    put: Put,
    body: String,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        version: row.get(0)?,
        put: Put {
            id: row.get(1)?,
            source: row.get(2)?,
            by: row.get(3)?,
            at: row.get::<_, Ms>(4)?.0,
        },
        body: row.get(5)?,
    })
}

impl Stored {
    fn row(self) -> Result<OutlineRow> {
        let outline = serde_json::from_str(&self.body);
        Ok(OutlineRow {
            version: self.version,
            outline: outline.map_err(|error| Error::Fault(error.to_string()))?,
            put: Some(self.put),
        })
    }
}
