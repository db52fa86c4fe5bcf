//! The jobs of a day at the desk, each in no more keys than it may cost. Words of free text are not counted,
//! what a card reader sends neither.

use sportello::terminal::Key;
use sportello::terminal::key::Input;

use crate::desk::{Desk, desk, keys};

/// A job that is being played.
struct Job {
    desk: Desk,
    pressed: usize,
}

impl Job {
    fn at(desk: Desk) -> Self {
        Self { desk, pressed: 0 }
    }

    /// Keys, counted.
    fn keys(&mut self, script: &str) -> &mut Self {
        self.pressed += keys(script).len();
        self.desk.keys(script);
        self
    }

    /// Free text, or what a card reader sends.
    fn text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            self.desk.key(Key::Char(letter));
        }
        self
    }

    fn sees(&mut self, text: &str) -> &mut Self {
        assert!(
            self.desk.screen().contains(text),
            "{text} in\n{}",
            self.desk.screen()
        );
        self
    }

    fn says(&mut self, text: &str) -> &mut Self {
        assert!(
            self.desk.message().starts_with(text),
            "{text}: {}\n{}",
            self.desk.message(),
            self.desk.screen()
        );
        self
    }

    /// What it cost since the last count.
    fn within(&mut self, most: usize) -> &mut Self {
        let pressed = std::mem::take(&mut self.pressed);
        assert!(pressed <= most, "{pressed} keys, {most} at most");
        self
    }
}

/// A desk with somebody in hand who is on file, and has neither plan nor appointment.
fn in_hand() -> Job {
    let mut job = Job::at(desk().open());
    job.keys("tabat<enter>");
    job.pressed = 0;
    job
}

#[test]
fn one_a_walk_in_gets_a_ticket() {
    let mut job = Job::at(desk().open());
    job.keys("nabat<enter>1<enter><enter>");
    job.says("Biglietto").within(9);
}

#[test]
fn one_a_card_leaves_only_the_service_to_say() {
    let mut job = Job::at(desk().open());
    job.keys("n").text("BTAMTT05C27E530M");
    job.keys("<enter>1<enter><enter>");
    job.says("Biglietto").within(5);
    job.sees("ABATE Matteo");
}

#[test]
fn one_a_card_that_is_read_costs_no_key() {
    let mut job = Job::at(desk().open());
    job.keys("n");
    // The reader sends its own Enter.
    job.desk.bytes(b"BTAMTT05C27E530M\r");
    job.keys("1<enter><enter>");
    job.says("Biglietto").within(4);
    job.sees("ABATE Matteo");
}

/// Somebody new: the stripe says the name too, and the bare code leaves it to the intake.
#[test]
fn one_the_card_of_somebody_new_leaves_the_service_to_say() {
    for (card, name) in [
        ("%RSSMRA80A01F205X ROSSI MARIO?", "Rossi Mario"),
        ("RSSMRA80A01F205X", "senza nome"),
    ] {
        let mut job = Job::at(desk().open());
        job.keys("n");
        job.desk.bytes(format!("{card}\r").as_bytes());
        job.keys("1<enter><enter>").says("Biglietto").within(5);
        job.sees(name);
    }
}

#[test]
fn two_who_has_an_appointment_checks_in() {
    let mut job = in_hand();
    job.keys("a<enter><enter>").says("Fissato");
    job.keys("g1");
    job.pressed = 0;
    job.keys("nabat<enter><enter>").says("Biglietto").within(7);
}

/// From any pane outside a field, with the reader's own Enter.
#[test]
fn two_the_card_of_who_has_an_appointment_leaves_one_key() {
    for pane in ["g1", "g2<tab>", "g3", "g4", "g5<tab>"] {
        let mut job = in_hand();
        job.keys("a<enter><enter>").says("Fissato").keys(pane);
        job.desk.bytes(b"BTAMTT05C27E530M\r");
        job.pressed = 0;
        job.sees("ABATE Matteo");
        job.keys("<enter>").says("Biglietto").within(1);
    }
}

#[test]
fn three_serving_one_after_the_other() {
    let mut job = Job::at(desk().open());
    job.keys("c").says("").within(1);
    job.keys("c").sees("chiamata, 2 volte").within(1);
    job.keys("x").within(1);
    job.keys("cs").sees("in servizio").within(2);
    job.keys("p1").sees("in pausa").within(2);
    job.keys("p").says("I003").within(1);
    job.keys("o21").sees("in attesa").within(3);
    job.keys("u").says("Annullato").within(1);
}

#[test]
fn three_ten_in_a_row() {
    let mut job = Job::at(desk().open());
    for _ in 0..7 {
        job.keys("n<tab>1<enter><enter>").says("Biglietto");
    }
    job.pressed = 0;
    job.keys("cs");
    for _ in 0..9 {
        // The opinion is asked and stands in nobody's way: serving the next one leaves it.
        job.keys("c5").sees("Il servizio è stato utile?");
        job.keys("s").sees("in servizio");
    }
    job.keys("e55").says("Risposta segnata.").within(35);
}

