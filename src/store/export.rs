//! What goes out of the office as whole lists: each reading leaves its row in the access log, and whole lists need
//! their own right.
//!
//! Lists come in pages, so that a large office goes through a small memory. No sealed fact is here, nor notes, papers
//! or what anybody was advised.

use chrono::NaiveDate;
use rusqlite::params;

use super::act::{Query, Reader};
use super::agenda::{AgendaList, AppointmentRow};
use super::companies::visible;
use super::error::{Error, Result};
use super::looks::Look;
use super::people::{Employment, PersonFacts, facts_of};
use super::sql::{Day, Rows};
use super::vacancies::{VacancyFields, VacancyRow, fields_of, numbered, vacancy_row};
use crate::domain::access::LookAt;
use crate::domain::ids::{PersonId, StaffId, VacancyId};
use crate::domain::staff::Right;
use crate::domain::vacancy::VacancyState;

/// Another query, with a row in the access log: for lists of people on a command line, which leave the screen.
#[derive(Debug, Clone)]
pub struct Logged<Q>(pub Q);

impl<Q: Query> Query for Logged<Q> {
    type Out = Q::Out;
    const RIGHT: Right = Q::RIGHT;

    fn look(&self) -> Option<Look> {
        Some(listed(&self.0))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Q::Out> {
        self.0.run(db)
    }
}

/// The same for whole lists, which need [`Right::Export`] as well.
#[derive(Debug, Clone)]
pub struct Whole<Q> {
    /// What is asked.
    pub query: Q,
    /// Whether this is the first page: one list is one row of the log.
    pub first: bool,
}

impl<Q: Query> Query for Whole<Q> {
    type Out = Q::Out;
    const RIGHT: Right = Right::Export;

    fn look(&self) -> Option<Look> {
        self.first.then(|| listed(&self.query).strictly())
    }

    fn run(&self, db: &Reader<'_>) -> Result<Q::Out> {
        if !db.staff.may(Q::RIGHT) {
            return Err(Error::Denied(Q::RIGHT));
        }
        self.query.run(db)
    }
}

/// A list of what the query looks at.
fn listed<Q: Query>(query: &Q) -> Look {
    Look::list(query.look().map_or(LookAt::People, |look| look.at))
}

/// A page of a list that goes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page begins; none after the last.
    pub next: Option<i64>,
}

/// Somebody as a file takes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonOut {
    /// Identity.
    pub id: PersonId,
    /// The facts.
    pub facts: PersonFacts,
    /// The tax code, or whatever identifier there is.
    pub tax_code: Option<String>,
    /// The employment status of today.
    pub employment: Option<Employment>,
    /// The last day on which the person was here or was reached.
    pub last_contact_on: Option<NaiveDate>,
}

/// Everybody, in the order in which they came, page by page.
#[derive(Debug, Clone, Copy)]
pub struct PeopleExport {
    /// Where the page before ended; none for the first, which leaves the row in the access log.
    pub after: Option<i64>,
    /// How many at most.
    pub limit: usize,
}

impl Query for PeopleExport {
    type Out = Page<PersonOut>;
    const RIGHT: Right = Right::Export;

