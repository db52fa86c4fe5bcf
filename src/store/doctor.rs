//! Whether an office is well: its file, its journal against its rows, its search, its settings.
//!
//! It only reads, and it is a process of its own: it holds the file itself against its digests before
//! any connection is open, see `super::sums`. That is what notices a single flipped bit, in the file or in
//! its log; SQLite's own check sees about one of five. What it says holds no personal data.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, params};
use rustix::fs::Access;

use super::error::{Error, Result};
use super::guard::{self, Serving};
use super::sql::{Id, Ms, Raw, Rows};
use super::{backup, batch, books, open, sums};
use crate::domain::access::Book;
use crate::domain::finding::Finding;

/// A finding with what its sentence names.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What.
    pub finding: Finding,
    /// How many.
    pub n: i64,
    /// Where or what: a path, a table, SQLite's words. May be empty.
    pub detail: String,
    /// The error that says it, where there is one.
    pub why: Option<Error>,
}

/// What the doctor says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// What is not as it should be.
    pub found: Vec<Found>,
    /// Pages of the file that are what was written.
    pub pages: u32,
    /// The last place in the journal.
    pub seq: i64,
    /// The size of the file, in bytes.
    pub bytes: u64,
    /// When the last backup was made.
    pub backup: Option<DateTime<Utc>>,
    /// Who serves the office now.
    pub served_by: Option<String>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_well(&self) -> bool {
        self.found.iter().all(|found| !found.finding.is_wrong())
    }

    fn add(&mut self, finding: Finding, n: i64, detail: impl Into<String>) {
        self.found.push(Found {
            finding,
            n,
            detail: detail.into(),
            why: None,
        });
    }

    /// A part that cannot be read: what SQLite says of it.
    fn unread(&mut self, error: Error) {
        let detail = match error {
            Error::Damaged { detail, .. } | Error::NotAnOffice { detail, .. } => detail,
            other => other.to_string(),
        };
        self.add(Finding::Integrity, 1, detail);
    }
}

/// A week: how often a backup is due (AgID, minimum measures 10.1.1).
const BACKUP_DUE: TimeDelta = TimeDelta::days(7);
/// How long a draft waits before it is spoken of.
const OLD_DRAFT: TimeDelta = TimeDelta::days(30);
/// The log is taken in long before it is so large.
const LONG_LOG: u64 = 256 * 1024 * 1024;
/// Less room than this is soon none.
const LITTLE_ROOM: u64 = 512 * 1024 * 1024;
/// From 3.51.3 on a commit and a checkpoint at the same moment lose nothing.
const LIBRARY: i32 = 3_051_003;

/// Examines an office. With `seal` its file is taken as it stands for good from now on. No connection of
/// this process may have it open.
///
/// An error only where there is no file to look at, or it is another account's: examined from there, files of the
/// wrong owner would stay beside it. An office that does not open is a finding.
pub fn examine(office: &Path, now: DateTime<Utc>, seal: bool) -> Result<Report> {
    let bytes = open::present(office)?;
    guard::own(office)?;
    let mut report = Report {
        bytes,
        served_by: Serving::by(office),
        ..Report::default()
    };
    pages(&mut report, office, seal)?;
    let practice = inside(&mut report, office, now).unwrap_or_else(|error| {
        report.found.push(Found {
            finding: Finding::NotOpened,
            n: 1,
            detail: error.to_string(),
            why: Some(error.about_file(office)),
        });
        false
    });
    surroundings(&mut report, office, practice);
    Ok(report)
}

fn pages(report: &mut Report, office: &Path, seal: bool) -> Result<()> {
    let held = sums::hold(office, seal)?;
    report.pages = held.known + held.taken;
    if held.broken {
        report.add(Finding::Digests, 1, "");
    }
    if let Some(first) = held.bad.first() {
        report.add(Finding::Page, held.bad.len() as i64, first.to_string());
    }
    if held.taken > 0 && !seal {
        report.add(Finding::Taken, i64::from(held.taken), "");
    }
    Ok(())
}

