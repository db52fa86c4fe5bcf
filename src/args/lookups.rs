//! What is asked of the lists and of the tables.

use chrono::NaiveDate;
use clap::{Args as Group, ValueEnum};

use super::values::{date, name, year};

/// `list`: a list of the office.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct List {
    /// Which list
    #[arg(value_enum)]
    pub what: Listed,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// A list of the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// The queue of today.
    Queue,
    /// The appointments of today.
    Agenda,
    /// The open vacancies.
    Vacancies,
    /// The people on file.
    People,
    /// The tax codes to check: doubtful, or of more than one person.
    Codes,
    /// The queue by numbers alone, for a screen on the wall.
    Wall,
}

/// `tax-code`: what codes tell.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct TaxCode {
    /// The codes, or - to read one a line from standard input
    #[arg(required = true, value_name = "CODE", allow_hyphen_values = false)]
    pub codes: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
    /// The day taken for today, as 2026-03-03
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<NaiveDate>,
}

/// `places` and `occupations`: the best eight for what is asked.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct Lookup {
    /// What to look for; several words are one question
    #[arg(required = true, value_name = "QUERY", value_parser = name)]
    pub query: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

impl Lookup {
    /// The question as one text.
    pub fn text(&self) -> String {
        self.query.join(" ")
    }
}

/// `holidays`: the public holidays of a year.
#[derive(Debug, Clone, PartialEq, Eq, Group)]
pub struct Holidays {
    /// The year, 1900 to 2200
    #[arg(value_parser = year)]
    pub year: i32,
    /// The municipality whose patron saint is a holiday too
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub place: Option<String>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}
