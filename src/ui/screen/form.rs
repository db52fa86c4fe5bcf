//! A form: label and value on one row, what is wrong and what follows below it, the last row saves.

use crate::terminal::text;
use crate::ui::form::{Choice, Field, Form, Kind};
use crate::ui::line::window;
use crate::ui::theme::Role;
use crate::ui::view::{At, Block, FormBlock, View};
use crate::ui::words::MessageId;

use super::document::{COLUMN_OF_VALUES, Line, Page, Part, Piece, role};
use super::list::NUMBER;
use super::wrap::wrap;

/// The widest a field is drawn.
const FIELD: usize = 72;

/// The lines of a note that are seen in the form; all of them stand on its own sheet.
const NOTE_LINES: usize = 3;

/// The least columns that a field is drawn in.
const LEAST: usize = 12;

/// Where the parts of the rows of a form stand.
struct Measures {
    /// The column of the values.
    value: usize,
    /// The columns of a value.
    field: usize,
    /// The column of "required"; none where there is no room for one.
    required: Option<usize>,
}

/// The least columns that are left to a value on a narrow screen: else its label takes more rows.
const SCANT: usize = 6;

/// A label, and where the value stands beside it.
struct Beside {
    /// What of the label has rows of its own: none but where the whole would leave the value no room.
    above: Vec<String>,
    /// What stands on the row of the value, which is never without a word.
    label: String,
    /// The column of the value.
    x: usize,
    /// Its columns.
    columns: usize,
    /// Where its further rows begin.
    below: usize,
    /// Their columns.
    further: usize,
}

impl Measures {
    /// The value beside the label of a field, which may say that there is an error and be longer for that.
    fn beside(&self, field: &Field, page: &Page<'_>) -> Beside {
        let label = label(field, page);
        let (x, columns) = self.room(&label);
        if columns >= SCANT || page.width <= SCANT + LEAST {
            return Beside::of(Vec::new(), label, x, columns, page);
        }
        let mut above = wrap(page.width - SCANT - 1, &label);
        let label = above.pop().unwrap_or_default();
        let x = text::width(&label) + 1;
        let x = self.value.min(page.width - SCANT).max(x);
        Beside::of(above, label, x, page.width - x, page)
    }

    fn room(&self, label: &str) -> (usize, usize) {
        let x = self.value.max(text::width(&text::clean(label)) + 1);
        let moved = x - self.value;
        (x, self.field.saturating_sub(moved).max(1))
    }
}

impl Beside {
    /// Where a value is given little room beside its label, it goes on from the left.
    fn of(above: Vec<String>, label: String, x: usize, columns: usize, page: &Page<'_>) -> Self {
        let (below, further) = if page.wide || columns >= COLUMN_OF_VALUES || page.width <= LEAST {
            (x, columns)
        } else {
            (2, page.width - 2)
        };
        Self {
            above,
            label,
            x,
            columns,
            below,
            further,
        }
    }
}

/// The form whose note is open on its own sheet, if the view's focus is in it.
pub(super) fn open_sheet<'v>(view: &'v View<'_>) -> Option<&'v Form> {
    match view.blocks.get(view.focus.block) {
        Some(Block::Form(block)) if block.form.sheet => Some(block.form),
        _ => None,
    }
}

/// The lines of a form.
pub(super) fn lines(block: &FormBlock<'_>, index: usize, page: &Page<'_>) -> Vec<Line> {
    let form = block.form;
    let measures = measure(form, page);
    let mut lines = Vec::new();
    for (part, field) in form.fields.iter().enumerate() {
        if !field.hidden {
            let at = At { block: index, part };
            lines.extend(field_lines(field, at, part == form.at, &measures, page));
        }
    }
    // Without an eye, row follows on row: some readers say nothing of a jump.
    if page.roomy && page.visual() {
        lines.push(Line::default());
    }
    let save = Part {
        at: At {
            block: index,
            part: form.fields.len(),
        },
        cursor: Some(0),
        bar: page.width,
        numbered: false,
    };
    lines.push(Line::of(page.words.get(form.save), Role::Strong).in_part(save));
    let hints = behind(form, &measures, page);
    if !(block.after.is_empty() && hints.is_empty()) && page.roomy {
        lines.push(Line::default());
    }
    lines.extend(hints);
    for span in &block.after {
        lines.extend(page.paragraph(0, &span.text, role(span.tone)));
    }
    lines
}

