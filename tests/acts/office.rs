//! What coordination keeps: desks, services, special days, dated values, offices, staff and their absences.

use sportello::clock::local_day;
use sportello::domain::Named as _;
use sportello::domain::ids::{DeskId, StaffId};
use sportello::domain::opening::OpeningKind;
use sportello::domain::param::ParamKey;
use sportello::domain::queue::{Outcome, Priority};
use sportello::domain::refusal::Refusal;
use sportello::domain::staff::{DeskKind, Role, SettingKey};
use sportello::store::agenda::{
    AddClosures, AddOpening, DropOpening, FreeSlots, OpeningFields, OpeningOn, Openings, SetOpening,
};
use sportello::store::calendar::{ClearDay, CloseDays, OpenDay, SpecialDay, SpecialDays};
use sportello::store::catalogue::{ChangeService, EndService, ServiceRow, ServiceRows};
use sportello::store::catalogue::{NewService, Services};
use sportello::store::desks::{ChangeDesk, CloseDesk, DeskRow, DeskRows, ReopenDesk};
use sportello::store::journal::UndoLast;
use sportello::store::offices::{ChangeOffice, OfficeRows};
use sportello::store::params::Param;
use sportello::store::params::{ParamRow, Params, SetParam};
use sportello::store::people::GivePrivacyNotice;
use sportello::store::queue::{CallNext, Finish, Given, IssueTicket, Serve};
use sportello::store::staff::{
    AbsencesOf, AddAbsence, AddDesk, ChangeStaff, Desks, DropAbsence, Hours, SetDesk,
    SetStaffSetting, StaffList, StaffSettings, WorkHours,
};
use sportello::store::{Act, Error};

use crate::given::{day, refusal, register};
use crate::{Office, moment, office};

fn desks(office: &Office) -> Vec<DeskRow> {
    let all = DeskRows {
        office: Some(office.id),
    };
    office.ask(&office.carla, all).unwrap()
}

fn desk(office: &Office, id: DeskId) -> DeskRow {
    desks(office).into_iter().find(|row| row.id == id).unwrap()
}

fn seat_of(office: &Office, staff: StaffId) -> Option<DeskId> {
    let all = office.ask(&office.carla, StaffList::default()).unwrap();
    let row = all.into_iter().find(|row| row.staff.id == staff).unwrap();
    row.staff.desk
}

fn denied<A: Act>(office: &Office, act: A) {
    let name = A::NAME;
    let outcome = office.act(&office.anna, act);
    assert!(matches!(outcome, Err(Error::Denied(_))), "{name}");
}

// Desks -------------------------------------------------------------------------------------------------

#[test]
fn a_desk_is_named_anew_from_the_version_that_was_seen() {
    let office = office();
    let first = desks(&office).remove(0);
    let change = |ver, label: &str| ChangeDesk {
        desk: first.id,
        ver,
        label: label.into(),
        kind: DeskKind::Phone,
    };
    office
        .act(&office.carla, change(first.ver, " Ingresso "))
        .unwrap();
    let now = desk(&office, first.id);
    assert_eq!(
        (now.label.as_str(), now.kind),
        ("Ingresso", DeskKind::Phone)
    );
    let late = office.act(&office.carla, change(first.ver, "Altro"));
    assert!(matches!(late, Err(Error::Conflict { .. })));
    assert_eq!(
        refusal(office.act(&office.carla, change(now.ver, "2"))),
        Refusal::NameTaken
    );
    let add = AddDesk {
        office: office.id,
        label: "2".into(),
        kind: DeskKind::Counter,
    };
    assert_eq!(refusal(office.act(&office.carla, add)), Refusal::NameTaken);
    denied(&office, change(now.ver, "Mio"));
    office.act(&office.carla, UndoLast).unwrap();
    assert_eq!(desk(&office, first.id).label, first.label);
}

