//! The rows of the interview under more than one pair of hands: changed elsewhere, taken away, merged, half typed.

use std::time::Duration;

use sportello::domain::param::ParamKey;
use sportello::store::params::SetParam;
use sportello::terminal::key::Input;

use crate::desk::{Desk, desk};
use crate::interview::{interview, to};
use crate::own::act;
use crate::steps::{has, lacks, save, write};

/// Two desks at the list of works of the same person, with one work in it.
fn two_at_a_work() -> (Desk, Desk) {
    let mut one = interview();
    to(&mut one, "Lavori svolti");
    one.keys("<enter><enter>cameriere<enter><tab>Bar Centrale<tab>010319<tab>300621<ctrl-s>");
    let mut two = desk().login("anna").beside(&one).watching().open();
    two.keys("tabat<enter>v");
    to(&mut two, "Lavori svolti");
    two.keys("<enter>");
    for desk in [&mut one, &mut two] {
        to(desk, "Bar Centrale");
    }
    (one, two)
}

fn read_again(desk: &mut Desk) {
    desk.settle();
    desk.pass(Duration::from_millis(250));
}

fn is_written(desk: &Desk) {
    assert!(desk.message().starts_with("Scritto."), "{}", desk.screen());
}

#[test]
fn a_row_that_both_change_is_chosen_field_by_field() {
    let (mut one, mut two) = two_at_a_work();
    one.keys("<enter>");
    two.keys("<enter>");
    write(&mut two, "Presso", "Bar Nuovo");
    save(&mut two);
    is_written(&two);
    write(&mut one, "Presso", "Bar Vecchio");
    write(&mut one, "Ore alla settimana", "20");
    save(&mut one);
    has(&one, "Nel frattempo");
    has(&one, "Bar Nuovo");
    has(&one, "2 Scritto qui: Bar Vecchio");
    one.keys("1");
    save(&mut one);
    is_written(&one);
    read_again(&mut one);
    to(&mut one, "Bar Nuovo");
    one.keys("<enter>");
    has(&one, "20");
    lacks(&one, "Bar Vecchio");
}

#[test]
fn a_level_that_only_the_record_knows_is_chosen_too() {
    let mut one = interview();
    to(&mut one, "Lingue");
    one.keys("<enter><enter>ita<enter><tab>b1<ctrl-s>");
    let mut two = desk().login("anna").beside(&one).watching().open();
    two.keys("tabat<enter>v");
    to(&mut two, "Lingue");
    two.keys("<enter>");
    for desk in [&mut one, &mut two] {
        to(desk, "Italiano");
        desk.keys("<enter>");
    }
    write(&mut two, "Livello", "c1");
    save(&mut two);
    is_written(&two);
    write(&mut one, "Livello", "a2");
    save(&mut one);
    has(&one, "Nel frattempo");
    one.keys("2");
    save(&mut one);
    is_written(&one);
    read_again(&mut one);
    assert_eq!(
        one.screen().matches("Italiano").count(),
        1,
        "{}",
        one.screen()
    );
    has(&one, "A2");
}

#[test]
fn a_row_taken_away_meanwhile_is_said_and_becomes_a_new_one() {
    let (mut one, mut two) = two_at_a_work();
    one.keys("<enter>");
    two.keys("d");
    write(&mut one, "Presso", "Bar Vecchio");
    save(&mut one);
    has(&one, "Bar Vecchio");
    read_again(&mut one);
    save(&mut one);
    is_written(&one);
    read_again(&mut one);
    has(&one, "Bar Vecchio, dal");
}

#[test]
fn a_draft_of_a_row_that_is_gone_becomes_a_new_row_and_is_no_draft_any_more() {
    let (mut one, mut two) = two_at_a_work();
    one.keys("<enter>");
    write(&mut one, "Presso", "Bar tre");
    one.input(Input::HangUp);
    two.keys("d");
    let mut again = desk().login("carla").beside(&two).watching().open();
    has(&again, "Bozza:");
    again.keys("<enter>");
    has(&again, "Bar tre");
    assert!(
        again.message().contains("non c'è più"),
        "{}",
        again.screen()
    );
    again.keys("<ctrl-s>");
    is_written(&again);
    read_again(&mut again);
    has(&again, "Bar tre, dal");
    again.input(Input::HangUp);
    let last = desk().login("carla").beside(&two).open();
    lacks(&last, "Bozza:");
}

