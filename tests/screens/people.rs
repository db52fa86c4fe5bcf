//! People at the desk: finding, the record, the form, the history, the diary.

use sportello::domain::lang::Lang;

use crate::desk::{Desk, desk};
use crate::steps::write;

fn has(desk: &Desk, text: &str) {
    assert!(desk.screen().contains(text), "{text} in\n{}", desk.screen());
}

/// A desk with the record of one person open.
fn record() -> Desk {
    let mut desk = desk().open();
    desk.keys("tabate mat<enter>");
    has(&desk, "ABATE Matteo");
    desk
}

/// Goes down to a row.
fn go_to(desk: &mut Desk, text: &str) {
    desk.keys("<home>");
    for _ in 0..40 {
        if desk.cursor_row().contains(text) {
            return;
        }
        desk.keys("<down>");
    }
    panic!("no row {text} in\n{}", desk.screen());
}

/// Goes down to the last row of the form and saves.
fn save(desk: &mut Desk) {
    while !desk.cursor_row().contains("Salva") {
        desk.keys("<tab>");
    }
    desk.keys("<enter>");
}

#[test]
fn letters_find_a_person_and_enter_opens_the_record() {
    let mut desk = desk().open();
    desk.keys("g");
    let number = desk.screen().lines().find_map(|line| {
        line.trim()
            .strip_suffix("Persone")
            .map(str::trim)
            .map(str::to_owned)
    });
    desk.keys(&number.expect("the pane is on the menu"));
    desk.keys("abate<down><enter>");
    has(&desk, "BTAMTT05C27E530M");
    has(&desk, "27/03/2005, 21 anni, Lentate sul Seveso (MI)");
    has(&desk, "Persona giovane: 21 anni di età");
}

/// Who asks for a programme that is over reads on the record that it is, in both languages and faces;
/// who was never meant by it reads nothing of it.
#[test]
fn a_group_whose_rule_is_over_reads_as_expired_with_its_last_day() {
    for (lang, line, spoken) in [
        (
            Lang::It,
            "DUL, fase 5: regola scaduta, ultimo giorno 30/04/2026",
            "30 aprile 2026",
        ),
        (
            Lang::En,
            "DUL, phase 5: rule expired, last day 30/04/2026",
            "30 April 2026",
        ),
    ] {
        let mut page = desk().lang(lang).open();
        page.keys("tbalan ion<enter>");
        has(&page, line);
        page.keys("tabate mat<enter>");
        assert!(!page.screen().contains("DUL"), "{}", page.screen());
        // Line by line the month is spoken.
        let line = line.replace("30/04/2026", spoken);
        let mut said = desk().lang(lang).linear().open();
        said.line("t").line("balan ion").line("");
        assert!(said.said().contains(&line), "{line} in\n{}", said.said());
    }
}

/// What each rule says with its reason; what is still to be asked is answered from the row, and the row says so.
#[test]
fn what_a_group_still_asks_is_answered_in_place() {
    for order in [false, true] {
        let mut desk = if order {
            desk().backwards().open()
        } else {
            desk().open()
        };
        desk.keys("tabate mat<enter>");
        go_to(&mut desk, "Gruppi di riferimento");
        desk.keys("<enter>");
        let row = |desk: &Desk, group: &str| {
            let screen = desk.screen();
            let found = screen.lines().find(|line| line.contains(group));
            found
                .unwrap_or_else(|| panic!("{group} in\n{screen}"))
                .to_owned()
        };
        assert!(row(&desk, "Persona giovane").contains("sì: 21 anni di età"));
        assert!(row(&desk, "Più di 50 anni").contains("no: 21 anni di età"));
        assert!(row(&desk, "DUL, fase 5").contains("regola scaduta, ultimo giorno 30/04/2026"));
        go_to(&mut desk, "NEET");
        assert!(desk.cursor_row().contains("da chiedere: frequenza"));
        desk.keys("<enter>");
        assert!(
            desk.cursor_row().contains("In questo periodo"),
            "{}",
            desk.cursor_row()
        );
        // Nothing of all this, and in the end something after all.
        desk.keys("5");
        save(&mut desk);
        assert_eq!(desk.message(), "Scheda aggiornata: ABATE Matteo.");
        assert!(row(&desk, "NEET").contains("sì: 21 anni"));
        // A list of the interview leads back here, and not to the interview.
        go_to(&mut desk, "NASpI");
        assert!(desk.cursor_row().contains("da chiedere"));
        desk.keys("<enter>");
        has(&desk, "Sussidi e indennità");
        desk.keys("2");
        desk.keys("0");
        has(&desk, "Gruppi di riferimento: ABATE Matteo");
        assert!(row(&desk, "NASpI").contains("no: indennità di disoccupazione: no"));
        assert!(!desk.screen().contains("da chiedere"), "{}", desk.screen());
        // A rule that is over asks nothing.
        go_to(&mut desk, "DUL");
        desk.keys("<enter>");
        assert!(desk.message().contains("scaduta"), "{}", desk.message());
    }
}

