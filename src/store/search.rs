//! Finding a person while typing: the same few milliseconds for a thousand people and for a million.
//!
//! Nothing here scans: candidates come from ranges of indices and from prefixes of words, each cut
//! off after a fixed number; they are verified and ranked in memory, and only what is shown is read
//! whole. No sealed fact is in any index.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use rusqlite::Connection;

use super::act::{Query, Reader};
use super::error::{Error, Result};
use super::looks::Look;
use super::sql::{Day, Rows};
use crate::domain::access::LookAt;
use crate::domain::ids::PersonId;
use crate::domain::person::phone_digits;
use crate::domain::staff::Right;
use crate::domain::text::{fold, words_begin};

/// Candidates taken where many of them may not fit in the end.
const TO_VERIFY: i64 = 300;
/// Candidates taken where an index has already said that they fit.
const FROM_RANGE: i64 = 100;
/// Candidates taken from one guess at a slip.
const SLIPPED: i64 = 20;
/// The same while a batch that is not published hides people among those found.
const AMONG_HIDDEN: i64 = 1_000;
/// Letters of a word that the index of prefixes knows.
const PREFIX: usize = 6;
/// From this many letters on, a word may be the beginning of a tax code.
const CODE: usize = 6;
/// From this many digits on, a number may be the beginning of a phone number.
const DIGITS: usize = 3;
/// From this many letters on, a slip of one letter is looked for.
const SLIP: usize = 4;

/// Who is meant by what was typed: the beginnings of surname and name in any order, of a phone
/// number or of a tax code, or a date of birth (`12/3/85`, `120385`); one slip of a letter is
/// forgiven when nothing else is found.
#[derive(Debug, Clone)]
pub struct FindPeople {
    /// What was typed.
    pub words: String,
    /// How many at most.
    pub limit: usize,
}

/// Somebody who was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonHit {
    /// Identity.
    pub id: PersonId,
    /// Surname.
    pub surname: String,
    /// Name.
    pub name: String,
    /// Date of birth.
    pub birth_on: Option<NaiveDate>,
    /// Municipality of residence.
    pub residence_name: Option<String>,
    /// Tax code, the doubtful one too.
    pub tax_code: Option<String>,
    /// Last contact.
    pub last_contact_on: Option<NaiveDate>,
    /// Whether a code is doubtful or repeated.
    pub anomaly: bool,
}

impl PersonHit {
    /// `ROSSI Maria`.
    pub fn short_name(&self) -> String {
        short_name(&self.surname, &self.name)
    }
}

/// `ROSSI Maria`: the surname first and in capitals, so that nobody has to guess which is which.
pub fn short_name(surname: &str, name: &str) -> String {
    let mut short = surname.to_uppercase();
    if !short.is_empty() && !name.is_empty() {
        short.push(' ');
    }
    short.push_str(name);
    short
}

impl Query for FindPeople {
    type Out = Vec<PersonHit>;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::search(LookAt::People))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<PersonHit>> {
        let asked = Asked::read(&self.words, db.today());
        let mut search = Search::new(db.conn, self.limit)?;
        search.by_code(&asked)?;
        search.by_birth(&asked)?;
        search.by_phone(&asked)?;
        if asked.is_by_name() {
            search.by_name(&asked)?;
        }
        if search.found.is_empty() && asked.is_by_name() {
            search.by_name_with_a_slip(&asked)?;
        }
        search.best(&asked)
    }
}

/// One person as found, by the row's number; none of a batch that is not published.
pub(super) fn hit(conn: &Connection, n: i64) -> Result<Option<PersonHit>> {
    let shown = conn.maybe(
        "SELECT id, surname, name, birth_on, residence_name, last_contact_on,
                (SELECT value FROM identifier i WHERE i.person = p.id AND kind IN ('cf', 'cf_provisional')
                 ORDER BY kind LIMIT 1),
                EXISTS (SELECT 1 FROM identifier i WHERE i.person = p.id AND checked = 'anomaly')
         FROM person p WHERE n = ?1
         AND (batch IS NULL OR batch NOT IN (SELECT id FROM batch WHERE state <> 'published'))",
        [n],
        |row| {
            Ok(PersonHit {
                id: row.get(0)?,
                surname: row.get(1)?,
                name: row.get(2)?,
                birth_on: row.get::<_, Option<Day>>(3)?.map(|day| day.0),
                residence_name: row.get(4)?,
                last_contact_on: row.get::<_, Option<Day>>(5)?.map(|day| day.0),
                tax_code: row.get(6)?,
                anomaly: row.get(7)?,
            })
        },
    )?;
    Ok(shown)
}

