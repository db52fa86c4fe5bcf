//! A view as lines of given width, before it is known which of them are seen.
//!
//! Blocks lay themselves out as lines (one file a block); the face shows a window of them. Rows of a list
//! are made only when they are seen.

use std::ops::Range;

use crate::terminal::text;
use crate::ui::theme::Role;
use crate::ui::view::{At, Block, Tone, View};
use crate::ui::words::Words;

use super::list::RowLines;
use super::wrap::{wrap, wrap_from};
use super::{Profile, bars, facts, form, list, prose, schedule};

/// What the blocks need to know of the screen.
pub(super) struct Page<'a> {
    pub(super) words: &'a Words,
    pub(super) profile: Profile,
    /// Columns of the content.
    pub(super) width: usize,
    /// Its rows on the screen.
    pub(super) rows: usize,
    /// Whether rows have columns; else their cells follow each other on lines of their own.
    pub(super) wide: bool,
    /// Whether there are rows to spare for air.
    pub(super) roomy: bool,
}

/// A piece of text on a line.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Column from the left of the content.
    pub(super) x: usize,
    pub(super) text: String,
    pub(super) role: Role,
    /// The role while the line has the focus, on the visual profile.
    pub(super) focused: Option<Role>,
}

/// One line of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    /// The part that this line belongs to.
    pub(super) part: Option<Part>,
}

/// How a line belongs to a part that can have the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) at: At,
    /// The column of the cursor when this part has the focus; only on the part's first line.
    pub(super) cursor: Option<usize>,
    /// How many columns of the line are marked while it has the focus; 0 for none.
    pub(super) bar: usize,
    /// Whether a number stands in front of it: only on the first line of a row.
    pub(super) numbered: bool,
}

/// A view as lines.
pub(super) struct Document<'a> {
    sections: Vec<Section<'a>>,
    /// Whether the first line stays in sight while the others scroll: the name of an open note.
    named: bool,
}

/// Lines, or rows that become lines when they are seen.
pub(super) enum Section<'a> {
    Line(Line),
    Rows(RowLines<'a>),
}

impl Line {
    /// A line with one text at its left.
    pub(super) fn of(text: impl Into<String>, role: Role) -> Self {
        Self::default().with(0, text, role)
    }

    /// The same line with one more text.
    pub(super) fn with(mut self, x: usize, text: impl Into<String>, role: Role) -> Self {
        self.pieces.push(Piece {
            x,
            text: text.into(),
            role,
            focused: None,
        });
        self
    }

    /// The same line, belonging to a part.
    pub(super) fn in_part(mut self, part: Part) -> Self {
        self.part = Some(part);
        self
    }

    /// What can be read on the line: what is only drawn says nothing.
    pub(super) fn said(&self) -> String {
        let pieces: Vec<&str> = self
            .pieces
            .iter()
            .map(|piece| piece.text.trim())
            .filter(|text| !text.chars().all(|c| matches!(c, '━' | '─')))
            .collect();
        pieces.join("  ")
    }
}

/// Where the lines of a part are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The first line.
    pub(super) start: usize,
    /// The line with the cursor.
    pub(super) line: usize,
    /// Behind the last line of what the cursor stands in: of a proposal, where the part is its field.
    pub(super) until: usize,
    /// Behind the last line.
    pub(super) end: usize,
    /// The column of the cursor in the content.
    pub(super) cursor: usize,
}

impl<'a> Document<'a> {
    /// Lays a view out.
    pub(super) fn new(view: &'a View<'_>, page: &Page<'a>) -> Self {
        let mut document = Self::empty();
        if let Some(sheet) = form::open_sheet(view) {
            document.named = true;
            document.extend(form::sheet(sheet, view.focus.block, page));
            return document;
        }
        for (index, block) in view.blocks.iter().enumerate() {
            if index > 0 && page.roomy {
                document.extend([Line::default()]);
            }
            document.block(block, index, page);
        }
        document
    }

