//! The two forms: a complaint as it is heard, and the answer to one.

use crate::domain::Named as _;
use crate::domain::feedback::{ComplaintState, Customer};
use crate::domain::ids::{ComplaintId, PersonId};
use crate::panes::{DraftKey, Env, InHand, person};
use crate::store::Draft;
use crate::store::complaints::{MoveComplaint, OpenComplaint};
use crate::ui::form::{Field, Form};
use crate::ui::view::View;
use crate::ui::words::MessageId;

/// The names of the forms in the drafts.
pub(super) const FORM: &str = "complaint.new";
pub(super) const ANSWER: &str = "complaint.answer";

const TEXT: &str = "text";
const WHO: &str = "who";
const CUSTOMER: &str = "customer";

/// A complaint that is being written down.
pub(super) struct Writing {
    pub(super) form: Form,
    person: Option<PersonId>,
    title: String,
}

impl Writing {
    /// Of somebody in hand, or of whoever says so.
    pub(super) fn new(in_hand: Option<&InHand>, env: &Env) -> Self {
        let mut fields = vec![Field::note(TEXT, MessageId("complaint-text")).required()];
        if in_hand.is_none() {
            fields.push(Field::text(WHO, MessageId("complaint-who")).max(120));
        }
        fields.push(Field::choice(
            CUSTOMER,
            MessageId("complaint-customer"),
            person::options::<Customer>(&env.words),
        ));
        let mut form = Form::new(FORM, fields);
        form.set(CUSTOMER, Customer::Person.code());
        let title = match in_hand {
            Some(person) => env.words.with(
                MessageId("complaint-new-of"),
                &[("who", person.name.as_str().into())],
            ),
            None => env.words.get(MessageId("complaint-new")),
        };
        Self {
            form,
            person: in_hand.map(|person| person.id),
            title: title.into_owned(),
        }
    }

    /// The form of a draft that was left.
    pub(super) fn resumed(key: &DraftKey, env: &Env) -> Self {
        let of = key.subject.parse::<PersonId>().ok().map(|id| InHand {
            id,
            name: env
                .in_hand
                .as_ref()
                .filter(|person| person.id == id)
                .map(|person| person.name.clone())
                .unwrap_or_default(),
        });
        Self::new(of.as_ref(), env)
    }

    /// Brings back what was typed before, and whose it is: the person need not be in hand any more.
    pub(super) fn restore(&mut self, draft: &Draft) {
        self.form.restore(&draft.payload);
        if self.person.is_some() && !draft.label.is_empty() {
            self.title.clone_from(&draft.label);
        }
    }

    /// The key under which it is kept half typed.
    pub(super) fn key(&self) -> DraftKey {
        let subject = self.person.map(|person| person.to_string());
        DraftKey::new(FORM, subject.unwrap_or_default())
    }

    /// Checks a field that was left.
    pub(super) fn left(&mut self, field: usize, env: &Env) {
        person::look_at_field(&mut self.form, field, env);
    }

    /// The act that writes it down; none when something is wrong.
    pub(super) fn payload(&mut self, env: &Env) -> Option<OpenComplaint> {
        for field in 0..self.form.fields.len() {
            self.left(field, env);
        }
        if self.form.value(TEXT).trim().is_empty() {
            self.form
                .set_error(TEXT, env.words.get(MessageId("complaint-empty")));
        }
        if self.form.go_to_error() {
            return None;
        }
        let who = self.form.field(WHO).map(|field| field.value().to_owned());
        Some(OpenComplaint {
            person: self.person,
            who: who.filter(|who| !who.is_empty()),
            customer: self
                .form
                .value(CUSTOMER)
                .parse()
                .unwrap_or(Customer::Person),
            text: self.form.value(TEXT).to_owned(),
        })
    }

    /// What it shows.
    pub(super) fn view(&self) -> View<'_> {
        View::of_form(self.title.as_str(), &self.form)
    }
}

/// An answer that is being written.
pub(super) struct Answer {
    pub(super) form: Form,
    pub(super) complaint: ComplaintId,
    title: String,
}

impl Answer {
    pub(super) fn new(complaint: ComplaintId, env: &Env) -> Self {
        let field = Field::note(TEXT, MessageId("complaint-answer-text")).required();
        Self {
            form: Form::new(ANSWER, vec![field]),
            complaint,
            title: env.words.get(MessageId("complaint-answer")).into_owned(),
        }
    }

    /// The key under which it is kept half typed.
    pub(super) fn key(&self) -> DraftKey {
        DraftKey::new(ANSWER, self.complaint)
    }

    /// The act that answers the complaint of a version; none without words.
    pub(super) fn payload(&mut self, ver: i64, env: &Env) -> Option<MoveComplaint> {
        self.form.clear_error(TEXT);
        if self.form.value(TEXT).trim().is_empty() {
            self.form
                .set_error(TEXT, env.words.get(MessageId("complaint-answer-empty")));
            self.form.go_to_error();
            return None;
        }
        Some(MoveComplaint {
            complaint: self.complaint,
            ver,
            to: ComplaintState::Answered,
            answer: Some(self.form.value(TEXT).to_owned()),
        })
    }

    /// What it shows.
    pub(super) fn view(&self) -> View<'_> {
        View::of_form(self.title.as_str(), &self.form)
    }
}
