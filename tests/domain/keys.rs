//! Public keys as people bring them, passwords and second factors.

use base64ct::{Base64, Encoding as _};
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use sportello::domain::password::{
    self, PasswordError, code_at, judge, step_of, totp_secret, totp_uri, verify,
};
use sportello::domain::staff_key::{KeyAlgorithm, KeyError, StaffKey};

const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB15MxUYH64SYViRfQTJ1QPAn+bQxfO63RVV687pK2jU anna@desk.example.org";
const RSA: &str = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQChf/Lh/Xo025TfTesbrC02s/oPx5OS/mLsWEl6j9uu1xgGvZULD/pQQHJE5bCjP2GQf7ngDEh2mnKc/+zsjZQ8hFl8Lc+Euz6ZqOUCHcumrRgfbvNn5qbHQiumMRQpdGCrWqCxZRLJPw/OtH7UdSNqecA6vJvoYLENjdFFvhFgYm2EBT2sCaRf8uzrpOGcCnETM1HX0chkVR1JWACTPlHJmb35SUr7YBeaxpU1QiH/T0E6XypDlzpLWu3nNnoZ3Sz5LVdOWCUzT4OgXRXYix2N0NOH/mtPOui84WiA/e2Qctalf0lYLrb3czGvF2771/v6i2C5V+PN2i4DXvZJWenN old";

/// What `ssh-keygen` of OpenSSH 9.2 wrote, and the fingerprint that `ssh-keygen -l` showed of it.
const REAL: &[(KeyAlgorithm, &str, &str, &str)] = &[
    (
        KeyAlgorithm::Ed25519,
        ED25519,
        "SHA256:fQGqKagiORodYcrgbsItfA7OvVtIvynnlUB1PWvac4I",
        "anna@desk.example.org",
    ),
    (
        KeyAlgorithm::EcdsaP256,
        "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBM4d5C4lJgBwgVFeVozwXN+qly/0MHtK1+2rPAbV2psR1XDjEbLh8x1zzYGyXfT4LyaFxrqWu1DHV+v7WyRWCjw= bruno",
        "SHA256:4j49t6EqjClXVLuvOl0WTwl1yaXUMRhpsCQ8YWL198Q",
        "bruno",
    ),
    (
        KeyAlgorithm::EcdsaP384,
        "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBPrEyvo/PJCoz0OR3j+u/ge9PU2xthNHt0Lxlg2sbvYjYTf7lqNoCUjEcXtT/PEjZoFtzUypNaoW2mIF+z96GmEn2vYoIctRGqebfk5il/UX+O98b++g+OWHELVA4vn5Ag== carla fontana",
        "SHA256:DBWZdJ1AQetmWU0P+qbesp8jvS3TcSoEfTR7lmGL/Gk",
        "carla fontana",
    ),
    (
        KeyAlgorithm::EcdsaP521,
        "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAHBDnCfO4UsDSQWIsZzCfuUcsPL8ZsmKYTCyepwMXtRdAN8Dr35zZhflvlaT9d8ZMinOW6DBBimQsONyyANDX/oBAECSavyb09VK9QhqdKU/gtQbC+c8vjANiVQU3MnFu6YdcjY2vH2L9hWETHoad+aSZoPt2tj0YRjN7xEoPPxbbpdvQ== dario",
        "SHA256:l1N3rrOG+Og0BwtaxAd8HDO2LAoUFZTwNulG05MXt0g",
        "dario",
    ),
    (
        KeyAlgorithm::SkEd25519,
        "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIB15MxUYH64SYViRfQTJ1QPAn+bQxfO63RVV687pK2jUAAAABHNzaDo= token",
        "SHA256:niKgHL8q2xwWfkYV5x4AstJXcL8lGX+QYJb5ISfnZbo",
        "token",
    ),
];

fn data(line: &str) -> Vec<u8> {
    Base64::decode_vec(line.split(' ').nth(1).unwrap()).unwrap()
}

/// A line of that kind with that data.
fn line(kind: &str, blob: &[u8]) -> String {
    format!("{kind} {} x", Base64::encode_string(blob))
}

