//! The practice office: its file, the same every time, and the desk without a screen.

use rusqlite::Connection;

use super::Desk;

const DAY: &str = "2026-11-23";

fn written(desk: &Desk, name: &str) -> Connection {
    let path = desk.path(name).display().to_string();
    let said = desk.says(&["demo", "--write", &path, "--date", DAY]);
    assert!(said.contains(&path), "{said}");
    Connection::open(path).unwrap()
}

fn count(db: &Connection, table: &str) -> i64 {
    db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
        row.get(0)
    })
    .unwrap()
}

/// Every row of every table that is not an index of words, as text.
fn content(db: &Connection) -> Vec<(String, Vec<String>)> {
    let mut tables = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_words%' ESCAPE '\\' ORDER BY name")
        .unwrap();
    let tables: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let rows = |table: &str| {
        let mut select = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = select.column_count();
        let line = |row: &rusqlite::Row<'_>| {
            let cells: Vec<String> = (0..columns)
                .map(|at| format!("{:?}", row.get_ref(at).unwrap()))
                .collect();
            Ok(cells.join("|"))
        };
        select
            .query_map([], line)
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    tables
        .into_iter()
        .map(|table| {
            let all = rows(&table);
            (table, all)
        })
        .collect()
}

#[test]
fn the_file_is_small_complete_and_the_same_every_time() {
    let desk = Desk::bare();
    let (one, two) = (written(&desk, "one.db"), written(&desk, "two.db"));
    let size = std::fs::metadata(desk.path("one.db")).unwrap().len();
    assert!(size < 3_000_000, "{size} bytes");
    for (table, least) in [
        ("office", 2),
        ("staff", 10),
        ("person", 402),
        ("company", 80),
        ("vacancy", 250),
        ("plan", 120),
    ] {
        assert_eq!(count(&one, table), least, "{table}");
    }
    for (table, least) in [("ticket", 60), ("appointment", 60), ("application", 20)] {
        assert!(
            count(&one, table) >= least,
            "{table}: {}",
            count(&one, table)
        );
    }
    for ((table, left), (_, right)) in content(&one).into_iter().zip(content(&two)) {
        assert_eq!(left, right, "{table} differs from one run to the next");
    }
}

#[test]
fn plans_of_every_state_are_there() {
    let desk = Desk::bare();
    let db = written(&desk, "demo.db");
    let mut states = db
        .prepare("SELECT state FROM plan GROUP BY state ORDER BY state")
        .unwrap();
    let states: Vec<String> = states
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let all = [
        "active",
        "closed",
        "draft",
        "expired",
        "interrupted",
        "proposed",
        "revising",
        "signed",
        "superseded",
        "suspended",
    ];
    assert_eq!(states, all);
}

