//! Whoever knows the protocol and keeps to none of its rules: other people's keys, messages out of turn, keys
//! exchanged without end. Nobody gets in, nothing opens, and those who belong here come in meanwhile.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use russh::MethodKind;
use russh::client::AuthResult;
use russh::keys::PrivateKey;

use crate::raw::{
    AUTH_FAILURE, AUTH_SUCCESS, CHANNEL_IS_OPEN, CHANNEL_REQUEST, GLOBAL_REQUEST, KEXINIT,
    KEY_IS_GOOD, NEWKEYS, Packet, Raw, SERVICE_REQUEST, channel,
};
use crate::served::{PATIENCE, Served, block_on, served};

/// The served office, Anna's key, and the key of Bruno who would like to be Anna.
fn two_people() -> (Served, PrivateKey, PrivateKey) {
    let served = served();
    let bruno = served.give_key("bruno", "bruno");
    let anna = served.key("key");
    (served, anna, bruno)
}

#[test]
fn whoever_asks_how_to_come_in_is_told_of_keys_alone() {
    let served = served();
    block_on(async {
        for login in ["anna", "nobody", "root"] {
            let mut line = served.connect().await;
            let AuthResult::Failure {
                remaining_methods, ..
            } = line.authenticate_none(login).await.unwrap()
            else {
                panic!("{login} is let in for nothing");
            };
            assert_eq!(*remaining_methods, [MethodKind::PublicKey], "{login}");
        }
    });
}

/// What a server says before it knows anybody, in the clear: its name, and the algorithms it would use.
fn announced(served: &Served) -> String {
    let mut line = TcpStream::connect(served.address).unwrap();
    line.set_read_timeout(Some(PATIENCE)).unwrap();
    line.write_all(b"SSH-2.0-x\r\n").unwrap();
    let mut said = Vec::new();
    // The last list of algorithms is that of compression towards the client.
    while said.windows(4).filter(|four| four == b"none").count() < 2 {
        let mut part = [0; 512];
        let read = line.read(&mut part).unwrap();
        assert!(read > 0, "{}", String::from_utf8_lossy(&said));
        said.extend_from_slice(&part[..read]);
    }
    String::from_utf8_lossy(&said).into_owned()
}

#[test]
fn nothing_weak_is_announced_and_no_version() {
    let said = announced(&served());
    assert!(said.starts_with("SSH-2.0-sportello\r\n"), "{said}");
    for offered in [
        "mlkem768x25519-sha256,curve25519-sha256",
        "kex-strict-s-v00@openssh.com",
        "ssh-ed25519",
        "chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,aes256-ctr",
        "hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com",
        "none,zlib@openssh.com",
    ] {
        assert!(said.contains(offered), "{offered}: {said}");
    }
    for weak in [
        "russh",
        env!("CARGO_PKG_VERSION"),
        "diffie-hellman",
        "ssh-rsa",
        "rsa-sha2",
        "cbc",
        "hmac-sha1",
        "hmac-sha2-256,",
        // Unpacked before anybody is known.
        ",zlib,",
    ] {
        assert!(!said.contains(weak), "{weak}: {said}");
    }
}

#[test]
fn who_offers_anothers_key_and_signs_with_their_own_is_not_let_in() {
    let (served, anna, bruno) = two_people();
    let line = || Raw::ready(served.address);
    // Her key is offered, which anybody may who has seen it. Then his own, under her name.
    let mut offered = line();
    assert_eq!(offered.offers("anna", &anna), Some(KEY_IS_GOOD));
    assert_eq!(offered.signs("anna", &bruno, &bruno), Some(AUTH_FAILURE));
    // Under his own name, on the line that began with hers.
    assert_ne!(offered.signs("bruno", &bruno, &bruno), Some(AUTH_SUCCESS));
    // Her key, with his signature; with none; with hers of another line.
    let mut signed = line();
    assert_eq!(signed.offers("anna", &anna), Some(KEY_IS_GOOD));
    assert_ne!(signed.signs("anna", &anna, &bruno), Some(AUTH_SUCCESS));
    for nothing in [&[][..], &[0; 64], &[0; 65]] {
        assert_ne!(line().proves("anna", &anna, nothing), Some(AUTH_SUCCESS));
    }
    let heard = line().signature("anna", &anna);
    assert_ne!(line().proves("anna", &anna, &heard), Some(AUTH_SUCCESS));
    // Her signature for her name does not let his name in.
    let mut renamed = line();
    let hers = renamed.signature("anna", &anna);
    assert_ne!(renamed.proves("bruno", &anna, &hers), Some(AUTH_SUCCESS));
    assert!(!served.log().contains("logged-in"), "{}", served.log());
    // The same client lets in whoever keeps to the rules: it was not the client that failed.
    assert_eq!(line().signs("bruno", &bruno, &bruno), Some(AUTH_SUCCESS));
    let mut own = line();
    let signature = own.signature("anna", &anna);
    assert_eq!(own.proves("anna", &anna, &signature), Some(AUTH_SUCCESS));
    served.logged("logged-in staff=bruno", 1);
    served.logged("logged-in staff=anna", 1);
}

