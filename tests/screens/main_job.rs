//! The main job: somebody who is not on file comes in, and leaves with a plan, an appointment and a vacancy.
//! The same on the screen and on the linear face, and all of it is there when the desk is opened again.

use sportello::domain::lang::Lang;
use sportello::store::journal::{History, Of};
use sportello::store::search::FindPeople;

use crate::desk::{Desk, desk};

/// What the screen must show now.
fn sees(desk: &Desk, text: &str) {
    assert!(
        desk.screen().contains(text),
        "{text:?} is not on the screen:\n{}",
        desk.screen()
    );
}

#[test]
fn from_the_door_to_a_vacancy_on_the_screen() {
    let mut desk = desk().open();
    // A ticket for a person who is not on file; the most urgent, so that it is the next one.
    desk.keys("nBallarini Noemi<enter>11<enter>");
    sees(&desk, "è la prossima persona");
    desk.keys("c");
    sees(&desk, "chiamata");
    desk.keys("s");
    sees(&desk, "in servizio");
    // Quick intake: a wrong check letter is said at the field, the right code fills in three others.
    desk.keys("<enter>BLLNMO04E55F205A<down>");
    sees(&desk, "Codice fiscale (errore)");
    sees(&desk, "L'ultima lettera dovrebbe essere L");
    desk.keys("<up><end><backspace>L<down>");
    sees(&desk, "15/05/2004, Milano (MI), femmina");
    desk.keys("Ballarini<down>Noemi<down><down><down>3990001122<down>sest<enter>16m<down>3");
    desk.keys("1<enter>11<enter>");
    sees(&desk, "Scheda salvata: BALLARINI Noemi");
    // A plan from the NEET template: two goals, three actions; proposed and signed today.
    desk.keys("1n1");
    sees(&desk, "Percorso di BALLARINI Noemi: NEET");
    sees(&desk, "bozza");
    desk.keys("v");
    sees(&desk, "proposto");
    desk.keys("v<enter><enter><enter>");
    sees(&desk, "sottoscritto");
    // The first free orientation slot, booked from the plan's action.
    desk.keys("2");
    sees(&desk, "Prenota un appuntamento");
    desk.keys("1<enter><enter>");
    sees(&desk, "Fissato: BALLARINI Noemi");
    // Work for the person in hand: a ranked list with reasons; one is proposed with consent.
    desk.keys("m");
    sees(&desk, "offerte confrontate");
    desk.keys("<enter>");
    sees(&desk, "punti");
    desk.keys("k1");
    sees(&desk, "consenso dato");
    // Back at reception the contact ends.
    desk.keys("g1e1");
    sees(&desk, "Coda di oggi");
    desk.keys("q");
    assert!(desk.is_over());
    told(&desk);
    again(desk);
}

/// All of it stands in the person's history, with who and when.
fn told(desk: &Desk) {
    let staff = desk.store().who("anna").unwrap().unwrap();
    let hits = desk
        .store()
        .read_now(
            &staff,
            desk.now(),
            FindPeople {
                words: "ballarini noemi".into(),
                limit: 5,
            },
        )
        .unwrap();
    assert_eq!(hits.len(), 1, "{hits:?}");
    let history = History {
        of: Of::Person(hits[0].id),
        before: None,
        limit: 50,
    };
    let history = desk.store().read_now(&staff, desk.now(), history).unwrap();
    let names: Vec<&str> = history.iter().map(|entry| entry.name.as_str()).collect();
    for name in [
        // Given before anybody knew whose it was.
        "ticket.issue",
        "ticket.call_next",
        "ticket.serve",
        "intake.save",
        "plan.draft",
        "plan.propose",
        "plan.sign",
        "appointment.book",
        "application.propose",
        "application.consent",
        "ticket.finish",
    ] {
        assert!(
            names.contains(&name),
            "{name} is not in the history: {names:?}"
        );
    }
    assert!(
        history.iter().all(|entry| entry.staff == "Anna Brambilla"),
        "somebody else acted"
    );
}

/// The desk opened again shows it.
fn again(closed: Desk) {
    let (office, _folder) = closed.close();
    let mut desk = desk().office(&office).at("2026-11-23T09:30:00").open();
    desk.keys("tballarini<enter>");
    sees(&desk, "BALLARINI Noemi");
    desk.keys("5");
    sees(&desk, "Anna Brambilla");
}

/// Answers the linear face line by line.
fn says(desk: &mut Desk, line: &str, expected: &str) {
    desk.line(line);
    assert!(
        desk.said().contains(expected),
        "after {line:?} {expected:?} is not said:\n{}",
        desk.said()
    );
    assert!(!desk.said().contains('\u{1b}'), "an escape byte was said");
}

#[test]
fn from_the_door_to_a_vacancy_line_by_line() {
    let mut desk = desk().linear().open();
    assert!(desk.said().contains("Coda di oggi"), "{}", desk.said());
    says(&mut desk, "n", "Persona");
    for (line, expected) in [
        ("Ballarini Noemi", "non in archivio"),
        ("1", "Servizio"),
        ("1", "Precedenza"),
        ("1", "Dai il biglietto"),
        ("", "è la prossima persona"),
        ("c", "chiamata"),
        ("s", "in servizio"),
        ("i", "Codice fiscale"),
        ("BLLNMO04E55F205A", "L'ultima lettera dovrebbe essere L"),
        (":1", "Codice fiscale"),
        ("BLLNMO04E55F205L", "Cognome"),
        ("Ballarini", "Nome"),
        ("Noemi", "Data di nascita (ora 15/05/2004)"),
        ("", "Luogo di nascita (ora Milano)"),
        ("", "Telefono"),
        ("3990001122", "Comune di residenza"),
        ("sest", "1. Sesto San Giovanni"),
        ("1", "Stato occupazionale"),
        ("1", "Da quando"),
        ("6m", "Titolo di studio"),
        ("3", "Documenti visti"),
        ("1", "Informativa data"),
        ("1", "Motivo della visita"),
        ("1", "Salva"),
        ("", "Scheda salvata: BALLARINI Noemi"),
        ("1", "Nessun percorso"),
        ("n", "NEET"),
        ("1", "Bozza del percorso pronta"),
        ("v", "Percorso proposto"),
        ("v", "Data della firma"),
        ("", "Come"),
        ("", "Firma"),
        ("", "Percorso firmato"),
        ("2", "Prenota un appuntamento"),
        ("1", "Orari liberi"),
        ("1", "Prenota in sede"),
        ("1", "Fissato: BALLARINI Noemi"),
        ("m", "offerte confrontate"),
        ("1", "punti"),
        ("k", "Leggi ad alta voce"),
        ("1", "consenso dato"),
        ("g", "Accoglienza"),
        ("1", "E ora, BALLARINI Noemi?"),
        ("e", "1."),
        ("1", "Coda di oggi"),
    ] {
        // A field that holds what was typed is left by the next line; a wrong one is asked again.
        says(&mut desk, line, expected);
    }
    desk.line("q");
    assert!(desk.is_over());
    told(&desk);
}

#[test]
fn the_first_screens_speak_english_too() {
    let mut desk = desk().lang(Lang::En).open();
    sees(&desk, "Today's queue");
    desk.keys("nBallarini Noemi<enter>11<enter>cs<enter>BLLNMO04E55F205A<down>");
    sees(&desk, "(error)");
}