/// The folder, the files, the disk. Invented people need no secrecy.
fn surroundings(report: &mut Report, office: &Path, practice: bool) {
    let exposed = if practice {
        Vec::new()
    } else {
        guard::exposed(office)
    };
    for (path, mode, cure) in exposed {
        let detail = format!("{} ({mode:o}, {cure:o})", path.display());
        report.add(Finding::Exposed, 1, detail);
    }
    for path in guard::of_others(office) {
        report.add(Finding::Owner, 1, path.display().to_string());
    }
    if let Some(free) = guard::free_at(open::folder_of(office))
        && free < LITTLE_ROOM.max(report.bytes * 2)
    {
        report.add(Finding::Space, (free / 1_000_000) as i64, "");
    }
    let log = std::fs::metadata(open::beside(office, "-wal")).map_or(0, |log| log.len());
    if log > LONG_LOG {
        report.add(Finding::LongLog, (log / 1_000_000) as i64, "");
    }
    let version = rusqlite::version_number();
    if version < LIBRARY {
        report.add(Finding::Library, 1, rusqlite::version());
    }
}

/// What only a connection tells; whether it is an office for practice.
fn inside(report: &mut Report, office: &Path, now: DateTime<Utc>) -> Result<bool> {
    open::local(office)?;
    let conn = open::reader(office, open::access_to(office))?;
    open::recognised(&conn, office)?;
    if !sums::log_holds(&conn, office)? {
        report.add(Finding::Log, 1, "");
    }
    conn.execute_batch("BEGIN")?;
    report.seq = super::watch::last_seq(&conn)?;
    let practice = conn.value("SELECT coalesce(min(practice), 0) FROM office", [])?;
    let checks: [fn(&mut Report, &Connection) -> Result<()>; 5] =
        [integrity, schema, journal, search, settings];
    for check in checks {
        // One thing that cannot be read does not keep the others from being looked at.
        if let Err(error) = check(report, &conn) {
            report.unread(error);
        }
    }
    if let Err(error) = habits(report, &conn, (office, practice), now) {
        report.unread(error);
    }
    Ok(practice)
}

/// The whole file by SQLite: pages, indexes, constraints of rows, the insides of the search; then what
/// rows point to. The words of a closed set are constraints.
fn integrity(report: &mut Report, conn: &Connection) -> Result<()> {
    let said = conn.all("PRAGMA integrity_check(20)", [], |row| {
        row.get::<_, String>(0)
    })?;
    if said != ["ok"] {
        report.add(Finding::Integrity, said.len() as i64, said.join("; "));
    }
    let loose = conn.all("PRAGMA foreign_key_check", [], |row| {
        row.get::<_, String>(0)
    })?;
    if let Some(table) = loose.first() {
        report.add(Finding::ForeignKey, loose.len() as i64, table);
    }
    Ok(())
}

const SCHEMA_SQL: &str =
    "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema ORDER BY 1";

