//! The books that are kept for some months: what is due, and nothing before its time, whatever the clock says.

use sportello::domain::Named as _;
use sportello::domain::access::{Book, LookWhy};
use sportello::domain::param::ParamKey;
use sportello::domain::refusal::Refusal;
use sportello::domain::staff::Role;
use sportello::store::books::{BookRow, Books, PurgeBook};
use sportello::store::outside::{LookFor, OutsideLook, OutsideLooks};
use sportello::store::params::SetParam;
use sportello::store::people::PersonFile;
use sportello::store::staff::logins::{By, LogIn};
use sportello::store::{Error, WhoLooked};

use crate::given::{refusal, register};
use crate::{Office, office};

fn log_in(office: &Office) {
    let who = LogIn {
        staff: office.anna.id,
        address: "192.0.2.7".to_owned(),
        by: By::Local,
    };
    office.store.log_in_now(office.now(), who).unwrap();
}

fn book(office: &Office, book: Book) -> BookRow {
    let rows = office.ask(&office.carla, Books).unwrap();
    rows.into_iter().find(|row| row.book == book).unwrap()
}

/// One log-in a week, from the first of the month for so many weeks.
fn weeks(office: &Office, first: &str, weeks: i64) {
    let first = crate::moment(first);
    for week in 0..weeks {
        let at = first + chrono::TimeDelta::weeks(week);
        office.set_now(&at.to_rfc3339());
        log_in(office);
    }
}

#[test]
fn what_has_been_kept_long_enough_goes_and_nothing_else() {
    let office = office();
    weeks(&office, "2026-11-16T09:00:00Z", 40);
    let before = book(&office, Book::Logins);
    assert_eq!((before.rows, before.months), (40, 6));
    // 186 days are 26 weeks and four days: the rows before them.
    let due = before.due.unwrap();
    assert_eq!(due.rows, 13);
    let purge = |upto| PurgeBook {
        book: Book::Logins,
        upto,
    };
    let denied = office.act(&office.anna, purge(due.upto));
    assert!(matches!(denied, Err(Error::Denied(_))), "{denied:?}");
    let more = office.act(&office.carla, purge(due.upto + 1));
    assert_eq!(refusal(more), Refusal::NothingDue);
    let done = office.act(&office.carla, purge(due.upto)).unwrap();
    assert_eq!((done.gone, done.left), (13, 0));
    let after = book(&office, Book::Logins);
    assert_eq!((after.rows, after.due), (27, None));
    let again = office.act(&office.carla, purge(due.upto));
    assert_eq!(refusal(again), Refusal::NothingDue);
}

#[test]
fn a_clock_that_jumps_makes_nothing_due() {
    let office = office();
    weeks(&office, "2026-11-16T09:00:00Z", 4);
    for jump in [
        "2036-11-16T09:00:00Z",
        "2026-12-20T09:00:00Z",
        "2031-01-01T09:00:00Z",
    ] {
        office.set_now(jump);
        log_in(&office);
        assert_eq!(book(&office, Book::Logins).due, None, "{jump}");
        let act = PurgeBook {
            book: Book::Logins,
            upto: 1,
        };
        assert_eq!(refusal(office.act(&office.carla, act)), Refusal::NothingDue);
    }
}

#[test]
fn an_office_may_keep_them_longer_but_not_for_less_than_the_rule_says() {
    let office = office();
    let keep = |months: &str| SetParam {
        key: ParamKey::LoginLogMonths,
        value: months.into(),
        valid_from: office.now().date_naive(),
        source: "prova".into(),
        ver: None,
    };
    let less = office.act(&office.carla, keep("5"));
    assert!(matches!(less, Err(Error::Invalid { .. })), "{less:?}");
    office.act(&office.carla, keep("12")).unwrap();
    weeks(&office, "2026-11-16T09:00:00Z", 40);
    assert_eq!(book(&office, Book::Logins).due, None);
}

#[test]
fn a_log_in_stays_as_long_as_the_look_that_names_it() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    let who = LogIn {
        staff: office.anna.id,
        address: "192.0.2.7".to_owned(),
        by: By::Local,
    };
    let login = office.store.log_in_now(office.now(), who).unwrap();
    let during = office.store.during(login);
    during
        .read_now(&office.anna, office.now(), PersonFile { person })
        .unwrap();
    weeks(&office, "2026-11-23T09:00:00Z", 40);
    let due = book(&office, Book::Logins).due.unwrap();
    let act = PurgeBook {
        book: Book::Logins,
        upto: due.upto,
    };
    office.act(&office.carla, act).unwrap();
    let asked = WhoLooked {
        person,
        reason: LookWhy::Asked.code().to_owned(),
        before: None,
        limit: 10,
    };
    let rows = office.ask(&office.anna, asked).unwrap();
    let from: Vec<_> = rows
        .iter()
        .filter_map(|row| row.address.as_deref())
        .collect();
    assert_eq!(from, ["192.0.2.7"]);
}

// Outside one's own cases -----------------------------------------------------------------------------

fn week(office: &Office) -> Vec<OutsideLook> {
    office.ask(&office.carla, OutsideLooks).unwrap()
}

fn ask_reasons(office: &Office) {
    let act = SetParam {
        key: ParamKey::AskReason,
        value: "1".into(),
        valid_from: office.now().date_naive(),
        source: "prova".into(),
        ver: None,
    };
    office.act(&office.carla, act).unwrap();
}

#[test]
fn a_record_outside_ones_own_cases_is_opened_for_a_reason_that_stays_with_the_look() {
    let office = office();
    ask_reasons(&office);
    // Whoever put somebody on file today works with them.
    let person = register(&office, "Rossi", "Maria");
    let file = PersonFile { person };
    office.ask(&office.anna, file).unwrap();
    assert_eq!(week(&office), []);
    let asked = office.ask(&office.dario, file);
    assert_eq!(refusal(asked), Refusal::ReasonNeeded);
    let empty = LookFor {
        person,
        reason: " ".into(),
    };
    assert!(office.ask(&office.dario, empty).is_err());
    let why = LookFor {
        person,
        reason: "here".into(),
    };
    office.ask(&office.dario, why).unwrap();
    office.ask(&office.dario, file).unwrap();
    let rows = week(&office);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0].by, "Dario Riva");
    assert_eq!(rows[0].person.as_deref(), Some("ROSSI Maria"));
    assert_eq!(rows[0].reason.as_deref(), Some("here"));
    // The day after it is asked again, and after a week it leaves the list.
    office.set_now("2026-11-17T09:00:00Z");
    assert_eq!(
        refusal(office.ask(&office.dario, file)),
        Refusal::ReasonNeeded
    );
    office.set_now("2026-11-24T09:00:00Z");
    assert_eq!(week(&office), []);
}

#[test]
fn where_no_reason_is_asked_the_look_stands_in_the_list_all_the_same() {
    let office = office();
    let person = register(&office, "Rossi", "Maria");
    office.ask(&office.dario, PersonFile { person }).unwrap();
    let rows = week(&office);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].reason, None);
}

#[test]
fn the_list_of_the_week_is_for_those_who_coordinate() {
    let office = office();
    let denied = office.ask(&office.anna, OutsideLooks);
    assert!(matches!(denied, Err(Error::Denied(_))), "{denied:?}");
    let admin = crate::rights::with_role(&office, 1, Role::Administration);
    let denied = office.ask(&admin, OutsideLooks);
    assert!(matches!(denied, Err(Error::Denied(_))), "{denied:?}");
}