    fn look(&self) -> Option<Look> {
        self.after.is_none().then(|| Look::export(LookAt::People))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        if !db.staff.may(Right::PeopleRead) {
            return Err(Error::Denied(Right::PeopleRead));
        }
        let found: Vec<(i64, PersonId)> = db.conn.all(
            &format!(
                "SELECT n, id FROM person p WHERE n > ?1 AND p.merged_into IS NULL AND {} ORDER BY n LIMIT ?2",
                visible("p")
            ),
            params![self.after.unwrap_or(0), self.limit as i64],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let mut rows = Vec::with_capacity(found.len());
        for (_, id) in &found {
            rows.push(PersonOut {
                id: *id,
                facts: facts_of(db.conn, *id)?.0,
                tax_code: db.conn.maybe(
                    "SELECT value FROM identifier WHERE person = ?1 ORDER BY former, kind <> 'cf', n LIMIT 1",
                    [id],
                    |row| row.get(0),
                )?,
                employment: db.conn.maybe(
                    "SELECT status, from_on FROM employment WHERE person = ?1 AND to_on IS NULL ORDER BY n DESC LIMIT 1",
                    [id],
                    |row| {
                        Ok(Employment {
                            status: row.get(0)?,
                            since: row.get::<_, Option<Day>>(1)?.map(|day| day.0),
                        })
                    },
                )?,
                last_contact_on: db
                    .conn
                    .maybe("SELECT last_contact_on FROM person WHERE id = ?1", [id], |row| {
                        row.get::<_, Option<Day>>(0)
                    })?
                    .flatten()
                    .map(|day| day.0),
            });
        }
        let next = found.last().map(|(n, _)| *n);
        Ok(Page {
            next: next.filter(|_| found.len() == self.limit),
            rows,
        })
    }
}

/// The vacancies that take people on a day, in the order in which they came, page by page: for lists that do
/// not fit in memory.
#[derive(Debug, Clone, Copy)]
pub struct OpenVacancies {
    /// Where the page before ended; none for the first.
    pub after: Option<i64>,
    /// How many at most.
    pub limit: usize,
    /// The day: one whose deadline has passed takes nobody any more, whoever has not yet said so.
    pub on: NaiveDate,
}

impl Query for OpenVacancies {
    type Out = Page<VacancyRow>;
    const RIGHT: Right = Right::VacanciesRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        let found: Vec<(i64, VacancyRow)> = db.conn.all(
            &format!(
                "{} WHERE v.n > ?1 AND v.state IN ('open', 'selecting')
                 AND (v.deadline_on IS NULL OR v.deadline_on >= ?2) AND {} ORDER BY v.n LIMIT ?3",
                numbered(),
                visible("v")
            ),
            params![self.after.unwrap_or(0), Day(self.on), self.limit as i64],
            |row| Ok((row.get("n")?, vacancy_row(row)?)),
        )?;
        let full = found.len() == self.limit;
        let next = found.last().map(|(n, _)| *n).filter(|_| full);
        Ok(Page {
            rows: found.into_iter().map(|(_, row)| row).collect(),
            next,
        })
    }
}

/// A vacancy as a file takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct VacancyOut {
    /// Identity.
    pub id: VacancyId,
    /// Its number in the system it came from.
    pub external_id: Option<String>,
    /// Who asks.
    pub company: String,
    /// What it says.
    pub fields: VacancyFields,
    /// Since when it is published.
    pub published_on: Option<NaiveDate>,
    /// Where it stands.
    pub state: VacancyState,
}

/// Every vacancy that has been published, in the order in which they came, page by page.
#[derive(Debug, Clone, Copy)]
pub struct VacanciesExport {
    /// Where the page before ended; none for the first, which leaves the row in the access log.
    pub after: Option<i64>,
    /// How many at most.
    pub limit: usize,
}

impl Query for VacanciesExport {
    type Out = Page<VacancyOut>;
    const RIGHT: Right = Right::Export;

    fn look(&self) -> Option<Look> {
        self.after
            .is_none()
            .then(|| Look::export(LookAt::Vacancies))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        type Found = (
            i64,
            VacancyId,
            Option<String>,
            String,
            Option<Day>,
            VacancyState,
        );
        let found: Vec<Found> = db.conn.all(
            &format!(
                "SELECT v.n, v.id, v.external_id, c.name, v.published_on, v.state
                 FROM vacancy v JOIN company c ON c.id = v.company
                 WHERE v.n > ?1 AND v.state NOT IN ('draft', 'checking') AND {} ORDER BY v.n LIMIT ?2",
                visible("v")
            ),
            params![self.after.unwrap_or(0), self.limit as i64],
            |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                ))
            },
        )?;
        let next = found.last().map(|row| row.0);
        let full = found.len() == self.limit;
        let mut rows = Vec::with_capacity(found.len());
        for (_, id, external_id, company, published_on, state) in found {
            rows.push(VacancyOut {
                id,
                external_id,
                company,
                fields: fields_of(db.conn, id)?,
                published_on: published_on.map(|day| day.0),
                state,
            });
        }
        Ok(Page {
            rows,
            next: next.filter(|_| full),
        })
    }
}

/// The appointments of some days in one's office, to be written to a file. One's own need only the right to see the
/// agenda; a colleague's, or everybody's, the right to write whole lists out.
#[derive(Debug, Clone, Copy)]
pub struct AgendaExport {
    /// Whose; everybody's when none.
    pub staff: Option<StaffId>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Whether these are the first days: one file is one row of the access log.
    pub first: bool,
}

impl Query for AgendaExport {
    type Out = Vec<AppointmentRow>;
    const RIGHT: Right = Right::AgendaRead;

    fn look(&self) -> Option<Look> {
        self.first.then(|| Look::export(LookAt::Appointments))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        if self.staff != Some(db.staff.id) && !db.staff.may(Right::Export) {
            return Err(Error::Denied(Right::Export));
        }
        AgendaList {
            office: db.staff.office,
            staff: self.staff,
            from: self.from,
            to: self.to,
        }
        .run(db)
    }
}
