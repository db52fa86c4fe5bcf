//! People who are likely the same, two by two: the list that coordination goes through, and the two records beside
//! each other.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::merge::{BELONGING, columns, not_merged};
use crate::domain::access::LookAt;
use crate::domain::double::SameFact;
use crate::domain::ids::PersonId;
use crate::domain::person::SameBy;
use crate::domain::staff::Right;
use crate::domain::text::words;
use crate::store::act::{Act, Query, Reader, Tx};
use crate::store::error::{Error, Result};
use crate::store::interview::{Entry, told_by};
use crate::store::looks::Look;
use crate::store::person_keys::{BIRTH, PHONE, TAB};
use crate::store::search::{PersonHit, after, by_root, hit};
use crate::store::sql::{Day, Rows};

/// A phone number that more people than these have is that of a house, and says nothing.
const OF_A_HOUSE: usize = 5;

/// Who is likely on file twice: by the code or another form of it, by name and day of birth, by phone number; the
/// surest first. Not those of whom it was said that they are not the same.
#[derive(Debug, Clone, Copy)]
pub struct Doubles {
    /// How many at most.
    pub limit: usize,
}

/// Two records that are likely one person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Double {
    /// The older record.
    pub one: PersonHit,
    /// The other one.
    pub other: PersonHit,
    /// Why.
    pub by: SameBy,
}

impl Query for Doubles {
    /// How many pairs there are, and the first of them.
    type Out = (usize, Vec<Double>);
    const RIGHT: Right = Right::PeopleMerge;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::Doubles))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        let conn = db.conn;
        let unlike = unlike(conn)?;
        let mut known: HashSet<(i64, i64)> = HashSet::new();
        let (mut total, mut rows) = (0, Vec::new());
        let groups = [
            (SameBy::Code, by_code(conn)?),
            (SameBy::Birth, by_birth(conn)?),
            (SameBy::Phone, by_phone(conn)?),
        ];
        for (by, groups) in groups {
            for pair in groups.iter().flat_map(|group| pairs(group)) {
                if unlike.contains(&pair) || !known.insert(pair) {
                    continue;
                }
                if rows.len() >= self.limit {
                    total += 1;
                    continue;
                }
                if let (Some(one), Some(other)) = (hit(conn, pair.0)?, hit(conn, pair.1)?) {
                    total += 1;
                    rows.push(Double { one, other, by });
                }
            }
        }
        Ok((total, rows))
    }
}

/// Of a small group each with each, for the first may be the one who is another person; of a large one the first
/// with each of the others: whoever merges them goes on with what is left.
fn pairs(group: &[i64]) -> Vec<(i64, i64)> {
    let mut group = group.to_vec();
    group.sort_unstable();
    group.dedup();
    let firsts = if group.len() > OF_A_HOUSE {
        1
    } else {
        group.len()
    };
    let with_later = |(at, one): (usize, &i64)| {
        let one = *one;
        let later = group[at + 1..].iter();
        later.map(move |n| (one, *n)).collect::<Vec<_>>()
    };
    group
        .iter()
        .enumerate()
        .take(firsts)
        .flat_map(with_later)
        .collect()
}

/// Those with the same code or another form of it. Only codes in doubt and those with another form can be
/// somebody else's too.
fn by_code(conn: &Connection) -> Result<Vec<Vec<i64>>> {
    let mut codes: Vec<String> = Vec::new();
    for which in [
        "value FROM identifier WHERE checked <> 'ok'",
        "root FROM identifier WHERE root IS NOT NULL",
    ] {
        codes.extend(conn.all(&format!("SELECT {which}"), [], |row| row.get(0))?);
    }
    codes.sort_unstable();
    codes.dedup();
    codes.iter().map(|code| by_root(conn, code)).collect()
}

/// Those with the same day of birth and the same words in surname and name, in whatever order.
fn by_birth(conn: &Connection) -> Result<Vec<Vec<i64>>> {
    grouped(conn, BIRTH, |key| {
        let (born, name) = key.split_once(TAB)?;
        let mut name: Vec<&str> = words(name).collect();
        name.sort_unstable();
        Some(format!("{born} {}", name.join(" ")))
    })
}

/// Those with the same phone number, unless it is that of a house.
fn by_phone(conn: &Connection) -> Result<Vec<Vec<i64>>> {
    let groups = grouped(conn, PHONE, |key| Some(key.split_once(TAB)?.0.to_owned()))?;
    Ok(groups
        .into_iter()
        .filter(|group| group.len() <= OF_A_HOUSE)
        .collect())
}

/// The people whose keys of a kind come to the same, where there is more than one.
fn grouped(
    conn: &Connection,
    kind: &str,
    same: impl Fn(&str) -> Option<String>,
) -> Result<Vec<Vec<i64>>> {
    let mut groups: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut statement = conn.prepare_cached(
        "SELECT key, n FROM person_key WHERE key >= ?1 AND key < ?2 ORDER BY key, n",
    )?;
    let mut rows = statement.query((kind, after(kind)))?;
    while let Some(row) = rows.next()? {
        let key: String = row.get(0)?;
        if let Some(same) = same(key.get(kind.len()..).unwrap_or_default()) {
            groups.entry(same).or_default().push(row.get(1)?);
        }
    }
    Ok(groups
        .into_values()
        .filter(|group| group.len() > 1)
        .collect())
}

