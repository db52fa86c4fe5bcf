//! One plan that is open: what is read again, its steps and what they ask.

use crate::domain::Named;
use crate::domain::ids::{DeliveryId, PlanId};
use crate::domain::plan::PlanOutcome;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::panes::{Cx, Env, InHand};
use crate::store::Error;
use crate::store::plans::{
    Amend, Close, DeliveriesOf, DropAction, DropGoal, Expire, Interrupt, PlanFile, PlanView,
    Propose, Reopen, Resume, Revise, Start, Suspend,
};
use crate::ui::dialog::Dialog;
use crate::ui::part::PartEvent;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::edit::{Edit, Lists};
use super::page::Page;
use super::sheet::{Line, Sheet, Step};
use super::{Msg, Plans, Sub, action};

impl Plans {
    pub(super) fn opened(&mut self, view: PlanView, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let person = InHand {
            id: view.plan.person.id,
            name: view.plan.person.short_name(),
        };
        self.stack.clear();
        self.stack
            .push(Sub::Sheet(Box::new(Sheet::new(view, &env))));
        cx.hand(Some(person));
        if let Some(draft) = self.resuming.take() {
            self.open_draft(draft, cx);
        }
        if let Some(action) = self.opening.take() {
            self.open_action(action, cx);
        }
    }

    pub(super) fn read_again(&self, cx: &mut Cx<'_, Self>) {
        if let Some(sheet) = self.sheet() {
            let (plan, person) = (sheet.id(), sheet.person());
            cx.read("again", PlanFile { plan, person }, Msg::Again);
        }
        self.read_given(cx);
    }

    /// The hours of the action that is open.
    pub(super) fn read_given(&self, cx: &mut Cx<'_, Self>) {
        let open = self.stack.iter().find_map(|sub| match sub {
            Sub::Action(action) => Some(action.id),
            _ => None,
        });
        if let (Some(person), Some(action)) = (self.sheet().map(Sheet::person), open) {
            let action = Some(action);
            cx.read("given", DeliveriesOf { person, action }, Msg::Given);
        }
    }

    pub(super) fn open_line(&mut self, line: Option<action::Line>, cx: &mut Cx<'_, Self>) {
        match line {
            Some(action::Line::Deed(deed)) => self.deed(deed, cx),
            Some(action::Line::Hours(_, true)) => {
                cx.tell(Tone::Plain, MessageId("action-hours-stay"));
            }
            Some(action::Line::Hours(delivery, false)) => self.sign_hours(delivery, cx),
            None => {}
        }
    }

    pub(super) fn sign_hours(&mut self, delivery: DeliveryId, cx: &mut Cx<'_, Self>) {
        let Some(sheet) = self.sheet() else { return };
        if !cx.env().staff.may(Right::PlansWrite) {
            return cx.fail(&Error::Denied(Right::PlansWrite));
        }
        self.edit(Edit::hours(delivery, &sheet.view, cx.env()), cx);
    }

    pub(super) fn again(&mut self, view: PlanView, env: &Env) {
        for sub in &mut self.stack {
            match sub {
                Sub::Sheet(sheet) if sheet.id() == view.plan.id => {
                    sheet.renew(view.clone(), env);
                }
                Sub::Action(sheet) => {
                    if let Some(row) = view.actions.iter().find(|row| row.id == sheet.id) {
                        sheet.renew(row, &view.plan, env);
                    }
                }
                _ => {}
            }
        }
    }

    /// A plan was begun: it is opened.
    pub(super) fn drafted(&mut self, plan: PlanId, cx: &mut Cx<'_, Self>) {
        let person = match self.stack.last() {
            Some(Sub::Templates(templates)) => Some(templates.person.id),
            _ => self.sheet().map(Sheet::person),
        };
        self.say_done(cx);
        if let Some(person) = person {
            cx.read("file", PlanFile { plan, person }, Msg::File);
        }
        self.read_list(cx);
    }

    pub(super) fn say_done(&mut self, cx: &mut Cx<'_, Self>) {
        let who = match self.stack.first() {
            Some(Sub::Templates(templates)) => templates.person.name.clone(),
            _ => self
                .sheet()
                .map(|sheet| sheet.view.plan.person.short_name())
                .unwrap_or_default(),
        };
        if let Some(id) = self.done.take() {
            let said = cx
                .env()
                .words
                .with(id, &[("who", (&who).into())])
                .into_owned();
            cx.say(Tone::Good, said);
        }
    }

