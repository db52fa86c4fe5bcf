//! Files into the office: all or nothing, or the good rows and a file of the others.

use std::fs;

use super::{Desk, fixture};

/// How many rows the fixture of people holds, and how many of their codes are to be checked: an O for
/// a zero, a repeated code, a wrong check letter, a date of birth that the code contradicts.
const PEOPLE: usize = 58;
const TO_CHECK: usize = 4;

#[test]
fn people_come_in_with_their_doubtful_codes_marked_and_listed() {
    let desk = Desk::with_office();
    let said = desk.says(&["import", "people", &fixture("people.csv")]);
    assert_eq!(
        said.lines().next(),
        Some(&*format!(
            "People imported: {PEOPLE}. Tax codes to check: {TO_CHECK}. People already there: 0."
        ))
    );
    assert!(said.contains("sportello list codes"), "{said}");
    let people = desk.objects(&["list", "people"]);
    assert_eq!(people.len(), PEOPLE);
    let marked = people.iter().filter(|row| row["anomaly"] == true).count();
    assert_eq!(marked, TO_CHECK);
    assert_eq!(
        people
            .iter()
            .filter(|row| row["tax_code"].is_null())
            .count(),
        1
    );
    let codes = desk.objects(&["list", "codes"]);
    assert_eq!(codes.len(), TO_CHECK);
    assert_eq!(
        codes.iter().filter(|row| !row["also"].is_null()).count(),
        1,
        "{codes:?}"
    );
    // Born in a state that has ended: a right code.
    let born = people
        .iter()
        .find(|row| row["surname"] == "Petrovski")
        .unwrap();
    assert_eq!(born["anomaly"], false);
}

#[test]
fn the_same_file_again_changes_nothing_and_says_so() {
    let desk = Desk::with_office();
    let file = fixture("people.csv");
    desk.says(&["import", "people", &file]);
    let before = desk.says(&["list", "people", "--json"]);
    let said = desk.says(&["import", "people", &file]);
    assert!(
        said.starts_with(&format!(
            "People imported: 0. Tax codes to check: 0. People already there: {PEOPLE}."
        )),
        "{said}"
    );
    assert_eq!(desk.says(&["list", "people", "--json"]), before);
}

#[test]
fn another_file_that_counts_from_one_too_brings_other_people() {
    let desk = Desk::with_office();
    desk.says(&["import", "people", &fixture("people.csv")]);
    let path = desk.path("other.csv");
    fs::write(
        &path,
        "id;cognome;nome;data_nascita\n1;Vanoni;Pia;1991-02-03\n2;Orsetti;Leo;1992-03-04\n",
    )
    .unwrap();
    let said = desk.says(&["import", "people", "--", path.to_str().unwrap()]);
    assert!(said.starts_with("People imported: 2."), "{said}");
}

#[test]
fn a_dry_run_changes_nothing() {
    let desk = Desk::with_office();
    let said = desk.says(&["import", "people", &fixture("people.csv"), "--dry-run"]);
    assert!(
        said.contains(&PEOPLE.to_string()) && said.contains("Nothing has changed"),
        "{said}"
    );
    let said = desk.refuses(&[
        "import",
        "people",
        &fixture("people_wrong.csv"),
        "--dry-run",
        "--partial=bad.csv",
    ]);
    assert!(said.contains("Nothing has changed"), "{said}");
    assert!(!desk.path("bad.csv").exists());
    assert_eq!(desk.says(&["list", "people"]), "");
}

/// What each refused line of the fixture is refused for.
const FAULTS: &[(u64, &str, &str)] = &[
    (3, "stato", "in cassa integrazione forse"),
    (4, "data_nascita", "31/02/1990"),
    (5, "lavori_isco", "9999"),
    (6, "cognome", "missing"),
    (7, "cittadinanza", "Atlantide"),
    (8, "raggio_km", "vicino"),
    (10, "indirizzo", "UTF-8"),
    (11, "", "3 cells instead of 28"),
    (12, "cittadinanza", "Iugoslavia"),
];

