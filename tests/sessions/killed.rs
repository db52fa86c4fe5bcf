//! The program is ended rudely while an intake is played on a real terminal, at any moment: what was typed is there but
//! for the last second, and no act is written by half.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use sportello::store::doctor::examine;
use sportello::store::{Draft, Options, Store};

use crate::desk::practice_office;
use crate::pty::{Program, sportello};

/// How often it is ended.
const KILLS: usize = 200;
/// How many are played at once: most of the time a hand is waited for.
const AT_ONCE: usize = 8;
/// How fast somebody types.
const PACE: Duration = Duration::from_millis(40);
/// The second that a rude end may cost, and another for a machine that is busy.
const COST: Duration = Duration::from_secs(2);

/// What is typed into the fields, in their order: the field in the draft, what brings the cursor there, the letters.
const FIELDS: [(&str, &str, &str); 4] = [
    ("code", "", "QTTLDA80A41F205A"),
    ("surname", "\t", "Quattrocchi"),
    ("name", "\t", "Alda"),
    ("phone", "\t\t\t", "3990001122"),
];

/// Numbers of which the first decides all that follow.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }
}

/// The letters of all fields, each with its field.
fn letters() -> Vec<(usize, char)> {
    let of =
        |(at, (_, _, text)): (usize, &(_, _, &'static str))| text.chars().map(move |c| (at, c));
    FIELDS.iter().enumerate().flat_map(of).collect()
}

fn pause(time: Duration) {
    let (_never, wait) = crossbeam_channel::bounded::<()>(0);
    let _ = wait.recv_timeout(time);
}

/// Types up to a number of letters at the pace of a hand; when each stood on the screen.
fn type_on(program: &mut Program, most: usize) -> Vec<Instant> {
    let mut when = Vec::new();
    let mut shown = String::new();
    let mut field = 0;
    for (at, letter) in letters().into_iter().take(most) {
        if at != field {
            field = at;
            shown.clear();
            program.send(FIELDS[at].1.as_bytes());
        }
        shown.push(letter);
        program.send(letter.to_string().as_bytes()).shows(&shown);
        when.push(Instant::now());
        pause(PACE);
    }
    when
}

/// The drafts of an intake that are kept.
fn drafts(path: &Path) -> Vec<Draft> {
    let store = Store::open(path, Options::default()).unwrap();
    let staff = store.who("anna").unwrap().expect("Anna");
    let (to, drafts) = mpsc::channel();
    store
        .scratch()
        .drafts_of(staff.id, move |found| drop(to.send(found)));
    let mut found = drafts.recv().unwrap().unwrap();
    found.retain(|draft| draft.form == "intake.brief");
    found
}

/// How many letters are kept, in the order in which they were typed: nothing between two that are kept is missing.
fn kept(drafts: &[Draft], told: &str) -> usize {
    let Some(draft) = drafts.first() else {
        return 0;
    };
    let mut kept = 0;
    let mut whole = true;
    for (name, _, text) in FIELDS {
        let there = draft.payload["fields"][name]["text"].as_str();
        let there = there.unwrap_or_default();
        assert!(text.starts_with(there), "{told}: {name} is {there}");
        assert!(
            whole || there.is_empty(),
            "{told}: {name} and not what came before"
        );
        whole = there == text;
        kept += there.chars().count();
    }
    kept
}

/// Whoever is on file from this intake is so with the code, the interview and the day of the contact, or not at all.
fn rows(path: &Path) -> [i64; 4] {
    let conn = Connection::open(path).unwrap();
    let of = "(SELECT id FROM person WHERE surname = 'Quattrocchi')";
    [
        "SELECT count(*) FROM person WHERE surname = 'Quattrocchi'".to_owned(),
        format!("SELECT count(*) FROM identifier WHERE person IN {of}"),
        format!("SELECT count(*) FROM intake WHERE person IN {of}"),
        format!("SELECT count(*) FROM person WHERE id IN {of} AND last_contact_on IS NOT NULL"),
    ]
    .map(|sql| conn.query_row(&sql, [], |row| row.get(0)).unwrap())
}

/// One life of the program: whether the intake was saved, and since when the oldest letter that is lost had stood there.
fn play(round: usize, numbers: &mut Numbers) -> (bool, Duration) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    std::fs::copy(practice_office(), &path).unwrap();
    let arguments = [
        "--db",
        path.to_str().unwrap(),
        "--as",
        "anna",
        "--lang",
        "it",
    ];
    let mut program = sportello(&arguments);
    program.shows("h aiuto").send(b"i");
    program.shows("Cognome");
    // Beyond the last letter it is saved: then it is ended while that is on its way.
    let all = letters().len();
    let most = numbers.below(all * 5 / 4);
    let when = type_on(&mut program, most);
    let saves = most >= all;
    if saves {
        program.send(b"\x13");
    }
    pause(Duration::from_micros(numbers.below(60_000) as u64));
    program.signal("-9");
    let killed = Instant::now();
    assert!(!program.end());
    let told = format!("round {round}, {most} letters");
    let drafts = drafts(&path);
    let there = rows(&path);
    assert!(there == [0; 4] || there == [1; 4], "{told}: {there:?}");
    let saved = there == [1; 4];
    assert!(!saved || saves, "{told}: saved by nobody");
    let lost = if saved {
        None
    } else {
        when.get(kept(&drafts, &told))
    };
    let lost = lost.map_or(Duration::ZERO, |at| killed - *at);
    assert!(lost <= COST, "{told}: what stood there {lost:?} is lost");
    let report = examine(&path, chrono::Utc::now(), false).unwrap();
    assert_eq!(report.found, [], "{told}");
    (saved, lost)
}

#[test]
fn two_hundred_rude_ends_of_a_played_intake_cost_a_second_each_and_leave_nothing_half_written() {
    let next = AtomicUsize::new(0);
    let said = Mutex::new((0, Duration::ZERO));
    thread::scope(|scope| {
        for seed in 0..AT_ONCE {
            let (next, said) = (&next, &said);
            scope.spawn(move || {
                let mut numbers = Numbers(seed as u64 + 20_261_123);
                loop {
                    let round = next.fetch_add(1, Ordering::Relaxed);
                    if round >= KILLS {
                        break;
                    }
                    let (saved, lost) = play(round, &mut numbers);
                    let mut said = said.lock().unwrap();
                    *said = (said.0 + usize::from(saved), said.1.max(lost));
                }
            });
        }
    });
    let (saved, lost) = said.into_inner().unwrap();
    println!("{KILLS} rude ends, {saved} after saving, at most {lost:?} of typing lost");
}
