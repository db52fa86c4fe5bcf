//! What is asked of the served office is shown by tests and load runs that are there, row by row; and the library
//! of the line is taken with what is used of it alone.

use std::collections::BTreeSet;
use std::fs;

use regex::Regex;

use crate::conformance::{root, tests};

/// The traps of the SSH library (R), the goals of load, faults and bad input (L, F, B), and what intruders try, each
/// with the tests that show it and the parts of the load run that measure it.
const ASKED: &str = include_str!("served.tsv");

/// The parts of the load run.
fn parts() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("tests/bench/serve.rs")).unwrap();
    let part = Regex::new(r#"\("(\w+)", [\w:]+\),"#).unwrap();
    part.captures_iter(&text)
        .map(|found| found[1].to_owned())
        .collect()
}

#[test]
fn all_that_is_asked_of_the_served_office_is_shown_by_tests_and_runs_that_are_there() {
    let (tests, parts) = (tests(), parts());
    assert!(parts.len() > 10, "{parts:?}");
    let mut ids = BTreeSet::new();
    for row in ASKED.lines().skip(1) {
        let cells: Vec<_> = row.split('\t').collect();
        let [id, asked, shown] = cells[..] else {
            panic!("three cells in {row:?}")
        };
        assert!(ids.insert(id), "{id} stands there twice");
        assert!(asked.ends_with('.'), "{id}: {asked:?}");
        assert!(!shown.is_empty(), "{id} is shown by nothing");
        for name in shown.split(' ') {
            match name.strip_prefix("bench:") {
                Some(part) => assert!(parts.contains(part), "{id}: no part {part}"),
                None => assert!(tests.contains(name), "{id}: no test {name}"),
            }
        }
    }
    let traps = (1..=23).map(|n| format!("R{n}"));
    let goals = "L1 L2 L3 L4 F1 F8 F9 F10 F11 F13 F14 F15 B2 B3 B4 B5 B6".split(' ');
    for id in traps.chain(goals.map(str::to_owned)) {
        assert!(ids.contains(id.as_str()), "{id} is missing");
    }
}

/// The traps that stand in the documentation of the server are those of the table.
#[test]
fn every_trap_has_its_answer_where_the_server_is_described() {
    let text = fs::read_to_string(root().join("src/serve/mod.rs")).unwrap();
    for n in 1..=23 {
        let answers = text.matches(&format!("//! | R{n} ")).count();
        assert_eq!(answers, 1, "R{n}");
    }
}

#[test]
fn the_library_of_the_line_is_pinned_and_has_only_what_is_used() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let russh = &manifest["dependencies"]["russh"];
    assert!(
        russh["version"].as_str().unwrap().starts_with('='),
        "{russh}"
    );
    assert_eq!(russh["default-features"].as_bool(), Some(false));
    let features = russh["features"].as_array().unwrap();
    let features: Vec<_> = features.iter().filter_map(|name| name.as_str()).collect();
    assert_eq!(features, ["flate2", "ring"]);
    // A panic must end one session and not all: nothing may be built that ends with the first.
    let profiles = manifest["profile"].as_table().unwrap();
    assert!(
        profiles
            .values()
            .all(|profile| profile.get("panic").is_none())
    );
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for unwanted in ["rsa", "aws-lc-rs", "aws-lc-sys", "openssl-sys"] {
        assert!(
            !lock.contains(&format!("name = \"{unwanted}\"\n")),
            "{unwanted}"
        );
    }
}
