//! People from a file: one row becomes one newcomer.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};

use super::mapping::Mapping;
use super::table::{Fault, Row, Wrong};
use crate::domain::lang::Lang;
use crate::domain::person::{Checked, IdentifierKind};
use crate::domain::tax_code;
use crate::domain::text::fold;
use crate::reference::Reference;
use crate::store::people::{Employment, Identification, Newcomer, PersonFacts};

/// The headings without which a file of people is refused.
pub const NEEDED: &[&str] = &["cognome", "nome"];

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

    fn state(&self, name: &str) -> Option<String> {
        self.states.get(&fold(name)).map(|iso2| (*iso2).to_owned())
    }
}

fn newcomer(row: &Row<'_>, with: &People) -> Result<Newcomer, Fault> {
    let People {
        mapping,
        reference,
        today,
        ..
    } = with;
    let word = |kind: &'static str| move |cell: &str| mapping.value(kind, cell).map(str::to_owned);
    let registered_on = row.date("data_iscrizione")?;
    let born_on = row.date("data_nascita")?;
    let employment = row.read(
        "stato",
        |cell| mapping.named("employment", cell),
        Wrong::Unmapped,
    )?;
    let facts = PersonFacts {
        surname: row.needed("cognome")?,
        name: row.needed("nome")?,
        birth_on: born_on,
        birth_place: row.some("codice_luogo_nascita"),
        birth_place_name: row.some("luogo_nascita"),
        registry_sex: parsed(row.read("sesso", word("sex"), Wrong::Unmapped)?),
        citizenship: row
            .read("cittadinanza", |cell| with.state(cell), Wrong::Unknown)?
            .into_iter()
            .collect(),
        residence: row.some("comune_istat"),
        residence_name: row.some("comune"),
        address: row.some("indirizzo"),
        postcode: row.some("cap"),
        phone: row.some("telefono"),
        email: row.some("email"),
        italian: parsed(row.read("italiano", word("italian"), Wrong::Unmapped)?),
        education: row.read(
            "titolo_studio",
            |cell| mapping.named("education", cell),
            Wrong::Unmapped,
        )?,
        wishes: occupations(row, reference)?,
        skills: row.items("competenze"),
        licence: row.some("patente"),
        own_car: row.read("automunito", |cell| mapping.yes(cell), Wrong::Unmapped)?,
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
            since: registered_on,
        }),
        last_contact_on: registered_on,
    })
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
    let contradicted = match (reading.birth_on, born_on) {
        // Two digits of a year: the century is the file's to say.
        (Some(read), Some(said)) => {
            let of = |day: NaiveDate| (day.year() % 100, day.month(), day.day());
            of(read) != of(said)
        }
        _ => false,
    };
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
