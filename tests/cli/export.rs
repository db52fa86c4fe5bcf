//! Lists out of the office: what is written can be read back, runs nowhere, and leaves its row in the access log.

use std::fs;

use rusqlite::Connection;

use super::{Desk, fixture};

const DAY: &str = "2026-11-23";

fn looks(desk: &Desk, what: &str) -> i64 {
    let sql = "SELECT count(*) FROM access_log WHERE what = ?1";
    let db = Connection::open(desk.db()).unwrap();
    db.query_row(sql, [what], |row| row.get(0)).unwrap()
}

#[test]
fn people_and_vacancies_come_back_as_they_went_out() {
    let (one, two) = (Desk::with_office(), Desk::with_office());
    for what in ["people", "vacancies"] {
        one.says(&["import", what, &fixture(&format!("{what}.csv"))]);
        let out = one.says(&["export", what]);
        let path = two.path("out.csv");
        fs::write(&path, &out).unwrap();
        two.says(&["import", what, path.to_str().unwrap()]);
        assert_eq!(two.says(&["export", what]), out, "{what}");
        assert!(out.lines().count() >= 40, "{what}");
        assert_eq!(looks(&one, "export"), if what == "people" { 1 } else { 2 });
    }
    // What no heading carries is the same in the lists, too.
    for list in ["people", "codes"] {
        let rows = |desk: &Desk| {
            let mut rows = desk.objects(&["list", list]);
            for row in &mut rows {
                row.as_object_mut()
                    .unwrap()
                    .retain(|key, _| !matches!(key.as_str(), "id" | "person"));
            }
            rows
        };
        assert_eq!(rows(&one), rows(&two), "{list}");
    }
}

/// Somebody of whom everything is known that a record holds, and a vacancy that asks for everything.
const ALL_FACTS: &str = "id;cognome;nome;data_nascita;stato;data_iscrizione;stato_dal;ultimo_contatto;nome_scelto;genere;\
    contatto;lingue;mezzo;orario;ore_settimana;contratti;quando;data_did;in_questo_periodo\n\
    P-1;Vanoni;Pia;1991-02-03;disoccupato;2026-01-02;2026-01-03;2026-04-05;Pio;non_binary;safe;bn;bicycle;tempo pieno;20-40;\
    fixed_term;mon_am;2026-01-04;training\n";

