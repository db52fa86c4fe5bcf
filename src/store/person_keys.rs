//! What people are found by: one narrow table of keys, in the order in which a search asks for them.
//!
//! A key is a letter that says which kind it is, what is looked for, and, after a tab, surname and name
//! where those are not the key itself: so a search verifies and ranks without touching the rows. Who
//! is typed in is keyed by triggers, with every write and every undo. The people of a long batch are
//! keyed here, many at a time and in order, for each place of the index is then written once and not
//! once for every few people. Nothing sealed is a key.

use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use super::act::Tx;
use super::error::Result;
use super::people::PersonFacts;
use crate::domain::person::phone_digits;
use crate::domain::text::{fold, words};

/// Surname and name, folded.
pub(super) const SURNAME: &str = "s";
/// Name and surname.
pub(super) const NAME: &str = "n";
/// The digits of the phone number.
pub(super) const PHONE: &str = "p";
/// The day of birth, ISO.
pub(super) const BIRTH: &str = "b";
/// A word that is not the first of surname or name.
pub(super) const OTHER: &str = "o";
/// Two words: the first letters of the one that is first by alphabet, and the other one.
pub(super) const PAIR: &str = "w";
/// An occupation wished for, ISCO-08.
pub(super) const WISH: &str = "i";

/// Parts what is looked for from surname and name.
pub(super) const TAB: char = '\t';
/// Letters of the first word in a [`PAIR`].
pub(super) const FIRST: usize = 3;
/// Words of a name that are paired.
const PAIRED: usize = 6;

/// The name under which the triggers ask for the keys of a row.
const FUNCTION: &str = "person_keys";

/// What the keys are made of, as the row has it.
struct Keyed<'r> {
    surname: &'r str,
    name: &'r str,
    born: Option<&'r str>,
    digits: Option<&'r str>,
    wishes: &'r [String],
}

impl Keyed<'_> {
    /// All the keys of a person; some may come twice.
    fn each(&self, mut key: impl FnMut(String)) {
        let (surname, name) = (self.surname, self.name);
        key(format!("{SURNAME}{surname} {name}"));
        key(format!("{NAME}{name} {surname}"));
        if let Some(born) = self.born {
            key(format!("{BIRTH}{born}{TAB}{surname} {name}"));
        }
        if let Some(digits) = self.digits {
            key(format!("{PHONE}{digits}{TAB}{surname} {name}"));
        }
        for other in words(surname).skip(1).chain(words(name).skip(1)) {
            key(format!("{OTHER}{other}{TAB}{surname} {name}"));
        }
        let mut all: Vec<&str> = words(surname).chain(words(name)).take(PAIRED).collect();
        all.sort_unstable();
        for (i, small) in all.iter().enumerate() {
            for large in &all[i + 1..] {
                let head = head(small);
                key(format!("{PAIR}{head} {large}{TAB}{surname} {name}"));
            }
        }
        for wish in self.wishes {
            key(format!("{WISH}{wish}"));
        }
    }
}

/// The letters by which a word comes first in a [`PAIR`].
pub(super) fn head(word: &str) -> &str {
    word.char_indices()
        .nth(FIRST)
        .map_or(word, |(end, _)| &word[..end])
}

/// Lets the triggers of a connection ask for the keys of a row.
pub(super) fn register(conn: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    conn.create_scalar_function(FUNCTION, 5, flags, |row| {
        let (surname, name): (String, String) = (row.get(0)?, row.get(1)?);
        let (born, digits): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
        let wishes: String = row.get(4)?;
        let keyed = Keyed {
            surname: &surname,
            name: &name,
            born: born.as_deref(),
            digits: digits.as_deref(),
            wishes: &serde_json::from_str::<Vec<String>>(&wishes).unwrap_or_default(),
        };
        let mut keys = Vec::new();
        keyed.each(|key| keys.push(key));
        Ok(serde_json::Value::from(keys).to_string())
    })
}

/// Keys that wait to be written in order, with the row's number.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// In order at any time: to sort them all at once would keep the writer for longer than a chunk.
    keys: BTreeSet<(String, i64)>,
    writing: bool,
    /// The first and the last row of the people taken since it was last asked for.
    rows: Option<(i64, i64)>,
}

impl Waiting {
    /// So many wait at most, some 20 MB: the more there are, the fewer pages are written twice.
    const MOST: usize = 300_000;
    /// How many are written between two looks at the clock.
    const AT_ONCE: usize = 64;

    /// Takes the keys of a person of a batch, whose row has just been written.
    pub(super) fn add(&mut self, facts: &PersonFacts, n: i64) {
        let born = facts.birth_on.map(|day| day.to_string());
        let digits = facts.phone.as_deref().and_then(phone_digits);
        let keyed = Keyed {
            surname: &fold(facts.surname.trim()),
            name: &fold(facts.name.trim()),
            born: born.as_deref(),
            digits: digits.as_deref(),
            wishes: &facts.wishes,
        };
        keyed.each(|key| {
            self.keys.insert((key, n));
        });
        self.rows = Some((self.rows.map_or(n, |(first, _)| first), n));
    }

    /// The rows of the people taken since the last time, from the first to the last.
    pub(super) fn rows(&mut self) -> Option<(i64, i64)> {
        self.rows.take()
    }

    /// Whether keys are to be written before more people are read.
    pub(super) fn is_full(&self) -> bool {
        self.writing || self.keys.len() >= Self::MOST
    }

    /// Writes some; whether there are more.
    pub(super) fn write_some(&mut self, conn: &Connection) -> Result<bool> {
        let mut write =
            conn.prepare_cached("INSERT OR IGNORE INTO person_key (key, n) VALUES (?1, ?2)")?;
        for _ in 0..Self::AT_ONCE {
            let Some((key, n)) = self.keys.pop_first() else {
                break;
            };
            write.execute((key, n))?;
        }
        self.writing = !self.keys.is_empty();
        Ok(self.writing)
    }
}

/// Keys the person whose row an act has just written, if it came with a batch.
pub(super) fn key_of_batch(tx: &Tx<'_>, facts: &PersonFacts) {
    if tx.batch().is_some() {
        let n = tx.conn().last_insert_rowid();
        tx.waiting.borrow_mut().add(facts, n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_keyed_by_each_way_to_ask() {
        let keyed = Keyed {
            surname: "el mahdi",
            name: "zahra",
            born: Some("1985-03-12"),
            digits: Some("3991"),
            wishes: &["5120".to_owned()],
        };
        let mut keys = Vec::new();
        keyed.each(|key| keys.push(key));
        assert_eq!(
            keys,
            [
                "sel mahdi zahra",
                "nzahra el mahdi",
                "b1985-03-12\tel mahdi zahra",
                "p3991\tel mahdi zahra",
                "omahdi\tel mahdi zahra",
                "wel mahdi\tel mahdi zahra",
                "wel zahra\tel mahdi zahra",
                "wmah zahra\tel mahdi zahra",
                "i5120",
            ]
        );
    }
}
