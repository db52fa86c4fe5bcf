//! The outline of the interview as a file: what goes out comes back, and a file with a fault changes nothing.

use std::fs;

use super::Desk;

/// The outline of an office, without what the file says around it.
fn outline(desk: &Desk) -> String {
    let file = desk.says(&["export", "outline"]);
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines.collect::<Vec<_>>().join("\n")
}

fn imported(desk: &Desk, file: &str, more: &[&str]) -> (i32, String, String) {
    let path = desk.path("outline.toml");
    fs::write(&path, file).unwrap();
    let args = ["import", "outline", path.to_str().unwrap()];
    let said = desk.run(&[&args[..], more].concat());
    (said.code, said.out, said.err)
}

#[test]
fn an_outline_is_the_same_in_another_office_after_it_went_out_and_came_in() {
    let (one, two) = (Desk::with_office(), Desk::with_office());
    let file = one.says(&["export", "outline"]);
    // What goes out says all that may be written into it, and is taken as it is.
    assert!(
        file.contains("when = \"ever_worked\": of who has worked before"),
        "{file}"
    );
    assert!(
        file.contains("# This may be asked here too: address"),
        "{file}"
    );
    let (code, out, _) = imported(&one, &file, &[]);
    assert_eq!(code, 0);
    assert!(out.contains("in force already"), "{out}");

    let file = file
        .replace(
            "source = \"the program's outline\"",
            "source = \"Circular 12/2026\"",
        )
        .replace(
            "[[section]]\nname = \"skills\"\nwhen = \"always\"\nask = [\"skills\"]\n",
            "",
        )
        .replace("[\"residence\", ", "[\"address\", \"residence\", ");
    let before = outline(&one);
    let (code, out, _) = imported(&one, &file, &["--dry-run"]);
    assert_eq!(code, 0);
    assert!(out.contains("Nothing has changed."), "{out}");
    assert_eq!(outline(&one), before);
    let (code, out, err) = imported(&one, &file, &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        out,
        "residence and citizenship: changed\n\
         skills: left out\n\
         Version 1 of the outline is in force.\n"
    );
    let there = one.says(&["export", "outline"]);
    assert!(there.contains("# name = \"skills\"") && there.contains("Circular 12/2026"));
    let (code, _, err) = imported(&two, &there, &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(two.says(&["export", "outline"]), there);
}

#[test]
fn a_file_with_a_fault_is_not_taken_and_each_fault_has_its_line_and_its_cure() {
    let desk = Desk::with_office();
    let before = outline(&desk);
    let good = desk.says(&["export", "outline"]);
    let wrong = good
        .replace("\"seeks_work\"\nask", "\"sometimes\"\nask")
        .replace("[\"skills\"]", "\"skills\"")
        .replace("[\"work\"]", "[\"wrok\"]");
    let line =
        |file: &str, what: &str| file.lines().position(|line| line.contains(what)).unwrap() + 1;
    let (code, out, err) = imported(&desk, &wrong, &[]);
    assert_eq!((code, out.as_str()), (1, ""));
    for (what, said) in [
        (
            "\"sometimes\"",
            "sometimes does not hold here. Choose one of: always, outside_eu, seeks_work, ever_worked",
        ),
        (
            "ask = \"skills\"",
            "after ask write a list in square brackets",
        ),
        ("wrok", "wrok does not hold here. Choose one of: work"),
    ] {
        let told = format!("outline.toml: line {}: {said}", line(&wrong, what));
        assert!(err.contains(&told), "{told}\n{err}");
    }
    assert!(err.contains("The outline was not taken."), "{err}");

    let lacks = good.replace("[\"notice\"]", "[]");
    let (code, _, err) = imported(&desk, &lacks, &["--dry-run"]);
    assert_eq!(code, 1);
    let told = format!(
        "line {}: privacy notice: is always asked of everybody",
        line(&lacks, "name = \"privacy\"")
    );
    assert!(err.contains(&told), "{told}\n{err}");

    for (file, said) in [
        (
            &b"[[section]\n"[..],
            "line 1: it is not written as TOML asks",
        ),
        (b"", "line 1: source is missing"),
        (b"\n\xff\n", "line 2: it is not text in UTF-8"),
    ] {
        let said_of = desk.fed(&["import", "outline", "-"], file);
        assert_eq!(said_of.code, 1);
        assert!(said_of.err.contains(said), "{}", said_of.err);
    }
    let (code, _, err) = imported(&desk, &good, &["--partial"]);
    assert_eq!(code, 1);
    assert!(err.contains("leave out --partial"), "{err}");
    assert_eq!(outline(&desk), before);
}
