//! The look itself: ranges of keys, one after the other, until as many are found as are shown.
//!
//! Each range is taken from its beginning and in its order, which is the order of [`FindPeople`] within one
//! [`Fit`]: so what is cut off never comes before what is kept.
//!
//! [`FindPeople`]: super::FindPeople

use std::collections::HashMap;

use rusqlite::Connection;

use super::asked::Asked;
use super::slip::slips;
use super::{PersonHit, after, whole_hit};
use crate::domain::text::{words, words_begin};
use crate::store::error::Result;
use crate::store::person_keys::{BIRTH, FIRST, NAME, OTHER, PAIR, PHONE, SURNAME, TAB, head};
use crate::store::sql::Rows;

/// Candidates taken from one guess at a slip.
const SLIPPED: usize = 20;
/// Keys looked at in one range, those that do not fit or are hidden by a batch included.
const LOOKED_AT: usize = 2_000;
/// Beginnings of words looked under for two words of which the first is short.
const BEGINNINGS: usize = 200;
/// From this many letters on, a slip of one letter is looked for.
const SLIP: usize = 4;
/// More words than this are no surname and name: each guess at a slip in them would cost a look at the keys, and
/// find nobody.
const WORDS: usize = 6;

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
    /// With a slip: the place of the guess, the likeliest first.
    Slip(usize),
}

pub(super) struct Search<'c> {
    conn: &'c Connection,
    limit: usize,
    /// The rows, from the first to the last, of each run that a batch hides which is not published.
    hidden: Vec<(i64, i64)>,
    /// By row number: how it fits, and the key under which it stands.
    found: HashMap<i64, (Fit, String)>,
}

/// The keys between two, in order; see `person_keys`.
const KEYS: &str = "SELECT key, n FROM person_key WHERE key >= ?1 AND key < ?2 ORDER BY key, n";

