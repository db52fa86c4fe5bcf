//! The outline of the full interview: which sections are asked of whom, and what each must bring.
//!
//! Data: an office keeps its own, version by version, and goes by that of the program until it has one. What a section
//! can ask is the closed set of [`Missing`]; an outline chooses among it, and [`Outline::faults`] says what it may not
//! leave out.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Named;
use super::intake::Missing;
use super::interview::{Section, When};
use super::person::EmploymentStatus;

/// An outline, in the order in which it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The sections.
    pub parts: Vec<Part>,
}

/// A section of an outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which.
    pub section: Section,
    /// Of whom it is asked.
    pub when: When,
    /// What is missing until it is answered. What else the section has a field for may stay empty.
    pub ask: Vec<Missing>,
}

crate::enumeration! {
    /// What may be wrong with an outline.
    FaultKind, "outline-fault" {
        /// It has no section.
        Empty = "empty",
        /// A section stands there a second time.
        SectionTwice = "section_twice",
        /// A question stands in its section a second time.
        QuestionTwice = "question_twice",
        /// A question stands in a section that it does not belong to.
        Elsewhere = "elsewhere",
        /// A question is asked at the reception only.
        Reception = "reception",
        /// A question is not asked of all those of whom it must be.
        Needed = "needed",
    }
}

/// What is wrong with an outline, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// The part in which it is, by its place from 0; none of what is nowhere.
    pub at: Option<usize>,
    /// The section that stands twice, or to which the question belongs.
    pub section: Option<Section>,
    /// The question.
    pub question: Option<Missing>,
    /// Of whom it must be asked.
    pub when: Option<When>,
}

impl Fault {
    const fn of(kind: FaultKind) -> Self {
        Self {
            kind,
            at: None,
            section: None,
            question: None,
            when: None,
        }
    }

    /// As a refusal names it: `outline-fault:needed/missing:notice/section:privacy/section-when:always`.
    pub fn coded(&self) -> String {
        let names = [
            Some(coded(self.kind)),
            self.question.map(coded),
            self.section.map(coded),
            self.when.map(coded),
        ];
        names.into_iter().flatten().collect::<Vec<_>>().join("/")
    }
}

fn coded<T: Named>(value: T) -> String {
    format!("{}:{}", T::FAMILY, value.code())
}

/// What no outline leaves out: who somebody is, what decides of whom the rest is asked, and what nobody is taken in
/// charge without (the right to work, the notice, a paper seen).
pub const NEEDED: [Missing; 9] = [
    Missing::Surname,
    Missing::Name,
    Missing::BirthDate,
    Missing::Citizenship,
    Missing::Permit,
    Missing::PermitExpiry,
    Missing::Employment,
    Missing::Notice,
    Missing::IdentityDocument,
];

/// Whom a question concerns, whoever is asked its section: others could never answer it.
pub const fn concerns(question: Missing) -> When {
    match question {
        Missing::Permit | Missing::PermitExpiry => When::OutsideEu,
        Missing::Did => When::SeeksWork,
        _ => When::Always,
    }
}

