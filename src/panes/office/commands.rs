//! The commands of the office: the one table. Rows that share a key are never offered together.

use crate::domain::staff::Right;
use crate::panes::PaneCommand;
use crate::ui::command::Command;
use crate::ui::words::MessageId;

use super::Office;
use super::room::Verb;

macro_rules! row {
    ($name:literal, $key:literal, $label:literal, $verb:ident) => {
        PaneCommand {
            command: Command {
                name: $name,
                keys: &[$key],
                label: MessageId($label),
            },
            right: Some(Right::OfficeManage),
            offered: |pane| pane.offers(Verb::$verb),
            run: |pane, cx| pane.run(Verb::$verb, cx),
        }
    };
}

/// The commands, in the order of the footer.
pub(super) const TABLE: &[PaneCommand<Office>] = &[
    row!("staff.new", 'n', "office-command-new-staff", NewStaff),
    row!("key.new", 'n', "office-command-new-key", NewKey),
    row!("absence.new", 'n', "office-command-new-absence", NewAbsence),
    row!("desk.new", 'n', "office-command-new-desk", NewDesk),
    row!("service.new", 'n', "office-command-new-service", NewService),
    row!("window.new", 'n', "office-command-new-window", NewWindow),
    row!("day.new", 'n', "office-command-new-day", NewDay),
    row!("value.new", 'n', "office-command-new-value", NewValue),
    row!("office.new", 'n', "office-command-new-office", NewOffice),
    row!("change", 'e', "office-command-change", Change),
    row!("desk.close", 'x', "office-command-close", CloseDesk),
    row!("desk.reopen", 'x', "office-command-reopen", ReopenDesk),
    row!("service.end", 'x', "office-command-end", EndService),
    row!("drop", 'x', "office-command-drop", Drop),
    row!("key.revoke", 'x', "office-command-revoke", Revoke),
    row!("staff.off", 'x', "office-command-switch-off", SwitchOff),
    row!("staff.on", 'x', "office-command-switch-on", SwitchOn),
];
