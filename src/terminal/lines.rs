//! Lines out of bytes: with the echo and the few keys of a plain terminal where one is there in raw mode, for
//! its own system edits no lines then.
//!
//! Knows no session and no host: bytes in, lines and echo out.

use std::collections::VecDeque;

use unicode_segmentation::UnicodeSegmentation as _;

use super::text;

/// Lines typed ahead of their answers; then whoever types them should wait.
const MANY: usize = 64;
/// The longest line, in bytes; what is longer is dropped.
const LONGEST: usize = 64 * 1024;

/// The line that is being typed, and those that wait.
#[derive(Debug)]
pub struct Lines {
    /// Whether the terminal must be shown what is typed on it.
    echoes: bool,
    begun: Vec<u8>,
    /// The last byte was a carriage return: a line feed behind it is of the same line.
    returned: bool,
    /// How far into an escape sequence: keys that a line of text has no use for.
    escape: Escape,
    ready: VecDeque<String>,
    echo: Vec<u8>,
    /// No more will come.
    ended: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    No,
    Begun,
    Inside,
}

impl Lines {
    /// Lines of somebody with or without a terminal that must be shown what is typed.
    pub fn new(echoes: bool) -> Self {
        Self {
            echoes,
            begun: Vec::new(),
            returned: false,
            escape: Escape::No,
            ready: VecDeque::new(),
            echo: Vec::new(),
            ended: false,
        }
    }

    /// Takes bytes.
    pub fn feed(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if self.ended {
                return;
            }
            let feed_of_return = byte == b'\n' && std::mem::take(&mut self.returned);
            if feed_of_return || self.is_escaped(byte) {
                continue;
            }
            match byte {
                b'\r' | b'\n' => {
                    self.returned = byte == b'\r';
                    self.finish();
                }
                _ if self.echoes && self.control(byte) => {}
                _ if self.begun.len() < LONGEST => self.add(byte),
                _ => {}
            }
        }
    }

    /// Notes that no more will come: what was begun is a line too.
    pub fn end(&mut self) {
        if !self.begun.is_empty() {
            self.finish();
        }
        self.ended = true;
    }

    /// Notes that nobody types any more: what was begun is dropped.
    pub fn stop(&mut self) {
        self.begun.clear();
        self.ended = true;
    }

    /// Whether no more will come.
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// Whether so many lines wait that the client should.
    pub fn are_many(&self) -> bool {
        self.ready.len() >= MANY
    }

    /// Whether no line waits and none will come.
    pub fn are_over(&self) -> bool {
        self.ended && self.ready.is_empty()
    }

    /// Whether a line waits, or the end.
    pub fn wait(&self) -> bool {
        self.ended || !self.ready.is_empty()
    }

    /// The next line.
    pub fn take(&mut self) -> Option<String> {
        self.ready.pop_front()
    }

    /// What the terminal must be shown of what was typed.
    pub fn take_echo(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.echo)
    }

    /// The line that is being typed, to be shown anew behind what was said meanwhile.
    pub fn begun(&self) -> &[u8] {
        &self.begun
    }

    /// Text as such a terminal needs it: there nobody makes a line end of a line feed.
    pub fn for_terminal(&self, text: &[u8]) -> Vec<u8> {
        if !self.echoes {
            return text.to_owned();
        }
        let mut shown = Vec::with_capacity(text.len() + 16);
        for &byte in text {
            if byte == b'\n' {
                shown.push(b'\r');
            }
            shown.push(byte);
        }
        shown
    }

    fn is_escaped(&mut self, byte: u8) -> bool {
        if !self.echoes {
            return false;
        }
        self.escape = match (self.escape, byte) {
            (Escape::No, 0x1b) => Escape::Begun,
            (Escape::No, _) => return false,
            (Escape::Begun, b'[' | b'O') => Escape::Inside,
            (Escape::Inside, 0x20..=0x3f) => Escape::Inside,
            _ => Escape::No,
        };
        true
    }

    /// The keys of a plain terminal; true when it was one.
    fn control(&mut self, byte: u8) -> bool {
        match byte {
            0x7f | 0x08 => self.rub_out(),
            // Ctrl-U: the line anew.
            0x15 => {
                while !self.begun.is_empty() {
                    self.rub_out();
                }
            }
            // Ctrl-D at the start of a line, and Ctrl-C anywhere: the end.
            0x04 if self.begun.is_empty() => self.ended = true,
            0x03 => self.stop(),
            b'\t' => self.add(b' '),
            0x00..=0x1f => {}
            _ => return false,
        }
        true
    }

    fn add(&mut self, byte: u8) {
        self.begun.push(byte);
        if self.echoes {
            self.echo.push(byte);
        }
    }

    fn rub_out(&mut self) {
        let text = String::from_utf8_lossy(&self.begun).into_owned();
        let Some((at, last)) = text.grapheme_indices(true).next_back() else {
            return;
        };
        // Of bytes that are no text, one is taken at a time.
        let whole = std::str::from_utf8(&self.begun).is_ok();
        let keep = if whole { at } else { self.begun.len() - 1 };
        self.begun.truncate(keep);
        for _ in 0..text::width(last) {
            self.echo.extend_from_slice(b"\x08 \x08");
        }
    }

    fn finish(&mut self) {
        let line = String::from_utf8_lossy(&self.begun).into_owned();
        self.begun.clear();
        if self.echoes {
            self.echo.extend_from_slice(b"\r\n");
        }
        // Beyond the bound the client is not read; what one piece of input holds still has room.
        self.ready.push_back(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(echoes: bool, bytes: &[u8]) -> (Vec<String>, Vec<u8>, bool) {
        let mut lines = Lines::new(echoes);
        lines.feed(bytes);
        let echo = lines.take_echo();
        let ready = std::iter::from_fn(|| lines.take()).collect();
        (ready, echo, lines.ended)
    }

    #[test]
    fn lines_end_as_every_system_ends_them() {
        let (lines, echo, _) = typed(false, b"one\ntwo\r\nthree\rfour");
        assert_eq!(lines, ["one", "two", "three"]);
        assert!(echo.is_empty());
    }

    #[test]
    fn a_terminal_is_shown_what_is_typed_and_rubs_out_whole_characters() {
        let (lines, echo, _) = typed(true, "ab\u{e8}\x7fc\r".as_bytes());
        assert_eq!(lines, ["abc"]);
        assert_eq!(echo, "ab\u{e8}\x08 \x08c\r\n".as_bytes());
    }

    #[test]
    fn arrows_are_no_text_and_the_end_ends() {
        let (lines, echo, ended) = typed(true, b"a\x1b[A\x1b[1;5Cb\x1bOPc\r\x04x\r");
        assert_eq!(lines, ["abc"]);
        assert_eq!(echo, b"abc\r\n");
        assert!(ended);
        let (lines, _, ended) = typed(true, b"half\x03");
        assert!(lines.is_empty() && ended);
    }

    #[test]
    fn the_end_of_input_ends_the_last_line() {
        let mut lines = Lines::new(false);
        lines.feed(b"no line feed");
        lines.end();
        assert!(!lines.are_over());
        assert_eq!(lines.take().as_deref(), Some("no line feed"));
        assert!(lines.are_over());
        assert_eq!(lines.for_terminal(b"a\n"), b"a\n");
        assert_eq!(Lines::new(true).for_terminal(b"a\n"), b"a\r\n");
    }
}
