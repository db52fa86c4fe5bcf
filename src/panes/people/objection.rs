//! An objection to being put forward to a company, any of those on file: which one, and how the person said so.
//!
//! ```text
//! Opposizione: ROSSI Maria
//!
//!   Azienda       Trattoria Alba
//!   Come          a voce
//!
//!   Salva
//! ```

use crate::domain::document::Channel;
use crate::domain::ids::PersonId;
use crate::domain::staff::Right;
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::companies::{CompaniesByName, CompanyRow};
use crate::store::people::Object;
use crate::ui::form::{Choice, Field, Form, FormEvent};
use crate::ui::part::PartEvent;
use crate::ui::picker::SHOWN;
use crate::ui::view::{Tone, View};
use crate::ui::words::MessageId;

use super::{Msg, People, Sub};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "person.objection";

const COMPANY: &str = "company";
const CHANNEL: &str = "channel";

/// An objection that is being written.
pub(super) struct ObjectionForm {
    pub(super) form: Form,
    pub(super) person: PersonId,
    title: String,
}

impl ObjectionForm {
    fn new(person: PersonId, who: &str, env: &Env) -> Self {
        let words = &env.words;
        let channels = person::options::<Channel>(words);
        let fields = vec![
            Field::picker(COMPANY, MessageId("objection-company")).required(),
            Field::choice(CHANNEL, MessageId("objection-how"), channels).required(),
        ];
        let title = words.with(MessageId("objection-title"), &[("who", who.into())]);
        Self {
            form: Form::new(FORM, fields),
            person,
            title: title.into_owned(),
        }
    }

    /// The key under which it is kept half typed.
    pub(super) fn key(&self) -> DraftKey {
        DraftKey::new(FORM, self.person)
    }

    /// What was typed for the company, to be asked.
    fn typed(&self, field: usize) -> Option<String> {
        let field = self.form.fields.get(field)?;
        let typed = field.line.text().trim();
        (field.name == COMPANY && !typed.is_empty()).then(|| typed.to_owned())
    }

    fn proposals(&mut self, rows: &[CompanyRow]) -> FormEvent {
        let choices = rows.iter().map(|row| {
            let place = row.fields.place_name.clone().unwrap_or_default();
            Choice::new(row.id.to_string(), &row.fields.name).with_detail(place)
        });
        self.form.set_proposals(COMPANY, choices.collect())
    }

    /// Checks a field that was left.
    fn left(&mut self, field: usize, env: &Env) {
        person::look_at_field(&mut self.form, field, env);
    }

    fn payload(&mut self, env: &Env) -> Option<Object> {
        for field in 0..self.form.fields.len() {
            self.left(field, env);
            let field = &self.form.fields[field];
            if field.error.is_none() && self.form.value(field.name).is_empty() {
                let name = field.name;
                self.form
                    .set_error(name, env.words.get(MessageId("person-choose")));
            }
        }
        if self.form.go_to_error() {
            return None;
        }
        Some(Object {
            person: self.person,
            company: Some(self.form.value(COMPANY).parse().ok()?),
            channel: self.form.value(CHANNEL).parse().ok()?,
            lang: env.words.language().to_owned(),
        })
    }

    /// What it shows.
    pub(super) fn view(&self) -> View<'_> {
        View::of_form(self.title.as_str(), &self.form)
    }
}

impl People {
    /// Opens the form of an objection to a company that is looked for.
    pub(super) fn open_objection(&mut self, cx: &mut Cx<'_, Self>) {
        if !cx.env().staff.may(Right::PeopleWrite) {
            return cx.tell(Tone::Warn, MessageId("record-read-only"));
        }
        let Some(record) = self.record() else { return };
        let form = ObjectionForm::new(record.person.id, &record.name(), cx.env());
        let key = form.key();
        self.stack.push(Sub::Objection(Box::new(form)));
        cx.find_draft(key, Msg::Draft);
    }

    pub(super) fn objection_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Objection(objection)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Edited(field) => {
                if let Some(words) = objection.typed(field) {
                    let limit = SHOWN;
                    cx.read(
                        "companies",
                        CompaniesByName { words, limit },
                        Msg::Companies,
                    );
                }
            }
            PartEvent::Left(field) => objection.left(field, &env),
            PartEvent::Submit => {
                if let Some(act) = objection.payload(&env) {
                    cx.act(act, Msg::Objected);
                }
            }
            _ => {}
        }
    }

    /// The companies of what was typed; Enter may have been pressed before they came.
    pub(super) fn companies(&mut self, rows: &[CompanyRow], cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        if let Some(Sub::Objection(objection)) = self.stack.last_mut()
            && let FormEvent::Left(field) = objection.proposals(rows)
        {
            objection.left(field, &env);
        }
    }

    /// The objection is on file: its form is done.
    pub(super) fn objection_done(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Objection(objection)) = self.stack.last() {
            cx.drop_draft(objection.key());
            self.stack.pop();
        }
    }
}
