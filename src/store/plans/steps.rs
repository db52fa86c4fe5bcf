//! Acts that take a plan from one state to the next.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::current::{Current, not_to_come};
use super::rows::{actions_of, goals_of, plan_by_id, was_told};
use super::writing::{insert_action, insert_goal, period};
use crate::domain::Named;
use crate::domain::ids::PlanId;
use crate::domain::plan::{PlanOutcome, PlanState, PlanStep, Signature};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::store::act::{Act, Column, Tx};
use crate::store::agenda::is_coordination;
use crate::store::error::{Error, Result};
use crate::store::sql::{Day, Rows};

/// A closed plan may be opened again for this many days.
const REOPEN_DAYS: i64 = 30;

/// A signature longer before the plan's first day than this is a slip in the year.
pub const SIGNED_BEFORE: TimeDelta = TimeDelta::days(90);

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
        if self.on < plan.starts_on - SIGNED_BEFORE {
            return Err(Error::invalid(
                "on",
                format!("{} is long before the plan", self.on),
            ));
        }
        if !was_told(tx.conn(), plan.person)? {
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
