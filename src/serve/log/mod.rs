//! The server's log: what happened to connections and to the process, one line each.
//!
//! The events are a closed set, so that nothing reaches the log that nobody thought about. Staff are named by login
//! and address; the people whom the office serves never, nor what anybody asked for or typed. What came
//! over the line is escaped: a line of the log is always one line of plain ASCII.
//!
//! ```text
//! 2026-11-23T07:58:03.211Z logged-in staff=anna address=192.168.1.31:50112 method=key key=SHA256:...
//! 2026-11-23T07:58:09.870Z refused address=192.168.1.77:41022 reason=credentials unknown-login-letters=4
//! ```
//!
//! Lines are written by a thread of their own: a disk that hangs stops no session. Those that find no room, where they
//! wait or on the disk, are counted, and the count is a line once there is room again.

mod event;
mod line;
mod strangers;

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::net::IpAddr;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use serde::{Deserialize, Serialize};

use crate::clock::Clock;

pub use event::{Dropped, Event, Given, Killed, Left, Method, Refused};
pub use strangers::Strangers;

use strangers::Gathered;

/// How many lines may wait for the disk.
const WAITING: usize = 4096;

/// How many events of a kind there were since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Logins.
    pub logged_in: u64,
    /// Connections that ended before anybody was named on them.
    pub dropped: Strangers,
    /// Logins refused.
    pub refused: u64,
    /// Penalties.
    pub penalised: u64,
    /// Sessions ended by the server.
    pub killed: u64,
    /// Parts of the program that failed.
    pub panicked: u64,
    /// Single commands.
    pub commands: u64,
    /// Requests that are not granted.
    pub requests_refused: u64,
    /// Lines of the log that were not written.
    pub lost: u64,
}

/// The same, counted from many threads.
#[derive(Debug, Default)]
struct Tally {
    dropped: Gathered,
    logged_in: AtomicU64,
    refused: AtomicU64,
    penalised: AtomicU64,
    killed: AtomicU64,
    panicked: AtomicU64,
    commands: AtomicU64,
    requests_refused: AtomicU64,
    lost: AtomicU64,
}

impl Tally {
    fn of(&self, event: &Event<'_>) -> Option<&AtomicU64> {
        Some(match event {
            Event::LoggedIn { .. } => &self.logged_in,
            Event::Refused { .. } => &self.refused,
            Event::Penalised { .. } => &self.penalised,
            Event::Killed { .. } => &self.killed,
            Event::Panicked { .. } => &self.panicked,
            Event::Command { .. } => &self.commands,
            Event::RequestRefused { .. } => &self.requests_refused,
            _ => return None,
        })
    }
}

/// Where the lines go. Dropping the last handle writes what waits.
pub struct Log {
    clock: Arc<dyn Clock>,
    tally: Arc<Tally>,
    lines: Option<Sender<String>>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Log").finish_non_exhaustive()
    }
}

/// The log cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum CannotLog {
    /// The file cannot be opened.
    #[error("the log cannot be opened: {0}")]
    Open(#[from] io::Error),
    /// The file is there and others may read or write it.
    #[error("the log can be read by others (mode {0:o})")]
    ReadByOthers(u32),
}

