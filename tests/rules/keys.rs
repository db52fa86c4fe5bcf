//! The tables of commands, as they really are.

use std::fs;
use std::path::Path;

use sportello::app::commands::APP_COMMANDS;
use sportello::config::Config;
use sportello::panes::PANES;
use sportello::ui::command::{
    Command, Keymap, Layout, Letters, Overrides, Scoped, full_name, key_table,
};
use sportello::ui::words::Words;

const BEGIN: &str = "<!-- keys -->\n";
const END: &str = "<!-- /keys -->";

/// What each letter does, and the commands that do it: the one table of keys. A letter means the same in
/// every pane, or nothing.
const LETTERS: &[(char, &str, &[&str])] = &[
    (
        'n',
        "new, of the pane",
        &[
            "office.staff.new",
            "office.key.new",
            "office.absence.new",
            "office.desk.new",
            "office.service.new",
            "office.window.new",
            "office.day.new",
            "office.value.new",
            "office.office.new",
            "office.section.new",
            "reception.queue.new",
            "people.people.new",
            "people.people.note",
            "agenda.new",
            "plans.new",
            "plans.add",
            "vacancies.new",
            "quality.complaint",
        ],
    ),
    (
        'c',
        "call the next one; again: recall",
        &[
            "reception.queue.call",
            "reception.queue.recall",
            "reception.queue.end_and_call",
        ],
    ),
    (
        's',
        "serve: the person came; in the agenda and the outline: move",
        &["reception.queue.serve", "agenda.move", "office.section.up"],
    ),
    ('e', "end the contact", &["reception.queue.end"]),
    (
        'p',
        "park, resume",
        &[
            "reception.queue.park",
            "reception.queue.resume",
            "plans.suspend",
            "plans.resume",
            "vacancies.pause",
            "vacancies.resume",
        ],
    ),
    ('o', "on to another desk", &["reception.queue.forward"]),
    ('x', "absent", &["reception.queue.absent", "agenda.absent"]),
    (
        'a',
        "appointment for the person in hand",
        &["app.book", "plans.book"],
    ),
    (
        'm',
        "match: work for the person in hand, people for the vacancy",
        &["app.match", "vacancies.people"],
    ),
    ('k', "apply", &["vacancies.propose"]),
    ('g', "go: the menu of panes", &["app.go"]),
    ('t', "find a person", &["app.find"]),
    ('/', "find a person", &["app.find"]),
    ('h', "help", &["app.help"]),
    ('?', "help", &["app.help"]),
    ('.', "command palette", &["app.palette"]),
    (':', "command palette", &["app.palette"]),
    ('r', "repeat the last message", &["app.repeat"]),
    ('w', "where am I", &["app.where"]),
    ('u', "undo my last act", &["app.undo"]),
    ('l', "lists of the day", &["app.day"]),
    ('z', "privacy screen", &["app.privacy"]),
    ('q', "leave", &["app.quit"]),
    // Letters that the table of keys leaves free: one meaning each.
    (
        'd',
        "call off, take off",
        &[
            "office.desk.close",
            "office.service.end",
            "office.drop",
            "office.book.purge",
            "office.key.revoke",
            "office.staff.off",
            "office.section.leave",
            "agenda.cancel",
            "plans.drop",
            "plans.cancel",
            "vacancies.withdraw",
            "people.people.entry_remove",
        ],
    ),
    (
        'f',
        "look for something in this pane",
        &["agenda.calendar", "vacancies.search"],
    ),
    (
        'i',
        "fill in",
        &[
            "office.change",
            "reception.queue.intake",
            "people.people.edit",
            "quality.opinion",
            "vacancies.edit",
            "vacancies.answer",
        ],
    ),
    (
        'j',
        "another one, another view",
        &[
            "people.people.doubles",
            "people.people.other",
            "agenda.colleague",
            "plans.caseload",
            "plans.person",
            "vacancies.conditions",
        ],
    ),
    (
        'v',
        "on: the next step of what is in front",
        &[
            "office.desk.reopen",
            "office.staff.on",
            "office.passwords",
            "office.outline.put",
            "agenda.arrived",
            "plans.propose",
            "plans.sign",
            "plans.start",
            "vacancies.publish",
            "vacancies.reopen",
            "people.people.interview",
        ],
    ),
    (
        'y',
        "today, what falls due",
        &["agenda.today", "people.people.papers"],
    ),
    (
        'b',
        "the book of who looked; in the outline: further back",
        &["people.people.looks", "office.section.down"],
    ),
];

