//! Opening and making the file of an office: what is refused, and how each connection is set.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use rusqlite_migration::{M, Migrations};

use super::error::{Error, Result};

/// Written in the file's header, so that no other program's file is taken for an office.
const APPLICATION_ID: i64 = 0x5370_7274;

/// The schema, oldest step first; steps are only ever added.
const SCHEMA: &[M<'static>] = &[
    M::up(include_str!("schema/0001_office.sql")),
    M::up(include_str!("schema/0002_people.sql")),
    M::up(include_str!("schema/0003_work.sql")),
];

/// Statements that stay prepared on each connection.
const PREPARED: usize = 64;

/// How long one try waits for another process's lock.
const BUSY_TRY: Duration = Duration::from_millis(250);

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|error| Error::from(error).about_file(path))?;
    conn.busy_timeout(BUSY_TRY)?;
    conn.set_prepared_statement_cache_capacity(PREPARED);
    conn.execute_batch("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF")?;
    Ok(conn)
}

/// The writer's connection, with the schema brought up to date.
pub(super) fn writer(path: &Path, create: bool) -> Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    } else if !path.exists() {
        return Err(Error::Missing {
            path: path.to_owned(),
        });
    }
    let mut conn = connect(path, flags)?;
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")?;
    conn.set_transaction_behavior(TransactionBehavior::Immediate);
    Migrations::from_slice(SCHEMA)
        .to_latest(&mut conn)
        .map_err(|error| Error::Fault(error.to_string()))?;
    if create {
        conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    Ok(conn)
}

/// A reader's connection: it cannot write.
pub(super) fn reader(path: &PathBuf) -> Result<Connection> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    conn.execute_batch("PRAGMA query_only = ON")?;
    Ok(conn)
}

/// Who holds the file's write lock, as far as can be known.
pub(super) fn holder_of(_path: &Path) -> String {
    String::new()
}
