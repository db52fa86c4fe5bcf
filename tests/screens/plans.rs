//! Plans at the desk: from a template to a signature, and an appointment from an action.

use sportello::domain::lang::Lang;

use crate::desk::{Desk, desk};

fn has(desk: &Desk, text: &str) {
    assert!(desk.screen().contains(text), "{text} in\n{}", desk.screen());
}

/// The draft of a plan from the first template, for a person without one.
fn draft() -> Desk {
    let mut desk = desk().open();
    desk.keys("tabate mat<enter>");
    to(&mut desk, "Informativa");
    desk.keys("<enter>2");
    assert_eq!(desk.message(), "Informativa segnata.");
    to(&mut desk, "Percorso");
    desk.keys("1n1");
    has(&desk, "Percorso di ABATE Matteo: NEET");
    desk
}

/// Goes down to a row.
fn to(desk: &mut Desk, text: &str) {
    desk.keys("<home>");
    for _ in 0..60 {
        if desk.cursor_row().contains(text) {
            return;
        }
        desk.keys("<down>");
    }
    panic!("no row {text} in\n{}", desk.screen());
}

#[test]
fn a_template_fills_goals_and_actions_with_hours_and_days() {
    let desk = draft();
    for text in [
        "bozza",
        "23/11/2026 - 22/05/2027",
        "Trovare un primo lavoro",
        "obiettivo",
        "Orientamento e ricerca",
        "14/12/2026",
        "ente in rete",
        "58 h",
    ] {
        has(&desk, text);
    }
}

#[test]
fn a_plan_is_changed_proposed_and_signed_within_its_keys() {
    let mut desk = draft();
    // The first goal gets a word more, the first action other hours.
    desk.keys("<enter> vicino a casa<ctrl-s>");
    assert_eq!(desk.message(), "Obiettivo salvato.");
    desk.keys("<down><enter><tab><backspace>6<ctrl-s>");
    assert_eq!(desk.message(), "Azione salvata.");
    has(&desk, "6 h");
    desk.keys("v");
    assert_eq!(desk.message(), "Percorso proposto: ABATE Matteo.");
    assert!(desk.cursor_row().contains("Firma del percorso"));
    desk.keys("<enter><enter><enter><enter>");
    assert_eq!(desk.message(), "Percorso firmato: ABATE Matteo.");
    has(&desk, "23/11/2026, su carta");
    assert!(desk.cursor_row().contains("Avvia il percorso"));
    desk.keys("<enter>");
    has(&desk, "attivo");
}

#[test]
fn an_action_is_booked_and_tied_to_its_appointment() {
    let mut desk = draft();
    desk.keys("v<enter><enter><enter><enter><enter>");
    has(&desk, "attivo");
    to(&mut desk, "Orientamento e ricerca");
    desk.keys("<enter><enter><enter><enter>");
    assert!(
        desk.message().starts_with("Fissato: ABATE Matteo"),
        "{}",
        desk.screen()
    );
    // Back on the plan, from whose row the appointment is a key away.
    has(&desk, "prenotata");
    assert!(
        desk.screen().contains("Percorso di ABATE Matteo"),
        "{}",
        desk.screen()
    );
    desk.keys("g4");
    has(&desk, "prenotata");
}

#[test]
fn hours_over_the_cap_are_told_with_its_source_and_day() {
    let mut desk = draft();
    to(&mut desk, "Programma e periodo");
    desk.keys("<enter>gol<enter><ctrl-s>");
    has(&desk, "58 h di 150 h");
    to(&mut desk, "Formazione");
    desk.keys("<enter><tab><backspace><backspace>200<ctrl-s>");
    has(&desk, "Sono previste 218 h");
    desk.keys("v");
    let said = desk.screen().replace('\n', " ");
    for text in ["150 h", "01/01/2022", "da confermare con il bando"] {
        assert!(said.contains(text), "{text} in\n{}", desk.screen());
    }
    has(&desk, "bozza");
}

#[test]
fn a_row_is_added_and_taken_off() {
    let mut desk = draft();
    desk.keys("n2trovare casa<ctrl-s>");
    assert_eq!(desk.message(), "Obiettivo salvato.");
    to(&mut desk, "trovare casa");
    desk.keys("d2");
    assert_eq!(desk.message(), "Obiettivo tolto.");
    assert!(!desk.screen().contains("trovare casa"));
    desk.keys("n2<enter><ctrl-s>");
    has(&desk, "Manca l'obiettivo");
}

