//! Questions about appointments that are not of one day of one desk.

use chrono::{NaiveDate, TimeDelta};
use rusqlite::params;

use super::hours::local_minute;
use super::rows::{APPOINTMENT, AppointmentRow, appointment_row};
use crate::domain::access::LookAt;
use crate::domain::ids::{AppointmentId, OfficeId, PersonId, StaffId};
use crate::domain::staff::Right;
use crate::store::act::{Query, Reader};
use crate::store::error::{Error, Result};
use crate::store::looks::Look;
use crate::store::sql::{Ms, Rows, ms};

/// Appointments whose end went by without an outcome (da esitare), the oldest first.
#[derive(Debug, Clone)]
pub struct Unsettled {
    /// Where.
    pub office: OfficeId,
    /// Whose; all when none.
    pub staff: Option<StaffId>,
}

impl Query for Unsettled {
    type Out = Vec<AppointmentRow>;
    const RIGHT: Right = Right::AgendaRead;

    fn run(&self, db: &Reader<'_>) -> Result<Vec<AppointmentRow>> {
        let sql = format!(
            "{APPOINTMENT} WHERE a.office = ?1 AND a.ends_at < ?2 \
             AND a.state IN ('booked', 'confirmed', 'arrived') AND (?3 IS NULL OR a.staff = ?3) \
             ORDER BY a.ends_at, a.n"
        );
        db.conn.all(
            &sql,
            params![self.office, Ms(db.at), self.staff],
            appointment_row,
        )
    }
}

/// The appointments of a person, the latest first.
#[derive(Debug, Clone)]
pub struct AppointmentsOf {
    /// Whose.
    pub person: PersonId,
    /// Only from this day on; then the earliest first.
    pub from: Option<NaiveDate>,
    /// At most so many.
    pub limit: usize,
}

impl Query for AppointmentsOf {
    type Out = Vec<AppointmentRow>;
    const RIGHT: Right = Right::AgendaRead;

    fn look(&self) -> Option<Look> {
        Some(Look::open(self.person, LookAt::Appointments))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<AppointmentRow>> {
        let (since, order) = match self.from {
            Some(day) => (ms(local_minute(day, 0)), "ASC"),
            None => (i64::MIN, "DESC"),
        };
        let sql = format!(
            "{APPOINTMENT} WHERE a.person = ?1 AND a.starts_at >= ?2 ORDER BY a.starts_at {order}, a.n LIMIT ?3"
        );
        db.conn.all(
            &sql,
            params![self.person, since, self.limit as i64],
            appointment_row,
        )
    }
}

/// One appointment.
#[derive(Debug, Clone)]
pub struct AppointmentFile {
    /// Which.
    pub appointment: AppointmentId,
}

impl Query for AppointmentFile {
    type Out = AppointmentRow;
    const RIGHT: Right = Right::AgendaRead;

    fn look(&self) -> Option<Look> {
        Some(Look::open_row(
            "appointment",
            self.appointment.0,
            LookAt::Appointment,
        ))
    }

    fn run(&self, db: &Reader<'_>) -> Result<AppointmentRow> {
        db.conn
            .maybe(
                &format!("{APPOINTMENT} WHERE a.id = ?1"),
                [self.appointment],
                appointment_row,
            )?
            .ok_or_else(|| Error::not_found("appointment", self.appointment))
    }
}

/// All appointments of some days, whatever their state, by time and colleague.
#[derive(Debug, Clone)]
pub struct AgendaList {
    /// Where.
    pub office: OfficeId,
    /// Whose; all when none.
    pub staff: Option<StaffId>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
}

impl Query for AgendaList {
    type Out = Vec<AppointmentRow>;
    const RIGHT: Right = Right::AgendaRead;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::Appointments))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<AppointmentRow>> {
        let days = params![
            self.office,
            Ms(local_minute(self.from, 0)),
            Ms(local_minute(self.to + TimeDelta::days(1), 0)),
            self.staff
        ];
        let sql = format!(
            "{APPOINTMENT} WHERE a.office = ?1 AND a.starts_at >= ?2 AND a.starts_at < ?3 \
             AND (?4 IS NULL OR a.staff = ?4) ORDER BY a.starts_at, s.name, a.n"
        );
        db.conn.all(&sql, days, appointment_row)
    }
}
