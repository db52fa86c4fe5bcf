//! Lines as keys: what a person answered, turned into the inputs that the same person would have given on
//! the screen.

use std::iter::repeat_n;

use unicode_segmentation::UnicodeSegmentation;

use super::tell::{self, Numbered};
use super::{Offer, Step};
use crate::terminal::{Input, Key};
use crate::ui::form::{Choice, Field, Form, Kind};
use crate::ui::picker;
use crate::ui::view::{Block, View};
use crate::ui::words::{MessageId, Words};

/// What a line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// These steps.
    Steps(Vec<Step>),
    /// The row, slot or field with this number.
    Number(usize),
    /// How to answer, and the commands.
    Help,
    /// What was said, again; again for what was said before.
    Repeat,
    /// Where the focus is.
    Where,
    /// A number beyond what there is: how many there are.
    Beyond(usize),
    /// A letter where a number of so many is asked for.
    NumberAsked(usize),
    /// Nothing that is understood.
    Unclear(String),
    /// More than one command begins so.
    Several(Vec<String>),
}

/// A command word, wherever it was given.
pub(super) enum Word {
    Help,
    Repeat,
    Where,
    Back,
    Keys(Vec<Key>),
    Arrow(Key),
    Number(usize),
    Unclear,
    Several(Vec<String>),
}

/// What leaves, in every language.
const LEAVE: &[&str] = &["esci", "quit", "exit"];

/// The key of the command that leaves.
const LEAVE_KEY: char = 'q';

fn leaves(text: &str) -> bool {
    LEAVE.contains(&picker::fold(text).as_str())
}

/// Reads a number, a sign, the letter of a command or the beginning of its label.
pub(super) fn word(text: &str, offered: &[Offer<'_>]) -> Word {
    if let Ok(number) = text.parse::<usize>() {
        return if number == 0 {
            Word::Back
        } else {
            Word::Number(number)
        };
    }
    let by_key = |key| offered.iter().find(|offer| offer.key == Some(key));
    if let (true, Some(leave)) = (leaves(text), by_key(LEAVE_KEY)) {
        return Word::Keys(leave.calls.clone());
    }
    let mut chars = text.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        let key = only.to_lowercase().next().unwrap_or(only);
        return match (key, by_key(key)) {
            ('?', _) => Word::Help,
            ('r', _) => Word::Repeat,
            (_, Some(offer)) => Word::Keys(offer.calls.clone()),
            ('w', _) => Word::Where,
            ('<' | '-', _) => Word::Arrow(Key::Left),
            ('>' | '+', _) => Word::Arrow(Key::Right),
            _ => by_label(text, offered),
        };
    }
    by_label(text, offered)
}

