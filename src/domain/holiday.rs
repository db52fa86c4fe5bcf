//! Public holidays by rule: fixed days, days counted from Easter, patrons of municipalities.
//!
//! The rules are data and are given; this module only knows the calendar.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::lang::Lang;

/// When a holiday falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The same day every year.
    Fixed {
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month, from 1.
        day: u32,
    },
    /// So many days after Easter Sunday.
    AfterEaster(u32),
}

/// A rule that makes a day of some years a holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// ISTAT code of the only municipality that keeps it; `None` for the whole country.
    pub municipality: Option<&'static str>,
    /// When it falls.
    pub when: When,
    /// Its Italian name.
    pub name: &'static str,
    /// Its English name.
    pub name_en: &'static str,
    /// First year, if the rule has one.
    pub from_year: Option<i32>,
    /// Last year, if the rule has one.
    pub to_year: Option<i32>,
}

impl Rule {
    /// Its name in a language.
    pub const fn name_in(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::It => self.name,
            Lang::En => self.name_en,
        }
    }

    /// The day of a year on which it falls, if the rule held in that year.
    pub fn on(&self, year: i32) -> Option<NaiveDate> {
        let held = self.from_year.is_none_or(|from| year >= from)
            && self.to_year.is_none_or(|to| year <= to);
        if !held {
            return None;
        }
        match self.when {
            When::Fixed { month, day } => NaiveDate::from_ymd_opt(year, month, day),
            When::AfterEaster(days) => easter(year)?.checked_add_days(Days::new(u64::from(days))),
        }
    }
}

/// A holiday of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holiday {
    /// The day.
    pub on: NaiveDate,
    /// Its Italian name.
    pub name: &'static str,
    /// Its English name.
    pub name_en: &'static str,
}

impl Holiday {
    /// Its name in a language.
    pub const fn name_in(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::It => self.name,
            Lang::En => self.name_en,
        }
    }
}

/// Easter Sunday of a year of the Gregorian calendar; `None` before 1583 and after 9999.
///
/// Anonymous Gregorian computus (Meeus, Jones, Butcher).
pub fn easter(year: i32) -> Option<NaiveDate> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    let golden = year % 19;
    let (century, of_century) = (year / 100, year % 100);
    let skipped = century - century / 4 - (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + skipped + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let march = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, (march / 31) as u32, (march % 31 + 1) as u32)
}

/// The holidays of a year in order: the country's, and those of one municipality if it is named by
/// its ISTAT code. Two names on one day stay two.
pub fn of_year(rules: &[Rule], year: i32, municipality: Option<&str>) -> Vec<Holiday> {
    let mut holidays: Vec<Holiday> = rules
        .iter()
        .filter(|rule| rule.municipality.is_none() || rule.municipality == municipality)
        .filter_map(|rule| {
            Some(Holiday {
                on: rule.on(year)?,
                name: rule.name,
                name_en: rule.name_en,
            })
        })
        .collect();
    holidays.sort_by_key(|holiday| holiday.on);
    holidays
}

/// The holiday on a day, if it is one; the country's name before the patron's.
pub fn on(rules: &[Rule], day: NaiveDate, municipality: Option<&str>) -> Option<Holiday> {
    of_year(rules, day.year(), municipality)
        .into_iter()
        .find(|holiday| holiday.on == day)
}

/// Whether offices work on a day: Monday to Friday and not a holiday there.
pub fn is_working_day(rules: &[Rule], day: NaiveDate, municipality: Option<&str>) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && on(rules, day, municipality).is_none()
}

/// The first working day that is not before `day`.
pub fn next_working_day(rules: &[Rule], day: NaiveDate, municipality: Option<&str>) -> NaiveDate {
    day.iter_days()
        .take(60)
        .find(|&day| is_working_day(rules, day, municipality))
        .unwrap_or(day)
}
