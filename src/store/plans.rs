//! Personal plans: goals, actions, hours, and the steps from a draft to its outcome.
//!
//! Which step leaves which state is a table of `domain::plan`; here stand the guards that need the
//! database: one open plan for each person, hours within the cap of the programme on the plan's first
//! day, no two deliveries at once (refused by a trigger).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use super::act::{Act, Column, Query, Reader, Tx};
use super::agenda::{Who, is_coordination, link_action, said, who};
use super::error::{Error, Result};
use super::looks::Look;
use super::sql::{Day, Ms, Rows};
use crate::domain::Named;
use crate::domain::access::LookAt;
use crate::domain::appointment::Place;
use crate::domain::ids::{
    ActionId, AppointmentId, DeliveryId, GoalId, IntakeId, OfficeId, PersonId, PlanId, StaffId,
};
use crate::domain::plan::{
    ActionState, ActionStep, GoalDomain, Owner, PlanOutcome, PlanState, PlanStep, Signature, Strand,
};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;

/// Fields with words about a person: see `journal::PERSONAL`.
pub(super) const PERSONAL: &[(&str, &str)] = &[
    ("plan", "goal_words"),
    ("goal", "text"),
    ("plan_action", "text"),
    ("plan_action", "reason"),
    ("delivery", "note"),
];
/// A closed plan may be opened again for this many days.
const REOPEN_DAYS: i64 = 30;

// What a plan is made of ----------------------------------------------------------------------------

/// What a goal says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalFields {
    /// The side of life.
    pub domain: GoalDomain,
    /// Work or social.
    pub strand: Strand,
    /// In the person's own words.
    pub text: String,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

/// What an action says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionFields {
    /// Code of the service.
    pub service: String,
    /// What exactly, beside the name of the service.
    pub text: Option<String>,
    /// Who carries it out.
    pub owner: Owner,
    /// The colleague, when staff carries it out.
    pub staff: Option<StaffId>,
    /// Planned minutes; 0 for what takes no hours of the programme.
    pub minutes: u32,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

/// An action of a plan that is being drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAction {
    /// Index of its goal among the goals of the same draft.
    pub goal: Option<usize>,
    /// What it says.
    pub fields: ActionFields,
}

/// A plan on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// Identity.
    pub id: PlanId,
    /// Row version.
    pub ver: i64,
    /// Whose.
    pub person: Who,
    /// Where.
    pub office: OfficeId,
    /// Who follows it.
    pub referent: StaffId,
    /// The colleague's name.
    pub referent_name: String,
    /// The template it came from.
    pub template: Option<String>,
    /// Code of the programme that pays.
    pub programme: Option<String>,
    /// 1, or the number of its revision.
    pub version: u32,
    /// The plan that this one revises.
    pub supersedes: Option<PlanId>,
    /// Where it stands.
    pub state: PlanState,
    /// What the person wants, in their own words.
    pub goal_words: Option<String>,
    /// When it was signed.
    pub signed_on: Option<NaiveDate>,
    /// How.
    pub signed_how: Option<Signature>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// What came of it.
    pub outcome: Option<PlanOutcome>,
    /// When.
    pub outcome_on: Option<NaiveDate>,
    /// Number of goals.
    pub goals: u32,
    /// Number of actions that count.
    pub actions: u32,
    /// Of these, how many are settled.
    pub settled: u32,
    /// Planned minutes of the actions that count.
    pub planned_min: u32,
}

const PLAN: &str = "SELECT p.id, p.ver, p.person, q.surname, q.name, p.office, p.referent, s.name, p.template, \
     p.programme, p.version, p.supersedes, p.state, p.goal_words, p.signed_on, p.signed_how, p.starts_on, \
     p.ends_on, p.outcome, p.outcome_on, \
     (SELECT count(*) FROM goal g WHERE g.plan = p.id), \
     (SELECT count(*) FROM plan_action a WHERE a.plan = p.id AND a.state NOT IN ('cancelled', 'replaced')), \
     (SELECT count(*) FROM plan_action a WHERE a.plan = p.id AND a.state IN ('done', 'partial', 'missed')), \
     (SELECT coalesce(sum(a.planned_min), 0) FROM plan_action a WHERE a.plan = p.id \
      AND a.state NOT IN ('cancelled', 'replaced')) \
     FROM plan p JOIN person q ON q.id = p.person JOIN staff s ON s.id = p.referent ";

