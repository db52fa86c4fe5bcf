//! The accessibility page, and what holds without colours.

use sportello::domain::lang::Lang;
use sportello::panes::PANES;

use crate::desk::desk;

#[test]
fn the_accessibility_page_is_reached_from_help_in_both_languages() {
    for (lang, label, title) in [
        (Lang::It, "accessibilità", "Accessibilità"),
        (Lang::En, "accessibility", "Accessibility"),
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
                    plain.screen(),
                    colours.screen(),
                    "{theme} on {term}: {keys}"
                );
            }
        }
    }
}
