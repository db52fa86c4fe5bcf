//! Rows to move along and open: a list, its columns, and its rows, which are asked one at a time.

use super::{Say, Span};

/// Rows to move along and open.
pub struct List<'a> {
    /// Heading above the rows, if any.
    pub heading: Option<Say<'a>>,
    /// The columns, in reading order; the first names the row.
    pub columns: Vec<Column<'a>>,
    /// The rows.
    pub rows: Box<dyn Rows + 'a>,
    /// The row that is selected; it has the focus when [`super::View::focus`] points at this block.
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

    /// The row at `i` as it is said: the name, then the other cells, each behind the heading of its column where
    /// the cell alone says too little.
    pub fn said(&self, i: usize) -> String {
        let row = self.rows.row(i);
        let cells = row.cells.iter().enumerate();
        let said = cells.map(|(at, cell)| match self.columns.get(at) {
            Some(column) if at > 0 => column.said(cell.text.trim()),
            _ => Say::Borrowed(cell.text.trim()),
        });
        let said: Vec<Say<'_>> = said.filter(|said| !said.is_empty()).collect();
        said.join(", ")
    }
}
