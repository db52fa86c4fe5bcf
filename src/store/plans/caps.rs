//! The hours that a programme pays for.

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use crate::store::error::Result;
use crate::store::sql::{Day, Rows, day};

/// Hours that a programme pays for, and where that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// The service it is about; all of them together when none.
    pub service: Option<String>,
    /// Minutes.
    pub minutes: u32,
    /// Since when the rule holds.
    pub valid_from: Option<NaiveDate>,
    /// Where it is written.
    pub source: String,
}

impl Cap {
    /// `COUN: 20 h > 15 h (source, 2023-01-01)`.
    pub(super) fn sentence(&self, planned: u32) -> String {
        let service = self
            .service
            .as_ref()
            .map(|code| format!("{code}: "))
            .unwrap_or_default();
        let since = self
            .valid_from
            .map(|day| format!(", {day}"))
            .unwrap_or_default();
        format!(
            "{service}{} > {} ({}{since})",
            hours(planned),
            hours(self.minutes),
            self.source
        )
    }
}

/// `20 h`, `1 h 30`.
pub(super) fn hours(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (whole, 0) => format!("{whole} h"),
        (whole, rest) => format!("{whole} h {rest:02}"),
    }
}

/// The caps of a programme on a day: those of one service first.
pub(super) fn caps(conn: &Connection, programme: &str, on: NaiveDate) -> Result<Vec<Cap>> {
    conn.all(
        "SELECT c.service, c.minutes, c.valid_from, c.source FROM programme_cap c \
         JOIN programme p ON p.id = c.programme WHERE p.code = ?1 \
         AND (c.valid_from IS NULL OR c.valid_from <= ?2) AND (c.valid_to IS NULL OR c.valid_to >= ?2) \
         ORDER BY c.service IS NULL, c.n",
        params![programme, Day(on)],
        |row| {
            Ok(Cap {
                service: row.get(0)?,
                minutes: row.get(1)?,
                valid_from: day(row, 2)?,
                source: row.get(3)?,
            })
        },
    )
}
