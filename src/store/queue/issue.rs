//! Handing out: a ticket, and whom the office takes without an appointment.

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Europe::Rome;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::ticket::{event, line};
use crate::domain::appointment::{AppointmentState, AppointmentStep, Place};
use crate::domain::ids::{AppointmentId, OfficeId, PersonId, TicketId};
use crate::domain::queue::{Priority, TicketState, TicketStep};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::store::act::{Act, Tx};
use crate::store::error::{Error, Result};
use crate::store::people::known;
use crate::store::sql::{Day, Ms, Rows, at};

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

/// The answer for a ticket that waits.
fn issued(tx: &Tx<'_>, ticket: TicketId, number: String) -> Result<Issued> {
    let queue = line(tx.conn(), tx.staff(), tx.at(), tx.today())?;
    let ahead = queue.iter().position(|other| other.number() == number);
    Ok(Issued {
        ticket,
        number,
        ahead: ahead.unwrap_or(queue.len()),
    })
}

/// The start of the appointment, which becomes arrived unless it already is.
fn arrive(tx: &Tx<'_>, appointment: AppointmentId) -> Result<i64> {
    let (starts_at, state, place) = appointment_of(tx.conn(), appointment)?;
    if crate::clock::local_day(at(starts_at)) != tx.today() {
        return Err(tx.refuse(Refusal::NotToday));
    }
    if !place.is_at_the_desk() {
        return Err(tx.refuse(Refusal::NotAtTheDesk));
    }
    match state.after(AppointmentStep::Arrive) {
        Some(arrived) => tx.update("appointment", appointment, None, &[("state", &arrived)])?,
        None if state == AppointmentState::Arrived => {}
        None => return Err(tx.refuse(Refusal::WrongState)),
    }
    Ok(starts_at)
}

fn appointment_of(conn: &Connection, id: AppointmentId) -> Result<(i64, AppointmentState, Place)> {
    conn.maybe(
        "SELECT starts_at, state, place FROM appointment WHERE id = ?1",
        [id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?
    .ok_or_else(|| Error::not_found("appointment", id))
}

/// Whether an office receives people without an appointment at a moment. An office for practice
/// always does, and so does one that has not written any opening yet.
pub(in crate::store) fn open_to_walk_ins(
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
