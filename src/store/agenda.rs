//! The agenda: openings, closures, appointments, free slots.
//!
//! Two appointments of one member of staff never overlap: a trigger of the database refuses the
//! second, whoever writes it. Hours of work and closures are guards of [`Book`] and [`Move`], with a
//! stated exception as the way out. Nothing is settled by itself: see [`Unsettled`].

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use super::act::{Act, Query, Reader, Tx};
use super::calendar::check_window;
use super::error::{Error, Result};
use super::looks::Look;
use super::queue::{IssueTicket, Issued};
use super::sql::{Day, Ms, Rows, ms};
use crate::clock::local_day;
use crate::domain::access::LookAt;
use crate::domain::appointment::{
    ABSENT_AFTER_MINUTES, AppointmentState, AppointmentStep, CalledOffBy, Place, Span, gaps, slots,
};
use crate::domain::day::{clock, from_rome, to_rome};
use crate::domain::ids::{ActionId, AppointmentId, OfficeId, OpeningId, PersonId, PlanId, StaffId};
use crate::domain::opening::OpeningKind;
use crate::domain::plan::{ActionState, ActionStep};
use crate::domain::queue::Priority;
use crate::domain::refusal::Refusal;
use crate::domain::staff::{Right, Role, Staff};

/// Fields with words about a person: see `journal::PERSONAL`.
pub(super) const PERSONAL: &[(&str, &str)] = &[
    ("appointment", "reason"),
    ("appointment", "exception"),
    ("appointment", "note"),
];
/// Milliseconds in a minute.
const MINUTE: i64 = 60_000;
/// How far ahead free slots are looked for.
const DAYS_AHEAD: u64 = 126;
/// Days that are read at a time while free slots are looked for.
const DAYS_AT_A_TIME: u64 = 14;

// What is asked and answered ------------------------------------------------------------------------

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
        super::search::short_name(&self.surname, &self.name)
    }
}

/// An appointment, with the names that a line shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentRow {
    /// Identity.
    pub id: AppointmentId,
    /// Row version, for [`Move`] and [`Cancel`].
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
const APPOINTMENT: &str = "SELECT a.id, a.ver, a.office, a.staff, s.name, a.person, p.surname, p.name, a.service, \
     a.starts_at, a.ends_at, a.place, a.state, a.moved_to, a.moved_from, a.reason, a.exception, a.note, \
     a.plan_action, (SELECT plan FROM plan_action WHERE id = a.plan_action) \
     FROM appointment a JOIN staff s ON s.id = a.staff LEFT JOIN person p ON p.id = a.person ";

/// Reads a row of [`APPOINTMENT`].
fn appointment_row(row: &Row<'_>) -> rusqlite::Result<AppointmentRow> {
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
pub(super) fn who(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Who>> {
    let Some(id) = row.get(first)? else {
        return Ok(None);
    };
    Ok(Some(Who {
        id,
        surname: row.get::<_, Option<String>>(first + 1)?.unwrap_or_default(),
        name: row.get::<_, Option<String>>(first + 2)?.unwrap_or_default(),
    }))
}

/// One stretch of a day of somebody's agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// An appointment that keeps its slot.
    Taken(Box<AppointmentRow>),
    /// Room for one appointment of the length asked.
    Free {
        /// Start.
        starts_at: DateTime<Utc>,
        /// End.
        ends_at: DateTime<Utc>,
    },
}

impl Slot {
    /// When it begins.
    pub fn starts_at(&self) -> DateTime<Utc> {
        match self {
            Self::Taken(row) => row.starts_at,
            Self::Free { starts_at, .. } => *starts_at,
        }
    }
}

/// The day of one member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffDay {
    /// Who.
    pub staff: StaffId,
    /// The colleague's name.
    pub name: String,
    /// Hours of work of the day: local minutes after midnight, from and to.
    pub hours: Vec<(u16, u16)>,
    /// Whether the colleague is away for some of those hours.
    pub away: bool,
    /// Taken and free slots, by time.
    pub slots: Vec<Slot>,
    /// Appointments that keep no slot any more: called off, moved, no-show.
    pub released: Vec<AppointmentRow>,
}

/// A day of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaDay {
    /// The day.
    pub day: NaiveDate,
    /// Why the office is closed, if it is.
    pub closure: Option<String>,
    /// One for each colleague asked for, by name.
    pub staff: Vec<StaffDay>,
}

/// Room for one appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeSlot {
    /// With whom.
    pub staff: StaffId,
    /// The colleague's name.
    pub staff_name: String,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
}

