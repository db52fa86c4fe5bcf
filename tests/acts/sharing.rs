//! Equal questions share one answer until something moves that it was read from; nobody gets one that is
//! old, or that is not for them.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use sportello::clock::local_day;
use sportello::domain::ids::PersonId;
use sportello::domain::note::NoteKind;
use sportello::domain::queue::Priority;
use sportello::domain::staff::Right;
use sportello::store::agenda::{Book, DayAgenda};
use sportello::store::catalogue::Services;
use sportello::store::notes::AddNote;
use sportello::store::people::ChangePerson;
use sportello::store::queue::{Board, IssueTicket};
use sportello::store::{Error, Query, Reader, Result, Shared};

use crate::agenda::interview;
use crate::people::{file, newcomer, register};
use crate::{Office, office};

/// How long an answer may take: far beyond any real one.
const PATIENCE: Duration = Duration::from_secs(60);

/// A question that counts how often it is really put.
#[derive(Clone)]
struct Counted {
    about: &'static str,
    put: Arc<AtomicUsize>,
}

impl Query for Counted {
    type Out = usize;
    const RIGHT: Right = Right::PeopleWrite;

    fn shared(&self) -> Option<Shared> {
        Some(Shared {
            asked: self.about.to_owned(),
            reads: &["person"],
        })
    }

    fn copy(answer: &usize) -> Option<usize> {
        Some(*answer)
    }

    fn run(&self, _db: &Reader<'_>) -> Result<usize> {
        Ok(self.put.fetch_add(1, Ordering::SeqCst))
    }
}

fn ask_many(office: &Office, question: &Counted, times: usize) -> Vec<Result<usize>> {
    let (to, answers) = channel();
    for _ in 0..times {
        let to = to.clone();
        let told = move |answer| to.send(answer).unwrap();
        office
            .store
            .read(&office.anna, office.now(), question.clone(), told);
    }
    (0..times)
        .map(|_| answers.recv_timeout(PATIENCE).unwrap())
        .collect()
}

#[test]
fn a_hundred_who_ask_the_same_after_one_act_cost_one_look() {
    let office = office();
    let put = Arc::new(AtomicUsize::new(0));
    let question = Counted {
        about: "board",
        put: Arc::clone(&put),
    };
    for round in 0..3 {
        register(&office, newcomer("Rossi", "Maria"));
        let answers = ask_many(&office, &question, 100);
        assert!(
            answers.iter().all(|answer| *answer == Ok(round)),
            "{answers:?}"
        );
    }
    let other = Counted {
        about: "another board",
        put,
    };
    assert_eq!(ask_many(&office, &other, 1), [Ok(3)]);
}

#[test]
fn an_answer_stays_while_only_other_things_move_and_no_longer_than_its_minute() {
    let office = office();
    let question = Counted {
        about: "people",
        put: Arc::default(),
    };
    let person = register(&office, newcomer("Rossi", "Maria"));
    assert_eq!(ask_many(&office, &question, 1), [Ok(0)]);
    let note = AddNote {
        person: person.person,
        kind: NoteKind::Diary,
        text: "Ha chiamato.".to_owned(),
    };
    office.act(&office.anna, note).unwrap();
    assert_eq!(ask_many(&office, &question, 1), [Ok(0)]);
    register(&office, newcomer("Bianchi", "Ada"));
    assert_eq!(ask_many(&office, &question, 1), [Ok(1)]);
    let later = office.now() + TimeDelta::minutes(1);
    let again = office
        .store
        .read_now(&office.anna, later, question.clone())
        .unwrap();
    assert_eq!(again, 2);
    // Of another minute, asked by somebody whose clock is behind: made for them alone.
    assert_eq!(ask_many(&office, &question, 1), [Ok(3)]);
}

#[test]
fn somebody_who_leafs_through_a_year_does_not_keep_it_in_memory() {
    let office = office();
    let put = Arc::new(AtomicUsize::new(0));
    let of_day = |day: usize| Counted {
        about: Box::leak(format!("day {day}").into_boxed_str()),
        put: Arc::clone(&put),
    };
    for day in 0..365 {
        assert_eq!(ask_many(&office, &of_day(day), 1), [Ok(day)]);
    }
    assert_eq!(ask_many(&office, &of_day(364), 1), [Ok(364)]);
    assert_eq!(ask_many(&office, &of_day(0), 1), [Ok(365)]);
}

/// A question that is asked while every table that it reads is written down.
struct Overheard<Q>(Q);

impl<Q: Query> Query for Overheard<Q> {
    type Out = BTreeSet<String>;
    const RIGHT: Right = Q::RIGHT;

