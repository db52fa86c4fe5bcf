//! One's own keys: every command with its key, and another key for one of them by pressing it.
//!
//! A key that calls something else at the same time, or that something needs, is refused with the reason.
//! Arrows, Enter, the digits and 0 for back stand in no map, so none is without a way out.

use crate::panes::{Cx, Env, PANES, Setting};
use crate::store::Result;
use crate::store::staff::{SetStaffSetting, StaffSettings};
use crate::ui::command::{Command, Keymap, KeymapFault, Letters, ReservedBy, Scoped, full_name};
use crate::ui::form::{Field, Form};
use crate::ui::view::{Block, Notice, Say, Span, Tone, Width};
use crate::ui::words::MessageId;

use super::room::{Room, Then};
use super::sheet::{Sheet, Subject};
use super::table::{Lines, Table};
use super::{Msg, Office};

/// The scope of the commands that every pane has.
const EVERYWHERE: &str = "app";

const FORM: &str = "office.keymap";
const KEY: &str = "key";

/// The commands as a room.
pub(super) fn room(env: &Env) -> Box<dyn Room> {
    Box::new(Table::of(Keys, entries(env)))
}

/// A command: where it stands, under which title, and what it is.
#[derive(Debug, Clone, Copy)]
struct Entry {
    scope: &'static str,
    title: MessageId,
    command: Command,
}

impl Entry {
    fn name(&self) -> String {
        full_name(self.scope, &self.command)
    }
}

/// The commands that everybody has, then those of the panes that the person may open.
fn entries(env: &Env) -> Vec<Entry> {
    let all = env.keys.app.iter().map(|command| Entry {
        scope: EVERYWHERE,
        title: MessageId("keymap-everywhere"),
        command: *command,
    });
    let panes = PANES.iter().filter(|pane| env.staff.may(pane.right));
    let own = panes.flat_map(|pane| {
        (pane.commands)().into_iter().map(|command| Entry {
            scope: pane.name,
            title: pane.title,
            command,
        })
    });
    all.chain(own).collect()
}

/// The map as it is when letters act: what is chosen here.
fn map(env: &Env) -> Keymap {
    env.keys.map.clone().with_letters(Letters::On)
}

struct Keys;

impl Lines for Keys {
    type Line = Entry;
    type Id = String;
    const TABLES: &'static [&'static str] = &["staff_setting"];
    const EMPTY: MessageId = MessageId("keymap-title");

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(MessageId("keymap-title"))
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (
                Some(MessageId("keymap-column-what")),
                Width::Fill { min: 18, weight: 1 },
            ),
            (Some(MessageId("keymap-column-key")), Width::Fixed(13)),
            (
                Some(MessageId("keymap-column-where")),
                Width::Below { min: 24 },
            ),
        ]
    }

    fn id(line: &Entry) -> String {
        line.name()
    }

    fn cells<'a>(&'a self, line: &'a Entry, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let key = map(env).shown(line.scope, &line.command);
        let key = if key.is_empty() {
            Span::toned(words.get(MessageId("keymap-by-number")), Tone::Quiet)
        } else if env.keys.map.is_own(&line.name()) {
            let args = [("key", key.into())];
            Span::toned(words.with(MessageId("keymap-yours"), &args), Tone::Good)
        } else {
            Span::plain(key)
        };
        vec![
            Span::toned(words.get(line.command.label), Tone::Strong),
            key,
            Span::toned(words.get(line.title), Tone::Quiet),
        ]
    }

    fn above<'a>(&'a self, env: &'a Env) -> Vec<Block<'a>> {
        let off = env.keys.map.letters() == Letters::Off;
        let notice = || {
            Block::Notice(Notice {
                tone: Tone::Warn,
                text: env.words.get(MessageId("keymap-off")),
            })
        };
        off.then(notice).into_iter().collect()
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        cx.read("mine", StaffSettings, Msg::Mine);
    }

    fn answer(&mut self, msg: Msg, env: &Env) -> Option<Result<Vec<Entry>>> {
        match msg {
            Msg::Mine(rows) => Some(rows.map(|_| entries(env))),
            _ => None,
        }
    }

    fn open(&mut self, line: &Entry, cx: &mut Cx<'_, Office>) -> Then {
        let words = &cx.env().words;
        let form = Form::new(FORM, vec![Field::text(KEY, MessageId("keymap-key")).max(2)]);
        let what = words.get(line.command.label);
        let args = [("what", what.as_ref().into())];
        let title = words.with(MessageId("keymap-new-title"), &args);
        Sheet::new(NewKey(*line), form, "", title.into_owned())
            .with_note(MessageId("keymap-how"))
            .without_draft()
            .open()
    }
}