/// Tables, indexes and triggers against those that this version makes: a rule that was taken away keeps
/// nothing.
fn schema(report: &mut Report, conn: &Connection) -> Result<()> {
    let found: i64 = conn.value("PRAGMA user_version", [])?;
    let ours = open::schema_in_memory(found)?;
    let parts = |conn: &Connection| {
        conn.all(SCHEMA_SQL, [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
    };
    let (there, ours) = (parts(conn)?, parts(&ours)?);
    // The statistics of the optimizer come and go.
    let differ = |a: &[(String, String)], b: &[(String, String)]| {
        a.iter()
            .filter(|part| !b.contains(part) && !part.0.contains("sqlite_stat"))
            .map(|part| part.0.clone())
            .collect::<Vec<_>>()
    };
    let mut names = differ(&ours, &there);
    names.extend(differ(&there, &ours));
    names.sort();
    names.dedup();
    if let Some(first) = names.first() {
        report.add(Finding::Schema, names.len() as i64, first);
    }
    Ok(())
}

/// The journal against the rows, and in itself.
fn journal(report: &mut Report, conn: &Connection) -> Result<()> {
    for table in kept_by_acts(conn)? {
        rows_of(report, conn, &table)?;
    }
    // Acts are for ever; of the books what an act says is gone, because its time was over.
    let books = Book::ALL
        .iter()
        .map(|book| (book.table(), books::cleared(conn, *book)));
    for (table, upto) in [("act", Ok(0))].into_iter().chain(books) {
        let sql =
            format!("SELECT coalesce(max(seq), ?1) - ?1 - count(*) FROM {table} WHERE seq > ?1");
        let holes: i64 = conn.value(&sql, [upto?])?;
        if holes != 0 {
            report.add(Finding::Hole, holes, table);
        }
    }
    for (table, loose) in [
        (
            "touched",
            "SELECT count(*) FROM touched t WHERE NOT EXISTS (SELECT 1 FROM act WHERE seq = t.seq)",
        ),
        (
            "touched",
            "SELECT count(*) FROM (SELECT 1 FROM touched GROUP BY seq HAVING count(*) <> max(k) + 1)",
        ),
        (
            "change",
            "SELECT count(*) FROM change c WHERE NOT EXISTS (SELECT 1 FROM touched t WHERE t.seq = c.seq AND t.k = c.k)",
        ),
        (
            "personal_change",
            "SELECT count(*) FROM personal_change c WHERE NOT EXISTS (SELECT 1 FROM touched t WHERE t.seq = c.seq AND t.k = c.k)",
        ),
        (
            "act_body",
            "SELECT count(*) FROM act_body b WHERE NOT EXISTS (SELECT 1 FROM act WHERE seq = b.seq)",
        ),
    ] {
        let loose: i64 = conn.value(loose, [])?;
        if loose > 0 {
            report.add(Finding::Loose, loose, table);
        }
    }
    Ok(())
}

/// The tables that acts write: those with the columns that every such table begins with.
fn kept_by_acts(conn: &Connection) -> Result<Vec<String>> {
    conn.all(
        "SELECT m.name FROM sqlite_schema m WHERE m.type = 'table' AND
         (SELECT count(*) FROM pragma_table_info(m.name)
          WHERE name IN ('n', 'id', 'ver', 'created_by', 'created_at')) = 5 ORDER BY m.name",
        [],
        |row| row.get(0),
    )
}

/// Each row of a table has the version that its last act left; each that an act left is there.
///
/// A batch journals no single rows: what it brought has version 1 and its batch's maker and moment.
fn rows_of(report: &mut Report, conn: &Connection, table: &str) -> Result<()> {
    let number: Option<i64> = conn.maybe("SELECT n FROM word WHERE text = ?1", [table], |row| {
        row.get(0)
    })?;
    let (mut other, mut none) = (0, 0);
    let mut last = conn.prepare(
        "SELECT op, ver FROM touched WHERE id = ?1 AND tbl = ?2 ORDER BY seq DESC, k DESC LIMIT 1",
    )?;
    let mut brought =
        conn.prepare("SELECT 1 FROM batch WHERE created_at = ?1 AND created_by = ?2 LIMIT 1")?;
    // A batch given up is marked by whoever finds it, without an act.
    let but = if table == "batch" {
        "WHERE state <> 'abandoned'"
    } else {
        ""
    };
    let mut rows = conn.prepare(&format!(
        "SELECT id, ver, created_at, created_by FROM \"{table}\" {but}"
    ))?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let (id, ver): (Id, i64) = (row.get(0)?, row.get(1)?);
        let mut said = last.query(params![Raw(id.0), number])?;
        match said.next()? {
            Some(said) => {
                let (op, left): (i64, i64) = (said.get(0)?, said.get(1)?);
                other += i64::from(op == 3 || left != ver);
            }
            None => {
                let (at, by): (i64, String) = (row.get(2)?, row.get(3)?);
                none += i64::from(ver != 1 || !brought.exists(params![at, by])?);
            }
        }
    }
    if other > 0 {
        report.add(Finding::Version, other, table);
    }
    if none > 0 {
        report.add(Finding::WithoutAct, none, table);
    }
    missing(report, conn, table, number)
}

fn missing(report: &mut Report, conn: &Connection, table: &str, number: Option<i64>) -> Result<()> {
    let mut there = conn.prepare(&format!("SELECT 1 FROM \"{table}\" WHERE id = ?1"))?;
    let mut left = conn.prepare(
        "SELECT t.id FROM touched t WHERE t.tbl = ?1 AND t.op <> 3 AND NOT EXISTS (
           SELECT 1 FROM touched l WHERE l.id = t.id AND l.tbl = t.tbl AND (l.seq, l.k) > (t.seq, t.k))",
    )?;
    let mut gone = 0;
    let mut rows = left.query([number])?;
    while let Some(row) = rows.next()? {
        let id: Raw = row.get(0)?;
        gone += i64::from(!there.exists([Id(id.0)])?);
    }
    if gone > 0 {
        report.add(Finding::Missing, gone, table);
    }
    Ok(())
}

