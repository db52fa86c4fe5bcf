//! The state of a list: which row is selected, kept by identity when the rows are replaced.
//!
//! Holds no rows and no scroll offset: the rows are the pane's, the offset is the face's.

use super::part::{Part, PartEvent};
use crate::terminal::Key;

/// Rows that a page key moves.
const PAGE: usize = 10;

/// How close to the last loaded row the selection comes before more are asked for.
const NEAR: usize = 20;

/// The selection of a list whose rows have the identities `Id`.
#[derive(Debug, Clone)]
pub struct ListState<Id> {
    ids: Vec<Id>,
    selected: usize,
    total: usize,
}

impl<Id> Default for ListState<Id> {
    fn default() -> Self {
        Self {
            ids: Vec::new(),
            selected: 0,
            total: 0,
        }
    }
}

impl<Id: PartialEq> ListState<Id> {
    /// A list without rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the identities of new rows and keeps the selection on the same one; if it is gone, on the
    /// first that followed it and is still there, else on the last row at or before its place.
    pub fn keep(&mut self, len: usize, id: impl Fn(usize) -> Id) {
        let new: Vec<Id> = (0..len).map(id).collect();
        let same = self
            .ids
            .iter()
            .skip(self.selected)
            .find_map(|old| new.iter().position(|id| id == old));
        self.selected = same.unwrap_or(self.selected).min(len.saturating_sub(1));
        self.total = len;
        self.ids = new;
    }

    /// Forgets the rows but for the selected one, on which the selection stays when they are given again.
    pub fn rest(&mut self) {
        self.ids = if self.selected < self.ids.len() {
            vec![self.ids.swap_remove(self.selected)]
        } else {
            Vec::new()
        };
        self.selected = 0;
        self.total = self.ids.len();
    }

    /// Takes the identities of rows that answer another question: the first is selected.
    pub fn renew(&mut self, len: usize, id: impl Fn(usize) -> Id) {
        self.ids = (0..len).map(id).collect();
        self.selected = 0;
        self.total = len;
    }

    /// Says how many rows there are in all, when more exist than are loaded.
    pub fn set_total(&mut self, total: usize) {
        self.total = total.max(self.ids.len());
    }

    /// The index of the selected row; 0 when there is none.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The identity of the selected row.
    pub fn selected_id(&self) -> Option<&Id> {
        self.ids.get(self.selected)
    }

    /// How many rows are loaded.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether no row is loaded.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Selects the row at `index`, or the last.
    pub fn select(&mut self, index: usize) {
        self.selected = index.min(self.ids.len().saturating_sub(1));
    }

    /// Selects the row with this identity; `false` when there is none.
    pub fn select_id(&mut self, id: &Id) -> bool {
        let found = self.ids.iter().position(|one| one == id);
        self.selected = found.unwrap_or(self.selected);
        found.is_some()
    }

    /// Whether the selection is near the end of what is loaded and there is more.
    pub fn wants_more(&self) -> bool {
        self.total > self.ids.len() && self.selected + NEAR >= self.ids.len()
    }

    fn go(&mut self, to: usize) -> PartEvent {
        let before = self.selected;
        self.select(to);
        match (self.selected == before, self.wants_more()) {
            (_, true) => PartEvent::More,
            // The edge: whoever stands above or below may take the key.
            (true, false) => PartEvent::Ignored,
            (false, false) => PartEvent::Taken,
        }
    }
}

impl<Id: PartialEq> Part for ListState<Id> {
    fn key(&mut self, key: Key) -> PartEvent {
        match key {
            Key::Up => self.go(self.selected.saturating_sub(1)),
            Key::Down => self.go(self.selected + 1),
            Key::PageUp => self.go(self.selected.saturating_sub(PAGE)),
            Key::PageDown => self.go(self.selected + PAGE),
            Key::Home => self.go(0),
            Key::End => self.go(usize::MAX),
            Key::Enter | Key::Right if !self.is_empty() => PartEvent::Opened(self.selected),
            Key::Left => PartEvent::Closed,
            _ => PartEvent::Ignored,
        }
    }

    fn pick(&mut self, part: usize) -> PartEvent {
        if part >= self.ids.len() {
            return PartEvent::Ignored;
        }
        self.selected = part;
        PartEvent::Opened(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(ids: &str) -> ListState<u8> {
        let mut list = ListState::new();
        keep(&mut list, ids);
        list
    }

    fn keep(list: &mut ListState<u8>, ids: &str) {
        list.keep(ids.len(), |i| ids.as_bytes()[i]);
    }

    #[test]
    fn the_same_person_stays_selected_when_the_rows_are_replaced() {
        for (before, at, after, selected) in [
            ("abcd", 2, "xabcd", Some(b'c')),
            ("abcd", 2, "abd", Some(b'd')),
            ("abcd", 3, "abc", Some(b'c')),
            ("abcd", 3, "", None),
            ("", 0, "ab", Some(b'a')),
        ] {
            let mut list = list(before);
            list.select(at);
            keep(&mut list, after);
            assert_eq!(list.selected_id(), selected.as_ref(), "{before} {after}");
        }
    }

    #[test]
    fn a_list_that_rested_comes_back_to_the_same_row() {
        let mut list = list("abcd");
        list.select(2);
        list.rest();
        assert_eq!(list.len(), 1);
        keep(&mut list, "xabcd");
        assert_eq!(list.selected_id(), Some(&b'c'));
        let mut none = super::ListState::<u8>::new();
        none.rest();
        assert!(none.is_empty());
    }

    #[test]
    fn the_edges_give_the_key_back_and_the_end_of_a_window_asks_for_more() {
        let mut list = list("abc");
        assert_eq!(list.key(Key::Up), PartEvent::Ignored);
        assert_eq!(list.key(Key::End), PartEvent::Taken);
        assert_eq!(list.key(Key::Down), PartEvent::Ignored);
        list.set_total(40);
        assert_eq!(list.key(Key::Up), PartEvent::More);
        assert_eq!(list.key(Key::Enter), PartEvent::Opened(1));
        assert_eq!(list.pick(2), PartEvent::Opened(2));
        assert_eq!(list.pick(3), PartEvent::Ignored);
    }
}
