//! The fields of each form, filled with what stands in the plan.

use super::checks::typed_hours;
use super::{
    DOMAIN, DUE, ENDS, Edit, GOAL, HOURS, HOW, Lists, ON, OWNER, PLACE, PROGRAMME, REASON, SERVICE,
    STAFF, STARTS, STRAND, TEXT, TIME, What,
};
use crate::domain::Named as _;
use crate::domain::appointment::Place;
use crate::domain::ids::{DeliveryId, GoalId};
use crate::domain::plan::{GoalDomain, Owner, Signature, Strand};
use crate::panes::person::options;
use crate::panes::{Env, service};
use crate::store::plans::{ActionRow, GoalRow, PlanView};
use crate::ui::form::{Choice, Field};
use crate::ui::stale::OnFile;
use crate::ui::words::MessageId;

impl Edit {
    /// A goal of the plan, or a new one that is due when the plan ends.
    pub(in crate::panes::plans) fn goal(
        view: &PlanView,
        goal: Option<&GoalRow>,
        env: &Env,
    ) -> Self {
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
    pub(in crate::panes::plans) fn action(
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
    pub(in crate::panes::plans) fn head(view: &PlanView, lists: &Lists<'_>) -> Self {
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
    pub(in crate::panes::plans) fn sign(view: &PlanView, env: &Env) -> Self {
        Self::signature("plan.sign", What::Sign, view, env)
    }

    /// The signature of hours that were given.
    pub(in crate::panes::plans) fn hours(delivery: DeliveryId, view: &PlanView, env: &Env) -> Self {
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
    pub(in crate::panes::plans) fn extend(view: &PlanView) -> Self {
        let fields = vec![Field::date(ENDS, MessageId("head-ends")).required()];
        Self::new("plan.extend", fields, What::Extend, view)
    }

    /// What is still to be said about a step of an action.
    pub(in crate::panes::plans) fn about(what: What, view: &PlanView, env: &Env) -> Self {
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
}
