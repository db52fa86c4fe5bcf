//! What is best asked next: the one fact of the person that would move most points over many vacancies.

use super::{Criterion, Line, Match, Side, Sign};

impl Criterion {
    /// Whether one fact of the person answers it for every vacancy: skills and experience are asked vacancy by
    /// vacancy.
    pub const fn is_one_fact(self) -> bool {
        !matches!(self, Self::Skills | Self::Experience)
    }
}

/// A question to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub about: Criterion,
    /// The most points that the answer can move in one match.
    pub points: u16,
}

/// Counts over many matches what the answers could move.
#[derive(Debug, Clone, Default)]
pub struct Questions(Vec<(Question, u32)>);

impl Questions {
    /// Takes the lines of one match into account.
    pub fn hear(&mut self, found: &Match<&str>) {
        for line in &found.lines {
            let points = swing(line);
            if points == 0 || !line.criterion.is_one_fact() {
                continue;
            }
            match self
                .0
                .iter_mut()
                .find(|(known, _)| known.about == line.criterion)
            {
                Some((question, total)) => {
                    question.points = question.points.max(points);
                    *total += u32::from(points);
                }
                None => {
                    let about = line.criterion;
                    self.0.push((Question { about, points }, u32::from(points)));
                }
            }
        }
    }

    /// The question worth most; among equals the first in the order of the lines.
    pub fn first(&self) -> Option<Question> {
        let most = self.0.iter().map(|(_, total)| *total).max()?;
        let best = self.0.iter().find(|(_, total)| *total == most);
        best.map(|(question, _)| *question)
    }
}

/// How many points the person's answer can move in a line: all of them where nothing is known, half where
/// something was taken for granted.
const fn swing(line: &Line<&str>) -> u16 {
    match (line.ask, line.sign) {
        (Some(Side::Person), Sign::Unknown) => line.max,
        (Some(Side::Person), _) => line.max / 2,
        _ => 0,
    }
}
