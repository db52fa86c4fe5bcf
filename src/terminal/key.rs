//! Keys and the other things that come in from a terminal.
//!
//! Pure names: no bytes, no escape sequences (see `decode`), and no meaning (that is the keymap's).

use std::fmt;
use std::str::FromStr;

/// One key, with the few chords that exist on every terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A printable character, never a control.
    Char(char),
    /// Return, line feed or the keypad's Enter.
    Enter,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Backspace, whichever of the two bytes the terminal sends for it.
    Backspace,
    /// Delete forward.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Insert.
    Insert,
    /// Escape alone.
    Esc,
    /// A function key, 1 to 24.
    F(u8),
    /// Ctrl with a letter (always lowercase) or one of `@ \ ] ^ _`.
    Ctrl(char),
    /// Alt with a printable character.
    Alt(char),
}

/// What came in, already freed of how the terminal spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// A bracketed paste, unfiltered text of at most 64 KiB.
    Paste(String),
    /// The terminal has a new size, in cells.
    Resize {
        /// Cells in a row.
        columns: u16,
        /// Rows.
        rows: u16,
    },
    /// One line of the linear face, without its line end.
    Line(String),
    /// The other end is gone.
    HangUp,
}

/// The keys that have a name of their own, as shown and as read (in lowercase).
const NAMED: [(Key, &str); 16] = [
    (Key::Enter, "Enter"),
    (Key::Tab, "Tab"),
    (Key::BackTab, "Shift-Tab"),
    (Key::Backspace, "Backspace"),
    (Key::Delete, "Delete"),
    (Key::Up, "Up"),
    (Key::Down, "Down"),
    (Key::Left, "Left"),
    (Key::Right, "Right"),
    (Key::Home, "Home"),
    (Key::End, "End"),
    (Key::PageUp, "PageUp"),
    (Key::PageDown, "PageDown"),
    (Key::Insert, "Insert"),
    (Key::Esc, "Esc"),
    (Key::Char(' '), "Space"),
];

/// Other spellings accepted in a configuration file.
const ALIASES: [(&str, Key); 7] = [
    ("backtab", Key::BackTab),
    ("return", Key::Enter),
    ("escape", Key::Esc),
    ("del", Key::Delete),
    ("ins", Key::Insert),
    ("page-up", Key::PageUp),
    ("page-down", Key::PageDown),
];

/// The text is not the name of a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a key")]
pub struct UnknownKey(pub String);

impl Key {
    /// Reads a key as written in a configuration file: `n`, `.`, `enter`, `ctrl-s`, `alt-x`, `f5`.
    ///
    /// Names are read in any case; a single character stands for itself, in its own case.
    pub fn parse(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        if let (Some(only), None) = (chars.next(), chars.next()) {
            return printable(only).map(Self::Char);
        }
        let lower = text.to_ascii_lowercase();
        let named = NAMED
            .iter()
            .find(|(_, name)| name.eq_ignore_ascii_case(text))
            .map(|(key, _)| *key);
        named
            .or_else(|| {
                ALIASES
                    .iter()
                    .find(|(name, _)| *name == lower)
                    .map(|(_, key)| *key)
            })
            .or_else(|| chord(text, &lower))
    }

    /// The character this key would type into a text field, if any.
    pub const fn typed(self) -> Option<char> {
        match self {
            Self::Char(c) => Some(c),
            _ => None,
        }
    }
}

/// `ctrl-x`, `alt-x` and `f1` to `f24`.
fn chord(text: &str, lower: &str) -> Option<Key> {
    if let Some(rest) = lower.strip_prefix("ctrl-") {
        return single(rest)
            .filter(|c| matches!(c, 'a'..='z' | '@' | '\\' | ']' | '^' | '_'))
            .map(Key::Ctrl);
    }
    if lower.starts_with("alt-") {
        return single(text.get(4..)?).and_then(printable).map(Key::Alt);
    }
    let number = lower.strip_prefix('f')?.parse::<u8>().ok()?;
    (1..=24).contains(&number).then_some(Key::F(number))
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn printable(c: char) -> Option<char> {
    (!c.is_control()).then_some(c)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((_, name)) = NAMED.iter().find(|(key, _)| key == self) {
            return f.pad(name);
        }
        match self {
            Self::Char(c) => f.pad(c.encode_utf8(&mut [0; 4])),
            Self::F(number) => f.pad(&format!("F{number}")),
            Self::Ctrl(c) => f.pad(&format!("Ctrl-{}", c.to_ascii_uppercase())),
            Self::Alt(c) => f.pad(&format!("Alt-{c}")),
            _ => Ok(()),
        }
    }
}

impl FromStr for Key {
    type Err = UnknownKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or_else(|| UnknownKey(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_reads_back_from_what_it_shows() {
        let mut keys: Vec<Key> = NAMED.iter().map(|(key, _)| *key).collect();
        keys.extend((1..=24).map(Key::F));
        keys.extend(('a'..='z').map(Key::Ctrl));
        keys.extend("@\\]^_".chars().map(Key::Ctrl));
        keys.extend(
            "aZ9.-:/èß€"
                .chars()
                .flat_map(|c| [Key::Char(c), Key::Alt(c)]),
        );
        for key in keys {
            assert_eq!(Key::parse(&key.to_string()), Some(key), "{key}");
        }
    }

    #[test]
    fn the_configuration_may_write_names_in_any_case() {
        for (text, key) in [
            ("ctrl-s", Key::Ctrl('s')),
            ("CTRL-S", Key::Ctrl('s')),
            ("ENTER", Key::Enter),
            ("return", Key::Enter),
            ("f12", Key::F(12)),
            ("-", Key::Char('-')),
            ("f", Key::Char('f')),
        ] {
            assert_eq!(text.parse(), Ok(key));
        }
        for text in [
            "",
            "ctrl-",
            "ctrl-ss",
            "ctrl-1",
            "f0",
            "f25",
            "xx",
            "\u{1b}",
            "alt-\u{7}",
        ] {
            assert_eq!(Key::parse(text), None, "{text:?}");
        }
    }
}
