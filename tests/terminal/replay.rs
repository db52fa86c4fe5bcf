//! Whatever is painted is what a terminal shows, frame after frame.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use sportello::terminal::capabilities::Depth;
use sportello::terminal::{Capabilities, Screen};

use crate::frames;
use crate::random::Random;
use crate::vt::Terminal;

const TEXTS: [&str; 27] = [
    "Rossi Maria",
    "in attesa",
    "perché così è più facile",
    "x",
    "      ",
    "A012  09:14",
    "──┤ ├──",
    "▂▃▅▇█",
    "王小明",
    "東京 です",
    "한국어",
    "ﾊﾝｶｸ",
    "محمد الاسلام",
    "لا إله",
    "שלום",
    "ক্ষমা করুন",
    "বাংলা ভাষা",
    "न्यायालय",
    "e\u{301}a\u{300}\u{323}",
    "①②③",
    "☎ ★",
    "👍 ok 🙂",
    // Graphemes that vt100 draws wider than they are painted.
    "👨\u{200d}👩\u{200d}👧 tre",
    "👍🏽 sì",
    "a👩\u{200d}🔧b",
    "Жанна",
    "Ελένη",
];

const COLORS: [Color; 10] = [
    Color::Reset,
    Color::Reset,
    Color::Reset,
    Color::Red,
    Color::LightRed,
    Color::White,
    Color::Indexed(24),
    Color::Indexed(236),
    Color::Rgb(1, 20, 200),
    Color::Black,
];

const MODIFIERS: [Modifier; 8] = [
    Modifier::empty(),
    Modifier::empty(),
    Modifier::empty(),
    Modifier::BOLD,
    Modifier::REVERSED,
    Modifier::UNDERLINED,
    Modifier::DIM,
    Modifier::ITALIC,
];

fn style(random: &mut Random) -> Style {
    let modifiers = random.pick(&MODIFIERS) | random.pick(&[Modifier::empty(), Modifier::REVERSED]);
    Style::new()
        .fg(random.pick(&COLORS))
        .bg(random.pick(&COLORS))
        .remove_modifier(Modifier::all())
        .add_modifier(modifiers)
}

/// Paints some more over a buffer, as widgets do: strings, filled areas, single cells.
fn paint(buffer: &mut Buffer, random: &mut Random) {
    let area = buffer.area;
    for _ in 0..=random.below(8) {
        let x = random.below(area.width.into()) as u16;
        let y = random.below(area.height.into()) as u16;
        let ink = style(random);
        match random.below(8) {
            0 => {
                let rest = Rect::new(x, y, area.width - x, (area.height - y).min(3));
                let part = Rect {
                    width: 1 + random.below(rest.width.into()) as u16,
                    ..rest
                };
                for (x, y) in part.positions().map(|p| (p.x, p.y)) {
                    buffer[(x, y)].reset();
                    buffer[(x, y)].set_style(ink);
                }
            }
            1 => buffer.set_style(Rect::new(0, y, area.width, 1), ink),
            2 => {
                buffer[(x, y)]
                    .set_symbol(random.pick(&["", "a", "字", "é", "\u{3b1}"]))
                    .set_style(ink);
            }
            _ => {
                buffer.set_string(x, y, random.pick(&TEXTS), ink);
            }
        }
    }
}

struct Kind {
    term: &'static str,
    exact: bool,
}