fn plan_row(row: &Row<'_>) -> rusqlite::Result<PlanRow> {
    Ok(PlanRow {
        id: row.get(0)?,
        ver: row.get(1)?,
        person: who(row, 2)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?,
        office: row.get(5)?,
        referent: row.get(6)?,
        referent_name: row.get(7)?,
        template: row.get(8)?,
        programme: row.get(9)?,
        version: row.get(10)?,
        supersedes: row.get(11)?,
        state: row.get(12)?,
        goal_words: row.get(13)?,
        signed_on: day(row, 14)?,
        signed_how: row.get(15)?,
        starts_on: row.get::<_, Day>(16)?.0,
        ends_on: row.get::<_, Day>(17)?.0,
        outcome: row.get(18)?,
        outcome_on: day(row, 19)?,
        goals: row.get(20)?,
        actions: row.get(21)?,
        settled: row.get(22)?,
        planned_min: row.get(23)?,
    })
}

/// A day that may be absent.
pub(super) fn day(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<NaiveDate>> {
    Ok(row.get::<_, Option<Day>>(index)?.map(|day| day.0))
}

/// A goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalRow {
    /// Identity.
    pub id: GoalId,
    /// Row version.
    pub ver: i64,
    /// What it says.
    pub fields: GoalFields,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRow {
    /// Identity.
    pub id: ActionId,
    /// Row version.
    pub ver: i64,
    /// Its goal.
    pub goal: Option<GoalId>,
    /// What it says.
    pub fields: ActionFields,
    /// The colleague's name.
    pub staff_name: Option<String>,
    /// Where it stands.
    pub state: ActionState,
    /// Its latest appointment, and when that begins.
    pub appointment: Option<(AppointmentId, DateTime<Utc>)>,
    /// Minutes given so far.
    pub delivered_min: u32,
    /// Of these, signed by the person.
    pub signed_min: u32,
    /// Why it was left unfinished or called off.
    pub reason: Option<String>,
}

/// A plan with all it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanView {
    /// The plan.
    pub plan: PlanRow,
    /// Goals in their order.
    pub goals: Vec<GoalRow>,
    /// Actions in their order.
    pub actions: Vec<ActionRow>,
    /// The hours that its programme pays for in all, on its first day.
    pub cap: Option<Cap>,
}

/// Hours that a programme pays for, and where that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// The service it is about; all of them together when none.
    pub service: Option<String>,
    /// Minutes.
    pub minutes: u32,
    /// Since when the rule holds.
    pub valid_from: Option<NaiveDate>,
    /// Where it is written.
    pub source: String,
}

// Acts: writing a plan ----------------------------------------------------------------------------------

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
        Current::load(tx, self.plan)?.being_written(tx)?;
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
        plan_of_goal(tx, self.goal)?.being_written(tx)?;
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
        Current::load(tx, self.plan)?.being_written(tx)?;
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

// Acts: the steps of a plan -----------------------------------------------------------------------------

/// Puts a draft before the person: at least one goal and one action, hours within the programme's caps
/// on the first day of the plan.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Propose {
    /// Which.
    pub plan: PlanId,
    /// Row version seen on the screen.
    pub ver: i64,
}

impl Act for Propose {
    type Out = ();
    const NAME: &'static str = "plan.propose";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let plan = Current::load(tx, self.plan)?;
        plan.after(tx, PlanStep::Propose)?;
        let (goals, actions): (u32, u32) = tx.conn().one(
            "SELECT (SELECT count(*) FROM goal WHERE plan = ?1), \
             (SELECT count(*) FROM plan_action WHERE plan = ?1 AND state NOT IN ('cancelled', 'replaced'))",
            [self.plan],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if goals == 0 || actions == 0 {
            return Err(tx.refuse(Refusal::PlanEmpty));
        }
        plan.within_caps(tx)?;
        plan.step(tx, Some(self.ver), PlanStep::Propose, &[])
    }
}

/// Takes a proposed plan back to a draft, to change it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Amend {
    /// Which.
    pub plan: PlanId,
    /// Row version seen on the screen.
    pub ver: i64,
}

