//! Codes made of names, and names held against codes.

use chrono::{Datelike, NaiveDate};

use super::{DIGITS, MONTHS, OMOCODIA, check_of};
use crate::domain::person::RegistrySex;
use crate::domain::text;

/// Whether a surname gives the first three letters of a code. A surname without Latin letters
/// cannot contradict it.
pub fn matches_surname(code: &str, surname: &str) -> bool {
    matches_letters(code.get(..3), &surname_letters(surname), surname)
}

/// Whether a name gives the fourth to sixth letters of a code; as [`matches_surname`].
pub fn matches_given_name(code: &str, name: &str) -> bool {
    matches_letters(code.get(3..6), &name_letters(name), name)
}

/// Whether a code can be of somebody with this surname and name.
pub fn matches_name(code: &str, surname: &str, name: &str) -> bool {
    matches_surname(code, surname) && matches_given_name(code, name)
}

/// What a tax code is made of.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// Surname (of birth).
    pub surname: &'a str,
    /// Given name or names.
    pub name: &'a str,
    /// The sex of the civil registry.
    pub registry_sex: RegistrySex,
    /// Birth date.
    pub birth_on: NaiveDate,
    /// Four-character code of the birthplace.
    pub place: &'a str,
}

/// Makes the code of somebody, with `omocodia` digits (0 to 7) replaced from the right.
///
/// For invented people only: real codes are given by the revenue agency. `None` when the place is
/// not a letter and three digits.
pub fn encode(of: &Identity<'_>, omocodia: u8) -> Option<String> {
    let place = of.place.as_bytes();
    let well_formed = place.len() == 4
        && place[0].is_ascii_uppercase()
        && place[1..].iter().all(u8::is_ascii_digit);
    if !well_formed {
        return None;
    }
    let month = MONTHS[of.birth_on.month0() as usize] as char;
    let day = of.birth_on.day()
        + if of.registry_sex == RegistrySex::F {
            40
        } else {
            0
        };
    let year = of.birth_on.year().rem_euclid(100);
    let surname = surname_letters(of.surname);
    let name = name_letters(of.name);
    let mut bytes = format!("{surname}{name}{year:02}{month}{day:02}{}", of.place).into_bytes();
    for &at in DIGITS.iter().take(usize::from(omocodia)) {
        bytes[at] = OMOCODIA[usize::from(bytes[at] - b'0')];
    }
    bytes.push(check_of(&bytes)? as u8);
    String::from_utf8(bytes).ok()
}

fn surname_letters(surname: &str) -> String {
    three_of(text::latin_capitals(surname), false)
}

fn name_letters(name: &str) -> String {
    three_of(text::latin_capitals(name), true)
}

/// Consonants, then vowels, then `X`; of four consonants of a given name the second is skipped.
fn three_of(letters: String, given: bool) -> String {
    let (vowels, mut order): (Vec<char>, Vec<char>) = letters
        .chars()
        .partition(|c| matches!(c, 'A' | 'E' | 'I' | 'O' | 'U'));
    if given && order.len() >= 4 {
        order.remove(1);
    }
    order.extend(vowels);
    order.extend(['X'; 3]);
    order.into_iter().take(3).collect()
}

fn matches_letters(in_code: Option<&str>, letters: &str, name: &str) -> bool {
    text::latin_capitals(name).is_empty()
        || in_code.is_some_and(|found| found.eq_ignore_ascii_case(letters))
}
