//! The days of the practice office: six weeks of queue and agenda, and this morning.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::{AHEAD, HISTORY, Known, Play, Site, working_day};
use crate::clock::local_minute;
use crate::domain::appointment::{CalledOffBy, Place};
use crate::domain::feedback::{ComplaintState, Customer, Score};
use crate::domain::ids::{AppointmentId, DeskId, PersonId};
use crate::domain::queue::{Outcome, Priority};
use crate::domain::staff::{Role, Staff};
use crate::store::Result;
use crate::store::agenda::{Book, Cancel, Confirm, Held, NoShow};
use crate::store::complaints::{Complaints, MoveComplaint, OpenComplaint};
use crate::store::feedback::GiveFeedback;
use crate::store::queue::{Absent, CallNext, Finish, Given, IssueTicket, Serve};

impl Play<'_, '_, '_> {
    /// Six weeks of tickets: most are served, a few leave or do not come.
    pub(super) fn queue_history(&mut self, sites: &[Site], people: &[Known]) -> Result<()> {
        for back in (1..HISTORY).rev() {
            let day = self.today - Days::new(back);
            for (index, site) in sites.iter().enumerate() {
                if !self.receives(site, day) {
                    continue;
                }
                // The second office is small: not every day somebody comes without an appointment.
                let least = u64::from(index == 0);
                let tickets = least + u64::from(self.dice.chance(50));
                self.queue_day(site, people, day, tickets)?;
            }
        }
        Ok(())
    }

    fn queue_day(
        &mut self,
        site: &Site,
        people: &[Known],
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
            let ended = served + TimeDelta::minutes(minutes);
            self.done.push((who.clone(), ended));
            self.act(
                &who,
                ended,
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

    /// What people said: scores after some of the contacts, a complaint that was answered and one that waits.
    pub(super) fn voices(&mut self, sites: &[Site], people: &[Known]) -> Result<()> {
        let scores = [
            Score::Five,
            Score::Four,
            Score::Five,
            Score::Three,
            Score::Four,
            Score::Two,
        ];
        let said: Vec<(Staff, DateTime<Utc>)> = self.done.iter().step_by(4).cloned().collect();
        for ((who, ended), score) in said.into_iter().zip(scores.into_iter().cycle()) {
            let give = GiveFeedback {
                customer: Customer::Person,
                score,
                named: None,
            };
            self.act(&who, ended + TimeDelta::minutes(1), &give)?;
        }
        let carla = self.worker(sites, false, Role::Coordination);
        let anna = self.worker(sites, false, Role::Reception);
        for (back, person, text, answer) in [
            (
                34,
                Some(people[17].person),
                "Ha aspettato più di un'ora senza sapere perché.",
                Some("Abbiamo spiegato la precedenza degli appuntamenti e chiesto scusa."),
            ),
            (
                32,
                None,
                "Al telefono non risponde nessuno dopo le 12.",
                None,
            ),
        ] {
            let day = working_day(self.today - Days::new(back));
            let at = local_minute(day, 11 * 60 + 50);
            let open = OpenComplaint {
                person,
                who: None,
                customer: Customer::Person,
                text: text.to_owned(),
            };
            self.act(&anna, at, &open)?;
            let Some(answer) = answer else { continue };
            let at = at + TimeDelta::days(6);
            let office = carla.office;
            let rows = self
                .group
                .ask(&carla, at, &Complaints { office, limit: 1 })?;
            for row in rows {
                let answered = MoveComplaint {
                    complaint: row.id,
                    ver: row.ver,
                    to: ComplaintState::Answered,
                    answer: Some(answer.to_owned()),
                };
                self.act(&carla, at, &answered)?;
            }
        }
        Ok(())
    }

    fn ticket(&mut self, people: &[Known], day: NaiveDate) -> IssueTicket {
        let service = self
            .dice
            .weighed(&[("ACC", 5), ("INFO", 4), ("COL1", 2), ("IDO", 2)]);
        let known: Vec<PersonId> = people
            .iter()
            .filter(|known| known.since <= day)
            .map(|known| known.person)
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
    pub(super) fn agenda(&mut self, sites: &[Site], people: &[Known]) -> Result<()> {
        let first = self.today - Days::new(HISTORY);
        for ahead in 0..=HISTORY + AHEAD {
            let day = first + Days::new(ahead);
            for site in sites {
                if !self.receives(site, day) {
                    continue;
                }
                let receiving: Vec<Staff> = site
                    .workers
                    .iter()
                    .filter(|worker| worker.staff.roles.contains(&Role::Orientation))
                    .map(|worker| worker.staff.clone())
                    .collect();
                for (index, who) in receiving.iter().enumerate() {
                    self.agenda_of((index, who), people, day)?;
                }
            }
        }
        Ok(())
    }

    fn agenda_of(
        &mut self,
        (index, who): (usize, &Staff),
        people: &[Known],
        day: NaiveDate,
    ) -> Result<()> {
        let busy = if day < self.today { 7 } else { 28 };
        let today = day == self.today;
        for slot in [9 * 60, 10 * 60, 11 * 60, 12 * 60, 14 * 60, 15 * 60, 16 * 60] {
            // Of today every third hour is taken, so that there is always both: somebody who comes, and room.
            let chosen = self.dice.chance(busy);
            let taken = if today {
                (usize::from(slot / 60) + index).is_multiple_of(3)
            } else {
                chosen
            };
            if !taken {
                continue;
            }
            let starts_at = local_minute(day, slot);
            let made = working_day(day.min(self.today) - Days::new(self.dice.between(2, 9)));
            let booked_at = self.moment(made, 9, 12);
            let person = self.dice.one(people).person;
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
            if starts_at + TimeDelta::hours(1) > self.now {
                continue;
            }
            self.settle(who, appointment, starts_at)?;
        }
        Ok(())
    }

    fn settle(
        &mut self,
        who: &Staff,
        appointment: AppointmentId,
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

    /// This morning: some have been served, some wait, the next ones are due.
    pub(super) fn this_morning(&mut self, sites: &[Site], people: &[Known]) -> Result<()> {
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
                person: known.then(|| self.dice.one(people).person),
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
