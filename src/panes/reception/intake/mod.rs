//! Quick intake: the twelve fields of a walk-in, and what follows from them.
//!
//! ```text
//! Accoglienza breve, A017
//!
//!   Codice fiscale         RSSMRA80A01F205X
//!                          01/01/1980, Milano (MI), maschio
//!   Cognome (obbligatorio) Rossi
//!   Nome                   Mario
//!   ...
//!   Motivo della visita    cerca lavoro
//!   Salva
//!
//!   Disoccupazione di lunga durata: 14 mesi
//!   Manca: telefono, titolo di studio
//! ```
//!
//! It asks no sealed fact. Citizenship is asked of who was born abroad, the permit only of who needs
//! one; everything may stay empty but the surname or a code.

mod checks;
mod same;
mod saving;

use chrono::NaiveDate;

use crate::domain::day::Towards;
use crate::domain::document::{Channel, DocumentKind, PermitKind};
use crate::domain::ids::{PersonId, TicketId};
use crate::domain::intake::{IntakeFacts, Reason};
use crate::domain::person::{Education, EmploymentStatus, RegistrySex, is_phone};
use crate::domain::target_group::{Area, Facts};
use crate::domain::tax_code::BirthPlaces as _;
use crate::domain::{day, intake, tax_code};
use crate::panes::person::Looked;
use crate::panes::{DraftKey, Env, person, target};
use crate::store::people::PersonRecord;
use crate::store::search::LikelySame;
use crate::ui::form::{Choice, Field, Form};
use crate::ui::stale::OnFile;
use crate::ui::view::{Span, Tone, View};
use crate::ui::words::MessageId;

/// The name of the form in the drafts.
pub(super) const FORM: &str = "intake.brief";

/// The fields that are kept under other names, or in other tables than the person's.
const KEPT_AS: &[(&str, &str)] = &[
    (CODE, "identifier"),
    (EMPLOYMENT, "employment"),
    (SINCE, "employment"),
    (PERMIT, "document"),
    (PERMIT_EXPIRY, "document"),
    (PAPERS, "document"),
    (NOTICE, "privacy_act"),
];

/// The oldest age that is believed.
const OLDEST: i64 = 110;
/// Below this age nobody may work (L. 977/1967, art. 3, in force: fifteen, and school done): likelier a slip.
const YOUNGEST: i64 = 15;

const CODE: &str = "code";
const SURNAME: &str = "surname";
const NAME: &str = "name";
const BIRTH_ON: &str = "birth_on";
const BIRTH_PLACE: &str = "birth_place";
const CITIZENSHIP: &str = "citizenship";
const PHONE: &str = "phone";
/// How the field says that there is none.
const NO_PHONE: MessageId = MessageId("person-no-phone");
const RESIDENCE: &str = "residence";
const EMPLOYMENT: &str = "employment";
const SINCE: &str = "since";
const EDUCATION: &str = "education";
const PERMIT: &str = "permit";
const PERMIT_EXPIRY: &str = "permit_expiry";
const PAPERS: &str = "papers";
const NOTICE: &str = "notice";
const REASON: &str = "reason";

/// An intake that is being filled in.
pub(super) struct Intake {
    pub(super) form: Form,
    /// The ticket that it belongs to, with its number.
    pub(super) ticket: Option<(TicketId, String)>,
    /// Whom it was opened for: names the draft, whatever is found out while typing.
    subject: Option<PersonId>,
    /// Who is known already.
    known: Option<Box<PersonRecord>>,
    looked: Looked,
    /// What the code filled in: a later code may replace it, what was typed may not.
    filled: Filled,
    /// The code for which the archive has been asked.
    asked: String,
    /// The code that is to be kept although it is wrong.
    accepted: String,
    /// What the archive was last asked: who is likely the same.
    likely: Option<LikelySame>,
    after: Vec<Span<'static>>,
    /// Whose it is, as the title says it: it changes only when a field is left.
    who: String,
    /// The name said when the ticket was taken, until there is another.
    alias: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Filled {
    birth_on: String,
    birth_place: String,
    citizenship: String,
}

/// What saving waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ready {
    /// Nothing.
    Yes,
    /// Fields to set right; the cursor is in the first one.
    Wrong,
    /// The word of the person at work that the code is to be kept although it is wrong.
    Doubtful,
}

