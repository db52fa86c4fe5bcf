//! The served office as many people feel it: a real `sportello serve` on loopback, and as many SSH clients as a
//! whole agency has desks, on lines good and bad.
//!
//! Run with `cargo bench --bench serve`; a word as argument runs only the parts whose name has it (`login`,
//! `morning`, `memory`, `keys`, `beside`, `storm`, `slow`, `stopped`, `cut`, `killed`, `revoked`, `sizes`), a number
//! sets how many seconds the longer parts type. `long` runs only when it is asked for: `cargo bench --bench serve -- long 28800` is a day's work.
//! Clients and server share the machine: what is measured here is never better than a real office has it.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a report, not a library"
)]

#[path = "load/client.rs"]
mod client;
#[path = "load/line.rs"]
mod line;
#[path = "load/office.rs"]
mod office;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use client::{Client, Terminal};
use line::Speed;
use office::Office;
use sportello::store::{Options, Store};

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
    let seconds = asked
        .iter()
        .find_map(|word| word.parse().ok())
        .unwrap_or(15);
    let asked: Vec<&String> = asked
        .iter()
        .filter(|word| word.parse::<u64>().is_err())
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
        ("long", long),
        ("storm", storm),
        ("slow", slow),
        ("stopped", stopped),
        ("cut", cut),
        ("killed", killed),
        ("revoked", revoked),
        ("sizes", sizes),
    ];
    println!("load average before: {}", load_average());
    println!("\n| figure | must | measured |\n|---|---|---|");
    for (name, part) in parts {
        let is_asked = asked.iter().any(|word| name.contains(word.as_str()));
        if is_asked || asked.is_empty() && name != "long" {
            part(&runtime, seconds);
        }
    }
    println!("\nload average after: {}", load_average());
}

fn row(figure: &str, must: &str, measured: &str) {
    println!("| {figure} | {must} | {measured} |");
}

fn load_average() -> String {
    let all = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    all.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

/// Measured times.
#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    fn at_percent(&mut self, percent: usize) -> f64 {
        self.0.sort_unstable();
        self.0
            .get((self.0.len().saturating_sub(1)) * percent / 100)
            .map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }

    fn told(&mut self) -> String {
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

/// As many people as asked for, all at work.
async fn crowd(office: &Office, people: usize, terminal: Terminal) -> Vec<Client> {
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
async fn walk(clients: &[Client]) {
    for keys in [b"g", office::AGENDA] {
        for client in clients {
            client.send(keys).await;
        }
        tokio::time::sleep(QUIET).await;
    }
}

async fn leave(clients: Vec<Client>) {
    for client in clients {
        client.leave().await;
    }
}

/// What came of typing: the time from each key to the last byte before the next.
#[derive(Default)]
struct Typed {
    /// Of keys that ask the database.
    read: Times,
    /// Of keys that save: ten of them at once, from the first to the last byte that the last brought.
    saved: Times,
    /// Keys after which nothing came before the next.
    unpainted: usize,
    sent: usize,
}

impl Typed {
    fn all(&self) -> Times {
        Times([&self.read.0[..], &self.saved.0].concat())
    }
}

/// Everybody types at the same pace.
///
/// `every` is the pause between two keys of one person, `saving` how many keys lie between two that save; none
/// for keys that only read.
async fn typing(clients: &[Client], every: Duration, seconds: u64, saving: Option<usize>) -> Typed {
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

/// What a server holds at a moment of a long day.
struct Holds {
    memory: u64,
    threads: usize,
    descriptors: usize,
    log: u64,
    ahead: u64,
}

impl Holds {
    fn of(office: &Office) -> Self {
        let [log, ahead] = office.written();
        Self {
            memory: office.resident(),
            threads: office.threads(),
            descriptors: office.descriptors(),
            log,
            ahead,
        }
    }

    fn told(&self) -> String {
        format!(
            "{:.1} MiB, {} threads, {} descriptors, log {} B, WAL {:.1} MiB",
            mib(self.memory),
            self.threads,
            self.descriptors,
            self.log,
            mib(self.ahead)
        )
    }
}

/// Forty people at a tenth of the usual pace, for as long as asked, while one more comes and goes: the server holds
/// what it held, and its log grows by the comings and goings alone.
fn long(runtime: &tokio::runtime::Runtime, seconds: u64) {
    const PEOPLE: usize = 40;
    /// How many times it is looked at what the server holds.
    const LOOKS: u64 = 5;
    let office = Arc::new(Office::serve(PEOPLE + 1));
    runtime.block_on(async {
        let clients = crowd(&office, PEOPLE, Terminal::default()).await;
        walk(&clients).await;
        let stop = Arc::new(AtomicBool::new(false));
        let visits = {
            let (office, stop) = (Arc::clone(&office), Arc::clone(&stop));
            tokio::spawn(async move {
                let mut visits = 0_u64;
                while !stop.load(Ordering::Relaxed) {
                    let client = Client::log_in(&office, PEOPLE, Terminal::default()).await;
                    client.first_paint().await;
                    client.leave().await;
                    visits += 1;
                    tokio::time::sleep(PACE * 10).await;
                }
                visits
            })
        };
        let at_first = typing(&clients, PACE * 10, seconds / 10 + 4, Some(50)).await;
        let mut unpainted = at_first.unpainted;
        let before = Holds::of(&office);
        row("held by the server, at first", "", &before.told());
        let mut times = Times::default();
        for _ in 0..LOOKS {
            let typed = typing(&clients, PACE * 10, seconds / LOOKS, Some(50)).await;
            unpainted += typed.unpainted;
            times.0.extend(typed.all().0);
            row("held by the server, then", "", &Holds::of(&office).told());
        }
        stop.store(true, Ordering::Relaxed);
        let visits = visits.await.unwrap();
        let grown = office.resident() as f64 / before.memory as f64 * 100.0 - 100.0;
        row(
            &format!("{seconds} s of {PEOPLE} sessions at a tenth of the pace, {visits} log-ins beside them"),
            "memory and descriptors flat (5 %)",
            &format!("memory {grown:+.1} %; {}; {unpainted} unpainted", times.told()),
        );
        leave(clients).await;
    });
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
fn cut(runtime: &tokio::runtime::Runtime, _: u64) {
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
fn killed(runtime: &tokio::runtime::Runtime, _: u64) {
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
fn revoked(runtime: &tokio::runtime::Runtime, _: u64) {
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
fn sizes(runtime: &tokio::runtime::Runtime, _: u64) {
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