#[test]
fn a_desk_where_somebody_is_served_is_not_closed() {
    let office = office();
    let issue = IssueTicket {
        person: None,
        alias: None,
        code: None,
        service: "reception".into(),
        priority: Priority::Normal,
        appointment: None,
        exception: None,
    };
    let issued = office.act(&office.anna, issue).unwrap();
    let id = office.desks[0];
    office.act(&office.anna, CallNext { desk: id }).unwrap();
    let row = desk(&office, id);
    let close = CloseDesk {
        desk: id,
        ver: row.ver,
    };
    assert_eq!(
        refusal(office.act(&office.carla, close.clone())),
        Refusal::DeskInUse
    );
    let ticket = issued.ticket;
    office.act(&office.anna, Serve { ticket }).unwrap();
    let finish = Finish {
        ticket,
        outcome: Outcome::Informed,
        services: vec![Given {
            service: "reception".into(),
            minutes: None,
        }],
        note: None,
    };
    office.act(&office.anna, finish).unwrap();
    office
        .act(&office.anna, SetDesk { desk: Some(id) })
        .unwrap();
    let close = CloseDesk {
        desk: id,
        ver: desk(&office, id).ver,
    };
    denied(&office, close.clone());
    office.act(&office.carla, close).unwrap();
    assert!(desk(&office, id).closed_on.is_some());
    assert_eq!(seat_of(&office, office.anna.id), None);
    let left: Vec<_> = office
        .ask(&office.anna, Desks { office: office.id })
        .unwrap();
    assert!(left.iter().all(|one| one.id != id), "nobody is sent there");
    let sit = office.act(&office.anna, SetDesk { desk: Some(id) });
    assert!(matches!(sit, Err(Error::NotFound { .. })));
    // Taken back: the desk and who sat there.
    office.act(&office.carla, UndoLast).unwrap();
    assert_eq!(desk(&office, id).closed_on, None);
    assert_eq!(seat_of(&office, office.anna.id), Some(id));
}

#[test]
fn a_closed_desk_opens_again() {
    let office = office();
    let id = office.desks[1];
    let ver = desk(&office, id).ver;
    office
        .act(&office.carla, CloseDesk { desk: id, ver })
        .unwrap();
    let ver = desk(&office, id).ver;
    denied(&office, ReopenDesk { desk: id, ver });
    office
        .act(&office.carla, ReopenDesk { desk: id, ver })
        .unwrap();
    assert_eq!(desk(&office, id).closed_on, None);
}

// Services ----------------------------------------------------------------------------------------------

fn service(office: &Office, code: &str) -> ServiceRow {
    let all = office.ask(&office.carla, ServiceRows).unwrap();
    let found = all.into_iter().find(|row| row.service.code == code);
    found.unwrap()
}

#[test]
fn a_service_changes_and_ends_but_keeps_its_code() {
    let office = office();
    let row = service(&office, "matching");
    let change = |ver, minutes| ChangeService {
        ver,
        service: NewService {
            minutes,
            ..row.service.clone()
        },
    };
    office.act(&office.carla, change(row.ver, 45)).unwrap();
    let now = service(&office, "matching");
    assert_eq!(now.service.minutes, 45);
    assert!(matches!(
        office.act(&office.carla, change(row.ver, 50)),
        Err(Error::Conflict { .. })
    ));
    for minutes in [0, 481] {
        assert!(matches!(
            office.act(&office.carla, change(now.ver, minutes)),
            Err(Error::Invalid {
                field: "minutes",
                ..
            })
        ));
    }
    denied(&office, change(now.ver, 50));
    let end = |last: &str| EndService {
        code: "matching".into(),
        ver: now.ver,
        last: day(last),
    };
    assert_eq!(
        refusal(office.act(&office.carla, end("2026-11-15"))),
        Refusal::PastStays
    );
    office.act(&office.carla, end("2026-11-16")).unwrap();
    let offered = |on: &str| {
        let all = office.ask(&office.carla, Services { on: day(on) }).unwrap();
        all.iter().any(|one| one.code == "matching")
    };
    assert!(offered("2026-11-16") && !offered("2026-11-17"));
    office.act(&office.carla, UndoLast).unwrap();
    assert!(offered("2026-11-17"));
    let again = office.act(&office.carla, row.service.clone());
    assert_eq!(refusal(again), Refusal::CodeTaken);
}

