//! Days and times as typed.

use chrono::NaiveTime;
use proptest::prelude::*;
use sportello::domain::day::{
    Towards, Unreadable, bounds, clock, from_rome, long, parse_day, parse_time, short, to_rome,
    weekday_short,
};
use sportello::domain::lang::Lang;

use crate::day;

/// A Monday.
const TODAY: &str = "2026-11-23";

#[test]
fn days_as_typed() {
    use Towards::{Future, Past};
    let table = [
        ("12/3/85", Past, "1985-03-12"),
        ("12.3.85", Past, "1985-03-12"),
        ("12-3-85", Past, "1985-03-12"),
        ("120385", Past, "1985-03-12"),
        ("12031985", Past, "1985-03-12"),
        ("1985-03-12", Past, "1985-03-12"),
        ("19850312", Past, "1985-03-12"),
        ("12/03/1985", Future, "1985-03-12"),
        ("12 marzo 1985", Past, "1985-03-12"),
        ("12 mar 85", Past, "1985-03-12"),
        ("12 March 1985", Past, "1985-03-12"),
        ("23/11/26", Past, "2026-11-23"),
        ("24/11/26", Past, "1926-11-24"),
        ("24/11/26", Future, "2026-11-24"),
        ("1/2/27", Future, "2027-02-01"),
        ("31/12/25", Future, "2025-12-31"),
        ("29/2/00", Past, "2000-02-29"),
        ("24/11", Past, "2025-11-24"),
        ("24/11", Future, "2026-11-24"),
        ("2311", Future, "2026-11-23"),
        ("29/2", Future, "2028-02-29"),
        ("6m", Past, "2026-05-23"),
        ("6m", Future, "2027-05-23"),
        ("-6m", Future, "2026-05-23"),
        ("+2s", Past, "2026-12-07"),
        ("2w", Future, "2026-12-07"),
        ("+3g", Future, "2026-11-26"),
        ("3d", Past, "2026-11-20"),
        ("1a", Past, "2025-11-23"),
        ("2 anni", Past, "2024-11-23"),
        ("oggi", Past, TODAY),
        ("TODAY", Future, TODAY),
        ("ieri", Future, "2026-11-22"),
        ("domani", Past, "2026-11-24"),
        ("tomorrow", Future, "2026-11-24"),
        ("dopodomani", Future, "2026-11-25"),
        ("lun", Future, "2026-11-30"),
        ("lun", Past, "2026-11-16"),
        ("mar", Future, "2026-11-24"),
        ("venerdi", Future, "2026-11-27"),
        ("ven", Past, "2026-11-20"),
        ("sun", Future, "2026-11-29"),
        (" dom ", Past, "2026-11-22"),
    ];
    for (typed, towards, expected) in table {
        assert_eq!(
            parse_day(typed, day(TODAY), towards),
            Ok(day(expected)),
            "{typed} {towards:?}"
        );
    }
    let end_of_month = parse_day("1m", day("2026-03-31"), Towards::Past);
    assert_eq!(end_of_month, Ok(day("2026-02-28")));
}

#[test]
fn what_is_no_day_says_why() {
    use Unreadable::{Calendar, Form, Range};
    let table = [
        ("", Form),
        ("x", Form),
        ("lu", Form),
        ("12", Form),
        ("1/2/3", Form),
        ("1/2/3/4", Form),
        ("12345", Form),
        ("99999m", Range),
        ("31/4/85", Calendar),
        ("310485", Calendar),
        ("29/2/1985", Calendar),
        ("30/2", Calendar),
        ("1/13/85", Calendar),
        ("1/1/1700", Range),
        ("1/1/3000", Range),
    ];
    for (typed, expected) in table {
        assert_eq!(
            parse_day(typed, day(TODAY), Towards::Past),
            Err(expected),
            "{typed}"
        );
    }
}

