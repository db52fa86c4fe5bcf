//! The office served over SSH, in this process, on a port of its own: for clients that nobody here wrote,
//! and for russh's own.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::Utc;
use portable_pty::CommandBuilder;
use russh::client::{self, Handle};
use russh::keys::key::safe_rng;
use russh::keys::ssh_key::LineEnding;
use russh::keys::{Algorithm, PrivateKey, PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use sportello::clock::{Clock, ShiftedClock};
use sportello::config::Preferences;
use sportello::domain::staff::Staff;
use sportello::reference::Reference;
use sportello::serve::exec::{self, Commands, DONE, Io, USAGE};
use sportello::serve::log::Log;
use sportello::serve::panics::Places;
use sportello::serve::{Fault, Serve, Stop};
use sportello::session::seat::Shelf;
use sportello::store::staff::keys::AddStaffKey;
use sportello::store::{Act, Options, Store, standard};
use sportello::ui::theme::Themes;

use crate::desk::{practice_office, rome};
use crate::pty::{Program, start_on};

/// How long anything may take before a test is given up: far beyond any real answer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A served office; it is stopped when the test ends.
pub(crate) struct Served {
    pub(crate) office: PathBuf,
    pub(crate) store: Store,
    pub(crate) address: SocketAddr,
    pub(crate) clock: Arc<dyn Clock>,
    stop: Stop,
    running: Option<JoinHandle<Result<(), Fault>>>,
    folder: tempfile::TempDir,
}

/// A command for tests: says back what it was asked and what it read, slowly if there is much.
struct Echo;

impl Commands for Echo {
    fn run(&self, (_, who): (&Store, &Staff), argv: &[String], io: Io<'_>) -> u8 {
        assert!(argv != ["list", "panic"], "asked for");
        if exec::name(argv).is_none() {
            return USAGE;
        }
        let mut read = Vec::new();
        match io.input.read_to_end(&mut read) {
            Ok(_) => writeln!(io.output, "{} {} {}", who.login, argv.join(" "), read.len())
                .map_or(1, |()| DONE),
            Err(_) => 1,
        }
    }
}

/// The practice office at nine, with a key for Anna.
pub(crate) fn served() -> Served {
    let at_nine = ShiftedClock(rome("2026-11-23T09:00:00") - Utc::now());
    served_at(Arc::new(at_nine))
}

/// The same with another clock.
pub(crate) fn served_at(clock: Arc<dyn Clock>) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let office = folder.path().join("office.db");
    fs::copy(practice_office(), &office).unwrap();
    let store = Store::open(&office, Options::default()).unwrap();
    let mut served = Served {
        address: SocketAddr::from(([127, 0, 0, 1], 0)),
        office,
        store,
        clock,
        stop: Stop::default(),
        running: None,
        folder,
    };
    served.give_key("anna", "key");
    served.open();
    served
}

impl Served {
    /// Begins to serve, on the port of before if there was one.
    pub(crate) fn open(&mut self) {
        let log = Log::to_file(&self.folder.path().join("log"), Arc::clone(&self.clock)).unwrap();
        let serving = Serve {
            store: self.store.clone(),
            shelf: Shelf::new(Arc::new(Reference::load()), &Themes::built_in().unwrap()),
            flags: Preferences::default(),
            preferences: Preferences::default(),
            clock: Arc::clone(&self.clock),
            listen: vec![self.address],
            allowed: Vec::new(),
            metrics: None,
            commands: Arc::new(Echo),
            log: Arc::new(log),
            panics: Places::default(),
        }
        .open()
        .unwrap();
        self.address = serving.addresses()[0];
        self.stop = serving.stop();
        self.running = Some(std::thread::spawn(move || serving.run()));
    }

    /// Stops the server and waits until all is kept.
    pub(crate) fn stop(&mut self) {
        self.stop.stop();
        if let Some(running) = self.running.take() {
            running.join().unwrap().unwrap();
        }
    }

    /// Does something as whoever coordinates.
    pub(crate) fn act<A: Act>(&self, act: A) -> A::Out {
        self.act_of("carla", act)
    }

    pub(crate) fn act_of<A: Act>(&self, login: &str, act: A) -> A::Out {
        let who = self.staff(login);
        let now = self.clock.now();
        let id = standard::act_id(now, ulid::Ulid::generate().random());
        self.store.act_now(&who, id, now, act).unwrap()
    }

    pub(crate) fn staff(&self, login: &str) -> Staff {
        self.store
            .who(login)
            .unwrap()
            .expect("of the practice office")
    }

    /// Makes a key, gives it to somebody, and leaves it in a file for clients.
    pub(crate) fn give_key(&self, login: &str, file: &str) -> PrivateKey {
        let key = self.make_key(file);
        self.act(AddStaffKey {
            staff: self.staff(login).id,
            key: key.public_key().to_openssh().unwrap(),
        });
        key
    }

