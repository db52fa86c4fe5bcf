//! Painted cells into the fewest bytes, against the last frame that was sent.
//!
//! One [`Screen`] a session. It does no I/O, asks the terminal nothing, and sets nothing unusual:
//! alternate screen and bracketed paste, no mouse, no keypad mode, no shape of the cursor. A frame
//! that was made must be sent: the next one builds on it.

use std::mem::{self, size_of};
use std::ops::Range;

use ratatui::buffer::Buffer;

use super::capabilities::Capabilities;
use super::encode::{Encoder, Line};
use super::motion::{self, At};
use super::packed::{Packed, Tables};
use super::pen::{self, Ink};
use super::text;

const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h";
const LEAVE: &[u8] = b"\x1b[?2004l\x1b[?1049l";

/// The screen of one session: what the terminal shows now, packed.
#[derive(Debug)]
pub struct Screen {
    capabilities: Capabilities,
    columns: u16,
    rows: u16,
    tables: Tables,
    /// `None` when what the terminal shows is unknown.
    last: Option<Vec<Packed>>,
    pen: Option<Ink>,
    at: Option<At>,
    exact: bool,
    /// The rows that the next frame writes whole.
    anew: Range<u16>,
}

impl Screen {
    /// A screen of this many cells (at least one), of which nothing is known yet.
    pub fn new(capabilities: Capabilities, columns: u16, rows: u16) -> Self {
        Self {
            capabilities,
            columns: columns.max(1),
            rows: rows.max(1),
            tables: Tables::default(),
            last: None,
            pen: None,
            at: None,
            exact: false,
            anew: 0..0,
        }
    }

    /// Never sends a cell that did not change, even where that would take fewer bytes: what is
    /// sent is what a screen reader may say. Off at first.
    pub fn set_exact(&mut self, exact: bool) {
        self.exact = exact;
    }

    /// Lets the next frame write these rows whole, whatever stands in them: a screen reader says what is
    /// written, and of a sentence that is said the changed words alone mean nothing.
    pub fn rewrite(&mut self, rows: Range<u16>) {
        self.anew = rows.start..rows.end.min(self.rows);
    }

    /// Columns and rows.
    pub const fn size(&self) -> (u16, u16) {
        (self.columns, self.rows)
    }

    /// What the terminal can do.
    pub const fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// The bytes that take the terminal over. The first line is printed before the alternate
    /// screen, so that it is heard and stays in the scrollback; empty for none.
    pub fn enter(&mut self, first_line: &str) -> Vec<u8> {
        self.invalidate();
        let mut out = lines(first_line);
        if self.capabilities.alternate_screen {
            out.extend_from_slice(ENTER);
        }
        out
    }

    /// The bytes that give the terminal back, and a last message (several lines, or empty).
    pub fn leave(&mut self, message: &str) -> Vec<u8> {
        self.invalidate();
        let mut out = b"\x1b[m".to_vec();
        if self.capabilities.alternate_screen {
            out.extend_from_slice(LEAVE);
        } else {
            motion::go(None, (0, self.rows - 1), &self.capabilities, &mut out);
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(&lines(message));
        out
    }

    /// Takes a new size; the next frame paints everything.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        (self.columns, self.rows) = (columns.max(1), rows.max(1));
        self.invalidate();
    }

    /// Forgets what the terminal shows; the next frame paints everything.
    pub fn invalidate(&mut self) {
        self.last = None;
        self.pen = None;
        self.at = None;
        self.tables.clear();
    }

    /// The bytes that turn what the terminal shows into what was painted, with the cursor at
    /// `cursor` (column, row, clamped to the screen), to be sent in one write; `None` when
    /// nothing changed.
    pub fn frame(&mut self, painted: &Buffer, cursor: At) -> Option<Vec<u8>> {
        let cursor = (cursor.0.min(self.columns - 1), cursor.1.min(self.rows - 1));
        let mut cells = self.pack(painted);
        let last = self.last.take();
        let anew = mem::replace(&mut self.anew, 0..0);
        if anew.is_empty() && last.as_ref() == Some(&cells) && self.at == Some(cursor) {
            self.last = last;
            return None;
        }
        let begun = Line::from(self.pen, self.at);
        let mut encoder = Encoder::new(&self.capabilities, &self.tables, self.columns, begun);
        encoder.exact = self.exact;
        let mut old = last.unwrap_or_else(|| encoder.erase_all(&cells));
        for y in anew {
            encoder.erase_row(y, &mut old, &cells);
        }
        encoder.all(&old, &cells);
        let line = encoder.finish(cursor);
        (self.pen, self.at) = (line.pen, line.at);
        self.tables.tidy(&mut cells);
        self.last = Some(cells);
        Some(line.out)
    }

    /// Takes up, at the end of a frame, the ink of a letter in the cell under the cursor, so that what is
    /// typed there next costs its own bytes only.
    pub fn take_up_ink(&mut self, painted: &Buffer, frame: &mut Vec<u8>) {
        let Some(cell) = self.at.and_then(|at| painted.cell(at)) else {
            return;
        };
        let ink = Ink::new(cell.fg, cell.bg, cell.modifier, &self.capabilities);
        pen::change(self.pen, ink, &self.capabilities, frame);
        self.pen = Some(ink);
    }

    /// Bytes of memory that this session's screen holds between frames.
    pub fn bytes(&self) -> usize {
        let last = self.last.as_ref().map_or(0, Vec::capacity);
        size_of::<Self>() + last * size_of::<Packed>() + self.tables.bytes()
    }

    fn pack(&mut self, painted: &Buffer) -> Vec<Packed> {
        let size = self.size();
        if let Some(cells) = self.tables.pack(painted, size, &self.capabilities) {
            return cells;
        }
        self.invalidate();
        // More inks than there is room for in a single frame: show it without any.
        let fresh = self.tables.pack(painted, size, &self.capabilities);
        fresh.unwrap_or_else(|| {
            vec![Packed::blank(0); usize::from(self.columns) * usize::from(self.rows)]
        })
    }
}

/// Lines of a message, cleaned, each with its end.
fn lines(message: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for line in message.lines() {
        out.extend_from_slice(text::clean(line).as_bytes());
        out.extend_from_slice(b"\r\n");
    }
    out
}
