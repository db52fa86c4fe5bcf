//! Bytes into inputs.

use std::time::{Duration, Instant};

use sportello::terminal::decode::{self, LATE, LONE_ESC, PASTE_LIMIT, SILENT_PASTE, UNFINISHED};
use sportello::terminal::{Decoder, Input, Key};

use crate::random::Random;

/// A decoder with its clock and what came out.
struct Line {
    decoder: Decoder,
    now: Instant,
    got: Vec<Input>,
}

impl Line {
    fn new() -> Self {
        Self {
            decoder: Decoder::new(),
            now: Instant::now(),
            got: Vec::new(),
        }
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.decoder
            .feed(bytes, self.now, &mut |input| self.got.push(input));
        self
    }

    /// Time passes and the decoder is woken when it asked for it.
    fn wait(&mut self, time: Duration) -> &mut Self {
        self.now += time;
        while let Some(due) = self.decoder.wake_at().filter(|due| *due <= self.now) {
            self.decoder.tick(due, &mut |input| self.got.push(input));
        }
        self
    }

    fn take(&mut self) -> Vec<Input> {
        std::mem::take(&mut self.got)
    }
}

fn decode(bytes: &[u8]) -> Vec<Input> {
    let mut line = Line::new();
    line.bytes(bytes).wait(Duration::from_secs(60)).take()
}

fn keys(keys: &[Key]) -> Vec<Input> {
    keys.iter().copied().map(Input::Key).collect()
}

fn typed(text: &str) -> Vec<Input> {
    text.chars().map(|c| Input::Key(Key::Char(c))).collect()
}

#[test]
fn keys_as_terminals_send_them() {
    use Key::*;
    let table: &[(&[u8], &[Key])] = &[
        (b"a", &[Char('a')]),
        (b" ~", &[Char(' '), Char('~')]),
        (
            "è€王😀".as_bytes(),
            &[Char('è'), Char('€'), Char('王'), Char('😀')],
        ),
        (b"\r", &[Enter]),
        (b"\n", &[Enter]),
        (b"\t", &[Tab]),
        (b"\x7f\x08", &[Backspace, Backspace]),
        (b"\x01\x13\x1a", &[Ctrl('a'), Ctrl('s'), Ctrl('z')]),
        (b"\x00\x1c\x1f", &[Ctrl('@'), Ctrl('\\'), Ctrl('_')]),
        (b"\x1b", &[Esc]),
        (b"\x1b\x1b", &[Esc, Esc]),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", &[Up, Down, Right, Left]),
        (b"\x1bOA\x1bOB\x1bOC\x1bOD", &[Up, Down, Right, Left]),
        (
            b"\x1b[1;5A\x1b[1;2B\x1b[1;3C\x1b[a\x1bOa\x1bO5D",
            &[Up, Down, Right, Up, Up, Left],
        ),
        (b"\x1b\x1b[A\x1b\x1bOB", &[Up, Down]),
        (
            b"\x1b[H\x1b[F\x1bOH\x1bOF\x1b[1;5H",
            &[Home, End, Home, End, Home],
        ),
        (b"\x1b[1~\x1b[7~\x1b[4~\x1b[8~", &[Home, Home, End, End]),
        (
            b"\x1b[2~\x1b[3~\x1b[5~\x1b[6~",
            &[Insert, Delete, PageUp, PageDown],
        ),
        (b"\x1b[3;5~\x1b[3^\x1b[6;2~", &[Delete, Delete, PageDown]),
        (b"\x1b[Z\x1b[1;2Z", &[BackTab, BackTab]),
        (b"\x1bOP\x1bOQ\x1bOR\x1bOS", &[F(1), F(2), F(3), F(4)]),
        (b"\x1b[P\x1b[1;2Q\x1b[1;5S", &[F(1), F(2), F(4)]),
        (b"\x1b[[A\x1b[[B\x1b[[E", &[F(1), F(2), F(5)]),
        (
            b"\x1b[11~\x1b[15~\x1b[17~\x1b[21~\x1b[23~\x1b[24~",
            &[F(1), F(5), F(6), F(10), F(11), F(12)],
        ),
        (b"\x1b[25~\x1b[28~\x1b[34~", &[F(13), F(15), F(20)]),
        (
            b"\x1bOM\x1bOp\x1bOy\x1bOn\x1bOk",
            &[Enter, Char('0'), Char('9'), Char('.'), Char('+')],
        ),
        (b"\x1bx\x1b.", &[Alt('x'), Alt('.')]),
        ("\u{1b}è".as_bytes(), &[Alt('è')]),
        (b"\x1b\r\x1b\x7f", &[Enter, Backspace]),
        (
            b"\x1b[13;2u\x1b[9;2u\x1b[27u\x1b[115;5u\x1b[27;5;115~",
            &[Enter, BackTab, Esc, Ctrl('s'), Ctrl('s')],
        ),
    ];
    for (bytes, expected) in table {
        assert_eq!(
            decode(bytes),
            keys(expected),
            "{:?}",
            bytes.escape_ascii().to_string()
        );
    }
}

