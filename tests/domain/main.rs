//! Rules of the work and the look-up: tables of input and expected, and properties.

mod adverts;
#[expect(
    dead_code,
    reason = "only what writes the answers is tested here; tests/cli runs the commands"
)]
#[path = "../../src/cli"]
mod cli {
    //! The commands that answer without an office, as the program has them.
    pub(crate) mod lookup;
    pub(crate) mod voice;
}
mod commands;
mod days;
mod holidays;
mod keys;
mod lookup;
mod matching;
mod rules;
mod tax_codes;
mod texts;

use chrono::NaiveDate;

/// A day of the tables: `2026-11-23`.
fn day(iso: &str) -> NaiveDate {
    iso.parse().expect("a date of the table")
}
