//! Acts that give an appointment and move it, with the guards of the hours.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::hours::Calendar;
use super::steps::{Current, link_action};
use crate::clock::local_day;
use crate::domain::appointment::{AppointmentState, AppointmentStep, Place, Span};
use crate::domain::day::{clock, to_rome};
use crate::domain::ids::{ActionId, AppointmentId, OfficeId, PersonId, StaffId};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::text::said;
use crate::store::act::{Act, Tx};
use crate::store::error::{Error, Result};
use crate::store::sql::{Ms, Rows, at, ms};

/// Gives an appointment. Its action of a plan, if one is named, becomes booked in the same act.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Book {
    /// With whom; the appointment is in that colleague's office.
    pub staff: StaffId,
    /// For whom.
    pub person: Option<PersonId>,
    /// Code of the service.
    pub service: String,
    /// Start, whole minutes.
    pub starts_at: DateTime<Utc>,
    /// Length, 1 to 720.
    pub minutes: u16,
    /// How it takes place.
    pub place: Place,
    /// A note for colleagues.
    pub note: Option<String>,
    /// The action of a plan that it serves.
    pub plan_action: Option<ActionId>,
    /// Why it may stand outside the hours of work or on a closed day.
    pub exception: Option<String>,
}

impl Act for Book {
    type Out = AppointmentId;
    const NAME: &'static str = "appointment.book";
    const RIGHT: Right = Right::AgendaWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<AppointmentId> {
        if let Some(person) = self.person {
            tx.about(person);
        }
        let id = insert(tx, &NewAppointment::from(self))?;
        if let Some(action) = self.plan_action {
            link_action(tx, action, id)?;
        }
        Ok(id)
    }
}

/// Gives the appointment another time, or another colleague: the old one is kept as moved, the new
/// one is linked to it. Place, length, note and action of the plan go with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Move {
    /// Which.
    pub appointment: AppointmentId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// With whom.
    pub staff: StaffId,
    /// New start.
    pub starts_at: DateTime<Utc>,
    /// Why it may stand outside the hours of work or on a closed day.
    pub exception: Option<String>,
}

impl Act for Move {
    type Out = AppointmentId;
    const NAME: &'static str = "appointment.move";
    const RIGHT: Right = Right::AgendaWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<AppointmentId> {
        let old = Current::load(tx, self.appointment)?;
        let id: AppointmentId = tx.new_id();
        let state = old.after(tx, AppointmentStep::Move)?;
        // The old one lets its slot go first, so that a shift by half its length fits.
        tx.update(
            "appointment",
            self.appointment,
            Some(self.ver),
            &[("state", &state), ("moved_to", &id)],
        )?;
        insert_as(
            tx,
            id,
            &NewAppointment {
                staff: self.staff,
                person: old.person,
                service: &old.service,
                starts_at: self.starts_at,
                minutes: (old.ends_at - old.starts_at).num_minutes(),
                place: old.place,
                note: old.note.as_deref(),
                plan_action: old.plan_action,
                moved_from: Some(self.appointment),
                exception: self.exception.as_deref(),
            },
        )?;
        if let Some(action) = old.plan_action {
            tx.update("plan_action", action, None, &[("appointment", &id)])?;
        }
        Ok(id)
    }
}

/// An appointment about to be written.
struct NewAppointment<'a> {
    staff: StaffId,
    person: Option<PersonId>,
    service: &'a str,
    starts_at: DateTime<Utc>,
    minutes: i64,
    place: Place,
    note: Option<&'a str>,
    plan_action: Option<ActionId>,
    moved_from: Option<AppointmentId>,
    exception: Option<&'a str>,
}

impl<'a> From<&'a Book> for NewAppointment<'a> {
    fn from(book: &'a Book) -> Self {
        Self {
            staff: book.staff,
            person: book.person,
            service: &book.service,
            starts_at: book.starts_at,
            minutes: i64::from(book.minutes),
            place: book.place,
            note: book.note.as_deref(),
            plan_action: book.plan_action,
            moved_from: None,
            exception: book.exception.as_deref(),
        }
    }
}

fn insert(tx: &Tx<'_>, new: &NewAppointment<'_>) -> Result<AppointmentId> {
    let id = tx.new_id();
    insert_as(tx, id, new)?;
    Ok(id)
}