fn replay(kind: &Kind, seed: u64, count: usize) {
    let mut random = Random(seed);
    let capabilities = Capabilities::from_env(kind.term, "truecolor", false);
    let (mut columns, mut rows) = (80, 24);
    let mut screen = Screen::new(capabilities, columns, rows);
    screen.set_exact(kind.exact);
    let mut terminal = Terminal::new(columns, rows, capabilities.erases_with_background);
    terminal.write(&screen.enter("sportello"));
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    for n in 0..count {
        if random.one_in(40) {
            (columns, rows) = random.pick(&[
                (1, 1),
                (2, 1),
                (1, 9),
                (3, 5),
                (20, 6),
                (40, 12),
                (61, 15),
                (80, 24),
            ]);
            screen.resize(columns, rows);
            terminal.resize(columns, rows);
            buffer.resize(Rect::new(0, 0, columns, rows));
        }
        if random.one_in(25) {
            buffer.reset();
        }
        if !random.one_in(10) {
            paint(&mut buffer, &mut random);
        }
        let cursor = (
            random.below(columns.into()) as u16,
            random.below(rows.into()) as u16,
        );
        if let Some(bytes) = screen.frame(&buffer, cursor) {
            terminal.write(&bytes);
        }
        if let Some(difference) = terminal.difference(&buffer, cursor) {
            panic!(
                "{} seed {seed} frame {n} of {columns}x{rows}: {difference}",
                kind.term
            );
        }
        assert_eq!(screen.frame(&buffer, cursor), None, "nothing changed");
    }
}

#[test]
fn random_frames_look_as_painted() {
    for seed in 0..20 {
        replay(
            &Kind {
                term: "xterm-256color",
                exact: false,
            },
            seed,
            150,
        );
    }
}

#[test]
fn random_frames_look_as_painted_where_nothing_is_sent_twice() {
    for seed in 100..110 {
        replay(
            &Kind {
                term: "xterm-256color",
                exact: true,
            },
            seed,
            150,
        );
    }
}

#[test]
fn random_frames_look_as_painted_without_background_erase() {
    for seed in 200..210 {
        replay(
            &Kind {
                term: "tmux-256color",
                exact: false,
            },
            seed,
            150,
        );
    }
}

#[test]
fn more_styles_than_there_is_room_for() {
    let capabilities = Capabilities::from_env("xterm", "truecolor", false);
    let mut screen = Screen::new(capabilities, 80, 24);
    let mut terminal = Terminal::new(80, 24, true);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    for round in 0..8u8 {
        for (n, cell) in buffer.content.iter_mut().enumerate().take(400) {
            cell.set_symbol("m")
                .set_fg(Color::Rgb(round, (n / 256) as u8, n as u8));
        }
        terminal.write(&screen.frame(&buffer, (0, 0)).unwrap());
        assert_eq!(terminal.difference(&buffer, (0, 0)), None, "round {round}");
    }
    for (n, cell) in buffer.content.iter_mut().enumerate() {
        cell.set_symbol("m")
            .set_fg(Color::Rgb(99, (n / 256) as u8, n as u8));
    }
    assert!(
        screen.frame(&buffer, (0, 0)).is_some(),
        "1920 inks in one frame"
    );
}

#[test]
fn graphemes_of_gone_frames_are_forgotten() {
    let mut screen = Screen::new(Capabilities::from_env("xterm", "", false), 80, 24);
    let mut terminal = Terminal::new(80, 24, true);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    for round in 0..40u32 {
        for column in 0..40u32 {
            let base = char::from_u32(0x3b1 + column % 20).unwrap();
            let mark = char::from_u32(0x300 + round).unwrap();
            let other = char::from_u32(0x323 + column / 20).unwrap();
            buffer[(2 * column as u16, 3)].set_symbol(&format!("{base}{other}{mark}"));
        }
        terminal.write(&screen.frame(&buffer, (0, 0)).unwrap());
        assert_eq!(terminal.difference(&buffer, (0, 0)), None, "round {round}");
        assert_eq!(
            screen.frame(&buffer, (0, 0)),
            None,
            "the kept ones keep their place"
        );
        assert!(
            screen.bytes() < 20 * 1024,
            "{} bytes in round {round}",
            screen.bytes()
        );
    }
}

#[test]
fn after_a_ligature_the_cursor_is_addressed() {
    let mut screen = Screen::new(Capabilities::from_env("xterm", "", false), 80, 24);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    screen.frame(&buffer, (0, 0));
    buffer.set_string(10, 4, "سلام", Style::new());
    let sent = String::from_utf8(screen.frame(&buffer, (0, 0)).unwrap()).unwrap();
    assert_eq!(sent, "\x1b[5;11Hسلا\x1b[5;14Hم\x1b[H");
}

