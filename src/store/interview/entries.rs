//! The rows of the sections that are lists: what each tells, what it may say, and reading them.

use std::cmp::Reverse;

use chrono::NaiveDate;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::domain::ids::{EntryId, PersonId};
use crate::domain::interview::{
    BenefitKind, EndReason, EntryKind, NeedKind, NeedLevel, Recognised, SkillLevel,
};
use crate::domain::matching::{Cefr, Experience};
use crate::domain::person::Education;
use crate::domain::plan::GoalDomain;
use crate::domain::vacancy::Contract;
use crate::store::error::{Error, Result};
use crate::store::people::facts_of;
use crate::store::sql::Rows;

/// A work done before. One that was not declared is a sealed fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkDone {
    /// What was done, in words.
    pub title: String,
    /// ISCO-08 unit.
    pub isco08: Option<String>,
    /// For whom.
    pub employer: Option<String>,
    /// Kind of contract.
    pub contract: Option<Contract>,
    /// Hours a week, 1 to 168.
    pub hours_week: Option<u8>,
    /// First day, or the first of a month that is known.
    pub from_on: NaiveDate,
    /// Last day; none while it goes on.
    pub to_on: Option<NaiveDate>,
    /// Why it ended.
    pub end_reason: Option<EndReason>,
}

/// A school or a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schooling {
    /// To which level it leads.
    pub level: Education,
    /// The title, in words.
    pub title: Option<String>,
    /// Where: ISO 3166.
    pub country: Option<String>,
    /// Of a title from abroad.
    pub recognised: Option<Recognised>,
    /// When it ended, or will.
    pub to_on: Option<NaiveDate>,
    /// Whether it goes on.
    pub ongoing: bool,
    /// The level that the record told apart from the rows when this one was written: what it falls back to when the
    /// row goes. Kept by the act, whatever a form says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apart: Option<Education>,
}

/// Something that the person can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skill {
    /// Its label.
    pub label: String,
    /// How well.
    pub level: Option<SkillLevel>,
    /// What shows it.
    pub proof: Option<String>,
}

/// A language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    /// ISO 639, or the name of one that has no code of two letters.
    pub lang: String,
    /// How well.
    pub cefr: Option<Cefr>,
}

/// A benefit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Benefit {
    /// Which.
    pub kind: BenefitKind,
    /// First day.
    pub from_on: Option<NaiveDate>,
    /// Last day.
    pub to_on: Option<NaiveDate>,
}

/// A need or a strength.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// Which of the two.
    pub kind: NeedKind,
    /// Of which side of life.
    pub domain: GoalDomain,
    /// How much it weighs, of a need.
    pub level: Option<NeedLevel>,
    /// In the person's own words.
    pub words: String,
}

/// What a row tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// A work done before.
    Work(WorkDone),
    /// A school or a course.
    Schooling(Schooling),
    /// Something the person can do.
    Skill(Skill),
    /// A language.
    Language(Spoken),
    /// A benefit.
    Benefit(Benefit),
    /// A need or a strength.
    Need(Need),
    /// It was asked, and there is nothing of this kind.
    Nothing(EntryKind),
    /// It was asked, and there are no needs, or no strengths to tell.
    NoneOf(NeedKind),
}

/// A row on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    /// Identity and version; none of a skill or a language of which the person's own row knows.
    pub row: Option<(EntryId, i64)>,
    /// What it tells.
    pub entry: Entry,
}

impl Entry {
    /// Which kind it is.
    pub const fn kind(&self) -> EntryKind {
        match self {
            Self::Work(_) => EntryKind::Work,
            Self::Schooling(_) => EntryKind::Schooling,
            Self::Skill(_) => EntryKind::Skill,
            Self::Language(_) => EntryKind::Language,
            Self::Benefit(_) => EntryKind::Benefit,
            Self::Need(_) => EntryKind::Need,
            Self::NoneOf(_) => EntryKind::Need,
            Self::Nothing(kind) => *kind,
        }
    }

    /// What can be said of a kind of which there is nothing: of needs and strengths each apart.
    pub fn none_of(kind: EntryKind) -> Vec<Self> {
        match kind {
            EntryKind::Need => NeedKind::ALL.iter().copied().map(Self::NoneOf).collect(),
            kind => vec![Self::Nothing(kind)],
        }
    }

