//! The queue of the day: every arrow of a ticket is an act here, and the board is a query.
//!
//! Which arrow is allowed, who is called next and what waiting means is said by `domain::queue`; this
//! module reads the tickets, checks who holds them and writes the step with its event.

mod board;
mod call;
mod close;
mod desk;
mod door;
mod figures;
mod issue;
mod ticket;

pub use board::{Board, BoardRow, OpenTickets};
pub use call::{Absent, CallNext, Called, Recall, Release, Serve};
pub use close::CloseDay;
pub use desk::{Finish, Forward, Given, Park, Requeue, Resume, TakeOver};
pub use door::{AttachPerson, Leave, Return, Void};
pub use figures::{DayFigures, Figures, Spread};
pub use issue::{IssueTicket, Issued};

pub(super) use door::attach;

/// What is kept by person or by ticket: the journal empties it with them.
pub(super) const PERSONAL: &[(&str, &str)] = &[
    ("ticket", "alias"),
    ("ticket", "code"),
    ("ticket", "exception"),
    ("ticket_event", "note"),
];
