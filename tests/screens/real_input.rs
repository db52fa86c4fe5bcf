//! The main job on real input: an office as `sportello init` and `staff add` make it, people and vacancies that came
//! from files of another program, and somebody who comes in and leaves with a plan, an appointment and a vacancy: on
//! the screen, and line by line.
//!
//! With `SPORTELLO_FILES` naming a folder that holds `persone.csv` and `annunci.csv`, the same with those files:
//! `SPORTELLO_FILES=/tmp/files cargo test --test screens real_input -- --ignored --nocapture`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use chrono::{DateTime, Days, NaiveDate, Utc};
use sportello::clock::{Clock as _, RealClock, local_day, local_minute};
use sportello::domain::holiday;
use sportello::reference::Reference;
use sportello::store::people::Anomalies;
use tempfile::TempDir;

use crate::desk::{Desk, Plan, desk};
use crate::generated;
use crate::main_job::{in_lines, on_the_screen, sees, shown_again, told};

/// Who plays: of all three trades, for the whole job is one person's here.
const WHO: &str = "Anna Neri";

/// An office of files, in a folder of its own.
struct Office {
    folder: TempDir,
    /// Nine o'clock of the next working day.
    opens: DateTime<Utc>,
    /// What the program said of the two files.
    said: [String; 2],
}

impl Office {
    fn path(&self) -> PathBuf {
        self.folder.path().join("office.db")
    }

    fn run(folder: &Path, args: &[&str]) -> String {
        // Another build of the program may make the office, where this one would be long about it.
        let program = std::env::var("SPORTELLO_PROGRAM");
        let output = Command::new(
            program
                .as_deref()
                .unwrap_or(env!("CARGO_BIN_EXE_sportello")),
        )
        .env_clear()
        .env("HOME", folder)
        .env("USER", "ada")
        .env("LANG", "it_IT.UTF-8")
        .current_dir(folder)
        .args(["--db", "office.db"])
        .args(args)
        .output()
        .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(output.status.success(), "{args:?}: {said}");
        said
    }

    /// Made by the program itself, as somebody would who begins.
    fn of(folder: TempDir, people: &Path, vacancies: &Path) -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let own = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(folder.path(), own).unwrap();
        let run = |args: &[&str]| Self::run(folder.path(), args);
        run(&[
            "init",
            "--office",
            "Sede di Sesto",
            "--place",
            "Sesto San Giovanni",
        ]);
        let roles = ["reception", "orientation", "matching"];
        let roles: Vec<&str> = roles.iter().flat_map(|role| ["--role", role]).collect();
        run(&[&["staff", "add", "anna", "--name", WHO], &roles[..]].concat());
        let begun = Instant::now();
        let said = [
            run(&["import", "people", people.to_str().unwrap()]),
            run(&["import", "vacancies", vacancies.to_str().unwrap()]),
        ];
        println!(
            "both files in {:.1} s: {said:?}",
            begun.elapsed().as_secs_f32()
        );
        Self {
            opens: local_minute(next_working_day(), 9 * 60),
            folder,
            said,
        }
    }

    /// Of files written here.
    fn generated() -> (Self, generated::Generated) {
        let folder = own_folder();
        let files = generated::files(1_000, next_working_day());
        let (people, vacancies) = (folder.path().join("p.csv"), folder.path().join("v.csv"));
        std::fs::write(&people, &files.people).unwrap();
        std::fs::write(&vacancies, &files.vacancies).unwrap();
        (Self::of(folder, &people, &vacancies), files)
    }

    fn desk(&self) -> Plan {
        desk().real(&self.path(), self.opens)
    }
}

/// A folder that is its owner's alone, as the office asks.
fn own_folder() -> TempDir {
    use std::os::unix::fs::PermissionsExt as _;
    let own = std::fs::Permissions::from_mode(0o700);
    tempfile::Builder::new().permissions(own).tempdir().unwrap()
}

