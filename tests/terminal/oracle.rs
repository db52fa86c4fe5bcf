//! The fewest bytes between two frames, by dynamic programming, against which the encoder is
//! measured. Shares no code with it.
//!
//! A frame is walked in reading order. The state is the cursor's cell, the pen, and whether the
//! row in hand was erased; the steps are: write the cell, move, erase to the end of the row,
//! erase some blanks. Colours of an `xterm-256color`; every glyph one sure cell.

use std::collections::HashMap;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

type Style = (Color, Color, Modifier);
type At = Option<(usize, usize)>;

const SEEN: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);
const PLAIN: Style = (Color::Reset, Color::Reset, Modifier::empty());

/// A move may end this many cells before the goal, where that is shorter and they are written.
const NEAR: usize = 3;

/// What is on the terminal besides its cells.
#[derive(Clone, Copy)]
pub(crate) struct Start {
    pub(crate) at: (u16, u16),
    pub(crate) pen: Style,
}

/// A state at the end of a row: cursor, pen (by number), bytes so far.
type Ends = HashMap<(At, usize), usize>;

struct Frames<'a> {
    from: &'a Buffer,
    to: &'a Buffer,
    pens: Vec<Style>,
    codes: Vec<Vec<usize>>,
}

/// Bytes of the shortest update from one frame to another.
pub(crate) fn fewest(from: &Buffer, to: &Buffer, start: Start, cursor: (u16, u16)) -> usize {
    let mut pens = vec![start.pen, PLAIN];
    for cell in &to.content {
        if !pens.contains(&style(cell)) {
            pens.push(style(cell));
        }
    }
    let codes = pens
        .iter()
        .map(|a| pens.iter().map(|b| sgr(*a, *b)).collect())
        .collect();
    let frames = Frames {
        from,
        to,
        pens,
        codes,
    };
    let mut ends = Ends::from([((Some((start.at.0.into(), start.at.1.into())), 0), 0)]);
    for y in 0..usize::from(to.area.height) {
        if (0..frames.width()).any(|x| frames.differs(x, y)) {
            ends = frames.row(y, &ends);
        }
    }
    let goal = (cursor.0.into(), cursor.1.into());
    ends.iter()
        .map(|((at, _), cost)| cost + moving(*at, goal))
        .min()
        .unwrap_or(0)
}

fn style(cell: &Cell) -> Style {
    (cell.fg, cell.bg, cell.modifier)
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " "
}

/// Whether two cells look the same.
fn same(a: &Cell, b: &Cell) -> bool {
    let blanks =
        is_blank(a) && is_blank(b) && a.bg == b.bg && !(a.modifier | b.modifier).intersects(SEEN);
    blanks || (a.symbol() == b.symbol() && style(a) == style(b))
}

impl Frames<'_> {
    fn width(&self) -> usize {
        self.to.area.width.into()
    }

    fn cell(&self, x: usize, y: usize) -> &Cell {
        &self.to.content[y * self.width() + x]
    }

    fn differs(&self, x: usize, y: usize) -> bool {
        !same(&self.from.content[y * self.width() + x], self.cell(x, y))
    }

    fn draws(&self, pen: usize, cell: &Cell) -> bool {
        let pen = self.pens[pen];
        let blank = is_blank(cell) && pen.1 == cell.bg && !(pen.2 | cell.modifier).intersects(SEEN);
        blank || pen == style(cell)
    }

    /// Pens that draw a cell, with the bytes to take each from the one in hand.
    fn pens_for(&self, from: usize, cell: &Cell) -> Vec<(usize, usize)> {
        (0..self.pens.len())
            .filter(|pen| self.draws(*pen, cell))
            .map(|pen| (pen, self.codes[from][pen]))
            .collect()
    }

    /// All the best ways through one row.
    fn row(&self, y: usize, before: &Ends) -> Ends {
        let width = self.width();
        // Layer 0: as it was. The others: erased from somewhere on, in one kind of blank.
        let mut blanks: Vec<&Cell> = Vec::new();
        for x in 0..width {
            let cell = self.cell(x, y);
            if is_blank(cell)
                && !cell.modifier.intersects(SEEN)
                && !blanks.iter().any(|b| same(b, cell))
            {
                blanks.push(cell);
            }
        }
        let dirty = |layer: usize, x: usize| match layer {
            0 => self.differs(x, y),
            n => !same(blanks[n - 1], self.cell(x, y)),
        };
        let next = |layer: usize, x: usize| (x..width).find(|x| dirty(layer, *x));
        let mut best: Vec<Vec<HashMap<usize, usize>>> =
            vec![vec![HashMap::new(); width + 1]; blanks.len() + 1];
        let mut ends = Ends::new();
        let offer = |map: &mut HashMap<usize, usize>, pen, cost: usize| {
            let known = map.entry(pen).or_insert(usize::MAX);
            *known = cost.min(*known);
        };
        let end = |ends: &mut Ends, at, pen, cost: usize| {
            let known = ends.entry((at, pen)).or_insert(usize::MAX);
            *known = cost.min(*known);
        };
        let first = next(0, 0).unwrap_or(0);
        for ((at, pen), cost) in before {
            let near = best[0]
                .iter_mut()
                .enumerate()
                .take(first + 1)
                .skip(first.saturating_sub(NEAR));
            for (x, here) in near {
                offer(here, *pen, cost + moving(*at, (x, y)));
            }
        }
        for x in 0..=width {
            for layer in 0..best.len() {
                let here: Vec<(usize, usize)> = best[layer][x]
                    .iter()
                    .map(|(pen, cost)| (*pen, *cost))
                    .collect();
                for (pen, cost) in here {
                    let at = (x < width).then_some((x, y));
                    let Some(goal) = next(layer, x) else {
                        end(&mut ends, at, pen, cost);
                        continue;
                    };
                    let from = goal.saturating_sub(NEAR).max(x + 1);
                    for (t, there) in best[layer].iter_mut().enumerate().take(goal + 1).skip(from) {
                        offer(there, pen, cost + moving(at, (t, y)));
                    }
                    let cell = self.cell(x, y);
                    for (pen, code) in self.pens_for(pen, cell) {
                        offer(
                            &mut best[layer][x + 1],
                            pen,
                            cost + code + cell.symbol().len(),
                        );
                    }
                    if layer == 0 {
                        for (n, blank) in blanks.iter().enumerate() {
                            for (pen, code) in self.pens_for(pen, blank) {
                                offer(&mut best[n + 1][x], pen, cost + code + 3);
                            }
                        }
                    }
                    let stretch = (x..width)
                        .take_while(|other| same(cell, self.cell(*other, y)))
                        .count();
                    if !is_blank(cell) || cell.modifier.intersects(SEEN) || stretch < 2 {
                        continue;
                    }
                    for (pen, code) in self.pens_for(pen, cell) {
                        let cost = cost + code + 3 + digits(stretch);
                        match next(layer, x + stretch) {
                            Some(goal) => {
                                offer(&mut best[layer][goal], pen, cost + moving(at, (goal, y)));
                            }
                            None => end(&mut ends, at, pen, cost),
                        }
                    }
                }
            }
        }
        ends
    }
}

