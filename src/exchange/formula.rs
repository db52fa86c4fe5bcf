//! Guarding cells against programs that take text for formulas.
//!
//! A spreadsheet runs what begins with `=`, `+`, `-` or `@`. A cell that goes out and begins so gets an apostrophe in front,
//! which spreadsheets take for "this is text"; reading takes it away again. What already looks guarded gets one more, so
//! that going out and coming back changes nothing.

use std::borrow::Cow;

/// The apostrophe.
const GUARD: char = '\'';

/// A cell for a file that another program opens.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if runs(cell.trim_start_matches(GUARD)) {
        Cow::Owned(format!("{GUARD}{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The same for a cell as it stood in a file that is given back: one that has a guard keeps just that, and one that is no
/// text is left as it is.
pub fn guarded_raw(cell: &[u8]) -> Cow<'_, [u8]> {
    match std::str::from_utf8(cell) {
        Ok(text) if !text.starts_with(GUARD) && runs(text) => Cow::Owned([b"'", cell].concat()),
        _ => Cow::Borrowed(cell),
    }
}

/// A cell of a file, without the guard.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix(GUARD) {
        Some(rest) if runs(rest.trim_start_matches(GUARD)) => rest,
        _ => cell,
    }
}

/// Whether a spreadsheet may take it for a formula: the signs, also full-width, after any blanks; or a control character
/// in front, which some programs skip.
fn runs(text: &str) -> bool {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    text.starts_with(['\t', '\r', '\n', '\0'])
        || text.trim_start_matches(blank).starts_with([
            '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
        ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_runs_goes_out_and_everything_comes_back() {
        for cell in [
            "=1+1",
            "+39 399 000 0001",
            "-2",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\0=1",
            "\u{ff1d}1",
            "  =1",
            "'=1",
            "''+1",
            "'\u{ff20}x",
            "\u{a0}=1",
        ] {
            let out = guarded(cell);
            assert!(out.starts_with('\''), "{cell:?}");
            assert_eq!(unguarded(&out), cell, "{cell:?}");
        }
        for cell in ["", "Rossi", "'tis", "'", "a=1", "1-2", "D'Ambrosio"] {
            assert_eq!(guarded(cell), cell);
            assert_eq!(unguarded(cell), cell);
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_it_is_it_does_not_run_and_comes_back(
            cell in "['=+@\\-\t\r\n\0 \u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}\u{a0}a1]{0,6}.{0,6}"
        ) {
            let out = guarded(&cell);
            proptest::prop_assert!(!runs(&out), "{out:?}");
            proptest::prop_assert_eq!(unguarded(&out), &*cell);
            let raw = guarded_raw(cell.as_bytes());
            proptest::prop_assert!(!runs(std::str::from_utf8(&raw).unwrap_or_default()));
        }
    }
}
