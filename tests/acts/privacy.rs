//! What a person takes back and objects to: dated, journalled, by right, and nothing that rests on it goes on.

use std::sync::Arc;

use sportello::domain::document::{Channel, PrivacyKind};
use sportello::domain::ids::{CompanyId, PersonId, PrivacyActId, VacancyId};
use sportello::domain::matching::{Eligibility, GateRule};
use sportello::domain::refusal::Refusal;
use sportello::domain::staff::Right;
use sportello::domain::vacancy::ApplicationState;
use sportello::reference::Reference;
use sportello::store::applications::Advance;
use sportello::store::journal::UndoLast;
use sportello::store::matches::{MatchesFor, PeopleFor};
use sportello::store::people::{Object, PersonFacts, PersonFile, PrivacyAct, TakeBackConsent};
use sportello::store::{Error, Result};

use crate::given::{refusal, register, register_with};
use crate::vacancies::{ISCO, application, consent, file, one_open, proposed, send};
use crate::{Office, office};

fn on_file(office: &Office, person: PersonId) -> Vec<PrivacyAct> {
    let file = office.ask(&office.anna, PersonFile { person }).unwrap();
    let mut acts = file.privacy;
    acts.retain(|act| act.kind != PrivacyKind::Notice);
    acts
}

fn take_back(office: &Office, person: PersonId, consent: PrivacyActId) -> Result<usize> {
    office.act(&office.anna, TakeBackConsent { person, consent })
}

fn object(office: &Office, person: PersonId, company: Option<CompanyId>) -> Result<()> {
    let act = Object {
        person,
        company,
        channel: Channel::Voice,
        lang: "it".into(),
    };
    office.act(&office.anna, act)
}

/// What the gate says of a vacancy for a person, from either side.
fn gate(office: &Office, person: PersonId, vacancy: VacancyId) -> [Eligibility; 2] {
    let reference = Arc::new(Reference::load());
    let of_person = MatchesFor {
        person,
        limit: 50,
        reference: Arc::clone(&reference),
    };
    let of_vacancy = PeopleFor {
        vacancy,
        limit: 50,
        reference,
    };
    let rows = office.ask(&office.dario, of_person).unwrap().rows;
    let row = rows.into_iter().find(|row| row.vacancy.id == vacancy);
    let people = office.ask(&office.dario, of_vacancy).unwrap().rows;
    let seeker = people.into_iter().find(|row| row.person.id == person);
    [row.unwrap().eligibility, seeker.unwrap().eligibility]
}

fn is_excluded(gate: &[Eligibility; 2]) -> bool {
    let excluded = |gate: &Eligibility| matches!(gate, Eligibility::Refused(rules) if rules.contains(&GateRule::OwnExclusion));
    let both = gate.iter().filter(|gate| excluded(gate)).count();
    assert!(both != 1, "both sides say the same: {gate:?}");
    both == 2
}

#[test]
fn without_its_consent_an_application_is_not_sent_and_a_new_consent_lets_it_go_on() {
    let office = office();
    let vacancy = one_open(&office);
    let person = register(&office, "Rossi", "Maria");
    let id = proposed(&office, vacancy, person).unwrap();
    consent(&office, id).unwrap();
    let given = on_file(&office, person).remove(0);
    assert_eq!(given.kind, PrivacyKind::SendCv);
    assert_eq!(given.company.unwrap().0, file(&office, vacancy).company.id);
    assert_eq!(take_back(&office, person, given.id), Ok(0));
    let known = on_file(&office, person).remove(0);
    assert_eq!(known.revoked_on, Some(office.now().date_naive()));
    assert_eq!(application(&office, id).state, ApplicationState::Proposed);
    assert_eq!(application(&office, id).consented_on, None);
    assert_eq!(refusal(send(&office, id)), Refusal::WrongState);
    let again = take_back(&office, person, given.id);
    assert_eq!(refusal(again), Refusal::WrongState);
    consent(&office, id).unwrap();
    send(&office, id).unwrap();
    // Once the company has it, it is withdrawn; one undo takes all of that back.
    let second = on_file(&office, person).remove(0);
    assert_eq!(take_back(&office, person, second.id), Ok(1));
    assert_eq!(application(&office, id).state, ApplicationState::Withdrawn);
    let advance = Advance {
        application: id,
        ver: application(&office, id).ver,
        to: ApplicationState::UnderReview,
        reason: None,
    };
    let advanced = office.act(&office.dario, advance);
    assert_eq!(refusal(advanced), Refusal::WrongState);
    office.act(&office.anna, UndoLast).unwrap();
    assert_eq!(application(&office, id).state, ApplicationState::Sent);
    assert_eq!(on_file(&office, person).remove(0).revoked_on, None);
}

