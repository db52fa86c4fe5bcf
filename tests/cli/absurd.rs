//! Absurd input: every command answers with an exit code and a sentence that names the file, the line and the cure,
//! wholly in the language of whoever asks, and changes nothing.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use sportello::store::guard::Serving;

use super::Desk;

/// What English the system, SQLite and the libraries would say.
const ENGLISH: &[&str] = &[
    "os error",
    "No such",
    "Is a ",
    "Not a ",
    "cannot",
    "can't",
    " the ",
    "The ",
    "malformed",
    "database disk",
    "schema",
    "this program",
    "it does",
    "denied",
    "address",
    "already",
    "process ",
    "invalid",
    "expected",
    "PEM",
    "btree",
];

/// A folder with something of every kind that is no office, and two offices that no longer are.
fn oddities() -> Desk {
    let desk = Desk::with_office().in_italian();
    let office = fs::read(desk.db()).unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = desk.path("data").join(name);
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    };
    let mut newer = office.clone();
    newer[60..64].copy_from_slice(&999_u32.to_be_bytes());
    let mut damaged = office.clone();
    damaged[3 * 4096..4 * 4096].fill(0xA5);
    write("newer.db", &newer);
    write("damaged.db", &damaged);
    write("header.db", &office[..50]);
    write("junk.db", &b"ciao".repeat(500));
    write("empty.db", b"");
    fs::create_dir(desk.path("data/folder.db")).unwrap();
    write("junk.pub", b"cognome;nome\n");
    desk
}

/// Runs with another file than the office's.
fn on(desk: &Desk, db: &str, args: &[&str]) -> super::Said {
    let mut command = desk.command();
    command.args(["--db", &format!("data/{db}")]).args(args);
    super::Said::of(command.write_stdin("").assert())
}

#[test]
fn a_file_that_is_no_office_is_refused_by_every_command_in_one_language() {
    let desk = oddities();
    let files = [
        ("nowhere.db", "non c'è"),
        ("folder.db", "è una cartella"),
        ("junk.db", "non contiene una sede"),
        ("empty.db", "non contiene una sede"),
        ("header.db", "non contiene una sede"),
        ("newer.db", "Aggiorna sportello"),
        ("damaged.db", "danneggiato"),
    ];
    let commands: [&[&str]; 7] = [
        &["list", "queue"],
        &["list", "people"],
        &["export", "agenda"],
        &["import", "people", "-"],
        &["backup", "data/copy"],
        &["serve", "--listen", "127.0.0.1:0"],
        &["doctor"],
    ];
    for (file, sought) in files {
        for args in commands {
            let said = on(&desk, file, args);
            let all = format!("{}{}", said.out, said.err);
            // A damaged office is still read, and says so.
            let read = file == "damaged.db" && args[0] == "list";
            assert!(said.code == 1 || read, "{file} {args:?}: {all}");
            // What is damaged may still be looked at, by those who may: nobody can come in to serve it.
            if file != "damaged.db" || args[0] == "list" {
                assert!(
                    all.contains(sought) || args == ["doctor"],
                    "{file} {args:?}: {all}"
                );
            }
            for word in ENGLISH {
                let quoted = args == ["doctor"] && file == "damaged.db";
                assert!(
                    quoted || !all.contains(word),
                    "{file} {args:?}: {word}: {all}"
                );
            }
        }
        assert!(!desk.path("data/copy").exists());
    }
    let said = on(&desk, "newer.db", &["doctor"]).out;
    assert!(
        said.contains("versione più nuova (999") && !said.contains("Ripristina"),
        "{said}"
    );
    for command in ["fingerprint", "status"] {
        let said = on(&desk, "nowhere.db", &[command]);
        assert!(
            said.code == 1 && said.err.contains("nowhere.db non c'è"),
            "{}",
            said.err
        );
    }
}

