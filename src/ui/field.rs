//! One field of a form: what it takes, what was typed, what is offered.
//!
//! Knows no other field and no key; the form gives it those that are for it.

use serde_json::{Value, json};

use super::line::Line;
use super::picker;
use super::stale::Given;
use super::words::MessageId;

/// More letters than a field on a narrow screen may show at once.
const LONG: usize = 20;

/// The most graphemes of a note.
const NOTE_LIMIT: usize = 10_000;

/// One field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in the draft and in errors.
    pub name: &'static str,
    /// Its label, on the same row, left of the value.
    pub label: MessageId,
    /// What it takes.
    pub kind: Kind,
    /// What was typed.
    pub line: Line,
    /// The proposal that was taken, for choices and pickers.
    pub chosen: Option<Choice>,
    /// The stored values that are marked, for [`Kind::Several`], in the order of marking.
    pub marked: Vec<String>,
    /// The fixed set, for [`Kind::Choice`] and [`Kind::Several`].
    pub choices: Vec<Choice>,
    /// What is offered now, best first, eight at most shown.
    pub proposals: Vec<Choice>,
    /// The proposal under the cursor: `None` while the cursor is in the text.
    pub highlighted: Option<usize>,
    /// What is wrong and what to do about it; shown on the field's own row and below it.
    pub error: Option<String>,
    /// What follows from the value ("nata il 12/03/1985 a Milano"), below the field's row; several lines stay such.
    pub hint: Option<String>,
    /// Whether saving needs it.
    pub required: bool,
    /// Whether it does not apply now: not shown, not asked, not missing.
    pub hidden: bool,
    /// Whether what stands in it was put there by the program, and nobody has edited it since.
    preset: bool,
    /// Whether the person at work has typed into it: what the program puts there then is theirs too.
    typed: bool,
    /// What stood on file when the form was filled from a row.
    pub(super) stood: Option<Given>,
    /// Where the proposals of a picker stand.
    pub(super) answer: Answer,
    /// The text of which the person has been told that it is wrong: told once, they may go on.
    pub(super) told: Option<String>,
    /// Whether a digit behind this text belongs to it: what is looked for may be a code.
    goes_on: fn(&str) -> bool,
    code: fn(&str) -> bool,
    /// Whether nothing more belongs behind this text: a code of a fixed length.
    whole: fn(&str) -> bool,
    /// Whether a code belongs here.
    codes: bool,
}

/// Whether a picker's proposals answer what stands in the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// They do.
    Come,
    /// They are for an older text.
    Awaited,
    /// As before, and one was asked for already, by Enter or by its number: it is to be taken when they come.
    Take(usize),
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text on one line.
    Text,
    /// A date as people type it; the pane reads it.
    Date,
    /// One of a fixed set: filtered as one types, or by number.
    Choice,
    /// Several of a fixed set.
    Several,
    /// One of many: the pane gives proposals after each key.
    Picker,
    /// A note on its own sheet: several lines, an empty line ends it.
    Note,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The stored value.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// What tells it from its neighbours (province, date of birth); may be empty.
    pub detail: String,
}

impl Choice {
    /// A choice without detail.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            detail: String::new(),
        }
    }

    /// The same with what tells it from its neighbours.
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

impl Field {
    fn new(name: &'static str, label: MessageId, kind: Kind, line: Line) -> Self {
        Self {
            name,
            label,
            kind,
            line,
            chosen: None,
            marked: Vec::new(),
            choices: Vec::new(),
            proposals: Vec::new(),
            highlighted: None,
            error: None,
            hint: None,
            required: false,
            hidden: false,
            preset: false,
            typed: false,
            stood: None,
            answer: Answer::Come,
            told: None,
            goes_on: |_| false,
            code: |_| false,
            whole: |_| false,
            codes: false,
        }
    }

    /// Free text on one line.
    pub fn text(name: &'static str, label: MessageId) -> Self {
        Self::new(name, label, Kind::Text, Line::default())
    }

    /// A date as people type it.
    pub fn date(name: &'static str, label: MessageId) -> Self {
        Self::new(name, label, Kind::Date, Line::limited(40))
    }

    /// One of a fixed set.
    pub fn choice(name: &'static str, label: MessageId, choices: Vec<Choice>) -> Self {
        Self {
            choices,
            ..Self::new(name, label, Kind::Choice, Line::default())
        }
    }

