//! The facts of a person: what they are, how they are stored and read.

use std::str::FromStr;

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, ToSql};
use serde::{Deserialize, Serialize};

use crate::domain::Named;
use crate::domain::ids::{PersonId, StaffId};
use crate::domain::interview::DayPart;
use crate::domain::matching::Cefr;
use crate::domain::person::{
    ContactRule, Education, Gender, HalfDay, Pursuit, RegistrySex, Transport, phone_digits,
};
use crate::domain::text::fold;
use crate::domain::vacancy::{Contract, Shift};
use crate::store::act::Column;
use crate::store::error::{Error, Result};
use crate::store::sql::{Rows, day};

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
    /// Phone as typed; empty of who says that there is none.
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
    /// Driving licence: `B`, `C`, `CE`; empty of who says that there is none.
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
    /// Parts of days in which the person can work; empty: not said.
    pub days: Vec<DayPart>,
    /// What fills the days at present; empty: not said.
    pub pursuits: Vec<Pursuit>,
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

fn text(value: Option<&String>) -> Value {
    let kept = value
        .map(|text| text.trim())
        .filter(|text| !text.is_empty());
    kept.map(str::to_owned).into()
}

/// A text of which it is known, too, that there is none: then it is empty.
fn known(value: Option<&String>) -> Value {
    value.map(|text| text.trim().to_owned()).into()
}

fn word<T: Named>(value: Option<T>) -> Value {
    value.map(|value| value.code().to_owned()).into()
}

pub(super) fn stored_day(value: Option<NaiveDate>) -> Value {
    value.map(|day| day.to_string()).into()
}

fn list(values: &[String]) -> Value {
    serde_json::Value::from(values).to_string().into()
}

/// The columns of the facts, those that follow from them included.
pub(super) fn stored(facts: &PersonFacts) -> Vec<(&'static str, Value)> {
    let (surname, name) = (facts.surname.trim(), facts.name.trim());
    let digits = facts.phone.as_deref().and_then(phone_digits);
    let mut columns = Vec::with_capacity(40);
    columns.extend([
        ("surname", surname.to_owned().into()),
        ("name", name.to_owned().into()),
        ("surname_key", fold(surname).into()),
        ("name_key", fold(name).into()),
        ("preferred_name", text(facts.preferred_name.as_ref())),
        ("birth_on", stored_day(facts.birth_on)),
        ("birth_place", text(facts.birth_place.as_ref())),
        ("birth_place_name", text(facts.birth_place_name.as_ref())),
        ("registry_sex", word(facts.registry_sex)),
        ("gender", word(facts.gender)),
        ("citizenship", list(&facts.citizenship)),
        ("residence", text(facts.residence.as_ref())),
        ("residence_name", text(facts.residence_name.as_ref())),
        ("address", text(facts.address.as_ref())),
        ("postcode", text(facts.postcode.as_ref())),
        ("phone", known(facts.phone.as_ref())),
        ("phone_digits", digits.into()),
        ("email", text(facts.email.as_ref())),
        ("contact_rule", word(facts.contact_rule)),
        ("languages", list(&facts.languages)),
        ("italian", word(facts.italian)),
        ("education", word(facts.education)),
        ("wishes", list(&facts.wishes)),
        ("skills", list(&facts.skills)),
        ("licence", known(facts.licence.as_ref())),
        ("own_car", facts.own_car.into()),
        ("radius_km", facts.radius_km.into()),
        ("transport", word(facts.transport)),
        ("shift", word(facts.shift)),
        ("hours_min", facts.hours.map(|hours| hours.0).into()),
        ("hours_max", facts.hours.map(|hours| hours.1).into()),
        ("contracts", codes(&facts.contracts)),
        ("comes", codes(&facts.comes)),
        ("days", codes(&facts.days)),
        ("pursuits", codes(&facts.pursuits)),
        ("available_from", stored_day(facts.available_from)),
        ("did_on", stored_day(facts.did_on)),
        ("referent", facts.referent.map(|id| id.to_string()).into()),
        ("external_id", text(facts.external_id.as_ref())),
    ]);
    columns
}

pub(super) fn borrowed<'v>(columns: &'v [(&'static str, Value)]) -> Vec<Column<'v>> {
    columns
        .iter()
        .map(|(name, value)| (*name, value as &dyn ToSql))
        .collect()
}

const FACTS: &str =
    "surname, name, preferred_name, birth_on, birth_place, birth_place_name, registry_sex,
    gender, citizenship, residence, residence_name, address, postcode, phone, email, contact_rule,
    languages, italian, education, wishes, skills, licence, own_car, radius_km, transport, shift,
    hours_min, hours_max, contracts, comes, days, pursuits, available_from, registered_on, did_on, referent, external_id";

/// A JSON array of text; what is not one is an empty list.
pub(in crate::store) fn texts(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<String>> {
    let json: String = row.get(column)?;
    Ok(serde_json::from_str(&json).unwrap_or_default())
}

/// The values of a closed set in a JSON array of their codes.
pub(in crate::store) fn named<T: FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<T>> {
    let codes = texts(row, column)?;
    Ok(codes.iter().filter_map(|code| code.parse().ok()).collect())
}

fn codes<T: Named>(values: &[T]) -> Value {
    let codes: Vec<String> = values.iter().map(|value| value.code().to_owned()).collect();
    list(&codes)
}

fn read_facts(row: &Row<'_>) -> rusqlite::Result<PersonFacts> {
    Ok(PersonFacts {
        surname: row.get("surname")?,
        name: row.get("name")?,
        preferred_name: row.get("preferred_name")?,
        birth_on: day(row, "birth_on")?,
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
        days: named(row, "days")?,
        pursuits: named(row, "pursuits")?,
        available_from: day(row, "available_from")?,
        registered_on: day(row, "registered_on")?,
        did_on: day(row, "did_on")?,
        referent: row.get("referent")?,
        external_id: row.get("external_id")?,
    })
}

/// The facts on record and their version.
pub(in crate::store) fn facts_of(
    conn: &Connection,
    person: PersonId,
) -> Result<(PersonFacts, i64)> {
    conn.maybe(
        &format!("SELECT {FACTS}, ver FROM person WHERE id = ?1"),
        [person],
        |row| Ok((read_facts(row)?, row.get("ver")?)),
    )?
    .ok_or_else(|| Error::not_found("person", person))
}
