//! Backups: one file that holds the office as it stood at one moment and that verifies itself.
//!
//! ```text
//! the database, page by page     an ordinary SQLite file: programs of SQLite read it as it is
//! the label, JSON                when it was made, up to which place in the journal, by which version
//! its length                     4 bytes, big-endian
//! SHA-256 of all of the above    32 bytes
//! "sportello copy 1"             16 bytes
//! ```
//!
//! A single flipped bit anywhere is noticed: in the database, the label or the length by the digest, in
//! the digest by itself, in the last word because it is then no backup at all.
//!
//! The copy is made of one read transaction held from beginning to end, in small steps. In WAL mode a
//! reader keeps nobody from writing, and because the moment is held the copy never begins anew,
//! however much is written meanwhile. It carries pages, not rows: a copy made by `VACUUM INTO` reads
//! every row and sorts every index again, which hides the very damage that a backup is to notice.
//! Nothing is ever rotated or deleted here but the file that the caller named and said to replace.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use rustix::fs::{Access, Advice, FlockOperation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::act::{Act, Tx};
use super::error::{Error, Result};
use super::open;
use super::sql::{Ms, Rows};
use super::watch::last_seq;
use super::{Store, guard, staff, sums};
use crate::domain::ids::ActId;
use crate::domain::staff::{Right, Staff};

/// The last word of a backup.
const WORD: &[u8; 16] = b"sportello copy 1";
/// What follows the label: its length, the digest, the word.
const TAIL: u64 = 4 + 32 + 16;
/// A label is a few hundred bytes; what claims to be longer is none.
const LABEL_MAX: u32 = 64 * 1024;
/// Pages copied in one step: a quarter of a megabyte.
const STEP: i32 = 64;
/// How long the disk and the processor are left to others between two steps.
const PAUSE: Duration = Duration::from_millis(1);
/// After so many steps what was written is brought to the disk, so that the last sync is short: a long
/// one would hold up those of the people at work.
const SYNC_EVERY: u32 = 32;
/// Bytes read at once.
const PIECE: usize = 256 * 1024;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The moment that it holds, in UTC.
    pub at: DateTime<Utc>,
    /// The last place in the journal that it holds.
    pub seq: i64,
    /// The version of its schema.
    pub schema: i64,
    /// The version of the program that made it.
    pub program: String,
    /// The name of the first office.
    pub office: String,
    /// The bytes of the database in it.
    pub bytes: u64,
}

/// A backup that has been made and verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What it says of itself.
    pub label: Label,
    /// SHA-256 of the database and the label, in hexadecimal.
    pub digest: String,
    /// The size of the file, in bytes.
    pub size: u64,
}

/// Writes down that a backup was made: where it is kept is the office's own affair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteBackup {
    /// The last place in the journal that it holds.
    pub upto: i64,
    /// The size of the file, in bytes.
    pub size: u64,
    /// SHA-256, in hexadecimal.
    pub digest: String,
}

impl Act for NoteBackup {
    type Out = ();
    const NAME: &'static str = "office.backup";
    const RIGHT: Right = Right::OfficeManage;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.subject("office", tx.staff().office);
        Ok(())
    }
}

/// A file beside the office, `NAME.backup`, that says where the newest backup is: for the day on which the office
/// itself can no longer be asked.
fn place(office: &Path) -> PathBuf {
    office.with_extension("backup")
}

/// Notes where a backup is. One that cannot be noted is a backup all the same.
fn remember(office: &Path, file: &Path, label: &Label) {
    let Ok(file) = fs::canonicalize(file) else {
        return;
    };
    let said = serde_json::json!({ "file": file, "at": label.at });
    let _ = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(place(office))
        .and_then(|mut note| note.write_all(said.to_string().as_bytes()));
}

/// The newest backup of an office that was made here and is still where it was made, and the moment that it
/// holds. Whether it is whole is for [`verified`] to say.
pub fn newest(office: &Path) -> Option<(PathBuf, DateTime<Utc>)> {
    #[derive(Deserialize)]
    struct Note {
        file: PathBuf,
        at: DateTime<Utc>,
    }
    let note: Note = serde_json::from_slice(&fs::read(place(office)).ok()?).ok()?;
    note.file.is_file().then_some((note.file, note.at))
}

