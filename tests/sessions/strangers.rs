//! Strangers that are slow, that guess, that send noise in the middle of everything: they learn nothing,
//! they are put off the line, and people come in meanwhile.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use russh::client;
use russh::keys::PrivateKey;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use sportello::serve::log::Strangers;
use sportello::serve::status;

use crate::pty::command;
use crate::served::{Anybody, PATIENCE, Served, served, try_key};
use crate::there::{Relay, There, at_length};

// Who is slow ----------------------------------------------------------------------------------------

/// Sends something, then a byte now and then, and reads nothing but the end.
async fn drips(address: SocketAddr, first: &'static [u8], every: Duration, byte: u8) {
    let mut line = TcpStream::connect(address).await.unwrap();
    if line.write_all(first).await.is_err() {
        return;
    }
    let mut heard = [0; 4096];
    loop {
        tokio::select! {
            read = line.read(&mut heard) => if !matches!(read, Ok(1..)) { return },
            () = tokio::time::sleep(every) => if line.write_all(&[byte]).await.is_err() { return },
        }
    }
}

/// Comes as far as the keys of the line and then stays, silent or asking whether anybody is there.
async fn half_open(served: Arc<Served>, asks: bool, tries: bool) {
    let mut line = served.connect().await;
    if tries {
        let stranger = served.key("stranger");
        assert!(!try_key(&mut line, "anna", stranger).await);
    }
    while !line.is_closed() {
        tokio::time::sleep(Duration::from_millis(200)).await;
        if asks {
            // An error is the end that is waited for.
            drop(line.send_keepalive(false).await);
        }
    }
}

#[test]
fn whoever_does_not_log_in_is_put_off_the_line_however_it_keeps_busy() {
    let (now, never) = (Duration::from_millis(300), Duration::from_secs(600));
    let served = Arc::new(served());
    served.make_key("stranger");
    at_length(async {
        let mut slow = JoinSet::new();
        let to = served.address;
        for (first, every, byte) in [
            (&b""[..], never, b'x'),
            (b"", now, b'S'),
            (b"SSH-2.0-x", now, b'x'),
            (b"SSH-2.0-x\r\n", never, b'x'),
            (b"SSH-2.0-x\r\n", now, 0),
            (b"SSH-2.0-x\r\n\0\0\x02\x00\x08\x14", never, 0),
            (b"SSH-2.0-x\r\n\0\0\x02\x00\x08\x14", now, 0),
        ] {
            slow.spawn(drips(to, first, every, byte));
        }
        for (asks, tries) in [(false, false), (true, false), (true, true)] {
            slow.spawn(half_open(Arc::clone(&served), asks, tries));
        }
        // Somebody who does log in comes in beside them, and stays.
        let mut anna = There::anna(&served).await;
        anna.shows("Coda").await;
        let all = async { while slow.join_next().await.is_some() {} };
        tokio::time::timeout(PATIENCE, all)
            .await
            .expect("all are put off the line");
        anna.types(b"g", "Menu").await;
    });
    served.logged("dropped reason=too-slow lines=1 last=127.0.0.1\n", 1);
}

// Who leaves no name ----------------------------------------------------------------------------------

#[test]
fn lines_on_which_nobody_was_named_are_counted_and_hardly_written() {
    const OF_ONE: u64 = 20;
    const OF_ALL: u64 = 60;
    let mut served = served();
    let come = async |from: [u8; 4]| {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from((from, 0))).unwrap();
        socket.connect(served.address).await.unwrap()
    };
    let counted = |expected: Strangers| {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let counts = status::ask(&served.office).unwrap().counts.dropped;
            if counts == expected {
                return;
            }
            assert!(Instant::now() < deadline, "{counts:?}");
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    let mut expected = Strangers::default();
    at_length(async {
        // What is no SSH is given up here, and what goes by itself there.
        for _ in 0..10 {
            let mut noise = come([127, 0, 0, 1]).await;
            noise
                .write_all(b"SSH-2.0-x\r\n\xff\xff\xff\xff\xff\xff\xff\xff")
                .await
                .unwrap();
            // Reset or closed, by the server.
            drop(noise.read_to_end(&mut Vec::new()).await);
            drop(come([127, 0, 0, 1]).await);
        }
        (expected.protocol, expected.went_away) = (10, 10);
        counted(expected);
        let mut silent = Vec::new();
        for _ in 0..OF_ONE + 3 {
            silent.push(come([127, 0, 0, 2]).await);
        }
        expected.too_many_from_address = 3;
        counted(expected);
        for n in 0..OF_ALL - OF_ONE + 5 {
            silent.push(come([127, 0, 1, n as u8 + 1]).await);
        }
        expected.too_many = 5;
        counted(expected);
        let mut anna = There::anna(&served).await;
        anna.shows("Coda").await;
        expected.too_many += 1;
        counted(expected);
    });
    assert_eq!(
        served.log().matches(" dropped ").count(),
        4,
        "{}",
        served.log()
    );
    let told = command(&served.office, &["status", "--lang", "it"]);
    assert!(told.contains("finite prima di un nome: "), "{told}");
    assert!(told.contains("non SSH 10"), "{told}");
    // What was only counted is written before the end, which is the last line; those at the door are no
    // strangers for having been there.
    served.stop();
    let log = served.log();
    for line in [
        "protocol lines=9",
        "went-away lines=",
        "too-many lines=5 ",
        "too-many-from-address lines=2 ",
    ] {
        assert!(
            log.contains(&format!(" dropped reason={line}")),
            "{line}\n{log}"
        );
    }
    assert!(!log.contains("reason=too-slow"), "{log}");
    assert!(log.trim_end().ends_with(" stopped"), "{log}");
}

