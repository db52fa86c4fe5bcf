//! The score of a pair: one line for each criterion. Reads a [`Candidate`] and nothing else of anybody.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{
    Candidate, Closeness, Criterion, Experience, Line, Match, Offer, Side, Sign, SkillAsked,
    UsualSkills, Value, Weights,
};
use crate::domain::person::{Education, Transport};

/// A candidate made ready to be compared with many offers.
#[derive(Debug)]
pub struct Scorer<'a, 'w, S: UsualSkills> {
    candidate: &'a Candidate,
    weights: &'w Weights,
    usual: &'w S,
    wanted_skills: HashSet<&'static str>,
    own_skills: HashSet<&'a str>,
    today: NaiveDate,
}

impl<'a, 'w, S: UsualSkills> Scorer<'a, 'w, S> {
    /// Makes a candidate ready. `today` tells recent experience.
    pub fn new(
        candidate: &'a Candidate,
        weights: &'w Weights,
        usual: &'w S,
        today: NaiveDate,
    ) -> Self {
        let wanted = candidate
            .occupations
            .iter()
            .flat_map(|isco08| usual.usual_skills(isco08));
        Self {
            candidate,
            weights,
            usual,
            wanted_skills: wanted.copied().collect(),
            own_skills: candidate
                .skills
                .iter()
                .flatten()
                .map(String::as_str)
                .collect(),
            today,
        }
    }