    /// Several of a fixed set.
    pub fn several(name: &'static str, label: MessageId, choices: Vec<Choice>) -> Self {
        Self {
            choices,
            ..Self::new(name, label, Kind::Several, Line::default())
        }
    }

    /// One of many, proposed by the pane after each key.
    pub fn picker(name: &'static str, label: MessageId) -> Self {
        Self::new(name, label, Kind::Picker, Line::default())
    }

    /// A note on its own sheet.
    pub fn note(name: &'static str, label: MessageId) -> Self {
        Self::new(name, label, Kind::Note, Line::note(NOTE_LIMIT))
    }

    /// The same field, needed for saving.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same field, taking `limit` graphemes.
    pub fn max(mut self, limit: usize) -> Self {
        self.line = self.line.with_limit(limit);
        self
    }

    /// The same field, not shown until [`super::form::Form::show`] asks for it.
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// The same picker, of what may also be looked for by a code: `goes_on` says of a text whether a digit
    /// behind it is part of that code, and `code` whether it is one. Behind any other text a digit takes the
    /// proposal with that number.
    pub fn coded(mut self, goes_on: fn(&str) -> bool, code: fn(&str) -> bool) -> Self {
        (self.goes_on, self.code, self.codes) = (goes_on, code, true);
        self
    }

    /// Whether a text is a whole code that may be looked for here: who gives one means what it finds.
    pub(super) fn is_code(&self, text: &str) -> bool {
        (self.code)(text)
    }

    /// The same field, of codes: `whole` says of a text whether nothing more belongs behind it.
    pub fn whole_when(mut self, whole: fn(&str) -> bool) -> Self {
        (self.whole, self.codes) = (whole, true);
        self
    }

    /// The same field, in which a code may stand.
    pub fn of_codes(mut self) -> Self {
        self.codes = true;
        self
    }

    /// Whether a code belongs here: what a card reader sends is at home.
    pub fn takes_codes(&self) -> bool {
        self.codes
    }

    /// Whether it is whole and the caret stands behind it.
    pub(super) fn is_whole(&self) -> bool {
        let text = self.line.text();
        self.line.caret() == text.len() && (self.whole)(text)
    }

    /// Whether what stands in it begins as the stripe of a card does.
    pub(super) fn is_of_a_card(&self) -> bool {
        self.line.text().starts_with(['%', ';'])
    }

    /// Whether a digit is text now, and not the number of a proposal.
    pub(super) fn digit_is_text(&self) -> bool {
        let text = self.line.text();
        // The stripe of a card is nothing that is proposed.
        let open = text.is_empty()
            || self.is_of_a_card()
            || text.ends_with(' ')
            || text.contains(|c: char| c.is_ascii_digit());
        self.chosen.is_none() && (open || (self.goes_on)(text))
    }

    /// The stored value: of a choice or picker the value of what was taken (empty when nothing was), else
    /// the text without spaces around it.
    pub fn value(&self) -> &str {
        match self.kind {
            Kind::Choice | Kind::Picker => self.chosen.as_ref().map_or("", |one| &one.value),
            Kind::Several => self.marked.first().map_or("", |value| value),
            Kind::Text | Kind::Date | Kind::Note => self.line.text().trim(),
        }
    }

    /// Whether the first letter typed replaces what stands in it, as it does a text that is selected: a date, a
    /// time, a number that the program put there. Running text is gone on with.
    pub fn is_replaced(&self) -> bool {
        let text = self.line.text();
        let figures = self.kind == Kind::Date || !text.contains(char::is_alphabetic);
        let one_line = matches!(self.kind, Kind::Text | Kind::Date);
        self.preset && one_line && figures && !text.is_empty()
    }

    /// Puts a text there for the program.
    pub(super) fn fill(&mut self, text: &str) {
        self.put(text);
        self.typed &= !text.is_empty();
        self.preset = !self.typed;
    }

    /// Puts a text there. The caret goes behind it; of a long one to its beginning, where its label is: it is to
    /// be read first.
    pub(super) fn put(&mut self, text: &str) {
        self.line.set(text);
        if matches!(self.kind, Kind::Text | Kind::Date) && text.chars().count() > LONG {
            self.line.set_caret(0);
        }
    }

