//! What was typed is never lost: neither by a line that drops nor by the end of the program.

use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use sportello::store::params::SetParam;
use sportello::store::{Options, Store};
use sportello::terminal::key::Input;
use sportello::ui::form::Form;
use sportello::ui::view::Block;

use crate::desk::{Desk, desk, practice_office};
use crate::pty::{Program, command, sportello};

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
fn a_line_that_is_cut_in_the_middle_of_a_paste_keeps_what_came_of_it() {
    let mut first = desk().open();
    first.keys(TYPED).bytes(b"\x1b[200~incollato a met\xc3");
    first.input(Input::HangUp);
    let mut second = desk().beside(&first).open();
    second.keys("<enter>");
    let row = second.cursor_row();
    assert!(row.contains("Rotincollato a met"), "{}", second.screen());
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

// Every form ----------------------------------------------------------------------------------------

/// Who opens a form that is kept, with which keys, and the row that opens it at the end of them.
const FORMS: &[(&str, &str, Option<&str>)] = &[
    ("anna", "i", None),
    ("anna", "n", None),
    ("anna", "tabate mat<enter>g1i", None),
    ("anna", "tabate mat<enter>i", None),
    ("anna", "tabate mat<enter>n", None),
    ("anna", "g2<enter>n", None),
    (
        "anna",
        "tabate mat<enter>1n1",
        Some("Trovare un primo lavoro"),
    ),
    ("anna", "tabate mat<enter>1n1", Some("Orientamento")),
    (
        "anna",
        "tabate mat<enter>1n1",
        Some("Aggiungi un obiettivo"),
    ),
    ("anna", "tabate mat<enter>1n1", Some("Programma e periodo")),
    ("anna", "g41", Some("Firma del percorso")),
    ("anna", "g3n", None),
    ("anna", "tabate mat<enter>a<enter><enter>d3", None),
    ("anna", "cse", Some("Correggi esito")),
    ("carla", "g62n", None),
    ("carla", "g62<enter>i", None),
    ("carla", "g62<enter>2n", None),
    ("carla", "g62<enter>3n", None),
    ("carla", "g63n", None),
    ("carla", "g63<enter>", None),
    ("carla", "g64n", None),
    ("carla", "g64<enter>", None),
    ("carla", "g65n", None),
    ("carla", "g66n", None),
    ("carla", "g671n", None),
    ("carla", "g68n", None),
    ("carla", "g68<enter>", None),
    ("carla", "g672<enter>", None),
    ("carla", "g672<down>sv", None),
    ("dario", "g5n", None),
    ("dario", "g5<enter>i", None),
    ("dario", "g5<enter>d", None),
    ("anna", "tabate mat<enter>m<enter>7", None),
    ("anna", "tabate mat<enter>m<enter>8", None),
    ("anna", "tabate mat<enter>m<enter>9", None),
];

/// The form in front.
fn with_form<T>(desk: &Desk, of: impl FnOnce(&Form) -> T) -> Option<T> {
    let view = desk.session().app().view()?;
    match view.blocks.get(view.focus.block) {
        Some(Block::Form(block)) => Some(of(block.form)),
        _ => None,
    }
}

fn opened((login, script, row): (&'static str, &str, Option<&str>)) -> Desk {
    let mut desk = desk().login(login).open();
    desk.keys(script);
    if let Some(row) = row {
        for _ in 0..40 {
            if desk.cursor_row().contains(row) {
                break;
            }
            desk.keys("<down>");
        }
        desk.keys("<enter>");
    }
    assert!(
        with_form(&desk, |_| ()).is_some() && desk.session().app().layer().is_none(),
        "{script} opens a form\n{}",
        desk.screen()
    );
    desk
}

#[test]
fn every_field_of_every_form_comes_back_as_it_was() {
    for form in FORMS {
        let fields = with_form(&opened(*form), |form| form.fields.len()).unwrap();
        for field in 0..fields {
            let mut first = opened(*form);
            let at = |desk: &Desk| with_form(desk, |form| form.at);
            for _ in 0..60 {
                if at(&first) == Some(field) {
                    break;
                }
                first.keys("<tab>");
            }
            if at(&first) != Some(field) {
                // Not shown now, so nobody can be in it.
                continue;
            }
            // A field may be full already.
            first.keys("<backspace>x7<left>");
            let before = with_form(&first, Form::draft).unwrap();
            first.input(Input::HangUp);
            let mut second = desk().login(form.0).beside(&first).open();
            assert!(
                second.cursor_row().contains("Bozza:"),
                "{form:?} {field}: offered first\n{}\n{}",
                first.screen(),
                second.screen()
            );
            second.keys("<enter>");
            let after = with_form(&second, Form::draft);
            assert_eq!(after, Some(before), "{form:?} {field}\n{}", second.screen());
            // A long form may be scrolled otherwise: that is the face's.
            assert_eq!(
                (second.cursor().0, second.cursor_row()),
                (first.cursor().0, first.cursor_row()),
                "{form:?} {field}: the caret"
            );
        }
    }
}

#[test]
fn what_was_wrong_is_said_again() {
    let mut first = desk().open();
    first.keys("i");
    while !first
        .cursor_row()
        .trim_start()
        .starts_with("Data di nascita")
    {
        first.keys("<tab>");
    }
    first.keys("99/99<tab>");
    let wrong = first
        .screen()
        .lines()
        .find(|row| row.contains("Data di nascita (errore)"))
        .map(str::to_owned);
    assert!(wrong.is_some(), "{}", first.screen());
    first.input(Input::HangUp);
    let mut second = desk().beside(&first).open();
    second.keys("<enter>");
    assert!(
        second.screen().contains(&wrong.unwrap()),
        "{}",
        second.screen()
    );
}

#[test]
fn a_draft_that_nobody_touches_is_cleared_after_the_days_that_the_office_has_set() {
    let mut first = desk().open();
    first.keys(TYPED).input(Input::HangUp);
    let carla = first.store().who("carla").unwrap().expect("Carla");
    let days = SetParam {
        key: sportello::domain::param::ParamKey::DraftDays,
        value: "3".into(),
        valid_from: first.now().date_naive(),
        source: "prova".into(),
        ver: None,
    };
    let id = sportello::domain::ids::ActId(ulid::Ulid::generate());
    first
        .store()
        .act_now(&carla, id, first.now(), days)
        .unwrap();
    let offered = |at: &str| {
        let desk = desk().at(at).beside(&first).open();
        desk.store().scratch().flush().unwrap();
        drop(desk);
        let desk = self::desk().at(at).beside(&first).open();
        desk.screen().contains("Bozza:")
    };
    assert!(offered("2026-11-25T09:00:00"));
    assert!(!offered("2026-11-27T09:00:00"));
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
    program.shows("h aiuto").send(b"i");
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
        // Who asked for the end has gone, or asked politely: then it is said.
        let said = program.screen().contains("Il programma è stato fermato");
        assert_eq!(said, signal == "-TERM", "{}", program.screen());
        offers_it_again(&path, "Rossini");
    }
}

/// Switched off by another process: out at once, told why, in whole words and with the terminal as it was.
#[test]
fn who_is_switched_off_is_out_of_the_offices_own_computer_too() {
    let (_folder, path) = office();
    let mut program = open(&path);
    type_a_surname(&mut program, "Rossini");
    program.resize(40, 12);
    command(&path, &["--as", "carla", "staff", "disable", "anna"]);
    assert!(!program.end(), "{}", program.screen());
    assert!(program.is_restored());
    let screen = program.screen();
    for row in [
        "L'accesso a questo ufficio è stato",
        "disattivato. Rivolgersi a chi coordina",
    ] {
        assert!(
            screen.lines().any(|line| line.trim_end() == row),
            "{screen}"
        );
    }
    assert!(!screen.contains("Ciao"), "{screen}");
    command(&path, &["--as", "carla", "staff", "enable", "anna"]);
    offers_it_again(&path, "Rossini");
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
        // Every question takes the file's lock, which the program asks for as well.
        thread::sleep(Duration::from_millis(50));
    }
}

