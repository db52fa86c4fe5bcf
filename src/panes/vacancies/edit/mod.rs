//! The form of a vacancy: new, or changed. The advert is checked as it is written.
//!
//! ```text
//! Nuova offerta
//!
//!   Azienda              Coop Lambro                       (obbligatorio)
//!   Titolo (errore):     Cercasi ragazza
//!     "Cercasi ragazza" sceglie per sesso: D.Lgs. 198/2006, art. 27. Scrivi: cercasi persona.
//!   Mestiere             cameriere / cameriera
//!   ...
//!   Salva
//! ```

mod fields;

pub(super) use fields::company_named;

use chrono::{Days, NaiveDate};

use crate::domain::day::Towards;
use crate::domain::ids::CompanyId;
use crate::domain::vacancy::{Contract, Lack, RequirementKind, Reserved, VacancyState, lacks};
use crate::domain::{advert, day, text};
use crate::panes::{DraftKey, Env, person};
use crate::store::companies::CompanyRow;
use crate::store::vacancies::{Requirement, VacancyFields, VacancyView, WorkPlace};
use crate::ui::form::{Choice, Form, FormEvent};
use crate::ui::picker::SHOWN;
use crate::ui::stale::OnFile;
use crate::ui::view::{Say, Span, Tone, View};
use crate::ui::words::MessageId;

use super::answer::{answer_code, read_answer};
use super::{say, search};
use fields::{
    advert_title, fields, fill, needed_to_publish, occupations_of, read_pay, skills, wrong_value,
};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "vacancy";

pub(super) const COMPANY: &str = "company";
const TITLE: &str = "title";
const OCCUPATION: &str = "occupation";
const POSTS: &str = "posts";
const CONTRACT: &str = "contract";
const CCNL: &str = "ccnl";
const LEVEL: &str = "level";
const HOURS: &str = "hours";
const SHIFT: &str = "shift";
const PLACE: &str = "place";
const TRANSPORT: &str = "public_transport";
const RESERVED: &str = "reserved";
const PAY: &str = "pay";
const START: &str = "start";
const DEADLINE: &str = "deadline";
const LICENCE: &str = "licence";
const CAR: &str = "own_car";
const EDUCATION: &str = "education";
const ITALIAN: &str = "italian";
const ESSENTIAL: &str = "essential";
const OPTIONAL: &str = "optional";
const TEXT: &str = "text";
const PUBLISH: &str = "publish";

/// The fields that are kept under other names, or in another table than the vacancy's.
const KEPT_AS: &[(&str, &str)] = &[
    (OCCUPATION, "isco08"),
    (HOURS, "hours_week"),
    (PLACE, "place_name"),
    (PAY, "pay_min"),
    (START, "start_on"),
    (DEADLINE, "deadline_on"),
    (ITALIAN, "italian_min"),
    (ESSENTIAL, "requirement"),
    (OPTIONAL, "requirement"),
];

/// The stored value of a company that is not on file yet; its name is the choice's label.
const NEW_COMPANY: &str = "+";
/// Days that a vacancy is open when nobody says otherwise.
const USUAL_DAYS: u64 = 30;

/// A company as chosen in the form.
pub(super) enum Chosen {
    /// On file.
    Known(CompanyId),
    /// By its name alone.
    New(String),
}

/// A vacancy that is being written.
pub(super) struct Edit {
    pub(super) form: Form,
    /// The vacancy that is changed; none for a new one.
    pub(super) known: Option<Box<VacancyView>>,
    /// Whether an act is under way.
    pub(super) busy: bool,
    /// What is still missing, and what follows.
    after: Vec<String>,
}

impl Edit {
    /// A new vacancy.
    pub(super) fn new(env: &Env) -> Self {
        let mut form = Form::new(FORM, fields(env, Of::New));
        form.set(POSTS, "1");
        let deadline = env.today() + Days::new(USUAL_DAYS);
        form.set(DEADLINE, &day::short(deadline));
        form.set(PUBLISH, answer_code(true));
        Self {
            form,
            known: None,
            busy: false,
            after: Vec::new(),
        }
    }

    /// A vacancy on file.
    pub(super) fn known(file: VacancyView, env: &Env) -> Self {
        let written = matches!(file.row.state, VacancyState::Draft | VacancyState::Checking);
        let of = if written { Of::Draft } else { Of::Published };
        let mut form = Form::new(FORM, fields(env, of));
        let company = Choice::new(file.row.company.to_string(), &file.row.company_name);
        form.choose(COMPANY, company);
        fill(&mut form, &file.fields, env);
        let row = OnFile::new("vacancy", file.row.id.0, file.row.ver);
        form.filled_from(row.kept_as(KEPT_AS));
        Self {
            form,
            known: Some(Box::new(file)),
            busy: false,
            after: Vec::new(),
        }
    }

