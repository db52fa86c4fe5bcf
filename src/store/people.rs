//! People: their facts, identifiers, papers and notices, as acts and queries.
//!
//! Searching is in `search`, interviews in `intakes`. Sealed facts are not here and must not come here.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, ToSql};
use serde::{Deserialize, Serialize};

use super::act::{Act, Before, Column, Query, Reader, Tx};
use super::error::{Error, Result};
use super::looks::Look;
use super::person_keys::{SURNAME, key_of_batch};
use super::search::{PersonHit, after, hit, short_name};
use super::sql::{Day, Ms, Rows};
use crate::domain::Named;
use crate::domain::access::LookAt;
use crate::domain::document::{Channel, DocumentKind, PermitKind, PrivacyKind};
use crate::domain::ids::{DocumentId, PersonId, StaffId, TicketId};
use crate::domain::matching::Cefr;
use crate::domain::person::{
    Checked, ContactRule, Education, EmploymentStatus, Gender, HalfDay, IdentifierKind,
    RegistrySex, Transport, phone_digits,
};
use crate::domain::queue::TicketState;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::text::fold;
use crate::domain::vacancy::{Contract, Shift};

/// The fields of this part whose old and new values are kept by person.
pub const PERSONAL: &[(&str, &str)] = &[
    ("person", "surname"),
    ("person", "name"),
    ("person", "surname_key"),
    ("person", "name_key"),
    ("person", "preferred_name"),
    ("person", "birth_on"),
    ("person", "birth_place"),
    ("person", "birth_place_name"),
    ("person", "registry_sex"),
    ("person", "gender"),
    ("person", "citizenship"),
    ("person", "residence"),
    ("person", "residence_name"),
    ("person", "address"),
    ("person", "postcode"),
    ("person", "phone"),
    ("person", "phone_digits"),
    ("person", "email"),
    ("person", "contact_rule"),
    ("person", "languages"),
    ("person", "italian"),
    ("person", "education"),
    ("person", "wishes"),
    ("person", "skills"),
    ("person", "licence"),
    ("person", "own_car"),
    ("person", "radius_km"),
    ("person", "transport"),
    ("person", "shift"),
    ("person", "hours_min"),
    ("person", "hours_max"),
    ("person", "contracts"),
    ("person", "comes"),
    ("person", "available_from"),
    ("person", "did_on"),
    ("person", "external_id"),
    ("identifier", "value"),
    ("identifier", "root"),
    ("employment", "status"),
    ("employment", "from_on"),
    ("employment", "to_on"),
    ("document", "permit"),
    ("document", "number"),
    ("document", "issuer"),
    ("document", "issued_on"),
    ("document", "expires_on"),
    ("privacy_act", "scope"),
    ("intake", "reason_words"),
    ("note", "text"),
];

/// Columns that follow from others: written and taken back with them, not shown in a history.
pub const DERIVED: &[(&str, &str)] = &[
    ("person", "surname_key"),
    ("person", "name_key"),
    ("person", "phone_digits"),
];

// What is known -------------------------------------------------------------------------------------

/// The facts of a person that the desk records and changes. What is not known is none or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonFacts {
    /// Surname; empty only while an identifier is all that is known.
    pub surname: String,
    /// Name.
    pub name: String,
    /// The name by which the person wants to be called.
    pub preferred_name: Option<String>,
    /// Date of birth.
    pub birth_on: Option<NaiveDate>,
    /// Code of the birthplace in the register of places (`F205`, `Z343`).
    pub birth_place: Option<String>,
    /// The birthplace's name at birth.
    pub birth_place_name: Option<String>,
    /// Sex of the civil registry.
    pub registry_sex: Option<RegistrySex>,
    /// Gender as declared.
    pub gender: Option<Gender>,
    /// Citizenships, ISO 3166 codes of two letters.
    pub citizenship: Vec<String>,
    /// Municipality of residence, ISTAT code.
    pub residence: Option<String>,
    /// Its name.
    pub residence_name: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Phone as typed.
    pub phone: Option<String>,
    /// Mail.
    pub email: Option<String>,
    /// How the person may be reached; none: free.
    pub contact_rule: Option<ContactRule>,
    /// Languages spoken, ISO 639 codes.
    pub languages: Vec<String>,
    /// Italian.
    pub italian: Option<Cefr>,
    /// Highest qualification.
    pub education: Option<Education>,
    /// Occupations wished for, ISCO-08 codes.
    pub wishes: Vec<String>,
    /// Skills, by their labels.
    pub skills: Vec<String>,
    /// Driving licence: `B`, `C`, `CE`.
    pub licence: Option<String>,
    /// Whether there is a car of one's own.
    pub own_car: Option<bool>,
    /// How far from home work may be, in kilometres.
    pub radius_km: Option<u32>,
    /// Usual means of transport.
    pub transport: Option<Transport>,
    /// Hours wished for.
    pub shift: Option<Shift>,
    /// Fewest and most hours a week.
    pub hours: Option<(u16, u16)>,
    /// Kinds of contract wished for; empty: not said.
    pub contracts: Vec<Contract>,
    /// When the person can come, given their hours of care; empty: any time.
    pub comes: Vec<HalfDay>,
    /// First day of work.
    pub available_from: Option<NaiveDate>,
    /// When the person was first registered here.
    pub registered_on: Option<NaiveDate>,
    /// The day of the declaration of immediate availability.
    pub did_on: Option<NaiveDate>,
    /// Who follows the person.
    pub referent: Option<StaffId>,
    /// Identity in the file that the person came from.
    pub external_id: Option<String>,
}

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
    /// Which text: `2026-01`.
    pub version: String,
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