#[test]
fn times_as_typed() {
    let table = [
        ("9", "09:00"),
        ("930", "09:30"),
        ("0930", "09:30"),
        ("9:30", "09:30"),
        ("9.30", "09:30"),
        ("9,30", "09:30"),
        ("9h30", "09:30"),
        ("9h", "09:00"),
        ("14", "14:00"),
        ("2359", "23:59"),
        ("0", "00:00"),
    ];
    for (typed, expected) in table {
        assert_eq!(
            parse_time(typed).map(clock).as_deref(),
            Ok(expected),
            "{typed}"
        );
    }
    for (typed, expected) in [
        ("25", Unreadable::Calendar),
        ("960", Unreadable::Calendar),
        ("24:00", Unreadable::Calendar),
        ("", Unreadable::Form),
        ("nine", Unreadable::Form),
        ("123456", Unreadable::Form),
        ("9:3:0", Unreadable::Form),
        ("è30", Unreadable::Form),
    ] {
        assert_eq!(parse_time(typed), Err(expected), "{typed}");
    }
}

#[test]
fn days_as_read() {
    let date = day("1985-03-12");
    assert_eq!(short(date), "12/03/1985");
    assert_eq!(long(date, Lang::It), "martedì 12 marzo 1985");
    assert_eq!(long(date, Lang::En), "Tuesday 12 March 1985");
    assert_eq!(weekday_short(date, Lang::It), "mar 12/03");
    assert_eq!(weekday_short(date, Lang::En), "Tue 12/03");
}

#[test]
fn the_office_clock_against_utc() {
    let table = [
        // Winter, summer, the first of the two 02:30 of autumn, the skipped 02:30 of spring.
        ("2026-01-15T09:30:00", "2026-01-15T08:30:00+00:00"),
        ("2026-07-15T09:30:00", "2026-07-15T07:30:00+00:00"),
        ("2026-10-25T02:30:00", "2026-10-25T00:30:00+00:00"),
        ("2026-03-29T02:30:00", "2026-03-29T01:30:00+00:00"),
    ];
    for (local, utc) in table {
        assert_eq!(
            from_rome(local.parse().expect("local")).to_rfc3339(),
            utc,
            "{local}"
        );
    }
    let skipped = from_rome("2026-03-29T02:30:00".parse().expect("local"));
    assert_eq!(to_rome(skipped).to_string(), "2026-03-29 03:30:00");
    let (begins, ends) = bounds(day("2026-03-29"));
    assert_eq!((ends - begins).num_hours(), 23);
    let (begins, ends) = bounds(day("2026-10-25"));
    assert_eq!((ends - begins).num_hours(), 25);
}

proptest! {
    #[test]
    fn a_day_written_is_a_day_read(days in 0_u64..100_000, towards in prop_oneof![Just(Towards::Past), Just(Towards::Future)]) {
        let date = day("1900-01-01") + chrono::Days::new(days);
        prop_assert_eq!(parse_day(&short(date), day(TODAY), towards), Ok(date));
        prop_assert_eq!(parse_day(&date.to_string(), day(TODAY), towards), Ok(date));
    }

    #[test]
    fn a_time_written_is_a_time_read(minutes in 0_u32..1440) {
        let time = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).expect("a time");
        prop_assert_eq!(parse_time(&clock(time)), Ok(time));
    }

    #[test]
    fn instants_come_back(minutes in 0_i64..60_000_000) {
        let at = chrono::DateTime::from_timestamp(minutes * 60, 0).expect("an instant");
        let back = from_rome(to_rome(at));
        // The second of two equal hours comes back as the first.
        prop_assert!(back == at || to_rome(back) == to_rome(at));
    }

    #[test]
    fn nothing_typed_panics(text in ".{0,20}", shaped in "[-+/.0-9a-z ]{0,12}") {
        for typed in [&text, &shaped] {
            let _ = parse_day(typed, day(TODAY), Towards::Past);
            let _ = parse_day(typed, day(TODAY), Towards::Future);
            let _ = parse_time(typed);
        }
    }
}
