//! Acts of a hundred sessions at FULL with the journal, beside the bare fsync of the same disk, and what
//! a simultaneous reader feels of it: first at a pace, then as fast as they are answered.
//!
//! The sessions share one thread, as they do where many are served. `cargo bench --bench acts`;
//! `BENCH_DIR` names a folder on the disk to be measured.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use sportello::clock::local_day;
use sportello::domain::ids::{ActId, OfficeId, PersonId};
use sportello::domain::note::NoteKind;
use sportello::domain::staff::Staff;
use sportello::reference::Reference;
use sportello::store::agenda::DayAgenda;
use sportello::store::notes::AddNote;
use sportello::store::people::{ChangePerson, Newcomer, PersonFacts, PersonFile, RegisterPerson};
use sportello::store::queue::Board;
use sportello::store::search::FindPeople;
use sportello::store::staff::StaffList;
use sportello::store::vacancies::SearchVacancies;
use sportello::store::{Options, Query, Result, Store, demo};
use ulid::Ulid;

const SESSIONS: u64 = 100;
/// Acts a second of them all that have to be carried.
const PACE: u64 = 5_000;
/// For how long it is read, each time.
const READING: Duration = Duration::from_secs(12);

/// A session that keeps the record of one person: nine times out of ten a change of the phone, else a note.
#[derive(Debug, Clone)]
struct Keeper {
    person: PersonId,
    facts: PersonFacts,
    ver: i64,
    acts: u64,
}

/// What a keeper does next.
enum Deed {
    Change(Box<ChangePerson>),
    Note(AddNote),
}

impl Keeper {
    fn next(&mut self) -> Deed {
        self.acts += 1;
        if self.acts.is_multiple_of(10) {
            return Deed::Note(AddNote {
                person: self.person,
                kind: NoteKind::Diary,
                text: format!("Ha chiamato, {}.", self.acts),
            });
        }
        self.facts.phone = Some(format!("399 {:07}", self.acts));
        let change = ChangePerson {
            person: self.person,
            ver: self.ver,
            facts: self.facts.clone(),
        };
        // One writer takes them in the order in which they were asked for.
        self.ver += 1;
        Deed::Change(Box::new(change))
    }
}

/// How long each act of a hundred sessions took to be answered, and how long they went on. Without a
/// pace each session acts again as soon as it is answered.
fn sessions(
    store: &Store,
    staff: &Staff,
    at: DateTime<Utc>,
    pace: Option<u64>,
    (keepers, stop): (&mut [Keeper], &AtomicBool),
) -> (Vec<Duration>, Duration) {
    let (teller, answers) = crossbeam_channel::unbounded();
    let mut ask = |session: u64| {
        let keeper = &mut keepers[session as usize];
        let deed = keeper.next();
        let (teller, asked) = (teller.clone(), Instant::now());
        let done = move |done: Result<()>| {
            done.expect("an act");
            teller
                .send((session, asked.elapsed()))
                .expect("somebody counts");
        };
        let id = act_id(session + 1, keeper.acts);
        match deed {
            Deed::Change(act) => store.act(staff, id, at, *act, done),
            Deed::Note(act) => store.act(staff, id, at, act, done),
        }
    };
    let mut taken = Vec::new();
    let mut waiting = SESSIONS;
    let started = Instant::now();
    if pace.is_none() {
        (0..SESSIONS).for_each(&mut ask);
    } else {
        waiting = 0;
    }
    let mut asked = 0;
    while !stop.load(Ordering::Relaxed) {
        if let Some(pace) = pace {
            let due = (started.elapsed().as_secs_f64() * pace as f64) as u64;
            for n in asked..due {
                ask(n % SESSIONS);
                waiting += 1;
            }
            asked = due.max(asked);
            for (_, took) in answers.try_iter() {
                taken.push(took);
                waiting -= 1;
            }
            std::thread::sleep(Duration::from_millis(1));
        } else {
            let (session, took) = answers.recv().expect("an answer");
            taken.push(took);
            ask(session);
        }
    }
    let went_on = started.elapsed();
    let in_time = taken.len();
    for _ in 0..waiting {
        taken.push(answers.recv().expect("an answer").1);
    }
    taken.truncate(in_time);
    (taken, went_on)
}

fn act_id(thread: u64, n: u64) -> ActId {
    ActId(Ulid((u128::from(thread + 1) << 96) + (u128::from(n) << 32)))
}

