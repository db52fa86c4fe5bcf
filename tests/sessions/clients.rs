//! Clients that nobody here wrote, beside OpenSSH: Dropbear's and PuTTY's; and what an auditor says of the
//! server's algorithms. Each says so when its program is missing.

use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;
use russh::client::{Handle, KeyboardInteractiveAuthResponse};
use sportello::domain::password;
use sportello::store::staff::secrets::{AllowPasswords, Secret, SetPassword, SetTotp};

use crate::desk::desk;
use crate::pty::start_on;
use crate::served::{Anybody, Served, block_on, served};
use crate::there::{There, at_length};

/// Whether the programs are on this computer; says so if one is not.
fn have(programs: &[&str]) -> bool {
    programs.iter().all(|program| {
        let found = Command::new("which").arg(program).output();
        let found = found.is_ok_and(|output| output.status.success());
        if !found {
            eprintln!("left out: there is no {program} on this computer");
        }
        found
    })
}

fn run(program: &str, arguments: &[&str]) {
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.unwrap().success(), "{program} {arguments:?}");
}

/// The desk opens, follows a key and ends well.
fn works(served: &Served, mut client: CommandBuilder) {
    client.env("HOME", served.file("").display().to_string());
    let mut line = start_on("xterm-256color", client);
    line.shows("Coda di oggi").shows("C001");
    let mut here = desk().open();
    here.keys("2");
    let pane = here.screen();
    let title = pane.lines().next().unwrap_or_default().trim();
    let title = title.split("  ").next().unwrap_or_default().to_owned();
    line.send(b"2").shows(&title);
    line.send(b"q").shows("Ciao");
    assert!(line.end());
    assert!(line.is_restored());
}

#[test]
fn dropbears_client_works() {
    if !have(&["dbclient", "dropbearconvert"]) {
        return;
    }
    let served = served();
    let (from, to) = (served.file("key"), served.file("key.dropbear"));
    let path = |path: &std::path::Path| path.display().to_string();
    run(
        "dropbearconvert",
        &["openssh", "dropbear", &path(&from), &path(&to)],
    );
    let mut client = CommandBuilder::new("dbclient");
    client.args(["-y", "-i", &path(&to), "-p"]);
    client.args([&served.address.port().to_string(), "anna@127.0.0.1"]);
    works(&served, client);
}

#[test]
fn puttys_client_works() {
    if !have(&["plink", "puttygen"]) {
        return;
    }
    let served = served();
    let (from, to) = (served.file("key"), served.file("key.ppk"));
    let path = |path: &std::path::Path| path.display().to_string();
    run(
        "puttygen",
        &[&path(&from), "-O", "private", "-o", &path(&to)],
    );
    let fingerprint = sportello::serve::host_key::fingerprint(&served.office)
        .unwrap()
        .expect("made at the start");
    let mut client = CommandBuilder::new("plink");
    client.args(["-batch", "-hostkey", &fingerprint, "-i", &path(&to), "-P"]);
    client.args([&served.address.port().to_string(), "anna@127.0.0.1"]);
    works(&served, client);
}

#[test]
fn an_auditor_finds_no_weak_algorithm() {
    if !have(&["ssh-audit"]) {
        return;
    }
    let served = served();
    let port = served.address.port().to_string();
    let audit = Command::new("ssh-audit")
        .args(["-n", "-p", &port, "127.0.0.1"])
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&audit.stdout);
    assert!(report.contains("chacha20-poly1305"), "{report}");
    assert!(!report.contains("[fail]"), "{report}");
    assert!(report.matches("[warn]").count() <= 2, "{report}");
}

/// Answers the two questions; the line if that let in.
async fn by_password(
    served: &Served,
    login: &str,
    secret: &str,
    code: &str,
) -> Option<Handle<Anybody>> {
    let mut line = served.connect().await;
    let asked = line
        .authenticate_keyboard_interactive_start(login, None::<String>)
        .await;
    let Ok(KeyboardInteractiveAuthResponse::InfoRequest { prompts, .. }) = asked else {
        return None;
    };
    assert_eq!(prompts.len(), 2);
    assert!(!prompts[0].echo);
    let answers = vec![secret.to_owned(), code.to_owned()];
    let answer = line.authenticate_keyboard_interactive_respond(answers);
    matches!(answer.await, Ok(KeyboardInteractiveAuthResponse::Success)).then_some(line)
}

#[test]
fn a_password_lets_in_only_with_its_second_factor_and_only_where_it_is_allowed() {
    let served = served();
    let anna = served.staff("anna");
    let word = "quattro cavalli gialli";
    let hash = password::hash(word, [7; 16]).expect("memory");
    served.act(SetPassword {
        staff: anna.id,
        password: Some(Secret::new(hash)),
    });
    let secret = password::totp_secret([9; 20]);
    let code = |later: i64| {
        let at = served.clock.now() + chrono::TimeDelta::seconds(later);
        password::code_at(&secret, at).expect("a code")
    };
    block_on(async {
        assert!(
            by_password(&served, "anna", word, &code(0)).await.is_none(),
            "not allowed"
        );
    });
    served.act(AllowPasswords {
        office: anna.office,
        allowed: true,
    });
    block_on(async {
        let one_factor = by_password(&served, "anna", word, "").await;
        assert!(one_factor.is_none());
    });
    served.act(SetTotp {
        staff: anna.id,
        totp: Some(Secret::new(secret.clone())),
    });
    block_on(async {
        let now = code(0);
        assert!(
            by_password(&served, "anna", "quattro cavalli", &now)
                .await
                .is_none()
        );
        assert!(by_password(&served, "bruno", word, &now).await.is_none());
        assert!(by_password(&served, "nobody", word, &now).await.is_none());
        assert!(by_password(&served, "anna", word, &now).await.is_some());
        assert!(
            by_password(&served, "anna", word, &now).await.is_none(),
            "a code twice"
        );
        assert!(
            by_password(&served, "anna", word, &code(30))
                .await
                .is_some()
        );
    });
    served.logged("method=password", 2);
}

#[test]
fn a_session_by_password_ends_when_its_secret_is_changed_or_taken_away() {
    let served = served();
    let anna = served.staff("anna");
    let word = "quattro cavalli gialli";
    let hash = |salt| Secret::new(password::hash(word, [salt; 16]).expect("memory"));
    let secret = |seed| password::totp_secret([seed; 20]);
    let give = |password: Option<Secret>, totp: Option<String>| {
        served.act(SetPassword {
            staff: anna.id,
            password,
        });
        served.act(SetTotp {
            staff: anna.id,
            totp: totp.map(Secret::new),
        });
    };
    served.act(AllowPasswords {
        office: anna.office,
        allowed: true,
    });
    let ends: [&dyn Fn(); 4] = [
        // Another password, another second factor, none of either.
        &|| give(Some(hash(8)), Some(secret(1))),
        &|| give(Some(hash(8)), Some(secret(9))),
        &|| give(Some(hash(8)), None),
        &|| give(None, None),
    ];
    for (n, end) in ends.iter().enumerate() {
        let (salt, seed) = (20 + n as u8, 40 + n as u8);
        give(Some(hash(salt)), Some(secret(seed)));
        let code = password::code_at(&secret(seed), served.clock.now()).expect("a code");
        at_length(async {
            let line = by_password(&served, "anna", word, &code).await;
            let mut there = There::on(line.expect("let in")).await;
            there.shows("Coda").await;
            end();
            there.shows("La linea è stata chiusa").await;
        });
        served.logged("why=secret-changed", n + 1);
    }
}
