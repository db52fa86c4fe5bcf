//! Acts and questions on a store as in life: a file in a temporary folder, WAL, writer and readers.
//!
//! Each subject has its own module; here is the office on which they all play.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use sportello::domain::ids::{ActId, DeskId, OfficeId};
use sportello::domain::param::ParamKey;
use sportello::domain::service::ServiceLevel;
use sportello::domain::staff::{DeskKind, Role, Staff};
use sportello::store::catalogue::NewService;
use sportello::store::params::SetParam;
use sportello::store::settings::NewOffice;
use sportello::store::staff::{AddStaff, Desks, Hours};
use sportello::store::{Act, Options, Query, Result, Store};
use tempfile::TempDir;
use ulid::Ulid;

mod access;
mod agenda;
mod books;
mod conflicts;
mod core;
mod doubles;
mod entries;
mod feedback;
mod given;
mod intake;
mod interview;
mod office;
mod outline;
mod people;
mod permits;
mod placements;
mod plans;
mod privacy;
mod queue;
mod real_input;
mod rights;
mod safe;
mod scans;
mod sealed;
mod search;
mod sharing;
mod taking_back;
mod vacancies;

/// An office at work: Monday 16 November 2026, ten in the morning at the desk, unless told.
pub(crate) struct Office {
    /// The store.
    pub(crate) store: Store,
    /// Where its file is; gone with the office.
    pub(crate) folder: TempDir,
    /// The office.
    pub(crate) id: OfficeId,
    /// Desks 1 to 3: two counters and one for interviews.
    pub(crate) desks: Vec<DeskId>,
    /// Reception.
    pub(crate) anna: Staff,
    /// Orientation.
    pub(crate) bruno: Staff,
    /// Coordination.
    pub(crate) carla: Staff,
    /// Job matching.
    pub(crate) dario: Staff,
    now: AtomicI64,
    next: AtomicU64,
}

/// The office, with the store's usual options.
pub(crate) fn office() -> Office {
    office_with(Options::default())
}

/// The same with other options.
pub(crate) fn office_with(options: Options) -> Office {
    let new = plan_of(moment("2026-11-16T09:00:00Z"));
    office_of(&new, options)
}

/// An office of its own plan, with the same staff.
pub(crate) fn office_of(new: &NewOffice, options: Options) -> Office {
    let folder = TempDir::new().unwrap();
    let at = new.at;
    let readers = options.readers;
    let store = Store::create(folder.path().join("office.db"), new, options).unwrap();
    let carla = store.who("carla").unwrap().unwrap();
    scans::listen(&store, &carla, at, readers);
    let add = |n: u128, login: &str, name: &str, role| {
        let new = AddStaff {
            login: login.into(),
            name: name.into(),
            roles: vec![role],
            office: carla.office,
            desk: None,
            lang: None,
            hours: week(),
        };
        store
            .act_now(&carla, ActId(Ulid(n << 32)), at, new)
            .unwrap();
        store.who(login).unwrap().unwrap()
    };
    let anna = add(2, "anna", "Anna Neri", Role::Reception);
    let bruno = add(3, "bruno", "Bruno Costa", Role::Orientation);
    let dario = add(4, "dario", "Dario Riva", Role::Matching);
    let desks = Desks {
        office: carla.office,
    };
    let desks = store.read_now(&carla, at, desks).unwrap();
    Office {
        id: carla.office,
        desks: desks.into_iter().map(|desk| desk.id).collect(),
        store,
        folder,
        anna,
        bruno,
        carla,
        dario,
        now: AtomicI64::new(at.timestamp_millis()),
        next: AtomicU64::new(1000),
    }
}

/// What the office is made of.
pub(crate) fn plan_of(at: DateTime<Utc>) -> NewOffice {
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let param = |key: ParamKey, value: &str| SetParam {
        key,
        value: value.into(),
        valid_from: start,
        source: "house rule".into(),
        ver: None,
    };
    NewOffice {
        act: ActId(Ulid(1 << 32)),
        at,
        name: "Sede di Milano".into(),
        municipality: Some("015146".into()),
        practice: true,
        desks: vec![
            ("1".into(), DeskKind::Counter),
            ("2".into(), DeskKind::Counter),
            ("3".into(), DeskKind::Interview),
        ],
        services: vec![
            service(
                "reception",
                "Accoglienza",
                "Reception",
                ServiceLevel::Base,
                15,
            ),
            service(
                "orientation.first",
                "Primo orientamento",
                "First orientation",
                ServiceLevel::Base,
                60,
            ),
            service(
                "orientation.special",
                "Orientamento specialistico",
                "Specialist orientation",
                ServiceLevel::Specialist,
                60,
            ),
            service(
                "matching",
                "Incontro domanda e offerta",
                "Job matching",
                ServiceLevel::Placement,
                30,
            ),
        ],
        params: vec![
            param(ParamKey::MaxCalls, "3"),
            param(ParamKey::StandardMinutes, "30"),
            // Where it is asked, the tests say so.
            param(ParamKey::AskReason, "0"),
        ],
        programmes: Vec::new(),
        login: "carla".into(),
        staff_name: "Carla Fontana".into(),
        lang: None,
    }
}

fn service(code: &str, it: &str, en: &str, level: ServiceLevel, minutes: u32) -> NewService {
    NewService {
        code: code.into(),
        label_it: it.into(),
        label_en: en.into(),
        level,
        minutes,
        needs_person: code != "reception",
        walk_in: true,
        default_min: Some(minutes),
        valid_from: None,
        valid_to: None,
    }
}

/// Monday to Friday, 9 to 13 and 14 to 17.
pub(crate) fn week() -> Vec<Hours> {
    (1..=5)
        .flat_map(|weekday| {
            [(9, 13), (14, 17)].map(|(from, to)| Hours {
                weekday,
                from: from * 60,
                to: to * 60,
            })
        })
        .collect()
}

/// A moment from its ISO text.
pub(crate) fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

impl Office {
    /// What time it is.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.now.load(Ordering::Relaxed)).unwrap()
    }

    /// Moves the clock: ISO text in UTC.
    pub(crate) fn set_now(&self, text: &str) {
        self.now
            .store(moment(text).timestamp_millis(), Ordering::Relaxed);
    }

    /// A new act's id; room for the ids of what it makes.
    pub(crate) fn act_id(&self) -> ActId {
        ActId(Ulid(
            u128::from(self.next.fetch_add(1, Ordering::Relaxed)) << 32,
        ))
    }

    /// A number that no other call got.
    pub fn count(&self) -> i64 {
        self.next.fetch_add(1, Ordering::Relaxed) as i64
    }

    /// Does something, as somebody, now.
    pub(crate) fn act<A: Act>(&self, staff: &Staff, act: A) -> Result<A::Out> {
        let done = self.store.act_now(staff, self.act_id(), self.now(), act);
        scans::check(self);
        done
    }

    /// Asks something, as somebody, now.
    pub(crate) fn ask<Q: Query>(&self, staff: &Staff, query: Q) -> Result<Q::Out> {
        let answer = self.store.read_now(staff, self.now(), query);
        scans::check(self);
        answer
    }
}
