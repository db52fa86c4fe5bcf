//! Acts that take an appointment from one state to the next.

use chrono::{DateTime, Utc};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::booking::day_and_clock;
use crate::clock::local_day;
use crate::domain::appointment::{AppointmentState, AppointmentStep, CalledOffBy, Place};
use crate::domain::day::{clock, to_rome};
use crate::domain::ids::{ActionId, AppointmentId, PersonId};
use crate::domain::param::ParamKey;
use crate::domain::plan::{ActionState, ActionStep};
use crate::domain::queue::Priority;
use crate::domain::refusal::Refusal;
use crate::domain::staff::{Right, Role, Staff};
use crate::domain::text::said;
use crate::store::act::{Act, Tx};
use crate::store::error::{Error, Result};
use crate::store::params::minutes;
use crate::store::queue::{IssueTicket, Issued};
use crate::store::sql::{Ms, Rows};

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

/// The person is here: the appointment's day is today, and it is in the office. Hands out a ticket of the queue, as
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
        if !row.place.is_at_the_desk() {
            return Err(tx.refuse(Refusal::NotAtTheDesk));
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

/// Nobody came: from some minutes after the start ([`ParamKey::AbsentAfter`]). The action of a plan that it served was missed.
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
        let wait = minutes(tx.conn(), ParamKey::AbsentAfter, tx.today())?;
        let earliest = row.starts_at + wait;
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

/// An appointment as it stands, for the acts that change it.
pub(super) struct Current {
    pub(super) id: AppointmentId,
    pub(super) person: Option<PersonId>,
    pub(super) service: String,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) place: Place,
    pub(super) state: AppointmentState,
    pub(super) note: Option<String>,
    pub(super) plan_action: Option<ActionId>,
}

impl Current {
    /// Reads it and says whom the act is about.
    pub(super) fn load(tx: &Tx<'_>, id: AppointmentId) -> Result<Self> {
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
    pub(super) fn after(&self, tx: &Tx<'_>, step: AppointmentStep) -> Result<AppointmentState> {
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
        with: &[crate::store::act::Column<'_>],
    ) -> Result<()> {
        let state = self.after(tx, step)?;
        let mut columns: Vec<crate::store::act::Column<'_>> = vec![("state", &state)];
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
pub(in crate::store) fn step_if_possible(
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
pub(in crate::store) fn link_action(
    tx: &Tx<'_>,
    action: ActionId,
    appointment: AppointmentId,
) -> Result<()> {
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

/// Whether the member of staff coordinates.
pub(in crate::store) fn is_coordination(staff: &Staff) -> bool {
    staff.roles.contains(&Role::Coordination)
}
