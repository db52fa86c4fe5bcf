//! Calling a ticket to a desk.

use serde::{Deserialize, Serialize};

use super::ticket::{Ticket, line, nothing_in_hand, own_desk};
use crate::domain::ids::{DeskId, PersonId, StaffId, TicketId};
use crate::domain::param::ParamKey;
use crate::domain::queue::TicketStep;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::store::act::{Act, Column, Tx};
use crate::store::error::Result;
use crate::store::params::number;
use crate::store::sql::Ms;

/// Calls whoever is next to a desk. Two members of staff never get the same ticket: the step is one
/// conditional update inside the writer's transaction.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CallNext {
    /// To which desk.
    pub desk: DeskId,
}

impl Act for CallNext {
    type Out = Called;
    const NAME: &'static str = "ticket.call_next";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<Called> {
        own_desk(tx, self.desk)?;
        nothing_in_hand(tx)?;
        let line = line(tx.conn(), tx.staff(), tx.at(), tx.today())?;
        let Some(next) = line.first() else {
            return Err(tx.refuse(Refusal::QueueEmpty));
        };
        let next = next.ticket(tx.conn())?;
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
        if calls > number(tx.conn(), ParamKey::MaxCalls, tx.today())? {
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
pub(super) const NOBODY: [Column<'static>; 2] =
    [("desk", &None::<DeskId>), ("staff", &None::<StaffId>)];