fn fields(env: &Env) -> Vec<Field> {
    let words = &env.words;
    vec![
        Field::text(CODE, MessageId("person-code"))
            .max(120)
            .whole_when(tax_code::is_whole),
        Field::text(SURNAME, MessageId("person-surname"))
            .required()
            .max(60),
        Field::text(NAME, MessageId("person-name")).max(60),
        Field::date(BIRTH_ON, MessageId("person-birth-on")),
        Field::picker(BIRTH_PLACE, MessageId("person-birth-place")),
        Field::picker(CITIZENSHIP, MessageId("person-citizenship")).hidden(),
        Field::text(PHONE, MessageId("person-phone")).max(30),
        Field::choice(same::SAME, MessageId("intake-same"), Vec::new()).hidden(),
        Field::picker(RESIDENCE, MessageId("person-residence")),
        Field::choice(
            EMPLOYMENT,
            MessageId("person-employment"),
            person::options::<EmploymentStatus>(words),
        ),
        Field::date(SINCE, MessageId("person-since")),
        Field::choice(
            EDUCATION,
            MessageId("person-education"),
            person::options::<Education>(words),
        ),
        Field::choice(
            PERMIT,
            MessageId("person-permit"),
            person::options::<PermitKind>(words),
        )
        .hidden(),
        Field::date(PERMIT_EXPIRY, MessageId("person-permit-expiry")).hidden(),
        Field::several(
            PAPERS,
            MessageId("intake-papers"),
            person::options::<DocumentKind>(words),
        ),
        Field::choice(
            NOTICE,
            MessageId("intake-notice"),
            person::options::<Channel>(words),
        ),
        Field::choice(
            REASON,
            MessageId("intake-reason"),
            person::options::<Reason>(words),
        ),
    ]
}

impl Intake {
    /// An empty intake, for a ticket if there is one.
    pub(super) fn new(ticket: Option<(TicketId, String)>, env: &Env) -> Self {
        let mut intake = Self {
            form: Form::new(FORM, fields(env)),
            ticket,
            subject: None,
            known: None,
            looked: Looked::default(),
            filled: Filled::default(),
            asked: String::new(),
            accepted: String::new(),
            likely: None,
            after: Vec::new(),
            who: String::new(),
            alias: String::new(),
        };
        intake.recompute(env);
        intake
    }

    /// An intake of somebody on file: filled with what is known.
    pub(super) fn of(ticket: Option<(TicketId, String)>, record: PersonRecord, env: &Env) -> Self {
        let mut intake = Self::new(ticket, env);
        intake.subject = Some(record.id);
        intake.bind(record, env);
        intake.form.go_to(intake.first_empty());
        intake
    }

    /// The same with the name that was said when the ticket was taken.
    pub(super) fn said_to_be(&mut self, alias: &str) {
        alias.clone_into(&mut self.alias);
    }

    /// The key under which it is kept half typed: by ticket, else by person, else as something new.
    pub(super) fn key(&self) -> DraftKey {
        match (&self.ticket, self.subject) {
            (Some((ticket, _)), _) => DraftKey::new(FORM, ticket),
            (None, Some(person)) => DraftKey::new(FORM, person),
            (None, None) => DraftKey::new(FORM, ""),
        }
    }

    /// Whether it is about somebody on file.
    pub(super) fn person(&self) -> Option<PersonId> {
        self.known.as_ref().map(|record| record.id)
    }

    /// Whose it is, as far as it is known.
    fn name(&self) -> String {
        crate::store::search::short_name(self.form.value(SURNAME), self.form.value(NAME))
    }

