//! What the program asks of the system for a frame, counted by strace on the real one: one write, and none
//! while nothing happens; and what it sends is never a question to the terminal.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;
use regex::Regex;

use crate::pty::{Program, sportello, start};

/// Moves, each of which is a frame.
const MOVES: usize = 12;

fn is_traced() -> bool {
    let version = Command::new("strace")
        .arg("-V")
        .stdout(Stdio::null())
        .status();
    version.is_ok_and(|status| status.success())
}

/// The practice office under strace, which writes down what is written.
fn traced(told: &Path, arguments: &[&str]) -> Program {
    let mut command = CommandBuilder::new("strace");
    let calls = "trace=write,writev,pwrite64,pwritev,sendto,sendmsg";
    command.args(["-f", "-qq", "-s", "65536", "-e", "signal=none", "-e", calls]);
    command.args(["-o".as_ref(), told.as_os_str()]);
    command.args([
        env!("CARGO_BIN_EXE_sportello"),
        "demo",
        "--date",
        "2026-11-23",
    ]);
    command.args(arguments);
    start(command)
}

/// What was written to the terminal, call by call.
fn frames(told: &Path) -> Vec<String> {
    let call = Regex::new(r"(?m)^\d+ +(?:write|writev)\((?:1|2|\d+</dev/(?:pts|tty)[^>]*>), (.*)$")
        .unwrap();
    let told = fs::read_to_string(told).unwrap();
    let found = call.captures_iter(&told);
    found.map(|found| found[1].to_owned()).collect()
}

/// The frames after where-am-I was said, until the screen is left.
fn between(frames: &[String]) -> &[String] {
    let said = frames.iter().position(|frame| frame.contains("riga 1 di"));
    let left = frames.iter().position(|frame| frame.contains("[?1049l"));
    let (Some(said), Some(left)) = (said, left) else {
        panic!("no marks in {frames:#?}")
    };
    &frames[said + 1..left]
}

#[test]
fn a_key_is_one_write_and_idleness_none_and_the_terminal_is_asked_nothing() {
    if !is_traced() {
        eprintln!("strace is not installed: the writes of the real program are not counted");
        return;
    }
    let asked = Regex::new(r"\\0?33(\[[?>=!0-9;]*[cnpqtux$]|\]|P|_|\^)").unwrap();
    for profile in ["visual", "reader"] {
        let folder = tempfile::tempdir().unwrap();
        let told = folder.path().join("calls");
        let mut program = traced(&told, &["--profile", profile]);
        program.shows("Coda di oggi").send(b"w").shows("riga 1 di");
        program.is_still();
        // Each move is seen before the next: the cursor is in another row.
        for step in 0..MOVES {
            let before = program.cursor();
            let key: &[u8] = if step % 2 == 0 { b"\x1b[B" } else { b"\x1b[A" };
            program.send(key);
            program.moves_from(before);
        }
        program.is_still();
        program.send(b"q");
        assert!(program.end(), "{}", program.screen());
        let frames = frames(&told);
        let between = between(&frames).len();
        assert_eq!(between, MOVES, "{profile}: {frames:#?}");
        for frame in &frames {
            assert!(!asked.is_match(frame), "{profile}: {frame}");
        }
    }
}

/// The real terminal goes along: the alternate screen is left and entered again, and lines are edited by the
/// program meanwhile.
#[test]
fn from_the_screen_to_lines_and_back_on_a_real_terminal() {
    let mut program = sportello(&["demo", "--date", "2026-11-23"]);
    program.shows("Coda di oggi").send(b"g642");
    program.shows("Salvato: vale da subito");
    assert!(!program.is_alternate(), "{}", program.screen());
    program.send(b"w\x7fg 1\r").shows("Scelta: g 1");
    program.shows("giacca blu").send(b"g 6\r4\r1\r");
    program.until("the screen", |screen| screen.contains("Schermo o righe  "));
    assert!(program.is_alternate(), "{}", program.screen());
    program.send(b"g1").shows("Coda di oggi").send(b"q");
    assert!(
        program.end() && program.is_restored(),
        "{}",
        program.screen()
    );
}
