//! Target groups computed from facts: dated rules over a closed set of three-valued tests.
//!
//! A rule answers yes, no or unknown, and says why as data, so that the screen can put it into
//! words. Rules expire, so they are data with a validity and a source; this module only evaluates.
//! Groups that need a sealed fact (disability, detention, addiction) are not here: those are
//! computed in the unsealed screen only and never leave it. A target group decides a programme; it
//! is no input of the match.

mod evaluate;

use chrono::{Datelike, Months, NaiveDate};
use serde::Deserialize;

use super::person::{Education, EmploymentStatus, RegistrySex};

pub use evaluate::{apply, evaluate, expired};

crate::enumeration! {
    /// A target group that needs no sealed fact.
    TargetId, "target" {
        /// NEET.
        Neet = "neet",
        /// Disoccupazione di lunga durata.
        LongTermUnemployed = "dld",
        /// Over 50.
        Over50 = "over50",
        /// Cittadinanza extra UE, titolo in scadenza.
        PermitExpiring = "extra_ue",
        /// Condizione di svantaggio.
        Disadvantaged = "svant",
        /// Condizione di forte svantaggio.
        SeverelyDisadvantaged = "molto_svant",
        /// Donna in reinserimento.
        WomanReturning = "donna_rientro",
        /// Donna in condizione di svantaggio.
        WomanDisadvantaged = "donna_svant",
        /// Giovane.
        Young = "giovane",
        /// Bassa qualifica.
        LowQualified = "bassa_qual",
        /// Percettore di NASpI o DIS-COLL.
        UnemploymentBenefit = "naspi",
        /// DUL, fase 5.
        Dul5 = "dul5",
    }
}

crate::enumeration! {
    /// Which rules of movement and work a citizenship has.
    Area, "area" {
        /// Italy.
        Italy = "it",
        /// The European Union.
        Eu = "eu",
        /// The European Economic Area and Switzerland.
        Eea = "eea",
        /// Anywhere else: a permit is asked for.
        Other = "other",
    }
}

impl Area {
    /// Whether a citizen needs a residence permit to work.
    pub const fn needs_permit(self) -> bool {
        matches!(self, Self::Other)
    }
}

crate::enumeration! {
    /// A fact that a rule may lack.
    Fact, "fact" {
        /// Birth date.
        BirthDate = "birth_on",
        /// Registry sex.
        RegistrySex = "registry_sex",
        /// Employment status.
        Employment = "employment",
        /// Since when the employment status holds.
        EmploymentSince = "employment_since",
        /// Date of the DID.
        DidOn = "did_on",
        /// Highest qualification.
        Education = "education",
        /// Area of citizenship.
        Area = "area",
        /// Expiry of the residence permit.
        PermitExpiry = "permit_expires_on",
        /// End of the unemployment benefit.
        BenefitUntil = "benefit_until",
        /// Whether at school or university.
        Studying = "studying",
        /// Whether in a training course.
        Training = "training",
        /// Whether in a traineeship.
        Traineeship = "traineeship",
        /// Whether in civil service.
        CivilService = "civil_service",
        /// Whether there was ever a regular job.
        EverWorked = "ever_worked",
        /// Whether there is an unemployment benefit.
        Benefit = "benefit",
        /// Whether the permit allows work.
        PermitWork = "permit_work",
        /// Whether taken in charge by social services.
        SocialServices = "social_services",
    }
}

/// What is known of somebody. `None` is not known, never no.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Birth date.
    pub birth_on: Option<NaiveDate>,
    /// Registry sex.
    pub registry_sex: Option<RegistrySex>,
    /// Employment status.
    pub employment: Option<EmploymentStatus>,
    /// Since when the employment status holds.
    pub employment_since: Option<NaiveDate>,
    /// Date of the DID.
    pub did_on: Option<NaiveDate>,
    /// Highest qualification.
    pub education: Option<Education>,
    /// Area of citizenship.
    pub area: Option<Area>,
    /// Expiry of the residence permit.
    pub permit_expires_on: Option<NaiveDate>,
    /// End of the unemployment benefit.
    pub benefit_until: Option<NaiveDate>,
    /// Whether at school or university.
    pub studying: Option<bool>,
    /// Whether in a training course.
    pub training: Option<bool>,
    /// Whether in a traineeship.
    pub traineeship: Option<bool>,
    /// Whether in civil service.
    pub civil_service: Option<bool>,
    /// Whether there was ever a regular job.
    pub ever_worked: Option<bool>,
    /// Whether there is an unemployment benefit.
    pub benefit: Option<bool>,
    /// Whether the permit allows work.
    pub permit_work: Option<bool>,
    /// Whether taken in charge by social services.
    pub social_services: Option<bool>,
}

impl Facts {
    fn date(&self, fact: Fact) -> Option<NaiveDate> {
        match fact {
            Fact::BirthDate => self.birth_on,
            Fact::EmploymentSince => self.employment_since,
            Fact::DidOn => self.did_on,
            Fact::PermitExpiry => self.permit_expires_on,
            Fact::BenefitUntil => self.benefit_until,
            _ => None,
        }
    }

