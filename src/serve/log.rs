//! The server's log: what happened to connections and to the process, one line each.
//!
//! The events are a closed set, so that nothing reaches the log that nobody thought about. Staff are named by login
//! and address; the people whom the office serves never, nor what anybody asked for or typed. What came
//! over the line is escaped: a line of the log is always one line of plain ASCII.
//!
//! ```text
//! 2026-11-23T07:58:03.211Z logged-in staff=anna address=192.168.1.31:50112 method=key key=SHA256:...
//! 2026-11-23T07:58:09.870Z refused address=192.168.1.77:41022 reason=credentials login=root
//! ```
//!
//! Lines are written by a thread of their own: a disk that hangs stops no session. When too many wait, they are
//! counted instead of kept, and the count is a line.

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use chrono::{DateTime, SecondsFormat, Utc};
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use serde::{Deserialize, Serialize};

use crate::clock::Clock;

/// How many lines may wait for the disk.
const WAITING: usize = 4096;
/// The most characters of a value that came over the line.
const LONGEST_VALUE: usize = 128;

/// Something that happened. What is borrowed is written at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// The server takes connections.
    Started {
        /// The program's version.
        version: &'a str,
        /// Where it listens.
        listening: &'a [SocketAddr],
        /// The host key's fingerprint.
        fingerprint: &'a str,
    },
    /// The server was told to stop, and tells everybody.
    Stopping {
        /// How many were on.
        sessions: usize,
    },
    /// Nobody is on any more; the last line.
    Stopped,
    /// Somebody logged in.
    LoggedIn {
        /// Login name.
        staff: &'a str,
        /// From where.
        address: SocketAddr,
        /// How.
        method: Method,
        /// Fingerprint of the key, if it was one.
        key: Option<&'a str>,
    },
    /// A session ended by itself.
    Left {
        /// Login name.
        staff: &'a str,
        /// From where.
        address: SocketAddr,
        /// How it ended.
        why: Left,
        /// How long it lasted, in seconds.
        seconds: u64,
        /// Frames sent.
        frames: u64,
    },
    /// A connection or a login was refused.
    Refused {
        /// From where.
        address: SocketAddr,
        /// Why.
        reason: Refused,
        /// The name that was given, if any; written only when it could be a login name, for people type passwords
        /// where a name belongs.
        login: Option<&'a str>,
    },
    /// An address has to wait.
    Penalised {
        /// Which.
        address: IpAddr,
        /// How long, in seconds.
        seconds: u64,
    },
    /// A session was ended by the server.
    Killed {
        /// Login name.
        staff: &'a str,
        /// From where.
        address: SocketAddr,
        /// Why.
        why: Killed,
    },
    /// A part of the program failed; it ended one session, or one command.
    Panicked {
        /// Login name, where somebody was on.
        staff: Option<&'a str>,
        /// Where in the program: file and line. The message itself may hold what was on the screen.
        place: &'a str,
    },
    /// A single command ended. Imports are in the journal too, exports in the access log.
    Command {
        /// Login name.
        staff: &'a str,
        /// From where.
        address: SocketAddr,
        /// Which, without its arguments: see [`super::exec::name`].
        name: &'a str,
        /// Exit status.
        status: u8,
        /// How long it took, in milliseconds.
        millis: u64,
        /// Bytes written to standard output.
        bytes: u64,
    },
    /// A request that this server does not grant: a forwarding, a subsystem, a second channel.
    RequestRefused {
        /// Login name.
        staff: &'a str,
        /// From where.
        address: SocketAddr,
        /// Which: SSH's own name of it.
        request: &'a str,
    },
    /// A connection could not be taken.
    AcceptFailed {
        /// The system's kind of error.
        error: io::ErrorKind,
    },
    /// Nothing is written to the office any more: the file was found damaged, or the disk refuses.
    OfficeStopped,
}

/// How somebody logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// With an SSH key.
    Key,
    /// With a password and a code of the moment.
    Password,
}

/// How a session ended by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The person closed it.
    Closed,
    /// The line was lost; drafts are kept.
    LineLost,
    /// The server stopped.
    ServerStopped,
}

/// Why a connection or a login was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The address is outside the networks that are allowed.
    Network,
    /// The address waits out a penalty.
    Penalty,
    /// Too many connections without a login, from everywhere.
    TooMany,
    /// Too many connections without a login, from this address.
    TooManyFromAddress,
    /// Too many sessions.
    Full,
    /// No login within the time for it.
    TooSlow,
    /// What came is not SSH, or not as it should be.
    Protocol,
    /// A login name that cannot be one.
    LoginName,
    /// No such login, or not its key or password.
    Credentials,
    /// Too many tries on one connection.
    Tries,
    /// A second login name on one connection.
    SecondName,
    /// The server is stopping.
    Stopping,
}

