//! The outline of the full interview: its sections in the order in which they are asked, of whom, and what each brings.
//!
//! ```text
//! Traccia del colloquio
//!
//!   In vigore: versione 3, dal 21/11/2026 10:15, messa da Carla Fontana. Fonte: Circolare 12/2026
//!
//! 1 Chi è                  di chiunque          codice fiscale o altro codice, cognome, nome
//! 2 Recapiti               di chiunque          telefono, come si può contattare la persona
//!   ...
//!   Competenze             non si chiede
//!   Metti in vigore
//!   Torna alla traccia in vigore
//!   Versioni precedenti
//! ```
//!
//! What is changed here is a working copy: it is kept as a draft, its differences are marked, and nothing of it holds
//! before it is put in force as a whole.

mod put;
mod section;
mod versions;

use std::borrow::Cow;

use crate::app::errors::in_words;
use crate::domain::Named as _;
use crate::domain::interview::{Section, When};
use crate::domain::outline::{Outline, Part as OfOutline};
use crate::panes::{Cx, DraftKey, Env, person};
use crate::store::interview::{OutlineRow, Outlines};
use crate::ui::form::{Field, Form};
use crate::ui::list::ListState;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Block, Column, List, Row, RowsBy, Span, Text, Tone, View, Width};
use crate::ui::words::{MessageId, Words};

use super::room::{Room, Then, Verb};
use super::{Msg, Office};

/// The names of the forms in the drafts: the working copy, one of its sections, where it is written.
pub(super) const FORMS: &[&str] = &[FORM, section::FORM, put::FORM];

const FORM: &str = "office.outline";

/// The outline in the draft, as the store keeps it, and the version that it was made from.
const BODY: &str = "body";
const BASE: &str = "base";

/// The outline as a room.
pub(super) fn room() -> Box<dyn Room> {
    Box::new(Editor::new())
}

/// A row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// A section, asked or left out.
    Section(Section),
    /// Puts the working copy in force.
    Put,
    /// Gives it up.
    GiveUp,
    /// The versions there were.
    Versions,
}

struct Editor {
    /// The outlines, the one in force first; none before they are here.
    all: Vec<OutlineRow>,
    /// The working copy.
    now: Outline,
    /// Whether it says something of its own.
    own: bool,
    /// The version that it was made from.
    base: i64,
    /// The same as it is kept.
    form: Form,
    list: ListState<Line>,
    lines: Vec<Line>,
    /// Whether a draft of it is kept.
    kept: bool,
    /// Whether it is known if there is one.
    looked: bool,
    /// The form to be opened when all is here.
    resume: Option<DraftKey>,
}

impl Editor {
    fn new() -> Self {
        let hidden = |name| Field::text(name, MessageId("outline-title")).hidden();
        Self {
            all: Vec::new(),
            now: Outline { parts: Vec::new() },
            own: false,
            base: 0,
            form: Form::new(FORM, vec![hidden(BODY), hidden(BASE)]),
            list: ListState::new(),
            lines: Vec::new(),
            kept: false,
            looked: false,
            resume: None,
        }
    }

    fn key() -> DraftKey {
        DraftKey::new(FORM, "")
    }

    /// The outline in force, once it is here.
    fn in_force(&self) -> Option<&OutlineRow> {
        self.all.first()
    }

    fn fill(&mut self) {
        let asked = self.now.parts.iter().map(|part| part.section);
        let sections = asked.chain(self.now.left_out()).map(Line::Section);
        let mut lines: Vec<Line> = sections.collect();
        if self.own {
            lines.extend([Line::Put, Line::GiveUp]);
        }
        if self.all.len() > 1 {
            lines.push(Line::Versions);
        }
        self.list.keep(lines.len(), |i| lines[i]);
        self.lines = lines;
    }

    /// Takes another working copy.
    fn take_copy(&mut self, copy: Outline, cx: &mut Cx<'_, Office>) {
        if let (false, Some(row)) = (self.own, self.in_force()) {
            self.base = row.version;
        }
        self.now = copy;
        self.own = true;
        self.write_down();
        self.compare(cx);
    }

