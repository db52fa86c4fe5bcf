//! A desk as the person at it feels it: real sessions over real offices, from the key to the painted frame.
//!
//! Run with `cargo bench --bench desk`; a word as argument runs only the parts whose name has it (`search`,
//! `frames`, `memory`, `start`, `match`, `import`), a number sets the size of the larger office. The
//! offices of invented people are made at the first run.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a report, not a library"
)]

#[path = "people.rs"]
mod people;

use std::alloc::System;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use crossbeam_channel::Receiver;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use sportello::domain::ids::ActId;
use sportello::domain::lang::Lang;
use sportello::domain::vacancy::{Contract, Shift};
use sportello::reference::Reference;
use sportello::session::seat::Shelf;
use sportello::session::{Event, FaceOf, Moment, Session, Setup, local};
use sportello::store::batch::PublishBatch;
use sportello::store::companies::CompanyFields;
use sportello::store::import::VacanciesSource;
use sportello::store::matches::MatchesFor;
use sportello::store::people::{Newcomer, PeopleList};
use sportello::store::staff::StaffSettings;
use sportello::store::vacancies::{ImportedVacancy, VacancyFields, WorkPlace};
use sportello::store::{Changes, Options, Store, demo};
use sportello::terminal::Capabilities;
use sportello::terminal::key::{Input, Key};
use sportello::ui::command::Keymap;
use sportello::ui::screen::Profile;
use sportello::ui::theme::{Theme, Themes};
use sportello::ui::words::Words;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use ulid::Ulid;

/// Counts what is asked of the heap and given back.
#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const DAY: &str = "2026-11-23";
const SMALL: usize = 10_000;
const LARGE: usize = 1_000_000;
/// People looked for in each office.
const SOUGHT: usize = 100;
/// Sessions that share one process.
const SESSIONS: usize = 200;
/// Starts of the program for one figure.
const STARTS: usize = 20;
const PATIENCE: Duration = Duration::from_secs(60);

