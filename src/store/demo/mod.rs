//! The practice office: invented people in two offices, six weeks of work, a day like any other.
//!
//! It is made by the very acts that the desk uses, played at their times by their people, in one
//! transaction; so it is also the longest test of the acts. The same moment gives the same office, byte
//! for byte of its content.

pub mod invent;

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};

use super::act::Act;
use super::agenda::{AddClosures, Book, Cancel, Confirm, Held, NoShow};
use super::applications;
use super::companies::{AddCompany, CompanyFields};
use super::matches::MatchesFor;
use super::people::{
    Employment, Identification, Newcomer, Notice, Paper, PersonFacts, RegisterPerson,
};
use super::people::{GivePrivacyNotice, SeeDocument};
use super::plans::{self, ActionFields, DraftPlan, GoalFields, NewAction};
use super::queue::{Absent, CallNext, Finish, Given, IssueTicket, Serve};
use super::settings::{AddOffice, NewOffice};
use super::staff::{AddDesk, AddStaff, Hours};
use super::standard;
use super::vacancies::{AddVacancy, Publish, VacancyFields, WorkPlace};
use super::{Error, Group, Options, Result, Store};
use crate::clock::local_minute;
use crate::domain::appointment::{CalledOffBy, Place};
use crate::domain::company::CompanyKind;
use crate::domain::document::{Channel, DocumentKind};
use crate::domain::ids::{
    ActId, CompanyId, DeskId, OfficeId, PersonId, PlanId, StaffId, VacancyId,
};
use crate::domain::lang::Lang;
use crate::domain::matching::Eligibility;
use crate::domain::person::{Checked, EmploymentStatus, IdentifierKind};
use crate::domain::plan::{PlanOutcome, Signature};
use crate::domain::queue::{Outcome, Priority};
use crate::domain::refusal::Refusal;
use crate::domain::staff::{DeskKind, Role, Staff};
use crate::reference::Reference;
use invent::{Dice, Lists};

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

/// Who practises when nobody is named: of reception, orientation and matching.
pub const LOGIN: &str = "anna";

/// Nine in the morning of a day: when the practice office of that day begins.
pub fn morning(day: NaiveDate) -> DateTime<Utc> {
    local_minute(day, 9 * 60)
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
    let new = NewOffice {
        municipality: Some("015146".to_owned()),
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
    workers: Vec<Worker>,
}

/// How far a plan of the practice office has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reached {
    Draft,
    Proposed,
    Signed,
    Suspended,
    Interrupted,
    Closed,
    Expired,
    /// With its new version, a draft.
    Revising,
    /// With its new version, active.
    Superseded,
    Active,
}

impl Reached {
    /// One after the other, in the shares in which an office has them.
    const ALL: [Self; 12] = [
        Self::Draft,
        Self::Proposed,
        Self::Signed,
        Self::Suspended,
        Self::Interrupted,
        Self::Closed,
        Self::Expired,
        Self::Revising,
        Self::Superseded,
        Self::Active,
        Self::Active,
        Self::Active,
    ];

    /// How many plans it takes.
    const fn plans(self) -> usize {
        match self {
            Self::Revising | Self::Superseded => 2,
            _ => 1,
        }
    }
}