#[test]
fn what_the_terminal_says_is_never_typed() {
    for bytes in [
        &b"\x1b[?62;1;6c"[..],
        b"\x1b[>41;354;0c",
        b"\x1b[24;80R",
        b"\x1b[0n",
        b"\x1b[?2026;2$y",
        b"\x1b[8;24;80t",
        b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
        b"\x1b]11;rgb:0000/0000/0000\x07",
        b"\x1b]52;c;eHl6\x07",
        b"\x1bP>|xterm(380)\x1b\\",
        b"\x1bP1$r0m\x1b\\",
        b"\x1b_Gi=1;OK\x1b\\",
        b"\x1b^pm\x1b\\",
        b"\x1bXsos\x1b\\",
        b"\x1b[I\x1b[O",
        b"\x1b[M !!",
        b"\x1b[M\x20\xff\xff",
        b"\x1b[<0;10;20M\x1b[<0;10;20m",
        b"\x1b[32;10;20M",
        b"\x1b[?1u\x1b[97u\x1b[97;1:3u",
        b"\x1b[201~",
        b"\x1b\\",
        b"\x1b[E\x1b[z\x1b[99999999999999999999~",
    ] {
        let mut with_key = bytes.to_vec();
        with_key.push(b'k');
        assert_eq!(
            decode(&with_key),
            typed("k"),
            "{:?}",
            bytes.escape_ascii().to_string()
        );
    }
}

#[test]
fn broken_bytes_are_dropped_and_the_next_key_counts() {
    for bytes in [
        &b"\xffk"[..],
        b"\xc3k",
        b"\xe2\x82k",
        b"\xf0\x9f\x98k",
        b"\xc0\xafk",
        b"\xed\xa0\x80k",
        b"\xf4\x90\x80\x80k",
        b"\x80\xbfk",
        "\u{9b}\u{85}k".as_bytes(),
        "\u{202e}\u{feff}k".as_bytes(),
        b"\x1b[1;\x18k",
        b"\x1b]0;title\x18k",
        b"\x1b[12\xc3k",
    ] {
        assert_eq!(
            decode(bytes),
            typed("k"),
            "{:?}",
            bytes.escape_ascii().to_string()
        );
    }
    assert_eq!(
        decode(b"\x1b[1;\rk"),
        [keys(&[Key::Enter]), typed("k")].concat()
    );
    assert_eq!(decode(b"\x1b[1;\x1b[A"), keys(&[Key::Up]));
    assert_eq!(decode(b"\x1b]0;title\x1b[A"), keys(&[Key::Up]));
    assert_eq!(decode(b"\xe2\x1b[A"), keys(&[Key::Up]));
}

#[test]
fn a_lone_escape_waits_fifty_milliseconds() {
    let mut line = Line::new();
    assert_eq!(line.bytes(b"\x1b").take(), []);
    assert_eq!(line.decoder.wake_at(), Some(line.now + LONE_ESC));
    assert_eq!(line.wait(Duration::from_millis(49)).take(), []);
    assert_eq!(
        line.wait(Duration::from_millis(1)).take(),
        keys(&[Key::Esc])
    );
    assert_eq!(line.decoder.wake_at(), None);
    // Without being woken, the next bytes find that the time has passed.
    line.bytes(b"\x1b");
    line.now += Duration::from_secs(1);
    assert_eq!(
        line.bytes(b"x").take(),
        [keys(&[Key::Esc]), typed("x")].concat()
    );
}