// Acts ----------------------------------------------------------------------------------------------

/// Puts somebody on file. Needs a surname or an identifier; a code that somebody else has is kept as
/// an anomaly, for two records of one person are merged by people, not refused by a machine.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RegisterPerson {
    /// Who.
    pub person: Newcomer,
}

/// Who was registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// The person.
    pub person: PersonId,
    /// Who already has one of the identifiers.
    pub duplicate_of: Option<PersonId>,
}

impl Act for RegisterPerson {
    type Out = Registered;
    const NAME: &'static str = "person.register";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<Registered> {
        register(tx, &self.person)
    }
}

/// Writes the facts of a person as they now are; only what differs is written. Refused when somebody
/// changed the record after version `ver`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangePerson {
    /// Who.
    pub person: PersonId,
    /// The version that the change was made from.
    pub ver: i64,
    /// All the facts, the unchanged ones too.
    pub facts: PersonFacts,
}

impl Act for ChangePerson {
    type Out = ();
    const NAME: &'static str = "person.change";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.about(self.person);
        let identified = || has_identifier(tx.conn(), self.person);
        if self.facts.surname.trim().is_empty() && !identified()? {
            return Err(tx.refuse(Refusal::NameOrCode));
        }
        update_facts(tx, self.person, Some(self.ver), &self.facts)
    }
}

/// Records an identifier, or corrects the one of its kind. Answers who already has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IdentifyPerson {
    /// Who.
    pub person: PersonId,
    /// The code or number.
    pub identifier: Identification,
    /// The code on record from which it was changed.
    #[serde(default)]
    pub before: Before<String>,
}

impl Act for IdentifyPerson {
    type Out = Option<PersonId>;
    const NAME: &'static str = "person.identify";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<Option<PersonId>> {
        tx.about(self.person);
        known(tx.conn(), self.person)?;
        identify_seen(tx, self.person, &self.identifier, &self.before)
    }
}

/// Records an employment status: the period before it ends where it begins.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetEmployment {
    /// Who.
    pub person: PersonId,
    /// The status and its first day.
    pub employment: Employment,
    /// The status on record from which it was changed.
    #[serde(default)]
    pub before: Before<Employment>,
}

impl Act for SetEmployment {
    type Out = ();
    const NAME: &'static str = "person.employment";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.about(self.person);
        known(tx.conn(), self.person)?;
        employ_seen(tx, self.person, self.employment, &self.before)
    }
}

/// Records that a paper was seen: what matters is who saw it and when, rarely a copy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SeeDocument {
    /// Whose.
    pub person: PersonId,
    /// The paper.
    pub paper: Paper,
}

impl Act for SeeDocument {
    type Out = DocumentId;
    const NAME: &'static str = "person.document";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<DocumentId> {
        tx.about(self.person);
        known(tx.conn(), self.person)?;
        see(tx, self.person, &self.paper)
    }
}

/// Records which privacy notice was given, in which language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GivePrivacyNotice {
    /// To whom.
    pub person: PersonId,
    /// Which.
    pub notice: Notice,
}

