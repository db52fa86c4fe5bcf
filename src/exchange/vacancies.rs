//! Vacancies from a file: one row becomes one vacancy of a company.

use super::mapping::Mapping;
use super::table::{Fault, Row, Wrong};
use crate::domain::lang::Lang;
use crate::domain::vacancy::{RequirementKind, VacancyState};
use crate::reference::Reference;
use crate::store::companies::CompanyFields;
use crate::store::vacancies::{ImportedVacancy, Requirement, VacancyFields, WorkPlace};

/// The headings without which a file of vacancies is refused.
pub const NEEDED: &[&str] = &["titolo", "azienda", "contratto", "ore_settimana"];

/// Reads a row. A vacancy without a collective agreement is taken and says so wherever it is shown.
pub fn vacancy(
    row: &Row<'_>,
    mapping: &Mapping,
    reference: &Reference,
) -> Result<ImportedVacancy, Fault> {
    let place = work_place(row, reference)?;
    let mut fields = VacancyFields::titled(row.needed("titolo")?, place);
    row.needed("contratto")?;
    row.needed("ore_settimana")?;
    fields.isco08 = row.read(
        "isco08",
        |code| known_occupation(code, reference),
        Wrong::Unknown,
    )?;
    fields.posts = row.number("posti")?.unwrap_or(1);
    fields.contract = row.read(
        "contratto",
        |cell| mapping.named("contract", cell),
        Wrong::Unmapped,
    )?;
    fields.ccnl = row.some("ccnl");
    fields.pay_min = row
        .number::<i64>("retribuzione_min")?
        .map(|euro| euro * 100);
    fields.pay_max = row
        .number::<i64>("retribuzione_max")?
        .map(|euro| euro * 100);
    fields.hours_week = row.number("ore_settimana")?;
    fields.shift = row.read(
        "orario",
        |cell| mapping.named("shift", cell),
        Wrong::Unmapped,
    )?;
    fields.education = row.read(
        "titolo_studio_minimo",
        |cell| mapping.named("education", cell),
        Wrong::Unmapped,
    )?;
    fields.licence = row.some("patente");
    fields.own_car = row
        .read("automunito", |cell| mapping.yes(cell), Wrong::Unmapped)?
        .unwrap_or(false);
    let italian = row.read(
        "italiano_minimo",
        |cell| mapping.value("italian", cell).map(str::to_owned),
        Wrong::Unmapped,
    )?;
    fields.italian_min = italian.and_then(|level| level.parse().ok());
    fields.deadline_on = row.date("scade")?;
    fields.text = row.get("descrizione").to_owned();
    fields.requirements = row
        .items("competenze")
        .into_iter()
        .map(|value| Requirement {
            kind: RequirementKind::Skill,
            value,
            essential: false,
        })
        .collect();
    let state = row.read(
        "stato",
        |cell| mapping.named("vacancy_state", cell),
        Wrong::Unmapped,
    )?;
    Ok(ImportedVacancy {
        external_id: row.some("id"),
        company: CompanyFields::named(row.needed("azienda")?),
        published_on: row.date("pubblicato")?,
        open: state.unwrap_or(VacancyState::Open) == VacancyState::Open,
        fields,
    })
}

fn known_occupation(code: &str, reference: &Reference) -> Option<String> {
    reference
        .occupation_title(code, Lang::It)
        .map(|_| code.to_owned())
}

/// The municipality by its code; by its name, with the province where there is one, when there is none.
fn work_place(row: &Row<'_>, reference: &Reference) -> Result<WorkPlace, Fault> {
    let code = row.get("comune_istat");
    let named = || reference.place_named(&format!("{} {}", row.get("comune"), row.get("prov")));
    let place = if code.is_empty() {
        named()
    } else {
        reference.municipality(code)
    };
    let Some(place) = place else {
        let (heading, cell) = if code.is_empty() {
            ("comune", row.needed("comune")?)
        } else {
            ("comune_istat", code.to_owned())
        };
        return Err(row.fault(heading, Wrong::Unknown(cell)));
    };
    Ok(WorkPlace {
        istat: Some(place.istat.to_owned()),
        name: place.name.to_owned(),
        at: Some((place.latitude, place.longitude)),
    })
}
