//! Days and times as people type and read them, and the office's clock against UTC.
//!
//! What a short form means depends on the field: a birth date lies behind, an appointment ahead.
//! The day of today is given; there is no clock here. Names of days and months are the only words
//! of the screen that live outside the words' files, because the parser needs the same table.

use chrono::{
    DateTime, Datelike, Days, LocalResult, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta,
    TimeZone, Timelike, Utc, Weekday,
};
use chrono_tz::Europe::Rome;

use super::lang::Lang;
use super::text;

/// Which way a field looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Towards {
    /// Births, starts of unemployment, papers issued.
    Past,
    /// Appointments, deadlines, expiries.
    Future,
}

crate::enumeration! {
    /// Why a text is no day or no time.
    Unreadable, "day-error" {
        /// None of the known forms.
        Form = "form",
        /// The calendar or the clock does not have it: 31 April, 25:00.
        Calendar = "calendar",
        /// Too far away to be meant: before 1850 or after 2199.
        Range = "range",
    }
}

/// Years that can be meant.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2199;
/// How many years behind a short year still lies in a field that looks ahead: papers that have
/// expired are typed too.
const STILL_AHEAD: i32 = 20;

/// Reads a day.
///
/// Forms: `12/3/85`, `12.3.1985`, `12-3-85`, `120385`, `12031985`, `1985-03-12`, `12 marzo 1985`;
/// without a year the nearest on the field's side, today included; `6m`, `2s` or `2w`, `3g` or `3d`,
/// `1a` or `1y` counted to the field's side, with `+` or `-` to the named one; `oggi`, `ieri`,
/// `domani`, `dopodomani`, days of the week (never today), and the English words.
///
/// A year of two digits is, in a field that looks back, the latest that is not after today; in one
/// that looks ahead, the first from twenty years ago on.
pub fn parse_day(typed: &str, today: NaiveDate, towards: Towards) -> Result<NaiveDate, Unreadable> {
    let typed = typed.trim().to_lowercase();
    let day = if let Some(day) = parse_word(&typed, today, towards) {
        day
    } else if let Some(relative) = Relative::read(&typed, towards) {
        relative.from(today).ok_or(Unreadable::Range)?
    } else {
        parse_date(&typed, today, towards)?
    };
    if YEARS.contains(&day.year()) {
        Ok(day)
    } else {
        Err(Unreadable::Range)
    }
}

/// Reads a time of the day: `9`, `930`, `0930`, `9:30`, `9.30`, `9,30`, `9h30`.
pub fn parse_time(typed: &str) -> Result<NaiveTime, Unreadable> {
    let typed = typed.trim();
    let (hours, minutes) = match typed.split_once([':', '.', ',', 'h', 'H']) {
        Some((hours, minutes)) => (hours.trim(), minutes.trim()),
        None if typed.len() <= 2 => (typed, ""),
        None => typed
            .split_at_checked(typed.len() - 2)
            .ok_or(Unreadable::Form)?,
    };
    let number = |text: &str| digits(text, 2).ok_or(Unreadable::Form);
    let minutes = if minutes.is_empty() {
        0
    } else {
        number(minutes)?
    };
    NaiveTime::from_hms_opt(number(hours)?, minutes, 0).ok_or(Unreadable::Calendar)
}

/// `12/03/1985`.
pub fn short(day: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// `gio 12/03`, `Thu 12/03`: a day of these weeks.
pub fn weekday_short(day: NaiveDate, lang: Lang) -> String {
    format!(
        "{} {:02}/{:02}",
        weekday_abbreviation(day.weekday(), lang),
        day.day(),
        day.month()
    )
}

/// `giovedì 12 marzo 1985`, `Thursday 12 March 1985`.
pub fn long(day: NaiveDate, lang: Lang) -> String {
    let weekday = weekday_name(day.weekday(), lang);
    let month = month_name(day.month(), lang);
    format!("{weekday} {} {month} {}", day.day(), day.year())
}

/// `09:30`.
pub fn clock(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The name of a day of the week, as the language writes it inside a sentence.
pub fn weekday_name(day: Weekday, lang: Lang) -> &'static str {
    let names = match lang {
        Lang::It => &WEEKDAYS_IT,
        Lang::En => &WEEKDAYS_EN,
    };
    names[day.num_days_from_monday() as usize]
}

/// The first three letters of a day of the week.
pub fn weekday_abbreviation(day: Weekday, lang: Lang) -> &'static str {
    let name = weekday_name(day, lang);
    name.get(..3).unwrap_or(name)
}