    /// The form of the vacancy as somebody else has left it meanwhile, with what was typed here over it.
    pub(super) fn over(&self, file: VacancyView, env: &Env) -> Self {
        let mut fresh = Self::known(file, env);
        fresh.restore(&self.form.draft(), env);
        fresh
    }

    /// Brings back what was typed before.
    pub(super) fn restore(&mut self, draft: &serde_json::Value, env: &Env) {
        self.form.restore(draft);
        self.after = self.follows(env);
    }

    /// The key of its draft.
    pub(super) fn key(&self) -> DraftKey {
        match &self.known {
            Some(file) => DraftKey::new(FORM, file.row.id),
            None => DraftKey::new(FORM, ""),
        }
    }

    /// A field changed: proposals for pickers. Answers what was typed for a company, to be asked.
    pub(super) fn edited(&mut self, field: usize, env: &Env) -> Option<String> {
        let (name, typed) = self
            .form
            .fields
            .get(field)
            .map(|field| (field.name, field.line.text().trim().to_owned()))?;
        match name {
            COMPANY if !typed.is_empty() => return Some(typed),
            OCCUPATION if !typed.is_empty() => {
                self.form
                    .set_proposals(OCCUPATION, search::occupations(&typed, env));
            }
            PLACE if !typed.is_empty() => {
                self.form
                    .set_proposals(PLACE, person::municipalities(&typed, &env.reference));
            }
            _ => {}
        }
        None
    }

    /// Takes the companies of what was typed; the last proposal is a new one of that name.
    pub(super) fn companies(&mut self, rows: &[CompanyRow], env: &Env) -> FormEvent {
        let words = &env.words;
        let typed = self.form.text(COMPANY).trim().to_owned();
        let mut offered: Vec<Choice> = rows
            .iter()
            .filter(|row| row.active)
            .take(SHOWN - 1)
            .map(|row| {
                let kind = say::word(words, row.fields.kind);
                let detail = say::join([row.fields.place_name.clone(), Some(kind)]);
                Choice::new(row.id.to_string(), &row.fields.name).with_detail(detail)
            })
            .collect();
        let same = |choice: &Choice| text::fold(&choice.label) == text::fold(&typed);
        let new = self.known.is_none() && !typed.is_empty();
        if new && !offered.iter().any(same) {
            let detail = words.get(MessageId("vacancy-new-company"));
            offered.push(Choice::new(NEW_COMPANY, typed).with_detail(detail));
        }
        self.form.set_proposals(COMPANY, offered)
    }

    /// A company that was new is on file.
    pub(super) fn company_added(&mut self, company: CompanyId) {
        let name = self.form.text(COMPANY).to_owned();
        self.form
            .choose(COMPANY, Choice::new(company.to_string(), name));
    }

    /// The company as chosen.
    pub(super) fn company(&self) -> Option<Chosen> {
        match self.form.value(COMPANY) {
            NEW_COMPANY => Some(Chosen::New(self.form.text(COMPANY).trim().to_owned())),
            id => id.parse().ok().map(Chosen::Known),
        }
    }

    /// A field was left: what is wrong with it, and what follows.
    pub(super) fn left(&mut self, field: usize, env: &Env) {
        let Some(name) = self.form.fields.get(field).map(|field| field.name) else {
            return;
        };
        self.check(name, false, env);
        match name {
            TITLE => self.propose_occupation(env),
            CONTRACT => self.ask_ccnl(),
            ESSENTIAL | OPTIONAL => self.tidy_skills(name, env),
            _ => {}
        }
        self.after = self.follows(env);
    }

    /// The occupation that the title names, where none was chosen yet.
    fn propose_occupation(&mut self, env: &Env) {
        let title = self.form.value(TITLE).to_owned();
        let suggested = (!title.is_empty())
            .then(|| advert_title(&title, env))
            .flatten();
        self.form.set_hint(TITLE, suggested);
        if self
            .form
            .field(OCCUPATION)
            .is_some_and(|field| !field.is_empty())
        {
            return;
        }
        let found = occupations_of(&title, env);
        if let Some(first) = found.into_iter().next() {
            self.form.choose(OCCUPATION, first);
        }
    }

    /// A traineeship and freelance work have no national agreement.
    fn ask_ccnl(&mut self) {
        let without = !lacks(self.contract(), true, false).contains(&Lack::Ccnl);
        self.form.show(CCNL, !without);
        self.form.show(LEVEL, !without);
    }

