//! Placements: the work that came of an application, and what is heard of it after the days that the office has set.
//!
//! A placement is written by the act that says that somebody was hired, and has no other beginning: its terms are what
//! was agreed. What is heard later changes it: it goes on without a last day, or it ended.

use chrono::{Days, NaiveDate};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::act::{Act, Column, Query, Reader, Tx};
use super::agenda::{Who, who};
use super::applications::Current;
use super::error::{Error, Result};
use super::looks::Look;
use super::params;
use super::sql::{Day, Rows, day};
use crate::domain::access::LookAt;
use crate::domain::ids::{ApplicationId, FollowUpId, OfficeId, PlacementId, VacancyId};
use crate::domain::placement::{FOLLOW_UPS, FollowUpResult, Proof, WorkEnd};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::vacancy::{ApplicationState, Contract, MOST_HOURS};

/// How many days before or after today work may begin: what is further is a slip of the pen.
const FAR: u64 = 366;

/// What was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The kind of contract.
    pub contract: Contract,
    /// The first day of work: within a year of today.
    pub from_on: NaiveDate,
    /// The last day that was agreed: of a kind that must have one always, of a permanent contract never.
    pub to_on: Option<NaiveDate>,
    /// Hours in a week, 1 to 60.
    pub hours: u16,
    /// How it is known.
    pub proof: Proof,
}

impl Terms {
    fn check(&self, today: NaiveDate) -> Result<()> {
        let near = today - Days::new(FAR)..=today + Days::new(FAR);
        if !near.contains(&self.from_on) {
            return Err(Error::invalid("from_on", "far"));
        }
        match self.to_on {
            Some(_) if !self.contract.may_end() => Err(Error::invalid("to_on", "permanent")),
            Some(last) if last < self.from_on => Err(Error::invalid("to_on", "before")),
            None if self.contract.must_end() => Err(Error::invalid("to_on", "empty")),
            _ if !(1..=MOST_HOURS).contains(&self.hours) => Err(Error::invalid("hours", "1 to 60")),
            _ => Ok(()),
        }
    }
}

// Acts --------------------------------------------------------------------------------------------------

/// The company hires the person. Who is hired is no longer put forward elsewhere; after the days of
/// [`FOLLOW_UPS`] it is asked what came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Hire {
    /// The application: an offer.
    pub application: ApplicationId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// What was agreed.
    pub terms: Terms,
}

impl Act for Hire {
    type Out = PlacementId;
    const NAME: &'static str = "application.hire";
    const RIGHT: Right = Right::Propose;

    fn apply(&self, tx: &Tx<'_>) -> Result<PlacementId> {
        let application = Current::load(tx, self.application)?;
        application.may_become(tx, ApplicationState::Hired)?;
        let (terms, today) = (self.terms, tx.today());
        terms.check(today)?;
        application.become_with(
            tx,
            self.ver,
            ApplicationState::Hired,
            &[("decided_on", &Day(today))],
        )?;
        application.end_the_others(tx)?;
        let placement: PlacementId = tx.new_id();
        tx.insert(
            "placement",
            placement,
            &[
                ("application", &self.application),
                ("contract", &terms.contract),
                ("from_on", &Day(terms.from_on)),
                ("to_on", &terms.to_on.map(Day)),
                ("hours", &terms.hours),
                ("proof", &terms.proof),
            ],
        )?;
        let mut asked = Vec::new();
        for key in FOLLOW_UPS {
            let days = params::number(tx.conn(), key, today)?.unsigned_abs();
            let due_on = terms.from_on + Days::new(days);
            // An office that set two of them to the same days asks once.
            if !asked.contains(&due_on) {
                tx.insert(
                    "follow_up",
                    tx.new_id::<FollowUpId>(),
                    &[("placement", &placement), ("due_on", &Day(due_on))],
                )?;
                asked.push(due_on);
            }
        }
        tx.subject("application", self.application);
        Ok(placement)
    }
}

/// Writes down what was heard of a placement. Work that ended is not asked about again; work that goes on without a
/// last day is from then on a permanent contract.
///
/// [`Refusal::WrongState`] where it was answered before, or the work had ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecordFollowUp {
    /// Which.
    pub follow_up: FollowUpId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// What was heard.
    pub result: FollowUpResult,
    /// Of work that ended: its last day, from the first to today, and why.
    pub ended: Option<(NaiveDate, WorkEnd)>,
}

