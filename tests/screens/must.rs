//! What must hold of every frame, over random walks through all panes: in both languages, on 80x24, on 40x12 and on
//! screens with facts beside the list, for eyes and for readers, in every theme. What words are left on small screens
//! is counted in `kept`.

use std::sync::OnceLock;
use std::time::Duration;

use proptest::prelude::*;
use regex::Regex;
use sportello::domain::lang::Lang;
use sportello::panes::PANES;
use sportello::terminal::Key;
use sportello::ui::theme::{Paint, Role, Themes};
use sportello::ui::view::{Focus, FocusRole};

use crate::desk::{Desk, desk};
use crate::whole::{SCREENS, WALK, cut, facts_beside};

/// What the walks of other tests do not open.
const MORE: [Key; 10] = [
    Key::Char('a'),
    Key::Char('h'),
    Key::Char('i'),
    Key::Char('j'),
    Key::Char('l'),
    Key::Char('t'),
    Key::Char('v'),
    Key::Char('.'),
    Key::PageDown,
    Key::BackTab,
];

const THEMES: [&str; 6] = [
    "normal",
    "light",
    "high-contrast",
    "yellow-on-black",
    "terminal",
    "mono",
];

/// A frame as a terminal shows it.
struct Shown {
    text: String,
    /// The columns of what has the focus, from the top of the screen to its end.
    part: String,
    focus: Focus,
}

fn shown(desk: &Desk) -> Shown {
    let focus = desk.session().focus().expect("a focus").clone();
    let (from, width) = (focus.rect.x, focus.rect.width);
    let rows: Vec<String> = desk.terminal().rows(from, width).collect();
    Shown {
        text: desk.screen(),
        part: rows.join("\n"),
        focus,
    }
}

/// The cursor is seen, and stands on what has the focus, which lies on the screen and says what it is.
fn has_its_cursor(desk: &Desk) -> Result<(), TestCaseError> {
    let (column, row, hidden) = desk.cursor();
    let focus = desk.session().focus().expect("a focus");
    let rect = focus.rect;
    prop_assert!(!hidden, "the cursor is hidden");
    prop_assert!(
        (rect.x..rect.x + rect.width.max(1)).contains(&column)
            && (rect.y..rect.y + rect.height.max(1)).contains(&row),
        "the cursor at {column},{row} is outside {focus:?}"
    );
    let (rows, columns) = desk.terminal().size();
    prop_assert!(
        rect.y + rect.height <= rows.get() && rect.x + rect.width <= columns.get(),
        "{focus:?} is not all on the screen"
    );
    prop_assert!(
        !focus.name.is_empty() || !focus.value.is_empty(),
        "{focus:?}"
    );
    Ok(())
}

/// A frame is one piece: nothing is shown while it is painted, and it asks and sets nothing.
fn is_one_quiet_piece(frame: &[u8]) -> Result<(), TestCaseError> {
    static SEQUENCE: OnceLock<Regex> = OnceLock::new();
    let sequence =
        SEQUENCE.get_or_init(|| Regex::new("\x1b(\\[[?0-9;]*.|[^\\[])").expect("an expression"));
    let text = String::from_utf8_lossy(frame);
    let (hides, shows) = (
        text.matches("\x1b[?25l").count(),
        text.matches("\x1b[?25h").count(),
    );
    prop_assert!(hides <= 1 && hides == shows, "{text:?}");
    prop_assert!(!text.contains('\x07'), "a bell rings: {text:?}");
    for found in sequence.find_iter(&text) {
        let body = &found.as_str()[1..];
        let cursor = ["[?25l", "[?25h"].contains(&body);
        let plain = !body.contains('?')
            && body.starts_with('[')
            && body.ends_with(['m', 'H', 'A', 'B', 'C', 'D', 'G', 'd', 'K', 'J', 'X']);
        prop_assert!(cursor || plain, "{body:?} is sent");
    }
    Ok(())
}

fn colour(paint: Paint) -> vt100::Color {
    match paint {
        Paint::Own => vt100::Color::Default,
        Paint::Index(index) => vt100::Color::Idx(index),
        Paint::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
    }
}

/// Every cell wears the colours of a role: that each of these can be read is tested theme by theme.
fn wears_what_can_be_read(desk: &Desk, theme: &str) -> Result<(), TestCaseError> {
    let themes = Themes::built_in().expect("the themes compiled in are right");
    let theme = themes
        .get(theme)
        .expect("it is named")
        .expect("it resolves");
    let pairs: Vec<_> = Role::ALL
        .iter()
        .map(|(role, _)| theme.style(*role))
        .map(|style| (colour(style.fg), colour(style.bg)))
        .collect();
    let (rows, columns) = desk.terminal().size();
    for row in 0..rows.get() {
        for column in 0..columns.get() {
            let cell = desk.terminal().cell(row, column).expect("on the screen");
            let pair = (cell.fgcolor(), cell.bgcolor());
            prop_assert!(
                cell.contents().trim().is_empty() || pairs.contains(&pair),
                "{pair:?} of {:?} at {column},{row} is of no role",
                cell.contents()
            );
            prop_assert!(
                !cell.dim(),
                "{:?} at {column},{row} is dim",
                cell.contents()
            );
        }
    }
    Ok(())
}

