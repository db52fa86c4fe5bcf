//! People from a file and into one: one row becomes one newcomer, and the other way round.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};

use super::mapping::Mapping;
use super::table::{Fault, Row, Wrong};
use crate::domain::Named;
use crate::domain::lang::Lang;
use crate::domain::person::{Checked, IdentifierKind, says_none};
use crate::domain::tax_code::{self, Reading};
use crate::domain::text::fold;
use crate::reference::Reference;
use crate::store::export::PersonOut;
use crate::store::people::{Employment, Identification, Newcomer, PersonFacts};

/// The headings of what is typed in one line.
const SHORT: [&str; 8] = [
    "cognome",
    "nome",
    "nome_scelto",
    "luogo_nascita",
    "comune",
    "indirizzo",
    "telefono",
    "email",
];

/// The headings without which a file of people is refused.
pub const NEEDED: &[&str] = &["cognome", "nome"];

/// The headings of a file that goes out; all of them are read.
pub const HEADINGS: [&str; 38] = [
    "id",
    "codice_fiscale",
    "cognome",
    "nome",
    "sesso",
    "data_nascita",
    "codice_luogo_nascita",
    "luogo_nascita",
    "cittadinanza",
    "italiano",
    "comune_istat",
    "comune",
    "cap",
    "indirizzo",
    "telefono",
    "email",
    "titolo_studio",
    "stato",
    "lavori_isco",
    "competenze",
    "patente",
    "automunito",
    "raggio_km",
    "disponibile_dal",
    "data_iscrizione",
    "stato_dal",
    "ultimo_contatto",
    "nome_scelto",
    "genere",
    "contatto",
    "lingue",
    "mezzo",
    "orario",
    "ore_settimana",
    "contratti",
    "quando",
    "data_did",
    "in_questo_periodo",
];

/// What the rows of a file of people are read with.
#[derive(Debug)]
pub struct People {
    mapping: Mapping,
    reference: Arc<Reference>,
    today: NaiveDate,
    /// ISO codes of states by their folded names; an old state that has none is no citizenship that
    /// could be kept.
    states: HashMap<String, &'static str>,
}

impl People {
    /// For files read today.
    pub fn new(mapping: Mapping, reference: Arc<Reference>, today: NaiveDate) -> Self {
        let mut states = HashMap::new();
        // An old state's name may be today's too: today's has the last word.
        let (now, once): (Vec<_>, Vec<_>) =
            Reference::all_states().partition(|state| state.is_current);
        for state in once.into_iter().chain(now) {
            for name in [state.name, state.name_en] {
                if !name.is_empty() && !state.iso2.is_empty() {
                    states.insert(fold(name), state.iso2);
                }
            }
        }
        Self {
            mapping,
            reference,
            today,
            states,
        }
    }

    /// Reads a row. A wrong tax code is no fault: it is kept and marked, for a person is served all the
    /// same.
    pub fn newcomer(&self, row: &Row<'_>) -> Result<Newcomer, Fault> {
        newcomer(row, self)
    }

    /// The cells under [`HEADINGS`] of somebody who is on file: all of [`PersonFacts`] but who follows the person, which is
    /// the office's own affair, the first identifier and the status of today. Whoever had no number gets the office's
    /// own. Where other programs have no words, the values are our own codes.
    pub fn row(&self, person: &PersonOut) -> [String; HEADINGS.len()] {
        let facts = &person.facts;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let text_or_no = |text: &Option<String>| match text.as_deref() {
            Some("") => "no".to_owned(),
            text => text.unwrap_or_default().to_owned(),
        };
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let word = |kind: &str, code: Option<&str>| {
            code.and_then(|code| self.mapping.word(kind, code))
                .unwrap_or_default()
                .to_owned()
        };
        let citizenship: Vec<&str> = facts
            .citizenship
            .iter()
            .filter_map(|iso2| Reference::state_by_iso2(iso2))
            .map(|state| state.name)
            .collect();
        let own_car = facts.own_car.map(|own| if own { "yes" } else { "no" });
        [
            facts
                .external_id
                .clone()
                .unwrap_or_else(|| person.id.to_string()),
            text(&person.tax_code),
            facts.surname.clone(),
            facts.name.clone(),
            word("sex", facts.registry_sex.map(Named::code)),
            day(facts.birth_on),
            text(&facts.birth_place),
            text(&facts.birth_place_name),
            citizenship.join(";"),
            word("italian", facts.italian.map(Named::code)),
            text(&facts.residence),
            text(&facts.residence_name),
            text(&facts.postcode),
            text(&facts.address),
            text_or_no(&facts.phone),
            text(&facts.email),
            word("education", facts.education.map(Named::code)),
            word("employment", person.employment.map(|now| now.status.code())),
            facts.wishes.join(";"),
            items(&facts.skills),
            text_or_no(&facts.licence),
            word("yes_no", own_car),
            facts.radius_km.map(|km| km.to_string()).unwrap_or_default(),
            day(facts.available_from),
            day(facts.registered_on),
            day(person.employment.and_then(|now| now.since)),
            day(person.last_contact_on),
            text(&facts.preferred_name),
            code(facts.gender),
            code(facts.contact_rule),
            items(&facts.languages),
            code(facts.transport),
            word("shift", facts.shift.map(Named::code)),
            facts
                .hours
                .map(|(least, most)| format!("{least}-{most}"))
                .unwrap_or_default(),
            codes(&facts.contracts),
            codes(&facts.comes),
            day(facts.did_on),
            codes(&facts.pursuits),
        ]
    }

