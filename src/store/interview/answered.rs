//! What is answered of a person, wherever it was written.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::entries::{Entry, EntryRow, ITALIAN};
use crate::domain::document::{DocumentKind, PermitKind};
use crate::domain::ids::PersonId;
use crate::domain::intake::Missing;
use crate::domain::interview::NeedKind;
use crate::domain::outline::Situation;
use crate::domain::person::EmploymentStatus;
use crate::domain::target_group::Area;
use crate::store::error::Result;
use crate::store::matches::area;
use crate::store::people::{PersonFacts, documents_of, facts_of};
use crate::store::sql::{Day, Rows};

/// What is answered, and what decides which sections are asked.
pub(super) fn gather(
    conn: &Connection,
    person: PersonId,
    entries: &[EntryRow],
) -> Result<(BTreeSet<Missing>, Situation)> {
    let (facts, _) = facts_of(conn, person)?;
    let mut answered: BTreeSet<Missing> = of_facts(&facts).into_iter().collect();
    answered.extend(entries.iter().map(|row| answers(&row.entry)));
    answered.extend(of_papers(conn, person)?);
    let status: Option<(EmploymentStatus, Option<Day>)> = conn.maybe(
        "SELECT status, from_on FROM employment WHERE person = ?1 AND to_on IS NULL ORDER BY n DESC LIMIT 1",
        [person],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if let Some((_, since)) = status {
        answered.insert(Missing::Employment);
        answered.extend(since.map(|_| Missing::EmploymentSince));
    }
    let asks = [
        (
            "SELECT 1 FROM identifier WHERE person = ?1",
            Missing::Identifier,
        ),
        (
            "SELECT 1 FROM privacy_act WHERE person = ?1 AND kind = 'notice' AND revoked_on IS NULL",
            Missing::Notice,
        ),
        (
            "SELECT 1 FROM intake WHERE person = ?1 AND reason IS NOT NULL",
            Missing::Reason,
        ),
    ];
    for (sql, question) in asks {
        if conn.exists(sql, [person])? {
            answered.insert(question);
        }
    }
    let situation = Situation {
        outside_eu: area(&facts.citizenship) == Some(Area::Other),
        status: status.map(|(status, _)| status),
    };
    Ok((answered, situation))
}

fn of_facts(facts: &PersonFacts) -> Vec<Missing> {
    let text = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    let given = [
        (Missing::Surname, !facts.surname.trim().is_empty()),
        (Missing::Name, !facts.name.trim().is_empty()),
        (Missing::BirthDate, facts.birth_on.is_some()),
        (Missing::BirthPlace, text(&facts.birth_place)),
        (Missing::Phone, facts.phone.is_some()),
        (Missing::ContactRule, facts.contact_rule.is_some()),
        (Missing::Residence, text(&facts.residence)),
        (Missing::Address, text(&facts.address)),
        (Missing::Citizenship, !facts.citizenship.is_empty()),
        (Missing::Did, facts.did_on.is_some()),
        (Missing::Education, facts.education.is_some()),
        (Missing::Wishes, !facts.wishes.is_empty()),
        (Missing::Italian, facts.italian.is_some()),
        (Missing::Licence, facts.licence.is_some()),
        (
            Missing::Transport,
            facts.transport.is_some() || facts.own_car == Some(true),
        ),
        (Missing::Radius, facts.radius_km.is_some()),
        (Missing::Hours, facts.hours.is_some()),
        (Missing::Shift, facts.shift.is_some()),
        (Missing::Contracts, !facts.contracts.is_empty()),
        (Missing::Days, !facts.days.is_empty()),
        (Missing::Comes, !facts.comes.is_empty()),
        (Missing::AvailableFrom, facts.available_from.is_some()),
    ];
    let given = given.into_iter().filter(|(_, given)| *given);
    given.map(|(question, _)| question).collect()
}

fn answers(entry: &Entry) -> Missing {
    match entry {
        Entry::Need(need) if need.kind == NeedKind::Strength => Missing::Strengths,
        Entry::Language(spoken) if spoken.lang == ITALIAN => Missing::Italian,
        entry => entry.kind().none_answers().unwrap_or(Missing::Needs),
    }
}

fn of_papers(conn: &Connection, person: PersonId) -> Result<Vec<Missing>> {
    let papers = documents_of(conn, person)?;
    let mut answered = Vec::new();
    if papers.iter().any(|known| {
        matches!(
            known.paper.kind,
            DocumentKind::IdentityCard
                | DocumentKind::Passport
                | DocumentKind::DrivingLicence
                | DocumentKind::ResidencePermit
        )
    }) {
        answered.push(Missing::IdentityDocument);
    }
    let permits = papers.iter().filter_map(|known| {
        known
            .paper
            .permit
            .map(|kind| (kind, known.paper.expires_on))
    });
    for (kind, expires_on) in permits {
        answered.push(Missing::Permit);
        if expires_on.is_some() || kind == PermitKind::LongTerm {
            answered.push(Missing::PermitExpiry);
        }
    }
    Ok(answered)
}
