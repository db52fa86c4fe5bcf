//! The look-up commands: exact lines, order, exit.

use std::process::Command;

/// What the program writes when asked, given something to read; and whether it says that all was found.
fn asked(args: &[&str], input: &str) -> (String, bool) {
    let mut program = assert_cmd::Command::from_std(Command::new(env!("CARGO_BIN_EXE_sportello")));
    let folder = tempfile::tempdir().expect("a folder");
    let answer = program
        .env("HOME", folder.path())
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("LC_ALL")
        .env("LANG", "it_IT.UTF-8")
        .args(args)
        .write_stdin(input.to_owned())
        .output()
        .expect("an answer");
    let text = String::from_utf8(answer.stdout).expect("text");
    (text, answer.status.success())
}

fn tax_codes(codes: &[&str], input: &str, how: &[&str]) -> (String, bool) {
    let args = [&["tax-code", "--date", "2026-11-23"], how, codes].concat();
    asked(&args, input)
}

#[test]
fn a_tax_code_is_one_json_object_with_its_fields_in_order() {
    let table = [
        (
            "rssmra80a01f205x",
            r#"{"code":"RSSMRA80A01F205X","valid":true,"reasons":[],"birth_on":"1980-01-01","registry_sex":"M","place":"Milano","province":"MI","omocodia":0}"#,
        ),
        (
            "RSSMRA80A01F205Y",
            r#"{"code":"RSSMRA80A01F205Y","valid":false,"reasons":["check-letter"],"birth_on":"1980-01-01","registry_sex":"M","place":"Milano","province":"MI","omocodia":0}"#,
        ),
        (
            "SNGMHM98S14Z343T",
            r#"{"code":"SNGMHM98S14Z343T","valid":true,"reasons":[],"birth_on":"1998-11-14","registry_sex":"M","place":"Senegal","province":"EE","omocodia":0}"#,
        ),
        (
            "97889240582",
            r#"{"code":"97889240582","valid":true,"reasons":[],"birth_on":null,"registry_sex":null,"place":null,"province":null,"omocodia":0}"#,
        ),
        (
            "ABC\"",
            r#"{"code":"ABC\"","valid":false,"reasons":["length"],"birth_on":null,"registry_sex":null,"place":null,"province":null,"omocodia":null}"#,
        ),
    ];
    for (code, line) in table {
        let (written, valid) = tax_codes(&[code], "", &["--json"]);
        assert_eq!(written, format!("{line}\n"));
        assert_eq!(valid, line.contains("\"valid\":true"));
    }
}

#[test]
fn codes_keep_their_order_and_a_dash_reads_lines() {
    let (written, valid) = tax_codes(
        &["RSSMRA80A01F205X", "-", "97889240582"],
        "BNCLRA95D55F205H\r\n\n  SNG MHM 98S14 Z343T\nFRNSST75D50A717N",
        &["--json"],
    );
    let codes: Vec<&str> = written
        .lines()
        .map(|line| line.split('"').nth(3).expect("a code"))
        .collect();
    assert_eq!(
        codes,
        [
            "RSSMRA80A01F205X",
            "BNCLRA95D55F205H",
            "SNGMHM98S14Z343T",
            "FRNSST75D50A717N",
            "97889240582"
        ]
    );
    assert!(valid);
    let (written, valid) = tax_codes(&["RSS", "MRA", "80A01", "F205X"], "", &["--json"]);
    assert!(valid && written.lines().count() == 1);
    let (_, valid) = tax_codes(&["RSSMRA80A01F205X", "RSSMRA80A01F205Y"], "", &["--json"]);
    assert!(!valid);
}

#[test]
fn people_read_words() {
    let (written, _) = tax_codes(&["RSSMRA80A01F205Y"], "", &[]);
    assert_eq!(
        written,
        "RSSMRA80A01F205Y  non valido  01/01/1980  M  Milano (MI)                   lettera di controllo errata: atteso X\n"
    );
    let (written, _) = tax_codes(&["RSSMRA8OA01F205X"], "", &["--lang", "en"]);
    assert!(
        written.contains("not valid") && written.contains("character out of place: position 8")
    );
}

fn written(args: &[&str]) -> (String, bool) {
    asked(args, "")
}

#[test]
fn places_occupations_and_holidays_have_their_shapes() {
    let (lines, found) = written(&["places", "--json", "sesto s giov"]);
    assert!(found);
    assert_eq!(
        lines.lines().next(),
        Some(
            r#"{"istat":"015209","name":"Sesto San Giovanni","province":"MI","tax_place":"I690"}"#
        )
    );
    let (lines, _) = written(&["places", "castro"]);
    assert!(lines.contains("Castro (BG)") && lines.lines().count() <= 8);
    assert_eq!(written(&["places", "--json", "??"]), (String::new(), false));

    let (lines, found) = written(&["occupations", "--json", "oss"]);
    assert!(
        found && lines.starts_with(r#"{"isco08":"5321","title":"OSS"}"#),
        "{lines}"
    );

    let (lines, found) = written(&["holidays", "--json", "2026"]);
    assert!(found && lines.lines().count() == 13);
    assert!(lines.contains("{\"date\":\"2026-01-06\",\"name\":\"Epifania\"}\n"));
    let (lines, _) = written(&["holidays", "--json", "2026", "--place", "Milano"]);
    assert_eq!(lines.lines().count(), 14);
    assert!(lines.contains("2026-12-07"));
    let (lines, _) = written(&["--lang", "en", "holidays", "2026", "--place", "milano"]);
    assert!(lines.contains("Monday 7 December 2026"));
    let (lines, found) = written(&["holidays", "--json", "2026", "--place", "Nessundove"]);
    assert_eq!((lines.as_str(), found), ("", false));
}
