//! The full interview: section by section on the screen and line by line, with its counts of keys, its drafts, and what
//! is missing.

use std::time::Duration;

use sportello::terminal::key::Input;

use crate::desk::{Desk, desk, keys};

/// Goes to the row that has a text.
pub fn to(desk: &mut Desk, text: &str) {
    for way in ["<down>", "<up>"] {
        for _ in 0..40 {
            if desk.cursor_row().contains(text) {
                return;
            }
            desk.keys(way);
        }
    }
    panic!("no row {text} in\n{}", desk.screen());
}

fn has(desk: &Desk, text: &str) {
    assert!(desk.screen().contains(text), "{text} in\n{}", desk.screen());
}

/// A desk with the interview of somebody on file open.
pub fn interview() -> Desk {
    let mut anna = desk().login("carla").watching().open();
    anna.keys("tabat<enter>v");
    has(&anna, "Colloquio: ABATE Matteo");
    anna
}

#[test]
fn work_done_is_written_in_few_keys_and_undone() {
    let mut bruno = interview();
    to(&mut bruno, "Lavori svolti");
    assert!(bruno.cursor_row().contains("mancano: lavori svolti"));
    let script = "<enter><enter>";
    bruno.keys(script);
    has(&bruno, "Lavoro svolto");
    bruno.keys("cameriere<enter><tab>Bar Centrale<tab>010319<tab>300621<ctrl-s>");
    assert!(
        bruno.message().starts_with("Scritto."),
        "{}",
        bruno.screen()
    );
    has(&bruno, "Bar Centrale, dal 01/03/2019 al 30/06/2021");
    // Beside the words: to the list, to the form, the occupation, past the words of one's own, two dates, save.
    assert!(script.len() + keys("<enter><tab><tab>010319<tab>300621<ctrl-s>").len() <= 40);
    bruno.keys("u");
    bruno.pass(Duration::from_millis(250));
    assert!(
        !bruno.screen().contains("Bar Centrale"),
        "{}",
        bruno.screen()
    );
    bruno.keys("u");
    bruno.pass(Duration::from_millis(250));
    has(&bruno, "Bar Centrale");
    bruno.keys("0");
    to(&mut bruno, "Lavori svolti");
    assert!(bruno.cursor_row().contains("1 voce"), "{}", bruno.screen());
}

#[test]
fn that_there_is_nothing_is_one_key_and_no_longer_missing() {
    let mut bruno = interview();
    to(&mut bruno, "Studi e corsi");
    bruno.keys("<enter>2");
    has(&bruno, "Niente da scrivere: già segnato");
    bruno.keys("0");
    to(&mut bruno, "Studi e corsi");
    assert!(
        bruno.cursor_row().contains("niente da scrivere"),
        "{}",
        bruno.screen()
    );
}

#[test]
fn that_there_are_no_needs_is_one_key_each_on_the_screen_and_line_by_line() {
    let mut carla = interview();
    to(&mut carla, "Punti di forza e bisogni");
    assert!(carla.cursor_row().contains("mancano"), "{}", carla.screen());
    carla.keys("<enter>2");
    has(&carla, "Nessun punto di forza: già segnato");
    carla.keys("3");
    has(&carla, "Nessun bisogno: già segnato");
    carla.keys("0");
    to(&mut carla, "Punti di forza e bisogni");
    assert!(
        carla.cursor_row().contains("niente da scrivere"),
        "{}",
        carla.screen()
    );
    let mut lines = desk().login("carla").beside(&carla).linear().open();
    lines.line("t").line("abat").line("").line("v");
    lines.line("12");
    assert!(
        lines.said().contains("Nessun bisogno: già segnato"),
        "{}",
        lines.said()
    );
}

#[test]
fn wrong_days_are_met_in_their_field_and_what_was_typed_stays() {
    let mut bruno = interview();
    to(&mut bruno, "Lavori svolti");
    bruno.keys("<enter><enter>cameriere<enter><tab><tab>31/02/2019<tab>");
    has(&bruno, "31/02/2019");
    assert!(
        bruno.cursor_row().contains("31/02/2019"),
        "{}",
        bruno.screen()
    );
    bruno.keys("<ctrl-s>");
    has(&bruno, "31/02/2019");
    for _ in 0.."31/02/2019".len() {
        bruno.keys("<backspace>");
    }
    bruno.keys("010320<tab>010319<tab>");
    has(&bruno, "prima del primo giorno");
}

