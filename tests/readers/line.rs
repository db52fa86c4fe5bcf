//! A program on a pseudo-terminal of 80x24, with an emulator that reads along.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::model::Seen;

/// How long anything may take: far beyond any real time.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// How often a file in which somebody else writes is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// The program at work, and what stands between it and the person.
pub(crate) struct Line {
    /// Held open: the terminal ends with it.
    _master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    written: Receiver<Vec<u8>>,
    terminal: vt100::Parser,
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
    for folder in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
        command.env(folder, home);
    }
    command.env("TERM", "linux");
    command.env("LANG", "it_IT.UTF-8");
    command.env("LC_ALL", "C.UTF-8");
    command.env_remove("NO_COLOR");
    command.env_remove("COLORTERM");
    command.cwd(home);
    let size = PtySize {
        rows: 24,
        cols: 80,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut screen = pair.master.try_clone_reader().unwrap();
    let keyboard = pair.master.take_writer().unwrap();
    let (to, written) = unbounded();
    thread::spawn(move || {
        let mut piece = [0; 16_384];
        while let Ok(read @ 1..) = screen.read(&mut piece) {
            if to.send(piece[..read].to_vec()).is_err() {
                return;
            }
        }
    });
    Line {
        _master: pair.master,
        keyboard,
        child,
        written,
        terminal: vt100::Parser::new(
            24.try_into().expect("rows"),
            80.try_into().expect("cells"),
            0,
        ),
        also,
        number: Some(home.join("number")),
    }
}

impl Line {
    pub(crate) fn send(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// What the screen shows now.
    pub(crate) fn seen(&self) -> Seen {
        Seen::of(self.terminal.screen())
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
            while let Ok(bytes) = self.written.try_recv() {
                self.take(&bytes);
            }
            if holds(&self.seen()) {
                return true;
            }
            if let Ok(bytes) = self.written.recv_timeout(LOOK) {
                self.take(&bytes);
            }
        }
        false
    }

    fn take(&mut self, bytes: &[u8]) {
        self.terminal.process(bytes);
        if let Some(also) = &mut self.also {
            also.write_all(bytes).unwrap();
        }
    }

    /// Leaves the program by its own key, and waits for the end of whatever was started.
    pub(crate) fn leave(&mut self) {
        self.send("q");
        let deadline = Instant::now() + PATIENCE;
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < deadline, "it does not end");
            if let Ok(bytes) = self.written.recv_timeout(LOOK) {
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
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
