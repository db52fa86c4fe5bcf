//! Who may come in, from the command line.

use std::fs;

use super::Desk;

const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB15MxUYH64SYViRfQTJ1QPAn+bQxfO63RVV687pK2jU anna@desk\n";
const FINGERPRINT: &str = "SHA256:fQGqKagiORodYcrgbsItfA7OvVtIvynnlUB1PWvac4I";
const OTHER: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICl0DtrZ+c5SgiXGQ9J/hBZpbkICS3z1NbZyBoua2hbF other\n";

/// An office with Ugo at the reception.
fn with_ugo() -> Desk {
    let desk = Desk::with_office();
    let add = [
        "staff",
        "add",
        "ugo",
        "--name",
        "Ugo Neri",
        "--role",
        "reception",
    ];
    desk.says(&add);
    desk
}

#[test]
fn keys_are_added_listed_and_revoked() {
    let desk = with_ugo();
    fs::write(desk.path("ugo.pub"), KEY).unwrap();
    let out = desk.says(&["staff", "key", "add", "ugo", "ugo.pub"]);
    assert!(out.contains(FINGERPRINT), "{out}");
    let said = desk.fed(
        &["staff", "key", "add", "ugo", "-"],
        format!("# of the new computer\n\n{OTHER}"),
    );
    assert_eq!(said.code, 0, "{}", said.err);
    let keys = desk.objects(&["staff", "key", "list", "ugo"]);
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0]["fingerprint"], FINGERPRINT);
    assert_eq!(keys[0]["algorithm"], "ed25519");
    assert_eq!(keys[0]["comment"], "anna@desk");
    assert_eq!(keys[0]["revoked_at"], serde_json::Value::Null);
    let out = desk.says(&["staff", "key", "list", "ugo"]);
    assert!(
        out.contains("Ed25519") && out.contains("never used"),
        "{out}"
    );
    let bare = FINGERPRINT.trim_start_matches("SHA256:");
    desk.says(&["staff", "key", "revoke", "ugo", bare]);
    assert_eq!(desk.objects(&["staff", "key", "list", "ugo"]).len(), 1);
    assert_eq!(
        desk.objects(&["staff", "key", "list", "ugo", "--all"])
            .len(),
        2
    );
    let again = desk.refuses(&["staff", "key", "revoke", "ugo", FINGERPRINT]);
    assert!(again.contains(FINGERPRINT), "{again}");
}

#[test]
fn what_is_no_key_is_refused_with_the_line_and_the_cure_and_nothing_is_added() {
    let desk = with_ugo();
    for (text, line, cure) in [
        (
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC old\n",
            "Line 1",
            "ssh-keygen -t ed25519",
        ),
        (&format!("{KEY}restrict {OTHER}"), "Line 2", "options"),
        (
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\n-----END OPENSSH PRIVATE KEY-----\n",
            "Line 1",
            "private key",
        ),
        ("", "Line 1", ".pub"),
    ] {
        let said = desk.fed(&["staff", "key", "add", "ugo", "-"], text);
        assert_eq!(said.code, 1, "{text}");
        assert!(
            said.err.contains(line) && said.err.contains(cure),
            "{}",
            said.err
        );
    }
    assert!(desk.objects(&["staff", "key", "list", "ugo"]).is_empty());
    let missing = desk.refuses(&["staff", "key", "add", "ugo", "none.pub"]);
    assert!(missing.contains("none.pub"), "{missing}");
    let nobody = desk.refuses(&["staff", "key", "add", "ada2", "none.pub"]);
    assert!(nobody.contains("ada2"), "{nobody}");
}

#[test]
fn the_last_key_of_coordination_goes_only_if_it_is_meant() {
    let desk = with_ugo();
    let said = desk.fed(&["staff", "key", "add", "ada", "-"], KEY);
    assert_eq!(said.code, 0, "{}", said.err);
    let revoke = ["staff", "key", "revoke", "ada", FINGERPRINT];
    let refused = desk.refuses(&revoke);
    assert!(refused.contains("last key"), "{refused}");
    desk.says(&[&revoke[..], &["--anyway"]].concat());
}

#[test]
fn a_password_is_read_from_standard_input_and_is_not_to_be_found_in_the_file() {
    let desk = with_ugo();
    let password = "quattro cavalli blu";
    let said = desk.fed(&["staff", "password", "ugo"], format!("{password}\n"));
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains("staff totp ugo") && said.out.contains("switched off"),
        "{}",
        said.out
    );
    desk.says(&["office", "passwords", "on"]);
    let out = desk.says(&["staff", "totp", "ugo"]);
    let uri = out.lines().last().unwrap();
    assert!(uri.starts_with("otpauth://totp/Prova:ugo?secret="), "{uri}");
    let said = desk.fed(&["staff", "password", "ugo"], format!("{password}\n"));
    assert_eq!(said.out.lines().count(), 1, "{}", said.out);
    for file in fs::read_dir(desk.path("data")).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let held = bytes
            .windows(password.len())
            .any(|part| part == password.as_bytes());
        assert!(!held);
    }
    for short in ["corta\n", "", "ugo ugo ugo ugo\n"] {
        let said = desk.fed(&["staff", "password", "ugo"], short);
        assert_eq!(said.code, 1, "{short:?}");
    }
    desk.says(&["staff", "password", "ugo", "--remove"]);
    desk.says(&["staff", "totp", "ugo", "--remove"]);
    desk.says(&["office", "passwords", "off"]);
}

#[test]
fn who_has_no_right_gives_nobody_a_key() {
    let desk = with_ugo();
    let said = desk.fed(&["--as", "ugo", "staff", "key", "add", "ugo", "-"], KEY);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(desk.objects(&["staff", "key", "list", "ugo"]).is_empty());
    for args in [
        &["--as", "ugo", "staff", "totp", "ugo"][..],
        &["--as", "ugo", "office", "passwords", "on"],
        &["--as", "ugo", "staff", "key", "list", "ada"],
        &["--as", "ugo", "staff", "password", "ada", "--remove"],
    ] {
        desk.refuses(args);
    }
}

#[test]
fn the_help_says_how_to_use_the_computers_own_server() {
    let desk = Desk::bare();
    let out = desk.says(&["staff", "key", "--help"]);
    assert!(out.contains("sportello --as"), "{out}");
    assert!(out.contains("authorized_keys"), "{out}");
}

#[test]
fn who_opens_the_desk_here_is_in_the_book_with_the_address_that_the_computers_server_says() {
    let desk = with_ugo();
    let mut command = desk.command();
    command.env("SSH_CONNECTION", "192.0.2.44 50000 192.0.2.1 22");
    command
        .arg("--db")
        .arg(desk.db())
        .args(["--as", "ugo", "--linear"]);
    command.write_stdin("").assert().success();
    let rows = desk.objects(&["staff", "logins"]);
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row["login"].as_str(),
                row["outcome"].as_str(),
                row["address"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Some("ugo"), Some("in"), Some("192.0.2.44")),
            (Some("ugo"), Some("out"), Some("192.0.2.44")),
        ]
    );
    assert_eq!(rows[0]["method"], "local");
    let out = desk.says(&["staff", "logins", "ugo"]);
    assert!(out.contains("came in, on the spot"), "{out}");
    desk.refuses(&["--as", "ugo", "staff", "logins"]);
    assert_eq!(
        desk.objects(&["--as", "ugo", "staff", "logins", "ugo"])
            .len(),
        2
    );
}
