//! The jobs of a day without a chord, and without a letter that one's own keys do not have: with fifteen keys
//! (arrows, Enter, digits) and text alone, for who dictates or has letters switched off, and with the keys of one
//! hand; each on a screen of eighty columns or of forty.

use std::collections::BTreeSet;

use sportello::terminal::Key;
use sportello::terminal::key::Input;
use sportello::ui::command::{Keymap, Layout, Letters, Overrides};
use sportello::ui::view::FocusRole;
use sportello::ui::words::MessageId;

use crate::desk::{Desk, Plan, desk};
use crate::whole::{add, squeezed, words_of};

/// The keys, besides the digits and what is written into a field.
const KEYS: [Key; 5] = [Key::Up, Key::Down, Key::Left, Key::Right, Key::Enter];

/// Keys and a screen: `left-hand` on forty columns.
#[derive(Debug, Clone, Copy)]
struct Way {
    layout: Layout,
    letters: Letters,
    size: (u16, u16),
}

const fn way(layout: Layout, letters: Letters, size: (u16, u16)) -> Way {
    Way {
        layout,
        letters,
        size,
    }
}

/// Every map, every size.
const WAYS: [Way; 5] = [
    way(Layout::Default, Letters::Off, (80, 24)),
    way(Layout::Default, Letters::Off, (40, 12)),
    way(Layout::ArrowsOnly, Letters::On, (40, 12)),
    way(Layout::LeftHand, Letters::On, (40, 12)),
    way(Layout::RightHand, Letters::On, (80, 24)),
];

impl Way {
    fn desk(self) -> Plan {
        let map = Keymap::new(self.layout, Overrides::new(), self.letters);
        desk().keymap(map).size(self.size.0, self.size.1)
    }
}

/// A job with nothing but those keys.
struct Job {
    desk: Desk,
    way: Way,
}

/// Plays a job in every way.
fn play(login: &'static str, job: impl Fn(Job)) {
    for way in WAYS {
        let desk = way.desk().login(login).open();
        job(Job { desk, way });
    }
}

impl Job {
    fn press(&mut self, key: Key) -> &mut Self {
        let digit = matches!(key, Key::Char('0'..='9'));
        assert!(
            digit || KEYS.contains(&key),
            "{key:?} is none of the fifteen"
        );
        self.desk.key(key);
        self
    }

    /// What is in front, for who reads why a job did not go on.
    fn told(&self) -> String {
        format!("{:?}\n{}", self.way, self.desk.screen())
    }

    /// A row by its number, or one of the choices of a field.
    fn row(&mut self, number: char) -> &mut Self {
        self.desk.read_on();
        self.press(Key::Char(number))
    }

    fn enter(&mut self, times: usize) -> &mut Self {
        for _ in 0..times {
            self.desk.read_on();
            self.press(Key::Enter);
        }
        self
    }

    fn down(&mut self, times: usize) -> &mut Self {
        self.desk.read_on();
        for _ in 0..times {
            self.press(Key::Down);
        }
        self
    }

    /// Text where text is taken.
    fn text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            let focus = self.desk.session().focus().expect("a focus");
            let takes = focus.role == FocusRole::Field || focus.id.starts_with("note:");
            assert!(takes, "{letter:?} is no text\n{}", self.told());
            self.desk.key(Key::Char(letter));
        }
        self
    }

    /// The key that calls a command in this map.
    fn key_of(&self, label: &str) -> Option<Key> {
        let offers = self.desk.session().app().offers();
        let found = offers.iter().find(|offer| offer.label == label)?;
        found.key.map(Key::Char)
    }

    /// The menu of panes, from whatever level.
    fn menu(&mut self) -> &mut Self {
        for _ in 0..8 {
            let app = self.desk.session().app();
            let title = app.env().words.get(MessageId("menu-title"));
            if app.layer().is_some_and(|layer| layer.title == title) {
                return self;
            }
            // In a field a digit is text: the way out leads over its end.
            let focus = self.desk.session().focus().expect("a focus");
            let writes = focus.role == FocusRole::Field;
            self.press(if writes { Key::Down } else { Key::Char('0') });
        }
        panic!("no menu\n{}", self.told());
    }

    /// A pane by its number in the menu.
    fn pane(&mut self, number: char) -> &mut Self {
        self.menu().row(number)
    }

    /// A command by its key, else by the list of commands.
    fn command(&mut self, label: &str) -> &mut Self {
        if let Some(key) = self.key_of(label) {
            self.desk.key(key);
            return self;
        }
        match self.key_of("aiuto") {
            Some(help) => drop(self.desk.key(help)),
            None => {
                let panes = self.desk.session().app().menu().len() as u32;
                let list = char::from_digit(panes + 1, 10).expect("a digit");
                self.menu().row(list);
            }
        }
        self.to(label).enter(1)
    }

    fn on(&self, text: &str) -> bool {
        let focus = self.desk.session().focus().expect("a focus");
        let row = squeezed(&format!("{}{}", focus.name, focus.value));
        !focus.id.starts_with("line:") && row.contains(&squeezed(text))
    }

    /// To the row that holds a text.
    fn to(&mut self, text: &str) -> &mut Self {
        for key in [Key::Down, Key::Up] {
            for _ in 0..60 {
                if self.on(text) {
                    return self;
                }
                self.press(key);
            }
        }
        panic!("no row {text:?} in\n{}", self.told());
    }

    /// The row that holds a text, opened.
    fn choose(&mut self, text: &str) -> &mut Self {
        self.to(text).enter(1)
    }

    /// The words of a text stand there: on the screen, or further down where it is small.
    fn sees(&mut self, text: &str) -> &mut Self {
        let (mut wanted, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let app = self.desk.session().app();
        add(&mut wanted, text);
        add(&mut seen, &self.desk.screen());
        if let Some(view) = app.layer().or_else(|| app.view()) {
            seen.extend(words_of(&view));
        }
        let missing: Vec<_> = wanted.difference(&seen).collect();
        assert!(
            missing.is_empty(),
            "{text}: {missing:?} in\n{}",
            self.told()
        );
        self
    }

    /// The message begins so.
    fn says(&mut self, text: &str) -> &mut Self {
        let message = self.desk.session().app().message();
        let said = message.map_or("", |(_, said)| said);
        assert!(
            said.starts_with(text),
            "{said:?}, not {text}\n{}",
            self.told()
        );
        self
    }

    /// The record of somebody on file.
    fn find(&mut self, letters: &str) -> &mut Self {
        self.command("trova persona").text(letters).enter(1)
    }
}