#[test]
fn an_escape_that_may_be_the_end_of_a_packet_waits_longer() {
    // Held down: the packet ends in the middle of the third.
    let mut line = Line::new();
    line.bytes(b"\x1b[B\x1b[B\x1b").wait(LONE_ESC * 3);
    line.bytes(b"[B");
    assert_eq!(line.take(), keys(&[Key::Down, Key::Down, Key::Down]));
    // Alone it is the key, as soon as ever.
    line.wait(Duration::from_secs(1))
        .bytes(b"\x1b")
        .wait(LONE_ESC);
    assert_eq!(line.take(), keys(&[Key::Esc]));
    // On a line that is known to be slow it waits as long as the line may take.
    let nearly = LONE_ESC * 3;
    let slow = LONE_ESC * 4;
    line.decoder.wait_for_escapes(slow);
    line.wait(Duration::from_secs(1)).bytes(b"\x1b");
    line.wait(nearly).bytes(b"[A");
    assert_eq!(line.take(), keys(&[Key::Up]));
    line.wait(Duration::from_secs(1)).bytes(b"\x1b").wait(slow);
    assert_eq!(line.take(), keys(&[Key::Esc]));
}

#[test]
fn an_arrow_cut_by_the_line_is_not_typed() {
    for rest in [&b"[B"[..], b"OB", b"[1;5B", b"[3~", b"[<0;1;1M"] {
        let mut line = Line::new();
        line.bytes(b"\x1b").wait(LONE_ESC).bytes(rest).bytes(b"k");
        assert_eq!(
            line.take(),
            [keys(&[Key::Esc]), typed("k")].concat(),
            "{}",
            rest.escape_ascii()
        );
    }
    // Later, or with something else behind it, it is text.
    let mut line = Line::new();
    let pause = Duration::from_secs(1);
    line.wait(pause)
        .bytes(b"\x1b")
        .wait(LONE_ESC)
        .wait(LATE)
        .bytes(b"[B");
    assert_eq!(line.take(), [keys(&[Key::Esc]), typed("[B")].concat());
    line.wait(pause).bytes(b"\x1b").wait(LONE_ESC).bytes(b"Ok");
    assert_eq!(line.take(), [keys(&[Key::Esc]), typed("Ok")].concat());
    line.wait(pause)
        .bytes(b"\x1b")
        .wait(LONE_ESC)
        .bytes(b"[")
        .wait(UNFINISHED);
    assert_eq!(line.take(), [keys(&[Key::Esc]), typed("[")].concat());
    line.wait(pause).bytes(b"\x1b").wait(LONE_ESC).bytes(b"n[B");
    assert_eq!(line.take(), [keys(&[Key::Esc]), typed("n[B")].concat());
    // A paste whose first byte came alone is still a paste.
    line.wait(pause)
        .bytes(b"\x1b")
        .wait(LONE_ESC)
        .bytes(b"[200~n\rx\x1b[201~");
    assert_eq!(
        line.take(),
        [keys(&[Key::Esc]), vec![Input::Paste("n\rx".into())]].concat()
    );
}

#[test]
fn an_unfinished_sequence_does_not_swallow_the_keys_after_it() {
    for begun in [
        &b"\x1b["[..],
        b"\x1b[1;",
        b"\x1bO",
        b"\x1b]0;ti",
        b"\x1bP",
        b"\x1b_",
        b"\x1b[M!",
        b"\xe2\x82",
    ] {
        let mut line = Line::new();
        assert_eq!(line.bytes(begun).take(), []);
        assert_eq!(
            line.decoder.wake_at(),
            Some(line.now + UNFINISHED),
            "{}",
            begun.escape_ascii()
        );
        assert_eq!(
            line.wait(UNFINISHED).bytes(b"k").take(),
            typed("k"),
            "{}",
            begun.escape_ascii()
        );
    }
    // Someone who types on at once loses a quarter of a second, no more.
    let mut line = Line::new();
    line.bytes(b"\x1b]");
    for _ in 0..10 {
        line.wait(Duration::from_millis(100)).bytes(b"k");
    }
    assert!(line.take().len() >= 8);
}

#[test]
fn floods_end() {
    for (begun, ended) in [
        (&b"\x1b]52;"[..], &b"\x07"[..]),
        (b"\x1b[", b"A"),
        (b"\x1bP", b"\x1b\\"),
    ] {
        let mut line = Line::new();
        line.bytes(begun);
        for _ in 0..1000 {
            line.bytes(&[b'7'; 1000]).wait(Duration::from_millis(1));
        }
        assert_eq!(line.take(), [], "not one byte of a megabyte is typed");
        line.bytes(ended).bytes(b"k");
        assert_eq!(line.take(), typed("k"));
        line.bytes(begun)
            .bytes(&vec![b'7'; 1_000_000])
            .wait(UNFINISHED)
            .bytes(b"k");
        assert_eq!(line.take(), typed("k"));
    }
}

