//! The queue: every arrow and every refused one, the order, calling at the same time, what waiting is.

use std::collections::BTreeSet;
use std::sync::Barrier;

use sportello::domain::Named;
use sportello::domain::ids::{ActId, TicketId};
use sportello::domain::queue::{
    Happened, Outcome, PlaceReason, Priority, TicketState, TicketStep, median_and_p90, parked,
    waited, way,
};
use sportello::domain::refusal::Refusal;
use sportello::domain::staff::{Role, Staff};
use sportello::store::people::PersonFile;
use sportello::store::queue::{
    Absent, AttachPerson, Board, BoardRow, CallNext, Called, CloseDay, DayFigures, Finish, Forward,
    Given, IssueTicket, Issued, Leave, OpenTickets, Park, Recall, Release, Requeue, Resume, Return,
    Serve, Spread, Void,
};
use sportello::store::settings::AddOffice;
use sportello::store::staff::{AddStaff, Desks};
use sportello::store::{Error, Options, Result, Store, UndoLast};
use ulid::Ulid;

use crate::people::{newcomer, raw, register};
use crate::{Office, core, moment, office, week};

fn ticket_for(service: &str, priority: Priority) -> IssueTicket {
    IssueTicket {
        person: None,
        alias: None,
        code: None,
        service: service.into(),
        priority,
        appointment: None,
        exception: None,
    }
}

/// Hands out a ticket of the third class.
pub fn issue(office: &Office, service: &str) -> Issued {
    let act = ticket_for(service, Priority::Normal);
    office.act(&office.anna, act).unwrap()
}

/// Calls whoever is next to the first desk.
pub fn call(office: &Office, staff: &Staff) -> Result<Called> {
    let desk = office.desks[0];
    office.act(staff, CallNext { desk })
}

fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> Refusal {
    match outcome {
        Err(Error::Refused { rule, .. }) => rule,
        other => panic!("not refused: {other:?}"),
    }
}

fn board(office: &Office) -> Vec<BoardRow> {
    let ask = Board {
        office: office.id,
        ended: true,
    };
    office.ask(&office.anna, ask).unwrap().to_vec()
}

fn state(office: &Office, ticket: TicketId) -> TicketState {
    board(office)
        .iter()
        .find(|row| row.ticket == ticket)
        .unwrap()
        .state
}

fn finish(ticket: TicketId) -> Finish {
    Finish {
        ticket,
        outcome: Outcome::Informed,
        services: Vec::new(),
        note: None,
    }
}

/// Takes a step with anna.
fn take(office: &Office, ticket: TicketId, step: TicketStep) -> Result<()> {
    let (anna, desk) = (&office.anna, office.desks[0]);
    match step {
        TicketStep::Issue => unreachable!("a ticket is issued once"),
        TicketStep::Call => office.act(anna, CallNext { desk }).map(|_| ()),
        TicketStep::Recall => office.act(anna, Recall { ticket }).map(|_| ()),
        TicketStep::Serve => office.act(anna, Serve { ticket }),
        TicketStep::Release => office.act(anna, Release { ticket }),
        TicketStep::Absent => office.act(anna, Absent { ticket }),
        TicketStep::Park => office.act(
            anna,
            Park {
                ticket,
                reason: "documento".into(),
            },
        ),
        TicketStep::Resume => office.act(anna, Resume { ticket, desk }),
        TicketStep::Requeue => office.act(anna, Requeue { ticket }),
        TicketStep::Forward => {
            let service = "matching".into();
            office.act(
                anna,
                Forward {
                    ticket,
                    service,
                    staff: None,
                },
            )
        }
        TicketStep::Finish => office.act(anna, finish(ticket)).map(|_| ()),
        TicketStep::Leave => office.act(anna, Leave { ticket }),
        TicketStep::Return => office.act(anna, Return { ticket }),
        TicketStep::Void => office.act(
            anna,
            Void {
                ticket,
                reason: "errore".into(),
            },
        ),
    }
}

/// How to bring a new ticket to a state.
fn path_to(state: TicketState) -> &'static [TicketStep] {
    use TicketStep::{Absent, Call, Finish, Leave, Park, Serve, Void};
    match state {
        TicketState::Waiting => &[],
        TicketState::Called => &[Call],
        TicketState::Serving => &[Call, Serve],
        TicketState::Parked => &[Call, Serve, Park],
        TicketState::NoShow => &[Call, Absent],
        TicketState::Left => &[Leave],
        TicketState::Done => &[Call, Serve, Finish],
        TicketState::Voided => &[Void],
    }
}

