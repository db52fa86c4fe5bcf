//! How many bytes a line carries: a typed letter, a move, another pane, nothing.

use crate::desk::desk;

#[test]
fn a_letter_typed_in_a_field_is_a_few_bytes() {
    let mut desk = desk().open();
    // Somebody who is not on file: the second field of the quick intake is empty and free text.
    desk.keys("cxcs<enter><down>");
    for letter in "abcdef".chars() {
        desk.keys(&letter.to_string());
        let sent = desk.last_frame().len();
        assert!(
            sent <= 8,
            "{letter}: {sent} bytes: {:?}",
            String::from_utf8_lossy(desk.last_frame())
        );
    }
}

#[test]
fn a_move_in_a_list_is_at_most_two_hundred_bytes() {
    let mut desk = desk().open();
    for key in ["<down>", "<down>", "<down>", "<up>"] {
        desk.keys(key);
        let sent = desk.last_frame().len();
        assert!(
            sent > 0 && sent <= 200,
            "{key}: {sent} bytes: {:?}",
            String::from_utf8_lossy(desk.last_frame())
        );
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
fn another_pane_costs_little_more_than_its_text_and_idle_is_none() {
    let mut desk = desk().open();
    for pane in 1..=5 {
        // From the menu, which is reached by Esc where a field has the focus.
        desk.keys("<esc><esc>");
        desk.keys("g");
        desk.keys(&pane.to_string());
        let sent = desk.last_frame().len();
        let text: usize = desk.screen().lines().map(|row| row.trim().len()).sum();
        // 1,200 bytes where the list does not fill the screen; a full one is about as long as what it says.
        let bound = 1_200.max(text + text / 2);
        assert!(
            sent <= bound,
            "pane {pane}: {sent} bytes for {text} of text\n{}",
            desk.screen()
        );
        desk.settle();
        assert!(
            desk.last_frame().is_empty(),
            "pane {pane} draws when nothing happens"
        );
    }
}
