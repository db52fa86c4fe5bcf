//! The commands of the reception: the one table.
//!
//! Commands that share a key are alternatives: the state of the ticket in hand decides which is
//! offered.

use crate::domain::queue::TicketState;
use crate::domain::staff::Right;
use crate::panes::{PaneCommand, command};
use crate::ui::words::MessageId;

use super::Reception;
use super::ticket::Action;

/// The commands, in the order of the footer: what the next minute needs first, for narrow screens show
/// only that.
pub(super) const TABLE: &[PaneCommand<Reception>] = &[
    command(
        "queue.serve",
        &['s'],
        MessageId("queue-command-serve"),
        Right::QueueServe,
        |pane| pane.at_queue() && pane.holds(TicketState::Called),
        |pane, cx| pane.act_on_held(Action::Serve, cx),
    ),
    command(
        "queue.call",
        &['c'],
        MessageId("queue-command-call"),
        Right::QueueServe,
        |pane| pane.at_queue() && pane.held().is_none(),
        Reception::call,
    ),
    command(
        "queue.recall",
        &['c'],
        MessageId("queue-command-recall"),
        Right::QueueServe,
        |pane| pane.at_queue() && pane.holds(TicketState::Called),
        |pane, cx| pane.act_on_held(Action::Recall, cx),
    ),
    command(
        "queue.absent",
        &['x'],
        MessageId("queue-command-absent"),
        Right::QueueServe,
        |pane| pane.at_queue() && pane.holds(TicketState::Called),
        |pane, cx| pane.act_on_held(Action::Absent, cx),
    ),
    command(
        "queue.end",
        &['e'],
        MessageId("queue-command-end"),
        Right::QueueServe,
        |pane| (pane.at_queue() || pane.at_next()) && pane.holds(TicketState::Serving),
        |pane, cx| pane.open_closing(false, cx),
    ),
    command(
        "queue.end_and_call",
        &['c'],
        MessageId("queue-command-end-and-call"),
        Right::QueueServe,
        |pane| (pane.at_queue() || pane.at_next()) && pane.holds(TicketState::Serving),
        |pane, cx| pane.open_closing(true, cx),
    ),
    command(
        "queue.new",
        &['n'],
        MessageId("queue-command-new"),
        Right::QueueServe,
        Reception::at_queue,
        Reception::open_issue,
    ),
    command(
        "queue.park",
        &['p'],
        MessageId("queue-command-park"),
        Right::QueueServe,
        |pane| pane.at_queue() && pane.holds(TicketState::Serving),
        |pane, cx| pane.act_on_held(Action::Park, cx),
    ),
    command(
        "queue.resume",
        &['p'],
        MessageId("queue-command-resume"),
        Right::QueueServe,
        |pane| pane.at_queue() && pane.held().is_none() && pane.has_parked(),
        Reception::resume,
    ),
    command(
        "queue.forward",
        &['o'],
        MessageId("queue-command-forward"),
        Right::QueueServe,
        |pane| pane.at_queue() && pane.holds(TicketState::Serving),
        |pane, cx| pane.act_on_held(Action::Forward, cx),
    ),
    command(
        "queue.intake",
        &['i'],
        MessageId("queue-command-intake"),
        Right::QueueServe,
        |pane| pane.at_queue() && !pane.holds(TicketState::Called),
        Reception::open_intake_of_held,
    ),
    command(
        "queue.close_day",
        &[],
        MessageId("queue-command-close-day"),
        Right::QueueServe,
        Reception::at_queue,
        Reception::open_evening,
    ),
];