crate::enumeration! {
    /// How a section stands to the same one of another outline.
    Change, "outline-change" {
        /// It is asked of others, or brings something else.
        Changed = "changed",
        /// It is asked at another place.
        Moved = "moved",
        /// It was not asked.
        New = "new",
        /// It is asked no longer.
        Gone = "gone",
    }
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
    /// Whether somebody is one of those.
    pub fn meets(self, when: When) -> bool {
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
        self.asked(of)
            .flat_map(|part| part.open(of, answered))
            .collect()
    }

    /// Its part of that section.
    pub fn part(&self, section: Section) -> Option<&Part> {
        self.parts.iter().find(|part| part.section == section)
    }

    /// The sections that it leaves out.
    pub fn left_out(&self) -> impl Iterator<Item = Section> {
        let all = Section::ALL.iter().copied();
        all.filter(|section| self.part(*section).is_none())
    }

    /// What is wrong with it, in its order and then what it lacks; empty when it can be taken.
    pub fn faults(&self) -> Vec<Fault> {
        if self.parts.is_empty() {
            return vec![Fault::of(FaultKind::Empty)];
        }
        let of_parts = (0..self.parts.len()).flat_map(|at| self.faults_at(at));
        let needed = NEEDED
            .into_iter()
            .filter_map(|question| self.lacks(question));
        of_parts.chain(needed).collect()
    }

    fn faults_at(&self, at: usize) -> Vec<Fault> {
        let part = &self.parts[at];
        let mut faults = Vec::new();
        let mut note = |kind, section, question| {
            faults.push(Fault {
                at: Some(at),
                section,
                question,
                ..Fault::of(kind)
            });
        };
        if self.parts[..at]
            .iter()
            .any(|one| one.section == part.section)
        {
            note(FaultKind::SectionTwice, Some(part.section), None);
        }
        for (i, question) in part.ask.iter().enumerate() {
            let asked = Some(*question);
            match Section::of(*question) {
                None => note(FaultKind::Reception, None, asked),
                Some(own) if own != part.section => note(FaultKind::Elsewhere, Some(own), asked),
                Some(_) if part.ask[..i].contains(question) => {
                    note(FaultKind::QuestionTwice, None, asked);
                }
                Some(_) => {}
            }
        }
        faults
    }

    /// The fault of a question that is not asked of everybody of whom it must be.
    fn lacks(&self, question: Missing) -> Option<Fault> {
        let whom = concerns(question);
        let section = Section::of(question)?;
        let of_all = |part: &Part| [When::Always, whom].contains(&part.when);
        let asks = |part: &Part| part.ask.contains(&question) && of_all(part);
        (!self.parts.iter().any(asks)).then(|| Fault {
            at: self.parts.iter().position(|part| part.section == section),
            section: Some(section),
            question: Some(question),
            when: Some(whom),
            ..Fault::of(FaultKind::Needed)
        })
    }

    /// How a section differs from the one of another outline; none where it does not.
    pub fn change_from(&self, before: &Self, section: Section) -> Option<Change> {
        match (self.part(section), before.part(section)) {
            (None, None) => None,
            (Some(_), None) => Some(Change::New),
            (None, Some(_)) => Some(Change::Gone),
            (Some(now), Some(then)) if now != then => Some(Change::Changed),
            // The place among those that both have: what only came or went moves nothing.
            (Some(_), Some(_)) => (self.ahead_of(section, before)
                != before.ahead_of(section, self))
            .then_some(Change::Moved),
        }
    }

    /// The sections ahead of one that the other outline has too.
    fn ahead_of(&self, section: Section, other: &Self) -> BTreeSet<Section> {
        let sections = self.parts.iter().map(|part| part.section);
        sections
            .take_while(|one| *one != section)
            .filter(|one| other.part(*one).is_some())
            .collect()
    }

    /// Every section in which it differs from another outline, in its own order and then those that went.
    pub fn changes_from(&self, before: &Self) -> Vec<(Section, Change)> {
        let sections = self.parts.iter().map(|part| part.section);
        let sections = sections.chain(self.left_out());
        sections
            .filter_map(|section| Some((section, self.change_from(before, section)?)))
            .collect()
    }

    /// What was changed here since `before`, on what somebody else has made of `before` meanwhile: a section that was
    /// changed here is as it is here, any other as it is there. The order is theirs, unless it was changed here.
    pub fn over(&self, before: &Self, theirs: &Self) -> Self {
        let own = self.changes_from(before);
        let is_own = |section| own.iter().any(|(changed, _)| *changed == section);
        let moved = own.iter().any(|(_, change)| *change == Change::Moved);
        let (first, then) = if moved {
            (self, theirs)
        } else {
            (theirs, self)
        };
        let mut sections: Vec<Section> = first.parts.iter().map(|part| part.section).collect();
        for part in &then.parts {
            if !sections.contains(&part.section) {
                sections.push(part.section);
            }
        }
        let parts = sections.into_iter().filter_map(|section| {
            let from = if is_own(section) { self } else { theirs };
            from.part(section).cloned()
        });
        Self {
            parts: parts.collect(),
        }
    }
}

impl Part {
    /// What of it is still to be asked of somebody of whom it is asked.
    pub fn open(
        &self,
        of: Situation,
        answered: &BTreeSet<Missing>,
    ) -> impl Iterator<Item = Missing> {
        let ask = self.ask.iter().copied();
        ask.filter(move |question| of.meets(concerns(*question)) && !answered.contains(question))
    }
}

