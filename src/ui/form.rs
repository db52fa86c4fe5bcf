//! A form: fields with their errors, edited by grapheme, kept as a draft.
//!
//! Knows no domain: what a field accepts is a kind, what it offers are proposals, and what is wrong with
//! it is told by the pane when the field is left or the form is saved. The keys are those of the key table:
//!
//! - Tab, Down, Enter go on; Up and Shift-Tab go back; the row after the last field saves.
//! - In a choice or picker proposals appear as one types. Enter takes the first, Down goes into them, a
//!   digit takes the one with that number. A digit typed into an empty choice takes the choice with that
//!   number; Right or a space shows all.
//! - A digit goes on to the next field by itself. An Enter right behind it means the same choice once more
//!   and does not pass over a field in which nothing was given; on the last row it does what the row says.
//! - What is wrong with a field that was left is met there: the cursor goes back, once for each text. What is
//!   typed right behind a code that is whole, if wrong, goes into the next field.
//! - In a choice of several each Enter or number marks or unmarks; an empty Enter goes on.
//! - A note has a sheet of its own, opened by typing or Enter: there Enter adds a line, an empty line and
//!   Enter ends it.

use serde_json::{Map, Value, json};

use super::field::Answer;
pub use super::field::{Choice, Field, Kind};
use super::part::{Part, PartEvent};
use super::picker;
use super::stale::{Clash, Given, Met, OnFile, Side, meet};
use super::words::MessageId;
use crate::terminal::Key;

