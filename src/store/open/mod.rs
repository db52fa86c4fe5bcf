//! Opening and making the file of an office: what is refused, and how each connection is set.
//!
//! The file itself is only ever opened through SQLite: to close another descriptor of it would drop
//! the locks that SQLite holds for this process.

mod schema;
mod who;

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::Access;

use super::error::{Error, Result};
use super::guard;
use super::journal::Words;
use super::person_keys;
use super::sql::Rows;
use super::staff;
use super::sums;
use super::writer::Ledger;
use schema::{APPLICATION_ID, SCHEMA, bring_up_to_date, migrate};

pub(super) use schema::{known_schema, recognised, schema_in_memory};
pub(super) use who::{holder_of, users_of};

/// Statements that stay prepared on each connection.
const PREPARED: usize = 64;

/// How long one try waits for another process's lock.
const BUSY_TRY: Duration = Duration::from_millis(250);

/// Up to this size a file is checked whole when it is opened, which takes a few milliseconds. Of a
/// larger one only the header, the schema and both ends of each table are read: to read it all would
/// keep whoever opens it waiting.
const CHECKED_AT_ONCE: u64 = 1024 * 1024;

/// Up to this size a larger file is checked whole soon after, while somebody works already; beyond it
/// the whole check belongs to the backup.
const CHECKED_SOON: u64 = 16 * 1024 * 1024;

/// File systems on which the locks and the shared memory of WAL cannot be trusted: the magic number
/// of `statfs` and its name. Local files behind FUSE are refused too: they cannot be told apart.
const NETWORK: &[(u32, &str)] = &[
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0xFE53_4D42, "SMB2"),
    (0x6573_5546, "FUSE"),
    (0x0102_1997, "9p"),
    (0x5346_414F, "AFS"),
    (0x6B41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x00C3_6400, "Ceph"),
    (0x0BD0_0BD0, "Lustre"),
    (0x0116_1970, "GFS2"),
    (0x7461_636F, "OCFS2"),
    (0x4750_4653, "GPFS"),
    (0x1983_0326, "BeeGFS"),
    (0x2003_0528, "PVFS2"),
    (0x564C, "NCP"),
    (0x786F_4256, "vboxsf"),
];

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|error| Error::from(error).about_file(path))?;
    conn.busy_timeout(BUSY_TRY)?;
    conn.set_prepared_statement_cache_capacity(PREPARED);
    // What is taken away is overwritten: a sealed fact that was a mistake is not to be read from free space.
    conn.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON",
    )?;
    person_keys::register(&conn)?;
    // Else each new value of a bound LIMIT prepares its statement anew, which costs ten times the question.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    clears_the_log(&conn, false)?;
    Ok(conn)
}

/// Whether the connection, if it is the last to close, takes the log into the file and removes it. Of an
/// office only its writer does, after it has kept the digests: see [`sums`].
pub(super) fn clears_the_log(conn: &Connection, does: bool) -> Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !does)?;
    Ok(())
}

/// Asks for another process's lock every millisecond, for as long as one try lasts: SQLite's own pauses
/// grow to a tenth of a second, and a process that loads a batch lets go for a few milliseconds only.
fn ask_again(times: i32) -> bool {
    std::thread::sleep(Duration::from_millis(1));
    Duration::from_millis(times.unsigned_abs().into()) < BUSY_TRY
}

/// An office that is open.
pub(super) struct Opened {
    pub(super) conn: Connection,
    /// Damage was found that leaves something to be read: nothing is to be written.
    pub(super) damaged: Option<Error>,
}

/// The connection of the writer to an office that is there, checked and with its schema up to date.
pub(super) fn writer(path: &Path) -> Result<Opened> {
    let size = present(path)?;
    local(path)?;
    writable(path)?;
    not_exposed(path)?;
    sums::first_seen(path);
    let mut conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let about = |error: Error| error.about_file(path);
    let version = recognised(&conn, path).map_err(about)?;
    durable(&conn).map_err(about)?;
    conn.busy_handler(Some(ask_again))?;
    let damaged = damage(&conn, path, size)?;
    if version < SCHEMA.len() as i64 {
        // Of a damaged file no newer one is made.
        damaged.map_or(Ok(()), Err)?;
        bring_up_to_date(&mut conn, path, version).map_err(about)?;
        return Ok(Opened {
            conn,
            damaged: None,
        });
    }
    Ok(Opened { conn, damaged })
}

