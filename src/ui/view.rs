//! What a pane says: content and where the focus is, never how it looks.
//!
//! The vocabulary is closed. Two faces show it: `screen` paints it, `linear` speaks it; a new kind of
//! block is taught to both. A view borrows from its pane, cannot fail and cannot write.

use std::borrow::Cow;
use std::marker::PhantomData;

use super::form::{Field, Form};
use super::words::{MessageId, Words};
use crate::terminal::text;

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

trait MakeBlocks {
    fn blocks(&self) -> Vec<Block<'_>>;
}

impl<'a, F: Fn() -> Vec<Block<'a>>> MakeBlocks for Made<Vec<Block<'a>>, F> {
    fn blocks(&self) -> Vec<Block<'_>> {
        (self.make)()
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

/// Rows to move along and open.
pub struct List<'a> {
    /// Heading above the rows, if any.
    pub heading: Option<Say<'a>>,
    /// The columns, in reading order; the first names the row.
    pub columns: Vec<Column<'a>>,
    /// The rows.
    pub rows: Box<dyn Rows + 'a>,
    /// The row that is selected; it has the focus when [`View::focus`] points at this block.
    pub selected: usize,
    /// How many there are in all, when more exist than the rows loaded.
    pub total: Option<usize>,
    /// The sentence shown when there is no row; it takes the focus.
    pub empty: Say<'a>,
}

/// One column of a list.
#[derive(Debug, Clone)]
pub struct Column<'a> {
    /// Its heading; may be empty.
    pub heading: Say<'a>,
    /// Its width.
    pub width: Width,
}

impl<'a> Column<'a> {
    /// A column with a heading.
    pub fn new(heading: impl Into<Say<'a>>, width: Width) -> Self {
        Self {
            heading: heading.into(),
            width,
        }
    }

    /// A column whose cells say what they are.
    pub fn bare(width: Width) -> Self {
        Self::new("", width)
    }

    /// A cell of it where the heading is not seen: behind the heading's words when the cell alone says too
    /// little (`posti 3`).
    pub fn said<'c>(&self, cell: &'c str) -> Say<'c> {
        let heading = self.heading.trim();
        if heading.is_empty() || !says_little(cell) {
            return cell.into();
        }
        format!("{} {cell}", in_sentence(heading)).into()
    }
}

/// A number, a time, a sign or a letter or two.
fn says_little(cell: &str) -> bool {
    let first = cell.chars().next();
    first.is_some_and(|c| !c.is_alphabetic() || cell.chars().count() <= 2)
}

/// A heading inside a sentence: `Arrivo` becomes `arrivo`, `DID` stays.
fn in_sentence(heading: &str) -> String {
    let mut chars = heading.chars();
    match (chars.next(), chars.next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => first
            .to_lowercase()
            .chain(heading.chars().skip(1))
            .collect(),
        _ => heading.to_owned(),
    }
}

/// The width of a column in terminal columns. A cell that is longer goes on below in the same column: nothing
/// is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// This many, or as many as its heading has.
    Fixed(u16),
    /// A share of what is left, by weight, never under `min`.
    Fill {
        /// The least width at which it makes sense.
        min: u16,
        /// Its share of the rest.
        weight: u16,
    },
    /// A column of `min` or more where there is room for one; else a line of its own below the row.
    Below {
        /// The least width at which it makes sense as a column.
        min: u16,
    },
}

/// The rows of a list: asked one at a time, so a list of 5,000 costs only the rows on the screen.
pub trait Rows {
    /// How many.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at `i`, `i < len()`.
    fn row(&self, i: usize) -> Row<'_>;
}

/// One row: a cell for each column. Read alone, from left to right, it makes sense.
#[derive(Debug, Clone, Default)]
pub struct Row<'a> {
    /// The cells, as many as the list has columns.
    pub cells: Vec<Span<'a>>,
}

/// What a function makes when it is asked for.
pub struct Made<T, F> {
    len: usize,
    make: F,
    of: PhantomData<T>,
}

/// Rows made on demand by a function.
pub type RowsBy<'a, F> = Made<Row<'a>, F>;

impl<T, F: Fn(usize) -> T> Made<T, F> {
    /// `len` of them, each made by `make(i)`.
    pub fn new(len: usize, make: F) -> Self {
        Self {
            len,
            make,
            of: PhantomData,
        }
    }
}

impl<'a, F: Fn(usize) -> Row<'a>> Rows for Made<Row<'a>, F> {
    fn len(&self) -> usize {
        self.len
    }

    fn row(&self, i: usize) -> Row<'_> {
        (self.make)(i)
    }
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

/// One day of one member of staff.
#[derive(Debug)]
pub struct Schedule<'a> {
    /// The day and whose it is, as a heading.
    pub heading: Say<'a>,
    /// The slots of the day in focus, in time order.
    pub slots: Vec<Slot<'a>>,
    /// The slot that is selected.
    pub selected: usize,
    /// The sentence shown when there is no slot.
    pub empty: Say<'a>,
    /// The same day of the colleagues: shown beside on wide screens, never focused.
    pub colleagues: Box<dyn Lanes + 'a>,
}

