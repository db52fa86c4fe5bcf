//! What the server says of itself: who is on, since when, and how large the office's file is.
//!
//! One JSON document over a Unix socket beside the office, for the owner of the file alone; `sportello status` asks
//! for it. Staff are named, for they are colleagues at work; nobody whom the office serves is.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::net::SocketAddr;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt as _;
use tokio::net::UnixListener;

use super::log::{Counts, Log};
use crate::clock::Clock;
use crate::store::{Notice, Store, Watch};

/// How long an answer may take, on both sides.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest answer that is read, in bytes: some ten thousand sessions.
const LONGEST: u64 = 4 << 20;
/// Longer paths do not fit in the address of a socket.
const LONGEST_ADDRESS: usize = 100;

/// What the server says of itself at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The program's version.
    pub version: String,
    /// The process.
    pub pid: u32,
    /// The moment.
    pub at: DateTime<Utc>,
    /// When it began to serve.
    pub started_at: DateTime<Utc>,
    /// Where it listens.
    pub listening: Vec<SocketAddr>,
    /// Who is on.
    pub sessions: Vec<OnLine>,
    /// Connections on which nobody has logged in yet.
    pub without_login: usize,
    /// Bytes of the office's file.
    pub database_bytes: u64,
    /// Bytes of its write-ahead log.
    pub wal_bytes: u64,
    /// Acts since the start, of this process and others.
    pub acts: u64,
    /// Acts a second, about the last minute.
    pub acts_per_second: f64,
    /// Memory of the process, in bytes; 0 where the system does not say.
    pub memory_bytes: u64,
    /// Whether the office takes no more acts, because its file was found damaged.
    pub read_only: bool,
    /// Whether its disk was found full, and has not had room since.
    pub disk_full: bool,
    /// Events since the start.
    pub counts: Counts,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnLine {
    /// Login name.
    pub staff: String,
    /// From where.
    pub address: SocketAddr,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When the last key came; none before the first.
    pub last_key: Option<DateTime<Utc>>,
    /// Frames sent.
    pub frames: u64,
    /// What the person works with.
    pub face: Face,
}

/// What somebody works with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// A painted screen.
    Screen,
    /// Plain lines.
    Linear,
    /// A single command.
    Command,
}

impl Face {
    /// The stored text.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Linear => "linear",
            Self::Command => "command",
        }
    }
}

/// How often something happens, about the last minute.
#[derive(Debug, Clone, Copy)]
struct Pace {
    seen: f64,
    at: DateTime<Utc>,
}

impl Pace {
    /// After so many seconds, what happened weighs a third of what happens now.
    const FADES: f64 = 60.0;

    fn add(&mut self, n: u64, now: DateTime<Utc>) {
        self.seen = self.faded(now) + n as f64;
        self.at = now;
    }

    fn faded(&self, now: DateTime<Utc>) -> f64 {
        // A clock that was set back makes nothing grow.
        let seconds = (now - self.at).as_seconds_f64().max(0.0);
        self.seen * (-seconds / Self::FADES).exp()
    }

    fn per_second(&self, now: DateTime<Utc>) -> f64 {
        self.faded(now) / Self::FADES
    }
}

/// Acts as the store tells of them.
#[derive(Debug)]
struct Acts {
    first: i64,
    last: i64,
    pace: Pace,
}

/// What is counted while the server runs.
pub struct Gauge {
    store: Store,
    log: Arc<Log>,
    clock: Arc<dyn Clock>,
    started_at: DateTime<Utc>,
    listening: Vec<SocketAddr>,
    acts: Arc<Mutex<Acts>>,
    _watch: Watch,
}

impl std::fmt::Debug for Gauge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gauge").finish_non_exhaustive()
    }
}

impl Gauge {
    /// Begins to count.
    pub fn new(
        store: &Store,
        log: Arc<Log>,
        clock: Arc<dyn Clock>,
        listening: Vec<SocketAddr>,
    ) -> Self {
        let now = clock.now();
        let seq = store.seq();
        let acts = Arc::new(Mutex::new(Acts {
            first: seq,
            last: seq,
            pace: Pace { seen: 0.0, at: now },
        }));
        let (counted, time) = (Arc::clone(&acts), Arc::clone(&clock));
        let watch = store.watch(move |changes| {
            let mut acts = counted.lock().unwrap_or_else(PoisonError::into_inner);
            let more = changes.upto.saturating_sub(acts.last).max(0);
            acts.last += more;
            acts.pace.add(more.unsigned_abs(), time.now());
        });
        Self {
            store: store.clone(),
            log,
            clock,
            started_at: now,
            listening,
            acts,
            _watch: watch,
        }
    }