#[test]
fn under_a_doubtful_wide_glyph_nothing_old_stays() {
    let mut screen = Screen::new(Capabilities::from_env("xterm", "", false), 80, 24);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    buffer.set_string(10, 4, "abc", Style::new());
    screen.frame(&buffer, (10, 4));
    buffer.set_string(10, 4, "👍", Style::new());
    let sent = String::from_utf8(screen.frame(&buffer, (10, 4)).unwrap()).unwrap();
    assert_eq!(sent, "  \x08\x08👍\x1b[5;11H");
}

#[test]
fn a_session_keeps_less_than_12_kib() {
    for pair in frames::pairs() {
        let mut screen = Screen::new(Capabilities::from_env("xterm-256color", "", false), 80, 24);
        screen.frame(&pair.from.buffer, pair.from.cursor);
        screen.frame(&pair.to.buffer, pair.to.cursor);
        assert!(
            screen.bytes() < 12 * 1024,
            "{}: {} bytes",
            pair.name,
            screen.bytes()
        );
        assert!(screen.bytes() > 80 * 24 * 4);
    }
}

#[test]
fn no_cell_lets_a_control_out() {
    let mut screen = Screen::new(Capabilities::from_env("xterm", "", false), 20, 2);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 2));
    let hostile = [
        "\u{1b}",
        "\u{9b}",
        "\u{7}",
        "\n",
        "\0",
        "\u{7f}",
        "a\u{1b}[2J",
        "\u{202e}",
        "x\u{2066}",
        "\u{2028}",
        "\u{feff}",
        "\u{e0041}",
        "a\u{200b}",
    ];
    for (x, symbol) in (0..).zip(hostile) {
        buffer[(x, 0)].set_symbol(symbol);
    }
    let bytes = screen.frame(&buffer, (0, 1)).unwrap();
    let sent = String::from_utf8(bytes).unwrap();
    let own = regex::Regex::new("\x1b\\[[?0-9;]*[a-zA-Z]|[\r\n]").unwrap();
    let text = own.replace_all(&sent, "").into_owned();
    assert!(text.chars().all(|c| (' '..='~').contains(&c)), "{text:?}");
    assert!(!text.contains("[2J") || !sent.contains("\x1b[2J"));
}

#[test]
fn without_colour_not_one_colour_code() {
    let codes = regex::Regex::new("\x1b\\[([0-9;]*)m").unwrap();
    for (term, no_color) in [("xterm-256color", true), ("vt100", false), ("linux", true)] {
        let mut screen = Screen::new(Capabilities::from_env(term, "truecolor", no_color), 80, 24);
        let mut sent = screen.enter("");
        for pair in frames::pairs() {
            sent.extend(
                screen
                    .frame(&pair.from.buffer, pair.from.cursor)
                    .unwrap_or_default(),
            );
            sent.extend(
                screen
                    .frame(&pair.to.buffer, pair.to.cursor)
                    .unwrap_or_default(),
            );
        }
        let sent = String::from_utf8(sent).unwrap();
        let mut reversed = false;
        for code in codes
            .captures_iter(&sent)
            .flat_map(|c| c[1].split(';').map(str::to_owned).collect::<Vec<_>>())
        {
            assert!(code.parse::<u8>().unwrap_or(0) < 30, "{term}: code {code}");
            reversed |= code == "7";
        }
        assert!(reversed, "the focus stays visible");
    }
}

/// Whether a terminal with colours of this kind understands a code.
fn understood(depth: Depth, code: &str) -> bool {
    match depth {
        Depth::None => false,
        Depth::Eight => matches!(code.parse(), Ok(30..=37 | 39..=47 | 49)),
        Depth::Sixteen => matches!(
            code.parse(),
            Ok(30..=37 | 39..=47 | 49 | 90..=97 | 100..=107)
        ),
        Depth::Palette => !code.starts_with("38;2") && !code.starts_with("48;2"),
        Depth::Full => true,
    }
}

