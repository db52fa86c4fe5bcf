//! What happens at the desk: tickets are called, served, parked, sent on; what needs a reason or a place asks
//! for it first.

use std::sync::Arc;

use crate::domain::ids::{StaffId, TicketId};
use crate::domain::queue::TicketState;
use crate::domain::staff::Right;
use crate::panes::{Cx, DraftKey, Env, InHand, Link, Pane as _};
use crate::store::catalogue::NewService;
use crate::store::queue::{
    Absent, AttachPerson, BoardRow, CallNext, Called, Forward, Leave, Park, Recall, Release,
    Requeue, Resume, Return, Serve, TakeOver, Void,
};
use crate::store::staff::{Desk, Desks, StaffRow};
use crate::ui::dialog::Dialog;
use crate::ui::part::PartEvent;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::ticket::{Action, Sheet};
use super::{Doing, Msg, Opening, Reception, Sub, intake, queue, read_board};

/// Nothing can be done without a desk; calling asks for it.
fn no_desk(cx: &mut Cx<'_, Reception>) {
    let id = MessageId("queue-no-desk");
    cx.tell_naming(Tone::Warn, id, Reception::NAME, "queue.call");
}

impl Reception {
    pub(super) fn take_board(&mut self, rows: Arc<[BoardRow]>, env: &Env) {
        self.queue.take(rows);
        if let Some(Sub::Ticket(sheet)) = self.stack.last_mut()
            && let Some(row) = self.queue.row(sheet.ticket)
        {
            sheet.renew(row, env);
        }
    }

    pub(super) fn take_services(&mut self, services: Arc<[NewService]>, env: &Env) {
        if let Some(Sub::Issue(issue)) = self.stack.last_mut() {
            issue.offer(&services, env);
        }
        self.queue.services = services;
    }

    pub(super) fn queue_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
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

    pub(super) fn open_ticket(&mut self, ticket: TicketId, cx: &mut Cx<'_, Self>) {
        match self.queue.row(ticket) {
            Some(row) => self.stack.push(Sub::Ticket(Sheet::new(row, cx.env()))),
            None => cx.tell(Tone::Warn, MessageId("ticket-not-today")),
        }
    }

    pub(super) fn call(&mut self, cx: &mut Cx<'_, Self>) {
        match self.desk {
            Some(desk) => cx.act(CallNext { desk }, Msg::Called),
            None => {
                let office = cx.env().staff.office;
                cx.read("desks", Desks { office }, Msg::Desks);
            }
        }
    }

    pub(super) fn called(&mut self, called: &Called, cx: &mut Cx<'_, Self>) {
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

    pub(super) fn resume(&mut self, cx: &mut Cx<'_, Self>) {
        let open = self.sheet().and_then(|sheet| self.queue.row(sheet.ticket));
        let Some(row) = open.or_else(|| self.queue.to_resume(self.me)) else {
            return cx.tell(Tone::Plain, MessageId("queue-which-parked"));
        };
        let (ticket, what) = (row.ticket, queue::named(row, cx.env()));
        self.resume_ticket(ticket, what, cx);
    }

    pub(super) fn resume_ticket(&mut self, ticket: TicketId, what: String, cx: &mut Cx<'_, Self>) {
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
            None => no_desk(cx),
        }
    }

    /// Takes over the ticket of a colleague whose line dropped.
    pub(super) fn take_over(&mut self, ticket: TicketId, what: String, cx: &mut Cx<'_, Self>) {
        let from = self.queue.row(ticket).and_then(|row| row.staff);
        let lost = from.and_then(|staff| Some((staff, cx.env().line_lost(staff)?)));
        let (Some((from, lost_at)), Some(desk)) = (lost, self.desk) else {
            return no_desk(cx);
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
    pub(super) fn taken_over(&mut self, cx: &mut Cx<'_, Self>) {
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
                code: None,
                draft: None,
            });
            cx.find_draft(DraftKey::new(intake::FORM, ticket), Msg::Draft);
        }
    }

    /// Does something with the ticket that is open, or in hand.
    pub(super) fn act_on_shown(&mut self, action: Action, cx: &mut Cx<'_, Self>) {
        if let Some(row) = self.shown() {
            let (ticket, what) = (row.ticket, queue::named(row, cx.env()));
            self.act_on(action, ticket, what, cx);
        }
    }

    /// Does something with a ticket; what needs a reason or a place asks for it first.
    pub(super) fn act_on(
        &mut self,
        action: Action,
        ticket: TicketId,
        what: String,
        cx: &mut Cx<'_, Self>,
    ) {
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
            Action::Attach => {
                if let Some(person) = cx.env().in_hand.as_ref().map(|person| person.id) {
                    doing(MessageId("queue-attached"));
                    cx.act(AttachPerson { ticket, person }, Msg::Stepped);
                }
            }
            Action::Person => {
                if let Some(person) = self.queue.row(ticket).and_then(|row| row.person) {
                    cx.go(Link::Person(person));
                }
            }
        }
    }

    /// Who comes to the desk is the person in hand; somebody who is not on file is nobody yet.
    pub(super) fn hand_person(&self, ticket: TicketId, cx: &mut Cx<'_, Self>) {
        let row = self.queue.row(ticket);
        let person = row.and_then(|row| {
            row.person.map(|id| InHand {
                id,
                name: row.who.clone(),
            })
        });
        cx.hand(person);
    }

    pub(super) fn stepped(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(doing) = self.doing.take() {
            let env = cx.env();
            let args = [
                ("what", (&doing.what).into()),
                ("key", env.call(Self::NAME, "queue.resume").into()),
            ];
            let sentence = env.words.with(doing.step, &args).into_owned();
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

    pub(super) fn park(&mut self, reason: String, cx: &mut Cx<'_, Self>) {
        let Some(row) = self.held() else { return };
        let (ticket, what) = (row.ticket, queue::named(row, cx.env()));
        self.doing = Some(Doing {
            step: MessageId("queue-parked"),
            what,
            settled: true,
        });
        cx.act(Park { ticket, reason }, Msg::Stepped);
    }

    pub(super) fn void(&mut self, ticket: TicketId, reason: String, cx: &mut Cx<'_, Self>) {
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

    pub(super) fn ask_service(&self, cx: &mut Cx<'_, Self>) {
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

    pub(super) fn ask_colleague(&self, rows: &[StaffRow], cx: &mut Cx<'_, Self>) {
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

    pub(super) fn forward(&mut self, staff: Option<StaffId>, cx: &mut Cx<'_, Self>) {
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

    pub(super) fn ticket_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
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

pub(super) fn ask_desk(desks: &[Desk], cx: &mut Cx<'_, Reception>) {
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
