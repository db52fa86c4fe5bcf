//! Taking the log back into the file, on a thread of its own: whoever writes does not wait for it.
//!
//! The writer itself does so only when the log has grown to [`AT_MOST`] all the same; most of it has
//! been taken in by then.

use std::path::Path;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, select_biased};
use rusqlite::Connection;
use rustix::fs::Access;

use super::error::{Error, Result};
use super::{open, sums};

/// Pages that the log gathers before they are taken in.
const ENOUGH: i64 = 1_000;
/// Pages of the log at which the writer takes in what is left, so that it begins anew: 64 MiB.
pub(super) const AT_MOST: i64 = 16_000;
/// How far this work stands behind that of people.
const BEHIND: i32 = 10;
/// How long the log is left alone after each look at it.
const PAUSE: Duration = Duration::from_millis(25);

/// Looks at the log after each commit that it is told of, until `closing` is. With `sums` the digests of the
/// pages are kept, and a log that is damaged is told: nothing of it is taken in.
///
/// What else goes wrong here goes wrong for the writer too, which has somebody to tell.
pub(super) fn run(
    path: &Path,
    committed: &Receiver<()>,
    closing: &Receiver<()>,
    sums: Option<&dyn Fn(Error)>,
) {
    // Where all processors are at work, whoever reads or writes goes first. Of this thread alone, on Linux.
    let _ = rustix::process::nice(BEHIND);
    let mut conn = None;
    let mut log = Log::default();
    loop {
        select_biased! {
            recv(closing) -> _ => return,
            recv(committed) -> told => if told.is_err() { return },
        }
        if conn.is_none() {
            conn = open::checkpointer(path).ok();
        }
        if let (Some(conn), Some(damaged)) = (&conn, sums) {
            if let Err(error @ Error::Damaged { .. }) = log.take_in(conn, path, ENOUGH) {
                damaged(error);
            }
        } else if let Some(conn) = &conn
            && waiting(conn).is_ok_and(|pages| pages >= ENOUGH)
        {
            let _ = checkpoint(conn, "PASSIVE");
        }
        if closing.recv_timeout(PAUSE) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

/// The log of an office whose pages have digests.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// Marks how far it may be taken in; opened at the first time.
    marks: Option<Connection>,
    /// How far it went when it was last tried.
    tried: i64,
}

impl Log {
    /// Takes it in once so many pages wait; tried again only after as many more, for somebody may read an old
    /// moment for long, and of a long log only after a quarter more, for it is read from its beginning each time.
    pub(super) fn take_in(&mut self, conn: &Connection, path: &Path, enough: i64) -> Result<()> {
        let (log, taken_in) = sums::in_the_log(conn)?;
        if log < self.tried {
            self.tried = 0;
        }
        let more = enough.max(self.tried / 4).min(enough * 4);
        if log - taken_in.max(0) < enough.max(1) || log < self.tried + more {
            return Ok(());
        }
        self.tried = log;
        if self.marks.is_none() {
            self.marks = Some(open::reader(path, Access::WRITE_OK)?);
        }
        match &self.marks {
            Some(marks) => sums::take_in(conn, marks, path),
            None => Ok(()),
        }
    }
}

/// Pages of the log that have not been taken in.
fn waiting(conn: &Connection) -> rusqlite::Result<i64> {
    let (log, taken_in) = checkpoint(conn, "NOOP")?;
    Ok(log - taken_in)
}

/// Pages in the log, and those of them that have been taken in.
fn checkpoint(conn: &Connection, how: &str) -> rusqlite::Result<(i64, i64)> {
    conn.prepare_cached(&format!("PRAGMA wal_checkpoint({how})"))?
        .query_row([], |row| Ok((row.get(1)?, row.get(2)?)))
}
