//! A list of the office as a room: rows that are asked for, opened, and kept selected by identity.

use crate::panes::{Cx, DraftKey, Env, Pane as _};
use crate::store::Result;
use crate::store::staff::Given;
use crate::ui::list::ListState;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Block, Column, List, Row, RowsBy, Say, Span, View, Width};
use crate::ui::words::MessageId;

use super::room::{Room, Then, Verb};
use super::{Msg, Office};

/// What a list is of.
pub(super) trait Lines: Send + 'static {
    /// What stands in one row.
    type Line: Send + 'static;
    /// What makes a row the same row.
    type Id: PartialEq + Send + 'static;

    /// The tables that it shows.
    const TABLES: &'static [&'static str];
    /// The sentence when there is none.
    const EMPTY: MessageId;
    /// The command that makes one, which that sentence names; empty where it names none.
    const NEW: &'static str = "";

    /// The title.
    fn title<'a>(&'a self, env: &'a Env) -> Say<'a>;
    /// Headings and widths of the columns.
    fn columns(&self) -> Vec<(Option<MessageId>, Width)>;
    /// The identity of a row.
    fn id(line: &Self::Line) -> Self::Id;
    /// The cells of a row, as many as there are columns.
    fn cells<'a>(&'a self, line: &'a Self::Line, env: &'a Env) -> Vec<Span<'a>>;
    /// Asks for the rows.
    fn ask(&self, cx: &mut Cx<'_, Office>);
    /// The rows, when an answer brings them or something that they show.
    fn answer(&mut self, msg: Msg, env: &Env) -> Option<Result<Vec<Self::Line>>>;
    /// Enter on a row.
    fn open(&mut self, line: &Self::Line, cx: &mut Cx<'_, Office>) -> Then;

    /// Its act is on disk.
    fn done(&mut self, cx: &mut Cx<'_, Office>) -> Then {
        self.ask(cx);
        Then::Stay
    }
    /// A secret that it asked for was made.
    fn given(&mut self, _what: Given, _secret: String, _cx: &mut Cx<'_, Office>) -> Then {
        Then::Stay
    }
    /// What stands above the rows.
    fn above<'a>(&'a self, _env: &'a Env) -> Vec<Block<'a>> {
        Vec::new()
    }
    /// Whether there is a command, for the row in focus.
    fn offers(&self, _verb: Verb, _line: Option<&Self::Line>) -> bool {
        false
    }
    /// Runs a command on the row in focus.
    fn run(&mut self, _verb: Verb, _line: Option<&Self::Line>, _cx: &mut Cx<'_, Office>) -> Then {
        Then::Stay
    }
    /// The room to which a draft belongs, or through which one comes to it; none while not enough is known.
    fn resume(&mut self, _draft: &DraftKey, _lines: &[Self::Line], _env: &Env) -> Option<Then> {
        None
    }
}

/// A list in front.
pub(super) struct Table<L: Lines> {
    lines: L,
    rows: Vec<L::Line>,
    list: ListState<L::Id>,
    /// Whether the rows have come once: an empty list says so only then.
    loaded: bool,
    /// The form to be opened when the rows are here.
    resume: Option<DraftKey>,
}

impl<L: Lines> Table<L> {
    /// A list whose rows are still to come.
    pub(super) fn new(lines: L) -> Self {
        Self {
            lines,
            rows: Vec::new(),
            list: ListState::new(),
            loaded: false,
            resume: None,
        }
    }

    /// A list whose rows are known.
    pub(super) fn of(lines: L, rows: Vec<L::Line>) -> Self {
        let mut table = Self::new(lines);
        table.fill(rows);
        table
    }

    fn fill(&mut self, rows: Vec<L::Line>) {
        self.list.keep(rows.len(), |i| L::id(&rows[i]));
        self.rows = rows;
        self.loaded = true;
    }

    fn selected(&self) -> Option<&L::Line> {
        self.rows.get(self.list.selected())
    }
}

impl<L: Lines> Room for Table<L> {
    fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let columns = self.lines.columns();
        let mut blocks = self.lines.above(env);
        let list = List::of(
            columns
                .into_iter()
                .map(|(heading, width)| {
                    Column::new(heading.map_or(Say::Borrowed(""), |id| words.get(id)), width)
                })
                .collect(),
            RowsBy::new(self.rows.len(), |i| Row {
                cells: self.lines.cells(&self.rows[i], env),
            }),
        )
        .selecting(self.list.selected())
        .or_say(if self.loaded {
            env.naming(L::EMPTY, Office::NAME, L::NEW)
        } else {
            Say::Borrowed("")
        });
        blocks.push(Block::List(list));
        View::new(self.lines.title(env), blocks).at_last(self.list.selected())
    }

    fn part(&mut self) -> &mut dyn Part {
        &mut self.list
    }

    fn ask(&self, cx: &mut Cx<'_, Office>) {
        self.lines.ask(cx);
    }

    fn tables(&self) -> &'static [&'static str] {
        L::TABLES
    }

    fn take(&mut self, msg: Msg, cx: &mut Cx<'_, Office>) -> Then {
        match self.lines.answer(msg, cx.env()) {
            // Not rows, but perhaps what a form that is to be opened still lacked.
            None if self.loaded => {}
            None => return Then::Stay,
            Some(Err(error)) => {
                cx.fail(&error);
                return Then::Stay;
            }
            Some(Ok(rows)) => self.fill(rows),
        }
        let Some(draft) = self.resume.take() else {
            return Then::Stay;
        };
        match self.lines.resume(&draft, &self.rows, cx.env()) {
            Some(then) => then,
            None => {
                self.resume = Some(draft);
                Then::Stay
            }
        }
    }

    fn parted(&mut self, event: PartEvent, cx: &mut Cx<'_, Office>) -> Then {
        match event {
            PartEvent::Opened(row) => match self.rows.get(row) {
                Some(line) => self.lines.open(line, cx),
                None => Then::Stay,
            },
            _ => Then::Stay,
        }
    }

    fn done(&mut self, cx: &mut Cx<'_, Office>) -> Then {
        self.lines.done(cx)
    }

    fn given(&mut self, what: Given, secret: String, cx: &mut Cx<'_, Office>) -> Then {
        self.lines.given(what, secret, cx)
    }

    fn offers(&self, verb: Verb) -> bool {
        self.lines.offers(verb, self.selected())
    }

    fn run(&mut self, verb: Verb, cx: &mut Cx<'_, Office>) -> Then {
        let at = self.list.selected();
        self.lines.run(verb, self.rows.get(at), cx)
    }

    fn resume(&mut self, draft: &DraftKey) {
        self.resume = Some(draft.clone());
    }
}