#[test]
fn each_arrow_leads_where_it_says_and_no_other_exists() {
    let office = office();
    for &from in TicketState::ALL {
        for &step in TicketStep::ALL
            .iter()
            .filter(|step| **step != TicketStep::Issue)
        {
            let ticket = issue(&office, "reception").ticket;
            for &before in path_to(from) {
                take(&office, ticket, before).unwrap();
            }
            let outcome = take(&office, ticket, step);
            match from.after(step) {
                Some(to) => {
                    outcome.unwrap_or_else(|error| panic!("{from:?} {step:?}: {error}"));
                    assert_eq!(state(&office, ticket), to, "{from:?} {step:?}");
                }
                None => {
                    let rule = refused(outcome);
                    let taken = [TicketStep::Call, TicketStep::Resume].contains(&step)
                        && [Refusal::QueueEmpty, Refusal::TicketInHand].contains(&rule);
                    assert!(
                        rule == Refusal::WrongState || taken,
                        "{from:?} {step:?}: {rule:?}"
                    );
                    assert_eq!(state(&office, ticket), from, "{from:?} {step:?}");
                }
            }
            clear(&office, ticket);
        }
    }
}

/// Brings a ticket to an end, whatever its state, so that the next one meets an empty queue.
fn clear(office: &Office, ticket: TicketId) {
    let last = match state(office, ticket) {
        TicketState::Waiting | TicketState::Parked => TicketStep::Leave,
        TicketState::Called => TicketStep::Absent,
        TicketState::Serving => TicketStep::Finish,
        _ => return,
    };
    take(office, ticket, last).unwrap();
}

#[test]
fn each_step_leaves_its_event() {
    let office = office();
    let ticket = issue(&office, "reception").ticket;
    for step in [
        TicketStep::Call,
        TicketStep::Recall,
        TicketStep::Serve,
        TicketStep::Finish,
    ] {
        take(&office, ticket, step).unwrap();
    }
    let conn = raw(&office);
    let mut ask = conn
        .prepare("SELECT step || ':' || ifnull(from_state, '-') || '>' || to_state FROM ticket_event ORDER BY n")
        .unwrap();
    let events: Vec<String> = ask
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(|event| event.unwrap())
        .collect();
    assert_eq!(
        events,
        [
            "issue:->waiting",
            "call:waiting>called",
            "recall:called>called",
            "serve:called>serving",
            "finish:serving>done",
        ]
    );
}

#[test]
fn a_step_is_taken_back_until_somebody_else_moves_the_ticket() {
    let office = office();
    let ticket = issue(&office, "reception").ticket;
    let undo = |staff| office.act(staff, UndoLast).map(|undone| undone.name);
    for &to in &[
        TicketState::Called,
        TicketState::Serving,
        TicketState::Parked,
        TicketState::Done,
    ] {
        for &step in path_to(to) {
            take(&office, ticket, step).unwrap();
        }
        for step in path_to(to).iter().rev() {
            let name = undo(&office.anna).unwrap();
            let verb = if *step == TicketStep::Call {
                "call_next"
            } else {
                step.code()
            };
            assert_eq!(name, format!("ticket.{verb}"));
        }
        assert_eq!(
            state(&office, ticket),
            TicketState::Waiting,
            "back from {to:?}"
        );
    }
    take(&office, ticket, TicketStep::Call).unwrap();
    office.act(&office.carla, Release { ticket }).unwrap();
    assert_eq!(refused(undo(&office.anna)), Refusal::MovedSince);
    assert_eq!(undo(&office.carla).unwrap(), "ticket.release");
    assert_eq!(state(&office, ticket), TicketState::Called);
}

