//! A terminal to write to: vt100's, and the same without erasing in the background colour.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use sportello::terminal::text;

pub(crate) struct Terminal {
    parser: vt100::Parser,
    erases_with_background: bool,
}

fn nonzero(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

impl Terminal {
    pub(crate) fn new(columns: u16, rows: u16, erases_with_background: bool) -> Self {
        Self {
            parser: vt100::Parser::new(nonzero(rows), nonzero(columns), 0),
            erases_with_background,
        }
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.parser
            .screen_mut()
            .set_size(nonzero(rows), nonzero(columns));
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        if self.erases_with_background {
            return self.parser.process(bytes);
        }
        // Erases as such a terminal would: in no colour, the pen as before.
        let erase = regex::bytes::Regex::new("\x1b\\[[0-9]*[JKX]").unwrap();
        self.parser
            .process(&erase.replace_all(bytes, &b"\x1b7\x1b[m$0\x1b8"[..]));
    }

    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// The style of the pen.
    pub(crate) fn pen(&self) -> (Color, Color, Modifier) {
        let screen = self.screen();
        let mut modifier = Modifier::empty();
        modifier.set(Modifier::BOLD, screen.bold());
        modifier.set(Modifier::DIM, screen.dim());
        modifier.set(Modifier::ITALIC, screen.italic());
        modifier.set(Modifier::UNDERLINED, screen.underline());
        modifier.set(Modifier::REVERSED, screen.inverse());
        (colour(screen.fgcolor()), colour(screen.bgcolor()), modifier)
    }

    /// What differs from a painted buffer and its cursor, if anything.
    pub(crate) fn difference(&self, painted: &Buffer, cursor: (u16, u16)) -> Option<String> {
        let screen = self.screen();
        if screen.cursor_position() != (cursor.1, cursor.0) || screen.hide_cursor() {
            return Some(format!(
                "cursor {:?}, not {cursor:?}",
                screen.cursor_position()
            ));
        }
        let width = painted.area.width;
        for y in 0..painted.area.height {
            let mut x = 0;
            while x < width {
                let cell = &painted[(x, y)];
                let symbol = cell.symbol();
                let cells = (text::width(symbol) as u16).max(1);
                let seen = screen.cell(y, x).unwrap();
                if is_sure(symbol, width - x) && !looks_like(seen, cell) {
                    return Some(format!(
                        "column {x} row {y}: painted {cell:?}, seen {seen:?}"
                    ));
                }
                x += cells;
            }
        }
        None
    }
}

/// Whether vt100 keeps a symbol in one place, as wide as it was painted: it joins no letters.
fn is_sure(symbol: &str, room: u16) -> bool {
    let alone = |c: char| text::width(&c.to_string());
    let painted = text::width(symbol);
    let first = symbol.chars().next().map_or(1, alone);
    let apart: usize = symbol.chars().map(alone).sum();
    // At the right edge a doubtful one is replaced.
    let fits = !text::doubtful(symbol) || usize::from(room) >= painted.max(2);
    painted == first && painted == apart.max(1) && fits && painted <= usize::from(room)
}

fn colour(color: vt100::Color) -> Color {
    match color {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(n) => Color::Indexed(n),
        vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
    }
}

fn indexed(color: Color) -> Color {
    match color {
        Color::Black => Color::Indexed(0),
        Color::Red => Color::Indexed(1),
        Color::Gray => Color::Indexed(7),
        Color::LightRed => Color::Indexed(9),
        Color::White => Color::Indexed(15),
        other => other,
    }
}

fn looks_like(seen: &vt100::Cell, painted: &Cell) -> bool {
    let has = |modifier| painted.modifier.contains(modifier);
    let background = colour(seen.bgcolor()) == indexed(painted.bg);
    let ground =
        seen.inverse() == has(Modifier::REVERSED) && seen.underline() == has(Modifier::UNDERLINED);
    let blank = matches!(painted.symbol(), "" | " ");
    if blank && !has(Modifier::REVERSED) && !has(Modifier::UNDERLINED) {
        return background && ground && matches!(seen.contents(), "" | " ");
    }
    background
        && ground
        && seen.contents() == painted.symbol()
        && colour(seen.fgcolor()) == indexed(painted.fg)
        && seen.bold() == has(Modifier::BOLD)
        && seen.dim() == has(Modifier::DIM)
        && seen.italic() == has(Modifier::ITALIC)
}
