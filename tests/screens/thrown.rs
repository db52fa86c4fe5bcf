//! A draft that nobody wants is thrown away: by choice, with what it costs said first.

use std::time::Duration;

use sportello::domain::lang::Lang;
use sportello::terminal::key::Input;

use crate::desk::{Desk, desk};
use crate::steps::{has, lacks};

/// Somebody whose line was cut while two forms were half filled in, one after the other.
fn with_two_drafts() -> Desk {
    let mut first = desk().open();
    first.keys("nBallarini").input(Input::HangUp);
    let mut second = desk().beside(&first).open();
    has(&second, "1  Bozza: Nuovo biglietto");
    second.keys("<esc>tabate mat<enter>m<enter>7").keys("2");
    second.input(Input::HangUp);
    second
}

#[test]
fn one_of_two_drafts_is_thrown_away_and_the_other_stays() {
    let left = with_two_drafts();
    let mut desk_now = desk().beside(&left).open();
    has(&desk_now, "3  Butta una bozza");
    // The harmless answer comes first, and nothing is lost by it.
    desk_now.keys("3");
    has(&desk_now, "Quale bozza butti?");
    has(&desk_now, "non torna");
    desk_now.keys("<enter>");
    has(&desk_now, "3  Butta una bozza");
    desk_now.keys("3");
    let at = desk_now
        .screen()
        .lines()
        .find(|line| line.contains("Nuovo biglietto"))
        .and_then(|line| line.trim_start().chars().next());
    desk_now.keys(&at.expect("the ticket's draft").to_string());
    assert_eq!(desk_now.message(), "Bozza buttata: Nuovo biglietto.");
    has(&desk_now, "1  Bozza:");
    lacks(&desk_now, "Nuovo biglietto,");
    has(&desk_now, "2  Butta una bozza");
    // It is gone for good; without drafts there is nothing to throw away.
    let mut later = desk().beside(&left).open();
    lacks(&later, "Nuovo biglietto");
    later.keys("22");
    lacks(&later, "Butta una bozza");
    lacks(&desk().beside(&left).open(), "Bozza:");
}

#[test]
fn a_draft_whose_form_is_open_here_takes_its_form_along() {
    let mut desk = desk().open();
    // From the last row, where letters are no text, to the drafts.
    desk.keys("nBallarini<enter>11");
    desk.pass(Duration::from_secs(2));
    desk.keys("l");
    has(&desk, "1  Bozza: Nuovo biglietto");
    desk.keys("22");
    assert_eq!(desk.message(), "Bozza buttata: Nuovo biglietto.");
    has(&desk, "Coda di oggi");
    desk.keys("n");
    has(&desk, "Nuovo biglietto");
    lacks(&desk, "Ballarini");
}

#[test]
fn what_is_being_typed_in_another_window_stays() {
    let mut first = desk().watching().open();
    first.keys("nBallarini");
    first.pass(Duration::from_secs(2));
    let mut second = desk().lang(Lang::En).beside(&first).open();
    has(&second, "1  Draft:");
    second.keys("22");
    assert_eq!(
        second.message(),
        "The draft is open in another window of yours: Nuovo biglietto. Close it there and try again."
    );
    has(&second, "1  Draft:");
    first.keys(" Noemi");
    has(&first, "Ballarini Noemi");
    first.pass(Duration::from_secs(2));
    // Once that window is closed it can be thrown away.
    first.leave();
    drop(first);
    second.keys("22");
    assert_eq!(second.message(), "Draft thrown away: Nuovo biglietto.");
}

#[test]
fn by_line_too() {
    let left = with_two_drafts();
    let mut lines = desk().linear().beside(&left).open();
    assert!(
        lines.said().contains("3. Butta una bozza"),
        "{}",
        lines.said()
    );
    lines.line("3");
    assert!(lines.said().contains("non torna"), "{}", lines.said());
    lines.line("2");
    assert!(lines.said().contains("Bozza buttata:"), "{}", lines.said());
}
