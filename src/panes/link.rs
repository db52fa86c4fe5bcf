//! Where a pane sends the person at work, and with what in hand: rooms are named by what is wanted there, never
//! by their types.

use super::InHand;
use crate::domain::ids::{ActionId, AppointmentId, PersonId, PlanId, StaffId, TicketId, VacancyId};
use crate::domain::tax_code::Burst;

/// Where a pane sends the person at work: another room, by what is wanted there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// The record of a person.
    Person(PersonId),
    /// The hours and contracts that a person wishes, and when they can come: to be written.
    Wishes(PersonId),
    /// The full interview of a person.
    Interview(PersonId),
    /// The plans of a person; a given plan opened.
    Plans(PersonId, Option<PlanId>),
    /// An action of a plan, to see its hours and have them signed.
    Hours(PersonId, PlanId, ActionId),
    /// Free slots for a person, for an action of a plan if given.
    Book(Booking),
    /// An appointment in its day.
    Appointment(AppointmentId),
    /// Work for a person.
    Match(PersonId),
    /// What a person was put forward for.
    Applications(PersonId),
    /// What a person was put forward for in one vacancy, and the work that came of it.
    Application(VacancyId, PersonId),
    /// A vacancy.
    Vacancy(VacancyId),
    /// A ticket of the queue.
    Ticket(TicketId),
    /// Somebody whose health card was read: a ticket, or the intake of who is at the desk.
    Card(Card),
    /// A complaint to be written down, of the person in hand if there is one.
    Complaint,
    /// A draft that was left: the pane whose form it is resumes it.
    Draft(DraftKey),
}

/// A health card that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its tax code, which is right.
    pub code: String,
    /// Surname and name of its stripe.
    pub name: Option<(String, String)>,
    /// Who on file has the code.
    pub person: Option<InHand>,
}

impl Card {
    /// What was read, of nobody yet.
    pub fn of(burst: &Burst) -> Self {
        Self {
            code: burst.reading.code.clone(),
            name: burst.name.clone(),
            person: None,
        }
    }

    /// Code and names as a reader would send them: for a field that reads cards.
    pub fn in_full(&self) -> String {
        match &self.name {
            Some((surname, name)) => format!("{} {surname} {name}", self.code),
            None => self.code.clone(),
        }
    }
}

/// Which draft of one's own: the form, and what it is about (an id, or empty for something new).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftKey {
    /// The form's name.
    pub form: String,
    /// What it is about.
    pub subject: String,
}

impl DraftKey {
    /// The draft of a form about something.
    pub fn new(form: impl Into<String>, subject: impl ToString) -> Self {
        Self {
            form: form.into(),
            subject: subject.to_string(),
        }
    }
}

/// What a booking is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// Who comes.
    pub person: InHand,
    /// The service; the first interview when none.
    pub service: Option<String>,
    /// The plan's action that the appointment serves.
    pub action: Option<ActionId>,
    /// The plan from which it is booked.
    pub plan: Option<PlanId>,
    /// With whom first; who follows the person when none.
    pub with: Option<StaffId>,
}
