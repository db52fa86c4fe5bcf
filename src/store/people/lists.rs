//! Lists of people: all of them page by page, and those with something to put right.

use chrono::{Days, NaiveDate};
use rusqlite::{Connection, params};

use super::writing::owner;
use crate::clock::local_day;
use crate::domain::access::LookAt;
use crate::domain::day::bounds;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{OfficeId, PersonId};
use crate::domain::person::IdentifierKind;
use crate::domain::staff::Right;
use crate::store::act::{Query, Reader};
use crate::store::error::Result;
use crate::store::export::Page;
use crate::store::intakes::lapse_days;
use crate::store::looks::Look;
use crate::store::person_keys::SURNAME;
use crate::store::search::{PersonHit, after, hit, short_name};
use crate::store::sql::{Day, Ms, Rows, day};

/// The doubtful and repeated codes, last recorded first.
#[derive(Debug, Clone, Copy)]
pub struct Anomalies {
    /// How many at most.
    pub limit: usize,
}

impl Query for Anomalies {
    /// How many there are, and the first of them.
    type Out = (usize, Vec<Anomaly>);
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::Codes))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        let conn = db.conn;
        let total = conn.value::<i64>(
            "SELECT count(*) FROM identifier i JOIN person p ON p.id = i.person WHERE i.checked = 'anomaly'
             AND (p.batch IS NULL OR p.batch NOT IN (SELECT id FROM batch WHERE state <> 'published'))",
            [],
        )?;
        let page = AnomalyPage {
            before: None,
            limit: self.limit,
        };
        let rows = page.run(db)?.rows;
        Ok((total as usize, rows))
    }
}

/// The doubtful or repeated codes, the latest first, page by page: for lists that do not fit in memory.
#[derive(Debug, Clone, Copy)]
pub struct AnomalyPage {
    /// Where the page before ended; none for the first.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: usize,
}

impl Query for AnomalyPage {
    type Out = Page<Anomaly>;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::Codes))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        let conn = db.conn;
        let found: Vec<(i64, Anomaly)> = conn.all(
            "SELECT p.id, p.surname, p.name, p.birth_on, i.kind, i.value, i.n
             FROM identifier i JOIN person p ON p.id = i.person WHERE i.checked = 'anomaly' AND i.n < ?2
             AND (p.batch IS NULL OR p.batch NOT IN (SELECT id FROM batch WHERE state <> 'published'))
             ORDER BY i.n DESC LIMIT ?1",
            (self.limit as i64, self.before.unwrap_or(i64::MAX)),
            |row| {
                let anomaly = Anomaly {
                    person: row.get(0)?,
                    who: short_name(&row.get::<_, String>(1)?, &row.get::<_, String>(2)?),
                    birth_on: day(row, "birth_on")?,
                    kind: row.get(4)?,
                    value: row.get(5)?,
                    also: None,
                };
                Ok((row.get(6)?, anomaly))
            },
        )?;
        let full = found.len() == self.limit;
        let next = found.last().map(|(n, _)| *n).filter(|_| full);
        let mut rows = Vec::with_capacity(found.len());
        for (_, mut row) in found {
            if let Some(other) = owner(conn, row.kind, &row.value, row.person)? {
                row.also = Some((other, who(conn, other)?));
            }
            rows.push(row);
        }
        Ok(Page { rows, next })
    }
}

/// A doubtful or repeated code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anomaly {
    /// Whose.
    pub person: PersonId,
    /// `ROSSI Maria`.
    pub who: String,
    /// Date of birth.
    pub birth_on: Option<NaiveDate>,
    /// Which kind of code.
    pub kind: IdentifierKind,
    /// The code.
    pub value: String,
    /// Who else has it, by name; none: the code itself is wrong.
    pub also: Option<(PersonId, String)>,
}

/// `ROSSI Maria`.
fn who(conn: &Connection, person: PersonId) -> Result<String> {
    conn.one(
        "SELECT surname, name FROM person WHERE id = ?1",
        [person],
        |row| {
            Ok(short_name(
                &row.get::<_, String>(0)?,
                &row.get::<_, String>(1)?,
            ))
        },
    )
}

/// Everybody, by surname and name, page by page.
#[derive(Debug, Clone, Default)]
pub struct PeopleList {
    /// Where the page before ended; none for the first.
    pub after: Option<Cursor>,
    /// How many at most.
    pub limit: usize,
}

