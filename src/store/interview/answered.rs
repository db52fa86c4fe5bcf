//! What is answered of a person, wherever it was written.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use rusqlite::Connection;

use super::entries::{Entry, EntryRow, ITALIAN, Need};
use crate::domain::document::{DocumentKind, PermitKind, PermitStanding, Receipt, permit_standing};
use crate::domain::ids::PersonId;
use crate::domain::intake::Missing;
use crate::domain::outline::Situation;
use crate::domain::param::ParamKey;
use crate::domain::person::EmploymentStatus;
use crate::domain::target_group::Area;
use crate::store::error::Result;
use crate::store::matches::area;
use crate::store::params::number;
use crate::store::people::{KnownPaper, PersonFacts, documents_of, facts_of};
use crate::store::sql::{Day, Rows};

/// What is answered, and what decides which sections are asked.
pub(super) fn gather(
    conn: &Connection,
    person: PersonId,
    entries: &[EntryRow],
    today: NaiveDate,
) -> Result<(BTreeSet<Missing>, Situation)> {
    let (facts, _) = facts_of(conn, person)?;
    let mut answered: BTreeSet<Missing> = of_facts(&facts).into_iter().collect();
    answered.extend(entries.iter().map(|row| answers(&row.entry)));
    answered.extend(of_papers(conn, person, today)?);
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
        Entry::Need(Need { kind, .. }) | Entry::NoneOf(kind) => kind.answers(),
        Entry::Language(spoken) if spoken.lang == ITALIAN => Missing::Italian,
        entry => entry.kind().none_answers(),
    }
}

fn of_papers(conn: &Connection, person: PersonId, today: NaiveDate) -> Result<Vec<Missing>> {
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
    let permits = papers.iter().filter_map(|known| known.paper.permit);
    for kind in permits {
        answered.push(Missing::Permit);
        if kind == PermitKind::LongTerm {
            answered.push(Missing::PermitExpiry);
        }
    }
    if let Some((_, PermitStanding::Holds)) = permit_of(conn, &papers, today)? {
        answered.push(Missing::PermitExpiry);
    }
    Ok(answered)
}

/// The last day of somebody's residence permit and how it stands on a day; none of a permit without one, and of who
/// has no permit. Of several it is the one that lasts longest. A permit of long stay does not end: what is renewed is
/// the card.
pub(super) fn permit_of(
    conn: &Connection,
    papers: &[KnownPaper],
    today: NaiveDate,
) -> Result<Option<(NaiveDate, PermitStanding)>> {
    let permits = papers.iter().map(|known| &known.paper);
    let permits = permits.filter(|paper| paper.permit.is_some());
    if permits
        .clone()
        .any(|paper| paper.permit == Some(PermitKind::LongTerm))
    {
        return Ok(None);
    }
    let lasts = permits.filter_map(|paper| Some((paper.expires_on?, paper.issued_on)));
    let Some((expires_on, issued_on)) = lasts.max() else {
        return Ok(None);
    };
    let receipts: Vec<Receipt> = papers
        .iter()
        .filter(|known| known.paper.kind == DocumentKind::PermitReceipt)
        .map(|known| {
            (
                // One that is seen again after that day may be another.
                known.paper.issued_on.max(known.seen_on),
                known.paper.expires_on,
            )
        })
        .collect();
    let grace = number(conn, ParamKey::PermitGraceDays, today)?;
    let grace = Days::new(u64::try_from(grace).unwrap_or_default());
    let standing = permit_standing((issued_on, expires_on), &receipts, grace, today);
    Ok(Some((expires_on, standing)))
}
