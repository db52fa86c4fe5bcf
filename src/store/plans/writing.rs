//! Acts that write a plan: its head, goals and actions while it is a draft.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::current::{Current, CurrentAction};
use super::rows::{ActionFields, GoalFields, NewAction};
use crate::domain::ids::{ActionId, GoalId, IntakeId, PersonId, PlanId};
use crate::domain::plan::{ActionState, PlanState};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::text::said;
use crate::store::act::{Act, Tx};
use crate::store::error::{Error, Result};
use crate::store::sql::{Day, Rows};

/// Begins a plan. Refused while the person has one that is open: that one is revised instead.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DraftPlan {
    /// Whose.
    pub person: PersonId,
    /// The intake it follows from.
    pub intake: Option<IntakeId>,
    /// The template it came from.
    pub template: Option<String>,
    /// Code of the programme that pays.
    pub programme: Option<String>,
    /// What the person wants, in their own words.
    pub goal_words: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Goals in their order.
    pub goals: Vec<GoalFields>,
    /// Actions in their order.
    pub actions: Vec<NewAction>,
}

impl Act for DraftPlan {
    type Out = PlanId;
    const NAME: &'static str = "plan.draft";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<PlanId> {
        tx.about(self.person);
        period(self.starts_on, self.ends_on)?;
        let open: Option<NaiveDate> = tx.conn().maybe(
            "SELECT starts_on FROM plan WHERE person = ?1 \
             AND state IN ('draft', 'proposed', 'signed', 'active', 'suspended', 'revising') LIMIT 1",
            [self.person],
            |row| Ok(row.get::<_, Day>(0)?.0),
        )?;
        if let Some(since) = open {
            return Err(tx.refuse_with(Refusal::PlanOpen, since.to_string()));
        }
        let id: PlanId = tx.new_id();
        tx.insert(
            "plan",
            id,
            &[
                ("person", &self.person),
                ("office", &tx.staff().office),
                ("referent", &tx.staff().id),
                ("intake", &self.intake),
                ("template", &self.template),
                ("programme", &self.programme),
                ("version", &1),
                ("state", &PlanState::Draft),
                ("goal_words", &said(self.goal_words.as_deref())),
                ("starts_on", &Day(self.starts_on)),
                ("ends_on", &Day(self.ends_on)),
            ],
        )?;
        let mut goals = Vec::with_capacity(self.goals.len());
        for (position, goal) in self.goals.iter().enumerate() {
            goals.push(insert_goal(tx, id, position as i64, goal)?);
        }
        for (position, action) in self.actions.iter().enumerate() {
            let goal = match action.goal {
                None => None,
                Some(index) => Some(*goals.get(index).ok_or_else(|| {
                    Error::invalid("goal", format!("no goal {index} in this draft"))
                })?),
            };
            insert_action(tx, id, position as i64, goal, &action.fields)?;
        }
        Ok(id)
    }
}

/// Changes what the head of a draft says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetPlan {
    /// Which.
    pub plan: PlanId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// Code of the programme that pays.
    pub programme: Option<String>,
    /// What the person wants, in their own words.
    pub goal_words: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

impl Act for SetPlan {
    type Out = ();
    const NAME: &'static str = "plan.set";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        Current::load(tx, self.plan)?.being_written(tx)?;
        period(self.starts_on, self.ends_on)?;
        tx.update(
            "plan",
            self.plan,
            Some(self.ver),
            &[
                ("programme", &self.programme),
                ("goal_words", &said(self.goal_words.as_deref())),
                ("starts_on", &Day(self.starts_on)),
                ("ends_on", &Day(self.ends_on)),
            ],
        )
    }
}

/// Adds a goal to a draft.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddGoal {
    /// To which.
    pub plan: PlanId,
    /// What it says.
    pub fields: GoalFields,
}

impl Act for AddGoal {
    type Out = GoalId;
    const NAME: &'static str = "goal.add";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<GoalId> {
        let plan = Current::load(tx, self.plan)?;
        plan.being_written(tx)?;
        plan.holds(self.fields.due_on)?;
        insert_goal(
            tx,
            self.plan,
            next_position(tx, "goal", self.plan)?,
            &self.fields,
        )
    }
}

/// Changes a goal of a draft.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetGoal {
    /// Which.
    pub goal: GoalId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// What it says from now on.
    pub fields: GoalFields,
}

impl Act for SetGoal {
    type Out = ();
    const NAME: &'static str = "goal.set";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let plan = plan_of_goal(tx, self.goal)?;
        plan.being_written(tx)?;
        plan.holds(self.fields.due_on)?;
        let text = goal_text(&self.fields)?;
        tx.update(
            "goal",
            self.goal,
            Some(self.ver),
            &[
                ("domain", &self.fields.domain),
                ("strand", &self.fields.strand),
                ("text", &text),
                ("due_on", &self.fields.due_on.map(Day)),
            ],
        )
    }
}

/// Takes a goal off a draft; its actions stay, without a goal.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DropGoal {
    /// Which.
    pub goal: GoalId,
    /// Row version seen on the screen.
    pub ver: i64,
}

