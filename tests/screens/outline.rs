//! The interview's outline in the office: read, changed by keys, put in force, kept half done, put back.

use sportello::domain::intake::Missing;
use sportello::domain::interview::{Section, When};
use sportello::domain::outline::{Change, Outline};
use sportello::store::interview::{OutlineInForce, OutlineRow};
use sportello::terminal::key::Input;

use crate::desk::{Desk, desk};
use crate::steps::{go, has, lacks, until, write};

const PAGE: &str = "g672";

fn page() -> Desk {
    let mut carla = desk().login("carla").open();
    carla.keys(PAGE);
    has(&carla, "Traccia del colloquio");
    carla
}

fn in_force(desk: &Desk) -> OutlineRow {
    let carla = desk.store().who("carla").unwrap().unwrap();
    let store = desk.store();
    store.read_now(&carla, desk.now(), OutlineInForce).unwrap()
}

fn to_row(desk: &mut Desk, text: &str) {
    desk.keys("<home>");
    for _ in 0..30 {
        if desk.cursor_row().contains(text) {
            return;
        }
        desk.keys("<down>");
    }
    panic!("no row {text} in\n{}", desk.screen());
}

/// Leaves the form in front by its last row.
fn done(desk: &mut Desk, label: &str) {
    for _ in 0..60 {
        if desk.cursor_row().trim() == label {
            desk.keys("<enter>");
            return;
        }
        desk.keys("<tab>");
    }
    panic!("no {label} in\n{}", desk.screen());
}

fn put(desk: &mut Desk, source: &str) {
    desk.keys("v");
    write(desk, "Fonte", source);
    done(desk, "Metti in vigore");
}

#[test]
fn sections_are_moved_left_out_and_changed_by_keys_and_hold_once_they_are_put_in_force() {
    let mut carla = page();
    has(&carla, "In vigore: la traccia del programma.");
    lacks(&carla, "Metti in vigore");
    to_row(&mut carla, "Competenze");
    carla.keys("d");
    has(&carla, "non si chiede");
    to_row(&mut carla, "Recapiti");
    carla.keys("s");
    assert!(
        carla.cursor_row().contains("Recapiti"),
        "{}",
        carla.screen()
    );
    assert!(
        carla.cursor_row().contains("spostata"),
        "{}",
        carla.screen()
    );
    carla.keys("b");
    lacks(&carla, "spostata");
    to_row(&mut carla, "Sussidi");
    carla.keys("<enter>1");
    done(&mut carla, "Tieni");
    to_row(&mut carla, "Residenza");
    carla.keys("i");
    go(&mut carla, "Che cosa serve");
    carla.keys("2");
    done(&mut carla, "Tieni");
    assert!(
        carla.cursor_row().contains("cambiata"),
        "{}",
        carla.screen()
    );
    carla.keys("<home>");
    has(&carla, "Hai cambiato 3 sezioni.");
    assert_eq!(in_force(&carla), OutlineRow::of_the_program());

    put(&mut carla, "Circolare 12/2026");
    assert_eq!(carla.message(), "La nuova traccia è in vigore.");
    has(
        &carla,
        "In vigore: versione 1, dal 23/11/2026 09:00, di Carla Fumagalli.",
    );
    lacks(&carla, "Hai cambiato");
    let now = in_force(&carla).outline;
    assert_eq!(
        now.changes_from(&Outline::default()),
        [
            (Section::Residence, Change::Changed),
            (Section::Benefits, Change::Changed),
            (Section::Skills, Change::Gone),
        ]
    );
    assert_eq!(now.part(Section::Benefits).unwrap().when, When::Always);
    let residence = &now.part(Section::Residence).unwrap().ask;
    assert!(residence.contains(&Missing::Address), "{residence:?}");

    // Whoever opens an interview is asked by it.
    let mut bruno = desk().login("bruno").beside(&carla).open();
    bruno.keys("tabate mat<enter>");
    to_row(&mut bruno, "Colloquio");
    bruno.keys("<enter><end>");
    lacks(&bruno, "Competenze");
}

