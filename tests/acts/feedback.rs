//! Satisfaction that leads to nobody, and complaints until they are answered.

use sportello::domain::feedback::{ComplaintState, Customer, Score};
use sportello::domain::ids::{PersonId, TicketId};
use sportello::domain::queue::{Outcome, Priority};
use sportello::domain::refusal::Refusal;
use sportello::store::complaints::{ComplaintRow, Complaints, MoveComplaint, OpenComplaint};
use sportello::store::feedback::{GiveFeedback, Named, Voice, VoiceFigures};
use sportello::store::journal::UndoLast;
use sportello::store::queue::{CallNext, Finish, IssueTicket, Serve};
use sportello::store::{Error, History};

use crate::people::{newcomer, raw, register};
use crate::{Office, office};

fn served(office: &Office, person: PersonId) -> TicketId {
    let issue = IssueTicket {
        person: Some(person),
        alias: None,
        code: None,
        service: "reception".into(),
        priority: Priority::Normal,
        appointment: None,
        exception: Some("prova".into()),
    };
    let ticket = office.act(&office.anna, issue).unwrap().ticket;
    let desk = office.desks[0];
    office.act(&office.anna, CallNext { desk }).unwrap();
    office.act(&office.anna, Serve { ticket }).unwrap();
    ticket
}

fn finish(office: &Office, ticket: TicketId) {
    let finish = Finish {
        ticket,
        outcome: Outcome::Informed,
        services: Vec::new(),
        note: None,
    };
    office.act(&office.anna, finish).unwrap();
}

fn give(score: Score, named: Option<TicketId>) -> GiveFeedback {
    GiveFeedback {
        customer: Customer::Person,
        score,
        named: named.map(|ticket| Named {
            ticket,
            words: Some("tutto chiaro".to_owned()),
        }),
    }
}

fn voice(office: &Office) -> Voice {
    let asked = VoiceFigures {
        office: office.id,
        days: 90,
    };
    office.ask(&office.carla, asked).unwrap()
}

#[test]
fn an_anonymous_answer_leads_to_nobody() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let ticket = served(&office, person);
    let early = office.act(&office.anna, give(Score::Five, Some(ticket)));
    assert!(matches!(
        early,
        Err(Error::Refused {
            rule: Refusal::WrongState,
            ..
        })
    ));
    finish(&office, ticket);
    let journal = || -> (i64, i64, i64) {
        let count = |table| {
            let sql = format!("SELECT count(*) FROM {table}");
            raw(&office).query_row(&sql, [], |row| row.get(0)).unwrap()
        };
        (count("act"), count("touched"), count("act_body"))
    };
    let before = journal();
    office.act(&office.anna, give(Score::Four, None)).unwrap();
    office.act(&office.anna, give(Score::Four, None)).unwrap();
    assert_eq!(journal(), before, "nothing says who entered it, or when");
    office
        .act(&office.anna, give(Score::Five, Some(ticket)))
        .unwrap();
    let counted: (String, String, i64, i64) = raw(&office)
        .query_row(
            "SELECT day, customer, score, times FROM opinion",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
        .unwrap();
    assert_eq!(counted, ("2026-11-16".into(), "person".into(), 4, 2));
    let named: (i64, String, String) = raw(&office)
        .query_row("SELECT score, ticket, person FROM feedback", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert_eq!(named, (5, ticket.to_string(), person.to_string()));
    // The person's history knows of the answer with a name.
    let history = History {
        of: sportello::store::journal::Of::Person(person),
        before: None,
        limit: 50,
    };
    let history = office.ask(&office.carla, history).unwrap();
    let given = history.iter().filter(|entry| entry.name == "feedback.give");
    assert_eq!(given.count(), 1);
    let company = GiveFeedback {
        customer: Customer::Company,
        ..give(Score::Two, None)
    };
    office.act(&office.anna, company).unwrap();
    let now = voice(&office);
    assert_eq!(now.scores[0], [0, 0, 0, 2, 1]);
    assert_eq!(now.mean_tenths(Customer::Person), Some(43));
    assert_eq!(now.mean_tenths(Customer::Company), Some(20));
    assert_eq!(now.mean_tenths(Customer::Body), None);
    assert_eq!((now.contacts, now.response()), (1, Some(300)));
    // Whoever entered it does not take it back: undo goes to the end of the contact before it.
    let undone = office.act(&office.anna, UndoLast).unwrap();
    assert_eq!(undone.name, "ticket.finish");
    assert_eq!(voice(&office).answers(Customer::Person), 3);
}

fn complaints(office: &Office) -> Vec<ComplaintRow> {
    let asked = Complaints {
        office: office.id,
        limit: 9,
    };
    office.ask(&office.carla, asked).unwrap()
}

fn heard(person: Option<PersonId>, text: &str) -> OpenComplaint {
    OpenComplaint {
        person,
        who: None,
        customer: Customer::Person,
        text: text.into(),
    }
}

#[test]
fn a_complaint_goes_from_whoever_hears_it_to_an_answer() {
    let office = office();
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let (number, due) = office
        .act(&office.dario, heard(Some(person), "troppa attesa"))
        .unwrap();
    assert_eq!(
        (number.as_str(), due.to_string().as_str()),
        ("R2026-001", "2026-12-16")
    );
    office
        .act(&office.anna, heard(None, "al telefono"))
        .unwrap();
    assert!(office.act(&office.anna, heard(None, "  ")).is_err());
    let row = complaints(&office).remove(0);
    assert_eq!(row.who.as_deref(), Some("ROSSI Maria"));
    assert_eq!(row.owner.as_deref(), Some("Carla Fontana"));
    let step = |row: &ComplaintRow, to, answer: Option<&str>| MoveComplaint {
        complaint: row.id,
        ver: row.ver,
        to,
        answer: answer.map(str::to_owned),
    };
    assert!(matches!(
        office.act(&office.anna, step(&row, ComplaintState::Examining, None)),
        Err(Error::Denied(_))
    ));
    assert!(matches!(
        office.act(&office.carla, step(&row, ComplaintState::Closed, None)),
        Err(Error::Refused {
            rule: Refusal::WrongState,
            ..
        })
    ));
    office
        .act(&office.carla, step(&row, ComplaintState::Examining, None))
        .unwrap();
    assert!(matches!(
        office.act(
            &office.carla,
            step(&row, ComplaintState::Answered, Some("x"))
        ),
        Err(Error::Conflict { .. })
    ));
    office.set_now("2026-12-20T09:00:00Z");
    let late = voice(&office);
    assert_eq!((late.owed, late.late, late.answered), (2, 2, 0));
    let row = complaints(&office).remove(0);
    assert!(
        office
            .act(&office.carla, step(&row, ComplaintState::Answered, None))
            .is_err()
    );
    office
        .act(
            &office.carla,
            step(&row, ComplaintState::Answered, Some("chiesto scusa")),
        )
        .unwrap();
    let now = voice(&office);
    assert_eq!(
        (now.owed, now.answered, now.days_to_answer),
        (1, 1, Some(34))
    );
    office.act(&office.carla, UndoLast).unwrap();
    assert_eq!(voice(&office).owed, 2);
}
