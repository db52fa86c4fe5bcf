//! Two at work on the same record: whoever saves second chooses field by field, whatever the form.

use std::time::Duration;

use crate::desk::{Desk, desk};
use crate::steps::{has, save, until, write};

/// Two with the record of one person open, in the form.
fn both_at_a_record(size: (u16, u16)) -> (Desk, Desk) {
    let mut anna = desk().size(size.0, size.1).watching().open();
    let mut carla = desk().login("carla").beside(&anna).open();
    for desk in [&mut anna, &mut carla] {
        desk.keys("tabate mat<enter>i");
    }
    (anna, carla)
}

#[test]
fn what_both_changed_is_chosen_and_what_one_changed_is_taken() {
    for size in [(80, 24), (40, 12)] {
        let (mut anna, mut carla) = both_at_a_record(size);
        write(&mut carla, "Telefono", "3991112223");
        write(&mut carla, "Posta elettronica", "abate@example.org");
        save(&mut carla);
        assert_eq!(carla.message(), "Scheda aggiornata: ABATE Matteo.");

        write(&mut anna, "Telefono", "3994445556");
        write(&mut anna, "Nome d'uso", "Teo");
        save(&mut anna);
        has(&anna, "Nel frattempo la scheda");
        // The cursor is on what only a person can choose; who, when and both texts stand below.
        assert!(anna.cursor_row().contains("Telefono"), "{}", anna.screen());
        let text = anna
            .screen()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert!(text.contains("1 Carla"), "{text}");
        assert!(text.contains("3991112223"), "{text}");
        for row in ["2 Scritto qui: 3994445556", "Prima: 399 389 7595"] {
            let begins = |line: &str| line.trim().starts_with(row);
            assert!(anna.screen().lines().any(begins), "{}", anna.screen());
        }
        // Not chosen, it is not saved.
        save(&mut anna);
        assert!(anna.cursor_row().contains("Telefono"), "{}", anna.screen());
        anna.keys("2");
        save(&mut anna);
        assert!(anna.message().contains("aggiornata"), "{}", anna.screen());

        let mut reader = desk().login("carla").beside(&anna).open();
        reader.keys("tabate mat<enter>i");
        has(&reader, "3994445556");
        has(&reader, "abate@example.org");
        has(&reader, "Teo");
    }
}

/// The form after a conflict of four fields: each is a choice of its own, none is saved before all are chosen, and what
/// each chose stands.
#[test]
fn four_fields_that_both_changed_are_chosen_one_by_one() {
    let fields = [
        ("Telefono", "3991112223", "3994445556"),
        ("Posta elettronica", "loro@example.org", "qui@example.org"),
        ("Nome d'uso", "Matti", "Teo"),
        ("Indirizzo", "Via Verde 1", "Via Rossa 2"),
    ];
    for size in [(80, 24), (40, 12)] {
        let (mut anna, mut carla) = both_at_a_record(size);
        for (field, theirs, here) in fields {
            write(&mut carla, field, theirs);
            write(&mut anna, field, here);
        }
        save(&mut carla);
        assert_eq!(carla.message(), "Scheda aggiornata: ABATE Matteo.");
        save(&mut anna);
        has(&anna, "Nel frattempo la scheda");
        let mut seen = Vec::new();
        for choice in ["2", "1", "2", "1"] {
            let row = anna.cursor_row();
            let field = fields.iter().position(|(field, ..)| row.contains(field));
            let field = field.unwrap_or_else(|| panic!("{row}\n{}", anna.screen()));
            seen.push((field, choice));
            if seen.len() == 3 {
                // Two are still to be chosen: nothing is saved yet.
                save(&mut anna);
                has(&anna, "Nel frattempo la scheda");
                assert!(
                    anna.cursor_row().contains(fields[field].0),
                    "{}",
                    anna.screen()
                );
            }
            // A choice goes on to the next row.
            anna.keys(choice);
        }
        assert_eq!(anna.cursor_row().trim(), "Salva", "{}", anna.screen());
        save(&mut anna);
        assert!(anna.message().contains("aggiornata"), "{}", anna.screen());
        let mut chosen: Vec<usize> = seen.iter().map(|(field, _)| *field).collect();
        chosen.sort_unstable();
        assert_eq!(chosen, [0, 1, 2, 3], "each once");
        let mut reader = desk().login("carla").beside(&anna).open();
        reader.keys("tabate mat<enter>i");
        for (field, choice) in seen {
            let (_, theirs, here) = fields[field];
            has(&reader, if choice == "1" { theirs } else { here });
        }
    }
}

#[test]
fn theirs_is_taken_by_its_number() {
    let (mut anna, mut carla) = both_at_a_record((80, 24));
    write(&mut carla, "Telefono", "3991112223");
    save(&mut carla);
    write(&mut anna, "Telefono", "3994445556");
    save(&mut anna);
    anna.keys("1<enter>");
    assert_eq!(anna.message(), "Scheda aggiornata: ABATE Matteo.");
    anna.keys("i");
    has(&anna, "3991112223");
}

#[test]
fn a_draft_that_has_grown_old_meets_what_changed_meanwhile() {
    let (mut anna, mut carla) = both_at_a_record((80, 24));
    write(&mut anna, "Telefono", "3994445556");
    anna.keys("<tab><esc>");
    write(&mut carla, "Telefono", "3991112223");
    save(&mut carla);
    anna.settle();
    anna.pass(Duration::from_millis(250));
    // The form opens from what is on file now; what was typed comes back and the choice with it.
    anna.keys("i");
    has(&anna, "Nel frattempo la scheda");
    has(&anna, "2 Scritto qui: 3994445556");
    // Nobody was saving: it is gone on with.
    anna.keys("2<enter>");
    assert_eq!(anna.cursor_row().trim(), "Salva", "{}", anna.screen());
    save(&mut anna);
    assert_eq!(anna.message(), "Scheda aggiornata: ABATE Matteo.");
}

