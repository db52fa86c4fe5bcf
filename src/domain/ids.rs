//! Identities: one type per kind of thing, so that a ticket is never looked up as a person.
//!
//! Each is a ULID, stored and shown as its 26-letter text. The ids of what an act creates are
//! derived from the act's own id (see `store::Tx::new_id`), so an act replayed makes the same rows.

use serde::{Deserialize, Serialize};
use ulid::Ulid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Ulid);
        impl From<Ulid> for $name { fn from(id: Ulid) -> Self { Self(id) } }
        impl From<$name> for Ulid { fn from(id: $name) -> Self { id.0 } }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl std::str::FromStr for $name {
            type Err = ulid::DecodeError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Ulid::from_string(text).map(Self) }
        }
    )+};
}

ids! {
    /// An act: made by the session before it is sent, so that a retry is recognised.
    ActId,
    /// A member of staff.
    StaffId,
    /// A public key of a member of staff.
    StaffKeyId,
    /// An office of the agency (sede).
    OfficeId,
    /// A desk where people are served (postazione).
    DeskId,
    /// A person who is served.
    PersonId,
    /// A ticket of the queue.
    TicketId,
    /// An intake interview.
    IntakeId,
    /// An appointment.
    AppointmentId,
    /// A personal plan.
    PlanId,
    /// A goal of a plan.
    GoalId,
    /// An action of a plan.
    ActionId,
    /// A company, cooperative or other employer.
    CompanyId,
    /// A vacancy.
    VacancyId,
    /// An application: one person put forward for one vacancy.
    ApplicationId,
    /// Work that somebody was hired for.
    PlacementId,
    /// A day on which it is asked what came of a placement.
    FollowUpId,
    /// A paper seen at the desk.
    DocumentId,
    /// An opening window of an office.
    OpeningId,
    /// A time at which somebody at work is away.
    AbsenceId,
    /// Hours given to a person.
    DeliveryId,
    /// A notice that was given, a consent, or an objection.
    PrivacyActId,
    /// A row of an interview.
    EntryId,
    /// A version of the interview's outline.
    OutlineId,
    /// A sealed fact.
    SealedId,
    /// A complaint.
    ComplaintId,
    /// A long batch: many chunks, made visible by one act.
    BatchId,
}
