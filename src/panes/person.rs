//! What panes say of a person, in words, and how the fields about a person are read.
//!
//! Not a pane and knows none; it asks no store and keeps no state.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Timelike as _, Utc};
use chrono_tz::Europe::Rome;

use super::Env;
use crate::domain::Named;
use crate::domain::day::{self, Towards, Unreadable};
use crate::domain::lang::Lang;
use crate::domain::person::{Checked, IdentifierKind, says_none};
use crate::domain::target_group::Area;
use crate::domain::tax_code::{self, ABROAD, BirthPlace, Reading};
use crate::domain::vacancy::MOST_HOURS;
use crate::exchange::plan_text;
use crate::reference::{Municipality, Reference, State};
use crate::store::people::Identification;
use crate::store::search::PersonHit;
use crate::terminal::text;
use crate::ui::form::{Choice, Form};
use crate::ui::picker::SHOWN;
use crate::ui::view::Width;
use crate::ui::words::{MessageId, Words};

// Choosing --------------------------------------------------------------------------------------

/// Every value of a closed set, to choose from.
pub fn options<T: Named>(words: &Words) -> Vec<Choice> {
    T::all()
        .iter()
        .map(|value| Choice::new(value.code(), words.of(T::FAMILY, value.code())))
        .collect()
}

/// What was said of a field that was left is taken back; of one whose text is none of its proposals it is said that one
/// of them is to be chosen. Answers the field's name, unless that was said.
pub fn look_at_field(form: &mut Form, field: usize, env: &Env) -> Option<&'static str> {
    let field = form.fields.get(field)?;
    let (name, unmatched) = (field.name, field.is_unmatched());
    form.clear_error(name);
    if unmatched {
        form.set_error(name, env.words.get(MessageId("person-choose")));
        return None;
    }
    Some(name)
}

/// What to look for in the archive of what was typed: of a card its code.
pub fn sought(typed: &str, env: &Env) -> String {
    let card = tax_code::find_in_burst(typed, env.today(), env.reference.as_ref());
    card.map_or_else(|| typed.to_owned(), |card| card.reading.code)
}

/// What a field says of which there may be none: an empty text where it says so.
pub fn text_or_none(form: &Form, field: &str) -> Option<String> {
    match form.value(field) {
        "" => None,
        text if says_none(text) => Some(String::new()),
        text => Some(text.to_owned()),
    }
}

/// The same as it is shown, with `none` for what there is none of.
pub fn shown_or_none(text: Option<&str>, none: MessageId, words: &Words) -> Option<String> {
    text.map(|text| match text {
        "" => words.get(none).into_owned(),
        text => text.to_owned(),
    })
}

/// Writes out in a field that there is none, if it says so; whether it does.
pub fn write_out_none(form: &mut Form, field: &str, none: MessageId, env: &Env) -> bool {
    let is_none = says_none(form.value(field));
    if is_none {
        form.set(field, &env.words.get(none));
    }
    is_none
}

/// The same with a capital first letter.
pub fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The word of a value of a closed set.
pub fn word<T: Named>(words: &Words, value: T) -> String {
    words.of(T::FAMILY, value.code()).into_owned()
}

/// Somebody who was found: name, and what tells from a namesake.
pub fn choice_of(hit: &PersonHit, words: &Words) -> Choice {
    let detail: Vec<String> = told_apart(hit, words).chain(hit.tax_code.clone()).collect();
    Choice::new(hit.id.to_string(), hit.short_name()).with_detail(detail.join(", "))
}

/// What tells somebody from a namesake: the day of birth, and where they live.
pub fn told_apart(hit: &PersonHit, words: &Words) -> impl Iterator<Item = String> + use<> {
    let born = hit.birth_on.map(|day| words.date(day));
    let home = hit.residence_name.as_deref();
    let lives = home.map(|place| {
        words
            .with(MessageId("find-lives"), &[("place", place.into())])
            .into_owned()
    });
    born.into_iter().chain(lives)
}

/// A birthplace: `Milano`, province `MI`; a state in the language of the screen.
pub fn birth_place_choice(place: &BirthPlace, env: &Env) -> Choice {
    let abroad = env.words.get(MessageId("person-abroad"));
    match state_of_birth(place) {
        Some(state) => Choice::new(place.code, state_name(&state, env.lang)).with_detail(abroad),
        None if place.province == ABROAD => Choice::new(place.code, place.name).with_detail(abroad),
        None => Choice::new(place.code, place.name).with_detail(place.province),
    }
}

