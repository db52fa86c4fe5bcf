//! Each command as it is asked for over SSH, on the practice office.

use rusqlite::Connection;
use sportello::clock::{Clock as _, RealClock};
use sportello::serve::exec::words;
use sportello::store::demo;

use super::*;

/// The practice office of today, and its commands.
struct Office {
    folder: tempfile::TempDir,
    store: Store,
    exec: Exec,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::TempDir::new().unwrap();
        let tables = super::super::reference();
        let path = folder.path().join("office.db");
        let store = demo::create(&path, RealClock.now(), &tables).unwrap();
        let office = Self {
            folder,
            store,
            exec: Exec::new(tables, Lang::En),
        };
        office
            .db()
            .execute("UPDATE staff SET lang = NULL", [])
            .unwrap();
        office
    }

    fn db(&self) -> Connection {
        Connection::open(self.folder.path().join("office.db")).unwrap()
    }

    /// Asks as somebody: exit status, output, error stream.
    fn ask(&self, login: &str, line: &str, input: &[u8]) -> (u8, String, String) {
        let who = self.store.who(login).unwrap().unwrap();
        let (mut input, mut output, mut errors) = (input, Vec::new(), Vec::new());
        let io = Io {
            input: &mut input,
            output: &mut output,
            errors: &mut errors,
        };
        let status = self
            .exec
            .run((&self.store, &who), &words(line.as_bytes()).unwrap(), io);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status, text(output), text(errors))
    }

    /// How many rows of a kind somebody left in the access log.
    fn looks(&self, login: &str, what: &str) -> i64 {
        let sql = "SELECT count(*) FROM access_log l JOIN staff s ON s.n = l.staff \
                   WHERE s.login = ?1 AND l.what = ?2 AND l.person IS NULL";
        self.db()
            .query_row(sql, [login, what], |row| row.get(0))
            .unwrap()
    }
}

#[test]
fn lists_and_look_ups_are_answered_as_at_the_office() {
    let office = Office::new();
    for line in [
        "list queue --json",
        "list agenda --json",
        "list vacancies --json",
        "places sesto --json",
    ] {
        let (status, out, err) = office.ask("anna", line, b"");
        assert_eq!((status, err.as_str()), (DONE, ""), "{line}");
        // There may be nobody in today's agenda.
        assert!(!out.is_empty() || line.contains("agenda"), "{line}");
        for row in out.lines() {
            serde_json::from_str::<serde_json::Value>(row).unwrap();
        }
    }
    let (status, out, _) = office.ask("anna", "tax-code -", b"RSSMRA80A01F205X\nXX\n");
    assert_eq!((status, out.lines().count()), (NOT_DONE, 2));
    assert_eq!(
        office.looks("anna", "list"),
        2,
        "the queue and the agenda name people, the others do not"
    );
}

#[test]
fn whole_lists_go_out_by_right_and_leave_their_row() {
    let office = Office::new();
    for line in [
        "export people",
        "export vacancies",
        "list people",
        "list codes",
        "export agenda --staff carla",
    ] {
        let (status, out, err) = office.ask("anna", line, b"");
        assert_eq!((status, out.as_str()), (NOT_DONE, ""), "{line}");
        assert!(err.starts_with("sportello: "), "{line}: {err}");
    }
    let before = office.looks("carla", "export");
    let (status, out, _) = office.ask("carla", "export people", b"");
    assert_eq!((status, out.lines().count()), (DONE, 403));
    let (status, own, _) = office.ask("anna", "export agenda", b"");
    assert_eq!(status, DONE);
    let (_, all, _) = office.ask("carla", "export agenda", b"");
    let events = |ics: &str| ics.matches("BEGIN:VEVENT").count();
    assert!(events(&own) > 0 && events(&own) < events(&all));
    assert_eq!(office.looks("carla", "export"), before + 2);
}

#[test]
fn what_is_sent_is_imported_by_right() {
    let office = Office::new();
    let file = b"cognome;nome;data_nascita\nVanoni;Pia;1991-02-03\nOrsetti;Leo;1992-03-04\n";
    let (status, _, err) = office.ask("anna", "import people -", file);
    assert_eq!(status, NOT_DONE, "{err}");
    let (status, out, err) = office.ask("carla", "import people -", file);
    assert_eq!((status, err.as_str()), (DONE, ""));
    assert!(out.starts_with("People imported: 2."), "{out}");
    let (status, out, err) = office.ask("carla", "import people -", b"cognome;nome\nVanoni\n");
    assert_eq!((status, out.as_str()), (NOT_DONE, ""));
    assert!(err.contains("the input: line 2"), "{err}");
    let left: Vec<_> = std::fs::read_dir(office.folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| name.to_string_lossy().starts_with("office.")),
        "{left:?}"
    );
}

