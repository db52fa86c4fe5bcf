//! Plan templates and the catalogue of services: dated data, with dates counted when a plan starts.

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::lang::Lang;
use super::plan::{GoalDomain, Owner, Strand};
use super::service::ServiceLevel;
use super::target_group::TargetId;

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Italian.
    pub it: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in a language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::It => &self.it,
            Lang::En => &self.en,
        }
    }
}

/// A labour service of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its code: `ORIA`.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Its level.
    pub level: ServiceLevel,
    /// Minutes planned by default in a plan; `None` where a course or an outcome decides.
    pub planned_minutes: Option<u32>,
    /// Minutes of one appointment.
    pub slot_minutes: u32,
    /// Whether one may come for it without an appointment.
    pub walk_in: bool,
    /// Whether it needs a person on file; an anonymous ticket is enough otherwise.
    pub needs_person: bool,
    /// First day on which the row holds.
    pub valid_from: NaiveDate,
    /// Last day, if it ends.
    pub valid_to: Option<NaiveDate>,
    /// Where the row comes from.
    pub source: String,
}

/// A plan to start from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its code: `neet`.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// The computed group that suggests it, if any. Templates for sealed groups are chosen by hand.
    pub target: Option<TargetId>,
    /// Whether its name tells what is sealed: then it is not said in lists and titles.
    #[serde(default)]
    pub sealed: bool,
    /// Days that the plan lasts.
    pub days: u32,
    /// First day on which it holds.
    pub valid_from: NaiveDate,
    /// Last day, if it ends.
    pub valid_to: Option<NaiveDate>,
    /// Where it comes from.
    pub source: String,
    /// Its goals.
    pub goal: Vec<TemplateGoal>,
    /// Its actions, in the order in which they are due.
    pub action: Vec<TemplateAction>,
}

/// A goal of a template.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateGoal {
    /// The side of life.
    pub domain: GoalDomain,
    /// The strand.
    pub strand: Strand,
    /// What is to be reached.
    pub text: Text,
    /// Days from the start of the plan.
    pub due_days: u32,
}

/// An action of a template.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateAction {
    /// Which goal it serves, counted from 1.
    pub goal: usize,
    /// Code of the service.
    pub service: String,
    /// Who carries it out.
    pub owner: Owner,
    /// What is to be done, where the name of the service does not say it.
    #[serde(default)]
    pub note: Text,
    /// Minutes planned.
    pub minutes: u32,
    /// Days from the start of the plan.
    pub due_days: u32,
}

/// The day so many days after another; the last day of the calendar at worst.
pub fn due_on(start: NaiveDate, days: u32) -> NaiveDate {
    start
        .checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MAX)
}

impl Template {
    /// Whether it holds on a day.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Minutes of all its actions.
    pub fn minutes(&self) -> u32 {
        self.action.iter().map(|action| action.minutes).sum()
    }
}

impl Service {
    /// Whether it holds on a day.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day <= to)
    }
}
