//! The tax code once more, written from the public rule alone and in another way: it makes codes from what
//! is known of a person, and says of any sixteen characters whether the rule allows them. Both must agree
//! with the program on many codes, right and wrong.
//!
//! The rule: the decree of 23 December 1976 and what the revenue agency publishes of it.

use std::collections::HashMap;
use std::fmt::Write as _;

use chrono::{Datelike, Days, NaiveDate};
use sportello::domain::person::RegistrySex;
use sportello::domain::tax_code::{self, Identity, encode};
use sportello::reference::Reference;

use crate::day;

/// The letters of the odd places, each where its value is: `B` is worth 0, `A` 1, `K` 2 ...
const WORTH: &str = "BAKPLCQDREVOSFTGUHMINJWZYX";
const MONTH_LETTERS: &str = "ABCDEHLMPRST";
/// What stands for a digit when two people would share a code: `L` for 0, `M` for 1 ...
const STAND_INS: &str = "LMNPQRSTUV";
/// The places of the seven digits, the last one first.
const DIGIT_PLACES: [usize; 7] = [14, 13, 12, 10, 9, 7, 6];
/// Places that have had one name and one code all the time, and states that are there.
const PLACES: [&str; 12] = [
    "F205", "H501", "L219", "D612", "F839", "G273", "A662", "Z330", "Z129", "Z140", "Z249", "Z601",
];

/// Numbers that are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn letter(&mut self, of: &str) -> char {
        let all: Vec<char> = of.chars().collect();
        all[self.below(all.len())]
    }
}

/// The value of a character: a digit's own, a letter's place in the alphabet.
fn face(c: char) -> usize {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    c.to_digit(10)
        .map(|digit| digit as usize)
        .or_else(|| alphabet.find(c))
        .unwrap()
}

/// The last letter of a code. Digits of odd places are worth as much as the letter of the same rank.
fn control(fifteen: &str) -> char {
    let sum: usize = fifteen
        .chars()
        .zip(1..)
        .map(|(c, place)| {
            if place % 2 == 0 {
                return face(c);
            }
            let letter = char::from(b'A' + u8::try_from(face(c)).unwrap());
            WORTH.find(letter).unwrap()
        })
        .sum();
    char::from(b'A' + u8::try_from(sum % 26).unwrap())
}

/// Three letters of a surname, or of a given name.
fn three(name: &str, given: bool) -> String {
    let name: String = name
        .to_uppercase()
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect();
    let is_vowel = |c: &char| "AEIOU".contains(*c);
    let consonants: String = name.chars().filter(|c| !is_vowel(c)).collect();
    let vowels: String = name.chars().filter(is_vowel).collect();
    let picked = match consonants.len() {
        4.. if given => [0, 2, 3].iter().map(|at| &consonants[*at..=*at]).collect(),
        _ => consonants,
    };
    format!("{picked}{vowels}{}", "X".repeat(3))[..3].to_owned()
}

/// What a code was made of.
struct Made {
    code: String,
    root: String,
    born: NaiveDate,
    woman: bool,
    place: &'static str,
    replaced: u8,
}

const SURNAMES: [&str; 14] = [
    "Rossi",
    "Fo",
    "Aiello",
    "D'Angelo",
    "De Luca",
    "Hu",
    "Singh",
    "Abdelrahman",
    "O",
    "Esposito",
    "Zhang",
    "Bianchi",
    "Ea",
    "Krasniqi",
];
const NAMES: [&str; 12] = [
    "Maria",
    "Gianfranco",
    "Li",
    "Aia",
    "Mohammed",
    "Anna Rita",
    "Bo",
    "Francesca",
    "Ugo",
    "Alessandro",
    "Ivo",
    "Ksenija",
];

fn made(numbers: &mut Numbers, today: NaiveDate) -> Made {
    // Within the last hundred years, so that two digits name one of them.
    let born = today - Days::new(numbers.below(36_500) as u64);
    let woman = numbers.below(2) == 1;
    let place = PLACES[numbers.below(PLACES.len())];
    let (surname, name) = (numbers.one(&SURNAMES), numbers.one(&NAMES));
    let mut root = three(surname, false) + &three(name, true);
    let month = MONTH_LETTERS.chars().nth(born.month0() as usize).unwrap();
    let of_day = born.day() + 40 * u32::from(woman);
    write!(root, "{:02}{month}{of_day:02}{place}", born.year() % 100).unwrap();
    // Any of the 127 ways to replace digits, or none.
    let mask = if numbers.below(3) == 0 {
        numbers.below(128)
    } else {
        0
    };
    let fifteen: String = root
        .chars()
        .enumerate()
        .map(|(at, c)| {
            let bit = DIGIT_PLACES.iter().position(|place| *place == at);
            match bit {
                Some(bit) if mask >> bit & 1 == 1 => STAND_INS.chars().nth(face(c)).unwrap(),
                _ => c,
            }
        })
        .collect();
    let sex = if woman {
        RegistrySex::F
    } else {
        RegistrySex::M
    };
    let identity = Identity {
        surname,
        name,
        registry_sex: sex,
        birth_on: born,
        place,
    };
    root.push(control(&root));
    assert_eq!(
        encode(&identity, 0).as_deref(),
        Some(root.as_str()),
        "{surname} {name}"
    );
    Made {
        code: format!("{fifteen}{}", control(&fifteen)),
        root,
        born,
        woman,
        place,
        replaced: mask.count_ones() as u8,
    }
}