/// In the reader profile what helps to fill in a field stands behind the form, with the field's name; so does what
/// was chosen, where the field's own row shows but its beginning.
fn behind(form: &Form, measures: &Measures, page: &Page<'_>) -> Vec<Line> {
    if page.visual() {
        return Vec::new();
    }
    let shown = form.fields.iter().filter(|field| !field.hidden);
    let said = shown.flat_map(|field| {
        let columns = measures.beside(field, page).columns;
        let long = is_long_choice(field, columns).then(|| field.shown());
        let told = [long, field.hint.clone()];
        told.map(|told| Some(format!("{} {}", plain_label(field, page), told?)))
    });
    said.flatten()
        .flat_map(|said| {
            let lines = said.lines();
            let lines = lines.flat_map(|line| page.paragraph(0, line, Role::Quiet));
            lines.collect::<Vec<_>>()
        })
        .collect()
}

/// Whether something was chosen, not typed, that takes more than the columns of its field: no caret goes through
/// it.
fn is_long_choice(field: &Field, columns: usize) -> bool {
    let room = columns.saturating_sub(1).max(1);
    field.kind != Kind::Note
        && is_chosen(field)
        && note_lines(&field.shown(), None, room, room).len() > 1
}

/// Whether what stands in it was chosen and nothing is being typed.
fn is_chosen(field: &Field) -> bool {
    field.chosen.is_some() || field.line.is_empty()
}

/// The note in focus, alone.
pub(super) fn sheet(form: &Form, block: usize, page: &Page<'_>) -> Vec<Line> {
    let Some(field) = form.focused() else {
        return Vec::new();
    };
    let at = At {
        block,
        part: form.at,
    };
    let part = |cursor: Option<usize>| Part {
        at,
        cursor,
        bar: 0,
        numbered: false,
    };
    let mut lines = page.heading(Some(&page.words.get(field.label)));
    let hint = page.words.get(MessageId("form-note-hint"));
    lines.extend(page.paragraph(0, &hint, Role::Quiet));
    if page.roomy {
        lines.push(Line::default());
    }
    let columns = page.width.saturating_sub(1).clamp(1, 72);
    let mut start = 0;
    for written in field.line.text().split('\n') {
        let caret = field
            .line
            .caret()
            .checked_sub(start)
            .filter(|at| *at <= written.len());
        lines.extend(
            note_lines(written, caret, columns, columns)
                .into_iter()
                .map(|(line, cursor)| Line::of(line, Role::Text).in_part(part(cursor))),
        );
        start += written.len() + 1;
    }
    // Only the line with the caret is the focus: the others are read.
    for line in &mut lines {
        if line.part.is_some_and(|part| part.cursor.is_none()) {
            line.part = None;
        }
    }
    lines
}

/// One line of a note, wrapped, with the caret's column on the line that has it. Nothing is dropped at a
/// break, so that the caret can stand behind a space. The first line has columns of its own.
fn note_lines(
    written: &str,
    caret: Option<usize>,
    first: usize,
    further: usize,
) -> Vec<(String, Option<usize>)> {
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let columns = if start == 0 { first } else { further };
        let fits = text::clip(&written[start..], columns).len();
        let end = start + fits;
        let last = end >= written.len() || fits == 0;
        let cut = match written[start..end].rfind(' ') {
            Some(space) if !last => start + space + 1,
            _ => end,
        };
        let here = caret.filter(|at| *at >= start && (*at < cut || last));
        let column = here.map(|at| text::width(&written[start..at]));
        lines.push((written[start..cut].to_owned(), column));
        if last {
            return lines;
        }
        start = cut;
    }
}

fn measure(form: &Form, page: &Page<'_>) -> Measures {
    let shown = || form.fields.iter().filter(|field| !field.hidden);
    // Without the mark of an error: one that comes or goes moves no other row.
    let labels: Vec<String> = shown().map(|field| plain_label(field, page)).collect();
    let value = page.label_column(labels.iter().map(String::as_str));
    let any = shown().any(|field| field.required);
    let word = if any { required_width(page) + 2 } else { 0 };
    let left = page.width.saturating_sub(value);
    if left >= word + LEAST + 8 && page.wide {
        let field = (left - word).min(FIELD);
        return Measures {
            value,
            field,
            required: Some(value + field + 2),
        };
    }
    Measures {
        value,
        field: left.clamp(1, FIELD),
        required: None,
    }
}

fn required_width(page: &Page<'_>) -> usize {
    text::width(&required(page))
}

