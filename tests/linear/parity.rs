//! The same work through both faces: whatever somebody wants next, done with the fifteen keys and text on the
//! screen or answered line by line, the office is the same in the end, to the last row of its journal.
//!
//! What is wanted is drawn from what stands there: rows, commands, fields. Each face then does it in its own
//! way: arrows and Enter here, a number, a letter or a word there.

use std::time::Duration;

use proptest::prelude::*;
use rusqlite::types::ValueRef;
use sportello::domain::lang::Lang;
use sportello::panes::PANES;
use sportello::terminal::key::Key;
use sportello::ui::command::{Layout, Letters};
use sportello::ui::form::{Field, Form, Kind};
use sportello::ui::strike::Pause;
use sportello::ui::view::{At, Block, View};
use sportello::ui::words::MessageId;

use crate::desk::{Desk, desk};

/// Something that somebody wants, of what there is.
#[derive(Debug, Clone, PartialEq)]
enum Intent {
    /// The row or slot of a block, counted among those that have any, opened.
    Row(At),
    /// A day or a person on, or back.
    Across(bool),
    /// A command by its label; which of the ways to say it in a line.
    Command(String, usize),
    /// Out of what is open.
    Back,
    /// Another field of the form, by its place among those shown.
    Field(usize),
    /// The field left as it is.
    Keep,
    /// The field emptied.
    Empty,
    /// A text in the field.
    Write(&'static str),
    /// One of the things to choose.
    Choose(usize),
    /// Letters to look for, and one of what is found.
    Look(&'static str, usize),
    /// Exactly these of several.
    Mark(Vec<usize>),
    /// The last row of the form.
    Save,
}

/// What is written: names, numbers, days, hours, nonsense; none of it is a command.
const TEXTS: [&str; 14] = [
    "Ballarini",
    "Noemi",
    "BLLNMO04E55F205L",
    "3990001122",
    "20",
    "12/3/85",
    "6m",
    "+2s",
    "oggi",
    "10:30",
    "9",
    "due parole",
    "noemi@example.org",
    "l'ultima",
];

/// Keys for commands: free ones, one that is taken, one that nobody may have.
const KEYS: [&str; 4] = ["y", "c", "+", "7"];

/// What is looked for.
const LOOKED_FOR: [&str; 6] = ["ros", "mil", "abat", "cuoc", "sest", "zzz"];

/// Commands that end the walk or leave the face, and the menu that is the way to any of them on the screen.
const LEFT_OUT: [&str; 6] = ["esci", "leave", "vai", "go", "usa schermo", "use screen"];

fn front(desk: &Desk) -> View<'_> {
    let app = desk.session().app();
    app.layer().or_else(|| app.view()).expect("a view")
}

/// The form in focus.
fn form(desk: &Desk) -> Option<&Form> {
    let view = front(desk);
    match view.blocks.into_iter().nth(view.focus.block) {
        Some(Block::Form(block)) => Some(block.form),
        _ => None,
    }
}

fn shown(form: &Form) -> Vec<usize> {
    let fields = form.fields.iter().enumerate();
    fields
        .filter(|(_, field)| !field.hidden)
        .map(|(at, _)| at)
        .collect()
}

/// The rows of the blocks that are no forms.
fn rows(view: &View<'_>) -> Vec<(usize, usize)> {
    let blocks = view.blocks.iter().enumerate();
    blocks
        .filter_map(|(at, block)| match block {
            Block::List(list) => Some((at, list.rows.len())),
            Block::Schedule(day) => Some((at, day.slots.len())),
            _ => None,
        })
        .collect()
}

fn is_menu(desk: &Desk) -> bool {
    let menu = desk
        .session()
        .app()
        .env()
        .words
        .get(MessageId("menu-title"));
    front(desk).title == menu
}

/// Where somebody is, in words.
fn place(desk: &Desk) -> String {
    let view = front(desk);
    let at = match view.blocks.get(view.focus.block) {
        Some(Block::Form(block)) => {
            let given: Vec<_> = block
                .form
                .fields
                .iter()
                .map(sportello::ui::field::Field::shown)
                .collect();
            format!("{} {} {given:?}", block.form.name, block.form.at)
        }
        _ => String::new(),
    };
    // What is shown in figures is said in words.
    if view.title.contains(|c: char| c.is_ascii_digit()) {
        let rows: Vec<_> = rows(&view).into_iter().map(|(_, count)| count).collect();
        return format!("{rows:?} {at}");
    }
    format!("{}: {at}", view.title)
}

/// All that could be wanted now, what brings the work on more often.
fn wanted(linear: &Desk, detail: usize) -> Vec<Intent> {
    let Some(form) = form(linear) else {
        return outside(linear, detail);
    };
    let mut intents = vec![Intent::Save, Intent::Back];
    let fields = shown(form);
    intents.extend(fields.get(detail % fields.len().max(1)).map(|at| {
        let place = fields.iter().position(|other| other == at);
        Intent::Field(place.unwrap_or(0))
    }));
    let Some(field) = form.focused() else {
        intents.extend([Intent::Save, Intent::Save, Intent::Save, Intent::Save]);
        return intents;
    };
    intents.extend([Intent::Keep, Intent::Empty]);
    let answer = match form.name {
        "office.keymap" => Some(Intent::Write(KEYS[detail % KEYS.len()])),
        _ => answer(field, detail),
    };
    intents.extend(std::iter::repeat_n(answer, 8).flatten());
    intents
}

fn answer(field: &Field, detail: usize) -> Option<Intent> {
    Some(match field.kind {
        Kind::Text | Kind::Date | Kind::Note => Intent::Write(TEXTS[detail % TEXTS.len()]),
        Kind::Choice => Intent::Choose(detail % field.choices.len().clamp(1, 8)),
        Kind::Picker => Intent::Look(LOOKED_FOR[detail % LOOKED_FOR.len()], detail / 7 % 3),
        Kind::Several => {
            let count = field.choices.len().min(8);
            Intent::Mark((0..count).filter(|at| detail >> at & 1 == 1).collect())
        }
    })
}

fn outside(linear: &Desk, detail: usize) -> Vec<Intent> {
    let view = front(linear);
    let mut intents = vec![Intent::Back];
    for (block, (_, count)) in rows(&view).into_iter().enumerate() {
        let near = count.min(12);
        if near > 0 {
            let part = detail % near;
            let row = Intent::Row(At { block, part });
            intents.extend([row.clone(), row.clone(), row]);
        }
    }
    if let Some(Block::Schedule(_)) = view.blocks.get(view.focus.block) {
        intents.push(Intent::Across(detail.is_multiple_of(2)));
    }
    let app = linear.session().app();
    if app.layer().is_none() {
        let offers = app.offers();
        let labels = offers.iter().map(|offer| offer.label.to_string());
        let labels: Vec<_> = labels.filter(|l| !LEFT_OUT.contains(&l.as_str())).collect();
        let own = app.offered().len().max(1);
        let command = |at: usize| Intent::Command(labels[at].clone(), detail / 31);
        intents.extend([
            command(detail % own),
            command(detail % own),
            command(detail % labels.len()),
        ]);
    }
    intents
}

// The screen: arrows, Enter, digits, and text -------------------------------------------------------

fn press(desk: &mut Desk, key: Key, times: usize) {
    for _ in 0..times {
        desk.key_at_once(key);
    }
}

fn write(desk: &mut Desk, text: &str) {
    for letter in text.chars() {
        desk.key_at_once(Key::Char(letter));
    }
}

/// Up or down to a place; which of them, it says itself.
fn walk(desk: &mut Desk, what: &str, way: impl Fn(&Desk) -> Option<Key>) {
    for _ in 0..300 {
        let Some(key) = way(desk) else { return };
        desk.key_at_once(key);
    }
    panic!("{what} is not reached:\n{}", desk.screen());
}

fn to_row(desk: &mut Desk, wanted: At) {
    walk(desk, &format!("{wanted:?}"), |desk| {
        let focus = front(desk).focus;
        let (here, there) = ((focus.block, focus.part), (wanted.block, wanted.part));
        match here.cmp(&there) {
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Less => Some(Key::Down),
            std::cmp::Ordering::Greater => Some(Key::Up),
        }
    });
}

/// The key that goes on: where all that can be chosen stands open, Down goes into it.
fn on(desk: &Desk) -> Key {
    match form(desk).and_then(Form::focused) {
        Some(field) if found(desk) > 0 && field.line.is_empty() => Key::Enter,
        _ => Key::Down,
    }
}

/// To a field by its place among those shown, which may change on the way; to the last row beyond them.
fn to_field(desk: &mut Desk, place: usize) {
    let Some((name, to)) = form(desk).map(|form| {
        let to = shown(form).get(place).copied();
        (form.name, to.unwrap_or(form.fields.len()))
    }) else {
        return;
    };
    walk(desk, &format!("field {place}"), |desk| {
        let form = form(desk).filter(|form| form.name == name)?;
        let hidden = form.fields.get(to).is_some_and(|field| field.hidden);
        match form.at.cmp(&to) {
            _ if hidden => None,
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Less => Some(on(desk)),
            std::cmp::Ordering::Greater => Some(Key::Up),
        }
    });
}

/// The field emptied.
fn rub_out(desk: &mut Desk) {
    let Some(field) = form(desk).and_then(Form::focused) else {
        return;
    };
    let (length, taken) = (field.line.text().chars().count(), field.chosen.is_some());
    if !taken {
        press(desk, Key::End, 1);
    }
    press(desk, Key::Backspace, if taken { 1 } else { length });
}

fn on_screen(desk: &mut Desk, intent: &Intent) {
    match intent {
        Intent::Row(at) => {
            let block = rows(&front(desk))[at.block].0;
            to_row(desk, At { block, ..*at });
            press(desk, Key::Enter, 1);
        }
        Intent::Across(on) => press(desk, if *on { Key::Right } else { Key::Left }, 1),
        Intent::Command(label, _) => {
            let panes = desk.session().app().menu().len();
            write(desk, "0");
            write(desk, &(panes + 1).to_string());
            let Some(Block::List(list)) = front(desk).blocks.into_iter().next() else {
                panic!("no list of commands:\n{}", desk.screen());
            };
            let named = |row: &usize| *list.rows.row(*row).cells[0].text == **label;
            let row = (0..list.rows.len()).find(named).expect(label);
            drop(list);
            to_row(
                desk,
                At {
                    block: 0,
                    part: row,
                },
            );
            press(desk, Key::Enter, 1);
        }
        // There 0 goes further back, so that it can be pressed twice.
        Intent::Back if is_menu(desk) => press(desk, Key::Left, 1),
        Intent::Back => {
            let last = form(desk).map(|form| shown(form).len());
            let layer = desk.session().app().layer().is_some();
            if let Some(last) = last {
                to_field(desk, last);
                // What is only looked for is given up by leaving its one field.
                if form(desk).is_none() {
                    return;
                }
            }
            // Without a key for the list of commands the menu lies between, pressed twice it goes back.
            write(desk, if last.is_some() || layer { "0" } else { "00" });
            if is_menu(desk) {
                press(desk, Key::Left, 1);
            }
        }
        Intent::Save => {
            to_field(desk, form(desk).map_or(0, |form| shown(form).len()));
            press(desk, Key::Enter, 1);
        }
        Intent::Field(place) => to_field(desk, *place),
        in_field => fill_in(desk, in_field),
    }
}

fn fill_in(desk: &mut Desk, intent: &Intent) {
    let field = form(desk).and_then(Form::focused).expect("a field");
    let (kind, open) = (field.kind, !field.proposals.is_empty());
    let stands = field.line.text().to_owned();
    match intent {
        Intent::Keep if open => press(desk, Key::Enter, 1),
        Intent::Keep => press(desk, Key::Down, 1),
        // What is marked is unmarked one by one.
        Intent::Empty if kind == Kind::Several => fill_in(desk, &Intent::Mark(Vec::new())),
        Intent::Empty => {
            rub_out(desk);
            press(desk, on(desk), 1);
        }
        Intent::Write(text) if kind == Kind::Note => {
            press(desk, Key::Enter, 1);
            press(desk, Key::Down, stands.lines().count());
            press(desk, Key::End, 1);
            press(desk, Key::Enter, usize::from(!stands.is_empty()));
            write(desk, text);
            press(desk, Key::Enter, 2);
        }
        Intent::Write(text) => {
            rub_out(desk);
            write(desk, text);
            press(desk, Key::Enter, 1);
        }
        Intent::Choose(at) => {
            rub_out(desk);
            if found(desk) == 0 {
                press(desk, Key::Right, 1);
            }
            press(desk, Key::Down, at + 1);
            press(desk, Key::Enter, 1);
        }
        Intent::Look(text, at) => {
            rub_out(desk);
            write(desk, text);
            if found(desk) > 0 {
                press(desk, Key::Down, (at + 1).min(found(desk)));
            }
            press(desk, Key::Enter, 1);
        }
        Intent::Mark(wanted) => {
            let change = changed(desk, wanted);
            for at in change {
                if found(desk) == 0 {
                    press(desk, Key::Right, 1);
                }
                press(desk, Key::Down, at + 1);
                press(desk, Key::Enter, 1);
            }
            press(desk, Key::Enter, 1);
        }
        other => panic!("{other:?} is not for a field"),
    }
}

/// How many proposals stand open.
fn found(desk: &Desk) -> usize {
    let field = form(desk).and_then(Form::focused);
    field.map_or(0, |field| field.proposals.len())
}

/// Which of several are to be marked or unmarked.
fn changed(desk: &Desk, wanted: &[usize]) -> Vec<usize> {
    let field = form(desk).and_then(Form::focused).expect("a field");
    let choices = field.choices.iter().enumerate();
    choices
        .filter(|(at, choice)| field.marked.contains(&choice.value) != wanted.contains(at))
        .map(|(at, _)| at)
        .collect()
}

// The linear face: lines ------------------------------------------------------------------------------

fn say(desk: &mut Desk, line: &str) {
    desk.line_at_once(line);
    let said = desk.said();
    assert!(!said.contains('\u{1b}'), "{line}: {said}");
    assert!(said.ends_with(": "), "{line} ends in no prompt: {said}");
}

/// The number of a row over all blocks.
fn number(view: &View<'_>, wanted: At) -> usize {
    let before = view
        .blocks
        .iter()
        .take(wanted.block)
        .map(|block| match block {
            Block::List(list) => list.rows.len(),
            Block::Schedule(day) => day.slots.len(),
            Block::Form(block) => shown(block.form).len() + 1,
            _ => 0,
        });
    before.sum::<usize>() + wanted.part + 1
}

fn in_lines(desk: &mut Desk, intent: &Intent) {
    match intent {
        Intent::Row(at) => {
            let view = front(desk);
            let block = rows(&view)[at.block].0;
            let number = number(&view, At { block, ..*at });
            drop(view);
            say(desk, &number.to_string());
        }
        Intent::Across(on) => say(desk, if *on { ">" } else { "<" }),
        Intent::Command(label, how) => command(desk, label, *how),
        Intent::Back => {
            say(desk, ":0");
            // At the top the menu opens.
            if is_menu(desk) {
                say(desk, "0");
            }
        }
        Intent::Save => {
            let save = form(desk).map_or_else(String::new, |form| {
                let words = &desk.session().app().env().words;
                words.get(form.save).into_owned()
            });
            say(desk, &format!(":{save}"));
        }
        Intent::Field(place) => say(desk, &format!(":{}", place + 1)),
        Intent::Keep => say(desk, ""),
        Intent::Empty => say(desk, "-"),
        Intent::Write(text) => {
            let note = form(desk).and_then(Form::focused).map(|field| field.kind);
            say(desk, text);
            if note == Some(Kind::Note) {
                say(desk, "");
            }
        }
        Intent::Choose(at) => say(desk, &(at + 1).to_string()),
        Intent::Look(text, at) => {
            say(desk, text);
            match found(desk) {
                0 => say(desk, ""),
                count => say(desk, &(at + 1).min(count).to_string()),
            }
        }
        Intent::Mark(wanted) => {
            let numbers: Vec<String> = wanted.iter().map(|at| (at + 1).to_string()).collect();
            match wanted.len() {
                0 => say(desk, "-"),
                _ => say(desk, &numbers.join(" ")),
            }
        }
    }
}

/// By its letter, by its label, or from the list of commands. Undo by the list: its letter, pressed at once
/// again, takes the undoing back.
fn command(desk: &mut Desk, label: &str, how: usize) {
    let offers = desk.session().app().offers();
    let place = offers.iter().position(|offer| offer.label == label);
    let list = offers
        .iter()
        .find(|offer| ["aiuto", "help"].contains(&&*offer.label));
    let list = list.and_then(|offer| offer.key).expect("a key").to_string();
    let key = place.and_then(|place| offers[place].key);
    drop(offers);
    match (how % 3, key) {
        _ if matches!(label, "annulla" | "undo") => {
            say(desk, &list);
            say(desk, &(place.expect(label) + 1).to_string());
        }
        (0, Some(key)) => say(desk, &key.to_string()),
        (1, _) => {
            say(desk, &list);
            say(desk, &(place.expect(label) + 1).to_string());
        }
        _ => say(desk, label),
    }
}

// Both ------------------------------------------------------------------------------------------------

/// The tables of an office in which two files differ, with the first rows that are in one alone.
fn differences(one: &Desk, other: &Desk) -> Vec<String> {
    let office = rusqlite::Connection::open(one.path()).unwrap();
    let path = other.path().to_str().unwrap();
    office.execute("ATTACH ?1 AS other", [path]).unwrap();
    let sql =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
               AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%\\_words\\_%' ESCAPE '\\'";
    let mut names = office.prepare(sql).unwrap();
    let names = names.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut found = Vec::new();
    for table in names.map(Result::unwrap) {
        // Two questions at once about the same person leave one row in the book or two.
        let columns = match &*table {
            "access_log" => "at, staff, person, what, seen, reason, outside",
            // A password made for somebody is another each time.
            "staff_secret" => "id, ver, staff, password IS NULL, totp IS NULL, totp_step",
            "act_body" => "seq, iif(body LIKE '%\"sha256:%', '', body)",
            _ => "*",
        };
        for (mine, theirs) in [("main", "other"), ("other", "main")] {
            let all = |file: &str| format!("SELECT {columns} FROM {file}.{table}");
            let sql = format!("{} EXCEPT {} LIMIT 3", all(mine), all(theirs));
            let mut rows = office.prepare(&sql).unwrap();
            let count = rows.column_count();
            let told = rows.query_map([], |row| {
                let cells = (0..count).map(|at| cell(row.get_ref(at).unwrap()));
                Ok(cells.collect::<Vec<_>>().join(" "))
            });
            found.extend(
                told.unwrap()
                    .map(|row| format!("{table}, only {mine}: {}", row.unwrap())),
            );
        }
    }
    found
}

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => format!("{bytes:02x?}"),
        other => format!("{other:?}"),
    }
}

