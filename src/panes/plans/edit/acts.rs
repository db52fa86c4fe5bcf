//! The acts that save the forms.

use chrono::{DateTime, NaiveTime, Utc};

use super::super::Msg;
use super::checks::{missing_sentence, read_hours};
use super::{
    DOMAIN, DUE, ENDS, Edit, GOAL, HOURS, HOW, Lists, ON, OWNER, PLACE, PROGRAMME, REASON, SERVICE,
    STAFF, STARTS, STRAND, Sends, TEXT, TIME, What,
};
use crate::domain::appointment::Place;
use crate::domain::day::{self, Towards};
use crate::domain::ids::StaffId;
use crate::domain::plan::Owner;
use crate::panes::Env;
use crate::store::Act;
use crate::store::plans::{
    ActionFields, AddAction, AddGoal, CancelAction, CompleteAction, Deliver, Extend, GoalFields,
    ReplanAction, SetAction, SetGoal, SetPlan, Sign, SignDelivery, StopAction,
};

fn sends<A: Act>(act: A) -> Sends {
    Box::new(move |cx| {
        cx.act(act, |done: crate::store::Result<A::Out>| {
            Msg::Saved(done.map(drop))
        });
    })
}

impl Edit {
    /// Checks all; the cursor goes to the first wrong field. What saves the form.
    pub(in crate::panes::plans) fn payload(
        &mut self,
        lists: &Lists<'_>,
        env: &Env,
    ) -> Option<Sends> {
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
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
