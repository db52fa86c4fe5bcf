//! The screen face: how sample views look, and what holds for every view at every size.

use crate::samples::{Desk, Shown, day, form, intake, press, question, queue, record};
use proptest::prelude::*;
use sportello::ui::form::Form;
use sportello::ui::part::Part;
use sportello::ui::screen::Profile;
use sportello::ui::view::{Focus, FocusRole, View};

const SIZES: [(u16, u16); 4] = [(80, 24), (40, 12), (160, 50), (30, 8)];

const PROFILES: [(Profile, &str); 2] = [(Profile::Visual, "visual"), (Profile::Reader, "reader")];

fn snapshots(name: &str, view: &View<'_>) {
    for (columns, rows) in SIZES {
        for (profile, profile_name) in PROFILES {
            let shown = Desk::new(columns, rows, profile).paint(view);
            insta::assert_snapshot!(
                format!("{name}_{columns}x{rows}_{profile_name}"),
                shown.told()
            );
        }
    }
}

/// A form in the middle of work: something taken, something wrong, something offered.
fn half_filled() -> Form {
    let mut form = intake();
    press(
        &mut form,
        "SOEDWA85C52Z318X<tab>Osei<tab>Adwoa<tab>12/3/85<tab>mil",
    );
    form.set_error(
        "tax_code",
        "L'ultima lettera non torna con le altre. Riscrivi il codice dalla tessera.",
    );
    form.set_hint("birth", Some("martedì 12 marzo 1985, 41 anni".to_owned()));
    form
}

#[test]
fn a_queue() {
    snapshots("queue", &queue(9, 1));
}

#[test]
fn an_empty_queue() {
    let shown = Desk::new(80, 24, Profile::Visual).paint(&queue(0, 0));
    insta::assert_snapshot!("queue_empty", shown.told());
}

#[test]
fn a_record() {
    snapshots("record", &record(1));
}

#[test]
fn a_day() {
    snapshots("day", &day(2));
}

#[test]
fn a_form() {
    snapshots("form", &form(&half_filled()));
}

#[test]
fn a_note_on_its_sheet() {
    let mut note = intake();
    note.go_to("note");
    press(
        &mut note,
        "Ha portato il contratto di affitto e chiede di un corso serale vicino a casa.<enter>Richiamare",
    );
    let shown = Desk::new(80, 24, Profile::Visual).paint(&form(&note));
    insta::assert_snapshot!("note_80x24", shown.told());
}

#[test]
fn the_name_of_a_note_stays_over_its_lines() {
    for (columns, rows) in [(80, 24), (40, 12), (30, 8)] {
        let mut desk = Desk::new(columns, rows, Profile::Visual);
        let mut note = intake();
        note.go_to("note");
        for line in 0..40 {
            press(&mut note, &format!("riga {line}<enter>"));
            let shown = desk.paint(&form(&note));
            assert!(shown.text().contains("Nota"), "{}", shown.told());
            let (_, y) = shown.focus.cursor;
            assert!(
                shown.row(y - 1).contains(&format!("riga {line}")),
                "{}",
                shown.told()
            );
        }
    }
}

/// A value that is longer than its field, and what is said of it.
#[test]
fn a_long_value_goes_on_below_and_so_does_the_caret() {
    let street =
        "via dei Fabbri Ambrosiani trentadue scala sinistra interno quattordici presso Osei";
    for (columns, rows) in [(80, 24), (40, 12), (160, 50)] {
        let mut desk = Desk::new(columns, rows, Profile::Visual);
        let mut form_ = intake();
        press(&mut form_, "<tab>");
        let mut last = (0, 0);
        for letter in street.chars() {
            press(&mut form_, &letter.to_string());
            let shown = desk.paint(&form(&form_));
            let (x, y) = shown.focus.cursor;
            assert!((y, x) > last, "the caret goes on\n{}", shown.told());
            last = (y, x);
        }
        let typed = desk.paint(&form(&form_));
        press(&mut form_, "<tab>");
        let left = desk.paint(&form(&form_));
        for word in street.split(' ') {
            assert!(left.text().contains(word), "{word}\n{}", left.told());
        }
        // The value stands as it stood, also where the next field scrolls into sight.
        let of_street = |text: &str| -> Vec<String> {
            let of_it = |row: &&str| street.split(' ').any(|word| row.contains(word));
            text.lines().filter(of_it).map(str::to_owned).collect()
        };
        assert_eq!(of_street(&typed.text()), of_street(&left.text()));
        if rows > 12 {
            assert_eq!(typed.text(), left.text(), "leaving it changes no text");
        }
    }
}