    /// Takes over what is on file of a person; what was typed stays.
    fn bind(&mut self, record: PersonRecord, env: &Env) {
        let facts = &record.facts;
        self.fill(SURNAME, &facts.surname);
        self.fill(NAME, &facts.name);
        if let Some(code) = record.identifiers.first() {
            self.fill(CODE, &code.value);
        }
        self.fill(
            BIRTH_ON,
            &facts.birth_on.map(day::short).unwrap_or_default(),
        );
        self.fill_place(
            facts.birth_place.as_deref(),
            facts.birth_place_name.as_deref(),
            facts.birth_on,
            env,
        );
        if let Some(state) = facts
            .citizenship
            .first()
            .and_then(|iso2| crate::reference::Reference::state_by_iso2(iso2))
        {
            self.fill_choice(CITIZENSHIP, person::state_choice(&state, env.lang));
        }
        let phone = person::shown_or_none(facts.phone.as_deref(), NO_PHONE, &env.words);
        self.fill(PHONE, &phone.unwrap_or_default());
        if let Some(place) = facts
            .residence
            .as_deref()
            .and_then(|istat| env.reference.municipality(istat))
        {
            self.fill_choice(RESIDENCE, person::municipality_choice(&place));
        }
        if let Some(present) = record
            .employment
            .iter()
            .find(|period| period.to_on.is_none())
        {
            self.fill(EMPLOYMENT, code(present.status));
            self.fill(SINCE, &present.from_on.map(day::short).unwrap_or_default());
        }
        self.fill(EDUCATION, facts.education.map_or("", code));
        if let Some(known) = record
            .documents
            .iter()
            .find(|known| known.paper.permit.is_some())
        {
            self.fill(PERMIT, known.paper.permit.map_or("", code));
            self.fill(
                PERMIT_EXPIRY,
                &known.paper.expires_on.map(day::short).unwrap_or_default(),
            );
        }
        self.hint_at_papers(&record, env);
        self.known = Some(Box::new(record));
        self.looked = person::look_at_code(self.form.value(CODE), env);
        self.asked = self.looked_code();
        self.form.set_hint(CODE, self.looked.hint.clone());
        // What follows from what is on file stands there at once: leaving its field unchanged changes nothing.
        self.check_since(env);
        self.check_expiry(env);
        self.follow_places(env, None);
        self.recompute(env);
        if let Some(record) = &self.known {
            let row = OnFile::new("person", record.id.0, record.ver);
            self.form.filled_from(row.kept_as(KEPT_AS));
        }
    }

    /// The intake of a record that is now known, or that somebody else has changed meanwhile, with what
    /// was typed here over it.
    pub(super) fn over(&self, record: PersonRecord, env: &Env) -> Self {
        let mut fresh = Self::of(self.ticket.clone(), record, env);
        fresh.subject = self.subject;
        fresh.filled.clone_from(&self.filled);
        fresh.accepted.clone_from(&self.accepted);
        fresh.restore(&self.form.draft(), env);
        fresh
    }

    fn hint_at_papers(&mut self, record: &PersonRecord, env: &Env) {
        let words = &env.words;
        let seen: Vec<String> = record
            .documents
            .iter()
            .map(|known| person::word(words, known.paper.kind))
            .collect();
        if !seen.is_empty() {
            let hint = words.with(
                MessageId("intake-papers-seen"),
                &[("papers", (&seen.join(", ")).into())],
            );
            self.form.set_hint(PAPERS, Some(hint.into_owned()));
        }
        let given = record
            .privacy
            .iter()
            .find(|act| act.kind == crate::domain::document::PrivacyKind::Notice);
        if let Some(given) = given {
            let hint = words.with(
                MessageId("intake-notice-given"),
                &[
                    ("day", words.date(given.given_on).into()),
                    ("version", (&given.version).into()),
                ],
            );
            self.form.set_hint(NOTICE, Some(hint.into_owned()));
        }
    }

    /// Brings back what was typed before; the field and the caret too.
    pub(super) fn restore(&mut self, draft: &serde_json::Value, env: &Env) {
        self.form.restore(draft);
        self.forget_likely();
        self.looked = person::look_at_code(self.form.value(CODE), env);
        self.asked = self.looked_code();
        if !draft["hidden"].is_array() {
            let (citizenship, permit) = (
                !self.form.value(CITIZENSHIP).is_empty(),
                !self.form.value(PERMIT).is_empty(),
            );
            self.form
                .show(CITIZENSHIP, citizenship || self.born_abroad(env));
            self.form.show(PERMIT, permit || self.needs_permit(env));
            self.form
                .show(PERMIT_EXPIRY, permit || self.needs_permit(env));
        }
        // Showing may have moved the cursor past a field that was hidden until now.
        if let Some(at) = draft["at"].as_str() {
            self.form.go_to(at);
        }
        self.recompute(env);
    }

    /// Offers what answers the text of a picker.
    pub(super) fn edited(&mut self, field: usize, env: &Env) {
        let Some(field) = self.form.fields.get(field).map(|field| field.name) else {
            return;
        };
        let typed = self.form.text(field).to_owned();
        if field == CODE {
            return person::code_mended(&mut self.form, CODE, env);
        }
        let offered = match field {
            BIRTH_PLACE => {
                person::birth_places(&typed, self.day(BIRTH_ON, Towards::Past, env), env)
            }
            CITIZENSHIP => person::citizenships(&typed, env),
            RESIDENCE => person::municipalities(&typed, &env.reference),
            _ => return,
        };
        self.form.set_proposals(field, offered);
    }