/// Hours of a weekday: when a person can come, given their hours of care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekHours {
    /// 1 Monday to 7 Sunday.
    pub weekday: u8,
    /// Local minutes after midnight.
    pub from_min: u16,
    /// Local minutes after midnight, excluded.
    pub to_min: u16,
}

/// A window in which an office receives people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Identity.
    pub id: OpeningId,
    /// Row version.
    pub ver: i64,
    /// What it holds.
    pub fields: OpeningFields,
}

/// What an opening window says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningFields {
    /// Every week, or once.
    pub on: OpeningOn,
    /// Local minutes after midnight.
    pub from_min: u16,
    /// Local minutes after midnight, excluded.
    pub to_min: u16,
    /// What it is for.
    pub kind: OpeningKind,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_to: Option<NaiveDate>,
}

/// On which days an opening window stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpeningOn {
    /// 1 Monday to 7 Sunday.
    Weekday(u8),
    /// One day.
    Day(NaiveDate),
}

impl OpeningOn {
    fn columns(self) -> (Option<u8>, Option<Day>) {
        match self {
            Self::Weekday(weekday) => (Some(weekday), None),
            Self::Day(day) => (None, Some(Day(day))),
        }
    }
}

// The calendar: who can be booked when ----------------------------------------------------------------

/// All that decides whether somebody is free, for some days of one office. Loaded in five statements
/// whatever the number of days and of colleagues.
#[derive(Debug)]
struct Calendar {
    closures: BTreeMap<NaiveDate, String>,
    closed: Vec<Span>,
    /// The windows of the office, those of one day in place of those of its weekday.
    windows: Vec<Window>,
    members: Vec<Member>,
}

/// A window in which the office receives people.
#[derive(Debug)]
struct Window {
    on: OpeningOn,
    hours: (u16, u16),
    /// Whether for appointments too, or only for who walks in.
    booked: bool,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

/// One member of staff in a [`Calendar`].
#[derive(Debug)]
struct Member {
    id: StaffId,
    name: String,
    hours: Vec<Hours>,
    away: Vec<Span>,
    booked: Vec<Span>,
}

/// One row of `work_hours`.
#[derive(Debug)]
struct Hours {
    weekday: u8,
    from_min: u16,
    to_min: u16,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

impl Calendar {
    /// The days `first` to `last` for one member of staff, or for all active ones of the office that
    /// hold `role`.
    fn load(
        conn: &Connection,
        office: OfficeId,
        staff: Option<StaffId>,
        role: Option<Role>,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Self> {
        let reach = Span {
            from: ms(local_minute(first, 0)),
            to: ms(local_minute(last + TimeDelta::days(1), 0)),
        };
        let mut calendar = Self {
            closures: closures(conn, office, first, last)?,
            closed: closed_hours(conn, office, first, last)?,
            windows: windows(conn, office)?,
            members: members(conn, office, staff, role)?,
        };
        for member in &mut calendar.members {
            member.hours = work_hours(conn, member.id)?;
            member.away = conn.all(
                "SELECT from_at, to_at FROM absence WHERE staff = ?1 AND from_at < ?3 AND to_at > ?2",
                params![member.id, reach.from, reach.to],
                span,
            )?;
            member.booked = conn.all(
                "SELECT starts_at, ends_at FROM appointment WHERE staff = ?1 \
                 AND starts_at > ?2 - 43200000 AND starts_at < ?3 AND ends_at > ?2 \
                 AND state IN ('booked', 'confirmed', 'arrived', 'held')",
                params![member.id, reach.from, reach.to],
                span,
            )?;
        }
        Ok(calendar)
    }

    /// When the member works on the day and is not away: nothing on a closed day.
    fn at_work(&self, member: &Member, day: NaiveDate) -> Vec<Span> {
        if self.closures.contains_key(&day) {
            return Vec::new();
        }
        let mut out = member.away.clone();
        out.extend_from_slice(&self.closed);
        gaps(&member.windows(day), &out)
    }

    /// What of free times is for appointments: inside the windows for them, if the office has any on the
    /// day, and never inside those that are for walk-ins alone.
    fn received(&self, day: NaiveDate, free: Vec<Span>) -> Vec<Span> {
        let valid = |window: &&Window| {
            window.valid_from <= day && window.valid_to.is_none_or(|last| day <= last)
        };
        let on = |on: OpeningOn| {
            self.windows
                .iter()
                .filter(valid)
                .filter(move |w| w.on == on)
        };
        let mut today: Vec<&Window> = on(OpeningOn::Day(day)).collect();
        if today.is_empty() {
            today = on(OpeningOn::Weekday(weekday(day))).collect();
        }
        let spans = |booked: bool| -> Vec<Span> {
            let of_kind = today.iter().filter(|window| window.booked == booked);
            of_kind
                .map(|window| minutes_of(day, window.hours.0, window.hours.1))
                .collect()
        };
        let booked = spans(true);
        if booked.is_empty() {
            return gaps(&free, &spans(false));
        }
        let outside = gaps(&[minutes_of(day, 0, 1440)], &booked);
        gaps(&free, &outside)
    }

    /// What is still free of it, from `now` on.
    fn free(&self, member: &Member, day: NaiveDate, now: i64) -> Vec<Span> {
        let mut taken = member.booked.clone();
        taken.push(Span {
            from: i64::MIN,
            to: now,
        });
        gaps(&self.at_work(member, day), &taken)
    }
}

impl Member {
    /// The hours of work of the day, absences apart, in local minutes.
    fn minutes(&self, day: NaiveDate) -> impl Iterator<Item = (u16, u16)> {
        let weekday = weekday(day);
        self.hours
            .iter()
            .filter(move |hours| {
                hours.weekday == weekday
                    && hours.valid_from.is_none_or(|from| from <= day)
                    && hours.valid_to.is_none_or(|to| day <= to)
            })
            .map(|hours| (hours.from_min, hours.to_min))
    }

