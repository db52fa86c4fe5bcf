//! Paragraphs and notices: wrapped at words, read line by line.

use crate::ui::theme::Role;
use crate::ui::view::{At, Notice, Text};

use super::document::{Line, Page, Part, role};

/// The lines of a text; each is a part that can have the focus.
pub(super) fn lines(text: &Text<'_>, block: usize, page: &Page<'_>) -> Vec<Line> {
    let mut lines = page.heading(text.heading.as_deref());
    let paragraphs = text
        .paragraphs
        .iter()
        .flat_map(|span| page.paragraph(0, &span.text, role(span.tone)));
    lines.extend(paragraphs.enumerate().map(|(part, line)| {
        line.in_part(Part {
            at: At { block, part },
            cursor: Some(0),
            bar: 0,
            numbered: false,
        })
    }));
    lines
}

/// How many lines of a text can have the focus.
pub(super) fn count(text: &Text<'_>, page: &Page<'_>) -> usize {
    text.paragraphs
        .iter()
        .map(|span| page.paragraph(0, &span.text, Role::Text).len())
        .sum()
}

/// The lines of a notice.
pub(super) fn notice(notice: &Notice<'_>, page: &Page<'_>) -> Vec<Line> {
    page.paragraph(0, &notice.text, role(notice.tone))
}
