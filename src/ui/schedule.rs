//! The state of a schedule: which slot is selected, and the steps to another day or person.

use super::list::ListState;
use super::part::{Part, PartEvent};
use crate::terminal::Key;

/// The selection of a schedule whose slots have the identities `Id`.
#[derive(Debug, Clone)]
pub struct ScheduleState<Id> {
    /// The slots of the day in focus.
    pub slots: ListState<Id>,
}

impl<Id> Default for ScheduleState<Id> {
    fn default() -> Self {
        Self {
            slots: ListState::default(),
        }
    }
}

impl<Id: PartialEq> Part for ScheduleState<Id> {
    fn key(&mut self, key: Key) -> PartEvent {
        match key {
            Key::Left => PartEvent::Across(-1),
            Key::Right => PartEvent::Across(1),
            other => self.slots.key(other),
        }
    }

    fn pick(&mut self, part: usize) -> PartEvent {
        self.slots.pick(part)
    }
}
