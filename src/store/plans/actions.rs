//! Acts that take an action of a plan from one state to the next.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::current::CurrentAction;
use super::deliveries::delivered;
use crate::domain::ids::{ActionId, AppointmentId, PersonId};
use crate::domain::plan::ActionStep;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::text::said;
use crate::store::act::{Act, Tx};
use crate::store::agenda::link_action;
use crate::store::error::{Error, Result};
use crate::store::sql::{Day, Rows};

/// Ties an action to an appointment of the same person that was booked by itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookAction {
    /// Which.
    pub action: ActionId,
    /// The appointment.
    pub appointment: AppointmentId,
}

impl Act for BookAction {
    type Out = ();
    const NAME: &'static str = "action.book";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let action = CurrentAction::load(tx, self.action)?;
        let of: Option<Option<PersonId>> = tx.conn().maybe(
            "SELECT person FROM appointment WHERE id = ?1",
            [self.appointment],
            |row| row.get(0),
        )?;
        match of {
            None => return Err(Error::not_found("appointment", self.appointment)),
            Some(person) if person != Some(action.plan.person) => {
                return Err(Error::invalid("appointment", "of somebody else"));
            }
            Some(_) => {}
        }
        link_action(tx, self.action, self.appointment)?;
        tx.update(
            "appointment",
            self.appointment,
            None,
            &[("plan_action", &self.action)],
        )
    }
}

/// The action is done: all its hours were given, or a reason is. One that takes no hours of staff may
/// be completed before it began.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CompleteAction {
    /// Which.
    pub action: ActionId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// Why fewer hours than planned were enough.
    pub reason: Option<String>,
}

impl Act for CompleteAction {
    type Out = ();
    const NAME: &'static str = "action.complete";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let action = CurrentAction::load(tx, self.action)?;
        let reason = said(self.reason.as_deref());
        let state = action
            .state
            .after(ActionStep::Complete)
            .or_else(|| {
                action
                    .state
                    .after(ActionStep::Begin)?
                    .after(ActionStep::Complete)
            })
            .ok_or_else(|| tx.refuse_named(Refusal::WrongState, action.state))?;
        let delivered = delivered(tx.conn(), self.action)?;
        if delivered < action.planned_min && reason.is_none() {
            return Err(Error::invalid(
                "reason",
                format!("{delivered} of {} minutes given", action.planned_min),
            ));
        }
        action.write(tx, self.ver, state, reason)
    }
}

/// The action stopped after some of its hours.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StopAction {
    /// Which.
    pub action: ActionId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// Why.
    pub reason: Option<String>,
}

impl Act for StopAction {
    type Out = ();
    const NAME: &'static str = "action.stop";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let action = CurrentAction::load(tx, self.action)?;
        let state = action.after(tx, ActionStep::Stop)?;
        if delivered(tx.conn(), self.action)? == 0 {
            return Err(tx.refuse(Refusal::NothingDelivered));
        }
        action.write(tx, self.ver, state, said(self.reason.as_deref()))
    }
}

/// The action will not be done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CancelAction {
    /// Which.
    pub action: ActionId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// Why.
    pub reason: String,
}

impl Act for CancelAction {
    type Out = ();
    const NAME: &'static str = "action.cancel";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let Some(reason) = said(Some(&self.reason)) else {
            return Err(Error::invalid("reason", "empty"));
        };
        let action = CurrentAction::load(tx, self.action)?;
        let state = action.after(tx, ActionStep::Cancel)?;
        action.write(tx, self.ver, state, Some(reason))
    }
}

/// A missed action is planned anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReplanAction {
    /// Which.
    pub action: ActionId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// New due day.
    pub due_on: Option<NaiveDate>,
}

impl Act for ReplanAction {
    type Out = ();
    const NAME: &'static str = "action.replan";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let action = CurrentAction::load(tx, self.action)?;
        let state = action.after(tx, ActionStep::Replan)?;
        tx.update(
            "plan_action",
            self.action,
            Some(self.ver),
            &[("state", &state), ("due_on", &self.due_on.map(Day))],
        )
    }
}
