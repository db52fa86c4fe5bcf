//! The agenda: overlap, hours, moves, free slots, and every arrow of an appointment.

use std::sync::Barrier;

use chrono::{DateTime, Utc};
use sportello::domain::appointment::{AppointmentState, AppointmentStep, CalledOffBy, Place};
use sportello::domain::ids::{AppointmentId, PersonId};
use sportello::domain::opening::OpeningKind;
use sportello::domain::queue::{Priority, TicketState};
use sportello::domain::refusal::Refusal;
use sportello::domain::staff::{Role, Staff};
use sportello::store::agenda::{
    AddClosures, AddOpening, AgendaList, AppointmentFile, AppointmentRow, AppointmentsOf, Arrive,
    Book, Cancel, Confirm, Correct, DayAgenda, DropOpening, FreeSlots, Held, Leave, Move, NoShow,
    OpeningFields, OpeningOn, Openings, SetOpening, Slot, Unsettled, WeekHours,
};
use sportello::store::queue::{Board, IssueTicket};
use sportello::store::staff::AddAbsence;
use sportello::store::{Error, Result};

use crate::given::{day, refusal, register};
use crate::{Office, moment, office};

/// An interview of half an hour in Bruno's agenda.
pub fn interview(office: &Office, starts_at: &str) -> Book {
    Book {
        staff: office.bruno.id,
        person: None,
        service: "orientation.first".into(),
        starts_at: moment(starts_at),
        minutes: 30,
        place: Place::Office,
        note: None,
        plan_action: None,
        exception: None,
    }
}

fn booked(office: &Office, person: PersonId, starts_at: &str) -> AppointmentId {
    let book = Book {
        person: Some(person),
        ..interview(office, starts_at)
    };
    office.act(&office.anna, book).unwrap()
}

fn file(office: &Office, appointment: AppointmentId) -> AppointmentRow {
    office
        .ask(&office.anna, AppointmentFile { appointment })
        .unwrap()
}

fn slots(office: &Office, asked: FreeSlots) -> Vec<DateTime<Utc>> {
    let found = office.ask(&office.anna, asked).unwrap();
    found.iter().map(|slot| slot.starts_at).collect()
}

fn with_bruno(office: &Office, from: &str, limit: usize) -> FreeSlots {
    FreeSlots {
        office: office.id,
        staff: Some(office.bruno.id),
        role: None,
        minutes: 60,
        from: moment(from),
        limit,
        within: Vec::new(),
    }
}

#[test]
fn two_appointments_of_one_colleague_never_overlap() {
    let office = office();
    office
        .act(&office.anna, interview(&office, "2026-11-17T09:00:00Z"))
        .unwrap();
    let cases = [
        ("2026-11-17T09:00:00Z", true),
        ("2026-11-17T08:45:00Z", true),
        ("2026-11-17T09:29:00Z", true),
        ("2026-11-17T08:30:00Z", false),
        ("2026-11-17T09:30:00Z", false),
    ];
    for (starts_at, taken) in cases {
        let outcome = office.act(&office.anna, interview(&office, starts_at));
        match outcome {
            Err(Error::Refused {
                rule: Refusal::SlotTaken,
                detail,
            }) => {
                assert!(taken, "{starts_at}");
                assert!(detail.starts_with("2026-11-17 "), "{detail}");
            }
            other => assert!(other.is_ok() && !taken, "{starts_at}: {other:?}"),
        }
    }
}

