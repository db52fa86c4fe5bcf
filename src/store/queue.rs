//! The queue of the day: every arrow of a ticket is an act here, and the board is a query.
//!
//! Which arrow is allowed, who is called next and what waiting means is said by `domain::queue`; this
//! module reads the tickets, checks who holds them and writes the step with its event.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Europe::Rome;
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::act::{Act, Column, Query, Reader, Tx};
use super::agenda;
use super::error::{Error, Result};
use super::notes;
use super::people::{known, touch};
use super::search::short_name;
use super::settings::{line_hold, number};
use super::sql::{Day, Ms, Rows, at, ms};
use crate::domain::appointment::{AppointmentState, AppointmentStep};
use crate::domain::ids::{AppointmentId, DeskId, OfficeId, PersonId, StaffId, TicketId};
use crate::domain::note::NoteKind;
use crate::domain::param::ParamKey;
use crate::domain::queue::{
    Happened, Outcome, Place, Priority, Standing, TicketState, TicketStep, median_and_p90, parked,
    waited, way,
};
use crate::domain::refusal::Refusal;
use crate::domain::staff::{Right, Staff};

/// What is kept by person or by ticket: the journal empties it with them.
pub(super) const PERSONAL: &[(&str, &str)] = &[
    ("ticket", "alias"),
    ("ticket", "code"),
    ("ticket", "exception"),
    ("ticket_event", "note"),
];

const MINUTE: i64 = 60_000;

// A ticket as the acts see it ---------------------------------------------------------------------------

struct Ticket {
    id: TicketId,
    ver: i64,
    number: String,
    person: Option<PersonId>,
    service: String,
    standing: Standing,
    appointment: Option<AppointmentId>,
    day: NaiveDate,
    state: TicketState,
    desk: Option<DeskId>,
    staff: Option<StaffId>,
    call_count: i64,
    served_at: Option<i64>,
}

const TICKET: &str =
    "id, ver, number, person, service, priority, due_at, queued_at, front, appointment, day, state,
    desk, staff, call_count, served_at";

fn ticket_row(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    Ok(Ticket {
        id: row.get("id")?,
        ver: row.get("ver")?,
        number: row.get("number")?,
        person: row.get("person")?,
        service: row.get("service")?,
        standing: Standing {
            priority: row.get("priority")?,
            due_at: row.get("due_at")?,
            queued_at: row.get("queued_at")?,
            front: row.get("front")?,
        },
        appointment: row.get("appointment")?,
        day: row.get::<_, Day>("day")?.0,
        state: row.get("state")?,
        desk: row.get("desk")?,
        staff: row.get("staff")?,
        call_count: row.get("call_count")?,
        served_at: row.get("served_at")?,
    })
}

impl Ticket {
    fn read(tx: &Tx<'_>, id: TicketId) -> Result<Self> {
        let found = tx.conn().maybe(
            &format!("SELECT {TICKET} FROM ticket WHERE id = ?1"),
            [id],
            ticket_row,
        )?;
        let ticket = found.ok_or_else(|| Error::not_found("ticket", id))?;
        if let Some(person) = ticket.person {
            tx.about(person);
        }
        Ok(ticket)
    }

