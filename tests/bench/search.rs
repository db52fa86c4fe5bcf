//! Search as you type: how long from the question to the answer, by what is typed, for 10,000 people
//! and for 1,000,000.
//!
//! Run with `cargo bench --bench search`; one number as argument sets the size of the larger office.
//! Everybody in it is invented here.

#[path = "people.rs"]
mod people;

use std::time::{Duration, Instant};

use sportello::domain::staff::Staff;
use sportello::store::people::{Doubles, Newcomer};
use sportello::store::search::{FindPeople, LikelySame, PersonHit};
use sportello::store::{Options, Store};

use people::Dice;

const SMALL: usize = 10_000;
const LARGE: usize = 1_000_000;
/// The office in which likely matches are looked for while an intake is typed.
const DESK: usize = 100_000;
const ASKED: usize = 200;
/// As many as a desk shows.
const SHOWN: usize = 8;

struct Office {
    store: Store,
    staff: Staff,
    /// Some of the people, to be looked for.
    sample: Vec<Newcomer>,
}

fn office(people: usize) -> Office {
    let store = Store::open(people::office(people), Options::default()).expect("the office");
    let staff = store.who(people::LOGIN).expect("an answer").expect("carla");
    let every = (people / ASKED).max(1);
    Office {
        store,
        staff,
        sample: (0..people).step_by(every).map(people::person).collect(),
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

/// One way of typing.
struct Figures {
    /// The median, milliseconds.
    p50: f64,
    /// The 99th percentile, milliseconds.
    p99: f64,
    /// In how many of a hundred lists after the last key there were more than are shown.
    full: usize,
    /// In how many of a hundred of the other lists the one looked for was: all of them are to be there.
    found: usize,
}

fn measure(office: &Office) -> Vec<Figures> {
    let ask = |words: String| {
        let find = FindPeople {
            words,
            limit: SHOWN,
        };
        office
            .store
            .read_now(&office.staff, people::now(), find)
            .expect("an answer")
    };
    TYPED
        .iter()
        .map(|(_, typing)| {
            let mut dice = Dice::of(11);
            let mut times = Vec::new();
            let (mut full, mut right) = (0, 0);
            for person in office.sample.iter().take(ASKED) {
                let mut hits = Vec::new();
                for words in typing(person, &mut dice) {
                    let start = Instant::now();
                    hits = ask(words);
                    times.push(start.elapsed());
                }
                let same = |hit: &PersonHit| {
                    hit.tax_code.as_ref() == person.identifiers.first().map(|code| &code.value)
                };
                if hits.len() == SHOWN {
                    full += 1;
                } else {
                    right += usize::from(hits.iter().any(same));
                }
            }
            times.sort_unstable();
            Figures {
                p50: at_percent(&times, 50),
                p99: at_percent(&times, 99),
                full: full * 100 / ASKED,
                found: right * 100 / (ASKED - full).max(1),
            }
        })
        .collect()
}

/// Who is likely the same, asked as an intake is typed: with name and birth, then with the phone, then with
/// the code. The median and the 99th percentile, milliseconds; and in how many of a hundred it was the first.
fn likely(office: &Office) -> (f64, f64, usize) {
    let (mut times, mut first) = (Vec::new(), 0);
    for person in &office.sample {
        let facts = &person.facts;
        let named = LikelySame {
            surname: facts.surname.clone(),
            name: facts.name.clone(),
            birth_on: facts.birth_on,
            limit: 3,
            ..LikelySame::default()
        };
        let phone = LikelySame {
            phone: facts.phone.clone().unwrap_or_default(),
            ..named.clone()
        };
        let code = LikelySame {
            root: person.identifiers.first().map(|code| code.value.clone()),
            ..phone.clone()
        };
        for ask in [named, phone, code] {
            let start = Instant::now();
            let found = office.store.read_now(&office.staff, people::now(), ask);
            times.push(start.elapsed());
            let found = found.expect("an answer");
            let code = person.identifiers.first().map(|code| &code.value);
            first += usize::from(found.first().and_then(|l| l.hit.tax_code.as_ref()) == code);
        }
    }
    let asked = times.len().max(1);
    times.sort_unstable();
    (
        at_percent(&times, 50),
        at_percent(&times, 99),
        first * 100 / asked,
    )
}

/// The list of doubles of a whole office: how many pairs, and how long it takes, milliseconds.
fn doubles(office: &Office) -> (usize, f64) {
    let start = Instant::now();
    let list = Doubles { limit: 200 };
    let found = office
        .store
        .read_now(&office.staff, people::now(), list)
        .expect("an answer");
    (found.0, start.elapsed().as_secs_f64() * 1e3)
}

fn main() {
    let desk = office(DESK);
    let (pairs, whole) = doubles(&desk);
    println!("the list of doubles, {DESK} people: {pairs} pairs in {whole:.0} ms");
    let (p50, p99, first) = likely(&desk);
    drop(desk);
    println!(
        "likely the same while an intake is typed, {DESK} people: p50 {p50:.2} ms, p99 {p99:.2} ms, first in {first} %"
    );
    let large = std::env::args()
        .find_map(|arg| arg.parse().ok())
        .unwrap_or(LARGE);
    let sizes = [SMALL, large];
    let figures = sizes.map(|people| measure(&office(people)));
    println!(
        "\n| typed | {SMALL}: p50 ms | p99 ms | {large}: p50 ms | p99 ms | p50 ratio | lists of {SHOWN} and more | found in the others |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (i, (what, _)) in TYPED.iter().enumerate() {
        let (few, many) = (&figures[0][i], &figures[1][i]);
        println!(
            "| {what} | {:.2} | {:.2} | {:.2} | {:.2} | {:.1} | {} % | {} % |",
            few.p50,
            few.p99,
            many.p50,
            many.p99,
            many.p50 / few.p50,
            many.full,
            many.found
        );
    }
}
