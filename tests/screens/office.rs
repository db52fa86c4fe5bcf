//! The office: who works here, desks, services, hours, special days, dated values; one's own settings.

use std::time::Duration;

use sportello::domain::lang::Lang;
use sportello::domain::param::ParamKey;
use sportello::domain::staff::Role;
use sportello::store::params::Param;
use sportello::store::staff::keys::StaffKeys;
use sportello::store::staff::{ChangeStaff, StaffList, StaffRow, StaffSettings};
use sportello::ui::command::Layout;

use crate::desk::{Desk, desk};
use crate::steps::{go, has, lacks, save, until, write};

/// A key that nobody uses: made for these tests.
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMnd3TsdcCMlSfxjPUCFC8i5mN14O8LK2G9qmiM1WFIX prova@example.org";

/// The office, open at one of its parts.
fn part(number: u8) -> Desk {
    let mut desk = desk().login("carla").open();
    desk.keys(&format!("g6{number}"));
    desk
}

fn saved(desk: &mut Desk, message: &str) {
    save(desk);
    assert_eq!(desk.message(), message, "\n{}", desk.screen());
}

fn member(desk: &Desk, login: &str) -> StaffRow {
    let who = desk.store().who("carla").unwrap().unwrap();
    let all = StaffList {
        office: None,
        inactive_too: true,
    };
    let all = desk.store().read_now(&who, desk.now(), all).unwrap();
    let found = all.into_iter().find(|row| row.staff.login == login);
    found.expect(login)
}

// Who sees what -----------------------------------------------------------------------------------------

#[test]
fn the_parts_are_for_those_who_manage_and_the_settings_for_all() {
    let mut carla = desk().login("carla").open();
    carla.keys("g6");
    has(&carla, "Chi lavora qui");
    has(&carla, "Regole della sede");
    let mut anna = desk().open();
    anna.keys("g6");
    has(&anna, "Le mie impostazioni");
    lacks(&anna, "Chi lavora qui");
    anna.keys("0");
    has(&anna, "Menu");
}

// One's own settings ------------------------------------------------------------------------------------

#[test]
fn a_language_holds_at_once_and_at_the_next_log_in() {
    let mut anna = desk().open();
    anna.keys("g612");
    assert_eq!(
        anna.message(),
        "Saved: it holds at once, and each time you come in."
    );
    has(&anna, "My settings");
    has(&anna, "English");
    anna.keys("g1");
    has(&anna, "Reception");
    let rows = anna
        .store()
        .read_now(
            &anna.store().who("anna").unwrap().unwrap(),
            anna.now(),
            StaffSettings,
        )
        .unwrap();
    assert_eq!(rows, [("lang".to_owned(), "en".to_owned())]);
    anna.keys("g611");
    has(&anna, "Le mie impostazioni");
}

#[test]
fn profile_letters_and_layout_are_taken_over_by_the_running_session() {
    let mut anna = desk().open();
    anna.keys("g6");
    let visual = anna.screen();
    anna.keys("32");
    has(&anna, "lettore di schermo o barra braille");
    assert_ne!(visual, anna.screen());
    // The left hand: what was n is b from now on.
    anna.keys("62");
    has(&anna, "solo mano sinistra");
    assert_eq!(anna.session().app().keymap().layout(), Layout::LeftHand);
    anna.keys("g652");
    has(&anna, "spenti");
    anna.keys("g");
    lacks(&anna, "Menu");
    anna.keys("0");
    has(&anna, "Menu");
}

#[test]
fn plain_lines_are_kept_with_the_person_and_a_theme_repaints() {
    let mut lines = desk().linear().open();
    for line in ["g 6", "2", "1"] {
        lines.line(line);
    }
    let said = lines.said();
    assert!(said.contains("vale dal tuo prossimo ingresso"), "{said}");
    let mut anna = desk().open();
    anna.keys("g6");
    let before = anna.last_frame().len();
    anna.keys("2");
    has(&anna, "alto contrasto");
    anna.keys("1");
    assert_ne!(anna.last_frame().len(), before);
    has(&anna, "alto contrasto");
}

// Staff -------------------------------------------------------------------------------------------------

