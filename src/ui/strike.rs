//! The same key twice in a moment, which a hand that shakes did not mean: for so long as the person sets, the
//! second one is not taken.
//!
//! Reads no clock: whoever hands on a key says when it came.

use std::str::FromStr;
use std::time::{Duration, Instant};

use crate::terminal::Key;

/// For how long after a key the same key is not taken again, in milliseconds; none at 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pause(u16);

impl Pause {
    /// Every key is taken.
    pub const NONE: Self = Self(0);

    /// Those that are offered. EN 301 549 V3.2.1, 5.8 asks for half a second or more.
    pub const ALL: [Self; 4] = [Self::NONE, Self(250), Self(500), Self(1000)];

    /// Milliseconds.
    pub const fn millis(self) -> u16 {
        self.0
    }
}

impl FromStr for Pause {
    type Err = UnknownPause;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter();
        let mut found = known.filter(|pause| text.parse() == Ok(pause.0));
        found.next().ok_or_else(|| UnknownPause(text.to_owned()))
    }
}

/// The text is none of the pauses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a pause of {0} milliseconds is not offered: use 0, 250, 500 or 1000")]
pub struct UnknownPause(pub String);

/// No hand strikes two keys one after the other within this: a card or barcode reader types.
const READER: Duration = Duration::from_millis(30);

/// The key that was taken last, and when.
#[derive(Debug, Default)]
pub struct Struck {
    last: Option<(Key, Instant)>,
    /// It came as fast after the one before as only a reader types.
    fast: bool,
}

impl Struck {
    /// Whether a key that came `at` is meant: another one, or the pause is over. A key that is held down goes
    /// on at the pace of the pause. What a card reader types is always taken: uppercase letters, which no command
    /// is, and letters and digits that come on at its pace.
    pub fn takes(&mut self, key: Key, at: Instant, pause: Pause) -> bool {
        let pause = Duration::from_millis(pause.0.into());
        let fast = self.last.is_some_and(|(_, when)| at < when + READER);
        let card = match key {
            Key::Char(c) => {
                c.is_ascii_uppercase() || c.is_ascii_alphanumeric() && fast && self.fast
            }
            _ => false,
        };
        let again = |(last, when): (Key, Instant)| last == key && at < when + pause;
        if !card && self.last.is_some_and(again) {
            return false;
        }
        self.last = Some((key, at));
        self.fast = fast;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_is_taken_once_until_the_pause_is_over() {
        let begun = Instant::now();
        let half: Pause = "500".parse().unwrap();
        let mut struck = Struck::default();
        for (key, millis, taken) in [
            (Key::Down, 0, true),
            (Key::Down, 120, false),
            (Key::Down, 499, false),
            (Key::Down, 500, true),
            (Key::Enter, 510, true),
            (Key::Down, 520, true),
            (Key::Char('S'), 530, true),
            (Key::Char('S'), 531, true),
            (Key::Char('s'), 600, true),
            (Key::Char('s'), 601, false),
            // A reader goes through a code.
            (Key::Char('r'), 700, true),
            (Key::Char('s'), 705, true),
            (Key::Char('s'), 710, true),
            (Key::Char('6'), 715, true),
            (Key::Char('6'), 720, true),
            (Key::Down, 725, true),
            (Key::Down, 730, false),
        ] {
            let at = begun + Duration::from_millis(millis);
            assert_eq!(struck.takes(key, at, half), taken, "{key:?} {millis}");
        }
        let mut struck = Struck::default();
        assert!((0..9).all(|_| struck.takes(Key::Down, begun, Pause::default())));
        assert!("700".parse::<Pause>().is_err());
    }
}
