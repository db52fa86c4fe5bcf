//! The embedded tables (municipalities, states, occupations, skills, holidays) and their look-up.
//!
//! [`Reference`] is a value built once and shared by `Arc`; there is no global. It borrows the
//! tables' text, which is compiled into the program, and keeps indexes only. Nothing here knows
//! the store, and nothing here is about a person.

mod birthplaces;
mod table;

use chrono::NaiveDate;

use crate::domain::tax_code::{BirthPlace, BirthPlaces};

/// Whom the tables are owed to. To be shown wherever they are used.
pub const ATTRIBUTION: &[&str] = &[
    "This service uses the ESCO classification of the European Commission.",
    "Contains data of the Ministero dell'Interno (ANPR) and ISTAT, CC BY; GeoNames, CC BY 4.0; openpolis, CC BY 4.0.",
];

/// Every table, with its indexes.
#[derive(Debug)]
pub struct Reference {
    birthplaces: birthplaces::Register,
}

impl Reference {
    /// Builds the indexes that every run needs; the others are built when first asked.
    pub fn load() -> Self {
        Self {
            birthplaces: birthplaces::Register::load(),
        }
    }
}

impl BirthPlaces for Reference {
    fn place_at(&self, code: &str, on: Option<NaiveDate>) -> Option<BirthPlace> {
        self.birthplaces.place_at(code, on)
    }

    fn ended_before(&self, code: &str, on: NaiveDate) -> bool {
        self.birthplaces.ended_before(code, on)
    }
}