#[test]
fn of_thirty_two_at_once_one_gets_the_slot() {
    let office = office();
    let start = Barrier::new(32);
    let got: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..32)
            .map(|minute| {
                let (office, start) = (&office, &start);
                scope.spawn(move || {
                    let book = Book {
                        starts_at: moment("2026-11-17T09:00:00Z")
                            + chrono::TimeDelta::minutes(minute % 8),
                        ..interview(office, "2026-11-17T09:00:00Z")
                    };
                    start.wait();
                    match office.act(&office.anna, book) {
                        Ok(_) => true,
                        outcome => {
                            assert_eq!(refusal(outcome), Refusal::SlotTaken);
                            false
                        }
                    }
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(got.iter().filter(|got| **got).count(), 1);
}

#[test]
fn what_lets_its_slot_go_leaves_room() {
    let office = office();
    let first = office
        .act(&office.anna, interview(&office, "2026-11-17T09:00:00Z"))
        .unwrap();
    let cancel = Cancel {
        appointment: first,
        ver: 1,
        by: CalledOffBy::Person,
        reason: None,
    };
    office.act(&office.anna, cancel).unwrap();
    office
        .act(&office.anna, interview(&office, "2026-11-17T09:00:00Z"))
        .unwrap();
}

#[test]
fn hours_of_work_closures_and_absences_are_kept_unless_an_exception_is_stated() {
    let office = office();
    let closures = AddClosures {
        office: office.id,
        days: vec![(day("2026-12-08"), "Immacolata".into())],
    };
    assert_eq!(office.act(&office.carla, closures.clone()), Ok(1));
    assert_eq!(office.act(&office.carla, closures), Ok(0));
    let away = AddAbsence {
        staff: office.bruno.id,
        from: moment("2026-11-19T08:00:00Z"),
        to: moment("2026-11-19T16:00:00Z"),
    };
    office.act(&office.bruno, away).unwrap();
    // The day at the desk is an hour ahead of UTC.
    let cases = [
        ("2026-11-17T07:30:00Z", "09:00-13:00, 14:00-17:00"),
        ("2026-11-17T11:45:00Z", "09:00-13:00, 14:00-17:00"),
        ("2026-11-17T12:15:00Z", "09:00-13:00, 14:00-17:00"),
        ("2026-11-17T15:31:00Z", "09:00-13:00, 14:00-17:00"),
        ("2026-11-21T09:00:00Z", ""),
        ("2026-12-08T09:00:00Z", "Immacolata"),
        ("2026-11-19T09:00:00Z", "09:00-13:00, 14:00-17:00"),
    ];
    for (starts_at, hours) in cases {
        let refused = office.act(&office.anna, interview(&office, starts_at));
        let expected = Error::Refused {
            rule: Refusal::SlotOutsideHours,
            detail: hours.into(),
        };
        assert_eq!(refused, Err(expected), "{starts_at}");
        let blank = Book {
            exception: Some("  ".into()),
            ..interview(&office, starts_at)
        };
        assert_eq!(
            refusal(office.act(&office.anna, blank)),
            Refusal::SlotOutsideHours
        );
        let stated = Book {
            exception: Some("visita in azienda".into()),
            ..interview(&office, starts_at)
        };
        office.act(&office.anna, stated).unwrap();
    }
    let past = interview(&office, "2026-11-16T08:30:00Z");
    assert_eq!(refusal(office.act(&office.anna, past)), Refusal::SlotPast);
}

#[test]
fn a_move_links_the_two_and_keeps_what_was_said() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    let book = Book {
        person: Some(person),
        note: Some("porta il curriculum".into()),
        ..interview(&office, "2026-11-17T09:00:00Z")
    };
    let old = office.act(&office.anna, book).unwrap();
    // By half its length: the old slot is let go first.
    let shift = Move {
        appointment: old,
        ver: 1,
        staff: office.bruno.id,
        starts_at: moment("2026-11-17T09:15:00Z"),
        exception: None,
    };
    let new = office.act(&office.anna, shift.clone()).unwrap();
    let (was, is) = (file(&office, old), file(&office, new));
    assert_eq!(
        (was.state, was.moved_to),
        (AppointmentState::Moved, Some(new))
    );
    assert_eq!(
        (is.state, is.moved_from),
        (AppointmentState::Booked, Some(old))
    );
    assert_eq!(is.note.as_deref(), Some("porta il curriculum"));
    assert_eq!(is.person.map(|who| who.id), Some(person));
    assert_eq!(is.ends_at, moment("2026-11-17T09:45:00Z"));
    assert_eq!(
        refusal(office.act(&office.anna, shift)),
        Refusal::WrongState
    );
    let asked = AppointmentsOf {
        person,
        from: Some(day("2026-11-16")),
        limit: 10,
    };
    let all = office.ask(&office.anna, asked).unwrap();
    assert_eq!(all.iter().map(|row| row.id).collect::<Vec<_>>(), [old, new]);
}

#[test]
fn a_move_onto_a_taken_slot_changes_nothing() {
    let office = office();
    let other = interview(&office, "2026-11-17T10:00:00Z");
    office.act(&office.anna, other).unwrap();
    let mine = office
        .act(&office.anna, interview(&office, "2026-11-17T09:00:00Z"))
        .unwrap();
    let onto = Move {
        appointment: mine,
        ver: 1,
        staff: office.bruno.id,
        starts_at: moment("2026-11-17T10:15:00Z"),
        exception: None,
    };
    assert_eq!(refusal(office.act(&office.anna, onto)), Refusal::SlotTaken);
    let row = file(&office, mine);
    assert_eq!((row.state, row.ver), (AppointmentState::Booked, 1));
}

#[test]
fn what_somebody_else_changed_is_not_overwritten() {
    let office = office();
    let mine = office
        .act(&office.anna, interview(&office, "2026-11-17T09:00:00Z"))
        .unwrap();
    office
        .act(&office.bruno, Confirm { appointment: mine })
        .unwrap();
    let cancel = Cancel {
        appointment: mine,
        ver: 1,
        by: CalledOffBy::Person,
        reason: None,
    };
    match office.act(&office.anna, cancel) {
        Err(Error::Conflict {
            entity: "appointment",
            by,
            ..
        }) => assert_eq!(by, "Bruno Costa"),
        other => panic!("{other:?}"),
    }
}

/// Takes a step on an appointment of today whose start has gone by; a move is to the same time
/// tomorrow.
fn step(office: &Office, appointment: AppointmentId, step: AppointmentStep) -> Result<()> {
    let AppointmentRow { ver, starts_at, .. } = file(office, appointment);
    let anna: &Staff = &office.anna;
    let cancel = |by, reason: Option<&str>| Cancel {
        appointment,
        ver,
        by,
        reason: reason.map(Into::into),
    };
    let correct = |held| Correct {
        appointment,
        held,
        reason: "era in sala d'attesa".into(),
    };
    match step {
        AppointmentStep::Confirm => office.act(anna, Confirm { appointment }),
        AppointmentStep::Arrive => office.act(anna, Arrive { appointment }).map(|_| ()),
        AppointmentStep::Hold => office.act(anna, Held { appointment }),
        AppointmentStep::Leave => office.act(anna, Leave { appointment }),
        AppointmentStep::Miss => office.act(anna, NoShow { appointment }),
        AppointmentStep::CancelByPerson => office.act(anna, cancel(CalledOffBy::Person, None)),
        AppointmentStep::CancelByOffice => {
            office.act(anna, cancel(CalledOffBy::Office, Some("riunione")))
        }
        AppointmentStep::Move => {
            let to = Move {
                appointment,
                ver,
                staff: office.bruno.id,
                starts_at: starts_at + chrono::TimeDelta::days(1),
                exception: None,
            };
            office.act(anna, to).map(|_| ())
        }
        AppointmentStep::CorrectToHeld => office.act(anna, correct(true)),
        AppointmentStep::CorrectToCancelled => office.act(anna, correct(false)),
    }
}

/// The shortest way to each state.
fn way(to: AppointmentState) -> &'static [AppointmentStep] {
    use AppointmentState as S;
    use AppointmentStep as T;
    match to {
        S::Booked => &[],
        S::Confirmed => &[T::Confirm],
        S::Arrived => &[T::Arrive],
        S::Held => &[T::Hold],
        S::NoShow => &[T::Miss],
        S::CancelledByPerson => &[T::CancelByPerson],
        S::CancelledByOffice => &[T::CancelByOffice],
        S::Moved => &[T::Move],
        S::Left => &[T::Arrive, T::Leave],
    }
}

#[test]
fn every_arrow_is_taken_and_every_other_is_refused() {
    use AppointmentState as S;
    use AppointmentStep as T;
    let arrows = [
        (S::Booked, T::Confirm, S::Confirmed),
        (S::Booked, T::Arrive, S::Arrived),
        (S::Booked, T::Hold, S::Held),
        (S::Booked, T::Miss, S::NoShow),
        (S::Booked, T::CancelByPerson, S::CancelledByPerson),
        (S::Booked, T::CancelByOffice, S::CancelledByOffice),
        (S::Booked, T::Move, S::Moved),
        (S::Confirmed, T::Arrive, S::Arrived),
        (S::Confirmed, T::Hold, S::Held),
        (S::Confirmed, T::Miss, S::NoShow),
        (S::Confirmed, T::CancelByPerson, S::CancelledByPerson),
        (S::Confirmed, T::CancelByOffice, S::CancelledByOffice),
        (S::Confirmed, T::Move, S::Moved),
        (S::Arrived, T::Hold, S::Held),
        (S::Arrived, T::Leave, S::Left),
        (S::NoShow, T::CorrectToHeld, S::Held),
        (S::NoShow, T::CorrectToCancelled, S::CancelledByPerson),
    ];
    let office = office();
    let mut starts_at = moment("2026-11-16T09:30:00Z");
    for from in S::ALL {
        for by in T::ALL {
            office.set_now("2026-11-16T09:00:00Z");
            let book = Book {
                starts_at,
                minutes: 1,
                ..interview(&office, "2026-11-16T09:30:00Z")
            };
            let mine = office.act(&office.anna, book).unwrap();
            starts_at += chrono::TimeDelta::minutes(1);
            office.set_now("2026-11-16T11:30:00Z");
            for earlier in way(*from) {
                step(&office, mine, *earlier).unwrap();
            }
            assert_eq!(file(&office, mine).state, *from);
            let to = arrows
                .iter()
                .find(|(f, t, _)| f == from && t == by)
                .map(|arrow| arrow.2);
            let outcome = step(&office, mine, *by);
            match to {
                Some(to) => {
                    assert_eq!(outcome, Ok(()), "{from:?} {by:?}");
                    assert_eq!(file(&office, mine).state, to);
                }
                None => assert_eq!(refusal(outcome), Refusal::WrongState, "{from:?} {by:?}"),
            }
        }
    }
}

#[test]
fn an_arrival_gives_a_ticket_on_its_day_only() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    let tomorrow = booked(&office, person, "2026-11-17T09:00:00Z");
    let early = office.act(
        &office.anna,
        Arrive {
            appointment: tomorrow,
        },
    );
    let expected = Error::Refused {
        rule: Refusal::NotToday,
        detail: "2026-11-17".into(),
    };
    assert_eq!(early.unwrap_err(), expected);
    office.set_now("2026-11-17T08:50:00Z");
    let issued = office
        .act(
            &office.anna,
            Arrive {
                appointment: tomorrow,
            },
        )
        .unwrap();
    let row = file(&office, tomorrow);
    assert_eq!(row.state, AppointmentState::Arrived);
    let board = Board {
        office: office.id,
        ended: false,
    };
    let board = office.ask(&office.anna, board).unwrap();
    let waiting: Vec<_> = board.iter().map(|line| (line.ticket, line.state)).collect();
    assert_eq!(waiting, [(issued.ticket, TicketState::Waiting)]);
}

