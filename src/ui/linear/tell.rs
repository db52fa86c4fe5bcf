//! Blocks as sentences: what a view says, in reading order.

use super::write;
use crate::ui::form::{Choice, Field, Form, Kind};
use crate::ui::view::{Bars, Block, Facts, FormBlock, Schedule, Side, Text, View};
use crate::ui::words::{MessageId, Words};

/// Rows told at once.
pub(super) const PAGE: usize = 10;

/// What can be chosen in one block: rows, slots, or the fields of a form and its last row. The numbers go
/// from 1 over all blocks of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbered {
    /// Index of the block in the view.
    pub block: usize,
    /// The number of the first row, less one.
    pub before: usize,
    /// How many rows.
    pub len: usize,
    /// How many there are in all, if more than the rows loaded.
    pub total: usize,
    /// The row selected.
    pub selected: usize,
    /// Whether these are the fields of a form.
    pub form: bool,
}

impl Numbered {
    /// Whether the number stands in front of one of these.
    pub(super) fn holds(&self, number: usize) -> bool {
        (self.before + 1..=self.before + self.len).contains(&number)
    }
}

/// The blocks that have something to choose, empty lists included.
pub(super) fn numbered(view: &View<'_>) -> Vec<Numbered> {
    let mut before = 0;
    let mut all = Vec::new();
    for (block, content) in view.blocks.iter().enumerate() {
        let (len, total, selected) = match content {
            Block::List(list) => {
                let len = list.rows.len();
                (len, list.total.unwrap_or(len).max(len), list.selected)
            }
            Block::Schedule(day) => (day.slots.len(), day.slots.len(), day.selected),
            Block::Form(block) => {
                let len = shown(block.form).count() + 1;
                (len, len, place(block.form))
            }
            _ => continue,
        };
        let form = matches!(content, Block::Form(_));
        all.push(Numbered {
            block,
            before,
            len,
            total,
            selected,
            form,
        });
        before += len;
    }
    all
}

/// Says one block; of a list the first page.
pub(super) fn block(out: &mut String, view: &View<'_>, index: usize, words: &Words) {
    let rows = numbered(view).into_iter().find(|n| n.block == index);
    match (&view.blocks[index], rows) {
        (Block::Facts(facts), _) => tell_facts(out, facts),
        (Block::Form(form), Some(rows)) => tell_form(out, form, rows.before, words),
        (Block::Bars(bars), _) => tell_bars(out, bars),
        (Block::Text(text), _) => tell_text(out, text),
        (Block::Notice(notice), _) => write::line(out, &notice.text),
        (Block::List(list), Some(rows)) => {
            heading(out, list.heading.as_deref());
            if rows.len == 0 {
                write::line(out, &list.empty);
            }
            page(out, view, rows, 0, words);
        }
        (Block::Schedule(day), Some(rows)) => {
            write::line(out, &day.heading);
            if rows.len == 0 {
                write::line(out, &day.empty);
            }
            page(out, view, rows, 0, words);
        }
        (Block::List(_) | Block::Schedule(_) | Block::Form(_), None) => {}
    }
}

/// The sentences of facts, of a list or of a schedule one by one: first what stands over them, and how many there
/// are. None of other blocks, which are said whole.
pub(super) fn sentences(view: &View<'_>, index: usize, words: &Words) -> Vec<String> {
    let rows = numbered(view).into_iter().find(|n| n.block == index);
    match (&view.blocks[index], rows) {
        (Block::Facts(facts), _) => {
            let heading = facts.heading.as_deref().unwrap_or_default().to_owned();
            let pairs = facts.rows.iter().map(|(label, value)| {
                let mut said = String::new();
                pair(&mut said, label, &value.text);
                said
            });
            [heading].into_iter().chain(pairs).collect()
        }
        (Block::List(_) | Block::Schedule(_), Some(rows)) => {
            let heading = match &view.blocks[index] {
                Block::Schedule(day) => &*day.heading,
                Block::List(list) => list.heading.as_deref().unwrap_or_default(),
                _ => "",
            };
            let count = format!("{heading} {} {}", rows.before, rows.total);
            let said = (0..rows.len.min(PAGE)).map(|i| {
                let text = row_text(view, index, i, words);
                format!("{}. {text}", rows.before + i + 1)
            });
            [count].into_iter().chain(said).collect()
        }
        _ => Vec::new(),
    }
}

/// Says the facts that a wide screen shows beside: of the row that is selected.
pub(super) fn side(out: &mut String, view: &View<'_>) {
    for block in view.side.iter().flat_map(Side::blocks) {
        if let Block::Facts(facts) = &block {
            tell_facts(out, facts);
        }
    }
}

/// Says a page of rows from row `from` of their block; gives back the row after the last one said.
pub(super) fn page(
    out: &mut String,
    view: &View<'_>,
    rows: Numbered,
    from: usize,
    words: &Words,
) -> usize {
    let until = rows.len.min(from + PAGE);
    for i in from..until {
        let text = row_text(view, rows.block, i, words);
        write::line(out, &format!("{}. {text}", rows.before + i + 1));
    }
    let more = rows.total - until;
    if more > 0 {
        let sentence = words.with(MessageId("linear-more"), &[("n", more.into())]);
        write::line(out, &sentence);
    }
    until
}

