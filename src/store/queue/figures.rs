//! What a day of the queue came to, in numbers without names.

use chrono::NaiveDate;

use super::board::events_of_day;
use super::ticket::{MINUTE, standard};
use crate::domain::ids::{OfficeId, TicketId};
use crate::domain::queue::{TicketState, median_and_p90, waited, way};
use crate::domain::staff::Right;
use crate::store::act::{Query, Reader};
use crate::store::error::Result;
use crate::store::sql::{Day, Rows};

/// The queue of one day in numbers. Nothing in it is about one member of staff.
#[derive(Debug, Clone, Copy)]
pub struct DayFigures {
    /// Of which office.
    pub office: OfficeId,
    /// Which day; none: today.
    pub day: Option<NaiveDate>,
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

fn spread(times: &mut [i64]) -> Option<Spread> {
    median_and_p90(times).map(|(median, p90)| Spread {
        median: median / MINUTE,
        p90: p90 / MINUTE,
    })
}
