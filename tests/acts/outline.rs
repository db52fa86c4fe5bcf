//! The interview's outline as data: who puts one in force, what is refused, its versions, and taking charge by it.

use rusqlite::params;
use sportello::domain::document::{Channel, DocumentKind};
use sportello::domain::ids::PersonId;
use sportello::domain::intake::{IntakeState, Missing};
use sportello::domain::interview::{Section, When};
use sportello::domain::outline::{Outline, Part};
use sportello::domain::refusal::Refusal;
use sportello::domain::staff::{Right, Staff};
use sportello::store::Error;
use sportello::store::act::Before;
use sportello::store::interview::{
    Interview, InterviewOf, OutlineInForce, OutlineRow, Outlines, PutOutline, SaveInterview,
    TakeInCharge,
};
use sportello::store::journal::{RedoLast, UndoLast};
use sportello::store::people::{GivePrivacyNotice, Notice, Paper, SeeDocument};

use crate::people::{newcomer, raw, register};
use crate::{Office, office};

fn in_force(office: &Office) -> OutlineRow {
    office.ask(&office.anna, OutlineInForce).unwrap()
}

/// Puts an outline in force, begun from what is.
fn put(office: &Office, who: &Staff, outline: Outline) -> Result<i64, Error> {
    let before = Before::Seen(in_force(office).id());
    let source = "Circolare 12/2026".into();
    let act = PutOutline {
        outline,
        source,
        before,
    };
    office.act(who, act)
}

/// The outline of the program with something changed.
fn with(change: impl FnOnce(&mut Vec<Part>)) -> Outline {
    let mut outline = Outline::default();
    change(&mut outline.parts);
    outline
}

fn asking(section: Section, question: Missing) -> Outline {
    with(|parts| {
        let part = parts.iter_mut().find(|part| part.section == section);
        part.unwrap().ask.push(question);
    })
}

/// One that asks the least.
fn least() -> Outline {
    use Missing as M;
    let part = |section, when, ask: &[Missing]| Part {
        section,
        when,
        ask: ask.to_vec(),
    };
    let always = |section, ask| part(section, When::Always, ask);
    Outline {
        parts: vec![
            always(Section::Papers, &[M::IdentityDocument]),
            always(Section::Privacy, &[M::Notice]),
            always(Section::Identity, &[M::Surname, M::Name, M::BirthDate]),
            always(Section::Residence, &[M::Citizenship]),
            part(
                Section::Permit,
                When::OutsideEu,
                &[M::Permit, M::PermitExpiry],
            ),
            always(Section::Status, &[M::Employment]),
        ],
    }
}

fn read(office: &Office, person: PersonId) -> Interview {
    office.ask(&office.bruno, InterviewOf { person }).unwrap()
}

#[test]
fn an_office_without_its_own_goes_by_the_outline_of_the_program() {
    let office = office();
    assert_eq!(in_force(&office), OutlineRow::of_the_program());
    assert_eq!(
        office.ask(&office.carla, Outlines).unwrap(),
        [OutlineRow::of_the_program()]
    );
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    let now = read(&office, person);
    assert_eq!((now.outline, now.version), (Outline::default(), 0));
}

#[test]
fn only_whoever_manages_the_office_puts_an_outline_in_force_and_each_is_a_version() {
    let office = office();
    let longer = asking(Section::Residence, Missing::Address);
    for who in [&office.anna, &office.bruno, &office.dario] {
        assert_eq!(
            put(&office, who, longer.clone()),
            Err(Error::Denied(Right::OfficeManage))
        );
    }
    assert_eq!(put(&office, &office.carla, longer.clone()), Ok(1));
    assert_eq!(put(&office, &office.carla, least()), Ok(2));
    let all = office.ask(&office.carla, Outlines).unwrap();
    let told: Vec<_> = all
        .iter()
        .map(|row| (row.version, row.outline.clone()))
        .collect();
    assert_eq!(told, [(2, least()), (1, longer), (0, Outline::default())]);
    let last = all[0].put.clone().unwrap();
    assert_eq!(
        (last.by.as_str(), last.source.as_str(), last.at),
        ("Carla Fontana", "Circolare 12/2026", office.now())
    );
    // What was put in force long ago is put in force again as one more.
    assert_eq!(put(&office, &office.carla, Outline::default()), Ok(3));
}