/// The name of a month from 1 to 12, as the language writes it inside a sentence.
pub fn month_name(month: u32, lang: Lang) -> &'static str {
    let names = match lang {
        Lang::It => &MONTHS_IT,
        Lang::En => &MONTHS_EN,
    };
    names
        .get(month.wrapping_sub(1) as usize)
        .copied()
        .unwrap_or_default()
}

/// What the clocks of the office show at an instant.
pub fn to_rome(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Rome).naive_local()
}

/// The instant at which the clocks of the office show this.
///
/// An hour that the clocks skip in spring is read as if they had not yet been moved (02:30 is what
/// then becomes 03:30); of an hour that they show twice in autumn the first is taken.
pub fn from_rome(local: NaiveDateTime) -> DateTime<Utc> {
    match Rome.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => {
            let before = Rome.from_local_datetime(&(local - TimeDelta::hours(1)));
            before
                .earliest()
                .map_or(local.and_utc(), |at| at.to_utc() + TimeDelta::hours(1))
        }
    }
}

/// The instants at which a day of the office begins and ends.
pub fn bounds(day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let midnight = |day: NaiveDate| from_rome(day.and_time(NaiveTime::MIN));
    (
        midnight(day),
        midnight(day.checked_add_days(Days::new(1)).unwrap_or(day)),
    )
}

const WEEKDAYS_IT: [&str; 7] = [
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
];
const WEEKDAYS_EN: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const MONTHS_IT: [&str; 12] = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Words for days around today.
const AROUND: [(&str, i64); 8] = [
    ("oggi", 0),
    ("today", 0),
    ("ieri", -1),
    ("yesterday", -1),
    ("domani", 1),
    ("tomorrow", 1),
    ("dopodomani", 2),
    ("altroieri", -2),
];

fn parse_word(typed: &str, today: NaiveDate, towards: Towards) -> Option<NaiveDate> {
    if let Some((_, days)) = AROUND.iter().find(|(word, _)| *word == typed) {
        return today.checked_add_signed(TimeDelta::days(*days));
    }
    let wanted = i64::from(position(typed, &[WEEKDAYS_IT, WEEKDAYS_EN])?);
    let ahead = (wanted - i64::from(today.weekday().num_days_from_monday())).rem_euclid(7);
    // Never today: that has a word of its own.
    let days = match towards {
        Towards::Future => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        Towards::Past => ahead - 7,
    };
    today.checked_add_signed(TimeDelta::days(days))
}

/// The rank of a name that `typed` begins with three letters at least, accents apart.
fn position<const N: usize>(typed: &str, tables: &[[&str; N]]) -> Option<u32> {
    let typed = text::fold(typed);
    if typed.len() < 3 {
        return None;
    }
    let begins = |name: &&str| text::fold(name).starts_with(&typed);
    tables
        .iter()
        .find_map(|names| names.iter().position(begins))
        .map(|at| at as u32)
}

/// So many days, weeks, months or years away.
struct Relative {
    count: i64,
    unit: Unit,
}

#[derive(Clone, Copy)]
enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

impl Relative {
    fn read(typed: &str, towards: Towards) -> Option<Self> {
        let (sign, rest) = match (typed.strip_prefix('+'), typed.strip_prefix('-'), towards) {
            (Some(rest), ..) => (1, rest),
            (_, Some(rest), _) => (-1, rest),
            (.., Towards::Future) => (1, typed),
            (.., Towards::Past) => (-1, typed),
        };
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let count: i64 = rest
            .get(..end)?
            .parse()
            .ok()
            .filter(|count| *count < 100_000)?;
        let unit = match rest.get(end..)?.trim() {
            "g" | "gg" | "d" | "giorno" | "giorni" | "day" | "days" => Unit::Days,
            "s" | "w" | "settimana" | "settimane" | "week" | "weeks" => Unit::Weeks,
            "m" | "mese" | "mesi" | "month" | "months" => Unit::Months,
            "a" | "y" | "anno" | "anni" | "year" | "years" => Unit::Years,
            _ => return None,
        };
        Some(Self {
            count: sign * count,
            unit,
        })
    }