/// The pairs of whom it was said that they are not the same, by their rows' numbers.
fn unlike(conn: &Connection) -> Result<HashSet<(i64, i64)>> {
    let pairs: Vec<(i64, i64)> = conn.all(
        "SELECT a.n, b.n FROM not_same s JOIN person a ON a.id = s.one JOIN person b ON b.id = s.other",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(pairs
        .into_iter()
        .map(|(one, other)| (one.min(other), one.max(other)))
        .collect())
}

/// Says that two who look like one person are two: they are on the list no more.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct NotSame {
    /// One.
    pub one: PersonId,
    /// The other.
    pub other: PersonId,
}

impl Act for NotSame {
    type Out = ();
    const NAME: &'static str = "person.not_same";
    const RIGHT: Right = Right::PeopleMerge;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        for person in [self.one, self.other] {
            super::known(tx.conn(), person)?;
        }
        tx.about(self.one);
        tx.insert(
            "not_same",
            tx.new_id::<Ulid>(),
            &[("one", &self.one), ("other", &self.other)],
        )
    }
}

/// One of two records that are laid beside each other. Opening it is logged.
#[derive(Debug, Clone, Copy)]
pub struct PersonSide {
    /// Whose.
    pub person: PersonId,
}

/// A record as far as the choice between two needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Whose.
    pub person: PersonId,
    /// Version, for [`MergePeople`](super::MergePeople).
    pub ver: i64,
    /// Since when it is on file.
    pub registered_on: Option<NaiveDate>,
    /// What it says of each fact, as stored; lists as JSON. Not what it does not say.
    pub facts: BTreeMap<SameFact, String>,
    /// The codes of its places, of those that have one.
    pub codes: BTreeMap<SameFact, String>,
    /// The rows of its interview.
    pub entries: Vec<Entry>,
    /// How many rows point to it: tickets, appointments, notes and all else.
    pub rows: i64,
}

impl Query for PersonSide {
    type Out = Side;
    const RIGHT: Right = Right::PeopleMerge;

    fn look(&self) -> Option<Look> {
        Some(Look::open(self.person, LookAt::Record))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Side> {
        let (conn, person) = (db.conn, self.person);
        not_merged(conn, &person)?;
        let (ver, registered_on) = conn
            .maybe(
                "SELECT ver, registered_on FROM person WHERE id = ?1",
                [person],
                |row| Ok((row.get(0)?, row.get::<_, Option<Day>>(1)?)),
            )?
            .ok_or_else(|| Error::not_found("person", person))?;
        let mut facts = BTreeMap::new();
        for fact in SameFact::ALL {
            let said = said(conn, person, *fact)?;
            if let Some(said) = said.filter(|said| !said.is_empty() && said != "[]") {
                facts.insert(*fact, said);
            }
        }
        let mut codes = BTreeMap::new();
        for (fact, column) in [
            (SameFact::BirthPlace, "birth_place"),
            (SameFact::Residence, "residence"),
        ] {
            let code: Option<String> = conn.value(
                &format!("SELECT {column} FROM person WHERE id = ?1"),
                [person],
            )?;
            codes.extend(code.map(|code| (fact, code)));
        }
        let mut rows = 0;
        // Not even how many sealed facts there are is said.
        for (table, column) in BELONGING.iter().filter(|of| of.0 != "sealed_fact") {
            rows += conn.value::<i64>(
                &format!("SELECT count(*) FROM {table} WHERE {column} = ?1"),
                [person],
            )?;
        }
        Ok(Side {
            person,
            ver,
            registered_on: registered_on.map(|day| day.0),
            facts,
            codes,
            entries: told_by(conn, person)?,
            rows,
        })
    }
}

/// What a record says of a fact, as it is shown: the name of a place, not its code.
fn said(conn: &Connection, person: PersonId, fact: SameFact) -> Result<Option<String>> {
    let value = match fact {
        SameFact::Code => {
            "(SELECT value FROM identifier WHERE person = p.id AND kind = 'cf' ORDER BY former, n LIMIT 1)"
        }
        SameFact::Employment => {
            "(SELECT status || ' ' || coalesce(from_on, '') FROM employment WHERE person = p.id \
             AND to_on IS NULL ORDER BY n DESC LIMIT 1)"
        }
        SameFact::BirthPlace => "coalesce(birth_place_name, birth_place)",
        SameFact::Residence => "coalesce(residence_name, residence)",
        SameFact::Address => "trim(coalesce(address, '') || ' ' || coalesce(postcode, ''))",
        SameFact::Hours => "hours_min || '-' || hours_max",
        SameFact::Referent => "(SELECT name FROM staff WHERE id = p.referent)",
        other => columns(other).first().copied().unwrap_or("NULL"),
    };
    conn.value(
        &format!("SELECT CAST({value} AS TEXT) FROM person p WHERE id = ?1"),
        [person],
    )
}
