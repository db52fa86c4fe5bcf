//! Occupations: the ISCO-08 groups, everyday Italian titles in both genders, ESCO titles in
//! English, and the skills that usually go with a unit.

use std::borrow::Cow;
use std::collections::HashMap;

use super::rank::Names;
use super::table::{self, Row};
use crate::domain::lang::Lang;
use crate::domain::text;

const GROUPS: &str = include_str!("data/isco08.tsv");
const EVERYDAY: &str = include_str!("data/mestieri_alias.tsv");
const ESCO: &str = include_str!("data/esco_occupazioni_en.tsv");
const USUAL_SKILLS: &str = include_str!("data/isco_competenze.tsv");

/// A unit group of ISCO-08, as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupation {
    /// Four digits.
    pub isco08: &'static str,
    /// The title to show: the everyday or ESCO title that was found, both genders of it
    /// (`cameriere / cameriera`), or the unit's own.
    pub title: Cow<'static, str>,
    /// The unit's own title in the language asked.
    pub unit_title: &'static str,
}

/// Where a name to look in comes from, and its row there.
#[derive(Debug, Clone, Copy)]
enum Source {
    Everyday(u32),
    UnitIt(u32),
    UnitEn(u32),
    Esco(u32),
}

/// Unit groups, with an index by every name.
#[derive(Debug)]
pub(super) struct Register {
    groups: HashMap<&'static str, u32>,
    sources: Vec<Source>,
    names: Names,
}

/// Among names that fit equally well: how telling each source is.
const EVERYDAY_FIRST: u32 = 3_000;
const UNIT_NEXT: u32 = 2_000;
const ESCO_LAST: u32 = 1_000;
/// How often people at an employment desk look for each great group, 0 to 9, as a rough weight.
const LOOKED_FOR: [u32; 10] = [0, 0, 1, 2, 5, 9, 1, 6, 4, 8];

impl Register {
    pub(super) fn load() -> Self {
        let mut register = Self {
            groups: HashMap::new(),
            sources: Vec::new(),
            names: Names::new(),
        };
        // A unit with many everyday names is one that many people look for.
        let mut common: HashMap<&str, u32> = HashMap::new();
        for (_, row) in table::rows(EVERYDAY) {
            *common.entry(row.field(0)).or_default() += 1;
        }
        let weight = |code: &str| {
            let group = code.bytes().next().unwrap_or(b'0').wrapping_sub(b'0');
            let looked_for = LOOKED_FOR
                .get(usize::from(group))
                .copied()
                .unwrap_or_default();
            common.get(code).copied().unwrap_or_default() * 10 + looked_for
        };
        for (offset, row) in table::rows(GROUPS) {
            let [code, level, it, en] = row.fields();
            register.groups.insert(code, offset);
            if level == "4" {
                register.add(it, code, UNIT_NEXT + weight(code), Source::UnitIt(offset));
                register.add(en, code, UNIT_NEXT + weight(code), Source::UnitEn(offset));
                register.add(code, code, UNIT_NEXT, Source::UnitIt(offset));
            }
        }
        for (offset, row) in table::rows(EVERYDAY) {
            let [code, man, woman] = row.fields();
            for name in [man, woman] {
                register.add(
                    name,
                    code,
                    EVERYDAY_FIRST + weight(code),
                    Source::Everyday(offset),
                );
            }
        }
        for (offset, row) in table::rows(ESCO) {
            let [code, _, name] = row.fields();
            register.add(name, code, ESCO_LAST + weight(code), Source::Esco(offset));
        }
        Self {
            names: register.names.shrink(),
            ..register
        }
    }

    fn add(&mut self, name: &str, code: &str, weight: u32, source: Source) {
        self.names
            .add(name, code.parse().unwrap_or_default(), weight);
        self.sources.push(source);
    }

    pub(super) fn find(&self, query: &str, lang: Lang, n: usize) -> Vec<Occupation> {
        self.names
            .find(&text::fold(query), &[], n, |_| true)
            .into_iter()
            .filter_map(|hit| self.describe(*self.sources.get(hit.key())?, lang))
            .collect()
    }

    fn describe(&self, source: Source, lang: Lang) -> Option<Occupation> {
        let (isco08, found) = match source {
            Source::Everyday(offset) => {
                let [code, man, woman] = Row::at(EVERYDAY, offset).fields();
                (code, Some(both(man, woman)))
            }
            Source::Esco(offset) => {
                let [code, _, name] = Row::at(ESCO, offset).fields();
                (code, Some(Cow::Borrowed(name)))
            }
            Source::UnitIt(offset) | Source::UnitEn(offset) => {
                (Row::at(GROUPS, offset).field(0), None)
            }
        };
        let unit_title = self.title(isco08, lang)?;
        Some(Occupation {
            isco08,
            title: found.unwrap_or(Cow::Borrowed(unit_title)),
            unit_title,
        })
    }

    pub(super) fn title(&self, code: &str, lang: Lang) -> Option<&'static str> {
        let row = Row::at(GROUPS, *self.groups.get(code)?);
        Some(row.field(if lang == Lang::It { 2 } else { 3 }))
    }
}

/// Everyday titles of a unit: masculine and feminine.
pub(super) fn everyday(isco08: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    all_everyday()
        .filter(move |(code, ..)| *code == isco08)
        .map(|(_, man, woman)| (man, woman))
}

/// Every everyday title: unit, masculine, feminine.
pub(super) fn all_everyday() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    table::rows(EVERYDAY).map(|(_, row)| {
        let [code, man, woman] = row.fields();
        (code, man, woman)
    })
}

/// The skills that usually go with an occupation, by prefix of its code.
#[derive(Debug)]
pub(super) struct UsualSkillTable(HashMap<&'static str, Vec<&'static str>>);

impl UsualSkillTable {
    pub(super) fn load() -> Self {
        let read = |row: Row| {
            let [prefix, skills] = row.fields();
            (
                prefix,
                skills
                    .split(';')
                    .filter(|skill| !skill.is_empty())
                    .collect(),
            )
        };
        Self(
            table::rows(USUAL_SKILLS)
                .map(|(_, row)| read(row))
                .collect(),
        )
    }

    /// The skills of the longest prefix of a code.
    pub(super) fn of(&self, isco08: &str) -> &[&'static str] {
        (1..=isco08.len())
            .rev()
            .find_map(|length| self.0.get(isco08.get(..length)?))
            .map_or(&[], Vec::as_slice)
    }
}

fn both(man: &'static str, woman: &'static str) -> Cow<'static, str> {
    if man == woman {
        Cow::Borrowed(man)
    } else {
        Cow::Owned(format!("{man} / {woman}"))
    }
}
