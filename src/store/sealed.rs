//! Sealed facts: opened for a reason that is written down each time, in no search, no match, no list and no export.
//!
//! The journal keeps that one was written and by whom, never what it says: none of these acts can be taken back by
//! undo, for that the journal would have to know. A person's history does not show even that. Nothing that follows
//! from one is stored.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::act::{Act, Column, Query, Reader, Tx};
use super::error::{Error, Result};
use super::looks::Look;
use super::people::known;
use super::sql::{Day, Ms, Rows, day};
use crate::domain::access::LookAt;
use crate::domain::ids::{PersonId, SealedId};
use crate::domain::sealed::{Sealed, SealedKind};
use crate::domain::staff::Right;
use crate::domain::text::said;

/// The columns of which the journal keeps that they changed, and no value.
pub(super) const SECRET: &[(&str, &str)] = &[
    ("sealed_fact", "kind"),
    ("sealed_fact", "percent"),
    ("sealed_fact", "text"),
    ("sealed_fact", "proof"),
    ("sealed_fact", "from_on"),
    ("sealed_fact", "to_on"),
];

/// What a sealed fact says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedFields {
    /// Which.
    pub kind: SealedKind,
    /// The percentage, of what goes with one.
    pub percent: Option<u8>,
    /// Words.
    pub text: Option<String>,
    /// The paper that proves it, by its name.
    pub proof: Option<String>,
    /// The first day.
    pub from_on: Option<NaiveDate>,
    /// The last day.
    pub to_on: Option<NaiveDate>,
}

impl SealedFields {
    /// A fact of which nothing more is known.
    pub const fn of(kind: SealedKind) -> Self {
        Self {
            kind,
            percent: None,
            text: None,
            proof: None,
            from_on: None,
            to_on: None,
        }
    }
}

impl Default for SealedFields {
    fn default() -> Self {
        Self::of(SealedKind::Other)
    }
}

/// Writes a sealed fact. The body in the journal names the person alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddSealed {
    /// Of whom.
    pub person: PersonId,
    /// What it says.
    #[serde(skip_serializing, default)]
    pub fact: SealedFields,
}

impl Act for AddSealed {
    type Out = ();
    const NAME: &'static str = "sealed.add";
    const RIGHT: Right = Right::PeopleUnseal;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        known(tx.conn(), self.person)?;
        tx.about(self.person);
        let fact = &self.fact;
        if fact.percent.is_some_and(|percent| percent > 100) {
            return Err(Error::invalid("percent", "0 to 100"));
        }
        if fact
            .from_on
            .zip(fact.to_on)
            .is_some_and(|(from, to)| from > to)
        {
            return Err(Error::invalid("to_on", "before the first day"));
        }
        let percent = fact.percent.filter(|_| fact.kind.has_percent());
        tx.insert(
            "sealed_fact",
            tx.new_id::<SealedId>(),
            &[
                ("person", &self.person),
                ("kind", &fact.kind),
                ("percent", &percent),
                ("text", &said(fact.text.as_deref())),
                ("proof", &said(fact.proof.as_deref())),
                ("from_on", &fact.from_on.map(Day)),
                ("to_on", &fact.to_on.map(Day)),
            ],
        )
    }
}

/// Ends a sealed fact: it no longer holds from tomorrow on.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct EndSealed {
    /// Which.
    pub fact: SealedId,
    /// Its version as it was seen.
    pub ver: i64,
}

impl Act for EndSealed {
    type Out = ();
    const NAME: &'static str = "sealed.end";
    const RIGHT: Right = Right::PeopleUnseal;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let last = about(tx, self.fact)?;
        let today = tx.today();
        let ends: [Column<'_>; 1] = [("to_on", &Day(today))];
        tx.update("sealed_fact", self.fact, Some(self.ver), &ends)?;
        match last {
            Some(last) if last <= today => Err(Error::invalid("to_on", "ended before")),
            _ => Ok(()),
        }
    }
}

/// Takes away a sealed fact that was written by mistake: nothing of what it said is left in the file, in the journal
/// neither. The write-ahead log has it until it begins anew, and so have backups made meanwhile.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct StrikeSealed {
    /// Which.
    pub fact: SealedId,
    /// Its version as it was seen.
    pub ver: i64,
}

impl Act for StrikeSealed {
    type Out = ();
    const NAME: &'static str = "sealed.strike";
    const RIGHT: Right = Right::PeopleUnseal;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        about(tx, self.fact)?;
        tx.delete("sealed_fact", self.fact, Some(self.ver))
    }
}

/// Says of whom the fact is; answers its last day.
fn about(tx: &Tx<'_>, fact: SealedId) -> Result<Option<NaiveDate>> {
    let (person, last) = tx
        .conn()
        .maybe(
            "SELECT person, to_on FROM sealed_fact WHERE id = ?1",
            [fact],
            |row| Ok((row.get::<_, PersonId>(0)?, day(row, 1)?)),
        )?
        .ok_or_else(|| Error::not_found("sealed_fact", fact))?;
    tx.about(person);
    Ok(last)
}

/// Opens the sealed facts of a person. Each time is written down with its reason before anything is shown.
#[derive(Debug, Clone)]
pub struct OpenSealed {
    /// Of whom.
    pub person: PersonId,
    /// Why; not empty.
    pub reason: String,
}

/// A sealed fact on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRow {
    /// Identity.
    pub id: SealedId,
    /// Version.
    pub ver: i64,
    /// What it says.
    pub fact: SealedFields,
    /// Who wrote it, by display name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl SealedRow {
    /// As far as the target groups need it.
    pub fn for_groups(&self) -> Sealed {
        Sealed {
            kind: self.fact.kind,
            percent: self.fact.percent,
            from_on: self.fact.from_on,
            to_on: self.fact.to_on,
        }
    }
}

impl Query for OpenSealed {
    type Out = Vec<SealedRow>;
    const RIGHT: Right = Right::PeopleUnseal;

    fn look(&self) -> Option<Look> {
        let reason = self.reason.trim();
        (!reason.is_empty()).then(|| Look::unseal(self.person, LookAt::Sealed).because(reason))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<SealedRow>> {
        if self.reason.trim().is_empty() {
            return Err(Error::invalid("reason", "it is opened for a reason"));
        }
        db.conn.all(
            "SELECT f.id, f.ver, f.kind, f.percent, f.text, f.proof, f.from_on, f.to_on, s.name, f.created_at
             FROM sealed_fact f JOIN staff s ON s.id = f.created_by WHERE f.person = ?1
             ORDER BY f.to_on IS NOT NULL, f.n DESC",
            [self.person],
            |row| {
                Ok(SealedRow {
                    id: row.get(0)?,
                    ver: row.get(1)?,
                    fact: SealedFields {
                        kind: row.get(2)?,
                        percent: row.get(3)?,
                        text: row.get(4)?,
                        proof: row.get(5)?,
                        from_on: day(row, 6)?,
                        to_on: day(row, 7)?,
                    },
                    by: row.get(8)?,
                    at: row.get::<_, Ms>(9)?.0,
                })
            },
        )
    }
}
