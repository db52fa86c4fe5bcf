//! The tax code: read, decoded, checked, made, found in what a card reader types.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use sportello::domain::person::{IdentifierKind, RegistrySex};
use sportello::domain::tax_code::{
    self, BirthPlaces, Identity, Reading, Reason, encode, find_in_burst, matches_name, suggest,
};
use sportello::reference::Reference;

use crate::day;

fn today() -> NaiveDate {
    day("2026-11-23")
}

fn read(code: &str) -> Reading {
    tax_code::read(code, today(), &Reference::load())
}

/// A code of an invented person with a right check letter.
fn made(birth: &str, place: &str, sex: RegistrySex) -> String {
    let identity = Identity {
        surname: "Rossi",
        name: "Mario",
        registry_sex: sex,
        birth_on: day(birth),
        place,
    };
    encode(&identity, 0).expect("a well-formed place")
}

fn with_check(fifteen: &str) -> String {
    let check = tax_code::check_letter(fifteen).expect("letters and digits");
    format!("{fifteen}{check}")
}

#[test]
fn decodes_birth_sex_and_place() {
    use RegistrySex::{F, M};
    let table = [
        ("RSSMRA80A01F205X", "1980-01-01", M, "Milano", "MI", 0),
        ("FRNSST75D50A717N", "1975-04-10", F, "Battipaglia", "SA", 0),
        ("BNCLRA95D55F205H", "1995-04-15", F, "Milano", "MI", 0),
        ("SNGMHM98S14Z343T", "1998-11-14", M, "Senegal", "EE", 0),
        ("RSSMRA80A01F20RS", "1980-01-01", M, "Milano", "MI", 1),
    ];
    for (code, birth, sex, place, province, omocodia) in table {
        let reading = read(code);
        assert!(reading.is_valid(), "{code}: {:?}", reading.reasons);
        assert_eq!(reading.reasons, [], "{code}");
        assert_eq!(reading.kind, Some(IdentifierKind::TaxCode));
        assert_eq!(reading.birth_on, Some(day(birth)), "{code}");
        assert_eq!(reading.registry_sex, Some(sex), "{code}");
        let found = reading.place.expect(code);
        assert_eq!((found.name, found.province), (place, province), "{code}");
        assert_eq!(reading.omocodia, Some(omocodia), "{code}");
    }
}

#[test]
fn case_and_spaces_do_not_matter() {
    for typed in [
        "rssmra80a01f205x",
        " RSS MRA 80A01 F205X\n",
        "Rssmra\u{a0}80A01F205X\u{200b}",
    ] {
        let reading = read(typed);
        assert!(reading.is_valid(), "{typed:?}");
        assert_eq!(reading.code, "RSSMRA80A01F205X");
    }
}

#[test]
fn names_what_is_wrong() {
    use Reason::{
        BirthDate, BirthDay, BirthMonth, Characters, CheckDigit, CheckLetter, HealthCode, Length,
        PlaceUnknown,
    };
    let table = [
        ("", vec![Length]),
        ("RSSMRA80A01F205", vec![Length]),
        ("RSSMRA80A01F205XX", vec![Length]),
        ("RSSMRA80A01F205Y", vec![CheckLetter]),
        ("RSSMRA8OA01F205X", vec![Characters]),
        ("1SSMRA80A01F205X", vec![Characters]),
        ("RSSMRA80A01F2051", vec![Characters]),
        ("RÒSMRA80A01F205X", vec![Length]),
        (&with_check("RSSMRA80F01F205"), vec![BirthMonth]),
        (&with_check("RSSMRA80A00F205"), vec![BirthDay]),
        (&with_check("RSSMRA80A32F205"), vec![BirthDay]),
        (&with_check("RSSMRA80A72F205"), vec![BirthDay]),
        (&with_check("RSSMRA80D31F205"), vec![BirthDate]),
        (&with_check("RSSMRA80D71F205"), vec![BirthDate]),
        (&with_check("RSSMRA81B29F205"), vec![BirthDate]),
        (&with_check("RSSMRA80A01Z999"), vec![PlaceUnknown]),
        (
            &with_check("RSSMRA80F00Z999"),
            vec![BirthMonth, BirthDay, PlaceUnknown],
        ),
        ("12345678901", vec![CheckDigit]),
        ("STP1234567890123", vec![HealthCode]),
        ("ENI1234567890123", vec![HealthCode]),
    ];
    for (code, reasons) in table {
        let reading = read(code);
        assert_eq!(reading.reasons, reasons, "{code}");
        assert!(!reading.is_valid(), "{code}");
    }
}

