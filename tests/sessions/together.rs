//! Several at work on one office, in one process and in two.

use std::time::Duration;

use crate::desk::{Desk, desk};
use crate::pty::command;

/// The time after which a desk has asked again for what moved.
const REFRESH: Duration = Duration::from_millis(250);

/// A walk-in with a name, at the head of the queue.
fn ticket(desk: &mut Desk, name: &str) {
    desk.keys(&format!("n{name}<enter>1<enter><enter>"));
    assert!(
        desk.screen().contains(&name[..8]),
        "the ticket is given\n{}",
        desk.screen()
    );
}

fn refreshed(desk: &mut Desk) {
    desk.settle();
    desk.pass(REFRESH);
    desk.settle();
}

#[test]
fn what_one_saves_the_other_shows_and_the_same_person_stays_selected() {
    let mut first = desk().watching().open();
    let mut second = desk().login("bruno").beside(&first).open();
    second.keys("<down><down>");
    let before = second.cursor_row();
    ticket(&mut first, "Zanzibarri Ugo");
    refreshed(&mut second);
    assert!(
        second.screen().contains("Zanzibarri"),
        "{}",
        second.screen()
    );
    let name = |row: &str| {
        row.split_whitespace()
            .skip(1)
            .take(3)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        name(&second.cursor_row()),
        name(&before),
        "{}",
        second.screen()
    );
}

#[test]
fn the_reader_profile_counts_what_others_do_and_tells_it_when_asked() {
    let mut first = desk().watching().open();
    let mut second = desk().login("bruno").reader().beside(&first).open();
    ticket(&mut first, "Zanzibarri Ugo");
    let before = second.screen();
    refreshed(&mut second);
    assert!(second.last_frame().is_empty(), "nothing is drawn");
    for key in ["<down>", "<up>"] {
        second.keys(key);
        assert_eq!(second.screen(), before, "never on a move");
    }
    second.keys("w");
    assert!(second.message().contains("novità"), "{}", second.screen());
    refreshed(&mut second);
    assert!(
        second.screen().contains("Zanzibarri"),
        "{}",
        second.screen()
    );
    second.keys("w");
    assert!(
        !second.message().contains("novità"),
        "told once\n{}",
        second.screen()
    );
}

#[test]
fn ones_own_acts_are_no_news() {
    let mut desk = desk().reader().watching().open();
    ticket(&mut desk, "Zanzibarri Ugo");
    refreshed(&mut desk);
    desk.keys("w");
    assert!(!desk.message().contains("novità"), "{}", desk.message());
}

#[test]
fn a_session_with_news_that_nobody_asked_for_sleeps() {
    let mut first = desk().watching().open();
    let mut second = desk().login("bruno").reader().beside(&first).open();
    ticket(&mut first, "Zanzibarri Ugo");
    refreshed(&mut second);
    assert_eq!(second.session().wake_at(), None);
}

#[test]
fn the_linear_face_says_news_only_when_asked() {
    let mut first = desk().watching().open();
    let mut second = desk().login("bruno").linear().beside(&first).open();
    second.line("");
    let before = second.said().len();
    ticket(&mut first, "Zanzibarri Ugo");
    refreshed(&mut second);
    assert_eq!(second.said().len(), before, "{}", second.said());
    second.line("w");
    refreshed(&mut second);
    assert!(second.said().contains("novità"), "{}", second.said());
}

#[test]
fn a_program_beside_an_open_desk_reads_and_writes_the_same_office() {
    let mut desk = desk().reader().watching().open();
    ticket(&mut desk, "Zanzibarri Ugo");
    let rows = command(desk.path(), &["--as", "carla", "list", "people", "--json"]);
    assert!(rows.lines().count() > 100, "{rows}");
    let file = desk.path().with_file_name("people.csv");
    std::fs::write(&file, "cognome;nome\nZuccherini;Ada\nZuccherini;Bea\n").unwrap();
    command(
        desk.path(),
        &["--as", "carla", "import", "people", file.to_str().unwrap()],
    );
    desk.next_event();
    desk.settle();
    desk.keys("w");
    assert!(desk.message().contains("novità"), "{}", desk.message());
    desk.keys("tzuccherini ada<enter>");
    assert!(desk.screen().contains("Zuccherini"), "{}", desk.screen());
}
