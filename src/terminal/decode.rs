//! Bytes of a terminal into [`Input`]s, incrementally, with one behaviour for every line.
//!
//! Never asks a terminal anything, reads no clock and does no I/O: the time is given. What is not
//! a key (answers of the terminal, focus, mouse, strings) is swallowed whole and never typed.

use std::time::{Duration, Instant};

use super::key::{Input, Key};
use super::text;

/// An Esc with nothing behind it for this long is the key, unless the line is known to be slower
/// ([`Decoder::wait_for_escapes`]).
pub const LONE_ESC: Duration = Duration::from_millis(50);
/// An unfinished sequence is given up after this long.
pub const UNFINISHED: Duration = Duration::from_millis(250);
/// After a lone Esc, the rest of a sequence that a slow line cut is still recognised this long.
pub const LATE: Duration = Duration::from_millis(250);
/// A paste that nothing ended is taken as ended after this much silence.
pub const SILENT_PASTE: Duration = Duration::from_secs(5);
/// Bytes of one sequence; what is longer is junk and swallowed up to its end or a silence.
pub const SEQUENCE_LIMIT: usize = 256;
/// Bytes kept of one paste; the rest is dropped.
pub const PASTE_LIMIT: usize = 64 * 1024;

/// Bytes of the longest sequence that a key sends.
const KEY: usize = 16;

const ESC: u8 = 0x1b;
const PASTE_END: &[u8] = b"\x1b[201~";

/// How many of the bytes to feed first, `most` at the most (more than 16): time passes between two pieces,
/// so no key's sequence and no character may be parted.
pub fn piece(bytes: &[u8], most: usize) -> usize {
    if bytes.len() <= most {
        return bytes.len();
    }
    let near = most.saturating_sub(KEY);
    let mut cut = most;
    if let Some(at) = bytes[near..most].iter().rposition(|byte| *byte == ESC) {
        cut = near + at;
        // Two Escs and a sequence are one key.
        while cut > 0 && bytes[cut - 1] == ESC {
            cut -= 1;
        }
    }
    while cut > near && (0x80..0xc0).contains(&bytes[cut]) {
        cut -= 1;
    }
    if cut == 0 { most } else { cut }
}

/// Where in a sequence the decoder stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Ground,
    /// Inside a character: bytes still to come, and whether an Esc stood before it.
    Utf8 {
        missing: u8,
        alt: bool,
    },
    /// One Esc, or two.
    Escape {
        twice: bool,
    },
    /// `ESC [`; `late` when the Esc was already given out as a key.
    Csi {
        late: bool,
    },
    /// `ESC O`.
    Ss3 {
        late: bool,
    },
    /// `ESC [ [`: function keys of the Linux console.
    Console,
    /// The three bytes of an old mouse report.
    Mouse {
        missing: u8,
    },
    /// OSC, DCS, APC, PM or SOS.
    String,
    /// An Esc inside one of these.
    StringEscape,
    /// Bracketed paste: bytes of [`PASTE_END`] seen so far.
    Paste {
        matched: u8,
    },
}

