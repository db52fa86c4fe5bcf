//! The one filter for text of people and files, and how wide text stands on a screen.
//!
//! Everything that was typed, pasted, imported or read passes [`clean`] before it is kept or
//! painted. This module knows Unicode, not terminals, and never looks at what a text means.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Combining marks kept on one base character; no living orthography stacks more.
pub const MARKS_PER_GRAPHEME: usize = 8;

/// Characters kept in one grapheme, whatever joins them (conjuncts, Hangul jamo).
const CHARS_PER_GRAPHEME: usize = MARKS_PER_GRAPHEME + 2;

/// What [`clean`] does with a character that it does not simply keep.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Keep,
    Space,
    Drop,
}

/// Makes a text fit for one line of a cell screen: no control, no bidi override or isolate, no
/// invisible or tag character, no line end; tabs and line ends become one space; NFC; emoji
/// sequences reduced to their plain base; at most [`MARKS_PER_GRAPHEME`] marks on a character.
///
/// Doing it twice changes nothing more. Plain ASCII is given back as it is.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Cow::Borrowed(text);
    }
    let composed: String = visible(text).nfc().collect();
    let settled = composed.trim_start_matches(is_combining_mark);
    Cow::Owned(cap_graphemes(settled))
}

/// Whether a character never reaches a screen, alone or inside a grapheme: controls, overrides,
/// isolates, marks of direction, tags, line separators, fillers, selectors, noncharacters.
pub fn forbidden(c: char) -> bool {
    c >= '\u{7f}' && fate(c) != Fate::Keep || c < ' '
}

/// Cells that a text takes, counted by grapheme as the painter counts them.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    graphemes(text).map(|(_, cells)| cells).sum()
}

/// The graphemes of a text, each with the cells that it takes (0 for a lone mark).
pub fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = (&str, usize)> {
    text.graphemes(true)
        .map(|grapheme| (grapheme, grapheme.width() + signs_beside(grapheme)))
}

/// Vowel signs that stand beside their consonant, in a cell of their own on most terminals, though the tables of
/// widths give them none because they also end other signs: those of Bengali, Oriya, Tamil, Kannada, Malayalam
/// and Sinhala. Without that cell the next letter would erase them.
const SIGNS_BESIDE: [char; 12] = [
    '\u{9be}', '\u{9d7}', '\u{b3e}', '\u{b57}', '\u{bbe}', '\u{bd7}', '\u{cc2}', '\u{cd5}',
    '\u{d3e}', '\u{d57}', '\u{dcf}', '\u{ddf}',
];

fn signs_beside(grapheme: &str) -> usize {
    if grapheme.len() < 2 {
        return 0;
    }
    let after = grapheme.chars().skip(1);
    after
        .filter(|c| SIGNS_BESIDE.contains(c) && c.width() == Some(0))
        .count()
}

/// The longest beginning of a text that fits `columns` cells; graphemes are never cut.
pub fn clip(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let mut end = 0;
    for (grapheme, cells) in graphemes(text) {
        used += cells;
        if used > columns {
            break;
        }
        end += grapheme.len();
    }
    text.get(..end).unwrap_or(text)
}

/// Like [`clip`], but a text that was cut ends in `…`, which takes one of the cells.
pub fn clip_with_ellipsis(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    match columns.checked_sub(1) {
        None => Cow::Borrowed(""),
        Some(room) => Cow::Owned(format!("{}…", clip(text, room))),
    }
}

/// Whether terminals disagree on the width of a grapheme: several characters in one (conjuncts,
/// stacked marks, jamo), emoji, private use, and what is ambiguous beyond Latin, Greek, Cyrillic,
/// punctuation, arrows, lines and blocks, which every terminal in a Western locale gives one cell.
pub fn doubtful(grapheme: &str) -> bool {
    let mut chars = grapheme.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => doubtful_char(only),
        (None, _) => false,
        _ => true,
    }
}