/// The first working day after today: the office is open, and what is made today was made before.
fn next_working_day() -> NaiveDate {
    let reference = Reference::load();
    let tomorrow = local_day(RealClock.now()) + Days::new(1);
    holiday::next_working_day(reference.holiday_rules(), tomorrow, None)
}

/// What is wrong with the files is found by whoever works: the doubtful codes, and the missing agreement.
fn what_is_wrong_is_found(desk: &mut Desk) {
    let staff = desk.store().who("anna").unwrap().unwrap();
    let listed = desk
        .store()
        .read_now(&staff, desk.now(), Anomalies { limit: 1 })
        .unwrap();
    desk.keys("l");
    sees(desk, "Elenchi del giorno");
    sees(desk, &listed.1[0].value);
    desk.keys("0g5");
    sees(desk, "Offerte");
    // A traineeship is no employment: no agreement governs it.
    for _ in 0..20 {
        if !desk.cursor_row().contains("tirocinio") {
            break;
        }
        desk.keys("<down>");
    }
    desk.keys("<enter>");
    sees(desk, "manca: CCNL");
    desk.keys("g1");
}

#[test]
fn a_thousand_people_of_a_file_on_the_screen() {
    let (office, files) = Office::generated();
    assert!(
        office.said[0].contains(&format!(
            "Persone importate: {}. Codici fiscali da controllare: {}.",
            files.rows, files.doubtful
        )),
        "{:?}",
        office.said
    );
    assert!(files.doubtful > 2, "the file has wrong and repeated codes");
    let mut desk = office.desk().open();
    what_is_wrong_is_found(&mut desk);
    on_the_screen(&mut desk);
    told(&desk, WHO);
    drop(desk);
    let mut again = office.desk().open();
    shown_again(&mut again, WHO);
    told(&again, WHO);
}

#[test]
fn a_thousand_people_of_a_file_line_by_line() {
    let (office, _) = Office::generated();
    let mut desk = office.desk().linear().open();
    in_lines(&mut desk);
    told(&desk, WHO);
    drop(desk);
    told(&office.desk().open(), WHO);
}

#[test]
#[ignore = "plays on the files of the folder that SPORTELLO_FILES names"]
fn files_of_a_folder_on_both_faces() {
    let files = PathBuf::from(std::env::var_os("SPORTELLO_FILES").expect("SPORTELLO_FILES"));
    let (people, vacancies) = (files.join("persone.csv"), files.join("annunci.csv"));
    let folder = own_folder();
    // Or an office that was made of them before.
    let office = match std::env::var_os("SPORTELLO_OFFICE") {
        Some(made) => {
            std::fs::copy(made, folder.path().join("office.db")).unwrap();
            Office {
                opens: local_minute(next_working_day(), 9 * 60),
                folder,
                said: Default::default(),
            }
        }
        None => Office::of(folder, &people, &vacancies),
    };
    let made = std::fs::read_dir(office.folder.path()).unwrap();
    let made: Vec<PathBuf> = made.map(|entry| entry.unwrap().path()).collect();
    let kept = own_folder();
    for file in made.iter().filter(|path| path.is_file()) {
        std::fs::copy(file, kept.path().join(file.file_name().unwrap())).unwrap();
    }
    let begun = Instant::now();
    let mut desk = office.desk().open();
    what_is_wrong_is_found(&mut desk);
    on_the_screen(&mut desk);
    drop(desk);
    told(&office.desk().open(), WHO);
    println!("on the screen in {:.1} s", begun.elapsed().as_secs_f32());
    // The same office before that, line by line.
    let office = Office {
        folder: kept,
        ..office
    };
    let begun = Instant::now();
    let mut desk = office.desk().linear().open();
    in_lines(&mut desk);
    drop(desk);
    told(&office.desk().open(), WHO);
    println!("line by line in {:.1} s", begun.elapsed().as_secs_f32());
}
