//! What a pane says: content and where the focus is, never how it looks.
//!
//! The vocabulary is closed. Two faces show it: `screen` paints it, `linear` speaks it; a new kind of
//! block is taught to both. A view borrows from its pane, cannot fail and cannot write.
//!
//! ```text
//! list      rows to move along and open
//! schedule  a day in slots
//! made      rows, lanes and blocks that a function makes when they are asked for
//! focus     what has the focus, as data: both faces are drawn from it
//! ```

mod focus;
mod list;
mod made;
mod schedule;

use std::borrow::Cow;

use super::form::Form;
use super::words::{MessageId, Words};
use made::MakeBlocks;

pub use focus::{Focus, FocusRole, Rect};
pub use list::{Column, List, Row, Rows, Width};
pub use made::{LanesBy, Made, RowsBy};
pub use schedule::{Lane, Lanes, Schedule, Slot};

/// Text of a view: borrowed from the pane or made for the occasion.
pub type Say<'a> = Cow<'a, str>;

/// What one sub-view shows.
#[derive(Debug)]
pub struct View<'a> {
    /// The title: row 0 of the screen, the first thing said on opening.
    pub title: Say<'a>,
    /// The blocks, in reading order.
    pub blocks: Vec<Block<'a>>,
    /// Facts beside the main blocks on a wide screen. Never the only way to learn something: on a narrow
    /// screen they are not shown, and opening the row tells the same.
    pub side: Option<Side<'a>>,
    /// Which block and part has the focus.
    pub focus: At,
}

/// What stands beside the main blocks: made only where there is room for it.
pub struct Side<'a>(Box<dyn MakeBlocks + 'a>);

impl Side<'_> {
    /// The blocks, in reading order.
    pub fn blocks(&self) -> Vec<Block<'_>> {
        self.0.blocks()
    }
}

impl std::fmt::Debug for Side<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.blocks()).finish()
    }
}

/// Where the focus is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct At {
    /// Index in [`View::blocks`].
    pub block: usize,
    /// Row of a list or schedule, field of a form, line of a text.
    pub part: usize,
}

/// One block of content.
#[derive(Debug)]
pub enum Block<'a> {
    /// Labels and values, one a row.
    Facts(Facts<'a>),
    /// Rows to move along and open.
    List(List<'a>),
    /// Fields to fill in.
    Form(FormBlock<'a>),
    /// One day of one member of staff, with the colleagues' days beside it where there is room.
    Schedule(Schedule<'a>),
    /// Quantities against a whole.
    Bars(Bars<'a>),
    /// Paragraphs.
    Text(Text<'a>),
    /// One sentence that must be met.
    Notice(Notice<'a>),
}

/// How a text stands out. Never the only carrier of a meaning: the word is there too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Ordinary.
    #[default]
    Plain,
    /// Less important.
    Quiet,
    /// More important.
    Strong,
    /// Well.
    Good,
    /// To be looked at.
    Warn,
    /// Wrong or urgent.
    Bad,
}

/// A text with its tone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span<'a> {
    /// The text.
    pub text: Say<'a>,
    /// Its tone.
    pub tone: Tone,
}

impl<'a> Span<'a> {
    /// Ordinary text.
    pub fn plain(text: impl Into<Say<'a>>) -> Self {
        Self {
            text: text.into(),
            tone: Tone::Plain,
        }
    }

    /// A text with a tone.
    pub fn toned(text: impl Into<Say<'a>>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

/// Labels and values, one a row: not focusable.
#[derive(Debug, Default)]
pub struct Facts<'a> {
    /// Heading above the rows, if any.
    pub heading: Option<Say<'a>>,
    /// Label and value; a value that is empty is not shown.
    pub rows: Vec<(Say<'a>, Span<'a>)>,
}

/// A form, and the facts that follow from what was typed.
#[derive(Debug)]
pub struct FormBlock<'a> {
    /// The form's state.
    pub form: &'a Form,
    /// What was computed from it (targets with reasons, what is missing), below the fields. It changes
    /// only when a field is left.
    pub after: Vec<Span<'a>>,
}

/// Quantities against a whole.
#[derive(Debug, Default)]
pub struct Bars<'a> {
    /// Heading.
    pub heading: Option<Say<'a>>,
    /// Label, part, whole (0 when there is none), and the value as text (`4 h di 12`).
    pub bars: Vec<(Say<'a>, u32, u32, Say<'a>)>,
}

/// Paragraphs; wraps, scrolls by line when it has the focus.
#[derive(Debug, Default)]
pub struct Text<'a> {
    /// Heading.
    pub heading: Option<Say<'a>>,
    /// The paragraphs.
    pub paragraphs: Vec<Span<'a>>,
}

/// One sentence that must be met.
#[derive(Debug)]
pub struct Notice<'a> {
    /// Its tone.
    pub tone: Tone,
    /// The sentence.
    pub text: Say<'a>,
}

impl<'a> Facts<'a> {
    /// Rows whose labels are messages.
    pub fn of(words: &'a Words, rows: impl IntoIterator<Item = (MessageId, Span<'a>)>) -> Self {
        let rows = rows.into_iter().map(|(id, value)| (words.get(id), value));
        Self::new(rows.collect())
    }

    /// Rows of labels and values.
    pub fn new(rows: Vec<(Say<'a>, Span<'a>)>) -> Self {
        Self {
            heading: None,
            rows,
        }
    }

    /// The same with a heading above the rows, if any.
    #[must_use]
    pub fn headed(mut self, heading: impl Into<Option<Say<'a>>>) -> Self {
        self.heading = heading.into();
        self
    }
}

impl<'a> View<'a> {
    /// A view of these blocks, with the focus at the beginning of the first.
    pub fn new(title: impl Into<Say<'a>>, blocks: Vec<Block<'a>>) -> Self {
        Self {
            title: title.into(),
            blocks,
            side: None,
            focus: At::default(),
        }
    }

    /// A view of one form, with the focus on its field.
    pub fn of_form(title: impl Into<Say<'a>>, form: &'a Form) -> Self {
        let block = FormBlock {
            form,
            after: Vec::new(),
        };
        Self::new(title, vec![Block::Form(block)]).at(0, form.at)
    }

    /// The same with the focus on a part of a block.
    #[must_use]
    pub fn at(self, block: usize, part: usize) -> Self {
        self.focused_on(At { block, part })
    }

    /// The same with the focus on a part of the last block.
    #[must_use]
    pub fn at_last(self, part: usize) -> Self {
        let block = self.blocks.len().saturating_sub(1);
        self.at(block, part)
    }

    /// The same with the focus there.
    #[must_use]
    pub fn focused_on(self, focus: At) -> Self {
        Self { focus, ..self }
    }

    /// The same with what follows from the form said below its fields; see [`FormBlock::after`].
    #[must_use]
    pub fn with_after(mut self, after: Vec<Span<'a>>) -> Self {
        if let Some(Block::Form(block)) = self.blocks.last_mut() {
            block.after = after;
        }
        self
    }

    /// The same with blocks beside it, when there is something to tell there.
    #[must_use]
    pub fn beside(self, side: Option<impl Fn() -> Vec<Block<'a>> + 'a>) -> Self {
        Self {
            side: side.map(|make| Side(Box::new(Made::new(1, move |_| make())))),
            ..self
        }
    }
}

/// The parts that say something, a comma apart.
pub(super) fn join(parts: &[&str]) -> String {
    let said: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    said.join(", ")
}
