//! The linear face: speaks a view as plain lines and reads answers, for screen readers, braille displays,
//! `TERM=dumb` and scripts.
//!
//! Append only: no escape byte, no redraw, no box. It says what the screen shows and hands back the keys
//! that the same person would have pressed there, so both faces drive one core. It decides what to say:
//! a new sub-view is said whole, a step in a form says the next prompt, a message is said once; news that
//! nobody asked for wait until the next answer.
//!
//! How a host uses it: [`Linear::speak`] after every change (it gives back an empty text when there is
//! nothing to say), [`Linear::line`] for every line that comes in, then `speak` again.

mod answer;
mod tell;
mod write;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use self::answer::{Answer, Word};
use self::tell::Numbered;
use super::form::{Field, Form, Kind};
use super::view::{Block, Focus, FocusRole, FormBlock, Rect, View};
use super::words::{MessageId, Words};
use crate::terminal::text;
use crate::terminal::{Input, Key};

/// Messages that can be said again.
const LOG: usize = 50;

/// So many sentences of a block are said alone when they alone have changed.
const FEW: usize = 3;

/// The least that a card says: a tax code.
const CARD: usize = 16;

/// The fewest digits in it: most of those of a tax code may be letters.
const DIGITS: usize = 1;

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
    focus: Option<Focus>,
    /// What was said last, without its prompt.
    last: String,
    log: VecDeque<String>,
    /// How many times in a row it was asked to say again.
    again: usize,
}

/// What a line asked of the face itself.
#[derive(Debug)]
enum Asked {
    Help,
    Repeat,
    Where,
    More,
    NothingMore,
    Unclear(String),
    Beyond(usize),
    Number(usize),
    Several(Vec<String>),
    /// A row is no longer where it was said.
    Shifted,
}

/// What was said of the sub-view that is open.
#[derive(Debug, Default)]
struct Said {
    title: String,
    level: usize,
    /// A digest of the form's name and of those of its fields; none without a form.
    form: Option<u64>,
    /// A digest of each block's sentences.
    blocks: Vec<u64>,
    /// The sentences of each block one by one, as digests: of many of which few change, those are said.
    sentences: Vec<Vec<u64>>,
    /// The value, error and hint of each field, as digests.
    fields: Vec<[u64; 3]>,
    /// The field that was asked for last.
    asked: Option<usize>,
    /// A digest of the sentences below the form.
    after: u64,
    /// The rows said, as number and digest of the name.
    rows: Vec<(usize, u64)>,
}

