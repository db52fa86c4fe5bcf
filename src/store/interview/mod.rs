//! The full interview: its rows, the outline in force, what is still to be asked by it, and taking charge.
//!
//! What the outline asks is decided by `domain::outline`; this part gathers what is answered.

mod answered;
mod entries;
mod meeting;
mod outline;
mod taking;
mod writing;

pub use entries::{
    Benefit, Entry, EntryRow, Need, Schooling, Skill, Spoken, WorkDone, unemployment_benefit,
};
pub use outline::{LONGEST_SOURCE, OutlineInForce, OutlineRow, Outlines, Put, PutOutline};
pub use taking::{
    EndInterview, Interview, InterviewOf, SaveInterview, SavedInterview, TakeInCharge,
};
pub use writing::{RemoveEntry, WriteEntry};

pub(super) use entries::{experience_of, told_by};
pub(super) use meeting::{meet, named};
pub(super) use taking::save;

/// The fields of this part whose old and new values are kept by person.
pub(super) const PERSONAL: &[(&str, &str)] = &[("person", "days"), ("entry", "body")];
