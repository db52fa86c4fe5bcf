//! The small forms of a plan: a goal, an action, the head, a signature, hours, a reason.
//!
//! ```text
//! Azione: ROSSI Maria
//!
//!   Servizio (obbligatorio)  Orientamento specialistico
//!   Che cosa                 Colloqui di gruppo
//!   Obiettivo                Trovare un primo lavoro o un tirocinio
//!   Chi (obbligatorio)       chi opera
//!   Ore                      8
//!   Entro                    14/12/2026
//!   Salva
//! ```

mod acts;
mod checks;
mod fields;

use chrono::NaiveDate;

use crate::domain::Named;
use crate::domain::day::{self, Towards};
use crate::domain::ids::{ActionId, DeliveryId, GoalId, PersonId, PlanId};
use crate::domain::plan::Owner;
use crate::panes::{Cx, DraftKey, Env};
use crate::store::catalogue::NewService;
use crate::store::plans::PlanView;
use crate::store::settings::Programme;
use crate::store::staff::StaffRow;
use crate::ui::form::{Field, Form};
use crate::ui::view::View;
use crate::ui::words::MessageId;

use super::Plans;

const TEXT: &str = "text";
const DOMAIN: &str = "domain";
const STRAND: &str = "strand";
const DUE: &str = "due_on";
const SERVICE: &str = "service";
const GOAL: &str = "goal";
const OWNER: &str = "owner";
const STAFF: &str = "staff";
const HOURS: &str = "hours";
const PROGRAMME: &str = "programme";
const STARTS: &str = "starts_on";
const ENDS: &str = "ends_on";
const ON: &str = "on";
const HOW: &str = "how";
const TIME: &str = "time";
const PLACE: &str = "place";
const REASON: &str = "reason";

/// What is being written.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A goal: a new one, or a change of one.
    Goal(Option<(GoalId, i64)>),
    /// An action: a new one, or a change of one.
    Action(Option<(ActionId, i64)>),
    /// The head of the plan.
    Head,
    /// The signature.
    Sign,
    /// More time for a plan that has expired.
    Extend,
    /// A new day for an action that was missed.
    Replan(ActionId, i64),
    /// The action is done; whether a reason is needed.
    Complete(ActionId, i64, bool),
    /// The action stops.
    Stop(ActionId, i64),
    /// The action will not be done.
    Cancel(ActionId, i64),
    /// Hours were given.
    Deliver(ActionId),
    /// Hours that were given are signed.
    Hours(DeliveryId),
}

/// What fields are chosen from.
pub(super) struct Lists<'a> {
    pub(super) services: &'a [NewService],
    pub(super) programmes: &'a [Programme],
    pub(super) staff: &'a [StaffRow],
}

/// A form that is open.
pub(super) struct Edit {
    pub(super) form: Form,
    pub(super) what: What,
    plan: PlanId,
    person: PersonId,
    ver: i64,
    /// The plan's first and last day.
    lasts: (NaiveDate, NaiveDate),
    who: String,
}

