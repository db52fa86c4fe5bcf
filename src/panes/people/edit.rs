//! The facts of a person as a form: somebody new, or changes to a record.
//!
//! ```text
//! Modifica: ROSSI Maria
//!
//!   Codice fiscale         RSSMRA85C52F205K
//!                          12/03/1985, Milano (MI), femmina
//!   Cognome (obbligatorio) Rossi
//!   ...
//!   Salva
//! ```
//!
//! A change is made from a version of the record. When somebody else was faster, the form is filled anew
//! from what is on file, and what was typed comes back over it.

use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::Named;
use crate::domain::day::{self, Towards};
use crate::domain::ids::PersonId;
use crate::domain::interview::{DayPart, Section};
use crate::domain::person::{
    ContactRule, Education, EmploymentStatus, Gender, HalfDay, Pursuit, RegistrySex, Transport,
    is_phone,
};
use crate::domain::tax_code::{self, BirthPlaces};
use crate::domain::vacancy::{Contract, Shift};
use crate::panes::person::{self, Looked};
use crate::panes::{DraftKey, Env};
use crate::reference::Reference;
use crate::store::Before;
use crate::store::people::{
    ChangePerson, Employment, IdentifyPerson, Newcomer, PersonFacts, PersonRecord, RegisterPerson,
    SetEmployment,
};
use crate::ui::form::{Choice, Field, Form};
use crate::ui::picker::SHOWN;
use crate::ui::stale::OnFile;
use crate::ui::view::View;
use crate::ui::words::MessageId;

use super::record;

/// The name of the form in the drafts.
pub(super) const FORM: &str = "person.edit";

pub(super) const CODE: &str = "code";
pub(super) const SURNAME: &str = "surname";
pub(super) const NAME: &str = "name";
pub(super) const PREFERRED: &str = "preferred_name";
pub(super) const BIRTH_ON: &str = "birth_on";
pub(super) const BIRTH_PLACE: &str = "birth_place";
pub(super) const CITIZENSHIP: &str = "citizenship";
/// Of who has no code that says it.
pub(super) const SEX: &str = "registry_sex";
pub(super) const GENDER: &str = "gender";
pub(super) const PHONE: &str = "phone";
pub(super) const EMAIL: &str = "email";
pub(super) const CONTACT_RULE: &str = "contact_rule";
pub(super) const RESIDENCE: &str = "residence";
pub(super) const ADDRESS: &str = "address";
const POSTCODE: &str = "postcode";
pub(super) const EMPLOYMENT: &str = "employment";
pub(super) const SINCE: &str = "since";
pub(super) const PURSUITS: &str = "pursuits";
pub(super) const EDUCATION: &str = "education";
pub(super) const DID_ON: &str = "did_on";
/// The occupations wished for, the dearest first.
pub(super) const WISHES: [&str; 3] = ["wish_1", "wish_2", "wish_3"];
pub(super) const LICENCE: &str = "licence";
pub(super) const TRANSPORT: &str = "transport";
const RADIUS: &str = "radius_km";
pub(super) const SHIFT: &str = "shift";
pub(super) const HOURS: &str = "hours";
pub(super) const CONTRACTS: &str = "contracts";
pub(super) const COMES: &str = "comes";
pub(super) const AVAILABLE: &str = "available_from";
const OWN_CAR: &str = "own_car";
/// The parts of each day of the week in which the person can work.
const DAYS: [&str; 7] = [
    "days_1", "days_2", "days_3", "days_4", "days_5", "days_6", "days_7",
];
const DAY_LABELS: [MessageId; 7] = [
    MessageId("person-days-1"),
    MessageId("person-days-2"),
    MessageId("person-days-3"),
    MessageId("person-days-4"),
    MessageId("person-days-5"),
    MessageId("person-days-6"),
    MessageId("person-days-7"),
];
const PARTS: [MessageId; 4] = [
    MessageId("person-part-morning"),
    MessageId("person-part-afternoon"),
    MessageId("person-part-evening"),
    MessageId("person-part-night"),
];

/// The fields that only a section of the interview shows: for the whole form they would be too many.
const OF_SECTIONS: [&str; 9] = [
    SEX, OWN_CAR, DAYS[0], DAYS[1], DAYS[2], DAYS[3], DAYS[4], DAYS[5], DAYS[6],
];

