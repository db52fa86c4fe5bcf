//! A section of the outline: of whom it is asked, and what it must bring. It goes back to the working copy.

use crate::app::errors::in_words;
use crate::domain::Named as _;
use crate::domain::intake::Missing;
use crate::domain::interview::{Section, When};
use crate::domain::outline::{Fault, Outline, Part};
use crate::panes::office::room::Then;
use crate::panes::office::sheet::{Sheet, Subject};
use crate::panes::office::{Msg, Office};
use crate::panes::{Cx, Env, person};
use crate::ui::form::{Choice, Field, Form};
use crate::ui::words::MessageId;

/// The name of the form in the drafts.
pub(super) const FORM: &str = "office.outline.section";

const WHOM: &str = "whom";
const ASK: &str = "ask";

/// That a section is not asked.
const NOT: &str = "not";

/// The form of a section.
pub(super) fn form(outline: &Outline, section: Section, env: &Env) -> Then {
    let words = &env.words;
    let mut whom = person::options::<When>(words);
    let not = words.get(MessageId("outline-not-asked"));
    whom.push(Choice::new(NOT, not));
    let questions = Missing::ALL
        .iter()
        .filter(|question| Section::of(**question) == Some(section));
    let asks = questions
        .map(|question| Choice::new(question.code(), person::word(words, *question)))
        .collect();
    let mut form = Form::new(
        FORM,
        vec![
            Field::choice(WHOM, MessageId("outline-whom"), whom).required(),
            Field::several(ASK, MessageId("outline-asks"), asks),
        ],
    )
    .saved_by(MessageId("outline-take"));
    let part = outline.part(section);
    form.set(WHOM, part.map_or(NOT, |part| part.when.code()));
    for question in part.iter().flat_map(|part| &part.ask) {
        form.set(ASK, question.code());
    }
    let title = person::sentence_case(&person::word(words, section));
    let subject = OfSection {
        outline: outline.clone(),
        section,
    };
    Sheet::new(subject, form, section.code(), title)
        .with_note(MessageId("outline-section-how"))
        .open()
}

/// Puts a section into an outline as it is now: in its place, at the end if it was not there, or away.
pub(super) fn put_into(outline: &mut Outline, section: Section, part: Option<Part>) {
    let at = outline.parts.iter().position(|one| one.section == section);
    match (at, part) {
        (Some(at), Some(part)) => outline.parts[at] = part,
        (Some(at), None) => {
            outline.parts.remove(at);
        }
        (None, Some(part)) => outline.parts.push(part),
        (None, None) => {}
    }
}

/// What the form is about: a section of an outline.
struct OfSection {
    outline: Outline,
    section: Section,
}

impl OfSection {
    /// The section as the form has it; none when it is not asked. What was asked keeps its order.
    fn part(&self, form: &Form) -> Option<Part> {
        let when = form.value(WHOM).parse().ok()?;
        let marked = form.marked(ASK);
        let is_marked = |question: &Missing| marked.iter().any(|code| code == question.code());
        let before = self.outline.part(self.section).map(|part| part.ask.clone());
        let mut ask = before.unwrap_or_default();
        ask.retain(is_marked);
        let new = Missing::ALL.iter().copied().filter(is_marked);
        let new: Vec<Missing> = new.filter(|question| !ask.contains(question)).collect();
        ask.extend(new);
        Some(Part {
            section: self.section,
            when,
            ask,
        })
    }

    /// What the form would leave out that nothing may; the field in which it is.
    fn fault(&self, form: &Form) -> Option<(Fault, &'static str)> {
        let part = self.part(form);
        let mut outline = self.outline.clone();
        put_into(&mut outline, self.section, part.clone());
        let faults = outline.faults();
        let own = |fault: &&Fault| fault.section == Some(self.section);
        let fault = faults.iter().find(own).copied()?;
        let asked = part.is_some_and(|part| {
            fault
                .question
                .is_some_and(|question| part.ask.contains(&question))
        });
        let field = if asked || form.value(WHOM) == NOT {
            WHOM
        } else {
            ASK
        };
        Some((fault, field))
    }
}

impl Subject for OfSection {
    fn check(&self, form: &mut Form, field: &'static str, env: &Env) {
        if let Some((fault, _)) = self.fault(form).filter(|(_, of)| *of == field) {
            let text = in_words(&fault.coded(), &env.words);
            form.set_error(field, person::sentence_case(&text));
        }
    }

    fn hands(&self, form: &Form) -> Option<Msg> {
        Some(Msg::Section(self.section, self.part(form)))
    }

    fn send(&self, _form: &Form, _cx: &mut Cx<'_, Office>) {}
}
