//! Lines that end before anybody is named on them, gathered: the first of a kind is written at once, those
//! of the following minutes together. Whoever is on the network can make such lines by the thousand and
//! must not be able to fill a disk with them; whoever runs the server has to see that it happens.

use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::event::{Dropped, Event};

/// How many lines ended since the start before anybody was named on them, by the reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strangers {
    /// From other networks than those that are allowed.
    pub network: u64,
    /// Too many at once.
    pub too_many: u64,
    /// Too many at once from one address.
    pub too_many_from_address: u64,
    /// No login in time.
    pub too_slow: u64,
    /// Not SSH.
    pub protocol: u64,
    /// Closed by the other end.
    pub went_away: u64,
}

impl Strangers {
    /// How many for each reason.
    pub const fn each(self) -> [(Dropped, u64); Dropped::ALL.len()] {
        [
            (Dropped::Network, self.network),
            (Dropped::TooMany, self.too_many),
            (Dropped::TooManyFromAddress, self.too_many_from_address),
            (Dropped::TooSlow, self.too_slow),
            (Dropped::Protocol, self.protocol),
            (Dropped::WentAway, self.went_away),
        ]
    }

    /// How many in all.
    pub fn sum(self) -> u64 {
        self.each().iter().map(|(_, lines)| lines).sum()
    }
}

/// What has been gathered of each reason.
#[derive(Debug, Default)]
pub(super) struct Gathered(Mutex<[OfOne; Dropped::ALL.len()]>);

#[derive(Debug, Clone, Copy, Default)]
struct OfOne {
    sum: u64,
    /// One has been written lately.
    told: bool,
    /// Those that are not written yet, and where the last came from.
    more: u64,
    last: Option<IpAddr>,
}

impl Gathered {
    fn all(&self) -> MutexGuard<'_, [OfOne; Dropped::ALL.len()]> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a line; what is to be written of it at once, if anything.
    pub(super) fn add(&self, reason: Dropped, from: IpAddr) -> Option<Event<'static>> {
        let of_one = &mut self.all()[reason as usize];
        of_one.sum += 1;
        if !std::mem::replace(&mut of_one.told, true) {
            return Some(event(reason, 1, from));
        }
        of_one.more += 1;
        of_one.last = Some(from);
        None
    }

    /// What is to be written at the end of a minute. A reason of which there was none is written at once the
    /// next time.
    pub(super) fn take(&self) -> Vec<Event<'static>> {
        let mut all = self.all();
        let each = all.iter_mut().zip(Dropped::ALL);
        each.filter_map(|(of_one, reason)| {
            of_one.told = of_one.more > 0;
            let lines = std::mem::take(&mut of_one.more);
            Some(event(reason, lines, of_one.last.take()?))
        })
        .collect()
    }

    /// How many there were.
    pub(super) fn counts(&self) -> Strangers {
        let all = self.all();
        let of = |reason: Dropped| all[reason as usize].sum;
        Strangers {
            network: of(Dropped::Network),
            too_many: of(Dropped::TooMany),
            too_many_from_address: of(Dropped::TooManyFromAddress),
            too_slow: of(Dropped::TooSlow),
            protocol: of(Dropped::Protocol),
            went_away: of(Dropped::WentAway),
        }
    }
}

fn event(reason: Dropped, lines: u64, last: IpAddr) -> Event<'static> {
    Event::Dropped {
        reason,
        lines,
        last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_written_at_once_and_the_others_together() {
        let (one, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let gathered = Gathered::default();
        let slow = |lines, last| event(Dropped::TooSlow, lines, last);
        assert_eq!(gathered.add(Dropped::TooSlow, one), Some(slow(1, one)));
        for _ in 0..9_999 {
            assert_eq!(gathered.add(Dropped::TooSlow, other), None);
        }
        let noise = gathered.add(Dropped::Protocol, one);
        assert_eq!(noise, Some(event(Dropped::Protocol, 1, one)));
        assert_eq!(gathered.take(), [slow(9_999, other)]);
        // As long as it goes on there is one line a minute.
        assert_eq!(gathered.add(Dropped::TooSlow, one), None);
        assert_eq!(gathered.take(), [slow(1, one)]);
        assert_eq!(gathered.take(), []);
        assert_eq!(gathered.add(Dropped::TooSlow, one), Some(slow(1, one)));
        let counts = gathered.counts();
        assert_eq!(counts.sum(), 10_003);
        assert!(counts.each().contains(&(Dropped::Protocol, 1)));
    }
}
