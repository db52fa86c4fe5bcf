//! Offices of many invented people, the same in every run. They are written once, through the store's own
//! long batch, and kept beside the built program for the next run.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, Duration as Days, NaiveDate, Utc};
use sportello::domain::ids::ActId;
use sportello::domain::person::{Checked, EmploymentStatus, IdentifierKind};
use sportello::domain::staff::DeskKind;
use sportello::reference::Reference;
use sportello::store::batch::PublishBatch;
use sportello::store::import::PeopleSource;
use sportello::store::people::{Employment, Identification, Newcomer, PersonFacts};
use sportello::store::settings::NewOffice;
use sportello::store::staff::SetDesk;
use sportello::store::{Options, Store, standard};
use ulid::Ulid;

/// Who works in the office: its only member of staff, at its only desk.
pub(crate) const LOGIN: &str = "carla";

/// What the file depends on; a file made of other schemas is made anew.
const SCHEMA: &[&str] = &[
    include_str!("../../src/store/schema/0001_office.sql"),
    include_str!("../../src/store/schema/0002_people.sql"),
    include_str!("../../src/store/schema/0003_work.sql"),
    include_str!("../../src/store/schema/0008_care.sql"),
    include_str!("people.rs"),
];

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
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number below this one.
    pub(crate) fn roll(&mut self, below: usize) -> usize {
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

/// The person of a number.
pub(crate) fn person(number: usize) -> Newcomer {
    let mut seed = Dice(number as u64);
    seed.roll(1);
    Dice(seed.0 ^ 7).person()
}

/// The moment at which the office stands.
pub(crate) fn now() -> DateTime<Utc> {
    DateTime::<Utc>::UNIX_EPOCH + Days::days(20_780) + Days::hours(9)
}

/// The office of so many people: made, or left by an earlier run.
pub(crate) fn office(people: usize) -> PathBuf {
    let mut made_of = DefaultHasher::new();
    SCHEMA.hash(&mut made_of);
    let name = format!("people-{people}-{:016x}.db", made_of.finish());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if !path.exists() {
        // Elsewhere first: what was interrupted is not taken for an office.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let fresh = folder.path().join("office.db");
        write(&fresh, people);
        std::fs::rename(&fresh, &path).expect("a file in its place");
    }
    path
}

fn write(path: &Path, people: usize) {
    let started = Instant::now();
    let store = Store::create(path, &founding(), lean()).expect("a new office");
    take_the_desk(&store);
    load(&store, (0..people).map(person));
    drop(store);
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    println!(
        "{people} people written in {:.1} s, {} MB",
        started.elapsed().as_secs_f64(),
        size / 1_000_000
    );
}

/// Options of an office in which nothing is kept of an act but what it changed.
pub(crate) fn lean() -> Options {
    Options {
        keep_bodies: false,
        ..Options::default()
    }
}

/// Reads people in through the store's long batch and shows them; waits.
pub(crate) fn load(store: &Store, people: impl Iterator<Item = Newcomer> + Send + 'static) {
    let staff = store.who(LOGIN).expect("an answer").expect("carla");
    let (teller, told) = std::sync::mpsc::channel();
    let source = PeopleSource {
        people,
        progress: std::sync::Arc::default(),
    };
    let begun = (&staff, ActId(Ulid::generate()), now());
    store.batch(begun, "people", source, move |loaded| {
        teller.send(loaded).expect("somebody waits");
    });
    let batch = told.recv().expect("an answer").expect("a batch").batch;
    let id = ActId(Ulid::generate());
    store
        .act_now(&staff, id, now(), PublishBatch { batch })
        .expect("published");
}

fn founding() -> NewOffice {
    let founder = ("Sede", LOGIN, "Carla Fontana");
    NewOffice {
        practice: true,
        desks: vec![("Sportello 1".into(), DeskKind::Counter)],
        ..standard::new_office(ActId(Ulid(1 << 32)), now(), &Reference::load(), founder)
            .expect("the standard office")
    }
}

fn take_the_desk(store: &Store) {
    let staff = store.who(LOGIN).expect("an answer").expect("carla");
    let office = staff.office;
    let desks = store
        .read_now(&staff, now(), sportello::store::staff::Desks { office })
        .expect("its desks");
    let desk = desks.first().map(|desk| desk.id);
    store
        .act_now(&staff, ActId(Ulid::generate()), now(), SetDesk { desk })
        .expect("a desk");
}