    fn contract(&self) -> Option<Contract> {
        self.form.value(CONTRACT).parse().ok()
    }

    /// Writes skills with the names by which people's skills are known.
    fn tidy_skills(&mut self, name: &'static str, env: &Env) {
        let labels = skills(self.form.value(name), env);
        let names: Vec<&str> = labels
            .iter()
            .map(|label| env.reference.skill_name(label, env.lang))
            .collect();
        let labels = names.join(", ");
        // Written anew, even the same text would lose the caret.
        if labels != self.form.value(name) {
            self.form.set(name, &labels);
        }
    }

    /// Checks a field; `all` when the form is to be saved, so that empty ones count.
    fn check(&mut self, name: &'static str, all: bool, env: &Env) {
        let Some(field) = self.form.field(name) else {
            return;
        };
        if field.hidden {
            self.form.clear_error(name);
            return;
        }
        let empty = field.is_empty();
        let wrong = if field.is_unmatched() {
            Some(MessageId("vacancies-pick-one"))
        } else if all && empty && field.required {
            Some(MessageId("vacancy-field-empty"))
        } else if all && empty && self.publishes() {
            needed_to_publish(name)
        } else if empty {
            None
        } else {
            wrong_value(name, field.value())
        };
        self.form.clear_error(name);
        if let Some(id) = wrong {
            self.form.set_error(name, say::say(env, id));
            return;
        }
        match name {
            START | DEADLINE => self.check_day(name, env),
            TITLE | TEXT => self.check_advert(name, env),
            PAY => self.tidy_pay(),
            _ => {}
        }
    }

    fn check_day(&mut self, name: &'static str, env: &Env) {
        let read = person::read_day(&mut self.form, name, Towards::Future, env);
        let past = read.is_some_and(|day| day < env.today());
        if name == DEADLINE && past && self.known.is_none() {
            self.form
                .set_error(DEADLINE, say::say(env, MessageId("vacancy-deadline-past")));
        }
    }

    /// Words that the law does not allow are an error while they are to be published, else a hint.
    fn check_advert(&mut self, name: &'static str, env: &Env) {
        let faults = say::advert_faults(self.form.value(name), env);
        let told = (!faults.is_empty()).then(|| faults.join(" "));
        let stops = self.publishes() || self.takes_people();
        match (told, stops) {
            (Some(told), true) => self.form.set_error(name, told),
            (told, _) => self.form.set_hint(name, told),
        }
    }

    fn tidy_pay(&mut self) {
        let read = read_pay(self.form.value(PAY));
        if let Some((low, high)) = read {
            let text = if low == high {
                say::euros(low)
            } else {
                format!("{}-{}", say::euros(low), say::euros(high))
            };
            self.form.set(PAY, &text);
        }
    }

    /// Whether it is to be published as soon as it is saved.
    pub(super) fn publishes(&self) -> bool {
        self.known.is_none() && read_answer(self.form.value(PUBLISH)) == Some(true)
    }

    /// Whether people can be put forward for it already, so that nothing may become missing.
    fn takes_people(&self) -> bool {
        self.known
            .as_ref()
            .is_some_and(|file| file.row.state.takes_people())
    }

    /// Whether the words are what keeps it from being published.
    pub(super) fn is_blocked(&self, env: &Env) -> bool {
        let rules = env.reference.advert_rules();
        [TITLE, TEXT]
            .into_iter()
            .any(|name| !advert::check(self.form.value(name), rules).is_empty())
    }

    /// Replaces the words that the law does not allow by the neutral ones.
    pub(super) fn neutralise(&mut self, env: &Env) {
        for name in [TITLE, TEXT] {
            let neutral = advert::neutral(self.form.value(name), env.reference.advert_rules());
            self.form.set(name, &neutral);
            self.check(name, false, env);
        }
        self.form.go_to(TITLE);
    }

    /// Keeps it a draft: nothing is to be published.
    pub(super) fn keep_draft(&mut self) {
        self.form.set(PUBLISH, answer_code(false));
    }

    /// Checks every field; the vacancy when all is right, else the focus is on the first wrong field.
    pub(super) fn ready(&mut self, env: &Env) -> Option<VacancyFields> {
        let names: Vec<&'static str> = self.form.fields.iter().map(|field| field.name).collect();
        for name in names {
            self.check(name, true, env);
        }
        self.after = self.follows(env);
        (!self.form.go_to_error()).then(|| self.fields(env))
    }