    /// Takes the step: state and further columns, guarded by state and version, and its event.
    fn step(
        &self,
        tx: &Tx<'_>,
        step: TicketStep,
        columns: &[Column<'_>],
        note: Option<&str>,
    ) -> Result<()> {
        let Some(to) = self.state.after(step) else {
            return Err(tx.refuse_named(Refusal::WrongState, self.state));
        };
        let mut all: Vec<Column<'_>> = vec![("state", &to)];
        all.extend_from_slice(columns);
        tx.update("ticket", self.id, Some(self.ver), &all)?;
        let desk = tx.staff().desk.or(self.desk);
        event(tx, self.id, step, Some(self.state), to, desk, note)
    }

    /// Refused unless the acting member of staff holds it; coordination settles what others left.
    fn held_by_me(&self, tx: &Tx<'_>) -> Result<()> {
        let me = tx.staff();
        match self.staff {
            Some(holder) if holder != me.id && !me.may(Right::OfficeManage) => {
                let name: String = tx
                    .conn()
                    .value("SELECT name FROM staff WHERE id = ?1", [holder])?;
                Err(tx.refuse_with(Refusal::TicketHeld, name))
            }
            _ => Ok(()),
        }
    }
}

fn event(
    tx: &Tx<'_>,
    ticket: TicketId,
    step: TicketStep,
    from: Option<TicketState>,
    to: TicketState,
    desk: Option<DeskId>,
    note: Option<&str>,
) -> Result<()> {
    tx.insert(
        "ticket_event",
        tx.new_id::<Ulid>(),
        &[
            ("ticket", &ticket),
            ("step", &step),
            ("from_state", &from),
            ("to_state", &to),
            ("desk", &desk),
            ("note", &note),
        ],
    )
}

/// The waiting standard in milliseconds; without one, nobody rises.
fn standard(conn: &Connection, day: NaiveDate) -> Result<i64> {
    let minutes = number(conn, ParamKey::StandardMinutes, day, i64::MAX)?;
    Ok(minutes.saturating_mul(MINUTE))
}

/// Refused with the number in hand when the member of staff already has one called or at the desk.
fn nothing_in_hand(tx: &Tx<'_>) -> Result<()> {
    let in_hand: Option<String> = tx.conn().maybe(
        "SELECT number FROM ticket WHERE staff = ?1 AND state IN ('called', 'serving')",
        [tx.staff().id],
        |row| row.get(0),
    )?;
    match in_hand {
        Some(number) => Err(tx.refuse_with(Refusal::TicketInHand, number)),
        None => Ok(()),
    }
}

/// The desk, if it belongs to the office where the member of staff works.
fn own_desk(tx: &Tx<'_>, desk: DeskId) -> Result<()> {
    let there = tx.conn().exists(
        "SELECT 1 FROM desk WHERE id = ?1 AND office = ?2",
        (desk, tx.staff().office),
    )?;
    if there {
        Ok(())
    } else {
        Err(Error::not_found("desk", desk))
    }
}

/// The waiting tickets of a day that the member of staff may call, the next one first.
fn waiting(
    conn: &Connection,
    staff: &Staff,
    now: DateTime<Utc>,
    day: NaiveDate,
) -> Result<Vec<(Place, Ticket)>> {
    let standard = standard(conn, day)?;
    let mut tickets: Vec<(Place, Ticket)> = conn.all(
        &format!(
            "SELECT {TICKET} FROM ticket WHERE office = ?1 AND day = ?2 AND state = 'waiting'
             AND (wanted IS NULL OR wanted = ?3)"
        ),
        (staff.office, Day(day), staff.id),
        |row| {
            let ticket = ticket_row(row)?;
            Ok((ticket.standing.place(ms(now), standard), ticket))
        },
    )?;
    tickets.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.number.cmp(&b.1.number)));
    Ok(tickets)
}

// Handing out -------------------------------------------------------------------------------------------

/// Hands out a ticket. Needs an opening for walk-ins now, an appointment, or a reason for an
/// exception; an office for practice is always open. An appointment of today becomes arrived. Somebody
/// on file who already waits for the same service gets the same ticket: a card is soon swiped twice.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IssueTicket {
    /// Who, if the person is on file.
    pub person: Option<PersonId>,
    /// What to call somebody who is not on file.
    pub alias: Option<String>,
    /// The tax code of a card that was read and that nobody on file has: it waits for the intake.
    #[serde(default)]
    pub code: Option<String>,
    /// Code of the service; its first letter begins the number.
    pub service: String,
    /// Class of precedence.
    pub priority: Priority,
    /// The appointment that the person came for.
    pub appointment: Option<AppointmentId>,
    /// Why a ticket is given although the office does not receive walk-ins now.
    pub exception: Option<String>,
}

/// A ticket that was handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Identity.
    pub ticket: TicketId,
    /// `A017`: unique in the office and the day.
    pub number: String,
    /// How many would be called before it, as things stand.
    pub ahead: usize,
}

impl Act for IssueTicket {
    type Out = Issued;
    const NAME: &'static str = "ticket.issue";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<Issued> {
        if let Some(person) = self.person {
            known(tx.conn(), person)?;
            tx.about(person);
        }
        if let Some(issued) = self.already_waiting(tx)? {
            return Ok(issued);
        }
        let exception = self.exception.as_deref().map(str::trim);
        let exception = exception.filter(|reason| !reason.is_empty());
        let due_at = match self.appointment {
            Some(appointment) => Some(arrive(tx, appointment)?),
            None => None,
        };
        let open = due_at.is_some() || exception.is_some();
        if !open && !open_to_walk_ins(tx.conn(), tx.staff().office, tx.at())? {
            return Err(tx.refuse(Refusal::OfficeClosed));
        }
        let number = self.next_number(tx)?;
        let ticket: TicketId = tx.new_id();
        let now = Ms(tx.at());
        let alias = self.alias.as_deref().map(str::trim);
        tx.insert(
            "ticket",
            ticket,
            &[
                ("office", &tx.staff().office),
                ("day", &Day(tx.today())),
                ("number", &number),
                ("person", &self.person),
                ("alias", &alias.filter(|alias| !alias.is_empty())),
                (
                    "code",
                    &self.code.as_ref().filter(|_| self.person.is_none()),
                ),
                ("service", &self.service),
                ("priority", &self.priority),
                ("appointment", &self.appointment),
                ("due_at", &due_at),
                ("state", &TicketState::Waiting),
                ("arrived_at", &now),
                ("queued_at", &now),
                ("exception", &exception),
            ],
        )?;
        tx.subject("ticket", ticket);
        let desk = tx.staff().desk;
        event(
            tx,
            ticket,
            TicketStep::Issue,
            None,
            TicketState::Waiting,
            desk,
            exception,
        )?;
        issued(tx, ticket, number)
    }
}

