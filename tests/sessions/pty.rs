//! The real program on a pseudo-terminal, with an emulator that reads what it writes.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::terminal::{self, Terminal};

/// How long a screen may take to come: far beyond any real one.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program at work.
pub(crate) struct Program {
    terminal: Terminal,
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
    command.env("TERM", term);
    command.env("COLORTERM", "truecolor");
    Program {
        terminal: terminal::open(command, home.path()),
        _home: home,
    }
}

impl Program {
    pub(crate) fn send(&mut self, bytes: &[u8]) -> &mut Self {
        self.terminal.send(bytes);
        self
    }

    /// Waits until the screen is as asked.
    pub(crate) fn until(&mut self, what: &str, mut holds: impl FnMut(&str) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !holds(&self.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.terminal.written.recv_timeout(left) {
                Ok(bytes) => self.terminal.emulator.process(&bytes),
                Err(error) => panic!(
                    "{what} does not come ({error}); cursor {:?}:\n{}",
                    self.cursor(),
                    self.screen()
                ),
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
        self.terminal.emulator.screen_mut().set_size(
            rows.try_into().expect("rows"),
            columns.try_into().expect("columns"),
        );
        let size = terminal::size(columns, rows);
        self.terminal.master.resize(size).unwrap();
        self
    }

    /// Whether the program paints, and does not speak lines.
    pub(crate) fn is_alternate(&self) -> bool {
        self.terminal.emulator.screen().alternate_screen()
    }

    /// Row and column of the cursor.
    pub(crate) fn cursor(&self) -> (u16, u16) {
        self.terminal.emulator.screen().cursor_position()
    }

    /// Waits until the cursor stands in another place.
    pub(crate) fn moves_from(&mut self, place: (u16, u16)) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while self.cursor() == place {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.terminal.written.recv_timeout(left) {
                Ok(bytes) => self.terminal.emulator.process(&bytes),
                Err(error) => panic!("no move ({error}):\n{}", self.screen()),
            }
        }
        self
    }

    /// Sees that nothing is written for a while by itself.
    pub(crate) fn is_still(&mut self) -> &mut Self {
        let more = self
            .terminal
            .written
            .recv_timeout(Duration::from_millis(1500));
        assert!(more.is_err(), "{:?}", more.map(String::from_utf8));
        self
    }

    pub(crate) fn screen(&self) -> String {
        let screen = self.terminal.emulator.screen();
        let columns = screen.size().1;
        screen
            .rows(0, columns.get())
            .map(|row| row.trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.terminal.child.process_id().expect("it runs")
    }

    /// Sends a signal by its name.
    pub(crate) fn signal(&mut self, name: &str) -> &mut Self {
        let id = self
            .terminal
            .child
            .process_id()
            .expect("it runs")
            .to_string();
        let sent = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(sent.success(), "kill {name} {id}");
        self
    }

    /// Waits for the end and reads what was written until then; whether it ended well.
    pub(crate) fn end(&mut self) -> bool {
        let status = self.terminal.child.wait().unwrap();
        while let Ok(bytes) = self
            .terminal
            .written
            .recv_timeout(Duration::from_millis(200))
        {
            self.terminal.emulator.process(&bytes);
        }
        status.success()
    }

    /// Whether the terminal is as it was before: main screen, cursor shown, lines edited by the system.
    pub(crate) fn is_restored(&self) -> bool {
        let screen = self.terminal.emulator.screen();
        let cooked = self
            .terminal
            .master
            .get_termios()
            .is_none_or(|modes| format!("{:?}", modes.local_flags).contains("ICANON"));
        !screen.alternate_screen() && !screen.hide_cursor() && cooked
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
