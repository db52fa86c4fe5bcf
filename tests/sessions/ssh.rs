//! The desk over SSH as people have it: OpenSSH's own client, on a terminal and without.

use std::io::Write as _;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use sportello::clock::Clock;
use sportello::domain::ids::ActId;
use sportello::domain::lang::Lang;
use sportello::domain::queue::Priority;
use sportello::serve::exec::ELSEWHERE;
use sportello::store::queue::IssueTicket;
use sportello::store::staff::keys::{AddStaffKey, RevokeStaffKey, StaffKeys};
use sportello::store::staff::{ChangeStaff, SetStaffSetting};
use sportello::store::{Group, standard};
use ulid::Ulid;

use crate::desk::{desk, rome};
use crate::program::serve;
use crate::served::{Served, has_ssh, served, served_at};
use crate::there::{There, at_length};

/// Panes, a list, help and back: nothing that waits for a time of day.
const SCRIPT: [(&str, &str); 4] = [("<down><down>", ""), ("2", ""), ("g", "1"), ("1", "")];

fn typed(script: &str) -> Vec<u8> {
    script.replace("<down>", "\x1b[B").into_bytes()
}

#[test]
fn the_desk_over_ssh_says_what_the_desk_says() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut here = desk().open();
    let mut there = served.ssh(&[]);
    for (first, then) in [("", "")].into_iter().chain(SCRIPT) {
        for part in [first, then] {
            here.keys(part);
            let expected = here.screen();
            there
                .send(&typed(part))
                .until(&format!("{part:?}\n{expected}\n"), |screen| {
                    screen == expected
                });
        }
    }
    // Leaving: the terminal is as it was, and the client ends well.
    there.send(b"q");
    there.until("the main screen", |screen| screen.contains("Ciao"));
    // What the first line said stands there still: how to have lines, from where one is.
    there.shows("ssh -T");
    assert!(there.end());
    assert!(there.is_restored());
    served.logged("left staff=anna", 1);
}

#[test]
fn a_terminal_of_any_size_is_followed() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut line = served.ssh(&[]);
    line.shows("Coda");
    let mut here = desk().size(120, 40).open();
    here.keys("");
    line.resize(120, 40);
    let expected = here.screen();
    line.until(&expected, |screen| screen == expected);
}

#[test]
fn without_a_terminal_the_desk_speaks_lines() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut line = served
        .plain_ssh(&[])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = line.stdin.take().unwrap();
    input.write_all(b"?\nq\n").unwrap();
    drop(input);
    let output = line.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    assert!(text.contains("Coda di oggi"), "{text}");
    assert!(!text.contains('\x1b') && !text.contains('\r'), "{text:?}");
}

#[test]
fn a_dumb_terminal_is_echoed_and_spoken_to() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut line = served.ssh_on("dumb", &[]);
    line.shows("Scelta:");
    line.send(b"gx\x7f\r").shows("Scelta: g");
    line.send(b"\x04");
    assert!(line.end());
    assert!(line.is_restored());
}

#[test]
fn a_stop_restores_every_terminal_says_why_and_keeps_what_was_typed() {
    if !has_ssh() {
        return;
    }
    let mut served = served();
    let mut line = served.ssh(&[]);
    line.shows("Coda").send(b"i").shows("Cognome");
    line.send(b"\x1b[BRossi").shows("Rossi");
    served.stop();
    line.shows("Il server si ferma");
    line.end();
    assert!(line.is_restored());
    served.open();
    let mut line = served.ssh(&[]);
    line.shows("Bozza:").send(b"\r").shows("Rossi");
}

#[test]
fn a_client_that_is_killed_loses_nothing() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut line = served.ssh(&[]);
    line.shows("Coda").send(b"i").shows("Cognome");
    line.send(b"\x1b[BRossi").shows("Rossi");
    line.signal("-KILL");
    served.logged("why=line-lost", 1);
    let mut line = served.ssh(&[]);
    line.shows("Bozza:").send(b"\r").shows("Rossi");
}

#[test]
fn who_comes_in_again_finds_what_a_frozen_line_had() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut frozen = served.ssh(&[]);
    frozen.shows("Coda").send(b"i").shows("Cognome");
    frozen.send(b"\x1b[BRossi").shows("Rossi");
    frozen.signal("-STOP");
    let mut line = served.ssh(&[]);
    line.shows("Bozza:").send(b"\r").shows("Rossi");
    // The frozen one shows no sign of life and is ended; the living one stays.
    served.logged("killed staff=anna", 1);
    line.send(b"ni").shows("Rossini");
    frozen.signal("-CONT");
    frozen.end();
    line.send(b"!").shows("Rossini!");
}

#[test]
fn two_living_lines_of_one_person_both_stay() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut first = served.ssh(&[]);
    first.shows("Coda");
    let mut second = served.ssh(&[]);
    second.shows("Coda").send(b"\x1b[B");
    first.send(b"i").shows("Cognome");
    assert!(!served.log().contains("killed"), "{}", served.log());
}

