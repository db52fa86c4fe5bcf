//! The keys that mean the same everywhere: again, where, undo, help, palette, menu, privacy, lists, back.

use std::time::Duration;

use crate::desk::{Desk, desk};

#[test]
fn where_am_i_says_the_screen_the_row_and_the_time() {
    let mut desk = desk().open();
    desk.keys("<down>w");
    // Forty minutes alone would say little: the heading of the column stands before them.
    for said in ["Coda di oggi", "riga 2 di", "ore 09:", "attesa 33 min"] {
        assert!(
            desk.message().contains(said) || full(&desk).contains(said),
            "{said}: {}",
            full(&desk)
        );
    }
}

/// The whole message, also when the row is too short for it.
fn full(desk: &Desk) -> String {
    desk.session()
        .app()
        .message()
        .map(|(_, said)| said.to_owned())
        .unwrap_or_default()
}

#[test]
fn again_walks_back_and_a_move_returns() {
    let mut desk = desk().open();
    desk.keys("nZanzibarri<enter>1<enter><enter>");
    let ticket = full(&desk);
    desk.keys("c");
    let called = full(&desk);
    assert_ne!(ticket, called);
    desk.keys("r");
    assert!(
        desk.session().app().on_message(),
        "the cursor is on the message"
    );
    assert_eq!(desk.cursor().1, 23);
    assert_eq!(full(&desk), called);
    desk.keys("r");
    assert_eq!(full(&desk), ticket);
    desk.keys("<down>");
    assert!(!desk.session().app().on_message(), "any move returns");
    desk.keys("r");
    assert_eq!(full(&desk), called, "and the walk begins anew");
}

#[test]
fn undo_takes_back_one_act_after_the_other_and_at_once_again_does_it_anew() {
    let mut desk = desk().watching().open();
    desk.keys("nZanzibarri<enter>1<enter><enter>")
        .keys("nZuccherini<enter>1<enter><enter>");
    undo(&mut desk, "u");
    assert!(!rows(&desk).contains("Zuccherini"), "{}", desk.screen());
    assert!(rows(&desk).contains("Zanzibarri"), "{}", desk.screen());
    undo(&mut desk, "u");
    assert!(
        rows(&desk).contains("Zuccherini"),
        "done again at once\n{}",
        desk.screen()
    );
    undo(&mut desk, "u");
    undo(&mut desk, "<down>u");
    assert!(!rows(&desk).contains("Zuccherini"), "{}", desk.screen());
    assert!(
        !rows(&desk).contains("Zanzibarri"),
        "one further back\n{}",
        desk.screen()
    );
}

/// Presses the keys and lets the pane ask again for what they moved.
fn undo(desk: &mut Desk, keys: &str) {
    desk.keys(keys).pass(Duration::from_millis(300));
    desk.settle();
}

/// The screen without its message.
fn rows(desk: &Desk) -> String {
    let screen = desk.screen();
    screen
        .rsplit_once('\n')
        .map_or_else(String::new, |(rows, _)| rows.to_owned())
}

#[test]
fn the_privacy_screen_hides_everything_and_any_key_brings_it_back() {
    for over in ["", "h", "g"] {
        let mut desk = desk().open();
        desk.keys("cs").keys(over);
        let before = desk.screen();
        let names: Vec<String> = desk
            .session()
            .app()
            .env()
            .in_hand
            .iter()
            .map(|person| person.name.clone())
            .collect();
        desk.keys("z");
        assert!(
            desk.screen().contains("Schermo riservato"),
            "{over}\n{}",
            desk.screen()
        );
        for name in names {
            let surname = name.split_whitespace().next().unwrap().to_owned();
            assert!(
                !desk.screen().contains(&surname),
                "{over}\n{}",
                desk.screen()
            );
        }
        desk.keys("x");
        assert_eq!(desk.screen(), before, "{over}");
    }
}

#[test]
fn help_and_palette_run_what_they_list() {
    let mut by_letter = desk().open();
    by_letter.keys("g2");
    let mut by_text = desk().open();
    by_text.keys(".vai<enter>2");
    assert_eq!(by_text.screen(), by_letter.screen());
    let mut by_help = desk().open();
    by_help.keys("h");
    let list = by_help.screen();
    assert!(list.contains("chiama"), "{list}");
    by_help.keys("<enter>");
    let mut direct = desk().open();
    direct.keys("c");
    assert_eq!(
        by_help.screen(),
        direct.screen(),
        "the first row is the first command"
    );
}

