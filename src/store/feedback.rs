//! Satisfaction with a contact, from 1 to 5, and what the office sees of it: numbers.
//!
//! An answer without a name is counted, by office and day: it has no row of its own, the journal knows nothing of it,
//! and whoever entered it cannot take it back. No number here is about one member of staff.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::act::{Act, Column, Query, Reader, Tx};
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

/// How many kinds of customer there are.
const CUSTOMERS: usize = Customer::ALL.len();

/// Writes down how content somebody was.
///
/// Without a name it is counted and leads to nobody. With a name only of somebody on file: [`Refusal::WrongState`]
/// while their contact goes on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GiveFeedback {
    /// Who speaks.
    pub customer: Customer,
    /// How content.
    pub score: Score,
    /// Of a person who wants to be known: the contact, and words if there are any.
    pub named: Option<Named>,
}

/// With a name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Named {
    /// The ticket of the contact.
    pub ticket: TicketId,
    /// Words.
    pub words: Option<String>,
}

impl Act for GiveFeedback {
    type Out = ();
    const NAME: &'static str = "feedback.give";
    const RIGHT: Right = Right::QueueServe;
    const UNDOABLE: bool = false;

    fn is_unsigned(&self) -> bool {
        self.named.is_none()
    }

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let (office, day, score) = (tx.staff().office, Day(tx.today()), self.score.value());
        let answer: [Column<'_>; 3] = [("office", &office), ("day", &day), ("score", &score)];
        let Some(named) = &self.named else {
            let customer: Column<'_> = ("customer", &self.customer);
            return tx.count("opinion", &[&answer[..], &[customer]].concat());
        };
        let person = who_was_served(tx, named.ticket)?;
        let words = said(named.words.as_deref());
        let rest: [Column<'_>; 3] = [
            ("words", &words),
            ("ticket", &named.ticket),
            ("person", &person),
        ];
        tx.insert(
            "feedback",
            tx.new_id::<Ulid>(),
            &[&answer[..], &rest].concat(),
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
    /// How many gave each score, the worst first, by kind of customer in its order.
    pub scores: [[u32; 5]; CUSTOMERS],
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
    /// How many of a kind answered.
    pub fn answers(&self, of: Customer) -> u32 {
        self.scores[of as usize].iter().sum()
    }

    /// The mean score of a kind in tenths, if anybody answered.
    pub fn mean_tenths(&self, of: Customer) -> Option<u32> {
        let scores = self.scores[of as usize];
        let sum: u32 = (1..).zip(scores).map(|(score, n)| score * n).sum();
        (sum * 10 + self.answers(of) / 2).checked_div(self.answers(of))
    }

    /// Of a hundred contacts with people, how many answered.
    pub fn response(&self) -> Option<u32> {
        (self.answers(Customer::Person) * 100).checked_div(self.contacts)
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
        let scores: Vec<(Customer, u8, u32)> = conn.all(
            "SELECT customer, score, times FROM opinion WHERE office = ?1 AND day >= ?2
             UNION ALL SELECT 'person', score, count(*) FROM feedback WHERE office = ?1 AND day >= ?2 GROUP BY score",
            since,
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        for (customer, score, times) in scores {
            let slot = voice.scores[customer as usize].get_mut(usize::from(score) - 1);
            *slot.ok_or_else(|| Error::Fault(format!("score {score}")))? += times;
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
