//! What work there is in the practice office: companies, vacancies, and who was put forward for them.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::dice::Dice;
use super::trades::{self, Trade};
use super::{COMPANIES, HISTORY, Known, Play, Site, VACANCIES, working_day};
use crate::clock::local_day;
use crate::domain::company::CompanyKind;
use crate::domain::document::Channel;
use crate::domain::ids::{ApplicationId, CompanyId, VacancyId};
use crate::domain::lang::Lang;
use crate::domain::matching::Eligibility;
use crate::domain::placement::Proof;
use crate::domain::staff::{Role, Staff};
use crate::domain::vacancy::{ApplicationState, Contract, RequirementKind};
use crate::reference::Municipality;
use crate::store::companies::{AddCompany, CompanyFields};
use crate::store::matches::MatchesFor;
use crate::store::placements::{Hire, Terms};
use crate::store::vacancies::{
    AddVacancy, Publish, Requirement, VacancyFields, VacancyRow, WorkPlace,
};
use crate::store::{Result, applications};

/// The seed of what is drawn for the vacancies, so that how they are invented changes nothing else.
const SEED_OF_POSTS: u64 = 7_411_532_260_119_873;
/// The seed of what is drawn after them.
const SEED_AFTER_VACANCIES: u64 = 11_874_054_772_097_511_236;

/// The seed of what is drawn after the applications.
const SEED_AFTER_APPLICATIONS: u64 = 12_123_871_913_817_701_384;

/// Which of those who are put forward were hired, and how many days ago they began: the longest ago is to be asked how
/// it goes.
const HIRED: [(usize, u64); 3] = [(16, 31), (13, 12), (22, 5)];

/// The points from which somebody is put forward.
const WELL_MATCHED: u16 = 57;

/// An employer and what is known of it while its vacancies are invented.
struct Employer {
    company: CompanyId,
    trade: &'static Trade,
    seat: Municipality,
}

impl Play<'_, '_, '_> {
    pub(super) fn vacancies(&mut self, sites: &[Site]) -> Result<()> {
        self.dice = Dice::new(SEED_OF_POSTS);
        let employers = self.employers(sites)?;
        for number in 0..VACANCIES {
            // Each employer has looked for somebody; larger ones oftener.
            let employer = match employers.get(number) {
                Some(employer) => employer,
                None => self.dice.one(&employers),
            };
            let (trade, seat) = (employer.trade, employer.seat);
            let post = self.lists.post(&mut self.dice, self.reference, trade, seat);
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
                    .map(|(at, skill)| Requirement {
                        kind: RequirementKind::Skill,
                        value: (*skill).to_owned(),
                        essential: at == 0,
                    })
                    .collect(),
                ..VacancyFields::titled(String::new(), place)
            };
            let company = employer.company;
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
        self.dice = Dice::new(SEED_AFTER_VACANCIES);
        Ok(())
    }

    /// The companies, cooperatives and families that look for somebody.
    fn employers(&mut self, sites: &[Site]) -> Result<Vec<Employer>> {
        let mut employers = Vec::with_capacity(COMPANIES);
        let mut names = HashSet::new();
        let start = self.today - Days::new(HISTORY + 10);
        for number in 0..COMPANIES {
            let kind = match number % 8 {
                0 => CompanyKind::SocialCoopA,
                1 | 2 => CompanyKind::SocialCoopB,
                3 => CompanyKind::Cooperative,
                7 if number % 16 == 15 => CompanyKind::Household,
                _ => CompanyKind::Company,
            };
            let among = trades::of(kind);
            let trade = &among[(number / 8 * 3 + number % 8) % among.len()];
            let name = loop {
                let name = self.lists.company(&mut self.dice, kind, trade);
                if names.insert(name.clone()) {
                    break name;
                }
            };
            let seat = self.lists.place(&mut self.dice);
            let fields = CompanyFields {
                name,
                kind,
                place: Some(seat.istat.to_owned()),
                place_name: Some(seat.name.to_owned()),
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
            let company = self.act(&who, at, &AddCompany { fields })?;
            employers.push(Employer {
                company,
                trade,
                seat,
            });
        }
        Ok(employers)
    }

    /// Some people have been put forward, each for what the match found; some of them are at work since.
    pub(super) fn applications(&mut self, sites: &[Site], people: &[Known]) -> Result<()> {
        for number in 0..40 {
            let who = self.worker(sites, number % 4 == 3, Role::Matching);
            let hired = HIRED.iter().find(|(one, _)| *one == number);
            let since = hired.map(|(_, days)| self.today - Days::new(*days));
            let at = match since {
                Some(first_day) => self.moment(first_day - Days::new(7), 9, 17),
                None => self.now - TimeDelta::minutes(60 * 24 + number as i64 * 7),
            };
            let person = people[number * 11 % people.len()].person;
            let query = MatchesFor {
                person,
                limit: if hired.is_some() { 250 } else { 4 },
                reference: Arc::clone(self.reference),
            };
            let matches = self.group.ask(&who, at, &query)?;
            let best = matches.rows.into_iter().find(|row| {
                row.eligibility == Eligibility::Allowed
                    && (hired.is_some() || row.explained.score >= WELL_MATCHED)
                    && row
                        .vacancy
                        .published_on
                        .is_some_and(|on| on <= local_day(at))
            });
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
            if let Some(first_day) = since {
                self.hired(&who, at, (application, best.vacancy), first_day)?;
            }
        }
        self.dice = Dice::new(SEED_AFTER_APPLICATIONS);
        Ok(())
    }

    /// An application that the person agreed to goes well within the week before the first day of work.
    fn hired(
        &mut self,
        who: &Staff,
        at: DateTime<Utc>,
        (application, vacancy): (ApplicationId, VacancyRow),
        first_day: NaiveDate,
    ) -> Result<()> {
        let send = applications::Send {
            application,
            ver: 2,
        };
        self.act(who, at + TimeDelta::minutes(10), &send)?;
        let way = [
            ApplicationState::UnderReview,
            ApplicationState::Interview,
            ApplicationState::Offer,
        ];
        for (day, to) in (1..).zip(way) {
            let advance = applications::Advance {
                application,
                ver: 2 + day,
                to,
                reason: None,
            };
            self.act(who, at + TimeDelta::days(day), &advance)?;
        }
        let contract = vacancy.contract.unwrap_or(Contract::FixedTerm);
        let hire = Hire {
            application,
            ver: 6,
            terms: Terms {
                contract,
                from_on: first_day,
                to_on: contract.may_end().then(|| first_day + Days::new(181)),
                hours: vacancy.hours_week.unwrap_or(40),
                proof: Proof::Notice,
            },
        };
        self.act(who, at + TimeDelta::days(4), &hire)?;
        Ok(())
    }
}