#[test]
fn nobody_arrives_at_the_desk_for_a_call_and_it_is_held_all_the_same() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    for (place, at) in [
        (Place::Phone, "2026-11-16T13:00:00Z"),
        (Place::Video, "2026-11-16T14:00:00Z"),
        (Place::Outside, "2026-11-16T15:00:00Z"),
    ] {
        let book = Book {
            person: Some(person),
            place,
            ..interview(&office, at)
        };
        let appointment = office.act(&office.anna, book).unwrap();
        let arrives = office.act(&office.anna, Arrive { appointment });
        assert_eq!(refusal(arrives), Refusal::NotAtTheDesk, "{place:?}");
        let ticket = IssueTicket {
            person: Some(person),
            alias: None,
            code: None,
            service: "orientation.first".into(),
            priority: Priority::Normal,
            appointment: Some(appointment),
            exception: None,
        };
        let issued = office.act(&office.anna, ticket);
        assert_eq!(refusal(issued), Refusal::NotAtTheDesk, "{place:?}");
        office.set_now(at);
        office.act(&office.anna, Held { appointment }).unwrap();
        assert_eq!(file(&office, appointment).state, AppointmentState::Held);
    }
}

#[test]
fn a_no_show_is_written_after_a_quarter_of_an_hour() {
    let office = office();
    let mine = office
        .act(&office.anna, interview(&office, "2026-11-16T09:30:00Z"))
        .unwrap();
    for (now, early) in [
        ("2026-11-16T09:20:00Z", true),
        ("2026-11-16T09:44:59Z", true),
        ("2026-11-16T09:45:00Z", false),
    ] {
        office.set_now(now);
        let outcome = office.act(&office.anna, NoShow { appointment: mine });
        if early {
            let expected = Error::Refused {
                rule: Refusal::TooEarlyForAbsent,
                detail: "10:45".into(),
            };
            assert_eq!(outcome, Err(expected), "{now}");
        } else {
            assert_eq!(outcome, Ok(()), "{now}");
        }
    }
}

