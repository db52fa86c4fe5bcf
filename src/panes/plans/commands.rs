//! The commands of the plans: the one table.

use crate::domain::staff::Right;
use crate::panes::{Cx, PaneCommand};
use crate::ui::command::Command;
use crate::ui::words::MessageId;

use super::Plans;
use super::action::Deed;
use super::sheet::Step;

type Row = PaneCommand<Plans>;

const fn row(
    command: Command,
    right: Right,
    offered: fn(&Plans) -> bool,
    run: fn(&mut Plans, &mut Cx<'_, Plans>),
) -> Row {
    Row {
        command,
        right: Some(right),
        offered,
        run,
    }
}

/// The commands, in the order of the footer.
pub(super) const TABLE: &[Row] = &[
    row(
        Command {
            name: "new",
            keys: &['n'],
            label: MessageId("plans-command-new"),
        },
        Right::PlansWrite,
        Plans::at_list,
        Plans::new_plan,
    ),
    row(
        Command {
            name: "caseload",
            keys: &['o'],
            label: MessageId("plans-command-mine"),
        },
        Right::PlansRead,
        Plans::at_persons_list,
        Plans::show_caseload,
    ),
    row(
        Command {
            name: "person",
            keys: &['o'],
            label: MessageId("plans-command-person"),
        },
        Right::PlansRead,
        Plans::at_caseload,
        Plans::show_person,
    ),
    row(
        Command {
            name: "add",
            keys: &['n'],
            label: MessageId("plans-command-add"),
        },
        Right::PlansWrite,
        |pane| pane.offers(Step::AddAction),
        |_, cx| Plans::ask_what_to_add(cx),
    ),
    row(
        Command {
            name: "propose",
            keys: &['s'],
            label: MessageId("plans-command-propose"),
        },
        Right::PlansWrite,
        |pane| pane.offers(Step::Propose),
        |pane, cx| pane.step(Step::Propose, cx),
    ),
    row(
        Command {
            name: "sign",
            keys: &['s'],
            label: MessageId("plans-command-sign"),
        },
        Right::PlansWrite,
        |pane| pane.offers(Step::Sign),
        |pane, cx| pane.step(Step::Sign, cx),
    ),
    row(
        Command {
            name: "start",
            keys: &['s'],
            label: MessageId("plans-command-start"),
        },
        Right::PlansWrite,
        |pane| pane.offers(Step::Start),
        |pane, cx| pane.step(Step::Start, cx),
    ),
    row(
        Command {
            name: "book",
            keys: &['s'],
            label: MessageId("plans-command-book"),
        },
        Right::AgendaWrite,
        |pane| !pane.offers(Step::Start) && pane.can(Deed::Book),
        |pane, cx| pane.deed(Deed::Book, cx),
    ),
    row(
        Command {
            name: "drop",
            keys: &['x'],
            label: MessageId("plans-command-drop"),
        },
        Right::PlansWrite,
        Plans::can_drop,
        Plans::ask_to_drop,
    ),
    row(
        Command {
            name: "cancel",
            keys: &['x'],
            label: MessageId("plans-command-cancel"),
        },
        Right::PlansWrite,
        |pane| pane.can(Deed::Cancel),
        |pane, cx| pane.deed(Deed::Cancel, cx),
    ),
    row(
        Command {
            name: "suspend",
            keys: &['p'],
            label: MessageId("plans-command-suspend"),
        },
        Right::PlansWrite,
        |pane| pane.offers(Step::Suspend),
        |pane, cx| pane.step(Step::Suspend, cx),
    ),
    row(
        Command {
            name: "resume",
            keys: &['p'],
            label: MessageId("plans-command-resume"),
        },
        Right::PlansWrite,
        |pane| pane.offers(Step::Resume),
        |pane, cx| pane.step(Step::Resume, cx),
    ),
    row(
        Command {
            name: "close",
            keys: &['e'],
            label: MessageId("plans-command-close"),
        },
        Right::PlansWrite,
        |pane| pane.offers(Step::Close),
        |pane, cx| pane.step(Step::Close, cx),
    ),
    row(
        Command {
            name: "page",
            keys: &['c'],
            label: MessageId("plans-command-page"),
        },
        Right::PlansRead,
        |pane| pane.offers(Step::Page),
        |pane, cx| pane.step(Step::Page, cx),
    ),
];