/// Refuses real people's data that others could open, before a log is made beside it with the same mode. What
/// cannot be told yet is looked at again once the file is open.
fn not_exposed(path: &Path) -> Result<()> {
    guard::tighten_the_log(path);
    let Err(exposed) = guard::private(path) else {
        return Ok(());
    };
    match is_practice(path) {
        Ok(false) => Err(exposed),
        Ok(true) | Err(_) => Ok(()),
    }
}

/// Whether a file that nobody is writing, or that has been an office for a while, holds invented data alone.
pub(super) fn is_practice(path: &Path) -> Result<bool> {
    immutable(path)?.value("SELECT coalesce(min(practice), 0) FROM office", [])
}

/// The damage that is found at once; an error when it leaves nothing to work with: who works here and with
/// which rights. Of a file that is sound more is needed: what is offered, the journal's end.
fn damage(conn: &Connection, path: &Path, size: u64) -> Result<Option<Error>> {
    let found = match sound(conn, path, size).map_err(|error| error.about_file(path)) {
        Ok(()) => None,
        Err(damaged @ Error::Damaged { .. }) => Some(damaged),
        Err(other) => return Err(other),
    };
    let about = |error: Error| error.about_file(path);
    let found = match (found, worked_with(conn).map_err(about)) {
        (None, Err(damaged @ Error::Damaged { .. })) => Some(damaged),
        (None, other) => other.map(|()| None)?,
        (found, _) => found,
    };
    match (found, needed(conn, path).map_err(about)) {
        (Some(damaged), Err(Error::Damaged { .. })) => Err(damaged),
        (found, needed) => needed.map(|()| found),
    }
}

/// Reads what people work with from the first key on.
fn worked_with(conn: &Connection) -> Result<()> {
    for sql in [
        "SELECT count(*) FROM (SELECT * FROM service_type ORDER BY code)",
        "SELECT coalesce(max(seq), 0) FROM act",
    ] {
        conn.value::<i64>(sql, [])?;
    }
    Ok(())
}

/// Reads what nobody can work without; refuses real people's data that others could open.
fn needed(conn: &Connection, path: &Path) -> Result<()> {
    for staff in staff::everybody(conn)? {
        staff::by_login(conn, &staff.login)?;
        staff::current(conn, staff.id)?;
    }
    if conn.value("SELECT coalesce(min(practice), 0) FROM office", [])? {
        return Ok(());
    }
    guard::own(path)?;
    guard::private(path)
}

/// A connection to an office on a disk that cannot be written: all can be read, nothing is kept.
pub(super) fn only_to_read(path: &Path) -> Result<Opened> {
    let size = present(path)?;
    local(path)?;
    let conn = reader(path, Access::READ_OK)?;
    let version = recognised(&conn, path).map_err(|error| error.about_file(path))?;
    if version < SCHEMA.len() as i64 {
        // It would have to be brought up to date first, and that is writing.
        return Err(Error::ReadOnly);
    }
    let damaged = damage(&conn, path, size)?;
    Ok(Opened { conn, damaged })
}

/// A reader's connection: it cannot write. `Access::READ_OK` when the file cannot be written at all.
pub(super) fn reader(path: &Path, access: Access) -> Result<Connection> {
    let conn = if access == Access::READ_OK {
        connect(
            &read_only_name(path),
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
        )
        .map_err(|error| match error {
            Error::Open { detail, .. } => Error::Open {
                path: path.to_owned(),
                detail,
            },
            other => other,
        })?
    } else {
        connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?
    };
    // A search walks the same upper pages of many indices again and again.
    conn.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -16000")?;
    Ok(conn)
}

/// A connection that takes the log in and does nothing else.
pub(super) fn checkpointer(path: &Path) -> Result<Connection> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

/// What can be seen from outside of a file that others may write: when it was written last, how large it is,
/// and the same of its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outside([Option<(std::time::SystemTime, u64)>; 2]);

impl Outside {
    /// As it is now.
    pub(super) fn of(path: &Path) -> Self {
        let seen = |path: &Path| {
            let found = fs::metadata(path).ok()?;
            Some((found.modified().ok()?, found.len()))
        };
        Self([seen(path), seen(&beside(path, "-wal"))])
    }
}

/// The name under which a file on a read-only disk is opened. With no log beside it and no index of one nobody
/// can be writing it, and SQLite must be told so, for it cannot make the log's index there.
fn read_only_name(path: &Path) -> PathBuf {
    let log = fs::metadata(beside(path, "-wal"));
    let in_use = log.is_ok_and(|log| log.len() > 0 || beside(path, "-shm").exists());
    uri(
        path,
        if in_use {
            "?mode=ro"
        } else {
            "?mode=ro&immutable=1"
        },
    )
}

