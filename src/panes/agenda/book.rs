//! A new appointment as a form: who, for what, when, where.
//!
//! ```text
//! Prenota, lunedì 23 novembre, Anna Brambilla
//!
//!   Persona (obbligatorio)   ROSSI Maria
//!   Servizio (obbligatorio)  Colloquio di accoglienza
//!   Ora (obbligatorio)       10:00
//!                            1 ora, fino alle 11:00
//!   Luogo                    in sede
//!   Nota
//!   Prenota
//! ```

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use crate::domain::Named;
use crate::domain::appointment::Place;
use crate::domain::day::{self, Unreadable};
use crate::domain::ids::{PersonId, StaffId};
use crate::domain::tax_code;
use crate::panes::person::{self, clock};
use crate::panes::{DraftKey, Env, service};
use crate::store::agenda::Book;
use crate::store::catalogue::NewService;
use crate::store::search::PersonHit;
use crate::ui::form::{Choice, Field, Form, FormEvent};
use crate::ui::picker::SHOWN;
use crate::ui::view::{Block, FormBlock, Notice, Tone, View};
use crate::ui::words::MessageId;

use super::room::Room;

/// The name of the form in the drafts.
pub(super) const FORM: &str = "agenda.book";

const WHO: &str = "who";
const SERVICE: &str = "service";
const TIME: &str = "time";
const PLACE: &str = "place";
const NOTE: &str = "note";
const EXCEPTION: &str = "exception";

/// An appointment that is being written.
pub(super) struct BookForm {
    pub(super) form: Form,
    pub(super) day: NaiveDate,
    pub(super) staff: StaffId,
    staff_name: String,
    /// What the day says of the time.
    room: Room,
    /// Whether the time is marked because it runs into something else.
    overlaps: bool,
    /// Whether the time in it was chosen: what was typed before does not replace it.
    pub(super) keeps_time: bool,
}

impl BookForm {
    /// A form for a day of a colleague; the time of a free slot, and the person in hand, stand in it.
    pub(super) fn new(
        (day, staff, staff_name): (NaiveDate, StaffId, &str),
        starts_at: Option<DateTime<Utc>>,
        room: Room,
        services: &[NewService],
        env: &Env,
    ) -> Self {
        let fields = vec![
            Field::picker(WHO, MessageId("book-who"))
                .coded(tax_code::goes_on, tax_code::is_of_a_card)
                .required()
                .max(120),
            Field::choice(
                SERVICE,
                MessageId("agenda-service"),
                service::choices(services, env.lang),
            )
            .required(),
            Field::text(TIME, MessageId("book-time")).required().max(8),
            Field::choice(
                PLACE,
                MessageId("agenda-place"),
                person::options::<Place>(&env.words),
            ),
            Field::text(NOTE, MessageId("agenda-note")).max(200),
            Field::text(EXCEPTION, MessageId("agenda-exception"))
                .max(200)
                .hidden(),
        ];
        let mut form = Form::new(FORM, fields).saved_by(MessageId("book-save"));
        form.set(SERVICE, service::FIRST_INTERVIEW);
        form.set(PLACE, Place::Office.code());
        if let Some(at) = starts_at {
            form.set(TIME, &clock(at));
        }
        if let Some(person) = &env.in_hand {
            form.choose(WHO, Choice::new(person.id.to_string(), &person.name));
            form.go_to(SERVICE);
        }
        let mut book = Self {
            form,
            day,
            staff,
            staff_name: staff_name.to_owned(),
            room: Room::default(),
            overlaps: false,
            keeps_time: false,
        };
        book.knows(room, services, env);
        book
    }

    /// What was typed before comes back; a time that was chosen stays.
    pub(super) fn resume(&mut self, draft: &Value, services: &[NewService], env: &Env) {
        let time = self.form.value(TIME).to_owned();
        self.form.restore(draft);
        if self.keeps_time && time != self.form.value(TIME) {
            self.form.set(TIME, &time);
            self.form.clear_error(TIME);
            self.tell_end(services, env);
        }
    }

