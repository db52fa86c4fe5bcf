//! A long day at a low pace: what the server holds at its beginning and later, and in which part of its memory it
//! grows, if it does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::client::{Client, Terminal};
use super::office::{Mappings, Office};
use super::typing::{Times, crowd, leave, typing, walk};
use super::{PACE, mib, row};

const PEOPLE: usize = 40;
/// How many times it is looked at what the server holds, while people only read and while they save as well.
const LOOKS: u64 = 6;
/// How many keys of one person lie between two that save.
const BETWEEN_SAVES: usize = 50;

/// What a server holds at a moment of a long day.
struct Holds {
    at: Instant,
    memory: u64,
    mappings: Mappings,
    threads: usize,
    descriptors: usize,
    log: u64,
    ahead: u64,
}

impl Holds {
    fn of(office: &Office) -> Self {
        let [log, ahead] = office.written();
        Self {
            at: Instant::now(),
            memory: office.resident(),
            mappings: office.mappings(),
            threads: office.threads(),
            descriptors: office.descriptors(),
            log,
            ahead,
        }
    }

    fn told(&self) -> String {
        let parts = self.mappings;
        format!(
            "{:.1} MiB (heap {:.1}, {} more arenas {:.1}, stacks and large pieces {:.1}, files {:.1}), \
             {} threads, {} descriptors, log {} B, WAL {:.1} MiB",
            mib(self.memory),
            mib(parts.heap),
            parts.arenas_count,
            mib(parts.arenas),
            mib(parts.alone),
            mib(parts.files),
            self.threads,
            self.descriptors,
            self.log,
            mib(self.ahead)
        )
    }
}

/// How memory moved over some looks, in MiB an hour: the slope of the line nearest to them all.
fn slope(looks: &[Holds]) -> f64 {
    let Some(first) = looks.first() else {
        return 0.0;
    };
    let points = looks.iter().map(|look| {
        let hours = (look.at - first.at).as_secs_f64() / 3600.0;
        (hours, mib(look.memory))
    });
    let points: Vec<(f64, f64)> = points.collect();
    let n = points.len() as f64;
    let (x, y) = points
        .iter()
        .fold((0.0, 0.0), |sum, p| (sum.0 + p.0 / n, sum.1 + p.1 / n));
    let (mut above, mut below) = (0.0, 0.0);
    for (hours, held) in points {
        above += (hours - x) * (held - y);
        below += (hours - x).powi(2);
    }
    above / below
}

/// Forty people at a tenth of the usual pace, for as long as asked, while one more comes and goes: half of the time
/// they only read, then they save as well. What the server holds while nothing is added to the office stays what it
/// was; its log grows by the comings and goings alone.
pub(crate) fn soak(runtime: &tokio::runtime::Runtime, seconds: u64) {
    let office = Arc::new(Office::serve(PEOPLE + 1));
    runtime.block_on(async {
        let clients = crowd(&office, PEOPLE, Terminal::default()).await;
        walk(&clients).await;
        let stop = Arc::new(AtomicBool::new(false));
        let visits = tokio::spawn(visits(Arc::clone(&office), Arc::clone(&stop)));
        // All that is done later is done once before.
        let warm = seconds / 10 + 4;
        let at_first = typing(&clients, PACE * 10, warm, Some(BETWEEN_SAVES / 10)).await;
        let (mut unpainted, mut times) = (at_first.unpainted, Times::default());
        for (what, saving) in [("reading", None), ("saving too", Some(BETWEEN_SAVES))] {
            let acts = office.acts();
            let mut looks = vec![Holds::of(&office)];
            row(&format!("held by the server, {what}"), "", &looks[0].told());
            for _ in 0..LOOKS {
                let typed = typing(&clients, PACE * 10, seconds / LOOKS / 2, saving).await;
                unpainted += typed.unpainted;
                times.0.extend(typed.all().0);
                let look = Holds::of(&office);
                row("then", "", &look.told());
                looks.push(look);
            }
            let (first, last) = (looks[0].memory as f64, looks[looks.len() - 1].memory as f64);
            row(
                &format!(
                    "{} s of {PEOPLE} sessions at a tenth of the pace, {what}",
                    seconds / 2
                ),
                "memory and descriptors flat (5 %)",
                &format!(
                    "memory {:+.1} %; {:+.2} MiB an hour; {} acts",
                    last / first * 100.0 - 100.0,
                    slope(&looks),
                    office.acts() - acts,
                ),
            );
        }
        stop.store(true, Ordering::Relaxed);
        let visits = visits.await.unwrap();
        let told = format!("{}; {unpainted} unpainted", times.told());
        row(
            &format!("all keys of these, {visits} log-ins beside them"),
            "",
            &told,
        );
        leave(clients).await;
    });
}

/// Somebody who comes in and goes, again and again; how many times.
async fn visits(office: Arc<Office>, stop: Arc<AtomicBool>) -> u64 {
    let mut visits = 0;
    while !stop.load(Ordering::Relaxed) {
        let client = Client::log_in(&office, PEOPLE, Terminal::default()).await;
        client.first_paint().await;
        client.leave().await;
        visits += 1;
        tokio::time::sleep(PACE * 10).await;
    }
    visits
}
