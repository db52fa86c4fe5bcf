//! The full interview of the record that is open: its sections with what each still lacks, and its ends.
//!
//! ```text
//! Colloquio: ROSSI Maria
//!
//!   Manca: telefono, lavori svolti
//!
//! 1 Chi è                  completo
//! 2 Recapiti               manca: telefono
//! 3 Lavori svolti          2 voci
//! ...
//!   Salva il colloquio
//!   Prendi in carico
//! ```
//!
//! A section is a part of the person's form, a list with a form for each row, or the papers. Which are asked, and of
//! whom, the outline in force says.

use crate::domain::ids::{IntakeId, PersonId};
use crate::domain::intake::IntakeState;
use crate::domain::interview::Section;
use crate::domain::outline::Part;
use crate::panes::{Cx, Env, person};
use crate::store::intakes::IntakeRow;
use crate::store::interview::{
    EndInterview, Interview, InterviewOf, SaveInterview, SavedInterview, TakeInCharge,
};
use crate::ui::dialog::Dialog;
use crate::ui::list::ListState;
use crate::ui::view::{Block, Column, List, Row, RowsBy, Span, Text, Tone, View, Width};
use crate::ui::words::{MessageId, Words};

use super::entries::Entries;
use super::{Msg, People, Sub, ask_paper};
use crate::domain::document::DocumentKind;

/// What a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// Opens a section.
    Section(Section),
    /// Saves where it stands.
    Save,
    /// Takes the person in charge.
    Charge,
    /// Ends it otherwise.
    End,
}

/// The ends, below the sections.
const ENDS: [(Does, MessageId); 3] = [
    (Does::Save, MessageId("interview-save")),
    (Does::Charge, MessageId("interview-charge")),
    (Does::End, MessageId("interview-end")),
];

/// A row: what it does, its name, how it stands.
struct Line {
    does: Does,
    label: String,
    state: Span<'static>,
}

/// The interview that is open.
pub(super) struct Page {
    person: PersonId,
    title: String,
    pub(super) now: Option<Interview>,
    lines: Vec<Line>,
    said: Vec<Span<'static>>,
    pub(super) list: ListState<usize>,
    /// Only on the way to a section, which leads back to where it was asked from.
    passed: bool,
}

impl Page {
    fn new(person: PersonId, who: &str, env: &Env) -> Self {
        let args = [("who", who.into())];
        let title = env.words.with(MessageId("interview-title"), &args);
        Self {
            person,
            title: title.into_owned(),
            now: None,
            lines: Vec::new(),
            said: Vec::new(),
            list: ListState::new(),
            passed: false,
        }
    }

    /// The interview as it is now.
    pub(super) fn take(&mut self, now: Interview, env: &Env) {
        let asked = now.outline.asked(now.situation);
        let mut lines: Vec<Line> = asked
            .map(|part| Line {
                does: Does::Section(part.section),
                label: section(part.section, env),
                state: state_of(part, &now, env),
            })
            .collect();
        lines.extend(ENDS.iter().map(|(does, label)| Line {
            does: *does,
            label: env.words.get(*label).into_owned(),
            state: Span::plain(""),
        }));
        self.said = said(&now, env);
        self.list.keep(lines.len(), |i| i);
        self.lines = lines;
        self.now = Some(now);
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let said = Text {
            heading: None,
            paragraphs: self.said.clone(),
        };
        let column = |heading, width| Column::new(words.get(heading), width);
        let list = List::of(
            vec![
                column(MessageId("interview-column-section"), Width::Fixed(26)),
                column(
                    MessageId("interview-column-state"),
                    Width::Fill { min: 20, weight: 1 },
                ),
            ],
            RowsBy::new(self.lines.len(), |i| Row {
                cells: vec![
                    Span::plain(self.lines[i].label.as_str()),
                    self.lines[i].state.clone(),
                ],
            }),
        )
        .selecting(self.list.selected())
        .or_say(words.get(MessageId("person-reading")));
        View::new(
            self.title.as_str(),
            vec![Block::Text(said), Block::List(list)],
        )
        .at_last(self.list.selected())
    }

