//! Strangers by the thousand, who connect and say nothing: people come in meanwhile.

use std::io::Write as _;
use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

use tokio::net::TcpSocket;

use crate::lines::resident;
use crate::program::{Program, serve, serve_by};
use crate::pty::command;
use crate::served::served;
use crate::there::{There, at_length};

/// The program with fewer descriptors than there are strangers, or as many as it likes.
fn serve_with(office: &std::path::Path, descriptors: Option<u32>) -> Program {
    let mut command = Command::new("/bin/sh");
    let limit = descriptors.map_or(String::new(), |most| format!("ulimit -n {most}; "));
    let line = format!("{limit}exec \"$0\" \"$@\"");
    command.args(["-c", &line, env!("CARGO_BIN_EXE_sportello")]);
    serve_by(command, office)
}

/// As many descriptors for this process as the system grants: each stranger here takes one.
fn more_descriptors() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).unwrap();
}

/// A thousand who connect and say nothing, each time some more before somebody logs in: whether all who
/// belong here came in, and what it cost the server.
fn by_the_thousand(addresses: u8, descriptors: Option<u32>) {
    const STRANGERS: usize = 1_008;
    const LOGINS: usize = 12;
    /// What strangers may cost while they are there.
    const COST: u64 = 20 << 20;
    /// Descriptors of the server: its files, those at the door, those at work. The others were put off.
    const OPEN: usize = 160;
    more_descriptors();
    let mut served = served();
    served.stop();
    let mut program = serve_with(&served.office, descriptors);
    served.address.set_port(program.port);
    at_length(async {
        // The first to come in fills what everybody shares.
        There::anna(&served).await.shows("Coda").await;
        let before = resident(&program);
        let mut strangers = Vec::new();
        let mut at_work = Vec::new();
        for _ in 0..LOGINS {
            for _ in 0..STRANGERS / LOGINS {
                let from = strangers.len() % usize::from(addresses);
                let socket = TcpSocket::new_v4().unwrap();
                let address = [127, 0, 0, 1 + from as u8];
                socket.bind(SocketAddr::from((address, 0))).unwrap();
                strangers.push(socket.connect(served.address).await.unwrap());
            }
            let mut anna = There::anna(&served).await;
            anna.shows("Coda").await.types(b"g", "Menu").await;
            at_work.push(anna);
        }
        let after = resident(&program);
        let open = std::fs::read_dir(format!("/proc/{}/fd", program.child.id()));
        let open = open.unwrap().count();
        assert!(open < OPEN, "{open} descriptors");
        println!(
            "{STRANGERS} strangers from {addresses} addresses, descriptors {descriptors:?}: {LOGINS} of {LOGINS} came \
             in; {} KiB, then {} KiB",
            before >> 10,
            after >> 10
        );
        assert!(after < before + COST, "{before} then {after}");
        for anna in &mut at_work {
            anna.types(b"\x1b", "Coda").await;
        }
    });
    assert!(program.child.try_wait().unwrap().is_none(), "it goes on");
}

#[test]
fn a_thousand_silent_lines_from_one_address_keep_nobody_out() {
    by_the_thousand(1, None);
}

#[test]
fn a_thousand_silent_lines_from_sixty_addresses_keep_nobody_out() {
    by_the_thousand(60, None);
}

#[test]
fn a_thousand_silent_lines_and_few_descriptors_keep_nobody_out() {
    by_the_thousand(60, Some(256));
}

/// Hardly more descriptors than the server needs for itself and for those at the door: nobody may come in, but
/// nothing breaks, and once the strangers are gone people do.
#[test]
fn a_server_without_descriptors_goes_on_and_lets_people_in_once_there_are_some() {
    more_descriptors();
    let mut served = served();
    served.stop();
    let mut program = serve_with(&served.office, Some(72));
    served.address.set_port(program.port);
    at_length(async {
        let mut anna = There::anna(&served).await;
        anna.shows("Coda").await;
        let mut strangers = Vec::new();
        for n in 0..100_u16 {
            let socket = TcpSocket::new_v4().unwrap();
            let from = [127, 0, 0, 2 + (n % 60) as u8];
            socket.bind(SocketAddr::from((from, 0))).unwrap();
            strangers.push(socket.connect(served.address).await.unwrap());
        }
        // There comes to be not one descriptor left, or the server would never have met that. It takes in who knocks
        // when it comes to it, so this may last a moment.
        let open = format!("/proc/{}/fd", program.child.id());
        while std::fs::read_dir(&open).unwrap().count() < 71 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // Who is on works on, and what is saved is saved.
        anna.types(b"nZanzibarri Ugo\r1\r\r", "Biglietto A00").await;
        drop(strangers);
        let mut again = There::anna(&served).await;
        again.shows("Coda").await;
    });
    assert!(program.child.try_wait().unwrap().is_none(), "it goes on");
    command(&served.office, &["doctor"]);
}

/// Lines that are cut off in the middle of a word, one after the other, as fast as they can be made.
#[test]
fn five_hundred_lines_that_are_reset_keep_nobody_waiting_and_cost_nothing() {
    const RESETS: usize = 500;
    /// What may stay of as many, in bytes, once the server has met as many before.
    const COST: u64 = 1 << 20;
    let mut served = served();
    served.stop();
    let mut program = serve(&served.office);
    served.address.set_port(program.port);
    at_length(async {
        let mut took = Vec::new();
        // How many are there at one time is the machine's; what each leaves behind it leaves every time.
        while took.len() < 2 || took.iter().is_sorted_by(|&a, &b| a + COST <= *b) {
            assert!(took.len() < 8, "{took:?}");
            for n in 0..RESETS {
                let mut line = std::net::TcpStream::connect(served.address).unwrap();
                let said = b"SSH-2.0-OpenSSH_9.2\r\n\0\0\x01\x0c\x0a\x14";
                line.write_all(&said[..n % (said.len() + 1)]).unwrap();
                let nothing = Some(Duration::ZERO);
                rustix::net::sockopt::set_socket_linger(&line, nothing).unwrap();
            }
            let mut anna = There::anna(&served).await;
            anna.shows("Coda").await.types(b"g", "Menu").await;
            took.push(resident(&program));
        }
    });
    assert!(program.child.try_wait().unwrap().is_none(), "it goes on");
}