#[test]
fn a_draft_of_a_row_that_was_changed_meets_the_change() {
    let (mut one, mut two) = two_at_a_work();
    one.keys("<enter>");
    write(&mut one, "Presso", "Bar tre");
    one.input(Input::HangUp);
    two.keys("<enter>");
    write(&mut two, "Presso", "Bar due");
    save(&mut two);
    is_written(&two);
    let mut again = desk().login("carla").beside(&two).watching().open();
    again.keys("<enter>");
    has(&again, "Nel frattempo");
    has(&again, "Bar due");
    has(&again, "2 Scritto qui: Bar tre");
}

/// A desk that coordinates, at two records of one person; the name of the one that stays.
fn a_pair() -> (Desk, String) {
    let mut carla = desk().login("carla").open();
    carla.keys("g2<tab>j2");
    let title = carla.screen().lines().next().unwrap_or_default().to_owned();
    let name = title.split("Due schede: ").nth(1).unwrap();
    (carla, name.split(" e ").next().unwrap().trim().to_owned())
}

#[test]
fn a_row_under_the_hands_goes_on_in_the_record_that_was_kept() {
    let (mut carla, kept) = a_pair();
    let mut anna = desk().beside(&carla).watching().open();
    anna.keys("t3995550142<enter>v");
    to(&mut anna, "Competenze");
    anna.keys("<enter><enter><tab>affilare coltelli");
    carla.keys("12");
    assert!(carla.message().starts_with("Schede unite:"));
    read_again(&mut anna);
    has(&anna, "affilare coltelli");
    anna.keys("<ctrl-s>");
    is_written(&anna);
    has(&anna, &kept);
    anna.keys("v");
    to(&mut anna, "Competenze");
    anna.keys("<enter>");
    has(&anna, "Affilare coltelli");
}

#[test]
fn a_draft_of_a_row_of_a_record_that_was_merged_opens_in_the_one_that_was_kept() {
    let (mut carla, kept) = a_pair();
    let mut anna = desk().beside(&carla).watching().open();
    anna.keys("t3995550142<enter>v");
    to(&mut anna, "Competenze");
    anna.keys("<enter><enter><tab>affilare coltelli");
    anna.input(Input::HangUp);
    carla.keys("12");
    assert!(carla.message().starts_with("Schede unite:"));
    let mut again = desk().beside(&carla).watching().open();
    has(&again, "Bozza:");
    again.keys("<enter>");
    has(&again, "affilare coltelli");
    again.keys("<ctrl-s>");
    is_written(&again);
    again.keys("00");
    has(&again, &kept);
    again.input(Input::HangUp);
    let last = desk().beside(&carla).open();
    lacks(&last, "Bozza:");
}

#[test]
fn a_draft_that_was_not_opened_for_want_of_a_reason_lies_on_no_other_record() {
    let mut anna = desk().watching().open();
    anna.keys("tabate mat<enter>v");
    to(&mut anna, "Competenze");
    anna.keys("<enter><enter><tab>affilare coltelli");
    let today = anna.now().date_naive();
    act(
        &anna,
        SetParam {
            key: ParamKey::AskReason,
            value: "1".into(),
            valid_from: today,
            source: "prova".into(),
            ver: None,
        },
    );
    anna.input(Input::HangUp);
    let mut again = desk().beside(&anna).open();
    again.keys("<enter>");
    has(&again, "Non è tra i tuoi casi");
    again.keys("1");
    lacks(&again, "Colloquio:");
    again.keys("g2<tab>trossi<enter>");
    if again.screen().contains("Non è tra i tuoi casi") {
        again.keys("2");
    }
    has(&again, "Nascita");
    lacks(&again, "affilare coltelli");
    // With the reason the draft opens after all.
    again.keys("g1");
    again.input(Input::HangUp);
    let mut last = desk().beside(&anna).open();
    last.keys("<enter>2");
    has(&last, "affilare coltelli");
}

