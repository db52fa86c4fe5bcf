//! What a colleague's day says of a time at which somebody is to be booked: whether it is taken, from when, and where
//! there is room.
//!
//! Only tells; whether a time may be given is decided by the act.

use chrono::{DateTime, TimeDelta, Utc};

type Stretch = (DateTime<Utc>, DateTime<Utc>);

/// The taken and the free times of a day. Without any it is not known.
#[derive(Debug, Clone, Default)]
pub(super) struct Room {
    taken: Vec<Stretch>,
    /// The free times, each with the end of the stretch that it begins in.
    free: Vec<Stretch>,
    /// Why the office is closed on the day.
    pub(super) closed: Option<String>,
}

impl Room {
    /// Of appointments, and of free times in their order.
    pub(super) fn new(taken: Vec<Stretch>, mut free: Vec<Stretch>, closed: Option<String>) -> Self {
        for at in (1..free.len()).rev() {
            if free[at - 1].1 == free[at].0 {
                free[at - 1].1 = free[at].1;
            }
        }
        Self {
            taken,
            free,
            closed,
        }
    }

    /// When something else begins that a time of so many minutes would run into; none when it would not.
    pub(super) fn taken_from(&self, from: DateTime<Utc>, minutes: u16) -> Option<DateTime<Utc>> {
        let to = from + TimeDelta::minutes(i64::from(minutes));
        let into = self
            .taken
            .iter()
            .filter(|(begins, ends)| *begins < to && from < *ends);
        into.map(|(begins, _)| *begins).min()
    }

    /// The first free time from a moment on that has room for so many minutes.
    pub(super) fn first_from(&self, from: DateTime<Utc>, minutes: u16) -> Option<DateTime<Utc>> {
        let length = TimeDelta::minutes(i64::from(minutes));
        let fits = |(begins, ends): &&Stretch| *begins >= from && *begins + length <= *ends;
        self.free.iter().find(fits).map(|(begins, _)| *begins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32, minute: u32) -> DateTime<Utc> {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        day.and_hms_opt(hour, minute, 0)
            .unwrap_or_default()
            .and_utc()
    }

    #[test]
    fn free_times_that_touch_make_room_for_what_is_longer_than_each() {
        let free = vec![
            (at(9, 0), at(9, 30)),
            (at(10, 0), at(10, 30)),
            (at(10, 30), at(11, 0)),
        ];
        let room = Room::new(vec![(at(9, 30), at(10, 0))], free, None);
        assert_eq!(room.first_from(at(9, 0), 30), Some(at(9, 0)));
        assert_eq!(room.first_from(at(9, 0), 60), Some(at(10, 0)));
        assert_eq!(room.first_from(at(10, 15), 60), None);
        assert_eq!(room.taken_from(at(9, 0), 60), Some(at(9, 30)));
        assert_eq!(room.taken_from(at(10, 0), 60), None);
    }
}
