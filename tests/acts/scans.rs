//! Whatever any test here asks of an office or does to it, no statement of it goes through a whole table
//! that grows: SQLite is asked how it would run each, the first time it is seen. Its plans depend on the
//! schema alone, for an office keeps no statistics: what holds for these few rows holds for a million.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Barrier, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use regex::Regex;
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use serde::{Deserialize, Serialize};
use sportello::domain::ids::ActId;
use sportello::domain::staff::{Right, Staff};
use sportello::store::{Act, Query, Reader, Result, Store, Tx};
use ulid::Ulid;

use crate::Office;

/// The tables that grow with the people and the days of an office.
const GROWING: &[&str] = &[
    "access_log",
    "act",
    "act_body",
    "application",
    "appointment",
    "change",
    "company",
    "complaint",
    "contact",
    "delivery",
    "document",
    "employment",
    "entry",
    "feedback",
    "follow_up",
    "goal",
    "identifier",
    "intake",
    "login_log",
    "note",
    "opinion",
    "person",
    "person_key",
    "personal_change",
    "placement",
    "plan",
    "plan_action",
    "privacy_act",
    "requirement",
    "sealed_fact",
    "ticket",
    "ticket_event",
    "touched",
    "vacancy",
];

/// What goes through a whole table and may, by a piece of the statement or of its plan, with the reason.
const NAMED: &[(&str, &str)] = &[
    (
        "USING INDEX identifier_doubtful",
        "holds the doubtful codes alone, which is what is listed",
    ),
    (
        "SELECT value FROM identifier WHERE checked <> 'ok'",
        "their index holds the codes in doubt alone, which the list of doubles is made of",
    ),
    (
        "SELECT root FROM identifier WHERE root IS NOT NULL",
        "the same, codes with another form",
    ),
    (
        "FROM not_same s JOIN person a",
        "what coordination has said of pairs, some times a year",
    ),
    (
        "FROM vacancy v WHERE 1 AND",
        "every vacancy in any state, for a script that asks for all",
    ),
    (
        "JOIN company c ON c.id = v.company  WHERE 1 AND",
        "the same, its rows",
    ),
    (
        "FROM company c  WHERE (c.batch IS NULL",
        "the first by name, in the order of their index",
    ),
    (
        "SELECT v.n, v.lat, v.lon FROM vacancy v WHERE (?1 = 0",
        "the newest: read from the last row back until there are enough",
    ),
    (
        "DELETE FROM office WHERE id",
        "taken back by coordination just after it was made",
    ),
    (
        "SELECT seq, at FROM access_log ORDER BY seq DESC",
        "a book is counted and read from its end when coordination looks at what of it is due, some times a year",
    ),
    (
        "SELECT seq, at FROM login_log ORDER BY seq DESC",
        "the same",
    ),
    ("SELECT count(*) FROM access_log", "the same"),
    ("SELECT count(*) FROM login_log", "the same"),
    (
        "SELECT at FROM access_log ORDER BY seq",
        "the first row alone",
    ),
    (
        "SELECT at FROM login_log ORDER BY seq",
        "the first row alone",
    ),
    ("DELETE FROM programme WHERE id", "what was just made, too"),
    ("DELETE FROM desk WHERE id", "the same"),
    ("DELETE FROM staff WHERE id", "the same"),
    ("DELETE FROM service_type WHERE id", "the same"),
    ("DELETE FROM outline WHERE id", "the same"),
    (
        "DELETE FROM privacy_act WHERE",
        "taken back just after it was given, or with a batch; only applications are gone through",
    ),
];

/// What has been said to the database, and whether it has been looked at.
static SAID: Mutex<BTreeMap<String, bool>> = Mutex::new(BTreeMap::new());

fn note(event: TraceEvent<'_>) {
    if let TraceEvent::Stmt(statement, text) = event {
        // A trigger's own statements are told as comments.
        if !text.starts_with("--") {
            let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
            said.entry(statement.sql().into_owned()).or_insert(false);
        }
    }
}

fn listen_on(conn: &Connection) {
    conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note));
}

#[derive(Serialize, Deserialize)]
struct Listen;

