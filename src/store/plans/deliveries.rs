//! What was given for an action: the acts that write it, and the list of it.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::caps::hours;
use super::current::{CurrentAction, not_to_come};
use crate::domain::access::LookAt;
use crate::domain::appointment::Place;
use crate::domain::ids::{ActionId, DeliveryId, PersonId, PlanId};
use crate::domain::plan::{ActionState, ActionStep, Signature};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::text::said;
use crate::store::act::{Act, Query, Reader, Tx};
use crate::store::agenda::Who;
use crate::store::error::{Error, Result};
use crate::store::looks::Look;
use crate::store::sql::{Day, Ms, Rows, day};

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

/// Minutes given for an action.
pub(super) fn delivered(conn: &Connection, action: ActionId) -> Result<u32> {
    conn.value(
        "SELECT coalesce(sum(ended_at - started_at), 0) / 60000 FROM delivery WHERE plan_action = ?1",
        [action],
    )
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

/// How many days back unsigned hours are asked for.
const UNSIGNED_DAYS: u64 = 180;

/// Hours of a plan that the person has not signed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsignedRow {
    /// Whose.
    pub person: Who,
    /// The plan.
    pub plan: PlanId,
    /// Its action.
    pub action: ActionId,
    /// Start.
    pub started_at: DateTime<Utc>,
}

/// The hours that who asks has given within half a year and nobody has signed, the oldest first.
#[derive(Debug, Clone, Copy)]
pub struct UnsignedHours {
    /// At most so many.
    pub limit: usize,
}

impl Query for UnsignedHours {
    type Out = Vec<UnsignedRow>;
    const RIGHT: Right = Right::PlansRead;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::Deliveries))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<UnsignedRow>> {
        let from = db.at - Days::new(UNSIGNED_DAYS);
        db.conn.all(
            "SELECT p.id, p.surname, p.name, a.plan, a.id, d.started_at FROM delivery d \
             JOIN plan_action a ON a.id = d.plan_action JOIN person p ON p.id = d.person \
             WHERE d.staff = ?1 AND d.started_at >= ?2 AND d.signed_on IS NULL ORDER BY d.started_at LIMIT ?3",
            params![db.staff.id, Ms(from), self.limit as i64],
            |row| {
                Ok(UnsignedRow {
                    person: Who {
                        id: row.get(0)?,
                        surname: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
                        name: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
                    },
                    plan: row.get(3)?,
                    action: row.get(4)?,
                    started_at: row.get::<_, Ms>(5)?.0,
                })
            },
        )
    }
}
