//! The commands of the people: the one table.

use crate::domain::staff::Right;
use crate::panes::{Cx, PaneCommand};
use crate::ui::command::Command;
use crate::ui::words::MessageId;

use super::People;

type Row = PaneCommand<People>;

const fn row(
    name: &'static str,
    keys: &'static [char],
    label: MessageId,
    right: Right,
    offered: fn(&People) -> bool,
    run: fn(&mut People, &mut Cx<'_, People>),
) -> Row {
    PaneCommand {
        command: Command { name, keys, label },
        right: Some(right),
        offered,
        run,
    }
}

/// The commands, in the order of the footer.
pub(super) const TABLE: &[Row] = &[
    row(
        "people.new",
        &['n'],
        MessageId("people-command-new"),
        Right::PeopleWrite,
        People::at_find,
        |pane, cx| pane.open_new(cx),
    ),
    row(
        "people.note",
        &['n'],
        MessageId("people-command-note"),
        Right::PeopleWrite,
        |pane| pane.at_record() || pane.at_diary(),
        |pane, cx| pane.open_note(cx),
    ),
    row(
        "people.edit",
        &['e'],
        MessageId("people-command-edit"),
        Right::PeopleWrite,
        People::at_record,
        |pane, cx| pane.open_edit("", cx),
    ),
    row(
        "people.history",
        &['s'],
        MessageId("people-command-history"),
        Right::PeopleRead,
        People::at_record,
        |pane, cx| pane.open_history(cx),
    ),
    row(
        "people.other",
        &['x'],
        MessageId("people-command-other"),
        Right::PeopleRead,
        People::at_record,
        |pane, cx| pane.to_find(cx),
    ),
];
