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

use crate::domain::placement::FollowUpResult;
use crate::domain::vacancy::{ApplicationReason, ApplicationState};
use crate::panes::Env;
use crate::store::applications::ApplicationRow;
use crate::store::placements::{FollowUp, Placement, Terms};
use crate::ui::list::ListState;
use crate::ui::view::{
    Block, Column, Facts, List, Row, RowsBy, Say, Span, Text, Tone, View, Width,
};
use crate::ui::words::{MessageId, Words};

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
    /// The company hires the person.
    Hire,
    /// What came of the work is written down.
    Hear,
    /// The record of the person.
    Person,
}

/// An application that is open.
pub(super) struct Application {
    pub(super) row: ApplicationRow,
    steps: Vec<Step>,
    pub(super) list: ListState<usize>,
    /// The question that is open, and the list of its answers.
    pub(super) asking: Option<(Question, ListState<usize>)>,
}

/// What is asked before a step is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// Why it ends like this.
    Why(ApplicationState),
    /// What was heard of the work.
    Heard,
}

/// What a row of a question answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// It ends like this, for that reason.
    Ends(ApplicationState, ApplicationReason),
    /// That was heard.
    Heard(FollowUpResult),
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
        if to_be_heard(&row).is_some() {
            steps.push(Step::Hear);
        }
        steps.push(Step::Person);
        let mut list = ListState::new();
        list.keep(steps.len(), |i| i);
        Self {
            row,
            steps,
            list,
            asking: None,
        }
    }

    /// What a row does.
    pub(super) fn step(&self, row: usize) -> Option<Step> {
        self.steps.get(row).copied()
    }

    /// The first day on which it is still to be asked what came of the work; none once it has ended.
    pub(super) fn to_be_heard(&self) -> Option<FollowUp> {
        to_be_heard(&self.row)
    }

    /// Opens a question.
    pub(super) fn ask(&mut self, question: Question) {
        let mut answers = ListState::new();
        answers.keep(self.answers(question).len(), |i| i);
        self.asking = Some((question, answers));
    }

    /// What a row of the open question answers.
    pub(super) fn answer(&self, row: usize) -> Option<Answer> {
        let (question, _) = self.asking.as_ref()?;
        self.answers(*question).get(row).copied()
    }

    fn answers(&self, question: Question) -> Vec<Answer> {
        match question {
            Question::Why(to) => {
                let reasons = reasons_of(to).iter();
                reasons.map(|why| Answer::Ends(to, *why)).collect()
            }
            Question::Heard => {
                let work = self.row.placement.as_ref();
                let may_end = work.is_some_and(|work| work.terms.contract.may_end());
                let all = FollowUpResult::ALL.iter().copied();
                let can_be = all.filter(|one| may_end || *one != FollowUpResult::Converted);
                can_be.map(Answer::Heard).collect()
            }
        }
    }

    fn label(&self, step: Step, env: &Env) -> String {
        let id = match step {
            Step::Consent => MessageId("application-step-consent"),
            Step::Send => MessageId("application-step-send"),
            Step::Hire => MessageId("application-step-hired"),
            Step::Hear => {
                let due = self.to_be_heard().map(|asked| env.words.date(asked.due_on));
                let args = [("day", due.unwrap_or_default().into())];
                let label = env.words.with(MessageId("work-step-hear"), &args);
                return label.into_owned();
            }
            Step::Person => MessageId("application-step-person"),
            Step::To(ApplicationState::UnderReview) => MessageId("application-step-review"),
            Step::To(ApplicationState::Interview) => MessageId("application-step-interview"),
            Step::To(ApplicationState::Offer) => MessageId("application-step-offer"),
            Step::To(ApplicationState::Rejected) => MessageId("application-step-rejected"),
            Step::To(ApplicationState::Withdrawn) => MessageId("application-step-withdrawn"),
            Step::To(other) => return say::word(&env.words, other),
        };
        say::say(env, id)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let name = self.row.person.short_name();
        let title = words.with(MessageId("application-title"), &[("name", name.into())]);
        let mut blocks = vec![Block::Facts(facts(&self.row, env))];
        let list = match &self.asking {
            Some((question, state)) => {
                let asked = match question {
                    Question::Why(to) => words.with(
                        MessageId("application-why-ended"),
                        &[("state", say::word(words, *to).into())],
                    ),
                    Question::Heard => words.get(MessageId("work-what-heard")),
                };
                blocks.push(Block::Text(Text {
                    heading: None,
                    paragraphs: vec![Span::plain(asked)],
                }));
                let all = self.answers(*question);
                rows(all.len(), state.selected(), move |i| match all[i] {
                    Answer::Ends(_, why) => say::word(words, why),
                    Answer::Heard(result) => say::word(words, result),
                })
            }
            None => rows(self.steps.len(), self.list.selected(), |i| {
                self.label(self.steps[i], env)
            }),
        };
        let selected = list.selected;
        blocks.push(Block::List(list));
        View::new(title, blocks).at_last(selected)
    }
}

/// Of work that goes on, the first day on which it is still to be asked what came of it.
fn to_be_heard(row: &ApplicationRow) -> Option<FollowUp> {
    let work = row.placement.as_ref().filter(|work| work.ended.is_none())?;
    work.follow_ups
        .iter()
        .find(|one| one.heard.is_none())
        .copied()
}

/// What was agreed: the days, the contract, the hours, and how it is known.
fn agreed(terms: &Terms, words: &Words) -> String {
    let from = ("from", words.date(terms.from_on).into());
    let days = match terms.to_on {
        Some(last) => {
            let args = [from, ("to", words.date(last).into())];
            words.with(MessageId("work-from-to"), &args)
        }
        None => words.with(MessageId("work-since"), &[from]),
    };
    say::join([
        Some(days.into_owned()),
        Some(say::word(words, terms.contract)),
        Some(say::hours(terms.hours, words)),
        Some(say::word(words, terms.proof)),
    ])
}

/// When it is asked what came of it, and what was heard.
fn asked_of(work: &Placement, words: &Words) -> String {
    let over = work.ended.is_some();
    let each = work.follow_ups.iter().map(|one| {
        let (day, said) = match one.heard {
            Some((day, result)) => (day, say::word(words, result)),
            None => (one.due_on, words.get(MessageId("work-to-ask")).into_owned()),
        };
        format!("{} {said}", words.date(day))
    });
    // Of work that ended the end itself is said, once.
    let each = each.take(if over { 0 } else { usize::MAX });
    each.collect::<Vec<_>>().join(", ")
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
    let work = row.placement.as_ref();
    let ended = work.and_then(|work| work.ended);
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
        (
            MessageId("work-terms"),
            work.map(|work| agreed(&work.terms, words))
                .unwrap_or_default(),
        ),
        (
            MessageId("work-over"),
            ended
                .map(|(day, why)| say::join([Some(words.date(day)), Some(say::word(words, why))]))
                .unwrap_or_default(),
        ),
        (
            MessageId("work-follow-ups"),
            work.map(|work| asked_of(work, words)).unwrap_or_default(),
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
        ApplicationState::Hired => Some(Step::Hire),
        ApplicationState::Proposed | ApplicationState::PostFilled => None,
        other => Some(Step::To(other)),
    }
}

/// What is said when an application has become this: `ROSSI Maria: inviata.`
pub(super) fn said_of(to: ApplicationState, name: &str, words: &Words) -> String {
    let state = say::word(words, to);
    let args = [("name", name.into()), ("state", state.into())];
    words
        .with(MessageId("application-done"), &args)
        .into_owned()
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
