//! The one table of commands: name, keys, label. Key routing, footer, help, palette, linear menus,
//! configuration and the README's key table all come from it.
//!
//! A [`Command`] says what it is called and which keys call it by default; a [`Keymap`] says which keys
//! call it for this person. When a command is offered and what it does is the panes' matter.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::str::FromStr;

use super::strike::Pause;
use super::words::{MessageId, Words};
use crate::terminal::Key;

/// What a command is called and which keys call it; panes add when it is offered and what it does.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Its name in tests and, behind that of its scope, in configuration: `call` of `reception.call`.
    pub name: &'static str,
    /// The keys that call it by default, the first shown: lowercase letters, digits and signs only.
    pub keys: &'static [char],
    /// Its label: a verb, two words at most, shown in the footer.
    pub label: MessageId,
}

/// A ready set of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// The letters of the key table.
    #[default]
    Default,
    /// Letters under the left hand only.
    LeftHand,
    /// Letters and signs under the right hand only.
    RightHand,
    /// No letter: arrows, Enter and digits.
    ArrowsOnly,
}

/// Where a default key goes in a layout; a letter that is in neither column of its layout keeps its
/// place, one that goes to `None` is reached by number from the list of commands.
struct Moved(&'static [(char, Option<char>)]);

/// On QWERTY and QWERTZ: q w e r t a s d f g z x c v b. What is most used keeps a key.
const LEFT_HAND: Moved = Moved(&[
    ('n', Some('b')),
    ('u', Some('v')),
    ('h', Some('f')),
    ('p', Some('d')),
    ('b', None),
    ('d', None),
    ('f', None),
    ('v', None),
    ('i', None),
    ('j', None),
    ('o', None),
    ('m', None),
    ('k', None),
    ('l', None),
    ('y', None),
    ('.', None),
    (':', None),
    ('/', None),
    ('?', None),
]);

/// On QWERTY and QWERTZ: u i o p h j k l n m and the signs of the lower row.
const RIGHT_HAND: Moved = Moved(&[
    ('c', Some('j')),
    ('s', Some('i')),
    ('b', None),
    ('i', None),
    ('j', None),
    ('d', None),
    ('f', None),
    ('v', None),
    ('e', Some(',')),
    ('w', Some('-')),
    ('x', None),
    ('a', None),
    ('g', None),
    ('t', None),
    ('r', None),
    ('z', None),
    ('q', None),
]);

const STAYS: Moved = Moved(&[]);

impl Layout {
    /// Every layout, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::Default,
        Self::LeftHand,
        Self::RightHand,
        Self::ArrowsOnly,
    ];

    /// Its name in configuration: `left-hand`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::LeftHand => "left-hand",
            Self::RightHand => "right-hand",
            Self::ArrowsOnly => "arrows-only",
        }
    }

    /// Where the layout puts a default key; digits stay in all of them.
    fn place(self, key: char) -> Option<char> {
        let moved = match self {
            _ if key.is_ascii_digit() => return Some(key),
            Self::Default => STAYS,
            Self::LeftHand => LEFT_HAND,
            Self::RightHand => RIGHT_HAND,
            Self::ArrowsOnly => return None,
        };
        moved
            .0
            .iter()
            .find(|(from, _)| *from == key)
            .map_or(Some(key), |(_, to)| *to)
    }
}

impl FromStr for Layout {
    type Err = UnknownLayout;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|layout| layout.name() == text)
            .ok_or_else(|| UnknownLayout(text.to_owned()))
    }
}

/// The text is not the name of a layout.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no keymap is called {0:?}: use default, left-hand, right-hand or arrows-only")]
pub struct UnknownLayout(pub String);

/// A person's own keys for commands (`reception.call`), instead of those of the layout; an empty list
/// takes the keys away.
pub type Overrides = BTreeMap<String, Vec<char>>;

/// Which keys call which command, for one person.
///
/// Arrows, Enter and the digits are not in it: they mean the same for everybody and cannot be taken
/// away, so every command stays reachable by number whatever the map says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keymap {
    layout: Layout,
    overrides: Overrides,
    letters: Letters,
    pause: Pause,
}

/// Whether single letters and signs act. Off for those who dictate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Letters {
    /// They act.
    #[default]
    On,
    /// Only arrows, Enter and digits act.
    Off,
}

