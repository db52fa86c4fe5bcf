//! From the screen to plain lines and back, in the middle of the work: nothing is lost, and the terminal is told
//! nothing but what it must be.

use sportello::terminal::key::Input;
use sportello::ui::view::View;

use crate::desk::{Desk, desk};

const TO_LINES: &str = "usa righe";
const TO_SCREEN: &str = "usa schermo";

fn front(desk: &Desk) -> View<'_> {
    let app = desk.session().app();
    app.layer().or_else(|| app.view()).expect("a view")
}

/// What a line answers.
fn says(desk: &mut Desk, line: &str) -> String {
    desk.bytes(format!("{line}\r").as_bytes());
    String::from_utf8_lossy(desk.last_frame()).into_owned()
}

/// To lines from the list of commands; what is said first.
fn goes_to_lines(desk: &mut Desk) -> String {
    desk.keys("h");
    while !desk.cursor_row().contains(TO_LINES) {
        desk.keys("<down>");
    }
    desk.keys("<enter>");
    let frame = String::from_utf8_lossy(desk.last_frame()).into_owned();
    let (before, said) = frame.split_once("\x1b[?1049l").expect("the screen is left");
    assert!(!before.contains("\x1b[?1049h"), "{frame:?}");
    assert!(!said.contains('\x1b'), "{said:?}");
    said.to_owned()
}

fn goes_to_the_screen(desk: &mut Desk) {
    let frame = says(desk, &format!(":{TO_SCREEN}"));
    let (said, _) = frame.split_once("\x1b[?1049h").expect("a screen");
    assert!(said.contains("--linear"), "{said:?}");
    assert!(!said.contains('\x1b'), "{said:?}");
}

#[test]
fn what_is_open_and_half_typed_stays_from_the_screen_to_lines_and_back() {
    let mut desk = desk().open();
    desk.keys("tabate mat<enter>i");
    desk.keys("<down><down>Teodoro");
    let title = front(&desk).title.into_owned();
    assert!(title.contains("ABATE"), "{title}");
    let before = desk.session().app().env().in_hand.clone();
    assert!(before.is_some());
    // The last row of the form is no field: there letters are commands.
    while !desk.cursor_row().contains("Salva") {
        desk.keys("<down>");
    }
    let said = goes_to_lines(&mut desk);
    assert!(said.contains(&title) && said.contains("ABATE"), "{said}");
    assert_eq!(front(&desk).title, title);
    assert_eq!(desk.session().app().env().in_hand, before);
    // What was typed on the screen stands in its field, and goes on in lines.
    let asked = says(&mut desk, ":3");
    assert!(asked.contains("Teodoro"), "{asked}");
    assert!(!asked.contains('\x1b'), "{asked:?}");
    says(&mut desk, "Teofilo");
    goes_to_the_screen(&mut desk);
    assert_eq!(front(&desk).title, title);
    for _ in 0..40 {
        desk.keys("<up>");
    }
    assert!(desk.screen().contains("Teofilo"), "{}", desk.screen());
    assert_eq!(desk.session().app().env().in_hand, before);
}

#[test]
fn the_setting_goes_over_at_once_and_what_other_panes_have_open_stays() {
    let mut desk = desk().open();
    desk.keys("tabate mat<enter>");
    let open = front(&desk).title.into_owned();
    desk.keys("g642");
    let said = String::from_utf8_lossy(desk.last_frame()).into_owned();
    assert!(said.contains("Salvato: vale da subito"), "{said}");
    let said = says(&mut desk, "g 2");
    assert!(said.contains("ABATE"), "{said}");
    assert_eq!(front(&desk).title, open);
    says(&mut desk, "g 6");
    says(&mut desk, "4");
    says(&mut desk, "1");
    assert!(!desk.session().is_in_lines());
    desk.keys("g2");
    assert_eq!(front(&desk).title, open);
    assert!(desk.screen().contains("ABATE"), "{}", desk.screen());
}

#[test]
fn settings_made_in_lines_hold_on_the_screen_behind_them() {
    let mut desk = desk().open();
    let visual = desk.screen();
    goes_to_lines(&mut desk);
    for line in ["g 6", "3", "2", "6", "2"] {
        says(&mut desk, line);
    }
    // The reader's profile and the left hand: lines keep their letters.
    let said = says(&mut desk, "w");
    assert!(said.contains("impostazioni"), "{said}");
    goes_to_the_screen(&mut desk);
    let layout = desk.session().app().keymap().layout();
    assert_eq!(layout, sportello::ui::command::Layout::LeftHand);
    desk.keys("01");
    assert_ne!(desk.screen(), visual);
    assert!(!desk.screen().contains('─'), "{}", desk.screen());
}

#[test]
fn lines_typed_ahead_are_answered_one_by_one_with_their_echo() {
    let mut desk = desk().lines_first().open();
    assert!(desk.session().is_in_lines());
    let first = String::from_utf8_lossy(desk.last_frame()).into_owned();
    assert!(
        first.contains("Coda di oggi") && !first.contains('\x1b'),
        "{first:?}"
    );
    assert!(!first.replace("\r\n", "").contains('\n'), "{first:?}");
    desk.bytes(b"g 2\rabate mat\r3\r");
    assert!(front(&desk).title.contains("ABATE"), "{}", desk.said());
    assert!(desk.said().contains("g 2\r\n"), "{}", desk.said());
    // A letter is seen as it is typed, and nothing else is said.
    desk.bytes(b"w");
    assert_eq!(desk.last_frame(), b"w");
    desk.bytes(b"\x7f");
    assert_eq!(desk.last_frame(), b"\x08 \x08");
    // The screen is ready behind them.
    goes_to_the_screen(&mut desk);
    assert!(
        desk.screen().trim_start().starts_with("ABATE"),
        "{}",
        desk.screen()
    );
}

#[test]
fn what_is_half_typed_stands_behind_the_new_prompt() {
    let mut desk = desk().lines_first().open();
    desk.bytes(b"aba");
    desk.resume();
    let said = String::from_utf8_lossy(desk.last_frame()).into_owned();
    assert!(said.ends_with("Scelta: aba"), "{said:?}");
}

#[test]
fn lines_that_were_typed_before_the_end_are_still_answered() {
    let mut desk = desk().lines_first().open();
    desk.bytes(b"n\r\r2\r:crea\r\x04");
    assert!(desk.is_over(), "{}", desk.said());
    desk.input(Input::HangUp);
    assert!(desk.is_over());
}

#[test]
fn where_there_is_no_screen_lines_stay_and_say_so() {
    let mut desk = desk().linear().open();
    desk.line(TO_SCREEN);
    assert!(
        desk.said().contains("ci sono solo le righe"),
        "{}",
        desk.said()
    );
    assert!(desk.session().is_in_lines());
}

#[test]
fn a_screen_that_took_another_size_behind_the_lines_is_painted_at_that_size() {
    let mut desk = desk().open();
    goes_to_lines(&mut desk);
    desk.input(Input::Resize {
        columns: 40,
        rows: 12,
    });
    goes_to_the_screen(&mut desk);
    let screen = desk.screen();
    assert!(screen.lines().count() <= 12, "{screen}");
    assert!(
        screen.lines().all(|row| row.chars().count() <= 40),
        "{screen}"
    );
}
