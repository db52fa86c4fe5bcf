//! Two records of one person: found, made one, and made two again, with nothing lost on the way.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use rusqlite::types::Value;
use sportello::domain::double::SameFact;
use sportello::domain::ids::PersonId;
use sportello::domain::note::NoteKind;
use sportello::domain::person::{Checked, EmploymentStatus, SameBy};
use sportello::domain::queue::Priority;
use sportello::domain::refusal::Refusal;
use sportello::store::journal::{Of, RedoLast, UndoLast};
use sportello::store::notes::{AddNote, NotesOf};
use sportello::store::people::{
    BELONGING, ChangePerson, Doubles, Employment, MergePeople, Newcomer, NotSame, PersonFile,
    PersonRecord, PersonSide, SeparatePeople, SetEmployment,
};
use sportello::store::plans::{DraftPlan, NewAction};
use sportello::store::queue::IssueTicket;
use sportello::store::search::FindPeople;
use sportello::store::{Error, History, WhoLooked};

use crate::people::{code, day, newcomer, raw, register};
use crate::{Office, office};

fn file(office: &Office, person: PersonId) -> PersonRecord {
    office.ask(&office.carla, PersonFile { person }).unwrap()
}

/// That two records become one as they stand now.
pub fn merge(office: &Office, kept: PersonId, gone: PersonId, taken: &[SameFact]) -> MergePeople {
    let ver = |person| {
        let side = office.ask(&office.carla, PersonSide { person });
        side.unwrap().ver
    };
    MergePeople {
        kept,
        kept_ver: ver(kept),
        gone,
        gone_ver: ver(gone),
        taken: taken.to_vec(),
    }
}

fn walk_in(person: PersonId) -> IssueTicket {
    IssueTicket {
        person: Some(person),
        alias: None,
        code: None,
        service: "reception".into(),
        priority: Priority::Normal,
        appointment: None,
        exception: Some("prova".into()),
    }
}

fn note(office: &Office, person: PersonId, text: &str) {
    let note = AddNote {
        person,
        kind: NoteKind::Diary,
        text: text.into(),
    };
    office.act(&office.anna, note).unwrap();
}

/// Maria twice: with her card, and months later without it.
fn maria_twice(office: &Office) -> (PersonId, PersonId) {
    let mut with_card = newcomer("Rossi", "Maria");
    with_card.facts.birth_on = Some(day("1985-03-12"));
    with_card.facts.phone = Some("399 111 1111".into());
    with_card.identifiers = vec![code("RSSMRA85C52F205K", Checked::Ok)];
    with_card.employment = Some(Employment {
        status: EmploymentStatus::Unemployed,
        since: Some(day("2026-01-10")),
    });
    let mut without = Newcomer {
        identifiers: Vec::new(),
        ..with_card.clone()
    };
    without.facts.phone = Some("399 222 2222".into());
    without.facts.email = Some("maria@example.org".into());
    without.employment = Some(Employment {
        status: EmploymentStatus::Employed,
        since: Some(day("2026-06-01")),
    });
    let one = register(office, with_card).person;
    let other = register(office, without).person;
    note(office, one, "prima");
    note(office, other, "seconda");
    (one, other)
}

/// Every row of the office but versions, the journal's and the books' apart.
pub fn dump(conn: &Connection) -> BTreeSet<String> {
    let mut rows = BTreeSet::new();
    for (table, _) in BELONGING.iter().chain(&[("person", "")]) {
        let mut all = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let names: Vec<String> = all.column_names().into_iter().map(Into::into).collect();
        let mut found = all.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let told: Vec<String> = names
                .iter()
                .filter(|name| *name != "n" && *name != "ver")
                .map(|name| format!("{name}={:?}", row.get::<_, Value>(name.as_str()).unwrap()))
                .collect();
            rows.insert(format!("{table}: {}", told.join(" ")));
        }
    }
    rows
}

