//! The commands of the reception: the one table.
//!
//! Commands that share a key are alternatives: the state of the ticket in hand decides which is
//! offered.

use crate::domain::queue::TicketState;
use crate::domain::staff::Right;
use crate::panes::PaneCommand;
use crate::ui::command::Command;
use crate::ui::words::MessageId;

use super::Reception;
use super::ticket::Action;

type Row = PaneCommand<Reception>;

const fn row(
    name: &'static str,
    keys: &'static [char],
    label: MessageId,
    offered: fn(&Reception) -> bool,
    run: fn(&mut Reception, &mut crate::panes::Cx<'_, Reception>),
) -> Row {
    PaneCommand {
        command: Command { name, keys, label },
        right: Some(Right::QueueServe),
        offered,
        run,
    }
}

/// The commands, in the order of the footer: what the next minute needs first, for narrow screens show
/// only that.
pub(super) const TABLE: &[Row] = &[
    row(
        "queue.serve",
        &['s'],
        MessageId("queue-command-serve"),
        |pane| pane.at_queue() && pane.holds(TicketState::Called),
        |pane, cx| pane.act_on_held(Action::Serve, cx),
    ),
    row(
        "queue.call",
        &['c'],
        MessageId("queue-command-call"),
        |pane| pane.at_queue() && pane.held().is_none(),
        Reception::call,
    ),
    row(
        "queue.recall",
        &['c'],
        MessageId("queue-command-recall"),
        |pane| pane.at_queue() && pane.holds(TicketState::Called),
        |pane, cx| pane.act_on_held(Action::Recall, cx),
    ),
    row(
        "queue.absent",
        &['x'],
        MessageId("queue-command-absent"),
        |pane| pane.at_queue() && pane.holds(TicketState::Called),
        |pane, cx| pane.act_on_held(Action::Absent, cx),
    ),
    row(
        "queue.end",
        &['e'],
        MessageId("queue-command-end"),
        |pane| (pane.at_queue() || pane.at_next()) && pane.holds(TicketState::Serving),
        |pane, cx| pane.open_closing(false, cx),
    ),
    row(
        "queue.end_and_call",
        &['c'],
        MessageId("queue-command-end-and-call"),
        |pane| (pane.at_queue() || pane.at_next()) && pane.holds(TicketState::Serving),
        |pane, cx| pane.open_closing(true, cx),
    ),
    row(
        "queue.new",
        &['n'],
        MessageId("queue-command-new"),
        Reception::at_queue,
        Reception::open_issue,
    ),
    row(
        "queue.park",
        &['p'],
        MessageId("queue-command-park"),
        |pane| pane.at_queue() && pane.holds(TicketState::Serving),
        |pane, cx| pane.act_on_held(Action::Park, cx),
    ),
    row(
        "queue.resume",
        &['p'],
        MessageId("queue-command-resume"),
        |pane| pane.at_queue() && pane.held().is_none() && pane.parked().is_some(),
        Reception::resume,
    ),
    row(
        "queue.forward",
        &['o'],
        MessageId("queue-command-forward"),
        |pane| pane.at_queue() && pane.holds(TicketState::Serving),
        |pane, cx| pane.act_on_held(Action::Forward, cx),
    ),
    row(
        "queue.intake",
        &['i'],
        MessageId("queue-command-intake"),
        |pane| pane.at_queue() && !pane.holds(TicketState::Called),
        Reception::open_intake_of_held,
    ),
];
