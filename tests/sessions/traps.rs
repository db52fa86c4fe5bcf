//! The traps of the SSH library that only show over a line: a client of our own walks into each of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use sportello::clock::Clock;

use crate::desk::rome;
use crate::raw::{
    AUTH_FAILURE, AUTH_REQUEST, AUTH_SUCCESS, CHANNEL_DATA, CHANNEL_IS_OPEN, CHANNEL_REQUEST,
    GLOBAL_REQUEST, Packet, REQUEST_FAILURE, Raw, channel,
};
use crate::served::{PATIENCE, Served, served, served_at};
use crate::there::{There, at_length};

/// What a client asks first of all: which ways in there are.
fn none_of(name: &str) -> Packet {
    let request = Packet::new(AUTH_REQUEST).string(name);
    request.string("ssh-connection").string("none")
}

/// How long the answer to a first question takes that gives nothing away, and that to the same question again.
fn answers(served: &Served) -> [Duration; 2] {
    let mut line = Raw::ready(served.address);
    [(); 2].map(|()| {
        let asked = Instant::now();
        line.send(&none_of("anna"));
        assert_eq!(
            line.answer(&[AUTH_FAILURE, AUTH_SUCCESS]),
            Some(AUTH_FAILURE)
        );
        asked.elapsed()
    })
}

#[test]
fn the_first_question_costs_nobody_a_second_and_every_other_one_does() {
    const SECOND: Duration = Duration::from_secs(1);
    let served = served();
    let all: Vec<_> = (0..5).map(|_| answers(&served)).collect();
    // A machine that is busy may be slow once or twice; a second that is waited out is waited out each time.
    let soon = all.iter().filter(|[first, _]| *first < SECOND / 2).count();
    assert!(soon >= 3, "{all:?}");
    // The timer of the answer is the server's, whose milliseconds are not quite ours.
    let enough = Duration::from_millis(980);
    assert!(all.iter().all(|[_, again]| *again > enough), "{all:?}");
}

/// Byte for byte: no answer tells a name that is somebody's from one that is nobody's.
#[test]
fn a_known_and_an_unknown_name_are_refused_in_the_same_words() {
    let served = served();
    let stranger = served.make_key("stranger");
    let other = |name: &str, method: &str| {
        let request = Packet::new(AUTH_REQUEST).string(name);
        let request = request.string("ssh-connection").string(method);
        match method {
            "password" => request.byte(0).string("letmein"),
            "keyboard-interactive" => request.string("").string(""),
            _ => request,
        }
    };
    for method in ["none", "publickey", "password", "keyboard-interactive"] {
        let said = ["anna", "nobody", "root", ""].map(|name| {
            let mut line = Raw::ready(served.address);
            let asked = match method {
                "publickey" => line.probe(name, &stranger),
                method => other(name, method),
            };
            line.send(&asked);
            line.until(AUTH_FAILURE).expect(method)
        });
        assert!(said.iter().all(|one| *one == said[0]), "{method}: {said:?}");
    }
}

/// A request on a channel that wants no answer.
fn request(channel: u32, what: &str) -> Packet {
    Packet::new(CHANNEL_REQUEST)
        .number(channel)
        .string(what)
        .byte(0)
}

/// Somebody who is in, with a desk open, and reads nothing; the number of their channel.
fn desk_of(served: &Served, login: &str, key: &str) -> (Raw, u32) {
    let mut line = Raw::ready(served.address);
    let key = served.key(key);
    assert_eq!(line.signs(login, &key, &key), Some(AUTH_SUCCESS));
    line.send(&channel());
    let open = line.until(CHANNEL_IS_OPEN).expect("a channel");
    // Behind our own number, that which the server gave it.
    let at = u32::from_be_bytes(open[5..9].try_into().unwrap());
    let asks = |what| request(at, what);
    let terminal = asks("pty-req").string("xterm-256color");
    line.send(
        &terminal
            .number(80)
            .number(24)
            .number(0)
            .number(0)
            .string(""),
    );
    line.send(&asks("shell"));
    served.logged("logged-in", 1);
    (line, at)
}

