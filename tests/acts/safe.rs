//! The file is safe: backups while people work, single flipped bits, killed processes, older versions.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use sportello::domain::finding::Finding;
use sportello::domain::ids::ActId;
use sportello::store::backup::{Made, Pending, verified};
use sportello::store::desks::DeskRows;
use sportello::store::doctor::{Report, examine};
use sportello::store::settings::AddOffice;
use sportello::store::{Error, Options, Result};
use ulid::Ulid;

use crate::{Office, moment, office};

fn backup(office: &Office, file: &Path) -> Result<Made> {
    let id = office.act_id();
    office.store.backup(
        &office.carla,
        (id, office.now()),
        (&Pending::at(file), false),
        &mut |_, _| (),
    )
}

fn branch(n: u64) -> AddOffice {
    AddOffice {
        name: format!("Sede {n}"),
        municipality: None,
        practice: true,
    }
}

fn count(conn: &Connection, sql: &str) -> i64 {
    conn.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// SHA-256 of the journal up to a place, and of every row that those acts made.
fn state_at(conn: &Connection, seq: i64) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let mut digest = Sha256::new();
    for sql in [
        "SELECT seq, id, name, staff, at, quote(out) FROM act WHERE seq <= ?1 ORDER BY seq",
        "SELECT seq, k, tbl, hex(id), op, ver FROM touched WHERE seq <= ?1 ORDER BY seq, k",
        "SELECT * FROM office WHERE n <= 1 + (SELECT count(*) FROM act a JOIN word w ON w.n = a.name
                                              WHERE w.text = 'office.add' AND a.seq <= ?1) ORDER BY n",
    ] {
        let mut rows = conn.prepare(sql).unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([seq]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                let value: rusqlite::types::Value = row.get(column).unwrap();
                digest.update(format!("{value:?};"));
            }
        }
    }
    digest.finalize().to_vec()
}

/// While many write there is always something in the log that is not in the file: it begins anew all the same.
#[test]
fn the_log_does_not_grow_for_as_long_as_people_write() {
    const MOST: u64 = 3 * 16_000 * (4096 + 24);
    let office = office();
    let log = office.store.path().with_extension("db-wal");
    let head = || {
        let mut head = [0; 32];
        fs::File::open(&log).unwrap().read_exact(&mut head).unwrap();
        head
    };
    let stop = AtomicBool::new(false);
    let length = std::thread::scope(|scope| {
        for thread in 1..=8_u64 {
            let (office, stop) = (&office, &stop);
            scope.spawn(move || {
                for n in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let id = ActId(Ulid((u128::from(thread) << 100) + (n << 32)));
                    office
                        .store
                        .act_now(&office.carla, id, office.now(), branch(thread))
                        .unwrap();
                }
            });
        }
        let (first, mut length) = (head(), 0);
        while length < MOST && head() == first {
            std::thread::sleep(std::time::Duration::from_millis(5));
            length = fs::metadata(&log).map_or(0, |log| log.len());
        }
        stop.store(true, Ordering::Relaxed);
        length
    });
    assert!(length < MOST, "{length} bytes and never begun anew");
}

#[test]
fn a_backup_made_while_forty_write_is_a_state_that_existed() {
    let office = office();
    let (stop, file) = (AtomicBool::new(false), office.folder.path().join("copy"));
    let made = std::thread::scope(|scope| {
        for thread in 1..=40_u64 {
            let (office, stop) = (&office, &stop);
            scope.spawn(move || {
                for n in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let id = ActId(Ulid((u128::from(thread) << 100) + (n << 32)));
                    office
                        .store
                        .act_now(&office.carla, id, office.now(), branch(thread))
                        .unwrap();
                }
            });
        }
        let before = office.store.seq();
        while office.store.seq() < before + 80 {
            std::thread::yield_now();
        }
        let made = backup(&office, &file);
        stop.store(true, Ordering::Relaxed);
        made.unwrap()
    });
    assert_eq!(verified(&file).unwrap(), made.label);
    // Each act made one office, after the acts that made the first: all of them up to the label's place.
    let copy = Connection::open(&file).unwrap();
    let last = count(&copy, "SELECT max(seq) FROM act");
    assert_eq!(last, made.label.seq);
    let acts = count(
        &copy,
        "SELECT count(*) FROM act a JOIN word w ON w.n = a.name WHERE w.text = 'office.add'",
    );
    assert_eq!(count(&copy, "SELECT count(*) FROM office"), 1 + acts);
    assert!(acts >= 80 && office.store.seq() > last);
    let live = Connection::open(office.store.path()).unwrap();
    assert_eq!(
        state_at(&copy, last),
        state_at(&live, last),
        "the same state, byte for byte"
    );
    assert_ne!(state_at(&live, last), state_at(&live, last + 1));
}