impl<'c> Search<'c> {
    pub(super) fn new(conn: &'c Connection, limit: usize) -> Result<Self> {
        let hidden = conn.all(
            "SELECT s.first, s.last FROM batch b JOIN batch_span s ON s.batch = b.id
             WHERE b.state <> 'published' ORDER BY s.first",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Self {
            conn,
            limit,
            hidden,
            found: HashMap::new(),
        })
    }

    fn is_hidden(&self, n: i64) -> bool {
        let after = self.hidden.partition_point(|(first, _)| *first <= n);
        let run = after.checked_sub(1).and_then(|at| self.hidden.get(at));
        run.is_some_and(|(_, last)| n <= *last)
    }

    /// How many more are shown.
    fn left(&self) -> usize {
        self.limit.saturating_sub(self.found.len())
    }

    /// Keeps the best way in which somebody fits; whether nobody knew of them yet.
    fn add(&mut self, n: i64, fit: Fit, key: &str) -> bool {
        match self.found.get_mut(&n) {
            None => {
                self.found.insert(n, (fit, key.to_owned()));
                true
            }
            Some(known) => {
                if (fit, key) < (known.0, known.1.as_str()) {
                    *known = (fit, key.to_owned());
                }
                false
            }
        }
    }

    /// Adds the people whose keys of one kind begin with `prefix`, so many new ones at most, if they fit:
    /// `fit` is given surname and name, in the order of that kind. Answers how many were new.
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
            let n = row.get(1)?;
            if self.is_hidden(n) {
                continue;
            }
            let key = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            let name = match key.split_once(TAB) {
                Some((_, name)) => name,
                None => &key[kind.len()..],
            };
            if let Some(fit) = fit(name) {
                added += usize::from(self.add(n, fit, key));
            }
        }
        Ok(added)
    }

    pub(super) fn by_code(&mut self, asked: &Asked) -> Result<()> {
        let Some(code) = &asked.code else {
            return Ok(());
        };
        // Letters alone are rather a name: they must not push a Ferrari down.
        let digits = code.bytes().any(|b| b.is_ascii_digit());
        let fit = if digits { Fit::Number } else { Fit::Words };
        for checked in ["= 'ok'", "<> 'ok'"] {
            let sql = format!(
                "SELECT p.n, i.value FROM identifier i JOIN person p ON p.id = i.person
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
                if !self.is_hidden(n) {
                    self.add(n, fit, &row.get::<_, String>(1)?);
                    left -= 1;
                }
            }
        }
        Ok(())
    }

    pub(super) fn by_phone(&mut self, asked: &Asked) -> Result<()> {
        match &asked.digits {
            Some(digits) => self.by_number(PHONE, digits, &asked.name),
            None => Ok(()),
        }
    }

    pub(super) fn by_birth(&mut self, asked: &Asked) -> Result<()> {
        match asked.born {
            Some(born) => self.by_number(BIRTH, &born.to_string(), &asked.name),
            None => Ok(()),
        }
    }

    /// Who has the number, and a name that the words begin.
    fn by_number(&mut self, kind: &str, number: &str, words: &str) -> Result<()> {
        let words = longest_first(words).join(" ");
        let fit = |name: &str| words_begin(name, &words).then_some(Fit::Number);
        self.range(kind, number, self.limit, fit).map(drop)
    }

    pub(super) fn by_name(&mut self, asked: &Asked) -> Result<()> {
        let name = asked.name.as_str();
        let ways = [
            (SURNAME, Fit::Surname, Fit::SurnameBegins),
            (NAME, Fit::Name, Fit::NameBegins),
        ];
        for (kind, is, begins) in ways {
            self.range(kind, name, self.limit, |key| {
                Some(if whole(key, name) { is } else { begins })
            })?;
        }
        self.by_words(name)
    }

    /// Who has words that begin so, in any order and place.
    fn by_words(&mut self, name: &str) -> Result<()> {
        let typed = longest_first(name);
        let all = typed.join(" ");
        let fit = |key: &str| words_begin(key, &all).then_some(Fit::Words);
        match typed[..] {
            [] => Ok(()),
            [word] => self.range(OTHER, word, self.left(), fit).map(drop),
            [one, other, ..] => {
                let (small, large) = (one.min(other), one.max(other));
                let left = self.left();
                self.by_pair(small, large, left, fit)?;
                // Of two words that begin alike either may be the first of the pair.
                if large.starts_with(small) && large != small {
                    self.by_pair(large, small, left, fit)?;
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
        mut left: usize,
        fit: impl Fn(&str) -> Option<Fit>,
    ) -> Result<()> {
        let head = head(first);
        if head.chars().count() == FIRST {
            let pair = format!("{head} {second}");
            return self.range(PAIR, &pair, left, fit).map(drop);
        }
        let end = after(&format!("{PAIR}{head}"));
        let mut from = format!("{PAIR}{head}");
        for _ in 0..BEGINNINGS {
            if left == 0 {
                break;
            }
            let key: Option<String> = self.conn.maybe(KEYS, (&from, &end), |row| row.get(0))?;
            let Some(beginning) = key
                .as_deref()
                .and_then(|key| key[PAIR.len()..].split(' ').next())
            else {
                break;
            };
            left -= self.range(PAIR, &format!("{beginning} {second}"), left, &fit)?;
            from = after(&format!("{PAIR}{beginning} "));
        }
        Ok(())
    }

    /// When nobody else was found: looks for what differs from the words by one letter too many, too few,
    /// wrong, or by two swapped, in either order of surname and name; the first letter is taken as typed.
    pub(super) fn by_name_with_a_slip(&mut self, asked: &Asked) -> Result<()> {
        let typed: Vec<char> = asked.name.chars().collect();
        let is_a_name =
            words(&asked.name).count() <= WORDS && !typed.iter().any(char::is_ascii_digit);
        if typed.len() < SLIP || !is_a_name || !self.found.is_empty() {
            return Ok(());
        }
        for kind in [SURNAME, NAME] {
            let known = self.known_letters(kind, &typed)?;
            for (at, guess) in slips(&typed, known).enumerate() {
                self.range(kind, &guess, SLIPPED, |_| Some(Fit::Slip(at)))?;
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
    pub(super) fn best(self) -> Result<Vec<PersonHit>> {
        let mut ranked: Vec<(Fit, String, i64)> = self
            .found
            .into_iter()
            .map(|(n, (fit, key))| (fit, key, n))
            .collect();
        ranked.sort_unstable();
        ranked.truncate(self.limit);
        let mut hits = Vec::with_capacity(ranked.len());
        for (.., n) in ranked {
            hits.extend(whole_hit(self.conn, n)?);
        }
        Ok(hits)
    }
}

/// The words, the longest first: what fits a longer one fits its beginnings too, and not the other way.
pub(super) fn longest_first(name: &str) -> Vec<&str> {
    let mut all: Vec<&str> = words(name).collect();
    all.sort_by_key(|word| std::cmp::Reverse(word.len()));
    all
}

/// Whether the words are all of the first words of the key.
fn whole(key: &str, words: &str) -> bool {
    key.strip_prefix(words)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