#[test]
fn a_file_with_wrong_rows_names_line_and_column_and_brings_nothing() {
    let desk = Desk::with_office();
    let file = fixture("people_wrong.csv");
    let said = desk.refuses(&["import", "people", &file]);
    for (line, column, why) in FAULTS {
        let place = if column.is_empty() {
            format!("{file}: line {line}: ")
        } else {
            format!("{file}: line {line}, column {column}: ")
        };
        let found = said.lines().find(|said| said.starts_with(&place));
        assert!(
            found.is_some_and(|said| said.contains(why)),
            "{place}{why}\n{said}"
        );
    }
    assert!(said.contains("--partial"), "{said}");
    assert_eq!(desk.says(&["list", "people"]), "");
    let italian = desk.in_italian().refuses(&["import", "people", &file]);
    assert!(italian.contains("riga 3, colonna stato"), "{italian}");
}

#[test]
fn partial_brings_the_good_rows_and_writes_the_others_with_their_reasons() {
    let desk = Desk::with_office();
    let file = fixture("people_wrong.csv");
    let said = desk.says(&["import", "people", &file, "--partial=bad.csv"]);
    assert!(
        said.contains("bad.csv") && said.contains("People imported: 2."),
        "{said}"
    );
    assert_eq!(desk.objects(&["list", "people"]).len(), 2);
    let bad = fs::read(desk.path("bad.csv")).unwrap();
    let bad = String::from_utf8_lossy(&bad);
    let lines: Vec<&str> = bad.lines().collect();
    assert_eq!(lines.len(), FAULTS.len() + 1, "{bad}");
    assert!(
        lines[0].starts_with("motivo_rifiuto;id;codice_fiscale;"),
        "{}",
        lines[0]
    );
    for (line, (at, _, why)) in lines[1..].iter().zip(FAULTS) {
        let reason = line.trim_start_matches('"');
        assert!(
            reason.starts_with(&format!("line {at}")) && line.contains(why),
            "{line}"
        );
    }
    // The file is never written over.
    let again = desk.refuses(&["import", "people", &file, "--partial=bad.csv"]);
    assert!(again.contains("bad.csv"), "{again}");
    assert_eq!(desk.objects(&["list", "people"]).len(), 2);
}

#[test]
fn the_refused_rows_come_in_once_they_are_mended() {
    let desk = Desk::with_office();
    let rows = "1;Rossi;Pia;boh\n2;Verdi;Leo\n3;Neri;Ada;forse\n";
    fs::write(
        desk.path("in.csv"),
        format!("id;cognome;nome;stato\n{rows}"),
    )
    .unwrap();
    desk.refuses(&["import", "people", "in.csv", "--partial=bad.csv"]);
    let bad = fs::read_to_string(desk.path("bad.csv")).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .from_reader(bad.as_bytes());
    let reasons: Vec<String> = reader
        .records()
        .map(|row| row.unwrap()[0].to_owned())
        .collect();
    for (reason, why) in reasons.iter().zip(["boh", "3 cells instead of 4", "forse"]) {
        assert!(reason.contains(why), "{reason}");
    }
    // Two of them are mended; the third comes back once more, with one reason.
    let mended = bad
        .replace(";boh", ";disoccupata")
        .replace(";Leo", ";Leo;inoccupato");
    fs::write(desk.path("bad.csv"), mended).unwrap();
    let said = desk.says(&["import", "people", "bad.csv", "--partial=worse.csv"]);
    assert!(said.contains("People imported: 2."), "{said}");
    let worse = fs::read_to_string(desk.path("worse.csv")).unwrap();
    assert!(
        worse.starts_with("motivo_rifiuto;id;cognome;nome;stato\n"),
        "{worse}"
    );
    assert_eq!(worse.lines().count(), 2, "{worse}");
    assert!(worse.ends_with(";3;Neri;Ada;forse\n"), "{worse}");
}

#[test]
fn a_dry_run_names_each_doubtful_code_with_its_line_and_reason() {
    let desk = Desk::with_office();
    let said = desk.says(&["import", "people", &fixture("people.csv"), "--dry-run"]);
    let place = "column codice_fiscale: ";
    let named: Vec<&str> = said.lines().filter(|line| line.contains(place)).collect();
    assert_eq!(named.len(), TO_CHECK, "{said}");
    for why in ["it is on line ", "it says born on ", "last letter"] {
        assert!(named.iter().any(|line| line.contains(why)), "{why}: {said}");
    }
    assert!(
        said.contains(&format!("Tax codes to check in the file: {TO_CHECK}.")),
        "{said}"
    );
}