#[test]
fn the_journal_says_that_a_backup_was_made() {
    let office = office();
    let file = office.folder.path().join("copy");
    let made = backup(&office, &file).unwrap();
    let conn = Connection::open(office.store.path()).unwrap();
    let body: String = conn
        .query_row(
            "SELECT b.body FROM act a JOIN word w ON w.n = a.name JOIN act_body b ON b.seq = a.seq
             WHERE w.text = 'office.backup'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert!(body.contains(&made.digest), "{body}");
}

/// 300 places spread over a file, each with another bit.
fn places(bytes: u64) -> impl Iterator<Item = (usize, u8)> {
    (0..300_u64).map(move |n| {
        // A step that is prime to any size meets every part of it.
        let place = (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 11) % bytes;
        (usize::try_from(place).unwrap(), 1 << (n % 8))
    })
}

#[test]
fn every_single_flipped_bit_of_a_backup_is_noticed() {
    let office = office();
    let file = office.folder.path().join("copy");
    backup(&office, &file).unwrap();
    let whole = fs::read(&file).unwrap();
    let bad = office.folder.path().join("bad");
    let last = (0..whole.len()).rev().take(400).map(|at| (at, 1));
    for (at, bit) in places(whole.len() as u64).chain(last) {
        let mut flipped = whole.clone();
        flipped[at] ^= bit;
        fs::write(&bad, &flipped).unwrap();
        let answer = verified(&bad);
        assert!(
            matches!(answer, Err(Error::NotABackup { .. })),
            "bit {bit} of byte {at}: {answer:?}"
        );
    }
    fs::write(&bad, &whole).unwrap();
    verified(&bad).unwrap();
}

#[test]
fn a_backup_goes_into_a_folder_of_ones_own_and_over_nothing_but_a_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = crate::office_with(Options::default());
    let conn = Connection::open(office.store.path()).unwrap();
    conn.execute("UPDATE office SET practice = 0", []).unwrap();
    let folder = office.folder.path().join("copies");
    fs::create_dir(&folder).unwrap();
    let over = |name: &str| {
        let id = office.act_id();
        let file = folder.join(name);
        office.store.backup(
            &office.carla,
            (id, office.now()),
            (&Pending::at(&file), true),
            &mut |_, _| (),
        )
    };
    for loose in [0o755, 0o711, 0o770] {
        fs::set_permissions(&folder, fs::Permissions::from_mode(loose)).unwrap();
        let refused = over("copy");
        assert!(
            matches!(refused, Err(Error::Exposed { cure: 0o700, .. })),
            "{refused:?}"
        );
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.join("socket")).unwrap();
    assert!(matches!(over("socket"), Err(Error::Exists { .. })));
    let kind = fs::symlink_metadata(folder.join("socket"))
        .unwrap()
        .file_type();
    assert!(
        std::os::unix::fs::FileTypeExt::is_socket(&kind),
        "it is still what it was"
    );
    over("copy").unwrap();
    over("copy").unwrap();
}

#[test]
fn no_backup_is_made_of_a_damaged_office() {
    let office = office();
    let file = office.folder.path().join("copy");
    // All is in the file, nothing in the log.
    let conn = Connection::open(office.store.path()).unwrap();
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    let page = count(
        &conn,
        "SELECT rootpage FROM sqlite_schema WHERE name = 'act_of_staff'",
    );
    drop(conn);
    let mut bytes = fs::read(office.store.path()).unwrap();
    let at = usize::try_from(page - 1).unwrap() * 4096;
    bytes[at..at + 4096].fill(0xA5);
    fs::write(office.store.path(), bytes).unwrap();
    let answer = backup(&office, &file);
    assert!(matches!(answer, Err(Error::Damaged { .. })), "{answer:?}");
    assert!(!file.exists() && !file.with_file_name("copy.partial").exists());
    assert!(
        office.store.stopped().is_some(),
        "nothing is written on top of it"
    );
    assert_eq!(backup(&office, &file), Err(office.store.stopped().unwrap()));
}

