//! The pool of readers: a few threads, each with its own connection, opened at the first question.
//!
//! A question runs in one read transaction, so all it reads is of one moment. It cannot write.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use chrono::{DateTime, Utc};
use crossbeam_channel::Receiver;
use rusqlite::Connection;
use rustix::fs::Access;

use super::act::{Query, Reader};
use super::error::{Error, Result};
use super::open;
use super::staff;
use super::writer::words_of;
use crate::domain::ids::StaffId;

/// A question with its answer inside, given a connection or why there is none.
pub(super) type Question = Box<dyn FnOnce(Result<&Connection>) + Send>;

/// Answers questions until nobody can ask any more.
pub(super) fn run(path: &Path, access: Access, questions: &Receiver<Question>) {
    let mut conn = None;
    for question in questions {
        if conn.is_none() {
            match open::reader(path, access) {
                Ok(opened) => conn = Some(opened),
                Err(error) => {
                    question(Err(error));
                    continue;
                }
            }
        }
        if let Some(conn) = &conn {
            question(Ok(conn));
        }
    }
}

/// Runs one query in one read transaction, as somebody of the staff as of now.
pub(super) fn answer<Q: Query>(
    conn: &Connection,
    path: &Path,
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
        query.run(&Reader {
            conn,
            staff: &current.staff,
            at,
        })
    }))
    .unwrap_or_else(|panic| Err(Error::Fault(words_of(&*panic))));
    if !conn.is_autocommit() {
        conn.execute_batch("ROLLBACK")?;
    }
    answer.map_err(|error| error.while_open(path))
}
