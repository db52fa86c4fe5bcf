//! Satisfaction with a contact, from 1 to 5, and what the office sees of it: numbers.
//!
//! An anonymous answer holds the office, the day, the service and the score, and nothing that leads to the person or
//! the ticket. No number here is about one member of staff.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::act::{Act, Query, Reader, Tx};
use super::error::{Error, Result};
use super::sql::{Day, Rows};
use crate::domain::feedback::{ComplaintState, Customer, Score};
use crate::domain::ids::{OfficeId, PersonId, TicketId};
use crate::domain::queue::TicketState;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::text::said;

/// The fields of this part whose old and new values are kept by person.
pub(super) const PERSONAL: &[(&str, &str)] = &[("feedback", "words")];

/// Writes down how content somebody was with a contact that has ended.
///
/// An anonymous answer names no contact and no person; as of every act the journal knows who entered it, and when. With a name only of somebody on file:
/// [`Refusal::WrongState`] while their contact goes on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GiveFeedback {
    /// Code of the service.
    pub service: String,
    /// How content.
    pub score: Score,
    /// Words, if there are any.
    pub words: Option<String>,
    /// The contact's ticket, of somebody who wants to be known.
    pub named: Option<TicketId>,
}

impl Act for GiveFeedback {
    type Out = ();
    const NAME: &'static str = "feedback.give";
    const RIGHT: Right = Right::QueueServe;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let person = match self.named {
            Some(ticket) => Some(who_was_served(tx, ticket)?),
            None => None,
        };
        tx.insert(
            "feedback",
            tx.new_id::<Ulid>(),
            &[
                ("office", &tx.staff().office),
                ("day", &Day(tx.today())),
                ("customer", &Customer::Person),
                ("service", &self.service),
                ("score", &self.score.value()),
                ("words", &said(self.words.as_deref())),
                ("anonymous", &person.is_none()),
                ("ticket", &self.named),
                ("person", &person),
            ],
        )
    }
}

/// Whose contact has ended; the act is about them.
fn who_was_served(tx: &Tx<'_>, ticket: TicketId) -> Result<PersonId> {
    let (person, state) = tx
        .conn()
        .maybe(
            "SELECT person, state FROM ticket WHERE id = ?1",
            [ticket],
            |row| {
                let person: Option<PersonId> = row.get(0)?;
                Ok((person, row.get::<_, TicketState>(1)?))
            },
        )?
        .ok_or_else(|| Error::not_found("ticket", ticket))?;
    if state != TicketState::Done {
        return Err(tx.refuse_named(Refusal::WrongState, state));
    }
    let person = person.ok_or_else(|| Error::invalid("named", "nobody on file"))?;
    tx.about(person);
    Ok(person)
}

/// What was said of an office in a stretch of days, in numbers.
#[derive(Debug, Clone, Copy)]
pub struct VoiceFigures {
    /// Of which office.
    pub office: OfficeId,
    /// How many days back from today.
    pub days: u32,
}

/// What [`VoiceFigures`] answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voice {
    /// How many gave each score, the worst first.
    pub scores: [u32; 5],
    /// How many contacts ended.
    pub contacts: u32,
    /// Complaints that wait for an answer.
    pub owed: u32,
    /// Of these, those whose day has gone by.
    pub late: u32,
    /// Complaints answered.
    pub answered: u32,
    /// Days until the answer, in the mean, rounded up.
    pub days_to_answer: Option<u32>,
}

impl Voice {
    /// How many answered.
    pub fn answers(&self) -> u32 {
        self.scores.iter().sum()
    }

    /// The mean score in tenths, if anybody answered.
    pub fn mean_tenths(&self) -> Option<u32> {
        let sum: u32 = (1..).zip(self.scores).map(|(score, n)| score * n).sum();
        (sum * 10 + self.answers() / 2).checked_div(self.answers())
    }

    /// Of a hundred contacts, how many answered.
    pub fn response(&self) -> Option<u32> {
        (self.answers() * 100).checked_div(self.contacts)
    }
}

impl Query for VoiceFigures {
    type Out = Voice;
    const RIGHT: Right = Right::FiguresRead;

    fn run(&self, db: &Reader<'_>) -> Result<Voice> {
        let (conn, today) = (db.conn, db.today());
        let from: NaiveDate = today - Days::new(u64::from(self.days));
        let since = (self.office, Day(from));
        let mut voice = Voice {
            contacts: conn.value(
                "SELECT count(*) FROM ticket WHERE office = ?1 AND day >= ?2 AND state = 'done'",
                since,
            )?,
            ..Voice::default()
        };
        let scores: Vec<(u8, u32)> = conn.all(
            "SELECT score, count(*) FROM feedback WHERE office = ?1 AND day >= ?2 GROUP BY score",
            since,
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        for (score, n) in scores {
            if let Some(slot) = score
                .checked_sub(1)
                .and_then(|at| voice.scores.get_mut(usize::from(at)))
            {
                *slot = n;
            }
        }
        let complaints: Vec<(ComplaintState, NaiveDate, NaiveDate, Option<Day>)> = conn.all(
            "SELECT state, received_on, due_on, answered_on FROM complaint
             WHERE office = ?1 AND (received_on >= ?2 OR state IN ('open', 'examining'))",
            since,
            |row| {
                let (received, due): (Day, Day) = (row.get(1)?, row.get(2)?);
                Ok((row.get(0)?, received.0, due.0, row.get(3)?))
            },
        )?;
        let mut took = 0;
        for (state, received, due, answered) in complaints {
            voice.owed += u32::from(state.is_owed());
            voice.late += u32::from(state.is_owed() && due < today);
            if let Some(answered) = answered {
                voice.answered += 1;
                took += u32::try_from((answered.0 - received).num_days()).unwrap_or_default();
            }
        }
        voice.days_to_answer = (voice.answered > 0).then(|| took.div_ceil(voice.answered));
        Ok(voice)
    }
}
