//! Quantities against a whole: always as text, with a bar before it where there is an eye for it.

use crate::terminal::text;
use crate::ui::theme::Role;
use crate::ui::view::Bars;

use super::document::{Line, Page};

/// Cells of a bar.
const CELLS: usize = 24;

/// The lines of a block of bars.
pub(super) fn lines(bars: &Bars<'_>, page: &Page<'_>) -> Vec<Line> {
    let column = page.label_column(bars.bars.iter().map(|(label, ..)| &**label));
    let drawn = |label: &str, value: &str| {
        page.visual()
            && page.wide
            && text::width(label) + 2 <= column
            && column + CELLS + 2 + text::width(value) <= page.width
    };
    let mut lines = page.heading(bars.heading.as_deref());
    for (label, part, whole, value) in &bars.bars {
        if !drawn(label, value) {
            // Speech takes a breath at the colon; the eye has the column.
            let colon = if page.visual() { "" } else { ":" };
            let column = column + colon.len();
            lines.extend(page.labelled(&format!("{label}{colon}"), column, value, Role::Text));
            continue;
        }
        let full = filled(*part, *whole);
        let bar = Line::of(&**label, Role::Label)
            .with(column, "━".repeat(full), Role::Heading)
            .with(column + full, "─".repeat(CELLS - full), Role::Rule)
            .with(column + CELLS + 2, &**value, Role::Text);
        lines.push(bar);
    }
    lines
}

/// The cells that are full: none only for nothing, all only for the whole.
fn filled(part: u32, whole: u32) -> usize {
    if part == 0 || whole == 0 {
        return 0;
    }
    if part >= whole {
        return CELLS;
    }
    let cells = (u64::from(part) * CELLS as u64 + u64::from(whole) / 2) / u64::from(whole);
    (cells as usize).clamp(1, CELLS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_empty_only_for_nothing_and_full_only_for_the_whole() {
        for (part, whole, cells) in [
            (0, 9, 0),
            (1, 9000, 1),
            (4, 12, 8),
            (8999, 9000, 23),
            (9, 9, 24),
            (9, 3, 24),
            (3, 0, 0),
            (u32::MAX - 1, u32::MAX, 23),
        ] {
            assert_eq!(filled(part, whole), cells, "{part} of {whole}");
        }
    }
}