fn revoke(served: &Served) {
    let anna = served.staff("anna");
    let keys = StaffKeys {
        staff: anna.id,
        revoked_too: false,
    };
    let carla = served.staff("carla");
    let rows = served
        .store
        .read_now(&carla, served.clock.now(), keys)
        .unwrap();
    for row in rows {
        served.act(RevokeStaffKey {
            key: row.id,
            anyway: true,
        });
    }
}

#[test]
fn a_revoked_key_ends_who_reads_and_who_is_stalled() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut reading = served.ssh(&[]);
    reading.shows("Coda");
    let mut stalled = served.ssh(&[]);
    stalled.shows("Coda");
    stalled.signal("-STOP");
    revoke(&served);
    reading.shows("stata revocata");
    reading.end();
    assert!(reading.is_restored());
    served.logged("why=key-revoked", 2);
    stalled.signal("-CONT");
    assert!(!stalled.end());
    assert!(
        !served
            .plain_ssh(&[])
            .stdin(Stdio::null())
            .status()
            .unwrap()
            .success()
    );
}

#[test]
fn who_is_switched_off_is_out() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut line = served.ssh(&[]);
    line.shows("Coda");
    let mut change = ChangeStaff::of(served.staff("anna").id);
    change.active = Some(false);
    served.act(change);
    line.shows("stato disattivato");
    line.end();
    assert!(line.is_restored());
    served.logged("why=staff-off", 1);
}

#[test]
fn who_is_switched_off_hears_of_that_whatever_else_changed() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut line = served.ssh(&[]);
    line.shows("Coda");
    // In one commit with it somebody else gets a key.
    let (carla, now) = (served.staff("carla"), served.clock.now());
    let mut off = ChangeStaff::of(served.staff("anna").id);
    off.active = Some(false);
    let another = AddStaffKey {
        staff: served.staff("bruno").id,
        key: served.make_key("bruno").public_key().to_openssh().unwrap(),
    };
    let at_once = move |group: &Group<'_, '_>| {
        let id = || standard::act_id(now, ulid::Ulid::generate().random());
        group.act(&carla, id(), now, &another)?;
        group.act(&carla, id(), now, &off)
    };
    served.store.in_one_commit(at_once).unwrap();
    line.shows("stato disattivato");
    line.end();
    served.logged("why=staff-off", 1);
    assert!(!served.log().contains("key-revoked"), "{}", served.log());
}

/// A clock that stands at nine and breaks when told to.
struct Brittle(AtomicBool);

impl Clock for Brittle {
    fn now(&self) -> DateTime<Utc> {
        let named = std::thread::current().name() == Some("sportello-serve");
        assert!(!(named && self.0.swap(false, Ordering::SeqCst)), "broken");
        rome("2026-11-23T09:00:00")
    }
}

#[test]
fn a_part_that_fails_ends_one_session_with_its_terminal_restored() {
    if !has_ssh() {
        return;
    }
    let clock = Arc::new(Brittle(AtomicBool::new(false)));
    let served = served_at(clock.clone());
    let mut first = served.ssh(&[]);
    first.shows("Coda").send(b"i").shows("Cognome");
    first.send(b"\x1b[BRossi").shows("Rossi");
    // The next to look at the clock fails: nobody else is on who might.
    clock.0.store(true, Ordering::SeqCst);
    first.send(b"!").shows("Errore del programma");
    first.end();
    assert!(first.is_restored());
    served.logged("panicked staff=anna", 1);
    // It has ended as any line that drops: the others see when, the book has it, the words are kept.
    let anna = served.staff("anna").id;
    served.book("out", 1);
    served.store.scratch().flush().unwrap();
    let beside = served.store.scratch().beside();
    assert!(beside.dropped_at(anna).is_some());
    let mut second = served.ssh(&[]);
    second.shows("Bozza:").send(b"\r").shows("Rossi");
}

