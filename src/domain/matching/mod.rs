//! The explained match between somebody who looks for work and a vacancy.
//!
//! Two steps that never mix. The gate ([`eligibility`]) reads the full facts and answers allowed,
//! refused or to be asked; nothing else of those facts goes further. The score reads a
//! [`Candidate`], and that type does not contain sex, age, family, health, origin or detention:
//! nobody can be ranked by them, even by mistake. What was not used is listed in [`NOT_USED`] for
//! the screen.
//!
//! The score is of 100 points in integers, each line with what it found: `+` met, `-` missing, `?`
//! unknown. Unknown counts half (rounded down), so that it weighs neither way, and is listed to be asked; how
//! many points rest on what is known is told beside the score ([`Match::known`]). The weights are dated
//! data and are given. Nobody is excluded by a score; who works at the desk decides.
//!
//! The parts: what is compared and what comes of it, here; the score in `score`, the gate in `gate`, the dated
//! measures in `weights`, what is best asked next in `ask`.

mod ask;
mod gate;
mod score;
mod weights;

use std::cmp::{Ordering, Reverse};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::interview::DayPart;
use super::person::{Education, Transport};
use super::vacancy::{Contract, Shift};

pub use ask::{Question, Questions};
pub use gate::{Eligibility, GateFacts, GateOffer, GateRule, eligibility};
pub use score::Scorer;
pub use weights::{ClosenessPoints, ContractAge, Journey, Points, Speed, Weights};

/// Groups of facts that the score cannot read, in the order in which the screen lists them. The
/// codes are those of the words (`not-used-gender`).
pub const NOT_USED: &[&str] = &["gender", "age", "family", "health", "origin", "detention"];

crate::enumeration! {
    /// Level of a language, Common European Framework.
    Cefr, "cefr" {
        /// A1.
        A1 = "A1",
        /// A2.
        A2 = "A2",
        /// B1.
        B1 = "B1",
        /// B2.
        B2 = "B2",
        /// C1.
        C1 = "C1",
        /// C2.
        C2 = "C2",
        /// Mother tongue.
        Native = "native",
    }
}

crate::enumeration! {
    /// What a line of the match is about.
    Criterion, "match" {
        /// Closeness of the occupation to those looked for.
        Occupation = "occupation",
        /// Skills asked.
        Skills = "skills",
        /// Experience in the occupation.
        Experience = "experience",
        /// How the hours lie in the week.
        Shift = "shift",
        /// Hours a week.
        Hours = "hours",
        /// The journey, estimated.
        Journey = "journey",
        /// Kind of contract.
        Contract = "contract",
        /// Qualification asked.
        Education = "education",
        /// Italian asked.
        Italian = "italian",
    }
}

crate::enumeration! {
    /// What a line found.
    Sign, "match-sign" {
        /// Met.
        Met = "+",
        /// Missing.
        Missing = "-",
        /// Unknown: counts half, and is to be asked.
        Unknown = "?",
    }
}

crate::enumeration! {
    /// How close two occupations are.
    Closeness, "closeness" {
        /// Same ISCO-08 unit.
        SameUnit = "unit",
        /// Same three digits.
        SameMinor = "minor",
        /// Same two digits.
        SameSubMajor = "sub_major",
        /// Some usual skills in common.
        SharedSkills = "skills",
        /// Nothing in common.
        Far = "far",
    }
}

crate::enumeration! {
    /// Who can answer what is unknown.
    Side, "match-side" {
        /// The person.
        Person = "person",
        /// The company.
        Company = "company",
    }
}

/// The skills that usually go with an ISCO-08 unit.
pub trait UsualSkills {
    /// Their labels; empty for a code that nobody knows.
    fn usual_skills(&self, isco08: &str) -> &[&'static str];
}

/// Mean radius of the earth.
const EARTH_METRES: f64 = 6_371_000.0;

/// A point on the map, degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Latitude.
    pub latitude: f64,
    /// Longitude.
    pub longitude: f64,
}

impl Point {
    /// Metres to another point in a straight line.
    pub fn metres_to(self, other: Self) -> u32 {
        let (a, b) = (self.latitude.to_radians(), other.latitude.to_radians());
        let across = (other.longitude - self.longitude).to_radians();
        let half = ((b - a) / 2.0).sin().powi(2) + a.cos() * b.cos() * (across / 2.0).sin().powi(2);
        (2.0 * EARTH_METRES * half.sqrt().min(1.0).asin()).round() as u32
    }
}

/// Work done before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Experience {
    /// ISCO-08 unit; empty where it was told in words alone.
    pub isco08: String,
    /// Last day; `None` while it goes on.
    pub ended_on: Option<NaiveDate>,
}

