//! The same keys give the same screen, however they come.

use crate::desk::{Desk, desk, keys};
use sportello::terminal::key::Key;

/// Panes, lists, a form with text and accents, help, back again.
const SCRIPT: &str = "<down><down>h<down>0g2<down>g1i<down>Dell'Òrto<tab>Zoë<left><left>x";

/// What a terminal sends for a key.
fn sent(key: Key) -> Vec<u8> {
    match key {
        Key::Char(c) => c.to_string().into_bytes(),
        Key::Enter => b"\r".to_vec(),
        Key::Tab => b"\t".to_vec(),
        Key::Up => b"\x1b[A".to_vec(),
        Key::Down => b"\x1b[B".to_vec(),
        Key::Right => b"\x1b[C".to_vec(),
        Key::Left => b"\x1b[D".to_vec(),
        other => panic!("{other} is not in the scripts"),
    }
}

fn stream(script: &str) -> Vec<u8> {
    keys(script).into_iter().flat_map(sent).collect()
}

fn by_keys() -> Desk {
    let mut desk = desk().open();
    desk.keys(SCRIPT);
    desk
}

#[test]
fn bytes_in_pieces_of_any_size_give_the_screen_that_keys_give() {
    let expected = by_keys().screen();
    assert!(expected.contains("Dell'Òrto"), "{expected}");
    let bytes = stream(SCRIPT);
    for seed in 1..=6u64 {
        let mut desk = desk().open();
        let mut state = seed;
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let piece = rest.len().min(1 + (state >> 33) as usize % 7);
            desk.bytes(&rest[..piece]);
            rest = &rest[piece..];
        }
        assert_eq!(desk.screen(), expected, "seed {seed}");
    }
}
