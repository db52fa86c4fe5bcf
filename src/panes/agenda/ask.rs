//! One question of one field: why an appointment is called off or put right, to which day to go, for
//! which service to look.
//!
//! ```text
//! Disdetta della sede: ROSSI Maria
//!
//!   Motivo (obbligatorio)
//!   Salva
//! ```

use chrono::NaiveDate;

use crate::domain::day::Towards;
use crate::domain::ids::AppointmentId;
use crate::panes::person::read_day;
use crate::panes::{DraftKey, Env, service};
use crate::store::agenda::AppointmentRow;
use crate::store::catalogue::NewService;
use crate::ui::form::{Field, Form};
use crate::ui::view::View;
use crate::ui::words::MessageId;

/// The name of the form in the drafts.
pub(super) const FORM: &str = "agenda.ask";

const FIELD: &str = "answer";
/// What a draft's subject says of what was asked.
const CANCEL: &str = "cancel";
const HELD: &str = "held";
const NOT_HELD: &str = "not-held";

/// What is asked, and about what.
pub(super) enum About {
    /// Why the office calls it off.
    Cancel(AppointmentRow),
    /// Why a no-show is put right, and whether it took place.
    Correct(AppointmentRow, bool),
    /// To which day.
    Day,
    /// For which service.
    Service,
}

/// What was answered.
pub(super) enum Answer {
    Reason(String),
    Day(NaiveDate),
    Service(String),
}

/// A question that is open.
pub(super) struct Ask {
    pub(super) about: About,
    pub(super) form: Form,
}

impl Ask {
    /// An empty question.
    pub(super) fn new(about: About, services: &[NewService], env: &Env) -> Self {
        let (field, save) = match &about {
            About::Cancel(_) => (
                Field::text(FIELD, MessageId("agenda-reason")).max(200),
                MessageId("ask-cancel-save"),
            ),
            About::Correct(..) => (
                Field::text(FIELD, MessageId("agenda-reason")).max(200),
                MessageId("form-save"),
            ),
            About::Day => (
                Field::date(FIELD, MessageId("ask-day")),
                MessageId("ask-go"),
            ),
            About::Service => {
                let choices = service::choices(services, env.lang);
                (
                    Field::choice(FIELD, MessageId("agenda-service"), choices),
                    MessageId("ask-look"),
                )
            }
        };
        let form = Form::new(FORM, vec![field.required()]).saved_by(save);
        Self { about, form }
    }

    /// The key under which a reason is kept half typed; a day or a service is not kept.
    pub(super) fn key(&self) -> Option<DraftKey> {
        let (row, what) = match &self.about {
            About::Cancel(row) => (row, CANCEL),
            About::Correct(row, true) => (row, HELD),
            About::Correct(row, false) => (row, NOT_HELD),
            About::Day | About::Service => return None,
        };
        Some(DraftKey::new(FORM, format!("{} {what}", row.id)))
    }

    /// The appointment of a draft's subject.
    pub(super) fn of_key(subject: &str) -> Option<AppointmentId> {
        subject.split_once(' ')?.0.parse().ok()
    }

    /// What a draft's subject asks about an appointment.
    pub(super) fn about(subject: &str, row: AppointmentRow) -> Option<About> {
        match subject.split_once(' ')?.1 {
            CANCEL => Some(About::Cancel(row)),
            HELD => Some(About::Correct(row, true)),
            NOT_HELD => Some(About::Correct(row, false)),
            _ => None,
        }
    }

    /// The appointment as somebody else has left it meanwhile.
    pub(super) fn renew(&mut self, now: &AppointmentRow) {
        if let About::Cancel(row) | About::Correct(row, _) = &mut self.about
            && row.id == now.id
        {
            row.clone_from(now);
        }
    }

    /// Checks the field. A day and a service answer at once; a reason is saved by the last row.
    pub(super) fn left(&mut self, env: &Env) -> Option<Answer> {
        self.form.clear_error(FIELD);
        match &self.about {
            About::Day => read_day(&mut self.form, FIELD, Towards::Future, env).map(Answer::Day),
            About::Service => {
                let code = self.form.value(FIELD);
                let chosen = (!code.is_empty()).then(|| Answer::Service(code.to_owned()));
                if chosen.is_none() {
                    let choose = env.words.get(MessageId("agenda-choose"));
                    self.form.set_error(FIELD, choose);
                }
                chosen
            }
            About::Cancel(_) | About::Correct(..) => None,
        }
    }

    /// The answer; without one the field says what is missing.
    pub(super) fn answer(&mut self, env: &Env) -> Option<Answer> {
        let missing = match &self.about {
            About::Cancel(_) | About::Correct(..) => {
                let reason = self.form.value(FIELD);
                if !reason.is_empty() {
                    return Some(Answer::Reason(reason.to_owned()));
                }
                MessageId("ask-reason-missing")
            }
            About::Day => {
                let day = self.left(env);
                if day.is_some() || self.form.first_error().is_some() {
                    self.form.go_to_error();
                    return day;
                }
                MessageId("ask-day-missing")
            }
            About::Service => {
                let chosen = self.left(env);
                self.form.go_to_error();
                return chosen;
            }
        };
        self.form.set_error(FIELD, env.words.get(missing));
        self.form.go_to_error();
        None
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let of = |id: MessageId, row: &AppointmentRow| {
            let who = super::whole_name(row, env);
            words.with(id, &[("who", (&who).into())])
        };
        let title = match &self.about {
            About::Cancel(row) => of(MessageId("ask-cancel-title"), row),
            About::Correct(row, _) => of(MessageId("ask-correct-title"), row),
            About::Day => words.get(MessageId("ask-day-title")),
            About::Service => words.get(MessageId("ask-service-title")),
        };
        View::of_form(title, &self.form)
    }
}
