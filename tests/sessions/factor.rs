//! Somebody without a key, from the first step to the desk: the office takes passwords, a password and a second
//! factor are made in the office's own pane, and OpenSSH asks for both.

use std::time::Duration;

use portable_pty::CommandBuilder;
use sportello::domain::password;

use crate::pty::{Program, start_on};
use crate::served::{Served, has_ssh, served};
use crate::there::{There, at_length};

/// How long somebody looks for the telephone with the codes.
const LOOKING: Duration = Duration::from_secs(25);

/// OpenSSH's client as Anna, who has no key, as far as the question for her password.
fn without_a_key(served: &Served) -> Program {
    let known = format!(
        "UserKnownHostsFile={}",
        served.file("known_hosts").display()
    );
    let mut ssh = CommandBuilder::new("ssh");
    ssh.args(["-F", "none", "-p", &served.address.port().to_string()]);
    for option in [
        "StrictHostKeyChecking=accept-new",
        &known,
        "PubkeyAuthentication=no",
        "PreferredAuthentications=keyboard-interactive",
        "NumberOfPasswordPrompts=1",
        "LogLevel=ERROR",
    ] {
        ssh.args(["-o", option]);
    }
    ssh.arg("anna@127.0.0.1");
    let mut line = start_on("xterm-256color", ssh);
    line.shows("Password:");
    line
}

/// Answers the two questions; what is typed for the first is not seen.
fn answers(line: &mut Program, word: &str, code: &str) {
    line.send(format!("{word}\r").as_bytes()).shows("Codice");
    assert!(!line.screen().contains(word));
    line.send(format!("{code}\r").as_bytes());
}

#[test]
fn a_password_and_a_second_factor_made_in_the_offices_pane_let_in_by_openssh() {
    if !has_ssh() {
        return;
    }
    let served = served();
    served.give_key("carla", "carla");
    let (word, secret) = at_length(async {
        let mut carla = There::come(&served, served.address, "carla", "carla").await;
        carla.shows("Coda").await;
        carla.types(b"g", "Menu").await;
        carla.types(b"6", "Sede e impostazioni").await;
        carla.types(b"8", "solo chiavi").await;
        carla.types(b"v", "senza chiave").await;
        carla.types(b"2", "le password sono permesse").await;
        carla.types(b"0", "Chi lavora qui").await;
        carla.types(b"2", "Anna Brambilla").await;
        carla.down_to("Anna Brambilla").await;
        carla.types(b"\r", "Secondo fattore").await;
        carla.down_to("Password").await;
        carla.types(b"\r", "No, resta").await;
        carla.types(b"2", "Password nuova").await;
        let word = carla.last_word();
        carla.types(b"0", "Secondo fattore").await;
        assert!(!carla.screen().contains(&word), "{}", carla.screen());
        carla.down_to("Secondo fattore").await;
        carla.types(b"\r", "No, resta").await;
        carla.types(b"2", "otpauth://totp/").await;
        (word, carla.last_word())
    });
    let code = || password::code_at(&secret, served.clock.now()).expect("a code");
    // One factor alone lets nobody in, and which of them was wrong is not said.
    let right = code();
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    let mut refused = without_a_key(&served);
    answers(&mut refused, &word, wrong);
    refused.shows("Permission denied");
    assert!(!refused.end());
    // Whoever looks for the telephone first has the time: more than a line has that nobody is asked on.
    let mut line = without_a_key(&served);
    std::thread::sleep(LOOKING);
    answers(&mut line, &word, &code());
    line.shows("Coda di oggi");
    line.send(b"q");
    assert!(line.end(), "{}", line.screen());
    served.logged("logged-in staff=anna", 1);
    assert!(served.log().contains("method=password"), "{}", served.log());
    let log = served.log();
    assert!(!log.contains(&word) && !log.contains(&secret));
}
