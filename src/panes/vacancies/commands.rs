//! The commands of the vacancies: the one table.

use crate::domain::staff::Right;
use crate::domain::vacancy::VacancyStep;
use crate::panes::{PaneCommand, command};
use crate::ui::words::MessageId;

use super::{Vacancies, step};

/// The commands, in the order of the footer.
pub(super) const TABLE: &[PaneCommand<Vacancies>] = &[
    command(
        "search",
        &['f'],
        MessageId("vacancies-command-search"),
        Right::VacanciesRead,
        Vacancies::at_results,
        |pane, _| pane.ask(),
    ),
    command(
        "conditions",
        &['j'],
        MessageId("vacancies-command-conditions"),
        Right::VacanciesRead,
        Vacancies::at_results,
        |pane, _| pane.ask_conditions(),
    ),
    command(
        "people",
        &['m'],
        MessageId("vacancies-command-people"),
        Right::Propose,
        Vacancies::at_one,
        Vacancies::open_people,
    ),
    command(
        "propose",
        &['k'],
        MessageId("vacancies-command-propose"),
        Right::Propose,
        Vacancies::has_pair,
        Vacancies::propose,
    ),
    command(
        "answer",
        &['i'],
        MessageId("vacancies-command-answer"),
        Right::PeopleWrite,
        Vacancies::has_question,
        Vacancies::ask_first,
    ),
    command(
        "open",
        &[],
        MessageId("vacancies-command-open"),
        Right::VacanciesRead,
        Vacancies::has_pair,
        Vacancies::open_offer,
    ),
    command(
        "publish",
        &['v'],
        MessageId("vacancies-command-publish"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Publish),
        Vacancies::publish,
    ),
    command(
        "reopen",
        &['v'],
        MessageId("vacancies-command-reopen"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Reopen),
        |pane, cx| pane.tell(step::Which::Reopen, cx),
    ),
    command(
        "edit",
        &['i'],
        MessageId("vacancies-command-edit"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Withdraw),
        Vacancies::open_edit,
    ),
    command(
        "pause",
        &['p'],
        MessageId("vacancies-command-pause"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Pause),
        Vacancies::pause,
    ),
    command(
        "resume",
        &['p'],
        MessageId("vacancies-command-resume"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Resume),
        Vacancies::resume,
    ),
    command(
        "fill",
        &[],
        MessageId("vacancies-command-fill"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Fill),
        Vacancies::fill,
    ),
    command(
        "withdraw",
        &['d'],
        MessageId("vacancies-command-withdraw"),
        Right::VacanciesWrite,
        |pane| pane.allows(VacancyStep::Withdraw),
        |pane, cx| pane.tell(step::Which::Withdraw, cx),
    ),
    command(
        "new",
        &['n'],
        MessageId("vacancies-command-new"),
        Right::VacanciesWrite,
        |pane| pane.at_results() || pane.at_one(),
        Vacancies::open_new,
    ),
];
