//! Files in and out. A file is read row by row: what cannot be read says its line, its column and why,
//! and nothing of the file is taken unless the rest was asked for. What goes out as a table comes back in by the same
//! headings and words, and never as a formula.

pub mod formula;
pub mod ics;
pub mod mapping;
pub mod outline;
pub mod people;
pub mod plan_text;
pub mod table;
pub mod vacancies;

pub use table::{Fault, Shape, Table};