/// Another key for a command.
struct NewKey(Entry);

impl NewKey {
    fn setting(&self, form: &Form) -> Setting {
        Setting::Key(self.0.name(), form.value(KEY).chars().next())
    }
}

impl Subject for NewKey {
    fn edited(&self, form: &mut Form, field: &'static str, _env: &Env) {
        // The key pressed last is the one that is meant.
        let last = form.value(field).chars().last();
        form.set(field, &last.map(String::from).unwrap_or_default());
    }

    fn at_once(&self, form: &Form) -> bool {
        !form.value(KEY).is_empty()
    }

    fn check(&self, form: &mut Form, field: &'static str, env: &Env) {
        if let Some(key) = form.value(KEY).chars().next()
            && let Some(fault) = fault(&self.0, key, env)
        {
            form.set_error(field, fault);
        }
    }

    fn send(&self, form: &Form, cx: &mut Cx<'_, Office>) {
        let (key, value) = self.setting(form).kept();
        cx.act(SetStaffSetting { key, value }, Msg::Kept);
    }

    fn saved(&self, form: &Form, cx: &mut Cx<'_, Office>) {
        cx.settle(self.setting(form));
    }
}

/// Why a command cannot have a key, if it cannot.
fn fault(entry: &Entry, key: char, env: &Env) -> Option<String> {
    let name = entry.name();
    let wanted = map(env).with_own(&name, Some(vec![key]));
    let all = entries(env);
    let of = |scope: &str| -> Vec<Scoped<'_>> {
        let here = all.iter().filter(|one| one.scope == scope);
        here.map(|one| (one.scope, &one.command)).collect()
    };
    // What every pane has goes with each of them; what one has, with what every pane has.
    let beside: Vec<&str> = match entry.scope {
        EVERYWHERE => PANES.iter().map(|pane| pane.name).collect(),
        scope => vec![scope],
    };
    let tables = beside
        .into_iter()
        .map(|scope| [of(EVERYWHERE), of(scope)].concat());
    let faults = tables.flat_map(|table| wanted.check(&table));
    let mut said = faults.filter_map(|fault| in_words(&fault, &name, &all, env));
    said.next()
}

/// A fault of the command of that name, with what to do.
fn in_words(fault: &KeymapFault, name: &str, all: &[Entry], env: &Env) -> Option<String> {
    let words = &env.words;
    match fault {
        KeymapFault::Clash { key, first, second } => {
            let other = match (first == name, second == name) {
                (true, _) => second,
                (_, true) => first,
                (false, false) => return None,
            };
            let other = all.iter().find(|one| one.name() == *other)?;
            let other = words.get(other.command.label);
            let args = [
                ("key", String::from(*key).into()),
                ("other", other.as_ref().into()),
            ];
            Some(words.with(MessageId("keymap-clash"), &args).into_owned())
        }
        KeymapFault::Reserved { command, why, .. } if command == name => {
            let id = match why {
                ReservedBy::Rows => MessageId("keymap-reserved-rows"),
                ReservedBy::Cards => MessageId("keymap-reserved-cards"),
                ReservedBy::Shell => MessageId("keymap-reserved-shell"),
                ReservedBy::Keyboard => MessageId("keymap-reserved-keyboard"),
            };
            Some(words.get(id).into_owned())
        }
        KeymapFault::Reserved { .. } | KeymapFault::Unknown(_) => None,
    }
}
