//! A form: fields with their errors, edited by grapheme, kept as a draft.
//!
//! Knows no domain: what a field accepts is a kind, what it offers are proposals, and what is wrong with
//! it is told by the pane when the field is left or the form is saved. The keys are those of the key table:
//!
//! - Tab, Down, Enter go on; Up and Shift-Tab go back; the row after the last field saves.
//! - In a choice or picker proposals appear as one types. Enter takes the first, Down goes into them, a
//!   digit takes the one with that number. A digit typed into an empty choice takes the choice with that
//!   number; Right or a space shows all.
//! - A digit goes on to the next field by itself. An Enter or Tab right behind it means the same choice
//!   once more and does not pass over a field in which nothing was given; on the last row Enter does what the
//!   row says.
//! - What is wrong with a field that was left is met there: the cursor goes back, once for each text. What is
//!   typed right behind a code that is whole, if wrong, goes into the next field.
//! - In a choice of several each Enter or number marks or unmarks; an empty Enter goes on.
//! - A date, a time or a number that the program put into a field is replaced by the first letter typed; an
//!   arrow, Home, End or rubbing out goes into editing it.
//! - A note has a sheet of its own, opened by typing or Enter: there Enter adds a line, an empty line and
//!   Enter ends it.

mod drafts;
mod keys;

use serde_json::Value;

use super::field::Answer;
pub use super::field::{Choice, Field, Kind};
use super::part::{Part, PartEvent};
use super::picker;
use super::stale::{Clash, Given, OnFile};
use super::words::MessageId;
use crate::terminal::Key;

/// The state of a form.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its name in the drafts: `intake.brief`.
    pub name: &'static str,
    /// The fields in order; the row after the last one saves.
    pub fields: Vec<Field>,
    /// The field in focus; `fields.len()` is the save row.
    pub at: usize,
    /// Whether the note in focus is open on its own sheet.
    pub sheet: bool,
    /// The label of the last row.
    pub save: MessageId,
    /// The row that it changes; none for something new.
    on_file: Option<OnFile>,
    /// The version of the row from which the text in the fields was begun: older than the row's while
    /// it is open whose text a field is to have.
    since: i64,
    /// What somebody else changed meanwhile, until it is settled.
    clashes: Vec<Clash>,
    /// Whether the person at work has not been told of them.
    untold: bool,
    /// Whether the last key was the number of a choice.
    numbered: bool,
    /// The field that the last key left, and what it offered.
    left: Option<(usize, Vec<Choice>)>,
    /// The fields that a draft brought back without what is said of them.
    unsaid: Vec<usize>,
    /// Whether something was chosen that no draft knows of yet.
    touched: bool,
    /// Whether the last key would have left the field and was held, because it is wrong.
    held: bool,
    /// What stood in the field in which the last key was pressed when the cursor came there.
    before: Option<Box<(usize, Given)>>,
}

/// What a key did to a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormEvent {
    /// The key was not for the form.
    Ignored,
    /// Taken, nothing changed but the cursor.
    Taken,
    /// The text or the marks of a field changed: offer proposals, mark the draft unsaved.
    Edited(usize),
    /// A field was left: check it, save the draft.
    Left(usize),
    /// Save was asked for.
    Submit,
}

impl Form {
    /// A form with the cursor in its first field. One that is a single choice opens what is chosen, and
    /// its last row says so; the others save.
    pub fn new(name: &'static str, fields: Vec<Field>) -> Self {
        let opens = matches!(&*fields, [only] if matches!(only.kind, Kind::Choice | Kind::Picker));
        let mut form = Self {
            name,
            fields,
            at: 0,
            sheet: false,
            save: if opens {
                MessageId("form-open")
            } else {
                MessageId("form-save")
            },
            on_file: None,
            since: 0,
            clashes: Vec::new(),
            untold: false,
            numbered: false,
            left: None,
            unsaid: Vec::new(),
            touched: false,
            held: false,
            before: None,
        };
        form.at = form.first();
        form
    }

