//! Serving the office over SSH: the only place for tokio and russh.
//!
//! One process, one task for each session: `host` drives the same [`Session`](crate::session::Session)
//! as the local terminal. Nobody gets a shell, nobody touches the file. Knows no command of the command
//! line: what may be run with `ssh office list queue` is handed in as [`exec::Commands`].
//!
//! ```text
//! listen      who may connect, how many wait at the door, what failures cost
//! stream      the line's deadline and the switch that cuts it
//! auth        who somebody is: one name a line, a verified signature
//! algorithms  how russh is to speak
//! connection  what a client may ask for; all else is refused
//! server      what all lines share; lets one in and ends them all
//! place       where a session or a command works: its channel, terminal, input
//! host        one task drives one session; command: one command on a thread of its own
//! crowd       who is on; ends those who may no longer be
//! roster      whose keys open the door while the file cannot tell
//! host_key    made once, shown as a fingerprint
//! exec, log, status, metrics   commands in and out, what is written down, what is said of the server
//! ```
//!
//! # What russh leaves to its user
//!
//! russh is pinned. Its advisories so far: GHSA-cqvm-j2r2-hwpg, CVE-2023-48795, CVE-2024-43410,
//! CVE-2025-54804, GHSA-hpv4-5h6f-wqr3, CVE-2026-48107, -48108, -48110, RUSTSEC-2026-0493, CVE-2026-73429,
//! GHSA-m65r-rprj-r5rg, GHSA-p8qx-h547-fjw9, GHSA-4p9f-7p9m-5vfg, CVE-2026-116774, CVE-2026-116794; all
//! are mended in the version in use. At every new version this list and the answers below are gone
//! through again. Which tests and load runs show each answer stands in a table that a test reads
//! (`tests/rules/served.tsv`).
//!
//! | trap | answer |
//! |---|---|
//! | R1 its accept loop ends the server at the first error | own loop ([`Serving::run`]) with a pause, `run_stream` for each line |
//! | R2 no time for logging in | `stream`: 20 s to log in, once 60 s more where somebody has to type, 20 s to ask for something |
//! | R3 no bound on lines | `listen`: 60 without a log-in, 20 of an address, the oldest silent one of those with the most goes; 1,000 sessions, 16 of a person |
//! | R4 an offered key is believed | `auth`: only a verified signature counts, key bytes and exact name; a second name spoils the line |
//! | R5 offers are not counted | 20 a line, then each is a rejection |
//! | R6 the first probe costs a second | `auth_rejection_time_initial` is zero: russh takes it for the first attempt of a line alone (`server/encrypted.rs`, `auth_attempts == 0`), every later one is drawn out |
//! | R7 requests stay unanswered | `connection` answers each; a word that is no command is run by nobody and gets a sentence |
//! | R8 any number of channels | one channel, one terminal, one shell or command |
//! | R9 sizes are not bounded | `limits::size` |
//! | R10 floods of sizes | only the last is kept, looked at when drawing |
//! | R11 the server's own terminal is asked | sessions paint into buffers; nothing here knows crossterm |
//! | R12 output queues without bound | one frame on its way; a command's output waits for the window |
//! | R13 an unread channel stops the line | the channel is dropped when it is opened, so that `chan.send` (`server/encrypted.rs`) fails at once and waits for nobody |
//! | R14 `Handle` waits in a queue that may not be read | the switch of `stream`; the host reads its input while it waits |
//! | R15 `inactivity_timeout` is no lock: each pass of the loop of `server/session.rs` that asked nothing resets it | not used as one: the session hides its screen by the keys alone (`app::idle`), drafts kept |
//! | R16 keepalives wait behind a blocked write (`flush_or_timeout` looks at the inactivity alone), and any packet counts as their answer | the system asks every 15 s whether the other end is there, SSH after 90 s of silence, inactivity 1 h, `TCP_USER_TIMEOUT` 60 s, writes 20 s, and a frame that is not answered for 20 s ends its session (`host/flight`) |
//! | R17 weak defaults | `algorithms` |
//! | R18 weak features | `flate2` and `ring` only; zlib after the log-in only |
//! | R19 a new host key at each start | [`host_key`] |
//! | R20 a panic | ends one session: caught in `host`, no lock is held across drawing |
//! | R21 SQLite on the runtime's threads | the store's own threads call back into queues; commands have threads of their own |
//! | R22 a stop leaves terminals broken | every session says goodbye, then the line is cut |
//! | R23 names up to 64 KB | 1 to 32 plain characters before anything is looked up; the log escapes |

mod algorithms;
mod auth;
mod command;
mod connection;
mod crowd;
pub mod exec;
mod farewell;
mod host;
pub mod host_key;
mod limits;
mod listen;
pub mod log;
pub mod metrics;
pub mod panics;
mod place;
mod roster;
mod server;
pub mod status;
mod stream;