/// The fields of a section of the interview.
const fn fields_of(section: Section) -> &'static [&'static str] {
    match section {
        Section::Identity => &[
            CODE,
            SURNAME,
            NAME,
            PREFERRED,
            BIRTH_ON,
            BIRTH_PLACE,
            SEX,
            GENDER,
        ],
        Section::Contact => &[PHONE, EMAIL, CONTACT_RULE],
        Section::Residence => &[RESIDENCE, ADDRESS, POSTCODE, CITIZENSHIP],
        Section::Status => &[
            EMPLOYMENT, SINCE, PURSUITS, DID_ON, EDUCATION, WISHES[0], WISHES[1], WISHES[2],
        ],
        Section::Mobility => &[LICENCE, TRANSPORT, OWN_CAR, RADIUS],
        Section::Availability => &[
            HOURS, SHIFT, CONTRACTS, AVAILABLE, DAYS[0], DAYS[1], DAYS[2], DAYS[3], DAYS[4],
            DAYS[5], DAYS[6], COMES,
        ],
        _ => &[],
    }
}

/// The fields that are kept under other names, or in other tables than the person's.
const KEPT_AS: &[(&str, &str)] = &[
    (CODE, "identifier"),
    (EMPLOYMENT, "employment"),
    (SINCE, "employment"),
    (WISHES[0], "wishes"),
    (WISHES[1], "wishes"),
    (WISHES[2], "wishes"),
    (DAYS[0], "days"),
    (DAYS[1], "days"),
    (DAYS[2], "days"),
    (DAYS[3], "days"),
    (DAYS[4], "days"),
    (DAYS[5], "days"),
    (DAYS[6], "days"),
];

/// How a field says that there is none.
pub(super) const NO_PHONE: MessageId = MessageId("person-no-phone");
pub(super) const NO_LICENCE: MessageId = MessageId("person-no-licence");

/// The farthest that work may be from home, in kilometres.
const FARTHEST: u32 = 500;

/// A form that is being filled in.
pub(super) struct Edit {
    pub(super) form: Form,
    /// The record from which the change is made; none for somebody new.
    base: Option<Box<PersonRecord>>,
    looked: Looked,
    title: String,
    /// The section of the interview that it is of; none of the whole record.
    section: Option<Section>,
}

/// The acts that save a form.
pub(super) enum Saves {
    /// Somebody new.
    New(RegisterPerson),
    /// Changes of a record; a code and a status only if they changed.
    Changes(ChangePerson, Option<IdentifyPerson>, Option<SetEmployment>),
}

fn fields(env: &Env) -> Vec<Field> {
    let words = &env.words;
    let mut fields = of_record(env);
    let gender = fields.iter().position(|field| field.name == GENDER);
    let sex = person::options::<RegistrySex>(words);
    let sex = Field::choice(SEX, MessageId("person-registry-sex"), sex);
    fields.insert(gender.unwrap_or(fields.len()), sex);
    fields.push(Field::choice(
        OWN_CAR,
        MessageId("person-own-car"),
        vec![
            Choice::new("no", words.get(MessageId("person-no"))),
            Choice::new("yes", words.get(MessageId("person-yes"))),
        ],
    ));
    let days = DAYS
        .iter()
        .zip(DAY_LABELS)
        .zip(DayPart::ALL.chunks(PARTS.len()));
    fields.extend(days.map(|((name, label), parts)| {
        let choices = parts.iter().zip(PARTS);
        let choices = choices.map(|(part, name)| Choice::new(part.code(), words.get(name)));
        Field::several(name, label, choices.collect())
    }));
    fields
}

