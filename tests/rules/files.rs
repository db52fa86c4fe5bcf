//! The files of the project: what is there, what they say, and that the practice office is up to date.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use regex::Regex;
use rusqlite::Connection;
use rusqlite::types::Value;
use sportello::reference::Reference;
use sportello::store::demo;

/// The day of the practice office that ships.
const DAY: &str = "2026-11-23";
/// It is downloaded with the sources.
const LARGEST: u64 = 3_000_000;

/// Sets that only the store knows.
const OF_THE_STORE: [&[&str]; 1] = [&["abandoned", "loading", "published"]];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let ending = path
            .extension()
            .and_then(|end| end.to_str())
            .unwrap_or_default();
        if path.is_dir() {
            files(&path, endings, found);
        } else if endings.contains(&ending) {
            found.push(path);
        }
    }
}

#[test]
fn the_top_level_is_as_agreed() {
    let found: BTreeSet<String> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.') && name != "target")
        // What stays beside the practice office when somebody has opened it.
        .filter(|name| !name.starts_with("demo.") || name == "demo.db")
        .collect();
    let agreed = [
        "Cargo.lock",
        "Cargo.toml",
        "README.md",
        "demo.db",
        "src",
        "tests",
        "themes",
    ];
    assert_eq!(found, agreed.map(str::to_owned).into());
}

#[test]
fn the_project_speaks_of_itself_alone() {
    // Put together here, so that this file does not name them.
    let outside = [
        "/wo",
        "rk/|/tm",
        "p/wt|\\bshar",
        "ed/(design|data|tools)|codearti",
        "fact|\\bissu",
        "e #?\\d|\\bclau",
        "de\\b|anthro",
        "pic",
    ]
    .concat();
    let outside = Regex::new(&format!("(?i){outside}")).unwrap();
    let mut found = vec![
        root().join("README.md"),
        root().join("Cargo.toml"),
        root().join(".ci/run"),
    ];
    for folder in ["src", "tests", "themes"] {
        files(
            &root().join(folder),
            &["rs", "toml", "ftl", "sql", "md", "snap", "tsv"],
            &mut found,
        );
    }
    let faults: Vec<String> = found
        .iter()
        .filter_map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let word = outside.find(&text)?;
            Some(format!("{}: {}", path.display(), word.as_str()))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The stored words of each closed set in the sources.
fn closed_sets() -> BTreeSet<BTreeSet<String>> {
    let set =
        Regex::new(r"(?s)enumeration!\s*\{(.*?)\n\s*\}\n\}|enumeration!\s*\{(.*?)\n\}").unwrap();
    let value = Regex::new(r#"(?m)^\s*\w+ = "([^"]+)","#).unwrap();
    let mut sources = Vec::new();
    files(&root().join("src"), &["rs"], &mut sources);
    let mut sets = BTreeSet::new();
    for path in sources {
        let text = fs::read_to_string(&path).unwrap();
        for found in set.captures_iter(&text) {
            let body = found.get(1).or(found.get(2)).unwrap().as_str();
            sets.insert(
                value
                    .captures_iter(body)
                    .map(|word| word[1].to_owned())
                    .collect(),
            );
        }
    }
    sets.extend(OF_THE_STORE.map(|set| set.iter().map(|&word| word.to_owned()).collect()));
    sets
}

#[test]
fn every_check_of_words_is_a_closed_set_of_the_program() {
    let check = Regex::new(r"CHECK \((\w+) IN \(('[^)]*')\)\)").unwrap();
    let sets = closed_sets();
    let mut faults = Vec::new();
    let mut checks = 0;
    let mut schema = Vec::new();
    files(&root().join("src/store/schema"), &["sql"], &mut schema);
    for path in schema {
        let text = fs::read_to_string(&path).unwrap();
        for found in check.captures_iter(&text) {
            checks += 1;
            let words: BTreeSet<String> = found[2]
                .split(',')
                .map(|word| word.trim().trim_matches('\'').to_owned())
                .collect();
            if !sets.contains(&words) {
                faults.push(format!("{}: {} IN {words:?}", path.display(), &found[1]));
            }
        }
    }
    assert!(checks > 20, "the checks are found: {checks}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Every table's rows as text, but for the shadow tables of the search.
fn dump(path: &Path) -> Vec<String> {
    let office = Connection::open(path).unwrap();
    let mut tables = office
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")
        .unwrap();
    let tables: Vec<(String, String)> = tables
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .filter(|(name, _): &(String, String)| {
            !name.contains("search_") && !name.starts_with("sqlite_")
        })
        .collect();
    let mut lines = Vec::new();
    for (name, sql) in tables {
        lines.push(sql);
        let mut all = office
            .prepare(&format!("SELECT * FROM \"{name}\""))
            .unwrap();
        let columns = all.column_count();
        let rows = all
            .query_map([], |row| {
                (0..columns)
                    .map(|i| row.get::<_, Value>(i))
                    .collect::<Result<Vec<_>, _>>()
            })
            .unwrap();
        let mut rows: Vec<String> = rows
            .map(|row| format!("{name} {:?}", row.unwrap()))
            .collect();
        rows.sort();
        lines.append(&mut rows);
    }
    lines
}

#[test]
fn the_practice_office_is_the_one_that_is_written_for_its_day() {
    let shipped = root().join("demo.db");
    let size = fs::metadata(&shipped).unwrap().len();
    assert!(size < LARGEST, "{size} bytes");
    let folder = tempfile::tempdir().unwrap();
    let (copy, fresh) = (
        folder.path().join("copy.db"),
        folder.path().join("fresh.db"),
    );
    // A copy, for even looking leaves files beside an office.
    fs::copy(&shipped, &copy).unwrap();
    demo::write(
        &fresh,
        DAY.parse::<NaiveDate>().unwrap(),
        &Arc::new(Reference::load()),
    )
    .unwrap();
    let (shipped, fresh) = (dump(&copy), dump(&fresh));
    let first = shipped.iter().zip(&fresh).find(|(old, new)| old != new);
    assert_eq!(
        first, None,
        "write it anew: sportello demo --write demo.db --date {DAY}"
    );
    assert_eq!(shipped.len(), fresh.len());
}
