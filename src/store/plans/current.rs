//! A plan and an action as they stand, for the acts that change them.

use chrono::NaiveDate;
use rusqlite::params;

use super::caps::caps;
use crate::domain::ids::{ActionId, PersonId, PlanId};
use crate::domain::plan::{ActionState, ActionStep, PlanOutcome, PlanState, PlanStep};
use crate::domain::refusal::Refusal;
use crate::store::act::{Column, Tx};
use crate::store::error::{Error, Result};
use crate::store::sql::{Day, Rows, day};

/// A plan as it stands, for the acts that change it.
pub(super) struct Current {
    pub(super) id: PlanId,
    pub(super) person: PersonId,
    pub(super) programme: Option<String>,
    pub(super) state: PlanState,
    pub(super) supersedes: Option<PlanId>,
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: NaiveDate,
    pub(super) outcome_on: Option<NaiveDate>,
}

impl Current {
    /// Reads it and says whom the act is about.
    pub(super) fn load(tx: &Tx<'_>, id: PlanId) -> Result<Self> {
        let plan = tx
            .conn()
            .maybe(
                "SELECT person, programme, state, supersedes, starts_on, ends_on, outcome_on FROM plan \
                 WHERE id = ?1",
                [id],
                |row| {
                    Ok(Self {
                        id,
                        person: row.get(0)?,
                        programme: row.get(1)?,
                        state: row.get(2)?,
                        supersedes: row.get(3)?,
                        starts_on: row.get::<_, Day>(4)?.0,
                        ends_on: row.get::<_, Day>(5)?.0,
                        outcome_on: day(row, 6)?,
                    })
                },
            )?
            .ok_or_else(|| Error::not_found("plan", id))?;
        tx.about(plan.person);
        Ok(plan)
    }

    /// What is to be done by a day is done between the first and the last day of the plan.
    pub(super) fn holds(&self, due_on: Option<NaiveDate>) -> Result<()> {
        match due_on {
            Some(due) if !(self.starts_on..=self.ends_on).contains(&due) => Err(Error::invalid(
                "due_on",
                format!("{due} is not from {} to {}", self.starts_on, self.ends_on),
            )),
            _ => Ok(()),
        }
    }

    pub(super) fn after(&self, tx: &Tx<'_>, step: PlanStep) -> Result<PlanState> {
        self.state
            .after(step)
            .ok_or_else(|| tx.refuse_named(Refusal::WrongState, self.state))
    }

    pub(super) fn being_written(&self, tx: &Tx<'_>) -> Result<()> {
        if self.state.is_being_written() {
            Ok(())
        } else {
            Err(tx.refuse_named(Refusal::WrongState, self.state))
        }
    }

    pub(super) fn step(
        &self,
        tx: &Tx<'_>,
        ver: Option<i64>,
        step: PlanStep,
        with: &[Column<'_>],
    ) -> Result<()> {
        let state = self.after(tx, step)?;
        let mut columns: Vec<Column<'_>> = vec![("state", &state)];
        columns.extend_from_slice(with);
        tx.update("plan", self.id, ver, &columns)
    }

    pub(super) fn end(
        &self,
        tx: &Tx<'_>,
        ver: i64,
        step: PlanStep,
        outcome: PlanOutcome,
    ) -> Result<()> {
        let columns: [Column<'_>; 2] = [("outcome", &outcome), ("outcome_on", &Day(tx.today()))];
        self.step(tx, Some(ver), step, &columns)
    }

    /// Refuses hours over a cap of the programme; the detail says hours, cap, source and since when.
    pub(super) fn within_caps(&self, tx: &Tx<'_>) -> Result<()> {
        let Some(programme) = &self.programme else {
            return Ok(());
        };
        for cap in caps(tx.conn(), programme, self.starts_on)? {
            let planned: u32 = tx.conn().value(
                "SELECT coalesce(sum(planned_min), 0) FROM plan_action WHERE plan = ?1 \
                 AND state NOT IN ('cancelled', 'replaced') AND (?2 IS NULL OR service = ?2)",
                params![self.id, cap.service],
            )?;
            if planned > cap.minutes {
                return Err(tx.refuse_with(Refusal::HoursOverCap, cap.sentence(planned)));
            }
        }
        Ok(())
    }
}

/// An action as it stands, with its plan.
pub(super) struct CurrentAction {
    pub(super) id: ActionId,
    pub(super) plan: Current,
    pub(super) service: String,
    pub(super) planned_min: u32,
    pub(super) state: ActionState,
}

impl CurrentAction {
    pub(super) fn load(tx: &Tx<'_>, id: ActionId) -> Result<Self> {
        let (plan, service, planned_min, state): (PlanId, _, _, _) = tx
            .conn()
            .maybe(
                "SELECT plan, service, planned_min, state FROM plan_action WHERE id = ?1",
                [id],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            )?
            .ok_or_else(|| Error::not_found("plan_action", id))?;
        Ok(Self {
            id,
            plan: Current::load(tx, plan)?,
            service,
            planned_min,
            state,
        })
    }

    pub(super) fn after(&self, tx: &Tx<'_>, step: ActionStep) -> Result<ActionState> {
        self.state
            .after(step)
            .ok_or_else(|| tx.refuse_named(Refusal::WrongState, self.state))
    }

    pub(super) fn write(
        &self,
        tx: &Tx<'_>,
        ver: i64,
        state: ActionState,
        reason: Option<&str>,
    ) -> Result<()> {
        let columns: [Column<'_>; 2] = [("state", &state), ("reason", &reason)];
        tx.update("plan_action", self.id, Some(ver), &columns)
    }
}

pub(super) fn not_to_come(tx: &Tx<'_>, on: NaiveDate) -> Result<()> {
    if on <= tx.today() {
        Ok(())
    } else {
        Err(Error::invalid("on", format!("{on} is still to come")))
    }
}
