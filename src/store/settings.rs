//! What an office is made of and what it goes by: its name, the services it offers, the programmes,
//! and the dated parameters. No threshold of the work is written in the code: each is a row with the
//! days on which it holds and its source.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::params;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::act::{Act, Query, Reader, Tx};
use super::error::{Error, Result};
use super::sql::{Day, Id, Rows, day};
use super::staff::{AddStaff, insert_staff};
use crate::domain::Named as _;
use crate::domain::ids::{ActId, DeskId, OfficeId, StaffId};
use crate::domain::lang::Lang;
use crate::domain::param::ParamKey;
use crate::domain::service::ServiceLevel;
use crate::domain::staff::{DeskKind, Right, Role, Staff};

/// An office to be made: all that `sportello init` writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewOffice {
    /// The id from which all ids of the new rows follow.
    pub act: ActId,
    /// When, in UTC.
    pub at: DateTime<Utc>,
    /// The name of the office.
    pub name: String,
    /// Where: the ISTAT code.
    pub municipality: Option<String>,
    /// Whether it is invented, for practice.
    pub practice: bool,
    /// The desks: label and kind.
    pub desks: Vec<(String, DeskKind)>,
    /// What is offered.
    pub services: Vec<NewService>,
    /// The dated parameters.
    pub params: Vec<SetParam>,
    /// The programmes that pay.
    pub programmes: Vec<AddProgramme>,
    /// Who runs it: login and name. The first coordinator adds the others.
    pub login: String,
    /// The name that colleagues see.
    pub staff_name: String,
    /// The language of the first coordinator's screen.
    pub lang: Option<Lang>,
}

/// Writes all rows of a new office; who made it is its first coordinator.
pub(super) fn found(tx: &Tx<'_>, new: &NewOffice) -> Result<()> {
    let office = tx.staff().office;
    if new.name.trim().is_empty() {
        return Err(Error::invalid("name", "empty"));
    }
    tx.insert(
        "office",
        office,
        &[
            ("name", &new.name),
            ("municipality", &new.municipality),
            ("practice", &new.practice),
        ],
    )?;
    let coordinator = AddStaff {
        login: new.login.clone(),
        name: new.staff_name.clone(),
        roles: vec![Role::Coordination],
        office,
        desk: None,
        lang: new.lang,
        hours: Vec::new(),
    };
    insert_staff(tx, tx.staff().id, &coordinator)?;
    for (label, kind) in &new.desks {
        let id: DeskId = tx.new_id();
        tx.insert(
            "desk",
            id,
            &[("office", &office), ("label", label), ("kind", kind)],
        )?;
    }
    for service in &new.services {
        insert_service(tx, service)?;
    }
    for param in &new.params {
        param.apply(tx)?;
    }
    for programme in &new.programmes {
        programme.apply(tx)?;
    }
    Ok(())
}

/// The first coordinator of a new office, before its row is there.
pub(super) fn founder(new: &NewOffice) -> Staff {
    let id = |n: u128| Ulid(u128::from(new.act.0).wrapping_add(n));
    Staff {
        id: StaffId(id(1)),
        login: new.login.clone(),
        name: new.staff_name.clone(),
        roles: vec![Role::Coordination],
        office: OfficeId(id(2)),
        desk: None,
        lang: new.lang,
    }
}

/// How many ids [`founder`] has taken of the act's.
pub(super) const FOUNDERS_IDS: u128 = 2;

/// A kind of service of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewService {
    /// Its code, unique: `orientation.first`.
    pub code: String,
    /// Its Italian name.
    pub label_it: String,
    /// Its English name.
    pub label_en: String,
    /// Its level.
    pub level: ServiceLevel,
    /// How long one takes, in minutes.
    pub minutes: u32,
    /// Whether it needs a person on file.
    pub needs_person: bool,
    /// Whether it is given without an appointment.
    pub walk_in: bool,
    /// The minutes that a plan proposes for it.
    pub default_min: Option<u32>,
    /// The first day on which it is offered.
    pub valid_from: Option<NaiveDate>,
    /// The last day on which it is offered.
    pub valid_to: Option<NaiveDate>,
}

impl Act for NewService {
    type Out = ();
    const NAME: &'static str = "service.add";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        super::catalogue::check_new(tx, self)?;
        insert_service(tx, self)
    }
}

