//! Invented people, companies and vacancies: deterministic, and nobody real.
//!
//! Names are drawn from lists and put together at random; phones have a prefix that is not assigned, mail
//! is at example.org. The same seed gives the same people on every machine.

use chrono::{Days, Months, NaiveDate};

use super::dice::Dice;
use super::trades::{self, Trade};
use crate::domain::company::CompanyKind;
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
            _ => 1,
        };
        let titles = Reference::all_everyday_titles()
            .filter(|(_, man, _)| trades::all().any(|trade| trade.titles.contains(man)))
            .map(|title| (title, weight(title.0)))
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
        let mut wishes = self.wishes(dice);
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
        wishes.dedup();
        let licence = dice.chance(60).then_some("B");
        let own_car = licence.is_some() && dice.chance(65);
        let (shift, hours, contracts) = wished(number);
        let age = today.years_since(birth_on).unwrap_or_default();
        let adult = birth_on + Months::new(16 * 12);
        let since = (today - Days::new(dice.below(45) * dice.below(30) + 3)).max(adult);
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
            education: schooling(dice, age, &wishes),
            employment: employment(dice, age),
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

    /// One occupation that is looked for, or two of one trade.
    fn wishes(&self, dice: &mut Dice) -> Vec<&'static str> {
        let several = dice.between(1, 2) == 2;
        let (first, man, _) = dice.weighed(&self.titles);
        let mut wishes = vec![first];
        if several {
            let mut trades = trades::all().filter(|trade| trade.titles.contains(&man));
            let near: &[&str] = trades.next().map_or(&[], |trade| trade.titles);
            let same: Vec<_> = self.titles_of(near).collect();
            wishes.push(dice.one(&same).0);
        }
        wishes
    }

    /// The titles of the tables that are in a list.
    fn titles_of<'t>(&'t self, list: &'t [&'t str]) -> impl Iterator<Item = Title> + 't {
        let titles = self.titles.iter().map(|(title, _)| *title);
        titles.filter(move |(_, man, _)| list.contains(man))
    }

    /// The name of an employer of a kind and a trade.
    pub fn company(&self, dice: &mut Dice, kind: CompanyKind, trade: &Trade) -> String {
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
            "L'Aquilone",
            "Il Sentiero",
            "La Fonte",
            "Il Germoglio",
            "Il Faro",
            "La Vela",
            "Mosaico",
            "Controvento",
            "Il Solco",
            "La Spiga",
            "Girotondo",
            "L'Alveare",
            "Il Nodo",
            "La Ginestra",
            "Il Glicine",
            "La Meridiana",
            "Il Seme",
            "Abilmente",
            "Le Radici",
            "Il Cedro",
            "Passaparola",
            "La Zattera",
            "Il Telaio",
            "La Corte",
        ];
        let (thing, surname) = (dice.one(THINGS), self.surname(dice));
        let word = trade.word;
        match kind {
            CompanyKind::Household => format!("{word} {surname}"),
            CompanyKind::SocialCoopA | CompanyKind::SocialCoopB => {
                format!("{thing} Cooperativa sociale")
            }
            CompanyKind::Cooperative => format!("{word} {thing} Soc. coop."),
            _ => {
                let form = dice.one(&["S.r.l.", "S.a.s.", "S.n.c.", "S.r.l.s."]);
                format!("{word} {surname} {form}")
            }
        }
    }

    /// Where somebody lives or works: near Milan and Bergamo, most where most people are.
    pub fn place(&self, dice: &mut Dice) -> Municipality {
        dice.weighed(&self.homes)
    }

    /// A post of a trade at an employer whose seat is somewhere.
    pub fn post(
        &self,
        dice: &mut Dice,
        reference: &Reference,
        trade: &'static Trade,
        seat: Municipality,
    ) -> Post {
        let titles: Vec<_> = self.titles_of(trade.titles).collect();
        let (isco08, masculine, feminine) = *dice.one(&titles);
        let title = if masculine == feminine {
            masculine.to_owned()
        } else {
            format!("{masculine} / {feminine}")
        };
        let elsewhere = trade.away && dice.chance(50);
        let place = if elsewhere { self.place(dice) } else { seat };
        let family = trade.word == "Famiglia";
        let shift = shift(dice, isco08);
        let hours = match shift {
            Shift::FullTime | Shift::Shifts | Shift::Night => 40,
            _ => *dice.one(&[16, 20, 24, 30]),
        };
        let low = (pay(isco08) + dice.below(30) as u32 * 10) * u32::from(hours) / 40 / 10 * 10;
        let usual = reference.usual_skills(isco08);
        let mut skills: Vec<&'static str> = Vec::new();
        for _ in 0..2 {
            if let Some(skill) = usual.get(dice.below(usual.len() as u64) as usize)
                && !skills.contains(skill)
            {
                skills.push(skill);
            }
        }
        let licence = licence(dice, isco08, elsewhere);
        let text = format!(
            "Cerchiamo {title} a {}. Compiti: {}. Aperta a tutte le persone.",
            place.name,
            skills.join(", ")
        );
        let many = ["4222", "5244", "5", "8", "9"]
            .iter()
            .any(|group| isco08.starts_with(group));
        Post {
            title,
            isco08,
            contract: contract(dice, isco08, family),
            ccnl: dice.chance(92).then_some(trade.ccnl),
            hours,
            shift,
            pay: (low, low + dice.below(20) as u32 * 10),
            place,
            licence,
            own_car: licence.is_some() && elsewhere && dice.chance(40),
            skills,
            italian: italian(dice, isco08),
            education: match isco08.as_bytes().first() {
                Some(b'2') => Some(Education::Bachelor),
                Some(b'3' | b'4') if !isco08.starts_with("432") => Some(Education::UpperSecondary),
                Some(b'7') if dice.chance(50) => Some(Education::Vocational),
                _ => None,
            },
            posts: if family || !many || dice.chance(75) {
                1
            } else {
                dice.between(2, 4) as u8
            },
            text,
        }
    }
}

