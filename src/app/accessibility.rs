//! The accessibility page: what there is for whom, and how the program stands towards the European norm.

use crate::reference::conformance::{Clause, Verdict};
use crate::ui::list::ListState;
use crate::ui::view::{Block, Column, List, Row, RowsBy, Span, Text, View, Width};
use crate::ui::words::{MessageId, Words};

/// The paragraphs of the page, in reading order.
pub const PAGE: [MessageId; 8] = [
    MessageId("accessibility-keys"),
    MessageId("accessibility-reader"),
    MessageId("accessibility-linear"),
    MessageId("accessibility-sight"),
    MessageId("accessibility-again"),
    MessageId("accessibility-tested"),
    MessageId("accessibility-obstacle"),
    MessageId("accessibility-table"),
];

/// How a clause is met, in words.
pub fn verdict(verdict: Verdict) -> MessageId {
    match verdict {
        Verdict::Met => MessageId("conformance-met"),
        Verdict::Partly => MessageId("conformance-partly"),
        Verdict::Not => MessageId("conformance-not"),
        Verdict::None => MessageId("conformance-none"),
    }
}

/// What there is to say of a clause: the note, and the tests that show it.
pub fn about(clause: &Clause, words: &Words) -> String {
    let tests: Vec<_> = clause.tests().collect();
    if tests.is_empty() {
        return clause.note.to_owned();
    }
    let tests = words.with(
        MessageId("conformance-tests"),
        &[("tests", (&tests.join(", ")).into())],
    );
    format!("{} {tests}", clause.note).trim().to_owned()
}

/// The page: its paragraphs, and the clauses as rows.
pub(super) fn view<'a>(
    words: &'a Words,
    clauses: &'a [Clause],
    list: &'a ListState<usize>,
) -> View<'a> {
    let column = |heading, width| Column::new(heading, width);
    let rows = RowsBy::new(clauses.len(), move |i| Row {
        cells: vec![
            Span::plain(format!("{} {}", clauses[i].number, clauses[i].title)),
            Span::plain(words.get(verdict(clauses[i].verdict))),
        ],
    });
    View::new(
        words.get(MessageId("accessibility-title")),
        vec![
            Block::Text(Text {
                heading: None,
                paragraphs: PAGE.iter().map(|id| Span::plain(words.get(*id))).collect(),
            }),
            Block::List(
                List::of(
                    vec![
                        column(
                            words.get(MessageId("conformance-clause")),
                            Width::Fill { min: 12, weight: 1 },
                        ),
                        column(
                            words.get(MessageId("conformance-verdict")),
                            Width::Fixed(16),
                        ),
                    ],
                    rows,
                )
                .selecting(list.selected()),
            ),
        ],
    )
    .at(1, list.selected())
}
