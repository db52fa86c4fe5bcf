//! Files in and out. A file is read row by row: what cannot be read says its line, its column and why,
//! and nothing of the file is taken unless the rest was asked for.

pub mod mapping;
pub mod people;
pub mod table;
pub mod vacancies;

pub use table::{Fault, Table};