/// What somebody of an age has finished at school; who looks for work that asks for a degree has one.
fn schooling(dice: &mut Dice, age: u32, wishes: &[&str]) -> Education {
    let drawn = dice.weighed(&[
        (Education::None, 2),
        (Education::Primary, 6),
        (Education::LowerSecondary, 32),
        (Education::Vocational, 15),
        (Education::UpperSecondary, 30),
        (Education::Bachelor, 7),
        (Education::Master, 8),
    ]);
    let asked = wishes.iter().any(|wish| wish.starts_with('2'));
    match drawn {
        _ if age < 19 => drawn.min(Education::LowerSecondary),
        _ if age < 22 => drawn.min(Education::UpperSecondary),
        _ if asked => drawn.max(Education::Bachelor),
        _ if age < 25 => drawn.min(Education::Bachelor),
        _ => drawn,
    }
}

/// Whether somebody of an age works: who is no longer young has worked before.
fn employment(dice: &mut Dice, age: u32) -> EmploymentStatus {
    let drawn = dice.weighed(&[
        (EmploymentStatus::Unemployed, 62),
        (EmploymentStatus::NeverWorked, 14),
        (EmploymentStatus::BelowThreshold, 10),
        (EmploymentStatus::Employed, 9),
        (EmploymentStatus::Inactive, 5),
    ]);
    match drawn {
        EmploymentStatus::NeverWorked if age > 40 => EmploymentStatus::Unemployed,
        _ => drawn,
    }
}

/// How the hours of a post lie: nights and weekends where the work is done then.
fn shift(dice: &mut Dice, isco08: &str) -> Shift {
    let any = |groups: &[&str]| groups.iter().any(|group| isco08.starts_with(group));
    if any(&["2", "3", "41", "431", "61", "71", "921", "93"]) {
        dice.weighed(&[(Shift::FullTime, 80), (Shift::PartMorning, 20)])
    } else if any(&["72", "74", "75", "81", "82", "83", "432"]) {
        dice.weighed(&[
            (Shift::FullTime, 60),
            (Shift::Shifts, 34),
            (Shift::Night, 6),
        ])
    } else {
        dice.weighed(&[
            (Shift::FullTime, 42),
            (Shift::PartMorning, 20),
            (Shift::PartAfternoon, 10),
            (Shift::Shifts, 20),
            (Shift::Weekend, 8),
        ])
    }
}

/// The least monthly pay of a full week, in euro.
fn pay(isco08: &str) -> u32 {
    match isco08.as_bytes().first() {
        Some(b'2') => 1950,
        Some(b'3') => 1750,
        Some(b'7') => 1550,
        Some(b'4' | b'8') => 1500,
        Some(b'5' | b'6') => 1350,
        _ => 1300,
    }
}

/// The licence that the work asks for: that of the vehicle, or that with which one gets to the customers.
fn licence(dice: &mut Dice, isco08: &str, elsewhere: bool) -> Option<&'static str> {
    match isco08 {
        "8332" => Some("C"),
        "8322" | "9621" => Some("B"),
        _ => (elsewhere && dice.chance(60)).then_some("B"),
    }
}

/// The Italian that the work asks for: more where one speaks or writes all day.
fn italian(dice: &mut Dice, isco08: &str) -> &'static str {
    match isco08.as_bytes().first() {
        Some(b'2' | b'3' | b'4') => dice.weighed(&[("B1", 3), ("B2", 5)]),
        Some(b'5') => dice.weighed(&[("A2", 4), ("B1", 5)]),
        _ => dice.weighed(&[("A1", 3), ("A2", 6), ("B1", 2)]),
    }
}

/// The contract of a post: families give one of their own, the land and the hotels work by season.
fn contract(dice: &mut Dice, isco08: &str, family: bool) -> Contract {
    if family {
        return Contract::Domestic;
    }
    let seasonal = ["61", "921", "513", "5120", "941"];
    let by_season = seasonal.iter().any(|group| isco08.starts_with(group));
    dice.weighed(&[
        (Contract::FixedTerm, 44),
        (Contract::Permanent, 24),
        (Contract::Agency, 14),
        (Contract::Apprenticeship, 8),
        (Contract::Traineeship, 6),
        (Contract::Seasonal, if by_season { 20 } else { 0 }),
    ])
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
