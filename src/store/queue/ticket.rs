//! A ticket as the acts see it, and the order in which tickets are called.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, Row};
use ulid::Ulid;

use crate::domain::ids::{AppointmentId, DeskId, PersonId, StaffId, TicketId};
use crate::domain::param::ParamKey;
use crate::domain::queue::{Place, Standing, TicketState, TicketStep};
use crate::domain::refusal::Refusal;
use crate::domain::staff::{Right, Staff};
use crate::store::act::{Column, Tx};
use crate::store::error::{Error, Result};
use crate::store::params::number;
use crate::store::sql::{Day, Rows, ms};

pub(super) const MINUTE: i64 = 60_000;

pub(super) struct Ticket {
    pub(super) id: TicketId,
    pub(super) ver: i64,
    pub(super) number: String,
    pub(super) person: Option<PersonId>,
    pub(super) service: String,
    pub(super) appointment: Option<AppointmentId>,
    pub(super) day: NaiveDate,
    pub(super) state: TicketState,
    pub(super) desk: Option<DeskId>,
    pub(super) staff: Option<StaffId>,
    pub(super) call_count: i64,
    pub(super) served_at: Option<i64>,
}

impl Ticket {
    /// The one ticket that an act is about.
    pub(super) fn read(tx: &Tx<'_>, id: TicketId) -> Result<Self> {
        let ticket = Self::one_of_many(tx, id)?;
        if let Some(person) = ticket.person {
            tx.about(person);
        }
        Ok(ticket)
    }

    /// One of several: the act is about nobody in particular.
    pub(super) fn one_of_many(tx: &Tx<'_>, id: TicketId) -> Result<Self> {
        let found = tx.conn().maybe(
            &format!("SELECT {TICKET} FROM ticket WHERE id = ?1"),
            [id],
            ticket_row,
        )?;
        found.ok_or_else(|| Error::not_found("ticket", id))
    }

    /// Takes the step: state and further columns, guarded by state and version, and its event.
    pub(super) fn step(
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
    pub(super) fn held_by_me(&self, tx: &Tx<'_>) -> Result<()> {
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

const TICKET: &str =
    "id, ver, number, person, service, appointment, day, state, desk, staff, call_count, served_at";

fn ticket_row(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    Ok(Ticket {
        id: row.get("id")?,
        ver: row.get("ver")?,
        number: row.get("number")?,
        person: row.get("person")?,
        service: row.get("service")?,
        appointment: row.get("appointment")?,
        day: row.get::<_, Day>("day")?.0,
        state: row.get("state")?,
        desk: row.get("desk")?,
        staff: row.get("staff")?,
        call_count: row.get("call_count")?,
        served_at: row.get("served_at")?,
    })
}

pub(super) fn event(
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

/// The waiting standard in milliseconds.
pub(super) fn standard(conn: &Connection, day: NaiveDate) -> Result<i64> {
    let minutes = number(conn, ParamKey::StandardMinutes, day)?;
    Ok(minutes.saturating_mul(MINUTE))
}

/// Refused with the number in hand when the member of staff already has one called or at the desk.
pub(super) fn nothing_in_hand(tx: &Tx<'_>) -> Result<()> {
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
pub(super) fn own_desk(tx: &Tx<'_>, desk: DeskId) -> Result<()> {
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

/// One who waits, as far as the order is concerned.
pub(super) struct InLine {
    place: Place,
    number: String,
    row: i64,
}

impl InLine {
    /// The ticket itself.
    pub(super) fn ticket(&self, conn: &Connection) -> Result<Ticket> {
        conn.maybe(
            &format!("SELECT {TICKET} FROM ticket WHERE n = ?1"),
            [self.row],
            ticket_row,
        )?
        .ok_or_else(|| Error::not_found("ticket", &self.number))
    }

    /// Its number: unique in the office and the day.
    pub(super) fn number(&self) -> &str {
        &self.number
    }
}

/// Those who wait on a day and whom the member of staff may call, the next one first. Of each only what the
/// order needs: a call reads the whole line.
pub(super) fn line(
    conn: &Connection,
    staff: &Staff,
    now: DateTime<Utc>,
    day: NaiveDate,
) -> Result<Vec<InLine>> {
    let standard = standard(conn, day)?;
    let mut line = conn.all(
        "SELECT n, number, priority, due_at, queued_at, front FROM ticket
         WHERE office = ?1 AND day = ?2 AND state = 'waiting' AND (wanted IS NULL OR wanted = ?3)",
        (staff.office, Day(day), staff.id),
        |row| {
            let standing = Standing {
                priority: row.get(2)?,
                due_at: row.get(3)?,
                queued_at: row.get(4)?,
                front: row.get(5)?,
            };
            Ok(InLine {
                place: standing.place(ms(now), standard),
                number: row.get(1)?,
                row: row.get(0)?,
            })
        },
    )?;
    line.sort_by(|a, b| a.place.cmp(&b.place).then_with(|| a.number.cmp(&b.number)));
    Ok(line)
}
