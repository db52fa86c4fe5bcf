//! A practice office with as many people at work as a load needs, and the server in front of it: the program
//! itself, in a process of its own, so that its memory and its time can be read from outside.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate, TimeDelta};
use russh::keys::{Algorithm, PrivateKey};
use sportello::clock::{Clock as _, RealClock, local_day};
use sportello::domain::appointment::Place;
use sportello::domain::ids::{ActId, StaffId};
use sportello::domain::staff::{Right, Role, Staff};
use sportello::reference::Reference;
use sportello::store::agenda::Book;
use sportello::store::export::PeopleExport;
use sportello::store::staff::AddStaff;
use sportello::store::staff::keys::{AddStaffKey, RevokeStaffKey, StaffKeys};
use sportello::store::{Options, Store, demo};
use ulid::Ulid;

/// The agenda's number in the menu of panes.
pub(crate) const AGENDA: &[u8] = b"3";
/// From the agenda: a ticket for somebody without a name at reception, saved, back, and to the next day, so
/// that there is something to see once all of it is done.
pub(crate) const SAVES: &[u8] = b"g1n\r1\r\rg3\x1b[C";

/// How long the server may take to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// Memory that is really there, in bytes, by the kind of mapping it lies in.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mappings {
    /// The allocator's first arena.
    pub(crate) heap: u64,
    /// The arenas of threads beside it, and how many there are.
    pub(crate) arenas: u64,
    /// See [`Mappings::arenas`].
    pub(crate) arenas_count: usize,
    /// Stacks of threads and pieces so large that they have a mapping of their own.
    pub(crate) alone: u64,
    /// The program itself and the files that it maps.
    pub(crate) files: u64,
}

impl Mappings {
    /// Out of what the kernel says of a process. The arenas of threads begin at whole multiples of 64 MiB and are as
    /// long, in one mapping or in several.
    fn of(smaps: &str) -> Self {
        const ARENA: u64 = 64 << 20;
        let mut all = Self::default();
        let mut into: fn(&mut Self) -> &mut u64 = |all| &mut all.files;
        let mut arena_ends = 0;
        for line in smaps.lines() {
            let mut words = line.split_whitespace();
            let first = words.next().unwrap_or_default();
            if let Some((start, _)) = first.split_once('-') {
                let path = words.nth(4).unwrap_or_default();
                let start = u64::from_str_radix(start, 16).unwrap_or_default();
                if path.is_empty() && start % ARENA == 0 {
                    arena_ends = start + ARENA;
                    all.arenas_count += 1;
                }
                into = match path {
                    "[heap]" => |all| &mut all.heap,
                    "" if start < arena_ends => |all| &mut all.arenas,
                    "" => |all| &mut all.alone,
                    _ => |all| &mut all.files,
                };
            } else if first == "Rss:" {
                let kib: u64 = words.next().and_then(|kib| kib.parse().ok()).unwrap_or(0);
                *into(&mut all) += kib * 1024;
            }
        }
        all
    }
}

/// An office that is served.
pub(crate) struct Office {
    server: Child,
    address: SocketAddr,
    people: Vec<(String, Arc<PrivateKey>)>,
    path: PathBuf,
    /// Removed when the office goes.
    _folder: tempfile::TempDir,
}

impl Office {
    /// Makes an office of this many people with a key each, and serves it.
    pub(crate) fn serve(people: usize) -> Self {
        Self::with_coordinators(people, 0)
    }

    /// The same with people behind them who also coordinate.
    pub(crate) fn with_coordinators(people: usize, coordinators: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("office.db");
        // The server looks at the clock of this computer: the agenda that it opens is that of this day.
        let day = local_day(RealClock.now());
        demo::write(&path, day, &Arc::new(Reference::load())).unwrap();
        let people = employ(&path, (people, coordinators), day);
        let (server, address) = start(&path, SocketAddr::from(([127, 0, 0, 1], 0)));
        Self {
            server,
            address,
            people,
            path,
            _folder: folder,
        }
    }