#[test]
fn one_and_two_a_ticket_and_who_has_an_appointment() {
    play("anna", |mut job| {
        job.command("nuovo biglietto").text("abat").enter(1);
        job.row('1').enter(2).says("Biglietto");
        job.find("abdel").choose("Appuntamento");
        job.sees("Orari liberi").enter(2).says("Fissato");
        job.pane('1').command("nuovo biglietto");
        job.text("abdel").enter(2).says("Biglietto");
    });
}

#[test]
fn three_serving_one_after_the_other() {
    play("anna", |mut job| {
        job.command("chiama").sees("chiamata");
        job.command("richiama").sees("chiamata, 2 volte");
        job.command("assente");
        job.command("chiama").command("servi").sees("in servizio");
        job.command("in pausa").enter(1).sees("in pausa");
        job.command("riprendi").sees("in servizio");
        job.command("inoltra").row('2').row('1').sees("in attesa");
        job.command("annulla").says("Annullato");
        job.command("rifai").sees("in attesa");
    });
}

#[test]
fn four_and_five_an_intake_that_is_left_and_gone_on_with() {
    play("anna", |mut job| {
        job.command("chiama").command("assente");
        job.command("chiama").command("servi").enter(1);
        job.sees("Accoglienza breve").text("RSSMRA80A01F205X");
        job.down(1).text("Rossi").down(1).text("Mario").down(3);
        job.text("3990001122").down(1).text("ses").enter(1);
        // The line drops in the middle.
        job.desk.input(Input::HangUp);
        let Job { desk, way } = job;
        let (office, _folder) = desk.close();
        let desk = way.desk().office(&office).open();
        let mut job = Job { desk, way };
        job.sees("Bozza")
            .enter(1)
            .sees("Accoglienza breve 3990001122");
        job.to("Stato occupazionale").row('1').text("6m").down(1);
        job.row('3').row('1').enter(1).row('1').row('1').enter(1);
        job.says("Scheda salvata: ROSSI Mario");
    });
}

#[test]
fn six_an_appointment_is_booked_moved_and_called_off() {
    play("anna", |mut job| {
        job.find("abat").command("appuntamento");
        job.enter(2).says("Fissato: ABATE Matteo");
        job.pane('1').find("abat").command("appuntamento");
        job.command("sposta").down(1).enter(1);
        job.says("Spostato: ABATE Matteo");
        job.command("disdici").down(1).enter(1);
        job.says("Disdetto: ABATE Matteo");
    });
}

#[test]
fn seven_a_question_is_answered_and_a_vacancy_applied_for() {
    play("anna", |mut job| {
        job.find("abat").command("cerca lavoro").enter(1);
        job.sees("Non usati: genere").choose("? orario");
        job.row('2').enter(1).says("Risposta salvata");
        job.command("candida").enter(1);
        job.says("Candidatura registrata");
    });
}

#[test]
fn eight_a_vacancy_by_phone() {
    play("dario", |mut job| {
        job.pane('5').command("nuova offerta");
        job.text("Bottega Alfa").enter(1);
        job.text("Cameriere / cameriera").enter(3);
        job.row('2').text("Turismo").enter(1).text("40").enter(1);
        job.row('1')
            .text("milano")
            .enter(1)
            .row('1')
            .text("400-1600");
        job.choose("Salva")
            .sees("Persone per: Cameriere / cameriera");
    });
}