/// A file's name as SQLite takes it with options.
fn uri(path: &Path, options: &str) -> PathBuf {
    let mut name = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => {
                name.push(char::from(*byte));
            }
            other => name.push_str(&format!("%{other:02X}")),
        }
    }
    name.push_str(options);
    PathBuf::from(name)
}

/// The connection to a scratch database, made if it is not there.
pub(super) fn scratch(
    path: &Path,
    (schema, version): (&str, i64),
    (from_before, before): (&str, i64),
) -> Result<Connection> {
    let about = |error: Error| error.about_file(path);
    if let Err(error) = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        && error.kind() != ErrorKind::AlreadyExists
    {
        return Err(not_opened(path, &error));
    }
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(about)?;
    clears_the_log(&conn, true)?;
    let mode = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";
    conn.execute_batch(mode)
        .map_err(|error| about(error.into()))?;
    let found: i64 = conn.value("PRAGMA user_version", []).map_err(about)?;
    if found == before {
        let raise =
            format!("BEGIN IMMEDIATE; {from_before} PRAGMA user_version = {version}; COMMIT");
        if let Err(error) = conn.execute_batch(&raise) {
            let _ = conn.execute_batch("ROLLBACK");
            let raised: i64 = conn.value("PRAGMA user_version", []).map_err(about)?;
            if raised != version {
                return Err(about(error.into()));
            }
        }
    } else if found == 0 {
        // Two sessions of different processes may come first at once.
        let make = format!("BEGIN IMMEDIATE; {schema} PRAGMA user_version = {version}; COMMIT");
        if let Err(error) = conn.execute_batch(&make) {
            let _ = conn.execute_batch("ROLLBACK");
            let made: i64 = conn.value("PRAGMA user_version", []).map_err(about)?;
            if made != version {
                return Err(about(error.into()));
            }
        }
    } else if found != version {
        return Err(Error::NewerSchema {
            path: path.to_owned(),
            found,
            known: version,
        });
    }
    Ok(conn)
}

/// Makes an office in a file that is not there; a failure leaves none behind.
pub(super) fn create(
    path: &Path,
    fill: impl FnOnce(&mut Ledger<'_>) -> Result<()>,
) -> Result<Connection> {
    let folder = folder_of(path);
    local(path)?;
    if rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK).is_err() {
        return Err(Error::FolderReadOnly {
            folder: folder.to_owned(),
        });
    }
    // Made and closed before SQLite opens it; the log beside it takes the same mode.
    let made = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    if let Err(error) = made {
        return Err(if error.kind() == ErrorKind::AlreadyExists {
            Error::Exists {
                path: path.to_owned(),
            }
        } else {
            not_opened(path, &error)
        });
    }
    filled(path, fill).inspect_err(|_| remove(path))
}

fn filled(path: &Path, fill: impl FnOnce(&mut Ledger<'_>) -> Result<()>) -> Result<Connection> {
    let mut conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    durable(&conn)?;
    migrate(&mut conn)?;
    conn.execute_batch("BEGIN IMMEDIATE")?;
    fill(&mut Ledger {
        conn: &conn,
        words: &mut Words::default(),
        written: Vec::new(),
        keep_bodies: true,
    })?;
    conn.execute_batch("COMMIT")?;
    sync_folder(path);
    Ok(conn)
}

/// A file's name outlasts a power cut from here on; not every file system lets a folder be synced.
pub(super) fn sync_folder(path: &Path) {
    if let Ok(folder) = fs::File::open(folder_of(path)) {
        let _ = folder.sync_all();
    }
}

/// A file that nobody writes, such as a backup, opened without leaving anything beside it.
pub(super) fn immutable(path: &Path) -> Result<Connection> {
    connect(
        &uri(path, "?mode=ro&immutable=1"),
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
    )
}

/// Brings what a killed process left in the log into the file and removes the log; whoever else has the file
/// open keeps both.
pub(super) fn take_in_the_log(path: &Path) -> Result<()> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    clears_the_log(&conn, true)?;
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(())
}

fn remove(path: &Path) {
    for name in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(beside(path, name));
    }
}

/// The file's size.
pub(super) fn present(path: &Path) -> Result<u64> {
    let found = fs::metadata(path).map_err(|error| not_opened(path, &error))?;
    if found.is_dir() {
        return Err(Error::Open {
            path: path.to_owned(),
            detail: "it is a folder".to_owned(),
        });
    }
    if found.len() == 0 {
        return Err(Error::NotAnOffice {
            path: path.to_owned(),
            detail: "it is empty".to_owned(),
        });
    }
    Ok(found.len())
}

