//! A row read alone makes sense, and no two things that can have the focus share a row: over random walks.

use proptest::prelude::*;
use sportello::domain::lang::Lang;
use sportello::panes::PANES;
use sportello::ui::view::FocusRole;

use crate::desk::{Desk, desk};
use crate::whole::{WALK, squeezed};

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
    let words = focus.value.split([' ', ',']).map(squeezed);
    for word in words.filter(|word| word.chars().count() < 20) {
        assert!(
            alone.contains(&word),
            "{told}: no {word:?} of {focus:?} in {row:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, max_shrink_iters: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_row_read_alone_makes_sense_and_has_one_focus(
        pane in 0..PANES.len(),
        english in any::<bool>(),
        small in any::<bool>(),
        keys in prop::collection::vec(prop::sample::select(WALK.to_vec()), 1..40),
    ) {
        let lang = if english { Lang::En } else { Lang::It };
        let (columns, rows) = if small { (40, 12) } else { (80, 24) };
        let mut desk = desk().lang(lang).size(columns, rows).reader().open();
        desk.keys(&format!("g{}", pane + 1));
        let mut told = format!("{lang:?} {columns} {}", PANES[pane].name);
        for key in keys {
            told.push_str(&format!(" {key:?}"));
            let before = (desk.screen(), desk.session().focus().cloned().expect("a focus"));
            desk.key(key);
            if desk.is_over() {
                break;
            }
            makes_sense(&desk, &told);
            // Nothing but the focus has changed: then it is in other rows.
            let focus = desk.session().focus().expect("a focus");
            // A field is one with its proposals: they are in its rows.
            let one = [focus, &before.1].iter().any(|it| it.role == FocusRole::Proposal);
            if desk.screen() == before.0 && focus.id != before.1.id && !one {
                let (now, then) = (focus.rect, before.1.rect);
                prop_assert!(
                    now.y >= then.y + then.height || then.y >= now.y + now.height,
                    "{told}: {focus:?} shares a row with {:?}\n{}", before.1, desk.screen()
                );
            }
        }
    }
}
