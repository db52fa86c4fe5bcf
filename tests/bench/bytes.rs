//! Bytes and time of a frame by what a person did: ours, the fewest there could be, and what
//! ratatui's own backend sends for the same buffers.
//!
//! Run with `cargo bench --bench bytes`.

#[path = "../terminal/frames.rs"]
mod frames;
#[path = "../terminal/oracle.rs"]
mod oracle;
#[path = "../terminal/vt.rs"]
mod vt;

use std::hint::black_box;
use std::time::Instant;

use sportello::terminal::{Capabilities, Screen};

use frames::{Frame, Pair};
use oracle::Start;
use vt::Terminal;

/// Frames timed for one figure.
const ROUNDS: u32 = 2000;

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

/// Microseconds of a frame: packed, compared, encoded.
fn time(pair: &Pair) -> f64 {
    let mut screen = screen(false);
    send(&mut screen, &pair.from);
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        black_box(send(&mut screen, &pair.to));
        black_box(send(&mut screen, &pair.from));
    }
    begun.elapsed().as_secs_f64() * 1e6 / f64::from(2 * ROUNDS)
}

fn main() {
    println!(
        "{:<18} {:>6} {:>6} {:>6} {:>6} {:>9}",
        "frame", "ours", "exact", "fewest", "ratio", "us"
    );
    let (mut ours, mut fewest) = (0, 0);
    let first = frames::queue(1, 3);
    println!(
        "{:<18} {:>6}",
        "first paint",
        send(&mut screen(false), &first).len()
    );
    for pair in frames::pairs() {
        let (sent, start) = bytes(&pair, false);
        let exact = bytes(&pair, true).0;
        let best = oracle::fewest(&pair.from.buffer, &pair.to.buffer, start, pair.to.cursor);
        let ratio = sent as f64 / best as f64;
        println!(
            "{:<18} {sent:>6} {exact:>6} {best:>6} {ratio:>6.3} {:>9.1}",
            pair.name,
            time(&pair)
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
