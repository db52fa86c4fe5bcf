//! The program as it serves: where it listens, what it says, whom it lets in from afar, how it ends.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::desk::practice_office;
use crate::pty::{command, in_shell, start_on};
use crate::served::{PATIENCE, has_ssh, is_private, served};

/// The program as it serves.
pub(crate) struct Program {
    pub(crate) child: Child,
    pub(crate) port: u16,
    fingerprint: String,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn serve(office: &std::path::Path) -> Program {
    serve_by(Command::new(env!("CARGO_BIN_EXE_sportello")), office)
}

/// The same by a command that takes its arguments.
pub(crate) fn serve_by(mut command: Command, office: &std::path::Path) -> Program {
    let mut child = command
        .arg("--db")
        .arg(office)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = |begins: &str| {
        let line = lines.next().expect("a line").unwrap();
        line.strip_prefix(begins).expect(begins).to_owned()
    };
    let address = next("listening ");
    let fingerprint = next("fingerprint ");
    Program {
        port: address.rsplit(':').next().unwrap().parse().unwrap(),
        fingerprint,
        child,
    }
}

/// What the program says that does not serve an office.
pub(crate) fn refused(office: &std::path::Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_sportello"))
        .arg("--db")
        .arg(office)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_program_serves_until_it_is_told_to_stop() {
    if !has_ssh() {
        return;
    }
    let mut served = served();
    served.stop();
    let mut program = serve(&served.office);
    served.address.set_port(program.port);
    assert_eq!(
        command(&served.office, &["fingerprint"]).trim(),
        program.fingerprint
    );
    assert!(is_private(&served.file("office.host_key")));
    let mut line = served.ssh(&[]);
    line.shows("Coda").send(b"i").shows("Cognome");
    let told = Command::new("kill")
        .arg(program.child.id().to_string())
        .status();
    assert!(told.unwrap().success());
    line.shows("Il server si ferma");
    line.end();
    assert!(line.is_restored());
    let deadline = Instant::now() + PATIENCE;
    let ended = loop {
        if let Some(ended) = program.child.try_wait().unwrap() {
            break ended;
        }
        assert!(Instant::now() < deadline, "it does not end");
        thread::sleep(Duration::from_millis(10));
    };
    assert!(ended.success(), "{ended}");
    // The key is the same at every start, and one that is gone or open is not put up with.
    let again = serve(&served.office);
    assert_eq!(again.fingerprint, program.fingerprint);
    drop(again);
    let key = served.file("office.host_key");
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(&key, open).unwrap();
    assert!(refused(&served.office).contains("chmod 600"));
    std::fs::remove_file(&key).unwrap();
    assert!(refused(&served.office).contains("non c'è più"));
}

#[test]
fn where_nobody_could_come_in_nothing_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let office = folder.path().join("office.db");
    std::fs::copy(practice_office(), &office).unwrap();
    assert!(refused(&office).contains("sportello staff key add"));
    assert!(!folder.path().join("office.host_key").exists());
}

#[test]
fn a_command_on_a_terminal_returns_its_carriage_and_ends_well() {
    if !has_ssh() {
        return;
    }
    let mut served = served();
    served.stop();
    let program = serve(&served.office);
    served.address.set_port(program.port);
    let mut ssh = CommandBuilder::new("ssh");
    ssh.arg("-t");
    ssh.args(served.arguments("anna", "key"));
    ssh.args(["places", "mil", "--json"]);
    let mut line = start_on("xterm-256color", ssh);
    line.until("a last object", |screen| {
        screen.contains("\"}") || screen.contains("]}")
    });
    assert!(line.end());
    let screen = line.screen();
    let mut rows = screen.lines().filter(|row| row.contains("\"istat\""));
    assert!(rows.all(|row| row.starts_with('{')), "{screen}");
    assert!(line.is_restored());
}

/// On a terminal of its own, over `ssh -t`: from the screen to plain lines and back, with the page that was open.
#[test]
fn over_a_line_one_goes_to_plain_lines_and_back_where_one_was() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut ssh = CommandBuilder::new("ssh");
    ssh.arg("-t");
    ssh.args(served.arguments("anna", "key"));
    let mut line = start_on("xterm-256color", ssh);
    line.shows("Coda").send(b"tabate mat\r").shows("Nascita");
    assert!(line.is_alternate());
    line.send(b".usa righe\r");
    line.until("the plain lines", |screen| {
        screen.trim_end().ends_with("Scelta:")
    });
    assert!(!line.is_alternate(), "{}", line.screen());
    let said = line.screen();
    assert!(said.contains("ABATE Matteo"), "{said}");
    // An answer, and what it brings: the plans of the same person.
    line.send(b"1\r");
    line.until("an answer", |screen| {
        screen.contains("Percorsi di ABATE Matteo")
    });
    assert!(!line.is_alternate());
    line.send(b":usa schermo\r");
    line.until("the screen", |screen| {
        screen.starts_with("  Percorsi di ABATE Matteo")
    });
    assert!(line.is_alternate());
    line.send(b".esci\r");
    assert!(line.end());
    assert!(line.is_restored());
}

/// A network of its own with an address that is not near, in which the program is asked for a command.
const FAR_AWAY: &str = "ip link set lo up && ip addr add 203.0.113.9/32 dev lo || exit 77
\"$0\" --db $OFFICE serve --listen 203.0.113.9:2222 $ALLOW > $SAID &
server=$!
until grep -q listening $SAID; do kill -0 $server || exit 78; done
ssh $SSH anna@203.0.113.9 places mil --json > $LIST
status=$?
kill $server
wait $server
exit $status";

#[test]
fn who_comes_from_far_away_is_let_in_only_where_that_is_allowed() {
    let possible = Command::new("unshare")
        .args(["-rn", "ip", "link", "set", "lo", "up"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !possible || !has_ssh() {
        println!("left out: this system lets a test make no network of its own");
        return;
    }
    let mut served = served();
    served.stop();
    let mut arguments = served.arguments("anna", "key");
    arguments.pop();
    let port = served.address.port().to_string();
    let ssh = arguments.join(" ").replace(&port, "2222");
    for (allow, comes_in) in [
        ("", false),
        ("--allow 203.0.113.0/24", true),
        ("--allow 203.0.112.0/24", false),
    ] {
        let (said, list) = (served.file("said"), served.file("list"));
        let script = FAR_AWAY
            .replace("$OFFICE", &served.office.display().to_string())
            .replace("$ALLOW", allow)
            .replace("$SAID", &said.display().to_string())
            .replace("$LIST", &list.display().to_string())
            .replace("$SSH", &ssh);
        std::fs::write(&said, "").unwrap();
        let mut program = in_shell("exec unshare -rn sh -c \"$1\" \"$0\"", &[&script]);
        assert_eq!(program.end(), comes_in, "{allow}\n{}", program.screen());
        let listed = std::fs::read_to_string(&list).unwrap();
        assert_eq!(listed.contains("Milano"), comes_in, "{allow}");
    }
    assert!(is_private(&served.file("office.host_key")));
}
