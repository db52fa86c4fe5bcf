//! At the desk: parked, handed on, finished with what was given.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::board::events_of;
use super::call::NOBODY;
use super::ticket::{MINUTE, Ticket, nothing_in_hand, own_desk};
use crate::domain::appointment::AppointmentStep;
use crate::domain::ids::{DeskId, StaffId, TicketId};
use crate::domain::note::NoteKind;
use crate::domain::queue::{Happened, Outcome, TicketStep, parked};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::text::said;
use crate::store::act::{Act, Column, Tx};
use crate::store::error::{Error, Result};
use crate::store::params::line_hold;
use crate::store::people::touch;
use crate::store::sql::{Rows, ms};
use crate::store::{agenda, notes};

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
        ticket.step(tx, TicketStep::Park, &[], said(Some(&self.reason)))
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
        let note = said(self.note.as_deref());
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
pub(super) fn settle(tx: &Tx<'_>, ticket: &Ticket, step: AppointmentStep) -> Result<()> {
    let Some(appointment) = ticket.appointment else {
        return Ok(());
    };
    agenda::step_if_possible(tx, appointment, step)
}
