//! The outline of the full interview: which sections are asked of whom, and what each must bring.
//!
//! What a section can ask is the closed set of [`Missing`]; an outline chooses among it.

use std::collections::BTreeSet;

use super::intake::Missing;
use super::interview::{Section, When};
use super::person::EmploymentStatus;

/// An outline, in the order in which it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The sections.
    pub parts: Vec<Part>,
}

/// A section of an outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which.
    pub section: Section,
    /// Of whom it is asked.
    pub when: When,
    /// What is missing until it is answered. What else the section has a field for may stay empty.
    pub ask: Vec<Missing>,
}

/// Somebody, as far as it decides what is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Situation {
    /// A citizen of no state of the European Union, the EEA or Switzerland.
    pub outside_eu: bool,
    /// Employment status of today.
    pub status: Option<EmploymentStatus>,
}

impl Situation {
    fn meets(self, when: When) -> bool {
        match when {
            When::Always => true,
            When::OutsideEu => self.outside_eu,
            When::SeeksWork => matches!(
                self.status,
                Some(
                    EmploymentStatus::Unemployed
                        | EmploymentStatus::NeverWorked
                        | EmploymentStatus::BelowThreshold
                )
            ),
            When::EverWorked => self
                .status
                .is_some_and(|status| status != EmploymentStatus::NeverWorked),
        }
    }
}

impl Outline {
    /// The sections that are asked of somebody.
    pub fn asked(&self, of: Situation) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| of.meets(part.when))
    }

    /// What is still to be asked of somebody, in the order of the outline.
    pub fn missing(&self, of: Situation, answered: &BTreeSet<Missing>) -> Vec<Missing> {
        let asked = self.asked(of).flat_map(|part| &part.ask);
        asked
            .filter(|question| !answered.contains(question))
            .copied()
            .collect()
    }
}

impl Default for Outline {
    /// The outline of this program.
    fn default() -> Self {
        use Missing as M;
        let part = |section, when, ask: &[Missing]| Part {
            section,
            when,
            ask: ask.to_vec(),
        };
        let always = |section, ask| part(section, When::Always, ask);
        Self {
            parts: vec![
                always(
                    Section::Identity,
                    &[
                        M::Identifier,
                        M::Surname,
                        M::Name,
                        M::BirthDate,
                        M::BirthPlace,
                    ],
                ),
                always(Section::Contact, &[M::Phone, M::ContactRule]),
                always(Section::Residence, &[M::Residence, M::Citizenship]),
                part(
                    Section::Permit,
                    When::OutsideEu,
                    &[M::Permit, M::PermitExpiry],
                ),
                always(
                    Section::Status,
                    &[M::Employment, M::EmploymentSince, M::Education, M::Wishes],
                ),
                part(Section::Benefits, When::SeeksWork, &[M::Benefits]),
                always(Section::Schooling, &[M::Schooling]),
                part(Section::Work, When::EverWorked, &[M::Work]),
                always(Section::Skills, &[M::Skills]),
                always(Section::Languages, &[M::Italian]),
                always(Section::Mobility, &[M::Licence, M::Transport]),
                always(Section::Availability, &[M::Hours, M::Contracts, M::Days]),
                always(Section::Needs, &[M::Strengths, M::Needs]),
                always(Section::Privacy, &[M::Notice]),
                always(Section::Papers, &[M::IdentityDocument]),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_question_stands_in_its_section_and_who_is_asked_follows_from_the_situation() {
        let outline = Outline::default();
        for part in &outline.parts {
            let own = |ask: &Missing| Section::of(*ask) == Some(part.section);
            assert!(part.ask.iter().all(own), "{part:?}");
        }
        let asked = |of| {
            let parts = outline.asked(of);
            parts.map(|part| part.section).collect::<Vec<_>>()
        };
        let nobody = Situation::default();
        assert!(!asked(nobody).contains(&Section::Permit));
        assert!(!asked(nobody).contains(&Section::Benefits));
        let seeks = Situation {
            outside_eu: true,
            status: Some(EmploymentStatus::NeverWorked),
        };
        assert!(asked(seeks).contains(&Section::Permit));
        assert!(asked(seeks).contains(&Section::Benefits));
        assert!(!asked(seeks).contains(&Section::Work));
        let answered = outline.parts.iter().flat_map(|part| part.ask.clone());
        assert_eq!(outline.missing(seeks, &answered.collect()), []);
    }
}