    fn state(&self, name: &str) -> Option<String> {
        self.states.get(&fold(name)).map(|iso2| (*iso2).to_owned())
    }
}

/// What a cell says of which there may be none: an empty text where it says so.
fn or_none(cell: Option<String>) -> Option<String> {
    cell.map(|cell| {
        if says_none(&cell) {
            String::new()
        } else {
            cell
        }
    })
}

fn newcomer(row: &Row<'_>, with: &People) -> Result<Newcomer, Fault> {
    let People {
        mapping,
        reference,
        today,
        ..
    } = with;
    let word = |kind: &'static str| move |cell: &str| mapping.value(kind, cell).map(str::to_owned);
    row.fits(&SHORT)?;
    let registered_on = row.date("data_iscrizione")?;
    let born_on = row.date("data_nascita")?;
    if born_on.is_some_and(|born| born > *today) {
        let cell = row.get("data_nascita").to_owned();
        return Err(row.fault("data_nascita", Wrong::ToCome(cell)));
    }
    let (since, last_contact_on) = (row.date("stato_dal")?, row.date("ultimo_contatto")?);
    let employment = row.read(
        "stato",
        |cell| mapping.named("employment", cell),
        mapping.unknown("employment"),
    )?;
    let facts = PersonFacts {
        preferred_name: row.some("nome_scelto"),
        gender: coded(row, "genere")?,
        contact_rule: coded(row, "contatto")?,
        languages: row.items("lingue"),
        transport: coded(row, "mezzo")?,
        shift: row.read(
            "orario",
            |cell| mapping.named("shift", cell),
            mapping.unknown("shift"),
        )?,
        hours: row.read("ore_settimana", hours, Wrong::NotANumber)?,
        contracts: all_coded(row, "contratti")?,
        comes: all_coded(row, "quando")?,
        did_on: row.date("data_did")?,
        pursuits: all_coded(row, "in_questo_periodo")?,
        surname: row.needed("cognome")?,
        name: row.needed("nome")?,
        birth_on: born_on,
        birth_place: row.some("codice_luogo_nascita"),
        birth_place_name: row.some("luogo_nascita"),
        registry_sex: parsed(row.read("sesso", word("sex"), mapping.unknown("sex"))?),
        citizenship: citizenship(row, with)?,
        residence: row.some("comune_istat"),
        residence_name: row.some("comune"),
        address: row.some("indirizzo"),
        postcode: row.some("cap"),
        phone: or_none(row.some("telefono")),
        email: row.some("email"),
        italian: parsed(row.read("italiano", word("italian"), mapping.unknown("italian"))?),
        education: row.read(
            "titolo_studio",
            |cell| mapping.named("education", cell),
            mapping.unknown("education"),
        )?,
        wishes: occupations(row, reference)?,
        skills: row.items("competenze"),
        licence: or_none(row.some("patente")),
        own_car: row.read(
            "automunito",
            |cell| mapping.yes(cell),
            mapping.unknown("yes_no"),
        )?,
        radius_km: row.number("raggio_km")?,
        available_from: row.date("disponibile_dal")?,
        registered_on,
        external_id: row.some("id"),
        ..PersonFacts::default()
    };
    Ok(Newcomer {
        facts,
        identifiers: row
            .some("codice_fiscale")
            .map(|code| identification(&code, born_on, reference, *today))
            .into_iter()
            .collect(),
        employment: employment.map(|status| Employment {
            status,
            since: since.or(registered_on),
        }),
        last_contact_on: last_contact_on.or(registered_on),
    })
}

