//! Who may know whom: read off the sources.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// A layer and what of ours it may name. `panes` is looked at pane by pane as well.
const MATRIX: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("domain", &[]),
    ("terminal", &[]),
    ("reference", &["domain"]),
    ("store", &["domain", "reference", "clock"]),
    ("ui", &["terminal"]),
    ("exchange", &["store", "domain", "reference"]),
    (
        "panes",
        &[
            "ui",
            "store",
            "domain",
            "reference",
            "exchange",
            "terminal",
            "clock",
            "app",
        ],
    ),
    (
        "app",
        &[
            "panes",
            "ui",
            "store",
            "domain",
            "reference",
            "terminal",
            "clock",
        ],
    ),
    (
        "session",
        &[
            "app",
            "panes",
            "ui",
            "store",
            "domain",
            "reference",
            "terminal",
            "clock",
            "config",
        ],
    ),
    (
        "serve",
        &[
            "session", "store", "config", "terminal", "clock", "domain", "ui",
        ],
    ),
    ("args", &["config", "domain", "ui", "terminal"]),
    ("config", &["domain", "ui"]),
];

/// Foreign crates and the only places that may name them.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("rusqlite", &["store/"]),
    ("crossterm", &["terminal/"]),
    ("tokio", &["serve/"]),
    ("russh", &["serve/"]),
    (
        "ratatui",
        &["ui/screen/", "ui/theme.rs", "terminal/", "session/shows.rs"],
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// The code of a file without comments and without its tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text
        .split("#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .to_owned();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn all() -> Vec<(String, String)> {
    let mut files = Vec::new();
    sources(&root(), &mut files);
    files
        .into_iter()
        .map(|path| {
            (
                path.strip_prefix(root())
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned(),
                code(&path),
            )
        })
        .collect()
}

#[test]
fn each_layer_knows_only_those_below() {
    let names = Regex::new(r"\bcrate::(\w+)").unwrap();
    let mut faults = Vec::new();
    for (file, code) in all() {
        let layer = file.split(['/', '.']).next().unwrap();
        let Some((_, known)) = MATRIX.iter().find(|(name, _)| *name == layer) else {
            continue;
        };
        for found in names.captures_iter(&code) {
            let other = &found[1];
            let ours = MATRIX.iter().any(|(name, _)| *name == other);
            if ours && other != layer && !known.contains(&other) {
                faults.push(format!("{file}: {layer} names {other}"));
            }
        }
    }
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_pane_never_names_another_and_of_the_app_only_the_wording_of_errors() {
    let mut faults = Vec::new();
    for (file, code) in all() {
        let Some(pane) = file
            .strip_prefix("panes/")
            .and_then(|rest| rest.split_once('/'))
            .map(|(pane, _)| pane)
        else {
            continue;
        };
        for other in ["reception", "plans", "agenda", "vacancies", "people"] {
            if other != pane && code.contains(&format!("panes::{other}::")) {
                faults.push(format!("{file} names {other}"));
            }
        }
        if code
            .replace("crate::app::errors", "")
            .contains("crate::app")
        {
            faults.push(format!("{file} names the app"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn foreign_crates_stay_in_their_places() {
    let mut faults = Vec::new();
    for (file, code) in all() {
        for (name, places) in ONLY_IN {
            let named = Regex::new(&format!(r"\b{name}::")).unwrap();
            if named.is_match(&code) && !places.iter().any(|place| file.starts_with(place)) {
                faults.push(format!("{file} names {name}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_is_kept_for_the_whole_process() {
    let held = Regex::new(r"(?m)^\s*(pub(\([^)]*\))? )?static |thread_local!").unwrap();
    let faults: Vec<_> = all()
        .into_iter()
        .filter(|(_, code)| held.is_match(code))
        .map(|(file, _)| file)
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
}