    /// The same as moments.
    fn windows(&self, day: NaiveDate) -> Vec<Span> {
        self.minutes(day)
            .map(|(from, to)| minutes_of(day, from, to))
            .collect()
    }
}

/// The moment at which the clock of the office shows so many minutes after midnight of a day.
fn local_minute(day: NaiveDate, minute: u16) -> DateTime<Utc> {
    from_rome(day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute)))
}

/// Local minutes of a day as moments.
fn minutes_of(day: NaiveDate, from: u16, to: u16) -> Span {
    Span {
        from: ms(local_minute(day, from)),
        to: ms(local_minute(day, to)),
    }
}

/// 1 Monday to 7 Sunday.
fn weekday(day: NaiveDate) -> u8 {
    u8::try_from(day.weekday().number_from_monday()).unwrap_or(1)
}

fn span(row: &Row<'_>) -> rusqlite::Result<Span> {
    Ok(Span {
        from: row.get(0)?,
        to: row.get(1)?,
    })
}

/// Why the office is closed, by day. A row of `day_exception` speaks last.
fn closures(
    conn: &Connection,
    office: OfficeId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<BTreeMap<NaiveDate, String>> {
    let holidays = conn.all(
        "SELECT day, name FROM closure WHERE office = ?1 AND day BETWEEN ?2 AND ?3",
        params![office, Day(first), Day(last)],
        |row| Ok((row.get::<_, Day>(0)?.0, row.get::<_, String>(1)?)),
    )?;
    let exceptions = conn.all(
        "SELECT day, closed, coalesce(label, '') FROM day_exception WHERE office = ?1 AND day BETWEEN ?2 AND ?3",
        params![office, Day(first), Day(last)],
        |row| Ok((row.get::<_, Day>(0)?.0, row.get::<_, bool>(1)?, row.get::<_, String>(2)?)),
    )?;
    let mut out: BTreeMap<_, _> = holidays.into_iter().collect();
    for (day, closed, label) in exceptions {
        if closed {
            out.insert(day, label);
        } else {
            out.remove(&day);
        }
    }
    Ok(out)
}

/// Hours for which the office says that it is closed on one day.
fn closed_hours(
    conn: &Connection,
    office: OfficeId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Span>> {
    conn.all(
        "SELECT day, from_min, to_min FROM opening \
         WHERE office = ?1 AND weekday IS NULL AND day BETWEEN ?2 AND ?3 AND kind = 'closed'",
        params![office, Day(first), Day(last)],
        |row| {
            Ok(minutes_of(
                row.get::<_, Day>(0)?.0,
                row.get(1)?,
                row.get(2)?,
            ))
        },
    )
}

/// The windows of an office, the closed hours apart.
fn windows(conn: &Connection, office: OfficeId) -> Result<Vec<Window>> {
    conn.all(
        "SELECT weekday, day, from_min, to_min, kind, valid_from, valid_to FROM opening \
         WHERE office = ?1 AND kind <> 'closed'",
        [office],
        |row| {
            let on = match row.get::<_, Option<Day>>(1)? {
                Some(day) => OpeningOn::Day(day.0),
                None => OpeningOn::Weekday(row.get(0)?),
            };
            Ok(Window {
                on,
                hours: (row.get(2)?, row.get(3)?),
                booked: row.get::<_, OpeningKind>(4)? != OpeningKind::WalkIn,
                valid_from: row.get::<_, Day>(5)?.0,
                valid_to: row.get::<_, Option<Day>>(6)?.map(|day| day.0),
            })
        },
    )
}

/// The colleagues asked for, by name.
fn members(
    conn: &Connection,
    office: OfficeId,
    staff: Option<StaffId>,
    role: Option<Role>,
) -> Result<Vec<Member>> {
    let member = |row: &Row<'_>| {
        Ok(Member {
            id: row.get(0)?,
            name: row.get(1)?,
            hours: Vec::new(),
            away: Vec::new(),
            booked: Vec::new(),
        })
    };
    match staff {
        Some(staff) => conn.all("SELECT id, name FROM staff WHERE id = ?1", [staff], member),
        None => conn.all(
            "SELECT id, name FROM staff WHERE office = ?1 AND active = 1 \
             AND (?2 IS NULL OR EXISTS (SELECT 1 FROM staff_role r WHERE r.staff = staff.id AND r.role = ?2)) \
             ORDER BY name, n",
            params![office, role],
            member,
        ),
    }
}

fn work_hours(conn: &Connection, staff: StaffId) -> Result<Vec<Hours>> {
    conn.all(
        "SELECT weekday, from_min, to_min, valid_from, valid_to FROM work_hours WHERE staff = ?1 \
         ORDER BY weekday, from_min",
        [staff],
        |row| {
            Ok(Hours {
                weekday: row.get(0)?,
                from_min: row.get(1)?,
                to_min: row.get(2)?,
                valid_from: row.get::<_, Option<Day>>(3)?.map(|day| day.0),
                valid_to: row.get::<_, Option<Day>>(4)?.map(|day| day.0),
            })
        },
    )
}

// Acts -------------------------------------------------------------------------------------------------

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

/// Calls an appointment off. The action of a plan that it served is to be booked again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cancel {
    /// Which.
    pub appointment: AppointmentId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// Who called it off.
    pub by: CalledOffBy,
    /// Why; the office always says why.
    pub reason: Option<String>,
}

impl Act for Cancel {
    type Out = ();
    const NAME: &'static str = "appointment.cancel";
    const RIGHT: Right = Right::AgendaWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let reason = said(self.reason.as_deref());
        let step = match self.by {
            CalledOffBy::Person => AppointmentStep::CancelByPerson,
            CalledOffBy::Office if reason.is_none() => {
                return Err(Error::invalid("reason", "the office says why"));
            }
            CalledOffBy::Office => AppointmentStep::CancelByOffice,
        };
        let row = Current::load(tx, self.appointment)?;
        row.step(tx, Some(self.ver), step, &[("reason", &reason)])?;
        row.settle_action(tx, ActionStep::Unbook)
    }
}

