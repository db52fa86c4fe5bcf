//! The prompt: what is asked of the person, on a line of its own that a braille display shows whole.

use std::borrow::Cow;

use super::{Linear, Scene, answer, focused_form, tell, write};
use crate::ui::form::{Field, Form, Kind};
use crate::ui::view::{Block, View};
use crate::ui::words::MessageId;

impl Linear {
    /// What is asked for where the focus is.
    pub(super) fn say_prompt(&self, out: &mut String, scene: &Scene<'_>) {
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
        // Whoever is mending it hears what came of that.
        let nothing_found = field.is_unmatched() && field.kind == Kind::Picker;
        let mends = answer::takes_first(field) || nothing_found;
        if let Some(error) = field.error.as_ref().filter(|_| !mends) {
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
        } else if nothing_found {
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
