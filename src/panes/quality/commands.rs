//! The commands of the pane: the one table.

use crate::domain::staff::Right;
use crate::panes::{PaneCommand, command};
use crate::ui::words::MessageId;

use super::Quality;

/// The commands, in the order of the footer.
pub(super) const TABLE: &[PaneCommand<Quality>] = &[
    command(
        "complaint",
        &['n'],
        MessageId("quality-command-complaint"),
        Right::ComplaintWrite,
        Quality::at_top,
        Quality::write,
    ),
    command(
        "opinion",
        &['i'],
        MessageId("quality-command-opinion"),
        Right::QueueServe,
        Quality::at_top,
        |_, cx| super::ask_customer(cx),
    ),
];
