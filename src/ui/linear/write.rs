//! Plain lines: filtered, at most 80 columns, no escape byte.

use crate::terminal::text;

/// The longest line.
pub(super) const COLUMNS: usize = 80;

/// The longest prompt, its `: ` included: a braille display shows 40 cells.
pub(super) const PROMPT: usize = 40;

/// Adds a sentence as one or more lines, broken at spaces.
pub(super) fn line(out: &mut String, sentence: &str) {
    let clean = text::clean(sentence);
    let mut used = 0;
    for word in clean.split_whitespace() {
        let width = text::width(word);
        if used > 0 && used + 1 + width > COLUMNS {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        if width <= COLUMNS {
            out.push_str(word);
            used += width;
        } else {
            used = broken(out, word);
        }
    }
    if used > 0 {
        out.push('\n');
    }
}

/// A word longer than a line, broken by grapheme; gives back the columns of its last piece.
fn broken(out: &mut String, word: &str) -> usize {
    let mut used = 0;
    for (grapheme, width) in text::graphemes(word) {
        if used + width > COLUMNS {
            out.push('\n');
            used = 0;
        }
        out.push_str(grapheme);
        used += width;
    }
    used
}

/// Whether a text fits in a prompt.
pub(super) fn fits_prompt(asked: &str) -> bool {
    text::width(&text::clean(asked)) + 2 <= PROMPT
}

/// Ends what is said with the prompt, on its own line, without a line end.
pub(super) fn prompt(out: &mut String, asked: &str) {
    let clean = text::clean(asked);
    out.push_str(text::clip(clean.trim(), PROMPT - 2).trim_end());
    out.push_str(": ");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_short_and_plain() {
        let mut out = String::new();
        let long = format!("uno\u{1b}[31m due\u{202e} {} fine", "x".repeat(170));
        line(&mut out, &long);
        line(&mut out, &"parola ".repeat(30));
        line(&mut out, "");
        assert!(!out.contains(['\u{1b}', '\u{202e}']));
        assert!(out.lines().all(|l| text::width(l) <= COLUMNS), "{out}");
        assert!(out.lines().all(|l| !l.is_empty()));
    }

    #[test]
    fn a_prompt_is_never_longer_than_a_braille_line() {
        let mut out = String::new();
        prompt(&mut out, &"Comune di residenza ".repeat(5));
        assert!(out.ends_with(": ") && text::width(&out) <= PROMPT, "{out}");
        assert!(fits_prompt("Cognome") && !fits_prompt(&"a".repeat(39)));
    }
}
