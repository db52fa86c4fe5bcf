//! The steps of the schema: which version a file has, and bringing it up to date after a copy.

use std::fs;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use rustix::fs::FlockOperation;

use super::{beside, folder_of, not_opened, sync_folder};
use crate::store::error::{Error, Result};
use crate::store::sql::Rows;

/// Written in the file's header ("Sprt"), so that no other program's file is taken for an office.
pub(super) const APPLICATION_ID: i64 = 0x5370_7274;

/// The schema, oldest step first; steps are only ever added.
pub(super) const SCHEMA: &[M<'static>] = &[
    M::up(include_str!("../schema/0001_office.sql")),
    M::up(include_str!("../schema/0002_people.sql")),
    M::up(include_str!("../schema/0003_work.sql")),
    M::up(include_str!("../schema/0004_access.sql")),
    M::up(include_str!("../schema/0005_settings.sql")),
    M::up(include_str!("../schema/0006_rules.sql")),
    M::up(include_str!("../schema/0007_reception.sql")),
    M::up(include_str!("../schema/0008_care.sql")),
    M::up(include_str!("../schema/0009_interview.sql")),
    M::up(include_str!("../schema/0010_outline.sql")),
    M::up(include_str!("../schema/0011_placement.sql")),
];

/// Refuses a schema that is newer than this program.
pub(in crate::store) fn known_schema(path: &Path, found: i64) -> Result<()> {
    let known = SCHEMA.len() as i64;
    if found > known {
        return Err(Error::NewerSchema {
            path: path.to_owned(),
            found,
            known,
        });
    }
    Ok(())
}

/// The schema's version of a file that says it is an office, and one that this program knows.
pub(in crate::store) fn recognised(conn: &Connection, path: &Path) -> Result<i64> {
    let id: i64 = conn.value("PRAGMA application_id", [])?;
    if id != APPLICATION_ID {
        return Err(Error::NotAnOffice {
            path: path.to_owned(),
            detail: "another program's database".to_owned(),
        });
    }
    let found: i64 = conn.value("PRAGMA user_version", [])?;
    known_schema(path, found)?;
    Ok(found)
}

/// The schema of a version, empty, for comparison.
pub(in crate::store) fn schema_in_memory(version: i64) -> Result<Connection> {
    let mut conn = Connection::open_in_memory()?;
    let steps = SCHEMA.get(..version as usize).unwrap_or(SCHEMA);
    migrate_to(&mut conn, steps)?;
    Ok(conn)
}

pub(super) fn bring_up_to_date(conn: &mut Connection, path: &Path, version: i64) -> Result<()> {
    // Two processes of the new version may open the file at once; the folder's own lock lets one
    // through and does not touch SQLite's.
    let folder = fs::File::open(folder_of(path)).map_err(|error| not_opened(path, &error))?;
    rustix::fs::flock(&folder, FlockOperation::LockExclusive)
        .map_err(|error| not_opened(path, &error.into()))?;
    let found: i64 = conn.value("PRAGMA user_version", [])?;
    if found == version && version > 0 {
        copy_before(conn, path, version)?;
    }
    migrate(conn)
}

/// A copy of the office as the older version left it, beside it; it has its name once it is whole.
fn copy_before(conn: &Connection, path: &Path, version: i64) -> Result<()> {
    let copy = path.with_extension(format!("before-schema-{}.db", version + 1));
    if copy.exists() {
        return Ok(());
    }
    let partial = beside(&copy, ".partial");
    let failed = |error: &std::io::Error| not_opened(&partial, error);
    // What a killed process left.
    let _ = fs::remove_file(&partial);
    let file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&partial)
        .map_err(|error| failed(&error))?;
    conn.execute("VACUUM INTO ?1", [partial.to_string_lossy()])
        .map_err(Error::from)
        .and_then(|_| file.sync_all().map_err(|error| failed(&error)))
        .and_then(|()| fs::rename(&partial, &copy).map_err(|error| failed(&error)))
        .inspect_err(|_| {
            let _ = fs::remove_file(&partial);
        })?;
    sync_folder(&copy);
    Ok(())
}

pub(super) fn migrate(conn: &mut Connection) -> Result<()> {
    migrate_to(conn, SCHEMA)
}

fn migrate_to(conn: &mut Connection, steps: &[M<'static>]) -> Result<()> {
    conn.set_transaction_behavior(TransactionBehavior::Immediate);
    Migrations::from_slice(steps)
        .to_latest(conn)
        .map_err(|error| match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => Error::from(err),
            other => Error::Fault(other.to_string()),
        })
}
