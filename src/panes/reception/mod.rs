//! Reception: the queue of the day, and the quick intake of whoever comes to the desk.
//!
//! The queue is always underneath; what is opened lies on top of it and goes back to it. The ticket in
//! hand is not kept here: it is the one that the board shows as held by who works here, so two
//! sessions of the same person never disagree.

mod closing;
mod commands;
mod intake;
mod issue;
mod next;
mod queue;
mod ticket;

use crate::domain::ids::{DeskId, PersonId, StaffId, TicketId};
use crate::domain::queue::TicketState;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::panes::{Booking, Cx, DraftKey, Env, InHand, Link, Pane, PaneCommand};
use crate::store::agenda::{AppointmentRow, AppointmentsOf};
use crate::store::intakes::SavedIntake;
use crate::store::people::{PersonFile, PersonRecord};
use crate::store::queue::{
    Absent, Board, BoardRow, CallNext, Called, Finish, Forward, Issued, Leave, Park, Recall,
    Release, Requeue, Resume, Return, Serve, TakeOver, Void,
};
use crate::store::search::{FindPeople, PersonHit};
use crate::store::settings::{NewService, Services};
use crate::store::staff::{Desk, Desks, SetDesk, StaffList, StaffRow};
use crate::store::{Changes, Draft, Error, Result};
use crate::ui::dialog::Dialog;
use crate::ui::form::{Form, FormEvent};
use crate::ui::part::{Part, PartEvent};
use crate::ui::picker::SHOWN;
use crate::ui::view::{Tone, View};
use crate::ui::words::{Arg, MessageId};

use closing::Closing;
use intake::{Intake, Ready};
use issue::Issue;
use next::{Next, Step};
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
    draft: Option<serde_json::Value>,
}