/// The person is here: the appointment's day is today. Hands out a ticket of the queue, as
/// [`IssueTicket`] does for an appointment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Arrive {
    /// Which.
    pub appointment: AppointmentId,
}

impl Act for Arrive {
    type Out = Issued;
    const NAME: &'static str = "appointment.arrive";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<Issued> {
        let row = Current::load(tx, self.appointment)?;
        row.after(tx, AppointmentStep::Arrive)?;
        let day = local_day(row.starts_at);
        if day != tx.today() {
            return Err(tx.refuse_with(Refusal::NotToday, day.to_string()));
        }
        let ticket = IssueTicket {
            person: row.person,
            alias: None,
            code: None,
            service: row.service,
            priority: Priority::Normal,
            appointment: Some(self.appointment),
            exception: None,
        };
        let issued = ticket.apply(tx)?;
        tx.subject("appointment", self.appointment);
        Ok(issued)
    }
}

/// The person said yes again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Confirm {
    /// Which.
    pub appointment: AppointmentId,
}

impl Act for Confirm {
    type Out = ();
    const NAME: &'static str = "appointment.confirm";
    const RIGHT: Right = Right::AgendaWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        Current::load(tx, self.appointment)?.step(tx, None, AppointmentStep::Confirm, &[])
    }
}

/// Nobody came: from 15 minutes after the start. The action of a plan that it served was missed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NoShow {
    /// Which.
    pub appointment: AppointmentId,
}