#[test]
fn messages_on_a_channel_that_nobody_here_reads_do_not_stop_the_line() {
    /// Many more than a channel has room for (100 by default, one here).
    const MESSAGES: u32 = 2_000;
    let served = served();
    let (mut line, at) = desk_of(&served, "anna", "key");
    let asks = |what| request(at, what);
    for n in 0..MESSAGES {
        let message = match n % 3 {
            0 => asks("window-change")
                .number(60 + n % 60)
                .number(20)
                .number(0)
                .number(0),
            1 => asks("signal").string("USR1"),
            _ => Packet::new(CHANNEL_DATA).number(at).string(b"\x1b[B"),
        };
        assert!(line.send(&message), "message {n}");
    }
    let anybody = Packet::new(GLOBAL_REQUEST).string("keepalive@openssh.com");
    line.send(&anybody.byte(1));
    assert_eq!(line.answer(&[REQUEST_FAILURE]), Some(REQUEST_FAILURE));
    assert!(!served.log().contains("frames=0"), "{}", served.log());
}

/// A time that a test moves on.
struct Moved(AtomicI64);

impl Clock for Moved {
    fn now(&self) -> DateTime<Utc> {
        rome("2026-11-23T09:00:00") + TimeDelta::minutes(self.0.load(Ordering::SeqCst))
    }
}

#[test]
fn a_line_that_keeps_busy_without_a_key_shows_nothing_personal_after_its_time() {
    let clock = Arc::new(Moved(AtomicI64::new(0)));
    let served = served_at(clock.clone());
    at_length(async {
        let mut anna = There::anna(&served).await;
        anna.shows("Coda").await;
        anna.types(b"tabate mat\r", "ABATE Matteo").await;
        // Packets, answers to the server's own questions, sizes of the window: all but a key.
        for minute in 1..=9 {
            clock.0.store(minute, Ordering::SeqCst);
            anna.line.send_keepalive(true).await.unwrap();
            let columns = 80 + minute as u32;
            anna.hands.window_change(columns, 24, 0, 0).await.unwrap();
            anna.line.send_ping().await.unwrap();
        }
        assert!(anna.screen().contains("ABATE Matteo"), "{}", anna.screen());
        clock.0.store(10, Ordering::SeqCst);
        anna.hands.window_change(80, 24, 0, 0).await.unwrap();
        anna.shows("Schermo riservato").await;
        assert!(!anna.screen().contains("ABATE"), "{}", anna.screen());
        // Nothing was ended, and any key brings it back.
        anna.types(b"x", "ABATE Matteo").await;
    });
}

#[test]
fn who_types_and_takes_nothing_is_put_off_the_line_whatever_its_packets_keep_alive() {
    let served = served();
    served.give_key("bruno", "bruno");
    let (mut still, at) = desk_of(&served, "bruno", "bruno");
    let given_up = Instant::now() + PATIENCE;
    // Each packet is a sign of life for the library, so that its own questions are never missed.
    while still.send(&Packet::new(CHANNEL_DATA).number(at).string(b"\x1b[B")) {
        assert!(Instant::now() < given_up, "{}", served.log());
        std::thread::sleep(Duration::from_millis(100));
    }
    served.logged("why=stalled", 1);
    assert!(!served.log().contains("why=unused"), "{}", served.log());
}

#[test]
fn an_office_that_another_program_holds_holds_up_no_line() {
    /// More than the server has threads for lines.
    const CALLING: usize = 6;
    let served = served();
    let bruno = served.give_key("bruno", "bruno");
    at_length(async {
        let mut calling = Vec::new();
        for _ in 0..CALLING {
            let mut anna = There::anna(&served).await;
            anna.shows("Coda").await;
            calling.push(anna);
        }
        let mut beside = There::come(&served, served.address, "bruno", "bruno").await;
        beside.shows("Coda").await;
        let other = Connection::open(&served.office).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        for anna in &calling {
            anna.send(b"c").await;
        }
        // All of them wait for the file, and are told so; who does not is answered.
        for anna in &mut calling {
            anna.shows("Attendi").await;
        }
        beside.types(b"g", "Menu").await;
        let to = served.address;
        let comes_in = tokio::task::spawn_blocking(move || {
            let mut line = Raw::ready(to);
            line.signs("bruno", &bruno, &bruno)
        });
        assert_eq!(comes_in.await.unwrap(), Some(AUTH_SUCCESS));
        other.execute_batch("COMMIT").unwrap();
        for anna in &mut calling {
            anna.until("the answer", |screen| !screen.contains("Attendi"))
                .await;
        }
    });
}