/// The answer for a ticket that waits.
fn issued(tx: &Tx<'_>, ticket: TicketId, number: String) -> Result<Issued> {
    let queue = waiting(tx.conn(), tx.staff(), tx.at(), tx.today())?;
    let ahead = queue.iter().position(|(_, other)| other.id == ticket);
    Ok(Issued {
        ticket,
        number,
        ahead: ahead.unwrap_or(queue.len()),
    })
}

impl IssueTicket {
    /// The ticket with which the person already waits for this service.
    fn already_waiting(&self, tx: &Tx<'_>) -> Result<Option<Issued>> {
        let Some(person) = self.person else {
            return Ok(None);
        };
        let found: Option<(TicketId, String)> = tx.conn().maybe(
            "SELECT id, number FROM ticket WHERE person = ?1 AND day = ?2 AND office = ?3
             AND service = ?4 AND state = 'waiting'",
            (person, Day(tx.today()), tx.staff().office, &self.service),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        match found {
            Some((ticket, number)) => issued(tx, ticket, number).map(Some),
            None => Ok(None),
        }
    }

    fn next_number(&self, tx: &Tx<'_>) -> Result<String> {
        let known = tx.conn().exists(
            "SELECT 1 FROM service_type WHERE code = ?1",
            [&self.service],
        )?;
        let letter = self.service.chars().find(char::is_ascii_alphabetic);
        let (true, Some(letter)) = (known, letter) else {
            return Err(Error::not_found("service_type", &self.service));
        };
        let letter = letter.to_ascii_uppercase();
        let last: Option<i64> = tx.conn().value(
            "SELECT max(CAST(substr(number, 2) AS INTEGER)) FROM ticket
             WHERE office = ?1 AND day = ?2 AND substr(number, 1, 1) = ?3",
            (tx.staff().office, Day(tx.today()), letter.to_string()),
        )?;
        Ok(format!("{letter}{:03}", last.unwrap_or(0) + 1))
    }
}

/// The start of the appointment, which becomes arrived unless it already is.
fn arrive(tx: &Tx<'_>, appointment: AppointmentId) -> Result<i64> {
    let (starts_at, state) = appointment_of(tx.conn(), appointment)?;
    if crate::clock::local_day(at(starts_at)) != tx.today() {
        return Err(tx.refuse(Refusal::NotToday));
    }
    match state.after(AppointmentStep::Arrive) {
        Some(arrived) => tx.update("appointment", appointment, None, &[("state", &arrived)])?,
        None if state == AppointmentState::Arrived => {}
        None => return Err(tx.refuse(Refusal::WrongState)),
    }
    Ok(starts_at)
}

fn appointment_of(conn: &Connection, id: AppointmentId) -> Result<(i64, AppointmentState)> {
    conn.maybe(
        "SELECT starts_at, state FROM appointment WHERE id = ?1",
        [id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?
    .ok_or_else(|| Error::not_found("appointment", id))
}

/// Whether an office receives people without an appointment at a moment. An office for practice
/// always does, and so does one that has not written any opening yet.
pub(super) fn open_to_walk_ins(
    conn: &Connection,
    office: OfficeId,
    now: DateTime<Utc>,
) -> Result<bool> {
    if conn.value("SELECT practice FROM office WHERE id = ?1", [office])?
        || !conn.exists("SELECT 1 FROM opening WHERE office = ?1", [office])?
    {
        return Ok(true);
    }
    let local = now.with_timezone(&Rome);
    let day = local.date_naive();
    let minute = local.hour() * 60 + local.minute();
    let exception: Option<bool> = conn.maybe(
        "SELECT closed FROM day_exception WHERE office = ?1 AND day = ?2",
        (office, Day(day)),
        |row| row.get(0),
    )?;
    let closure = "SELECT 1 FROM closure WHERE office = ?1 AND day = ?2";
    let closed = match exception {
        Some(closed) => closed,
        None => conn.exists(closure, (office, Day(day)))?,
    };
    if closed {
        return Ok(false);
    }
    let kinds: Vec<String> = conn.all(
        "SELECT kind FROM opening WHERE office = ?1 AND (weekday = ?2 OR day = ?3)
         AND from_min <= ?4 AND to_min > ?4
         AND valid_from <= ?3 AND (valid_to IS NULL OR valid_to >= ?3)
         AND (day IS NOT NULL OR NOT EXISTS (SELECT 1 FROM opening o WHERE o.office = ?1 AND o.day = ?3))",
        (office, day.weekday().number_from_monday(), Day(day), minute),
        |row| row.get(0),
    )?;
    let is = |kind: &&str| kinds.iter().any(|found| found == kind);
    Ok(!is(&"closed") && ["walk_in", "mixed"].iter().any(is))
}

// Calling -----------------------------------------------------------------------------------------------

/// Calls whoever is next to a desk. Two members of staff never get the same ticket: the step is one
/// conditional update inside the writer's transaction.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CallNext {
    /// To which desk.
    pub desk: DeskId,
}

/// Who was called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// The ticket.
    pub ticket: TicketId,
    /// Its number.
    pub number: String,
    /// The person, if on file.
    pub person: Option<PersonId>,
}

impl Act for CallNext {
    type Out = Called;
    const NAME: &'static str = "ticket.call_next";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<Called> {
        own_desk(tx, self.desk)?;
        nothing_in_hand(tx)?;
        let queue = waiting(tx.conn(), tx.staff(), tx.at(), tx.today())?;
        let Some((_, next)) = queue.into_iter().next() else {
            return Err(tx.refuse(Refusal::QueueEmpty));
        };
        if let Some(person) = next.person {
            tx.about(person);
        }
        next.step(
            tx,
            TicketStep::Call,
            &[
                ("desk", &self.desk),
                ("staff", &tx.staff().id),
                ("call_count", &(next.call_count + 1)),
            ],
            None,
        )?;
        Ok(Called {
            ticket: next.id,
            number: next.number,
            person: next.person,
        })
    }
}

