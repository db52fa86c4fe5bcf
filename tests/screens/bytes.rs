//! How many bytes a line carries: a typed letter, a move, another pane, nothing.

use crate::desk::desk;

#[test]
fn a_letter_typed_in_a_field_is_a_few_bytes() {
    let mut desk = desk().open();
    // The second field of the quick intake is free text.
    desk.keys("cs").keys("i");
    desk.keys("<down>");
    for letter in "abcdef".chars() {
        desk.keys(&letter.to_string());
        let sent = desk.last_frame().len();
        assert!(sent <= 8, "{letter}: {sent} bytes: {:?}", String::from_utf8_lossy(desk.last_frame()));
    }
}

#[test]
fn a_move_in_a_list_is_at_most_two_hundred_bytes() {
    let mut desk = desk().open();
    for key in ["<down>", "<down>", "<down>", "<up>"] {
        desk.keys(key);
        let sent = desk.last_frame().len();
        assert!(sent > 0 && sent <= 200, "{key}: {sent} bytes");
    }
}

#[test]
fn a_move_in_the_reader_profile_is_the_cursor_alone() {
    let mut desk = desk().reader().open();
    for key in ["<down>", "<down>", "<up>"] {
        desk.keys(key);
        let sent = desk.last_frame().len();
        assert!(sent > 0 && sent <= 8, "{key}: {sent} bytes");
    }
}

#[test]
fn another_pane_is_at_most_twelve_hundred_bytes_and_idle_is_none() {
    let mut desk = desk().open();
    for pane in 1..=5 {
        desk.keys("g");
        desk.keys(&pane.to_string());
        let sent = desk.last_frame().len();
        assert!(sent <= 1_200, "pane {pane}: {sent} bytes\n{}", desk.screen());
        desk.settle();
        assert!(desk.last_frame().is_empty(), "pane {pane} draws when nothing happens");
    }
}
