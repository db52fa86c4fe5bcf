//! The catalogue of services: what is offered on a day, and how coordination keeps it, changed and ended,
//! never taken away.

use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::act::{Act, Column, Query, Reader, Tx};
use super::answers::Shared;
use super::error::{Error, Result};
use super::sql::{Day, Id, Rows, day};
use crate::domain::refusal::Refusal;
use crate::domain::service::ServiceLevel;
use crate::domain::staff::Right;

/// The longest that one service takes, in minutes.
pub const LONGEST: u32 = 8 * 60;

/// The longest code of a service.
pub const CODE_LENGTH: usize = 24;

/// Whether a text can be the code of a service: letters, digits, dot, hyphen and low line.
pub fn is_code(text: &str) -> bool {
    (1..=CODE_LENGTH).contains(&text.len())
        && text
            .bytes()
            .all(|c| c.is_ascii_alphanumeric() || b"._-".contains(&c))
}

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

impl NewService {
    /// What may change of it, as columns: all but the code, which plans and tickets name.
    fn write(&self, to: impl FnOnce(&[Column<'_>]) -> Result<()>) -> Result<()> {
        to(&[
            ("label_it", &self.label_it.trim()),
            ("label_en", &self.label_en.trim()),
            ("level", &self.level),
            ("minutes", &self.minutes),
            ("needs_person", &self.needs_person),
            ("walk_in", &self.walk_in),
            ("default_min", &self.default_min),
            ("valid_from", &self.valid_from.map(Day)),
            ("valid_to", &self.valid_to.map(Day)),
        ])
    }
}

impl Act for NewService {
    type Out = ();
    const NAME: &'static str = "service.add";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        check(self)?;
        let taken = tx
            .conn()
            .exists("SELECT 1 FROM service_type WHERE code = ?1", [&self.code])?;
        if taken {
            return Err(tx.refuse_with(Refusal::CodeTaken, &self.code));
        }
        insert(tx, self)
    }
}

/// Writes a service that is new for certain.
pub(super) fn insert(tx: &Tx<'_>, new: &NewService) -> Result<()> {
    let id: Ulid = tx.new_id();
    new.write(|columns| {
        let code: [Column<'_>; 1] = [("code", &new.code)];
        tx.insert("service_type", id, &[&code, columns].concat())
    })
}

/// The columns of a service, in the order that [`service_of`] reads.
const SERVICE: &str =
    "code, label_it, label_en, level, minutes, needs_person, walk_in, default_min,
    valid_from, valid_to";

fn service_of(row: &Row<'_>) -> rusqlite::Result<NewService> {
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
}

/// What every row of the catalogue must hold.
fn check(service: &NewService) -> Result<()> {
    if !is_code(&service.code) {
        return Err(Error::invalid("code", "letters, digits, dot, hyphen"));
    }
    for (field, label) in [
        ("label_it", &service.label_it),
        ("label_en", &service.label_en),
    ] {
        if label.trim().is_empty() {
            return Err(Error::invalid(field, "empty"));
        }
    }
    if !(1..=LONGEST).contains(&service.minutes) {
        return Err(Error::invalid("minutes", service.minutes.to_string()));
    }
    let backwards = service
        .valid_from
        .zip(service.valid_to)
        .is_some_and(|(from, to)| to < from);
    if backwards {
        return Err(Error::invalid("valid_to", "before the first day"));
    }
    Ok(())
}

/// Changes a service; its code stays, for plans and tickets name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeService {
    /// The version that was on the screen.
    pub ver: i64,
    /// All of it; the code says which.
    pub service: NewService,
}

impl Act for ChangeService {
    type Out = ();
    const NAME: &'static str = "service.change";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        check(&self.service)?;
        let row = row_of(tx, &self.service.code)?;
        self.service
            .write(|columns| tx.update("service_type", row, Some(self.ver), columns))
    }
}

/// A service is offered until a day, today or later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndService {
    /// Its code.
    pub code: String,
    /// The version that was on the screen.
    pub ver: i64,
    /// The last day.
    pub last: NaiveDate,
}

impl Act for EndService {
    type Out = ();
    const NAME: &'static str = "service.end";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        if self.last < tx.today() {
            return Err(tx.refuse(Refusal::PastStays));
        }
        tx.update(
            "service_type",
            row_of(tx, &self.code)?,
            Some(self.ver),
            &[("valid_to", &Day(self.last))],
        )
    }
}

fn row_of(tx: &Tx<'_>, code: &str) -> Result<Ulid> {
    tx.conn()
        .maybe(
            "SELECT id FROM service_type WHERE code = ?1",
            [code],
            |row| Ok(row.get::<_, Id>(0)?.0),
        )?
        .ok_or_else(|| Error::not_found("service_type", code))
}

/// A service with the version of its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceRow {
    /// Identity.
    pub id: Ulid,
    /// What it is.
    pub service: NewService,
    /// The row's version.
    pub ver: i64,
}

/// The whole catalogue, ended services last.
#[derive(Debug, Clone, Copy, Default)]
pub struct ServiceRows;

impl Query for ServiceRows {
    type Out = Vec<ServiceRow>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        db.conn.all(
            &format!(
                "SELECT {SERVICE}, ver, id FROM service_type ORDER BY coalesce(valid_to < ?1, 0), n"
            ),
            [Day(db.today())],
            |row| {
                Ok(ServiceRow {
                    id: row.get::<_, Id>(11)?.0,
                    service: service_of(row)?,
                    ver: row.get(10)?,
                })
            },
        )
    }
}

/// The catalogue on a day: one for all panes of all sessions.
#[derive(Debug, Clone, Copy)]
pub struct Services {
    /// The day.
    pub on: NaiveDate,
}

impl Query for Services {
    type Out = Arc<[NewService]>;
    const RIGHT: Right = Right::OfficeRead;

    fn shared(&self) -> Option<Shared> {
        Some(Shared {
            asked: self.on.to_string(),
            reads: &["service_type"],
        })
    }

    fn copy(services: &Self::Out) -> Option<Self::Out> {
        Some(Arc::clone(services))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        let services = db.conn.all(
            &format!(
                "SELECT {SERVICE} FROM service_type
                 WHERE (valid_from IS NULL OR valid_from <= ?1) AND (valid_to IS NULL OR valid_to >= ?1)
                 ORDER BY n"
            ),
            [Day(self.on)],
            service_of,
        )?;
        Ok(services.into())
    }
}