fn digits(number: usize) -> usize {
    number.to_string().len()
}

fn counted(number: usize) -> usize {
    if number == 1 { 3 } else { 3 + digits(number) }
}

/// Bytes of the shortest move.
fn moving(from: At, to: (usize, usize)) -> usize {
    let address = match to {
        (0, 0) => 3,
        (0, y) => 3 + digits(y + 1),
        (x, y) => 4 + digits(x + 1) + digits(y + 1),
    };
    let Some((x, y)) = from else { return address };
    let mut ways = vec![address];
    if (x, y) == to {
        return 0;
    }
    if y == to.1 {
        ways.push(counted(x.abs_diff(to.0)));
        ways.push(counted(to.0 + 1));
        ways.extend(x.checked_sub(to.0));
    }
    if x == to.0 {
        ways.push(counted(y.abs_diff(to.1)));
        ways.push(counted(to.1 + 1));
    }
    if to.1 >= y {
        ways.push(1 + to.1 - y + if to.0 == 0 { 0 } else { counted(to.0) });
    }
    ways.into_iter().min().unwrap_or(address)
}

fn sgr(from: Style, to: Style) -> usize {
    if from == to {
        return 0;
    }
    if to == PLAIN {
        return 3;
    }
    let codes = |from: Style| {
        let mut codes: Vec<String> = Vec::new();
        let mut held = from.2;
        for (flags, code) in [
            (Modifier::BOLD | Modifier::DIM, 22),
            (Modifier::ITALIC, 23),
            (Modifier::UNDERLINED, 24),
            (Modifier::REVERSED, 27),
            (Modifier::CROSSED_OUT, 29),
        ] {
            if (from.2 - to.2).intersects(flags) {
                codes.push(code.to_string());
                held -= flags;
            }
        }
        for (flag, code) in [
            (Modifier::BOLD, 1),
            (Modifier::DIM, 2),
            (Modifier::ITALIC, 3),
            (Modifier::UNDERLINED, 4),
            (Modifier::REVERSED, 7),
            (Modifier::CROSSED_OUT, 9),
        ] {
            if (to.2 - held).contains(flag) {
                codes.push(code.to_string());
            }
        }
        for (from, to, base) in [(from.0, to.0, 30), (from.1, to.1, 40)] {
            if from != to {
                codes.push(match to {
                    Color::Reset => (base + 9).to_string(),
                    Color::Indexed(n) if n > 15 => format!("{};5;{n}", base + 8),
                    Color::Indexed(n) if n > 7 => (base + 52 + u32::from(n)).to_string(),
                    Color::Indexed(n) => (base + u32::from(n)).to_string(),
                    other => panic!("no frame here uses {other:?}"),
                });
            }
        }
        codes.join(";")
    };
    // From scratch, an empty first code is the reset.
    let fresh = format!("\x1b[;{}m", codes(PLAIN));
    let change = format!("\x1b[{}m", codes(from));
    fresh.len().min(change.len())
}
