//! What the tests of the screens do again and again: look for a text, go to a field, write, save.

use crate::desk::Desk;

/// The text stands on the screen.
pub(crate) fn has(desk: &Desk, text: &str) {
    assert!(desk.screen().contains(text), "{text} in\n{}", desk.screen());
}

/// It does not.
pub(crate) fn lacks(desk: &Desk, text: &str) {
    assert!(
        !desk.screen().contains(text),
        "{text} in\n{}",
        desk.screen()
    );
}

/// Goes down to the last row of the form and saves.
pub(crate) fn save(desk: &mut Desk) {
    for _ in 0..60 {
        if matches!(desk.cursor_row().trim(), "Salva" | "Save") {
            break;
        }
        desk.keys("<tab>");
    }
    desk.keys("<enter>");
}

/// Goes to a field of the form in front.
pub(crate) fn go(desk: &mut Desk, label: &str) {
    for _ in 0..60 {
        if desk.cursor_row().trim_start().starts_with(label) {
            return;
        }
        // The label stands on the first row of a long value.
        desk.keys("<tab><home>");
    }
    panic!("no field {label} in\n{}", desk.screen());
}

/// Writes into a field what is to stand there instead.
pub(crate) fn write(desk: &mut Desk, label: &str, text: &str) {
    go(desk, label);
    desk.keys("<end>");
    for _ in 0..60 {
        desk.keys("<backspace>");
    }
    desk.keys(text);
}

/// Gives the same answer until something is said.
pub(crate) fn until(desk: &mut Desk, answer: &str, said: &str) {
    for _ in 0..60 {
        if desk.said().contains(said) {
            return;
        }
        desk.line(answer);
    }
    panic!("{said} is never said: {}", desk.said());
}