    /// Takes over what a card said, unless a code was typed: answers a code of which the archive is to be
    /// asked. The cursor goes where something is still to be said.
    pub(super) fn carry(&mut self, card: &str, env: &Env) -> Option<String> {
        if !self.form.field(CODE).is_some_and(Field::is_empty) {
            return None;
        }
        self.form.set(CODE, card);
        let ask = self.check_code(env);
        self.form.go_to(self.first_empty());
        self.recompute(env);
        ask
    }

    /// A card that was read while the cursor was in another field: its code goes where it belongs, unless
    /// there is one.
    fn misread(&mut self, name: &'static str, env: &Env) -> Option<String> {
        let typed = self.form.text(name).to_owned();
        tax_code::find_in_burst(&typed, env.today(), env.reference.as_ref())?;
        self.form.set(name, "");
        self.form.go_to(name);
        Some(typed)
    }

    /// Checks a field that was left. Answers a code of which the archive is to be asked.
    pub(super) fn left(&mut self, field: usize, env: &Env) -> Option<String> {
        let name = self.form.fields.get(field)?.name;
        if name != CODE
            && let Some(card) = self.misread(name, env)
        {
            return self.carry(&card, env);
        }
        let mut ask = None;
        match name {
            CODE => ask = self.check_code(env),
            SURNAME | NAME => self.check_names(env),
            BIRTH_ON => self.check_birth(env),
            BIRTH_PLACE | CITIZENSHIP => self.check_place(name, field, env),
            PHONE => self.check_phone(env),
            SINCE => self.check_since(env),
            PERMIT_EXPIRY => self.check_expiry(env),
            RESIDENCE | EMPLOYMENT | EDUCATION | PERMIT | NOTICE | REASON => {
                self.check_choice(name, env);
            }
            _ => {}
        }
        self.recompute(env);
        ask
    }

    fn check_phone(&mut self, env: &Env) {
        self.form.clear_error(PHONE);
        let none = person::write_out_none(&mut self.form, PHONE, NO_PHONE, env);
        if !none && !is_phone(self.form.value(PHONE)) {
            self.form
                .set_error(PHONE, env.words.get(MessageId("person-phone-wrong")));
        }
    }

    fn birth_state(&self, env: &Env) -> Option<crate::reference::State> {
        let born = self.day(BIRTH_ON, Towards::Past, env);
        let place = env.reference.place_at(self.form.value(BIRTH_PLACE), born)?;
        person::state_of_birth(&place)
    }

    fn born_abroad(&self, env: &Env) -> bool {
        self.birth_state(env).is_some() || self.form.value(BIRTH_PLACE).starts_with('Z')
    }

    /// The area of the citizenship; of the birthplace while nothing is said of citizenship.
    fn area(&self, env: &Env) -> Option<Area> {
        match self.form.value(CITIZENSHIP) {
            "" => self.birth_state(env).map(|state| state.area),
            iso2 => person::area(iso2),
        }
    }

    fn needs_permit(&self, env: &Env) -> bool {
        self.area(env).is_some_and(Area::needs_permit)
    }

    fn day(&self, field: &str, towards: Towards, env: &Env) -> Option<NaiveDate> {
        person::day_in(&self.form, field, towards, env)
    }

    fn looked_code(&self) -> String {
        self.looked
            .found
            .as_ref()
            .map(|found| found.value.clone())
            .unwrap_or_default()
    }

    fn choice<T: std::str::FromStr>(&self, field: &str) -> Option<T> {
        self.form.value(field).parse().ok()
    }

    fn fill(&mut self, field: &str, value: &str) {
        if self.form.field(field).is_some_and(Field::is_empty) && !value.is_empty() {
            self.form.set(field, value);
        }
    }

    fn fill_choice(&mut self, field: &str, choice: Choice) {
        if self.form.field(field).is_some_and(Field::is_empty) {
            self.form.choose(field, choice);
        }
    }

    fn fill_place(
        &mut self,
        code: Option<&str>,
        name: Option<&str>,
        born: Option<NaiveDate>,
        env: &Env,
    ) {
        let Some(code) = code else { return };
        let choice = match env.reference.place_at(code, born) {
            Some(place) => person::birth_place_choice(&place, env),
            None => Choice::new(code, name.unwrap_or(code)),
        };
        self.fill_choice(BIRTH_PLACE, choice);
    }