#[test]
fn a_log_in_that_asks_for_no_session_has_its_end_in_the_log() {
    let served = served();
    at_length(async {
        let line = served.come_in().await;
        served.logged(" logged-in staff=anna", 1);
        drop(line);
    });
    served.logged(" left staff=anna", 1);
    assert!(served.log().contains("why=unused"), "{}", served.log());
}

// Who guesses ----------------------------------------------------------------------------------------

/// How long a log-in from an address of its own takes to be refused.
async fn refused_after(to: SocketAddr, from: [u8; 4], login: String, key: PrivateKey) -> Duration {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from((from, 0))).unwrap();
    let stream = socket.connect(to).await.unwrap();
    let config = Arc::new(client::Config::default());
    let mut line = client::connect_stream(config, stream, Anybody)
        .await
        .unwrap();
    let begun = Instant::now();
    assert!(!try_key(&mut line, &login, key).await);
    begun.elapsed()
}

#[test]
fn a_good_key_comes_in_while_sixty_addresses_guess() {
    const ADDRESSES: u8 = 60;
    const LOGINS: usize = 12;
    let served = Arc::new(served());
    let stranger = served.make_key("stranger");
    at_length(async {
        let mut guessing = JoinSet::new();
        for n in 0..ADDRESSES {
            let (to, key) = (served.address, stranger.clone());
            guessing.spawn(async move {
                loop {
                    guesses(to, [127, 2, 0, n + 1], "anna", &key).await;
                }
            });
        }
        // More have been refused than the book takes of one person in a minute.
        let refused = async {
            while served
                .log()
                .matches("reason=credentials login=anna")
                .count()
                < 60
            {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, refused)
            .await
            .expect("they are refused");
        for _ in 0..LOGINS {
            let mut anna = There::anna(&served).await;
            anna.shows("Coda").await;
        }
        assert_eq!(guessing.len(), usize::from(ADDRESSES), "they go on");
        guessing.abort_all();
    });
    served.book("in", LOGINS as i64);
}

/// Guesses once, and goes; whether it was cut off for a newcomer is all the same.
async fn guesses(to: SocketAddr, from: [u8; 4], login: &str, key: &PrivateKey) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from((from, 0))).unwrap();
    let Ok(stream) = socket.connect(to).await else {
        return;
    };
    let config = Arc::new(client::Config::default());
    if let Ok(mut line) = client::connect_stream(config, stream, Anybody).await {
        assert!(!try_key(&mut line, login, key.clone()).await);
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

#[test]
fn an_unknown_name_is_refused_as_late_as_a_known_one() {
    const TRIES: u8 = 20;
    const APART: Duration = Duration::from_millis(20);
    // Fewer at once than strangers may be: of more the oldest is put off the line, which would be no answer.
    const AT_ONCE: usize = 10;
    let served = served();
    let stranger = served.make_key("stranger");
    // A machine that is busy with something else may be unlucky twice; a difference is there always.
    let apart = (0..3_u8).map(|round| {
        at_length(async {
            let mut tries = JoinSet::new();
            let turns = Arc::new(Semaphore::new(AT_ONCE));
            for n in 0..TRIES * 2 {
                let known = n % 2 == 0;
                let login = if known { "anna" } else { "annx" }.to_owned();
                let (to, key) = (served.address, stranger.clone());
                let turns = Arc::clone(&turns);
                tries.spawn(async move {
                    let _turn = turns.acquire().await;
                    let from = [127, 1, round, n + 1];
                    (known, refused_after(to, from, login, key).await)
                });
            }
            let all = tries.join_all().await;
            let of = |which| all.iter().filter(move |(known, _)| *known == which);
            let [known, unknown] =
                [true, false].map(|which| median(of(which).map(|(_, time)| *time).collect()));
            known.abs_diff(unknown)
        })
    });
    let apart: Vec<Duration> = apart.take_while(|apart| *apart >= APART).collect();
    assert!(apart.len() < 3, "{apart:?}");
}

// Who sends noise ------------------------------------------------------------------------------------

/// Comes in over a line that changes one byte, and types; whatever comes of it.
async fn comes_over(served: Arc<Served>, changed: usize) {
    let relay = Relay::to(served.address, Some(changed)).await;
    let config = Arc::new(client::Config::default());
    let Ok(mut line) = client::connect(config, relay.address, Anybody).await else {
        return;
    };
    if !try_key(&mut line, "anna", served.key("key")).await {
        return;
    }
    let Ok(channel) = line.channel_open_session().await else {
        return;
    };
    let asked = channel.request_pty(false, "xterm", 80, 24, 0, 0, &[]);
    if asked.await.is_err() || channel.request_shell(false).await.is_err() {
        return;
    }
    // Enough for the byte to be on its way.
    for _ in 0..200 {
        if channel.data(&b"\x1b[B\x1b[A"[..]).await.is_err() {
            return;
        }
    }
}

#[test]
fn a_changed_byte_anywhere_ends_that_line_and_no_other() {
    const LINES: usize = 48;
    let served = Arc::new(served());
    served.give_key("bruno", "bruno");
    at_length(async {
        let mut bruno = There::come(&served, served.address, "bruno", "bruno").await;
        bruno.shows("Coda").await;
        let mut seed = 11_u64;
        for sixteen in 0..LINES / 16 {
            let mut lines = JoinSet::new();
            for n in 0..16 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                // From the first banner through the exchange of keys into what is typed.
                let at = (sixteen * 16 + n) * 90 + (seed >> 33) as usize % 90;
                let line = comes_over(Arc::clone(&served), at);
                // One that waits for bytes that never come is put off by the server, later than that.
                lines.spawn(tokio::time::timeout(Duration::from_secs(2), line));
            }
            while lines.join_next().await.is_some() {}
            bruno.types(b"g", "Menu").await.types(b"\x1b", "Coda").await;
        }
        There::anna(&served).await.shows("Coda").await;
    });
    assert!(!served.log().contains("panicked"), "{}", served.log());
}

