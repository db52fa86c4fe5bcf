//! The disk and the file: locked, damaged, of another kind. The screen stays, and what was typed with it.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::time::Duration;

use rusqlite::Connection;
use sportello::session::Event;
use sportello::terminal::key::{Input, Key};

use crate::desk::{desk, practice_office};
use crate::pty::{in_shell, sportello};

fn press(key: Key) -> Event {
    Event::Input(Input::Key(key))
}

#[test]
fn a_locked_office_keeps_the_desk_at_work_and_the_act_arrives() {
    let mut desk = desk().open();
    let other = Connection::open(desk.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waiting = desk.screen();
    desk.at_once(press(Key::Char('c')));
    desk.pass_at_once(Duration::from_millis(1_100));
    desk.next_event();
    assert!(desk.message().starts_with("Attendi"), "{}", desk.screen());
    assert!(
        desk.message().contains("process"),
        "who keeps it: {}",
        desk.message()
    );
    // Keys still move the cursor, at once.
    desk.pass_at_once(Duration::from_millis(600));
    let before = desk.cursor();
    desk.at_once(press(Key::Down));
    desk.pass_at_once(Duration::from_millis(600));
    assert_ne!(desk.cursor(), before, "{}", desk.screen());
    desk.at_once(press(Key::Up));
    assert_eq!(
        desk.cursor(),
        before,
        "no key waits twice\n{}",
        desk.screen()
    );
    other.execute_batch("COMMIT").unwrap();
    desk.settle();
    assert_ne!(desk.screen(), waiting, "somebody is called");
    assert!(desk.screen().contains("chiamata"), "{}", desk.screen());
}

/// A desk at which somebody is being called while another program has the office, and what was typed ahead.
fn typed_ahead(text: &str) -> (crate::desk::Desk, Connection) {
    let mut desk = desk().open();
    let other = Connection::open(desk.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    desk.at_once(press(Key::Char('c')));
    for letter in text.chars() {
        desk.at_once(press(Key::Char(letter)));
    }
    desk.pass_at_once(Duration::from_secs(3));
    (desk, other)
}

#[test]
fn what_is_typed_ahead_of_a_slow_answer_waits_for_it_however_long() {
    let (mut desk, other) = typed_ahead("g2");
    assert!(desk.screen().contains("Coda di oggi"), "{}", desk.screen());
    other.execute_batch("COMMIT").unwrap();
    desk.settle();
    assert!(!desk.screen().contains("Coda di oggi"), "{}", desk.screen());
}

#[test]
fn what_is_typed_ahead_of_a_slow_answer_is_given_up_with_esc() {
    let (mut desk, other) = typed_ahead("g2");
    desk.at_once(press(Key::Esc));
    assert!(desk.message().contains("lasciato"), "{}", desk.screen());
    other.execute_batch("COMMIT").unwrap();
    desk.settle();
    let screen = desk.screen();
    assert!(
        screen.contains("Coda di oggi") && screen.contains("chiamata"),
        "{screen}"
    );
}

#[test]
fn a_paste_that_no_terminal_marked_is_no_row_of_commands() {
    let mut desk = desk().open();
    let before = desk.screen();
    desk.bytes("ncsgq".repeat(40).as_bytes());
    assert_eq!(desk.screen(), before);
    // In a field it is text.
    desk.keys("i<down>");
    desk.bytes("Rossi ".repeat(20).as_bytes());
    assert!(desk.screen().contains("Rossi Rossi"), "{}", desk.screen());
}

#[test]
fn a_damaged_file_is_read_only_and_everybody_is_told() {
    let mut desk = desk().watching().open();
    let mut beside = crate::desk::desk().login("bruno").beside(&desk).open();
    let mut linear = crate::desk::desk()
        .login("carla")
        .linear()
        .beside(&desk)
        .open();
    linear.line("");
    let len = std::fs::metadata(desk.path()).unwrap().len();
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .open(desk.path())
        .unwrap();
    file.seek(SeekFrom::Start(16 * 4096)).unwrap();
    let rest = usize::try_from(len).unwrap() - 16 * 4096;
    file.write_all(&vec![0xA5; rest]).unwrap();
    drop(file);
    let mut told = false;
    for keys in ["c", "g5", "g2", "g1"] {
        desk.keys(keys);
        told |= desk.message().contains("rovinat") || desk.message().contains("danneggiat");
    }
    assert!(told, "{}", desk.screen());
    for desk in [&mut desk, &mut beside] {
        desk.settle();
        let first = desk.screen().lines().next().unwrap_or_default().to_owned();
        assert!(first.contains("Sola lettura"), "{}", desk.screen());
    }
    linear.settle();
    assert!(linear.said().contains("Sola lettura"), "{}", linear.said());
    desk.keys("g1n");
    desk.keys("Rossi<tab>2<enter>");
    assert!(!desk.message().is_empty(), "{}", desk.screen());
}

#[test]
fn an_office_whose_file_is_replaced_while_people_work_is_only_read_and_everybody_is_told() {
    let mut desk = desk().watching().open();
    let mut beside = crate::desk::desk().login("bruno").beside(&desk).open();
    // An older copy is moved over it, as somebody does who brings one back by hand.
    let older = desk.path().with_extension("older");
    std::fs::copy(practice_office(), &older).unwrap();
    let was = std::fs::read(&older).unwrap();
    std::fs::rename(&older, desk.path()).unwrap();
    desk.keys("c");
    assert!(
        desk.message().contains("tolto o sostituito"),
        "{}",
        desk.screen()
    );
    for desk in [&mut desk, &mut beside] {
        desk.settle();
        let first = desk.screen().lines().next().unwrap_or_default().to_owned();
        assert!(first.contains("Sola lettura"), "{}", desk.screen());
    }
    // Nobody is called, here or in the file that stands there now; what is on the screen can be read on.
    assert!(
        !desk.screen().contains("chiamata, Anna"),
        "{}",
        desk.screen()
    );
    desk.keys("g");
    assert!(desk.screen().contains("Menu"), "{}", desk.screen());
    assert!(
        std::fs::read(desk.path()).unwrap() == was,
        "it was written to"
    );
}

#[test]
fn an_office_whose_file_is_taken_away_says_so_before_anybody_acts() {
    let mut desk = desk().watching().open();
    std::fs::remove_file(desk.path()).unwrap();
    let deadline = std::time::Instant::now() + Duration::from_secs(60);
    while !desk.screen().contains("Sola lettura") {
        assert!(std::time::Instant::now() < deadline, "{}", desk.screen());
        desk.next_event();
    }
    assert!(
        desk.message().contains("tolto o sostituito"),
        "{}",
        desk.screen()
    );
}

#[test]
fn an_office_that_is_damaged_when_it_is_opened_is_shown_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    std::fs::copy(practice_office(), &path).unwrap();
    let conn = Connection::open(&path).unwrap();
    // Nobody reads it by this index now: the damage is found by looking for it.
    let page: i64 = conn
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'access_log_of_person'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    drop(conn);
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.seek(SeekFrom::Start((page as u64 - 1) * 4096))
        .unwrap();
    file.write_all(&[0xA5; 4096]).unwrap();
    drop(file);
    let mut program = sportello(&[
        "--db",
        path.to_str().unwrap(),
        "--as",
        "anna",
        "--lang",
        "it",
    ]);
    program.shows("Sola lettura").shows("Coda di oggi");
    program.send(b"c").shows("è danneggiato");
}

// Disks of another kind ------------------------------------------------------------------------------

/// Whether this test is the system's own root, who alone may have a file system served by a program.
fn is_root() -> bool {
    let root = rustix::process::getuid().is_root();
    let whole = std::fs::read_to_string("/proc/self/uid_map");
    let whole = whole.is_ok_and(|map| map.split_whitespace().nth(2) == Some("4294967295"));
    root && whole
}

/// A file system of one folder with one file, told to the kernel as far as it asks: what stands behind a mount
/// of sshfs, rclone and the like.
fn one_folder(mut fuse: std::fs::File) {
    const LOOKUP: u32 = 1;
    const GETATTR: u32 = 3;
    const STATFS: u32 = 17;
    const INIT: u32 = 26;
    const NOT_THERE: i32 = -2;
    const NOT_KNOWN: i32 = -38;
    // Numbers of the folder and of the file in it.
    const FOLDER: u64 = 1;
    const FILE: u64 = 2;
    let attributes = |node: u64| {
        let mode: u32 = if node == FOLDER { 0o40_700 } else { 0o100_600 };
        let mut all = vec![0; 88];
        all[..8].copy_from_slice(&node.to_ne_bytes());
        all[8..16].copy_from_slice(&8192_u64.to_ne_bytes());
        all[60..64].copy_from_slice(&mode.to_ne_bytes());
        all[64..68].copy_from_slice(&1_u32.to_ne_bytes());
        all
    };
    let mut asked = vec![0; 1 << 18];
    loop {
        let read = match std::io::Read::read(&mut fuse, &mut asked) {
            // Not mounted yet.
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                std::thread::sleep(Duration::from_millis(5));
                continue;
            }
            Ok(read @ 40..) => read,
            _ => return,
        };
        let kind = u32::from_ne_bytes(asked[4..8].try_into().unwrap());
        let node = u64::from_ne_bytes(asked[16..24].try_into().unwrap());
        let (error, answer) = match kind {
            INIT => {
                let version = [7_u32, 31].map(u32::to_ne_bytes).concat();
                (0, [version, vec![0; 56]].concat())
            }
            GETATTR => (0, [vec![0; 16], attributes(node)].concat()),
            STATFS => {
                let mut sizes = vec![0; 80];
                sizes[40..44].copy_from_slice(&4096_u32.to_ne_bytes());
                sizes[44..48].copy_from_slice(&255_u32.to_ne_bytes());
                (0, sizes)
            }
            LOOKUP if asked[40..read].starts_with(b"there.db\0") => {
                let number = FILE.to_ne_bytes().to_vec();
                (0, [number, vec![0; 32], attributes(FILE)].concat())
            }
            LOOKUP => (NOT_THERE, Vec::new()),
            _ => (NOT_KNOWN, Vec::new()),
        };
        let mut whole = ((16 + answer.len()) as u32).to_ne_bytes().to_vec();
        whole.extend(i32::to_ne_bytes(error));
        whole.extend(&asked[8..16]);
        whole.extend(answer);
        // Some are asked without an answer being awaited.
        let _ = fuse.write_all(&whole);
    }
}

