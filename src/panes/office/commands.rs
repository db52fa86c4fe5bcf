//! The commands of the office: the one table. Rows that share a key are never offered together.

use crate::domain::staff::Right;
use crate::panes::PaneCommand;
use crate::ui::command::Command;
use crate::ui::words::MessageId;

use super::Office;
use super::room::Verb;

macro_rules! row {
    ($name:literal, $key:literal, $label:expr, $verb:ident) => {
        PaneCommand {
            command: Command {
                name: $name,
                keys: &[$key],
                label: $label,
            },
            right: Some(Right::OfficeManage),
            offered: |pane| pane.offers(Verb::$verb),
            run: |pane, cx| pane.run(Verb::$verb, cx),
        }
    };
}

/// The commands, in the order of the footer.
pub(super) const TABLE: &[PaneCommand<Office>] = &[
    row!(
        "staff.new",
        'n',
        MessageId("office-command-new-staff"),
        NewStaff
    ),
    row!("key.new", 'n', MessageId("office-command-new-key"), NewKey),
    row!(
        "absence.new",
        'n',
        MessageId("office-command-new-absence"),
        NewAbsence
    ),
    row!(
        "desk.new",
        'n',
        MessageId("office-command-new-desk"),
        NewDesk
    ),
    row!(
        "service.new",
        'n',
        MessageId("office-command-new-service"),
        NewService
    ),
    row!(
        "window.new",
        'n',
        MessageId("office-command-new-window"),
        NewWindow
    ),
    row!("day.new", 'n', MessageId("office-command-new-day"), NewDay),
    row!(
        "value.new",
        'n',
        MessageId("office-command-new-value"),
        NewValue
    ),
    row!(
        "office.new",
        'n',
        MessageId("office-command-new-office"),
        NewOffice
    ),
    row!("change", 'i', MessageId("office-command-change"), Change),
    row!(
        "desk.close",
        'd',
        MessageId("office-command-close"),
        CloseDesk
    ),
    row!(
        "desk.reopen",
        'v',
        MessageId("office-command-reopen"),
        ReopenDesk
    ),
    row!(
        "service.end",
        'd',
        MessageId("office-command-end"),
        EndService
    ),
    row!("drop", 'd', MessageId("office-command-drop"), Drop),
    row!(
        "key.revoke",
        'd',
        MessageId("office-command-revoke"),
        Revoke
    ),
    row!(
        "staff.off",
        'd',
        MessageId("office-command-switch-off"),
        SwitchOff
    ),
    row!(
        "staff.on",
        'v',
        MessageId("office-command-switch-on"),
        SwitchOn
    ),
    row!("book.purge", 'd', MessageId("office-command-purge"), Purge),
    row!(
        "passwords",
        'v',
        MessageId("office-command-passwords"),
        Passwords
    ),
    row!(
        "outline.put",
        'v',
        MessageId("office-command-put"),
        PutInForce
    ),
    row!("section.up", 's', MessageId("office-command-up"), Up),
    row!("section.down", 'b', MessageId("office-command-down"), Down),
    row!(
        "section.leave",
        'd',
        MessageId("office-command-leave-out"),
        LeaveOut
    ),
    row!(
        "section.new",
        'n',
        MessageId("office-command-ask-again"),
        AskAgain
    ),
];
