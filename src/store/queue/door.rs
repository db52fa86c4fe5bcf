//! At the door: going, coming back, a ticket made by mistake, a name for a number.

use serde::{Deserialize, Serialize};

use super::call::NOBODY;
use super::desk::settle;
use super::ticket::Ticket;
use crate::domain::appointment::AppointmentStep;
use crate::domain::ids::{PersonId, TicketId};
use crate::domain::queue::TicketStep;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::text::said;
use crate::store::act::{Act, Column, Tx};
use crate::store::error::{Error, Result};
use crate::store::people::known;
use crate::store::sql::Ms;

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
        let Some(reason) = said(Some(&self.reason)) else {
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
pub(in crate::store) fn attach(tx: &Tx<'_>, ticket: TicketId, person: PersonId) -> Result<()> {
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