    /// Kills the server as a power cut would, and starts it again where it was; how long that start took.
    pub(crate) fn killed_and_started(&mut self) -> Duration {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
        let started = Instant::now();
        (self.server, self.address) = start(&self.path, self.address);
        started.elapsed()
    }

    /// Revokes somebody's key, as another program of the office does; when it was on the disk.
    pub(crate) fn revoke(&self, store: &Store, who: usize) -> Instant {
        let everybody = store.everybody().unwrap();
        let boss = everybody
            .iter()
            .find(|staff| staff.may(Right::OfficeManage));
        let boss = boss.unwrap();
        let whose = everybody
            .iter()
            .find(|staff| staff.login == self.people[who].0);
        let keys = StaffKeys {
            staff: whose.unwrap().id,
            revoked_too: false,
        };
        let now = RealClock.now();
        for key in store.read_now(boss, now, keys).unwrap() {
            let revoke = RevokeStaffKey {
                key: key.id,
                anyway: true,
            };
            store
                .act_now(boss, ActId(Ulid::generate()), now, revoke)
                .unwrap();
        }
        Instant::now()
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The login and the key of somebody.
    pub(crate) fn person(&self, who: usize) -> (&str, &Arc<PrivateKey>) {
        let (login, key) = &self.people[who];
        (login, key)
    }

    /// Memory of the server that is really there, in bytes.
    pub(crate) fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id()));
        let status = status.unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kib: u64 = line
            .and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
            .unwrap();
        kib * 1024
    }

    /// The same by what it is for.
    pub(crate) fn mappings(&self) -> Mappings {
        let maps = std::fs::read_to_string(format!("/proc/{}/smaps", self.server.id()));
        Mappings::of(&maps.unwrap())
    }

    /// Processor time that the server has used, in seconds.
    pub(crate) fn cpu(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.server.id())).unwrap();
        // After the name, which may hold anything: state is field 3, user and system time 14 and 15.
        let after = stat.rsplit(')').next().unwrap();
        let field = |n: usize| -> u64 {
            after
                .split_whitespace()
                .nth(n - 3)
                .unwrap()
                .parse()
                .unwrap()
        };
        (field(14) + field(15)) as f64 / 100.0
    }

    /// The file.
    pub(crate) fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Descriptors that the server has open.
    pub(crate) fn descriptors(&self) -> usize {
        let folder = format!("/proc/{}/fd", self.server.id());
        std::fs::read_dir(folder).map_or(0, Iterator::count)
    }

    /// Threads of the server.
    pub(crate) fn threads(&self) -> usize {
        let folder = format!("/proc/{}/task", self.server.id());
        std::fs::read_dir(folder).map_or(0, Iterator::count)
    }

    /// Bytes of its log file, and of what is written ahead of the office and not yet in it.
    pub(crate) fn written(&self) -> [u64; 2] {
        let size = |path: PathBuf| std::fs::metadata(path).map_or(0, |file| file.len());
        [
            size(log_of(&self.path)),
            size(self.path.with_extension("db-wal")),
        ]
    }

    /// Acts that have been committed.
    pub(crate) fn acts(&self) -> i64 {
        let only_to_read = Options {
            read_only: true,
            ..Options::default()
        };
        Store::open(&self.path, only_to_read).unwrap().seq()
    }
}

fn log_of(path: &std::path::Path) -> PathBuf {
    path.with_file_name("serve.log")
}

/// Starts the server of an office; it listens.
fn start(path: &std::path::Path, address: SocketAddr) -> (Child, SocketAddr) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_sportello"))
        .args(["serve", "--listen", &address.to_string(), "--db"])
        .arg(path)
        .arg("--log")
        .arg(log_of(path))
        // As the operator's page has it.
        .env("MALLOC_ARENA_MAX", "2")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let address = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("listening ")?.trim().parse().ok())
        .unwrap();
    // What else it says is read until it stops, so that it never waits for us.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    (server, address)
}

