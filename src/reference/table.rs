//! Rows of the embedded tables: tab-separated, one header line, no quoting.
//!
//! Nothing is copied: a row is a line of the text compiled into the program, found again by its
//! offset, and its fields are slices of it.

use chrono::NaiveDate;

/// A line of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row(&'static str);

impl Row {
    /// The row that begins at an offset of the text.
    pub(super) fn at(text: &'static str, offset: u32) -> Self {
        let rest = text.get(offset as usize..).unwrap_or_default();
        Self(rest.split('\n').next().unwrap_or_default())
    }

    /// A field; empty when the row has none there.
    pub(super) fn field(self, column: usize) -> &'static str {
        self.0.split('\t').nth(column).unwrap_or_default()
    }

    /// The first `N` fields.
    pub(super) fn fields<const N: usize>(self) -> [&'static str; N] {
        let mut fields = self.0.split('\t');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    }
}

/// The rows of a table after its header, each with the offset at which it begins.
pub(super) fn rows(text: &'static str) -> impl Iterator<Item = (u32, Row)> {
    let mut offset = 0;
    text.split_inclusive('\n')
        .map(move |line| {
            let begin = offset;
            offset += line.len() as u32;
            (begin, Row(line.trim_end_matches('\n')))
        })
        .skip(1)
        .filter(|(_, row)| !row.0.is_empty())
}

/// A date as the tables write it; nothing for an empty field.
pub(super) fn date(iso: &str) -> Option<NaiveDate> {
    let year = iso.get(..4)?.parse().ok()?;
    let month = iso.get(5..7)?.parse().ok()?;
    let day = iso.get(8..10)?.parse().ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}
