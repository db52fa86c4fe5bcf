//! What takes keys before the commands do: the focused field, list, schedule or text.
//!
//! A part changes its own state and says what happened; it never calls anyone.

use super::form::{Form, FormEvent};
use crate::terminal::Key;

/// What a key did to the part that has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartEvent {
    /// The key was not for the part: it goes on to the commands.
    Ignored,
    /// Taken; at most the focus or the caret moved.
    Taken,
    /// The text of a field changed, or a mark of a [`super::form::Kind::Several`].
    Edited(usize),
    /// A field was left.
    Left(usize),
    /// Save was asked for.
    Submit,
    /// A row was opened.
    Opened(usize),
    /// A list was closed (Left).
    Closed,
    /// A day or a person on (`1`) or back (`-1`), in a schedule.
    Across(i8),
    /// The selection moved close to the last row loaded, and there are more.
    More,
}

impl From<FormEvent> for PartEvent {
    fn from(event: FormEvent) -> Self {
        match event {
            FormEvent::Ignored => Self::Ignored,
            FormEvent::Taken => Self::Taken,
            FormEvent::Edited(field) => Self::Edited(field),
            FormEvent::Left(field) => Self::Left(field),
            FormEvent::Submit => Self::Submit,
        }
    }
}

/// The focused part of a view.
pub trait Part {
    /// Lets a key act.
    fn key(&mut self, key: Key) -> PartEvent;

    /// Takes a pasted text, unfiltered.
    fn paste(&mut self, _text: &str) -> PartEvent {
        PartEvent::Ignored
    }

    /// Whether letters and digits are text now, and so no commands.
    fn takes_text(&self) -> bool {
        false
    }

    /// Goes to the row, slot or field `part` (an index, as in [`super::view::At::part`]) and opens it:
    /// what a number typed in front of it asks for.
    fn pick(&mut self, part: usize) -> PartEvent;

    /// The form, where the part is one.
    fn form(&mut self) -> Option<&mut Form> {
        None
    }

    /// Is told after a painting how many lines the part has, where only the face can know.
    fn measured(&mut self, _count: usize) {}
}