/// Gives everybody appointments on a day and on those beside it.
fn fill_agendas(store: &Store, boss: &Staff, staff: Vec<StaffId>, day: NaiveDate) {
    const HOURS: [u32; 6] = [9, 10, 11, 14, 15, 16];
    /// So many of a hundred must be free of what the people of the practice office have already.
    const GIVEN: usize = 70;
    let all = PeopleExport {
        after: None,
        limit: 400,
    };
    let at = demo::morning(day - Days::new(7));
    let people = store.read_now(boss, at, all).unwrap().rows;
    let (boss, asked) = (boss.clone(), staff.len() * HOURS.len() * 3);
    let given = store.in_one_commit(move |group| {
        let mut given = 0;
        for (n, staff) in staff.iter().enumerate() {
            for (slot, hour) in HOURS.iter().enumerate() {
                for later in 0..3 {
                    let on = day - Days::new(1) + Days::new(later);
                    // Those who have the same person at the same hour have another half of it.
                    let minutes = 30 * (n / people.len()) as i64;
                    let starts_at =
                        demo::morning(on) + TimeDelta::minutes(i64::from(hour - 9) * 60 + minutes);
                    let book = Book {
                        staff: *staff,
                        person: Some(people[(n + slot * 67) % people.len()].id),
                        service: "COL1".to_owned(),
                        starts_at,
                        minutes: 30,
                        place: Place::Office,
                        note: None,
                        plan_action: None,
                        exception: Some("prova di carico".to_owned()),
                    };
                    let booked = group.act(&boss, ActId(Ulid::generate()), at, &book);
                    given += usize::from(booked.is_ok());
                }
            }
        }
        Ok(given)
    });
    let given = given.unwrap();
    assert!(
        given * 100 >= asked * GIVEN,
        "{given} of {asked} appointments"
    );
}

/// Somebody for each desk, with a key and an agenda.
fn employ(
    path: &std::path::Path,
    (people, coordinators): (usize, usize),
    day: NaiveDate,
) -> Vec<(String, Arc<PrivateKey>)> {
    let store = Store::open(path, Options::default()).unwrap();
    let everybody = store.everybody().unwrap();
    let manages = |staff: &Staff| staff.may(Right::OfficeManage);
    let (boss, at) = (
        everybody.into_iter().find(manages).unwrap(),
        demo::morning(day),
    );
    let act = || ActId(Ulid::generate());
    let mut ids = Vec::new();
    let employed = (0..people + coordinators)
        .map(|n| {
            let mut roles = vec![Role::Reception, Role::Orientation];
            roles.extend((n >= people).then_some(Role::Coordination));
            let login = format!("operatrice{n}");
            let key =
                PrivateKey::random(&mut russh::keys::key::safe_rng(), Algorithm::Ed25519).unwrap();
            let line = key.public_key().to_openssh().unwrap();
            let new = AddStaff {
                login: login.clone(),
                name: format!("Operatrice {n}"),
                roles,
                office: boss.office,
                desk: None,
                lang: None,
                hours: Vec::new(),
            };
            let staff = store.act_now(&boss, act(), at, new).unwrap();
            let key_of = AddStaffKey { staff, key: line };
            store.act_now(&boss, act(), at, key_of).unwrap();
            ids.push(staff);
            (login, Arc::new(key))
        })
        .collect();
    fill_agendas(&store, &boss, ids, day);
    employed
}

impl Drop for Office {
    fn drop(&mut self) {
        if let Some(pid) = i32::try_from(self.server.id())
            .ok()
            .and_then(rustix::process::Pid::from_raw)
        {
            // It may have stopped by itself already.
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        let given_up = Instant::now() + PATIENCE;
        while Instant::now() < given_up {
            if matches!(self.server.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        drop(self.server.kill());
        drop(self.server.wait());
    }
}
