//! Look-ups for scripts: exact lines, in the order asked, and exit codes.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use super::{Desk, objects};

const MARIO: &str = r#"{"code":"RSSMRA80A01F205X","valid":true,"reasons":[],"birth_on":"1980-01-01","registry_sex":"M","place":"Milano","province":"MI","omocodia":0}"#;

#[test]
fn a_tax_code_is_one_line_with_the_names_in_their_order() {
    let desk = Desk::bare();
    let said = desk.run(&["tax-code", "RSSMRA80A01F205X", "--json"]);
    assert_eq!((said.code, said.out.as_str()), (0, &*format!("{MARIO}\n")));
    assert_eq!(said.err, "");
}

#[test]
fn wrong_codes_are_answered_in_order_and_end_in_one() {
    let desk = Desk::bare();
    let said = desk.run(&[
        "tax-code",
        "RSSMRA80A01F205A",
        "rss mra 80a01 f205x",
        "XX",
        "12345678903",
        "--json",
    ]);
    assert_eq!(said.code, 1, "{}", said.err);
    let lines = objects(&said.out);
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["valid"], false);
    assert!(!lines[0]["reasons"].as_array().unwrap().is_empty());
    assert_eq!(lines[0]["code"], "RSSMRA80A01F205A");
    assert_eq!(said.out.lines().nth(1), Some(MARIO));
    assert_eq!(lines[2]["valid"], false);
    for unknown in ["birth_on", "registry_sex", "place", "province", "omocodia"] {
        assert!(lines[2][unknown].is_null(), "{unknown}");
    }
    assert!(
        lines[3]["birth_on"].is_null(),
        "a provisional code says no birth"
    );
}

#[test]
fn today_decides_the_century() {
    let desk = Desk::bare();
    let birth = |date: &str| {
        let said = desk.run(&["tax-code", "RSSMRA80A01F205X", "--json", "--date", date]);
        objects(&said.out)[0]["birth_on"].clone()
    };
    assert_eq!(birth("2026-01-01"), "1980-01-01");
    assert_eq!(birth("2081-01-01"), "2080-01-01");
}

#[test]
fn replaced_digits_are_counted() {
    let desk = Desk::bare();
    let said = desk.run(&["tax-code", "RSSMRA80A01F20RM", "--json"]);
    let line = &objects(&said.out)[0];
    assert_eq!(line["omocodia"], 1, "{line}");
    assert_eq!(line["place"], "Milano");
}

