//! One row of a file: its cells by heading, read as what they stand for.

use std::borrow::Cow;

use super::{Fault, Wrong};

/// The most letters of a name or an address, as in the fields where they are typed.
const LONGEST: usize = 200;

/// One row: its cells by heading.
#[derive(Debug)]
pub struct Row<'t> {
    /// The line it begins at, from 1.
    pub line: u64,
    /// Whether characters that act on a terminal were taken away.
    pub cleaned: bool,
    pub(super) header: &'t [String],
    pub(super) cells: Vec<Cow<'t, str>>,
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

    /// Refuses a row of which one of these cells is longer than the field that shows it.
    pub fn fits(&self, headings: &[&str]) -> Result<(), Fault> {
        let long = |heading: &&&str| self.get(heading).chars().nth(LONGEST).is_some();
        match headings.iter().find(long) {
            Some(heading) => Err(self.fault(heading, Wrong::TooManyLetters(LONGEST))),
            None => Ok(()),
        }
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