#[test]
fn every_fact_of_a_record_goes_out_and_comes_back() {
    let (one, two) = (Desk::with_office(), Desk::with_office());
    let conn = |desk: &Desk| Connection::open(desk.db()).unwrap();
    let facts = "SELECT preferred_name, gender, contact_rule, languages, transport, shift, hours_min, hours_max, contracts,
                        comes, did_on, pursuits, last_contact_on, registered_on,
                        (SELECT status || from_on FROM employment e WHERE e.person = p.id)
                 FROM person p";
    let row = |desk: &Desk| {
        conn(desk)
            .query_row(facts, [], |row| {
                (0..15)
                    .map(|n| row.get::<_, rusqlite::types::Value>(n))
                    .collect::<Result<Vec<_>, _>>()
            })
            .unwrap()
    };
    let said = one.fed(&["import", "people", "-"], ALL_FACTS);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let known = row(&one);
    let empty = |value: &rusqlite::types::Value| match value {
        rusqlite::types::Value::Null => true,
        rusqlite::types::Value::Text(text) => text.is_empty() || text == "[]",
        _ => false,
    };
    assert!(!known.iter().any(empty), "{known:?}");
    let out = one.says(&["export", "people"]);
    assert_eq!(two.fed(&["import", "people", "-"], out.clone()).code, 0);
    assert_eq!(row(&two), known);
    assert_eq!(two.says(&["export", "people"]), out);
    // No column of a person's facts is without a heading, but those that are named here.
    let columns: i64 = conn(&one)
        .query_row(
            "SELECT count(*) FROM pragma_table_info('person')",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(
        columns, PERSON_COLUMNS,
        "a new column of person: give it a heading in exchange/people.rs, or say why it stays behind"
    );

    one.says(&["import", "vacancies", &fixture("vacancies.csv")]);
    let first = "(SELECT id FROM vacancy ORDER BY n LIMIT 1)";
    conn(&one)
        .execute_batch(&format!(
            "UPDATE vacancy SET start_on = '2026-12-01', public_transport = 'yes', reserved = 'l68_art1' WHERE id = {first};
             UPDATE requirement SET essential = 1 WHERE vacancy = {first}"
        ))
        .unwrap();
    let out = one.says(&["export", "vacancies"]);
    assert!(
        out.contains(";l68_art1;") && out.contains("skill!:"),
        "{out}"
    );
    assert_eq!(two.fed(&["import", "vacancies", "-"], out.clone()).code, 0);
    assert_eq!(two.says(&["export", "vacancies"]), out);
}

/// The columns of `person`; identity, version, what follows from others and the joint of two records included. The
/// parts of days in which somebody can work stay behind with the rows of the full interview: they are asked there.
const PERSON_COLUMNS: i64 = 48;

#[test]
fn what_went_out_changes_nothing_where_it_came_from() {
    let desk = Desk::with_office();
    // Without numbers of their own: the office's identities stand for them.
    let file = "cognome;nome;data_nascita\nVanoni;Pia;1991-02-03\nOrsetti;Leo;\n";
    assert_eq!(desk.fed(&["import", "people", "-"], file).code, 0);
    let out = desk.says(&["export", "people"]);
    let said = desk.fed(&["import", "people", "-"], out.clone());
    assert!(
        said.out.contains("People imported: 0.") && said.out.contains("already there: 2."),
        "{}",
        said.out
    );
    desk.says(&["import", "vacancies", &fixture("vacancies.csv")]);
    let out = desk.says(&["export", "vacancies"]);
    let said = desk.fed(&["import", "vacancies", "-"], out);
    assert!(said.out.contains("Vacancies imported: 0."), "{}", said.out);
}

#[test]
fn no_cell_is_a_formula_and_all_come_back() {
    let desk = Desk::with_office();
    let names = [
        "=1+1",
        "+39",
        "-2",
        "@SUM(A1)",
        "\u{ff1d}cmd",
        "'=x",
        "'tis",
    ];
    let mut file = String::from("cognome;nome;telefono\n");
    for name in names {
        // As another program guards them, or does not.
        file.push_str(&format!("{name};Pia;+39 399 000 0001\n"));
    }
    assert_eq!(desk.fed(&["import", "people", "-"], file).code, 0);
    let out = desk.says(&["export", "people"]);
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(out.as_bytes());
    let mut count = 0;
    for row in rows.records() {
        for cell in &row.unwrap() {
            assert!(
                !cell
                    .trim_start()
                    .starts_with(['=', '+', '-', '@', '\u{ff1d}']),
                "{cell}"
            );
        }
        count += 1;
    }
    assert_eq!(count, names.len());
    let other = Desk::with_office();
    assert_eq!(other.fed(&["import", "people", "-"], out).code, 0);
    let mut surnames: Vec<String> = other
        .objects(&["list", "people"])
        .iter()
        .map(|row| row["surname"].as_str().unwrap().to_owned())
        .collect();
    surnames.sort();
    let mut expected: Vec<&str> = names
        .iter()
        .map(|name| if *name == "'=x" { "=x" } else { name })
        .collect();
    expected.sort_unstable();
    assert_eq!(surnames, expected);
}

#[test]
fn refused_rows_are_given_back_as_text_too() {
    let desk = Desk::with_office();
    let file = "cognome;nome;sesso\n=HYPERLINK(1);Pia;X\n";
    let said = desk.fed(&["import", "people", "-", "--partial=bad.csv"], file);
    assert_eq!(said.code, 1, "nothing came in: {}{}", said.out, said.err);
    let bad = fs::read_to_string(desk.path("bad.csv")).unwrap();
    assert!(
        bad.lines()
            .nth(1)
            .unwrap()
            .ends_with(";'=HYPERLINK(1);Pia;X"),
        "{bad}"
    );
}

#[test]
fn a_large_office_goes_out_in_pages_and_is_one_row_of_the_log() {
    let desk = Desk::with_office();
    let mut file = String::from("id;cognome;nome\n");
    for n in 0..1_201 {
        file.push_str(&format!("{n};Prova{n};Ada\n"));
    }
    assert_eq!(desk.fed(&["import", "people", "-"], file).code, 0);
    let out = desk.says(&["export", "people"]);
    assert_eq!(out.lines().count(), 1_202);
    assert_eq!(looks(&desk, "export"), 1);
}

#[test]
fn characters_that_act_on_a_terminal_do_not_come_in_and_it_is_said() {
    let desk = Desk::with_office();
    let file = "id;titolo;isco08;azienda;comune;contratto;ore_settimana;descrizione\n\
                1;Com\u{1b}[31mmesso\u{202e};5223;Prova S.r.l.;Milano;indeterminato;40;\"uno\u{9b}\ndue\"\n\
                2;Cuoco;5120;Prova S.r.l.;Milano;indeterminato;40;Niente\n";
    let said = desk.fed(&["import", "vacancies", "-"], file);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err
            .contains("One row had invisible or control characters")
            && said.err.contains("line 2"),
        "{}",
        said.err
    );
    let out = desk.says(&["export", "vacancies"]);
    assert!(
        out.contains(";Com[31mmesso;") && out.contains("\"uno\ndue\""),
        "{out}"
    );
    let titles: Vec<String> = desk
        .objects(&["list", "vacancies"])
        .iter()
        .map(|row| row["title"].as_str().unwrap().to_owned())
        .collect();
    assert!(titles.contains(&"Com[31mmesso".to_owned()), "{titles:?}");
}