const LOGINS: [&str; 4] = ["anna", "anna", "carla", "dario"];

/// One walk: who, in which language, in which pane first, and what is drawn of what there is.
type Walk = (usize, bool, usize, Vec<(u16, u16)>);

fn both(lang: Lang, login: &'static str) -> (Desk, Desk) {
    let plan = || desk().lang(lang).login(login).seeded();
    (plan().without_letters().open(), plan().linear().open())
}

/// What was wanted so far; a walk that fails tells it, wherever it fails.
struct Told(String);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the walk: {}", self.0);
        }
    }
}

fn step(screen: &mut Desk, linear: &mut Desk, intent: &Intent) {
    for desk in [&mut *screen, &mut *linear] {
        desk.pass(Duration::from_secs(1));
    }
    let before = front(screen).title.into_owned();
    on_screen(screen, intent);
    in_lines(linear, intent);
    // On the way to the row from which 0 goes back the screen has moved in its form: there a draft goes on.
    let title = front(screen).title.into_owned();
    let comes =
        matches!(intent, Intent::Back | Intent::Row(_) | Intent::Command(..)) || title != before;
    if comes && title == front(linear).title && form(linear).is_some() {
        to_row(screen, front(linear).focus);
    }
    assert_eq!(
        place(screen),
        place(linear),
        "{}\n----\n{}",
        screen.screen(),
        linear.said()
    );
}