/// The rows of what has the focus now, as they stood and as they stand.
fn rows_of<'t>(text: &'t str, focus: &Focus) -> Vec<&'t str> {
    let rows = text.lines().skip(usize::from(focus.rect.y));
    rows.take(usize::from(focus.rect.height)).collect()
}

/// Going from one row to another of a list that does not scroll changes no text, and for a reader no cell.
fn stands_still(
    desk: &Desk,
    before: &Shown,
    after: &Shown,
    reader: bool,
) -> Result<(), TestCaseError> {
    let block = |focus: &Focus| match focus.role {
        FocusRole::Row | FocusRole::Slot => focus.id.rsplit_once(':').map(|it| it.0.to_owned()),
        _ => None,
    };
    let (then, now) = (block(&before.focus), block(&after.focus));
    let moved = now.is_some() && then == now && before.focus.id != after.focus.id;
    let scrolled = rows_of(&before.part, &after.focus) != rows_of(&after.part, &after.focus)
        || rows_of(&before.part, &before.focus) != rows_of(&after.part, &before.focus);
    if !moved || scrolled {
        return Ok(());
    }
    prop_assert_eq!(&before.part, &after.part);
    // The facts beside a list are those of its row.
    if reader || !facts_beside(desk) {
        prop_assert_eq!(&before.text, &after.text);
    }
    if reader {
        let sent = String::from_utf8_lossy(desk.last_frame());
        let painted = Regex::new("\x1b\\[[?0-9;]*[a-zA-Z]").expect("an expression");
        prop_assert_eq!(painted.replace_all(&sent, ""), "", "{:?}", sent);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_must_hold_of_every_frame_holds_on_every_walk(
        pane in 0..PANES.len(),
        english in any::<bool>(),
        (columns, rows) in prop::sample::select(SCREENS.to_vec()),
        reader in any::<bool>(),
        manages in any::<bool>(),
        theme in prop::sample::select(THEMES.to_vec()),
        keys in prop::collection::vec(
            prop_oneof![3 => prop::sample::select(WALK.to_vec()), 1 => prop::sample::select(MORE.to_vec())],
            1..40,
        ),
    ) {
        let lang = if english { Lang::En } else { Lang::It };
        let login = if manages { "carla" } else { "anna" };
        let plan = desk().lang(lang).size(columns, rows).theme(theme).login(login);
        let mut desk = if reader { plan.reader() } else { plan }.open();
        desk.keys(&format!("g{}", pane + 1));
        let mut told = format!("{lang:?} {columns} {reader} {login} {theme} {}", PANES[pane].name);
        for key in keys {
            told.push_str(&format!(" {key:?}"));
            // What waited for its time comes before the key.
            desk.pass(Duration::from_secs(2));
            let before = shown(&desk);
            desk.key_at_once(key);
            // Who sets other colours, another profile or language walks no further.
            let other = desk.screen().starts_with(' ') == reader;
            if other || desk.is_off_the_screen() || desk.screen().contains(" Colori ") || desk.screen().contains(" Colours ") {
                break;
            }
            let after = shown(&desk);
            let held = has_its_cursor(&desk)
                .and_then(|()| is_one_quiet_piece(desk.last_frame()))
                .and_then(|()| wears_what_can_be_read(&desk, theme))
                .and_then(|()| match key {
                    Key::Up | Key::Down | Key::Tab | Key::BackTab | Key::PageDown => {
                        stands_still(&desk, &before, &after, reader)
                    }
                    _ => Ok(()),
                });
            prop_assert!(held.is_ok(), "{told}: {}\n{}\n=====\n{}", held.unwrap_err(), before.text, after.text);
            if desk.session().app().message().is_none() {
                let cut = cut(&after.text);
                prop_assert!(cut.is_empty(), "{told}: {cut:?}\n{}", after.text);
            }
            // Nothing is written while nobody does anything.
            desk.settle();
            prop_assert!(desk.last_frame().is_empty(), "{told}: something is written by itself");
            desk.pass(Duration::from_secs(5));
            desk.settle();
            prop_assert!(
                desk.last_frame().is_empty() && desk.screen() == after.text,
                "{told}: something is written after a while\n{}\n=====\n{}", after.text, desk.screen()
            );
        }
    }
}