/// What answers and dialogs bring back.
pub enum Msg {
    /// The tickets of today.
    Board(Result<Vec<BoardRow>>),
    /// The catalogue.
    Services(Result<Vec<NewService>>),
    /// People for the ticket that is being given.
    Found(Result<Vec<PersonHit>>),
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
    /// What is on file of the person whose intake is opened.
    File(Result<PersonRecord>),
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
            taking: None,
            forwarding: None,
            me: env.staff.id,
        };
        cx.read("services", Services { on: env.today() }, Msg::Services);
        read_board(cx);
        pane
    }

    fn update(&mut self, msg: Msg, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        match msg {
            Msg::Board(Ok(rows)) => self.take_board(rows, &env),
            Msg::Services(Ok(services)) => self.take_services(services, &env),
            Msg::Found(Ok(hits)) => self.found(&hits, cx),
            Msg::Due(Ok(rows)) => self.due(&rows, &env),
            Msg::Issued(done) => self.issued(done, cx),
            Msg::Called(Ok(called)) => self.called(&called, cx),
            Msg::Recalled(Ok(_)) | Msg::Stepped(Ok(())) => self.stepped(cx),
            Msg::TakenOver(Ok(())) => self.taken_over(cx),
            Msg::Finished(Ok(minutes)) => self.finished(minutes, cx),
            Msg::File(Ok(record)) => self.filed(record, cx),
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
            Msg::Desks(Ok(desks)) => ask_desk(&desks, cx),
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
            | Msg::Services(Err(error))
            | Msg::Found(Err(error))
            | Msg::Due(Err(error))
            | Msg::File(Err(error))
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
            _ => false,
        }
    }

    fn changed(&mut self, what: &Changes, cx: &mut Cx<'_, Self>) {
        if what.touches_any(&["ticket", "person", "desk", "staff", "line"]) {
            read_board(cx);
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

    fn parked(&self) -> Option<&BoardRow> {
        self.queue.to_resume(self.me)
    }
}

// The queue -----------------------------------------------------------------------------------------

impl Reception {
    fn take_board(&mut self, rows: Vec<BoardRow>, env: &Env) {
        self.queue.take(rows);
        if let Some(Sub::Ticket(sheet)) = self.stack.last_mut()
            && let Some(row) = self.queue.row(sheet.ticket)
        {
            sheet.renew(row, env);
        }
    }

    fn take_services(&mut self, services: Vec<NewService>, env: &Env) {
        if let Some(Sub::Issue(issue)) = self.stack.last_mut() {
            issue.offer(&services, env);
        }
        self.queue.services = services;
    }

    fn queue_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let PartEvent::Opened(_) = event else { return };
        let Some(row) = self.queue.selected() else {
            return;
        };
        let ticket = row.ticket;
        if row.staff == Some(self.me) && row.state == TicketState::Serving {
            self.open_intake_of_held(cx);
        } else {
            self.open_ticket(ticket, cx);
        }
    }

    fn open_ticket(&mut self, ticket: TicketId, cx: &mut Cx<'_, Self>) {
        match self.queue.row(ticket) {
            Some(row) => self.stack.push(Sub::Ticket(Sheet::new(row, cx.env()))),
            None => cx.tell(Tone::Warn, MessageId("ticket-not-today")),
        }
    }

    fn call(&mut self, cx: &mut Cx<'_, Self>) {
        match self.desk {
            Some(desk) => cx.act(CallNext { desk }, Msg::Called),
            None => {
                let office = cx.env().staff.office;
                cx.read("desks", Desks { office }, Msg::Desks);
            }
        }
    }

    fn called(&mut self, called: &Called, cx: &mut Cx<'_, Self>) {
        let env = cx.env();
        let who = self
            .queue
            .row(called.ticket)
            .map_or_else(String::new, |row| queue::who(row, env).into_owned());
        let sentence = if who.is_empty() {
            env.words.with(
                MessageId("queue-called-number"),
                &[("number", (&called.number).into())],
            )
        } else {
            let args = [("number", (&called.number).into()), ("who", (&who).into())];
            env.words.with(MessageId("queue-called"), &args)
        };
        let sentence = sentence.into_owned();
        cx.say(Tone::Good, sentence);
        self.queue.list.select_id(&called.ticket);
        read_board(cx);
    }

    fn resume(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(row) = self.parked() else { return };
        let (ticket, what) = (row.ticket, queue::named(row, cx.env()));
        self.resume_ticket(ticket, what, cx);
    }

    fn resume_ticket(&mut self, ticket: TicketId, what: String, cx: &mut Cx<'_, Self>) {
        match self.desk {
            Some(desk) => {
                self.doing = Some(Doing {
                    step: MessageId("queue-resumed"),
                    what,
                    settled: false,
                });
                self.queue.list.select_id(&ticket);
                cx.act(Resume { ticket, desk }, Msg::Stepped);
            }
            None => cx.tell(Tone::Warn, MessageId("queue-no-desk")),
        }
    }

    /// Takes over the ticket of a colleague whose line dropped.
    fn take_over(&mut self, ticket: TicketId, what: String, cx: &mut Cx<'_, Self>) {
        let from = self.queue.row(ticket).and_then(|row| row.staff);
        let lost = from.and_then(|staff| Some((staff, cx.env().line_lost(staff)?)));
        let (Some((from, lost_at)), Some(desk)) = (lost, self.desk) else {
            return cx.tell(Tone::Warn, MessageId("queue-no-desk"));
        };
        self.doing = Some(Doing {
            step: MessageId("queue-taken-over"),
            what,
            settled: false,
        });
        self.taking = Some((ticket, from));
        let act = TakeOver {
            ticket,
            desk,
            from,
            lost_at,
        };
        cx.act(act, Msg::TakenOver);
    }

    /// The ticket is one's own; what the colleague had typed comes with it.
    fn taken_over(&mut self, cx: &mut Cx<'_, Self>) {
        let Some((ticket, from)) = self.taking.take() else {
            return;
        };
        cx.hand_over(from, ticket);
        let row = self.queue.row(ticket);
        let at_desk = row.filter(|row| row.state == TicketState::Serving);
        let held = at_desk.map(|row| (row.number.clone(), row.person));
        self.stepped(cx);
        if let Some((number, person)) = held {
            self.opening = Some(Opening {
                ticket: Some((ticket, number)),
                person,
                draft: None,
            });
            cx.find_draft(DraftKey::new(intake::FORM, ticket), Msg::Draft);
        }
    }

    /// Does something with the ticket in hand.
    fn act_on_held(&mut self, action: Action, cx: &mut Cx<'_, Self>) {
        if let Some(row) = self.held() {
            let (ticket, what) = (row.ticket, queue::named(row, cx.env()));
            self.act_on(action, ticket, what, cx);
        }
    }

    /// Does something with a ticket; what needs a reason or a place asks for it first.
    fn act_on(&mut self, action: Action, ticket: TicketId, what: String, cx: &mut Cx<'_, Self>) {
        let settled = matches!(action, Action::Absent | Action::Leave | Action::Release);
        let mut doing = |step| {
            self.doing = Some(Doing {
                step,
                what: what.clone(),
                settled,
            });
        };
        match action {
            Action::Serve => {
                doing(MessageId("queue-served"));
                self.queue.list.select_id(&ticket);
                self.hand_person(ticket, cx);
                cx.act(Serve { ticket }, Msg::Stepped);
            }
            Action::Recall => {
                doing(MessageId("queue-recalled"));
                cx.act(Recall { ticket }, Msg::Recalled);
            }
            Action::Absent => {
                doing(MessageId("queue-absent"));
                cx.act(Absent { ticket }, Msg::Stepped);
            }
            Action::Release => {
                doing(MessageId("queue-released"));
                cx.act(Release { ticket }, Msg::Stepped);
            }
            Action::Requeue => {
                doing(MessageId("queue-requeued"));
                cx.act(Requeue { ticket }, Msg::Stepped);
            }
            Action::Leave => {
                doing(MessageId("queue-left"));
                cx.act(Leave { ticket }, Msg::Stepped);
            }
            Action::Return => {
                doing(MessageId("queue-returned"));
                cx.act(Return { ticket }, Msg::Stepped);
            }
            Action::Resume => self.resume_ticket(ticket, what, cx),
            Action::TakeOver => self.take_over(ticket, what, cx),
            Action::Park => ask_reason(MessageId("park-title"), PARK_REASONS, Msg::ParkFor, cx),
            Action::Void => {
                ask_reason(
                    MessageId("void-title"),
                    VOID_REASONS,
                    move |reason| Msg::VoidFor(ticket, reason),
                    cx,
                );
            }
            Action::Forward => self.ask_service(cx),
            Action::End => self.open_closing(false, cx),
            Action::Intake => self.open_intake_of_held(cx),
            Action::Close => drop(self.stack.pop()),
            Action::Person => {
                if let Some(person) = self.queue.row(ticket).and_then(|row| row.person) {
                    cx.go(Link::Person(person));
                }
            }
        }
    }

    /// Who comes to the desk is the person in hand; somebody who is not on file is nobody yet.
    fn hand_person(&self, ticket: TicketId, cx: &mut Cx<'_, Self>) {
        let row = self.queue.row(ticket);
        let person = row.and_then(|row| {
            row.person.map(|id| InHand {
                id,
                name: row.who.clone(),
            })
        });
        cx.hand(person);
    }

    fn stepped(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(doing) = self.doing.take() {
            let sentence = cx
                .env()
                .words
                .with(doing.step, &[("what", (&doing.what).into())])
                .into_owned();
            cx.say(Tone::Good, sentence);
            if doing.settled {
                self.queue.list.select(0);
            }
        }
        if let Some(Sub::Ticket(_)) = self.stack.last() {
            self.stack.pop();
        }
        read_board(cx);
    }

    fn park(&mut self, reason: String, cx: &mut Cx<'_, Self>) {
        let Some(row) = self.held() else { return };
        let (ticket, what) = (row.ticket, queue::named(row, cx.env()));
        self.doing = Some(Doing {
            step: MessageId("queue-parked"),
            what,
            settled: true,
        });
        cx.act(Park { ticket, reason }, Msg::Stepped);
    }

    fn void(&mut self, ticket: TicketId, reason: String, cx: &mut Cx<'_, Self>) {
        let what = self
            .queue
            .row(ticket)
            .map(|row| queue::named(row, cx.env()))
            .unwrap_or_default();
        self.doing = Some(Doing {
            step: MessageId("queue-voided"),
            what,
            settled: true,
        });
        cx.act(Void { ticket, reason }, Msg::Stepped);
    }

    fn ask_service(&self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let mut dialog = Dialog::new(env.words.get(MessageId("forward-title")));
        let (walk_in, others): (Vec<_>, Vec<_>) = self
            .queue
            .services
            .iter()
            .partition(|service| service.walk_in);
        for service in walk_in.into_iter().chain(others) {
            dialog = dialog.answer(
                queue::label(service, env.lang),
                Msg::ForwardTo(service.code.clone()),
            );
        }
        cx.ask(dialog);
    }

    fn ask_colleague(&self, rows: &[StaffRow], cx: &mut Cx<'_, Self>) {
        let anybody = cx
            .env()
            .words
            .get(MessageId("forward-anybody"))
            .into_owned();
        let mut dialog = Dialog::new(cx.env().words.get(MessageId("forward-whom")))
            .answer(anybody, Msg::ForwardWhom(None));
        for row in rows
            .iter()
            .filter(|row| row.staff.id != self.me && row.staff.may(Right::QueueServe))
        {
            dialog = dialog.answer(row.staff.name.clone(), Msg::ForwardWhom(Some(row.staff.id)));
        }
        cx.ask(dialog);
    }

    fn forward(&mut self, staff: Option<StaffId>, cx: &mut Cx<'_, Self>) {
        let (Some(row), Some(service)) = (self.queue.held_by(self.me), self.forwarding.take())
        else {
            return;
        };
        let (ticket, what) = (row.ticket, queue::named(row, cx.env()));
        self.doing = Some(Doing {
            step: MessageId("queue-forwarded"),
            what,
            settled: true,
        });
        cx.act(
            Forward {
                ticket,
                service,
                staff,
            },
            Msg::Stepped,
        );
    }

    fn ticket_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Ticket(sheet)) = self.stack.last() else {
            return;
        };
        match event {
            PartEvent::Opened(row) => {
                let ticket = sheet.ticket;
                let what = self
                    .queue
                    .row(ticket)
                    .map(|row| queue::named(row, cx.env()))
                    .unwrap_or_default();
                if let Some(action) = sheet.action(row) {
                    self.act_on(action, ticket, what, cx);
                }
            }
            PartEvent::Closed => {
                self.stack.pop();
            }
            _ => {}
        }
    }
}

