//! A file of rows with a header: delimiter found by itself, every fault with its line and column.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

mod quotes;
mod row;

use super::formula;
use crate::domain::Named;
use quotes::Quotes;

pub use row::Row;

/// The longest cell that is taken, in bytes.
const LONGEST_CELL: usize = 64 * 1024;
/// More columns than this are a file of another kind.
const MOST_COLUMNS: usize = 1_000;

/// How the cells of a kind of file are read.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The headings without which the file is refused.
    pub needed: &'static [&'static str],
    /// The headings of texts that may have several lines; in all others a line end is a space.
    pub long: &'static [&'static str],
    /// The filter for text of people and files, on one line.
    pub clean: fn(&str) -> Cow<'_, str>,
    /// Whether the filter takes a character away: it acts on a terminal, or cannot be seen.
    pub forbidden: fn(char) -> bool,
}

impl Shape {
    /// A cell as it is kept: without a guard against formulas, filtered, its lines kept if it may have several.
    fn cell<'t>(&self, heading: &str, text: &'t str) -> Cow<'t, str> {
        let text = formula::unguarded(text.trim());
        if !self.long.contains(&heading) || !text.contains('\n') {
            return trimmed((self.clean)(text));
        }
        let lines: Vec<_> = text
            .split('\n')
            .map(|line| trimmed((self.clean)(line)))
            .collect();
        Cow::Owned(lines.join("\n"))
    }

    /// Whether a cell holds what the filter takes away, line ends and tabs apart.
    fn is_dirty(&self, text: &str) -> bool {
        let harmless = |c| matches!(c, '\t' | '\n' | '\r');
        !text.is_ascii() && text.chars().any(|c| (self.forbidden)(c) && !harmless(c))
            || text
                .bytes()
                .any(|b| b.is_ascii_control() && !harmless(b as char))
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// What cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1.
    pub line: u64,
    /// The column's heading; empty for a fault of the whole row or file.
    pub column: String,
    /// What is wrong.
    pub what: Wrong,
}

/// What can be wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// The file has no row at all.
    Empty,
    /// The file is UTF-16 or has NUL bytes: not a text file in UTF-8.
    NotUtf8,
    /// A column that is needed is not there.
    NoColumn,
    /// More or fewer cells than the header.
    Cells {
        /// In the row.
        found: usize,
        /// In the header.
        expected: usize,
    },
    /// A cell beyond all measure.
    TooLong,
    /// More columns than any file of this kind has; how many it may have.
    Columns(usize),
    /// A heading that is there twice.
    Twice,
    /// A quote that opens and is not closed before the file ends.
    Quote,
    /// A cell that must not be empty.
    Missing,
    /// A word that stands for no value.
    Unmapped {
        /// The word.
        cell: String,
        /// Those that do, with commas between.
        known: String,
    },
    /// More letters than a field takes; how many that is.
    TooManyLetters(usize),
    /// A day to come, where one that has been is meant.
    ToCome(String),
    /// Not a date.
    NotADate(String),
    /// Not a number, or out of its range.
    NotANumber(String),
    /// A code that no table knows.
    Unknown(String),
    /// The file cannot be read on.
    Unreadable(String),
}

impl Wrong {
    /// A word that is no code of a closed set.
    pub fn no_code<T: Named>(cell: String) -> Self {
        let codes: Vec<&str> = T::all().iter().map(|value| value.code()).collect();
        let known = codes.join(", ");
        Self::Unmapped { cell, known }
    }
}

impl Fault {
    /// A fault of a cell.
    pub fn cell(line: u64, column: &str, what: Wrong) -> Self {
        Self {
            line,
            column: column.to_owned(),
            what,
        }
    }
}

/// A file being read.
pub struct Table<R: Read> {
    shape: Shape,
    reader: csv::Reader<Quotes<BufReader<R>>>,
    header: Vec<String>,
    delimiter: u8,
    /// Lines end with CR LF: the reader places a record at the LF of the line before.
    crlf: bool,
    record: csv::ByteRecord,
}

