//! The real program on a pseudo-terminal, with an emulator that reads what it writes.

use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long a screen may take to come: far beyond any real one.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program at work.
pub(crate) struct Program {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    written: Receiver<Vec<u8>>,
    terminal: vt100::Parser,
    /// An own home, so that nobody's configuration counts.
    _home: tempfile::TempDir,
}

/// The program with these arguments, at 80x24 and in Italian.
pub(crate) fn sportello(arguments: &[&str]) -> Program {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_sportello"));
    command.args(arguments);
    start(command)
}

/// The program started by a line of shell, in which it is `$0`.
pub(crate) fn in_shell(line: &str, arguments: &[&str]) -> Program {
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", line, env!("CARGO_BIN_EXE_sportello")]);
    command.args(arguments);
    start(command)
}

pub(crate) fn start(command: CommandBuilder) -> Program {
    start_on("xterm-256color", command)
}

/// The same on a terminal of that name.
pub(crate) fn start_on(term: &str, mut command: CommandBuilder) -> Program {
    let home = tempfile::tempdir().unwrap();
    for folder in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
        command.env(folder, home.path());
    }
    command.env("TERM", term);
    command.env("COLORTERM", "truecolor");
    command.env("LANG", "it_IT.UTF-8");
    command.env_remove("NO_COLOR");
    command.cwd(home.path());
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
        let mut piece = [0; 4096];
        while let Ok(read @ 1..) = screen.read(&mut piece) {
            if to.send(piece[..read].to_vec()).is_err() {
                return;
            }
        }
    });
    Program {
        master: pair.master,
        keyboard,
        child,
        written,
        terminal: vt100::Parser::new(
            24.try_into().expect("rows"),
            80.try_into().expect("columns"),
            0,
        ),
        _home: home,
    }
}

impl Program {
    pub(crate) fn send(&mut self, bytes: &[u8]) -> &mut Self {
        self.keyboard.write_all(bytes).unwrap();
        self.keyboard.flush().unwrap();
        self
    }

    /// Waits until the screen is as asked.
    pub(crate) fn until(&mut self, what: &str, mut holds: impl FnMut(&str) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !holds(&self.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.written.recv_timeout(left) {
                Ok(bytes) => self.terminal.process(&bytes),
                Err(error) => panic!("{what} does not come ({error}):\n{}", self.screen()),
            }
        }
        self
    }

    /// Waits until the screen shows a text.
    pub(crate) fn shows(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| screen.contains(text))
    }

    /// Makes the terminal another size.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.terminal.screen_mut().set_size(
            rows.try_into().expect("rows"),
            columns.try_into().expect("columns"),
        );
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.resize(size).unwrap();
        self
    }

    pub(crate) fn screen(&self) -> String {
        let screen = self.terminal.screen();
        let columns = screen.size().1;
        screen
            .rows(0, columns.get())
            .map(|row| row.trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Sends a signal by its name.
    pub(crate) fn signal(&mut self, name: &str) -> &mut Self {
        let id = self.child.process_id().expect("it runs").to_string();
        let sent = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(sent.success(), "kill {name} {id}");
        self
    }

    /// Waits for the end and reads what was written until then; whether it ended well.
    pub(crate) fn end(&mut self) -> bool {
        let status = self.child.wait().unwrap();
        while let Ok(bytes) = self.written.recv_timeout(Duration::from_millis(200)) {
            self.terminal.process(&bytes);
        }
        status.success()
    }

    /// Whether the terminal is as it was before: main screen, cursor shown, lines edited by the system.
    pub(crate) fn is_restored(&self) -> bool {
        let screen = self.terminal.screen();
        let cooked = self
            .master
            .get_termios()
            .is_none_or(|modes| format!("{:?}", modes.local_flags).contains("ICANON"));
        !screen.alternate_screen() && !screen.hide_cursor() && cooked
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command of the program on an office and gives its output; it must end well.
pub(crate) fn command(office: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_sportello"))
        .arg("--db")
        .arg(office)
        .args(arguments)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}
