//! What is new since the face last spoke: a message, a sub-view whole, or what of it has changed.

use super::said::{Said, digest, fields};
use super::{LOG, Linear, Scene, tell, write};
use crate::ui::form::Form;
use crate::ui::view::{Block, FormBlock, View};

/// So many sentences of a block are said alone when they alone have changed.
const FEW: usize = 3;

impl Linear {
    /// Whether there is a message or a header that was not said.
    pub(super) fn has_news(&self, scene: &Scene<'_>) -> bool {
        scene.message.is_some_and(|(n, _)| n != self.message) || scene.header != self.header
    }

    /// The newest message, once.
    pub(super) fn say_message(&mut self, out: &mut String, scene: &Scene<'_>) {
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
    pub(super) fn say_new(&mut self, out: &mut String, scene: &Scene<'_>, opened: bool) {
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
                text.lines().for_each(|line| write::line(out, line));
            }
        }
    }

    /// The sentences below a form that were not said yet. Of what is missing each answer takes away a part: that
    /// is said again on the last row, where it counts.
    fn say_after(&mut self, out: &mut String, block: &FormBlock<'_>) {
        let ends = block.form.focused().is_none();
        let now = block.after.iter().map(|span| &*span.text);
        let known = |said: &[String], sentence: &str| {
            let same = |before: &String| before == sentence;
            said.iter()
                .any(|before| same(before) || !ends && is_less(before, sentence))
        };
        for sentence in now.clone() {
            if !known(&self.said.after, sentence) {
                write::line(out, sentence);
                self.said.after.push(sentence.to_owned());
            }
        }
        let stands = |before: &String| now.clone().any(|it| it == before || is_less(before, it));
        self.said.after.retain(stands);
    }
}

/// Whether a sentence says less than the one before, and nothing else: `Manca: a, b.` after `Manca: a, b, c.`
fn is_less(before: &str, now: &str) -> bool {
    let (Some((head, before)), Some((same, now))) = (before.split_once(": "), now.split_once(": "))
    else {
        return false;
    };
    let before: Vec<&str> = parts(before).collect();
    head == same && parts(now).all(|part| before.contains(&part))
}

fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.trim_end_matches('.').split(", ")
}
