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
mod steps;
mod templates;
mod tying;
mod writing;

use std::sync::Arc;

use crate::domain::ids::{ActionId, AppointmentId, PersonId, PlanId};
use crate::domain::plan::PlanOutcome;
use crate::domain::staff::Right;
use crate::panes::{Cx, DraftKey, Env, InHand, Link, Pane, PaneCommand};
use crate::store::agenda::AppointmentRow;
use crate::store::catalogue::{NewService, Services};
use crate::store::people::{PersonFile, PersonRecord};
use crate::store::plans::{
    ActionRow, DeliveryRow, PlanFile, PlanFilter, PlanList, PlanPage, PlanRow, PlanView, PlansOf,
};
use crate::store::settings::{Programme, Programmes};
use crate::store::staff::{StaffList, StaffRow};
use crate::store::{Changes, Draft, Result};
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Tone, View};
use crate::ui::words::MessageId;

use action::{ActionSheet, Deed};
use edit::{Edit, Lists};
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
    services: Arc<[NewService]>,
    programmes: Vec<Programme>,
    staff: Vec<StaffRow>,
    /// What to say when the act that was sent is done.
    done: Option<MessageId>,
    /// The action that is to be tied to an appointment.
    tying: Option<ActionId>,
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
    Services(Result<Arc<[NewService]>>),
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
    /// What the person has booked already.
    Standing(Result<Vec<AppointmentRow>>),
    /// The appointment that an action is tied to.
    Tie(AppointmentId),
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
            services: Arc::default(),
            programmes: Vec::new(),
            staff: Vec::new(),
            done: None,
            tying: None,
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
            Msg::Standing(Ok(rows)) => self.choose_to_tie(&rows, cx),
            Msg::Tie(appointment) => self.tie(appointment, cx),
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
            | Msg::Standing(Err(error))
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

    fn rest(&mut self) {
        self.listed.rest();
    }

    fn changed(&mut self, what: &Changes, cx: &mut Cx<'_, Self>) {
        if what.touches_any(&[
            "plan",
            "goal",
            "plan_action",
            "delivery",
            "appointment",
            "privacy_act",
        ]) {
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
            None => cx.tell_naming(Tone::Warn, MessageId("app-nobody-in-hand"), "app", "find"),
        }
    }

    /// A new plan for the person in hand: the templates, those that fit first.
    fn new_plan(_: &mut Self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(person) = env.in_hand else {
            let id = MessageId("app-nobody-in-hand");
            return cx.tell_naming(Tone::Warn, id, "app", "find");
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
