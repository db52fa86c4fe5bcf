//! What an office is made of when it begins, the further offices of the agency, and the programmes that pay.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::act::{Act, Query, Reader, Tx};
use super::catalogue::NewService;
use super::error::{Error, Result};
use super::params::{self, SetParam};
use super::sql::{Day, Id, Rows};
use super::staff::{AddStaff, insert_staff};
use crate::domain::ids::{ActId, DeskId, OfficeId, StaffId};
use crate::domain::lang::Lang;
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
        super::catalogue::insert(tx, service)?;
    }
    for param in &new.params {
        params::put(tx, param)?;
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
