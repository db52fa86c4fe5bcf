//! Pairs of frames as they occur in a day's work, painted plainly: an invented queue, an agenda
//! and a form at 80x24 in 256 colours.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

pub(crate) const COLUMNS: u16 = 80;
pub(crate) const ROWS: u16 = 24;

/// A painted frame and its cursor.
#[derive(Clone)]
pub(crate) struct Frame {
    pub(crate) buffer: Buffer,
    pub(crate) cursor: (u16, u16),
}

/// A change of the screen that a person causes.
pub(crate) struct Pair {
    pub(crate) name: &'static str,
    /// A frame sent before both, where the pen's ink matters.
    pub(crate) before: Option<Frame>,
    pub(crate) from: Frame,
    pub(crate) to: Frame,
}

const FAMILY: [&str; 12] = [
    "Alfieri",
    "Bellandi",
    "Cortesi",
    "Dall'Orto",
    "Esposti",
    "Farinelli",
    "Guidotti",
    "Lombardini",
    "Marchetti",
    "Nicolì",
    "Pellegrini",
    "Zanardelli",
];
const GIVEN: [&str; 10] = [
    "Ada", "Bruno", "Carla", "Dino", "Elena", "Fabio", "Giulia", "Ivo", "Niccolò", "Teresa",
];
const STATE: [&str; 4] = ["in attesa", "chiamato", "in corso", "sospeso"];
const SUBJECT: [&str; 6] = [
    "dichiarazione di disponibilità",
    "patto di servizio",
    "tirocinio",
    "iscrizione",
    "colloquio",
    "domanda di assegno",
];

fn title() -> Style {
    Style::new()
        .fg(Color::Indexed(231))
        .bg(Color::Indexed(24))
        .add_modifier(Modifier::BOLD)
}

fn head() -> Style {
    Style::new()
        .fg(Color::Indexed(110))
        .add_modifier(Modifier::BOLD)
}

fn faint() -> Style {
    Style::new().fg(Color::Indexed(245))
}

fn urgent() -> Style {
    Style::new()
        .fg(Color::Indexed(203))
        .add_modifier(Modifier::BOLD)
}

/// Paints a text; gives back the column after it.
fn write(buffer: &mut Buffer, x: u16, y: u16, text: impl AsRef<str>, style: Style) -> u16 {
    buffer.set_stringn(x, y, text, usize::MAX, style).0
}

fn frame(heading: &str, footer: &str) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
    buffer.set_string(
        0,
        0,
        format!(" {heading:<56}{:>22} ", "sportello 3, A. Neri"),
        title(),
    );
    for (n, word) in footer.split("  ").enumerate() {
        let x = 1 + 13 * n as u16;
        let (key, label) = word.split_once(' ').unwrap_or((word, ""));
        let end = write(&mut buffer, x, ROWS - 1, key, head());
        buffer.set_string(end + 1, ROWS - 1, label, faint());
    }
    buffer
}

/// A queue of twenty people, the `seed` choosing who, one row in reverse video.
pub(crate) fn queue(seed: usize, selected: u16) -> Frame {
    let mut buffer = frame(
        "Accoglienza: coda di oggi",
        "n nuovo  c chiama  s servi  p sospendi  g vai  h aiuto",
    );
    buffer.set_string(
        1,
        1,
        "   num.  arrivo persona                  stato      motivo",
        head(),
    );
    for row in 0..20u16 {
        let n = usize::from(row) * 7 + seed * 5;
        let y = 2 + row;
        let person = format!("{} {}", FAMILY[(n + seed) % 12], GIVEN[(n / 3 + seed) % 10]);
        let line = format!(
            "{:>2} A{:03}  {:02}:{:02}  {person:<24}",
            row + 1,
            12 + n % 90,
            8 + n % 5,
            n * 11 % 60
        );
        let end = write(&mut buffer, 1, y, line, Style::new());
        let style = if n.is_multiple_of(5) {
            urgent()
        } else {
            faint()
        };
        let end = write(&mut buffer, end, y, format!("{:<11}", STATE[n % 4]), style);
        buffer.set_string(end, y, SUBJECT[n % 6], Style::new());
        if row == selected {
            buffer.set_style(
                Rect::new(0, y, COLUMNS, 1),
                Style::new().add_modifier(Modifier::REVERSED),
            );
        }
    }
    Frame {
        buffer,
        cursor: (4, 2 + selected),
    }
}

/// An agenda of a day: hours, slots, some taken.
pub(crate) fn agenda() -> Frame {
    let mut buffer = frame(
        "Agenda: lunedì 23 novembre",
        "n nuovo  s sposta  a fissa  x assente  g vai  h aiuto",
    );
    for row in 0..18u16 {
        let y = 3 + row;
        let n = usize::from(row);
        buffer.set_string(
            1,
            y,
            format!("{:02}:{:02}", 8 + row / 2, row % 2 * 30),
            faint(),
        );
        if n % 3 != 1 {
            let who = format!("{} {}", FAMILY[n * 5 % 12], GIVEN[n * 3 % 10]);
            let end = write(&mut buffer, 9, y, format!("{who:<26}"), Style::new());
            buffer.set_string(end, y, SUBJECT[n % 6], head());
        }
    }
    buffer.set_string(1, 1, "ora     persona                   servizio", head());
    Frame {
        buffer,
        cursor: (9, 3),
    }
}

/// A form with one field being typed and perhaps an error under it.
pub(crate) fn form(name: &str, error: Option<&str>) -> Frame {
    let mut buffer = frame("Nuova iscrizione", "Invio avanti  0 indietro  h aiuto");
    let labels = [
        "Cognome",
        "Nome",
        "Data di nascita",
        "Comune",
        "Telefono",
        "Titolo di studio",
        "Salva",
    ];
    for (row, label) in (0..).zip(labels) {
        let y = 3 + 2 * row;
        buffer.set_string(2, y, format!("{label:<20}"), faint());
        buffer.set_style(
            Rect::new(22, y, 40, 1),
            Style::new().bg(Color::Indexed(236)),
        );
    }
    let end = write(&mut buffer, 22, 3, name, Style::new());
    if let Some(error) = error {
        buffer.set_string(2, 3, "Cognome             ", urgent());
        buffer.set_string(22, 4, error, urgent());
        buffer.set_string(
            1,
            21,
            "1 errore: correggere il campo e salvare di nuovo",
            urgent(),
        );
    }
    Frame {
        buffer,
        cursor: (end, 3),
    }
}

/// The recorded pairs.
pub(crate) fn pairs() -> Vec<Pair> {
    let pair = |name, from, to| Pair {
        name,
        before: None,
        from,
        to,
    };
    let moved = |mut frame: Frame, cursor| {
        frame.cursor = cursor;
        frame
    };
    vec![
        pair("cursor only", queue(1, 3), moved(queue(1, 3), (4, 6))),
        pair("first letter", form("", None), form("A", None)),
        Pair {
            before: Some(form("Alfie", None)),
            ..pair("typed letter", form("Alfier", None), form("Alfieri", None))
        },
        pair("list move", queue(1, 3), queue(1, 4)),
        pair("list move far", queue(1, 0), queue(1, 19)),
        pair("refilter", queue(1, 0), queue(2, 0)),
        pair("pane switch", queue(1, 3), agenda()),
        pair("pane switch back", agenda(), queue(1, 3)),
        pair("form opens", queue(1, 3), form("", None)),
        pair(
            "form error",
            form("A", None),
            form("A", Some("almeno due lettere")),
        ),
        pair(
            "form error gone",
            form("A", Some("almeno due lettere")),
            form("Al", None),
        ),
    ]
}
