//! Taking the log back into the file, on a thread of its own: whoever writes does not wait for it.
//!
//! A log is begun anew only when all of it is in the file and nobody reads it. While many write there is
//! always something new in it, so once it has grown long the writer itself takes in the last few pages,
//! right after the thread has taken in the others.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, select_biased};
use rusqlite::Connection;
use rustix::fs::Access;

use super::error::{Error, Result};
use super::sums::Settling;
use super::threads::{Place, stand};
use super::{open, sums};

/// Pages that the log gathers before they are taken in, which costs four waits for the disk however few they are.
const ENOUGH: i64 = 4_000;
/// Pages of the log from which it is to begin anew: 64 MiB.
pub(super) const LONG: i64 = 16_000;
/// Pages that the writer takes in itself, of a long log: some milliseconds.
const LAST: i64 = 500;
/// Pages of the log at which the writer does so whatever is left: the thread does not keep up.
const AT_MOST: i64 = 2 * LONG;
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
    sums: Option<(&Shared, &dyn Fn(Error))>,
) {
    // Where all processors are at work, whoever reads or writes goes first.
    stand(Place::Last);
    let mut conn = None;
    loop {
        select_biased! {
            recv(closing) -> _ => return,
            recv(committed) -> told => if told.is_err() { return },
        }
        if conn.is_none() {
            conn = open::checkpointer(path).ok();
        }
        if let (Some(conn), Some((log, damaged))) = (&conn, sums) {
            match log.take_in(conn, path) {
                // So little is left in the end that the writer finishes it between two groups of acts.
                Ok(Length::Long) => continue,
                Err(error @ Error::Damaged { .. }) => damaged(error),
                Ok(Length::Short) | Err(_) => {}
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

/// Whether a log is to begin anew.
#[derive(Debug, Clone, Copy)]
enum Length {
    Short,
    Long,
}

/// The log of an office whose pages have digests, as its thread and the writer know it.
#[derive(Debug, Clone, Default)]
pub(super) struct Shared(Arc<Mutex<Log>>);

impl Shared {
    /// What the thread does at each look: a long log is taken in to the last pages.
    fn take_in(&self, conn: &Connection, path: &Path) -> Result<Length> {
        let (pages, _) = sums::in_the_log(conn)?;
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages < LONG || log.is_read {
            log.take_in(conn, path, (ENOUGH, Settling::Now))?;
            return Ok(Length::Short);
        }
        log.take_in(conn, path, (LAST / 2, Settling::NextTime))?;
        Ok(Length::Long)
    }

    /// What the writer does between two groups of acts: nothing, unless the log is long and hardly anything is
    /// left of it, or too long whatever is left.
    pub(super) fn finish(&self, conn: &Connection, path: &Path) -> Result<()> {
        let (pages, taken_in) = sums::in_the_log(conn)?;
        if pages < LONG {
            Ok(())
        } else if pages - taken_in.max(0) <= LAST {
            match self.0.try_lock() {
                Ok(mut log) => log.finish(conn, path, (pages, LAST)),
                Err(_) => Ok(()),
            }
        } else if pages >= AT_MOST {
            let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            log.finish(conn, path, (pages, LONG))
        } else {
            Ok(())
        }
    }

    /// Takes in all there is.
    pub(super) fn take_all(&self, conn: &Connection, path: &Path) -> Result<()> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.tried = 0;
        log.take_in(conn, path, (1, Settling::Now))
    }
}

/// The log of an office whose pages have digests.
#[derive(Debug, Default)]
struct Log {
    /// Marks how far it may be taken in; opened at the first time.
    marks: Option<Connection>,
    /// What has been read of it.
    read: sums::Log,
    /// How far it went when it was last tried, and when the writer last did.
    tried: i64,
    finished: i64,
    /// Whether somebody read an older moment of it then.
    is_read: bool,
}

impl Log {
    /// Takes it in once so many pages wait; tried again only after as many more, for somebody may read an old
    /// moment for long.
    fn take_in(
        &mut self,
        conn: &Connection,
        path: &Path,
        (enough, settling): (i64, Settling),
    ) -> Result<()> {
        let (log, taken_in) = sums::in_the_log(conn)?;
        if log < self.tried {
            (self.tried, self.finished) = (0, 0);
        }
        if log - taken_in.max(0) < enough || log < self.tried + enough {
            return Ok(());
        }
        self.tried = log;
        if self.marks.is_none() {
            self.marks = Some(open::reader(path, Access::WRITE_OK)?);
        }
        if let Some(marks) = &self.marks {
            sums::take_in(conn, marks, (&mut self.read, settling), path)?;
        }
        let (_, taken_in) = sums::in_the_log(conn)?;
        self.is_read = taken_in < log;
        Ok(())
    }

    /// Takes in what is left of so many pages; tried again only after so many more, for a log that somebody reads
    /// is not begun anew.
    fn finish(&mut self, conn: &Connection, path: &Path, (pages, more): (i64, i64)) -> Result<()> {
        if self.finished <= pages && pages < self.finished + more {
            return Ok(());
        }
        self.finished = pages;
        self.tried = 0;
        self.take_in(conn, path, (1, Settling::Now))
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