use std::io;
use std::net::{SocketAddr, TcpListener as Bound};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::{Notify, Semaphore, broadcast, mpsc};
use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::config::Preferences;
use crate::session::seat::Shelf;
use crate::store::{self, Changes, Store, Watch};

use crowd::{Crowd, OF_STAFF};
use exec::Commands;
use log::{Event, Log};
use panics::Places;
use roster::Roster;
use server::{Server, Standing};
use status::{Gauge, Socket};

/// Why there is nothing to serve, or it cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The host key cannot be read or made.
    #[error("{path}: {reason}")]
    HostKey {
        /// The file.
        path: PathBuf,
        /// What the system or the parser says.
        reason: String,
    },
    /// Others can read the host key.
    #[error("{path} can be read by others")]
    HostKeyOpen {
        /// The file.
        path: PathBuf,
    },
    /// There was a host key, and it is gone.
    #[error("{path} is gone")]
    HostKeyGone {
        /// The file.
        path: PathBuf,
    },
    /// Nobody could log in.
    #[error("nobody could come in")]
    NoWayIn,
    /// The address cannot be listened on.
    #[error("{address}: {reason}")]
    Address {
        /// Which.
        address: SocketAddr,
        /// What the system says.
        reason: String,
    },
    /// The office.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The system gives no threads or no timers.
    #[error(transparent)]
    System(#[from] io::Error),
}

/// What a server is made of; nothing is taken from the process.
pub struct Serve {
    /// The office.
    pub store: Store,
    /// What sessions share. The theme `normal` must be on it.
    pub shelf: Shelf,
    /// The settings that the command line asks for.
    pub flags: Preferences,
    /// The settings of the configuration file.
    pub preferences: Preferences,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where to listen.
    pub listen: Vec<SocketAddr>,
    /// Networks beyond the near ones whose peers may connect.
    pub allowed: Vec<IpNet>,
    /// Where to give figures to a collector, if anywhere: an address of this computer.
    pub metrics: Option<SocketAddr>,
    /// What may be run as a single command.
    pub commands: Arc<dyn Commands>,
    /// What is written down.
    pub log: Arc<Log>,
    /// Where parts of the program failed.
    pub panics: Places,
}

/// A server that is bound to its addresses and not running yet.
pub struct Serving {
    server: Arc<Server>,
    bound: Vec<Bound>,
    fingerprint: String,
    stop: Stop,
    figures: Option<Bound>,
}

/// Ends a server from another thread, as a signal does.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<Notify>);

impl Stop {
    /// Ends the server.
    pub fn stop(&self) {
        self.0.notify_one();
    }
}

impl Serve {
    /// Gets everything ready: the host key, the addresses. From here on clients can connect; they are
    /// answered by [`Serving::run`].
    ///
    /// Refused when nobody could log in, when others can read the host key, and when it is gone.
    pub fn open(self) -> Result<Serving, Fault> {
        if !self.store.has_a_way_in()? {
            return Err(Fault::NoWayIn);
        }
        let key = host_key::of(self.store.path())?;
        let fingerprint = host_key::fingerprint_of(key.public_key());
        let taken = |address: SocketAddr, listener: io::Result<Bound>| {
            listener.map_err(|error| Fault::Address {
                address,
                reason: error.to_string(),
            })
        };
        let mut bound = Vec::new();
        for address in &self.listen {
            let listener = Bound::bind(address).and_then(|listener| {
                listener.set_nonblocking(true)?;
                Ok(listener)
            });
            bound.push(taken(*address, listener)?);
        }
        let figures = self.metrics;
        let figures = figures.map(|address| taken(address, metrics::listen(address)));
        let figures = figures.transpose()?;
        let crowd = Crowd::new(
            self.store.clone(),
            Arc::clone(&self.log),
            Arc::clone(&self.clock),
        );
        let roster = Arc::<Roster>::default();
        roster.renew(&self.store);
        let server = Server {
            store: self.store,
            shelf: self.shelf,
            flags: self.flags,
            preferences: self.preferences,
            clock: self.clock,
            allowed: self.allowed,
            commands: self.commands,
            turns: command::Turns::default(),
            hashing: Arc::new(Semaphore::new(limits::HASHES)),
            log: self.log,
            panics: self.panics,
            door: Arc::default(),
            crowd: Arc::new(crowd),
            roster,
            changes: broadcast::Sender::new(limits::NOTICES_KEPT),
            ssh: Arc::new(algorithms::algorithms(key)),
        };
        Ok(Serving {
            server: Arc::new(server),
            bound,
            fingerprint,
            stop: Stop::default(),
            figures,
        })
    }
}

