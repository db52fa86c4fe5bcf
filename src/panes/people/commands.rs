//! The commands of the people: the one table.

use crate::domain::staff::Right;
use crate::panes::{PaneCommand, command};
use crate::ui::words::MessageId;

use super::People;

/// The commands, in the order of the footer.
pub(super) const TABLE: &[PaneCommand<People>] = &[
    command(
        "people.new",
        &['n'],
        MessageId("people-command-new"),
        Right::PeopleWrite,
        People::at_find,
        People::open_new,
    ),
    command(
        "people.doubles",
        &['j'],
        MessageId("people-command-doubles"),
        Right::PeopleMerge,
        People::at_find,
        People::open_doubles,
    ),
    command(
        "people.papers",
        &['y'],
        MessageId("people-command-papers"),
        Right::PeopleRead,
        People::at_find,
        People::open_expiring,
    ),
    command(
        "people.note",
        &['n'],
        MessageId("people-command-note"),
        Right::PeopleWrite,
        |pane| pane.at_record() || pane.at_diary(),
        People::open_note,
    ),
    command(
        "people.edit",
        &['i'],
        MessageId("people-command-edit"),
        Right::PeopleWrite,
        People::at_record,
        |pane, cx| pane.open_edit("", cx),
    ),
    command(
        "people.interview",
        &['v'],
        MessageId("people-command-interview"),
        Right::PeopleRead,
        People::at_record,
        People::open_interview,
    ),
    command(
        "people.entry_remove",
        &['d'],
        MessageId("people-command-entry-remove"),
        Right::PeopleWrite,
        People::at_entries,
        People::remove_entry,
    ),
    command(
        "people.groups",
        &[],
        MessageId("people-command-groups"),
        Right::PeopleRead,
        People::at_record,
        People::open_groups,
    ),
    command(
        "people.history",
        &[],
        MessageId("people-command-history"),
        Right::PeopleRead,
        People::at_record,
        People::open_history,
    ),
    command(
        "people.looks",
        &['b'],
        MessageId("people-command-looks"),
        Right::PeopleRead,
        People::at_record,
        People::ask_looks,
    ),
    command(
        "people.other",
        &['j'],
        MessageId("people-command-other"),
        Right::PeopleRead,
        People::at_record,
        People::find_another,
    ),
];
