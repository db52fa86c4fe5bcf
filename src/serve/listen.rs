//! The door: who may connect at all, how many may stand in it without having logged in, and what an
//! address with many failures has to wait.
//!
//! Decides before a byte is sent or read. Knows no SSH and no staff.

use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ipnet::IpNet;
use tokio::time::Instant;

use super::limits;
use super::stream::{Ended, Switch};

/// Whether a peer is near: private, link-local or loopback, or in one of the networks that are allowed.
pub(super) fn is_near(peer: IpAddr, allowed: &[IpNet]) -> bool {
    let peer = peer.to_canonical();
    let near = match peer {
        IpAddr::V4(peer) => peer.is_loopback() || peer.is_private() || peer.is_link_local(),
        IpAddr::V6(peer) => {
            peer.is_loopback() || peer.is_unique_local() || peer.is_unicast_link_local()
        }
    };
    near || allowed.iter().any(|network| network.contains(&peer))
}

/// What counts as one address: a computer on IPv6 has a whole network of 2^64 to itself.
fn origin(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(peer) if !peer.is_loopback() => {
            IpAddr::V6(Ipv6Addr::from_bits(peer.to_bits() >> 64 << 64))
        }
        peer => peer,
    }
}

/// The lines that have not logged in, and the failures of addresses.
#[derive(Debug, Default)]
pub(super) struct Door {
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    next: u64,
    /// The oldest first.
    waiting: VecDeque<Waiting>,
    failures: HashMap<IpAddr, Failures>,
}

#[derive(Debug)]
struct Waiting {
    number: u64,
    origin: IpAddr,
    since: Instant,
    switch: Arc<Switch>,
}

#[derive(Debug)]
struct Failures {
    count: u32,
    last: Instant,
}

/// A line's place in the door; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Pass {
    door: Arc<Door>,
    number: u64,
}

impl Drop for Pass {
    fn drop(&mut self) {
        let number = self.number;
        self.door
            .inside()
            .waiting
            .retain(|waiting| waiting.number != number);
    }
}

impl Door {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a newcomer in. Where there are too many, of all or of the newcomer's address, the oldest that
    /// has said nothing for a while is cut off for it, else the oldest; of all, one of the addresses with the most lines:
    /// a few computers that come again and again do not push out the others.
    pub(super) fn enter(self: &Arc<Self>, peer: IpAddr, switch: &Arc<Switch>) -> Pass {
        let origin = origin(peer);
        let mut inside = self.inside();
        let of_one = |waiting: &Waiting| waiting.origin == origin;
        let same = inside.waiting.iter().filter(|line| of_one(line)).count();
        if same >= limits::WAITING_OF_ONE {
            inside.make_room(Ended::CrowdedByOne, of_one);
        } else if inside.waiting.len() >= limits::WAITING {
            let most = inside.most_of_one();
            inside.make_room(Ended::Crowded, |line| most.contains(&line.origin));
        }
        inside.next += 1;
        let number = inside.next;
        inside.waiting.push_back(Waiting {
            number,
            origin,
            since: Instant::now(),
            switch: Arc::clone(switch),
        });
        Pass {
            door: Arc::clone(self),
            number,
        }
    }

    /// Cuts off whoever has not logged in: nobody will any more.
    pub(super) fn close(&self) {
        for line in self.inside().waiting.drain(..) {
            line.switch.cut();
        }
    }

    /// How many lines have not logged in.
    pub(super) fn waiting(&self) -> usize {
        self.inside().waiting.len()
    }

    /// Notes a failed log-in; how long its rejection takes. It grows once an address has failed often, so
    /// that guessing becomes slow; nobody is kept from logging in.
    pub(super) fn failed(&self, peer: IpAddr) -> Duration {
        let now = Instant::now();
        let mut inside = self.inside();
        let failures = &mut inside.failures;
        if failures.len() >= limits::ADDRESSES {
            failures.retain(|_, kept| now < kept.last + limits::FAILURES_KEPT);
        }
        if failures.len() >= limits::ADDRESSES {
            // A flood of addresses is met by the other limits; whoever is in it starts anew.
            failures.clear();
        }
        let kept = failures.entry(origin(peer)).or_insert(Failures {
            count: 0,
            last: now,
        });
        if now >= kept.last + limits::FAILURES_KEPT {
            kept.count = 0;
        }
        kept.count = kept.count.saturating_add(1);
        kept.last = now;
        drawn_out(kept.count)
    }

    /// Forgets the failures of an address from which somebody has logged in.
    pub(super) fn succeeded(&self, peer: IpAddr) {
        self.inside().failures.remove(&origin(peer));
    }
}

impl Inside {
    /// The addresses that have the most lines.
    fn most_of_one(&self) -> Vec<IpAddr> {
        let mut lines: HashMap<IpAddr, usize> = HashMap::new();
        for line in &self.waiting {
            *lines.entry(line.origin).or_default() += 1;
        }
        let most = lines.values().copied().max();
        lines.retain(|_, count| Some(*count) == most);
        lines.into_keys().collect()
    }

