//! The screen that nobody works at hides what is on it; nothing is lost by that.

use std::time::Duration;

use sportello::domain::param::ParamKey;
use sportello::store::params::SetParam;
use sportello::terminal::key::Input;

use crate::desk::desk;
use crate::steps::has;

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn after_ten_minutes_without_a_key_nothing_personal_is_seen_and_any_key_brings_it_back() {
    let mut anna = desk().open();
    anna.keys("tabate mat<enter>i");
    let before = anna.screen();
    anna.pass(9 * MINUTE);
    assert_eq!(anna.screen(), before);
    anna.keys("<tab>");
    anna.pass(9 * MINUTE);
    has(&anna, "ABATE");
    anna.pass(MINUTE);
    has(&anna, "Schermo riservato");
    has(&anna, "Nessun tasto da 10 minuti");
    assert!(!anna.screen().contains("ABATE"), "{}", anna.screen());
    assert!(!anna.screen().contains("399"), "{}", anna.screen());
    anna.keys("x");
    has(&anna, "ABATE");
    assert!(!anna.screen().contains("Schermo riservato"));
}

#[test]
fn what_was_half_typed_is_there_afterwards_and_in_its_draft() {
    let mut anna = desk().open();
    anna.keys("tabate mat<enter>i<down><down>Teodoro");
    let row = anna.cursor_row();
    anna.pass(11 * MINUTE);
    has(&anna, "Schermo riservato");
    anna.input(Input::Paste("non conta".into()));
    assert_eq!(anna.cursor_row(), row);
    anna.pass(11 * MINUTE);
    anna.input(Input::HangUp);
    let mut again = desk().beside(&anna).open();
    again.keys("<enter>");
    has(&again, "Teodoro");
}

#[test]
fn the_minutes_are_a_dated_value_that_holds_at_once() {
    let mut anna = desk().watching().open();
    let carla = anna.store().who("carla").unwrap().unwrap();
    let two = SetParam {
        key: ParamKey::IdleMinutes,
        value: "2".into(),
        valid_from: anna.now().date_naive(),
        source: "prova".into(),
        ver: None,
    };
    let id = sportello::domain::ids::ActId(ulid::Ulid::generate());
    anna.store().act_now(&carla, id, anna.now(), two).unwrap();
    anna.next_event().settle();
    anna.pass(2 * MINUTE);
    has(&anna, "Nessun tasto da 2 minuti");
}

/// Whoever needs more time takes up to ten times the office's, and keeps it.
#[test]
fn a_person_takes_up_to_ten_times_the_minutes_of_the_office_and_keeps_them() {
    let mut anna = desk().open();
    anna.keys("g69");
    has(&anna, "dopo il tempo della sede");
    anna.keys("4");
    has(&anna, "Salvato: vale da subito");
    has(&anna, "10 volte");
    let saved = anna
        .store()
        .read_now(
            &anna.store().who("anna").unwrap().unwrap(),
            anna.now(),
            sportello::store::staff::StaffSettings,
        )
        .unwrap();
    let rows = saved.iter().map(|(key, value)| (&**key, &**value));
    let settled = sportello::config::Preferences::of_saved(rows).idle;
    assert_eq!(
        settled.map(sportello::domain::staff::HidesAfter::times),
        Some(10)
    );
    anna.keys("tabate mat<enter>");
    anna.pass(99 * MINUTE);
    has(&anna, "ABATE");
    anna.pass(MINUTE);
    has(&anna, "Nessun tasto da 100 minuti");
    assert!(!anna.screen().contains("ABATE"), "{}", anna.screen());
}

#[test]
fn what_lies_on_top_is_hidden_with_the_rest() {
    let mut anna = desk().open();
    anna.keys("tabate");
    has(&anna, "ABATE");
    anna.pass(11 * MINUTE);
    assert!(!anna.screen().contains("ABATE"), "{}", anna.screen());
    anna.keys("<enter>");
    has(&anna, "ABATE");
}

#[test]
fn plain_lines_hide_nothing_and_lose_no_line() {
    let mut anna = desk().linear().open();
    anna.line("t");
    anna.pass(30 * MINUTE);
    anna.line("abate mat");
    assert!(anna.said().contains("ABATE"), "{}", anna.said());
}
