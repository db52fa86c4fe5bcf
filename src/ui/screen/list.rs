//! Rows of a list: in columns where there is room, else the name on a line and the rest below it.
//!
//! Nothing is cut: a cell that is longer than its column goes on below itself. For who hears a row line by line
//! a name is never broken by what stands beside it: one that is longer than its column has lines of its own.
//! A row is made when it is seen; before that it is only measured.

use crate::terminal::text;
use crate::ui::theme::Role;
use crate::ui::view::{At, Column, List, Row, Span, Width};

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
    /// Whether the rows are heard, line by line.
    heard: bool,
}

/// How rows are laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Layout {
    /// Left edge and width of each column; a width of zero stands below the others.
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
            headings
                .filter(|(_, (_, width))| *width > 0)
                .fold(Line::default(), |line, (column, (x, _))| {
                    line.with(x, text::clean(&column.heading), Role::Quiet)
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
    let least: Vec<usize> = list.columns.iter().map(least).collect();
    let widths: Vec<Width> = list.columns.iter().map(|column| column.width).collect();
    let above = |width: &Width| !matches!(width, Width::Below { .. });
    let all = vec![true; widths.len()];
    let without: Vec<bool> = widths.iter().map(above).collect();
    let fitting = [all, without]
        .into_iter()
        .find(|shown| page.wide && needed(&least, shown) <= page.width);
    match fitting {
        Some(shown) if page.visual() && page.width >= BY_CONTENT => {
            let wanted = wanted(list, &least);
            Layout::Columns(by_content(&wanted, &least, &shown, page.width))
        }
        Some(shown) => Layout::Columns(columns(&widths, &least, &shown, page.width)),
        None => Layout::Lines,
    }
}

/// The least width of a column: what the pane asks for, and its heading whole.
fn least(column: &Column<'_>) -> usize {
    let asked = usize::from(match column.width {
        Width::Fixed(width) => width,
        Width::Fill { min, .. } | Width::Below { min } => min,
    });
    asked.max(text::width(&text::clean(&column.heading)))
}

fn weight(width: &Width) -> usize {
    match width {
        Width::Fixed(_) => 0,
        Width::Fill { weight, .. } => usize::from((*weight).max(1)),
        Width::Below { .. } => 1,
    }
}

/// The columns of the content from which on cells get the room that they take: what names a row may go on behind
/// the cells of a braille line there, which begins the same.
const BY_CONTENT: usize = 90;

/// The rows that say how much room the cells take.
const MEASURED: usize = 200;

/// The most columns that are left free behind a cell for the sake of air.
const AIR: usize = 4;

/// What the cells of each column take, as far as the column may grow.
fn wanted(list: &List<'_>, least: &[usize]) -> Vec<usize> {
    let mut wanted = least.to_vec();
    let grows: Vec<bool> = list
        .columns
        .iter()
        .map(|column| !matches!(column.width, Width::Fixed(_)))
        .collect();
    for index in 0..list.rows.len().min(MEASURED) {
        let row = list.rows.row(index);
        for (at, cell) in row.cells.iter().enumerate() {
            if grows.get(at) == Some(&true) {
                wanted[at] = wanted[at].max(text::width(&text::clean(&cell.text)));
            }
        }
    }
    wanted
}

/// Left edge and width of each column, by what its cells take: the room that is left goes to those that need more,
/// the same to each, then to air between them.
fn by_content(
    wanted: &[usize],
    least: &[usize],
    shown: &[bool],
    page: usize,
) -> Vec<(usize, usize)> {
    let mut widths: Vec<usize> = least.to_vec();
    let mut spare = page - needed(least, shown);
    loop {
        let short: Vec<usize> = (0..widths.len())
            .filter(|at| shown[*at] && widths[*at] < wanted[*at])
            .collect();
        if short.is_empty() || spare == 0 {
            break;
        }
        let share = (spare / short.len()).max(1);
        for at in short {
            let more = share.min(wanted[at] - widths[at]).min(spare);
            widths[at] += more;
            spare -= more;
        }
    }
    let count = shown.iter().filter(|shown| **shown).count().max(1);
    let air = (spare / count).min(AIR);
    let mut x = NUMBER;
    let columns = widths.iter().zip(shown).map(|(width, shown)| {
        if !*shown {
            return (NUMBER, 0);
        }
        let left = x;
        x += width + air + GAP;
        (left, width + air)
    });
    columns.collect()
}

/// The columns that the shown cells need at least.
fn needed(least: &[usize], shown: &[bool]) -> usize {
    let widths = || least.iter().zip(shown).filter(|(_, shown)| **shown);
    let gaps = GAP * widths().count().saturating_sub(1);
    NUMBER + gaps + widths().map(|(least, _)| least).sum::<usize>()
}

/// Left edge and width of each column; zero for one that is not shown as one.
fn columns(widths: &[Width], least: &[usize], shown: &[bool], page: usize) -> Vec<(usize, usize)> {
    let weight = |at: usize| if shown[at] { weight(&widths[at]) } else { 0 };
    let mut spare = page - needed(least, shown);
    let mut weights: usize = (0..widths.len()).map(weight).sum();
    let mut x = NUMBER;
    let mut columns = Vec::with_capacity(widths.len());
    for (index, least) in least.iter().enumerate() {
        if !shown[index] {
            columns.push((NUMBER, 0));
            continue;
        }
        let share = (spare * weight(index)).checked_div(weights).unwrap_or(0);
        let whole = least + share;
        // What the first column may not use goes to the others.
        let width = match index {
            0 if widths.len() > 1 => whole.min((NAMED_BEFORE - MARGIN).saturating_sub(x)).max(1),
            _ => whole,
        };
        weights -= weight(index);
        spare -= width.saturating_sub(*least).min(spare);
        columns.push((x, width));
        x += width + GAP;
    }
    columns
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
            heard: !page.visual(),
        };
        let heights: Vec<usize> = (0..list.rows.len()).map(|row| rows.height(row)).collect();
        if heights.iter().any(|height| *height > 1) {
            rows.starts.push(0);
            rows.starts.extend(heights.iter().scan(0, |at, height| {
                *at += height;
                Some(*at)
            }));
        }
        rows
    }

    /// How many lines a row takes.
    fn height(&self, index: usize) -> usize {
        let Layout::Columns(columns) = &self.layout else {
            return self.lines_of(index).len();
        };
        let row = self.list.rows.row(index);
        let fits = |(at, cell): (usize, &Span<'_>)| {
            let (_, width) = columns.get(at).copied().unwrap_or_default();
            cell.text.trim().is_empty()
                || (width > 0 && text::width(&text::clean(&cell.text)) <= room(&row, columns, at))
        };
        if row.cells.iter().enumerate().all(fits) {
            return 1;
        }
        self.in_columns(&row, columns, index).len()
    }

    /// The block whose rows they are.
    pub(super) fn block(&self) -> usize {
        self.block
    }

    /// How many lines the first row takes, or what stands in place of rows.
    pub(super) fn first_height(&self) -> usize {
        match (self.list.rows.is_empty(), self.starts.get(1)) {
            (true, _) => self.len(),
            (false, Some(end)) => *end,
            (false, None) => 1,
        }
    }

    pub(super) fn has_headings(&self) -> bool {
        self.headings && self.layout != Layout::Lines
    }

    pub(super) fn len(&self) -> usize {
        match (self.list.rows.len(), self.starts.last()) {
            (0, _) => self.empty().len(),
            (rows, None) => rows,
            (_, Some(end)) => *end,
        }
    }

    pub(super) fn line(&self, index: usize) -> Line {
        if self.list.rows.is_empty() {
            return self.empty().swap_remove(index);
        }
        let (row, line) = if self.starts.is_empty() {
            (index, 0)
        } else {
            let row = self.starts.partition_point(|start| *start <= index) - 1;
            (row, index - self.starts[row])
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
        let (from, to) = match (self.list.rows.is_empty(), self.starts.is_empty()) {
            (true, _) => (0, self.len()),
            (_, true) => (row, row + 1),
            (_, false) => (self.starts[row], self.starts[row + 1]),
        };
        Some(Place {
            start: start + from,
            line: start + from,
            until: start + to,
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
            Layout::Columns(columns) => self.in_columns(&row, columns, index),
            Layout::Lines => self.in_lines(&row, index),
        }
    }

    /// The cells side by side, each going on below itself, and below all those that have no column.
    fn in_columns(&self, row: &Row<'_>, columns: &[(usize, usize)], index: usize) -> Vec<Line> {
        let mut lines = match row.cells.first().filter(|_| self.heard) {
            Some(name) if text::width(&text::clean(&name.text)) > room(row, columns, 0) => {
                self.whole(name, columns[0].0)
            }
            _ => Vec::new(),
        };
        let cells = row.cells.iter().zip(columns).enumerate();
        let cells = cells.skip(usize::from(!lines.is_empty()));
        let beside = cells.filter(|(_, (_, (_, width)))| *width > 0);
        let beside = beside
            .map(|(at, (cell, (x, _)))| (*x, room(row, columns, at), &*cell.text, role(cell.tone)));
        let beside = side_by_side(beside);
        if lines.is_empty() || beside.iter().any(|line| !line.pieces.is_empty()) {
            lines.extend(beside);
        }
        let without = row.cells.iter().zip(columns);
        let without = without.filter(|(cell, (_, width))| *width == 0 && !cell.text.is_empty());
        lines.extend(without.flat_map(|(cell, (x, _))| self.whole(cell, *x)));
        self.in_parts(lines, index, false)
    }

    /// A cell over all columns from `x` on.
    fn whole(&self, cell: &Span<'_>, x: usize) -> Vec<Line> {
        let pieces = wrap(self.width.saturating_sub(x), &cell.text).into_iter();
        pieces
            .map(|piece| Line::default().with(x, piece, role(cell.tone)))
            .collect()
    }

    fn in_lines(&self, row: &Row<'_>, index: usize) -> Vec<Line> {
        let said = row
            .cells
            .iter()
            .enumerate()
            .map(|(at, cell)| match self.list.columns.get(at) {
                Some(column) if at > 0 => Span::toned(column.said(cell.text.trim()), cell.tone),
                _ => cell.clone(),
            });
        let lines = stacked(&said.collect::<Vec<_>>(), self.width);
        self.in_parts(lines, index, true)
    }

    /// The lines of one row: the cursor and the number stand on the first. Where rows are long, the bar marks
    /// only that one, for a move to stay cheap.
    fn in_parts(&self, mut lines: Vec<Line>, index: usize, all: bool) -> Vec<Line> {
        for (at, line) in lines.iter_mut().enumerate() {
            let mut part = self.part(index, (at == 0).then_some(NUMBER));
            if at > 0 && !all {
                part.bar = 0;
            }
            line.part = Some(part);
        }
        lines
    }
}

/// Texts beside each other, each wrapped in its own columns: left edge, width, text and role.
pub(super) fn side_by_side<'t>(
    cells: impl IntoIterator<Item = (usize, usize, &'t str, Role)>,
) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    for (x, width, written, role) in cells {
        if written.trim().is_empty() {
            continue;
        }
        for (below, piece) in wrap(width, written).into_iter().enumerate() {
            if lines.len() == below {
                lines.push(Line::default());
            }
            let line = std::mem::take(&mut lines[below]);
            lines[below] = line.with(x, piece, role);
        }
    }
    lines
}

/// The columns that a cell may use: its own and, rather than be cut, those of the empty cells behind it.
fn room(row: &Row<'_>, columns: &[(usize, usize)], at: usize) -> usize {
    let (x, width) = columns[at];
    let behind = row.cells.iter().zip(columns).skip(at + 1);
    let behind = behind.filter(|(_, (_, width))| *width > 0);
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
