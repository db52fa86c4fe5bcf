//! Search as you type: how long from the question to the answer, by what is typed, for 10,000 people
//! and for 1,000,000.
//!
//! Run with `cargo bench --bench search`; one number as argument sets the size of the larger office.
//! Everybody in it is invented here.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Duration as Days, NaiveDate, Utc};
use sportello::domain::ids::ActId;
use sportello::domain::person::{Checked, EmploymentStatus, IdentifierKind};
use sportello::domain::staff::{DeskKind, Staff};
use sportello::store::batch::PublishBatch;
use sportello::store::people::{Employment, Identification, Newcomer, PersonFacts, register};
use sportello::store::search::FindPeople;
use sportello::store::{BatchSource, NewOffice, Options, Result, Store, Tx};
use ulid::Ulid;

const SMALL: usize = 10_000;
const LARGE: usize = 1_000_000;
const ASKED: usize = 500;
const SHOWN: usize = 20;

const SURNAMES: &[&str] = &[
    "Rossi",
    "Russo",
    "Ferrari",
    "Esposito",
    "Bianchi",
    "Romano",
    "Colombo",
    "Ricci",
    "Marino",
    "Greco",
    "Bruno",
    "Gallo",
    "Conti",
    "De Luca",
    "Costa",
    "Giordano",
    "Mancini",
    "Rizzo",
    "Lombardi",
    "Moretti",
    "Barbieri",
    "Fontana",
    "Santoro",
    "Mariani",
    "Rinaldi",
    "Caruso",
    "Ferrara",
    "Galli",
    "Martini",
    "Leone",
    "Longo",
    "Gentile",
    "Martinelli",
    "Vitale",
    "Lombardo",
    "Serra",
    "Coppola",
    "De Santis",
    "D'Angelo",
    "Marchetti",
    "Parisi",
    "Villa",
    "Conte",
    "Ferraro",
    "Ferri",
    "Fabbri",
    "Bianco",
    "Marini",
    "Grasso",
    "Valentini",
    "Hu",
    "Chen",
    "Singh",
    "Kaur",
    "Diop",
    "Ndiaye",
    "El Mahdi",
    "Hossain",
    "Quispe",
    "Popescu",
    "Hoxha",
];
const NAMES: &[&str] = &[
    "Maria",
    "Anna",
    "Giulia",
    "Francesca",
    "Chiara",
    "Sara",
    "Laura",
    "Elena",
    "Paola",
    "Marta",
    "Giuseppe",
    "Marco",
    "Andrea",
    "Luca",
    "Giovanni",
    "Antonio",
    "Matteo",
    "Paolo",
    "Davide",
    "Maria Grazia",
    "Anna Maria",
    "Fatima Zahra",
    "José",
    "Renée",
    "Aminata",
    "Mamadou",
    "Wei",
    "Ion",
    "Olena",
    "Arjan",
    "Rosa",
    "Teresa",
    "Ivo",
    "Zeno",
    "Ada",
    "Bruna",
    "Dario",
    "Emma",
];
const SYLLABLES: &[&str] = &[
    "ba", "be", "bo", "ca", "che", "co", "da", "de", "fa", "fi", "ga", "ghi", "la", "le", "lo",
    "ma", "mi", "mo", "na", "ne", "no", "pa", "pe", "ra", "re", "ro", "sa", "se", "ta", "ti", "va",
    "ve", "za", "zi",
];
const ENDINGS: &[&str] = &["ni", "ri", "lli", "tti", "sco", "nte", "rdo", "zzi"];