/// Why somebody waits aside: what is recorded are these words.
const PARK_REASONS: &[MessageId] = &[
    MessageId("park-paper"),
    MessageId("park-colleague"),
    MessageId("park-call"),
    MessageId("park-other"),
];

/// Why a ticket is void.
const VOID_REASONS: &[MessageId] = &[
    MessageId("void-mistake"),
    MessageId("void-twice"),
    MessageId("void-service"),
    MessageId("void-other"),
];

fn ask_reason(
    title: MessageId,
    reasons: &[MessageId],
    answer: impl Fn(String) -> Msg,
    cx: &mut Cx<'_, Reception>,
) {
    let words = cx.env().words.clone();
    let mut dialog = Dialog::new(words.get(title));
    for reason in reasons {
        let reason = words.get(*reason).into_owned();
        dialog = dialog.answer(reason.clone(), answer(reason));
    }
    cx.ask(dialog);
}

fn ask_appointments(person: Option<PersonId>, cx: &mut Cx<'_, Reception>) {
    if let Some(person) = person {
        let from = Some(cx.env().today());
        let asked = AppointmentsOf {
            person,
            from,
            limit: 1,
        };
        cx.read("due", asked, Msg::Due);
    }
}

fn ask_desk(desks: &[Desk], cx: &mut Cx<'_, Reception>) {
    let words = cx.env().words.clone();
    if desks.is_empty() {
        cx.tell(Tone::Warn, MessageId("queue-no-desks"));
        return;
    }
    let mut dialog = Dialog::new(words.get(MessageId("desk-title")));
    for desk in desks {
        let label = match &desk.taken_by {
            Some(name) => {
                let args = [("desk", (&desk.label).into()), ("name", name.into())];
                words.with(MessageId("desk-taken"), &args).into_owned()
            }
            None => desk.label.clone(),
        };
        dialog = dialog.answer(label, Msg::DeskChosen(desk.id));
    }
    cx.ask(dialog);
}

