//! What work there is in the practice office: companies, vacancies, and who was put forward for them.

use std::sync::Arc;

use chrono::{Days, TimeDelta};

use super::{COMPANIES, HISTORY, Known, Play, Site, VACANCIES, working_day};
use crate::domain::company::CompanyKind;
use crate::domain::document::Channel;
use crate::domain::ids::{CompanyId, VacancyId};
use crate::domain::lang::Lang;
use crate::domain::matching::Eligibility;
use crate::domain::staff::Role;
use crate::domain::vacancy::RequirementKind;
use crate::store::companies::{AddCompany, CompanyFields};
use crate::store::matches::MatchesFor;
use crate::store::vacancies::{AddVacancy, Publish, Requirement, VacancyFields, WorkPlace};
use crate::store::{Result, applications};

impl Play<'_, '_, '_> {
    pub(super) fn vacancies(&mut self, sites: &[Site]) -> Result<()> {
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
                    .map(|(at, skill)| Requirement {
                        kind: RequirementKind::Skill,
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

    /// Some people have been put forward, each for what the match found.
    pub(super) fn applications(&mut self, sites: &[Site], people: &[Known]) -> Result<()> {
        for number in 0..40 {
            let who = self.worker(sites, number % 4 == 3, Role::Matching);
            let at = self.now - TimeDelta::minutes(60 * 24 + number as i64 * 7);
            let person = people[number * 11 % people.len()].person;
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
}
