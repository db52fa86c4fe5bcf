//! The practice office: invented people in two offices, six weeks of work, a day like any other.
//!
//! It is made by the very acts that the desk uses, played at their times by their people, in one
//! transaction; so it is also the longest test of the acts. The same moment gives the same office, byte
//! for byte of its content. It is open on the day it is made for, whatever day that is: a Sunday office works
//! on Sundays, and nobody has a holiday today.

mod days;
mod demand;
pub mod dice;
pub mod invent;
mod people;
mod plans;
mod roster;
pub mod trades;

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};

use super::act::Act;
use super::people::Notice;
use super::settings::NewOffice;
use super::standard;
use super::{Group, Options, Result, Store};
use crate::clock::{local, local_minute};
use crate::domain::document::Channel;
use crate::domain::ids::{ActId, DeskId, OfficeId, PersonId};
use crate::domain::param::ParamKey;
use crate::domain::staff::{DeskKind, Role, Staff};
use crate::domain::target_group::Facts;
use crate::reference::Reference;
use dice::Dice;
use invent::Lists;

/// How many people the practice office has.
const PEOPLE: usize = 400;
/// How many companies and cooperatives.
const COMPANIES: usize = 80;
/// How many vacancies.
const VACANCIES: usize = 250;
/// How many plans.
const PLANS: usize = 120;
/// How many days back its history goes.
const HISTORY: u64 = 42;
/// How many days ahead its agenda is booked.
const AHEAD: u64 = 14;
/// The seed: another one is another office.
const SEED: u64 = 20_231_121;
/// The seed of what is drawn after the queue, so that how many came to it changes nothing else.
const SEED_AFTER_QUEUE: u64 = 2_662_610_442_388_329_290;

/// The municipality of the first office.
const MILAN: &str = "015146";
/// That of the second.
const BERGAMO: &str = "016024";
/// The hours in which practice may begin as it is; at others it begins in the morning.
const BEGINS: std::ops::RangeInclusive<u16> = 9 * 60..=15 * 60;

/// Who practises when nobody is named: of reception, orientation and matching.
pub const LOGIN: &str = "anna";

/// Nine in the morning of a day: when the practice office of that day begins.
pub fn morning(day: NaiveDate) -> DateTime<Utc> {
    local_minute(day, 9 * 60)
}

/// When practice begins for somebody who starts it at a moment: at that moment while the office receives
/// people and the day is not nearly over, else in the morning of the same day.
pub fn moment(now: DateTime<Utc>) -> DateTime<Utc> {
    let (day, minute) = local(now);
    if BEGINS.contains(&minute) {
        now
    } else {
        morning(day)
    }
}

/// Writes the practice office of a day into one small file. The same day gives the same office.
pub fn write(path: &Path, day: NaiveDate, reference: &Arc<Reference>) -> Result<()> {
    create(path, morning(day), reference)?.compact()
}

/// Makes the practice office as it stands at a moment, and opens it.
pub fn create(path: &Path, now: DateTime<Utc>, reference: &Arc<Reference>) -> Result<Store> {
    let mut dice = Dice::new(SEED);
    let today = crate::clock::local_day(now);
    let founded = local_minute(today - Days::new(HISTORY + 30), 8 * 60);
    let act = act_id(founded, &mut dice);
    let mut new = NewOffice {
        municipality: Some(MILAN.to_owned()),
        practice: true,
        desks: vec![
            ("Sportello 1".to_owned(), DeskKind::Counter),
            ("Sportello 2".to_owned(), DeskKind::Counter),
            ("Sala colloqui".to_owned(), DeskKind::Interview),
        ],
        ..standard::new_office(
            act,
            founded,
            reference,
            ("Milano Ortica (prova)", "carla", "Carla Fumagalli"),
        )?
    };
    // Invented people are nobody's secret: whoever practises goes from record to record.
    for param in &mut new.params {
        if param.key == ParamKey::AskReason {
            "0".clone_into(&mut param.value);
        }
    }
    let first = super::settings::founder(&new);
    let options = Options {
        keep_bodies: false,
        ..Options::default()
    };
    let store = Store::create(path, &new, options)?;
    let reference = Arc::clone(reference);
    store.in_one_commit(move |group| {
        let play = Play {
            group,
            dice,
            reference: &reference,
            now,
            today,
            lists: Lists::read(),
            done: Vec::new(),
        };
        play.office(&first)
    })?;
    Ok(store)
}