// A new ticket --------------------------------------------------------------------------------------

impl Reception {
    fn open_issue(&mut self, cx: &mut Cx<'_, Self>) {
        let issue = Issue::new(&self.queue.services, cx.env());
        self.stack.push(Sub::Issue(Box::new(issue)));
        cx.find_draft(Issue::key(), Msg::Resumed);
    }

    /// What was typed before comes back into the form that is open.
    fn resumed(&mut self, draft: Option<Draft>, cx: &mut Cx<'_, Self>) {
        let Some(draft) = draft else { return };
        let person = match self.stack.last_mut() {
            Some(Sub::Issue(issue)) if draft.form == issue::FORM => issue.restore(&draft.payload),
            Some(Sub::Closing(closing)) if draft.form == closing::FORM => {
                closing.restore(&draft.payload);
                None
            }
            _ => return,
        };
        cx.tell(Tone::Plain, MessageId("intake-resumed"));
        ask_appointments(person, cx);
    }

    fn issue_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Issue(issue)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Edited(field) => {
                if let Some(words) = issue.wanted(field, &env) {
                    cx.read(
                        "found",
                        FindPeople {
                            words,
                            limit: SHOWN - 1,
                        },
                        Msg::Found,
                    );
                }
            }
            PartEvent::Left(field) => {
                let person = issue.left(field, &env);
                ask_appointments(person, cx);
            }
            PartEvent::Submit => {
                if let Some(act) = issue.payload(&env) {
                    cx.act(act, Msg::Issued);
                }
            }
            _ => {}
        }
    }

    fn found(&mut self, hits: &[PersonHit], cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        if let Some(Sub::Issue(issue)) = self.stack.last_mut()
            && let FormEvent::Left(field) = issue.found(hits, &env)
        {
            let person = issue.left(field, &env);
            ask_appointments(person, cx);
        }
    }

    /// Somebody who is on file may have come for an appointment.
    fn due(&mut self, rows: &[AppointmentRow], env: &Env) {
        let service = rows.first().map_or("", |row| row.service.as_str());
        let label = self.queue.service(service, env.lang).to_owned();
        if let Some(Sub::Issue(issue)) = self.stack.last_mut() {
            issue.due(rows, &label, env);
        }
    }

    fn issued(&mut self, done: Result<Issued>, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        match done {
            Ok(issued) => {
                if let Some(Sub::Issue(_)) = self.stack.last() {
                    self.stack.pop();
                    cx.drop_draft(Issue::key());
                }
                let wait = self.queue.wait(issued.ahead, self.me, &env.words);
                let args: [(&str, Arg<'_>); 3] = [
                    ("number", (&issued.number).into()),
                    ("n", issued.ahead.into()),
                    ("wait", (&wait).into()),
                ];
                let sentence = env.words.with(MessageId("issue-done"), &args).into_owned();
                cx.say(Tone::Good, sentence);
                read_board(cx);
            }
            Err(Error::Refused {
                rule: Refusal::OfficeClosed,
                ..
            }) => {
                if let Some(Sub::Issue(issue)) = self.stack.last_mut() {
                    issue.ask_reason(&env);
                }
            }
            Err(error) => cx.fail(&error),
        }
    }
}