#[test]
fn colours_are_those_that_the_terminal_has() {
    let sgr = regex::Regex::new("\x1b\\[([0-9;]*)m").unwrap();
    let part = regex::Regex::new("[34]8;5;[0-9]+|[34]8;2;[0-9]+;[0-9]+;[0-9]+|[0-9]+").unwrap();
    for (term, depth) in [
        ("linux", Depth::Sixteen),
        ("xterm", Depth::Sixteen),
        ("xterm-256color", Depth::Palette),
        ("vt220", Depth::None),
    ] {
        let capabilities = Capabilities::from_env(term, "", false);
        assert_eq!(capabilities.depth, depth, "{term}");
        let mut screen = Screen::new(capabilities, 80, 24);
        let mut sent = screen.enter("");
        for pair in frames::pairs() {
            for frame in [&pair.from, &pair.to] {
                sent.extend(
                    screen
                        .frame(&frame.buffer, frame.cursor)
                        .unwrap_or_default(),
                );
            }
        }
        let sent = String::from_utf8(sent).unwrap();
        for found in sgr.captures_iter(&sent) {
            for code in part.find_iter(&found[1]).map(|code| code.as_str()) {
                let is_colour =
                    code.contains(';') || matches!(code.parse(), Ok(30u8..=49 | 90..=107));
                assert!(!is_colour || understood(depth, code), "{term}: {code}");
            }
        }
    }
}

#[test]
fn asks_nothing_and_sets_nothing_unusual() {
    let mut screen = Screen::new(Capabilities::from_env("xterm-256color", "", false), 80, 24);
    let mut sent = screen.enter("Sportello\u{1b}[31m");
    assert!(sent.starts_with(b"Sportello[31m\r\n\x1b[?1049h"));
    for pair in frames::pairs() {
        sent.extend(
            screen
                .frame(&pair.from.buffer, pair.from.cursor)
                .unwrap_or_default(),
        );
        sent.extend(
            screen
                .frame(&pair.to.buffer, pair.to.cursor)
                .unwrap_or_default(),
        );
    }
    let left = screen.leave("Arrivederci\nuscita \u{202e}0");
    assert!(left.ends_with(b"\x1b[?1049lArrivederci\r\nuscita 0\r\n"));
    sent.extend(left);
    let sent = String::from_utf8(sent).unwrap();
    let sequences = regex::Regex::new("\x1b(\\[[?0-9;]*.|[^\\[])").unwrap();
    for found in sequences.find_iter(&sent) {
        let body = &found.as_str()[1..];
        let private = body.starts_with("[?");
        let allowed =
            ["[?25l", "[?25h", "[?1049h", "[?1049l", "[?2004h", "[?2004l"].contains(&body);
        let plain = body.starts_with('[')
            && body.ends_with(['m', 'H', 'A', 'B', 'C', 'D', 'G', 'd', 'K', 'J', 'X']);
        assert!(if private { allowed } else { plain }, "{body}");
    }
    assert_eq!(
        sent.matches("\x1b[?25l").count(),
        sent.matches("\x1b[?25h").count()
    );
}

#[test]
fn a_vt100_is_sent_only_what_it_has() {
    let mut screen = Screen::new(Capabilities::from_env("vt100", "", false), 80, 24);
    let mut terminal = Terminal::new(80, 24, false);
    let mut sent = screen.enter("");
    for pair in frames::pairs() {
        for frame in [&pair.from, &pair.to] {
            sent.extend(
                screen
                    .frame(&frame.buffer, frame.cursor)
                    .unwrap_or_default(),
            );
        }
    }
    terminal.write(&sent);
    let sent = String::from_utf8(sent).unwrap();
    let sequences = regex::Regex::new("\x1b(\\[[?0-9;]*.|[^\\[])").unwrap();
    for found in sequences.find_iter(&sent) {
        assert!(
            found
                .as_str()
                .ends_with(['m', 'H', 'A', 'B', 'C', 'D', 'K', 'J']),
            "{found:?}"
        );
        assert!(
            !["22", "24", "27"]
                .iter()
                .any(|end| found.as_str().ends_with(&format!("{end}m"))),
            "{found:?}"
        );
    }
}
