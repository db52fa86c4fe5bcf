//! Rules applied to facts: a verdict with its reasons, or what is to be asked.

use chrono::NaiveDate;

use super::{
    Answer, Fact, Facts, Reason, Rule, Span, Test, Value, Verdict, age_on, months_since, within,
};

/// What the rules valid on a day say of somebody, in the order of the rules.
pub fn evaluate(rules: &[Rule], facts: &Facts, on: NaiveDate) -> Vec<Verdict> {
    rules
        .iter()
        .filter(|rule| rule.is_valid_on(on))
        .map(|rule| apply(rule, facts, on))
        .collect()
}

/// The rules that ended before a day and that no rule of the same group has followed: what they say is
/// no longer an answer, and who remembers them is to read that they are over. In the order of the
/// rules; of several that ended for one group, the one that ended last.
pub fn expired(rules: &[Rule], on: NaiveDate) -> impl Iterator<Item = (&Rule, NaiveDate)> {
    let ended = move |rule: &Rule| rule.valid_to.filter(|last| *last < on);
    rules.iter().filter_map(move |rule| {
        let last = ended(rule)?;
        let followed = rules.iter().any(|other| {
            other.target == rule.target
                && (other.is_valid_on(on) || ended(other).is_some_and(|end| end > last))
        });
        (!followed).then_some((rule, last))
    })
}

/// What one rule says of somebody on a day, valid or not.
pub fn apply(rule: &Rule, facts: &Facts, on: NaiveDate) -> Verdict {
    let Outcome {
        answer,
        reasons,
        mut missing,
    } = rule.when.eval(facts, on);
    let mut seen = Vec::new();
    missing.retain(|fact| {
        !seen.contains(fact) && {
            seen.push(*fact);
            true
        }
    });
    Verdict {
        target: rule.target,
        answer,
        reasons,
        missing,
        partial: rule.partial,
    }
}

struct Outcome {
    answer: Answer,
    reasons: Vec<Reason>,
    missing: Vec<Fact>,
}

impl Outcome {
    fn unknown(fact: Fact) -> Self {
        Self {
            answer: Answer::Unknown,
            reasons: Vec::new(),
            missing: vec![fact],
        }
    }

    fn known(fact: Fact, test: &Test, value: Value, holds: bool) -> Self {
        let answer = if holds { Answer::Yes } else { Answer::No };
        let reason = Reason {
            fact,
            test: test.clone(),
            value,
            holds,
        };
        Self {
            answer,
            reasons: vec![reason],
            missing: Vec::new(),
        }
    }

    /// One part that decides alone decides all; else unknown parts leave it unknown.
    fn join(parts: impl Iterator<Item = Self>, decides: Answer, otherwise: Answer) -> Self {
        let mut joined = Self {
            answer: otherwise,
            reasons: Vec::new(),
            missing: Vec::new(),
        };
        for part in parts {
            if part.answer == decides {
                return part;
            }
            joined.reasons.extend(part.reasons);
            joined.missing.extend(part.missing);
        }
        if !joined.missing.is_empty() {
            joined.answer = Answer::Unknown;
            joined.reasons.clear();
        }
        joined
    }

    fn negated(mut self) -> Self {
        self.answer = match self.answer {
            Answer::Yes => Answer::No,
            Answer::No => Answer::Yes,
            Answer::Unknown => Answer::Unknown,
        };
        self
    }
}

impl Test {
    fn eval(&self, facts: &Facts, on: NaiveDate) -> Outcome {
        match self {
            Self::All(parts) => Outcome::join(
                parts.iter().map(|part| part.eval(facts, on)),
                Answer::No,
                Answer::Yes,
            ),
            Self::Any(parts) => Outcome::join(
                parts.iter().map(|part| part.eval(facts, on)),
                Answer::Yes,
                Answer::No,
            ),
            Self::Not(part) => part.eval(facts, on).negated(),
            leaf => leaf.eval_leaf(facts, on),
        }
    }

    fn eval_leaf(&self, facts: &Facts, on: NaiveDate) -> Outcome {
        let fact = self.fact();
        match self.read(facts, on) {
            Some((value, holds)) => Outcome::known(fact, self, value, holds),
            None => Outcome::unknown(fact),
        }
    }

    /// The fact that a leaf reads. Composed tests read none of their own.
    const fn fact(&self) -> Fact {
        match self {
            Self::Age(_) | Self::All(_) | Self::Any(_) | Self::Not(_) => Fact::BirthDate,
            Self::MonthsSince(span) | Self::DaysSince(span) | Self::DaysTo(span) => span.fact,
            Self::Status(_) => Fact::Employment,
            Self::EducationAtMost(_) => Fact::Education,
            Self::Sex(_) => Fact::RegistrySex,
            Self::Citizenship(_) => Fact::Area,
            Self::Is(fact) => *fact,
        }
    }

    fn read(&self, facts: &Facts, on: NaiveDate) -> Option<(Value, bool)> {
        let span = |span: &Span, count: &dyn Fn(NaiveDate) -> i64, wrap: fn(i64) -> Value| {
            let value = count(facts.date(span.fact)?);
            Some((wrap(value), within(value, span.min, span.max)))
        };
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) => None,
            Self::Age(bounds) => {
                let age = age_on(facts.birth_on?, on);
                Some((Value::Years(age), within(age, bounds.min, bounds.max)))
            }
            Self::MonthsSince(of) => span(of, &|date| months_since(date, on), Value::Months),
            Self::DaysSince(of) => span(of, &|date| (on - date).num_days(), Value::Days),
            Self::DaysTo(of) => span(of, &|date| (date - on).num_days(), Value::Days),
            Self::Status(among) => {
                let status = facts.employment?;
                Some((Value::Status(status), among.contains(&status)))
            }
            Self::EducationAtMost(level) => {
                let education = facts.education?;
                Some((Value::Education(education), education.isced() <= *level))
            }
            Self::Sex(wanted) => {
                let sex = facts.registry_sex?;
                Some((Value::Sex(sex), sex == *wanted))
            }
            Self::Citizenship(among) => {
                let area = facts.area?;
                Some((Value::Area(area), among.contains(&area)))
            }
            Self::Is(fact) => {
                let flag = facts.flag(*fact)?;
                Some((Value::Flag(flag), flag))
            }
        }
    }
}
