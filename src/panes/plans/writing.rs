//! Goals, actions and hours: their forms, their drafts, what is done about an action.

use crate::domain::ids::ActionId;
use crate::domain::staff::Right;
use crate::panes::person::word;
use crate::panes::{Booking, Cx, DraftKey, Env, InHand, Link};
use crate::store::Draft;
use crate::store::plans::PlanFile;
use crate::ui::dialog::Dialog;
use crate::ui::part::PartEvent;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::action::{ActionSheet, Deed, WhyNot};
use super::edit::{Edit, Lists, What};
use super::sheet::{Line, Sheet, Step};
use super::{Msg, Plans, Sub, action, edit};

impl Plans {
    pub(super) fn writes(&self, cx: &Cx<'_, Self>) -> bool {
        let written = self
            .sheet()
            .is_some_and(|sheet| sheet.view.plan.state.is_being_written());
        written && cx.env().staff.may(Right::PlansWrite)
    }

    pub(super) fn open_goal(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(Line::Goal(id)) = self.sheet().and_then(Sheet::selected) else {
            return;
        };
        if self.writes(cx) {
            self.edit_goal(Some(id), cx);
            return;
        }
        if let Some(goal) = self.sheet().and_then(|sheet| sheet.goal(id)) {
            let text = goal.fields.text.clone();
            cx.say(Tone::Plain, text);
        }
    }

    pub(super) fn open_action(&mut self, id: ActionId, cx: &mut Cx<'_, Self>) {
        if self.writes(cx) {
            self.edit_action(Some(id), cx);
            return;
        }
        let Some(sheet) = self.sheet() else { return };
        if let Some(action) = sheet.action(id) {
            let action = ActionSheet::new(action, &sheet.view.plan, cx.env());
            self.stack.push(Sub::Action(Box::new(action)));
            self.read_given(cx);
        }
    }

    pub(super) fn edit_goal(
        &mut self,
        id: Option<crate::domain::ids::GoalId>,
        cx: &mut Cx<'_, Self>,
    ) {
        let Some(sheet) = self.sheet() else { return };
        let goal = id.and_then(|id| sheet.goal(id));
        self.edit(Edit::goal(&sheet.view, goal, cx.env()), cx);
    }

    pub(super) fn edit_action(&mut self, id: Option<ActionId>, cx: &mut Cx<'_, Self>) {
        let Some(sheet) = self.sheet() else { return };
        let action = id.and_then(|id| sheet.action(id));
        let goal = sheet.goal_here();
        let edit = Edit::action(&sheet.view, action, goal, &self.lists(), cx.env());
        self.edit(edit, cx);
    }

    pub(super) fn edit(&mut self, edit: Edit, cx: &mut Cx<'_, Self>) {
        let key = edit.key();
        self.stack.push(Sub::Edit(Box::new(edit)));
        cx.find_draft(key, Msg::Draft);
    }

