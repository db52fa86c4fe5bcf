//! The linear face of the program itself, in a pipe and in a script: whatever comes in, plain text goes out.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long the program may take to end: far beyond any real time.
const PATIENCE: Duration = Duration::from_secs(120);

fn program() -> Child {
    let home = tempfile::tempdir().unwrap().keep();
    Command::new(env!("CARGO_BIN_EXE_sportello"))
        .args(["demo", "--linear", "--lang", "it", "--date", "2026-11-23"])
        .env("HOME", home)
        .env("TERM", "dumb")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn ended(mut child: Child) -> (bool, String) {
    let deadline = Instant::now() + PATIENCE;
    let mut errors = child.stderr.take().unwrap();
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait().unwrap() {
            let mut told = String::new();
            errors.read_to_string(&mut told).unwrap();
            return (status.success(), told);
        }
        thread::yield_now();
    }
    let _ = child.kill();
    panic!("it does not end");
}

/// What the program says to bytes that come in and end.
fn said(bytes: Vec<u8>) -> String {
    let mut child = program();
    let mut input = child.stdin.take().unwrap();
    let mut output = child.stdout.take().unwrap();
    let writer = thread::spawn(move || drop(input.write_all(&bytes)));
    let mut said = String::new();
    output.read_to_string(&mut said).unwrap();
    writer.join().unwrap();
    let (well, told) = ended(child);
    assert!(well, "{told}\n{said}");
    assert!(!told.contains("panicked"), "{told}");
    assert!(
        said.chars().all(|c| c == '\n' || !c.is_control()),
        "a control character in {said:?}"
    );
    said
}

#[test]
fn a_script_ends_with_its_input_and_line_ends_of_any_kind_are_one() {
    let plain = said(b"w\n?\nn\n0\n".to_vec());
    assert!(plain.contains("Coda di oggi"), "{plain}");
    assert_eq!(said(b"w\r\n?\r\nn\r\n0\r\n".to_vec()), plain);
    // The last line has no end.
    assert_eq!(said(b"w\n?\nn\n0".to_vec()), plain);
    assert!(said(Vec::new()).contains("Coda di oggi"));
}

#[test]
fn bytes_that_are_no_text_and_lines_without_measure_do_no_harm() {
    let mut bytes = b"n\n\xff\xfe\x80 Rossi\x1b[31m\n0\n".to_vec();
    bytes.extend(std::iter::repeat_n(b'x', 5_000_000));
    bytes.extend(b"\nw\nq\n");
    let said = said(bytes);
    assert!(said.contains("Coda di oggi"), "{said}");
    assert!(
        said.len() < 100_000,
        "{} bytes are said of a line of x",
        said.len()
    );
    assert!(
        said.lines().all(|line| line.chars().count() <= 160),
        "a line is long"
    );
}

#[test]
fn who_no_longer_listens_ends_it_without_a_fault() {
    let mut child = program();
    let mut input = child.stdin.take().unwrap();
    let mut first = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut first).unwrap();
    drop(output);
    for _ in 0..50 {
        // The other end may be gone already.
        if input.write_all(b"?\n").is_err() {
            break;
        }
    }
    drop(input);
    let (well, told) = ended(child);
    assert!(well && told.is_empty(), "{told}");
}
