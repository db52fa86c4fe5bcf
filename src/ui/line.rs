//! One line of text being edited: by grapheme, filtered, with a cursor.

/// A line and its cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// Byte offset of the cursor, on a grapheme boundary.
    caret: usize,
}

impl Line {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The cursor's byte offset.
    pub fn caret(&self) -> usize {
        self.caret
    }
}