fn act_id(at: DateTime<Utc>, dice: &mut Dice) -> ActId {
    standard::act_id(
        at,
        u128::from(dice.next()) << 16 | u128::from(dice.next() & 0xffff),
    )
}

/// Somebody who works in the practice office.
struct Worker {
    staff: Staff,
    desk: Option<DeskId>,
}

struct Site {
    office: OfficeId,
    municipality: &'static str,
    workers: Vec<Worker>,
}

/// Somebody on file.
struct Known {
    person: PersonId,
    /// The first day here.
    since: NaiveDate,
    /// What the rules of target groups may know.
    facts: Facts,
}

/// The play: who does what, when.
struct Play<'g, 'l, 'c> {
    group: &'g Group<'l, 'c>,
    dice: Dice,
    reference: &'g Arc<Reference>,
    now: DateTime<Utc>,
    today: NaiveDate,
    lists: Lists,
    /// Contacts that have ended: who served, which service, when.
    done: Vec<(Staff, DateTime<Utc>)>,
}

impl Play<'_, '_, '_> {
    fn act<A: Act>(&mut self, who: &Staff, at: DateTime<Utc>, act: &A) -> Result<A::Out> {
        let id = act_id(at, &mut self.dice);
        self.group.act(who, id, at, act)
    }

    /// A moment between two hours of a day, on a five-minute mark.
    fn moment(&mut self, day: NaiveDate, from: u64, to: u64) -> DateTime<Utc> {
        local_minute(day, self.dice.between(from * 12, to * 12 - 1) as u16 * 5)
    }

    fn office(mut self, carla: &Staff) -> Result<()> {
        let founded = local_minute(self.today - Days::new(HISTORY + 30), 8 * 60 + 10);
        let sites = self.staff(carla, founded)?;
        self.closures(carla, &sites, founded)?;
        let people = self.people(&sites)?;
        self.vacancies(&sites)?;
        self.queue_history(&sites, &people)?;
        self.dice = Dice::new(SEED_AFTER_QUEUE);
        self.agenda(&sites, &people)?;
        let running = self.plans(&sites, &people)?;
        self.applications(&sites, &people)?;
        self.this_morning(&sites, &people)?;
        self.openings(carla, &sites, founded)?;
        self.permits(&sites, &people)?;
        self.deliveries(&running)?;
        self.doubles(&sites, &people)?;
        self.voices(&sites, &people)?;
        self.sealed(&sites, &people)
    }

    /// Somebody with a role; in the second office if asked.
    fn worker(&mut self, sites: &[Site], second: bool, role: Role) -> Staff {
        let site = &sites[usize::from(second)];
        let able: Vec<&Worker> = site
            .workers
            .iter()
            .filter(|worker| worker.staff.roles.contains(&role))
            .collect();
        self.dice.one(&able).staff.clone()
    }

    /// 1 Monday to 7 Sunday: the day on which practice begins.
    fn weekday(&self) -> u8 {
        u8::try_from(self.today.weekday().number_from_monday()).unwrap_or(1)
    }

    /// Whether an office receives people on a day.
    fn receives(&self, site: &Site, day: NaiveDate) -> bool {
        let works = self.reference.is_working_day(day, Some(site.municipality));
        day == self.today || (works && working_day(day) == day)
    }
}

/// The day itself, or the Friday before when it falls in a weekend.
fn working_day(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day - Days::new(1),
        Weekday::Sun => day - Days::new(2),
        _ => day,
    }
}

fn paper_notice() -> Notice {
    Notice {
        version: None,
        lang: "it".to_owned(),
        channel: Channel::Paper,
    }
}
