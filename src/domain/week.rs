//! The hours of a working day as people write them: `9-13, 14-17.30`.

use super::day;
use chrono::{NaiveTime, Timelike as _};

/// A stretch of a day: minutes since midnight, the end excluded and after the start.
pub type Stretch = (u16, u16);

crate::enumeration! {
    /// Why a text is no working day.
    HoursFault, "hours-fault" {
        /// A time cannot be read, or a stretch has not two of them.
        Unreadable = "unreadable",
        /// A stretch ends before it begins.
        Backwards = "backwards",
        /// Two stretches overlap.
        Overlap = "overlap",
    }
}

/// Reads the stretches of a day, in order; nothing for a day off.
///
/// Stretches are parted by commas, semicolons or spaces; the two times of one by a hyphen. A time is read
/// as everywhere ([`day::parse_time`]); `24` is the end of the day.
pub fn parse_hours(typed: &str) -> Result<Vec<Stretch>, HoursFault> {
    let joined = typed
        .replace(['–', '—'], "-")
        .replace(" -", "-")
        .replace("- ", "-");
    let mut stretches = joined
        .split([',', ';', ' '])
        .filter(|part| !part.is_empty())
        .map(parse_stretch)
        .collect::<Result<Vec<_>, _>>()?;
    stretches.sort_unstable();
    if stretches.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return Err(HoursFault::Overlap);
    }
    Ok(stretches)
}

fn parse_stretch(text: &str) -> Result<Stretch, HoursFault> {
    let (from, to) = text.split_once('-').ok_or(HoursFault::Unreadable)?;
    let (from, to) = (parse_minute(from)?, parse_minute(to)?);
    if from < to {
        Ok((from, to))
    } else {
        Err(HoursFault::Backwards)
    }
}

fn parse_minute(text: &str) -> Result<u16, HoursFault> {
    if matches!(text, "24" | "24:00" | "24.00" | "2400") {
        return Ok(24 * 60);
    }
    let time: NaiveTime = day::parse_time(text).map_err(|_| HoursFault::Unreadable)?;
    u16::try_from(time.num_seconds_from_midnight() / 60).map_err(|_| HoursFault::Unreadable)
}

/// `09:00-13:00, 14:00-17:30`; empty for a day off.
pub fn show_hours(stretches: impl IntoIterator<Item = Stretch>) -> String {
    let shown: Vec<String> = stretches
        .into_iter()
        .map(|(from, to)| format!("{}-{}", show_minute(from), show_minute(to)))
        .collect();
    shown.join(", ")
}

/// `09:30`; `24:00` for the end of the day.
pub fn show_minute(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them_and_shown_in_full() {
        for (typed, shown) in [
            ("", ""),
            ("9-13", "09:00-13:00"),
            ("14-17.30 9-13", "09:00-13:00, 14:00-17:30"),
            ("9 - 13, 14:15 – 18", "09:00-13:00, 14:15-18:00"),
            ("930-1300;14-24", "09:30-13:00, 14:00-24:00"),
        ] {
            assert_eq!(show_hours(parse_hours(typed).unwrap()), shown, "{typed}");
            assert_eq!(show_hours(parse_hours(shown).unwrap()), shown);
        }
        for (typed, fault) in [
            ("9", HoursFault::Unreadable),
            ("nove-dieci", HoursFault::Unreadable),
            ("9-25", HoursFault::Unreadable),
            ("13-9", HoursFault::Backwards),
            ("9-13, 12-15", HoursFault::Overlap),
        ] {
            assert_eq!(parse_hours(typed), Err(fault), "{typed}");
        }
    }
}
