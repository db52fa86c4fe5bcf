//! The message row: one message at a time, and the last fifty to be said again.

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
        self.again = None;
        self.walked = None;
    }

    /// The message to show.
    pub fn current(&self) -> Option<(Tone, &str)> {
        self.log
            .get(self.again.unwrap_or(0))
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
