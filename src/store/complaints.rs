//! Complaints: written down at once by whoever hears them, answered by coordination within the days that the office
//! has set.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::act::{Act, Column, Query, Reader, Tx};
use super::error::{Error, Result};
use super::looks::Look;
use super::params;
use super::people::known;
use super::search::short_name;
use super::sql::{Day, Rows};
use crate::domain::access::LookAt;
use crate::domain::feedback::{ComplaintState, Customer};
use crate::domain::ids::{ComplaintId, OfficeId, PersonId, StaffId};
use crate::domain::param::ParamKey;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::text::said;

/// The fields of this part whose old and new values are kept by person.
pub(super) const PERSONAL: &[(&str, &str)] = &[
    ("complaint", "who"),
    ("complaint", "text"),
    ("complaint", "answer"),
];

/// Writes a complaint down. Who answers is coordination of the same office until somebody there takes it; until
/// when, the dated parameter says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenComplaint {
    /// Who complains, if on file.
    pub person: Option<PersonId>,
    /// Who complains, in words; none of somebody who does not want to be known.
    pub who: Option<String>,
    /// As what.
    pub customer: Customer,
    /// What was said.
    pub text: String,
}

impl Act for OpenComplaint {
    /// Its number in the office, and the day by which it is to be answered.
    type Out = (String, NaiveDate);
    const NAME: &'static str = "complaint.open";
    const RIGHT: Right = Right::ComplaintWrite;
    /// Whoever writes it down may be the one it is about.
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<Self::Out> {
        if let Some(person) = self.person {
            known(tx.conn(), person)?;
            tx.about(person);
        }
        let Some(text) = said(Some(&self.text)) else {
            return Err(Error::invalid("text", "a complaint without words"));
        };
        let (office, today) = (tx.staff().office, tx.today());
        let year = today.format("%Y").to_string();
        let before: i64 = tx.conn().value(
            "SELECT coalesce(max(CAST(substr(number, 7) AS INTEGER)), 0) FROM complaint
             WHERE office = ?1 AND number >= ?2 AND number < ?3",
            (office, format!("R{year}-"), format!("R{year}.")),
        )?;
        let number = format!("R{year}-{:03}", before + 1);
        let due = today
            + Days::new(params::number(tx.conn(), ParamKey::ComplaintDays, today)?.unsigned_abs());
        let owner: Option<StaffId> = tx.conn().maybe(
            "SELECT s.id FROM staff s JOIN staff_role r ON r.staff = s.id
             WHERE s.office = ?1 AND s.active = 1 AND r.role = 'coordination' ORDER BY s.n LIMIT 1",
            [office],
            |row| row.get(0),
        )?;
        let complaint: ComplaintId = tx.new_id();
        tx.insert(
            "complaint",
            complaint,
            &[
                ("office", &office),
                ("number", &number),
                ("received_on", &Day(today)),
                ("customer", &self.customer),
                ("person", &self.person),
                ("who", &said(self.who.as_deref())),
                ("text", &text),
                ("state", &ComplaintState::Open),
                ("owner", &owner),
                ("due_on", &Day(due)),
            ],
        )?;
        Ok((number, due))
    }
}

/// Takes a complaint a step further: somebody looks into it and is from then on who answers; it is answered; it is
/// closed.
///
/// [`Refusal::WrongState`]; an answer needs words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MoveComplaint {
    /// Which.
    pub complaint: ComplaintId,
    /// Its version as it was seen.
    pub ver: i64,
    /// To which state.
    pub to: ComplaintState,
    /// What was answered or done.
    pub answer: Option<String>,
}

