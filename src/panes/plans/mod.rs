//! The plans: the list of a person or of a caseload, one plan with its goals and actions, and the steps
//! from a draft to its outcome.
//!
//! The list is always underneath. A plan that is open is read again after each act, so what stands on
//! the screen is what is on disk; a small form stays open until its act is done.

mod action;
mod commands;
mod edit;
mod list;
mod page;
mod sheet;
mod templates;

use crate::domain::Named;
use crate::domain::ids::{ActionId, DeliveryId, PersonId, PlanId};
use crate::domain::plan::PlanOutcome;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::panes::{Booking, Cx, DraftKey, Env, InHand, Link, Pane, PaneCommand};
use crate::store::catalogue::{NewService, Services};
use crate::store::people::{PersonFile, PersonRecord};
use crate::store::plans::{
    ActionRow, Amend, Close, DeliveriesOf, DeliveryRow, DropAction, DropGoal, Expire, Interrupt,
    PlanFile, PlanFilter, PlanList, PlanPage, PlanRow, PlanView, PlansOf, Propose, Reopen, Resume,
    Revise, Start, Suspend,
};
use crate::store::settings::{Programme, Programmes};
use crate::store::staff::{StaffList, StaffRow};
use crate::store::{Changes, Draft, Error, Result};
use crate::ui::dialog::Dialog;
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Tone, View};
use crate::ui::words::MessageId;

use action::{ActionSheet, Deed};
use edit::{Edit, Lists, What};
use list::Listed;
use page::Page;
use sheet::{Line, Sheet, Step};
use templates::Templates;

/// The plans of a caseload that are shown at most.
const MOST: usize = 500;

/// The plans of one session.
pub struct Plans {
    listed: Listed,
    /// What lies on the list, the topmost last.
    stack: Vec<Sub>,
    services: Vec<NewService>,
    programmes: Vec<Programme>,
    staff: Vec<StaffRow>,
    /// What to say when the act that was sent is done.
    done: Option<MessageId>,
    /// A draft that waits for its plan.
    resuming: Option<Draft>,
    /// The action that opens as soon as its plan has been read.
    opening: Option<ActionId>,
}

/// What lies on the list.
enum Sub {
    Templates(Box<Templates>),
    Sheet(Box<Sheet>),
    Action(Box<ActionSheet>),
    Edit(Box<Edit>),
    Page(Box<Page>),
}

/// What answers and dialogs bring back.
pub enum Msg {
    /// The plans of a person.
    Rows(Result<Vec<PlanRow>>),
    /// The caseload.
    Caseload(Result<PlanPage>),
    /// The catalogue.
    Services(Result<Vec<NewService>>),
    /// What pays.
    Programmes(Result<Vec<Programme>>),
    /// Who works here.
    Staff(Result<Vec<StaffRow>>),
    /// The plans of somebody for whom another is to be begun.
    Before(Result<Vec<PlanRow>>),
    /// The hours given for the action that is open.
    Given(Result<Vec<DeliveryRow>>),
    /// The text of a row that is gone is to be kept in a new one.
    KeepText,
    /// The text of a row that is gone is not needed.
    ForgetText,
    /// Whose plans a link means.
    Linked(Result<PersonRecord>),
    /// For whom a plan is begun.
    Person(Result<PersonRecord>),
    /// A plan to open.
    File(Result<PlanView>),
    /// The plan that is open, again.
    Again(Result<PlanView>),
    /// The plan that somebody else changed while a form of it was open.
    Theirs(Result<PlanView>),
    /// A plan was begun, or a new version of one.
    Drafted(Result<PlanId>),
    /// A step was taken.
    Stepped(Result<()>),
    /// A form was saved.
    Saved(Result<()>),
    /// An action is to be added.
    AddAction,
    /// A goal is to be added.
    AddGoal,
    /// The row in hand is to go.
    Drop,
    /// The plan ends with this.
    CloseWith(PlanOutcome),
    /// The plan is broken off for this.
    InterruptWith(PlanOutcome),
    /// What was typed before.
    Draft(Option<Draft>),
    /// Nothing.
    Nothing,
}

