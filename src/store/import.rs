//! What a long import writes, row after row, unseen until it is published.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::params;

use super::act::Tx;
use super::batch::BatchSource;
use super::error::Result;
use super::people::{self, Newcomer};
use super::sql::{Day, Rows as _};
use super::vacancies::{self, Imported, ImportedVacancy};
use crate::domain::person::Checked;
use crate::domain::text::fold;

/// How far an import is, for whoever shows it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Rows written.
    pub rows: AtomicU64,
    /// Of these, people with a doubtful or repeated code.
    pub anomalies: AtomicU64,
    /// Companies that were not on file.
    pub companies: AtomicU64,
    /// Rows that were already on file and were left as they are.
    pub known: AtomicU64,
}

impl Progress {
    /// Rows that have been dealt with.
    pub fn seen(&self) -> u64 {
        self.rows.load(Ordering::Relaxed) + self.known.load(Ordering::Relaxed)
    }

    fn add(counter: &AtomicU64, n: usize) {
        counter.fetch_add(n as u64, Ordering::Relaxed);
    }
}

/// People, one after the other.
#[derive(Debug)]
pub struct PeopleSource<I> {
    /// Where they come from.
    pub people: I,
    /// Where the count goes.
    pub progress: Arc<Progress>,
}

impl<I: Iterator<Item = Newcomer> + Send + 'static> BatchSource for PeopleSource<I> {
    fn next(&mut self, tx: &Tx<'_>) -> Result<bool> {
        let Some(person) = self.people.next() else {
            return Ok(false);
        };
        if is_known(tx, &person)? {
            Progress::add(&self.progress.known, 1);
            return Ok(true);
        }
        let doubtful = person
            .identifiers
            .iter()
            .any(|code| code.checked == Checked::Anomaly);
        let registered = people::register(tx, &person)?;
        Progress::add(&self.progress.rows, 1);
        Progress::add(
            &self.progress.anomalies,
            usize::from(doubtful || registered.duplicate_of.is_some()),
        );
        Ok(true)
    }
}

/// Whether somebody came with the same number from a file before and is the same person by date of
/// birth or by name. The number alone is not enough: another program's file counts from 1 too. A file
/// that this office wrote numbers those who never had one by their own identity. What the desk has
/// changed since stays as it is.
fn is_known(tx: &Tx<'_>, person: &Newcomer) -> Result<bool> {
    let facts = &person.facts;
    let Some(number) = &facts.external_id else {
        return Ok(false);
    };
    tx.conn().exists(
        "SELECT 1 FROM person WHERE (external_id = ?1 OR id = ?1)
         AND (birth_on = ?2 OR (surname_key = ?3 AND name_key = ?4))",
        params![
            number,
            facts.birth_on.map(Day),
            fold(facts.surname.trim()),
            fold(facts.name.trim()),
        ],
    )
}

/// Vacancies, one after the other.
#[derive(Debug)]
pub struct VacanciesSource<I> {
    /// Where they come from.
    pub vacancies: I,
    /// Where the count goes.
    pub progress: Arc<Progress>,
}

impl<I: Iterator<Item = ImportedVacancy> + Send + 'static> BatchSource for VacanciesSource<I> {
    fn next(&mut self, tx: &Tx<'_>) -> Result<bool> {
        let Some(vacancy) = self.vacancies.next() else {
            return Ok(false);
        };
        match vacancies::import(tx, &vacancy)? {
            Imported::Written { new_company } => {
                Progress::add(&self.progress.rows, 1);
                Progress::add(&self.progress.companies, usize::from(new_company));
            }
            Imported::Known => Progress::add(&self.progress.known, 1),
        }
        Ok(true)
    }
}