#[test]
fn numbers_follow_the_letter_and_the_day() {
    let office = office();
    let numbers = |services: &[&str]| -> Vec<String> {
        services
            .iter()
            .map(|service| issue(&office, service).number)
            .collect()
    };
    let first = numbers(&[
        "reception",
        "orientation.first",
        "reception",
        "orientation.special",
    ]);
    assert_eq!(first, ["R001", "O001", "R002", "O002"]);
    office.set_now("2026-11-17T09:00:00Z");
    assert_eq!(numbers(&["reception"]), ["R001"]);
    let unknown = ticket_for("astrology", Priority::Normal);
    assert!(matches!(
        office.act(&office.anna, unknown),
        Err(Error::NotFound { .. })
    ));
}

#[test]
fn a_card_swiped_twice_gets_one_ticket() {
    let office = office();
    let mut act = ticket_for("reception", Priority::Normal);
    act.person = Some(register(&office, newcomer("Rossi", "Maria")).person);
    let first = office.act(&office.anna, act.clone()).unwrap();
    assert_eq!(office.act(&office.anna, act.clone()).unwrap(), first);
    act.service = "matching".into();
    assert_ne!(office.act(&office.anna, act).unwrap().ticket, first.ticket);
    assert_eq!(board(&office).len(), 2);
}

#[test]
fn the_order_is_class_then_arrival_and_who_waits_too_long_rises() {
    let office = office();
    let at = |time: &str, priority| {
        office.set_now(&format!("2026-11-16T{time}:00Z"));
        office
            .act(&office.anna, ticket_for("reception", priority))
            .unwrap()
            .number
    };
    let early = at("09:00", Priority::Normal);
    let preferred = at("09:10", Priority::Preferred);
    let urgent = at("09:20", Priority::Urgent);
    let late = at("09:21", Priority::Normal);
    let order = || -> Vec<String> { board(&office).into_iter().map(|row| row.number).collect() };
    assert_eq!(
        order(),
        [&urgent, &preferred, &early, &late].map(String::clone)
    );
    // After half an hour the first to come stands among the preferred, and before them by arrival.
    office.set_now("2026-11-16T09:31:00Z");
    assert_eq!(
        order(),
        [&urgent, &early, &preferred, &late].map(String::clone)
    );
    office.set_now("2026-11-16T09:41:00Z");
    assert_eq!(
        order(),
        [&preferred, &urgent, &early, &late].map(String::clone)
    );
    assert_eq!(call(&office, &office.anna).unwrap().number, preferred);
}

#[test]
fn back_in_place_in_front_and_at_the_end() {
    let office = office();
    let [a, b, c] = [0, 1, 2].map(|minute| {
        office.set_now(&format!("2026-11-16T09:0{minute}:00Z"));
        issue(&office, "reception").ticket
    });
    let waiting = || -> Vec<TicketId> {
        let rows = board(&office).into_iter();
        rows.filter(|row| row.state == TicketState::Waiting)
            .map(|row| row.ticket)
            .collect()
    };
    office.set_now("2026-11-16T09:05:00Z");
    assert_eq!(call(&office, &office.anna).unwrap().ticket, a);
    take(&office, a, TicketStep::Release).unwrap();
    assert_eq!(waiting(), [a, b, c], "released: the same place");
    assert_eq!(call(&office, &office.anna).unwrap().ticket, a);
    take(&office, a, TicketStep::Absent).unwrap();
    take(&office, a, TicketStep::Return).unwrap();
    assert_eq!(waiting(), [b, c, a], "returned: the end of the class");
    assert_eq!(call(&office, &office.anna).unwrap().ticket, b);
    for step in [TicketStep::Serve, TicketStep::Park] {
        take(&office, b, step).unwrap();
    }
    assert_eq!(call(&office, &office.bruno).unwrap().ticket, c);
    office.act(&office.bruno, Serve { ticket: c }).unwrap();
    let forward = Forward {
        ticket: c,
        service: "matching".into(),
        staff: None,
    };
    office.act(&office.bruno, forward).unwrap();
    take(&office, b, TicketStep::Requeue).unwrap();
    assert_eq!(
        waiting(),
        [b, c, a],
        "requeued: in front; forwarded: by its arrival"
    );
}

#[test]
fn a_ticket_kept_for_a_colleague_is_called_by_nobody_else() {
    let office = office();
    let ticket = issue(&office, "reception").ticket;
    call(&office, &office.anna).unwrap();
    take(&office, ticket, TicketStep::Serve).unwrap();
    let forward = Forward {
        ticket,
        service: "orientation.first".into(),
        staff: Some(office.bruno.id),
    };
    office.act(&office.anna, forward).unwrap();
    assert_eq!(refused(call(&office, &office.anna)), Refusal::QueueEmpty);
    assert_eq!(
        board(&office)[0].wanted_name.as_deref(),
        Some("Bruno Costa")
    );
    assert_eq!(call(&office, &office.bruno).unwrap().ticket, ticket);
}

