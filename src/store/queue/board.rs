//! The tickets of a day as everybody sees them, and the one in hand.

use std::collections::{BTreeSet, HashMap};

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::Connection;

use super::ticket::{MINUTE, standard};
use crate::domain::ids::{OfficeId, PersonId, StaffId, TicketId};
use crate::domain::queue::{Happened, Place, PlaceReason, Priority, Standing, TicketState, waited};
use crate::domain::staff::Right;
use crate::store::act::{Query, Reader};
use crate::store::answers::Shared;
use crate::store::error::Result;
use crate::store::search::short_name;
use crate::store::sql::{Day, Ms, Rows, at, ms};

/// The tickets of today, in the order in which they would be called; then those at a desk, parked and
/// over, by number.
#[derive(Debug, Clone, Copy)]
pub struct Board {
    /// Of which office.
    pub office: OfficeId,
    /// Whether those that are over are wanted too.
    pub ended: bool,
}

impl Query for Board {
    /// One for all who look at it.
    type Out = Arc<[BoardRow]>;
    const RIGHT: Right = Right::QueueRead;

    fn shared(&self) -> Option<Shared> {
        Some(Shared {
            asked: format!("{} {}", self.office, self.ended),
            reads: &["ticket", "ticket_event", "person", "desk", "staff", "param"],
        })
    }

    fn copy(answer: &Arc<[BoardRow]>) -> Option<Arc<[BoardRow]>> {
        Some(Arc::clone(answer))
    }

    fn shows(answer: &Arc<[BoardRow]>) -> Option<BTreeSet<PersonId>> {
        // Whoever is over and not shown was read too, and is nobody's to see.
        Some(answer.iter().filter_map(|row| row.person).collect())
    }

    fn run(&self, db: &Reader<'_>) -> Result<Arc<[BoardRow]>> {
        let day = db.today();
        let mut rows = board_rows(db.conn, self.office, Which::Day(day), db.at)?;
        if !self.ended {
            rows.retain(|row| row.state.is_live());
        }
        Ok(rows.into())
    }
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
    /// Of a ticket that waits: who is called before it are one less, and why it stands there.
    pub place: Option<(usize, PlaceReason)>,
    /// The day it was given.
    pub day: NaiveDate,
}

/// Waiting tickets by place, then at a desk, parked, over.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Waiting(Place),
    AtDesk,
    Parked,
    Over,
}

/// Which tickets of an office.
#[derive(Clone, Copy)]
enum Which {
    /// All of a day.
    Day(NaiveDate),
    /// Those of this day and the days before it that nobody has settled.
    Open(NaiveDate),
}

impl Which {
    fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) | Self::Open(day) => day,
        }
    }

    /// The condition on `t`, with the office as `?1` and the day as `?2`.
    fn condition(self) -> &'static str {
        match self {
            Self::Day(_) => "t.office = ?1 AND t.day = ?2",
            Self::Open(_) => {
                "t.office = ?1 AND t.day <= ?2 AND t.state IN ('waiting', 'called', 'serving', 'parked')"
            }
        }
    }
}

/// The tickets in the order in which they are called and then shown.
fn board_rows(
    conn: &Connection,
    office: OfficeId,
    which: Which,
    now: DateTime<Utc>,
) -> Result<Vec<BoardRow>> {
    let mut rows = ranked(conn, office, which, now)?;
    rows.sort_by(|(a, left), (b, right)| a.cmp(b).then_with(|| left.number.cmp(&right.number)));
    let mut ahead = 0;
    Ok(rows
        .into_iter()
        .map(|(_, mut row)| {
            if let Some((place, _)) = &mut row.place {
                ahead += 1;
                *place = ahead;
            }
            row
        })
        .collect())
}

fn ranked(
    conn: &Connection,
    office: OfficeId,
    which: Which,
    now: DateTime<Utc>,
) -> Result<Vec<(Rank, BoardRow)>> {
    let day = which.day();
    let standard = standard(conn, day)?;
    let events = events_where(conn, office, which)?;
    let now = ms(now);
    conn.all(
        &format!("SELECT t.id, t.ver, t.number, t.state, t.priority, t.service, t.person, t.alias, t.code, t.arrived_at, t.due_at,
                t.queued_at, t.front, t.staff, t.call_count, t.served_at, p.surname, p.name, d.label, s.name,
                w.name, t.day
         FROM ticket t LEFT JOIN person p ON p.id = t.person LEFT JOIN desk d ON d.id = t.desk
         LEFT JOIN staff s ON s.id = t.staff LEFT JOIN staff w ON w.id = t.wanted
         WHERE {}", which.condition()),
        (office, Day(day)),
        |row| {
            let ticket: TicketId = row.get(0)?;
            let state: TicketState = row.get(3)?;
            let standing = Standing {
                priority: row.get(4)?,
                due_at: row.get(10)?,
                queued_at: row.get(11)?,
                front: row.get(12)?,
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
                // Whoever left before being called waited until then.
                _ => waited(standing.due_at, happened).unwrap_or_else(|| {
                    happened.last().map_or(0, |end| (end.at - since).max(0))
                }),
            };
            let surname: Option<String> = row.get(16)?;
            let who = match surname {
                Some(surname) => short_name(&surname, &row.get::<_, String>(17)?),
                None => row.get::<_, Option<String>>(7)?.unwrap_or_default(),
            };
            let board = BoardRow {
                ticket,
                ver: row.get(1)?,
                number: row.get(2)?,
                state,
                priority: standing.priority,
                service: row.get(5)?,
                person: row.get(6)?,
                who,
                code: row.get(8)?,
                arrived_at: row.get::<_, Ms>(9)?.0,
                due_at: standing.due_at.map(at),
                waiting_min: waiting / MINUTE,
                desk: row.get(18)?,
                staff: row.get(13)?,
                staff_name: row.get(19)?,
                wanted_name: row.get(20)?,
                call_count: row.get(14)?,
                served_at: row.get::<_, Option<Ms>>(15)?.map(|served| served.0),
                place: (state == TicketState::Waiting).then(|| (0, standing.why(now, standard))),
                day: row.get::<_, Day>(21)?.0,
            };
            Ok((rank, board))
        },
    )
}

pub(super) fn events_of(conn: &Connection, ticket: TicketId) -> Result<Vec<Happened>> {
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

pub(super) fn events_of_day(
    conn: &Connection,
    office: OfficeId,
    day: NaiveDate,
) -> Result<HashMap<TicketId, Vec<Happened>>> {
    events_where(conn, office, Which::Day(day))
}

fn events_where(
    conn: &Connection,
    office: OfficeId,
    which: Which,
) -> Result<HashMap<TicketId, Vec<Happened>>> {
    let events: Vec<(TicketId, Happened)> = conn.all(
        &format!(
            "SELECT t.id, e.step, e.created_at FROM ticket t CROSS JOIN ticket_event e ON e.ticket = t.id
             WHERE {} ORDER BY e.n",
            which.condition()
        ),
        (office, Day(which.day())),
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

/// The tickets of today and of the days before that nobody has settled, in the order of [`Board`]: what the
/// close of the day is about.
#[derive(Debug, Clone, Copy)]
pub struct OpenTickets;

impl Query for OpenTickets {
    type Out = Vec<BoardRow>;
    const RIGHT: Right = Right::QueueRead;

    fn run(&self, db: &Reader<'_>) -> Result<Vec<BoardRow>> {
        board_rows(db.conn, db.staff.office, Which::Open(db.today()), db.at)
    }
}
