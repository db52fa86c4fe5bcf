//! The rules that expire, as the program is delivered: target groups, plan templates, services and
//! the weights of the match. The office's own dated rows replace them.
//!
//! The files are part of the program and a test reads each of them; one that could not be read
//! would give empty rules, never wrong ones.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::domain::advert;
use crate::domain::matching::Weights;
use crate::domain::sealed::SealedRule;
use crate::domain::target_group::Rule;
use crate::domain::template::{Service, Template};

const TARGETS: &str = include_str!("data/targets.toml");
const SEALED_TARGETS: &str = include_str!("data/sealed_targets.toml");
const TEMPLATES: &str = include_str!("data/templates.toml");
const SERVICES: &str = include_str!("data/services.toml");
const MATCH_WEIGHTS: &str = include_str!("data/match_weights.toml");
const ADVERT: &str = include_str!("data/advert_lint.toml");

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Targets {
    rule: Vec<Rule>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedTargets {
    rule: Vec<SealedRule>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Templates {
    template: Vec<Template>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Services {
    service: Vec<Service>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Adverts {
    rule: Vec<advert::Rule>,
}

fn read<T: DeserializeOwned + Default>(text: &str) -> T {
    let read = toml::from_str(text);
    debug_assert!(read.is_ok(), "{:?}", read.err());
    read.unwrap_or_default()
}

pub(super) fn targets() -> Vec<Rule> {
    read::<Targets>(TARGETS).rule
}

pub(super) fn sealed_targets() -> Vec<SealedRule> {
    read::<SealedTargets>(SEALED_TARGETS).rule
}

pub(super) fn templates() -> Vec<Template> {
    read::<Templates>(TEMPLATES).template
}

pub(super) fn services() -> Vec<Service> {
    read::<Services>(SERVICES).service
}

pub(super) fn match_weights() -> Weights {
    read(MATCH_WEIGHTS)
}

pub(super) fn advert() -> Vec<advert::Rule> {
    read::<Adverts>(ADVERT).rule
}