/// A municipality of today, by its ISTAT code.
pub fn municipality_choice(place: &Municipality) -> Choice {
    Choice::new(place.istat, place.name).with_detail(place.province)
}

/// A state, by its ISO code.
pub fn state_choice(state: &State, lang: Lang) -> Choice {
    Choice::new(state.iso2, state_name(state, lang))
}

/// Birthplaces for what stands in a field.
pub fn birth_places(typed: &str, born: Option<NaiveDate>, env: &Env) -> Vec<Choice> {
    env.reference
        .birthplaces(typed, born, SHOWN)
        .iter()
        .map(|place| birth_place_choice(place, env))
        .collect()
}

/// Municipalities for what stands in a field.
pub fn municipalities(typed: &str, reference: &Reference) -> Vec<Choice> {
    reference
        .places(typed, SHOWN)
        .iter()
        .map(municipality_choice)
        .collect()
}

/// Citizenships for what stands in a field.
pub fn citizenships(typed: &str, env: &Env) -> Vec<Choice> {
    env.reference
        .states(typed, SHOWN)
        .iter()
        .filter(|state| !state.iso2.is_empty())
        .map(|state| state_choice(state, env.lang))
        .collect()
}

/// The name of a state in a language.
pub fn state_name(state: &State, lang: Lang) -> &'static str {
    match lang {
        Lang::En if !state.name_en.is_empty() => state.name_en,
        _ => state.name,
    }
}

/// The state that a birthplace abroad is.
pub fn state_of_birth(place: &BirthPlace) -> Option<State> {
    (place.province == ABROAD)
        .then(|| Reference::all_states().find(|state| state.tax_place == place.code))
        .flatten()
}

/// The area of a citizenship by its ISO code.
pub fn area(iso2: &str) -> Option<Area> {
    Reference::state_by_iso2(iso2).map(|state| state.area)
}

// Time ------------------------------------------------------------------------------------------

/// The time of the day at the desk, as it is typed: `09:30`.
pub fn clock(at: DateTime<Utc>) -> String {
    day::clock(at.with_timezone(&Rome).time())
}

/// The time of the day at the desk, as it is shown: see [`Words::clock`].
pub fn time(at: DateTime<Utc>, words: &Words) -> String {
    let time = at.with_timezone(&Rome).time();
    let minute = time.hour() * 60 + time.minute();
    words.clock(u16::try_from(minute).unwrap_or(0))
}

/// From when to when at the desk: see [`Words::between`].
pub fn between(from: DateTime<Utc>, to: DateTime<Utc>, words: &Words) -> String {
    words.between(&time(from, words), &time(to, words))
}

/// Day and time at the desk: see [`Words::moment`].
pub fn moment(at: DateTime<Utc>, words: &Words) -> String {
    words.moment(at.with_timezone(&Rome).naive_local())
}

/// Hours of a plan: `8 h` as on the papers, `8 ore` in full.
pub fn hours(minutes: u32, words: &Words) -> String {
    if words.is_in_full() {
        words.duration(minutes)
    } else {
        plan_text::hours(minutes)
    }
}

/// The width of a column of [`hours`]: what it takes in short, or the longest in full, `12 ore e 30 minuti`.
pub fn hours_column(short: u16, words: &Words) -> Width {
    Width::Fixed(if words.is_in_full() { 22 } else { short })
}

/// Reads the date in a field: none when it is empty or cannot be read; then the field says why.
/// A date that was read is written out in full, so that everybody sees what it was taken for.
pub fn read_day(
    form: &mut Form,
    field: &'static str,
    towards: Towards,
    env: &Env,
) -> Option<NaiveDate> {
    form.clear_error(field);
    let typed = form.value(field).to_owned();
    if typed.is_empty() {
        return None;
    }
    match day::parse_day(&typed, env.today(), towards) {
        Ok(read) => {
            form.set(field, &day::short(read));
            Some(read)
        }
        Err(why) => {
            form.set_error(field, unreadable(why, &env.words));
            None
        }
    }
}

/// The date in a field, if it can be read; changes nothing.
pub fn day_in(form: &Form, field: &str, towards: Towards, env: &Env) -> Option<NaiveDate> {
    day::parse_day(form.value(field), env.today(), towards).ok()
}

fn unreadable(why: Unreadable, words: &Words) -> String {
    words.of(Unreadable::FAMILY, why.code()).into_owned()
}

// Work wished for -----------------------------------------------------------------------------------

