//! The commands of the agenda: the one table.

use crate::domain::staff::Right;
use crate::panes::{Cx, PaneCommand};
use crate::ui::command::Command;
use crate::ui::words::MessageId;

use super::Agenda;

type Row = PaneCommand<Agenda>;

/// The commands, in the order of the footer.
pub(super) const TABLE: &[Row] = &[
    Row {
        command: Command {
            name: "new",
            keys: &['n'],
            label: MessageId("agenda-command-new"),
        },
        right: Some(Right::AgendaWrite),
        offered: Agenda::at_day,
        run: |pane, cx| pane.open_form(cx),
    },
    Row {
        command: Command {
            name: "move",
            keys: &['s'],
            label: MessageId("agenda-command-move"),
        },
        right: Some(Right::AgendaWrite),
        offered: Agenda::can_move,
        run: |pane, cx| pane.move_it(cx),
    },
    Row {
        command: Command {
            name: "cancel",
            keys: &['x'],
            label: MessageId("agenda-command-cancel"),
        },
        right: Some(Right::AgendaWrite),
        offered: Agenda::can_move,
        run: |pane, cx| pane.cancel(cx),
    },
    Row {
        command: Command {
            name: "arrived",
            keys: &['p'],
            label: MessageId("agenda-command-arrived"),
        },
        right: Some(Right::QueueServe),
        offered: Agenda::at_arrivable,
        run: |pane, cx| pane.arrive(cx),
    },
    Row {
        command: Command {
            name: "colleague",
            keys: &['o'],
            label: MessageId("agenda-command-colleague"),
        },
        right: None,
        offered: Agenda::at_day,
        run: |pane, cx| pane.next_colleague(cx),
    },
    Row {
        command: Command {
            name: "calendar",
            keys: &['c'],
            label: MessageId("agenda-command-calendar"),
        },
        right: None,
        offered: Agenda::at_day,
        run: |pane, cx| pane.ask_day(cx),
    },
    Row {
        command: Command {
            name: "today",
            keys: &['e'],
            label: MessageId("agenda-command-today"),
        },
        right: None,
        offered: Agenda::is_elsewhere,
        run: |pane, cx| pane.go_home(cx),
    },
];

/// Does one of the commands; named, so that the table above stays one of data.
impl Agenda {
    fn arrive(&mut self, cx: &mut Cx<'_, Self>) {
        self.deed(super::sheet::Deed::Arrive, cx);
    }
}
