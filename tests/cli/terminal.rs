//! The program at a terminal: what it makes of a poor one, and of the wish for no colours.

use std::io::Read as _;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtyPair, PtySize, native_pty_system};

use super::Desk;

/// A terminal with the practice office running in it.
struct Terminal {
    _pair: PtyPair,
    child: Box<dyn Child + Send + Sync>,
    written: Receiver<Vec<u8>>,
}

impl Terminal {
    fn open(desk: &Desk, env: &[(&str, &str)]) -> Self {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(assert_cmd::cargo::cargo_bin!("sportello"));
        command.env_clear();
        command.env("HOME", desk.home.path());
        command.env("LANG", "en_US.UTF-8");
        for (name, value) in env {
            command.env(name, value);
        }
        command.arg("demo");
        let child = pair.slave.spawn_command(command).unwrap();
        let mut master = pair.master.try_clone_reader().unwrap();
        let (to, written) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = master.read(&mut bytes) {
                if to.send(bytes[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            _pair: pair,
            child,
            written,
        }
    }

    /// All that was written by the time it holds `sought`.
    fn until(&self, sought: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(60);
        let mut all = Vec::new();
        while Instant::now() < deadline {
            if let Ok(more) = self.written.recv_timeout(Duration::from_secs(1)) {
                all.extend(more);
            }
            let text = String::from_utf8_lossy(&all);
            if text.contains(sought) {
                return text.into_owned();
            }
        }
        panic!(
            "{sought:?} was never written: {}",
            String::from_utf8_lossy(&all)
        );
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_terminal_that_can_do_nothing_gets_plain_lines() {
    let desk = Desk::bare();
    let terminal = Terminal::open(&desk, &[("TERM", "dumb")]);
    let text = terminal.until("Choice:");
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

/// Whether a sequence sets a colour: of SGR's numbers, 30 to 49 and 90 to 107.
fn coloured(text: &str) -> bool {
    let sgr = regex::Regex::new("\u{1b}\\[([0-9;:]*)m").unwrap();
    sgr.captures_iter(text).any(|found| {
        found[1]
            .split([';', ':'])
            .filter_map(|n| n.parse::<u32>().ok())
            .any(|n| matches!(n, 30..=38 | 40..=48 | 90..=107))
    })
}

#[test]
fn no_colour_where_none_is_wanted() {
    let desk = Desk::bare();
    let with = Terminal::open(&desk, &[("TERM", "xterm-256color")]).until("waiting");
    assert!(coloured(&with), "{with:?}");
    let env = [("TERM", "xterm-256color"), ("NO_COLOR", "1")];
    let without = Terminal::open(&desk, &env).until("waiting");
    assert!(!coloured(&without), "{without:?}");
}

#[test]
fn what_comes_before_the_first_screen_names_the_plain_lines() {
    let desk = Desk::bare();
    let written = Terminal::open(&desk, &[("TERM", "xterm-256color")]).until("waiting");
    let (before, _) = written.split_once("\x1b[?1049h").expect("a screen");
    assert!(before.contains("sportello --linear"), "{before:?}");
    assert!(!before.contains('\x1b'), "{before:?}");
}
