//! The interview as a whole: what it lacks, saving it in part, taking charge, and its other ends.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::answered::{gather, permit_of};
use super::entries::{EntryRow, entries_of};
use super::outline::in_force;
use crate::domain::Named;
use crate::domain::access::LookAt;
use crate::domain::document::PermitStanding;
use crate::domain::ids::{IntakeId, OutlineId, PersonId};
use crate::domain::intake::{IntakeKind, IntakeState, Missing};
use crate::domain::outline::{Outline, Situation};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::target_group::Area;
use crate::store::act::{Act, Column, Query, Reader, Tx};
use crate::store::error::{Error, Result};
use crate::store::intakes::{IntakeRow, lapse, lapsed_before, last_of, missing_of};
use crate::store::looks::Look;
use crate::store::matches::area;
use crate::store::people::{documents_of, facts_of, known};
use crate::store::sql::{Day, Ms, Rows};

/// The full interview of a person. Opening it is logged.
#[derive(Debug, Clone, Copy)]
pub struct InterviewOf {
    /// Of whom.
    pub person: PersonId,
}

/// What [`InterviewOf`] answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Interview {
    /// Of whom.
    pub person: PersonId,
    /// The outline in force.
    pub outline: Outline,
    /// Its version.
    pub version: i64,
    /// What decides which sections are asked.
    pub situation: Situation,
    /// What is answered.
    pub answered: BTreeSet<Missing>,
    /// The rows of the sections that are lists.
    pub entries: Vec<EntryRow>,
    /// The full interview of the person that is not finished, else the last intake.
    pub last: Option<IntakeRow>,
}

impl Interview {
    /// Whether another outline came in force since the unfinished interview was saved.
    pub fn is_by_another_outline(&self) -> bool {
        let open = |last: &&IntakeRow| last.kind != IntakeKind::Brief && is_open(last.state);
        let last = self.last.as_ref().filter(open);
        last.is_some_and(|last| last.outline.unwrap_or_default() != self.version)
    }

    /// What is still to be asked, in the order of the outline.
    pub fn missing(&self) -> Vec<Missing> {
        self.outline.missing(self.situation, &self.answered)
    }
}

impl Query for InterviewOf {
    type Out = Interview;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::open(self.person, LookAt::Record))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Interview> {
        Ok(read(db.conn, self.person, db.today())?.0)
    }
}

/// The interview, and which outline it is judged by; none is that of the program.
fn read(
    conn: &Connection,
    person: PersonId,
    today: NaiveDate,
) -> Result<(Interview, Option<OutlineId>)> {
    known(conn, person)?;
    let entries = entries_of(conn, person)?;
    let (answered, situation) = gather(conn, person, &entries, today)?;
    let by = in_force(conn)?;
    let id = by.id();
    let interview = Interview {
        person,
        outline: by.outline,
        version: by.version,
        situation,
        answered,
        entries,
        last: last_of(conn, person, today)?,
    };
    Ok((interview, id))
}

/// Saves where the full interview stands: complete when nothing is missing by the outline in force, else partial.
///
/// An unfinished intake is gone on with, a full one before a quick one; after somebody was taken in charge it is an
/// update, and the old one stays.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SaveInterview {
    /// Of whom.
    pub person: PersonId,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedInterview {
    /// The interview.
    pub intake: IntakeId,
    /// What is still to be asked.
    pub missing: Vec<Missing>,
}

impl Act for SaveInterview {
    type Out = SavedInterview;
    const NAME: &'static str = "interview.save";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<SavedInterview> {
        save(tx, self.person)
    }
}

/// Writes where the full interview of a person stands, as [`SaveInterview`] does.
pub(in crate::store) fn save(tx: &Tx<'_>, person: PersonId) -> Result<SavedInterview> {
    lapse(tx, person)?;
    let (now, outline) = read(tx.conn(), person, tx.today())?;
    tx.about(person);
    let missing = now.missing();
    let codes: Vec<&str> = missing.iter().map(|item| item.code()).collect();
    let json = serde_json::Value::from(codes).to_string();
    let (state, completed) = if missing.is_empty() {
        (IntakeState::Complete, Some(Ms(tx.at())))
    } else {
        (IntakeState::Partial, None)
    };
    let last = now.last.as_ref();
    let charged = "SELECT 1 FROM intake WHERE person = ?1 AND state = 'taken_in_charge'";
    let kind = if tx.conn().exists(charged, [person])? {
        IntakeKind::Update
    } else {
        IntakeKind::Full
    };
    let referent = last.and_then(|last| last.referent).unwrap_or(tx.staff().id);
    let columns: [Column<'_>; 6] = [
        ("kind", &kind),
        ("outline", &outline),
        ("state", &state),
        ("completed_at", &completed),
        ("missing", &json),
        ("referent", &referent),
    ];
    let goes_on = last.filter(|last| is_open(last.state));
    let intake = match goes_on {
        Some(last) => {
            tx.update("intake", last.id, None, &columns)?;
            last.id
        }
        None => {
            let intake: IntakeId = tx.new_id();
            let new: [Column<'_>; 2] = [("person", &person), ("opened_at", &Ms(tx.at()))];
            tx.insert("intake", intake, &[&columns[..], &new].concat())?;
            intake
        }
    };
    Ok(SavedInterview { intake, missing })
}

/// Takes somebody in charge: nothing is missing, the notice was given, a paper with a photograph seen, the right to
/// work known, somebody follows the person.
///
/// [`Refusal::InterviewLacks`] with what is missing: by the outline in force once a full interview was begun, else of
/// what the quick one still lacked when it was saved and nobody has written since, and of what may have lapsed since.
/// [`Refusal::WrongState`] of one that has ended; [`Refusal::PermitLacksReceipt`] and [`Refusal::PermitLapsed`] with the
/// last day of a residence permit that has run out, of who needs one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TakeInCharge {
    /// The interview.
    pub intake: IntakeId,
}