    /// What there is to say, given who is on and how many connections are without a login.
    pub fn snapshot(&self, sessions: Vec<OnLine>, without_login: usize) -> Snapshot {
        let at = self.clock.now();
        let path = self.store.path();
        let size = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
        let mut wal = path.as_os_str().to_owned();
        wal.push("-wal");
        let (acts, acts_per_second) = {
            let acts = self.acts.lock().unwrap_or_else(PoisonError::into_inner);
            (
                (acts.last - acts.first).unsigned_abs(),
                acts.pace.per_second(at),
            )
        };
        Snapshot {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pid: std::process::id(),
            at,
            started_at: self.started_at,
            listening: self.listening.clone(),
            sessions,
            without_login,
            database_bytes: size(path),
            wal_bytes: size(Path::new(&wal)),
            acts,
            acts_per_second,
            memory_bytes: memory(),
            read_only: self.store.stopped().is_some(),
            disk_full: matches!(self.store.notice(), Some(Notice::DiskFull)),
            counts: self.log.counts(),
        }
    }
}

/// The memory of this process that is really in use, in bytes.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next())
        .and_then(|number| number.parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}

/// The socket of an office: `office.status.sock` beside `office.db`.
pub fn socket_of(db: &Path) -> PathBuf {
    db.with_extension("status.sock")
}

/// The socket, ready to answer. Dropping it takes the file away.
#[derive(Debug)]
pub struct Socket {
    listener: UnixListener,
    path: PathBuf,
}

impl Socket {
    /// Opens the socket of an office, for the owner of the file alone. One that a server left behind when it was
    /// killed is replaced: whoever calls this holds the lock on the office. Needs a tokio runtime.
    pub fn open(db: &Path) -> io::Result<Self> {
        let path = socket_of(db);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = {
            let (short, _folder) = addressable(&path)?;
            UnixListener::bind(short)?
        };
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        Ok(Self { listener, path })
    }

