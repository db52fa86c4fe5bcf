//! What is said of the accessibility of the program is shown by a test, and the README says the same.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;
use sportello::app::accessibility::{about, verdict};
use sportello::reference::conformance::{Clause, Verdict, clauses};
use sportello::ui::words::Words;

const BEGIN: &str = "<!-- conformance -->\n";
const END: &str = "<!-- /conformance -->";

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The names of all tests.
pub(crate) fn tests() -> BTreeSet<String> {
    let test = Regex::new(r"(?s)#\[test\]\s*(?:#\[[^\]]*\]\s*)*fn (\w+)\(").unwrap();
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    sources(&root().join("tests"), &mut files);
    let names = files.iter().flat_map(|path| {
        let text = fs::read_to_string(path).unwrap();
        let found = test.captures_iter(&text).map(|found| found[1].to_owned());
        found.collect::<Vec<_>>()
    });
    names.collect()
}

fn part(number: &str) -> Vec<u32> {
    number
        .split('.')
        .map(|part| part.parse().unwrap())
        .collect()
}

#[test]
fn what_is_said_of_the_norm_is_shown_by_tests_that_are_there() {
    let known = tests();
    assert!(known.len() > 500, "{} tests are found", known.len());
    for clause in clauses() {
        for test in clause.tests() {
            assert!(known.contains(test), "{}: no test {test}", clause.number);
        }
        let shown = clause.tests().next().is_some();
        assert!(
            shown || clause.verdict != Verdict::Met,
            "{} is said to be met without a test",
            clause.number
        );
        assert!(!clause.note.is_empty(), "{} says nothing", clause.number);
    }
}

#[test]
fn the_clauses_of_three_chapters_stand_in_their_order() {
    let numbers: Vec<_> = clauses().iter().map(|clause| part(clause.number)).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    for (chapter, count) in [(5, 9), (11, 70), (12, 6)] {
        let found = numbers.iter().filter(|number| number[0] == chapter).count();
        assert_eq!(found, count, "chapter {chapter}");
    }
}

/// The requirements of the three ways in, each with the tests that show it.
const REQUIREMENTS: &str = include_str!("requirements.tsv");

#[test]
fn every_requirement_is_shown_by_tests_that_are_there() {
    let known = tests();
    let mut ids = BTreeSet::new();
    for row in REQUIREMENTS.lines().skip(1) {
        let cells: Vec<_> = row.split('\t').collect();
        let [id, requirement, shown] = cells[..] else {
            panic!("three cells in {row:?}")
        };
        assert!(ids.insert(id), "{id} stands there twice");
        assert!(requirement.ends_with('.'), "{id}: {requirement:?}");
        assert!(!shown.is_empty(), "{id} is shown by no test");
        for test in shown.split(' ') {
            assert!(known.contains(test), "{id}: no test {test}");
        }
    }
    assert_eq!(ids.len(), 32, "requirements");
}

fn row(clause: &Clause, words: &Words) -> String {
    format!(
        "| {} | {} | {} | {} |\n",
        clause.number,
        clause.title,
        words.get(verdict(clause.verdict)),
        about(clause, words)
    )
}

#[test]
fn the_readme_shows_the_conformance_as_it_is() {
    let words = Words::new("it");
    let mut wanted =
        "| punto | titolo | esito | che cosa lo mostra |\n|---|---|---|---|\n".to_owned();
    wanted.extend(clauses().iter().map(|clause| row(clause, &words)));
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let section = readme
        .split_once(BEGIN)
        .and_then(|(_, rest)| rest.split_once(END))
        .map(|(section, _)| section)
        .expect("the markers of the conformance in the README");
    if section.trim() != wanted.trim() {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance.md");
        fs::write(&path, &wanted).unwrap();
        panic!(
            "the conformance in the README is out of date: put {} between its markers",
            path.display()
        );
    }
}
