//! The answer to a question of a match, where it is a fact of the person that a small form can take.

use crate::domain::document::{DocumentKind, PermitKind};
use crate::domain::ids::VacancyId;
use crate::domain::matching::{Cefr, Criterion, GateRule, Line, Value};
use crate::domain::person::{Education, Transport};
use crate::domain::target_group;
use crate::domain::vacancy::{Contract, Shift};
use crate::domain::{Named, day};
use crate::panes::{DraftKey, Env, InHand, person};
use crate::store::people::{ChangePerson, Paper, PersonFacts, PersonRecord, SeeDocument};
use crate::ui::form::{Choice, Field, Form};
use crate::ui::stale::OnFile;
use crate::ui::view::{Span, Tone, View};
use crate::ui::words::MessageId;

use super::why::Pair;
use super::{pairing, say, search};

/// The name of the form in the drafts.
pub(super) const FORM: &str = "match.answer";

const OCCUPATION: &str = "occupation";
const SKILLS: &str = "skills";
const SHIFT: &str = "shift";
const RESIDENCE: &str = "residence";
const TRANSPORT: &str = "transport";
const CAR: &str = "own_car";
const RADIUS: &str = "radius";
const HOURS: &str = "hours";
const CONTRACTS: &str = "contracts";
const EDUCATION: &str = "education";
const ITALIAN: &str = "italian";
const LICENCE: &str = "licence";
const BIRTH: &str = "birth";
const CITIZENSHIP: &str = "citizenship";
const PERMIT: &str = "permit";
const PERMIT_UNTIL: &str = "permit_until";

/// The farthest radius that is believed, km.
const WIDEST_KM: u32 = 1_000;

/// The licences that vacancies ask for, the commonest first.
pub(super) const LICENCES: &[&str] = &["B", "C", "CE", "D", "A", "AM", "BE", "C1"];

/// A question that is being answered.
pub(super) struct Question {
    pub(super) person: InHand,
    /// The vacancy that asks.
    vacancy: VacancyId,
    /// The line that asks: a rule or a criterion by its stored text.
    asks: &'static str,
    pub(super) form: Form,
    /// Version and facts from which the change is made; none until they were read.
    base: Option<(i64, PersonFacts)>,
    /// The answer met a change of somebody else and is to be given again.
    pub(super) again: bool,
    /// Whether an act is under way.
    pub(super) busy: bool,
}

/// The act that an answer becomes.
pub(super) enum Saves {
    /// Facts of the person.
    Facts(Box<ChangePerson>),
    /// A residence permit that was seen.
    Paper(SeeDocument),
}

impl Question {
    /// The question of a line of the score; none when no fact on record answers it.
    pub(super) fn of_line(line: &Line<String>, pair: &Pair, env: &Env) -> Option<Self> {
        if line.criterion != Criterion::Skills {
            return Self::of_fact(line.criterion, pair, env);
        }
        let asked = Field::several(SKILLS, MessageId("answer-skills"), skills(line, env));
        Some(Self::new(
            line.criterion.code(),
            vec![asked.required()],
            pair,
        ))
    }

