//! Typing proposes: the queries over all tables, ranked in one way (see `rank`). The right answer
//! stands within the first eight; accents, case, punctuation, `S.` and a province never disturb.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Reference;
use super::ateco::Activity;
use super::birthplaces::{self, Period};
use super::municipalities::{self, Municipality};
use super::occupations::Occupation;
use super::rank::Names;
use super::skills::Skill;
use super::states::State;
use crate::domain::lang::Lang;
use crate::domain::tax_code::{BirthPlace, BirthPlaces};

impl Reference {
    /// Current municipalities by name (either language), ISTAT code or tax-code letters.
    pub fn places(&self, query: &str, n: usize) -> Vec<Municipality> {
        self.municipalities().find(query, n)
    }

    /// The one municipality that a text names in full, with its province where two share the name:
    /// for files, where nobody chooses.
    pub fn place_named(&self, text: &str) -> Option<Municipality> {
        self.municipalities().named(text)
    }

    /// States by Italian or English name, synonym or ISO code; Italy among them.
    pub fn states(&self, query: &str, n: usize) -> Vec<State> {
        self.state_register().find(query, n)
    }

    /// Birthplaces by the name they had: municipalities past and present and foreign states. Those
    /// that existed on the day come first; without a day, today's.
    pub fn birthplaces(&self, query: &str, on: Option<NaiveDate>, n: usize) -> Vec<BirthPlace> {
        self.past_places().find(self, query, on, n)
    }

    /// Occupations by everyday title (masculine or feminine), ISCO title in either language, ESCO
    /// title or code.
    pub fn occupations(&self, query: &str, lang: Lang, n: usize) -> Vec<Occupation> {
        self.occupation_register().find(query, lang, n)
    }

    /// Skills by label, or by their English name.
    pub fn skills(&self, query: &str, n: usize) -> Vec<Skill> {
        self.skill_register().find(query, n)
    }

    /// Economic activities by title or code.
    pub fn ateco(&self, query: &str, n: usize) -> Vec<Activity> {
        self.activities().find(query, n)
    }
}

/// What a state counts beside municipalities, by residents: more people come to an office from any state of the
/// world than from a town of this size.
const STATE: u32 = 60_000;

/// Every name that a birthplace ever had.
#[derive(Debug)]
pub(super) struct PastPlaces {
    periods: Vec<Period>,
    names: Names,
}

impl PastPlaces {
    pub(super) fn load() -> Self {
        let residents: HashMap<&str, u32> = Reference::all_municipalities()
            .map(|place| (place.tax_place, place.population))
            .collect();
        let mut past = Self {
            periods: Vec::new(),
            names: Names::new(),
        };
        for period in birthplaces::dated_periods() {
            let weight = residents
                .get(period.place.code)
                .copied()
                .unwrap_or_default();
            past.add(period, &[period.place.name], weight);
        }
        for (_, row) in birthplaces::states() {
            let [_, name, others, name_en] = row.fields();
            let names: Vec<&str> = [name, name_en]
                .into_iter()
                .chain(others.split(';'))
                .collect();
            past.add(birthplaces::state(row), &names, STATE);
        }
        Self {
            names: past.names.shrink(),
            ..past
        }
    }

    fn add(&mut self, period: Period, names: &[&str], weight: u32) {
        let item = self.periods.len() as u32;
        for name in names.iter().filter(|name| !name.is_empty()) {
            self.names.add(name, item, weight);
        }
        self.periods.push(period);
    }

    fn find(
        &self,
        reference: &Reference,
        query: &str,
        on: Option<NaiveDate>,
        n: usize,
    ) -> Vec<BirthPlace> {
        let provinces = reference.municipalities().provinces();
        let province = |item: u32| {
            self.periods
                .get(item as usize)
                .map_or("", |period| period.place.province)
        };
        // More than asked, because several periods of one code may be among the best.
        let mut hits = municipalities::find_in(&self.names, provinces, query, n * 4, province);
        let register = reference.register();
        let place = |item: u32| self.periods.get(item as usize).map(|period| period.place);
        let existed = |item| place(item).is_some_and(|place| register.existed(place.code, on));
        // A name typed in full outweighs the day.
        hits.sort_by_key(|hit| (!hit.is_exact(), !existed(hit.item)));
        let mut seen: Vec<BirthPlace> = Vec::new();
        for found in hits.iter().filter_map(|hit| place(hit.item)) {
            if !seen.iter().any(|place| place.code == found.code) {
                // Found by any of its names, shown by the one of the day or the latest.
                let day = on.unwrap_or(NaiveDate::MAX);
                seen.push(register.place_at(found.code, Some(day)).unwrap_or(found));
            }
        }
        seen.truncate(n);
        seen
    }
}