fn of_record(env: &Env) -> Vec<Field> {
    let words = &env.words;
    vec![
        Field::text(CODE, MessageId("person-code"))
            .max(120)
            .whole_when(tax_code::is_whole),
        Field::text(SURNAME, MessageId("person-surname"))
            .required()
            .max(60),
        Field::text(NAME, MessageId("person-name")).max(60),
        Field::text(PREFERRED, MessageId("person-preferred-name")).max(60),
        Field::date(BIRTH_ON, MessageId("person-birth-on")),
        Field::picker(BIRTH_PLACE, MessageId("person-birth-place")),
        Field::picker(CITIZENSHIP, MessageId("person-citizenship")),
        Field::choice(
            GENDER,
            MessageId("person-gender"),
            person::options::<Gender>(words),
        ),
        Field::text(PHONE, MessageId("person-phone")).max(30),
        Field::text(EMAIL, MessageId("person-email")).max(80),
        Field::choice(
            CONTACT_RULE,
            MessageId("person-contact-rule"),
            person::options::<ContactRule>(words),
        ),
        Field::picker(RESIDENCE, MessageId("person-residence")),
        Field::text(ADDRESS, MessageId("person-address")).max(80),
        Field::text(POSTCODE, MessageId("person-postcode")).max(10),
        Field::choice(
            EMPLOYMENT,
            MessageId("person-employment"),
            person::options::<EmploymentStatus>(words),
        ),
        Field::date(SINCE, MessageId("person-since")),
        Field::several(
            PURSUITS,
            MessageId("person-pursuits"),
            person::options::<Pursuit>(words),
        ),
        Field::choice(
            EDUCATION,
            MessageId("person-education"),
            person::options::<Education>(words),
        ),
        Field::date(DID_ON, MessageId("person-did-on")),
        Field::picker(WISHES[0], MessageId("person-wish")),
        Field::picker(WISHES[1], MessageId("person-wish-second")),
        Field::picker(WISHES[2], MessageId("person-wish-third")),
        Field::text(LICENCE, MessageId("person-licence")).max(10),
        Field::choice(
            TRANSPORT,
            MessageId("person-transport"),
            person::options::<Transport>(words),
        ),
        Field::text(RADIUS, MessageId("person-radius")).max(3),
        Field::choice(
            SHIFT,
            MessageId("person-shift"),
            person::options::<Shift>(words),
        ),
        Field::text(HOURS, MessageId("person-hours")).max(10),
        Field::several(
            CONTRACTS,
            MessageId("person-contracts"),
            person::options::<Contract>(words),
        ),
        Field::several(
            COMES,
            MessageId("person-comes"),
            person::options::<HalfDay>(words),
        ),
        Field::date(AVAILABLE, MessageId("person-available-from")),
    ]
}

impl Edit {
    /// The form of somebody new.
    pub(super) fn new(env: &Env) -> Self {
        let mut form = Form::new(FORM, fields(env));
        limit(&mut form, None);
        let title = env.words.get(MessageId("edit-title-new")).into_owned();
        Self {
            form,
            base: None,
            looked: Looked::default(),
            title,
            section: None,
        }
    }

    /// The form of a record.
    pub(super) fn of(record: PersonRecord, env: &Env) -> Self {
        let mut form = Form::new(FORM, fields(env));
        limit(&mut form, None);
        fill(&mut form, &record, env);
        let row = OnFile::new("person", record.id.0, record.ver);
        form.filled_from(row.kept_as(KEPT_AS));
        let looked = person::look_at_code(form.value(CODE), env);
        form.set_hint(CODE, looked.hint.clone());
        let who = record::name_of(&record);
        let title = env
            .words
            .with(MessageId("edit-title"), &[("who", (&who).into())])
            .into_owned();
        Self {
            form,
            base: Some(Box::new(record)),
            looked,
            title,
            section: None,
        }
    }

    /// The same form with the fields of a section of the interview alone.
    pub(super) fn within(mut self, section: Option<Section>, env: &Env) -> Self {
        if let Some(section) = section {
            limit(&mut self.form, Some(section));
            for field in [PHONE, LICENCE] {
                if self.form.value(field).is_empty() {
                    let hint = env.words.get(MessageId("person-none-hint")).into_owned();
                    self.form.set_hint(field, Some(hint));
                }
            }
            self.title = super::interview::section(section, env);
            self.section = Some(section);
        }
        self
    }

    /// Whose record a draft is of, and which section.
    pub(super) fn of_draft(subject: &str) -> (Option<PersonId>, Option<Section>) {
        let (person, section) = subject.split_once(' ').unwrap_or((subject, ""));
        (person.parse().ok(), section.parse().ok())
    }

