//! Bytes and time of a frame by what a person did: ours, the fewest there could be, and what
//! ratatui's own backend sends for the same buffers.
//!
//! Run with `cargo bench --bench bytes`.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a report, not a library"
)]

#[path = "../terminal/frames.rs"]
mod frames;
#[path = "../terminal/oracle.rs"]
mod oracle;
#[expect(dead_code, reason = "shared with the tests, which use more of it")]
#[path = "../terminal/vt.rs"]
mod vt;

use std::hint::black_box;
use std::time::Instant;

use ratatui::backend::Backend;
use ratatui::buffer::Buffer;
use ratatui_crossterm::CrosstermBackend;
use sportello::terminal::{Capabilities, Screen};

use frames::{Frame, Pair};
use oracle::Start;
use vt::Terminal;

/// Times that a frame is made, there and back, in one batch.
const BATCH: u32 = 20;

/// Batches for one figure.
const BATCHES: usize = 200;

fn screen(exact: bool) -> Screen {
    let mut screen = Screen::new(
        Capabilities::from_env("xterm-256color", "", false),
        frames::COLUMNS,
        frames::ROWS,
    );
    screen.set_exact(exact);
    screen
}

fn send(screen: &mut Screen, frame: &Frame) -> Vec<u8> {
    screen
        .frame(&frame.buffer, frame.cursor)
        .unwrap_or_default()
}

/// Bytes of the measured frame, and the state of the terminal before it.
fn bytes(pair: &Pair, exact: bool) -> (usize, Start) {
    let mut screen = screen(exact);
    let mut terminal = Terminal::new(frames::COLUMNS, frames::ROWS, true);
    for frame in pair.before.iter().chain([&pair.from]) {
        terminal.write(&send(&mut screen, frame));
    }
    let start = Start {
        at: pair.from.cursor,
        pen: terminal.pen(),
    };
    let sent = send(&mut screen, &pair.to);
    terminal.write(&sent);
    assert_eq!(
        terminal.difference(&pair.to.buffer, pair.to.cursor),
        None,
        "{}",
        pair.name
    );
    (sent.len(), start)
}

/// Bytes that ratatui's `Terminal` would send through its crossterm backend.
fn ratatui_bytes(from: &Buffer, to: &Frame) -> usize {
    let mut sent = Vec::new();
    let mut backend = CrosstermBackend::new(&mut sent);
    backend.draw(from.diff(&to.buffer).into_iter()).unwrap();
    backend.show_cursor().unwrap();
    backend.set_cursor_position(to.cursor).unwrap();
    sent.len()
}

/// Microseconds of a frame, there or back: packed, compared, encoded. The best of many batches,
/// because whatever else runs on the machine only adds.
fn time(pair: &Pair) -> f64 {
    let mut screen = screen(false);
    send(&mut screen, &pair.from);
    let batch = || {
        let begun = Instant::now();
        for _ in 0..BATCH {
            black_box(send(&mut screen, &pair.to));
            black_box(send(&mut screen, &pair.from));
        }
        begun.elapsed().as_secs_f64() * 1e6 / f64::from(2 * BATCH)
    };
    std::iter::repeat_with(batch)
        .take(BATCHES)
        .fold(f64::INFINITY, f64::min)
}

fn main() {
    println!(
        "{:<18} {:>6} {:>6} {:>6} {:>6} {:>8} {:>9}",
        "frame", "ours", "exact", "fewest", "ratio", "ratatui", "us"
    );
    let (mut ours, mut fewest) = (0, 0);
    let first = frames::queue(1, 3);
    let empty = Buffer::empty(first.buffer.area);
    let sent = send(&mut screen(false), &first).len();
    let cleared = Start {
        at: (0, 0),
        pen: Default::default(),
    };
    // The first frame also clears the screen, in 9 bytes.
    let best = 9 + oracle::fewest(&empty, &first.buffer, cleared, first.cursor);
    let (ratio, theirs) = (sent as f64 / best as f64, ratatui_bytes(&empty, &first));
    println!(
        "{:<18} {sent:>6} {:>6} {best:>6} {ratio:>6.3} {theirs:>8}",
        "first paint", ""
    );
    for pair in frames::pairs() {
        let (sent, start) = bytes(&pair, false);
        let exact = bytes(&pair, true).0;
        let best = oracle::fewest(&pair.from.buffer, &pair.to.buffer, start, pair.to.cursor);
        let ratio = sent as f64 / best as f64;
        let theirs = ratatui_bytes(&pair.from.buffer, &pair.to);
        let us = time(&pair);
        println!(
            "{:<18} {sent:>6} {exact:>6} {best:>6} {ratio:>6.3} {theirs:>8} {us:>9.1}",
            pair.name
        );
        ours += sent;
        fewest += best;
    }
    println!(
        "{:<18} {ours:>6} {:>6} {fewest:>6} {:>6.3}",
        "all",
        "",
        ours as f64 / fewest as f64
    );
    let mut kept = screen(false);
    send(&mut kept, &first);
    println!("{:<18} {:>6} bytes", "kept per session", kept.bytes());
}