#[test]
fn whatever_a_command_is_given_its_answer_is_a_sentence_with_a_cure() {
    let desk = oddities();
    let loose = desk.path("loose");
    fs::create_dir(&loose).unwrap();
    fs::set_permissions(&loose, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(desk.path("data/office.host_key"), "no key").unwrap();
    fs::set_permissions(
        desk.path("data/office.host_key"),
        fs::Permissions::from_mode(0o600),
    )
    .unwrap();
    fs::write(desk.path("ugo.pub"), KEY).unwrap();
    desk.says(&["staff", "key", "add", "ada", "ugo.pub"]);
    let table: [(&[&str], i32, &str); 32] = [
        (
            &["staff", "key", "add", "ada", "no.pub"],
            1,
            "il file o la cartella non c'è",
        ),
        (&["staff", "key", "add", "ada", "data"], 1, "è una cartella"),
        (
            &["staff", "key", "add", "ada", "data/junk.pub"],
            1,
            "Riga 1",
        ),
        (
            &["staff", "change", "nessuno", "--name", "X"],
            1,
            "sportello staff list",
        ),
        (&["staff", "enable", "nessuno"], 1, "sportello staff list"),
        (
            &["export", "agenda", "--staff", "nessuno"],
            1,
            "sportello staff list",
        ),
        (
            &["restore", "no", "--replace"],
            1,
            "La copia no non si apre",
        ),
        (&["restore", "data", "--replace"], 1, "è una cartella"),
        (
            &["restore", "data/junk.db", "--replace"],
            1,
            "incompleto, oppure non è una copia",
        ),
        (&["backup", "loose/copy"], 1, "chmod 700"),
        (&["backup", "data/folder.db", "--force"], 1, "esiste già"),
        (
            &["serve", "--log", "data"],
            1,
            "Il registro data non si apre: è una cartella",
        ),
        (
            &["serve", "--log", "no/log"],
            1,
            "scegliere un altro file con --log",
        ),
        (
            &["serve", "--metrics", "0.0.0.0:9222"],
            2,
            "Le misure restano su questo computer",
        ),
        (
            &["serve", "--metrics", "9222"],
            2,
            "per esempio 0.0.0.0:2222",
        ),
        (&["serve", "--listen", "x"], 2, "per esempio 0.0.0.0:2222"),
        (&["serve", "--allow", "x"], 2, "per esempio 10.20.0.0/16"),
        (
            &["serve", "--listen", "127.0.0.1:0"],
            1,
            "non è una chiave di OpenSSH",
        ),
        (&["places", "zzzqqq"], 1, "Nessun comune trovato per zzzqqq"),
        (&["places", ""], 2, "Manca il valore di <PAROLE>"),
        (
            &["occupations", "zzzqqq"],
            1,
            "Nessuna professione trovata per zzzqqq",
        ),
        (
            &["holidays", "2026", "--place", "Atlantide"],
            1,
            "Il comune Atlantide non c'è",
        ),
        (&["holidays", "1"], 2, "L'anno va da 1900 a 2200"),
        (&["holidays"], 2, "Manca: <ANNO>"),
        (&["list"], 2, "Manca: <COSA>"),
        (&["tax-code", "XX"], 1, "non ha 16 caratteri"),
        (
            &["--as", "", "list", "queue"],
            2,
            "Manca il valore di --as <ACCESSO>",
        ),
        (
            &["--as", "nessuno", "list", "queue"],
            1,
            "--as e il nome giusto",
        ),
        (
            &["import", "people", "no.csv"],
            1,
            "il file o la cartella non c'è",
        ),
        (&["import", "people", "data"], 1, "è una cartella"),
        (
            &["import", "people", "data/junk.pub", "--partial=no/x"],
            1,
            "solo i titoli",
        ),
        (&["demo", "--write", "data/office.db"], 1, "esiste già"),
    ];
    for (args, code, sought) in table {
        let said = desk.run(args);
        let all = format!("{}{}", said.out, said.err);
        assert_eq!(said.code, code, "{args:?}: {all}");
        let low = all.to_lowercase();
        assert!(low.contains(&sought.to_lowercase()), "{args:?}: {all}");
        for word in ENGLISH {
            assert!(!all.contains(word), "{args:?}: {word}: {all}");
        }
        assert!(!said.out.contains("listening"), "{args:?}: {}", said.out);
    }
    // Where a folder cannot be made, the folder is named.
    let said = on(&desk, "junk.db/below/office.db", &["init"]);
    assert!(
        said.code == 1
            && said
                .err
                .contains("La cartella data/junk.db/below non si può creare"),
        "{}",
        said.err
    );
}

const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUZ6r5Pk3Whrvm3vJqZlVn1Cyw5nCw5Nw5kqK1WJ1cd ada@desk\n";

#[test]
fn a_port_that_is_taken_is_said_before_anybody_is_told_to_connect() {
    let desk = Desk::with_office().in_italian();
    fs::write(desk.path("ada.pub"), KEY).unwrap();
    desk.says(&["staff", "key", "add", "ada", "ada.pub"]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for args in [
        &["serve", "--listen", &taken][..],
        &["serve", "--listen", "127.0.0.1:0", "--metrics", &taken],
    ] {
        let said = desk.run(args);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
        let reason = format!("Non si può ascoltare su {taken} (l'indirizzo è già in uso)");
        assert!(said.err.contains(&reason), "{}", said.err);
    }
}

#[test]
fn who_does_not_get_the_lock_leaves_the_file_alone() {
    let desk = oddities();
    let at = chrono::DateTime::from_timestamp(1_795_000_000, 0).unwrap();
    // What would be opened first would say that it is no office.
    let _alone = Serving::begin(&desk.path("data/junk.db"), at).unwrap();
    let said = on(&desk, "junk.db", &["serve", "--listen", "127.0.0.1:0"]);
    assert!(
        said.code == 1 && said.err.contains("è in uso") && said.err.contains("(processo "),
        "{}",
        said.err
    );
    // Where there is no file no lock is made.
    on(&desk, "nowhere.db", &["serve", "--listen", "127.0.0.1:0"]);
    assert!(!desk.path("data/nowhere.lock").exists());
}

#[test]
fn files_of_every_shape_are_read_or_refused_with_their_line() {
    let big = [
        b"cognome;nome\n".as_slice(),
        &b"R".repeat(10_000_000),
        b";Pia\n",
    ]
    .concat();
    let wide = [b"cognome;nome".as_slice(), &b";x".repeat(1_000_000), b"\n"].concat();
    let table: [(&str, &[u8], &str); 17] = [
        ("comma", b"cognome,nome\nRossi,Pia\n", ""),
        ("tab", b"cognome\tnome\nRossi\tPia\n", ""),
        ("bom", b"\xef\xbb\xbfcognome;nome\nRossi;Pia\n", ""),
        ("cr", b"cognome;nome\rRossi;Pia\r", ""),
        (
            "crlf in quotes",
            b"cognome;nome\r\n\"Rossi\r\nVerdi\";Pia\r\n",
            "",
        ),
        (
            "a quote inside",
            b"cognome;nome\nRossi;Pia \"la\" sarta\n",
            "",
        ),
        (
            "doubled quotes",
            b"cognome;nome\n\"Rossi \"\"il\"\"\";\"Pia\"",
            "",
        ),
        ("utf-16", b"\xff\xfec\0o\0", "line 1: is not text in UTF-8"),
        (
            "latin",
            b"cognome;nome\nRoss\xec;Pia\n",
            "line 2, column cognome: is not text in UTF-8",
        ),
        (
            "nul",
            b"cognome;nome\nRo\0ssi;Pia\n",
            "line 2, column cognome: is not text",
        ),
        (
            "no heading",
            b"Rossi;Pia\n",
            "line 1, column cognome: this column is missing",
        ),
        (
            "doubled heading",
            b"cognome;nome;nome\nRossi;Pia;Ada\n",
            "line 1, column nome: this column is there twice",
        ),
        (
            "cut short",
            b"cognome;nome\nBo;Li\n\"Rossi\";\"Pia\nVerdi;Ada\nNeri;Ugo\n",
            "line 3: the quote that opens is never closed",
        ),
        (
            "cut in the heading",
            b"cognome;\"nome\nRossi;Pia\n",
            "line 1: the quote that opens is never closed",
        ),
        (
            "one cell too few",
            b"cognome;nome\nRossi\n",
            "line 2: has one cell instead of 2",
        ),
        (
            "a cell of 10 MB",
            &big,
            "line 2, column cognome: is longer than 64 KiB",
        ),
        (
            "a million columns",
            &wide,
            "line 1: has more than 1000 columns",
        ),
    ];
    for (name, bytes, fault) in table {
        let desk = Desk::with_office();
        let said = desk.fed(&["import", "people", "-"], bytes);
        assert_eq!(
            said.code,
            i32::from(!fault.is_empty()),
            "{name}: {}{}",
            said.out,
            said.err
        );
        assert!(said.err.contains(fault), "{name}: {}", said.err);
        let people = desk.objects(&["list", "people"]).len();
        assert_eq!(people, usize::from(fault.is_empty()), "{name}");
    }
}

#[test]
fn refused_rows_are_written_where_they_can_be_or_nothing_comes_in() {
    let desk = Desk::with_office();
    let file = "cognome;nome;sesso\nRossi;Pia;F\nNeri;Ugo;X\n";
    let said = desk.fed(
        &["import", "people", "-", "--partial=no/such/bad.csv"],
        file,
    );
    assert_eq!(said.code, 1);
    assert!(
        said.err
            .contains("cannot be written to no/such/bad.csv: there is no such file or folder"),
        "{}",
        said.err
    );
    assert_eq!(desk.objects(&["list", "people"]).len(), 0);
    let bad = "cognome;nome;sesso\nNeri;Ugo;X\n";
    let said = desk.fed(&["import", "people", "-", "--partial=bad.csv"], bad);
    assert_eq!(said.code, 1, "nothing came in");
    assert!(said.out.contains("They are in bad.csv"), "{}", said.out);
    let said = desk.fed(&["import", "people", "-", "--partial=bad.csv"], bad);
    assert!(
        said.code == 1 && said.err.contains("is already there"),
        "{}",
        said.err
    );
}

#[test]
fn a_backup_that_is_stopped_leaves_nothing_and_says_so() {
    let desk = Desk::with_office();
    let (mut whole, mut none) = (0, 0);
    for round in 0..40_u64 {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("sportello"))
            .env("HOME", desk.home.path())
            .env("USER", "ada")
            .env("LANG", "en_IT.UTF-8")
            .arg("--db")
            .arg(desk.db())
            .args(["backup", "--force"])
            .arg(desk.path("copy"))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Somewhere in its work: at the latest when it has begun to write.
        let begun = desk.path("copy.partial");
        let deadline = std::time::Instant::now() + std::time::Duration::from_millis(round * 3);
        while child.try_wait().unwrap().is_none()
            && !begun.exists()
            && std::time::Instant::now() < deadline
        {}
        let pid = rustix::process::Pid::from_child(&child);
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::INT);
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        let status = child.wait().unwrap();
        assert!(!begun.exists(), "round {round}: {said}");
        if desk.path("copy").exists() {
            whole += 1;
            sportello::store::backup::verified(&desk.path("copy")).unwrap();
            fs::remove_file(desk.path("copy")).unwrap();
        } else {
            none += 1;
            assert!(!status.success());
            assert!(
                said.is_empty() || said.contains("Stopped: no backup was made."),
                "{said}"
            );
        }
    }
    assert_eq!(whole + none, 40);
    assert!(none > 0, "the first is stopped before it has begun");
}

