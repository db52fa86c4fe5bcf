//! Occupations: the ISCO-08 groups, everyday Italian titles in both genders, ESCO titles in
//! English, and the skills that usually go with a unit.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::rank::{Hit, Names};
use super::table::{self, Row};
use crate::domain::lang::Lang;
use crate::domain::text;

const GROUPS: &str = include_str!("data/isco08.tsv");
const EVERYDAY: &str = include_str!("data/mestieri_alias.tsv");
/// How people say it who do not say a title: only to find by.
const SPOKEN: &str = include_str!("data/mestieri_detti.tsv");
const ESCO: &str = include_str!("data/esco_occupazioni_en.tsv");
const USUAL_SKILLS: &str = include_str!("data/isco_competenze.tsv");

/// A unit group of ISCO-08, as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupation {
    /// Four digits.
    pub isco08: &'static str,
    /// The title to show, in the language asked: the everyday or ESCO title that was found, both genders of it
    /// (`cameriere / cameriera`), or the unit's own.
    pub title: Cow<'static, str>,
    /// The unit's own title in the language asked.
    pub unit_title: &'static str,
}

/// Where a name to look in comes from, and its row there.
#[derive(Debug, Clone, Copy)]
enum Source {
    Everyday(u32),
    Spoken(u32),
    Unit(u32),
    Esco(u32),
}

/// The names of one language, and where each comes from.
#[derive(Debug)]
struct Titles {
    sources: Vec<Source>,
    names: Names,
}

/// Unit groups, with an index by every name.
#[derive(Debug)]
pub(super) struct Register {
    groups: HashMap<&'static str, u32>,
    italian: Titles,
    english: Titles,
}

/// Among names that fit equally well: how telling each source is.
const EVERYDAY_FIRST: u32 = 3_000;
const UNIT_NEXT: u32 = 2_000;
const ESCO_THEN: u32 = 1_000;
const SPOKEN_LAST: u32 = 500;
/// How often people at an employment desk look for each great group, 0 to 9, as a rough weight.
const LOOKED_FOR: [u32; 10] = [0, 0, 1, 2, 5, 9, 1, 6, 4, 8];

impl Titles {
    fn new() -> Self {
        Self {
            sources: Vec::new(),
            names: Names::new(),
        }
    }

    fn add(&mut self, name: &str, code: &str, weight: u32, source: Source) {
        self.names
            .add(name, code.parse().unwrap_or_default(), weight);
        self.sources.push(source);
    }

    fn shrink(self) -> Self {
        Self {
            names: self.names.shrink(),
            ..self
        }
    }
}

impl Register {
    pub(super) fn load() -> Self {
        let (mut italian, mut english) = (Titles::new(), Titles::new());
        let mut groups = HashMap::new();
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
            groups.insert(code, offset);
            if level == "4" {
                let (weight, source) = (UNIT_NEXT + weight(code), Source::Unit(offset));
                for (titles, title) in [(&mut italian, it), (&mut english, en)] {
                    titles.add(title, code, weight, source);
                    titles.add(code, code, UNIT_NEXT, source);
                }
            }
        }
        for (offset, row) in table::rows(SPOKEN) {
            let [code, lang, name] = row.fields();
            let titles = if lang == "it" {
                &mut italian
            } else {
                &mut english
            };
            let weight = SPOKEN_LAST + weight(code);
            titles.add(name, code, weight, Source::Spoken(offset));
        }
        for (offset, row) in table::rows(EVERYDAY) {
            let [code, man, woman] = row.fields();
            for name in [man, woman] {
                let weight = EVERYDAY_FIRST + weight(code);
                italian.add(name, code, weight, Source::Everyday(offset));
            }
        }
        for (offset, row) in table::rows(ESCO) {
            let [code, _, name] = row.fields();
            let weight = ESCO_THEN + weight(code);
            english.add(name, code, weight, Source::Esco(offset));
        }
        Self {
            groups,
            italian: italian.shrink(),
            english: english.shrink(),
        }
    }

    /// The names of the language asked come first; those of the other one count when they are what was typed, or
    /// when nothing of the language asked begins so.
    pub(super) fn find(&self, query: &str, lang: Lang, n: usize) -> Vec<Occupation> {
        let folded = text::fold(query);
        let (own, other) = match lang {
            Lang::It => (&self.italian, &self.english),
            Lang::En => (&self.english, &self.italian),
        };
        let look = |titles: &Titles| titles.names.find_good(&folded, n);
        let (near, far) = (look(own), look(other));
        let good = |hits: &[Hit]| hits.iter().any(Hit::is_good);
        let (near_good, far_good) = (good(&near), good(&far));
        let near = near.into_iter().filter(|_| near_good || !far_good);
        let far = far.into_iter().filter(|hit| hit.is_exact() || !near_good);
        let mut hits: Vec<(Hit, bool)> = near.map(|hit| (hit, false)).collect();
        hits.extend(far.map(|hit| (hit, true)));
        hits.sort_by_key(|(hit, foreign)| (hit.fit(), *foreign));
        let mut seen = HashSet::new();
        hits.retain(|(hit, _)| seen.insert(hit.item));
        hits.into_iter()
            .take(n)
            .filter_map(|(hit, foreign)| {
                let titles = if foreign { other } else { own };
                self.describe(*titles.sources.get(hit.key())?, lang)
            })
            .collect()
    }

    /// A unit under the name that was found, if that is a title in the language asked; else under its commonest
    /// title in that language.
    fn describe(&self, source: Source, lang: Lang) -> Option<Occupation> {
        let (isco08, found) = match (source, lang) {
            (Source::Everyday(offset), Lang::It) => {
                let [code, man, woman] = Row::at(EVERYDAY, offset).fields();
                (code, Some(both(man, woman)))
            }
            (Source::Esco(offset), Lang::En) => {
                let [code, _, name] = Row::at(ESCO, offset).fields();
                (code, Some(Cow::Borrowed(name)))
            }
            (Source::Unit(offset), _) => (Row::at(GROUPS, offset).field(0), None),
            (Source::Everyday(offset), _) => (Row::at(EVERYDAY, offset).field(0), None),
            (Source::Esco(offset), _) => {
                let code = Row::at(ESCO, offset).field(0);
                (code, commonest(code))
            }
            (Source::Spoken(offset), Lang::It) => {
                let code = Row::at(SPOKEN, offset).field(0);
                (code, commonest(code))
            }
            (Source::Spoken(offset), Lang::En) => (Row::at(SPOKEN, offset).field(0), None),
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

/// The first everyday title of a unit, both genders.
pub(super) fn commonest(isco08: &str) -> Option<Cow<'static, str>> {
    let (man, woman) = everyday(isco08).next()?;
    Some(both(man, woman))
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
