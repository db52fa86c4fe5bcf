//! The quick intake: twelve fields, one act.

use sportello::domain::document::{Channel, DocumentKind, PermitKind};
use sportello::domain::ids::PersonId;
use sportello::domain::intake::{IntakeState, Missing, Reason};
use sportello::domain::person::{Checked, Education, EmploymentStatus, RegistrySex};
use sportello::domain::refusal::Refusal;
use sportello::store::Error;
use sportello::store::intakes::{Permit, SaveIntake};
use sportello::store::interview::TakeInCharge;
use sportello::store::people::{Employment, Notice, PersonFile, PersonRecord};
use sportello::store::queue::Board;

use crate::people::{code, day, newcomer, raw, register};
use crate::queue::{call, issue};
use crate::{Office, office};

/// All twelve fields.
pub fn complete() -> SaveIntake {
    SaveIntake {
        identifier: Some(code("RSSMRA85C52F205X", Checked::Ok)),
        surname: "Rossi".into(),
        name: "Maria".into(),
        birth_on: Some(day("1985-03-12")),
        birth_place: Some("F205".into()),
        birth_place_name: Some("Milano".into()),
        registry_sex: Some(RegistrySex::F),
        phone: Some("399 1234567".into()),
        residence: Some("015146".into()),
        residence_name: Some("Milano".into()),
        employment: Some(Employment {
            status: EmploymentStatus::Unemployed,
            since: Some(day("2026-05-16")),
        }),
        education: Some(Education::UpperSecondary),
        documents: vec![DocumentKind::IdentityCard],
        notice: Some(Notice {
            version: Some("2026-01".into()),
            lang: "it".into(),
            channel: Channel::Voice,
        }),
        reason: Some(Reason::Work),
        reason_words: "Cerca un lavoro in cucina".into(),
        ..SaveIntake::default()
    }
}

fn file(office: &Office, person: PersonId) -> PersonRecord {
    office.ask(&office.anna, PersonFile { person }).unwrap()
}

#[test]
fn twelve_fields_make_a_person_an_interview_and_tie_the_ticket() {
    let office = office();
    issue(&office, "reception");
    let ticket = call(&office, &office.anna).unwrap().ticket;
    let save = SaveIntake {
        ticket: Some(ticket),
        ..complete()
    };
    let saved = office.act(&office.anna, save).unwrap();
    assert_eq!(
        (saved.state, &*saved.missing),
        (IntakeState::Complete, &[][..])
    );
    let record = file(&office, saved.person);
    assert_eq!(record.short_name(), "ROSSI Maria");
    assert_eq!(record.identifiers[0].checked, Checked::Ok);
    assert_eq!(record.referent_name.as_deref(), Some("Anna Neri"));
    assert_eq!(record.last_contact_on, Some(day("2026-11-16")));
    assert_eq!(record.ticket.map(|t| t.id), Some(ticket));
    let intake = record.intake.unwrap();
    assert_eq!(
        (intake.ticket, intake.reason),
        (Some(ticket), Some(Reason::Work))
    );
    assert_eq!(intake.completed_at, Some(office.now()));
    let board = Board {
        office: office.id,
        ended: false,
    };
    let board = office.ask(&office.anna, board).unwrap();
    let mine = board.iter().find(|row| row.ticket == ticket).unwrap();
    assert_eq!(
        (mine.person, mine.who.as_str()),
        (Some(saved.person), "ROSSI Maria")
    );
}

#[test]
fn a_partial_intake_says_what_is_missing_and_is_taken_up_again() {
    let office = office();
    let partial = SaveIntake {
        surname: "Rossi".into(),
        name: "Maria".into(),
        reason: Some(Reason::Papers),
        ..SaveIntake::default()
    };
    let first = office.act(&office.anna, partial).unwrap();
    assert_eq!(first.state, IntakeState::Partial);
    assert_eq!(
        first.missing,
        [
            Missing::Identifier,
            Missing::BirthDate,
            Missing::BirthPlace,
            Missing::Phone,
            Missing::Residence,
            Missing::Employment,
            Missing::Education,
            Missing::IdentityDocument,
            Missing::Notice,
        ]
    );
    let ver = file(&office, first.person).ver;
    let rest = SaveIntake {
        person: Some((first.person, ver)),
        reason: None,
        reason_words: String::new(),
        ..complete()
    };
    let second = office.act(&office.bruno, rest).unwrap();
    assert_eq!(second.intake, first.intake);
    assert_eq!(second.state, IntakeState::Complete);
    let intake = office
        .ask(
            &office.anna,
            PersonFile {
                person: first.person,
            },
        )
        .unwrap()
        .intake
        .unwrap();
    assert_eq!(intake.reason, Some(Reason::Papers));
    assert_eq!(intake.referent_name.as_deref(), Some("Anna Neri"));

    // What is complete is not written again: the next interview is another one.
    let ver = file(&office, first.person).ver;
    let third = SaveIntake {
        person: Some((first.person, ver)),
        reason: Some(Reason::Training),
        ..SaveIntake::default()
    };
    let third = office.act(&office.anna, third).unwrap();
    assert_ne!(third.intake, first.intake);
    assert_eq!(third.state, IntakeState::Complete);
}

