//! The dated parameters as rows: what holds now, what held, what is to come, and a new value.
//!
//! A value that has held is never written over: a new one begins today or later, and the one before it
//! ends the day before.

use chrono::NaiveDate;
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::act::{Act, Query, Reader, Tx};
use super::error::{Error, Result};
use super::settings::SetParam;
use super::sql::{Day, Rows, day};
use crate::domain::Named as _;
use crate::domain::param::{ParamFault, ParamKey};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;

/// A parameter gets another value from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviseParam {
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

impl Act for ReviseParam {
    type Out = ();
    const NAME: &'static str = "param.revise";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        self.key
            .kind()
            .check(&self.value)
            .map_err(|fault: ParamFault| Error::invalid("value", fault.code()))?;
        if self.source.trim().is_empty() {
            return Err(Error::invalid("source", "empty"));
        }
        if self.valid_from < tx.today() {
            return Err(tx.refuse(Refusal::PastStays));
        }
        let there: Option<(ulid::Ulid, i64)> = tx.conn().maybe(
            "SELECT id, ver FROM param WHERE key = ?1 AND valid_from = ?2",
            params![self.key, Day(self.valid_from)],
            |row| Ok((row.get::<_, super::sql::Id>(0)?.0, row.get(1)?)),
        )?;
        if let Some((id, ver)) = there
            && self.ver != Some(ver)
        {
            // Somebody else was faster: the row is not what the screen showed.
            return tx.update("param", id, Some(self.ver.unwrap_or(0)), &[]);
        }
        let next: Option<NaiveDate> = tx.conn().maybe(
            "SELECT valid_from FROM param WHERE key = ?1 AND valid_from > ?2
             ORDER BY valid_from LIMIT 1",
            params![self.key, Day(self.valid_from)],
            |row| Ok(row.get::<_, Day>(0)?.0),
        )?;
        SetParam {
            key: self.key.code().to_owned(),
            value: self.value.trim().to_owned(),
            valid_from: self.valid_from,
            valid_to: next.and_then(|next| next.pred_opt()),
            source: self.source.trim().to_owned(),
        }
        .apply(tx)
    }
}

/// A row of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamRow {
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
}

/// All values of all parameters, by key and then the newest first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Params;

impl Query for Params {
    type Out = Vec<ParamRow>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        db.conn.all(
            "SELECT key, value, valid_from, valid_to, source, ver FROM param
             ORDER BY key, valid_from DESC",
            [],
            |row| {
                Ok(ParamRow {
                    key: row.get(0)?,
                    value: row.get(1)?,
                    valid_from: row.get::<_, Day>(2)?.0,
                    valid_to: day(row, 3)?,
                    source: row.get(4)?,
                    ver: row.get(5)?,
                })
            },
        )
    }
}