/// A value of a closed set by its code.
fn coded<T: Named + FromStr>(row: &Row<'_>, heading: &str) -> Result<Option<T>, Fault> {
    row.read(heading, |cell| cell.parse().ok(), Wrong::no_code::<T>)
}

fn all_coded<T: Named + FromStr>(row: &Row<'_>, heading: &str) -> Result<Vec<T>, Fault> {
    let one = |cell: String| match cell.parse() {
        Ok(value) => Ok(value),
        Err(_) => Err(row.fault(heading, Wrong::no_code::<T>(cell))),
    };
    row.items(heading).into_iter().map(one).collect()
}

fn code(value: Option<impl Named>) -> String {
    value
        .map(|value| value.code().to_owned())
        .unwrap_or_default()
}

fn codes<T: Named>(values: &[T]) -> String {
    let codes: Vec<&str> = values.iter().map(|value| value.code()).collect();
    codes.join(";")
}

/// Fewest and most hours a week: `20-40`.
fn hours(cell: &str) -> Option<(u16, u16)> {
    let (least, most) = cell.split_once('-')?;
    let hours = (least.trim().parse().ok()?, most.trim().parse().ok()?);
    (hours.0 <= hours.1 && hours.1 <= 60).then_some(hours)
}

/// Several names in one cell, as in a list of wishes.
pub(super) fn items(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| name.replace(';', ",")).collect();
    names.join(";")
}

fn citizenship(row: &Row<'_>, with: &People) -> Result<Vec<String>, Fault> {
    let known = |name: String| with.state(&name).ok_or(name);
    row.items("cittadinanza")
        .into_iter()
        .map(known)
        .collect::<Result<_, _>>()
        .map_err(|name| row.fault("cittadinanza", Wrong::Unknown(name)))
}

fn parsed<T: std::str::FromStr>(value: Option<String>) -> Option<T> {
    value.and_then(|value| value.parse().ok())
}

/// A code as found in a file: kept whatever it is, marked when it is doubtful or says another date of
/// birth than the file.
pub fn identification(
    code: &str,
    born_on: Option<NaiveDate>,
    reference: &Reference,
    today: NaiveDate,
) -> Identification {
    let reading = tax_code::read(code, today, reference);
    let contradicted = contradicts(&reading, born_on);
    Identification {
        kind: reading.kind.unwrap_or(IdentifierKind::TaxCode),
        root: reading.root.clone().filter(|root| *root != reading.code),
        checked: if reading.is_valid() && !contradicted {
            Checked::Ok
        } else {
            Checked::Anomaly
        },
        value: reading.code,
    }
}

/// Why the code of a row would be marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The code itself is wrong.
    Wrong(Box<Reading>),
    /// It says that somebody was born on this day; the file says another.
    Birth(NaiveDate),
    /// It stood on this line already.
    Again(u64),
}

/// The codes of a file as its rows go by.
#[derive(Debug)]
pub struct Codes<'p> {
    people: &'p People,
    /// The line on which each stood first.
    seen: HashMap<String, u64>,
}

impl<'p> Codes<'p> {
    /// No row has gone by.
    pub fn of(people: &'p People) -> Self {
        Self {
            people,
            seen: HashMap::new(),
        }
    }

    /// Why the code of a row would be marked; none for a right one, and for none at all.
    pub fn doubt(&mut self, row: &Row<'_>) -> Option<Doubt> {
        let code = row.some("codice_fiscale")?;
        let reading = tax_code::read(&code, self.people.today, &*self.people.reference);
        if !reading.is_valid() {
            return Some(Doubt::Wrong(Box::new(reading)));
        }
        let said = row.date("data_nascita").ok().flatten();
        if let Some(read) = reading.birth_on.filter(|_| contradicts(&reading, said)) {
            return Some(Doubt::Birth(read));
        }
        let first = *self.seen.entry(reading.code).or_insert(row.line);
        (first != row.line).then_some(Doubt::Again(first))
    }
}

/// Whether a code says another date of birth. Two digits of a year: the century is the file's to say.
fn contradicts(reading: &Reading, said: Option<NaiveDate>) -> bool {
    let of = |day: NaiveDate| (day.year() % 100, day.month(), day.day());
    let both = reading.birth_on.zip(said);
    both.is_some_and(|(read, said)| of(read) != of(said))
}

fn occupations(row: &Row<'_>, reference: &Reference) -> Result<Vec<String>, Fault> {
    let codes = row.items("lavori_isco");
    match codes
        .iter()
        .find(|code| reference.occupation_title(code, Lang::It).is_none())
    {
        Some(unknown) => Err(row.fault("lavori_isco", Wrong::Unknown(unknown.clone()))),
        None => Ok(codes),
    }
}
