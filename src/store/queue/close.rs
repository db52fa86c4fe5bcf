//! The close of the day: what still waits is settled, once somebody has confirmed the list.

use serde::{Deserialize, Serialize};

use super::call::NOBODY;
use super::desk::settle;
use super::ticket::Ticket;
use crate::domain::appointment::AppointmentStep;
use crate::domain::ids::TicketId;
use crate::domain::queue::{TicketState, TicketStep};
use crate::domain::staff::Right;
use crate::store::act::{Act, Tx};
use crate::store::error::Result;

/// Settles tickets that still wait or are parked when the office closes, or were left so on a day before:
/// their people went before the service. What is at a desk is ended by hand, by who has it, and stays.
///
/// The tickets are those of the list that was confirmed, so that nobody who came meanwhile goes with them;
/// one that somebody has called since stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CloseDay {
    /// Which.
    pub tickets: Vec<TicketId>,
}

impl Act for CloseDay {
    /// How many were settled.
    type Out = usize;
    const NAME: &'static str = "queue.close_day";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<usize> {
        let mut settled = 0;
        for id in &self.tickets {
            let ticket = Ticket::one_of_many(tx, *id)?;
            if !matches!(ticket.state, TicketState::Waiting | TicketState::Parked) {
                continue;
            }
            ticket.step(tx, TicketStep::Leave, &NOBODY, None)?;
            settle(tx, &ticket, AppointmentStep::Leave)?;
            settled += 1;
        }
        Ok(settled)
    }
}
