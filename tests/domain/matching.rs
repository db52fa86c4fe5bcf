//! The explained match: its gate, its lines, its order.

use chrono::NaiveDate;
use proptest::prelude::*;
use sportello::domain::matching::{
    Candidate, Cefr, Closeness, Criterion, Eligibility, Experience, GateFacts, GateOffer, GateRule,
    Line, Match, Offer, Point, Questions, Scorer, Side, Sign, SkillAsked, Value, by_score_then_did,
    eligibility,
};
use sportello::domain::person::{Education, Transport};
use sportello::domain::target_group::Area;
use sportello::domain::vacancy::{Contract, Shift};
use sportello::reference::Reference;

use crate::day;

const MILAN: Point = Point {
    latitude: 45.4642,
    longitude: 9.1900,
};
const SESTO: Point = Point {
    latitude: 45.5335,
    longitude: 9.2257,
};
const SONDRIO: Point = Point {
    latitude: 46.1699,
    longitude: 9.8782,
};

fn today() -> NaiveDate {
    day("2026-11-23")
}

fn candidate() -> Candidate {
    Candidate {
        occupations: vec!["5131".to_owned()],
        skills: Some(vec!["servire pietanze ai tavoli".to_owned()]),
        experience: Some(vec![Experience {
            isco08: "5131".to_owned(),
            ended_on: Some(day("2026-01-31")),
        }]),
        home: Some(MILAN),
        transport: vec![Transport::Public],
        max_minutes: Some(60),
        max_km: None,
        shifts: vec![Shift::FullTime],
        days: Vec::new(),
        hours: Some((30, 40)),
        contracts: vec![Contract::Permanent, Contract::FixedTerm],
        education: Some(Education::LowerSecondary),
        italian: Some(Cefr::B1),
    }
}

fn offer() -> Offer {
    Offer {
        isco08: "5131".to_owned(),
        skills: vec![SkillAsked {
            label: "servire pietanze ai tavoli".to_owned(),
            essential: true,
        }],
        place: Some(SESTO),
        shift: Some(Shift::FullTime),
        hours: Some(40),
        contract: Some(Contract::Permanent),
        education: Some(Education::LowerSecondary),
        italian: Some(Cefr::B1),
    }
}

fn line<'a>(
    reference: &Reference,
    candidate: &'a Candidate,
    offer: &'a Offer,
    criterion: Criterion,
) -> Line<&'a str> {
    let scorer = Scorer::new(candidate, reference.match_weights(), reference, today());
    let found = scorer.score(offer);
    found
        .lines
        .into_iter()
        .find(|line| line.criterion == criterion)
        .expect("a line")
}

#[test]
fn the_weights_sum_to_a_hundred() {
    let reference = Reference::load();
    let points = reference.match_weights().points;
    let sum = points.occupation
        + points.skills
        + points.experience
        + points.shift
        + points.hours
        + points.journey
        + points.contract
        + points.education
        + points.italian;
    assert_eq!(sum, 100);
}

#[test]
fn what_fits_in_all_gets_a_hundred() {
    let reference = Reference::load();
    let (candidate, offer) = (candidate(), offer());
    let weights = reference.match_weights();
    let found = Scorer::new(&candidate, weights, &reference, today()).score(&offer);
    // The journey is longer than half of what is accepted, so it alone loses points.
    let lost: Vec<Criterion> = found
        .lines
        .iter()
        .filter(|line| line.points < line.max)
        .map(|line| line.criterion)
        .collect();
    assert!(lost.is_empty() || lost == [Criterion::Journey], "{found:?}");
    assert!(found.score > 90);
    assert_eq!(found.to_ask().count(), 0);
}