    /// Whether it says that there is nothing of its kind.
    pub const fn is_none(&self) -> bool {
        matches!(self, Self::Nothing(_) | Self::NoneOf(_))
    }

    /// Whether it says that there is nothing of what another row tells. That there are no other languages does not
    /// deny Italian.
    pub fn denies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::NoneOf(kind), Self::Need(need)) => need.kind == *kind,
            (Self::Nothing(kind), other) => {
                other.kind() == *kind && !other.is_none() && !other.is_italian()
            }
            _ => false,
        }
    }

    /// Of a skill or a language, which stand once: its name.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Skill(skill) => Some(skill.label.trim()),
            Self::Language(spoken) => Some(spoken.lang.trim()),
            _ => None,
        }
    }

    /// Whether it tells of Italian: that there are no other languages does not deny it.
    pub fn is_italian(&self) -> bool {
        matches!(self, Self::Language(spoken) if spoken.lang == ITALIAN)
    }

    /// Whether it tells of the same skill or language.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.kind() == other.kind() && self.name().is_some() && self.name() == other.name()
    }

    /// This, and what another row of the same skill or language tells beside it; none where the two differ.
    pub(super) fn with(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Skill(one), Self::Skill(two)) => (agree(one.level.as_ref(), two.level.as_ref())
                && agree(one.proof.as_ref(), two.proof.as_ref()))
            .then(|| {
                Self::Skill(Skill {
                    label: one.label.clone(),
                    level: one.level.or(two.level),
                    proof: one.proof.clone().or_else(|| two.proof.clone()),
                })
            }),
            (Self::Language(one), Self::Language(two)) => {
                agree(one.cefr.as_ref(), two.cefr.as_ref()).then(|| {
                    Self::Language(Spoken {
                        lang: one.lang.clone(),
                        cefr: one.cefr.or(two.cefr),
                    })
                })
            }
            _ => None,
        }
    }

    /// This, with what it leaves open told by another row of the same skill or language.
    pub(super) fn filled_from(mut self, other: &Self) -> Self {
        match (&mut self, other) {
            (Self::Skill(one), Self::Skill(two)) => {
                one.level = one.level.or(two.level);
                one.proof = one.proof.take().or_else(|| two.proof.clone());
            }
            (Self::Language(one), Self::Language(two)) => one.cefr = one.cefr.or(two.cefr),
            _ => {}
        }
        self
    }

    /// [`Error::Invalid`] of what cannot be: days in the wrong order, a work that has not begun, no words.
    pub(super) fn check(&self, today: NaiveDate) -> Result<()> {
        let order = |from: Option<NaiveDate>, to: Option<NaiveDate>| match (from, to) {
            (Some(from), Some(to)) if from > to => {
                Err(Error::invalid("to_on", "before the first day"))
            }
            _ => Ok(()),
        };
        let some = |field: &'static str, text: &str| match text.trim() {
            "" => Err(Error::invalid(field, "empty")),
            _ => Ok(()),
        };
        match self {
            Self::Work(done) => {
                some("title", &done.title)?;
                if done.from_on > today {
                    return Err(Error::invalid("from_on", "after today"));
                }
                if !done
                    .hours_week
                    .is_none_or(|hours| (1..=168).contains(&hours))
                {
                    return Err(Error::invalid("hours_week", "1 to 168"));
                }
                order(Some(done.from_on), done.to_on)
            }
            Self::Schooling(school) => match school.to_on {
                Some(to) if to > today && !school.ongoing => {
                    Err(Error::invalid("to_on", "after today"))
                }
                _ => Ok(()),
            },
            Self::Skill(skill) => some("label", &skill.label),
            Self::Language(spoken) => some("lang", &spoken.lang),
            Self::Benefit(benefit) => order(benefit.from_on, benefit.to_on),
            Self::Need(need) => some("words", &need.words),
            // Of which of the two it is must be said.
            Self::Nothing(EntryKind::Need) => Err(Error::invalid("kind", "no answer")),
            Self::Nothing(_) | Self::NoneOf(_) => Ok(()),
        }
    }

    /// The order in which rows are shown: by kind, what lasts first, then what ended last.
    fn order(&self) -> (EntryKind, bool, Reverse<Option<NaiveDate>>) {
        let (ended, day) = match self {
            Self::Work(done) => (done.to_on.is_some(), done.to_on.or(Some(done.from_on))),
            Self::Schooling(school) => (!school.ongoing, school.to_on),
            Self::Benefit(benefit) => (benefit.to_on.is_some(), benefit.to_on),
            Self::Need(Need { kind, .. }) | Self::NoneOf(kind) => (*kind == NeedKind::Need, None),
            Self::Skill(_) | Self::Language(_) | Self::Nothing(_) => (false, None),
        };
        (self.kind(), ended, Reverse(day))
    }
}

