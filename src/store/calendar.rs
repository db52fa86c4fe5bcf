//! The days on which an office keeps other than its week: closed, open although it is a holiday, and the
//! public holidays written as closures. What is past stays as it was.

use chrono::NaiveDate;
use rusqlite::params;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::act::{Act, Query, Reader, Tx};
use super::agenda::OpeningFields;
use super::error::{Error, Result};
use super::sql::{Day, Id, Ms, Rows};
use crate::domain::day::bounds;
use crate::domain::ids::OfficeId;
use crate::domain::opening::OpeningKind;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::week::Stretch;

/// The most days that one act closes.
pub const MOST_DAYS: i64 = 366;

/// What every window of the opening plan must hold.
pub(super) fn check_window(fields: &OpeningFields) -> Result<()> {
    if let super::agenda::OpeningOn::Weekday(weekday) = fields.on
        && !(1..=7).contains(&weekday)
    {
        return Err(Error::invalid("weekday", weekday.to_string()));
    }
    if fields.from_min >= fields.to_min || fields.to_min > 24 * 60 {
        return Err(Error::invalid("hours", "the end is not after the start"));
    }
    if fields.valid_to.is_some_and(|last| last < fields.valid_from) {
        return Err(Error::invalid("valid_to", "before the first day"));
    }
    Ok(())
}

/// The office is closed on some days, whatever its week says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseDays {
    /// Where.
    pub office: OfficeId,
    /// The first day, today or later.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// Why, as colleagues read it; not empty.
    pub label: String,
}

impl Act for CloseDays {
    /// How many appointments stand on those days: somebody has to move them.
    type Out = u32;
    const NAME: &'static str = "day.close";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<u32> {
        let label = self.label.trim();
        if label.is_empty() {
            return Err(Error::invalid("label", "empty"));
        }
        if self.last < self.first || (self.last - self.first).num_days() >= MOST_DAYS {
            return Err(Error::invalid("last", "before the first day, or too far"));
        }
        from_today(tx, self.first)?;
        for day in self.first.iter_days().take_while(|day| *day <= self.last) {
            close(tx, self.office, day, label)?;
        }
        let (begins, _) = bounds(self.first);
        let (_, ends) = bounds(self.last);
        tx.conn().value(
            "SELECT count(*) FROM appointment WHERE office = ?1 AND starts_at >= ?2 AND starts_at < ?3
             AND state IN ('booked', 'confirmed')",
            params![self.office, Ms(begins), Ms(ends)],
        )
    }
}

fn close(tx: &Tx<'_>, office: OfficeId, day: NaiveDate, label: &str) -> Result<()> {
    if exception(tx, office, day)?.is_some() {
        return except(tx, office, day, true, label);
    }
    let there = tx.conn().exists(
        "SELECT 1 FROM closure WHERE office = ?1 AND day = ?2",
        params![office, Day(day)],
    )?;
    if there {
        return Ok(());
    }
    tx.insert(
        "closure",
        tx.new_id::<Ulid>(),
        &[("office", &office), ("day", &Day(day)), ("name", &label)],
    )
}

/// The office is open on a day and for some hours, whatever week and holidays say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDay {
    /// Where.
    pub office: OfficeId,
    /// The day, today or later.
    pub day: NaiveDate,
    /// The hours.
    pub hours: Vec<Stretch>,
    /// For whom.
    pub kind: OpeningKind,
    /// Why, as colleagues read it; not empty.
    pub label: String,
}

impl Act for OpenDay {
    type Out = ();
    const NAME: &'static str = "day.open";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let label = self.label.trim();
        if label.is_empty() {
            return Err(Error::invalid("label", "empty"));
        }
        if self.hours.is_empty() || self.kind == OpeningKind::Closed {
            return Err(Error::invalid("hours", "none"));
        }
        from_today(tx, self.day)?;
        except(tx, self.office, self.day, false, label)?;
        drop_rows(tx, "opening", self.office, self.day)?;
        for (from, to) in &self.hours {
            if from >= to || *to > 24 * 60 {
                return Err(Error::invalid("hours", "the end is not after the start"));
            }
            tx.insert(
                "opening",
                tx.new_id::<Ulid>(),
                &[
                    ("office", &self.office),
                    ("day", &Day(self.day)),
                    ("from_min", from),
                    ("to_min", to),
                    ("kind", &self.kind),
                    ("valid_from", &Day(self.day)),
                    ("valid_to", &Day(self.day)),
                ],
            )?;
        }
        Ok(())
    }
}