/// Sends the act that saves a form.
pub(super) type Sends = Box<dyn FnOnce(&mut Cx<'_, Plans>)>;

impl Edit {
    fn new(name: &'static str, fields: Vec<Field>, what: What, view: &PlanView) -> Self {
        Self {
            form: Form::new(name, fields),
            what,
            plan: view.plan.id,
            person: view.plan.person.id,
            ver: view.plan.ver,
            lasts: (view.plan.starts_on, view.plan.ends_on),
            who: view.plan.person.short_name(),
        }
    }

    /// The same form of the plan as somebody else has left it meanwhile, with what was typed here over
    /// it; none when what it is about is no longer there.
    pub(super) fn over(&self, view: &PlanView, lists: &Lists<'_>, env: &Env) -> Option<Self> {
        let action = |id: ActionId| view.actions.iter().find(|action| action.id == id);
        let mut fresh = match &self.what {
            What::Goal(None) => Self::goal(view, None, env),
            What::Goal(Some((id, _))) => {
                let goal = view.goals.iter().find(|goal| goal.id == *id)?;
                Self::goal(view, Some(goal), env)
            }
            What::Action(None) => Self::action(view, None, None, lists, env),
            What::Action(Some((id, _))) => Self::action(view, Some(action(*id)?), None, lists, env),
            What::Head => Self::head(view, lists),
            What::Sign => Self::sign(view, env),
            What::Extend => Self::extend(view),
            What::Replan(id, _) => Self::about(What::Replan(*id, action(*id)?.ver), view, env),
            What::Complete(id, _, needed) => {
                Self::about(What::Complete(*id, action(*id)?.ver, *needed), view, env)
            }
            What::Stop(id, _) => Self::about(What::Stop(*id, action(*id)?.ver), view, env),
            What::Cancel(id, _) => Self::about(What::Cancel(*id, action(*id)?.ver), view, env),
            What::Deliver(id) => Self::about(What::Deliver(*id), view, env),
            What::Hours(id) => Self::hours(*id, view, env),
        };
        fresh.restore(&self.form.draft());
        Some(fresh)
    }

    /// Brings back what was typed before.
    pub(super) fn restore(&mut self, draft: &serde_json::Value) {
        self.form.restore(draft);
        // What was shown while a field was half typed is shown again, caret and all.
        if !draft["hidden"].is_array() {
            self.show_staff();
        }
    }

    /// The words that were typed.
    pub(super) fn text(&self) -> String {
        self.form.value(TEXT).to_owned()
    }

    fn set_day(&mut self, field: &str, day: Option<NaiveDate>) {
        self.form
            .set(field, &day.map(day::short).unwrap_or_default());
    }

    fn show_staff(&mut self) {
        let staff = self.form.value(OWNER) == Owner::Staff.code();
        self.form.show(STAFF, staff);
    }

    /// The draft's key: person, plan and row.
    pub(super) fn key(&self) -> DraftKey {
        let row = match &self.what {
            What::Goal(Some((id, _))) => id.to_string(),
            What::Action(Some((id, _)))
            | What::Replan(id, _)
            | What::Complete(id, ..)
            | What::Stop(id, _)
            | What::Cancel(id, _)
            | What::Deliver(id) => id.to_string(),
            What::Hours(id) => id.to_string(),
            _ => String::new(),
        };
        DraftKey::new(
            self.form.name,
            format!("{} {} {row}", self.person, self.plan),
        )
    }

    fn day(&self, field: &str, env: &Env) -> Option<NaiveDate> {
        day::parse_day(self.form.value(field), env.today(), Towards::Future).ok()
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let title = match &self.what {
            What::Goal(Some(_)) => MessageId("edit-goal"),
            What::Goal(None) => MessageId("edit-new-goal"),
            What::Action(Some(_)) => MessageId("edit-action"),
            What::Action(None) => MessageId("edit-new-action"),
            What::Head => MessageId("edit-head"),
            What::Sign => MessageId("edit-sign"),
            What::Extend => MessageId("edit-extend"),
            What::Replan(..) => MessageId("edit-replan"),
            What::Complete(..) => MessageId("edit-complete"),
            What::Stop(..) => MessageId("edit-stop"),
            What::Cancel(..) => MessageId("edit-cancel"),
            What::Deliver(_) => MessageId("edit-deliver"),
            What::Hours(_) => MessageId("edit-hours"),
        };
        View::of_form(
            env.words.with(title, &[("who", self.who.as_str().into())]),
            &self.form,
        )
    }
}

/// Person, plan and row of a draft's subject.
pub(super) fn of_key(key: &DraftKey) -> Option<(PersonId, PlanId, String)> {
    let mut parts = key.subject.splitn(3, ' ');
    Some((
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next().unwrap_or_default().to_owned(),
    ))
}