    /// The person at work edits it, by typing or by moving in it.
    pub(super) fn touch(&mut self) {
        (self.preset, self.typed) = (false, true);
    }

    /// What stands there cannot be: the next letter replaces it.
    pub(super) fn give_way(&mut self) {
        (self.preset, self.typed) = (true, false);
    }

    /// What stands in it, whole.
    pub fn given(&self) -> Given {
        Given::of(self)
    }

    /// Whether it says something else than what is on file; always, of something new.
    pub fn is_changed(&self) -> bool {
        let stood = self.stood.as_ref();
        stood.is_none_or(|stood| !stood.same(&self.given()))
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.marked.is_empty() && self.line.text().trim().is_empty()
    }

    /// Whether a text was typed that is none of the things to choose: the pane says so when it is left.
    pub fn is_unmatched(&self) -> bool {
        match self.kind {
            Kind::Choice | Kind::Picker => self.chosen.is_none() && !self.is_empty(),
            Kind::Several => !self.line.text().trim().is_empty(),
            Kind::Text | Kind::Date | Kind::Note => false,
        }
    }

    /// The labels of what is marked, joined by commas.
    pub fn marked_labels(&self) -> String {
        let labels: Vec<&str> = self
            .choices
            .iter()
            .filter(|choice| self.marked.contains(&choice.value))
            .map(|choice| choice.label.as_str())
            .collect();
        labels.join(", ")
    }

    /// Whether it offers proposals.
    pub fn proposes(&self) -> bool {
        matches!(self.kind, Kind::Choice | Kind::Several | Kind::Picker)
    }

    pub(super) fn take(&mut self, choice: Choice) {
        self.line.set(&choice.label);
        self.chosen = Some(choice);
        self.close();
    }

    pub(super) fn toggle(&mut self, choice: &Choice) {
        match self.marked.iter().position(|value| *value == choice.value) {
            Some(at) => drop(self.marked.remove(at)),
            None => self.marked.push(choice.value.clone()),
        }
        self.line.clear();
        self.highlighted = None;
        self.proposals = picker::find("", &self.choices);
    }

    /// Shows the fixed choices that answer the text.
    pub(super) fn filter(&mut self) {
        if self.kind != Kind::Picker {
            self.proposals = if self.line.is_empty() && self.kind == Kind::Choice {
                Vec::new()
            } else {
                picker::find(self.line.text(), &self.choices)
            };
        }
    }

    pub(super) fn close(&mut self) {
        self.proposals.clear();
        self.highlighted = None;
    }

    /// Takes the one choice whose label is exactly what was typed.
    pub(super) fn take_exact(&mut self) {
        if !matches!(self.kind, Kind::Choice | Kind::Picker) || self.chosen.is_some() {
            return;
        }
        let typed = picker::fold(self.line.text());
        let offered = if self.kind == Kind::Choice {
            &self.choices
        } else {
            &self.proposals
        };
        let mut same = offered
            .iter()
            .filter(|one| picker::fold(&one.label) == typed);
        if let (Some(one), None) = (same.next().cloned(), same.next()) {
            self.take(one);
        }
    }

    /// What stands in it and what is said of it, for the drafts: the form comes back as it was.
    pub(super) fn draft(&self) -> Value {
        let mut draft = Given::of(self).draft();
        if self.preset && !self.line.is_empty() {
            draft.insert("preset".into(), json!(true));
        }
        if let Some(error) = &self.error {
            draft.insert("error".into(), json!(error));
        }
        if let Some(hint) = &self.hint {
            draft.insert("hint".into(), json!(hint));
        }
        Value::Object(draft)
    }

    /// Brings back what [`Field::draft`] gave.
    pub(super) fn restore(&mut self, draft: &Value) {
        Given::of_draft(draft).put(self);
        self.preset = draft["preset"] == true;
        self.typed = !self.preset && !self.line.is_empty();
        // Of a fixed set it is shown as it is called now.
        let known = self.chosen.as_ref().and_then(|chosen| {
            let mut choices = self.choices.iter();
            choices.find(|choice| choice.value == chosen.value)
        });
        if let Some(known) = known.cloned() {
            self.line.set(&known.label);
            self.chosen = Some(known);
        }
        let said = |what: &str| draft[what].as_str().map(str::to_owned);
        self.error = said("error");
        self.hint = said("hint").or_else(|| self.hint.take());
    }
}