fn required(page: &Page<'_>) -> String {
    format!("({})", page.words.get(MessageId("form-required")))
}

/// The label, which says that there is an error.
fn label(field: &Field, page: &Page<'_>) -> String {
    match &field.error {
        Some(_) => {
            let error = page.words.get(MessageId("form-error"));
            format!("{} ({error}):", page.words.get(field.label))
        }
        None => plain_label(field, page),
    }
}

/// Speech takes a breath at the colon; the eye has the column.
fn plain_label(field: &Field, page: &Page<'_>) -> String {
    let colon = if page.visual() { "" } else { ":" };
    format!("{}{colon}", page.words.get(field.label))
}

fn field_lines(
    field: &Field,
    at: At,
    focused: bool,
    measures: &Measures,
    page: &Page<'_>,
) -> Vec<Line> {
    let label_role = if field.error.is_some() {
        Role::Bad
    } else {
        Role::Label
    };
    let beside = measures.beside(field, page);
    // Without a column for it, the word stands in the field as long as that is empty.
    let word = measures.required.is_none() && field.required;
    // Where it has no room there, in a row below, which stays when the field is filled in: typing moves no row.
    let fits = required_width(page) <= beside.columns;
    let inside = (word && fits).then(|| required(page));
    let mut content = Content::of(field, &beside, inside, page);
    // The label of a field in focus is to be seen, however much was pasted into it.
    let tall = beside.above.len() + content.lines.len() + 2 > page.rows;
    if tall || !page.visual() {
        content.keep_to_one_row(field, beside.columns);
    }
    let part = |cursor| Part {
        at,
        cursor,
        bar: 0,
        numbered: false,
    };
    let below = if page.wide { measures.value } else { 2 };
    let above = beside.above.iter();
    let mut lines: Vec<Line> = above
        .map(|said| Line::of(said.as_str(), label_role).in_part(part(None)))
        .collect();
    for (row, (pieces, caret)) in content.rows(&beside, field.highlighted.is_none()) {
        let caret = caret.filter(|_| field.highlighted.is_none());
        let mut line = Line::default().in_part(part(caret));
        if row == 0 {
            line = line.with(0, beside.label.as_str(), label_role);
        }
        line.pieces.extend(pieces);
        if let (true, 0, Some(column)) = (field.required, row, measures.required) {
            line = line.with(column, required(page), Role::Quiet);
        }
        lines.push(line);
    }
    let mut said = Vec::new();
    if word && !fits {
        said.extend(page.paragraph(below, &required(page), Role::Quiet));
    }
    if let Some(error) = &field.error {
        said.extend(error_lines(error, below, page));
    }
    if let Some(hint) = field.hint.as_ref().filter(|_| page.visual()) {
        let lines = hint.lines();
        said.extend(lines.flat_map(|line| page.paragraph(below, line, Role::Quiet)));
    }
    lines.extend(said.into_iter().map(|line| line.in_part(part(None))));
    if focused && !page.visual() && !field.proposals.is_empty() {
        // The next field comes to this row when the proposals go: never to one of theirs, for a reader says
        // nothing of a cursor that stays in its row.
        let heading = page.words.get(MessageId("form-proposals"));
        lines.push(Line::of(heading, Role::Quiet).in_part(part(None)));
    }
    if focused {
        // Braille shows the first forty cells: there a proposal must begin at the left.
        let indent = if page.visual() { below } else { 0 };
        lines.extend(proposals(field, indent, page, part));
    }
    lines
}

/// What is wrong, below the values; close to the left where rows are scarce and it then takes fewer.
fn error_lines(error: &str, below: usize, page: &Page<'_>) -> Vec<Line> {
    // Braille shows the first forty cells: there the error must begin at the left.
    let at = if page.visual() { below } else { 0 };
    let lines = page.paragraph(at, error, Role::Bad);
    let close = page.paragraph(at.min(2), error, Role::Bad);
    if !page.roomy && close.len() < lines.len() {
        close
    } else {
        lines
    }
}

/// What stands in the cells of a field.
struct Content {
    /// Its lines, and the column of the caret in the one that has it.
    lines: Vec<(String, Option<usize>)>,
    /// Whether it is only what could be chosen.
    offered: bool,
    /// Whether the first letter typed takes its place: marked as a text is that is selected.
    replaced: bool,
    /// At the right end: which of how many was chosen, or how many can be.
    aside: String,
}

