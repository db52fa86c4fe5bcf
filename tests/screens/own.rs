//! One's own keys and password; who looked at a person, and why a record is opened.

use sportello::domain::param::ParamKey;
use sportello::store::Store;
use sportello::store::params::SetParam;
use sportello::store::staff::StaffSettings;
use sportello::store::staff::secrets::{AllowPasswords, Doors};

use crate::desk::{Desk, desk};
use crate::steps::{has, lacks};

pub fn act<A: sportello::store::Act>(desk: &Desk, act: A) {
    let carla = desk.store().who("carla").unwrap().unwrap();
    let id = sportello::domain::ids::ActId(ulid::Ulid::generate());
    desk.store()
        .act_now(&carla, id, desk.now(), act)
        .map(drop)
        .unwrap();
}

fn saved(store: &Store, login: &str, desk: &Desk) -> Vec<(String, String)> {
    let who = store.who(login).unwrap().unwrap();
    store.read_now(&who, desk.now(), StaffSettings).unwrap()
}

/// Goes down to the row of a command.
fn to(desk: &mut Desk, row: &str) {
    desk.keys("<home>");
    for _ in 0..120 {
        if desk.cursor_row().contains(row) {
            return;
        }
        desk.keys("<down>");
    }
    panic!("no row {row} in\n{}", desk.screen());
}

// Keys ------------------------------------------------------------------------------------------------

#[test]
fn a_key_of_ones_own_is_pressed_once_and_holds_at_once_and_the_next_time() {
    let mut anna = desk().open();
    anna.keys("g6");
    to(&mut anna, "Tasti dei comandi");
    anna.keys("<enter>");
    to(&mut anna, "aiuto");
    anna.keys("<enter>-");
    has(&anna, "-, tuo");
    anna.keys("-");
    has(&anna, "che cosa puoi fare qui");
    anna.keys("0h");
    lacks(&anna, "che cosa puoi fare qui");
    assert_eq!(
        saved(anna.store(), "anna", &anna),
        [("keys.app.help".to_owned(), "-".to_owned())]
    );
    // Empty and saved: as the layout has it.
    anna.keys("<enter><down><enter>");
    lacks(&anna, ", tuo");
    assert_eq!(saved(anna.store(), "anna", &anna), []);
    anna.keys("h");
    has(&anna, "che cosa puoi fare qui");
}

#[test]
fn a_key_that_is_taken_or_needed_is_refused_with_what_has_it() {
    let mut anna = desk().open();
    anna.keys("g6");
    to(&mut anna, "Tasti dei comandi");
    anna.keys("<enter>");
    to(&mut anna, "aiuto");
    anna.keys("<enter>");
    for (key, why) in [
        ("u", "annulla"),
        ("5", "Le cifre scelgono le righe"),
        ("C", "lettore di tessere"),
        ("~", "collegamento"),
        ("è", "lettera minuscola"),
    ] {
        anna.keys(key);
        has(&anna, "Tasto nuovo (errore)");
        has(&anna, why);
    }
    // The key pressed last is the one that counts.
    anna.keys("-");
    has(&anna, "-, tuo");
}

#[test]
fn keys_are_chosen_line_by_line_too() {
    let mut anna = desk().linear().open();
    for line in ["g 6", "8"] {
        anna.line(line);
    }
    assert!(anna.said().contains("Tasti dei comandi"), "{}", anna.said());
}

// Passwords -------------------------------------------------------------------------------------------

#[test]
fn a_password_and_a_second_factor_are_made_and_shown_once() {
    let mut carla = desk().login("carla").open();
    let office = carla.store().who("carla").unwrap().unwrap().office;
    act(
        &carla,
        AllowPasswords {
            office,
            allowed: true,
        },
    );
    let door = |desk: &Desk| {
        let who = desk.store().who("carla").unwrap().unwrap();
        let doors = desk
            .store()
            .read_now(&who, desk.now(), Doors { office })
            .unwrap();
        let door = doors.staff.into_iter().find(|door| door.login == "anna");
        door.unwrap()
    };
    carla.keys("g62<enter>");
    to(&mut carla, "Password");
    carla.keys("<enter>1");
    assert!(!door(&carla).password, "the first answer is no");
    carla.keys("<enter>2");
    has(&carla, "Password nuova");
    has(&carla, "Si vede solo adesso");
    let shown = carla.cursor_row();
    let made = shown.split_whitespace().last().unwrap().to_owned();
    assert_eq!(made.len(), 24, "{made}");
    assert!(door(&carla).password);
    carla.keys("0");
    lacks(&carla, &made);
    to(&mut carla, "Secondo fattore");
    carla.keys("<enter>2");
    has(&carla, "otpauth://totp/");
    assert!(door(&carla).totp);
    carla.keys("0");
    to(&mut carla, "Secondo fattore");
    carla.keys("<enter>3");
    assert!(!door(&carla).totp);
}