/// [`doubtful`] for a single character.
pub fn doubtful_char(c: char) -> bool {
    match u32::from(c) {
        0..0x300 => false,
        0x300..0x370 => true,
        0x370..0x530 | 0x2010..0x2100 | 0x2190..0x2200 | 0x2500..0x25d0 => false,
        0x1100..0x1200 | 0xa960..0xa980 | 0xd7b0..0xd800 | 0xff9e..=0xff9f => true,
        0x2300..0x2400 | 0x2460..0x2500 | 0x25d0..0x27c0 | 0x2b00..0x2c00 => true,
        0xe000..0xf900 | 0x1f000..0x20000 | 0xe0000.. => true,
        _ => c.width() != c.width_cjk() || c.width().unwrap_or(0) == 0,
    }
}

/// Whether two neighbours may be drawn as one: the Arabic ligatures of lam with an alef, which
/// some terminals give one cell and others two.
pub fn ligates(first: char, second: char) -> bool {
    matches!(first, '\u{644}' | '\u{6b5}'..='\u{6b8}')
        && matches!(
            second,
            '\u{622}' | '\u{623}' | '\u{625}' | '\u{627}' | '\u{671}'..='\u{673}'
        )
}

fn fate(c: char) -> Fate {
    match u32::from(c) {
        // A line end of two characters is one space.
        0x0d => Fate::Drop,
        0x09..=0x0c | 0x85 | 0x2028 | 0x2029 => Fate::Space,
        0x00..0x20 | 0x7f..0xa0 => Fate::Drop,
        0x20..0x7f => Fate::Keep,
        // Soft hyphen, joiners and fillers without a form, marks of direction.
        0xad | 0x34f | 0x61c | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f => Fate::Drop,
        0x200b | 0x200e | 0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0x3164 => Fate::Drop,
        // Selectors, the enclosing keycap, byte order mark, annotation, tags, noncharacters.
        0x20e3 | 0xfdd0..=0xfdef | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xfff0..=0xfffb => {
            Fate::Drop
        }
        0x1f3fb..=0x1f3ff | 0xe0000..0xe1000 => Fate::Drop,
        n if n & 0xfffe == 0xfffe => Fate::Drop,
        _ => Fate::Keep,
    }
}

/// A lone carriage return separates lines too, but never adds a second space to a line feed.
fn visible(text: &str) -> impl Iterator<Item = char> {
    let mut chars = text.chars().peekable();
    let mut before = None;
    std::iter::from_fn(move || {
        loop {
            let c = chars.next()?;
            let kept = match fate(c) {
                Fate::Keep => joined(before.replace(c), c),
                Fate::Space => Some(' '),
                Fate::Drop if c == '\r' && chars.peek() != Some(&'\n') => Some(' '),
                Fate::Drop => None,
            };
            if kept.is_some() {
                return kept;
            }
        }
    })
}

/// What is left of a character that may belong to a sequence, given the one before it.
fn joined(before: Option<char>, c: char) -> Option<char> {
    match c {
        // Flags are pairs of these; the letters say the same and have one width.
        '\u{1f1e6}'..='\u{1f1ff}' => char::from_u32(u32::from(c) - 0x1f1e6 + u32::from('A')),
        _ if is_joiner(c) => before.filter(|b| shapes(*b)).map(|_| c),
        _ if before == Some('\u{200d}') && is_pictograph(c) => None,
        _ => Some(c),
    }
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0x2190..0x2c00 | 0x1f000..0x20000)
}

/// Whether the joiners mean something after a character: Arabic and the Indic scripts only.
fn shapes(c: char) -> bool {
    matches!(u32::from(c), 0x600..0x900 | 0x900..0xe00 | 0x1000..0x10a0)
}

fn cap_graphemes(text: &str) -> String {
    let mut capped = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        if grapheme.chars().nth(CHARS_PER_GRAPHEME - 1).is_none() {
            capped.push_str(grapheme);
            continue;
        }
        let mut kept: String = grapheme.chars().take(CHARS_PER_GRAPHEME - 1).collect();
        // A linker left at the end would pull the next grapheme in.
        while kept
            .chars()
            .next_back()
            .is_some_and(|c| is_joiner(c) || canonical_combining_class(c) == 9)
        {
            kept.pop();
        }
        capped.push_str(&kept);
    }
    capped
}