impl Act for Amend {
    type Out = ();
    const NAME: &'static str = "plan.amend";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        Current::load(tx, self.plan)?.step(tx, Some(self.ver), PlanStep::Amend, &[])
    }
}

/// The person, to whom the privacy notice was given, signed a proposed plan. The plan that it revises is superseded in the same act.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sign {
    /// Which.
    pub plan: PlanId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// On which day; not a day to come.
    pub on: NaiveDate,
    /// How.
    pub how: Signature,
}

impl Act for Sign {
    type Out = ();
    const NAME: &'static str = "plan.sign";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let plan = Current::load(tx, self.plan)?;
        plan.after(tx, PlanStep::Sign)?;
        not_to_come(tx, self.on)?;
        let told = "SELECT 1 FROM privacy_act WHERE person = ?1 AND kind = 'notice' AND revoked_on IS NULL";
        if !tx.conn().exists(told, [plan.person])? {
            return Err(tx.refuse(Refusal::NoticeMissing));
        }
        if let Some(old) = plan.supersedes {
            Current::load(tx, old)?.step(tx, None, PlanStep::Supersede, &[])?;
        }
        let columns: [Column<'_>; 2] = [("signed_on", &Day(self.on)), ("signed_how", &self.how)];
        plan.step(tx, Some(self.ver), PlanStep::Sign, &columns)?;
        tx.subject("plan", self.plan);
        Ok(())
    }
}

/// Begins a signed plan, from its first day on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Start {
    /// Which.
    pub plan: PlanId,
}

impl Act for Start {
    type Out = ();
    const NAME: &'static str = "plan.start";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let plan = Current::load(tx, self.plan)?;
        plan.after(tx, PlanStep::Start)?;
        if tx.today() < plan.starts_on {
            return Err(tx.refuse_with(Refusal::NotToday, plan.starts_on.to_string()));
        }
        plan.step(tx, None, PlanStep::Start, &[])
    }
}

/// Stops a plan for a while, with no penalty. The reason is a sealed fact and is not asked here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Suspend {
    /// Which.
    pub plan: PlanId,
    /// Row version seen on the screen.
    pub ver: i64,
}

impl Act for Suspend {
    type Out = ();
    const NAME: &'static str = "plan.suspend";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let columns: [Column<'_>; 1] = [("suspended_on", &Day(tx.today()))];
        Current::load(tx, self.plan)?.step(tx, Some(self.ver), PlanStep::Suspend, &columns)
    }
}

/// Takes a suspended plan up again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Resume {
    /// Which.
    pub plan: PlanId,
    /// Row version seen on the screen.
    pub ver: i64,
}

impl Act for Resume {
    type Out = ();
    const NAME: &'static str = "plan.resume";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let columns: [Column<'_>; 1] = [("suspended_on", &None::<Day>)];
        Current::load(tx, self.plan)?.step(tx, Some(self.ver), PlanStep::Resume, &columns)
    }
}

/// Begins a new version of an active plan: a draft with its goals and its open actions. The old one
/// goes on until the new one is signed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Revise {
    /// Which.
    pub plan: PlanId,
    /// Row version seen on the screen.
    pub ver: i64,
}

impl Act for Revise {
    type Out = PlanId;
    const NAME: &'static str = "plan.revise";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<PlanId> {
        let old = Current::load(tx, self.plan)?;
        old.step(tx, Some(self.ver), PlanStep::Revise, &[])?;
        let row = plan_by_id(tx.conn(), self.plan)?;
        let id: PlanId = tx.new_id();
        tx.insert(
            "plan",
            id,
            &[
                ("person", &row.person.id),
                ("office", &row.office),
                ("referent", &row.referent),
                ("template", &row.template),
                ("programme", &row.programme),
                ("version", &(row.version + 1)),
                ("supersedes", &self.plan),
                ("state", &PlanState::Draft),
                ("goal_words", &row.goal_words),
                ("starts_on", &Day(tx.today().min(row.ends_on))),
                ("ends_on", &Day(row.ends_on)),
            ],
        )?;
        let mut copies = Vec::new();
        for (position, goal) in goals_of(tx.conn(), self.plan)?.iter().enumerate() {
            copies.push((goal.id, insert_goal(tx, id, position as i64, &goal.fields)?));
        }
        let open = actions_of(tx.conn(), self.plan)?;
        let open = open.iter().filter(|action| !action.state.is_settled());
        for (position, action) in open.enumerate() {
            let goal = action
                .goal
                .and_then(|goal| copies.iter().find(|(old, _)| *old == goal))
                .map(|(_, copy)| *copy);
            insert_action(tx, id, position as i64, goal, &action.fields)?;
        }
        Ok(id)
    }
}

