//! What three screen readers make of a change of the screen: Fenrir, YASR and a braille line of BRLTTY.
//!
//! A model of what their programs do, no more: the runs with the real ones (`live.rs`) play the same moves
//! and say whether it is true. It knows nothing of this program.

/// What a terminal shows at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The rows, without the spaces at their ends.
    pub(crate) rows: Vec<String>,
    /// Column and row of the cursor.
    pub(crate) cursor: (u16, u16),
}

impl Seen {
    pub(crate) fn of(screen: &vt100::Screen) -> Self {
        let (_, columns) = screen.size();
        let (row, column) = screen.cursor_position();
        Self {
            rows: screen
                .rows(0, columns.get())
                .map(|row| row.trim_end().to_owned())
                .collect(),
            cursor: (column, row),
        }
    }

    /// The row in which the cursor stands.
    pub(crate) fn row(&self) -> &str {
        self.rows
            .get(usize::from(self.cursor.1))
            .map_or("", String::as_str)
    }
}

/// The cells of a braille line.
pub(crate) const CELLS: usize = 40;

/// What is said or felt, as words parted by single spaces: punctuation is the voice's own affair.
pub(crate) fn words(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Fenrir: the lines that are new, else the line to which the cursor went.
pub(crate) fn fenrir(before: &Seen, after: &Seen) -> String {
    let new = new_lines(&before.rows, &after.rows);
    if new.is_empty() {
        return if before.cursor.1 == after.cursor.1 {
            String::new()
        } else {
            words(after.row())
        };
    }
    words(&new.join(" "))
}

/// YASR: what was written, else the line to which the cursor went, if that is the next one or the one before.
/// A jump over more than one line is silent.
pub(crate) fn yasr(before: &Seen, after: &Seen) -> String {
    let new = new_lines(&before.rows, &after.rows);
    if !new.is_empty() {
        return words(&new.join(" "));
    }
    if before.cursor.1.abs_diff(after.cursor.1) == 1 {
        words(after.row())
    } else {
        String::new()
    }
}

/// BRLTTY: the forty cells of the row in which the cursor stands.
pub(crate) fn braille(after: &Seen) -> String {
    let first = usize::from(after.cursor.0) / CELLS * CELLS;
    let cells: String = after.row().chars().skip(first).take(CELLS).collect();
    cells.trim_end().to_owned()
}

/// The lines of `new` that are not in `old` at their place in the order: what a comparison line by line
/// marks as added.
fn new_lines<'n>(old: &[String], new: &'n [String]) -> Vec<&'n str> {
    let mut common = vec![vec![0u16; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut added) = (0, 0, Vec::new());
    while j < new.len() {
        if i < old.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            i += 1;
        } else {
            added.push(new[j].as_str());
            j += 1;
        }
    }
    added
}

mod tests {
    use super::{Seen, braille, fenrir, words, yasr};

    fn seen(rows: &[&str], cursor: (u16, u16)) -> Seen {
        Seen {
            rows: rows.iter().map(|row| (*row).to_owned()).collect(),
            cursor,
        }
    }

    #[test]
    fn a_move_of_the_cursor_alone_says_its_row() {
        let rows = ["Coda", "1  ROSSI Anna", "2  BIANCHI Ugo", "3  VERDI Eva"];
        let (one, two) = (seen(&rows, (3, 1)), seen(&rows, (3, 2)));
        assert_eq!(fenrir(&one, &two), "2 BIANCHI Ugo");
        assert_eq!(yasr(&one, &two), "2 BIANCHI Ugo");
        assert_eq!(braille(&two), "2  BIANCHI Ugo");
        assert_eq!(yasr(&one, &seen(&rows, (3, 3))), "", "a jump is silent");
    }

    /// What was measured with the real ones on lists of other programs.
    #[test]
    fn what_moves_beside_the_cursor_is_said_instead_of_the_row() {
        let one = seen(&["> ROSSI Anna", "  BIANCHI Ugo", "1 di 2"], (2, 0));
        let counter = seen(&["> ROSSI Anna", "  BIANCHI Ugo", "2 di 2"], (2, 1));
        assert_eq!(fenrir(&one, &counter), "2 di 2");
        assert_eq!(yasr(&one, &counter), "2 di 2");
        let mark = seen(&["  ROSSI Anna", "> BIANCHI Ugo", "1 di 2"], (2, 1));
        assert_eq!(fenrir(&one, &mark), "ROSSI Anna BIANCHI Ugo", "both rows");
    }

    #[test]
    fn the_braille_line_is_the_part_of_the_row_in_which_the_cursor_stands() {
        let long = format!("{:<44}{}", "Codice fiscale (errore):", "RSSMRA");
        assert_eq!(
            braille(&seen(&[&long], (24, 0))),
            "Codice fiscale (errore):"
        );
        assert_eq!(braille(&seen(&[&long], (44, 0))), "    RSSMRA");
    }

    #[test]
    fn words_are_what_a_voice_says() {
        assert_eq!(words("Dove sei? (qui)  ore 9:05"), "Dove sei qui ore 9 05");
    }
}
