//! Work that came of an application: its terms, when it is asked what came of it, and what that changes.

use chrono::NaiveDate;
use sportello::domain::ids::ApplicationId;
use sportello::domain::param::ParamKey;
use sportello::domain::placement::{FollowUpResult, Proof, WorkEnd};
use sportello::domain::refusal::Refusal;
use sportello::domain::vacancy::{ApplicationState, Contract};
use sportello::store::applications::Advance;
use sportello::store::params::SetParam;
use sportello::store::placements::{DueFollowUps, FollowUp, Placement, RecordFollowUp, Terms};
use sportello::store::{Error, Result};

use crate::given::{day, refusal, register};
use crate::vacancies::{advance_through, application, hire, one_open, proposed, terms};
use crate::{Office, office};

/// An offer to Maria Rossi.
fn offered(office: &Office) -> ApplicationId {
    let vacancy = one_open(office);
    let person = register(office, "Rossi", "Maria");
    let offer = proposed(office, vacancy, person).unwrap();
    advance_through(office, offer, ApplicationState::Offer);
    offer
}

fn hired(office: &Office) -> ApplicationId {
    let offer = offered(office);
    hire(office, offer, terms()).unwrap();
    offer
}

fn work(office: &Office, id: ApplicationId) -> Placement {
    application(office, id).placement.unwrap()
}

fn due(office: &Office, until: &str) -> Vec<NaiveDate> {
    let asked = DueFollowUps {
        office: office.anna.office,
        until: day(until),
        limit: 20,
    };
    let rows = office.ask(&office.anna, asked).unwrap();
    rows.into_iter().map(|row| row.due_on).collect()
}

fn hear(
    office: &Office,
    asked: FollowUp,
    result: FollowUpResult,
    ended: Option<(NaiveDate, WorkEnd)>,
) -> Result<()> {
    let heard = RecordFollowUp {
        follow_up: asked.id,
        ver: asked.ver,
        result,
        ended,
    };
    office.act(&office.dario, heard)
}

#[test]
fn who_is_hired_is_hired_on_terms_and_asked_after_thirty_ninety_and_a_hundred_and_eighty_days() {
    let office = office();
    let offer = offered(&office);
    let advance = Advance {
        application: offer,
        ver: application(&office, offer).ver,
        to: ApplicationState::Hired,
        reason: None,
    };
    let without = office.act(&office.dario, advance);
    assert_eq!(refusal(without), Refusal::WrongState);
    assert_eq!(application(&office, offer).placement, None);
    hire(&office, offer, terms()).unwrap();
    let row = application(&office, offer);
    assert_eq!(row.state, ApplicationState::Hired);
    assert_eq!(row.decided_on, Some(day("2026-11-16")));
    let placement = row.placement.unwrap();
    assert_eq!((placement.terms, placement.ended), (terms(), None));
    let days = ["2026-12-17", "2027-02-15", "2027-05-16"].map(day);
    assert_eq!(
        placement
            .follow_ups
            .iter()
            .map(|one| one.due_on)
            .collect::<Vec<_>>(),
        days
    );
    assert_eq!(due(&office, "2026-12-16"), []);
    assert_eq!(due(&office, "2026-12-17"), days[..1]);
    assert_eq!(due(&office, "2027-06-01"), days);
}

#[test]
fn the_office_says_after_how_many_days_it_is_asked_and_the_same_day_is_asked_once() {
    let office = office();
    for (key, value) in [
        (ParamKey::FirstFollowUp, "45"),
        (ParamKey::SecondFollowUp, "45"),
    ] {
        let set = SetParam {
            key,
            value: value.into(),
            valid_from: day("2026-11-16"),
            source: "Carta dei servizi".into(),
            ver: None,
        };
        office.act(&office.carla, set).unwrap();
    }
    let offer = hired(&office);
    let asked = work(&office, offer).follow_ups;
    let days: Vec<NaiveDate> = asked.iter().map(|one| one.due_on).collect();
    assert_eq!(days, ["2027-01-01", "2027-05-16"].map(day));
}

