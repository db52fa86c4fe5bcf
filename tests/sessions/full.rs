//! A full disk: what is said and kept, at the desk and by the server.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::desk::practice_office;
use crate::pty::{Program, in_shell};
use crate::served::{PATIENCE, served};
use crate::there::{There, at_length};

/// Whether the system lets a test have a disk of its own; says so if it does not.
fn can_mount(disk: &str) -> bool {
    let possible = Command::new("unshare")
        .args(["-rm", "mount", "-t", "tmpfs", "none", disk])
        .status()
        .is_ok_and(|status| status.success());
    if !possible {
        println!("left out: this system lets a test make no disk of its own");
    }
    possible
}

/// Takes all the room that a small disk has left, and never more than such a one has: the path could be another's.
fn fill(rest: &Path) {
    const MOST: usize = 200 << 20;
    let mut file = File::create(rest).unwrap();
    let mut taken = 0;
    for piece in [1 << 20, 4096] {
        let piece = vec![0; piece];
        while file.write_all(&piece).is_ok() {
            taken += piece.len();
            if taken > MOST {
                std::fs::remove_file(rest).unwrap();
                panic!("{} is on no small disk", rest.display());
            }
        }
    }
}

#[test]
fn a_full_disk_fails_the_act_and_keeps_what_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    std::fs::copy(practice_office(), &path).unwrap();
    // No file may grow beyond this: enough to open the office, too little to save an intake.
    let mut program = in_shell(
        "trap '' XFSZ; ulimit -f 72; exec \"$0\" \"$@\"",
        &[
            "--db",
            path.to_str().unwrap(),
            "--as",
            "anna",
            "--lang",
            "it",
        ],
    );
    program.shows("h aiuto").send(b"i").shows("Cognome");
    program.send(b"\x1b[BRossini\tGioachino").shows("Gioachino");
    program.send(b"\x13").shows("Il disco");
    program.shows("Rossini").shows("Gioachino");
}

/// The program on a disk of its own of eight megabytes, as far as the system lets a test have one.
#[test]
fn a_disk_that_is_really_full_lets_the_office_be_read_and_gives_up_its_reserve() {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().display().to_string();
    if !can_mount(&disk) {
        return;
    }
    let line = "mount -t tmpfs -o size=8m,mode=700 none $DISK && cp $OFFICE $DISK/office.db \
        && head -c 1048576 /dev/zero > $DISK/office.ballast \
        && exec \"$0\" --db $DISK/office.db --as anna --lang it";
    let line = line
        .replace("$DISK", &disk)
        .replace("$OFFICE", practice_office().to_str().unwrap());
    let mut program = in_shell("exec unshare -rm sh -c \"$1\" \"$0\"", &[&line]);
    program.shows("Coda di oggi");
    fill(Path::new(&format!(
        "/proc/{}/root{disk}/rest",
        program.process()
    )));
    // Whatever meets the full disk first makes room for the next: the act, or a draft before it.
    let mut refused = false;
    program
        .send(b"nZanzibarri Ugo\r1\r\r")
        .shows("Disco pieno")
        .until("an answer to the act", |screen| {
            refused = screen.contains("nulla è stato salvato");
            refused || screen.contains("Biglietto A00")
        })
        .shows("Zanzibarri");
    if refused {
        program.send(b"\r");
    }
    // The one given, or, where the second Enter had given it, the one that the third has opened.
    program.shows("Biglietto ");
}

/// The text that follows a word on a screen, as far as the end of its row.
fn after(program: &Program, word: &str) -> String {
    let screen = program.screen();
    let (_, rest) = screen.split_once(word).expect(word);
    rest.lines().next().unwrap_or_default().trim().to_owned()
}

/// Room for the reserve of 64 MiB, which is made where there is twice as much, and little more.
#[test]
fn a_server_writes_down_once_that_its_disk_is_full_and_once_that_it_has_room_again() {
    is_full_and_has_room_again("144m", true);
}

#[test]
fn where_there_never_was_room_for_the_reserve_a_full_disk_has_room_again_all_the_same() {
    is_full_and_has_room_again("96m", false);
}

fn is_full_and_has_room_again(size: &str, has_reserve: bool) {
    let mut served = served();
    served.stop();
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().display().to_string();
    if !can_mount(&disk) {
        return;
    }
    let public = served.key("key").public_key().to_openssh().unwrap();
    std::fs::write(served.file("key.pub"), public).unwrap();
    let line = "mount -t tmpfs -o size=$SIZE,mode=700 none $DISK && cp $OFFICE $DISK/office.db \
        && \"$0\" --db $DISK/office.db --as carla staff key add anna $KEY \
        && exec \"$0\" --db $DISK/office.db serve --listen 127.0.0.1:0 --log $LOG";
    let log = served.file("serving");
    let line = line
        .replace("$DISK", &disk)
        .replace("$OFFICE", practice_office().to_str().unwrap())
        .replace("$KEY", served.file("key.pub").to_str().unwrap())
        .replace("$LOG", log.to_str().unwrap())
        .replace("$SIZE", size);
    let mut program = in_shell("exec unshare -rm sh -c \"$1\" \"$0\"", &[&line]);
    program.shows("fingerprint ");
    served.address = after(&program, "listening ").parse().unwrap();
    let seen = format!("/proc/{}/root{disk}", program.process());
    let rest = Path::new(&seen).join("rest");
    let written = |text: &str| {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let log = std::fs::read_to_string(&log).unwrap();
            if log.contains(text) {
                break log;
            }
            assert!(Instant::now() < deadline, "{text} is not in\n{log}");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    };
    let status = || {
        let office = Path::new(&seen).join("office.db");
        crate::pty::command(&office, &["--lang", "it", "status"])
    };
    fill(&rest);
    at_length(async {
        let mut line = There::anna(&served).await;
        if !has_reserve {
            line.types(b"nZanzibarri Ugo\r1\r\r", "nulla è stato salvato")
                .await;
        }
        line.shows("Disco pieno").await;
        written(" disk-full\n");
        assert!(status().contains("Disco pieno"), "{}", status());
        // The reserve is room for the work to go on.
        if has_reserve {
            line.types(b"nZanzibarri Ugo\r1\r\r", "Biglietto A00").await;
        }
        std::fs::remove_file(&rest).unwrap();
        line.until("the end of it", |screen| !screen.contains("Disco pieno"))
            .await;
    });
    let log = written(" disk-has-room\n");
    assert!(!status().contains("Disco pieno"), "{}", status());
    for once in [" disk-full\n", " disk-has-room\n"] {
        assert_eq!(log.matches(once).count(), 1, "{log}");
    }
    assert!(!log.to_uppercase().contains("ZANZIBARRI"), "{log}");
}
