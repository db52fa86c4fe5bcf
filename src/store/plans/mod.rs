//! Personal plans: goals, actions, hours, and the steps from a draft to its outcome.
//!
//! Which step leaves which state is a table of `domain::plan`; here stand the guards that need the
//! database: one open plan for each person, hours within the cap of the programme on the plan's first
//! day, no two deliveries at once (refused by a trigger).

mod actions;
mod caps;
mod current;
mod deliveries;
mod lists;
mod rows;
mod steps;
mod writing;

pub use actions::{BookAction, CancelAction, CompleteAction, ReplanAction, StopAction};
pub use caps::Cap;
pub use deliveries::{
    Deliver, DeliveriesOf, DeliveryRow, SignDelivery, UnsignedHours, UnsignedRow,
};
pub use lists::{PlanFile, PlanFilter, PlanList, PlanPage, PlansOf};
pub use rows::{ActionFields, ActionRow, GoalFields, GoalRow, NewAction, PlanRow, PlanView};
pub use steps::{
    Amend, Close, Expire, Extend, Interrupt, Propose, Reopen, Resume, Revise, SIGNED_BEFORE, Sign,
    Start, Suspend,
};
pub use writing::{
    AddAction, AddGoal, DraftPlan, DropAction, DropGoal, SetAction, SetGoal, SetPlan,
};

/// Fields with words about a person: see `journal::PERSONAL`.
pub(super) const PERSONAL: &[(&str, &str)] = &[
    ("plan", "goal_words"),
    ("goal", "text"),
    ("plan_action", "text"),
    ("plan_action", "reason"),
    ("delivery", "note"),
];
