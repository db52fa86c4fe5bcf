//! When somebody of the staff is away: rows without a reason.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::ids::{AbsenceId, StaffId};
use crate::domain::staff::Right;
use crate::store::act::{Act, Query, Reader, Tx};
use crate::store::error::{Error, Result};
use crate::store::sql::{Ms, Rows};

/// Somebody will be away; no reason is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddAbsence {
    /// Who.
    pub staff: StaffId,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when.
    pub to: DateTime<Utc>,
}

impl Act for AddAbsence {
    type Out = ();
    const NAME: &'static str = "staff.absence";
    const RIGHT: Right = Right::OfficeRead;

    fn allowed(&self, tx: &Tx<'_>) -> Result<()> {
        of_ones_own_or_managed(tx, self.staff)
    }

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        if self.to <= self.from {
            return Err(Error::invalid("to", "not after the start"));
        }
        let id: ulid::Ulid = tx.new_id();
        tx.insert(
            "absence",
            id,
            &[
                ("staff", &self.staff),
                ("from_at", &Ms(self.from)),
                ("to_at", &Ms(self.to)),
            ],
        )
    }
}

/// Whoever keeps an agenda writes their own absences; whoever manages the office writes anybody's.
fn of_ones_own_or_managed(tx: &Tx<'_>, staff: StaffId) -> Result<()> {
    let own = staff == tx.staff().id && tx.staff().may(Right::AgendaWrite);
    if own || tx.staff().may(Right::OfficeManage) {
        Ok(())
    } else {
        Err(Error::Denied(Right::OfficeManage))
    }
}

/// An absence is called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropAbsence {
    /// Which.
    pub absence: AbsenceId,
}

impl Act for DropAbsence {
    type Out = ();
    const NAME: &'static str = "staff.present";
    const RIGHT: Right = Right::OfficeRead;

    fn allowed(&self, tx: &Tx<'_>) -> Result<()> {
        let whose = tx.conn().maybe(
            "SELECT staff FROM absence WHERE id = ?1",
            [self.absence],
            |row| row.get(0),
        )?;
        match whose {
            Some(staff) => of_ones_own_or_managed(tx, staff),
            None => Err(Error::not_found("absence", self.absence)),
        }
    }

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.delete("absence", self.absence, None)
    }
}

/// A time at which somebody is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AbsenceRow {
    /// Identity.
    pub id: AbsenceId,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when.
    pub to: DateTime<Utc>,
}

/// When somebody is away, now or later, in order: one's own, or anybody's for whoever manages the office.
#[derive(Debug, Clone, Copy)]
pub struct AbsencesOf {
    /// Who.
    pub staff: StaffId,
}

impl Query for AbsencesOf {
    type Out = Vec<AbsenceRow>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        super::own_or_managed_by(db.staff, self.staff)?;
        db.conn.all(
            "SELECT id, from_at, to_at FROM absence WHERE staff = ?1 AND to_at > ?2
             ORDER BY from_at",
            rusqlite::params![self.staff, Ms(db.at)],
            |row| {
                Ok(AbsenceRow {
                    id: row.get(0)?,
                    from: row.get::<_, Ms>(1)?.0,
                    to: row.get::<_, Ms>(2)?.0,
                })
            },
        )
    }
}
