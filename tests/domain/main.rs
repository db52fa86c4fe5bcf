//! Rules of the work and the look-up: tables of input and expected, and properties.

mod adverts;
mod days;
mod holidays;
mod independent;
mod keys;
mod lookup;
mod matching;
mod occupations;
mod rules;
mod tax_codes;
mod texts;

use chrono::NaiveDate;

/// A day of the tables: `2026-11-23`.
fn day(iso: &str) -> NaiveDate {
    iso.parse().expect("a date of the table")
}