    /// Cuts off one of those that may go.
    fn make_room(&mut self, why: Ended, may_go: impl Fn(&Waiting) -> bool) {
        let silent = |line: &&Waiting| {
            may_go(line) && line.switch.is_silent() && line.since.elapsed() >= limits::SILENT
        };
        let found = self.waiting.iter().find(silent);
        let Some(gone) = found.or_else(|| self.waiting.iter().find(|line| may_go(line))) else {
            return;
        };
        gone.switch.cut_for(why);
        let number = gone.number;
        // Its own pass finds nothing to take away any more.
        self.waiting.retain(|line| line.number != number);
    }
}

/// The time of a rejection after so many failures: it doubles with every fifth beyond the free ones.
fn drawn_out(failures: u32) -> Duration {
    let beyond = failures.saturating_sub(limits::FREE_FAILURES);
    let doubled = beyond.div_ceil(5).min(10);
    (limits::REJECTION * 2_u32.pow(doubled)).min(limits::LONGEST_REJECTION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_is_near_or_allowed_may_connect() {
        let allowed: Vec<IpNet> = vec!["203.0.113.0/24".parse().unwrap()];
        for (peer, expected) in [
            ("127.0.0.1", true),
            ("10.1.2.3", true),
            ("172.16.0.1", true),
            ("172.32.0.1", false),
            ("192.168.1.1", true),
            ("169.254.3.4", true),
            ("8.8.8.8", false),
            ("203.0.113.9", true),
            ("::1", true),
            ("fe80::1", true),
            ("fd00::1", true),
            ("2001:db8::1", false),
            ("::ffff:192.168.1.1", true),
            ("::ffff:8.8.8.8", false),
            ("::ffff:203.0.113.9", true),
            ("100.64.0.1", false),
        ] {
            assert_eq!(is_near(peer.parse().unwrap(), &allowed), expected, "{peer}");
        }
    }

    fn switch() -> Arc<Switch> {
        Switch::new(Duration::from_secs(600))
    }

    #[test]
    fn the_oldest_silent_line_goes_for_a_newcomer() {
        let door = Arc::new(Door::default());
        let peer = |n: u8| IpAddr::from([10, 0, 0, n]);
        let lines: Vec<_> = (0..limits::WAITING_OF_ONE)
            .map(|_| {
                let switch = switch();
                (door.enter(peer(1), &switch), switch)
            })
            .collect();
        // Another address does not press on this one.
        let other = switch();
        let _other = door.enter(peer(2), &other);
        assert!(lines.iter().all(|(_, switch)| !switch.is_cut()));
        let newcomer = switch();
        let pass = door.enter(peer(1), &newcomer);
        let gone: Vec<usize> = (0..lines.len()).filter(|&i| lines[i].1.is_cut()).collect();
        assert_eq!(gone, [0]);
        assert_eq!(lines[0].1.ended(), Some(Ended::CrowdedByOne));
        assert_eq!(door.waiting(), limits::WAITING_OF_ONE + 1);
        assert!(!other.is_cut() && !newcomer.is_cut());
        drop((pass, lines));
        assert_eq!(door.waiting(), 1);
    }

    #[test]
    fn of_all_lines_there_are_never_more_than_allowed() {
        let door = Arc::new(Door::default());
        let lines: Vec<_> = (0..200_u8)
            .map(|n| {
                let switch = switch();
                (door.enter(IpAddr::from([10, 0, 0, n]), &switch), switch)
            })
            .collect();
        assert_eq!(door.waiting(), limits::WAITING);
        let crowded = |(_, switch): &&(Pass, Arc<Switch>)| switch.ended() == Some(Ended::Crowded);
        let cut = lines.iter().filter(crowded).count();
        assert_eq!(cut, lines.len() - limits::WAITING);
    }

    #[test]
    fn a_few_addresses_that_come_again_and_again_push_nobody_else_out() {
        let door = Arc::new(Door::default());
        let come = |n: u8| {
            let switch = switch();
            (door.enter(IpAddr::from([10, 0, 0, n]), &switch), switch)
        };
        let person = come(200);
        let strangers: Vec<_> = (0..=u8::MAX).map(|n| come(n % 4)).collect();
        assert!(!person.1.is_cut());
        assert_eq!(door.waiting(), limits::WAITING);
        drop(strangers);
    }

    #[test]
    fn a_computer_on_ipv6_is_one_address() {
        let one = origin("2001:db8::1".parse().unwrap());
        assert_eq!(one, origin("2001:db8::2:3".parse().unwrap()));
        assert_ne!(one, origin("2001:db8:0:1::1".parse().unwrap()));
        assert_eq!(
            origin("::ffff:10.0.0.1".parse().unwrap()),
            IpAddr::from([10, 0, 0, 1])
        );
    }

    #[test]
    fn failures_cost_more_and_more_until_somebody_logs_in() {
        let door = Door::default();
        let peer = IpAddr::from([10, 0, 0, 1]);
        for _ in 0..limits::FREE_FAILURES {
            assert_eq!(door.failed(peer), limits::REJECTION);
        }
        assert_eq!(door.failed(peer), limits::REJECTION * 2);
        for _ in 0..100 {
            assert!(door.failed(peer) <= limits::LONGEST_REJECTION);
        }
        assert_eq!(door.failed(peer), limits::LONGEST_REJECTION);
        assert_eq!(door.failed(IpAddr::from([10, 0, 0, 2])), limits::REJECTION);
        door.succeeded(peer);
        assert_eq!(door.failed(peer), limits::REJECTION);
    }
}
