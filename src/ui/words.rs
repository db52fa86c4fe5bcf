//! The words of the screen, in the language of the session.
//!
//! The language files stand in `src/words/<language>/<area>.ftl` and are compiled in. A [`Words`] is built
//! once for each language and shared by `Arc`: a session holds a pointer, not a dictionary. Knows no
//! domain: a value of a closed set is asked for by its family and its stored text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Pattern};

/// The key of a message. Written as a literal at every use, so that a test can compare the keys used
/// with the keys that the language files hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MessageId(pub &'static str);

/// What stands in a variable of a message: `{ $name }`, `{ $n }`.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg<'a> {
    /// A text, shown as it is.
    Text(Cow<'a, str>),
    /// A count, which may choose a plural form.
    Number(i64),
}

macro_rules! texts {
    ($($text:ty),+) => {$(
        impl<'a> From<$text> for Arg<'a> {
            fn from(text: $text) -> Self {
                Self::Text(text.into())
            }
        }
    )+};
}
texts!(&'a str, &'a String, String, Cow<'a, str>);

impl<'a> From<&'a Cow<'_, str>> for Arg<'a> {
    fn from(text: &'a Cow<'_, str>) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

macro_rules! counts {
    ($($number:ty),+) => {$(
        impl From<$number> for Arg<'_> {
            fn from(n: $number) -> Self {
                Self::Number(i64::from(n))
            }
        }
    )+};
}
counts!(i64, i32, u32, u16, u8);

impl From<u64> for Arg<'_> {
    fn from(n: u64) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg<'_> {
    fn from(n: usize) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

macro_rules! files {
    ($language:literal: $($area:literal),+) => {
        &[$(($area, include_str!(concat!("../words/", $language, "/", $area, ".ftl")))),+]
    };
}

/// The areas of the Italian words: one file each.
const ITALIAN: &[(&str, &str)] = files!("it": "common", "states", "acts", "refusals", "errors", "commands", "cli",
    "reception", "people", "agenda", "plans", "vacancies", "access", "office", "serve", "accessibility", "quality");

/// The areas of the English words: the same files.
const ENGLISH: &[(&str, &str)] = files!("en": "common", "states", "acts", "refusals", "errors", "commands", "cli",
    "reception", "people", "agenda", "plans", "vacancies", "access", "office", "serve", "accessibility", "quality");

/// The words of one language, in one manner.
pub struct Words {
    dictionary: Arc<Dictionary>,
    manner: Manner,
}

/// For whom words are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Manner {
    /// For the eye: figures and short forms.
    #[default]
    Brief,
    /// For who hears the screen: every date and every quantity in full, "23 novembre 2026", "40 minuti".
    InFull,
    /// For who reads and answers line by line: in full, and without the keys that only a screen has.
    Lines,
}

impl Manner {
    /// The attributes of a message that say it in this manner, the first one that it has.
    const fn attributes(self) -> &'static [&'static str] {
        match self {
            Self::Brief => &[],
            Self::InFull => &["full"],
            Self::Lines => &["lines", "full"],
        }
    }
}

struct Dictionary {
    language: &'static str,
    bundle: FluentBundle<FluentResource>,
    /// The messages without variables, formatted once.
    fixed: HashMap<Box<str>, Box<str>>,
    faults: Vec<String>,
}

/// The columns of a date in figures, and of the longest in full: `30 settembre 2026`.
const DATE_COLUMNS: [u16; 2] = [10, 17];

impl Words {
    /// The words of the language with this code: `it` or `en`; Italian for any other.
    ///
    /// Costs about a millisecond: build it once and share it by `Arc`.
    pub fn new(code: &str) -> Self {
        let (language, files) = match code {
            "en" => ("en", ENGLISH),
            _ => ("it", ITALIAN),
        };
        Self::read(language, files)
    }

    /// The same words in another manner.
    #[must_use]
    pub fn said(&self, manner: Manner) -> Self {
        Self {
            dictionary: Arc::clone(&self.dictionary),
            manner,
        }
    }

    /// Whether dates and quantities are said in full.
    pub fn is_in_full(&self) -> bool {
        self.manner != Manner::Brief
    }

    fn read(language: &'static str, files: &[(&str, &str)]) -> Self {
        Self {
            dictionary: Arc::new(Dictionary::read(language, files)),
            manner: Manner::Brief,
        }
    }
}

