//! Looks outside one's own open cases: what those are, when a reason is asked, and the week's list.
//!
//! A record is a case of somebody's while the person is at the office today, has or had an appointment with
//! them within a month, was put forward by them, or is in a plan, an intake or on a record that they follow. Anything else may be
//! looked at too, for a reason ([`ParamKey::AskReason`]); it stands in the list of the week, by time. Nothing
//! here counts or ranks those who look (Garante, 29 April 2025, n. 243).

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, params};

use super::act::{Query, Reader};
use super::error::{Error, Result};
use super::intakes::lapsed_before;
use super::looks::Look;
use super::params::{minutes, number};
use super::search::short_name;
use super::sql::{Day, Ms, Raw, Rows};
use crate::clock::local_day;
use crate::domain::access::{LookAt, LookKind};
use crate::domain::day::bounds;
use crate::domain::ids::{PersonId, StaffId};
use crate::domain::param::ParamKey;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;

/// How far from today an appointment makes somebody one's own case.
const NEAR: TimeDelta = TimeDelta::days(30);
/// How far back the list goes.
const WEEK: TimeDelta = TimeDelta::days(7);
/// The most rows of the list.
const MOST: u32 = 500;

/// Whether a person is an open case of a member of staff.
fn is_own(conn: &Connection, who: StaffId, person: PersonId, at: DateTime<Utc>) -> Result<bool> {
    let today = local_day(at);
    let (begins, ends) = bounds(today);
    conn.exists(
        "SELECT 1 FROM ticket WHERE person = ?1 AND day = ?3
         UNION ALL SELECT 1 FROM appointment WHERE person = ?1
           AND (starts_at >= ?4 AND starts_at < ?5
                OR staff = ?2 AND starts_at BETWEEN ?6 AND ?7)
         UNION ALL SELECT 1 FROM plan WHERE person = ?1 AND referent = ?2
           AND state NOT IN ('superseded', 'closed', 'interrupted')
         UNION ALL SELECT 1 FROM application WHERE person = ?1 AND created_by = ?2
         UNION ALL SELECT 1 FROM intake WHERE person = ?1 AND (state = 'complete' OR state IN ('open', 'partial') AND opened_at >= ?8)
           AND (referent = ?2 OR created_by = ?2)
         UNION ALL SELECT 1 FROM person WHERE id = ?1
           AND (referent = ?2 OR created_by = ?2 AND created_at >= ?4)",
        params![
            person,
            who,
            Day(today),
            Ms(begins),
            Ms(ends),
            Ms(at - NEAR),
            Ms(at + NEAR),
            Ms(lapsed_before(conn, at)?)
        ],
    )
}

/// What becomes of a look at one person.
pub(super) enum Verdict {
    /// It is written down; whether it is outside one's own cases.
    Written {
        /// Whether it is.
        outside: bool,
    },
    /// It goes on from one for which a reason was just given.
    GoesOn,
}

/// Judges a look at one person. Refused with [`Refusal::ReasonNeeded`] when it opens a record outside one's
/// own cases for which no reason has been given today, where the office asks for one.
pub(super) fn judge(
    conn: &Connection,
    (who, n): (StaffId, i64),
    person: PersonId,
    at: DateTime<Utc>,
    look: &Look,
) -> Result<Verdict> {
    let outside = !is_own(conn, who, person, at)?;
    let opens = look.what == LookKind::Open && look.at == LookAt::Record && look.reason.is_none();
    if !outside || !opens {
        return Ok(Verdict::Written { outside });
    }
    let today = local_day(at);
    let given: Option<DateTime<Utc>> = conn
        .value(
            "SELECT max(at) FROM access_log WHERE person = ?1 AND staff = ?2 AND seen = ?3
         AND reason IS NOT NULL AND at BETWEEN ?4 AND ?5",
            params![
                Raw(person.0),
                n,
                LookAt::Record,
                Ms(bounds(today).0),
                Ms(at)
            ],
        )
        .map(|at: Option<Ms>| at.map(|at| at.0))?;
    match given {
        Some(since) if at - since < minutes(conn, ParamKey::SameLook, today)? => {
            Ok(Verdict::GoesOn)
        }
        None if number(conn, ParamKey::AskReason, today)? > 0 => Err(Error::Refused {
            rule: Refusal::ReasonNeeded,
            detail: String::new(),
        }),
        _ => Ok(Verdict::Written { outside }),
    }
}

/// Says why a record is opened, before it is: the reason stands with the look.
#[derive(Debug, Clone)]
pub struct LookFor {
    /// Whose record.
    pub person: PersonId,
    /// Why: a code of [`LookWhy`](crate::domain::access::LookWhy), or words.
    pub reason: String,
}

impl Query for LookFor {
    type Out = PersonId;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        let reason = self.reason.trim();
        (!reason.is_empty()).then(|| Look::open(self.person, LookAt::Record).because(reason))
    }

    fn run(&self, _db: &Reader<'_>) -> Result<PersonId> {
        if self.reason.trim().is_empty() {
            return Err(Error::invalid("reason", "empty"));
        }
        Ok(self.person)
    }
}

/// The looks of the last seven days outside the own cases of who looked, the latest first. For whoever both
/// manages the office and may see people; that it was read is itself written down.
#[derive(Debug, Clone, Copy, Default)]
pub struct OutsideLooks;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideLook {
    /// Its place.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who looked, by display name.
    pub by: String,
    /// At whom: surname and name; none of a record that is no longer there.
    pub person: Option<String>,
    /// What was seen; none for a word of another version.
    pub seen: Option<LookAt>,
    /// Why, if it was said.
    pub reason: Option<String>,
}

impl Query for OutsideLooks {
    type Out = Vec<OutsideLook>;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::Looks))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        if !db.staff.may(Right::OfficeManage) {
            return Err(Error::Denied(Right::OfficeManage));
        }
        let rows = db.conn.all(
            "SELECT l.seq, l.at, s.name, l.person, l.seen, l.reason FROM access_log l INDEXED BY access_log_outside
             JOIN staff s ON s.n = l.staff
             WHERE l.outside = 1 AND l.at >= ?1 ORDER BY l.seq DESC LIMIT ?2",
            params![Ms(db.at - WEEK), MOST],
            |row| {
                let seen: Option<String> = row.get(4)?;
                let look = OutsideLook {
                    seq: row.get(0)?,
                    at: row.get::<_, Ms>(1)?.0,
                    by: row.get(2)?,
                    person: None,
                    seen: seen.and_then(|seen| seen.parse().ok()),
                    reason: row.get(5)?,
                };
                Ok((look, PersonId(row.get::<_, Raw>(3)?.0)))
            },
        )?;
        rows.into_iter()
            .map(|(look, person)| {
                let person = db.conn.maybe(
                    "SELECT surname, name FROM person WHERE id = ?1",
                    [person],
                    |row| {
                        let (surname, name): (String, String) = (row.get(0)?, row.get(1)?);
                        Ok(short_name(&surname, &name))
                    },
                )?;
                Ok(OutsideLook { person, ..look })
            })
            .collect()
    }
}
