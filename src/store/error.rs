//! What can go wrong. Cloneable: one failed COMMIT answers a whole batch.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rusqlite::ffi;

use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;

/// The store's answer when an act or a query did not succeed. Nothing has changed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The member of staff lacks the right.
    #[error("not allowed: needs {0:?}")]
    Denied(Right),
    /// A rule of the work says no; `detail` holds what the sentence names (a time, a name, a cap).
    #[error("refused: {rule:?} {detail}")]
    Refused {
        /// The rule.
        rule: Refusal,
        /// What the sentence names; may be empty.
        detail: String,
    },
    /// Somebody else changed the same row meanwhile.
    #[error("changed meanwhile: {entity} {id} by {by}")]
    Conflict {
        /// Table.
        entity: &'static str,
        /// Row.
        id: String,
        /// The display name of who changed it.
        by: String,
    },
    /// The row is not there.
    #[error("not found: {entity} {id}")]
    NotFound {
        /// Table.
        entity: &'static str,
        /// Row.
        id: String,
    },
    /// A field holds what the act cannot take.
    #[error("invalid {field}: {reason}")]
    Invalid {
        /// The field.
        field: &'static str,
        /// Why, for the log; screens check fields before they act.
        reason: String,
    },
    /// A constraint of the database says no (`UNIQUE constraint failed: staff.login`); acts turn it
    /// into the rule it stands for, see [`Error::refused_as`].
    #[error("constraint: {0}")]
    Constraint(String),
    /// Another process holds the database; says who where it can be known.
    #[error("the database is in use by {0}")]
    Busy(String),
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The file cannot be written (read-only disk or permissions).
    #[error("the database cannot be written")]
    ReadOnly,
    /// Who looks at a person's data, or takes them out of the office, is owed a row that the disk does not take
    /// now: so nothing is shown.
    #[error("who looks cannot be written down")]
    Unlogged,
    /// The disk refuses to read or write for another reason than being full: a fault of the device,
    /// a quota, a limit on the size of files.
    #[error("the disk does not answer as it should: {0}")]
    Disk(String),
    /// The file is damaged.
    #[error("{path}: the database is damaged: {detail}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// Another file has taken the place of the office while it was in use, or it was taken away: what would be
    /// written now, nobody would find.
    #[error("{path}: the file was replaced while it was in use")]
    Replaced {
        /// The file.
        path: PathBuf,
    },
    /// The file is not an office.
    #[error("{path}: not an office of sportello: {detail}")]
    NotAnOffice {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// The file was written by a newer version.
    #[error("{path}: schema {found}, this program knows up to {known}")]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// The schema of the file.
        found: i64,
        /// The newest schema known here.
        known: i64,
    },
    /// The file is on a network file system, where WAL is not safe.
    #[error("{path}: on a network file system ({kind})")]
    NetworkFileSystem {
        /// The file.
        path: PathBuf,
        /// The kind of file system.
        kind: String,
    },
    /// There is no file at that path; `sportello init` makes an office, `sportello demo` one for practice.
    #[error("{path}: there is no such file")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A new office was to be made where a file already is.
    #[error("{path}: a file is already there")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The folder cannot be written, and SQLite keeps its log beside the file.
    #[error("{folder}: the folder cannot be written")]
    FolderReadOnly {
        /// The folder.
        folder: PathBuf,
    },
    /// The file cannot be opened at all.
    #[error("{path}: {detail}")]
    Open {
        /// The file.
        path: PathBuf,
        /// The system's words.
        detail: String,
    },
    /// Another process has the office open, or serves it.
    #[error("{path}: in use by {by}")]
    InUse {
        /// The file.
        path: PathBuf,
        /// Who, as far as it is known.
        by: String,
    },
    /// A file is no backup, or no longer the one that was written.
    #[error("{path}: not a sound backup: {detail}")]
    NotABackup {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// Other accounts of the computer could open the office's folder or one of its files.
    #[error("{path}: its mode is {mode:o}, it must be {cure:o}")]
    Exposed {
        /// The folder or the file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
        /// The mode that it must have.
        cure: u32,
    },
    /// The office belongs to another account: what this one makes beside it, that one could not open.
    #[error("{path}: it belongs to account {owner}")]
    OfOthers {
        /// The file.
        path: PathBuf,
        /// The number of that account.
        owner: u32,
    },
    /// The store is closing.
    #[error("the store is closing")]
    Closed,
    /// A fault of the program: it ended one act, not the store.
    #[error("internal fault: {0}")]
    Fault(String),
}