impl Act for NoShow {
    type Out = ();
    const NAME: &'static str = "appointment.no_show";
    const RIGHT: Right = Right::AgendaWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let row = Current::load(tx, self.appointment)?;
        let earliest = row.starts_at + TimeDelta::minutes(ABSENT_AFTER_MINUTES);
        row.after(tx, AppointmentStep::Miss)?;
        if tx.at() < earliest {
            return Err(tx.refuse_with(Refusal::TooEarlyForAbsent, clock(to_rome(earliest).time())));
        }
        row.step(tx, None, AppointmentStep::Miss, &[])?;
        row.settle_action(tx, ActionStep::Miss)
    }
}

/// It took place. Also settles one whose arrival nobody wrote down, once it has begun.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Held {
    /// Which.
    pub appointment: AppointmentId,
}

impl Act for Held {
    type Out = ();
    const NAME: &'static str = "appointment.held";
    const RIGHT: Right = Right::AgendaWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let row = Current::load(tx, self.appointment)?;
        let arrived = row.state == AppointmentState::Arrived;
        row.after(tx, AppointmentStep::Hold)?;
        if !arrived && tx.at() < row.starts_at {
            return Err(tx.refuse_with(Refusal::NotToday, day_and_clock(row.starts_at)));
        }
        row.step(tx, None, AppointmentStep::Hold, &[])?;
        row.settle_action(tx, ActionStep::Begin)
    }
}

/// The person had arrived and went before it began.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Leave {
    /// Which.
    pub appointment: AppointmentId,
}

impl Act for Leave {
    type Out = ();
    const NAME: &'static str = "appointment.leave";
    const RIGHT: Right = Right::AgendaWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let row = Current::load(tx, self.appointment)?;
        row.step(tx, None, AppointmentStep::Leave, &[])?;
        row.settle_action(tx, ActionStep::Unbook)
    }
}

/// Puts a no-show right: the same day, or later by the coordination.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Correct {
    /// Which.
    pub appointment: AppointmentId,
    /// It took place; otherwise the person had called it off.
    pub held: bool,
    /// Why.
    pub reason: String,
}

impl Act for Correct {
    type Out = ();
    const NAME: &'static str = "appointment.correct";
    const RIGHT: Right = Right::AgendaWrite;

    fn allowed(&self, tx: &Tx<'_>) -> Result<()> {
        let row = Current::load(tx, self.appointment)?;
        let today = local_day(row.starts_at) == tx.today();
        if today || is_coordination(tx.staff()) {
            Ok(())
        } else {
            Err(Error::Denied(Right::OfficeManage))
        }
    }

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let Some(reason) = said(Some(&self.reason)) else {
            return Err(Error::invalid("reason", "a correction says why"));
        };
        let (step, then) = if self.held {
            (
                AppointmentStep::CorrectToHeld,
                &[ActionStep::Replan, ActionStep::Begin][..],
            )
        } else {
            (
                AppointmentStep::CorrectToCancelled,
                &[ActionStep::Replan][..],
            )
        };
        let row = Current::load(tx, self.appointment)?;
        row.step(tx, None, step, &[("reason", &reason)])?;
        then.iter()
            .try_for_each(|step| row.settle_action(tx, *step))
    }
}

/// Opens a window, every week or on one day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddOpening {
    /// Where.
    pub office: OfficeId,
    /// What it says.
    pub fields: OpeningFields,
}

impl Act for AddOpening {
    type Out = OpeningId;
    const NAME: &'static str = "opening.add";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<OpeningId> {
        check_window(&self.fields)?;
        let id: OpeningId = tx.new_id();
        let (weekday, day) = self.fields.on.columns();
        tx.insert(
            "opening",
            id,
            &[
                ("office", &self.office),
                ("weekday", &weekday),
                ("day", &day),
                ("from_min", &self.fields.from_min),
                ("to_min", &self.fields.to_min),
                ("kind", &self.fields.kind),
                ("valid_from", &Day(self.fields.valid_from)),
                ("valid_to", &self.fields.valid_to.map(Day)),
            ],
        )?;
        Ok(id)
    }
}

/// Changes a window.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetOpening {
    /// Which.
    pub opening: OpeningId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// What it says from now on.
    pub fields: OpeningFields,
}

impl Act for SetOpening {
    type Out = ();
    const NAME: &'static str = "opening.set";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        check_window(&self.fields)?;
        let (weekday, day) = self.fields.on.columns();
        tx.update(
            "opening",
            self.opening,
            Some(self.ver),
            &[
                ("weekday", &weekday),
                ("day", &day),
                ("from_min", &self.fields.from_min),
                ("to_min", &self.fields.to_min),
                ("kind", &self.fields.kind),
                ("valid_from", &Day(self.fields.valid_from)),
                ("valid_to", &self.fields.valid_to.map(Day)),
            ],
        )
    }
}

