//! What the tests of the work begin with: people on file, days, refusals.

use chrono::NaiveDate;
use sportello::domain::document::Channel;
use sportello::domain::ids::PersonId;
use sportello::domain::refusal::Refusal;
use sportello::store::people::{GivePrivacyNotice, Newcomer, Notice, PersonFacts, RegisterPerson};
use sportello::store::{Error, Result};

use crate::Office;

/// A day from its ISO text.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Somebody on file of whom only the name is known.
pub(crate) fn register(office: &Office, surname: &str, name: &str) -> PersonId {
    register_with(
        office,
        PersonFacts {
            surname: surname.into(),
            name: name.into(),
            ..PersonFacts::default()
        },
    )
}

/// Somebody on file, who was given the privacy notice.
pub(crate) fn register_with(office: &Office, facts: PersonFacts) -> PersonId {
    let person = Newcomer {
        facts,
        ..Newcomer::default()
    };
    let person = office
        .act(&office.anna, RegisterPerson { person })
        .unwrap()
        .person;
    let notice = Notice {
        version: Some("2026-01".to_owned()),
        lang: "it".into(),
        channel: Channel::Paper,
    };
    let given = GivePrivacyNotice { person, notice };
    office.act(&office.anna, given).unwrap();
    person
}

/// The rule that refused.
pub(crate) fn refusal<T: std::fmt::Debug>(outcome: Result<T>) -> Refusal {
    match outcome {
        Err(Error::Refused { rule, .. }) => rule,
        other => panic!("not refused: {other:?}"),
    }
}