/// When the journal last says that a backup was made.
pub(super) fn last(conn: &Connection) -> Result<Option<DateTime<Utc>>> {
    conn.maybe(
        "SELECT a.at FROM act a WHERE a.name = (SELECT n FROM word WHERE text = ?1)
         ORDER BY a.seq DESC LIMIT 1",
        [NoteBackup::NAME],
        |row| Ok(row.get::<_, Ms>(0)?.0),
    )
}

impl Store {
    /// Makes a backup of the office under the name of `pending`, readable by its owner alone, verifies it, and journals
    /// that it was made. Waits; everybody else goes on working. `progress` is told the pages copied
    /// and how many there are.
    ///
    /// Needs [`Right::OfficeManage`]. [`Error::Exposed`] for a folder that others may open;
    /// [`Error::Exists`] where a file already is, unless `replace`, which exchanges it whole, and always where
    /// something is that is no plain file; [`Error::Damaged`] for an office that is known to be damaged, or turns out to be.
    /// [`Error::Closed`] once it was called off. A failure leaves nothing behind, and no backup is ever made of a damaged office.
    pub fn backup(
        &self,
        who: &Staff,
        (id, at): (ActId, DateTime<Utc>),
        (pending, replace): (&Pending, bool),
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Made> {
        let file = pending.target.as_path();
        if let Some(damaged) = self.stopped() {
            return Err(damaged);
        }
        if self.0.jobs.is_none() {
            return Err(Error::ReadOnly);
        }
        let source = open::reader(self.path(), Access::WRITE_OK)?;
        let may =
            staff::current(&source, who.id)?.is_some_and(|now| now.staff.may(NoteBackup::RIGHT));
        if !may {
            return Err(Error::Denied(NoteBackup::RIGHT));
        }
        vacant(self.path(), file, replace)?;
        if !source.value::<bool>("SELECT coalesce(min(practice), 0) FROM office", [])? {
            guard::own_folder(file)?;
        }
        let partial = Partial::begun(pending)?;
        let made = self.copied(&source, at, &partial, progress);
        // Whatever became of a copy that was taken away meanwhile.
        let made = if pending.is_off() {
            Err(Error::Closed)
        } else {
            made
        }?;
        partial.named()?;
        let note = NoteBackup {
            upto: made.label.seq,
            size: made.size,
            digest: made.digest.clone(),
        };
        self.act_now(who, id, at, note)?;
        remember(self.path(), file, &made.label);
        Ok(made)
    }

    fn copied(
        &self,
        source: &Connection,
        at: DateTime<Utc>,
        partial: &Partial<'_>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Made> {
        let about = |error: Error| error.about_file(self.path());
        // The moment is held from here on.
        source.execute_batch("BEGIN")?;
        let label = label(source, at).map_err(about)?;
        pages(source, partial, progress).map_err(about)?;
        let held = sums::hold_copy(self.path(), &partial.path).and_then(|()| whole(&partial.path));
        if let Err(damaged) = held {
            let damaged = damaged.about_file(self.path());
            // A copy that is gone says nothing of the office.
            if matches!(damaged, Error::Damaged { .. }) {
                self.stop(&damaged);
            }
            return Err(damaged);
        }
        source.execute_batch("ROLLBACK")?;
        let bytes = fs::metadata(&partial.path)
            .map_err(|e| open::not_opened(&partial.path, &e))?
            .len();
        let label = Label { bytes, ..label };
        let (digest, size) =
            sealed(partial, &label).map_err(|e| open::not_opened(&partial.path, &e))?;
        // Read again from the disk itself: what was only in memory is no backup.
        if verified(&partial.path)? != label {
            return Err(Error::Disk("the copy reads back differently".to_owned()));
        }
        Ok(Made {
            label,
            digest,
            size,
        })
    }
}

/// A backup on its way to its name, which another thread may call off at any moment.
#[derive(Debug)]
pub struct Pending {
    target: PathBuf,
    stands: Mutex<Stands>,
}

/// How far a backup has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Nothing is written.
    Unwritten,
    /// Some of it stands beside its name.
    Begun,
    /// It is whole and has its name.
    Named,
    /// Nothing may be written any more.
    CalledOff,
}

impl Pending {
    /// A backup that will be called `target`.
    pub fn at(target: &Path) -> Self {
        Self {
            target: target.to_owned(),
            stands: Mutex::new(Stands::Unwritten),
        }
    }

    /// Calls it off: what is half written is gone when this returns, and nothing is written after it. Whether
    /// there is no backup; one that already has its name stays.
    pub fn call_off(&self) -> bool {
        let mut stands = self.stands();
        match *stands {
            Stands::Named => return false,
            // What stands there may be another's, who is still writing it.
            Stands::Unwritten | Stands::CalledOff => (),
            Stands::Begun => drop(fs::remove_file(self.unfinished())),
        }
        *stands = Stands::CalledOff;
        true
    }

