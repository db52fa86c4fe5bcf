//! Making an office, who works there, its lists, the configuration.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::Desk;

#[test]
fn init_makes_a_private_file_and_says_what_comes_next() {
    let desk = Desk::bare();
    let out = desk.says(&["init", "--office", "Centro", "--place", "Monza"]);
    let mode = |name: &str| fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("data/office.db"), 0o600);
    assert_eq!(mode("data"), 0o700);
    assert!(out.contains("ada") && out.contains("office.db"), "{out}");
    let next = |does: &str| {
        format!(
            "sportello --db {} --as ada {does}",
            desk.path("data/office.db").display()
        )
    };
    assert!(
        out.contains(&next("staff add")) && out.contains(&next("import people")),
        "{out}"
    );
}

#[test]
fn init_never_touches_what_is_there() {
    let desk = Desk::with_office();
    let before = fs::read(desk.db()).unwrap();
    let said = desk.refuses(&["init"]);
    assert!(
        said.contains("office.db") && said.contains("already there"),
        "{said}"
    );
    assert_eq!(fs::read(desk.db()).unwrap(), before);
    let said = Desk::bare().refuses(&["init", "--place", "Atlantide"]);
    assert!(said.contains("Atlantide"), "{said}");
}

#[test]
fn without_an_office_it_says_how_to_make_one() {
    let said = Desk::bare().refuses(&["list", "queue"]);
    assert!(
        said.contains("office.db") && said.contains("sportello init"),
        "{said}"
    );
}

#[test]
fn a_file_that_is_no_office_is_refused_by_name() {
    let desk = Desk::bare();
    fs::create_dir(desk.path("data")).unwrap();
    fs::write(
        desk.db(),
        "not a database at all, but long enough to be looked at".repeat(40),
    )
    .unwrap();
    let said = desk.refuses(&["list", "people"]);
    assert!(said.contains("office.db"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn staff_come_change_and_go() {
    let desk = Desk::with_office();
    desk.says(&[
        "staff",
        "add",
        "ugo",
        "--name",
        "Ugo Neri",
        "--role",
        "reception",
    ]);
    let row = |login: &str| {
        let rows = desk.objects(&["staff", "list"]);
        rows.into_iter().find(|row| row["login"] == login).unwrap()
    };
    assert_eq!(row("ugo")["roles"], serde_json::json!(["reception"]));
    assert_eq!(row("ugo")["active"], true);
    desk.says(&[
        "staff",
        "change",
        "ugo",
        "--name",
        "Ugo Bianchi",
        "--role",
        "matching",
    ]);
    assert_eq!(row("ugo")["name"], "Ugo Bianchi");
    assert_eq!(row("ugo")["roles"], serde_json::json!(["matching"]));
    desk.says(&["staff", "disable", "ugo"]);
    assert_eq!(row("ugo")["active"], false);
    assert!(desk.says(&["staff", "list"]).contains("(not active)"));
    let said = desk.refuses(&["--as", "ugo", "list", "queue"]);
    assert!(said.contains("ugo"), "{said}");
    desk.says(&["staff", "enable", "ugo"]);
    assert_eq!(row("ugo")["active"], true);
    desk.says(&["--as", "ugo", "list", "vacancies"]);
}

#[test]
fn staff_are_refused_in_words() {
    let desk = Desk::with_office();
    for (args, word) in [
        (&["staff", "change", "nemo", "--name", "X"][..], "nemo"),
        (&["staff", "disable", "nemo"], "nemo"),
        (&["--as", "nemo", "staff", "list"], "nemo"),
        (
            &[
                "staff",
                "add",
                "ada",
                "--name",
                "Ada",
                "--role",
                "reception",
            ],
            "ada",
        ),
    ] {
        let said = desk.refuses(args);
        assert!(said.contains(word), "{args:?}: {said}");
    }
    // Whoever only receives people may not add colleagues.
    desk.says(&[
        "staff",
        "add",
        "ugo",
        "--name",
        "Ugo",
        "--role",
        "reception",
    ]);
    let add = [
        "--as",
        "ugo",
        "staff",
        "add",
        "eva",
        "--name",
        "Eva",
        "--role",
        "reception",
    ];
    desk.refuses(&add);
    assert_eq!(desk.objects(&["staff", "list"]).len(), 2);
    // Somebody whose name on the computer is nobody's here, and who is not alone, must say who.
    let mut stranger = desk.command();
    let stranger = stranger
        .env("USER", "nobody")
        .arg("--db")
        .arg(desk.db())
        .args(["list", "queue"]);
    let assert = stranger.assert().code(1);
    let error = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(
        error.contains("--as") && error.contains("ada, ugo"),
        "{error}"
    );
}

#[test]
fn lists_are_empty_but_there() {
    let desk = Desk::with_office();
    for what in ["queue", "agenda", "vacancies", "people", "codes"] {
        assert_eq!(desk.says(&["list", what, "--json"]), "", "{what}");
        assert_eq!(desk.says(&["list", what]), "", "{what}");
    }
}

#[test]
fn a_wrong_configuration_names_its_file_and_line() {
    let desk = Desk::with_office();
    let path = desk.path("own.toml");
    fs::write(&path, "lang = \"it\"\ntheme = = \"light\"\n").unwrap();
    let said = desk.refuses(&["--config", "own.toml", "list", "queue"]);
    assert!(
        said.contains("own.toml") && said.contains("line 2"),
        "{said}"
    );
    fs::write(&path, "lang = \"it\"\nlangue = \"it\"\n").unwrap();
    let said = desk.refuses(&["--config", "own.toml", "list", "queue"]);
    assert!(
        said.contains("own.toml") && said.contains("line 2") && said.contains("langue"),
        "{said}"
    );
    fs::write(&path, "lang = \"it\"\n").unwrap();
    let said = desk.refuses(&["--config", "own.toml", "init"]);
    assert!(
        said.contains("già"),
        "the configured language speaks: {said}"
    );
    let said = desk.refuses(&["--config", "missing.toml", "list", "queue"]);
    assert!(said.contains("missing.toml"), "{said}");
}

#[test]
fn a_theme_that_is_not_there_is_said_before_anything_opens() {
    let desk = Desk::with_office();
    let said = desk.refuses(&["--theme", "pink"]);
    assert!(
        said.contains("pink") && said.contains("high-contrast"),
        "{said}"
    );
}
