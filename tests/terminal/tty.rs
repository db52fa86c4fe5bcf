//! The local terminal, on a real pseudo-terminal: this same program run once more as its child.

use std::io::{Read, Write};
use std::process::exit;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use sportello::terminal::{Capabilities, Decoder, Input, Key, Screen, Tty, TtyEvent};

const ROLE: &str = "SPORTELLO_TEST_TTY";

/// The child: says its size, then what it hears; `q` leaves, `p` panics.
fn child() {
    let tty = Tty::open().unwrap();
    let (columns, rows) = tty.size();
    let mut screen = Screen::new(Capabilities::from_env("xterm", "", false), columns, rows);
    tty.write(&screen.enter("first line")).unwrap();
    tty.write(format!("<size {columns}x{rows}>").as_bytes())
        .unwrap();
    let mut decoder = Decoder::new();
    for event in tty.events() {
        let mut inputs = Vec::new();
        match event {
            TtyEvent::Bytes(bytes) => {
                decoder.feed(&bytes, std::time::Instant::now(), &mut |i| inputs.push(i));
            }
            TtyEvent::Resized => {
                let (columns, rows) = tty.size();
                tty.write(format!("<resized {columns}x{rows}>").as_bytes())
                    .unwrap();
            }
            other => tty.write(format!("<{other:?}>").as_bytes()).unwrap(),
        }
        for input in inputs {
            match input {
                Input::Key(Key::Char('q')) => {
                    tty.write(&screen.leave("goodbye")).unwrap();
                    drop(tty);
                    exit(0);
                }
                Input::Key(Key::Char('p')) => panic!("on purpose"),
                Input::Key(key) => tty.write(format!("<{key}>").as_bytes()).unwrap(),
                other => tty.write(format!("<{other:?}>").as_bytes()).unwrap(),
            }
        }
    }
}

/// A child on a pseudo-terminal, and what it has written.
struct Desk {
    master: Box<dyn portable_pty::MasterPty>,
    keyboard: Box<dyn Write>,
    screen: Box<dyn Read>,
    seen: String,
    child: Box<dyn portable_pty::Child>,
}

const fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Desk {
    fn open() -> Self {
        let pair = native_pty_system().openpty(size(91, 17)).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args([
            "--exact",
            "tty::as_child",
            "--nocapture",
            "--test-threads=1",
        ]);
        command.env(ROLE, "child");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let (keyboard, screen) = (
            pair.master.take_writer().unwrap(),
            pair.master.try_clone_reader().unwrap(),
        );
        Self {
            master: pair.master,
            keyboard,
            screen,
            seen: String::new(),
            child,
        }
    }

    fn keys(&mut self, bytes: &[u8]) {
        self.keyboard.write_all(bytes).unwrap();
    }

    /// Reads on until a text has been seen; all that was written if the child ends first.
    fn until(&mut self, text: &str) -> &str {
        let mut chunk = [0; 1024];
        while !self.seen.contains(text) {
            match self.screen.read(&mut chunk) {
                Ok(length @ 1..) => self
                    .seen
                    .push_str(&String::from_utf8_lossy(&chunk[..length])),
                _ => break,
            }
        }
        assert!(self.seen.contains(text), "no {text:?} in {:?}", self.seen);
        &self.seen
    }
}

#[test]
fn as_child() {
    if std::env::var(ROLE).is_ok() {
        child();
    }
}

#[test]
fn bytes_arrive_raw_and_the_terminal_is_given_back() {
    let mut desk = Desk::open();
    let seen = desk.until("<size 91x17>");
    assert!(seen.find("first line\r\n").unwrap() < seen.find("\x1b[?1049h").unwrap());
    // In raw mode these are keys, not signals nor line editing, and come without Enter.
    desk.keys(b"\x03\x13\x1b[A\r");
    desk.until("<Ctrl-C><Ctrl-S><Up><Enter>");
    desk.master.resize(size(50, 9)).unwrap();
    desk.until("<resized 50x9>");
    desk.keys(b"q");
    let seen = desk.until("goodbye\r\n").to_owned();
    assert!(desk.child.wait().unwrap().success());
    assert_eq!(seen.matches("\x1b[?1049l").count(), 1, "left once");
}

#[test]
fn a_panic_gives_the_terminal_back_before_its_message() {
    let mut desk = Desk::open();
    desk.until("<size 91x17>");
    desk.keys(b"p");
    let seen = desk.until("on purpose");
    let (left, said) = (
        seen.find("\x1b[?1049l").unwrap(),
        seen.find("on purpose").unwrap(),
    );
    assert!(left < said, "{seen:?}");
    assert!(seen.contains("\x1b[?25h"));
    assert!(!desk.child.wait().unwrap().success());
}

#[test]
fn a_request_to_end_is_told() {
    let mut desk = Desk::open();
    desk.until("<size 91x17>");
    let process = desk.child.process_id().unwrap();
    let process = rustix::process::Pid::from_raw(process as i32).unwrap();
    rustix::process::kill_process(process, rustix::process::Signal::TERM).unwrap();
    desk.until("<Terminate>");
    desk.keys(b"q");
    assert!(desk.child.wait().unwrap().success());
}