fn insert_service(tx: &Tx<'_>, new: &NewService) -> Result<()> {
    let id: Ulid = tx.new_id();
    tx.insert(
        "service_type",
        id,
        &[
            ("code", &new.code),
            ("label_it", &new.label_it),
            ("label_en", &new.label_en),
            ("level", &new.level),
            ("minutes", &new.minutes),
            ("needs_person", &new.needs_person),
            ("walk_in", &new.walk_in),
            ("default_min", &new.default_min),
            ("valid_from", &new.valid_from.map(Day)),
            ("valid_to", &new.valid_to.map(Day)),
        ],
    )
}

/// A parameter holds from a day on; the value before it ends the day before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetParam {
    /// Its key: `call_max`, `wait_min`.
    pub key: String,
    /// Its value.
    pub value: String,
    /// The first day on which it holds.
    pub valid_from: NaiveDate,
    /// The last day, if it is known.
    pub valid_to: Option<NaiveDate>,
    /// Where it is written.
    pub source: String,
}

impl Act for SetParam {
    type Out = ();
    const NAME: &'static str = "param.set";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let (from, to) = (Day(self.valid_from), self.valid_to.map(Day));
        let columns: [super::act::Column<'_>; 3] = [
            ("value", &self.value),
            ("valid_to", &to),
            ("source", &self.source),
        ];
        let same_day = tx.conn().maybe(
            "SELECT id FROM param WHERE key = ?1 AND valid_from = ?2",
            params![self.key, from],
            |row| Ok(row.get::<_, Id>(0)?.0),
        )?;
        if let Some(id) = same_day {
            return tx.update("param", id, None, &columns);
        }
        let before = tx.conn().maybe(
            "SELECT id FROM param WHERE key = ?1 AND valid_from < ?2
             AND (valid_to IS NULL OR valid_to >= ?2) ORDER BY valid_from DESC LIMIT 1",
            params![self.key, from],
            |row| Ok(row.get::<_, Id>(0)?.0),
        )?;
        if let Some(before) = before {
            let last = self.valid_from.pred_opt().map(Day);
            tx.update("param", before, None, &[("valid_to", &last)])?;
        }
        let id: Ulid = tx.new_id();
        let key: [super::act::Column<'_>; 2] = [("key", &self.key), ("valid_from", &from)];
        tx.insert("param", id, &[&key[..], &columns[..]].concat())
    }
}

/// A programme that pays for services, with its caps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddProgramme {
    /// Its code, unique: `GOL`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The first day.
    pub valid_from: Option<NaiveDate>,
    /// The last day.
    pub valid_to: Option<NaiveDate>,
    /// Where it is written.
    pub source: String,
    /// What it pays for at most: the service's code (none = all together) and minutes.
    pub caps: Vec<(Option<String>, u32)>,
}

impl Act for AddProgramme {
    type Out = ();
    const NAME: &'static str = "programme.add";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let id: Ulid = tx.new_id();
        let (from, to) = (self.valid_from.map(Day), self.valid_to.map(Day));
        tx.insert(
            "programme",
            id,
            &[
                ("code", &self.code),
                ("name", &self.name),
                ("valid_from", &from),
                ("valid_to", &to),
                ("source", &self.source),
            ],
        )?;
        for (service, minutes) in &self.caps {
            let cap: Ulid = tx.new_id();
            tx.insert(
                "programme_cap",
                cap,
                &[
                    ("programme", &Id(id)),
                    ("service", service),
                    ("minutes", minutes),
                    ("valid_from", &from),
                    ("valid_to", &to),
                    ("source", &self.source),
                ],
            )?;
        }
        Ok(())
    }
}

/// One more office of the same agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddOffice {
    /// Its name.
    pub name: String,
    /// Where: the ISTAT code.
    pub municipality: Option<String>,
    /// Whether it is invented, for practice.
    pub practice: bool,
}

impl Act for AddOffice {
    type Out = OfficeId;
    const NAME: &'static str = "office.add";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<OfficeId> {
        let id: OfficeId = tx.new_id();
        tx.insert(
            "office",
            id,
            &[
                ("name", &self.name),
                ("municipality", &self.municipality),
                ("practice", &self.practice),
            ],
        )?;
        Ok(id)
    }
}

/// An office as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Identity.
    pub id: OfficeId,
    /// Its name.
    pub name: String,
    /// Where: the ISTAT code.
    pub municipality: Option<String>,
    /// Whether it is invented, for practice.
    pub practice: bool,
}

/// All offices, the first one first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offices;

impl Query for Offices {
    type Out = Vec<Office>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        db.conn.all(
            "SELECT id, name, municipality, practice FROM office ORDER BY n",
            [],
            |row| {
                Ok(Office {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    municipality: row.get(2)?,
                    practice: row.get(3)?,
                })
            },
        )
    }
}