#[test]
fn somebody_new_is_added_changed_and_switched_off() {
    let mut carla = part(2);
    carla.keys("n");
    has(&carla, "Nuovo accesso");
    save(&mut carla);
    has(&carla, "Manca un valore");
    write(&mut carla, "Nome e cognome", "Prova Nuova");
    write(&mut carla, "Nome di accesso", "Non Va");
    carla.keys("<tab>");
    has(&carla, "lettere minuscole");
    write(&mut carla, "Nome di accesso", "prova.nuova");
    go(&mut carla, "Ruoli");
    carla.keys("12<enter>");
    write(&mut carla, "Sabato", "9-12");
    saved(&mut carla, "Accesso creato. Ora aggiungi una chiave SSH.");
    let new = member(&carla, "prova.nuova");
    assert_eq!(new.staff.roles.len(), 2);

    while !carla.cursor_row().contains("Prova Nuova") {
        carla.keys("<down>");
    }
    carla.keys("<enter>");
    carla.keys("<end>");
    has(&carla, "09:00-12:00");
    carla.keys("i");
    write(&mut carla, "Venerdì", "");
    saved(&mut carla, "Accesso aggiornato.");
    carla.keys("<home>d");
    has(&carla, "Disattiva l'accesso");
    carla.keys("1");
    assert!(
        member(&carla, "prova.nuova").active,
        "the first answer is no"
    );
    carla.keys("d2");
    assert_eq!(carla.message(), "Accesso disattivato.");
    assert!(!member(&carla, "prova.nuova").active);
    has(&carla, "disattivo");
}

#[test]
fn the_last_coordination_person_is_not_switched_off() {
    let mut carla = part(2);
    for name in ["Gino", "Carla"] {
        carla.keys("<home>");
        while !carla.cursor_row().contains(name) {
            carla.keys("<down>");
        }
        carla.keys("<enter>d2");
        if name == "Gino" {
            assert_eq!(carla.message(), "Accesso disattivato.");
            carla.keys("0");
        }
    }
    assert_eq!(
        carla.message(),
        "È l'ultimo accesso di coordinamento attivo. Prima attivane un altro."
    );
    assert!(member(&carla, "carla").active);
}

#[test]
fn a_key_is_pasted_and_revoked_after_a_question() {
    let mut carla = part(2);
    carla.keys("12n");
    carla.input(sportello::terminal::key::Input::Paste(
        "ssh-rsa AAAA".into(),
    ));
    carla.keys("<tab>");
    has(&carla, "Chiave pubblica (errore)");
    for _ in 0..20 {
        carla.keys("<up><backspace>");
    }
    write(&mut carla, "Chiave pubblica", "");
    carla.input(sportello::terminal::key::Input::Paste(KEY.into()));
    carla.keys("<tab>");
    has(&carla, "SHA256:");
    saved(&mut carla, "Chiave aggiunta: vale da subito.");
    has(&carla, "prova@example.org");
    let anna = member(&carla, "anna").staff.id;
    let keys = |desk: &Desk| {
        let who = desk.store().who("carla").unwrap().unwrap();
        let all = StaffKeys {
            staff: anna,
            revoked_too: false,
        };
        desk.store().read_now(&who, desk.now(), all).unwrap().len()
    };
    assert_eq!(keys(&carla), 1);
    carla.keys("<enter>1");
    assert_eq!(keys(&carla), 1, "the first answer is no");
    carla.keys("<enter>2");
    assert_eq!(carla.message(), "Chiave revocata.");
    assert_eq!(keys(&carla), 0);
    has(&carla, "Nessuna chiave");
}

#[test]
fn an_absence_is_written_and_taken_back() {
    let mut carla = part(2);
    carla.keys("13n");
    write(&mut carla, "Dal giorno", "domani");
    write(&mut carla, "Alle ore", "25");
    carla.keys("<tab>");
    has(&carla, "Alle ore (errore)");
    write(&mut carla, "Alle ore", "13");
    write(&mut carla, "Dalle ore", "14");
    save(&mut carla);
    has(&carla, "prima dell'inizio");
    write(&mut carla, "Dalle ore", "9");
    saved(&mut carla, "Assenza salvata.");
    has(&carla, "dal 24/11/2026 09:00");
    carla.keys("u0<enter>");
    has(&carla, "Nessuna assenza");
}