/// The end of a plan whose actions are all settled, with what came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Close {
    /// Which.
    pub plan: PlanId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// What came of it.
    pub outcome: PlanOutcome,
}

impl Act for Close {
    type Out = ();
    const NAME: &'static str = "plan.close";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let plan = Current::load(tx, self.plan)?;
        plan.after(tx, PlanStep::Close)?;
        let open: u32 = tx.conn().value(
            "SELECT count(*) FROM plan_action WHERE plan = ?1 AND state IN ('planned', 'booked', 'running')",
            [self.plan],
        )?;
        if open > 0 {
            return Err(tx.refuse_with(Refusal::ActionsUnsettled, open.to_string()));
        }
        plan.end(tx, self.ver, PlanStep::Close, self.outcome)
    }
}

/// Breaks a plan off: the person gave it up, cannot be reached, or another reason.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Interrupt {
    /// Which.
    pub plan: PlanId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// Withdrawal, unreachable or other.
    pub outcome: PlanOutcome,
}

impl Act for Interrupt {
    type Out = ();
    const NAME: &'static str = "plan.interrupt";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        use PlanOutcome::{Other, Unreachable, Withdrawal};
        if !matches!(self.outcome, Withdrawal | Unreachable | Other) {
            return Err(Error::invalid("outcome", self.outcome.code()));
        }
        Current::load(tx, self.plan)?.end(tx, self.ver, PlanStep::Interrupt, self.outcome)
    }
}

/// Says that an active plan is past its last day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Expire {
    /// Which.
    pub plan: PlanId,
}

impl Act for Expire {
    type Out = ();
    const NAME: &'static str = "plan.expire";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let plan = Current::load(tx, self.plan)?;
        plan.after(tx, PlanStep::Expire)?;
        if tx.today() <= plan.ends_on {
            return Err(tx.refuse_with(Refusal::NotToday, plan.ends_on.to_string()));
        }
        plan.step(tx, None, PlanStep::Expire, &[])
    }
}

/// Gives an expired plan more time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Extend {
    /// Which.
    pub plan: PlanId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// New last day, from today on.
    pub ends_on: NaiveDate,
}

impl Act for Extend {
    type Out = ();
    const NAME: &'static str = "plan.extend";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        period(tx.today(), self.ends_on)?;
        let columns: [Column<'_>; 1] = [("ends_on", &Day(self.ends_on))];
        Current::load(tx, self.plan)?.step(tx, Some(self.ver), PlanStep::Extend, &columns)
    }
}

/// Opens a closed plan again, within 30 days, by the coordination.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reopen {
    /// Which.
    pub plan: PlanId,
    /// Row version seen on the screen.
    pub ver: i64,
}

impl Act for Reopen {
    type Out = ();
    const NAME: &'static str = "plan.reopen";
    const RIGHT: Right = Right::PlansWrite;

    fn allowed(&self, tx: &Tx<'_>) -> Result<()> {
        if is_coordination(tx.staff()) {
            Ok(())
        } else {
            Err(Error::Denied(Right::OfficeManage))
        }
    }

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let plan = Current::load(tx, self.plan)?;
        plan.after(tx, PlanStep::Reopen)?;
        let ended = plan.outcome_on.unwrap_or(plan.ends_on);
        if tx.today() > ended + TimeDelta::days(REOPEN_DAYS) {
            return Err(tx.refuse_with(Refusal::ReopenTooLate, ended.to_string()));
        }
        let columns: [Column<'_>; 2] = [
            ("outcome", &None::<PlanOutcome>),
            ("outcome_on", &None::<Day>),
        ];
        plan.step(tx, Some(self.ver), PlanStep::Reopen, &columns)
    }
}

