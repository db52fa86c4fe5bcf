//! Puts text into cells: filtered, by grapheme, in the style of a role.
//!
//! The one place where text meets the screen, so nothing unfiltered passes and no column drifts.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style as CellStyle};

use crate::terminal::text;
use crate::ui::theme::{Paint, Role, Style, Theme};

/// A buffer and the theme to paint it in.
pub(super) struct Brush<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
}

impl<'a> Brush<'a> {
    /// Takes a buffer and paints its ground.
    pub(super) fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Self {
        buffer.reset();
        let mut brush = Self { buffer, theme };
        brush.fill(brush.buffer.area, Role::Text);
        brush
    }

    pub(super) fn columns(&self) -> u16 {
        self.buffer.area.width
    }

    pub(super) fn rows(&self) -> u16 {
        self.buffer.area.height
    }

    /// Gives an area the style of a role; the text stays.
    pub(super) fn fill(&mut self, area: Rect, role: Role) {
        let style = cell_style(self.theme.style(role));
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                self.buffer[(x, y)].set_style(style);
            }
        }
    }

    /// Writes as much of a text as fits left of the column `end`; gives the column behind it.
    pub(super) fn text(&mut self, x: u16, y: u16, end: u16, written: &str, role: Role) -> u16 {
        let end = end.min(self.columns());
        if y >= self.rows() {
            return x;
        }
        let style = cell_style(self.theme.style(role));
        let mut at = x;
        for (grapheme, cells) in text::graphemes(&text::clean(written)) {
            let cells = cells as u16;
            if at.saturating_add(cells) > end {
                break;
            }
            if cells == 0 {
                continue;
            }
            self.buffer[(at, y)].set_symbol(grapheme).set_style(style);
            for tail in at + 1..at + cells {
                self.buffer[(tail, y)].set_symbol(" ").set_style(style);
            }
            at += cells;
        }
        at
    }
}

/// Every modifier is set or taken away, so that a style laid over another hides it whole.
fn cell_style(style: Style) -> CellStyle {
    let modifiers = [
        (style.bold, Modifier::BOLD),
        (style.underline, Modifier::UNDERLINED),
        (style.reverse, Modifier::REVERSED),
    ];
    let set = modifiers
        .into_iter()
        .filter(|(on, _)| *on)
        .fold(Modifier::empty(), |set, (_, modifier)| set | modifier);
    CellStyle {
        fg: Some(colour(style.fg)),
        bg: Some(colour(style.bg)),
        add_modifier: set,
        sub_modifier: !set,
    }
}

fn colour(paint: Paint) -> Color {
    match paint {
        Paint::Own => Color::Reset,
        Paint::Index(index) => Color::Indexed(index),
        Paint::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    }
}
