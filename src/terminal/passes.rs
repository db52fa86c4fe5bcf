//! A frame in several passes: which cells each of them sends, by their inks.
//!
//! Knows nothing of bytes; which passes are worth while is [`super::encode`]'s matter.

use super::packed::{Glyph, Packed, Tables};
use super::pen::Ink;
use super::text;

/// So many inks at most are tried apart.
pub(super) const APART: usize = 6;
// One bit each, and one for what is not apart.
const _: () = assert!(APART < 8);

/// The inks that may be sent apart, and which of them each cell has.
pub(super) struct Apart {
    /// By cell: 0, or the place of its ink and one more. What can only be sent with its row is 0 too.
    inks: Vec<u8>,
    count: u8,
}

impl Apart {
    /// Nothing may, of so many cells.
    pub(super) fn nothing(cells: usize) -> Self {
        Self {
            inks: vec![0; cells],
            count: 0,
        }
    }

    /// Looks for up to [`APART`] inks in a screen.
    pub(super) fn of(apart: &[Ink], new: &[Packed], columns: u16, tables: &Tables) -> Self {
        let mut inks = Vec::with_capacity(new.len());
        for row in new.chunks(usize::from(columns)) {
            // A glyph that may be drawn wider than it was painted spoils what is sent before it.
            let whole = row.iter().any(|cell| is_doubtful(*cell, tables));
            inks.extend(row.iter().map(|cell| {
                let ink = tables.ink(*cell);
                let place = || apart.iter().take(APART).position(|known| *known == ink);
                let own = !whole && !cell.is_blank();
                own.then(place).flatten().map_or(0, |place| place as u8 + 1)
            }));
        }
        Self {
            inks,
            count: apart.len().min(APART) as u8,
        }
    }

    /// All of them, by their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = u8> + use<> {
        1..=self.count
    }

    /// The numbers of the cells, row by row.
    pub(super) fn rows(&self, columns: u16) -> std::slice::Chunks<'_, u8> {
        self.inks.chunks(usize::from(columns))
    }
}

/// What each pass sends, a bit for each number: first all that is not to be `apart`, then these in their turn.
pub(super) fn in_turn(apart: &[u8]) -> impl Iterator<Item = u8> {
    let late = apart.iter().fold(0, |late, ink| late | 1 << ink);
    std::iter::once(!late).chain(apart.iter().map(|ink| 1 << ink))
}

/// What is sent of a row in one pass.
#[derive(Clone, Copy)]
pub(super) struct Pass<'p> {
    inks: &'p [u8],
    sent: u8,
}

impl<'p> Pass<'p> {
    /// A row's part of a pass, see [`Apart::rows`] and [`in_turn`].
    pub(super) const fn of(inks: &'p [u8], sent: u8) -> Self {
        Self { inks, sent }
    }

    /// Whether the cell of a column is sent.
    pub(super) fn wants(self, x: usize) -> bool {
        self.inks.get(x).is_some_and(|ink| self.sends(*ink))
    }

    /// Whether any is.
    pub(super) fn wants_any(self) -> bool {
        self.inks.iter().any(|ink| self.sends(*ink))
    }

    const fn sends(self, ink: u8) -> bool {
        self.sent >> ink & 1 == 1
    }

    /// Makes of a row what it is after the pass.
    pub(super) fn send(self, shown: &mut [Packed], new: &[Packed]) {
        let cells = shown.iter_mut().zip(new).zip(self.inks);
        for ((shown, new), _) in cells.filter(|(_, ink)| self.sends(**ink)) {
            *shown = *new;
        }
    }
}

fn is_doubtful(cell: Packed, tables: &Tables) -> bool {
    cell.plain_letter().is_none()
        && !cell.is_blank()
        && match tables.glyph(cell) {
            Glyph::Char(c) => c >= '\u{300}' && text::doubtful_char(c),
            Glyph::Many(_) | Glyph::Tail => true,
        }
}
