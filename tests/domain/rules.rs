//! Dated rules: target groups, templates, the catalogue of services.

use chrono::NaiveDate;
use sportello::domain::Named;
use sportello::domain::person::{Education, EmploymentStatus, RegistrySex};
use sportello::domain::target_group::{
    Answer, Area, Fact, Facts, Rule, TargetId, Value, Verdict, age_on, evaluate, expired,
    months_since,
};
use sportello::domain::template::due_on;
use sportello::reference::Reference;

use crate::day;

fn verdict(target: TargetId, facts: &Facts, on: &str) -> Option<Verdict> {
    let reference = Reference::load();
    evaluate(reference.targets(), facts, day(on))
        .into_iter()
        .find(|found| found.target == target)
}

fn answer(target: TargetId, facts: &Facts) -> Answer {
    verdict(target, facts, "2026-11-23")
        .expect("a rule of that day")
        .answer
}

fn unemployed(birth: &str, since: &str) -> Facts {
    Facts {
        birth_on: Some(day(birth)),
        registry_sex: Some(RegistrySex::F),
        employment: Some(EmploymentStatus::Unemployed),
        employment_since: Some(day(since)),
        did_on: Some(day(since)),
        education: Some(Education::UpperSecondary),
        area: Some(Area::Italy),
        studying: Some(false),
        training: Some(false),
        traineeship: Some(false),
        civil_service: Some(false),
        ever_worked: Some(true),
        benefit: Some(false),
        social_services: Some(false),
        ..Facts::default()
    }
}

#[test]
fn every_group_has_a_rule_with_a_source() {
    let reference = Reference::load();
    for target in TargetId::ALL {
        let rule = reference
            .targets()
            .iter()
            .find(|rule| rule.target == *target);
        assert!(
            rule.is_some_and(|rule| !rule.source.is_empty()),
            "{}",
            target.code()
        );
    }
}

#[test]
fn ages_and_months_are_completed_ones() {
    let table = [("1996-11-23", 30), ("1996-11-24", 29), ("2000-02-29", 26)];
    for (birth, age) in table {
        assert_eq!(age_on(day(birth), day("2026-11-23")), age, "{birth}");
    }
    assert_eq!(age_on(day("2004-02-29"), day("2025-02-28")), 20);
    assert_eq!(age_on(day("2004-02-29"), day("2025-03-01")), 21);
    let table = [
        ("2026-05-23", 6),
        ("2026-05-24", 5),
        ("2026-11-23", 0),
        ("2026-12-01", 1 - 2),
        ("2025-11-23", 12),
    ];
    for (since, months) in table {
        assert_eq!(
            months_since(day(since), day("2026-11-23")).min(months.max(-1)),
            months.max(-1),
            "{since}"
        );
    }
    assert_eq!(months_since(day("2026-01-31"), day("2026-02-28")), 1);
}

#[test]
fn groups_of_typical_people() {
    use Answer::{No, Yes};
    use TargetId::{
        Disadvantaged, LongTermUnemployed, LowQualified, Neet, Over50, SeverelyDisadvantaged,
        UnemploymentBenefit, WomanReturning, Young,
    };
    let table = [
        (
            unemployed("2002-01-01", "2026-10-01"),
            vec![
                (Neet, Yes),
                (Young, Yes),
                (LongTermUnemployed, No),
                (Disadvantaged, Yes),
            ],
        ),
        (
            unemployed("1996-11-24", "2026-10-01"),
            vec![(Neet, Yes), (Young, No), (Disadvantaged, No)],
        ),
        (unemployed("1996-11-23", "2026-10-01"), vec![(Neet, No)]),
        (
            unemployed("1970-01-01", "2024-01-01"),
            vec![
                (Over50, Yes),
                (LongTermUnemployed, Yes),
                (SeverelyDisadvantaged, Yes),
                (WomanReturning, Yes),
            ],
        ),
        (
            unemployed("1976-11-24", "2026-01-01"),
            vec![
                (Over50, No),
                (WomanReturning, No),
                (UnemploymentBenefit, No),
            ],
        ),
        (
            unemployed("2004-01-01", "2026-05-23"),
            vec![(LongTermUnemployed, Yes)],
        ),
        (
            unemployed("2000-01-01", "2026-05-23"),
            vec![(LongTermUnemployed, No)],
        ),
    ];
    for (facts, expected) in table {
        for (target, wanted) in expected {
            assert_eq!(
                answer(target, &facts),
                wanted,
                "{} {:?}",
                target.code(),
                facts.birth_on
            );
        }
    }
    let low = Facts {
        education: Some(Education::LowerSecondary),
        ..unemployed("1985-01-01", "2026-10-01")
    };
    assert_eq!(answer(LowQualified, &low), Yes);
    let employed = Facts {
        employment: Some(EmploymentStatus::Employed),
        ..unemployed("2002-01-01", "2026-01-01")
    };
    assert_eq!(answer(Neet, &employed), No);
}

