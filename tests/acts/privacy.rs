//! What a person takes back and objects to: dated, journalled, by right, and nothing that rests on it goes on.

use std::sync::Arc;

use sportello::domain::document::{Channel, PrivacyKind};
use sportello::domain::ids::{CompanyId, PersonId, PrivacyActId, VacancyId};
use sportello::domain::matching::{Eligibility, GateRule};
use sportello::domain::refusal::Refusal;
use sportello::domain::staff::Right;
use sportello::domain::vacancy::{ApplicationReason, ApplicationState};
use sportello::reference::Reference;
use sportello::store::applications::Advance;
use sportello::store::journal::UndoLast;
use sportello::store::matches::{MatchesFor, PeopleFor};
use sportello::store::people::{
    Object, PersonFacts, PersonFile, PrivacyAct, SeparatePeople, TakeBackConsent,
};
use sportello::store::{Error, Result};

use crate::doubles::merge;
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

fn object(office: &Office, person: PersonId, company: Option<CompanyId>) -> Result<usize> {
    let act = Object {
        person,
        company,
        channel: Channel::Voice,
        lang: "it".into(),
    };
    office.act(&office.anna, act)
}

/// What the gate says of a vacancy for a person, from either side.
pub fn gate(office: &Office, person: PersonId, vacancy: VacancyId) -> [Eligibility; 2] {
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
    // What was proposed before ends.
    assert_eq!(
        application(&office, begun).state,
        ApplicationState::Withdrawn
    );
    assert_eq!(refusal(consent(&office, begun)), Refusal::WrongState);
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
    assert_eq!(object(&office, person, None), Ok(0));
    assert_eq!(refusal(send(&office, id)), Refusal::WrongState);
    // What the objection ended runs again with it taken back at once.
    office.act(&office.anna, UndoLast).unwrap();
    send(&office, id).unwrap();
}

#[test]
fn what_a_company_has_is_counted_so_that_it_is_told() {
    let office = office();
    let (vacancy, other) = (one_open(&office), one_open(&office));
    let person = register(&office, "Rossi", "Maria");
    for vacancy in [vacancy, other] {
        let id = proposed(&office, vacancy, person).unwrap();
        consent(&office, id).unwrap();
        send(&office, id).unwrap();
    }
    let company = file(&office, vacancy).company.id;
    assert_eq!(object(&office, person, Some(company)), Ok(1));
    assert_eq!(object(&office, person, None), Ok(1));
    // One that has ended rests on its consent as well: the company still has what it was sent.
    let given = on_file(&office, person)
        .into_iter()
        .filter(|act| act.kind == PrivacyKind::SendCv);
    for consent in given {
        assert_eq!(take_back(&office, person, consent.id), Ok(1));
    }
    let nobody = CompanyId(ulid::Ulid(7));
    let unknown = object(&office, person, Some(nobody));
    assert!(
        matches!(unknown, Err(Error::NotFound { .. })),
        "{unknown:?}"
    );
}

#[test]
fn taking_back_what_one_did_does_not_pass_an_objection() {
    let office = office();
    let vacancy = one_open(&office);
    let person = register(&office, "Rossi", "Maria");
    let id = proposed(&office, vacancy, person).unwrap();
    let withdraw = Advance {
        application: id,
        ver: application(&office, id).ver,
        to: ApplicationState::Withdrawn,
        reason: Some(ApplicationReason::Other),
    };
    office.act(&office.dario, withdraw).unwrap();
    object(&office, person, None).unwrap();
    let undone = office.act(&office.dario, UndoLast);
    assert_eq!(refusal(undone), Refusal::PersonObjects);
    assert_eq!(application(&office, id).state, ApplicationState::Withdrawn);
    office.act(&office.anna, UndoLast).unwrap();
    office.act(&office.dario, UndoLast).unwrap();
    assert_eq!(application(&office, id).state, ApplicationState::Proposed);
}

/// Both records of one person may say the same, and what one of them says holds for both.
#[test]
fn what_two_records_of_one_person_say_is_taken_back_together() {
    let office = office();
    let company = file(&office, one_open(&office)).company.id;
    let (kept, gone) = (
        register(&office, "Rossi", "Maria"),
        register(&office, "Rossi", "Maria"),
    );
    object(&office, kept, Some(company)).unwrap();
    object(&office, gone, Some(company)).unwrap();
    let merge = merge(&office, kept, gone, &[]);
    office.act(&office.carla, merge).unwrap();
    let both = on_file(&office, kept);
    assert_eq!(both.len(), 2, "{both:?}");
    take_back(&office, kept, both[0].id).unwrap();
    assert!(
        on_file(&office, kept)
            .iter()
            .all(|act| act.revoked_on.is_some())
    );
}

/// The consent was taken back while two records were one; separated again, the application has no other.
#[test]
fn a_consent_that_was_taken_back_meanwhile_is_asked_again() {
    let office = office();
    let vacancy = one_open(&office);
    let (kept, gone) = (
        register(&office, "Rossi", "Maria"),
        register(&office, "Rossi", "Maria"),
    );
    // Both were put forward for it, so that one of the two stays behind when they become one.
    let [_, id] = [kept, gone].map(|person| {
        let id = proposed(&office, vacancy, person).unwrap();
        consent(&office, id).unwrap();
        id
    });
    let merge = merge(&office, kept, gone, &[]);
    office.act(&office.carla, merge).unwrap();
    let given = on_file(&office, kept).remove(0);
    take_back(&office, kept, given.id).unwrap();
    office.act(&office.carla, SeparatePeople { gone }).unwrap();
    assert_eq!(application(&office, id).state, ApplicationState::Consented);
    assert!(application(&office, id).revoked_on.is_some());
    assert_eq!(refusal(send(&office, id)), Refusal::ConsentTakenBack);
    consent(&office, id).unwrap();
    assert_eq!(application(&office, id).revoked_on, None);
    send(&office, id).unwrap();
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
