//! Long work that is stopped half way: it leaves nothing, and says so.

use std::fs;
use std::io::Read as _;
use std::process::{Child, Command, Stdio};

use super::Desk;

/// The program at work on the office, in the folder of the desk.
fn started(desk: &Desk, args: &[&str]) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin!("sportello"))
        .env("HOME", desk.home.path())
        .env("USER", "ada")
        .env("LANG", "en_IT.UTF-8")
        .current_dir(desk.home.path())
        .arg("--db")
        .arg(desk.db())
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Ctrl-C, if it has not ended yet: what it said, and how it ended.
fn interrupted(mut child: Child) -> (String, Option<i32>) {
    let pid = rustix::process::Pid::from_child(&child);
    let _ = rustix::process::kill_process(pid, rustix::process::Signal::INT);
    let mut said = String::new();
    let mut errors = child.stderr.take().unwrap();
    errors.read_to_string(&mut said).unwrap();
    (said, child.wait().unwrap().code())
}

#[test]
fn a_backup_that_is_stopped_leaves_nothing_and_says_so() {
    let desk = Desk::with_office();
    let (mut whole, mut none) = (0, 0);
    for round in 0..40_u64 {
        let mut child = started(&desk, &["backup", "--force", "copy"]);
        // Somewhere in its work: at the latest when it has begun to write.
        let begun = desk.path("copy.partial");
        let deadline = std::time::Instant::now() + std::time::Duration::from_millis(round * 3);
        while child.try_wait().unwrap().is_none()
            && !begun.exists()
            && std::time::Instant::now() < deadline
        {}
        let (said, code) = interrupted(child);
        assert!(!begun.exists(), "round {round}: {said}");
        if desk.path("copy").exists() {
            whole += 1;
            sportello::store::backup::verified(&desk.path("copy")).unwrap();
            fs::remove_file(desk.path("copy")).unwrap();
        } else {
            none += 1;
            assert_ne!(code, Some(0));
            assert!(
                said.is_empty() || said.contains("Stopped: no backup was made."),
                "{said}"
            );
        }
    }
    assert_eq!(whole + none, 40);
    assert!(none > 0, "the first is stopped before it has begun");
}

#[test]
fn an_import_that_is_stopped_brings_nothing_and_says_so() {
    let desk = Desk::with_office();
    let mut file = String::from("id;cognome;nome\n");
    for n in 0..40_000 {
        file.push_str(&format!("{n};Vanoni{n};Pia\n"));
    }
    fs::write(desk.path("many.csv"), file).unwrap();
    let mut child = started(&desk, &["import", "people", "many.csv"]);
    // As soon as the first chunk is written.
    let conn = rusqlite::Connection::open(desk.db()).unwrap();
    let begun = || {
        conn.query_row("SELECT count(*) FROM person", [], |row| {
            row.get::<_, i64>(0)
        })
    };
    while begun().unwrap_or(0) == 0 && child.try_wait().unwrap().is_none() {}
    let (said, code) = interrupted(child);
    assert!(said.contains("Stopped: nothing was imported."), "{said}");
    assert_eq!(code, Some(1));
    assert_eq!(desk.says(&["list", "people"]), "");
    assert!(desk.says(&["doctor"]).contains("All is well"));
}
