//! Writing a person and what belongs to one: what the acts, the intakes and the long batches share.

use chrono::NaiveDate;
use rusqlite::{Connection, ToSql};
use serde::{Deserialize, Serialize};

use super::acts::Registered;
use super::facts::{PersonFacts, borrowed, stored, stored_day};
use super::record::{employment_of, identifiers_of};
use crate::domain::document::{Channel, DocumentKind, PermitKind, PrivacyKind};
use crate::domain::ids::{DocumentId, PersonId};
use crate::domain::param::ParamKey;
use crate::domain::person::{Checked, EmploymentStatus, IdentifierKind};
use crate::domain::refusal::Refusal;
use crate::store::act::{Before, Column, Tx};
use crate::store::error::{Error, Result};
use crate::store::params::value;
use crate::store::person_keys::key_of_batch;
use crate::store::sql::{Day, Rows, day};

/// A code or number that says who somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identification {
    /// Which.
    pub kind: IdentifierKind,
    /// As written; kept in capitals without spaces.
    pub value: String,
    /// The code with its replaced digits read back, where that differs.
    #[serde(default)]
    pub root: Option<String>,
    /// What was found when it was looked at. A code that somebody else has becomes an anomaly in any case.
    pub checked: Checked,
}

/// An employment status and its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employment {
    /// Which.
    pub status: EmploymentStatus,
    /// Since when.
    pub since: Option<NaiveDate>,
}

/// A paper seen at the desk. What is none leaves what is on record as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Which.
    pub kind: DocumentKind,
    /// Of a residence permit: why it is held.
    #[serde(default)]
    pub permit: Option<PermitKind>,
    /// Its number.
    #[serde(default)]
    pub number: Option<String>,
    /// Who gave it out.
    #[serde(default)]
    pub issuer: Option<String>,
    /// When.
    #[serde(default)]
    pub issued_on: Option<NaiveDate>,
    /// Its last day.
    #[serde(default)]
    pub expires_on: Option<NaiveDate>,
    /// Whether a copy is kept; usually not.
    #[serde(default)]
    pub copy_kept: bool,
}

impl Paper {
    /// A paper of which only the kind matters.
    pub fn of(kind: DocumentKind) -> Self {
        Self {
            kind,
            permit: None,
            number: None,
            issuer: None,
            issued_on: None,
            expires_on: None,
            copy_kept: false,
        }
    }
}

/// A privacy notice handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Which text: `2026-01`; none for the one that the office hands over on the day
    /// ([`ParamKey::NoticeVersion`]).
    pub version: Option<String>,
    /// In which language, ISO 639.
    pub lang: String,
    /// How.
    pub channel: Channel,
}

/// Somebody who is not on file yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Newcomer {
    /// The facts.
    pub facts: PersonFacts,
    /// Codes and numbers.
    pub identifiers: Vec<Identification>,
    /// Employment status.
    pub employment: Option<Employment>,
    /// The day of the last contact, of somebody who comes from a file.
    pub last_contact_on: Option<NaiveDate>,
}

/// Writes a new person with identifiers and status: what [`RegisterPerson`](super::RegisterPerson) does, and what a long batch
/// does for each of its rows, in the batch that hides them.
///
/// [`Refusal::NameOrCode`] for who has neither surname nor identifier.
pub fn register(tx: &Tx<'_>, newcomer: &Newcomer) -> Result<Registered> {
    let named = !newcomer.facts.surname.trim().is_empty();
    if !named
        && newcomer
            .identifiers
            .iter()
            .all(|c| plain(&c.value).is_empty())
    {
        return Err(tx.refuse(Refusal::NameOrCode));
    }
    let person: PersonId = tx.new_id();
    tx.about(person);
    let mut columns = stored(&newcomer.facts);
    columns.push((
        "registered_on",
        stored_day(newcomer.facts.registered_on.or(Some(tx.today()))),
    ));
    columns.push(("last_contact_on", stored_day(newcomer.last_contact_on)));
    columns.push(("batch", tx.batch().map(|id| id.to_string()).into()));
    tx.insert("person", person, &borrowed(&columns))?;
    key_of_batch(tx, &newcomer.facts);
    let mut duplicate_of = None;
    for (i, identifier) in newcomer.identifiers.iter().enumerate() {
        let other = if i == 0 {
            write_identifier(tx, person, identifier, None)?
        } else {
            identify(tx, person, identifier)?
        };
        duplicate_of = other.or(duplicate_of);
    }
    if let Some(employment) = newcomer.employment {
        begin(tx, person, employment)?;
    }
    Ok(Registered {
        person,
        duplicate_of,
    })
}