    /// The question of a fact that counts for every vacancy; none when no fact on record answers it.
    pub(super) fn of_fact(about: Criterion, pair: &Pair, env: &Env) -> Option<Self> {
        let fields = match about {
            Criterion::Occupation => {
                vec![Field::picker(OCCUPATION, MessageId("answer-occupation")).required()]
            }
            Criterion::Shift => {
                let shifts = person::options::<Shift>(&env.words);
                vec![Field::choice(SHIFT, MessageId("answer-shift"), shifts).required()]
            }
            Criterion::Journey => vec![
                Field::picker(RESIDENCE, MessageId("answer-residence")),
                Field::choice(
                    TRANSPORT,
                    MessageId("answer-transport"),
                    person::options::<Transport>(&env.words),
                ),
                Field::choice(CAR, MessageId("answer-own-car"), yes_no(env)),
                Field::text(RADIUS, MessageId("answer-radius")).max(4),
            ],
            Criterion::Education => {
                let levels = person::options::<Education>(&env.words);
                vec![Field::choice(EDUCATION, MessageId("answer-education"), levels).required()]
            }
            Criterion::Italian => {
                let levels = person::options::<Cefr>(&env.words);
                vec![Field::choice(ITALIAN, MessageId("answer-italian"), levels).required()]
            }
            Criterion::Hours => {
                vec![
                    Field::text(HOURS, MessageId("person-hours"))
                        .required()
                        .max(10),
                ]
            }
            Criterion::Contract => {
                let contracts = person::options::<Contract>(&env.words);
                vec![Field::several(CONTRACTS, MessageId("person-contracts"), contracts).required()]
            }
            Criterion::Skills | Criterion::Experience => return None,
        };
        Some(Self::new(about.code(), fields, pair))
    }

    /// The question of a rule of the gate; none when no small fact answers it.
    pub(super) fn of_rule(rule: GateRule, pair: &Pair, env: &Env) -> Option<Self> {
        let fields = match rule {
            GateRule::Licence => vec![
                Field::choice(LICENCE, MessageId("answer-licence"), licences(env)).required(),
                Field::choice(CAR, MessageId("answer-own-car"), yes_no(env)),
            ],
            GateRule::LegalAge => vec![Field::date(BIRTH, MessageId("answer-birth")).required()],
            // Of whom no citizenship is known, that is asked; only who needs a permit is asked for one.
            GateRule::RightToWork => vec![
                Field::picker(CITIZENSHIP, MessageId("person-citizenship")).required(),
                Field::choice(
                    PERMIT,
                    MessageId("person-permit"),
                    person::options::<PermitKind>(&env.words),
                )
                .required()
                .hidden(),
                Field::date(PERMIT_UNTIL, MessageId("person-permit-expiry"))
                    .required()
                    .hidden(),
            ],
            GateRule::Reserved | GateRule::OwnExclusion => return None,
        };
        Some(Self::new(rule.code(), fields, pair))
    }

    fn new(asks: &'static str, fields: Vec<Field>, pair: &Pair) -> Self {
        Self {
            person: pair.person.clone(),
            vacancy: pair.offer.id,
            asks,
            form: Form::new(FORM, fields).saved_by(MessageId("answer-save")),
            base: None,
            again: false,
            busy: false,
        }
    }

    /// The key of its draft.
    pub(super) fn key(&self) -> DraftKey {
        pairing::key(FORM, self.person.id, self.vacancy, self.asks)
    }

    /// Takes what is on file: what is known already stands in the fields. What was typed before it came,
    /// or before somebody else changed it, goes over it.
    pub(super) fn filed(&mut self, record: &PersonRecord) {
        let typed = self.form.draft();
        let facts = &record.facts;
        let form = &mut self.form;
        // What was typed before does not count as on file.
        for field in [OCCUPATION, SKILLS, RESIDENCE, HOURS, CONTRACTS, CITIZENSHIP] {
            form.set(field, "");
        }
        if let (Some(istat), Some(name)) = (&facts.residence, &facts.residence_name) {
            form.choose(RESIDENCE, Choice::new(istat, name));
        }
        form.set(TRANSPORT, facts.transport.map_or("", Named::code));
        form.set(CAR, facts.own_car.map_or("", answer_code));
        form.set(
            RADIUS,
            &facts.radius_km.map(|km| km.to_string()).unwrap_or_default(),
        );
        form.set(BIRTH, &facts.birth_on.map(day::short).unwrap_or_default());
        let permit = record
            .documents
            .iter()
            .find(|known| known.paper.permit.is_some());
        if let Some(paper) = permit.map(|known| &known.paper) {
            form.set(PERMIT, paper.permit.map_or("", Named::code));
            let until = paper.expires_on.map(day::short).unwrap_or_default();
            form.set(PERMIT_UNTIL, &until);
        }
        form.set(
            LICENCE,
            match facts.licence.as_deref() {
                Some("") => NONE,
                known => known.unwrap_or_default(),
            },
        );
        for (field, value) in [
            (SHIFT, facts.shift.map_or("", Named::code)),
            (EDUCATION, facts.education.map_or("", Named::code)),
            (ITALIAN, facts.italian.map_or("", Named::code)),
        ] {
            form.set(field, value);
        }
        form.filled_from(OnFile::new("person", record.id.0, record.ver));
        form.restore(&typed);
        let known = !facts.citizenship.is_empty();
        form.show(PERMIT, known);
        form.show(PERMIT_UNTIL, known);
        form.show(CITIZENSHIP, !known);
        self.base = Some((record.ver, facts.clone()));
    }