    fn empty() -> Self {
        Self {
            sections: Vec::new(),
            named: false,
        }
    }

    /// Lays out blocks that are only read, without parts.
    pub(super) fn aside(blocks: &'a [Block<'_>], page: &Page<'a>) -> Self {
        let mut document = Self::empty();
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                document.extend([Line::default()]);
            }
            document.block(block, index, page);
        }
        document
    }

    fn block(&mut self, block: &'a Block<'_>, index: usize, page: &Page<'a>) {
        match block {
            Block::Facts(facts) => self.extend(facts::lines(facts, page)),
            Block::Bars(bars) => self.extend(bars::lines(bars, page)),
            Block::Text(text) => self.extend(prose::lines(text, index, page)),
            Block::Notice(notice) => self.extend(prose::notice(notice, page)),
            Block::Form(block) => self.extend(form::lines(block, index, page)),
            Block::Schedule(schedule) => self.extend(schedule::lines(schedule, index, page)),
            Block::List(list) => {
                self.extend(list::head(list, page));
                self.sections
                    .push(Section::Rows(RowLines::new(list, index, page)));
            }
        }
    }

    fn extend(&mut self, lines: impl IntoIterator<Item = Line>) {
        self.sections.extend(lines.into_iter().map(Section::Line));
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.sections.iter().map(Section::len).sum()
    }

    /// The line at `index`; an empty one behind the end.
    pub(super) fn line(&self, index: usize) -> Line {
        let mut left = index;
        for section in &self.sections {
            if left < section.len() {
                return match section {
                    Section::Line(line) => line.clone(),
                    Section::Rows(rows) => rows.line(left),
                };
            }
            left -= section.len();
        }
        Line::default()
    }

    /// The line of headings that stays when the line at `index`, a row of a list or a line of a note, is
    /// the first one seen.
    pub(super) fn headings_over(&self, index: usize) -> Option<&Line> {
        if let (true, Some(Section::Line(name))) = (self.named && index > 0, self.sections.first())
        {
            return Some(name);
        }
        let mut left = index;
        let mut before = None;
        for section in &self.sections {
            if left < section.len() {
                return match section {
                    Section::Rows(rows) if rows.has_headings() => before,
                    _ => None,
                };
            }
            left -= section.len();
            before = match section {
                Section::Line(line) => Some(line),
                Section::Rows(_) => None,
            };
        }
        None
    }

    /// The lines of the first part of a block that can have the focus; none of any other.
    pub(super) fn first_of(&self, block: usize) -> Range<usize> {
        let mut start = 0;
        let mut found: Option<(Range<usize>, At)> = None;
        for section in &self.sections {
            match (section, &mut found) {
                (Section::Rows(rows), None) if rows.block() == block => {
                    return start..start + rows.first_height();
                }
                (
                    Section::Line(Line {
                        part: Some(part), ..
                    }),
                    None,
                ) if part.at.block == block => {
                    found = Some((start..start + 1, part.at));
                }
                (
                    Section::Line(Line {
                        part: Some(part), ..
                    }),
                    Some((lines, at)),
                ) if part.at == *at => {
                    lines.end = start + 1;
                }
                _ => {}
            }
            start += section.len();
        }
        found.map_or(0..0, |(lines, _)| lines)
    }

    /// Where a part is; where none is, the first line that can have the focus, or the first line.
    pub(super) fn place(&self, at: At) -> Place {
        self.find(|part| part.at == at)
            .or_else(|| self.find(|part| part.at.block == at.block))
            .or_else(|| self.find(|_| true))
            .unwrap_or(Place {
                start: 0,
                line: 0,
                until: 1,
                end: 1,
                cursor: 0,
            })
    }

    fn find(&self, wanted: impl Fn(&Part) -> bool) -> Option<Place> {
        let mut start = 0;
        let mut found: Option<(Place, At)> = None;
        for section in &self.sections {
            if let (Section::Rows(rows), None) = (section, &found)
                && let Some(place) = rows.place(start, &wanted)
            {
                return Some(place);
            }
            if let Section::Line(Line {
                part: Some(part), ..
            }) = section
            {
                match &mut found {
                    Some((place, at)) if *at == part.at => {
                        place.end = start + 1;
                        if let Some(cursor) = part.cursor {
                            (place.line, place.cursor) = (start, cursor);
                            place.until = start + 1;
                        } else if part.bar > 0 {
                            place.until = start + 1;
                        }
                    }
                    None if wanted(part) => {
                        let place = Place {
                            start,
                            line: start,
                            until: start + 1,
                            end: start + 1,
                            cursor: part.cursor.unwrap_or(0),
                        };
                        found = Some((place, part.at));
                    }
                    _ => {}
                }
            }
            start += section.len();
        }
        found.map(|(place, _)| place)
    }
}

