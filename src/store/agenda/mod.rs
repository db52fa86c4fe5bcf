//! The agenda: openings, closures, appointments, free slots.
//!
//! Two appointments of one member of staff never overlap: a trigger of the database refuses the
//! second, whoever writes it. Hours of work and closures are guards of [`Book`] and [`Move`], with a
//! stated exception as the way out. Nothing is settled by itself: see [`Unsettled`].

mod booking;
mod day;
mod free;
mod hours;
mod lists;
mod openings;
mod rows;
mod steps;

pub use booking::{Book, Move};
pub use day::{AgendaDay, DayAgenda, Slot, StaffDay, WeekHours};
pub use free::{FreeSlot, FreeSlots};
pub use lists::{AgendaList, AppointmentFile, AppointmentsOf, Unsettled};
pub use openings::{
    AddClosures, AddOpening, DropOpening, Opening, OpeningFields, OpeningOn, Openings, SetOpening,
};
pub use rows::{AppointmentRow, Who};
pub use steps::{Arrive, Cancel, Confirm, Correct, Held, Leave, NoShow};

pub(super) use rows::who;
pub(super) use steps::{is_coordination, link_action, step_if_possible};

/// Fields with words about a person: see `journal::PERSONAL`.
pub(super) const PERSONAL: &[(&str, &str)] = &[
    ("appointment", "reason"),
    ("appointment", "exception"),
    ("appointment", "note"),
];
