//! Files of people and vacancies as other programs of the trade write them: their columns, their words, their
//! slips. Everybody is invented; the tax codes are right where they are not wrong on purpose.

use std::collections::HashSet;
use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use sportello::domain::Named as _;
use sportello::domain::company::CompanyKind;
use sportello::domain::person::{Education, EmploymentStatus};
use sportello::domain::vacancy::{Contract, Shift};
use sportello::reference::Reference;
use sportello::store::demo::dice::Dice;
use sportello::store::demo::invent::{Invented, Lists};
use sportello::store::demo::trades;

const PEOPLE: &str = "id;codice_fiscale;cognome;nome;sesso;data_nascita;codice_luogo_nascita;luogo_nascita;\
prov_nascita;cittadinanza;italiano;comune_istat;comune;prov;cap;indirizzo;telefono;email;titolo_studio;stato;\
lavori_isco;lavori;competenze;patente;automunito;raggio_km;disponibile_dal;data_iscrizione\n";

const VACANCIES: &str = "id;titolo;isco08;azienda;comune_istat;comune;prov;contratto;orario;ore_settimana;\
retribuzione_min;retribuzione_max;posti;titolo_studio_minimo;patente;automunito;competenze;italiano_minimo;\
pubblicato;scade;stato;descrizione\n";

/// The two files, and how many codes of people in them are to be checked.
pub(crate) struct Generated {
    pub(crate) people: String,
    pub(crate) vacancies: String,
    pub(crate) rows: usize,
    pub(crate) doubtful: usize,
}

/// So many people, one in a hundred of them written twice, and a vacancy for each twenty.
pub(crate) fn files(people: usize, today: NaiveDate) -> Generated {
    let (lists, reference) = (Lists::read(), Reference::load());
    let mut dice = Dice::new(7);
    let mut made = Generated {
        people: PEOPLE.to_owned(),
        vacancies: VACANCIES.to_owned(),
        rows: people,
        doubtful: 0,
    };
    let (mut codes, mut doubles) = (HashSet::new(), Vec::new());
    for number in 1..=people {
        let one = loop {
            let one = lists.person(&mut dice, &reference, today, number);
            if codes.insert(one.tax_code.clone()) {
                break one;
            }
        };
        let row = cells(number, &one, &reference, today, &mut dice);
        if number.is_multiple_of(100) {
            doubles.push(again(&row, people + doubles.len() + 1, doubles.len()));
        }
        line(&mut made.people, &row);
    }
    made.rows += doubles.len();
    made.doubtful = doubles.iter().filter(|row| !row[1].is_empty()).count();
    for row in doubles {
        line(&mut made.people, &row);
    }
    for number in 1..=(people / 20).max(50) {
        let row = vacancy(number, &lists, &reference, today, &mut dice);
        line(&mut made.vacancies, &row);
    }
    made
}

fn line(file: &mut String, cells: &[String]) {
    let quoted: Vec<String> = cells
        .iter()
        .map(|cell| {
            if cell.contains(';') {
                format!("\"{cell}\"")
            } else {
                cell.clone()
            }
        })
        .collect();
    writeln!(file, "{}", quoted.join(";")).unwrap();
}

fn cells(
    number: usize,
    one: &Invented,
    reference: &Reference,
    today: NaiveDate,
    dice: &mut Dice,
) -> Vec<String> {
    let woman = one.registry_sex.code() == "F";
    let works: Vec<&str> = one
        .wishes
        .iter()
        .filter_map(|code| Reference::everyday_titles(code).next())
        .map(|(man, woman_)| if woman { woman_ } else { man })
        .collect();
    let place = Reference::all_states().find(|state| state.tax_place == one.birth_place);
    let born_in = match &place {
        Some(_) => "EE".to_owned(),
        None => reference
            .municipality_by_tax_place(&one.birth_place)
            .map_or("", |place| place.province)
            .to_owned(),
    };
    let citizenship = Reference::state_by_iso2(&one.citizenship).map_or("", |state| state.name);
    let registered = today - Days::new(dice.below(1400));
    let words = |text: &str| text.to_owned();
    vec![
        number.to_string(),
        one.tax_code.clone(),
        one.surname.clone(),
        one.name.clone(),
        words(one.registry_sex.code()),
        one.birth_on.to_string(),
        one.birth_place.clone(),
        one.birth_place_name.clone(),
        born_in,
        words(citizenship),
        words(if one.italian == "native" {
            "madrelingua"
        } else {
            one.italian
        }),
        words(one.home.istat),
        words(one.home.name),
        words(one.home.province),
        words(one.home.post_codes.split([',', '-']).next().unwrap_or("")),
        one.address.clone(),
        one.phone.clone().unwrap_or_default(),
        one.email.clone().unwrap_or_default(),
        words(schooling(one.education)),
        words(status(one.employment, number)),
        one.wishes.join(";"),
        works.join(";"),
        one.skills.join(";"),
        words(one.licence.unwrap_or("")),
        words(if one.own_car { "sì" } else { "no" }),
        one.radius_km.to_string(),
        (today + Days::new(dice.below(60))).to_string(),
        registered.to_string(),
    ]
}