    fn is_off(&self) -> bool {
        *self.stands() == Stands::CalledOff
    }

    /// Where it stands until it is whole and takes its name.
    fn unfinished(&self) -> PathBuf {
        open::beside(&self.target, ".partial")
    }

    fn stands(&self) -> MutexGuard<'_, Stands> {
        self.stands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Refuses a file that is there, unless it is to be replaced; the office's own files always, and whatever is no
/// plain file.
fn vacant(office: &Path, file: &Path, replace: bool) -> Result<()> {
    let Ok(there) = fs::metadata(file) else {
        return Ok(());
    };
    let own = ["", "-wal", "-shm"]
        .iter()
        .filter_map(|suffix| fs::metadata(open::beside(office, suffix)).ok())
        .any(|own| (own.dev(), own.ino()) == (there.dev(), there.ino()));
    if own || !replace || !there.is_file() {
        return Err(Error::Exists {
            path: file.to_owned(),
        });
    }
    Ok(())
}

/// The file of a backup that is not whole; gone when it is dropped.
struct Partial<'a> {
    pending: &'a Pending,
    path: PathBuf,
    file: File,
}

impl<'a> Partial<'a> {
    /// Made anew, readable by its owner alone; what a killed process left there is cleared away.
    fn begun(pending: &'a Pending) -> Result<Self> {
        let mut stands = pending.stands();
        if *stands == Stands::CalledOff {
            return Err(Error::Closed);
        }
        let path = pending.unfinished();
        let failed = |error: &io::Error| open::not_opened(&path, error);
        if let Ok(left) = File::open(&path) {
            // Whoever is still writing it holds it.
            if rustix::fs::flock(&left, FlockOperation::NonBlockingLockExclusive).is_err() {
                return Err(Error::Exists { path });
            }
            fs::remove_file(&path).map_err(|error| failed(&error))?;
        }
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(|error| failed(&error))?;
        *stands = Stands::Begun;
        drop(stands);
        let partial = Self {
            pending,
            path,
            file,
        };
        rustix::fs::flock(&partial.file, FlockOperation::NonBlockingLockExclusive)
            .map_err(|error| open::not_opened(&partial.path, &error.into()))?;
        Ok(partial)
    }

    /// Gives it its name, so that it outlasts a power cut.
    fn named(self) -> Result<()> {
        let target = &self.pending.target;
        let mut stands = self.pending.stands();
        if *stands == Stands::CalledOff {
            return Err(Error::Closed);
        }
        fs::rename(&self.path, target).map_err(|error| open::not_opened(target, &error))?;
        *stands = Stands::Named;
        drop(stands);
        open::sync_folder(target);
        Ok(())
    }
}

impl Drop for Partial<'_> {
    fn drop(&mut self) {
        let mut stands = self.pending.stands();
        if *stands == Stands::Begun {
            let _ = fs::remove_file(&self.path);
            *stands = Stands::Unwritten;
        }
    }
}

/// What the source says of itself now; the read transaction begins with it.
fn label(source: &Connection, at: DateTime<Utc>) -> Result<Label> {
    Ok(Label {
        at,
        seq: last_seq(source)?,
        schema: source.value("PRAGMA user_version", [])?,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        office: source.value("SELECT name FROM office ORDER BY n LIMIT 1", [])?,
        bytes: 0,
    })
}