fn by_label(text: &str, offered: &[Offer<'_>]) -> Word {
    let typed = picker::fold(text);
    if typed.is_empty() {
        return Word::Unclear;
    }
    let labels = || {
        offered
            .iter()
            .map(|offer| (offer, picker::fold(&offer.label)))
    };
    if let Some((offer, _)) = labels().find(|(_, label)| *label == typed) {
        return Word::Keys(offer.calls.clone());
    }
    let found: Vec<_> = labels()
        .filter(|(_, label)| label.starts_with(&typed))
        .map(|(offer, _)| offer)
        .collect();
    match found[..] {
        [] => Word::Unclear,
        [only] => Word::Keys(only.calls.clone()),
        _ => Word::Several(found.iter().map(|offer| offer.named()).collect()),
    }
}

/// An answer given while a field has the focus.
pub(super) fn in_field(
    line: &str,
    form: &Form,
    field: &Field,
    offered: &[Offer<'_>],
    words: &Words,
) -> Answer {
    let text = match line.strip_prefix(':') {
        Some(command) if !command.starts_with(':') => {
            return command_in_form(command.trim(), form, offered, words);
        }
        // Two colons stand for one at the start of a text.
        Some(escaped) => escaped,
        None => line,
    };
    // In a choice and in a date no text is a zero: it goes back, as everywhere else. Nor is it a word that leaves, unless
    // something to choose begins so.
    let chosen_from = matches!(field.kind, Kind::Choice | Kind::Several | Kind::Picker);
    let begins = |choice: &Choice| picker::fold(&choice.label).starts_with(&picker::fold(text));
    let leaves = leaves(text) && !tell::offered(field).iter().any(begins);
    let back = text == "0" && (chosen_from || field.kind == Kind::Date);
    if back || chosen_from && leaves {
        return command_in_form(text, form, offered, words);
    }
    if let Some(answer) = by_one_sign(text, field) {
        return answer;
    }
    let keys = match (field.kind, text) {
        (Kind::Note, _) => note(text, form, field),
        (Kind::Choice | Kind::Picker, "") if takes_first(field) => vec![press(Key::Enter)],
        (_, "") => vec![press(Key::Tab)],
        (Kind::Several, "-") => marked(field, &[]),
        (_, "-") => {
            let mut inputs = emptied(field);
            inputs.push(press(Key::Tab));
            inputs
        }
        (Kind::Text | Kind::Date, _) => {
            let mut inputs = replaced(field, text);
            inputs.push(press(Key::Enter));
            inputs
        }
        (Kind::Choice, _) => match choice(text, field) {
            Some(steps) => steps,
            None => return Answer::Beyond(tell::offered(field).len()),
        },
        (Kind::Picker, _) => pick(text, field),
        (Kind::Several, _) => match several(text, field) {
            Ok(steps) => steps,
            Err(answer) => return answer,
        },
    };
    Answer::Steps(keys)
}

/// A question mark asks for help; where a date is asked for, which no letter alone is, and where a number of what
/// was found is, two letters ask what they ask elsewhere. There no single letter looks for something else: that
/// takes two, and a command two dots.
fn by_one_sign(text: &str, field: &Field) -> Option<Answer> {
    let mut signs = text.chars();
    let (Some(sign), None) = (signs.next(), signs.next()) else {
        return None;
    };
    let is_date = field.kind == Kind::Date;
    match sign.to_ascii_lowercase() {
        '?' if field.kind != Kind::Note => Some(Answer::Help),
        'r' if takes_first(field) || is_date => Some(Answer::Repeat),
        'w' if takes_first(field) || is_date => Some(Answer::Where),
        letter if takes_first(field) && letter.is_alphabetic() => {
            Some(Answer::NumberAsked(tell::offered(field).len()))
        }
        _ => None,
    }
}

/// Whether proposals stand open under what was typed, so that Enter takes the first.
pub(super) fn takes_first(field: &Field) -> bool {
    field.chosen.is_none() && !field.line.is_empty() && !field.proposals.is_empty()
}

/// `:` and a command: the focus leaves the fields first, so that the key is not text.
fn command_in_form(command: &str, form: &Form, offered: &[Offer<'_>], words: &Words) -> Answer {
    let last = tell::shown(form).count();
    let to_save = |after: &[Key]| {
        let mut inputs = vec![to_field(form, last)];
        inputs.extend(after.iter().copied().map(press));
        Answer::Steps(inputs)
    };
    // The label of the last row may be that of a command too.
    if picker::fold(command) == picker::fold(&words.get(form.save)) {
        return to_save(&[Key::Enter]);
    }
    match word(command, offered) {
        Word::Help => Answer::Help,
        Word::Repeat => Answer::Repeat,
        Word::Where => Answer::Where,
        Word::Keys(keys) if keys == [Key::Char('w')] => Answer::Where,
        // What stands open over the field closes first.
        Word::Back if form.sheet || is_open(form) => Answer::Steps(vec![press(Key::Esc); 2]),
        Word::Back => Answer::Steps(vec![press(Key::Esc)]),
        Word::Keys(keys) => to_save(&keys),
        Word::Number(number) => Answer::Number(number),
        Word::Unclear | Word::Several(_) if is_save(command, form, words) => to_save(&[Key::Enter]),
        Word::Several(labels) => Answer::Several(labels),
        Word::Unclear | Word::Arrow(_) => Answer::Unclear(command.to_owned()),
    }
}

/// Whether what answers a text stands open. What is offered before anything was typed does not close first.
fn is_open(form: &Form) -> bool {
    let field = form.focused();
    field.is_some_and(|field| !field.proposals.is_empty() && !field.line.is_empty())
}

/// An answer given on the last row of a form.
pub(super) fn on_save(line: &str, form: &Form, offered: &[Offer<'_>], words: &Words) -> Answer {
    let command = line.strip_prefix(':').unwrap_or(line).trim();
    if command.is_empty() || is_save(command, form, words) {
        return Answer::Steps(vec![press(Key::Enter)]);
    }
    match word(command, offered) {
        Word::Unclear => Answer::Unclear(command.to_owned()),
        other => plain(other),
    }
}

/// Two letters or more of the label of the last row, or of what most of them are called.
fn is_save(command: &str, form: &Form, words: &Words) -> bool {
    let typed = picker::fold(command);
    let begins = |id| picker::fold(&words.get(id)).starts_with(&typed);
    typed.len() > 1 && (begins(form.save) || begins(MessageId("form-save")))
}

/// What a command word means where letters are commands.
pub(super) fn plain(word: Word) -> Answer {
    match word {
        Word::Help => Answer::Help,
        Word::Repeat => Answer::Repeat,
        Word::Where => Answer::Where,
        Word::Back => Answer::Steps(vec![press(Key::Char('0'))]),
        Word::Keys(keys) => Answer::Steps(keys.into_iter().map(press).collect()),
        Word::Arrow(key) => Answer::Steps(vec![press(key)]),
        Word::Several(labels) => Answer::Several(labels),
        Word::Number(number) => Answer::Number(number),
        Word::Unclear => Answer::Unclear(String::new()),
    }
}

/// To a field, counted among those shown; beyond them lies the last row.
fn to_field(form: &Form, place: usize) -> Step {
    Step::Field {
        form: form.name,
        field: tell::shown(form).nth(place).map(|(_, field)| field.name),
    }
}

fn steps(from: usize, to: usize, on: Key, back: Key) -> Vec<Step> {
    let key = if to > from { on } else { back };
    repeat_n(press(key), from.abs_diff(to)).collect()
}

/// The way from the focus to the row `part` of a block, and Enter unless it is a field. Beyond the edge of
/// a block lies the next one.
pub(super) fn to_part(view: &View<'_>, all: &[Numbered], block: usize, part: usize) -> Vec<Step> {
    let from = view.focus.block;
    let Some(target) = all.iter().find(|n| n.block == block) else {
        return Vec::new();
    };
    let mut inputs = Vec::new();
    let down = block > from;
    if block != from {
        inputs.extend(beyond(view, from, down));
        let mut between: Vec<usize> = all
            .iter()
            .map(|n| n.block)
            .filter(|b| (from.min(block) + 1..from.max(block)).contains(b))
            .collect();
        if !down {
            between.reverse();
        }
        inputs.extend(between.into_iter().flat_map(|b| beyond(view, b, down)));
    }
    match view.blocks.get(block) {
        Some(Block::Form(block)) => {
            inputs.push(to_field(block.form, part));
            if part + 1 < target.len {
                return inputs;
            }
        }
        _ if block == from => inputs.extend(steps(target.selected, part, Key::Down, Key::Up)),
        _ => {
            // Wherever the selection of that block was, Home makes it certain.
            inputs.push(press(Key::Home));
            inputs.extend(steps(0, part, Key::Down, Key::Up));
        }
    }
    inputs.push(press(Key::Enter));
    inputs
}

/// The way out of a block, over its last row or its first.
fn beyond(view: &View<'_>, block: usize, down: bool) -> Vec<Step> {
    let (edge, on) = if down {
        (Key::End, Key::Down)
    } else {
        (Key::Home, Key::Up)
    };
    match view.blocks.get(block) {
        Some(Block::Form(block)) => {
            let to = if down {
                tell::shown(block.form).count()
            } else {
                0
            };
            vec![to_field(block.form, to), press(on)]
        }
        Some(Block::List(_) | Block::Schedule(_) | Block::Text(_)) => vec![press(edge), press(on)],
        _ => Vec::new(),
    }
}

/// The field emptied.
fn emptied(field: &Field) -> Vec<Step> {
    if field.line.is_empty() {
        return Vec::new();
    }
    let count = if field.chosen.is_some() {
        1
    } else {
        field.line.text().graphemes(true).count()
    };
    let mut inputs = vec![press(Key::End)];
    inputs.extend(repeat_n(press(Key::Backspace), count));
    inputs
}

/// The field's text replaced.
fn replaced(field: &Field, text: &str) -> Vec<Step> {
    let mut inputs = if field.chosen.is_some() {
        // What was taken is one thing: a paste replaces it.
        Vec::new()
    } else {
        emptied(field)
    };
    inputs.push(paste(text));
    inputs
}

/// One line of a note; an empty one ends it, or leaves it as it is when it was not begun.
fn note(text: &str, form: &Form, field: &Field) -> Vec<Step> {
    let mut inputs = Vec::new();
    if text.is_empty() {
        inputs.push(press(if form.sheet { Key::Enter } else { Key::Tab }));
        return inputs;
    }
    if !form.sheet && text == "-" {
        // As in every field: it is left empty.
        inputs.extend(emptied(field));
        inputs.push(press(Key::Tab));
        return inputs;
    }
    if !form.sheet {
        inputs.push(press(Key::Enter));
        let lines = field.line.text().matches('\n').count();
        inputs.extend(repeat_n(press(Key::Down), lines));
        inputs.push(press(Key::End));
        if !field.line.is_empty() {
            inputs.push(press(Key::Enter));
        }
    }
    inputs.push(paste(text));
    inputs.push(press(Key::Enter));
    inputs
}

/// A number of what is offered, or letters: what they name alone is taken, else they filter. None for a number
/// that nothing has.
fn choice(text: &str, field: &Field) -> Option<Vec<Step>> {
    let offered = tell::offered(field);
    let named = match text.parse::<usize>() {
        Ok(number) => Some(offered.get(number.checked_sub(1)?)?.clone()),
        Err(_) => {
            let found = picker::find(text, &field.choices);
            let exact = found
                .iter()
                .filter(|one| picker::fold(&one.label) == picker::fold(text))
                .count();
            let alone = found.len() == 1 || exact == 1;
            found.into_iter().next().filter(|_| alone)
        }
    };
    match named {
        Some(one) => {
            let mut inputs = replaced(field, &one.label);
            inputs.push(press(Key::Enter));
            Some(inputs)
        }
        None => Some(replaced(field, text)),
    }
}

/// A number of what is offered, or letters to look for.
fn pick(text: &str, field: &Field) -> Vec<Step> {
    let number = text
        .parse::<usize>()
        .ok()
        .filter(|n| (1..=field.proposals.len()).contains(n));
    match number {
        Some(number) => {
            let at = field.highlighted.map_or(0, |h| h + 1);
            let mut inputs = steps(at, number, Key::Down, Key::Up);
            inputs.push(press(Key::Enter));
            inputs
        }
        // A card reader sends the code and its own Enter; so does a line.
        None if field.is_code(text) => {
            let mut inputs = replaced(field, text);
            inputs.push(press(Key::Enter));
            inputs
        }
        None => replaced(field, text),
    }
}

/// Numbers or names with spaces or commas between: exactly those are marked in the end.
fn several(text: &str, field: &Field) -> Result<Vec<Step>, Answer> {
    let mut wanted = Vec::new();
    for part in parts(text) {
        let (choice, otherwise) = match part.parse::<usize>() {
            Ok(number) => (
                field.choices.get(number.wrapping_sub(1)).cloned(),
                Answer::Beyond(field.choices.len()),
            ),
            Err(_) => (
                picker::find(part, &field.choices).into_iter().next(),
                Answer::Unclear(part.to_owned()),
            ),
        };
        wanted.push(choice.ok_or(otherwise)?);
    }
    Ok(marked(field, &wanted))
}

/// Exactly these of several marked.
fn marked(field: &Field, wanted: &[Choice]) -> Vec<Step> {
    let changed = field.choices.iter().filter(|choice| {
        field.marked.contains(&choice.value) != wanted.iter().any(|w| w.value == choice.value)
    });
    let mut inputs = emptied(field);
    for choice in changed {
        inputs.push(paste(&choice.label));
        inputs.push(press(Key::Enter));
    }
    inputs.push(press(Key::Tab));
    inputs
}

fn parts(text: &str) -> Vec<&str> {
    let by_comma = text.contains(',') || !text.chars().all(|c| c.is_ascii_digit() || c == ' ');
    let split: Vec<&str> = if by_comma {
        text.split(',').collect()
    } else {
        text.split(' ').collect()
    };
    split
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

const fn press(key: Key) -> Step {
    Step::Input(Input::Key(key))
}

fn paste(text: &str) -> Step {
    Step::Input(Input::Paste(text.to_owned()))
}
