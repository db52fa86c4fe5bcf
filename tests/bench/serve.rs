//! The served office as many people feel it: a real `sportello serve` on loopback, and as many SSH clients as a
//! whole agency has desks, on lines good and bad.
//!
//! Run with `cargo bench --bench serve`; a word as argument runs only the parts whose name has it (`login`,
//! `morning`, `memory`, `keys`, `beside`, `storm`, `slow`, `stopped`, `cut`, `killed`, `revoked`, `sizes`), a number
//! sets how many seconds the longer parts type, and one with an `m` how many minutes. `soak` runs only when it is
//! asked for: `cargo bench --bench serve -- soak 480m` is a day's work.
//! Clients and server share the machine: what is measured here is never better than a real office has it.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a report, not a library"
)]

#[path = "load/client.rs"]
mod client;
#[path = "load/drops.rs"]
mod drops;
#[path = "load/line.rs"]
mod line;
#[path = "load/office.rs"]
mod office;
#[path = "load/soak.rs"]
mod soak;
#[path = "load/typing.rs"]
mod typing;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use client::{Client, Terminal};
use line::Speed;
use office::Office;
use typing::{Times, crowd, leave, typing, walk};

/// Keys that move in the agenda, each a question to the database and a new screen.
const NEXT_DAY: &[u8] = b"\x1b[C";
const DAY_BEFORE: &[u8] = b"\x1b[D";

/// How fast people type here.
const PACE: Duration = Duration::from_millis(400);
/// Those who do something else beside the forty who type.
const PERSON_WHO_EXPORTS: usize = 40;
/// See [`PERSON_WHO_EXPORTS`].
const PERSON_WHO_IMPORTS: usize = 41;

/// How long nothing comes after the last byte of a frame.
const QUIET: Duration = Duration::from_millis(1500);

