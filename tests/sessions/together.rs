//! Several at work on one office, in one process and in two.

use std::time::{Duration, Instant};

use sportello::store::{History, Line, Options, Parting, Store, journal};
use sportello::terminal::key::Input;

use crate::desk::{Desk, desk};
use crate::pty::{command, sportello};

/// The time after which a desk has asked again for what moved.
const REFRESH: Duration = Duration::from_millis(250);

/// A walk-in with a name, at the head of the queue.
fn ticket(desk: &mut Desk, name: &str) {
    desk.keys(&format!("n{name}<enter>1<enter><enter>"));
    assert!(
        desk.screen().contains(&name[..8]),
        "the ticket is given\n{}",
        desk.screen()
    );
    told(desk);
}

fn has(desk: &Desk, text: &str) {
    assert!(desk.screen().contains(text), "{text} in\n{}", desk.screen());
}

fn lacks(desk: &Desk, text: &str) {
    assert!(
        !desk.screen().contains(text),
        "no {text} in\n{}",
        desk.screen()
    );
}

/// Waits until what is of the moment has been told.
fn told(desk: &mut Desk) {
    desk.store().scratch().flush().unwrap();
    desk.settle();
}

fn refreshed(desk: &mut Desk) {
    desk.settle();
    desk.pass(REFRESH);
    desk.settle();
}

#[test]
fn what_one_saves_the_other_shows_and_the_same_person_stays_selected() {
    let mut first = desk().watching().open();
    let mut second = desk().login("bruno").beside(&first).open();
    second.keys("<down><down>");
    let before = second.cursor_row();
    ticket(&mut first, "Zanzibarri Ugo");
    refreshed(&mut second);
    assert!(
        second.screen().contains("Zanzibarri"),
        "{}",
        second.screen()
    );
    let name = |row: &str| {
        row.split_whitespace()
            .skip(1)
            .take(3)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        name(&second.cursor_row()),
        name(&before),
        "{}",
        second.screen()
    );
}

#[test]
fn the_reader_profile_counts_what_others_do_and_tells_it_when_asked() {
    let mut first = desk().watching().open();
    let mut second = desk().login("bruno").reader().beside(&first).open();
    ticket(&mut first, "Zanzibarri Ugo");
    let before = second.screen();
    refreshed(&mut second);
    assert!(second.last_frame().is_empty(), "nothing is drawn");
    for key in ["<down>", "<up>"] {
        second.keys(key);
        assert_eq!(second.screen(), before, "never on a move");
    }
    second.keys("w");
    assert!(second.message().contains("novità"), "{}", second.screen());
    refreshed(&mut second);
    assert!(
        second.screen().contains("Zanzibarri"),
        "{}",
        second.screen()
    );
    second.keys("w");
    assert!(
        !second.message().contains("novità"),
        "told once\n{}",
        second.screen()
    );
}

#[test]
fn ones_own_acts_are_no_news() {
    let mut desk = desk().reader().watching().open();
    ticket(&mut desk, "Zanzibarri Ugo");
    refreshed(&mut desk);
    desk.keys("w");
    assert!(!desk.message().contains("novità"), "{}", desk.message());
}

#[test]
fn a_session_with_news_that_nobody_asked_for_sleeps() {
    let mut first = desk().watching().open();
    let mut second = desk().login("bruno").reader().beside(&first).open();
    ticket(&mut first, "Zanzibarri Ugo");
    refreshed(&mut second);
    // Until it hides what nobody looks at any more.
    let soon = Instant::now() + Duration::from_mins(1);
    assert!(second.session().wake_at().is_none_or(|at| at > soon));
}

#[test]
fn the_linear_face_says_news_only_when_asked() {
    let mut first = desk().watching().open();
    let mut second = desk().login("bruno").linear().beside(&first).open();
    second.line("");
    let before = second.said().len();
    ticket(&mut first, "Zanzibarri Ugo");
    refreshed(&mut second);
    assert_eq!(second.said().len(), before, "{}", second.said());
    second.line("w");
    refreshed(&mut second);
    assert!(second.said().contains("novità"), "{}", second.said());
}