    /// The key under which it is kept half typed.
    pub(super) fn key(&self) -> DraftKey {
        match (&self.base, self.section) {
            (Some(record), None) => DraftKey::new(FORM, record.id),
            (Some(record), Some(section)) => {
                DraftKey::new(FORM, format!("{} {}", record.id, section.code()))
            }
            (None, _) => DraftKey::new(FORM, ""),
        }
    }

    /// Whose record it changes.
    pub(super) fn person(&self) -> Option<PersonId> {
        self.base.as_ref().map(|record| record.id)
    }

    /// Surname and name as they stand in the form.
    pub(super) fn name(&self) -> String {
        crate::store::search::short_name(self.form.value(SURNAME), self.form.value(NAME))
    }

    /// Brings back what was typed before.
    pub(super) fn restore(&mut self, draft: &serde_json::Value, env: &Env) {
        self.form.restore(draft);
        self.looked = person::look_at_code(self.form.value(CODE), env);
    }

    /// Offers what answers the text of a picker.
    pub(super) fn edited(&mut self, field: usize, env: &Env) {
        let Some(name) = self.form.fields.get(field).map(|field| field.name) else {
            return;
        };
        if name == CODE {
            return person::code_mended(&mut self.form, CODE, env);
        }
        let typed = self.form.text(name).to_owned();
        let born = person::day_in(&self.form, BIRTH_ON, Towards::Past, env);
        let offered = match name {
            BIRTH_PLACE => person::birth_places(&typed, born, env),
            CITIZENSHIP => person::citizenships(&typed, env),
            RESIDENCE => person::municipalities(&typed, &env.reference),
            name if WISHES.contains(&name) => occupations(&typed, env),
            _ => return,
        };
        self.form.set_proposals(name, offered);
    }

    /// Checks a field that was left.
    pub(super) fn left(&mut self, field: usize, env: &Env) {
        let Some(name) = person::look_at_field(&mut self.form, field, env) else {
            return;
        };
        match name {
            CODE => self.check_code(env),
            SURNAME | NAME => self.check_names(env),
            BIRTH_ON | SINCE | DID_ON => {
                person::read_day(&mut self.form, name, Towards::Past, env);
            }
            AVAILABLE => {
                person::read_day(&mut self.form, name, Towards::Future, env);
            }
            HOURS => self.check_hours(env),
            PHONE => self.check_phone(env),
            LICENCE => {
                person::write_out_none(&mut self.form, LICENCE, NO_LICENCE, env);
            }
            EMAIL if !is_mail(self.form.value(EMAIL)) => {
                self.form
                    .set_error(EMAIL, env.words.get(MessageId("person-email-wrong")));
            }
            RADIUS if !self.form.value(RADIUS).is_empty() && self.radius().is_none() => {
                self.form
                    .set_error(RADIUS, env.words.get(MessageId("person-radius-wrong")));
            }
            _ => {}
        }
    }

    fn check_phone(&mut self, env: &Env) {
        let none = person::write_out_none(&mut self.form, PHONE, NO_PHONE, env);
        if !none && !is_phone(self.form.value(PHONE)) {
            self.form
                .set_error(PHONE, env.words.get(MessageId("person-phone-wrong")));
        }
    }

    fn check_code(&mut self, env: &Env) {
        self.looked = person::look_at_code(self.form.value(CODE), env);
        if let Some(found) = &self.looked.found {
            self.form.set(CODE, &found.value.clone());
        }
        // A code that is on record as an anomaly is no reason not to save the rest.
        let as_on_record = !self.changed(&[CODE]);
        match &self.looked.error {
            Some(error) if !as_on_record => {
                self.form.set_hint(CODE, self.looked.hint.clone());
                self.form.set_error(CODE, error.clone());
            }
            _ => self.form.set_hint(
                CODE,
                self.looked
                    .hint
                    .clone()
                    .or_else(|| self.looked.error.clone()),
            ),
        }
        if let Some(reading) = self
            .looked
            .reading
            .clone()
            .filter(|_| self.looked.error.is_none())
        {
            if let Some(born) = reading
                .birth_on
                .filter(|_| self.form.value(BIRTH_ON).is_empty())
            {
                self.form.set(BIRTH_ON, &day::short(born));
            }
            if let Some(place) = reading
                .place
                .filter(|_| self.form.field(BIRTH_PLACE).is_some_and(Field::is_empty))
            {
                self.form
                    .choose(BIRTH_PLACE, person::birth_place_choice(&place, env));
            }
        }
        self.check_names(env);
    }

