//! A program on a pseudo-terminal of 80x24, and an emulator that is fed what it writes.

use std::io::{Read, Write};
use std::path::Path;
use std::thread;

use crossbeam_channel::{Receiver, unbounded};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The program at work. It ends with this value.
pub(crate) struct Terminal {
    pub(crate) master: Box<dyn MasterPty + Send>,
    pub(crate) child: Box<dyn Child + Send + Sync>,
    /// What the program writes, as it comes.
    pub(crate) written: Receiver<Vec<u8>>,
    pub(crate) emulator: vt100::Parser,
    keyboard: Box<dyn Write + Send>,
}

/// Starts a command with a home of its own, so that nobody's configuration counts, and in Italian.
pub(crate) fn open(mut command: CommandBuilder, home: &Path) -> Terminal {
    for folder in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
        command.env(folder, home);
    }
    command.env("LANG", "it_IT.UTF-8");
    command.env_remove("NO_COLOR");
    command.cwd(home);
    let pair = native_pty_system().openpty(size(80, 24)).unwrap();
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
    let (rows, columns) = (
        24.try_into().expect("rows"),
        80.try_into().expect("columns"),
    );
    Terminal {
        master: pair.master,
        child,
        written,
        emulator: vt100::Parser::new(rows, columns, 0),
        keyboard,
    }
}

/// A size in cells.
pub(crate) fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Terminal {
    /// Types.
    pub(crate) fn send(&mut self, keys: &[u8]) {
        self.keyboard.write_all(keys).unwrap();
        self.keyboard.flush().unwrap();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