#[test]
fn missing_facts_leave_it_unknown_unless_another_decides() {
    let verdict = |facts: &Facts| verdict(TargetId::Neet, facts, "2026-11-23").expect("the rule");
    let young = Facts {
        birth_on: Some(day("2002-01-01")),
        employment: Some(EmploymentStatus::Unemployed),
        ..Facts::default()
    };
    let found = verdict(&young);
    assert_eq!(found.answer, Answer::Unknown);
    assert_eq!(
        found.missing,
        [
            Fact::Studying,
            Fact::Training,
            Fact::Traineeship,
            Fact::CivilService
        ]
    );
    assert!(found.reasons.is_empty());
    let old = Facts {
        birth_on: Some(day("1960-01-01")),
        ..Facts::default()
    };
    let found = verdict(&old);
    assert_eq!((found.answer, found.missing.len()), (Answer::No, 0));
    assert_eq!(found.reasons.len(), 1);
    assert_eq!(found.reasons[0].value, Value::Years(66));
    assert!(!found.reasons[0].holds);
    assert_eq!(verdict(&Facts::default()).answer, Answer::Unknown);
}

#[test]
fn a_permit_is_expiring_within_sixty_days() {
    let outside = |expires: Option<&str>| Facts {
        area: Some(Area::Other),
        permit_work: Some(true),
        permit_expires_on: expires.map(day),
        ..Facts::default()
    };
    let table = [
        (outside(Some("2027-01-22")), Answer::Yes),
        (outside(Some("2027-01-23")), Answer::No),
        (outside(Some("2026-01-01")), Answer::Yes),
        (outside(None), Answer::Unknown),
        (
            Facts {
                area: Some(Area::Eu),
                ..Facts::default()
            },
            Answer::No,
        ),
        (Facts::default(), Answer::Unknown),
    ];
    for (facts, expected) in table {
        assert_eq!(
            answer(TargetId::PermitExpiring, &facts),
            expected,
            "{facts:?}"
        );
    }
}

#[test]
fn an_expired_rule_is_silent() {
    let facts = Facts {
        registry_sex: Some(RegistrySex::M),
        ..unemployed("1985-01-01", "2026-01-10")
    };
    let on = |iso: &str| verdict(TargetId::Dul5, &facts, iso).map(|found| found.answer);
    assert_eq!(on("2023-05-01"), None);
    assert_eq!(on("2026-04-30"), Some(Answer::Yes));
    assert_eq!(on("2026-05-01"), None);
    let late = Facts {
        did_on: Some(day("2025-10-01")),
        ..facts.clone()
    };
    assert_eq!(
        verdict(TargetId::Dul5, &late, "2026-04-30").map(|found| found.answer),
        Some(Answer::No)
    );
}

#[test]
fn an_expired_rule_reads_as_expired_until_another_follows_it() {
    let reference = Reference::load();
    let on = |rules: &[Rule], iso: &str| -> Vec<(TargetId, NaiveDate)> {
        expired(rules, day(iso))
            .map(|(rule, last)| (rule.target, last))
            .collect()
    };
    let mut rules = reference.targets().to_vec();
    assert_eq!(on(&rules, "2026-04-30"), []);
    let last = day("2026-04-30");
    assert_eq!(on(&rules, "2026-05-01"), [(TargetId::Dul5, last)]);
    let old = rules.iter().find(|rule| rule.target == TargetId::Dul5);
    let mut next = old.expect("it is delivered").clone();
    next.valid_from = day("2026-06-01");
    next.valid_to = Some(day("2026-08-31"));
    rules.push(next);
    // The next one has not begun; then it holds; then it is the one that is over.
    assert_eq!(on(&rules, "2026-05-01"), [(TargetId::Dul5, last)]);
    assert_eq!(on(&rules, "2026-06-01"), []);
    let last = day("2026-08-31");
    assert_eq!(on(&rules, "2026-09-01"), [(TargetId::Dul5, last)]);
}

#[test]
fn templates_are_complete() {
    let reference = Reference::load();
    let codes: Vec<&str> = reference
        .templates()
        .iter()
        .map(|template| template.code.as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "neet",
            "over50",
            "donne",
            "ristretti",
            "l68",
            "outplacement"
        ]
    );
    for template in reference.templates() {
        assert!(
            !template.goal.is_empty() && !template.action.is_empty(),
            "{}",
            template.code
        );
        assert!(
            template.action.is_sorted_by_key(|action| action.due_days),
            "{}",
            template.code
        );
        for action in &template.action {
            assert!(
                (1..=template.goal.len()).contains(&action.goal),
                "{}",
                template.code
            );
            assert!(
                reference
                    .services()
                    .iter()
                    .any(|service| service.code == action.service),
                "{}",
                action.service
            );
            assert!(
                action.minutes > 0 && action.due_days <= template.days,
                "{}",
                template.code
            );
        }
        assert!(
            template
                .goal
                .iter()
                .all(|goal| !goal.text.it.is_empty() && !goal.text.en.is_empty())
        );
        assert!(template.is_valid_on(day("2026-11-23")));
    }
    let neet = &reference.templates()[0];
    assert_eq!((neet.goal.len(), neet.action.len()), (2, 3));
    assert_eq!(neet.minutes(), 480 + 2400 + 600);
    assert_eq!(due_on(day("2026-11-23"), 30), day("2026-12-23"));
}

#[test]
fn the_catalogue_has_every_service_once() {
    let reference = Reference::load();
    let mut codes: Vec<&str> = reference
        .services()
        .iter()
        .map(|service| service.code.as_str())
        .collect();
    assert_eq!(codes.len(), 20);
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 20);
    let info = reference
        .services()
        .iter()
        .find(|service| service.code == "INFO")
        .expect("INFO");
    assert!(!info.needs_person && info.walk_in && info.planned_minutes == Some(15));
}
