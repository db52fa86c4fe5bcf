//! The plans of the practice office, in every state.

use std::collections::HashSet;

use chrono::{DateTime, Days, TimeDelta, Utc};

use super::{HISTORY, Known, PLANS, Play, Site, paper_notice, working_day};
use crate::clock::{local_day, local_minute};
use crate::domain::appointment::Place;
use crate::domain::ids::{PersonId, PlanId};
use crate::domain::plan::{Owner, PlanOutcome, Signature};
use crate::domain::refusal::Refusal;
use crate::domain::staff::{Role, Staff};
use crate::domain::target_group::{Answer, apply};
use crate::domain::template::Template;
use crate::store::people::GivePrivacyNotice;
use crate::store::plans::{self, ActionFields, DraftPlan, GoalFields, NewAction};
use crate::store::{Error, Result};

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

/// How many actions of its template a plan has: that of one in three leaves out the last, if every goal keeps one.
fn actions_of(template: &Template, number: usize) -> usize {
    let all = template.action.len();
    let fewer = all.saturating_sub(1);
    let kept = &template.action[..fewer];
    let whole = (1..=template.goal.len()).all(|goal| kept.iter().any(|action| action.goal == goal));
    if number.is_multiple_of(3) && whole {
        fewer
    } else {
        all
    }
}

/// The minutes that somebody needs, in half hours: those of the template, or less.
const fn minutes_of(usual: u32, number: usize) -> u32 {
    let percent = [100, 75, 50, 100, 60][number % 5];
    let halves = (usual * percent).div_ceil(3_000);
    halves * 30
}

/// A plan that is being carried out.
pub(super) struct Running {
    who: Staff,
    plan: PlanId,
    person: PersonId,
    began: DateTime<Utc>,
}

impl Play<'_, '_, '_> {
    /// Plans from the templates, in every state.
    pub(super) fn plans(&mut self, sites: &[Site], people: &[Known]) -> Result<Vec<Running>> {
        let mut running = Vec::new();
        let templates: Vec<_> = self.reference.templates().to_vec();
        let mut made = 0;
        let mut taken = HashSet::new();
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
            // Each round of states begins one template later, so that every state has plans of every template.
            let turn = number + number / Reached::ALL.len();
            let mut who = self.worker(sites, number % 4 == 3, Role::Orientation);
            // Whoever practises is at the counter most of the day: colleagues follow more people.
            if who.login == super::LOGIN && !turn.is_multiple_of(4) {
                who = self.worker(sites, false, Role::Orientation);
            }
            // What has run out began long ago, with somebody who came in the first weeks.
            let among = match reached {
                Reached::Expired => &people[..people.len() * 3 / 10],
                _ => people,
            };
            // Where a template is nobody's among those who are left, the next one is somebody's.
            let mut turns =
                (turn..turn + templates.len()).map(|turn| &templates[turn % templates.len()]);
            let found = turns.find_map(|template| {
                Some((template, self.fitting(template, among, number * 3, &taken)?))
            });
            let Some((template, Known { person, since, .. })) = found else {
                break;
            };
            let (person, since) = (*person, *since);
            taken.insert(person);
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
                    .take(actions_of(template, number))
                    .map(|action| NewAction {
                        goal: Some(action.goal - 1),
                        fields: ActionFields {
                            service: action.service.clone(),
                            text: Some(action.note.it.clone()),
                            owner: action.owner,
                            staff: None,
                            minutes: minutes_of(action.minutes, number),
                            due_on: Some(due(action.due_days + number as u32 % 5 * 3)),
                        },
                    })
                    .collect(),
            };
            let plan: PlanId = self.act(&who, at, &draft)?;
            self.advance(&who, (plan, person), at, reached)?;
            if reached == Reached::Active {
                let began = at;
                running.push(Running {
                    who,
                    plan,
                    person,
                    began,
                });
            }
        }
        Ok(running)
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
            on: local_day(at),
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

    /// The next one of whom the rules do not say that the template's group is another, and who has no plan.
    fn fitting<'p>(
        &self,
        template: &Template,
        people: &'p [Known],
        from: usize,
        taken: &HashSet<PersonId>,
    ) -> Option<&'p Known> {
        let mut rules = self.reference.targets().iter();
        let rule =
            rules.find(|rule| Some(rule.target) == template.target && rule.is_valid_on(self.today));
        let fits = |known: &Known| {
            rule.is_none_or(|rule| apply(rule, &known.facts, self.today).answer != Answer::No)
        };
        let start = from % people.len();
        let mut all = people[start..].iter().chain(&people[..start]);
        all.find(|known| !taken.contains(&known.person) && fits(known))
    }

    /// Three quarters of an hour of the first action that the desk carries out, signed or not yet: everybody who
    /// gave any has some that are to be signed.
    pub(super) fn deliveries(&mut self, running: &[Running]) -> Result<()> {
        let mut to_sign = HashSet::new();
        for Running {
            who,
            plan,
            person,
            began,
        } in running
        {
            let (plan, person) = (*plan, *person);
            let file = plans::PlanFile { plan, person };
            let mut actions = self.group.ask(who, *began, &file)?.actions.into_iter();
            let ours = actions.find(|action| action.fields.owner == Owner::Staff);
            let day = working_day(local_day(*began) + Days::new(6));
            let (Some(action), true) = (ours, day < self.today) else {
                continue;
            };
            let deliver = plans::Deliver {
                action: action.id,
                started_at: local_minute(day, 12 * 60 + 10),
                minutes: 45,
                place: Place::Office,
                note: None,
            };
            let over = local_minute(day, 13 * 60);
            // Who follows two people has one of them at that hour: the act refuses, as at the desk.
            let Ok(delivery) = self.act(who, over, &deliver) else {
                continue;
            };
            if !to_sign.insert(who.id) && self.dice.chance(60) {
                let (on, how) = (day, Signature::Paper);
                self.act(who, over, &plans::SignDelivery { delivery, on, how })?;
            }
        }
        Ok(())
    }
}
