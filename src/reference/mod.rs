//! The embedded tables (municipalities, states, occupations, skills, holidays, the dated rules)
//! and their look-up.
//!
//! [`Reference`] is a value built once and shared by `Arc`; there is no global. It borrows the
//! tables' text, which is compiled into the program, and keeps indexes only; most are built when
//! they are first asked. Nothing here knows the store, and nothing here is about a person.

mod ateco;
mod birthplaces;
pub mod conformance;
mod holidays;
mod lookup;
mod municipalities;
mod names;
mod occupations;
mod rank;
mod rules;
mod skills;
mod states;
mod table;

use std::borrow::Cow;
use std::sync::OnceLock;

use chrono::NaiveDate;

pub use ateco::Activity;
pub use municipalities::{Municipality, Province};
pub use names::{Name, NameGroup, NameKind};
pub use occupations::Occupation;
pub use skills::Skill;
pub use states::State;

use crate::domain::advert;
use crate::domain::holiday::{self, Holiday};
use crate::domain::lang::Lang;
use crate::domain::matching::{UsualSkills, Weights};
use crate::domain::sealed::SealedRule;
use crate::domain::target_group::Rule;
use crate::domain::tax_code::{BirthPlace, BirthPlaces};
use crate::domain::template::{Service, Template};

/// Whom the tables are owed to. To be shown wherever they are used.
pub const ATTRIBUTION: &[&str] = &[
    "This service uses the ESCO classification of the European Commission.",
    "Contains data of the Ministero dell'Interno (ANPR) and ISTAT, CC BY; GeoNames, CC BY 4.0; openpolis, CC BY 4.0.",
];

/// Every table, with its indexes.
#[derive(Debug, Default)]
pub struct Reference {
    birthplaces: OnceLock<birthplaces::Register>,
    municipalities: OnceLock<municipalities::Register>,
    states: OnceLock<states::Register>,
    past_places: OnceLock<lookup::PastPlaces>,
    occupations: OnceLock<occupations::Register>,
    skills: OnceLock<skills::Register>,
    activities: OnceLock<ateco::Register>,
    usual_skills: OnceLock<occupations::UsualSkillTable>,
    holidays: OnceLock<Vec<holiday::Rule>>,
    targets: OnceLock<Vec<Rule>>,
    sealed_targets: OnceLock<Vec<SealedRule>>,
    templates: OnceLock<Vec<Template>>,
    services: OnceLock<Vec<Service>>,
    weights: OnceLock<Weights>,
    adverts: OnceLock<Vec<advert::Rule>>,
}

impl Reference {
    /// The tables. Each index is built when it is first asked, in a few milliseconds at most.
    pub fn load() -> Self {
        Self::default()
    }

    /// Builds the indexes that a desk asks at its first keys, so that no key waits for them.
    pub fn warm(&self) {
        self.register();
        self.municipalities();
        self.occupation_register();
        self.state_register();
    }

    /// The municipality with an ISTAT code.
    pub fn municipality(&self, istat: &str) -> Option<Municipality> {
        self.municipalities().by_istat(istat)
    }

    /// The current municipality with these letters in the tax code.
    pub fn municipality_by_tax_place(&self, code: &str) -> Option<Municipality> {
        self.municipalities().by_tax_place(code)
    }

    /// Every current municipality, by ISTAT code.
    pub fn all_municipalities() -> impl Iterator<Item = Municipality> {
        municipalities::Register::all()
    }

    /// Every province.
    pub fn provinces() -> impl Iterator<Item = Province> {
        municipalities::provinces()
    }

    /// Kilometres in a straight line between two municipalities by ISTAT code.
    pub fn km_between(&self, from: &str, to: &str) -> Option<f64> {
        Some(self.municipality(from)?.km_to(&self.municipality(to)?))
    }

    /// Every state, Italy first.
    pub fn all_states() -> impl Iterator<Item = State> {
        states::all()
    }

    /// The state of today with an ISO code.
    pub fn state_by_iso2(iso2: &str) -> Option<State> {
        states::all().find(|state| state.is_current && state.iso2.eq_ignore_ascii_case(iso2))
    }

