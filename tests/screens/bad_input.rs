//! What people really type at the desk and cannot be taken as it is, or only looks so: the field says what is wrong, and
//! keeps what was typed.

use sportello::terminal::key::Input;

use crate::desk::{Desk, desk};
use crate::steps::{go, has, lacks, write};

/// A desk at the form of a quick intake without a ticket.
fn intake() -> Desk {
    let mut desk = desk().open();
    desk.keys("i");
    has(&desk, "Codice fiscale");
    desk
}

#[test]
fn days_that_never_were_stay_in_their_field_with_what_is_wrong() {
    let mut desk = intake();
    for day in ["31/02/1980", "29/02/1981", "00/13/1980", "12/03/2085"] {
        write(&mut desk, "Data di nascita", day);
        desk.keys("<tab>");
        has(&desk, &format!("Data di nascita (errore): {day}"));
        desk.keys("<up><up>");
    }
    write(&mut desk, "Data di nascita", "29/02/1980");
    desk.keys("<tab>");
    lacks(&desk, "Data di nascita (errore)");
}

#[test]
fn codes_of_places_that_never_were_are_said_in_the_field_of_the_code() {
    // The last letters are right: only the place is not.
    for code in ["RSSMRA80A01A000C", "RSSMRA80A01Z999Y"] {
        let mut desk = intake();
        desk.keys(code).keys("<tab>");
        has(&desk, &format!("Codice fiscale (errore): {code}"));
        let screen = desk.screen();
        assert!(screen.contains("luogo"), "{screen}");
    }
}

#[test]
fn two_addresses_in_one_field_are_no_address() {
    let mut desk = desk().open();
    desk.keys("tabate mat<enter>i");
    for (address, wrong) in [
        ("uno@example.org", false),
        ("uno@example.orgdue@example.org", true),
        ("uno@", true),
    ] {
        write(&mut desk, "Posta elettronica", address);
        desk.keys("<tab>");
        let said = desk.screen().contains("Posta elettronica (errore)");
        assert_eq!(said, wrong, "{address}\n{}", desk.screen());
    }
}

#[test]
fn nothing_of_the_code_before_is_said_of_a_wrong_one() {
    let mut desk = desk().open();
    desk.keys("tabate mat<enter>i");
    // A code that is right says who was born when and where.
    has(&desk, "maschio");
    go(&mut desk, "Codice fiscale");
    desk.keys("<end><backspace><backspace><tab>");
    has(&desk, "Codice fiscale (errore)");
    lacks(&desk, "maschio");
}

#[test]
fn names_of_one_letter_and_in_four_scripts_are_kept_and_found() {
    for (surname, name) in [
        ("O", "Ng"),
        ("D'Àvila-Pérez", "Zoë"),
        ("Шевченко", "Олена"),
        ("محمد", "فاطمة"),
        ("王", "小明"),
        ("Παπαδόπουλος", "Ελένη"),
    ] {
        let mut desk = intake();
        write(&mut desk, "Cognome", surname);
        write(&mut desk, "Nome", name);
        desk.keys("<ctrl-s>");
        assert!(
            desk.message().starts_with("Scheda salvata"),
            "{surname}: {}",
            desk.screen()
        );
        desk.keys("g2<tab>t").keys(surname);
        has(&desk, surname.to_uppercase().as_str());
        desk.keys("<enter>");
        has(&desk, name);
    }
}

#[test]
fn a_note_of_ten_thousand_letters_is_kept_whole_and_of_a_longer_one_it_is_said() {
    let mut desk = desk().open();
    desk.keys("tabate mat<enter>n");
    go(&mut desk, "Nota");
    let long: String = "parola ".chars().cycle().take(9_999).collect();
    desk.input(Input::Paste(format!("{long}.")));
    assert!(!desk.message().contains("troppo lungo"), "it fits");
    desk.input(Input::Paste("ancora".into()));
    assert!(desk.message().contains("troppo lungo"), "{}", desk.screen());
    desk.keys("x");
    assert!(desk.message().contains("troppo lungo"), "{}", desk.screen());
    desk.keys("<ctrl-s>");
    assert!(desk.message().starts_with("Nota"), "{}", desk.screen());
    let kept: i64 = rusqlite::Connection::open(desk.path())
        .unwrap()
        .query_row("SELECT max(length(text)) FROM note", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 10_000);
}

/// A card that is read into a field that is not for it, and a letter of several lines: never text elsewhere.
#[test]
fn a_pasted_burst_stays_in_its_field_on_one_line() {
    let mut desk = intake();
    go(&mut desk, "Cognome");
    desk.input(Input::Paste("Rossi\nMaria\tvia Roma\u{1b}[2J".into()));
    assert!(
        desk.cursor_row().contains("Rossi Maria"),
        "{}",
        desk.screen()
    );
    has(&desk, "Nome");
    desk.input(Input::Paste("x".repeat(500)));
    assert!(desk.message().contains("troppo lungo"), "{}", desk.screen());
}