#[test]
fn ten_the_opinion_is_given_before_the_next_one_comes() {
    let mut job = Job::at(desk().open());
    job.keys("cs");
    job.pressed = 0;
    job.keys("c5").sees("Oppure vai avanti: s");
    job.keys("4").says("Risposta segnata.").within(3);
    job.keys("s").sees("in servizio");
}

#[test]
fn four_the_twelve_fields_of_an_intake() {
    let mut job = Job::at(desk().open());
    job.keys("cxcs");
    job.pressed = 0;
    job.keys("<enter>").text("RSSMRA80A01F205X").keys("<down>");
    job.text("Rossi").keys("<down>").text("Mario");
    job.keys("<down><down><down>").text("3990001122");
    job.keys("<down>ses<enter>16m<down>31<enter>11<enter>");
    job.says("Scheda salvata: ROSSI Mario").within(60);
    // What a match asks is one key away.
    let rows = job.desk.screen();
    let row = rows
        .lines()
        .find(|line| line.contains("Orari, contratti"))
        .and_then(|line| line.trim().chars().next())
        .unwrap_or_else(|| panic!("no row for the wishes in\n{rows}"));
    job.keys(&row.to_string()).within(1);
    assert!(
        job.desk.cursor_row().contains("Ore"),
        "{}",
        job.desk.screen()
    );
}

#[test]
fn five_what_was_left_half_typed_is_gone_on_with_by_one_key() {
    let mut first = desk().open();
    first.keys("cxcs<enter>RSSMRA80A01F205X<down>Rossi<down>Mario<down><down><down>3990001122");
    first.input(Input::HangUp);
    let mut job = Job::at(desk().beside(&first).open());
    job.sees("Bozza:");
    job.keys("<enter>").sees("3990001122").within(1);
    assert!(
        job.desk.cursor_row().contains("3990001122"),
        "{}",
        job.desk.screen()
    );
}

#[test]
fn six_an_appointment_is_booked_moved_and_called_off() {
    let mut job = in_hand();
    job.keys("a<enter><enter>")
        .says("Fissato: ABATE Matteo")
        .within(3);
    job.keys("g1");
    job.pressed = 0;
    job.keys("tabat<enter>as<down><enter>");
    job.says("Spostato: ABATE Matteo").within(11);
    job.keys("d2").says("Disdetto: ABATE Matteo").within(3);
}

#[test]
fn seven_work_for_the_person_in_hand() {
    let mut job = in_hand();
    job.keys("m<enter>").sees("Non usati: genere").within(2);
    let asked = job.desk.screen();
    let row = asked
        .lines()
        .find(|line| line.contains("? orario"))
        .and_then(|line| line.trim().chars().next())
        .unwrap_or_else(|| panic!("nothing is asked of the hours in\n{asked}"));
    job.keys(&format!("{row}2<enter>"));
    job.says("Risposta salvata").within(3);
    job.keys("k<enter>")
        .says("Candidatura registrata")
        .within(7);
}

#[test]
fn nine_a_plan_from_a_template_is_changed_and_signed() {
    let mut job = in_hand();
    // The privacy notice was given before, as at any intake.
    while !job.desk.cursor_row().contains("Informativa") {
        job.desk.keys("<down>");
    }
    job.keys("<enter>2").says("Informativa segnata.");
    job.pressed = 0;
    job.keys("g4n1").sees("Percorso di ABATE Matteo: NEET");
    job.keys("<enter>").text(" vicino a casa");
    job.keys("<down><down><down><down><enter>")
        .says("Obiettivo salvato.");
    job.keys("<down><enter><tab><backspace>6<ctrl-s>")
        .says("Azione salvata.");
    job.keys("v").says("Percorso proposto");
    job.keys("<enter><enter><enter><enter>")
        .says("Percorso firmato");
    job.within(35);
}

#[test]
fn ten_a_contact_ends_and_the_lists_of_the_day_lead_to_each_row() {
    let mut job = Job::at(desk().open());
    job.keys("cxcs");
    job.pressed = 0;
    job.keys("e5").sees("Il servizio è stato utile?");
    job.keys("5").says("Risposta segnata.").within(4);
    job.sees("Coda di oggi");
    job.keys("l").sees("Elenchi del giorno");
    let rows = job.desk.screen();
    for what in ["ore da firmare", "da esitare"] {
        assert!(rows.contains(what), "{what} in\n{rows}");
    }
    job.pressed = 0;
    // From the row to the hours, and signed.
    while !job.desk.cursor_row().contains("ore da firmare") {
        job.desk.keys("<down>");
    }
    job.keys("<enter>").sees("Fai firmare:");
    while !job.desk.cursor_row().contains("Fai firmare:") {
        job.desk.keys("<down>");
    }
    job.keys("<enter><enter><enter><enter>")
        .says("Ore firmate.");
    job.within(5).sees("Firmate il 23/11/2026");
}
