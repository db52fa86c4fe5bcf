//! The local terminal: raw mode, its size, its bytes and signals.
//!
//! The only place that touches the process's own terminal; a session served over a network never
//! comes here. Bytes in, bytes out: what they mean is for `decode` and `screen`.

use std::io::{self, IsTerminal, Read, Write};
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};

/// Bytes taken in one read.
const CHUNK: usize = 4096;

/// Events that may wait; a reader that is ahead of the session stops reading.
const WAITING: usize = 64;

/// The size taken where the terminal tells none.
const USUAL: (u16, u16) = (80, 24);

const ALTERNATE: &[u8] = b"\x1b[?1049h";
const USUAL_SCREEN: &[u8] = b"\x1b[?1049l";
const RESTORE: &[u8] = b"\x1b[m\x1b[?25h\x1b[?2004l\x1b[?1049l";

/// What happens at the local terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TtyEvent {
    /// Bytes were typed.
    Bytes(Vec<u8>),
    /// The size changed; ask [`Tty::size`].
    Resized,
    /// The terminal is gone.
    HangUp,
    /// The process was asked to end.
    Terminate,
    /// The process was asked to stop: give the terminal back, then call [`Tty::suspend`].
    Suspend,
}

/// The process's own terminal in raw mode, given back when dropped and when the thread that
/// opened it panics.
#[derive(Debug)]
pub struct Tty {
    events: Receiver<TtyEvent>,
    signals: Handle,
    state: Arc<State>,
}

/// What must be undone.
#[derive(Debug, Default)]
struct State {
    raw: AtomicBool,
    alternate: AtomicBool,
}

impl Tty {
    /// Takes the terminal of standard input and output.
    ///
    /// # Errors
    /// When either is not a terminal, or raw mode or the signals are refused.
    pub fn open() -> io::Result<Self> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "not a terminal"));
        }
        let (sender, events) = bounded(WAITING);
        let mut signals = Signals::new([SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGTSTP])?;
        let state = Arc::new(State::default());
        state.take()?;
        restore_on_panic(Arc::clone(&state));
        let tty = Self {
            events,
            signals: signals.handle(),
            state,
        };
        let typed = sender.clone();
        thread::Builder::new()
            .name("tty-reader".into())
            .spawn(move || read(&typed))?;
        thread::Builder::new()
            .name("tty-signals".into())
            .spawn(move || {
                for signal in signals.forever() {
                    if sender.send(event(signal)).is_err() {
                        break;
                    }
                }
            })?;
        Ok(tty)
    }

    /// Columns and rows, never 0; 80 by 24 where the terminal does not tell.
    pub fn size(&self) -> (u16, u16) {
        match rustix::termios::tcgetwinsize(io::stdout()) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col, size.ws_row),
            _ => USUAL,
        }
    }

    /// Writes one frame whole.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write(&self, frame: &[u8]) -> io::Result<()> {
        let switched = |code: &[u8]| frame.windows(code.len()).rposition(|window| window == code);
        if let (entered, left @ Some(_)) | (entered @ Some(_), left) =
            (switched(ALTERNATE), switched(USUAL_SCREEN))
        {
            self.state
                .alternate
                .store(entered > left, Ordering::Relaxed);
        }
        send(frame)
    }

    /// What happens, in order. Disconnected when the terminal can no longer be read.
    pub fn events(&self) -> Receiver<TtyEvent> {
        self.events.clone()
    }

    /// Stops the process until it is continued. The caller has written the leaving bytes before,
    /// and enters and paints again after.
    ///
    /// # Errors
    /// When the mode of the terminal cannot be changed.
    pub fn suspend(&self) -> io::Result<()> {
        self.state.give_back();
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        self.state.take()
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        self.signals.close();
        self.state.give_back();
    }
}

impl State {
    fn take(&self) -> io::Result<()> {
        crossterm::terminal::enable_raw_mode()?;
        self.raw.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// Undoes what is still to be undone. Errors mean that the terminal is gone, and nobody is
    /// left to tell.
    fn give_back(&self) {
        if self.alternate.swap(false, Ordering::SeqCst) {
            let _ = send(RESTORE);
        }
        if self.raw.swap(false, Ordering::SeqCst) {
            let _ = crossterm::terminal::disable_raw_mode();
        }
    }
}

fn send(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    // Standard output is buffered by line: it must see the frame in one piece.
    out.flush()?;
    write_all(&out, bytes)
}

/// Past the buffer of standard output, which would cut a frame at its last line feed.
fn write_all(out: &io::StdoutLock<'_>, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(out, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn read(events: &Sender<TtyEvent>) {
    let mut input = io::stdin().lock();
    let mut chunk = [0; CHUNK];
    loop {
        let event = match input.read(&mut chunk) {
            Ok(0) => TtyEvent::HangUp,
            Ok(length) => TtyEvent::Bytes(chunk.get(..length).unwrap_or_default().to_vec()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => TtyEvent::HangUp,
        };
        let last = event == TtyEvent::HangUp;
        if events.send(event).is_err() || last {
            return;
        }
    }
}

const fn event(signal: i32) -> TtyEvent {
    match signal {
        SIGWINCH => TtyEvent::Resized,
        SIGHUP => TtyEvent::HangUp,
        SIGTSTP => TtyEvent::Suspend,
        _ => TtyEvent::Terminate,
    }
}

/// The message of a panic must not land in the alternate screen, where it would vanish. Only the
/// thread that drives the terminal counts: a caught panic elsewhere leaves the session running.
fn restore_on_panic(state: Arc<State>) {
    let driver = thread::current().id();
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == driver {
            state.give_back();
        }
        before(info);
    }));
}
