//! One frame as bytes: what differs from the last one, by the shortest way there is.
//!
//! Knows cells, inks and moves; what the terminal shows, and what of it is kept, is [`super::Screen`]'s matter.

use super::capabilities::Capabilities;
use super::motion::{self, At, counted, counted_cost};
use super::packed::{Glyph, Packed, Tables, widest};
use super::passes::{self, APART, Apart, Pass};
use super::pen::{self, Ink};
use super::text;

const HIDE: &[u8] = b"\x1b[?25l";
const SHOW: &[u8] = b"\x1b[?25h";

/// Moves in one frame from which the cursor is hidden meanwhile; fewer are not seen.
const MOVES_SEEN: usize = 12;

/// From so many bytes on a frame is tried ink by ink too: another pane, not another row. Each ink costs
/// one more look at the whole screen.
const WORTH_PASSES: usize = 900;

/// The longest stretch of unchanged cells worth looking at: no move costs more bytes.
const LONGEST_BRIDGE: u16 = 10;

/// The bytes so far and the state of the terminal after them.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The bytes.
    pub(super) out: Vec<u8>,
    /// The ink of the pen; none when it is unknown.
    pub(super) pen: Option<Ink>,
    /// Where the cursor stands; none when it is unknown.
    pub(super) at: Option<At>,
    moves: usize,
}

impl Line {
    /// No bytes yet, on a terminal as the last frame left it.
    pub(super) const fn from(pen: Option<Ink>, at: Option<At>) -> Self {
        Self {
            out: Vec::new(),
            pen,
            at,
            moves: 0,
        }
    }
}

/// Makes one frame.
pub(super) struct Encoder<'a> {
    capabilities: &'a Capabilities,
    tables: &'a Tables,
    columns: u16,
    /// Whether no cell is ever sent that did not change.
    pub(super) exact: bool,
    /// Which cells of the row in hand must be sent.
    touched: Vec<bool>,
    line: Line,
}

impl<'a> Encoder<'a> {
    /// One that goes on where `line` ends.
    pub(super) const fn new(
        capabilities: &'a Capabilities,
        tables: &'a Tables,
        columns: u16,
        line: Line,
    ) -> Self {
        Self {
            capabilities,
            tables,
            columns,
            exact: false,
            touched: Vec::new(),
            line,
        }
    }
}