fn part(bytes: &[u8]) -> Vec<u8> {
    let mut part = u32::try_from(bytes.len()).unwrap().to_be_bytes().to_vec();
    part.extend(bytes);
    part
}

#[test]
fn what_ssh_keygen_writes_is_taken_and_shown_as_it_shows_it() {
    for (algorithm, line, fingerprint, comment) in REAL {
        let key = StaffKey::parse(&format!("  {line}\r\n")).unwrap();
        assert_eq!(key.algorithm, *algorithm);
        assert_eq!(key.fingerprint(), *fingerprint);
        assert_eq!(key.comment, *comment);
        assert_eq!(key.blob, data(line));
        assert_eq!(key.to_string(), *line);
    }
}

#[test]
fn what_is_not_taken_says_why() {
    let ed = data(ED25519);
    let changed = |at: usize, byte: u8| {
        let mut blob = ed.clone();
        blob[at] = byte;
        line("ssh-ed25519", &blob)
    };
    let p256 = data(REAL[1].1);
    let mut compressed = [part(b"ecdsa-sha2-nistp256"), part(b"nistp256")].concat();
    compressed.extend(part(&[2; 33]));
    let mut other_curve = [part(b"ecdsa-sha2-nistp256"), part(b"nistp384")].concat();
    other_curve.extend(part(&[4; 65]));
    let small = |point: [u8; 32]| {
        let blob = [part(b"ssh-ed25519"), part(&point)].concat();
        line("ssh-ed25519", &blob)
    };
    let mut signed_one = [0; 32];
    (signed_one[0], signed_one[31]) = (1, 0x80);
    let cases: &[(&str, KeyError)] = &[
        ("", KeyError::Empty),
        (" \n\t", KeyError::Empty),
        (RSA, KeyError::Rsa),
        ("rsa-sha2-512 AAAA", KeyError::Rsa),
        ("ssh-dss AAAAB3NzaC1kc3MAAACB d", KeyError::Dsa),
        (
            "ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t",
            KeyError::Certificate,
        ),
        (
            "sk-ecdsa-sha2-nistp256@openssh.com AAAA",
            KeyError::UnknownKind,
        ),
        ("ssh-ed448 AAAA", KeyError::UnknownKind),
        ("Ssh-Ed25519 AAAA", KeyError::NotAKey),
        ("ssh-ed25519", KeyError::NotAKey),
        ("ssh-ed25519 anna@desk", KeyError::NotAKey),
        ("hello", KeyError::NotAKey),
        (
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\n-----END",
            KeyError::Private,
        ),
        ("PuTTY-User-Key-File-3: ssh-ed25519", KeyError::Private),
        (
            "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA",
            KeyError::OtherFormat,
        ),
        (&format!("{ED25519}\n{ED25519}"), KeyError::ManyLines),
        (&format!("restrict,pty {ED25519}"), KeyError::Options),
        (
            &format!("from=\"10.0.0.0/8\",command=\"rm -rf /\" {ED25519}"),
            KeyError::Options,
        ),
        (&format!("restrict {RSA}"), KeyError::Options),
        (
            &format!("{ED25519} {}", "x".repeat(3000)),
            KeyError::TooLong,
        ),
        // The kind on the line is not the one inside.
        (&line("ssh-ed25519", &p256), KeyError::KindDiffers),
        (&line("ecdsa-sha2-nistp256", &ed), KeyError::KindDiffers),
        (&line("ssh-ed25519", &data(RSA)), KeyError::Rsa),
        (
            &line("ecdsa-sha2-nistp256", &other_curve),
            KeyError::KindDiffers,
        ),
        // Lengths.
        (&line("ssh-ed25519", &ed[..50]), KeyError::Length),
        (
            &line("ssh-ed25519", &[ed.clone(), vec![0]].concat()),
            KeyError::Length,
        ),
        (&changed(18, 31), KeyError::Length),
        (&changed(15, 0xff), KeyError::Length),
        (&changed(0, 0xff), KeyError::NotAKey),
        (&changed(4, b'S'), KeyError::NotAKey),
        (&line("ecdsa-sha2-nistp256", &compressed), KeyError::Length),
        (
            &line("sk-ssh-ed25519@openssh.com", &data(REAL[4].1)[..66]),
            KeyError::Length,
        ),
        // Points whose signatures anybody can make.
        (&small([0; 32]), KeyError::Weak),
        (&small(signed_one), KeyError::Weak),
    ];
    for (text, error) in cases {
        assert_eq!(StaffKey::parse(text), Err(*error), "{text}");
    }
}

