//! A program on a pseudo-terminal of 80x24, with an emulator that reads along.

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::model::Seen;
use crate::terminal::{self, Terminal};

/// How long anything may take: far beyond any real time.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// How often a file in which somebody else writes is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// The program at work, and what stands between it and the person.
pub(crate) struct Line {
    terminal: Terminal,
    /// A second terminal that shows the same.
    also: Option<File>,
    /// Where the program has written its number: what was around it may end without it.
    number: Option<PathBuf>,
}

/// The program behind a script that writes down its number; whoever starts it is given this path.
pub(crate) fn script(folder: &Path, program: &[&str]) -> PathBuf {
    let path = folder.join("program");
    let number = folder.join("number");
    let text = format!(
        "#!/bin/sh\necho $$ > {}\nexec {}\n",
        number.display(),
        program.join(" ")
    );
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    path
}

/// Starts a command with a home of its own, in Italian.
pub(crate) fn start(mut command: CommandBuilder, home: &Path, also: Option<File>) -> Line {
    command.env("TERM", "linux");
    command.env("LC_ALL", "C.UTF-8");
    command.env_remove("COLORTERM");
    Line {
        terminal: terminal::open(command, home),
        also,
        number: Some(home.join("number")),
    }
}

impl Line {
    pub(crate) fn send(&mut self, keys: &str) {
        self.terminal.send(keys.as_bytes());
    }

    /// What the screen shows now.
    pub(crate) fn seen(&self) -> Seen {
        Seen::of(self.terminal.emulator.screen())
    }

    /// Takes in what the program writes until something holds: of the screen, or of what is told elsewhere.
    pub(crate) fn until(&mut self, what: &str, holds: impl FnMut(&Seen) -> bool) {
        assert!(
            self.waits(holds),
            "{what} does not come:\n{}",
            self.seen().rows.join("\n")
        );
    }

    /// The same; whether it came to hold in time.
    pub(crate) fn waits(&mut self, mut holds: impl FnMut(&Seen) -> bool) -> bool {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            while let Ok(bytes) = self.terminal.written.try_recv() {
                self.take(&bytes);
            }
            if holds(&self.seen()) {
                return true;
            }
            if let Ok(bytes) = self.terminal.written.recv_timeout(LOOK) {
                self.take(&bytes);
            }
        }
        false
    }

    fn take(&mut self, bytes: &[u8]) {
        self.terminal.emulator.process(bytes);
        if let Some(also) = &mut self.also {
            also.write_all(bytes).unwrap();
        }
    }

    /// Leaves the program by its own key, and waits for the end of whatever was started.
    pub(crate) fn leave(&mut self) {
        self.send("q");
        let deadline = Instant::now() + PATIENCE;
        while self.terminal.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < deadline, "it does not end");
            if let Ok(bytes) = self.terminal.written.recv_timeout(LOOK) {
                self.take(&bytes);
            }
        }
        self.number = None;
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let number = self.number.take();
        if let Some(number) = number.and_then(|path| fs::read_to_string(path).ok()) {
            let _ = Command::new("kill").args(["-KILL", number.trim()]).status();
        }
    }
}
