//! Lines that break in the middle of a word, more text than anybody types, and a server that is killed:
//! what was typed or said to be done is there afterwards, and the others have noticed nothing.

use std::time::{Duration, Instant};

use crate::program::{Program, serve};
use crate::pty::command;
use crate::served::{Served, served};
use crate::there::{Break, Relay, There, at_length};

// Lines that break -----------------------------------------------------------------------------------

/// How often each kind of line breaks.
const BREAKS: u8 = 25;

/// A line breaks behind each letter, and the next finds it; `None` ends the client itself.
fn nothing_is_lost(how: Option<Break>) {
    let served = served();
    at_length(async {
        let mut relay = Relay::to(served.address, None).await;
        let mut line = There::come(&served, relay.address, "anna", "key").await;
        line.shows("Coda").await.types(b"i", "Cognome").await;
        line.types(b"\x1b[BRossi -", "Rossi -").await;
        let mut broken = Vec::new();
        for n in 0..BREAKS {
            let letter = char::from(b'a' + n);
            let surname = format!("Rossi {letter}");
            line.types(format!("\x7f{letter}").as_bytes(), &surname)
                .await;
            if let Some(how) = how {
                relay.fails(how);
                // A person has so many lines, and those that are frozen take a moment to be noticed.
                if how == Break::Freeze {
                    served.logged("why=stalled", usize::from(n).saturating_sub(8));
                }
                // A frozen end is still there.
                broken.push((line, relay));
            } else {
                drop(line);
            }
            relay = Relay::to(served.address, None).await;
            line = There::come(&served, relay.address, "anna", "key").await;
            line.shows("Bozza:").await.types(b"\r", &surname).await;
        }
    });
}

#[test]
fn a_line_that_is_reset_loses_not_a_letter() {
    nothing_is_lost(Some(Break::Reset));
}

#[test]
fn a_line_that_is_closed_loses_not_a_letter() {
    nothing_is_lost(Some(Break::Close));
}

#[test]
fn a_line_that_freezes_loses_not_a_letter() {
    nothing_is_lost(Some(Break::Freeze));
}

#[test]
fn a_client_that_goes_without_a_word_loses_not_a_letter() {
    nothing_is_lost(None);
}

#[test]
fn a_second_line_takes_the_draft_over_and_the_first_is_told() {
    let served = served();
    at_length(async {
        let mut first = There::anna(&served).await;
        first.shows("Coda").await.types(b"i", "Cognome").await;
        first.types(b"\x1b[BRossi", "Rossi").await;
        let mut second = There::anna(&served).await;
        second.shows("Bozza:").await.types(b"\r", "Rossi").await;
        first.shows("su un'altra linea").await;
        second.types(b"ni", "Rossini").await;
    });
}

#[test]
fn a_line_that_goes_before_its_log_in_is_written_is_written_down_as_gone() {
    const LINES: u8 = 12;
    let served = served();
    at_length(async {
        for _ in 0..LINES {
            drop(served.come_in().await);
        }
    });
    served.book("in", LINES.into());
    served.book("out", LINES.into());
}

// An arrow in two packets ----------------------------------------------------------------------------

#[test]
fn an_arrow_that_a_packet_cuts_is_no_esc() {
    let served = served();
    at_length(async {
        let mut line = There::anna(&served).await;
        line.shows("Coda").await.types(b"i", "Cognome").await;
        line.types(b"\x1b[BRossi", "Rossi").await;
        let field = line.cursor();
        // Held down: the last of many is cut by the end of a packet.
        line.send(b"\x1b[B\x1b[A\x1b[B\x1b").await;
        line.line.send_ping().await.unwrap();
        line.send(b"[A").await;
        line.send(b"!").await;
        line.shows("Rossi!").await;
        assert_eq!(line.cursor().1, field.1);
    });
}

// More text than anybody types -----------------------------------------------------------------------

/// The program at work for an office, and two people at it.
async fn at_work(served: &mut Served) -> (Program, There, There) {
    served.give_key("bruno", "bruno");
    served.stop();
    let program = serve(&served.office);
    served.address.set_port(program.port);
    let mut anna = There::anna(served).await;
    anna.shows("Coda").await.types(b"i", "Cognome").await;
    anna.types(b"\x1b[B.", ".").await;
    let mut bruno = There::come(served, served.address, "bruno", "bruno").await;
    bruno.shows("Coda").await.types(b"g", "Menu").await;
    (program, anna, bruno)
}

