//! One person with all that is on record.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::Connection;

use super::facts::{PersonFacts, facts_of};
use super::merge::{current, merged_records, merged_with};
use super::writing::{Paper, owner};
use crate::domain::access::LookAt;
use crate::domain::document::{Channel, PrivacyKind};
use crate::domain::ids::{CompanyId, DocumentId, PersonId, PrivacyActId, StaffId, TicketId};
use crate::domain::person::{Checked, EmploymentStatus, IdentifierKind};
use crate::domain::queue::TicketState;
use crate::domain::staff::Right;
use crate::domain::vacancy::ApplicationState;
use crate::store::act::{Query, Reader};
use crate::store::error::Result;
use crate::store::interview::{Entry, told_by};
use crate::store::looks::Look;
use crate::store::search::short_name;
use crate::store::sql::{Day, Ms, Rows, day};

/// One person's record; of one that was merged into another, the other. Opening it is logged.
#[derive(Debug, Clone, Copy)]
pub struct PersonFile {
    /// Who.
    pub person: PersonId,
}

impl Query for PersonFile {
    type Out = PersonRecord;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::open(self.person, LookAt::Record))
    }

    fn run(&self, db: &Reader<'_>) -> Result<PersonRecord> {
        let conn = db.conn;
        let id = current(conn, self.person)?;
        let (facts, ver) = facts_of(conn, id)?;
        let (last_contact_on, created_at, referent_name) = conn.one(
            "SELECT p.last_contact_on, p.created_at, s.name
             FROM person p LEFT JOIN staff s ON s.id = p.referent WHERE p.id = ?1",
            [id],
            |row| {
                let last: Option<Day> = row.get(0)?;
                Ok((last.map(|d| d.0), row.get::<_, Ms>(1)?.0, row.get(2)?))
            },
        )?;
        let count = |sql| conn.value(sql, [id]);
        Ok(PersonRecord {
            id,
            ver,
            facts,
            referent_name,
            last_contact_on,
            created_at,
            identifiers: identifiers_of(conn, id)?,
            employment: employment_of(conn, id)?,
            documents: documents_of(conn, id)?,
            privacy: privacy_of(conn, id)?,
            put_forward: put_forward_to(conn, id)?,
            merged: merged_records(conn, id)?,
            parts: merged_with(conn, id)?,
            intake: crate::store::intakes::last_of(conn, id, db.today())?,
            told: told_by(conn, id)?,
            ticket: live_ticket_of(conn, id, db.today())?,
            applications: conn.all(
                "SELECT state FROM application WHERE person = ?1 AND same_as IS NULL ORDER BY n DESC",
                [id],
                |row| row.get(0),
            )?,
            notes: count("SELECT count(*) FROM note WHERE person = ?1")?,
            contacts: count("SELECT count(DISTINCT ticket) FROM contact WHERE person = ?1")?,
        })
    }
}

/// An identifier on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownIdentifier {
    /// Which.
    pub kind: IdentifierKind,
    /// Its text.
    pub value: String,
    /// What was found.
    pub checked: Checked,
    /// Who else has it.
    pub also: Option<PersonId>,
}

/// A period of employment status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Which.
    pub status: EmploymentStatus,
    /// First day.
    pub from_on: Option<NaiveDate>,
    /// Last day; none of the present one.
    pub to_on: Option<NaiveDate>,
}

/// A paper on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPaper {
    /// Identity.
    pub id: DocumentId,
    /// The paper.
    pub paper: Paper,
    /// Who saw it last.
    pub seen_by: Option<String>,
    /// When.
    pub seen_on: Option<NaiveDate>,
}

/// A notice, a consent or an objection on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivacyAct {
    /// Identity.
    pub id: PrivacyActId,
    /// Which.
    pub kind: PrivacyKind,
    /// The text's version.
    pub version: String,
    /// Its language.
    pub lang: String,
    /// How.
    pub channel: Channel,
    /// When.
    pub given_on: NaiveDate,
    /// When it was taken back.
    pub revoked_on: Option<NaiveDate>,
    /// The job that a consent is for.
    pub job: Option<String>,
    /// The company that a consent is for, or an objection against: identity and name.
    pub company: Option<(CompanyId, String)>,
}

/// A ticket that still asks for attention today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveTicket {
    /// Identity.
    pub id: TicketId,
    /// `A017`.
    pub number: String,
    /// Where it stands.
    pub state: TicketState,
    /// Who holds it.
    pub staff: Option<StaffId>,
}

