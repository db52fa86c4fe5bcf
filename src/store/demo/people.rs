//! Who is on file in the practice office.

use chrono::{Days, TimeDelta};

use super::invent::Invented;
use super::{HISTORY, Known, PEOPLE, Play, Site, paper_notice, working_day};
use crate::clock::local_minute;
use crate::domain::document::{DocumentKind, PermitKind};
use crate::domain::note::NoteKind;
use crate::domain::person::{Checked, EmploymentStatus, IdentifierKind, Pursuit};
use crate::domain::sealed::SealedKind;
use crate::domain::staff::Role;
use crate::domain::target_group::{Area, Facts, age_on};
use crate::reference::Reference;
use crate::store::Result;
use crate::store::notes::AddNote;
use crate::store::people::{
    Employment, GivePrivacyNotice, Identification, Newcomer, Paper, PersonFacts, PersonFile,
    RegisterPerson, SeeDocument,
};
use crate::store::sealed::{AddSealed, SealedFields};

impl Play<'_, '_, '_> {
    pub(super) fn people(&mut self, sites: &[Site]) -> Result<Vec<Known>> {
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
            let pursuits = self.pursuits(number, &invented);
            let at_present = |pursuit: Pursuit| pursuit.among(&pursuits);
            let facts = Facts {
                studying: at_present(Pursuit::School),
                training: at_present(Pursuit::Training),
                traineeship: at_present(Pursuit::Traineeship),
                civil_service: at_present(Pursuit::CivilService),
                birth_on: Some(invented.birth_on),
                registry_sex: Some(invented.registry_sex),
                employment: Some(invented.employment),
                employment_since: Some(invented.since),
                ever_worked: Some(invented.employment != EmploymentStatus::NeverWorked),
                area: Reference::state_by_iso2(&invented.citizenship).map(|state| state.area),
                ..Facts::default()
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
                    shift: invented.shift,
                    hours: invented.hours,
                    contracts: invented.contracts,
                    pursuits,
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
            let since = day;
            people.push(Known {
                person,
                since,
                facts,
            });
        }
        Ok(people)
    }

    /// Young people were asked what fills their days, every second one of them.
    fn pursuits(&self, number: usize, invented: &Invented) -> Vec<Pursuit> {
        let young = age_on(invented.birth_on, self.today) < 30;
        match invented.employment {
            _ if !young || number % 2 == 1 => Vec::new(),
            EmploymentStatus::Student => vec![Pursuit::School],
            EmploymentStatus::Employed => Vec::new(),
            _ => vec![Pursuit::Nothing],
        }
    }

    /// Two who were written down twice, as happens when the card is at home: one with another phone number, one
    /// with a note of that day. Coordination merges them.
    pub(super) fn doubles(&mut self, sites: &[Site], people: &[Known]) -> Result<()> {
        for (number, phone) in [(121, Some("399 555 0142")), (259, None)] {
            let who = self.worker(sites, false, Role::Reception);
            let person = people[number].person;
            let at = local_minute(working_day(self.today - Days::new(4)), 15 * 60);
            let file = self.group.ask(&who, at, &PersonFile { person })?;
            let facts = PersonFacts {
                surname: file.facts.surname,
                name: file.facts.name,
                birth_on: file.facts.birth_on,
                phone: phone.map(str::to_owned),
                referent: Some(who.id),
                ..PersonFacts::default()
            };
            let newcomer = Newcomer {
                facts,
                ..Newcomer::default()
            };
            let register = RegisterPerson { person: newcomer };
            let person = self.act(&who, at, &register)?.person;
            let note = AddNote {
                person,
                kind: NoteKind::Diary,
                text: "Senza tessera: la porta la prossima volta.".to_owned(),
            };
            self.act(&who, at + TimeDelta::minutes(3), &note)?;
        }
        Ok(())
    }

    /// A sealed fact, to practise opening it for a reason.
    pub(super) fn sealed(&mut self, sites: &[Site], people: &[Known]) -> Result<()> {
        let who = self.worker(sites, false, Role::Orientation);
        let at = local_minute(working_day(self.today - Days::new(4)), 16 * 60);
        let add = AddSealed {
            person: people[0].person,
            fact: SealedFields {
                percent: Some(60),
                proof: Some("verbale".to_owned()),
                ..SealedFields::of(SealedKind::Disability)
            },
        };
        self.act(&who, at, &add)
    }

    /// Residence permits that were seen: a few have run out, a few soon will.
    pub(super) fn permits(&mut self, sites: &[Site], people: &[Known]) -> Result<()> {
        let asked = |known: &&Known| known.facts.area == Some(Area::Other);
        for known in people.iter().filter(asked).step_by(3) {
            let who = self.worker(sites, false, Role::Reception);
            let kind = self.dice.weighed(&[
                (PermitKind::Employment, 5),
                (PermitKind::Family, 4),
                (PermitKind::Protection, 2),
                (PermitKind::JobSearch, 2),
            ]);
            let expires_on = self.today + Days::new(self.dice.between(0, 300)) - Days::new(15);
            let see = SeeDocument {
                person: known.person,
                paper: Paper {
                    permit: Some(kind),
                    expires_on: Some(expires_on),
                    ..Paper::of(DocumentKind::ResidencePermit)
                },
            };
            self.act(&who, local_minute(known.since, 13 * 60), &see)?;
        }
        Ok(())
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
