//! The jobs at the door, line by line, each in no more answers than it may cost keys: an answer with its Enter counts
//! once. What is free text or comes from a card reader is not counted.

use sportello::terminal::key::Input;

use crate::desk::{Desk, desk};

/// A job that is being played.
struct Job {
    desk: Desk,
    answers: usize,
}

impl Job {
    fn at(desk: Desk) -> Self {
        Self { desk, answers: 0 }
    }

    /// An answer, counted, and what it brings.
    fn line(&mut self, line: &str, brings: &str) -> &mut Self {
        self.answers += 1;
        self.text(line, brings)
    }

    /// Free text, or what a card reader sends, with its Enter.
    fn text(&mut self, line: &str, brings: &str) -> &mut Self {
        self.desk.line(line);
        let said = self.desk.said();
        assert!(
            said.contains(brings),
            "after {line:?} no {brings:?}:\n{said}"
        );
        self
    }

    fn within(&mut self, most: usize) -> &mut Self {
        let answers = std::mem::take(&mut self.answers);
        assert!(answers <= most, "{answers} answers, {most} at most");
        self
    }
}

#[test]
fn one_a_card_that_is_read_leaves_the_service_to_say() {
    let mut job = Job::at(desk().linear().open());
    job.line("n", "Persona")
        .text("BTAMTT05C27E530M", "ABATE Matteo");
    assert!(job.desk.said().contains("Servizio"), "{}", job.desk.said());
    job.line("1", "Precedenza");
    job.line("", "Dai il biglietto").line("", "Biglietto A002");
    job.within(4);
}

#[test]
fn a_card_that_says_nothing_here_is_said_and_is_text_nowhere() {
    let unread = "La tessera non si legge.";
    for card in ["RSSMRA80A01", "%B4000001234567899^ROSSI/MARIO^2612101000?"] {
        let mut job = Job::at(desk().linear().open());
        job.text(card, unread).text(card, "Scelta");
        for line in ["c", "x", "c", "s", "i", ""] {
            job.desk.line(line);
        }
        // In the field of the surname, which is asked again.
        job.text(card, unread);
        assert!(
            job.desk.said().ends_with("Cognome (obbligatorio): "),
            "{}",
            job.desk.said()
        );
        let mut door = Job::at(desk().linear().open());
        door.text("n", "Persona").text(card, "");
        if door.desk.said().contains("non in archivio") {
            door.text("", unread);
        }
        assert!(door.desk.said().contains(unread), "{}", door.desk.said());
        assert!(
            door.desk.said().ends_with("Persona: "),
            "{}",
            door.desk.said()
        );
    }
    // What is no card at all is still no command.
    let mut job = Job::at(desk().linear().open());
    job.text("CERCA QUALCOSA DI NUOVO 12", "Non capisco");
}

#[test]
fn a_card_that_was_read_twice_is_one() {
    for card in [
        "BTAMTT05C27E530MBTAMTT05C27E530M",
        "%BTAMTT05C27E530M ABATE MATTEO?",
    ] {
        for before in ["", "n"] {
            let mut job = Job::at(desk().linear().open());
            if !before.is_empty() {
                job.text(before, "Persona");
            }
            job.text(card, "ABATE Matteo");
            assert!(
                job.desk.said().ends_with("Servizio (obbligatorio): "),
                "{}",
                job.desk.said()
            );
        }
    }
}

#[test]
fn two_the_card_of_who_has_an_appointment_leaves_one_answer() {
    let mut screen = desk().open();
    screen.keys("tabat<enter>a<enter><enter>");
    assert!(
        screen.message().starts_with("Fissato"),
        "{}",
        screen.screen()
    );
    for before in [&[][..], &["g", "2", ""]] {
        let mut job = Job::at(desk().linear().beside(&screen).open());
        for line in before {
            job.desk.line(line);
        }
        job.text("BTAMTT05C27E530M", "ABATE Matteo");
        job.line("", "Biglietto").within(1);
        screen.keys("u");
    }
}

#[test]
fn three_ten_in_a_row() {
    let mut job = Job::at(desk().linear().open());
    for _ in 0..7 {
        job.line("n", "Persona").line("", "Servizio");
        job.line("1", "Precedenza").line("", "Dai il biglietto");
        job.line("", "Biglietto A0");
    }
    job.answers = 0;
    job.line("c", "chiamata").line("s", "in servizio");
    for _ in 0..9 {
        job.line("c", "Come si è concluso?");
        // The opinion is asked and stands in nobody's way: serving the next one leaves it.
        job.line("5", "s per servire chi hai chiamato");
        job.line("s", "in servizio");
    }
    job.line("e", "Come si è concluso?")
        .line("5", "Il servizio è stato utile?");
    job.line("5", "Risposta segnata.").within(35);
}

#[test]
fn four_the_twelve_fields_of_an_intake() {
    let mut job = Job::at(desk().linear().open());
    for line in ["c", "x", "c", "s"] {
        job.desk.line(line);
    }
    job.line("i", "Codice fiscale");
    job.text("RSSMRA80A01F205X", "Cognome")
        .text("Rossi", "Nome");
    job.text("Mario", "Data di nascita")
        .line("", "Luogo di nascita");
    job.line("", "Telefono")
        .text("3990001122", "Comune di residenza");
    job.line("sest", "Sesto San Giovanni")
        .line("1", "Stato occupazionale");
    job.line("1", "Da quando").line("6m", "Titolo di studio");
    job.line("3", "Documenti visti")
        .line("1", "Informativa data");
    job.line("1", "Motivo della visita").line("1", "Salva");
    job.line("", "Scheda salvata: ROSSI Mario").within(60);
}

#[test]
fn five_what_was_left_half_typed_is_gone_on_with_by_one_answer() {
    let mut first = desk().linear().open();
    for line in ["c", "x", "c", "s", "i", "RSSMRA80A01F205X", "Rossi"] {
        first.line(line);
    }
    first.input(Input::HangUp);
    let mut job = Job::at(desk().linear().beside(&first).open());
    assert!(job.desk.said().contains("1. Bozza:"), "{}", job.desk.said());
    job.line("1", "Nome:").within(1);
    assert!(
        job.desk.said().contains("Cognome: Rossi"),
        "{}",
        job.desk.said()
    );
}

#[test]
fn ten_the_contact_ends_with_an_opinion() {
    let mut job = Job::at(desk().linear().open());
    job.line("c", "chiamata").line("s", "in servizio");
    job.answers = 0;
    job.line("e", "Come si è concluso?")
        .line("5", "Il servizio è stato utile?");
    job.line("4", "Risposta segnata.").within(5);
}
