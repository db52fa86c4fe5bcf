//! The app's own commands: what every pane has.

use crate::domain::staff::Right;
use crate::panes::{Booking, Link};
use crate::store::journal::{RedoLast, UndoLast};
use crate::ui::command::Command;
use crate::ui::view::{FocusRole, Tone};
use crate::ui::words::MessageId;

use super::layers::{AppMsg, Layer};
use super::{App, Request, Shown};

/// One command of the app.
pub struct AppCommand {
    /// Name, keys, label.
    pub command: Command,
    /// The right without which it is not offered.
    pub right: Option<Right>,
    /// Does it.
    pub run: fn(&mut App, &Shown),
}

const fn row(
    name: &'static str,
    keys: &'static [char],
    label: MessageId,
    run: fn(&mut App, &Shown),
) -> AppCommand {
    AppCommand {
        command: Command { name, keys, label },
        right: None,
        run,
    }
}

/// The app's commands, in the order of help.
pub const APP_COMMANDS: &[AppCommand] = &[
    row("go", &['g'], MessageId("command-go"), |app, _| {
        app.open_menu();
    }),
    row("find", &['t', '/'], MessageId("command-find"), |app, _| {
        app.open_find();
    }),
    row("book", &['a'], MessageId("command-book"), book),
    row("match", &['m'], MessageId("command-match"), match_person),
    row("undo", &['u'], MessageId("command-undo"), |app, _| {
        app.undo();
    }),
    row("repeat", &['r'], MessageId("command-repeat"), repeat),
    row("where", &['w'], MessageId("command-where"), where_am_i),
    row("day", &['l'], MessageId("command-day"), |app, _| {
        app.open_day();
    }),
    row(
        "palette",
        &['.', ':'],
        MessageId("command-palette"),
        |app, _| app.open_palette(),
    ),
    row("help", &['h', '?'], MessageId("command-help"), |app, _| {
        app.open_help();
    }),
    row("privacy", &['z'], MessageId("command-privacy"), |app, _| {
        app.layers.push(Layer::privacy());
    }),
    row("about", &[], MessageId("command-about"), |app, _| {
        app.open_about();
    }),
    row("quit", &['q'], MessageId("command-quit"), |app, _| {
        app.requests.push(Request::Quit);
    }),
];

/// Whether a command makes sense while something lies on top: what tells and what leaves.
pub fn on_layers(row: &AppCommand) -> bool {
    matches!(row.command.name, "repeat" | "where" | "quit")
}

fn book(app: &mut App, _: &Shown) {
    match app.env.in_hand.clone() {
        Some(person) => app.go(&Link::Book(Booking {
            person,
            service: None,
            action: None,
        })),
        None => app.tell(Tone::Warn, MessageId("app-nobody-in-hand")),
    }
}

fn match_person(app: &mut App, _: &Shown) {
    match app.env.in_hand.clone() {
        Some(person) => app.go(&Link::Match(person.id)),
        None => app.tell(Tone::Warn, MessageId("app-nobody-in-hand")),
    }
}

fn repeat(app: &mut App, _: &Shown) {
    if !app.messages.repeat() {
        app.tell(Tone::Plain, MessageId("app-nothing-said"));
        app.messages.repeat();
    }
}

/// One line: screen, row and count, name, what Enter does, the time, what is new.
fn where_am_i(app: &mut App, shown: &Shown) {
    let words = app.env.words.clone();
    let title = app
        .layer()
        .or_else(|| app.view())
        .map(|view| view.title.into_owned())
        .unwrap_or_default();
    let time = app
        .env
        .now
        .with_timezone(&chrono_tz::Europe::Rome)
        .format("%H:%M")
        .to_string();
    let mut parts = vec![title];
    if let Some(focus) = &shown.focus {
        if let Some((row, count)) = focus.position {
            parts.push(
                words
                    .with(
                        MessageId("where-row"),
                        &[("row", row.into()), ("count", count.into())],
                    )
                    .into_owned(),
            );
        }
        if !focus.name.is_empty() {
            parts.push(focus.name.clone());
        }
        if !focus.value.is_empty() {
            parts.push(focus.value.clone());
        }
        if matches!(focus.role, FocusRole::Row | FocusRole::Slot) {
            parts.push(words.get(MessageId("where-enter-opens")).into_owned());
        }
    }
    if let Some(person) = &app.env.in_hand {
        parts.push(
            words
                .with(
                    MessageId("where-in-hand"),
                    &[("name", person.name.as_str().into())],
                )
                .into_owned(),
        );
    }
    parts.push(
        words
            .with(MessageId("where-time"), &[("time", time.into())])
            .into_owned(),
    );
    let news = app.messages.take_news();
    if news > 0 {
        parts.push(
            words
                .with(MessageId("where-news"), &[("n", news.into())])
                .into_owned(),
        );
    }
    app.messages.say(Tone::Plain, parts.join(", "));
}

impl App {
    fn undo(&mut self) {
        if std::mem::take(&mut self.after_undo) {
            self.act(RedoLast, AppMsg::Redone);
        } else {
            self.act(UndoLast, AppMsg::Undone);
        }
    }
}