    fn flag(&self, fact: Fact) -> Option<bool> {
        match fact {
            // Who is employed or studies says so with the status alone.
            Fact::Studying => self
                .studying
                .or_else(|| self.status_says(EmploymentStatus::Student)),
            Fact::EverWorked => self.ever_worked.or_else(|| {
                (self.employment == Some(EmploymentStatus::NeverWorked)).then_some(false)
            }),
            Fact::Training => self.training,
            Fact::Traineeship => self.traineeship,
            Fact::CivilService => self.civil_service,
            Fact::Benefit => self.benefit.or_else(|| self.benefit_until.map(|_| true)),
            Fact::PermitWork => self.permit_work,
            Fact::SocialServices => self.social_services,
            _ => None,
        }
    }

    fn status_says(&self, status: EmploymentStatus) -> Option<bool> {
        (self.employment == Some(status)).then_some(true)
    }
}

/// A test of the closed set that rules are made of.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    /// All of them hold.
    All(Vec<Test>),
    /// One of them holds.
    Any(Vec<Test>),
    /// It does not hold.
    Not(Box<Test>),
    /// Completed years of age on the day, both ends included.
    Age(Bounds),
    /// Completed months since a date.
    MonthsSince(Span),
    /// Days since a date.
    DaysSince(Span),
    /// Days from the day to a date; negative once it has passed.
    DaysTo(Span),
    /// The employment status is one of these.
    Status(Vec<EmploymentStatus>),
    /// The highest qualification is at most this ISCED level.
    EducationAtMost(u8),
    /// The registry sex is this one.
    Sex(RegistrySex),
    /// The citizenship is of one of these areas.
    Citizenship(Vec<Area>),
    /// A fact of yes or no is yes.
    Is(Fact),
}

/// A range, both ends included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// At least.
    pub min: Option<i64>,
    /// At most.
    pub max: Option<i64>,
}

/// A range counted from or to a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// The date.
    pub fact: Fact,
    /// At least.
    pub min: Option<i64>,
    /// At most.
    pub max: Option<i64>,
}

fn within(value: i64, min: Option<i64>, max: Option<i64>) -> bool {
    min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max)
}

/// A dated rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The group that it decides.
    pub target: TargetId,
    /// First day on which it holds.
    pub valid_from: NaiveDate,
    /// Last day on which it holds, if it ends.
    pub valid_to: Option<NaiveDate>,
    /// Where it comes from.
    pub source: String,
    /// What proves it, as codes of documents and declarations.
    #[serde(default)]
    pub proof: Vec<String>,
    /// Whether parts of the definition need facts that are not recorded here: a no is then a no
    /// of the other parts only.
    #[serde(default)]
    pub partial: bool,
    /// What it asks.
    pub when: Test,
}

impl Rule {
    /// Whether it holds on a day.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day <= to)
    }
}

crate::enumeration! {
    /// The answer of a rule.
    Answer, "answer" {
        /// The group applies.
        Yes = "yes",
        /// It does not.
        No = "no",
        /// Facts are missing.
        Unknown = "unknown",
    }
}

/// A value that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Years of age.
    Years(i64),
    /// Completed months.
    Months(i64),
    /// Days.
    Days(i64),
    /// Employment status.
    Status(EmploymentStatus),
    /// Highest qualification.
    Education(Education),
    /// Registry sex.
    Sex(RegistrySex),
    /// Area of citizenship.
    Area(Area),
    /// Yes or no.
    Flag(bool),
}

/// Why a rule answered as it did: a fact, the test that read it, its value and whether it held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The fact that was read.
    pub fact: Fact,
    /// The test.
    pub test: Test,
    /// The value that the test found.
    pub value: Value,
    /// Whether the test held.
    pub holds: bool,
}

/// What a rule says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The group.
    pub target: TargetId,
    /// The answer.
    pub answer: Answer,
    /// What decided; empty when unknown.
    pub reasons: Vec<Reason>,
    /// The facts to ask when unknown, each once, in the order of the rule.
    pub missing: Vec<Fact>,
    /// Whether parts of the definition were not computed (see [`Rule::partial`]).
    pub partial: bool,
}

/// Completed years from a birth date to a day; who is born on 29 February completes a year on
/// 1 March of common years.
pub fn age_on(birth_on: NaiveDate, day: NaiveDate) -> i64 {
    let before = (day.month(), day.day()) < (birth_on.month(), birth_on.day());
    i64::from(day.year() - birth_on.year()) - i64::from(before)
}

/// Completed months from a date to a day; negative if it is still to come.
pub fn months_since(since: NaiveDate, day: NaiveDate) -> i64 {
    let whole = i64::from(day.year() - since.year()) * 12 + i64::from(day.month())
        - i64::from(since.month());
    // The month is complete on the same day of the month, or on its last one.
    let reached = u32::try_from(whole)
        .ok()
        .and_then(|months| since.checked_add_months(Months::new(months)))
        .is_some_and(|then| then <= day);
    if reached || whole < 0 {
        whole
    } else {
        whole - 1
    }
}
