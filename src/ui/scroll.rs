//! Scrolling: which rows of something longer than the screen are seen, and the state of a text that is read.

use super::part::{Part, PartEvent};
use crate::terminal::Key;

/// The first of `len` equal rows to show in `room`, so that `selected` is seen, moving as little as it
/// can from `first`.
pub fn first_row(first: usize, selected: usize, len: usize, room: usize) -> usize {
    let room = room.max(1);
    let lowest = (selected + 1).saturating_sub(room);
    first
        .clamp(lowest, selected.max(lowest))
        .min(len.saturating_sub(room))
}

/// The line at which a text is read.
#[derive(Debug, Clone, Default)]
pub struct TextState {
    line: usize,
    lines: usize,
}

impl TextState {
    /// The line, for [`super::view::At::part`].
    pub fn line(&self) -> usize {
        self.line
    }

    fn go(&mut self, to: usize) -> PartEvent {
        let to = to.min(self.lines.saturating_sub(1));
        if to == self.line {
            return PartEvent::Ignored;
        }
        self.line = to;
        PartEvent::Taken
    }
}

impl Part for TextState {
    fn key(&mut self, key: Key) -> PartEvent {
        match key {
            Key::Up => self.go(self.line.saturating_sub(1)),
            Key::Down => self.go(self.line + 1),
            Key::PageUp => self.go(self.line.saturating_sub(10)),
            Key::PageDown => self.go(self.line + 10),
            Key::Home => self.go(0),
            Key::End => self.go(usize::MAX),
            Key::Left => PartEvent::Closed,
            _ => PartEvent::Ignored,
        }
    }

    fn pick(&mut self, _part: usize) -> PartEvent {
        PartEvent::Ignored
    }

    fn measured(&mut self, count: usize) {
        self.lines = count;
        self.line = self.line.min(count.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_row_is_seen_and_the_rest_moves_as_little_as_it_can() {
        for (first, selected, len, room, expected) in [
            (0, 0, 10, 4, 0),
            (0, 3, 10, 4, 0),
            (0, 4, 10, 4, 1),
            (5, 4, 10, 4, 4),
            (9, 9, 10, 4, 6),
            (3, 0, 2, 4, 0),
            (0, 5, 10, 0, 5),
            (0, 0, 0, 3, 0),
        ] {
            assert_eq!(first_row(first, selected, len, room), expected);
        }
    }
}