/// The system's refusal to open, make or move a file, as an error of the store.
pub(super) fn not_opened(path: &Path, error: &std::io::Error) -> Error {
    let path = path.to_owned();
    match error.kind() {
        ErrorKind::NotFound => Error::Missing { path },
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Error::DiskFull,
        _ => Error::Open {
            path,
            detail: error.to_string(),
        },
    }
}

/// Refuses a network file system.
pub(super) fn local(path: &Path) -> Result<()> {
    let folder = folder_of(path);
    let found = rustix::fs::statfs(folder).map_err(|error| not_opened(folder, &error.into()))?;
    // The word is signed or not, and 32 or 64 bits wide, as the machine has it.
    match network(found.f_type as u32) {
        None => Ok(()),
        Some(kind) => Err(Error::NetworkFileSystem {
            path: path.to_owned(),
            kind: kind.to_owned(),
        }),
    }
}

fn network(magic: u32) -> Option<&'static str> {
    let known = NETWORK.iter().find(|(number, _)| *number == magic);
    known.map(|(_, name)| *name)
}

/// How an office can be opened for reading.
pub(super) fn access_to(path: &Path) -> Access {
    match writable(path) {
        Ok(()) => Access::WRITE_OK,
        Err(_) => Access::READ_OK,
    }
}

fn writable(path: &Path) -> Result<()> {
    if rustix::fs::access(path, Access::READ_OK | Access::WRITE_OK).is_err() {
        return Err(Error::ReadOnly);
    }
    let folder = folder_of(path);
    rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK).map_err(|_| {
        Error::FolderReadOnly {
            folder: folder.to_owned(),
        }
    })
}

/// FULL: what was acknowledged outlasts a power cut. The log is taken in by the writer, see [`sums`]. Temporary files stay in memory: else each statement
/// inside a savepoint writes the pages it may have to give back to a file of its own.
fn durable(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 100663296",
    )?;
    Ok(())
}

/// `synchronous` and `foreign_keys` of a connection that writes, as the settings here leave them.
pub(super) fn durability() -> Result<(i64, i64)> {
    let conn = connect(Path::new(":memory:"), OpenFlags::default())?;
    durable(&conn)?;
    Ok((
        conn.value("PRAGMA synchronous", [])?,
        conn.value("PRAGMA foreign_keys", [])?,
    ))
}

/// What opening the file left unchecked because it is large, unless it is too large.
pub(super) fn sound_whole(conn: &Connection, path: &Path) -> Result<()> {
    if (CHECKED_AT_ONCE..=CHECKED_SOON).contains(&present(path)?) {
        whole(conn, path).map_err(|error| error.about_file(path))?;
    }
    Ok(())
}

fn whole(conn: &Connection, path: &Path) -> Result<()> {
    let said: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said == "ok" {
        return Ok(());
    }
    Err(Error::Damaged {
        path: path.to_owned(),
        detail: said,
    })
}

fn sound(conn: &Connection, path: &Path, size: u64) -> Result<()> {
    if size <= CHECKED_AT_ONCE {
        return whole(conn, path);
    }
    let tables: Vec<String> = conn.all(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT wr",
        [],
        |row| row.get(0),
    )?;
    for table in tables {
        for order in ["ASC", "DESC"] {
            let sql = format!("SELECT * FROM \"{table}\" ORDER BY rowid {order} LIMIT 1");
            conn.query_row(&sql, [], |_| Ok(()))
                .or_else(|error| match error {
                    rusqlite::Error::QueryReturnedNoRows => Ok(()),
                    other => Err(other),
                })?;
        }
    }
    Ok(())
}

/// The folder that a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A file beside the office's: its name with something added.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Leaves an office that nobody has open as one file: the log is taken in, free pages are given back.
pub(super) fn compact(path: &Path) -> Result<()> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    clears_the_log(&conn, true)?;
    sums::forget(path);
    // The indexes of words keep a segment for each of their last writes until they are told to merge them.
    conn.execute_batch(
        "INSERT INTO vacancy_words(vacancy_words) VALUES ('optimize');
         INSERT INTO company_words(company_words) VALUES ('optimize');
         PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)",
    )
    .map_err(|error| Error::from(error).about_file(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_are_known_by_their_magic() {
        for (magic, kind) in [(0x6969, "NFS"), (0xFF53_4D42, "CIFS"), (0x0102_1997, "9p")] {
            assert_eq!(network(magic), Some(kind));
        }
        for local in [0xEF53, 0x0102_1994, 0x9123_683E, 0x5846_5342, 0x794C_7630] {
            assert_eq!(network(local), None, "ext4, tmpfs, btrfs, XFS, overlayfs");
        }
    }
}
