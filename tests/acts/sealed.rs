//! Sealed facts: opened for a reason each time, and nowhere else to be found.

use rusqlite::Connection;
use rusqlite::types::Value;
use sportello::domain::access::{LookAt, LookKind};
use sportello::domain::feedback::{ComplaintState, Customer};
use sportello::domain::ids::PersonId;
use sportello::domain::sealed::SealedKind;
use sportello::store::journal::{Of, UndoLast};
use sportello::store::sealed::{
    AddSealed, EndSealed, OpenSealed, SealedFields, SealedRow, StrikeSealed,
};
use sportello::store::search::FindPeople;
use sportello::store::{Error, History, Result, WhoLooked};

use crate::people::{newcomer, raw, register};
use crate::{Office, office};

/// A word that stands nowhere else.
const WORD: &str = "zanzibarese";

fn fact(person: PersonId) -> AddSealed {
    AddSealed {
        person,
        fact: SealedFields {
            percent: Some(60),
            text: Some(WORD.into()),
            proof: Some(format!("verbale {WORD}")),
            ..SealedFields::of(SealedKind::Disability)
        },
    }
}

fn open(office: &Office, person: PersonId, reason: &str) -> Result<Vec<SealedRow>> {
    let asked = OpenSealed {
        person,
        reason: reason.into(),
    };
    office.ask(&office.bruno, asked)
}

/// The tables that hold the word.
fn where_it_stands(conn: &Connection) -> Vec<String> {
    let mut tables = conn
        .prepare(
            "SELECT name FROM pragma_table_list
             WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
        )
        .unwrap();
    let tables: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let holds = |table: &String| {
        let mut all = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = all.column_count();
        let mut rows = all.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                if let Value::Text(text) = row.get::<_, Value>(column).unwrap()
                    && text.contains(WORD)
                {
                    return true;
                }
            }
        }
        false
    };
    tables.into_iter().filter(|table| holds(table)).collect()
}

#[test]
fn it_is_opened_for_a_reason_that_is_written_down_each_time() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    office.act(&office.bruno, fact(person)).unwrap();
    assert!(open(&office, person, " ").is_err());
    for reason in ["here", "here"] {
        let rows = open(&office, person, reason).unwrap();
        assert_eq!(rows[0].fact, fact(person).fact);
    }
    let asked = OpenSealed {
        person,
        reason: "here".into(),
    };
    assert!(matches!(
        office.ask(&office.anna, asked),
        Err(Error::Denied(_))
    ));
    assert!(matches!(
        office.act(&office.anna, fact(person)),
        Err(Error::Denied(_))
    ));
    let looked = WhoLooked {
        person,
        reason: "asked".into(),
        before: None,
        limit: 50,
    };
    let looked = office.ask(&office.carla, looked).unwrap();
    let opened: Vec<_> = looked
        .iter()
        .filter(|row| row.what == Some(LookKind::Unseal))
        .collect();
    assert_eq!(opened.len(), 2, "each time");
    assert!(opened.iter().all(|row| {
        row.seen == Some(LookAt::Sealed)
            && row.reason.as_deref() == Some("here")
            && row.name == "Bruno Costa"
    }));
}

#[test]
fn what_it_says_stands_in_its_own_table_alone() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    office.act(&office.bruno, fact(person)).unwrap();
    assert_eq!(where_it_stands(&raw(&office)), ["sealed_fact"]);
    let find = FindPeople {
        words: WORD.into(),
        limit: 9,
    };
    assert!(office.ask(&office.carla, find).unwrap().is_empty());
    let history = || {
        let of = History {
            of: Of::Person(person),
            before: None,
            limit: 50,
        };
        let entries = office.ask(&office.carla, of).unwrap();
        let names: Vec<String> = entries.into_iter().map(|entry| entry.name).collect();
        names
    };
    assert_eq!(history(), ["person.register"]);
    // Undo passes it over: for taking it back the journal would have to know what it says.
    let undone = office.act(&office.bruno, UndoLast);
    assert!(undone.is_err(), "{undone:?}");
    let row = open(&office, person, "here").unwrap().remove(0);
    let strike = StrikeSealed {
        fact: row.id,
        ver: row.ver,
    };
    assert!(matches!(
        office.act(&office.anna, strike),
        Err(Error::Denied(_))
    ));
    office.act(&office.bruno, strike).unwrap();
    assert!(open(&office, person, "here").unwrap().is_empty());
    assert_eq!(where_it_stands(&raw(&office)), Vec::<String>::new());
    assert_eq!(history(), ["person.register"]);
    // Nor in what is free in the file.
    let file = office.store.path().to_owned();
    let Office { store, folder, .. } = office;
    drop(store);
    let bytes = std::fs::read(file).unwrap();
    let word = WORD.as_bytes();
    assert!(!bytes.windows(word.len()).any(|part| part == word));
    drop(folder);
}

#[test]
fn the_kinds_are_those_of_the_table() {
    let office = office();
    let conn = raw(&office);
    crate::core::agrees::<SealedKind>(&conn, "sealed_fact", "kind");
    crate::core::agrees::<ComplaintState>(&conn, "complaint", "state");
    crate::core::agrees::<Customer>(&conn, "complaint", "customer");
    crate::core::agrees::<Customer>(&conn, "opinion", "customer");
}

#[test]
fn it_ends_and_stays_on_file() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    office.act(&office.bruno, fact(person)).unwrap();
    let row = open(&office, person, "here").unwrap().remove(0);
    let end = EndSealed {
        fact: row.id,
        ver: row.ver,
    };
    office.act(&office.bruno, end).unwrap();
    assert!(matches!(
        office.act(&office.bruno, end),
        Err(Error::Conflict { .. })
    ));
    let row = open(&office, person, "here").unwrap().remove(0);
    assert_eq!(row.fact.to_on.unwrap().to_string(), "2026-11-16");
    let mut wrong = fact(person);
    wrong.fact.percent = Some(101);
    assert!(office.act(&office.bruno, wrong).is_err());
}