#[test]
fn what_nobody_is_taken_in_charge_without_cannot_be_left_out() {
    let mut carla = page();
    to_row(&mut carla, "Informativa");
    carla.keys("<enter>5");
    done(&mut carla, "Tieni");
    has(&carla, "Informativa: si chiede sempre di chiunque");
    carla.keys("<esc>");
    assert_eq!(in_force(&carla), OutlineRow::of_the_program());
    to_row(&mut carla, "Informativa");
    carla.keys("d<home>");
    has(&carla, "Informativa: si chiede sempre di chiunque");
    carla.keys("v");
    assert_eq!(carla.message(), "Prima correggi quello che non va.");
    has(&carla, "Traccia del colloquio");
    to_row(&mut carla, "Informativa");
    carla.keys("n");
    carla.keys("<home>");
    lacks(&carla, "si chiede sempre");
}

#[test]
fn what_is_half_changed_comes_back_after_the_line_dropped_and_can_be_given_up() {
    let mut first = page();
    to_row(&mut first, "Competenze");
    first.keys("d");
    first.input(Input::HangUp);
    let mut second = desk().login("carla").beside(&first).open();
    assert!(
        second.cursor_row().contains("Bozza: Traccia"),
        "{}",
        second.screen()
    );
    second.keys("<enter>");
    has(&second, "Hai cambiato una sezione.");
    to_row(&mut second, "Torna alla traccia in vigore");
    second.keys("<enter>");
    lacks(&second, "Hai cambiato");
    let third = desk().login("carla").beside(&second).open();
    lacks(&third, "Bozza:");
}

#[test]
fn an_older_version_is_read_and_put_back() {
    let mut carla = page();
    to_row(&mut carla, "Competenze");
    carla.keys("d");
    put(&mut carla, "Riunione");
    to_row(&mut carla, "Versioni della traccia");
    carla.keys("<enter>");
    has(&carla, "versione 1");
    has(&carla, "Riunione");
    to_row(&mut carla, "traccia del programma");
    carla.keys("<enter>");
    to_row(&mut carla, "Competenze");
    assert!(
        carla.cursor_row().contains("di chiunque"),
        "{}",
        carla.screen()
    );
    to_row(&mut carla, "Rimetti in vigore");
    carla.keys("<enter>");
    done(&mut carla, "Metti in vigore");
    assert_eq!(carla.message(), "La nuova traccia è in vigore.");
    let now = in_force(&carla);
    assert_eq!((now.version, now.outline), (2, Outline::default()));
    assert_eq!(now.put.unwrap().source, "come la traccia del programma");
    carla.keys("u");
    assert_eq!(in_force(&carla).version, 1);
}

#[test]
fn whoever_is_slower_is_told_by_whom_it_was_changed_and_undoes_nothing_of_it() {
    let mut carla = page();
    to_row(&mut carla, "Competenze");
    carla.keys("d");
    let mut gino = desk().login("gino").beside(&carla).open();
    gino.keys(PAGE);
    to_row(&mut gino, "Lingue");
    gino.keys("d");
    put(&mut gino, "Riunione");
    assert_eq!(gino.message(), "La nuova traccia è in vigore.");
    put(&mut carla, "Circolare");
    assert!(
        carla.message().starts_with("Nel frattempo Gino"),
        "{}",
        carla.screen()
    );
    carla.keys("<esc><home>");
    // Her own change stands on his.
    has(&carla, "In vigore: versione 1");
    has(&carla, "Hai cambiato una sezione.");
    put(&mut carla, "Circolare");
    assert_eq!(carla.message(), "La nuova traccia è in vigore.");
    let now = in_force(&carla);
    assert_eq!(now.version, 2);
    assert!(now.outline.part(Section::Skills).is_none());
    assert!(now.outline.part(Section::Languages).is_none());
}

#[test]
fn the_same_is_done_line_by_line() {
    let mut carla = desk().login("carla").linear().open();
    for line in ["g", "6", "7", "2"] {
        carla.line(line);
    }
    until(&mut carla, "", "Traccia del colloquio");
    // The first section one place further back.
    carla.line("b");
    assert!(carla.said().contains("Chi è"), "{}", carla.said());
    carla.line("v");
    until(&mut carla, "", "Fonte");
    carla.line("Riunione");
    until(&mut carla, "", "La nuova traccia è in vigore.");
    let sections: Vec<_> = in_force(&carla)
        .outline
        .parts
        .iter()
        .map(|part| part.section)
        .collect();
    assert_eq!(sections[..2], [Section::Contact, Section::Identity]);
}