#[test]
fn without_letters_the_menu_leads_to_every_command() {
    let mut desk = desk().without_letters().open();
    let before = desk.screen();
    desk.keys("ncgtz");
    assert_eq!(desk.screen(), before, "letters do nothing");
    let panes = desk.session().app().menu().len();
    desk.keys("0").keys(&(panes + 1).to_string());
    let app = desk.session().app();
    let labels: Vec<String> = app
        .layer()
        .map(|view| view.title.into_owned())
        .into_iter()
        .collect();
    assert!(labels[0].starts_with("Aiuto"), "{labels:?}");
    desk.keys("1");
    assert_ne!(desk.screen(), before, "the first command has run");
}

#[test]
fn zero_and_escape_go_back_one_level_and_at_the_top_to_the_menu() {
    for back in ["0", "<esc>"] {
        let mut desk = desk().open();
        let top = desk.screen();
        desk.keys("<enter>");
        assert_ne!(desk.screen(), top);
        desk.keys(back);
        assert_eq!(desk.screen(), top, "{back}");
        desk.keys(back);
        assert!(
            desk.screen().starts_with("  Menu") || desk.screen().contains("Menu"),
            "{}",
            desk.screen()
        );
        desk.keys(back);
        assert_eq!(desk.screen(), top, "{back}");
    }
}

#[test]
fn find_takes_a_person_in_hand_in_both_faces() {
    let somebody = |desk: &Desk| {
        desk.session()
            .app()
            .env()
            .in_hand
            .as_ref()
            .map(|person| person.name.clone())
    };
    let mut screen = desk().open();
    screen.keys("tross<enter>");
    let mut linear = desk().linear().open();
    linear.line("t").line("ross").line("");
    assert!(somebody(&screen).is_some(), "{}", screen.screen());
    assert_eq!(somebody(&linear), somebody(&screen), "{}", linear.said());
}

#[test]
fn the_lists_of_the_day_lead_where_they_say() {
    let mut desk = desk().open();
    desk.keys("l");
    let screen = desk.screen();
    assert!(screen.contains("Elenchi del giorno"), "{screen}");
    let row = desk.cursor_row();
    desk.keys("<enter>");
    assert!(
        !desk.screen().contains("Elenchi del giorno"),
        "{row}\n{}",
        desk.screen()
    );
    let name: String = row
        .trim()
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim()
        .chars()
        .take(6)
        .collect();
    assert!(
        desk.screen().contains(&name),
        "{name} of {row}\n{}",
        desk.screen()
    );
}

#[test]
fn what_is_only_read_gives_way_to_what_is_asked_for() {
    for (keys, title) in [
        ("gt", "Cerca una persona"),
        ("h.", "Comandi"),
        ("ht", "Cerca una persona"),
        ("gh", "Aiuto"),
        ("lg", "Menu"),
        ("gl", "Elenchi del giorno"),
    ] {
        let mut desk = desk().open();
        let before = desk.screen();
        desk.keys(keys);
        let row = desk.screen().lines().next().unwrap_or_default().to_owned();
        assert!(row.contains(title), "{keys}: {row}");
        // One level, not two: behind it lies the pane.
        desk.keys("<esc>");
        assert_eq!(desk.screen(), before, "{keys}");
    }
}

#[test]
fn a_pane_opens_again_where_one_left_it() {
    for pane in ["2", "4", "5", "6"] {
        let mut desk = desk().login("carla").open();
        desk.keys("g").keys(pane).keys("<down><enter>");
        // What tells where one is: the name of the page, without who is in hand.
        let page = |desk: &Desk| {
            desk.session()
                .app()
                .view()
                .map(|view| view.title.into_owned())
        };
        let left = page(&desk);
        desk.keys("g3");
        assert_ne!(page(&desk), left, "{pane}");
        desk.keys("g").keys(pane);
        assert_eq!(page(&desk), left, "{pane}");
    }
}