#[test]
fn who_saves_second_chooses_here_too() {
    let mut carla = desk().login("carla").watching().open();
    let mut gino = desk().login("gino").beside(&carla).open();
    for desk in [&mut carla, &mut gino] {
        desk.keys("g62<enter>i");
    }
    write(&mut gino, "Nome e cognome", "Anna Brambilla Uno");
    write(&mut gino, "Sabato", "9-12");
    saved(&mut gino, "Accesso aggiornato.");
    write(&mut carla, "Nome e cognome", "Anna Brambilla Due");
    save(&mut carla);
    has(&carla, "Nel frattempo la scheda");
    has(&carla, "Gino");
    assert_eq!(member(&carla, "anna").staff.name, "Anna Brambilla Uno");
}

#[test]
fn every_form_that_two_have_open_is_chosen_field_by_field() {
    for (script, label) in [
        ("g63<enter>", "Nome"),
        ("g64<enter>", "Nome in inglese"),
        ("g65<enter>", "Orario"),
        ("g671<enter><enter>", "Fonte"),
        ("g68<enter>", "Indirizzo"),
    ] {
        let mut carla = desk().login("carla").watching().open();
        prepare(&mut carla);
        let mut bruno = desk().login("bruno").beside(&carla).open();
        for desk in [&mut carla, &mut bruno] {
            desk.keys(script);
        }
        let (theirs, mine) = match label {
            "Orario" => ("10-13", "9-12"),
            _ => ("Prova di Bruno", "Prova di Carla"),
        };
        write(&mut bruno, label, theirs);
        save(&mut bruno);
        write(&mut carla, label, mine);
        save(&mut carla);
        has(&carla, "Nel frattempo la scheda");
        has(&carla, "1 Bruno");
        carla.keys("2");
        save(&mut carla);
        lacks(&carla, "Nel frattempo la scheda");
        lacks(&carla, "(errore)");
    }
}

/// A window of the week and a value of today, so that there is something to change in every part; and
/// somebody else of the same office who may change it.
fn prepare(carla: &mut Desk) {
    let (who, bruno) = (
        carla.store().who("carla").unwrap().unwrap(),
        member(carla, "bruno"),
    );
    let too = ChangeStaff {
        roles: Some(vec![Role::Coordination]),
        ..ChangeStaff::of(bruno.staff.id)
    };
    let id = sportello::domain::ids::ActId(ulid::Ulid::generate());
    carla.store().act_now(&who, id, carla.now(), too).unwrap();
    carla.keys("g65n2");
    write(carla, "Orario", "9-13");
    go(carla, "Per chi");
    carla.keys("3");
    saved(carla, "Fascia salvata.");
    carla.keys("071n");
    write(carla, "Valore", "20");
    write(carla, "Fonte", "prova");
    saved(carla, "Valore salvato.");
    carla.keys("00g1");
}

// Desks and services ------------------------------------------------------------------------------------

#[test]
fn a_desk_is_added_named_anew_closed_and_opened_again() {
    let mut carla = part(3);
    carla.keys("n");
    write(&mut carla, "Nome", "Sportello 2");
    go(&mut carla, "Tipo");
    carla.keys("1");
    save(&mut carla);
    assert_eq!(
        carla.message(),
        "Il nome Sportello 2 c'è già. Scrivine un altro."
    );
    write(&mut carla, "Nome", "Sportello 9");
    saved(&mut carla, "Postazione creata.");
    while !carla.cursor_row().contains("Sportello 9") {
        carla.keys("<down>");
    }
    carla.keys("<enter>");
    write(&mut carla, "Nome", "Ingresso");
    saved(&mut carla, "Postazione aggiornata.");
    carla.keys("d2");
    assert_eq!(carla.message(), "Postazione chiusa.");
    has(&carla, "chiusa dal 23/11/2026");
    carla.keys("v");
    assert_eq!(carla.message(), "Postazione riaperta.");
}

#[test]
fn a_service_is_written_with_checked_fields_and_ended() {
    let mut carla = part(4);
    carla.keys("n");
    write(&mut carla, "Codice", "CV");
    write(&mut carla, "Nome in italiano", "Aiuto con il curriculum");
    write(&mut carla, "Nome in inglese", "Help with the CV");
    go(&mut carla, "Livello");
    carla.keys("1");
    write(&mut carla, "Durata in minuti", "tanti");
    go(&mut carla, "Senza appuntamento");
    carla.keys("1");
    go(&mut carla, "Serve la scheda");
    carla.keys("2");
    save(&mut carla);
    has(&carla, "Durata in minuti (errore)");
    write(&mut carla, "Durata in minuti", "30");
    saved(&mut carla, "Servizio creato.");
    while !carla.cursor_row().contains("Aiuto con il curriculum") {
        carla.keys("<down>");
    }
    carla.keys("d2");
    assert_eq!(
        carla.message(),
        "Servizio terminato: oggi è l'ultimo giorno."
    );
    has(&carla, "fino al 23/11/2026");
}

