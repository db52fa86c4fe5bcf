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

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::domain::Named;
use crate::domain::appointment::Place;
use crate::domain::day::{self, Towards};
use crate::domain::ids::{ActionId, DeliveryId, GoalId, PersonId, PlanId, StaffId};
use crate::domain::plan::{GoalDomain, Owner, Signature, Strand};
use crate::panes::person::{options, read_day};
use crate::panes::{Cx, DraftKey, Env, service};
use crate::store::Act;
use crate::store::catalogue::NewService;
use crate::store::plans::{
    ActionFields, ActionRow, AddAction, AddGoal, CancelAction, CompleteAction, Deliver, Extend,
    GoalFields, GoalRow, PlanView, ReplanAction, SetAction, SetGoal, SetPlan, Sign, SignDelivery,
    StopAction,
};
use crate::store::settings::Programme;
use crate::store::staff::StaffRow;
use crate::ui::form::{Choice, Field, Form};
use crate::ui::stale::OnFile;
use crate::ui::view::View;
use crate::ui::words::MessageId;

use super::{Msg, Plans};

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

/// Minutes that can be planned for one action: a thousand hours.
const MOST_MINUTES: u32 = 60_000;

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
    who: String,
}

/// Sends the act that saves a form.
pub(super) type Sends = Box<dyn FnOnce(&mut Cx<'_, Plans>)>;

fn sends<A: Act>(act: A) -> Sends {
    Box::new(move |cx| {
        cx.act(act, |done: crate::store::Result<A::Out>| {
            Msg::Saved(done.map(drop))
        });
    })
}

impl Edit {
    fn new(name: &'static str, fields: Vec<Field>, what: What, view: &PlanView) -> Self {
        Self {
            form: Form::new(name, fields),
            what,
            plan: view.plan.id,
            person: view.plan.person.id,
            ver: view.plan.ver,
            who: view.plan.person.short_name(),
        }
    }

    /// A goal of the plan, or a new one that is due when the plan ends.
    pub(super) fn goal(view: &PlanView, goal: Option<&GoalRow>, env: &Env) -> Self {
        let words = &env.words;
        let fields = vec![
            Field::text(TEXT, MessageId("goal-text"))
                .required()
                .max(160),
            Field::choice(
                DOMAIN,
                MessageId("goal-domain"),
                options::<GoalDomain>(words),
            )
            .required(),
            Field::choice(STRAND, MessageId("goal-strand"), options::<Strand>(words)).required(),
            Field::date(DUE, MessageId("plan-column-due")),
        ];
        let what = What::Goal(goal.map(|goal| (goal.id, goal.ver)));
        let mut edit = Self::new("plan.goal", fields, what, view);
        let due = goal.map_or(Some(view.plan.ends_on), |goal| goal.fields.due_on);
        let (domain, strand) = goal.map_or((GoalDomain::Work, Strand::Work), |goal| {
            (goal.fields.domain, goal.fields.strand)
        });
        if let Some(goal) = goal {
            edit.form.set(TEXT, &goal.fields.text);
        }
        edit.form.set(DOMAIN, domain.code());
        edit.form.set(STRAND, strand.code());
        edit.set_day(DUE, due);
        if let Some(goal) = goal {
            let row = OnFile::new("goal", goal.id.0, goal.ver);
            edit.form.filled_from(row.within(view.plan.id.0));
        }
        edit
    }

    /// An action of the plan, or a new one for a goal.
    pub(super) fn action(
        view: &PlanView,
        action: Option<&ActionRow>,
        goal: Option<GoalId>,
        lists: &Lists<'_>,
        env: &Env,
    ) -> Self {
        let words = &env.words;
        let goals = view
            .goals
            .iter()
            .map(|goal| Choice::new(goal.id.to_string(), &goal.fields.text))
            .collect();
        let colleagues = lists
            .staff
            .iter()
            .map(|row| Choice::new(row.staff.id.to_string(), &row.staff.name))
            .collect();
        let services = service::choices(lists.services, env.lang);
        let fields = vec![
            Field::choice(SERVICE, MessageId("action-service"), services).required(),
            Field::text(HOURS, MessageId("action-hours")).max(8),
            Field::date(DUE, MessageId("plan-column-due")),
            Field::choice(OWNER, MessageId("action-owner"), options::<Owner>(words)).required(),
            Field::choice(STAFF, MessageId("action-staff"), colleagues),
            Field::choice(GOAL, MessageId("action-goal"), goals),
            Field::text(TEXT, MessageId("action-text")).max(160),
        ];
        let what = What::Action(action.map(|action| (action.id, action.ver)));
        let mut edit = Self::new("plan.action", fields, what, view);
        let goal = action.map_or(goal, |action| action.goal);
        edit.form
            .set(GOAL, &goal.map(|id| id.to_string()).unwrap_or_default());
        match action {
            Some(action) => {
                let fields = &action.fields;
                edit.form.set(SERVICE, &fields.service);
                edit.form.set(TEXT, fields.text.as_deref().unwrap_or(""));
                edit.form.set(OWNER, fields.owner.code());
                let staff = fields.staff.map(|id| id.to_string());
                edit.form.set(STAFF, &staff.unwrap_or_default());
                edit.form.set(HOURS, &typed_hours(fields.minutes));
                edit.set_day(DUE, fields.due_on);
            }
            None => {
                edit.form.set(OWNER, Owner::Staff.code());
                edit.set_day(DUE, Some(view.plan.ends_on));
            }
        }
        edit.show_staff();
        if let Some(action) = action {
            let row = OnFile::new("plan_action", action.id.0, action.ver);
            let row = row
                .within(view.plan.id.0)
                .kept_as(&[(HOURS, "planned_min")]);
            edit.form.filled_from(row);
        }
        edit
    }

    /// Programme, period and the person's own words.
    pub(super) fn head(view: &PlanView, lists: &Lists<'_>) -> Self {
        let programmes = lists
            .programmes
            .iter()
            .map(|programme| {
                Choice::new(&programme.code, &programme.code).with_detail(&programme.name)
            })
            .collect();
        let fields = vec![
            Field::choice(PROGRAMME, MessageId("plan-programme"), programmes),
            Field::text(TEXT, MessageId("plan-own-words")).max(300),
            Field::date(STARTS, MessageId("head-starts")).required(),
            Field::date(ENDS, MessageId("head-ends")).required(),
        ];
        let mut edit = Self::new("plan.head", fields, What::Head, view);
        let plan = &view.plan;
        edit.form
            .set(PROGRAMME, plan.programme.as_deref().unwrap_or(""));
        edit.form
            .set(TEXT, plan.goal_words.as_deref().unwrap_or(""));
        edit.set_day(STARTS, Some(plan.starts_on));
        edit.set_day(ENDS, Some(plan.ends_on));
        let row = OnFile::new("plan", plan.id.0, plan.ver);
        edit.form.filled_from(row.kept_as(&[(TEXT, "goal_words")]));
        edit
    }

    /// The signature: today, on paper, unless said otherwise.
    pub(super) fn sign(view: &PlanView, env: &Env) -> Self {
        Self::signature("plan.sign", What::Sign, view, env)
    }

    /// The signature of hours that were given.
    pub(super) fn hours(delivery: DeliveryId, view: &PlanView, env: &Env) -> Self {
        Self::signature("plan.hours", What::Hours(delivery), view, env)
    }

    fn signature(name: &'static str, what: What, view: &PlanView, env: &Env) -> Self {
        let how = options::<Signature>(&env.words);
        let fields = vec![
            Field::date(ON, MessageId("sign-on")).required(),
            Field::choice(HOW, MessageId("sign-how"), how).required(),
        ];
        let mut edit = Self::new(name, fields, what, view);
        edit.form.save = MessageId("sign-save");
        edit.set_day(ON, Some(env.today()));
        edit.form.set(HOW, Signature::Paper.code());
        edit
    }

    /// A new last day for a plan that has expired.
    pub(super) fn extend(view: &PlanView) -> Self {
        let fields = vec![Field::date(ENDS, MessageId("head-ends")).required()];
        Self::new("plan.extend", fields, What::Extend, view)
    }

    /// What is still to be said about a step of an action.
    pub(super) fn about(what: What, view: &PlanView, env: &Env) -> Self {
        let needed = match &what {
            What::Complete(_, _, needed) => *needed,
            What::Stop(..) => false,
            _ => true,
        };
        let reason = Field::text(REASON, MessageId("action-reason")).max(200);
        let fields = match &what {
            What::Replan(..) => vec![Field::date(DUE, MessageId("plan-column-due")).required()],
            What::Deliver(_) => vec![
                Field::date(ON, MessageId("deliver-on")).required(),
                Field::text(TIME, MessageId("deliver-from"))
                    .required()
                    .max(8),
                Field::text(HOURS, MessageId("action-hours"))
                    .required()
                    .max(8),
                Field::choice(
                    PLACE,
                    MessageId("deliver-place"),
                    options::<Place>(&env.words),
                ),
                Field::text(TEXT, MessageId("deliver-note")).max(200),
            ],
            _ if needed => vec![reason.required()],
            _ => vec![reason],
        };
        let mut edit = Self::new("plan.step", fields, what, view);
        edit.set_day(ON, Some(env.today()));
        edit.form.set(PLACE, Place::Office.code());
        edit
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

    /// Checks a field that was left.
    pub(super) fn left(&mut self, field: usize, lists: &Lists<'_>, env: &Env) {
        let Some(field) = self.form.fields.get(field) else {
            return;
        };
        let (name, unmatched) = (field.name, field.is_unmatched());
        self.form.clear_error(name);
        match name {
            DUE | ENDS | STARTS => self.check_day(name, env),
            ON => self.check_past_day(env),
            HOURS => self.check_hours(env),
            TIME if !self.form.value(TIME).is_empty()
                && day::parse_time(self.form.value(TIME)).is_err() =>
            {
                self.wrong(TIME, MessageId("book-time-form"), env);
            }
            SERVICE => {
                self.propose_hours(lists);
            }
            OWNER => self.show_staff(),
            _ => {}
        }
        if unmatched {
            self.wrong(name, MessageId("agenda-choose"), env);
        }
    }

    fn wrong(&mut self, field: &'static str, id: MessageId, env: &Env) {
        self.form.set_error(field, env.words.get(id));
    }

    fn check_day(&mut self, field: &'static str, env: &Env) {
        let read = read_day(&mut self.form, field, Towards::Future, env);
        if field == ENDS
            && let (Some(ends), Some(starts)) = (read, self.day(STARTS, env))
            && ends < starts
        {
            self.wrong(ENDS, MessageId("head-ends-before"), env);
        }
    }

    fn check_past_day(&mut self, env: &Env) {
        if let Some(on) = read_day(&mut self.form, ON, Towards::Past, env)
            && on > env.today()
        {
            self.wrong(ON, MessageId("sign-future"), env);
        }
    }

    fn check_hours(&mut self, env: &Env) {
        let typed = self.form.value(HOURS);
        if typed.is_empty() {
            return;
        }
        match read_hours(typed) {
            Some(minutes) => self.form.set(HOURS, &typed_hours(minutes)),
            None => self.wrong(HOURS, MessageId("action-hours-wrong"), env),
        }
    }

    /// The hours that the catalogue proposes, while none were typed.
    fn propose_hours(&mut self, lists: &Lists<'_>) {
        let code = self.form.value(SERVICE);
        let mut services = lists.services.iter();
        let proposed = services
            .find(|service| service.code == code)
            .and_then(|service| service.default_min);
        if let Some(minutes) = proposed
            && self.form.value(HOURS).is_empty()
        {
            self.form.set(HOURS, &typed_hours(minutes));
        }
    }

    fn day(&self, field: &str, env: &Env) -> Option<NaiveDate> {
        day::parse_day(self.form.value(field), env.today(), Towards::Future).ok()
    }

    /// Checks all; the cursor goes to the first wrong field. What saves the form.
    pub(super) fn payload(&mut self, lists: &Lists<'_>, env: &Env) -> Option<Sends> {
        for field in 0..self.form.fields.len() {
            self.left(field, lists, env);
        }
        let missing: Vec<&'static str> = self.form.missing().map(|field| field.name).collect();
        for field in missing {
            self.wrong(field, missing_sentence(field), env);
        }
        if self.form.go_to_error() {
            return None;
        }
        self.act(env)
    }

    fn act(&self, env: &Env) -> Option<Sends> {
        let (plan, ver) = (self.plan, self.ver);
        let value = |field| self.form.value(field);
        let reason = || some(value(REASON));
        Some(match self.what {
            What::Goal(Some((goal, ver))) => sends(SetGoal {
                goal,
                ver,
                fields: self.goal_fields(env)?,
            }),
            What::Goal(None) => sends(AddGoal {
                plan,
                fields: self.goal_fields(env)?,
            }),
            What::Action(Some((action, ver))) => sends(SetAction {
                action,
                ver,
                goal: value(GOAL).parse().ok(),
                fields: self.action_fields(env)?,
            }),
            What::Action(None) => sends(AddAction {
                plan,
                goal: value(GOAL).parse().ok(),
                fields: self.action_fields(env)?,
            }),
            What::Head => sends(SetPlan {
                plan,
                ver,
                programme: some(value(PROGRAMME)),
                goal_words: some(value(TEXT)),
                starts_on: self.day(STARTS, env)?,
                ends_on: self.day(ENDS, env)?,
            }),
            What::Sign => sends(Sign {
                plan,
                ver,
                on: day::parse_day(value(ON), env.today(), Towards::Past).ok()?,
                how: value(HOW).parse().ok()?,
            }),
            What::Extend => sends(Extend {
                plan,
                ver,
                ends_on: self.day(ENDS, env)?,
            }),
            What::Replan(action, ver) => sends(ReplanAction {
                action,
                ver,
                due_on: self.day(DUE, env),
            }),
            What::Complete(action, ver, _) => sends(CompleteAction {
                action,
                ver,
                reason: reason(),
            }),
            What::Stop(action, ver) => sends(StopAction {
                action,
                ver,
                reason: reason(),
            }),
            What::Cancel(action, ver) => sends(CancelAction {
                action,
                ver,
                reason: reason()?,
            }),
            What::Hours(delivery) => sends(SignDelivery {
                delivery,
                on: day::parse_day(value(ON), env.today(), Towards::Past).ok()?,
                how: value(HOW).parse().ok()?,
            }),
            What::Deliver(action) => sends(Deliver {
                action,
                started_at: self.began(env)?,
                minutes: u16::try_from(read_hours(value(HOURS))?).ok()?,
                place: value(PLACE).parse().unwrap_or(Place::Office),
                note: some(value(TEXT)),
            }),
        })
    }

    fn goal_fields(&self, env: &Env) -> Option<GoalFields> {
        Some(GoalFields {
            domain: self.form.value(DOMAIN).parse().ok()?,
            strand: self.form.value(STRAND).parse().ok()?,
            text: self.form.value(TEXT).to_owned(),
            due_on: self.day(DUE, env),
        })
    }

    fn action_fields(&self, env: &Env) -> Option<ActionFields> {
        let owner: Owner = self.form.value(OWNER).parse().ok()?;
        let staff: Option<StaffId> = self.form.value(STAFF).parse().ok();
        Some(ActionFields {
            service: self.form.value(SERVICE).to_owned(),
            text: some(self.form.value(TEXT)),
            owner,
            staff: staff.filter(|_| owner == Owner::Staff),
            minutes: read_hours(self.form.value(HOURS)).unwrap_or(0),
            due_on: self.day(DUE, env),
        })
    }

    fn began(&self, env: &Env) -> Option<DateTime<Utc>> {
        let on = day::parse_day(self.form.value(ON), env.today(), Towards::Past).ok()?;
        let time: NaiveTime = day::parse_time(self.form.value(TIME)).ok()?;
        Some(day::from_rome(on.and_time(time)))
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

/// What a field that was left empty asks for.
fn missing_sentence(field: &str) -> MessageId {
    match field {
        TEXT => MessageId("goal-text-missing"),
        REASON => MessageId("action-reason-missing"),
        HOURS => MessageId("action-hours-wrong"),
        TIME => MessageId("book-time-form"),
        DUE | STARTS | ENDS | ON => MessageId("plan-day-missing"),
        _ => MessageId("agenda-choose"),
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Reads hours as people type them: `8`, `8:30`, `8,5`, `90m`. Minutes out.
fn read_hours(typed: &str) -> Option<u32> {
    let typed = typed.trim().trim_end_matches(['h', ' ']);
    let minutes = if let Some(minutes) = typed.strip_suffix('m') {
        minutes.trim().parse().ok()?
    } else if let Some((whole, rest)) = typed.split_once(':') {
        let (whole, rest): (u32, u32) = (whole.parse().ok()?, rest.parse().ok()?);
        (rest < 60).then_some(whole.checked_mul(60)?.checked_add(rest)?)?
    } else if let Some((whole, tenths)) = typed.split_once([',', '.']) {
        let (whole, share): (u32, u32) = (whole.parse().ok()?, tenths.parse().ok()?);
        let whole_minutes = whole.checked_mul(60)?;
        match tenths.len() {
            1 => whole_minutes.checked_add(share * 6)?,
            2 => whole_minutes.checked_add(share * 60 / 100)?,
            _ => return None,
        }
    } else {
        typed.parse::<u32>().ok()?.checked_mul(60)?
    };
    (minutes <= MOST_MINUTES).then_some(minutes)
}

/// `8`, `1:30`: hours as they stand in a field.
fn typed_hours(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}:{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_type_them() {
        for (typed, minutes) in [
            ("8", Some(480)),
            ("8 h", Some(480)),
            ("8:30", Some(510)),
            ("0:45", Some(45)),
            ("8,5", Some(510)),
            ("1.25", Some(75)),
            ("90m", Some(90)),
            ("8:75", None),
            ("-1", None),
            ("otto", None),
            ("1001", None),
            ("99999999999", None),
        ] {
            assert_eq!(read_hours(typed), minutes, "{typed}");
        }
        for minutes in [0, 45, 60, 90, 480] {
            assert_eq!(read_hours(&typed_hours(minutes)), Some(minutes));
        }
    }
}