// What was asked --------------------------------------------------------------------------------------

/// What was typed, read in each way that it can be meant.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    /// The folded words of a name, with one space between them.
    name: String,
    /// The digits of a phone number.
    digits: Option<String>,
    /// The beginning of a code, in capitals.
    code: Option<String>,
    /// A date of birth.
    born: Option<NaiveDate>,
}

impl Asked {
    fn read(words: &str, today: NaiveDate) -> Self {
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
        let mut compact = words.split_whitespace();
        if let (Some(word), None) = (compact.next(), compact.next()) {
            let code = word.to_ascii_uppercase();
            let plain = code.bytes().all(|b| b.is_ascii_alphanumeric());
            asked.code = (plain && code.len() >= CODE).then_some(code);
        }
        asked
    }

    /// Whether the words of a name are all that there is.
    fn is_by_name(&self) -> bool {
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

// Looking ---------------------------------------------------------------------------------------------

/// How well somebody fits; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Code, phone or date of birth.
    Number,
    /// The words are the surname, or surname and name.
    Surname,
    /// The words are the name, or name and surname.
    Name,
    /// They begin surname and name.
    SurnameBegins,
    /// They begin name and surname.
    NameBegins,
    /// Each begins some word.
    Words,
    /// With a slip.
    Slip,
}

struct Search<'c> {
    conn: &'c Connection,
    limit: usize,
    /// Whether some people are hidden, so that more must be looked at.
    hidden: bool,
    /// By row number: how it fits, and surname and name, folded.
    found: HashMap<i64, (Fit, String)>,
}

const BY_SURNAME: &str = "SELECT n, surname_key || ' ' || name_key FROM person
    WHERE surname_key || ' ' || name_key >= ?1 AND surname_key || ' ' || name_key < ?2
    ORDER BY surname_key || ' ' || name_key LIMIT ?3";
const BY_NAME: &str = "SELECT n, name_key || ' ' || surname_key FROM person
    WHERE name_key || ' ' || surname_key >= ?1 AND name_key || ' ' || surname_key < ?2
    ORDER BY name_key || ' ' || surname_key LIMIT ?3";

impl<'c> Search<'c> {
    fn new(conn: &'c Connection, limit: usize) -> Result<Self> {
        let hidden = conn.exists("SELECT 1 FROM batch WHERE state <> 'published'", [])?;
        Ok(Self {
            conn,
            limit,
            hidden,
            found: HashMap::new(),
        })
    }

    fn cap(&self, usual: i64) -> i64 {
        if self.hidden { AMONG_HIDDEN } else { usual }
    }

    fn add(&mut self, n: i64, fit: Fit, key: String) {
        let known = self.found.entry(n).or_insert_with(|| (fit, key));
        known.0 = known.0.min(fit);
    }