/// A part of the bench: its name, and what measures it, given the size of the larger office.
type Part = (&'static str, fn(usize));

fn main() {
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    println!("load average before: {}", load_average());
    println!("\n| figure | must | measured |\n|---|---|---|");
    let large = asked
        .iter()
        .find_map(|word| word.parse().ok())
        .unwrap_or(LARGE);
    let asked: Vec<String> = asked
        .into_iter()
        .filter(|word| word.parse::<usize>().is_err())
        .collect();
    let parts: [Part; 6] = [
        ("frames", frames),
        ("memory", memory),
        ("start", starts),
        ("match", matches),
        ("search", search),
        ("import", import),
    ];
    for (name, part) in parts {
        if asked.is_empty() || asked.iter().any(|word| name.contains(word.as_str())) {
            part(large);
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
        let at = (self.0.len() - 1) * percent / 100;
        self.0[at].as_secs_f64() * 1e3
    }

    fn told(&mut self) -> String {
        let (p50, p99) = (self.at_percent(50), self.at_percent(99));
        format!("p50 {p50:.2} ms, p99 {p99:.2} ms ({} times)", self.0.len())
    }
}

// A desk ------------------------------------------------------------------------------------------------

/// What all sessions of a process have in common.
#[derive(Clone)]
struct Shared {
    words: Arc<Words>,
    reference: Arc<Reference>,
    theme: Arc<Theme>,
    shelf: Shelf,
}

impl Shared {
    fn new() -> Self {
        Self {
            words: Arc::new(Words::new("it")),
            reference: Arc::new(Reference::load()),
            theme: Arc::new(Themes::built_in().unwrap().get("normal").unwrap().unwrap()),
            shelf: Shelf::new(Arc::new(Reference::load()), &Themes::built_in().unwrap()),
        }
    }
}

struct Desk {
    session: Session,
    answers: Receiver<Event>,
    now: Moment,
}

impl Desk {
    /// A session whose first frame has been painted.
    fn open(store: &Store, login: &str, at: DateTime<Utc>, shared: &Shared) -> Self {
        let staff = store.who(login).unwrap().unwrap();
        let (inbox, answers) = local::inbox();
        let now = Moment {
            at,
            tick: Instant::now(),
        };
        let session = Session::new(Setup {
            store: store.clone(),
            staff,
            words: shared.words.clone(),
            lang: Lang::It,
            reference: shared.reference.clone(),
            theme: shared.theme.clone(),
            shelf: shared.shelf.clone(),
            keymap: Keymap::default(),
            profile: Profile::Visual,
            idle: sportello::domain::staff::HidesAfter::OFFICE,
            passing: true,
            face: FaceOf::Screen {
                capabilities: Capabilities::from_env("xterm-256color", "", false),
                columns: 80,
                rows: 24,
                plain: "sportello --linear",
                lines: false,
            },
            inbox,
            ids: Box::new(ulid::Ulid::generate),
            now,
        });
        let mut desk = Self {
            session,
            answers,
            now,
        };
        desk.session.enter();
        desk.settle();
        desk
    }

    /// Awaits what the store answers and takes the frame.
    fn settle(&mut self) -> Vec<u8> {
        while self.session.awaits() {
            let answer = self.answers.recv_timeout(PATIENCE).unwrap();
            self.session.handle(answer, self.now);
        }
        while let Ok(answer) = self.answers.try_recv() {
            self.session.handle(answer, self.now);
        }
        self.session.frame().unwrap_or_default()
    }

    /// One key, from the byte to the frame with its answers in it.
    fn key(&mut self, key: Key) -> (Duration, Vec<u8>) {
        let pause = Duration::from_millis(300);
        self.now = Moment {
            at: self.now.at + pause,
            tick: self.now.tick + pause,
        };
        if self.session.wake_at().is_some_and(|at| at <= self.now.tick) {
            self.session.handle(Event::Woken, self.now);
            self.settle();
        }
        let started = Instant::now();
        let mut room = [0; 4];
        let event = match key {
            Key::Char(c) => {
                let bytes = c.encode_utf8(&mut room).as_bytes().to_vec();
                Event::Bytes(bytes, self.now.tick)
            }
            key => Event::Input(Input::Key(key)),
        };
        self.session.handle(event, self.now);
        let frame = self.settle();
        (started.elapsed(), frame)
    }

    fn keys(&mut self, keys: &str) {
        for c in keys.chars() {
            self.key(Key::Char(c));
        }
    }

    /// Types into the field in focus and rubs it out again; how long each letter took.
    fn typed(&mut self, text: &str, times: &mut Times) {
        for letter in text.chars() {
            times.0.push(self.key(Key::Char(letter)).0);
        }
        for _ in text.chars() {
            self.key(Key::Backspace);
        }
    }
}

/// A practice office of its own in a folder of its own.
fn practice() -> (tempfile::TempDir, PathBuf, DateTime<Utc>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    let day: NaiveDate = DAY.parse().unwrap();
    demo::write(&path, day, &Arc::new(Reference::load())).unwrap();
    (folder, path, demo::morning(day))
}

/// An office of people, without what earlier runs left half typed.
fn of_people(people: usize) -> PathBuf {
    let path = people::office(people);
    for end in ["scratch.db", "scratch.db-wal", "scratch.db-shm"] {
        drop(std::fs::remove_file(path.with_extension(end)));
    }
    path
}

// Search as you type ------------------------------------------------------------------------------------

/// Surname and name, eight keys each, of people all over the office.
fn search(large: usize) {
    let figures = [SMALL, large].map(search_among);
    let musts = ["p50 < 2 ms, p99 < 10 ms", "the same"];
    for (i, place) in ["find (`t`)", "new ticket"].iter().enumerate() {
        let (few, many) = (figures[0][i].clone(), figures[1][i].clone());
        row(
            &format!("{place}: key to painted list, {large} people"),
            musts[i],
            &many.0,
        );
        row(&format!("{place}: the same, {SMALL} people"), "", &few.0);
        row(
            &format!("{place}: {large} against {SMALL} at p50"),
            "<= 3",
            &format!("{:.1}", many.1 / few.1),
        );
    }
}

/// In the layer that finds and in the picker of a new ticket: what it took, in words and at p50.
fn search_among(people: usize) -> [(String, f64); 2] {
    let store = Store::open(of_people(people), Options::default()).unwrap();
    ['t', 'n'].map(|way| {
        let mut desk = Desk::open(&store, people::LOGIN, people::now(), &Shared::new());
        desk.key(Key::Char(way));
        let found = desk.key(Key::Char('a')).1;
        assert!(!found.is_empty(), "nothing is found by {way}");
        desk.key(Key::Backspace);
        let mut times = Times::default();
        for i in 0..SOUGHT {
            let somebody = people::person(i * (people / SOUGHT)).facts;
            let name = format!("{} {}", somebody.surname, somebody.name).to_lowercase();
            desk.typed(&name.chars().take(8).collect::<String>(), &mut times);
        }
        (times.told(), times.at_percent(50))
    })
}

// Frames ------------------------------------------------------------------------------------------------

/// Bytes and time of what happens all day.
fn frames(_: usize) {
    let (_folder, path, at) = practice();
    let store = Store::open(&path, Options::default()).unwrap();
    let mut desk = Desk::open(&store, demo::LOGIN, at, &Shared::new());
    let (mut moves, mut panes, mut letters) =
        (Costs::default(), Costs::default(), Costs::default());
    for _ in 0..20 {
        for key in [Key::Down, Key::Down, Key::Up, Key::Up] {
            moves.add(desk.key(key));
        }
    }
    for _ in 0..10 {
        for pane in ['2', '3', '4', '1'] {
            // Back, at the top of a pane, is the menu; a letter might be typed into a field.
            desk.key(Key::Esc);
            panes.add(desk.key(Key::Char(pane)));
        }
    }
    // The second field of the quick intake is free text.
    desk.keys("csi");
    desk.key(Key::Down);
    for letter in "cerca un lavoro vicino a casa, anche di sera".chars() {
        letters.add(desk.key(Key::Char(letter)));
    }
    row("a letter typed in a field", "<= 8 bytes", &letters.told());
    row("a move in a list", "<= 200 bytes", &moves.told());
    row("another pane", "<= 1,200 bytes", &panes.told());
    let mut idle = 0;
    for _ in 0..100 {
        desk.session
            .handle(Event::Changed(Changes::anything()), desk.now);
        idle += desk.settle().len();
        desk.session.handle(Event::Woken, desk.now);
        idle += desk.settle().len();
    }
    row("idle, others at work", "0 bytes", &format!("{idle} bytes"));
}

/// Bytes and times of like frames.
#[derive(Default)]
struct Costs {
    times: Times,
    bytes: Vec<usize>,
}

impl Costs {
    fn add(&mut self, (time, frame): (Duration, Vec<u8>)) {
        self.times.0.push(time);
        self.bytes.push(frame.len());
    }

    fn told(&mut self) -> String {
        self.bytes.sort_unstable();
        let median = self.bytes[self.bytes.len() / 2];
        let most = self.bytes.last().copied().unwrap_or_default();
        let us = self.times.at_percent(50) * 1e3;
        format!("{median} bytes, at most {most}; {us:.0} us")
    }
}

// Memory ------------------------------------------------------------------------------------------------

/// Heap that one more session takes, its first pane painted.
fn memory(_: usize) {
    let (_folder, path, at) = practice();
    let store = Store::open(&path, Options::default()).unwrap();
    let shared = Shared::new();
    let open = || Box::new(Desk::open(&store, demo::LOGIN, at, &shared));
    // Shared caches are filled by whoever comes first.
    let first: Vec<Box<Desk>> = (0..4).map(|_| open()).collect();
    let mut sessions = Vec::with_capacity(SESSIONS);
    let before = in_use();
    sessions.extend((0..SESSIONS).map(|_| open()));
    // As in life, each is told who has come since: all then share one picture of who is on.
    for desk in &mut sessions {
        desk.session
            .handle(Event::Changed(Changes::lines()), desk.now);
        desk.settle();
    }
    let each = (in_use() - before) as f64 / SESSIONS as f64 / 1024.0;
    row(
        "heap of a session, 80x24, first pane painted",
        "<= 32 KiB",
        &format!("{each:.1} KiB ({SESSIONS} sessions)"),
    );
    let before = in_use();
    for session in &mut sessions {
        for pane in ['2', '3', '4', '1'] {
            session.key(Key::Esc);
            session.key(Key::Char(pane));
        }
    }
    let more = (in_use() - before) as f64 / SESSIONS as f64 / 1024.0;
    row(
        "the same, after a walk through four panes",
        "",
        &format!("{:.1} KiB", each + more),
    );
    drop(first);
}

fn in_use() -> i64 {
    let stats = HEAP.stats();
    stats.bytes_allocated as i64 - stats.bytes_deallocated as i64
}

// Start -------------------------------------------------------------------------------------------------

/// From the start to the first painted frame.
fn starts(large: usize) {
    let (_folder, path, at) = practice();
    let many = of_people(large);
    let named = format!("{large} people");
    for (name, must, path, login, at) in [
        ("the practice office", "< 30 ms", &path, demo::LOGIN, at),
        (
            named.as_str(),
            "< 60 ms",
            &many,
            people::LOGIN,
            people::now(),
        ),
    ] {
        let mut inside = Times((0..STARTS).map(|_| start_inside(path, login, at)).collect());
        row(
            &format!("first frame in process, {name}"),
            "",
            &inside.told(),
        );
        let args = ["--db", path.to_str().unwrap(), "--as", login];
        let mut outside = Times((0..STARTS).map(|_| start_outside(&args)).collect());
        row(
            &format!("program start to first frame, {name}"),
            must,
            &outside.told(),
        );
    }
    let mut demo = Times((0..STARTS / 2).map(|_| start_outside(&["demo"])).collect());
    row("`sportello demo` to first frame", "< 500 ms", &demo.told());
}

/// All that the program does from its first line to the frame, without the terminal.
fn start_inside(path: &Path, login: &str, at: DateTime<Utc>) -> Duration {
    let started = Instant::now();
    let store = Store::open(path, Options::default()).unwrap();
    let staff = store.who(login).unwrap().unwrap();
    store.read_now(&staff, at, StaffSettings).unwrap();
    let desk = Desk::open(&store, login, at, &Shared::new());
    let took = started.elapsed();
    drop(desk);
    took
}

/// The program itself in a pseudo-terminal, until the title of the queue arrives.
fn start_outside(args: &[&str]) -> Duration {
    let home = tempfile::tempdir().unwrap();
    let size = PtySize {
        rows: 24,
        cols: 80,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_sportello"));
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("HOME", home.path());
    command.env("TMPDIR", home.path());
    command.args(args);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let started = Instant::now();
    let mut program = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let (mut said, mut part) = (Vec::new(), [0; 4096]);
    let title = b"Coda di oggi";
    let took = loop {
        let read = reader.read(&mut part).unwrap_or(0);
        said.extend_from_slice(&part[..read]);
        if said.windows(title.len()).any(|window| window == title) {
            break started.elapsed();
        }
        assert!(read > 0, "no queue: {}", String::from_utf8_lossy(&said));
    };
    program.kill().unwrap();
    program.wait().unwrap();
    took
}

// Match -------------------------------------------------------------------------------------------------

/// The open vacancies for somebody, by how many are open.
fn matches(_: usize) {
    for open in [2_000, 5_000] {
        let (_folder, path, at) = practice();
        let store = Store::open(&path, Options::default()).unwrap();
        let carla = store.who("carla").unwrap().unwrap();
        let reference = Arc::new(Reference::load());
        let (teller, told) = crossbeam_channel::bounded(1);
        let source = VacanciesSource {
            vacancies: vacancies(open).into_iter(),
            progress: Arc::default(),
        };
        store.batch(
            (&carla, ActId(Ulid::generate()), at),
            "vacancies",
            source,
            move |loaded| {
                teller.send(loaded).unwrap();
            },
        );
        let batch = told.recv().unwrap().unwrap().batch;
        store
            .act_now(&carla, ActId(Ulid::generate()), at, PublishBatch { batch })
            .unwrap();
        let seekers = store
            .read_now(
                &carla,
                at,
                PeopleList {
                    limit: 50,
                    ..PeopleList::default()
                },
            )
            .unwrap();
        let (mut times, mut compared) = (Times::default(), 0);
        for hit in seekers.rows.iter().chain(&seekers.rows) {
            let ask = MatchesFor {
                person: hit.id,
                limit: 20,
                reference: Arc::clone(&reference),
            };
            let started = Instant::now();
            compared = store.read_now(&carla, at, ask).unwrap().compared;
            times.0.push(started.elapsed());
        }
        row(
            &format!("vacancies for a person, {compared} compared"),
            "",
            &times.told(),
        );
    }
}

/// Vacancies of every occupation with an everyday title, all over Italy.
fn vacancies(count: usize) -> Vec<ImportedVacancy> {
    let places: Vec<_> = Reference::all_municipalities().collect();
    let titles: Vec<_> = Reference::all_everyday_titles().collect();
    let mut dice = people::Dice::of(5);
    (0..count)
        .map(|n| {
            let place = &places[dice.roll(places.len())];
            let (isco08, title, _) = titles[dice.roll(titles.len())];
            let place = WorkPlace {
                istat: Some(place.istat.to_owned()),
                name: place.name.to_owned(),
                at: Some((place.latitude, place.longitude)),
            };
            ImportedVacancy {
                external_id: Some(format!("X{n}")),
                company: CompanyFields::named(format!("Ditta {}", n % 400)),
                fields: VacancyFields {
                    isco08: Some(isco08.to_owned()),
                    contract: Some(Contract::ALL[dice.roll(Contract::ALL.len())]),
                    hours_week: Some(20 + dice.roll(20) as u16),
                    shift: Some(Shift::ALL[dice.roll(Shift::ALL.len())]),
                    ..VacancyFields::titled(title, place)
                },
                published_on: DAY.parse().ok(),
                open: true,
            }
        })
        .collect()
}

// Import ------------------------------------------------------------------------------------------------

/// 100,000 people read in while somebody at a desk types.
fn import(_: usize) {
    let path = of_people(SMALL);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let copy = folder.path().join("office.db");
    std::fs::copy(path, &copy).unwrap();
    let store = Store::open(&copy, people::lean()).unwrap();
    let mut desk = Desk::open(&store, people::LOGIN, people::now(), &Shared::new());
    desk.key(Key::Char('t'));
    let mut idle = at_ease(&mut desk, &mut |typed| typed < 500);
    let done = AtomicBool::new(false);
    let (took, mut busy) = std::thread::scope(|scope| {
        let loading = scope.spawn(|| {
            let started = Instant::now();
            people::load(&store, (LARGE..LARGE + 100_000).map(people::person));
            done.store(true, Ordering::Relaxed);
            started.elapsed()
        });
        let busy = at_ease(&mut desk, &mut |_| !done.load(Ordering::Relaxed));
        (loading.join().unwrap(), busy)
    });
    row(
        "100,000 people read in, somebody typing",
        "< 15 s",
        &format!("{:.1} s", took.as_secs_f64()),
    );
    row("a key of the search meanwhile", "undisturbed", &busy.told());
    row("the same key, nothing read in", "", &idle.told());
}

/// Somebody who types names, a key every 10 ms, for as long as `goes_on` says.
fn at_ease(desk: &mut Desk, goes_on: &mut dyn FnMut(usize) -> bool) -> Times {
    let mut times = Times::default();
    for number in 0.. {
        let somebody: Newcomer = people::person(number % SMALL);
        for letter in somebody.facts.surname.to_lowercase().chars().take(8) {
            if !goes_on(times.0.len()) {
                return times;
            }
            times.0.push(desk.key(Key::Char(letter)).0);
            std::thread::sleep(Duration::from_millis(10));
        }
        for _ in 0..8 {
            desk.key(Key::Backspace);
        }
    }
    times
}