#[test]
fn a_program_beside_an_open_desk_reads_and_writes_the_same_office() {
    let mut desk = desk().reader().watching().open();
    ticket(&mut desk, "Zanzibarri Ugo");
    let rows = command(desk.path(), &["--as", "carla", "list", "people", "--json"]);
    assert!(rows.lines().count() > 100, "{rows}");
    let file = desk.path().with_file_name("people.csv");
    std::fs::write(&file, "cognome;nome\nZuccherini;Ada\nZuccherini;Bea\n").unwrap();
    command(
        desk.path(),
        &["--as", "carla", "import", "people", file.to_str().unwrap()],
    );
    // Other things may be told before what the import did.
    let deadline = Instant::now() + Duration::from_secs(60);
    while !desk.keys("w").message().contains("novità") {
        assert!(Instant::now() < deadline, "{}", desk.screen());
        std::thread::yield_now();
    }
    desk.keys("tzuccherini ada<enter>");
    assert!(desk.screen().contains("Zuccherini"), "{}", desk.screen());
}

#[test]
fn what_others_do_costs_the_rows_that_changed_and_moves_nothing() {
    let mut anna = desk().watching().open();
    let mut bruno = desk().login("bruno").beside(&anna).open();
    for desk in [&mut anna, &mut bruno] {
        desk.keys("tabate mat<enter>");
    }
    refreshed(&mut anna);
    anna.keys("<down><down>");
    let before = anna.cursor_row();
    bruno.keys("i");
    go(&mut bruno, "<tab>", |row| {
        row.trim_start().starts_with("Telefono")
    });
    bruno.keys("9<ctrl-s>");
    told(&mut anna);
    anna.pass(REFRESH);
    anna.settle();
    assert_eq!(anna.cursor_row(), before);
    // All frames that the change caused, the mark of the open form included.
    assert!(anna.last_frame().len() < 200, "{}", anna.last_frame().len());
}

// In use by -----------------------------------------------------------------------------------------

#[test]
fn a_record_in_a_form_says_so_in_its_row_and_in_its_title_until_it_is_closed() {
    let mut anna = desk().watching().open();
    let mut carla = desk().login("carla").beside(&anna).open();
    anna.keys("tabate mat<enter>i");
    carla.keys("tabate mat<enter>");
    has(&carla, "ABATE Matteo, in uso da Anna Brambilla");
    // It warns and does not forbid, and the other is told as well.
    carla.keys("i");
    has(&carla, "in uso da Anna Brambilla");
    told(&mut anna);
    has(&anna, "in uso da Carla Fumagalli");
    carla.keys("<esc>");
    told(&mut anna);
    lacks(&anna, "in uso");
    anna.input(Input::HangUp);
    told(&mut carla);
    lacks(&carla, "in uso");
}

#[test]
fn a_list_names_who_has_a_row_open() {
    let mut anna = desk().size(120, 40).watching().open();
    let mut carla = desk().login("carla").size(120, 40).beside(&anna).open();
    carla.keys("g2abate");
    anna.keys("tabate mat<enter>i");
    told(&mut carla);
    has(&carla, "in uso, Anna");
}

#[test]
fn what_is_open_is_said_again_as_long_as_it_is_and_forgotten_when_it_is_not() {
    let mut anna = desk().watching().open();
    let mut carla = desk().login("carla").beside(&anna).open();
    anna.keys("tabate mat<enter>i");
    for _ in 0..5 {
        anna.pass(Duration::from_mins(5));
        carla.pass(Duration::from_mins(5));
    }
    // The first key only brings the screen back.
    told(&mut carla);
    carla.keys("<up>").keys("tabate mat<enter>");
    has(&carla, "in uso da Anna");
    // Nobody says it any more: it ends by itself.
    carla.pass(Duration::from_mins(11));
    carla.keys("<up>").keys("w");
    lacks(&carla, "in uso da");
}

// Dropped lines -------------------------------------------------------------------------------------

/// Presses a key until the cursor is where it is wanted.
fn go(desk: &mut Desk, key: &str, there: impl Fn(&str) -> bool) {
    for _ in 0..60 {
        if there(&desk.cursor_row()) {
            return;
        }
        desk.keys(key);
    }
    panic!("not there:\n{}", desk.screen());
}

