//! Questions about plans: one with all it holds, those of a person, those of an office.

use chrono::NaiveDate;
use rusqlite::params;

use super::caps::caps;
use super::rows::{PLAN, PlanRow, PlanView, actions_of, goals_of, plan_by_id, plan_row, was_told};
use crate::domain::Named;
use crate::domain::access::LookAt;
use crate::domain::ids::{OfficeId, PersonId, PlanId, StaffId};
use crate::domain::plan::PlanState;
use crate::domain::staff::Right;
use crate::store::act::{Query, Reader};
use crate::store::error::{Error, Result};
use crate::store::looks::Look;
use crate::store::sql::{Day, Rows};

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
            told: was_told(db.conn, self.person)?,
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

/// The first plans of a list, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanPage {
    /// How many fit.
    pub total: usize,
    /// The first of them.
    pub rows: Vec<PlanRow>,
}