#[test]
fn pastes() {
    let paste = |text: &str| vec![Input::Paste(text.to_owned())];
    assert_eq!(
        decode(b"\x1b[200~Rossi\r\n\x1b[A\x1b\x03 n\x1b[201~"),
        paste("Rossi\r\n\x1b[A\x1b\x03 n")
    );
    assert_eq!(decode(b"\x1b[200~\x1b[201~"), paste(""));
    assert_eq!(decode(b"\x1b[200~a\x1b\x1b[201~"), paste("a\x1b"));
    assert_eq!(decode(b"\x1b[200~a\x1b[20\x1b[201~"), paste("a\x1b[20"));
    assert_eq!(decode(b"\x1b[200~a\xff\xc3b\x1b[201~"), paste("ab"));
    let mut long = b"\x1b[200~".to_vec();
    long.extend("è".repeat(5_000_000).bytes());
    long.extend(b"\x1b[201~k");
    let got = decode(&long);
    assert_eq!(got[0], Input::Paste("è".repeat(PASTE_LIMIT / 2)));
    assert_eq!(got[1..], typed("k"));
    // A paste that is never ended does not hold the keyboard for ever.
    let mut line = Line::new();
    line.bytes(b"\x1b[200~abc").wait(SILENT_PASTE).bytes(b"k");
    assert_eq!(line.take(), [paste("abc"), typed("k")].concat());
}

/// A stream of whole and half things, as a hostile or broken line would send.
fn stream(random: &mut Random) -> Vec<u8> {
    const PARTS: [&[u8]; 28] = [
        b"abc",
        b"\x1b",
        b"\x1b[",
        b"\x1b[A",
        b"\x1bO",
        b"\x1bOB",
        b"\x1b[1;5",
        b"~",
        b"\x1b[200~",
        b"\x1b[201~",
        b"\x1b]0;t\x07",
        b"\x1b]",
        b"\x1bP1\x1b\\",
        b"\x1b[M",
        b"\x1b[<0;1;2M",
        b"\xc3\xa8",
        b"\xc3",
        b"\xa8",
        b"\xe2\x82\xac",
        b"\xf0\x9f",
        b"\r\n",
        b"\x7f",
        b"\x18",
        b"\x1b[[A",
        b"\x1bx",
        b"\x1b\x1b",
        b"\x00",
        b"\x9b2J",
    ];
    let mut bytes = Vec::new();
    for _ in 0..random.below(30) {
        bytes.extend_from_slice(random.pick(&PARTS));
    }
    bytes
}

#[test]
fn a_piece_parts_no_sequence_and_no_character() {
    for text in ["\x1b[B\x1b[A", "x\x1b[1;5Ay", "à€😀", "\x1b\x1b[Aè", "a"] {
        let bytes = text.repeat(200).into_bytes();
        let (mut rest, mut line, mut pieces) = (&bytes[..], Line::new(), Vec::new());
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(decode::piece(rest, 64));
            assert!((1..=64).contains(&piece.len()), "{text:?}");
            line.bytes(piece);
            // However long the next one takes.
            pieces.extend(line.wait(Duration::from_secs(60)).take());
            rest = after;
        }
        assert_eq!(pieces, self::decode(&bytes), "{text:?}");
    }
}

#[test]
fn the_cutting_of_the_stream_does_not_matter() {
    for seed in 0..5000 {
        let mut random = Random(seed);
        let bytes = stream(&mut random);
        let whole = decode(&bytes);
        let mut line = Line::new();
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(1 + random.below(rest.len().min(7) as u64) as usize);
            line.bytes(piece);
            rest = after;
        }
        let pieces = line.wait(Duration::from_secs(60)).take();
        assert_eq!(pieces, whole, "seed {seed}: {}", bytes.escape_ascii());
    }
}

#[test]
fn a_million_random_bytes_do_no_harm() {
    let mut random = Random(7);
    let mut line = Line::new();
    for _ in 0..20_000 {
        let bytes: Vec<u8> = (0..50)
            .map(|_| match random.below(6) {
                0 => 0x1b,
                1 => random.pick(b"[]OPM_^X~;0123456789"),
                _ => random.next() as u8,
            })
            .collect();
        line.bytes(&bytes)
            .wait(Duration::from_millis(random.below(400)));
        for input in line.take() {
            if let Input::Key(Key::Char(c) | Key::Alt(c)) = input {
                assert!(!c.is_control());
            }
        }
    }
    line.wait(Duration::from_secs(60)).take();
    assert_eq!(line.bytes(b"k").take(), typed("k"));
}