/// Numbers that look random and are the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % below as u64) as usize
    }

    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.roll(of.len())]
    }

    /// Half the people share few surnames, the first ones most of all; the others' are rare.
    fn surname(&mut self) -> String {
        if self.roll(2) == 0 {
            let most = self.roll(SURNAMES.len()) + 1;
            return SURNAMES[self.roll(most)].to_owned();
        }
        let mut surname = String::new();
        for _ in 0..2 + self.roll(2) {
            surname.push_str(self.pick(SYLLABLES));
        }
        surname.push_str(self.pick(ENDINGS));
        surname[..1].to_uppercase() + &surname[1..]
    }

    fn person(&mut self) -> Newcomer {
        let (surname, name) = (self.surname(), self.pick(NAMES).to_owned());
        let born = NaiveDate::default() + Days::days(self.roll(14_000) as i64);
        let letters: String = (0..6)
            .map(|_| (b'A' + self.roll(26) as u8) as char)
            .collect();
        let value = format!(
            "{letters}{:02}A{:02}F{:03}X",
            self.roll(100),
            self.roll(72),
            self.roll(1000)
        );
        let wishes = (0..=self.roll(3))
            .map(|_| format!("{}", 1000 + self.roll(8000)))
            .collect();
        Newcomer {
            facts: PersonFacts {
                surname,
                name,
                birth_on: Some(born),
                birth_place: Some("F205".into()),
                birth_place_name: Some("Milano".into()),
                citizenship: vec!["IT".into()],
                residence: Some("015146".into()),
                residence_name: Some("Milano".into()),
                address: Some("Via dei Tigli 4".into()),
                postcode: Some("20099".into()),
                phone: Some(format!("+39 399 {:07}", self.roll(10_000_000))),
                wishes,
                skills: vec!["lavorare in gruppo".into(), "cucinare".into()],
                licence: Some("B".into()),
                ..PersonFacts::default()
            },
            identifiers: vec![Identification {
                kind: IdentifierKind::TaxCode,
                value,
                root: None,
                checked: Checked::Ok,
            }],
            employment: Some(Employment {
                status: EmploymentStatus::Unemployed,
                since: Some(born),
            }),
            last_contact_on: None,
        }
    }
}

/// People as a file would bring them, one after the other.
struct Inventing {
    dice: Dice,
    begun: Instant,
    done: usize,
    left: usize,
    every: usize,
    sample: mpsc::Sender<Newcomer>,
}

impl BatchSource for Inventing {
    fn next(&mut self, tx: &Tx<'_>) -> Result<bool> {
        let person = self.dice.person();
        register(tx, &person)?;
        if self.left.is_multiple_of(self.every) {
            self.sample.send(person).expect("somebody waits");
        }
        self.left -= 1;
        self.done += 1;
        if self.done == 100_000 {
            println!(
                "the first 100,000 people written in {:.1} s",
                self.begun.elapsed().as_secs_f64()
            );
        }
        Ok(self.left > 0)
    }
}

struct Office {
    store: Store,
    staff: Staff,
    at: DateTime<Utc>,
    /// Some of the people, to be looked for.
    sample: Vec<Newcomer>,
    _folder: tempfile::TempDir,
}