/// Turns bytes into inputs. Keeps at most one unfinished sequence or paste.
#[derive(Debug)]
pub struct Decoder {
    state: State,
    /// Bytes of the unfinished sequence after its introducer, or of the unfinished character.
    held: Vec<u8>,
    pasted: Vec<u8>,
    /// Whether the sequence outgrew [`SEQUENCE_LIMIT`].
    junk: bool,
    began: Option<Instant>,
    latest: Option<Instant>,
    lone_esc: Option<Instant>,
    /// How long an Esc waits for the rest of a sequence on this line.
    patience: Duration,
    /// How long the one at hand does.
    esc_for: Duration,
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Decoder {
    /// A decoder at the start of a line of bytes.
    pub const fn new() -> Self {
        Self {
            state: State::Ground,
            held: Vec::new(),
            pasted: Vec::new(),
            junk: false,
            began: None,
            latest: None,
            lone_esc: None,
            patience: LONE_ESC,
            esc_for: LONE_ESC,
        }
    }

    /// On a line that takes this long, a sequence may be parted by as much: an Esc waits for it.
    pub const fn wait_for_escapes(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Takes bytes that arrived at `now` and gives out the inputs they complete, in order.
    ///
    /// The result does not depend on how the bytes were cut into calls at the same time.
    pub fn feed(&mut self, bytes: &[u8], now: Instant, sink: &mut impl FnMut(Input)) {
        self.tick(now, sink);
        for &byte in bytes {
            let mut again = true;
            while again {
                again = self.step(byte, now, sink);
            }
            self.latest = Some(now);
        }
    }

    /// Whether a bracketed paste has begun and not ended.
    pub const fn is_pasting(&self) -> bool {
        matches!(self.state, State::Paste { .. })
    }

    /// When [`Decoder::tick`] has something to do, if nothing arrives before.
    pub fn wake_at(&self) -> Option<Instant> {
        let (began, latest) = (self.began?, self.latest?);
        match self.state {
            State::Ground => None,
            State::Escape { .. } => Some(began + self.esc_for),
            State::Paste { .. } => Some(latest + SILENT_PASTE),
            _ if self.junk => Some(latest + UNFINISHED),
            _ => Some(began + UNFINISHED),
        }
    }

    /// Nothing more comes: a paste that had begun is what came of it.
    pub fn finish(&mut self, sink: &mut impl FnMut(Input)) {
        if self.is_pasting() {
            self.end_paste(sink);
            self.reset();
        }
    }

    /// Gives up what waited too long: a lone Esc becomes a key, an unfinished sequence nothing.
    pub fn tick(&mut self, now: Instant, sink: &mut impl FnMut(Input)) {
        if self.wake_at().is_none_or(|due| now < due) {
            return;
        }
        match self.state {
            State::Escape { twice } => {
                for _ in 0..=usize::from(twice) {
                    sink(Input::Key(Key::Esc));
                }
                self.lone_esc = Some(now);
            }
            State::Paste { .. } => self.end_paste(sink),
            State::Csi { late: true } if self.held.is_empty() => press(Key::Char('['), sink),
            State::Ss3 { late: true } => press(Key::Char('O'), sink),
            _ => {}
        }
        self.reset();
    }

    /// Takes one byte; `true` when it ended something and must be looked at once more.
    fn step(&mut self, byte: u8, now: Instant, sink: &mut impl FnMut(Input)) -> bool {
        match self.state {
            State::Ground => self.ground(byte, now, sink),
            State::Utf8 { missing, alt } => return self.utf8(byte, missing, alt, sink),
            State::Escape { twice } => return self.escape(byte, twice, now, sink),
            State::Csi { late } => return self.csi(byte, late, now, sink),
            State::Ss3 { late } => return self.ss3(byte, late, now, sink),
            State::Console => {
                self.reset();
                if (b'A'..=b'E').contains(&byte) {
                    press(Key::F(byte - b'A' + 1), sink);
                }
            }
            State::Mouse { missing: 1 } => self.reset(),
            State::Mouse { missing } => {
                self.state = State::Mouse {
                    missing: missing - 1,
                }
            }
            State::String => self.string(byte),
            State::StringEscape if byte == b'\\' => self.reset(),
            State::StringEscape => {
                self.enter(State::Escape { twice: false }, now);
                return true;
            }
            State::Paste { matched } => self.paste(byte, matched, sink),
        }
        false
    }

    fn ground(&mut self, byte: u8, now: Instant, sink: &mut impl FnMut(Input)) {
        let late = self.lone_esc.take().is_some_and(|at| now < at + LATE);
        match byte {
            ESC => self.enter(State::Escape { twice: false }, now),
            b'[' if late => self.enter(State::Csi { late }, now),
            b'O' if late => self.enter(State::Ss3 { late }, now),
            0..0x20 | 0x7f => press(control(byte), sink),
            0x20..0x7f => press(Key::Char(char::from(byte)), sink),
            _ => self.lead(byte, false, now),
        }
    }

    fn lead(&mut self, byte: u8, alt: bool, now: Instant) {
        let missing = match byte {
            0xc2..=0xdf => 1,
            0xe0..=0xef => 2,
            0xf0..=0xf4 => 3,
            _ => return self.reset(),
        };
        self.enter(State::Utf8 { missing, alt }, now);
        self.held.push(byte);
    }

    fn utf8(&mut self, byte: u8, missing: u8, alt: bool, sink: &mut impl FnMut(Input)) -> bool {
        if !(0x80..0xc0).contains(&byte) {
            self.reset();
            return true;
        }
        self.held.push(byte);
        if missing > 1 {
            self.state = State::Utf8 {
                missing: missing - 1,
                alt,
            };
            return false;
        }
        let typed = std::str::from_utf8(&self.held)
            .ok()
            .and_then(|s| s.chars().next());
        if let Some(c) = typed.filter(|c| !text::forbidden(*c)) {
            press(if alt { Key::Alt(c) } else { Key::Char(c) }, sink);
        }
        self.reset();
        false
    }

    fn escape(
        &mut self,
        byte: u8,
        twice: bool,
        now: Instant,
        sink: &mut impl FnMut(Input),
    ) -> bool {
        match byte {
            // Two Escs and a sequence are Alt with that key.
            b'[' => self.enter(State::Csi { late: false }, now),
            b'O' => self.enter(State::Ss3 { late: false }, now),
            ESC if !twice => self.enter(State::Escape { twice: true }, now),
            ESC => press(Key::Esc, sink),
            _ => {
                if twice {
                    press(Key::Esc, sink);
                }
                self.reset();
                match byte {
                    b']' | b'P' | b'_' | b'^' | b'X' => self.enter(State::String, now),
                    // The end of a string that was given up.
                    b'\\' => {}
                    0..0x20 | 0x7f => return true,
                    0x20..0x7f => press(Key::Alt(char::from(byte)), sink),
                    _ => self.lead(byte, true, now),
                }
            }
        }
        false
    }

    fn csi(&mut self, byte: u8, late: bool, now: Instant, sink: &mut impl FnMut(Input)) -> bool {
        match byte {
            ESC => self.enter(State::Escape { twice: false }, now),
            0x18 | 0x1a => self.reset(),
            b'[' if self.held.is_empty() && !late => self.enter(State::Console, now),
            0x20..0x40 => self.hold(byte),
            0x40..0x7f => return self.csi_end(byte, late, now, sink),
            _ => {
                self.reset();
                return true;
            }
        }
        false
    }

    fn csi_end(
        &mut self,
        last: u8,
        late: bool,
        now: Instant,
        sink: &mut impl FnMut(Input),
    ) -> bool {
        let held = std::mem::take(&mut self.held);
        let junk = self.junk;
        self.reset();
        let (number, modifier) = parameters(&held);
        match last {
            _ if junk => {}
            b'M' if held.is_empty() => self.enter(State::Mouse { missing: 3 }, now),
            b'~' if held == b"200" => self.enter(State::Paste { matched: 0 }, now),
            // Its Esc already did something; the rest is a key that must not act, nor be typed.
            _ if late => {}
            _ if held.first().is_some_and(|b| (b'<'..=b'?').contains(b)) => {}
            _ => {
                if let Some(key) = csi_key(last, number, modifier, &held) {
                    press(key, sink);
                }
            }
        }
        // Keeps the room for the next sequence.
        self.held = held;
        self.held.clear();
        false
    }

    fn ss3(&mut self, byte: u8, late: bool, now: Instant, sink: &mut impl FnMut(Input)) -> bool {
        match byte {
            ESC => self.enter(State::Escape { twice: false }, now),
            b'0'..=b'9' | b';' if !late => self.hold(byte),
            b'A'..=b'D' | b'F' | b'H' | b'P'..=b'S' if late => self.reset(),
            0x21..0x7f if !late => {
                self.reset();
                if let Some(key) = ss3_key(byte) {
                    press(key, sink);
                }
            }
            _ => {
                self.reset();
                if late {
                    press(Key::Char('O'), sink);
                }
                return true;
            }
        }
        false
    }

    fn string(&mut self, byte: u8) {
        match byte {
            0x07 | 0x18 | 0x1a => self.reset(),
            ESC => self.state = State::StringEscape,
            _ => self.hold(byte),
        }
    }

    fn paste(&mut self, byte: u8, matched: u8, sink: &mut impl FnMut(Input)) {
        let matched = usize::from(matched);
        if PASTE_END.get(matched) == Some(&byte) {
            if matched + 1 == PASTE_END.len() {
                self.end_paste(sink);
                self.reset();
            } else {
                self.state = State::Paste {
                    matched: matched as u8 + 1,
                };
            }
            return;
        }
        for &held in PASTE_END.iter().take(matched) {
            self.keep_pasted(held);
        }
        let escape = byte == ESC;
        if !escape {
            self.keep_pasted(byte);
        }
        self.state = State::Paste {
            matched: u8::from(escape),
        };
    }

    fn keep_pasted(&mut self, byte: u8) {
        if self.pasted.len() < PASTE_LIMIT {
            self.pasted.push(byte);
        }
    }

    fn end_paste(&mut self, sink: &mut impl FnMut(Input)) {
        let bytes = std::mem::take(&mut self.pasted);
        sink(Input::Paste(
            bytes.utf8_chunks().map(|chunk| chunk.valid()).collect(),
        ));
    }

    fn hold(&mut self, byte: u8) {
        if self.held.len() < SEQUENCE_LIMIT {
            self.held.push(byte);
        } else {
            self.junk = true;
        }
    }

    fn enter(&mut self, state: State, now: Instant) {
        self.reset();
        if matches!(state, State::Escape { .. }) {
            // An Esc that came together with what stood before it may be where a packet ended, in the middle
            // of a key that is held down.
            let is_behind = self.latest == Some(now);
            let longer = if is_behind { UNFINISHED } else { LONE_ESC };
            self.esc_for = self.patience.max(longer);
        }
        self.state = state;
        self.began = Some(now);
        self.latest = Some(now);
    }

    fn reset(&mut self) {
        self.state = State::Ground;
        self.held.clear();
        self.junk = false;
        self.began = None;
    }
}

fn press(key: Key, sink: &mut impl FnMut(Input)) {
    sink(Input::Key(key));
}

/// The key of a control byte.
fn control(byte: u8) -> Key {
    match byte {
        b'\r' | b'\n' => Key::Enter,
        b'\t' => Key::Tab,
        0x08 | 0x7f => Key::Backspace,
        1..=26 => Key::Ctrl(char::from(byte - 1 + b'a')),
        _ => Key::Ctrl(char::from(byte | 0x40)),
    }
}

/// The first two numbers of a sequence; a missing one is 0.
fn parameters(held: &[u8]) -> (u32, u32) {
    let mut numbers = held.split(|b| *b == b';').map(|field| {
        let digits = field.iter().take_while(|b| b.is_ascii_digit());
        digits.fold(0u32, |n, d| {
            n.saturating_mul(10).saturating_add(u32::from(d - b'0'))
        })
    });
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

/// The key of a control sequence by its last byte; modifiers of arrows are ignored.
fn csi_key(last: u8, number: u32, modifier: u32, held: &[u8]) -> Option<Key> {
    if held.iter().any(|b| (0x20..0x30).contains(b)) {
        return None;
    }
    match last {
        b'A'..=b'D' | b'F' | b'H' => arrow(last),
        b'a'..=b'd' => arrow(last.to_ascii_uppercase()),
        b'Z' => Some(Key::BackTab),
        // R is not here: it is the answer with the cursor's position.
        b'P' | b'Q' | b'S' => Some(Key::F(last - b'P' + 1)),
        b'~' | b'^' | b'@' if number == 27 => {
            let code = held.split(|b| *b == b';').nth(2).map(|f| parameters(f).0)?;
            coded(code, modifier)
        }
        b'~' | b'^' | b'@' => numbered(number),
        b'u' => coded(number, modifier),
        _ => None,
    }
}

fn arrow(last: u8) -> Option<Key> {
    Some(match last {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'F' => Key::End,
        b'H' => Key::Home,
        _ => return None,
    })
}

/// Keys sent as a number and a tilde.
fn numbered(number: u32) -> Option<Key> {
    Some(match number {
        1 | 7 => Key::Home,
        2 => Key::Insert,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        11..=15 => Key::F(number as u8 - 10),
        17..=21 => Key::F(number as u8 - 11),
        23..=26 => Key::F(number as u8 - 12),
        28 | 29 => Key::F(number as u8 - 13),
        31..=34 => Key::F(number as u8 - 14),
        _ => return None,
    })
}

/// Keys sent by their character code with modifiers (1 shift, 2 alt, 4 ctrl, plus one).
fn coded(code: u32, modifiers: u32) -> Option<Key> {
    let modifiers = modifiers.saturating_sub(1);
    match code {
        9 if modifiers & 1 == 1 => Some(Key::BackTab),
        9 => Some(Key::Tab),
        13 => Some(Key::Enter),
        27 => Some(Key::Esc),
        8 | 127 => Some(Key::Backspace),
        _ => {
            let letter = char::from_u32(code).filter(char::is_ascii_alphabetic)?;
            (modifiers & 4 == 4).then_some(Key::Ctrl(letter.to_ascii_lowercase()))
        }
    }
}

fn ss3_key(byte: u8) -> Option<Key> {
    match byte {
        b'A'..=b'D' | b'F' | b'H' => arrow(byte),
        b'a'..=b'd' => arrow(byte.to_ascii_uppercase()),
        b'P'..=b'S' => Some(Key::F(byte - b'P' + 1)),
        b'M' => Some(Key::Enter),
        b'I' => Some(Key::Tab),
        b'X' => Some(Key::Char('=')),
        // The keypad in application mode: `*` to `9`, in the order of ASCII.
        b'j'..=b'y' => Some(Key::Char(char::from(byte - 0x40))),
        _ => None,
    }
}