/// Reads hours a week as people say them: `20`, `20-30`; fewest and most.
pub fn read_hours_a_week(typed: &str) -> Option<(u16, u16)> {
    let number = |part: &str| part.trim().parse::<u16>().ok();
    let (fewest, most) = match typed.split_once('-') {
        Some((fewest, most)) => (number(fewest)?, number(most)?),
        None => (number(typed)?, number(typed)?),
    };
    (1 <= fewest && fewest <= most && most <= MOST_HOURS).then_some((fewest, most))
}

/// `20-30`, as [`read_hours_a_week`] reads it.
pub fn hours_a_week((fewest, most): (u16, u16)) -> String {
    if fewest == most {
        fewest.to_string()
    } else {
        format!("{fewest}-{most}")
    }
}

// Codes -----------------------------------------------------------------------------------------

/// What was found when a tax code or another identifier was read.
#[derive(Debug, Clone, Default)]
pub struct Looked {
    /// The identifier as it would be kept; none for an empty field. One with an error is an anomaly.
    pub found: Option<Identification>,
    /// What the code says of birth; none for other identifiers.
    pub reading: Option<Reading>,
    /// Surname and name that a card reader sent along.
    pub names: Option<(String, String)>,
    /// What is wrong, and what to do.
    pub error: Option<String>,
    /// What follows from it.
    pub hint: Option<String>,
}

/// Reads what stands in a field for a tax code or another identifier. A burst of a card reader is
/// searched for the code.
pub fn look_at_code(typed: &str, env: &Env) -> Looked {
    let typed = typed.trim();
    if typed.is_empty() {
        return Looked::default();
    }
    let today = env.today();
    let places = env.reference.as_ref();
    let (reading, names) = match tax_code::find_in_burst(typed, today, places) {
        Some(burst) => (burst.reading, burst.name),
        None => (tax_code::read(typed, today, places), None),
    };
    let looked = match reading.kind {
        Some(kind @ (IdentifierKind::Stp | IdentifierKind::Eni)) => {
            let name = env.words.of(IdentifierKind::FAMILY, kind.code());
            let hint = env
                .words
                .with(MessageId("person-health-code"), &[("name", (&name).into())]);
            other_identifier(kind, &reading.code, hint.into_owned())
        }
        None if is_passport(&reading.code) => {
            let hint = env.words.get(MessageId("person-passport")).into_owned();
            other_identifier(IdentifierKind::Passport, &reading.code, hint)
        }
        kind => tax_code_looked(kind.unwrap_or(IdentifierKind::TaxCode), reading, env),
    };
    Looked { names, ..looked }
}

fn other_identifier(kind: IdentifierKind, code: &str, hint: String) -> Looked {
    let found = Identification {
        kind,
        value: code.to_owned(),
        root: None,
        checked: Checked::Ok,
    };
    Looked {
        found: Some(found),
        reading: None,
        names: None,
        error: None,
        hint: Some(hint),
    }
}

/// Takes away what was said of a code as soon as it is mended, while it is still being typed. Never with a screen
/// reader, which would say it into the typing: there it goes when the field is left.
pub fn code_mended(form: &mut Form, field: &str, env: &Env) {
    let wrong = form.field(field).is_some_and(|field| field.error.is_some());
    if wrong && !env.steady && look_at_code(form.value(field), env).error.is_none() {
        form.clear_error(field);
    }
}

/// Numbers of passports and identity cards have six to nine letters and digits, some of them digits.
fn is_passport(code: &str) -> bool {
    (6..=9).contains(&code.len())
        && code.chars().all(|c| c.is_ascii_alphanumeric())
        && code.chars().filter(char::is_ascii_digit).count() >= 3
}

fn tax_code_looked(kind: IdentifierKind, reading: Reading, env: &Env) -> Looked {
    let wrong = fault_of_code(&reading, env.today(), &env.reference, &env.words);
    let found = Identification {
        kind,
        value: reading.code.clone(),
        root: reading.root.clone(),
        checked: if wrong.is_some() {
            Checked::Anomaly
        } else {
            Checked::Ok
        },
    };
    let hint = match &wrong {
        None => born(&reading, env),
        Some(_) => None,
    };
    Looked {
        found: Some(found),
        reading: Some(reading),
        names: None,
        error: wrong,
        hint,
    }
}