#[test]
fn a_wrong_code_keeps_what_can_be_read() {
    let reading = read("RSSMRA80A01F205Y");
    assert_eq!(reading.expected_check, Some('X'));
    assert_eq!(reading.birth_on, Some(day("1980-01-01")));
    let reading = read(&with_check("RSSMRA80D71F205"));
    assert_eq!(reading.birth_on, None);
    assert_eq!(reading.registry_sex, Some(RegistrySex::F));
    // Milan never changed its name, so the place is known without the day.
    assert_eq!(reading.place.map(|place| place.name), Some("Milano"));
    let reading = read("RSSMRA8OA01F205X");
    assert_eq!((reading.misplaced, reading.omocodia), (Some(8), None));
    let stp = read("stp 1234567890123");
    assert_eq!((stp.kind, stp.birth_on), (Some(IdentifierKind::Stp), None));
}

#[test]
fn a_leap_day_is_one_only_in_a_leap_year() {
    for (year, valid) in [
        ("80", true),
        ("00", true),
        ("81", false),
        ("24", true),
        ("26", false),
    ] {
        let reading = read(&with_check(&format!("RSSMRA{year}B29F205")));
        assert_eq!(reading.is_valid(), valid, "{year}: {:?}", reading.reasons);
    }
}

#[test]
fn a_short_year_is_the_latest_past_one() {
    let table = [
        ("2026-11-23", "26S23", "2026-11-23"),
        ("2026-11-22", "26S23", "1926-11-23"),
        ("2026-11-23", "27A01", "1927-01-01"),
        ("2026-11-23", "10A01", "2010-01-01"),
        ("1999-12-31", "00A01", "1900-01-01"),
    ];
    for (today, birth, expected) in table {
        let code = with_check(&format!("RSSMRA{birth}F205"));
        let reading = tax_code::read(&code, day(today), &Reference::load());
        assert_eq!(reading.birth_on, Some(day(expected)), "{birth} on {today}");
    }
}

#[test]
fn a_place_that_had_ended_puts_the_birth_a_century_back() {
    let table = [
        // Yugoslavia ended on 4 February 2003, East Germany on 3 October 1990.
        ("RSSMRA02A01Z118", "2002-01-01", "Jugoslavia"),
        ("RSSMRA10A01Z118", "1910-01-01", "Jugoslavia"),
        ("RSSMRA20A01Z111", "1920-01-01", "Germania Est"),
        ("RSSMRA20A01F205", "2020-01-01", "Milano"),
        // Abbadia sopra Adda ended in 1928.
        ("RSSMRA20A01A002", "1920-01-01", "Abbadia Sopra Adda"),
    ];
    for (fifteen, birth, place) in table {
        let reading = read(&with_check(fifteen));
        assert!(reading.is_valid(), "{fifteen}");
        assert_eq!(reading.birth_on, Some(day(birth)), "{fifteen}");
        assert_eq!(
            reading.place.map(|place| place.name),
            Some(place),
            "{fifteen}"
        );
    }
}

#[test]
fn a_place_is_named_as_at_birth() {
    use RegistrySex::{F, M};
    let table = [
        ("1950-05-05", "A001", F, "Abano Terme", "PD"),
        // Monza was in the province of Milan until 2009.
        ("1980-05-05", "F704", F, "Monza", "MI"),
        ("2015-05-05", "F704", F, "Monza", "MB"),
        ("1991-01-01", "D588", M, "Filago", "BG"),
        ("1940-01-01", "D588", M, "Marne", "BG"),
        // Homonyms: the letters tell which.
        ("1980-01-01", "C337", M, "Castro", "BG"),
        ("1980-01-01", "M261", M, "Castro", "LE"),
    ];
    let reference = Reference::load();
    for (birth, code, sex, name, province) in table {
        let reading = tax_code::read(&made(birth, code, sex), today(), &reference);
        let place = reading.place.expect(code);
        assert_eq!(reading.birth_on, Some(day(birth)), "{code}");
        assert_eq!(
            (place.name, place.province),
            (name, province),
            "{code} {birth}"
        );
        assert_eq!(reading.reasons, [], "{code}");
    }
}

