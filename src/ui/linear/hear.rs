//! A line that came in: which row, answer, command or question of the person it is.

use std::iter::repeat_n;

use super::answer::{self, Answer, Word};
use super::asked::Asked;
use super::said::digest;
use super::tell::{self, Numbered};
use super::{Linear, Scene, Step, focused_form};
use crate::terminal::text;
use crate::terminal::{Input, Key};

impl Linear {
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
            (None, _) if (self.is_card)(line) => {
                Answer::Steps(vec![Step::Input(Input::Paste(line.to_owned()))])
            }
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

    /// A command and the row that it is for: `v 3`; of one that opens a list, the row of that: `g 3`.
    fn for_row(&mut self, line: &str, scene: &Scene<'_>) -> Option<Answer> {
        let (command, number) = line.rsplit_once(' ')?;
        let number: usize = number.parse().ok().filter(|number| *number > 0)?;
        let Word::Keys(keys) = answer::word(command.trim(), scene.offered) else {
            return None;
        };
        let opened = scene.offered.iter().find(|offer| offer.calls == keys);
        if let Some(rows) = opened.map(|offer| offer.rows).filter(|rows| *rows > 0) {
            return Some(in_list(keys, rows, number));
        }
        Some(match self.number(number, scene) {
            Answer::Steps(mut steps) if steps.last() == Some(&Key::Enter.into()) => {
                steps.pop();
                steps.extend(keys.into_iter().map(Step::from));
                Answer::Steps(steps)
            }
            other => other,
        })
    }
}

/// What opens a list, and the row of it with a number.
fn in_list(keys: Vec<Key>, rows: usize, number: usize) -> Answer {
    if number > rows {
        return Answer::Beyond(rows);
    }
    let row = repeat_n(Key::Down, number - 1);
    let keys = keys.into_iter().chain([Key::Home]).chain(row);
    Answer::Steps(keys.chain([Key::Enter]).map(Step::from).collect())
}

/// A line where letters are commands: a number or a command.
fn command(line: &str, scene: &Scene<'_>) -> Answer {
    let command = line.strip_prefix(':').map_or(line, str::trim);
    answer::plain(answer::word(command, scene.offered))
}
