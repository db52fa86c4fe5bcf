//! Digests of the pages of the office's file, kept beside it in `NAME.sums`.
//!
//! SQLite has no checksums in its pages: most single flipped bits give wrong data without a word. Here
//! every page has one. In WAL mode the file itself is only ever written when the log is taken into it, so
//! that is the one moment at which digests change; each page that was written is digested once, on a thread
//! that stands behind those of people. SQLite never does so by itself here: see [`super::checkpoint`] for
//! when, and this for how.
//!
//! 1. Its reader marks the place in the log up to which it may be taken in; other processes are kept from
//!    doing the same meanwhile by a lock on the folder.
//! 2. What was written to the log since the last time is read and held against SQLite's own checksums of it,
//!    so that a bit flipped there is not carried into the file; the digest of each page is that of what was
//!    really written.
//! 3. The digests are on the disk before the first page is. Until the next time a page may be either what
//!    it was or what it becomes, for a process can be killed in between.
//! 4. SQLite takes the log in.
//!
//! A page without a digest is not known: it is taken as it stands when the file is first seen, or sealed.
//! What writes to the file by another way (another program, a copy laid over it) breaks the digests, and
//! is meant to. This module never opens the file while a connection of this process has it open: to close
//! it again would drop SQLite's locks.

mod digests;
mod held;
mod log;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rustix::fs::FlockOperation;

use super::error::{Error, Result};
use super::open;
use digests::{Found, Sums, path_of};
pub(super) use held::{Rounds, first_seen, hold, hold_copy, log_holds};
pub(super) use log::Log;

/// How many frames stand in the log of a connection, and how many of them the file has already.
pub(super) fn in_the_log(conn: &Connection) -> Result<(i64, i64)> {
    let mut asked = conn.prepare_cached("PRAGMA wal_checkpoint(NOOP)")?;
    Ok(asked.query_row([], |row| Ok((row.get(1)?, row.get(2)?)))?)
}

/// The folder's own lock: among all processes, one at a time takes a log in, or holds the file against its
/// digests. It does not touch SQLite's locks.
fn folder(office: &Path, how: FlockOperation) -> Option<File> {
    let folder = File::open(open::folder_of(office)).ok()?;
    rustix::fs::flock(&folder, how).ok()?;
    Some(folder)
}

/// How exactly the digests are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settling {
    /// Each page may only be what it is.
    Now,
    /// It may still be what it was: the next time follows at once.
    NextTime,
}

/// Takes the log into the file, as far as nobody reads an older moment, and keeps the digests. Does nothing
/// when another process is at it.
///
/// [`Error::Damaged`] when the log does not hold against its checksums: nothing of it is taken in then.
pub(super) fn take_in(
    conn: &Connection,
    marks: &Connection,
    (log, settling): (&mut Log, Settling),
    office: &Path,
) -> Result<()> {
    let Some(_alone) = folder(office, FlockOperation::NonBlockingLockExclusive) else {
        return Ok(());
    };
    marks.execute_batch("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1")?;
    let done = noted(conn, log, office).and_then(|noted| {
        let Some(noted) = noted else { return Ok(()) };
        conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        settled(conn, (log, settling), office, noted)
    });
    marks.execute_batch("ROLLBACK")?;
    done
}

/// What the file will be, as it was written down, and the frames of the log that this takes.
struct Noted {
    /// None when a full disk takes no digests.
    sums: Option<Sums>,
    frames: u32,
}