/// On every group of somebody of whom nothing is known yet, what is missing is asked where the row leads.
#[test]
fn every_unknown_of_every_group_leads_to_where_it_is_answered() {
    let mut desk = desk().size(160, 50).open();
    desk.keys("g2<tab>n<tab>NIEVO<tab>Ada<tab>");
    save(&mut desk);
    go_to(&mut desk, "Gruppi di riferimento");
    desk.keys("<enter>");
    let asked = desk.screen().matches("da chiedere").count();
    assert!(asked > 8, "{}", desk.screen());
    for row in 0..asked {
        desk.keys("<home>");
        desk.keys(&"<down>".repeat(row));
        assert!(
            desk.cursor_row().contains("da chiedere"),
            "{}",
            desk.cursor_row()
        );
        desk.keys("<enter>");
        assert!(
            !desk.screen().contains("Gruppi di riferimento:"),
            "{}",
            desk.screen()
        );
        desk.keys("<esc>");
        has(&desk, "Gruppi di riferimento:");
    }
}

/// Of who has no tax code the registry sex is asked in its own field, and the cursor stays on the group that asked.
#[test]
fn the_sex_of_who_has_no_tax_code_is_answered_too() {
    let mut desk = desk().size(160, 50).open();
    desk.keys("g2<tab>nSTP0301230000001<tab>NIEVO<tab>Ada<tab>");
    save(&mut desk);
    go_to(&mut desk, "Gruppi di riferimento");
    desk.keys("<enter>");
    go_to(&mut desk, "Donna che rientra al lavoro");
    assert!(
        desk.cursor_row().contains("da chiedere: sesso"),
        "{}",
        desk.cursor_row()
    );
    desk.keys("<enter>");
    assert!(
        desk.cursor_row().contains("Sesso anagrafico"),
        "{}",
        desk.screen()
    );
    desk.keys("2");
    save(&mut desk);
    let row = desk.cursor_row();
    assert!(
        row.contains("Donna che rientra al lavoro"),
        "{}",
        desk.screen()
    );
    assert!(!row.contains("sesso anagrafico"), "{row}");
}

/// The quick intake says so too, as soon as it is known who it is.
#[test]
fn a_rule_that_is_over_reads_as_expired_in_the_intake() {
    for (lang, line) in [
        (Lang::It, "DUL, fase 5: regola scaduta, ultimo giorno 30"),
        (Lang::En, "DUL, phase 5: rule expired, last day 30"),
    ] {
        let mut page = desk().lang(lang).open();
        page.keys("cxcs<enter>RSSMRA80A01F205X<tab>");
        has(&page, &format!("{line}/04/2026"));
        // Of a woman it never spoke.
        page.keys("<esc>cxcs<enter>RSSMRA80A41F205B<tab>");
        assert!(!page.screen().contains("DUL"), "{}", page.screen());
        let mut said = desk().lang(lang).linear().open();
        for answer in ["c", "x", "c", "s", "i", "RSSMRA80A01F205X"] {
            said.line(answer);
        }
        assert!(said.said().contains(line), "{line} in\n{}", said.said());
    }
}

/// An interview that is not finished runs out: who has it open finds it among what runs out, with its day, in both
/// faces, and goes from there to the person.
#[test]
fn interviews_that_run_out_stand_among_what_runs_out() {
    let mut page = desk().login("anna").open();
    page.keys("tabate mat<enter>v");
    page.keys("<end>");
    while !page.cursor_row().contains("Salva il colloquio") {
        page.keys("<up>");
    }
    page.keys("<enter>");
    assert!(page.message().contains("salvato"), "{}", page.message());
    page.keys("<end>0");
    // The ninety days that it has are nearly over.
    let later = "2027-01-18T09:00:00";
    let mut page = desk().login("anna").beside(&page).at(later).open();
    page.keys("g2<tab>y");
    let screen = page.screen();
    let mut rows = screen.lines().skip(1);
    let row = rows.find(|line| line.contains("ABATE Matteo"));
    let row = row.unwrap_or_else(|| panic!("{screen}")).to_owned();
    assert!(
        row.contains("Colloquio da completare") && row.contains("scade il 21/02/2027"),
        "{row}"
    );
    go_to(&mut page, "ABATE Matteo");
    page.keys("<enter>");
    has(&page, "Colloquio completo");
    let mut said = desk().login("anna").linear().beside(&page).at(later).open();
    for answer in ["g", "2", "", ":y", ""] {
        said.line(answer);
    }
    has_said(
        &said,
        "ABATE Matteo, Colloquio da completare, scade il 21 febbraio 2027",
    );
}