    /// The working copy as it is kept.
    fn write_down(&mut self) {
        if let Ok(body) = serde_json::to_string(&self.now) {
            self.form.set(BODY, &body);
            self.form.set(BASE, &self.base.to_string());
        }
    }

    /// What was changed here stands on what a colleague has put in force meanwhile.
    fn meet(&mut self, cx: &mut Cx<'_, Office>) {
        let Some(theirs) = self.all.first().filter(|row| row.version != self.base) else {
            return;
        };
        if theirs.outline == self.now {
            self.base = theirs.version;
            return;
        }
        let before = self.all.iter().find(|row| row.version == self.base);
        let before = before.map_or_else(Outline::default, |row| row.outline.clone());
        let by = theirs.put.as_ref().map_or("", |put| put.by.as_str());
        let said = cx
            .env()
            .words
            .with(MessageId("outline-met"), &[("who", by.into())])
            .into_owned();
        cx.say(Tone::Warn, said);
        self.now = self.now.over(&before, &theirs.outline);
        self.base = theirs.version;
        self.write_down();
    }

    /// Compares the working copy with the outline in force. It is kept, or forgotten when it says nothing of its own.
    fn compare(&mut self, cx: &mut Cx<'_, Office>) {
        if self.own {
            self.meet(cx);
        }
        if let Some(row) = self.all.first() {
            self.own &= row.outline != self.now;
            if !self.own {
                self.now = row.outline.clone();
            }
            if self.own {
                self.kept = true;
                cx.keep_draft();
            } else if std::mem::take(&mut self.kept) {
                cx.drop_draft(Self::key());
            }
        }
        self.fill();
    }

    /// The working copy that was left, if there is one.
    fn restore(&mut self, payload: &serde_json::Value, cx: &mut Cx<'_, Office>) {
        self.form.restore(payload);
        self.kept = true;
        if let Ok(copy) = serde_json::from_str(self.form.text(BODY)) {
            let base = self.form.text(BASE).parse().ok();
            self.base = base.or(self.in_force().map(|row| row.version)).unwrap_or(0);
            self.now = copy;
            self.own = true;
            self.compare(cx);
            cx.tell(Tone::Plain, MessageId("edit-resumed"));
        }
    }

    /// Opens the form of a draft, once all is here that it is about.
    fn go_on(&mut self, env: &Env) -> Then {
        if self.all.is_empty() || !self.looked {
            return Then::Stay;
        }
        let Some(draft) = self.resume.take() else {
            return Then::Stay;
        };
        match draft.form.as_str() {
            section::FORM => match draft.subject.parse() {
                Ok(section) => section::form(&self.now, section, env),
                Err(_) => Then::Stay,
            },
            put::FORM => match draft.subject.parse::<i64>() {
                Ok(version) => self.put_version(version, env),
                Err(_) => self.put(env),
            },
            _ => Then::Stay,
        }
    }

    /// The form that puts the working copy in force; what is wrong with it is told instead.
    fn put(&self, env: &Env) -> Then {
        let before = self.in_force().and_then(OutlineRow::id);
        if self.own && self.now.faults().is_empty() {
            put::form(self.now.clone(), None, before, env)
        } else {
            Then::Stay
        }
    }

    fn put_version(&self, version: i64, env: &Env) -> Then {
        let before = self.in_force().and_then(OutlineRow::id);
        let row = self.all.iter().find(|row| row.version == version);
        row.map_or(Then::Stay, |row| {
            put::form(row.outline.clone(), Some(version), before, env)
        })
    }

    fn selected(&self) -> Option<Line> {
        self.lines.get(self.list.selected()).copied()
    }

    /// The place of the selected section among those that are asked.
    fn place(&self) -> Option<usize> {
        let Line::Section(section) = self.selected()? else {
            return None;
        };
        let mut parts = self.now.parts.iter();
        parts.position(|part| part.section == section)
    }