/// A day goes by the week again: its closure, its exception and its own hours are taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearDay {
    /// Where.
    pub office: OfficeId,
    /// The day, today or later.
    pub day: NaiveDate,
}

impl Act for ClearDay {
    type Out = ();
    const NAME: &'static str = "day.clear";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        from_today(tx, self.day)?;
        let tables = ["closure", "day_exception", "opening"];
        let mut gone = 0;
        for table in tables {
            gone += drop_rows(tx, table, self.office, self.day)?;
        }
        if gone == 0 {
            return Err(Error::not_found("closure", self.day));
        }
        Ok(())
    }
}

fn from_today(tx: &Tx<'_>, day: NaiveDate) -> Result<()> {
    if day < tx.today() {
        return Err(tx.refuse(Refusal::PastStays));
    }
    Ok(())
}

fn exception(tx: &Tx<'_>, office: OfficeId, day: NaiveDate) -> Result<Option<Ulid>> {
    tx.conn().maybe(
        "SELECT id FROM day_exception WHERE office = ?1 AND day = ?2",
        params![office, Day(day)],
        |row| Ok(row.get::<_, Id>(0)?.0),
    )
}

fn except(tx: &Tx<'_>, office: OfficeId, day: NaiveDate, closed: bool, label: &str) -> Result<()> {
    match exception(tx, office, day)? {
        Some(id) => tx.update(
            "day_exception",
            id,
            None,
            &[("closed", &closed), ("label", &label)],
        ),
        None => tx.insert(
            "day_exception",
            tx.new_id::<Ulid>(),
            &[
                ("office", &office),
                ("day", &Day(day)),
                ("closed", &closed),
                ("label", &label),
            ],
        ),
    }
}

/// Takes away what a table holds of a day; answers how many rows.
fn drop_rows(tx: &Tx<'_>, table: &'static str, office: OfficeId, day: NaiveDate) -> Result<usize> {
    let rows = tx.conn().all(
        &format!("SELECT id FROM {table} WHERE office = ?1 AND day = ?2"),
        params![office, Day(day)],
        |row| Ok(row.get::<_, Id>(0)?.0),
    )?;
    for id in &rows {
        tx.delete(table, *id, None)?;
    }
    Ok(rows.len())
}

/// A day on which an office keeps other than its week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDay {
    /// The day.
    pub day: NaiveDate,
    /// Whether it is closed.
    pub closed: bool,
    /// Why.
    pub label: String,
    /// Its own hours, if it has any.
    pub hours: Vec<(Stretch, OpeningKind)>,
}

/// The special days of an office from today on, by day.
#[derive(Debug, Clone, Copy)]
pub struct SpecialDays {
    /// Where.
    pub office: OfficeId,
}

impl Query for SpecialDays {
    type Out = Vec<SpecialDay>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        let from = params![self.office, Day(db.today())];
        let mut days = db.conn.all(
            "SELECT d.day, coalesce(e.closed, c.day IS NOT NULL), coalesce(e.label, c.name, '')
             FROM (SELECT day FROM closure WHERE office = ?1 AND day >= ?2
                   UNION SELECT day FROM day_exception WHERE office = ?1 AND day >= ?2
                   UNION SELECT day FROM opening WHERE office = ?1 AND day >= ?2) d
             LEFT JOIN closure c ON c.office = ?1 AND c.day = d.day
             LEFT JOIN day_exception e ON e.office = ?1 AND e.day = d.day
             ORDER BY d.day",
            from,
            |row| {
                Ok(SpecialDay {
                    day: row.get::<_, Day>(0)?.0,
                    closed: row.get(1)?,
                    label: row.get(2)?,
                    hours: Vec::new(),
                })
            },
        )?;
        let windows = db.conn.all(
            "SELECT day, from_min, to_min, kind FROM opening WHERE office = ?1 AND day >= ?2
             ORDER BY day, from_min",
            params![self.office, Day(db.today())],
            |row| {
                let stretch: Stretch = (row.get(1)?, row.get(2)?);
                Ok((row.get::<_, Day>(0)?.0, stretch, row.get(3)?))
            },
        )?;
        for (day, stretch, kind) in windows {
            if let Ok(at) = days.binary_search_by_key(&day, |one| one.day) {
                days[at].hours.push((stretch, kind));
            }
        }
        Ok(days)
    }
}