/// A row or slot as words, without its number.
pub(super) fn row_text(view: &View<'_>, block: usize, i: usize, words: &Words) -> String {
    match &view.blocks[block] {
        Block::List(list) => list.said(i),
        Block::Schedule(Schedule { slots, .. }) => slots
            .get(i)
            .map_or_else(String::new, |slot| slot.said(words)),
        _ => String::new(),
    }
}

/// What tells a row from its neighbours: its name, or a slot's time and name. The rest may change while
/// the row stays the same.
pub(super) fn row_name(view: &View<'_>, block: usize, i: usize) -> String {
    match &view.blocks[block] {
        Block::List(list) => list
            .rows
            .row(i)
            .cells
            .into_iter()
            .find(|cell| !cell.text.trim().is_empty())
            .map_or_else(String::new, |cell| cell.text.into_owned()),
        Block::Schedule(day) => day.slots.get(i).map_or_else(String::new, |slot| {
            format!("{} {}", slot.start, slot.name.text)
        }),
        _ => String::new(),
    }
}

/// The parts that say something, one comma apart.
pub(super) fn join<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn heading(out: &mut String, heading: Option<&str>) {
    if let Some(heading) = heading {
        write::line(out, heading);
    }
}

fn pair(out: &mut String, label: &str, value: &str) {
    let label = label.trim().trim_end_matches(':');
    match (label.is_empty(), value.trim()) {
        (_, "") => {}
        (true, value) => write::line(out, value),
        (false, value) => write::line(out, &format!("{label}: {value}")),
    }
}

fn tell_facts(out: &mut String, facts: &Facts<'_>) {
    heading(out, facts.heading.as_deref());
    for (label, value) in &facts.rows {
        pair(out, label, &value.text);
    }
}

fn tell_bars(out: &mut String, bars: &Bars<'_>) {
    heading(out, bars.heading.as_deref());
    for (label, _, _, value) in &bars.bars {
        pair(out, label, value);
    }
}

fn tell_text(out: &mut String, text: &Text<'_>) {
    heading(out, text.heading.as_deref());
    for paragraph in &text.paragraphs {
        write::line(out, &paragraph.text);
    }
}

fn tell_form(out: &mut String, block: &FormBlock<'_>, before: usize, words: &Words) {
    let form = block.form;
    for (number, (_, field)) in shown(form).enumerate() {
        let label = words.get(field.label);
        let value = field_value(field);
        let empty = words.get(MessageId("linear-empty"));
        let required = words.get(MessageId("form-required"));
        let said = match (value.is_empty(), field.required) {
            (false, _) => value.as_str(),
            (true, true) => &required,
            (true, false) => &empty,
        };
        write::line(out, &format!("{}. {label}: {said}", before + number + 1));
        field_notes(out, field, words);
    }
    let save = words.get(form.save);
    write::line(
        out,
        &format!("{}. {save}", before + shown(form).count() + 1),
    );
    for span in &block.after {
        write::line(out, &span.text);
    }
}

/// What is wrong with a field and what follows from it.
pub(super) fn field_notes(out: &mut String, field: &Field, words: &Words) {
    if let Some(error) = &field.error {
        write::line(out, &field_error(field, error, words));
    }
    if let Some(hint) = &field.hint {
        hint.lines().for_each(|line| write::line(out, line));
    }
}

/// `Errore, Codice fiscale: ...`.
pub(super) fn field_error(field: &Field, error: &str, words: &Words) -> String {
    let label = words.get(field.label);
    words
        .with(
            MessageId("linear-error"),
            &[("field", (&label).into()), ("error", error.into())],
        )
        .into_owned()
}

/// What a field holds, as it is said: the lines of a note one after the other.
pub(super) fn field_value(field: &Field) -> String {
    match field.kind {
        Kind::Several => field.marked_labels(),
        _ => field
            .line
            .text()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// The fields that apply, with their index in the form.
pub(super) fn shown(form: &Form) -> impl Iterator<Item = (usize, &Field)> {
    form.fields
        .iter()
        .enumerate()
        .filter(|(_, field)| !field.hidden)
}

/// The place of the cursor among the fields that apply; their count on the last row.
pub(super) fn place(form: &Form) -> usize {
    shown(form).take_while(|(i, _)| *i < form.at).count()
}

/// What a field offers now: the proposals, else the fixed set.
pub(super) fn offered(field: &Field) -> &[Choice] {
    if field.proposals.is_empty() && field.kind != Kind::Picker {
        &field.choices
    } else {
        &field.proposals
    }
}

/// Says what a field offers, numbered.
pub(super) fn choices(out: &mut String, field: &Field, words: &Words) {
    let offered = offered(field);
    for (i, choice) in offered.iter().take(2 * PAGE).enumerate() {
        let marked = if field.marked.contains(&choice.value) {
            words.get(MessageId("linear-marked"))
        } else {
            "".into()
        };
        let said = join([choice.label.trim(), choice.detail.trim(), &marked]);
        write::line(out, &format!("{}. {said}", i + 1));
    }
    let more = offered.len().saturating_sub(2 * PAGE);
    if more > 0 {
        let sentence = words.with(MessageId("linear-more-letters"), &[("n", more.into())]);
        write::line(out, &sentence);
    }
}