    /// Makes a key that is nobody's.
    pub(crate) fn make_key(&self, file: &str) -> PrivateKey {
        let key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap();
        let path = self.file(file);
        fs::write(&path, key.to_openssh(LineEnding::LF).unwrap().as_bytes()).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        key
    }

    /// A key that was made.
    pub(crate) fn key(&self, file: &str) -> PrivateKey {
        PrivateKey::read_openssh_file(self.file(file)).unwrap()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What has been logged so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.file("log")).unwrap()
    }

    /// Waits until the log says something, so many times.
    pub(crate) fn logged(&self, text: &str, times: usize) {
        let deadline = Instant::now() + PATIENCE;
        while self.log().matches(text).count() < times {
            assert!(
                Instant::now() < deadline,
                "{text} is not in\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the book of log-ins has so many rows of an outcome.
    pub(crate) fn book(&self, outcome: &str, rows: i64) {
        let book = rusqlite::Connection::open(&self.office).unwrap();
        let deadline = Instant::now() + PATIENCE;
        let sql = "SELECT count(*) FROM login_log WHERE outcome = ?1";
        let count = || -> i64 { book.query_row(sql, [outcome], |row| row.get(0)).unwrap() };
        while count() != rows {
            assert!(Instant::now() < deadline, "{outcome}: {}", count());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The arguments with which OpenSSH comes here and nowhere else, with nobody's configuration.
    pub(crate) fn arguments(&self, login: &str, key: &str) -> Vec<String> {
        let known = format!("UserKnownHostsFile={}", self.file("known_hosts").display());
        let mut arguments: Vec<String> = ["-F", "none", "-p"].map(str::to_owned).into();
        arguments.push(self.address.port().to_string());
        arguments.push("-i".to_owned());
        arguments.push(self.file(key).display().to_string());
        for option in [
            "StrictHostKeyChecking=accept-new",
            &known,
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            "BatchMode=yes",
            "LogLevel=ERROR",
        ] {
            arguments.extend(["-o".to_owned(), option.to_owned()]);
        }
        arguments.push(format!("{login}@127.0.0.1"));
        arguments
    }

    /// OpenSSH's client as Anna on a terminal of 80x24.
    pub(crate) fn ssh(&self, more: &[&str]) -> Program {
        self.ssh_on("xterm-256color", more)
    }

    /// The same on a terminal of that name.
    pub(crate) fn ssh_on(&self, term: &str, more: &[&str]) -> Program {
        let mut command = CommandBuilder::new("ssh");
        command.args(more);
        command.args(self.arguments("anna", "key"));
        start_on(term, command)
    }

    /// OpenSSH's client as Anna without a terminal; a command may follow.
    pub(crate) fn plain_ssh(&self, command: &[&str]) -> Command {
        let mut ssh = Command::new("ssh");
        ssh.arg("-T")
            .args(self.arguments("anna", "key"))
            .args(command);
        ssh
    }

    /// A connection by russh's own client, not logged in.
    pub(crate) async fn connect(&self) -> Handle<Anybody> {
        let config = Arc::new(client::Config::default());
        client::connect(config, self.address, Anybody)
            .await
            .unwrap()
    }

    /// The same, logged in as Anna.
    pub(crate) async fn come_in(&self) -> Handle<Anybody> {
        let mut line = self.connect().await;
        assert!(try_key(&mut line, "anna", self.key("key")).await);
        line
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(running) = self.running.take() {
            let _ = running.join();
        }
    }
}

/// A client that believes every server.
pub(crate) struct Anybody;

impl client::Handler for Anybody {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

/// Tries to log in with a key; whether that went well.
pub(crate) async fn try_key(line: &mut Handle<Anybody>, login: &str, key: PrivateKey) -> bool {
    let key = PrivateKeyWithHashAlg::new(Arc::new(key), None);
    line.authenticate_publickey(login, key)
        .await
        .is_ok_and(|answer| answer.success())
}

/// Whether OpenSSH's client is here; says so if it is not.
pub(crate) fn has_ssh() -> bool {
    let found = Command::new("ssh").arg("-V").output().is_ok();
    if !found {
        eprintln!("left out: there is no ssh on this computer");
    }
    found
}

/// Runs what waits on the network, with a bound.
pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(async { tokio::time::timeout(PATIENCE, work).await })
        .expect("an answer")
}

/// Whether a file can be read by its owner alone.
pub(crate) fn is_private(path: &Path) -> bool {
    fs::metadata(path)
        .unwrap()
        .permissions()
        .mode()
        .trailing_zeros()
        >= 6
}