#[test]
fn a_new_service_is_whole() {
    let office = office();
    let new = NewService {
        code: "CV".into(),
        ..service(&office, "matching").service
    };
    for (broken, field) in [
        (
            NewService {
                code: "due parole".into(),
                ..new.clone()
            },
            "code",
        ),
        (
            NewService {
                label_en: " ".into(),
                ..new.clone()
            },
            "label_en",
        ),
        (
            NewService {
                valid_from: Some(day("2026-12-01")),
                valid_to: Some(day("2026-11-30")),
                ..new.clone()
            },
            "valid_to",
        ),
    ] {
        match office.act(&office.carla, broken) {
            Err(Error::Invalid { field: found, .. }) => assert_eq!(found, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    office.act(&office.carla, new).unwrap();
    assert_eq!(service(&office, "CV").service.minutes, 30);
}

// The week and the special days -------------------------------------------------------------------------

fn special(office: &Office) -> Vec<SpecialDay> {
    let all = SpecialDays { office: office.id };
    office.ask(&office.carla, all).unwrap()
}

fn slots_on(office: &Office, on: &str) -> usize {
    let free = FreeSlots {
        office: office.id,
        staff: None,
        role: None,
        minutes: 60,
        from: moment(&format!("{on}T05:00:00Z")),
        limit: 20,
        within: Vec::new(),
    };
    let free = office.ask(&office.carla, free).unwrap();
    let there = free
        .iter()
        .filter(|slot| local_day(slot.starts_at) == day(on));
    there.count()
}

#[test]
fn closed_days_offer_no_slot_and_an_opening_gives_them_back() {
    let office = office();
    let close = |first: &str, last: &str| CloseDays {
        office: office.id,
        first: day(first),
        last: day(last),
        label: "Inventario".into(),
    };
    denied(&office, close("2026-11-23", "2026-11-24"));
    assert_eq!(
        refusal(office.act(&office.carla, close("2026-11-15", "2026-11-24"))),
        Refusal::PastStays
    );
    for (first, last) in [("2026-11-24", "2026-11-23"), ("2026-11-24", "2027-11-25")] {
        let outcome = office.act(&office.carla, close(first, last));
        assert!(matches!(outcome, Err(Error::Invalid { .. })), "{last}");
    }
    assert!(slots_on(&office, "2026-11-23") > 0);
    let standing = office
        .act(&office.carla, close("2026-11-23", "2026-11-24"))
        .unwrap();
    assert_eq!(standing, 0);
    assert_eq!(special(&office).len(), 2);
    assert_eq!(slots_on(&office, "2026-11-23"), 0);
    let open = OpenDay {
        office: office.id,
        day: day("2026-11-23"),
        hours: vec![(540, 720)],
        kind: OpeningKind::Mixed,
        label: "Giornata del lavoro".into(),
    };
    denied(&office, open.clone());
    office.act(&office.carla, open).unwrap();
    let monday = special(&office).remove(0);
    assert!(!monday.closed);
    assert_eq!(monday.hours, [((540, 720), OpeningKind::Mixed)]);
    assert!(slots_on(&office, "2026-11-23") > 0);
    // A closure after an opening closes again.
    office
        .act(&office.carla, close("2026-11-23", "2026-11-23"))
        .unwrap();
    assert_eq!(slots_on(&office, "2026-11-23"), 0);
    let clear = ClearDay {
        office: office.id,
        day: day("2026-11-23"),
    };
    denied(&office, clear.clone());
    office.act(&office.carla, clear.clone()).unwrap();
    assert_eq!(special(&office).len(), 1);
    assert!(slots_on(&office, "2026-11-23") > 0);
    assert!(matches!(
        office.act(&office.carla, clear),
        Err(Error::NotFound { .. })
    ));
    office.act(&office.carla, UndoLast).unwrap();
    assert_eq!(slots_on(&office, "2026-11-23"), 0);
}

#[test]
fn holidays_are_closures_like_others() {
    let office = office();
    let holidays = AddClosures {
        office: office.id,
        days: vec![(day("2026-12-07"), "Sant'Ambrogio".into())],
    };
    assert_eq!(office.act(&office.carla, holidays.clone()).unwrap(), 1);
    assert_eq!(office.act(&office.carla, holidays).unwrap(), 0);
    let found = special(&office).remove(0);
    assert!(found.closed);
    assert_eq!(found.label, "Sant'Ambrogio");
}

#[test]
fn a_window_that_makes_no_sense_is_refused() {
    let office = office();
    let fields = OpeningFields {
        on: OpeningOn::Weekday(1),
        from_min: 540,
        to_min: 780,
        kind: OpeningKind::Mixed,
        valid_from: day("2026-11-16"),
        valid_to: None,
    };
    for broken in [
        OpeningFields {
            on: OpeningOn::Weekday(8),
            ..fields.clone()
        },
        OpeningFields {
            to_min: 540,
            ..fields.clone()
        },
        OpeningFields {
            to_min: 1441,
            ..fields.clone()
        },
        OpeningFields {
            valid_to: Some(day("2026-11-15")),
            ..fields.clone()
        },
    ] {
        let add = AddOpening {
            office: office.id,
            fields: broken,
        };
        assert!(matches!(
            office.act(&office.carla, add),
            Err(Error::Invalid { .. })
        ));
    }
    let add = AddOpening {
        office: office.id,
        fields: fields.clone(),
    };
    let opening = office.act(&office.carla, add).unwrap();
    let set = SetOpening {
        opening,
        ver: 1,
        fields: OpeningFields {
            from_min: 600,
            ..fields
        },
    };
    office.act(&office.carla, set).unwrap();
    let late = DropOpening {
        opening,
        ver: Some(1),
    };
    assert!(matches!(
        office.act(&office.carla, late),
        Err(Error::Conflict { .. })
    ));
    let plan = office
        .ask(&office.anna, Openings { office: office.id })
        .unwrap();
    assert_eq!(plan[0].fields.from_min, 600);
}

// Dated values ------------------------------------------------------------------------------------------

fn values(office: &Office, key: ParamKey) -> Vec<ParamRow> {
    let mut rows = office.ask(&office.carla, Params).unwrap();
    rows.retain(|row| row.key == key.code());
    rows
}

#[test]
fn a_value_that_held_is_never_written_over() {
    let office = office();
    let revise = |from: &str, value: &str, ver| SetParam {
        key: ParamKey::StandardMinutes,
        value: value.into(),
        valid_from: day(from),
        source: "delibera di prova".into(),
        ver,
    };
    denied(&office, revise("2026-12-01", "20", None));
    assert_eq!(
        refusal(office.act(&office.carla, revise("2026-11-15", "20", None))),
        Refusal::PastStays
    );
    for (value, source) in [("0", "x"), ("mezz'ora", "x"), ("20", " ")] {
        let act = SetParam {
            source: source.into(),
            ..revise("2026-12-01", value, None)
        };
        let outcome = office.act(&office.carla, act);
        assert!(matches!(outcome, Err(Error::Invalid { .. })), "{value}");
    }
    office
        .act(&office.carla, revise("2027-01-01", "20", None))
        .unwrap();
    office
        .act(&office.carla, revise("2026-12-01", "25", None))
        .unwrap();
    let on = |on: &str| {
        let key = ParamKey::StandardMinutes;
        let found = office.ask(&office.carla, Param { key, on: day(on) });
        found.unwrap()
    };
    let shown: Vec<String> = ["2026-11-30", "2026-12-31", "2027-01-01"]
        .into_iter()
        .map(on)
        .collect();
    assert_eq!(shown, ["30", "25", "20"]);
    // A value to come may still change, from the version that was seen.
    let blind = office.act(&office.carla, revise("2027-01-01", "15", None));
    assert!(matches!(blind, Err(Error::Conflict { .. })), "{blind:?}");
    let ver = values(&office, ParamKey::StandardMinutes)[0].ver;
    office
        .act(&office.carla, revise("2027-01-01", "15", Some(ver)))
        .unwrap();
    assert_eq!(on("2027-01-01"), "15");
    office.act(&office.carla, UndoLast).unwrap();
    assert_eq!(on("2027-01-01"), "20");
}

#[test]
fn the_privacy_notice_handed_over_is_the_one_of_the_day() {
    let office = office();
    let person = register(&office, "Prova", "Ada");
    let give = || GivePrivacyNotice {
        person,
        notice: sportello::store::people::Notice {
            version: None,
            lang: "it".into(),
            channel: sportello::domain::document::Channel::Paper,
        },
    };
    let revise = SetParam {
        key: ParamKey::NoticeVersion,
        value: "2026-11".into(),
        valid_from: day("2026-11-16"),
        source: "testo di prova".into(),
        ver: None,
    };
    office.act(&office.carla, revise).unwrap();
    office.act(&office.anna, give()).unwrap();
    let file = sportello::store::people::PersonFile { person };
    let record = office.ask(&office.anna, file).unwrap();
    assert_eq!(record.privacy[0].version, "2026-11");
}

// Staff -------------------------------------------------------------------------------------------------

fn roles_of(office: &Office, staff: StaffId) -> (Vec<Role>, i64) {
    let all = office.ask(&office.carla, StaffList::default()).unwrap();
    let row = all.into_iter().find(|row| row.staff.id == staff).unwrap();
    (row.staff.roles, row.ver)
}

#[test]
fn roles_and_hours_are_guarded_by_the_version_too() {
    let office = office();
    let (_, ver) = roles_of(&office, office.bruno.id);
    let roles = ChangeStaff {
        ver: Some(ver),
        roles: Some(vec![Role::Orientation, Role::Matching]),
        ..ChangeStaff::of(office.bruno.id)
    };
    office.act(&office.carla, roles).unwrap();
    let hours = |ver| ChangeStaff {
        ver: Some(ver),
        hours: Some(vec![Hours {
            weekday: 1,
            from: 540,
            to: 780,
        }]),
        ..ChangeStaff::of(office.bruno.id)
    };
    assert!(matches!(
        office.act(&office.carla, hours(ver)),
        Err(Error::Conflict { .. })
    ));
    let (now, ver) = roles_of(&office, office.bruno.id);
    assert_eq!(now, [Role::Orientation, Role::Matching]);
    office.act(&office.carla, hours(ver)).unwrap();
    let kept = office
        .ask(
            &office.carla,
            WorkHours {
                staff: office.bruno.id,
            },
        )
        .unwrap();
    assert_eq!(kept.len(), 1);
    // The same week again is no change.
    let (_, ver) = roles_of(&office, office.bruno.id);
    office.act(&office.carla, hours(ver)).unwrap();
    assert_eq!(roles_of(&office, office.bruno.id).1, ver);
}

#[test]
fn a_desk_of_ones_own_is_open_and_in_the_same_office() {
    let office = office();
    let seat = |desk| ChangeStaff {
        desk: Some(Some(desk)),
        ..ChangeStaff::of(office.bruno.id)
    };
    office.act(&office.carla, seat(office.desks[2])).unwrap();
    assert_eq!(seat_of(&office, office.bruno.id), Some(office.desks[2]));
    let ver = desk(&office, office.desks[1]).ver;
    let close = CloseDesk {
        desk: office.desks[1],
        ver,
    };
    office.act(&office.carla, close).unwrap();
    assert!(matches!(
        office.act(&office.carla, seat(office.desks[1])),
        Err(Error::Invalid { field: "desk", .. })
    ));
}

#[test]
fn an_absence_is_called_off_by_whose_it_is_or_by_coordination() {
    let office = office();
    let add = AddAbsence {
        staff: office.bruno.id,
        from: moment("2026-11-17T08:00:00Z"),
        to: moment("2026-11-17T12:00:00Z"),
    };
    office.act(&office.bruno, add).unwrap();
    let away = |office: &Office| {
        let staff = office.bruno.id;
        office.ask(&office.carla, AbsencesOf { staff }).unwrap()
    };
    let absence = away(&office)[0].id;
    denied(&office, DropAbsence { absence });
    office.act(&office.carla, DropAbsence { absence }).unwrap();
    assert!(away(&office).is_empty());
    office.act(&office.carla, UndoLast).unwrap();
    assert_eq!(away(&office).len(), 1);
    // What is over is no longer told.
    office.set_now("2026-11-18T08:00:00Z");
    assert!(away(&office).is_empty());
}

#[test]
fn an_office_says_where_it_is() {
    let office = office();
    let row = office.ask(&office.carla, OfficeRows).unwrap().remove(0);
    let change = ChangeOffice {
        office: row.id,
        ver: row.ver,
        name: "Sede di prova".into(),
        municipality: Some("016024".into()),
        address: Some("Via Inventata 1".into()),
        accreditation: None,
    };
    denied(&office, change.clone());
    office.act(&office.carla, change.clone()).unwrap();
    let now = office.ask(&office.carla, OfficeRows).unwrap().remove(0);
    assert_eq!(now.municipality.as_deref(), Some("016024"));
    assert!(matches!(
        office.act(&office.carla, change),
        Err(Error::Conflict { .. })
    ));
}

#[test]
fn everybody_keeps_their_own_settings() {
    let office = office();
    let theme = SetStaffSetting {
        key: SettingKey::Theme.code().into(),
        value: Some("light".into()),
    };
    office.act(&office.anna, theme).unwrap();
    let of = |staff| office.ask(staff, StaffSettings).unwrap();
    assert_eq!(of(&office.anna), [("theme".to_owned(), "light".to_owned())]);
    assert!(of(&office.bruno).is_empty());
}
