//! One ticket: what there is to know of it, and what can be done with it now.
//!
//! ```text
//! Biglietto A018
//!
//!   Biglietto  A018, BIANCHI Luca
//!   Stato      in attesa
//!   ...
//! 1 Uscita prima del servizio
//! 2 Annulla il biglietto
//! 3 Apri la scheda della persona
//! ```

use crate::domain::ids::TicketId;
use crate::domain::queue::TicketState;
use crate::panes::Env;
use crate::store::queue::BoardRow;
use crate::ui::list::ListState;
use crate::ui::view::{Block, List, Row, RowsBy, Say, Span, View};
use crate::ui::words::MessageId;

use super::queue::Queue;

/// Something to do with a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// Take it over from a colleague whose line dropped, with what they had typed.
    TakeOver,
    /// The person came to the desk.
    Serve,
    /// Call once more.
    Recall,
    /// Nobody came.
    Absent,
    /// Put back in its place.
    Release,
    /// Open the quick intake.
    Intake,
    /// End the contact.
    End,
    /// Let wait aside.
    Park,
    /// On to another service.
    Forward,
    /// Back at the desk.
    Resume,
    /// Back in the queue, in front of its class.
    Requeue,
    /// Back to the queue, nothing done: stands first, so that one Enter too many does no harm.
    Close,
    /// Gone before the service.
    Leave,
    /// Back after an absence.
    Return,
    /// Handed out by mistake.
    Void,
    /// It is for the person in hand.
    Attach,
    /// The record of the person.
    Person,
}

/// What is done with tickets: the words of an action, whose tickets it is for, from which states.
const ACTIONS: &[(Action, MessageId, Whose, &[TicketState])] = &[
    (
        Action::TakeOver,
        MessageId("ticket-take-over"),
        Whose::Lost,
        &[TicketState::Called, TicketState::Serving],
    ),
    (
        Action::Serve,
        MessageId("ticket-serve"),
        Whose::Own,
        &[TicketState::Called],
    ),
    (
        Action::Recall,
        MessageId("ticket-recall"),
        Whose::Own,
        &[TicketState::Called],
    ),
    (
        Action::Absent,
        MessageId("ticket-absent"),
        Whose::Own,
        &[TicketState::Called],
    ),
    (
        Action::Intake,
        MessageId("ticket-intake"),
        Whose::Own,
        &[TicketState::Serving],
    ),
    (
        Action::End,
        MessageId("ticket-end"),
        Whose::Own,
        &[TicketState::Serving],
    ),
    (
        Action::Park,
        MessageId("ticket-park"),
        Whose::Own,
        &[TicketState::Serving],
    ),
    (
        Action::Forward,
        MessageId("ticket-forward"),
        Whose::Own,
        &[TicketState::Serving],
    ),
    (
        Action::Resume,
        MessageId("ticket-resume"),
        Whose::Any,
        &[TicketState::Parked],
    ),
    (
        Action::Requeue,
        MessageId("ticket-requeue"),
        Whose::Any,
        &[TicketState::Parked],
    ),
    (
        Action::Return,
        MessageId("ticket-return"),
        Whose::Any,
        &[TicketState::NoShow],
    ),
    (
        Action::Release,
        MessageId("ticket-release"),
        Whose::Own,
        &[TicketState::Called],
    ),
    (
        Action::Close,
        MessageId("next-queue"),
        Whose::Any,
        &[TicketState::Waiting],
    ),
    (
        Action::Leave,
        MessageId("ticket-leave"),
        Whose::Any,
        &[TicketState::Waiting, TicketState::Parked],
    ),
    (
        Action::Void,
        MessageId("ticket-void"),
        Whose::Any,
        &[TicketState::Waiting],
    ),
    (
        Action::Void,
        MessageId("ticket-void"),
        Whose::Own,
        &[TicketState::Called],
    ),
];

impl Action {
    /// Whether it is done with one's own tickets in this state.
    pub(super) fn is_for(self, state: TicketState) -> bool {
        ACTIONS
            .iter()
            .any(|(action, _, _, states)| *action == self && states.contains(&state))
    }
}

/// Whose tickets an action is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Own,
    Any,
    /// Of somebody whose line dropped.
    Lost,
}

/// A ticket that is open.
pub(super) struct Sheet {
    pub(super) ticket: TicketId,
    pub(super) list: ListState<usize>,
    actions: Vec<(Action, MessageId)>,
}

impl Sheet {
    /// The sheet of a ticket with what may be done with it.
    pub(super) fn new(row: &BoardRow, env: &Env) -> Self {
        let mut sheet = Self {
            ticket: row.ticket,
            list: ListState::new(),
            actions: Vec::new(),
        };
        sheet.renew(row, env);
        sheet
    }

    /// The ticket moved on: other things may be done.
    pub(super) fn renew(&mut self, row: &BoardRow, env: &Env) {
        let own = row.staff == Some(env.staff.id);
        let lost = !own
            && row
                .staff
                .is_some_and(|staff| env.line_lost(staff).is_some());
        let serves = env.staff.may(crate::domain::staff::Right::QueueServe);
        self.actions = ACTIONS
            .iter()
            .filter(|(_, _, whose, states)| {
                let whose = match whose {
                    Whose::Own => own,
                    Whose::Any => true,
                    Whose::Lost => lost,
                };
                serves && whose && states.contains(&row.state)
            })
            .map(|(action, words, _, _)| (*action, *words))
            .collect();
        if row.person.is_none() && row.state.is_live() && serves && env.in_hand.is_some() {
            let attach = (Action::Attach, MessageId("ticket-attach"));
            self.actions.push(attach);
        }
        if row.person.is_some() {
            self.actions
                .push((Action::Person, MessageId("ticket-person")));
        }
        self.list.keep(self.actions.len(), |i| i);
    }

    /// Whether it may be done with this ticket.
    pub(super) fn offers(&self, action: Action) -> bool {
        self.actions.iter().any(|(offered, _)| *offered == action)
    }

    /// The action of a row.
    pub(super) fn action(&self, row: usize) -> Option<Action> {
        self.actions.get(row).map(|(action, _)| *action)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, queue: &'a Queue, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let actions = List::plain(RowsBy::new(self.actions.len(), |i| Row {
            cells: vec![Span::plain(label(self.actions[i].1, env))],
        }))
        .selecting(self.list.selected())
        .or_say(words.get(MessageId("ticket-nothing")));
        let focus = self.list.selected();
        match queue.row(self.ticket) {
            Some(row) => View::new(
                words.with(
                    MessageId("ticket-title"),
                    &[("number", (&row.number).into())],
                ),
                vec![Block::Facts(queue.facts(row, env)), Block::List(actions)],
            )
            .at(1, focus),
            None => View::new(
                words.get(MessageId("ticket-gone")),
                vec![Block::List(actions)],
            )
            .at(0, focus),
        }
    }
}

/// The words of an action, with the name of the person in hand where it is about them.
fn label(id: MessageId, env: &Env) -> Say<'_> {
    let name = env.in_hand.as_ref().map_or("", |person| &person.name);
    env.words.with(id, &[("who", name.into())])
}
