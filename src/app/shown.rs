//! What the faces ask of the app: the view in front, the offered keys, the message.

use crate::panes::PANES;
use crate::terminal::key::Key;
use crate::ui::command::{Command, Keymap};
use crate::ui::linear::Offer;
use crate::ui::view::{Tone, View};
use crate::ui::words::MessageId;

use super::App;
use super::commands::{self, APP_COMMANDS};
use super::layers::Layer;
use super::layers::{Doable, Keyed};

impl App {
    /// The commands of the pane in front, offered now.
    pub fn offered(&self) -> Vec<Command> {
        if self.layers.is_empty() {
            self.panes
                .get(self.at)
                .and_then(Option::as_ref)
                .map(|pane| {
                    pane.offers(&self.env)
                        .into_iter()
                        .map(|(_, command)| command)
                        .collect()
                })
                .unwrap_or_default()
        } else {
            Vec::new()
        }
    }

    /// Every command of the pane in front that is offered, then the app's, each with the key that calls it
    /// here: a letter that the pane needs for itself calls nothing else.
    pub(super) fn keyed(&self) -> Vec<(Keyed, Option<char>)> {
        let pane = self.panes.get(self.at).and_then(Option::as_ref);
        let own = pane.map(|pane| pane.offers(&self.env)).unwrap_or_default();
        let own = own
            .into_iter()
            .map(|(index, command)| (PANES[self.at].name, command, Doable::Pane(index)));
        let all = APP_COMMANDS.iter().enumerate();
        let all = all.filter(|(_, row)| row.is_for(&self.env.staff));
        let all = all.map(|(index, row)| ("app", row.command, Doable::App(index)));
        let mut taken: Vec<char> = Vec::new();
        own.chain(all)
            .map(|(scope, command, what)| {
                let keys = self.env.keys.map.keys(scope, &command);
                let key = keys.iter().find(|key| !taken.contains(key)).copied();
                taken.extend(keys);
                (Keyed { command, what }, key)
            })
            .collect()
    }

    /// Every command that can be called now. One without a key is called from the list of commands, which lies
    /// on no other layer.
    pub fn offers(&self) -> Vec<Offer<'_>> {
        let on_top = self.layers.last();
        let keyed = self.keyed();
        let help = keyed.iter().find(|(row, _)| row.command.name == "help");
        let help = help.and_then(|(_, key)| *key);
        let shown = |what: Doable| match (on_top, what) {
            (None, _) => true,
            // What stands in nobody's way goes when something else is done.
            (Some(Layer::Dialog { dialog, .. }), _) if dialog.is_passing() => true,
            (Some(layer), Doable::App(index)) => commands::on_layer(&APP_COMMANDS[index], layer),
            (Some(_), Doable::Pane(_) | Doable::Room(_)) => false,
        };
        let rows = keyed.iter().enumerate();
        rows.filter(|(_, (row, _))| shown(row.what))
            .filter_map(|(place, (row, key))| {
                let calls = match (key, help, on_top) {
                    (Some(key), ..) => vec![Key::Char(*key)],
                    (None, Some(help), None) => listed(help, place),
                    _ => return None,
                };
                Some(Offer {
                    key: *key,
                    calls,
                    label: self.env.words.get(row.command.label),
                    rows: match row.command.name {
                        "go" => self.menu().len() + 1,
                        _ => 0,
                    },
                })
            })
            .collect()
    }

    /// What the footer shows: key and label of what can be done now.
    pub fn footer(&self, typing: bool) -> Vec<(String, String)> {
        let words = &self.env.words;
        if typing {
            // Letters and digits are text now: only what works is offered.
            let row = |key: MessageId, label: MessageId| {
                (words.get(key).into_owned(), words.get(label).into_owned())
            };
            // The way out comes last, so that it is there on the narrowest screen: also by plain keys.
            return vec![
                row(MessageId("key-up"), MessageId("command-previous")),
                row(MessageId("key-enter"), MessageId("command-next")),
                row(MessageId("key-out"), MessageId("command-back")),
            ];
        }
        let own = self.offered().into_iter().map(|command| {
            (
                self.env.keys.map.shown(PANES[self.at].name, &command),
                words.get(command.label).into_owned(),
            )
        });
        let all = APP_COMMANDS
            .iter()
            .filter(|row| matches!(row.command.name, "find" | "undo" | "help"))
            .filter(|row| row.is_for(&self.env.staff))
            .map(|row| {
                (
                    self.env.keys.map.shown("app", &row.command),
                    words.get(row.command.label).into_owned(),
                )
            });
        let by_menu = self.layers.is_empty() && !self.has_help_key();
        let back = if by_menu {
            MessageId("command-menu")
        } else {
            MessageId("command-back")
        };
        let back = [("0".to_owned(), words.get(back).into_owned())];
        if self.layers.is_empty() {
            // What has no key of its own is reached by number, from the list of commands.
            let has_key = |(key, _): &(String, String)| !key.is_empty();
            own.chain(all).filter(has_key).chain(back).collect()
        } else {
            back.into_iter().collect()
        }
    }

    /// The view of the pane in front. A form says in its title who else has its row open.
    pub fn view(&self) -> Option<View<'_>> {
        let pane = self.panes.get(self.at).and_then(Option::as_ref)?;
        let mut view = pane.show(&self.env);
        let row = pane.unsaved().and_then(|(_, form)| form.on_file());
        if let Some(row) = row {
            view.title = self.env.titled(ulid::Ulid(row.id), view.title);
        }
        Some(view)
    }

    /// The view of the layer on top, if any.
    pub fn layer(&self) -> Option<View<'_>> {
        let hiding = self.layers.iter().find(|layer| layer.hides());
        let top = hiding.or(self.layers.last());
        top.map(|layer| layer.view(self))
    }

    /// How many layers lie on the pane in front.
    pub fn level(&self) -> usize {
        self.layers.len()
    }

    /// The name of the pane in front.
    pub fn pane_title(&self) -> MessageId {
        PANES[self.at].title
    }

    /// The message of the last row.
    pub fn message(&self) -> Option<(Tone, &str)> {
        self.messages.current()
    }

    /// The newest message and its number.
    pub fn newest_message(&self) -> Option<(u64, &str)> {
        self.messages.newest()
    }

    /// Whether the cursor belongs on the message, because it was asked for again.
    pub fn on_message(&self) -> bool {
        self.messages.focused()
    }

    /// The keys in use.
    pub fn keymap(&self) -> &Keymap {
        &self.env.keys.map
    }
}

/// The way to a command by its place in the list of commands.
fn listed(help: char, place: usize) -> Vec<Key> {
    let mut keys = vec![Key::Char(help)];
    keys.extend(std::iter::repeat_n(Key::Down, place));
    keys.push(Key::Enter);
    keys
}