#[test]
fn a_code_given_outside_the_periods_takes_the_nearest() {
    let reference = Reference::load();
    let abano = |on| {
        reference
            .place_at("A001", Some(day(on)))
            .expect("a place")
            .name
    };
    assert_eq!(
        (abano("1920-05-05"), abano("1924-11-14")),
        ("Abano", "Abano Terme")
    );
    assert_eq!(abano("1800-01-01"), "Abano");
    // The code of the new municipality, for somebody born before it was made.
    let place = reference
        .place_at("M439", Some(day("1970-01-01")))
        .expect("a current place");
    assert_eq!(place.name, "Castegnero Nanto");
    assert!(read(&made("1970-01-01", "M439", RegistrySex::M)).is_valid());
}

#[test]
fn a_place_without_dates_is_a_warning() {
    for (code, name) in [("A030", "Acqua"), ("Z124", "Isole del Canale")] {
        let reading = read(&made("1930-01-01", code, RegistrySex::F));
        assert!(reading.is_valid(), "{code}");
        assert_eq!(reading.reasons, [Reason::PlaceUndated], "{code}");
        assert_eq!(reading.place.map(|place| place.name), Some(name));
    }
}

#[test]
fn a_provisional_code_is_valid_and_tells_nothing() {
    let reading = read("97889240582");
    assert!(reading.is_valid());
    assert_eq!(reading.kind, Some(IdentifierKind::ProvisionalCode));
    assert_eq!(reading.birth_on, None);
    assert_eq!(reading.registry_sex, None);
    assert_eq!(reading.place, None);
    assert_eq!(reading.omocodia, Some(0));
    assert!(!read("00000000000").is_valid(), "a key held down");
}

#[test]
fn omocodia_replaces_digits_from_the_right_and_keeps_the_root() {
    let identity = Identity {
        surname: "Rossi",
        name: "Mario",
        registry_sex: RegistrySex::M,
        birth_on: day("1980-01-01"),
        place: "F205",
    };
    assert_eq!(encode(&identity, 1).as_deref(), Some("RSSMRA80A01F20RS"));
    assert!(
        encode(&identity, 7)
            .expect("a code")
            .starts_with("RSSMRAULALMFNLR")
    );
    for level in 0..=7 {
        let reading = read(&encode(&identity, level).expect("a code"));
        assert_eq!(reading.omocodia, Some(level));
        assert_eq!(reading.root.as_deref(), Some("RSSMRA80A01F205X"));
        assert_eq!(reading.birth_on, Some(identity.birth_on));
    }
}

#[test]
fn letters_of_names() {
    let table = [
        ("Rossi", "Mario", "RSSMRA"),
        ("Fo", "Al", "FOXLAX"),
        ("D'Àngelo", "Gianfranco", "DNGGFR"),
        ("De Santis", "Nicolò", "DSNNCL"),
        ("Aiea", "Ia", "AIEIAX"),
        ("Hu", "Xu", "HUXXUX"),
        ("Müller", "Søren", "MLLSRN"),
    ];
    for (surname, name, letters) in table {
        let code = with_check(&format!("{letters}80A01F205"));
        assert!(matches_name(&code, surname, name), "{surname} {name}");
        assert!(!matches_name(&code, "Zanzibarov", name), "{surname}");
    }
    assert!(
        matches_name("RSSMRA80A01F205X", "王", "小明"),
        "other scripts contradict nothing"
    );
}

#[test]
fn look_alikes_are_set_right() {
    let reference = Reference::load();
    let table = [
        ("RSSMRA8OAO1F2O5X", Some("RSSMRA80A01F205X")),
        ("RSSMRA80A0IF205X", Some("RSSMRA80A01F205X")),
        ("RSSMRA80A01F205X", None),
        ("RSSMRA80A01F205Y", None),
        ("hello", None),
    ];
    for (typed, expected) in table {
        assert_eq!(
            suggest(typed, today(), &reference).as_deref(),
            expected,
            "{typed}"
        );
    }
}