// Acts: the steps of an action --------------------------------------------------------------------------

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

/// Hours given for an action by who acts: never two at once of the same colleague or person, never more
/// than planned.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Deliver {
    /// For which.
    pub action: ActionId,
    /// When they began; they end by now.
    pub started_at: DateTime<Utc>,
    /// How long, 1 to 720.
    pub minutes: u16,
    /// How they took place.
    pub place: Place,
    /// A note for colleagues.
    pub note: Option<String>,
}

impl Act for Deliver {
    type Out = DeliveryId;
    const NAME: &'static str = "action.deliver";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<DeliveryId> {
        let action = CurrentAction::load(tx, self.action)?;
        if !action.plan.state.is_carried_out() {
            return Err(tx.refuse_named(Refusal::WrongState, action.plan.state));
        }
        if !(1..=720).contains(&self.minutes) {
            return Err(Error::invalid(
                "minutes",
                format!("1 to 720, not {}", self.minutes),
            ));
        }
        let ended_at = self.started_at + TimeDelta::minutes(i64::from(self.minutes));
        if ended_at > tx.at() {
            return Err(Error::invalid("started_at", "the hours are not over yet"));
        }
        let sum = delivered(tx.conn(), self.action)? + u32::from(self.minutes);
        if sum > action.planned_min {
            let planned = hours(action.planned_min);
            return Err(
                tx.refuse_with(Refusal::HoursOverCap, format!("{} > {planned}", hours(sum)))
            );
        }
        let state = match action.state {
            ActionState::Running => ActionState::Running,
            _ => action.after(tx, ActionStep::Begin)?,
        };
        let id: DeliveryId = tx.new_id();
        tx.insert(
            "delivery",
            id,
            &[
                ("plan_action", &self.action),
                ("person", &action.plan.person),
                ("staff", &tx.staff().id),
                ("service", &action.service),
                ("started_at", &Ms(self.started_at)),
                ("ended_at", &Ms(ended_at)),
                ("place", &self.place),
                ("note", &said(self.note.as_deref())),
            ],
        )?;
        tx.update("plan_action", self.action, None, &[("state", &state)])?;
        Ok(id)
    }
}

/// The person signed hours: from then on they are not changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignDelivery {
    /// Which.
    pub delivery: DeliveryId,
    /// On which day; not a day to come.
    pub on: NaiveDate,
    /// How.
    pub how: Signature,
}

impl Act for SignDelivery {
    type Out = ();
    const NAME: &'static str = "delivery.sign";
    const RIGHT: Right = Right::PlansWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let (person, signed): (PersonId, bool) = tx
            .conn()
            .maybe(
                "SELECT person, signed_on IS NOT NULL FROM delivery WHERE id = ?1",
                [self.delivery],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?
            .ok_or_else(|| Error::not_found("delivery", self.delivery))?;
        tx.about(person);
        not_to_come(tx, self.on)?;
        if signed {
            return Err(tx.refuse(Refusal::WrongState));
        }
        tx.update(
            "delivery",
            self.delivery,
            None,
            &[("signed_on", &Day(self.on)), ("signed_how", &self.how)],
        )
    }
}

// What the acts share -----------------------------------------------------------------------------------

/// A plan as it stands, for the acts that change it.
struct Current {
    id: PlanId,
    person: PersonId,
    programme: Option<String>,
    state: PlanState,
    supersedes: Option<PlanId>,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    outcome_on: Option<NaiveDate>,
}

