//! What strangers, wrong clients and broken lines get: nothing, and nobody else is the worse for it.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use russh::client::{Handle, Msg};
use russh::{Channel, ChannelMsg};

use sportello::serve::exec::USAGE;

use crate::desk::desk;
use crate::pty::start_on;
use crate::served::{Anybody, PATIENCE, block_on, has_ssh, served, try_key};

/// The answer to the last request.
pub(crate) async fn granted(channel: &mut Channel<Msg>) -> bool {
    loop {
        match channel.wait().await {
            Some(ChannelMsg::Success) => return true,
            Some(ChannelMsg::Failure) | None => return false,
            Some(_) => {}
        }
    }
}

pub(crate) async fn channel_of(line: &mut Handle<Anybody>) -> Channel<Msg> {
    line.channel_open_session().await.unwrap()
}

#[test]
fn only_ones_own_key_under_ones_own_name_lets_in() {
    let served = served();
    let bruno = served.give_key("bruno", "bruno");
    let stranger = served.make_key("stranger");
    let anna = served.key("key");
    let long = "a".repeat(60_000);
    block_on(async {
        for (login, key) in [
            ("anna", stranger.clone()),
            ("anna", bruno.clone()),
            ("bruno", anna.clone()),
            ("nobody", anna.clone()),
            ("Anna", anna.clone()),
            ("anna ", anna.clone()),
            ("ann_", anna.clone()),
            ("%", anna.clone()),
            ("", anna.clone()),
            ("anna\u{1b}]0;x\u{7}", anna.clone()),
            (&long, anna.clone()),
        ] {
            let mut line = served.connect().await;
            assert!(!try_key(&mut line, login, key).await, "{login:.20}");
        }
        let mut line = served.connect().await;
        assert!(try_key(&mut line, "anna", anna.clone()).await);
    });
    let log = served.log();
    assert!(log.contains("refused"), "{log}");
    assert!(!log.contains('\x1b'), "{log}");
}

#[test]
fn a_second_name_on_a_line_spoils_it() {
    let served = served();
    let bruno = served.give_key("bruno", "bruno");
    block_on(async {
        let mut line = served.connect().await;
        assert!(!try_key(&mut line, "anna", bruno.clone()).await);
        // His own name and his own key, on a line that began with another's.
        assert!(!try_key(&mut line, "bruno", bruno.clone()).await);
        drop(line);
        let mut line = served.connect().await;
        assert!(try_key(&mut line, "bruno", bruno.clone()).await);
    });
    served.logged("reason=second-name", 1);
}

#[test]
fn a_line_has_few_tries() {
    let served = served();
    let stranger = served.make_key("stranger");
    block_on(async {
        let mut line = served.connect().await;
        let mut tries = 0;
        while !line.is_closed() && tries < 20 {
            assert!(!try_key(&mut line, "anna", stranger.clone()).await);
            tries += 1;
        }
        assert!(tries <= 8, "{tries}");
    });
    served.logged("reason=tries", 1);
}

#[test]
fn all_that_is_not_the_desk_or_a_command_is_refused_and_answered() {
    let served = served();
    block_on(async {
        let mut line = served.come_in().await;
        let mut channel = channel_of(&mut line).await;
        channel.request_subsystem(true, "sftp").await.unwrap();
        assert!(!granted(&mut channel).await, "sftp");
        channel
            .request_x11(true, false, "MIT-MAGIC-COOKIE-1", "00", 0)
            .await
            .unwrap();
        assert!(!granted(&mut channel).await, "x11");
        channel.agent_forward(true).await.unwrap();
        assert!(!granted(&mut channel).await, "agent");
        for (name, expected) in [
            ("LD_PRELOAD", false),
            ("PATH", false),
            ("HOME", false),
            ("LANG", true),
            ("COLORTERM", true),
        ] {
            channel.set_env(true, name, "x").await.unwrap();
            assert_eq!(granted(&mut channel).await, expected, "{name}");
        }
        channel
            .set_env(true, "LANG", "x".repeat(4096))
            .await
            .unwrap();
        assert!(!granted(&mut channel).await, "a long value");
        assert!(
            line.channel_open_session().await.is_err(),
            "a second channel"
        );
        let forward = line.channel_open_direct_tcpip("127.0.0.1", 22, "127.0.0.1", 9);
        assert!(forward.await.is_err(), "a forwarding");
        let socket = line.channel_open_direct_streamlocal("/run/x.sock");
        assert!(socket.await.is_err(), "a socket");
        assert!(line.tcpip_forward("0.0.0.0", 0).await.is_err(), "a port");
        assert!(line.streamlocal_forward("/run/x.sock").await.is_err());
        // A request of the whole line that nobody here knows is answered too.
        line.send_ping().await.unwrap();
        line.no_more_sessions(true).await.unwrap();
        // After all that the desk opens, once.
        channel
            .request_pty(true, "xterm-256color", 80, 24, 0, 0, &[])
            .await
            .unwrap();
        assert!(granted(&mut channel).await, "a terminal");
        channel
            .request_pty(true, "xterm-256color", 80, 24, 0, 0, &[])
            .await
            .unwrap();
        assert!(!granted(&mut channel).await, "a second terminal");
        channel.request_shell(true).await.unwrap();
        assert!(granted(&mut channel).await, "the desk");
        channel.request_shell(true).await.unwrap();
        assert!(!granted(&mut channel).await, "a second desk");
        channel.exec(true, "list queue").await.unwrap();
        assert!(!granted(&mut channel).await, "a command beside it");
    });
    served.logged("request=subsystem", 1);
}

