//! Lines that are cut, servers that are killed, keys that are revoked and sizes that no terminal has: what comes
//! of the person, and how soon.

use std::time::{Duration, Instant};

use super::client::{Client, Terminal};
use super::line::Speed;
use super::office::Office;
use super::typing::Times;
use super::{NEXT_DAY, mib, row};
use sportello::store::{Options, Store};

/// Somebody whose screen is looked at.
fn seen() -> Terminal {
    Terminal {
        is_seen: true,
        ..Terminal::default()
    }
}

/// Somebody in the middle of a form: in its second field, with a name half typed.
async fn half_typed(office: &Office, name: &str) -> Client {
    let client = Client::log_in(office, 0, seen()).await;
    client.first_paint().await;
    client.send(format!("i\x1b[B{name}").as_bytes()).await;
    client.until(name).await;
    client
}

/// From the first packet of a new line to the half-typed field, by one key.
async fn back_in_the_field(office: &Office, name: &str) -> Duration {
    let started = Instant::now();
    let client = Client::log_in(office, 0, seen()).await;
    client.until("Bozza:").await;
    client.send(b"\r").await;
    let back = client.until(name).await - started;
    client.send(b"\x13").await;
    client.first_paint().await;
    drop(client);
    back
}

/// A client goes without a word in the middle of a form, and the person comes in again at once.
pub(crate) fn cut(runtime: &tokio::runtime::Runtime, _: u64) {
    const TIMES: usize = 25;
    let office = Office::serve(1);
    let mut back = Times::default();
    for n in 0..TIMES {
        let name = format!("Zanzibarri{}", char::from(b'a' + n as u8));
        runtime.block_on(async {
            drop(half_typed(&office, &name).await);
            back.0.push(back_in_the_field(&office, &name).await);
        });
    }
    row(
        "a line cut in mid-form: from the new line to the same field with all that was typed",
        "<= 500 ms",
        &format!("{}; worst {:.1} ms", back.told(), back.at_percent(100)),
    );
}

/// The server is killed while people are in the middle of a form, and started again.
pub(crate) fn killed(runtime: &tokio::runtime::Runtime, _: u64) {
    const TIMES: usize = 20;
    let mut office = Office::serve(1);
    let (mut start, mut back) = (Times::default(), Times::default());
    for n in 0..TIMES {
        let name = format!("Zanzibarri{}", char::from(b'a' + n as u8));
        let client = runtime.block_on(async {
            let client = half_typed(&office, &name).await;
            // What was typed is on disk a second later.
            tokio::time::sleep(Duration::from_millis(1200)).await;
            client
        });
        start.0.push(office.killed_and_started());
        drop(client);
        runtime.block_on(async {
            back.0.push(back_in_the_field(&office, &name).await);
        });
    }
    row(
        "start after kill -9, until it listens",
        "<= 1 s",
        &format!("{}; worst {:.1} ms", start.told(), start.at_percent(100)),
    );
    row(
        "then from a new line to the same field with what was typed",
        "<= 500 ms",
        &format!("{}; worst {:.1} ms", back.told(), back.at_percent(100)),
    );
}

/// A key is revoked by another program while somebody reads with it, and somebody has stopped reading.
pub(crate) fn revoked(runtime: &tokio::runtime::Runtime, _: u64) {
    const TIMES: usize = 20;
    let office = Office::serve(TIMES);
    let store = Store::open(office.path(), Options::default()).unwrap();
    let (mut reading, mut both) = (Times::default(), Times::default());
    for who in 0..TIMES {
        runtime.block_on(async {
            let reads = Client::log_in(&office, who, Terminal::default()).await;
            reads.first_paint().await;
            let stalls = Client::log_in(
                &office,
                who,
                Terminal {
                    speed: Some(Speed::new(1_000_000, Duration::ZERO)),
                    ..Terminal::default()
                },
            )
            .await;
            stalls.first_paint().await;
            stalls.stop_reading();
            for _ in 0..200 {
                stalls.send(NEXT_DAY).await;
            }
            let on = office.descriptors();
            let gone = office.revoke(&store, who);
            reading
                .0
                .push(reads.ended().await.saturating_duration_since(gone));
            while office.descriptors() > on - 2 {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            both.0.push(gone.elapsed());
        });
    }
    row(
        "a key revoked by another program: the live session ended after",
        "<= 1 s",
        &format!(
            "{}; worst {:.1} ms",
            reading.told(),
            reading.at_percent(100)
        ),
    );
    row(
        "the same until its stalled session is gone too",
        "<= 1 s",
        &format!("{}; worst {:.1} ms", both.told(), both.at_percent(100)),
    );
}

/// Terminals of sizes that there are not, and one that changes its size without end.
pub(crate) fn sizes(runtime: &tokio::runtime::Runtime, _: u64) {
    const CHANGES: u32 = 10_000;
    const SIZES: [u32; 6] = [0, 1, 500, 65_535, 65_536, u32::MAX];
    let office = Office::serve(1);
    runtime.block_on(async {
        let warm = Client::log_in(&office, 0, Terminal::default()).await;
        warm.first_paint().await;
        let before = office.resident();
        let (mut most, mut bytes) = (before, 0);
        for columns in SIZES {
            for rows in [columns, 24, 1] {
                let absurd = Terminal {
                    size: (columns, rows),
                    ..Terminal::default()
                };
                let client = Client::log_in(&office, 0, absurd).await;
                client.first_paint().await;
                most = most.max(office.resident());
                bytes = bytes.max(client.bytes());
                client.leave().await;
            }
        }
        row(
            "18 sizes that no terminal has: memory afterwards, and bytes of the longest answer",
            "+-10 MiB, <= 64 KiB",
            &format!(
                "{:+.1} MiB of {:.1} MiB, at most {:+.1} meanwhile; {bytes} bytes",
                mib(office.resident()) - mib(before),
                mib(before),
                mib(most) - mib(before)
            ),
        );
        let started = Instant::now();
        for n in 0..CHANGES {
            warm.resize((20 + n % 100, 10)).await;
        }
        warm.resize((120, 40)).await;
        let drawn = warm.quiet(Duration::from_millis(500)).await;
        row(
            "10,000 changes of size: from the first to the last one drawn",
            "<= 3 s",
            &format!("{:.2} s", (drawn - started).as_secs_f64()),
        );
        warm.leave().await;
    });
}
