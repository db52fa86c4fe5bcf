//! What nobody would write, in every field of every form; a window that is pulled about; all taken back at once:
//! no screen breaks, nothing hostile reaches the terminal, and what cannot be kept is refused in a sentence.

use sportello::terminal::key::Input;
use sportello::ui::view::Block;

use crate::desk::{Desk, desk};
use crate::whole::cut;

/// Each form: who opens it, and how.
const FORMS: &[(&str, &str)] = &[
    ("anna", "n"),
    ("anna", "cxcs<enter>"),
    ("anna", "tabate mat<enter>i"),
    ("anna", "tabate mat<enter>6"),
    ("anna", "tabate mat<enter>g4n12"),
    ("anna", "tabate mat<enter>g4n18"),
    ("dario", "g5n"),
    ("dario", "g5<tab><down><enter>i"),
    ("dario", "g5<tab><down><enter>3<enter>"),
    ("dario", "g5j"),
    ("anna", "g7n"),
];

/// Each is given to every field.
fn texts() -> Vec<String> {
    vec![
        "x".repeat(10_000),
        "👩‍👩‍👧‍👦🇮🇹 e\u{301}\u{302}\u{303}\u{304}\u{305} 漢字 ศูนย์".into(),
        "\u{202e}gnirts\u{2066}\u{200f} سلام \u{feff}\u{200b}".into(),
        "a\0b\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{7f}".into(),
        "riga uno\r\nriga due\n\n\tdi seguito".into(),
        "31/02/2026".into(),
        "99:99".into(),
        "-5".into(),
        "1e400".into(),
        "٣٤".into(),
        "   ".into(),
        "'; DROP TABLE person; --".into(),
    ]
}

/// How many fields the form in front has.
fn fields(desk: &Desk) -> Option<usize> {
    let app = desk.session().app();
    let view = app.layer().or_else(|| app.view())?;
    match view.blocks.get(view.focus.block) {
        Some(Block::Form(block)) => Some(block.form.fields.len()),
        _ => None,
    }
}

/// The screen is whole, the cursor on it, and the frame had nothing in it that a terminal obeys but its own.
fn check(desk: &Desk, told: &str) {
    let screen = desk.screen();
    assert!(cut(&screen).is_empty(), "{told}\n{screen}");
    let (column, row, _) = desk.cursor();
    assert!(column < 80 && row < 24, "{told}: {column},{row}");
    let frame = String::from_utf8_lossy(desk.last_frame());
    let hostile = ['\0', '\u{7}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2066}'];
    assert!(!frame.contains(hostile), "{told}: {frame:?}");
    assert!(!frame.contains("\u{1b}[2J\u{1b}]0;x"), "{told}");
}

#[test]
fn every_field_takes_what_nobody_would_write() {
    for (login, way) in FORMS {
        let open = || {
            let mut desk = desk().login(login).open();
            desk.keys(way);
            assert!(fields(&desk).is_some(), "{way}: {}", desk.screen());
            desk
        };
        let mut desk = open();
        for text in texts() {
            let told = format!(
                "{login} {way}: {}",
                text.escape_debug().take(30).collect::<String>()
            );
            for _ in 0..fields(&desk).unwrap_or(0) {
                desk.input(Input::Paste(text.clone()));
                check(&desk, &told);
                desk.keys("<tab>");
                check(&desk, &told);
            }
            desk.keys("<ctrl-s>");
            check(&desk, &told);
            let said = desk.screen();
            let refused = said.contains("(errore)") || !desk.message().is_empty();
            assert!(refused || fields(&desk).is_none(), "{told}: silent\n{said}");
            if fields(&desk).is_none() {
                desk = open();
            }
        }
    }
}

#[test]
fn a_window_that_is_pulled_about_shows_the_same_afterwards() {
    for (login, way) in [
        ("anna", "g"),
        ("anna", "tros"),
        ("anna", "cxcs<enter>RSSMRA80A01F205Y<tab>"),
        ("anna", "g3<enter>"),
        ("anna", "q"),
        ("anna", "h"),
        ("dario", "g5<tab><down><enter>d"),
        ("carla", "g2<tab>j21"),
    ] {
        let mut desk = desk().login(login).open();
        desk.keys(way);
        let (before, at) = (desk.screen(), desk.cursor());
        for step in 0..60_u16 {
            let columns = 1 + step * 37 % 241;
            let rows = 1 + step * 23 % 81;
            desk.input(Input::Resize { columns, rows });
        }
        let (columns, rows) = (80, 24);
        desk.input(Input::Resize { columns, rows });
        assert_eq!((desk.screen(), desk.cursor()), (before, at), "{way}");
    }
}

#[test]
fn ten_acts_of_several_panes_are_taken_back_one_by_one() {
    // The head names who is in hand, the last row what was said.
    let rows = |desk: &Desk| {
        let screen = desk.screen();
        let rows: Vec<_> = screen.lines().map(str::to_owned).collect();
        rows[1..rows.len() - 2].to_vec()
    };
    let mut anna = desk().open();
    let queue = rows(&anna);
    for name in ["uno", "due", "tre", "quattro", "cinque"] {
        anna.keys(&format!(
            "n{name} persona prova<enter>1<enter><down><enter>"
        ));
    }
    anna.keys("tabate mat<enter>6una nota<enter><enter>");
    anna.keys("<ctrl-s>");
    for _ in 0..12 {
        anna.keys("u");
        assert!(!anna.message().is_empty(), "{}", anna.screen());
        // Right behind it, the same key would do it again.
        anna.keys("<down>");
    }
    anna.keys("g1");
    assert_eq!(rows(&anna), queue, "{}", anna.screen());
}