/// What is wrong with a keymap.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeymapFault {
    /// Two commands that may be offered together have the same key.
    #[error("the key {key:?} is given to both {first} and {second}: give one of them another key")]
    Clash {
        /// The key.
        key: char,
        /// The first command.
        first: String,
        /// The second command.
        second: String,
    },
    /// The key cannot be given away.
    #[error("the key {key:?} cannot be given to {command}: {}", .why.cure())]
    Reserved {
        /// The key.
        key: char,
        /// The command.
        command: String,
        /// What needs the key.
        why: ReservedBy,
    },
    /// There is no such command.
    #[error("no command is called {0:?}: the names stand in the list of commands")]
    Unknown(String),
}

/// What needs a key that a command cannot have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReservedBy {
    /// Digits choose rows and go back.
    Rows,
    /// Uppercase letters, `%` and `;` begin what a card reader types.
    Cards,
    /// `~` at the start of a line belongs to remote shells.
    Shell,
    /// No keyboard types it with one key.
    Keyboard,
}

impl ReservedBy {
    const fn cure(self) -> &'static str {
        match self {
            Self::Rows => "digits choose rows, use a lowercase letter",
            Self::Cards => "card readers type it, use a lowercase letter",
            Self::Shell => "remote shells take it, use a lowercase letter",
            Self::Keyboard => "use a lowercase letter or a sign",
        }
    }
}

/// Why a command cannot have the key, if it cannot.
pub const fn reserved(key: char) -> Option<ReservedBy> {
    match key {
        '0'..='9' => Some(ReservedBy::Rows),
        'A'..='Z' | '%' | ';' => Some(ReservedBy::Cards),
        '~' => Some(ReservedBy::Shell),
        '!'..='}' => None,
        _ => Some(ReservedBy::Keyboard),
    }
}

impl Keymap {
    /// The keys of a layout, with a person's own on top.
    pub const fn new(layout: Layout, overrides: Overrides, letters: Letters) -> Self {
        Self {
            layout,
            overrides,
            letters,
            pause: Pause::NONE,
        }
    }

    /// The same map with the keys of another layout.
    #[must_use]
    pub fn with_layout(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }

    /// The same map with single letters on or off.
    #[must_use]
    pub fn with_letters(self, letters: Letters) -> Self {
        Self { letters, ..self }
    }

    /// The same map, in which the same key is not taken again for so long.
    #[must_use]
    pub fn with_pause(self, pause: Pause) -> Self {
        Self { pause, ..self }
    }

    /// For how long after a key the same key is not taken again.
    pub fn pause(&self) -> Pause {
        self.pause
    }

    /// The same map with a person's own keys for a command by its full name (`reception.queue.call`);
    /// none for those of the layout.
    #[must_use]
    pub fn with_own(mut self, name: &str, keys: Option<Vec<char>>) -> Self {
        match keys {
            Some(keys) => drop(self.overrides.insert(name.to_owned(), keys)),
            None => drop(self.overrides.remove(name)),
        }
        self
    }

    /// Whether a command by its full name has a person's own keys.
    pub fn is_own(&self, name: &str) -> bool {
        self.overrides.contains_key(name)
    }

    /// How many commands have a person's own keys.
    pub fn own_count(&self) -> usize {
        self.overrides.len()
    }

    /// The layout that its own keys stand on.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// Whether single letters act.
    pub fn letters(&self) -> Letters {
        self.letters
    }

    /// The map of the linear face for the same person: an answer there is a line, which dictation does
    /// not trigger by accident, so every command keeps a letter.
    #[must_use]
    pub fn spoken(&self) -> Self {
        Self {
            layout: Layout::Default,
            overrides: self
                .overrides
                .iter()
                .filter(|(_, keys)| !keys.is_empty())
                .map(|(name, keys)| (name.clone(), keys.clone()))
                .collect(),
            letters: Letters::On,
            pause: Pause::default(),
        }
    }

    /// The keys that call a command of a scope (a pane's name, or `app`), the one to show first. Empty
    /// when it is reached by number only.
    pub fn keys(&self, scope: &str, command: &Command) -> Vec<char> {
        let keys = match self.own(scope, command) {
            Some(keys) => keys.clone(),
            None => command
                .keys
                .iter()
                .filter_map(|key| self.layout.place(*key))
                .collect(),
        };
        match self.letters {
            Letters::On => keys,
            Letters::Off => keys.into_iter().filter(char::is_ascii_digit).collect(),
        }
    }

    /// The key to show for a command; empty when it is reached by number only.
    pub fn shown(&self, scope: &str, command: &Command) -> String {
        let first = self.keys(scope, command).first().copied();
        first.map_or_else(String::new, String::from)
    }

