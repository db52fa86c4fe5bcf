//! Any keys, at any size: no panic, the cursor on the focus in every frame, no draft lost. And what holds
//! of every pane for those who hear or feel the screen.

use proptest::prelude::*;
use sportello::domain::lang::Lang;
use sportello::panes::PANES;
use sportello::terminal::key::{Input, Key};
use sportello::ui::view::Focus;

use crate::desk::{Desk, desk};

/// The smallest screen that has a title, content and a message row.
const SMALLEST: (u16, u16) = (30, 8);

fn any_key() -> impl Strategy<Value = Input> {
    let letter =
        prop::char::ranges(vec!['a'..='z', '0'..='9', 'A'..='Z', '.'..='/', 'à'..='ú'].into());
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

/// The words of a text, for comparing what is drawn with what is said.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What stands in the rows of the focus.
fn drawn(desk: &Desk, focus: &Focus) -> String {
    let screen = desk.screen();
    let rows = screen.lines().skip(usize::from(focus.rect.y));
    rows.take(usize::from(focus.rect.height.max(1))).collect()
}

/// What must hold of every frame.
fn holds(desk: &Desk, (columns, rows): (u16, u16)) {
    let screen = desk.screen();
    let (column, row, hidden) = desk.cursor();
    assert!(!hidden, "the cursor is hidden\n{screen}");
    let app = desk.session().app();
    let focus = desk.session().focus().expect("something has the focus");
    assert!(
        !focus.name.is_empty() || !focus.value.is_empty(),
        "a focus without a name: {focus:?}"
    );
    let rect = focus.rect;
    let inside = (rect.x..rect.x + rect.width.max(1)).contains(&column)
        && (rect.y..rect.y + rect.height.max(1)).contains(&row);
    assert!(
        inside,
        "the cursor at {column},{row} is outside {rect:?}\n{screen}"
    );
    let mut keys: Vec<char> = app.offers().iter().map(|offer| offer.key).collect();
    let own = app.offered().len();
    keys.truncate(own);
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(
        keys.len(),
        own.min(app.offers().len()),
        "a key is offered twice\n{screen}"
    );
    if columns < SMALLEST.0 || rows < SMALLEST.1 {
        return;
    }
    let view = app.layer().or_else(|| app.view()).expect("a view");
    let title: String = squeezed(&view.title).chars().take(12).collect();
    let first = screen.lines().next().unwrap_or_default();
    assert!(
        squeezed(first).starts_with(&title),
        "the title is not on row 0\n{screen}"
    );
    if !app.on_message() {
        let name: String = squeezed(&focus.name).chars().take(6).collect();
        let seen = squeezed(&drawn(desk, focus));
        assert!(
            seen.contains(&name),
            "{focus:?} is not in its row {seen:?}\n{screen}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_at_any_size(
        keys in prop::collection::vec(any_key(), 1..60),
        size in (1u16..120, 1u16..40),
        reader in any::<bool>(),
    ) {
        let plan = desk().size(size.0, size.1).lang(if reader { Lang::En } else { Lang::It });
        let mut desk = if reader { plan.reader() } else { plan }.open();
        let mut size = size;
        for key in keys {
            if desk.is_over() {
                break;
            }
            if let Input::Resize { columns, rows } = key {
                size = (columns, rows);
            }
            desk.input(key);
            holds(&desk, size);
        }
    }
}

/// Each pane, by its place on the menu.
fn panes() -> impl Iterator<Item = String> {
    (1..=PANES.len()).map(|place| format!("g{place}"))
}

#[test]
fn a_move_changes_no_text() {
    for reader in [false, true] {
        for pane in panes() {
            for inside in ["", "<enter>"] {
                let plan = desk();
                let mut desk = if reader { plan.reader() } else { plan }.open();
                desk.keys(&pane).keys(inside);
                for key in ["<down>", "<down>", "<down>", "<up>", "<up>", "<tab>"] {
                    let (before, at) = (desk.screen(), desk.cursor());
                    let role = desk.session().focus().map(|focus| focus.role);
                    desk.keys(key);
                    // A list that scrolls moves its rows, and the cursor stays at the edge.
                    let edge = at.1 == desk.cursor().1 || desk.cursor().1 >= 19;
                    // From one block to another: the numbers go along with the focus.
                    let crossed = desk.session().focus().map(|focus| focus.role) != role;
                    let same = desk.screen() == before;
                    assert!(
                        same || edge || crossed,
                        "{pane}{inside}{key}:\n{before}\n=====\n{}",
                        desk.screen()
                    );
                    if reader && same {
                        let sent = desk.last_frame().len();
                        assert!(
                            sent <= 12,
                            "{pane}{inside}{key}: {sent} bytes for a move of the cursor"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn everything_is_within_reach_on_small_screens() {
    for size in [(80, 24), (40, 12), SMALLEST] {
        for pane in panes() {
            let mut desk = desk().size(size.0, size.1).open();
            desk.keys(&pane);
            holds(&desk, size);
            for key in [
                "<down>", "<down>", "<enter>", "<down>", "<down>", "<down>", "<up>", "w", "0", "h",
                "<down>", "0", ".",
            ] {
                desk.keys(key);
                holds(&desk, size);
            }
        }
    }
}

#[test]
fn the_message_is_always_in_the_last_row() {
    for size in [(80, 24), (40, 12), SMALLEST, (160, 50)] {
        for pane in panes() {
            let mut desk = desk().size(size.0, size.1).open();
            desk.keys(&pane).keys("w");
            // In a field the letter is text.
            let Some((_, said)) = desk.session().app().message() else {
                continue;
            };
            let said = said.to_owned();
            let start: String = squeezed(&said).chars().take(10).collect();
            assert!(
                squeezed(&desk.message()).starts_with(&start),
                "{said}\n{}",
                desk.screen()
            );
        }
    }
}

/// The tax code of somebody on file.
fn code(desk: &Desk) -> String {
    let office = rusqlite::Connection::open(desk.path()).unwrap();
    let sql =
        "SELECT value FROM identifier WHERE kind = 'cf' AND checked = 'ok' ORDER BY value LIMIT 1";
    office.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_card_ends_the_same_however_its_letters_come() {
    let whole = |desk: &mut Desk, code: &str| {
        desk.bytes(format!("{code}\r").as_bytes());
    };
    let split = |desk: &mut Desk, code: &str| {
        for byte in format!("{code}\r").bytes() {
            desk.bytes(&[byte]);
        }
    };
    let slow = |desk: &mut Desk, code: &str| {
        for letter in code.chars() {
            desk.keys(&letter.to_string());
        }
        desk.pass(std::time::Duration::from_millis(400));
        desk.settle();
    };
    let mut screens = Vec::new();
    for read in [&whole as &dyn Fn(&mut Desk, &str), &split, &slow] {
        let mut desk = desk().open();
        let code = code(&desk);
        read(&mut desk, &code);
        assert!(
            desk.session().app().env().in_hand.is_some(),
            "{code}\n{}",
            desk.screen()
        );
        screens.push(desk.screen());
    }
    assert_eq!(screens[0], screens[1]);
    assert_eq!(screens[0], screens[2]);
}

#[test]
fn what_the_screen_offers_the_linear_face_offers_too() {
    for pane in panes() {
        let (mut screen, mut linear) = (desk().open(), desk().linear().open());
        screen.keys(&pane);
        for line in pane.chars() {
            linear.line(&line.to_string());
        }
        let app = linear.session().app();
        let said: Vec<_> = app
            .offers()
            .iter()
            .map(|offer| offer.label.to_string())
            .collect();
        let names = |desk: &Desk| -> Vec<_> {
            desk.session()
                .app()
                .offered()
                .iter()
                .map(|c| c.name)
                .collect()
        };
        assert_eq!(names(&screen), names(&linear), "{pane}");
        for command in app.offered() {
            let label = app.env().words.get(command.label).into_owned();
            assert!(
                said.contains(&label),
                "{pane}: {label} is not among {said:?}"
            );
        }
    }
}
