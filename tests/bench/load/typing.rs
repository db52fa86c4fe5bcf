//! Many people who type at one pace, and the time from each key to the last byte that it brought.

use std::time::{Duration, Instant};

use super::client::{Client, Terminal};
use super::office::{self, Office};
use super::{DAY_BEFORE, NEXT_DAY, QUIET};

/// Measured times.
#[derive(Default)]
pub(crate) struct Times(pub(crate) Vec<Duration>);

impl Times {
    pub(crate) fn at_percent(&mut self, percent: usize) -> f64 {
        self.0.sort_unstable();
        self.0
            .get((self.0.len().saturating_sub(1)) * percent / 100)
            .map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }

    pub(crate) fn told(&mut self) -> String {
        let (p50, p95, p99) = (
            self.at_percent(50),
            self.at_percent(95),
            self.at_percent(99),
        );
        format!(
            "p50 {p50:.2} ms, p95 {p95:.2} ms, p99 {p99:.2} ms ({} times)",
            self.0.len()
        )
    }
}

/// As many people as asked for, all at work.
pub(crate) async fn crowd(office: &Office, people: usize, terminal: Terminal) -> Vec<Client> {
    let mut clients = Vec::with_capacity(people);
    for who in 0..people {
        clients.push(Client::log_in(office, who, terminal.clone()).await);
    }
    for client in &clients {
        client.painted().await;
    }
    tokio::time::sleep(QUIET).await;
    clients
}

/// Everybody goes to the agenda.
pub(crate) async fn walk(clients: &[Client]) {
    for keys in [b"g", office::AGENDA] {
        for client in clients {
            client.send(keys).await;
        }
        tokio::time::sleep(QUIET).await;
    }
}

pub(crate) async fn leave(clients: Vec<Client>) {
    for client in clients {
        client.leave().await;
    }
}

/// What came of typing: the time from each key to the last byte before the next.
#[derive(Default)]
pub(crate) struct Typed {
    /// Of keys that ask the database.
    pub(crate) read: Times,
    /// Of keys that save: ten of them at once, from the first to the last byte that the last brought.
    pub(crate) saved: Times,
    /// Keys after which nothing came before the next.
    pub(crate) unpainted: usize,
    /// Keys that were typed.
    pub(crate) sent: usize,
}

impl Typed {
    pub(crate) fn all(&self) -> Times {
        Times([&self.read.0[..], &self.saved.0].concat())
    }
}

/// Everybody types at the same pace.
///
/// `every` is the pause between two keys of one person, `saving` how many keys lie between two that save; none
/// for keys that only read.
pub(crate) async fn typing(
    clients: &[Client],
    every: Duration,
    seconds: u64,
    saving: Option<usize>,
) -> Typed {
    let mut typed = Typed::default();
    let ends = Instant::now() + Duration::from_secs(seconds);
    let mut tasks = Vec::new();
    for (i, client) in clients.iter().enumerate() {
        let typist = client.typist();
        // People do not type in step.
        let late = every.mul_f64((i as f64 * 0.618_034).fract());
        tasks.push(tokio::spawn(async move {
            tokio::time::sleep(late).await;
            let mut its = Typed::default();
            let mut next = tokio::time::Instant::now();
            while Instant::now() < ends {
                let key = match saving {
                    // Not all save at once.
                    Some(between) if (its.sent + i) % between == between - 1 => office::SAVES,
                    _ if its.sent % 2 == 0 => NEXT_DAY,
                    _ => DAY_BEFORE,
                };
                let at = typist.send(key).await;
                next += every;
                tokio::time::sleep_until(next).await;
                its.sent += 1;
                let times = if key == office::SAVES {
                    &mut its.saved
                } else {
                    &mut its.read
                };
                match typist.last_byte().filter(|last| *last >= at) {
                    Some(last) => times.0.push(last - at),
                    None => its.unpainted += 1,
                }
            }
            its
        }));
    }
    for task in tasks {
        let its = task.await.unwrap();
        typed.read.0.extend(its.read.0);
        typed.saved.0.extend(its.saved.0);
        typed.unpainted += its.unpainted;
        typed.sent += its.sent;
    }
    typed
}
