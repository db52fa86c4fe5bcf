//! A row read alone makes sense, and no two things that can have the focus share a row: over random walks, on small
//! screens and on those with facts beside the list.

use proptest::prelude::*;
use sportello::domain::lang::Lang;
use sportello::panes::PANES;
use sportello::terminal::Key;
use sportello::ui::view::{Focus, FocusRole, Rect};

use crate::desk::{Desk, desk};
use crate::whole::{SCREENS, WALK, facts_beside, squeezed};

/// The rows of what has the focus, as one text.
fn focused(desk: &Desk) -> String {
    let rect = desk.session().focus().expect("a focus").rect;
    let screen = desk.screen();
    let rows = screen.lines().skip(usize::from(rect.y));
    let rows = rows.take(usize::from(rect.height));
    rows.map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The row begins with the name, its number aside, and says all that is known of it: the state as a word too.
fn makes_sense(desk: &Desk, told: &str) {
    let focus = desk.session().focus().expect("a focus");
    if !matches!(focus.role, FocusRole::Row | FocusRole::Slot) || desk.session().app().on_message()
    {
        return;
    }
    let row = focused(desk);
    let alone = row.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let (alone, name) = (squeezed(alone), squeezed(&focus.name));
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit());
    assert!(
        alone.starts_with(name),
        "{told}: {:?} begins no row {row:?}",
        focus.name
    );
    // A message of several rows leaves a long row less than it takes.
    if desk.session().app().message().is_some() {
        return;
    }
    let words = focus.value.split([' ', ',']).map(squeezed);
    for word in words.filter(|word| word.chars().count() < 20) {
        assert!(
            alone.contains(&word),
            "{told}: no {word:?} of {focus:?} in {row:?}"
        );
    }
}

/// What stands in a place of a screen.
fn cells(screen: &str, rect: Rect) -> Vec<String> {
    let rows = screen.lines().skip(usize::from(rect.y));
    rows.take(usize::from(rect.height))
        .map(|row| {
            let cells = row.chars().skip(usize::from(rect.x));
            cells.take(usize::from(rect.width)).collect()
        })
        .collect()
}

/// The block of a row or a slot that has the focus.
fn block(focus: &Focus) -> Option<&str> {
    let row = matches!(focus.role, FocusRole::Row | FocusRole::Slot);
    focus
        .id
        .rsplit_once(':')
        .map(|(block, _)| block)
        .filter(|_| row)
}

/// A move to a row that was seen before changes no text.
fn stands_still(desk: &Desk, (screen, before): &(String, Focus), told: &str) {
    let focus = desk.session().focus().expect("a focus");
    let (now, then) = (block(focus), block(before));
    let same_block = now.is_some() && now == then && focus.id != before.id;
    if !same_block || desk.session().app().on_message() {
        return;
    }
    let after = desk.screen();
    let rect = focus.rect;
    let row = |screen: &str| -> Vec<String> {
        let rows = screen.lines().skip(usize::from(rect.y));
        rows.take(usize::from(rect.height))
            .map(str::to_owned)
            .collect()
    };
    if row(screen) == row(&after) {
        assert_eq!(&after, screen, "{told}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_row_read_alone_makes_sense_and_has_one_focus(
        pane in 0..PANES.len(),
        english in any::<bool>(),
        (columns, rows) in prop::sample::select(SCREENS.to_vec()),
        reader in any::<bool>(),
        keys in prop::collection::vec(prop::sample::select(WALK.to_vec()), 1..40),
    ) {
        let lang = if english { Lang::En } else { Lang::It };
        let plan = desk().lang(lang).size(columns, rows);
        let mut desk = if reader { plan.reader() } else { plan }.open();
        desk.keys(&format!("g{}", pane + 1));
        let mut told = format!("{lang:?} {columns} {reader} {}", PANES[pane].name);
        for key in keys {
            told.push_str(&format!(" {key:?}"));
            let before = (desk.screen(), desk.session().focus().cloned().expect("a focus"));
            desk.key(key);
            if desk.is_off_the_screen() {
                break;
            }
            if reader {
                makes_sense(&desk, &told);
            }
            if matches!(key, Key::Down | Key::Up) && (reader || !facts_beside(&desk)) {
                stands_still(&desk, &before, &told);
            }
            // Nothing but the focus has changed: then it is in other rows.
            let focus = desk.session().focus().expect("a focus");
            // A field is one with its proposals: they are in its rows.
            let one = [focus, &before.1].iter().any(|it| it.role == FocusRole::Proposal);
            // Beside a list the facts change with its row: there the two rows themselves are asked to have stayed.
            let block_stays = block(focus).is_some() && block(focus) == block(&before.1);
            let screen = desk.screen();
            let stays = |rect: Rect| cells(&screen, rect) == cells(&before.0, rect);
            let both_stay = block_stays && stays(focus.rect) && stays(before.1.rect);
            if (screen == before.0 || both_stay) && focus.id != before.1.id && !one {
                let (now, then) = (focus.rect, before.1.rect);
                prop_assert!(
                    now.y >= then.y + then.height || then.y >= now.y + now.height,
                    "{told}: {focus:?} shares a row with {:?}\n{}", before.1, desk.screen()
                );
            }
        }
    }
}
