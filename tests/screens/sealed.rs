//! The unsealed screen, and papers with their last day: on the screen and line by line.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::desk::{Desk, desk};

fn to(desk: &mut Desk, text: &str) {
    for way in ["<down>", "<up>"] {
        for _ in 0..40 {
            if desk.cursor_row().contains(text) {
                return;
            }
            desk.keys(way);
        }
    }
    panic!("no row {text} in\n{}", desk.screen());
}

#[test]
fn sealed_facts_are_opened_for_a_reason_and_gone_when_the_screen_is_left() {
    let mut anna = desk().open();
    anna.keys("tabat<enter>");
    to(&mut anna, "Dati riservati");
    anna.keys("<enter>");
    assert!(anna.screen().contains("Perché apri i dati riservati?"));
    anna.keys("2");
    let open = anna.screen();
    assert!(open.contains("Dati riservati di ABATE Matteo"), "{open}");
    assert!(open.contains("registro di chi ha guardato"), "{open}");
    to(&mut anna, "Aggiungi");
    // Days the wrong way round are said at the second of them, and nothing is lost.
    anna.keys("<enter>inv<enter>60<tab>dopo un incidente<tab><tab>1/1/2020<tab>1/1/2019<ctrl-s>");
    let wrong = anna.screen();
    assert!(wrong.contains("Al (errore)"), "{wrong}");
    assert!(wrong.contains("La fine viene prima dell'inizio"), "{wrong}");
    assert!(wrong.contains("dopo un incidente"), "{wrong}");
    let clear = "<backspace>".repeat(12);
    anna.keys(&format!("{clear}<up>{clear}<ctrl-s>"));
    assert_eq!(anna.message(), "Dato riservato scritto.");
    let open = anna.screen();
    assert!(
        open.contains("Liste L. 68/99: sì, invalidità civile"),
        "{open}"
    );
    assert!(open.contains("60 per cento, dopo un incidente"), "{open}");
    // One that was written by mistake is taken away.
    to(&mut anna, "60 per cento, dopo");
    anna.keys("<enter>3");
    assert!(
        !anna.screen().contains("dopo un incidente"),
        "{}",
        anna.screen()
    );
    to(&mut anna, "Aggiungi");
    anna.keys("<enter>inv<enter>60<tab>dopo un incidente<ctrl-s>");
    // Another pane and back: the record, sealed.
    anna.keys("g1g2");
    let back = anna.screen();
    assert!(
        back.contains("ABATE Matteo") && !back.contains("incidente"),
        "{back}"
    );
    assert!(!back.contains("68/99"), "{back}");
}

/// All that the office keeps, by table.
fn kept(desk: &Desk) -> BTreeMap<String, Vec<Vec<Value>>> {
    let conn = Connection::open(desk.path()).unwrap();
    let tables = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'";
    let mut tables = conn.prepare(tables).unwrap();
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    tables
        .map(|table| {
            let table = table.unwrap();
            let mut all = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = all.column_count();
            let rows = all.query_map([], |row| (0..columns).map(|n| row.get(n)).collect());
            let rows = rows.unwrap().collect::<Result<_, _>>().unwrap();
            (table, rows)
        })
        .collect()
}

/// What the rules say of sealed facts is on the screen alone: opening it writes that somebody looked, and no more.
#[test]
fn what_the_rules_say_of_sealed_facts_is_kept_nowhere() {
    let mut anna = desk().open();
    anna.keys("tabat<enter>");
    to(&mut anna, "Dati riservati");
    anna.keys("<enter>2");
    to(&mut anna, "Aggiungi");
    anna.keys("<enter>inv<enter>60<ctrl-s><esc>");
    let before = kept(&anna);
    to(&mut anna, "Dati riservati");
    anna.keys("<enter>2");
    let open = anna.screen();
    assert!(
        open.contains("Liste L. 68/99: sì, invalidità civile"),
        "{open}"
    );
    anna.keys("<esc>9<esc>g1");
    let after = kept(&anna);
    let moved = before
        .iter()
        .filter(|(table, rows)| after[*table] != **rows);
    let moved: Vec<&String> = moved.map(|(table, _)| table).collect();
    assert_eq!(moved, ["access_log"]);
}

#[test]
fn a_paper_gets_its_last_day_and_is_on_the_list_of_those_that_run_out() {
    let mut anna = desk().open();
    anna.keys("tabat<enter>");
    to(&mut anna, "Documento visto");
    anna.keys("<enter>4");
    assert_eq!(anna.message(), "Documento segnato.");
    to(&mut anna, "Patente di guida");
    anna.keys("<enter>");
    assert!(
        anna.screen().contains("Patente di guida di ABATE Matteo"),
        "{}",
        anna.screen()
    );
    anna.keys("20/12/26<tab>MI123<ctrl-s>");
    to(&mut anna, "Patente di guida");
    assert!(
        anna.cursor_row().contains("scade il 20/12/2026"),
        "{}",
        anna.screen()
    );
    anna.keys("j<tab>y");
    let list = anna.screen();
    assert!(list.contains("In scadenza: 60 giorni"), "{list}");
    for _ in 0..40 {
        if anna.screen().contains("ABATE Matteo") {
            break;
        }
        anna.keys("<down>");
    }
    to(&mut anna, "ABATE Matteo");
    assert!(
        anna.cursor_row().contains("scade il 20/12/2026"),
        "{}",
        anna.screen()
    );
}

#[test]
fn line_by_line_the_reason_is_asked_first_and_each_fact_is_a_line() {
    let mut anna = desk().linear().open();
    anna.line("t").line("abat").line("1");
    // The rows of a record come ten at a time.
    let row = loop {
        let said = anna.said().to_owned();
        if let Some(line) = said.lines().find(|line| line.contains("Dati riservati")) {
            break line.split('.').next().unwrap().trim().to_owned();
        }
        anna.line("");
        assert_ne!(anna.said(), said, "{said}");
    };
    anna.line(&row);
    assert!(
        anna.said().contains("Perché apri i dati riservati?"),
        "{}",
        anna.said()
    );
    anna.line("2");
    assert!(
        anna.said().contains("Dati riservati di ABATE Matteo"),
        "{}",
        anna.said()
    );
    assert!(
        anna.said().contains("1. Aggiungi un dato riservato"),
        "{}",
        anna.said()
    );
    anna.line("0");
    assert!(
        !anna.said().contains("Aggiungi un dato riservato"),
        "{}",
        anna.said()
    );
}