#[test]
fn the_outline_goes_out_and_comes_in_by_right_and_is_named_line_by_line_when_it_is_wrong() {
    let office = Office::new();
    let (status, file, err) = office.ask("anna", "export outline", b"");
    assert_eq!((status, err.as_str()), (DONE, ""));
    let shorter = file.replace("\"phone\", ", "");
    assert_ne!(shorter, file);
    let (status, out, err) = office.ask("anna", "import outline -", shorter.as_bytes());
    assert_eq!((status, out.as_str()), (NOT_DONE, ""));
    assert!(err.contains("manage the office"), "{err}");
    let (status, out, err) = office.ask("carla", "import outline -", shorter.as_bytes());
    assert_eq!((status, err.as_str()), (DONE, ""));
    assert_eq!(
        out,
        "how to reach the person: changed\nVersion 1 of the outline is in force.\n"
    );
    let wrong = shorter.replace("\"notice\"", "\"norice\"");
    let (status, out, err) = office.ask("carla", "import outline -", wrong.as_bytes());
    assert_eq!((status, out.as_str()), (NOT_DONE, ""));
    let line = wrong.lines().position(|line| line.contains("norice"));
    let told = format!("the input: line {}: norice", line.unwrap() + 1);
    assert!(err.starts_with(&told), "{err}");
    let (_, after, _) = office.ask("anna", "export outline", b"");
    let said = |file: &str| -> Vec<String> {
        let lines = file.lines().filter(|line| !line.starts_with('#'));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(said(&after), said(&shorter));
    assert!(
        after.contains("version 1") && after.contains("too: phone"),
        "{after}"
    );
}

#[test]
fn every_command_is_known_either_from_afar_or_as_one_of_the_office() {
    use clap::CommandFactory as _;
    use sportello::args::Args;
    let far: Vec<_> = KNOWN.split(", ").collect();
    for command in Args::command().get_subcommands() {
        let command = command.get_name();
        let named = exec::name(&[command.to_owned()]);
        assert_eq!(named.as_deref(), Some(command));
        assert_ne!(
            far.contains(&command),
            ELSEWHERE.contains(&command),
            "{command}"
        );
    }
}

#[test]
fn everything_else_is_refused_in_one_sentence() {
    let office = Office::new();
    for (line, said) in [
        ("", "From here you can ask"),
        (
            "staff list",
            "The command staff is for the office's own computer",
        ),
        ("serve", "own computer"),
        ("backup /tmp/x.db", "own computer"),
        ("status", "own computer"),
        ("--lang en doctor --json", "own computer"),
        ("demo --write /tmp/x.db", "own computer"),
        (
            "sh -c id",
            "There is no command sh. From here you can ask: list, ",
        ),
        (
            "--lang en",
            "What do you want? From here you can ask: list, ",
        ),
        (
            "frobnicate --json",
            "There is no command frobnicate. From here",
        ),
        ("list queue --db /tmp/other.db", "The option --db"),
        ("--db=/tmp/other.db list queue", "The option --db"),
        ("--as carla export people", "The option --as"),
        ("list people --config=/etc/passwd", "The option --config"),
        ("list queue --linear", "The option --linear"),
        ("import people /etc/passwd", "only what you send"),
        ("import people ./-", "only what you send"),
        ("import people - --partial=/tmp/x", "whole or not at all"),
        ("list persons", "Choose one of: queue, agenda"),
        ("export agenda --from tomorrow", "for example 2026-03-03"),
        ("list queue \u{202e}x", "There is no"),
    ] {
        let (status, out, err) = office.ask("carla", line, b"cognome;nome\nRossi;Pia\n");
        assert_eq!((status, out.as_str()), (USAGE, ""), "{line}: {err}");
        assert!(err.contains(said), "{line}: {err}");
        assert!(!err.contains('\u{202e}'), "{err:?}");
    }
    let (status, out, err) = office.ask("anna", "--help", b"");
    assert_eq!((status, err.as_str()), (DONE, ""));
    assert!(
        out.contains("export") && !out.contains("serve") && !out.contains("--db"),
        "{out}"
    );
    // More of it is had from here too, by what may be typed here.
    let (_, _, err) = office.ask("anna", "list queue --colour", b"");
    assert!(
        err.trim_end().ends_with("For more: list queue --help"),
        "{err}"
    );
    let (status, _, _) = office.ask("anna", "list queue --help", b"");
    assert_eq!(status, DONE);
    let (_, _, err) = office.ask("anna", "--lang it lista", b"");
    assert!(err.starts_with("Il comando lista non c'è."), "{err}");
    let (_, _, err) = office.ask("anna", &"q".repeat(4_000), b"");
    assert!(err.chars().count() < 250, "{err}");
}

#[test]
fn a_file_that_is_refused_from_afar_is_told_what_can_be_done_there() {
    let office = Office::new();
    let (status, out, err) = office.ask("carla", "import people -", b"cognome;nome\nRossi\n");
    assert_eq!((status, out.as_str()), (NOT_DONE, ""));
    assert!(
        err.contains("line 2") && err.contains("all or nothing"),
        "{err}"
    );
    assert!(!err.contains("--partial"), "{err}");
}

#[test]
fn a_list_that_comes_in_pages_is_the_whole_list() {
    use sportello::clock::local_day;
    use sportello::store::export::OpenVacancies;
    let office = Office::new();
    let who = office.store.who("carla").unwrap().unwrap();
    let now = RealClock.now();
    let rows = |limit: usize| {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let on = local_day(now);
            let page = OpenVacancies { after, limit, on };
            let page = office.store.read_now(&who, now, page).unwrap();
            assert!(page.rows.len() <= limit);
            all.extend(page.rows.into_iter().map(|row| row.id));
            after = page.next;
            if after.is_none() {
                return all;
            }
        }
    };
    assert!(rows(10_000).len() > 60);
    assert_eq!(rows(7), rows(10_000));
    let (_, out, _) = office.ask("carla", "list vacancies --json", b"");
    assert_eq!(out.lines().count(), rows(10_000).len());
}