/// Calls the same ticket again, as often as the office allows; then the person is marked absent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Recall {
    /// Which.
    pub ticket: TicketId,
}

impl Act for Recall {
    /// How often it has been called now.
    type Out = i64;
    const NAME: &'static str = "ticket.recall";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<i64> {
        let ticket = Ticket::read(tx, self.ticket)?;
        ticket.held_by_me(tx)?;
        let calls = ticket.call_count + 1;
        if calls > number(tx.conn(), ParamKey::MaxCalls, tx.today(), i64::MAX)? {
            return Err(tx.refuse_named(Refusal::WrongState, ticket.state));
        }
        ticket.step(tx, TicketStep::Recall, &[("call_count", &calls)], None)?;
        Ok(calls)
    }
}

/// The person who was called is at the desk.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Serve {
    /// Which.
    pub ticket: TicketId,
}

impl Act for Serve {
    type Out = ();
    const NAME: &'static str = "ticket.serve";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let ticket = Ticket::read(tx, self.ticket)?;
        ticket.held_by_me(tx)?;
        let now = Ms(tx.at());
        let columns: [Column<'_>; 2] = [("served_at", &now), ("front", &false)];
        ticket.step(tx, TicketStep::Serve, &columns, None)
    }
}

/// Nobody came: the ticket is absent. The person may come back the same day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Absent {
    /// Which.
    pub ticket: TicketId,
}

impl Act for Absent {
    type Out = ();
    const NAME: &'static str = "ticket.absent";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let ticket = Ticket::read(tx, self.ticket)?;
        ticket.held_by_me(tx)?;
        ticket.step(tx, TicketStep::Absent, &[], None)
    }
}

/// Puts a called ticket back where it stood.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Release {
    /// Which.
    pub ticket: TicketId,
}

impl Act for Release {
    type Out = ();
    const NAME: &'static str = "ticket.release";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let ticket = Ticket::read(tx, self.ticket)?;
        ticket.held_by_me(tx)?;
        ticket.step(tx, TicketStep::Release, &NOBODY, None)
    }
}

/// The columns of a ticket that nobody holds.
const NOBODY: [Column<'static>; 2] = [("desk", &None::<DeskId>), ("staff", &None::<StaffId>)];

// At the desk -------------------------------------------------------------------------------------------

/// Lets somebody wait aside, for a paper or for a colleague, without losing the contact.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Park {
    /// Which.
    pub ticket: TicketId,
    /// Why; may be empty.
    pub reason: String,
}

impl Act for Park {
    type Out = ();
    const NAME: &'static str = "ticket.park";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let ticket = Ticket::read(tx, self.ticket)?;
        ticket.held_by_me(tx)?;
        ticket.step(tx, TicketStep::Park, &[], said(&self.reason))
    }
}

/// Takes a parked ticket back to the desk: one's own, or that of a colleague who is not there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Resume {
    /// Which.
    pub ticket: TicketId,
    /// To which desk.
    pub desk: DeskId,
}

impl Act for Resume {
    type Out = ();
    const NAME: &'static str = "ticket.resume";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        own_desk(tx, self.desk)?;
        let ticket = Ticket::read(tx, self.ticket)?;
        nothing_in_hand(tx)?;
        let columns: [Column<'_>; 2] = [("desk", &self.desk), ("staff", &tx.staff().id)];
        ticket.step(tx, TicketStep::Resume, &columns, None)
    }
}