impl Pane for Plans {
    type Msg = Msg;
    const NAME: &'static str = "plans";
    const TITLE: MessageId = MessageId("plans-title");
    const RIGHT: Right = Right::PlansRead;
    const COMMANDS: &'static [PaneCommand<Self>] = commands::TABLE;

    fn open(cx: &mut Cx<'_, Self>) -> Self {
        let env = cx.env().clone();
        let mut pane = Self {
            listed: Listed::default(),
            stack: Vec::new(),
            services: Vec::new(),
            programmes: Vec::new(),
            staff: Vec::new(),
            done: None,
            resuming: None,
            opening: None,
        };
        let on = env.today();
        cx.read("services", Services { on }, Msg::Services);
        cx.read("programmes", Programmes { on }, Msg::Programmes);
        let colleagues = StaffList {
            office: Some(env.staff.office),
            inactive_too: false,
        };
        cx.read("staff", colleagues, Msg::Staff);
        pane.listed.turn_to(env.in_hand);
        pane.read_list(cx);
        pane
    }

    fn update(&mut self, msg: Msg, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        match msg {
            Msg::Rows(Ok(rows)) => {
                let total = rows.len();
                self.listed.take(rows, total);
            }
            Msg::Caseload(Ok(page)) => self.listed.take(page.rows, page.total),
            Msg::Services(Ok(services)) => self.services = services,
            Msg::Programmes(Ok(programmes)) => self.programmes = programmes,
            Msg::Staff(Ok(staff)) => self.staff = staff,
            Msg::Before(Ok(rows)) => self.may_begin(rows, cx),
            Msg::Given(Ok(rows)) => {
                if let Some(Sub::Action(action)) = self.stack.last_mut() {
                    action.given(rows);
                }
            }
            Msg::KeepText => self.resume_as_new(cx),
            Msg::ForgetText => {
                if let Some(draft) = self.resuming.take() {
                    cx.drop_draft(DraftKey::new(&draft.form, &draft.subject));
                }
            }
            Msg::Linked(Ok(record)) => cx.hand(Some(InHand {
                id: record.id,
                name: record.short_name(),
            })),
            Msg::Person(Ok(record)) => {
                let templates = Templates::new(&record, &env);
                self.stack.push(Sub::Templates(Box::new(templates)));
            }
            Msg::File(Ok(view)) => self.opened(view, cx),
            Msg::Again(Ok(view)) => self.again(view, &env),
            Msg::Theirs(Ok(view)) => self.over(&view, cx),
            Msg::Drafted(Ok(plan)) => self.drafted(plan, cx),
            Msg::Stepped(Ok(())) => self.stepped(cx),
            Msg::Saved(Ok(())) => self.saved(cx),
            Msg::AddAction => self.edit_action(None, cx),
            Msg::AddGoal => self.edit_goal(None, cx),
            Msg::Drop => self.drop_row(cx),
            Msg::CloseWith(outcome) => self.close_with(outcome, cx),
            Msg::InterruptWith(outcome) => self.interrupt_with(outcome, cx),
            Msg::Draft(draft) => self.resume(draft, cx),
            Msg::Stepped(Err(error)) | Msg::Saved(Err(error)) => self.refused(&error, cx),
            Msg::Rows(Err(error))
            | Msg::Caseload(Err(error))
            | Msg::Services(Err(error))
            | Msg::Programmes(Err(error))
            | Msg::Staff(Err(error))
            | Msg::Before(Err(error))
            | Msg::Given(Err(error))
            | Msg::Linked(Err(error))
            | Msg::Person(Err(error))
            | Msg::File(Err(error))
            | Msg::Again(Err(error))
            | Msg::Theirs(Err(error))
            | Msg::Drafted(Err(error)) => cx.fail(&error),
            Msg::Nothing => {}
        }
    }

    fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let sheet = self.sheet();
        match (self.stack.last(), sheet) {
            (Some(Sub::Templates(templates)), _) => templates.view(env),
            (Some(Sub::Edit(edit)), _) => edit.view(env),
            (Some(Sub::Page(page)), _) => page.view(env),
            (Some(Sub::Action(action)), Some(sheet)) => match sheet.action(action.id) {
                Some(row) => action.view(row, &sheet.view.plan, &self.services, env),
                None => sheet.view(&self.services, env),
            },
            (Some(Sub::Sheet(_)), Some(sheet)) => sheet.view(&self.services, env),
            _ => self.listed.view(env),
        }
    }

    fn part(&mut self) -> Option<&mut dyn Part> {
        Some(match self.stack.last_mut() {
            None => &mut self.listed.list,
            Some(Sub::Templates(templates)) => &mut templates.list,
            Some(Sub::Sheet(sheet)) => &mut sheet.list,
            Some(Sub::Action(action)) => &mut action.list,
            Some(Sub::Edit(edit)) => &mut edit.form,
            Some(Sub::Page(page)) => &mut page.state,
        })
    }

    fn parted(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        if event == PartEvent::Closed {
            self.stack.pop();
            return;
        }
        match self.stack.last() {
            Some(Sub::Edit(_)) => self.edit_event(event, cx),
            _ => {
                if let PartEvent::Opened(row) = event {
                    self.open_row(row, cx);
                }
            }
        }
    }

    fn back(&mut self, _cx: &mut Cx<'_, Self>) -> bool {
        self.stack.pop().is_some()
    }

    fn draft(&self) -> Option<(DraftKey, &Form)> {
        match self.stack.last() {
            Some(Sub::Edit(edit)) => Some((edit.key(), &edit.form)),
            _ => None,
        }
    }

    fn follow(&mut self, link: &Link, cx: &mut Cx<'_, Self>) -> bool {
        match link {
            Link::Plans(person, plan) => self.show(*person, *plan, cx),
            Link::Hours(person, plan, action) => {
                self.opening = Some(*action);
                self.show(*person, Some(*plan), cx);
            }
            Link::Draft(key) if is_form(&key.form) => cx.find_draft(key.clone(), Msg::Draft),
            _ => return false,
        }
        true
    }

    fn in_hand_changed(&mut self, cx: &mut Cx<'_, Self>) {
        let hand = cx.env().in_hand.clone();
        // A plan of the caseload that was opened took its person in hand: the list stays as it was.
        let same = self.sheet().map(Sheet::person) == hand.as_ref().map(|person| person.id);
        if self.sheet().is_some() && same {
            return;
        }
        self.stack.clear();
        self.listed.turn_to(hand);
        self.read_list(cx);
    }

    fn changed(&mut self, what: &Changes, cx: &mut Cx<'_, Self>) {
        if what.touches_any(&["plan", "goal", "plan_action", "delivery", "appointment"]) {
            self.read_list(cx);
            self.read_again(cx);
        }
    }
}

fn is_form(name: &str) -> bool {
    matches!(
        name,
        "plan.goal"
            | "plan.action"
            | "plan.head"
            | "plan.sign"
            | "plan.hours"
            | "plan.extend"
            | "plan.step"
    )
}

// What the commands ask -----------------------------------------------------------------------------

impl Plans {
    fn at_list(&self) -> bool {
        self.stack.is_empty()
    }

    fn at_persons_list(&self) -> bool {
        self.at_list() && self.listed.of.is_some()
    }

    fn at_caseload(&self) -> bool {
        self.at_list() && self.listed.of.is_none()
    }

    /// The plan that is open, whatever lies on it.
    fn sheet(&self) -> Option<&Sheet> {
        self.stack.iter().find_map(|sub| match sub {
            Sub::Sheet(sheet) => Some(&**sheet),
            _ => None,
        })
    }

    /// The plan in front.
    fn at_sheet(&self) -> Option<&Sheet> {
        match self.stack.last() {
            Some(Sub::Sheet(sheet)) => Some(sheet),
            _ => None,
        }
    }

    fn offers(&self, step: Step) -> bool {
        self.at_sheet().is_some_and(|sheet| sheet.has(step))
    }

