//! Bringing a backup back: the office's file is exchanged whole, or not at all.
//!
//! The backup is verified before anything is touched and once more while it is copied. The copy has no
//! name until it is complete, where the file system can do that, so that a process killed half-way
//! leaves nothing of anybody's data behind; then it takes the office's name in one step. The office that was there
//! is kept under a dated name. Drafts are not carried: they belong to the office that was.
//!
//! No connection of SQLite is open here while the office's own file is: closing a descriptor would
//! drop the locks of the process.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rustix::fs::{AtFlags, CWD, FlockOperation, Mode, OFlags};

use super::backup::{Label, verified, verified_while, whole};
use super::error::{Error, Result};
use super::guard::{self, Serving};
use super::open;

/// What belongs to one file of an office and to no other, by what takes the place of `db`.
const BESIDE: &[&str] = &["scratch.db", "scratch.db-wal", "scratch.db-shm", "sums"];

/// An office that was brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the backup says of itself.
    pub label: Label,
    /// Where the office is kept that was there before.
    pub aside: Option<PathBuf>,
}

/// Brings the backup `file` back as the office `target`, in a folder that is there. Waits.
///
/// [`Error::NotABackup`] for a file that is none or is not what was written; [`Error::NewerSchema`];
/// [`Error::Exists`] where an office is and `replace` was not said; [`Error::InUse`] while any process has it
/// open. What fails changes nothing. An older schema is brought up to date when the office is opened.
pub fn restore(
    file: &Path,
    (target, replace): (&Path, bool),
    at: DateTime<Utc>,
) -> Result<Restored> {
    let label = verified(file)?;
    open::known_schema(file, label.schema)?;
    whole(file).map_err(|error| error.about_file(file))?;
    open::local(target)?;
    // Before anything of it is written.
    if !open::is_practice(file)? {
        guard::own(target)?;
        guard::own_folder(target)?;
    }
    let there = target.symlink_metadata().is_ok();
    if there && !replace {
        return Err(Error::Exists {
            path: target.to_owned(),
        });
    }
    // Nobody begins to serve it meanwhile.
    let _serving = Serving::begin(target, at)?;
    let held = if there { Some(alone(target)?) } else { None };
    let new = New::beside(target)?;
    let copied = new.filled(file).map_err(|error| match error {
        Fault::Store(error) => error,
        Fault::Disk(error) => open::not_opened(target, &error),
    })?;
    if copied != label {
        return Err(Error::NotABackup {
            path: file.to_owned(),
            detail: "it changed while it was read".to_owned(),
        });
    }
    let aside = if there {
        Some(keep(target, at)?)
    } else {
        forget_logs(target);
        None
    };
    new.takes(target)
        .map_err(|error| open::not_opened(target, &error))?;
    // The drafts of the office that was go where it went.
    for own in BESIDE {
        let name = target.with_extension(own);
        let _ = match &aside {
            Some(aside) => fs::rename(&name, aside.with_extension(own)),
            None => fs::remove_file(&name),
        };
    }
    open::sync_folder(target);
    drop(held);
    Ok(Restored { label, aside })
}

/// The office's file, locked whole; refused while another process has any part of it.
///
/// What a process that was killed left in the log is taken in first, so that the old office is one
/// file again. A log that cannot be taken in stays beside it.
fn alone(target: &Path) -> Result<File> {
    drop(locked(target)?);
    // A damaged office is put aside as it is.
    let _ = open::take_in_the_log(target);
    locked(target)
}

fn locked(target: &Path) -> Result<File> {
    let failed = |error: &io::Error| open::not_opened(target, error);
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(target)
        .map_err(|error| failed(&error))?;
    match rustix::fs::fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(file),
        Err(rustix::io::Errno::AGAIN | rustix::io::Errno::ACCESS) => Err(Error::InUse {
            path: target.to_owned(),
            by: open::users_of(target),
        }),
        Err(error) => Err(failed(&error.into())),
    }
}

/// Gives the old office a second name, with its log if one is left; its first goes on until the new one
/// takes it.
fn keep(target: &Path, at: DateTime<Utc>) -> Result<PathBuf> {
    let stamp = at.format("%Y%m%d-%H%M%S");
    let aside = (0..100)
        .map(|n| match n {
            0 => target.with_extension(format!("before-{stamp}.db")),
            n => target.with_extension(format!("before-{stamp}-{n}.db")),
        })
        .find(|name| name.symlink_metadata().is_err())
        .ok_or_else(|| Error::Exists {
            path: target.with_extension(format!("before-{stamp}.db")),
        })?;
    fs::hard_link(target, &aside).map_err(|error| open::not_opened(&aside, &error))?;
    let _ = fs::set_permissions(&aside, fs::Permissions::from_mode(0o600));
    let log = open::beside(target, "-wal");
    if log.exists() {
        let kept = open::beside(&aside, "-wal");
        fs::rename(&log, &kept).map_err(|error| open::not_opened(&kept, &error))?;
    }
    forget_logs(target);
    Ok(aside)
}

/// A log of another office would be read into the new one.
fn forget_logs(target: &Path) {
    for suffix in ["-wal", "-shm"] {
        let _ = fs::remove_file(open::beside(target, suffix));
    }
}

enum Fault {
    Store(Error),
    Disk(io::Error),
}

/// The office to be, without a name where the file system can do that.
struct New {
    file: File,
    /// Where it stands until it takes the office's name.
    path: PathBuf,
    nameless: bool,
}

impl New {
    fn beside(target: &Path) -> Result<Self> {
        let path = open::beside(target, ".restoring");
        let failed = |error: io::Error| open::not_opened(&path, &error);
        // What a killed process left; the lock of serving keeps two from being here at once.
        let _ = fs::remove_file(&path);
        let mode = Mode::RUSR | Mode::WUSR;
        let made = rustix::fs::open(
            open::folder_of(target),
            OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC,
            mode,
        );
        if let Ok(made) = made {
            return Ok(Self {
                file: File::from(made),
                path,
                nameless: true,
            });
        }
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(failed)?;
        Ok(Self {
            file,
            path,
            nameless: false,
        })
    }

    /// Copies the database out of a backup, without its label, and brings it to the disk.
    fn filled(&self, backup: &Path) -> std::result::Result<Label, Fault> {
        let mut to = &self.file;
        let mut failed = None;
        let label = verified_while(backup, &mut |piece| {
            to.write_all(piece).inspect_err(|error| {
                failed = Some(io::Error::from(error.kind()));
            })
        });
        let label = match (label, failed) {
            (_, Some(error)) => return Err(Fault::Disk(error)),
            (label, None) => label.map_err(Fault::Store)?,
        };
        self.file.set_len(label.bytes).map_err(Fault::Disk)?;
        self.file.sync_all().map_err(Fault::Disk)?;
        Ok(label)
    }

    /// Takes the office's name, in one step.
    fn takes(mut self, target: &Path) -> io::Result<()> {
        if self.nameless {
            let own = format!("/proc/self/fd/{}", rustix_number(&self.file));
            rustix::fs::linkat(CWD, own, CWD, &self.path, AtFlags::SYMLINK_FOLLOW)?;
            self.nameless = false;
        }
        fs::rename(&self.path, target)?;
        self.nameless = true;
        Ok(())
    }
}

/// The number of a descriptor, as `/proc` names it.
fn rustix_number(file: &File) -> i32 {
    use std::os::fd::AsRawFd;
    file.as_fd().as_raw_fd()
}

impl Drop for New {
    fn drop(&mut self) {
        if !self.nameless {
            let _ = fs::remove_file(&self.path);
        }
    }
}