    /// The interview that goes on.
    fn unfinished(&self) -> Option<&IntakeRow> {
        let last = self.now.as_ref()?.last.as_ref()?;
        let open = matches!(
            last.state,
            IntakeState::Open | IntakeState::Partial | IntakeState::Complete
        );
        open.then_some(last)
    }
}

/// The name of a section.
pub(super) fn section(section: Section, env: &Env) -> String {
    person::sentence_case(&person::word(&env.words, section))
}

/// What is missing of all, and where the last interview stands.
fn said(now: &Interview, env: &Env) -> Vec<Span<'static>> {
    let words = &env.words;
    let missing = now.missing();
    let first = if missing.is_empty() {
        Span::plain(words.get(MessageId("interview-whole")).into_owned())
    } else {
        let names: Vec<String> = missing.iter().map(|m| person::word(words, *m)).collect();
        let items = [("items", names.join(", ").into())];
        let lacks = words.with(MessageId("record-intake-missing"), &items);
        Span::toned(person::sentence_case(&lacks), Tone::Warn)
    };
    let last = now.last.as_ref().map(|last| {
        let state = state_of_intake(last, words);
        let mut args = vec![("state", state.into())];
        let goes_on = last.state != IntakeState::Expired;
        let said = match last.lapses_on.filter(|_| goes_on) {
            Some(day) => {
                args.push(("day", words.date(day).into()));
                words.with(MessageId("interview-last-until"), &args)
            }
            None => words.with(MessageId("interview-last"), &args),
        };
        let tone = if goes_on { Tone::Quiet } else { Tone::Warn };
        Span::toned(said.into_owned(), tone)
    });
    let another = now.is_by_another_outline().then(|| {
        let args = [("version", now.version.into())];
        let said = words.with(MessageId("interview-outline-changed"), &args);
        Span::toned(said.into_owned(), Tone::Warn)
    });
    std::iter::once(first).chain(last).chain(another).collect()
}

/// Where an intake stands; of one that a merge ended that it did.
pub(super) fn state_of_intake(intake: &IntakeRow, words: &Words) -> String {
    if intake.merged {
        return words.get(MessageId("interview-merged")).into_owned();
    }
    person::word(words, intake.state)
}

fn state_of(part: &Part, now: &Interview, env: &Env) -> Span<'static> {
    let words = &env.words;
    let open = part.open(now.situation, &now.answered);
    let open: Vec<String> = open.map(|ask| person::word(words, ask)).collect();
    if !open.is_empty() {
        let items = [("items", open.join(", ").into())];
        let lacks = words.with(MessageId("record-intake-missing"), &items);
        return Span::toned(lacks.into_owned(), Tone::Warn);
    }
    let Some(kind) = part.section.entries() else {
        return Span::plain(words.get(MessageId("interview-section-whole")).into_owned());
    };
    let rows = now.entries.iter().filter(|row| row.entry.kind() == kind);
    let n = rows.filter(|row| !row.entry.is_none()).count();
    Span::plain(
        words
            .with(MessageId("interview-entries"), &[("n", n.into())])
            .into_owned(),
    )
}

impl People {
    /// Opens the interview of the record that is open.
    pub(super) fn open_interview(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(record) = self.record() else { return };
        let page = Page::new(record.person.id, &record.name(), cx.env());
        self.stack.push(Sub::Interview(Box::new(page)));
        self.ask_interview(cx);
    }

    /// Reads the interview again, if it lies open.
    pub(super) fn ask_interview(&self, cx: &mut Cx<'_, Self>) {
        if let Some(page) = self.interview() {
            let person = page.person;
            cx.read("interview", InterviewOf { person }, Msg::Interview);
        }
    }

    pub(super) fn interview(&self) -> Option<&Page> {
        self.stack.iter().find_map(|sub| match sub {
            Sub::Interview(page) => Some(&**page),
            _ => None,
        })
    }

