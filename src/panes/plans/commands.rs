//! The commands of the plans: the one table. What is offered follows from the plan, never from the row in
//! focus.

use crate::domain::staff::Right;
use crate::panes::{PaneCommand, command};
use crate::ui::words::MessageId;

use super::Plans;
use super::action::Deed;
use super::sheet::Step;

/// The commands, in the order of the footer.
pub(super) const TABLE: &[PaneCommand<Plans>] = &[
    command(
        "new",
        &['n'],
        MessageId("plans-command-new"),
        Right::PlansWrite,
        Plans::at_list,
        Plans::new_plan,
    ),
    command(
        "caseload",
        &['j'],
        MessageId("plans-command-mine"),
        Right::PlansRead,
        Plans::at_persons_list,
        Plans::show_caseload,
    ),
    command(
        "person",
        &['j'],
        MessageId("plans-command-person"),
        Right::PlansRead,
        Plans::at_caseload,
        Plans::show_person,
    ),
    command(
        "add",
        &['n'],
        MessageId("plans-command-add"),
        Right::PlansWrite,
        |pane| pane.offers(Step::AddAction),
        |_, cx| Plans::ask_what_to_add(cx),
    ),
    command(
        "propose",
        &['v'],
        MessageId("plans-command-propose"),
        Right::PlansWrite,
        |pane| pane.offers(Step::Propose),
        |pane, cx| pane.step(Step::Propose, cx),
    ),
    command(
        "sign",
        &['v'],
        MessageId("plans-command-sign"),
        Right::PlansWrite,
        |pane| pane.offers(Step::Sign),
        |pane, cx| pane.step(Step::Sign, cx),
    ),
    command(
        "start",
        &['v'],
        MessageId("plans-command-start"),
        Right::PlansWrite,
        |pane| pane.offers(Step::Start),
        |pane, cx| pane.step(Step::Start, cx),
    ),
    command(
        "book",
        &['a'],
        MessageId("plans-command-book"),
        Right::AgendaWrite,
        |pane| pane.can(Deed::Book),
        |pane, cx| pane.deed(Deed::Book, cx),
    ),
    command(
        "drop",
        &['d'],
        MessageId("plans-command-drop"),
        Right::PlansWrite,
        Plans::can_drop,
        Plans::ask_to_drop,
    ),
    command(
        "cancel",
        &['d'],
        MessageId("plans-command-cancel"),
        Right::PlansWrite,
        |pane| pane.can(Deed::Cancel),
        |pane, cx| pane.deed(Deed::Cancel, cx),
    ),
    command(
        "suspend",
        &['p'],
        MessageId("plans-command-suspend"),
        Right::PlansWrite,
        |pane| pane.offers(Step::Suspend),
        |pane, cx| pane.step(Step::Suspend, cx),
    ),
    command(
        "resume",
        &['p'],
        MessageId("plans-command-resume"),
        Right::PlansWrite,
        |pane| pane.offers(Step::Resume),
        |pane, cx| pane.step(Step::Resume, cx),
    ),
    command(
        "close",
        &[],
        MessageId("plans-command-close"),
        Right::PlansWrite,
        |pane| pane.offers(Step::Close),
        |pane, cx| pane.step(Step::Close, cx),
    ),
    command(
        "page",
        &[],
        MessageId("plans-command-page"),
        Right::PlansRead,
        |pane| pane.offers(Step::Page),
        |pane, cx| pane.step(Step::Page, cx),
    ),
];