    fn open(&mut self, line: Line, cx: &mut Cx<'_, Office>) -> Then {
        match line {
            Line::Section(section) => section::form(&self.now, section, cx.env()),
            Line::Put => {
                if !self.now.faults().is_empty() {
                    cx.tell(Tone::Warn, MessageId("outline-faulty"));
                }
                self.put(cx.env())
            }
            Line::GiveUp => {
                if let Some(row) = self.in_force() {
                    let outline = row.outline.clone();
                    self.take_copy(outline, cx);
                    cx.tell(Tone::Plain, MessageId("outline-given-up"));
                }
                Then::Stay
            }
            Line::Versions => Then::Open(versions::room(self.all.clone())),
        }
    }

    /// Another place for the selected section.
    fn swap(&mut self, (from, to): (usize, usize), cx: &mut Cx<'_, Office>) {
        let mut copy = self.now.clone();
        copy.parts.swap(from, to);
        self.take_copy(copy, cx);
    }

    /// The selected section is asked no longer, or again.
    fn switch(&mut self, cx: &mut Cx<'_, Office>) {
        let mut copy = self.now.clone();
        match (self.place(), self.selected()) {
            (Some(at), _) => {
                copy.parts.remove(at);
            }
            (None, Some(Line::Section(section))) => copy.parts.push(self.usual(section)),
            _ => return,
        }
        self.take_copy(copy, cx);
    }

    /// A section as the outline in force has it, else that of the program.
    fn usual(&self, section: Section) -> OfOutline {
        let in_force = self.in_force().and_then(|row| row.outline.part(section));
        let program = Outline::default();
        let usual = in_force.or(program.part(section)).cloned();
        usual.unwrap_or(OfOutline {
            section,
            when: When::Always,
            ask: Vec::new(),
        })
    }

    fn head<'a>(&'a self, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let Some(row) = self.in_force() else {
            return Vec::new();
        };
        let mut said = vec![Span::plain(in_force(row, words))];
        if self.own {
            let n = self.now.changes_from(&row.outline).len();
            let text = words.with(MessageId("outline-changes"), &[("n", n.into())]);
            said.push(Span::toned(text, Tone::Warn));
        }
        said.extend(self.now.faults().iter().map(|fault| {
            let text = in_words(&fault.coded(), words);
            Span::toned(person::sentence_case(&text), Tone::Bad)
        }));
        said
    }

    fn cells<'a>(&'a self, line: Line, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let does = |id| {
            let none = || Span::plain("");
            vec![Span::plain(words.get(id)), none(), none(), none()]
        };
        match line {
            Line::Section(section) => {
                let [name, whom, asks] = cells(section, self.now.part(section), words);
                let before = self.in_force().map(|row| &row.outline);
                let change = before.and_then(|before| self.now.change_from(before, section));
                let change = change.map_or(Cow::Borrowed(""), |change| {
                    person::word(words, change).into()
                });
                vec![name, whom, Span::toned(change, Tone::Warn), asks]
            }
            Line::Put => does(MessageId("outline-put")),
            Line::GiveUp => does(MessageId("outline-give-up")),
            Line::Versions => does(MessageId("outline-versions")),
        }
    }
}

/// How the outline in force came there.
fn in_force<'w>(row: &OutlineRow, words: &'w Words) -> Cow<'w, str> {
    match &row.put {
        None => words.get(MessageId("outline-in-force-program")),
        Some(put) => words.with(
            MessageId("outline-in-force"),
            &[
                ("version", row.version.into()),
                ("moment", person::moment(put.at, words).into()),
                ("who", put.by.as_str().into()),
                ("source", put.source.as_str().into()),
            ],
        ),
    }
}

/// A section: its name, of whom it is asked, what it brings.
fn cells<'w>(section: Section, part: Option<&OfOutline>, words: &'w Words) -> [Span<'w>; 3] {
    let name = person::sentence_case(&person::word(words, section));
    let Some(part) = part else {
        return [
            Span::toned(name, Tone::Quiet),
            Span::toned(words.get(MessageId("outline-not-asked")), Tone::Quiet),
            Span::plain(""),
        ];
    };
    let asks = part.ask.iter().map(|ask| person::word(words, *ask));
    let asks = asks.collect::<Vec<_>>().join(", ");
    [
        Span::toned(name, Tone::Strong),
        Span::plain(words.of(When::FAMILY, part.when.code())),
        Span::toned(asks, Tone::Quiet),
    ]
}

