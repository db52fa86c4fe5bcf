//! The disk and the file: locked, full, damaged. The screen stays, and what was typed with it.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::time::Duration;

use rusqlite::Connection;
use sportello::session::Event;
use sportello::terminal::key::{Input, Key};

use crate::desk::{desk, practice_office};
use crate::pty::in_shell;

fn press(key: Key) -> Event {
    Event::Input(Input::Key(key))
}

#[test]
fn a_locked_office_keeps_the_desk_at_work_and_the_act_arrives() {
    let mut desk = desk().open();
    let other = Connection::open(desk.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waiting = desk.screen();
    desk.at_once(press(Key::Char('c')));
    desk.pass_at_once(Duration::from_millis(1_100));
    desk.next_event();
    assert!(desk.message().starts_with("Attendi"), "{}", desk.screen());
    assert!(
        desk.message().contains("process"),
        "who keeps it: {}",
        desk.message()
    );
    // Keys still move the cursor, at once.
    desk.pass_at_once(Duration::from_millis(600));
    let before = desk.cursor();
    desk.at_once(press(Key::Down));
    desk.pass_at_once(Duration::from_millis(600));
    assert_ne!(desk.cursor(), before, "{}", desk.screen());
    desk.at_once(press(Key::Up));
    assert_eq!(
        desk.cursor(),
        before,
        "no key waits twice\n{}",
        desk.screen()
    );
    other.execute_batch("COMMIT").unwrap();
    desk.settle();
    assert_ne!(desk.screen(), waiting, "somebody is called");
    assert!(desk.screen().contains("chiamata"), "{}", desk.screen());
}

#[test]
fn a_damaged_file_is_read_only_and_says_so() {
    let mut desk = desk().open();
    let len = std::fs::metadata(desk.path()).unwrap().len();
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .open(desk.path())
        .unwrap();
    file.seek(SeekFrom::Start(16 * 4096)).unwrap();
    let rest = usize::try_from(len).unwrap() - 16 * 4096;
    file.write_all(&vec![0xA5; rest]).unwrap();
    drop(file);
    let mut told = false;
    for keys in ["c", "g5", "g2", "g1"] {
        desk.keys(keys);
        told |= desk.message().contains("rovinat") || desk.message().contains("danneggiat");
    }
    assert!(told, "{}", desk.screen());
    desk.keys("g1n");
    desk.keys("Rossi<tab>2<enter>");
    assert!(!desk.message().is_empty(), "{}", desk.screen());
}

#[test]
fn a_full_disk_fails_the_act_and_keeps_what_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    std::fs::copy(practice_office(), &path).unwrap();
    // No file may grow beyond this: enough to open the office, too little to save an intake.
    let mut program = in_shell(
        "trap '' XFSZ; ulimit -f 72; exec \"$0\" \"$@\"",
        &[
            "--db",
            path.to_str().unwrap(),
            "--as",
            "anna",
            "--lang",
            "it",
        ],
    );
    program.shows("h aiuto").send(b"i").shows("Cognome");
    program.send(b"\x1b[BRossini\tGioachino").shows("Gioachino");
    program
        .send(b"\x13")
        .until("a sentence about the disk", |screen| {
            screen
                .lines()
                .last()
                .is_some_and(|row| row.contains("disco"))
        });
    program.shows("Rossini").shows("Gioachino");
}
