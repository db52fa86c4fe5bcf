//! Jobs of the desk by `ssh -T`, with OpenSSH's own client: lines go in, lines come out, and nothing else does.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, Stdio};
use std::time::Instant;

use crossbeam_channel::{Receiver, unbounded};

use crate::served::{PATIENCE, Served, has_ssh, served};

/// What every question ends in.
const PROMPT: &str = ": ";

/// Somebody who answers line by line.
struct Spoken {
    client: Child,
    input: Option<ChildStdin>,
    heard: Receiver<Vec<u8>>,
    /// What was said since the last answer.
    said: String,
}

impl Spoken {
    /// Anna, at her first question.
    fn come(served: &Served) -> Self {
        let mut client = served
            .plain_ssh(&[])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = client.stdout.take().expect("a pipe");
        let (hears, heard) = unbounded();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(read @ 1..) = output.read(&mut piece) {
                if hears.send(piece[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        let input = client.stdin.take();
        let mut spoken = Self {
            client,
            input,
            heard,
            said: String::new(),
        };
        spoken.hears("Scelta: ");
        spoken
    }

    /// Waits until a text and after it a question was said; no byte of a sequence is among it.
    fn hears(&mut self, text: &str) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        let asked = |said: &str| said.find(text).is_some_and(|_| said.ends_with(PROMPT));
        while !asked(&self.said) {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(piece) = self.heard.recv_timeout(left) else {
                panic!("{text:?} is never said:\n{}", self.said)
            };
            self.said.push_str(&String::from_utf8_lossy(&piece));
        }
        assert!(
            !self.said.contains(['\x1b', '\r', '\x07']),
            "{:?}",
            self.said
        );
        self
    }

    /// Answers, and waits for what is said to it.
    fn says(&mut self, line: &str, expected: &str) -> &mut Self {
        self.said.clear();
        let input = self.input.as_mut().expect("still here");
        input.write_all(format!("{line}\n").as_bytes()).unwrap();
        input.flush().unwrap();
        self.hears(expected)
    }

    /// All lines of a dialogue.
    fn answers(&mut self, dialogue: &[(&str, &str)]) -> &mut Self {
        for (line, expected) in dialogue {
            self.says(line, expected);
        }
        self
    }

    /// Leaves; whether the client ended well.
    fn leaves(mut self) -> bool {
        let mut input = self.input.take().expect("still here");
        input.write_all(b"q\n").unwrap();
        drop(input);
        self.client.wait().unwrap().success()
    }

    /// The line is gone: the client is killed, and says goodbye to nobody.
    fn loses_the_line(mut self) {
        self.client.kill().unwrap();
        self.client.wait().unwrap();
    }
}

impl Drop for Spoken {
    fn drop(&mut self) {
        let _ = self.client.kill();
        let _ = self.client.wait();
    }
}

#[test]
fn one_a_walk_in_gets_a_ticket_line_by_line() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut line = Spoken::come(&served);
    // A card on file: the reader writes a line like anybody, and whose code it is is nothing to ask.
    line.answers(&[
        ("n", "Persona: "),
        ("BTAMTT05C27E530M", "Servizio (obbligatorio): "),
        ("1", "Precedenza"),
        ("", "Dai il biglietto"),
        ("", "persone davanti"),
    ]);
    assert!(
        line.said.contains("ABATE Matteo, in attesa"),
        "{}",
        line.said
    );
    // Nobody's name is known, and none is needed.
    line.answers(&[
        ("n", "Persona: "),
        ("", "Servizio (obbligatorio): "),
        ("2", "Precedenza"),
        ("", "Dai il biglietto"),
        ("", "persone davanti"),
    ]);
    assert!(line.leaves());
}

#[test]
fn two_who_has_an_appointment_checks_in_line_by_line() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut line = Spoken::come(&served);
    line.answers(&[
        ("n", "Persona: "),
        ("stan", "1. STAN Elena"),
        ("1", "Appuntamento oggi alle 10:00 con Fatima El Amrani"),
        ("", "persone davanti"),
    ]);
    assert!(line.said.contains("STAN Elena, in attesa"), "{}", line.said);
    assert!(line.leaves());
}

/// What an intake was told before its line was cut, as far as the ninth field.
const EIGHT_FIELDS: &[(&str, &str)] = &[
    ("c", "chiamata"),
    ("s", "in servizio"),
    ("i", "Codice fiscale: "),
    ("RSSMRA80A01F205X", "Cognome"),
    ("Rossi", "Nome"),
    ("Mario", "Data di nascita (ora 01/01/1980)"),
    ("", "Luogo di nascita (ora Milano)"),
    ("", "Telefono"),
    ("3990001122", "Comune di residenza"),
    ("ses", "1. Sesto San Giovanni"),
    ("1", "Stato occupazionale"),
    ("1", "Da quando"),
    ("6m", "Titolo di studio"),
];

#[test]
fn five_an_intake_whose_line_was_cut_is_gone_on_with_line_by_line() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut line = Spoken::come(&served);
    line.answers(EIGHT_FIELDS);
    line.loses_the_line();
    served.logged("why=line-lost", 1);
    let mut line = Spoken::come(&served);
    assert!(line.said.contains("1. Bozza: "), "{}", line.said);
    // Each thing that was said stands there, and the next question is the one that was asked last.
    line.says("1", "Titolo di studio").says(
        ":w",
        "Accoglienza breve, I002: ROSSI Mario, riga 10 di 14, Titolo di studio",
    );
    line.answers(INTAKE_IS_ENDED);
    assert!(line.leaves());
}

/// The rest of the intake.
const INTAKE_IS_ENDED: &[(&str, &str)] = &[
    ("5", "Documenti visti"),
    ("1", "Informativa data"),
    ("1", "Motivo della visita"),
    ("1", "Salva"),
    ("", "Scheda salvata: ROSSI Mario"),
];

#[test]
fn three_four_and_ten_from_the_call_to_the_opinion_line_by_line() {
    if !has_ssh() {
        return;
    }
    let served = served();
    let mut line = Spoken::come(&served);
    line.answers(&[
        ("c", "chiamata"),
        ("c", "chiamata, 2 volte"),
        ("x", "assente"),
    ]);
    line.answers(EIGHT_FIELDS).answers(INTAKE_IS_ENDED);
    line.answers(&[
        ("g", "Accoglienza"),
        ("1", "ROSSI Mario"),
        ("e", "1."),
        ("1", "Il servizio è stato utile?"),
        ("5", "Risposta segnata."),
    ]);
    assert!(line.leaves());
}