#[test]
fn nobody_in_it_can_be_reached() {
    let desk = Desk::bare();
    let db = written(&desk, "demo.db");
    let reachable: i64 = db
        .query_row(
            "SELECT count(*) FROM person WHERE phone_digits NOT LIKE '399%' OR email NOT LIKE '%@example.org'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(reachable, 0);
}

#[test]
fn it_never_writes_over_a_file() {
    let desk = Desk::bare();
    std::fs::write(desk.path("mine.db"), "mine").unwrap();
    let said = desk.refuses(&["demo", "--write", "mine.db", "--date", DAY]);
    assert!(
        said.contains("mine.db") && said.contains("already there"),
        "{said}"
    );
    assert_eq!(std::fs::read(desk.path("mine.db")).unwrap(), b"mine");
}

#[test]
fn its_lists_can_be_read() {
    let desk = Desk::bare();
    drop(written(&desk, "demo.db"));
    let list = |login| {
        let mut command = desk.command();
        command.args(["--db", "demo.db", "--as", login, "list", "people", "--json"]);
        command.assert()
    };
    // To write all people out is coordination's right, not everybody's who may look one up.
    list("anna").failure().code(1);
    let assert = list("carla").success();
    let out = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    assert_eq!(super::objects(&out).len(), 402);
}

#[test]
fn without_a_terminal_it_speaks_lines_and_takes_a_script() {
    let desk = Desk::bare();
    for args in [&["demo"][..], &["demo", "--linear"]] {
        let mut command = desk.command();
        let assert = command.args(args).write_stdin("?\n").assert().success();
        let out = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
        assert!(
            out.contains("Practice: invented data") && out.contains("new ticket"),
            "{out}"
        );
        assert!(!out.contains('\u{1b}'), "no escape sequence in plain lines");
        assert_eq!(String::from_utf8_lossy(&assert.get_output().stderr), "");
    }
}

#[test]
fn the_end_of_the_input_is_the_end_of_the_work() {
    let desk = Desk::bare();
    let mut command = desk.command();
    command.arg("demo").write_stdin("").assert().success();
}

/// The practice office of any day is open on that day: a Sunday, Christmas, the patron's day, New Year.
#[test]
fn it_is_open_on_whatever_day_it_is_for() {
    let desk = Desk::bare();
    for day in ["2026-11-22", "2026-12-25", "2026-12-07", "2027-01-01"] {
        let path = desk.path(&format!("{day}.db")).display().to_string();
        desk.says(&["demo", "--write", &path, "--date", day]);
        let db = Connection::open(path).unwrap();
        let one = |sql: &str| -> i64 { db.query_row(sql, [day], |row| row.get(0)).unwrap() };
        let open =
            "SELECT count(*) FROM opening, office o WHERE office = o.id AND coalesce(day, ?1) = ?1
             AND weekday = CAST(strftime('%u', ?1) AS INTEGER)";
        assert_eq!(one(open), 2, "{day}: both offices are open");
        let closed = "SELECT count(*) FROM closure WHERE day = ?1";
        assert_eq!(one(closed), 0, "{day} is no holiday there");
        let working = "SELECT count(DISTINCT staff) FROM work_hours
             WHERE weekday = CAST(strftime('%u', ?1) AS INTEGER)";
        assert!(one(working) >= 9, "{day}: {} at work", one(working));
        let booked = "SELECT count(*) FROM appointment WHERE state IN ('booked', 'confirmed')
             AND date(starts_at / 1000, 'unixepoch') = ?1";
        assert!(one(booked) >= 4, "{day}: {} appointments", one(booked));
        let waiting = "SELECT count(*) FROM ticket WHERE state = 'waiting' AND day = ?1";
        assert!(one(waiting) >= 4, "{day}: {} wait", one(waiting));
        let men = "SELECT count(*) FROM plan JOIN person p ON p.id = plan.person
             WHERE template = 'donne' AND registry_sex = 'M' AND ?1 > ''";
        assert_eq!(one(men), 0, "{day}: men on the way back of women");
    }
}

#[test]
fn an_office_of_invented_data_says_so_wherever_it_is_opened() {
    let desk = Desk::bare();
    std::fs::create_dir_all(desk.db().parent().unwrap()).unwrap();
    let path = desk.db().display().to_string();
    desk.says(&["demo", "--write", &path, "--date", DAY]);
    let quit = "0\n0\n0\ny\n";
    let said = desk.fed(&["--as", "anna", "--linear"], quit);
    assert!(
        said.out.contains("Practice: invented data"),
        "{}\n{}",
        said.out,
        said.err
    );
    assert!(!said.out.contains("leaves no data"), "{}", said.out);
    let real = Desk::with_office();
    let said = real.fed(&["--linear"], quit);
    assert!(!said.out.contains("Practice"), "{}", said.out);
}

/// What hangs on the wall names nobody, so it leaves no look behind; what the desk lists does both.
#[test]
fn the_wall_shows_numbers_and_no_names() {
    let desk = Desk::bare();
    let path = desk.path("today.db").display().to_string();
    desk.says(&["demo", "--write", &path]);
    let list = |what: &str, how: &[&str]| {
        let mut command = desk.command();
        command.args(["--db", &path, "--as", "anna", "list", what]);
        let assert = command.args(how).assert().success();
        String::from_utf8(assert.get_output().stdout.clone()).unwrap()
    };
    let looks = || count(&Connection::open(&path).unwrap(), "access_log");
    let before = looks();
    let wall = super::objects(&list("wall", &["--json"]));
    let shown = list("wall", &[]);
    assert_eq!(looks(), before, "nobody was looked at");
    let queue = super::objects(&list("queue", &["--json"]));
    assert_eq!(looks(), before + 1);

    let fields = |row: &serde_json::Value| -> Vec<String> {
        let mut names: Vec<String> = row.as_object().unwrap().keys().cloned().collect();
        names.sort_unstable();
        names
    };
    assert!(wall.len() >= 4, "{shown}");
    for row in &wall {
        assert_eq!(fields(row), ["desk", "number", "place", "state"]);
    }
    let names: Vec<&str> = queue.iter().filter_map(|row| row["who"].as_str()).collect();
    assert!(names.iter().any(|name| !name.is_empty()));
    for name in names.into_iter().filter(|name| !name.is_empty()) {
        assert!(!shown.contains(name), "{name} in\n{shown}");
    }
    // Those at a desk first, then those who wait, in their order; each place of the desk's list has its reason.
    let places: Vec<_> = wall
        .iter()
        .filter_map(|row| row["place"].as_u64())
        .collect();
    assert_eq!(places, (1..=places.len() as u64).collect::<Vec<_>>());
    assert!(wall[0]["place"].is_null() && wall[0]["desk"].is_string());
    let reasons = queue.iter().filter(|row| row["reason"].is_string()).count();
    assert_eq!(reasons, places.len());
}
