//! Backups, restoring and the doctor, as whoever runs the office meets them.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use sportello::store::{Options, Store};

use crate::Desk;

fn add(desk: &Desk, login: &str) {
    desk.says(&[
        "staff",
        "add",
        login,
        "--name",
        "Anna Neri",
        "--role",
        "reception",
    ]);
}

fn logins(desk: &Desk) -> Vec<String> {
    let mut logins: Vec<String> = desk
        .objects(&["staff", "list"])
        .iter()
        .map(|row| row["login"].as_str().unwrap().to_owned())
        .collect();
    logins.sort();
    logins
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// The names in the folder of the office that begin so.
fn beside(desk: &Desk, start: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(desk.path("data"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(start))
        .collect();
    names.sort();
    names
}

#[test]
fn a_backup_brings_the_office_back_as_it_was() {
    let desk = Desk::with_office();
    add(&desk, "anna");
    let said = desk.says(&["backup", "copy.sportello"]);
    assert!(said.contains("SHA-256"), "{said}");
    assert_eq!(mode(&desk.path("copy.sportello")), 0o600);
    assert!(!desk.path("copy.sportello.partial").exists());
    add(&desk, "bruno");
    let refused = desk.refuses(&["restore", "copy.sportello"]);
    assert!(refused.contains("already there"), "{refused}");
    assert_eq!(logins(&desk), ["ada", "anna", "bruno"]);
    let said = desk.says(&["restore", "copy.sportello", "--replace"]);
    assert_eq!(logins(&desk), ["ada", "anna"]);
    let aside: Vec<String> = beside(&desk, "office.before-")
        .into_iter()
        .filter(|name| {
            std::path::Path::new(name)
                .extension()
                .is_some_and(|end| end == "db")
        })
        .collect();
    assert_eq!(aside.len(), 1, "{aside:?}");
    assert!(said.contains(&aside[0]), "{said}");
    // Whose key was taken away since has it again: that is said.
    assert!(said.contains("revoked since holds again"), "{said}");
    // The old office is whole where it was put.
    let old = desk.path("data").join(&aside[0]);
    let old = Store::open(old, Options::default()).unwrap();
    assert!(old.who("bruno").unwrap().is_some());
}

#[test]
fn a_backup_is_restored_where_nothing_is() {
    let desk = Desk::with_office();
    desk.says(&["backup", "copy.sportello"]);
    let said = crate::Said::of(
        desk.command()
            .args(["--db", "new/office.db", "restore", "copy.sportello"])
            .assert(),
    );
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!(mode(&desk.path("new")), 0o700);
    assert_eq!(mode(&desk.path("new/office.db")), 0o600);
}

#[test]
fn a_backup_takes_the_place_of_no_file_unless_it_is_told_to() {
    let desk = Desk::with_office();
    fs::write(desk.path("copy.sportello"), "of old").unwrap();
    desk.refuses(&["backup", "copy.sportello"]);
    assert_eq!(fs::read(desk.path("copy.sportello")).unwrap(), b"of old");
    desk.says(&["backup", "copy.sportello", "--force"]);
    let before = fs::read(desk.db()).unwrap();
    desk.refuses(&["backup", "data/office.db", "--force"]);
    assert_eq!(fs::read(desk.db()).unwrap(), before, "never over itself");
    desk.refuses(&["backup", "data", "--force"]);
    let said = desk.refuses(&["--as", "ada", "backup", "no/such/folder"]);
    assert!(
        said.contains("The folder no/such cannot be opened"),
        "{said}"
    );
}

#[test]
fn whoever_may_not_manage_the_office_makes_no_backup() {
    let desk = Desk::with_office();
    let said = desk.refuses(&["--as", "anna", "backup", "copy.sportello"]);
    assert!(said.contains("Nobody in this office"), "{said}");
    add(&desk, "anna");
    desk.says(&["--as", "ada", "staff", "disable", "anna"]);
    let said = desk.refuses(&["--as", "anna", "backup", "copy.sportello"]);
    assert!(said.contains("anna is switched off"), "{said}");
    desk.says(&["--as", "ada", "staff", "enable", "anna"]);
    desk.refuses(&["--as", "anna", "backup", "copy.sportello"]);
    assert!(!desk.path("copy.sportello").exists());
}

#[test]
fn what_is_no_backup_any_more_is_not_restored() {
    let desk = Desk::with_office();
    desk.says(&["backup", "copy.sportello"]);
    let whole = fs::read(desk.path("copy.sportello")).unwrap();
    let before = fs::read(desk.db()).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 4;
    for (name, bytes) in [
        ("cut short", &whole[..whole.len() - 4096]),
        ("one bit", &flipped),
        ("an office", &before),
        ("empty", b""),
    ] {
        fs::write(desk.path("bad"), bytes).unwrap();
        let said = desk.refuses(&["restore", "bad", "--replace"]);
        assert!(said.contains("not a sound backup"), "{name}: {said}");
    }
    desk.refuses(&["restore", "missing", "--replace"]);
    assert_eq!(fs::read(desk.db()).unwrap(), before);
    assert_eq!(beside(&desk, "office.db"), ["office.db"]);
}

#[test]
fn an_office_in_use_is_not_replaced() {
    let desk = Desk::with_office();
    desk.says(&["backup", "copy.sportello"]);
    add(&desk, "anna");
    // This process is somebody at work.
    let store = Store::open(desk.db(), Options::default()).unwrap();
    assert!(store.who("anna").unwrap().is_some());
    let said = desk.refuses(&["restore", "copy.sportello", "--replace"]);
    assert!(said.contains("in use"), "{said}");
    let process = format!("(process {})", std::process::id());
    assert!(said.contains(&process), "who: {said}");
    assert!(store.who("anna").unwrap().is_some());
    drop(store);
    desk.says(&["restore", "copy.sportello", "--replace"]);
    assert_eq!(logins(&desk), ["ada"]);
}

#[test]
fn a_restore_that_is_killed_leaves_the_old_office_or_the_new() {
    let desk = Desk::with_office();
    desk.says(&["backup", "copy.sportello"]);
    add(&desk, "anna");
    let (mut old, mut new) = (0, 0);
    for round in 0..24_u64 {
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("sportello"))
            .env("HOME", desk.home.path())
            .env("USER", "ada")
            .arg("--db")
            .arg(desk.db())
            .args(["restore", "--replace"])
            .arg(desk.path("copy.sportello"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Somewhere in its work: a different place each time, on any machine.
        let deadline = std::time::Instant::now() + Duration::from_micros(round * 1_500);
        while std::time::Instant::now() < deadline && child.try_wait().unwrap().is_none() {}
        child.kill().unwrap();
        child.wait().unwrap();
        let store = Store::open(desk.db(), Options::default()).unwrap();
        assert!(store.stopped().is_none());
        if store.who("anna").unwrap().is_some() {
            old += 1;
        } else {
            new += 1;
            drop(store);
            add(&desk, "anna");
        }
    }
    assert_eq!(old + new, 24);
    assert!(old > 0, "the first is killed before it does anything");
}

#[test]
fn an_office_that_others_could_open_is_refused_with_the_cure() {
    let desk = Desk::with_office();
    let (folder, file) = (desk.path("data"), desk.db());
    for (path, loose, right) in [(&folder, 0o755, 0o700), (&file, 0o640, 0o600)] {
        fs::set_permissions(path, fs::Permissions::from_mode(loose)).unwrap();
        let said = desk.refuses(&["list", "queue"]);
        let cure = format!("chmod {right:o} \"{}\"", path.display());
        assert!(said.contains(&cure), "{said}");
        assert!(desk.refuses(&["doctor"]).contains("Other accounts"));
        fs::set_permissions(path, fs::Permissions::from_mode(right)).unwrap();
    }
    desk.says(&["list", "queue"]);
    // What is refused leaves nothing that others could open.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    desk.refuses(&["list", "queue"]);
    for beside in ["office.db-wal", "office.db-shm"] {
        assert!(!folder.join(beside).exists(), "{beside}");
    }
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    // Where others may look, no backup is brought back, not even in part.
    desk.says(&["backup", "copy"]);
    let bare = desk.path("bare");
    fs::create_dir(&bare).unwrap();
    fs::set_permissions(&bare, fs::Permissions::from_mode(0o755)).unwrap();
    let said = crate::Said::of(
        desk.command()
            .args(["--db", "bare/office.db", "restore", "copy"])
            .assert(),
    );
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.err.contains("chmod 700"), "{}", said.err);
    assert_eq!(fs::read_dir(&bare).unwrap().count(), 0);
    // Where others may look, no new office is made either.
    let open = desk.path("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o755)).unwrap();
    let said = crate::Said::of(
        desk.command()
            .args(["--db", "open/office.db", "init"])
            .assert(),
    );
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.err.contains("chmod 700"), "{}", said.err);
    assert!(!open.join("office.db").exists());
}

#[test]
fn an_office_for_practice_is_opened_wherever_it_is() {
    let desk = Desk::bare();
    fs::create_dir(desk.path("data")).unwrap();
    fs::set_permissions(desk.path("data"), fs::Permissions::from_mode(0o755)).unwrap();
    let file = desk.db().display().to_string();
    desk.says(&["demo", "--write", &file, "--date", "2026-11-23"]);
    fs::set_permissions(desk.db(), fs::Permissions::from_mode(0o644)).unwrap();
    desk.says(&["--as", "anna", "list", "queue"]);
}

#[test]
fn whatever_is_made_is_its_owners_alone_whatever_the_umask() {
    let desk = Desk::bare();
    let program = assert_cmd::cargo::cargo_bin!("sportello");
    let line = format!(
        "umask 000; '{0}' --db data/office.db init --login ada && '{0}' --db data/office.db backup copy \
         && '{0}' --db data/office.db --as ada --linear </dev/null",
        program.display()
    );
    let status = std::process::Command::new("sh")
        .args(["-c", &line])
        .env("HOME", desk.home.path())
        .current_dir(desk.home.path())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(mode(&desk.path("data")), 0o700);
    assert_eq!(mode(&desk.path("copy")), 0o600);
    for name in beside(&desk, "") {
        assert_eq!(mode(&desk.path("data").join(&name)), 0o600, "{name}");
    }
}

#[test]
fn one_process_serves_an_office_and_another_is_told_which() {
    use sportello::store::Error;
    use sportello::store::guard::Serving;
    let desk = Desk::with_office();
    let at = chrono::DateTime::from_timestamp(1_795_000_000, 0).unwrap();
    let first = Serving::begin(&desk.db(), at).unwrap();
    let answer = Serving::begin(&desk.db(), at);
    let Err(Error::InUse { by, .. }) = answer else {
        panic!("{answer:?}");
    };
    assert!(
        by.contains(&format!("process {}", std::process::id())),
        "{by}"
    );
    assert!(by.contains("2026-11-18"), "{by}");
    assert_eq!(Serving::by(&desk.db()), Some(by.clone()));
    assert_eq!(mode(&desk.path("data/office.lock")), 0o600);
    // The program's other commands go on; only the file itself is not exchanged under it.
    add(&desk, "anna");
    desk.says(&["backup", "copy.sportello"]);
    let last = desk.objects(&["doctor"]).pop().unwrap();
    assert_eq!(last["served_by"], by.as_str());
    assert!(
        desk.refuses(&["restore", "copy.sportello", "--replace"])
            .contains(&by)
    );
    drop(first);
    // What an ended process wrote there keeps nobody out.
    assert!(
        fs::read_to_string(desk.path("data/office.lock"))
            .unwrap()
            .contains("2026")
    );
    drop(Serving::begin(&desk.db(), at).unwrap());
    desk.says(&["restore", "copy.sportello", "--replace"]);
}

#[test]
fn the_doctor_says_what_is_wrong_and_when_the_last_backup_was() {
    let desk = Desk::with_office();
    let said = desk.says(&["doctor"]);
    assert!(
        said.contains("No backup yet") && said.contains("All is well"),
        "{said}"
    );
    desk.says(&["backup", "copy.sportello"]);
    let last = desk.objects(&["doctor"]).pop().unwrap();
    assert_eq!(last["ok"], true, "{last}");
    assert!(
        last["backup"].is_string() && last["pages"].as_u64().unwrap() > 40,
        "{last}"
    );
    let mut bytes = fs::read(desk.db()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(desk.db(), bytes).unwrap();
    let said = desk.refuses(&["doctor"]);
    assert!(said.contains("The file is damaged"), "{said}");
    let said = desk.in_italian().refuses(&["doctor"]);
    assert!(said.contains("Problemi trovati: "), "{said}");
}

#[test]
fn a_bit_flipped_in_the_log_is_noticed_and_never_taken_into_the_office() {
    let desk = Desk::with_office();
    let store = Store::open(desk.db(), Options::default()).unwrap();
    add(&desk, "anna");
    let log = desk.path("data/office.db-wal");
    let mut bytes = fs::read(&log).unwrap();
    let before = fs::read(desk.db()).unwrap();
    bytes[32 + 24 + 2000] ^= 1;
    fs::write(&log, bytes).unwrap();
    let said = desk.refuses(&["doctor"]);
    assert!(said.contains("wal file is damaged"), "{said}");
    drop(store);
    assert_eq!(
        fs::read(desk.db()).unwrap(),
        before,
        "the log stays what it is"
    );
}
