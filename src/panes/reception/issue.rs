//! A new ticket: who came, and for what.
//!
//! ```text
//! Nuovo biglietto
//!
//!   Persona                  ROSSI Maria
//!   Servizio (obbligatorio)  Informazione
//!   Precedenza               ordine di arrivo
//!   Dai il biglietto
//! ```
//!
//! The person is found by name, phone, date of birth or tax code, typed or read from a card. Who is
//! not on file gets a ticket with the name that was typed, or with none.

use std::borrow::Cow;

use chrono::TimeDelta;

use crate::domain::appointment::AppointmentState;
use crate::domain::ids::{AppointmentId, PersonId};
use crate::domain::queue::Priority;
use crate::domain::tax_code;
use crate::domain::text;
use crate::panes::{Card, DraftKey, Env, person};
use crate::store::agenda::AppointmentRow;
use crate::store::catalogue::NewService;
use crate::store::queue::IssueTicket;
use crate::store::search::PersonHit;
use crate::ui::form::{Choice, Field, Form, FormEvent};
use crate::ui::picker::SHOWN;
use crate::ui::view::View;
use crate::ui::words::MessageId;

use super::queue;

/// The name of the form in the drafts.
pub(super) const FORM: &str = "ticket.issue";
const WHO: &str = "who";
const SERVICE: &str = "service";
const PRIORITY: &str = "priority";
const EXCEPTION: &str = "exception";

/// Who comes earlier than this for an appointment is told to expect a wait.
const EARLY: TimeDelta = TimeDelta::minutes(30);

/// The value of the proposal that takes what was typed as a name and no more.
const ALIAS: &str = "alias";

/// A ticket that is about to be given.
pub(super) struct Issue {
    pub(super) form: Form,
    /// The appointment of today that the person came for.
    appointment: Option<AppointmentId>,
    /// The code of the card that was read, and what stood in the field of the person with it: whoever is
    /// named instead is not the owner.
    card: Option<(String, String)>,
}

/// What is to be asked once a field has been left.
pub(super) enum Left {
    Nothing,
    /// The appointments of the person.
    Person(PersonId),
    /// Whose card it is that was read in a field that takes none.
    Card(Card),
}

impl Issue {
    /// An empty form; the services are those for which one may come without an appointment.
    pub(super) fn new(services: &[NewService], env: &Env) -> Self {
        let mut fields = vec![
            Field::picker(WHO, MessageId("issue-who"))
                .coded(tax_code::goes_on, tax_code::is_of_a_card)
                .max(120),
            Field::choice(SERVICE, MessageId("issue-service"), choices(services, env)).required(),
            Field::choice(
                PRIORITY,
                MessageId("issue-priority"),
                person::options::<Priority>(&env.words),
            ),
            Field::text(EXCEPTION, MessageId("issue-exception"))
                .max(120)
                .hidden(),
        ];
        fields[0].hint = Some(env.words.get(MessageId("issue-who-hint")).into_owned());
        let mut form = Form::new(FORM, fields).saved_by(MessageId("issue-save"));
        form.set(PRIORITY, crate::domain::Named::code(Priority::Normal));
        Self {
            form,
            appointment: None,
            card: None,
        }
    }

    /// The key under which it is kept half typed.
    pub(super) fn key() -> DraftKey {
        DraftKey::new(FORM, "")
    }

    /// Brings back what was typed before. Answers the person whose appointments are to be asked for.
    pub(super) fn restore(&mut self, draft: &serde_json::Value) -> Option<PersonId> {
        self.form.restore(draft);
        self.person()
    }

    /// The ticket of whoever owns a card: only the service is still to be said.
    pub(super) fn of_card(card: &Card, services: &[NewService], env: &Env) -> Self {
        let mut issue = Self::new(services, env);
        issue.take(card);
        issue.tell_who(env);
        issue.form.go_to(SERVICE);
        issue
    }