/// Why the server ended a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Killed {
    /// Its key was revoked.
    KeyRevoked,
    /// The member of staff was switched off, or lost every role.
    StaffOff,
    /// The password or the second factor changed.
    SecretChanged,
    /// No key was pressed for too long.
    Idle,
    /// The line takes nothing any more.
    Stalled,
    /// What came broke the rules of the protocol.
    Protocol,
    /// The same person came back on another line.
    Replaced,
}

impl Method {
    const fn code(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Password => "password",
        }
    }
}

impl Left {
    const fn code(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::LineLost => "line-lost",
            Self::ServerStopped => "server-stopped",
        }
    }
}

impl Refused {
    const fn code(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Penalty => "penalty",
            Self::TooMany => "too-many",
            Self::TooManyFromAddress => "too-many-from-address",
            Self::Full => "full",
            Self::TooSlow => "too-slow",
            Self::Protocol => "protocol",
            Self::LoginName => "login-name",
            Self::Credentials => "credentials",
            Self::Tries => "tries",
            Self::SecondName => "second-name",
            Self::Stopping => "stopping",
        }
    }
}

impl Killed {
    const fn code(self) -> &'static str {
        match self {
            Self::KeyRevoked => "key-revoked",
            Self::StaffOff => "staff-off",
            Self::SecretChanged => "secret-changed",
            Self::Idle => "idle",
            Self::Stalled => "stalled",
            Self::Protocol => "protocol",
            Self::Replaced => "replaced",
        }
    }
}

