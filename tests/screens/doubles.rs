//! Coordination goes through the double records: on the screen and line by line.

use std::time::Duration;

use crate::desk::desk;

/// Goes down to the row that has a text.
fn to(desk: &mut crate::desk::Desk, text: &str) {
    for _ in 0..60 {
        if desk.cursor_row().contains(text) {
            return;
        }
        desk.keys("<down>");
    }
    panic!("no row {text} in\n{}", desk.screen());
}

#[test]
fn two_records_are_laid_beside_each_other_and_merged() {
    let mut carla = desk().login("carla").open();
    carla.keys("g2<tab>j");
    let list = carla.screen();
    assert!(list.contains("Schede doppie: 2 coppie"), "{list}");
    assert!(list.contains("stesso nome e data di"), "{list}");
    carla.keys("2");
    let pair = carla.screen();
    assert!(pair.contains("Due schede:"), "{pair}");
    to(&mut carla, "Telefono");
    assert!(carla.cursor_row().contains("resta la prima"), "{pair}");
    carla.keys("<enter>");
    assert!(
        carla.cursor_row().contains("resta la seconda"),
        "{}",
        carla.screen()
    );
    carla.keys("1");
    assert!(carla.screen().contains("Unire le due schede?"));
    carla.keys("2");
    assert!(
        carla.message().starts_with("Schede unite:"),
        "{}",
        carla.message()
    );
    assert!(carla.screen().contains("Schede doppie: 1 coppia"));
    carla.keys("u0j");
    assert!(carla.screen().contains("Schede doppie: 2 coppie"));
    // The first two are two people.
    carla.keys("<enter>2");
    assert!(carla.message().contains("due persone diverse"));
    assert!(carla.screen().contains("Schede doppie: 1 coppia"));
}

#[test]
fn a_merged_record_is_separated_from_the_record_it_became_part_of() {
    let mut carla = desk().login("carla").open();
    carla.keys("g2<tab>j<enter>");
    let title = carla.screen().lines().next().unwrap_or_default().to_owned();
    let name = title.split("Due schede: ").nth(1).unwrap();
    let name = name.split(" e ").next().unwrap().to_lowercase();
    carla.keys("12").keys(&format!("t{name}<enter>"));
    to(&mut carla, "Scheda unita");
    carla.keys("<enter>2");
    assert_eq!(carla.message(), "Schede separate.");
    assert!(!carla.screen().contains("Scheda unita"));
}

#[test]
fn who_does_not_coordinate_has_no_such_list() {
    let mut anna = desk().open();
    anna.keys("g2<tab>j");
    assert!(
        !anna.screen().contains("Schede doppie"),
        "{}",
        anna.screen()
    );
}

#[test]
fn line_by_line_each_field_says_both_values_and_which_stays() {
    let mut carla = desk().login("carla").linear().open();
    carla.line("g").line("2");
    carla.line("").line("j");
    assert!(
        carla.said().contains("Schede doppie: 2 coppie"),
        "{}",
        carla.said()
    );
    carla.line("2");
    let said = carla.said().to_owned();
    assert!(said.contains("1. Unisci le due schede"), "{said}");
    let phone = said
        .lines()
        .find(|line| line.contains("Telefono"))
        .unwrap_or_else(|| panic!("{said}"));
    assert!(
        phone.contains("seconda scheda 399 555 0142, resta la"),
        "{phone}"
    );
    let number = phone.split('.').next().unwrap().trim().to_owned();
    carla.line(&number);
    let said = carla.said().split_whitespace().collect::<Vec<_>>();
    assert!(said.join(" ").contains("resta la seconda"), "{said:?}");
    carla.line("1");
    carla.line("2");
    assert!(carla.said().contains("Schede unite:"), "{}", carla.said());
}

#[test]
fn a_record_that_is_open_elsewhere_goes_on_as_the_record_that_was_kept() {
    let mut carla = desk().login("carla").open();
    carla.keys("g2<tab>j2");
    let title = carla.screen().lines().next().unwrap_or_default().to_owned();
    let name = title.split("Due schede: ").nth(1).unwrap();
    let one = name.split(" e ").next().unwrap().trim().to_owned();
    // Anna has the one open that goes, with a note half written.
    let mut anna = desk().beside(&carla).open();
    anna.keys("t3995550142");
    anna.keys("<enter>nda richiamare");
    carla.keys("12");
    assert!(carla.message().starts_with("Schede unite:"));
    anna.settle();
    anna.pass(Duration::from_millis(250));
    assert!(
        anna.message().starts_with("Questa scheda è stata unita"),
        "{}\n{}",
        anna.message(),
        anna.screen()
    );
    anna.keys("<enter><enter><ctrl-s>");
    assert!(anna.message().starts_with("Nota"), "{}", anna.screen());
    assert!(anna.screen().contains(&one), "{}", anna.screen());
    anna.keys("a");
    assert!(anna.screen().contains(&one), "{}", anna.screen());
}

#[test]
fn what_was_chosen_of_a_pair_holds_when_somebody_changes_one_of_the_two() {
    let mut carla = desk().login("carla").open();
    carla.keys("g2<tab>j2");
    to(&mut carla, "Telefono");
    carla.keys("<enter>");
    let title = carla.screen().lines().next().unwrap_or_default().to_owned();
    let one = title.split("Due schede: ").nth(1).unwrap();
    let one = one.split(" e ").next().unwrap().trim().to_lowercase();
    let mut anna = desk().beside(&carla).open();
    anna.keys(&format!("t{one}<enter>i"));
    to(&mut anna, "Indirizzo");
    anna.keys("<home>X <ctrl-s>");
    carla.keys("12");
    assert!(carla.screen().contains("Due schede:"), "{}", carla.screen());
    to(&mut carla, "Telefono");
    assert!(
        carla.cursor_row().contains("resta la seconda"),
        "{}",
        carla.screen()
    );
}

/// A merge decides of the level of a language too: so both levels are seen, and which stays.
#[test]
fn the_levels_of_a_language_stand_beside_each_other_and_one_is_chosen() {
    let mut carla = desk().login("carla").watching().open();
    carla.keys("g2<tab>j<enter>");
    // Two of the same name: the second is two rows further down.
    for (down, level) in [("", "3"), ("<down><down>", "5")] {
        carla.keys("000tkaur harpreet").keys(down).keys("<enter>v");
        to(&mut carla, "Lingue");
        carla.keys("<enter>");
        to(&mut carla, "Aggiungi");
        carla.keys("<enter>").keys("wolof<enter><tab>").keys(level);
        carla.keys("<ctrl-s>");
        assert!(
            carla.message().starts_with("Scritto."),
            "{}",
            carla.screen()
        );
    }
    carla.keys("000g2<tab>j<enter>");
    to(&mut carla, "Lingue");
    let row = carla.cursor_row();
    assert!(
        row.contains("Wolof, B1") && row.contains("Wolof, C1"),
        "{row}"
    );
    assert!(row.contains("resta la prima"), "{row}");
    carla.keys("<enter>");
    let row = carla.cursor_row();
    assert!(row.contains("resta la seconda"), "{row}");
    carla.keys("<home>12");
    assert!(
        carla.message().starts_with("Schede unite:"),
        "{}",
        carla.screen()
    );
    carla.keys("000tkaur harpreet<enter>v");
    to(&mut carla, "Lingue");
    carla.keys("<enter>");
    assert!(carla.screen().contains("Wolof, C1"), "{}", carla.screen());
}