/// Takes a window away.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DropOpening {
    /// Which.
    pub opening: OpeningId,
    /// Row version seen on the screen; none to take it away whatever it says.
    #[serde(default)]
    pub ver: Option<i64>,
}

impl Act for DropOpening {
    type Out = ();
    const NAME: &'static str = "opening.drop";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.delete("opening", self.opening, self.ver)
    }
}

/// Writes days on which the office is closed; a day that already has a closure keeps it. Answers how
/// many were new.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddClosures {
    /// Where.
    pub office: OfficeId,
    /// The days and why.
    pub days: Vec<(NaiveDate, String)>,
}

impl Act for AddClosures {
    type Out = usize;
    const NAME: &'static str = "closure.add";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<usize> {
        let mut new = 0;
        for (day, name) in &self.days {
            let there = tx.conn().exists(
                "SELECT 1 FROM closure WHERE office = ?1 AND day = ?2",
                params![self.office, Day(*day)],
            )?;
            if !there {
                let id: ulid::Ulid = tx.new_id();
                let columns: [super::act::Column<'_>; 3] = [
                    ("office", &self.office),
                    ("day", &Day(*day)),
                    ("name", name),
                ];
                tx.insert("closure", id, &columns)?;
                new += 1;
            }
        }
        Ok(new)
    }
}

// What the acts share -----------------------------------------------------------------------------------

/// A text that says something; none for blanks.
pub(super) fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// Whether the member of staff coordinates.
pub(super) fn is_coordination(staff: &Staff) -> bool {
    staff.roles.contains(&Role::Coordination)
}

/// `2026-11-23 10:30` at the desk.
fn day_and_clock(at: DateTime<Utc>) -> String {
    let shown = to_rome(at);
    format!("{} {}", shown.date(), clock(shown.time()))
}

fn hour(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
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

/// Refuses a time outside the hours of work, on a closed day or during an absence. The detail names the
/// closure, or the hours of that day.
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
    if calendar
        .at_work(member, day)
        .iter()
        .any(|window| window.contains(asked))
    {
        return Ok(());
    }
    let detail = calendar.closures.get(&day).cloned().unwrap_or_else(|| {
        let hours: Vec<String> = member
            .minutes(day)
            .map(|(from, to)| format!("{}-{}", hour(from), hour(to)))
            .collect();
        hours.join(", ")
    });
    Err(tx.refuse_with(Refusal::SlotOutsideHours, detail))
}

/// An appointment as it stands, for the acts that change it.
struct Current {
    id: AppointmentId,
    person: Option<PersonId>,
    service: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    place: Place,
    state: AppointmentState,
    note: Option<String>,
    plan_action: Option<ActionId>,
}

impl Current {
    /// Reads it and says whom the act is about.
    fn load(tx: &Tx<'_>, id: AppointmentId) -> Result<Self> {
        let row = tx
            .conn()
            .maybe(
                "SELECT person, service, starts_at, ends_at, place, state, note, plan_action \
                 FROM appointment WHERE id = ?1",
                [id],
                |row| {
                    Ok(Self {
                        id,
                        person: row.get(0)?,
                        service: row.get(1)?,
                        starts_at: row.get::<_, Ms>(2)?.0,
                        ends_at: row.get::<_, Ms>(3)?.0,
                        place: row.get(4)?,
                        state: row.get(5)?,
                        note: row.get(6)?,
                        plan_action: row.get(7)?,
                    })
                },
            )?
            .ok_or_else(|| Error::not_found("appointment", id))?;
        if let Some(person) = row.person {
            tx.about(person);
        }
        Ok(row)
    }

    /// The state after the step, or the refusal.
    fn after(&self, tx: &Tx<'_>, step: AppointmentStep) -> Result<AppointmentState> {
        self.state
            .after(step)
            .ok_or_else(|| tx.refuse_named(Refusal::WrongState, self.state))
    }

