//! Where a pane runs: who works here, in which words, with which keys, on which day.
//!
//! A value that is handed in; it asks nothing and changes nothing.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use ulid::Ulid;

use super::PANES;
use crate::domain::Named as _;
use crate::domain::ids::{PersonId, StaffId};
use crate::domain::lang::Lang;
use crate::domain::staff::{HidesAfter, SettingKey, Staff};
use crate::reference::Reference;
use crate::store::Beside;
use crate::store::params::DayRules;
use crate::ui::command::{Command, Keymap, Layout, Letters};
use crate::ui::screen::Profile;
use crate::ui::strike::Pause;
use crate::ui::words::{MessageId, Words};

/// What a pane and its view may know of where they run.
#[derive(Clone)]
pub struct Env {
    /// Who works here, with which roles, from which desk.
    pub staff: Arc<Staff>,
    /// The words in the language in use.
    pub words: Arc<Words>,
    /// The language in use.
    pub lang: Lang,
    /// The words of any language: what is looked for by name answers in both.
    pub tongue: Arc<dyn Fn(Lang) -> Arc<Words> + Send + Sync>,
    /// The embedded tables.
    pub reference: Arc<Reference>,
    /// The names of the themes that can be chosen.
    pub themes: Arc<[String]>,
    /// The name of the theme in use; empty where nothing is painted.
    pub theme: Arc<str>,
    /// The moment of the event that is being handled.
    pub now: DateTime<Utc>,
    /// The person in hand: follows from pane to pane.
    pub in_hand: Option<InHand>,
    /// The session, as the others see it.
    pub session: Arc<str>,
    /// Who else is at work, and what they have open.
    pub beside: Arc<Beside>,
    /// The keys of the person, and the commands that every pane has.
    pub keys: Arc<Keys>,
    /// The dated values of the day that the screens go by.
    pub rules: Arc<DayRules>,
    /// Whether what stands beside a form keeps still while it is filled in: a screen reader would say what
    /// changes there instead of the next field.
    pub steady: bool,
}

impl Env {
    /// The name of somebody else who has the row open.
    pub fn user_of(&self, row: impl Into<Ulid>) -> Option<&str> {
        self.beside.user_of(row, &self.session, self.now)
    }

    /// A title with who else has its row open: `ROSSI Maria, in uso da Anna Brambilla`.
    pub fn titled<'a>(&self, row: impl Into<Ulid>, title: Cow<'a, str>) -> Cow<'a, str> {
        self.marked(self.user_of(row), title)
    }

    /// A cell with who else has its row open, by the first name alone: `ROSSI Maria, in uso da Anna`.
    pub fn with_use<'a>(&self, row: Option<impl Into<Ulid>>, cell: Cow<'a, str>) -> Cow<'a, str> {
        let user = row.and_then(|row| self.user_of(row));
        self.marked(user.and_then(|name| name.split_whitespace().next()), cell)
    }

    fn marked<'a>(&self, user: Option<&str>, text: Cow<'a, str>) -> Cow<'a, str> {
        let Some(name) = user else { return text };
        let used = self
            .words
            .with(MessageId("in-use"), &[("name", name.into())]);
        format!("{text}, {used}").into()
    }

    /// What calls a command of a scope (a pane's name, or `app`), as a sentence says it: its key, or its label
    /// in quotes where no key calls it.
    pub fn call(&self, scope: &str, name: &str) -> String {
        let own = PANES.iter().find(|pane| pane.name == scope);
        let own = own.map(|pane| (pane.commands)());
        let commands = own.as_deref().unwrap_or(&self.keys.app);
        let Some(command) = commands.iter().find(|command| command.name == name) else {
            return String::new();
        };
        match self.keys.map.shown(scope, command) {
            key if key.is_empty() => format!("«{}»", self.words.get(command.label)),
            key => key,
        }
    }

    /// A message that names a command: its `$key` is what calls it for this person.
    pub fn naming(&self, id: MessageId, scope: &str, name: &str) -> Cow<'_, str> {
        self.words
            .with(id, &[("key", self.call(scope, name).into())])
    }

    /// When the line of a colleague dropped, if that is long enough ago to take over.
    pub fn line_lost(&self, staff: StaffId) -> Option<DateTime<Utc>> {
        let dropped = self.beside.dropped_at(staff)?;
        (dropped + self.rules.line_hold <= self.now).then_some(dropped)
    }

    /// The day at the desk.
    pub fn today(&self) -> NaiveDate {
        crate::clock::local_day(self.now)
    }
}

/// The keys of a person.
#[derive(Debug, Default)]
pub struct Keys {
    /// Which calls what.
    pub map: Keymap,
    /// The commands that every pane has.
    pub app: Vec<Command>,
}

/// The person in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InHand {
    /// Who.
    pub id: PersonId,
    /// Surname and name as shown.
    pub name: String,
}

/// One of a person's own settings, as it is to be from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// The language.
    Lang(Lang),
    /// The theme, by name.
    Theme(String),
    /// How the screen marks the focus.
    Profile(Profile),
    /// Plain lines instead of a screen; where there is no screen, from the next log-in on.
    Linear(bool),
    /// Whether single letters act.
    Letters(Letters),
    /// The ready set of keys.
    Layout(Layout),
    /// For how long after a key the same key is not taken again.
    Pause(Pause),
    /// How long nobody presses a key before the screen hides.
    Idle(HidesAfter),
    /// A key of one's own for a command by its full name; none for that of the layout.
    Key(String, Option<char>),
}

impl Setting {
    /// The key and the value under which it is kept with the person; no value forgets it.
    pub fn kept(&self) -> (String, Option<String>) {
        let bool = |on: bool| on.to_string();
        let (key, value) = match self {
            Self::Key(command, key) => {
                return (format!("keys.{command}"), key.map(String::from));
            }
            Self::Lang(lang) => (SettingKey::Lang, lang.code().to_owned()),
            Self::Theme(name) => (SettingKey::Theme, name.clone()),
            Self::Profile(profile) => (SettingKey::Profile, profile.name().to_owned()),
            Self::Linear(on) => (SettingKey::Linear, bool(*on)),
            Self::Letters(letters) => (SettingKey::Letters, bool(*letters == Letters::On)),
            Self::Layout(layout) => (SettingKey::Layout, layout.name().to_owned()),
            Self::Pause(pause) => (SettingKey::Pause, pause.millis().to_string()),
            Self::Idle(after) => (SettingKey::Idle, after.times().to_string()),
        };
        (key.code().to_owned(), Some(value))
    }
}
