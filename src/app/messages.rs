//! The message row: one message at a time, and the last fifty to be said again.
//!
//! A message stands until whoever read it goes elsewhere or acts again; a move along a list leaves it. What
//! was said since the last key is an answer to that key and stays.

use std::collections::VecDeque;

use crate::ui::view::Tone;

/// How many messages are kept to be said again.
const KEPT: usize = 50;

/// The messages of a session.
#[derive(Debug, Default)]
pub struct Messages {
    log: VecDeque<(Tone, String)>,
    /// How far back "say again" has walked; none while the cursor is elsewhere.
    again: Option<usize>,
    /// Where the walk stands, so that a second press in a row goes one further back.
    walked: Option<usize>,
    news: usize,
    /// Whether the newest message is still in its row.
    shown: bool,
    /// Whether it was said since the last key.
    fresh: bool,
    /// How many messages were said in all: the number of the newest.
    said: u64,
}

impl Messages {
    /// Says a message.
    pub fn say(&mut self, tone: Tone, text: String) {
        if self.log.len() == KEPT {
            self.log.pop_back();
        }
        self.log.push_front((tone, text));
        self.said += 1;
        self.shown = true;
        self.fresh = true;
        self.again = None;
        self.walked = None;
    }

    /// The message to show.
    pub fn current(&self) -> Option<(Tone, &str)> {
        let newest = self.shown.then_some(0);
        self.log
            .get(self.again.or(newest)?)
            .map(|(tone, text)| (*tone, text.as_str()))
    }

    /// The newest message and its number, which grows with each message.
    pub fn newest(&self) -> Option<(u64, &str)> {
        self.log.front().map(|(_, text)| (self.said, text.as_str()))
    }

    /// Walks back: the last message, then the one before. False when there is none.
    pub fn repeat(&mut self) -> bool {
        if self.log.is_empty() {
            return false;
        }
        self.again = Some(self.walked.map_or(0, |at| (at + 1).min(self.log.len() - 1)));
        self.walked = self.again;
        // Back in its row: the next move takes nothing away.
        self.shown = true;
        true
    }

    /// Whether the cursor belongs on the message.
    pub fn focused(&self) -> bool {
        self.again.is_some()
    }

    /// A key is about to be handled: the cursor returns, and unless it is "say again" once more the walk
    /// starts anew.
    pub fn moved(&mut self) {
        self.walked = self.again.take();
        self.fresh = false;
    }

    /// The person went elsewhere or acted: a message that is no answer to that leaves its row.
    pub fn outdated(&mut self) {
        self.shown &= self.fresh;
    }

    /// Something changed that is told only when asked.
    pub fn news(&mut self) {
        self.news += 1;
    }

    /// How many changes were not told, and forgets them.
    pub fn take_news(&mut self) -> usize {
        std::mem::take(&mut self.news)
    }
}