    /// The catalogue came after the form was opened.
    pub(super) fn offer(&mut self, services: &[NewService], env: &Env) {
        let choices = service::choices(services, env.lang);
        self.form.set_choices(SERVICE, choices);
        self.tell_again(services, env);
    }

    /// What the day says now: on a closed day a reason is needed whatever the time.
    pub(super) fn knows(&mut self, room: Room, services: &[NewService], env: &Env) {
        self.room = room;
        if self.room.closed.is_some() {
            self.form.show(EXCEPTION, true);
        }
        self.tell_again(services, env);
    }

    /// Something came that the end depends on. A time that is half typed is looked at when it is left.
    fn tell_again(&mut self, services: &[NewService], env: &Env) {
        if self.starts_at().is_some() {
            self.tell_end(services, env);
        }
    }

    /// The draft's key: colleague and day.
    pub(super) fn key(&self) -> DraftKey {
        DraftKey::new(FORM, format!("{} {}", self.staff, self.day))
    }

    /// Colleague and day of a draft's subject.
    pub(super) fn of_key(key: &DraftKey) -> Option<(StaffId, NaiveDate)> {
        let (staff, day) = key.subject.split_once(' ')?;
        Some((staff.parse().ok()?, day.parse().ok()?))
    }

    /// What to look for, after a key in the field of the person.
    pub(super) fn wanted(&self, field: usize, env: &Env) -> Option<String> {
        let field = self.form.fields.get(field)?;
        let typed = field.line.text().trim();
        (field.name == WHO && !typed.is_empty()).then(|| person::sought(typed, env))
    }

    /// Offers the people that were found.
    pub(super) fn found(&mut self, hits: &[PersonHit], env: &Env) -> FormEvent {
        let offered = hits
            .iter()
            .take(SHOWN)
            .map(|hit| person::choice_of(hit, &env.words))
            .collect();
        self.form.set_proposals(WHO, offered)
    }

    /// Checks a field that was left.
    pub(super) fn left(&mut self, field: usize, services: &[NewService], env: &Env) {
        let Some(name) = self.form.fields.get(field).map(|field| field.name) else {
            return;
        };
        self.form.clear_error(name);
        let unmatched = self.form.fields[field].is_unmatched();
        match name {
            WHO if unmatched => self.wrong(WHO, MessageId("book-who-unknown"), env),
            SERVICE | PLACE if unmatched => self.wrong(name, MessageId("agenda-choose"), env),
            TIME => {
                if let Err(why) = day::parse_time(self.form.value(TIME))
                    && !self.form.value(TIME).is_empty()
                {
                    let id = match why {
                        Unreadable::Form => MessageId("book-time-form"),
                        _ => MessageId("book-time-clock"),
                    };
                    self.wrong(TIME, id, env);
                }
            }
            _ => {}
        }
        self.tell_end(services, env);
    }

    fn wrong(&mut self, field: &'static str, id: MessageId, env: &Env) {
        self.form.set_error(field, env.words.get(id));
    }

    /// Below the time: how long the service takes and when it ends.
    fn tell_end(&mut self, services: &[NewService], env: &Env) {
        let end = self.starts_at().map(|from| {
            let minutes = service::minutes(services, self.form.value(SERVICE));
            let to = from + chrono::TimeDelta::minutes(i64::from(minutes));
            let to = person::time(to, &env.words);
            let length = env.words.duration(u32::from(minutes));
            let args = [("length", (&length).into()), ("time", (&to).into())];
            env.words.with(MessageId("book-until"), &args).into_owned()
        });
        self.form.set_hint(TIME, end);
        self.tell_overlap(services, env);
    }

    /// On the time: when it runs into something else, from when that is, and where there is room.
    fn tell_overlap(&mut self, services: &[NewService], env: &Env) {
        let minutes = service::minutes(services, self.form.value(SERVICE));
        let from = self.starts_at();
        let taken = from.and_then(|from| self.room.taken_from(from, minutes));
        if let (Some(from), Some(taken)) = (from, taken) {
            let at = person::time(taken, &env.words);
            let args = [("time", (&at).into())];
            let taken = env.words.with(MessageId("book-overlaps"), &args);
            let said = format!("{taken} {}", self.instead(from, minutes, env));
            self.form.set_error(TIME, said);
            self.overlaps = true;
        } else if std::mem::take(&mut self.overlaps) {
            self.form.clear_error(TIME);
        }
    }