    /// The same form with another label on its last row ("Prenota", "Cerca").
    pub fn saved_by(mut self, label: MessageId) -> Self {
        self.save = label;
        self
    }

    /// The index of a field.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// A field by name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field in focus; none on the last row.
    pub fn focused(&self) -> Option<&Field> {
        self.fields.get(self.at)
    }

    /// Which of the fields that are shown has the focus, from 1, and how many there are; 0 on the last row.
    pub fn place(&self) -> (u32, u32) {
        let shown = |fields: &[Field]| fields.iter().filter(|field| !field.hidden).count() as u32;
        let place = match self.focused() {
            Some(_) => shown(&self.fields[..self.at]) + 1,
            None => 0,
        };
        (place, shown(&self.fields))
    }

    /// What was typed into a field, exactly.
    pub fn text(&self, name: &str) -> &str {
        self.field(name).map_or("", |field| field.line.text())
    }

    /// The value of a field: see [`Field::value`]. Empty for an unknown field.
    pub fn value(&self, name: &str) -> &str {
        self.field(name).map_or("", Field::value)
    }

    /// The marked values of a field of several.
    pub fn marked(&self, name: &str) -> &[String] {
        self.field(name).map_or(&[], |field| &field.marked)
    }

    /// Fills a field: the text of a text, date or note; of a choice the choice with that value; of several
    /// one more mark. A picker is filled with [`Form::choose`]. An empty value empties the field.
    pub fn set(&mut self, name: &str, value: &str) {
        let Some(field) = self.field_mut(name) else {
            return;
        };
        let choice = field.choices.iter().find(|one| one.value == value).cloned();
        match (field.kind, choice) {
            (Kind::Choice, Some(choice)) => field.take(choice),
            (Kind::Several, Some(choice)) if !field.marked.contains(&choice.value) => {
                field.marked.push(choice.value);
            }
            (Kind::Choice | Kind::Several | Kind::Picker, _) if value.is_empty() => {
                field.restore(&Value::Null);
            }
            (Kind::Text | Kind::Date | Kind::Note, _) => field.fill(value),
            _ => {}
        }
    }

    /// Fills a choice or picker with something chosen.
    pub fn choose(&mut self, name: &str, choice: Choice) {
        if let Some(field) = self.field_mut(name) {
            field.answer = Answer::Come;
            field.take(choice);
        }
    }

    /// Gives a choice or several another fixed set; what was taken stays if it is in it.
    pub fn set_choices(&mut self, name: &str, choices: Vec<Choice>) {
        let Some(field) = self.field_mut(name) else {
            return;
        };
        let known = |value: &str| choices.iter().any(|one| one.value == value);
        field.marked.retain(|value| known(value));
        if field.chosen.as_ref().is_some_and(|one| !known(&one.value)) {
            field.chosen = None;
            field.line.clear();
        }
        field.choices = choices;
        field.close();
    }

    /// Gives the proposals of a picker for what stands in it now. If Enter was pressed before they came,
    /// the first is taken and the event is [`FormEvent::Left`]: treat it as the key's own.
    pub fn set_proposals(&mut self, name: &str, proposals: Vec<Choice>) -> FormEvent {
        let Some(index) = self.index(name) else {
            return FormEvent::Ignored;
        };
        let here = index == self.at;
        let field = &mut self.fields[index];
        if field.chosen.is_some() {
            return FormEvent::Ignored;
        }
        // Nothing is meant by what a card reader sends, but a code.
        let proposals = if field.is_of_a_card() && !field.takes_codes() {
            Vec::new()
        } else {
            proposals
        };
        let answered = std::mem::replace(&mut field.answer, Answer::Come);
        if let Answer::Take(number) = answered {
            match proposals.get(number) {
                Some(wanted) => field.take(wanted.clone()),
                None => self.left = self.left.take().map(|(left, _)| (left, proposals)),
            }
            return FormEvent::Left(index);
        }
        // The cursor stays on what it was on.
        let marked = field.highlighted.and_then(|at| field.proposals.get(at));
        let marked = marked.and_then(|old| proposals.iter().position(|new| new.value == old.value));
        field.highlighted = marked.filter(|at| here && *at < picker::SHOWN);
        field.proposals = if here { proposals } else { Vec::new() };
        field.proposals.truncate(picker::SHOWN);
        FormEvent::Taken
    }

