//! Who on file is likely the one who is being written down: asked while an intake is typed, so that nobody gets
//! two records.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::look::longest_first;
use super::{PersonHit, after, hit};
use crate::domain::access::LookAt;
use crate::domain::person::{SameBy, phone_digits};
use crate::domain::staff::Right;
use crate::domain::text::{fold, words_begin};
use crate::store::act::{Query, Reader};
use crate::store::error::Result;
use crate::store::looks::Look;
use crate::store::person_keys::{BIRTH, PHONE, TAB};
use crate::store::sql::Rows;

/// Keys looked at under one day of birth or one number.
const LOOKED_AT: usize = 500;
/// Fewer digits than these are not a phone number yet.
const DIGITS: usize = 8;

/// Who on file has the code, the name and day of birth, or the phone number of somebody who is being written
/// down; the surest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LikelySame {
    /// The tax code with its replaced digits read back.
    pub root: Option<String>,
    /// Surname.
    pub surname: String,
    /// Name.
    pub name: String,
    /// Day of birth.
    pub birth_on: Option<NaiveDate>,
    /// Phone number, as typed.
    pub phone: String,
    /// How many at most.
    pub limit: usize,
}

/// Somebody on file, and why it may be the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likely {
    /// Who.
    pub hit: PersonHit,
    /// Why.
    pub by: SameBy,
}

impl LikelySame {
    /// Whether enough is known to ask.
    pub fn can_be_asked(&self) -> bool {
        self.root.is_some() || self.named_and_born().is_some() || self.number().is_some()
    }

    /// The name folded, and the day: only with both parts of the name, for a surname alone has namesakes.
    fn named_and_born(&self) -> Option<(String, NaiveDate)> {
        let (surname, name) = (fold(&self.surname), fold(&self.name));
        let both = !surname.is_empty() && !name.is_empty();
        self.birth_on
            .filter(|_| both)
            .map(|born| (format!("{surname} {name}"), born))
    }

    fn number(&self) -> Option<String> {
        phone_digits(&self.phone).filter(|digits| digits.len() >= DIGITS)
    }
}

impl Query for LikelySame {
    type Out = Vec<Likely>;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::search(LookAt::People))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<Likely>> {
        let mut found: Vec<(SameBy, i64)> = Vec::new();
        if let Some(root) = &self.root {
            for n in by_root(db.conn, root)? {
                found.push((SameBy::Code, n));
            }
        }
        if let Some((name, born)) = self.named_and_born() {
            let typed = longest_first(&name).join(" ");
            let prefix = format!("{BIRTH}{born}{TAB}");
            for n in keyed(db.conn, &prefix, |known| words_begin(known, &typed))? {
                found.push((SameBy::Birth, n));
            }
        }
        if let Some(digits) = self.number() {
            for n in keyed(db.conn, &format!("{PHONE}{digits}{TAB}"), |_| true)? {
                found.push((SameBy::Phone, n));
            }
        }
        let mut likely: Vec<Likely> = Vec::new();
        for (by, n) in found {
            if likely.len() == self.limit {
                break;
            }
            let Some(hit) = hit(db.conn, n)? else {
                continue;
            };
            if likely.iter().all(|known| known.hit.id != hit.id) {
                likely.push(Likely { hit, by });
            }
        }
        Ok(likely)
    }
}

/// Those whose code is the root, or another form of it.
pub(in crate::store) fn by_root(conn: &Connection, root: &str) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for same in [
        "i.value = ?1 AND i.checked = 'ok'",
        "i.value = ?1 AND i.checked <> 'ok'",
        "i.root = ?1",
    ] {
        found.extend(conn.all(
            &format!(
                "SELECT p.n FROM identifier i JOIN person p ON p.id = i.person WHERE {same} ORDER BY p.n"
            ),
            [root],
            |row| row.get::<_, i64>(0),
        )?);
    }
    Ok(found)
}

/// Those whose keys begin so and whose surname and name, folded, fit.
fn keyed(conn: &Connection, prefix: &str, fits: impl Fn(&str) -> bool) -> Result<Vec<i64>> {
    let found: Vec<(String, i64)> = conn.all(
        "SELECT key, n FROM person_key WHERE key >= ?1 AND key < ?2 ORDER BY key, n LIMIT ?3",
        (prefix, after(prefix), LOOKED_AT as i64),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let fitting = found
        .into_iter()
        .filter(|(key, _)| fits(key.get(prefix.len()..).unwrap_or_default()));
    Ok(fitting.map(|(_, n)| n).collect())
}
