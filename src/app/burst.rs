//! Card readers: what they type outside a field, gathered and looked at as a whole.
//!
//! No command is an uppercase letter, so one (or `%`, `;`) begins a burst. It is held until Enter, or
//! until 300 ms of silence after the sixteenth character: however slowly the bytes come, it ends the same.

use chrono::{DateTime, TimeDelta, Utc};

use crate::terminal::key::Key;

const SILENCE: TimeDelta = TimeDelta::milliseconds(300);
/// A burst that never becomes a card is forgotten after this long.
const GIVE_UP: TimeDelta = TimeDelta::seconds(3);
const WHOLE: usize = 16;
/// The stripe of a health card is under 120 characters.
const LONGEST: usize = 256;

/// A burst being gathered.
#[derive(Debug, Default)]
pub struct Burst {
    text: String,
    last: Option<DateTime<Utc>>,
}

impl Burst {
    /// Takes a key outside a field. `None`: not part of a burst. `Some(None)`: held. `Some(Some(text))`: whole.
    pub fn key(&mut self, key: Key, now: DateTime<Utc>) -> Option<Option<String>> {
        let begins = matches!(key, Key::Char(c) if c.is_ascii_uppercase() || c == '%' || c == ';');
        if self.last.is_none() && !begins {
            return None;
        }
        match key {
            Key::Enter | Key::Tab => Some(self.take()),
            Key::Char(c) => {
                if self.text.len() < LONGEST {
                    self.text.push(c);
                }
                self.last = Some(now);
                Some(None)
            }
            _ => {
                self.text.clear();
                self.last = None;
                None
            }
        }
    }

    /// When the silence would be long enough.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        let wait = if self.text.len() >= WHOLE {
            SILENCE
        } else {
            GIVE_UP
        };
        self.last.map(|last| last + wait)
    }

    /// The burst, if the silence was long enough and it can be a card.
    pub fn tick(&mut self, now: DateTime<Utc>) -> Option<String> {
        if self.due()? > now {
            return None;
        }
        let whole = self.text.len() >= WHOLE;
        let text = self.take();
        if whole { text } else { None }
    }

    fn take(&mut self) -> Option<String> {
        self.last = None;
        let text = std::mem::take(&mut self.text);
        if text.len() >= WHOLE {
            Some(text)
        } else {
            None
        }
    }
}