impl Section<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Line(_) => 1,
            Self::Rows(rows) => rows.len(),
        }
    }
}

impl Page<'_> {
    /// Whether decoration is allowed.
    pub(super) fn visual(&self) -> bool {
        self.profile == Profile::Visual
    }

    /// A heading as lines; none for none.
    pub(super) fn heading(&self, heading: Option<&str>) -> Vec<Line> {
        let heading = heading.filter(|heading| !heading.is_empty());
        heading.map_or(Vec::new(), |heading| {
            self.paragraph(0, heading, Role::Heading)
        })
    }

    /// A text wrapped at the width of the content, `indent` columns in.
    pub(super) fn paragraph(&self, indent: usize, text: &str, role: Role) -> Vec<Line> {
        let columns = self.width.saturating_sub(indent).min(READABLE);
        wrap(columns, text)
            .into_iter()
            .map(|line| Line::default().with(indent, line, role))
            .collect()
    }

    /// A label and a value on one row, the value's further lines below it: in its own column where that
    /// leaves it room, else close to the left.
    pub(super) fn labelled(
        &self,
        label: &str,
        column: usize,
        value: &str,
        role: Role,
    ) -> Vec<Line> {
        let label_width = text::width(&text::clean(label));
        let x = column.max(label_width + 2);
        let x = if x + MIN_VALUE > self.width {
            label_width + 1
        } else {
            x
        };
        let below = if column + COLUMN_OF_VALUES <= self.width {
            column
        } else {
            2
        };
        let first = self.width.saturating_sub(x).min(READABLE);
        let columns = self.width.saturating_sub(below).min(READABLE);
        let mut lines = wrap_from(first, columns, value).into_iter();
        let mut laid =
            vec![Line::of(label, Role::Label).with(x, lines.next().unwrap_or_default(), role)];
        laid.extend(lines.map(|line| Line::default().with(below, line, role)));
        laid
    }

    /// The column at which the values of these labels stand: one for all, as far as the labels are not
    /// too long.
    pub(super) fn label_column<'l>(&self, labels: impl Iterator<Item = &'l str>) -> usize {
        let most = if self.wide { 26 } else { self.width * 2 / 5 };
        let longest = labels
            .map(|label| text::width(&text::clean(label)))
            .max()
            .unwrap_or(0);
        longest.min(most) + 2
    }
}

/// The longest line of running text that is read with ease.
const READABLE: usize = 84;

/// The least columns that a value is given beside its label.
const MIN_VALUE: usize = 10;

/// The least columns in which a value goes on below itself, and not from the left.
pub(super) const COLUMN_OF_VALUES: usize = 20;

/// The role of a tone in running text.
pub(super) fn role(tone: Tone) -> Role {
    match tone {
        Tone::Plain => Role::Text,
        Tone::Quiet => Role::Quiet,
        Tone::Strong => Role::Strong,
        Tone::Good => Role::Good,
        Tone::Warn => Role::Warn,
        Tone::Bad => Role::Bad,
    }
}