// Hours and days ----------------------------------------------------------------------------------------

#[test]
fn the_week_is_kept_window_by_window() {
    let mut carla = part(5);
    has(&carla, "08:00-18:00");
    carla.keys("n");
    carla.keys("6");
    write(&mut carla, "Orario", "9-13 14-17");
    carla.keys("<tab>");
    has(&carla, "un solo orario");
    write(&mut carla, "Orario", "9-13");
    go(&mut carla, "Per chi");
    carla.keys("3");
    saved(&mut carla, "Fascia salvata.");
    has(&carla, "Sabato");
    has(&carla, "09:00-13:00");
    carla.keys("6");
    write(&mut carla, "Orario", "10-13");
    saved(&mut carla, "Fascia aggiornata.");
    carla.keys("d2");
    assert_eq!(carla.message(), "Fascia tolta.");
    carla.keys("u05");
    has(&carla, "10:00-13:00");
}

#[test]
fn days_are_closed_opened_and_taken_back_and_the_patron_is_told() {
    let mut carla = part(6);
    has(&carla, "Sant'Ambrogio, lunedì 7 dicembre");
    carla.keys("n1");
    write(&mut carla, "Dal", "24/12/2026");
    write(&mut carla, "Fino al", "20/12/2026");
    carla.keys("<tab>");
    has(&carla, "prima dell'inizio");
    write(&mut carla, "Fino al", "24/12/2026");
    write(&mut carla, "Motivo", "Vigilia");
    saved(&mut carla, "Chiusura salvata.");
    has(&carla, "Giovedì 24/12/2026");
    carla.keys("n2");
    write(&mut carla, "Dal", "7/12/2026");
    write(&mut carla, "Orario", "9-12");
    go(&mut carla, "Per chi");
    carla.keys("1");
    write(&mut carla, "Motivo", "Giornata aperta");
    saved(&mut carla, "Apertura straordinaria salvata.");
    has(&carla, "aperto 09:00-12:00");
    carla.keys("d2");
    assert_eq!(
        carla.message(),
        "Il giorno segue di nuovo gli orari normali."
    );
    carla.keys("n3");
    write(&mut carla, "Anno", "2031");
    save(&mut carla);
    assert!(
        carla.message().ends_with("festività aggiunte."),
        "{}",
        carla.message()
    );
}

// Dated values ------------------------------------------------------------------------------------------

#[test]
fn a_dated_value_is_set_from_a_day_on_and_the_past_stays() {
    let mut carla = part(7);
    carla.keys("1");
    has(&carla, "Attesa normale");
    has(&carla, "30 minuti");
    carla.keys("<enter>");
    has(&carla, "in vigore");
    carla.keys("n");
    write(&mut carla, "Valore", "molti");
    carla.keys("<tab>");
    has(&carla, "numero intero");
    write(&mut carla, "Valore", "20");
    write(&mut carla, "Dal", "1/1/2026");
    carla.keys("<tab>");
    has(&carla, "Il passato non si cambia");
    write(&mut carla, "Dal", "1/1/2027");
    write(&mut carla, "Fonte", "delibera di prova");
    saved(&mut carla, "Valore salvato.");
    has(&carla, "in arrivo");
    has(&carla, "delibera di prova");
    let who = carla.store().who("carla").unwrap().unwrap();
    let on = |day: &str| {
        let param = Param {
            key: ParamKey::StandardMinutes,
            on: day.parse().unwrap(),
        };
        let found = carla.store().read_now(&who, carla.now(), param);
        found.unwrap()
    };
    assert_eq!(
        (on("2026-12-31"), on("2027-01-01")),
        ("30".into(), "20".into())
    );
}

// Offices -----------------------------------------------------------------------------------------------

#[test]
fn an_office_is_added_changed_and_takes_passwords_after_a_question() {
    let mut carla = part(8);
    carla.keys("n");
    write(&mut carla, "Nome", "Sede di prova");
    go(&mut carla, "Comune");
    carla.keys("monza<enter>");
    saved(&mut carla, "Sede creata.");
    has(&carla, "Monza");
    has(&carla, "solo chiavi");
    carla.keys("v2");
    assert_eq!(
        carla.message(),
        "Ora in questa sede le password sono permesse."
    );
    has(&carla, "anche password");
}