#[test]
fn an_agenda_is_a_calendar() {
    let desk = Desk::bare();
    let run = |args: &[&str]| {
        let mut command = desk.command();
        let assert = command.args(["--db", "demo.db"]).args(args).assert();
        super::Said::of(assert)
    };
    desk.says(&["demo", "--write", "demo.db", "--date", DAY]);
    let said = run(&[
        "--as",
        "carla",
        "export",
        "agenda",
        "--from",
        DAY,
        "--to",
        "2026-11-29",
    ]);
    assert_eq!(said.code, 0);
    assert!(
        said.err.starts_with("This calendar does not hold: ") && said.err.lines().count() == 1,
        "{}",
        said.err
    );
    let ics = said.out;
    assert!(
        ics.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && ics.ends_with("END:VCALENDAR\r\n")
    );
    assert!(
        ics.split("\r\n")
            .all(|line| line.len() <= 75 && !line.contains('\n'))
    );
    assert!(ics.contains("BEGIN:VTIMEZONE\r\nTZID:Europe/Rome\r\n"));
    let db = Connection::open(desk.path("demo.db")).unwrap();
    let count = |also: &str| -> usize {
        let sql = format!(
            "SELECT count(*) FROM appointment a JOIN staff s ON s.office = a.office WHERE s.login = 'carla' \
             AND a.starts_at >= unixepoch('2026-11-22 23:00') * 1000 AND a.starts_at < unixepoch('2026-11-29 23:00') * 1000 {also}"
        );
        db.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap() as usize
    };
    let lines = |text: &str| ics.lines().filter(|line| *line == text).count();
    assert_eq!(lines("BEGIN:VEVENT"), count(""));
    assert!(lines("BEGIN:VEVENT") > 20);
    assert_eq!(
        lines("STATUS:CANCELLED"),
        count("AND a.state IN ('cancelled_by_person', 'cancelled_by_office', 'moved')")
    );
    let mut uids: Vec<&str> = ics
        .lines()
        .filter(|line| line.starts_with("UID:"))
        .collect();
    let all = uids.len();
    uids.sort_unstable();
    uids.dedup();
    assert_eq!((uids.len(), all), (count(""), count("")));
    // A colleague's agenda needs the right to write lists out; one's own does not.
    let other = run(&[
        "--as", "anna", "export", "agenda", "--staff", "carla", "--from", DAY,
    ]);
    assert_eq!((other.code, other.out.as_str()), (1, ""));
    let own = run(&[
        "--as",
        "anna",
        "export",
        "agenda",
        "--from",
        DAY,
        "--to",
        "2026-11-29",
    ]);
    assert_eq!(own.code, 0);
    let events = own.out.matches("BEGIN:VEVENT").count();
    assert!(events > 0 && events < count(""), "{events}");
    let wrong = run(&[
        "--as",
        "anna",
        "export",
        "agenda",
        "--from",
        DAY,
        "--to",
        "2026-11-01",
    ]);
    assert_eq!((wrong.code, wrong.out.as_str()), (1, ""));
}