// The intake ----------------------------------------------------------------------------------------

impl Reception {
    /// Opens the intake of whoever is at the desk; without a ticket, that of the person in hand or of
    /// somebody new. What was typed of it before comes back.
    fn open_intake_of_held(&mut self, cx: &mut Cx<'_, Self>) {
        let held = self.held().filter(|row| row.state == TicketState::Serving);
        let ticket = held.map(|row| (row.ticket, row.number.clone()));
        let person = match held {
            Some(row) => row.person,
            None => cx.env().in_hand.as_ref().map(|person| person.id),
        };
        let key = match (&ticket, person) {
            (Some((ticket, _)), _) => DraftKey::new(intake::FORM, ticket),
            (None, Some(person)) => DraftKey::new(intake::FORM, person),
            (None, None) => DraftKey::new(intake::FORM, ""),
        };
        self.opening = Some(Opening {
            ticket,
            person,
            draft: None,
        });
        cx.find_draft(key, Msg::Draft);
    }

    /// What was typed before is here, or nothing was; what is on file comes next.
    fn drafted(&mut self, draft: Option<Draft>, cx: &mut Cx<'_, Self>) {
        let mut opening = match self.opening.take() {
            Some(opening) => opening,
            // Asked for by a link: the subject says what it is about.
            None => match draft.as_ref().map(|draft| self.opening_of(&draft.subject)) {
                Some(opening) => opening,
                None => {
                    cx.tell(Tone::Warn, MessageId("intake-draft-gone"));
                    return;
                }
            },
        };
        opening.draft = draft.map(|draft| draft.payload);
        match opening.person {
            Some(person) => {
                self.opening = Some(opening);
                cx.read("file", PersonFile { person }, Msg::File);
            }
            None => {
                let env = cx.env().clone();
                self.show_intake(
                    Intake::new(opening.ticket, &env),
                    opening.draft.as_ref(),
                    cx,
                );
            }
        }
    }

