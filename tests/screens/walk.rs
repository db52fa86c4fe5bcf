//! Any keys, at any size: no panic, the cursor on the focus in every frame, no draft lost.

use proptest::prelude::*;
use sportello::domain::lang::Lang;
use sportello::terminal::key::{Input, Key};

use crate::desk::{Desk, desk};

fn any_key() -> impl Strategy<Value = Input> {
    let letter = prop::char::ranges(vec!['a'..='z', '0'..='9', 'A'..='Z', '.'..='/', 'à'..='ú'].into());
    prop_oneof![
        6 => letter.prop_map(|c| Input::Key(Key::Char(c))),
        8 => prop::sample::select(vec![
            Key::Enter, Key::Up, Key::Down, Key::Left, Key::Right, Key::Tab, Key::BackTab, Key::Backspace,
            Key::Delete, Key::Home, Key::End, Key::PageUp, Key::PageDown, Key::Esc, Key::Char('0'), Key::Char('1'),
            Key::F(1), Key::Ctrl('c'), Key::Alt('x'),
        ]).prop_map(Input::Key),
        1 => "\\PC{0,40}".prop_map(Input::Paste),
        1 => (1u16..200, 1u16..60).prop_map(|(columns, rows)| Input::Resize { columns, rows }),
    ]
}

/// What must hold of every frame.
fn holds(desk: &Desk) {
    let (column, row, hidden) = desk.cursor();
    assert!(!hidden, "the cursor is hidden\n{}", desk.screen());
    let focus = desk.session().focus().expect("something has the focus");
    assert!(!focus.name.is_empty() || !focus.value.is_empty(), "a focus without a name: {focus:?}");
    if !desk.session().app().on_message() {
        let rect = focus.rect;
        let inside = (rect.x..rect.x + rect.width.max(1)).contains(&column) && (rect.y..rect.y + rect.height.max(1)).contains(&row);
        assert!(inside, "the cursor at {column},{row} is outside {rect:?}\n{}", desk.screen());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_at_any_size(
        keys in prop::collection::vec(any_key(), 1..60),
        (columns, rows) in (1u16..120, 1u16..40),
        reader in any::<bool>(),
    ) {
        let plan = desk().size(columns, rows).lang(if reader { Lang::En } else { Lang::It });
        let mut desk = if reader { plan.reader() } else { plan }.open();
        for key in keys {
            if desk.is_over() {
                break;
            }
            desk.input(key);
            holds(&desk);
        }
    }
}
