//! Card readers: what they type outside a field, gathered and looked at as a whole.
//!
//! No command is an uppercase letter, so one (or `%`, `;`) begins a burst. It is held until Enter, or
//! until 300 ms of silence after the sixteenth character: however slowly the bytes come, it ends the same.

use chrono::{DateTime, TimeDelta, Utc};

use crate::terminal::key::{Input, Key};

const SILENCE: TimeDelta = TimeDelta::milliseconds(300);
/// A burst that never becomes a card is given up after this long.
const GIVE_UP: TimeDelta = TimeDelta::seconds(3);
/// The least that a card says: a tax code.
pub const WHOLE: usize = 16;
/// The stripe of a health card is under 120 characters.
const LONGEST: usize = 256;

/// A burst being gathered.
#[derive(Debug, Default)]
pub struct Burst {
    text: String,
    last: Option<DateTime<Utc>>,
}

impl Burst {
    /// Takes a key outside a field. `None`: not part of a burst. `Some(None)`: held. `Some(Some(text))`: it has
    /// ended; a text that is too short for a card was read by half.
    pub fn key(&mut self, key: Key, now: DateTime<Utc>) -> Option<Option<String>> {
        let begins = matches!(key, Key::Char(c) if c.is_ascii_uppercase() || c == '%' || c == ';');
        if self.last.is_none() && !begins {
            return None;
        }
        match key {
            Key::Enter | Key::Tab => Some(Some(self.take())),
            Key::Char(c) => {
                if self.text.len() < LONGEST {
                    self.text.push(c);
                }
                self.last = Some(now);
                Some(None)
            }
            _ => {
                self.take();
                None
            }
        }
    }

    /// Whether one has begun and not ended.
    pub fn is_open(&self) -> bool {
        self.last.is_some()
    }

    /// When the silence would be long enough.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        // A stripe says itself where it ends.
        let open = self.text.starts_with(['%', ';']) && !self.text.contains('?');
        let wait = if self.text.len() >= WHOLE && !open {
            SILENCE
        } else {
            GIVE_UP
        };
        self.last.map(|last| last + wait)
    }

    /// The burst, if the silence was long enough.
    pub fn tick(&mut self, now: DateTime<Utc>) -> Option<String> {
        (self.due()? <= now).then(|| self.take())
    }

    fn take(&mut self) -> String {
        self.last = None;
        std::mem::take(&mut self.text)
    }
}

/// More letters than this do not come in one piece from a hand.
const PASTED: usize = 64;

/// What came in one piece, with each long run of letters as the paste that it is, though the terminal did
/// not mark it: in a field it goes in at once, anywhere else it is not so many commands.
pub fn run_together(inputs: Vec<Input>) -> Vec<Input> {
    if inputs.len() < PASTED {
        return inputs;
    }
    let mut all = Vec::new();
    let mut run = String::new();
    let mut letters = 0;
    let end = |run: &mut String, letters: &mut usize, all: &mut Vec<Input>| {
        let text = std::mem::take(run);
        if std::mem::take(letters) < PASTED {
            all.extend(text.chars().map(|c| Input::Key(Key::Char(c))));
        } else {
            all.push(Input::Paste(text));
        }
    };
    for input in inputs {
        if let Input::Key(Key::Char(c)) = input {
            run.push(c);
            letters += 1;
        } else {
            end(&mut run, &mut letters, &mut all);
            all.push(input);
        }
    }
    end(&mut run, &mut letters, &mut all);
    all
}

/// What came in one piece, a card in it put together: with Caps Lock on a reader types small letters, which
/// are commands when they come one by one. `is_card` knows one, be it cut short.
pub fn put_together(inputs: Vec<Input>, is_card: impl Fn(&str) -> bool) -> Vec<Input> {
    let typed = |input: &Input| match input {
        Input::Key(Key::Char(c)) => Some(*c),
        _ => None,
    };
    let text: String = inputs.iter().map_while(typed).collect();
    let letters = text.chars().count();
    if !is_card(&text) {
        return inputs;
    }
    let rest = inputs.into_iter().skip(letters);
    let ended = |input: &Input| matches!(input, Input::Key(Key::Enter | Key::Tab));
    std::iter::once(Input::Paste(text))
        .chain(rest.skip_while(ended))
        .collect()
}