#[test]
fn everybody_makes_their_own_password_where_the_office_takes_them() {
    let mut anna = desk().open();
    anna.keys("g6");
    lacks(&anna, "Password");
    let office = anna.store().who("carla").unwrap().unwrap().office;
    act(
        &anna,
        AllowPasswords {
            office,
            allowed: true,
        },
    );
    anna.keys("0g6");
    to(&mut anna, "Password");
    anna.keys("<enter>2");
    has(&anna, "Password nuova");
    assert_eq!(
        anna.cursor_row().split_whitespace().last().map(str::len),
        Some(24)
    );
}

// Who looked ------------------------------------------------------------------------------------------

#[test]
fn who_looked_is_one_key_from_the_record_for_a_reason_that_stays() {
    let mut anna = desk().open();
    anna.keys("tabate mat<enter>b");
    has(&anna, "Chi ha guardato ABATE Matteo");
    has(&anna, "Il motivo resta scritto");
    anna.keys("4");
    has(&anna, "perché: lo chiede la persona");
    has(&anna, "Anna Brambilla");
    has(&anna, "scheda");
    anna.keys("0");
    has(&anna, "Telefono");
}

#[test]
fn where_the_office_asks_a_record_outside_ones_cases_opens_after_the_reason() {
    let mut dario = desk().login("dario").open();
    let today = dario.now().date_naive();
    act(
        &dario,
        SetParam {
            key: ParamKey::AskReason,
            value: "1".into(),
            valid_from: today,
            source: "prova".into(),
            ver: None,
        },
    );
    dario.keys("tabate mat<enter>");
    has(&dario, "Non è tra i tuoi casi");
    lacks(&dario, "Telefono");
    dario.keys("1");
    lacks(&dario, "Telefono");
    dario.keys("<esc>1tabate mat<enter>2");
    has(&dario, "Telefono");
    let mut carla = desk().login("carla").beside(&dario).open();
    carla.keys("g69");
    has(&carla, "Registri");
    to(&mut carla, "Fuori dai propri casi");
    carla.keys("<enter>");
    has(&carla, "ABATE Matteo");
    has(&carla, "la persona è qui o al");
}

/// Plans that end soon are those of so many days as the office has set.
#[test]
fn how_soon_a_plan_is_listed_is_a_dated_value() {
    let mut carla = desk().login("carla").size(80, 200).open();
    carla.keys("l");
    let usual = carla.screen().matches("percorso in scadenza").count();
    let today = carla.now().date_naive();
    act(
        &carla,
        SetParam {
            key: ParamKey::PlanDays,
            value: "365".into(),
            valid_from: today,
            source: "prova".into(),
            ver: None,
        },
    );
    let mut again = desk().login("carla").size(80, 200).beside(&carla).open();
    again.keys("l");
    let more = again.screen().matches("percorso in scadenza").count();
    assert!(more > usual, "{usual}\n{}", again.screen());
}

/// What was never chosen says what holds all the same.
#[test]
fn a_setting_that_was_never_chosen_says_what_holds() {
    let mut desk = desk().open();
    desk.keys("g6");
    for said in ["italiano, come di solito", "attivi, come di solito"] {
        assert!(desk.screen().contains(said), "{said}\n{}", desk.screen());
    }
}

// A key struck twice ------------------------------------------------------------------------------------

#[test]
fn a_key_struck_twice_counts_once_where_the_person_set_a_pause() {
    let mut anna = desk().open();
    anna.keys("g6");
    to(&mut anna, "Stesso tasto due volte");
    anna.keys("<enter>");
    to(&mut anna, "500 millisecondi");
    anna.keys("<enter>");
    assert_eq!(
        saved(anna.store(), "anna", &anna),
        [("pause".to_owned(), "500".to_owned())]
    );
    let wait = |desk: &mut Desk| {
        desk.pass(std::time::Duration::from_millis(600));
    };
    wait(&mut anna);
    anna.keys("g").keys("2");
    wait(&mut anna);
    anna.keys("<tab>");
    let first = anna.cursor();
    anna.keys("<down><down>");
    let second = anna.cursor();
    assert_eq!(second.1, first.1 + 1, "{}", anna.screen());
    wait(&mut anna);
    anna.keys("<down>");
    assert_eq!(anna.cursor().1, second.1 + 1, "{}", anna.screen());
    // A card has the same letter twice in a row, however fast it comes.
    for byte in b"RSSMRA80A01F205X\r" {
        anna.bytes(&[*byte]);
    }
    assert!(
        anna.screen().contains("RSSMRA80A01F205X"),
        "{}",
        anna.screen()
    );
}