#[test]
fn nine_a_plan_is_begun_proposed_and_signed() {
    play("anna", |mut job| {
        job.find("abat").choose("Informativa").row('2');
        job.says("Informativa segnata.");
        job.pane('4').command("nuovo").row('1').sees("bozza");
        job.choose("Proponi il percorso").sees("proposto");
        job.command("firma").enter(3).says("Percorso firmato");
    });
}

#[test]
fn ten_a_contact_ends_and_the_lists_of_the_day_lead_on() {
    play("anna", |mut job| {
        job.command("chiama").command("assente");
        job.command("chiama").command("servi");
        job.command("concludi").row('5');
        job.sees("Il servizio è stato utile?").row('5');
        job.sees("Coda di oggi").command("elenchi");
        job.sees("Elenchi del giorno").choose("ore da firmare");
        job.choose("Fai firmare:").enter(3).says("Ore firmate.");
    });
}

#[test]
fn papers_get_their_last_day_and_sealed_facts_are_opened_for_a_reason() {
    play("anna", |mut job| {
        job.pane('2').down(1).command("documenti in scadenza");
        job.sees("In scadenza: 60 giorni");
        job.find("abat").choose("Documento visto");
        job.choose("Patente di guida").says("Documento segnato.");
        job.choose("Patente di guida").text("20/12/26").down(1);
        job.text("MI123").choose("Segna come visto");
        job.to("scade il 20/12/2026").choose("Dati riservati");
        job.sees("Perché apri i dati riservati?").down(1).enter(1);
        job.sees("Dati riservati di ABATE Matteo")
            .choose("Aggiungi");
        job.text("inv").enter(1).text("60").down(1);
        job.text("dopo un incidente").choose("Salva");
        job.says("Dato riservato scritto.");
    });
}

#[test]
fn two_records_of_one_person_are_merged() {
    play("carla", |mut job| {
        job.pane('2').down(1).command("schede doppie");
        job.sees("Schede doppie: 2 coppie").enter(1);
        job.sees("Due schede").choose("Unisci le due schede");
        job.sees("Unire le due schede?").down(1).enter(1);
        job.says("Schede unite:");
    });
}

#[test]
fn a_complaint_is_written_down_and_looked_into() {
    play("carla", |mut job| {
        job.pane('7').sees("Ascolto Gradimento");
        job.command("nuovo reclamo").enter(1);
        job.text("Ho atteso un'ora").enter(3).choose("Salva");
        job.says("Reclamo").sees("scritto");
        job.to("entro il").enter(1).sees("Ho atteso un'ora");
        job.choose("Prendi in esame").says("Reclamo aggiornato.");
    });
}

/// Line by line the same: what people say, and one more who complains.
#[test]
fn a_complaint_is_written_down_line_by_line() {
    let mut anna = desk().linear().open();
    anna.line("g 7");
    assert!(anna.said().contains("Gradimento: "), "{}", anna.said());
    anna.line("n").line("Ho atteso un'ora").line("").line("");
    anna.line("").line("");
    assert!(anna.said().contains("Reclamo R2026-"), "{}", anna.said());
    anna.line("g 99");
    assert!(anna.said().contains('8'), "{}", anna.said());
}

/// Whatever map of keys somebody has, either a letter leads to the list of commands or 0 leads to the menu that
/// has it, and back out again.
#[test]
fn with_every_map_the_list_of_commands_is_reached_and_left() {
    let plans: Vec<(&str, Plan)> = Layout::ALL
        .into_iter()
        .flat_map(|layout| [Letters::On, Letters::Off].map(|letters| (layout, letters)))
        .map(|(layout, letters)| {
            let map = Keymap::new(layout, Overrides::new(), letters);
            (layout.name(), desk().keymap(map))
        })
        .collect();
    for (name, plan) in plans {
        let mut desk = plan.open();
        for deeper in ["", "<enter>"] {
            desk.keys(deeper);
            let before = desk.screen();
            let offers = desk.session().app().offers();
            let help = offers.iter().find(|offer| offer.label == "aiuto");
            let key = help.and_then(|offer| offer.key);
            drop(offers);
            match key {
                Some(key) => desk.keys(&key.to_string()),
                None => desk.keys("0").keys("8"),
            };
            assert!(desk.screen().contains("Aiuto"), "{name}\n{}", desk.screen());
            desk.keys("0");
            assert_eq!(desk.screen(), before, "{name}");
        }
        // Out again, level by level: pressed twice where the menu lies between.
        desk.keys("0");
        if desk.screen().contains("Indietro") {
            desk.keys("0");
        }
        assert!(
            desk.screen().contains("Coda di oggi"),
            "{name}\n{}",
            desk.screen()
        );
    }
}