    fn check_hours(&mut self, env: &Env) {
        let typed = self.form.value(HOURS);
        match person::read_hours_a_week(typed) {
            Some(hours) => self.form.set(HOURS, &person::hours_a_week(hours)),
            None if typed.is_empty() => {}
            None => self
                .form
                .set_error(HOURS, env.words.get(MessageId("person-hours-wrong"))),
        }
    }

    fn check_names(&mut self, env: &Env) {
        let (surname, name) = (self.form.value(SURNAME), self.form.value(NAME));
        let (of_surname, of_name) =
            person::name_against_code(self.looked.reading.as_ref(), surname, name, &env.words);
        self.form.set_hint(SURNAME, of_surname);
        self.form.set_hint(NAME, of_name);
    }

    /// Checks all and says what is to be sent; none when something is wrong: the cursor is there.
    pub(super) fn saves(&mut self, env: &Env) -> Option<Saves> {
        for field in 0..self.form.fields.len() {
            self.left(field, env);
        }
        if self.form.value(SURNAME).is_empty() && self.looked.found.is_none() {
            self.form
                .set_error(SURNAME, env.words.get(MessageId("intake-name-or-code")));
        }
        if self.form.go_to_error() {
            return None;
        }
        let facts = self.facts(env);
        let employment = self.choice(EMPLOYMENT).map(|status| Employment {
            status,
            since: self.day(SINCE, env),
        });
        let Some(record) = &self.base else {
            return Some(Saves::New(RegisterPerson {
                person: Newcomer {
                    facts,
                    identifiers: self.looked.found.clone().into_iter().collect(),
                    employment,
                    last_contact_on: None,
                },
            }));
        };
        let identify = self.looked.found.clone();
        let identify = identify.filter(|_| self.changed(&[CODE]));
        Some(Saves::Changes(
            ChangePerson {
                person: record.id,
                ver: record.ver,
                facts,
            },
            identify.map(|identifier| IdentifyPerson {
                person: record.id,
                identifier,
                before: Before::Seen(code_of_record(record)),
            }),
            employment
                .filter(|_| self.changed(&[EMPLOYMENT, SINCE]))
                .map(|employment| SetEmployment {
                    person: record.id,
                    employment,
                    before: Before::Seen(employment_of_record(record)),
                }),
        ))
    }

    /// The facts as the form has them, over those that it does not show.
    fn facts(&self, env: &Env) -> PersonFacts {
        let known = self
            .base
            .as_ref()
            .map(|record| record.facts.clone())
            .unwrap_or_default();
        let some =
            |field: &str| Some(self.form.value(field).to_owned()).filter(|text| !text.is_empty());
        let label = |field: &str| {
            let chosen = self
                .form
                .field(field)
                .and_then(|field| field.chosen.as_ref());
            chosen.map(|choice| choice.label.clone())
        };
        let decoded = self
            .looked
            .reading
            .as_ref()
            .filter(|_| self.looked.error.is_none());
        let wishes: Vec<String> = WISHES.iter().filter_map(|wish| some(wish)).collect();
        // More wishes than the form shows stay behind those that it does.
        let further = known.wishes.iter().skip(WISHES.len()).cloned();
        PersonFacts {
            surname: self.form.value(SURNAME).to_owned(),
            name: self.form.value(NAME).to_owned(),
            preferred_name: some(PREFERRED),
            birth_on: self.day(BIRTH_ON, env),
            birth_place: some(BIRTH_PLACE),
            birth_place_name: label(BIRTH_PLACE),
            registry_sex: decoded
                .and_then(|reading| reading.registry_sex)
                .or_else(|| self.choice(SEX))
                .or(known.registry_sex),
            gender: self.choice(GENDER),
            citizenship: self.citizenship(&known),
            residence: some(RESIDENCE),
            residence_name: label(RESIDENCE),
            address: some(ADDRESS),
            postcode: some(POSTCODE),
            phone: person::text_or_none(&self.form, PHONE),
            email: some(EMAIL),
            contact_rule: self.choice(CONTACT_RULE),
            education: self.choice(EDUCATION),
            wishes: wishes.iter().cloned().chain(further).collect(),
            licence: person::text_or_none(&self.form, LICENCE).map(|text| text.to_uppercase()),
            radius_km: self.radius(),
            transport: self.choice(TRANSPORT),
            shift: self.choice(SHIFT),
            hours: person::read_hours_a_week(self.form.value(HOURS)),
            own_car: match self.form.value(OWN_CAR) {
                "" => None,
                car => Some(car == "yes"),
            },
            days: DAYS.iter().flat_map(|day| self.marked(day)).collect(),
            contracts: self.marked(CONTRACTS),
            comes: self.marked(COMES),
            pursuits: self.pursuits(),
            available_from: person::day_in(&self.form, AVAILABLE, Towards::Future, env),
            did_on: self.day(DID_ON, env),
            ..known
        }
    }

