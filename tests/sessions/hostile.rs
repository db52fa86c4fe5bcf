//! Anything may come from a terminal: no panic, nothing typed that nobody typed.

use std::time::Duration;

use sportello::terminal::key::Input;

use crate::desk::{Desk, desk};

/// A small generator of its own, so that a seed names a run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 16) as usize % limit
    }
}

/// Bytes of the whole range, with whole sequences among them so that not all is rubbish.
fn bytes(random: &mut Random, len: usize) -> Vec<u8> {
    const WHOLE: [&[u8]; 12] = [
        b"\x1b[A",
        b"\x1b[B",
        b"\x1b[C",
        b"\x1b[D",
        b"\r",
        b"\t",
        b"\x1b[Z",
        b"\x7f",
        b"\x1b[200~Rossi\x1b[201~",
        b"\x1b[<0;3;4M",
        b"\x1b[1;5A",
        b"\x1b]11;rgb:0/0/0\x07",
    ];
    let mut bytes = Vec::with_capacity(len);
    while bytes.len() < len {
        match random.below(3) {
            0 => bytes.extend_from_slice(WHOLE[random.below(WHOLE.len())]),
            1 => bytes.push(b' ' + random.below(95) as u8),
            _ => bytes.push(random.next() as u8),
        }
    }
    bytes
}

#[test]
fn random_bytes_at_random_sizes_never_panic() {
    for seed in [1, 2] {
        let mut random = Random(0x9E37_79B9_7F4A_7C15 + seed);
        let mut desk = desk().open();
        for piece in 0..200 {
            if desk.is_over() {
                desk = crate::desk::desk().beside(&desk).open();
            }
            if piece % 40 == 0 {
                let (columns, rows) = (1 + random.below(160) as u16, 1 + random.below(50) as u16);
                desk.input(Input::Resize { columns, rows });
            }
            let len = 1 + random.below(60);
            desk.bytes(&bytes(&mut random, len));
            let (_, _, hidden) = desk.cursor();
            assert!(
                !hidden || desk.is_over(),
                "seed {seed}, piece {piece}: the cursor is hidden"
            );
        }
    }
}

/// What terminals answer when they are asked, though nobody asks.
pub(crate) const ANSWERS: [&[u8]; 13] = [
    b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
    b"\x1b]11;rgb:0000/0000/0000\x07",
    b"\x1b]52;c;UmVk\x07",
    b"\x1b[?1;2c",
    b"\x1b[>41;354;0c",
    b"\x1b[12;40R",
    b"\x1b[0n",
    b"\x1bP>|xterm(354)\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[<35;10;10M",
    b"\x1b[?0u",
];

fn in_a_field() -> Desk {
    let mut desk = desk().open();
    desk.keys("i<down>Rossi");
    desk
}

#[test]
fn what_a_terminal_answers_types_nothing() {
    for split in [false, true] {
        let mut desk = in_a_field();
        let before = desk.screen();
        for answer in ANSWERS {
            if split {
                for byte in answer {
                    desk.bytes(&[*byte]);
                }
            } else {
                desk.bytes(answer);
            }
            desk.pass(Duration::from_secs(1));
            assert_eq!(desk.screen(), before, "{}", answer.escape_ascii());
        }
        desk.keys("ni");
        assert!(desk.screen().contains("Rossini"), "{}", desk.screen());
    }
}

#[test]
fn sequences_that_never_end_do_not_swallow_what_follows() {
    for begun in [
        &b"\x1b]0;"[..],
        b"\x1bP",
        b"\x1b[",
        b"\x1b[200~",
        b"\x1b",
        b"\xe2\x82",
        b"\x1b[1;1;1;1;1;1",
    ] {
        let mut desk = in_a_field();
        desk.bytes(begun);
        desk.bytes(&vec![b'1'; 100_000]);
        desk.pass(Duration::from_secs(2));
        desk.pass(Duration::from_secs(2));
        let (_, _, hidden) = desk.cursor();
        assert!(!hidden, "{}", begun.escape_ascii());
    }
}

#[test]
fn a_paste_of_ten_megabytes_is_cut_at_the_fields_length() {
    let text = "Rossi ".repeat(10 * 1024 * 1024 / 6);
    let mut desk = desk().open();
    desk.input(Input::Paste(text.clone()));
    desk.keys("i<down>");
    desk.input(Input::Paste(text.clone()));
    desk.pass(Duration::from_secs(1));
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.extend_from_slice(text.as_bytes());
    bytes.extend_from_slice(b"\x1b[201~");
    desk.bytes(&bytes);
    assert!(desk.screen().contains("Rossi"), "{}", desk.screen());
    desk.keys("<tab>Mario");
    assert!(desk.screen().contains("Mario"), "{}", desk.screen());
}

/// What a script leaves in the office: the acts by name, the tickets, the people, the appointments.
fn left(desk: &Desk) -> Vec<String> {
    let office = rusqlite::Connection::open(desk.path()).unwrap();
    let mut rows = Vec::new();
    for sql in [
        "SELECT w.text FROM act a JOIN word w ON w.n = a.name ORDER BY a.seq DESC LIMIT 40",
        "SELECT number || ' ' || state || ' ' || coalesce(alias, '') FROM ticket ORDER BY n",
        "SELECT surname || ' ' || name FROM person ORDER BY n DESC LIMIT 20",
        "SELECT starts_at || ' ' || state FROM appointment ORDER BY n",
    ] {
        let mut statement = office.prepare(sql).unwrap();
        let found = statement
            .query_map([], |row| row.get::<_, String>(0))
            .unwrap();
        rows.extend(found.map(Result::unwrap));
    }
    rows
}

#[test]
fn what_is_typed_ahead_does_what_it_would_have_done_typed_slowly() {
    for script in [
        "cse<enter>",
        "nZanzibarri Ugo<enter>1<enter><enter>c",
        "csp1",
        "g2<down><down><enter>0g1c",
        "i<down>Zanzibarri<tab>Ugo<tab><tab><tab><tab>",
        "cx",
        // Behind the name of somebody whose record is on its way stands a field for other names.
        "tabate mat<enter>i<down><down>Zanzibarri",
        "tabate mat<enter>nHa telefonato<f10>i",
        "g2abate mat<enter>i<down><down>Zanzibarri",
        "g5autista<enter>0cuoco<enter>k",
        "i<down>Zanzibarri<tab>Ugo<f10>n",
        "tabate mat<enter>i<down>x<f10>nHa telefonato",
    ] {
        let mut slow = desk().open();
        slow.one_by_one(script);
        let mut fast = desk().open();
        fast.type_ahead(script);
        assert_eq!(left(&fast), left(&slow), "{script}\n{}", fast.screen());
        assert_eq!(fast.screen(), slow.screen(), "{script}");
    }
}
