//! Acts that are reached from another page: an employer changed from its vacancy, an action of a plan tied to an
//! appointment that stands; and panes that come back as they were left.

use sportello::domain::lang::Lang;
use sportello::terminal::key::Input;

use crate::desk::{Desk, desk};
use crate::steps::{go, has, lacks, save, write};

/// The page of the employer of the second vacancy.
const EMPLOYER: &str = "g5<tab><down><enter>";

fn to(desk: &mut Desk, row: &str) {
    desk.keys("<home>");
    for _ in 0..60 {
        if desk.cursor_row().contains(row) {
            return;
        }
        desk.keys("<down>");
    }
    panic!("no row {row} in\n{}", desk.screen());
}

#[test]
fn an_employer_is_changed_from_its_vacancy_and_who_saves_second_chooses() {
    let mut dario = desk().login("dario").watching().open();
    dario.keys(EMPLOYER);
    to(&mut dario, "Azienda");
    dario.keys("<enter>");
    has(&dario, "sì, si raccolgono offerte");
    dario.keys("<enter>");
    let mut elena = desk().login("dario").beside(&dario).open();
    elena.keys(EMPLOYER);
    to(&mut elena, "Azienda");
    elena.keys("<enter><enter>");
    write(&mut dario, "Di chi chiedere", "Zanzibarri Zoe");
    go(&mut dario, "Attiva");
    dario.keys("2");
    save(&mut dario);
    assert_eq!(dario.message(), "Dati dell'azienda salvati.");
    has(&dario, "Zanzibarri Zoe");
    has(&dario, "no, non si raccolgono offerte");
    // Another field of the same row: both stay.
    write(&mut elena, "Posta elettronica", "lavoro@example.org");
    save(&mut elena);
    for _ in 0..4 {
        if elena.message() == "Dati dell'azienda salvati." {
            break;
        }
        save(&mut elena);
    }
    has(&elena, "Zanzibarri Zoe");
    has(&elena, "lavoro@example.org");
}

#[test]
fn half_typed_data_of_an_employer_is_a_draft() {
    let mut first = desk().login("dario").open();
    first.keys(EMPLOYER);
    to(&mut first, "Azienda");
    first.keys("<enter><enter>");
    write(&mut first, "Di chi chiedere", "Zanzibarri");
    first.input(Input::HangUp);
    let mut second = desk().login("dario").beside(&first).open();
    second.keys("<enter>");
    assert!(
        second.cursor_row().contains("Zanzibarri"),
        "{}",
        second.screen()
    );
}

#[test]
fn an_action_is_tied_to_an_appointment_that_the_person_has() {
    let mut desk = desk().open();
    // A plan that runs, from its first action on.
    desk.keys("g4");
    for _ in 0..30 {
        if desk.cursor_row().contains("attivo") {
            break;
        }
        desk.keys("<down>");
    }
    desk.keys("<enter>");
    for _ in 0..12 {
        if desk.cursor_row().contains("la sede") && desk.cursor_row().contains("pianificata") {
            break;
        }
        desk.keys("<down>");
    }
    desk.keys("<enter>");
    to(&mut desk, "Collega un appuntamento");
    desk.keys("<enter>");
    if desk.message().contains("non ha appuntamenti") {
        // One is given first, for no action.
        let who: String = desk
            .session()
            .app()
            .view()
            .expect("a view")
            .title
            .into_owned();
        let name = who.trim_start_matches("Azione di ").to_owned();
        desk.keys("t")
            .keys(&name.to_lowercase())
            .keys("<enter>a<enter><enter>");
        desk.keys("g4");
        to(&mut desk, "Collega un appuntamento");
        desk.keys("<enter>");
    }
    has(&desk, "Quale appuntamento serve questa azione?");
    desk.keys("1");
    assert!(
        desk.message().starts_with("Appuntamento collegato"),
        "{}",
        desk.screen()
    );
    has(&desk, "Apri l'appuntamento");
    lacks(&desk, "Collega un appuntamento");
}

#[test]
fn a_pane_that_rested_comes_back_to_the_same_row_in_one_frame() {
    for lang in [Lang::It, Lang::En] {
        for (pane, inside) in [("1", ""), ("2", "<tab>"), ("3", ""), ("4", ""), ("5", "")] {
            let mut desk = desk().lang(lang).open();
            desk.keys("g")
                .keys(pane)
                .keys(inside)
                .keys("<down><down><down>");
            let (left, row) = (desk.screen(), desk.cursor());
            let away = if pane == "1" { "g6" } else { "g1" };
            desk.keys(away).keys("g").keys(pane);
            let rows = |screen: &str| {
                screen
                    .lines()
                    .skip(1)
                    .take(21)
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            assert_eq!(rows(&desk.screen()), rows(&left), "{pane}");
            assert_eq!(desk.cursor(), row, "{pane}");
        }
    }
}
