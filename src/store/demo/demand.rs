//! What work there is in the practice office: companies, vacancies, and who was put forward for them.

use std::sync::Arc;

use chrono::{Days, TimeDelta};

use super::dice::Dice;
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

/// The seed of the posts that are drawn again.
const SEED_OF_POSTS: u64 = 7_411_532_260_119_873;

/// Work that only the state gives: armed forces, government, courts, police, fire brigade, prisons.
fn is_of_the_state(isco08: &str) -> bool {
    ["0", "111", "2612", "335", "5411", "5412", "5413"]
        .iter()
        .any(|group| isco08.starts_with(group))
}

/// Whether an employer of a kind would look for somebody in an occupation: a family for help at home, a social
/// cooperative for care, teaching and plain work, a firm for anything but help at home.
fn offers(kind: CompanyKind, isco08: &str) -> bool {
    let any = |groups: &[&str]| groups.iter().any(|group| isco08.starts_with(group));
    let at_home = any(&["5152", "5311", "5322", "9111"]);
    match kind {
        CompanyKind::Household => at_home,
        CompanyKind::SocialCoopA => any(&[
            "22", "23", "263", "32", "341", "411", "412", "512", "53", "911",
        ]),
        CompanyKind::SocialCoopB => any(&[
            "41", "43", "512", "515", "6", "71", "75", "81", "82", "83", "9",
        ]),
        _ => !at_home,
    }
}

impl Play<'_, '_, '_> {
    pub(super) fn vacancies(&mut self, sites: &[Site]) -> Result<()> {
        let mut companies: Vec<(CompanyId, CompanyKind)> = Vec::with_capacity(COMPANIES);
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
            companies.push((self.act(&who, at, &AddCompany { fields })?, kind));
        }
        // Posts that nobody here could offer are drawn again, from dice of their own.
        let mut again = Dice::new(SEED_OF_POSTS);
        for number in 0..VACANCIES {
            let mut post = self.lists.post(&mut self.dice, self.reference);
            while is_of_the_state(post.isco08) {
                post = self.lists.post(&mut again, self.reference);
            }
            let back = self.dice.below(HISTORY);
            let day = working_day(self.today - Days::new(back + 1));
            let at = self.moment(day, 9, 17);
            let who = self.worker(sites, number % 3 == 2, Role::Matching);
            let place = WorkPlace {
                istat: Some(post.place.istat.to_owned()),
                name: post.place.name.to_owned(),
                at: Some((post.place.latitude, post.place.longitude)),
            };
            let isco08 = post.isco08;
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
            let drawn = self.dice.below(companies.len() as u64) as usize;
            let company = companies
                .iter()
                .cycle()
                .skip(drawn)
                .take(companies.len())
                .find(|(_, kind)| offers(*kind, isco08))
                .map_or(companies[drawn].0, |(company, _)| *company);
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