    /// The action that a command means: the open one, or that of the selected row.
    fn action_here(&self) -> Option<ActionId> {
        match self.stack.last()? {
            Sub::Action(action) => Some(action.id),
            Sub::Sheet(sheet) => match sheet.selected()? {
                Line::Action(id) => Some(id),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether something can be done about the open action, or about any of the plan in front: the row in
    /// focus has no say, so that the footer stands still while one moves.
    fn can(&self, deed: Deed) -> bool {
        let Some(sheet) = self.sheet() else {
            return false;
        };
        let possible = |row: &ActionRow| action::is_possible(deed, row, &sheet.view.plan);
        match self.stack.last() {
            Some(Sub::Action(open)) => sheet.action(open.id).is_some_and(possible),
            Some(Sub::Sheet(sheet)) => sheet.view.actions.iter().any(possible),
            _ => false,
        }
    }

    fn can_drop(&self) -> bool {
        self.at_sheet().is_some_and(|sheet| {
            let view = &sheet.view;
            view.plan.state.is_being_written()
                && !(view.goals.is_empty() && view.actions.is_empty())
        })
    }

    fn lists(&self) -> Lists<'_> {
        Lists {
            services: &self.services,
            programmes: &self.programmes,
            staff: &self.staff,
        }
    }
}

// The list ------------------------------------------------------------------------------------------

impl Plans {
    fn read_list(&self, cx: &mut Cx<'_, Self>) {
        match &self.listed.of {
            Some(person) => cx.read("list", PlansOf { person: person.id }, Msg::Rows),
            None => {
                let list = PlanList {
                    office: cx.env().staff.office,
                    filter: PlanFilter::caseload(cx.env().staff.id),
                    limit: MOST,
                };
                cx.read("list", list, Msg::Caseload);
            }
        }
    }

    /// The plans of a person, one of them opened if it is named.
    fn show(&mut self, person: PersonId, plan: Option<PlanId>, cx: &mut Cx<'_, Self>) {
        self.stack.clear();
        let hand = cx.env().in_hand.clone();
        match hand.filter(|hand| hand.id == person) {
            Some(hand) => {
                self.listed.turn_to(Some(hand));
                self.read_list(cx);
            }
            None => cx.read("linked", PersonFile { person }, Msg::Linked),
        }
        if let Some(plan) = plan {
            cx.read("file", PlanFile { plan, person }, Msg::File);
        }
    }

    fn show_caseload(&mut self, cx: &mut Cx<'_, Self>) {
        self.listed.turn_to(None);
        self.read_list(cx);
    }

    fn show_person(&mut self, cx: &mut Cx<'_, Self>) {
        match cx.env().in_hand.clone() {
            Some(person) => {
                self.listed.turn_to(Some(person));
                self.read_list(cx);
            }
            None => cx.tell(Tone::Plain, MessageId("app-nobody-in-hand")),
        }
    }

    /// A new plan for the person in hand: the templates, those that fit first.
    fn new_plan(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(person) = env.in_hand else {
            cx.tell(Tone::Warn, MessageId("app-nobody-in-hand"));
            return;
        };
        cx.read("before", PlansOf { person: person.id }, Msg::Before);
    }

    /// One plan at a time: who has an open one is shown it, before anything is chosen.
    fn may_begin(&mut self, rows: Vec<PlanRow>, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(hand) = env.in_hand else { return };
        let total = rows.len();
        self.listed.turn_to(Some(hand.clone()));
        self.listed.take(rows, total);
        let Some(open) = self.listed.open_plan() else {
            return cx.read("person", PersonFile { person: hand.id }, Msg::Person);
        };
        let args = [
            ("who", hand.name.as_str().into()),
            ("plan", list::name(open, cx.env()).into_owned().into()),
        ];
        let sentence = env.words.with(MessageId("plans-open-already"), &args);
        let id = open.id;
        self.listed.list.select_id(&id);
        cx.say(Tone::Warn, sentence.into_owned());
    }

    fn open_row(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        match self.stack.last() {
            None => {
                if let Some(found) = self.listed.row(row) {
                    let (plan, person) = (found.id, found.person.id);
                    cx.read("file", PlanFile { plan, person }, Msg::File);
                }
            }
            Some(Sub::Templates(templates)) => {
                if let Some(act) = templates.payload(row, &env) {
                    self.done = Some(MessageId("plans-drafted"));
                    cx.act(act, Msg::Drafted);
                }
            }
            Some(Sub::Sheet(sheet)) => match sheet.row(row) {
                Some(Line::Step(step)) => self.step(step, cx),
                Some(Line::Goal(_)) => self.open_goal(cx),
                Some(Line::Action(id)) => self.open_action(id, cx),
                None => {}
            },
            Some(Sub::Action(action)) => {
                let line = action.line(row);
                self.open_line(line, cx);
            }
            Some(Sub::Edit(_) | Sub::Page(_)) => {}
        }
    }
}

// One plan ------------------------------------------------------------------------------------------

impl Plans {
    fn opened(&mut self, view: PlanView, cx: &mut Cx<'_, Self>) {
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

    fn read_again(&self, cx: &mut Cx<'_, Self>) {
        if let Some(sheet) = self.sheet() {
            let (plan, person) = (sheet.id(), sheet.person());
            cx.read("again", PlanFile { plan, person }, Msg::Again);
        }
        self.read_given(cx);
    }

    /// The hours of the action that is open.
    fn read_given(&self, cx: &mut Cx<'_, Self>) {
        let open = self.stack.iter().find_map(|sub| match sub {
            Sub::Action(action) => Some(action.id),
            _ => None,
        });
        if let (Some(person), Some(action)) = (self.sheet().map(Sheet::person), open) {
            let action = Some(action);
            cx.read("given", DeliveriesOf { person, action }, Msg::Given);
        }
    }

    fn open_line(&mut self, line: Option<action::Line>, cx: &mut Cx<'_, Self>) {
        match line {
            Some(action::Line::Deed(deed)) => self.deed(deed, cx),
            Some(action::Line::Hours(_, true)) => {
                cx.tell(Tone::Plain, MessageId("action-hours-stay"));
            }
            Some(action::Line::Hours(delivery, false)) => self.sign_hours(delivery, cx),
            None => {}
        }
    }

    fn sign_hours(&mut self, delivery: DeliveryId, cx: &mut Cx<'_, Self>) {
        let Some(sheet) = self.sheet() else { return };
        if !cx.env().staff.may(Right::PlansWrite) {
            return cx.fail(&Error::Denied(Right::PlansWrite));
        }
        self.edit(Edit::hours(delivery, &sheet.view, cx.env()), cx);
    }

    fn again(&mut self, view: PlanView, env: &Env) {
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
    fn drafted(&mut self, plan: PlanId, cx: &mut Cx<'_, Self>) {
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

    fn say_done(&mut self, cx: &mut Cx<'_, Self>) {
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

    fn stepped(&mut self, cx: &mut Cx<'_, Self>) {
        self.say_done(cx);
        self.read_list(cx);
        self.read_again(cx);
    }

    /// The store said no: hours over the cap are told with the cap's source and day.
    fn refused(&mut self, error: &Error, cx: &mut Cx<'_, Self>) {
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
    fn is_edit_of_row(&self) -> bool {
        matches!(self.stack.last(), Some(Sub::Edit(edit)) if edit.form.on_file().is_some())
    }

    /// Somebody else was faster: what was typed goes over what is on file now. Where that leaves nothing
    /// to tell, it is saved at once.
    fn over(&mut self, view: &PlanView, cx: &mut Cx<'_, Self>) {
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
    fn step(&mut self, step: Step, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(sheet) = self.sheet() else { return };
        let (plan, ver) = (sheet.id(), sheet.view.plan.ver);
        match step {
            Step::AddAction => self.edit_action(None, cx),
            Step::AddGoal => self.edit_goal(None, cx),
            Step::Head => self.edit(Edit::head(&sheet.view, &self.lists()), cx),
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

    fn close_with(&mut self, outcome: PlanOutcome, cx: &mut Cx<'_, Self>) {
        if let Some(sheet) = self.sheet() {
            let (plan, ver) = (sheet.id(), sheet.view.plan.ver);
            self.done = Some(MessageId("plan-closed"));
            cx.act(Close { plan, ver, outcome }, Msg::Stepped);
        }
    }

    fn interrupt_with(&mut self, outcome: PlanOutcome, cx: &mut Cx<'_, Self>) {
        if let Some(sheet) = self.sheet() {
            let (plan, ver) = (sheet.id(), sheet.view.plan.ver);
            self.done = Some(MessageId("plan-interrupted"));
            cx.act(Interrupt { plan, ver, outcome }, Msg::Stepped);
        }
    }

    fn ask_what_to_add(cx: &mut Cx<'_, Self>) {
        let words = cx.env().words.clone();
        let dialog = Dialog::new(words.get(MessageId("add-title")))
            .answer(words.get(MessageId("plan-add-action")), Msg::AddAction)
            .answer(words.get(MessageId("plan-add-goal")), Msg::AddGoal)
            .answer(words.get(MessageId("layer-back")), Msg::Nothing);
        cx.ask(dialog);
    }

    fn ask_to_drop(&mut self, cx: &mut Cx<'_, Self>) {
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

    fn drop_row(&mut self, cx: &mut Cx<'_, Self>) {
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
fn ask_outcome(
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

// Goals and actions ---------------------------------------------------------------------------------

impl Plans {
    fn writes(&self, cx: &Cx<'_, Self>) -> bool {
        let written = self
            .sheet()
            .is_some_and(|sheet| sheet.view.plan.state.is_being_written());
        written && cx.env().staff.may(Right::PlansWrite)
    }

    fn open_goal(&mut self, cx: &mut Cx<'_, Self>) {
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

    fn open_action(&mut self, id: ActionId, cx: &mut Cx<'_, Self>) {
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

    fn edit_goal(&mut self, id: Option<crate::domain::ids::GoalId>, cx: &mut Cx<'_, Self>) {
        let Some(sheet) = self.sheet() else { return };
        let goal = id.and_then(|id| sheet.goal(id));
        self.edit(Edit::goal(&sheet.view, goal, cx.env()), cx);
    }

    fn edit_action(&mut self, id: Option<ActionId>, cx: &mut Cx<'_, Self>) {
        let Some(sheet) = self.sheet() else { return };
        let action = id.and_then(|id| sheet.action(id));
        let goal = sheet.goal_here();
        let edit = Edit::action(&sheet.view, action, goal, &self.lists(), cx.env());
        self.edit(edit, cx);
    }

    fn edit(&mut self, edit: Edit, cx: &mut Cx<'_, Self>) {
        let key = edit.key();
        self.stack.push(Sub::Edit(Box::new(edit)));
        cx.find_draft(key, Msg::Draft);
    }

    fn edit_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
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
    fn saved(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Edit(edit)) = self.stack.last() {
            let key = edit.key();
            self.stack.pop();
            cx.drop_draft(key);
        }
        self.stepped(cx);
    }

    /// What was typed before comes back: into the form that is open, or into one that it opens.
    fn resume(&mut self, draft: Option<Draft>, cx: &mut Cx<'_, Self>) {
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

    fn open_draft(&mut self, draft: Draft, cx: &mut Cx<'_, Self>) {
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
    fn ask_about_text(&mut self, draft: Draft, cx: &mut Cx<'_, Self>) {
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
    fn form_anew(&self, draft: &Draft, env: &Env) -> Option<Edit> {
        let sheet = self.sheet()?;
        let mut edit = match draft.form.as_str() {
            "plan.goal" => Edit::goal(&sheet.view, None, env),
            _ => Edit::action(&sheet.view, None, sheet.goal_here(), &self.lists(), env),
        };
        edit.restore(&draft.payload);
        Some(edit)
    }

    fn resume_as_new(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(draft) = self.resuming.take() else {
            return;
        };
        if let Some(edit) = self.form_anew(&draft, &env) {
            self.stack.push(Sub::Edit(Box::new(edit)));
        }
        cx.drop_draft(DraftKey::new(&draft.form, &draft.subject));
    }

    /// Does something about the action that is meant.
    fn deed(&mut self, deed: Deed, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let here = self.sheet().zip(self.action_here());
        let meant = here.and_then(|(sheet, id)| {
            let action = sheet.action(id)?;
            action::is_possible(deed, action, &sheet.view.plan).then_some((sheet, id, action))
        });
        let Some((sheet, id, action)) = meant else {
            return cx.tell(Tone::Plain, MessageId("plans-which-action"));
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
                };
                cx.go(Link::Book(booking));
                return;
            }
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
fn done(what: &What) -> MessageId {
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