    /// Remembers what stands in the field in focus before a key changes it.
    pub(super) fn note_what_stands(&mut self) {
        let known = self.before.as_ref().is_some_and(|known| known.0 == self.at);
        if !known {
            let field = self.fields.get(self.at);
            self.before = field.map(|field| Box::new((self.at, Given::of(field))));
        }
    }

    /// What was written into a field since the cursor came there, in the one place where its text changed; nothing
    /// when it did not.
    pub fn written(&self, index: usize) -> Option<&str> {
        let (_, before) = self.before.as_deref().filter(|known| known.0 == index)?;
        let now = self.fields.get(index)?.line.text();
        let (from, to) = between(&before.text, now);
        (from < to).then(|| &now[from..to])
    }

    /// Puts something else in the place of what was written into a field, and goes back to it; where nothing is left of
    /// it, all that stood there before stands there again.
    pub fn rewrite(&mut self, index: usize, kept: &str) {
        let Some((_, before)) = self
            .before
            .take()
            .filter(|known| known.0 == index)
            .map(|b| *b)
        else {
            return;
        };
        let Some(field) = self.fields.get_mut(index) else {
            return;
        };
        let now = field.line.text();
        let (from, to) = between(&before.text, now);
        let given = if kept.trim().is_empty() {
            before
        } else {
            Given {
                text: format!("{}{kept}{}", &now[..from], &now[to..]),
                chosen: None,
                marked: before.marked,
            }
        };
        given.put(field);
        field.error = None;
        let name = field.name;
        self.go_to(name);
    }

    /// Says what is wrong with a field and what to do about it. If the last key left the field, the cursor
    /// goes back to it, unless the person has been told so of the same text before.
    pub fn set_error(&mut self, name: &str, error: impl Into<String>) {
        let Some(index) = self.index(name) else {
            return;
        };
        let field = &mut self.fields[index];
        field.error = Some(error.into());
        let text = field.line.text();
        if field.told.as_deref() == Some(text) || field.hidden {
            return;
        }
        if let Some((_, offered)) = self.left.take_if(|(left, _)| *left == index) {
            field.told = Some(text.to_owned());
            self.go(index);
            self.fields[index].proposals = offered;
            self.held = true;
        }
    }

    /// What stands in a field cannot be: it is seen, and the first letter typed replaces it.
    pub fn give_way(&mut self, name: &str) {
        if let Some(field) = self.field_mut(name) {
            field.give_way();
        }
    }

    /// Says that a field is right.
    pub fn clear_error(&mut self, name: &str) {
        if let Some(field) = self.field_mut(name) {
            field.error = None;
        }
    }

    /// Says what follows from a field's value; `None` takes it away.
    pub fn set_hint(&mut self, name: &str, hint: Option<String>) {
        if let Some(field) = self.field_mut(name) {
            field.hint = hint;
        }
    }

    /// Shows or hides a field; a hidden field keeps what was typed.
    pub fn show(&mut self, name: &str, shown: bool) {
        if let Some(field) = self.field_mut(name) {
            field.hidden = !shown;
        }
        if self.focused().is_some_and(|field| field.hidden) {
            self.at = self.next().unwrap_or(self.fields.len());
        }
    }

    /// The first field that has an error.
    pub fn first_error(&self) -> Option<usize> {
        self.fields
            .iter()
            .position(|field| field.error.is_some() && !field.hidden)
    }

    /// Moves the cursor to the first field that has an error; `false` when there is none.
    pub fn go_to_error(&mut self) -> bool {
        let error = self.first_error();
        if let Some(at) = error {
            self.go(at);
        }
        error.is_some()
    }