#[test]
fn a_card_reader_burst_gives_code_and_name() {
    let reference = Reference::load();
    let table = [
        ("%ROSSI^MARIO^RSSMRA80A01F205X?", Some(("Rossi", "Mario"))),
        (
            "%RSSMRA80A01F205XROSSI  MARIO                    ?",
            Some(("Rossi", "Mario")),
        ),
        (
            "%rssmra80a01f205x rossi mario?;80380000301234567890?",
            Some(("Rossi", "Mario")),
        ),
        ("*RSSMRA80A01F205X*", None),
        (
            "%01^MARIO ROSSI^IT^RSSMRA80A01F205X?",
            Some(("Rossi", "Mario")),
        ),
        ("RSSMRA80A01F205XRSSMRA80A01F205X", None),
    ];
    for (burst, name) in table {
        let found = find_in_burst(burst, today(), &reference).expect(burst);
        assert_eq!(found.reading.code, "RSSMRA80A01F205X", "{burst}");
        let read = found
            .name
            .as_ref()
            .map(|(surname, name)| (surname.as_str(), name.as_str()));
        assert_eq!(read, name, "{burst}");
    }
    let two = "%ROSSI^MARIO^RSSMRA80A01F205X?%BIANCHI^LAURA^BNCLRA95D55F205H?";
    let found = find_in_burst(two, today(), &reference).expect("two cards");
    assert_eq!(found.others, ["BNCLRA95D55F205H"]);
    assert_eq!(found.name, Some(("Rossi".to_owned(), "Mario".to_owned())));
    let twice = "%ROSSI^MARIO^RSSMRA80A01F205X?%ROSSI^MARIO^RSSMRA80A01F205X?";
    let found = find_in_burst(twice, today(), &reference).expect("one card twice");
    assert!(found.others.is_empty());
    let double = "%DE ROSSI^MARIA LUISA^".to_owned() + &with_check("DRSMLS80A41F205");
    let found = find_in_burst(&double, today(), &reference).expect("a code");
    assert_eq!(
        found.name,
        Some(("De Rossi".to_owned(), "Maria Luisa".to_owned()))
    );
    assert_eq!(
        find_in_burst("%ROSSI^MARIO^RSSMRA80A01F205Y?", today(), &reference),
        None
    );
}

fn identities() -> impl Strategy<Value = (String, String, bool, u64, usize, u8)> {
    (
        "[A-Z]{1,12}",
        "[A-Z]{1,12}",
        any::<bool>(),
        0_u64..30_000,
        0_usize..7_894,
        0_u8..8,
    )
}

#[test]
fn what_is_made_is_read_back() {
    let reference = Reference::load();
    proptest!(|((surname, name, woman, days, place, level) in identities())| {
        let place = Reference::all_municipalities().nth(place).expect("a municipality");
        let birth_on = day("1940-01-01") + Days::new(days);
        let registry_sex = if woman { RegistrySex::F } else { RegistrySex::M };
        let identity = Identity { surname: &surname, name: &name, registry_sex, birth_on, place: place.tax_place };
        let code = encode(&identity, level).expect("a code");
        let reading = tax_code::read(&code, today(), &reference);
        prop_assert_eq!(&reading.reasons, &[]);
        prop_assert_eq!(reading.birth_on, Some(birth_on));
        prop_assert_eq!(reading.registry_sex, Some(registry_sex));
        prop_assert_eq!(reading.place.map(|found| found.code), Some(place.tax_place));
        prop_assert_eq!(reading.omocodia, Some(level));
        prop_assert!(matches_name(&code, &surname, &name));
    });
}

#[test]
fn every_other_check_letter_is_found() {
    let reference = Reference::load();
    proptest!(|(letter in b'A'..=b'Z', (surname, name, woman, days, _, level) in identities())| {
        let identity = Identity {
            surname: &surname,
            name: &name,
            registry_sex: if woman { RegistrySex::F } else { RegistrySex::M },
            birth_on: day("1940-01-01") + Days::new(days),
            place: "F205",
        };
        let right = encode(&identity, level).expect("a code");
        let typed = format!("{}{}", &right[..15], letter as char);
        let reading = tax_code::read(&typed, today(), &reference);
        prop_assert_eq!(reading.is_valid(), typed == right);
        prop_assert_eq!(reading.expected_check, right.chars().last());
    });
}

#[test]
fn no_text_is_too_strange() {
    let reference = Reference::load();
    proptest!(|(text in ".{0,40}", shaped in "[A-Z0-9]{16}", digits in "[0-9]{11}")| {
        for typed in [&text, &shaped, &digits] {
            let reading = tax_code::read(typed, today(), &reference);
            prop_assert!(reading.is_valid() || !reading.reasons.is_empty());
            let _ = find_in_burst(typed, today(), &reference);
            let _ = suggest(typed, today(), &reference);
        }
    });
}