#[test]
fn noise_from_somebody_who_is_in_harms_nobody_else() {
    let served = served();
    served.give_key("bruno", "bruno");
    at_length(async {
        let mut bruno = There::come(&served, served.address, "bruno", "bruno").await;
        bruno.shows("Coda").await;
        let mut seed = 13_u64;
        for _ in 0..4 {
            let mut anna = There::anna(&served).await;
            let noise: Vec<u8> = (0..2048)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (seed >> 33) as u8
                })
                .collect();
            // A key among them may have ended the session.
            drop(anna.hands.data(&noise[..]).await);
            drop(anna.line.send_ping().await);
            bruno.types(b"g", "Menu").await.types(b"\x1b", "Coda").await;
            anna.read().await;
        }
    });
    assert!(!served.log().contains("panicked"), "{}", served.log());
}

// An office that can hardly be read --------------------------------------------------------------------

#[test]
fn those_who_are_known_come_in_though_the_file_can_hardly_be_read_and_see_why() {
    const PAGE: usize = 4096;
    const LINES: usize = 8;
    let served = served();
    // Somebody has come in: the server has read who may.
    at_length(async {
        There::anna(&served).await.shows("Coda").await;
    });
    // All but the first page: whoever asks the file who somebody is gets no answer.
    let damaged = vec![0xA5; std::fs::metadata(&served.office).unwrap().len() as usize - PAGE];
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(&served.office)
        .unwrap();
    std::os::unix::fs::FileExt::write_all_at(&file, &damaged, PAGE as u64).unwrap();
    drop(file);
    let stranger = served.make_key("stranger");
    at_length(async {
        // So many that every reader of the store is asked.
        for _ in 0..LINES {
            There::anna(&served).await.shows("Sola lettura").await;
        }
        let mut line = served.connect().await;
        assert!(!try_key(&mut line, "anna", stranger).await);
        let mut line = served.connect().await;
        assert!(!try_key(&mut line, "bruno", served.key("key")).await);
    });
    // Whoever runs it reads so in the log, once.
    served.logged(" office-stopped", 1);
    assert_eq!(served.log().matches("office-stopped").count(), 1);
}