    /// Takes the step and writes what comes with it.
    fn step(
        &self,
        tx: &Tx<'_>,
        ver: Option<i64>,
        step: AppointmentStep,
        with: &[super::act::Column<'_>],
    ) -> Result<()> {
        let state = self.after(tx, step)?;
        let mut columns: Vec<super::act::Column<'_>> = vec![("state", &state)];
        columns.extend_from_slice(with);
        tx.update("appointment", self.id, ver, &columns)
    }

    /// The action of the plan that this appointment served takes a step too, where its state allows it.
    fn settle_action(&self, tx: &Tx<'_>, step: ActionStep) -> Result<()> {
        let Some(action) = self.plan_action else {
            return Ok(());
        };
        let state: Option<ActionState> = tx.conn().maybe(
            "SELECT state FROM plan_action WHERE id = ?1 AND appointment = ?2",
            params![action, self.id],
            |row| row.get(0),
        )?;
        match state.and_then(|state| state.after(step)) {
            Some(state) => tx.update("plan_action", action, None, &[("state", &state)]),
            None => Ok(()),
        }
    }
}

/// Lets an appointment take a step with its ticket, if it can: the action of a plan that it serves
/// begins when it is held and is to be booked again when the person left.
pub(super) fn step_if_possible(
    tx: &Tx<'_>,
    appointment: AppointmentId,
    step: AppointmentStep,
) -> Result<()> {
    let row = Current::load(tx, appointment)?;
    if row.state.after(step).is_none() {
        return Ok(());
    }
    row.step(tx, None, step, &[])?;
    match step {
        AppointmentStep::Hold => row.settle_action(tx, ActionStep::Begin),
        AppointmentStep::Leave => row.settle_action(tx, ActionStep::Unbook),
        _ => Ok(()),
    }
}

/// Ties an action of a plan to its appointment: the action becomes booked.
pub(super) fn link_action(tx: &Tx<'_>, action: ActionId, appointment: AppointmentId) -> Result<()> {
    let state: ActionState = tx
        .conn()
        .maybe(
            "SELECT state FROM plan_action WHERE id = ?1",
            [action],
            |row| row.get(0),
        )?
        .ok_or_else(|| Error::not_found("plan_action", action))?;
    // A missed action is planned anew by the very act that books it again.
    let state = state
        .after(ActionStep::Book)
        .or_else(|| state.after(ActionStep::Replan)?.after(ActionStep::Book))
        .ok_or_else(|| tx.refuse_named(Refusal::WrongState, state))?;
    tx.update(
        "plan_action",
        action,
        None,
        &[("state", &state), ("appointment", &appointment)],
    )
}

// Queries -----------------------------------------------------------------------------------------------

/// The day of one colleague, or of all of an office: what is taken, and the room that is left in slots
/// of the length asked.
#[derive(Debug, Clone)]
pub struct DayAgenda {
    /// Where.
    pub office: OfficeId,
    /// Whose; all active ones when none.
    pub staff: Option<StaffId>,
    /// The day.
    pub day: NaiveDate,
    /// Length of a free slot.
    pub minutes: u16,
}

impl Query for DayAgenda {
    type Out = AgendaDay;
    const RIGHT: Right = Right::AgendaRead;

    fn shared(&self) -> Option<String> {
        Some(format!("{self:?}"))
    }

    fn copy(answer: &AgendaDay) -> Option<AgendaDay> {
        Some(answer.clone())
    }

    fn run(&self, db: &Reader<'_>) -> Result<AgendaDay> {
        let calendar = Calendar::load(db.conn, self.office, self.staff, None, self.day, self.day)?;
        let rows = AgendaList {
            office: self.office,
            staff: self.staff,
            from: self.day,
            to: self.day,
        }
        .run(db)?;
        let staff = calendar
            .members
            .iter()
            .map(|member| self.of_member(&calendar, member, &rows, db.at))
            .collect();
        let closure = calendar.closures.get(&self.day).cloned();
        Ok(AgendaDay {
            day: self.day,
            closure,
            staff,
        })
    }
}

impl DayAgenda {
    fn of_member(
        &self,
        calendar: &Calendar,
        member: &Member,
        rows: &[AppointmentRow],
        now: DateTime<Utc>,
    ) -> StaffDay {
        let (taken, released): (Vec<_>, Vec<_>) = rows
            .iter()
            .filter(|row| row.staff == member.id)
            .cloned()
            .partition(|row| row.state.holds_slot());
        let free = calendar.free(member, self.day, ms(now));
        let mut slots: Vec<Slot> = taken
            .into_iter()
            .map(|row| Slot::Taken(Box::new(row)))
            .collect();
        slots.extend(
            offers(&free, self.minutes)
                .map(|(starts_at, ends_at)| Slot::Free { starts_at, ends_at }),
        );
        slots.sort_by_key(Slot::starts_at);
        let hours = member.windows(self.day);
        StaffDay {
            staff: member.id,
            name: member.name.clone(),
            away: calendar.closures.is_empty() && gaps(&hours, &member.away) != gaps(&hours, &[]),
            hours: member.minutes(self.day).collect(),
            slots,
            released,
        }
    }
}

/// Slots of so many minutes in the stretches that are free, on the quarter of an hour when the length
/// is made of quarters, else on five minutes.
fn offers(free: &[Span], minutes: u16) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
    let grain = if minutes.is_multiple_of(15) { 15 } else { 5 };
    slots(free, i64::from(minutes) * MINUTE, grain * MINUTE)
        .map(|slot| (super::sql::at(slot.from), super::sql::at(slot.to)))
}