#[test]
fn what_one_holds_nobody_else_moves_but_coordination_settles() {
    let office = office();
    let ticket = issue(&office, "reception").ticket;
    call(&office, &office.anna).unwrap();
    let held = office.act(&office.bruno, Serve { ticket });
    match held {
        Err(Error::Refused { rule, detail }) => {
            assert_eq!((rule, detail.as_str()), (Refusal::TicketHeld, "Anna Neri"));
        }
        other => panic!("{other:?}"),
    }
    issue(&office, "reception");
    assert_eq!(
        refused(call(&office, &office.anna)),
        Refusal::TicketInHand,
        "one at a time"
    );
    office.act(&office.carla, Release { ticket }).unwrap();
    assert_eq!(call(&office, &office.anna).unwrap().ticket, ticket);
}

#[test]
fn a_parked_ticket_may_be_taken_up_by_a_colleague() {
    let office = office();
    let ticket = issue(&office, "reception").ticket;
    for step in [TicketStep::Call, TicketStep::Serve, TicketStep::Park] {
        take(&office, ticket, step).unwrap();
    }
    let board = || {
        let all = Board {
            office: office.id,
            ended: false,
        };
        let rows = office.ask(&office.anna, all).unwrap();
        rows.iter()
            .find(|row| row.ticket == ticket)
            .cloned()
            .unwrap()
    };
    assert_eq!(board().state, TicketState::Parked);
    let desk = office.desks[1];
    office.act(&office.bruno, Resume { ticket, desk }).unwrap();
    let row = board();
    assert_eq!(row.staff, Some(office.bruno.id));
    assert_eq!(row.desk.as_deref(), Some("2"));
}

#[test]
fn after_so_many_calls_only_absent_is_left() {
    let office = office();
    let ticket = issue(&office, "reception").ticket;
    call(&office, &office.anna).unwrap();
    assert_eq!(office.act(&office.anna, Recall { ticket }), Ok(2));
    assert_eq!(office.act(&office.anna, Recall { ticket }), Ok(3));
    assert_eq!(
        refused(office.act(&office.anna, Recall { ticket })),
        Refusal::WrongState
    );
    take(&office, ticket, TicketStep::Absent).unwrap();
    office.set_now("2026-11-17T09:00:00Z");
    assert_eq!(
        refused(office.act(&office.anna, Return { ticket })),
        Refusal::NotToday
    );
}

#[test]
fn a_finished_contact_is_written_with_its_minutes() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let ticket = issue(&office, "reception").ticket;
    call(&office, &office.anna).unwrap();
    take(&office, ticket, TicketStep::Serve).unwrap();
    office
        .act(&office.anna, AttachPerson { ticket, person })
        .unwrap();
    office.set_now("2026-11-16T09:05:00Z");
    take(&office, ticket, TicketStep::Park).unwrap();
    office.set_now("2026-11-16T09:15:00Z");
    take(&office, ticket, TicketStep::Resume).unwrap();
    office.set_now("2026-11-16T09:21:30Z");
    let given = |service: &str, minutes| Given {
        service: service.into(),
        minutes,
    };
    let done = Finish {
        ticket,
        outcome: Outcome::Plan,
        services: vec![
            given("reception", Some(3)),
            given("matching", None),
            given("orientation.first", None),
        ],
        note: Some("Torna con il curriculum".into()),
    };
    assert_eq!(office.act(&office.anna, done), Ok(12));
    let conn = raw(&office);
    let mut ask = conn
        .prepare("SELECT service, minutes FROM contact ORDER BY n")
        .unwrap();
    let rows: Vec<(String, i64)> = ask
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(|row| row.unwrap())
        .collect();
    let expected = [("reception", 3), ("matching", 5), ("orientation.first", 4)];
    assert_eq!(
        rows,
        expected.map(|(service, minutes)| (service.to_owned(), minutes))
    );
    let record = office.ask(&office.anna, PersonFile { person }).unwrap();
    assert_eq!((record.contacts, record.notes, record.ticket), (1, 1, None));
    assert_eq!(record.last_contact_on, Some("2026-11-16".parse().unwrap()));
}

