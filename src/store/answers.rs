//! Answers that several sessions share: after an act forty screens that show the queue cost one look at it.
//!
//! An answer is kept while nothing moves that it was read from, for the minute in which it was made. It is
//! kept for whoever asks the same; whether they may ask is looked at for each.

use std::any::{Any, TypeId};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::act::Query;
use super::error::Result;
use super::sql::{Raw, Rows};
use super::watch::{BATCH, last_seq};
use crate::domain::ids::PersonId;

/// Answers that are kept at most: as many days of an agenda as people may be looking at, and no more memory
/// than that for somebody who leafs through a year.
const KEPT: usize = 48;

/// The table of people, of whom most change without being in an answer that shows some of them by name.
const PERSON: &str = "person";

/// Acts after which all is forgotten, rather than looking through what each of them moved.
const FAR: i64 = 1_000;

/// What makes another question of a kind the same one, and what its answer is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// What is asked, the moment apart.
    pub asked: String,
    /// Every table that the answer is read from: it is old when one of them moves.
    pub reads: &'static [&'static str],
}

/// One kind of question, and what it asks.
type Key = (TypeId, String);

/// An answer that is kept; whoever asks the same while it is being made waits for it.
type Slot = Arc<Mutex<Option<Box<dyn Any + Send>>>>;

/// The answers that are kept.
#[derive(Default)]
pub(super) struct Answers(Mutex<Kept>);

/// An answer with its place.
struct Answer {
    slot: Slot,
    reads: &'static [&'static str],
    /// Whose records alone it was read from, where it says: none while it is being made.
    people: Option<BTreeSet<PersonId>>,
    /// When it was last asked for, counted in questions.
    used: u64,
}

/// What the acts between two places in the journal moved.
#[derive(Default)]
struct Moved {
    tables: BTreeSet<String>,
    people: BTreeSet<PersonId>,
}

impl Moved {
    fn between(conn: &Connection, seq: i64, upto: i64) -> Result<Self> {
        let mut moved = Self::default();
        // Of people, whose record; of all else the table is enough.
        let rows = conn.all(
            "SELECT DISTINCT w.text, iif(w.text = ?3, t.id, NULL) FROM touched t JOIN word w ON w.n = t.tbl
             WHERE t.seq > ?1 AND t.seq <= ?2",
            (seq, upto, PERSON),
            |row| Ok((row.get(0)?, row.get::<_, Option<Raw>>(1)?)),
        )?;
        for (table, person) in rows {
            moved.tables.insert(table);
            moved.people.extend(person.map(|row| PersonId(row.0)));
        }
        Ok(moved)
    }

    /// Whether an answer is not as old as that.
    fn leaves(&self, answer: &Answer) -> bool {
        let others = |people: &BTreeSet<PersonId>| people.is_disjoint(&self.people);
        let stands = |table: &&str| {
            !self.tables.contains(*table)
                || (*table == PERSON && answer.people.as_ref().is_some_and(others))
        };
        // A batch that is published shows rows of any table, which moved before.
        !self.tables.contains(BATCH) && answer.reads.iter().all(stands)
    }
}

/// What is kept is of one place in the journal and one minute.
#[derive(Default)]
struct Kept {
    seq: i64,
    minute: i64,
    questions: u64,
    answers: HashMap<Key, Answer>,
}

impl Answers {
    /// The answer to a question at the place in the journal that the transaction of `conn` sees.
    pub(super) fn share<Q: Query>(
        &self,
        conn: &Connection,
        (shared, at): (Shared, DateTime<Utc>),
        run: impl FnOnce() -> Result<Q::Out>,
    ) -> Result<Q::Out> {
        // A damaged journal does not say what moved; what else can be read still is.
        let Ok(seq) = last_seq(conn) else {
            return run();
        };
        let minute = at.timestamp().div_euclid(60);
        let key = (TypeId::of::<Q>(), shared.asked);
        let slot = {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.seq > seq || kept.minute > minute {
                // Somebody has seen more already: this one began before.
                drop(kept);
                return run();
            }
            if kept.follow(conn, seq, minute).is_err() {
                drop(kept);
                return run();
            }
            kept.slot(&key, shared.reads)
        };
        let mut answer = slot.lock().unwrap_or_else(PoisonError::into_inner);
        let known = answer
            .as_ref()
            .and_then(|kept| kept.downcast_ref::<Q::Out>());
        if let Some(known) = known.and_then(Q::copy) {
            return Ok(known);
        }
        let made = run()?;
        *answer = Q::copy(&made).map(|copy| Box::new(copy) as Box<dyn Any + Send>);
        if let Some(people) = Q::shows(&made) {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // Gone when anybody's record moved meanwhile; if it is not, it is as good as when it was made.
            let still = kept.answers.get_mut(&key);
            if let Some(still) = still.filter(|still| Arc::ptr_eq(&still.slot, &slot)) {
                still.people = Some(people);
            }
        }
        Ok(made)
    }
}

impl Kept {
    /// Goes on to a later place and minute: what was read from something that moved since is forgotten.
    fn follow(&mut self, conn: &Connection, seq: i64, minute: i64) -> Result<()> {
        if minute > self.minute || seq - self.seq > FAR {
            self.answers.clear();
        }
        if seq > self.seq && !self.answers.is_empty() {
            let moved = Moved::between(conn, self.seq, seq)?;
            self.answers.retain(|_, answer| moved.leaves(answer));
        }
        (self.seq, self.minute) = (seq, minute);
        Ok(())
    }

    /// Where an answer stands, or will. For a new one that has been asked for least lately makes room: whoever
    /// leafs through a year takes nothing from those who look at today.
    fn slot(&mut self, key: &Key, reads: &'static [&'static str]) -> Slot {
        self.questions += 1;
        if self.answers.len() >= KEPT && !self.answers.contains_key(key) {
            let oldest = self.answers.iter().min_by_key(|(_, answer)| answer.used);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                self.answers.remove(&oldest);
            }
        }
        let answer = self.answers.entry(key.clone()).or_insert_with(|| Answer {
            slot: Slot::default(),
            reads,
            people: None,
            used: 0,
        });
        answer.used = self.questions;
        Arc::clone(&answer.slot)
    }
}

impl std::fmt::Debug for Answers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answers").finish_non_exhaustive()
    }
}
