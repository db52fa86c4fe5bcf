//! That there is more than is seen, the way out of a form by plain keys, and what stands beside a list.

use sportello::domain::lang::Lang;
use sportello::panes::PANES;
use sportello::ui::view::FocusRole;

use crate::desk::{Desk, desk};
use crate::steps::{go, has, write};

/// Forms, and how one comes to them.
const FORMS: &[&str] = &["n", "cxcs<enter>", "g2n", "g3n", "g5f", "g5j", "t", "."];

#[test]
fn a_form_names_the_way_out_by_plain_keys_and_it_leads_out() {
    for (lang, way) in [(Lang::It, "in fondo 0"), (Lang::En, "at the end 0")] {
        for (columns, rows) in [(80, 24), (40, 12), (160, 50)] {
            for keys in FORMS {
                let mut desk = desk().lang(lang).size(columns, rows).open();
                desk.walk(keys);
                let screen = desk.screen();
                assert!(screen.contains(way), "{keys}\n{screen}");
                let title = |desk: &Desk| desk.screen().lines().next().map(str::to_owned);
                let form = title(&desk);
                for _ in 0..60 {
                    let focus = desk.session().focus().expect("a focus");
                    if focus.role == FocusRole::Button {
                        break;
                    }
                    desk.keys("<tab>");
                }
                desk.keys("0");
                let role = desk.session().focus().expect("a focus").role;
                let out = title(&desk) != form || role != FocusRole::Button;
                assert!(out, "{keys}\n{}", desk.screen());
            }
        }
    }
}

#[test]
fn the_row_that_saves_and_what_is_missing_are_seen_with_three_errors() {
    let mut desk = desk().open();
    desk.keys("cxcs<enter>");
    for (label, wrong) in [
        ("Codice fiscale", "RSSMRA80A01F205Y"),
        ("Data di nascita", "99/99/99"),
        ("Da quando", "99/99"),
    ] {
        write(&mut desk, label, wrong);
        desk.keys("<tab>");
    }
    go(&mut desk, "Motivo della visita");
    let screen = desk.screen();
    assert_eq!(screen.matches("(errore)").count(), 3, "{screen}");
    assert!(screen.contains("\n  Salva"), "{screen}");
    // What is missing stands there, or there is a word that more is below.
    for _ in 0..20 {
        if desk.screen().contains("motivo della visita.") {
            break;
        }
        assert!(desk.screen().contains("↓"), "{}", desk.screen());
        desk.keys("<down>");
    }
    assert!(
        desk.screen().contains("motivo della visita."),
        "{}",
        desk.screen()
    );
}

#[test]
fn what_goes_on_above_or_below_is_said_and_what_does_not_is_not() {
    for (columns, rows) in [(80, 24), (40, 12), (160, 30)] {
        for (reader, below, above, both) in [
            (false, "↓ altro", "↑ altro", "↑↓ altro"),
            (
                true,
                "altre righe dopo",
                "altre righe prima",
                "altre righe prima e dopo",
            ),
        ] {
            let plan = desk().size(columns, rows);
            let mut desk = if reader { plan.reader() } else { plan }.open();
            desk.keys("g2<tab>");
            let said = |desk: &Desk, what: &str| {
                let screen = desk.screen();
                assert!(
                    screen
                        .lines()
                        .any(|row| row.split('│').any(|part| part.trim() == what)),
                    "{what}\n{screen}"
                );
                assert_eq!(
                    screen.contains('↓') || screen.contains('↑'),
                    !reader,
                    "{screen}"
                );
            };
            said(&desk, below);
            desk.keys("<pagedown><pagedown><pagedown>");
            said(&desk, both);
            for _ in 0..60 {
                desk.keys("<pagedown>");
            }
            said(&desk, above);
            desk.keys("g");
            assert!(!desk.screen().contains(" altr"), "{}", desk.screen());
        }
    }
}

/// The columns beside the list, from the rule on.
fn beside(desk: &Desk) -> String {
    let screen = desk.screen();
    let rows = screen.lines().filter_map(|row| row.rsplit_once('│'));
    rows.map(|(_, right)| right.trim())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn from_120_columns_the_row_in_focus_is_explained_beside_the_list() {
    for (keys, said) in [
        ("", "Biglietto"),
        ("g2<tab>", "Codice fiscale"),
        ("g3", "Colleghi alla stessa ora"),
        ("g4", "Periodo"),
        ("g5", "Azienda"),
        ("tabate mat<enter>m", "Azienda"),
    ] {
        for (columns, rows) in [(120, 40), (160, 50), (240, 80)] {
            let mut desk = desk().size(columns, rows).open();
            desk.keys(keys);
            let first = beside(&desk);
            assert!(first.contains(said), "{keys}\n{}", desk.screen());
            let row = desk.cursor().1;
            desk.keys("<down>");
            assert_ne!(desk.cursor().1, row, "{keys}\n{}", desk.screen());
            assert_ne!(beside(&desk), first, "{keys}\n{}", desk.screen());
            desk.keys("<up>");
            assert_eq!(beside(&desk), first, "{keys}\n{}", desk.screen());
        }
        for plan in [desk().size(119, 40), desk().size(160, 50).reader()] {
            let mut desk = plan.open();
            desk.keys(keys);
            assert!(!desk.screen().contains('│'), "{keys}\n{}", desk.screen());
        }
    }
}

#[test]
fn a_move_beside_facts_is_some_hundred_bytes() {
    for pane in 1..=PANES.len() {
        let mut desk = desk().size(160, 50).open();
        desk.keys(&format!("g{pane}"));
        if desk.session().focus().expect("a focus").role == FocusRole::Field {
            desk.keys("<tab>");
        }
        let sent: Vec<usize> = (0..6)
            .map(|_| desk.keys("<down>").last_frame().len())
            .collect();
        println!("{pane}: {sent:?}");
        assert!(sent.iter().all(|sent| *sent <= 900), "{pane}: {sent:?}");
    }
}

#[test]
fn what_lasts_is_said_without_a_dash_and_a_bar_without_room_is_a_row_like_others() {
    let mut eyes = desk().size(40, 12).open();
    eyes.keys("g4<enter>");
    has(&eyes, "Ore erogate  0 h di 19 h 30");
    let mut heard = desk().linear().open();
    heard.line("g").line("4").line("1");
    let said = heard.said();
    assert!(said.contains("Ore erogate: 0"), "{said}");
    assert!(
        said.contains("Periodo: inizio 26 ottobre 2026, fine 24"),
        "{said}"
    );
    assert!(!said.contains(" - "), "{said}");
}