fn walked((login, english, pane, drawn): &Walk) {
    let lang = if *english { Lang::En } else { Lang::It };
    let (mut screen, mut linear) = both(lang, LOGINS[login % LOGINS.len()]);
    let mut told = Told(format!("{lang:?} {}", LOGINS[login % LOGINS.len()]));
    let menu = linear.session().app().menu().len();
    screen.keys("0").keys(&(pane % menu + 1).to_string());
    linear.line("g");
    linear.line(&(pane % menu + 1).to_string());
    for (choice, detail) in drawn {
        let intents = wanted(&linear, usize::from(*detail));
        let intent = &intents[usize::from(*choice) % intents.len()];
        told.0.push_str(&format!("\n{intent:?}"));
        step(&mut screen, &mut linear, intent);
        if std::env::var_os("SAID").is_some() {
            told.0
                .push_str(&format!("\n<<{}\n{}>>", linear.said(), screen.screen()));
        }
        // With letters the way through the menu is another; with a pause the same key at once counts once; in
        // another layout other keys are free for a command.
        let map = screen.session().app().keymap();
        let others = map.letters() == Letters::On
            || map.pause() != Pause::NONE
            || map.layout() != Layout::Default;
        if others || screen.is_off_the_screen() || linear.is_over() {
            break;
        }
    }
    let found = differences(&screen, &linear);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Eighteen walks, other ones each time; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` ask for certain ones, and more.
fn walks() -> ProptestConfig {
    let asked = ProptestConfig::default();
    ProptestConfig {
        cases: match std::env::var_os("PROPTEST_CASES") {
            Some(_) => asked.cases,
            None => 18,
        },
        max_shrink_iters: 60,
        failure_persistence: None,
        ..asked
    }
}

proptest! {
    #![proptest_config(walks())]

    #[test]
    fn the_same_intents_through_both_faces_leave_the_same_office(
        walk in (
            0..LOGINS.len(),
            any::<bool>(),
            0..PANES.len(),
            prop::collection::vec(any::<(u16, u16)>(), 1..20),
        )
    ) {
        walked(&walk);
    }
}
