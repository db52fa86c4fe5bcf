//! The pool of readers: a few threads, each with its own connection, opened at the first question.
//!
//! A question runs in one read transaction, so all it reads is of one moment. It cannot write.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use rustix::fs::Access;

use super::act::{Query, Reader};
use super::answers::Answers;
use super::error::{Error, Result};
use super::line::Taker;
use super::open;
use super::staff;
use super::writer::words_of;
use crate::domain::ids::StaffId;

/// A question with its answer inside, given a connection or why there is none.
pub(super) type Question = Box<dyn FnOnce(Result<&Connection>) + Send>;

/// For whom the writer makes room.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// How many questions have no answer yet.
    waiting: AtomicUsize,
    /// Somebody was answered since the writer last made room: they are awake, and may have no processor yet.
    answered: AtomicBool,
}

impl Asked {
    pub(super) fn one_more(&self) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
    }

    fn one_less(&self) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        self.answered();
    }

    /// Whoever asked, or acted, has their answer.
    pub(super) fn answered(&self) {
        self.answered.store(true, Ordering::Relaxed);
    }

    /// Called by the writer between two acts or rows: where all processors are at work, a reader that was
    /// woken, or sent away half-way, would wait for its turn, some milliseconds, for an answer that takes a
    /// tenth of one; and so would whoever has been answered, to take it.
    pub(super) fn goes_first(&self) {
        let answered = self.answered.swap(false, Ordering::Relaxed);
        if answered || self.waiting.load(Ordering::Relaxed) > 0 {
            std::thread::yield_now();
        }
    }
}

/// Answers questions until nobody can ask any more.
pub(super) fn run(path: &Path, access: Access, questions: &Taker<Question>, asked: &Asked) {
    let mut conn = None;
    let mut seen = None;
    while let Some(question) = questions.take() {
        // What is only read here may be written from elsewhere, and nobody tells.
        let now = (access == Access::READ_OK).then(|| open::Outside::of(path));
        if seen != now {
            conn = None;
            seen = now;
        }
        if conn.is_none() {
            match open::reader(path, access) {
                Ok(opened) => conn = Some(opened),
                Err(error) => {
                    question(Err(error));
                    asked.one_less();
                    continue;
                }
            }
        }
        if let Some(conn) = &conn {
            question(Ok(conn));
        }
        asked.one_less();
    }
}

/// Runs one query in one read transaction, as somebody of the staff as of now.
pub(super) fn answer<Q: Query>(
    conn: &Connection,
    (path, answers): (&Path, &Answers),
    who: StaffId,
    at: DateTime<Utc>,
    query: &Q,
) -> Result<Q::Out> {
    conn.execute_batch("BEGIN")
        .map_err(|error| Error::from(error).while_open(path))?;
    let answer = catch_unwind(AssertUnwindSafe(|| {
        let current = staff::current(conn, who)?.ok_or(Error::Denied(Q::RIGHT))?;
        if !current.staff.may(Q::RIGHT) {
            return Err(Error::Denied(Q::RIGHT));
        }
        let run = || {
            query.run(&Reader {
                conn,
                staff: &current.staff,
                at,
                answers: Some(answers),
            })
        };
        match query.shared() {
            Some(shared) => answers.share::<Q>(conn, (shared, at), run),
            None => run(),
        }
    }))
    .unwrap_or_else(|panic| Err(Error::Fault(words_of(&*panic))));
    if !conn.is_autocommit() {
        conn.execute_batch("ROLLBACK")?;
    }
    answer.map_err(|error| error.while_open(path))
}