#[test]
fn a_value_that_nobody_can_read_is_damage_where_the_file_is_known_to_be_damaged() {
    let office = office();
    let conn = Connection::open(office.store.path()).unwrap();
    conn.execute_batch(
        "PRAGMA ignore_check_constraints = ON; UPDATE desk SET kind = 'kf'; PRAGMA wal_checkpoint(TRUNCATE)",
    )
    .unwrap();
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = 'act_of_staff'";
    let page = count(&conn, root);
    drop(conn);
    let desks = || {
        let at = moment("2026-11-16T10:00:00Z");
        let asked = DeskRows { office: None };
        office.store.read_now(&office.carla, at, asked)
    };
    assert!(matches!(desks(), Err(Error::Fault(_))), "{:?}", desks());
    let mut bytes = fs::read(office.store.path()).unwrap();
    let at = usize::try_from(page - 1).unwrap() * 4096;
    bytes[at..at + 4096].fill(0xA5);
    fs::write(office.store.path(), bytes).unwrap();
    assert!(backup(&office, &office.folder.path().join("copy")).is_err());
    assert!(
        matches!(desks(), Err(Error::Damaged { .. })),
        "{:?}",
        desks()
    );
}

/// An office that nobody has open, with some work in it.
fn closed() -> (tempfile::TempDir, PathBuf) {
    let office = office();
    for n in 0..40 {
        office.act(&office.carla, branch(n)).unwrap();
    }
    let file = office.store.path().to_owned();
    drop(office.store);
    (office.folder, file)
}

fn doctor(file: &Path) -> Report {
    examine(file, moment("2026-11-16T10:00:00Z"), false).unwrap()
}

fn findings(report: &Report) -> Vec<Finding> {
    report.found.iter().map(|found| found.finding).collect()
}

#[test]
fn an_office_at_work_and_one_that_is_closed_are_well() {
    let (_folder, file) = closed();
    for _ in 0..2 {
        let report = doctor(&file);
        assert_eq!(report.found, [], "{report:?}");
        assert!(report.pages > 40);
        let store = sportello::store::Store::open(&file, Options::default()).unwrap();
        let carla = store.who("carla").unwrap().unwrap();
        let id = ActId(Ulid(u128::from(report.pages) << 96));
        store
            .act_now(&carla, id, moment("2026-11-16T10:00:00Z"), branch(99))
            .unwrap();
    }
}

/// The figure that counts: of 300 single bits flipped in the file itself, how many are noticed.
#[test]
fn every_single_flipped_bit_of_the_office_is_noticed() {
    let (_folder, file) = closed();
    let whole = fs::read(&file).unwrap();
    let (mut noticed, mut by_sqlite) = (0, 0);
    for (at, bit) in places(whole.len() as u64) {
        let mut flipped = whole.clone();
        flipped[at] ^= bit;
        fs::write(&file, &flipped).unwrap();
        let report = doctor(&file);
        noticed += usize::from(!report.is_well());
        let page = |finding: &Finding| *finding == Finding::Page;
        by_sqlite += usize::from(
            findings(&report)
                .iter()
                .any(|finding| finding.is_wrong() && !page(finding)),
        );
    }
    println!("noticed {noticed} of 300; {by_sqlite} of them also without the digests");
    assert_eq!(noticed, 300);
    fs::write(&file, &whole).unwrap();
    assert!(doctor(&file).is_well());
}

#[test]
fn a_flipped_bit_in_the_digests_is_no_damage_of_the_office_but_is_said() {
    let (_folder, file) = closed();
    let sums = file.with_extension("sums");
    let mut bytes = fs::read(&sums).unwrap();
    bytes[100] ^= 1;
    fs::write(&sums, bytes).unwrap();
    assert_eq!(findings(&doctor(&file)), [Finding::Digests]);
    let sealed = examine(&file, moment("2026-11-16T10:00:00Z"), true).unwrap();
    assert!(sealed.is_well() && sealed.found.is_empty(), "{sealed:?}");
    assert_eq!(doctor(&file).found, []);
}