/// Writes it, after the guards of the hours. The overlap is refused by the database itself.
fn insert_as(tx: &Tx<'_>, id: AppointmentId, new: &NewAppointment<'_>) -> Result<()> {
    if !(1..=720).contains(&new.minutes) {
        return Err(Error::invalid(
            "minutes",
            format!("1 to 720, not {}", new.minutes),
        ));
    }
    let ends_at = new.starts_at + TimeDelta::minutes(new.minutes);
    let office = tx
        .conn()
        .maybe(
            "SELECT office FROM staff WHERE id = ?1",
            [new.staff],
            |row| row.get::<_, OfficeId>(0),
        )?
        .ok_or_else(|| Error::not_found("staff", new.staff))?;
    if new.starts_at < tx.at() {
        return Err(tx.refuse_with(Refusal::SlotPast, day_and_clock(new.starts_at)));
    }
    let exception = said(new.exception);
    if exception.is_none() {
        within_hours(tx, office, new.staff, new.starts_at, ends_at)?;
        if let Some(person) = new.person {
            is_free(tx, person, new.starts_at, ends_at)?;
        }
    }
    tx.insert(
        "appointment",
        id,
        &[
            ("office", &office),
            ("staff", &new.staff),
            ("person", &new.person),
            ("service", &new.service),
            ("starts_at", &Ms(new.starts_at)),
            ("ends_at", &Ms(ends_at)),
            ("place", &new.place),
            ("state", &AppointmentState::Booked),
            ("moved_from", &new.moved_from),
            ("exception", &exception),
            ("note", &said(new.note)),
            ("plan_action", &new.plan_action),
        ],
    )
    .map_err(|error| match error {
        Error::Refused {
            rule: rule @ Refusal::SlotTaken,
            ..
        } => tx.refuse_with(rule, day_and_clock(new.starts_at)),
        other => other,
    })
}

/// Refuses a time at which the person is expected elsewhere. The detail says when, and by whom.
fn is_free(
    tx: &Tx<'_>,
    person: PersonId,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> Result<()> {
    let other = tx.conn().maybe(
        "SELECT a.starts_at, s.name FROM appointment a JOIN staff s ON s.id = a.staff \
         WHERE a.person = ?1 AND a.starts_at < ?3 AND a.starts_at > ?2 - 43200000 AND a.ends_at > ?2 \
         AND a.state IN ('booked', 'confirmed', 'arrived') ORDER BY a.starts_at LIMIT 1",
        (person, Ms(starts_at), Ms(ends_at)),
        |row| Ok((row.get::<_, Ms>(0)?.0, row.get::<_, String>(1)?)),
    )?;
    match other {
        None => Ok(()),
        Some((at, with)) => {
            let detail = format!("{}, {with}", day_and_clock(at));
            Err(tx.refuse_with(Refusal::PersonBooked, detail))
        }
    }
}

/// Refuses a time outside the hours of work or the windows for appointments, on a closed day or during an
/// absence. The detail names the closure, or the hours of that day.
fn within_hours(
    tx: &Tx<'_>,
    office: OfficeId,
    staff: StaffId,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> Result<()> {
    let day = local_day(starts_at);
    let calendar = Calendar::load(tx.conn(), office, Some(staff), None, day, day)?;
    let asked = Span {
        from: ms(starts_at),
        to: ms(ends_at),
    };
    let Some(member) = calendar.members.first() else {
        return Err(Error::not_found("staff", staff));
    };
    let holds = |spans: &[Span]| spans.iter().any(|span| span.contains(asked));
    let at_work = calendar.at_work(member, day);
    let in_hours = holds(&at_work);
    let received = calendar.received(day, at_work);
    if holds(&received) {
        return Ok(());
    }
    let detail = calendar.closures.get(&day).cloned().unwrap_or_else(|| {
        let hours: Vec<String> = if in_hours {
            let shown = |ms| clock(to_rome(at(ms)).time());
            received
                .iter()
                .map(|span| format!("{}-{}", shown(span.from), shown(span.to)))
                .collect()
        } else {
            member
                .minutes(day)
                .map(|(from, to)| format!("{}-{}", hour(from), hour(to)))
                .collect()
        };
        hours.join(", ")
    });
    Err(tx.refuse_with(Refusal::SlotOutsideHours, detail))
}

/// `2026-11-23 10:30` at the desk.
pub(super) fn day_and_clock(at: DateTime<Utc>) -> String {
    let shown = to_rome(at);
    format!("{} {}", shown.date(), clock(shown.time()))
}

fn hour(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