    /// The first field in which nothing stands: where work goes on for somebody known.
    fn first_empty(&self) -> &'static str {
        let mut shown = self.form.fields.iter().filter(|field| !field.hidden);
        shown
            .find(|field| field.is_empty())
            .map_or(CODE, |field| field.name)
    }

    // What follows ------------------------------------------------------------------------------

    /// Works out the groups and what is missing; only when a field has been left.
    fn recompute(&mut self, env: &Env) {
        let words = &env.words;
        self.who = self.name();
        let missing = intake::missing(&self.intake_facts(env));
        let line = if missing.is_empty() {
            Span::toned(
                words.get(MessageId("intake-complete")).into_owned(),
                Tone::Good,
            )
        } else {
            let items: Vec<String> = missing
                .iter()
                .map(|item| person::word(words, *item))
                .collect();
            let text = words.with(
                MessageId("intake-missing"),
                &[("items", (&items.join(", ")).into())],
            );
            Span::toned(text.into_owned(), Tone::Warn)
        };
        // What is missing first: the groups below it may go on behind the last row.
        self.after = vec![line];
        self.after.extend(target::targets(&self.facts(env), env));
    }

    fn registry_sex(&self) -> Option<RegistrySex> {
        let decoded = self
            .looked
            .reading
            .as_ref()
            .filter(|_| self.looked.error.is_none());
        let known = self
            .known
            .as_ref()
            .and_then(|record| record.facts.registry_sex);
        decoded.and_then(|reading| reading.registry_sex).or(known)
    }

    fn facts(&self, env: &Env) -> Facts {
        let known = self
            .known
            .as_ref()
            .map(|record| target::facts_of(record, env.today()))
            .unwrap_or_default();
        Facts {
            birth_on: self.day(BIRTH_ON, Towards::Past, env),
            registry_sex: self.registry_sex(),
            employment: self.choice(EMPLOYMENT),
            employment_since: self.day(SINCE, Towards::Past, env),
            education: self.choice(EDUCATION),
            // Who was born here and says nothing else is taken for a citizen by the rules alone.
            area: self
                .area(env)
                .or((!self.form.value(BIRTH_PLACE).is_empty()).then_some(Area::Italy)),
            permit_expires_on: self.day(PERMIT_EXPIRY, Towards::Future, env),
            ..known
        }
    }

    fn intake_facts(&self, env: &Env) -> IntakeFacts {
        let known = self.known.as_deref();
        let seen_before = known
            .iter()
            .flat_map(|record| record.documents.iter().map(|known| known.paper.kind));
        let seen_now = self
            .form
            .marked(PAPERS)
            .iter()
            .filter_map(|code| code.parse().ok());
        let notice_before = known.is_some_and(|record| {
            record
                .privacy
                .iter()
                .any(|act| act.kind == crate::domain::document::PrivacyKind::Notice)
        });
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        IntakeFacts {
            identifier: self.looked.found.is_some()
                || known.is_some_and(|record| !record.identifiers.is_empty()),
            surname: self.form.value(SURNAME).to_owned(),
            name: self.form.value(NAME).to_owned(),
            birth_on: self.day(BIRTH_ON, Towards::Past, env),
            birth_place: some(self.form.value(BIRTH_PLACE)),
            phone: person::text_or_none(&self.form, PHONE),
            residence: some(self.form.value(RESIDENCE)),
            employment: !self.form.value(EMPLOYMENT).is_empty(),
            employment_since: self.day(SINCE, Towards::Past, env),
            education: !self.form.value(EDUCATION).is_empty(),
            needs_permit: self.needs_permit(env),
            permit: self
                .choice(PERMIT)
                .map(|kind| (kind, self.day(PERMIT_EXPIRY, Towards::Future, env))),
            documents: seen_before.chain(seen_now).collect(),
            notice: notice_before || !self.form.value(NOTICE).is_empty(),
            reason: !self.form.value(REASON).is_empty(),
        }
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let who = match (env.steady, self.who.is_empty()) {
            (true, _) => "",
            (false, true) => &self.alias,
            (false, false) => &self.who,
        };
        let title = match (&self.ticket, who.is_empty()) {
            (Some((_, number)), true) => words.with(
                MessageId("intake-title-ticket"),
                &[("number", number.into())],
            ),
            (Some((_, number)), false) => words.with(
                MessageId("intake-title-both"),
                &[("number", number.into()), ("who", who.into())],
            ),
            (None, true) => words.get(MessageId("intake-title")),
            (None, false) => words.with(MessageId("intake-title-person"), &[("who", who.into())]),
        };
        View::of_form(title, &self.form).with_after(if env.steady {
            Vec::new()
        } else {
            self.after.clone()
        })
    }
}

fn code<T: crate::domain::Named>(value: T) -> &'static str {
    value.code()
}
