//! Sealed facts: what may be known of somebody only behind a reason, and the target groups that need it.
//!
//! A group computed here is shown inside the unsealed screen and stored nowhere.

use chrono::NaiveDate;
use serde::Deserialize;

use super::target_group::Answer;

crate::enumeration! {
    /// A kind of fact that is sealed (art. 9 and 10 Reg. UE 2016/679).
    SealedKind, "sealed" {
        /// Invalidità civile, con la percentuale.
        Disability = "disability",
        /// Invalidità del lavoro, con la percentuale.
        WorkInjury = "work_injury",
        /// Iscrizione L.68/99.
        L68 = "l68",
        /// Salute.
        Health = "health",
        /// Detenzione.
        Detention = "detention",
        /// Misura alternativa.
        AlternativeMeasure = "alternative_measure",
        /// Dipendenza.
        Addiction = "addiction",
        /// Vittima di violenza o di tratta.
        Victim = "victim",
        /// Famiglia.
        Family = "family",
        /// Origine.
        Origin = "origin",
        /// Lavoro irregolare.
        UndeclaredWork = "undeclared_work",
        /// Altro.
        Other = "other",
    }
}

impl SealedKind {
    /// Whether it goes with a percentage.
    pub const fn has_percent(self) -> bool {
        matches!(self, Self::Disability | Self::WorkInjury)
    }
}

crate::enumeration! {
    /// A target group that needs a sealed fact.
    SealedTarget, "sealed-target" {
        /// Iscrivibile alle liste L.68/99.
        L68 = "l68",
        /// Persona ristretta.
        Detained = "detained",
        /// Persona svantaggiata L.381/91.
        L381 = "l381",
    }
}

/// A sealed fact as far as the groups need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// Which.
    pub kind: SealedKind,
    /// The percentage, if it is known.
    pub percent: Option<u8>,
    /// The first day, if it is known.
    pub from_on: Option<NaiveDate>,
    /// The last day, if it has one.
    pub to_on: Option<NaiveDate>,
}

impl Sealed {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from_on.is_none_or(|from| from <= day) && self.to_on.is_none_or(|to| day <= to)
    }
}

/// A dated rule over sealed facts: one of its tests is enough.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedRule {
    /// The group that it decides.
    pub target: SealedTarget,
    /// First day on which it holds.
    pub valid_from: NaiveDate,
    /// Last day on which it holds, if it ends.
    pub valid_to: Option<NaiveDate>,
    /// Where it comes from.
    pub source: String,
    /// What it asks.
    pub any: Vec<SealedTest>,
}

/// One fact that puts somebody in the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedTest {
    /// Which.
    pub kind: SealedKind,
    /// More than this percentage; none: the fact alone.
    pub over: Option<u8>,
}

/// What the rules valid on a day say of somebody, with the fact that decided.
///
/// What is not on file is not known, never no: a no needs a percentage that is too low.
pub fn evaluate(
    rules: &[SealedRule],
    facts: &[Sealed],
    on: NaiveDate,
) -> Vec<(SealedTarget, Answer, Option<SealedKind>)> {
    let valid =
        |rule: &&SealedRule| rule.valid_from <= on && rule.valid_to.is_none_or(|to| on <= to);
    rules
        .iter()
        .filter(valid)
        .map(|rule| {
            let tests = rule.any.iter();
            let answers: Vec<(Answer, SealedKind)> = tests
                .flat_map(|test| facts.iter().map(move |fact| (test, fact)))
                .filter(|(test, fact)| test.kind == fact.kind && fact.holds_on(on))
                .map(|(test, fact)| (test.answer(fact), fact.kind))
                .collect();
            let with = |answer| answers.iter().find(|(a, _)| *a == answer).copied();
            let decided = with(Answer::Yes)
                .or_else(|| with(Answer::Unknown))
                .or_else(|| with(Answer::No));
            let (answer, kind) = decided.unzip();
            (rule.target, answer.unwrap_or(Answer::Unknown), kind)
        })
        .collect()
}

impl SealedTest {
    fn answer(&self, fact: &Sealed) -> Answer {
        match (self.over, fact.percent) {
            (None, _) => Answer::Yes,
            (Some(_), None) => Answer::Unknown,
            (Some(over), Some(percent)) if percent > over => Answer::Yes,
            (Some(_), Some(_)) => Answer::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_yes_by_one_fact_no_by_a_low_percentage_and_else_not_known() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        let rule = SealedRule {
            target: SealedTarget::L68,
            valid_from: on,
            valid_to: None,
            source: "L.68/1999 art. 1".to_owned(),
            any: vec![
                SealedTest {
                    kind: SealedKind::L68,
                    over: None,
                },
                SealedTest {
                    kind: SealedKind::Disability,
                    over: Some(45),
                },
            ],
        };
        let fact = |kind, percent, to_on| Sealed {
            kind,
            percent,
            from_on: None,
            to_on,
        };
        let disability = |percent| fact(SealedKind::Disability, percent, None);
        let over = fact(SealedKind::L68, None, on.pred_opt());
        for (facts, answer) in [
            (vec![], Answer::Unknown),
            (vec![disability(Some(45))], Answer::No),
            (vec![disability(Some(46))], Answer::Yes),
            (vec![disability(None)], Answer::Unknown),
            (vec![over], Answer::Unknown),
            (
                vec![disability(Some(10)), fact(SealedKind::L68, None, None)],
                Answer::Yes,
            ),
        ] {
            let said = evaluate(std::slice::from_ref(&rule), &facts, on);
            assert_eq!(said[0].1, answer, "{facts:?}");
        }
        let before = on.pred_opt().unwrap_or_default();
        assert!(evaluate(&[rule], &[], before).is_empty());
    }
}
