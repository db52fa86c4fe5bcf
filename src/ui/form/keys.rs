//! What each key does to a form, as the table in [`super`] says.

use super::{Answer, Form, FormEvent, Kind};
use crate::terminal::Key;
use crate::ui::picker;

impl Form {
    /// Lets a key act.
    pub fn key(&mut self, key: Key) -> FormEvent {
        self.note_what_stands();
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
        if numbered && matches!(key, Key::Enter | Key::Tab) && field.is_empty() {
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
        self.note_what_stands();
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
        if field.chosen.is_some() || field.is_replaced() {
            field.line.clear();
        }
        field.touch();
        if !field.line.paste(pasted) {
            return FormEvent::Taken;
        }
        self.edited()
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
        let field = &mut self.fields[self.at];
        let replaced = matches!(key, Key::Char(_)) && field.is_replaced();
        if replaced {
            field.line.clear();
        }
        let changed = field.line.key(key);
        if changed.is_some() {
            field.touch();
        }
        match changed {
            None => FormEvent::Ignored,
            Some(false) if !replaced => FormEvent::Taken,
            Some(_) => self.edited(),
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
