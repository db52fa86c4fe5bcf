//! A dialog as data: sentences, and numbered answers one below the other, each carrying a message.
//!
//! It asks and hands back the message of the answer; it never does anything itself.

use super::list::ListState;
use super::part::{Part, PartEvent};
use super::view::{At, Block, Column, List, Row, RowsBy, Say, Span, Text, View, Width};
use crate::terminal::Key;

/// A question with its answers, each carrying an `M`.
#[derive(Debug, Clone)]
pub struct Dialog<M> {
    /// What is asked, as a title.
    pub title: String,
    /// What there is to know before answering.
    pub sentences: Vec<String>,
    /// The answers: label and message.
    answers: Vec<(String, M)>,
    state: ListState<usize>,
}

/// What a key did to a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialogEvent<M> {
    /// The key was not for the dialog.
    Ignored,
    /// Another answer has the focus.
    Taken,
    /// An answer was given.
    Answered(M),
    /// Closed without an answer (`0`, Left or Esc): everything stays as it was.
    Closed,
}

impl<M: Clone> Dialog<M> {
    /// A question without answers yet.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            sentences: Vec::new(),
            answers: Vec::new(),
            state: ListState::new(),
        }
    }

    /// Adds a sentence.
    pub fn sentence(mut self, sentence: impl Into<String>) -> Self {
        self.sentences.push(sentence.into());
        self
    }

    /// Adds an answer; the first one has the focus, so the harmless one comes first.
    pub fn answer(mut self, label: impl Into<String>, message: M) -> Self {
        self.answers.push((label.into(), message));
        self.state.keep(self.answers.len(), |i| i);
        self
    }

    /// The labels of the answers.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.answers.iter().map(|(label, _)| label.as_str())
    }

    /// Lets a key act.
    pub fn key(&mut self, key: Key) -> DialogEvent<M> {
        if let Key::Char(digit @ '1'..='9') = key {
            return self.pick(digit as usize - '1' as usize);
        }
        if matches!(key, Key::Char('0') | Key::Esc) {
            return DialogEvent::Closed;
        }
        match self.state.key(key) {
            PartEvent::Opened(answer) => self.pick(answer),
            PartEvent::Closed => DialogEvent::Closed,
            PartEvent::Ignored => DialogEvent::Ignored,
            _ => DialogEvent::Taken,
        }
    }

    /// Gives the answer at `index`.
    pub fn pick(&mut self, index: usize) -> DialogEvent<M> {
        match self.answers.get(index) {
            Some((_, message)) => DialogEvent::Answered(message.clone()),
            None => DialogEvent::Ignored,
        }
    }

    /// The dialog as a view, for both faces.
    pub fn view(&self) -> View<'_> {
        let sentences = Text {
            heading: None,
            paragraphs: self
                .sentences
                .iter()
                .map(|s| Span::plain(s.as_str()))
                .collect(),
        };
        let answers = List {
            heading: None,
            columns: vec![Column {
                heading: Say::Borrowed(""),
                width: Width::Fill { min: 10, weight: 1 },
            }],
            rows: Box::new(RowsBy::new(self.answers.len(), |i| Row {
                cells: vec![Span::plain(self.answers[i].0.as_str())],
            })),
            selected: self.state.selected(),
            total: None,
            empty: Say::Borrowed(""),
        };
        let mut blocks = vec![Block::List(answers)];
        if !self.sentences.is_empty() {
            blocks.insert(0, Block::Text(sentences));
        }
        View {
            title: Say::Borrowed(&self.title),
            focus: At {
                block: blocks.len() - 1,
                part: self.state.selected(),
            },
            blocks,
            side: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_given_by_arrows_or_by_number_and_none_is_given_by_zero() {
        let mut dialog = Dialog::new("Chiudere?")
            .answer("Resta", 'r')
            .answer("Chiudi", 'c');
        assert_eq!(dialog.key(Key::Down), DialogEvent::Taken);
        assert_eq!(dialog.key(Key::Enter), DialogEvent::Answered('c'));
        assert_eq!(dialog.key(Key::Char('1')), DialogEvent::Answered('r'));
        assert_eq!(dialog.key(Key::Char('3')), DialogEvent::Ignored);
        assert_eq!(dialog.key(Key::Char('0')), DialogEvent::Closed);
    }
}