/// Takes a ticket over from a colleague whose line dropped, once it has been theirs for as long as the
/// office has set. Both are in the journal: whose it was and who has it now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TakeOver {
    /// Which.
    pub ticket: TicketId,
    /// To which desk.
    pub desk: DeskId,
    /// Whose it is.
    pub from: StaffId,
    /// When their line dropped.
    pub lost_at: DateTime<Utc>,
}

impl Act for TakeOver {
    type Out = ();
    const NAME: &'static str = "ticket.take_over";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        own_desk(tx, self.desk)?;
        let ticket = Ticket::read(tx, self.ticket)?;
        nothing_in_hand(tx)?;
        if ticket.staff != Some(self.from) || !ticket.state.is_at_a_desk() {
            return Err(tx.refuse_with(Refusal::WrongState, ticket.number));
        }
        if tx.at() < self.lost_at + line_hold(tx.conn(), tx.today())? {
            let name: String = tx
                .conn()
                .value("SELECT name FROM staff WHERE id = ?1", [self.from])?;
            return Err(tx.refuse_with(Refusal::LineHeld, name));
        }
        let columns: [Column<'_>; 2] = [("desk", &self.desk), ("staff", &tx.staff().id)];
        tx.update("ticket", ticket.id, Some(ticket.ver), &columns)
    }
}

/// Puts a parked ticket back in the queue, in front of its class.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Requeue {
    /// Which.
    pub ticket: TicketId,
}

impl Act for Requeue {
    type Out = ();
    const NAME: &'static str = "ticket.requeue";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let ticket = Ticket::read(tx, self.ticket)?;
        let [desk, staff] = NOBODY;
        ticket.step(
            tx,
            TicketStep::Requeue,
            &[desk, staff, ("front", &true)],
            None,
        )
    }
}

/// Sends whoever is at the desk on to another service, for anybody or for one colleague: a new leg of
/// the same ticket, with the time of the first arrival.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Forward {
    /// Which.
    pub ticket: TicketId,
    /// Code of the service.
    pub service: String,
    /// Only this colleague may call it.
    pub staff: Option<StaffId>,
}

impl Act for Forward {
    type Out = ();
    const NAME: &'static str = "ticket.forward";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let ticket = Ticket::read(tx, self.ticket)?;
        ticket.held_by_me(tx)?;
        let known = "SELECT 1 FROM service_type WHERE code = ?1";
        if !tx.conn().exists(known, [&self.service])? {
            return Err(Error::not_found("service_type", &self.service));
        }
        let [desk, staff] = NOBODY;
        let columns = [
            desk,
            staff,
            ("service", &self.service as &dyn rusqlite::ToSql),
            ("wanted", &self.staff),
            ("call_count", &0_i64),
        ];
        ticket.step(tx, TicketStep::Forward, &columns, None)
    }
}

/// A service given during a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Code of the service.
    pub service: String,
    /// How long; none: a fair share of what the others leave of the contact.
    pub minutes: Option<i64>,
}

/// Ends the contact: one row for each service given, with the minutes of the ticket unless said
/// otherwise; an appointment that it belongs to becomes held; the note goes to the person's diary.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Finish {
    /// Which.
    pub ticket: TicketId,
    /// How it ended.
    pub outcome: Outcome,
    /// What was given; empty: the service of the ticket.
    pub services: Vec<Given>,
    /// Words for the diary; only of somebody on file.
    pub note: Option<String>,
}

impl Act for Finish {
    /// The minutes of the contact.
    type Out = i64;
    const NAME: &'static str = "ticket.finish";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<i64> {
        let ticket = Ticket::read(tx, self.ticket)?;
        ticket.held_by_me(tx)?;
        ticket.step(tx, TicketStep::Finish, &[], None)?;
        let minutes = self.write_contact(tx, &ticket)?;
        settle(tx, &ticket, AppointmentStep::Hold)?;
        let note = self.note.as_deref().and_then(said);
        match (ticket.person, note) {
            (Some(person), Some(words)) => {
                touch(tx, person)?;
                notes::write(tx, person, Some(ticket.id), NoteKind::Diary, words)?;
            }
            (Some(person), None) => touch(tx, person)?,
            (None, Some(_)) => return Err(Error::invalid("note", "nobody on file to note it of")),
            (None, None) => {}
        }
        Ok(minutes)
    }
}

impl Finish {
    fn write_contact(&self, tx: &Tx<'_>, ticket: &Ticket) -> Result<i64> {
        let ended = ms(tx.at());
        let started = ticket.served_at.unwrap_or(ended);
        let since: Vec<Happened> = events_of(tx.conn(), ticket.id)?
            .into_iter()
            .filter(|event| event.at >= started)
            .collect();
        let worked = (ended - started - parked(&since, ended)).max(0);
        let minutes = (worked + MINUTE - 1) / MINUTE;
        let own = [Given {
            service: ticket.service.clone(),
            minutes: None,
        }];
        let given = if self.services.is_empty() {
            &own[..]
        } else {
            &self.services[..]
        };
        let staff = ticket.staff.unwrap_or(tx.staff().id);
        for (given, share) in given.iter().zip(shares(given, minutes)) {
            tx.insert(
                "contact",
                tx.new_id::<Ulid>(),
                &[
                    ("ticket", &ticket.id),
                    ("person", &ticket.person),
                    ("staff", &staff),
                    ("service", &given.service),
                    ("started_at", &started),
                    ("ended_at", &ended),
                    ("minutes", &share),
                    ("outcome", &self.outcome),
                ],
            )?;
        }
        Ok(minutes)
    }
}

