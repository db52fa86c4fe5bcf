//! The vacancies at the desk: search, match with its reasons, candidature with consent, a vacancy by phone;
//! in the keys that they may cost.

use sportello::domain::document::Channel;
use sportello::domain::ids::ActId;
use sportello::domain::lang::Lang;
use sportello::store::people::Object;
use sportello::terminal::Key;
use ulid::Ulid;

use crate::desk::{Desk, desk, keys};

/// From the find box to the person, in hand.
const ABATE: &str = "tabat<enter>";

fn has(desk: &Desk, text: &str) {
    assert!(desk.screen().contains(text), "{text} in\n{}", desk.screen());
}

fn has_not(desk: &Desk, text: &str) {
    assert!(
        !desk.screen().contains(text),
        "{text} in\n{}",
        desk.screen()
    );
}

fn row(desk: &Desk, text: &str) -> String {
    let screen = desk.screen();
    let found = screen.lines().find(|line| line.contains(text));
    found
        .unwrap_or_else(|| panic!("{text} in\n{screen}"))
        .to_owned()
}

fn to(desk: &mut Desk, text: &str) {
    for _ in 0..30 {
        if desk.cursor_row().contains(text) {
            return;
        }
        desk.keys("<down>");
    }
    panic!("no row {text} in\n{}", desk.screen());
}

#[test]
fn the_newest_open_vacancies_stand_there_at_once() {
    let mut desk = desk().login("dario").open();
    desk.keys("g5");
    has(&desk, "Offerte di lavoro");
    has(&desk, "offerte aperte");
    assert!(
        desk.cursor_row().trim_start().starts_with('1'),
        "{}",
        desk.cursor_row()
    );
}

#[test]
fn words_answer_letter_by_letter_and_leaving_them_goes_to_the_results() {
    let mut desk = desk().login("dario").open();
    desk.keys("g5");
    let all = row(&desk, "offerte aperte");
    desk.keys("fmag");
    assert_ne!(row(&desk, "offert"), all);
    desk.keys("azzin<enter>");
    has(&desk, "Ricerca: magazzin");
    assert!(
        desk.cursor_row().contains("magazzin"),
        "{}",
        desk.cursor_row()
    );
}

#[test]
fn a_place_keeps_what_is_near_and_says_how_far() {
    let mut desk = desk().login("dario").open();
    desk.keys("g5j<tab>milano<enter>5<tab><tab><tab><enter>");
    has(&desk, "entro 5 km in linea retta da Milano");
    assert!(
        desk.cursor_row().contains("Milano, 0 km"),
        "{}",
        desk.cursor_row()
    );
}

#[test]
fn words_that_end_in_a_place_look_there() {
    let mut desk = desk().login("dario").open();
    desk.keys("g5fmagazz a milano<enter>");
    has(&desk, "entro 20 km in linea");
    has(&desk, "da Milano.");
    assert!(desk.cursor_row().contains(" km"), "{}", desk.screen());
    // A place without words: all that is near. Words that find nothing near are words.
    let other = format!("f{}", "<backspace>".repeat(30));
    desk.keys(&format!("{other}sesto san giovanni<enter>"));
    has(
        &desk,
        "Ricerca: entro 20 km in linea retta da Sesto San Giovanni",
    );
    desk.keys(&format!("{other}magazz cagliari<enter>"));
    has(&desk, "Ricerca: magazz cagliari");
    has(&desk, "Nessuna offerta");
}

#[test]
fn the_first_explained_vacancy_costs_two_keys_and_a_candidature_four() {
    a_candidature(desk().login("anna").open());
}

#[test]
fn a_candidature_is_followed_in_whatever_order_the_answers_come() {
    a_candidature(desk().login("anna").backwards().open());
}

fn a_candidature(mut desk: Desk) {
    desk.keys(ABATE);
    let explained = "m<enter>";
    assert!(keys(explained).len() <= 2);
    desk.keys(explained);
    has(&desk, "+ mestiere");
    has(&desk, " di 30");
    has(
        &desk,
        "Non usati: genere, età, famiglia, salute, origine, detenzione.",
    );
    desk.keys("k");
    has(&desk, "Leggi ad alta voce:");
    desk.keys("<enter>");
    assert_eq!(
        desk.message(),
        "Candidatura registrata, con il consenso: ABATE Matteo."
    );
    has(&desk, "consenso dato");
    desk.keys("k");
    assert!(
        desk.message().contains("la candidatura c'è già"),
        "{}",
        desk.message()
    );
    // From the same page on to how it goes on, and back.
    to(&mut desk, "Segui la candidatura");
    desk.keys("<enter>");
    has(&desk, "Invia all'azienda");
    desk.keys("00");
    has(&desk, "+ mestiere");
    desk.keys("0");
    assert!(
        desk.cursor_row().contains("consenso dato"),
        "{}",
        desk.cursor_row()
    );
}