#[test]
fn what_is_no_command_runs_nothing_and_ends_badly() {
    let served = served();
    block_on(async {
        for asked in [&b"/bin/sh"[..], b"", b"list queue\0", b"\xff\xfe", b"list2"] {
            let mut line = served.come_in().await;
            let mut channel = channel_of(&mut line).await;
            channel.exec(true, asked).await.unwrap();
            assert!(granted(&mut channel).await, "{asked:?}");
            let mut status = None;
            while let Some(message) = channel.wait().await {
                if let ChannelMsg::ExitStatus { exit_status } = message {
                    status = Some(exit_status);
                }
            }
            assert_eq!(status, Some(u32::from(USAGE)), "{asked:?}");
            // Whatever it was, it has had the line's one turn.
            assert!(line.channel_open_session().await.is_err(), "{asked:?}");
        }
    });
    // What was asked may be about somebody: only that it was no command is written down.
    served.logged("name=unknown status=2", 4);
}

#[test]
fn a_line_that_only_asks_for_what_is_refused_is_cut() {
    let served = served();
    block_on(async {
        let mut line = served.come_in().await;
        let channel = channel_of(&mut line).await;
        for _ in 0..10_000 {
            if line.is_closed() || channel.request_subsystem(false, "sftp").await.is_err() {
                break;
            }
        }
        while !line.is_closed() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    served.logged("line-lost", 0);
}

/// What the desk writes until it has been silent for a moment.
pub(crate) async fn drawn(channel: &mut Channel<Msg>) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Ok(Some(message)) =
        tokio::time::timeout(Duration::from_millis(500), channel.wait()).await
    {
        if let ChannelMsg::Data { data } = message {
            bytes.extend_from_slice(&data);
        }
    }
    bytes
}

#[test]
fn noise_is_dropped_and_people_come_in_meanwhile() {
    let served = served();
    let mut silent: Vec<TcpStream> = (0..150)
        .map(|_| TcpStream::connect(served.address).unwrap())
        .collect();
    let mut seed = 7_u64;
    for kind in 0..40 {
        let mut noise = TcpStream::connect(served.address).unwrap();
        let mut bytes = match kind % 4 {
            0 => Vec::new(),
            1 => b"SSH-2.0-x\r\n".to_vec(),
            2 => b"GET / HTTP/1.1\r\n\r\n".to_vec(),
            _ => b"SSH-1.5-old\n".to_vec(),
        };
        for _ in 0..2_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            bytes.push((seed >> 33) as u8);
        }
        // The server may have closed it already.
        let _ = noise.write_all(&bytes);
    }
    block_on(async {
        let mut line = served.come_in().await;
        let mut channel = channel_of(&mut line).await;
        channel.request_shell(true).await.unwrap();
        assert!(granted(&mut channel).await);
    });
    // The oldest silent ones had to go.
    let mut first = silent.remove(0);
    first.set_read_timeout(Some(PATIENCE)).unwrap();
    let end = first
        .read_to_end(&mut Vec::new())
        .map_err(|error| error.kind());
    // Closed or reset, but not left to the limit of this test.
    assert_ne!(end, Err(std::io::ErrorKind::WouldBlock));
}

/// A relay that can hold back what the server sends, and counts it.
struct Relay {
    port: u16,
    held: Arc<AtomicBool>,
    passed: Arc<AtomicUsize>,
}