impl Act for Listen {
    type Out = ();
    const NAME: &'static str = "test.listen";
    const RIGHT: Right = Right::OfficeManage;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        listen_on(tx.conn());
        Ok(())
    }
}

/// Waits until as many readers are at it as there are, so that each is told.
struct ListenToo(Arc<Barrier>);

impl Query for ListenToo {
    type Out = ();
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<()> {
        listen_on(db.conn);
        self.0.wait();
        Ok(())
    }
}

/// From now on all that is asked of the store and done to it is noted.
pub(crate) fn listen(store: &Store, staff: &Staff, at: DateTime<Utc>, readers: usize) {
    let all = Arc::new(Barrier::new(readers));
    let (teller, told) = std::sync::mpsc::channel();
    for _ in 0..readers {
        let teller = teller.clone();
        let listened = move |answer: Result<()>| teller.send(answer).unwrap();
        store.read(staff, at, ListenToo(Arc::clone(&all)), listened);
    }
    for _ in 0..readers {
        told.recv().unwrap().unwrap();
    }
    // Far from the ids that tests give.
    let id = ActId(Ulid(u128::MAX - (1 << 40)));
    store.act_now(staff, id, at, Listen).unwrap();
}

/// Looks at what is new among that which was said.
pub(crate) fn check(office: &Office) {
    let fresh: Vec<String> = {
        let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = said.iter_mut().filter(|(_, seen)| !**seen);
        fresh
            .map(|(text, seen)| {
                *seen = true;
                text.clone()
            })
            .collect()
    };
    if fresh.is_empty() {
        return;
    }
    let conn = crate::people::raw(office);
    let faults: Vec<String> = fresh
        .iter()
        .filter_map(|text| scanned(&conn, text))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// What a statement goes through whole, if it may not.
fn scanned(conn: &Connection, text: &str) -> Option<String> {
    let verb = text.split_whitespace().next()?.to_ascii_uppercase();
    let reads = ["SELECT", "WITH", "UPDATE", "DELETE", "INSERT"].contains(&verb.as_str());
    let named = |said: &str| NAMED.iter().any(|(piece, _)| said.contains(piece));
    if !reads || named(text) {
        return None;
    }
    let mut ask = conn.prepare(&format!("EXPLAIN QUERY PLAN {text}")).ok()?;
    // Unbound parameters are NULL: the plan does not look at them.
    let steps: Vec<String> = ask
        .raw_query()
        .mapped(|row| row.get(3))
        .collect::<rusqlite::Result<_>>()
        .ok()?;
    let tables = tables_of(text);
    let bad: BTreeSet<&String> = steps
        .iter()
        .filter(|step| {
            let scan = step.strip_prefix("SCAN ");
            let name = scan.and_then(|scan| scan.split_whitespace().next());
            !named(step)
                && name.is_some_and(|name| {
                    let table = tables.get(name).map_or(name, String::as_str);
                    GROWING.contains(&table)
                })
        })
        .collect();
    (!bad.is_empty()).then(|| format!("{text}\n  {bad:?}"))
}

/// Which table each name of a statement stands for.
fn tables_of(text: &str) -> BTreeMap<String, String> {
    let named =
        Regex::new(r"(?i)\b(?:FROM|JOIN|UPDATE|INTO|,)\s*([a-z_]+)(?:\s+AS)?\s+([a-z_]+)\b")
            .unwrap();
    named
        .captures_iter(text)
        .filter(|found| GROWING.contains(&&found[1]))
        .map(|found| (found[2].to_owned(), found[1].to_owned()))
        .collect()
}

#[test]
fn a_statement_that_scans_is_seen() {
    let office = crate::office();
    let conn = crate::people::raw(&office);
    for (text, scans) in [
        ("SELECT surname FROM person WHERE surname = 'Rossi'", true),
        ("SELECT p.surname FROM person p WHERE p.name = ?1", true),
        ("SELECT count(*) FROM person", true),
        ("SELECT surname FROM person WHERE n = 3", false),
        (
            "SELECT name FROM staff WHERE login = 'x' OR name = 'y'",
            false,
        ),
    ] {
        assert_eq!(scanned(&conn, text).is_some(), scans, "{text}");
    }
}
