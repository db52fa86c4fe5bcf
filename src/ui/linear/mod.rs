//! The linear face: speaks a view as plain lines and reads answers, for screen readers, braille displays,
//! `TERM=dumb` and scripts.
//!
//! Append only: no escape byte, no redraw, no box. It says what the screen shows and hands back the keys
//! that the same person would have pressed there, so both faces drive one core. It decides what to say:
//! a new sub-view is said whole, a step in a form says the next prompt, a message is said once; news that
//! nobody asked for wait until the next answer.
//!
//! ```text
//! tell    blocks as sentences               write   sentences as lines and prompts
//! news    what is new since it last spoke    said    what it has said so far
//! ask     the prompt                         asked   what was asked of the face itself: help, repeat, where
//! hear    a line that came in                answer  a line as the keys of the same answer on the screen
//! ```
//!
//! How a host uses it: [`Linear::speak`] after every change (it gives back an empty text when there is
//! nothing to say), [`Linear::line`] for every line that comes in, then `speak` again.

mod answer;
mod ask;
mod asked;
mod hear;
mod news;
mod said;
mod tell;
mod write;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::VecDeque;
use std::sync::Arc;

use self::asked::Asked;
use self::said::Said;
use super::form::{Field, Form};
use super::view::{Block, View};
use super::words::Words;
use crate::terminal::{Input, Key};

/// Messages that can be said again.
const LOG: usize = 50;

/// Everything that the face is told.
#[derive(Debug)]
pub struct Scene<'a> {
    /// Where one is, beyond the view: the office, the person in hand. Said when it changes.
    pub header: &'a str,
    /// The view of the layer on top.
    pub view: &'a View<'a>,
    /// How many layers lie on the pane: a question may have the title of what it is asked about.
    pub level: usize,
    /// The newest message with its number, which grows with each message.
    pub message: Option<(u64, &'a str)>,
    /// The commands offered now, of the pane and of the app, from a [`super::command::Keymap::spoken`].
    pub offered: &'a [Offer<'a>],
    /// Whether it hides all else until the next answer, whatever that is.
    pub hides: bool,
    /// Whether an answer to the person's own act is still to come: until then only messages are said.
    pub waiting: bool,
}

/// A command that is offered.
#[derive(Debug, Clone)]
pub struct Offer<'a> {
    /// The key that calls it; none for one that is called from the list of commands.
    pub key: Option<char>,
    /// The keys that call it, one after the other.
    pub calls: Vec<Key>,
    /// Its label.
    pub label: Cow<'a, str>,
    /// How many rows the list has that it opens, of which a number behind it means one (`g 3`); none for a
    /// command that is for a row of the view.
    pub rows: usize,
}

impl Offer<'_> {
    /// `c: chiama`; the label alone where there is no key.
    fn named(&self) -> String {
        let label = &self.label;
        match self.key {
            Some(key) => format!("{key}: {label}"),
            None => label.to_string(),
        }
    }
}

/// What a line becomes: what the same person would have done on the screen, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A key, or a text put in at once.
    Input(Input),
    /// To a field of a form: from field to field, as often as it takes, since what is wrong with one that is left
    /// may hold the cursor there.
    Field {
        /// The form; where another has the focus there is nothing to do.
        form: &'static str,
        /// Its name; none for the last row. Which others are shown may change on the way.
        field: Option<&'static str>,
    },
}

impl Step {
    /// The key that leads on to the field; none where the focus is there, or for anything else.
    pub fn next(&self, view: &View<'_>) -> Option<Key> {
        let Self::Field { form: name, field } = self else {
            return None;
        };
        let (form, _) = focused_form(view).filter(|(form, _)| form.name == *name)?;
        let to = match field {
            Some(field) => form.index(field).filter(|at| !form.fields[*at].hidden)?,
            None => form.fields.len(),
        };
        match to.cmp(&form.at) {
            Ordering::Equal => None,
            Ordering::Greater => Some(Key::Tab),
            Ordering::Less => Some(Key::BackTab),
        }
    }
}

impl From<Key> for Step {
    fn from(key: Key) -> Self {
        Self::Input(Input::Key(key))
    }
}

/// The face of one session: what it has said, so that it says only what is new.
#[derive(Debug)]
pub struct Linear {
    words: Arc<Words>,
    /// Whether an answer is owed: at the start, and after a line.
    due: bool,
    /// What a line asked of the face itself.
    asked: Option<Asked>,
    header: String,
    /// The last message said.
    message: u64,
    said: Said,
    /// What was said last, without its prompt.
    last: String,
    log: VecDeque<String>,
    /// How many times in a row it was asked to say again.
    again: usize,
    /// Whether a line is what a card reader types.
    is_card: fn(&str) -> bool,
}

impl Linear {
    /// A face that has said nothing yet. `is_card` knows what a card reader types, which is no command.
    pub fn new(words: Arc<Words>, is_card: fn(&str) -> bool) -> Self {
        Self {
            words,
            is_card,
            due: true,
            asked: None,
            header: String::new(),
            message: 0,
            said: Said::default(),
            last: String::new(),
            log: VecDeque::new(),
            again: 0,
        }
    }

    /// What is to be said now, ending in the prompt; empty when nothing is.
    pub fn speak(&mut self, scene: &Scene<'_>) -> String {
        let mut out = String::new();
        if scene.waiting {
            self.say_message(&mut out, scene);
            if !self.due && !out.is_empty() {
                out.insert(0, '\n');
                self.due = true;
            }
            return out;
        }
        let opened = self.said.is_other(scene);
        if !self.due && !opened && !self.has_news(scene) {
            return out;
        }
        if !self.due {
            // The prompt that waits is left where it is.
            out.push('\n');
        }
        let start = out.len();
        self.say_message(&mut out, scene);
        match self.asked.take() {
            Some(asked) if !opened => self.say_asked(&mut out, scene, asked),
            _ => self.say_new(&mut out, scene, opened),
        }
        out[start..].clone_into(&mut self.last);
        self.say_prompt(&mut out, scene);
        self.said.asked = focused_form(scene.view).map(|(form, _)| form.at);
        self.due = false;
        out
    }

    /// Speaks another language from now on; what was said in the one before is said anew.
    pub fn speak_with(&mut self, words: Arc<Words>) {
        self.words = words;
        self.said = Said::default();
        self.due = true;
    }
}

/// The form in focus, with the field in focus or none on its last row.
fn focused_form<'v>(view: &'v View<'_>) -> Option<(&'v Form, Option<&'v Field>)> {
    match view.blocks.get(view.focus.block) {
        Some(Block::Form(block)) => Some((block.form, block.form.focused())),
        _ => None,
    }
}