/// The store's result.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A row that is not there.
    pub fn not_found(entity: &'static str, id: impl ToString) -> Self {
        Self::NotFound {
            entity,
            id: id.to_string(),
        }
    }

    /// A field that the act cannot take.
    pub fn invalid(field: &'static str, reason: impl Into<String>) -> Self {
        Self::Invalid {
            field,
            reason: reason.into(),
        }
    }

    /// A broken constraint as the rule it stands for; every other error as it is.
    pub fn refused_as(self, rule: Refusal) -> Self {
        match self {
            Self::Constraint(detail) => Self::Refused { rule, detail },
            other => other,
        }
    }

    /// Whether the disk or the file is the cause: nothing that was done in the same transaction can
    /// be trusted to have been kept.
    pub fn is_of_the_disk(&self) -> bool {
        matches!(
            self,
            Self::DiskFull
                | Self::Disk(_)
                | Self::ReadOnly
                | Self::Unlogged
                | Self::Damaged { .. }
                | Self::Replaced { .. }
        )
    }

    /// The same error of a file that was an office when it was opened: what is none any more is damaged.
    pub(super) fn while_open(self, file: &Path) -> Self {
        match self {
            Self::NotAnOffice { detail, .. } => Self::Damaged {
                path: file.to_owned(),
                detail,
            },
            other => other.about_file(file),
        }
    }

    /// The same error with the file that it is about, where SQLite did not say which.
    pub(super) fn about_file(self, file: &Path) -> Self {
        match self {
            Self::Damaged { path, detail } if path.as_os_str().is_empty() => Self::Damaged {
                path: file.to_owned(),
                detail,
            },
            Self::NotAnOffice { path, detail } if path.as_os_str().is_empty() => {
                Self::NotAnOffice {
                    path: file.to_owned(),
                    detail,
                }
            }
            Self::Open { path, detail } if path.as_os_str().is_empty() => Self::Open {
                path: file.to_owned(),
                detail,
            },
            other => other,
        }
    }
}

/// A message raised by a trigger is the code of a rule; anything else is a constraint.
fn constraint(detail: String) -> Error {
    match detail.parse::<Refusal>() {
        Ok(rule) => Error::Refused {
            rule,
            detail: String::new(),
        },
        Err(_) => Error::Constraint(detail),
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(code, message) = error else {
            return Self::Fault(error.to_string());
        };
        let detail = message.unwrap_or_else(|| code.to_string());
        match code.code {
            ErrorCode::ConstraintViolation => constraint(detail),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy(String::new()),
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly,
            ErrorCode::SystemIoFailure
                if code.extended_code == ffi::SQLITE_IOERR_CORRUPTFS
                    || code.extended_code == ffi::SQLITE_IOERR_DATA =>
            {
                Self::Damaged {
                    path: PathBuf::new(),
                    detail,
                }
            }
            ErrorCode::SystemIoFailure => Self::Disk(detail),
            ErrorCode::DatabaseCorrupt => Self::Damaged {
                path: PathBuf::new(),
                detail,
            },
            ErrorCode::NotADatabase => Self::NotAnOffice {
                path: PathBuf::new(),
                detail,
            },
            ErrorCode::CannotOpen => Self::Open {
                path: PathBuf::new(),
                detail,
            },
            _ => Self::Fault(format!("{detail} ({})", code.extended_code)),
        }
    }
}