    /// Whether the key calls the command.
    pub fn calls(&self, scope: &str, command: &Command, key: Key) -> bool {
        let Key::Char(key) = key else {
            return false;
        };
        if self.letters == Letters::Off && !key.is_ascii_digit() {
            return false;
        }
        match self.own(scope, command) {
            Some(keys) => keys.contains(&key),
            None => command
                .keys
                .iter()
                .any(|default| self.layout.place(*default) == Some(key)),
        }
    }

    fn own(&self, scope: &str, command: &Command) -> Option<&Vec<char>> {
        if self.overrides.is_empty() {
            return None;
        }
        self.overrides.get(&full_name(scope, command))
    }

    /// The first of the offered commands that the key calls: its place among them.
    pub fn find<'c>(
        &self,
        offered: impl IntoIterator<Item = Scoped<'c>>,
        key: Key,
    ) -> Option<usize> {
        offered
            .into_iter()
            .position(|(scope, command)| self.calls(scope, command, key))
    }

    /// The footer of a screen: key and label of each offered command that has a key, in table order.
    pub fn footer<'w, 'c>(
        &self,
        offered: impl IntoIterator<Item = Scoped<'c>>,
        words: &'w Words,
    ) -> Vec<(String, Cow<'w, str>)> {
        offered
            .into_iter()
            .map(|(scope, command)| (self.shown(scope, command), words.get(command.label)))
            .filter(|(key, _)| !key.is_empty())
            .collect()
    }

    /// Checks the map for one table: the commands of a pane and those of the app, which may be offered
    /// together. Commands that share a key by default (park and resume) are alternatives, never offered
    /// at once, and may go on sharing one.
    pub fn check(&self, table: &[Scoped<'_>]) -> Vec<KeymapFault> {
        let mut faults = Vec::new();
        for (i, (scope, command)) in table.iter().enumerate() {
            for key in self.keys(scope, command) {
                // The default table may use 0: it is the app's own way back.
                let own = command.keys.contains(&key) && key.is_ascii_digit();
                if let Some(why) = reserved(key).filter(|_| !own) {
                    faults.push(KeymapFault::Reserved {
                        key,
                        command: full_name(scope, command),
                        why,
                    });
                }
                let others = table[..i].iter().filter(|(at, other)| {
                    self.calls(at, other, Key::Char(key)) && !alternatives(other, command)
                });
                faults.extend(others.map(|(at, other)| KeymapFault::Clash {
                    key,
                    first: full_name(at, other),
                    second: full_name(scope, command),
                }));
            }
        }
        faults
    }

    /// The overrides that name no command of the program.
    pub fn unknown(&self, commands: &[Scoped<'_>]) -> Vec<KeymapFault> {
        let names: Vec<String> = commands.iter().map(|(s, c)| full_name(s, c)).collect();
        self.overrides
            .keys()
            .filter(|name| !names.contains(name))
            .map(|name| KeymapFault::Unknown(name.clone()))
            .collect()
    }
}

/// A command with the scope that its name stands in: a pane's name, or `app`.
pub type Scoped<'c> = (&'c str, &'c Command);

/// The name of a command in configuration: `reception.call`.
pub fn full_name(scope: &str, command: &Command) -> String {
    format!("{scope}.{}", command.name)
}

fn alternatives(one: &Command, other: &Command) -> bool {
    one.keys.iter().any(|key| other.keys.contains(key))
}

/// The README's table of keys in Markdown: a section for each scope with its title, a row for each command.
pub fn key_table(tables: &[(&str, &str, &[Command])], words: &Words) -> String {
    let mut text = String::new();
    for (scope, title, commands) in tables {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!(
            "### {title}\n\n| key | does | name |\n|---|---|---|\n"
        ));
        for command in *commands {
            let keys: Vec<String> = command.keys.iter().map(|key| format!("`{key}`")).collect();
            let label = words.get(command.label);
            let name = full_name(scope, command);
            text.push_str(&format!("| {} | {label} | `{name}` |\n", keys.join(" ")));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn command(name: &'static str, keys: &'static [char]) -> Command {
        Command {
            name,
            keys,
            label: MessageId("form-save"),
        }
    }

    const CALL: Command = command("call", &['c']);
    const PARK: Command = command("park", &['p']);
    const RESUME: Command = command("resume", &['p']);
    const FIND: Command = command("find", &['t', '/']);
    const BACK: Command = command("back", &['0']);
    const TABLE: [Scoped<'static>; 5] = [
        ("queue", &CALL),
        ("queue", &PARK),
        ("queue", &RESUME),
        ("app", &FIND),
        ("app", &BACK),
    ];

    fn own(name: &str, keys: &[char]) -> Keymap {
        let overrides = Overrides::from([(name.to_owned(), keys.to_vec())]);
        Keymap::new(Layout::Default, overrides, Letters::On)
    }

    #[test]
    fn a_key_finds_the_first_offered_command() {
        let map = Keymap::default();
        assert_eq!(map.find(TABLE, Key::Char('p')), Some(1));
        assert_eq!(map.find(TABLE, Key::Char('/')), Some(3));
        assert_eq!(map.find(TABLE, Key::Char('y')), None);
        assert_eq!(map.find(TABLE, Key::Enter), None);
    }

    #[test]
    fn a_persons_own_key_takes_the_place_of_the_default() {
        let map = own("queue.call", &['j']);
        assert_eq!(map.find(TABLE, Key::Char('j')), Some(0));
        assert_eq!(map.find(TABLE, Key::Char('c')), None);
        assert_eq!(map.shown("queue", &CALL), "j");
        assert_eq!(map.shown("app", &CALL), "c");
    }

    #[test]
    fn alternatives_share_a_key_and_nothing_else_may() {
        assert_eq!(Keymap::default().check(&TABLE), []);
        assert_eq!(
            own("app.find", &['c']).check(&TABLE),
            [KeymapFault::Clash {
                key: 'c',
                first: "queue.call".to_owned(),
                second: "app.find".to_owned(),
            }]
        );
    }

    #[test]
    fn reserved_keys_are_refused_with_a_cure() {
        for key in ['3', 'C', '%', ';', '~', ' ', 'è', '\u{1b}'] {
            let faults = own("queue.call", &[key]).check(&TABLE);
            assert!(
                matches!(faults[..], [KeymapFault::Reserved { key: k, .. }] if k == key),
                "{key:?}: {faults:?}"
            );
        }
        let fault = &own("queue.call", &['C']).check(&TABLE)[0];
        assert_eq!(
            fault.to_string(),
            "the key 'C' cannot be given to queue.call: card readers type it, use a lowercase letter"
        );
    }

    #[test]
    fn letters_off_leave_only_digits() {
        let map = Keymap::new(Layout::Default, Overrides::new(), Letters::Off);
        for key in ('a'..='z').chain(['.', '/', '?', ':']) {
            assert_eq!(map.find(TABLE, Key::Char(key)), None, "{key}");
        }
        assert_eq!(map.find(TABLE, Key::Char('0')), Some(4));
        assert!(map.keys("queue", &CALL).is_empty());
        assert_eq!(map.spoken().shown("queue", &CALL), "c");
    }

    #[test]
    fn layouts_stay_under_their_hand_and_never_put_two_commands_on_one_key() {
        let used = "nscepoxamkgthrwulzqybdfijv./:?";
        for (layout, hand) in [
            (Layout::LeftHand, "qwertasdfgzxcvb"),
            (Layout::RightHand, "yuiophjklnm,.-/:?"),
        ] {
            let mut placed: Vec<char> = used.chars().filter_map(|k| layout.place(k)).collect();
            assert!(placed.iter().all(|k| hand.contains(*k)), "{placed:?}");
            assert!(placed.iter().all(|k| reserved(*k).is_none()));
            placed.sort_unstable();
            let count = placed.len();
            placed.dedup();
            assert_eq!(placed.len(), count, "{layout:?}");
        }
        assert!(used.chars().all(|k| Layout::ArrowsOnly.place(k).is_none()));
        assert_eq!("left-hand".parse(), Ok(Layout::LeftHand));
        assert!("lefthand".parse::<Layout>().is_err());
    }

    #[test]
    fn the_table_of_keys_is_markdown() {
        let words = Words::new("en");
        assert_eq!(
            key_table(&[("app", "Everywhere", &[FIND, BACK])], &words),
            "### Everywhere\n\n| key | does | name |\n|---|---|---|\n\
             | `t` `/` | Save | `app.find` |\n| `0` | Save | `app.back` |\n"
        );
    }

    #[test]
    fn an_override_of_nothing_is_told() {
        let faults = own("queue.cal", &['c']).unknown(&TABLE);
        assert_eq!(faults, [KeymapFault::Unknown("queue.cal".to_owned())]);
    }
}
