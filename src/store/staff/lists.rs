//! What is asked about the staff and their desks: lists and look-ups.

use super::{Hours, STAFF, by_login, staff_of};
use crate::domain::ids::{DeskId, OfficeId, StaffId};
use crate::domain::staff::{DeskKind, Right, Staff};
use crate::store::act::{Query, Reader};
use crate::store::error::Result;
use crate::store::sql::Rows;

/// Somebody at work as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRow {
    /// Who.
    pub staff: Staff,
    /// Whether the person may work here.
    pub active: bool,
    /// The row's version.
    pub ver: i64,
}

/// Everybody at work, by name.
#[derive(Debug, Clone, Default)]
pub struct StaffList {
    /// Only of this office.
    pub office: Option<OfficeId>,
    /// Also those who no longer work here.
    pub inactive_too: bool,
}

impl Query for StaffList {
    type Out = Vec<StaffRow>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        db.conn.all(
            &format!(
                "SELECT {STAFF}, s.active, s.ver FROM staff s
                 WHERE (?1 IS NULL OR s.office = ?1) AND (s.active = 1 OR ?2)
                 ORDER BY s.name, s.n"
            ),
            rusqlite::params![self.office, self.inactive_too],
            |row| {
                Ok(StaffRow {
                    staff: staff_of(row)?,
                    active: row.get(7)?,
                    ver: row.get(8)?,
                })
            },
        )
    }
}

/// The active member of staff of a login.
#[derive(Debug, Clone)]
pub struct StaffByLogin {
    /// The login.
    pub login: String,
}

impl Query for StaffByLogin {
    type Out = Option<Staff>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        by_login(db.conn, &self.login)
    }
}

/// The working week of somebody.
#[derive(Debug, Clone, Copy)]
pub struct WorkHours {
    /// Who.
    pub staff: StaffId,
}

impl Query for WorkHours {
    type Out = Vec<Hours>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        db.conn.all(
            "SELECT weekday, from_min, to_min FROM work_hours WHERE staff = ?1
             ORDER BY weekday, from_min",
            [self.staff],
            |row| {
                Ok(Hours {
                    weekday: row.get(0)?,
                    from: row.get(1)?,
                    to: row.get(2)?,
                })
            },
        )
    }
}

/// A desk as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// Identity.
    pub id: DeskId,
    /// Its name or number.
    pub label: String,
    /// What it is for.
    pub kind: DeskKind,
    /// Who sits there now.
    pub taken_by: Option<String>,
}

/// The desks of an office that are in use.
#[derive(Debug, Clone, Copy)]
pub struct Desks {
    /// Which office.
    pub office: OfficeId,
}

impl Query for Desks {
    type Out = Vec<Desk>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        db.conn.all(
            "SELECT d.id, d.label, d.kind,
                    (SELECT s.name FROM staff s WHERE s.desk = d.id AND s.active = 1 ORDER BY s.n LIMIT 1)
             FROM desk d WHERE d.office = ?1 AND d.closed_on IS NULL ORDER BY d.n",
            [self.office],
            |row| {
                Ok(Desk {
                    id: row.get(0)?,
                    label: row.get(1)?,
                    kind: row.get(2)?,
                    taken_by: row.get(3)?,
                })
            },
        )
    }
}
