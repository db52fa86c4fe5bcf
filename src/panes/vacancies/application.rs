//! One application: where it stands, and the steps that can come next, one a row.
//!
//! ```text
//! Candidatura di ROSSI Maria
//!
//!   Offerta     Cameriera / cameriere di sala, Trattoria Alba
//!   Stato       consenso dato, 20/11/2026
//!   Punti       78 punti
//!
//! 1 Invia all'azienda
//! 2 Ritiro della persona
//! 3 Apri la scheda della persona
//! ```

use crate::domain::vacancy::{ApplicationReason, ApplicationState};
use crate::panes::Env;
use crate::store::applications::ApplicationRow;
use crate::ui::list::ListState;
use crate::ui::view::{
    Block, Column, Facts, List, Row, RowsBy, Say, Span, Text, Tone, View, Width,
};
use crate::ui::words::MessageId;

use super::say;

/// What a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The consent is asked.
    Consent,
    /// It goes to the company.
    Send,
    /// It becomes this.
    To(ApplicationState),
    /// The record of the person.
    Person,
}

/// An application that is open.
pub(super) struct Application {
    pub(super) row: ApplicationRow,
    steps: Vec<Step>,
    pub(super) list: ListState<usize>,
    /// The end that waits for its reason, and the list of reasons.
    pub(super) ending: Option<(ApplicationState, ListState<usize>)>,
}

impl Application {
    /// An application with what can come next.
    pub(super) fn new(row: ApplicationRow) -> Self {
        // A consent that was taken back is asked again before anything is sent.
        let lapsed = row.state == ApplicationState::Consented && row.revoked_on.is_some();
        let next = row.state.next().iter().map(|to| match to {
            ApplicationState::Sent if lapsed => ApplicationState::Consented,
            to => *to,
        });
        let mut steps: Vec<Step> = next.filter_map(step).collect();
        steps.push(Step::Person);
        let mut list = ListState::new();
        list.keep(steps.len(), |i| i);
        Self {
            row,
            steps,
            list,
            ending: None,
        }
    }

    /// What a row does.
    pub(super) fn step(&self, row: usize) -> Option<Step> {
        self.steps.get(row).copied()
    }

    /// Asks why it ended.
    pub(super) fn end(&mut self, to: ApplicationState) {
        let mut reasons = ListState::new();
        reasons.keep(reasons_of(to).len(), |i| i);
        self.ending = Some((to, reasons));
    }

    /// The end and the reason of a row.
    pub(super) fn reason(&self, row: usize) -> Option<(ApplicationState, ApplicationReason)> {
        let (to, _) = self.ending.as_ref()?;
        Some((*to, *reasons_of(*to).get(row)?))
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let name = self.row.person.short_name();
        let title = words.with(MessageId("application-title"), &[("name", name.into())]);
        let mut blocks = vec![Block::Facts(facts(&self.row, env))];
        let list = match &self.ending {
            Some((to, reasons)) => {
                blocks.push(Block::Text(Text {
                    heading: None,
                    paragraphs: vec![Span::plain(words.with(
                        MessageId("application-why-ended"),
                        &[("state", say::word(words, *to).into())],
                    ))],
                }));
                let all = reasons_of(*to);
                rows(all.len(), reasons.selected(), move |i| {
                    say::word(words, all[i])
                })
            }
            None => rows(self.steps.len(), self.list.selected(), |i| {
                label(self.steps[i], env)
            }),
        };
        let selected = list.selected;
        blocks.push(Block::List(list));
        View::new(title, blocks).at_last(selected)
    }
}

/// What is on file of an application.
pub(super) fn facts<'a>(row: &ApplicationRow, env: &'a Env) -> Facts<'a> {
    let words = &env.words;
    let on = row
        .decided_on
        .or(row.sent_on)
        .or(row.consented_on)
        .map(|day| words.date(day));
    // The state itself says so until something follows.
    let consented = row
        .consented_on
        .filter(|_| row.sent_on.or(row.decided_on).is_some());
    let reason = row.reason.map(|reason| say::word(words, reason));
    let rows = [
        (
            MessageId("application-vacancy"),
            say::join([Some(row.title.clone()), Some(row.company_name.clone())]),
        ),
        (
            MessageId("vacancies-state"),
            say::join([Some(say::word(words, row.state)), on, reason]),
        ),
        (
            MessageId("application-consent"),
            match row.revoked_on {
                Some(day) => words
                    .with(
                        MessageId("application-revoked"),
                        &[("day", words.date(day).into())],
                    )
                    .into_owned(),
                None => consented.map(|day| words.date(day)).unwrap_or_default(),
            },
        ),
        (
            MessageId("why-column-points"),
            row.explained.score.to_string(),
        ),
        (
            MessageId("application-exception"),
            row.exception.clone().unwrap_or_default(),
        ),
    ];
    Facts::of(words, rows.map(|(id, value)| (id, Span::plain(value))))
}

fn rows<'a>(len: usize, selected: usize, label: impl Fn(usize) -> String + 'a) -> List<'a> {
    List::of(
        vec![Column::bare(Width::Fill { min: 10, weight: 1 })],
        RowsBy::new(len, move |i| Row {
            cells: vec![Span {
                text: Say::Owned(label(i)),
                tone: Tone::Plain,
            }],
        }),
    )
    .selecting(selected)
}

/// The row that leads to a state; a vacancy that is filled ends its applications by itself.
const fn step(to: ApplicationState) -> Option<Step> {
    match to {
        ApplicationState::Consented => Some(Step::Consent),
        ApplicationState::Sent => Some(Step::Send),
        ApplicationState::Proposed | ApplicationState::PostFilled => None,
        other => Some(Step::To(other)),
    }
}

fn label(step: Step, env: &Env) -> String {
    let id = match step {
        Step::Consent => MessageId("application-step-consent"),
        Step::Send => MessageId("application-step-send"),
        Step::Person => MessageId("application-step-person"),
        Step::To(ApplicationState::UnderReview) => MessageId("application-step-review"),
        Step::To(ApplicationState::Interview) => MessageId("application-step-interview"),
        Step::To(ApplicationState::Offer) => MessageId("application-step-offer"),
        Step::To(ApplicationState::Hired) => MessageId("application-step-hired"),
        Step::To(ApplicationState::Rejected) => MessageId("application-step-rejected"),
        Step::To(ApplicationState::Withdrawn) => MessageId("application-step-withdrawn"),
        Step::To(other) => return say::word(&env.words, other),
    };
    say::say(env, id)
}

/// The reasons that a company gives, or a person.
const fn reasons_of(to: ApplicationState) -> &'static [ApplicationReason] {
    use ApplicationReason as R;
    match to {
        ApplicationState::Rejected => &[
            R::Skills,
            R::Experience,
            R::Hours,
            R::Distance,
            R::Licence,
            R::OtherChoice,
            R::PostCancelled,
            R::Unreachable,
            R::Other,
        ],
        _ => &[
            R::Hours,
            R::Distance,
            R::Pay,
            R::Tasks,
            R::AlreadyEmployed,
            R::Other,
        ],
    }
}
