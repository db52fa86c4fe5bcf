//! What is checked before an intake is saved, and the act that saves it.

use crate::domain::day::Towards;
use crate::domain::ids::PersonId;
use crate::domain::intake::IntakeKind;
use crate::domain::person::Checked;
use crate::panes::person;
use crate::panes::{Env, InHand};
use crate::store::Before;
use crate::store::intakes::{Permit, SaveIntake, SavedIntake};
use crate::store::people::{Employment, Notice, PersonRecord};
use crate::ui::view::{Span, Tone};
use crate::ui::words::MessageId;

use super::{
    BIRTH_ON, BIRTH_PLACE, CITIZENSHIP, CODE, EDUCATION, EMPLOYMENT, Intake, NAME, NOTICE, PAPERS,
    PERMIT, PERMIT_EXPIRY, PHONE, REASON, RESIDENCE, Ready, SINCE, SURNAME,
};

impl Intake {
    /// Checks every field; the cursor goes to the first wrong one.
    pub(in crate::panes::reception) fn check(&mut self, env: &Env) -> Ready {
        for field in 0..self.form.fields.len() {
            if !self.form.fields[field].hidden && self.form.fields[field].name != CODE {
                self.check_one(field, env);
            }
        }
        self.check_code(env);
        if self.form.value(SURNAME).is_empty() && self.looked.found.is_none() {
            self.form
                .set_error(SURNAME, env.words.get(MessageId("intake-name-or-code")));
        }
        let doubtful = self
            .form
            .field(CODE)
            .is_some_and(|field| field.error.is_some());
        let others = self
            .form
            .fields
            .iter()
            .any(|field| field.name != CODE && !field.hidden && field.error.is_some());
        match (doubtful, others) {
            (true, false) => Ready::Doubtful,
            (false, false) => Ready::Yes,
            _ => {
                self.form.go_to_error();
                Ready::Wrong
            }
        }
    }

    pub(super) fn check_one(&mut self, field: usize, env: &Env) {
        let at = self.form.at;
        self.left(field, env);
        self.form.at = at;
    }

    /// Puts the cursor on the code, to be set right.
    pub(in crate::panes::reception) fn go_to_code(&mut self) {
        self.form.go_to(CODE);
    }

    /// The code is kept although it is wrong: it is marked as an anomaly.
    pub(in crate::panes::reception) fn accept_code(&mut self) {
        self.accepted = self.looked_code();
        self.form.clear_error(CODE);
    }

    /// The act that saves it.
    pub(in crate::panes::reception) fn payload(&self, env: &Env) -> SaveIntake {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let label = |field: &str| {
            self.form
                .field(field)
                .and_then(|field| field.chosen.as_ref())
                .map(|one| one.label.clone())
        };
        let shown = |field: &str| self.form.field(field).is_some_and(|field| !field.hidden);
        let employment = self.choice(EMPLOYMENT).map(|status| Employment {
            status,
            since: self.day(SINCE, Towards::Past, env),
        });
        let permit = self
            .choice(PERMIT)
            .filter(|_| shown(PERMIT))
            .map(|kind| Permit {
                kind,
                expires_on: self.day(PERMIT_EXPIRY, Towards::Future, env),
            });
        let notice = self.choice(NOTICE).map(|channel| Notice {
            version: None,
            lang: env.words.language().to_owned(),
            channel,
        });
        SaveIntake {
            ticket: self.ticket.as_ref().map(|(ticket, _)| *ticket),
            person: self.known.as_ref().map(|record| (record.id, record.ver)),
            kind: IntakeKind::Brief,
            identifier: self.identifier(),
            surname: self.form.value(SURNAME).to_owned(),
            name: self.form.value(NAME).to_owned(),
            birth_on: self.day(BIRTH_ON, Towards::Past, env),
            birth_place: some(self.form.value(BIRTH_PLACE)),
            birth_place_name: label(BIRTH_PLACE),
            registry_sex: self.registry_sex(),
            citizenship: some(self.form.value(CITIZENSHIP)).into_iter().collect(),
            needs_permit: self.needs_permit(env),
            phone: person::text_or_none(&self.form, PHONE),
            residence: some(self.form.value(RESIDENCE)),
            residence_name: label(RESIDENCE),
            employment,
            education: self.choice(EDUCATION),
            permit,
            documents: self
                .form
                .marked(PAPERS)
                .iter()
                .filter_map(|code| code.parse().ok())
                .collect(),
            notice,
            reason: self.choice(REASON),
            reason_words: String::new(),
            referent: None,
            identifier_before: self.seen(|known| {
                let code = known.identifiers.first();
                code.map(|code| code.value.clone())
            }),
            employment_before: self.seen(|known| {
                let mut periods = known.employment.iter();
                let present = periods.find(|period| period.to_on.is_none())?;
                Some(Employment {
                    status: present.status,
                    since: present.from_on,
                })
            }),
        }
    }

    /// What stood on record when the form was filled.
    pub(super) fn seen<T>(&self, of: impl Fn(&PersonRecord) -> Option<T>) -> Before<T> {
        match &self.known {
            Some(known) => Before::Seen(of(known)),
            None => Before::Unseen,
        }
    }

    /// The identifier, unless it is on file as it stands.
    pub(super) fn identifier(&self) -> Option<crate::store::people::Identification> {
        let found = self.looked.found.clone()?;
        let on_file = self.known.as_ref().is_some_and(|record| {
            record.identifiers.iter().any(|known| {
                known.kind == found.kind
                    && known.value == found.value
                    && (known.checked != Checked::Anomaly) == (found.checked != Checked::Anomaly)
            })
        });
        (!on_file).then_some(found)
    }

    /// The person as one to have in hand after saving.
    pub(in crate::panes::reception) fn in_hand(&self, person: PersonId) -> InHand {
        let name = match self.name() {
            name if name.is_empty() => self.looked_code(),
            name => name,
        };
        InHand { id: person, name }
    }

    /// What there is to say once it is saved: the groups, what is missing, whose code it is too.
    pub(in crate::panes::reception) fn said(
        &self,
        saved: &SavedIntake,
        env: &Env,
    ) -> Vec<Span<'static>> {
        let mut said = self.after.clone();
        if saved.duplicate_of.is_some() {
            let text = env.words.get(MessageId("intake-duplicate")).into_owned();
            said.push(Span::toned(text, Tone::Bad));
        }
        said
    }
}
