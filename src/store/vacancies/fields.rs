//! What a vacancy says: its fields, what they lack, how they are written and read.

use chrono::NaiveDate;
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use super::rows::point;
use crate::domain::ids::VacancyId;
use crate::domain::matching::Cefr;
use crate::domain::person::Education;
use crate::domain::text::said;
use crate::domain::vacancy::{
    Contract, Lack, MOST_HOURS, PublicTransport, RequirementKind, Reserved, Shift, lacks,
};
use crate::store::act::{Column, Tx};
use crate::store::error::{Error, Result};
use crate::store::sql::{Day, Rows, day};

/// Where the work is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkPlace {
    /// ISTAT code of the municipality.
    pub istat: Option<String>,
    /// Its name, or the place as the company says it.
    pub name: String,
    /// Latitude and longitude of its centre, degrees.
    pub at: Option<(f64, f64)>,
}

/// Something that a vacancy asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Kind.
    pub kind: RequirementKind,
    /// What exactly: the label of a skill, a language and its level.
    pub value: String,
    /// Whether it must be met.
    pub essential: bool,
}

/// What a vacancy says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VacancyFields {
    /// Title, as the company says it.
    pub title: String,
    /// ISCO-08 unit.
    pub isco08: Option<String>,
    /// Posts, at least 1.
    pub posts: u16,
    /// Kind of contract.
    pub contract: Option<Contract>,
    /// National collective agreement.
    pub ccnl: Option<String>,
    /// Level of the agreement.
    pub level: Option<String>,
    /// Lowest gross pay a month, cents.
    pub pay_min: Option<i64>,
    /// Highest gross pay a month, cents.
    pub pay_max: Option<i64>,
    /// Hours a week, 1 to 60.
    pub hours_week: Option<u16>,
    /// How the hours lie in the week.
    pub shift: Option<Shift>,
    /// First day of work.
    pub start_on: Option<NaiveDate>,
    /// Where.
    pub place: WorkPlace,
    /// Whether public transport reaches it.
    pub public_transport: Option<PublicTransport>,
    /// What it is about, in full.
    pub text: String,
    /// For whom it is reserved.
    pub reserved: Reserved,
    /// Lowest qualification.
    pub education: Option<Education>,
    /// Licence that is essential (`B`, `CE`).
    pub licence: Option<String>,
    /// Whether one's own car is needed.
    pub own_car: bool,
    /// Lowest Italian.
    pub italian_min: Option<Cefr>,
    /// Last day to be put forward.
    pub deadline_on: Option<NaiveDate>,
    /// What else it asks, in its order.
    pub requirements: Vec<Requirement>,
}

impl VacancyFields {
    /// A vacancy of which only title and place are said.
    pub fn titled(title: impl Into<String>, place: WorkPlace) -> Self {
        Self {
            title: title.into(),
            isco08: None,
            posts: 1,
            contract: None,
            ccnl: None,
            level: None,
            pay_min: None,
            pay_max: None,
            hours_week: None,
            shift: None,
            start_on: None,
            place,
            public_transport: None,
            text: String::new(),
            reserved: Reserved::No,
            education: None,
            licence: None,
            own_car: false,
            italian_min: None,
            deadline_on: None,
            requirements: Vec::new(),
        }
    }

    pub(super) fn checked(&self) -> Result<()> {
        if self.title.trim().is_empty() {
            return Err(Error::invalid("title", "empty"));
        }
        if self.posts == 0 {
            return Err(Error::invalid("posts", "0"));
        }
        if self
            .hours_week
            .is_some_and(|hours| !(1..=MOST_HOURS).contains(&hours))
        {
            return Err(Error::invalid("hours_week", "1 to 60"));
        }
        if matches!((self.pay_min, self.pay_max), (Some(min), Some(max)) if min > max) {
            return Err(Error::invalid("pay_max", "less than the lowest pay"));
        }
        Ok(())
    }
}

/// What a vacancy still lacks, in the order in which it is asked.
pub fn missing(fields: &VacancyFields) -> Vec<Lack> {
    let ccnl = said(fields.ccnl.as_deref()).is_some();
    lacks(fields.contract, fields.hours_week.is_some(), ccnl)
}

