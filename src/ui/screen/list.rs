//! Rows of a list: in columns where there is room, else the name on a line and the rest below it.
//!
//! A row is made when it is seen; only on a narrow screen are all of them made, because there their
//! heights differ.

use crate::terminal::text;
use crate::ui::theme::Role;
use crate::ui::view::{At, List, Row, Span, Width};

use super::document::{Line, Page, Part, Place, role};
use super::wrap::wrap;

/// The columns of the static number in front of a row.
pub(super) const NUMBER: usize = 3;

/// Columns between two cells.
const GAP: usize = 2;

/// The column, from the left of the screen, behind which nothing that names a row may lie: the cells of a
/// braille line.
pub(super) const NAMED_BEFORE: usize = 40;

/// The rows of a list as lines.
pub(super) struct RowLines<'a> {
    list: &'a List<'a>,
    block: usize,
    layout: Layout,
    width: usize,
    /// The first line of each row, and behind the last, where rows have several lines.
    starts: Vec<usize>,
    headings: bool,
}

/// How rows are laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Layout {
    /// Left edge and width of each column.
    Columns(Vec<(usize, usize)>),
    /// The name, and the rest below it.
    Lines,
}

/// The heading of the list and those of its columns.
pub(super) fn head(list: &List<'_>, page: &Page<'_>) -> Vec<Line> {
    let mut lines = page.heading(list.heading.as_deref());
    if let (Layout::Columns(columns), true) = (layout(list, page), has_headings(list)) {
        let headings = list.columns.iter().zip(columns);
        lines.push(
            headings.fold(Line::default(), |line, (column, (x, width))| {
                let heading = text::clip_with_ellipsis(&column.heading, width).into_owned();
                line.with(x, heading, Role::Quiet)
            }),
        );
    }
    lines
}

fn has_headings(list: &List<'_>) -> bool {
    !list.rows.is_empty() && list.columns.iter().any(|column| !column.heading.is_empty())
}

/// The columns, or lines when the least widths do not fit.
fn layout(list: &List<'_>, page: &Page<'_>) -> Layout {
    let gaps = GAP * list.columns.len().saturating_sub(1);
    let least = |column: &Width| match column {
        Width::Fixed(width) => usize::from(*width),
        Width::Fill { min, .. } => usize::from(*min),
    };
    let weight = |column: &Width| match column {
        Width::Fixed(_) => 0,
        Width::Fill { weight, .. } => usize::from((*weight).max(1)),
    };
    let widths: Vec<Width> = list.columns.iter().map(|column| column.width).collect();
    let needed: usize = NUMBER + gaps + widths.iter().map(least).sum::<usize>();
    if !page.wide || needed > page.width {
        return Layout::Lines;
    }
    let mut spare = page.width - needed;
    let mut weights: usize = widths.iter().map(weight).sum();
    let mut x = NUMBER;
    let mut columns = Vec::with_capacity(widths.len());
    for (index, column) in widths.iter().enumerate() {
        let share = (spare * weight(column)).checked_div(weights).unwrap_or(0);
        let whole = least(column) + share;
        // What the first column may not use goes to the others.
        let width = match index {
            0 if widths.len() > 1 => whole.min((NAMED_BEFORE - MARGIN).saturating_sub(x)).max(1),
            _ => whole,
        };
        weights -= weight(column);
        spare -= width.saturating_sub(least(column)).min(spare);
        columns.push((x, width));
        x += width + GAP;
    }
    Layout::Columns(columns)
}

/// The widest left margin of the screen.
const MARGIN: usize = 3;

impl<'a> RowLines<'a> {
    pub(super) fn new(list: &'a List<'_>, block: usize, page: &Page<'_>) -> Self {
        let mut rows = Self {
            list,
            block,
            layout: layout(list, page),
            width: page.width,
            starts: Vec::new(),
            headings: has_headings(list),
        };
        if rows.layout == Layout::Lines {
            let mut at = 0;
            rows.starts.push(at);
            for index in 0..list.rows.len() {
                at += rows.lines_of(index).len();
                rows.starts.push(at);
            }
        }
        rows
    }

    pub(super) fn has_headings(&self) -> bool {
        self.headings && self.layout != Layout::Lines
    }

    pub(super) fn len(&self) -> usize {
        match (self.list.rows.len(), &self.layout) {
            (0, _) => self.empty().len(),
            (rows, Layout::Columns(_)) => rows,
            (_, Layout::Lines) => self.starts.last().copied().unwrap_or(0),
        }
    }