    /// Answers, one asker after the other, until it is dropped.
    pub async fn serve(&self, snapshot: impl Fn() -> Snapshot) {
        loop {
            let Ok((mut asker, _)) = self.listener.accept().await else {
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            let Ok(document) = serde_json::to_vec(&snapshot()) else {
                continue;
            };
            let answer = async {
                asker.write_all(&document).await?;
                asker.shutdown().await
            };
            // Whoever does not read waits for nobody, and nobody for them.
            let _ = tokio::time::timeout(PATIENCE, answer).await;
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // The next server takes away what stays.
        let _ = fs::remove_file(&self.path);
    }
}

/// A path that fits in the address of a socket: a long one goes by way of its open folder, which must stay open
/// meanwhile.
fn addressable(path: &Path) -> io::Result<(PathBuf, Option<File>)> {
    if path.as_os_str().len() <= LONGEST_ADDRESS {
        return Ok((path.to_owned(), None));
    }
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let folder = File::open(folder)?;
    let short = Path::new("/proc/self/fd")
        .join(folder.as_raw_fd().to_string())
        .join(name);
    Ok((short, Some(folder)))
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// No server runs on this office.
    #[error("no server runs on this office")]
    NotRunning,
    /// The socket is somebody else's.
    #[error("the server is another account's")]
    NotAllowed,
    /// The server does not answer as it should.
    #[error("the server does not answer as it should: {0}")]
    Broken(io::Error),
}

/// Asks the server of an office. Waits some seconds at most.
pub fn ask(db: &Path) -> Result<Snapshot, NoAnswer> {
    let (path, _folder) = addressable(&socket_of(db)).map_err(unanswered)?;
    let socket = UnixStream::connect(path).map_err(unanswered)?;
    let read = || -> io::Result<Snapshot> {
        socket.set_read_timeout(Some(PATIENCE))?;
        let mut document = Vec::new();
        (&socket).take(LONGEST).read_to_end(&mut document)?;
        Ok(serde_json::from_slice(&document)?)
    };
    read().map_err(NoAnswer::Broken)
}

fn unanswered(error: io::Error) -> NoAnswer {
    match error.kind() {
        io::ErrorKind::NotFound
        | io::ErrorKind::ConnectionRefused
        | io::ErrorKind::NotADirectory => NoAnswer::NotRunning,
        io::ErrorKind::PermissionDenied => NoAnswer::NotAllowed,
        _ => NoAnswer::Broken(error),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A snapshot of two sessions.
    pub(in crate::serve) fn sample() -> Snapshot {
        let at: DateTime<Utc> = "2026-11-23T08:00:00Z".parse().unwrap();
        let on = |staff: &str, face| OnLine {
            staff: staff.to_owned(),
            address: "192.168.1.31:50112".parse().unwrap(),
            since: at,
            last_key: None,
            frames: 12,
            face,
        };
        Snapshot {
            version: "0.1.0".to_owned(),
            pid: 4711,
            at,
            started_at: at,
            listening: vec!["0.0.0.0:2222".parse().unwrap()],
            sessions: vec![on("anna", Face::Screen), on("ugo", Face::Linear)],
            without_login: 1,
            database_bytes: 2_920_448,
            wal_bytes: 4096,
            acts: 31,
            acts_per_second: 0.5,
            memory_bytes: 9_000_000,
            read_only: false,
            disk_full: true,
            counts: Counts {
                logged_in: 3,
                ..Counts::default()
            },
        }
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap()
    }

    fn answered_in(folder: &Path) {
        let db = folder.join("office.db");
        assert!(matches!(ask(&db), Err(NoAnswer::NotRunning)));
        let runtime = runtime();
        let socket = runtime.block_on(async { Socket::open(&db) }).unwrap();
        let mode = fs::metadata(socket_of(&db)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let serving = runtime.spawn(async move { socket.serve(sample).await });
        for _ in 0..3 {
            assert_eq!(ask(&db).unwrap(), sample());
        }
        serving.abort();
        drop(runtime);
        assert!(!socket_of(&db).exists());
        assert!(matches!(ask(&db), Err(NoAnswer::NotRunning)));
    }

    #[test]
    fn who_asks_is_answered_and_the_socket_goes_with_the_server() {
        answered_in(tempfile::TempDir::new().unwrap().path());
    }

    #[test]
    fn a_path_longer_than_a_sockets_address_works_too() {
        let folder = tempfile::TempDir::new().unwrap();
        let deep = folder.path().join("d".repeat(120));
        fs::create_dir(&deep).unwrap();
        answered_in(&deep);
    }

    #[test]
    fn a_socket_that_a_killed_server_left_is_no_server_and_is_replaced() {
        let folder = tempfile::TempDir::new().unwrap();
        let db = folder.path().join("office.db");
        drop(std::os::unix::net::UnixListener::bind(socket_of(&db)).unwrap());
        assert!(matches!(ask(&db), Err(NoAnswer::NotRunning)));
        let runtime = runtime();
        runtime.block_on(async { Socket::open(&db) }).unwrap();
    }

    #[test]
    fn what_answers_with_anything_else_is_no_server_of_ours() {
        let folder = tempfile::TempDir::new().unwrap();
        let db = folder.path().join("office.db");
        let other = std::os::unix::net::UnixListener::bind(socket_of(&db)).unwrap();
        let answering = std::thread::spawn(move || {
            let (mut asker, _) = other.accept().unwrap();
            io::Write::write_all(&mut asker, b"{\"version\":").unwrap();
        });
        assert!(matches!(ask(&db), Err(NoAnswer::Broken(_))));
        answering.join().unwrap();
    }

    #[test]
    fn the_pace_of_acts_fades() {
        let start: DateTime<Utc> = "2026-11-23T08:00:00Z".parse().unwrap();
        let after = |seconds| start + chrono::TimeDelta::seconds(seconds);
        let mut pace = Pace {
            seen: 0.0,
            at: start,
        };
        for second in 0..600 {
            pace.add(5, after(second));
        }
        let now = pace.per_second(after(600));
        assert!((4.8..5.2).contains(&now), "{now}");
        assert!(pace.per_second(after(1200)) < 0.01);
        assert!(pace.per_second(after(0)) <= now * 1.1, "a clock set back");
    }
}
