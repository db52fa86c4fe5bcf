//! The explained match between somebody who looks for work and a vacancy.
//!
//! Two steps that never mix. The gate ([`eligibility`]) reads the full facts and answers allowed,
//! refused or to be asked; nothing else of those facts goes further. The score reads a
//! [`Candidate`], and that type does not contain sex, age, family, health, origin or detention:
//! nobody can be ranked by them, even by mistake. What was not used is listed in [`NOT_USED`] for
//! the screen.
//!
//! The score is of 100 points in integers, each line with what it found: `+` met, `-` missing, `?`
//! unknown. Unknown counts half (rounded down) and is listed to be asked. The weights are dated
//! data and are given. Nobody is excluded by a score; who works at the desk decides.

use std::cmp::{Ordering, Reverse};
use std::collections::HashSet;

use chrono::NaiveDate;
use serde::Deserialize;

use super::person::{Education, Transport};
use super::target_group::{Area, age_on};
use super::vacancy::{Contract, Shift};

/// Groups of facts that the score cannot read, in the order in which the screen lists them. The
/// codes are those of the words (`not-used-gender`).
pub const NOT_USED: &[&str] = &["gender", "age", "family", "health", "origin", "detention"];

/// Mean radius of the earth.
const EARTH_METRES: f64 = 6_371_000.0;

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
        /// Unknown: counts half and is to be asked.
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
    /// ISCO-08 unit.
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

/// Points and measures of the match: dated data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// First day on which they hold.
    pub valid_from: NaiveDate,
    /// Where they come from.
    pub source: String,
    /// Most points of each criterion.
    pub points: Points,
    /// Points by closeness of the occupation.
    pub closeness: ClosenessPoints,
    /// Months within which experience is recent.
    pub recent_months: u16,
    /// Road kilometres per hundred kilometres in a straight line.
    pub road_percent: u32,
    /// The longest journey taken for granted when the person said none, minutes.
    pub usual_minutes: u16,
    /// Speed of each means.
    pub speed: Vec<Speed>,
    /// Ages that the law asks for a contract.
    pub age: Vec<ContractAge>,
}

/// Most points of each criterion. They sum to a hundred.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is the criterion of its name")]
pub struct Points {
    pub occupation: u16,
    pub skills: u16,
    pub experience: u16,
    pub shift: u16,
    pub hours: u16,
    pub journey: u16,
    pub contract: u16,
    pub education: u16,
    pub italian: u16,
}

/// Points by closeness of the occupation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosenessPoints {
    /// Same unit.
    pub unit: u16,
    /// Same three digits.
    pub minor: u16,
    /// Same two digits.
    pub sub_major: u16,
    /// All usual skills in common; a share of them gives a share of the points.
    pub skills: u16,
}

/// How fast one gets on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speed {
    /// The means.
    pub means: Transport,
    /// Kilometres an hour from door to door.
    pub kmh: u32,
    /// Minutes that every journey costs: walking to the stop, parking.
    pub fixed_minutes: u32,
    /// Nobody is expected to go farther than this by it, kilometres of road.
    pub max_km: u32,
}

/// Ages at which a contract is legal, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractAge {
    /// The contract; `None` is any other.
    pub contract: Option<Contract>,
    /// Youngest.
    pub min: i64,
    /// Oldest.
    pub max: Option<i64>,
    /// Whether somebody with an unemployment benefit may be older.
    #[serde(default)]
    pub no_limit_with_benefit: bool,
    /// Where it comes from.
    pub source: String,
}

/// A value that a line found, for the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// An ISCO-08 unit.
    Occupation(&'a str),
    /// How close two occupations are.
    Closeness(Closeness),
    /// A text as it was given: a skill.
    Text(&'a str),
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// What it found.
    pub sign: Sign,
    /// What it is about.
    pub criterion: Criterion,
    /// Points given.
    pub points: u16,
    /// Most points.
    pub max: u16,
    /// The values that decided, in the order of the words.
    pub values: Vec<Value<'a>>,
    /// Who can answer, when it is unknown.
    pub ask: Option<Side>,
}

/// A scored and explained pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match<'a> {
    /// Points of a hundred.
    pub score: u16,
    /// One line for each criterion, in the order of [`Criterion`].
    pub lines: Vec<Line<'a>>,
}