    /// The required fields in which nothing was given.
    pub fn missing(&self) -> impl Iterator<Item = &Field> {
        self.fields
            .iter()
            .filter(|field| field.required && !field.hidden && field.is_empty())
    }

    /// Moves the cursor to a field by name.
    pub fn go_to(&mut self, name: &str) {
        if let Some(at) = self.index(name) {
            self.go(at);
        }
    }

    /// Says that the fields hold what is on file of a row: what is typed from now on is a change of it.
    pub fn filled_from(&mut self, row: OnFile) {
        for field in &mut self.fields {
            field.stood = Some(Given::of(field));
        }
        self.since = row.ver;
        self.on_file = Some(row);
    }

    /// The row that it changes.
    pub fn on_file(&self) -> Option<OnFile> {
        self.on_file
    }

    /// The version of the row from which the text in the fields was begun.
    pub fn since(&self) -> i64 {
        self.since
    }

    /// Whether something was chosen since this was asked last: what is chosen is typed too.
    pub fn take_touched(&mut self) -> bool {
        std::mem::take(&mut self.touched)
    }

    /// Whether something that was typed or pasted did not fit into the field in focus; asked once.
    pub fn take_cut(&mut self) -> bool {
        let at = self.at;
        self.fields
            .get_mut(at)
            .is_some_and(|field| field.line.take_cut())
    }

    /// Whether letters and digits are text now.
    pub fn takes_text(&self) -> bool {
        self.focused().is_some()
    }

    fn field_mut(&mut self, name: &str) -> Option<&mut Field> {
        self.fields.iter_mut().find(|field| field.name == name)
    }

    fn first(&self) -> usize {
        self.fields
            .iter()
            .position(|field| !field.hidden)
            .unwrap_or(self.fields.len())
    }

    fn next(&self) -> Option<usize> {
        (self.at + 1..self.fields.len()).find(|at| !self.fields[*at].hidden)
    }

    fn previous(&self) -> Option<usize> {
        (0..self.at).rev().find(|at| !self.fields[*at].hidden)
    }

    /// Moves without leaving: for the pane, which knows why. The caret is where it was: which part of a long
    /// text is seen follows from it, and a move changes nothing that is seen.
    fn go(&mut self, at: usize) {
        if let Some(field) = self.fields.get_mut(self.at) {
            field.close();
        }
        self.sheet = false;
        self.at = at.min(self.fields.len());
    }

    /// What is typed blindly behind a wrong code that is whole is meant for the next field.
    fn go_past_whole(&mut self) {
        let whole = self.focused().is_some_and(Field::is_whole);
        if let (true, Some(next)) = (whole, self.next()) {
            self.go(next);
        }
    }

    fn leave(&mut self, to: usize) -> FormEvent {
        let from = self.at;
        self.fields[from].take_exact();
        let offered = std::mem::take(&mut self.fields[from].proposals);
        self.go(to);
        self.left = Some((from, offered));
        FormEvent::Left(from)
    }
}

impl Part for Form {
    fn form(&mut self) -> Option<&mut Form> {
        Some(self)
    }

    fn key(&mut self, key: Key) -> PartEvent {
        Form::key(self, key).into()
    }

    fn paste(&mut self, text: &str) -> PartEvent {
        Form::paste(self, text).into()
    }

    fn takes_text(&self) -> bool {
        Form::takes_text(self)
    }

    fn pick(&mut self, part: usize) -> PartEvent {
        self.left = None;
        self.go(part);
        PartEvent::Taken
    }
}

/// Where a text differs from the one that stood before: behind what both begin with, and before what both end with.
fn between(before: &str, now: &str) -> (usize, usize) {
    let same = |(one, other): &(char, char)| one == other;
    let head = before.chars().zip(now.chars()).take_while(same);
    let head: usize = head.map(|(_, c)| c.len_utf8()).sum();
    let tail = before[head..].chars().rev().zip(now[head..].chars().rev());
    let tail: usize = tail.take_while(same).map(|(_, c)| c.len_utf8()).sum();
    (head, now.len() - tail)
}