impl Linear {
    /// A face that has said nothing yet.
    pub fn new(words: Arc<Words>) -> Self {
        Self {
            words,
            due: true,
            asked: None,
            header: String::new(),
            message: 0,
            said: Said::default(),
            focus: None,
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
        self.focus = self.focus_of(scene.view);
        self.due = false;
        out
    }

    /// Speaks another language from now on; what was said in the one before is said anew.
    pub fn speak_with(&mut self, words: Arc<Words>) {
        self.words = words;
        self.said = Said::default();
        self.due = true;
    }

    /// What had the focus when the face last spoke.
    pub fn focus(&self) -> Option<&Focus> {
        self.focus.as_ref()
    }

    /// What a line that came in asks for. Asked again after [`Linear::speak`], never without.
    pub fn line(&mut self, line: &str, scene: &Scene<'_>) -> Vec<Step> {
        let clean = text::clean(line);
        let line = clean.trim();
        self.due = true;
        if scene.hides {
            self.again = 0;
            return vec![Key::Enter.into()];
        }
        let answer = match (focused_form(scene.view), line) {
            (Some((form, Some(field))), _) => {
                answer::in_field(line, form, field, scene.offered, &self.words)
            }
            (Some((form, None)), _) => answer::on_save(line, form, scene.offered, &self.words),
            (None, "") => self.enter(scene),
            (None, _) => match self.for_row(line, scene) {
                Some(answer) => answer,
                None => command(line, scene),
            },
        };
        let answer = match answer {
            Answer::Number(number) => self.number(number, scene),
            other => other,
        };
        let repeated = answer == Answer::Repeat;
        self.again = if repeated { self.again + 1 } else { 0 };
        let asked = match answer {
            Answer::Steps(steps) => return steps,
            Answer::Help => Asked::Help,
            Answer::Repeat => Asked::Repeat,
            Answer::Where => Asked::Where,
            Answer::Number(_) | Answer::Unclear(_) if line.is_empty() => Asked::NothingMore,
            Answer::Beyond(count) => Asked::Beyond(count),
            Answer::NumberAsked(count) => Asked::Number(count),
            Answer::Number(_) | Answer::Unclear(_) => Asked::Unclear(line.to_owned()),
            Answer::Several(labels) => Asked::Several(labels),
        };
        self.asked = Some(asked);
        Vec::new()
    }

    /// Enter: the next page of rows, or what a view without rows does with it.
    fn enter(&mut self, scene: &Scene<'_>) -> Answer {
        let all = tell::numbered(scene.view);
        let all: Vec<Numbered> = all.into_iter().filter(|n| !n.form).collect();
        if all.iter().all(|n| n.len == 0) {
            return Answer::Steps(vec![Key::Enter.into()]);
        }
        let Some(next) = all.iter().find(|n| self.said.until(n) < n.total) else {
            return Answer::Unclear(String::new());
        };
        self.asked = Some(Asked::More);
        let until = self.said.until(next);
        if until < next.len {
            return Answer::Steps(Vec::new());
        }
        // The rows end here: being near the last one makes the pane ask for more.
        let last = next.len.saturating_sub(1);
        let mut steps = answer::to_part(scene.view, &all, next.block, last);
        steps.pop();
        Answer::Steps(steps)
    }

    /// The row with a number, as it was said: others may have moved it meanwhile.
    fn number(&mut self, number: usize, scene: &Scene<'_>) -> Answer {
        let all = tell::numbered(scene.view);
        let Some(rows) = all.iter().find(|n| n.holds(number)) else {
            let count = all.iter().map(|n| n.len).sum();
            return match count {
                0 => Answer::Unclear(number.to_string()),
                count => Answer::Beyond(count),
            };
        };
        let digest = |part| digest(&tell::row_name(scene.view, rows.block, part));
        let part = number - rows.before - 1;
        let told = self.said.rows.iter().find(|(n, _)| *n == number);
        let part = match told {
            Some((_, told)) if *told != digest(part) => (0..rows.len)
                .filter(|other| digest(*other) == *told)
                .min_by_key(|other| other.abs_diff(part)),
            _ => Some(part),
        };
        let Some(part) = part else {
            self.asked = Some(Asked::Shifted);
            return Answer::Steps(Vec::new());
        };
        Answer::Steps(answer::to_part(scene.view, &all, rows.block, part))
    }

    /// A command and the row that it is for: `v 3`.
    fn for_row(&mut self, line: &str, scene: &Scene<'_>) -> Option<Answer> {
        let (command, number) = line.rsplit_once(' ')?;
        let number: usize = number.parse().ok().filter(|number| *number > 0)?;
        let Word::Keys(keys) = answer::word(command.trim(), scene.offered) else {
            return None;
        };
        Some(match self.number(number, scene) {
            Answer::Steps(mut steps) if steps.last() == Some(&Key::Enter.into()) => {
                steps.pop();
                steps.extend(keys.into_iter().map(Step::from));
                Answer::Steps(steps)
            }
            other => other,
        })
    }

    fn has_news(&self, scene: &Scene<'_>) -> bool {
        scene.message.is_some_and(|(n, _)| n != self.message) || scene.header != self.header
    }

    fn say_message(&mut self, out: &mut String, scene: &Scene<'_>) {
        let Some((number, message)) = scene.message.filter(|(n, _)| *n != self.message) else {
            return;
        };
        self.message = number;
        write::line(out, message);
        if self.log.len() == LOG {
            self.log.pop_front();
        }
        self.log.push_back(message.to_owned());
    }

    /// A new sub-view whole; of the one that is open what has changed.
    fn say_new(&mut self, out: &mut String, scene: &Scene<'_>, opened: bool) {
        if scene.header != self.header {
            scene.header.clone_into(&mut self.header);
            write::line(out, scene.header);
        }
        let view = scene.view;
        if opened {
            self.said = Said::default();
            self.said.open(scene);
            write::line(out, &view.title);
        } else if self.said.title != *view.title {
            // The same form, of which more is known: its fields were heard.
            view.title.as_ref().clone_into(&mut self.said.title);
            write::line(out, &view.title);
        }
        for index in 0..view.blocks.len() {
            let mut sentences = String::new();
            tell::block(&mut sentences, view, index, &self.words);
            let digest = digest(&sentences);
            let known = self.said.blocks.get(index) == Some(&digest);
            if let Block::Form(block) = &view.blocks[index] {
                if opened {
                    out.push_str(&sentences);
                    self.say_after(&mut String::new(), block);
                } else {
                    self.say_fields(out, block.form);
                    self.say_after(out, block);
                }
            } else if !known {
                match self.changed(view, index).filter(|_| !opened) {
                    Some(few) => few.iter().for_each(|sentence| write::line(out, sentence)),
                    None => out.push_str(&sentences),
                }
                self.said.forget_rows(view, index);
                self.note_rows(view, index, 0);
            }
            let each = tell::sentences(view, index, &self.words);
            let each = each.iter().map(self::digest).collect();
            match self.said.sentences.get_mut(index) {
                Some(old) => *old = each,
                None => self.said.sentences.push(each),
            }
            if let Block::Form(block) = &view.blocks[index] {
                self.said.fields = fields(block.form);
            }
            match self.said.blocks.get_mut(index) {
                Some(old) => *old = digest,
                None => self.said.blocks.push(digest),
            }
        }
    }

    /// The few sentences of a block that are not as they were said; none where it is better said whole.
    fn changed(&self, view: &View<'_>, index: usize) -> Option<Vec<String>> {
        let before = self.said.sentences.get(index)?;
        let now = tell::sentences(view, index, &self.words);
        let other =
            |(at, sentence): (usize, String)| (before[at] != digest(&sentence)).then_some(sentence);
        let same_head = now.first().map(digest) == before.first().copied();
        if !same_head || before.len() != now.len() {
            return None;
        }
        let changed: Vec<String> = now.into_iter().enumerate().filter_map(other).collect();
        (1..=FEW).contains(&changed.len()).then_some(changed)
    }

    /// What changed in a form without being typed there: errors, hints, fields filled in by another.
    fn say_fields(&self, out: &mut String, form: &Form) {
        let now = fields(form);
        for (i, field) in tell::shown(form) {
            let before = self.said.fields.get(i).copied().unwrap_or_default();
            let [value, error, hint] = now[i];
            // A text just answered was heard as it was typed; what was chosen by number was not.
            let heard = self.said.asked == Some(i) && (!field.proposes() || field.is_unmatched());
            if value != before[0] && !heard && !field.is_empty() {
                let label = self.words.get(field.label);
                let value = tell::field_value(field);
                write::line(out, &format!("{label}: {value}"));
            }
            if let (Some(text), true) = (&field.error, error != before[1]) {
                write::line(out, &tell::field_error(field, text, &self.words));
            }
            if let (Some(text), true) = (&field.hint, hint != before[2]) {
                write::line(out, text);
            }
        }
    }

    /// The sentences below a form, when they changed.
    fn say_after(&mut self, out: &mut String, block: &FormBlock<'_>) {
        let mut sentences = String::new();
        for span in &block.after {
            write::line(&mut sentences, &span.text);
        }
        let digest = digest(&sentences);
        if self.said.after != digest {
            self.said.after = digest;
            out.push_str(&sentences);
        }
    }

    fn say_asked(&mut self, out: &mut String, scene: &Scene<'_>, asked: Asked) {
        match asked {
            Asked::Help => self.say_help(out, scene),
            Asked::Repeat => self.say_again(out),
            Asked::Where => self.say_where(out, scene.view),
            Asked::More => self.say_more(out, scene.view),
            Asked::NothingMore => {
                write::line(out, &self.words.get(MessageId("linear-nothing-more")));
            }
            Asked::Unclear(line) => {
                let id = MessageId("linear-unclear");
                write::line(out, &self.words.with(id, &[("line", (&line).into())]));
            }
            Asked::Beyond(count) => {
                let id = MessageId("linear-beyond");
                write::line(out, &self.words.with(id, &[("n", count.into())]));
            }
            Asked::Number(count) => {
                let id = MessageId("linear-number-asked");
                write::line(out, &self.words.with(id, &[("n", count.into())]));
            }
            Asked::Several(labels) => {
                write::line(out, &self.words.get(MessageId("linear-several")));
                for label in labels {
                    write::line(out, &label);
                }
            }
            Asked::Shifted => {
                write::line(out, &self.words.get(MessageId("linear-shifted")));
                self.said.blocks.clear();
                self.say_new(out, scene, false);
            }
        }
    }

    fn say_help(&self, out: &mut String, scene: &Scene<'_>) {
        let in_form = focused_form(scene.view).is_some();
        let rows = tell::numbered(scene.view)
            .iter()
            .any(|n| !n.form && n.len > 0);
        if in_form {
            write::line(out, &self.words.get(MessageId("linear-help-field")));
            write::line(out, &self.words.get(MessageId("linear-help-field-command")));
        } else if rows {
            write::line(out, &self.words.get(MessageId("linear-help-rows")));
            write::line(out, &self.words.get(MessageId("linear-help-row-command")));
        }
        let schedule = scene.view.blocks.get(scene.view.focus.block);
        if let Some(Block::Schedule(_)) = schedule {
            write::line(out, &self.words.get(MessageId("linear-help-days")));
        }
        write::line(out, &self.words.get(MessageId("linear-help-always")));
        for offer in scene.offered {
            write::line(out, &offer.named());
        }
    }

    /// What was said last; asked again, the messages before, newest first.
    fn say_again(&self, out: &mut String) {
        match self.again.checked_sub(2) {
            None => out.push_str(&self.last),
            Some(back) => match self.log.iter().rev().nth(back) {
                Some(message) => write::line(out, message),
                None => write::line(out, &self.words.get(MessageId("linear-no-more-messages"))),
            },
        }
    }

    fn say_where(&self, out: &mut String, view: &View<'_>) {
        let sentence = match focused_form(view) {
            Some((form, field)) => {
                let count = tell::shown(form).count();
                let at = tell::shown(form)
                    .position(|(i, _)| i == form.at)
                    .unwrap_or(count);
                let label = self.words.get(field.map_or(form.save, |field| field.label));
                self.words.with(
                    MessageId("linear-where-field"),
                    &[
                        ("title", (&view.title).into()),
                        ("n", (at + 1).into()),
                        ("total", (count + 1).into()),
                        ("label", (&label).into()),
                    ],
                )
            }
            None => match self.focused_row(view) {
                Some((number, total, name)) => self.words.with(
                    MessageId("linear-where-row"),
                    &[
                        ("title", (&view.title).into()),
                        ("n", number.into()),
                        ("total", total.into()),
                        ("name", (&name).into()),
                    ],
                ),
                None => Cow::Borrowed(&*view.title),
            },
        };
        write::line(out, &sentence);
        tell::side(out, view);
    }

    /// The focus as data, without a place on a screen.
    fn focus_of(&self, view: &View<'_>) -> Option<Focus> {
        let (id, role, name, value, position) = match focused_form(view) {
            Some((form, Some(field))) => {
                let shown: Vec<usize> = tell::shown(form).map(|(i, _)| i).collect();
                let at = shown
                    .iter()
                    .position(|i| *i == form.at)
                    .map_or(0, |i| i + 1);
                (
                    format!("field:{}", field.name),
                    FocusRole::Field,
                    self.words.get(field.label).into_owned(),
                    tell::field_value(field),
                    Some((at, shown.len() + 1)),
                )
            }
            Some((form, None)) => {
                let last = tell::shown(form).count() + 1;
                let save = self.words.get(form.save).into_owned();
                (
                    "save".to_owned(),
                    FocusRole::Button,
                    save,
                    String::new(),
                    Some((last, last)),
                )
            }
            None => {
                let (number, total, name) = self.focused_row(view)?;
                let role = match view.blocks.get(view.focus.block) {
                    Some(Block::Schedule(_)) => FocusRole::Slot,
                    _ => FocusRole::Row,
                };
                (
                    format!("row:{number}"),
                    role,
                    name,
                    String::new(),
                    Some((number, total)),
                )
            }
        };
        Some(Focus {
            id,
            role,
            name,
            value,
            position,
            rect: Rect::default(),
            cursor: (0, 0),
        })
    }

    fn focused_row(&self, view: &View<'_>) -> Option<(usize, usize, String)> {
        let rows = tell::numbered(view)
            .into_iter()
            .find(|n| n.block == view.focus.block && n.len > 0 && !n.form)?;
        let text = tell::row_text(view, rows.block, rows.selected, &self.words);
        Some((rows.before + rows.selected + 1, rows.total, text))
    }

    fn say_more(&mut self, out: &mut String, view: &View<'_>) {
        let all = tell::numbered(view);
        let unsaid = |n: &&Numbered| !n.form && self.said.until(n) < n.total;
        let Some(next) = all.iter().find(unsaid) else {
            return;
        };
        let from = self.said.until(next);
        tell::page(out, view, *next, from, &self.words);
        self.note_rows(view, next.block, from);
    }

    /// Remembers the page of rows that was said from row `from` of a block.
    fn note_rows(&mut self, view: &View<'_>, block: usize, from: usize) {
        let all = tell::numbered(view);
        let Some(rows) = all.iter().find(|n| n.block == block && !n.form) else {
            return;
        };
        for part in from..rows.len.min(from + tell::PAGE) {
            let name = digest(&tell::row_name(view, block, part));
            self.said.rows.push((rows.before + part + 1, name));
        }
    }

    fn say_prompt(&self, out: &mut String, scene: &Scene<'_>) {
        let words = &self.words;
        match focused_form(scene.view) {
            Some((form, Some(field))) => self.ask_field(out, form, field),
            Some((form, None)) => {
                let save = words.get(form.save);
                let asked = words.with(MessageId("linear-save"), &[("save", (&save).into())]);
                write::prompt(out, &asked);
            }
            None => write::prompt(out, &self.choice(scene.view)),
        }
    }

    /// The prompt of rows. In a schedule it names the slot that commands are for: nobody chose it yet.
    fn choice(&self, view: &View<'_>) -> Cow<'_, str> {
        let focused = view.blocks.get(view.focus.block);
        let slot = match focused {
            Some(Block::Schedule(day)) => day.slots.get(day.selected),
            _ => None,
        };
        let row = slot.and_then(|slot| Some((slot, self.focused_row(view)?.0)));
        let Some((slot, number)) = row else {
            return self.words.get(MessageId("linear-choice"));
        };
        let args = [("n", number.into()), ("name", (&slot.name.text).into())];
        let asked = self.words.with(MessageId("linear-choice-now"), &args);
        if write::fits_prompt(&asked) {
            return asked;
        }
        self.words.with(MessageId("linear-choice-row"), &args[..1])
    }

    /// The prompt of a field: its label, what it holds, what it offers.
    fn ask_field(&self, out: &mut String, form: &Form, field: &Field) {
        let words = &self.words;
        let label = words.get(field.label);
        if let Some(error) = &field.error {
            let error = tell::field_error(field, error, words);
            let mut sentence = String::new();
            write::line(&mut sentence, &error);
            if !out.contains(&sentence) {
                out.push_str(&sentence);
            }
        }
        tell::choices(out, field, words);
        if field.kind == Kind::Note && form.sheet {
            write::prompt(out, &words.get(MessageId("linear-note-line")));
            return;
        }
        if field.kind == Kind::Note {
            write::line(out, &words.get(MessageId("linear-note")));
        }
        let value = tell::field_value(field);
        let args = [("label", (&label).into()), ("value", (&value).into())];
        let asked = if answer::takes_first(field) {
            words.with(MessageId("linear-take-first"), &args)
        } else if field.is_unmatched() && field.kind == Kind::Picker {
            write::line(out, &words.with(MessageId("linear-nothing-found"), &args));
            label.clone()
        } else if !value.is_empty() {
            words.with(MessageId("linear-field-now"), &args)
        } else if field.required {
            words.with(MessageId("linear-field-required"), &args)
        } else {
            label.clone()
        };
        if write::fits_prompt(&asked) {
            write::prompt(out, &asked);
            return;
        }
        write::line(out, &asked);
        if write::fits_prompt(&label) {
            write::prompt(out, &label);
        } else {
            write::prompt(out, &words.get(MessageId("linear-answer")));
        }
    }
}

impl Said {
    /// Whether the view is not the one that was said. A form remains itself under another title.
    fn is_other(&self, scene: &Scene<'_>) -> bool {
        let view = scene.view;
        let form = form_digest(view);
        let other = self.form != form || self.level != scene.level;
        other || (form.is_none() && stem(&self.title) != stem(&view.title))
    }

    fn open(&mut self, scene: &Scene<'_>) {
        let view = scene.view;
        self.level = scene.level;
        view.title.as_ref().clone_into(&mut self.title);
        self.form = form_digest(view);
    }

    /// The row of a block after the last one said.
    fn until(&self, rows: &Numbered) -> usize {
        self.rows
            .iter()
            .filter(|(n, _)| rows.holds(*n))
            .map(|(n, _)| n - rows.before)
            .max()
            .unwrap_or(0)
    }

    /// Forgets the rows of a block and of those after it, whose numbers may have moved.
    fn forget_rows(&mut self, view: &View<'_>, block: usize) {
        if let Some(rows) = tell::numbered(view).iter().find(|n| n.block == block) {
            self.rows.retain(|(n, _)| *n <= rows.before);
        }
    }
}

/// A line where letters are commands: what a card reader types, a number or a command.
fn command(line: &str, scene: &Scene<'_>) -> Answer {
    if is_card(line) {
        return Answer::Steps(vec![Step::Input(Input::Paste(line.to_owned()))]);
    }
    let command = line.strip_prefix(':').map_or(line, str::trim);
    answer::plain(answer::word(command, scene.offered))
}

/// What a card reader types: it begins with a sign or a letter, is long and has digits; with Caps Lock on
/// its letters are small.
fn is_card(line: &str) -> bool {
    let one_case = !line.contains(char::is_lowercase) || !line.contains(char::is_uppercase);
    line.starts_with(|c: char| matches!(c, '%' | ';') || c.is_ascii_alphabetic())
        && line.len() >= CARD
        && one_case
        && line.chars().filter(char::is_ascii_digit).count() >= DIGITS
}

/// The form in focus, with the field in focus or none on its last row.
fn focused_form<'v>(view: &'v View<'_>) -> Option<(&'v Form, Option<&'v Field>)> {
    match view.blocks.get(view.focus.block) {
        Some(Block::Form(block)) => Some((block.form, block.form.focused())),
        _ => None,
    }
}

/// What a title calls the page, before what it says of it: `Coda di oggi: I002 chiamata`.
fn stem(title: &str) -> &str {
    title.split([',', ':']).next().unwrap_or(title)
}

fn form_digest(view: &View<'_>) -> Option<u64> {
    view.blocks.iter().find_map(|block| match block {
        Block::Form(block) => {
            let fields: Vec<&str> = block.form.fields.iter().map(|field| field.name).collect();
            Some(digest(&(block.form.name, fields)))
        }
        _ => None,
    })
}

fn fields(form: &Form) -> Vec<[u64; 3]> {
    form.fields
        .iter()
        .map(|field| {
            let value = (field.line.text(), &field.marked);
            [digest(&value), digest(&field.error), digest(&field.hint)]
        })
        .collect()
}

fn digest(what: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