#[test]
fn the_office_says_why_and_only_coordination_corrects_another_day() {
    let office = office();
    let mine = office
        .act(&office.anna, interview(&office, "2026-11-16T09:30:00Z"))
        .unwrap();
    let silent = Cancel {
        appointment: mine,
        ver: 1,
        by: CalledOffBy::Office,
        reason: Some(" ".into()),
    };
    assert!(matches!(
        office.act(&office.anna, silent),
        Err(Error::Invalid {
            field: "reason",
            ..
        })
    ));
    office.set_now("2026-11-16T10:00:00Z");
    office
        .act(&office.anna, NoShow { appointment: mine })
        .unwrap();
    office.set_now("2026-11-17T10:00:00Z");
    let correct = Correct {
        appointment: mine,
        held: true,
        reason: "segnata per errore".into(),
    };
    assert!(matches!(
        office.act(&office.anna, correct.clone()),
        Err(Error::Denied(_))
    ));
    office.act(&office.carla, correct).unwrap();
    assert_eq!(file(&office, mine).state, AppointmentState::Held);
}

#[test]
fn what_went_by_without_an_outcome_is_listed_and_never_settled_by_itself() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    let first = booked(&office, person, "2026-11-16T09:30:00Z");
    let second = booked(&office, person, "2026-11-16T10:30:00Z");
    let held = booked(&office, person, "2026-11-16T13:00:00Z");
    office.set_now("2026-11-16T14:00:00Z");
    office
        .act(&office.bruno, Held { appointment: held })
        .unwrap();
    let asked = Unsettled {
        office: office.id,
        staff: None,
    };
    let open = office.ask(&office.anna, asked).unwrap();
    assert_eq!(
        open.iter().map(|row| row.id).collect::<Vec<_>>(),
        [first, second]
    );
}

