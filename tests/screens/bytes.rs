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
fn another_pane_is_at_most_twelve_hundred_bytes_and_idle_is_none() {
    for from in 1..=5 {
        for to in (1..=5).filter(|to| *to != from) {
            let mut desk = desk().open();
            // From the menu, which Esc opens at the top of a pane.
            desk.keys(&format!("<esc>{from}"));
            desk.settle();
            desk.keys(&format!("<esc>{to}"));
            let sent = desk.last_frame().len();
            println!("{from} -> {to}: {sent}");
            assert!(
                sent > 300 && sent <= 1_200,
                "pane {from} to {to}: {sent} bytes\n{}",
                desk.screen()
            );
            desk.settle();
            assert!(
                desk.last_frame().is_empty(),
                "pane {to} draws when nothing happens"
            );
        }
    }
}