    /// The interview as it is now; the list of a section that lies on it too, and a form that was waited for.
    pub(super) fn take_interview(&mut self, now: Interview, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        for sub in &mut self.stack {
            match sub {
                Sub::Entries(entries) => entries.take(&now.entries, &env),
                Sub::Interview(page) => page.take(now.clone(), &env),
                _ => {}
            }
        }
        if let Some(section) = self.section.take() {
            if let Some(Sub::Interview(page)) = self.stack.last_mut() {
                page.passed = true;
            }
            self.open_section(section, cx);
        }
        if let Some(draft) = self.entering.take() {
            self.resume_entry(&draft, cx);
        }
    }

    pub(super) fn interview_event(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Interview(page)) = self.stack.last() else {
            return;
        };
        let person = page.person;
        match page.lines.get(row).map(|line| line.does) {
            Some(Does::Section(section)) => self.open_section(section, cx),
            Some(Does::Save) => cx.act(SaveInterview { person }, Msg::InterviewSaved),
            Some(Does::Charge) => match page.unfinished() {
                Some(last) => cx.act(TakeInCharge { intake: last.id }, Msg::Charged),
                None => cx.tell(Tone::Warn, MessageId("interview-save-first")),
            },
            Some(Does::End) => match page.unfinished() {
                Some(last) => ask_end(last.id, cx),
                None => cx.tell(Tone::Warn, MessageId("interview-save-first")),
            },
            None => {}
        }
    }

    /// A section was left: the interview below it too, if it was only on the way.
    pub(super) fn leave_passed(&mut self) {
        if matches!(self.stack.last(), Some(Sub::Interview(page)) if page.passed) {
            self.stack.pop();
        }
    }

    /// Opens a section: a part of the form, a list, or a paper.
    pub(super) fn open_section(&mut self, section: Section, cx: &mut Cx<'_, Self>) {
        let Some(page) = self.interview() else { return };
        let person = page.person;
        match (section, section.entries()) {
            (_, Some(kind)) => {
                let Some(now) = &page.now else { return };
                let entries = Entries::new((person, section, kind), &now.entries, cx.env());
                self.stack.push(Sub::Entries(Box::new(entries)));
            }
            (Section::Permit, _) => self.open_paper(DocumentKind::ResidencePermit, cx),
            (Section::Privacy, _) => self.ask_privacy(person, cx),
            (Section::Papers, _) => ask_paper(person, cx),
            (section, None) => self.open_edit_of(section, cx),
        }
    }

    /// Where it stands is on disk.
    pub(super) fn interview_saved(&mut self, saved: &SavedInterview, cx: &mut Cx<'_, Self>) {
        let words = cx.env().words.clone();
        if saved.missing.is_empty() {
            cx.tell(Tone::Good, MessageId("interview-saved"));
        } else {
            let n = [("n", saved.missing.len().into())];
            cx.say(
                Tone::Good,
                words.with(MessageId("interview-saved-part"), &n),
            );
        }
        self.reread(cx);
    }

    /// Reads the record and the interview on it again.
    pub(super) fn reread(&mut self, cx: &mut Cx<'_, Self>) {
        self.ask_interview(cx);
        if let Some(person) = self.shown() {
            let file = crate::store::people::PersonFile { person };
            cx.read("again", file, Msg::Again);
        }
    }
}

/// Asks how an interview ends.
fn ask_end(intake: IntakeId, cx: &mut Cx<'_, People>) {
    let words = cx.env().words.clone();
    let end = |withdrawn| Msg::EndInterview(EndInterview { intake, withdrawn });
    let dialog = Dialog::new(words.get(MessageId("interview-end-how")))
        .answer(words.get(MessageId("layer-back")), Msg::Nothing)
        .answer(words.get(MessageId("interview-referred")), end(false))
        .answer(words.get(MessageId("interview-withdrawn")), end(true));
    cx.ask(dialog);
}