    pub(super) fn line(&self, index: usize) -> Line {
        if self.list.rows.is_empty() {
            return self.empty().swap_remove(index);
        }
        let (row, line) = match &self.layout {
            Layout::Columns(_) => (index, 0),
            Layout::Lines => {
                let row = self.starts.partition_point(|start| *start <= index) - 1;
                (row, index - self.starts[row])
            }
        };
        self.lines_of(row).into_iter().nth(line).unwrap_or_default()
    }

    /// Where the wanted part is, when these lines begin at line `start` of the document.
    pub(super) fn place(&self, start: usize, wanted: impl Fn(&Part) -> bool) -> Option<Place> {
        let last = self.list.rows.len().saturating_sub(1);
        let row = self.list.selected.min(last);
        if !wanted(&self.part(row, None)) {
            return None;
        }
        let (from, to) = match (&self.layout, self.list.rows.is_empty()) {
            (_, true) => (0, self.len()),
            (Layout::Columns(_), _) => (row, row + 1),
            (Layout::Lines, _) => (self.starts[row], self.starts[row + 1]),
        };
        Some(Place {
            start: start + from,
            line: start + from,
            end: start + to,
            cursor: if self.list.rows.is_empty() { 0 } else { NUMBER },
        })
    }

    fn part(&self, row: usize, cursor: Option<usize>) -> Part {
        Part {
            at: At {
                block: self.block,
                part: row,
            },
            cursor,
            bar: self.width,
            numbered: cursor.is_some() && !self.list.rows.is_empty(),
        }
    }

    fn empty(&self) -> Vec<Line> {
        let lines = wrap(self.width, &self.list.empty).into_iter();
        lines
            .map(|line| Line::of(line, Role::Quiet).in_part(self.part(0, Some(0))))
            .collect()
    }

    fn lines_of(&self, index: usize) -> Vec<Line> {
        let row = self.list.rows.row(index);
        match &self.layout {
            Layout::Columns(columns) => vec![self.in_columns(&row, columns, index)],
            Layout::Lines => self.in_lines(&row, index),
        }
    }

    fn in_columns(&self, row: &Row<'_>, columns: &[(usize, usize)], index: usize) -> Line {
        let line = Line::default().in_part(self.part(index, Some(NUMBER)));
        let cells = row.cells.iter().zip(columns).enumerate();
        cells.fold(line, |line, (at, (cell, (x, _)))| {
            let clean = text::clean(&cell.text);
            let room = room(row, columns, at);
            let shown = text::clip_with_ellipsis(&clean, room).into_owned();
            line.with(*x, shown, role(cell.tone))
        })
    }

    fn in_lines(&self, row: &Row<'_>, index: usize) -> Vec<Line> {
        let mut lines = stacked(&row.cells, self.width);
        for (at, line) in lines.iter_mut().enumerate() {
            line.part = Some(self.part(index, (at == 0).then_some(NUMBER)));
        }
        lines
    }
}

/// The columns that a cell may use: its own and, rather than be cut, those of the empty cells behind it.
fn room(row: &Row<'_>, columns: &[(usize, usize)], at: usize) -> usize {
    let (x, width) = columns[at];
    let behind = row.cells.iter().zip(columns).skip(at + 1);
    let empty = behind.take_while(|(cell, _)| cell.text.trim().is_empty());
    empty
        .last()
        .map_or(width, |(_, (last, width))| last + width - x)
}

/// The first cell on a line; below it the others two spaces apart, as many on a line as fit. Nothing is
/// cut. A row of two short cells is one line.
pub(super) fn stacked(cells: &[Span<'_>], width: usize) -> Vec<Line> {
    let columns = width.saturating_sub(NUMBER).max(1);
    let mut lines = Vec::new();
    let mut used = columns;
    let both = |a: &Span<'_>, b: &Span<'_>| text::width(&a.text) + GAP + text::width(&b.text);
    let one_line = matches!(cells, [a, b] if both(a, b) <= columns);
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 && cell.text.trim().is_empty() {
            continue;
        }
        for piece in wrap(columns, &cell.text) {
            let width = text::width(&piece);
            if index == 0 || used + GAP + width > columns {
                lines.push(Line::default());
                used = 0;
            } else {
                used += GAP;
            }
            if let Some(line) = lines.pop() {
                lines.push(line.with(NUMBER + used, piece, role(cell.tone)));
            }
            used = if index == 0 && !one_line {
                columns
            } else {
                used + width
            };
        }
    }
    lines
}