impl Dictionary {
    fn read(language: &'static str, files: &[(&str, &str)]) -> Self {
        let locale = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks are control characters: a terminal shows or speaks them.
        bundle.set_use_isolating(false);
        let mut faults = Vec::new();
        let mut keys = Vec::new();
        for (area, text) in files {
            let resource = match FluentResource::try_new((*text).to_owned()) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    faults.extend(errors.iter().map(|e| format!("{language}/{area}.ftl: {e}")));
                    resource
                }
            };
            keys.extend(resource.entries().filter_map(|entry| match entry {
                Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            }));
            if let Err(errors) = bundle.add_resource(resource) {
                faults.extend(errors.iter().map(|e| format!("{language}/{area}.ftl: {e}")));
            }
        }
        let mut words = Self {
            language,
            bundle,
            fixed: HashMap::new(),
            faults,
        };
        words.fixed = words.format_fixed(keys);
        words
    }

    /// The messages that need nothing to be said.
    fn format_fixed(&self, keys: Vec<String>) -> HashMap<Box<str>, Box<str>> {
        keys.into_iter()
            .filter_map(|key| {
                let pattern = self.bundle.get_message(&key)?.value()?;
                let mut errors = Vec::new();
                let text = self.bundle.format_pattern(pattern, None, &mut errors);
                let text = text.into_owned().into_boxed_str();
                errors.is_empty().then(|| (key.into_boxed_str(), text))
            })
            .collect()
    }
}