fn has_said(desk: &Desk, text: &str) {
    assert!(desk.said().contains(text), "{text} in\n{}", desk.said());
}

#[test]
fn a_change_is_in_the_history_with_who_and_from_what_to_what() {
    let mut desk = record();
    desk.keys("i<tab><tab><tab><tab><tab><tab><tab><tab>");
    assert!(
        desk.cursor_row().contains("Telefono"),
        "{}",
        desk.cursor_row()
    );
    for _ in 0..20 {
        desk.keys("<backspace>");
    }
    desk.keys("3991112223");
    save(&mut desk);
    assert_eq!(desk.message(), "Scheda aggiornata: ABATE Matteo.");
    desk.keys("5");
    has(&desk, "modifica della scheda");
    has(&desk, "Telefono: era 399 389 7595, ora");
    has(&desk, "Anna");
}

#[test]
fn a_note_is_written_into_the_diary() {
    let mut desk = record();
    desk.keys("nCerca un lavoro al mattino.<enter><enter>");
    while !desk.cursor_row().contains("Salva") {
        desk.keys("<down>");
    }
    desk.keys("<enter>");
    assert_eq!(desk.message(), "Nota salvata nel diario.");
    desk.keys("4");
    has(&desk, "Cerca un lavoro al mattino.");
}

#[test]
fn a_fact_opens_the_form_at_its_field() {
    let mut desk = record();
    go_to(&mut desk, "Codice fiscale");
    desk.keys("<enter>");
    has(&desk, "Modifica: ABATE Matteo");
    assert!(
        desk.cursor_row().contains("Codice fiscale"),
        "{}",
        desk.cursor_row()
    );
}

#[test]
fn the_record_speaks_english() {
    let mut desk = desk().lang(Lang::En).open();
    desk.keys("tabate mat<enter>");
    has(&desk, "Matching work");
    has(&desk, "21 years old");
}

#[test]
fn nought_leads_from_the_list_to_the_menu() {
    let mut desk = desk().open();
    desk.keys("g2abate<down>");
    has(&desk, "ABATE Matteo");
    // From the list to the field, from there to the menu.
    desk.keys("0");
    has(&desk, "Menu");
}

#[test]
fn an_archive_without_anybody_says_what_to_do_and_a_search_says_that_nobody_was_found() {
    let mut desk = desk().open();
    desk.keys("g2");
    has(&desk, "Vai all'elenco");
    desk.keys("zzzz");
    has(&desk, "Nessuna persona trovata. Prova con meno lettere");
}

#[test]
fn the_find_box_says_that_nobody_was_found() {
    let mut desk = desk().open();
    desk.keys("tzzzz<enter>");
    assert_eq!(
        desk.message(),
        "Nessuna persona trovata. Prova con meno lettere."
    );
}

#[test]
fn the_draft_of_a_note_names_its_person() {
    let mut desk = record();
    desk.keys("nCerca un lavoro")
        .pass(std::time::Duration::from_secs(2));
    let (path, _folder) = desk.close();
    let screen = crate::desk::desk().office(&path).open().screen();
    let rows: Vec<&str> = screen
        .lines()
        .skip_while(|line| !line.contains("Bozza"))
        .take(2)
        .collect();
    assert!(rows.join("\n").contains("ABATE Matteo"), "{screen}");
}

#[test]
fn a_number_that_nobody_can_be_called_by_is_said_at_the_field() {
    let mut anna = desk().open();
    anna.keys("tabate mat<enter>i");
    write(&mut anna, "Telefono", "114m");
    anna.keys("<tab>");
    has(&anna, "Telefono (errore):");
    write(&mut anna, "Telefono", "399 123 4567 (sorella)");
    anna.keys("<tab>");
    assert!(!anna.screen().contains("(errore)"), "{}", anna.screen());
}
