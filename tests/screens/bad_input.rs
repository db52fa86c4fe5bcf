//! What people really type at the desk and cannot be taken as it is, or only looks so: the field says what is wrong, and
//! keeps what was typed.

use sportello::domain::tax_code::{self, Reason};
use sportello::store::people::Anomalies;
use sportello::terminal::key::Input;

use crate::desk::{Desk, desk};
use crate::steps::{go, has, lacks, save, write};

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

/// A code with a last letter that is right.
fn closed(fifteen: &str) -> String {
    let last = tax_code::check_letter(fifteen).expect("letters and digits");
    format!("{fifteen}{last}")
}

/// Every fault that a code can have, with a code that has no other before it, and what is said of it. No
/// tax code is wrong for being a health code: that is another identifier.
fn faults() -> Vec<(Reason, String, &'static str)> {
    let all: Vec<(Reason, String, &'static str)> = Reason::ALL
        .iter()
        .copied()
        .filter(|reason| !reason.is_warning() && *reason != Reason::HealthCode)
        .map(|reason| {
            let (code, said) = match reason {
                Reason::Length => (
                    "RSSMRA80A01F205".into(),
                    "Il codice ha 16 caratteri; qui sono 15.",
                ),
                Reason::Characters => (
                    "RSSMRA80A01F2A5X".into(),
                    "Il carattere numero 14 non può stare",
                ),
                Reason::CheckLetter => ("RSSMRA80A01F205Y".into(), "dovrebbe essere X, non Y."),
                Reason::CheckDigit => ("97889240583".into(), "dovrebbe essere 2, non 3."),
                Reason::BirthMonth => {
                    (closed("RSSMRA80F01F205"), "La lettera del mese non esiste.")
                }
                Reason::BirthDay => (
                    closed("RSSMRA80A35F205"),
                    "Il giorno di nascita non esiste.",
                ),
                Reason::BirthDate => (closed("RSSMRA80B30F205"), "La data di nascita non esiste"),
                Reason::PlaceUnknown => {
                    (closed("RSSMRA80A01A000"), "Il luogo di nascita non esiste.")
                }
                Reason::PlaceUndated | Reason::HealthCode => unreachable!("left out above"),
            };
            (reason, code, said)
        })
        .collect();
    assert_eq!(all.len(), 8);
    all
}

/// The doubtful codes on record.
fn listed(desk: &Desk) -> Vec<String> {
    let staff = desk.store().who("anna").unwrap().unwrap();
    let query = Anomalies { limit: 1_000 };
    let (_, rows) = desk.store().read_now(&staff, desk.now(), query).unwrap();
    rows.into_iter().map(|row| row.value).collect()
}

#[test]
fn each_fault_of_a_code_is_said_at_its_field_and_may_be_kept_recorded_and_listed() {
    for (reason, code, said) in faults() {
        let mut desk = intake();
        desk.keys(&format!("{code}<tab>"));
        has(&desk, &format!("Codice fiscale (errore): {code}"));
        let shown = words(&desk.screen());
        assert!(
            shown.contains(said),
            "{reason:?}: {said} in\n{}",
            desk.screen()
        );
        write(&mut desk, "Cognome", "Prova");
        write(&mut desk, "Nome", "Uno");
        assert!(!listed(&desk).contains(&code), "{reason:?}");
        save(&mut desk);
        has(&desk, "Il codice fiscale non torna");
        desk.keys("2");
        assert_eq!(desk.message(), "Scheda salvata: PROVA Uno.", "{reason:?}");
        assert!(
            listed(&desk).contains(&code),
            "{reason:?}: {:?}",
            listed(&desk)
        );
        desk.keys("l<end>");
        for _ in 0..12 {
            if desk.cursor_row().contains("PROVA Uno") {
                break;
            }
            desk.keys("<up>");
        }
        assert!(desk.cursor_row().contains("PROVA Uno"), "{}", desk.screen());
        has(&desk, &code);
    }
}

#[test]
fn line_by_line_each_fault_of_a_code_is_said_with_its_reason_and_may_be_kept() {
    for (reason, code, said) in faults() {
        let mut desk = desk().linear().open();
        desk.line("i").line(&code);
        let shown = words(desk.said());
        assert!(
            shown.contains(said),
            "{reason:?}: {said} in\n{}",
            desk.said()
        );
        assert!(shown.contains("Codice fiscale"), "{}", desk.said());
        // What was typed stays: nothing is asked for twice.
        desk.line("").line("Prova").line("Uno").line(":salva");
        assert!(
            desk.said().contains("Il codice fiscale non torna"),
            "{reason:?}: {}",
            desk.said()
        );
        desk.line("2");
        assert!(
            desk.said().contains("Scheda salvata: PROVA Uno"),
            "{}",
            desk.said()
        );
        assert!(
            listed(&desk).contains(&code),
            "{reason:?}: {:?}",
            listed(&desk)
        );
    }
}

/// The words on a page in one row: what is said of a field may go on below it.
fn words(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
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

/// A health code is looked for sign by sign wherever somebody is: none of its digits takes who is proposed.
#[test]
fn somebody_with_a_health_code_is_found_by_it() {
    let mut desk = intake();
    desk.keys("ENI1201230000001<tab>Gjoka<tab>Enid<ctrl-s>");
    assert!(
        desk.message().starts_with("Scheda salvata"),
        "{}",
        desk.screen()
    );
    for way in ["t", "g1n", "g3n"] {
        let mut other = crate::desk::desk().beside(&desk).open();
        other.keys(way);
        let mut letters = "ENI1201230000001".chars();
        assert!(letters.all(|letter| {
            other.keys(&letter.to_string());
            other.cursor_row().contains(letter)
        }));
        assert!(
            other.screen().contains("GJOKA Enid"),
            "{way}\n{}",
            other.screen()
        );
        other.keys("<enter>");
        assert!(
            other.screen().contains("GJOKA Enid"),
            "{way}\n{}",
            other.screen()
        );
    }
}

/// A desk line by line, at a field of the quick intake.
fn asked(field: &str) -> Desk {
    let mut desk = desk().linear().open();
    desk.line("i");
    for _ in 0..20 {
        let said = desk.said().to_owned();
        if said
            .lines()
            .last()
            .is_some_and(|asked| asked.starts_with(field))
        {
            return desk;
        }
        desk.line("");
    }
    panic!("{field} is not asked:\n{}", desk.said());
}

/// Goes on from field to field to the end of the form, and saves.
fn saved(desk: &mut Desk) {
    for _ in 0..30 {
        if desk.said().contains("Scheda salvata") {
            return;
        }
        desk.line("");
    }
    panic!("not saved:\n{}", desk.said());
}

#[test]
fn line_by_line_days_that_never_were_are_said_and_asked_again() {
    for day in ["31/02/1980", "29/02/1981", "00/13/1980", "12/03/2085"] {
        let mut desk = asked("Data di nascita");
        desk.line(day);
        let said = desk.said();
        assert!(said.contains("Errore, Data di nascita:"), "{said}");
        assert!(
            said.contains(&format!("Data di nascita (ora {day})")),
            "{said}"
        );
        desk.line("29/02/1980");
        assert!(
            desk.said().ends_with("Luogo di nascita: "),
            "{}",
            desk.said()
        );
    }
}

#[test]
fn line_by_line_names_of_one_letter_and_in_four_scripts_are_kept_and_found() {
    for (surname, name) in [
        ("O", "Ng"),
        ("D'Àvila-Pérez", "Zoë"),
        ("Шевченко", "Олена"),
        ("محمد", "فاطمة"),
        ("王", "小明"),
    ] {
        let mut desk = asked("Cognome");
        desk.line(surname).line(name);
        saved(&mut desk);
        desk.line("t").line(surname);
        let found = desk.said().to_owned();
        assert!(found.contains(&surname.to_uppercase()), "{found}");
    }
}

#[test]
fn line_by_line_a_note_of_ten_thousand_signs_is_kept_whole_and_of_a_longer_one_it_is_said() {
    let mut desk = desk().linear().open();
    desk.line("t").line("abate mat").line("").line("6");
    assert!(desk.said().contains("Nota"), "{}", desk.said());
    let line: String = "parola ".chars().cycle().take(998).collect();
    for _ in 0..10 {
        desk.line(&format!("{line}."));
    }
    assert!(
        !desk.said().contains("troppo lungo"),
        "it fits: {}",
        desk.said()
    );
    desk.line("ancora una riga");
    assert!(desk.said().contains("troppo lungo"), "{}", desk.said());
    for _ in 0..3 {
        if !desk.said().contains("Nota salvata") {
            desk.line("");
        }
    }
    assert!(desk.said().contains("Nota salvata"), "{}", desk.said());
    let kept: i64 = rusqlite::Connection::open(desk.path())
        .unwrap()
        .query_row("SELECT max(length(text)) FROM note", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 9_999, "ten lines and the nine ends between them");
}

/// What is no text does nothing to the one who reads, and none of it is a command or the end of the line.
#[test]
fn line_by_line_a_burst_with_what_is_no_text_stays_one_answer() {
    let mut desk = asked("Cognome");
    desk.line("Rossi\tMaria\u{1b}[2J\u{7}\u{202e}via");
    assert!(desk.said().ends_with("Nome: "), "{}", desk.said());
    assert!(!desk.said().contains('\u{1b}'), "{:?}", desk.said());
    let mut long = asked("Cognome");
    long.line(&"x".repeat(500));
    assert!(long.said().contains("troppo lungo"), "{}", long.said());
}