impl Act for GivePrivacyNotice {
    type Out = ();
    const NAME: &'static str = "person.notice";
    const RIGHT: Right = Right::PeopleWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.about(self.person);
        known(tx.conn(), self.person)?;
        notify(tx, self.person, &self.notice)
    }
}

// Writing, shared with intakes ------------------------------------------------------------------------

/// Writes a new person with identifiers and status: what [`RegisterPerson`] does, and what a long batch
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
        day(newcomer.facts.registered_on.or(Some(tx.today()))),
    ));
    columns.push(("last_contact_on", day(newcomer.last_contact_on)));
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
pub(super) fn update_facts(
    tx: &Tx<'_>,
    person: PersonId,
    ver: Option<i64>,
    facts: &PersonFacts,
) -> Result<()> {
    let mut columns = stored(facts);
    columns.push(("registered_on", day(facts.registered_on)));
    tx.update("person", person, ver, &borrowed(&columns))
}

/// Writes an identifier; answers who else has it. The person's own one of that kind is corrected.
pub(super) fn identify(
    tx: &Tx<'_>,
    person: PersonId,
    given: &Identification,
) -> Result<Option<PersonId>> {
    let own = tx.conn().maybe(
        "SELECT id FROM identifier WHERE person = ?1 AND kind = ?2 ORDER BY n DESC LIMIT 1",
        (person, given.kind),
        |row| row.get::<_, super::sql::Id>(0),
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
pub(super) fn identify_seen(
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
fn owner(
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
pub(super) fn employ(tx: &Tx<'_>, person: PersonId, employment: Employment) -> Result<()> {
    let present = tx.conn().maybe(
        "SELECT id, status FROM employment WHERE person = ?1 AND to_on IS NULL ORDER BY n DESC LIMIT 1",
        [person],
        |row| Ok((row.get::<_, super::sql::Id>(0)?.0, row.get(1)?)),
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
pub(super) fn employ_seen(
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

/// Writes that a paper was seen: the one of its kind on record, or a new one.
pub(super) fn see(tx: &Tx<'_>, person: PersonId, paper: &Paper) -> Result<DocumentId> {
    let on_record = tx.conn().maybe(
        "SELECT id FROM document WHERE person = ?1 AND kind = ?2 ORDER BY n DESC LIMIT 1",
        (person, paper.kind),
        |row| row.get(0),
    )?;
    let (seen_by, seen_on) = (tx.staff().id, Day(tx.today()));
    let (issued_on, expires_on) = (paper.issued_on.map(Day), paper.expires_on.map(Day));
    let mut columns: Vec<Column<'_>> = vec![("seen_by", &seen_by), ("seen_on", &seen_on)];
    let details: [(bool, Column<'_>); 6] = [
        (paper.permit.is_some(), ("permit", &paper.permit)),
        (paper.number.is_some(), ("number", &paper.number)),
        (paper.issuer.is_some(), ("issuer", &paper.issuer)),
        (issued_on.is_some(), ("issued_on", &issued_on)),
        (expires_on.is_some(), ("expires_on", &expires_on)),
        (paper.copy_kept, ("copy_kept", &paper.copy_kept)),
    ];
    columns.extend(details.iter().filter(|d| d.0).map(|d| d.1));
    match on_record {
        Some(id) => {
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
pub(super) fn notify(tx: &Tx<'_>, person: PersonId, notice: &Notice) -> Result<()> {
    tx.insert(
        "privacy_act",
        tx.new_id::<ulid::Ulid>(),
        &[
            ("person", &person),
            ("kind", &PrivacyKind::Notice),
            ("version", &notice.version),
            ("lang", &notice.lang),
            ("channel", &notice.channel),
            ("given_on", &Day(tx.today())),
        ],
    )
}

/// Notes that the person was here today.
pub(super) fn touch(tx: &Tx<'_>, person: PersonId) -> Result<()> {
    tx.update(
        "person",
        person,
        None,
        &[("last_contact_on", &Day(tx.today()))],
    )
}

/// Nothing if the person is on file, else [`Error::NotFound`].
pub(super) fn known(conn: &Connection, person: PersonId) -> Result<()> {
    if conn.exists("SELECT 1 FROM person WHERE id = ?1", [person])? {
        Ok(())
    } else {
        Err(Error::not_found("person", person))
    }
}

fn has_identifier(conn: &Connection, person: PersonId) -> Result<bool> {
    conn.exists("SELECT 1 FROM identifier WHERE person = ?1", [person])
}

/// A code in capitals, without what people type between its letters.
fn plain(code: &str) -> String {
    code.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

// How facts are stored --------------------------------------------------------------------------------

fn text(value: Option<&String>) -> Value {
    let kept = value
        .map(|text| text.trim())
        .filter(|text| !text.is_empty());
    kept.map(str::to_owned).into()
}

fn word<T: Named>(value: Option<T>) -> Value {
    value.map(|value| value.code().to_owned()).into()
}

fn day(value: Option<NaiveDate>) -> Value {
    value.map(|day| day.to_string()).into()
}

fn list(values: &[String]) -> Value {
    serde_json::Value::from(values).to_string().into()
}

/// The columns of the facts, those that follow from them included.
fn stored(facts: &PersonFacts) -> Vec<(&'static str, Value)> {
    let (surname, name) = (facts.surname.trim(), facts.name.trim());
    let digits = facts.phone.as_deref().and_then(phone_digits);
    let mut columns = Vec::with_capacity(40);
    columns.extend([
        ("surname", surname.to_owned().into()),
        ("name", name.to_owned().into()),
        ("surname_key", fold(surname).into()),
        ("name_key", fold(name).into()),
        ("preferred_name", text(facts.preferred_name.as_ref())),
        ("birth_on", day(facts.birth_on)),
        ("birth_place", text(facts.birth_place.as_ref())),
        ("birth_place_name", text(facts.birth_place_name.as_ref())),
        ("registry_sex", word(facts.registry_sex)),
        ("gender", word(facts.gender)),
        ("citizenship", list(&facts.citizenship)),
        ("residence", text(facts.residence.as_ref())),
        ("residence_name", text(facts.residence_name.as_ref())),
        ("address", text(facts.address.as_ref())),
        ("postcode", text(facts.postcode.as_ref())),
        ("phone", text(facts.phone.as_ref())),
        ("phone_digits", digits.into()),
        ("email", text(facts.email.as_ref())),
        ("contact_rule", word(facts.contact_rule)),
        ("languages", list(&facts.languages)),
        ("italian", word(facts.italian)),
        ("education", word(facts.education)),
        ("wishes", list(&facts.wishes)),
        ("skills", list(&facts.skills)),
        ("licence", text(facts.licence.as_ref())),
        ("own_car", facts.own_car.into()),
        ("radius_km", facts.radius_km.into()),
        ("transport", word(facts.transport)),
        ("shift", word(facts.shift)),
        ("hours_min", facts.hours.map(|hours| hours.0).into()),
        ("hours_max", facts.hours.map(|hours| hours.1).into()),
        ("contracts", codes(&facts.contracts)),
        ("comes", codes(&facts.comes)),
        ("available_from", day(facts.available_from)),
        ("did_on", day(facts.did_on)),
        ("referent", facts.referent.map(|id| id.to_string()).into()),
        ("external_id", text(facts.external_id.as_ref())),
    ]);
    columns
}

fn borrowed<'v>(columns: &'v [(&'static str, Value)]) -> Vec<Column<'v>> {
    columns
        .iter()
        .map(|(name, value)| (*name, value as &dyn ToSql))
        .collect()
}

const FACTS: &str =
    "surname, name, preferred_name, birth_on, birth_place, birth_place_name, registry_sex,
    gender, citizenship, residence, residence_name, address, postcode, phone, email, contact_rule,
    languages, italian, education, wishes, skills, licence, own_car, radius_km, transport, shift,
    hours_min, hours_max, contracts, comes, available_from, registered_on, did_on, referent, external_id";

/// A JSON array of text; what is not one is an empty list.
pub(super) fn texts(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<String>> {
    let json: String = row.get(column)?;
    Ok(serde_json::from_str(&json).unwrap_or_default())
}

/// The values of a closed set in a JSON array of their codes.
pub(super) fn named<T: FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<T>> {
    let codes = texts(row, column)?;
    Ok(codes.iter().filter_map(|code| code.parse().ok()).collect())
}

fn codes<T: Named>(values: &[T]) -> Value {
    let codes: Vec<String> = values.iter().map(|value| value.code().to_owned()).collect();
    list(&codes)
}

fn date(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<NaiveDate>> {
    Ok(row.get::<_, Option<Day>>(column)?.map(|day| day.0))
}

fn read_facts(row: &Row<'_>) -> rusqlite::Result<PersonFacts> {
    Ok(PersonFacts {
        surname: row.get("surname")?,
        name: row.get("name")?,
        preferred_name: row.get("preferred_name")?,
        birth_on: date(row, "birth_on")?,
        birth_place: row.get("birth_place")?,
        birth_place_name: row.get("birth_place_name")?,
        registry_sex: row.get("registry_sex")?,
        gender: row.get("gender")?,
        citizenship: texts(row, "citizenship")?,
        residence: row.get("residence")?,
        residence_name: row.get("residence_name")?,
        address: row.get("address")?,
        postcode: row.get("postcode")?,
        phone: row.get("phone")?,
        email: row.get("email")?,
        contact_rule: row.get("contact_rule")?,
        languages: texts(row, "languages")?,
        italian: row.get("italian")?,
        education: row.get("education")?,
        wishes: texts(row, "wishes")?,
        skills: texts(row, "skills")?,
        licence: row.get("licence")?,
        own_car: row.get("own_car")?,
        radius_km: row.get("radius_km")?,
        transport: row.get("transport")?,
        shift: row.get("shift")?,
        hours: row
            .get::<_, Option<u16>>("hours_min")?
            .zip(row.get("hours_max")?),
        contracts: named(row, "contracts")?,
        comes: named(row, "comes")?,
        available_from: date(row, "available_from")?,
        registered_on: date(row, "registered_on")?,
        did_on: date(row, "did_on")?,
        referent: row.get("referent")?,
        external_id: row.get("external_id")?,
    })
}

/// The facts on record and their version.
pub(super) fn facts_of(conn: &Connection, person: PersonId) -> Result<(PersonFacts, i64)> {
    conn.maybe(
        &format!("SELECT {FACTS}, ver FROM person WHERE id = ?1"),
        [person],
        |row| Ok((read_facts(row)?, row.get("ver")?)),
    )?
    .ok_or_else(|| Error::not_found("person", person))
}

// Reading -------------------------------------------------------------------------------------------

/// One person's record. Opening it is logged.
#[derive(Debug, Clone, Copy)]
pub struct PersonFile {
    /// Who.
    pub person: PersonId,
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

/// A notice or consent on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivacyAct {
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
    /// Version, for [`ChangePerson`].
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
    /// The last intake.
    pub intake: Option<super::intakes::IntakeRow>,
    /// The ticket of today that is not settled.
    pub ticket: Option<LiveTicket>,
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

impl Query for PersonFile {
    type Out = PersonRecord;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::open(self.person, LookAt::Record))
    }

    fn run(&self, db: &Reader<'_>) -> Result<PersonRecord> {
        let (conn, id) = (db.conn, self.person);
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
            intake: super::intakes::last_of(conn, id)?,
            ticket: live_ticket_of(conn, id, db.today())?,
            notes: count("SELECT count(*) FROM note WHERE person = ?1")?,
            contacts: count("SELECT count(DISTINCT ticket) FROM contact WHERE person = ?1")?,
        })
    }
}

fn identifiers_of(conn: &Connection, person: PersonId) -> Result<Vec<KnownIdentifier>> {
    let mut known = conn.all(
        "SELECT kind, value, checked FROM identifier WHERE person = ?1 ORDER BY n",
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

fn employment_of(conn: &Connection, person: PersonId) -> Result<Vec<Period>> {
    conn.all(
        "SELECT status, from_on, to_on FROM employment WHERE person = ?1
         ORDER BY to_on IS NULL DESC, to_on DESC, n DESC",
        [person],
        |row| {
            Ok(Period {
                status: row.get(0)?,
                from_on: date(row, "from_on")?,
                to_on: date(row, "to_on")?,
            })
        },
    )
}

/// The papers of a person, last seen first.
pub(super) fn documents_of(conn: &Connection, person: PersonId) -> Result<Vec<KnownPaper>> {
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
                    issued_on: date(row, "issued_on")?,
                    expires_on: date(row, "expires_on")?,
                    copy_kept: row.get("copy_kept")?,
                },
                seen_by: row.get("seen_by")?,
                seen_on: date(row, "seen_on")?,
            })
        },
    )
}

fn privacy_of(conn: &Connection, person: PersonId) -> Result<Vec<PrivacyAct>> {
    conn.all(
        "SELECT kind, version, lang, channel, given_on, revoked_on FROM privacy_act
         WHERE person = ?1 ORDER BY given_on DESC, n DESC",
        [person],
        |row| {
            Ok(PrivacyAct {
                kind: row.get(0)?,
                version: row.get(1)?,
                lang: row.get(2)?,
                channel: row.get(3)?,
                given_on: row.get::<_, Day>(4)?.0,
                revoked_on: date(row, "revoked_on")?,
            })
        },
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

/// The doubtful and repeated codes, last recorded first.
#[derive(Debug, Clone, Copy)]
pub struct Anomalies {
    /// How many at most.
    pub limit: usize,
}

/// A doubtful or repeated code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anomaly {
    /// Whose.
    pub person: PersonId,
    /// `ROSSI Maria`.
    pub who: String,
    /// Date of birth.
    pub birth_on: Option<NaiveDate>,
    /// Which kind of code.
    pub kind: IdentifierKind,
    /// The code.
    pub value: String,
    /// Who else has it, by name; none: the code itself is wrong.
    pub also: Option<(PersonId, String)>,
}

impl Query for Anomalies {
    /// How many there are, and the first of them.
    type Out = (usize, Vec<Anomaly>);
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::Codes))
    }

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        let conn = db.conn;
        let total = conn.value::<i64>(
            "SELECT count(*) FROM identifier i JOIN person p ON p.id = i.person WHERE i.checked = 'anomaly'
             AND (p.batch IS NULL OR p.batch NOT IN (SELECT id FROM batch WHERE state <> 'published'))",
            [],
        )?;
        let mut rows = conn.all(
            "SELECT p.id, p.surname, p.name, p.birth_on, i.kind, i.value
             FROM identifier i JOIN person p ON p.id = i.person WHERE i.checked = 'anomaly'
             AND (p.batch IS NULL OR p.batch NOT IN (SELECT id FROM batch WHERE state <> 'published'))
             ORDER BY i.n DESC LIMIT ?1",
            [self.limit as i64],
            |row| {
                Ok(Anomaly {
                    person: row.get(0)?,
                    who: short_name(&row.get::<_, String>(1)?, &row.get::<_, String>(2)?),
                    birth_on: date(row, "birth_on")?,
                    kind: row.get(4)?,
                    value: row.get(5)?,
                    also: None,
                })
            },
        )?;
        for row in &mut rows {
            if let Some(other) = owner(conn, row.kind, &row.value, row.person)? {
                row.also = Some((other, who(conn, other)?));
            }
        }
        Ok((total as usize, rows))
    }
}

/// `ROSSI Maria`.
pub(super) fn who(conn: &Connection, person: PersonId) -> Result<String> {
    conn.one(
        "SELECT surname, name FROM person WHERE id = ?1",
        [person],
        |row| {
            Ok(short_name(
                &row.get::<_, String>(0)?,
                &row.get::<_, String>(1)?,
            ))
        },
    )
}

/// Everybody, by surname and name, page by page.
#[derive(Debug, Clone, Default)]
pub struct PeopleList {
    /// Where the page before ended; none for the first.
    pub after: Option<Cursor>,
    /// How many at most.
    pub limit: usize,
}

/// The end of a page of [`PeopleList`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    key: String,
    n: i64,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeoplePage {
    /// The people.
    pub rows: Vec<PersonHit>,
    /// Where the next page begins; none after the last.
    pub next: Option<Cursor>,
}

impl Query for PeopleList {
    type Out = PeoplePage;
    const RIGHT: Right = Right::PeopleRead;

    fn look(&self) -> Option<Look> {
        Some(Look::list(LookAt::People))
    }

    fn run(&self, db: &Reader<'_>) -> Result<PeoplePage> {
        let (key, n) = match &self.after {
            Some(cursor) => (cursor.key.as_str(), cursor.n),
            None => (SURNAME, 0),
        };
        let found: Vec<Cursor> = db.conn.all(
            "SELECT key, n FROM person_key WHERE (key, n) > (?1, ?2) AND key < ?4 ORDER BY key, n LIMIT ?3",
            (key, n, self.limit as i64, after(SURNAME)),
            |row| Ok(Cursor { key: row.get(0)?, n: row.get(1)? }),
        )?;
        let mut rows = Vec::with_capacity(found.len());
        for cursor in &found {
            rows.extend(hit(db.conn, cursor.n)?);
        }
        let full = found.len() == self.limit;
        Ok(PeoplePage {
            rows,
            next: found.into_iter().next_back().filter(|_| full),
        })
    }
}