impl Default for Outline {
    /// The outline of an office that has not put its own in force.
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
    fn the_outline_of_the_program_has_no_fault_and_asks_by_situation() {
        let outline = Outline::default();
        assert_eq!(outline.faults(), []);
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

    #[test]
    fn what_somebody_could_never_answer_is_not_missing() {
        let mut outline = Outline::default();
        for part in &mut outline.parts {
            part.when = When::Always;
            if part.section == Section::Status {
                part.ask.push(Missing::Did);
            }
        }
        assert_eq!(outline.faults(), []);
        let works = Situation {
            outside_eu: false,
            status: Some(EmploymentStatus::Employed),
        };
        let missing = outline.missing(works, &BTreeSet::new());
        assert!(!missing.contains(&Missing::Permit) && !missing.contains(&Missing::Did));
        assert!(
            missing.contains(&Missing::Benefits),
            "it can be said that there are none"
        );
    }

    #[test]
    fn every_fault_is_found_and_says_where() {
        let mut outline = Outline::default();
        outline.parts[1]
            .ask
            .extend([Missing::Work, Missing::Reason]);
        outline.parts[2].ask.push(Missing::Residence);
        outline.parts[4].when = When::SeeksWork;
        outline.parts.push(outline.parts[0].clone());
        outline
            .parts
            .retain(|part| part.section != Section::Privacy);
        let coded: Vec<_> = outline
            .faults()
            .iter()
            .map(|fault| (fault.at, fault.coded()))
            .collect();
        assert_eq!(
            coded,
            [
                (Some(1), "outline-fault:elsewhere/missing:work/section:work"),
                (Some(1), "outline-fault:reception/missing:reason"),
                (Some(2), "outline-fault:question_twice/missing:residence"),
                (Some(14), "outline-fault:section_twice/section:identity"),
                (
                    Some(4),
                    "outline-fault:needed/missing:employment/section:status/section-when:always"
                ),
                (
                    None,
                    "outline-fault:needed/missing:notice/section:privacy/section-when:always"
                ),
            ]
            .map(|(at, code)| (at, code.to_owned()))
        );
        let empty = Outline { parts: vec![] };
        assert_eq!(empty.faults(), [Fault::of(FaultKind::Empty)]);
    }

    #[test]
    fn what_differs_from_another_outline_is_named_and_what_only_made_room_is_not() {
        let before = Outline::default();
        let mut now = before.clone();
        now.parts.remove(6);
        now.parts[1].ask.push(Missing::Address);
        now.parts.swap(9, 10);
        let swapped = [now.parts[9].section, now.parts[10].section];
        assert_eq!(
            now.changes_from(&before),
            [
                (Section::Contact, Change::Changed),
                (swapped[0], Change::Moved),
                (swapped[1], Change::Moved),
                (Section::Schooling, Change::Gone),
            ]
        );
        assert_eq!(
            before.change_from(&now, Section::Schooling),
            Some(Change::New)
        );
        assert_eq!(before.changes_from(&before), []);
    }

    #[test]
    fn what_two_change_apart_is_all_there() {
        let before = Outline::default();
        let without = |outline: &Outline, section| {
            let mut less = outline.clone();
            less.parts.retain(|part| part.section != section);
            less
        };
        // One leaves out the skills, the other the work.
        let here = without(&before, Section::Skills);
        let there = without(&before, Section::Work);
        assert_eq!(here.over(&before, &there), without(&there, Section::Skills));
        assert_eq!(there.over(&before, &here), without(&here, Section::Work));
        // Who changed nothing takes what the other made; the same from the other side.
        assert_eq!(before.over(&before, &there), there);
        assert_eq!(here.over(&before, &before), here);
        // A section that both changed is as it is here.
        let mut asked = before.clone();
        asked.parts[1].ask.pop();
        let mut other = before.clone();
        other.parts[1].when = When::SeeksWork;
        assert_eq!(asked.over(&before, &other), asked);
        // An order that was changed here is kept.
        let mut moved = before.clone();
        moved.parts.swap(2, 3);
        let both = moved.over(&before, &there);
        assert_eq!(both, without(&moved, Section::Work));
    }
}