/// Whether the rule allows sixteen characters whose place is known: shape, calendar, last letter.
fn allowed(code: &str, today: NaiveDate) -> bool {
    let digit = |c: char| c.to_digit(10).or(STAND_INS.find(c).map(|at| at as u32));
    let all: Vec<char> = code.chars().collect();
    let mut read = HashMap::new();
    for (at, &c) in all.iter().enumerate() {
        if DIGIT_PLACES.contains(&at) {
            let Some(value) = digit(c) else { return false };
            read.insert(at, value);
        } else if !c.is_ascii_uppercase() {
            return false;
        }
    }
    let Some(month) = MONTH_LETTERS.find(all[8]) else {
        return false;
    };
    let two = |at: usize| read[&at] * 10 + read[&(at + 1)];
    let of_day = two(9);
    let of_month = if of_day > 40 { of_day - 40 } else { of_day };
    let exists = |century: u32| {
        let year = i32::try_from(century + two(6)).unwrap();
        NaiveDate::from_ymd_opt(year, month as u32 + 1, of_month)
    };
    // The latest such year that is not to come.
    let born = match exists(2000) {
        Some(born) if born <= today => Some(born),
        None if i32::try_from(2000 + two(6)).unwrap() <= today.year() => None,
        _ => exists(1900),
    };
    born.is_some() && control(&code[..15]) == all[15]
}

#[test]
fn a_hundred_thousand_codes_are_read_as_they_were_made() {
    let (reference, today) = (Reference::load(), day("2026-11-23"));
    let mut numbers = Numbers(20_261_123);
    for _ in 0..100_000 {
        let made = made(&mut numbers, today);
        let reading = tax_code::read(&made.code, today, &reference);
        assert!(reading.is_valid(), "{}: {:?}", made.code, reading.reasons);
        assert_eq!(reading.birth_on, Some(made.born), "{}", made.code);
        let woman = reading.registry_sex == Some(RegistrySex::F);
        assert_eq!(woman, made.woman, "{}", made.code);
        assert_eq!(reading.place.map(|place| place.code), Some(made.place));
        assert_eq!(reading.omocodia, Some(made.replaced), "{}", made.code);
        assert_eq!(reading.root.as_deref(), Some(made.root.as_str()));
    }
}

/// A code with some characters changed or swapped; of half of them the last letter is set right again.
fn mutated(numbers: &mut Numbers, code: &str) -> String {
    let mut all: Vec<char> = code.chars().collect();
    for _ in 0..=numbers.below(2) {
        // The place stays a place that is there.
        let at = numbers.below(11);
        match numbers.below(3) {
            0 => all.swap(at, (at + 1) % 11),
            1 => all[at] = numbers.letter("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            _ => all[at] = numbers.letter("0123456789"),
        }
    }
    if numbers.below(6) == 0 {
        all[15] = numbers.letter("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    }
    let mut code: String = all.into_iter().collect();
    if numbers.below(2) == 0 {
        let right = control(&code[..15]);
        code.replace_range(15.., &right.to_string());
    }
    code
}

#[test]
fn each_of_ten_thousand_codes_that_the_rule_forbids_is_refused() {
    let (reference, today) = (Reference::load(), day("2026-11-23"));
    let mut numbers = Numbers(19_761_223);
    let (mut forbidden, mut still_right, mut by_shape) = (0, 0, 0);
    while forbidden < 10_000 {
        let code = mutated(
            &mut numbers,
            &made(&mut numbers_of(forbidden + still_right), today).code,
        );
        let valid = tax_code::read(&code, today, &reference).is_valid();
        assert_eq!(valid, allowed(&code, today), "{code}");
        if valid {
            still_right += 1;
        } else {
            forbidden += 1;
            by_shape += usize::from(control_holds(&code));
        }
    }
    // Not by the last letter alone, and not everything is refused.
    assert!(
        by_shape > 1_000 && still_right > 500,
        "{by_shape} {still_right}"
    );
}

fn numbers_of(seed: usize) -> Numbers {
    Numbers(seed as u64 * 7_919 + 1)
}

fn control_holds(code: &str) -> bool {
    code[..15].chars().all(|c| c.is_ascii_alphanumeric()) && code.ends_with(control(&code[..15]))
}