/// Writes down what the file will be; nothing when the log may not be taken in.
fn noted(conn: &Connection, log: &mut Log, office: &Path) -> Result<Option<Noted>> {
    let (before, taken) = in_the_log(conn)?;
    if before <= taken {
        return Ok(None);
    }
    log.read_on(office)
        .map_err(|error| open::not_opened(office, &error))?;
    let (after, _) = in_the_log(conn)?;
    if after < before {
        // Another process has begun the log anew: then there is hardly anything in it.
        return Ok(None);
    }
    if i64::from(log.frames) < before {
        return Err(Error::Damaged {
            path: PathBuf::new(),
            detail: format!("the log holds up to frame {} of {before}", log.frames),
        });
    }
    let mut sums = match Sums::of(office) {
        Found::Sums(sums) if sums.page == log.page => sums,
        _ => Sums::none(office, log.page),
    };
    sums.take(&log.pages, log.size);
    let frames = log.frames;
    if sums.write(office).is_ok() {
        let sums = Some(sums);
        return Ok(Some(Noted { sums, frames }));
    }
    // A full disk: better no digests than old ones, and the log must not grow for ever.
    forget(office);
    let gone = !path_of(office).exists();
    Ok(gone.then_some(Noted { sums: None, frames }))
}

/// All that was noted is in the file: now each page can only be what it is, but for those that are in the log again.
fn settled(
    conn: &Connection,
    (log, settling): (&mut Log, Settling),
    office: &Path,
    noted: Noted,
) -> Result<()> {
    let (_, taken) = in_the_log(conn)?;
    if taken < i64::from(noted.frames) {
        return Ok(());
    }
    log.settled();
    if let (Some(mut sums), Settling::Now) = (noted.sums, settling) {
        // Of a page that somebody has written again meanwhile SQLite leaves out the frame that was noted, though
        // it counts it as taken in: such a page still is what it was.
        if log.read_on(office).is_err() {
            return Ok(());
        }
        sums.until_then
            .retain(|page, _| log.pages.contains_key(page));
        // What stands there is still true, if less exact.
        let _ = sums.write(office);
    }
    Ok(())
}

/// Begins the digests of a file that has just been made: its pages come into it through the log.
pub(super) fn begin(office: &Path) {
    // Without them the doctor begins them.
    let _ = Sums::none(office, 4096).write(office);
}

/// No digests are kept of a file that is to stand alone.
pub(super) fn forget(office: &Path) {
    let _ = fs::remove_file(path_of(office));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An act of another process, or of the writer, between the look at the log and the moment at which SQLite
    /// takes it in.
    #[test]
    fn a_page_that_is_written_again_while_the_log_is_taken_in_is_no_damage() {
        let folder = tempfile::tempdir().expect("a folder");
        let office = folder.path().join("office.db");
        let [writer, marks, taker] = [(); 3].map(|()| {
            let conn = Connection::open(&office).expect("a file");
            conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0")
                .expect("a log");
            conn
        });
        writer
            .execute_batch("CREATE TABLE t (n INTEGER PRIMARY KEY, words TEXT); CREATE TABLE u (n)")
            .expect("tables");
        let mut log = Log::default();
        for round in 0..4 {
            writer
                .execute_batch("INSERT INTO t (words) VALUES ('one'); INSERT INTO u VALUES (1)")
                .expect("rows");
            let begun = "BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1";
            marks.execute_batch(begun).expect("a mark");
            let noted = noted(&taker, &mut log, &office).expect("a log that holds");
            if round % 2 == 0 {
                writer
                    .execute_batch("INSERT INTO t (words) VALUES ('two')")
                    .expect("a row");
            }
            taker
                .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
                .expect("taken in");
            let noted = noted.expect("something to take in");
            settled(&taker, (&mut log, Settling::Now), &office, noted).expect("settled");
            marks.execute_batch("ROLLBACK").expect("the end");
            let held = hold(&office, false).expect("a file");
            assert_eq!(held.bad, [0; 0], "round {round}");
            // What stays in doubt is only what was written again.
            let Found::Sums(sums) = Sums::of(&office) else {
                panic!("digests")
            };
            assert_eq!(sums.until_then.is_empty(), round % 2 == 1, "round {round}");
            assert!(!sums.until_then.contains_key(&3), "round {round}");
        }
    }
}
