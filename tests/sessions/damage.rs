//! What is left of an office whose file was damaged while nobody had it open: it is served to be read as far as
//! it goes, or whoever runs it hears what to do.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt as _;

use rusqlite::Connection;

use crate::program::{refused, serve};
use crate::pty::command;
use crate::served::{Served, served, try_key};
use crate::there::{There, at_length};

const PAGE: u64 = 4096;

/// Tables without which nobody knows who may come in, by what their pages' names begin with.
const ROSTER: [&str; 5] = ["sqlite_", "staff", "office", "role", "login_log"];

/// An office at rest, and the numbers of its pages with what each belongs to.
fn at_rest() -> (Served, Vec<(u64, String)>) {
    let mut served = served();
    served.stop();
    let backup = served.file("copy.db");
    let backup = backup.to_str().unwrap();
    command(&served.office, &["--as", "carla", "backup", backup]);
    let conn = Connection::open(&served.office).unwrap();
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    let mut pages = conn
        .prepare("SELECT pageno, name FROM dbstat ORDER BY pageno")
        .unwrap();
    let pages = pages.query_map([], |row| Ok((row.get::<_, i64>(0)? as u64, row.get(1)?)));
    let pages = pages.unwrap().map(Result::unwrap).collect();
    (served, pages)
}

fn damage(served: &Served, pages: impl IntoIterator<Item = u64>) {
    let file = OpenOptions::new().write(true).open(&served.office);
    let file = file.unwrap();
    for page in pages {
        let at = (page - 1) * PAGE;
        file.write_all_at(&[0xA5; PAGE as usize], at).unwrap();
    }
}

/// Serves it anew: Anna comes in, sees what is wrong and can move about; nobody else comes in for it.
fn is_read(mut served: Served) {
    let program = serve(&served.office);
    served.address.set_port(program.port);
    let stranger = served.make_key("stranger");
    at_length(async {
        let mut anna = There::anna(&served).await;
        anna.shows("Sola lettura").await.types(b"g", "Menu").await;
        let mut line = served.connect().await;
        assert!(!try_key(&mut line, "anna", stranger).await);
    });
}

#[test]
fn an_office_with_a_damaged_page_is_served_to_be_read() {
    let (served, pages) = at_rest();
    let of = |name: &str| pages.iter().find(|(_, of)| of == name).unwrap().0;
    damage(&served, [of("access_log_of_person")]);
    is_read(served);
}

#[test]
fn an_office_with_twenty_damaged_pages_is_served_to_be_read() {
    let (served, pages) = at_rest();
    let of_roster = |name: &str| ROSTER.iter().any(|begins| name.starts_with(begins));
    let others: Vec<u64> = pages
        .iter()
        .filter(|(_, of)| !of_roster(of))
        .map(|(page, _)| *page)
        .collect();
    let spread = others.iter().copied().step_by(others.len() / 19);
    // Among them the journal's first page, by which all else goes on.
    let journal = pages.iter().find(|(_, of)| of == "act").unwrap();
    damage(&served, spread.chain([journal.0]));
    is_read(served);
}

#[test]
fn an_office_of_which_only_the_first_page_is_left_is_refused_and_told_how_to_come_back() {
    let (mut served, pages) = at_rest();
    damage(&served, (2..).take(pages.len() - 1));
    let said = refused(&served.office);
    let copy = served.file("copy.db").canonicalize().unwrap();
    for told in ["è danneggiato", "sportello doctor"] {
        assert!(said.contains(told), "{told}: {said}");
    }
    let restore = format!("sportello restore {} --replace", copy.display());
    assert!(said.contains(&restore), "{said}");
    // As it was told: what was done before the backup is there, and people work.
    let copy = copy.to_str().unwrap();
    command(&served.office, &["restore", copy, "--replace"]);
    let program = serve(&served.office);
    served.address.set_port(program.port);
    at_length(async {
        let mut anna = There::anna(&served).await;
        anna.shows("Coda").await;
        assert!(!anna.screen().contains("Sola lettura"));
    });
    // Without a backup that is known there is a way too.
    drop(program);
    damage(&served, (2..).take(pages.len() - 1));
    std::fs::remove_file(served.file("copy.db")).unwrap();
    let said = refused(&served.office);
    assert!(said.contains("sportello restore FILE --replace"), "{said}");
}
