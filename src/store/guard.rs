//! What stands around the office's file: who may look into its folder, who serves it, and the reserve
//! of disk that is given up when the disk is full.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use chrono::{DateTime, SecondsFormat, Utc};
use rustix::fs::{FallocateFlags, FlockOperation};

use super::error::{Error, Result};
use super::open;

// Who may look --------------------------------------------------------------------------------------

/// Files that stand beside an office `NAME.db`, by what is added to the whole name.
const ADDED: &[&str] = &["", "-wal", "-shm"];
/// The same, by what takes the place of `db`.
pub(super) const BESIDE: &[&str] = &[
    "scratch.db",
    "scratch.db-wal",
    "scratch.db-shm",
    "sums",
    "lock",
    "ballast",
    "backup",
    "host_key",
    "status.sock",
];

/// All files of an office that may be there.
pub(super) fn files_of(office: &Path) -> Vec<PathBuf> {
    let added = ADDED.iter().map(|suffix| open::beside(office, suffix));
    let beside = BESIDE.iter().map(|name| office.with_extension(name));
    added.chain(beside).collect()
}

/// Takes from others what SQLite made beside an office while that was theirs to open too. It gives its own files the
/// mode of the database, and keeps it: the cure of the one would have to be said again for each of the others.
pub(super) fn tighten_the_log(office: &Path) {
    if loose(office).is_some() {
        return;
    }
    for suffix in ["-wal", "-shm"] {
        let path = open::beside(office, suffix);
        if loose(&path).is_some() {
            // What cannot be taken from them is refused with its cure.
            let _ = fs::set_permissions(&path, fs::Permissions::from_mode(0o600));
        }
    }
}

/// Refuses an office that others of the computer could read: a folder that is not its owner's alone, or a
/// file in it.
pub(super) fn private(office: &Path) -> Result<()> {
    match exposed(office).into_iter().next() {
        None => Ok(()),
        Some((path, mode, cure)) => Err(Error::Exposed { path, mode, cure }),
    }
}

/// What of an office others may open: the path, its mode, and the mode that it should have.
pub(super) fn exposed(office: &Path) -> Vec<(PathBuf, u32, u32)> {
    let folder = open::folder_of(office).to_owned();
    let mut all = vec![(folder, 0o700)];
    all.extend(files_of(office).into_iter().map(|file| (file, 0o600)));
    all.into_iter()
        .filter_map(|(path, cure)| loose(&path).map(|mode| (path, mode, cure)))
        .collect()
}

/// Refuses an office of another account, such as one that is opened as root: all its files are one account's.
pub(super) fn own(office: &Path) -> Result<()> {
    let Ok(found) = fs::metadata(office) else {
        return Ok(());
    };
    if found.uid() == rustix::process::geteuid().as_raw() {
        return Ok(());
    }
    Err(Error::OfOthers {
        path: office.to_owned(),
        owner: found.uid(),
    })
}

/// Which file an office is, whatever its name: to tell it from one that is moved to its place while it is in use.
/// The connections go on with the file that they have opened, wherever it is by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Which {
    device: u64,
    number: u64,
}

impl Which {
    /// The file at a path; none when there is none, or nobody can tell.
    pub(super) fn at(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|found| Self {
            device: found.dev(),
            number: found.ino(),
        })
    }

    /// [`Error::Replaced`] when another file is at the path now, or none. What cannot be told is taken for good.
    pub(super) fn still_at(self, path: &Path) -> Result<()> {
        let gone = match fs::metadata(path) {
            Ok(found) => found.dev() != self.device || found.ino() != self.number,
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        };
        if gone {
            return Err(Error::Replaced {
                path: path.to_owned(),
            });
        }
        Ok(())
    }
}

/// Refuses a folder that is not its owner's alone: what is laid there could be taken away or exchanged.
pub(super) fn own_folder(file: &Path) -> Result<()> {
    let path = open::folder_of(file).to_owned();
    match loose(&path) {
        None => Ok(()),
        Some(mode) => Err(Error::Exposed {
            path,
            mode,
            cure: 0o700,
        }),
    }
}

/// The mode of what others may open.
fn loose(path: &Path) -> Option<u32> {
    let mode = fs::metadata(path).ok()?.mode() & 0o7777;
    (mode & 0o077 != 0).then_some(mode)
}

/// The files of an office that do not belong to the account of this process.
pub(super) fn of_others(office: &Path) -> Vec<PathBuf> {
    let own = rustix::process::geteuid().as_raw();
    files_of(office)
        .into_iter()
        .filter(|file| fs::metadata(file).is_ok_and(|found| found.uid() != own))
        .collect()
}

// Who serves ----------------------------------------------------------------------------------------

/// The office is served by this process, until this is dropped: one process for each file.
#[derive(Debug)]
pub struct Serving {
    // The lock goes with the descriptor, also when the process is killed.
    _file: File,
}

impl Serving {
    /// The same as [`Serving::begin`] for an office that is to be opened after it: where there is no such
    /// file no lock is made.
    pub fn of_office(office: &Path, at: DateTime<Utc>) -> Result<Self> {
        open::present(office)?;
        Self::begin(office, at)
    }