    /// Whether it is for the owner of this code.
    pub(super) fn is_of(&self, code: &str) -> bool {
        self.card.as_ref().is_some_and(|(read, _)| read == code)
    }

    /// The services came after the form was opened.
    pub(super) fn offer(&mut self, services: &[NewService], env: &Env) {
        self.form.set_choices(SERVICE, choices(services, env));
    }

    /// What to look for in the archive, after a key in the field of the person.
    pub(super) fn wanted(&self, field: usize, env: &Env) -> Option<String> {
        let typed = self
            .form
            .fields
            .get(field)
            .filter(|field| field.name == WHO)?
            .line
            .text()
            .trim();
        (!typed.is_empty()).then(|| person::sought(typed, env))
    }

    /// Offers the people that were found, and last the name as it was typed.
    pub(super) fn found(&mut self, hits: &[PersonHit], env: &Env) -> FormEvent {
        let typed = self.form.text(WHO).trim().to_owned();
        let mut offered: Vec<Choice> = hits
            .iter()
            .take(SHOWN - 1)
            .map(|hit| person::choice_of(hit, &env.words))
            .collect();
        if !typed.is_empty() {
            let alias = Choice::new(ALIAS, typed)
                .with_detail(env.words.get(MessageId("issue-not-on-file")));
            offered.push(alias);
        }
        self.form.set_proposals(WHO, offered)
    }

    /// Checks a field that was left, as a whole: a card may have been read in it.
    pub(super) fn left(&mut self, field: usize, env: &Env) -> Left {
        let Some(name) = self.form.fields.get(field).map(|field| field.name) else {
            return Left::Nothing;
        };
        self.form.clear_error(name);
        let typed = self.form.text(name);
        let card = tax_code::find_in_burst(typed, env.today(), env.reference.as_ref());
        match name {
            WHO => {
                if let Some(card) = card.filter(|_| self.person().is_none()) {
                    self.take(&Card::of(&card));
                }
                self.appointment = None;
                self.tell_who(env);
                return self.person().map_or(Left::Nothing, Left::Person);
            }
            _ if card.is_some() => {
                let usual = if name == PRIORITY {
                    crate::domain::Named::code(Priority::Normal)
                } else {
                    ""
                };
                self.form.set(name, usual);
                self.form.go_to(name);
                return card.map_or(Left::Nothing, |card| Left::Card(Card::of(&card)));
            }
            SERVICE | PRIORITY => {
                person::look_at_field(&mut self.form, field, env);
            }
            _ => {}
        }
        Left::Nothing
    }

    /// Who owns a card; of nobody on file the names on it are whom to call.
    fn take(&mut self, card: &Card) {
        match (&card.person, &card.name) {
            (Some(person), _) => {
                let chosen = Choice::new(person.id.to_string(), &person.name);
                self.form.choose(WHO, chosen);
            }
            (None, Some((surname, name))) => {
                let name = text::title_case(&format!("{surname} {name}"));
                self.form.choose(WHO, Choice::new(ALIAS, name));
            }
            (None, None) => self.form.set(WHO, ""),
        }
        self.card = Some((card.code.clone(), self.form.text(WHO).to_owned()));
    }

    /// The code of the card, as long as its owner is whom the ticket is for.
    fn code(&self) -> Option<&String> {
        let (code, with) = self.card.as_ref()?;
        (self.form.text(WHO) == with).then_some(code)
    }

    /// Below the person: what is not somebody on file is a name to call, and a code for the intake.
    fn tell_who(&mut self, env: &Env) {
        let words = &env.words;
        let nameless = self.form.text(WHO).trim().is_empty();
        let hint = match (self.code(), self.person()) {
            (_, Some(_)) => None,
            (Some(code), None) => {
                Some(words.with(MessageId("issue-card-hint"), &[("code", code.into())]))
            }
            (None, None) if nameless => Some(words.get(MessageId("issue-who-hint"))),
            (None, None) => Some(words.get(MessageId("issue-alias-hint"))),
        };
        self.form.set_hint(WHO, hint.map(Cow::into_owned));
    }

