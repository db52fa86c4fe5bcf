//! The commands of the reception: the one table.
//!
//! Commands that share a key are alternatives: the state of the ticket in hand, or of the one that is
//! open, decides which is offered. Why a key does nothing now is said by `why_not`.

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
        |pane| pane.can(Action::Serve),
        |pane, cx| pane.act_on_shown(Action::Serve, cx),
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
        |pane| pane.can(Action::Recall),
        |pane, cx| pane.act_on_shown(Action::Recall, cx),
    ),
    command(
        "queue.absent",
        &['x'],
        MessageId("queue-command-absent"),
        Right::QueueServe,
        |pane| pane.can(Action::Absent),
        |pane, cx| pane.act_on_shown(Action::Absent, cx),
    ),
    command(
        "queue.end",
        &['e'],
        MessageId("queue-command-end"),
        Right::QueueServe,
        |pane| pane.can(Action::End) || pane.at_next() && pane.holds(TicketState::Serving),
        |pane, cx| pane.open_closing(false, cx),
    ),
    command(
        "queue.end_and_call",
        &['c'],
        MessageId("queue-command-end-and-call"),
        Right::QueueServe,
        |pane| pane.can(Action::End) || pane.at_next() && pane.holds(TicketState::Serving),
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
        |pane| pane.can(Action::Park),
        |pane, cx| pane.act_on_shown(Action::Park, cx),
    ),
    command(
        "queue.resume",
        &['p'],
        MessageId("queue-command-resume"),
        Right::QueueServe,
        Reception::can_resume,
        Reception::resume,
    ),
    command(
        "queue.forward",
        &['o'],
        MessageId("queue-command-forward"),
        Right::QueueServe,
        |pane| pane.can(Action::Forward),
        |pane, cx| pane.act_on_shown(Action::Forward, cx),
    ),
    command(
        "queue.intake",
        &['i'],
        MessageId("queue-command-intake"),
        Right::QueueServe,
        Reception::can_intake,
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
