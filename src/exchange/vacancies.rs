//! Vacancies from a file and into one: one row becomes one vacancy of a company, and the other way round.

use chrono::NaiveDate;

use super::mapping::Mapping;
use super::people::items;
use super::table::{Fault, Row, Wrong};
use crate::domain::Named;
use crate::domain::lang::Lang;
use crate::domain::vacancy::{PublicTransport, RequirementKind, Reserved, VacancyState};
use crate::reference::Reference;
use crate::store::companies::CompanyFields;
use crate::store::export::VacancyOut;
use crate::store::vacancies::{ImportedVacancy, Requirement, VacancyFields, WorkPlace};

/// The headings without which a file of vacancies is refused.
pub const NEEDED: &[&str] = &["titolo", "azienda", "contratto", "ore_settimana"];

/// The headings of texts that may have several lines.
pub const LONG: &[&str] = &["descrizione"];

/// The headings of a file that goes out; all of them are read.
pub const HEADINGS: [&str; 27] = [
    "id",
    "titolo",
    "isco08",
    "azienda",
    "comune_istat",
    "comune",
    "contratto",
    "ccnl",
    "livello",
    "orario",
    "ore_settimana",
    "retribuzione_min",
    "retribuzione_max",
    "posti",
    "titolo_studio_minimo",
    "patente",
    "automunito",
    "competenze",
    "italiano_minimo",
    "pubblicato",
    "scade",
    "stato",
    "descrizione",
    "inizio",
    "mezzi_pubblici",
    "riservata",
    "requisiti",
];

/// The cells under [`HEADINGS`] of a vacancy on file: all of [`VacancyFields`]. A skill that is welcome stands under
/// `competenze`; every other requirement under `requisiti` as `kind:value`, with `!` before the colon where it is
/// essential. Of the company only the name goes along. One that had no number gets the office's own.
pub fn row(vacancy: &VacancyOut, mapping: &Mapping) -> [String; HEADINGS.len()] {
    let fields = &vacancy.fields;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let word = |kind: &str, code: Option<&str>| {
        code.and_then(|code| mapping.word(kind, code))
            .unwrap_or_default()
            .to_owned()
    };
    let (skills, others): (Vec<&Requirement>, Vec<&Requirement>) =
        fields.requirements.iter().partition(|one| is_plain(one));
    let skills: Vec<String> = skills.iter().map(|one| one.value.clone()).collect();
    let others: Vec<String> = others.into_iter().map(written).collect();
    let number = |number: Option<u16>| number.map(|n| n.to_string()).unwrap_or_default();
    [
        vacancy
            .external_id
            .clone()
            .unwrap_or_else(|| vacancy.id.to_string()),
        fields.title.clone(),
        text(&fields.isco08),
        vacancy.company.clone(),
        text(&fields.place.istat),
        fields.place.name.clone(),
        word("contract", fields.contract.map(Named::code)),
        text(&fields.ccnl),
        text(&fields.level),
        word("shift", fields.shift.map(Named::code)),
        number(fields.hours_week),
        fields.pay_min.map(euro).unwrap_or_default(),
        fields.pay_max.map(euro).unwrap_or_default(),
        fields.posts.to_string(),
        word("education", fields.education.map(Named::code)),
        text(&fields.licence),
        word("yes_no", Some(if fields.own_car { "yes" } else { "no" })),
        items(&skills),
        word("italian", fields.italian_min.map(Named::code)),
        day(vacancy.published_on),
        day(fields.deadline_on),
        word("vacancy_state", Some(vacancy.state.code())),
        fields.text.clone(),
        day(fields.start_on),
        fields
            .public_transport
            .map(|reached| reached.code().to_owned())
            .unwrap_or_default(),
        match fields.reserved {
            Reserved::No => String::new(),
            reserved => reserved.code().to_owned(),
        },
        items(&others),
    ]
}

/// A skill that is welcome, as every file has them.
fn is_plain(requirement: &Requirement) -> bool {
    requirement.kind == RequirementKind::Skill && !requirement.essential
}

/// `language!:English B2`.
fn written(requirement: &Requirement) -> String {
    let essential = if requirement.essential { "!" } else { "" };
    format!(
        "{}{essential}:{}",
        requirement.kind.code(),
        requirement.value
    )
}

fn requirement(cell: &str) -> Option<Requirement> {
    let (kind, value) = cell.split_once(':')?;
    let plain = kind.strip_suffix('!');
    Some(Requirement {
        kind: plain.unwrap_or(kind).parse().ok()?,
        value: value.to_owned(),
        essential: plain.is_some(),
    })
}

/// Cents as euro: `1210`, `1210.50`.
fn euro(cents: i64) -> String {
    match cents % 100 {
        0 => (cents / 100).to_string(),
        rest => format!("{}.{rest:02}", cents / 100),
    }
}

/// Reads a row. A vacancy without a collective agreement is taken and says so wherever it is shown.
pub fn vacancy(
    row: &Row<'_>,
    mapping: &Mapping,
    reference: &Reference,
) -> Result<ImportedVacancy, Fault> {
    row.fits(&["titolo", "azienda", "ccnl", "livello", "comune"])?;
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
        mapping.unknown("contract"),
    )?;
    fields.ccnl = row.some("ccnl");
    fields.level = row.some("livello");
    fields.pay_min = row.cents("retribuzione_min")?;
    fields.pay_max = row.cents("retribuzione_max")?;
    fields.hours_week = row.number("ore_settimana")?;
    fields.shift = row.read(
        "orario",
        |cell| mapping.named("shift", cell),
        mapping.unknown("shift"),
    )?;
    fields.education = row.read(
        "titolo_studio_minimo",
        |cell| mapping.named("education", cell),
        mapping.unknown("education"),
    )?;
    fields.licence = row.some("patente");
    fields.own_car = row
        .read(
            "automunito",
            |cell| mapping.yes(cell),
            mapping.unknown("yes_no"),
        )?
        .unwrap_or(false);
    let italian = row.read(
        "italiano_minimo",
        |cell| mapping.value("italian", cell).map(str::to_owned),
        mapping.unknown("italian"),
    )?;
    fields.italian_min = italian.and_then(|level| level.parse().ok());
    fields.deadline_on = row.date("scade")?;
    row.get("descrizione").clone_into(&mut fields.text);
    fields.requirements = row
        .items("competenze")
        .into_iter()
        .map(|value| Requirement {
            kind: RequirementKind::Skill,
            value,
            essential: false,
        })
        .collect();
    for cell in row.items("requisiti") {
        let read = requirement(&cell);
        let read =
            read.ok_or_else(|| row.fault("requisiti", Wrong::no_code::<RequirementKind>(cell)))?;
        fields.requirements.push(read);
    }
    fields.start_on = row.date("inizio")?;
    fields.public_transport = row.read(
        "mezzi_pubblici",
        |cell| cell.parse().ok(),
        Wrong::no_code::<PublicTransport>,
    )?;
    if let Some(reserved) = row.read(
        "riservata",
        |cell| cell.parse().ok(),
        Wrong::no_code::<Reserved>,
    )? {
        fields.reserved = reserved;
    }
    let state = row.read(
        "stato",
        |cell| mapping.named("vacancy_state", cell),
        mapping.unknown("vacancy_state"),
    )?;
    Ok(ImportedVacancy {
        external_id: row.some("id"),
        company: CompanyFields::named(row.needed("azienda")?),
        published_on: row.date("pubblicato")?,
        open: state.is_none_or(VacancyState::takes_people),
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