#[test]
fn a_row_half_typed_is_gone_on_with_by_one_key() {
    let mut first = interview();
    to(&mut first, "Punti di forza");
    first.keys("<enter><enter>1");
    first.keys("1Sa ascoltare");
    first.input(Input::HangUp);
    let mut again = desk().login("carla").beside(&first).open();
    has(&again, "Bozza:");
    again.keys("<enter>");
    has(&again, "Sa ascoltare");
}

#[test]
fn a_section_of_the_form_shows_its_own_fields_and_saves_them() {
    let mut bruno = interview();
    to(&mut bruno, "Disponibilità");
    bruno.keys("<enter>");
    has(&bruno, "Ore alla settimana");
    assert!(!bruno.screen().contains("Cognome"), "{}", bruno.screen());
    to(&mut bruno, "Lunedì, può lavorare");
    bruno.keys("1<ctrl-s>");
    assert!(
        bruno.message().starts_with("Scheda aggiornata"),
        "{}",
        bruno.screen()
    );
    has(&bruno, "Colloquio: ABATE Matteo");
    bruno.keys("0");
    to(&mut bruno, "Giorni di lavoro");
    assert!(bruno.cursor_row().contains("lunedì mattina"));
}

#[test]
fn a_part_is_saved_and_taking_charge_says_what_is_missing() {
    let mut bruno = interview();
    to(&mut bruno, "Prendi in carico");
    bruno.keys("<enter>");
    to(&mut bruno, "Salva il colloquio");
    bruno.keys("<enter>");
    assert!(
        bruno
            .message()
            .starts_with("Colloquio salvato: mancano ancora"),
        "{}",
        bruno.screen()
    );
    to(&mut bruno, "Prendi in carico");
    bruno.keys("<enter>");
    assert!(
        bruno.message().contains("Al colloquio manca:"),
        "{}",
        bruno.screen()
    );
}

#[test]
fn line_by_line_each_section_says_what_it_lacks() {
    let mut bruno = desk().login("carla").linear().open();
    bruno.line("t").line("abat").line("");
    bruno.line("v");
    let said = bruno.said().to_owned();
    assert!(said.contains("Colloquio: ABATE Matteo"), "{said}");
    let row = said
        .lines()
        .rev()
        .find(|line| line.contains("Competenze"))
        .unwrap_or_else(|| panic!("{said}"));
    let number = row.trim().split('.').next().unwrap().trim().to_owned();
    bruno.line(&number);
    assert!(bruno.said().contains("Aggiungi"), "{}", bruno.said());
}

#[test]
fn a_section_that_may_not_be_written_leaves_the_interview_open() {
    let mut dario = desk().login("dario").watching().open();
    dario.keys("tabat<enter>");
    if dario.screen().contains("Perché") {
        dario.keys("1");
    }
    dario.keys("v");
    has(&dario, "Colloquio: ABATE Matteo");
    to(&mut dario, "Disponibilità");
    dario.keys("<enter>");
    has(&dario, "Colloquio: ABATE Matteo");
    assert!(!dario.message().is_empty(), "{}", dario.screen());
}

#[test]
fn a_section_opens_its_own_draft_and_not_that_of_the_whole_record() {
    let mut first = interview();
    first.keys("0i<tab>x");
    has(&first, "Cognome");
    first.input(Input::HangUp);
    let mut again = desk().login("carla").beside(&first).watching().open();
    again.keys("tabat<enter>v");
    to(&mut again, "Disponibilità");
    again.keys("<enter>");
    has(&again, "Ore alla settimana");
    assert!(!again.screen().contains("Cognome"), "{}", again.screen());
}

#[test]
fn the_privacy_section_says_what_is_on_file_before_the_notice_is_given_again() {
    let mut bruno = interview();
    to(&mut bruno, "Informativa");
    let given = |desk: &mut Desk| {
        desk.keys("<enter>");
        has(desk, "Informativa, consensi, opposizioni: che cosa segni?");
    };
    given(&mut bruno);
    bruno.keys("2");
    assert_eq!(bruno.message(), "Informativa segnata.");
    bruno.pass(Duration::from_millis(250));
    to(&mut bruno, "Informativa");
    given(&mut bruno);
    has(&bruno, "il 23/11/2026, su carta.");
}

