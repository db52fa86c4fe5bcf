//! Clients that nobody here wrote, beside OpenSSH: Dropbear's and PuTTY's; and what an auditor says of the
//! server's algorithms. Each says so when its program is missing.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use portable_pty::CommandBuilder;
use russh::client::{Handle, KeyboardInteractiveAuthResponse};
use sportello::domain::password;
use sportello::store::staff::secrets::{AllowPasswords, Secret, SetPassword, SetTotp};

use crate::desk::desk;
use crate::pty::start_on;
use crate::served::{Anybody, Served, block_on, has_ssh, served};
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

/// A server of OpenSSH on loopback that opens Anna's desk for her key, and nothing else.
struct OpenSsh {
    server: Child,
    port: u16,
    user: String,
}

impl Drop for OpenSsh {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Starts it for an office; none, said, where it is not on this computer.
fn open_ssh(served: &Served) -> Option<OpenSsh> {
    let program = Path::new("/usr/sbin/sshd");
    if !program.exists() {
        eprintln!(
            "left out: there is no {} on this computer",
            program.display()
        );
        return None;
    }
    // What its service makes before it starts it; only whoever may needs it.
    let _ = fs::create_dir_all("/run/sshd");
    let user = Command::new("id").arg("-un").output().unwrap().stdout;
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    served.make_key("sshd_host");
    let path = |name| served.file(name).display().to_string();
    let line = format!(
        "restrict,pty,command=\"{} --db {} --as anna\" {}\n",
        env!("CARGO_BIN_EXE_sportello"),
        path("office.db"),
        served.key("key").public_key().to_openssh().unwrap(),
    );
    fs::write(served.file("authorized_keys"), line).unwrap();
    let config = format!(
        "ListenAddress 127.0.0.1:{port}\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\n\
         PidFile none\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n\
         SetEnv XDG_CONFIG_HOME={}\n",
        path("sshd_host"),
        path("authorized_keys"),
        path("nothing"),
    );
    fs::write(served.file("sshd_config"), config).unwrap();
    let mut server = Command::new(program)
        .args(["-D", "-e", "-f", &path("sshd_config")])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(server.stderr.take().unwrap()).lines();
    let mut heard = String::new();
    while !heard.contains("listening") {
        let line = said.next().unwrap_or_else(|| panic!("it ends: {heard}"));
        heard.push_str(&line.unwrap());
    }
    std::thread::spawn(move || said.map_while(Result::ok).for_each(drop));
    Some(OpenSsh {
        server,
        port,
        user: String::from_utf8(user).unwrap().trim().to_owned(),
    })
}

#[test]
fn behind_an_openssh_that_is_there_a_key_opens_a_desk_and_nothing_else() {
    if !has_ssh() {
        return;
    }
    let mut served = served();
    served.stop();
    let Some(open_ssh) = open_ssh(&served) else {
        return;
    };
    served.address.set_port(open_ssh.port);
    let ssh = |more: &[&str]| {
        let mut arguments = served.arguments("anna", "key");
        arguments.pop();
        let mut ssh = CommandBuilder::new("ssh");
        ssh.args(arguments);
        ssh.arg(format!("{}@127.0.0.1", open_ssh.user));
        ssh.args(more);
        ssh
    };
    // The program looks at the clock itself: there may be nobody in the queue of that day.
    let mut line = start_on("xterm-256color", ssh(&[]));
    line.shows("Coda di oggi").send(b"g").shows("Menu");
    line.send(b"\x1b")
        .shows("Coda di oggi")
        .send(b"q")
        .shows("Ciao");
    assert!(line.end() && line.is_restored());
    // A client that is killed: what was typed is there the next time, with one key.
    let mut line = start_on("xterm-256color", ssh(&[]));
    line.shows("Coda").send(b"i").shows("Cognome");
    line.send(b"\x1b[BRossi").shows("Rossi").signal("-KILL");
    line.end();
    let mut line = start_on("xterm-256color", ssh(&[]));
    line.shows("Bozza:").send(b"\r").shows("Rossi");
    // Whatever else is asked for is the desk, in lines where there is no terminal.
    let mut arguments = served.arguments("anna", "key");
    arguments.pop();
    for asked in [&["id"][..], &["-s", "sftp"], &["sh", "-c", "id"]] {
        let output = Command::new("ssh")
            .arg("-T")
            .args(&arguments)
            .arg(format!("{}@127.0.0.1", open_ssh.user))
            .args(asked)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(!said.contains("uid="), "{asked:?}: {said}");
        assert!(
            said.is_empty() || said.contains("Scelta:"),
            "{asked:?}: {said}"
        );
    }
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
            there.shows("non valgono più").await;
        });
        served.logged("why=secret-changed", n + 1);
    }
}
