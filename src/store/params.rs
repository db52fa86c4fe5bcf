//! The dated parameters as rows: what holds on a day, what held, what is to come, and a new value.
//!
//! A value that has held is never written over: a new one begins today or later, and the one before it
//! ends the day before. Where an office has set nothing, what is usual holds ([`ParamKey::rule`]).

use std::convert::Infallible;
use std::result::Result as Outcome;
use std::str::FromStr as _;

use chrono::{NaiveDate, TimeDelta};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::act::{Act, Column, Query, Reader, Tx};
use super::error::{Error, Result};
use super::sql::{Day, Id, Rows, day};
use crate::domain::Named as _;
use crate::domain::lang::Lang;
use crate::domain::param::{ParamFault, ParamKey};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;

/// A parameter gets another value from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetParam {
    /// Which.
    pub key: ParamKey,
    /// Its value, of the kind of the key.
    pub value: String,
    /// The first day on which it holds: today or later.
    pub valid_from: NaiveDate,
    /// Where it is written; not empty.
    pub source: String,
    /// The version of the row of that day, or that a value of that day was not there.
    pub ver: Option<i64>,
}

impl Act for SetParam {
    type Out = ();
    const NAME: &'static str = "param.set";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        if self.valid_from < tx.today() {
            return Err(tx.refuse(Refusal::PastStays));
        }
        put(tx, self)
    }
}

/// Writes a value, whatever the day: of a new office also those that held before it was there.
pub(super) fn put(tx: &Tx<'_>, new: &SetParam) -> Result<()> {
    new.key
        .rule()
        .kind
        .check(&new.value)
        .map_err(|fault: ParamFault| Error::invalid("value", fault.code()))?;
    if new.source.trim().is_empty() {
        return Err(Error::invalid("source", "empty"));
    }
    let from = Day(new.valid_from);
    let next: Option<NaiveDate> = tx.conn().maybe(
        "SELECT valid_from FROM param WHERE key = ?1 AND valid_from > ?2
         ORDER BY valid_from LIMIT 1",
        params![new.key, from],
        |row| Ok(row.get::<_, Day>(0)?.0),
    )?;
    let (value, source) = (new.value.trim(), new.source.trim());
    let to = next.and_then(|next| next.pred_opt()).map(Day);
    let columns: [Column<'_>; 3] = [("value", &value), ("valid_to", &to), ("source", &source)];
    let there: Option<Ulid> = tx.conn().maybe(
        "SELECT id FROM param WHERE key = ?1 AND valid_from = ?2",
        params![new.key, from],
        |row| Ok(row.get::<_, Id>(0)?.0),
    )?;
    if let Some(id) = there {
        // No version of it was seen: somebody else was faster.
        return tx.update("param", id, Some(new.ver.unwrap_or(0)), &columns);
    }
    end_before(tx, new)?;
    let key: [Column<'_>; 2] = [("key", &new.key), ("valid_from", &from)];
    tx.insert("param", tx.new_id::<Ulid>(), &[&key[..], &columns].concat())
}

/// The value that held until now ends the day before the new one begins.
fn end_before(tx: &Tx<'_>, new: &SetParam) -> Result<()> {
    let before = tx.conn().maybe(
        "SELECT id FROM param WHERE key = ?1 AND valid_from < ?2
         AND (valid_to IS NULL OR valid_to >= ?2) ORDER BY valid_from DESC LIMIT 1",
        params![new.key, Day(new.valid_from)],
        |row| Ok(row.get::<_, Id>(0)?.0),
    )?;
    let Some(before) = before else { return Ok(()) };
    let last = new.valid_from.pred_opt().map(Day);
    tx.update("param", before, None, &[("valid_to", &last)])
}

/// A row of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamRow {
    /// Identity.
    pub id: Ulid,
    /// Its key, as it is stored.
    pub key: String,
    /// Its value.
    pub value: String,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day, if it has one.
    pub valid_to: Option<NaiveDate>,
    /// Where it is written.
    pub source: String,
    /// The row's version.
    pub ver: i64,
}

impl ParamRow {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The parameter, if the program reads it.
    pub fn known(&self) -> Option<ParamKey> {
        ParamKey::from_str(&self.key).ok()
    }
}

/// All values of all parameters, by key and then the newest first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Params;

impl Query for Params {
    type Out = Vec<ParamRow>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        db.conn.all(
            "SELECT id, key, value, valid_from, valid_to, source, ver FROM param
             ORDER BY key, valid_from DESC",
            [],
            |row| {
                Ok(ParamRow {
                    id: row.get::<_, Id>(0)?.0,
                    key: row.get(1)?,
                    value: row.get(2)?,
                    valid_from: row.get::<_, Day>(3)?.0,
                    valid_to: day(row, 4)?,
                    source: row.get(5)?,
                    ver: row.get(6)?,
                })
            },
        )
    }
}