    /// The first citizenship is the form's; further ones stay.
    fn citizenship(&self, known: &PersonFacts) -> Vec<String> {
        let first = Some(self.form.value(CITIZENSHIP).to_owned()).filter(|iso2| !iso2.is_empty());
        let further = known
            .citizenship
            .iter()
            .skip(1)
            .filter(|iso2| Some(*iso2) != first.as_ref());
        first.iter().chain(further).cloned().collect()
    }

    /// The form of the record as somebody else has left it meanwhile, with what was typed here over it.
    pub(super) fn over(&self, record: PersonRecord, env: &Env) -> Self {
        let mut fresh = Self::of(record, env).within(self.section, env);
        fresh.restore(&self.form.draft(), env);
        fresh
    }

    fn changed(&self, fields: &[&str]) -> bool {
        fields
            .iter()
            .filter_map(|field| self.form.field(field))
            .any(Field::is_changed)
    }

    fn choice<T: FromStr>(&self, field: &str) -> Option<T> {
        self.form.value(field).parse().ok()
    }

    fn marked<T: FromStr>(&self, field: &str) -> Vec<T> {
        let marked = self.form.marked(field).iter();
        marked.filter_map(|code| code.parse().ok()).collect()
    }

    /// Who says that there is nothing and something says that there is something.
    fn pursuits(&self) -> Vec<Pursuit> {
        let mut marked: Vec<Pursuit> = self.marked(PURSUITS);
        if marked.len() > 1 {
            marked.retain(|pursuit| *pursuit != Pursuit::Nothing);
        }
        marked
    }

    fn day(&self, field: &str, env: &Env) -> Option<NaiveDate> {
        person::day_in(&self.form, field, Towards::Past, env)
    }

