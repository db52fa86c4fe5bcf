//! Absurd input: every command answers with an exit code and a sentence that names the file, the line and the cure,
//! wholly in the language of whoever asks, and changes nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

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
fn an_office_of_another_account_is_left_to_that_account() {
    if !rustix::process::geteuid().is_root() {
        println!("left out: only root can give a file away");
        return;
    }
    let desk = Desk::with_office().in_italian();
    let copy = desk.path("data/copy.db");
    let copy = copy.to_str().unwrap();
    desk.says(&["backup", copy]);
    std::os::unix::fs::chown(desk.db(), Some(61_234), None).unwrap();
    for args in [
        &["list", "queue"][..],
        &["backup", "copy"],
        &["doctor"],
        &["restore", copy, "--replace"],
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