#[test]
fn occupations_are_close_by_code_and_by_usual_skills() {
    let reference = Reference::load();
    let table = [
        ("5131", Closeness::SameUnit, 30),
        ("5132", Closeness::SameMinor, 22),
        ("5120", Closeness::SameSubMajor, 14),
        ("7411", Closeness::Far, 0),
    ];
    let candidate = candidate();
    for (isco08, closeness, points) in table {
        let offer = Offer {
            isco08: isco08.to_owned(),
            ..offer()
        };
        let line = line(&reference, &candidate, &offer, Criterion::Occupation);
        assert_eq!(line.points, points, "{isco08}");
        assert!(
            line.values.contains(&Value::Closeness(closeness)),
            "{isco08}"
        );
        assert_eq!(line.sign == Sign::Met, closeness != Closeness::Far);
    }
    let fast_food = Offer {
        isco08: "9411".to_owned(),
        ..offer()
    };
    let line = line(&reference, &candidate, &fast_food, Criterion::Occupation);
    assert!(line.points <= 10, "{line:?}");
}

#[test]
fn unknown_counts_half_and_is_to_be_asked() {
    let reference = Reference::load();
    let (nobody, nothing) = (Candidate::default(), Offer::default());
    let weights = reference.match_weights();
    let full = offer();
    let found = Scorer::new(&nobody, weights, &reference, today()).score(&full);
    assert_eq!(found.score, 15 + 7 + 5 + 5 + 2 + 7 + 5 + 1 + 1);
    assert!(
        found
            .lines
            .iter()
            .all(|line| line.sign == Sign::Unknown && line.points == line.max / 2)
    );
    assert!(found.to_ask().all(|(_, side)| side == Side::Person));
    assert_eq!(found.to_ask().count(), 9);
    let somebody = candidate();
    let found = Scorer::new(&somebody, weights, &reference, today()).score(&nothing);
    assert!(found.to_ask().all(|(_, side)| side == Side::Company));
    let asked: Vec<Criterion> = found.to_ask().map(|(criterion, _)| criterion).collect();
    use Criterion::{Contract, Experience, Hours, Journey, Occupation, Shift};
    assert_eq!(
        asked,
        [Occupation, Experience, Shift, Hours, Journey, Contract]
    );
}

/// The days of the grid decide how far the hours of a work fit; a wish for other hours decides before them.
#[test]
fn the_days_on_which_somebody_can_work_count_against_those_of_the_work() {
    use sportello::domain::interview::DayPart as D;
    let reference = Reference::load();
    let mornings = vec![
        D::MondayMorning,
        D::TuesdayMorning,
        D::WednesdayMorning,
        D::SaturdayMorning,
        D::SaturdayAfternoon,
    ];
    let with = |days: &[D], shifts: &[Shift]| Candidate {
        days: days.to_vec(),
        shifts: shifts.to_vec(),
        ..candidate()
    };
    let asked = |candidate: &Candidate, shift| {
        let offer = Offer { shift, ..offer() };
        let line = line(&reference, candidate, &offer, Criterion::Shift);
        let values = line.values.iter().map(|value| format!("{value:?}"));
        (
            line.sign,
            line.points * 10 / line.max,
            values.collect::<Vec<_>>().join(", "),
        )
    };
    let some = with(&mornings, &[]);
    let said = |shift, can, of| format!("Shift({shift:?}), Of({can}, {of})");
    for (shift, sign, tenths, can, of) in [
        (Shift::PartMorning, Sign::Met, 6, 3, 5),
        (Shift::FullTime, Sign::Missing, 0, 0, 5),
        (Shift::Weekend, Sign::Met, 5, 1, 2),
        (Shift::Night, Sign::Missing, 0, 0, 5),
    ] {
        let found = asked(&some, Some(shift));
        assert_eq!(found, (sign, tenths, said(shift, can, of)));
    }
    assert_eq!(asked(&some, None).0, Sign::Unknown, "the company is asked");
    let nothing = with(&[], &[]);
    assert_eq!(asked(&nothing, Some(Shift::Night)).0, Sign::Unknown);
    let evenings = with(&mornings, &[Shift::PartAfternoon]);
    let other = asked(&evenings, Some(Shift::PartMorning));
    assert_eq!(
        (other.0, other.2.as_str()),
        (Sign::Missing, "Shift(PartMorning)")
    );
}

