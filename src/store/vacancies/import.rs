//! A vacancy of a file, written in the batch that hides it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::acts::{Origin, complete, insert};
use super::fields::VacancyFields;
use crate::domain::vacancy::{VacancySource, VacancyState};
use crate::store::act::Tx;
use crate::store::companies;
use crate::store::companies::CompanyFields;
use crate::store::error::Result;
use crate::store::sql::Rows;

/// One vacancy of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportedVacancy {
    /// Its number in the file's own system: one that is already on file is left alone.
    pub external_id: Option<String>,
    /// The company: one of that name is found or made.
    pub company: CompanyFields,
    /// What it says.
    pub fields: VacancyFields,
    /// When it was published.
    pub published_on: Option<NaiveDate>,
    /// Whether it is open; expired otherwise.
    pub open: bool,
}

/// What came of a row of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// The vacancy was written.
    Written {
        /// Whether its company was not on file.
        new_company: bool,
    },
    /// A vacancy of that number, or this very one, was already on file and is left alone.
    Known,
}

/// Writes a vacancy of a file in the batch that hides it: what a long batch does for each of its rows.
///
/// One that lacks contract or hours is refused as incomplete ([`missing`](super::missing) and
/// [`Lack::stops`](crate::domain::vacancy::Lack::stops), which a source asks before it writes).
pub fn import(tx: &Tx<'_>, row: &ImportedVacancy) -> Result<Imported> {
    let known = tx.conn().exists(
        "SELECT 1 FROM vacancy WHERE (external_id = ?1 AND source = 'import') OR id = ?1",
        [&row.external_id],
    )?;
    if known {
        return Ok(Imported::Known);
    }
    complete(tx, &row.fields, VacancySource::Import)?;
    let named = companies::of_name(tx.conn(), row.company.name.trim(), tx.batch())?;
    let company = match named {
        Some(company) => company,
        None => companies::insert(tx, &row.company, VacancySource::Import)?,
    };
    let origin = Origin {
        source: VacancySource::Import,
        state: if row.open {
            VacancyState::Open
        } else {
            VacancyState::Expired
        },
        published_on: row.published_on,
        external_id: row.external_id.as_deref(),
    };
    insert(tx, company, &row.fields, &origin)?;
    Ok(Imported::Written {
        new_company: named.is_none(),
    })
}