impl<R: Read> Table<R> {
    /// Reads the header.
    pub fn open(input: R, shape: Shape) -> Result<Self, Fault> {
        let mut input = BufReader::with_capacity(1 << 16, input);
        let whole = |what| Fault {
            line: 1,
            column: String::new(),
            what,
        };
        let start = input
            .fill_buf()
            .map_err(|error| whole(Wrong::Unreadable(error.to_string())))?;
        if start.is_empty() {
            return Err(whole(Wrong::Empty));
        }
        let utf16 = start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]);
        let first = start
            .split(|&byte| byte == b'\n')
            .next()
            .unwrap_or_default();
        if utf16 || first.contains(&0) {
            return Err(whole(Wrong::NotUtf8));
        }
        let delimiter = delimiter(first);
        let crlf = first.ends_with(b"\r");
        let bom = start.starts_with(b"\xef\xbb\xbf");
        if bom {
            input.consume(3);
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(Quotes::of(input, delimiter));
        let mut record = csv::ByteRecord::new();
        reader
            .read_byte_record(&mut record)
            .map_err(|error| whole(Wrong::Unreadable(error.to_string())))?;
        if record.len() > MOST_COLUMNS {
            return Err(whole(Wrong::Columns(MOST_COLUMNS)));
        }
        if reader.get_ref().cut_short() {
            return Err(whole(Wrong::Quote));
        }
        let header: Vec<String> = record
            .iter()
            .map(|cell| std::str::from_utf8(cell).map(|text| text.trim().to_lowercase()))
            .collect::<Result<_, _>>()
            .map_err(|_| whole(Wrong::NotUtf8))?;
        if let Some(missing) = shape
            .needed
            .iter()
            .find(|name| !header.iter().any(|heading| heading == *name))
        {
            return Err(Fault::cell(1, missing, Wrong::NoColumn));
        }
        let twice = |at: usize| !header[at].is_empty() && header[..at].contains(&header[at]);
        if let Some(at) = (1..header.len()).find(|&at| twice(at)) {
            return Err(Fault::cell(1, &header[at], Wrong::Twice));
        }
        Ok(Self {
            shape,
            reader,
            header,
            delimiter,
            crlf,
            record,
        })
    }

    /// The headings, in small letters.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// What parts the cells.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// How many bytes have been read, for a progress bar.
    pub fn read_so_far(&self) -> u64 {
        self.reader.position().byte()
    }

    /// The next row. A fault of one row does not end the table.
    pub fn next_row(&mut self) -> Option<Result<Row<'_>, Fault>> {
        loop {
            match self.reader.read_byte_record(&mut self.record) {
                Ok(false) => return None,
                Ok(true)
                    if self.record.len() == 1
                        && self.record.get(0).is_some_and(<[u8]>::is_empty) => {}
                Ok(true) => break,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    return Some(Err(Fault {
                        line,
                        column: String::new(),
                        what: Wrong::Unreadable(error.to_string()),
                    }));
                }
            }
        }
        Some(self.row())
    }

    /// The cells of the row read last, as they stood in the file.
    pub fn raw(&self) -> &csv::ByteRecord {
        &self.record
    }

    /// The line at which the row read last begins, from 1.
    fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line) + u64::from(self.crlf)
    }

    fn row(&self) -> Result<Row<'_>, Fault> {
        let line = self.line();
        if self.reader.get_ref().cut_short() {
            return Err(Fault {
                line,
                column: String::new(),
                what: Wrong::Quote,
            });
        }
        if self.record.len() != self.header.len() {
            let what = Wrong::Cells {
                found: self.record.len(),
                expected: self.header.len(),
            };
            return Err(Fault {
                line,
                column: String::new(),
                what,
            });
        }
        let mut cells = Vec::with_capacity(self.header.len());
        let mut cleaned = false;
        for (cell, heading) in self.record.iter().zip(&self.header) {
            if cell.len() > LONGEST_CELL {
                return Err(Fault::cell(line, heading, Wrong::TooLong));
            }
            match std::str::from_utf8(cell) {
                Ok(text) if !text.contains('\0') => {
                    cleaned |= self.shape.is_dirty(text);
                    cells.push(self.shape.cell(heading, text));
                }
                _ => return Err(Fault::cell(line, heading, Wrong::NotUtf8)),
            }
        }
        Ok(Row {
            line,
            cleaned,
            header: &self.header,
            cells,
        })
    }
}

/// What parts the cells: whichever of `;` `,` and TAB is commonest in the header.
fn delimiter(header: &[u8]) -> u8 {
    let count = |sought: u8| header.split(|&byte| byte == sought).count();
    [b';', b',', b'\t']
        .into_iter()
        .max_by_key(|&sought| (count(sought), sought == b';'))
        .unwrap_or(b';')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: Shape = Shape {
        needed: &["a", "b"],
        long: &["b"],
        clean: |text| Cow::Owned(text.replace(['\u{1b}', '\u{202e}'], "").replace('\n', " ")),
        forbidden: |c| matches!(c, '\u{1b}' | '\u{202e}' | '\n'),
    };

    fn faults(bytes: &[u8]) -> Vec<Fault> {
        let mut table = match Table::open(bytes, SHAPE) {
            Ok(table) => table,
            Err(fault) => return vec![fault],
        };
        let mut faults = Vec::new();
        while let Some(row) = table.next_row() {
            faults.extend(row.err());
        }
        faults
    }

    #[test]
    fn a_fault_names_its_line_and_column() {
        let cases: &[(&[u8], u64, &str)] = &[
            (b"", 1, ""),
            (b"a;c\n1;2\n", 1, "b"),
            (b"a;b\n1;2;3\n", 2, ""),
            (b"a;b\r\n1;2\r\n1;2;3\r\n", 3, ""),
            (b"a;b\r\n1;2;3\r\n", 2, ""),
            (b"a;b\n1;2\n3;\xff\n", 3, "b"),
            (b"a;b\n\"x\ny\";2\n3;4;5\n", 4, ""),
            (b"\xff\xfea\0;\0b\0", 1, ""),
            (b"a;b\n1;x\0y\n", 2, "b"),
        ];
        for (bytes, line, column) in cases {
            let faults = faults(bytes);
            assert_eq!(
                (faults.len(), faults[0].line, faults[0].column.as_str()),
                (1, *line, *column),
                "{faults:?}"
            );
        }
    }

    #[test]
    fn a_mark_at_the_start_carriage_returns_and_commas_are_read() {
        let mut table = Table::open(&b"\xef\xbb\xbfA,B\r\n\"1,5\", x \r\n"[..], SHAPE).unwrap();
        let row = table.next_row().unwrap().unwrap();
        assert_eq!((row.get("a"), row.get("b"), row.get("c")), ("1,5", "x", ""));
    }

    #[test]
    fn cells_are_filtered_and_unguarded_and_say_so() {
        let file = "a;b\n\"x\ny\u{1b}[31m\";\"one \u{202e}\n two\"\n'=1+1;'tis\n";
        let mut table = Table::open(file.as_bytes(), SHAPE).unwrap();
        let row = table.next_row().unwrap().unwrap();
        assert!(row.cleaned);
        assert_eq!((row.get("a"), row.get("b")), ("x y[31m", "one\ntwo"));
        let row = table.next_row().unwrap().unwrap();
        assert!(!row.cleaned);
        assert_eq!((row.get("a"), row.get("b")), ("=1+1", "'tis"));
    }
}