#[test]
fn the_answer_that_would_change_most_is_asked_first() {
    let reference = Reference::load();
    let weights = reference.match_weights();
    let offer = offer();
    let first = |candidate: &Candidate| {
        let scorer = Scorer::new(candidate, weights, &reference, today());
        let mut questions = Questions::default();
        (0..3).for_each(|_| questions.hear(&scorer.score(&offer)));
        questions.first().map(|asked| (asked.about, asked.points))
    };
    let all = candidate();
    assert_eq!(first(&all), None);
    // After a quick intake: where somebody lives and their schooling.
    let mut new = Candidate {
        home: Some(MILAN),
        education: Some(Education::LowerSecondary),
        ..Candidate::default()
    };
    let scorer = Scorer::new(&new, weights, &reference, today());
    assert_eq!(scorer.score(&offer).known(), 15 + 3);
    assert_eq!(first(&new), Some((Criterion::Occupation, 30)));
    new.occupations.clone_from(&all.occupations);
    // Skills and experience weigh more, but no one answer is for all vacancies.
    assert_eq!(first(&new), Some((Criterion::Shift, 10)));
    new.shifts.clone_from(&all.shifts);
    assert_eq!(first(&new), Some((Criterion::Contract, 10)));
    new.contracts.clone_from(&all.contracts);
    assert_eq!(first(&new), Some((Criterion::Journey, 7)));
    new.transport.clone_from(&all.transport);
    assert_eq!(first(&new), Some((Criterion::Hours, 5)));
}

#[test]
fn essential_skills_count_double() {
    let reference = Reference::load();
    let asked = |label: &str, essential| SkillAsked {
        label: label.to_owned(),
        essential,
    };
    let candidate = Candidate {
        skills: Some(vec!["a".to_owned()]),
        ..candidate()
    };
    let offer = Offer {
        skills: vec![asked("a", true), asked("b", false)],
        ..offer()
    };
    let found = line(&reference, &candidate, &offer, Criterion::Skills);
    assert_eq!((found.sign, found.points), (Sign::Met, 10));
    assert_eq!(found.values, [Value::Of(1, 2), Value::Text("b")]);
    let other = Candidate {
        skills: Some(vec!["b".to_owned()]),
        ..candidate
    };
    let found = line(&reference, &other, &offer, Criterion::Skills);
    assert_eq!((found.sign, found.points), (Sign::Missing, 5));
}

#[test]
fn experience_ages() {
    let reference = Reference::load();
    let table = [("2026-01-31", 10), ("2015-01-31", 5)];
    let offer = offer();
    for (ended, points) in table {
        let done = Experience {
            isco08: "5132".to_owned(),
            ended_on: Some(day(ended)),
        };
        let candidate = Candidate {
            experience: Some(vec![done]),
            ..candidate()
        };
        assert_eq!(
            line(&reference, &candidate, &offer, Criterion::Experience).points,
            points,
            "{ended}"
        );
    }
    let candidate = Candidate {
        experience: Some(Vec::new()),
        ..candidate()
    };
    assert_eq!(
        line(&reference, &candidate, &offer, Criterion::Experience).sign,
        Sign::Missing
    );
}

#[test]
fn the_journey_is_an_estimate_by_the_quickest_means() {
    let reference = Reference::load();
    let weights = reference.match_weights();
    let metres = MILAN.metres_to(SESTO);
    assert!((7_500..9_000).contains(&metres), "{metres}");
    assert_eq!(weights.road_km(10_000), 13);
    let by = |means: &[Transport]| {
        weights
            .journey(10, means)
            .map(|journey| (journey.means, journey.minutes))
    };
    assert_eq!(by(&[Transport::Public]), Some((Transport::Public, 15 + 24)));
    assert_eq!(
        by(&[Transport::Public, Transport::Car]),
        Some((Transport::Car, 6 + 14))
    );
    assert_eq!(by(&[Transport::Foot]), None);
    assert_eq!(by(&[]), None);

    let (near, far) = (
        offer(),
        Offer {
            place: Some(SONDRIO),
            ..offer()
        },
    );
    let found = |candidate: &Candidate, offer: &Offer| {
        let line = line(&reference, candidate, offer, Criterion::Journey);
        (line.sign, line.points)
    };
    let car = Candidate {
        transport: vec![Transport::Car],
        ..candidate()
    };
    assert_eq!(found(&car, &near), (Sign::Met, 15));
    assert_eq!(found(&car, &far), (Sign::Missing, 0));
    let foot = Candidate {
        transport: vec![Transport::Foot],
        ..candidate()
    };
    assert_eq!(found(&foot, &near), (Sign::Missing, 0));
    let unsaid = Candidate {
        transport: Vec::new(),
        ..candidate()
    };
    let public = candidate();
    // How far it is is known: as by public transport, and the means is to be asked.
    assert_eq!(found(&unsaid, &near), found(&public, &near));
    let asked = |candidate: &Candidate| line(&reference, candidate, &near, Criterion::Journey).ask;
    assert_eq!((asked(&unsaid), asked(&public)), (Some(Side::Person), None));
    assert_eq!(found(&unsaid, &far), (Sign::Missing, 0));
    let narrow = Candidate {
        max_km: Some(5),
        ..car
    };
    assert_eq!(found(&narrow, &near), (Sign::Missing, 0));
}

