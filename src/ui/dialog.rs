//! A dialog as data: sentences, and numbered answers one below the other, each carrying a message.
//!
//! It asks and hands back the message of the answer; it never does anything itself.

use super::list::ListState;
use super::part::Part;
use super::view::{Block, Column, List, Row, RowsBy, Say, Span, Text, View, Width};

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
    passing: bool,
}

impl<M> Dialog<M> {
    /// A question without answers yet.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            sentences: Vec::new(),
            answers: Vec::new(),
            state: ListState::new(),
            passing: false,
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

    /// The same with the focus on another answer than the first.
    #[must_use]
    pub fn beginning_at(mut self, answer: usize) -> Self {
        self.state.select(answer);
        self
    }

    /// The same as a question that stands in nobody's way: a letter leaves it and does what it does without it.
    #[must_use]
    pub fn passing(mut self) -> Self {
        self.passing = true;
        self
    }

    /// Whether a letter leaves it.
    pub fn is_passing(&self) -> bool {
        self.passing
    }

    /// The same question with its messages wrapped.
    pub fn map<N>(self, mut wrap: impl FnMut(M) -> N) -> Dialog<N> {
        Dialog {
            title: self.title,
            sentences: self.sentences,
            answers: self
                .answers
                .into_iter()
                .map(|(label, message)| (label, wrap(message)))
                .collect(),
            state: self.state,
            passing: self.passing,
        }
    }

    /// The message of the answer at `index`; the dialog is over.
    pub fn into_answer(self, index: usize) -> Option<M> {
        self.answers
            .into_iter()
            .nth(index)
            .map(|(_, message)| message)
    }

    /// The answers as the part in focus: [`super::part::PartEvent::Opened`] gives the one chosen.
    pub fn part(&mut self) -> &mut dyn Part {
        &mut self.state
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
        View::new(Say::Borrowed(&self.title), blocks).at_last(self.state.selected())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Key;
    use crate::ui::part::PartEvent;

    #[test]
    fn an_answer_is_given_by_arrows_or_by_number() {
        let mut dialog = Dialog::new("Chiudere?")
            .answer("Resta", 'r')
            .answer("Chiudi", 'c');
        assert_eq!(dialog.part().key(Key::Down), PartEvent::Taken);
        assert_eq!(dialog.part().key(Key::Enter), PartEvent::Opened(1));
        assert_eq!(dialog.part().pick(0), PartEvent::Opened(0));
        assert_eq!(dialog.part().pick(2), PartEvent::Ignored);
        assert_eq!(dialog.into_answer(1), Some('c'));
    }
}
