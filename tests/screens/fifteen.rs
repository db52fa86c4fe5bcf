//! The jobs of a day with fifteen keys (arrows, Enter, digits) and text alone: for who dictates, for one hand,
//! for who has letters switched off.

use sportello::terminal::Key;
use sportello::terminal::key::Input;
use sportello::ui::command::{Keymap, Layout, Letters, Overrides};

use crate::desk::{Desk, Plan, desk};

/// The keys, besides what is written into a field.
const KEYS: [Key; 5] = [Key::Up, Key::Down, Key::Left, Key::Right, Key::Enter];

/// A job with nothing but those keys.
struct Job(Desk);

impl Job {
    fn begin() -> Self {
        Self(desk().without_letters().open())
    }

    fn press(&mut self, key: Key) -> &mut Self {
        let digit = matches!(key, Key::Char('0'..='9'));
        assert!(
            digit || KEYS.contains(&key),
            "{key:?} is none of the fifteen"
        );
        self.0.key(key);
        self
    }

    /// A row by its number.
    fn row(&mut self, number: char) -> &mut Self {
        self.press(Key::Char(number))
    }

    fn enter(&mut self, times: usize) -> &mut Self {
        for _ in 0..times {
            self.press(Key::Enter);
        }
        self
    }

    fn down(&mut self, times: usize) -> &mut Self {
        for _ in 0..times {
            self.press(Key::Down);
        }
        self
    }

    /// Text where text is taken.
    fn text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            let focus = self.0.session().focus().map(|focus| focus.role);
            let field = sportello::ui::view::FocusRole::Field;
            assert_eq!(
                focus,
                Some(field),
                "{letter:?} is no text\n{}",
                self.0.screen()
            );
            self.0.key(Key::Char(letter));
        }
        self
    }

    /// A pane by its number in the menu.
    fn pane(&mut self, number: char) -> &mut Self {
        self.row('0').row(number)
    }

    /// A command by the menu and the list of commands.
    fn command(&mut self, label: &str) -> &mut Self {
        let panes = self.0.session().app().menu().len();
        self.row('0');
        self.row(char::from_digit(panes as u32 + 1, 10).expect("a digit"));
        self.to(label).enter(1)
    }

    /// Down to the row that holds a text.
    fn to(&mut self, text: &str) -> &mut Self {
        for _ in 0..60 {
            if self.0.cursor_row().contains(text) {
                return self;
            }
            self.press(Key::Down);
        }
        panic!("no row {text:?} in\n{}", self.0.screen());
    }

    fn sees(&mut self, text: &str) -> &mut Self {
        assert!(
            self.0.screen().contains(text),
            "{text} in\n{}",
            self.0.screen()
        );
        self
    }
}

#[test]
fn one_and_two_a_ticket_and_who_has_an_appointment() {
    let mut job = Job::begin();
    job.command("nuovo biglietto")
        .text("abat")
        .enter(1)
        .row('1')
        .enter(2);
    job.sees("Biglietto");
    job.command("trova persona").text("abdel").enter(1);
    job.to("Appuntamento")
        .enter(1)
        .sees("Orari liberi")
        .enter(2);
    job.sees("Fissato");
    job.pane('1')
        .command("nuovo biglietto")
        .text("abdel")
        .enter(2);
    job.sees("Biglietto");
}

#[test]
fn three_serving_one_after_the_other() {
    let mut job = Job::begin();
    job.command("chiama").sees("chiamata");
    job.command("richiama").sees("chiamata, 2 volte");
    job.command("assente");
    job.command("chiama").command("servi").sees("in servizio");
    job.command("in pausa").enter(1).sees("in pausa");
    job.command("riprendi").sees("in servizio");
    job.command("inoltra").row('2').row('1').sees("in attesa");
    job.command("annulla").sees("Annullato");
    job.command("rifai").sees("in attesa");
}

#[test]
fn four_and_five_an_intake_that_is_left_and_gone_on_with() {
    let mut job = Job::begin();
    job.command("chiama").command("assente");
    job.command("chiama").command("servi").enter(1);
    job.sees("Accoglienza breve")
        .text("RSSMRA80A01F205X")
        .down(1);
    job.text("Rossi").down(1).text("Mario").down(3);
    job.text("3990001122").down(1).text("ses").enter(1);
    // The line drops in the middle.
    job.0.input(Input::HangUp);
    let Job(dropped) = job;
    let (office, _folder) = dropped.close();
    let mut job = Job(desk().without_letters().office(&office).open());
    job.sees("Bozza").enter(1).sees("Accoglienza breve");
    assert!(job.0.screen().contains("3990001122"), "{}", job.0.screen());
    job.to("Stato occupazionale").row('1').text("6m").down(1);
    job.row('3').row('1').enter(1).row('1').row('1').enter(1);
    job.sees("Scheda salvata: ROSSI Mario");
}

#[test]
fn nine_a_plan_is_begun_proposed_and_signed() {
    let mut job = Job::begin();
    job.command("trova persona").text("abat").enter(1);
    job.to("Informativa")
        .enter(1)
        .row('2')
        .sees("Informativa segnata.");
    job.pane('4').command("nuovo").row('1').sees("bozza");
    job.to("Proponi il percorso").enter(1).sees("proposto");
    job.command("firma").enter(3).sees("Percorso firmato");
}

#[test]
fn ten_a_contact_ends_and_the_lists_of_the_day_lead_on() {
    let mut job = Job::begin();
    job.command("chiama").command("assente");
    job.command("chiama")
        .command("servi")
        .command("concludi")
        .row('5');
    job.sees("Il servizio è stato utile?").row('5');
    job.sees("Coda di oggi")
        .command("elenchi")
        .sees("Elenchi del giorno");
    job.to("ore da firmare")
        .enter(1)
        .to("Fai firmare:")
        .enter(4);
    job.sees("Ore firmate.");
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