    pub(super) fn stepped(&mut self, cx: &mut Cx<'_, Self>) {
        self.say_done(cx);
        self.read_list(cx);
        self.read_again(cx);
    }

    /// The store said no: hours over the cap are told with the cap's source and day.
    pub(super) fn refused(&mut self, error: &Error, cx: &mut Cx<'_, Self>) {
        if let (Error::Conflict { .. }, Some(Sub::Edit(_)), Some(sheet)) =
            (error, self.stack.last(), self.sheet())
        {
            let (plan, person) = (sheet.id(), sheet.person());
            cx.read("theirs", PlanFile { plan, person }, Msg::Theirs);
            // A step says what it does to a plan as it was seen: it is not taken again unasked.
            if !self.is_edit_of_row() {
                cx.fail(error);
            }
            return;
        }
        let over = match error {
            Error::Refused {
                rule: Refusal::HoursOverCap,
                ..
            } => self
                .sheet()
                .and_then(|sheet| Some(sheet.over_cap_sentence(sheet.over_cap()?, cx.env()))),
            _ => None,
        };
        match over {
            Some(sentence) => cx.say(Tone::Bad, sentence),
            None => cx.fail(error),
        }
        if matches!(error, Error::Conflict { .. }) {
            self.read_again(cx);
        }
    }

    /// Whether the form in front shows what is on file of a row.
    pub(super) fn is_edit_of_row(&self) -> bool {
        matches!(self.stack.last(), Some(Sub::Edit(edit)) if edit.form.on_file().is_some())
    }

    /// Somebody else was faster: what was typed goes over what is on file now. Where that leaves nothing
    /// to tell, it is saved at once.
    pub(super) fn over(&mut self, view: &PlanView, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        self.again(view.clone(), &env);
        let lists = Lists {
            services: &self.services,
            programmes: &self.programmes,
            staff: &self.staff,
        };
        let Some(Sub::Edit(edit)) = self.stack.last_mut() else {
            return;
        };
        let Some(fresh) = edit.over(view, &lists, &env) else {
            cx.tell(Tone::Warn, MessageId("plan-row-gone"));
            return;
        };
        **edit = fresh;
        if self.is_edit_of_row()
            && let Some(Sub::Edit(edit)) = self.stack.last()
            && edit.form.clashes().is_empty()
        {
            self.edit_event(PartEvent::Submit, cx);
        }
    }

    /// Takes a step with the whole plan, or opens what it needs.
    pub(super) fn step(&mut self, step: Step, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(sheet) = self.sheet() else { return };
        let (plan, ver) = (sheet.id(), sheet.view.plan.ver);
        match step {
            Step::AddAction => self.edit_action(None, cx),
            Step::AddGoal => self.edit_goal(None, cx),
            Step::Head => self.edit(Edit::head(&sheet.view, &self.lists()), cx),
            Step::Sign if !sheet.view.told => cx.fail(&Error::Refused {
                rule: Refusal::NoticeMissing,
                detail: String::new(),
            }),
            Step::Sign => self.edit(Edit::sign(&sheet.view, &env), cx),
            Step::Extend => self.edit(Edit::extend(&sheet.view), cx),
            Step::Page => {
                let page = Page::new(&sheet.view, &self.services, &env);
                self.stack.push(Sub::Page(Box::new(page)));
            }
            Step::Close => ask_outcome(MessageId("close-title"), PlanOutcome::ALL, cx, |outcome| {
                Msg::CloseWith(outcome)
            }),
            Step::Interrupt => {
                use PlanOutcome::{Other, Unreachable, Withdrawal};
                let reasons = [Withdrawal, Unreachable, Other];
                ask_outcome(MessageId("interrupt-title"), &reasons, cx, |outcome| {
                    Msg::InterruptWith(outcome)
                });
            }
            Step::Propose => {
                self.done = Some(MessageId("plan-proposed"));
                cx.act(Propose { plan, ver }, Msg::Stepped);
            }
            Step::Amend => {
                self.done = Some(MessageId("plan-amended"));
                cx.act(Amend { plan, ver }, Msg::Stepped);
            }
            Step::Start => {
                self.done = Some(MessageId("plan-started"));
                cx.act(Start { plan }, Msg::Stepped);
            }
            Step::Suspend => {
                self.done = Some(MessageId("plan-suspended"));
                cx.act(Suspend { plan, ver }, Msg::Stepped);
            }
            Step::Resume => {
                self.done = Some(MessageId("plan-resumed"));
                cx.act(Resume { plan, ver }, Msg::Stepped);
            }
            Step::Expire => {
                self.done = Some(MessageId("plan-expired"));
                cx.act(Expire { plan }, Msg::Stepped);
            }
            Step::Revise => {
                self.done = Some(MessageId("plan-revised"));
                cx.act(Revise { plan, ver }, Msg::Drafted);
            }
            Step::Reopen => {
                self.done = Some(MessageId("plan-reopened"));
                cx.act(Reopen { plan, ver }, Msg::Stepped);
            }
        }
    }