// Drafts and faces --------------------------------------------------------------------------------------

#[test]
fn a_half_written_form_comes_back_from_the_list_of_drafts() {
    let mut carla = part(3);
    carla.keys("n");
    write(&mut carla, "Nome", "Sportello a met");
    carla.pass(Duration::from_secs(2));
    let (path, folder) = carla.close();
    let mut again = desk().login("carla").office(&path).open();
    again.keys("l");
    has(&again, "Nuova postazione");
    again.keys("1");
    has(&again, "Sportello a met");
    drop(folder);
}

/// Whoever reads or thinks presses no key: what could not be kept is tried again by itself, and said once.
#[test]
fn a_draft_that_could_not_be_kept_is_said_once_and_tried_again_until_it_is() {
    let mut anna = desk().open();
    anna.keys("i<down>Zanzi");
    let scratch = rusqlite::Connection::open(anna.store().scratch().path()).unwrap();
    let refuse = |why: &str| {
        let refusing = format!(
            "DROP TRIGGER IF EXISTS refuse; CREATE TRIGGER refuse BEFORE INSERT ON draft
             BEGIN SELECT RAISE(ABORT, '{why}'); END"
        );
        scratch.execute_batch(&refusing).unwrap();
    };
    let kept = || -> String {
        let of_all = "SELECT coalesce(max(payload), '') FROM draft";
        scratch.query_row(of_all, [], |row| row.get(0)).unwrap()
    };
    refuse("at first");
    anna.pass(Duration::from_secs(1));
    anna.next_event();
    assert!(anna.message().ends_with("at first"), "{}", anna.screen());
    refuse("again");
    anna.pass(Duration::from_secs(5));
    anna.next_event();
    assert!(anna.message().ends_with("at first"), "{}", anna.screen());
    // More is typed: that it is not kept either is news.
    anna.keys("b");
    anna.pass(Duration::from_secs(1));
    anna.next_event();
    assert!(anna.message().ends_with("again"), "{}", anna.screen());
    assert!(!kept().contains("Zanzib"), "{}", kept());
    scratch.execute_batch("DROP TRIGGER refuse").unwrap();
    anna.pass(Duration::from_secs(5));
    anna.store().scratch().flush().unwrap();
    assert!(kept().contains("Zanzib"), "{}", kept());
    anna.keys("arri");
    anna.pass(Duration::from_secs(1));
    anna.store().scratch().flush().unwrap();
    assert!(kept().contains("Zanzibarri"), "{}", kept());
}

#[test]
fn small_wide_and_english_lose_nothing() {
    for size in [(40, 12), (160, 50)] {
        for (lang, menu) in [
            (Lang::It, "Sede e impostazioni"),
            (Lang::En, "Office and settings"),
        ] {
            for number in 2..=8 {
                let mut carla = desk().login("carla").size(size.0, size.1).lang(lang).open();
                carla.keys("g");
                while !carla.cursor_row().contains(menu) {
                    carla.keys("<down>");
                }
                carla.keys("<enter>");
                carla.keys(&"<down>".repeat(number - 1));
                // What holds from a day on has a page of its own.
                carla.keys(if number == 7 { "<enter>1" } else { "<enter>" });
                let list = carla.screen();
                carla.keys("n");
                assert_ne!(carla.screen(), list);
                carla.keys("<esc>");
                assert_eq!(carla.screen().lines().next(), list.lines().next());
            }
        }
    }
}

#[test]
fn a_desk_is_added_and_a_language_chosen_line_by_line() {
    let mut carla = desk().login("carla").linear().open();
    for line in ["g", "6", "3", "n"] {
        carla.line(line);
    }
    until(&mut carla, "", "Nome");
    carla.line("Sportello parlato");
    carla.line("1");
    until(&mut carla, "", "Postazione creata.");
    for line in ["0", "1", "1", "2"] {
        carla.line(line);
    }
    assert!(
        carla.said().contains("Saved: it holds at once"),
        "{}",
        carla.said()
    );
    carla.line("");
    carla.line("g");
    assert!(carla.said().contains("Reception"), "{}", carla.said());
}