/// Memory of a process that is really there, in bytes.
pub(crate) fn resident(program: &Program) -> u64 {
    let path = format!("/proc/{}/status", program.child.id());
    let status = std::fs::read_to_string(path).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.expect("it runs") * 1024
}

/// Sends much to a field while a colleague moves in a list; the field is as usable afterwards.
fn much(bytes: Vec<u8>, said: Option<&str>) {
    /// What one line may cost the server for good.
    const COST: u64 = 32 << 20;
    let mut served = served();
    at_length(async {
        let (program, mut anna, mut bruno) = at_work(&mut served).await;
        let before = resident(&program);
        let hands = std::sync::Arc::clone(&anna.hands);
        let sending = tokio::spawn(async move { hands.data(&bytes[..]).await });
        let mut steps = 0;
        let others = async {
            while !sending.is_finished() || steps < 20 {
                let (row, key) = (bruno.cursor(), [b"\x1b[B", b"\x1b[A"][steps % 2]);
                bruno.send(key).await;
                while bruno.cursor() == row {
                    assert!(bruno.read().await);
                }
                steps += 1;
            }
        };
        // Whoever sends takes what comes.
        let takes = async { while anna.read().await {} };
        tokio::select! {
            () = others => {}
            () = takes => panic!("the desk is gone"),
        }
        sending.await.unwrap().unwrap();
        anna.line.send_ping().await.unwrap();
        if let Some(said) = said {
            anna.shows(said).await;
        }
        // Two seconds of silence: what was begun and never ended is given up by then.
        tokio::time::sleep(Duration::from_secs(2)).await;
        anna.types(b"\tMario", "Mario").await;
        let after = resident(&program);
        assert!(
            after < before + COST,
            "{} MiB became {}",
            before >> 20,
            after >> 20
        );
    });
}

fn ten_megabytes() -> Vec<u8> {
    b"Rossi ".repeat((10 << 20) / 6)
}

#[test]
fn a_plain_paste_of_ten_megabytes_costs_nobody_anything() {
    much(ten_megabytes(), Some("Troppo testo"));
}

#[test]
fn a_marked_paste_of_ten_megabytes_costs_nobody_anything() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.extend(ten_megabytes());
    bytes.extend_from_slice(b"\x1b[201~");
    much(bytes, None);
}

#[test]
fn sequences_without_an_end_and_bytes_that_are_no_text_leave_the_field_as_it_was() {
    let mut bytes = b"\x1b]0;".to_vec();
    bytes.extend(vec![b'x'; 1 << 20]);
    much(bytes, None);
    let mut bytes = b"\x1b[".to_vec();
    bytes.extend(b"1;".repeat(200_000));
    much(bytes, None);
    much(
        b"\xff\xfe\xc3\x28\xed\xa0\x80\xf8\x88\xe2\x82\x1b[\x1bO".to_vec(),
        None,
    );
}

#[test]
fn what_a_terminal_answers_over_a_line_types_nothing() {
    let served = served();
    at_length(async {
        let mut line = There::anna(&served).await;
        line.shows("Coda").await.types(b"i", "Cognome").await;
        line.types(b"\x1b[BRossi", "Rossi").await;
        let before = line.screen();
        for answer in crate::hostile::ANSWERS {
            line.send(answer).await;
        }
        line.types(b"n", "Rossin").await;
        assert_eq!(line.screen().replace("Rossin", "Rossi "), before);
    });
}

// A server that is killed ----------------------------------------------------------------------------

/// The number of the ticket that the screen says was given.
fn given(screen: &str) -> Option<usize> {
    let last = screen.lines().last()?;
    let number = last.split("Biglietto ").nth(1)?.get(1..4)?;
    number.parse().ok()
}

/// Gives tickets, one after the other, until the line ends; how many were said to be given.
async fn gives_tickets(mut line: There, from: usize, latest: &std::cell::Cell<usize>) {
    for number in from + 1.. {
        line.send(format!("nZanzibarri {number}\r1\r\r").as_bytes())
            .await;
        while given(&line.screen()) != Some(number) {
            if !line.read().await {
                return;
            }
        }
        latest.set(number);
    }
}