#[test]
fn a_long_message_is_said_whole_and_the_content_stays_in_sight() {
    let long = "Il numero A017 non si può dare: la persona ha già un numero per questo servizio, \
                chiamato alle 10:42 allo sportello 2. Concludi quel contatto, poi riprova da qui.";
    for (columns, rows) in [(80, 24), (40, 12), (160, 50), (40, 10)] {
        for profile in [Profile::Visual, Profile::Reader] {
            let mut desk = Desk::new(columns, rows, profile);
            for selected in 0..9 {
                let shown = desk.paint_message(&queue(9, selected), long);
                let text = shown.text();
                let lines: Vec<&str> = text.lines().map(str::trim).collect();
                assert!(lines.join(" ").ends_with(long), "{}", shown.told());
                let (_, y) = shown.focus.cursor;
                let first = shown.focus.name.split(' ').next().unwrap();
                assert!(shown.row(y).contains(first), "{}", shown.told());
                assert!(text.starts_with(" Persone") || text.trim_start().starts_with("Persone"));
            }
        }
    }
}

#[test]
fn the_practice_office_is_marked_at_every_width() {
    for columns in [30, 36, 40, 60, 80, 160] {
        let mut desk = Desk::new(columns, 12, Profile::Visual);
        for view in [queue(3, 0), record(0), question().view()] {
            let shown = desk.paint(&view);
            let text = shown.text().to_lowercase();
            assert!(
                text.contains("prova") || text.contains("esercitazione"),
                "{}",
                shown.told()
            );
            let title = view
                .title
                .split(' ')
                .all(|word| shown.text().contains(word));
            assert!(title, "{}", shown.told());
        }
    }
}

#[test]
fn a_dialog() {
    snapshots("dialog", &question().view());
}

#[test]
fn the_number_in_front_of_a_row_is_its_place_on_the_screen() {
    let mut desk = Desk::new(80, 24, Profile::Visual);
    desk.paint(&queue(90, 60));
    let shown = desk.paint(&queue(90, 61));
    let first = desk.face.number(1).unwrap();
    assert!(first.part > 0 && first.part < 61);
    let row = shown
        .text()
        .lines()
        .position(|line| line.starts_with("  1  "))
        .unwrap();
    assert!(row < usize::from(shown.focus.cursor.1));
    assert_eq!(desk.face.number(9).unwrap().part, first.part + 8);
    assert!(shown.text().contains("Persona "), "the headings stay");
}

#[test]
fn what_has_no_focus_is_read_line_by_line_and_comes_back() {
    let mut desk = Desk::new(40, 12, Profile::Reader);
    desk.paint(&record(0));
    // It was opened at its top.
    while desk.face.turn() {
        desk.paint(&record(0));
    }
    let mut read = Vec::new();
    while desk.face.read(false) {
        let shown = desk.paint(&record(0));
        assert!(
            shown
                .row(shown.focus.cursor.1)
                .contains(shown.focus.name.split("  ").next().unwrap())
        );
        read.push(shown.focus.name);
    }
    assert!(read.last().unwrap().starts_with("Il permesso"), "{read:?}");
    assert!(
        read.iter().any(|line| line.contains("SOEDWA85C52Z318K")),
        "{read:?}"
    );
    while desk.face.is_reading() {
        assert!(desk.face.read(true));
        desk.paint(&record(0));
    }
    assert_eq!(desk.paint(&record(0)).focus.role, FocusRole::Row);
    desk.face.read(false);
    assert_eq!(desk.paint(&record(1)).focus.role, FocusRole::Row);
    assert!(!desk.face.is_reading());
}

