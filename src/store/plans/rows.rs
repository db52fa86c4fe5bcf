//! What a plan is made of, and how its rows are read.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use super::caps::Cap;
use crate::domain::ids::{ActionId, AppointmentId, GoalId, OfficeId, PersonId, PlanId, StaffId};
use crate::domain::plan::{
    ActionState, GoalDomain, Owner, PlanOutcome, PlanState, Signature, Strand,
};
use crate::store::agenda::{Who, who};
use crate::store::error::{Error, Result};
use crate::store::sql::{Day, Ms, Rows, day};

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

pub(super) const PLAN: &str = "SELECT p.id, p.ver, p.person, q.surname, q.name, p.office, p.referent, s.name, p.template, \
     p.programme, p.version, p.supersedes, p.state, p.goal_words, p.signed_on, p.signed_how, p.starts_on, \
     p.ends_on, p.outcome, p.outcome_on, \
     (SELECT count(*) FROM goal g WHERE g.plan = p.id), \
     (SELECT count(*) FROM plan_action a WHERE a.plan = p.id AND a.state NOT IN ('cancelled', 'replaced')), \
     (SELECT count(*) FROM plan_action a WHERE a.plan = p.id AND a.state IN ('done', 'partial', 'missed')), \
     (SELECT coalesce(sum(a.planned_min), 0) FROM plan_action a WHERE a.plan = p.id \
      AND a.state NOT IN ('cancelled', 'replaced')) \
     FROM plan p JOIN person q ON q.id = p.person JOIN staff s ON s.id = p.referent ";

pub(super) fn plan_row(row: &Row<'_>) -> rusqlite::Result<PlanRow> {
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
    /// Whether the person was told what is kept of them: nobody signs before.
    pub told: bool,
}

/// Whether the person ?1 has been given the notice.
pub(super) fn was_told(conn: &Connection, person: PersonId) -> Result<bool> {
    let told =
        "SELECT 1 FROM privacy_act WHERE person = ?1 AND kind = 'notice' AND revoked_on IS NULL";
    conn.exists(told, [person])
}

pub(super) fn plan_by_id(conn: &Connection, plan: PlanId) -> Result<PlanRow> {
    conn.maybe(&format!("{PLAN} WHERE p.id = ?1"), [plan], plan_row)?
        .ok_or_else(|| Error::not_found("plan", plan))
}

pub(super) fn goals_of(conn: &Connection, plan: PlanId) -> Result<Vec<GoalRow>> {
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

pub(super) fn actions_of(conn: &Connection, plan: PlanId) -> Result<Vec<ActionRow>> {
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
