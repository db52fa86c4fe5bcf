//! Somebody is hired, and what comes of it: the terms, the follow-ups, and where both are met again.

use sportello::domain::lang::Lang;

use crate::desk::{Desk, desk};

/// From the find box to the person, in hand.
const ABATE: &str = "tabat<enter>";

fn has(desk: &Desk, text: &str) {
    assert!(desk.screen().contains(text), "{text}\n{}", desk.screen());
}

/// Down to the row that says so, and into it.
fn open(desk: &mut Desk, text: &str) {
    desk.keys("<home>");
    for _ in 0..80 {
        if desk.cursor_row().contains(text) {
            desk.keys("<enter>");
            return;
        }
        desk.keys("<down>");
    }
    panic!("{text} is not reached\n{}", desk.screen());
}

/// Empties the date in focus.
fn rub_out(desk: &mut Desk) {
    desk.keys("<end>");
    for _ in 0..10 {
        desk.keys("<backspace>");
    }
}

/// An offer to somebody who was put forward, and the form of the terms.
fn an_offer(desk: &mut Desk, [agreed, applications, steps @ ..]: [&str; 7]) {
    desk.keys(ABATE).keys("m<enter>k");
    open(desk, agreed);
    desk.keys("<F2>").keys(ABATE);
    open(desk, applications);
    desk.keys("<enter>");
    for step in steps {
        open(desk, step);
    }
}

const STEPS: [&str; 7] = [
    "Sì, è d'accordo",
    "Candidature",
    "Invia all'azienda",
    "L'azienda la valuta",
    "C'è un colloquio",
    "L'azienda fa un'offerta",
    "Assunzione",
];

const STEPS_EN: [&str; 7] = [
    "Yes, agreed",
    "Applications",
    "Send to the company",
    "The company considers it",
    "There is an interview",
    "The company makes an offer",
    "Hired",
];

#[test]
fn who_is_hired_is_hired_on_terms_that_are_written_down() {
    let mut desk = desk().login("anna").watching().open();
    an_offer(&mut desk, STEPS);
    has(&desk, "Assunzione di ABATE Matteo");
    // The contract and the hours are those of the vacancy; the rest is asked.
    has(&desk, "tempo determinato");
    desk.keys("<down><down><down><down>1<enter>");
    has(&desk, "Primo giorno (errore):");
    has(&desk, "Ultimo giorno (errore):");
    desk.keys("1/12<enter><down>30/11<enter>");
    has(&desk, "La fine viene prima dell'inizio");
    rub_out(&mut desk);
    desk.keys("31/5<enter><enter><enter><enter>");
    assert_eq!(desk.message(), "ABATE Matteo, candidatura: assunzione.");
    has(&desk, "dal 01/12/2026 al 31/05/2027, tempo determinato");
    has(
        &desk,
        "31/12/2026 da fare, 01/03/2027 da fare, 30/05/2027 da fare",
    );
    // Taken back, it is an offer again, and nothing is left of it.
    desk.keys("u");
    desk.pass(std::time::Duration::from_secs(1));
    has(&desk, "offerta");
    assert!(!desk.screen().contains("da fare"), "{}", desk.screen());
}

#[test]
fn a_contract_without_an_end_is_asked_for_none() {
    let mut desk = desk().login("anna").open();
    an_offer(&mut desk, STEPS);
    desk.keys("1/12<enter><backspace>1<enter>");
    assert!(
        !desk.screen().contains("Ultimo giorno"),
        "{}",
        desk.screen()
    );
    desk.keys("<enter>1<enter>");
    has(&desk, "dal 01/12/2026, tempo indeterminato");
    // It goes on, or it ended: it cannot become what it is.
    open(&mut desk, "Scrivi la verifica");
    has(&desk, "Come va il lavoro?");
    assert!(
        !desk.screen().contains("indeterminato\n"),
        "{}",
        desk.screen()
    );
}

#[test]
fn what_was_typed_of_the_terms_is_still_there_after_going_back() {
    let mut desk = desk().login("anna").open();
    an_offer(&mut desk, STEPS);
    desk.keys("1/12<enter>");
    desk.pass(std::time::Duration::from_secs(2));
    desk.keys("<esc>");
    has(&desk, "Candidatura di ABATE Matteo");
    desk.keys("<F2>").keys("l");
    open(&mut desk, "Bozza: Assunzione di");
    has(&desk, "Assunzione di ABATE Matteo");
    has(&desk, "01/12/2026");
}

#[test]
fn who_is_to_be_asked_stands_on_the_lists_of_the_day_and_what_is_heard_is_written() {
    let mut desk = desk().login("anna").open();
    desk.keys("l");
    open(&mut desk, "verifica dopo l'assunzione");
    has(&desk, "Candidatura di COSSIGA Quintilio");
    open(&mut desk, "Scrivi la verifica prevista dal 22/11/2026");
    open(&mut desk, "ancora al lavoro");
    assert_eq!(desk.message(), "Verifica scritta.");
    has(&desk, "23/11/2026 ancora al lavoro, 21/01/2027 da fare");
    desk.keys("<F2>").keys("l");
    assert!(
        !desk.screen().contains("verifica dopo"),
        "{}",
        desk.screen()
    );
    // Work that ended is asked about no more.
    desk.keys("0u").keys("l");
    open(&mut desk, "verifica dopo l'assunzione");
    open(&mut desk, "Scrivi la verifica");
    open(&mut desk, "lavoro finito");
    desk.keys("22/10<enter>");
    has(&desk, "Il giorno va dal primo di lavoro a oggi");
    rub_out(&mut desk);
    desk.keys("20/11<enter>1<enter>");
    has(&desk, "20/11/2026, fine del contratto");
    assert!(!desk.screen().contains("da fare"), "{}", desk.screen());
}

/// In another language, small, and for a reader: the same rows.
#[test]
fn the_terms_are_written_on_a_small_screen_and_for_a_reader_too() {
    for reader in [false, true] {
        let plan = desk().login("anna").lang(Lang::En).size(40, 12);
        let mut desk = if reader { plan.reader() } else { plan }.open();
        an_offer(&mut desk, STEPS_EN);
        has(&desk, "First day");
        let cut = crate::whole::cut(&desk.screen());
        assert!(cut.is_empty(), "{cut:?}\n{}", desk.screen());
    }
}