#[test]
fn base64_has_one_way_of_writing_a_key() {
    let (kind, rest) = REAL[1].1.split_once(' ').unwrap();
    let data = rest.split(' ').next().unwrap();
    assert!(data.ends_with('='));
    for other in [
        data.trim_end_matches('=').to_owned(),
        data.replace('+', "-"),
        // The last letter before the padding holds two bits that say nothing.
        data.replace("jw=", "jx="),
        format!("{}\u{200b}{}", &data[..40], &data[40..]),
    ] {
        assert_ne!(other, data);
        let line = format!("{kind} {other}");
        assert_eq!(StaffKey::parse(&line), Err(KeyError::NotAKey), "{line}");
    }
}

#[test]
fn a_comment_holds_nothing_that_a_terminal_obeys() {
    let bare = ED25519.rsplit_once(' ').unwrap().0;
    let comment = |text: &str| StaffKey::parse(&format!("{bare} {text}")).unwrap().comment;
    assert_eq!(comment("\u{1b}[2Janna\u{7}\u{9b}31m"), "[2Janna31m");
    assert_eq!(comment("anna\u{202e}gro.elpmaxe"), "annagro.elpmaxe");
    assert_eq!(comment("a\u{200b}b   c\u{a0}\td"), "ab c d");
    assert_eq!(comment("\u{feff}"), "");
    assert_eq!(comment(&"è".repeat(200)).chars().count(), 64);
}

proptest! {
    /// Every key of every kind is read back as it was written, whatever stands behind it.
    #[test]
    fn a_key_is_read_back_as_it_was_written(kind in 0_usize..5, point in prop::collection::vec(any::<u8>(), 132), comment in "\\PC{0,90}") {
        let algorithm = KeyAlgorithm::ALL[kind];
        let name = algorithm.ssh_name().as_bytes();
        let ec = |curve: &[u8], length: usize| {
            [part(name), part(curve), part(&[&[4], &point[..length - 1]].concat())].concat()
        };
        let blob = match algorithm {
            KeyAlgorithm::Ed25519 => [part(name), part(&point[..32])].concat(),
            KeyAlgorithm::EcdsaP256 => ec(b"nistp256", 65),
            KeyAlgorithm::EcdsaP384 => ec(b"nistp384", 97),
            KeyAlgorithm::EcdsaP521 => ec(b"nistp521", 133),
            KeyAlgorithm::SkEd25519 => [part(name), part(&point[..32]), part(b"ssh:")].concat(),
        };
        let key = StaffKey::from_blob(blob, &comment).unwrap();
        prop_assert_eq!(StaffKey::parse(&key.to_string()), Ok(key.clone()));
        prop_assert!(key.comment.chars().count() <= 64);
    }

    /// No text makes it panic, and what it takes it writes again.
    #[test]
    fn no_line_is_too_odd(text in prop_oneof!["\\PC{0,200}", "(ssh-ed25519|ecdsa-sha2-nistp256) [A-Za-z0-9+/]{0,120}={0,2}( \\PC{0,9})?"]) {
        if let Ok(key) = StaffKey::parse(&text) {
            prop_assert_eq!(StaffKey::parse(&key.to_string()), Ok(key));
        }
    }

    /// A key of which one bit differs is another key, or none.
    #[test]
    fn each_bit_counts(at in 0_usize..51, bit in 0_u8..8) {
        let key = StaffKey::parse(ED25519).unwrap();
        let mut blob = key.blob.clone();
        blob[at] ^= 1 << bit;
        match StaffKey::from_blob(blob, "") {
            Ok(other) => prop_assert_ne!(other.fingerprint(), key.fingerprint()),
            Err(_) => prop_assert!(at < 19),
        }
    }
}