fn relay(server: std::net::SocketAddr) -> Relay {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let relay = Relay {
        port: listener.local_addr().unwrap().port(),
        held: Arc::default(),
        passed: Arc::default(),
    };
    let (held, passed) = (Arc::clone(&relay.held), Arc::clone(&relay.passed));
    thread::spawn(move || {
        let (mut near, _) = listener.accept().unwrap();
        let mut far = TcpStream::connect(server).unwrap();
        let (mut up_from, mut up_to) = (near.try_clone().unwrap(), far.try_clone().unwrap());
        thread::spawn(move || std::io::copy(&mut up_from, &mut up_to));
        let mut piece = [0; 16 * 1024];
        while let Ok(read @ 1..) = far.read(&mut piece) {
            while held.load(Ordering::SeqCst) {
                thread::sleep(Duration::from_millis(2));
            }
            passed.fetch_add(read, Ordering::SeqCst);
            if near.write_all(&piece[..read]).is_err() {
                return;
            }
        }
    });
    relay
}

#[test]
fn a_slow_line_is_sent_the_newest_screen_only() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let relay = relay(served.address);
    let arguments: Vec<String> = served
        .arguments("anna", "key")
        .into_iter()
        .map(|argument| {
            if argument == served.address.port().to_string() {
                relay.port.to_string()
            } else {
                argument
            }
        })
        .collect();
    let mut ssh = portable_pty::CommandBuilder::new("ssh");
    ssh.args(arguments);
    let mut line = start_on("xterm-256color", ssh);
    let mut here = desk().open();
    let expected = here.screen();
    line.until(&expected, |screen| screen == expected);
    relay.held.store(true, Ordering::SeqCst);
    let before = relay.passed.load(Ordering::SeqCst);
    // Sixty whole screens are asked for, and the last is another one.
    for _ in 0..30 {
        line.send(b"2").send(b"1");
    }
    line.send(b"2");
    here.keys("2");
    let expected = here.screen();
    // The server has taken every key once it has drawn and waits: the held line shows nothing of it.
    thread::sleep(Duration::from_millis(700));
    // Whoever else comes is served as if nothing were.
    served.ssh(&["-C"]).shows("Coda").send(b"g").shows("Menu");
    relay.held.store(false, Ordering::SeqCst);
    line.until(&expected, |screen| screen == expected);
    let sent = relay.passed.load(Ordering::SeqCst) - before;
    assert!(sent < 8_000, "{sent} bytes for two screens");
}

#[test]
fn a_flood_of_keys_is_worked_off_and_others_go_on() {
    let served = served();
    served.give_key("bruno", "bruno");
    block_on(async {
        let flooding = served.come_in().await;
        let mut flood = flooding.channel_open_session().await.unwrap();
        flood
            .request_pty(false, "xterm-256color", 80, 24, 0, 0, &[])
            .await
            .unwrap();
        flood.request_shell(false).await.unwrap();
        drawn(&mut flood).await;
        // Keys that move in a list, and a form's text of twelve kilobytes.
        let mut keys = b"\x1b[B\x1b[A".repeat(1_000);
        keys.extend_from_slice(b"i\x1b[B");
        keys.extend(b"Rossi ".repeat(2_000));
        let (mut seen, typing) = flood.split();
        let sending = typing.data(&keys[..]);
        let watching = async {
            let mut screen = Vec::new();
            while !String::from_utf8_lossy(&screen).contains("Rossi") {
                let heard = tokio::time::timeout(PATIENCE / 2, seen.wait()).await;
                let silent = || format!("silent after\n{}", String::from_utf8_lossy(&screen));
                match heard.unwrap_or_else(|_| panic!("{}", silent())) {
                    Some(ChannelMsg::Data { data }) => screen.extend_from_slice(&data),
                    Some(_) => {}
                    None => panic!("the desk is gone:\n{}", served.log()),
                }
            }
        };
        let other = async {
            let mut line = served.connect().await;
            assert!(try_key(&mut line, "bruno", served.key("bruno")).await);
            let mut channel = line.channel_open_session().await.unwrap();
            channel
                .request_pty(false, "xterm-256color", 80, 24, 0, 0, &[])
                .await
                .unwrap();
            channel.request_shell(false).await.unwrap();
            let first = drawn(&mut channel).await;
            assert!(String::from_utf8_lossy(&first).contains("Coda"));
        };
        let (sent, (), ()) = tokio::join!(sending, watching, other);
        sent.unwrap();
    });
}