#[test]
fn equal_scores_go_by_the_oldest_did() {
    let scored = |score| Match::<&str> {
        score,
        lines: Vec::new(),
    };
    let mut people = [
        ("none", scored(80), None),
        ("young", scored(80), Some(day("2026-10-01"))),
        ("old", scored(80), Some(day("2024-10-01"))),
        ("best", scored(90), None),
    ];
    people.sort_by(|a, b| by_score_then_did((&a.1, a.2), (&b.1, b.2)));
    assert_eq!(
        people.map(|person| person.0),
        ["best", "old", "young", "none"]
    );
}

fn allowed() -> GateFacts {
    GateFacts {
        birth_on: Some(day("1990-01-01")),
        area: Some(Area::Italy),
        licences: Some(vec!["C".to_owned()]),
        ..GateFacts::default()
    }
}

#[test]
fn the_gate_allows_refuses_or_asks() {
    use Eligibility::{Allowed, Refused, ToAsk};
    use GateRule::{LegalAge, Licence, OwnExclusion, Reserved, RightToWork};
    let facts = allowed;
    let offer = GateOffer::default;
    let outside = |work, until: Option<&str>| GateFacts {
        area: Some(Area::Other),
        permit_work: work,
        permit_until: until.map(day),
        ..facts()
    };
    let licence = |asked: &str| GateOffer {
        licences: vec![asked.to_owned()],
        ..offer()
    };
    let apprentice = GateOffer {
        contract: Some(Contract::Apprenticeship),
        ..offer()
    };
    let start = GateOffer {
        start_on: Some(day("2027-03-01")),
        ..offer()
    };
    let table = [
        (facts(), offer(), Allowed),
        (
            GateFacts {
                area: Some(Area::Eu),
                ..facts()
            },
            offer(),
            Allowed,
        ),
        (
            GateFacts {
                area: None,
                ..facts()
            },
            offer(),
            ToAsk(vec![RightToWork]),
        ),
        (outside(Some(true), Some("2027-01-01")), offer(), Allowed),
        (
            outside(Some(true), Some("2027-01-01")),
            start,
            Refused(vec![RightToWork]),
        ),
        (
            outside(Some(false), Some("2027-01-01")),
            offer(),
            Refused(vec![RightToWork]),
        ),
        (
            outside(None, Some("2027-01-01")),
            offer(),
            ToAsk(vec![RightToWork]),
        ),
        (outside(Some(true), None), offer(), ToAsk(vec![RightToWork])),
        // Its renewal was asked for: what holds after its last day is to be asked.
        (
            GateFacts {
                permit_renewing: true,
                ..outside(Some(true), Some("2026-11-01"))
            },
            offer(),
            ToAsk(vec![RightToWork]),
        ),
        (
            GateFacts {
                permit_renewing: true,
                ..outside(Some(true), Some("2027-01-01"))
            },
            offer(),
            Allowed,
        ),
        (
            GateFacts {
                birth_on: None,
                ..facts()
            },
            offer(),
            ToAsk(vec![LegalAge]),
        ),
        (
            GateFacts {
                birth_on: Some(day("2010-11-24")),
                ..facts()
            },
            offer(),
            Refused(vec![LegalAge]),
        ),
        (
            GateFacts {
                birth_on: Some(day("2010-11-23")),
                ..facts()
            },
            offer(),
            Allowed,
        ),
        (facts(), apprentice.clone(), ToAsk(vec![LegalAge])),
        (
            GateFacts {
                benefit: Some(true),
                ..facts()
            },
            apprentice.clone(),
            Allowed,
        ),
        (
            GateFacts {
                benefit: Some(false),
                ..facts()
            },
            apprentice,
            Refused(vec![LegalAge]),
        ),
        (facts(), licence("B"), Allowed),
        (facts(), licence("CE"), Refused(vec![Licence])),
        (
            GateFacts {
                licences: None,
                ..facts()
            },
            licence("B"),
            ToAsk(vec![Licence]),
        ),
        (
            facts(),
            GateOffer {
                reserved_l68: true,
                ..offer()
            },
            ToAsk(vec![Reserved]),
        ),
        (
            GateFacts {
                registered_l68: Some(false),
                ..facts()
            },
            GateOffer {
                reserved_l68: true,
                ..offer()
            },
            Refused(vec![Reserved]),
        ),
        (
            GateFacts {
                excluded_by_person: true,
                ..facts()
            },
            offer(),
            Refused(vec![OwnExclusion]),
        ),
        (
            GateFacts {
                excluded_by_person: true,
                area: None,
                ..facts()
            },
            offer(),
            Refused(vec![OwnExclusion]),
        ),
    ];
    let reference = Reference::load();
    for (facts, offer, expected) in table {
        let answer = eligibility(&facts, &offer, reference.match_weights(), today());
        assert_eq!(answer, expected, "{facts:?} {offer:?}");
    }
}