// Passwords -----------------------------------------------------------------------------------------

#[test]
fn new_passwords_are_judged() {
    let cases = [
        ("quattro cavalli blu", Ok(())),
        ("perché no, però", Ok(())),
        ("undici11111", Err(PasswordError::Short)),
        ("aaaaaaaaaaaaaaaa", Err(PasswordError::Easy)),
        ("io sono Anna.Rossi!", Err(PasswordError::Easy)),
        ("una riga\nun'altra", Err(PasswordError::Control)),
        ("", Err(PasswordError::Short)),
    ];
    for (password, judged) in cases {
        assert_eq!(judge(password, "anna.rossi"), judged, "{password:?}");
    }
    assert_eq!(judge(&"ab".repeat(200), "anna"), Err(PasswordError::Long));
}

#[test]
fn a_password_fits_its_own_string_alone() {
    let stored = password::hash("quattro cavalli blu", [7; 16]).unwrap();
    assert!(
        stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{stored}"
    );
    assert!(verify("quattro cavalli blu", &stored));
    assert!(!verify("quattro cavalli Blu", &stored));
    assert!(!verify("", &stored));
    assert_ne!(
        Some(&stored),
        password::hash("quattro cavalli blu", [8; 16]).as_ref()
    );
    // The same letters, composed in another way by another keyboard.
    let composed = password::hash("perch\u{e9} no, per\u{f2}", [7; 16]).unwrap();
    assert!(verify("perche\u{301} no, pero\u{300}", &composed));
    for odd in ["", "$argon2id$", "quattro cavalli blu", "$1$abc$def"] {
        assert!(!verify("quattro cavalli blu", odd), "{odd}");
    }
}

#[test]
fn a_string_too_dear_to_compute_is_not_computed() {
    let stored = password::hash("quattro cavalli blu", [7; 16]).unwrap();
    for dear in ["m=4194304,t=2,p=1", "m=19456,t=4000000000,p=1"] {
        let stored = stored.replace("m=19456,t=2,p=1", dear);
        assert!(!verify("quattro cavalli blu", &stored), "{dear}");
    }
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

/// RFC 6238, appendix B, with six digits; the secret is `12345678901234567890`.
#[test]
fn codes_are_those_of_the_rfc() {
    let secret = totp_secret(*b"12345678901234567890");
    assert_eq!(secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    for (seconds, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        assert_eq!(code_at(&secret, at(seconds)).as_deref(), Some(code));
        assert_eq!(step_of(&secret, code, at(seconds)), Some(seconds / 30));
    }
}

#[test]
fn a_code_holds_for_a_step_to_either_side_and_says_which() {
    let secret = totp_secret([9; 20]);
    let now = 1_800_000_000;
    let code = |steps: i64| code_at(&secret, at(now + 30 * steps)).unwrap();
    for (steps, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
        let step = step_of(&secret, &code(steps), at(now));
        assert_eq!(step, taken.then_some(now / 30 + steps), "{steps}");
    }
    let spaced = format!("{} {}", &code(0)[..3], &code(0)[3..]);
    assert_eq!(step_of(&secret, &spaced, at(now)), Some(now / 30));
    for odd in ["", "12345", "1234567", "+12345", "abcdef", "１２３４５６"] {
        assert_eq!(step_of(&secret, odd, at(now)), None, "{odd}");
    }
    assert_eq!(step_of("not base32", &code(0), at(now)), None);
    assert_eq!(step_of(&secret, &code(0), at(-5)), None);
}

#[test]
fn the_address_says_whose_and_where_without_breaking() {
    let uri = totp_uri(
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "anna",
        "Sede & co: l'Àncora",
    );
    assert_eq!(
        uri,
        "otpauth://totp/Sede%20%26%20co%3A%20l%27%C3%80ncora:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
         &issuer=Sede%20%26%20co%3A%20l%27%C3%80ncora&algorithm=SHA1&digits=6&period=30"
    );
}