#[test]
fn a_command_has_its_three_streams_and_its_status() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut line = served
        .plain_ssh(&["import", "vacancies", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = line.stdin.take().unwrap();
    input.write_all(&vec![b'x'; 3_000_000]).unwrap();
    drop(input);
    let output = line.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(output.stdout, b"anna import vacancies - 3000000\n");
    served.logged("command staff=anna", 1);
    // What is no command is refused, and runs nothing.
    for line in ["sh", "id", "/bin/sh -c id", "sftp", "mario rossi", ""] {
        let status = served
            .plain_ssh(&[line])
            .stdin(Stdio::null())
            .status()
            .unwrap();
        assert!(line.is_empty() || !status.success(), "{line}");
    }
    // One that fails ends alone.
    let status = served
        .plain_ssh(&["list", "panic"])
        .stdin(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(1));
    served.logged("panicked staff=anna", 1);
}

/// Runs a command that ends badly: its status and what it said on its error stream.
fn complaint(served: &Served, command: &[&str]) -> (Option<i32>, String) {
    let mut ssh = served.plain_ssh(command);
    let output = ssh.stdin(Stdio::null()).output().unwrap();
    assert!(output.stdout.is_empty(), "{command:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said)
}

#[test]
fn a_command_for_the_offices_own_computer_is_answered_in_a_sentence() {
    if !has_ssh() {
        return;
    }
    let mut served = served();
    let mut english = ChangeStaff::of(served.staff("anna").id);
    english.lang = Some(Lang::En);
    served.stop();
    let program = serve(&served.office);
    served.address.set_port(program.port);
    for command in ELSEWHERE {
        let (status, said) = complaint(&served, &[command, "--json"]);
        assert_eq!(status, Some(2), "{command}: {said}");
        let there = format!("Il comando {command} si usa solo sul computer della sede. Da qui");
        assert!(said.starts_with(&there), "{command}: {said}");
    }
    // What is meant for somewhere else is told so too, and what is no command gets nothing to read.
    let (status, said) = complaint(&served, &["sportello --db /tmp/x.db list queue"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("L'opzione --db si usa solo"), "{said}");
    for (command, told) in [
        (
            &["rm", "-rf", "/"][..],
            "Il comando rm non c'è. Da qui puoi chiedere: list,",
        ),
        (
            &["frobnicate"],
            "Il comando frobnicate non c'è. Da qui puoi chiedere: list,",
        ),
        (
            &["--", "--lang en"],
            "What do you want? From here you can ask: list,",
        ),
        (&["\"list"], "Che cosa vuoi? Da qui puoi chiedere: list,"),
    ] {
        let (status, said) = complaint(&served, command);
        assert_eq!(status, Some(2), "{command:?}: {said}");
        assert!(said.starts_with(told), "{command:?}: {said}");
    }
    // The language that Anna chose at her desk: commands speak it too.
    let own = SetStaffSetting {
        key: "lang".to_owned(),
        value: Some("en".to_owned()),
    };
    served.act_of("anna", own);
    let (status, said) = complaint(&served, &["list", "people"]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("Your role"), "{said}");
    // The program goes by the real day, on which nobody has come yet.
    let anna = served.staff("anna");
    let walk_in = IssueTicket {
        person: None,
        alias: Some("Zanzibarri".to_owned()),
        service: "INFO".to_owned(),
        priority: Priority::Normal,
        appointment: None,
        exception: None,
        code: None,
    };
    let id = ActId(Ulid::generate());
    served
        .store
        .act_now(&anna, id, Utc::now(), walk_in)
        .unwrap();
    let queue = served.plain_ssh(&["list", "queue"]).output().unwrap();
    let queue = String::from_utf8(queue.stdout).unwrap();
    assert!(
        queue.contains("waiting") && !queue.contains("in attesa"),
        "{queue}"
    );
    let no_longer = SetStaffSetting {
        key: "lang".to_owned(),
        value: None,
    };
    served.act_of("anna", no_longer);
    served.act(english);
    let (status, said) = complaint(&served, &["backup", "/tmp/x.db"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("is for the office's own computer"), "{said}");
}

#[test]
fn a_person_has_so_many_sessions_and_is_told_how_to_end_one() {
    const MOST: usize = 16;
    const SAID: &str = "Con questo nome sono già aperte 16 sessioni. Chiuderne una con q";
    if !has_ssh() {
        return;
    }
    let served = served();
    served.give_key("bruno", "bruno");
    at_length(async {
        let mut lines = Vec::new();
        for _ in 0..MOST {
            let mut line = There::anna(&served).await;
            line.shows("Coda").await;
            lines.push(line);
        }
        let there = Arc::new(served);
        let served = Arc::clone(&there);
        let beyond = move || {
            let mut line = served.ssh(&[]);
            line.shows(SAID);
            assert!(!line.end() && line.is_restored());
            let (status, said) = complaint(&served, &["list", "queue"]);
            assert_eq!(status, Some(1));
            assert!(said.starts_with(SAID), "{said}");
        };
        // Those who are on go on, and so does everybody else.
        tokio::task::spawn_blocking(beyond).await.unwrap();
        for line in &mut lines {
            line.types(b"g", "Menu").await.types(b"\x1b", "Coda").await;
        }
        let mut bruno = There::come(&there, there.address, "bruno", "bruno").await;
        bruno.shows("Coda").await;
        there.logged("reason=too-many-of-person", 2);
        let mut last = lines.pop().unwrap();
        last.send(b"q").await;
        while last.read().await {}
        drop(last);
        // The two that were told so have gone too.
        there.book("out", 3);
        There::anna(&there).await.shows("Coda").await;
    });
}

#[test]
fn a_client_with_compression_sees_the_same() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut line = served.ssh(&["-C"]);
    let expected = desk().open().screen();
    line.until(&expected, |screen| screen == expected);
}