/// A part of the bench: its name, and what measures it, given the seconds to type.
type Part = (&'static str, fn(&tokio::runtime::Runtime, u64));

fn main() {
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let seconds = asked.iter().find_map(|word| seconds_of(word)).unwrap_or(15);
    let asked: Vec<&String> = asked
        .iter()
        .filter(|word| seconds_of(word).is_none())
        .collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let parts: [Part; 13] = [
        ("login", login),
        ("morning", morning),
        ("memory", memory),
        ("keys", keys),
        ("beside", beside),
        ("soak", soak::soak),
        ("storm", storm),
        ("slow", slow),
        ("stopped", stopped),
        ("cut", drops::cut),
        ("killed", drops::killed),
        ("revoked", drops::revoked),
        ("sizes", drops::sizes),
    ];
    println!("load average before: {}", load_average());
    println!("\n| figure | must | measured |\n|---|---|---|");
    for (name, part) in parts {
        let is_asked = asked.iter().any(|word| name.contains(word.as_str()));
        if is_asked || asked.is_empty() && name != "soak" {
            part(&runtime, seconds);
        }
    }
    println!("\nload average after: {}", load_average());
}

/// How long a word says that it takes: `90` is a minute and a half, `30m` half an hour.
fn seconds_of(word: &str) -> Option<u64> {
    match word.strip_suffix('m') {
        Some(minutes) => minutes.parse::<u64>().ok().map(|minutes| minutes * 60),
        None => word.parse().ok(),
    }
}

fn row(figure: &str, must: &str, measured: &str) {
    println!("| {figure} | {must} | {measured} |");
}

fn load_average() -> String {
    let all = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    all.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

/// From the first packet to the first painted screen, one person after the other; then the same with the agenda,
/// which is asked for with the shell and read from the database.
fn login(runtime: &tokio::runtime::Runtime, _: u64) {
    const LOGINS: usize = 100;
    let office = Office::serve(LOGINS);
    let (mut first, mut network) = (Times::default(), Times::default());
    // The first of all fills what everybody shares.
    runtime.block_on(async {
        Client::log_in(&office, 0, Terminal::default())
            .await
            .leave()
            .await;
        // A server that has just begun looks at the whole file once, a moment later: no log-in's business.
        tokio::time::sleep(QUIET).await;
    });
    let cpu = office.cpu();
    for who in 0..LOGINS {
        runtime.block_on(async {
            let started = Instant::now();
            let client = Client::log_in(&office, who, Terminal::default()).await;
            let connected = client.asked_for_shell;
            let seen = client.first_paint().await;
            first.0.push(seen - started);
            network.0.push(connected - started);
            client.leave().await;
        });
    }
    let cpu = (office.cpu() - cpu) * 1e3 / LOGINS as f64;
    let mut agenda = Times::default();
    for who in 0..LOGINS {
        runtime.block_on(async {
            let seen = Terminal {
                is_seen: who == 0,
                ..Terminal::default()
            };
            let started = Instant::now();
            let client = Client::log_in(&office, who, seen).await;
            client.send(&[b"g", office::AGENDA].concat()).await;
            agenda.0.push(client.first_paint().await - started);
            assert!(who > 0 || client.shows("Colloquio"), "there is an agenda");
            client.leave().await;
        });
    }
    row("connect to first paint", "<= 20 ms", &first.told());
    row(
        "connect to the agenda, read from the database, painted after the first pane",
        "<= 20 ms",
        &agenda.told(),
    );
    row("of this until the shell is asked for", "", &network.told());
    row(
        "server CPU per login, first paint and goodbye",
        "<= 5 ms",
        &format!("{cpu:.2} ms ({LOGINS} logins)"),
    );
}

/// As many people as a large agency has come in, one after the other, and stay: what the last of them cost
/// against the first.
fn morning(runtime: &tokio::runtime::Runtime, _: u64) {
    const SESSIONS: usize = 400;
    const TENTH: usize = SESSIONS / 10;
    let office = Office::serve(SESSIONS);
    runtime.block_on(async {
        let mut clients = Vec::new();
        let mut costs = Vec::new();
        for tenth in 0..10 {
            let cpu = office.cpu();
            for who in tenth * TENTH..(tenth + 1) * TENTH {
                let client = Client::log_in(&office, who, Terminal::default()).await;
                client.painted().await;
                clients.push(client);
            }
            costs.push((office.cpu() - cpu) * 1e3 / TENTH as f64);
        }
        row(
            "server CPU per log-in while all before stay: the first tenth of 400, and the last",
            "the same",
            &format!("{:.2} ms, {:.2} ms", costs[0], costs[9]),
        );
        leave(clients).await;
    });
}

/// Memory of the whole process by session, five hundred of them with their first pane painted.
fn memory(runtime: &tokio::runtime::Runtime, _: u64) {
    const SESSIONS: usize = 500;
    let office = Office::serve(SESSIONS);
    let alone = office.resident();
    runtime.block_on(async {
        let clients = crowd(&office, SESSIONS, Terminal::default()).await;
        let all = office.resident();
        row(
            "memory per session at 500 sessions, 80x24, whole process / n",
            "<= 240 KiB",
            &format!(
                "{:.0} KiB ({:.1} MiB; nobody on: {:.1} MiB)",
                all as f64 / 1024.0 / SESSIONS as f64,
                mib(all),
                mib(alone)
            ),
        );
        walk(&clients).await;
        for (i, client) in clients.iter().enumerate() {
            client
                .send(if i % 2 == 0 { NEXT_DAY } else { DAY_BEFORE })
                .await;
        }
        tokio::time::sleep(QUIET).await;
        let walked = office.resident();
        row(
            "the same, everybody in the agenda after a walk",
            "<= 240 KiB",
            &format!("{:.0} KiB", walked as f64 / 1024.0 / SESSIONS as f64),
        );
        leave(clients).await;
    });
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / 1024.0 / 1024.0
}

/// A hundred people, each key a question to the database.
fn keys(runtime: &tokio::runtime::Runtime, seconds: u64) {
    for people in [40, 100] {
        let office = Office::serve(people);
        runtime.block_on(async {
            let clients = crowd(&office, people, Terminal::default()).await;
            walk(&clients).await;
            let (cpu, started) = (office.cpu(), Instant::now());
            let mut typed = typing(&clients, PACE, seconds, None).await;
            let used = (office.cpu() - cpu) / started.elapsed().as_secs_f64();
            row(
                &format!("key to last byte, {people} sessions with database reads"),
                "p50 <= 0.8, p99 <= 10 ms",
                &format!(
                    "{}; {} of {} unpainted; {:.0} % of a core",
                    typed.read.told(),
                    typed.unpainted,
                    typed.sent,
                    used * 100.0
                ),
            );
            leave(clients).await;
        });
    }
}

/// Forty people, alone and while the office is exported, thousands of people are imported and a backup is made,
/// again and again.
fn beside(runtime: &tokio::runtime::Runtime, seconds: u64) {
    const PEOPLE: usize = 40;
    let office = Arc::new(Office::with_coordinators(PEOPLE, 2));
    runtime.block_on(async {
        let clients = crowd(&office, PEOPLE, Terminal::default()).await;
        walk(&clients).await;
        let mut alone = typing(&clients, PACE, seconds, None).await;
        row(
            "key to last byte, 40 sessions",
            "p95 <= 20, p99 <= 50 ms, 0 unpainted",
            &format!("{}; {} unpainted", alone.read.told(), alone.unpainted),
        );
        let stop = Arc::new(AtomicBool::new(false));
        let busy = [exports, imports, backs_up].map(|works| {
            let (office, stop) = (Arc::clone(&office), Arc::clone(&stop));
            tokio::spawn(async move {
                let mut times = 0;
                while !stop.load(Ordering::Relaxed) {
                    works(Arc::clone(&office), times).await;
                    times += 1;
                }
                times
            })
        });
        let mut meanwhile = typing(&clients, PACE, seconds, None).await;
        stop.store(true, Ordering::Relaxed);
        let mut done = Vec::new();
        for works in busy {
            done.push(works.await.unwrap());
        }
        row(
            "the same beside exports, imports of 10,000 people and backups",
            "p95 <= 50 ms",
            &format!(
                "{}; {} unpainted; exports, imports, backups: {done:?}",
                meanwhile.read.told(),
                meanwhile.unpainted
            ),
        );
        leave(clients).await;
    });
}

/// Something that is done beside those who type, for the how-manieth time.
type Work = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

fn exports(office: Arc<Office>, _: usize) -> Work {
    Box::pin(async move {
        for what in ["people", "vacancies", "agenda"] {
            let command = format!("export {what}");
            assert!(
                !Client::run(&office, PERSON_WHO_EXPORTS, &command, Vec::new())
                    .await
                    .is_empty()
            );
        }
    })
}

fn imports(office: Arc<Office>, time: usize) -> Work {
    const ROWS: usize = 10_000;
    let mut file = String::from("cognome;nome;data di nascita\n");
    for row in 0..ROWS {
        let (month, day) = (1 + row % 12, 1 + row % 28);
        file.push_str(&format!(
            "Carico{time} {row};Prova;{day:02}/{month:02}/1980\n"
        ));
    }
    Box::pin(async move {
        Client::run(
            &office,
            PERSON_WHO_IMPORTS,
            "import people -",
            file.into_bytes(),
        )
        .await;
    })
}

fn backs_up(office: Arc<Office>, time: usize) -> Work {
    Box::pin(async move {
        let copy = office.path().with_file_name(format!("copy{time}.db"));
        let mut backup = std::process::Command::new(env!("CARGO_BIN_EXE_sportello"));
        backup
            .arg("--db")
            .arg(office.path())
            .args(["--as", office.person(PERSON_WHO_EXPORTS).0, "backup"])
            .arg(&copy);
        let output = tokio::task::spawn_blocking(move || backup.output());
        let output = output.await.unwrap().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        std::fs::remove_file(copy).unwrap();
    })
}

/// Five hundred people, a thousand keys a second, one in twenty saving.
fn storm(runtime: &tokio::runtime::Runtime, seconds: u64) {
    const SESSIONS: usize = 500;
    let office = Office::serve(SESSIONS);
    runtime.block_on(async {
        let clients = crowd(&office, SESSIONS, Terminal::default()).await;
        walk(&clients).await;
        let acts = office.acts();
        let (cpu, started) = (office.cpu(), Instant::now());
        let mut typed = typing(&clients, Duration::from_millis(500), seconds, Some(20)).await;
        let lasted = started.elapsed().as_secs_f64();
        let used = (office.cpu() - cpu) / lasted;
        let saved = office.acts() - acts;
        row(
            "500 sessions, 1,000 keys/s, 5 % saving",
            "p99 < 50 ms",
            &format!(
                "{}; {:.0} keys/s, {saved} acts, {} unpainted; {:.0} % of a core",
                typed.all().told(),
                typed.sent as f64 / lasted,
                typed.unpainted,
                used * 100.0
            ),
        );
        row(
            "of these, keys that ask the database",
            "",
            &typed.read.told(),
        );
        row(
            "of these, ten keys at once that go to reception, give a ticket and come back",
            "",
            &typed.saved.told(),
        );
        leave(clients).await;
    });
}

/// Sixty screens asked for in 1.8 s on a narrow line: when the last one stands.
fn slow(runtime: &tokio::runtime::Runtime, _: u64) {
    const SCREENS: u32 = 60;
    for (name, speed, must) in [
        (
            "64 kbit/s + 300 ms",
            Speed::new(64_000, Duration::from_millis(300)),
            "<= 1.5 s",
        ),
        (
            "9,600 bit/s",
            Speed::new(9_600, Duration::from_millis(100)),
            "<= 3.0 s",
        ),
    ] {
        let office = Office::serve(1);
        runtime.block_on(async {
            let mut times = Times::default();
            let mut came = 0;
            for _ in 0..5 {
                let client = Client::log_in(
                    &office,
                    0,
                    Terminal {
                        speed: Some(speed),
                        ..Terminal::default()
                    },
                )
                .await;
                client.first_paint().await;
                client.walk_to_agenda().await;
                client.quiet(QUIET).await;
                let before = client.bytes();
                let mut next = tokio::time::Instant::now();
                let mut last = Instant::now();
                for _ in 0..SCREENS {
                    last = client.send(NEXT_DAY).await;
                    next += Duration::from_millis(1800) / SCREENS;
                    tokio::time::sleep_until(next).await;
                }
                let stands = client.quiet(QUIET).await;
                times.0.push(stands.saturating_duration_since(last));
                came = client.bytes() - before;
                client.leave().await;
            }
            row(
                &format!(
                    "60 screens asked for in 1.8 s, zlib, at {name}: last key to final screen"
                ),
                must,
                &format!(
                    "p50 {:.2} s, worst {:.2} s ({} times, {came} bytes unpacked)",
                    times.at_percent(50) / 1e3,
                    times.at_percent(100) / 1e3,
                    times.0.len()
                ),
            );
        });
    }
}

/// A reader that has stopped, among a hundred that type: before, and meanwhile, in turn.
fn stopped(runtime: &tokio::runtime::Runtime, seconds: u64) {
    const SESSIONS: usize = 100;
    let office = Office::serve(SESSIONS);
    runtime.block_on(async {
        let mut clients = crowd(&office, SESSIONS - 1, Terminal::default()).await;
        walk(&clients).await;
        let (mut free, mut beside) = (Times::default(), Times::default());
        for _ in 0..3 {
            free.0
                .extend(typing(&clients, PACE, seconds / 3 + 1, None).await.read.0);
            let still = Client::log_in(
                &office,
                SESSIONS - 1,
                Terminal {
                    speed: Some(Speed::new(1_000_000, Duration::ZERO)),
                    ..Terminal::default()
                },
            )
            .await;
            still.first_paint().await;
            still.walk_to_agenda().await;
            still.stop_reading();
            for _ in 0..200 {
                still.send(NEXT_DAY).await;
            }
            beside
                .0
                .extend(typing(&clients, PACE, seconds / 3 + 1, None).await.read.0);
            drop(still);
        }
        let ratio = beside.at_percent(99) / free.at_percent(99);
        row(
            "one stopped reader among 100: p99 of the others",
            "<= 1.2x",
            &format!(
                "{ratio:.2}x (without: {}; beside it: {})",
                free.told(),
                beside.told()
            ),
        );
        leave(std::mem::take(&mut clients)).await;
    });
}