/// A person's record. What belongs to the agenda, to plans and to vacancies is read with their own
/// queries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRecord {
    /// Identity.
    pub id: PersonId,
    /// Version, for [`ChangePerson`](super::ChangePerson).
    pub ver: i64,
    /// The facts.
    pub facts: PersonFacts,
    /// The display name of who follows the person.
    pub referent_name: Option<String>,
    /// Last contact.
    pub last_contact_on: Option<NaiveDate>,
    /// When the record was made.
    pub created_at: DateTime<Utc>,
    /// Codes and numbers.
    pub identifiers: Vec<KnownIdentifier>,
    /// Periods of employment status, the present one first.
    pub employment: Vec<Period>,
    /// Papers, last seen first.
    pub documents: Vec<KnownPaper>,
    /// Notices and consents, last given first.
    pub privacy: Vec<PrivacyAct>,
    /// The companies to which the person was put forward, by name.
    pub put_forward: Vec<(CompanyId, String)>,
    /// Records that became part of this one: identity and name as it was.
    pub merged: Vec<(PersonId, String)>,
    /// All that did, directly or with another.
    pub parts: Vec<PersonId>,
    /// The last intake.
    pub intake: Option<crate::store::intakes::IntakeRow>,
    /// What the rows of the interview tell.
    pub told: Vec<Entry>,
    /// The ticket of today that is not settled.
    pub ticket: Option<LiveTicket>,
    /// Where each application stands, the latest first.
    pub applications: Vec<ApplicationState>,
    /// How many notes.
    pub notes: i64,
    /// How many contacts at the desk.
    pub contacts: i64,
}

impl PersonRecord {
    /// `ROSSI Maria`.
    pub fn short_name(&self) -> String {
        short_name(&self.facts.surname, &self.facts.name)
    }
}

pub(super) fn identifiers_of(conn: &Connection, person: PersonId) -> Result<Vec<KnownIdentifier>> {
    let mut known = conn.all(
        "SELECT kind, value, checked FROM identifier WHERE person = ?1 ORDER BY former, n",
        [person],
        |row| {
            Ok(KnownIdentifier {
                kind: row.get(0)?,
                value: row.get(1)?,
                checked: row.get(2)?,
                also: None,
            })
        },
    )?;
    for identifier in &mut known {
        if identifier.checked == Checked::Anomaly {
            identifier.also = owner(conn, identifier.kind, &identifier.value, person)?;
        }
    }
    Ok(known)
}

pub(super) fn employment_of(conn: &Connection, person: PersonId) -> Result<Vec<Period>> {
    conn.all(
        "SELECT status, from_on, to_on FROM employment WHERE person = ?1
         ORDER BY to_on IS NULL DESC, to_on DESC, n DESC",
        [person],
        |row| {
            Ok(Period {
                status: row.get(0)?,
                from_on: day(row, "from_on")?,
                to_on: day(row, "to_on")?,
            })
        },
    )
}

/// The papers of a person, last seen first.
pub(in crate::store) fn documents_of(
    conn: &Connection,
    person: PersonId,
) -> Result<Vec<KnownPaper>> {
    conn.all(
        "SELECT d.id, d.kind, permit, number, issuer, issued_on, expires_on, copy_kept, s.name AS seen_by, seen_on
         FROM document d LEFT JOIN staff s ON s.id = d.seen_by WHERE person = ?1 ORDER BY seen_on DESC, d.n DESC",
        [person],
        |row| {
            Ok(KnownPaper {
                id: row.get("id")?,
                paper: Paper {
                    kind: row.get("kind")?,
                    permit: row.get("permit")?,
                    number: row.get("number")?,
                    issuer: row.get("issuer")?,
                    issued_on: day(row, "issued_on")?,
                    expires_on: day(row, "expires_on")?,
                    copy_kept: row.get("copy_kept")?,
                },
                seen_by: row.get("seen_by")?,
                seen_on: day(row, "seen_on")?,
            })
        },
    )
}

fn privacy_of(conn: &Connection, person: PersonId) -> Result<Vec<PrivacyAct>> {
    conn.all(
        "SELECT a.id, a.kind, a.version, a.lang, a.channel, a.given_on, a.revoked_on, v.title, c.id, c.name
         FROM privacy_act a LEFT JOIN vacancy v ON v.id = a.scope
         LEFT JOIN company c ON c.id = coalesce(v.company, a.scope)
         WHERE a.person = ?1 ORDER BY a.given_on DESC, a.n DESC",
        [person],
        |row| {
            let company: Option<CompanyId> = row.get(8)?;
            Ok(PrivacyAct {
                id: row.get(0)?,
                kind: row.get(1)?,
                version: row.get(2)?,
                lang: row.get(3)?,
                channel: row.get(4)?,
                given_on: row.get::<_, Day>(5)?.0,
                revoked_on: day(row, "revoked_on")?,
                job: row.get(7)?,
                company: company.zip(row.get(9)?),
            })
        },
    )
}

fn put_forward_to(conn: &Connection, person: PersonId) -> Result<Vec<(CompanyId, String)>> {
    conn.all(
        "SELECT DISTINCT c.id, c.name FROM application a JOIN vacancy v ON v.id = a.vacancy
         JOIN company c ON c.id = v.company WHERE a.person = ?1 ORDER BY c.name, c.id",
        [person],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

fn live_ticket_of(
    conn: &Connection,
    person: PersonId,
    today: NaiveDate,
) -> Result<Option<LiveTicket>> {
    conn.maybe(
        "SELECT id, number, state, staff FROM ticket WHERE person = ?1 AND day = ?2
         AND state IN ('waiting', 'called', 'serving', 'parked') ORDER BY n DESC LIMIT 1",
        (person, Day(today)),
        |row| {
            Ok(LiveTicket {
                id: row.get(0)?,
                number: row.get(1)?,
                state: row.get(2)?,
                staff: row.get(3)?,
            })
        },
    )
}
