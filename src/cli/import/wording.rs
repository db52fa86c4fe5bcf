//! What is wrong with a row, in words.

use sportello::app::errors::detailed;
use sportello::exchange::Fault;
use sportello::exchange::table::Wrong;
use sportello::ui::words::{MessageId, Words};

/// A fault as a sentence: where, what, and what to do.
pub(super) fn sentence(fault: &Fault, words: &Words) -> String {
    let what = match &fault.what {
        Wrong::Empty => words.get(MessageId("fault-empty")),
        Wrong::NotUtf8 => words.get(MessageId("fault-not-utf8")),
        Wrong::NoColumn => words.get(MessageId("fault-no-column")),
        Wrong::Cells { found, expected } => words.with(
            MessageId("fault-cells"),
            &[("found", (*found).into()), ("expected", (*expected).into())],
        ),
        Wrong::TooLong => words.get(MessageId("fault-too-long")),
        Wrong::Columns(most) => words.with(MessageId("fault-columns"), &[("n", (*most).into())]),
        Wrong::Twice => words.get(MessageId("fault-twice")),
        Wrong::Quote => words.get(MessageId("fault-quote")),
        Wrong::Missing => words.get(MessageId("fault-missing")),
        Wrong::Unmapped { cell, known } => words.with(
            MessageId("fault-unmapped"),
            &[
                ("cell", cell.as_str().into()),
                ("known", known.as_str().into()),
            ],
        ),
        Wrong::TooManyLetters(most) => {
            words.with(MessageId("fault-letters"), &[("n", (*most).into())])
        }
        Wrong::ToCome(cell) => words.with(
            MessageId("fault-to-come"),
            &[("cell", cell.as_str().into())],
        ),
        Wrong::NotADate(cell) => words.with(
            MessageId("fault-not-a-date"),
            &[("cell", cell.as_str().into())],
        ),
        Wrong::NotANumber(cell) => words.with(
            MessageId("fault-not-a-number"),
            &[("cell", cell.as_str().into())],
        ),
        Wrong::Unknown(cell) => words.with(
            MessageId("fault-unknown"),
            &[("cell", cell.as_str().into())],
        ),
        Wrong::Unreadable(detail) => words.with(
            MessageId("fault-unreadable"),
            &[("detail", detailed(detail, words).into())],
        ),
    };
    placed(fault.line, &fault.column, &what, words)
}

/// `line 12, column stato: ...`; without a column where the whole row is meant.
pub(super) fn placed(line: u64, column: &str, what: &str, words: &Words) -> String {
    let line = words.with(MessageId("fault-line"), &[("line", line.into())]);
    if column.is_empty() {
        return format!("{line}: {what}");
    }
    let column = words.with(MessageId("fault-column"), &[("column", column.into())]);
    format!("{line}, {column}: {what}")
}