#[test]
fn a_copy_made_by_hand_is_taken_as_it_stands_and_watched_from_then_on() {
    let (folder, file) = closed();
    let copy = folder.path().join("copy.db");
    fs::copy(&file, &copy).unwrap();
    assert_eq!(findings(&doctor(&copy)), [Finding::Taken]);
    assert_eq!(findings(&doctor(&copy)), []);
    let mut bytes = fs::read(&copy).unwrap();
    bytes[9000] ^= 1;
    fs::write(&copy, bytes).unwrap();
    assert!(findings(&doctor(&copy)).contains(&Finding::Page));
}

#[test]
fn what_another_program_writes_is_noticed_by_the_journal_too() {
    for (sql, finding) in [
        (
            "UPDATE staff SET name = 'Altra', ver = ver + 1 WHERE login = 'anna'",
            Finding::Version,
        ),
        ("DELETE FROM staff_role WHERE n = 2", Finding::Missing),
        ("DELETE FROM act WHERE seq = 3", Finding::Hole),
        (
            "DELETE FROM touched WHERE seq = 3 AND k = 0",
            Finding::Loose,
        ),
        (
            "DELETE FROM touched WHERE seq = (SELECT max(seq) FROM touched)",
            Finding::WithoutAct,
        ),
        ("DROP TRIGGER person_key_update", Finding::Schema),
        (
            "INSERT INTO person_key VALUES ('snobody', 999999)",
            Finding::Search,
        ),
        (
            "UPDATE staff SET desk = 'none' WHERE login = 'anna'",
            Finding::ForeignKey,
        ),
    ] {
        let (_folder, file) = closed();
        let conn = Connection::open(&file).unwrap();
        conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        conn.execute(sql, []).unwrap();
        drop(conn);
        let found = findings(&doctor(&file));
        assert!(found.contains(&finding), "{sql}: {found:?}");
        assert!(found.contains(&Finding::Page), "{sql}: {found:?}");
    }
}

/// An office as the first version of the program would have left it.
fn of_the_first_version(folder: &Path) -> PathBuf {
    let (_folder, new) = closed();
    let file = folder.join("office.db");
    let conn = Connection::open(&file).unwrap();
    conn.execute_batch(
        "PRAGMA application_id = 0x53707274; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = OFF",
    )
    .unwrap();
    conn.execute_batch(include_str!("../../src/store/schema/0001_office.sql"))
        .unwrap();
    conn.execute("ATTACH ?1 AS new", [new.to_str().unwrap()])
        .unwrap();
    for table in [
        "office",
        "desk",
        "staff",
        "staff_role",
        "service_type",
        "word",
        "act",
        "touched",
    ] {
        // Later versions may have added columns.
        let columns: String = conn
            .query_row(
                "SELECT group_concat(name, ', ') FROM pragma_table_info(?1, 'main')",
                [table],
                |row| row.get(0),
            )
            .unwrap();
        conn.execute_batch(&format!(
            "INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}"
        ))
        .unwrap();
    }
    conn.execute_batch("DETACH new; PRAGMA user_version = 1")
        .unwrap();
    file
}

fn version(file: &Path) -> i64 {
    count(&Connection::open(file).unwrap(), "PRAGMA user_version")
}

#[test]
fn an_older_office_is_copied_and_brought_up_to_date_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let file = of_the_first_version(folder.path());
    let store = sportello::store::Store::open(&file, Options::default()).unwrap();
    assert!(store.who("anna").unwrap().is_some());
    drop(store);
    assert!(version(&file) >= 3);
    let copy = folder.path().join("office.before-schema-2.db");
    assert_eq!(version(&copy), 1, "its own copy, as it was");
    let mode = std::os::unix::fs::MetadataExt::mode(&fs::metadata(&copy).unwrap());
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_process_killed_while_it_brings_an_office_up_to_date_leaves_the_old_or_the_new() {
    let folder = tempfile::tempdir().unwrap();
    let file = of_the_first_version(folder.path());
    let old = fs::read(&file).unwrap();
    let (mut before, mut after) = (0, 0);
    for round in 0..20_u64 {
        for entry in fs::read_dir(folder.path()).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        fs::write(&file, &old).unwrap();
        let mut child = crate::core::play("nothing", &file);
        let deadline = std::time::Instant::now() + std::time::Duration::from_millis(round * 7);
        while std::time::Instant::now() < deadline && child.try_wait().unwrap().is_none() {}
        child.kill().unwrap();
        child.wait().unwrap();
        let copy = folder.path().join("office.before-schema-2.db");
        let conn = Connection::open(&file).unwrap();
        let sound: String = conn
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(sound, "ok");
        let tables = count(
            &conn,
            "SELECT count(*) FROM sqlite_schema WHERE name = 'person'",
        );
        match count(&conn, "PRAGMA user_version") {
            1 => {
                before += 1;
                assert_eq!(tables, 0, "nothing in between");
            }
            _ => {
                after += 1;
                assert_eq!(tables, 1);
                assert_eq!(version(&copy), 1, "the copy comes first");
            }
        }
        if copy.exists() {
            assert_eq!(version(&copy), 1, "a copy that has its name is whole");
        }
        drop(conn);
        sportello::store::Store::open(&file, Options::default()).unwrap();
        assert!(version(&file) >= 3);
    }
    println!("killed: {before} before, {after} after");
    assert!(before > 0, "the first is killed before it has begun");
}

