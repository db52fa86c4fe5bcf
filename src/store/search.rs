//! Finding a person while typing: the same few milliseconds for a thousand people and for a million.
//!
//! Nothing here scans or sorts what is stored: candidates come from ranges of keys (`person_keys`), each
//! cut off after a fixed number; they are verified and ranked in memory, and only what is shown is read
//! whole. No sealed fact is in any key.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use rusqlite::Connection;

use super::act::{Query, Reader};
use super::error::Result;
use super::looks::Look;
use super::person_keys::{BIRTH, FIRST, NAME, OTHER, PAIR, PHONE, SURNAME, TAB, head};
use super::sql::{Rows, day};
use crate::domain::access::LookAt;
use crate::domain::ids::PersonId;
use crate::domain::person::{Checked, IdentifierKind, phone_digits};
use crate::domain::staff::Right;
use crate::domain::text::{fold, words, words_begin};

/// Candidates taken where an index has already said that they fit.
const FROM_RANGE: usize = 100;
/// Candidates taken from words in any place: they all fit alike.
const FROM_WORDS: usize = 40;
/// Candidates taken from one guess at a slip.
const SLIPPED: usize = 20;
/// Keys looked at in one range, those that do not fit or are hidden by a batch included.
const LOOKED_AT: usize = 2_000;
/// Beginnings of words looked under for two words of which the first is short.
const BEGINNINGS: usize = 200;
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
    if is_hidden(conn, n)? {
        return Ok(None);
    }
    whole_hit(conn, n)
}

/// Whether a batch that is not published hides a person.
fn is_hidden(conn: &Connection, n: i64) -> Result<bool> {
    conn.exists(
        "SELECT 1 FROM person p JOIN batch b ON b.id = p.batch WHERE p.n = ?1 AND b.state <> 'published'",
        [n],
    )
}

