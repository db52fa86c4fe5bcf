//! The commands of the vacancies: the one table.

use crate::domain::staff::Right;
use crate::domain::vacancy::VacancyStep;
use crate::panes::{Cx, PaneCommand};
use crate::ui::command::Command;
use crate::ui::words::MessageId;

use super::{Vacancies, step};

type Row = PaneCommand<Vacancies>;

const fn row(
    name: &'static str,
    keys: &'static [char],
    label: MessageId,
    right: Right,
    offered: fn(&Vacancies) -> bool,
    run: fn(&mut Vacancies, &mut Cx<'_, Vacancies>),
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
        "search",
        &['c'],
        MessageId("vacancies-command-search"),
        Right::VacanciesRead,
        Vacancies::at_results,
        |pane, _| pane.ask(),
    ),
    row(
        "conditions",
        &['s'],
        MessageId("vacancies-command-conditions"),
        Right::VacanciesRead,
        Vacancies::at_results,
        |pane, _| pane.ask_conditions(),
    ),
    row(
        "people",
        &['m'],
        MessageId("vacancies-command-people"),
        Right::Propose,
        Vacancies::at_one,
        Vacancies::open_people,
    ),
    row(
        "propose",
        &['k'],
        MessageId("vacancies-command-propose"),
        Right::Propose,
        Vacancies::has_pair,
        Vacancies::propose,
    ),
    row(
        "open",
        &['o'],
        MessageId("vacancies-command-open"),
        Right::VacanciesRead,
        Vacancies::has_pair,
        Vacancies::open_offer,
    ),
    row(
        "publish",
        &['p'],
        MessageId("vacancies-command-publish"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Publish),
        Vacancies::publish,
    ),
    row(
        "pause",
        &['p'],
        MessageId("vacancies-command-pause"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Pause),
        Vacancies::pause,
    ),
    row(
        "resume",
        &['p'],
        MessageId("vacancies-command-resume"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Resume),
        Vacancies::resume,
    ),
    row(
        "reopen",
        &['p'],
        MessageId("vacancies-command-reopen"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Reopen),
        |pane, cx| pane.tell(step::Which::Reopen, cx),
    ),
    row(
        "edit",
        &['e'],
        MessageId("vacancies-command-edit"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Withdraw),
        Vacancies::open_edit,
    ),
    row(
        "fill",
        &['c'],
        MessageId("vacancies-command-fill"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Fill),
        Vacancies::fill,
    ),
    row(
        "withdraw",
        &['x'],
        MessageId("vacancies-command-withdraw"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Withdraw),
        |pane, cx| pane.tell(step::Which::Withdraw, cx),
    ),
    row(
        "new",
        &['n'],
        MessageId("vacancies-command-new"),
        Right::VacanciesWrite,
        |pane| pane.at_results() || pane.at_one(),
        Vacancies::open_new,
    ),
];
