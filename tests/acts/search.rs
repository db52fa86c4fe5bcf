//! What a search shows, held against a look at everybody: the same people, in the same order.

use std::sync::mpsc::channel;

use chrono::{Days, NaiveDate};
use sportello::domain::person::{Checked, SameBy};
use sportello::domain::text::{fold, words};
use sportello::store::batch::PublishBatch;
use sportello::store::import::PeopleSource;
use sportello::store::people::{Newcomer, RegisterPerson};
use sportello::store::search::{FindPeople, LikelySame};

use crate::people::{code, day, newcomer, register};
use crate::{Office, office};

/// Names that begin like one another, stand in both places, are short, are long, or have many words.
const SURNAMES: &[&str] = &[
    "Mar", "Mari", "Maria", "Mariani", "Marini", "Martini", "De Mar", "De Rossi", "Rossi",
    "Rossini", "Ros", "Rosa", "Hu", "El Mahdi", "D'Angelo", "Müller",
];
const NAMES: &[&str] = &[
    "Maria",
    "Maria Rosa",
    "Mario",
    "Marta",
    "Rosa",
    "Rosa Maria",
    "Hu",
    "Éva",
    "Anna Maria Grazia",
    "Mar",
    "Rossella",
];
const PEOPLE: usize = 1_200;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % below as u64) as usize
    }

    fn person(&mut self) -> Newcomer {
        let surname = SURNAMES[self.roll(SURNAMES.len())];
        let name = NAMES[self.roll(NAMES.len())];
        let mut person = newcomer(surname, name);
        person.facts.birth_on =
            Some(NaiveDate::default() + Days::new(3_650 + self.roll(30) as u64));
        person.facts.phone = Some(format!("399 {:04}", self.roll(3_000)));
        person
    }
}

/// Somebody as the oracle knows them; the place is the order in which they were put on file.
struct Known {
    surname: String,
    name: String,
    born: NaiveDate,
    digits: String,
}

impl Known {
    fn of(person: &Newcomer) -> Self {
        Self {
            surname: fold(&person.facts.surname),
            name: fold(&person.facts.name),
            born: person.facts.birth_on.unwrap(),
            digits: person.facts.phone.as_ref().unwrap().replace(' ', ""),
        }
    }

    fn in_order(&self) -> String {
        format!("{} {}", self.surname, self.name)
    }

    /// How well the words of a name fit, and by what such people stand in order; none if they do not.
    fn fits(&self, typed: &str) -> Option<(u8, Vec<String>)> {
        let (one, other) = (self.in_order(), format!("{} {}", self.name, self.surname));
        let whole = |key: &str| key == typed || key.starts_with(&format!("{typed} "));
        if whole(&one) {
            return Some((0, vec![one]));
        }
        if whole(&other) {
            return Some((1, vec![other]));
        }
        if one.starts_with(typed) {
            return Some((2, vec![one]));
        }
        if other.starts_with(typed) {
            return Some((3, vec![other]));
        }
        let mut asked: Vec<&str> = words(typed).collect();
        asked.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let own: Vec<&str> = words(&one).collect();
        if !begin_others(&asked, &own) {
            return None;
        }
        if let [asked] = asked[..] {
            let later = words(&self.surname)
                .skip(1)
                .chain(words(&self.name).skip(1));
            let word = later.filter(|word| word.starts_with(asked)).min()?;
            return Some((4, vec![word.to_owned(), one]));
        }
        let mut best: Option<(String, String)> = None;
        for (i, a) in own.iter().enumerate() {
            for (j, b) in own.iter().enumerate() {
                let fit = a.starts_with(asked[0]) && b.starts_with(asked[1]);
                if i != j && fit {
                    let (small, large) = (a.min(b), a.max(b));
                    let head: String = small.chars().take(3).collect();
                    let pair = (head, (*large).to_owned());
                    best = Some(best.map_or(pair.clone(), |best| best.min(pair)));
                }
            }
        }
        best.map(|(head, large)| (4, vec![head, large, one]))
    }
}

/// Whether each word asked begins a word of its own, by trying all ways.
fn begin_others(asked: &[&str], own: &[&str]) -> bool {
    let Some((first, rest)) = asked.split_first() else {
        return true;
    };
    own.iter().enumerate().any(|(at, word)| {
        let mut left = own.to_vec();
        left.remove(at);
        word.starts_with(first) && begin_others(rest, &left)
    })
}