#[test]
fn the_code_and_the_status_are_no_way_round() {
    let (mut anna, mut carla) = both_at_a_record((80, 24));
    write(&mut carla, "Stato occupazionale", "");
    carla.keys("2");
    save(&mut carla);
    assert_eq!(carla.message(), "Scheda aggiornata: ABATE Matteo.");
    write(&mut anna, "Stato occupazionale", "");
    anna.keys("3");
    save(&mut anna);
    has(&anna, "Nel frattempo la scheda");
}

#[test]
fn the_choice_is_spoken_and_answered_line_by_line() {
    let mut anna = desk().linear().watching().open();
    let mut carla = desk().login("carla").beside(&anna).open();
    carla.keys("tabate mat<enter>i");
    for line in ["t", "abate mat", "1", "7"] {
        anna.line(line);
    }
    until(&mut anna, "", "Telefono (ora");
    anna.line("3994445556");
    write(&mut carla, "Telefono", "3991112223");
    save(&mut carla);
    until(&mut anna, "", "Nel frattempo la scheda");
    assert!(
        anna.said().contains("2. scritto qui: 3994445556"),
        "{}",
        anna.said()
    );
    anna.line("1");
    until(&mut anna, "", "Scheda aggiornata");
    carla.settle();
    carla.keys("i");
    has(&carla, "3991112223");
}

// Plans and vacancies -------------------------------------------------------------------------------

/// Two with the same goal of a plan in the form.
fn both_at_a_goal() -> (Desk, Desk) {
    let mut anna = desk().watching().open();
    anna.keys("tabate mat<enter>1n1");
    let mut carla = desk().login("carla").beside(&anna).open();
    carla.keys("tabate mat<enter>1<enter>");
    has(&carla, "Trovare un primo lavoro");
    anna.keys("<home><enter>");
    carla.keys("<home>");
    (anna, carla)
}

#[test]
fn a_goal_that_both_change_is_chosen_field_by_field() {
    let (mut anna, mut carla) = both_at_a_goal();
    carla.keys("<enter> a Lodi<ctrl-s>");
    assert_eq!(carla.message(), "Obiettivo salvato.");
    anna.keys(" a Pavia<ctrl-s>");
    has(&anna, "Nel frattempo la scheda");
    let text = anna
        .screen()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(text.contains("1 Carla Fumagalli"), "{text}");
    assert!(text.contains("a Lodi"), "{text}");
    assert!(text.contains("a Pavia"), "{text}");
    anna.keys("2<enter>");
    assert_eq!(anna.message(), "Obiettivo salvato.");
    has(&anna, "a Pavia");
}

#[test]
fn a_goal_that_is_gone_says_by_whom_and_the_text_stays_in_the_draft() {
    let (mut anna, mut carla) = both_at_a_goal();
    anna.keys(" a Pavia");
    carla.keys("d2");
    assert_eq!(carla.message(), "Obiettivo tolto.");
    anna.keys("<ctrl-s>");
    let said = anna
        .screen()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        said.contains("Carla Fumagalli ha tolto questa riga"),
        "{said}"
    );
    assert!(said.contains("resta nella bozza"), "{said}");
    has(&anna, "a Pavia");
    let mut again = desk().beside(&anna).open();
    again.keys("<enter>");
    has(&again, "Questo obiettivo non c'è più");
    has(&again, "a Pavia");
    again.keys("1<ctrl-s>");
    assert_eq!(again.message(), "Obiettivo salvato.");
}

#[test]
fn a_goal_of_a_plan_that_was_signed_meanwhile_says_who_moved_it() {
    let (mut anna, mut carla) = both_at_a_goal();
    anna.keys(" a Pavia");
    carla.keys("v");
    assert!(carla.message().contains("proposto"), "{}", carla.screen());
    anna.keys("<ctrl-s>");
    let said = anna
        .screen()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        said.contains("Carla Fumagalli ha cambiato i dati"),
        "{said}"
    );
    has(&anna, "a Pavia");
}

#[test]
fn a_vacancy_that_both_change_is_chosen_field_by_field_its_skills_too() {
    let mut dario = desk().login("dario").watching().open();
    let mut carla = desk().login("carla").beside(&dario).open();
    dario.keys("g5<enter>");
    let title = dario.screen().lines().next().unwrap_or_default().to_owned();
    carla.keys("g5<enter>");
    assert_eq!(&carla.screen()[..20], &title[..20], "the same vacancy");
    carla.keys("i");
    dario.keys("i");
    for (desk, text) in [(&mut carla, "saldatura"), (&mut dario, "contabilità")] {
        write(desk, "Competenze essenziali", text);
        desk.keys("<tab>");
    }
    carla.keys("<ctrl-s>");
    dario.keys("<ctrl-s>");
    has(&dario, "Nel frattempo la scheda");
}

/// A card of somebody else on a ticket whose intake was begun: what is on file is offered as that, and as nobody's
/// change.
#[test]
fn another_card_on_an_intake_that_was_begun_offers_what_is_on_file() {
    let mut desk = desk().open();
    desk.keys("cxcs<enter>RSSMRA80A01F205X<tab>Rossi<tab><esc>");
    desk.bytes(b"BTAMTT05C27E530M\r");
    let screen = desk.screen();
    assert!(
        screen.contains("1 in archivio, da prima: Abate"),
        "{screen}"
    );
    assert!(screen.contains("2 Scritto qui: Rossi"), "{screen}");
    assert!(!screen.contains(", :"), "{screen}");
}
