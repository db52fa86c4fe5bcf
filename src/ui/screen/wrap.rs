//! Wraps text at words, by the columns it takes.

use unicode_segmentation::UnicodeSegmentation;

use crate::terminal::text;

/// The lines of a text in `columns`; at least one, the first of them `first` columns wide. Words longer
/// than a line are cut between graphemes.
pub(super) fn wrap_from(first: usize, columns: usize, written: &str) -> Vec<String> {
    let clean = text::clean(written);
    let mut lines = vec![String::new()];
    let mut room = first.max(1);
    let columns = columns.max(1);
    for word in clean.split_word_bounds() {
        let width = text::width(word);
        if width <= room {
            push(&mut lines, word);
            room -= width;
        } else if word.trim().is_empty() {
            // The space at which a line ends is not carried to the next.
            lines.push(String::new());
            room = columns;
        } else {
            room = place(&mut lines, word, columns);
        }
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    while lines.len() > 1 && lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// The lines of a text in `columns`; at least one. Words longer than a line are cut between graphemes.
pub fn wrap(columns: usize, written: &str) -> Vec<String> {
    wrap_from(columns, columns, written)
}

/// Puts a word that no longer fits on lines of its own, with what it hangs on to (an opening bracket, a
/// word before a comma); gives the room left.
fn place(lines: &mut Vec<String>, word: &str, columns: usize) -> usize {
    let hanging = lines.last_mut().map_or(String::new(), |line| {
        let space = line.rfind(' ').map_or(line.len(), |at| at + 1);
        line.split_off(space)
    });
    if lines.last().is_none_or(|line| !line.is_empty()) {
        lines.push(String::new());
    }
    let mut room = columns;
    for (grapheme, cells) in text::graphemes(&format!("{hanging}{word}")) {
        if cells > room {
            lines.push(String::new());
            room = columns;
        }
        push(lines, grapheme);
        room = room.saturating_sub(cells);
    }
    room
}

fn push(lines: &mut [String], piece: &str) {
    if let Some(line) = lines.last_mut()
        && !(line.is_empty() && piece.trim().is_empty())
    {
        line.push_str(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_words_and_never_take_more_columns() {
        for (columns, text, expected) in [
            (10, "prende un numero", &["prende un", "numero"][..]),
            (9, "prende un numero", &["prende un", "numero"]),
            (8, "Caltanissetta", &["Caltanis", "setta"]),
            (
                12,
                "uno (due tre), quattro",
                &["uno (due", "tre),", "quattro"],
            ),
            (4, "東京都庁", &["東京", "都庁"]),
            (5, "", &[""]),
            (0, "ab", &["a", "b"]),
        ] {
            assert_eq!(wrap(columns, text), expected, "{text} in {columns}");
        }
    }

    #[test]
    fn the_first_line_may_be_shorter() {
        assert_eq!(
            wrap_from(4, 10, "nata il 12/03/1985"),
            ["nata", "il", "12/03/1985"]
        );
    }
}