/// The same person once more, with a slip of those that people make.
fn again(row: &[String], id: usize, slip: usize) -> Vec<String> {
    let mut twice = row.to_vec();
    twice[0] = id.to_string();
    match slip % 6 {
        0 => (twice[1], twice[2]) = (String::new(), swapped(&twice[2])),
        1 => {
            twice.swap(2, 3);
            twice[1].clear();
        }
        2 => "+39 399 0000000".clone_into(&mut twice[16]),
        3 => twice[1] = twice[1].replacen('0', "O", 1),
        4 => {
            twice[1].clear();
            twice[3] = twice[3].chars().take(4).chain(['.']).collect();
        }
        _ => twice[1].clear(),
    }
    twice
}

fn swapped(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    letters.swap(0, 1);
    letters.into_iter().collect()
}

fn schooling(education: Education) -> &'static str {
    match education {
        Education::None => "nessun titolo",
        Education::Primary => "licenza elementare",
        Education::LowerSecondary => "licenza media",
        Education::Vocational => "qualifica professionale",
        Education::UpperSecondary => "diploma",
        Education::Bachelor => "laurea triennale",
        _ => "laurea magistrale",
    }
}

fn status(status: EmploymentStatus, number: usize) -> &'static str {
    match status {
        EmploymentStatus::Unemployed if number.is_multiple_of(9) => "in mobilità",
        EmploymentStatus::Unemployed => "disoccupato",
        EmploymentStatus::NeverWorked => "inoccupato",
        EmploymentStatus::BelowThreshold => "occupato part-time",
        EmploymentStatus::Employed => "occupato in cerca",
        _ => "non disponibile",
    }
}

fn vacancy(
    number: usize,
    lists: &Lists,
    reference: &Reference,
    today: NaiveDate,
    dice: &mut Dice,
) -> Vec<String> {
    let kind = CompanyKind::Company;
    let trade = dice.one(trades::of(kind));
    let seat = lists.place(dice);
    let post = lists.post(dice, reference, trade, seat);
    let contract = match post.contract {
        Contract::FixedTerm => "tempo determinato",
        Contract::Permanent => "tempo indeterminato",
        Contract::Agency => "somministrazione",
        Contract::Apprenticeship => "apprendistato",
        Contract::Traineeship => "tirocinio",
        Contract::Seasonal => "stagionale",
        _ => "collaborazione",
    };
    let hours = match post.shift {
        Shift::FullTime => "tempo pieno",
        Shift::PartMorning => "part-time mattina",
        Shift::PartAfternoon => "part-time pomeriggio",
        Shift::Shifts => "turni",
        Shift::Night => "notturno",
        Shift::Weekend => "fine settimana",
    };
    let expired = number.is_multiple_of(10);
    let published = today - Days::new(10 + dice.below(20));
    let until = if expired {
        today - Days::new(4)
    } else {
        today + Days::new(20 + dice.below(20))
    };
    vec![
        number.to_string(),
        post.title,
        post.isco08.to_owned(),
        lists.company(dice, kind, trade),
        post.place.istat.to_owned(),
        post.place.name.to_owned(),
        post.place.province.to_owned(),
        contract.to_owned(),
        hours.to_owned(),
        post.hours.to_string(),
        post.pay.0.to_string(),
        post.pay.1.to_string(),
        post.posts.to_string(),
        post.education.map_or("licenza media", schooling).to_owned(),
        post.licence.unwrap_or("").to_owned(),
        (if post.own_car { "sì" } else { "no" }).to_owned(),
        post.skills.join(";"),
        post.italian.to_owned(),
        published.to_string(),
        until.to_string(),
        (if expired { "scaduto" } else { "aperto" }).to_owned(),
        post.text,
    ]
}
