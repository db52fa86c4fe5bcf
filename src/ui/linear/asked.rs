//! What a line asked of the face itself: help, the last message again, where one is, more rows.

use std::borrow::Cow;

use super::said::digest;
use super::tell::{self, Numbered};
use super::{Linear, Scene, focused_form, write};
use crate::ui::view::{Block, View};
use crate::ui::words::MessageId;

/// What a line asked of the face itself.
#[derive(Debug)]
pub(super) enum Asked {
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

impl Linear {
    /// Answers what was asked.
    pub(super) fn say_asked(&mut self, out: &mut String, scene: &Scene<'_>, asked: Asked) {
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
        let focus = view.focused(&self.words);
        let place = match focused_form(view) {
            Some(_) => focus.position.map(|(n, total)| {
                let label = ("label", (&focus.name).into());
                (MessageId("linear-where-field"), n, total, label)
            }),
            None => self.focused_row(view).map(|(n, total, name)| {
                let name = ("name", name.into());
                (MessageId("linear-where-row"), n, total, name)
            }),
        };
        let sentence = match place {
            Some((id, n, total, what)) => {
                let title = ("title", (&view.title).into());
                let args = [title, ("n", n.into()), ("total", total.into()), what];
                self.words.with(id, &args)
            }
            None => Cow::Borrowed(&*view.title),
        };
        write::line(out, &sentence);
        tell::side(out, view);
    }

    /// The row in focus: its number over all blocks, how many its block has, and its words.
    pub(super) fn focused_row(&self, view: &View<'_>) -> Option<(usize, usize, String)> {
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
    pub(super) fn note_rows(&mut self, view: &View<'_>, block: usize, from: usize) {
        let all = tell::numbered(view);
        let Some(rows) = all.iter().find(|n| n.block == block && !n.form) else {
            return;
        };
        for part in from..rows.len.min(from + tell::PAGE) {
            let name = digest(&tell::row_name(view, block, part));
            self.said.rows.push((rows.before + part + 1, name));
        }
    }
}
