//! The residence permit and the right to work: what its kind, its days and the receipt of its renewal decide.

use chrono::{Days, NaiveDate};
use sportello::domain::document::{DocumentKind, PermitKind};
use sportello::domain::matching::{Eligibility, GateRule};
use sportello::store::people::{Paper, PersonFacts, SeeDocument};

use crate::given::{day, register_with};
use crate::office;
use crate::privacy::gate;
use crate::vacancies::{ISCO, one_open};

#[test]
fn what_a_permit_allows_is_known_by_its_kind_its_days_and_the_receipt_of_its_renewal() {
    let office = office();
    let vacancy = one_open(&office);
    let today = office.now().date_naive();
    let ask = || Eligibility::ToAsk(vec![GateRule::RightToWork]);
    let refused = || Eligibility::Refused(vec![GateRule::RightToWork]);
    let permit = |permit, issued_on: Option<NaiveDate>, expires_on| Paper {
        permit: Some(permit),
        issued_on,
        expires_on: Some(expires_on),
        ..Paper::of(DocumentKind::ResidencePermit)
    };
    let receipt = |expires_on| Paper {
        expires_on,
        ..Paper::of(DocumentKind::PermitReceipt)
    };
    let (ago, until) = (|days| today - Days::new(days), today + Days::new(90));
    use PermitKind::{AsylumRequest, Employment, Other, OtherNotToWork, OtherToWork};
    let table: [(Vec<Paper>, Eligibility); 12] = [
        (vec![], ask()),
        (vec![permit(Employment, None, until)], Eligibility::Allowed),
        (vec![permit(AsylumRequest, None, until)], ask()),
        (vec![permit(AsylumRequest, Some(ago(59)), until)], ask()),
        (
            vec![permit(AsylumRequest, Some(ago(60)), until)],
            Eligibility::Allowed,
        ),
        (vec![permit(Other, None, until)], ask()),
        (vec![permit(OtherToWork, None, until)], Eligibility::Allowed),
        (vec![permit(OtherNotToWork, None, until)], refused()),
        // The renewal is asked for before the permit runs out: until then it holds as before.
        (
            vec![permit(Employment, None, until), receipt(None)],
            Eligibility::Allowed,
        ),
        (
            vec![permit(Employment, None, ago(1)), receipt(Some(until))],
            ask(),
        ),
        // Nor does a receipt help a permit that ran out long ago.
        (
            vec![permit(Employment, None, ago(61)), receipt(None)],
            refused(),
        ),
        // A receipt that ran out before the permit is of an earlier renewal.
        (
            vec![permit(Employment, None, ago(1)), receipt(Some(ago(300)))],
            refused(),
        ),
    ];
    for (number, (papers, expected)) in table.into_iter().enumerate() {
        let person = register_with(
            &office,
            PersonFacts {
                surname: format!("Prova{number}"),
                name: "Ada".into(),
                birth_on: Some(day("1990-03-04")),
                citizenship: vec!["MA".into()],
                wishes: vec![ISCO.into()],
                ..PersonFacts::default()
            },
        );
        for paper in papers {
            let see = SeeDocument { person, paper };
            office.act(&office.anna, see).unwrap();
        }
        let both = gate(&office, person, vacancy);
        assert_eq!(both, [expected.clone(), expected], "line {number}");
    }
}
