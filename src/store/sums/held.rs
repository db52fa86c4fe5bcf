//! Holding a file against its digests: whole while nobody has it open, a few pages at a time while it is at
//! work, or a copy of one of its moments.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rustix::fs::FlockOperation;

use super::super::error::{Error, Result};
use super::super::open;
use super::digests::{Found, Page, Sums, filled, sum};
use super::log::Log;
use super::{folder, in_the_log};

/// What came of holding a file against its digests.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::store) struct Held {
    /// How many pages were known.
    pub(in crate::store) known: u32,
    /// How many had no digest, and have one now.
    pub(in crate::store) taken: u32,
    /// Pages that are not what was written.
    pub(in crate::store) bad: Vec<u32>,
    /// The digests themselves are not what was written.
    pub(in crate::store) broken: bool,
}

/// Up to this size a file that has no digests yet gets them when it is opened.
const AT_ONCE: u64 = 16 * 1024 * 1024;

/// A file seen for the first time is taken as it stands, unless it is large: then the doctor does it, or
/// the first backup. Only before a connection of this process has it open.
pub(in crate::store) fn first_seen(office: &Path) {
    let small = fs::metadata(office).is_ok_and(|file| file.len() <= AT_ONCE);
    if small && matches!(Sums::of(office), Found::None) {
        // A disk that cannot be written keeps none.
        let _ = hold(office, false);
    }
}

/// Reads the whole file and holds each page against its digest; a page that has none is taken as it stands,
/// and with `seal` every page. Only before a connection of this process has it open.
pub(in crate::store) fn hold(office: &Path, seal: bool) -> Result<Held> {
    let failed = |error: io::Error| open::not_opened(office, &error);
    let _alone = folder(office, FlockOperation::LockExclusive);
    let mut file = File::open(office).map_err(failed)?;
    let page = page_size(&mut file).map_err(failed)?;
    let mut held = Held::default();
    let mut sums = match Sums::of(office) {
        Found::Sums(sums) if !seal && sums.page == page => sums,
        Found::Broken if !seal => {
            held.broken = true;
            return Ok(held);
        }
        _ => Sums::none(office, page),
    };
    let mut from = io::BufReader::with_capacity(256 * 1024, file);
    let mut content = vec![0; page as usize];
    let mut number = 0;
    while filled(&mut from, &mut content).map_err(failed)? {
        number += 1;
        let found = sum(number, &content);
        match sums.knows(number, found) {
            Page::Good => held.known += 1,
            Page::Bad => held.bad.push(number),
            Page::NotKnown => {
                held.taken += 1;
                sums.set(number, found);
                sums.until_then.remove(&number);
            }
        }
    }
    // Pages that are only in the log are not missing; those that were there once are.
    for gone in number + 1..=sums.pages.len() as u32 {
        let still_to_come = sums
            .until_then
            .get(&gone)
            .is_some_and(|others| others.contains(&0));
        if !still_to_come && sums.pages[gone as usize - 1] != 0 {
            held.bad.push(gone);
        }
    }
    if held.taken > 0 && held.bad.is_empty() {
        // A disk that cannot be written keeps none.
        let _ = sums.write(office);
    }
    Ok(held)
}

/// The size of a page, of the file's head; the usual one for a head that says none.
fn page_size(file: &mut File) -> io::Result<u32> {
    use io::Seek as _;
    let mut head = [0; 18];
    let whole = filled(file, &mut head)?;
    file.rewind()?;
    Ok(match u32::from(head[16]) << 8 | u32::from(head[17]) {
        1 => 65_536,
        size @ 512..=32_768 if whole && size.is_power_of_two() => size,
        _ => 4096,
    })
}

/// Whether the log holds against its own checksums as far as the connection knows it.
pub(in crate::store) fn log_holds(conn: &Connection, office: &Path) -> Result<bool> {
    // It may be begun anew while it is read: what it was is in the file then, and it is read again.
    for _ in 0..5 {
        let (before, _) = in_the_log(conn)?;
        let log = Log::of(office).map_err(|error| open::not_opened(office, &error))?;
        if i64::from(log.frames) >= before {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Pages that one look at a file at work takes: of an office of a hundred megabytes all are seen in minutes.
const AT_A_LOOK: u32 = 64;

/// Goes through a file while it is at work, a few pages at a time.
///
/// It keeps the file open for as long as the office is, and may be the only one in the process that does so
/// beside SQLite: begun before the first connection, dropped after the last.
#[derive(Debug)]
pub(in crate::store) struct Rounds {
    file: File,
    next: u32,
}

impl Rounds {
    pub(in crate::store) fn begin(office: &Path) -> Option<Self> {
        let file = File::open(office).ok()?;
        Some(Self { file, next: 1 })
    }

    /// Looks at the next pages; [`Error::Damaged`] when one is not what was written.
    pub(in crate::store) fn go_on(&mut self, office: &Path) -> Result<()> {
        use std::os::unix::fs::FileExt as _;
        let Some(_alone) = folder(office, FlockOperation::NonBlockingLockExclusive) else {
            return Ok(());
        };
        let Found::Sums(sums) = Sums::of(office) else {
            return Ok(());
        };
        let mut content = vec![0; sums.page as usize];
        for _ in 0..AT_A_LOOK {
            let at = u64::from(self.next - 1) * u64::from(sums.page);
            if self.file.read_exact_at(&mut content, at).is_err() {
                // The end; a page that cannot be read is met by whoever needs it.
                self.next = 1;
                break;
            }
            if sums.knows(self.next, sum(self.next, &content)) == Page::Bad {
                return Err(changed(self.next));
            }
            self.next += 1;
        }
        Ok(())
    }
}

fn changed(page: u32) -> Error {
    Error::Damaged {
        path: PathBuf::new(),
        detail: format!("page {page} is not what was written"),
    }
}

/// Holds a copy of one moment, which a connection of this process still keeps, against the digests of the
/// file and of the log; pages that had none get theirs. The first page of a copy is never the same.
pub(in crate::store) fn hold_copy(office: &Path, copy: &Path) -> Result<()> {
    let failed = |error: io::Error| open::not_opened(copy, &error);
    let _alone = folder(office, FlockOperation::LockExclusive);
    let Found::Sums(mut sums) = Sums::of(office) else {
        return Ok(());
    };
    let log = Log::of(office).map_err(|error| open::not_opened(office, &error))?;
    let mut file = File::open(copy).map_err(failed)?;
    if page_size(&mut file).map_err(failed)? != sums.page {
        return Ok(());
    }
    let mut from = io::BufReader::with_capacity(256 * 1024, file);
    let mut content = vec![0; sums.page as usize];
    let (mut number, mut taken) = (0, false);
    while filled(&mut from, &mut content).map_err(failed)? {
        number += 1;
        let found = sum(number, &content);
        let logged = log.pages.get(&number);
        if number == 1 || logged.is_some_and(|sums| sums.contains(&found)) {
            continue;
        }
        match sums.knows(number, found) {
            Page::Good => {}
            Page::Bad => return Err(changed(number)),
            Page::NotKnown if logged.is_none() => {
                sums.set(number, found);
                taken = true;
            }
            Page::NotKnown => {}
        }
    }
    if taken {
        // Without them the doctor takes them.
        let _ = sums.write(office);
    }
    Ok(())
}
