//! Digests of the pages of the office's file, kept beside it in `NAME.sums`.
//!
//! SQLite has no checksums in its pages: most single flipped bits give wrong data without a word. Here
//! every page has one. In WAL mode the file itself is only ever written when the log is taken into it, so
//! that is the one moment at which digests change, and acts pay nothing for them. SQLite never does so by
//! itself here: see [`super::checkpoint`] for when, and this for how.
//!
//! 1. Its reader marks the place in the log up to which it may be taken in; other processes are kept from
//!    doing the same meanwhile by a lock on the folder.
//! 2. The log is read and held against SQLite's own checksums of it, so that a bit flipped there is not
//!    carried into the file; the digest of each page is that of what was really written.
//! 3. The digests are on the disk before the first page is. Until the next time a page may be either what
//!    it was or what it becomes, for a process can be killed in between.
//! 4. SQLite takes the log in.
//!
//! A page without a digest is not known: it is taken as it stands when the file is first seen, or sealed.
//! What writes to the file by another way (another program, a copy laid over it) breaks the digests, and
//! is meant to. This module never opens the file while a connection of this process has it open: to close
//! it again would drop SQLite's locks.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rustix::fs::FlockOperation;
use sha2::{Digest, Sha256};

use super::error::{Error, Result};
use super::open;

const WORD: &[u8; 16] = b"sportello sums 1";

/// The first eight bytes of SHA-256 of a page's number and content; nought is "not known".
type Sum = u64;

fn sum(page: u32, content: &[u8]) -> Sum {
    let digest = Sha256::new()
        .chain_update(page.to_le_bytes())
        .chain_update(content)
        .finalize();
    first_eight(&digest).max(1)
}

fn first_eight(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .take(8)
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// The digests of one file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sums {
    /// The file that they are of: a copy is another.
    file: u64,
    /// The size of a page.
    page: u32,
    /// By page, the first one first: what it is once all that was begun is done.
    pages: Vec<Sum>,
    /// What else a page may be until then; "not known" among them is anything.
    until_then: BTreeMap<u32, Vec<Sum>>,
}

/// What stands in the file of digests.
enum Found {
    /// Nothing yet, or the digests of another file.
    None,
    /// Something that is not what was written.
    Broken,
    Sums(Sums),
}

/// What is known of a page's content.
#[derive(Debug, PartialEq, Eq)]
enum Page {
    Good,
    Bad,
    NotKnown,
}

fn path_of(office: &Path) -> PathBuf {
    office.with_extension("sums")
}

impl Sums {
    fn of(office: &Path) -> Found {
        let Ok(file) = fs::metadata(office) else {
            return Found::None;
        };
        let bytes = match fs::read(path_of(office)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Found::None,
            Err(_) => return Found::Broken,
        };
        match Self::decoded(&bytes) {
            None => Found::Broken,
            Some(sums) if sums.file != file.ino() => Found::None,
            Some(sums) => Found::Sums(sums),
        }
    }

    fn decoded(bytes: &[u8]) -> Option<Self> {
        let (body, digest) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
        if Sha256::digest(body).as_slice() != digest {
            return None;
        }
        let mut rest = body.strip_prefix(WORD)?;
        let mut number = move || {
            let (first, others) = rest.split_at_checked(8)?;
            rest = others;
            Some(first_eight(first))
        };
        let (file, page, count) = (number()?, number()?, number()?);
        let pages = (0..count).map(|_| number()).collect::<Option<_>>()?;
        let mut until_then: BTreeMap<u32, Vec<Sum>> = BTreeMap::new();
        while let Some(at) = number() {
            until_then
                .entry(u32::try_from(at).ok()?)
                .or_default()
                .push(number()?);
        }
        Some(Self {
            file,
            page: u32::try_from(page).ok()?,
            pages,
            until_then,
        })
    }

