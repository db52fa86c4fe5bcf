//! One line of text being edited: by grapheme, filtered, with a caret.
//!
//! Knows nothing of fields and of the screen; it only says which part of a long text fits and where the
//! caret stands in it.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::terminal::Key;
use crate::terminal::text;

/// The most graphemes a line takes unless it is told otherwise.
const ORDINARY_LIMIT: usize = 200;

/// A line and its caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// Byte offset of the caret, on a grapheme boundary.
    caret: usize,
    /// The most graphemes it takes.
    limit: usize,
    /// Whether line ends are text (a note) or become spaces.
    many: bool,
    /// Whether something did not fit, and nobody has asked.
    cut: bool,
}

/// The part of a long line that fits in a number of columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The bytes of the text that are shown.
    pub shown: Range<usize>,
    /// The caret's column, from the left of what is shown.
    pub caret: usize,
}

impl Default for Line {
    fn default() -> Self {
        Self::limited(ORDINARY_LIMIT)
    }
}

impl Line {
    /// An empty line that takes `limit` graphemes.
    pub fn limited(limit: usize) -> Self {
        Self {
            text: String::new(),
            caret: 0,
            limit,
            many: false,
            cut: false,
        }
    }

    /// An empty text of several lines that takes `limit` graphemes.
    pub fn note(limit: usize) -> Self {
        Self {
            many: true,
            ..Self::limited(limit)
        }
    }

