//! The dated parameters that the work goes by: which there are, and what their values may be.
//!
//! The values themselves are rows of the office, each with its first day and its source.

crate::enumeration! {
    /// A parameter that the program reads. An office may keep others; nothing reads them.
    ParamKey, "param" {
        /// Minutes after which somebody who waits rises one class.
        StandardMinutes = "wait_min",
        /// How often a ticket is called before an absence is offered.
        MaxCalls = "call_max",
        /// The most minutes that a ticket is counted with when a wait is estimated.
        CounterMinutes = "counter_min",
        /// The version of the privacy notice that is handed over.
        NoticeVersion = "notice_version",
        /// Seconds that a ticket stays with somebody whose line dropped.
        LineHold = "line_hold_s",
        /// Days after which what was left half typed is cleared away.
        DraftDays = "draft_days",
    }
}

crate::enumeration! {
    /// What is wrong with the value of a parameter.
    ParamFault, "param-fault" {
        /// It is no whole number.
        Number = "number",
        /// It is no number of minutes from 1 to 480.
        Minutes = "minutes",
        /// It is no number from 1 to 20.
        Count = "count",
        /// It is no number of seconds from 0 to 3,600.
        Seconds = "seconds",
        /// It is no number of days from 1 to 3,650.
        Days = "days",
        /// It is no number from 0 to 100.
        Percent = "percent",
        /// It is empty or longer than 40 characters.
        Text = "text",
    }
}

/// What kind of value a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// How many times: 1 to 20.
    Count,
    /// Minutes: 1 to 480.
    Minutes,
    /// Seconds: 0 to 3,600.
    Seconds,
    /// Days: 1 to 3,650.
    Days,
    /// A share: 0 to 100.
    Percent,
    /// A short text, 1 to 40 characters.
    Text,
}

/// The longest short text, in characters.
const LONGEST: usize = 40;

impl ParamKey {
    /// What kind of value it takes.
    pub const fn kind(self) -> ParamKind {
        match self {
            Self::StandardMinutes | Self::CounterMinutes => ParamKind::Minutes,
            Self::MaxCalls => ParamKind::Count,
            Self::NoticeVersion => ParamKind::Text,
            Self::LineHold => ParamKind::Seconds,
            Self::DraftDays => ParamKind::Days,
        }
    }
}

impl ParamKind {
    /// Whether a value is of this kind, spaces around it apart.
    pub fn check(self, value: &str) -> Result<(), ParamFault> {
        let value = value.trim();
        let within = |least: u32, most: u32, fault: ParamFault| {
            let number: u32 = value.parse().map_err(|_| ParamFault::Number)?;
            (least..=most).contains(&number).then_some(()).ok_or(fault)
        };
        match self {
            Self::Count => within(1, 20, ParamFault::Count),
            Self::Minutes => within(1, 480, ParamFault::Minutes),
            Self::Seconds => within(0, 3_600, ParamFault::Seconds),
            Self::Days => within(1, 3_650, ParamFault::Days),
            Self::Percent => within(0, 100, ParamFault::Percent),
            Self::Text if (1..=LONGEST).contains(&value.chars().count()) => Ok(()),
            Self::Text => Err(ParamFault::Text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_of_its_kind_or_says_what_is_wrong() {
        for (kind, value, outcome) in [
            (ParamKind::Minutes, " 30 ", Ok(())),
            (ParamKind::Minutes, "0", Err(ParamFault::Minutes)),
            (ParamKind::Minutes, "481", Err(ParamFault::Minutes)),
            (ParamKind::Minutes, "mezz'ora", Err(ParamFault::Number)),
            (ParamKind::Minutes, "-5", Err(ParamFault::Number)),
            (ParamKind::Seconds, "0", Ok(())),
            (ParamKind::Seconds, "3601", Err(ParamFault::Seconds)),
            (ParamKind::Days, "0", Err(ParamFault::Days)),
            (ParamKind::Days, "30", Ok(())),
            (ParamKind::Count, "3", Ok(())),
            (ParamKind::Count, "21", Err(ParamFault::Count)),
            (ParamKind::Percent, "0", Ok(())),
            (ParamKind::Percent, "101", Err(ParamFault::Percent)),
            (ParamKind::Text, "2026-01", Ok(())),
            (ParamKind::Text, "  ", Err(ParamFault::Text)),
        ] {
            assert_eq!(kind.check(value), outcome, "{value}");
        }
    }
}