/// The minutes of each service: as said, the rest in equal parts, the first ones a minute longer.
fn shares(given: &[Given], total: i64) -> Vec<i64> {
    let said: i64 = given.iter().filter_map(|g| g.minutes).sum();
    let open = given.iter().filter(|g| g.minutes.is_none()).count().max(1) as i64;
    let rest = (total - said).max(0);
    let mut longer = rest % open;
    given
        .iter()
        .map(|g| {
            g.minutes.unwrap_or_else(|| {
                longer -= 1;
                rest / open + i64::from(longer >= 0)
            })
        })
        .collect()
}

/// Lets the ticket's appointment take a step, if it has one that can.
fn settle(tx: &Tx<'_>, ticket: &Ticket, step: AppointmentStep) -> Result<()> {
    let Some(appointment) = ticket.appointment else {
        return Ok(());
    };
    agenda::step_if_possible(tx, appointment, step)
}

// Going and coming back ---------------------------------------------------------------------------------

/// Somebody goes before the service.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Leave {
    /// Which.
    pub ticket: TicketId,
}

impl Act for Leave {
    type Out = ();
    const NAME: &'static str = "ticket.leave";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let ticket = Ticket::read(tx, self.ticket)?;
        ticket.step(tx, TicketStep::Leave, &NOBODY, None)?;
        settle(tx, &ticket, AppointmentStep::Leave)
    }
}

/// Somebody who was absent is back, the same day: at the end of the class.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Return {
    /// Which.
    pub ticket: TicketId,
}

impl Act for Return {
    type Out = ();
    const NAME: &'static str = "ticket.return";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let ticket = Ticket::read(tx, self.ticket)?;
        if ticket.day != tx.today() {
            return Err(tx.refuse(Refusal::NotToday));
        }
        let [desk, staff] = NOBODY;
        let now = Ms(tx.at());
        let columns: [Column<'_>; 4] = [desk, staff, ("queued_at", &now), ("call_count", &0_i64)];
        ticket.step(tx, TicketStep::Return, &columns, None)
    }
}

/// Takes back a ticket that was handed out by mistake; its number is not given again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Void {
    /// Which.
    pub ticket: TicketId,
    /// Why.
    pub reason: String,
}

impl Act for Void {
    type Out = ();
    const NAME: &'static str = "ticket.void";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let Some(reason) = said(&self.reason) else {
            return Err(Error::invalid("reason", "a ticket is voided for a reason"));
        };
        let ticket = Ticket::read(tx, self.ticket)?;
        ticket.held_by_me(tx)?;
        ticket.step(tx, TicketStep::Void, &NOBODY, Some(reason))
    }
}

/// Says who stands behind a ticket, once that is known.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AttachPerson {
    /// Which.
    pub ticket: TicketId,
    /// Who.
    pub person: PersonId,
}

impl Act for AttachPerson {
    type Out = ();
    const NAME: &'static str = "ticket.attach";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        known(tx.conn(), self.person)?;
        attach(tx, self.ticket, self.person)
    }
}

/// Ties a ticket that is not settled to a person. What was noted to tell who it is for is no longer needed.
pub(super) fn attach(tx: &Tx<'_>, ticket: TicketId, person: PersonId) -> Result<()> {
    let ticket = Ticket::read(tx, ticket)?;
    tx.about(person);
    if ticket.person == Some(person) {
        return Ok(());
    }
    if !ticket.state.is_live() {
        return Err(tx.refuse_named(Refusal::WrongState, ticket.state));
    }
    tx.update(
        "ticket",
        ticket.id,
        Some(ticket.ver),
        &[
            ("person", &person),
            ("alias", &None::<String>),
            ("code", &None::<String>),
        ],
    )
}

fn said(words: &str) -> Option<&str> {
    let words = words.trim();
    (!words.is_empty()).then_some(words)
}

// Reading -----------------------------------------------------------------------------------------------

/// The tickets of today, in the order in which they would be called; then those at a desk, parked and
/// over, by number.
#[derive(Debug, Clone, Copy)]
pub struct Board {
    /// Of which office.
    pub office: OfficeId,
    /// Whether those that are over are wanted too.
    pub ended: bool,
}