#[test]
fn the_page_is_plain_text_of_eighty_columns() {
    let mut desk = draft();
    to(&mut desk, "Pagina da stampare");
    desk.keys("<enter>");
    for text in [
        "Percorso personalizzato",
        "1. Trovare un primo lavoro o un tirocinio",
        "- Orientamento e ricerca attiva",
    ] {
        has(&desk, text);
    }
}

#[test]
fn who_has_an_open_plan_gets_no_second_one() {
    let mut desk = draft();
    desk.keys("0n");
    assert_eq!(
        desk.message(),
        "ABATE Matteo ha già un percorso aperto: NEET. Invio lo apre."
    );
    desk.keys("<enter>");
    has(&desk, "Percorso di ABATE Matteo: NEET");
}

#[test]
fn without_a_person_the_caseload_is_listed_and_small_screens_lose_nothing() {
    let mut desk = desk().size(40, 12).lang(Lang::En).open();
    desk.keys("g4");
    has(&desk, "Plans that you follow");
    desk.keys("<enter>");
    has(&desk, "Plan of");
}

#[test]
fn from_the_caseload_too_nobody_chooses_a_template_for_a_second_plan() {
    let mut desk = draft();
    desk.keys("0");
    // One's own plans, while the person stays in hand.
    to_caseload(&mut desk);
    desk.keys("n");
    assert_eq!(
        desk.message(),
        "ABATE Matteo ha già un percorso aperto: NEET. Invio lo apre."
    );
    desk.keys("<enter>");
    has(&desk, "Percorso di ABATE Matteo: NEET");
}

fn to_caseload(desk: &mut Desk) {
    desk.keys(".tuoi percorsi<enter>");
    has(desk, "Percorsi che segui");
}

#[test]
fn the_draft_of_a_goal_that_is_gone_offers_its_text() {
    let mut desk = draft();
    desk.keys("n2trovare casa<ctrl-s>");
    to(&mut desk, "trovare casa");
    desk.keys("<enter> a Monza")
        .pass(std::time::Duration::from_secs(2));
    desk.keys("<esc>");
    to(&mut desk, "trovare casa");
    desk.keys("d2");
    assert_eq!(desk.message(), "Obiettivo tolto.");
    desk.keys("l");
    to(&mut desk, "Bozza");
    desk.keys("<enter>");
    has(&desk, "Questo obiettivo non c'è più");
    has(&desk, "trovare casa a Monza");
    desk.keys("1");
    assert!(desk.cursor_row().contains("trovare casa a Monza"));
    desk.keys("<ctrl-s>");
    assert_eq!(desk.message(), "Obiettivo salvato.");
    has(&desk, "trovare casa a Monza");
}

#[test]
fn an_appointment_booked_from_a_plan_is_with_who_follows_it_and_leads_back_to_it() {
    let mut desk = crate::desk::desk().open();
    crate::main_job::with_a_signed_plan(&mut desk);
    desk.keys("2");
    assert!(
        desk.screen().contains("Prenota un appuntamento"),
        "{}",
        desk.screen()
    );
    let plan = "Percorso di BALLARINI Noemi";
    desk.keys("1");
    assert!(
        desk.cursor_row().contains("Anna Brambilla"),
        "{}",
        desk.screen()
    );
    desk.keys("<enter><enter>");
    assert!(
        desk.message().starts_with("Fissato: BALLARINI Noemi"),
        "{}",
        desk.screen()
    );
    assert!(desk.screen().contains(plan), "{}", desk.screen());
    assert!(desk.screen().contains("prenotata"), "{}", desk.screen());
    // Where there is nothing of ours to book, it is said why.
    while !desk.cursor_row().contains("la persona") && !desk.cursor_row().contains("ente") {
        let row = desk.cursor_row();
        desk.keys("<down>");
        assert_ne!(desk.cursor_row(), row, "{}", desk.screen());
    }
    desk.keys("a");
    assert!(
        desk.message().contains("Di questa azione si occupa")
            || desk.message().contains("L'azione ora è"),
        "{}",
        desk.screen()
    );
}