#[test]
fn the_score_is_the_sum_of_its_lines_and_the_same_every_time() {
    let reference = Reference::load();
    let codes: Vec<&str> = Reference::all_everyday_titles()
        .map(|title| title.0)
        .collect();
    proptest!(|(wanted in 0..codes.len(), offered in 0..codes.len(), hours in 0_u16..60, known in any::<[bool; 6]>(), shift in 0..Shift::ALL.len())| {
        let some = |at: usize| known[at];
        let candidate = Candidate {
            occupations: vec![codes[wanted].to_owned()],
            hours: some(0).then_some((20, 40)),
            home: some(1).then_some(MILAN),
            skills: some(2).then(Vec::new),
            italian: some(3).then_some(Cefr::A2),
            ..candidate()
        };
        let offer = Offer {
            isco08: codes[offered].to_owned(),
            hours: some(4).then_some(hours),
            place: some(5).then_some(SONDRIO),
            shift: Shift::ALL.get(shift).copied(),
            ..offer()
        };
        let scorer = Scorer::new(&candidate, reference.match_weights(), &reference, today());
        let found = scorer.score(&offer);
        prop_assert_eq!(found.score, found.lines.iter().map(|line| line.points).sum::<u16>());
        prop_assert!(found.score <= 100);
        prop_assert!(found.lines.iter().all(|line| line.points <= line.max));
        prop_assert!(found.lines.iter().all(|line| (line.sign == Sign::Unknown) == line.ask.is_some()));
        prop_assert_eq!(&found, &scorer.score(&offer));
    });
}

/// Both are ISCED 3: three years are not the whole course, the whole course is more than three years.
#[test]
fn a_qualification_is_not_a_diploma_and_a_diploma_is_enough_for_it() {
    let reference = Reference::load();
    let of = |asked, held| {
        let offer = Offer {
            education: Some(asked),
            ..offer()
        };
        let candidate = Candidate {
            education: Some(held),
            ..candidate()
        };
        line(&reference, &candidate, &offer, Criterion::Education).sign
    };
    let (qualification, diploma) = (Education::Vocational, Education::UpperSecondary);
    assert_eq!(of(diploma, qualification), Sign::Missing);
    assert_eq!(of(qualification, diploma), Sign::Met);
    assert_eq!(of(diploma, diploma), Sign::Met);
}