/// The first free slots, by time and then by name: closures, absences and the hours outside work are
/// left out, and slots of one colleague never overlap.
#[derive(Debug, Clone)]
pub struct FreeSlots {
    /// Where.
    pub office: OfficeId,
    /// With whom; anyone when none.
    pub staff: Option<StaffId>,
    /// Only colleagues with this role; not asked of a named colleague.
    pub role: Option<Role>,
    /// Length, 1 to 720.
    pub minutes: u16,
    /// Not before; now, if that is later.
    pub from: DateTime<Utc>,
    /// At most so many.
    pub limit: usize,
    /// When the person can come; any time when empty.
    pub within: Vec<WeekHours>,
}

impl Query for FreeSlots {
    type Out = Vec<FreeSlot>;
    const RIGHT: Right = Right::AgendaRead;

    fn run(&self, db: &Reader<'_>) -> Result<Vec<FreeSlot>> {
        let from = self.from.max(db.at);
        let first = local_day(from);
        let last = first + chrono::Days::new(DAYS_AHEAD);
        let role = self.role.filter(|_| self.staff.is_none());
        let mut found = Vec::new();
        let mut chunk = first;
        while chunk < last && found.len() < self.limit {
            let end = chunk + chrono::Days::new(DAYS_AT_A_TIME - 1);
            let calendar = Calendar::load(db.conn, self.office, self.staff, role, chunk, end)?;
            for day in chunk.iter_days().take_while(|day| *day <= end) {
                if found.len() < self.limit {
                    self.of_day(&calendar, day, ms(from), &mut found);
                }
            }
            chunk = end + chrono::Days::new(1);
        }
        found.truncate(self.limit);
        Ok(found)
    }
}

impl FreeSlots {
    fn of_day(&self, calendar: &Calendar, day: NaiveDate, from: i64, found: &mut Vec<FreeSlot>) {
        let care: Vec<Span> = self
            .within
            .iter()
            .filter(|hours| hours.weekday == weekday(day))
            .map(|hours| minutes_of(day, hours.from_min, hours.to_min))
            .collect();
        if care.is_empty() && !self.within.is_empty() {
            return;
        }
        let whole = minutes_of(day, 0, 1440);
        let out = gaps(&[whole], &care);
        let before = found.len();
        for member in &calendar.members {
            let mut free = calendar.received(day, calendar.free(member, day, from));
            if !self.within.is_empty() {
                free = gaps(&free, &out);
            }
            found.extend(offers(&free, self.minutes).take(self.limit).map(
                |(starts_at, ends_at)| FreeSlot {
                    staff: member.id,
                    staff_name: member.name.clone(),
                    starts_at,
                    ends_at,
                },
            ));
        }
        // Members come by name, and the sort keeps their order within a moment.
        found[before..].sort_by_key(|slot| slot.starts_at);
    }
}

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

/// The opening plan of an office: weekly windows, then those of single days from today on.
#[derive(Debug, Clone)]
pub struct Openings {
    /// Where.
    pub office: OfficeId,
}

impl Query for Openings {
    type Out = Vec<Opening>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Vec<Opening>> {
        db.conn.all(
            "SELECT id, ver, weekday, day, from_min, to_min, kind, valid_from, valid_to FROM opening \
             WHERE office = ?1 AND (valid_to IS NULL OR valid_to >= ?2) AND (day IS NULL OR day >= ?2) \
             ORDER BY day IS NOT NULL, weekday, day, from_min",
            params![self.office, Day(db.today())],
            |row| {
                let on = match row.get::<_, Option<u8>>(2)? {
                    Some(weekday) => OpeningOn::Weekday(weekday),
                    None => OpeningOn::Day(row.get::<_, Day>(3)?.0),
                };
                Ok(Opening {
                    id: row.get(0)?,
                    ver: row.get(1)?,
                    fields: OpeningFields {
                        on,
                        from_min: row.get(4)?,
                        to_min: row.get(5)?,
                        kind: row.get(6)?,
                        valid_from: row.get::<_, Day>(7)?.0,
                        valid_to: row.get::<_, Option<Day>>(8)?.map(|day| day.0),
                    },
                })
            },
        )
    }
}