/// Who is to be shown, by place, for the words of a name.
fn by_name(people: &[Known], typed: &str, limit: usize) -> Vec<usize> {
    let typed = fold(typed);
    let mut all: Vec<_> = people
        .iter()
        .enumerate()
        .filter_map(|(at, known)| known.fits(&typed).map(|fit| (fit, at)))
        .collect();
    all.sort();
    all.into_iter().take(limit).map(|(_, at)| at).collect()
}

fn shown(office: &Office, typed: &str, limit: usize) -> Vec<(String, NaiveDate)> {
    let ask = FindPeople {
        words: typed.into(),
        limit,
    };
    let hits = office.ask(&office.anna, ask).unwrap();
    hits.iter()
        .map(|hit| {
            (
                fold(&format!("{} {}", hit.surname, hit.name)),
                hit.birth_on.unwrap(),
            )
        })
        .collect()
}

fn told(people: &[Known], places: &[usize]) -> Vec<(String, NaiveDate)> {
    places
        .iter()
        .map(|&at| (people[at].in_order(), people[at].born))
        .collect()
}

fn loaded(office: &Office, people: Vec<Newcomer>) -> sportello::domain::ids::BatchId {
    let (teller, answer) = channel();
    let source = PeopleSource {
        people: people.into_iter(),
        progress: std::sync::Arc::default(),
    };
    let begun = (&office.carla, office.act_id(), office.now());
    office.store.batch(begun, "people", source, move |loaded| {
        teller.send(loaded).unwrap();
    });
    answer.recv().unwrap().unwrap().batch
}

/// An office whose people came one by one and by a batch, beside a batch of as many that nobody may see.
fn crowd() -> (Office, Vec<Known>) {
    let office = office();
    let mut dice = Dice(7);
    let people: Vec<Newcomer> = (0..PEOPLE).map(|_| dice.person()).collect();
    let known = people.iter().map(Known::of).collect();
    let (batch, rest) = people.split_at(PEOPLE / 2);
    let (acts, last) = rest.split_at(rest.len() - 3);
    let batch = loaded(&office, batch.to_vec());
    office.act(&office.carla, PublishBatch { batch }).unwrap();
    let (anna, at) = (office.anna.clone(), office.now());
    let by_act: Vec<_> = acts
        .iter()
        .map(|person| (office.act_id(), person.clone()))
        .collect();
    office
        .store
        .in_one_commit(move |group| {
            for (id, person) in by_act {
                group.act(&anna, id, at, &RegisterPerson { person })?;
            }
            Ok(())
        })
        .unwrap();
    loaded(&office, (0..PEOPLE).map(|_| dice.person()).collect());
    for person in last {
        register(&office, person.clone());
    }
    (office, known)
}

#[test]
fn a_search_by_name_shows_the_best_of_all_who_fit_in_their_order() {
    let (office, known) = crowd();
    let typed = [
        "m",
        "ma",
        "mar",
        "mari",
        "maria",
        "marian",
        "r",
        "ros",
        "rossi",
        "rossi m",
        "rossi mar",
        "mar ros",
        "ros mar",
        "mar mar",
        "maria mar",
        "mar maria",
        "ro ma",
        "m r",
        "hu",
        "h",
        "hu m",
        "hu hu",
        "de",
        "de ros",
        "ros de",
        "de mar maria",
        "mahdi",
        "mahdi ma",
        "el m",
        "grazia",
        "gra",
        "anna gra",
        "gra mar ann",
        "angelo",
        "d ang",
        "ang d mar",
        "mul ev",
        "eva",
        "rosa m",
        "rosa rosa",
        "maria rosa",
        "rosa maria ros",
        "mar rossel",
        "martini marta",
        "marta martini",
    ];
    let mut none = 0;
    for typed in typed {
        for limit in [1, 8, 20, 100] {
            let expected = by_name(&known, typed, limit);
            if expected.is_empty() {
                // A slip may have been meant.
                none += 1;
                continue;
            }
            assert_eq!(
                shown(&office, typed, limit),
                told(&known, &expected),
                "{typed:?}, {limit} shown"
            );
        }
    }
    assert!(none <= 8, "{none} of them find nobody");
}