    /// The person has appointments from today on: one of today is what the ticket is for, and nothing
    /// more has to be said.
    pub(super) fn due(&mut self, rows: &[AppointmentRow], service: &str, env: &Env) {
        let today = |row: &&AppointmentRow| crate::clock::local_day(row.starts_at) == env.today();
        let expected = |row: &&AppointmentRow| {
            matches!(
                row.state,
                AppointmentState::Booked | AppointmentState::Confirmed
            )
        };
        let here = |row: &AppointmentRow| row.office == env.staff.office;
        // Of several, the one for which somebody comes to this desk.
        let at_this_desk = |row: &&AppointmentRow| !(here(row) && row.place.is_at_the_desk());
        let of_today = rows.iter().filter(today).filter(expected);
        let Some(row) = of_today.min_by_key(at_this_desk) else {
            return;
        };
        let words = &env.words;
        let time = person::time(row.starts_at, words);
        let args = [("time", (&time).into()), ("with", (&row.staff_name).into())];
        if !row.place.is_at_the_desk() {
            let place = person::word(words, row.place);
            let [time, with] = args;
            let hint = words.with(
                MessageId("issue-afar"),
                &[time, with, ("place", (&*place).into())],
            );
            self.form.set_hint(WHO, Some(hint.into_owned()));
            return;
        }
        if !here(row) {
            let hint = words.with(MessageId("issue-elsewhere"), &args);
            self.form.set_hint(WHO, Some(hint.into_owned()));
            return;
        }
        let early = row.starts_at - env.now > EARLY;
        let id = if early {
            MessageId("issue-early")
        } else {
            MessageId("issue-due")
        };
        let hint = words.with(id, &args).into_owned();
        self.form.set_hint(WHO, Some(hint));
        self.form
            .choose(SERVICE, Choice::new(&row.service, service));
        self.appointment = Some(row.id);
        self.form.at = self.form.fields.len();
    }

    /// Checks all; the cursor goes to the first wrong field. The act that gives the ticket.
    pub(super) fn payload(&mut self, env: &Env) -> Option<IssueTicket> {
        let appointment = self.appointment;
        for field in 0..self.form.fields.len() {
            self.left(field, env);
        }
        self.appointment = appointment;
        // What was typed there and is none of them was said when it was left.
        if self.form.field(SERVICE).is_some_and(Field::is_empty) {
            self.form
                .set_error(SERVICE, env.words.get(MessageId("issue-service-missing")));
        }
        if self.form.go_to_error() {
            return None;
        }
        let typed = self.form.text(WHO).trim();
        let person = self.person();
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(IssueTicket {
            person,
            alias: person.is_none().then(|| some(typed)).flatten(),
            code: self.code().cloned().filter(|_| person.is_none()),
            service: self.form.value(SERVICE).to_owned(),
            priority: self
                .form
                .value(PRIORITY)
                .parse()
                .unwrap_or(Priority::Normal),
            appointment: self.appointment,
            exception: some(self.form.value(EXCEPTION)),
        })
    }

    /// The office does not receive walk-ins now: a reason is asked for.
    pub(super) fn ask_reason(&mut self, env: &Env) {
        self.form.show(EXCEPTION, true);
        self.form
            .set_error(EXCEPTION, env.words.get(MessageId("issue-closed")));
        self.form.go_to_error();
    }

    fn person(&self) -> Option<PersonId> {
        self.form.value(WHO).parse().ok()
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        View::of_form(env.words.get(MessageId("issue-title")), &self.form)
    }
}

fn choices(services: &[NewService], env: &Env) -> Vec<Choice> {
    services
        .iter()
        .filter(|service| service.walk_in)
        .map(|service| Choice::new(&service.code, queue::label(service, env.lang)))
        .collect()
}