#[test]
fn what_a_person_was_put_forward_for_is_on_their_page_and_says_how_it_stands() {
    let mut desk = desk().login("anna").open();
    desk.keys(ABATE);
    has_not(&desk, "Candidature");
    desk.keys("m<enter>k<enter>");
    desk.keys("<F2>");
    desk.keys(ABATE);
    assert!(row(&desk, "Candidature").contains("1 in tutto, 1 in corso"));
    to(&mut desk, "Candidature");
    desk.keys("<enter>");
    has(&desk, "Candidature di ABATE Matteo");
    let listed = desk.cursor_row();
    assert!(listed.contains("consenso dato"), "{listed}");
    // How it goes on is told there, and going back the row says so.
    desk.keys("<enter>");
    has(&desk, "Candidatura di ABATE Matteo");
    to(&mut desk, "si ritira");
    desk.keys("<enter><enter>");
    desk.keys("00");
    has(&desk, "Candidature di ABATE Matteo");
    let listed = desk.cursor_row();
    assert!(!listed.contains("consenso dato"), "{listed}");
}

#[test]
fn no_reason_is_asked_for_an_exception_to_what_the_person_said() {
    let mut desk = desk().login("anna").open();
    desk.keys(ABATE);
    let person = desk
        .session()
        .app()
        .env()
        .in_hand
        .clone()
        .expect("a person");
    let anna = desk.store().who("anna").unwrap().expect("anna");
    let objects = Object {
        person: person.id,
        company: None,
        channel: Channel::Voice,
        lang: "it".to_owned(),
    };
    desk.store()
        .act_now(&anna, ActId(Ulid::generate()), desk.now(), objects)
        .unwrap();
    desk.keys("m<home>k");
    assert!(
        desk.message()
            .starts_with("La persona non vuole essere proposta"),
        "{}",
        desk.screen()
    );
    has(&desk, "offerte confrontate");
}

#[test]
fn experience_is_asked_where_work_that_was_done_is_written() {
    let mut desk = desk().login("anna").open();
    desk.keys(ABATE).keys("m<enter>");
    to(&mut desk, "? esperienza");
    desk.keys("<enter>");
    has(&desk, "Colloquio");
    has(&desk, "Lavori");
}

#[test]
fn a_question_is_answered_in_place_and_the_points_follow() {
    let mut desk = desk().login("anna").open();
    desk.keys(ABATE).keys("m<enter>7");
    has(&desk, "Orario cercato");
    desk.keys("3<enter>");
    assert_eq!(
        desk.message(),
        "Risposta salvata nella scheda. L'elenco è aggiornato."
    );
    assert!(
        row(&desk, "+ orario").contains("10 di 10"),
        "{}",
        desk.screen()
    );
}

#[test]
fn an_advert_that_chooses_by_sex_and_age_is_stopped_and_mended() {
    let mut desk = desk().login("dario").open();
    desk.keys("g5ncoop<enter>Cercasi ragazza max 30 anni<enter>");
    has(&desk, "D.Lgs.");
    has(&desk, "Titolo (errore):");
    desk.key(Key::Ctrl('s'));
    has(&desk, "L'annuncio non si può pubblicare così");
    desk.keys("2");
    has(&desk, "cercasi persona");
    has_not(&desk, "ragazza");
}

#[test]
fn a_vacancy_by_phone_with_a_new_company_shows_the_people_at_once() {
    let mut desk = desk().login("dario").open();
    let by_phone = "g5nBottega Alfa<enter>Cameriere / cameriera<enter><enter><enter>2Turismo<enter>40<enter>1milano<enter>1400-1600";
    desk.keys(by_phone).key(Key::Ctrl('s'));
    has(&desk, "Persone per: Cameriere / cameriera");
    assert!(row(&desk, "Residenza").contains("Punti"));
    desk.keys("0");
    has(&desk, "Bottega Alfa");
    has(&desk, "aperta");
}

#[test]
fn what_was_typed_of_a_new_vacancy_is_still_there_after_going_back() {
    let mut desk = desk().login("dario").open();
    desk.keys("g5ncoop<enter>Panettiera<enter><esc>");
    has(&desk, "offerte aperte");
    desk.keys("n");
    has(&desk, "Panettiera");
    assert_eq!(desk.message(), "Bozza ripresa: continua da dove eri.");
}

#[test]
fn small_wide_and_english_screens_keep_the_row_in_focus() {
    for (columns, rows) in [(40, 12), (160, 50)] {
        for lang in [Lang::It, Lang::En] {
            let mut desk = desk().login("anna").size(columns, rows).lang(lang).open();
            desk.keys(ABATE).keys("m");
            assert!(!desk.cursor_row().trim().is_empty(), "{}", desk.screen());
            desk.walk("<enter>").read_on();
            assert!(desk.cursor_row().contains('+'), "{}", desk.screen());
            has_not(&desk, "why-");
        }
    }
}