    /// The title of an ISCO-08 group, of one to four digits.
    pub fn occupation_title(&self, isco08: &str, lang: Lang) -> Option<&'static str> {
        self.occupation_register().title(isco08, lang)
    }

    /// What an ISCO-08 unit is called when somebody speaks of it: in Italian its first everyday title in both
    /// genders, else the title of the group; the code itself where there is none.
    pub fn occupation_name<'t>(&self, isco08: &'t str, lang: Lang) -> Cow<'t, str> {
        let everyday = match lang {
            Lang::It => occupations::commonest(isco08),
            Lang::En => None,
        };
        let title = || Cow::Borrowed(self.occupation_title(isco08, lang).unwrap_or(isco08));
        everyday.unwrap_or_else(title)
    }

    /// Everyday Italian titles of a unit: masculine, feminine.
    pub fn everyday_titles(isco08: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        occupations::everyday(isco08)
    }

    /// Every everyday Italian title: unit, masculine, feminine.
    pub fn all_everyday_titles() -> impl Iterator<Item = (&'static str, &'static str, &'static str)>
    {
        occupations::all_everyday()
    }

    /// Every skill, the commonest first.
    pub fn all_skills() -> impl Iterator<Item = Skill> {
        skills::all()
    }

    /// What a skill that is kept by its Italian label is called in a language; the label itself where it is
    /// somebody's own words.
    pub fn skill_name<'t>(&self, label: &'t str, lang: Lang) -> &'t str {
        match lang {
            Lang::It => label,
            Lang::En => self.skill_register().english(label).unwrap_or(label),
        }
    }

    /// The economic activity with a code.
    pub fn activity(&self, code: &str) -> Option<Activity> {
        self.activities().by_code(code)
    }

    /// Names for invented people.
    pub fn names() -> impl Iterator<Item = Name> {
        names::names()
    }

    /// Groups of names other than the Italian one.
    pub fn name_groups() -> impl Iterator<Item = NameGroup> {
        names::groups()
    }

    /// The holidays of a year in order: the country's, and the patron's of a municipality named by
    /// its ISTAT code. Patrons are known for the capitals of Lombardy.
    pub fn holidays(&self, year: i32, municipality: Option<&str>) -> Vec<Holiday> {
        holiday::of_year(self.holiday_rules(), year, municipality)
    }

    /// Whether the patron's day of a municipality is in the table.
    pub fn knows_patron(&self, municipality: &str) -> bool {
        let mut rules = self.holiday_rules().iter();
        rules.any(|rule| rule.municipality == Some(municipality))
    }

    /// The name of a holiday in a language, whichever its own language; none for what is no holiday's name.
    pub fn holiday_named(&self, name: &str, lang: Lang) -> Option<&'static str> {
        let mut rules = self.holiday_rules().iter();
        let rule = rules.find(|rule| rule.name == name || rule.name_en == name)?;
        Some(rule.name_in(lang))
    }

    /// The first year of which the table has every public holiday.
    pub const HOLIDAYS_COMPLETE_FROM: i32 = holidays::COMPLETE_FROM;

    /// The holiday on a day, if it is one.
    pub fn holiday_on(&self, day: NaiveDate, municipality: Option<&str>) -> Option<Holiday> {
        holiday::on(self.holiday_rules(), day, municipality)
    }

    /// Whether offices work on a day: Monday to Friday and not a holiday there.
    pub fn is_working_day(&self, day: NaiveDate, municipality: Option<&str>) -> bool {
        holiday::is_working_day(self.holiday_rules(), day, municipality)
    }

    /// The rules of holidays.
    pub fn holiday_rules(&self) -> &[holiday::Rule] {
        self.holidays.get_or_init(holidays::load)
    }

    /// The dated rules of target groups.
    pub fn targets(&self) -> &[Rule] {
        self.targets.get_or_init(rules::targets)
    }

    /// The dated rules of the groups that need a sealed fact: for the unsealed screen alone.
    pub fn sealed_targets(&self) -> &[SealedRule] {
        self.sealed_targets.get_or_init(rules::sealed_targets)
    }

    /// The plan templates.
    pub fn templates(&self) -> &[Template] {
        self.templates.get_or_init(rules::templates)
    }

    /// The catalogue of services.
    pub fn services(&self) -> &[Service] {
        self.services.get_or_init(rules::services)
    }

    /// The weights of the match.
    pub fn match_weights(&self) -> &Weights {
        self.weights.get_or_init(rules::match_weights)
    }

    /// The phrases that an advert must not use.
    pub fn advert_rules(&self) -> &[advert::Rule] {
        self.adverts.get_or_init(rules::advert)
    }

    fn register(&self) -> &birthplaces::Register {
        self.birthplaces.get_or_init(birthplaces::Register::load)
    }

    fn municipalities(&self) -> &municipalities::Register {
        self.municipalities
            .get_or_init(municipalities::Register::load)
    }

    fn state_register(&self) -> &states::Register {
        self.states.get_or_init(states::Register::load)
    }

    fn past_places(&self) -> &lookup::PastPlaces {
        self.past_places.get_or_init(lookup::PastPlaces::load)
    }

    fn occupation_register(&self) -> &occupations::Register {
        self.occupations.get_or_init(occupations::Register::load)
    }

    fn skill_register(&self) -> &skills::Register {
        self.skills.get_or_init(skills::Register::load)
    }

    fn activities(&self) -> &ateco::Register {
        self.activities.get_or_init(ateco::Register::load)
    }
}

impl BirthPlaces for Reference {
    fn place_at(&self, code: &str, on: Option<NaiveDate>) -> Option<BirthPlace> {
        self.register().place_at(code, on)
    }

    fn ended_before(&self, code: &str, on: NaiveDate) -> bool {
        self.register().ended_before(code, on)
    }
}

impl UsualSkills for Reference {
    fn usual_skills(&self, isco08: &str) -> &[&'static str] {
        self.usual_skills
            .get_or_init(occupations::UsualSkillTable::load)
            .of(isco08)
    }
}
