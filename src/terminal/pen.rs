//! Inks (how a cell is drawn) and the shortest codes from one ink to another.

use ratatui::style::{Color, Modifier};

use super::capabilities::{Capabilities, Depth};

/// A colour as it will be sent, already reduced to what the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Paint {
    /// The terminal's own.
    #[default]
    Default,
    /// One of 8, 16 or 256.
    Palette(u8),
    /// 24 bits.
    Rgb(u8, u8, u8),
}

/// How a cell is drawn. Blinking does not exist here: nothing may blink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Ink {
    pub(crate) fg: Paint,
    pub(crate) bg: Paint,
    pub(crate) attributes: u8,
}

/// An attribute: its bit, the code that starts it and the one that ends it.
struct Attribute {
    bit: u8,
    starts: u8,
    ends: u8,
    modifier: Modifier,
}

const fn attribute(bit: u8, starts: u8, ends: u8, modifier: Modifier) -> Attribute {
    Attribute {
        bit,
        starts,
        ends,
        modifier,
    }
}

/// Bold and dim share the code that ends them, so they stand first and together.
const ATTRIBUTES: [Attribute; 7] = [
    attribute(1, 1, 22, Modifier::BOLD),
    attribute(2, 2, 22, Modifier::DIM),
    attribute(4, 3, 23, Modifier::ITALIC),
    attribute(8, 4, 24, Modifier::UNDERLINED),
    attribute(16, 7, 27, Modifier::REVERSED),
    attribute(32, 8, 28, Modifier::HIDDEN),
    attribute(64, 9, 29, Modifier::CROSSED_OUT),
];

const BOLD_AND_DIM: u8 = 1 | 2;

/// Attributes that show on a cell without a character: underline, reverse, crossed out.
const SEEN_ON_BLANKS: u8 = 8 | 16 | 64;

impl Ink {
    /// What a style becomes on a terminal.
    pub(crate) fn new(
        fg: Color,
        bg: Color,
        modifier: Modifier,
        capabilities: &Capabilities,
    ) -> Self {
        let attributes = ATTRIBUTES.iter().filter(|a| modifier.contains(a.modifier));
        Self {
            fg: lower(fg, capabilities.depth),
            bg: lower(bg, capabilities.depth),
            attributes: attributes.fold(0, |bits, a| bits | a.bit),
        }
    }

    /// The plainest ink in which a blank looks the same.
    pub(crate) fn for_blanks(self) -> Self {
        if self.attributes & SEEN_ON_BLANKS == 0 {
            Self {
                fg: Paint::Default,
                bg: self.bg,
                attributes: 0,
            }
        } else {
            self
        }
    }

    /// Whether a blank in this ink looks like one in another, and both could be erased cells.
    pub(crate) fn blanks_like(self, other: Self) -> bool {
        self.bg == other.bg && (self.attributes | other.attributes) & SEEN_ON_BLANKS == 0
    }

    /// Whether erasing leaves what a blank in this ink is.
    pub(crate) fn is_erasable(self, capabilities: &Capabilities) -> bool {
        self.attributes & SEEN_ON_BLANKS == 0
            && (self.bg == Paint::Default || capabilities.erases_with_background)
    }
}

/// Adds the shortest code that changes one ink into another. `None` is a pen of unknown ink.
pub(crate) fn change(from: Option<Ink>, to: Ink, capabilities: &Capabilities, out: &mut Vec<u8>) {
    if from == Some(to) {
        return;
    }
    let start = out.len();
    out.extend_from_slice(b"\x1b[");
    let Some(from) = from.filter(|_| capabilities.selective_ends || to == Ink::default()) else {
        return from_nothing(from, to, start, out);
    };
    if to == Ink::default() {
        out.push(b'm');
        return;
    }
    difference(from, to, out);
    finish(start, out);
    let length = out.len() - start;
    let second = out.len();
    out.extend_from_slice(b"\x1b[;");
    difference(Ink::default(), to, out);
    finish(second, out);
    if out.len() - second < length {
        out.drain(start..second);
    } else {
        out.truncate(second);
    }
}