impl Query for PeopleList {
    type Out = PeoplePage;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::People))
    }

    fn run(&self, db: &Reader<'_>) -> Result<PeoplePage> {
        let (key, n) = match &self.after {
            Some(cursor) => (cursor.key.as_str(), cursor.n),
            None => (SURNAME, 0),
        };
        let found: Vec<Cursor> = db.conn.all(
            "SELECT key, n FROM person_key WHERE (key, n) > (?1, ?2) AND key < ?4 ORDER BY key, n LIMIT ?3",
            (key, n, self.limit as i64, after(SURNAME)),
            |row| Ok(Cursor { key: row.get(0)?, n: row.get(1)? }),
        )?;
        let mut rows = Vec::with_capacity(found.len());
        for cursor in &found {
            rows.extend(hit(db.conn, cursor.n)?);
        }
        let full = found.len() == self.limit;
        Ok(PeoplePage {
            rows,
            next: found.into_iter().next_back().filter(|_| full),
        })
    }
}

/// The end of a page of [`PeopleList`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    key: String,
    n: i64,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeoplePage {
    /// The people.
    pub rows: Vec<PersonHit>,
    /// Where the next page begins; none after the last.
    pub next: Option<Cursor>,
}

/// A paper whose last day is near, or has gone by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpiringPaper {
    /// Whose.
    pub person: PersonId,
    /// Surname and name as shown.
    pub who: String,
    /// Which paper.
    pub kind: DocumentKind,
    /// Its last day.
    pub expires_on: NaiveDate,
}

/// The papers of the people whom an office follows that run out between two days, the first to go first; not
/// those that a newer one of their kind has replaced.
#[derive(Debug, Clone, Copy)]
pub struct ExpiringPapers {
    /// Whose office.
    pub office: OfficeId,
    /// From this day on.
    pub from: NaiveDate,
    /// Until this one.
    pub until: NaiveDate,
    /// At most so many.
    pub limit: usize,
}

impl Query for ExpiringPapers {
    type Out = Vec<ExpiringPaper>;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::People))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<ExpiringPaper>> {
        db.conn.all(
            "SELECT p.id, p.surname, p.name, d.kind, d.expires_on FROM document d
             JOIN person p ON p.id = d.person JOIN staff s ON s.id = p.referent
             WHERE d.expires_on BETWEEN ?2 AND ?3 AND s.office = ?1
             AND NOT EXISTS (SELECT 1 FROM document o WHERE o.person = d.person AND o.kind = d.kind
                             AND (o.expires_on > d.expires_on OR o.n > d.n))
             ORDER BY d.expires_on, d.n LIMIT ?4",
            params![
                self.office,
                Day(self.from),
                Day(self.until),
                self.limit as i64
            ],
            |row| {
                Ok(ExpiringPaper {
                    person: row.get(0)?,
                    who: short_name(&row.get::<_, String>(1)?, &row.get::<_, String>(2)?),
                    kind: row.get(3)?,
                    expires_on: row.get::<_, Day>(4)?.0,
                })
            },
        )
    }
}

/// An interview that is not complete and soon cannot be gone on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpiringInterview {
    /// Whose.
    pub person: PersonId,
    /// Surname and name as shown.
    pub who: String,
    /// The last day on which it can be gone on with.
    pub lapses_on: NaiveDate,
}

/// The interviews of an office that are not complete and can be gone on with until a day at the latest, the first to go
/// first. Those that have run out are over.
#[derive(Debug, Clone, Copy)]
pub struct ExpiringInterviews {
    /// Whose office.
    pub office: OfficeId,
    /// Until this day.
    pub until: NaiveDate,
    /// At most so many.
    pub limit: usize,
}

impl Query for ExpiringInterviews {
    type Out = Vec<ExpiringInterview>;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::People))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<ExpiringInterview>> {
        let days = Days::new(lapse_days(db.conn, db.today())?);
        let opened = |on: NaiveDate| bounds(on - days);
        let (from, until) = (opened(db.today()).0, opened(self.until).1);
        db.conn.all(
            "SELECT p.id, p.surname, p.name, i.opened_at FROM intake i JOIN person p ON p.id = i.person
             JOIN staff s ON s.id = coalesce(p.referent, i.referent)
             WHERE i.state IN ('open', 'partial') AND s.office = ?1 AND i.opened_at >= ?2 AND i.opened_at < ?3
             ORDER BY i.opened_at, i.n LIMIT ?4",
            params![self.office, Ms(from), Ms(until), self.limit as i64],
            |row| {
                Ok(ExpiringInterview {
                    person: row.get(0)?,
                    who: short_name(&row.get::<_, String>(1)?, &row.get::<_, String>(2)?),
                    lapses_on: local_day(row.get::<_, Ms>(3)?.0) + days,
                })
            },
        )
    }
}