#[test]
fn a_letter_does_what_the_table_of_keys_says_or_nothing() {
    for (scope, command) in scoped(&tables()) {
        let name = full_name(scope, &command);
        for key in command.keys {
            let row = LETTERS.iter().find(|(letter, ..)| letter == key);
            let (_, does, by) = row.unwrap_or_else(|| panic!("{name}: no letter {key:?} is known"));
            assert!(
                by.contains(&name.as_str()),
                "{name} uses {key:?}, which means: {does}"
            );
        }
    }
}

#[test]
fn the_table_of_keys_names_commands_that_are_there_and_have_the_letter() {
    let commands = scoped(&tables());
    for (letter, does, by) in LETTERS {
        for name in *by {
            let command = commands
                .iter()
                .find(|(scope, command)| full_name(scope, command) == *name);
            assert!(
                command.is_some_and(|(_, command)| command.keys.contains(letter)),
                "{letter:?} ({does}): {name}"
            );
        }
    }
}

/// The commands of the program: by scope, with the words' key of its title.
fn tables() -> Vec<(&'static str, String, Vec<Command>)> {
    let words = Words::new("en");
    let app = APP_COMMANDS.iter().map(|row| row.command).collect();
    std::iter::once(("app", "Everywhere".to_owned(), app))
        .chain(PANES.iter().map(|pane| {
            (
                pane.name,
                words.get(pane.title).into_owned(),
                (pane.commands)(),
            )
        }))
        .collect()
}

fn scoped(tables: &[(&'static str, String, Vec<Command>)]) -> Vec<(&'static str, Command)> {
    tables
        .iter()
        .flat_map(|(scope, _, commands)| commands.iter().map(|command| (*scope, *command)))
        .collect()
}

fn by_ref<'c>(commands: &'c [(&'static str, Command)]) -> Vec<Scoped<'c>> {
    commands
        .iter()
        .map(|(scope, command)| (*scope, command))
        .collect()
}

#[test]
fn no_layout_gives_a_key_twice_or_a_key_that_is_needed() {
    let tables = tables();
    for layout in Layout::ALL {
        let map = Keymap::new(layout, Overrides::new(), Letters::On);
        for (scope, ..) in tables.iter().skip(1) {
            let offered = scoped(&tables);
            let offered: Vec<_> = offered
                .into_iter()
                .filter(|(of, _)| of == scope || *of == "app")
                .collect();
            let faults = map.check(&by_ref(&offered));
            assert!(
                faults.is_empty(),
                "{} in {scope}: {faults:?}",
                layout.name()
            );
        }
    }
}

#[test]
fn names_are_unique_and_keys_are_lowercase_letters_and_signs() {
    let all = scoped(&tables());
    let mut names: Vec<_> = all
        .iter()
        .map(|(scope, command)| full_name(scope, command))
        .collect();
    names.sort();
    let before = names.len();
    names.dedup();
    assert_eq!(names.len(), before, "a name is given twice");
    for (scope, command) in &all {
        for key in command.keys {
            let known = key.is_ascii_lowercase() || "./:?+-,".contains(*key);
            assert!(known, "{}: {key:?}", full_name(scope, command));
        }
    }
}

#[test]
fn the_sample_configuration_is_read_and_names_commands_that_exist() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config/sample.toml");
    let text = fs::read_to_string(&path).unwrap();
    let config = Config::parse(&path, &text).unwrap();
    let keys = config.preferences.keys;
    assert!(!keys.is_empty(), "it shows how");
    let map = Keymap::new(Layout::Default, keys, Letters::On);
    let all = scoped(&tables());
    assert_eq!(map.unknown(&by_ref(&all)), []);
}

#[test]
fn the_readme_shows_the_keys_as_they_are() {
    let tables = tables();
    let shown: Vec<(&str, &str, &[Command])> = tables
        .iter()
        .filter(|(_, _, commands)| !commands.is_empty())
        .map(|(scope, title, commands)| (*scope, title.as_str(), commands.as_slice()))
        .collect();
    let wanted = key_table(&shown, &Words::new("en"));
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let section = readme
        .split_once(BEGIN)
        .and_then(|(_, rest)| rest.split_once(END))
        .map(|(section, _)| section)
        .expect("the markers of the keys in the README");
    if section.trim() != wanted.trim() {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("keys.md");
        fs::write(&path, &wanted).unwrap();
        panic!(
            "the keys in the README are out of date: put {} between its markers",
            path.display()
        );
    }
}

#[test]
fn the_settings_of_the_readme_are_read_as_they_stand() {
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let written = readme.split_once("```toml\n").unwrap().1;
    let written = written.split_once("```").unwrap().0;
    let config = Config::parse(Path::new("config.toml"), written).unwrap();
    let wants = config.preferences;
    assert_eq!((wants.letters, wants.linear), (Some(true), Some(false)));
    assert!(wants.layout.is_some() && wants.pause.is_some() && wants.keys.len() == 1);
}