/// For terminals that end attributes only all together, and for a pen of unknown ink.
fn from_nothing(from: Option<Ink>, to: Ink, start: usize, out: &mut Vec<u8>) {
    let only_adds = from.is_some_and(|from| {
        from.attributes & !to.attributes == 0
            && (from.fg == to.fg || to.fg != Paint::Default)
            && (from.bg == to.bg || to.bg != Paint::Default)
    });
    match from.filter(|_| only_adds) {
        Some(from) => difference(from, to, out),
        None => {
            if to != Ink::default() {
                out.push(b';');
            }
            difference(Ink::default(), to, out);
        }
    }
    finish(start, out);
}

/// Ends a list of codes: the last separator becomes the final byte.
fn finish(start: usize, out: &mut Vec<u8>) {
    if out.len() > start + 2 && out.last() == Some(&b';') {
        out.pop();
    }
    out.push(b'm');
}

/// The codes from one ink to another, each followed by a separator.
fn difference(from: Ink, to: Ink, out: &mut Vec<u8>) {
    let mut held = from.attributes;
    let ended = held & !to.attributes;
    if ended != 0 {
        let mut before = 0;
        for a in ATTRIBUTES.iter().filter(|a| ended & a.bit != 0) {
            if a.ends != before {
                code(a.ends, out);
            }
            before = a.ends;
            held &= if a.bit & BOLD_AND_DIM == 0 {
                !a.bit
            } else {
                !BOLD_AND_DIM
            };
        }
    }
    let started = to.attributes & !held;
    if started != 0 {
        for a in ATTRIBUTES.iter().filter(|a| started & a.bit != 0) {
            code(a.starts, out);
        }
    }
    if from.fg != to.fg {
        colour(to.fg, 30, out);
    }
    if from.bg != to.bg {
        colour(to.bg, 40, out);
    }
}

fn code(number: u8, out: &mut Vec<u8>) {
    push_number(u16::from(number), out);
    out.push(b';');
}

fn colour(paint: Paint, base: u8, out: &mut Vec<u8>) {
    match paint {
        Paint::Default => code(base + 9, out),
        Paint::Palette(n @ 0..8) => code(base + n, out),
        Paint::Palette(n @ 8..16) => code(base + 52 + n, out),
        Paint::Palette(n) => [base + 8, 5, n].into_iter().for_each(|n| code(n, out)),
        Paint::Rgb(r, g, b) => [base + 8, 2, r, g, b]
            .into_iter()
            .for_each(|n| code(n, out)),
    }
}

/// Adds a number in decimal.
pub(crate) fn push_number(number: u16, out: &mut Vec<u8>) {
    if number >= 10 {
        push_number(number / 10, out);
    }
    out.push(b'0' + (number % 10) as u8);
}

/// The nearest colour that a terminal of this depth has.
fn lower(color: Color, depth: Depth) -> Paint {
    if depth == Depth::None {
        return Paint::Default;
    }
    let full = match color {
        Color::Reset => return Paint::Default,
        Color::Rgb(r, g, b) => Paint::Rgb(r, g, b),
        Color::Indexed(n) => Paint::Palette(n),
        named => Paint::Palette(palette_index(named)),
    };
    match (full, depth) {
        (Paint::Rgb(r, g, b), Depth::Palette) => Paint::Palette(nearest((r, g, b), 16, 256)),
        (Paint::Rgb(r, g, b), Depth::Sixteen) => Paint::Palette(nearest((r, g, b), 0, 16)),
        (Paint::Rgb(r, g, b), Depth::Eight) => Paint::Palette(nearest((r, g, b), 0, 8)),
        (Paint::Palette(n @ 16..), Depth::Sixteen | Depth::Eight) => Paint::Palette(nearest(
            standard(n),
            0,
            if depth == Depth::Eight { 8 } else { 16 },
        )),
        (Paint::Palette(n @ 8..16), Depth::Eight) => Paint::Palette(n - 8),
        (paint, _) => paint,
    }
}

const fn palette_index(color: Color) -> u8 {
    match color {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        _ => 7,
    }
}

