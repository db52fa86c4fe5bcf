//! Acts a second from a hundred threads at FULL with the journal, beside the bare fsync of the same
//! disk, and what a simultaneous reader feels of it.
//!
//! `cargo bench --bench acts`; `BENCH_DIR` names a folder on the disk to be measured.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sportello::domain::ids::ActId;
use sportello::domain::staff::{Right, Staff};
use sportello::store::settings::{AddOffice, NewOffice};
use sportello::store::staff::StaffList;
use sportello::store::{Act, Options, Result, Store, Tx};
use ulid::Ulid;

const THREADS: u64 = 100;
const FOR: Duration = Duration::from_secs(5);

/// An update of one row among many, with one field changed: the commonest act there is.
#[derive(Debug, Serialize, Deserialize)]
struct Rename {
    row: u64,
    name: String,
}

impl Act for Rename {
    type Out = ();
    const NAME: &'static str = "bench.rename";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.update("office", row_id(self.row), None, &[("name", &self.name)])
    }
}

/// The id of the office that act number `row` made: the first one after the act's own.
fn row_id(row: u64) -> Ulid {
    Ulid(act_id(0, row).0.0 + 1)
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
    let at = Utc::now();
    let store = Store::create(&file, &office(at), Options::default()).expect("an office");
    let carla = store.who("carla").expect("a store").expect("its founder");
    let founder = carla.clone();
    store
        .in_one_commit(move |group| {
            for n in 0..1000 {
                let act = AddOffice {
                    name: format!("Sede {n}"),
                    municipality: None,
                    practice: true,
                };
                group.act(&founder, act_id(0, n), at, &act)?;
            }
            Ok(())
        })
        .expect("rows to change");

    let idle = reads(&store, &carla, at, FOR);
    println!(
        "a read while idle:     p50 {:>7.1?}  p99 {:>7.1?}",
        idle.0, idle.1
    );

    let stop = AtomicBool::new(false);
    let done = AtomicU64::new(0);
    let started = Instant::now();
    let loaded = std::thread::scope(|scope| {
        for thread in 1..=THREADS {
            let (store, carla, stop, done) = (&store, &carla, &stop, &done);
            scope.spawn(move || {
                for n in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let act = Rename {
                        row: (thread * 7 + n) % 1000,
                        name: format!("Sede {thread} {n}"),
                    };
                    store
                        .act_now(carla, act_id(thread, n), at, act)
                        .expect("an act");
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let loaded = reads(&store, &carla, at, FOR);
        stop.store(true, Ordering::Relaxed);
        loaded
    });
    let acts = done.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64();
    println!(
        "a read under the load: p50 {:>7.1?}  p99 {:>7.1?}",
        loaded.0, loaded.1
    );
    println!(
        "{THREADS} threads: {acts:.0} acts a second, {:.1} for each bare fsync",
        acts / fsyncs
    );
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

/// p50 and p99 of one reader that asks every two milliseconds.
fn reads(
    store: &Store,
    staff: &Staff,
    at: DateTime<Utc>,
    during: Duration,
) -> (Duration, Duration) {
    let began = Instant::now();
    let mut taken = Vec::new();
    while began.elapsed() < during {
        let started = Instant::now();
        store
            .read_now(staff, at, StaffList::default())
            .expect("an answer");
        taken.push(started.elapsed());
        std::thread::sleep(Duration::from_millis(2));
    }
    taken.sort_unstable();
    (taken[taken.len() / 2], taken[taken.len() * 99 / 100])
}

fn office(at: DateTime<Utc>) -> NewOffice {
    NewOffice {
        act: ActId(Ulid(1 << 32)),
        at,
        name: "Sede di Milano".into(),
        municipality: None,
        practice: true,
        desks: Vec::new(),
        services: Vec::new(),
        params: Vec::new(),
        programmes: Vec::new(),
        login: "carla".into(),
        staff_name: "Carla Fontana".into(),
        lang: None,
    }
}