    fn radius(&self) -> Option<u32> {
        self.form
            .value(RADIUS)
            .parse()
            .ok()
            .filter(|km| *km <= FARTHEST)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, _env: &'a Env) -> View<'a> {
        View::of_form(self.title.as_str(), &self.form)
    }
}

/// Shows the fields of a section; of the whole record all but those that only a section shows.
fn limit(form: &mut Form, section: Option<Section>) {
    let names: Vec<&'static str> = form.fields.iter().map(|field| field.name).collect();
    for name in names {
        let shown = match section {
            Some(section) => fields_of(section).contains(&name),
            None => !OF_SECTIONS.contains(&name),
        };
        form.show(name, shown);
    }
    if let Some(first) = form.fields.iter().position(|field| !field.hidden) {
        form.at = first;
    }
}

fn fill(form: &mut Form, record: &PersonRecord, env: &Env) {
    let facts = &record.facts;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let or_none = |value: &Option<String>, none| {
        let shown = person::shown_or_none(value.as_deref(), none, &env.words);
        shown.unwrap_or_default()
    };
    let date = |value: Option<NaiveDate>| value.map(day::short).unwrap_or_default();
    let present = employment_of_record(record);
    let code = code_of_record(record);
    for (field, value) in [
        (CODE, code.unwrap_or_default()),
        (SURNAME, facts.surname.clone()),
        (NAME, facts.name.clone()),
        (PREFERRED, text(&facts.preferred_name)),
        (BIRTH_ON, date(facts.birth_on)),
        (SEX, code_of(facts.registry_sex)),
        (GENDER, code_of(facts.gender)),
        (PHONE, or_none(&facts.phone, NO_PHONE)),
        (EMAIL, text(&facts.email)),
        (CONTACT_RULE, code_of(facts.contact_rule)),
        (ADDRESS, text(&facts.address)),
        (POSTCODE, text(&facts.postcode)),
        (EMPLOYMENT, code_of(present.map(|present| present.status))),
        (SINCE, date(present.and_then(|present| present.since))),
        (EDUCATION, code_of(facts.education)),
        (DID_ON, date(facts.did_on)),
        (LICENCE, or_none(&facts.licence, NO_LICENCE)),
        (TRANSPORT, code_of(facts.transport)),
        (
            RADIUS,
            facts.radius_km.map(|km| km.to_string()).unwrap_or_default(),
        ),
        (SHIFT, code_of(facts.shift)),
        (
            HOURS,
            facts.hours.map(person::hours_a_week).unwrap_or_default(),
        ),
        (AVAILABLE, date(facts.available_from)),
    ] {
        form.set(field, &value);
    }
    for contract in &facts.contracts {
        form.set(CONTRACTS, contract.code());
    }
    for pursuit in &facts.pursuits {
        form.set(PURSUITS, pursuit.code());
    }
    for half in &facts.comes {
        form.set(COMES, half.code());
    }
    for (name, parts) in DAYS.iter().zip(DayPart::ALL.chunks(PARTS.len())) {
        for part in parts.iter().filter(|part| facts.days.contains(part)) {
            form.set(name, part.code());
        }
    }
    if let Some(car) = facts.own_car {
        form.set(OWN_CAR, if car { "yes" } else { "no" });
    }
    if let Some(code) = &facts.birth_place {
        let choice = match env.reference.place_at(code, facts.birth_on) {
            Some(place) => person::birth_place_choice(&place, env),
            None => Choice::new(code, facts.birth_place_name.as_deref().unwrap_or(code)),
        };
        form.choose(BIRTH_PLACE, choice);
    }
    if let Some(iso2) = facts.citizenship.first() {
        let name = Reference::state_by_iso2(iso2)
            .map_or(iso2.as_str(), |state| person::state_name(&state, env.lang));
        form.choose(CITIZENSHIP, Choice::new(iso2, name));
    }
    if let Some(istat) = &facts.residence {
        let choice = match env.reference.municipality(istat) {
            Some(place) => person::municipality_choice(&place),
            None => Choice::new(istat, facts.residence_name.as_deref().unwrap_or(istat)),
        };
        form.choose(RESIDENCE, choice);
    }
    for (field, isco) in WISHES.iter().zip(&facts.wishes) {
        let title = env.reference.occupation_name(isco, env.lang);
        form.choose(field, Choice::new(isco, title));
    }
}

/// The code that the form shows of a record.
fn code_of_record(record: &PersonRecord) -> Option<String> {
    record.identifiers.first().map(|code| code.value.clone())
}

/// The employment status that a record has now.
fn employment_of_record(record: &PersonRecord) -> Option<Employment> {
    let mut periods = record.employment.iter();
    let present = periods.find(|period| period.to_on.is_none())?;
    Some(Employment {
        status: present.status,
        since: present.from_on,
    })
}

pub(super) fn occupations(typed: &str, env: &Env) -> Vec<Choice> {
    env.reference
        .occupations(typed, env.lang, SHOWN)
        .into_iter()
        .map(|found| {
            let detail = if found.title == found.unit_title {
                ""
            } else {
                found.unit_title
            };
            Choice::new(found.isco08, found.title).with_detail(detail)
        })
        .collect()
}

fn code_of<T: Named>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.code().to_owned())
}

fn is_mail(text: &str) -> bool {
    text.is_empty()
        || text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && host.contains('.')
                && !host.contains('@')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !text.contains(' ')
        })
}
