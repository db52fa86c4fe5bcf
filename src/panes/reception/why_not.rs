//! Why a key of the reception does nothing now, and what does: a key is never pressed in vain without a word.

use crate::domain::queue::TicketState;
use crate::panes::{Env, Pane as _};
use crate::store::queue::BoardRow;
use crate::ui::words::MessageId;

use super::Reception;

/// What keeps a command of the table from being done now; none when there is nothing to say but that.
pub(super) fn sentence(pane: &Reception, command: &str, env: &Env) -> Option<String> {
    if matches!(command, "queue.new" | "queue.close_day") {
        return None;
    }
    if let Some(sheet) = pane.sheet() {
        return of_ticket(pane.queue.row(sheet.ticket)?, env);
    }
    let held = pane.held().filter(|_| pane.at_queue()).map(|row| row.state);
    match (command, held) {
        ("queue.serve" | "queue.absent", None) => {
            Some(naming(MessageId("queue-nobody-called"), "queue.call", env))
        }
        ("queue.end" | "queue.park" | "queue.forward", None) => {
            Some(naming(MessageId("queue-nobody-served"), "queue.call", env))
        }
        (
            "queue.end" | "queue.park" | "queue.forward" | "queue.intake",
            Some(TicketState::Called),
        ) => Some(naming(MessageId("queue-serve-first"), "queue.serve", env)),
        _ => None,
    }
}

/// The same on the sheet of a ticket: whom it waits for, or who has it.
fn of_ticket(row: &BoardRow, env: &Env) -> Option<String> {
    let own = row.staff == Some(env.staff.id);
    match row.state {
        TicketState::Waiting => Some(naming(MessageId("ticket-call-first"), "queue.call", env)),
        TicketState::Called if own => {
            Some(naming(MessageId("queue-serve-first"), "queue.serve", env))
        }
        TicketState::Called | TicketState::Serving if !own => {
            let name = row.staff_name.as_deref().unwrap_or_default();
            let words = &env.words;
            Some(
                words
                    .with(MessageId("ticket-at-colleague"), &[("name", name.into())])
                    .into_owned(),
            )
        }
        state if !state.is_live() => Some(env.words.get(MessageId("ticket-ended")).into_owned()),
        _ => None,
    }
}

fn naming(id: MessageId, command: &str, env: &Env) -> String {
    env.naming(id, Reception::NAME, command).into_owned()
}