    /// What a draft is about: a ticket of today, a person, or somebody new.
    fn opening_of(&self, subject: &str) -> Opening {
        let ticket = subject
            .parse()
            .ok()
            .and_then(|ticket: TicketId| self.queue.row(ticket));
        Opening {
            ticket: ticket.map(|row| (row.ticket, row.number.clone())),
            person: match ticket {
                Some(row) => row.person,
                None => subject.parse().ok(),
            },
            draft: None,
        }
    }

    fn filed(&mut self, record: PersonRecord, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        if let Some(opening) = self.opening.take() {
            cx.hand(Some(InHand {
                id: record.id,
                name: record.short_name(),
            }));
            self.show_intake(
                Intake::of(opening.ticket, record, &env),
                opening.draft.as_ref(),
                cx,
            );
        }
    }

    fn show_intake(
        &mut self,
        mut intake: Intake,
        draft: Option<&serde_json::Value>,
        cx: &mut Cx<'_, Self>,
    ) {
        if let Some(draft) = draft {
            intake.restore(draft, cx.env());
            cx.tell(Tone::Plain, MessageId("intake-resumed"));
        }
        self.stack.clear();
        self.stack.push(Sub::Intake(Box::new(intake)));
    }

    fn intake_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Intake(intake)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Edited(field) => intake.edited(field, &env),
            PartEvent::Left(field) => {
                if let Some(words) = intake.left(field, &env) {
                    cx.read("owner", FindPeople { words, limit: 1 }, Msg::Owner);
                }
            }
            PartEvent::Submit => self.submit_intake(cx),
            _ => {}
        }
    }

    /// Somebody on file has the code that was typed: the record may be used.
    fn owned(&mut self, hits: &[PersonHit], cx: &mut Cx<'_, Self>) {
        let Some(Sub::Intake(intake)) = self.stack.last() else {
            return;
        };
        let Some(hit) = hits.first().filter(|_| intake.person().is_none()) else {
            return;
        };
        let words = cx.env().words.clone();
        let name = hit.short_name();
        let dialog =
            Dialog::new(words.with(MessageId("intake-owner-title"), &[("who", (&name).into())]))
                .sentence(words.get(MessageId("intake-owner")))
                .answer(
                    words.get(MessageId("intake-owner-use")),
                    Msg::UseFile(hit.id),
                )
                .answer(words.get(MessageId("intake-owner-apart")), Msg::KeepApart);
        cx.ask(dialog);
    }

    fn submit_intake(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Intake(intake)) = self.stack.last_mut() else {
            return;
        };
        match intake.check(&env) {
            Ready::Yes => self.save_intake(cx),
            Ready::Wrong => {}
            Ready::Doubtful => {
                let words = &env.words;
                let dialog = Dialog::new(words.get(MessageId("intake-doubtful-title")))
                    .sentence(words.get(MessageId("intake-doubtful")))
                    .answer(words.get(MessageId("intake-doubtful-mend")), Msg::MendCode)
                    .answer(words.get(MessageId("intake-doubtful-keep")), Msg::KeepCode);
                cx.ask(dialog);
            }
        }
    }

    fn save_intake(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Intake(intake)) = self.stack.last() {
            let act = intake.payload(cx.env());
            cx.act(act, Msg::Saved);
        }
    }

    /// Who on file the intake in front is about.
    fn intake_of(&self) -> Option<PersonId> {
        match self.stack.last() {
            Some(Sub::Intake(intake)) => intake.person(),
            _ => None,
        }
    }

    /// Somebody else was faster: what was typed goes over what is on file now. Where that leaves nothing
    /// to tell, it is saved at once.
    fn over(&mut self, record: PersonRecord, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Intake(intake)) = self.stack.last_mut() else {
            return;
        };
        **intake = intake.over(record, cx.env());
        if intake.form.clashes().is_empty() {
            self.save_intake(cx);
        }
    }

    fn saved(&mut self, done: Result<SavedIntake>, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let saved = match done {
            Ok(saved) => saved,
            Err(Error::Conflict { .. }) if self.intake_of().is_some() => {
                if let Some(person) = self.intake_of() {
                    cx.read("theirs", PersonFile { person }, Msg::Theirs);
                }
                return;
            }
            Err(error) => {
                cx.fail(&error);
                return;
            }
        };
        let serving = self.holds(TicketState::Serving);
        if let Some(Sub::Intake(intake)) = self.stack.last() {
            let person = intake.in_hand(saved.person);
            cx.drop_draft(intake.key());
            cx.hand(Some(person.clone()));
            let sentence = env
                .words
                .with(MessageId("intake-saved"), &[("who", (&person.name).into())])
                .into_owned();
            cx.say(Tone::Good, sentence);
            let said = intake.said(&saved, &env);
            self.stack.clear();
            self.stack
                .push(Sub::Next(Box::new(Next::new(person, said, serving))));
        }
        read_board(cx);
    }

    fn next_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Next(next)) = self.stack.last() else {
            return;
        };
        let person = next.person.clone();
        let PartEvent::Opened(row) = event else {
            return;
        };
        match next.step(row) {
            Some(Step::Plan) => cx.go(Link::Plans(person.id, None)),
            Some(Step::Appointment) => cx.go(Link::Book(Booking {
                person,
                service: None,
                action: None,
            })),
            Some(Step::Work) => cx.go(Link::Match(person.id)),
            Some(Step::Record) => cx.go(Link::Person(person.id)),
            Some(Step::End) => self.open_closing(false, cx),
            Some(Step::Queue) => self.stack.clear(),
            None => {}
        }
    }
}