impl Act for DropGoal {
    type Out = ();
    const NAME: &'static str = "goal.drop";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        plan_of_goal(tx, self.goal)?.being_written(tx)?;
        let actions: Vec<ActionId> = tx.conn().all(
            "SELECT id FROM plan_action WHERE goal = ?1",
            [self.goal],
            |row| row.get(0),
        )?;
        for action in actions {
            tx.update("plan_action", action, None, &[("goal", &None::<GoalId>)])?;
        }
        tx.delete("goal", self.goal, Some(self.ver))
    }
}

/// Adds an action to a draft.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddAction {
    /// To which.
    pub plan: PlanId,
    /// Its goal, of the same plan.
    pub goal: Option<GoalId>,
    /// What it says.
    pub fields: ActionFields,
}

impl Act for AddAction {
    type Out = ActionId;
    const NAME: &'static str = "action.add";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<ActionId> {
        let plan = Current::load(tx, self.plan)?;
        plan.being_written(tx)?;
        plan.holds(self.fields.due_on)?;
        same_plan(tx, self.goal, self.plan)?;
        let position = next_position(tx, "plan_action", self.plan)?;
        insert_action(tx, self.plan, position, self.goal, &self.fields)
    }
}

/// Changes an action of a draft.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetAction {
    /// Which.
    pub action: ActionId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// Its goal, of the same plan.
    pub goal: Option<GoalId>,
    /// What it says from now on.
    pub fields: ActionFields,
}

impl Act for SetAction {
    type Out = ();
    const NAME: &'static str = "action.set";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let action = CurrentAction::load(tx, self.action)?;
        action.plan.being_written(tx)?;
        action.plan.holds(self.fields.due_on)?;
        same_plan(tx, self.goal, action.plan.id)?;
        tx.update(
            "plan_action",
            self.action,
            Some(self.ver),
            &[
                ("goal", &self.goal),
                ("service", &self.fields.service),
                ("text", &said(self.fields.text.as_deref())),
                ("owner", &self.fields.owner),
                ("staff", &self.fields.staff),
                ("planned_min", &self.fields.minutes),
                ("due_on", &self.fields.due_on.map(Day)),
            ],
        )
    }
}

/// Takes an action off a draft.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DropAction {
    /// Which.
    pub action: ActionId,
    /// Row version seen on the screen.
    pub ver: i64,
}

impl Act for DropAction {
    type Out = ();
    const NAME: &'static str = "action.drop";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let action = CurrentAction::load(tx, self.action)?;
        action.plan.being_written(tx)?;
        match action.state {
            ActionState::Planned => tx.delete("plan_action", self.action, Some(self.ver)),
            other => Err(tx.refuse_named(Refusal::WrongState, other)),
        }
    }
}

pub(super) fn period(from: NaiveDate, to: NaiveDate) -> Result<()> {
    if from <= to {
        Ok(())
    } else {
        Err(Error::invalid("ends_on", format!("{to} is before {from}")))
    }
}

fn goal_text(fields: &GoalFields) -> Result<&str> {
    said(Some(&fields.text)).ok_or_else(|| Error::invalid("text", "empty"))
}

pub(super) fn insert_goal(
    tx: &Tx<'_>,
    plan: PlanId,
    position: i64,
    fields: &GoalFields,
) -> Result<GoalId> {
    let id: GoalId = tx.new_id();
    let text = goal_text(fields)?;
    tx.insert(
        "goal",
        id,
        &[
            ("plan", &plan),
            ("position", &position),
            ("domain", &fields.domain),
            ("strand", &fields.strand),
            ("text", &text),
            ("due_on", &fields.due_on.map(Day)),
        ],
    )?;
    Ok(id)
}

pub(super) fn insert_action(
    tx: &Tx<'_>,
    plan: PlanId,
    position: i64,
    goal: Option<GoalId>,
    fields: &ActionFields,
) -> Result<ActionId> {
    let id: ActionId = tx.new_id();
    tx.insert(
        "plan_action",
        id,
        &[
            ("plan", &plan),
            ("goal", &goal),
            ("position", &position),
            ("service", &fields.service),
            ("text", &said(fields.text.as_deref())),
            ("owner", &fields.owner),
            ("staff", &fields.staff),
            ("planned_min", &fields.minutes),
            ("due_on", &fields.due_on.map(Day)),
            ("state", &ActionState::Planned),
        ],
    )?;
    Ok(id)
}

fn next_position(tx: &Tx<'_>, table: &'static str, plan: PlanId) -> Result<i64> {
    tx.conn().value(
        &format!("SELECT coalesce(max(position) + 1, 0) FROM {table} WHERE plan = ?1"),
        [plan],
    )
}

fn plan_of_goal(tx: &Tx<'_>, goal: GoalId) -> Result<Current> {
    let plan = tx
        .conn()
        .maybe("SELECT plan FROM goal WHERE id = ?1", [goal], |row| {
            row.get(0)
        })?
        .ok_or_else(|| Error::not_found("goal", goal))?;
    Current::load(tx, plan)
}

/// Refuses a goal of another plan.
fn same_plan(tx: &Tx<'_>, goal: Option<GoalId>, plan: PlanId) -> Result<()> {
    match goal {
        Some(goal) if plan_of_goal(tx, goal)?.id != plan => {
            Err(Error::invalid("goal", "of another plan"))
        }
        _ => Ok(()),
    }
}
