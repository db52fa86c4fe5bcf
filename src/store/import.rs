//! What a long import writes, row after row, unseen until it is published.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::act::Tx;
use super::batch::BatchSource;
use super::error::Result;
use super::people::{self, Newcomer};
use super::vacancies::{self, Imported, ImportedVacancy};
use crate::domain::person::Checked;

/// How far an import is, for whoever shows it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Rows written.
    pub rows: AtomicU64,
    /// Of these, people with a doubtful or repeated code.
    pub anomalies: AtomicU64,
    /// Companies that were not on file.
    pub companies: AtomicU64,
    /// Vacancies that were already on file, by their number.
    pub known: AtomicU64,
}

impl Progress {
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
