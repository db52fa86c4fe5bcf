//! ESCO skills with their Italian labels, by how often job advertisements name them, and what each is called in
//! English. What is kept of a person or a vacancy is the Italian label. No English name has a comma or a semicolon:
//! they part the skills that are typed in one field.

use std::collections::HashMap;

use super::rank::Names;
use super::table::{self, Row};
use crate::domain::text;

const SKILLS: &str = include_str!("data/competenze_esco_it.tsv");
const ENGLISH: &str = include_str!("data/skills_en.tsv");

/// A skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skill {
    /// Its Italian label.
    pub label: &'static str,
    /// How many advertisements name it.
    pub advertisements: u32,
    /// Whether it is a soft skill.
    pub is_soft: bool,
    /// Whether it is a language.
    pub is_language: bool,
}

#[derive(Debug)]
pub(super) struct Register {
    names: Names,
    /// By Italian label.
    english: HashMap<&'static str, &'static str>,
}

impl Register {
    pub(super) fn load() -> Self {
        let english: HashMap<_, _> = table::rows(ENGLISH)
            .map(|(_, row)| {
                let [label, english] = row.fields();
                (label, english)
            })
            .collect();
        let mut names = Names::new();
        for (offset, row) in table::rows(SKILLS) {
            let skill = of(row);
            names.add(skill.label, offset, skill.advertisements);
            if let Some(name) = english.get(skill.label) {
                names.add(name, offset, skill.advertisements);
            }
        }
        Self {
            names: names.shrink(),
            english,
        }
    }

    pub(super) fn english(&self, label: &str) -> Option<&'static str> {
        self.english.get(label).copied()
    }

    pub(super) fn find(&self, query: &str, n: usize) -> Vec<Skill> {
        let hits = self.names.find(&text::fold(query), &[], n, |_| true);
        hits.iter()
            .map(|hit| of(Row::at(SKILLS, hit.item)))
            .collect()
    }
}

/// Every skill, the commonest first.
pub(super) fn all() -> impl Iterator<Item = Skill> {
    table::rows(SKILLS).map(|(_, row)| of(row))
}

fn of(row: Row) -> Skill {
    let [label, _, ads, soft, _, _, language] = row.fields();
    Skill {
        label,
        advertisements: ads.parse().unwrap_or_default(),
        is_soft: soft == "1",
        is_language: language == "1",
    }
}