impl Content {
    fn of(field: &Field, beside: &Beside, word: Option<String>, page: &Page<'_>) -> Self {
        if field.is_empty() && field.proposals.is_empty() {
            return Self::empty(field, beside.columns, word, page);
        }
        // The last column is the caret's.
        let room = |columns: usize| columns.saturating_sub(1).max(1);
        let (first, further) = (room(beside.columns), room(beside.further));
        if field.kind == Kind::Note {
            return Self::note(field.line.text().trim_end(), first, further, page);
        }
        let whole = field.shown();
        let typed = whole.len() - field.line.text().len();
        // Behind the marks the next word is typed.
        let caret = if field.line.is_empty() {
            whole.len()
        } else {
            typed + field.line.caret()
        };
        let aside = which(field, page);
        let mut lines = note_lines(&whole, Some(caret), first, further);
        // What was chosen is not edited letter by letter: its beginning names it.
        if !aside.is_empty() && caret == whole.len() {
            for (_, caret) in &mut lines {
                *caret = None;
            }
            lines[0].1 = Some(text::width(&lines[0].0));
        }
        Self {
            lines,
            offered: false,
            replaced: field.is_replaced(),
            aside,
        }
    }

    /// In a braille line the label stands beside what is typed: there a long value scrolls, by words, and a
    /// move changes no other row. Which part of it is seen follows from the text and its caret alone: it stays
    /// as it is when the field is left or met again. The whole value is told on asking where one is.
    fn keep_to_one_row(&mut self, field: &Field, columns: usize) {
        if self.lines.len() < 2 || field.kind == Kind::Note {
            return;
        }
        let whole = field.shown();
        // What was chosen is not edited letter by letter: its beginning names it.
        let chosen = is_chosen(field);
        let typed = whole.len() - field.line.text().len();
        let caret = if chosen {
            0
        } else {
            typed + field.line.caret()
        };
        let window = window(&whole, caret, columns);
        let shown = whole[window.shown].to_owned();
        let caret = if chosen {
            text::width(&shown).min(columns - 1)
        } else {
            window.caret
        };
        self.lines = vec![(shown, Some(caret))];
    }

    /// The beginning of a note, and how much more there is.
    fn note(written: &str, first: usize, further: usize, page: &Page<'_>) -> Self {
        let (head, rest) = written
            .split_once('\n')
            .map_or((written, None), |(a, b)| (a, Some(b)));
        let mut lines = note_lines(head, None, first, further);
        let rest = rest.into_iter().flat_map(|rest| rest.split('\n'));
        lines.extend(rest.flat_map(|line| note_lines(line, None, further, further)));
        lines[0].1 = Some(0);
        let more = lines.len().saturating_sub(NOTE_LINES);
        if more > 1 {
            lines.truncate(NOTE_LINES);
            let more = [("n", more.into())];
            let more = page.words.with(MessageId("linear-more"), &more);
            lines.push((more.into_owned(), None));
        }
        Self {
            lines,
            offered: false,
            replaced: false,
            aside: String::new(),
        }
    }

    /// Nothing was given: what could be chosen, behind the word that something must be.
    fn empty(field: &Field, columns: usize, word: Option<String>, page: &Page<'_>) -> Self {
        let count = field.choices.len();
        let counted = |id: MessageId| page.words.with(id, &[("n", count.into())]).into_owned();
        let aside = match count {
            0 => String::new(),
            _ => counted(MessageId("form-choices")),
        };
        let room = columns.saturating_sub(text::width(&aside) + 2);
        let (shown, aside) = match (word, offered(field, columns), offered(field, room)) {
            (Some(word), ..) => (word, aside),
            (None, (whole, fit), _) if fit == count => (whole, String::new()),
            // A single one of several would look like what stands in the field.
            (None, _, (_, 0 | 1)) => (counted(MessageId("form-choose")), String::new()),
            (None, _, (some, _)) => (some, aside),
        };
        Self {
            lines: vec![(text::clip(&shown, columns).to_owned(), Some(0))],
            offered: true,
            replaced: false,
            aside,
        }
    }