#[test]
fn whatever_points_to_a_person_is_known_to_the_merge() {
    let office = office();
    let conn = raw(&office);
    let mut keys = conn
        .prepare(
            "SELECT t.name, f.\"from\" FROM pragma_table_list t, pragma_foreign_key_list(t.name) f
             WHERE t.schema = 'main' AND f.\"table\" = 'person'",
        )
        .unwrap();
    let found: BTreeSet<(String, String)> = keys
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let known: BTreeSet<(String, String)> = BELONGING
        .iter()
        .chain(&[("person", "merged_into")])
        .map(|(table, column)| ((*table).to_owned(), (*column).to_owned()))
        .collect();
    assert_eq!(found, known);
    // A column that is named for a person and points nowhere would be forgotten too.
    let mut named = conn
        .prepare(
            "SELECT t.name FROM pragma_table_list t, pragma_table_info(t.name) c
             WHERE t.schema = 'main' AND c.name = 'person'",
        )
        .unwrap();
    let named: BTreeSet<String> = named
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let journal = ["act", "access_log"].map(str::to_owned);
    let known: BTreeSet<String> = BELONGING
        .iter()
        .filter(|(_, column)| *column == "person")
        .map(|(table, _)| (*table).to_owned())
        .chain(journal)
        .collect();
    assert_eq!(named, known);
}