/// More letters than the cells of a braille line.
const LONG: usize = 40;

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
            (Kind::Text | Kind::Date | Kind::Note, _) => field.line.set(value),
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

    /// What was typed, exactly, with the field and the caret, what is said of each field, and what stood
    /// on file: for the drafts.
    pub fn draft(&self) -> Value {
        let fields: Map<String, Value> = self
            .fields
            .iter()
            .map(|field| (field.name.to_owned(), field.draft()))
            .filter(|(_, draft)| draft.as_object().is_some_and(|draft| !draft.is_empty()))
            .collect();
        let hidden: Vec<&str> = self
            .fields
            .iter()
            .filter(|field| field.hidden)
            .map(|field| field.name)
            .collect();
        let mut draft = json!({
            "at": self.focused().map(|field| field.name),
            "caret": self.focused().map_or(0, |field| field.line.caret()),
            "sheet": self.sheet,
            "fields": fields,
            "hidden": hidden,
        });
        if self.on_file.is_some() {
            draft["stood"] = Value::Object(self.stood());
            draft["ver"] = json!(self.since);
        }
        draft
    }

    /// What stood on file in each field, from which what is typed differs. Of a field that is not settled
    /// it is what stood there before: the choice stays open in the draft too.
    fn stood(&self) -> Map<String, Value> {
        let of = |field: &Field| {
            let open = self.clashes.iter().find(|one| one.field == field.name);
            let stood = open.map(|one| &one.before).or(field.stood.as_ref());
            let stood = stood.map(Given::draft).filter(|draft| !draft.is_empty());
            stood.map(|draft| (field.name.to_owned(), Value::Object(draft)))
        };
        self.fields.iter().filter_map(of).collect()
    }

    /// Brings back what [`Form::draft`] gave; fields that are no longer there are passed over.
    ///
    /// A form that was filled from a row keeps what is on file where nothing was typed. Where somebody
    /// else has changed a field meanwhile there are [`Form::clashes`]: nothing of theirs is written over
    /// before the person at work has seen it. The same holds for what was typed before it was known which
    /// row it is about.
    pub fn restore(&mut self, draft: &Value) {
        let compares = self.on_file.is_some();
        let of_row = draft["stood"].is_object();
        let hidden = draft["hidden"].as_array();
        let mut clashes = Vec::new();
        for field in &mut self.fields {
            let kept = &draft["fields"][field.name];
            if let (true, Some(theirs)) = (compares, field.stood.clone()) {
                let before = Given::of_draft(&draft["stood"][field.name]);
                let mine = Given::of_draft(kept);
                let met = match meet(&before, &mine, &theirs) {
                    Met::Theirs if !of_row => Met::Same,
                    met => met,
                };
                if matches!(met, Met::Theirs | Met::Both) {
                    clashes.push(Clash {
                        field: field.name,
                        before,
                        mine,
                        theirs,
                        both: met == Met::Both,
                    });
                }
                if matches!(met, Met::Theirs | Met::Same) && !is_as_typed(field, kept) {
                    continue;
                }
            }
            field.restore(kept);
            if let Some(hidden) = hidden {
                field.hidden = hidden.iter().any(|name| name == field.name);
            }
        }
        if draft["unsaid"] == true {
            let given = |(at, field): (usize, &Field)| (!field.is_empty()).then_some(at);
            self.unsaid = self.fields.iter().enumerate().filter_map(given).collect();
        }
        self.untold = !clashes.is_empty();
        self.clashes = clashes;
        self.since = draft["ver"].as_i64().unwrap_or(self.since);
        if self.clashes.is_empty() {
            self.since = self.on_file.map_or(0, |row| row.ver);
        }
        self.focus_as(draft);
    }

    /// Takes what is said of the fields out of a draft: it is worded in a language that is no longer spoken.
    /// After [`Form::restore`] it is to be said anew.
    pub fn unsay(draft: &mut Value) {
        if let Some(fields) = draft["fields"].as_object_mut() {
            for field in fields.values_mut().filter_map(Value::as_object_mut) {
                field.remove("error");
                field.remove("hint");
            }
        }
        draft["unsaid"] = json!(true);
    }

    /// The fields of which everything is to be said anew; asked once.
    pub fn take_unsaid(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.unsaid)
    }

    /// Whether something was chosen since this was asked last: what is chosen is typed too.
    pub fn take_touched(&mut self) -> bool {
        std::mem::take(&mut self.touched)
    }

    /// Puts the cursor where a draft had it.
    fn focus_as(&mut self, draft: &Value) {
        self.sheet = false;
        self.at = match draft.get("at") {
            Some(Value::Null) => self.fields.len(),
            at => at
                .and_then(Value::as_str)
                .and_then(|name| self.index(name))
                .unwrap_or(self.first()),
        };
        let caret = draft["caret"].as_u64().unwrap_or(0) as usize;
        if let Some(field) = self.fields.get_mut(self.at) {
            field.line.set_caret(caret);
            self.sheet = field.kind == Kind::Note && draft["sheet"] == true;
        }
    }

    /// What somebody else changed meanwhile, as long as it is not settled.
    pub fn clashes(&self) -> &[Clash] {
        &self.clashes
    }

    /// Whether there is something that the person at work has not been told; asked once.
    pub fn take_untold(&mut self) -> bool {
        std::mem::take(&mut self.untold)
    }

    /// Takes one side's text for a field. With the last one the cursor goes to the row that saves.
    /// Answers the field, to be checked.
    pub fn settle(&mut self, name: &str, side: Side) -> Option<usize> {
        let open = self.clashes.iter().position(|one| one.field == name)?;
        let clash = self.clashes.remove(open);
        let index = self.index(name)?;
        let field = &mut self.fields[index];
        let given = match side {
            // What was typed since the choice came up is one's own too.
            Side::Mine if clash.both => Given::of(field),
            Side::Mine => clash.mine,
            Side::Theirs => clash.theirs,
        };
        if !Given::of(field).same(&given) {
            given.put(field);
            field.error = None;
        }
        if self.clashes.is_empty() {
            self.since = self.on_file.map_or(0, |row| row.ver);
            self.go(self.fields.len());
        }
        Some(index)
    }

    /// Whether letters and digits are text now.
    pub fn takes_text(&self) -> bool {
        self.focused().is_some()
    }

    /// Lets a key act.
    pub fn key(&mut self, key: Key) -> FormEvent {
        let numbered = std::mem::take(&mut self.numbered);
        self.left = None;
        let held = std::mem::take(&mut self.held);
        if held && matches!(key, Key::Char(_)) {
            self.go_past_whole();
        }
        if key == Key::Ctrl('s') {
            return FormEvent::Submit;
        }
        let Some(field) = self.fields.get(self.at) else {
            return self.key_on_save(key);
        };
        if self.sheet {
            return self.key_on_sheet(key);
        }
        if numbered && key == Key::Enter && field.is_empty() {
            return FormEvent::Taken;
        }
        if let Some(at) = field.highlighted
            && let Some(event) = self.key_on_proposal(key, at)
        {
            return event;
        }
        match key {
            Key::Tab => self.leave(self.next().unwrap_or(self.fields.len())),
            Key::Down => self.down(),
            Key::Up | Key::BackTab => self.back(key),
            Key::Enter => self.enter(),
            Key::Esc => self.escape(),
            _ => self.edit(key),
        }
    }

    /// Takes a pasted text into the field in focus.
    pub fn paste(&mut self, pasted: &str) -> FormEvent {
        self.numbered = false;
        self.left = None;
        if std::mem::take(&mut self.held) {
            self.go_past_whole();
        }
        let at = self.at;
        let Some(field) = self.fields.get_mut(at) else {
            return FormEvent::Ignored;
        };
        self.sheet |= field.kind == Kind::Note;
        if field.chosen.is_some() {
            field.line.clear();
        }
        if !field.line.paste(pasted) {
            return FormEvent::Taken;
        }
        self.edited()
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

    /// Moves without leaving: for the pane, which knows why. A long text is met at its beginning, where its
    /// label is.
    fn go(&mut self, at: usize) {
        if let Some(field) = self.fields.get_mut(self.at) {
            field.close();
        }
        self.sheet = false;
        self.at = at.min(self.fields.len());
        if let Some(field) = self.fields.get_mut(self.at)
            && field.kind == Kind::Text
            && field.line.text().chars().count() > LONG
        {
            field.line.set_caret(0);
        }
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

    fn key_on_save(&mut self, key: Key) -> FormEvent {
        match key {
            Key::Enter => return FormEvent::Submit,
            Key::Tab => self.at = self.first(),
            Key::Up | Key::BackTab => match self.previous() {
                Some(at) => self.at = at,
                None => return FormEvent::Ignored,
            },
            _ => return FormEvent::Ignored,
        }
        FormEvent::Taken
    }

    fn down(&mut self) -> FormEvent {
        let to = self.next().unwrap_or(self.fields.len());
        let field = &mut self.fields[self.at];
        if field.proposals.is_empty() {
            return self.leave(to);
        }
        field.highlighted = Some(0);
        FormEvent::Taken
    }

    /// Up gives the key back at the first field; Shift-Tab goes round, as Tab does.
    fn back(&mut self, key: Key) -> FormEvent {
        match (self.previous(), key) {
            (Some(at), _) => self.leave(at),
            (None, Key::BackTab) => self.leave(self.fields.len()),
            (None, _) => FormEvent::Ignored,
        }
    }

    /// Closes the proposals; with none to close, the key is not the form's.
    fn escape(&mut self) -> FormEvent {
        let field = &mut self.fields[self.at];
        if field.proposals.is_empty() {
            return FormEvent::Ignored;
        }
        field.close();
        FormEvent::Taken
    }

    fn enter(&mut self) -> FormEvent {
        let to = self.next().unwrap_or(self.fields.len());
        let field = &mut self.fields[self.at];
        let typed = !field.line.text().trim().is_empty();
        match field.kind {
            Kind::Text | Kind::Date => {}
            Kind::Note => {
                self.sheet = true;
                field.line.key(Key::End);
                return FormEvent::Taken;
            }
            Kind::Choice if !typed && field.required && field.proposals.is_empty() => {
                field.proposals = picker::find("", &field.choices);
                return FormEvent::Taken;
            }
            Kind::Several if typed => {
                let Some(first) = field.proposals.first().cloned() else {
                    return FormEvent::Taken;
                };
                field.toggle(&first);
                return FormEvent::Edited(self.at);
            }
            Kind::Several => {}
            Kind::Choice | Kind::Picker => {
                let open = typed && field.chosen.is_none();
                if open && field.answer == Answer::Awaited {
                    return self.await_number(0);
                }
                if let (true, Some(first)) = (open, field.proposals.first().cloned()) {
                    field.take(first);
                    self.touched = true;
                }
            }
        }
        self.leave(to)
    }

    fn key_on_proposal(&mut self, key: Key, at: usize) -> Option<FormEvent> {
        let field = &mut self.fields[self.at];
        let last = field.proposals.len().saturating_sub(1);
        match key {
            Key::Up => field.highlighted = at.checked_sub(1),
            Key::Down => field.highlighted = Some((at + 1).min(last)),
            Key::Enter => return self.take_number(at),
            // A number that nothing has is a slip, not text.
            Key::Char(digit @ '1'..='9') => {
                return self.take_digit(digit).or(Some(FormEvent::Taken));
            }
            _ => {
                // Any other key goes on in the text.
                field.highlighted = None;
                return None;
            }
        }
        Some(FormEvent::Taken)
    }

    /// Goes on; of the proposals that are still to come the one with this index is taken.
    fn await_number(&mut self, number: usize) -> FormEvent {
        let to = self.next().unwrap_or(self.fields.len());
        let from = self.at;
        self.fields[from].answer = Answer::Take(number);
        self.go(to);
        self.left = Some((from, Vec::new()));
        FormEvent::Taken
    }

    /// Takes what has this number; `None` when there is none.
    fn take_digit(&mut self, digit: char) -> Option<FormEvent> {
        let number = digit as usize - '1' as usize;
        // What stands there still answers an older text.
        let event = match self.fields[self.at].answer {
            Answer::Awaited => Some(self.await_number(number)),
            _ => self.take_number(number),
        };
        self.numbered = matches!(event, Some(FormEvent::Left(_) | FormEvent::Taken));
        event
    }

    /// Takes the shown proposal with this index; `None` when there is none.
    fn take_number(&mut self, number: usize) -> Option<FormEvent> {
        let to = self.next().unwrap_or(self.fields.len());
        let field = &mut self.fields[self.at];
        let shown = if field.proposals.is_empty() {
            &field.choices
        } else {
            &field.proposals
        };
        let choice = shown.get(number)?.clone();
        if field.kind == Kind::Several {
            field.toggle(&choice);
            return Some(FormEvent::Edited(self.at));
        }
        field.take(choice);
        self.touched = true;
        Some(self.leave(to))
    }

    fn edit(&mut self, key: Key) -> FormEvent {
        let field = &mut self.fields[self.at];
        let fresh = field.line.is_empty() || field.chosen.is_some();
        let fixed = matches!(field.kind, Kind::Choice | Kind::Several);
        match key {
            Key::Char(digit @ '1'..='9') if fixed && fresh => {
                return self.take_digit(digit).unwrap_or(FormEvent::Taken);
            }
            Key::Char(digit @ '1'..='9')
                if !field.proposals.is_empty() && !field.digit_is_text() =>
            {
                return self.take_digit(digit).unwrap_or(FormEvent::Taken);
            }
            Key::Char(' ') | Key::Right if fixed && fresh && field.proposals.is_empty() => {
                field.proposals = picker::find("", &field.choices);
                return FormEvent::Taken;
            }
            // What was taken is one thing: a letter replaces it, rubbing out empties it.
            Key::Char(_) | Key::Backspace | Key::Delete if field.chosen.is_some() => {
                field.line.clear();
                field.line.key(key);
                return self.edited();
            }
            Key::Char(_) if field.kind == Kind::Note => {
                self.sheet = true;
                field.line.set_caret(usize::MAX);
            }
            _ => {}
        }
        match self.fields[self.at].line.key(key) {
            None => FormEvent::Ignored,
            Some(false) => FormEvent::Taken,
            Some(true) => self.edited(),
        }
    }

    fn edited(&mut self) -> FormEvent {
        let field = &mut self.fields[self.at];
        field.chosen = None;
        field.highlighted = None;
        if field.kind == Kind::Picker {
            field.answer = if field.line.is_empty() {
                Answer::Come
            } else {
                Answer::Awaited
            };
            if field.line.is_empty() {
                field.proposals.clear();
            }
        } else if field.proposes() {
            field.filter();
        }
        FormEvent::Edited(self.at)
    }

    fn key_on_sheet(&mut self, key: Key) -> FormEvent {
        let to = self.next().unwrap_or(self.fields.len());
        let line = &mut self.fields[self.at].line;
        let changed = match key {
            Key::Enter if line.on_empty_last_line() => {
                line.trim_end();
                return self.leave(to);
            }
            Key::Enter => Some(line.break_line()),
            Key::Up => Some(line.go_line(false))
                .filter(|moved| *moved)
                .map(|_| false),
            Key::Down => Some(line.go_line(true))
                .filter(|moved| *moved)
                .map(|_| false),
            Key::Tab => return self.leave(to),
            Key::BackTab => {
                let at = self.previous().unwrap_or(self.at);
                return self.leave(at);
            }
            Key::Esc => {
                self.sheet = false;
                return FormEvent::Taken;
            }
            other => line.key(other),
        };
        match changed {
            Some(true) => FormEvent::Edited(self.at),
            Some(false) => FormEvent::Taken,
            // The sheet is all there is on the screen: an arrow at its edge stays in it.
            None if matches!(key, Key::Up | Key::Down) => FormEvent::Taken,
            None => FormEvent::Ignored,
        }
    }
}

/// Whether a field holds the very text of the draft: then what was said of it holds as well.
fn is_as_typed(field: &Field, draft: &Value) -> bool {
    Given::of(field) == Given::of_draft(draft)
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
