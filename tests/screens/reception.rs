//! The reception at the desk: tickets, the quick intake, the end of a contact, in the keys that they may cost.

use std::path::PathBuf;

use sportello::domain::appointment::AppointmentState;
use sportello::domain::lang::Lang;
use sportello::store::agenda::{AgendaList, AppointmentFile};

use crate::desk::{Desk, desk, keys, practice_office};

/// An office of one's own that outlives a desk.
fn office() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    std::fs::copy(practice_office(), &path).unwrap();
    (folder, path)
}

/// A row of the screen that holds a text.
fn row(desk: &Desk, text: &str) -> String {
    let screen = desk.screen();
    screen
        .lines()
        .find(|line| line.contains(text))
        .unwrap_or_else(|| panic!("{text} in\n{screen}"))
        .to_owned()
}

fn has(desk: &Desk, text: &str) {
    assert!(desk.screen().contains(text), "{text} in\n{}", desk.screen());
}

#[test]
fn a_ticket_for_somebody_who_is_not_on_file() {
    let mut desk = desk().open();
    desk.keys("nVerdi Pia<tab>2<enter><enter>");
    assert_eq!(
        desk.message(),
        "Biglietto I005: 6 persone davanti, 35-60 minuti."
    );
    assert!(row(&desk, "I005").contains("Verdi Pia"));
    assert!(row(&desk, "I005").contains("in attesa"));
}

#[test]
fn a_ticket_for_somebody_on_file_is_found_by_a_few_letters() {
    let mut desk = desk().open();
    desk.keys("nabat<enter>1<enter><enter>");
    assert!(row(&desk, "ABATE Matteo").contains("in attesa"));
}

#[test]
fn who_has_an_appointment_today_needs_no_service() {
    let mut desk = desk().open();
    let anna = desk.store().who("anna").unwrap().expect("anna works here");
    let day = sportello::clock::local_day(desk.now());
    let today = AgendaList {
        office: anna.office,
        staff: None,
        from: day,
        to: day,
    };
    let rows = desk.store().read_now(&anna, desk.now(), today).unwrap();
    let due = rows
        .into_iter()
        .find(|row| {
            row.state == AppointmentState::Booked
                && row.person.is_some()
                && row.place.is_at_the_desk()
        })
        .expect("somebody is expected today");
    let who = due.person.expect("a person");
    desk.keys(&format!("n{} {}<enter>", who.surname, who.name));
    has(&desk, "Appuntamento oggi alle");
    desk.keys("<enter>");
    assert!(
        desk.message().starts_with("Biglietto "),
        "{}",
        desk.message()
    );
    let file = AppointmentFile {
        appointment: due.id,
    };
    let now = desk.store().read_now(&anna, desk.now(), file).unwrap();
    assert_eq!(now.state, AppointmentState::Arrived);
}

#[test]
fn a_call_of_today_is_told_at_the_door_and_the_ticket_is_for_something_else() {
    let mut desk = desk().open();
    // Loris is called at noon, and comes by.
    desk.keys("nferrara<enter>");
    has(&desk, "Appuntamento oggi alle 12:00");
    has(
        &desk,
        "al telefono: il\n              biglietto è per altro.",
    );
    assert!(
        desk.cursor_row().contains("Servizio"),
        "{}",
        desk.cursor_row()
    );
    desk.keys("1<enter><enter>");
    assert!(
        desk.message().starts_with("Biglietto "),
        "{}",
        desk.message()
    );
    // In the agenda nobody arrives for it.
    desk.keys("g3<down><down><down><down><down>");
    assert!(
        desk.cursor_row().contains("FERRARA"),
        "{}",
        desk.cursor_row()
    );
    desk.keys("v");
    has(&desk, "nessuno arriva allo sportello");
    desk.keys("<enter>");
    assert!(!desk.screen().contains("è arrivata"), "{}", desk.screen());
    has(&desk, "La persona conferma");
}

#[test]
fn a_ticket_needs_a_service_and_says_how_to_choose_it() {
    let mut desk = desk().open();
    desk.keys("n<tab><tab><tab><enter>");
    has(&desk, "Scegli il servizio: scrivi il suo numero.");
    assert!(
        desk.cursor_row().contains("Servizio (errore)"),
        "{}",
        desk.cursor_row()
    );
}