#[test]
fn a_note_needs_somebody_on_file_and_nothing_is_half_done() {
    let office = office();
    let ticket = issue(&office, "reception").ticket;
    call(&office, &office.anna).unwrap();
    take(&office, ticket, TicketStep::Serve).unwrap();
    let mut done = finish(ticket);
    done.note = Some("di chi?".into());
    assert!(matches!(
        office.act(&office.anna, done),
        Err(Error::Invalid { field: "note", .. })
    ));
    assert_eq!(state(&office, ticket), TicketState::Serving);
    assert!(matches!(
        office.act(
            &office.anna,
            Void {
                ticket,
                reason: " ".into()
            }
        ),
        Err(Error::Invalid {
            field: "reason",
            ..
        })
    ));
}

/// A second office, not for practice, with somebody at its reception.
fn street_office(office: &Office) -> Staff {
    let add = AddOffice {
        name: "Sede di Lodi".into(),
        municipality: None,
        practice: false,
    };
    let id = office.act(&office.carla, add).unwrap();
    let add = AddStaff {
        login: "elena".into(),
        name: "Elena Sala".into(),
        roles: vec![Role::Reception],
        office: id,
        desk: None,
        lang: None,
        hours: week(),
    };
    office.act(&office.carla, add).unwrap();
    office.store.who("elena").unwrap().unwrap()
}

#[test]
fn a_closed_office_hands_out_tickets_only_with_a_reason() {
    let office = office();
    let elena = street_office(&office);
    let ask = || office.act(&elena, ticket_for("reception", Priority::Normal));
    ask().expect("an office without any opening written down is open");
    // Mondays 9 to 13 at the desk for all, afternoons by appointment only.
    for (n, from, to, kind) in [(1, 540, 780, "walk_in"), (2, 840, 1020, "appointment")] {
        raw(&office)
            .execute(
                "INSERT INTO opening (id, ver, created_by, created_at, office, weekday, from_min, to_min, kind, valid_from)
                 VALUES (?1, 1, '', 0, ?2, 1, ?3, ?4, ?5, '2026-01-01')",
                (format!("x{n}"), elena.office.to_string(), from, to, kind),
            )
            .unwrap();
    }
    for (time, open) in [
        ("2026-11-16T07:59:00Z", false),
        ("2026-11-16T08:00:00Z", true),
        ("2026-11-16T11:59:00Z", true),
        ("2026-11-16T12:00:00Z", false),
        ("2026-11-16T14:00:00Z", false),
        ("2026-11-17T09:00:00Z", false),
        // In summer the desk is two hours ahead of UTC.
        ("2026-07-06T07:00:00Z", true),
        ("2026-07-06T11:00:00Z", false),
    ] {
        office.set_now(time);
        match ask() {
            Ok(_) => assert!(open, "{time}"),
            other => {
                assert_eq!(refused(other), Refusal::OfficeClosed, "{time}");
                assert!(!open, "{time}");
            }
        }
    }
    office.set_now("2026-11-17T09:00:00Z");
    let mut excused = ticket_for("reception", Priority::Urgent);
    excused.exception = Some("arriva da lontano".into());
    office.act(&elena, excused).unwrap();
    office.set_now("2026-11-16T09:00:00Z");
    raw(&office)
        .execute(
            "INSERT INTO closure (id, ver, created_by, created_at, office, day, name) VALUES ('y', 1, '', 0, ?1, '2026-11-16', 'Patrono')",
            [elena.office.to_string()],
        )
        .unwrap();
    assert_eq!(refused(ask()), Refusal::OfficeClosed);
}