#[test]
fn an_empty_field_leaves_what_is_on_record() {
    let office = office();
    let saved = office.act(&office.anna, complete()).unwrap();
    let before = file(&office, saved.person);
    let again = SaveIntake {
        person: Some((saved.person, before.ver)),
        phone: Some("399 7654321".into()),
        ..SaveIntake::default()
    };
    office.act(&office.anna, again).unwrap();
    let mut expected = before.facts.clone();
    expected.phone = Some("399 7654321".into());
    assert_eq!(file(&office, saved.person).facts, expected);
}

#[test]
fn a_permit_is_asked_of_who_needs_one() {
    let office = office();
    let with = |permit| SaveIntake {
        identifier: None,
        surname: "Diop".into(),
        needs_permit: true,
        permit,
        ..complete()
    };
    let kind = PermitKind::Employment;
    let cases = [
        (None, vec![Missing::Identifier, Missing::Permit]),
        (
            Some(Permit {
                kind,
                expires_on: None,
            }),
            vec![Missing::Identifier, Missing::PermitExpiry],
        ),
        (
            Some(Permit {
                kind: PermitKind::LongTerm,
                expires_on: None,
            }),
            vec![Missing::Identifier],
        ),
        (
            Some(Permit {
                kind,
                expires_on: Some(day("2027-01-31")),
            }),
            vec![Missing::Identifier],
        ),
    ];
    for (permit, missing) in cases {
        assert_eq!(
            office.act(&office.anna, with(permit)).unwrap().missing,
            missing,
            "{permit:?}"
        );
    }
}

#[test]
fn a_code_of_somebody_else_is_said_and_does_not_stop_the_interview() {
    let office = office();
    let mut first = newcomer("Rossi", "Mario");
    first
        .identifiers
        .push(code("RSSMRA85C52F205X", Checked::Ok));
    let first = register(&office, first).person;
    let saved = office.act(&office.anna, complete()).unwrap();
    assert_eq!(saved.duplicate_of, Some(first));
    assert_eq!(saved.state, IntakeState::Complete);
    let record = file(&office, saved.person);
    assert_eq!(record.identifiers[0].checked, Checked::Anomaly);
    assert_eq!(record.identifiers[0].also, Some(first));
}

#[test]
fn an_old_version_saves_nothing_at_all() {
    let office = office();
    issue(&office, "reception");
    let ticket = call(&office, &office.anna).unwrap().ticket;
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let save = |staff, phone: &str| {
        let save = SaveIntake {
            ticket: Some(ticket),
            person: Some((person, 1)),
            phone: Some(phone.into()),
            ..complete()
        };
        office.act(staff, save)
    };
    save(&office.bruno, "399 1").unwrap();
    let rows = |table: &str| -> i64 {
        raw(&office)
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap()
    };
    let before = (
        rows("intake"),
        rows("privacy_act"),
        rows("document"),
        rows("touched"),
    );
    assert!(matches!(
        save(&office.anna, "399 2"),
        Err(Error::Conflict { .. })
    ));
    let after = (
        rows("intake"),
        rows("privacy_act"),
        rows("document"),
        rows("touched"),
    );
    assert_eq!(before, after);
}

#[test]
fn nobody_without_name_and_code() {
    let office = office();
    let nameless = SaveIntake {
        surname: String::new(),
        identifier: None,
        ..complete()
    };
    assert!(matches!(
        office.act(&office.anna, nameless),
        Err(Error::Refused {
            rule: Refusal::NameOrCode,
            ..
        })
    ));
    let coded = SaveIntake {
        surname: String::new(),
        name: String::new(),
        ..complete()
    };
    let saved = office.act(&office.anna, coded).unwrap();
    assert_eq!(saved.missing, [Missing::Surname, Missing::Name]);
}

#[test]
fn only_a_complete_intake_is_taken_in_charge() {
    let office = office();
    let partial = SaveIntake {
        surname: "Verdi".into(),
        ..SaveIntake::default()
    };
    let partial = office.act(&office.anna, partial).unwrap();
    let refused = office.act(
        &office.bruno,
        TakeInCharge {
            intake: partial.intake,
        },
    );
    assert!(matches!(
        refused,
        Err(Error::Refused {
            rule: Refusal::InterviewLacks,
            ..
        })
    ));
    let whole = office.act(&office.anna, complete()).unwrap();
    office
        .act(
            &office.bruno,
            TakeInCharge {
                intake: whole.intake,
            },
        )
        .unwrap();
    let intake = office
        .ask(
            &office.anna,
            PersonFile {
                person: whole.person,
            },
        )
        .unwrap()
        .intake
        .unwrap();
    assert_eq!(intake.state, IntakeState::TakenInCharge);
    assert_eq!(intake.taken_in_charge_on, Some(day("2026-11-16")));
}