    fn encoded(&self) -> Vec<u8> {
        let mut bytes = WORD.to_vec();
        let mut put = |number: u64| bytes.extend_from_slice(&number.to_be_bytes());
        put(self.file);
        put(u64::from(self.page));
        put(self.pages.len() as u64);
        self.pages.iter().copied().for_each(&mut put);
        for (page, sums) in &self.until_then {
            for sum in sums {
                put(u64::from(*page));
                put(*sum);
            }
        }
        let digest = Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest);
        bytes
    }

    /// On the disk, all or nothing.
    fn write(&self, office: &Path) -> io::Result<()> {
        use io::Write as _;
        let path = path_of(office);
        let new = open::beside(&path, ".new");
        let _ = fs::remove_file(&new);
        let written = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&new)
            .and_then(|mut file| {
                file.write_all(&self.encoded())?;
                file.sync_all()
            })
            .and_then(|()| fs::rename(&new, &path));
        if written.is_err() {
            let _ = fs::remove_file(&new);
        }
        written?;
        open::sync_folder(&path);
        Ok(())
    }

    fn knows(&self, page: u32, sum: Sum) -> Page {
        let own = self.pages.get(page as usize - 1).copied().unwrap_or(0);
        let others = self.until_then.get(&page).map_or(&[][..], Vec::as_slice);
        if own == sum || others.contains(&sum) {
            Page::Good
        } else if own == 0 {
            Page::NotKnown
        } else if others.contains(&0) {
            // A new page, or one first seen in the log, that is on its way into the file.
            Page::Good
        } else {
            Page::Bad
        }
    }

    fn set(&mut self, page: u32, sum: Sum) {
        let at = page as usize - 1;
        if self.pages.len() <= at {
            self.pages.resize(at + 1, 0);
        }
        self.pages[at] = sum;
    }

    /// What the file is once the log is taken in; until then a page may also be all that it was.
    fn take(&mut self, log: &Log) {
        let mut before = std::mem::take(&mut self.until_then);
        for (page, sums) in &log.pages {
            let Some((last, earlier)) = sums.split_last() else {
                continue;
            };
            let was = self.pages.get(*page as usize - 1).copied().unwrap_or(0);
            let mut others = before.remove(page).unwrap_or_default();
            others.push(was);
            others.extend(earlier);
            others.sort_unstable();
            others.dedup();
            self.until_then.insert(*page, others);
            self.set(*page, *last);
        }
        self.pages.resize(log.size as usize, 0);
    }
}

/// What stands in the log, as far as its own checksums hold.
#[derive(Debug, Default)]
struct Log {
    /// Whole frames up to the last commit.
    frames: u32,
    /// Pages of the file after that commit.
    size: u32,
    page: u32,
    /// The digests of each page, in the order in which it was written.
    pages: BTreeMap<u32, Vec<Sum>>,
}

/// Frames that are read before others have their turn: a twentieth of a millisecond.
const AT_A_TIME: u32 = 16;
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;

impl Log {
    fn of(office: &Path) -> io::Result<Self> {
        let file = match File::open(open::beside(office, "-wal")) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error),
        };
        Self::read(&mut io::BufReader::with_capacity(256 * 1024, file))
    }

    fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut head = [0; LOG_HEAD];
        if !filled(from, &mut head)? {
            return Ok(Self::default());
        }
        let magic = word(&head, 0);
        if magic & !1 != 0x377f_0682 {
            return Ok(Self::default());
        }
        let check = |sums, bytes: &[u8]| checked(sums, bytes, magic & 1 == 1);
        let mut sums = check((0, 0), &head[..24]);
        if sums != (word(&head, 24), word(&head, 28)) {
            return Ok(Self::default());
        }
        let page = word(&head, 8);
        let mut log = Self {
            page,
            ..Self::default()
        };
        let mut frame = vec![0; FRAME_HEAD + page as usize];
        let mut waiting: Vec<(u32, Sum)> = Vec::new();
        let mut frames = 0;
        while filled(from, &mut frame)? {
            let (top, content) = frame.split_at(FRAME_HEAD);
            sums = check(check(sums, &top[..8]), content);
            let whole = top[8..16] == head[16..24] && sums == (word(top, 16), word(top, 20));
            let number = word(top, 0);
            if !whole || number == 0 {
                break;
            }
            frames += 1;
            if frames % AT_A_TIME == 0 {
                // Whoever works at a desk goes first.
                std::thread::yield_now();
            }
            waiting.push((number, sum(number, content)));
            let size = word(top, 4);
            if size > 0 {
                log.frames = frames;
                log.size = size;
                for (number, sum) in waiting.drain(..) {
                    log.pages.entry(number).or_default().push(sum);
                }
            }
        }
        Ok(log)
    }
}

/// Whether there was enough to fill it.
fn filled(from: &mut impl Read, piece: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(piece) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4]
        .iter()
        .fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

/// SQLite's checksum of its log, gone on with: over pairs of words, in the order of bytes that the log has.
fn checked((mut first, mut second): (u32, u32), bytes: &[u8], big: bool) -> (u32, u32) {
    let read = if big {
        u32::from_be_bytes
    } else {
        u32::from_le_bytes
    };
    for [one, two] in bytes.as_chunks::<4>().0.as_chunks::<2>().0 {
        first = first.wrapping_add(read(*one)).wrapping_add(second);
        second = second.wrapping_add(read(*two)).wrapping_add(first);
    }
    (first, second)
}

// Taking the log in ---------------------------------------------------------------------------------

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

