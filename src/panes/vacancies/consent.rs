//! The consent of a person to be put forward: the wording to be read aloud, then the answer, one a row.
//!
//! ```text
//! Consenso di ROSSI Maria
//!
//! Leggi ad alta voce:
//! Sei d'accordo che mandiamo a Trattoria Alba il tuo nome, i tuoi recapiti e il tuo curriculum? ...
//!
//! 1 Sì, è d'accordo: registra candidatura e consenso
//! 2 Non ancora: registra solo la proposta
//! 3 No: torna indietro
//! ```
//!
//! Where the gate said no, the reason of the exception is asked first.

use crate::domain::document::Channel;
use crate::domain::ids::{ApplicationId, PersonId, VacancyId};
use crate::domain::matching::{Explained, GateRule};
use crate::domain::param;
use crate::panes::{DraftKey, Env};
use crate::store::applications::{ApplicationRow, Consent as Agree, Propose};
use crate::ui::form::{Field, Form};
use crate::ui::list::ListState;
use crate::ui::part::Part;
use crate::ui::view::{
    Block, Column, FormBlock, List, Notice, Row, RowsBy, Span, Text, Tone, View, Width,
};
use crate::ui::words::MessageId;

use super::why::Pair;
use super::{pairing, say};

/// The name of the form of the exception in the drafts.
pub(super) const FORM: &str = "application.exception";

const REASON: &str = "reason";

/// What a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// The person agrees.
    Agrees,
    /// Not asked yet: the proposal alone.
    Later,
    /// The person does not agree.
    No,
}

/// What is put forward.
enum Subject {
    /// A pair that was not put forward yet.
    New {
        person: PersonId,
        vacancy: VacancyId,
        explained: Explained,
        refused: Vec<GateRule>,
    },
    /// An application without consent: identity and version.
    Known(ApplicationId, i64),
}

/// A consent that is being asked.
pub(super) struct Asked {
    pub(super) name: String,
    title: String,
    company: String,
    subject: Subject,
    /// The reason of the exception; open until it was given.
    exception: Option<Form>,
    reason: Option<String>,
    answers: Vec<Answer>,
    list: ListState<usize>,
    /// Whether the consent follows as soon as the proposal is on file.
    pub(super) then_agree: bool,
    /// Whether an act is under way.
    pub(super) busy: bool,
}

impl Asked {
    /// The consent for a pair.
    pub(super) fn for_pair(pair: &Pair) -> Self {
        let refused = pair.refused().to_vec();
        let exception = (!refused.is_empty()).then(|| {
            Form::new(
                FORM,
                vec![
                    Field::text(REASON, MessageId("consent-exception"))
                        .required()
                        .max(200),
                ],
            )
            .saved_by(MessageId("consent-go-on"))
        });
        let subject = Subject::New {
            person: pair.person.id,
            vacancy: pair.offer.id,
            explained: pair.explained.clone(),
            refused,
        };
        Self::new(
            pair.person.name.clone(),
            pair.offer.title.clone(),
            pair.offer.company.clone(),
            subject,
            exception,
            vec![Answer::Agrees, Answer::Later, Answer::No],
        )
    }

    /// The consent for an application that is on file without.
    pub(super) fn for_application(row: &ApplicationRow) -> Self {
        Self::new(
            row.person.short_name(),
            row.title.clone(),
            row.company_name.clone(),
            Subject::Known(row.id, row.ver),
            None,
            vec![Answer::Agrees, Answer::No],
        )
    }

    fn new(
        name: String,
        title: String,
        company: String,
        subject: Subject,
        exception: Option<Form>,
        answers: Vec<Answer>,
    ) -> Self {
        let mut list = ListState::new();
        list.keep(answers.len(), |i| i);
        Self {
            name,
            title,
            company,
            subject,
            exception,
            reason: None,
            answers,
            list,
            then_agree: false,
            busy: false,
        }
    }

    /// The part in focus.
    pub(super) fn part(&mut self) -> &mut dyn Part {
        match &mut self.exception {
            Some(form) => form,
            None => &mut self.list,
        }
    }

    /// The reason of the exception while it is asked, and the key of its draft.
    pub(super) fn draft(&self) -> Option<(DraftKey, &Form)> {
        Some((self.key()?, self.exception.as_ref()?))
    }