    /// Adds what a statement answers as (row number, key), of what begins with `prefix`.
    fn range(
        &mut self,
        sql: &str,
        prefix: &str,
        cap: i64,
        fit: impl Fn(&str) -> Fit,
    ) -> Result<()> {
        let found: Vec<(i64, String)> =
            self.conn.all(sql, (prefix, after(prefix), cap), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        for (n, key) in found {
            let fit = fit(&key);
            self.add(n, fit, key);
        }
        Ok(())
    }

    fn by_code(&mut self, asked: &Asked) -> Result<()> {
        let Some(code) = &asked.code else {
            return Ok(());
        };
        // Letters alone are rather a name: they must not push a Ferrari down.
        let digits = code.bytes().any(|b| b.is_ascii_digit());
        let fit = if digits { Fit::Number } else { Fit::Words };
        for checked in ["= 'ok'", "<> 'ok'"] {
            let sql = format!(
                "SELECT p.n, p.surname_key || ' ' || p.name_key FROM identifier i JOIN person p ON p.id = i.person
                 WHERE i.value >= ?1 AND i.value < ?2 AND i.checked {checked} ORDER BY i.value LIMIT ?3"
            );
            self.range(&sql, code, self.cap(FROM_RANGE), |_| fit)?;
        }
        Ok(())
    }

    fn by_phone(&mut self, asked: &Asked) -> Result<()> {
        let Some(digits) = &asked.digits else {
            return Ok(());
        };
        let name = &asked.name;
        let wanted = if name.is_empty() {
            self.limit as i64
        } else {
            TO_VERIFY
        };
        let found: Vec<(i64, String)> = self.conn.all(
            "SELECT n, surname_key || ' ' || name_key FROM person
             WHERE phone_digits >= ?1 AND phone_digits < ?2 ORDER BY phone_digits LIMIT ?3",
            (digits, after(digits), self.cap(wanted)),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        for (n, key) in found {
            if words_begin(&key, name) {
                self.add(n, Fit::Number, key);
            }
        }
        Ok(())
    }

    fn by_birth(&mut self, asked: &Asked) -> Result<()> {
        let Some(born) = asked.born else {
            return Ok(());
        };
        let found: Vec<(i64, String)> = self.conn.all(
            "SELECT n, surname_key || ' ' || name_key FROM person WHERE birth_on = ?1 LIMIT ?2",
            (Day(born), self.cap(TO_VERIFY)),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        for (n, key) in found {
            if words_begin(&key, &asked.name) {
                self.add(n, Fit::Number, key);
            }
        }
        Ok(())
    }

    fn by_name(&mut self, asked: &Asked) -> Result<()> {
        let name = asked.name.as_str();
        let cap = self.cap(FROM_RANGE);
        self.range(BY_SURNAME, name, cap, |key| {
            if whole(key, name) {
                Fit::Surname
            } else {
                Fit::SurnameBegins
            }
        })?;
        self.range(BY_NAME, name, cap, |key| {
            if whole(key, name) {
                Fit::Name
            } else {
                Fit::NameBegins
            }
        })?;
        if self.found.len() < self.limit {
            self.by_words(name)?;
        }
        Ok(())
    }

    fn by_words(&mut self, name: &str) -> Result<()> {
        let Some(wanted) = prefixes(name) else {
            return Ok(());
        };
        let is_known_whole = |word: &str| (2..=PREFIX).contains(&word.chars().count());
        let enough = if name.split(' ').all(is_known_whole) {
            FROM_RANGE
        } else {
            TO_VERIFY
        };
        let found = self.conn.all(
            "SELECT p.n, p.surname_key || ' ' || p.name_key
             FROM (SELECT rowid FROM person_words WHERE person_words MATCH ?1 LIMIT ?2) w
             CROSS JOIN person p ON p.n = w.rowid",
            (wanted, self.cap(enough)),
            |row| Ok((row.get(0)?, row.get(1)?)),
        );
        let found: Vec<(i64, String)> = match found {
            // A letter younger than the tokenizer's tables parts a word in two, which this index
            // does not take; the ranges have answered for it.
            Err(error) if is_refused_word(&error) => Vec::new(),
            found => found?,
        };
        for (n, key) in found {
            if words_begin(&key, name) {
                self.add(n, Fit::Words, key);
            }
        }
        Ok(())
    }

    /// Looks for what differs from the words by one letter too many, too few, wrong, or by two
    /// swapped, in either order of surname and name; the first letter is taken as typed.
    fn by_name_with_a_slip(&mut self, asked: &Asked) -> Result<()> {
        let typed: Vec<char> = asked.name.chars().collect();
        if typed.len() < SLIP {
            return Ok(());
        }
        for sql in [BY_SURNAME, BY_NAME] {
            let known = self.known_letters(sql, &typed)?;
            for guess in slips(&typed, known) {
                self.range(sql, &guess, self.cap(SLIPPED), |_| Fit::Slip)?;
                if self.found.len() >= self.limit {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// How many letters, from the first, somebody's name begins with: the slip is not behind them.
    fn known_letters(&self, sql: &str, typed: &[char]) -> Result<usize> {
        let mut prefix = String::with_capacity(typed.len());
        for (known, letter) in typed.iter().enumerate() {
            prefix.push(*letter);
            if !self.conn.exists(sql, (&prefix, after(&prefix), 1))? {
                return Ok(known);
            }
        }
        Ok(typed.len())
    }

    /// The best of what was found, read whole.
    fn best(self, asked: &Asked) -> Result<Vec<PersonHit>> {
        let matcher = SkimMatcherV2::default().ignore_case();
        let mut ranked: Vec<(Fit, i64, String, i64)> = self
            .found
            .into_iter()
            .map(|(n, (fit, key))| {
                let score = matcher.fuzzy_match(&key, &asked.name).unwrap_or(0);
                (fit, -score, key, n)
            })
            .collect();
        ranked.sort_unstable();
        let mut hits = Vec::with_capacity(self.limit.min(ranked.len()));
        for (.., n) in ranked {
            if hits.len() == self.limit {
                break;
            }
            hits.extend(hit(self.conn, n)?);
        }
        Ok(hits)
    }
}

/// Whether the words are all of the first words of the key.
fn whole(key: &str, words: &str) -> bool {
    key.strip_prefix(words)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// The first text after all that begin with `prefix`.
fn after(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

/// The words as the index of prefixes is asked: at least two letters, at most six of each.
fn prefixes(name: &str) -> Option<String> {
    let mut wanted = String::new();
    for word in name.split(' ').filter(|word| word.chars().nth(1).is_some()) {
        let head = word
            .char_indices()
            .nth(PREFIX)
            .map_or(word, |(end, _)| &word[..end]);
        wanted.push_str(if wanted.is_empty() { "\"" } else { " \"" });
        wanted.push_str(head);
        wanted.push_str("\"*");
    }
    (!wanted.is_empty()).then_some(wanted)
}

fn is_refused_word(error: &Error) -> bool {
    matches!(error, Error::Fault(detail) if detail.contains("fts5"))
}

/// What may have been meant: one letter dropped, swapped with the next, replaced or put in, never the
/// first and none behind the first `known` ones. The likeliest slips come first.
fn slips(typed: &[char], known: usize) -> impl Iterator<Item = String> + '_ {
    let letters = 1..typed.len().min(known + 1);
    let swapped = letters
        .clone()
        .filter(|&at| at + 1 < typed.len() && typed[at] != typed[at + 1])
        .map(|at| {
            let mut guess = typed.to_vec();
            guess.swap(at, at + 1);
            guess.into_iter().collect()
        });
    let dropped = letters.clone().map(|at| {
        let rest = typed.iter().enumerate().filter(move |(i, _)| *i != at);
        rest.map(|(_, c)| *c).collect()
    });
    let put_in = (1..=typed.len().min(known)).flat_map(move |at| {
        ('a'..='z').map(move |c| {
            let head = typed[..at].iter().copied().chain([c]);
            head.chain(typed[at..].iter().copied()).collect()
        })
    });
    let replaced = letters.flat_map(move |at| {
        ('a'..='z').filter(move |c| *c != typed[at]).map(move |c| {
            let head = typed[..at].iter().copied().chain([c]);
            head.chain(typed[at + 1..].iter().copied()).collect()
        })
    });
    swapped.chain(dropped).chain(replaced).chain(put_in)
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
        assert!(read("rossi").is_by_name());
        assert!(!read("rossi 12/3/85").is_by_name());
    }

    #[test]
    fn words_are_asked_by_six_letters_and_never_by_one() {
        assert_eq!(prefixes("bianchini m"), Some("\"bianch\"*".to_owned()));
        assert_eq!(prefixes("de rossi"), Some("\"de\"* \"rossi\"*".to_owned()));
        assert_eq!(prefixes("r m"), None);
    }

    #[test]
    fn every_slip_of_one_letter_but_the_first_is_guessed() {
        let guesses =
            |typed: &str| -> Vec<String> { slips(&typed.chars().collect::<Vec<_>>(), 4).collect() };
        for typed in ["rosis", "rosi", "rosssi", "rozsi"] {
            assert!(guesses(typed).contains(&"rossi".to_owned()), "{typed}");
        }
        assert!(guesses("rossi").iter().all(|guess| guess.starts_with('r')));
    }
}
