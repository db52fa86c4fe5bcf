//! What somebody has under their hands is merged away or taken away by somebody else: nothing of theirs is
//! written over, nothing that was typed is lost, and it is said what happened and what to do. In two sessions,
//! and between a line and the office's own computer.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use sportello::clock::RealClock;
use sportello::domain::ids::ActId;
use sportello::domain::staff::Role;
use sportello::store::staff::ChangeStaff;
use ulid::Ulid;

use crate::desk::{Desk, desk};
use crate::pty::{Program, sportello};
use crate::served::served_at;
use crate::steps::{go, has, save, write};
use crate::there::{There, at_length};

/// The telephone of the record that is merged into another, and by which it is found.
const GONE: &str = "3995550142";

/// Every fact of the two records of one person, by the columns of the table.
fn on_file(desk: &Desk) -> Vec<(String, Vec<(String, String)>)> {
    let db = Connection::open(desk.path()).unwrap();
    let mut people = db
        .prepare(
            "SELECT * FROM person WHERE surname_key IN (SELECT surname_key FROM person WHERE phone_digits LIKE '%' || ?1)",
        )
        .unwrap();
    let columns: Vec<String> = people
        .column_names()
        .iter()
        .map(ToString::to_string)
        .collect();
    let rows = people.query_map([GONE], |row| {
        let cells = columns.iter().enumerate().map(|(at, name)| {
            let cell: rusqlite::types::Value = row.get_unwrap(at);
            (name.clone(), format!("{cell:?}"))
        });
        let cells: Vec<_> = cells.collect();
        Ok((cells[0].1.clone(), cells))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// The columns in which the records differ now from what they were, but for versions.
fn changed(before: &[(String, Vec<(String, String)>)], desk: &Desk) -> Vec<String> {
    let mut names = Vec::new();
    for ((_, was), (_, is)) in before.iter().zip(on_file(desk)) {
        for ((name, was), (_, is)) in was.iter().zip(is) {
            if *was != is && name != "ver" {
                names.push(name.clone());
            }
        }
    }
    names
}

/// Coordination at the two records, and Anna with the form of the one that will be gone or of the one that stays.
fn both(gone: bool, told: bool) -> (Desk, Desk) {
    let mut carla = desk().login("carla").open();
    carla.keys("g2<tab>j2");
    let title = carla.screen().lines().next().unwrap_or_default().to_owned();
    let names = title.split("Due schede: ").nth(1).expect("a pair");
    let kept = names.split(" e ").next().unwrap().trim().to_lowercase();
    let anna = desk().beside(&carla);
    let mut anna = if told { anna.watching() } else { anna }.open();
    anna.keys("t")
        .keys(if gone { GONE } else { &kept })
        .keys("<enter>i");
    has(&anna, "Modifica:");
    (carla, anna)
}

fn merges(carla: &mut Desk) {
    carla.keys("12");
    assert!(
        carla.message().starts_with("Schede unite:"),
        "{}",
        carla.screen()
    );
}

/// What others did has been told, where it is.
fn hears(desk: &mut Desk) {
    desk.settle();
    desk.pass(Duration::from_millis(250));
    desk.settle();
}

fn text(desk: &Desk) -> String {
    let screen = desk.screen();
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Saves with the choices of the sheet that says what changed.
fn goes_on(desk: &mut Desk) {
    save(desk);
    assert!(desk.message().contains("aggiornata"), "{}", desk.screen());
}

#[test]
fn a_fact_typed_into_a_record_that_is_merged_away_is_saved_in_the_one_that_was_kept() {
    for told in [true, false] {
        let (mut carla, mut anna) = both(true, told);
        write(&mut anna, "Nome d'uso", "Teodora");
        merges(&mut carla);
        let merged = on_file(&carla);
        hears(&mut anna);
        has(&anna, "Teodora");
        save(&mut anna);
        hears(&mut anna);
        // What the other record knew is shown, by whom and when; nothing of it is hers to choose.
        has(&anna, "Nel frattempo la scheda");
        has(&anna, "Carla Fumagalli");
        assert!(changed(&merged, &anna).is_empty(), "told: {told}");
        goes_on(&mut anna);
        assert_eq!(changed(&merged, &anna), ["preferred_name"], "told: {told}");
    }
}

#[test]
fn what_the_merge_decided_otherwise_is_chosen_and_not_written_over() {
    for told in [true, false] {
        for gone in [true, false] {
            let (mut carla, mut anna) = both(gone, told);
            // The second record's telephone is to stay, where Anna changes that of the first; and the other way.
            if !gone {
                for _ in 0..60 {
                    if carla.cursor_row().contains("Telefono") {
                        break;
                    }
                    carla.keys("<down>");
                }
                carla.keys("<enter>");
            }
            write(&mut anna, "Telefono", "3994445556");
            merges(&mut carla);
            let merged = on_file(&carla);
            hears(&mut anna);
            save(&mut anna);
            hears(&mut anna);
            let said = text(&anna);
            assert!(
                said.contains("Nel frattempo la scheda"),
                "{gone} {told}\n{}",
                anna.screen()
            );
            assert!(
                said.contains("2 Scritto qui: 3994445556"),
                "{gone} {told}\n{}",
                anna.screen()
            );
            assert!(changed(&merged, &anna).is_empty(), "{gone} {told}");
            for _ in 0..60 {
                if anna.cursor_row().contains("Telefono") {
                    break;
                }
                anna.keys("<tab>");
            }
            anna.keys("2");
            goes_on(&mut anna);
            assert_eq!(
                changed(&merged, &anna),
                ["phone", "phone_digits"],
                "{gone} {told}"
            );
        }
    }
}

#[test]
fn a_merge_of_a_record_that_was_saved_meanwhile_is_shown_again_and_not_done() {
    let (mut carla, mut anna) = both(true, true);
    write(&mut anna, "Nome d'uso", "Teodora");
    save(&mut anna);
    assert!(anna.message().contains("aggiornata"), "{}", anna.screen());
    let saved = on_file(&carla);
    carla.keys("12");
    assert!(
        !carla.message().starts_with("Schede unite:"),
        "{}",
        carla.screen()
    );
    assert!(!carla.message().is_empty(), "{}", carla.screen());
    assert!(changed(&saved, &carla).is_empty());
    // With what is on file now before the eyes it is done, and what Anna wrote is in it or in the record it left.
    hears(&mut carla);
    merges(&mut carla);
    let kept = format!("{:?}", on_file(&carla));
    assert!(kept.contains("Teodora"), "{kept}");
}

// Taken away ------------------------------------------------------------------------------------------

/// Two at the same window of the office's week, the second with its hours changed in the form.
fn both_at_a_window(told: bool) -> (Desk, Desk) {
    let mut one = desk().login("carla").watching().open();
    one.keys("g65n6");
    write(&mut one, "Orario", "9-13");
    go(&mut one, "Per chi");
    one.keys("3");
    save(&mut one);
    assert_eq!(one.message(), "Fascia salvata.", "{}", one.screen());
    let too = ChangeStaff {
        roles: Some(vec![Role::Coordination]),
        ..ChangeStaff::of(one.store().who("bruno").unwrap().expect("Bruno").id)
    };
    let (who, id) = (
        one.store().who("carla").unwrap().expect("Carla"),
        ActId(Ulid::generate()),
    );
    one.store().act_now(&who, id, one.now(), too).unwrap();
    let two = desk().login("bruno").beside(&one);
    let mut two = if told { two.watching() } else { two }.open();
    two.keys("g656");
    write(&mut two, "Orario", "10-12");
    (one, two)
}

/// As far as the question whether the window of Saturday is to be taken away.
fn asks_to_take_away(one: &mut Desk) {
    one.keys("<home>");
    for _ in 0..20 {
        if one.cursor_row().contains("Sabato") {
            break;
        }
        one.keys("<down>");
    }
    one.keys("d");
    has(one, "Togli");
}

#[test]
fn a_window_that_is_taken_away_under_a_form_stays_away_and_what_was_typed_stays_typed() {
    for told in [true, false] {
        let (mut one, mut two) = both_at_a_window(told);
        asks_to_take_away(&mut one);
        one.keys("2");
        assert_eq!(one.message(), "Fascia tolta.", "{}", one.screen());
        hears(&mut two);
        save(&mut two);
        hears(&mut two);
        let said = text(&two);
        assert!(
            said.contains("Carla Fumagalli ha tolto questa riga"),
            "{told}: {said}"
        );
        assert!(
            said.contains("10-12") || said.contains("10:00-12:00"),
            "{told}: {said}"
        );
        hears(&mut one);
        assert!(!one.screen().contains("Sabato"), "{}", one.screen());
    }
}

/// The other way: what was changed meanwhile is not taken away by who has not seen it.
#[test]
fn a_window_that_was_changed_meanwhile_is_not_taken_away_unseen() {
    let (mut one, mut two) = both_at_a_window(true);
    asks_to_take_away(&mut one);
    save(&mut two);
    assert_eq!(two.message(), "Fascia aggiornata.", "{}", two.screen());
    one.keys("2");
    hears(&mut one);
    assert_ne!(one.message(), "Fascia tolta.", "{}", one.screen());
    has(&two, "10:00-12:00");
    has(&one, "10:00-12:00");
}

// Between processes -----------------------------------------------------------------------------------

/// The office's own computer, in a process of its own.
fn own_computer(office: &std::path::Path) -> Program {
    let office = office.to_str().unwrap();
    let mut carla = sportello(&["--db", office, "--as", "carla", "--lang", "it"]);
    carla.shows("Coda");
    carla
}

#[test]
fn a_record_merged_at_the_offices_own_computer_goes_on_under_the_hands_of_who_edits_it_over_a_line()
{
    let served = served_at(Arc::new(RealClock));
    at_length(async {
        let mut anna = There::anna(&served).await;
        anna.shows("Coda").await;
        anna.types(b"t3995550142\r", "Nascita").await;
        anna.types(b"i", "Modifica:").await;
        anna.down_to("Nome d'uso").await;
        anna.types(b"Teodora", "Teodora").await;
        let mut carla = own_computer(&served.office);
        carla.send(b"g2").shows("Persone").send(b"\tj");
        carla.shows("Schede doppie: 2 coppie").send(b"2");
        carla.shows("Due schede:").send(b"1");
        carla.shows("Unire le due schede?").send(b"2");
        carla.shows("Schede unite:");
        anna.shows("Teodora").await;
        anna.types(b"\x13", "Nel frattempo la scheda").await;
        anna.down_to("Salva").await;
        anna.send(b"\r").await;
        // That it was saved is said, or what came of the merge right after it.
        anna.until("the record that was kept", |screen| {
            !screen.contains("Salva") && screen.contains("Percorso")
        })
        .await;
        anna.down_to("Nome d'uso").await;
        anna.until("the name that was typed", |screen| {
            let row = screen.lines().find(|row| row.contains("Nome d'uso"));
            row.is_some_and(|row| row.contains("Teodora"))
        })
        .await;
        let db = Connection::open(&served.office).unwrap();
        let kept: i64 = db
            .query_row(
                "SELECT count(*) FROM person WHERE preferred_name = 'Teodora' AND merged_into IS NULL",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(kept, 1, "{}", anna.screen());
    });
}

#[test]
fn a_goal_taken_away_at_the_offices_own_computer_is_said_to_who_changes_it_over_a_line() {
    let served = served_at(Arc::new(RealClock));
    at_length(async {
        let mut anna = There::anna(&served).await;
        anna.shows("Coda").await;
        anna.types(b"tabate mat\r", "Nascita").await;
        anna.types(b"1", "Percorso").await;
        anna.types(b"n1", "Trovare un primo lavoro").await;
        anna.types(b"\x1b[H\r", "Obiettivo").await;
        anna.types(b" a Pavia", "a Pavia").await;
        let mut carla = own_computer(&served.office);
        carla.send(b"tabate mat\r").shows("Nascita").send(b"1");
        carla
            .shows("Percorso")
            .send(b"\r")
            .shows("Trovare un primo lavoro");
        carla
            .send(b"\x1b[Hd")
            .shows("Togli")
            .send(b"2")
            .shows("Obiettivo tolto.");
        anna.send(b"\x13").await;
        anna.until("who took it away", |screen| {
            let said = screen.split_whitespace().collect::<Vec<_>>().join(" ");
            said.contains("Carla Fumagalli ha tolto questa riga")
                && said.contains("resta nella bozza")
        })
        .await;
        assert!(anna.screen().contains("a Pavia"), "{}", anna.screen());
        let db = Connection::open(&served.office).unwrap();
        let there: i64 = db
            .query_row(
                "SELECT count(*) FROM goal WHERE text LIKE '%a Pavia%'",
                [],
                |row| row.get(0),
            )
            .unwrap_or(0);
        assert_eq!(there, 0);
    });
}