/// Whether two do not tell different things: either may tell nothing.
fn agree<T: PartialEq>(one: Option<&T>, two: Option<&T>) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => one == two,
        _ => true,
    }
}

/// The rows of a person that are stored as such, the oldest first.
pub(super) fn stored(conn: &Connection, person: PersonId) -> Result<Vec<EntryRow>> {
    let stored: Vec<(EntryId, i64, String)> = conn.all(
        "SELECT id, ver, body FROM entry WHERE person = ?1 ORDER BY n",
        [person],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let read = |(id, ver, body): (EntryId, i64, String)| {
        Ok(EntryRow {
            row: Some((id, ver)),
            entry: serde_json::from_str(&body).map_err(|error| Error::Fault(error.to_string()))?,
        })
    };
    stored.into_iter().map(read).collect()
}

/// What the rows of a person tell that are stored as such.
pub(in crate::store) fn told_by(conn: &Connection, person: PersonId) -> Result<Vec<Entry>> {
    Ok(stored(conn, person)?
        .into_iter()
        .map(|row| row.entry)
        .collect())
}

/// All rows of a person. Skills, languages and Italian stand in the person's own row: those of which nothing more is
/// known come from there.
pub(super) fn entries_of(conn: &Connection, person: PersonId) -> Result<Vec<EntryRow>> {
    let mut rows = stored(conn, person)?;
    let (facts, _) = facts_of(conn, person)?;
    let italian = facts.italian.map(|cefr| Spoken {
        lang: ITALIAN.to_owned(),
        cefr: Some(cefr),
    });
    let others = facts.languages.into_iter().filter(|lang| lang != ITALIAN);
    let others = others.map(|lang| Spoken { lang, cefr: None });
    let languages = italian.into_iter().chain(others).map(Entry::Language);
    let skills = facts.skills.into_iter().map(|label| {
        Entry::Skill(Skill {
            label,
            level: None,
            proof: None,
        })
    });
    for entry in skills.chain(languages) {
        if !rows.iter().any(|row| row.entry.is_same(&entry)) {
            rows.push(EntryRow { row: None, entry });
        }
    }
    rows.sort_by_key(|row| row.entry.order());
    Ok(rows)
}

/// What the rows of somebody say of an unemployment benefit on a day: whether there is one, and its last day if that
/// is known. None while nobody has asked.
pub fn unemployment_benefit<'e>(
    entries: impl IntoIterator<Item = &'e Entry>,
    on: NaiveDate,
) -> Option<(bool, Option<NaiveDate>)> {
    let mut said: Option<(bool, Option<NaiveDate>)> = None;
    for entry in entries {
        let runs = match entry {
            Entry::Nothing(EntryKind::Benefit) => None,
            Entry::Benefit(benefit) => {
                let begun = benefit.from_on.is_none_or(|from| from <= on);
                let runs = begun && benefit.to_on.is_none_or(|to| to >= on);
                (runs && benefit.kind.is_of_unemployment()).then_some(benefit.to_on)
            }
            _ => continue,
        };
        said = match (said, runs) {
            (Some((true, last)), Some(to_on)) => Some((true, last.max(to_on))),
            (_, Some(to_on)) => Some((true, to_on)),
            (said, None) => said.or(Some((false, None))),
        };
    }
    said
}

/// The code of Italian, which has a column of its own.
pub(super) const ITALIAN: &str = "it";

/// The experience that the rows of works tell: none while nobody has asked.
pub(in crate::store) fn experience_of(entries: Vec<Entry>, never: bool) -> Option<Vec<Experience>> {
    let asked = never || !entries.is_empty();
    let mut known = Vec::new();
    for entry in entries {
        if let Entry::Work(done) = entry {
            known.push(Experience {
                isco08: done.isco08.unwrap_or_default(),
                ended_on: done.to_on,
            });
        }
    }
    asked.then_some(known)
}