#[test]
fn a_consent_that_is_taken_back_stands_on_the_record_and_its_application_waits_for_another() {
    let mut anna = desk().login("anna").open();
    anna.keys("tabat<enter>m<enter>k<enter>");
    has(&anna, "consenso dato");
    anna.keys("000").keys("tabat<enter>");
    to(&mut anna, "Consenso all'invio");
    let row = anna.cursor_row();
    assert!(row.contains("dal 23/11/2026"), "{row}");
    anna.keys("<enter>");
    has(&anna, "Informativa, consensi, opposizioni: che cosa segni?");
    to(&mut anna, "Non vale più il consenso per");
    anna.keys("<enter>");
    assert!(
        anna.message().starts_with("Segnato: da oggi non vale più."),
        "{}",
        anna.screen()
    );
    to(&mut anna, "Consenso all'invio");
    assert!(
        anna.cursor_row().contains("fino al 23/11/2026"),
        "{}",
        anna.screen()
    );
    anna.keys("m<enter>");
    assert!(
        !anna.screen().contains("consenso dato"),
        "{}",
        anna.screen()
    );
}

#[test]
fn a_company_can_be_objected_to_before_any_consent_and_its_application_ends() {
    let mut anna = desk().login("anna").open();
    anna.keys("tabat<enter>m<enter>k2");
    has(&anna, "proposta");
    anna.keys("000").keys("tabat<enter>");
    to(&mut anna, "Informativa");
    anna.keys("<enter>");
    to(&mut anna, "Non vuole essere proposta a");
    let row = anna.cursor_row();
    assert!(!row.contains("nessuna azienda"), "{row}");
    anna.keys("<enter>");
    has(&anna, "Come l'ha detto?");
    anna.keys("3");
    assert!(
        anna.message()
            .starts_with("Segnato: da oggi non si propone più."),
        "{}",
        anna.screen()
    );
    anna.keys("tabat<enter>");
    to(&mut anna, "Informativa");
    anna.keys("<enter>");
    let screen = anna.screen();
    let asked = screen
        .lines()
        .filter(|line| line.contains("Non vuole essere proposta a"));
    let asked: Vec<&str> = asked.collect();
    assert!(
        asked.len() == 2 && asked[0].contains("un'altra") && asked[1].contains("nessuna"),
        "only to another, and to no company at all:\n{screen}"
    );
}

/// Of any company on file: it is looked for by its name, and what is half typed is kept.
#[test]
fn a_company_that_nobody_spoke_of_can_be_objected_to() {
    for backwards in [false, true] {
        let mut anna = desk().login("anna");
        if backwards {
            anna = anna.backwards();
        }
        let mut anna = anna.open();
        anna.keys("tabat<enter>");
        to(&mut anna, "Informativa");
        anna.keys("<enter>");
        to(&mut anna, "Non vuole essere proposta a un'altra azienda");
        anna.keys("<enter>");
        has(&anna, "Opposizione: ABATE Matteo");
        // A name that nobody has is said, and nothing is saved.
        anna.keys("zzzz<tab>");
        has(&anna, "zzzz");
        has(&anna, "Scegli una delle proposte");
        anna.keys("<backspace><backspace><backspace><backspace>salgari<enter>3");
        to(&mut anna, "Salva");
        anna.keys("<enter>");
        assert!(
            anna.message()
                .starts_with("Segnato: da oggi non si propone più."),
            "{}",
            anna.screen()
        );
        to(&mut anna, "Opposizione");
        has(&anna, "Supermercati Salgari S.a.s.");
    }
}

#[test]
fn an_objection_is_two_answers_and_nobody_is_put_forward_after_it() {
    let mut lines = desk().login("anna").linear().open();
    lines.line("t").line("abat").line("").line("v");
    lines.line("13");
    let said = lines.said().to_owned();
    let number = said.lines().find(|line| line.contains("a nessuna azienda"));
    let number = number.unwrap_or_else(|| panic!("{said}"));
    let number = number.split('.').next().unwrap().trim().to_owned();
    lines.line(&number);
    assert!(
        lines.said().contains("Come l'ha detto?"),
        "{}",
        lines.said()
    );
    lines.line("3");
    assert!(
        lines.said().contains("da oggi non si propone più"),
        "{}",
        lines.said()
    );
    let mut anna = desk().login("anna").beside(&lines).open();
    anna.keys("tabat<enter>");
    to(&mut anna, "Opposizione");
    assert!(
        anna.cursor_row()
            .contains("dal 23/11/2026, a voce: tutte le aziende"),
        "{}",
        anna.screen()
    );
    anna.keys("m<enter>k");
    assert!(
        !anna.screen().contains("Leggi ad alta voce:"),
        "{}",
        anna.screen()
    );
}
