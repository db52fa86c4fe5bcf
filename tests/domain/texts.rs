//! Folding.

use proptest::prelude::*;
use sportello::domain::text::{fold, squash, title_case, typos, typos_in_beginning, words_begin};

#[test]
fn folds_what_never_matters() {
    let table = [
        ("  Sant'Angelo  LODIGIANO (LO) ", "sant angelo lodigiano lo"),
        ("Forlì", "forli"),
        ("Sant’Ilario d’Enza", "sant ilario d enza"),
        ("Großglockner Straße", "grossglockner strasse"),
        ("Łódź", "lodz"),
        ("Nguyễn Thị", "nguyen thi"),
        ("İstanbul", "istanbul"),
        ("", ""),
        ("?!", ""),
        ("مُحَمَّد", "محمد"),
        ("বাংলা", "বাংলা"),
        ("王小明", "王小明"),
        ("S.Angelo", "s angelo"),
        ("56.10", "56 10"),
    ];
    for (text, folded) in table {
        assert_eq!(fold(text), folded, "{text}");
    }
    assert_eq!(squash("D'Angelo"), squash("dangelo"));
}

#[test]
fn words_begin_in_any_order_and_each_once() {
    assert!(words_begin("sesto san giovanni", "giov ses"));
    assert!(!words_begin("sesto san giovanni", "sesto sesto"));
    assert!(!words_begin("sesto san giovanni", "gesto"));
}

#[test]
fn typing_errors_are_counted() {
    let table = [
        ("milano", "milano", Some(0)),
        ("milno", "milano", Some(1)),
        ("millano", "milano", Some(1)),
        ("mulano", "milano", Some(1)),
        ("mialno", "milano", Some(1)),
        ("milona", "milano", Some(2)),
        ("roma", "milano", None),
    ];
    for (typed, whole, expected) in table {
        assert_eq!(
            typos(typed.as_bytes(), whole.as_bytes(), 2),
            expected,
            "{typed}"
        );
    }
    assert_eq!(typos_in_beginning(b"bergm", b"bergamo", 1), Some(1));
    assert_eq!(typos_in_beginning(b"berga", b"bergamo", 0), Some(0));
    assert_eq!(typos_in_beginning(b"vergx", b"bergamo", 1), None);
}

#[test]
fn names_are_cased() {
    assert_eq!(title_case("D'ANGELO DE-rossi"), "D'Angelo De-Rossi");
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in ".{0,60}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once.clone());
        prop_assert!(!once.contains("  ") && once.trim() == once);
    }

    #[test]
    fn the_distance_is_that_of_the_definition(a in "[abc]{0,6}", b in "[abc]{0,6}") {
        let expected = Some(distance(a.as_bytes(), b.as_bytes())).filter(|cost| *cost <= 2);
        prop_assert_eq!(typos(a.as_bytes(), b.as_bytes(), 2), expected);
    }
}

/// The textbook table, without limits or shortcuts.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut cost = change.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    cost = cost.min(table[i - 2][j - 2] + 1);
                }
                cost
            };
        }
    }
    table[a.len()][b.len()]
}
