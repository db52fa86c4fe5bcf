//! The versions of the outline, and one of them to be read and put in force again.

use crate::domain::ids::OutlineId;
use crate::domain::interview::Section;
use crate::domain::outline::Part;
use crate::panes::office::room::{Room, Then, Verb};
use crate::panes::office::table::{Lines, Table};
use crate::panes::office::{Msg, Office};
use crate::panes::{Cx, Env, person};
use crate::store::Result;
use crate::store::interview::{OutlineRow, Outlines};
use crate::ui::view::{Block, Say, Span, Text, Tone, Width};
use crate::ui::words::{MessageId, Words};

use super::{cells, in_force, put};

/// The versions as a room, the one in force first.
pub(super) fn room(rows: Vec<OutlineRow>) -> Box<dyn Room> {
    let before = rows.first().and_then(OutlineRow::id);
    Box::new(Table::of(Versions { before }, rows))
}

/// What a version is called.
pub(super) fn name(version: i64, words: &Words) -> Say<'_> {
    if version == 0 {
        return words.get(MessageId("outline-of-the-program"));
    }
    words.with(MessageId("outline-version"), &[("version", version.into())])
}

struct Versions {
    /// The one in force.
    before: Option<OutlineId>,
}

impl Lines for Versions {
    type Line = OutlineRow;
    type Id = i64;
    const TABLES: &'static [&'static str] = &["outline"];
    const EMPTY: MessageId = MessageId("outline-title");

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        env.words.get(MessageId("outline-versions"))
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (
                Some(MessageId("outline-column-version")),
                Width::Fill { min: 22, weight: 1 },
            ),
            (Some(MessageId("outline-column-since")), Width::Fixed(16)),
            (
                Some(MessageId("outline-column-who")),
                Width::Fill { min: 16, weight: 1 },
            ),
            (
                Some(MessageId("params-column-source")),
                Width::Below { min: 24 },
            ),
        ]
    }

    fn id(line: &OutlineRow) -> i64 {
        line.version
    }

    fn cells<'a>(&'a self, line: &'a OutlineRow, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let put = line.put.as_ref();
        let since = put.map(|put| person::moment(put.at, words));
        vec![
            Span::toned(name(line.version, words), Tone::Strong),
            Span::plain(since.unwrap_or_default()),
            Span::plain(put.map_or("", |put| put.by.as_str())),
            Span::toned(put.map_or("", |put| put.source.as_str()), Tone::Quiet),
        ]
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        cx.read("outlines", Outlines, Msg::Outlines);
    }

    fn answer(&mut self, msg: Msg, _env: &Env) -> Option<Result<Vec<OutlineRow>>> {
        let Msg::Outlines(rows) = msg else {
            return None;
        };
        if let Ok(rows) = &rows {
            self.before = rows.first().and_then(OutlineRow::id);
        }
        Some(rows)
    }

    fn open(&mut self, line: &OutlineRow, _cx: &mut Cx<'_, Office>) -> Then {
        let row = line.clone();
        let before = self.before;
        let mut lines: Vec<Line> = row.outline.parts.iter().cloned().map(Line::Asked).collect();
        lines.extend(row.outline.left_out().map(Line::LeftOut));
        if row.id() != before {
            lines.push(Line::Put);
        }
        Then::Open(Box::new(Table::of(Version { row, before }, lines)))
    }
}

/// One of them.
struct Version {
    row: OutlineRow,
    /// The one in force.
    before: Option<OutlineId>,
}

/// A row of a version that is read.
enum Line {
    Asked(Part),
    LeftOut(Section),
    /// Puts it in force again.
    Put,
}

impl Version {
    fn put(&self, env: &Env) -> Then {
        let (outline, version) = (self.row.outline.clone(), self.row.version);
        put::form(outline, Some(version), self.before, env)
    }
}

impl Lines for Version {
    type Line = Line;
    type Id = Option<Section>;
    const TABLES: &'static [&'static str] = &[];
    const EMPTY: MessageId = MessageId("outline-title");

    fn title<'a>(&'a self, env: &'a Env) -> Say<'a> {
        let name = name(self.row.version, &env.words);
        person::sentence_case(&name).into()
    }

    fn above<'a>(&'a self, env: &'a Env) -> Vec<Block<'a>> {
        let words = &env.words;
        let said = match &self.row.put {
            _ if self.row.id() == self.before => in_force(&self.row, words),
            Some(put) => words.with(
                MessageId("outline-was-put"),
                &[
                    ("moment", person::moment(put.at, words).into()),
                    ("who", put.by.as_str().into()),
                    ("source", put.source.as_str().into()),
                ],
            ),
            None => return Vec::new(),
        };
        vec![Block::Text(Text {
            heading: None,
            paragraphs: vec![Span::toned(said, Tone::Quiet)],
        })]
    }

    fn columns(&self) -> Vec<(Option<MessageId>, Width)> {
        vec![
            (
                Some(MessageId("interview-column-section")),
                Width::Fill { min: 22, weight: 2 },
            ),
            (
                Some(MessageId("outline-column-whom")),
                Width::Fill { min: 18, weight: 1 },
            ),
            (
                Some(MessageId("outline-column-asks")),
                Width::Below { min: 40 },
            ),
        ]
    }

    fn id(line: &Line) -> Option<Section> {
        match line {
            Line::Asked(part) => Some(part.section),
            Line::LeftOut(section) => Some(*section),
            Line::Put => None,
        }
    }

    fn cells<'a>(&'a self, line: &'a Line, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        match line {
            Line::Asked(part) => cells(part.section, Some(part), words).into(),
            Line::LeftOut(section) => cells(*section, None, words).into(),
            Line::Put => vec![
                Span::plain(words.get(MessageId("outline-put-again"))),
                Span::plain(""),
                Span::plain(""),
            ],
        }
    }

    fn ask(&self, _cx: &mut Cx<'_, Office>) {}

    fn answer(&mut self, _msg: Msg, _env: &Env) -> Option<Result<Vec<Line>>> {
        None
    }

    fn open(&mut self, line: &Line, cx: &mut Cx<'_, Office>) -> Then {
        match line {
            Line::Put => self.put(cx.env()),
            Line::Asked(_) | Line::LeftOut(_) => Then::Stay,
        }
    }

    fn offers(&self, verb: Verb, _line: Option<&Line>) -> bool {
        verb == Verb::PutInForce && self.row.id() != self.before
    }

    fn run(&mut self, _verb: Verb, _line: Option<&Line>, cx: &mut Cx<'_, Office>) -> Then {
        self.put(cx.env())
    }
}