/// The catalogue on a day.
#[derive(Debug, Clone, Copy)]
pub struct Services {
    /// The day.
    pub on: NaiveDate,
}

impl Query for Services {
    type Out = Vec<NewService>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        db.conn.all(
            "SELECT code, label_it, label_en, level, minutes, needs_person, walk_in, default_min, valid_from, valid_to
             FROM service_type
             WHERE (valid_from IS NULL OR valid_from <= ?1) AND (valid_to IS NULL OR valid_to >= ?1)
             ORDER BY n",
            [Day(self.on)],
            |row| {
                Ok(NewService {
                    code: row.get(0)?,
                    label_it: row.get(1)?,
                    label_en: row.get(2)?,
                    level: row.get(3)?,
                    minutes: row.get(4)?,
                    needs_person: row.get(5)?,
                    walk_in: row.get(6)?,
                    default_min: row.get(7)?,
                    valid_from: day(row, 8)?,
                    valid_to: day(row, 9)?,
                })
            },
        )
    }
}

/// A programme that pays for services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// The programmes that hold on a day, by code.
#[derive(Debug, Clone, Copy)]
pub struct Programmes {
    /// The day.
    pub on: NaiveDate,
}

impl Query for Programmes {
    type Out = Vec<Programme>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        db.conn.all(
            "SELECT code, name FROM programme
             WHERE (valid_from IS NULL OR valid_from <= ?1) AND (valid_to IS NULL OR valid_to >= ?1)
             ORDER BY code",
            [Day(self.on)],
            |row| {
                Ok(Programme {
                    code: row.get(0)?,
                    name: row.get(1)?,
                })
            },
        )
    }
}

/// The value of a parameter on a day, with its source.
#[derive(Debug, Clone)]
pub struct Param {
    /// Its key.
    pub key: String,
    /// The day.
    pub on: NaiveDate,
}

/// A parameter's value and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParamValue {
    /// The value.
    pub value: String,
    /// Where it is written.
    pub source: String,
    /// Since when it holds.
    pub valid_from: NaiveDate,
}

impl Query for Param {
    type Out = Option<ParamValue>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        param(db.conn, &self.key, self.on)
    }
}

/// The value of a parameter on a day, for acts and queries that go by it.
pub fn param(conn: &rusqlite::Connection, key: &str, on: NaiveDate) -> Result<Option<ParamValue>> {
    conn.maybe(
        "SELECT value, source, valid_from FROM param
         WHERE key = ?1 AND valid_from <= ?2 AND (valid_to IS NULL OR valid_to >= ?2)
         ORDER BY valid_from DESC LIMIT 1",
        params![key, Day(on)],
        |row| {
            Ok(ParamValue {
                value: row.get(0)?,
                source: row.get(1)?,
                valid_from: row.get::<_, Day>(2)?.0,
            })
        },
    )
}

/// The same as a number; `otherwise` where there is none or it is not one.
pub fn number(
    conn: &rusqlite::Connection,
    key: ParamKey,
    on: NaiveDate,
    otherwise: i64,
) -> Result<i64> {
    let value = param(conn, key.code(), on)?;
    Ok(value
        .and_then(|found| found.value.parse().ok())
        .unwrap_or(otherwise))
}

/// Seconds that a ticket stays with somebody whose line dropped, where the office has set nothing.
const USUAL_LINE_HOLD: i64 = 120;

/// Days that a draft is kept which nobody touches, where the office has set nothing.
const USUAL_DRAFT_DAYS: i64 = 30;

/// How long the office waits for somebody who is not there.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The day for which it is asked.
    pub on: NaiveDate,
}

/// The answer to [`Patience`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waits {
    /// How long a ticket stays with somebody whose line dropped, before a colleague may take it over.
    pub line: chrono::TimeDelta,
    /// How long a draft is kept which nobody touches.
    pub draft: chrono::TimeDelta,
}

impl Query for Patience {
    type Out = Waits;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        let days = number(db.conn, ParamKey::DraftDays, self.on, USUAL_DRAFT_DAYS)?;
        Ok(Waits {
            line: line_hold(db.conn, self.on)?,
            draft: chrono::TimeDelta::days(days.clamp(1, 3_650)),
        })
    }
}

/// The hold in force on a day.
pub(super) fn line_hold(conn: &rusqlite::Connection, on: NaiveDate) -> Result<chrono::TimeDelta> {
    let seconds = number(conn, ParamKey::LineHold, on, USUAL_LINE_HOLD)?;
    Ok(chrono::TimeDelta::seconds(seconds.clamp(0, 86_400)))
}
