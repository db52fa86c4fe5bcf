//! Labels and values, one a row, the values in one column.

use crate::ui::view::Facts;

use super::document::{Line, Page, role};

/// The lines of a block of facts.
pub(super) fn lines(facts: &Facts<'_>, page: &Page<'_>) -> Vec<Line> {
    let rows = || {
        facts
            .rows
            .iter()
            .filter(|(_, value)| !value.text.trim().is_empty())
    };
    // Speech takes a breath at the colon; the eye has the column.
    let colon = if page.visual() { "" } else { ":" };
    let column = page.label_column(rows().map(|(label, _)| &**label)) + colon.len();
    let mut lines = page.heading(facts.heading.as_deref());
    for (label, value) in rows() {
        // A sentence without a label has no column to stand in.
        if label.is_empty() {
            lines.extend(page.paragraph(0, &value.text, role(value.tone)));
            continue;
        }
        let label = format!("{label}{colon}");
        lines.extend(page.labelled(&label, column, &value.text, role(value.tone)));
    }
    lines
}
