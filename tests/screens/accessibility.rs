//! The accessibility page, and what holds without colours.

use proptest::prelude::*;
use sportello::domain::lang::Lang;
use sportello::panes::PANES;
use sportello::terminal::key::Key;

use crate::desk::desk;
use crate::whole::squeezed;

#[test]
fn the_accessibility_page_is_reached_from_help_in_both_languages() {
    for (lang, label, title, lines) in [
        (Lang::It, "accessibilità", "Accessibilità", "usa righe"),
        (Lang::En, "accessibility", "Accessibility", "use lines"),
    ] {
        for size in [(80, 24), (40, 12)] {
            let mut desk = desk().lang(lang).size(size.0, size.1).open();
            desk.keys("h");
            for _ in 0..40 {
                if desk.cursor_row().contains(label) {
                    break;
                }
                desk.keys("<down>");
            }
            desk.keys("<enter>");
            let screen = desk.screen();
            assert!(screen.trim_start().starts_with(title), "{screen}");
            let goes_over = squeezed(&screen).contains(&squeezed(lines));
            assert!(goes_over || size.0 < 80, "{screen}");
            desk.read_on();
            desk.keys("<down><enter>");
            // The whole of it is for whoever asks again.
            let said = desk
                .session()
                .app()
                .message()
                .map(|(_, said)| said.to_owned());
            assert!(
                said.is_some_and(|said| said.contains("what_comes_before")),
                "{screen}"
            );
            desk.keys("0");
            assert!(!desk.screen().contains(title), "{}", desk.screen());
        }
    }
}

#[test]
fn a_screen_without_colours_tells_the_same() {
    for pane in 1..=PANES.len() {
        for inside in ["", "<enter>"] {
            let keys = format!("g{pane}{inside}");
            let mut colours = desk().open();
            colours.keys(&keys);
            for (theme, term) in [
                ("mono", "xterm-256color"),
                ("terminal", "vt100"),
                ("high-contrast", "linux"),
            ] {
                let mut plain = desk().theme(theme).term(term).open();
                plain.keys(&keys);
                assert_eq!(
                    but_the_theme(&plain.screen()),
                    but_the_theme(&colours.screen()),
                    "{theme} on {term}: {keys}"
                );
            }
        }
    }
}

/// A screen without the one row that must differ: the settings name the colours in use.
fn but_the_theme(screen: &str) -> Vec<&str> {
    let rows = screen.lines();
    rows.filter(|row| !row.contains(" Colori ")).collect()
}

/// The rows of the content that stand still, and the row that says that there is more.
fn parted(screen: &str, message: bool) -> (Vec<&str>, Vec<&str>) {
    let more = |row: &&str| row.starts_with("altre righe");
    let rows: Vec<&str> = screen.lines().collect();
    let rows = if message {
        &rows[..rows.len() - 1]
    } else {
        &rows[..]
    };
    rows.iter().copied().partition(|row| !more(row))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// For whoever hears the screen, a move changes no cell unless the rows scroll; the word that there is more
    /// never changes alone.
    #[test]
    fn a_move_without_scrolling_changes_no_cell_in_the_reader_profile(
        pane in 1..=PANES.len(),
        open in prop::sample::select(vec!["", "<tab>", "<enter>", "n"]),
        small in any::<bool>(),
        moves in prop::collection::vec(prop::sample::select(vec![
            Key::Down, Key::Down, Key::Down, Key::Up, Key::PageDown, Key::PageUp, Key::Home, Key::End,
        ]), 1..60),
    ) {
        let size = if small { (40, 12) } else { (80, 24) };
        let mut desk = desk().size(size.0, size.1).reader().open();
        desk.keys(&format!("g{pane}")).keys(open);
        for key in moves {
            let before = desk.screen();
            desk.key(key);
            let (after, message) = (desk.screen(), desk.session().app().message().is_some());
            let ((rows, more), (rows_now, more_now)) = (parted(&before, message), parted(&after, message));
            prop_assert!(more.len() < 2 && more_now.len() < 2, "{after}");
            if rows == rows_now {
                prop_assert_eq!(more, more_now, "{}\n=====\n{}", before, after);
            }
            if before == after {
                let sent = desk.last_frame().len();
                // In a field, with the ink in which the first letter will be written.
                prop_assert!(sent <= 24, "{key:?}: {sent} bytes for a move of the cursor\n{after}");
            }
        }
    }
}