#[test]
fn a_row_of_the_record_half_typed_comes_back_to_that_row() {
    let mut one = interview();
    to(&mut one, "Lingue");
    one.keys("<enter><enter>ita<enter><tab>b1<ctrl-s>");
    to(&mut one, "Italiano");
    one.keys("<enter>");
    write(&mut one, "Livello", "c2");
    one.input(Input::HangUp);
    let mut again = desk().login("carla").beside(&one).watching().open();
    again.keys("<enter>");
    has(&again, "C2");
    again.keys("<ctrl-s>");
    is_written(&again);
    read_again(&mut again);
    assert_eq!(
        again.screen().matches("Italiano").count(),
        1,
        "{}",
        again.screen()
    );
}

#[test]
fn a_language_that_is_in_no_list_is_written_and_changed() {
    let mut one = interview();
    to(&mut one, "Lingue");
    one.keys("<enter>");
    to(&mut one, "Aggiungi");
    one.keys("<enter>");
    write(&mut one, "Altra lingua", "yoruba");
    save(&mut one);
    is_written(&one);
    to(&mut one, "Yoruba");
    one.keys("<enter>");
    assert!(one.screen().contains("yoruba"), "{}", one.screen());
    write(&mut one, "Livello", "a2");
    save(&mut one);
    is_written(&one);
    has(&one, "Yoruba, A2");
    // One of the list that is written out is the one of the list.
    to(&mut one, "Aggiungi");
    one.keys("<enter>");
    write(&mut one, "Altra lingua", "Wolof");
    save(&mut one);
    to(&mut one, "Wolof");
    one.keys("<enter>");
    assert!(one.cursor_row().contains("wolof"), "{}", one.screen());
    // Neither is no language.
    one.keys("<esc>");
    to(&mut one, "Aggiungi");
    one.keys("<enter><ctrl-s>");
    has(&one, "Serve per salvare");
}

#[test]
fn a_skill_of_the_list_comes_back_in_its_field_and_has_one_name() {
    let mut one = interview();
    to(&mut one, "Competenze");
    one.keys("<enter>");
    to(&mut one, "Aggiungi");
    one.keys("<enter>");
    write(&mut one, "Competenza", "tecniche di saldatura");
    write(&mut one, "Con parole proprie", "saldo da dieci anni");
    save(&mut one);
    has(&one, "Scegli dall'elenco");
    write(&mut one, "Con parole proprie", "");
    save(&mut one);
    is_written(&one);
    to(&mut one, "Tecniche di saldatura");
    one.keys("<enter>");
    let shown = one.screen();
    let mut lines = shown.lines();
    let field = lines.any(|line| {
        line.trim_start().starts_with("Competenza") && line.contains("tecniche di saldatura")
    });
    assert!(field, "{shown}");
}

#[test]
fn that_there_is_no_phone_and_no_licence_is_said_with_no() {
    let mut one = interview();
    for (section, field, shown) in [
        ("Recapiti", "Telefono", "non ha telefono"),
        ("Patenti", "Patente", "nessuna"),
    ] {
        to(&mut one, section);
        one.keys("<enter>");
        write(&mut one, field, "no");
        one.keys("<tab>");
        has(&one, shown);
        save(&mut one);
        assert!(
            one.message().starts_with("Scheda aggiornata"),
            "{}",
            one.screen()
        );
        to(&mut one, section);
        let row = one.cursor_row();
        assert!(!row.contains(&field.to_lowercase()), "{row}");
    }
    one.keys("0");
    has(&one, "non ha telefono");
    to(&mut one, "Patente");
    assert!(one.cursor_row().contains("nessuna"), "{}", one.screen());
}