/// The days of colleagues: asked one at a time, so that hundreds cost only those there is room for.
pub trait Lanes {
    /// How many colleagues.
    fn len(&self) -> usize;

    /// Whether there is nobody else.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The day of the colleague at `i`, `i < len()`.
    fn lane(&self, i: usize) -> Lane<'_>;
}

/// Days of colleagues made on demand by a function.
pub type LanesBy<'a, F> = Made<Lane<'a>, F>;

impl<'a, F: Fn(usize) -> Lane<'a>> Lanes for Made<Lane<'a>, F> {
    fn len(&self) -> usize {
        self.len
    }

    fn lane(&self, i: usize) -> Lane<'_> {
        (self.make)(i)
    }
}

impl std::fmt::Debug for dyn Lanes + '_ {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all = (0..self.len()).map(|i| self.lane(i));
        f.debug_list().entries(all).finish()
    }
}

/// A colleague's day.
#[derive(Debug, Clone, Default)]
pub struct Lane<'a> {
    /// Whose.
    pub name: Say<'a>,
    /// Its slots, in time order.
    pub slots: Vec<Slot<'a>>,
}

/// One slot of a schedule.
#[derive(Debug, Clone)]
pub struct Slot<'a> {
    /// When it starts: `09:00`.
    pub start: Say<'a>,
    /// When it ends: `09:30`.
    pub end: Say<'a>,
    /// Who, or that it is free.
    pub name: Span<'a>,
    /// The state as a word; empty when free.
    pub state: Span<'a>,
    /// What it is about.
    pub detail: Say<'a>,
}

impl Slot<'_> {
    /// As it is spoken: the name first, then the state as a word, then the time, then what it is about.
    pub fn said(&self, words: &Words) -> String {
        join(&[&self.name.text, &self.rest(words)])
    }

    fn rest(&self, words: &Words) -> String {
        let (start, end) = (("start", (&self.start).into()), ("end", (&self.end).into()));
        let times = match &*self.end {
            "" => words.with(MessageId("at-time"), &[("time", (&self.start).into())]),
            _ => words.with(MessageId("time-between"), &[start, end]),
        };
        join(&[&self.state.text, &times, &self.detail])
    }
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

impl std::fmt::Debug for List<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("List")
            .field("rows", &self.rows.len())
            .field("selected", &self.selected)
            .finish_non_exhaustive()
    }
}

impl<'a> List<'a> {
    /// Rows with these columns: no heading, the first row selected, all of them loaded, nothing said of none.
    pub fn of(columns: Vec<Column<'a>>, rows: impl Rows + 'a) -> Self {
        Self {
            heading: None,
            columns,
            rows: Box::new(rows),
            selected: 0,
            total: None,
            empty: Say::Borrowed(""),
        }
    }

    /// Rows of one cell each: what can be done, or chosen.
    pub fn plain(rows: impl Rows + 'a) -> Self {
        let whole = Width::Fill { min: 20, weight: 1 };
        Self::of(vec![Column::bare(whole)], rows)
    }

    /// The same with a heading above the rows, if any.
    #[must_use]
    pub fn headed(mut self, heading: impl Into<Option<Say<'a>>>) -> Self {
        self.heading = heading.into();
        self
    }

    /// The same with this row selected.
    #[must_use]
    pub fn selecting(mut self, row: usize) -> Self {
        self.selected = row;
        self
    }

    /// The same as the loaded part of so many.
    #[must_use]
    pub fn in_all(mut self, total: usize) -> Self {
        self.total = Some(total);
        self
    }

    /// The same with the sentence that stands for no row.
    #[must_use]
    pub fn or_say(mut self, empty: impl Into<Say<'a>>) -> Self {
        self.empty = empty.into();
        self
    }
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
            side: side.map(|make| {
                Side(Box::new(Made {
                    len: 1,
                    make,
                    of: PhantomData,
                }))
            }),
            ..self
        }
    }

    /// What has the focus, without a place on a screen: for both faces, "say again" and "where am I".
    ///
    /// A block that takes no focus gives its own text, so there is always one focus and it has a name.
    pub fn focused(&self, words: &Words) -> Focus {
        let At { block, part } = self.focus;
        let mut focus = match self.blocks.get(block) {
            Some(Block::List(list)) => list.focused(block),
            Some(Block::Form(form)) => form.form.focused_as(words),
            Some(Block::Schedule(schedule)) => schedule.focused(block, words),
            Some(Block::Text(text)) => Focus::of(FocusRole::Text, text.name(part)),
            Some(Block::Notice(notice)) => Focus::of(FocusRole::Text, &notice.text),
            Some(Block::Facts(facts)) => Focus::of(FocusRole::Text, facts.name()),
            Some(Block::Bars(bars)) => Focus::of(FocusRole::Text, bars.name()),
            None => Focus::of(FocusRole::Text, &self.title),
        };
        if focus.id.is_empty() {
            focus.id = format!("text:{block}:{part}");
        }
        if focus.name.trim().is_empty() {
            focus.name = self.title.to_string();
        }
        focus.name = text::clean(&focus.name).into_owned();
        focus.value = text::clean(&focus.value).into_owned();
        focus
    }
}