/// The columns that hold [`VacancyFields`].
pub(super) fn with_columns<T>(fields: &VacancyFields, write: impl FnOnce(&[Column<'_>]) -> T) -> T {
    write(&[
        ("title", &fields.title.trim()),
        ("isco08", &fields.isco08),
        ("posts", &fields.posts),
        ("contract", &fields.contract),
        ("ccnl", &said(fields.ccnl.as_deref())),
        ("level", &said(fields.level.as_deref())),
        ("pay_min", &fields.pay_min),
        ("pay_max", &fields.pay_max),
        ("hours_week", &fields.hours_week),
        ("shift", &fields.shift),
        ("start_on", &fields.start_on.map(Day)),
        ("place", &fields.place.istat),
        ("place_name", &fields.place.name),
        ("lat", &fields.place.at.map(|at| at.0)),
        ("lon", &fields.place.at.map(|at| at.1)),
        ("public_transport", &fields.public_transport),
        ("text", &fields.text),
        ("reserved", &fields.reserved),
        ("education", &fields.education),
        ("licence", &said(fields.licence.as_deref())),
        ("own_car", &fields.own_car),
        ("italian_min", &fields.italian_min),
        ("deadline_on", &fields.deadline_on.map(Day)),
    ])
}

pub(super) fn insert_requirement(
    tx: &Tx<'_>,
    vacancy: VacancyId,
    requirement: &Requirement,
) -> Result<()> {
    let id: ulid::Ulid = tx.new_id();
    tx.insert(
        "requirement",
        id,
        &[
            ("vacancy", &vacancy),
            ("kind", &requirement.kind),
            ("value", &requirement.value),
            ("essential", &requirement.essential),
        ],
    )
}

/// Leaves alone what is still asked, so that the journal tells only what changed.
pub(super) fn replace_requirements(
    tx: &Tx<'_>,
    vacancy: VacancyId,
    wanted: &[Requirement],
) -> Result<()> {
    let had: Vec<(crate::store::sql::Id, Requirement)> = tx.conn().all(
        "SELECT id, kind, value, essential FROM requirement WHERE vacancy = ?1 ORDER BY n",
        [vacancy],
        |row| Ok((row.get(0)?, requirement(row, 1)?)),
    )?;
    for (id, old) in &had {
        if !wanted.contains(old) {
            tx.delete("requirement", id.0, None)?;
        }
    }
    for new in wanted {
        if !had.iter().any(|(_, old)| old == new) {
            insert_requirement(tx, vacancy, new)?;
        }
    }
    Ok(())
}

fn requirement(row: &Row<'_>, first: usize) -> rusqlite::Result<Requirement> {
    Ok(Requirement {
        kind: row.get(first)?,
        value: row.get(first + 1)?,
        essential: row.get(first + 2)?,
    })
}

pub(super) fn requirements_of(conn: &Connection, vacancy: VacancyId) -> Result<Vec<Requirement>> {
    conn.all(
        "SELECT kind, value, essential FROM requirement WHERE vacancy = ?1 ORDER BY n",
        [vacancy],
        |row| requirement(row, 0),
    )
}

/// What a vacancy says.
pub(in crate::store) fn fields_of(conn: &Connection, vacancy: VacancyId) -> Result<VacancyFields> {
    let fields = conn.maybe(
        "SELECT title, isco08, posts, contract, ccnl, level, pay_min, pay_max, hours_week, shift, start_on, \
         place, place_name, lat, lon, public_transport, text, reserved, education, licence, own_car, \
         italian_min, deadline_on FROM vacancy WHERE id = ?1",
        [vacancy],
        |row| {
            Ok(VacancyFields {
                title: row.get(0)?,
                isco08: row.get(1)?,
                posts: row.get(2)?,
                contract: row.get(3)?,
                ccnl: row.get(4)?,
                level: row.get(5)?,
                pay_min: row.get(6)?,
                pay_max: row.get(7)?,
                hours_week: row.get(8)?,
                shift: row.get(9)?,
                start_on: day(row, 10)?,
                place: WorkPlace {
                    istat: row.get(11)?,
                    name: row.get(12)?,
                    at: point(row, 13)?,
                },
                public_transport: row.get(15)?,
                text: row.get(16)?,
                reserved: row.get(17)?,
                education: row.get(18)?,
                licence: row.get(19)?,
                own_car: row.get(20)?,
                italian_min: row.get(21)?,
                deadline_on: day(row, 22)?,
                requirements: Vec::new(),
            })
        },
    )?;
    let mut fields = fields.ok_or_else(|| Error::not_found("vacancy", vacancy))?;
    fields.requirements = requirements_of(conn, vacancy)?;
    Ok(fields)
}
