//! Terminals of sizes that there are not, and one that changes its size without end: each is a desk again as soon as
//! it is of a usual size, and costs the server neither memory nor a process.

use std::time::{Duration, Instant};

use russh::Channel;
use russh::client::Msg;

use crate::lines::resident;
use crate::program::{Program, serve};
use crate::refused::drawn;
use crate::served::{Served, served};
use crate::there::at_length;

/// Sizes as a client can name them, columns and rows.
const SIZES: [(u32, u32); 9] = [
    (0, 0),
    (1, 1),
    (2, 1),
    (1, 500),
    (0, 24),
    (80, 0),
    (65_535, 65_535),
    (65_536, 65_536),
    (u32::MAX, u32::MAX),
];

/// The most that one answer may be, and the server may grow, in bytes.
const ANSWER: usize = 64 << 10;
/// See [`ANSWER`].
const GROWTH: u64 = 10 << 20;

/// A server in a process of its own.
fn in_its_own_process() -> (Served, Program) {
    let mut served = served();
    served.stop();
    let program = serve(&served.office);
    served.address.set_port(program.port);
    (served, program)
}

async fn desk(served: &Served, (columns, rows): (u32, u32)) -> Channel<Msg> {
    let line = served.come_in().await;
    let channel = line.channel_open_session().await.unwrap();
    channel
        .request_pty(false, "xterm-256color", columns, rows, 0, 0, &[])
        .await
        .unwrap();
    channel.request_shell(false).await.unwrap();
    channel
}

/// What an emulator of that size shows of some bytes.
fn screen((columns, rows): (u16, u16), bytes: &[u8]) -> String {
    let (columns, rows) = (columns.try_into().unwrap(), rows.try_into().unwrap());
    let mut terminal = vt100::Parser::new(rows, columns, 0);
    terminal.process(bytes);
    terminal.screen().contents()
}

/// Processes that a process has started: those that run, and the page faults of those that have ended.
fn started(program: &Program) -> (String, u64) {
    let of = |file: &str| {
        let path = format!("/proc/{}/{file}", program.child.id());
        std::fs::read_to_string(path).unwrap()
    };
    let task = format!("task/{}/children", program.child.id());
    let stat = of("stat");
    // Behind the name, which may hold anything: the state is field 3, these are field 11.
    let faults = stat.rsplit(')').next().unwrap().split_whitespace().nth(8);
    (of(&task), faults.unwrap().parse().unwrap())
}

#[test]
fn of_every_size_the_desk_is_back_at_a_usual_one() {
    let (served, program) = in_its_own_process();
    at_length(async {
        // What the first desk of all fills is there for the others.
        drawn(&mut desk(&served, (400, 200)).await).await;
        let before = resident(&program);
        for size in SIZES {
            for at_once in [true, false] {
                let mut desk = desk(&served, if at_once { size } else { (80, 24) }).await;
                let mut bytes = drawn(&mut desk).await;
                if !at_once {
                    desk.window_change(size.0, size.1, 0, 0).await.unwrap();
                    bytes.extend(drawn(&mut desk).await);
                }
                assert!(bytes.len() <= ANSWER, "{size:?}: {}", bytes.len());
                desk.window_change(80, 24, 0, 0).await.unwrap();
                bytes.extend(drawn(&mut desk).await);
                let back = screen((80, 24), &bytes);
                for shown in ["Coda", "h aiuto"] {
                    assert!(back.contains(shown), "{size:?}, {at_once}:\n{back}");
                }
            }
        }
        let after = resident(&program);
        assert!(after < before + GROWTH, "{before} then {after}");
    });
    assert_eq!(started(&program), (String::new(), 0));
}

#[test]
fn of_a_flood_of_sizes_the_last_is_drawn_soon_and_no_process_is_started() {
    const CHANGES: u32 = 10_000;
    /// Three seconds on a computer that has nothing else to do; here many tests run at once.
    const GENEROUS: Duration = Duration::from_secs(30);
    let (served, program) = in_its_own_process();
    at_length(async {
        let mut desk = desk(&served, (80, 24)).await;
        drawn(&mut desk).await;
        let began = Instant::now();
        for i in 0..CHANGES {
            desk.window_change(20 + i % 100, 10, 0, 0).await.unwrap();
        }
        desk.window_change(120, 40, 0, 0).await.unwrap();
        // The last frame is a whole one, whatever came before it.
        let bytes = drawn(&mut desk).await;
        assert!(began.elapsed() < GENEROUS, "{:?}", began.elapsed());
        let screen = screen((120, 40), &bytes);
        assert!(screen.contains("Coda"), "{screen}");
        assert!(bytes.len() < 1_000_000, "{}", bytes.len());
    });
    assert_eq!(started(&program), (String::new(), 0));
}
