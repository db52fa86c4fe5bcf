//! Reception: the queue of the day, and the quick intake of whoever comes to the desk.
//!
//! The queue is always underneath; what is opened lies on top of it and goes back to it. The ticket in
//! hand is not kept here: it is the one that the board shows as held by who works here, so two
//! sessions of the same person never disagree.

mod closing;
mod commands;
mod ending;
mod evening;
mod intake;
mod interview;
mod issue;
mod issuing;
mod next;
mod queue;
mod serving;
mod ticket;
mod why_not;

use std::sync::Arc;

use crate::domain::ids::{DeskId, PersonId, StaffId, TicketId};
use crate::domain::param::ParamKey;
use crate::domain::queue::TicketState;
use crate::domain::staff::Right;
use crate::panes::{Card, Cx, DraftKey, Env, InHand, Link, Pane, PaneCommand};
use crate::store::agenda::AppointmentRow;
use crate::store::catalogue::{NewService, Services};
use crate::store::feedback::GiveFeedback;
use crate::store::intakes::SavedIntake;
use crate::store::params::Param;
use crate::store::people::{PersonFile, PersonRecord};
use crate::store::queue::{Board, BoardRow, Called, Issued};
use crate::store::search::{Likely, PersonHit};
use crate::store::staff::{Desk, SetDesk, StaffList, StaffRow};
use crate::store::{Changes, Draft, Result};
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Tone, View};
use crate::ui::words::MessageId;

use closing::Closing;
use ending::Opinion;
use evening::Evening;
use intake::Intake;
use issue::Issue;
use next::Next;
use queue::Queue;
use ticket::{Action, Sheet};

/// The reception of one session.
pub struct Reception {
    queue: Queue,
    /// What lies on the queue, the topmost last.
    stack: Vec<Sub>,
    /// The desk at which the person sits.
    desk: Option<DeskId>,
    /// The step that was sent and has not been answered.
    doing: Option<Doing>,
    /// The person of whom an intake is about to be opened, for which ticket.
    opening: Option<Opening>,
    /// The card of whose owner the archive has been asked.
    card: Option<Card>,
    /// The ticket that is being taken over, and from whom.
    taking: Option<(TicketId, StaffId)>,
    /// The service to which the ticket in hand is sent on, while nobody has said to whom.
    forwarding: Option<String>,
    /// Who works here.
    me: StaffId,
}

/// What lies on the queue.
enum Sub {
    Issue(Box<Issue>),
    Ticket(Sheet),
    Intake(Box<Intake>),
    Closing(Box<Closing>),
    Next(Box<Next>),
    Evening(Evening),
}

/// A step on its way: which, of which ticket.
struct Doing {
    step: MessageId,
    what: String,
    /// Whether the cursor goes to the first row afterwards.
    settled: bool,
}

/// An intake that waits for what is on file, and what was typed of it before.
struct Opening {
    ticket: Option<(TicketId, String)>,
    person: Option<PersonId>,
    /// What a card said.
    code: Option<String>,
    draft: Option<serde_json::Value>,
}