#[test]
fn on_a_small_screen_nothing_is_cut() {
    for (columns, rows) in [(40, 12), (30, 8)] {
        for profile in [Profile::Visual, Profile::Reader] {
            let mut desk = Desk::new(columns, rows, profile);
            let mut seen = String::new();
            for selected in 0..9 {
                let shown = desk.paint(&queue(9, selected));
                let Focus {
                    rect, name, value, ..
                } = &shown.focus;
                seen.clear();
                (rect.y..rect.y + rect.height).for_each(|y| seen.push_str(&shown.row(y)));
                for word in name.split_whitespace().chain(value.split([',', ' '])) {
                    assert!(seen.contains(word), "{word}\n{}", shown.told());
                }
            }
        }
    }
}

#[test]
fn say_again_puts_the_cursor_on_the_message() {
    for (columns, rows) in [(80, 24), (30, 8), (20, 3)] {
        let shown = Desk::new(columns, rows, Profile::Reader).paint_saying(&queue(3, 0), true);
        let (focus, text) = (&shown.focus, shown.text());
        assert_eq!(focus.cursor.1, focus.rect.y);
        assert_eq!(focus.rect.y + focus.rect.height, rows);
        assert!(focus.name.starts_with("Numero A017"));
        let rows: Vec<&str> = text.lines().map(str::trim).collect();
        assert!(
            rows.join(" ").contains("Numero A017 dato a Osei Adwoa."),
            "{text}"
        );
    }
}

#[test]
fn a_typed_letter_changes_one_cell() {
    let mut desk = Desk::new(80, 24, Profile::Visual);
    let mut intake = intake();
    press(&mut intake, "<tab>Os");
    let before = desk.paint(&form(&intake)).buffer;
    press(&mut intake, "e");
    let after = desk.paint(&form(&intake)).buffer;
    assert_eq!(before.diff(&after).len(), 1);
}

#[test]
fn hostile_text_reaches_no_cell() {
    let mut form_with = intake();
    form_with.set_error("surname", "a\u{202e}b\u{1b}[31mc\u{200b}\nd");
    form_with.set("surname", "\u{7}x\u{2066}y");
    let shown = Desk::new(80, 24, Profile::Visual).paint(&form(&form_with));
    let hostile = ['\u{202e}', '\u{1b}', '\u{200b}', '\n', '\u{7}', '\u{2066}'];
    let cells = shown.buffer.content.iter();
    assert!(
        cells
            .flat_map(|cell| cell.symbol().chars())
            .all(|c| !hostile.contains(&c))
    );
    assert!(shown.text().contains("xy"));
}

/// What holds for a frame with the cursor on a part.
fn check(shown: &Shown, columns: u16, rows: u16) {
    let focus = &shown.focus;
    let (x, y) = focus.cursor;
    let rect = focus.rect;
    let told = shown.told();
    assert!(
        rect.x + rect.width <= columns && rect.y + rect.height <= rows,
        "{rect:?}\n{told}"
    );
    assert!(
        rect.height >= 1 && (rect.x..rect.x + rect.width).contains(&x),
        "{told}"
    );
    assert!((rect.y..rect.y + rect.height).contains(&y), "{told}");
    assert!(!focus.name.is_empty() && !focus.id.is_empty(), "{told}");
    // The row that is read contains the name, and what names it lies in the cells of a braille line.
    if columns >= 30 && rows >= 8 && focus.role != FocusRole::Text {
        // The lines of a long value stand below its name.
        let row = shown.row(if focus.role == FocusRole::Field {
            rect.y
        } else {
            y
        });
        let letters = |text: &str| {
            text.chars()
                .filter(|c| c.is_alphabetic())
                .take(6)
                .collect::<String>()
        };
        let start: String = row.chars().take(40).filter(|c| c.is_alphabetic()).collect();
        assert!(
            start.contains(&letters(&focus.name)),
            "{:?} in {row:?}\n{told}",
            focus.name
        );
    }
}

fn texts(shown: &Shown) -> Vec<String> {
    shown
        .buffer
        .content
        .iter()
        .map(|cell| cell.symbol().to_owned())
        .collect()
}

