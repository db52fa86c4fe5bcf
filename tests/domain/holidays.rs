//! Holidays by rule.

use chrono::Datelike;
use sportello::domain::holiday::{easter, next_working_day};
use sportello::reference::Reference;

use crate::day;

#[test]
fn easter_of_published_tables() {
    let table = [
        (1583, "1583-04-10"),
        (1818, "1818-03-22"),
        (1943, "1943-04-25"),
        (2000, "2000-04-23"),
        (2011, "2011-04-24"),
        (2024, "2024-03-31"),
        (2025, "2025-04-20"),
        (2026, "2026-04-05"),
        (2027, "2027-03-28"),
        (2038, "2038-04-25"),
    ];
    for (year, expected) in table {
        assert_eq!(easter(year), Some(day(expected)), "{year}");
    }
    assert_eq!(easter(1500), None);
    assert!(
        (1583..=4000)
            .all(|year| easter(year).is_some_and(|on| on.weekday() == chrono::Weekday::Sun))
    );
}

#[test]
fn the_holidays_of_2026() {
    let reference = Reference::load();
    let days: Vec<String> = reference
        .holidays(2026, None)
        .iter()
        .map(|holiday| holiday.on.to_string())
        .collect();
    assert_eq!(
        days,
        [
            "2026-01-01",
            "2026-01-06",
            "2026-04-05",
            "2026-04-06",
            "2026-04-25",
            "2026-05-01",
            "2026-06-02",
            "2026-08-15",
            "2026-10-04",
            "2026-11-01",
            "2026-12-08",
            "2026-12-25",
            "2026-12-26"
        ]
    );
}

#[test]
fn rules_have_years() {
    let reference = Reference::load();
    let is_holiday = |iso: &str| reference.holiday_on(day(iso), None).is_some();
    assert!(!is_holiday("2025-10-04"));
    assert!(is_holiday("2026-10-04"));
    assert!(is_holiday("2011-03-17"));
    assert!(!is_holiday("2012-03-17"));
    assert_eq!(reference.holiday_rules().len(), 26);
    let twice = reference.holidays(2011, None);
    assert_eq!(
        twice
            .iter()
            .filter(|holiday| holiday.on == day("2011-04-25"))
            .count(),
        2
    );
}

#[test]
fn the_patron_belongs_to_a_place() {
    let reference = Reference::load();
    let milan = reference.places("Milano", 1)[0];
    let patron = reference
        .holiday_on(day("2026-12-07"), Some(milan.istat))
        .expect("Sant'Ambrogio");
    assert_eq!(patron.name, "Patrono di Milano: Sant'Ambrogio");
    assert_eq!(reference.holiday_on(day("2026-12-07"), None), None);
    assert!(!reference.is_working_day(day("2026-12-07"), Some(milan.istat)));
    assert!(reference.is_working_day(day("2026-12-07"), Some("016024")));
    assert!(
        !reference.is_working_day(day("2026-11-22"), None),
        "a Sunday"
    );
    let next = next_working_day(
        reference.holiday_rules(),
        day("2026-12-05"),
        Some(milan.istat),
    );
    assert_eq!(next, day("2026-12-09"));
}
