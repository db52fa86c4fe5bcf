//! What can go wrong. Cloneable: one failed COMMIT answers a whole batch.

use std::path::PathBuf;

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
    /// Another process holds the database; says who where it can be known.
    #[error("the database is in use by {0}")]
    Busy(String),
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The file cannot be written (read-only disk or permissions).
    #[error("the database cannot be written")]
    ReadOnly,
    /// The file is damaged.
    #[error("{path}: the database is damaged: {detail}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
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
    /// The file cannot be opened at all.
    #[error("{path}: {detail}")]
    Open {
        /// The file.
        path: PathBuf,
        /// The system's words.
        detail: String,
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