#[test]
fn calling_serving_recalling_parking_and_an_absence_cost_what_they_may() {
    let mut desk = desk().open();
    desk.keys("c");
    assert!(row(&desk, "Stato").contains("chiamata"));
    desk.keys("c");
    has(&desk, "chiamata, 2 volte");
    desk.keys("x");
    assert!(row(&desk, "  I002").contains("assente"));
    desk.keys("cs");
    assert!(row(&desk, "Stato").contains("in servizio"));
    desk.keys("p1");
    assert!(row(&desk, "  I003").contains("in pausa"));
    desk.keys("p");
    assert_eq!(desk.message(), "I003, senza nome: di nuovo in servizio.");
    desk.keys("o21");
    assert_eq!(
        desk.message(),
        "I003, senza nome: passa a un altro servizio."
    );
    assert!(row(&desk, "  I003").contains("in attesa"));
}

#[test]
fn ten_tickets_in_a_row_take_at_most_thirty_five_keys() {
    let mut desk = desk().open();
    for _ in 0..5 {
        desk.keys("n<tab>2<enter><enter>");
    }
    // Each: the person comes, the contact ends with an outcome, and the next one is called.
    let script = format!("c{}", "sc5".repeat(10));
    assert!(keys(&script).len() <= 35);
    desk.keys(&script);
    // Eleven waited: the last of them has been called.
    assert_eq!(desk.message(), "I009 chiamata: senza nome.");
    assert!(!desk.screen().contains("in attesa"), "{}", desk.screen());
}

#[test]
fn the_intake_decodes_the_code_and_says_the_letter_that_should_stand_there() {
    let mut desk = desk().open();
    desk.keys("cxcs<enter>RSSMRA80A01F205Y<tab>");
    has(&desk, "Codice fiscale (errore): RSSMRA80A01F205Y");
    has(&desk, "L'ultima lettera dovrebbe essere X, non Y.");
    desk.keys("<up><backspace>X<tab>");
    has(&desk, "01/01/1980, Milano (MI), maschio");
    assert!(row(&desk, "Data di nascita").contains("01/01/1980"));
    desk.keys("Bianchi<tab>Mario<tab>");
    has(&desk, "Il codice fiscale qui ha le lettere RSS.");
}

/// Goes up to the first field and down to that one.
fn to_field(desk: &mut Desk, name: &str) {
    desk.keys(&"<up>".repeat(16));
    for _ in 0..16 {
        if desk.cursor_row().contains(name) {
            return;
        }
        desk.keys("<tab>");
    }
    panic!("no field {name}: {}", desk.screen());
}

#[test]
fn what_does_not_fit_together_is_said_at_the_field() {
    let mut desk = desk().open();
    desk.keys("cxcs<enter>SNGMHM98S14Z343T<tab>Singh<tab>12<tab>");
    has(&desk, "Qui ci sono cifre.");
    to_field(&mut desk, "Luogo di nascita");
    desk.keys(&"<backspace>".repeat(8));
    desk.keys("seneghe<enter>");
    has(&desk, "Il codice fiscale dice Senegal.");
    to_field(&mut desk, "Luogo di nascita");
    desk.keys(&"<backspace>".repeat(8));
    desk.keys("seneg<enter>");
    assert!(!desk.screen().contains("Il codice fiscale dice"));
    to_field(&mut desk, "Cittadinanza");
    desk.keys("zzzz<tab>");
    assert!(
        row(&desk, "Cittadinanza").contains("zzzz"),
        "{}",
        desk.screen()
    );
    to_field(&mut desk, "Telefono");
    desk.keys("xyz<tab>");
    has(&desk, "Telefono (errore)");
}