    fn run(&self, db: &Reader<'_>) -> Result<BTreeSet<String>> {
        let tables = Arc::new(Mutex::new(BTreeSet::new()));
        let heard = Arc::clone(&tables);
        // What was prepared before would not be heard.
        db.conn.flush_prepared_statement_cache();
        let listen = move |asked: AuthContext<'_>| {
            if let AuthAction::Read { table_name, .. } = asked.action {
                heard.lock().unwrap().insert(table_name.to_owned());
            }
            Authorization::Allow
        };
        db.conn.authorizer(Some(listen))?;
        self.0.run(db)?;
        db.conn
            .authorizer(None::<fn(AuthContext<'_>) -> Authorization>)?;
        Ok(std::mem::take(&mut *tables.lock().unwrap()))
    }
}

fn names_all_that_it_reads<Q: Query>(office: &Office, question: Q) {
    let named = question.shared().unwrap().reads;
    let mut read = office
        .store
        .read_now(&office.anna, office.now(), Overheard(question))
        .unwrap();
    // Of the journal only its end: up to where a part that others share holds.
    read.remove("act");
    let named: BTreeSet<String> = named.iter().map(|table| (*table).to_owned()).collect();
    assert_eq!(read, named);
}

#[test]
fn a_shared_answer_names_every_table_that_it_is_read_from_and_no_other() {
    let office = office();
    let (place, day) = (office.anna.office, local_day(office.now()));
    names_all_that_it_reads(
        &office,
        Board {
            office: place,
            ended: true,
        },
    );
    names_all_that_it_reads(&office, Services { on: day });
    for staff in [None, Some(office.anna.id)] {
        let agenda = DayAgenda {
            office: place,
            staff,
            day,
            minutes: 30,
        };
        names_all_that_it_reads(&office, agenda);
    }
}

#[test]
fn an_answer_that_is_there_is_not_for_those_without_the_right() {
    let office = office();
    let question = Counted {
        about: "board",
        put: Arc::default(),
    };
    ask_many(&office, &question, 1);
    let nobody = sportello::domain::staff::Staff {
        id: sportello::domain::ids::StaffId(ulid::Ulid::from_parts(1, 1)),
        ..office.anna.clone()
    };
    let refused = office.store.read_now(&nobody, office.now(), question);
    assert_eq!(refused, Err(Error::Denied(Right::PeopleWrite)));
}

/// Moves something in the record of a person.
fn rings(office: &Office, person: PersonId, phone: &str) {
    let record = file(office, person);
    let mut facts = record.facts;
    facts.phone = Some(phone.to_owned());
    let ver = record.ver;
    office
        .act(&office.anna, ChangePerson { person, ver, facts })
        .unwrap();
}

/// Whether it is still the answer that was given, and not another made like it, once others' records have moved; and
/// another once one has moved that is in it.
fn outlasts_others<Q: Query<Out = Arc<T>> + Clone, T: ?Sized>(
    office: &Office,
    question: &Q,
    (shown, other): (PersonId, PersonId),
) {
    let ask = || office.ask(&office.anna, question.clone()).unwrap();
    let first = ask();
    rings(office, other, "399 0000001");
    register(office, newcomer("Galli", "Ugo"));
    assert!(Arc::ptr_eq(&first, &ask()), "made again for nothing");
    rings(office, shown, "399 0000002");
    assert!(!Arc::ptr_eq(&first, &ask()), "somebody in it has moved");
    rings(office, other, "399 0000003");
    rings(office, shown, "399 0000004");
    rings(office, other, "399 0000005");
    assert!(!Arc::ptr_eq(&first, &ask()), "among others");
}

#[test]
fn the_queue_and_the_day_outlast_what_moves_in_the_records_of_people_who_are_not_in_them() {
    let office = office();
    let [shown, other] = ["Rossi", "Bianchi"].map(|surname| {
        let whole = newcomer(surname, "Maria");
        register(&office, whole).person
    });
    let ticket = IssueTicket {
        person: Some(shown),
        alias: None,
        code: None,
        service: "reception".into(),
        priority: Priority::Normal,
        appointment: None,
        exception: None,
    };
    office.act(&office.anna, ticket).unwrap();
    let queue = Board {
        office: office.id,
        ended: true,
    };
    outlasts_others(&office, &queue, (shown, other));
    let book = Book {
        person: Some(shown),
        ..interview(&office, "2026-11-17T09:00:00Z")
    };
    office.act(&office.anna, book).unwrap();
    let agenda = DayAgenda {
        office: office.id,
        staff: None,
        day: crate::people::day("2026-11-17"),
        minutes: 30,
    };
    outlasts_others(&office, &agenda, (shown, other));
}