fn office(people: usize) -> Office {
    let at = DateTime::<Utc>::UNIX_EPOCH + Days::days(20_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("office.db");
    let plan = NewOffice {
        act: ActId(Ulid(1 << 32)),
        at,
        name: "Sede".into(),
        municipality: None,
        practice: true,
        desks: vec![("1".into(), DeskKind::Counter)],
        services: Vec::new(),
        params: Vec::new(),
        programmes: Vec::new(),
        login: "carla".into(),
        staff_name: "Carla Fontana".into(),
        lang: None,
    };
    let options = Options {
        keep_bodies: false,
        ..Options::default()
    };
    let store = Store::create(&path, &plan, options).expect("a new office");
    let staff = store.who("carla").expect("an answer").expect("carla");
    let start = Instant::now();
    let (sender, samples) = mpsc::channel();
    let (teller, told) = mpsc::channel();
    let source = Inventing {
        dice: Dice(7),
        begun: start,
        done: 0,
        left: people,
        every: (people / ASKED).max(1),
        sample: sender,
    };
    store.batch(
        (&staff, ActId(Ulid(2 << 64)), at),
        "people",
        source,
        move |loaded| {
            teller.send(loaded).expect("somebody waits");
        },
    );
    let batch = told.recv().expect("an answer").expect("a batch").batch;
    store
        .act_now(&staff, ActId(Ulid(3 << 64)), at, PublishBatch { batch })
        .expect("published");
    let sample = samples.into_iter().collect();
    let size = std::fs::metadata(&path).map_or(0, |file| file.len());
    println!(
        "{people} people written in {:.1} s, {} MB",
        start.elapsed().as_secs_f64(),
        size / 1_000_000
    );
    Office {
        store,
        staff,
        at,
        sample,
        _folder: folder,
    }
}

fn first(text: &str, letters: usize) -> String {
    text.chars().take(letters).collect()
}

/// What is typed to find somebody, key by key.
type Typing = fn(&Newcomer, &mut Dice) -> Vec<String>;

fn surname(person: &Newcomer, _: &mut Dice) -> Vec<String> {
    let whole = format!("{} {}", person.facts.surname, person.facts.name);
    (1..=8).map(|keys| first(&whole, keys)).collect()
}

fn name(person: &Newcomer, _: &mut Dice) -> Vec<String> {
    (2..=6)
        .map(|keys| first(&person.facts.name, keys))
        .collect()
}

fn both(person: &Newcomer, _: &mut Dice) -> Vec<String> {
    let (surname, name) = (first(&person.facts.surname, 3), &person.facts.name);
    let backwards = (1..=4).map(|keys| format!("{name} {}", first(&person.facts.surname, keys)));
    let shortened = (1..=3).map(|keys| format!("{surname} {}", first(name, keys)));
    let reversed = (1..=3).map(|keys| format!("{} {surname}", first(name, keys)));
    backwards.chain(shortened).chain(reversed).collect()
}

fn phone(person: &Newcomer, _: &mut Dice) -> Vec<String> {
    let digits: String = person
        .facts
        .phone
        .iter()
        .flat_map(|p| p.chars())
        .filter(char::is_ascii_digit)
        .collect();
    (3..=10).map(|keys| first(&digits[2..], keys)).collect()
}

fn tax_code(person: &Newcomer, _: &mut Dice) -> Vec<String> {
    let code = person.identifiers[0].value.to_lowercase();
    (6..=16).map(|keys| first(&code, keys)).collect()
}

fn birth(person: &Newcomer, _: &mut Dice) -> Vec<String> {
    person
        .facts
        .birth_on
        .iter()
        .map(|day| day.format("%d/%m/%Y").to_string())
        .collect()
}

fn slip(person: &Newcomer, dice: &mut Dice) -> Vec<String> {
    let mut typed: Vec<char> = format!("{} {}", person.facts.surname, person.facts.name)
        .to_lowercase()
        .chars()
        .collect();
    let at = 1 + dice.roll(typed.len().min(8) - 2);
    typed.swap(at, at + 1);
    vec![typed.into_iter().collect()]
}

fn nobody(_: &Newcomer, dice: &mut Dice) -> Vec<String> {
    let letters: String = (0..9)
        .map(|_| (b'a' + dice.roll(26) as u8) as char)
        .collect();
    (2..=9).map(|keys| first(&letters, keys)).collect()
}

const TYPED: &[(&str, Typing)] = &[
    ("surname, 1 to 8 keys", surname),
    ("name, 2 to 6 keys", name),
    ("both, in part, either order", both),
    ("phone, 3 to 10 digits", phone),
    ("tax code, 6 to 16 keys", tax_code),
    ("date of birth", birth),
    ("whole name with a slip", slip),
    ("nobody of that name", nobody),
];

fn at_percent(sorted: &[Duration], percent: usize) -> f64 {
    sorted[(sorted.len() - 1) * percent / 100].as_secs_f64() * 1e3
}

/// The median and the 99th percentile of each way of typing, in milliseconds, and how often the one
/// looked for was among those shown after the last key.
fn measure(office: &Office) -> Vec<(f64, f64, usize)> {
    let ask = |words: String| {
        let find = FindPeople {
            words,
            limit: SHOWN,
        };
        office
            .store
            .read_now(&office.staff, office.at, find)
            .expect("an answer")
    };
    TYPED
        .iter()
        .map(|(_, typing)| {
            let mut dice = Dice(11);
            let mut times = Vec::new();
            let mut right = 0;
            for person in office.sample.iter().take(ASKED) {
                let mut hits = Vec::new();
                for words in typing(person, &mut dice) {
                    let start = Instant::now();
                    hits = ask(words);
                    times.push(start.elapsed());
                }
                right += usize::from(hits.iter().any(|hit| hit.surname == person.facts.surname));
            }
            times.sort_unstable();
            (
                at_percent(&times, 50),
                at_percent(&times, 99),
                right * 100 / ASKED,
            )
        })
        .collect()
}

fn main() {
    let large = std::env::args().find_map(|arg| arg.parse().ok())
        .unwrap_or(LARGE);
    let sizes = [SMALL, large];
    let figures = sizes.map(|people| measure(&office(people)));
    println!(
        "\n| typed | {SMALL}: p50 ms | p99 ms | {large}: p50 ms | p99 ms | p50 ratio | found |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (i, (what, _)) in TYPED.iter().enumerate() {
        let ((p50, p99, _), (large50, large99, right)) = (figures[0][i], figures[1][i]);
        println!(
            "| {what} | {p50:.2} | {p99:.2} | {large50:.2} | {large99:.2} | {:.1} | {right} % |",
            large50 / p50
        );
    }
}
