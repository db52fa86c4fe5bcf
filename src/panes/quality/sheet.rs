//! One complaint: what was said, who answers and by when, and the steps that are open.

use crate::domain::feedback::ComplaintState;
use crate::panes::{Env, person};
use crate::store::complaints::{ComplaintRow, MoveComplaint};
use crate::ui::list::ListState;
use crate::ui::view::{
    Block, Column, Facts, List, Row, RowsBy, Say, Span, Text, Tone, View, Width,
};
use crate::ui::words::MessageId;

/// What a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    /// Takes the complaint to a state.
    To(ComplaintState),
    /// Opens the record of who complains.
    Person,
}

/// A complaint that is open.
pub(super) struct Sheet {
    pub(super) row: ComplaintRow,
    pub(super) list: ListState<usize>,
    does: Vec<(Does, MessageId)>,
}

/// The steps, in the order in which they are taken.
const STEPS: [(ComplaintState, MessageId); 3] = [
    (ComplaintState::Examining, MessageId("complaint-take")),
    (ComplaintState::Answered, MessageId("complaint-answer")),
    (ComplaintState::Closed, MessageId("complaint-close")),
];

impl Sheet {
    pub(super) fn new(row: ComplaintRow, _env: &Env) -> Self {
        let steps = STEPS.into_iter();
        let mut does: Vec<(Does, MessageId)> = steps
            .filter(|(to, _)| row.state.may_become(*to))
            .map(|(to, label)| (Does::To(to), label))
            .collect();
        if row.person.is_some() {
            does.push((Does::Person, MessageId("complaint-person")));
        }
        let mut list = ListState::new();
        list.keep(does.len(), |i| i);
        Self { row, list, does }
    }

    /// The complaint as it is now.
    pub(super) fn renew(&mut self, row: ComplaintRow, env: &Env) {
        *self = Self::new(row, env);
    }

    /// What a row does.
    pub(super) fn does(&self, row: usize) -> Option<Does> {
        self.does.get(row).map(|(does, _)| *does)
    }

    /// The act that takes it to a state without words.
    pub(super) fn becomes(&self, to: ComplaintState) -> MoveComplaint {
        MoveComplaint {
            complaint: self.row.id,
            ver: self.row.ver,
            to,
            answer: None,
        }
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let (words, row) = (&env.words, &self.row);
        let fact = |label: MessageId, value: String| (words.get(label), Span::plain(value));
        let late = [("day", words.date(row.due_on).into())];
        let due = if row.is_late(env.today()) {
            Span::toned(words.with(MessageId("complaints-late"), &late), Tone::Bad)
        } else {
            Span::plain(words.date(row.due_on))
        };
        let answered = row.answered_on.map(|day| words.date(day));
        let facts = Facts {
            heading: None,
            rows: vec![
                fact(
                    MessageId("complaints-column-who"),
                    row.who
                        .clone()
                        .unwrap_or_else(|| words.get(MessageId("complaints-nobody")).into_owned()),
                ),
                fact(
                    MessageId("complaint-customer"),
                    person::word(words, row.customer),
                ),
                fact(MessageId("complaint-received"), words.date(row.received_on)),
                fact(
                    MessageId("complaints-column-state"),
                    person::word(words, row.state),
                ),
                fact(
                    MessageId("complaint-owner"),
                    row.owner.clone().unwrap_or_default(),
                ),
                (words.get(MessageId("complaint-due")), due),
                fact(
                    MessageId("complaint-answered"),
                    answered.unwrap_or_default(),
                ),
            ],
        };
        let said = |heading: MessageId, text: &'a str| {
            Block::Text(Text {
                heading: Some(words.get(heading)),
                paragraphs: text.lines().map(Span::plain).collect(),
            })
        };
        let mut blocks = vec![
            Block::Facts(facts),
            said(MessageId("complaint-text"), &row.text),
        ];
        if let Some(answer) = &row.answer {
            blocks.push(said(MessageId("complaint-answer-text"), answer));
        }
        blocks.push(Block::List(List {
            heading: None,
            columns: vec![Column {
                heading: Say::Borrowed(""),
                width: Width::Fill { min: 20, weight: 1 },
            }],
            rows: Box::new(RowsBy::new(self.does.len(), |i| Row {
                cells: vec![Span::plain(words.get(self.does[i].1))],
            })),
            selected: self.list.selected(),
            total: None,
            empty: words.get(MessageId("complaint-settled")),
        }));
        let title = words.with(
            MessageId("complaint-title"),
            &[("number", row.number.as_str().into())],
        );
        View::new(title, blocks).at_last(self.list.selected())
    }
}