#[test]
fn what_cannot_be_taken_is_refused_with_all_that_is_wrong_and_changes_nothing() {
    let office = office();
    let refused = |outline| match put(&office, &office.carla, outline) {
        Err(Error::Refused { rule, detail }) => (rule, detail),
        other => panic!("{other:?}"),
    };
    let faulty = with(|parts| {
        parts[0].ask.push(Missing::Days);
        parts.push(parts[1].clone());
        parts.retain(|part| part.section != Section::Papers);
    });
    let (rule, detail) = refused(faulty);
    assert_eq!(rule, Refusal::OutlineFaulty);
    assert_eq!(
        detail,
        "outline-fault:elsewhere/missing:days/section:availability \
         outline-fault:section_twice/section:contact \
         outline-fault:needed/missing:identity_document/section:papers/section-when:always"
    );
    assert_eq!(
        refused(Outline { parts: vec![] }),
        (Refusal::OutlineFaulty, "outline-fault:empty".into())
    );
    assert_eq!(refused(Outline::default()).0, Refusal::OutlineSame);
    for source in ["  ", &"x".repeat(201)] {
        let act = PutOutline {
            outline: least(),
            source: source.into(),
            before: Before::Unseen,
        };
        assert!(matches!(
            office.act(&office.carla, act),
            Err(Error::Invalid {
                field: "source",
                ..
            })
        ));
    }
    assert_eq!(in_force(&office), OutlineRow::of_the_program());
}

#[test]
fn whoever_began_from_an_outline_that_is_no_longer_in_force_is_told_by_whom_it_was_changed() {
    let office = office();
    let stale = PutOutline {
        outline: asking(Section::Residence, Missing::Address),
        source: "Riunione".into(),
        before: Before::Seen(None),
    };
    put(&office, &office.carla, least()).unwrap();
    match office.act(&office.carla, stale.clone()) {
        Err(Error::Conflict { by, .. }) => assert_eq!(by, "Carla Fontana"),
        other => panic!("{other:?}"),
    }
    assert_eq!(in_force(&office).outline, least());
    // A file takes the place of whatever is in force.
    let file = PutOutline {
        before: Before::Unseen,
        ..stale
    };
    assert_eq!(office.act(&office.carla, file), Ok(2));
}

#[test]
fn an_outline_is_undone_and_done_again_until_another_or_an_interview_stands_on_it() {
    let office = office();
    put(&office, &office.carla, least()).unwrap();
    office.act(&office.carla, UndoLast).unwrap();
    assert_eq!(in_force(&office), OutlineRow::of_the_program());
    office.act(&office.carla, RedoLast).unwrap();
    assert_eq!(in_force(&office).outline, least());
    let person = register(&office, newcomer("Rossi", "Maria")).person;
    office.act(&office.bruno, SaveInterview { person }).unwrap();
    let undone = office.act(&office.carla, UndoLast);
    assert!(
        matches!(
            undone,
            Err(Error::Refused {
                rule: Refusal::MovedSince,
                ..
            })
        ),
        "{undone:?}"
    );
    assert_eq!(in_force(&office).version, 1);
    // The row itself says what it took the place of: no version goes from between two others.
    put(&office, &office.carla, Outline::default()).unwrap();
    let of_first = "DELETE FROM outline WHERE n = ?1";
    assert!(raw(&office).execute(of_first, params![1]).is_err());
}

#[test]
fn an_interview_is_judged_by_the_outline_in_force_when_it_is_saved_and_when_charge_is_taken() {
    let office = office();
    let person = crate::people::whole(&office);
    let notice = Notice {
        version: None,
        lang: "it".into(),
        channel: Channel::Paper,
    };
    office
        .act(&office.bruno, GivePrivacyNotice { person, notice })
        .unwrap();
    let paper = Paper::of(DocumentKind::IdentityCard);
    office
        .act(&office.bruno, SeeDocument { person, paper })
        .unwrap();

    let save = SaveInterview { person };
    let first = office.act(&office.bruno, save).unwrap();
    assert!(first.missing.contains(&Missing::Strengths), "{first:?}");
    put(&office, &office.carla, least()).unwrap();
    let now = read(&office, person);
    assert!(now.is_by_another_outline());
    let lacks = now.missing();
    let saved = office.act(&office.bruno, save).unwrap();
    assert_eq!((saved.intake, &saved.missing), (first.intake, &lacks));
    assert!(!saved.missing.contains(&Missing::Strengths), "{saved:?}");
    let now = read(&office, person);
    assert!(!now.is_by_another_outline());
    assert_eq!(now.last.unwrap().outline, Some(1));

    // What the one in force asks anew keeps from taking charge even who was complete.
    let mut more = least();
    more.parts.push(Part {
        section: Section::Needs,
        when: When::Always,
        ask: vec![Missing::Strengths],
    });
    assert_eq!(saved.missing, []);
    put(&office, &office.carla, more).unwrap();
    let take = TakeInCharge {
        intake: saved.intake,
    };
    match office.act(&office.bruno, take.clone()) {
        Err(Error::Refused { rule, detail }) => {
            assert_eq!(rule, Refusal::InterviewLacks);
            assert_eq!(detail, "missing:strengths");
        }
        other => panic!("{other:?}"),
    }
    put(&office, &office.carla, least()).unwrap();
    office.act(&office.bruno, take).unwrap();
    let last = read(&office, person).last.unwrap();
    assert_eq!(
        (last.state, last.outline),
        (IntakeState::TakenInCharge, Some(3))
    );
    // Whoever is in charge stays so, whatever comes in force.
    put(&office, &office.carla, Outline::default()).unwrap();
    let now = read(&office, person);
    assert_eq!(now.last.unwrap().state, IntakeState::TakenInCharge);
}