    pub(super) fn close_with(&mut self, outcome: PlanOutcome, cx: &mut Cx<'_, Self>) {
        if let Some(sheet) = self.sheet() {
            let (plan, ver) = (sheet.id(), sheet.view.plan.ver);
            self.done = Some(MessageId("plan-closed"));
            cx.act(Close { plan, ver, outcome }, Msg::Stepped);
        }
    }

    pub(super) fn interrupt_with(&mut self, outcome: PlanOutcome, cx: &mut Cx<'_, Self>) {
        if let Some(sheet) = self.sheet() {
            let (plan, ver) = (sheet.id(), sheet.view.plan.ver);
            self.done = Some(MessageId("plan-interrupted"));
            cx.act(Interrupt { plan, ver, outcome }, Msg::Stepped);
        }
    }

    pub(super) fn ask_what_to_add(cx: &mut Cx<'_, Self>) {
        let words = cx.env().words.clone();
        let dialog = Dialog::new(words.get(MessageId("add-title")))
            .answer(words.get(MessageId("plan-add-action")), Msg::AddAction)
            .answer(words.get(MessageId("plan-add-goal")), Msg::AddGoal)
            .answer(words.get(MessageId("layer-back")), Msg::Nothing);
        cx.ask(dialog);
    }

    pub(super) fn ask_to_drop(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(sheet) = self.sheet() else { return };
        let (title, what) = match sheet.selected() {
            Some(Line::Goal(id)) => (
                MessageId("drop-goal"),
                sheet.goal(id).map(|goal| goal.fields.text.clone()),
            ),
            Some(Line::Action(id)) => (
                MessageId("drop-action"),
                sheet.action(id).map(|action| {
                    let code = &action.fields.service;
                    crate::panes::service::label(&self.services, code, env.lang).to_owned()
                }),
            ),
            _ => return cx.tell(Tone::Plain, MessageId("plans-which-row")),
        };
        let dialog = Dialog::new(env.words.get(title))
            .sentence(what.unwrap_or_default())
            .answer(env.words.get(MessageId("drop-keep")), Msg::Nothing)
            .answer(env.words.get(MessageId("drop-do")), Msg::Drop);
        cx.ask(dialog);
    }

    pub(super) fn drop_row(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(sheet) = self.sheet() else { return };
        match sheet.selected() {
            Some(Line::Goal(id)) => {
                if let Some(row) = sheet.goal(id) {
                    let (goal, ver) = (row.id, row.ver);
                    self.done = Some(MessageId("goal-dropped"));
                    cx.act(DropGoal { goal, ver }, Msg::Stepped);
                }
            }
            Some(Line::Action(id)) => {
                if let Some(row) = sheet.action(id) {
                    let (action, ver) = (row.id, row.ver);
                    self.done = Some(MessageId("action-dropped"));
                    cx.act(DropAction { action, ver }, Msg::Stepped);
                }
            }
            _ => {}
        }
    }
}

/// Asks what came of a plan; the harmless answer comes first.
pub(super) fn ask_outcome(
    title: MessageId,
    outcomes: &[PlanOutcome],
    cx: &mut Cx<'_, Plans>,
    then: fn(PlanOutcome) -> Msg,
) {
    let words = cx.env().words.clone();
    let back =
        Dialog::new(words.get(title)).answer(words.get(MessageId("layer-back")), Msg::Nothing);
    let dialog = outcomes.iter().fold(back, |dialog, outcome| {
        dialog.answer(
            words.of(PlanOutcome::FAMILY, outcome.code()),
            then(*outcome),
        )
    });
    cx.ask(dialog);
}
