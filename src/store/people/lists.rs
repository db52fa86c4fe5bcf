//! Lists of people: all of them page by page, and those with something to put right.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::writing::owner;
use crate::domain::access::LookAt;
use crate::domain::ids::PersonId;
use crate::domain::person::IdentifierKind;
use crate::domain::staff::Right;
use crate::store::act::{Query, Reader};
use crate::store::error::Result;
use crate::store::export::Page;
use crate::store::looks::Look;
use crate::store::person_keys::SURNAME;
use crate::store::search::{PersonHit, after, hit, short_name};
use crate::store::sql::{Rows, day};

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