    /// A field changed: proposals for pickers.
    pub(super) fn edited(&mut self, field: usize, env: &Env) {
        let Some((name, typed)) = self
            .form
            .fields
            .get(field)
            .map(|field| (field.name, field.line.text().to_owned()))
        else {
            return;
        };
        if typed.trim().is_empty() {
            return;
        }
        match name {
            OCCUPATION => drop(
                self.form
                    .set_proposals(OCCUPATION, search::occupations(&typed, env)),
            ),
            CITIZENSHIP => drop(
                self.form
                    .set_proposals(CITIZENSHIP, person::citizenships(&typed, env)),
            ),
            RESIDENCE => drop(
                self.form
                    .set_proposals(RESIDENCE, person::municipalities(&typed, &env.reference)),
            ),
            _ => {}
        }
    }

    /// A field was left: what is wrong with it.
    pub(super) fn left(&mut self, field: usize, env: &Env) {
        let Some(name) = self.form.fields.get(field).map(|field| field.name) else {
            return;
        };
        self.check(name, env);
    }

    fn check(&mut self, name: &'static str, env: &Env) {
        let Some(field) = self.form.field(name).filter(|field| !field.hidden) else {
            return;
        };
        let wrong = if field.is_unmatched() {
            Some(MessageId("vacancies-pick-one"))
        } else if field.required && field.is_empty() {
            Some(MessageId("answer-empty"))
        } else if name == RADIUS && !field.is_empty() && radius(field.value()).is_none() {
            Some(MessageId("answer-radius-wrong"))
        } else if name == HOURS && person::read_hours_a_week(field.value()).is_none() {
            Some(MessageId("person-hours-wrong"))
        } else {
            None
        };
        self.form.clear_error(name);
        match wrong {
            Some(id) => self.form.set_error(name, say::say(env, id)),
            None if name == BIRTH => {
                person::read_day(&mut self.form, BIRTH, day::Towards::Past, env);
            }
            None if name == PERMIT_UNTIL => {
                person::read_day(&mut self.form, PERMIT_UNTIL, day::Towards::Future, env);
            }
            None => {}
        }
    }

    /// What saves the answer, when every field is right and the facts were read.
    pub(super) fn save(&mut self, env: &Env) -> Option<Saves> {
        let change = self.change(env)?;
        let Ok(kind) = self.form.value(PERMIT).parse() else {
            return Some(Saves::Facts(Box::new(change)));
        };
        Some(Saves::Paper(SeeDocument {
            person: self.person.id,
            paper: Paper {
                permit: Some(kind),
                expires_on: person::day_in(&self.form, PERMIT_UNTIL, day::Towards::Future, env),
                ..Paper::of(DocumentKind::ResidencePermit)
            },
        }))
    }

    fn change(&mut self, env: &Env) -> Option<ChangePerson> {
        let names: Vec<&'static str> = self.form.fields.iter().map(|field| field.name).collect();
        for name in names {
            self.check(name, env);
        }
        if self.form.go_to_error() {
            return None;
        }
        let (ver, facts) = self.base.clone()?;
        Some(ChangePerson {
            person: self.person.id,
            ver,
            facts: self.answered(facts, env),
        })
    }