    fn from(&self, today: NaiveDate) -> Option<NaiveDate> {
        let months = |count: i64| {
            let step = Months::new(u32::try_from(count.unsigned_abs()).ok()?);
            if count < 0 {
                today.checked_sub_months(step)
            } else {
                today.checked_add_months(step)
            }
        };
        match self.unit {
            Unit::Days => today.checked_add_signed(TimeDelta::days(self.count)),
            Unit::Weeks => today.checked_add_signed(TimeDelta::weeks(self.count)),
            Unit::Months => months(self.count),
            Unit::Years => months(self.count * 12),
        }
    }
}

/// A year as typed.
#[derive(Clone, Copy)]
enum Year {
    Full(i32),
    /// Two digits.
    Short(i32),
    None,
}

fn parse_date(typed: &str, today: NaiveDate, towards: Towards) -> Result<NaiveDate, Unreadable> {
    let parts: Vec<&str> = typed
        .split(['/', '.', '-', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    match parts[..] {
        [only] => parse_digits(only, today, towards),
        [year, month, day] if year.len() == 4 => {
            let year = Year::Full(digits(year, 4).ok_or(Unreadable::Form)? as i32);
            choose(number(day)?, parse_month(month)?, year, today, towards)
        }
        [day, month] => choose(
            number(day)?,
            parse_month(month)?,
            Year::None,
            today,
            towards,
        ),
        [day, month, year] => choose(
            number(day)?,
            parse_month(month)?,
            parse_year(year)?,
            today,
            towards,
        ),
        _ => Err(Unreadable::Form),
    }
}

/// `1203`, `120385`, `12031985`, `19850312`.
fn parse_digits(typed: &str, today: NaiveDate, towards: Towards) -> Result<NaiveDate, Unreadable> {
    let part = |range: std::ops::Range<usize>| typed.get(range).unwrap_or_default();
    if !typed.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(typed.len(), 4 | 6 | 8) {
        return Err(Unreadable::Form);
    }
    let year = if typed.len() == 4 {
        Year::None
    } else {
        parse_year(part(4..typed.len()))?
    };
    let read = choose(
        number(part(0..2))?,
        number(part(2..4))?,
        year,
        today,
        towards,
    );
    if read.is_ok() || typed.len() < 8 {
        return read;
    }
    let year = parse_year(part(0..4))?;
    choose(
        number(part(6..8))?,
        number(part(4..6))?,
        year,
        today,
        towards,
    )
    .or(read)
}

fn parse_month(typed: &str) -> Result<u32, Unreadable> {
    digits(typed, 2)
        .or_else(|| Some(position(typed, &[MONTHS_IT, MONTHS_EN])? + 1))
        .ok_or(Unreadable::Form)
}

fn parse_year(typed: &str) -> Result<Year, Unreadable> {
    let year = digits(typed, 4).ok_or(Unreadable::Form)? as i32;
    match typed.len() {
        2 => Ok(Year::Short(year)),
        4 => Ok(Year::Full(year)),
        _ => Err(Unreadable::Form),
    }
}

fn number(typed: &str) -> Result<u32, Unreadable> {
    digits(typed, 2).ok_or(Unreadable::Form)
}

/// A number of at most so many digits and nothing else.
fn digits(typed: &str, most: usize) -> Option<u32> {
    let plain =
        !typed.is_empty() && typed.len() <= most && typed.bytes().all(|byte| byte.is_ascii_digit());
    if plain { typed.parse().ok() } else { None }
}

/// The day that is meant, when the year is short or not typed.
fn choose(
    day: u32,
    month: u32,
    year: Year,
    today: NaiveDate,
    towards: Towards,
) -> Result<NaiveDate, Unreadable> {
    let date = |year| NaiveDate::from_ymd_opt(year, month, day);
    let this = today.year();
    let mut candidates: Vec<NaiveDate> = match year {
        Year::Full(year) => return date(year).ok_or(Unreadable::Calendar),
        Year::Short(short) => {
            let of_century = this - this.rem_euclid(100) + short;
            (-2..=2)
                .filter_map(|century| date(of_century + century * 100))
                .collect()
        }
        // Eight years hold a 29 February even across a common century year.
        Year::None => (-8..=8).filter_map(|away| date(this + away)).collect(),
    };
    candidates.sort_unstable();
    let first = match year {
        Year::Short(_) => today.checked_sub_months(Months::new(12 * STILL_AHEAD as u32)),
        _ => Some(today),
    }
    .unwrap_or(today);
    let found = match towards {
        Towards::Past => candidates.into_iter().rfind(|day| *day <= today),
        Towards::Future => candidates.into_iter().find(|day| *day >= first),
    };
    found.ok_or(Unreadable::Calendar)
}