#[test]
fn keys_can_be_tried_out_so_many_times_on_a_line() {
    /// Offers that are answered, and rejections after them.
    const OFFERS: usize = 20;
    const TRIES: usize = 6;
    let (served, anna, _) = two_people();
    let mut line = Raw::ready(served.address);
    let answers: Vec<u8> = std::iter::from_fn(|| line.offers("anna", &anna))
        .take(200)
        .collect();
    let good: Vec<&u8> = answers
        .iter()
        .take_while(|answer| **answer == KEY_IS_GOOD)
        .collect();
    assert_eq!(good.len(), OFFERS, "{answers:?}");
    assert!(answers.len() <= OFFERS + TRIES + 1, "{answers:?}");
    // Keys that nobody has: each is a rejection.
    let mut line = Raw::ready(served.address);
    let guesses = std::iter::from_fn(|| line.offers("anna", &served.make_key("guess")));
    let guesses: Vec<u8> = guesses.take(200).collect();
    assert!(
        guesses.iter().all(|answer| *answer == AUTH_FAILURE),
        "{guesses:?}"
    );
    assert!((1..=TRIES + 1).contains(&guesses.len()), "{guesses:?}");
    assert!(!served.log().contains("logged-in"), "{}", served.log());
}

/// What a client that has not logged in must not get: a channel, or a request on one that is granted.
const GRANTED: [u8; 3] = [CHANNEL_IS_OPEN, 99, 81];

#[test]
fn nothing_opens_before_the_log_in_whatever_the_client_claims() {
    let (served, anna, bruno) = two_people();
    let success = || Packet::new(AUTH_SUCCESS);
    let service = |name| Packet::new(SERVICE_REQUEST).string(name);
    let shell = || {
        let request = Packet::new(CHANNEL_REQUEST).number(0);
        request.string("shell").byte(1)
    };
    let port = || {
        let request = Packet::new(GLOBAL_REQUEST).string("tcpip-forward");
        request.byte(1).string("127.0.0.1").number(0)
    };
    let cases: [(&str, Vec<Packet>); 6] = [
        ("a channel", vec![channel()]),
        ("its own success", vec![success(), channel(), shell()]),
        (
            "another service",
            vec![service("ssh-connection"), channel()],
        ),
        ("a shell", vec![shell()]),
        ("a port", vec![port()]),
        ("keys at once", vec![Packet::new(NEWKEYS), channel()]),
    ];
    // All at once: the line ends, at the latest when its time to log in is over, and grants nothing until then.
    std::thread::scope(|scope| {
        for (what, packets) in &cases {
            for begin in [Raw::connect, Raw::keyed, Raw::ready] {
                let to = served.address;
                scope.spawn(move || {
                    let mut line = begin(to);
                    for packet in packets {
                        line.send(packet);
                    }
                    assert_eq!(line.answer(&GRANTED), None, "{what}");
                });
            }
        }
    });
    // Claimed while a key is being looked at.
    let mut line = Raw::ready(served.address);
    assert_eq!(line.offers("anna", &anna), Some(KEY_IS_GOOD));
    line.send(&success());
    line.send(&channel());
    assert_eq!(line.answer(&GRANTED), None);
    assert!(!served.log().contains("logged-in"), "{}", served.log());
    let mut line = Raw::ready(served.address);
    assert_eq!(line.signs("bruno", &bruno, &bruno), Some(AUTH_SUCCESS));
    line.send(&channel());
    assert_eq!(line.answer(&GRANTED), Some(CHANNEL_IS_OPEN));
}

#[test]
fn keys_exchanged_without_end_cost_nobody_anything() {
    let (served, anna, bruno) = two_people();
    let mut again = Raw::ready(served.address);
    assert_eq!(again.signs("bruno", &bruno, &bruno), Some(AUTH_SUCCESS));
    let lets_in = || {
        let mut line = Raw::ready(served.address);
        assert_eq!(line.signs("anna", &anna, &anna), Some(AUTH_SUCCESS));
    };
    for round in 0..60 {
        assert!(again.agree(None), "round {round}");
        if round % 20 == 0 {
            lets_in();
        }
    }
    again.send(&channel());
    assert_eq!(again.answer(&GRANTED), Some(CHANNEL_IS_OPEN));
    // One that only begins, again and again, is put off the line.
    for begin in [Raw::connect, Raw::keyed] {
        let mut begins = begin(served.address);
        let mut sent = 0;
        while sent < 10_000 && begins.send(&Raw::offer()) {
            sent += 1;
        }
        while begins.read().is_some_and(|message| message[0] == KEXINIT) {}
        assert_eq!(begins.answer(&GRANTED), None, "after {sent}");
        lets_in();
    }
    assert!(!served.log().contains("panicked"), "{}", served.log());
}
