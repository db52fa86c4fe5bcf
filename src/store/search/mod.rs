//! Finding a person while typing: the same few milliseconds for a thousand people and for a million.
//!
//! Nothing here scans or sorts what is stored: candidates come from ranges of keys (`person_keys`), which
//! stand in the order in which they are shown, so the first of each range are the best of it; only what is
//! shown is read whole. No sealed fact is in any key.

mod asked;
mod look;
mod same;
mod slip;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::act::{Query, Reader};
use super::error::Result;
use super::looks::Look;
use super::sql::{Rows, day};
use crate::domain::access::LookAt;
use crate::domain::ids::PersonId;
use crate::domain::person::{Checked, IdentifierKind};
use crate::domain::staff::Right;
pub(super) use same::by_root;
pub use same::{Likely, LikelySame};

use asked::Asked;
use look::Search;

/// Who is meant by what was typed: the beginnings of surname and name in any order, of a phone
/// number or of a tax code, or a date of birth (`12/3/85`, `120385`); one slip of a letter is
/// forgiven when nothing else is found.
///
/// Best first, and in each class by what was typed, then by surname and name: a number; the surname or
/// surname and name; the name or name and surname; beginnings of these two; beginnings of any words, the
/// second of them by alphabet written out first.
#[derive(Debug, Clone)]
pub struct FindPeople {
    /// What was typed.
    pub words: String,
    /// How many at most.
    pub limit: usize,
}

/// Somebody who was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonHit {
    /// Identity.
    pub id: PersonId,
    /// Surname.
    pub surname: String,
    /// Name.
    pub name: String,
    /// Date of birth.
    pub birth_on: Option<NaiveDate>,
    /// Municipality of residence.
    pub residence_name: Option<String>,
    /// Tax code, the doubtful one too.
    pub tax_code: Option<String>,
    /// Last contact.
    pub last_contact_on: Option<NaiveDate>,
    /// Whether a code is doubtful or repeated.
    pub anomaly: bool,
}

impl PersonHit {
    /// `ROSSI Maria`.
    pub fn short_name(&self) -> String {
        short_name(&self.surname, &self.name)
    }
}

/// `ROSSI Maria`: the surname first and in capitals, so that nobody has to guess which is which.
pub fn short_name(surname: &str, name: &str) -> String {
    let mut short = surname.to_uppercase();
    if !short.is_empty() && !name.is_empty() {
        short.push(' ');
    }
    short.push_str(name);
    short
}

impl Query for FindPeople {
    type Out = Vec<PersonHit>;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::search(LookAt::People))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<PersonHit>> {
        let asked = Asked::read(&self.words, db.today());
        let mut search = Search::new(db.conn, self.limit)?;
        search.by_code(&asked)?;
        search.by_birth(&asked)?;
        search.by_phone(&asked)?;
        if asked.is_by_name() {
            search.by_name(&asked)?;
            search.by_name_with_a_slip(&asked)?;
        }
        search.best()
    }
}

/// One person as found, by the row's number; none of a batch that is not published.
pub(super) fn hit(conn: &Connection, n: i64) -> Result<Option<PersonHit>> {
    let hidden = conn.exists(
        "SELECT 1 FROM person p JOIN batch b ON b.id = p.batch WHERE p.n = ?1 AND b.state <> 'published'",
        [n],
    )?;
    if hidden {
        return Ok(None);
    }
    whole_hit(conn, n)
}

/// One person, hidden or not.
fn whole_hit(conn: &Connection, n: i64) -> Result<Option<PersonHit>> {
    let mut statement = conn.prepare_cached(
        "SELECT p.id, p.surname, p.name, p.birth_on, p.residence_name, p.last_contact_on,
                i.kind, i.value, i.checked, i.former
         FROM person p LEFT JOIN identifier i ON i.person = p.id WHERE p.n = ?1",
    )?;
    let mut rows = statement.query([n])?;
    let mut found: Option<PersonHit> = None;
    let mut provisional = None;
    while let Some(row) = rows.next()? {
        let hit = match &mut found {
            Some(hit) => hit,
            None => found.insert(PersonHit {
                id: row.get(0)?,
                surname: row.get(1)?,
                name: row.get(2)?,
                birth_on: day(row, 3)?,
                residence_name: row.get(4)?,
                last_contact_on: day(row, 5)?,
                tax_code: None,
                anomaly: false,
            }),
        };
        if row.get::<_, Option<bool>>(9)? == Some(true) {
            continue;
        }
        hit.anomaly |= row.get::<_, Option<Checked>>(8)? == Some(Checked::Anomaly);
        let code = match row.get::<_, Option<IdentifierKind>>(6)? {
            Some(IdentifierKind::TaxCode) => &mut hit.tax_code,
            Some(IdentifierKind::ProvisionalCode) => &mut provisional,
            _ => continue,
        };
        if code.is_none() {
            *code = row.get(7)?;
        }
    }
    if let Some(hit) = &mut found {
        hit.tax_code = hit.tax_code.take().or(provisional);
    }
    Ok(found)
}

/// The first text after all that begin with `prefix`.
pub(super) fn after(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}