/// One person, hidden or not.
fn whole_hit(conn: &Connection, n: i64) -> Result<Option<PersonHit>> {
    let found = conn.maybe(
        "SELECT id, surname, name, birth_on, residence_name, last_contact_on FROM person WHERE n = ?1",
        [n],
        |row| {
            Ok(PersonHit {
                id: row.get(0)?,
                surname: row.get(1)?,
                name: row.get(2)?,
                birth_on: day(row, 3)?,
                residence_name: row.get(4)?,
                last_contact_on: day(row, 5)?,
                tax_code: None,
                anomaly: false,
            })
        },
    )?;
    let Some(mut hit) = found else {
        return Ok(None);
    };
    let identifiers: Vec<(IdentifierKind, String, Checked)> = conn.all(
        "SELECT kind, value, checked FROM identifier WHERE person = ?1",
        [hit.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    hit.anomaly = identifiers.iter().any(|i| i.2 == Checked::Anomaly);
    for wanted in [IdentifierKind::TaxCode, IdentifierKind::ProvisionalCode] {
        let code = identifiers.iter().find(|i| i.0 == wanted);
        hit.tax_code = hit.tax_code.or_else(|| code.map(|i| i.1.clone()));
    }
    Ok(Some(hit))
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
    /// From this row on, people may be hidden by a batch that is not published; none when there is no
    /// such batch.
    hidden_from: Option<i64>,
    /// By row number: how it fits, and surname and name, folded.
    found: HashMap<i64, (Fit, String)>,
}

/// The keys between two, in order; see `person_keys`.
const KEYS: &str = "SELECT key, n FROM person_key WHERE key >= ?1 AND key < ?2 ORDER BY key";

impl<'c> Search<'c> {
    fn new(conn: &'c Connection, limit: usize) -> Result<Self> {
        let hidden_from = conn.value(
            "SELECT min((SELECT min(n) FROM person WHERE batch = b.id)) FROM batch b WHERE state <> 'published'",
            [],
        )?;
        Ok(Self {
            conn,
            limit,
            hidden_from,
            found: HashMap::new(),
        })
    }

    fn is_hidden(&self, n: i64) -> Result<bool> {
        if self.hidden_from.is_none_or(|first| n < first) {
            return Ok(false);
        }
        is_hidden(self.conn, n)
    }

    fn add(&mut self, n: i64, fit: Fit, key: &str) {
        let known = self.found.entry(n).or_insert_with(|| (fit, key.to_owned()));
        known.0 = known.0.min(fit);
    }

    /// Adds the people whose keys of one kind begin with `prefix`, so many at most, if they fit: `fit` is
    /// given surname and name, in the order of that kind. Answers how many were added.
    fn range(
        &mut self,
        kind: &str,
        prefix: &str,
        most: usize,
        fit: impl Fn(&str) -> Option<Fit>,
    ) -> Result<usize> {
        let from = format!("{kind}{prefix}");
        let mut statement = self.conn.prepare_cached(KEYS)?;
        let mut rows = statement.query((&from, after(&from)))?;
        let (mut added, mut looked_at) = (0, 0);
        while added < most && looked_at < LOOKED_AT {
            let Some(row) = rows.next()? else { break };
            looked_at += 1;
            let key = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            let name = match key.split_once(TAB) {
                Some((_, name)) => name,
                None => &key[kind.len()..],
            };
            let Some(fit) = fit(name) else { continue };
            let n = row.get(1)?;
            if !self.is_hidden(n)? {
                self.add(n, fit, name);
                added += 1;
            }
        }
        Ok(added)
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
                 WHERE i.value >= ?1 AND i.value < ?2 AND i.checked {checked} ORDER BY i.value"
            );
            let mut statement = self.conn.prepare_cached(&sql)?;
            let mut rows = statement.query((code, after(code)))?;
            let mut left = self.limit;
            let mut looked_at = 0;
            while left > 0 && looked_at < LOOKED_AT {
                let Some(row) = rows.next()? else { break };
                looked_at += 1;
                let n = row.get(0)?;
                if !self.is_hidden(n)? {
                    self.add(n, fit, &row.get::<_, String>(1)?);
                    left -= 1;
                }
            }
        }
        Ok(())
    }

    fn by_phone(&mut self, asked: &Asked) -> Result<()> {
        match &asked.digits {
            Some(digits) => self.by_number(PHONE, digits, &asked.name),
            None => Ok(()),
        }
    }

    fn by_birth(&mut self, asked: &Asked) -> Result<()> {
        match asked.born {
            Some(born) => self.by_number(BIRTH, &born.to_string(), &asked.name),
            None => Ok(()),
        }
    }

    /// Who has the number, and a name that the words begin.
    fn by_number(&mut self, kind: &str, number: &str, words: &str) -> Result<()> {
        let fit = |name: &str| words_begin(name, words).then_some(Fit::Number);
        self.range(kind, number, self.limit, fit).map(drop)
    }

    fn by_name(&mut self, asked: &Asked) -> Result<()> {
        let name = asked.name.as_str();
        let ways = [
            (SURNAME, Fit::Surname, Fit::SurnameBegins),
            (NAME, Fit::Name, Fit::NameBegins),
        ];
        for (kind, is, begins) in ways {
            self.range(kind, name, FROM_RANGE, |key| {
                Some(if whole(key, name) { is } else { begins })
            })?;
        }
        if self.found.len() < self.limit {
            self.by_words(name)?;
        }
        Ok(())
    }

    /// Who has words that begin so, in any order and place.
    fn by_words(&mut self, name: &str) -> Result<()> {
        let fit = |key: &str| words_begin(key, name).then_some(Fit::Words);
        let mut longest: Vec<&str> = words(name).collect();
        longest.sort_by_key(|word| std::cmp::Reverse(word.len()));
        match longest[..] {
            [] => Ok(()),
            [word] => self.range(OTHER, word, FROM_WORDS, fit).map(drop),
            [one, other, ..] => {
                let (small, large) = (one.min(other), one.max(other));
                self.by_pair(small, large, fit)?;
                // Of two words that begin alike either may be the first of the pair.
                if large.starts_with(small) && large != small {
                    self.by_pair(large, small, fit)?;
                }
                Ok(())
            }
        }
    }

    /// Who has two words that begin so, the first of them first by alphabet. Where it is too short to be
    /// the beginning of a key whole, each that is there is looked under.
    fn by_pair(
        &mut self,
        first: &str,
        second: &str,
        fit: impl Fn(&str) -> Option<Fit>,
    ) -> Result<()> {
        let head = head(first);
        if head.chars().count() == FIRST {
            let pair = format!("{head} {second}");
            return self.range(PAIR, &pair, FROM_WORDS, fit).map(drop);
        }
        let end = after(&format!("{PAIR}{head}"));
        let mut from = format!("{PAIR}{head}");
        let mut left = FROM_WORDS;
        for _ in 0..BEGINNINGS {
            let key: Option<String> = self.conn.maybe(KEYS, (&from, &end), |row| row.get(0))?;
            let Some(beginning) = key
                .as_deref()
                .and_then(|key| key[PAIR.len()..].split(' ').next())
            else {
                break;
            };
            left -= self.range(PAIR, &format!("{beginning} {second}"), left, &fit)?;
            if left == 0 {
                break;
            }
            from = after(&format!("{PAIR}{beginning} "));
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
        for kind in [SURNAME, NAME] {
            let known = self.known_letters(kind, &typed)?;
            for guess in slips(&typed, known) {
                self.range(kind, &guess, SLIPPED, |_| Some(Fit::Slip))?;
                if self.found.len() >= self.limit {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// How many letters, from the first, somebody's name begins with: the slip is not behind them.
    fn known_letters(&self, kind: &str, typed: &[char]) -> Result<usize> {
        let mut prefix = String::with_capacity(typed.len() + 1);
        prefix.push_str(kind);
        for (known, letter) in typed.iter().enumerate() {
            prefix.push(*letter);
            if !self.conn.exists(KEYS, (&prefix, after(&prefix)))? {
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
            hits.extend(whole_hit(self.conn, n)?);
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
pub(super) fn after(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
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
    fn every_slip_of_one_letter_but_the_first_is_guessed() {
        let guesses =
            |typed: &str| -> Vec<String> { slips(&typed.chars().collect::<Vec<_>>(), 4).collect() };
        for typed in ["rosis", "rosi", "rosssi", "rozsi"] {
            assert!(guesses(typed).contains(&"rossi".to_owned()), "{typed}");
        }
        assert!(guesses("rossi").iter().all(|guess| guess.starts_with('r')));
    }
}