impl Match<'_> {
    /// What to ask, and whom.
    pub fn to_ask(&self) -> impl Iterator<Item = (Criterion, Side)> {
        self.lines
            .iter()
            .filter_map(|line| Some((line.criterion, line.ask?)))
    }
}

/// A candidate made ready to be compared with many offers.
#[derive(Debug)]
pub struct Scorer<'a, 'w, S: UsualSkills> {
    candidate: &'a Candidate,
    weights: &'w Weights,
    usual: &'w S,
    wanted_skills: HashSet<&'static str>,
    own_skills: HashSet<&'a str>,
    today: NaiveDate,
}

impl<'a, 'w, S: UsualSkills> Scorer<'a, 'w, S> {
    /// Makes a candidate ready. `today` tells recent experience.
    pub fn new(
        candidate: &'a Candidate,
        weights: &'w Weights,
        usual: &'w S,
        today: NaiveDate,
    ) -> Self {
        let wanted = candidate
            .occupations
            .iter()
            .flat_map(|isco08| usual.usual_skills(isco08));
        Self {
            candidate,
            weights,
            usual,
            wanted_skills: wanted.copied().collect(),
            own_skills: candidate
                .skills
                .iter()
                .flatten()
                .map(String::as_str)
                .collect(),
            today,
        }
    }