    /// The key of the draft of the reason; none for an application that is on file.
    pub(super) fn key(&self) -> Option<DraftKey> {
        match self.subject {
            Subject::New {
                person, vacancy, ..
            } => Some(pairing::key(FORM, person, vacancy, "")),
            Subject::Known(..) => None,
        }
    }

    /// Brings back the reason that was half typed.
    pub(super) fn restore(&mut self, draft: &serde_json::Value) {
        if let Some(form) = &mut self.exception {
            form.restore(draft);
        }
    }

    /// What a row does.
    pub(super) fn answer(&self, row: usize) -> Option<Answer> {
        self.answers.get(row).copied()
    }

    /// Takes the reason of the exception; false when none was given.
    pub(super) fn excepted(&mut self, env: &Env) -> bool {
        let Some(form) = &mut self.exception else {
            return false;
        };
        let reason = form.value(REASON).to_owned();
        if reason.is_empty() {
            form.set_error(REASON, say::say(env, MessageId("consent-exception-empty")));
            form.go_to_error();
            return false;
        }
        self.reason = Some(reason);
        self.exception = None;
        true
    }

    /// A field was left: an error that no longer holds goes.
    pub(super) fn left(&mut self) {
        if let Some(form) = &mut self.exception
            && !form.value(REASON).is_empty()
        {
            form.clear_error(REASON);
        }
    }

    /// The proposal, if it is not on file yet.
    pub(super) fn proposal(&self) -> Option<Propose> {
        match &self.subject {
            Subject::New {
                person,
                vacancy,
                explained,
                refused,
            } => Some(Propose {
                vacancy: *vacancy,
                person: *person,
                explained: explained.clone(),
                refused: refused.clone(),
                exception: self.reason.clone(),
            }),
            Subject::Known(..) => None,
        }
    }

    /// The consent, when the application is on file.
    pub(super) fn consent(&self, env: &Env) -> Option<Agree> {
        match self.subject {
            Subject::Known(application, ver) => Some(Agree {
                application,
                ver,
                channel: Channel::Voice,
                version: env.rules.consent_version.clone(),
                lang: env.lang,
            }),
            Subject::New { .. } => None,
        }
    }

    /// The proposal is on file.
    pub(super) fn proposed(&mut self, application: ApplicationId) {
        self.subject = Subject::Known(application, 1);
        self.answers.retain(|answer| *answer != Answer::Later);
        let answers = self.answers.len();
        self.list.keep(answers, |i| i);
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let title = words.with(MessageId("consent-title"), &[("name", (&self.name).into())]);
        if let Some(form) = &self.exception {
            let refused = match &self.subject {
                Subject::New { refused, .. } => say::rules(refused, words),
                Subject::Known(..) => String::new(),
            };
            let text = words.with(MessageId("why-gate-refused"), &[("rules", refused.into())]);
            return View::new(
                title,
                vec![
                    Block::Notice(Notice {
                        tone: Tone::Bad,
                        text,
                    }),
                    Block::Form(FormBlock {
                        form,
                        after: vec![Span::toned(
                            words.get(MessageId("consent-exception-why")),
                            Tone::Quiet,
                        )],
                    }),
                ],
            )
            .at(1, form.at);
        }
        let wording = env.rules.consent_text(env.lang);
        let text = Text {
            heading: Some(words.get(MessageId("consent-read-aloud"))),
            paragraphs: vec![Span::plain(param::worded(
                wording,
                &self.company,
                &self.title,
            ))],
        };
        let list = List::of(
            vec![Column::bare(Width::Fill { min: 10, weight: 1 })],
            RowsBy::new(self.answers.len(), |i| Row {
                cells: vec![Span::plain(words.get(self.label(self.answers[i])))],
            }),
        )
        .selecting(self.list.selected());
        View::new(title, vec![Block::Text(text), Block::List(list)]).at(1, self.list.selected())
    }

    const fn label(&self, answer: Answer) -> MessageId {
        match (answer, &self.subject) {
            (Answer::Agrees, Subject::New { .. }) => MessageId("consent-agrees-new"),
            (Answer::Agrees, Subject::Known(..)) => MessageId("consent-agrees"),
            (Answer::Later, _) => MessageId("consent-later"),
            (Answer::No, _) => MessageId("consent-no"),
        }
    }
}