/// Killed so many times; the figure to hold is 200, of which a test takes its part.
const KILLS: usize = 25;

#[test]
fn a_killed_process_leaves_nothing_half_done_and_the_doctor_finds_nothing() {
    let office = office();
    let file = office.store.path().to_owned();
    drop(office.store);
    let mut acknowledged = Vec::new();
    for round in 0..KILLS {
        let mut child = crate::core::play("add", &file);
        let mut said = crate::core::lines(&mut child, "ack ");
        acknowledged.extend(said.by_ref().take(1 + round * 7 % 60));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(said);
        let report = doctor(&file);
        assert_eq!(report.found, [], "after kill {round}");
    }
    let conn = Connection::open(&file).unwrap();
    let mut names = conn.prepare("SELECT name FROM office").unwrap();
    let there: std::collections::HashSet<String> = names
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(|name| name.unwrap())
        .collect();
    let lost: Vec<_> = acknowledged
        .iter()
        .filter(|name| !there.contains(*name))
        .collect();
    println!("{KILLS} kills, {} acknowledged", acknowledged.len());
    assert!(lost.is_empty(), "lost {lost:?}");
}

#[test]
fn a_bit_flipped_while_people_work_is_noticed_before_anybody_reads_it() {
    let (_folder, file) = closed();
    let options = sportello::store::Options {
        check_pages: true,
        poll: std::time::Duration::from_millis(1),
        ..Options::default()
    };
    let store = sportello::store::Store::open(&file, options).unwrap();
    let (sender, told) = std::sync::mpsc::channel();
    let _watch = store.watch(move |_| {
        let _ = sender.send(());
    });
    let mut bytes = fs::read(&file).unwrap();
    let last = bytes.len() - 5;
    bytes[last] ^= 2;
    fs::write(&file, bytes).unwrap();
    told.recv_timeout(std::time::Duration::from_secs(60))
        .unwrap();
    assert!(matches!(store.stopped(), Some(Error::Damaged { .. })));
    let carla = store.who("carla").unwrap().unwrap();
    let at = moment("2026-11-16T10:00:00Z");
    let answer = store.act_now(&carla, ActId(Ulid(1 << 100)), at, branch(1));
    assert_eq!(answer.err(), store.stopped());
}

#[test]
fn a_backup_that_is_called_off_leaves_nothing_whenever_that_is() {
    let office = office();
    let folder = tempfile::tempdir_in(office.folder.path()).unwrap();
    let file = folder.path().join("copy");
    let made = |pending: &Pending, progress: &mut dyn FnMut(u64, u64)| {
        let id = office.act_id();
        let who = &office.carla;
        let made = office
            .store
            .backup(who, (id, office.now()), (pending, false), progress);
        made.map(|made| made.label.seq)
    };
    let left = || fs::read_dir(folder.path()).unwrap().count();

    let before = Pending::at(&file);
    assert!(before.call_off());
    assert!(matches!(made(&before, &mut |_, _| ()), Err(Error::Closed)));
    assert_eq!(left(), 0);

    let amid = Pending::at(&file);
    let stopped = made(&amid, &mut |_, _| assert!(amid.call_off()));
    assert!(matches!(stopped, Err(Error::Closed)));
    assert_eq!(left(), 0);

    let after = Pending::at(&file);
    made(&after, &mut |_, _| ()).unwrap();
    assert!(!after.call_off(), "it has its name");
    verified(&file).unwrap();
    assert_eq!(left(), 1);
}