impl Act for MoveComplaint {
    type Out = ();
    const NAME: &'static str = "complaint.move";
    const RIGHT: Right = Right::ComplaintAnswer;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let (state, person) = tx
            .conn()
            .maybe(
                "SELECT state, person FROM complaint WHERE id = ?1",
                [self.complaint],
                |row| {
                    let person: Option<PersonId> = row.get(1)?;
                    Ok((row.get::<_, ComplaintState>(0)?, person))
                },
            )?
            .ok_or_else(|| Error::not_found("complaint", self.complaint))?;
        if !state.may_become(self.to) {
            return Err(tx.refuse_named(Refusal::WrongState, state));
        }
        if let Some(person) = person {
            tx.about(person);
        }
        tx.subject("complaint", self.complaint);
        let answer = said(self.answer.as_deref());
        let (me, today) = (tx.staff().id, Day(tx.today()));
        let mut columns: Vec<Column<'_>> = vec![("state", &self.to), ("owner", &me)];
        if self.to == ComplaintState::Answered {
            if answer.is_none() {
                return Err(Error::invalid("answer", "an answer without words"));
            }
            columns.extend::<[Column<'_>; 2]>([("answer", &answer), ("answered_on", &today)]);
        }
        tx.update("complaint", self.complaint, Some(self.ver), &columns)
    }
}

/// The complaints of an office: those that wait for an answer first, the nearest day first; then the others, the
/// latest first.
#[derive(Debug, Clone, Copy)]
pub struct Complaints {
    /// Of which office.
    pub office: OfficeId,
    /// How many at most.
    pub limit: usize,
}

/// A complaint as the list and its page have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplaintRow {
    /// Identity.
    pub id: ComplaintId,
    /// Version.
    pub ver: i64,
    /// `R2026-001`.
    pub number: String,
    /// The day on which it was heard.
    pub received_on: NaiveDate,
    /// As what somebody complains.
    pub customer: Customer,
    /// Who, if on file.
    pub person: Option<PersonId>,
    /// Who, in words: the name on file, else as it was said; none of somebody unknown.
    pub who: Option<String>,
    /// What was said.
    pub text: String,
    /// Where it stands.
    pub state: ComplaintState,
    /// The display name of who answers.
    pub owner: Option<String>,
    /// By when.
    pub due_on: NaiveDate,
    /// What was answered or done.
    pub answer: Option<String>,
    /// When.
    pub answered_on: Option<NaiveDate>,
}

impl ComplaintRow {
    /// Whether its day has gone by without an answer.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.state.is_owed() && self.due_on < today
    }
}

impl Query for Complaints {
    type Out = Vec<ComplaintRow>;
    const RIGHT: Right = Right::ComplaintAnswer;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::Complaints))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Vec<ComplaintRow>> {
        let mut rows = Vec::new();
        for which in [
            "c.state IN ('open', 'examining') ORDER BY c.due_on, c.n",
            "c.state IN ('answered', 'closed') ORDER BY c.n DESC",
        ] {
            let left = self.limit.saturating_sub(rows.len());
            rows.extend(db.conn.all(
                &format!(
                    "SELECT c.id, c.ver, c.number, c.received_on, c.customer, c.person, c.who, c.text, c.state,
                       o.name, c.due_on, c.answer, c.answered_on, p.surname, p.name
                     FROM complaint c LEFT JOIN staff o ON o.id = c.owner LEFT JOIN person p ON p.id = c.person
                     WHERE c.office = ?1 AND {which} LIMIT ?2"
                ),
                (self.office, left as i64),
                |row| {
                    let surname: Option<String> = row.get(13)?;
                    let name: Option<String> = row.get(14)?;
                    let on_file = surname.map(|s| short_name(&s, name.as_deref().unwrap_or("")));
                    Ok(ComplaintRow {
                        id: row.get(0)?,
                        ver: row.get(1)?,
                        number: row.get(2)?,
                        received_on: row.get::<_, Day>(3)?.0,
                        customer: row.get(4)?,
                        person: row.get(5)?,
                        who: on_file.or(row.get(6)?),
                        text: row.get(7)?,
                        state: row.get(8)?,
                        owner: row.get(9)?,
                        due_on: row.get::<_, Day>(10)?.0,
                        answer: row.get(11)?,
                        answered_on: row.get::<_, Option<Day>>(12)?.map(|day| day.0),
                    })
                },
            )?);
        }
        Ok(rows)
    }
}
