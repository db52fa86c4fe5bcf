//! What a new office begins with: the catalogue of services, what usually holds, the programmes.
//!
//! All of it is rows that the office changes as it likes; each says from when it holds and where it
//! comes from.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use ulid::Ulid;

use super::catalogue::NewService;
use super::error::{Error, Result};
use super::params::SetParam;
use super::settings::{AddProgramme, NewOffice};
use crate::domain::ids::ActId;
use crate::domain::param::ParamKey;
use crate::domain::template::Service;
use crate::reference::Reference;

const SETTINGS: &str = include_str!("settings.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Standard {
    /// The first day of what usually holds.
    since: NaiveDate,
    programme: Vec<Programme>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Programme {
    code: String,
    name: String,
    valid_from: NaiveDate,
    source: String,
    caps: Vec<Cap>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cap {
    service: Option<String>,
    minutes: u32,
}

/// An office with the standard catalogue, parameters and programmes, and nobody but its first
/// coordinator.
pub fn new_office(
    act: ActId,
    at: DateTime<Utc>,
    reference: &Reference,
    (name, login, staff_name): (&str, &str, &str),
) -> Result<NewOffice> {
    let standard: Standard =
        toml::from_str(SETTINGS).map_err(|error| Error::Fault(error.to_string()))?;
    Ok(NewOffice {
        act,
        at,
        name: name.to_owned(),
        municipality: None,
        practice: false,
        desks: Vec::new(),
        services: reference.services().iter().map(service).collect(),
        params: ParamKey::ALL
            .iter()
            .map(|key| param(*key, standard.since))
            .collect(),
        programmes: standard.programme.into_iter().map(programme).collect(),
        login: login.to_owned(),
        staff_name: staff_name.to_owned(),
        lang: None,
    })
}

/// An act id made of a moment and random bits.
pub fn act_id(at: DateTime<Utc>, random: u128) -> ActId {
    ActId(Ulid::from_parts(
        at.timestamp_millis().unsigned_abs(),
        random,
    ))
}

fn service(service: &Service) -> NewService {
    NewService {
        code: service.code.clone(),
        label_it: service.label.it.clone(),
        label_en: service.label.en.clone(),
        level: service.level,
        minutes: service.slot_minutes,
        needs_person: service.needs_person,
        walk_in: service.walk_in,
        default_min: service.planned_minutes,
        valid_from: Some(service.valid_from),
        valid_to: service.valid_to,
    }
}

fn param(key: ParamKey, since: NaiveDate) -> SetParam {
    let rule = key.rule();
    SetParam {
        key,
        value: rule.usual.to_owned(),
        valid_from: since,
        source: rule.source.to_owned(),
        ver: None,
    }
}

fn programme(programme: Programme) -> AddProgramme {
    AddProgramme {
        code: programme.code,
        name: programme.name,
        valid_from: Some(programme.valid_from),
        valid_to: None,
        source: programme.source,
        caps: programme
            .caps
            .into_iter()
            .map(|cap| (cap.service, cap.minutes))
            .collect(),
    }
}