/// What people are found by is what their rows say, but for a batch that is still being read in; the indexes
/// of words know each row and no other.
fn search(report: &mut Report, conn: &Connection) -> Result<()> {
    let keys: i64 = conn.value(
        "SELECT (SELECT count(*) FROM person p, json_each(person_keys(p.surname_key, p.name_key, p.birth_on,
                   p.phone_digits, p.wishes)) j
                 WHERE NOT EXISTS (SELECT 1 FROM person_key k WHERE k.key = j.value AND k.n = p.n)
                 AND p.merged_into IS NULL
                 AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = p.batch AND b.state <> 'published'))
              + (SELECT count(*) FROM person_key k WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.n = k.n))",
        [],
    )?;
    if keys > 0 {
        report.add(Finding::Search, keys, "person_key");
    }
    for (table, words) in [("vacancy", "vacancy_words"), ("company", "company_words")] {
        let sql = format!(
            "SELECT (SELECT count(*) FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM {words}_docsize d WHERE d.id = t.n))
                  + (SELECT count(*) FROM {words}_docsize d WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE t.n = d.id))"
        );
        let differ: i64 = conn.value(&sql, [])?;
        if differ > 0 {
            report.add(Finding::Search, differ, words);
        }
    }
    Ok(())
}

/// How a connection that writes is set.
fn settings(report: &mut Report, conn: &Connection) -> Result<()> {
    let mode: String = conn.value("PRAGMA journal_mode", [])?;
    let (sync, keys) = open::durability()?;
    if mode != "wal" || sync != 2 || keys != 1 {
        report.add(Finding::Sync, 1, format!("{mode}, {sync}, {keys}"));
    }
    Ok(())
}

/// What is to be done now and then.
fn habits(
    report: &mut Report,
    conn: &Connection,
    (office, practice): (&Path, bool),
    now: DateTime<Utc>,
) -> Result<()> {
    // An office that was brought back does not know of the backup that it came from; the note beside it does.
    report.backup = backup::last(conn)?.max(backup::newest(office).map(|(_, at)| at));
    if !practice {
        match report.backup {
            None => report.add(Finding::NoBackup, 0, ""),
            Some(at) if now - at > BACKUP_DUE => {
                report.add(Finding::OldBackup, (now - at).num_days(), "");
            }
            Some(_) => {}
        }
    }
    let orphans = batch::orphans(conn)?;
    if orphans > 0 {
        report.add(Finding::Batch, orphans, "");
    }
    let scratch = office.with_extension("scratch.db");
    if scratch.exists() {
        let drafts = open::reader(&scratch, Access::WRITE_OK).and_then(|conn| {
            conn.value::<i64>(
                "SELECT count(*) FROM draft WHERE at < ?1",
                [Ms(now - OLD_DRAFT)],
            )
        });
        // Drafts are begun anew when they cannot be read.
        if let Ok(drafts @ 1..) = drafts {
            report.add(Finding::Drafts, drafts, "");
        }
    }
    Ok(())
}