/// Bruno, who has somebody at the desk, types into the intake; then the line drops.
fn dropped_at_the_desk() -> (Desk, Desk) {
    let anna = desk().watching().open();
    let mut bruno = desk().login("bruno").beside(&anna).open();
    bruno.keys("<home>");
    go(&mut bruno, "<down>", |row| row.contains("in servizio"));
    bruno.keys("<enter>");
    // Down to the name, wherever the form begins.
    go(&mut bruno, "<tab>", |row| {
        row.trim_start().starts_with("Nome")
    });
    bruno.keys("Zoe<left>");
    bruno.input(Input::HangUp);
    assert!(bruno.is_over());
    (anna, bruno)
}

#[test]
fn a_ticket_stays_with_a_dropped_line_for_its_time_and_is_then_taken_over_with_two_keys() {
    let (mut anna, bruno) = dropped_at_the_desk();
    told(&mut anna);
    refreshed(&mut anna);
    lacks(&anna, "linea caduta");
    has(&anna, "in servizio, Bruno");
    // Nothing happens at the desk: the session wakes by itself.
    anna.pass(Duration::from_secs(119));
    lacks(&anna, "linea caduta");
    // Bruno's keys took their time: his line dropped some seconds after Anna's nine o'clock.
    anna.pass(Duration::from_secs(30));
    has(&anna, "linea caduta");
    anna.keys("<home>");
    go(&mut anna, "<down>", |row| row.contains("linea caduta"));
    anna.keys("<enter><enter>");
    has(&anna, "Zoe");
    assert_eq!(anna.cursor_row(), bruno.cursor_row(), "the same field");
    assert_eq!(anna.cursor(), bruno.cursor(), "the same caret");
    // Both are in the journal.
    let carla = anna.store().who("carla").unwrap().expect("Carla");
    let login = |login| anna.store().who(login).unwrap().expect("at work").id;
    let last = History {
        of: journal::Of::Row("ticket", ticket_of(&anna)),
        before: None,
        limit: 1,
    };
    let last = anna.store().read_now(&carla, anna.now(), last).unwrap();
    assert_eq!(last[0].name, "ticket.take_over");
    let staff = last[0].fields.iter().find(|field| field.field == "staff");
    let staff = staff.expect("whose it is changed");
    assert_eq!(staff.old.as_deref(), Some(&*login("bruno").to_string()));
    assert_eq!(staff.new.as_deref(), Some(&*login("anna").to_string()));
    // Bruno comes back: there is nothing of it any more.
    let bruno = desk().login("bruno").beside(&anna).open();
    lacks(&bruno, "Bozza:");
}

/// The ticket that Anna holds.
fn ticket_of(anna: &Desk) -> ulid::Ulid {
    let staff = anna.store().who("anna").unwrap().expect("Anna");
    let board = sportello::store::queue::Board {
        office: staff.office,
        ended: false,
    };
    let rows = anna.store().read_now(&staff, anna.now(), board).unwrap();
    let held = rows.iter().find(|row| row.staff == Some(staff.id));
    held.expect("a ticket in hand").ticket.0
}

#[test]
fn whoever_comes_back_in_time_keeps_the_ticket_and_goes_on_with_one_key() {
    let (mut anna, before) = dropped_at_the_desk();
    let mut bruno = desk().login("bruno").beside(&anna).open();
    has(&bruno, "Bozza:");
    has(&bruno, "campo ");
    has(&bruno, "Nome");
    bruno.keys("<enter>");
    assert_eq!(bruno.cursor_row(), before.cursor_row());
    assert_eq!(bruno.cursor(), before.cursor());
    refreshed(&mut anna);
    anna.pass(Duration::from_secs(300));
    refreshed(&mut anna);
    lacks(&anna, "linea caduta");
}

#[test]
fn a_goodbye_is_no_dropped_line() {
    let mut anna = desk().watching().open();
    let mut bruno = desk().login("bruno").beside(&anna).open();
    bruno.keys("q");
    assert!(bruno.is_over());
    refreshed(&mut anna);
    anna.pass(Duration::from_secs(300));
    refreshed(&mut anna);
    lacks(&anna, "linea caduta");
}