#[test]
fn a_refused_row_with_a_delimiter_in_it_stays_one_row() {
    let desk = Desk::with_office();
    let path = desk.path("in.csv");
    fs::write(
        &path,
        "cognome;nome;sesso;indirizzo\nRossi;Pia;X;\"Via Roma; 1\n\"\"int. 2\"\"\"\n",
    )
    .unwrap();
    desk.refuses(&[
        "import",
        "people",
        path.to_str().unwrap(),
        "--partial=bad.csv",
    ]);
    let mut bad = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_path(desk.path("bad.csv"))
        .unwrap();
    let row = bad.records().next().unwrap().unwrap();
    assert_eq!(&row[4], "Via Roma; 1\n\"int. 2\"");
    assert_eq!(row.len(), 5);
}

#[test]
fn a_file_without_a_needed_column_is_refused_whole() {
    let desk = Desk::with_office();
    let file = fixture("people_column.csv");
    for args in [
        &["import", "people", &file][..],
        &["import", "people", &file, "--partial"],
    ] {
        let said = desk.refuses(args);
        assert!(said.contains("line 1, column cognome"), "{said}");
    }
    assert_eq!(desk.says(&["list", "people"]), "");
}

#[test]
fn files_of_other_kinds_are_refused_in_words() {
    let desk = Desk::with_office();
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("cognome;nome\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let latin: &[u8] = b"cognome;nome;citt\xe0\nRossi;Pia;Roma\n";
    for (name, bytes, why) in [
        ("u.csv", &utf16[..], "UTF-8"),
        ("l.csv", latin, "UTF-8"),
        ("e.csv", &[][..], "empty"),
    ] {
        fs::write(desk.path(name), bytes).unwrap();
        let said = desk.refuses(&["import", "people", name]);
        assert!(
            said.contains(name) && said.contains("line 1") && said.contains(why),
            "{said}"
        );
    }
    let said = desk.refuses(&["import", "people", "nowhere.csv"]);
    assert!(said.contains("nowhere.csv"), "{said}");
    let said = desk.refuses(&["import", "people", "."]);
    assert!(
        said.starts_with("sportello:") || said.contains("line 1"),
        "{said}"
    );
}

#[test]
fn vacancies_come_in_without_an_agreement_and_say_what_is_missing() {
    let desk = Desk::with_office();
    let file = fixture("vacancies.csv");
    let said = desk.says(&["import", "vacancies", &file]);
    assert!(
        said.starts_with("Vacancies imported: 40. New companies: 12. Vacancies already there: 0."),
        "{said}"
    );
    let open = desk.objects(&["list", "vacancies"]);
    assert_eq!(open.len(), 36, "four have expired");
    for row in &open {
        // A traineeship is no employment: no agreement governs it.
        let lacks = if row["contract"] == "traineeship" {
            serde_json::json!([])
        } else {
            serde_json::json!(["ccnl"])
        };
        assert_eq!(row["missing"], lacks, "{row}");
    }
    let said = desk.says(&["import", "vacancies", &file]);
    assert!(
        said.starts_with("Vacancies imported: 0.") && said.contains("already there: 40."),
        "{said}"
    );
    assert_eq!(desk.objects(&["list", "vacancies"]).len(), 36);
}

#[test]
fn wrong_vacancies_are_refused_with_their_reasons() {
    let desk = Desk::with_office();
    let file = fixture("vacancies_wrong.csv");
    let said = desk.refuses(&["import", "vacancies", &file]);
    for (place, why) in [
        ("line 3, column contratto", "volontariato"),
        ("line 4, column comune_istat", "999999"),
        ("line 5, column posti", "tanti"),
    ] {
        assert!(said.contains(place) && said.contains(why), "{said}");
    }
    let said = desk.says(&["import", "vacancies", &file, "--partial=bad.csv"]);
    assert!(said.contains("Vacancies imported: 1."), "{said}");
}

#[test]
fn who_may_not_import_is_told_before_the_file_is_read() {
    let desk = Desk::with_office();
    desk.says(&[
        "staff",
        "add",
        "ugo",
        "--name",
        "Ugo",
        "--role",
        "orientation",
    ]);
    let said = desk.refuses(&["--as", "ugo", "import", "people", &fixture("people.csv")]);
    assert!(!said.contains("line"), "{said}");
    assert_eq!(desk.says(&["list", "people"]), "");
}

#[test]
fn no_bar_is_drawn_where_nobody_sees_it() {
    let desk = Desk::with_office();
    let said = desk.run(&["import", "people", &fixture("people.csv")]);
    assert_eq!(said.err, "");
    assert!(
        !said.out.contains('\r') && !said.out.contains('\u{1b}'),
        "{:?}",
        said.out
    );
}