/// Takes the log into the file, as far as nobody reads an older moment, and keeps the digests. Does nothing
/// when another process is at it.
///
/// [`Error::Damaged`] when the log does not hold against its checksums: nothing of it is taken in then.
pub(super) fn take_in(conn: &Connection, marks: &Connection, office: &Path) -> Result<()> {
    let Some(_alone) = folder(office, FlockOperation::NonBlockingLockExclusive) else {
        return Ok(());
    };
    marks.execute_batch("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1")?;
    let done = noted(conn, office).and_then(|noted| {
        let Some(noted) = noted else { return Ok(()) };
        conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        settled(conn, office, noted)
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
fn noted(conn: &Connection, office: &Path) -> Result<Option<Noted>> {
    let (before, taken) = in_the_log(conn)?;
    if before <= taken {
        return Ok(None);
    }
    let log = Log::of(office).map_err(|error| open::not_opened(office, &error))?;
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
    sums.take(&log);
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

/// All that was noted is in the file: now each page can only be what it is.
fn settled(conn: &Connection, office: &Path, noted: Noted) -> Result<()> {
    let (_, taken) = in_the_log(conn)?;
    if let Some(mut sums) = noted.sums
        && taken >= i64::from(noted.frames)
    {
        sums.until_then.clear();
        // What stands there is still true, if less exact.
        let _ = sums.write(office);
    }
    Ok(())
}

impl Sums {
    /// For a file of which nothing is known.
    fn none(office: &Path, page: u32) -> Self {
        Self {
            file: fs::metadata(office).map_or(0, |file| file.ino()),
            page,
            ..Self::default()
        }
    }
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

// Holding the file against them ---------------------------------------------------------------------

/// What came of holding a file against its digests.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Held {
    /// How many pages were known.
    pub(super) known: u32,
    /// How many had no digest, and have one now.
    pub(super) taken: u32,
    /// Pages that are not what was written.
    pub(super) bad: Vec<u32>,
    /// The digests themselves are not what was written.
    pub(super) broken: bool,
}

/// Up to this size a file that has no digests yet gets them when it is opened.
const AT_ONCE: u64 = 16 * 1024 * 1024;

/// A file seen for the first time is taken as it stands, unless it is large: then the doctor does it, or
/// the first backup. Only before a connection of this process has it open.
pub(super) fn first_seen(office: &Path) {
    let small = fs::metadata(office).is_ok_and(|file| file.len() <= AT_ONCE);
    if small && matches!(Sums::of(office), Found::None) {
        // A disk that cannot be written keeps none.
        let _ = hold(office, false);
    }
}

/// Reads the whole file and holds each page against its digest; a page that has none is taken as it stands,
/// and with `seal` every page. Only before a connection of this process has it open.
pub(super) fn hold(office: &Path, seal: bool) -> Result<Held> {
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
pub(super) fn log_holds(conn: &Connection, office: &Path) -> Result<bool> {
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
pub(super) struct Rounds {
    file: File,
    next: u32,
}

impl Rounds {
    pub(super) fn begin(office: &Path) -> Option<Self> {
        let file = File::open(office).ok()?;
        Some(Self { file, next: 1 })
    }

    /// Looks at the next pages; [`Error::Damaged`] when one is not what was written.
    pub(super) fn go_on(&mut self, office: &Path) -> Result<()> {
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
pub(super) fn hold_copy(office: &Path, copy: &Path) -> Result<()> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sums() -> Sums {
        Sums {
            file: 7,
            page: 4096,
            pages: vec![11, 0, 33],
            until_then: BTreeMap::from([(3, vec![30, 31]), (2, vec![0])]),
        }
    }

    #[test]
    fn what_is_written_is_read_and_no_bit_of_it_is_lost() {
        let bytes = sums().encoded();
        assert_eq!(Sums::decoded(&bytes), Some(sums()));
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 16;
            assert_eq!(Sums::decoded(&flipped), None, "byte {at}");
        }
    }

    #[test]
    fn a_page_is_what_it_was_or_what_it_becomes() {
        let mut sums = sums();
        assert_eq!(sums.knows(1, 11), Page::Good);
        assert_eq!(sums.knows(1, 12), Page::Bad);
        assert_eq!(sums.knows(2, 12), Page::NotKnown);
        assert_eq!(sums.knows(3, 31), Page::Good);
        assert_eq!(sums.knows(4, 1), Page::NotKnown);
        let log = Log {
            size: 4,
            page: 4096,
            pages: BTreeMap::from([(1, vec![12, 13]), (4, vec![44])]),
            ..Log::default()
        };
        sums.take(&log);
        for known in [11, 12, 13] {
            assert_eq!(sums.knows(1, known), Page::Good);
        }
        assert_eq!(sums.knows(1, 14), Page::Bad);
        assert_eq!(sums.knows(3, 31), Page::Bad, "that is over");
        assert_eq!(sums.knows(4, 44), Page::Good);
    }
}