    /// Scores and explains one offer.
    pub fn score(&self, offer: &'a Offer) -> Match<&'a str> {
        let lines = vec![
            self.occupation(offer),
            self.skills(offer),
            self.experience(offer),
            self.shift(offer),
            self.hours(offer),
            self.journey(offer),
            self.contract(offer),
            self.education(offer),
            self.italian(offer),
        ];
        Match {
            score: lines.iter().map(|line| line.points).sum(),
            lines,
        }
    }

    fn occupation(&self, offer: &'a Offer) -> Line<&'a str> {
        let line = Draft::new(Criterion::Occupation, self.weights.points.occupation);
        if offer.isco08.is_empty() {
            return line.unknown(Side::Company, Vec::new());
        }
        let values = vec![Value::Occupation(offer.isco08.as_str())];
        if self.candidate.occupations.is_empty() {
            return line.unknown(Side::Person, values);
        }
        let (points, closeness, wanted) = self.closest(&offer.isco08);
        let mut values = values;
        values.push(Value::Closeness(closeness));
        values.extend(wanted.map(Value::Occupation));
        line.given(points, closeness != Closeness::Far, values)
    }

    fn closest(&self, isco08: &str) -> (u16, Closeness, Option<&'a str>) {
        let given = &self.weights.closeness;
        let by_code = [
            (4, given.unit, Closeness::SameUnit),
            (3, given.minor, Closeness::SameMinor),
            (2, given.sub_major, Closeness::SameSubMajor),
        ];
        for (digits, points, closeness) in by_code {
            let prefix = isco08.get(..digits);
            let wanted = self
                .candidate
                .occupations
                .iter()
                .find(|own| own.get(..digits) == prefix);
            if let (Some(_), Some(wanted)) = (prefix, wanted) {
                return (points, closeness, Some(wanted));
            }
        }
        let usual = self.usual.usual_skills(isco08);
        let shared = usual
            .iter()
            .filter(|skill| self.wanted_skills.contains(*skill))
            .count();
        match share(given.skills, shared, usual.len()) {
            0 => (0, Closeness::Far, None),
            points => (points, Closeness::SharedSkills, None),
        }
    }

    fn skills(&self, offer: &'a Offer) -> Line<&'a str> {
        let line = Draft::new(Criterion::Skills, self.weights.points.skills);
        if offer.skills.is_empty() {
            return line.met(Vec::new());
        }
        if self.candidate.skills.is_none() {
            return line.unknown(
                Side::Person,
                offer
                    .skills
                    .iter()
                    .map(|asked| Value::Text(asked.label.as_str()))
                    .collect(),
            );
        }
        let weigh = |asked: &SkillAsked| if asked.essential { 2 } else { 1 };
        let has = |asked: &&'a SkillAsked| self.own_skills.contains(asked.label.as_str());
        let total: usize = offer.skills.iter().map(weigh).sum();
        let met: usize = offer.skills.iter().filter(has).map(weigh).sum();
        let count = offer.skills.iter().filter(has).count();
        let mut values = vec![Value::Of(count as u16, offer.skills.len() as u16)];
        let missing = offer.skills.iter().filter(|asked| !has(asked));
        values.extend(missing.map(|asked| Value::Text(asked.label.as_str())));
        line.given(share(line.max, met, total), met * 2 >= total, values)
    }

    fn experience(&self, offer: &'a Offer) -> Line<&'a str> {
        let line = Draft::new(Criterion::Experience, self.weights.points.experience);
        let Some(experience) = &self.candidate.experience else {
            return line.unknown(Side::Person, Vec::new());
        };
        if offer.isco08.is_empty() {
            return line.unknown(Side::Company, Vec::new());
        }
        let months_ago = |done: &Experience| {
            done.ended_on
                .map_or(0, |ended| (self.today - ended).num_days().max(0) / 30)
        };
        let near = experience
            .iter()
            .filter(|done| done.isco08.get(..3) == offer.isco08.get(..3))
            .min_by_key(|done| months_ago(done));
        let Some(done) = near else {
            // What was done without a code may be near.
            return if experience.iter().any(|done| done.isco08.is_empty()) {
                line.unknown(Side::Person, Vec::new())
            } else {
                line.missing(Vec::new())
            };
        };
        let ago = u16::try_from(months_ago(done)).unwrap_or(u16::MAX);
        let values = vec![Value::Occupation(done.isco08.as_str()), Value::Months(ago)];
        if ago <= self.weights.recent_months {
            line.met(values)
        } else {
            line.given(line.max / 2, true, values)
        }
    }

    fn shift(&self, offer: &'a Offer) -> Line<&'a str> {
        let line = Draft::new(Criterion::Shift, self.weights.points.shift);
        let (wanted, days) = (&self.candidate.shifts, &self.candidate.days);
        match offer.shift {
            Some(shift) if !days.is_empty() && (wanted.is_empty() || wanted.contains(&shift)) => {
                let (can, of) = shift.days_within(days);
                let values = vec![Value::Shift(shift), Value::Of(can, of)];
                let points = share(line.max, can.into(), of.into());
                line.given(points, can * 2 >= of, values)
            }
            offered => line.wish(offered, wanted, Value::Shift),
        }
    }

    fn hours(&self, offer: &'a Offer) -> Line<&'a str> {
        let line = Draft::new(Criterion::Hours, self.weights.points.hours);
        let Some(hours) = offer.hours else {
            return line.unknown(Side::Company, Vec::new());
        };
        let values = vec![Value::Hours(hours)];
        match self.candidate.hours {
            None => line.unknown(Side::Person, values),
            Some((fewest, most)) if (fewest..=most).contains(&hours) => line.met(values),
            Some(_) => line.missing(values),
        }
    }

    fn journey(&self, offer: &'a Offer) -> Line<&'a str> {
        let line = Draft::new(Criterion::Journey, self.weights.points.journey);
        let Some(place) = offer.place else {
            return line.unknown(Side::Company, Vec::new());
        };
        let Some(home) = self.candidate.home else {
            return line.unknown(Side::Person, Vec::new());
        };
        let km = self.weights.road_km(home.metres_to(place));
        let said = &self.candidate.transport;
        if !said.is_empty() {
            return self.by(said, km, line);
        }
        // The distance is known: only how somebody goes is taken for granted, and asked.
        Line {
            ask: Some(Side::Person),
            ..self.by(&self.weights.usual_means, km, line)
        }
    }

    /// The journey over so many kilometres of road by the quickest of some means.
    fn by(&self, means: &[Transport], km: u32, line: Draft) -> Line<&'a str> {
        let Some(journey) = self.weights.journey(km, means) else {
            return line.missing(vec![Value::Km(km)]);
        };
        let values = vec![
            Value::Km(km),
            Value::Minutes(journey.minutes),
            Value::Means(journey.means),
        ];
        let farthest = self.candidate.max_km.map_or(u32::MAX, u32::from);
        let accepted = self.candidate.max_minutes;
        let most = u32::from(accepted.unwrap_or(self.weights.usual_minutes)).max(1);
        if km > farthest || journey.minutes > most {
            return line.missing(values);
        }
        // Full points up to half of what is accepted, then down to half of them at the end.
        let beyond = (journey.minutes * 2).saturating_sub(most).min(most);
        let max = u32::from(line.max);
        line.given((max - max * beyond / (most * 2)) as u16, true, values)
    }

    fn contract(&self, offer: &'a Offer) -> Line<&'a str> {
        let line = Draft::new(Criterion::Contract, self.weights.points.contract);
        line.wish(offer.contract, &self.candidate.contracts, Value::Contract)
    }

    fn education(&self, offer: &'a Offer) -> Line<&'a str> {
        let line = Draft::new(Criterion::Education, self.weights.points.education);
        let level = |education: Education| education.rank();
        line.at_least(
            offer.education,
            self.candidate.education,
            level,
            Value::Education,
        )
    }

    fn italian(&self, offer: &'a Offer) -> Line<&'a str> {
        let line = Draft::new(Criterion::Italian, self.weights.points.italian);
        line.at_least(
            offer.italian,
            self.candidate.italian,
            |level| level,
            Value::Cefr,
        )
    }
}

/// A line under way: its criterion and most points.
#[derive(Clone, Copy)]
struct Draft {
    criterion: Criterion,
    max: u16,
}

impl Draft {
    const fn new(criterion: Criterion, max: u16) -> Self {
        Self { criterion, max }
    }

    fn line(self, sign: Sign, points: u16, values: Vec<Value<&str>>) -> Line<&str> {
        Line {
            sign,
            criterion: self.criterion,
            points,
            max: self.max,
            values,
            ask: None,
        }
    }

    fn met(self, values: Vec<Value<&str>>) -> Line<&str> {
        self.line(Sign::Met, self.max, values)
    }

    fn missing(self, values: Vec<Value<&str>>) -> Line<&str> {
        self.line(Sign::Missing, 0, values)
    }

    fn given(self, points: u16, met: bool, values: Vec<Value<&str>>) -> Line<&str> {
        self.line(if met { Sign::Met } else { Sign::Missing }, points, values)
    }

    fn unknown(self, side: Side, values: Vec<Value<&str>>) -> Line<&str> {
        Line {
            ask: Some(side),
            ..self.line(Sign::Unknown, self.max / 2, values)
        }
    }

    fn wish<'a, T: Copy + PartialEq>(
        self,
        offered: Option<T>,
        wanted: &[T],
        value: fn(T) -> Value<&'a str>,
    ) -> Line<&'a str> {
        let Some(offered) = offered else {
            return self.unknown(Side::Company, Vec::new());
        };
        let values = vec![value(offered)];
        if wanted.is_empty() {
            self.unknown(Side::Person, values)
        } else if wanted.contains(&offered) {
            self.met(values)
        } else {
            self.missing(values)
        }
    }

    fn at_least<'a, T: Copy, L: PartialOrd>(
        self,
        asked: Option<T>,
        held: Option<T>,
        level: fn(T) -> L,
        value: fn(T) -> Value<&'a str>,
    ) -> Line<&'a str> {
        match (asked, held) {
            (None, _) => self.met(Vec::new()),
            (Some(asked), None) => self.unknown(Side::Person, vec![value(asked)]),
            (Some(asked), Some(held)) => {
                let enough = level(held) >= level(asked);
                let points = if enough { self.max } else { 0 };
                self.given(points, enough, vec![value(asked), value(held)])
            }
        }
    }
}

/// `max` times `part` over `whole`, rounded down; nothing of nothing.
fn share(max: u16, part: usize, whole: usize) -> u16 {
    (usize::from(max) * part)
        .checked_div(whole)
        .unwrap_or_default() as u16
}
