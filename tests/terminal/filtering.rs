//! Hostile and foreign text.

use proptest::prelude::*;
use sportello::terminal::text::{
    clean, clip, clip_with_ellipsis, doubtful, forbidden, graphemes, ligates, width,
};

#[test]
fn what_is_left_of_a_text() {
    for (given, left) in [
        ("Rossi Maria", "Rossi Maria"),
        (
            "a\tb\nc\r\nd\re\u{85}f\u{2028}g\u{2029}h\u{b}i",
            "a b c d e f g h i",
        ),
        (
            "\u{1b}[31mrosso\u{1b}]52;c;eA==\u{7}",
            "[31mrosso]52;c;eA==",
        ),
        ("a\u{9b}2Jb\u{90}\u{0}\u{7f}", "a2Jb"),
        ("\u{202e}abc\u{202c}\u{2066}d\u{2069}\u{200f}", "abcd"),
        ("a\u{200b}b\u{feff}c\u{2060}d\u{ad}e\u{34f}f", "abcdef"),
        ("ok\u{e0069}\u{e0074}\u{e007f}", "ok"),
        ("a\u{fe0f}b\u{fe0e}\u{e0100}", "ab"),
        ("e\u{301}", "é"),
        ("\u{301}abc", "abc"),
        ("👨\u{200d}👩\u{200d}👧👍🏽", "👨👍"),
        ("❤\u{fe0f}\u{200d}🔥!", "❤!"),
        ("🇮🇹", "IT"),
        ("1\u{fe0f}\u{20e3}", "1"),
        ("ক\u{9cd}\u{200d}ষ", "ক\u{9cd}\u{200d}ষ"),
        ("نمی\u{200c}خواهم", "نمی\u{200c}خواهم"),
        ("a\u{200d}b\u{200c}c", "abc"),
        ("\u{fffe}\u{10ffff}\u{fdd0}", ""),
        ("", ""),
    ] {
        assert_eq!(clean(given), left, "{given:?}");
    }
}

#[test]
fn five_hundred_marks_stay_in_their_cell() {
    let zalgo = format!("a{}b", "\u{316}".repeat(500));
    let left = clean(&zalgo);
    assert_eq!(left.chars().count(), 1 + 8 + 1);
    assert_eq!(width(&left), 2);
    let jamo = "\u{1100}".repeat(300);
    let conjunct = "ক\u{9cd}".repeat(300) + "ষ";
    for endless in [jamo, conjunct] {
        let left = clean(&endless);
        assert!(
            graphemes(&left).all(|(g, _)| g.chars().count() <= 10),
            "{left}"
        );
        assert!(graphemes(&left).count() <= 2);
    }
}

#[test]
fn widths_and_cuts() {
    for (text, cells) in [
        ("", 0),
        ("abc", 3),
        ("perché", 6),
        ("王明", 4),
        ("e\u{301}", 1),
        ("ﾊﾟ", 2),
        ("👍", 2),
        // A vowel sign beside its letter has a cell of its own, or the next letter would erase it.
        ("রহমান", 5),
        ("কাজী", 4),
        ("মু", 1),
    ] {
        assert_eq!(width(text), cells, "{text}");
    }
    for (text, columns, cut, ellipsis) in [
        ("Lombardini", 4, "Lomb", "Lom…"),
        ("Lomb", 4, "Lomb", "Lomb"),
        ("王小明", 5, "王小", "王小…"),
        ("王小明", 4, "王小", "王…"),
        ("e\u{301}e\u{301}x", 2, "e\u{301}e\u{301}", "e\u{301}…"),
        ("abc", 1, "a", "…"),
        ("abc", 0, "", ""),
    ] {
        assert_eq!(clip(text, columns), cut, "{text} {columns}");
        assert_eq!(
            clip_with_ellipsis(text, columns),
            ellipsis,
            "{text} {columns}"
        );
    }
}

#[test]
fn widths_that_terminals_disagree_on() {
    for sure in [
        "a", "è", "ß", "─", "█", "→", "…", "€", "王", "한", "Ж", "λ", "ش", "ש", "ক",
    ] {
        assert!(!doubtful(sure), "{sure}");
    }
    for unsure in [
        "👍",
        "①",
        "☎",
        "\u{e0b0}",
        "ক\u{9cd}ষ",
        "a\u{323}\u{300}",
        "\u{1100}\u{1161}",
        "ﾟ",
    ] {
        assert!(doubtful(unsure), "{unsure}");
    }
    assert!(ligates('ل', 'ا') && !ligates('ا', 'ل'));
}

proptest! {
    #[test]
    fn nothing_forbidden_is_left(text in "\\PC*|[\\s\\S]*") {
        let left = clean(&text).into_owned();
        prop_assert!(left.chars().all(|c| !forbidden(c)), "{:?}", left);
        prop_assert!(graphemes(&left).all(|(g, _)| g.chars().count() <= 12));
        prop_assert_eq!(clean(&left), left.as_str());
    }

    #[test]
    fn a_cut_fits(text in "\\PC{0,40}", columns in 0usize..50) {
        prop_assert!(width(clip(&text, columns)) <= columns);
        prop_assert!(width(&clip_with_ellipsis(&text, columns)) <= columns);
        prop_assert!(text.starts_with(clip(&text, columns)));
    }
}