/// The heading of the first column, of the second, and of the last.
fn columns(words: &Words) -> [Column<'_>; 3] {
    [
        Column::new(
            words.get(MessageId("interview-column-section")),
            Width::Fill { min: 22, weight: 2 },
        ),
        Column::new(
            words.get(MessageId("outline-column-whom")),
            Width::Fill { min: 18, weight: 1 },
        ),
        Column::new(
            words.get(MessageId("outline-column-asks")),
            Width::Below { min: 40 },
        ),
    ]
}

impl Room for Editor {
    fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let head = Text {
            heading: None,
            paragraphs: self.head(env),
        };
        let [name, whom, asks] = columns(words);
        let change = Column::new(
            words.get(MessageId("outline-column-change")),
            Width::Fixed(9),
        );
        let list = List::of(
            vec![name, whom, change, asks],
            RowsBy::new(self.lines.len(), |i| Row {
                cells: self.cells(self.lines[i], env),
            }),
        )
        .selecting(self.list.selected());
        let blocks = vec![Block::Text(head), Block::List(list)];
        View::new(words.get(MessageId("outline-title")), blocks).at_last(self.list.selected())
    }

    fn part(&mut self) -> &mut dyn Part {
        &mut self.list
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        cx.read("outlines", Outlines, Msg::Outlines);
        if !self.looked {
            cx.find_draft(Self::key(), Msg::Draft);
        }
    }

    fn tables(&self) -> &'static [&'static str] {
        &["outline"]
    }

    fn take(&mut self, msg: Msg, cx: &mut Cx<'_, Office>) -> Then {
        match msg {
            Msg::Outlines(Ok(rows)) => {
                self.all = rows;
                self.compare(cx);
            }
            Msg::Outlines(Err(error)) => cx.fail(&error),
            Msg::Draft(draft) if !self.looked => {
                self.looked = true;
                if let Some(draft) = draft {
                    self.restore(&draft.payload, cx);
                }
            }
            Msg::Section(section, part) => {
                let mut copy = self.now.clone();
                section::put_into(&mut copy, section, part);
                self.take_copy(copy, cx);
            }
            _ => {}
        }
        self.go_on(cx.env())
    }

    fn parted(&mut self, event: PartEvent, cx: &mut Cx<'_, Office>) -> Then {
        match event {
            PartEvent::Opened(row) => match self.lines.get(row) {
                Some(line) => self.open(*line, cx),
                None => Then::Stay,
            },
            _ => Then::Stay,
        }
    }

    fn offers(&self, verb: Verb) -> bool {
        let section = matches!(self.selected(), Some(Line::Section(_)));
        let last = self.now.parts.len().saturating_sub(1);
        match verb {
            Verb::Change => section,
            Verb::Up => self.place().is_some_and(|at| at > 0),
            Verb::Down => self.place().is_some_and(|at| at < last),
            Verb::LeaveOut => self.place().is_some(),
            Verb::AskAgain => section && self.place().is_none(),
            Verb::PutInForce => self.own,
            _ => false,
        }
    }

    fn run(&mut self, verb: Verb, cx: &mut Cx<'_, Office>) -> Then {
        match (verb, self.place(), self.selected()) {
            (Verb::Change, _, Some(line)) => return self.open(line, cx),
            (Verb::PutInForce, ..) => return self.open(Line::Put, cx),
            (Verb::Up, Some(at), _) => self.swap((at, at.saturating_sub(1)), cx),
            (Verb::Down, Some(at), _) => self.swap((at, at + 1), cx),
            (Verb::LeaveOut | Verb::AskAgain, ..) => self.switch(cx),
            _ => {}
        }
        Then::Stay
    }

    fn draft(&self) -> Option<(DraftKey, &Form)> {
        self.own.then(|| (Self::key(), &self.form))
    }

    fn resume(&mut self, draft: &DraftKey) {
        self.resume = Some(draft.clone());
    }
}
