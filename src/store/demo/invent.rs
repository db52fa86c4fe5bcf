//! Invented people, companies and vacancies: deterministic, and nobody real.
//!
//! Names are drawn from lists and put together at random; phones have a prefix that is not assigned, mail
//! is at example.org. The same seed gives the same people on every machine.

use chrono::{Days, NaiveDate};

use super::dice::Dice;
use crate::domain::matching::UsualSkills as _;
use crate::domain::person::{Education, EmploymentStatus, RegistrySex, Transport};
use crate::domain::tax_code::{Identity, encode};
use crate::domain::vacancy::{Contract, Shift};
use crate::reference::{Municipality, NameKind, Reference};

/// The names of a kind in a group, each with its weight.
type NameList = (&'static str, NameKind, Vec<(&'static str, u64)>);
/// An everyday title: ISCO-08 unit group, masculine, feminine.
type Title = (&'static str, &'static str, &'static str);

/// What is drawn from, read once.
#[derive(Debug)]
pub struct Lists {
    names: Vec<NameList>,
    groups: Vec<((&'static str, &'static str), u64)>,
    homes: Vec<(Municipality, u64)>,
    births: Vec<(Municipality, u64)>,
    titles: Vec<(Title, u64)>,
}

/// An invented person.
#[derive(Debug, Clone)]
pub struct Invented {
    /// Surname.
    pub surname: String,
    /// Given name.
    pub name: String,
    /// The sex of the registry.
    pub registry_sex: RegistrySex,
    /// Birth date.
    pub birth_on: NaiveDate,
    /// Code of the birthplace.
    pub birth_place: String,
    /// Its name.
    pub birth_place_name: String,
    /// Citizenship, ISO 3166.
    pub citizenship: String,
    /// The tax code.
    pub tax_code: String,
    /// Where the person lives.
    pub home: Municipality,
    /// Street and number.
    pub address: String,
    /// Phone.
    pub phone: Option<String>,
    /// Mail.
    pub email: Option<String>,
    /// Level of Italian.
    pub italian: &'static str,
    /// Highest qualification.
    pub education: Education,
    /// Employment status.
    pub employment: EmploymentStatus,
    /// Since when.
    pub since: NaiveDate,
    /// Occupations looked for: ISCO-08 unit groups.
    pub wishes: Vec<&'static str>,
    /// Skills.
    pub skills: Vec<String>,
    /// Driving licence.
    pub licence: Option<&'static str>,
    /// Own car.
    pub own_car: bool,
    /// How far the person goes.
    pub radius_km: u32,
    /// How.
    pub transport: Transport,
    /// Hours wished for.
    pub shift: Option<Shift>,
    /// Fewest and most hours a week.
    pub hours: Option<(u16, u16)>,
    /// Contracts wished for.
    pub contracts: Vec<Contract>,
}

/// An invented vacancy, without its company.
#[derive(Debug, Clone)]
pub struct Post {
    /// Title, both forms.
    pub title: String,
    /// ISCO-08 unit group.
    pub isco08: &'static str,
    /// Contract.
    pub contract: Contract,
    /// Collective agreement; none where the advert forgot it.
    pub ccnl: Option<&'static str>,
    /// Hours a week.
    pub hours: u8,
    /// How they lie.
    pub shift: Shift,
    /// Monthly pay in euro, from and to.
    pub pay: (u32, u32),
    /// Where.
    pub place: Municipality,
    /// Licence asked for.
    pub licence: Option<&'static str>,
    /// Own car asked for.
    pub own_car: bool,
    /// Skills asked for.
    pub skills: Vec<&'static str>,
    /// Italian asked for.
    pub italian: &'static str,
    /// Qualification asked for.
    pub education: Option<Education>,
    /// How many.
    pub posts: u8,
    /// The text.
    pub text: String,
}

const STREETS: &[&str] = &[
    "Via dei Tigli",
    "Via del Mulino",
    "Via San Rocco",
    "Via dei Mille",
    "Viale Europa",
    "Via della Stazione",
    "Via Manzoni",
    "Piazza della Repubblica",
    "Vicolo Chiuso",
    "Via Monte Grappa",
    "Via Verdi",
    "Corso Italia",
];

const BRANCHES: &[(&str, &str)] = &[
    ("1", "Gestioni"),
    ("2", "Studio"),
    ("3", "Servizi"),
    ("4", "Amministrazioni"),
    ("5", "Ristorazione"),
    ("6", "Agricola"),
    ("7", "Officine"),
    ("8", "Trasporti"),
    ("9", "Multiservizi"),
];

const AGREEMENTS: &[(&str, &str)] = &[
    ("1", "Terziario, distribuzione e servizi"),
    ("2", "Terziario, distribuzione e servizi"),
    ("3", "Terziario, distribuzione e servizi"),
    ("4", "Terziario, distribuzione e servizi"),
    ("51", "Pubblici esercizi e ristorazione"),
    ("52", "Terziario, distribuzione e servizi"),
    ("53", "Cooperative sociali"),
    ("5", "Pubblici esercizi e ristorazione"),
    ("6", "Operai agricoli"),
    ("71", "Edilizia"),
    ("7", "Metalmeccanica industria"),
    ("83", "Logistica e trasporto merci"),
    ("8", "Metalmeccanica industria"),
    ("91", "Pulizie e multiservizi"),
    ("9", "Logistica e trasporto merci"),
];

fn by_prefix<T: Copy>(table: &[(&str, T)], code: &str) -> Option<T> {
    table
        .iter()
        .filter(|(prefix, _)| code.starts_with(prefix))
        .max_by_key(|(prefix, _)| prefix.len())
        .map(|(_, value)| *value)
}

impl Lists {
    /// Reads the lists. Homes are in Lombardy, most of them near Milan and Bergamo.
    pub fn read() -> Self {
        let mut names: Vec<NameList> = Vec::new();
        for name in Reference::names() {
            match names
                .iter_mut()
                .find(|(group, kind, _)| *group == name.group && *kind == name.kind)
            {
                Some((_, _, list)) => list.push((name.value, u64::from(name.weight))),
                None => names.push((
                    name.group,
                    name.kind,
                    vec![(name.value, u64::from(name.weight))],
                )),
            }
        }
        let groups = Reference::name_groups()
            .map(|group| ((group.group, group.tax_place), u64::from(group.weight)))
            .collect();
        let places: Vec<Municipality> = Reference::all_municipalities().collect();
        let near = |place: &Municipality| match place.province {
            "MI" => 12,
            "BG" => 8,
            "MB" | "LO" | "LC" => 2,
            _ => 0,
        };
        let homes = places
            .iter()
            .filter(|place| place.region == "03" && near(place) > 0)
            .map(|place| (*place, u64::from(place.population) * near(place)))
            .collect();
        let births = places
            .iter()
            .map(|place| {
                (
                    *place,
                    u64::from(place.population) * if place.region == "03" { 6 } else { 1 },
                )
            })
            .collect();
        let weight = |code: &str| match code.as_bytes().first() {
            Some(b'5') => 20,
            Some(b'9') => 18,
            Some(b'4' | b'7') => 10,
            Some(b'8') => 8,
            Some(b'3') => 5,
            Some(b'2' | b'6') => 2,
            _ => 0,
        };
        let titles = Reference::all_everyday_titles()
            .map(|title| (title, weight(title.0)))
            .filter(|(_, weight)| *weight > 0)
            .collect();
        Self {
            names,
            groups,
            homes,
            births,
            titles,
        }
    }

    fn name(&self, dice: &mut Dice, group: &str, kind: NameKind) -> &'static str {
        let list = self
            .names
            .iter()
            .find(|(of, what, _)| *of == group && *what == kind);
        list.map_or("Alex", |(_, _, names)| dice.weighed(names))
    }

    /// A surname of the commonest group.
    pub fn surname(&self, dice: &mut Dice) -> &'static str {
        self.name(dice, "IT", NameKind::Surname)
    }

    /// A given name and the sex that goes with it.
    pub fn given(&self, dice: &mut Dice) -> (&'static str, RegistrySex) {
        if dice.chance(60) {
            (self.name(dice, "IT", NameKind::Woman), RegistrySex::F)
        } else {
            (self.name(dice, "IT", NameKind::Man), RegistrySex::M)
        }
    }

    /// Somebody who comes to the desk.
    pub fn person(
        &self,
        dice: &mut Dice,
        reference: &Reference,
        today: NaiveDate,
        number: usize,
    ) -> Invented {
        let registry_sex = if dice.chance(52) {
            RegistrySex::F
        } else {
            RegistrySex::M
        };
        let kind = if registry_sex == RegistrySex::F {
            NameKind::Woman
        } else {
            NameKind::Man
        };
        let days = 17 * 365 + dice.below(24 * 365) + dice.below(24 * 365);
        let birth_on = today - Days::new(days);
        let abroad = dice.chance(34);
        let (group, birth_place, birth_place_name, citizenship, italian): (
            _,
            String,
            String,
            String,
            _,
        ) = if abroad {
            let (group, place) = dice.weighed(&self.groups);
            let state = Reference::all_states().find(|state| state.tax_place == place);
            let name = state.map_or("", |state| state.name).to_owned();
            let iso = state.map_or("", |state| state.iso2).to_owned();
            let italian = dice.weighed(&[("A1", 2), ("A2", 5), ("B1", 6), ("B2", 4), ("C1", 2)]);
            (group, place.to_owned(), name, iso, italian)
        } else {
            let place = dice.weighed(&self.births);
            (
                "IT",
                place.tax_place.to_owned(),
                place.name.to_owned(),
                "IT".to_owned(),
                "native",
            )
        };
        let surname = self.name(dice, group, NameKind::Surname).to_owned();
        let mut name = self.name(dice, group, kind).to_owned();
        if dice.chance(6) {
            name = format!("{name} {}", self.name(dice, group, kind));
        }
        let identity = Identity {
            surname: &surname,
            name: &name,
            registry_sex,
            birth_on,
            place: &birth_place,
        };
        let tax_code = encode(&identity, u8::from(dice.chance(2))).unwrap_or_default();
        let home = dice.weighed(&self.homes);
        let titles: Vec<_> = (0..dice.between(1, 2))
            .map(|_| dice.weighed(&self.titles))
            .collect();
        let wishes: Vec<&'static str> = titles.iter().map(|(code, _, _)| *code).collect();
        let mut skills: Vec<String> = Vec::new();
        for wish in &wishes {
            let usual = reference.usual_skills(wish);
            for _ in 0..dice.between(1, 3) {
                if usual.is_empty() {
                    break;
                }
                let skill = (*dice.one(usual)).to_owned();
                if !skills.contains(&skill) {
                    skills.push(skill);
                }
            }
        }
        let licence = dice.chance(60).then_some("B");
        let own_car = licence.is_some() && dice.chance(65);
        let (shift, hours, contracts) = wished(number);
        let since = today - Days::new(dice.below(45) * dice.below(30) + 3);
        Invented {
            address: format!("{} {}", dice.one(STREETS), dice.between(1, 120)),
            phone: dice
                .chance(93)
                .then(|| format!("399 {:03} {:04}", dice.below(1000), dice.below(10_000))),
            email: dice.chance(70).then(|| mail(&surname, &name, number)),
            surname,
            name,
            registry_sex,
            birth_on,
            birth_place,
            birth_place_name,
            citizenship,
            tax_code,
            home,
            italian,
            education: dice.weighed(&[
                (Education::None, 2),
                (Education::Primary, 6),
                (Education::LowerSecondary, 32),
                (Education::Vocational, 15),
                (Education::UpperSecondary, 30),
                (Education::Bachelor, 7),
                (Education::Master, 8),
            ]),
            employment: dice.weighed(&[
                (EmploymentStatus::Unemployed, 62),
                (EmploymentStatus::NeverWorked, 14),
                (EmploymentStatus::BelowThreshold, 10),
                (EmploymentStatus::Employed, 9),
                (EmploymentStatus::Inactive, 5),
            ]),
            since,
            wishes,
            skills,
            licence,
            own_car,
            radius_km: *dice.one(&[5, 10, 15, 20, 30]),
            transport: if own_car {
                Transport::Car
            } else {
                Transport::Public
            },
            shift,
            hours,
            contracts,
        }
    }

    /// The name of an employer.
    pub fn company(&self, dice: &mut Dice, cooperative: bool) -> String {
        const THINGS: &[&str] = &[
            "Il Ponte",
            "La Rondine",
            "Arcobaleno",
            "L'Approdo",
            "Terra Nuova",
            "Il Melograno",
            "La Bottega",
            "Orizzonti",
            "Il Girasole",
            "Insieme",
            "La Quercia",
            "Primavera",
            "Il Filo",
            "La Sorgente",
            "Il Cantiere",
            "La Lanterna",
        ];
        if cooperative {
            return format!(
                "{} {} Cooperativa sociale",
                dice.one(THINGS),
                self.surname(dice)
            );
        }
        let branch = dice.one(BRANCHES).1;
        let form = dice.one(&["S.r.l.", "S.p.A.", "S.n.c.", "S.r.l.s."]);
        format!("{branch} {} {form}", self.surname(dice))
    }

    /// A post somewhere near.
    pub fn post(&self, dice: &mut Dice, reference: &Reference) -> Post {
        let (isco08, masculine, feminine) = dice.weighed(&self.titles);
        let title = if masculine == feminine {
            masculine.to_owned()
        } else {
            format!("{masculine} / {feminine}")
        };
        let place = dice.weighed(&self.homes);
        let shift = dice.weighed(&[
            (Shift::FullTime, 58),
            (Shift::PartMorning, 14),
            (Shift::PartAfternoon, 8),
            (Shift::Shifts, 14),
            (Shift::Night, 2),
            (Shift::Weekend, 4),
        ]);
        let hours = match shift {
            Shift::FullTime | Shift::Shifts | Shift::Night => 40,
            _ => *dice.one(&[16, 20, 24, 30]),
        };
        let base = by_prefix(
            &[
                ("1", 2600),
                ("2", 1950),
                ("3", 1750),
                ("4", 1500),
                ("5", 1350),
                ("6", 1350),
                ("7", 1550),
                ("8", 1500),
                ("9", 1300),
            ],
            isco08,
        )
        .unwrap_or(1400);
        let low = (base + dice.below(30) as u32 * 10) * u32::from(hours) / 40 / 10 * 10;
        let usual = reference.usual_skills(isco08);
        let mut skills: Vec<&'static str> = Vec::new();
        for _ in 0..2 {
            if let Some(skill) = usual.get(dice.below(usual.len() as u64) as usize)
                && !skills.contains(skill)
            {
                skills.push(skill);
            }
        }
        let drives = isco08.starts_with("83");
        let licence = if drives {
            Some(*dice.one(&["B", "B", "C"]))
        } else {
            dice.chance(30).then_some("B")
        };
        let asked = skills
            .iter()
            .take(2)
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
        let text = format!(
            "Cerchiamo {title} per la sede di {}. Attività richieste: {asked}. La ricerca è rivolta a tutte le persone, nel rispetto delle pari opportunità.",
            place.name
        );
        Post {
            title,
            isco08,
            contract: dice.weighed(&[
                (Contract::FixedTerm, 44),
                (Contract::Permanent, 22),
                (Contract::Agency, 14),
                (Contract::Apprenticeship, 7),
                (Contract::Traineeship, 7),
                (Contract::Seasonal, 4),
                (Contract::Domestic, 2),
            ]),
            ccnl: if dice.chance(92) {
                by_prefix(AGREEMENTS, isco08)
            } else {
                None
            },
            hours,
            shift,
            pay: (low, low + dice.below(20) as u32 * 10),
            place,
            licence,
            own_car: licence.is_some() && dice.chance(25),
            skills,
            italian: dice.weighed(&[("A1", 2), ("A2", 6), ("B1", 6), ("B2", 3)]),
            education: match isco08.as_bytes().first() {
                Some(b'2') => Some(Education::Bachelor),
                Some(b'3' | b'4') => Some(Education::UpperSecondary),
                Some(b'7') => Some(Education::Vocational),
                _ => None,
            },
            posts: if dice.chance(80) {
                1
            } else {
                dice.between(2, 6) as u8
            },
            text,
        }
    }
}

/// The hours and contracts that somebody wishes: of one in three they are not known yet, and the match asks.
fn wished(number: usize) -> (Option<Shift>, Option<(u16, u16)>, Vec<Contract>) {
    if number % 3 == 2 {
        return (None, None, Vec::new());
    }
    let mut own = Dice::new(number as u64);
    let (shift, hours) = own.weighed(
        &[
            (Shift::FullTime, (36, 40)),
            (Shift::PartMorning, (16, 24)),
            (Shift::Shifts, (30, 40)),
        ]
        .map(|wish| (wish, 1)),
    );
    let contracts: &[Contract] = if own.chance(70) {
        &[Contract::Permanent, Contract::FixedTerm]
    } else {
        &[Contract::FixedTerm, Contract::Agency, Contract::Seasonal]
    };
    (Some(shift), Some(hours), contracts.to_vec())
}

fn mail(surname: &str, name: &str, number: usize) -> String {
    let plain = |text: &str| {
        crate::domain::text::fold(text)
            .replace(' ', "")
            .chars()
            .filter(char::is_ascii)
            .collect::<String>()
    };
    format!("{}.{}{number}@example.org", plain(name), plain(surname))
}