    fn answered(&self, mut facts: PersonFacts, env: &Env) -> PersonFacts {
        let form = &self.form;
        let chosen = form.value(OCCUPATION);
        if !chosen.is_empty() && !facts.wishes.iter().any(|known| known == chosen) {
            facts.wishes.push(chosen.to_owned());
        }
        for skill in form.marked(SKILLS) {
            if !facts.skills.contains(skill) {
                facts.skills.push(skill.clone());
            }
        }
        facts.shift = form.value(SHIFT).parse().ok().or(facts.shift);
        if let Some(place) = env.reference.municipality(form.value(RESIDENCE)) {
            facts.residence = Some(place.istat.to_owned());
            facts.residence_name = Some(place.name.to_owned());
        }
        facts.transport = form.value(TRANSPORT).parse().ok().or(facts.transport);
        facts.own_car = read_answer(form.value(CAR)).or(facts.own_car);
        facts.radius_km = radius(form.value(RADIUS)).or(facts.radius_km);
        facts.hours = person::read_hours_a_week(form.value(HOURS)).or(facts.hours);
        for code in form.marked(CONTRACTS) {
            if let Ok(contract) = code.parse()
                && !facts.contracts.contains(&contract)
            {
                facts.contracts.push(contract);
            }
        }
        let citizen = form.value(CITIZENSHIP);
        if !citizen.is_empty() && !facts.citizenship.iter().any(|known| known == citizen) {
            facts.citizenship.push(citizen.to_owned());
        }
        facts.education = form.value(EDUCATION).parse().ok().or(facts.education);
        facts.italian = form.value(ITALIAN).parse().ok().or(facts.italian);
        let licence = form.value(LICENCE);
        if !licence.is_empty() {
            // Somebody without a licence has an empty list of them: known, and none.
            facts.licence = Some(if licence == NONE {
                String::new()
            } else {
                licence.to_owned()
            });
        }
        facts.birth_on = person::day_in(form, BIRTH, day::Towards::Past, env).or(facts.birth_on);
        facts
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        View::of_form(
            words.with(
                MessageId("answer-title"),
                &[("name", (&self.person.name).into())],
            ),
            &self.form,
        )
        .with_after(vec![Span::toned(
            words.get(MessageId("answer-then")),
            Tone::Quiet,
        )])
    }
}

/// The stored value of "no licence".
const NONE: &str = "none";

fn licences(env: &Env) -> Vec<Choice> {
    let mut all: Vec<Choice> = LICENCES
        .iter()
        .map(|licence| Choice::new(*licence, *licence))
        .collect();
    all.push(Choice::new(
        NONE,
        say::say(env, MessageId("answer-no-licence")),
    ));
    all
}

/// Yes and no, to choose from.
pub(super) fn yes_no(env: &Env) -> Vec<Choice> {
    [true, false]
        .map(|yes| {
            Choice::new(
                answer_code(yes),
                env.words.of(target_group::Answer::FAMILY, answer_code(yes)),
            )
        })
        .into()
}

/// The stored value of yes or no.
pub(super) fn answer_code(yes: bool) -> &'static str {
    if yes {
        target_group::Answer::Yes.code()
    } else {
        target_group::Answer::No.code()
    }
}

/// Yes or no from its stored value.
pub(super) fn read_answer(code: &str) -> Option<bool> {
    [true, false]
        .into_iter()
        .find(|yes| answer_code(*yes) == code)
}

fn radius(typed: &str) -> Option<u32> {
    typed
        .trim()
        .parse()
        .ok()
        .filter(|km| (1..=WIDEST_KM).contains(km))
}

/// The skills that a line of the score asks.
fn skills(line: &Line<String>, env: &Env) -> Vec<Choice> {
    line.values
        .iter()
        .filter_map(|value| match value {
            Value::Text(label) => {
                let name = env.reference.skill_name(label, env.lang);
                Some(Choice::new(label, name))
            }
            _ => None,
        })
        .collect()
}
