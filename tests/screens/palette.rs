//! The palette: found by any word for it, with its key, and a word where there is nothing.

use sportello::domain::lang::Lang;
use sportello::panes::PANES;
use sportello::ui::view::FocusRole;
use sportello::ui::words::Words;

use crate::desk::desk;

#[test]
fn every_command_and_every_room_is_found_by_its_name_in_both_languages_with_its_key() {
    let (italian, english) = (Words::new("it"), Words::new("en"));
    for (lang, own, other) in [
        (Lang::It, &italian, &english),
        (Lang::En, &english, &italian),
    ] {
        for pane in 1..=PANES.len() {
            let mut desk = desk().lang(lang).login("carla").open();
            desk.keys(&format!("g{pane}"));
            if desk
                .session()
                .focus()
                .is_some_and(|focus| focus.role == FocusRole::Field)
            {
                desk.keys("<tab>");
            }
            let app = desk.session().app();
            let mut wanted: Vec<_> = app
                .offered()
                .iter()
                .map(|command| (command.label, command.keys.first().map(char::to_string)))
                .collect();
            wanted.extend(
                app.menu()
                    .iter()
                    .enumerate()
                    .map(|(row, pane)| (PANES[*pane].title, Some(format!("g {}", row + 1)))),
            );
            for (label, key) in wanted {
                for words in [own, other] {
                    desk.keys(".");
                    desk.keys(&words.get(label).to_lowercase());
                    let screen = desk.screen();
                    let shown = own.get(label);
                    let found = screen.lines().any(|line| {
                        line.contains(&*shown)
                            && key.as_ref().is_none_or(|key| line.ends_with(key.as_str()))
                    });
                    assert!(found, "{shown} by {}\n{screen}", words.get(label));
                    desk.keys("<esc><esc>");
                }
            }
        }
    }
}

#[test]
fn everyday_words_lead_to_what_they_mean() {
    for (lang, typed, first) in [
        (Lang::It, "ricerca", "trova persona"),
        (Lang::It, "fila", "Accoglienza"),
        (Lang::It, "calendario", "appuntamento"),
        (Lang::It, "logout", "esci"),
        (Lang::It, "impost", "Sede e impostazioni"),
        (Lang::En, "quit", "leave"),
        (Lang::En, "coda", "Reception"),
        (Lang::En, "cerca pers", "find person"),
    ] {
        let mut desk = desk().lang(lang).open();
        desk.keys(".").keys(typed);
        let screen = desk.screen();
        let row = screen
            .lines()
            .find(|row| row.trim_start().starts_with("1 "));
        assert!(
            row.is_some_and(|row| row.contains(first)),
            "{typed}\n{screen}"
        );
    }
}

#[test]
fn where_nothing_answers_the_palette_says_so_and_keeps_what_was_typed() {
    for plan in [desk(), desk().reader(), desk().size(40, 12)] {
        let mut desk = plan.open();
        desk.keys(".qqq");
        assert!(
            desk.screen().contains("Nessun comando"),
            "{}",
            desk.screen()
        );
        desk.keys("<enter>");
        assert!(desk.cursor_row().contains("qqq"), "{}", desk.screen());
        assert!(
            desk.screen().contains("Nessun comando"),
            "{}",
            desk.screen()
        );
        desk.keys("<backspace><backspace><backspace>aiuto<enter>");
        assert!(
            desk.screen().contains("che cosa puoi fare"),
            "{}",
            desk.screen()
        );
    }
}

#[test]
fn a_room_that_is_chosen_is_gone_to() {
    let mut desk = desk().open();
    desk.keys(".agenda<enter>");
    assert!(
        desk.screen().trim_start().starts_with("Agenda"),
        "{}",
        desk.screen()
    );
}
