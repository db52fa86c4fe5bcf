//! Small screens: thirty columns and eight rows do the work, and below that nothing breaks.

use proptest::prelude::*;
use sportello::domain::lang::Lang;
use sportello::panes::PANES;
use sportello::terminal::Input;

use crate::desk::{Desk, desk};
use crate::whole::{WALK, squeezed};

/// What must hold on a screen of thirty by eight.
fn works(desk: &Desk, told: &str) {
    let screen = desk.screen();
    let (column, row, hidden) = desk.cursor();
    let focus = desk.session().focus().expect("something has the focus");
    let rect = focus.rect;
    assert!(!hidden, "{told}\n{screen}");
    assert!(
        (rect.y..rect.y + rect.height.max(1)).contains(&row) && column < 30,
        "{told}: the cursor at {column},{row} is outside {rect:?}\n{screen}"
    );
    let app = desk.session().app();
    // A part that has the focus is never cut: its name stands in its rows to the last letter.
    let drawn: String = screen
        .lines()
        .skip(usize::from(rect.y))
        .take(usize::from(rect.height.max(1)))
        .collect();
    let (drawn, name) = (squeezed(&drawn), squeezed(&focus.name));
    let fits = name.chars().count() < 100;
    if !app.on_message() && !focus.id.starts_with("note:") && fits {
        assert!(
            drawn.contains(&name),
            "{told}: {focus:?} in {drawn:?}\n{screen}"
        );
    }
    // The message has the last row.
    if let Some((_, said)) = app.message().filter(|_| !app.on_message()) {
        let start: String = squeezed(said).chars().take(8).collect();
        let last = screen.lines().last().unwrap_or_default();
        assert!(
            squeezed(last).starts_with(&start),
            "{told}: {said:?} is not in the last row\n{screen}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn thirty_by_eight_does_the_work_in_every_pane(
        pane in 0..PANES.len(),
        english in any::<bool>(),
        reader in any::<bool>(),
        keys in prop::collection::vec(prop::sample::select(WALK.to_vec()), 1..40),
    ) {
        let lang = if english { Lang::En } else { Lang::It };
        let plan = desk().lang(lang).size(30, 8);
        let mut desk = if reader { plan.reader() } else { plan }.open();
        desk.keys(&format!("g{}", pane + 1));
        let mut told = format!("{lang:?} {}", PANES[pane].name);
        for key in keys {
            told.push_str(&format!(" {key:?}"));
            desk.key(key);
            if desk.is_off_the_screen() {
                break;
            }
            works(&desk, &told);
        }
    }
}

/// A label that is longer than the screen leaves room to what is typed beside its last word.
#[test]
fn what_is_typed_behind_a_long_label_is_read_at_thirty_by_eight() {
    for reader in [false, true] {
        let plan = desk().size(30, 8);
        let mut desk = if reader { plan.reader() } else { plan }.open();
        desk.walk("g5<down><tab><tab><enter><enter><enter><enter>");
        works(&desk, "empty");
        desk.keys("n0<down>11<down>");
        works(&desk, "wrong");
        let row = desk.cursor_row();
        let wrong = row.contains("(errore):") && row.contains("n011");
        assert!(wrong, "{}", desk.screen());
    }
}

/// What must be filled in says so in a whole word, however long its label is.
#[test]
fn what_is_required_says_so_whole_at_thirty_by_eight() {
    for (lang, word) in [(Lang::It, "(obbligatorio)"), (Lang::En, "(required)")] {
        for reader in [false, true] {
            for (login, way) in [
                ("anna", "n"),
                ("anna", "g3n"),
                ("dario", "g5n"),
                ("carla", "g62n"),
            ] {
                let plan = desk().lang(lang).login(login).size(30, 8);
                let mut desk = if reader { plan.reader() } else { plan }.open();
                desk.keys(way);
                let mut said = 0;
                for _ in 0..30 {
                    let screen = desk.screen();
                    said += screen.matches(word).count();
                    let begun = screen.matches(&word[..4]).count();
                    assert_eq!(begun, screen.matches(word).count(), "{way}\n{screen}");
                    desk.keys("<tab>");
                }
                assert!(said > 0, "{lang:?} {way} requires nothing");
            }
        }
    }
}

/// A value that is longer than its room beside the label goes on from the left, where it takes few rows.
#[test]
fn a_long_value_goes_on_from_the_left_on_a_narrow_screen() {
    for size in [(30, 8), (40, 12)] {
        let mut desk = desk().lang(Lang::En).size(size.0, size.1).open();
        desk.keys("g5n<down><down>metal<enter><backtab>");
        let focus = desk.session().focus().expect("a focus").clone();
        let screen = desk.screen();
        assert!(focus.value.chars().count() > 20, "{focus:?}\n{screen}");
        assert!(focus.rect.height <= 4, "{focus:?}\n{screen}");
    }
}

/// However much is pasted into a field, its label is on the screen.
#[test]
fn a_field_is_never_taller_than_a_small_screen() {
    for size in [(30, 8), (30, 11), (40, 12)] {
        let mut desk = desk().lang(Lang::En).size(size.0, size.1).open();
        desk.keys("g5n<down>");
        desk.input(Input::Paste("Head of the seventh workshop ".repeat(6)));
        let screen = desk.screen();
        let (_, row, _) = desk.cursor();
        let focus = desk.session().focus().expect("a focus");
        let last = focus.value.split_whitespace().last().expect("a word");
        assert!(
            screen.contains("Title") && screen.contains(last),
            "{screen}"
        );
        let rows = focus.rect.y..focus.rect.y + focus.rect.height;
        assert!(rows.contains(&row), "{focus:?}\n{screen}");
    }
}

/// Below that: the focus, the message, and where there is room for a sentence the plain lines by name.
#[test]
fn below_thirty_by_eight_one_row_is_in_focus_and_the_plain_lines_are_offered() {
    for columns in [1, 2, 5, 10, 20, 29, 30, 40] {
        for rows in [1, 2, 3, 5, 7, 8] {
            let mut desk = desk().size(columns, rows).open();
            let at = format!("{columns}x{rows}");
            if (columns < 30 || rows < 8) && columns >= 20 && rows > 4 {
                assert!(
                    desk.screen().contains("--linear"),
                    "{at}\n{}",
                    desk.screen()
                );
            }
            for keys in [
                "<down>", "<enter>", "0", "g", "3", "<down>", "w", "n", "ros", "<esc>",
            ] {
                desk.keys(keys);
                let (column, row, hidden) = desk.cursor();
                assert!(!hidden && column < columns && row < rows, "{at} {keys}");
                let focus = desk.session().focus().expect("a focus");
                let inside = focus.rect.y..focus.rect.y + focus.rect.height.max(1);
                assert!(inside.contains(&row), "{at} {keys}: {focus:?} {row}");
                if columns >= 10 {
                    let start: String = squeezed(&focus.name).chars().take(5).collect();
                    let screen = squeezed(&desk.screen());
                    assert!(
                        screen.contains(&start),
                        "{at} {keys}: {focus:?}\n{}",
                        desk.screen()
                    );
                }
            }
        }
    }
}

/// They are said to the terminal's own lines, which break anywhere.
#[test]
fn what_is_said_before_and_after_the_screen_breaks_between_words() {
    for (lang, before, after) in [
        (
            Lang::It,
            "Per le righe di testo senza schermo:",
            "La prova finisce qui e non lascia dati.",
        ),
        (
            Lang::En,
            "For plain lines of text instead of a screen:",
            "The practice ends here and leaves no data.",
        ),
    ] {
        for columns in [30, 40, 52] {
            let mut desk = desk().lang(lang).size(columns, 24).open();
            desk.leave();
            let screen = desk.screen();
            let words: Vec<&str> = screen.split_whitespace().collect();
            let said = words.join(" ");
            assert!(
                said.contains(before) && said.contains(after),
                "{columns}\n{screen}"
            );
        }
    }
}