impl Act for TakeInCharge {
    type Out = ();
    const NAME: &'static str = "intake.take_charge";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let (person, state, kind) = found(tx, self.intake)?;
        tx.about(person);
        if !is_open(state) {
            return Err(tx.refuse_named(Refusal::WrongState, state));
        }
        let (missing, outline) = lacking(tx, person, (self.intake, kind))?;
        permit_holds(tx, person)?;
        if !missing.is_empty() {
            return Err(tx.refuse_all(Refusal::InterviewLacks, &missing));
        }
        let completed = Ms(tx.at());
        let today = Day(tx.today());
        let mut columns: Vec<Column<'_>> = vec![
            ("state", &IntakeState::TakenInCharge),
            ("missing", &"[]"),
            ("outline", &outline),
            ("taken_in_charge_on", &today),
        ];
        if state != IntakeState::Complete {
            columns.push(("completed_at", &completed));
        }
        tx.update("intake", self.intake, None, &columns)
    }
}

/// Refuses who needs a permit to work and has one that has run out, whatever the outline asks: for a while the receipt
/// of its renewal stands in for it.
fn permit_holds(tx: &Tx<'_>, person: PersonId) -> Result<()> {
    let (facts, _) = facts_of(tx.conn(), person)?;
    if area(&facts.citizenship) != Some(Area::Other) {
        return Ok(());
    }
    let papers = documents_of(tx.conn(), person)?;
    let refuse = |rule, day: NaiveDate| Err(tx.refuse_with(rule, day.to_string()));
    match permit_of(tx.conn(), &papers, tx.today())? {
        None | Some((_, PermitStanding::Holds)) => Ok(()),
        Some((day, PermitStanding::LacksReceipt)) => refuse(Refusal::PermitLacksReceipt, day),
        Some((day, PermitStanding::Lapsed)) => refuse(Refusal::PermitLapsed, day),
    }
}

/// What may have been there when a quick intake was saved, and no longer is.
const LAPSES: [Missing; 4] = [
    Missing::Notice,
    Missing::IdentityDocument,
    Missing::Permit,
    Missing::PermitExpiry,
];

/// What keeps somebody from being taken in charge by an intake of that kind, and the office's outline that says so, if one does.
fn lacking(
    tx: &Tx<'_>,
    person: PersonId,
    (intake, kind): (IntakeId, IntakeKind),
) -> Result<(Vec<Missing>, Option<OutlineId>)> {
    let conn = tx.conn();
    let (now, outline) = read(conn, person, tx.today())?;
    let begun = "SELECT 1 FROM intake WHERE person = ?1 AND kind <> 'brief'";
    if kind != IntakeKind::Brief || conn.exists(begun, [person])? {
        return Ok((now.missing(), outline));
    }
    let mut missing = missing_of(conn, intake)?;
    missing.retain(|item| !now.answered.contains(item));
    let lapsed = now.missing().into_iter();
    let lapsed: Vec<Missing> = lapsed
        .filter(|item| LAPSES.contains(item) && !missing.contains(item))
        .collect();
    missing.extend(lapsed);
    Ok((missing, None))
}

/// Ends an interview otherwise: the person is helped elsewhere, or no longer wishes it.
///
/// [`Refusal::WrongState`] of one that has ended.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct EndInterview {
    /// The interview.
    pub intake: IntakeId,
    /// Whether the person no longer wishes it; else they are helped elsewhere.
    pub withdrawn: bool,
}

impl Act for EndInterview {
    type Out = ();
    const NAME: &'static str = "interview.end";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let (person, state, _) = found(tx, self.intake)?;
        tx.about(person);
        if !is_open(state) {
            return Err(tx.refuse_named(Refusal::WrongState, state));
        }
        let state = if self.withdrawn {
            IntakeState::Withdrawn
        } else {
            IntakeState::ReferredOut
        };
        tx.update("intake", self.intake, None, &[("state", &state)])
    }
}

const fn is_open(state: IntakeState) -> bool {
    matches!(
        state,
        IntakeState::Open | IntakeState::Partial | IntakeState::Complete
    )
}

/// Whose interview it is, where it stands today, and of which kind.
fn found(tx: &Tx<'_>, intake: IntakeId) -> Result<(PersonId, IntakeState, IntakeKind)> {
    let before = Ms(lapsed_before(tx.conn(), tx.at())?);
    tx.conn()
        .maybe(
            "SELECT person, CASE WHEN state IN ('open', 'partial') AND opened_at < ?2 THEN 'expired' ELSE state END,
                    kind FROM intake WHERE id = ?1",
            (intake, before),
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?
        .ok_or_else(|| Error::not_found("intake", intake))
}