/// What the score may know of somebody: what they can do and what they want. `None` is unknown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidate {
    /// ISCO-08 units looked for; empty is unknown.
    pub occupations: Vec<String>,
    /// Skills, by label.
    pub skills: Option<Vec<String>>,
    /// Work done before.
    pub experience: Option<Vec<Experience>>,
    /// Centre of the municipality where they live.
    pub home: Option<Point>,
    /// Means of transport that they have; empty is unknown.
    pub transport: Vec<Transport>,
    /// The longest journey that they accept, minutes one way.
    pub max_minutes: Option<u16>,
    /// The farthest that they accept, kilometres of road.
    pub max_km: Option<u16>,
    /// How hours may lie in the week; empty is unknown.
    pub shifts: Vec<Shift>,
    /// Parts of days in which they can work; empty is unknown.
    pub days: Vec<DayPart>,
    /// Fewest and most hours a week.
    pub hours: Option<(u16, u16)>,
    /// Kinds of contract that they want; empty is unknown.
    pub contracts: Vec<Contract>,
    /// Highest qualification.
    pub education: Option<Education>,
    /// Italian.
    pub italian: Option<Cefr>,
}

/// A skill that a vacancy asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillAsked {
    /// Its label.
    pub label: String,
    /// Whether it is essential: counts double.
    pub essential: bool,
}

/// What the score knows of a vacancy. `None` is not said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Offer {
    /// ISCO-08 unit; empty is unknown.
    pub isco08: String,
    /// Skills asked.
    pub skills: Vec<SkillAsked>,
    /// Where the work is.
    pub place: Option<Point>,
    /// How the hours lie in the week.
    pub shift: Option<Shift>,
    /// Hours a week.
    pub hours: Option<u16>,
    /// Kind of contract.
    pub contract: Option<Contract>,
    /// Lowest qualification; `None` is none asked.
    pub education: Option<Education>,
    /// Lowest Italian; `None` is none asked.
    pub italian: Option<Cefr>,
}

/// A value that a line found, for the words. Texts are those of the offer: `&str` while many pairs are
/// scored, [`String`] in what is kept of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value<T> {
    /// An ISCO-08 unit.
    Occupation(T),
    /// How close two occupations are.
    Closeness(Closeness),
    /// A text as it was given: a skill.
    Text(T),
    /// So many of so many.
    Of(u16, u16),
    /// Kilometres of road, estimated.
    Km(u32),
    /// Minutes one way, estimated.
    Minutes(u32),
    /// A means of transport.
    Means(Transport),
    /// How hours lie.
    Shift(Shift),
    /// Hours a week.
    Hours(u16),
    /// A kind of contract.
    Contract(Contract),
    /// A qualification.
    Education(Education),
    /// A level of Italian.
    Cefr(Cefr),
    /// Completed months.
    Months(u16),
}

/// A line of the explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line<T> {
    /// What it found.
    pub sign: Sign,
    /// What it is about.
    pub criterion: Criterion,
    /// Points given.
    pub points: u16,
    /// Most points.
    pub max: u16,
    /// The values that decided, in the order of the words.
    pub values: Vec<Value<T>>,
    /// Who can answer, when it is unknown or was taken for granted.
    pub ask: Option<Side>,
}

/// A scored and explained pair.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match<T> {
    /// Points of a hundred.
    pub score: u16,
    /// One line for each criterion, in the order of [`Criterion`].
    pub lines: Vec<Line<T>>,
}

/// A match with its own texts, as it is kept.
pub type Explained = Match<String>;

impl Value<&str> {
    fn into_owned(self) -> Value<String> {
        match self {
            Self::Occupation(isco08) => Value::Occupation(isco08.to_owned()),
            Self::Closeness(closeness) => Value::Closeness(closeness),
            Self::Text(text) => Value::Text(text.to_owned()),
            Self::Of(part, whole) => Value::Of(part, whole),
            Self::Km(km) => Value::Km(km),
            Self::Minutes(minutes) => Value::Minutes(minutes),
            Self::Means(means) => Value::Means(means),
            Self::Shift(shift) => Value::Shift(shift),
            Self::Hours(hours) => Value::Hours(hours),
            Self::Contract(contract) => Value::Contract(contract),
            Self::Education(education) => Value::Education(education),
            Self::Cefr(level) => Value::Cefr(level),
            Self::Months(months) => Value::Months(months),
        }
    }
}

impl Match<&str> {
    /// The same with texts of its own.
    pub fn into_owned(self) -> Explained {
        let line = |line: Line<&str>| Line {
            sign: line.sign,
            criterion: line.criterion,
            points: line.points,
            max: line.max,
            values: line.values.into_iter().map(Value::into_owned).collect(),
            ask: line.ask,
        };
        Match {
            score: self.score,
            lines: self.lines.into_iter().map(line).collect(),
        }
    }
}

impl<T> Match<T> {
    /// How many of the hundred points rest on what is known.
    pub fn known(&self) -> u16 {
        let known = self.lines.iter().filter(|line| line.sign != Sign::Unknown);
        known.map(|line| line.max).sum()
    }

    /// What to ask, and whom.
    pub fn to_ask(&self) -> impl Iterator<Item = (Criterion, Side)> {
        self.lines
            .iter()
            .filter_map(|line| Some((line.criterion, line.ask?)))
    }
}

/// The order of people for one vacancy: best score first, then the oldest DID, then those without.
pub fn by_score_then_did<T>(
    a: (&Match<T>, Option<NaiveDate>),
    b: (&Match<T>, Option<NaiveDate>),
) -> Ordering {
    let key =
        |(found, did): (&Match<T>, Option<NaiveDate>)| (Reverse(found.score), did.is_none(), did);
    key(a).cmp(&key(b))
}
