//! A screen of cells in one `u32` each, and the two small tables that this needs.
//!
//! Bits 0 to 20: the character, or a place in the table of graphemes; 21 to 30: a place in the
//! table of inks; 31: which of the two the first field is. This is where the last frame of a
//! session is kept, so size matters here more than anywhere else.

use std::mem::size_of;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthChar;

use super::capabilities::Capabilities;
use super::pen::Ink;
use super::text;

const CHARACTER: u32 = 0x1f_ffff;
const INK_SHIFT: u32 = 21;
const INKS: usize = 1 << 10;
const OVERFLOW: u32 = 1 << 31;
const BLANK: u32 = 0x20;

/// Graphemes kept before those of gone frames are thrown away.
const GRAPHEMES: usize = 256;

/// Characters of one cell that are sent; more is an attack on the cell.
const CHARS_PER_CELL: usize = 16;

/// One cell. Equal cells look the same; the reverse need not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Packed(u32);

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Glyph<'a> {
    /// One character of its own.
    Char(char),
    /// A grapheme of several.
    Many(&'a str),
    /// The rest of the wide glyph before it.
    Tail,
}

impl Packed {
    /// The cells behind the first of a wide glyph: beyond Unicode, so no character equals it.
    pub(crate) const TAIL: Self = Self(CHARACTER);

    pub(crate) const fn blank(ink: usize) -> Self {
        Self(BLANK | (ink as u32) << INK_SHIFT)
    }

    pub(crate) const fn is_blank(self) -> bool {
        self.0 & (CHARACTER | OVERFLOW) == BLANK
    }

    pub(crate) const fn ink(self) -> usize {
        (self.0 >> INK_SHIFT) as usize & (INKS - 1)
    }

    /// The byte of an ASCII character that is no blank.
    pub(crate) const fn plain_letter(self) -> Option<u8> {
        match self.0 & (CHARACTER | OVERFLOW) {
            byte @ 0x21..0x7f => Some(byte as u8),
            _ => None,
        }
    }

    const fn overflow(self) -> Option<usize> {
        if self.0 & OVERFLOW == 0 {
            None
        } else {
            Some((self.0 & CHARACTER) as usize)
        }
    }
}

/// What the packed cells of one session point to.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    inks: Vec<Ink>,
    graphemes: Vec<Box<str>>,
}

/// A style met in a frame: its ink, and the ink of its blanks.
struct Met {
    style: (Color, Color, Modifier),
    ink: usize,
    blank: usize,
}

/// The content of a cell before it is packed.
enum Content {
    Blank,
    Char(char, usize),
    Many(usize, usize),
}

impl Tables {
    pub(crate) fn ink(&self, cell: Packed) -> Ink {
        self.inks.get(cell.ink()).copied().unwrap_or_default()
    }

