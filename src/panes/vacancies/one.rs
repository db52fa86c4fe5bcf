//! One vacancy: what it says, what it still lacks, who was put forward for it.
//!
//! ```text
//! Cameriera / cameriere di sala
//!
//!   Azienda     Trattoria Alba, Milano
//!   Luogo       Milano
//!   Contratto   tempo determinato, CCNL Turismo
//!   Orario      40 ore alla settimana, turni
//!   Paga        1400-1600 euro lordi al mese
//!   Stato       aperta dal 12/11/2026, fino al 31/12/2026
//!
//! 1 ROSSI Maria               consenso dato          20/11/2026
//! 2 Persone adatte
//! 3 Testo dell'annuncio
//! 4 Azienda
//! ```

use crate::domain::ids::{ApplicationId, PersonId, VacancyId};
use crate::domain::vacancy::{VacancyState, VacancyStep};
use crate::panes::{Env, Pane as _};
use crate::store::applications::ApplicationRow;
use crate::store::vacancies::VacancyView;
use crate::ui::list::ListState;
use crate::ui::view::{
    Block, Column, Facts, List, Notice, Row, RowsBy, Say, Span, Text, Tone, View, Width,
};
use crate::ui::words::MessageId;

use super::Vacancies;
use super::say;

/// What a row of a vacancy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// An application.
    Application(ApplicationId),
    /// The people for it.
    People,
    /// What it says in full.
    Text,
    /// Whose it is.
    Company,
}

/// A vacancy that is open.
pub(super) struct One {
    pub(super) id: VacancyId,
    pub(super) file: Option<Box<VacancyView>>,
    applications: Vec<ApplicationRow>,
    lines: Vec<Line>,
    pub(super) list: ListState<usize>,
    /// What its words say that they must not.
    pub(super) faults: Vec<String>,
    /// Whether the words are read on a sheet of their own.
    pub(super) reading: bool,
}

impl One {
    /// A vacancy that is being read.
    pub(super) fn new(id: VacancyId) -> Self {
        let mut one = Self {
            id,
            file: None,
            applications: Vec::new(),
            lines: Vec::new(),
            list: ListState::new(),
            faults: Vec::new(),
            reading: false,
        };
        one.line_up();
        one
    }

    /// Takes what is on file.
    pub(super) fn filed(&mut self, file: VacancyView, env: &Env) {
        let advert = format!("{}\n{}", file.fields.title, file.fields.text);
        self.faults = say::advert_faults(&advert, env);
        self.file = Some(Box::new(file));
        self.line_up();
    }

    /// Takes the applications.
    pub(super) fn applied(&mut self, rows: Vec<ApplicationRow>) {
        self.applications = rows;
        self.line_up();
    }

    fn line_up(&mut self) {
        let selected = self.lines.get(self.list.selected()).copied();
        let at_start = self.list.selected() == 0;
        self.lines = self
            .applications
            .iter()
            .map(|row| Line::Application(row.id))
            .collect();
        self.lines.push(Line::People);
        if self
            .file
            .as_ref()
            .is_some_and(|file| !file.fields.text.trim().is_empty())
        {
            self.lines.push(Line::Text);
        }
        if self.file.is_some() {
            self.lines.push(Line::Company);
        }
        self.list.renew(self.lines.len(), |i| i);
        let kept = selected
            .filter(|_| !at_start)
            .and_then(|old| self.lines.iter().position(|line| *line == old));
        self.list.select(kept.unwrap_or(0));
    }

    /// What a row is.
    pub(super) fn line(&self, row: usize) -> Option<Line> {
        self.lines.get(row).copied()
    }

    /// An application of the list.
    pub(super) fn application(&self, id: ApplicationId) -> Option<&ApplicationRow> {
        self.applications.iter().find(|row| row.id == id)
    }

    /// The latest application of somebody.
    pub(super) fn application_of(&self, person: PersonId) -> Option<&ApplicationRow> {
        self.applications.iter().find(|row| row.person.id == person)
    }