/// The play: who does what, when.
struct Play<'g, 'l, 'c> {
    group: &'g Group<'l, 'c>,
    dice: Dice,
    reference: &'g Arc<Reference>,
    now: DateTime<Utc>,
    today: NaiveDate,
    lists: Lists,
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
        self.agenda(&sites, &people)?;
        self.plans(&sites, &people)?;
        self.applications(&sites, &people)?;
        self.this_morning(&sites, &people)
    }

    fn staff(&mut self, carla: &Staff, at: DateTime<Utc>) -> Result<Vec<Site>> {
        let bergamo: OfficeId = self.act(
            carla,
            at,
            &AddOffice {
                name: "Bergamo Borgo (prova)".to_owned(),
                municipality: Some("016024".to_owned()),
                practice: true,
            },
        )?;
        let milan = carla.office;
        use Role::{Coordination, Matching, Orientation, Reception};
        let roster: [(&str, &str, &[Role], bool); 9] = [
            (
                "anna",
                "Anna Brambilla",
                &[Orientation, Reception, Matching],
                true,
            ),
            ("bruno", "Bruno Colombo", &[Reception], true),
            ("dario", "Dario Ferri", &[Matching], true),
            ("elena", "Elena Popa", &[Orientation], true),
            (
                "fatima",
                "Fatima El Amrani",
                &[Orientation, Reception],
                true,
            ),
            ("gino", "Gino Locatelli", &[Coordination], false),
            ("hina", "Hina Akhtar", &[Orientation, Reception], false),
            ("ivan", "Ivan Shevchuk", &[Matching], false),
            ("lucia", "Lucia Carminati", &[Reception], false),
        ];
        let mut sites = vec![
            Site {
                office: milan,
                workers: Vec::new(),
            },
            Site {
                office: bergamo,
                workers: Vec::new(),
            },
        ];
        let labels = ["Sportello A", "Sportello B", "Colloqui"];
        for label in labels {
            self.act(
                carla,
                at,
                &AddDesk {
                    office: bergamo,
                    label: label.to_owned(),
                    kind: DeskKind::Counter,
                },
            )?;
        }
        let desks = [
            self.group
                .ask(carla, at, &super::staff::Desks { office: milan })?,
            self.group
                .ask(carla, at, &super::staff::Desks { office: bergamo })?,
        ];
        let mut taken = [0usize; 2];
        for (login, name, roles, here) in roster {
            let site = usize::from(!here);
            let desk = roles.contains(&Reception).then(|| {
                taken[site] += 1;
                desks[site].get(taken[site] - 1).map(|desk| desk.id)
            });
            let desk = desk.flatten();
            let office = sites[site].office;
            // Half the staff work part of the week: the agenda honours it.
            let short = matches!(login, "elena" | "ivan");
            let act = AddStaff {
                login: login.to_owned(),
                name: name.to_owned(),
                roles: roles.to_vec(),
                office,
                desk,
                lang: None,
                hours: week(short),
            };
            let id: StaffId = self.act(carla, at, &act)?;
            let staff = Staff {
                id,
                login: act.login,
                name: act.name,
                roles: act.roles,
                office,
                desk,
                lang: act.lang,
            };
            sites[site].workers.push(Worker { staff, desk });
        }
        sites[0].workers.push(Worker {
            staff: carla.clone(),
            desk: None,
        });
        Ok(sites)
    }

    /// The holidays of the years around, so that no slot is offered on one.
    fn closures(&mut self, carla: &Staff, sites: &[Site], at: DateTime<Utc>) -> Result<()> {
        for (site, municipality) in sites.iter().zip(["015146", "016024"]) {
            let days = (self.today.year() - 1..=self.today.year() + 1)
                .flat_map(|year| self.reference.holidays(year, Some(municipality)))
                .map(|holiday| (holiday.on, holiday.name.to_string()))
                .collect();
            self.act(
                carla,
                at,
                &AddClosures {
                    office: site.office,
                    days,
                },
            )?;
        }
        Ok(())
    }

    fn people(&mut self, sites: &[Site]) -> Result<Vec<(PersonId, NaiveDate)>> {
        let mut people = Vec::with_capacity(PEOPLE);
        for number in 0..PEOPLE {
            let invented = self
                .lists
                .person(&mut self.dice, self.reference, self.today, number);
            let back = HISTORY - 1 - (number as u64 * (HISTORY - 2) / PEOPLE as u64);
            let day = working_day(self.today - Days::new(back));
            let who = self.worker(sites, number % 5 == 4, Role::Reception);
            let at = self.moment(day, 9, 13);
            // A few codes are doubtful, as in any real office: they are kept and marked.
            let wrong = number % 67 == 66;
            let code = if wrong {
                spoiled(&invented.tax_code)
            } else {
                invented.tax_code.clone()
            };
            let newcomer = Newcomer {
                identifiers: vec![Identification {
                    kind: IdentifierKind::TaxCode,
                    root: None,
                    checked: if wrong { Checked::Anomaly } else { Checked::Ok },
                    value: code,
                }],
                employment: Some(Employment {
                    status: invented.employment,
                    since: Some(invented.since),
                }),
                last_contact_on: Some(day),
                facts: PersonFacts {
                    surname: invented.surname,
                    name: invented.name,
                    birth_on: Some(invented.birth_on),
                    birth_place: Some(invented.birth_place),
                    birth_place_name: Some(invented.birth_place_name),
                    registry_sex: Some(invented.registry_sex),
                    citizenship: vec![invented.citizenship.clone()],
                    residence: Some(invented.home.istat.to_owned()),
                    residence_name: Some(invented.home.name.to_owned()),
                    address: Some(invented.address),
                    phone: invented.phone,
                    email: invented.email,
                    italian: invented.italian.parse().ok(),
                    education: Some(invented.education),
                    wishes: invented.wishes.into_iter().map(str::to_owned).collect(),
                    skills: invented.skills,
                    licence: invented.licence.map(str::to_owned),
                    own_car: Some(invented.own_car),
                    radius_km: Some(invented.radius_km),
                    transport: Some(invented.transport),
                    registered_on: Some(day),
                    did_on: (invented.employment == EmploymentStatus::Unemployed)
                        .then_some(invented.since),
                    referent: Some(who.id),
                    ..PersonFacts::default()
                },
            };
            let person = self
                .act(&who, at, &RegisterPerson { person: newcomer })?
                .person;
            if number % 3 == 0 {
                self.act(
                    &who,
                    at,
                    &SeeDocument {
                        person,
                        paper: Paper::of(DocumentKind::IdentityCard),
                    },
                )?;
                let notice = paper_notice();
                self.act(&who, at, &GivePrivacyNotice { person, notice })?;
            }
            people.push((person, day));
        }
        Ok(people)
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

    fn vacancies(&mut self, sites: &[Site]) -> Result<()> {
        let mut companies: Vec<CompanyId> = Vec::with_capacity(COMPANIES);
        let start = self.today - Days::new(HISTORY + 10);
        for number in 0..COMPANIES {
            let kind = match number % 8 {
                0 => CompanyKind::SocialCoopA,
                1 | 2 => CompanyKind::SocialCoopB,
                3 => CompanyKind::Cooperative,
                7 if number % 16 == 15 => CompanyKind::Household,
                _ => CompanyKind::Company,
            };
            let cooperative = matches!(
                kind,
                CompanyKind::SocialCoopA | CompanyKind::SocialCoopB | CompanyKind::Cooperative
            );
            let name = match kind {
                CompanyKind::Household => {
                    format!("Famiglia {}", self.lists.surname(&mut self.dice))
                }
                _ => self.lists.company(&mut self.dice, cooperative),
            };
            let post = self.lists.post(&mut self.dice, self.reference).place;
            let fields = CompanyFields {
                name,
                kind,
                place: Some(post.istat.to_owned()),
                place_name: Some(post.name.to_owned()),
                contact: Some(self.lists.surname(&mut self.dice).to_owned()),
                phone: Some(format!(
                    "399 {:03} {:04}",
                    self.dice.below(1000),
                    self.dice.below(10_000)
                )),
                email: Some(format!("lavoro{number}@example.org")),
                ..CompanyFields::named(String::new())
            };
            let who = self.worker(sites, number % 3 == 2, Role::Matching);
            let at = self.moment(working_day(start), 9, 17);
            companies.push(self.act(&who, at, &AddCompany { fields })?);
        }
        for number in 0..VACANCIES {
            let post = self.lists.post(&mut self.dice, self.reference);
            let back = self.dice.below(HISTORY);
            let day = working_day(self.today - Days::new(back + 1));
            let at = self.moment(day, 9, 17);
            let who = self.worker(sites, number % 3 == 2, Role::Matching);
            let place = WorkPlace {
                istat: Some(post.place.istat.to_owned()),
                name: post.place.name.to_owned(),
                at: Some((post.place.latitude, post.place.longitude)),
            };
            let fields = VacancyFields {
                title: post.title,
                isco08: Some(post.isco08.to_owned()),
                posts: u16::from(post.posts),
                contract: Some(post.contract),
                ccnl: post.ccnl.map(str::to_owned),
                pay_min: Some(i64::from(post.pay.0) * 100),
                pay_max: Some(i64::from(post.pay.1) * 100),
                hours_week: Some(u16::from(post.hours)),
                shift: Some(post.shift),
                start_on: Some(day + Days::new(30)),
                text: post.text,
                education: post.education,
                licence: post.licence.map(str::to_owned),
                own_car: post.own_car,
                italian_min: post.italian.parse().ok(),
                deadline_on: Some(day + Days::new(self.dice.between(30, 75))),
                requirements: post
                    .skills
                    .iter()
                    .enumerate()
                    .map(|(at, skill)| super::vacancies::Requirement {
                        kind: crate::domain::vacancy::RequirementKind::Skill,
                        value: (*skill).to_owned(),
                        essential: at == 0,
                    })
                    .collect(),
                ..VacancyFields::titled(String::new(), place)
            };
            let company = *self.dice.one(&companies);
            let complete = fields.ccnl.is_some();
            let vacancy: VacancyId = self.act(&who, at, &AddVacancy { company, fields })?;
            // What lacks the collective agreement stays a draft, as it would at the desk.
            if complete && number % 25 != 24 {
                self.act(
                    &who,
                    at + TimeDelta::minutes(5),
                    &Publish { vacancy, ver: 1 },
                )?;
            }
        }
        Ok(())
    }

    /// Six weeks of tickets: most are served, a few leave or do not come.
    fn queue_history(&mut self, sites: &[Site], people: &[(PersonId, NaiveDate)]) -> Result<()> {
        for back in (1..HISTORY).rev() {
            let day = self.today - Days::new(back);
            if working_day(day) != day || self.reference.holiday_on(day, None).is_some() {
                continue;
            }
            for (index, site) in sites.iter().enumerate() {
                let tickets = if index == 0 {
                    self.dice.between(2, 4)
                } else {
                    1
                };
                self.queue_day(site, people, day, tickets)?;
            }
        }
        Ok(())
    }

    fn queue_day(
        &mut self,
        site: &Site,
        people: &[(PersonId, NaiveDate)],
        day: NaiveDate,
        tickets: u64,
    ) -> Result<()> {
        let desks: Vec<(Staff, DeskId)> = site
            .workers
            .iter()
            .filter_map(|worker| worker.desk.map(|desk| (worker.staff.clone(), desk)))
            .collect();
        for number in 0..tickets {
            let (who, desk) = self.dice.one(&desks).clone();
            let issued = local_minute(day, 9 * 60 + (number * 28 + self.dice.below(9)) as u16);
            let issue = self.ticket(people, day);
            self.act(&who, issued, &issue)?;
            let called = issued + TimeDelta::minutes(self.dice.between(1, 27) as i64);
            let Ok(call) = self.act(&who, called, &CallNext { desk }) else {
                continue;
            };
            let ticket = call.ticket;
            if self.dice.chance(6) {
                self.act(&who, called + TimeDelta::minutes(4), &Absent { ticket })?;
                continue;
            }
            let served = called + TimeDelta::minutes(self.dice.between(1, 3) as i64);
            self.act(&who, served, &Serve { ticket })?;
            let outcome = *self.dice.one(Outcome::ALL);
            let services = vec![Given {
                service: issue.service,
                minutes: None,
            }];
            let minutes = self.dice.between(8, 24) as i64;
            self.act(
                &who,
                served + TimeDelta::minutes(minutes),
                &Finish {
                    ticket,
                    outcome,
                    services,
                    note: None,
                },
            )?;
        }
        Ok(())
    }

    fn ticket(&mut self, people: &[(PersonId, NaiveDate)], day: NaiveDate) -> IssueTicket {
        let service = self
            .dice
            .weighed(&[("ACC", 5), ("INFO", 4), ("COL1", 2), ("IDO", 2)]);
        let known: Vec<PersonId> = people
            .iter()
            .filter(|(_, since)| *since <= day)
            .map(|(person, _)| *person)
            .collect();
        let person = if service == "INFO" || known.is_empty() {
            None
        } else {
            Some(*self.dice.one(&known))
        };
        IssueTicket {
            person,
            alias: None,
            code: None,
            service: service.to_owned(),
            priority: self.dice.weighed(&[
                (Priority::Normal, 88),
                (Priority::Preferred, 9),
                (Priority::Urgent, 3),
            ]),
            appointment: None,
            exception: None,
        }
    }

    /// The agenda: what was held, missed or called off, and what is booked.
    fn agenda(&mut self, sites: &[Site], people: &[(PersonId, NaiveDate)]) -> Result<()> {
        let first = self.today - Days::new(HISTORY);
        for ahead in 0..=HISTORY + AHEAD {
            let day = first + Days::new(ahead);
            for (index, site) in sites.iter().enumerate() {
                let municipality = ["015146", "016024"][index];
                if !self.reference.is_working_day(day, Some(municipality))
                    || working_day(day) != day
                {
                    continue;
                }
                let receiving: Vec<Staff> = site
                    .workers
                    .iter()
                    .filter(|worker| worker.staff.roles.contains(&Role::Orientation))
                    .map(|worker| worker.staff.clone())
                    .collect();
                for who in receiving {
                    self.agenda_of(&who, people, day)?;
                }
            }
        }
        Ok(())
    }

    fn agenda_of(
        &mut self,
        who: &Staff,
        people: &[(PersonId, NaiveDate)],
        day: NaiveDate,
    ) -> Result<()> {
        let busy = if day < self.today { 9 } else { 32 };
        for slot in [9 * 60, 10 * 60, 11 * 60, 12 * 60, 14 * 60, 15 * 60, 16 * 60] {
            if !self.dice.chance(busy) {
                continue;
            }
            let starts_at = local_minute(day, slot);
            let made = working_day(day.min(self.today) - Days::new(self.dice.between(2, 9)));
            let booked_at = self.moment(made, 9, 12);
            let person = self.dice.one(people).0;
            let (service, minutes) = *self.dice.one(&[
                ("COL1", 60),
                ("PERC", 60),
                ("ORIA", 60),
                ("BILC", 60),
                ("COL2", 60),
            ]);
            let book = Book {
                staff: who.id,
                person: Some(person),
                service: service.to_owned(),
                starts_at,
                minutes,
                place: *self.dice.one(&[
                    Place::Office,
                    Place::Office,
                    Place::Office,
                    Place::Phone,
                    Place::Video,
                ]),
                note: None,
                plan_action: None,
                exception: None,
            };
            // A part-time colleague is not there in the afternoon: the act refuses, as at the desk.
            let Ok(appointment) = self.act(who, booked_at, &book) else {
                continue;
            };
            if starts_at > self.now {
                if self.dice.chance(30) {
                    self.act(
                        who,
                        self.now - TimeDelta::hours(20),
                        &Confirm { appointment },
                    )?;
                }
                continue;
            }
            if day >= self.today {
                continue;
            }
            self.settle(who, appointment, starts_at)?;
        }
        Ok(())
    }

    fn settle(
        &mut self,
        who: &Staff,
        appointment: crate::domain::ids::AppointmentId,
        starts_at: DateTime<Utc>,
    ) -> Result<()> {
        match self.dice.below(20) {
            0 | 1 => self
                .act(
                    who,
                    starts_at + TimeDelta::minutes(20),
                    &NoShow { appointment },
                )
                .map(drop),
            2 | 3 => {
                let cancel = Cancel {
                    appointment,
                    ver: 1,
                    by: CalledOffBy::Person,
                    reason: None,
                };
                self.act(who, starts_at - TimeDelta::hours(3), &cancel)
                    .map(drop)
            }
            4 => {
                let cancel = Cancel {
                    appointment,
                    ver: 1,
                    by: CalledOffBy::Office,
                    reason: Some("sede chiusa per guasto".to_owned()),
                };
                self.act(who, starts_at - TimeDelta::hours(5), &cancel)
                    .map(drop)
            }
            // Left open on purpose: there is always something whose outcome nobody has said.
            5 => Ok(()),
            _ => self
                .act(
                    who,
                    starts_at + TimeDelta::minutes(55),
                    &Held { appointment },
                )
                .map(drop),
        }
    }

    /// Plans from the templates, in every state.
    fn plans(&mut self, sites: &[Site], people: &[(PersonId, NaiveDate)]) -> Result<()> {
        let templates: Vec<_> = self.reference.templates().to_vec();
        let mut made = 0;
        for number in 0_usize.. {
            if made == PLANS {
                break;
            }
            let reached = match Reached::ALL[number % Reached::ALL.len()] {
                // A revision is a plan more: the last one is left as it is.
                Reached::Revising | Reached::Superseded if made + 1 == PLANS => Reached::Active,
                reached => reached,
            };
            made += reached.plans();
            let template = &templates[number % templates.len()];
            let who = self.worker(sites, number % 4 == 3, Role::Orientation);
            // What has run out began long ago, with somebody who came in the first weeks.
            let (person, since) = match reached {
                Reached::Expired => people[(number * 3 + 1) % (people.len() * 3 / 10)],
                _ => people[number * 3 % people.len()],
            };
            let back = match reached {
                Reached::Expired => HISTORY - 2,
                _ => self.dice.between(1, HISTORY - 2),
            };
            let day = working_day((self.today - Days::new(back)).max(since));
            let last = match reached {
                Reached::Expired => self.today - Days::new(2),
                _ => day + Days::new(u64::from(template.days)),
            };
            let at = self.moment(day, 14, 16);
            let due = |days: u32| (day + Days::new(u64::from(days))).min(last);
            let draft = DraftPlan {
                person,
                intake: None,
                template: Some(template.code.clone()),
                programme: (number % 3 == 0).then(|| "GOL".to_owned()),
                goal_words: None,
                starts_on: day,
                ends_on: last,
                goals: template
                    .goal
                    .iter()
                    .map(|goal| GoalFields {
                        domain: goal.domain,
                        strand: goal.strand,
                        text: goal.text.it.clone(),
                        due_on: Some(due(goal.due_days)),
                    })
                    .collect(),
                actions: template
                    .action
                    .iter()
                    .map(|action| NewAction {
                        goal: Some(action.goal - 1),
                        fields: ActionFields {
                            service: action.service.clone(),
                            text: Some(action.note.it.clone()),
                            owner: action.owner,
                            staff: None,
                            minutes: action.minutes,
                            due_on: Some(due(action.due_days)),
                        },
                    })
                    .collect(),
            };
            let plan: PlanId = self.act(&who, at, &draft)?;
            self.advance(&who, (plan, person), at, reached)?;
        }
        Ok(())
    }

    /// Takes a new plan as far as it is to come, a few minutes a step.
    fn advance(
        &mut self,
        who: &Staff,
        (plan, person): (PlanId, PersonId),
        at: DateTime<Utc>,
        reached: Reached,
    ) -> Result<()> {
        let after = |minutes: i64| at + TimeDelta::minutes(minutes);
        if reached == Reached::Draft {
            return Ok(());
        }
        self.act(who, after(5), &plans::Propose { plan, ver: 1 })?;
        if reached == Reached::Proposed {
            return Ok(());
        }
        self.sign(who, (plan, person), 2, after(12))?;
        if reached == Reached::Signed {
            return Ok(());
        }
        self.act(who, after(13), &plans::Start { plan })?;
        let ver = 4;
        match reached {
            Reached::Suspended => self.act(who, after(20), &plans::Suspend { plan, ver }),
            Reached::Interrupted => {
                let outcome = PlanOutcome::Withdrawal;
                self.act(who, after(25), &plans::Interrupt { plan, ver, outcome })
            }
            Reached::Closed => self.close(who, (plan, person), ver, after(20)),
            Reached::Expired => {
                let yesterday = self.now - TimeDelta::days(1);
                self.act(who, yesterday, &plans::Expire { plan })
            }
            Reached::Revising => self
                .act(who, after(30), &plans::Revise { plan, ver })
                .map(drop),
            Reached::Superseded => {
                let plan = self.act(who, after(30), &plans::Revise { plan, ver })?;
                self.act(who, after(35), &plans::Propose { plan, ver: 1 })?;
                self.sign(who, (plan, person), 2, after(40))?;
                self.act(who, after(41), &plans::Start { plan })
            }
            _ => Ok(()),
        }
    }

    /// Signs a plan; who was not given the privacy notice yet is given it first.
    fn sign(
        &mut self,
        who: &Staff,
        (plan, person): (PlanId, PersonId),
        ver: i64,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let sign = plans::Sign {
            plan,
            ver,
            on: crate::clock::local_day(at),
            how: Signature::Paper,
        };
        match self.act(who, at, &sign) {
            Err(Error::Refused {
                rule: Refusal::NoticeMissing,
                ..
            }) => {
                let notice = paper_notice();
                self.act(who, at, &GivePrivacyNotice { person, notice })?;
                self.act(who, at, &sign)
            }
            signed => signed,
        }
    }

    /// Closes a plan once each of its actions is settled.
    fn close(
        &mut self,
        who: &Staff,
        (plan, person): (PlanId, PersonId),
        ver: i64,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let view = self.group.ask(who, at, &plans::PlanFile { plan, person })?;
        for action in view.actions {
            let done = plans::CompleteAction {
                action: action.id,
                ver: action.ver,
                reason: Some("assunzione".to_owned()),
            };
            self.act(who, at, &done)?;
        }
        let outcome = PlanOutcome::Job;
        self.act(
            who,
            at + TimeDelta::minutes(5),
            &plans::Close { plan, ver, outcome },
        )
    }

    /// Some people have been put forward, each for what the match found.
    fn applications(&mut self, sites: &[Site], people: &[(PersonId, NaiveDate)]) -> Result<()> {
        for number in 0..40 {
            let who = self.worker(sites, number % 4 == 3, Role::Matching);
            let at = self.now - TimeDelta::minutes(60 * 24 + number as i64 * 7);
            let person = people[number * 11 % people.len()].0;
            let query = MatchesFor {
                person,
                limit: 2,
                reference: Arc::clone(self.reference),
            };
            let matches = self.group.ask(&who, at, &query)?;
            let best = matches
                .rows
                .into_iter()
                .find(|row| row.eligibility == Eligibility::Allowed);
            let Some(best) = best else { continue };
            let propose = applications::Propose {
                vacancy: best.vacancy.id,
                person,
                explained: best.explained,
                refused: Vec::new(),
                exception: None,
            };
            let application = self.act(&who, at, &propose)?;
            if number % 3 != 0 {
                let consent = applications::Consent {
                    application,
                    ver: 1,
                    channel: Channel::Voice,
                    version: "2026-01".to_owned(),
                    lang: Lang::It,
                };
                self.act(&who, at + TimeDelta::minutes(2), &consent)?;
            }
        }
        Ok(())
    }

    /// This morning: some have been served, some wait, the next ones are due.
    fn this_morning(&mut self, sites: &[Site], people: &[(PersonId, NaiveDate)]) -> Result<()> {
        let bruno = sites[0]
            .workers
            .iter()
            .find(|worker| worker.staff.login == "bruno");
        let Some((who, desk)) =
            bruno.and_then(|worker| worker.desk.map(|desk| (worker.staff.clone(), desk)))
        else {
            return Ok(());
        };
        let now = self.now;
        let ago = |minutes: i64| now - TimeDelta::minutes(minutes);
        // Service, minutes ago, and who: somebody on file, somebody who gave a word, nobody.
        let morning: [(&str, i64, Option<&str>, bool); 8] = [
            ("IDO", 52, None, true),
            ("COL1", 47, None, true),
            ("INFO", 40, Some("giacca blu"), false),
            ("INFO", 33, None, false),
            ("COL1", 26, None, true),
            ("INFO", 19, None, false),
            ("ACC", 11, None, true),
            ("COL1", 4, None, true),
        ];
        for (index, (service, minutes, alias, known)) in morning.into_iter().enumerate() {
            let at = ago(minutes);
            let issue = IssueTicket {
                person: known.then(|| self.dice.one(people).0),
                alias: alias.map(str::to_owned),
                code: None,
                service: service.to_owned(),
                priority: if index == 5 {
                    Priority::Preferred
                } else {
                    Priority::Normal
                },
                appointment: None,
                exception: None,
            };
            self.act(&who, at, &issue)?;
            if index == 1 {
                let call = self.act(&who, at + TimeDelta::minutes(1), &CallNext { desk })?;
                self.act(
                    &who,
                    at + TimeDelta::minutes(2),
                    &Serve {
                        ticket: call.ticket,
                    },
                )?;
                let services = vec![Given {
                    service: "ACC".to_owned(),
                    minutes: None,
                }];
                let finish = Finish {
                    ticket: call.ticket,
                    outcome: Outcome::Informed,
                    services,
                    note: None,
                };
                self.act(&who, at + TimeDelta::minutes(6), &finish)?;
            }
        }
        let call = self.act(&who, self.now - TimeDelta::minutes(6), &CallNext { desk })?;
        self.act(
            &who,
            self.now - TimeDelta::minutes(5),
            &Serve {
                ticket: call.ticket,
            },
        )?;
        Ok(())
    }
}

/// Monday to Friday, or the mornings and one afternoon.
fn week(short: bool) -> Vec<Hours> {
    let mut hours = Vec::new();
    for weekday in 1..=5 {
        hours.push(Hours {
            weekday,
            from: 9 * 60,
            to: 13 * 60,
        });
        if !short || weekday == 3 {
            hours.push(Hours {
                weekday,
                from: 14 * 60,
                to: 17 * 60,
            });
        }
    }
    hours
}

/// The day itself, or the Friday before when it falls in a weekend.
fn working_day(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day - Days::new(1),
        Weekday::Sun => day - Days::new(2),
        _ => day,
    }
}

/// A code with another check letter, as a hand would mistype it.
fn spoiled(code: &str) -> String {
    let mut letters: Vec<char> = code.chars().collect();
    if let Some(last) = letters.last_mut() {
        *last = if *last == 'Z' {
            'A'
        } else {
            char::from(*last as u8 + 1)
        };
    }
    letters.into_iter().collect()
}

fn paper_notice() -> Notice {
    Notice {
        version: None,
        lang: "it".to_owned(),
        channel: Channel::Paper,
    }
}