fn tickets(served: &Served) -> usize {
    let office = rusqlite::Connection::open(&served.office).unwrap();
    let sql = "SELECT count(*) FROM ticket WHERE alias LIKE 'Zanzibarri%'";
    let count: i64 = office.query_row(sql, [], |row| row.get(0)).unwrap();
    usize::try_from(count).unwrap()
}

/// Types letters into a field until the server is killed; how many were shown a second before that, and in all.
async fn types_until_it_is_killed(line: &mut There, program: &mut Program) -> (usize, usize) {
    const LETTERS: usize = 24;
    const A_SECOND: Duration = Duration::from_secs(1);
    let mut shown = Vec::new();
    for n in 1..=LETTERS {
        let letters = "o".repeat(n);
        line.types(b"o", &format!("Ross{letters}ti")).await;
        shown.push(Instant::now());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let killed = Instant::now();
    program.child.kill().unwrap();
    program.child.wait().unwrap();
    let old = shown.iter().filter(|at| killed - **at > A_SECOND);
    (old.count(), shown.len())
}

#[test]
fn a_server_that_is_killed_in_the_middle_of_a_form_loses_at_most_a_second_of_it() {
    let mut served = served();
    served.stop();
    let mut program = serve(&served.office);
    served.address.set_port(program.port);
    at_length(async {
        let mut line = There::anna(&served).await;
        line.shows("Coda").await.types(b"i", "Cognome").await;
        // In the second field, with the caret in the middle of the word.
        line.types(b"\x1b[BRossti\x1b[D\x1b[D", "Rossti").await;
        let (old, all) = types_until_it_is_killed(&mut line, &mut program).await;
        let row = line.cursor().1;
        let again = serve(&served.office);
        served.address.set_port(again.port);
        let mut line = There::anna(&served).await;
        line.shows("Bozza:").await.send(b"\r").await;
        let is_form = |screen: &str| !screen.contains("Bozza:") && screen.contains("Rosso");
        line.until("the form", is_form).await;
        let word = line.word("Ross");
        let kept = word.matches('o').count() - 1;
        println!(
            "{all} letters were typed, {old} of them more than a second before: {kept} are there"
        );
        assert!((old..=all).contains(&kept), "{old} to {all}: {word}");
        assert!(word.ends_with("ti"), "{word}");
        // The same field, and the caret where it was: before the last two letters.
        assert_eq!(line.cursor().1, row);
        let with_more = word.replace("ti", "!ti");
        line.types(b"!", &with_more).await;
    });
}

/// Kills a server at random moments while tickets are given. `SPORTELLO_KILLS=200` makes it a load run.
#[test]
fn a_server_that_is_killed_keeps_every_act_that_it_said_was_done() {
    let kills = std::env::var("SPORTELLO_KILLS").ok();
    let kills = kills.and_then(|n| n.parse().ok()).unwrap_or(4);
    let mut served = served();
    served.stop();
    let mut moment = 7_u64;
    for round in 0..kills {
        let started = Instant::now();
        let mut program = serve(&served.office);
        let starts_in = started.elapsed();
        served.address.set_port(program.port);
        let before = tickets(&served);
        let latest = std::cell::Cell::new(before);
        moment = moment
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let lives = Duration::from_millis(200 + (moment >> 33) % 800);
        at_length(async {
            let mut line = There::anna(&served).await;
            line.shows("Coda").await;
            let at_work = gives_tickets(line, before, &latest);
            assert!(tokio::time::timeout(lives, at_work).await.is_err());
        });
        // Nobody is asked; SIGKILL.
        program.child.kill().unwrap();
        program.child.wait().unwrap();
        // The half-typed ticket would be offered first, and its text mixed with that of the next.
        for log in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(served.file(&format!("office.scratch.db{log}")));
        }
        let kept = tickets(&served);
        assert!(
            (latest.get()..=latest.get() + 1).contains(&kept),
            "round {round}: {kept} of {}",
            latest.get()
        );
        command(&served.office, &["doctor"]);
        println!("round {round}: {kept} tickets, started in {starts_in:?}");
    }
}