fn main() {
    let folder = match std::env::var_os("BENCH_DIR") {
        Some(folder) => tempfile::TempDir::new_in(folder),
        None => tempfile::TempDir::new_in("."),
    }
    .expect("a folder to measure in");
    let fsyncs = bare_fsyncs(folder.path());
    println!("bare write of 4 kB and fsync: {fsyncs:.0} a second");

    let file = folder.path().join("office.db");
    let at = demo::morning(local_day(Utc::now()));
    demo::write(&file, local_day(at), &Arc::new(Reference::load())).expect("an office");
    let store = Store::open(&file, Options::default()).expect("the office");
    let anna = store.who(demo::LOGIN).expect("a store").expect("at work");
    let founder = anna.clone();
    let mut keepers = store
        .in_one_commit(move |group| {
            (0..SESSIONS)
                .map(|n| {
                    let facts = PersonFacts {
                        surname: format!("Brambilla {n}"),
                        name: "Anna".to_owned(),
                        ..PersonFacts::default()
                    };
                    let person = Newcomer {
                        facts: facts.clone(),
                        ..Newcomer::default()
                    };
                    let known =
                        group.act(&founder, act_id(0, n), at, &RegisterPerson { person })?;
                    Ok(Keeper {
                        person: known.person,
                        facts,
                        ver: 1,
                        acts: 0,
                    })
                })
                .collect::<Result<Vec<Keeper>>>()
        })
        .expect("people on file");

    let desk = Desk {
        store: &store,
        staff: &anna,
        at,
        office: anna.office,
        person: keepers[0].person,
    };
    let idle = desk.reads(READING);

    for pace in [Some(PACE), None] {
        let stop = AtomicBool::new(false);
        let (acts, loaded) = std::thread::scope(|scope| {
            let acting = scope.spawn(|| sessions(&store, &anna, at, pace, (&mut keepers, &stop)));
            let loaded = desk.reads(READING);
            stop.store(true, Ordering::Relaxed);
            (acting.join().expect("the sessions' thread"), loaded)
        });
        let (mut answered, took) = acts;
        answered.sort_unstable();
        let a_second = answered.len() as f64 / took.as_secs_f64();
        let name = pace.map_or("as fast as answered".to_owned(), |pace| {
            format!("{pace} a second asked")
        });
        println!(
            "{SESSIONS} sessions, {name}: {a_second:.0} acts a second, {:.1} for each bare fsync; an act p50 {:.1?} p99 {:.1?}",
            a_second / fsyncs,
            answered[answered.len() / 2],
            answered[answered.len() * 99 / 100],
        );
        println!("  a read of             idle p50      p99   meanwhile p50      p99   of p99");
        let names = READS.iter().map(|read| read.name()).chain(["all of them"]);
        for ((name, idle), loaded) in names.zip(&idle).zip(&loaded) {
            println!(
                "  {:<20} {:>9.1?}{:>9.1?}   {:>13.1?}{:>9.1?}   {:>5.1}x",
                name,
                idle.0,
                idle.1,
                loaded.0,
                loaded.1,
                loaded.1.as_secs_f64() / idle.1.as_secs_f64()
            );
        }
    }
    drop(store);

    let started = Instant::now();
    let store = Store::open(&file, Options::default()).expect("the office");
    let size = std::fs::metadata(&file).map_or(0, |file| file.len());
    println!(
        "opening {:.1} MB: {:.1?}",
        size as f64 / 1e6,
        started.elapsed()
    );
    drop(store);
}

/// How many times a second the disk takes a page and says that it has it.
fn bare_fsyncs(folder: &Path) -> f64 {
    let mut file = File::create(folder.join("bare")).expect("a file");
    let page = [7_u8; 4096];
    let started = Instant::now();
    let mut count = 0_u64;
    while started.elapsed() < Duration::from_secs(2) {
        file.seek(SeekFrom::Start(count % 256 * 4096))
            .expect("a place");
        file.write_all(&page).expect("a page");
        file.sync_data().expect("an fsync");
        count += 1;
    }
    count as f64 / started.elapsed().as_secs_f64()
}

/// What a desk reads, each a question of its own: the smallest there is, and what stands behind the panes.
#[derive(Clone, Copy)]
enum Read {
    Colleagues,
    Queue,
    Day,
    Search,
    Record,
    Vacancies,
}

const READS: [Read; 6] = [
    Read::Colleagues,
    Read::Queue,
    Read::Day,
    Read::Search,
    Read::Record,
    Read::Vacancies,
];

impl Read {
    const fn name(self) -> &'static str {
        match self {
            Self::Colleagues => "the colleagues",
            Self::Queue => "the queue",
            Self::Day => "a day of the agenda",
            Self::Search => "people by name",
            Self::Record => "one record",
            Self::Vacancies => "vacancies by words",
        }
    }

    fn ask(self, desk: &Desk<'_>) {
        let read = match self {
            Self::Colleagues => desk.read(StaffList::default()),
            Self::Queue => desk.read(Board {
                office: desk.office,
                ended: true,
            }),
            Self::Day => desk.read(DayAgenda {
                office: desk.office,
                staff: None,
                day: local_day(desk.at),
                minutes: 30,
            }),
            Self::Search => desk.read(FindPeople {
                words: "ro".to_owned(),
                limit: 20,
            }),
            Self::Record => desk.read(PersonFile {
                person: desk.person,
            }),
            Self::Vacancies => desk.read(SearchVacancies {
                words: "magazz".to_owned(),
                limit: 20,
                ..SearchVacancies::default()
            }),
        };
        read.expect("an answer");
    }
}

/// Who reads, and where.
struct Desk<'a> {
    store: &'a Store,
    staff: &'a Staff,
    at: DateTime<Utc>,
    office: OfficeId,
    person: PersonId,
}

impl Desk<'_> {
    fn read<Q: Query>(&self, asked: Q) -> Result<()> {
        self.store.read_now(self.staff, self.at, asked).map(drop)
    }

    /// p50 and p99 of each question, asked in turn, one every two milliseconds, and of all of them.
    fn reads(&self, during: Duration) -> [(Duration, Duration); READS.len() + 1] {
        let began = Instant::now();
        let mut taken = [const { Vec::new() }; READS.len() + 1];
        while began.elapsed() < during {
            for (at, read) in READS.iter().enumerate() {
                let started = Instant::now();
                read.ask(self);
                let took = started.elapsed();
                taken[at].push(took);
                taken[READS.len()].push(took);
                std::thread::sleep(Duration::from_millis(2));
            }
        }
        taken.map(|mut taken| {
            taken.sort_unstable();
            (taken[taken.len() / 2], taken[taken.len() * 99 / 100])
        })
    }
}
