//! The rooms: one folder per pane, and what a pane is.
//!
//! A pane describes what it shows and asks for what it needs; it never draws, never touches a file or
//! a socket, and never names another pane: it leaves by a [`Link`] that the app follows.

pub mod agenda;
mod env;
mod host;
mod link;
pub mod office;
pub mod people;
pub mod person;
pub mod plans;
pub mod quality;
pub mod reception;
pub mod service;
pub mod target;
pub mod vacancies;

pub use env::{Env, InHand, Keys, Setting};
pub use host::{AnyPane, Ask, Cx, Effect, Erased, Outbox, Registered, Reply, Send_, registered};
pub use link::{Booking, Card, DraftKey, Link};

use crate::domain::staff::Right;
use crate::store::Changes;
use crate::ui::command::Command;
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::View;
use crate::ui::words::MessageId;

/// The panes, in the order of the menu. A new pane adds its folder above and its line here.
pub const PANES: &[Registered] = &[
    registered::<reception::Reception>(),
    registered::<people::People>(),
    registered::<agenda::Agenda>(),
    registered::<plans::Plans>(),
    registered::<vacancies::Vacancies>(),
    registered::<office::Office>(),
    registered::<quality::Quality>(),
];

/// One command of a pane: the row of the table, when it is offered, what it does.
pub struct PaneCommand<P: Pane> {
    /// Name, keys, label.
    pub command: Command,
    /// The right without which it is not offered.
    pub right: Option<Right>,
    /// Whether it makes sense now.
    pub offered: fn(&P) -> bool,
    /// Does it.
    pub run: fn(&mut P, &mut Cx<'_, P>),
}

/// A row of a table of commands.
pub const fn command<P: Pane>(
    name: &'static str,
    keys: &'static [char],
    label: MessageId,
    right: Right,
    offered: fn(&P) -> bool,
    run: fn(&mut P, &mut Cx<'_, P>),
) -> PaneCommand<P> {
    PaneCommand {
        command: Command { name, keys, label },
        right: Some(right),
        offered,
        run,
    }
}

/// A room.
pub trait Pane: Sized + Send + 'static {
    /// What answers and dialogs bring back.
    type Msg: Send + 'static;
    /// Its name in configuration and tests.
    const NAME: &'static str;
    /// Its name on the menu.
    const TITLE: MessageId;
    /// The right without which it is not on the menu.
    const RIGHT: Right;
    /// Its commands: the one table.
    const COMMANDS: &'static [PaneCommand<Self>];

    /// Opens it: asks for what it shows.
    fn open(cx: &mut Cx<'_, Self>) -> Self;

    /// Takes an answer.
    fn update(&mut self, msg: Self::Msg, cx: &mut Cx<'_, Self>);

    /// Says what it shows. Borrows, cannot fail, cannot write.
    fn view<'a>(&'a self, env: &'a Env) -> View<'a>;

    /// The field or list in focus: it takes keys before the commands.
    fn part(&mut self) -> Option<&mut dyn Part> {
        None
    }

    /// After something happened in the focused part: a row opened, a field left, a form to save.
    fn parted(&mut self, _event: PartEvent, _cx: &mut Cx<'_, Self>) {}

    /// Back one level; false at the pane's top.
    fn back(&mut self, _cx: &mut Cx<'_, Self>) -> bool {
        false
    }

    /// The form being filled in and the key of its draft; saved by the app when a field is left and
    /// within one second of the first unsaved key.
    fn draft(&self) -> Option<(DraftKey, &Form)> {
        None
    }

    /// Goes where a link says; false when it is not this pane's.
    fn follow(&mut self, _link: &Link, _cx: &mut Cx<'_, Self>) -> bool {
        false
    }

    /// Another person is in hand, or none.
    fn in_hand_changed(&mut self, _cx: &mut Cx<'_, Self>) {}

    /// The office's data changed: ask again what is shown, if it is among `what`.
    fn changed(&mut self, _what: &Changes, _cx: &mut Cx<'_, Self>) {}

    /// Why a command of its table is not offered now, and what to do instead; none when there is no more to say
    /// than that.
    fn why_not(&self, _command: &str, _env: &Env) -> Option<String> {
        None
    }

    /// It leaves the front: rows that can be asked again go; what is asked, the place and what was typed stay.
    /// When it comes back [`Pane::changed`] is told of [`Changes::anything`] and asks for them.
    fn rest(&mut self) {}
}