/// What answers and dialogs bring back.
pub enum Msg {
    /// The tickets of today.
    Board(Result<Arc<[BoardRow]>>),
    /// The catalogue.
    Services(Result<Arc<[NewService]>>),
    /// The most minutes that a ticket is counted with at the counter.
    CounterMinutes(Result<String>),
    /// People for the ticket that is being given.
    Found(Result<Vec<PersonHit>>),
    /// Whose card was read inside the form of a ticket.
    Carded(Result<Vec<PersonHit>>),
    /// The next appointment of the person for whom a ticket is being given.
    Due(Result<Vec<AppointmentRow>>),
    /// A ticket was given.
    Issued(Result<Issued>),
    /// Somebody was called.
    Called(Result<Called>),
    /// Somebody was called once more.
    Recalled(Result<i64>),
    /// A ticket was taken over.
    TakenOver(Result<()>),
    /// A step was taken.
    Stepped(Result<()>),
    /// A contact has ended.
    Finished(Result<i64>),
    /// Somebody says how content they are.
    Score(GiveFeedback),
    /// Somebody wants to be known with their answer.
    AskNamed(Opinion),
    /// Somebody complains.
    Complain(Option<InHand>),
    /// Nobody says anything.
    Unsaid,
    /// The answer is written down.
    Thanked(Result<()>),
    /// What is on file of the person whose intake is opened.
    File(Result<PersonRecord>),
    /// Who on file is likely the one whose intake is typed.
    Likely(Result<Vec<Likely>>),
    /// Who has the code that was typed into the intake.
    Owner(Result<Vec<PersonHit>>),
    /// What is on file of who has the code.
    OwnerFile(Result<PersonRecord>),
    /// The record on file is to be used.
    UseFile(PersonId),
    /// Two records are to stay two.
    KeepApart,
    /// What is on file of the person whose record somebody else changed meanwhile.
    Theirs(Result<PersonRecord>),
    /// An intake was saved.
    Saved(Result<SavedIntake>),
    /// The person was taken in charge.
    Charged(Result<()>),
    /// The code is to be kept although it is wrong.
    KeepCode,
    /// The code is to be set right.
    MendCode,
    /// What was typed before.
    Draft(Option<Draft>),
    /// What was typed before of a ticket, or of the end of a contact.
    Resumed(Option<Draft>),
    /// The ticket is parked for this reason.
    ParkFor(String),
    /// On to this service.
    ForwardTo(String),
    /// The colleagues to choose from.
    Colleagues(Result<Vec<StaffRow>>),
    /// On to this colleague, or to anybody.
    ForwardWhom(Option<StaffId>),
    /// The ticket is void for this reason.
    VoidFor(TicketId, String),
    /// The desks to choose from.
    Desks(Result<Vec<Desk>>),
    /// This desk.
    DeskChosen(DeskId),
    /// The desk was taken.
    DeskTaken(Result<()>),
    /// The tickets that nobody has settled.
    Open(Result<Vec<BoardRow>>),
    /// The day was closed.
    DayClosed(Result<usize>),
    /// Nothing.
    Nothing,
}

impl Pane for Reception {
    type Msg = Msg;
    const NAME: &'static str = "reception";
    const TITLE: MessageId = MessageId("reception-title");
    const RIGHT: Right = Right::QueueRead;
    const COMMANDS: &'static [PaneCommand<Self>] = commands::TABLE;

    fn open(cx: &mut Cx<'_, Self>) -> Self {
        let env = cx.env().clone();
        let pane = Self {
            queue: Queue::default(),
            stack: Vec::new(),
            desk: env.staff.desk,
            doing: None,
            opening: None,
            card: None,
            taking: None,
            forwarding: None,
            me: env.staff.id,
        };
        cx.read("services", Services { on: env.today() }, Msg::Services);
        let key = ParamKey::CounterMinutes;
        let on = env.today();
        cx.read("counter", Param { key, on }, Msg::CounterMinutes);
        read_board(cx);
        pane
    }