    pub(crate) fn glyph(&self, cell: Packed) -> Glyph<'_> {
        if cell == Packed::TAIL {
            return Glyph::Tail;
        }
        match cell.overflow() {
            Some(index) => Glyph::Many(self.graphemes.get(index).map_or("?", |g| &**g)),
            None => Glyph::Char(char::from_u32(cell.0 & CHARACTER).unwrap_or('?')),
        }
    }

    /// Packs a painted buffer for a screen of this size: what it lacks is blank, what it has
    /// beyond is left out. `None` when the table of inks is full of gone styles: forget and retry.
    pub(crate) fn pack(
        &mut self,
        painted: &Buffer,
        (columns, rows): (u16, u16),
        capabilities: &Capabilities,
    ) -> Option<Vec<Packed>> {
        let (columns, rows) = (usize::from(columns), usize::from(rows));
        let stride = usize::from(painted.area.width).max(1);
        let mut cells = Vec::with_capacity(columns * rows);
        let mut met: Vec<Met> = Vec::with_capacity(16);
        let plain = self.intern(Ink::default())?;
        for line in painted.content.chunks(stride).take(rows) {
            let end = cells.len() + columns;
            self.pack_line(line, columns, &mut cells, &mut met, capabilities)?;
            cells.resize(end, Packed::blank(plain));
        }
        cells.resize(columns * rows, Packed::blank(plain));
        Some(cells)
    }

    fn pack_line(
        &mut self,
        line: &[Cell],
        columns: usize,
        cells: &mut Vec<Packed>,
        met: &mut Vec<Met>,
        capabilities: &Capabilities,
    ) -> Option<()> {
        let mut last = 0;
        let mut x = 0;
        while let Some(cell) = line.get(x).filter(|_| x < columns) {
            let style = (cell.fg, cell.bg, cell.modifier);
            if met.get(last).is_none_or(|m| m.style != style) {
                last = match met.iter().position(|m| m.style == style) {
                    Some(index) => index,
                    None => self.meet(style, met, capabilities)?,
                };
            }
            let (ink, blank) = met.get(last).map(|m| (m.ink as u32, m.blank))?;
            let symbol = cell.symbol();
            let content = self.content(symbol, columns - x);
            let painted = painted_width(symbol, &content).min(columns - x);
            let (packed, width) = match content {
                Content::Blank => (Packed::blank(blank), 1),
                Content::Char(c, width) => (Packed(u32::from(c) | ink << INK_SHIFT), width),
                Content::Many(index, width) => {
                    (Packed(OVERFLOW | index as u32 | ink << INK_SHIFT), width)
                }
            };
            cells.push(packed);
            cells.extend(std::iter::repeat_n(Packed::TAIL, width - 1));
            // What stands in for a wide symbol still hides the cells that the symbol hid.
            let hidden = painted.saturating_sub(width);
            cells.extend(std::iter::repeat_n(Packed::blank(blank), hidden));
            x += width + hidden;
        }
        Some(())
    }

    fn meet(
        &mut self,
        style: (Color, Color, Modifier),
        met: &mut Vec<Met>,
        capabilities: &Capabilities,
    ) -> Option<usize> {
        let ink = Ink::new(style.0, style.1, style.2, capabilities);
        let (blank, ink) = (self.intern(ink.for_blanks())?, self.intern(ink)?);
        met.push(Met { style, ink, blank });
        Some(met.len() - 1)
    }

    fn intern(&mut self, ink: Ink) -> Option<usize> {
        let known = self.inks.iter().position(|known| *known == ink);
        known.or_else(|| {
            (self.inks.len() < INKS).then(|| {
                self.inks.push(ink);
                self.inks.len() - 1
            })
        })
    }

    /// What of a symbol may be sent, in a cell with this much room up to the right edge.
    fn content(&mut self, symbol: &str, room: usize) -> Content {
        match symbol.as_bytes() {
            [] | [0..=0x20 | 0x7f] => return Content::Blank,
            [byte @ 0x21..0x7f] => return Content::Char(char::from(*byte), 1),
            _ => {}
        }
        let mut allowed = symbol.chars().filter(|c| !text::forbidden(*c));
        match (allowed.next(), allowed.next()) {
            (None, _) => Content::Blank,
            (Some(only), None) => single(only, room),
            _ => {
                let kept: String = symbol
                    .chars()
                    .filter(|c| !text::forbidden(*c))
                    .take(CHARS_PER_CELL)
                    .collect();
                self.several(&kept, room)
            }
        }
    }

    fn several(&mut self, grapheme: &str, room: usize) -> Content {
        let width = text::width(grapheme);
        if width == 0 || width > room {
            return Content::Blank;
        }
        if widest(grapheme) > room {
            return Content::Char('?', 1);
        }
        let index = self
            .graphemes
            .iter()
            .position(|known| **known == *grapheme)
            .unwrap_or_else(|| {
                self.graphemes.push(grapheme.into());
                self.graphemes.len() - 1
            });
        Content::Many(index, width)
    }

    /// Throws away the graphemes that a frame no longer shows, if there are many.
    pub(crate) fn tidy(&mut self, cells: &mut [Packed]) {
        if self.graphemes.len() <= GRAPHEMES {
            return;
        }
        let mut kept: Vec<Box<str>> = Vec::new();
        let mut places = vec![None; self.graphemes.len()];
        for cell in cells {
            let Some(index) = cell.overflow() else {
                continue;
            };
            let (Some(place), Some(grapheme)) =
                (places.get_mut(index), self.graphemes.get_mut(index))
            else {
                continue;
            };
            let new = *place.get_or_insert_with(|| {
                kept.push(std::mem::take(grapheme));
                kept.len() - 1
            });
            cell.0 = cell.0 & !CHARACTER | new as u32;
        }
        self.graphemes = kept;
    }

    /// Forgets everything; cells packed before mean nothing afterwards.
    pub(crate) fn clear(&mut self) {
        self.inks.clear();
        self.graphemes.clear();
    }

    /// Bytes held outside the value itself.
    pub(crate) fn bytes(&self) -> usize {
        let texts: usize = self.graphemes.iter().map(|g| g.len()).sum();
        self.inks.capacity() * size_of::<Ink>()
            + self.graphemes.capacity() * size_of::<Box<str>>()
            + texts
    }
}

/// The most cells that some terminal gives a doubtful grapheme.
pub(crate) fn widest(grapheme: &str) -> usize {
    let apart: usize = grapheme.chars().map(|c| c.width().unwrap_or(0)).sum();
    apart.max(text::width(grapheme)).max(2)
}

/// Cells that the painter gave a symbol, for what was packed in its stead.
fn painted_width(symbol: &str, packed: &Content) -> usize {
    match packed {
        Content::Blank if symbol.len() < 2 => 1,
        Content::Char(c, width) if c.len_utf8() == symbol.len() => *width,
        _ => text::width(symbol).max(1),
    }
}

fn single(c: char, room: usize) -> Content {
    let width = c.width().unwrap_or(0);
    if width == 0 || width > room {
        Content::Blank
    } else if room < 2 && text::doubtful_char(c) {
        // Where it is drawn wider it would wrap, at the bottom even scroll.
        Content::Char('?', 1)
    } else {
        Content::Char(c, width)
    }
}
