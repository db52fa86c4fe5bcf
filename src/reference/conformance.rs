//! Where the program stands towards EN 301 549 V3.2.1, chapters 5, 11 and 12: clause by clause, with the tests
//! that show it. In Italian, the language of the declaration that an office must publish.
//!
//! A clause is only said to be met with the name of a test; that each of them is there is a test of its own.

use super::table;

/// How a clause is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Met, and tests show it.
    Met,
    /// In part: the note says what is missing.
    Partly,
    /// Not met.
    Not,
    /// There is nothing here that it speaks of.
    None,
}

impl Verdict {
    /// As the table writes it; what it does not know counts as not met.
    fn of(code: &str) -> Self {
        match code {
            "met" => Self::Met,
            "partly" => Self::Partly,
            "none" => Self::None,
            _ => Self::Not,
        }
    }
}

/// One clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// Its number: `11.1.4.3`.
    pub number: &'static str,
    /// Its title.
    pub title: &'static str,
    /// How it is met.
    pub verdict: Verdict,
    /// The names of the tests that show it, parted by spaces.
    tests: &'static str,
    /// What there is to say about it.
    pub note: &'static str,
}

impl Clause {
    /// The tests that show it.
    pub fn tests(&self) -> impl Iterator<Item = &'static str> {
        self.tests.split_whitespace()
    }
}

/// The clauses in their order.
pub fn clauses() -> Vec<Clause> {
    table::rows(include_str!("data/en301549.tsv"))
        .map(|(_, row)| {
            let [number, title, verdict, tests, note] = row.fields();
            Clause {
                number,
                title,
                verdict: Verdict::of(verdict),
                tests,
                note,
            }
        })
        .collect()
}
