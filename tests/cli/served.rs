//! The office served: single commands over OpenSSH's client, and what the server says of itself.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Desk, fixture, objects};

/// A client that nobody here wrote; the test says when it is missing and passes.
fn client_is_there() -> bool {
    let there = ["ssh", "ssh-keygen"]
        .iter()
        .all(|name| Command::new(name).arg("-V").output().is_ok());
    if !there {
        println!("not tried: ssh and ssh-keygen are not installed (Debian: openssh-client)");
    }
    there
}

/// A served office with two members of staff: `ada`, of coordination, and `ugo`, of orientation.
struct Served {
    desk: Desk,
    server: Child,
    port: String,
    figures: String,
}

impl Served {
    fn start() -> Self {
        let desk = Desk::with_office();
        desk.says(&[
            "staff",
            "add",
            "ugo",
            "--name",
            "Ugo",
            "--role",
            "orientation",
        ]);
        for login in ["ada", "ugo"] {
            let key = desk.path(login);
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-C", login, "-f"])
                .arg(&key)
                .status()
                .unwrap();
            assert!(made.success());
            let public = format!("{}.pub", key.display());
            desk.says(&["staff", "key", "add", login, &public]);
        }
        // A port that was free a moment ago: the server does not say where its figures are.
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let figures = free.local_addr().unwrap().to_string();
        drop(free);
        let mut server = Command::new(assert_cmd::cargo::cargo_bin!("sportello"))
            .env_clear()
            .env("HOME", desk.home.path())
            .env("LANG", "en_US.UTF-8")
            .arg("--db")
            .arg(desk.db())
            .args(["serve", "--listen", "127.0.0.1:0", "--metrics", &figures])
            .arg("--log")
            .arg(desk.path("serve.log"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(server.stdout.take().unwrap()).lines();
        let mut line = || said.next().unwrap().unwrap();
        let port = line()
            .strip_prefix("listening 127.0.0.1:")
            .unwrap()
            .to_owned();
        assert!(line().starts_with("fingerprint SHA256:"));
        Self {
            desk,
            server,
            port,
            figures,
        }
    }

    fn ssh(&self, login: &str) -> Command {
        let mut ssh = Command::new("ssh");
        ssh.args([
            "-F",
            "none",
            "-T",
            "-o",
            "BatchMode=yes",
            "-o",
            "IdentitiesOnly=yes",
        ])
        .args([
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "LogLevel=ERROR",
            "-o",
        ])
        .arg(format!(
            "UserKnownHostsFile={}",
            self.desk.path("known").display()
        ))
        .arg("-i")
        .arg(self.desk.path(login))
        .args(["-p", &self.port, "-l", login, "127.0.0.1"]);
        ssh
    }

    /// Asks as somebody: exit status, output, error stream.
    fn ask(&self, login: &str, line: &str, input: &[u8]) -> (i32, String, String) {
        let mut asking = self
            .ssh(login)
            .arg(line)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads nothing may have ended before.
        let _ = asking.stdin.take().unwrap().write_all(input);
        let said = asking.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            said.status.code().unwrap(),
            text(said.stdout),
            text(said.stderr),
        )
    }

    fn status(&self) -> Value {
        objects(&self.desk.says(&["status", "--json"])).remove(0)
    }

    /// The server's log, once it holds a text; a line is written after what it tells has been answered.
    fn logged(&self, sought: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let log = std::fs::read_to_string(self.desk.path("serve.log")).unwrap();
            if log.contains(sought) {
                return log;
            }
            assert!(
                Instant::now() < deadline,
                "{sought:?} is never logged: {log}"
            );
            std::thread::yield_now();
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn commands_are_answered_over_the_line_by_right_and_logged_without_people() {
    if !client_is_there() {
        return;
    }
    let office = Served::start();
    let people = std::fs::read(fixture("people.csv")).unwrap();
    let (status, _, err) = office.ask("ugo", "import people -", &people);
    assert_eq!(status, 1, "{err}");
    let (status, out, err) = office.ask("ada", "import people -", &people);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.starts_with("People imported: 58."), "{out}");
    let (status, out, _) = office.ask("ada", "list people --json", b"");
    assert_eq!((status, objects(&out).len()), (0, 58));
    let (status, out, _) = office.ask("ada", "export people", b"");
    assert_eq!((status, out), (0, office.desk.says(&["export", "people"])));
    let (status, out, _) = office.ask("ugo", "export people", b"");
    assert_eq!((status, out.as_str()), (1, ""));
    let (status, out, _) = office.ask("ugo", "export agenda", b"");
    assert!(status == 0 && out.starts_with("BEGIN:VCALENDAR"), "{out}");
    let (status, out, _) = office.ask("ugo", "tax-code - --json", b"CLNDAA67H52A794U\n");
    assert_eq!((status, objects(&out).len()), (0, 1));
    for line in [
        "list queue --db /etc/passwd",
        "list persons",
        "import people /etc/passwd",
    ] {
        let (status, out, err) = office.ask("ada", line, b"");
        assert_eq!((status, out.as_str()), (2, ""), "{line}: {err}");
        assert!(!err.is_empty(), "{line}");
    }
    for line in ["staff list", "sh", "serve", "$(id)"] {
        let (status, out, _) = office.ask("ada", line, b"");
        assert!(status != 0 && out.is_empty(), "{line}");
    }
    // What went out stands in the access log with the log-in that it went out under.
    let db = rusqlite::Connection::open(office.desk.db()).unwrap();
    let sql = "SELECT count(*) FROM access_log WHERE what = 'export' AND login IS NOT NULL";
    let known: i64 = db.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(
        known, 2,
        "the people and the agenda; the refused one leaves none"
    );
    let log = office.logged("name=tax-code status=0");
    assert!(
        log.contains(" logged-in staff=ugo ") && log.contains("name=\"import people\" status=0")
    );
    for personal in ["Colnaghi", "CLNDAA67H52A794U", "passwd"] {
        assert!(!log.contains(personal), "{personal}: {log}");
    }
    assert!(log.is_ascii());
}

#[test]
fn the_server_says_who_is_on_and_how_it_is() {
    if !client_is_there() {
        return;
    }
    let office = Served::start();
    let status = office.status();
    assert_eq!(status["sessions"], serde_json::json!([]));
    assert!(status["database_bytes"].as_u64().unwrap() > 100_000);
    assert_eq!(status["listening"][0], format!("127.0.0.1:{}", office.port));
    // A command that waits for its input is on until the input ends.
    let mut waiting = office
        .ssh("ugo")
        .arg("tax-code - --json")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut asked = waiting.stdin.take().unwrap();
    let mut answers = BufReader::new(waiting.stdout.take().unwrap());
    asked.write_all(b"RSSMRA80A01F205X\n").unwrap();
    let mut line = String::new();
    answers.read_line(&mut line).unwrap();
    assert!(line.contains("RSSMRA80A01F205X"));
    let status = office.status();
    let on = &status["sessions"][0];
    assert_eq!(
        (&on["staff"], &on["face"]),
        (&"ugo".into(), &"command".into())
    );
    assert_eq!(status["counts"]["logged_in"], 1);
    let shown = office.desk.says(&["status"]);
    assert!(
        shown.contains("Server running since")
            && shown.contains("ugo")
            && shown.contains("127.0.0.1:"),
        "{shown}"
    );
    drop(asked);
    assert!(waiting.wait().unwrap().success());
    // The figures name nobody.
    let mut line = std::net::TcpStream::connect(&office.figures).unwrap();
    line.write_all(b"GET /metrics HTTP/1.0\r\n\r\n").unwrap();
    let mut figures = String::new();
    line.read_to_string(&mut figures).unwrap();
    assert!(
        figures.starts_with("HTTP/1.0 200 OK") && figures.contains("sportello_logins_total 1"),
        "{figures}"
    );
    assert!(!figures.contains("ugo"));
}

#[test]
fn a_name_that_is_nobodys_is_in_no_log_and_a_served_office_is_not_replaced() {
    if !client_is_there() {
        return;
    }
    let office = Served::start();
    // Somebody types a password where the name belongs; the key is good.
    let mut lost = office.ssh("ugo");
    let args: Vec<_> = lost.get_args().map(std::ffi::OsStr::to_owned).collect();
    lost = Command::new("ssh");
    lost.args(args.iter().map(|arg| {
        if arg == "ugo" {
            "tramontana7".as_ref()
        } else {
            arg.as_os_str()
        }
    }));
    assert!(!lost.stdin(Stdio::null()).output().unwrap().status.success());
    let log = office.logged("unknown-login-letters=11");
    assert!(!log.contains("tramontana7"), "{log}");
    let logins = office.desk.says(&["staff", "logins", "--json"]);
    assert!(!logins.contains("tramontana7"), "{logins}");
    assert!(
        objects(&logins)
            .iter()
            .any(|row| row["outcome"] == "refused"),
        "{logins}"
    );
    let said = office.desk.says(&["backup", "copy.sportello"]);
    assert!(said.contains("SHA-256"), "{said}");
    let refused = office
        .desk
        .refuses(&["restore", "copy.sportello", "--replace"]);
    assert!(refused.contains("in use"), "{refused}");
}
