//! The app's own commands: what every pane has.

use chrono::Timelike;

use crate::domain::staff::{Right, Staff};
use crate::panes::{Booking, Link};
use crate::store::agenda::Book;
use crate::store::journal::{RedoLast, UndoLast};
use crate::store::matches::MatchesFor;
use crate::store::search::FindPeople;
use crate::store::{Act as _, Query as _};
use crate::terminal::key::Key;
use crate::ui::command::{Command, Keymap};
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

impl AppCommand {
    /// Whether it is for somebody with these rights.
    pub fn is_for(&self, staff: &Staff) -> bool {
        self.right.is_none_or(|right| staff.may(right))
    }

    /// Only for whom the right brings.
    const fn needing(self, right: Right) -> Self {
        Self {
            right: Some(right),
            ..self
        }
    }
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
    })
    .needing(FindPeople::RIGHT),
    row("book", &['a'], MessageId("command-book"), book).needing(Book::RIGHT),
    row("match", &['m'], MessageId("command-match"), match_person).needing(MatchesFor::RIGHT),
    row("undo", &['u'], MessageId("command-undo"), |app, _| {
        app.undo();
    })
    .needing(UndoLast::RIGHT),
    row("redo", &[], MessageId("command-redo"), |app, _| {
        app.act(RedoLast, AppMsg::Redone);
    })
    .needing(RedoLast::RIGHT),
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
    row(
        "accessibility",
        &[],
        MessageId("command-accessibility"),
        |app, _| app.open_accessibility(),
    ),
    row("face", &[], MessageId("command-face"), |app, _| {
        app.requests.push(Request::GoOver);
    }),
    row("quit", &['q'], MessageId("command-quit"), |app, _| {
        app.requests.push(Request::Quit);
    }),
];

/// The commands that every pane has, without what they do.
pub fn all() -> Vec<Command> {
    APP_COMMANDS.iter().map(|row| row.command).collect()
}

/// Whether a command makes sense while a layer lies on top: what tells, what hides and what leaves on all of
/// them; on one that is only read, also what brings another in its place.
pub fn on_layer(row: &AppCommand, layer: &Layer) -> bool {
    let tells = matches!(row.command.name, "repeat" | "where" | "privacy" | "quit");
    tells || (layer.is_read() && goes(row))
}

/// Whether a command brings a layer of its own.
pub(super) fn goes(row: &AppCommand) -> bool {
    matches!(row.command.name, "go" | "find" | "day" | "palette" | "help")
}

/// Whether the key stays on a notice: it takes back, or says again.
pub(super) fn says_again(keymap: &Keymap, key: Key) -> bool {
    APP_COMMANDS
        .iter()
        .filter(|row| matches!(row.command.name, "undo" | "repeat"))
        .any(|row| keymap.calls("app", &row.command, key))
}

fn book(app: &mut App, _: &Shown) {
    match app.env.in_hand.clone() {
        Some(person) => app.go(&Link::Book(Booking {
            person,
            service: None,
            action: None,
            plan: None,
            with: None,
        })),
        None => app.tell_naming(MessageId("app-nobody-in-hand"), "app", "find"),
    }
}

fn match_person(app: &mut App, _: &Shown) {
    match app.env.in_hand.clone() {
        Some(person) => app.go(&Link::Match(person.id)),
        None => app.tell_naming(MessageId("app-nobody-in-hand"), "app", "find"),
    }
}

fn repeat(app: &mut App, _: &Shown) {
    if !app.messages.repeat() {
        app.tell(Tone::Plain, MessageId("app-nothing-said"));
        app.messages.repeat();
    }
}

/// One line: screen, row and count, time, what is new; last what the cursor shows anyway, so that a narrow
/// screen cuts nothing else.
fn where_am_i(app: &mut App, shown: &Shown) {
    let words = app.env.words.clone();
    let title = app
        .layer()
        .or_else(|| app.view())
        .map(|view| view.title.into_owned())
        .unwrap_or_default();
    let now = app.env.now.with_timezone(&chrono_tz::Europe::Rome);
    let minute = u16::try_from(now.num_seconds_from_midnight() / 60).unwrap_or_default();
    let time = words.clock(minute);
    let mut parts = vec![title];
    // Called from help or the palette: what had the focus there is gone.
    let focus = shown.focus.clone().or_else(|| {
        let view = app.layer().or_else(|| app.view());
        view.map(|view| view.focused(&words))
    });
    if let Some((row, count)) = focus.as_ref().and_then(|focus| focus.position) {
        let place = [("row", row.into()), ("count", count.into())];
        parts.push(words.with(MessageId("where-row"), &place).into_owned());
    }
    let time = [("time", time.into())];
    parts.push(words.with(MessageId("where-time"), &time).into_owned());
    parts.extend(app.news());
    if let Some(focus) = focus {
        let view = app.layer().or_else(|| app.view());
        let row = view.filter(|_| focus.role == FocusRole::Row);
        let said = match row.and_then(|view| view.row_said()) {
            Some(row) => vec![row],
            None => vec![focus.name, focus.value],
        };
        parts.extend(said.into_iter().filter(|said| !said.is_empty()));
        if matches!(focus.role, FocusRole::Row | FocusRole::Slot) {
            parts.push(words.get(MessageId("where-enter-opens")).into_owned());
        }
    }
    if let Some(person) = &app.env.in_hand {
        let name = [("name", person.name.as_str().into())];
        parts.push(words.with(MessageId("where-in-hand"), &name).into_owned());
    }
    app.messages.say(Tone::Plain, parts.join(", "));
    app.catch_up();
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