/// A ticket as the board shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    /// Identity.
    pub ticket: TicketId,
    /// Version.
    pub ver: i64,
    /// `A017`.
    pub number: String,
    /// Where it stands.
    pub state: TicketState,
    /// Class of precedence.
    pub priority: Priority,
    /// Code of the service.
    pub service: String,
    /// The person, if on file.
    pub person: Option<PersonId>,
    /// `ROSSI Maria`, the alias, or nothing.
    pub who: String,
    /// The tax code of the card that was read, while nobody on file has it.
    pub code: Option<String>,
    /// When the person came.
    pub arrived_at: DateTime<Utc>,
    /// The start of the appointment.
    pub due_at: Option<DateTime<Utc>>,
    /// Whole minutes waited so far, or until the first call.
    pub waiting_min: i64,
    /// The desk's label.
    pub desk: Option<String>,
    /// Who holds it.
    pub staff: Option<StaffId>,
    /// The display name.
    pub staff_name: Option<String>,
    /// For whom it is kept, by name.
    pub wanted_name: Option<String>,
    /// How often it has been called.
    pub call_count: i64,
    /// When the person came to the desk; none before.
    pub served_at: Option<DateTime<Utc>>,
}

impl Query for Board {
    type Out = Vec<BoardRow>;
    const RIGHT: Right = Right::QueueRead;

    fn shared(&self) -> Option<String> {
        Some(format!("{} {}", self.office, self.ended))
    }

    fn copy(answer: &Vec<BoardRow>) -> Option<Vec<BoardRow>> {
        Some(answer.clone())
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<BoardRow>> {
        let day = db.today();
        let mut rows = board_rows(db.conn, self.office, day, db.at)?;
        if !self.ended {
            rows.retain(|(_, row)| row.state.is_live());
        }
        rows.sort_by(|(a, left), (b, right)| a.cmp(b).then_with(|| left.number.cmp(&right.number)));
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }
}

/// Waiting tickets by place, then at a desk, parked, over.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Waiting(Place),
    AtDesk,
    Parked,
    Over,
}

