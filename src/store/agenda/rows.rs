//! An appointment on a line, and how it is read.

use chrono::{DateTime, Utc};
use rusqlite::Row;
use serde::{Deserialize, Serialize};

use crate::domain::appointment::{AppointmentState, Place};
use crate::domain::ids::{ActionId, AppointmentId, OfficeId, PersonId, PlanId, StaffId};
use crate::store::sql::Ms;

/// Whose something is: enough to name the person on a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// Identity.
    pub id: PersonId,
    /// Surname.
    pub surname: String,
    /// Given name.
    pub name: String,
}

impl Who {
    /// `ROSSI Maria`.
    pub fn short_name(&self) -> String {
        crate::store::search::short_name(&self.surname, &self.name)
    }
}

/// An appointment, with the names that a line shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentRow {
    /// Identity.
    pub id: AppointmentId,
    /// Row version, for [`Move`](super::Move) and [`Cancel`](super::Cancel).
    pub ver: i64,
    /// Where.
    pub office: OfficeId,
    /// With whom.
    pub staff: StaffId,
    /// The name of the member of staff.
    pub staff_name: String,
    /// For whom; none for time kept free or for a company.
    pub person: Option<Who>,
    /// Code of the service.
    pub service: String,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// How it takes place.
    pub place: Place,
    /// Where it stands.
    pub state: AppointmentState,
    /// The one that took its place.
    pub moved_to: Option<AppointmentId>,
    /// The one whose place it took.
    pub moved_from: Option<AppointmentId>,
    /// Why it was called off.
    pub reason: Option<String>,
    /// Why it stands outside the hours.
    pub exception: Option<String>,
    /// A note for colleagues.
    pub note: Option<String>,
    /// The action of a plan that it serves.
    pub plan_action: Option<ActionId>,
    /// The plan of that action.
    pub plan: Option<PlanId>,
}

/// The columns of [`AppointmentRow`], in the order that [`appointment_row`] reads.
pub(super) const APPOINTMENT: &str = "SELECT a.id, a.ver, a.office, a.staff, s.name, a.person, p.surname, p.name, a.service, \
     a.starts_at, a.ends_at, a.place, a.state, a.moved_to, a.moved_from, a.reason, a.exception, a.note, \
     a.plan_action, (SELECT plan FROM plan_action WHERE id = a.plan_action) \
     FROM appointment a JOIN staff s ON s.id = a.staff LEFT JOIN person p ON p.id = a.person ";

/// Reads a row of [`APPOINTMENT`].
pub(super) fn appointment_row(row: &Row<'_>) -> rusqlite::Result<AppointmentRow> {
    Ok(AppointmentRow {
        id: row.get(0)?,
        ver: row.get(1)?,
        office: row.get(2)?,
        staff: row.get(3)?,
        staff_name: row.get(4)?,
        person: who(row, 5)?,
        service: row.get(8)?,
        starts_at: row.get::<_, Ms>(9)?.0,
        ends_at: row.get::<_, Ms>(10)?.0,
        place: row.get(11)?,
        state: row.get(12)?,
        moved_to: row.get(13)?,
        moved_from: row.get(14)?,
        reason: row.get(15)?,
        exception: row.get(16)?,
        note: row.get(17)?,
        plan_action: row.get(18)?,
        plan: row.get(19)?,
    })
}

/// Reads identity, surname and name from three columns that begin at `first`.
pub(in crate::store) fn who(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Who>> {
    let Some(id) = row.get(first)? else {
        return Ok(None);
    };
    Ok(Some(Who {
        id,
        surname: row.get::<_, Option<String>>(first + 1)?.unwrap_or_default(),
        name: row.get::<_, Option<String>>(first + 2)?.unwrap_or_default(),
    }))
}
