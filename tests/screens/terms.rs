//! What goes to each kind of terminal: the colours that it has, no bell, and a focus that is seen without any.

use regex::Regex;

use crate::desk::desk;

/// The kinds of colour codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Codes {
    None,
    Eight,
    Sixteen,
    Palette,
    Full,
}

/// The most that the bytes use.
fn used(bytes: &str) -> Codes {
    let sequence = Regex::new("\x1b\\[([0-9;]*)m").unwrap();
    let kinds = sequence.captures_iter(bytes).flat_map(|found| {
        let parts: Vec<u32> = found[1]
            .split(';')
            .filter_map(|part| part.parse().ok())
            .collect();
        let (mut kinds, mut at) = (Vec::new(), 0);
        while at < parts.len() {
            let (kind, parts) = match (parts[at], parts.get(at + 1)) {
                (38 | 48, Some(5)) => (Codes::Palette, 3),
                (38 | 48, Some(2)) => (Codes::Full, 5),
                (30..=37 | 40..=47, _) => (Codes::Eight, 1),
                (90..=97 | 100..=107, _) => (Codes::Sixteen, 1),
                _ => (Codes::None, 1),
            };
            kinds.push(kind);
            at += parts;
        }
        kinds
    });
    kinds.max().unwrap_or(Codes::None)
}

/// TERM, COLORTERM, whether no colour is wanted, and the most that may be sent.
const TERMINALS: &[(&str, &str, bool, Codes)] = &[
    ("vt100", "", false, Codes::None),
    ("vt220", "", false, Codes::None),
    ("linux", "", false, Codes::Sixteen),
    ("xterm", "", false, Codes::Sixteen),
    ("screen", "", false, Codes::Eight),
    ("ansi", "", false, Codes::Eight),
    ("xterm-256color", "", false, Codes::Palette),
    ("tmux-256color", "", false, Codes::Palette),
    ("xterm-256color", "truecolor", false, Codes::Full),
    ("xterm-256color", "truecolor", true, Codes::None),
    ("linux", "", true, Codes::None),
];

#[test]
fn each_terminal_is_sent_the_colours_it_has_and_shows_where_one_is() {
    for (term, colorterm, no_color, most) in TERMINALS {
        for theme in [
            "normal",
            "light",
            "high-contrast",
            "yellow-on-black",
            "terminal",
            "mono",
        ] {
            let plan = desk().term(term).colours(colorterm, *no_color).theme(theme);
            let mut desk = plan.open();
            let mut sent = desk.last_frame().to_vec();
            for keys in ["<down>", "<enter>", "0", "g", "3", "w", "n", "<esc>"] {
                desk.keys(keys);
                sent.extend(desk.last_frame());
            }
            let text = String::from_utf8_lossy(&sent);
            let at = format!("{term} {colorterm} {theme}");
            assert!(used(&text) <= *most, "{at}: {:?} is sent", used(&text));
            assert!(!sent.contains(&7), "{at}: a bell is rung");
            if matches!(theme, "terminal" | "mono") {
                assert_eq!(used(&text), Codes::None, "{at}");
            }
            // The focus is seen without a colour: by the cursor, and by reverse video.
            let (_, row, hidden) = desk.cursor();
            assert!(!hidden, "{at}");
            let cell = desk.terminal().cell(row, 3).expect("a cell");
            assert!(
                (*most != Codes::None && !matches!(theme, "terminal" | "mono")) || cell.inverse(),
                "{at}: nothing marks the row\n{}",
                desk.screen()
            );
        }
    }
}