    /// The version that was read.
    pub(super) fn ver(&self) -> Option<i64> {
        self.file.as_ref().map(|file| file.row.ver)
    }

    /// Whether the state allows a step.
    pub(super) fn allows(&self, step: VacancyStep) -> bool {
        let state = self.file.as_ref().map(|file| file.row.state);
        // At the desk the check and the publication are one key.
        let checked = |state: VacancyState| match step {
            VacancyStep::Publish => state.after(VacancyStep::Check).unwrap_or(state),
            _ => state,
        };
        state.is_some_and(|state| checked(state).after(step).is_some())
    }

    /// Whether it can still be changed.
    pub(super) fn is_open(&self) -> bool {
        self.allows(VacancyStep::Withdraw)
    }

    /// The title.
    pub(super) fn title(&self) -> &str {
        self.file.as_ref().map_or("", |file| &file.fields.title)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let Some(file) = &self.file else {
            return View::new(
                words.get(MessageId("vacancies-title")),
                vec![Block::Text(Text {
                    heading: None,
                    paragraphs: vec![Span::plain(words.get(MessageId("vacancies-wait")))],
                })],
            );
        };
        if self.reading {
            return Self::text(file);
        }
        let mut blocks = vec![Block::Facts(facts(file, env))];
        blocks.extend(self.notices(file, env).into_iter().map(Block::Notice));
        blocks.push(Block::List(self.rows(env)));
        let title = Say::Borrowed(file.fields.title.as_str());
        View::new(env.titled(self.id, title), blocks).at_last(self.list.selected())
    }

    fn text(file: &VacancyView) -> View<'_> {
        let paragraphs = file
            .fields
            .text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(Span::plain);
        View::new(
            Say::Borrowed(file.fields.title.as_str()),
            vec![Block::Text(Text {
                heading: None,
                paragraphs: paragraphs.collect(),
            })],
        )
    }

    fn notices<'a>(&'a self, file: &'a VacancyView, env: &'a Env) -> Vec<Notice<'a>> {
        let words = &env.words;
        let mut notices = Vec::new();
        if let Some(missing) = say::missing(&file.row.missing, words) {
            let needed = file
                .row
                .missing
                .iter()
                .any(|lack| lack.stops(file.row.source))
                && self.is_open();
            let text = if needed && !file.row.state.takes_people() {
                words
                    .with(
                        MessageId("vacancy-missing-to-publish"),
                        &[
                            ("missing", missing.into()),
                            ("key", env.call(Vacancies::NAME, "edit").into()),
                        ],
                    )
                    .into_owned()
            } else {
                missing
            };
            notices.push(Notice {
                tone: Tone::Warn,
                text: Say::Owned(text),
            });
        }
        notices.extend(self.faults.iter().map(|fault| Notice {
            tone: Tone::Bad,
            text: Say::Borrowed(fault.as_str()),
        }));
        notices
    }

    fn rows<'a>(&'a self, env: &'a Env) -> List<'a> {
        let words = &env.words;
        let heading = match self.applications.len() {
            0 => words.get(MessageId("vacancy-no-applications")),
            n => words.with(MessageId("vacancy-applications"), &[("n", n.into())]),
        };
        let plain = |width| Column::bare(width);
        List::of(
            vec![
                plain(Width::Fill { min: 22, weight: 2 }),
                plain(Width::Fill { min: 20, weight: 1 }),
                plain(Width::Fixed(env.words.date_columns())),
            ],
            RowsBy::new(self.lines.len(), |i| self.row(i, env)),
        )
        .headed(heading)
        .selecting(self.list.selected())
    }

    fn row<'a>(&'a self, index: usize, env: &'a Env) -> Row<'a> {
        let alone = |id: MessageId| Row {
            cells: vec![
                Span::plain(env.words.get(id)),
                Span::default(),
                Span::default(),
            ],
        };
        match self.lines.get(index) {
            Some(Line::Application(id)) => self
                .application(*id)
                .map_or_else(Row::default, |row| application(row, env)),
            Some(Line::Text) => alone(MessageId("vacancy-read-text")),
            Some(Line::Company) => alone(MessageId("vacancy-open-company")),
            Some(Line::People) | None => alone(MessageId("vacancy-find-people")),
        }
    }
}