    pub(super) fn edit_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let lists = Lists {
            services: &self.services,
            programmes: &self.programmes,
            staff: &self.staff,
        };
        let Some(Sub::Edit(edit)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Left(field) => edit.left(field, &lists, &env),
            PartEvent::Submit => {
                if let Some(send) = edit.payload(&lists, &env) {
                    self.done = Some(done(&edit.what));
                    send(cx);
                }
            }
            _ => {}
        }
    }

    /// The form is on disk.
    pub(super) fn saved(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Edit(edit)) = self.stack.last() {
            let key = edit.key();
            self.stack.pop();
            cx.drop_draft(key);
        }
        self.stepped(cx);
    }

    /// What was typed before comes back: into the form that is open, or into one that it opens.
    pub(super) fn resume(&mut self, draft: Option<Draft>, cx: &mut Cx<'_, Self>) {
        let Some(draft) = draft else { return };
        let key = DraftKey::new(&draft.form, &draft.subject);
        match self.stack.last_mut() {
            Some(Sub::Edit(edit)) if edit.key() == key => {
                edit.restore(&draft.payload);
                cx.tell(Tone::Plain, MessageId("agenda-resumed"));
            }
            _ => {
                if let Some((person, plan, _)) = edit::of_key(&key) {
                    self.resuming = Some(draft);
                    cx.read("file", PlanFile { plan, person }, Msg::File);
                }
            }
        }
    }

    pub(super) fn open_draft(&mut self, draft: Draft, cx: &mut Cx<'_, Self>) {
        let key = DraftKey::new(&draft.form, &draft.subject);
        let row = edit::of_key(&key)
            .map(|(_, _, row)| row)
            .unwrap_or_default();
        let gone = match (draft.form.as_str(), self.sheet()) {
            ("plan.goal", Some(sheet)) => row.parse().is_ok_and(|id| sheet.goal(id).is_none()),
            ("plan.action", Some(sheet)) => row.parse().is_ok_and(|id| sheet.action(id).is_none()),
            _ => false,
        };
        if gone {
            return self.ask_about_text(draft, cx);
        }
        match draft.form.as_str() {
            "plan.goal" => self.edit_goal(row.parse().ok(), cx),
            "plan.action" => self.edit_action(row.parse().ok(), cx),
            "plan.head" => self.step(Step::Head, cx),
            "plan.sign" => self.step(Step::Sign, cx),
            "plan.hours" => {
                if let Ok(delivery) = row.parse() {
                    self.sign_hours(delivery, cx);
                }
            }
            "plan.extend" => self.step(Step::Extend, cx),
            _ => {
                if let Ok(id) = row.parse() {
                    self.open_action(id, cx);
                }
            }
        }
    }

    /// The row of a draft is no longer there: what was typed is shown, and kept in a new row if it is wanted.
    pub(super) fn ask_about_text(&mut self, draft: Draft, cx: &mut Cx<'_, Self>) {
        let words = cx.env().words.clone();
        let goal = draft.form == "plan.goal";
        let gone = if goal {
            MessageId("plan-goal-gone")
        } else {
            MessageId("plan-action-gone")
        };
        let keep = if goal {
            MessageId("plan-goal-again")
        } else {
            MessageId("plan-action-again")
        };
        let env = cx.env().clone();
        let typed = self.form_anew(&draft, &env).map(|edit| edit.text());
        self.resuming = Some(draft);
        cx.ask(
            Dialog::new(words.get(gone))
                .sentence(typed.unwrap_or_default())
                .answer(words.get(keep), Msg::KeepText)
                .answer(words.get(MessageId("plan-row-forget")), Msg::ForgetText),
        );
    }

    /// What was typed of a row that is gone, in the form of a new one.
    pub(super) fn form_anew(&self, draft: &Draft, env: &Env) -> Option<Edit> {
        let sheet = self.sheet()?;
        let mut edit = match draft.form.as_str() {
            "plan.goal" => Edit::goal(&sheet.view, None, env),
            _ => Edit::action(&sheet.view, None, sheet.goal_here(), &self.lists(), env),
        };
        edit.restore(&draft.payload);
        Some(edit)
    }

    pub(super) fn resume_as_new(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(draft) = self.resuming.take() else {
            return;
        };
        if let Some(edit) = self.form_anew(&draft, &env) {
            self.stack.push(Sub::Edit(Box::new(edit)));
        }
        cx.drop_draft(DraftKey::new(&draft.form, &draft.subject));
    }

    /// Says why it cannot be done about the action of the row, or that a row is to be chosen.
    fn say_why_not(&self, deed: Deed, cx: &mut Cx<'_, Self>) {
        let here = self.sheet().zip(self.action_here());
        let action = here.and_then(|(sheet, id)| Some((sheet, sheet.action(id)?)));
        let Some((sheet, action)) = action else {
            return cx.tell(Tone::Plain, MessageId("plans-which-action"));
        };
        let words = &cx.env().words;
        let said = match action::why_not(deed, action, &sheet.view.plan) {
            WhyNot::NotUnderWay => words.get(MessageId("plans-not-under-way")),
            WhyNot::Owner(owner) => {
                let who = word(words, owner);
                words.with(MessageId("plans-not-ours"), &[("who", (&who).into())])
            }
            WhyNot::State(state) => {
                let state = word(words, state);
                words.with(MessageId("plans-not-now"), &[("state", (&state).into())])
            }
        };
        let said = said.into_owned();
        cx.say(Tone::Plain, said);
    }

    /// Does something about the action that is meant.
    pub(super) fn deed(&mut self, deed: Deed, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let here = self.sheet().zip(self.action_here());
        let meant = here.and_then(|(sheet, id)| {
            let action = sheet.action(id)?;
            action::is_possible(deed, action, &sheet.view.plan).then_some((sheet, id, action))
        });
        let Some((sheet, id, action)) = meant else {
            return self.say_why_not(deed, cx);
        };
        let what = match deed {
            Deed::Book => {
                let who = &sheet.view.plan.person;
                let booking = Booking {
                    person: InHand {
                        id: who.id,
                        name: who.short_name(),
                    },
                    service: Some(action.fields.service.clone()),
                    action: Some(id),
                    plan: Some(sheet.id()),
                    with: Some(sheet.view.plan.referent),
                };
                cx.go(Link::Book(booking));
                return;
            }
            Deed::Tie => return self.ask_to_tie(id, cx),
            Deed::Appointment => {
                if let Some((appointment, _)) = action.appointment {
                    cx.go(Link::Appointment(appointment));
                }
                return;
            }
            Deed::Deliver => What::Deliver(id),
            Deed::Complete => {
                let short = action.delivered_min < action.fields.minutes;
                What::Complete(id, action.ver, short)
            }
            Deed::Stop => What::Stop(id, action.ver),
            Deed::Replan => What::Replan(id, action.ver),
            Deed::Cancel => What::Cancel(id, action.ver),
        };
        self.edit(Edit::about(what, &sheet.view, &env), cx);
    }
}

/// What is said when a form is on disk.
pub(super) fn done(what: &What) -> MessageId {
    match what {
        What::Goal(_) => MessageId("goal-saved"),
        What::Action(_) => MessageId("action-saved"),
        What::Head => MessageId("head-saved"),
        What::Sign => MessageId("plan-is-signed"),
        What::Extend => MessageId("plan-extended"),
        What::Replan(..) => MessageId("action-replanned"),
        What::Complete(..) => MessageId("action-completed"),
        What::Stop(..) => MessageId("action-stopped"),
        What::Cancel(..) => MessageId("action-cancelled"),
        What::Deliver(_) => MessageId("action-delivered"),
        What::Hours(_) => MessageId("action-hours-done"),
    }
}
