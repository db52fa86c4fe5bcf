//! A day in slots, and the colleagues' same day.

use super::{Say, Span, join};
use crate::ui::words::{MessageId, Words};

/// One day of one member of staff.
#[derive(Debug)]
pub struct Schedule<'a> {
    /// The day and whose it is, as a heading.
    pub heading: Say<'a>,
    /// The slots of the day in focus, in time order.
    pub slots: Vec<Slot<'a>>,
    /// The slot that is selected.
    pub selected: usize,
    /// The sentence shown when there is no slot.
    pub empty: Say<'a>,
    /// The same day of the colleagues: shown beside on wide screens, never focused.
    pub colleagues: Box<dyn Lanes + 'a>,
}

/// The days of colleagues: asked one at a time, so that hundreds cost only those there is room for.
pub trait Lanes {
    /// How many colleagues.
    fn len(&self) -> usize;

    /// Whether there is nobody else.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The day of the colleague at `i`, `i < len()`.
    fn lane(&self, i: usize) -> Lane<'_>;
}

impl std::fmt::Debug for dyn Lanes + '_ {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all = (0..self.len()).map(|i| self.lane(i));
        f.debug_list().entries(all).finish()
    }
}

/// A colleague's day.
#[derive(Debug, Clone, Default)]
pub struct Lane<'a> {
    /// Whose.
    pub name: Say<'a>,
    /// Its slots, in time order.
    pub slots: Vec<Slot<'a>>,
}

/// One slot of a schedule.
#[derive(Debug, Clone)]
pub struct Slot<'a> {
    /// When it starts: `09:00`.
    pub start: Say<'a>,
    /// When it ends: `09:30`.
    pub end: Say<'a>,
    /// Who, or that it is free.
    pub name: Span<'a>,
    /// The state as a word; empty when free.
    pub state: Span<'a>,
    /// What it is about.
    pub detail: Say<'a>,
}

impl Slot<'_> {
    /// As it is spoken: the name first, then the state as a word, then the time, then what it is about.
    pub fn said(&self, words: &Words) -> String {
        join(&[&self.name.text, &self.rest(words)])
    }

    pub(super) fn rest(&self, words: &Words) -> String {
        let (start, end) = (("start", (&self.start).into()), ("end", (&self.end).into()));
        let times = match &*self.end {
            "" => words.with(MessageId("at-time"), &[("time", (&self.start).into())]),
            _ => words.with(MessageId("time-between"), &[start, end]),
        };
        join(&[&self.state.text, &times, &self.detail])
    }
}