/// The first fault of a code, as a sentence with its remedy.
pub fn fault_of_code(
    reading: &Reading,
    today: NaiveDate,
    reference: &Reference,
    words: &Words,
) -> Option<String> {
    let reason = *reading.reasons.iter().find(|reason| !reason.is_warning())?;
    let expected = reading.expected_check.map(String::from).unwrap_or_default();
    let found = reading
        .code
        .chars()
        .last()
        .map(String::from)
        .unwrap_or_default();
    let check = [("expected", (&expected).into()), ("found", (&found).into())];
    let sentence = match reason {
        tax_code::Reason::CheckLetter => words.with(MessageId("person-code-check-letter"), &check),
        tax_code::Reason::CheckDigit => words.with(MessageId("person-code-check-digit"), &check),
        tax_code::Reason::Length => {
            let length = reading.code.chars().count();
            words.with(MessageId("person-code-length"), &[("n", length.into())])
        }
        tax_code::Reason::Characters => match reading.misplaced {
            Some(place) => words.with(MessageId("person-code-character"), &[("n", place.into())]),
            None => words.of(tax_code::Reason::FAMILY, reason.code()),
        },
        other => words.of(tax_code::Reason::FAMILY, other.code()),
    };
    match tax_code::suggest(&reading.code, today, reference) {
        Some(mended) => {
            let perhaps = words.with(
                MessageId("person-code-perhaps"),
                &[("code", (&mended).into())],
            );
            Some(format!("{sentence} {perhaps}"))
        }
        None => Some(sentence.into_owned()),
    }
}

/// `01/01/1980, Milano (MI), femmina`: what a code says of a birth.
fn born(reading: &Reading, env: &Env) -> Option<String> {
    let words = &env.words;
    let sex = reading.registry_sex.map(|sex| word(words, sex));
    let place = reading.place.as_ref().map(|place| place_name(place, env));
    let mut parts: Vec<String> = [reading.birth_on.map(|day| words.date(day)), place, sex]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() {
        return Some(words.get(MessageId("person-provisional-code")).into_owned());
    }
    if reading.reasons.contains(&tax_code::Reason::PlaceUndated) {
        parts.push(words.get(MessageId("person-place-undated")).into_owned());
    }
    if reading.omocodia.is_some_and(|digits| digits > 0) {
        parts.push(words.get(MessageId("person-omocodia")).into_owned());
    }
    Some(parts.join(", "))
}

/// `Milano (MI)`; a state without more.
pub fn place_name(place: &BirthPlace, env: &Env) -> String {
    let choice = birth_place_choice(place, env);
    if place.province == ABROAD {
        choice.label
    } else {
        format!("{} ({})", choice.label, choice.detail)
    }
}

/// A warning when surname or name do not give the letters of the code, or have digits in them: for each of the
/// two fields its sentence.
pub fn name_against_code(
    reading: Option<&Reading>,
    surname: &str,
    name: &str,
    words: &Words,
) -> (Option<String>, Option<String>) {
    let code = reading
        .filter(|reading| reading.kind == Some(IdentifierKind::TaxCode) && reading.is_valid())
        .map(|reading| reading.code.as_str());
    let warn = |text: &str, place: Range<usize>, matches: fn(&str, &str) -> bool| {
        let letters = code
            .filter(|code| !text.is_empty() && !matches(code, text))
            .and_then(|code| code.get(place));
        let said = match letters {
            Some(letters) => words.with(
                MessageId("person-name-mismatch"),
                &[("letters", letters.into())],
            ),
            None if text.contains(|c: char| c.is_ascii_digit()) => {
                words.get(MessageId("person-name-digits"))
            }
            None => return None,
        };
        Some(said.into_owned())
    };
    (
        warn(surname, 0..3, tax_code::matches_surname),
        warn(name, 3..6, tax_code::matches_given_name),
    )
}

/// The widest that a service's short name is.
const SHORT_LABEL: usize = 16;

/// The first words of a label, as many as fit a narrow column and make sense alone: the whole name stands
/// on the sheet.
pub(super) fn short_label(label: &str) -> &str {
    if text::width(label) <= SHORT_LABEL {
        return label;
    }
    let mut end = 0;
    for (at, _) in label.match_indices(' ') {
        let last = label[end..at].trim_start();
        if text::width(&label[..at]) > SHORT_LABEL {
            break;
        }
        // A word that only joins is no end.
        if last.chars().count() > 3 {
            end = at;
        }
    }
    if end == 0 { label } else { &label[..end] }
}

#[cfg(test)]
mod tests {
    use super::short_label;

    #[test]
    fn a_short_label_ends_at_a_word_that_means_something() {
        for (label, short) in [
            ("Informazione", "Informazione"),
            ("Accoglienza e accesso ai servizi", "Accoglienza"),
            ("Colloquio di accoglienza", "Colloquio"),
            ("Incontro domanda/offerta", "Incontro"),
            ("First interview", "First interview"),
        ] {
            assert_eq!(short_label(label), short);
        }
    }
}