impl Row<'_> {
    /// The cells behind the first, as one sentence.
    fn rest(&self) -> String {
        let cells: Vec<&str> = self.cells.iter().skip(1).map(|cell| &*cell.text).collect();
        join(&cells)
    }
}

impl List<'_> {
    fn focused(&self, block: usize) -> Focus {
        let len = self.rows.len();
        if len == 0 {
            return Focus {
                id: format!("list:{block}"),
                ..Focus::of(FocusRole::Text, &self.empty)
            };
        }
        let at = self.selected.min(len - 1);
        let row = self.rows.row(at);
        Focus {
            id: format!("list:{block}:{at}"),
            value: row.rest(),
            position: Some((at + 1, self.total.unwrap_or(len).max(len))),
            ..Focus::of(
                FocusRole::Row,
                row.cells.first().map_or("", |cell| &cell.text),
            )
        }
    }
}

impl Schedule<'_> {
    fn focused(&self, block: usize, words: &Words) -> Focus {
        let at = self.selected.min(self.slots.len().saturating_sub(1));
        let Some(slot) = self.slots.get(at) else {
            return Focus {
                id: format!("schedule:{block}"),
                ..Focus::of(FocusRole::Text, &self.empty)
            };
        };
        Focus {
            id: format!("schedule:{block}:{}", slot.start),
            value: slot.rest(words),
            position: Some((at + 1, self.slots.len())),
            ..Focus::of(FocusRole::Slot, &slot.name.text)
        }
    }
}

impl Form {
    fn focused_as(&self, words: &Words) -> Focus {
        let shown = |upto: usize| self.fields[..upto].iter().filter(|f| !f.hidden).count();
        let count = shown(self.fields.len()) + 1;
        let Some(field) = self.focused() else {
            return Focus {
                id: "button:save".to_owned(),
                position: Some((count, count)),
                ..Focus::of(FocusRole::Button, &words.get(self.save))
            };
        };
        if let Some((at, choice)) = field
            .highlighted
            .and_then(|at| Some((at, field.proposals.get(at)?)))
        {
            return Focus {
                id: format!("proposal:{}:{at}", field.name),
                value: choice.detail.clone(),
                position: Some((at + 1, field.proposals.len())),
                ..Focus::of(FocusRole::Proposal, &choice.label)
            };
        }
        let (kind, role) = if self.sheet {
            ("note", FocusRole::Text)
        } else {
            ("field", FocusRole::Field)
        };
        Focus {
            id: format!("{kind}:{}", field.name),
            value: field.shown(),
            position: Some((shown(self.at) + 1, count)),
            ..Focus::of(role, &words.get(field.label))
        }
    }
}

impl Field {
    /// What stands in the field: the marked labels and what is being typed.
    pub fn shown(&self) -> String {
        join(&[&self.marked_labels(), self.line.text()])
    }
}

impl Text<'_> {
    fn name(&self, part: usize) -> &str {
        let paragraph = self.paragraphs.get(part).or(self.paragraphs.first());
        paragraph.map_or(self.heading.as_deref().unwrap_or(""), |span| &span.text)
    }
}

impl Facts<'_> {
    fn name(&self) -> &str {
        let label = self.rows.first().map_or("", |(label, _)| label);
        self.heading.as_deref().unwrap_or(label)
    }
}

impl Bars<'_> {
    fn name(&self) -> &str {
        let label = self.bars.first().map_or("", |(label, ..)| label);
        self.heading.as_deref().unwrap_or(label)
    }
}

fn join(parts: &[&str]) -> String {
    let said: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    said.join(", ")
}

/// What has the focus, as data: cursor, highlight, "say again", "where am I" and the linear face are all
/// drawn from this one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Focus {
    /// Stable while the same thing has the focus: `list:3`, `field:surname`.
    pub id: String,
    /// What it is.
    pub role: FocusRole,
    /// Its name: the row's text, the field's label.
    pub name: String,
    /// Its value: a field's content.
    pub value: String,
    /// Place and count: row 3 of 8.
    pub position: Option<(usize, usize)>,
    /// Where it was painted; none on the linear face.
    pub rect: Rect,
    /// The cell of the cursor, column and row.
    pub cursor: (u16, u16),
}

impl Focus {
    /// A focus without an id, a value and a place.
    pub(super) fn of(role: FocusRole, name: &str) -> Self {
        Self {
            id: String::new(),
            role,
            name: name.to_owned(),
            value: String::new(),
            position: None,
            rect: Rect::default(),
            cursor: (0, 0),
        }
    }
}

/// A rectangle in cells. The ui's own, so that only the painter knows the widget library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rect {
    /// Left column.
    pub x: u16,
    /// Top row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// What kind of thing has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FocusRole {
    /// A row of a list.
    Row,
    /// A field of a form.
    Field,
    /// The last row of a form.
    Button,
    /// A slot of a schedule.
    Slot,
    /// A text being read.
    Text,
    /// A proposal under a field.
    Proposal,
}