/// Copies all pages of the source's moment.
fn pages(
    source: &Connection,
    partial: &Partial<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<()> {
    // Never made anew: what was called off stays away.
    let mut copy = Connection::open_with_flags(
        &partial.path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    // Nothing of the copy counts before its name is given: no journal, no syncs of SQLite's own.
    copy.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
    let backup = Backup::new(source, &mut copy)?;
    let mut steps = 0_u32;
    loop {
        let step = backup.step(STEP)?;
        let pages = backup.progress();
        let (all, left) = (pages.pagecount.max(0) as u64, pages.remaining.max(0) as u64);
        progress(all.saturating_sub(left), all);
        match step {
            StepResult::Done => break,
            StepResult::More => std::thread::sleep(PAUSE),
            // The copy is nobody else's, and a reader of a log is never kept out: asked again all the same.
            _ => std::thread::sleep(PAUSE * 5),
        }
        steps += 1;
        if steps.is_multiple_of(SYNC_EVERY) {
            let synced = partial.file.sync_data();
            synced.map_err(|error| open::not_opened(&partial.path, &error))?;
        }
    }
    Ok(())
}

/// The whole copy, checked by SQLite: pages, indexes, foreign keys.
pub(super) fn whole(copy: &Path) -> Result<()> {
    let conn = open::immutable(copy)?;
    let said: String = conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return Err(Error::Damaged {
            path: PathBuf::new(),
            detail: said,
        });
    }
    let loose: Option<String> = conn.maybe("PRAGMA foreign_key_check", [], |row| row.get(0))?;
    match loose {
        None => Ok(()),
        Some(table) => Err(Error::Damaged {
            path: PathBuf::new(),
            detail: format!("a row of {table} points nowhere"),
        }),
    }
}

/// Writes the label and the digest after the database; the digest and the size of the file.
fn sealed(partial: &Partial<'_>, label: &Label) -> io::Result<(String, u64)> {
    let mut file = &partial.file;
    let text = serde_json::to_vec(label)?;
    file.seek(SeekFrom::End(0))?;
    file.write_all(&text)?;
    file.write_all(&(text.len() as u32).to_be_bytes())?;
    let size = file.stream_position()?;
    file.seek(SeekFrom::Start(0))?;
    let digest = digest_of(&mut file.take(size), &mut |_| Ok(()))?;
    file.seek(SeekFrom::Start(size))?;
    file.write_all(&digest)?;
    file.write_all(WORD)?;
    file.sync_all()?;
    // Only a hint, so that it is read back from the disk.
    let _ = rustix::fs::fadvise(&partial.file, 0, None, Advice::DontNeed);
    Ok((hexadecimal(&digest), size + 32 + 16))
}

/// SHA-256 of all that is read; each piece is also handed on.
pub(super) fn digest_of(
    from: &mut dyn Read,
    also: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<[u8; 32]> {
    let mut digest = Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        match from.read(&mut piece) {
            Ok(0) => return Ok(digest.finalize().into()),
            Ok(read) => {
                digest.update(&piece[..read]);
                also(&piece[..read])?;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('?');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// Reads a backup whole and holds it against its digest.
///
/// [`Error::NotABackup`] for a file that is none, or that is no longer what was written.
pub fn verified(file: &Path) -> Result<Label> {
    verified_while(file, &mut |_| Ok(()))
}

/// The same; each piece of the database and its label is also handed on, before it is known to be good.
pub(super) fn verified_while(
    file: &Path,
    also: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> Result<Label> {
    let failed = |error: io::Error| open::not_opened(file, &error);
    let not = |detail: &str| Error::NotABackup {
        path: file.to_owned(),
        detail: detail.to_owned(),
    };
    let mut from = File::open(file).map_err(failed)?;
    let size = from.metadata().map_err(failed)?.len();
    let tail = tail_of(&mut from, size).map_err(failed)?;
    let Some((length, digest)) = tail else {
        return Err(not("it does not end as a backup ends"));
    };
    let labelled = size - TAIL;
    let Some(bytes) = labelled.checked_sub(length) else {
        return Err(not("its label is longer than the file"));
    };
    from.seek(SeekFrom::Start(0)).map_err(failed)?;
    let found = digest_of(&mut (&from).take(labelled + 4), also).map_err(failed)?;
    if found != digest {
        return Err(not("its digest does not hold"));
    }
    from.seek(SeekFrom::Start(bytes)).map_err(failed)?;
    let label: Label =
        serde_json::from_reader((&from).take(length)).map_err(|error| not(&error.to_string()))?;
    if label.bytes == bytes {
        Ok(label)
    } else {
        Err(not("its label is of another size"))
    }
}

/// The label's length and the digest; nothing when the last word is not there.
fn tail_of(from: &mut File, size: u64) -> io::Result<Option<(u64, [u8; 32])>> {
    let Some(at) = size.checked_sub(TAIL) else {
        return Ok(None);
    };
    from.seek(SeekFrom::Start(at))?;
    let mut tail = [0; TAIL as usize];
    from.read_exact(&mut tail)?;
    let (length, rest) = tail.split_at(4);
    let (digest, word) = rest.split_at(32);
    let length = length
        .iter()
        .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
    if word != WORD || length > LABEL_MAX {
        return Ok(None);
    }
    let mut own = [0; 32];
    own.copy_from_slice(digest);
    Ok(Some((u64::from(length), own)))
}