#[test]
fn an_office_of_another_account_is_left_to_that_account() {
    if !rustix::process::geteuid().is_root() {
        println!("left out: only root can give a file away");
        return;
    }
    let desk = Desk::with_office().in_italian();
    std::os::unix::fs::chown(desk.db(), Some(61_234), None).unwrap();
    for args in [
        &["list", "queue"][..],
        &["backup", "copy"],
        &["serve", "--listen", "127.0.0.1:0"],
    ] {
        let said = desk.refuses(args);
        assert!(
            said.contains("sudo -u \"#61234\" sportello"),
            "{args:?}: {said}"
        );
    }
    std::os::unix::fs::chown(desk.db(), Some(0), None).unwrap();
    desk.says(&["list", "queue"]);
}

#[test]
fn a_configuration_in_a_place_of_anothers_is_none() {
    let desk = Desk::with_office();
    for home in ["/dev/null", "/proc/1/nowhere"] {
        let mut command = desk.command();
        command
            .env("XDG_CONFIG_HOME", home)
            .arg("--db")
            .arg(desk.db());
        let said = super::Said::of(command.args(["list", "queue"]).assert());
        assert_eq!(said.code, 0, "{}", said.err);
        let named = format!("{home}/sportello/config.toml");
        let mut command = desk.command();
        command
            .args(["--config", &named])
            .arg("--db")
            .arg(desk.db());
        assert_eq!(
            super::Said::of(command.args(["list", "queue"]).assert()).code,
            1
        );
    }
}

#[test]
fn an_import_that_is_stopped_brings_nothing_and_says_so() {
    let desk = Desk::with_office();
    let mut file = String::from("id;cognome;nome\n");
    for n in 0..40_000 {
        file.push_str(&format!("{n};Vanoni{n};Pia\n"));
    }
    fs::write(desk.path("many.csv"), file).unwrap();
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("sportello"))
        .env("HOME", desk.home.path())
        .env("USER", "ada")
        .env("LANG", "en_IT.UTF-8")
        .arg("--db")
        .arg(desk.db())
        .args(["import", "people"])
        .arg(desk.path("many.csv"))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // As soon as the first chunk is written.
    let conn = rusqlite::Connection::open(desk.db()).unwrap();
    let begun = || {
        conn.query_row("SELECT count(*) FROM person", [], |row| {
            row.get::<_, i64>(0)
        })
    };
    while begun().unwrap_or(0) == 0 && child.try_wait().unwrap().is_none() {}
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert!(said.contains("Stopped: nothing was imported."), "{said}");
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(desk.says(&["list", "people"]), "");
    assert!(desk.says(&["doctor"]).contains("All is well"));
}