impl Serving {
    /// Where it listens; the ports that were given as 0 are the real ones.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        let address = |listener: &Bound| listener.local_addr().ok();
        self.bound.iter().filter_map(address).collect()
    }

    /// What clients are shown of the host key.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Ends the server from elsewhere.
    pub fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Serves until it is told to stop, by a signal or by [`Stop`]. Every session is ended first: what was
    /// typed is on disk, the terminals are restored, and each is told why.
    pub fn run(self) -> Result<(), Fault> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(std::thread::available_parallelism().map_or(2, |n| n.get().min(4)))
            .thread_name("sportello-serve")
            .enable_all()
            .build()?;
        let (store, log) = (self.server.store.clone(), Arc::clone(&self.server.log));
        let served = runtime.block_on(self.serve());
        // Tasks that are left hold nothing that is not kept.
        runtime.shutdown_timeout(Duration::from_secs(1));
        let kept = store.scratch().flush();
        log.event(&Event::Stopped);
        kept?;
        served
    }

    async fn serve(self) -> Result<(), Fault> {
        let server = self.server;
        let listening: Vec<SocketAddr> = self
            .bound
            .iter()
            .filter_map(|listener| listener.local_addr().ok())
            .collect();
        let _watch = watch(&server);
        server.log.event(&Event::Started {
            version: env!("CARGO_PKG_VERSION"),
            listening: &listening,
            fingerprint: &self.fingerprint,
        });
        let mut doors = JoinSet::new();
        answer_askers(&server, &listening, self.figures, &mut doors)?;
        for listener in self.bound {
            let listener = TcpListener::from_std(listener)?;
            doors.spawn(accept(Arc::clone(&server), listener));
        }
        doors.spawn(tell_of_strangers(Arc::clone(&server)));
        told_to_stop(&self.stop).await?;
        doors.shutdown().await;
        server.stop().await;
        Ok(())
    }
}

/// Says who is on, to the owner of the office's file and to a collector of figures.
fn answer_askers(
    server: &Arc<Server>,
    listening: &[SocketAddr],
    figures: Option<Bound>,
    tasks: &mut JoinSet<()>,
) -> Result<(), Fault> {
    let gauge = Arc::new(Gauge::new(
        &server.store,
        Arc::clone(&server.log),
        Arc::clone(&server.clock),
        listening.to_owned(),
    ));
    let asked = Arc::clone(server);
    let snapshot = Arc::new(move || gauge.snapshot(asked.crowd.on_line(), asked.door.waiting()));
    if let Some(figures) = figures {
        let figures = TcpListener::from_std(figures)?;
        let snapshot = Arc::clone(&snapshot);
        tasks.spawn(async move { metrics::serve(&figures, &*snapshot).await });
    }
    let socket = Socket::open(server.store.path())?;
    tasks.spawn(async move { socket.serve(&*snapshot).await });
    Ok(())
}

/// Passes on what the store tells: from its threads into a queue, from there to every session.
fn watch(server: &Arc<Server>) -> Watch {
    let (to, mut notices) = mpsc::unbounded_channel::<Arc<Changes>>();
    let told = Arc::clone(server);
    let mut standing = told.say_how_it_stands(Standing::default());
    tokio::spawn(async move {
        while let Some(changes) = notices.recv().await {
            standing = told.say_how_it_stands(standing);
            if changes.touches_any(&OF_STAFF) {
                told.roster.renew(&told.store);
                told.crowd.check();
            }
            // Without sessions nobody listens.
            drop(told.changes.send(Arc::clone(&changes)));
            told.crowd.look(&changes);
        }
    });
    server.store.watch(move |changes| {
        drop(to.send(Arc::new(changes.clone())));
    })
}

/// Waits for SIGTERM, SIGINT, SIGHUP or [`Stop`].
async fn told_to_stop(stop: &Stop) -> Result<(), Fault> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut term = signal(SignalKind::terminate())?;
    let mut int = signal(SignalKind::interrupt())?;
    // The terminal on which it was started is gone: nobody else tells it to stop.
    let mut hup = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
        _ = hup.recv() => {}
        () = stop.0.notified() => {}
    }
    Ok(())
}

/// Writes every minute into the log what came of lines on which nobody was named.
async fn tell_of_strangers(server: Arc<Server>) {
    loop {
        tokio::time::sleep(limits::STRANGERS).await;
        server.log.gathered();
    }
}

/// Takes lines for ever. An error is of one line, or of all while descriptors are short: it passes.
async fn accept(server: Arc<Server>, listener: TcpListener) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => server.greet(stream, peer),
            Err(error) => {
                server.log.event(&Event::AcceptFailed {
                    error: error.kind(),
                });
                tokio::time::sleep(limits::ACCEPT_AGAIN).await;
            }
        }
    }
}