#[test]
fn a_search_by_number_shows_the_first_of_all_who_have_it() {
    let (office, known) = crowd();
    for (date, words) in [
        ("1980-01-01", ""),
        ("1980-01-07", "mar"),
        ("1980-01-12", "ros ma"),
    ] {
        let born = day(date);
        let mut all: Vec<(String, usize)> = known
            .iter()
            .enumerate()
            .filter(|(_, known)| known.born == born)
            .map(|(at, known)| (known.in_order(), at))
            .filter(|(name, _)| {
                let own: Vec<&str> = self::words(name).collect();
                let asked: Vec<&str> = self::words(words).collect();
                begin_others(&asked, &own)
            })
            .collect();
        all.sort();
        assert!(all.len() > 3, "{date} {words}: {}", all.len());
        let places: Vec<usize> = all.into_iter().take(20).map(|(_, at)| at).collect();
        let typed = format!("{} {words}", born.format("%d/%m/%Y"));
        assert_eq!(shown(&office, &typed, 20), told(&known, &places), "{typed}");
    }
    for digits in ["3991", "39922", "399012"] {
        let mut all: Vec<(&str, String, usize)> = known
            .iter()
            .enumerate()
            .filter(|(_, known)| known.digits.starts_with(digits))
            .map(|(at, known)| (known.digits.as_str(), known.in_order(), at))
            .collect();
        all.sort();
        let places: Vec<usize> = all.into_iter().take(20).map(|(.., at)| at).collect();
        assert!(!places.is_empty(), "{digits}");
        assert_eq!(
            shown(&office, digits, 20),
            told(&known, &places),
            "{digits}"
        );
    }
}

/// A colleague is on file; who is written down now is likely the same by code, by name and birth, by phone, and
/// in that order; a namesake born on another day is nobody to offer.
#[test]
fn who_is_written_down_is_likely_the_one_on_file() {
    let office = office();
    let mut rossi = newcomer("De Rossi", "Maria Pia");
    rossi.facts.birth_on = Some(day("1980-01-01"));
    rossi
        .identifiers
        .push(code("RSSMRA80A01F205X", Checked::Ok));
    let rossi = register(&office, rossi).person;
    let mut other_form = newcomer("Rossi", "Mario");
    let mut omocode = code("RSSMRA80A01F20RS", Checked::Ok);
    omocode.root = Some("RSSMRA80A01F205X".into());
    other_form.identifiers.push(omocode);
    let other_form = register(&office, other_form).person;
    let mut flat_mate = newcomer("Hu", "Li");
    flat_mate.facts.phone = Some("+39 399 123 45 67".into());
    let flat_mate = register(&office, flat_mate).person;
    let mut namesake = newcomer("De Rossi", "Maria Pia");
    namesake.facts.birth_on = Some(day("1981-01-01"));
    register(&office, namesake);

    let ask = |likely: LikelySame| -> Vec<_> {
        let found = office.ask(&office.anna, LikelySame { limit: 3, ..likely });
        let found = found.unwrap().into_iter();
        found.map(|likely| (likely.hit.id, likely.by)).collect()
    };
    let born = LikelySame {
        surname: "de rossi".into(),
        name: "MARIA".into(),
        birth_on: Some(day("1980-01-01")),
        ..LikelySame::default()
    };
    assert_eq!(ask(born.clone()), [(rossi, SameBy::Birth)]);
    // In either place, and not by the surname alone.
    let swapped = LikelySame {
        surname: "Maria Pia".into(),
        name: "De Rossi".into(),
        ..born.clone()
    };
    assert_eq!(ask(swapped), [(rossi, SameBy::Birth)]);
    let nameless = LikelySame {
        name: String::new(),
        ..born.clone()
    };
    assert!(!nameless.can_be_asked());
    let phone = LikelySame {
        phone: "399-1234567".into(),
        ..LikelySame::default()
    };
    assert_eq!(ask(phone.clone()), [(flat_mate, SameBy::Phone)]);
    let half = LikelySame {
        phone: "399 12".into(),
        ..phone.clone()
    };
    assert!(!half.can_be_asked());
    let all = LikelySame {
        root: Some("RSSMRA80A01F205X".into()),
        phone: phone.phone,
        ..born
    };
    let each = [
        (rossi, SameBy::Code),
        (other_form, SameBy::Code),
        (flat_mate, SameBy::Phone),
    ];
    assert_eq!(ask(all), each);
}