#[test]
fn free_slots_leave_out_lunch_closures_absences_and_what_is_taken() {
    let office = office();
    let closures = AddClosures {
        office: office.id,
        days: vec![(day("2026-11-17"), "Chiusura".into())],
    };
    office.act(&office.carla, closures).unwrap();
    let away = AddAbsence {
        staff: office.bruno.id,
        from: moment("2026-11-18T08:00:00Z"),
        to: moment("2026-11-18T14:00:00Z"),
    };
    office.act(&office.bruno, away).unwrap();
    office
        .act(&office.anna, interview(&office, "2026-11-16T10:00:00Z"))
        .unwrap();
    // Now is 10:07 at the desk: half past ten would do for half an hour, not for a whole one.
    office.set_now("2026-11-16T09:07:00Z");
    let found = slots(&office, with_bruno(&office, "2026-11-16T00:00:00Z", 7));
    let expected = [
        "2026-11-16T10:30:00Z",
        "2026-11-16T13:00:00Z",
        "2026-11-16T14:00:00Z",
        "2026-11-16T15:00:00Z",
        "2026-11-18T14:00:00Z",
        "2026-11-18T15:00:00Z",
        "2026-11-19T08:00:00Z",
    ];
    assert_eq!(found, expected.map(moment));
    for starts_at in found {
        let book = Book {
            starts_at,
            minutes: 60,
            ..interview(&office, "2026-11-16T10:00:00Z")
        };
        office.act(&office.anna, book).unwrap();
    }
}