    /// Scores and explains one offer.
    pub fn score(&self, offer: &'a Offer) -> Match<'a> {
        let lines = vec![
            self.occupation(offer),
            self.skills(offer),
            self.experience(offer),
            self.shift(offer),
            self.hours(offer),
            self.journey(offer),
            self.contract(offer),
            self.education(offer),
            self.italian(offer),
        ];
        Match {
            score: lines.iter().map(|line| line.points).sum(),
            lines,
        }
    }

    fn occupation(&self, offer: &'a Offer) -> Line<'a> {
        let line = Draft::new(Criterion::Occupation, self.weights.points.occupation);
        if offer.isco08.is_empty() {
            return line.unknown(Side::Company, Vec::new());
        }
        let values = vec![Value::Occupation(&offer.isco08)];
        if self.candidate.occupations.is_empty() {
            return line.unknown(Side::Person, values);
        }
        let (points, closeness, wanted) = self.closest(&offer.isco08);
        let mut values = values;
        values.push(Value::Closeness(closeness));
        values.extend(wanted.map(Value::Occupation));
        line.given(points, closeness != Closeness::Far, values)
    }

    fn closest(&self, isco08: &str) -> (u16, Closeness, Option<&'a str>) {
        let given = &self.weights.closeness;
        let by_code = [
            (4, given.unit, Closeness::SameUnit),
            (3, given.minor, Closeness::SameMinor),
            (2, given.sub_major, Closeness::SameSubMajor),
        ];
        for (digits, points, closeness) in by_code {
            let prefix = isco08.get(..digits);
            let wanted = self
                .candidate
                .occupations
                .iter()
                .find(|own| own.get(..digits) == prefix);
            if let (Some(_), Some(wanted)) = (prefix, wanted) {
                return (points, closeness, Some(wanted));
            }
        }
        let usual = self.usual.usual_skills(isco08);
        let shared = usual
            .iter()
            .filter(|skill| self.wanted_skills.contains(*skill))
            .count();
        match share(given.skills, shared, usual.len()) {
            0 => (0, Closeness::Far, None),
            points => (points, Closeness::SharedSkills, None),
        }
    }

    fn skills(&self, offer: &'a Offer) -> Line<'a> {
        let line = Draft::new(Criterion::Skills, self.weights.points.skills);
        if offer.skills.is_empty() {
            return line.met(Vec::new());
        }
        if self.candidate.skills.is_none() {
            return line.unknown(
                Side::Person,
                offer
                    .skills
                    .iter()
                    .map(|asked| Value::Text(&asked.label))
                    .collect(),
            );
        }
        let weigh = |asked: &SkillAsked| if asked.essential { 2 } else { 1 };
        let has = |asked: &&'a SkillAsked| self.own_skills.contains(asked.label.as_str());
        let total: usize = offer.skills.iter().map(weigh).sum();
        let met: usize = offer.skills.iter().filter(has).map(weigh).sum();
        let count = offer.skills.iter().filter(has).count();
        let mut values = vec![Value::Of(count as u16, offer.skills.len() as u16)];
        let missing = offer.skills.iter().filter(|asked| !has(asked));
        values.extend(missing.map(|asked| Value::Text(&asked.label)));
        line.given(share(line.max, met, total), met * 2 >= total, values)
    }

    fn experience(&self, offer: &'a Offer) -> Line<'a> {
        let line = Draft::new(Criterion::Experience, self.weights.points.experience);
        let Some(experience) = &self.candidate.experience else {
            return line.unknown(Side::Person, Vec::new());
        };
        if offer.isco08.is_empty() {
            return line.unknown(Side::Company, Vec::new());
        }
        let months_ago = |done: &Experience| {
            done.ended_on
                .map_or(0, |ended| (self.today - ended).num_days().max(0) / 30)
        };
        let near = experience
            .iter()
            .filter(|done| done.isco08.get(..3) == offer.isco08.get(..3))
            .min_by_key(|done| months_ago(done));
        let Some(done) = near else {
            return line.missing(Vec::new());
        };
        let ago = u16::try_from(months_ago(done)).unwrap_or(u16::MAX);
        let values = vec![Value::Occupation(&done.isco08), Value::Months(ago)];
        if ago <= self.weights.recent_months {
            line.met(values)
        } else {
            line.given(line.max / 2, true, values)
        }
    }

    fn shift(&self, offer: &'a Offer) -> Line<'a> {
        let line = Draft::new(Criterion::Shift, self.weights.points.shift);
        line.wish(offer.shift, &self.candidate.shifts, Value::Shift)
    }

    fn hours(&self, offer: &'a Offer) -> Line<'a> {
        let line = Draft::new(Criterion::Hours, self.weights.points.hours);
        let Some(hours) = offer.hours else {
            return line.unknown(Side::Company, Vec::new());
        };
        let values = vec![Value::Hours(hours)];
        match self.candidate.hours {
            None => line.unknown(Side::Person, values),
            Some((fewest, most)) if (fewest..=most).contains(&hours) => line.met(values),
            Some(_) => line.missing(values),
        }
    }

    fn journey(&self, offer: &'a Offer) -> Line<'a> {
        let line = Draft::new(Criterion::Journey, self.weights.points.journey);
        let Some(place) = offer.place else {
            return line.unknown(Side::Company, Vec::new());
        };
        let Some(home) = self.candidate.home else {
            return line.unknown(Side::Person, Vec::new());
        };
        let km = self.weights.road_km(home.metres_to(place));
        let Some(journey) = self.weights.journey(km, &self.candidate.transport) else {
            let known = !self.candidate.transport.is_empty();
            let values = vec![Value::Km(km)];
            return if known {
                line.missing(values)
            } else {
                line.unknown(Side::Person, values)
            };
        };
        let values = vec![
            Value::Km(km),
            Value::Minutes(journey.minutes),
            Value::Means(journey.means),
        ];
        let too_far = self
            .candidate
            .max_km
            .is_some_and(|most| km > u32::from(most));
        let most = u32::from(
            self.candidate
                .max_minutes
                .unwrap_or(self.weights.usual_minutes),
        )
        .max(1);
        if too_far || journey.minutes > most {
            return line.missing(values);
        }
        // Full points up to half of what is accepted, then down to half of them at the end.
        let beyond = (journey.minutes * 2).saturating_sub(most).min(most);
        let max = u32::from(line.max);
        line.given((max - max * beyond / (most * 2)) as u16, true, values)
    }

    fn contract(&self, offer: &'a Offer) -> Line<'a> {
        let line = Draft::new(Criterion::Contract, self.weights.points.contract);
        line.wish(offer.contract, &self.candidate.contracts, Value::Contract)
    }

    fn education(&self, offer: &'a Offer) -> Line<'a> {
        let line = Draft::new(Criterion::Education, self.weights.points.education);
        let level = |education: Education| education.rank();
        line.at_least(
            offer.education,
            self.candidate.education,
            level,
            Value::Education,
        )
    }

    fn italian(&self, offer: &'a Offer) -> Line<'a> {
        let line = Draft::new(Criterion::Italian, self.weights.points.italian);
        line.at_least(
            offer.italian,
            self.candidate.italian,
            |level| level,
            Value::Cefr,
        )
    }
}

/// An estimate of a journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Journey {
    /// The quickest of the means one has.
    pub means: Transport,
    /// Minutes one way.
    pub minutes: u32,
}

impl Weights {
    /// Kilometres of road, rounded, for metres in a straight line.
    pub const fn road_km(&self, metres: u32) -> u32 {
        (metres / 100 * self.road_percent + 500) / 1000
    }

    /// The quickest journey over so many kilometres of road; `None` when no means reaches so far.
    pub fn journey(&self, km: u32, means: &[Transport]) -> Option<Journey> {
        self.speed
            .iter()
            .filter(|speed| means.contains(&speed.means) && km <= speed.max_km && speed.kmh > 0)
            .map(|speed| Journey {
                means: speed.means,
                minutes: speed.fixed_minutes + (km * 60).div_ceil(speed.kmh),
            })
            .min_by_key(|journey| journey.minutes)
    }
}

/// The order of people for one vacancy: best score first, then the oldest DID, then those without.
pub fn by_score_then_did(
    a: (&Match<'_>, Option<NaiveDate>),
    b: (&Match<'_>, Option<NaiveDate>),
) -> Ordering {
    let key =
        |(found, did): (&Match<'_>, Option<NaiveDate>)| (Reverse(found.score), did.is_none(), did);
    key(a).cmp(&key(b))
}

/// A line under way: its criterion and most points.
#[derive(Clone, Copy)]
struct Draft {
    criterion: Criterion,
    max: u16,
}

impl Draft {
    const fn new(criterion: Criterion, max: u16) -> Self {
        Self { criterion, max }
    }

    fn line(self, sign: Sign, points: u16, values: Vec<Value<'_>>) -> Line<'_> {
        Line {
            sign,
            criterion: self.criterion,
            points,
            max: self.max,
            values,
            ask: None,
        }
    }

    fn met(self, values: Vec<Value<'_>>) -> Line<'_> {
        self.line(Sign::Met, self.max, values)
    }

    fn missing(self, values: Vec<Value<'_>>) -> Line<'_> {
        self.line(Sign::Missing, 0, values)
    }

    fn given(self, points: u16, met: bool, values: Vec<Value<'_>>) -> Line<'_> {
        self.line(if met { Sign::Met } else { Sign::Missing }, points, values)
    }

    fn unknown(self, side: Side, values: Vec<Value<'_>>) -> Line<'_> {
        Line {
            ask: Some(side),
            ..self.line(Sign::Unknown, self.max / 2, values)
        }
    }

    fn wish<'a, T: Copy + PartialEq>(
        self,
        offered: Option<T>,
        wanted: &[T],
        value: fn(T) -> Value<'a>,
    ) -> Line<'a> {
        let Some(offered) = offered else {
            return self.unknown(Side::Company, Vec::new());
        };
        let values = vec![value(offered)];
        if wanted.is_empty() {
            self.unknown(Side::Person, values)
        } else if wanted.contains(&offered) {
            self.met(values)
        } else {
            self.missing(values)
        }
    }

    fn at_least<'a, T: Copy, L: PartialOrd>(
        self,
        asked: Option<T>,
        held: Option<T>,
        level: fn(T) -> L,
        value: fn(T) -> Value<'a>,
    ) -> Line<'a> {
        match (asked, held) {
            (None, _) => self.met(Vec::new()),
            (Some(asked), None) => self.unknown(Side::Person, vec![value(asked)]),
            (Some(asked), Some(held)) => {
                let enough = level(held) >= level(asked);
                let points = if enough { self.max } else { 0 };
                self.given(points, enough, vec![value(asked), value(held)])
            }
        }
    }
}

/// `max` times `part` over `whole`, rounded down; nothing of nothing.
fn share(max: u16, part: usize, whole: usize) -> u16 {
    (usize::from(max) * part)
        .checked_div(whole)
        .unwrap_or_default() as u16
}

crate::enumeration! {
    /// A rule of the gate.
    GateRule, "gate" {
        /// The right to work on the day of the start.
        RightToWork = "right_to_work",
        /// The age that the law asks for the contract.
        LegalAge = "legal_age",
        /// An essential licence.
        Licence = "licence",
        /// A vacancy reserved to those registered for targeted placement.
        Reserved = "reserved",
        /// The person does not want this company or work.
        OwnExclusion = "own_exclusion",
    }
}

/// The full facts that the gate reads. They go no further.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GateFacts {
    /// Birth date.
    pub birth_on: Option<NaiveDate>,
    /// Area of citizenship.
    pub area: Option<Area>,
    /// Whether the permit allows work.
    pub permit_work: Option<bool>,
    /// Last day of the permit (or of the receipt that prolongs it).
    pub permit_until: Option<NaiveDate>,
    /// Whether there is an unemployment benefit.
    pub benefit: Option<bool>,
    /// Licences held: `B`, `C`, `CE`.
    pub licences: Option<Vec<String>>,
    /// Whether registered for targeted placement; known inside the unsealed screen only.
    pub registered_l68: Option<bool>,
    /// Whether the person excluded this company or work.
    pub excluded_by_person: bool,
}

/// What the gate knows of a vacancy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GateOffer {
    /// Kind of contract.
    pub contract: Option<Contract>,
    /// First day of work; the day of the question when not said.
    pub start_on: Option<NaiveDate>,
    /// Essential licences.
    pub licences: Vec<String>,
    /// Whether it is reserved to those registered for targeted placement.
    pub reserved_l68: bool,
}

/// The answer of the gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Eligibility {
    /// Nothing stands against it.
    Allowed,
    /// Rules stand against it.
    Refused(Vec<GateRule>),
    /// Nothing known stands against it; these are to be asked.
    ToAsk(Vec<GateRule>),
}

/// Whether somebody may be put forward for a vacancy.
pub fn eligibility(
    facts: &GateFacts,
    offer: &GateOffer,
    weights: &Weights,
    today: NaiveDate,
) -> Eligibility {
    let start = offer.start_on.unwrap_or(today).max(today);
    let answers = [
        (GateRule::RightToWork, right_to_work(facts, start)),
        (GateRule::LegalAge, legal_age(facts, offer, weights, start)),
        (GateRule::Licence, licences(facts, offer)),
        (
            GateRule::Reserved,
            if offer.reserved_l68 {
                facts.registered_l68
            } else {
                Some(true)
            },
        ),
        (GateRule::OwnExclusion, Some(!facts.excluded_by_person)),
    ];
    let with = |wanted: Option<bool>| -> Vec<GateRule> {
        answers
            .iter()
            .filter(|(_, answer)| *answer == wanted)
            .map(|(rule, _)| *rule)
            .collect()
    };
    match (with(Some(false)), with(None)) {
        (refused, _) if !refused.is_empty() => Eligibility::Refused(refused),
        (_, unknown) if !unknown.is_empty() => Eligibility::ToAsk(unknown),
        _ => Eligibility::Allowed,
    }
}

fn right_to_work(facts: &GateFacts, start: NaiveDate) -> Option<bool> {
    if !facts.area?.needs_permit() {
        return Some(true);
    }
    match (facts.permit_work, facts.permit_until) {
        (Some(false), _) => Some(false),
        (_, Some(until)) if until < start => Some(false),
        (Some(true), Some(_)) => Some(true),
        _ => None,
    }
}

fn legal_age(
    facts: &GateFacts,
    offer: &GateOffer,
    weights: &Weights,
    start: NaiveDate,
) -> Option<bool> {
    let rule = weights
        .age
        .iter()
        .find(|rule| rule.contract.is_some() && rule.contract == offer.contract)
        .or_else(|| weights.age.iter().find(|rule| rule.contract.is_none()));
    let Some(rule) = rule else { return Some(true) };
    let age = age_on(facts.birth_on?, start);
    if age < rule.min {
        return Some(false);
    }
    match rule.max {
        Some(max) if age > max && rule.no_limit_with_benefit => facts.benefit,
        Some(max) => Some(age <= max),
        None => Some(true),
    }
}

fn licences(facts: &GateFacts, offer: &GateOffer) -> Option<bool> {
    if offer.licences.is_empty() {
        return Some(true);
    }
    let held = facts.licences.as_ref()?;
    Some(
        offer
            .licences
            .iter()
            .all(|asked| held.iter().any(|own| covers(own, asked))),
    )
}

/// Whether a licence includes another: those of trucks and buses include `B`, trailers their base.
fn covers(own: &str, asked: &str) -> bool {
    own == asked
        || asked == "AM"
        || (asked == "B" && matches!(own, "BE" | "C1" | "C" | "CE" | "D1" | "D" | "DE"))
        || (own.ends_with('E') && own.strip_suffix('E') == Some(asked))
}
