//! What a step of a vacancy needs to be told first: why it is withdrawn, until when it is open again.

use chrono::{Days, NaiveDate};

use crate::domain::day::{self, Towards};
use crate::domain::ids::VacancyId;
use crate::panes::{DraftKey, Env, person};
use crate::ui::form::{Field, Form};
use crate::ui::view::{Say, Span, Tone, View};
use crate::ui::words::MessageId;

use super::say;

/// The names of the forms in the drafts.
const WITHDRAW: &str = "vacancy.withdraw";
const REOPEN: &str = "vacancy.reopen";

const REASON: &str = "reason";
const DEADLINE: &str = "deadline";
/// Days that a vacancy is open again when nobody says otherwise.
const USUAL_DAYS: u64 = 30;

/// Which step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Called off, with a reason.
    Withdraw,
    /// Open again, with a new last day.
    Reopen,
}

/// A step that is being told.
pub(super) struct Told {
    pub(super) which: Which,
    pub(super) vacancy: VacancyId,
    pub(super) ver: i64,
    title: String,
    pub(super) form: Form,
    /// Whether an act is under way.
    pub(super) busy: bool,
}

impl Told {
    /// The step of a vacancy.
    pub(super) fn new(which: Which, vacancy: VacancyId, ver: i64, title: &str, env: &Env) -> Self {
        let form = match which {
            Which::Withdraw => Form::new(
                WITHDRAW,
                vec![
                    Field::text(REASON, MessageId("step-reason"))
                        .required()
                        .max(200),
                ],
            )
            .saved_by(MessageId("step-withdraw")),
            Which::Reopen => {
                let mut form = Form::new(
                    REOPEN,
                    vec![Field::date(DEADLINE, MessageId("vacancies-deadline")).required()],
                )
                .saved_by(MessageId("step-reopen"));
                form.set(DEADLINE, &day::short(env.today() + Days::new(USUAL_DAYS)));
                form
            }
        };
        Self {
            which,
            vacancy,
            ver,
            title: title.to_owned(),
            form,
            busy: false,
        }
    }

    /// The key of its draft.
    pub(super) fn key(&self) -> DraftKey {
        DraftKey::new(self.form.name, self.vacancy)
    }

    /// The step whose form has this name in the drafts.
    pub(super) fn named(form: &str) -> Option<Which> {
        match form {
            WITHDRAW => Some(Which::Withdraw),
            REOPEN => Some(Which::Reopen),
            _ => None,
        }
    }

    /// A field was left: what is wrong with it.
    pub(super) fn check(&mut self, env: &Env) -> bool {
        let name = if self.which == Which::Withdraw {
            REASON
        } else {
            DEADLINE
        };
        self.form.clear_error(name);
        if self.form.value(name).is_empty() {
            self.form
                .set_error(name, say::say(env, MessageId("vacancy-field-empty")));
        } else if self.which == Which::Reopen {
            let read = person::read_day(&mut self.form, DEADLINE, Towards::Future, env);
            if read.is_some_and(|day| day < env.today()) {
                self.form
                    .set_error(DEADLINE, say::say(env, MessageId("vacancy-deadline-past")));
            }
        }
        self.form.first_error().is_none()
    }

    /// The reason that was written.
    pub(super) fn reason(&self) -> String {
        self.form.value(REASON).to_owned()
    }

    /// The day that was written.
    pub(super) fn deadline(&self, env: &Env) -> Option<NaiveDate> {
        person::day_in(&self.form, DEADLINE, Towards::Future, env)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let after = match self.which {
            Which::Withdraw => {
                vec![Span::toned(
                    words.get(MessageId("step-withdraw-ends")),
                    Tone::Warn,
                )]
            }
            Which::Reopen => Vec::new(),
        };
        View::of_form(Say::Borrowed(&self.title), &self.form).with_after(after)
    }
}
