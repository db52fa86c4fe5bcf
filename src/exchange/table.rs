//! A file of rows with a header: delimiter found by itself, every fault with its line and column.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

use super::formula;

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
    /// A word that the mapping does not know.
    Unmapped(String),
    /// Not a date.
    NotADate(String),
    /// Not a number, or out of its range.
    NotANumber(String),
    /// A code that no table knows.
    Unknown(String),
    /// The file cannot be read on.
    Unreadable(String),
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

/// One row: its cells by heading.
#[derive(Debug)]
pub struct Row<'t> {
    /// The line it begins at, from 1.
    pub line: u64,
    /// Whether characters that act on a terminal were taken away.
    pub cleaned: bool,
    header: &'t [String],
    cells: Vec<Cow<'t, str>>,
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

/// Watches the quotes go by: the reader of records takes what a quote opens up to the end of the file for
/// one cell, without a word.
struct Quotes<R> {
    input: R,
    delimiter: u8,
    at: Place,
    ended: bool,
}

/// Where the last byte left off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Beginning,
    Plain,
    Quoted,
    /// After a quote inside quotes: it closes them, or is the first half of a doubled one.
    Closing,
}

impl<R: Read> Quotes<R> {
    fn of(input: R, delimiter: u8) -> Self {
        Self {
            input,
            delimiter,
            at: Place::Beginning,
            ended: false,
        }
    }

    /// Whether the input has ended inside quotes: then the record read last is what they opened.
    fn cut_short(&self) -> bool {
        self.ended && self.at == Place::Quoted
    }

    fn pass(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            let parts = byte == self.delimiter || matches!(byte, b'\n' | b'\r');
            self.at = match (self.at, byte) {
                (Place::Beginning | Place::Closing, b'"') => Place::Quoted,
                (Place::Quoted, b'"') => Place::Closing,
                (Place::Quoted, _) => Place::Quoted,
                _ if parts => Place::Beginning,
                _ => Place::Plain,
            };
        }
    }
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, piece: &mut [u8]) -> std::io::Result<usize> {
        let read = self.input.read(piece)?;
        self.ended = read == 0 && !piece.is_empty();
        if let Some(bytes) = piece.get(..read) {
            self.pass(bytes);
        }
        Ok(read)
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

impl Row<'_> {
    /// The cell under a heading; empty when the file has no such column.
    pub fn get(&self, heading: &str) -> &str {
        self.header
            .iter()
            .position(|one| one == heading)
            .and_then(|at| self.cells.get(at))
            .map(Cow::as_ref)
            .unwrap_or_default()
    }

    /// The cell, if it says something.
    pub fn some(&self, heading: &str) -> Option<String> {
        let cell = self.get(heading);
        (!cell.is_empty()).then(|| cell.to_owned())
    }

    /// The cell, which must say something.
    pub fn needed(&self, heading: &str) -> Result<String, Fault> {
        self.some(heading)
            .ok_or_else(|| self.fault(heading, Wrong::Missing))
    }

    /// The cell through a reader of its kind; empty is none.
    pub fn read<T>(
        &self,
        heading: &str,
        read: impl FnOnce(&str) -> Option<T>,
        wrong: impl FnOnce(String) -> Wrong,
    ) -> Result<Option<T>, Fault> {
        let cell = self.get(heading);
        if cell.is_empty() {
            return Ok(None);
        }
        read(cell)
            .map(Some)
            .ok_or_else(|| self.fault(heading, wrong(cell.chars().take(60).collect())))
    }

    /// A date, ISO or as people write it.
    pub fn date(&self, heading: &str) -> Result<Option<chrono::NaiveDate>, Fault> {
        self.read(heading, date, Wrong::NotADate)
    }

    /// A number.
    pub fn number<N: std::str::FromStr>(&self, heading: &str) -> Result<Option<N>, Fault> {
        self.read(heading, |cell| cell.parse().ok(), Wrong::NotANumber)
    }

    /// An amount in euro, with cents after a comma or a point, as cents.
    pub fn cents(&self, heading: &str) -> Result<Option<i64>, Fault> {
        self.read(heading, cents, Wrong::NotANumber)
    }

    /// The items of a cell that holds several with `;` between.
    pub fn items(&self, heading: &str) -> Vec<String> {
        self.get(heading)
            .split(';')
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// A fault of this row.
    pub fn fault(&self, heading: &str, what: Wrong) -> Fault {
        Fault::cell(self.line, heading, what)
    }
}

fn cents(text: &str) -> Option<i64> {
    let (euro, rest) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let rest: i64 = match rest.len() {
        1 => rest.parse::<i64>().ok()? * 10,
        2 => rest.parse().ok()?,
        _ => return None,
    };
    let euro: i64 = euro.parse().ok()?;
    (euro >= 0 && rest >= 0)
        .then(|| euro.checked_mul(100)?.checked_add(rest))
        .flatten()
}

fn date(text: &str) -> Option<chrono::NaiveDate> {
    ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]
        .iter()
        .find_map(|form| chrono::NaiveDate::parse_from_str(text, form).ok())
        .filter(|day| (1900..2200).contains(&chrono::Datelike::year(day)))
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

    #[test]
    fn amounts_have_cents_or_none() {
        for (text, expected) in [
            ("1210", Some(121_000)),
            ("1210,5", Some(121_050)),
            ("1210.05", Some(121_005)),
            ("1.210", None),
            ("-3", None),
            ("1,-5", None),
            ("x", None),
            ("99999999999999999999", None),
            ("9223372036854775807", None),
        ] {
            assert_eq!(cents(text), expected, "{text}");
        }
    }
}