#[test]
fn two_records_become_one_with_both_histories() {
    let office = office();
    let (one, other) = maria_twice(&office);
    let ticket = office.act(&office.anna, walk_in(other)).unwrap();
    file(&office, other);
    let facts = [SameFact::Phone, SameFact::Email, SameFact::Employment];
    office
        .act(&office.carla, merge(&office, one, other, &facts))
        .unwrap();

    let now = file(&office, one);
    assert_eq!(now.facts.phone.as_deref(), Some("399 222 2222"));
    assert_eq!(now.facts.email.as_deref(), Some("maria@example.org"));
    assert_eq!(now.identifiers.len(), 1);
    assert_eq!(now.notes, 2);
    assert_eq!(now.ticket.as_ref().unwrap().id, ticket.ticket);
    assert_eq!(now.merged, [(other, "ROSSI Maria".to_owned())]);
    let present: Vec<_> = now
        .employment
        .iter()
        .filter(|period| period.to_on.is_none())
        .map(|period| period.status)
        .collect();
    assert_eq!(present, [EmploymentStatus::Employed]);
    // Whoever still has the other record in hand is led to this one; nothing is written about it any more.
    assert_eq!(file(&office, other).id, one);
    let late = AddNote {
        person: other,
        kind: NoteKind::Diary,
        text: "tardi".into(),
    };
    assert!(matches!(
        office.act(&office.anna, late),
        Err(Error::Refused {
            rule: Refusal::MergedInto,
            ..
        })
    ));
    // Found once, by the names and numbers of both.
    for words in ["rossi maria", "3992222222", "RSSMRA85C52F205K"] {
        let find = FindPeople {
            words: words.into(),
            limit: 9,
        };
        let found: Vec<_> = office.ask(&office.anna, find).unwrap();
        let found: Vec<_> = found.iter().map(|hit| hit.id).collect();
        assert_eq!(found, [one], "{words}");
    }
    // Both histories, and who looked at either.
    let history = History {
        of: Of::Person(one),
        before: None,
        limit: 50,
    };
    let verbs: Vec<String> = office
        .ask(&office.carla, history)
        .unwrap()
        .into_iter()
        .map(|entry| entry.name)
        .collect();
    let count = |verb: &str| verbs.iter().filter(|name| *name == verb).count();
    assert_eq!(count("person.register"), 2, "{verbs:?}");
    assert_eq!(count("person.note"), 2, "{verbs:?}");
    assert_eq!(count("ticket.issue"), 1, "{verbs:?}");
    let looked = WhoLooked {
        person: one,
        reason: "asked".into(),
        before: None,
        limit: 50,
    };
    let looked = office.ask(&office.carla, looked).unwrap();
    let places: Vec<i64> = looked.iter().map(|row| row.seq).collect();
    assert!(places.is_sorted_by(|a, b| a > b), "{places:?}");
    let of_both: i64 = raw(&office)
        .query_row(
            "SELECT count(*) FROM access_log WHERE person IS NOT NULL",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(looked.len() as i64, of_both);
}

#[test]
fn a_merge_is_taken_back_and_done_again() {
    let office = office();
    let (one, other) = maria_twice(&office);
    office.act(&office.anna, walk_in(other)).unwrap();
    let before = dump(&raw(&office));
    let act = merge(&office, one, other, &[SameFact::Phone]);
    office.act(&office.carla, act).unwrap();
    let after = dump(&raw(&office));
    assert_ne!(before, after);
    office.act(&office.carla, UndoLast).unwrap();
    assert_eq!(dump(&raw(&office)), before);
    let found = FindPeople {
        words: "rossi".into(),
        limit: 9,
    };
    assert_eq!(office.ask(&office.anna, found).unwrap().len(), 2);
    office.act(&office.carla, RedoLast).unwrap();
    assert_eq!(dump(&raw(&office)), after);
}

#[test]
fn months_later_they_are_separated_and_what_is_newer_stays() {
    let office = office();
    let (one, other) = maria_twice(&office);
    let act = merge(&office, one, other, &[SameFact::Phone, SameFact::Email]);
    office.act(&office.carla, act).unwrap();
    office.set_now("2027-02-10T09:00:00Z");
    note(&office, one, "dopo");
    let now = file(&office, one);
    let mut facts = now.facts.clone();
    facts.phone = Some("399 333 3333".into());
    let change = ChangePerson {
        person: one,
        ver: now.ver,
        facts,
    };
    office.act(&office.anna, change).unwrap();
    assert_eq!(
        office
            .act(&office.carla, SeparatePeople { gone: other })
            .unwrap(),
        one
    );
    let (first, second) = (file(&office, one), file(&office, other));
    assert_eq!(first.facts.phone.as_deref(), Some("399 333 3333"));
    assert_eq!(first.facts.email, None);
    assert_eq!(second.facts.phone.as_deref(), Some("399 222 2222"));
    assert_eq!(second.facts.email.as_deref(), Some("maria@example.org"));
    assert_eq!((first.notes, second.notes), (2, 1));
    let of = |person| {
        let notes = office.ask(&office.anna, NotesOf { person, limit: 9 });
        notes
            .unwrap()
            .into_iter()
            .map(|n| n.text)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(other), ["seconda"]);
    assert_eq!(second.employment[0].status, EmploymentStatus::Employed);
    assert_eq!(second.employment[0].to_on, None);
    assert!(matches!(
        office.act(&office.carla, SeparatePeople { gone: other }),
        Err(Error::Refused {
            rule: Refusal::WrongState,
            ..
        })
    ));
}

#[test]
fn codes_stand_once_and_the_other_tax_code_still_finds_the_person() {
    let office = office();
    let mut first = newcomer("Neri", "Ada");
    first.identifiers = vec![code("NREDAA90A41F205X", Checked::Forced)];
    let mut second = newcomer("Neri", "Ada");
    second.identifiers = vec![code("NREDAA90A41F205Y", Checked::Forced)];
    let one = register(&office, first.clone()).person;
    let other = register(&office, second).person;
    let third = register(&office, first).person;
    office
        .act(&office.carla, merge(&office, one, other, &[SameFact::Code]))
        .unwrap();
    office
        .act(&office.carla, merge(&office, one, third, &[]))
        .unwrap();
    let codes: Vec<String> = file(&office, one)
        .identifiers
        .iter()
        .map(|code| code.value.clone())
        .collect();
    assert_eq!(codes, ["NREDAA90A41F205Y", "NREDAA90A41F205X"]);
    for words in ["NREDAA90A41F205X", "NREDAA90A41F205Y"] {
        let find = FindPeople {
            words: words.into(),
            limit: 9,
        };
        let found = office.ask(&office.anna, find).unwrap();
        assert_eq!(found.len(), 1, "{words}");
        assert_eq!(found[0].tax_code.as_deref(), Some("NREDAA90A41F205Y"));
    }
}

#[test]
fn a_merge_is_refused_where_it_would_say_two_things_at_once() {
    let office = office();
    let (one, other) = maria_twice(&office);
    let draft = |person| DraftPlan {
        person,
        template: None,
        intake: None,
        programme: None,
        goal_words: None,
        starts_on: day("2026-11-16"),
        ends_on: day("2027-05-16"),
        goals: Vec::new(),
        actions: Vec::<NewAction>::new(),
    };
    let stale = merge(&office, one, other, &[]);
    let employed = SetEmployment {
        person: other,
        employment: Employment {
            status: EmploymentStatus::Student,
            since: Some(day("2026-11-01")),
        },
        before: sportello::store::Before::default(),
    };
    office.act(&office.anna, employed).unwrap();
    let now = file(&office, other);
    let mut facts = now.facts.clone();
    facts.preferred_name = Some("Mari".into());
    let change = ChangePerson {
        person: other,
        ver: now.ver,
        facts,
    };
    office.act(&office.anna, change).unwrap();
    assert!(matches!(
        office.act(&office.carla, stale),
        Err(Error::Conflict { .. })
    ));
    for person in [one, other] {
        office.act(&office.bruno, draft(person)).unwrap();
    }
    assert!(matches!(
        office.act(&office.carla, merge(&office, one, other, &[])),
        Err(Error::Refused {
            rule: Refusal::BothHavePlans,
            ..
        })
    ));
    assert!(matches!(
        office.act(&office.anna, merge(&office, one, other, &[])),
        Err(Error::Denied(_))
    ));
}

#[test]
fn the_list_has_each_pair_once_by_the_surest_sign() {
    let office = office();
    let born = |surname: &str, name: &str, on: &str| {
        let mut person = newcomer(surname, name);
        person.facts.birth_on = Some(day(on));
        person
    };
    let coded = |value: &str, root: Option<&str>| {
        let mut code = code(value, Checked::Ok);
        code.root = root.map(str::to_owned);
        code
    };
    let mut people = vec![
        born("Rossi", "Mario", "1980-01-01"),
        born("Rossi", "Mario", "1980-01-01"),
        // Surname and name changed places, and an accent.
        born("Bianchi", "Zoè", "1991-02-02"),
        born("Zoe", "Bianchi", "1991-02-02"),
        // A house with one telephone, and a number of two.
        newcomer("Verdi", "Ada"),
        newcomer("Neri", "Ugo"),
        born("Solo", "Uno", "1970-01-01"),
    ];
    people[0].identifiers = vec![coded("RSSMRA80A01F205X", None)];
    people[1].identifiers = vec![coded("RSSMRA80A01F20RS", Some("RSSMRA80A01F205X"))];
    for at in [4, 5] {
        people[at].facts.phone = Some("399 444 4444".into());
    }
    for n in 0..6 {
        let mut housemate = newcomer("Casa", &format!("Numero {n}"));
        housemate.facts.phone = Some("399 555 5555".into());
        people.push(housemate);
    }
    let ids: Vec<PersonId> = people
        .into_iter()
        .map(|person| register(&office, person).person)
        .collect();
    let list = || {
        let (total, rows) = office.ask(&office.carla, Doubles { limit: 50 }).unwrap();
        assert_eq!(total, rows.len());
        let rows = rows.into_iter();
        rows.map(|pair| ((pair.one.id, pair.other.id), pair.by))
            .collect::<BTreeMap<_, _>>()
    };
    let expected = BTreeMap::from([
        ((ids[0], ids[1]), SameBy::Code),
        ((ids[2], ids[3]), SameBy::Birth),
        ((ids[4], ids[5]), SameBy::Phone),
    ]);
    assert_eq!(list(), expected);
    let (one, other) = (ids[5], ids[4]);
    office.act(&office.carla, NotSame { one, other }).unwrap();
    assert_eq!(list().len(), 2);
    office.act(&office.carla, UndoLast).unwrap();
    assert_eq!(list(), expected);
    office
        .act(&office.carla, merge(&office, ids[0], ids[1], &[]))
        .unwrap();
    assert_eq!(list().len(), 2);
}