impl Log {
    /// To the end of a file, made for its owner alone if it is not there.
    pub fn to_file(path: &Path, clock: Arc<dyn Clock>) -> Result<Self, CannotLog> {
        let file: File = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .open(path)?;
        let mode = file.metadata()?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(CannotLog::ReadByOthers(mode));
        }
        Ok(Self::to(file, clock)?)
    }

    /// To the error stream, which systemd keeps in its journal.
    pub fn to_stderr(clock: Arc<dyn Clock>) -> io::Result<Self> {
        Self::to(io::stderr(), clock)
    }

    /// To anything that takes bytes.
    pub fn to(sink: impl Write + Send + 'static, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let (lines, waiting) = bounded(WAITING);
        let tally = Arc::<Tally>::default();
        let book = Book {
            sink,
            clock: Arc::clone(&clock),
            tally: Arc::clone(&tally),
            said: 0,
            fails: false,
            torn: false,
        };
        let thread = std::thread::Builder::new()
            .name("sportello-log".to_owned())
            .spawn(move || book.write_out(&waiting))?;
        Ok(Self {
            clock,
            tally,
            lines: Some(lines),
            thread: Some(thread),
        })
    }

    /// Nowhere: the events are counted only.
    pub fn nowhere(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            tally: Arc::default(),
            lines: None,
            thread: None,
        }
    }

    /// Writes an event and counts it. Never waits.
    pub fn event(&self, event: &Event<'_>) {
        if let Some(counter) = self.tally.of(event) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        let Some(lines) = &self.lines else { return };
        let written = line::line_of(self.clock.now(), event);
        if let Err(TrySendError::Full(_)) = lines.try_send(written) {
            self.tally.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a line that ended before anybody was named on it. The first of a kind is written; what follows it
    /// when [`Log::gathered`] is called.
    pub fn dropped(&self, reason: Dropped, from: IpAddr) {
        if let Some(first) = self.tally.dropped.add(reason, from) {
            self.event(&first);
        }
    }

    /// Writes what has been gathered of such lines: one line for each kind.
    pub fn gathered(&self) {
        for event in self.tally.dropped.take() {
            self.event(&event);
        }
    }

    /// How many events of each kind there were.
    pub fn counts(&self) -> Counts {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let tally = &self.tally;
        Counts {
            logged_in: of(&tally.logged_in),
            dropped: tally.dropped.counts(),
            refused: of(&tally.refused),
            penalised: of(&tally.penalised),
            killed: of(&tally.killed),
            panicked: of(&tally.panicked),
            commands: of(&tally.commands),
            requests_refused: of(&tally.requests_refused),
            lost: of(&tally.lost),
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.lines = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// The far end of the log, on its own thread.
struct Book<W> {
    sink: W,
    clock: Arc<dyn Clock>,
    tally: Arc<Tally>,
    /// How many lost lines have been told of.
    said: u64,
    /// The last line found no room.
    fails: bool,
    /// A part of it did: what follows begins a new line.
    torn: bool,
}

impl<W: Write> Book<W> {
    /// Writes lines until nobody is left who could send one. A full disk costs the lines it has no room for.
    fn write_out(mut self, lines: &Receiver<String>) {
        while let Ok(line) = lines.recv() {
            let lost = self.tally.lost.load(Ordering::Relaxed);
            if lost > self.said && (self.fails || lines.is_empty()) {
                let told = line::of_lost(self.clock.now(), lost - self.said);
                if self.write(&told) {
                    self.said = lost;
                }
            }
            if !self.write(&line) {
                self.tally.lost.fetch_add(1, Ordering::Relaxed);
            }
            if lines.is_empty() {
                // A disk without room says so at the next line too.
                let _ = self.sink.flush();
            }
        }
    }

    /// Whether a line is written whole.
    fn write(&mut self, line: &str) -> bool {
        self.fails = true;
        if self.torn && !matches!(self.sink.write(b"\n"), Ok(1)) {
            return false;
        }
        self.torn = false;
        let mut rest = line.as_bytes();
        while !rest.is_empty() {
            match self.sink.write(rest) {
                Ok(0) => return false,
                Ok(n) => rest = rest.get(n..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
            self.torn = !rest.is_empty();
        }
        self.fails = false;
        true
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::sync::Mutex;

    use chrono::{DateTime, Utc};

    use super::*;
    use crate::clock::FixedClock;

    fn at() -> DateTime<Utc> {
        "2026-11-23T07:58:03.2114Z".parse().unwrap()
    }

    fn address() -> SocketAddr {
        "192.168.1.31:50112".parse().unwrap()
    }

    /// Lines that a test can read while the log still has its end.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn everything_is_written_by_the_time_the_log_is_gone_and_counted_before() {
        let kept = Kept::default();
        let log = Log::to(kept.clone(), Arc::new(FixedClock(at()))).unwrap();
        for _ in 0..100 {
            log.event(&Event::Penalised {
                address: address().ip(),
                seconds: 30,
            });
        }
        log.event(&Event::Stopped);
        assert_eq!(log.counts().penalised, 100);
        drop(log);
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.lines().count(), 101);
        assert!(text.ends_with(" stopped\n"));
    }

    #[test]
    fn a_disk_that_hangs_costs_lines_and_nothing_else() {
        struct Hangs(Receiver<()>);
        impl Write for Hangs {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                // Until the test lets go of the other end.
                let _ = self.0.recv();
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let (free, hangs) = bounded(0);
        let log = Log::to(Hangs(hangs), Arc::new(FixedClock(at()))).unwrap();
        for _ in 0..WAITING * 2 {
            log.event(&Event::Stopped);
        }
        assert!(log.counts().lost >= (WAITING - 1) as u64);
        drop(free);
        drop(log);
    }

    #[test]
    fn a_full_disk_costs_lines_that_are_counted_and_told_of_once_there_is_room() {
        /// Takes so many bytes and then none, until it is given room.
        #[derive(Clone, Default)]
        struct Small(Kept, Arc<AtomicU64>);
        impl Write for Small {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                let room = usize::try_from(self.1.load(Ordering::Relaxed)).unwrap();
                if room == 0 {
                    return Err(io::ErrorKind::StorageFull.into());
                }
                let taken = self.0.write(&bytes[..room.min(bytes.len())])?;
                self.1.fetch_sub(taken as u64, Ordering::Relaxed);
                Ok(taken)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let disk = Small::default();
        disk.1.store(50, Ordering::Relaxed);
        let log = Log::to(disk.clone(), Arc::new(FixedClock(at()))).unwrap();
        let lost = |lines| {
            while log.counts().lost < lines {
                std::thread::yield_now();
            }
        };
        // One of 33 bytes fits, the next one is torn, and two find nothing.
        for lines in 0..4 {
            log.event(&Event::Stopped);
            lost(lines);
        }
        disk.1.store(10_000, Ordering::Relaxed);
        log.event(&Event::DiskHasRoom);
        assert_eq!(log.counts().lost, 3, "a count never goes back");
        drop(log);
        let text = String::from_utf8(disk.0.0.lock().unwrap().clone()).unwrap();
        let time = "2026-11-23T07:58:03.211Z";
        let expected = [
            &format!("{time} stopped"),
            "2026-11-23T07:58:",
            &format!("{time} lost lines=3"),
            &format!("{time} disk-has-room"),
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_file_is_its_owners_alone_and_is_added_to() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("serve.log");
        for _ in 0..2 {
            let log = Log::to_file(&path, Arc::new(FixedClock(at()))).unwrap();
            log.event(&Event::Stopped);
        }
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 2);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let refused = Log::to_file(&path, Arc::new(FixedClock(at())));
        assert!(matches!(refused, Err(CannotLog::ReadByOthers(0o644))));
    }
}