fn application<'a>(row: &'a ApplicationRow, env: &'a Env) -> Row<'a> {
    let [state, on] = stands(row, env);
    Row {
        cells: vec![Span::plain(row.person.short_name()), state, on],
    }
}

/// Where an application stands, and since which day.
pub(super) fn stands<'a>(row: &ApplicationRow, env: &'a Env) -> [Span<'a>; 2] {
    let tone = if row.state.is_open() {
        Tone::Plain
    } else {
        Tone::Quiet
    };
    let reason = row.reason.map(|reason| say::word(&env.words, reason));
    let state = say::join([Some(say::word(&env.words, row.state)), reason]);
    let on = row.decided_on.or(row.sent_on).or(row.consented_on);
    let on = on.map(|day| env.words.date(day)).unwrap_or_default();
    [Span::toned(state, tone), Span::toned(on, Tone::Quiet)]
}

fn facts<'a>(file: &'a VacancyView, env: &'a Env) -> Facts<'a> {
    let words = &env.words;
    let (row, fields) = (&file.row, &file.fields);
    let company = say::join([
        Some(row.company_name.clone()),
        file.company.fields.place_name.clone(),
        file.company.fields.phone.clone(),
    ]);
    let ccnl = fields.ccnl.as_ref().map(|ccnl| {
        words
            .with(MessageId("vacancy-ccnl"), &[("ccnl", ccnl.into())])
            .into_owned()
    });
    let level = fields.level.as_ref().map(|level| {
        words
            .with(MessageId("vacancy-level"), &[("level", level.into())])
            .into_owned()
    });
    let contract = say::join([
        fields.contract.map(|contract| say::word(words, contract)),
        ccnl,
        level,
    ]);
    let place = say::join([
        Some(fields.place.name.clone()),
        fields
            .public_transport
            .map(|reached| say::word(words, reached)),
    ]);
    let start = fields.start_on.map(|day| {
        words
            .with(
                MessageId("vacancy-from"),
                &[("day", words.date(day).into())],
            )
            .into_owned()
    });
    let since = row.published_on.map(|day| {
        words
            .with(
                MessageId("vacancy-since"),
                &[("day", words.date(day).into())],
            )
            .into_owned()
    });
    let mut state = say::state(row.state, words);
    state.text = Say::Owned(say::join([
        Some(state.text.into_owned()),
        since,
        fields.deadline_on.map(|day| say::until(day, words)),
        file.reason.clone(),
    ]));
    let rows = [
        (MessageId("vacancies-company"), Span::plain(company)),
        (MessageId("vacancies-place"), Span::plain(place)),
        (MessageId("vacancies-contract"), Span::plain(contract)),
        (
            MessageId("vacancies-hours"),
            Span::plain(say::timetable(row, words)),
        ),
        (
            MessageId("vacancies-pay"),
            Span::plain(say::pay(row.pay, words).unwrap_or_default()),
        ),
        (
            MessageId("vacancies-posts"),
            Span::plain(say::join([Some(fields.posts.to_string()), start])),
        ),
        (
            MessageId("vacancy-asks"),
            Span::plain(say::conditions(fields, words)),
        ),
        (
            MessageId("vacancy-essential"),
            Span::plain(say::requirements(fields, true, env)),
        ),
        (
            MessageId("vacancy-optional"),
            Span::plain(say::requirements(fields, false, env)),
        ),
        (MessageId("vacancies-state"), state),
    ];
    Facts::of(words, rows)
}
