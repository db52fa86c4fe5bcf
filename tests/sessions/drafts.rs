//! What was typed is never lost: neither by a line that drops nor by the end of the program.

use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use sportello::store::{Options, Store};
use sportello::terminal::key::Input;

use crate::desk::{Desk, desk, practice_office};
use crate::pty::{Program, sportello};

/// A letter in the middle of a surname, so that the caret is neither at an end nor in the first field.
const TYPED: &str = "i<down>Ross<left><left>t";

/// The same form at the same place.
fn resumed(desk: &mut Desk, before: &Desk) {
    assert!(
        desk.screen().contains("Bozza:"),
        "offered first\n{}",
        desk.screen()
    );
    desk.keys("<enter>");
    assert_eq!(desk.cursor_row(), before.cursor_row());
    assert_eq!(
        desk.cursor(),
        before.cursor(),
        "the caret\n{}",
        desk.screen()
    );
    // The title and what follows from the form wait for a field to be left: not a word of them was typed.
    let form = |desk: &Desk| {
        let screen = desk.screen();
        let rows = screen.lines().skip(1).map(str::to_owned);
        rows.take_while(|row| row.trim() != "Salva")
            .collect::<Vec<_>>()
    };
    assert_eq!(form(desk), form(before));
}

#[test]
fn a_session_that_is_dropped_loses_nothing_older_than_a_second() {
    let mut first = desk().open();
    first.keys(TYPED).pass(Duration::from_secs(1));
    let mut second = desk().beside(&first).open();
    resumed(&mut second, &first);
}

#[test]
fn a_line_that_hangs_up_loses_nothing_at_all() {
    let mut first = desk().open();
    first.type_ahead(TYPED).input(Input::HangUp);
    assert!(first.is_over());
    let mut second = desk().beside(&first).open();
    resumed(&mut second, &first);
}

#[test]
fn a_draft_that_was_saved_is_offered_no_more() {
    let mut first = desk().open();
    first.keys(TYPED).pass(Duration::from_secs(1));
    // Down to the last row, which saves.
    for _ in 0..40 {
        if first.cursor_row().trim() == "Salva" {
            break;
        }
        first.keys("<tab>");
    }
    first.keys("<enter>");
    let second = desk().beside(&first).open();
    assert!(!second.screen().contains("Bozza:"), "{}", second.screen());
}

/// The practice office as a file of its own, as anybody's office.
fn office() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    std::fs::copy(practice_office(), &path).unwrap();
    (folder, path)
}

fn open(path: &Path) -> Program {
    let path = path.to_str().unwrap();
    sportello(&["--db", path, "--as", "anna", "--lang", "it"])
}

fn type_a_surname(program: &mut Program, surname: &str) {
    program.shows("trova persona").send(b"i");
    program.shows("Cognome").send(b"\x1b[B");
    program.send(surname.as_bytes()).shows(surname);
}

fn offers_it_again(path: &Path, surname: &str) {
    let mut again = open(path);
    again
        .shows("Bozza:")
        .send(b"\r")
        .shows(surname)
        .send(b"\x1bq");
    again.signal("-TERM");
    again.end();
}

#[test]
fn a_hang_up_and_a_polite_end_keep_the_last_letter_and_restore_the_terminal() {
    for signal in ["-HUP", "-TERM"] {
        let (_folder, path) = office();
        let mut program = open(&path);
        type_a_surname(&mut program, "Rossini");
        program.signal(signal);
        program.end();
        assert!(program.is_restored(), "{signal}: the terminal is as before");
        offers_it_again(&path, "Rossini");
    }
}

#[test]
fn a_rude_end_costs_at_most_the_last_second() {
    let (_folder, path) = office();
    let mut program = open(&path);
    type_a_surname(&mut program, "Verdi");
    kept_within_patience(&path, "Verdi");
    program.signal("-9");
    assert!(!program.end());
    offers_it_again(&path, "Verdi");
}

/// Waits until what was typed is on the disk, without touching the program.
fn kept_within_patience(path: &Path, typed: &str) {
    let store = Store::open(path, Options::default()).unwrap();
    let staff = store.who("anna").unwrap().expect("Anna");
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let (to, drafts) = mpsc::channel();
        store
            .scratch()
            .drafts_of(staff.id, move |found| drop(to.send(found)));
        let found = drafts.recv().unwrap().unwrap();
        if found
            .iter()
            .any(|draft| draft.payload.to_string().contains(typed))
        {
            return;
        }
        assert!(Instant::now() < deadline, "{typed} is not kept: {found:?}");
    }
}
