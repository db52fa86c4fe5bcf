//! The look-up commands: exact lines, order, exit.

use std::io::Cursor;

use sportello::domain::lang::Lang;
use sportello::reference::Reference;

use crate::cli::lookup::{
    Format, holidays_of as holidays, occupations_of as occupations, places_of as places,
    tax_codes as tax_code,
};
use crate::day;

fn tax_codes(codes: &[&str], input: &str, format: Format) -> (String, bool) {
    let codes: Vec<String> = codes.iter().map(|&code| code.to_owned()).collect();
    let mut out = Vec::new();
    let mut input = Cursor::new(input);
    let valid = tax_code(
        &Reference::load(),
        &codes,
        &mut input,
        day("2026-11-23"),
        format,
        &mut out,
    )
    .expect("written");
    (String::from_utf8(out).expect("text"), valid)
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
        let (written, valid) = tax_codes(&[code], "", Format::Json);
        assert_eq!(written, format!("{line}\n"));
        assert_eq!(valid, line.contains("\"valid\":true"));
    }
}

#[test]
fn codes_keep_their_order_and_a_dash_reads_lines() {
    let (written, valid) = tax_codes(
        &["RSSMRA80A01F205X", "-", "97889240582"],
        "BNCLRA95D55F205H\r\n\n  SNG MHM 98S14 Z343T\nFRNSST75D50A717N",
        Format::Json,
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
    let (written, valid) = tax_codes(&["RSS", "MRA", "80A01", "F205X"], "", Format::Json);
    assert!(valid && written.lines().count() == 1);
    let (_, valid) = tax_codes(&["RSSMRA80A01F205X", "RSSMRA80A01F205Y"], "", Format::Json);
    assert!(!valid);
}

#[test]
fn people_read_words() {
    let (written, _) = tax_codes(&["RSSMRA80A01F205Y"], "", Format::Plain(Lang::It));
    assert_eq!(
        written,
        "RSSMRA80A01F205Y  non valido  01/01/1980  M  Milano (MI)                   lettera di controllo errata: atteso X\n"
    );
    let (written, _) = tax_codes(&["RSSMRA8OA01F205X"], "", Format::Plain(Lang::En));
    assert!(
        written.contains("not valid") && written.contains("character out of place: position 8")
    );
}

fn written(
    command: impl FnOnce(&Reference, &mut Vec<u8>) -> std::io::Result<bool>,
) -> (String, bool) {
    let mut out = Vec::new();
    let found = command(&Reference::load(), &mut out).expect("written");
    (String::from_utf8(out).expect("text"), found)
}

#[test]
fn places_occupations_and_holidays_have_their_shapes() {
    let (lines, found) =
        written(|reference, out| places(reference, "sesto s giov", Format::Json, out));
    assert!(found);
    assert_eq!(
        lines.lines().next(),
        Some(
            r#"{"istat":"015209","name":"Sesto San Giovanni","province":"MI","tax_place":"I690"}"#
        )
    );
    let (lines, _) =
        written(|reference, out| places(reference, "castro", Format::Plain(Lang::It), out));
    assert!(lines.contains("Castro (BG)") && lines.lines().count() <= 8);
    assert_eq!(
        written(|reference, out| places(reference, "??", Format::Json, out)),
        (String::new(), false)
    );

    let (lines, found) =
        written(|reference, out| occupations(reference, "oss", Lang::It, Format::Json, out));
    assert!(
        found && lines.starts_with(r#"{"isco08":"5321","title":"OSS"}"#),
        "{lines}"
    );

    let (lines, found) =
        written(|reference, out| holidays(reference, 2026, None, Format::Json, out));
    assert!(found && lines.lines().count() == 13);
    assert!(lines.contains("{\"date\":\"2026-01-06\",\"name\":\"Epifania\"}\n"));
    let (lines, _) =
        written(|reference, out| holidays(reference, 2026, Some("Milano"), Format::Json, out));
    assert_eq!(lines.lines().count(), 14);
    assert!(lines.contains("2026-12-07"));
    let (lines, _) = written(|reference, out| {
        holidays(
            reference,
            2026,
            Some("milano"),
            Format::Plain(Lang::En),
            out,
        )
    });
    assert!(lines.contains("Monday 7 December 2026"));
    let (lines, found) =
        written(|reference, out| holidays(reference, 2026, Some("Nessundove"), Format::Json, out));
    assert_eq!((lines.as_str(), found), ("", false));
}
