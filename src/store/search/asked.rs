//! What was typed to find somebody, read in each way that it can be meant.

use chrono::{Datelike, NaiveDate};

use crate::domain::person::phone_digits;
use crate::domain::text::fold;

/// From this many letters on, a word may be the beginning of a tax code.
const CODE: usize = 6;
/// From this many digits on, a number may be the beginning of a phone number.
const DIGITS: usize = 3;

/// What was typed, read in each way that it can be meant.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// The folded words of a name, with one space between them.
    pub(super) name: String,
    /// The digits of a phone number.
    pub(super) digits: Option<String>,
    /// The beginning of a code, in capitals.
    pub(super) code: Option<String>,
    /// A date of birth.
    pub(super) born: Option<NaiveDate>,
}

impl Asked {
    pub(super) fn read(words: &str, today: NaiveDate) -> Self {
        let mut asked = Self::default();
        let (mut name, mut number) = (String::new(), String::new());
        for word in words.split_whitespace().take(8) {
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            let letters = word.chars().any(char::is_alphabetic);
            if let Some(born) = birth_date(word, today) {
                asked.born = Some(born);
            }
            if letters {
                name.push_str(word);
                name.push(' ');
            } else if digits > 0 && !word.contains('/') {
                number.push_str(word);
            }
        }
        asked.name = fold(&name);
        asked.digits = phone_digits(&number).filter(|digits| digits.len() >= DIGITS);
        // A code that is read aloud is typed in groups; several words without a digit are rather a name.
        let alone = words.split_whitespace().nth(1).is_none();
        let code: String = words.split_whitespace().collect();
        let plain = code.bytes().all(|b| b.is_ascii_alphanumeric());
        let may_be = alone || code.bytes().any(|b| b.is_ascii_digit());
        asked.code = (plain && may_be && code.len() >= CODE).then(|| code.to_ascii_uppercase());
        asked
    }

    /// Whether the words of a name are all that there is.
    pub(super) fn is_by_name(&self) -> bool {
        !self.name.is_empty() && self.digits.is_none() && self.born.is_none()
    }
}

/// `12/3/85`, `12.3.1985`, `1985-03-12`, `120385`, `12031985`: a year of two digits is the latest one
/// that is not to come.
fn birth_date(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    let parts: Vec<&str> = word.split(['/', '.', '-']).collect();
    let number = |text: &str| text.parse::<u32>().ok();
    let (year, month, day) = match parts.as_slice() {
        [y, m, d] if y.len() == 4 => (*y, *m, *d),
        [d, m, y] if matches!(y.len(), 2 | 4) => (*y, *m, *d),
        [all] if matches!(all.len(), 6 | 8) && all.is_ascii() => (&all[4..], &all[2..4], &all[..2]),
        _ => return None,
    };
    let mut full = number(year)? as i32;
    if year.len() == 2 {
        full += today.year() / 100 * 100;
    }
    let date = NaiveDate::from_ymd_opt(full, number(month)?, number(day)?)?;
    if date <= today {
        return Some(date);
    }
    (year.len() == 2).then(|| date.with_year(full - 100))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn read(words: &str) -> Asked {
        Asked::read(words, day("2026-11-23"))
    }

    #[test]
    fn dates_of_birth_are_read_as_they_are_typed() {
        let today = day("2026-11-23");
        for (typed, meant) in [
            ("12/3/85", Some("1985-03-12")),
            ("12.3.1985", Some("1985-03-12")),
            ("1985-03-12", Some("1985-03-12")),
            ("120385", Some("1985-03-12")),
            ("12031985", Some("1985-03-12")),
            ("1/1/26", Some("2026-01-01")),
            ("24/11/26", Some("1926-11-24")),
            ("31/2/85", None),
            ("24/11/2026", None),
            ("1203", None),
            ("rossi", None),
        ] {
            assert_eq!(birth_date(typed, today), meant.map(day), "{typed}");
        }
    }

    #[test]
    fn what_is_typed_is_read_in_each_way_it_can_be_meant() {
        assert_eq!(read("  D'Angelo  María ").name, "d angelo maria");
        assert_eq!(read("+39 399 12").digits.as_deref(), Some("39912"));
        assert_eq!(read("rossi 399").digits.as_deref(), Some("399"));
        assert_eq!(read("rssmra80a").code.as_deref(), Some("RSSMRA80A"));
        assert_eq!(read("rossi maria").code, None);
        assert_eq!(
            read("stp 030 1230 000001").code.as_deref(),
            Some("STP0301230000001")
        );
        assert_eq!(read("ya 1234567").code.as_deref(), Some("YA1234567"));
        assert_eq!(read("rossi 12/3/85").code, None);
        assert!(read("rossi").is_by_name());
        assert!(!read("rossi 12/3/85").is_by_name());
    }
}