impl Act for RecordFollowUp {
    type Out = ();
    const NAME: &'static str = "placement.follow_up";
    const RIGHT: Right = Right::Propose;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let (placement, done, application, contract, from_on, over) = tx
            .conn()
            .maybe(
                "SELECT f.placement, f.done_on IS NOT NULL, p.application, p.contract, p.from_on,
                        p.ended_on IS NOT NULL
                 FROM follow_up f JOIN placement p ON p.id = f.placement WHERE f.id = ?1",
                [self.follow_up],
                |row| {
                    Ok((
                        row.get::<_, PlacementId>(0)?,
                        row.get::<_, bool>(1)?,
                        row.get::<_, ApplicationId>(2)?,
                        row.get::<_, Contract>(3)?,
                        row.get::<_, Day>(4)?.0,
                        row.get::<_, bool>(5)?,
                    ))
                },
            )?
            .ok_or_else(|| Error::not_found("follow_up", self.follow_up))?;
        Current::load(tx, application)?;
        tx.subject("application", application);
        if done || over {
            return Err(tx.refuse_named(Refusal::WrongState, FollowUpResult::Ended));
        }
        let today = tx.today();
        let heard_on = Day(today);
        let written: [Column<'_>; 2] = [("done_on", &heard_on), ("result", &self.result)];
        tx.update("follow_up", self.follow_up, Some(self.ver), &written)?;
        match (self.result, self.ended) {
            (FollowUpResult::Ended, None) => Err(Error::invalid("ended_on", "empty")),
            (FollowUpResult::Ended, Some((last, why))) => {
                if last < from_on || last > today {
                    return Err(Error::invalid("ended_on", "from the first day to today"));
                }
                let end: [Column<'_>; 2] = [("ended_on", &Day(last)), ("end_reason", &why)];
                tx.update("placement", placement, None, &end)?;
                let open: Vec<FollowUpId> = tx.conn().all(
                    "SELECT id FROM follow_up WHERE placement = ?1 AND done_on IS NULL ORDER BY due_on",
                    [placement],
                    |row| row.get(0),
                )?;
                open.into_iter()
                    .try_for_each(|other| tx.update("follow_up", other, None, &written))
            }
            (FollowUpResult::Converted, _) if !contract.may_end() => {
                Err(Error::invalid("result", "permanent"))
            }
            (FollowUpResult::Converted, _) => {
                let none: Option<Day> = None;
                let permanent: [Column<'_>; 2] =
                    [("contract", &Contract::Permanent), ("to_on", &none)];
                tx.update("placement", placement, None, &permanent)
            }
            (FollowUpResult::Working | FollowUpResult::Unreachable, _) => Ok(()),
        }
    }
}

// Queries -----------------------------------------------------------------------------------------------

/// Work that came of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// What was agreed, or holds since.
    pub terms: Terms,
    /// The last day of work that ended, and why.
    pub ended: Option<(NaiveDate, WorkEnd)>,
    /// When it is asked, or was, what came of it, the earliest first.
    pub follow_ups: Vec<FollowUp>,
}

/// A day on which it is asked what came of a placement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUp {
    /// Identity.
    pub id: FollowUpId,
    /// Row version.
    pub ver: i64,
    /// From this day on.
    pub due_on: NaiveDate,
    /// When it was asked, and what was heard.
    pub heard: Option<(NaiveDate, FollowUpResult)>,
}

/// The placement of an application, if there is one.
pub(super) fn placement_of(
    conn: &Connection,
    application: ApplicationId,
) -> Result<Option<Placement>> {
    let found = conn.maybe(
        "SELECT id, contract, from_on, to_on, hours, proof, ended_on, end_reason FROM placement WHERE application = ?1",
        [application],
        |row| {
            let terms = Terms {
                contract: row.get(1)?,
                from_on: row.get::<_, Day>(2)?.0,
                to_on: day(row, 3)?,
                hours: row.get(4)?,
                proof: row.get(5)?,
            };
            let ended = day(row, 6)?.zip(row.get::<_, Option<WorkEnd>>(7)?);
            Ok((row.get::<_, PlacementId>(0)?, terms, ended))
        },
    )?;
    let Some((id, terms, ended)) = found else {
        return Ok(None);
    };
    let follow_ups = conn.all(
        "SELECT id, ver, due_on, done_on, result FROM follow_up WHERE placement = ?1 ORDER BY due_on",
        [id],
        |row| {
            Ok(FollowUp {
                id: row.get(0)?,
                ver: row.get(1)?,
                due_on: row.get::<_, Day>(2)?.0,
                heard: day(row, 3)?.zip(row.get(4)?),
            })
        },
    )?;
    Ok(Some(Placement {
        terms,
        ended,
        follow_ups,
    }))
}

/// Somebody who is to be asked what came of a placement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueFollowUp {
    /// Who was hired.
    pub person: Who,
    /// For what.
    pub vacancy: VacancyId,
    /// Since when it is to be asked.
    pub due_on: NaiveDate,
}

/// Who of an office's applications is to be asked by a day what came of the work, the longest due first.
#[derive(Debug, Clone, Copy)]
pub struct DueFollowUps {
    /// Which office.
    pub office: OfficeId,
    /// Due on this day or before.
    pub until: NaiveDate,
    /// At most so many.
    pub limit: usize,
}

impl Query for DueFollowUps {
    type Out = Vec<DueFollowUp>;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::Applications))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<DueFollowUp>> {
        db.conn.all(
            "SELECT a.person, q.surname, q.name, a.vacancy, f.due_on
             FROM follow_up f JOIN placement p ON p.id = f.placement
             JOIN application a ON a.id = p.application JOIN person q ON q.id = a.person
             WHERE f.done_on IS NULL AND f.due_on <= ?1 AND a.office = ?2 AND a.same_as IS NULL
             ORDER BY f.due_on, f.n LIMIT ?3",
            params![Day(self.until), self.office, self.limit as i64],
            |row| {
                let person = who(row, 0)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
                Ok(DueFollowUp {
                    person,
                    vacancy: row.get(3)?,
                    due_on: row.get::<_, Day>(4)?.0,
                })
            },
        )
    }
}