    fn fields(&self, env: &Env) -> VacancyFields {
        let form = &self.form;
        let pay = read_pay(form.value(PAY));
        let own = |name: &str| Some(form.value(name).to_owned()).filter(|value| !value.is_empty());
        let before = self.known.as_ref().map(|file| file.fields.clone());
        let place = self.place(env);
        let mut fields =
            before.unwrap_or_else(|| VacancyFields::titled(form.value(TITLE), place.clone()));
        form.value(TITLE).clone_into(&mut fields.title);
        fields.isco08 = own(OCCUPATION);
        fields.posts = form.value(POSTS).parse().unwrap_or(1);
        fields.contract = self.contract();
        fields.ccnl = own(CCNL).filter(|_| !form.field(CCNL).is_some_and(|field| field.hidden));
        fields.level = own(LEVEL).filter(|_| fields.ccnl.is_some());
        fields.public_transport = form.value(TRANSPORT).parse().ok();
        fields.reserved = form.value(RESERVED).parse().unwrap_or(Reserved::No);
        fields.hours_week = form.value(HOURS).parse().ok();
        fields.shift = form.value(SHIFT).parse().ok();
        fields.place = place;
        fields.pay_min = pay.map(|pay| pay.0);
        fields.pay_max = pay.map(|pay| pay.1);
        fields.start_on = self.day(START, env);
        fields.deadline_on = self.day(DEADLINE, env);
        fields.licence = own(LICENCE);
        fields.own_car = read_answer(form.value(CAR)).unwrap_or(false);
        fields.education = form.value(EDUCATION).parse().ok();
        fields.italian_min = form.value(ITALIAN).parse().ok();
        form.value(TEXT).clone_into(&mut fields.text);
        fields.requirements = self.requirements(&fields.requirements, env);
        fields
    }

    fn day(&self, name: &str, env: &Env) -> Option<NaiveDate> {
        person::day_in(&self.form, name, Towards::Future, env)
    }

    fn place(&self, env: &Env) -> WorkPlace {
        let before = || self.known.as_ref().map(|file| file.fields.place.clone());
        match env.reference.municipality(self.form.value(PLACE)) {
            Some(place) => WorkPlace {
                istat: Some(place.istat.to_owned()),
                name: place.name.to_owned(),
                at: Some((place.latitude, place.longitude)),
            },
            // A place that came from a file as words stays as it is.
            None => before().unwrap_or_else(|| WorkPlace {
                istat: None,
                name: self.form.text(PLACE).trim().to_owned(),
                at: None,
            }),
        }
    }

    /// The skills of the form; what else was asked stays.
    fn requirements(&self, before: &[Requirement], env: &Env) -> Vec<Requirement> {
        let skill = |value: String, essential: bool| Requirement {
            kind: RequirementKind::Skill,
            value,
            essential,
        };
        let asked = skills(self.form.value(ESSENTIAL), env)
            .into_iter()
            .map(|label| skill(label, true));
        let liked = skills(self.form.value(OPTIONAL), env)
            .into_iter()
            .map(|label| skill(label, false));
        let others = before
            .iter()
            .filter(|asked| asked.kind != RequirementKind::Skill)
            .cloned();
        asked.chain(liked).chain(others).collect()
    }

    /// What is missing to publish, as it now stands.
    fn follows(&self, env: &Env) -> Vec<String> {
        let has = |name: &str| self.form.field(name).is_some_and(|field| !field.is_empty());
        let missing = say::missing(&lacks(self.contract(), has(HOURS), has(CCNL)), &env.words);
        missing.into_iter().collect()
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let title = match &self.known {
            Some(file) => words.with(
                MessageId("vacancy-edit-title"),
                &[("title", (&file.fields.title).into())],
            ),
            None => words.get(MessageId("vacancy-new-title")),
        };
        let after = self
            .after
            .iter()
            .filter(|_| !env.steady)
            .map(|line| Span::toned(Say::Borrowed(line.as_str()), Tone::Warn));
        View::of_form(title, &self.form).with_after(after.collect())
    }
}

/// Of what vacancy a form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// One that is not on file yet.
    New,
    /// One that nobody was put forward for yet: its company may still change.
    Draft,
    /// One that is open, or was.
    Published,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pay_is_read_as_people_write_it() {
        for (typed, read) in [
            ("1400", Some((140_000, 140_000))),
            ("1.400", Some((140_000, 140_000))),
            ("1400,50", Some((140_050, 140_050))),
            ("1.400 - 1.600", Some((140_000, 160_000))),
            ("1400/1600 €", Some((140_000, 160_000))),
            ("1600-1400", None),
            ("tanto", None),
            ("", None),
        ] {
            assert_eq!(read_pay(typed), read, "{typed}");
        }
    }
}