/// How fast somebody types.
const PACE: Duration = Duration::from_millis(150);
/// What a rude end may cost, and as much again for a machine that is busy.
const COST: Duration = Duration::from_secs(3);

#[test]
fn a_rude_end_at_any_letter_costs_what_was_typed_last_and_no_more() {
    for kill_after in [3, 11, 26] {
        let (_folder, path) = office();
        let mut program = open(&path);
        type_a_surname(&mut program, "Q");
        let mut typed = String::from("Q");
        let mut when = vec![Instant::now()];
        let (_never, pace) = crossbeam_channel::bounded::<()>(0);
        for letter in ('a'..='z').take(kill_after) {
            typed.push(letter);
            program.send(letter.to_string().as_bytes()).shows(&typed);
            when.push(Instant::now());
            // The pace of a hand; nothing is waited for.
            let _ = pace.recv_timeout(PACE);
        }
        program.signal("-9");
        let killed = Instant::now();
        assert!(!program.end());
        let old = when.iter().filter(|at| killed - **at > COST).count();
        let kept = surname_of_draft(&path);
        assert!(typed.starts_with(&kept), "{kept} of {typed}");
        assert!(kept.len() >= old, "{kept} of {typed}, {old} letters old");
    }
}

/// The surname in the draft that was left, empty without one.
fn surname_of_draft(path: &Path) -> String {
    let store = Store::open(path, Options::default()).unwrap();
    let staff = store.who("anna").unwrap().expect("Anna");
    let (to, drafts) = mpsc::channel();
    store
        .scratch()
        .drafts_of(staff.id, move |found| drop(to.send(found)));
    let found = drafts.recv().unwrap().unwrap();
    let text = |draft: &sportello::store::Draft| {
        let text = &draft.payload["fields"]["surname"]["text"];
        text.as_str().unwrap_or_default().to_owned()
    };
    found.first().map(text).unwrap_or_default()
}
