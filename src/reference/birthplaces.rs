//! The register of birthplaces by tax-code letters and by date: municipalities past and present,
//! old places without dates, foreign states.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::table::{self, Row};
use crate::domain::tax_code::{ABROAD, BirthPlace, BirthPlaces};

const DATED: &str = include_str!("data/belfiore_comuni.tsv");
const UNDATED: &str = include_str!("data/belfiore_senza_date.tsv");
const STATES: &str = include_str!("data/belfiore_stati.tsv");

/// Letter and three digits as one number below 26,000.
fn rank(code: &str) -> Option<usize> {
    let [letter @ b'A'..=b'Z', digits @ ..] = code.as_bytes() else {
        return None;
    };
    if digits.len() != 3 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = digits
        .iter()
        .fold(0, |number, digit| number * 10 + usize::from(digit - b'0'));
    Some(usize::from(letter - b'A') * 1000 + number)
}

/// A time during which a code named one place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Period {
    pub(super) place: BirthPlace,
    pub(super) from: Option<NaiveDate>,
    pub(super) to: Option<NaiveDate>,
}

impl Period {
    pub(super) fn holds(&self, day: NaiveDate) -> bool {
        self.days_away(day) == 0
    }

    pub(super) fn days_away(&self, day: NaiveDate) -> i64 {
        let before = self.from.map_or(0, |from| (from - day).num_days());
        let after = self.to.map_or(0, |to| (day - to).num_days());
        before.max(after).max(0)
    }
}

/// The three registers, by code.
#[derive(Debug)]
pub(super) struct Register {
    /// First row of each municipality's code; [`NONE`] for a code never given.
    dated: Vec<u32>,
    /// First row of each code of the other two tables.
    others: HashMap<u16, (Kind, u32)>,
}

const NONE: u32 = u32::MAX;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Undated,
    State,
}

impl Register {
    pub(super) fn load() -> Self {
        let mut dated = vec![NONE; 26_000];
        // Rows of one code stand together, so the first one leads to all.
        for (offset, row) in table::rows(DATED) {
            if let Some(rank) = rank(row.field(0))
                && dated[rank] == NONE
            {
                dated[rank] = offset;
            }
        }
        let mut others = HashMap::new();
        for (kind, text) in [(Kind::State, STATES), (Kind::Undated, UNDATED)] {
            for (offset, row) in table::rows(text) {
                if let Some(rank) = rank(row.field(0)) {
                    others.entry(rank as u16).or_insert((kind, offset));
                }
            }
        }
        Self { dated, others }
    }

    /// Whether a code named a place on a day, or names one still.
    pub(super) fn existed(&self, code: &str, on: Option<NaiveDate>) -> bool {
        self.periods(code).any(|period| match on {
            Some(day) => period.holds(day),
            None => period.to.is_none(),
        })
    }

    /// The periods of a code, oldest first. Undated places and states have one.
    fn periods(&self, code: &str) -> Periods {
        let Some(rank) = rank(code) else {
            return Periods::One(None);
        };
        match (self.dated[rank], self.others.get(&(rank as u16))) {
            (NONE, Some(&(kind, offset))) => Periods::One(Some(other(kind, offset))),
            (NONE, None) => Periods::One(None),
            (offset, _) => {
                let code = Row::at(DATED, offset).field(0);
                Periods::Many {
                    code,
                    rest: &DATED[offset as usize..],
                }
            }
        }
    }
}

/// Every period of every municipality, for the look-up of birthplaces.
pub(super) fn dated_periods() -> impl Iterator<Item = Period> {
    table::rows(DATED).map(|(_, row)| dated(row))
}

fn dated(row: Row) -> Period {
    let [code, name, province, from, to] = row.fields();
    Period {
        place: BirthPlace {
            code,
            name,
            province,
            dated: true,
        },
        from: table::date(from),
        to: table::date(to),
    }
}

fn other(kind: Kind, offset: u32) -> Period {
    match kind {
        Kind::Undated => {
            let [code, name, province] = Row::at(UNDATED, offset).fields();
            let place = BirthPlace {
                code,
                name,
                province,
                dated: false,
            };
            Period {
                place,
                from: None,
                to: None,
            }
        }
        Kind::State => state(Row::at(STATES, offset)),
    }
}

/// A state's row. Old codes and territories without dates carry the mark `X`.
pub(super) fn state(row: Row) -> Period {
    let [code, name, _, _, _, _, from, to, mark] = row.fields();
    Period {
        place: BirthPlace {
            code,
            name,
            province: ABROAD,
            dated: mark != "X",
        },
        from: table::date(from),
        to: table::date(to),
    }
}

/// The rows of the table of states.
pub(super) fn states() -> impl Iterator<Item = (u32, Row)> {
    table::rows(STATES)
}

/// A row of the table of states.
pub(super) fn state_row(offset: u32) -> Row {
    Row::at(STATES, offset)
}

enum Periods {
    One(Option<Period>),
    Many {
        code: &'static str,
        rest: &'static str,
    },
}

impl Iterator for Periods {
    type Item = Period;

    fn next(&mut self) -> Option<Period> {
        match self {
            Self::One(period) => period.take(),
            Self::Many { code, rest } => {
                if !rest.starts_with(*code) {
                    return None;
                }
                let row = Row::at(rest, 0);
                *rest = rest.split_once('\n').map_or("", |(_, after)| after);
                Some(dated(row))
            }
        }
    }
}

impl BirthPlaces for Register {
    fn place_at(&self, code: &str, on: Option<NaiveDate>) -> Option<BirthPlace> {
        let Some(day) = on else {
            let mut names = self.periods(code).map(|period| period.place);
            let first = names.next()?;
            return names.all(|other| other == first).then_some(first);
        };
        // `min_by_key` keeps the first of equals: the older name where the source overlaps.
        self.periods(code)
            .min_by_key(|period| period.days_away(day))
            .map(|period| period.place)
    }

    fn ended_before(&self, code: &str, on: NaiveDate) -> bool {
        let mut periods = self.periods(code).peekable();
        periods.peek().is_some() && periods.all(|period| period.to.is_some_and(|to| to < on))
    }
}