impl Words {
    /// The code of the language: `it` or `en`.
    pub fn language(&self) -> &'static str {
        self.dictionary.language
    }

    /// What is wrong with the language files: unreadable entries, keys given twice. Empty unless a test
    /// should fail.
    pub fn faults(&self) -> &[String] {
        &self.dictionary.faults
    }

    /// Whether the key has a message.
    pub fn has(&self, key: &str) -> bool {
        self.dictionary.bundle.has_message(key)
    }

    /// A message without variables. A missing one shows its key.
    pub fn get(&self, id: MessageId) -> Cow<'_, str> {
        match self.fixed(id.0) {
            Some(text) => Cow::Borrowed(text),
            None => self.format(id.0, &[]),
        }
    }

    /// A message with its variables: `words.with(MessageId("queue-ahead"), &[("n", 8.into())])`.
    pub fn with(&self, id: MessageId, args: &[(&str, Arg<'_>)]) -> Cow<'_, str> {
        self.format(id.0, args)
    }

    /// The word for a value of a closed set: `words.of("ticket-state", "no_show")` is the message
    /// `ticket-state-no-show`. Dots and underscores of the stored text become hyphens; the signs `+ - ?`
    /// are called `plus`, `minus`, `unknown`.
    pub fn of(&self, family: &str, code: &str) -> Cow<'_, str> {
        self.family(family, code, &[])
    }

    /// As [`Words::of`], for families whose messages have variables (`refusal`). A message with an
    /// attribute `detail` says that one instead when a variable `detail` is given and not empty.
    pub fn family(&self, family: &str, code: &str, args: &[(&str, Arg<'_>)]) -> Cow<'_, str> {
        let key = member(family, code);
        let named = args.iter().any(|(name, arg)| {
            *name == "detail" && !matches!(arg, Arg::Text(text) if text.is_empty())
        });
        let message = self.dictionary.bundle.get_message(&key);
        let message = message.filter(|_| named);
        if let Some(detail) = message.and_then(|m| m.get_attribute("detail")) {
            return self.say(detail.value(), args);
        }
        match self.fixed(&key) {
            Some(text) => Cow::Borrowed(text),
            None => self.format(&key, args),
        }
    }

    /// A message that needs nothing to be said, unless it says something else in this manner.
    fn fixed(&self, key: &str) -> Option<&str> {
        let text = self.dictionary.fixed.get(key)?;
        (self.manner == Manner::Brief || self.own(key).is_none()).then_some(&**text)
    }

    /// What the message says in this manner alone.
    fn own(&self, key: &str) -> Option<&Pattern<&str>> {
        let message = self.dictionary.bundle.get_message(key)?;
        let mut names = self.manner.attributes().iter();
        let found = names.find_map(|name| message.get_attribute(name));
        found.map(|attribute| attribute.value())
    }

    fn format(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Cow<'_, str> {
        let message = self.dictionary.bundle.get_message(key);
        match self.own(key).or(message.and_then(|m| m.value())) {
            Some(pattern) => self.say(pattern, args),
            None => Cow::Owned(key.to_owned()),
        }
    }

    fn say<'w>(&'w self, pattern: &'w Pattern<&'w str>, args: &[(&str, Arg<'_>)]) -> Cow<'w, str> {
        let args: FluentArgs<'_> = args.iter().map(|(name, arg)| (*name, value(arg))).collect();
        let text = self
            .dictionary
            .bundle
            .format_pattern(pattern, Some(&args), &mut Vec::new());
        Cow::Owned(text.into_owned())
    }
}

/// Dates and times in words.
impl Words {
    /// `martedì 3 marzo 2026`, `Tuesday 3 March 2026`.
    pub fn date_long(&self, day: NaiveDate) -> String {
        let weekday = self.weekday(day);
        let month = self.month(day);
        self.with(
            MessageId("date-long"),
            &[
                ("weekday", (&weekday).into()),
                ("day", day.day().into()),
                ("month", (&month).into()),
                ("year", day.year().into()),
            ],
        )
        .into_owned()
    }

    /// `martedì 3 marzo`: a day of this year or nearby.
    pub fn date_near(&self, day: NaiveDate) -> String {
        let weekday = self.weekday(day);
        let month = self.month(day);
        self.with(
            MessageId("date-near"),
            &[
                ("weekday", (&weekday).into()),
                ("day", day.day().into()),
                ("month", (&month).into()),
            ],
        )
        .into_owned()
    }

    /// `03/03/2026`: day, month, year in both languages, as on the papers at the desk. In full
    /// `3 marzo 2026`.
    pub fn date(&self, day: NaiveDate) -> String {
        if !self.is_in_full() {
            return day.format("%d/%m/%Y").to_string();
        }
        let month = self.month(day);
        let args = [
            ("day", day.day().into()),
            ("month", (&month).into()),
            ("year", day.year().into()),
        ];
        self.with(MessageId("date-in-full"), &args).into_owned()
    }

    /// `4,2` from 42.
    pub fn tenths(&self, tenths: u32) -> String {
        let (whole, tenth) = (tenths / 10, tenths % 10);
        let args = [("whole", whole.into()), ("tenth", tenth.into())];
        self.with(MessageId("number-tenths"), &args).into_owned()
    }

    /// The columns that a date takes at most.
    pub fn date_columns(&self) -> u16 {
        DATE_COLUMNS[usize::from(self.is_in_full())]
    }

    /// `03/03/2026 09:05`, at the desk. In full `martedì 3 marzo 2026, ore 9:05`.
    pub fn moment(&self, at: NaiveDateTime) -> String {
        if self.is_in_full() {
            format!("{}, {}", self.date_long(at.date()), self.at_time(at.time()))
        } else {
            at.format("%d/%m/%Y %H:%M").to_string()
        }
    }

    /// `martedì`.
    pub fn weekday(&self, day: NaiveDate) -> Cow<'_, str> {
        let mut digits = [0; 1];
        self.of(
            "weekday",
            digit(day.weekday().number_from_monday(), &mut digits),
        )
    }

    /// `marzo`.
    pub fn month(&self, day: NaiveDate) -> Cow<'_, str> {
        self.of("month", &day.month().to_string())
    }

    /// `9:05`.
    pub fn time(&self, time: NaiveTime) -> String {
        format!("{}:{:02}", time.hour(), time.minute())
    }

    /// `09:05`; in full `9:05`. Minutes from midnight.
    pub fn clock(&self, minute: u16) -> String {
        let (hour, minute) = (minute / 60, minute % 60);
        if self.is_in_full() {
            format!("{hour}:{minute:02}")
        } else {
            format!("{hour:02}:{minute:02}")
        }
    }

    /// `09:05-10:00`; in full `dalle 9:05 alle 10:00`. Two times as [`Words::clock`] says them.
    pub fn between(&self, from: &str, to: &str) -> String {
        if !self.is_in_full() {
            return format!("{from}-{to}");
        }
        let args = [("start", from.into()), ("end", to.into())];
        self.with(MessageId("time-between"), &args).into_owned()
    }

    /// `26/10/2026 - 24/04/2027`; in full `inizio 26 ottobre 2026, fine 24 aprile 2027`.
    pub fn days_between(&self, from: NaiveDate, to: NaiveDate) -> String {
        let (from, to) = (self.date(from), self.date(to));
        let args = [("start", (&from).into()), ("end", (&to).into())];
        self.with(MessageId("days-between"), &args).into_owned()
    }

    /// `09:00-13:00, 14:00-17:30`, as [`Words::between`] says each; empty for none. Minutes from midnight.
    pub fn stretches(&self, stretches: impl IntoIterator<Item = (u16, u16)>) -> String {
        let said: Vec<String> = stretches
            .into_iter()
            .map(|(from, to)| self.between(&self.clock(from), &self.clock(to)))
            .collect();
        said.join(", ")
    }

    /// `ore 9:05`, for sentences.
    pub fn at_time(&self, time: NaiveTime) -> String {
        let time = self.time(time);
        self.with(MessageId("at-time"), &[("time", (&time).into())])
            .into_owned()
    }

    /// `1 ora e 20 minuti`, `45 minuti`, `3 ore`.
    pub fn duration(&self, minutes: u32) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60);
        let h = || self.with(MessageId("duration-hours"), &[("n", hours.into())]);
        let m = || self.with(MessageId("duration-minutes"), &[("n", rest.into())]);
        match (hours, rest) {
            (0, _) => m().into_owned(),
            (_, 0) => h().into_owned(),
            _ => self
                .with(
                    MessageId("duration-both"),
                    &[("hours", h().into()), ("minutes", m().into())],
                )
                .into_owned(),
        }
    }

    /// The same for a narrow column: `45 min`, `6 h 59`, `12 h 02`; in full `45 minuti` and, above an hour and a half,
    /// `circa 7 ore`.
    pub fn short_duration(&self, minutes: u32) -> Cow<'_, str> {
        if minutes <= IN_MINUTES {
            return self.with(MessageId("duration-short"), &[("n", minutes.into())]);
        }
        // A clock has two digits of minutes: `12 h 2` would read as twelve hours and twenty.
        let rest = format!("{:02}", minutes % 60);
        let args = [
            ("h", (minutes / 60).into()),
            ("m", (&rest).into()),
            ("about", ((minutes + 30) / 60).into()),
        ];
        self.with(MessageId("duration-short-both"), &args)
    }
}

/// The longest time that a narrow column says in minutes.
const IN_MINUTES: u32 = 90;

fn digit(n: u32, room: &mut [u8; 1]) -> &str {
    room[0] = b'0' + u8::try_from(n % 10).unwrap_or(0);
    std::str::from_utf8(room).unwrap_or("0")
}

fn value<'a>(arg: &'a Arg<'_>) -> FluentValue<'a> {
    match arg {
        Arg::Text(text) => FluentValue::String(Cow::Borrowed(text)),
        Arg::Number(n) => FluentValue::from(*n),
    }
}

/// `ticket-state` and `no_show` make `ticket-state-no-show`; a code that is a sign has a name.
fn member(family: &str, code: &str) -> String {
    let code = match code {
        "+" => "plus",
        "-" => "minus",
        "?" => "unknown",
        code => code,
    };
    let mut key = String::with_capacity(family.len() + 1 + code.len());
    key.push_str(family);
    key.push('-');
    key.extend(code.chars().map(|c| match c {
        '.' | '_' => '-',
        other => other,
    }));
    key
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words")
            .field("language", &self.dictionary.language)
            .field("manner", &self.manner)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(_: &(impl Send + Sync)) {}

    fn small() -> Words {
        const FILES: &[(&str, &str)] = &[(
            "small",
            "hello = Buongiorno\n\
             ahead = { $n ->\n  [one] { $n } persona davanti\n *[other] { $n } persone davanti\n }\n\
             state-no-show = assente\n",
        )];
        Words::read("it", FILES)
    }

    #[test]
    fn a_message_a_plural_and_a_value_of_a_set() {
        let words = small();
        shared(&words);
        assert_eq!(words.get(MessageId("hello")), "Buongiorno");
        assert!(matches!(
            words.get(MessageId("hello")),
            Cow::Borrowed("Buongiorno")
        ));
        let ahead = |n: usize| words.with(MessageId("ahead"), &[("n", n.into())]);
        assert_eq!(ahead(1), "1 persona davanti");
        assert_eq!(ahead(8), "8 persone davanti");
        assert_eq!(words.of("state", "no_show"), "assente");
    }

    #[test]
    fn a_missing_message_shows_its_key() {
        assert_eq!(small().get(MessageId("not-there")), "not-there");
        assert_eq!(small().of("family", "a.b_c"), "family-a-b-c");
    }

    #[test]
    fn an_argument_is_shown_without_marks() {
        let words = Words::read("it", &[("a", "who = Chiama { $name }\n")]);
        assert_eq!(
            words.with(MessageId("who"), &[("name", "Ada".into())]),
            "Chiama Ada"
        );
    }

    #[test]
    fn each_manner_says_its_own() {
        const FILES: &[(&str, &str)] = &[(
            "a",
            "wait = 40 min\n    .full = 40 minuti\nopens = Invio apre\n    .lines = il numero apre\n",
        )];
        let words = Words::read("it", FILES);
        for (manner, wait, opens) in [
            (Manner::Brief, "40 min", "Invio apre"),
            (Manner::InFull, "40 minuti", "Invio apre"),
            (Manner::Lines, "40 minuti", "il numero apre"),
        ] {
            let words = words.said(manner);
            assert_eq!(words.get(MessageId("wait")), wait);
            assert_eq!(words.get(MessageId("opens")), opens);
        }
    }

    #[test]
    fn a_detail_is_said_when_there_is_one() {
        const FILES: &[(&str, &str)] = &[(
            "a",
            "refusal-taken = Occupato.\n    .detail = Occupato: { $detail }.\nrefusal-past = Passato.\n",
        )];
        let words = Words::read("it", FILES);
        let told = |code, detail: &str| {
            words
                .family("refusal", code, &[("detail", detail.into())])
                .into_owned()
        };
        assert_eq!(told("taken", "ore 9"), "Occupato: ore 9.");
        assert_eq!(told("taken", ""), "Occupato.");
        assert_eq!(told("past", "ore 9"), "Passato.");
    }

    #[test]
    fn faults_name_the_file() {
        let words = Words::read("it", &[("a", "one = 1\none = 2\n"), ("b", "= x\n")]);
        assert_eq!(words.faults().len(), 2, "{:?}", words.faults());
        assert!(words.faults()[0].starts_with("it/a.ftl"));
    }

    #[test]
    fn dates_and_durations_in_both_languages() {
        let (it, en) = (Words::new("it"), Words::new("en"));
        let day = NaiveDate::from_ymd_opt(2026, 3, 3).unwrap();
        assert_eq!(it.date_long(day), "martedì 3 marzo 2026");
        assert_eq!(en.date_long(day), "Tuesday 3 March 2026");
        assert_eq!(it.duration(80), "1 ora e 20 minuti");
        assert_eq!(en.duration(60), "1 hour");
        let time = NaiveTime::from_hms_opt(9, 5, 0).unwrap();
        assert_eq!(it.at_time(time), "ore 9:05");
    }

    #[test]
    fn in_full_every_day_of_a_year_and_every_quantity_is_said_in_words() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        for (code, said) in [
            ("it", "lunedì 23 novembre 2026, ore 9:30"),
            ("en", "Monday 23 November 2026, 9:30"),
        ] {
            let words = Words::new(code);
            let full = words.said(Manner::InFull);
            assert_eq!(full.moment(at("2026-11-23T09:30:00")), said);
            assert_eq!(words.moment(at("2026-11-23T09:30:00")), "23/11/2026 09:30");
            let mut columns = 0;
            let first = NaiveDate::from_ymd_opt(2028, 1, 1).unwrap();
            for day in first.iter_days().take(366) {
                let said = full.date(day);
                let month = full.month(day);
                assert_eq!(said, format!("{} {month} {}", day.day(), day.year()));
                assert!(month.chars().count() > 2 && !said.contains('/'), "{said}");
                assert!(
                    full.moment(day.and_time(NaiveTime::MIN))
                        .contains(&*full.weekday(day))
                );
                assert_eq!(words.date(day), day.format("%d/%m/%Y").to_string());
                columns = columns.max(said.chars().count());
            }
            assert_eq!(columns, usize::from(full.date_columns()));
            let minutes = |n: u32| {
                let args = [("n", n.into())];
                let said =
                    |words: &Words| words.with(MessageId("duration-short"), &args).into_owned();
                (said(&words), said(&full))
            };
            let whole = if code == "it" {
                ["1 minuto", "40 minuti"]
            } else {
                ["1 minute", "40 minutes"]
            };
            assert_eq!(minutes(1), ("1 min".into(), whole[0].to_owned()));
            assert_eq!(minutes(40), ("40 min".into(), whole[1].to_owned()));
        }
    }
}