/// The usual red, green and blue of a palette entry; people change the first sixteen.
fn standard(index: u8) -> (u8, u8, u8) {
    const SIXTEEN: [(u8, u8, u8); 16] = [
        (0, 0, 0),
        (205, 0, 0),
        (0, 205, 0),
        (205, 205, 0),
        (0, 0, 238),
        (205, 0, 205),
        (0, 205, 205),
        (229, 229, 229),
        (127, 127, 127),
        (255, 0, 0),
        (0, 255, 0),
        (255, 255, 0),
        (92, 92, 255),
        (255, 0, 255),
        (0, 255, 255),
        (255, 255, 255),
    ];
    let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
    match index {
        0..16 => SIXTEEN.get(usize::from(index)).copied().unwrap_or_default(),
        16..232 => {
            let n = index - 16;
            (level(n / 36), level(n / 6 % 6), level(n % 6))
        }
        232.. => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

fn nearest(wanted: (u8, u8, u8), first: u16, end: u16) -> u8 {
    let apart = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    let distance = |index: &u8| {
        let (red, green, blue) = standard(*index);
        apart(wanted.0, red) + apart(wanted.1, green) + apart(wanted.2, blue)
    };
    (first..end)
        .map(|n| n as u8)
        .min_by_key(distance)
        .unwrap_or(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: Option<Ink>, to: Ink, term: &str) -> String {
        let mut out = Vec::new();
        change(from, to, &Capabilities::from_env(term, "", false), &mut out);
        String::from_utf8_lossy(&out).replace('\x1b', "^")
    }

    #[test]
    fn codes_are_the_shortest() {
        let ink = |fg, bg, attributes| Ink { fg, bg, attributes };
        let plain = Ink::default();
        let d = Paint::Default;
        let red = Paint::Palette(1);
        for (from, to, modern, old) in [
            (None, plain, "^[m", "^[m"),
            (Some(plain), plain, "", ""),
            (Some(plain), ink(d, d, 16), "^[7m", "^[7m"),
            (Some(ink(d, d, 16)), plain, "^[m", "^[m"),
            (Some(ink(red, d, 16)), ink(red, d, 0), "^[27m", "^[;31m"),
            (Some(ink(red, d, 1)), ink(d, d, 1), "^[39m", "^[;1m"),
            (Some(ink(d, d, 3)), ink(d, d, 2), "^[;2m", "^[;2m"),
            (
                Some(ink(red, red, 3)),
                ink(red, red, 2),
                "^[22;2m",
                "^[;2;31;41m",
            ),
            (Some(ink(red, d, 0)), ink(red, d, 1), "^[1m", "^[1m"),
            (
                Some(ink(red, Paint::Palette(9), 31)),
                ink(d, d, 1),
                "^[;1m",
                "^[;1m",
            ),
            (
                Some(plain),
                ink(Paint::Palette(9), Paint::Palette(200), 0),
                "^[91;48;5;200m",
                "^[91;48;5;200m",
            ),
            (
                Some(plain),
                ink(d, Paint::Rgb(1, 20, 255), 0),
                "^[48;2;1;20;255m",
                "^[48;2;1;20;255m",
            ),
            (None, ink(red, d, 1), "^[;1;31m", "^[;1;31m"),
        ] {
            assert_eq!(text(from, to, "xterm"), modern, "{from:?} {to:?}");
            assert_eq!(text(from, to, "ansi"), old, "{from:?} {to:?}");
        }
    }

    #[test]
    fn colours_come_down_to_what_there_is() {
        for (color, depth, paint) in [
            (Color::Rgb(255, 0, 0), Depth::Full, Paint::Rgb(255, 0, 0)),
            (Color::Rgb(255, 0, 0), Depth::Palette, Paint::Palette(196)),
            (Color::Rgb(255, 0, 0), Depth::Sixteen, Paint::Palette(9)),
            (Color::Rgb(255, 0, 0), Depth::Eight, Paint::Palette(1)),
            (Color::Indexed(196), Depth::Sixteen, Paint::Palette(9)),
            (Color::Indexed(240), Depth::Palette, Paint::Palette(240)),
            (Color::LightBlue, Depth::Eight, Paint::Palette(4)),
            (Color::Gray, Depth::Sixteen, Paint::Palette(7)),
            (Color::White, Depth::Sixteen, Paint::Palette(15)),
            (Color::Reset, Depth::Full, Paint::Default),
            (Color::Red, Depth::None, Paint::Default),
        ] {
            assert_eq!(lower(color, depth), paint, "{color:?} {depth:?}");
        }
    }
}