    /// Takes the lock beside the office, `NAME.lock`, and writes down who holds it: process, computer, since
    /// when. What an ended process left there is taken over.
    ///
    /// [`Error::InUse`] with who holds it.
    pub fn begin(office: &Path, at: DateTime<Utc>) -> Result<Self> {
        // On a network a lock may bind nobody.
        open::local(office)?;
        let path = office.with_extension("lock");
        let failed = |error: &io::Error| open::not_opened(&path, error);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(|error| failed(&error))?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => {
                return Err(Error::InUse {
                    path: office.to_owned(),
                    by: said_by(&mut file),
                });
            }
            Err(error) => return Err(failed(&error.into())),
        }
        let host = rustix::system::uname()
            .nodename()
            .to_string_lossy()
            .into_owned();
        let since = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let said = format!("{} {host} {since}\n", std::process::id());
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(said.as_bytes()))
            .map_err(|error| failed(&error))?;
        Ok(Self { _file: file })
    }

    /// Who serves the office now, as they wrote it down; nobody when the lock is free.
    pub fn by(office: &Path) -> Option<String> {
        let mut file = File::open(office.with_extension("lock")).ok()?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockShared) {
            Err(rustix::io::Errno::WOULDBLOCK) => Some(said_by(&mut file)),
            _ => None,
        }
    }
}

/// `sportello (process 4242 on HOST since ...)`, of what the lock says.
fn said_by(file: &mut File) -> String {
    let mut said = String::new();
    let _ = file.take(400).read_to_string(&mut said);
    let words: Vec<&str> = said.split_whitespace().collect();
    match words[..] {
        [process, host, since] => format!("sportello (process {process}, {host}, {since})"),
        _ => "sportello".to_owned(),
    }
}

// The reserve ---------------------------------------------------------------------------------------

/// A file beside the office, `NAME.ballast`, that only takes up room: on a full disk not even deleting
/// works, so this is given up first.
#[derive(Debug)]
pub(super) struct Ballast {
    path: PathBuf,
    /// How much it holds when it is made; nothing for a process that only gives it up.
    bytes: Option<u64>,
    /// The disk was full, and has not had room since.
    full: AtomicBool,
    /// How much of the room that there is now was given back by it.
    gave: AtomicU64,
    /// It is to be made as soon as there is room for all of it.
    lacking: AtomicBool,
}

/// Gives up the reserve beside an office that does not open for want of room; whether there was one.
pub(super) fn free_the_reserve(office: &Path) -> bool {
    fs::remove_file(office.with_extension("ballast")).is_ok()
}

/// The room that a disk must have, beyond what the reserve gave back, to count as having room again.
const ROOM: u64 = 16 * 1024 * 1024;

impl Ballast {
    /// Beside an office; made if it has a size and the disk has the room.
    pub(super) fn beside(office: &Path, bytes: Option<u64>) -> Self {
        let ballast = Self {
            path: office.with_extension("ballast"),
            bytes,
            full: AtomicBool::new(false),
            gave: AtomicU64::new(0),
            lacking: AtomicBool::new(bytes.is_some()),
        };
        ballast.make();
        ballast
    }

    /// The disk is full: gives the room back. Whether that is news.
    pub(super) fn give_up(&self) -> bool {
        let held = fs::metadata(&self.path).map_or(0, |file| file.len());
        if fs::remove_file(&self.path).is_ok() {
            self.gave.store(held, Ordering::Relaxed);
        }
        self.lacking.store(self.bytes.is_some(), Ordering::Relaxed);
        !self.full.swap(true, Ordering::Relaxed)
    }

    /// Whether the disk was full and has not had room since.
    pub(super) fn is_given_up(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    /// Looks whether there is room again. It is made anew where there is room for all of it; acts are taken, and
    /// nobody is told that the disk is full, long before that. Whether it has room again since the last look.
    pub(super) fn look(&self) -> bool {
        if self.lacking.load(Ordering::Relaxed) {
            self.make();
        }
        let gave = self.gave.load(Ordering::Relaxed);
        let again = self.is_given_up() && self.free().is_some_and(|free| free >= gave + ROOM);
        if again {
            self.full.store(false, Ordering::Relaxed);
        }
        again
    }

    fn free(&self) -> Option<u64> {
        free_at(open::folder_of(&self.path))
    }

    /// Twice the room: what is made may not fill the disk again.
    fn has_room(&self, bytes: u64) -> bool {
        self.free().is_some_and(|free| free >= 2 * bytes)
    }

    /// Makes it, if it is not there and there is room.
    fn make(&self) {
        let Some(bytes) = self.bytes else {
            return;
        };
        if self.path.exists() {
            return self.lacking.store(false, Ordering::Relaxed);
        }
        if !self.has_room(bytes) {
            return;
        }
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&self.path)
            .and_then(|file| filled(&file, bytes));
        match made {
            Ok(()) => {
                self.gave.store(0, Ordering::Relaxed);
                self.lacking.store(false, Ordering::Relaxed);
            }
            Err(_) => drop(fs::remove_file(&self.path)),
        }
    }
}

fn filled(file: &File, bytes: u64) -> io::Result<()> {
    if rustix::fs::fallocate(file, FallocateFlags::empty(), 0, bytes).is_ok() {
        return Ok(());
    }
    // Not every file system promises room: then it is written.
    let mut file = file;
    io::copy(&mut io::repeat(0xB5).take(bytes), &mut file)?;
    file.sync_all()
}

/// Bytes that this account may still write on the disk of a folder.
pub(super) fn free_at(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}