fn board_rows(
    conn: &Connection,
    office: OfficeId,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Vec<(Rank, BoardRow)>> {
    let standard = standard(conn, day)?;
    let events = events_of_day(conn, office, day)?;
    let now = ms(now);
    conn.all(
        "SELECT t.id, t.ver, t.number, t.state, t.priority, t.service, t.person, t.alias, t.code, t.arrived_at, t.due_at,
                t.queued_at, t.front, t.staff, t.call_count, t.served_at, p.surname, p.name, d.label, s.name AS staff_name,
                w.name AS wanted_name
         FROM ticket t LEFT JOIN person p ON p.id = t.person LEFT JOIN desk d ON d.id = t.desk
         LEFT JOIN staff s ON s.id = t.staff LEFT JOIN staff w ON w.id = t.wanted
         WHERE t.office = ?1 AND t.day = ?2",
        (office, Day(day)),
        |row| {
            let ticket: TicketId = row.get("id")?;
            let state: TicketState = row.get("state")?;
            let standing = Standing {
                priority: row.get("priority")?,
                due_at: row.get("due_at")?,
                queued_at: row.get("queued_at")?,
                front: row.get("front")?,
            };
            let rank = match state {
                TicketState::Waiting => Rank::Waiting(standing.place(now, standard)),
                TicketState::Called | TicketState::Serving => Rank::AtDesk,
                TicketState::Parked => Rank::Parked,
                _ => Rank::Over,
            };
            let happened = events.get(&ticket).map_or(&[][..], Vec::as_slice);
            let since = standing.due_at.map_or(standing.queued_at, |due| due.max(standing.queued_at));
            let waiting = match state {
                TicketState::Waiting => (now - since).max(0),
                _ => waited(standing.due_at, happened).unwrap_or(0),
            };
            let surname: Option<String> = row.get("surname")?;
            let who = match surname {
                Some(surname) => short_name(&surname, &row.get::<_, String>("name")?),
                None => row.get::<_, Option<String>>("alias")?.unwrap_or_default(),
            };
            let board = BoardRow {
                ticket,
                ver: row.get("ver")?,
                number: row.get("number")?,
                state,
                priority: standing.priority,
                service: row.get("service")?,
                person: row.get("person")?,
                who,
                code: row.get("code")?,
                arrived_at: row.get::<_, Ms>("arrived_at")?.0,
                due_at: standing.due_at.map(at),
                waiting_min: waiting / MINUTE,
                desk: row.get("label")?,
                staff: row.get("staff")?,
                staff_name: row.get("staff_name")?,
                wanted_name: row.get("wanted_name")?,
                call_count: row.get("call_count")?,
                served_at: row.get::<_, Option<Ms>>("served_at")?.map(|served| served.0),
            };
            Ok((rank, board))
        },
    )
}

fn events_of(conn: &Connection, ticket: TicketId) -> Result<Vec<Happened>> {
    conn.all(
        "SELECT step, created_at FROM ticket_event WHERE ticket = ?1 ORDER BY n",
        [ticket],
        |row| {
            Ok(Happened {
                step: row.get(0)?,
                at: row.get(1)?,
            })
        },
    )
}

fn events_of_day(
    conn: &Connection,
    office: OfficeId,
    day: NaiveDate,
) -> Result<HashMap<TicketId, Vec<Happened>>> {
    let events: Vec<(TicketId, Happened)> = conn.all(
        "SELECT t.id, e.step, e.created_at FROM ticket t CROSS JOIN ticket_event e ON e.ticket = t.id
         WHERE t.office = ?1 AND t.day = ?2 ORDER BY e.n",
        (office, Day(day)),
        |row| {
            let happened = Happened {
                step: row.get(1)?,
                at: row.get(2)?,
            };
            Ok((row.get(0)?, happened))
        },
    )?;
    let mut by_ticket: HashMap<TicketId, Vec<Happened>> = HashMap::new();
    for (ticket, happened) in events {
        by_ticket.entry(ticket).or_default().push(happened);
    }
    Ok(by_ticket)
}

/// The ticket that the asking member of staff has called or is serving.
#[derive(Debug, Clone, Copy)]
pub struct Mine;

impl Query for Mine {
    type Out = Option<BoardRow>;
    const RIGHT: Right = Right::QueueRead;

    fn run(&self, db: &Reader<'_>) -> Result<Option<BoardRow>> {
        let held: Option<(TicketId, OfficeId, Day)> = db.conn.maybe(
            "SELECT id, office, day FROM ticket WHERE staff = ?1 AND state IN ('called', 'serving')",
            [db.staff.id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let Some((ticket, office, day)) = held else {
            return Ok(None);
        };
        let rows = board_rows(db.conn, office, day.0, db.at)?;
        Ok(rows
            .into_iter()
            .map(|(_, row)| row)
            .find(|row| row.ticket == ticket))
    }
}

/// The queue of one day in numbers. Nothing in it is about one member of staff.
#[derive(Debug, Clone, Copy)]
pub struct DayFigures {
    /// Of which office.
    pub office: OfficeId,
    /// Which day; none: today.
    pub day: Option<NaiveDate>,
}

/// The median and the 90th percentile, in whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// Half of them took at most this.
    pub median: i64,
    /// Nine of ten took at most this.
    pub p90: i64,
}

/// What [`DayFigures`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Handed out, without those voided.
    pub issued: usize,
    /// Waiting now.
    pub waiting: usize,
    /// Over, with a contact.
    pub served: usize,
    /// Called, and nobody came.
    pub no_shows: usize,
    /// Gone before the service.
    pub left: usize,
    /// Waiting without an appointment, of those called.
    pub walk_in_wait: Option<Spread>,
    /// Waiting with an appointment, of those called.
    pub appointment_wait: Option<Spread>,
    /// From the call to the desk.
    pub way: Option<Spread>,
    /// Of a hundred called, how many within the office's standard.
    pub within_standard: Option<u8>,
}

impl Query for DayFigures {
    type Out = Figures;
    const RIGHT: Right = Right::FiguresRead;

    fn run(&self, db: &Reader<'_>) -> Result<Figures> {
        let day = self.day.unwrap_or_else(|| db.today());
        let standard = standard(db.conn, day)?;
        let events = events_of_day(db.conn, self.office, day)?;
        let tickets: Vec<(TicketId, TicketState, Option<i64>)> = db.conn.all(
            "SELECT id, state, due_at FROM ticket WHERE office = ?1 AND day = ?2 AND state <> 'voided'",
            (self.office, Day(day)),
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let count = |state| tickets.iter().filter(|t| t.1 == state).count();
        let (mut walk_in, mut appointment, mut ways) = (Vec::new(), Vec::new(), Vec::new());
        for (ticket, _, due_at) in &tickets {
            let happened = events.get(ticket).map_or(&[][..], Vec::as_slice);
            let waits = if due_at.is_some() {
                &mut appointment
            } else {
                &mut walk_in
            };
            waits.extend(waited(*due_at, happened));
            ways.extend(way(happened));
        }
        let called = walk_in.len() + appointment.len();
        let within = walk_in
            .iter()
            .chain(&appointment)
            .filter(|w| **w <= standard)
            .count();
        Ok(Figures {
            issued: tickets.len(),
            waiting: count(TicketState::Waiting),
            served: count(TicketState::Done),
            no_shows: count(TicketState::NoShow),
            left: count(TicketState::Left),
            walk_in_wait: spread(&mut walk_in),
            appointment_wait: spread(&mut appointment),
            way: spread(&mut ways),
            within_standard: (within * 100)
                .checked_div(called)
                .map(|percent| percent as u8),
        })
    }
}

fn spread(times: &mut [i64]) -> Option<Spread> {
    median_and_p90(times).map(|(median, p90)| Spread {
        median: median / MINUTE,
        p90: p90 / MINUTE,
    })
}