#[test]
fn nobody_is_put_forward_where_they_object_and_matches_say_so_on_both_sides() {
    let office = office();
    let (vacancy, other) = (one_open(&office), one_open(&office));
    let company = |vacancy| file(&office, vacancy).company.id;
    assert_ne!(company(vacancy), company(other));
    let person = register_with(
        &office,
        PersonFacts {
            wishes: vec![ISCO.into()],
            surname: "Rossi".into(),
            name: "Maria".into(),
            ..PersonFacts::default()
        },
    );
    let begun = proposed(&office, vacancy, person).unwrap();
    assert!(!is_excluded(&gate(&office, person, vacancy)));
    object(&office, person, Some(company(vacancy))).unwrap();
    assert!(is_excluded(&gate(&office, person, vacancy)));
    assert!(!is_excluded(&gate(&office, person, other)));
    // What was proposed before goes no further.
    assert_eq!(refusal(consent(&office, begun)), Refusal::PersonObjects);
    proposed(&office, other, person).unwrap();
    let twice = object(&office, person, Some(company(vacancy)));
    assert_eq!(refusal(twice), Refusal::WrongState);

    let third = one_open(&office);
    object(&office, person, None).unwrap();
    assert!(is_excluded(&gate(&office, person, third)));
    let refused = proposed(&office, third, person);
    assert_eq!(refusal(refused), Refusal::PersonObjects);
    let general = on_file(&office, person);
    let general = general.iter().find(|act| act.company.is_none()).unwrap();
    take_back(&office, person, general.id).unwrap();
    proposed(&office, third, person).unwrap();
    assert!(
        is_excluded(&gate(&office, person, vacancy)),
        "its own holds"
    );
}

#[test]
fn one_that_was_agreed_to_before_the_objection_is_not_sent() {
    let office = office();
    let vacancy = one_open(&office);
    let person = register(&office, "Rossi", "Maria");
    let id = proposed(&office, vacancy, person).unwrap();
    consent(&office, id).unwrap();
    object(&office, person, None).unwrap();
    assert_eq!(refusal(send(&office, id)), Refusal::PersonObjects);
}

#[test]
fn a_notice_and_what_is_somebody_elses_are_not_taken_back() {
    let office = office();
    let vacancy = one_open(&office);
    let person = register(&office, "Rossi", "Maria");
    let other = register(&office, "Bianchi", "Luca");
    let file = office.ask(&office.anna, PersonFile { person }).unwrap();
    let notice = file
        .privacy
        .iter()
        .find(|act| act.kind == PrivacyKind::Notice);
    let taken = take_back(&office, person, notice.unwrap().id);
    assert!(matches!(taken, Err(Error::Invalid { .. })), "{taken:?}");
    let id = proposed(&office, vacancy, person).unwrap();
    consent(&office, id).unwrap();
    let given = on_file(&office, person).remove(0);
    let taken = take_back(&office, other, given.id);
    assert!(matches!(taken, Err(Error::NotFound { .. })), "{taken:?}");
    let act = TakeBackConsent {
        person,
        consent: given.id,
    };
    let denied = office.act(&office.dario, act);
    assert_eq!(denied, Err(Error::Denied(Right::PeopleWrite)));
}
