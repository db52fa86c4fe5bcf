//! Taking back: one's own acts of the same day, as long as nobody has moved the same thing since, and doing them again.

use std::borrow::Cow;
use std::collections::HashSet;

use chrono::{DateTime, Utc};
use rusqlite::{ToSql, params};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::{Wrote, changes_of, wrote_of};
use crate::clock::local_day;
use crate::domain::ids::{ActId, ApplicationId, PersonId};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::store::act::{Act, Field, Op, TakenBack, Tx};
use crate::store::applications;
use crate::store::error::{Error, Result};
use crate::store::sql::{Ms, Raw, Rows};

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
    for row in wrote.iter().filter(|row| row.table == "application") {
        applications::may_run(tx, ApplicationId(row.id))?;
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