#[test]
fn a_file_on_standard_input_is_read_like_any_other() {
    let desk = Desk::with_office();
    let file = fs::read(fixture("people_wrong.csv")).unwrap();
    let said = desk.fed(&["import", "people", "-"], file.clone());
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("the input: line 3, column stato"),
        "{}",
        said.err
    );
    let said = desk.fed(&["import", "people", "-", "--partial"], file);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(desk.path("input.refused.csv").exists());
    assert_eq!(desk.objects(&["list", "people"]).len(), 2);
    let said = desk.fed(&["import", "people", "-"], "");
    assert_eq!(said.code, 1);
    assert!(said.err.contains("empty"), "{}", said.err);
    // Nothing of what came in lies about.
    let left: Vec<_> = fs::read_dir(desk.path("data"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| name.to_string_lossy().starts_with("office.")),
        "{left:?}"
    );
}

#[test]
fn status_says_plainly_that_no_server_runs() {
    let desk = Desk::with_office();
    let said = desk.run(&["status"]);
    assert_eq!(
        (said.code, said.out.as_str(), said.err.as_str()),
        (1, "", "No server runs for this office.\n")
    );
    let desk = desk.in_italian();
    let said = desk.run(&["status", "--json"]);
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    assert_eq!(said.err, "Nessun server è acceso per questa sede.\n");
}

#[test]
fn the_command_line_speaks_italian_to_those_who_do() {
    let desk = Desk::bare().in_italian();
    let mut command = desk.command();
    let help = super::Said::of(command.arg("--help").assert());
    assert_eq!(help.code, 0);
    assert!(
        help.out.contains("Uso: sportello [OPZIONI] [COMANDO]")
            && help.out.contains("Codici di uscita"),
        "{}",
        help.out
    );
    let said = desk.run(&["list", "persone"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("Il valore persone non va bene") && said.err.contains("queue, agenda"),
        "{}",
        said.err
    );
    fs::write(desk.path("own.toml"), "lingua = \"it\"\n").unwrap();
    let said = desk.refuses(&["--config", "own.toml", "list", "queue"]);
    assert!(
        said.contains("riga 1: lingua non c'è. Scegli tra db, lang"),
        "{said}"
    );
    let said = desk.refuses(&["--config", "altrove.toml", "list", "queue"]);
    assert!(
        said.contains("altrove.toml non si legge: il file o la cartella non c'è"),
        "{said}"
    );
    fs::create_dir(desk.path("data")).unwrap();
    fs::create_dir(desk.db()).unwrap();
    let said = desk.refuses(&["list", "queue"]);
    assert!(
        said.contains("è una cartella") && !said.contains("folder"),
        "{said}"
    );
    let office = Desk::with_office().in_italian();
    let said = office.refuses(&["import", "people", "assente.csv"]);
    assert!(
        said.contains("assente.csv non si apre: il file o la cartella non c'è"),
        "{said}"
    );
}