    /// The pieces of each line, and the column of the caret.
    fn rows(
        &self,
        beside: &Beside,
        marked: bool,
    ) -> impl Iterator<Item = (usize, (Vec<Piece>, Option<usize>))> {
        let role = if self.offered {
            Role::FieldOffer
        } else {
            Role::Field
        };
        let piece = move |x, text, role| Piece {
            x,
            text,
            role,
            focused: marked.then_some(Role::FieldFocused),
        };
        let lines = self.lines.iter().enumerate();
        lines.map(move |(row, (shown, caret))| {
            let (x, columns) = match row {
                0 => (beside.x, beside.columns),
                _ => (beside.below, beside.further),
            };
            let width = text::width(shown);
            let rest = columns.saturating_sub(width);
            let aside = match text::width(&self.aside) {
                aside if row == 0 && aside + 2 <= rest => self.aside.as_str(),
                _ => "",
            };
            let edge = rest - text::width(aside);
            let mut value = piece(x, shown.clone(), role);
            if self.replaced {
                value.focused = value.focused.map(|_| Role::Selected);
            }
            let mut pieces = vec![value, piece(x + width, " ".repeat(edge), Role::FieldEdge)];
            if !aside.is_empty() {
                pieces.push(piece(x + width + edge, aside.to_owned(), Role::FieldOffer));
            }
            (row, (pieces, caret.map(|caret| x + caret)))
        })
    }
}

/// Which of how many was chosen: `2 di 7`.
fn which(field: &Field, page: &Page<'_>) -> String {
    let chosen = field.chosen.as_ref().filter(|_| field.kind == Kind::Choice);
    let at = chosen.and_then(|chosen| {
        let mut choices = field.choices.iter();
        choices.position(|choice| choice.value == chosen.value)
    });
    at.map_or_else(String::new, |at| {
        let args = [("at", (at + 1).into()), ("n", field.choices.len().into())];
        page.words
            .with(MessageId("form-choice-of"), &args)
            .into_owned()
    })
}

/// The fixed choices of an empty field with their numbers, as many as fit, and how many these are.
fn offered(field: &Field, columns: usize) -> (String, usize) {
    let mut said = String::new();
    for (index, choice) in field.choices.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        let one = format!("{comma}{} {}", index + 1, text::clean(&choice.label));
        let last = index + 1 == field.choices.len();
        let room = columns.saturating_sub(if last { 0 } else { 3 });
        // Only the first nine have a number that can be typed.
        if index == 9 || text::width(&said) + text::width(&one) > room {
            said.push_str(", …");
            return (said, index);
        }
        said.push_str(&one);
    }
    (said, field.choices.len())
}

/// The proposals, numbered, one below the other, what tells them apart in a column of its own or below.
fn proposals(
    field: &Field,
    indent: usize,
    page: &Page<'_>,
    part: impl Fn(Option<usize>) -> Part,
) -> Vec<Line> {
    let x = indent + NUMBER;
    let room = page.width.saturating_sub(x);
    let labels = || field.proposals.iter().map(|choice| offer(field, choice));
    let longest = labels().map(|label| text::width(&label)).max().unwrap_or(0);
    let detail = x + longest + 2;
    let detailed = field
        .proposals
        .iter()
        .map(|choice| text::width(&choice.detail));
    // Beside the labels if that is room enough for all of them; else below.
    let beside = detail + detailed.max().unwrap_or(0) <= page.width;
    let mut lines = Vec::new();
    for (index, (choice, label)) in field.proposals.iter().zip(labels()).enumerate() {
        let mut rows: Vec<Line> = wrap(room, &label)
            .into_iter()
            .map(|piece| Line::default().with(x, piece, Role::Text))
            .collect();
        if index < 9 {
            rows[0] =
                std::mem::take(&mut rows[0]).with(indent, (index + 1).to_string(), Role::Number);
        }
        if beside {
            rows[0] =
                std::mem::take(&mut rows[0]).with(detail, choice.detail.as_str(), Role::Quiet);
        } else if !choice.detail.is_empty() {
            let below = wrap(room, &choice.detail).into_iter();
            rows.extend(below.map(|piece| Line::default().with(x, piece, Role::Quiet)));
        }
        let highlighted = field.highlighted == Some(index);
        lines.extend(rows.into_iter().enumerate().map(|(row, line)| {
            line.in_part(Part {
                bar: if highlighted { page.width } else { 0 },
                ..part((highlighted && row == 0).then_some(x))
            })
        }));
    }
    lines
}

/// A proposal's label; among several it says whether it is marked.
fn offer(field: &Field, choice: &Choice) -> String {
    match (field.kind, field.marked.contains(&choice.value)) {
        (Kind::Several, true) => format!("[x] {}", choice.label),
        (Kind::Several, false) => format!("[ ] {}", choice.label),
        _ => choice.label.clone(),
    }
}
