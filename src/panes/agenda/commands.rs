//! The commands of the agenda: the one table. What is offered follows from the view, never from the row in
//! focus.

use crate::domain::appointment::AppointmentStep;
use crate::domain::staff::Right;
use crate::panes::{PaneCommand, command};
use crate::ui::words::MessageId;

use super::Agenda;
use super::sheet::Deed;

/// The commands, in the order of the footer.
pub(super) const TABLE: &[PaneCommand<Agenda>] = &[
    command(
        "new",
        &['n'],
        MessageId("agenda-command-new"),
        Right::AgendaWrite,
        Agenda::at_day,
        Agenda::open_form,
    ),
    command(
        "move",
        &['s'],
        MessageId("agenda-command-move"),
        Right::AgendaWrite,
        |pane| pane.holds(AppointmentStep::Move),
        Agenda::move_it,
    ),
    command(
        "cancel",
        &['d'],
        MessageId("agenda-command-cancel"),
        Right::AgendaWrite,
        |pane| pane.holds(AppointmentStep::CancelByPerson),
        Agenda::cancel,
    ),
    command(
        "arrived",
        &['v'],
        MessageId("agenda-command-arrived"),
        Right::QueueServe,
        |pane| pane.holds_today(AppointmentStep::Arrive),
        |pane, cx| pane.deed(Deed::Arrive, cx),
    ),
    command(
        "absent",
        &['x'],
        MessageId("agenda-command-absent"),
        Right::AgendaWrite,
        |pane| pane.holds_today(AppointmentStep::Miss),
        |pane, cx| pane.deed(Deed::Miss, cx),
    ),
    command(
        "colleague",
        &['j'],
        MessageId("agenda-command-colleague"),
        Right::AgendaRead,
        Agenda::at_day,
        Agenda::next_colleague,
    ),
    command(
        "calendar",
        &['f'],
        MessageId("agenda-command-calendar"),
        Right::AgendaRead,
        Agenda::at_day,
        Agenda::ask_day,
    ),
    command(
        "today",
        &['y'],
        MessageId("agenda-command-today"),
        Right::AgendaRead,
        Agenda::is_elsewhere,
        Agenda::go_home,
    ),
];