// The end of a contact --------------------------------------------------------------------------------

impl Reception {
    fn open_closing(&mut self, then_call: bool, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(row) = self.held().filter(|row| row.state == TicketState::Serving) else {
            cx.tell(Tone::Warn, MessageId("closing-nobody"));
            return;
        };
        let service = self.queue.service(&row.service, env.lang);
        let closing = Closing::new(row, service, then_call, &env);
        self.stack.clear();
        self.stack.push(Sub::Closing(Box::new(closing)));
    }

    fn closing_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Closing(closing)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Opened(row) => match closing.outcome(row) {
                Some(act) => cx.act(act, Msg::Finished),
                None => self.write_closing(cx),
            },
            PartEvent::Left(field) => closing.left(field, &env),
            PartEvent::Submit => {
                if let Some(act) = closing.payload(&env) {
                    let act: Finish = act;
                    cx.act(act, Msg::Finished);
                }
            }
            PartEvent::Closed => {
                self.stack.pop();
            }
            _ => {}
        }
    }

    /// Opens the long way to end a contact; what was typed of it before comes back.
    fn write_closing(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Closing(closing)) = self.stack.last_mut() {
            closing.write(&self.queue.services, cx.env());
            let key = closing.draft().map(|(key, _)| key);
            key.into_iter()
                .for_each(|key| cx.find_draft(key, Msg::Resumed));
        }
    }

    fn finished(&mut self, minutes: i64, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Closing(closing)) = self.stack.last() else {
            return;
        };
        cx.drop_draft(DraftKey::new(closing::FORM, closing.ticket));
        let (number, then_call) = (closing.number.clone(), closing.then_call);
        self.stack.clear();
        self.queue.list.select(0);
        let length = env
            .words
            .duration(u32::try_from(minutes).unwrap_or_default());
        let args = [("number", (&number).into()), ("length", (&length).into())];
        let sentence = env
            .words
            .with(MessageId("closing-done"), &args)
            .into_owned();
        cx.say(Tone::Good, sentence);
        cx.hand(None);
        if then_call {
            self.call(cx);
        } else {
            read_board(cx);
        }
    }
}