impl Encoder<'_> {
    /// Clears the screen in the commonest ink of the blanks; gives back what it then shows.
    pub(super) fn erase_all(&mut self, new: &[Packed]) -> Vec<Packed> {
        let mut counts: Vec<(Packed, usize)> = Vec::new();
        for cell in new.iter().filter(|cell| self.is_erasable(**cell)) {
            match counts.iter_mut().find(|(known, _)| known == cell) {
                Some((_, count)) => *count += 1,
                None => counts.push((*cell, 1)),
            }
        }
        let plain = Packed::blank(0);
        let common = counts
            .iter()
            .max_by_key(|(_, count)| *count)
            .map_or(plain, |(cell, _)| *cell);
        pen::change(
            self.line.pen,
            self.tables.ink(common),
            self.capabilities,
            &mut self.line.out,
        );
        self.line.pen = Some(self.tables.ink(common));
        self.line.out.extend_from_slice(b"\x1b[H\x1b[J");
        self.line.at = Some((0, 0));
        // Counts as enough to hide the cursor.
        self.line.moves += MOVES_SEEN;
        vec![common; new.len()]
    }

    /// Clears a row in the ink of its last blank.
    pub(super) fn erase_row(&mut self, y: u16, old: &mut [Packed], new: &[Packed]) {
        let start = usize::from(y) * usize::from(self.columns);
        let row = start..start + usize::from(self.columns);
        let blank = new[row.clone()]
            .iter()
            .rfind(|cell| self.is_erasable(**cell))
            .map_or(Packed::blank(0), |cell| *cell);
        let ink = self.tables.ink(blank);
        pen::change(self.line.pen, ink, self.capabilities, &mut self.line.out);
        self.line.pen = Some(ink);
        let cleared = format!("\x1b[{};1H\x1b[K", y + 1);
        self.line.out.extend_from_slice(cleared.as_bytes());
        self.line.at = Some((0, y));
        self.line.moves += MOVES_SEEN;
        old[row].fill(blank);
    }

    /// Sends what differs, row after row with all their inks, or ink after ink, whichever is shorter.
    ///
    /// An ink costs more than a move: a column of names in an ink of its own is taken up once.
    pub(super) fn all(&mut self, old: &[Packed], new: &[Packed]) {
        let begun = self.line.clone();
        let none = Apart::nothing(new.len());
        self.in_passes(&mut old.to_vec(), new, &none, &[]);
        if self.exact || self.line.out.len() - begun.out.len() < WORTH_PASSES {
            return;
        }
        let inks = Apart::of(&self.inks(old, new), new, self.columns, self.tables);
        let mut apart: Vec<u8> = inks.all().collect();
        let mut best = std::mem::replace(&mut self.line, begun.clone());
        self.in_passes(&mut old.to_vec(), new, &inks, &apart);
        // An ink that is seldom used may be shorter in its place.
        let mut at = apart.len();
        let mut tried: Option<u8> = None;
        loop {
            if self.line.out.len() < best.out.len() {
                best = std::mem::replace(&mut self.line, begun.clone());
            } else if let Some(ink) = tried.take() {
                apart.insert(at, ink);
            }
            let Some(next) = at.checked_sub(1) else { break };
            at = next;
            tried = Some(apart.remove(at));
            self.line = begun.clone();
            self.in_passes(&mut old.to_vec(), new, &inks, &apart);
        }
        self.line = best;
    }

    /// The inks of the glyphs that differ but for the commonest, the more frequent first.
    fn inks(&self, old: &[Packed], new: &[Packed]) -> Vec<Ink> {
        let mut counts: Vec<(Ink, usize)> = Vec::new();
        for (_, cell) in old
            .iter()
            .zip(new)
            .filter(|(old, new)| old != new && !new.is_blank())
        {
            let ink = self.tables.ink(*cell);
            match counts.iter_mut().find(|(known, _)| *known == ink) {
                Some((_, count)) => *count += 1,
                None => counts.push((ink, 1)),
            }
        }
        let common = counts
            .iter()
            .max_by_key(|(_, count)| *count)
            .map(|(ink, _)| *ink);
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let rare = counts.into_iter().map(|(ink, _)| ink);
        rare.filter(|ink| Some(*ink) != common)
            .take(APART)
            .collect()
    }

    /// Sends what differs: first the glyphs in any ink that is not to be `apart`, and the blanks, then
    /// those in each of the others.
    fn in_passes(&mut self, shown: &mut [Packed], new: &[Packed], inks: &Apart, apart: &[u8]) {
        let width = usize::from(self.columns);
        for sent in passes::in_turn(apart) {
            let rows = shown.chunks_mut(width).zip(new.chunks(width));
            for (y, ((shown, new), inks)) in (0..).zip(rows.zip(inks.rows(self.columns))) {
                let pass = Pass::of(inks, sent);
                if pass.wants_any() && shown != new {
                    self.row(y, shown, new, pass);
                }
            }
        }
    }

    /// Sends the wanted cells of a row that changed, cell by cell or erased first, whichever is shorter;
    /// `shown` becomes what the terminal then shows.
    fn row(&mut self, y: u16, shown: &mut [Packed], new: &[Packed], pass: Pass<'_>) {
        let begun = (
            self.line.out.len(),
            self.line.pen,
            self.line.at,
            self.line.moves,
        );
        self.cells(y, shown, new, pass);
        let Some((from, blank)) = self.worth_erasing(shown, new, pass) else {
            pass.send(shown, new);
            return;
        };
        let direct = self.line.out.split_off(begun.0);
        let after = (self.line.pen, self.line.at, self.line.moves);
        (self.line.pen, self.line.at, self.line.moves) = (begun.1, begun.2, begun.3);
        let mut erased = shown.to_vec();
        erased
            .iter_mut()
            .skip(usize::from(from))
            .for_each(|cell| *cell = blank);
        self.erase_to_end((from, y), blank, new);
        self.cells(y, &erased, new, pass);
        if self.line.out.len() - begun.0 >= direct.len() {
            self.line.out.truncate(begun.0);
            self.line.out.extend_from_slice(&direct);
            (self.line.pen, self.line.at, self.line.moves) = after;
        } else {
            shown.copy_from_slice(&erased);
        }
        pass.send(shown, new);
    }

    /// From where, and in which blank, a row could be erased before it is written: only where the
    /// erased cells give something back.
    fn worth_erasing(
        &self,
        old: &[Packed],
        new: &[Packed],
        pass: Pass<'_>,
    ) -> Option<(u16, Packed)> {
        let mut differing = old.iter().zip(new).enumerate();
        let from = differing.position(|(x, (old, new))| old != new && pass.wants(x))?;
        let rest = || old.iter().zip(new).skip(from);
        let blank = rest()
            .map(|(_, new)| *new)
            .rfind(|cell| self.is_erasable(*cell))?;
        let saved = rest()
            .filter(|(old, new)| old != new && **new == blank)
            .count();
        let resent = rest()
            .filter(|(old, new)| old == new && **new != blank)
            .count();
        (saved > 3 + resent && !(self.exact && resent > 0)).then_some((from as u16, blank))
    }

    /// Sends the cells of a row that differ.
    fn cells(&mut self, y: u16, old: &[Packed], new: &[Packed], pass: Pass<'_>) {
        self.touch(old, new, pass);
        let erased = self.erased_end(new);
        let end = erased.unwrap_or(self.columns);
        let mut x = 0;
        while let Some(start) = self.next_touched(x, end) {
            x = self.run((start, y), end, new);
        }
        if let Some((from, blank)) = erased.and_then(|x| Some((x, *new.get(usize::from(x))?))) {
            self.erase_to_end((from, y), blank, new);
        }
    }

    /// Marks the cells that must be sent: those that differ, and those that a terminal may have
    /// spoilt because it draws a doubtful glyph before them wider than it was painted.
    fn touch(&mut self, old: &[Packed], new: &[Packed], pass: Pass<'_>) {
        self.touched.clear();
        let cells = old.iter().zip(new).enumerate();
        self.touched
            .extend(cells.map(|(x, (old, new))| old != new && pass.wants(x)));
        for x in 0..new.len() {
            let (Some(true), Some(cell)) = (self.touched.get(x), new.get(x)) else {
                continue;
            };
            if cell.plain_letter().is_some() || cell.is_blank() {
                continue;
            }
            let reach = match self.tables.glyph(*cell) {
                Glyph::Char(c) if c < '\u{300}' || !text::doubtful_char(c) => 1,
                Glyph::Char(_) => 2,
                Glyph::Many(grapheme) => widest(grapheme),
                Glyph::Tail => 1,
            };
            for spoilt in (x + 1)..(x + reach) {
                // The glyph's own tails need no sending; a glyph is sent from its first cell.
                if let Some(touched) = self.touched.get_mut(spoilt) {
                    *touched = true;
                }
            }
        }
    }

    fn next_touched(&self, from: u16, end: u16) -> Option<u16> {
        let cells = self.touched.get(usize::from(from)..usize::from(end))?;
        cells
            .iter()
            .position(|touched| *touched)
            .map(|x| from + x as u16)
    }

    /// Where the row should be erased to its end, if that is shorter than blanks.
    fn erased_end(&self, new: &[Packed]) -> Option<u16> {
        let blank = *new.last().filter(|cell| self.is_erasable(**cell))?;
        let begin = new
            .iter()
            .rposition(|cell| *cell != blank)
            .map_or(0, |x| x + 1);
        let first = self.next_touched(begin as u16, self.columns)?;
        let last = self.touched.iter().rposition(|touched| *touched)?;
        (last - usize::from(first) + 1 > 3).then_some(first)
    }

    fn erase_to_end(&mut self, to: At, blank: Packed, new: &[Packed]) {
        self.reach(to, blank, new);
        self.line.out.extend_from_slice(b"\x1b[K");
    }

    /// Sends touched cells from `start` on; gives back the column up to which the row is done.
    fn run(&mut self, (start, y): At, end: u16, new: &[Packed]) -> u16 {
        let mut x = start;
        while x < end && self.touched.get(usize::from(x)) == Some(&true) {
            let Some(&cell) = new.get(usize::from(x)) else {
                break;
            };
            if cell == Packed::TAIL {
                x += 1;
                continue;
            }
            let repeats = x > start && new.get(usize::from(x) - 1) == Some(&cell);
            if !repeats && let Some(count) = self.erasable_stretch(x, end, cell, new) {
                self.reach((x, y), cell, new);
                counted(count, b'X', &mut self.line.out);
                return x + count;
            }
            self.reach((x, y), cell, new);
            x += self.put((x, y), cell, new);
            x = self.letters((x, y), end, new);
        }
        x
    }

    /// The common case, fast: words of ASCII in the ink of the pen, up to whatever needs a thought.
    fn letters(&mut self, (start, y): At, end: u16, new: &[Packed]) -> u16 {
        if self.line.at != Some((start, y)) {
            return start;
        }
        let end = usize::from(end.min(self.columns - 1));
        let mut x = usize::from(start);
        let mut right_ink = None;
        while x < end && self.touched.get(x) == Some(&true) {
            let Some(&cell) = new.get(x) else { break };
            let byte = match cell.plain_letter() {
                Some(byte) if right_ink == Some(cell.ink()) => byte,
                Some(byte) if self.draws(cell) => {
                    right_ink = Some(cell.ink());
                    byte
                }
                None if cell.is_blank() && new.get(x + 1) != Some(&cell) && self.draws(cell) => {
                    b' '
                }
                _ => break,
            };
            self.line.out.push(byte);
            x += 1;
        }
        self.line.at = Some((x as u16, y));
        x as u16
    }

    /// How many blanks from `x` on are shorter erased than written.
    fn erasable_stretch(&self, x: u16, end: u16, cell: Packed, new: &[Packed]) -> Option<u16> {
        if !self.capabilities.absolute_moves || !self.is_erasable(cell) {
            return None;
        }
        let rest = new.get(usize::from(x)..usize::from(end))?;
        let same = rest.iter().take_while(|other| **other == cell).count();
        let touched = self.touched.get(usize::from(x)..usize::from(x) + same)?;
        let count = touched.iter().rposition(|touched| *touched)? as u16 + 1;
        let after = self
            .next_touched(x + count, end)
            .map_or(0, |next| counted_cost(next - x));
        (usize::from(count) > counted_cost(count) + after).then_some(count)
    }

    /// Takes the pen and the cursor to a cell, the cheapest way.
    fn reach(&mut self, to: At, cell: Packed, new: &[Packed]) {
        if self.line.at == Some(to) {
            return self.dip(to, cell, new);
        }
        let bridged = self.bridge(to, new);
        self.dip(to, cell, new);
        if !bridged && !self.bridge(to, new) {
            motion::go(self.line.at, to, self.capabilities, &mut self.line.out);
            self.line.at = Some(to);
            self.line.moves += 1;
        }
    }

    /// Walks over a few unchanged cells by writing them again, if the pen is right for them and
    /// no move is shorter.
    fn bridge(&mut self, to: At, new: &[Packed]) -> bool {
        let Some(from) = self.line.at.filter(|at| at.1 == to.1 && at.0 < to.0) else {
            return false;
        };
        if self.exact || to.0 - from.0 > LONGEST_BRIDGE {
            return false;
        }
        let Some(between) = new.get(usize::from(from.0)..usize::from(to.0)) else {
            return false;
        };
        let begun = self.line.out.len();
        let limit = begun + motion::cost(Some(from), to, self.capabilities);
        for &cell in between {
            let sure = match self.tables.glyph(cell) {
                Glyph::Char(c) if !text::doubtful_char(c) && self.draws(cell) => Some(c),
                _ => None,
            };
            if let Some(c) = sure {
                self.line
                    .out
                    .extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            if sure.is_none() || self.line.out.len() > limit {
                self.line.out.truncate(begun);
                return false;
            }
        }
        self.line.at = Some(to);
        true
    }

    /// Whether the pen, as it is, draws this cell right.
    fn draws(&self, cell: Packed) -> bool {
        let ink = self.tables.ink(cell);
        self.line
            .pen
            .is_some_and(|pen| pen == ink || cell.is_blank() && pen.blanks_like(ink))
    }

    /// Gives the pen the ink of a cell. Where only the background matters, the ink of the next
    /// glyph is taken if it will do.
    fn dip(&mut self, at: At, cell: Packed, new: &[Packed]) {
        if self.draws(cell) {
            return;
        }
        let mut ink = self.tables.ink(cell);
        if cell.is_blank() {
            let rest = new.iter().zip(&self.touched).skip(usize::from(at.0));
            let next = rest
                .filter(|(other, touched)| **touched && **other != cell)
                .map(|(other, _)| (*other, self.tables.ink(*other)))
                .next();
            if let Some((_, next)) = next.filter(|(_, next)| next.blanks_like(ink)) {
                ink = next;
            }
        }
        pen::change(self.line.pen, ink, self.capabilities, &mut self.line.out);
        self.line.pen = Some(ink);
    }

    /// Writes one glyph where the cursor stands; gives back the cells it was painted on.
    fn put(&mut self, (x, y): At, cell: Packed, new: &[Packed]) -> u16 {
        let behind = new.iter().skip(usize::from(x) + 1);
        let width = 1 + behind.take_while(|cell| **cell == Packed::TAIL).count() as u16;
        let (sure, ligates) = match self.tables.glyph(cell) {
            Glyph::Char(c) => (!text::doubtful_char(c), self.ligates(x, c, new)),
            _ => (false, false),
        };
        if !sure && width > 1 {
            // Where it is drawn narrower, what stood under its end would stay.
            self.line
                .out
                .extend(std::iter::repeat_n(b' ', usize::from(width)));
            let edge = x + width >= self.columns;
            let here = (!edge).then_some((x + width, y));
            motion::go(here, (x, y), self.capabilities, &mut self.line.out);
        }
        match self.tables.glyph(cell) {
            Glyph::Char(c) => self
                .line
                .out
                .extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            Glyph::Many(grapheme) => self.line.out.extend_from_slice(grapheme.as_bytes()),
            Glyph::Tail => {}
        }
        let known = sure && !ligates && x + width < self.columns;
        self.line.at = known.then_some((x + width, y));
        width
    }

    fn ligates(&self, x: u16, c: char, new: &[Packed]) -> bool {
        let before = usize::from(x).checked_sub(1).and_then(|x| new.get(x));
        c >= '\u{600}'
            && matches!(before.map(|cell| self.tables.glyph(*cell)), Some(Glyph::Char(b)) if text::ligates(b, c))
    }

    fn is_erasable(&self, cell: Packed) -> bool {
        cell.is_blank() && self.tables.ink(cell).is_erasable(self.capabilities)
    }

    /// Places the cursor, and hides it meanwhile if it would be seen wandering.
    pub(super) fn finish(mut self, cursor: At) -> Line {
        motion::go(self.line.at, cursor, self.capabilities, &mut self.line.out);
        self.line.at = Some(cursor);
        if self.line.moves >= MOVES_SEEN && self.capabilities.alternate_screen {
            let mut hidden = Vec::with_capacity(self.line.out.len() + HIDE.len() + SHOW.len());
            hidden.extend_from_slice(HIDE);
            hidden.append(&mut self.line.out);
            hidden.extend_from_slice(SHOW);
            self.line.out = hidden;
        }
        self.line
    }
}