    /// Where there is room for so long, from a moment on.
    fn instead(&self, from: DateTime<Utc>, minutes: u16, env: &Env) -> String {
        let length = env.words.duration(u32::from(minutes));
        let said = match self.room.first_from(from, minutes) {
            Some(next) => {
                let next = person::time(next, &env.words);
                let args = [("length", (&length).into()), ("time", (&next).into())];
                env.words.with(MessageId("book-free-at"), &args)
            }
            None => {
                let args = [("length", (&length).into())];
                env.words.with(MessageId("book-free-none"), &args)
            }
        };
        said.into_owned()
    }

    /// When it begins, if that can be read.
    pub(super) fn starts_at(&self) -> Option<DateTime<Utc>> {
        let time = day::parse_time(self.form.value(TIME)).ok()?;
        Some(day::from_rome(self.day.and_time(time)))
    }

    /// Checks all; the cursor goes to the first wrong field. The act that books.
    pub(super) fn payload(&mut self, services: &[NewService], env: &Env) -> Option<Book> {
        for field in 0..self.form.fields.len() {
            self.left(field, services, env);
        }
        for (field, id) in [
            (WHO, MessageId("book-who-missing")),
            (SERVICE, MessageId("agenda-choose")),
            (TIME, MessageId("book-time-form")),
        ] {
            // What was typed there and is none of them was said when it was left.
            if self.form.field(field).is_some_and(Field::is_empty) {
                self.wrong(field, id, env);
            }
        }
        if self.room.closed.is_some() && self.form.value(EXCEPTION).is_empty() {
            self.wrong(EXCEPTION, MessageId("book-closed-reason"), env);
        }
        let starts_at = self.starts_at();
        let person: Option<PersonId> = self.form.value(WHO).parse().ok();
        if self.form.go_to_error() {
            return None;
        }
        let code = self.form.value(SERVICE);
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(Book {
            staff: self.staff,
            person: Some(person?),
            service: code.to_owned(),
            starts_at: starts_at?,
            minutes: service::minutes(services, code),
            place: self.form.value(PLACE).parse().unwrap_or(Place::Office),
            note: some(self.form.value(NOTE)),
            plan_action: None,
            exception: some(self.form.value(EXCEPTION)),
        })
    }

    /// The name of who was chosen.
    pub(super) fn who(&self) -> &str {
        self.form.text(WHO).trim()
    }

    /// The time is taken, or past: what was typed stays, and it is said where there is room.
    pub(super) fn taken(&mut self, why: &str, services: &[NewService], env: &Env) {
        let from = self.starts_at().unwrap_or(env.now).max(env.now);
        let minutes = service::minutes(services, self.form.value(SERVICE));
        let said = format!("{why} {}", self.instead(from, minutes, env));
        self.form.set_error(TIME, said);
        self.form.give_way(TIME);
        self.form.go_to_error();
    }

    /// The time is outside the hours: a reason is asked for.
    pub(super) fn ask_reason(&mut self, why: impl Into<String>) {
        self.form.show(EXCEPTION, true);
        self.form.set_error(EXCEPTION, why);
        self.form.go_to(EXCEPTION);
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let day = env.words.date_near(self.day);
        let title = env.words.with(
            MessageId("book-title"),
            &[
                ("day", (&day).into()),
                ("who", self.staff_name.as_str().into()),
            ],
        );
        let Some(why) = &self.room.closed else {
            return View::of_form(title, &self.form);
        };
        let args = [("why", why.as_str().into())];
        let closed = Notice {
            tone: Tone::Warn,
            text: env.words.with(MessageId("book-closed"), &args),
        };
        let form = FormBlock {
            form: &self.form,
            after: Vec::new(),
        };
        View::new(title, vec![Block::Notice(closed), Block::Form(form)]).at_last(self.form.at)
    }
}