/// Writes the facts that differ from those on record.
pub(in crate::store) fn update_facts(
    tx: &Tx<'_>,
    person: PersonId,
    ver: Option<i64>,
    facts: &PersonFacts,
) -> Result<()> {
    let mut columns = stored(facts);
    columns.push(("registered_on", stored_day(facts.registered_on)));
    tx.update("person", person, ver, &borrowed(&columns))
}

/// Writes an identifier; answers who else has it. The person's own one of that kind is corrected.
pub(in crate::store) fn identify(
    tx: &Tx<'_>,
    person: PersonId,
    given: &Identification,
) -> Result<Option<PersonId>> {
    let own = tx.conn().maybe(
        "SELECT id FROM identifier WHERE person = ?1 AND kind = ?2 AND former = 0 ORDER BY n DESC LIMIT 1",
        (person, given.kind),
        |row| row.get::<_, crate::store::sql::Id>(0),
    )?;
    write_identifier(tx, person, given, own.map(|id| id.0))
}

/// Writes an identifier in the place of the person's own one of that kind, if there is one.
fn write_identifier(
    tx: &Tx<'_>,
    person: PersonId,
    given: &Identification,
    own: Option<ulid::Ulid>,
) -> Result<Option<PersonId>> {
    let value = plain(&given.value);
    if value.is_empty() {
        return Ok(None);
    }
    let other = owner(tx.conn(), given.kind, &value, person)?;
    let checked = if other.is_some() {
        Checked::Anomaly
    } else {
        given.checked
    };
    let root = given
        .root
        .as_deref()
        .map(plain)
        .filter(|root| *root != value);
    let columns: [Column<'_>; 3] = [("value", &value), ("root", &root), ("checked", &checked)];
    match own {
        Some(id) => tx.update("identifier", id, None, &columns)?,
        None => {
            let mut all: Vec<Column<'_>> = vec![("person", &person), ("kind", &given.kind)];
            all.extend(columns);
            tx.insert("identifier", tx.new_id::<ulid::Ulid>(), &all)?;
        }
    }
    Ok(other)
}

/// The same, unless another code stands there than the one that was seen.
pub(in crate::store) fn identify_seen(
    tx: &Tx<'_>,
    person: PersonId,
    given: &Identification,
    seen: &Before<String>,
) -> Result<Option<PersonId>> {
    let known = identifiers_of(tx.conn(), person)?;
    let now = known.first().map(|known| &known.value);
    if now != Some(&plain(&given.value)) && seen.is_past(now) {
        return Err(tx.conflict("person", person.0));
    }
    identify(tx, person, given)
}

/// Who else has the identifier: first who has it for certain.
pub(super) fn owner(
    conn: &Connection,
    kind: IdentifierKind,
    value: &str,
    but: PersonId,
) -> Result<Option<PersonId>> {
    for checked in ["= 'ok'", "<> 'ok'"] {
        let found = conn.maybe(
            &format!(
                "SELECT person FROM identifier WHERE value = ?1 AND kind = ?2 AND person <> ?3
                 AND checked {checked} ORDER BY n LIMIT 1"
            ),
            (value, kind, but),
            |row| row.get(0),
        )?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Writes a status: corrects the day of the present one, or ends it and begins another.
pub(in crate::store) fn employ(
    tx: &Tx<'_>,
    person: PersonId,
    employment: Employment,
) -> Result<()> {
    let present = tx.conn().maybe(
        "SELECT id, status FROM employment WHERE person = ?1 AND to_on IS NULL ORDER BY n DESC LIMIT 1",
        [person],
        |row| Ok((row.get::<_, crate::store::sql::Id>(0)?.0, row.get(1)?)),
    )?;
    let since = employment.since.map(Day);
    match present {
        Some((id, status)) if employment.status == status => match since {
            Some(since) => tx.update("employment", id, None, &[("from_on", &since)]),
            None => Ok(()),
        },
        Some((id, _)) => {
            let end = since.unwrap_or(Day(tx.today()));
            tx.update("employment", id, None, &[("to_on", &end)])?;
            begin(tx, person, employment)
        }
        None => begin(tx, person, employment),
    }
}

/// The same, unless another status stands there than the one that was seen.
pub(in crate::store) fn employ_seen(
    tx: &Tx<'_>,
    person: PersonId,
    employment: Employment,
    seen: &Before<Employment>,
) -> Result<()> {
    let periods = employment_of(tx.conn(), person)?;
    let now = periods.iter().find(|period| period.to_on.is_none());
    let now = now.map(|present| Employment {
        status: present.status,
        since: present.from_on,
    });
    if now != Some(employment) && seen.is_past(now.as_ref()) {
        return Err(tx.conflict("person", person.0));
    }
    employ(tx, person, employment)
}

fn begin(tx: &Tx<'_>, person: PersonId, employment: Employment) -> Result<()> {
    tx.insert(
        "employment",
        tx.new_id::<ulid::Ulid>(),
        &[
            ("person", &person),
            ("status", &employment.status),
            ("from_on", &employment.since.map(Day)),
        ],
    )
}

/// Writes that a paper was seen: the one of its kind on record, or a new one. With another first or last day it is
/// another paper of the kind, and so is the receipt of a renewal after the last day of the one before: of the days on
/// record none is kept then.
pub(in crate::store) fn see(tx: &Tx<'_>, person: PersonId, paper: &Paper) -> Result<DocumentId> {
    let on_record = tx.conn().maybe(
        "SELECT id, issued_on, expires_on FROM document WHERE person = ?1 AND kind = ?2 ORDER BY n DESC LIMIT 1",
        (person, paper.kind),
        |row| Ok((row.get::<_, DocumentId>(0)?, day(row, 1)?, day(row, 2)?)),
    )?;
    let is_another = on_record.is_some_and(|(_, issued_on, expires_on)| {
        let differs = |seen: Option<NaiveDate>, known: Option<NaiveDate>| {
            seen.zip(known).is_some_and(|(seen, known)| seen != known)
        };
        let receipt = paper.kind == DocumentKind::PermitReceipt
            && expires_on.is_some_and(|last| last < tx.today());
        receipt || differs(paper.issued_on, issued_on) || differs(paper.expires_on, expires_on)
    });
    let (seen_by, seen_on) = (tx.staff().id, Day(tx.today()));
    let (issued_on, expires_on) = (paper.issued_on.map(Day), paper.expires_on.map(Day));
    let mut columns: Vec<Column<'_>> = vec![("seen_by", &seen_by), ("seen_on", &seen_on)];
    let details: [(bool, Column<'_>); 6] = [
        (paper.permit.is_some(), ("permit", &paper.permit)),
        (paper.number.is_some(), ("number", &paper.number)),
        (paper.issuer.is_some(), ("issuer", &paper.issuer)),
        (is_another || issued_on.is_some(), ("issued_on", &issued_on)),
        (
            is_another || expires_on.is_some(),
            ("expires_on", &expires_on),
        ),
        (paper.copy_kept, ("copy_kept", &paper.copy_kept)),
    ];
    columns.extend(details.iter().filter(|d| d.0).map(|d| d.1));
    match on_record {
        Some((id, ..)) => {
            tx.update("document", id, None, &columns)?;
            Ok(id)
        }
        None => {
            let id: DocumentId = tx.new_id();
            columns.extend([("person", &person as &dyn ToSql), ("kind", &paper.kind)]);
            tx.insert("document", id, &columns)?;
            Ok(id)
        }
    }
}

/// Writes that a privacy notice was given today.
pub(in crate::store) fn notify(tx: &Tx<'_>, person: PersonId, notice: &Notice) -> Result<()> {
    let version = match &notice.version {
        Some(version) => version.clone(),
        None => value(tx.conn(), ParamKey::NoticeVersion, tx.today())?,
    };
    tx.insert(
        "privacy_act",
        tx.new_id::<ulid::Ulid>(),
        &[
            ("person", &person),
            ("kind", &PrivacyKind::Notice),
            ("version", &version),
            ("lang", &notice.lang),
            ("channel", &notice.channel),
            ("given_on", &Day(tx.today())),
        ],
    )
}

/// Notes that the person was here today.
pub(in crate::store) fn touch(tx: &Tx<'_>, person: PersonId) -> Result<()> {
    tx.update(
        "person",
        person,
        None,
        &[("last_contact_on", &Day(tx.today()))],
    )
}

/// Nothing if the person is on file, else [`Error::NotFound`]; [`Refusal::MergedInto`] of a record that is part of
/// another.
pub(in crate::store) fn known(conn: &Connection, person: PersonId) -> Result<()> {
    if !conn.exists("SELECT 1 FROM person WHERE id = ?1", [person])? {
        return Err(Error::not_found("person", person));
    }
    super::merge::not_merged(conn, &person)
}

pub(super) fn has_identifier(conn: &Connection, person: PersonId) -> Result<bool> {
    conn.exists("SELECT 1 FROM identifier WHERE person = ?1", [person])
}

/// A code in capitals, without what people type between its letters.
fn plain(code: &str) -> String {
    code.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}