/// Every view with the focus at `part`.
fn each_view(part: usize, look: &mut dyn FnMut(&View<'_>)) {
    look(&queue(0, 0));
    look(&queue(40, part));
    look(&record(part % 3));
    look(&day(part % 5));
    let mut filled = half_filled();
    press(&mut filled, &"<tab>".repeat(part % 12));
    look(&form(&filled));
    let mut dialog = question();
    for _ in 0..part {
        dialog.part().key(sportello::terminal::Key::Down);
    }
    look(&dialog.view());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_cursor_is_on_the_focus_at_every_size(columns in 1_u16..200, rows in 1_u16..60, part in 0_usize..40, reader: bool) {
        let profile = if reader { Profile::Reader } else { Profile::Visual };
        each_view(part, &mut |view| {
            let shown = Desk::new(columns, rows, profile).paint(view);
            check(&shown, columns, rows);
        });
    }

    #[test]
    fn keys_of_all_sorts_never_lose_the_cursor(columns in 1_u16..130, rows in 1_u16..40, keys in proptest::collection::vec(0_usize..22, 0..60)) {
        const KEYS: [&str; 22] = ["a", "m", "i", "l", "1", "2", " ", "é", "王", "<enter>", "<tab>", "<backtab>", "<up>",
            "<down>", "<left>", "<right>", "<home>", "<end>", "<backspace>", "<delete>", "<esc>", "<enter>"];
        let mut desk = Desk::new(columns, rows, Profile::Visual);
        let mut intake = intake();
        for key in keys {
            press(&mut intake, KEYS[key]);
            let shown = desk.paint(&form(&intake));
            check(&shown, columns, rows);
            prop_assert_eq!(desk.paint(&form(&intake)).text(), shown.text());
        }
    }

    #[test]
    fn a_move_changes_styles_only_and_for_a_reader_nothing(columns in 30_u16..120, rows in 18_u16..50, part in 0_usize..8, reader: bool) {
        let profile = if reader { Profile::Reader } else { Profile::Visual };
        let mut desk = Desk::new(columns, rows, profile);
        let mut intake = intake();
        type Moves<'v> = [(View<'v>, View<'v>); 3];
        let moves: Moves<'static> = [
            (queue(9, part), queue(9, part + 1)),
            (day(part % 4), day(part % 4 + 1)),
            (record(part % 2), record(part % 2 + 1)),
        ];
        for (one, other) in &moves {
            let mut before = desk.paint(one);
            while desk.face.turn() {
                before = desk.paint(one);
            }
            let after = desk.paint(other);
            let same = texts(&before) == texts(&after);
            // Where all of it is seen nothing scrolls.
            let goes_on = ["altro", "altre righe"].iter().any(|more| before.told().contains(more));
            prop_assert!(same || goes_on, "{}\n{}", before.told(), after.told());
            if same && reader {
                prop_assert_eq!(before.buffer.diff(&after.buffer).len(), 0);
            }
            prop_assert!(before.focus.cursor.1 < after.focus.cursor.1 || !same);
        }
        press(&mut intake, &"<tab>".repeat(part));
        let before = desk.paint(&form(&intake));
        press(&mut intake, "<tab>");
        let after = desk.paint(&form(&intake));
        if rows >= 24 && columns >= 60 {
            prop_assert_eq!(texts(&before), texts(&after));
        }
        prop_assert!(after.focus.rect.y >= before.focus.rect.y + before.focus.rect.height || texts(&before) != texts(&after));
    }
}

#[test]
fn tab_goes_round_a_form_from_top_to_bottom() {
    let mut desk = Desk::new(80, 24, Profile::Visual);
    let mut intake = intake();
    let mut rows = Vec::new();
    for _ in 0..=intake.fields.len() {
        rows.push(desk.paint(&form(&intake)).focus.cursor.1);
        Part::key(&mut intake, sportello::terminal::Key::Tab);
    }
    assert!(rows.is_sorted_by(|one, other| one < other), "{rows:?}");
    assert_eq!(desk.paint(&form(&intake)).focus.cursor.1, rows[0]);
}
