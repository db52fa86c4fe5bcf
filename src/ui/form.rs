//! A form: fields with their errors, edited by grapheme, kept as a draft.
//!
//! Knows no domain: what a field accepts is a kind, what it offers are proposals that the pane gives,
//! and what is wrong with it is told by the pane when the field is left or the form is saved.

use super::line::Line;
use super::words::MessageId;

/// The state of a form.
#[derive(Debug)]
pub struct Form {
    /// Its name in the drafts: `intake.brief`.
    pub name: &'static str,
    /// The fields in order; the row after the last one saves.
    pub fields: Vec<Field>,
    /// The field in focus; `fields.len()` is the save row.
    pub at: usize,
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Its name in the draft and in errors.
    pub name: &'static str,
    /// Its label, on the same row, left of the value.
    pub label: MessageId,
    /// What it takes.
    pub kind: Kind,
    /// What was typed.
    pub line: Line,
    /// The proposal that was taken, for choices and pickers.
    pub chosen: Option<Choice>,
    /// What is offered now, best first, eight at most shown.
    pub proposals: Vec<Choice>,
    /// The proposal under the cursor: `None` while the cursor is in the text.
    pub highlighted: Option<usize>,
    /// What is wrong and what to do about it; shown on the field's own row and below it.
    pub error: Option<String>,
    /// What follows from the value ("nata il 12/03/1985 a Milano"), below the field's row.
    pub hint: Option<String>,
    /// Whether saving needs it.
    pub required: bool,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text on one line.
    Text,
    /// A date as people type it; the pane reads it.
    Date,
    /// One of a fixed set, given once as proposals: filtered as one types, or by number.
    Choice,
    /// Several of a fixed set.
    Several,
    /// One of many: the pane gives proposals after each key.
    Picker,
    /// A note on its own sheet: several lines, an empty line ends it.
    Note,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The stored value.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// What tells it from its neighbours (province, date of birth); may be empty.
    pub detail: String,
}

/// What a key did to a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormEvent {
    /// The key was not for the form.
    Ignored,
    /// Taken, nothing changed but the cursor.
    Taken,
    /// The text of a field changed: offer proposals, mark the draft unsaved.
    Edited(usize),
    /// A field was left: check it, save the draft.
    Left(usize),
    /// Save was asked for.
    Submit,
}
