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
use super::sql::Rows;
use super::watch::{BATCH, last_seq};

/// Answers that are kept at most: as many days of an agenda as people may be looking at, and no more memory
/// than that for somebody who leafs through a year.
const KEPT: usize = 48;

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
    /// When it was last asked for, counted in questions.
    used: u64,
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
            kept.slot((TypeId::of::<Q>(), shared.asked), shared.reads)
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
            let moved: BTreeSet<String> = conn
                .all(
                    "SELECT DISTINCT w.text FROM touched t JOIN word w ON w.n = t.tbl
                     WHERE t.seq > ?1 AND t.seq <= ?2",
                    [self.seq, seq],
                    |row| row.get(0),
                )?
                .into_iter()
                .collect();
            let stands = |reads: &[&str]| !reads.iter().any(|table| moved.contains(*table));
            // A batch that is published shows rows of any table, which moved before.
            let published = moved.contains(BATCH);
            self.answers
                .retain(|_, answer| !published && stands(answer.reads));
        }
        (self.seq, self.minute) = (seq, minute);
        Ok(())
    }

    /// Where an answer stands, or will. For a new one that has been asked for least lately makes room: whoever
    /// leafs through a year takes nothing from those who look at today.
    fn slot(&mut self, key: Key, reads: &'static [&'static str]) -> Slot {
        self.questions += 1;
        if self.answers.len() >= KEPT && !self.answers.contains_key(&key) {
            let oldest = self.answers.iter().min_by_key(|(_, answer)| answer.used);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                self.answers.remove(&oldest);
            }
        }
        let answer = self.answers.entry(key).or_insert_with(|| Answer {
            slot: Slot::default(),
            reads,
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