#[test]
fn a_ticket_whose_line_dropped_says_so_and_who_held_it() {
    use chrono::TimeDelta;
    use sportello::store::queue::{CallNext, IssueTicket, Serve};
    use sportello::store::staff::Desks;
    use sportello::store::{Line, Parting};
    let office = Office::new();
    let store = &office.store;
    let anna = store.who("anna").unwrap().unwrap();
    let now = RealClock.now();
    let sql = "SELECT service FROM ticket LIMIT 1";
    let service = office.db().query_row(sql, [], |row| row.get(0)).unwrap();
    // Whatever the hour and the tickets of today.
    office
        .db()
        .execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM ticket_event; DELETE FROM ticket")
        .unwrap();
    let act = || super::super::new_act().0;
    let issue = IssueTicket {
        person: None,
        alias: Some("Pia".to_owned()),
        code: None,
        service,
        priority: sportello::domain::queue::Priority::Normal,
        appointment: None,
        exception: Some("closed".to_owned()),
    };
    store.act_now(&anna, act(), now, issue).unwrap();
    let desks = Desks {
        office: anna.office,
    };
    let desk = store.read_now(&anna, now, desks).unwrap()[0].id;
    let called = store.act_now(&anna, act(), now, CallNext { desk }).unwrap();
    let serve = Serve {
        ticket: called.ticket,
    };
    store.act_now(&anna, act(), now, serve).unwrap();
    let since = now - TimeDelta::minutes(10);
    let line = Line::here("gone", anna.id, &anna.name, since);
    let listed = || {
        let (status, out, err) = office.ask("carla", "list queue --json", b"");
        assert_eq!(status, DONE, "{err}");
        let row: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
        (
            row["state"].clone(),
            row["staff"].clone(),
            row["line_dropped_at"].clone(),
        )
    };
    store.scratch().join(line, |_| ());
    store.scratch().flush().unwrap();
    assert_eq!(
        listed(),
        (
            "serving".into(),
            anna.name.clone().into(),
            serde_json::Value::Null
        )
    );
    store.scratch().part(
        "gone",
        Parting::Dropped,
        now - TimeDelta::minutes(5),
        |_| (),
    );
    store.scratch().flush().unwrap();
    let (state, staff, dropped) = listed();
    assert_eq!((state, staff), ("serving".into(), anna.name.clone().into()));
    assert!(dropped.is_string());
    let (_, out, _) = office.ask("carla", "--lang it list queue", b"");
    assert!(
        out.contains("linea caduta") && out.contains(&anna.name),
        "{out}"
    );
}

#[test]
fn names_that_act_on_a_terminal_do_not() {
    let office = Office::new();
    let nasty = "X\u{1b}]0;x\u{7}\u{202e}\u{9b}31mY";
    office
        .db()
        .execute("UPDATE person SET surname = ?1", [nasty])
        .unwrap();
    for line in [
        "list people",
        "list people --json",
        "list agenda",
        "list agenda --json",
        "export people",
        "export agenda",
    ] {
        let (status, out, _) = office.ask("carla", line, b"");
        assert_eq!(status, DONE, "{line}");
        let acts = |c: char| sportello::terminal::text::forbidden(c) && !matches!(c, '\n' | '\r');
        assert_eq!(out.chars().find(|c| acts(*c)), None, "{line}");
        // There may be nobody in today's agenda.
        assert!(
            out.contains('Y') || line.starts_with("list agenda"),
            "{line}"
        );
    }
}

#[test]
fn a_stream_that_fails_ends_the_command() {
    struct Broken;
    impl std::io::Write for Broken {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::ConnectionReset.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Err(std::io::ErrorKind::ConnectionReset.into())
        }
    }
    let office = Office::new();
    let who = office.store.who("carla").unwrap().unwrap();
    for line in [
        "list people --json",
        "export people",
        "export agenda",
        "--help",
        "places sesto",
    ] {
        let io = Io {
            input: &mut std::io::empty(),
            output: &mut Broken,
            errors: &mut Broken,
        };
        let status = office
            .exec
            .run((&office.store, &who), &words(line.as_bytes()).unwrap(), io);
        assert_eq!(status, NOT_DONE, "{line}");
    }
}