    /// The same line with another limit on what is typed.
    pub fn with_limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Whether something that was typed or pasted did not fit; asked once.
    pub fn take_cut(&mut self) -> bool {
        std::mem::take(&mut self.cut)
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The caret's byte offset.
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// The column of the caret, were the whole line shown.
    pub fn column(&self) -> usize {
        text::width(&self.text[..self.caret])
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Replaces the text, whatever its length: what is stored already is never cut. The caret goes behind it.
    pub fn set(&mut self, text: &str) {
        self.text = self.clean(text);
        self.caret = self.text.len();
    }

    /// Puts the caret at the grapheme boundary at or before `caret`.
    pub fn set_caret(&mut self, caret: usize) {
        self.caret = self
            .text
            .grapheme_indices(true)
            .map(|(at, _)| at)
            .chain([self.text.len()])
            .take_while(|at| *at <= caret)
            .last()
            .unwrap_or(0);
    }

    /// Empties the line.
    pub fn clear(&mut self) {
        self.text.clear();
        self.caret = 0;
    }

    /// Types one character; `false` when the line is full or the character is not text.
    pub fn insert(&mut self, typed: char) -> bool {
        self.paste(typed.encode_utf8(&mut [0; 4]))
    }

    /// Puts a text at the caret, filtered, as much of it as fits; `false` when nothing did.
    ///
    /// The grapheme before the caret is taken along, because a combining mark typed alone joins it.
    pub fn paste(&mut self, pasted: &str) -> bool {
        let from = self.before();
        let added = self.clean(&format!("{}{pasted}", &self.text[from..self.caret]));
        let others = self.text[..from].graphemes(true).count()
            + self.text[self.caret..].graphemes(true).count();
        let taken_along = usize::from(from < self.caret);
        let room = self.limit.saturating_sub(others).max(taken_along);
        let kept = added
            .grapheme_indices(true)
            .nth(room)
            .map_or(added.len(), |(at, _)| at);
        self.cut |= kept < added.len();
        let changed = added[..kept] != self.text[from..self.caret];
        self.text.replace_range(from..self.caret, &added[..kept]);
        self.set_caret(from + kept);
        changed
    }

    /// Lets an editing key act on the line; `None` when it is not one, else whether the text changed.
    pub fn key(&mut self, key: Key) -> Option<bool> {
        match key {
            Key::Char(typed) => Some(self.insert(typed)),
            Key::Backspace => Some(self.rub_out()),
            Key::Delete => Some(self.delete()),
            Key::Left => Some(self.go(self.before())),
            Key::Right => Some(self.go(self.after())),
            Key::Home => Some(self.go(self.line_start())),
            Key::End => Some(self.go(self.line_end())),
            _ => None,
        }
    }

    /// The part that fits in `columns`, the caret in it. It moves on by words, half a window at a time,
    /// and depends on the text and the caret alone, so going back shows the same parts again.
    pub fn window(&self, columns: usize) -> Window {
        window(&self.text, self.caret, columns)
    }

    /// Moves the caret one line up or down in a note, keeping the column where it can; `false` at the edge.
    pub(super) fn go_line(&mut self, down: bool) -> bool {
        let column = text::width(&self.text[self.line_start()..self.caret]);
        let start = if down {
            self.text[self.caret..]
                .find('\n')
                .map(|at| self.caret + at + 1)
        } else {
            let start = self.line_start();
            (start > 0).then(|| self.text[..start - 1].rfind('\n').map_or(0, |at| at + 1))
        };
        let Some(start) = start else { return false };
        let end = self.text[start..]
            .find('\n')
            .map_or(self.text.len(), |at| start + at);
        let mut at = start;
        for piece in self.text[start..end].graphemes(true) {
            if text::width(&self.text[start..at + piece.len()]) > column {
                break;
            }
            at += piece.len();
        }
        self.caret = at;
        true
    }

    /// Ends a line in a note.
    pub(super) fn break_line(&mut self) -> bool {
        self.paste("\n")
    }

    /// Whether the caret stands behind everything, on an empty line.
    pub(super) fn on_empty_last_line(&self) -> bool {
        self.caret == self.text.len() && (self.text.is_empty() || self.text.ends_with('\n'))
    }

    /// Drops the empty lines at the end.
    pub(super) fn trim_end(&mut self) {
        self.text.truncate(self.text.trim_end_matches('\n').len());
        self.set_caret(self.caret);
    }

    fn clean(&self, raw: &str) -> String {
        if !self.many {
            return text::clean(raw).into_owned();
        }
        let raw = raw.replace("\r\n", "\n").replace('\r', "\n");
        let lines: Vec<_> = raw.split('\n').map(text::clean).collect();
        lines.join("\n")
    }

    fn before(&self) -> usize {
        self.text[..self.caret]
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.text[self.caret..]
            .graphemes(true)
            .next()
            .map_or(self.caret, |piece| self.caret + piece.len())
    }

    fn line_start(&self) -> usize {
        self.text[..self.caret].rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        self.text[self.caret..]
            .find('\n')
            .map_or(self.text.len(), |at| self.caret + at)
    }

    /// Moving changes no text.
    fn go(&mut self, to: usize) -> bool {
        self.caret = to;
        false
    }

    fn rub_out(&mut self) -> bool {
        let from = self.before();
        let changed = from < self.caret;
        self.text.replace_range(from..self.caret, "");
        self.set_caret(from);
        changed
    }

    fn delete(&mut self) -> bool {
        let to = self.after();
        let changed = to > self.caret;
        self.text.replace_range(self.caret..to, "");
        self.set_caret(self.caret);
        changed
    }
}

/// See [`Line::window`]; for any text with a caret.
pub(super) fn window(line: &str, caret: usize, columns: usize) -> Window {
    let columns = columns.max(1);
    let mut start = 0;
    while text::width(&line[start..caret]) >= columns {
        let next = next_start(line, start, caret, columns);
        if next <= start {
            break;
        }
        start = next;
    }
    let mut end = start;
    for piece in line[start..].graphemes(true) {
        if text::width(&line[start..end + piece.len()]) > columns {
            break;
        }
        end += piece.len();
    }
    Window {
        shown: start..end,
        caret: text::width(&line[start..caret]).min(columns - 1),
    }
}

/// Where the window starts next: at the first word behind its middle, or at the middle of a long word.
fn next_start(line: &str, start: usize, caret: usize, columns: usize) -> usize {
    let half = (columns / 2).max(1);
    let middle = line[start..caret]
        .grapheme_indices(true)
        .map(|(at, piece)| start + at + piece.len())
        .find(|at| text::width(&line[start..*at]) >= half)
        .unwrap_or(caret);
    let word = line[middle..caret]
        .find(' ')
        .map(|at| middle + at + 1)
        .filter(|at| *at < caret && text::width(&line[start..*at]) < columns);
    word.unwrap_or(middle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        let mut line = Line::default();
        line.set(text);
        line
    }

    #[test]
    fn a_grapheme_is_moved_over_and_rubbed_out_whole() {
        let mut line = line("ae\u{301}क्ष");
        line.key(Key::Left);
        line.key(Key::Left);
        assert_eq!(line.caret(), 1);
        assert_eq!(line.key(Key::Delete), Some(true));
        assert_eq!(line.text(), "aक्ष");
        line.key(Key::End);
        line.key(Key::Home);
        assert_eq!(line.key(Key::Backspace), Some(false));
    }

    #[test]
    fn a_paste_has_no_line_ends_and_stops_at_the_limit() {
        let mut line = Line::limited(6);
        assert!(line.paste("ab\r\ncd\u{202e}efgh"));
        assert_eq!(line.text(), "ab cde");
        assert!(!line.insert('x'));
    }

    #[test]
    fn the_window_moves_by_words_and_holds_the_caret() {
        let text = "via dei Fabbri trentadue scala sinistra interno quattordici";
        let mut typed = Line::default();
        let mut starts = Vec::new();
        for letter in text.chars() {
            typed.insert(letter);
            let window = typed.window(20);
            assert!(window.caret < 20);
            starts.push(window.shown.start);
        }
        starts.dedup();
        assert!(starts.len() <= 6, "{starts:?}");
        for start in &starts[1..] {
            assert_eq!(text.as_bytes()[start - 1], b' ', "{starts:?}");
        }
    }
}