#[test]
fn an_intake_is_saved_the_ticket_gets_its_person_and_the_contact_ends() {
    let mut desk = desk().open();
    desk.keys("cxcs<enter>RSSMRA80A01F205X<tab>Rossi<tab>Mario<tab><tab><tab>");
    desk.keys("3990001122<tab>sest<enter>114m<tab>31<tab>11<enter>");
    assert_eq!(desk.message(), "Scheda salvata: ROSSI Mario.");
    has(&desk, "La scheda è completa.");
    has(&desk, "Bassa qualifica: licenza media");
    desk.keys("e");
    has(&desk, "Fine del contatto, I003");
    desk.keys("1");
    assert_eq!(desk.message(), "I003 conclusa: 1 minuto.");
    has(&desk, "Il servizio è stato utile?");
    desk.keys("0");
    assert!(
        row(&desk, "I003").contains("ROSSI Mario"),
        "{}",
        desk.screen()
    );
}

#[test]
fn who_was_born_outside_the_union_is_asked_for_citizenship_and_permit() {
    let mut desk = desk().open();
    desk.keys("cxcs<enter>SNGMHM98S14Z343T<tab>");
    has(&desk, "Cittadinanza");
    has(&desk, "Permesso di soggiorno");
    desk.keys("<tab><tab><tab><tab>Italia<enter>");
    assert!(
        !desk.screen().contains("Permesso di soggiorno"),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_line_that_drops_gives_back_field_and_letters_with_one_key() {
    let (_folder, path) = office();
    let mut desk_a = desk().office(&path).open();
    desk_a.keys("cxcs<enter>RSSMRA80A01F205X<tab>Rossi<tab>Mar");
    desk_a.pass(std::time::Duration::from_secs(2));
    drop(desk_a);
    let mut desk_b = desk().office(&path).open();
    desk_b.keys("<enter>");
    assert!(desk_b.cursor_row().contains("Nome"), "{}", desk_b.screen());
    desk_b.keys("io<tab>");
    has(&desk_b, "ROSSI Mario");
}

#[test]
fn a_wrong_code_may_be_kept_to_be_checked_later() {
    let mut desk = desk().open();
    desk.keys("cxcs<enter>RSSMRA80A01F205Y<tab><tab>Rossi<tab>Mario<tab><tab><tab><tab><tab><tab><tab><tab><tab><tab><tab><enter>");
    has(&desk, "Il codice fiscale non torna");
    desk.keys("2");
    assert_eq!(desk.message(), "Scheda salvata: ROSSI Mario.");
}

#[test]
fn the_reception_speaks_english() {
    let mut desk = desk().lang(Lang::En).open();
    has(&desk, "Today's queue, Monday 23 November");
    desk.keys("c");
    assert!(
        desk.message().starts_with("I002 called: "),
        "{}",
        desk.message()
    );
}

#[test]
fn a_small_screen_keeps_the_name_and_the_state() {
    let mut desk = desk().size(40, 12).open();
    desk.keys("<down>");
    has(&desk, "giacca blu");
    has(&desk, "in attesa");
}

#[test]
fn each_place_in_the_queue_says_why_and_the_help_has_the_rule() {
    let mut desk = desk().open();
    desk.keys("<enter>");
    // A ticket with precedence stands before those of the same class.
    assert!(row(&desk, "Posto").contains("la prossima, "));
    desk.keys("0<down><enter>");
    assert!(row(&desk, "Posto").contains("2, "), "{}", desk.screen());
    let mut wide = crate::desk::desk().size(120, 60).open();
    wide.keys("h");
    has(&wide, "oltre lo standard della sede sale di una fascia");
}

#[test]
fn the_day_is_closed_after_its_list_was_read_and_what_is_at_a_desk_stays() {
    let mut desk = desk().open();
    desk.keys("cs.fine giornata<enter>");
    has(&desk, "biglietti aspettano ancora: escono dalla coda.");
    has(&desk, "2 biglietti sono ancora a una postazione");
    desk.keys("1");
    assert!(
        desk.message().starts_with("Giornata chiusa: "),
        "{}",
        desk.message()
    );
    has(&desk, "Nessuna persona aspetta più.");
    // The one at the desk is one's own: its row ends the contact.
    desk.keys("2");
    has(&desk, "Fine del contatto");
    desk.keys("50");
    desk.keys(".fine giornata<enter>");
    has(&desk, "1 biglietto è ancora a una postazione");
}

#[test]
fn who_is_on_file_already_is_offered_below_the_phone_and_taken_with_one_key() {
    let mut desk = desk().open();
    desk.keys("cxcs<enter>");
    // No code: surname, name, and the day of birth of somebody on file.
    desk.keys("<down>Abate<down>Matteo<down>");
    assert!(!desk.screen().contains("Già in archivio?"));
    desk.keys("27032005<down>");
    has(&desk, "ABATE Matteo: stesso nome e data di nascita.");
    // Nothing was asked: the cursor went on to the next field.
    assert!(desk.cursor_row().contains("nascita"), "{}", desk.screen());
    while !desk.cursor_row().contains("Già in archivio?") {
        desk.keys("<down>");
    }
    desk.keys("1");
    has(&desk, "BTAMTT05C27E530M");
    assert!(!desk.screen().contains("Già in archivio?"));
}

#[test]
fn a_phone_number_of_somebody_on_file_offers_them_before_it_is_left() {
    let mut desk = desk().open();
    desk.keys("cxcs<enter><down>Verdi<down><down><down><down>3993897595");
    has(&desk, "ABATE Matteo: stesso telefono.");
    desk.keys("<down>");
    assert!(desk.cursor_row().contains("Già in archivio?"));
    // Another person of the same flat: gone past.
    desk.keys("<down>");
    has(&desk, "Verdi");
    assert!(!desk.screen().contains("BTAMTT05C27E530M"));
}

/// On the sheet of a ticket the letters are about that ticket, and say why they do nothing.
#[test]
fn on_the_sheet_of_a_ticket_a_letter_acts_on_it_or_says_why_not() {
    let mut desk = desk().open();
    desk.keys("s");
    assert_eq!(
        desk.message(),
        "Nessuna persona è chiamata: prima usa c.",
        "{}",
        desk.screen()
    );
    desk.keys("2");
    has(&desk, "Biglietto I003");
    for letter in ["c", "s", "i"] {
        desk.keys(letter);
        assert_eq!(
            desk.message(),
            "Si chiama per ordine: torna alla coda con 0, poi c chiama chi tocca."
        );
    }
    desk.keys("0c");
    let called = desk.message();
    assert!(called.contains("chiamata"), "{called}");
    desk.keys("e");
    assert_eq!(
        desk.message(),
        "Prima usa s: dice che la persona è arrivata."
    );
    desk.keys("<enter>");
    has(&desk, "La persona è arrivata: inizia il servizio");
    desk.keys("s");
    assert!(desk.screen().contains("in servizio"), "{}", desk.screen());
}

/// One Enter too many at the end of a contact writes down no outcome.
#[test]
fn the_end_of_a_contact_has_no_outcome_until_one_is_chosen() {
    let mut desk = desk().open();
    desk.keys("cse<enter>");
    has(&desk, "Fine del contatto");
    assert!(
        row(&desk, "Esito").contains("scegli fra 5"),
        "{}",
        desk.screen()
    );
}

/// Whoever waits for hours waits hours, not hundreds of minutes.
#[test]
fn a_long_wait_is_said_in_hours() {
    let desk = desk().at("2026-11-23T15:20:00").open();
    has(&desk, "7 h");
    assert!(!desk.screen().contains("00 min"), "{}", desk.screen());
    let spoken = sportello::ui::words::Words::new("it").said(sportello::ui::words::Manner::InFull);
    assert_eq!(spoken.short_duration(90), "90 minuti");
    assert_eq!(spoken.short_duration(419), "circa 7 ore");
    let shown = sportello::ui::words::Words::new("it");
    assert_eq!(shown.short_duration(12 * 60 + 2), "12 h 02");
}

/// What is wrong with a code goes away as soon as the code is right.
#[test]
fn what_is_said_of_a_code_goes_while_it_is_mended() {
    let mut desk = desk().open();
    desk.keys("iRSSMRA80A01F205Y<tab>");
    has(&desk, "errore");
    desk.keys("<backspace>");
    has(&desk, "errore");
    desk.keys("X");
    assert!(!desk.screen().contains("errore"), "{}", desk.screen());
    desk.keys("<backspace>Y<tab>Rossi");
    has(&desk, "RSSMRA80A01F205Y\n");
    assert!(row(&desk, "Cognome").contains("Rossi"));
}