#[test]
fn however_many_call_at_once_nobody_gets_the_same() {
    const STAFF: usize = 32;
    let office = office();
    let people: Vec<Staff> = (0..STAFF)
        .map(|n| {
            let login = format!("staff{n}");
            let add = AddStaff {
                login: login.clone(),
                name: format!("Persona {n}"),
                roles: vec![Role::Reception],
                office: office.id,
                desk: None,
                lang: None,
                hours: Vec::new(),
            };
            office.act(&office.carla, add).unwrap();
            office.store.who(&login).unwrap().unwrap()
        })
        .collect();
    // Four stores on one file are four writers, as four processes would be.
    let path = office.folder.path().join("office.db");
    let stores: Vec<Store> = std::iter::once(office.store.clone())
        .chain((1..4).map(|_| Store::open(&path, Options::default()).unwrap()))
        .collect();
    let all_at_once = |act: &(dyn Fn(usize) -> String + Sync)| -> Vec<String> {
        let start = Barrier::new(STAFF);
        std::thread::scope(|scope| {
            let start = &start;
            let threads: Vec<_> = (0..STAFF)
                .map(|n| {
                    scope.spawn(move || {
                        start.wait();
                        act(n)
                    })
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        })
    };
    let issued = all_at_once(&|n| {
        let act = ticket_for("reception", Priority::Normal);
        let store = &stores[n % stores.len()];
        store
            .act_now(&people[n], office.act_id(), office.now(), act)
            .unwrap()
            .number
    });
    assert_eq!(issued.iter().collect::<BTreeSet<_>>().len(), STAFF);
    let called = all_at_once(&|n| {
        let act = CallNext {
            desk: office.desks[n % 3],
        };
        let store = &stores[n % stores.len()];
        store
            .act_now(&people[n], office.act_id(), office.now(), act)
            .unwrap()
            .number
    });
    assert_eq!(
        called.iter().collect::<BTreeSet<_>>(),
        issued.iter().collect::<BTreeSet<_>>()
    );
    assert_eq!(refused(call(&office, &office.anna)), Refusal::QueueEmpty);
}

#[test]
fn waiting_is_what_the_definition_says() {
    use TicketStep::{Call, Issue, Park, Recall, Release, Requeue, Resume, Return, Serve};
    let min = |minutes: i64| minutes * 60_000;
    let events = |steps: &[(TicketStep, i64)]| -> Vec<Happened> {
        steps
            .iter()
            .map(|&(step, at)| Happened { step, at: min(at) })
            .collect()
    };
    for (what, due, steps, expected) in [
        ("nobody has called", None, vec![(Issue, 0)], None),
        (
            "from the ticket to the call",
            None,
            vec![(Issue, 0), (Call, 12)],
            Some(12),
        ),
        (
            "the first call counts",
            None,
            vec![(Issue, 0), (Call, 5), (Release, 6), (Call, 20)],
            Some(5),
        ),
        (
            "early for an appointment",
            Some(10),
            vec![(Issue, 0), (Call, 14)],
            Some(4),
        ),
        (
            "late for an appointment",
            Some(10),
            vec![(Issue, 15), (Call, 18)],
            Some(3),
        ),
        (
            "called before the appointment",
            Some(10),
            vec![(Issue, 0), (Call, 8)],
            Some(0),
        ),
        (
            "later legs change nothing",
            None,
            vec![(Issue, 0), (Call, 7), (Serve, 8), (Requeue, 9), (Call, 30)],
            Some(7),
        ),
        (
            "nor does coming back",
            None,
            vec![(Issue, 0), (Call, 7), (Return, 20), (Call, 30)],
            Some(7),
        ),
    ] {
        assert_eq!(
            waited(due.map(min), &events(&steps)),
            expected.map(min),
            "{what}"
        );
    }
    let told = events(&[
        (Issue, 0),
        (Call, 3),
        (Recall, 5),
        (Serve, 6),
        (Park, 10),
        (Resume, 14),
        (Park, 20),
    ]);
    assert_eq!(way(&told), Some(min(1)), "from the call that was followed");
    assert_eq!(
        parked(&told, min(25)),
        min(9),
        "what has not ended lasts until now"
    );
    assert_eq!(median_and_p90(&mut []), None);
    assert_eq!(median_and_p90(&mut [7]), Some((7, 7)));
    assert_eq!(
        median_and_p90(&mut [10, 1, 9, 2, 8, 3, 7, 4, 6, 5]),
        Some((5, 9))
    );
}

#[test]
fn the_day_in_numbers() {
    let office = office();
    let at = |time: &str| office.set_now(&format!("2026-11-16T{time}:00Z"));
    at("09:00");
    let tickets: Vec<TicketId> = (0..5).map(|_| issue(&office, "reception").ticket).collect();
    at("09:10");
    for step in [TicketStep::Call, TicketStep::Serve, TicketStep::Finish] {
        take(&office, tickets[0], step).unwrap();
    }
    at("09:40");
    for step in [TicketStep::Call, TicketStep::Absent] {
        take(&office, tickets[1], step).unwrap();
    }
    take(&office, tickets[2], TicketStep::Leave).unwrap();
    take(&office, tickets[3], TicketStep::Void).unwrap();
    let ask = DayFigures {
        office: office.id,
        day: None,
    };
    let figures = office.ask(&office.carla, ask).unwrap();
    assert_eq!((figures.issued, figures.waiting, figures.served), (4, 1, 1));
    assert_eq!((figures.no_shows, figures.left), (1, 1));
    assert_eq!(
        figures.walk_in_wait,
        Some(Spread {
            median: 10,
            p90: 40
        })
    );
    assert_eq!(figures.appointment_wait, None);
    assert_eq!(figures.within_standard, Some(50));
    let row = board(&office).into_iter().next().unwrap();
    assert_eq!((row.ticket, row.waiting_min), (tickets[4], 40));
    assert_eq!(row.arrived_at, moment("2026-11-16T09:00:00Z"));
}

/// One of the two processes of the test below: sixteen people at their desks, who call until nobody waits.
pub fn call_until_nobody_waits(store: &Store, first: usize, say: &(dyn Fn(&str) + Sync)) {
    let at = moment("2026-11-16T09:00:00Z");
    let desk = store
        .read_now(
            &store.who("carla").unwrap().unwrap(),
            at,
            Desks {
                office: store.who("carla").unwrap().unwrap().office,
            },
        )
        .unwrap()[0]
        .id;
    std::thread::scope(|scope| {
        for n in first..first + AT_A_PROCESS {
            scope.spawn(move || {
                let who = store.who(&format!("staff{n}")).unwrap().unwrap();
                for turn in 0_u128.. {
                    let id = |k| ActId(Ulid(((n as u128 + 1) << 96) + ((turn * 2 + k) << 32)));
                    match store.act_now(&who, id(0), at, CallNext { desk }) {
                        Ok(called) => {
                            say(&called.number);
                            let ticket = called.ticket;
                            store.act_now(&who, id(1), at, Absent { ticket }).unwrap();
                        }
                        Err(Error::Refused {
                            rule: Refusal::QueueEmpty,
                            ..
                        }) => return,
                        Err(error) => panic!("{error:?}"),
                    }
                }
            });
        }
    });
}

/// Sessions of each of the two processes.
pub const AT_A_PROCESS: usize = 16;

#[test]
fn two_processes_and_thirty_two_sessions_call_two_thousand_tickets_each_once() {
    const TICKETS: usize = 2_000;
    let office = office();
    for n in 0..2 * AT_A_PROCESS {
        let add = AddStaff {
            login: format!("staff{n}"),
            name: format!("Persona {n}"),
            roles: vec![Role::Reception],
            office: office.id,
            desk: None,
            lang: None,
            hours: Vec::new(),
        };
        office.act(&office.carla, add).unwrap();
    }
    // The first is given as at the desk, the others are rows like it.
    let first = issue(&office, "reception").ticket;
    let more = format!(
        "CREATE TEMP TABLE many AS WITH RECURSIVE k(k) AS (SELECT 2 UNION ALL SELECT k + 1 FROM k WHERE k < {TICKETS}) SELECT k FROM k;
         INSERT INTO ticket (id, ver, created_by, created_at, office, day, number, service, priority, state, arrived_at, queued_at)
         SELECT printf('%026d', k), 1, created_by, created_at, office, day, printf('R%03d', k), service, priority, state, arrived_at, queued_at
         FROM ticket, many WHERE ticket.id = '{first}';
         INSERT INTO ticket_event (id, ver, created_by, created_at, ticket, step, to_state)
         SELECT printf('%026d', k), 1, created_by, created_at, printf('%026d', k), step, to_state
         FROM ticket_event, many WHERE ticket = '{first}';"
    );
    raw(&office).execute_batch(&more).unwrap();
    let file = office.store.path().to_owned();
    let mut children = [
        core::play("call 0", &file),
        core::play(&format!("call {AT_A_PROCESS}"), &file),
    ];
    let called: Vec<Vec<String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = children
            .iter_mut()
            .map(|child| scope.spawn(|| core::lines(child, "ack ").collect()))
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    // Both had their share, and together they called each once.
    assert!(called.iter().all(|numbers| numbers.len() > TICKETS / 10));
    let all: Vec<&String> = called.iter().flatten().collect();
    let once: BTreeSet<&&String> = all.iter().collect();
    assert_eq!((all.len(), once.len()), (TICKETS, TICKETS));
    let calls: i64 = raw(&office)
        .query_row(
            "SELECT count(*) FROM ticket_event WHERE step = 'call'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(calls, TICKETS as i64);
}

#[test]
fn each_place_says_why_it_is_there() {
    let office = office();
    let give = |service, priority, at: &str| {
        office.set_now(at);
        let issued = office.act(&office.anna, ticket_for(service, priority));
        issued.unwrap().number
    };
    let risen = give("reception", Priority::Normal, "2026-11-16T08:00:00Z");
    let arrival = give("matching", Priority::Normal, "2026-11-16T08:50:00Z");
    let preferred = give(
        "orientation.first",
        Priority::Preferred,
        "2026-11-16T08:55:00Z",
    );
    let urgent = give("reception", Priority::Urgent, "2026-11-16T08:58:00Z");
    office.set_now("2026-11-16T09:00:00Z");
    let places: Vec<_> = board(&office)
        .into_iter()
        .map(|row| (row.number, row.place.unwrap()))
        .collect();
    let expected = [
        (urgent, (1, PlaceReason::Urgent)),
        (risen, (2, PlaceReason::Risen)),
        (preferred, (3, PlaceReason::Preferred)),
        (arrival, (4, PlaceReason::Arrival)),
    ];
    assert_eq!(places, expected);
    // Whoever is called has no place; who goes back in front says so.
    let called = call(&office, &office.anna).unwrap();
    let row = |ticket| {
        let rows = board(&office);
        rows.into_iter().find(|row| row.ticket == ticket).unwrap()
    };
    assert_eq!(row(called.ticket).place, None);
    for step in [TicketStep::Serve, TicketStep::Finish] {
        take(&office, called.ticket, step).unwrap();
    }
    let next = call(&office, &office.anna).unwrap();
    for step in [TicketStep::Serve, TicketStep::Park, TicketStep::Requeue] {
        take(&office, next.ticket, step).unwrap();
    }
    assert_eq!(row(next.ticket).place, Some((1, PlaceReason::Front)));
}

#[test]
fn the_close_of_the_day_settles_what_was_confirmed_and_leaves_what_is_at_a_desk() {
    let office = office();
    let left_behind = issue(&office, "reception").ticket;
    office.set_now("2026-11-17T09:00:00Z");
    let (waits, parked, served) = (
        issue(&office, "matching").ticket,
        issue(&office, "reception").ticket,
        issue(&office, "reception").ticket,
    );
    for ticket in [waits, parked] {
        let called = call(&office, &office.anna).unwrap();
        assert_eq!(called.ticket, ticket);
        let last = if ticket == waits {
            TicketStep::Release
        } else {
            TicketStep::Serve
        };
        take(&office, ticket, last).unwrap();
        if ticket == waits {
            office.act(&office.anna, Leave { ticket }).unwrap();
        } else {
            take(&office, ticket, TicketStep::Park).unwrap();
        }
    }
    assert_eq!(call(&office, &office.anna).unwrap().ticket, served);
    let open = |office: &Office| -> Vec<TicketId> {
        let rows = office.ask(&office.anna, OpenTickets).unwrap();
        rows.into_iter().map(|row| row.ticket).collect()
    };
    let mut confirmed = open(&office);
    confirmed.sort_unstable();
    assert_eq!(confirmed, [left_behind, parked, served]);
    // Who comes while the list is read stays.
    let late = issue(&office, "reception").ticket;
    let tickets = confirmed;
    let close = CloseDay { tickets };
    assert_eq!(office.act(&office.anna, close).unwrap(), 2);
    assert_eq!(state(&office, parked), TicketState::Left);
    assert_eq!(open(&office), [late, served]);
    // All of it is taken back at once.
    office.act(&office.anna, UndoLast).unwrap();
    assert_eq!(state(&office, parked), TicketState::Parked);
}