#[test]
fn free_slots_of_anyone_come_by_time_and_honour_the_hours_of_care() {
    let office = office();
    let mornings = |weekday| WeekHours {
        weekday,
        from_min: 9 * 60 + 30,
        to_min: 12 * 60,
    };
    let asked = FreeSlots {
        staff: None,
        role: Some(Role::Orientation),
        within: vec![mornings(2), mornings(4)],
        ..with_bruno(&office, "2026-11-16T00:00:00Z", 3)
    };
    let found = slots(&office, asked.clone());
    let expected = [
        "2026-11-17T08:30:00Z",
        "2026-11-17T09:30:00Z",
        "2026-11-19T08:30:00Z",
    ];
    assert_eq!(found, expected.map(moment));
    let anyone = FreeSlots {
        role: None,
        within: Vec::new(),
        limit: 5,
        ..asked
    };
    let found = office.ask(&office.anna, anyone).unwrap();
    let names: Vec<_> = found.iter().map(|slot| slot.staff_name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Anna Neri",
            "Bruno Costa",
            "Dario Riva",
            "Anna Neri",
            "Bruno Costa"
        ]
    );
    let nobody = FreeSlots {
        role: Some(Role::Quality),
        staff: None,
        ..with_bruno(&office, "2026-11-16T00:00:00Z", 3)
    };
    assert!(slots(&office, nobody).is_empty());
}

#[test]
fn slots_follow_the_clock_of_the_desk_through_the_change_of_hour() {
    let office = office();
    // 25 October 2026 and 28 March 2027 are the Sundays when the clocks change.
    for (now, friday, monday) in [
        (
            "2026-10-23T05:00:00Z",
            "2026-10-23T07:00:00Z",
            "2026-10-26T08:00:00Z",
        ),
        (
            "2027-03-26T05:00:00Z",
            "2027-03-26T08:00:00Z",
            "2027-03-29T07:00:00Z",
        ),
    ] {
        office.set_now(now);
        let found = slots(&office, with_bruno(&office, now, 8));
        assert_eq!(found.first(), Some(&moment(friday)));
        assert_eq!(found.last(), Some(&moment(monday)));
    }
}