impl Current {
    /// Reads it and says whom the act is about.
    fn load(tx: &Tx<'_>, id: PlanId) -> Result<Self> {
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

    fn after(&self, tx: &Tx<'_>, step: PlanStep) -> Result<PlanState> {
        self.state
            .after(step)
            .ok_or_else(|| tx.refuse_named(Refusal::WrongState, self.state))
    }

    fn being_written(&self, tx: &Tx<'_>) -> Result<()> {
        if self.state.is_being_written() {
            Ok(())
        } else {
            Err(tx.refuse_named(Refusal::WrongState, self.state))
        }
    }

    fn step(
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

    fn end(&self, tx: &Tx<'_>, ver: i64, step: PlanStep, outcome: PlanOutcome) -> Result<()> {
        let columns: [Column<'_>; 2] = [("outcome", &outcome), ("outcome_on", &Day(tx.today()))];
        self.step(tx, Some(ver), step, &columns)
    }

    /// Refuses hours over a cap of the programme; the detail says hours, cap, source and since when.
    fn within_caps(&self, tx: &Tx<'_>) -> Result<()> {
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

impl Cap {
    /// `COUN: 20 h > 15 h (source, 2023-01-01)`.
    fn sentence(&self, planned: u32) -> String {
        let service = self
            .service
            .as_ref()
            .map(|code| format!("{code}: "))
            .unwrap_or_default();
        let since = self
            .valid_from
            .map(|day| format!(", {day}"))
            .unwrap_or_default();
        format!(
            "{service}{} > {} ({}{since})",
            hours(planned),
            hours(self.minutes),
            self.source
        )
    }
}

/// `20 h`, `1 h 30`.
fn hours(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (whole, 0) => format!("{whole} h"),
        (whole, rest) => format!("{whole} h {rest:02}"),
    }
}

/// The caps of a programme on a day: those of one service first.
fn caps(conn: &Connection, programme: &str, on: NaiveDate) -> Result<Vec<Cap>> {
    conn.all(
        "SELECT c.service, c.minutes, c.valid_from, c.source FROM programme_cap c \
         JOIN programme p ON p.id = c.programme WHERE p.code = ?1 \
         AND (c.valid_from IS NULL OR c.valid_from <= ?2) AND (c.valid_to IS NULL OR c.valid_to >= ?2) \
         ORDER BY c.service IS NULL, c.n",
        params![programme, Day(on)],
        |row| {
            Ok(Cap {
                service: row.get(0)?,
                minutes: row.get(1)?,
                valid_from: day(row, 2)?,
                source: row.get(3)?,
            })
        },
    )
}

/// An action as it stands, with its plan.
struct CurrentAction {
    id: ActionId,
    plan: Current,
    service: String,
    planned_min: u32,
    state: ActionState,
}

impl CurrentAction {
    fn load(tx: &Tx<'_>, id: ActionId) -> Result<Self> {
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

    fn after(&self, tx: &Tx<'_>, step: ActionStep) -> Result<ActionState> {
        self.state
            .after(step)
            .ok_or_else(|| tx.refuse_named(Refusal::WrongState, self.state))
    }

    fn write(&self, tx: &Tx<'_>, ver: i64, state: ActionState, reason: Option<&str>) -> Result<()> {
        let columns: [Column<'_>; 2] = [("state", &state), ("reason", &reason)];
        tx.update("plan_action", self.id, Some(ver), &columns)
    }
}

/// Minutes given for an action.
fn delivered(conn: &Connection, action: ActionId) -> Result<u32> {
    conn.value(
        "SELECT coalesce(sum(ended_at - started_at), 0) / 60000 FROM delivery WHERE plan_action = ?1",
        [action],
    )
}

fn period(from: NaiveDate, to: NaiveDate) -> Result<()> {
    if from <= to {
        Ok(())
    } else {
        Err(Error::invalid("ends_on", format!("{to} is before {from}")))
    }
}

fn not_to_come(tx: &Tx<'_>, on: NaiveDate) -> Result<()> {
    if on <= tx.today() {
        Ok(())
    } else {
        Err(Error::invalid("on", format!("{on} is still to come")))
    }
}

fn goal_text(fields: &GoalFields) -> Result<&str> {
    said(Some(&fields.text)).ok_or_else(|| Error::invalid("text", "empty"))
}

fn insert_goal(tx: &Tx<'_>, plan: PlanId, position: i64, fields: &GoalFields) -> Result<GoalId> {
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

fn insert_action(
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

// Queries -----------------------------------------------------------------------------------------------

fn plan_by_id(conn: &Connection, plan: PlanId) -> Result<PlanRow> {
    conn.maybe(&format!("{PLAN} WHERE p.id = ?1"), [plan], plan_row)?
        .ok_or_else(|| Error::not_found("plan", plan))
}

fn goals_of(conn: &Connection, plan: PlanId) -> Result<Vec<GoalRow>> {
    conn.all(
        "SELECT id, ver, domain, strand, text, due_on FROM goal WHERE plan = ?1 ORDER BY position, n",
        [plan],
        |row| {
            Ok(GoalRow {
                id: row.get(0)?,
                ver: row.get(1)?,
                fields: GoalFields {
                    domain: row.get(2)?,
                    strand: row.get(3)?,
                    text: row.get(4)?,
                    due_on: day(row, 5)?,
                },
            })
        },
    )
}

fn actions_of(conn: &Connection, plan: PlanId) -> Result<Vec<ActionRow>> {
    conn.all(
        "SELECT a.id, a.ver, a.goal, a.service, a.text, a.owner, a.staff, a.planned_min, a.due_on, s.name, \
         a.state, a.appointment, t.starts_at, \
         (SELECT coalesce(sum(d.ended_at - d.started_at), 0) / 60000 FROM delivery d WHERE d.plan_action = a.id), \
         (SELECT coalesce(sum(d.ended_at - d.started_at), 0) / 60000 FROM delivery d \
          WHERE d.plan_action = a.id AND d.signed_on IS NOT NULL), a.reason \
         FROM plan_action a LEFT JOIN staff s ON s.id = a.staff LEFT JOIN appointment t ON t.id = a.appointment \
         WHERE a.plan = ?1 ORDER BY a.position, a.n",
        [plan],
        |row| {
            let appointment: Option<AppointmentId> = row.get(11)?;
            let starts_at: Option<Ms> = row.get(12)?;
            Ok(ActionRow {
                id: row.get(0)?,
                ver: row.get(1)?,
                goal: row.get(2)?,
                fields: ActionFields {
                    service: row.get(3)?,
                    text: row.get(4)?,
                    owner: row.get(5)?,
                    staff: row.get(6)?,
                    minutes: row.get(7)?,
                    due_on: day(row, 8)?,
                },
                staff_name: row.get(9)?,
                state: row.get(10)?,
                appointment: appointment.zip(starts_at.map(|at| at.0)),
                delivered_min: row.get(13)?,
                signed_min: row.get(14)?,
                reason: row.get(15)?,
            })
        },
    )
}

/// One plan with all it holds. Opening it is written in the access log.
#[derive(Debug, Clone)]
pub struct PlanFile {
    /// Which.
    pub plan: PlanId,
    /// Whose: for the access log, which is written before the plan is read.
    pub person: PersonId,
}

impl Query for PlanFile {
    type Out = PlanView;
    const RIGHT: Right = Right::PlansRead;

    fn look(&self) -> Option<Look> {
        Some(Look::open(self.person, LookAt::Plan))
    }

    fn run(&self, db: &Reader<'_>) -> Result<PlanView> {
        let plan = plan_by_id(db.conn, self.plan)?;
        if plan.person.id != self.person {
            return Err(Error::not_found("plan", self.plan));
        }
        let cap = match &plan.programme {
            Some(code) => caps(db.conn, code, plan.starts_on)?
                .into_iter()
                .find(|cap| cap.service.is_none()),
            None => None,
        };
        Ok(PlanView {
            goals: goals_of(db.conn, self.plan)?,
            actions: actions_of(db.conn, self.plan)?,
            cap,
            plan,
        })
    }
}

/// The plans of a person, the latest first.
#[derive(Debug, Clone)]
pub struct PlansOf {
    /// Whose.
    pub person: PersonId,
}

impl Query for PlansOf {
    type Out = Vec<PlanRow>;
    const RIGHT: Right = Right::PlansRead;

    fn look(&self) -> Option<Look> {
        Some(Look::open(self.person, LookAt::Plans))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<PlanRow>> {
        let sql = format!("{PLAN} WHERE p.person = ?1 ORDER BY p.n DESC");
        db.conn.all(&sql, [self.person], plan_row)
    }
}

/// The plans of an office, those that end first before the others.
#[derive(Debug, Clone)]
pub struct PlanList {
    /// Where.
    pub office: OfficeId,
    /// Which.
    pub filter: PlanFilter,
    /// At most so many.
    pub limit: usize,
}

/// Which plans are listed; all parts must fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanFilter {
    /// Their states; any when empty.
    pub states: Vec<PlanState>,
    /// Who follows them.
    pub referent: Option<StaffId>,
    /// Their last day is before this one: the plans that expire.
    pub ends_before: Option<NaiveDate>,
}

impl PlanFilter {
    /// The caseload of somebody: all that is open.
    pub fn caseload(referent: StaffId) -> Self {
        Self {
            states: PlanState::ALL
                .iter()
                .copied()
                .filter(|state| state.is_open())
                .collect(),
            referent: Some(referent),
            ends_before: None,
        }
    }

    /// What waits for a signature.
    pub fn unsigned() -> Self {
        Self {
            states: vec![PlanState::Draft, PlanState::Proposed],
            ..Self::default()
        }
    }

    /// What runs and ends before a day.
    pub fn expiring(before: NaiveDate) -> Self {
        Self {
            states: vec![PlanState::Active],
            ends_before: Some(before),
            ..Self::default()
        }
    }

    /// The condition in SQL: the codes are ours, so no parameter is needed for them.
    fn condition(&self) -> String {
        if self.states.is_empty() {
            return "1".to_owned();
        }
        let codes: Vec<String> = self
            .states
            .iter()
            .map(|state| format!("'{}'", state.code()))
            .collect();
        format!("p.state IN ({})", codes.join(", "))
    }
}

impl Query for PlanList {
    type Out = PlanPage;
    const RIGHT: Right = Right::PlansRead;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::Caseload))
    }

    fn run(&self, db: &Reader<'_>) -> Result<PlanPage> {
        let which = format!(
            "WHERE p.office = ?1 AND {} AND (?2 IS NULL OR p.referent = ?2) AND (?3 IS NULL OR p.ends_on < ?3)",
            self.filter.condition()
        );
        let before = self.filter.ends_before.map(Day);
        let total: i64 = db.conn.value(
            &format!("SELECT count(*) FROM plan p {which}"),
            params![self.office, self.filter.referent, before],
        )?;
        let rows = db.conn.all(
            &format!("{PLAN} {which} ORDER BY p.ends_on, p.n LIMIT ?4"),
            params![self.office, self.filter.referent, before, self.limit as i64],
            plan_row,
        )?;
        Ok(PlanPage {
            total: total as usize,
            rows,
        })
    }
}

/// The first plans of a list, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanPage {
    /// How many fit.
    pub total: usize,
    /// The first of them.
    pub rows: Vec<PlanRow>,
}

/// Hours given for an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRow {
    /// Identity.
    pub id: DeliveryId,
    /// By whom.
    pub staff_name: String,
    /// Code of the service.
    pub service: String,
    /// Start.
    pub started_at: DateTime<Utc>,
    /// End.
    pub ended_at: DateTime<Utc>,
    /// How.
    pub place: Place,
    /// A note for colleagues.
    pub note: Option<String>,
    /// When the person signed.
    pub signed_on: Option<NaiveDate>,
}

/// The hours given to a person, the latest first.
#[derive(Debug, Clone)]
pub struct DeliveriesOf {
    /// To whom.
    pub person: PersonId,
    /// For one action only.
    pub action: Option<ActionId>,
}

impl Query for DeliveriesOf {
    type Out = Vec<DeliveryRow>;
    const RIGHT: Right = Right::PlansRead;

    fn look(&self) -> Option<Look> {
        Some(Look::open(self.person, LookAt::Deliveries))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<DeliveryRow>> {
        db.conn.all(
            "SELECT d.id, s.name, d.service, d.started_at, d.ended_at, d.place, d.note, d.signed_on \
             FROM delivery d JOIN staff s ON s.id = d.staff \
             WHERE d.person = ?1 AND (?2 IS NULL OR d.plan_action = ?2) ORDER BY d.started_at DESC",
            params![self.person, self.action],
            |row| {
                Ok(DeliveryRow {
                    id: row.get(0)?,
                    staff_name: row.get(1)?,
                    service: row.get(2)?,
                    started_at: row.get::<_, Ms>(3)?.0,
                    ended_at: row.get::<_, Ms>(4)?.0,
                    place: row.get(5)?,
                    note: row.get(6)?,
                    signed_on: day(row, 7)?,
                })
            },
        )
    }
}
