//! Vacancies: what companies ask for, from a draft to its end, and the search for them.
//!
//! Which step leaves which state is a table of `domain::vacancy`. Words are looked for in an index of
//! title, text and company; a place by a box on the map and then by the exact distance. A search looks
//! at a bounded number of rows, and says when there may be more.

mod acts;
mod fields;
mod import;
mod rows;
mod search;

pub use acts::{
    AddVacancy, ChangeVacancy, ExpireOverdue, Fill, Pause, Publish, Reopen, Resume, Withdraw,
};
pub use fields::{Requirement, VacancyFields, WorkPlace, missing};
pub use import::{Imported, ImportedVacancy, import};
pub use rows::{Overdue, VacancyFile, VacancyList, VacancyPage, VacancyRow, VacancyView};
pub use search::{Near, SearchVacancies};

pub(super) use acts::Current;
pub(super) use fields::fields_of;
pub(super) use rows::{numbered, point, read_row, vacancy_row};
