//! Who works in the practice office, at which desks, and when it is open.

use chrono::{DateTime, Datelike as _, Days, Utc};

use super::{BERGAMO, HISTORY, MILAN, Play, Site, Worker};
use crate::domain::ids::{OfficeId, StaffId};
use crate::domain::opening::OpeningKind;
use crate::domain::staff::{DeskKind, Role, Staff};
use crate::store::Result;
use crate::store::agenda::{AddClosures, AddOpening, OpeningFields, OpeningOn};
use crate::store::settings::AddOffice;
use crate::store::staff::{AddDesk, AddStaff, Hours};

impl Play<'_, '_, '_> {
    pub(super) fn staff(&mut self, carla: &Staff, at: DateTime<Utc>) -> Result<Vec<Site>> {
        let bergamo: OfficeId = self.act(
            carla,
            at,
            &AddOffice {
                name: "Bergamo Borgo (prova)".to_owned(),
                municipality: Some(BERGAMO.to_owned()),
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
                municipality: MILAN,
                workers: Vec::new(),
            },
            Site {
                office: bergamo,
                municipality: BERGAMO,
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
                .ask(carla, at, &crate::store::staff::Desks { office: milan })?,
            self.group
                .ask(carla, at, &crate::store::staff::Desks { office: bergamo })?,
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
                hours: week(short, self.weekday()),
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

    /// When the offices receive people: all day, on the days on which somebody works.
    pub(super) fn openings(
        &mut self,
        carla: &Staff,
        sites: &[Site],
        at: DateTime<Utc>,
    ) -> Result<()> {
        let first = self.today - Days::new(HISTORY + 30);
        let today = self.weekday();
        for site in sites {
            for weekday in (1..=7).filter(|day| *day <= 5 || *day == today) {
                let fields = OpeningFields {
                    on: OpeningOn::Weekday(weekday),
                    from_min: 8 * 60,
                    to_min: 18 * 60,
                    kind: OpeningKind::Mixed,
                    valid_from: first,
                    valid_to: None,
                };
                let office = site.office;
                self.act(carla, at, &AddOpening { office, fields })?;
            }
        }
        Ok(())
    }

    /// The holidays of the years around, so that no slot is offered on one; today nobody has a holiday.
    pub(super) fn closures(
        &mut self,
        carla: &Staff,
        sites: &[Site],
        at: DateTime<Utc>,
    ) -> Result<()> {
        for site in sites {
            let days = (self.today.year() - 1..=self.today.year() + 1)
                .flat_map(|year| self.reference.holidays(year, Some(site.municipality)))
                .filter(|holiday| holiday.on != self.today)
                .map(|holiday| (holiday.on, holiday.name.to_string()))
                .collect();
            let office = site.office;
            self.act(carla, at, &AddClosures { office, days })?;
        }
        Ok(())
    }
}

/// Monday to Friday and the weekday on which practice begins: the whole day, or the mornings and one
/// afternoon.
fn week(short: bool, today: u8) -> Vec<Hours> {
    let mut hours = Vec::new();
    for weekday in (1..=7).filter(|day| *day <= 5 || *day == today) {
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