/// How many events of a kind there were since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Logins.
    pub logged_in: u64,
    /// Connections and logins refused.
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
    tally: Tally,
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
        let thread = std::thread::Builder::new()
            .name("sportello-log".to_owned())
            .spawn(move || write_out(sink, &waiting))?;
        Ok(Self {
            clock,
            tally: Tally::default(),
            lines: Some(lines),
            thread: Some(thread),
        })
    }

    /// Nowhere: the events are counted only.
    pub fn nowhere(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            tally: Tally::default(),
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
        let now = self.clock.now();
        let lost = self.tally.lost.load(Ordering::Relaxed);
        let mut line = String::with_capacity(160);
        if lost > 0 && lines.is_empty() {
            self.tally.lost.fetch_sub(lost, Ordering::Relaxed);
            line.push_str(&Line::new(now, "lost").number("lines", lost).end());
        }
        line.push_str(&line_of(now, event));
        if let Err(TrySendError::Full(_)) = lines.try_send(line) {
            self.tally.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many events of each kind there were.
    pub fn counts(&self) -> Counts {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let tally = &self.tally;
        Counts {
            logged_in: of(&tally.logged_in),
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

/// Writes lines until nobody is left who could send one. A full disk costs the lines it has no room for.
fn write_out(mut sink: impl Write, lines: &Receiver<String>) {
    while let Ok(line) = lines.recv() {
        let _ = sink.write_all(line.as_bytes());
        if lines.is_empty() {
            let _ = sink.flush();
        }
    }
}

/// The line of an event, with its end.
fn line_of(at: DateTime<Utc>, event: &Event<'_>) -> String {
    let line = |name| Line::new(at, name);
    match *event {
        Event::Started {
            version,
            listening,
            fingerprint,
        } => listening
            .iter()
            .fold(line("started").text("version", version), |line, address| {
                line.plain("listening", address)
            })
            .text("fingerprint", fingerprint),
        Event::Stopping { sessions } => line("stopping").number("sessions", sessions as u64),
        Event::Stopped => line("stopped"),
        Event::LoggedIn {
            staff,
            address,
            method,
            key,
        } => line("logged-in")
            .who(staff, address)
            .plain("method", method.code())
            .maybe("key", key),
        Event::Left {
            staff,
            address,
            why,
            seconds,
            frames,
        } => line("left")
            .who(staff, address)
            .plain("why", why.code())
            .number("seconds", seconds)
            .number("frames", frames),
        Event::Refused {
            address,
            reason,
            login,
        } => line("refused")
            .plain("address", address)
            .plain("reason", reason.code())
            .maybe("login", login.map(shown_login)),
        Event::Penalised { address, seconds } => line("penalised")
            .plain("address", address)
            .number("seconds", seconds),
        Event::Killed {
            staff,
            address,
            why,
        } => line("killed").who(staff, address).plain("why", why.code()),
        Event::Panicked { staff, place } => {
            line("panicked").maybe("staff", staff).text("place", place)
        }
        Event::Command {
            staff,
            address,
            name,
            status,
            millis,
            bytes,
        } => line("command")
            .who(staff, address)
            .text("name", name)
            .number("status", u64::from(status))
            .number("millis", millis)
            .number("bytes", bytes),
        Event::RequestRefused {
            staff,
            address,
            request,
        } => line("request-refused")
            .who(staff, address)
            .text("request", request),
        Event::AcceptFailed { error } => line("accept-failed").text("error", &error.to_string()),
        Event::OfficeStopped => line("office-stopped"),
    }
    .end()
}

/// A login name as it was given, if it could be one.
fn shown_login(given: &str) -> &str {
    let known = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
    if (1..=32).contains(&given.len()) && given.bytes().all(known) {
        given
    } else {
        "(not a login name)"
    }
}

/// A line being put together.
struct Line(String);

impl Line {
    fn new(at: DateTime<Utc>, name: &str) -> Self {
        Self(format!(
            "{} {name}",
            at.to_rfc3339_opts(SecondsFormat::Millis, true)
        ))
    }

    /// A value of our own making, which needs no escaping.
    fn plain(mut self, field: &str, value: impl std::fmt::Display) -> Self {
        // Writing to a String cannot fail.
        let _ = write!(self.0, " {field}={value}");
        self
    }

    fn number(self, field: &str, value: u64) -> Self {
        self.plain(field, value)
    }

    fn text(self, field: &str, value: &str) -> Self {
        let escaped = escaped(value);
        self.plain(field, escaped)
    }

    fn maybe(self, field: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(field, value),
            None => self,
        }
    }

    fn who(self, staff: &str, address: SocketAddr) -> Self {
        self.text("staff", staff).plain("address", address)
    }

    fn end(mut self) -> String {
        self.0.push('\n');
        self.0
    }
}

/// A value as one word of printable ASCII: in quotation marks where it has others than letters, digits and the
/// marks of addresses and fingerprints; everything beyond ASCII as `\u{..}`; cut after 128 characters.
fn escaped(value: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-:/+@".contains(&b);
    if (1..=LONGEST_VALUE).contains(&value.len()) && value.bytes().all(plain) {
        return value.to_owned();
    }
    let mut word = String::from("\"");
    for c in value.chars().take(LONGEST_VALUE) {
        match c {
            '"' | '\\' => word.extend(['\\', c]),
            ' '..='~' => word.push(c),
            c => word.extend(c.escape_unicode()),
        }
    }
    if value.chars().nth(LONGEST_VALUE).is_some() {
        word.push_str("...");
    }
    word.push('"');
    word
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

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
    fn a_line_has_its_time_its_name_and_its_fields() {
        let line = line_of(
            at(),
            &Event::LoggedIn {
                staff: "anna",
                address: address(),
                method: Method::Key,
                key: Some("SHA256:q83vEjRWeJA"),
            },
        );
        assert_eq!(
            line,
            "2026-11-23T07:58:03.211Z logged-in staff=anna address=192.168.1.31:50112 method=key key=SHA256:q83vEjRWeJA\n"
        );
    }

    #[test]
    fn whatever_comes_over_the_line_stays_one_line_of_ascii() {
        let nasty = [
            "a\nb\r\n2026-11-23T07:58:03.211Z stopped",
            "\u{1b}]0;x\u{7}\u{9b}31m",
            "\u{202e}evil\u{2066}",
            "\" staff=\"carla",
            "back\\slash",
            "\u{0}\u{7f}\u{85}\u{2028}",
            "perché no",
            "",
        ];
        for request in nasty {
            let line = line_of(
                at(),
                &Event::RequestRefused {
                    staff: "anna",
                    address: address(),
                    request,
                },
            );
            assert_eq!(line.matches('\n').count(), 1, "{line:?}");
            assert!(line.ends_with('\n'));
            assert!(
                line.trim_end_matches('\n')
                    .bytes()
                    .all(|b| (0x20..0x7f).contains(&b)),
                "{line:?}"
            );
            // The field is one word or one quotation: no mark inside it ends it early.
            let value = line.split_once(" request=").unwrap().1.trim_end();
            let inner = value.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
            assert!(
                !inner.replace("\\\\", "").replace("\\\"", "").contains('"'),
                "{value}"
            );
        }
        assert!(escaped(&"x".repeat(70_000)).len() < 140);
        assert!(escaped(&"\u{1f600}".repeat(70_000)).len() < 1300);
    }

    #[test]
    fn only_what_could_be_a_login_name_is_written_as_one() {
        let refused = |login| {
            line_of(
                at(),
                &Event::Refused {
                    address: address(),
                    reason: Refused::Credentials,
                    login: Some(login),
                },
            )
        };
        assert!(refused("root").contains("login=root"));
        for password in ["Tramontana7!", "x".repeat(33).as_str(), "a b", ""] {
            let line = refused(password);
            assert!(line.contains("login=\"(not a login name)\""), "{line}");
            assert!(password.is_empty() || !line.contains(password));
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
