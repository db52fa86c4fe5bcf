//! What has the focus, as data: the cursor, the highlight, "say again", "where am I" and the plain lines are all
//! drawn from this one value.

use super::{At, Bars, Block, Facts, List, Row, Schedule, Text, View, join};
use crate::terminal::text;
use crate::ui::form::{Field, Form};
use crate::ui::words::Words;

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
    pub(in crate::ui) fn of(role: FocusRole, name: &str) -> Self {
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

impl View<'_> {
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

impl View<'_> {
    /// The row of a list that has the focus, as it is said; none where the focus is elsewhere.
    pub fn row_said(&self) -> Option<String> {
        match self.blocks.get(self.focus.block) {
            Some(Block::List(list)) if !list.rows.is_empty() => {
                let said = list.said(list.selected.min(list.rows.len() - 1));
                Some(text::clean(&said).into_owned())
            }
            _ => None,
        }
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