#[test]
fn a_day_is_full_of_taken_and_free_slots() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    let taken = booked(&office, person, "2026-11-17T09:00:00Z");
    let gone = booked(&office, person, "2026-11-17T15:00:00Z");
    let cancel = Cancel {
        appointment: gone,
        ver: 1,
        by: CalledOffBy::Person,
        reason: None,
    };
    office.act(&office.anna, cancel).unwrap();
    let asked = DayAgenda {
        office: office.id,
        staff: Some(office.bruno.id),
        day: day("2026-11-17"),
        minutes: 60,
    };
    let seen = office.ask(&office.anna, asked.clone()).unwrap();
    let bruno = seen.of(office.bruno.id).unwrap();
    assert_eq!(seen.everybody().count(), 1);
    assert_eq!(bruno.hours, [(540, 780), (840, 1020)]);
    let line: Vec<_> = bruno
        .slots
        .iter()
        .map(|slot| {
            (
                slot.starts_at(),
                matches!(slot, Slot::Taken(row) if row.id == taken),
            )
        })
        .collect();
    let expected = [
        ("2026-11-17T08:00:00Z", false),
        ("2026-11-17T09:00:00Z", true),
        ("2026-11-17T09:30:00Z", false),
        ("2026-11-17T10:30:00Z", false),
        ("2026-11-17T13:00:00Z", false),
        ("2026-11-17T14:00:00Z", false),
        ("2026-11-17T15:00:00Z", false),
    ];
    assert_eq!(line, expected.map(|(at, taken)| (moment(at), taken)));
    assert_eq!(
        bruno.released.iter().map(|row| row.id).collect::<Vec<_>>(),
        [gone]
    );
    let all = DayAgenda {
        staff: None,
        ..asked
    };
    let all = office.ask(&office.anna, all).unwrap();
    assert_eq!(all.everybody().count(), 4);
    let list = AgendaList {
        office: office.id,
        staff: None,
        from: day("2026-11-16"),
        to: day("2026-11-17"),
    };
    assert_eq!(office.ask(&office.anna, list).unwrap().len(), 2);
}

#[test]
fn the_opening_plan_is_written_changed_and_shortened() {
    let office = office();
    let fields = OpeningFields {
        on: OpeningOn::Weekday(1),
        from_min: 540,
        to_min: 720,
        kind: OpeningKind::WalkIn,
        valid_from: day("2026-01-01"),
        valid_to: None,
    };
    let add = AddOpening {
        office: office.id,
        fields: fields.clone(),
    };
    let weekly = office.act(&office.carla, add).unwrap();
    let closed = OpeningFields {
        on: OpeningOn::Day(day("2026-11-17")),
        from_min: 0,
        to_min: 1440,
        kind: OpeningKind::Closed,
        ..fields.clone()
    };
    let add = AddOpening {
        office: office.id,
        fields: closed,
    };
    let once = office.act(&office.carla, add).unwrap();
    let found = slots(&office, with_bruno(&office, "2026-11-17T00:00:00Z", 1));
    assert_eq!(found, [moment("2026-11-18T08:00:00Z")]);
    office
        .act(
            &office.carla,
            DropOpening {
                opening: once,
                ver: None,
            },
        )
        .unwrap();
    let set = SetOpening {
        opening: weekly,
        ver: 1,
        fields: OpeningFields {
            to_min: 780,
            ..fields
        },
    };
    office.act(&office.carla, set).unwrap();
    let plan = office
        .ask(&office.anna, Openings { office: office.id })
        .unwrap();
    assert_eq!(plan.len(), 1);
    assert_eq!((plan[0].ver, plan[0].fields.to_min), (2, 780));
    assert!(matches!(
        office.act(
            &office.anna,
            DropOpening {
                opening: weekly,
                ver: None,
            }
        ),
        Err(Error::Denied(_))
    ));
}

#[test]
fn an_appointment_lasts_a_minute_to_twelve_hours() {
    let office = office();
    for minutes in [0, 721] {
        let book = Book {
            minutes,
            ..interview(&office, "2026-11-17T09:00:00Z")
        };
        assert!(matches!(
            office.act(&office.anna, book),
            Err(Error::Invalid {
                field: "minutes",
                ..
            })
        ));
    }
}