    fn update(&mut self, msg: Msg, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        match msg {
            Msg::Board(Ok(rows)) => self.take_board(rows, &env),
            Msg::Open(Ok(rows)) => self.take_open(rows),
            Msg::DayClosed(done) => self.day_closed(done, cx),
            Msg::Services(Ok(services)) => self.take_services(services, &env),
            Msg::CounterMinutes(Ok(minutes)) => {
                let minutes = minutes.parse().ok();
                self.queue.counter_minutes = minutes;
            }
            Msg::Found(Ok(hits)) => self.found(&hits, cx),
            Msg::Carded(Ok(hits)) => self.carded(&hits, cx),
            Msg::Due(Ok(rows)) => self.due(&rows, &env),
            Msg::Issued(done) => self.issued(done, cx),
            Msg::Called(Ok(called)) => self.called(&called, cx),
            Msg::Recalled(Ok(_)) | Msg::Stepped(Ok(())) => self.stepped(cx),
            Msg::TakenOver(Ok(())) => self.taken_over(cx),
            Msg::Finished(Ok(minutes)) => self.finished(minutes, cx),
            Msg::Score(give) => cx.act(give, Msg::Thanked),
            Msg::AskNamed(opinion) => ending::ask_opinion(opinion, true, cx),
            Msg::Complain(person) => ending::complain(person, cx),
            Msg::Unsaid => {}
            Msg::Thanked(Ok(())) => cx.tell(Tone::Good, MessageId("opinion-thanks")),
            Msg::Thanked(Err(error)) => cx.fail(&error),
            Msg::File(Ok(record)) => self.filed(record, cx),
            Msg::Likely(Ok(found)) => self.likely(&found, cx),
            Msg::Owner(Ok(hits)) => self.owned(&hits, cx),
            Msg::OwnerFile(Ok(record)) => {
                if let Some(Sub::Intake(intake)) = self.stack.last_mut() {
                    **intake = intake.over(record, &env);
                }
            }
            Msg::Theirs(Ok(record)) => self.over(record, cx),
            Msg::UseFile(person) => cx.read("owner-file", PersonFile { person }, Msg::OwnerFile),
            Msg::KeepApart | Msg::Nothing => {}
            Msg::Saved(done) => self.saved(done, cx),
            Msg::Charged(Ok(())) => self.charged(cx),
            Msg::KeepCode => {
                if let Some(Sub::Intake(intake)) = self.stack.last_mut() {
                    intake.accept_code();
                }
                self.save_intake(cx);
            }
            Msg::MendCode => {
                if let Some(Sub::Intake(intake)) = self.stack.last_mut() {
                    intake.go_to_code();
                }
            }
            Msg::Draft(draft) => self.drafted(draft, cx),
            Msg::Resumed(draft) => self.resumed(draft, cx),
            Msg::ParkFor(reason) => self.park(reason, cx),
            Msg::ForwardTo(service) => {
                self.forwarding = Some(service);
                let colleagues = StaffList {
                    office: Some(env.staff.office),
                    inactive_too: false,
                };
                cx.read("colleagues", colleagues, Msg::Colleagues);
            }
            Msg::Colleagues(Ok(rows)) => self.ask_colleague(&rows, cx),
            Msg::ForwardWhom(staff) => self.forward(staff, cx),
            Msg::VoidFor(ticket, reason) => self.void(ticket, reason, cx),
            Msg::Desks(Ok(desks)) => serving::ask_desk(&desks, cx),
            Msg::DeskChosen(desk) => {
                self.desk = Some(desk);
                cx.act(SetDesk { desk: Some(desk) }, Msg::DeskTaken);
            }
            Msg::DeskTaken(Ok(())) => self.call(cx),
            Msg::Called(Err(error))
            | Msg::Recalled(Err(error))
            | Msg::Stepped(Err(error))
            | Msg::TakenOver(Err(error))
            | Msg::Finished(Err(error)) => {
                self.doing = None;
                self.taking = None;
                cx.fail(&error);
                read_board(cx);
            }
            Msg::DeskTaken(Err(error)) => {
                self.desk = None;
                cx.fail(&error);
            }
            Msg::Board(Err(error))
            | Msg::Open(Err(error))
            | Msg::Services(Err(error))
            | Msg::CounterMinutes(Err(error))
            | Msg::Found(Err(error))
            | Msg::Carded(Err(error))
            | Msg::Charged(Err(error))
            | Msg::Due(Err(error))
            | Msg::File(Err(error))
            | Msg::Likely(Err(error))
            | Msg::Owner(Err(error))
            | Msg::OwnerFile(Err(error))
            | Msg::Theirs(Err(error))
            | Msg::Colleagues(Err(error))
            | Msg::Desks(Err(error)) => cx.fail(&error),
        }
    }

    fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        match self.stack.last() {
            None => self.queue.view(env),
            Some(Sub::Issue(issue)) => issue.view(env),
            Some(Sub::Ticket(sheet)) => sheet.view(&self.queue, env),
            Some(Sub::Intake(intake)) => intake.view(env),
            Some(Sub::Closing(closing)) => closing.view(env),
            Some(Sub::Next(next)) => next.view(env),
            Some(Sub::Evening(evening)) => evening.view(env),
        }
    }

    fn part(&mut self) -> Option<&mut dyn Part> {
        Some(match self.stack.last_mut() {
            None => &mut self.queue.list,
            Some(Sub::Issue(issue)) => &mut issue.form,
            Some(Sub::Ticket(sheet)) => &mut sheet.list,
            Some(Sub::Intake(intake)) => &mut intake.form,
            Some(Sub::Closing(closing)) => closing.part(),
            Some(Sub::Next(next)) => &mut next.list,
            Some(Sub::Evening(evening)) => &mut evening.list,
        })
    }

    fn parted(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        match self.stack.last() {
            None => self.queue_event(event, cx),
            Some(Sub::Issue(_)) => self.issue_event(event, cx),
            Some(Sub::Ticket(_)) => self.ticket_event(event, cx),
            Some(Sub::Intake(_)) => self.intake_event(event, cx),
            Some(Sub::Closing(_)) => self.closing_event(event, cx),
            Some(Sub::Next(_)) => self.next_event(event, cx),
            Some(Sub::Evening(_)) => self.evening_event(event, cx),
        }
    }

    fn back(&mut self, cx: &mut Cx<'_, Self>) -> bool {
        // Whoever goes back from a ticket not yet given has given it up: the next one begins empty.
        if let Some(Sub::Issue(_)) = self.stack.last() {
            cx.drop_draft(Issue::key());
        }
        if let Some(Sub::Closing(closing)) = self.stack.last_mut()
            && closing.back()
        {
            return true;
        }
        self.stack.pop().is_some()
    }

    fn draft(&self) -> Option<(DraftKey, &Form)> {
        match self.stack.last() {
            Some(Sub::Intake(intake)) => Some((intake.key(), &intake.form)),
            Some(Sub::Issue(issue)) => Some((Issue::key(), &issue.form)),
            Some(Sub::Closing(closing)) => closing.draft(),
            _ => None,
        }
    }

    fn follow(&mut self, link: &Link, cx: &mut Cx<'_, Self>) -> bool {
        match link {
            Link::Draft(key) if key.form == intake::FORM => {
                cx.find_draft(key.clone(), Msg::Draft);
                true
            }
            Link::Draft(key) if key.form == issue::FORM => {
                self.stack.clear();
                self.open_issue(cx);
                true
            }
            Link::Draft(key) if key.form == closing::FORM => {
                self.open_closing(false, cx);
                self.write_closing(cx);
                true
            }
            Link::Ticket(ticket) => {
                self.open_ticket(*ticket, cx);
                true
            }
            Link::Card(card) if cx.env().staff.may(Right::QueueServe) => {
                self.card(card, cx);
                true
            }
            _ => false,
        }
    }

    fn why_not(&self, command: &str, env: &Env) -> Option<String> {
        why_not::sentence(self, command, env)
    }

    fn rest(&mut self) {
        self.queue.rest();
    }

    fn changed(&mut self, what: &Changes, cx: &mut Cx<'_, Self>) {
        if what.touches_any(&["ticket", "person", "desk", "staff", "line"]) {
            read_board(cx);
            self.renew_evening(cx);
        }
    }
}

fn read_board(cx: &mut Cx<'_, Reception>) {
    let office = cx.env().staff.office;
    cx.read(
        "board",
        Board {
            office,
            ended: true,
        },
        Msg::Board,
    );
}

// What the commands ask -----------------------------------------------------------------------------

impl Reception {
    fn at_queue(&self) -> bool {
        self.stack.is_empty()
    }

    fn at_next(&self) -> bool {
        matches!(self.stack.last(), Some(Sub::Next(_)))
    }

    /// The ticket in hand.
    fn held(&self) -> Option<&BoardRow> {
        self.queue.held_by(self.me)
    }

    fn holds(&self, state: TicketState) -> bool {
        self.held().is_some_and(|row| row.state == state)
    }

    fn has_parked(&self) -> bool {
        self.queue
            .rows
            .iter()
            .any(|row| row.state == TicketState::Parked)
    }

    /// The sheet on top, if it is one.
    fn sheet(&self) -> Option<&Sheet> {
        match self.stack.last() {
            Some(Sub::Ticket(sheet)) => Some(sheet),
            _ => None,
        }
    }

    /// The ticket that a key is about: the one that is open, else the one in hand.
    fn shown(&self) -> Option<&BoardRow> {
        match self.sheet() {
            Some(sheet) => self.queue.row(sheet.ticket),
            None => self.held().filter(|_| self.at_queue()),
        }
    }

    /// Whether something may be done by its key with the ticket that is open, or in hand.
    fn can(&self, action: Action) -> bool {
        match self.sheet() {
            Some(sheet) => sheet.offers(action),
            None => self.shown().is_some_and(|row| action.is_for(row.state)),
        }
    }

    fn can_resume(&self) -> bool {
        match self.sheet() {
            Some(sheet) => sheet.offers(Action::Resume),
            None => self.at_queue() && self.held().is_none() && self.has_parked(),
        }
    }

    fn can_intake(&self) -> bool {
        match self.sheet() {
            Some(sheet) => sheet.offers(Action::Intake),
            None => self.at_queue() && !self.holds(TicketState::Called),
        }
    }
}
