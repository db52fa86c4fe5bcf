//! The agenda at the desk: a free time for the person in hand, a move, a call-off, a day to look at.

use sportello::domain::lang::Lang;

use crate::desk::{Desk, desk};

fn has(desk: &Desk, text: &str) {
    assert!(desk.screen().contains(text), "{text} in\n{}", desk.screen());
}

/// A desk with one person in hand.
fn in_hand() -> Desk {
    let mut desk = desk().open();
    desk.keys("tabate mat<enter>");
    desk
}

#[test]
fn three_keys_book_the_first_free_time_with_who_follows_the_person() {
    let mut desk = in_hand();
    desk.keys("a");
    has(&desk, "Orari liberi per ABATE Matteo");
    has(&desk, "Colloquio di accoglienza, 1 ora");
    assert!(
        desk.cursor_row()
            .contains("lunedì 23 novembre, 11:00-12:00"),
        "{}",
        desk.screen()
    );
    desk.keys("<enter>");
    assert!(desk.cursor_row().contains("Prenota in sede"));
    desk.keys("<enter>");
    assert_eq!(
        desk.message(),
        "Fissato: ABATE Matteo, lunedì 23 novembre alle 11:00 con Fatima El Amrani."
    );
    has(&desk, "Agenda, lunedì 23 novembre, Fatima El Amrani");
    assert!(
        desk.cursor_row().contains("11:00-12:00  ABATE Matteo"),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_call_moves_an_appointment_within_eleven_keys() {
    let mut desk = in_hand();
    desk.keys("a<enter><enter>");
    desk.keys("g1");
    let before = desk.screen();
    assert!(before.contains("Coda"), "{before}");
    // Find, four letters, Enter; free times; move; the second; Enter.
    desk.keys("tabat<enter>as<down><enter>");
    assert_eq!(
        desk.message(),
        "Spostato: ABATE Matteo, lunedì 23 novembre alle 14:00 con Fatima El Amrani."
    );
    assert!(desk.cursor_row().contains("14:00-15:00  ABATE Matteo"));
}

#[test]
fn a_time_that_somebody_else_took_is_refused_and_the_next_one_is_selected() {
    let mut first = in_hand();
    first.keys("a<enter>");
    let mut other = desk().office(first.path()).login("fatima").open();
    other.keys("g3");
    while !other.cursor_row().contains("11:00") {
        other.keys("<down>");
    }
    other.keys("ncosta matteo<enter><tab><tab><tab><tab><tab><tab>");
    while !other.cursor_row().contains("Prenota") {
        other.keys("<tab>");
    }
    other.keys("<enter>");
    assert!(
        other.message().starts_with("Fissato:"),
        "{}",
        other.screen()
    );
    first.keys("<enter>");
    assert!(
        first.message().contains("già occupato"),
        "{}",
        first.screen()
    );
    assert!(
        first.cursor_row().contains("12:00-13:00"),
        "{}",
        first.screen()
    );
}

#[test]
fn a_booking_left_half_typed_comes_back_at_the_time_that_is_chosen_now() {
    let mut desk = desk().login("anna").open();
    desk.keys("g3<down><enter>");
    desk.keys("tafu<esc><esc>");
    desk.keys("<down><down>");
    let row = desk.cursor_row();
    let time: String = row
        .split_whitespace()
        .find(|word| word.contains(':'))
        .map(|word| word[..5].to_owned())
        .expect("a free time");
    desk.keys("<enter>");
    has(&desk, "tafu");
    has(&desk, &time);
}

#[test]
fn the_person_calls_it_off_in_three_keys() {
    let mut desk = in_hand();
    desk.keys("a<enter><enter>d2");
    assert_eq!(
        desk.message(),
        "Disdetto: ABATE Matteo, lunedì 23 novembre, 11:00-12:00."
    );
    has(&desk, "disdetto");
}

#[test]
fn the_office_says_why_and_a_new_time_is_offered_at_once() {
    let mut desk = in_hand();
    desk.keys("a<enter><enter>d3<enter><enter>");
    has(&desk, "Manca il motivo");
    desk.keys("sede chiusa<enter><enter>");
    assert!(desk.message().starts_with("Disdetto: ABATE Matteo"));
    has(&desk, "Orari liberi per ABATE Matteo");
}

#[test]
fn left_and_right_go_a_day_back_and_on_and_a_letter_comes_home() {
    let mut desk = desk().open();
    desk.keys("g3");
    has(&desk, "Agenda, lunedì 23 novembre, Anna Brambilla");
    has(&desk, "Oggi, orario");
    desk.keys("<right>");
    has(&desk, "Agenda, martedì 24 novembre, Anna Brambilla");
    desk.keys("<left><left>");
    has(&desk, "domenica 22 novembre");
    has(&desk, "nessun orario di lavoro");
    desk.keys("f8/12<enter>");
    has(&desk, "martedì 8 dicembre");
    has(&desk, "sede chiusa");
    desk.keys("yj");
    has(&desk, "lunedì 23 novembre");
    assert!(!desk.screen().contains("novembre, Anna"));
}

#[test]
fn a_row_of_today_opens_what_can_be_done_and_an_arrival_gives_a_ticket() {
    let mut desk = in_hand();
    desk.keys("a<enter><enter><enter>");
    has(&desk, "Appuntamento: ABATE Matteo");
    assert!(desk.cursor_row().contains("La persona è arrivata"));
    desk.keys("<enter>");
    assert!(
        desk.message()
            .starts_with("Arrivo segnato: ABATE Matteo, biglietto "),
        "{}",
        desk.screen()
    );
    has(&desk, "arrivo segnato");
}

#[test]
fn it_reads_well_on_forty_columns_and_in_english() {
    let mut small = desk().size(40, 12).lang(Lang::En).open();
    small.keys("g3");
    has(&small, "Agenda, Monday 23 November, Anna");
    let (_, row, hidden) = small.cursor();
    assert!(row > 0 && !hidden);
    small.keys("tabate mat<enter>a");
    has(&small, "Free times for ABATE Matteo");
}

/// Who takes a booking back stays at its time.
#[test]
fn after_a_booking_is_taken_back_the_cursor_is_on_its_time() {
    let mut desk = desk().watching().open();
    desk.keys("tabate mat<enter>a<enter><enter>");
    assert!(desk.cursor_row().contains("11:00-12:00  ABATE Matteo"));
    desk.keys("u");
    desk.pass(std::time::Duration::from_secs(1));
    let row = desk.cursor_row();
    assert!(
        row.contains("11:00-") && row.contains("libero"),
        "{row}\n{}",
        desk.screen()
    );
}

#[test]
fn an_hour_that_runs_into_the_next_appointment_is_said_at_the_field_at_once() {
    let mut desk = desk().login("fatima").open();
    desk.keys("g3");
    assert!(
        desk.cursor_row().contains("09:15-09:45"),
        "{}",
        desk.screen()
    );
    desk.keys("<enter>");
    has(&desk, "Ora (errore):");
    has(
        &desk,
        "Dalle 10:00 è già occupato. Libero per 1 ora: alle 11:00.",
    );
    // The first free time is one that is long enough.
    desk.keys("<esc>n");
    has(&desk, "11:00");
    assert!(!desk.screen().contains("(errore)"), "{}", desk.screen());
}

#[test]
fn a_refused_time_stays_as_it_was_typed_and_the_next_free_one_is_named() {
    let mut first = desk().login("anna").open();
    first.keys("g3<down><enter>abate mat<enter>");
    has(&first, "10:00");
    let mut other = desk().office(first.path()).login("fatima").open();
    other.keys("g3");
    while !other.screen().contains("novembre, Anna Brambilla") {
        other.keys("j");
    }
    while !other.cursor_row().contains("10:00-10:30") {
        other.keys("<down>");
    }
    other.keys("<enter>costa mat<enter>");
    while !other.cursor_row().contains("Prenota") {
        other.keys("<tab>");
    }
    other.keys("<enter>");
    assert!(
        other.message().starts_with("Fissato:"),
        "{}",
        other.screen()
    );
    while !first.cursor_row().contains("Prenota") {
        first.keys("<tab>");
    }
    first.keys("<enter>");
    assert!(first.cursor_row().contains("10:00"), "{}", first.screen());
    has(&first, "Ora (errore):");
    has(&first, "alle 11:00");
    // What stands there cannot be: the next letter takes its place.
    first.keys("11:00<tab>");
    has(&first, "fino alle 12:00");
    assert!(!first.screen().contains("(errore)"), "{}", first.screen());
}

#[test]
fn on_a_closed_day_the_form_says_so_at_once_and_how_to_go_on() {
    let mut desk = desk().open();
    desk.keys("g3");
    for _ in 0..15 {
        desk.keys("<right>");
    }
    has(&desk, "8 dicembre");
    desk.keys("n");
    has(&desk, "Sede chiusa: Immacolata Concezione");
    has(&desk, "Motivo dell'eccezione");
    desk.keys("abate mat<enter><tab>10<tab><tab><tab><tab><enter>");
    has(&desk, "La sede è chiusa. Scrivi il motivo");
    assert!(
        !desk.screen().contains("Scegli un altro orario"),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_prefilled_time_is_replaced_by_what_is_typed_on_the_screen_and_by_line() {
    let mut desk = desk().login("anna").open();
    desk.keys("g3<down><enter>abate mat<enter><tab>");
    assert!(desk.cursor_row().contains("10:00"), "{}", desk.screen());
    desk.keys("14<tab>");
    has(&desk, "fino alle 15:00");
}