#[test]
fn codes_on_standard_input_are_answered_while_it_is_open() {
    let desk = Desk::bare();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("sportello"))
        .args(["tax-code", "-", "--json"])
        .env("HOME", desk.home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut asked = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    for _ in 0..2 {
        asked.write_all(b"RSSMRA80A01F205X\r\n\n").unwrap();
        let mut line = String::new();
        answers.read_line(&mut line).unwrap();
        assert_eq!(line.trim_end(), MARIO);
    }
    asked.write_all(b"no newline at the end").unwrap();
    drop(asked);
    let mut rest = String::new();
    answers.read_line(&mut rest).unwrap();
    assert_eq!(objects(&rest)[0]["valid"], false);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn bytes_that_are_no_text_are_a_wrong_code() {
    let said = Desk::bare().fed(
        &["tax-code", "-", "--json"],
        *b"\xff\xfe\x00\nRSSMRA80A01F205X\n",
    );
    assert_eq!(said.code, 1);
    assert_eq!(said.out.lines().nth(1), Some(MARIO));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = Desk::bare();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("sportello"))
        .args(["tax-code", "-", "--json"])
        .env("HOME", desk.home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut asked = child.stdin.take().unwrap();
    // The pipe to the program breaks too, once it has ended.
    let _ = asked.write_all("RSSMRA80A01F205X\n".repeat(20_000).as_bytes());
    drop(asked);
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn places_best_first() {
    let desk = Desk::bare();
    let out = desk.says(&["places", "sesto san giovanni", "--json"]);
    assert_eq!(
        out.lines().next(),
        Some(
            r#"{"istat":"015209","name":"Sesto San Giovanni","province":"MI","tax_place":"I690"}"#
        )
    );
    assert_eq!(
        desk.says(&["places", "sesto", "S.", "giovanni", "--json"])
            .lines()
            .next(),
        out.lines().next()
    );
    assert!(desk.objects(&["places", "san"]).len() <= 8);
    assert_eq!(desk.run(&["places", "zzzz"]).code, 1);
    let said = desk.run(&["places", "qqqqqqqqqq", "--json"]);
    assert_eq!((said.code, said.out.as_str()), (1, ""));
}

#[test]
fn occupations_have_a_code_and_a_title() {
    let desk = Desk::bare();
    let out = desk.says(&["occupations", "operatore socio sanitario", "--json"]);
    let first = out.lines().next().unwrap();
    assert!(
        first.starts_with(r#"{"isco08":"5321","title":""#),
        "{first}"
    );
    assert_eq!(desk.run(&["occupations", "qqqqqqqqqq"]).code, 1);
}

#[test]
fn holidays_of_a_year_in_their_order() {
    let desk = Desk::bare();
    let out = desk.says(&["holidays", "2026", "--json"]);
    assert!(
        out.lines()
            .any(|line| line == r#"{"date":"2026-01-06","name":"Epifania"}"#),
        "{out}"
    );
    let days: Vec<_> = objects(&out)
        .iter()
        .map(|line| line["date"].to_string())
        .collect();
    assert!(days.is_sorted());
    let milan = desk.objects(&["holidays", "2026", "--place", "Milano"]);
    assert!(
        milan.iter().any(|line| line["date"] == "2026-12-07"),
        "{milan:?}"
    );
    assert_eq!(
        desk.run(&["holidays", "2026", "--place", "Atlantide"]).code,
        1
    );
}

#[test]
fn holidays_are_named_in_the_language_asked() {
    let desk = Desk::bare();
    let named = |args: &[&str], on: &str| {
        let all = objects(
            &desk.says(&[&["holidays", "2026", "--place", "Milano", "--json"], args].concat()),
        );
        let day = all.iter().find(|line| line["date"] == on).unwrap();
        day["name"].as_str().unwrap().to_owned()
    };
    // The computer speaks English; what programs read stays Italian until another language is asked for.
    assert_eq!(named(&[], "2026-01-06"), "Epifania");
    assert_eq!(named(&["--lang", "it"], "2026-01-06"), "Epifania");
    assert_eq!(named(&["--lang", "en"], "2026-01-06"), "Epiphany");
    assert_eq!(
        named(&["--lang", "en"], "2026-12-07"),
        "Patron saint of Milan: Sant'Ambrogio"
    );
    assert!(desk.says(&["holidays", "2026"]).contains("Labour Day"));
    let italian = desk.in_italian();
    assert!(
        italian
            .says(&["holidays", "2026"])
            .contains("Festa del lavoro")
    );
}

#[test]
fn what_the_list_of_holidays_leaves_out_is_said_beside_it() {
    let desk = Desk::bare().in_italian();
    for (args, said) in [
        (&["holidays", "1950"][..], "Prima del 1986"),
        (
            &["holidays", "2026", "--place", "Abbiategrasso"],
            "Abbiategrasso",
        ),
        (&["holidays", "2026", "--place", "Pavia"], ""),
    ] {
        let run = desk.run(args);
        assert_eq!(run.code, 0, "{args:?}: {}", run.err);
        assert!(!run.out.is_empty(), "{args:?}");
        assert_eq!(run.err.is_empty(), said.is_empty(), "{args:?}: {}", run.err);
        assert!(run.err.contains(said), "{args:?}: {}", run.err);
    }
}

#[test]
fn people_read_them_in_their_language() {
    let code = ["tax-code", "RSSMRA80A01F205A"];
    let english = Desk::bare().run(&code);
    let italian = Desk::bare().in_italian().run(&code);
    assert!(
        english.out.contains("not valid") && english.out.contains("check letter"),
        "{}",
        english.out
    );
    assert!(
        italian.out.contains("non valido") && italian.out.contains("lettera di controllo"),
        "{}",
        italian.out
    );
    let asked = Desk::bare()
        .in_italian()
        .run(&[&["--lang", "en"], &code[..]].concat());
    assert_eq!(asked.out, english.out);
    let holidays = Desk::bare().in_italian().says(&["holidays", "2026"]);
    assert!(
        holidays.contains("Epifania") && holidays.contains("gennaio"),
        "{holidays}"
    );
    let places = Desk::bare().says(&["places", "monza"]);
    assert!(places.starts_with("Monza (MB)"), "{places}");
}

#[test]
fn wrong_usage_ends_in_two_and_says_how() {
    for args in [
        &["tax-code"][..],
        &["places"],
        &["holidays", "many"],
        &["holidays", "1899"],
        &["tax-code", "X", "--date", "yesterday"],
        &["--lang", "fr", "places", "x"],
        &["frobnicate"],
    ] {
        let said = Desk::bare().run(args);
        assert_eq!(said.code, 2, "{args:?}");
        assert_eq!(said.out, "", "{args:?}");
        assert!(
            said.err.contains("For more: sportello --help"),
            "{args:?}: {}",
            said.err
        );
    }
    assert_eq!(Desk::bare().run(&["--help"]).code, 0);
    assert_eq!(
        Desk::bare().run(&["--version"]).out,
        format!("sportello {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn the_accessibility_page_is_told_as_plain_lines() {
    for (desk, met) in [
        (Desk::bare(), "met"),
        (Desk::bare().in_italian(), "soddisfatto"),
    ] {
        let said = desk.says(&["accessibility"]);
        assert!(!said.contains('\x1b'), "{said}");
        assert!(said.contains("sportello --linear"), "{said}");
        let clause = format!("11.1.4.3 Contrasto minimo: {met}.");
        assert!(said.contains(&clause), "{said}");
        assert!(said.lines().count() > 90, "{said}");
    }
}
