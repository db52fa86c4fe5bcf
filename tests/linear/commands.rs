//! Every command of every pane can be taken by line: the program's own table is walked.

use std::collections::BTreeSet;

use sportello::app::commands::APP_COMMANDS;
use sportello::domain::lang::Lang;
use sportello::panes::PANES;
use sportello::ui::command::full_name;

use crate::desk::{Desk, desk};

/// Ways to a place, by login and lines; at each all that is offered is taken that was not taken before.
const PLACES: &[(&str, &str)] = &[
    ("anna", ""),
    ("anna", "c"),
    ("anna", "c,s"),
    ("anna", "c,s,p,1"),
    ("anna", "t,abat,1"),
    ("anna", "g,2,3"),
    ("anna", "g,3"),
    ("anna", "g,3,1"),
    ("anna", "g,3,>"),
    ("anna", "t,abat,1,v"),
    ("anna", "t,abat,1,v,7"),
    ("anna", "g,4"),
    ("anna", "t,abat,1,g,4"),
    ("anna", "t,abat,1,g,4,n,1"),
    ("anna", "t,abat,1,g,4,n,1,v"),
    ("anna", "g,4,3"),
    ("anna", "g,4,3,2"),
    ("anna", "g,4,3,3"),
    ("anna", "t,abat,1,m"),
    ("anna", "t,abat,1,m,1"),
    ("carla", "g,2"),
    ("carla", "g,3,1"),
    ("dario", "g,5"),
    ("dario", "g,5,1"),
    ("dario", "g,5,1,p"),
    ("dario", "g,5,1,m"),
    ("dario", "g,5,1,m,1"),
    ("dario", "g,5,1,d,1,2"),
    ("anna", "g,7"),
    ("carla", "g,6,2"),
    ("carla", "g,6,2,6"),
    ("carla", "g,6,2,6,d,2"),
    ("carla", "g,6,2,6,2"),
    ("carla", "g,6,2,6,3"),
    ("carla", "g,6,3"),
    ("carla", "g,6,3,1"),
    ("carla", "g,6,3,1,d,2"),
    ("carla", "g,6,4"),
    ("carla", "g,6,4,1"),
    ("carla", "g,6,5"),
    ("carla", "g,6,5,1"),
    ("carla", "g,6,6"),
    ("carla", "g,6,7,1"),
    ("carla", "g,6,7,1,1"),
    ("carla", "g,6,7,1,1,1"),
    ("carla", "g,6,8"),
    ("carla", "g,6,8,1"),
    ("carla", "g,6,9"),
    ("carla", "g,6,9,1"),
    ("carla", "g,6,9,2"),
    ("carla", "g,6,7,2"),
    ("carla", "g,6,7,2,b"),
    ("carla", "g,6,7,2,d"),
];

/// What is offered only where the work has gone further than at these places: in a plan that is signed or runs,
/// for a vacancy or a desk that was closed, for a key, for a book that has grown old.
const FURTHER: &[&str] = &[
    "plans.start",
    "plans.resume",
    "vacancies.publish",
    "vacancies.reopen",
    "office.desk.reopen",
    "office.key.revoke",
    "office.book.purge",
];

/// A desk at a place.
fn at((login, lines): (&'static str, &str), lang: Lang) -> Desk {
    let mut desk = desk().login(login).lang(lang).linear().open();
    for line in lines.split(',').filter(|line| !line.is_empty()) {
        desk.line_at_once(line);
    }
    desk
}

/// The commands that are offered now, by full name and by what is said to call them.
fn offered(desk: &Desk) -> Vec<(String, String)> {
    let app = desk.session().app();
    let pane = PANES.iter().find(|pane| pane.title == app.pane_title());
    let pane = pane.expect("a pane").name;
    let own = app.offered();
    let own = own.iter().map(|command| full_name(pane, command));
    let all = APP_COMMANDS
        .iter()
        .map(|row| full_name("app", &row.command));
    let offers = app.offers();
    assert_eq!(
        offers.len(),
        own.len() + APP_COMMANDS.len(),
        "a command has no line"
    );
    let said = offers.iter().map(|offer| match offer.key {
        Some(key) => key.to_string(),
        None => offer.label.to_string(),
    });
    own.chain(all).zip(said).collect()
}

#[test]
fn every_command_of_the_table_is_taken_by_line() {
    let mut taken = BTreeSet::new();
    for (count, place) in PLACES.iter().enumerate() {
        let lang = if count % 2 == 0 { Lang::It } else { Lang::En };
        let mut there = Some(at(*place, lang));
        let first = there.as_ref().expect("a desk");
        assert!(
            first.session().app().layer().is_none(),
            "{place:?}: {}",
            first.said()
        );
        let offered = offered(first).into_iter();
        for (name, line) in offered.filter(|(name, _)| taken.insert(name.clone())) {
            let mut desk = there.take().unwrap_or_else(|| at(*place, lang));
            desk.line_at_once(&line);
            let said = desk.said();
            assert!(!said.contains('\u{1b}'), "{name}: {said}");
            let refused = ["Non capisco", "Not understood", "linear-"];
            assert!(
                !refused.iter().any(|word| said.contains(word)),
                "{name} by {line:?} at {place:?}: {said}"
            );
            assert!(desk.is_over() || said.ends_with(": "), "{name}: {said}");
        }
    }
    let all = PANES.iter().flat_map(|pane| {
        let commands = (pane.commands)();
        commands
            .iter()
            .map(|command| full_name(pane.name, command))
            .collect::<Vec<_>>()
    });
    let all = all.chain(
        APP_COMMANDS
            .iter()
            .map(|row| full_name("app", &row.command)),
    );
    let left: Vec<_> = all.filter(|name| !taken.contains(name)).collect();
    let unheard: Vec<_> = left
        .iter()
        .filter(|name| !FURTHER.contains(&name.as_str()))
        .collect();
    assert!(
        unheard.is_empty(),
        "never offered at these places: {unheard:?}"
    );
}