#[test]
fn a_session_that_ends_in_a_panic_is_a_dropped_line() {
    let mut anna = desk().watching().open();
    let bruno = desk().login("bruno").beside(&anna).open();
    drop(bruno);
    told(&mut anna);
    anna.pass(Duration::from_secs(121));
    refreshed(&mut anna);
    has(&anna, "linea caduta");
}

#[test]
fn a_process_that_was_killed_is_noticed_by_the_others() {
    let mut anna = desk().watching().open();
    let path = anna.path().to_str().unwrap().to_owned();
    let mut program = sportello(&["--db", &path, "--as", "bruno", "--lang", "it"]);
    program.shows("h aiuto");
    let bruno = bruno_of(&anna);
    until_told(&mut anna, "is on", |desk| {
        desk.session().app().env().beside.is_on(bruno)
    });
    program.signal("-9");
    assert!(!program.end());
    until_told(&mut anna, "has dropped", |desk| {
        desk.session()
            .app()
            .env()
            .beside
            .dropped_at(bruno)
            .is_some()
    });
    anna.pass(Duration::from_secs(121));
    has(&anna, "linea caduta");
}

/// Takes what is told until something is known.
fn until_told(desk: &mut Desk, what: &str, known: impl Fn(&Desk) -> bool) {
    for _ in 0..200 {
        if known(desk) {
            return;
        }
        desk.next_event();
        desk.settle();
    }
    panic!("nobody says that Bruno {what}");
}

fn bruno_of(desk: &Desk) -> sportello::domain::ids::StaffId {
    desk.store().who("bruno").unwrap().expect("Bruno").id
}

// Two lines of one person ---------------------------------------------------------------------------

#[test]
fn the_second_line_goes_on_with_the_draft_and_the_first_is_told() {
    let mut first = desk().watching().open();
    first.keys("i<down>Ross").pass(Duration::from_secs(1));
    first.settle();
    let mut second = desk().beside(&first).open();
    second.keys("<enter>");
    has(&second, "Ross");
    second.keys("i").pass(Duration::from_secs(1));
    second.settle();
    // The first comes back to life: what is typed there goes nowhere.
    first.settle();
    assert!(
        first.message().contains("su un'altra linea"),
        "{}",
        first.screen()
    );
    lacks(&first, "Cognome");
    first.keys("x<esc>").pass(Duration::from_secs(1));
    let third = desk().beside(&first).open();
    has(&third, "Bozza:");
    let mut third = third;
    third.keys("<enter>");
    has(&third, "Rossi");
}

#[test]
fn a_stale_line_that_was_never_told_does_not_write_over_the_newer_draft() {
    // Not watching: nobody tells it anything.
    let mut first = desk().open();
    first.keys("i<down>Ross").pass(Duration::from_secs(1));
    first.settle();
    let mut second = desk().beside(&first).open();
    second
        .keys("<enter>")
        .keys("ini")
        .pass(Duration::from_secs(1));
    second.settle();
    first.keys("o").pass(Duration::from_secs(1));
    first.next_event();
    assert!(
        first.message().contains("su un'altra linea"),
        "{}",
        first.screen()
    );
    let mut third = desk().beside(&first).open();
    third.keys("<enter>");
    has(&third, "Rossini");
}

#[test]
fn another_process_sees_whose_line_dropped() {
    let anna = desk().watching().open();
    let store = Store::open(anna.path(), Options::default()).unwrap();
    let (to, told) = std::sync::mpsc::channel();
    let _watch = store.watch(move |what| {
        let _ = to.send(what.is_beside());
    });
    let staff = anna.store().who("carla").unwrap().expect("Carla");
    let line = Line::here("elsewhere", staff.id, &staff.name, anna.now());
    anna.store().scratch().join(line, |joined| joined.unwrap());
    let dropped = Parting::Dropped;
    let scratch = anna.store().scratch();
    scratch.part("elsewhere", dropped, anna.now(), |parted| parted.unwrap());
    while !told.recv_timeout(Duration::from_secs(60)).expect("told") {}
}