#[test]
fn an_office_on_a_file_system_that_is_no_disk_is_refused_and_told_why() {
    let fuse = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open("/dev/fuse");
    let (Ok(fuse), true) = (fuse, is_root()) else {
        println!("left out: this system lets a test make no file system of its own");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let kernel = fuse.try_clone().unwrap();
    std::thread::spawn(move || one_folder(kernel));
    let line = "mount -i -t fuse -o fd=0,rootmode=40700,user_id=0,group_id=0 none \"$1\" || exit 77
        \"$0\" --lang it --db \"$1/new.db\" init --office P --place Lodi --login carla --name Carla; first=$?
        \"$0\" --lang it --db \"$1/there.db\" serve --listen 127.0.0.1:0; second=$?
        \"$0\" --lang it --db \"$1/there.db\" --as carla; third=$?
        echo $first $second $third";
    let output = std::process::Command::new("timeout")
        .args([
            "120",
            "unshare",
            "-m",
            "sh",
            "-c",
            line,
            env!("CARGO_BIN_EXE_sportello"),
        ])
        .arg(folder.path())
        .stdin(fuse)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(77) {
        println!("left out: this system mounts nothing for a test: {said}");
        return;
    }
    let refusals = said.matches("è su un disco di rete (FUSE)").count();
    assert_eq!(refusals, 3, "{said}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "1 1 1");
}

/// A disk that is only read, as the system makes it after a fault.
#[test]
fn an_office_on_a_disk_that_is_only_read_is_shown_and_not_served() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().display().to_string();
    // Of the day on which the program works: adverts of another one may be over.
    let office = folder.path().join("office.db");
    let written = std::process::Command::new(env!("CARGO_BIN_EXE_sportello"))
        .args(["demo", "--write"])
        .arg(office)
        .output()
        .unwrap();
    assert!(written.status.success(), "{written:?}");
    let possible = std::process::Command::new("unshare")
        .args(["-rm", "mount", "--bind", &place, &place])
        .status()
        .is_ok_and(|status| status.success());
    if !possible {
        println!("left out: this system lets a test make no disk of its own");
        return;
    }
    let line = "mount --bind $DISK $DISK && mount -o remount,ro,bind $DISK \
        && exec \"$0\" --lang it --db $DISK/office.db $ARGUMENTS";
    let run = |arguments: &str| {
        let line = line
            .replace("$DISK", &place)
            .replace("$ARGUMENTS", arguments);
        in_shell("exec unshare -rm sh -c \"$1\" \"$0\"", &[&line])
    };
    let mut serving = run("serve --listen 127.0.0.1:0");
    assert!(!serving.end());
    let said = serving.screen().replace('\n', "");
    assert!(said.contains("il disco è in sola lettura"), "{said}");
    assert!(said.contains("si può solo guardare"), "{said}");
    // At the desk lists and searches can be looked at, names and all, for people wait at the counter. A person's
    // data owe a row of who looked: they stay shut, and it is said why. Nothing is done.
    let mut desk = run("--as anna");
    desk.shows("Sola lettura").shows("Coda di oggi");
    desk.send(b"c").shows("Non è possibile scrivere");
    desk.send(b"trossi").shows("ROSSI");
    desk.send(b"\r").shows("non si aprono e non si esportano");
    desk.send(b"\x1b")
        .shows("Menu")
        .send(b"1")
        .shows("Coda di oggi");
    desk.send(b"q");
    assert!(desk.end(), "{}", desk.screen());
    for (arguments, shown) in [
        ("--as anna list vacancies", "tempo indeterminato"),
        ("--as carla staff list", "Anna Brambilla"),
    ] {
        let mut list = run(arguments);
        assert!(list.end(), "{}", list.screen());
        assert!(list.screen().contains(shown), "{}", list.screen());
    }
    // What would leave the office does not.
    let mut export = run("--as anna export people");
    assert!(!export.end());
    let said = export.screen().replace('\n', "");
    assert!(said.contains("non si aprono e non si esportano"), "{said}");
    // Nothing of it was touched: on a disk that takes something again it is as it was.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