/// The value of a parameter on a day; what is usual where the office has set none.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Which.
    pub key: ParamKey,
    /// The day.
    pub on: NaiveDate,
}

impl Query for Param {
    type Out = String;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        value(db.conn, self.key, self.on)
    }
}

/// The value of a parameter on a day, for acts and queries that go by it.
pub(super) fn value(conn: &Connection, key: ParamKey, on: NaiveDate) -> Result<String> {
    let set = conn.maybe(
        "SELECT value FROM param
         WHERE key = ?1 AND valid_from <= ?2 AND (valid_to IS NULL OR valid_to >= ?2)
         ORDER BY valid_from DESC LIMIT 1",
        params![key, Day(on)],
        |row| row.get(0),
    )?;
    let usual = key.rule().usual;
    Ok(set
        .filter(|value: &String| key.rule().kind.check(value).is_ok())
        .unwrap_or_else(|| usual.to_owned()))
}

/// The same as a number; zero for a text.
pub(super) fn number(conn: &Connection, key: ParamKey, on: NaiveDate) -> Result<i64> {
    Ok(value(conn, key, on)?.trim().parse().unwrap_or_default())
}

/// The same as minutes.
pub(super) fn minutes(conn: &Connection, key: ParamKey, on: NaiveDate) -> Result<TimeDelta> {
    Ok(TimeDelta::minutes(number(conn, key, on)?))
}

/// The hold of a dropped line in force on a day.
pub(super) fn line_hold(conn: &Connection, on: NaiveDate) -> Result<TimeDelta> {
    Ok(TimeDelta::seconds(number(conn, ParamKey::LineHold, on)?))
}

/// The values of a day that the screens go by.
#[derive(Debug, Clone, Copy)]
pub struct RulesOf {
    /// The day.
    pub day: NaiveDate,
}

/// What [`RulesOf`] answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayRules {
    /// How long a ticket stays with somebody whose line dropped, before a colleague may take it over.
    pub line_hold: TimeDelta,
    /// How long a draft is kept which nobody touches.
    pub draft: TimeDelta,
    /// How long no key is pressed before the screen hides what is on it.
    pub idle: TimeDelta,
    /// How long after its start an appointment counts as missed.
    pub absent_after: TimeDelta,
    /// Whether people are asked how content they are.
    pub ask_satisfaction: bool,
    /// How many days before its end a paper is listed.
    pub paper_days: u32,
    /// How many days before its end a plan is listed.
    pub plan_days: u32,
    /// The version of the wording of a consent.
    pub consent_version: String,
    /// The wording in Italian and in English.
    consent_text: [String; 2],
}

impl DayRules {
    /// The wording of a consent in a language.
    pub fn consent_text(&self, lang: Lang) -> &str {
        let [it, en] = &self.consent_text;
        match lang {
            Lang::It => it,
            Lang::En => en,
        }
    }

    fn read<E>(mut of: impl FnMut(ParamKey) -> Outcome<String, E>) -> Outcome<Self, E> {
        let mut count = |key| Ok(of(key)?.trim().parse::<i64>().unwrap_or_default());
        Ok(Self {
            line_hold: TimeDelta::seconds(count(ParamKey::LineHold)?),
            draft: TimeDelta::days(count(ParamKey::DraftDays)?),
            idle: TimeDelta::minutes(count(ParamKey::IdleMinutes)?),
            absent_after: TimeDelta::minutes(count(ParamKey::AbsentAfter)?),
            ask_satisfaction: count(ParamKey::AskSatisfaction)? > 0,
            paper_days: u32::try_from(count(ParamKey::PaperDays)?).unwrap_or_default(),
            plan_days: u32::try_from(count(ParamKey::PlanDays)?).unwrap_or_default(),
            consent_version: of(ParamKey::ConsentVersion)?,
            consent_text: [of(ParamKey::ConsentTextIt)?, of(ParamKey::ConsentTextEn)?],
        })
    }

    /// What usually holds, until the office has answered.
    pub fn usual() -> Self {
        let Ok(usual) = Self::read::<Infallible>(|key| Ok(key.rule().usual.to_owned()));
        usual
    }
}

impl Query for RulesOf {
    type Out = DayRules;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        DayRules::read(|key| value(db.conn, key, self.day))
    }
}
