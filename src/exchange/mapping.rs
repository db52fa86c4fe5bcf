//! Other programs' words, mapped to ours by the table `words.toml`.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::domain::Named;
use crate::domain::text::fold;

use super::table::Wrong;

/// The table that ships with the program.
const SHIPPED: &str = include_str!("words.toml");

/// The mapping: for each kind of value, folded words and stored values.
#[derive(Debug)]
pub struct Mapping(BTreeMap<String, BTreeMap<String, String>>);

/// A mapping that cannot be read: where, and why.
#[derive(Debug, thiserror::Error)]
#[error("the table of words cannot be read: {0}")]
pub struct Unreadable(#[from] toml::de::Error);

impl Mapping {
    /// The table that ships with the program.
    pub fn shipped() -> Result<Self, Unreadable> {
        Self::read(SHIPPED)
    }

    /// A table of one's own.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let tables: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(text)?;
        let folded = |words: BTreeMap<String, String>| {
            words
                .into_iter()
                .map(|(word, value)| (fold(&word), value))
                .collect()
        };
        Ok(Self(
            tables
                .into_iter()
                .map(|(kind, words)| (kind, folded(words)))
                .collect(),
        ))
    }

    /// The stored value of a word.
    pub fn value(&self, kind: &str, word: &str) -> Option<&str> {
        self.0.get(kind)?.get(&fold(word)).map(String::as_str)
    }

    /// The value of a closed set that a word means.
    pub fn named<T: Named + FromStr>(&self, kind: &str, word: &str) -> Option<T> {
        self.value(kind, word)?.parse().ok()
    }

    /// A word for a stored value, to be read back as the same; the first in the order of letters.
    pub fn word(&self, kind: &str, value: &str) -> Option<&str> {
        let words = self.0.get(kind)?;
        words
            .iter()
            .find(|(_, stored)| *stored == value)
            .map(|(word, _)| word.as_str())
    }

    /// What is said of a cell whose word is none of a kind.
    pub fn unknown(&self, kind: &str) -> impl FnOnce(String) -> Wrong + use<> {
        let words = self.0.get(kind).into_iter().flatten();
        let known: Vec<&str> = words.map(|(word, _)| word.as_str()).collect();
        let known = known.join(", ");
        |cell| Wrong::Unmapped { cell, known }
    }

    /// Whether the word says yes.
    pub fn yes(&self, word: &str) -> Option<bool> {
        self.value("yes_no", word).map(|value| value == "yes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::{Education, EmploymentStatus};
    use crate::domain::vacancy::{Contract, Shift, VacancyState};

    #[test]
    fn every_value_of_the_shipped_table_is_one_of_ours() {
        let mapping = Mapping::shipped().unwrap();
        let all = |kind: &str, known: &[&str]| {
            for value in mapping.0[kind].values() {
                assert!(known.contains(&value.as_str()), "{kind}: {value}");
            }
        };
        fn codes<T: Named>() -> Vec<&'static str> {
            T::all().iter().map(|one| one.code()).collect()
        }
        all("education", &codes::<Education>());
        all("employment", &codes::<EmploymentStatus>());
        all("contract", &codes::<Contract>());
        all("shift", &codes::<Shift>());
        all("vacancy_state", &codes::<VacancyState>());
        all("yes_no", &["yes", "no"]);
    }

    #[test]
    fn every_value_of_ours_has_a_word_that_is_read_back() {
        fn each<T: Named + FromStr + PartialEq + std::fmt::Debug>(kind: &str) {
            let mapping = Mapping::shipped().unwrap();
            for value in T::all() {
                let word = mapping.word(kind, value.code());
                let back = word.and_then(|word| mapping.named::<T>(kind, word));
                assert!(back.is_some_and(|back| back == *value), "{kind}: {value:?}");
            }
        }
        each::<Education>("education");
        each::<EmploymentStatus>("employment");
        each::<Contract>("contract");
        each::<Shift>("shift");
        each::<crate::domain::matching::Cefr>("italian");
        each::<crate::domain::person::RegistrySex>("sex");
        let mapping = Mapping::shipped().unwrap();
        for (said, yes) in [("yes", true), ("no", false)] {
            assert_eq!(
                mapping.yes(mapping.word("yes_no", said).unwrap()),
                Some(yes)
            );
        }
    }

    #[test]
    fn case_and_accents_never_matter() {
        let mapping = Mapping::shipped().unwrap();
        assert_eq!(
            mapping.named("employment", "In Mobilita"),
            Some(EmploymentStatus::Unemployed)
        );
        assert_eq!(mapping.yes("Sì"), Some(true));
        assert_eq!(mapping.named::<Contract>("contract", "volontariato"), None);
    }
}