#[test]
fn terms_that_cannot_be_are_refused_at_their_field_and_nothing_is_written() {
    let office = office();
    let offer = offered(&office);
    let good = terms();
    let wrong: [(&str, Terms); 7] = [
        (
            "from_on",
            Terms {
                from_on: day("2028-01-01"),
                to_on: None,
                ..good
            },
        ),
        (
            "from_on",
            Terms {
                from_on: day("2024-01-01"),
                ..good
            },
        ),
        (
            "to_on",
            Terms {
                to_on: Some(day("2026-11-16")),
                ..good
            },
        ),
        (
            "to_on",
            Terms {
                to_on: None,
                ..good
            },
        ),
        (
            "to_on",
            Terms {
                contract: Contract::Permanent,
                ..good
            },
        ),
        ("hours", Terms { hours: 0, ..good }),
        ("hours", Terms { hours: 61, ..good }),
    ];
    for (field, terms) in wrong {
        let outcome = hire(&office, offer, terms);
        let named = matches!(&outcome, Err(Error::Invalid { field: at, .. }) if at == &field);
        assert!(named, "{terms:?}: {outcome:?}");
        assert_eq!(application(&office, offer).state, ApplicationState::Offer);
    }
    let permanent = Terms {
        contract: Contract::Permanent,
        to_on: None,
        proof: Proof::Contract,
        ..good
    };
    hire(&office, offer, permanent).unwrap();
    let again = hire(&office, offer, permanent);
    assert_eq!(refusal(again), Refusal::WrongState);
}

#[test]
fn what_is_heard_changes_the_work_and_what_is_still_to_be_asked() {
    let office = office();
    let offer = hired(&office);
    let first = work(&office, offer).follow_ups[0];
    hear(&office, first, FollowUpResult::Unreachable, None).unwrap();
    let today = day("2026-11-16");
    let unreachable = Some((today, FollowUpResult::Unreachable));
    assert_eq!(work(&office, offer).follow_ups[0].heard, unreachable);
    let twice = hear(&office, first, FollowUpResult::Working, None);
    assert_eq!(refusal(twice), Refusal::WrongState);

    let second = work(&office, offer).follow_ups[1];
    hear(&office, second, FollowUpResult::Converted, None).unwrap();
    let goes_on = work(&office, offer);
    assert_eq!(goes_on.terms.contract, Contract::Permanent);
    assert_eq!((goes_on.terms.to_on, goes_on.ended), (None, None));

    let third = goes_on.follow_ups[2];
    let converted = hear(&office, third, FollowUpResult::Converted, None);
    assert!(
        matches!(converted, Err(Error::Invalid { .. })),
        "{converted:?}"
    );
    assert_eq!(due(&office, "2027-12-31"), [third.due_on]);
}

#[test]
fn work_that_ended_is_not_asked_about_again() {
    let office = office();
    let offer = hired(&office);
    let asked = work(&office, offer).follow_ups;
    let now = "2026-12-20T09:00:00Z";
    office.set_now(now);
    let without = hear(&office, asked[0], FollowUpResult::Ended, None);
    assert!(matches!(without, Err(Error::Invalid { .. })), "{without:?}");
    for wrong in ["2026-11-16", "2026-12-21"] {
        let end = Some((day(wrong), WorkEnd::Trial));
        let outcome = hear(&office, asked[0], FollowUpResult::Ended, end);
        assert!(matches!(outcome, Err(Error::Invalid { .. })), "{outcome:?}");
    }
    assert_eq!(work(&office, offer).follow_ups, asked);
    let end = (day("2026-12-01"), WorkEnd::Trial);
    hear(&office, asked[0], FollowUpResult::Ended, Some(end)).unwrap();
    let over = work(&office, offer);
    assert_eq!(over.ended, Some(end));
    let ended = Some((day("2026-12-20"), FollowUpResult::Ended));
    assert!(over.follow_ups.iter().all(|one| one.heard == ended));
    assert_eq!(due(&office, "2027-12-31"), []);
}
