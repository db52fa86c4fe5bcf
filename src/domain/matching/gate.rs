//! The gate: whether somebody may be put forward at all. The only part that reads the full facts.

use chrono::NaiveDate;

use super::Weights;
use crate::domain::ids::CompanyId;
use crate::domain::target_group::{Area, age_on};
use crate::domain::vacancy::Contract;

crate::enumeration! {
    /// A rule of the gate.
    GateRule, "gate" {
        /// The right to work on the day of the start.
        RightToWork = "right_to_work",
        /// The age that the law asks for the contract.
        LegalAge = "legal_age",
        /// An essential licence.
        Licence = "licence",
        /// A vacancy reserved to those registered for targeted placement.
        Reserved = "reserved",
        /// The person does not want this company or work.
        OwnExclusion = "own_exclusion",
    }
}

/// The full facts that the gate reads. They go no further.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GateFacts {
    /// Birth date.
    pub birth_on: Option<NaiveDate>,
    /// Area of citizenship.
    pub area: Option<Area>,
    /// Whether the permit allows work.
    pub permit_work: Option<bool>,
    /// Last day of the permit.
    pub permit_until: Option<NaiveDate>,
    /// Whether there is a receipt that its renewal was asked for and that has not run out before it: what then holds
    /// after the last day is to be asked.
    pub permit_renewing: bool,
    /// Whether there is an unemployment benefit.
    pub benefit: Option<bool>,
    /// Licences held: `B`, `C`, `CE`.
    pub licences: Option<Vec<String>>,
    /// Whether registered for targeted placement; known inside the unsealed screen only.
    pub registered_l68: Option<bool>,
    /// Whether the person excluded this company or work, or objects to being put forward at all.
    pub excluded_by_person: bool,
    /// The companies to which the person objects to being put forward.
    pub excluded_companies: Vec<CompanyId>,
}

/// What the gate knows of a vacancy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GateOffer {
    /// Whose it is.
    pub company: Option<CompanyId>,
    /// Kind of contract.
    pub contract: Option<Contract>,
    /// First day of work; the day of the question when not said.
    pub start_on: Option<NaiveDate>,
    /// Essential licences.
    pub licences: Vec<String>,
    /// Whether it is reserved to those registered for targeted placement.
    pub reserved_l68: bool,
}

/// The answer of the gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Eligibility {
    /// Nothing stands against it.
    Allowed,
    /// Rules stand against it.
    Refused(Vec<GateRule>),
    /// Nothing known stands against it; these are to be asked.
    ToAsk(Vec<GateRule>),
}

/// Whether somebody may be put forward for a vacancy.
pub fn eligibility(
    facts: &GateFacts,
    offer: &GateOffer,
    weights: &Weights,
    today: NaiveDate,
) -> Eligibility {
    let start = offer.start_on.unwrap_or(today).max(today);
    let answers = [
        (GateRule::RightToWork, right_to_work(facts, start)),
        (GateRule::LegalAge, legal_age(facts, offer, weights, start)),
        (GateRule::Licence, licences(facts, offer)),
        (
            GateRule::Reserved,
            if offer.reserved_l68 {
                facts.registered_l68
            } else {
                Some(true)
            },
        ),
        (GateRule::OwnExclusion, Some(!excluded(facts, offer))),
    ];
    let with = |wanted: Option<bool>| -> Vec<GateRule> {
        answers
            .iter()
            .filter(|(_, answer)| *answer == wanted)
            .map(|(rule, _)| *rule)
            .collect()
    };
    match (with(Some(false)), with(None)) {
        (refused, _) if !refused.is_empty() => Eligibility::Refused(refused),
        (_, unknown) if !unknown.is_empty() => Eligibility::ToAsk(unknown),
        _ => Eligibility::Allowed,
    }
}

fn excluded(facts: &GateFacts, offer: &GateOffer) -> bool {
    let this = |company| facts.excluded_companies.contains(&company);
    facts.excluded_by_person || offer.company.is_some_and(this)
}

fn right_to_work(facts: &GateFacts, start: NaiveDate) -> Option<bool> {
    if !facts.area?.needs_permit() {
        return Some(true);
    }
    match (facts.permit_work, facts.permit_until) {
        (Some(false), _) => Some(false),
        (_, Some(until)) if until < start && facts.permit_renewing => None,
        (_, Some(until)) if until < start => Some(false),
        (Some(true), Some(_)) => Some(true),
        _ => None,
    }
}

fn legal_age(
    facts: &GateFacts,
    offer: &GateOffer,
    weights: &Weights,
    start: NaiveDate,
) -> Option<bool> {
    let rule = weights
        .age
        .iter()
        .find(|rule| rule.contract.is_some() && rule.contract == offer.contract)
        .or_else(|| weights.age.iter().find(|rule| rule.contract.is_none()));
    let Some(rule) = rule else { return Some(true) };
    let age = age_on(facts.birth_on?, start);
    if age < rule.min {
        return Some(false);
    }
    match rule.max {
        Some(max) if age > max && rule.no_limit_with_benefit => facts.benefit,
        Some(max) => Some(age <= max),
        None => Some(true),
    }
}

fn licences(facts: &GateFacts, offer: &GateOffer) -> Option<bool> {
    if offer.licences.is_empty() {
        return Some(true);
    }
    let held = facts.licences.as_ref()?;
    Some(
        offer
            .licences
            .iter()
            .all(|asked| held.iter().any(|own| covers(own, asked))),
    )
}

/// Whether a licence includes another: those of trucks and buses include `B`, trailers their base.
fn covers(own: &str, asked: &str) -> bool {
    own == asked
        || asked == "AM"
        || (asked == "B" && matches!(own, "BE" | "C1" | "C" | "CE" | "D1" | "D" | "DE"))
        || (own.ends_with('E') && own.strip_suffix('E') == Some(asked))
}
