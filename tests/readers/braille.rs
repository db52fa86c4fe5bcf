//! The real BRLTTY with a virtual braille line of forty cells, on a virtual terminal of Linux.
//!
//! It needs root and a kernel with virtual terminals: the program runs on a pseudo-terminal, and what it
//! writes is shown on a terminal that nobody uses, where BRLTTY reads it.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;

use crossbeam_channel::{Receiver, unbounded};
use portable_pty::CommandBuilder;

use crate::line::{Line, script, start};
use crate::live::{MAIN_JOB, MOVES, PROGRAM, is_here, opened};
use crate::model::{self, CELLS};

/// The virtual terminal: one that nobody uses.
const TERMINAL: u8 = 12;

/// A braille line, and what feeds it.
struct Finger {
    line: Line,
    felt: Receiver<String>,
    /// What the line shows.
    cells: String,
    brltty: Child,
    _folder: tempfile::TempDir,
}

impl Drop for Finger {
    fn drop(&mut self) {
        let _ = self.brltty.kill();
        let _ = self.brltty.wait();
    }
}

/// The terminal on which BRLTTY reads, or why there is none.
fn terminal() -> Option<File> {
    if !is_here("brltty") {
        return None;
    }
    let path = format!("/dev/tty{TERMINAL}");
    match OpenOptions::new().write(true).open(&path) {
        Ok(mut terminal) if fs::metadata("/sys/class/vc").is_ok() => {
            // As it was before anybody wrote there.
            terminal.write_all(b"\x1bc").unwrap();
            Some(terminal)
        }
        Ok(_) => {
            println!("this kernel has no virtual terminals: nothing is asserted of BRLTTY here");
            None
        }
        Err(error) => {
            println!(
                "{path}: {error}: BRLTTY needs root and a virtual terminal, nothing is asserted of it here"
            );
            None
        }
    }
}

/// Starts BRLTTY and plays the braille display for it: what it shows comes as text.
fn display(folder: &std::path::Path) -> (Child, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let writable = folder.join("w");
    fs::create_dir(&writable).unwrap();
    let brltty = Command::new("brltty")
        .args([
            "-n", "-e", "-q", "-N", "-b", "vr", "-s", "no", "-x", "lx", "-M", "1", "-t", "en",
        ])
        .args(["-f", "/dev/null", "-d", &format!("client:{address}")])
        .args(["-X", &format!("vt={TERMINAL}")])
        .arg("-P")
        .arg(folder.join("pid"))
        .arg("-F")
        .arg(folder.join("preferences"))
        .args([
            "-W".as_ref(),
            writable.as_os_str(),
            "-U".as_ref(),
            writable.as_os_str(),
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (to, felt) = unbounded();
    thread::spawn(move || {
        let Ok((mut line, _)) = listener.accept() else {
            return;
        };
        let _ = writeln!(line, "cells {CELLS}");
        for text in BufReader::new(line).lines().map_while(Result::ok) {
            if let Some(cells) = text
                .strip_prefix("Visual \"")
                .and_then(|rest| rest.trim_end().strip_suffix('"'))
            {
                let _ = to.send(cells.replace("\\\"", "\"").trim_end().to_owned());
            }
        }
    });
    (brltty, felt)
}

impl Finger {
    fn open() -> Option<Self> {
        let terminal = terminal()?;
        let folder = tempfile::tempdir().unwrap();
        let (brltty, felt) = display(folder.path());
        let command = CommandBuilder::new(script(folder.path(), &PROGRAM));
        let mut finger = Self {
            line: start(command, folder.path(), Some(terminal)),
            felt,
            cells: String::new(),
            brltty,
            _folder: folder,
        };
        opened(&mut finger.line);
        finger.feels_the_focus("the queue");
        Some(finger)
    }

    /// Waits until the line shows the forty cells of the row in focus; gives what it showed on the way.
    fn feels_the_focus(&mut self, what: &str) -> Vec<String> {
        let (felt, mut cells, mut shown) = (self.felt.clone(), self.cells.clone(), Vec::new());
        self.line
            .until(&format!("{what}, in braille (last: {cells:?})"), |seen| {
                for new in felt.try_iter() {
                    if new != cells {
                        cells.clone_from(&new);
                        shown.push(new);
                    }
                }
                cells == model::braille(seen)
            });
        self.cells = cells;
        shown
    }
}

#[test]
#[ignore = "needs BRLTTY, root and a virtual terminal: cargo test --test readers -- --ignored"]
fn braille_shows_each_row_at_once_and_then_the_main_job() {
    let Some(mut finger) = Finger::open() else {
        return;
    };
    for key in MOVES {
        let before = finger.line.seen();
        finger.line.send(key);
        finger
            .line
            .until("the move", |seen| seen.cursor != before.cursor);
        let shown = finger.feels_the_focus("the row");
        let row = model::braille(&finger.line.seen());
        assert_eq!(
            shown,
            std::slice::from_ref(&row),
            "the row, and nothing on the way"
        );
        let name = row.get(3..).unwrap_or_default();
        assert!(
            !name.is_empty(),
            "{row:?}: the name is among the forty cells"
        );
    }
    println!(
        "brltty: {} of {} moves show the row and nothing else",
        MOVES.len(),
        MOVES.len()
    );
    for (keys, shown, _) in MAIN_JOB {
        finger.line.send(keys);
        finger.line.until(shown, |seen| {
            seen.rows.iter().any(|row| row.contains(shown))
        });
        finger.feels_the_focus(shown);
    }
    finger.line.leave();
    println!(
        "brltty: {} steps of the main job, the focus under the fingers after each",
        MAIN_JOB.len()
    );
}
