//! The linear face: what sample views say, and what answers become.
//!
//! A [`Desk`] holds a view's content and acts on the inputs that the face gives back as a pane would, so a
//! test reads like a dialogue.

mod commands;
#[path = "../screens/desk.rs"]
#[expect(dead_code, reason = "each crate of tests uses its part of the desk")]
mod desk;
mod parity;
mod pipe;

use std::sync::Arc;

use sportello::domain::tax_code::is_from_a_reader;
use sportello::terminal::{Input, Key};
use sportello::ui::form::{Choice, Field, Form};
use sportello::ui::linear::{Linear, Offer, Scene, Step};
use sportello::ui::list::ListState;
use sportello::ui::part::{Part, PartEvent};
use sportello::ui::view::{
    At, Bars, Block, Column, Facts, FormBlock, Lane, LanesBy, List, Notice, Row, RowsBy, Schedule,
    Slot, Span, Text, Tone, View, Width,
};
use sportello::ui::words::{MessageId, Words};

/// A pane for the test: a queue, or a form, and what happened to it.
struct Desk {
    words: Arc<Words>,
    face: Linear,
    title: String,
    people: Vec<&'static str>,
    total: usize,
    list: ListState<&'static str>,
    form: Option<Form>,
    /// What is found by a picker.
    places: Vec<Choice>,
    after: Vec<String>,
    messages: Vec<String>,
    keys: String,
    opened: Vec<&'static str>,
    submitted: bool,
    /// A field that is wrong when it is left.
    wrong: Option<&'static str>,
}

const PEOPLE: [&str; 22] = [
    "ROSSI Maria",
    "BIANCHI Luca",
    "VERDI Ada",
    "NERI Ugo",
    "GALLI Eva",
    "FERRI Ivo",
    "COSTA Lia",
    "RICCI Leo",
    "MARINO Noa",
    "GRECO Pia",
    "BRUNO Ezio",
    "CONTI Zoe",
    "DE LUCA Elia",
    "MANCINI Ines",
    "LOMBARDI Teo",
    "BARBIERI Ivana",
    "FONTANA Rocco",
    "SANTORO Gaia",
    "MARIANI Olmo",
    "RINALDI Mina",
    "CARUSO Tito",
    "FERRARA Alba",
];

impl Desk {
    fn queue(count: usize) -> Self {
        Self::queue_in(&Arc::new(Words::new("it")), count)
    }

    fn queue_in(words: &Arc<Words>, count: usize) -> Self {
        let mut list = ListState::new();
        list.keep(count, |i| PEOPLE[i]);
        Self {
            face: Linear::new(words.clone(), is_from_a_reader),
            words: words.clone(),
            title: "Persone in attesa".to_owned(),
            people: PEOPLE[..count].to_vec(),
            total: count,
            list,
            form: None,
            places: Vec::new(),
            after: Vec::new(),
            messages: Vec::new(),
            keys: String::new(),
            opened: Vec::new(),
            submitted: false,
            wrong: None,
        }
    }

    fn form_in(words: &Arc<Words>, fields: Vec<Field>) -> Self {
        Self {
            title: "Accoglienza breve".to_owned(),
            form: Some(Form::new("intake.brief", fields)),
            ..Self::queue_in(words, 0)
        }
    }

    fn view(&self) -> View<'_> {
        let block = match &self.form {
            Some(form) => Block::Form(FormBlock {
                form,
                after: self.after.iter().map(|s| Span::plain(s.as_str())).collect(),
            }),
            None => Block::List(people(&self.people, self.list.selected(), self.total)),
        };
        View::new(self.title.as_str(), vec![block])
    }

    fn speak(&mut self) -> String {
        let mut face = std::mem::replace(
            &mut self.face,
            Linear::new(self.words.clone(), is_from_a_reader),
        );
        let view = self.view();
        let said = face.speak(&scene(&view, &self.messages));
        drop(view);
        self.face = face;
        said
    }

    /// Answers a line and speaks again.
    fn answer(&mut self, line: &str) -> String {
        let mut face = std::mem::replace(
            &mut self.face,
            Linear::new(self.words.clone(), is_from_a_reader),
        );
        let view = self.view();
        let steps = face.line(line, &scene(&view, &self.messages));
        drop(view);
        self.face = face;
        for step in steps {
            self.step(step);
        }
        self.speak()
    }

    fn step(&mut self, step: Step) {
        loop {
            let next = step.next(&self.view());
            let Some(key) = next else { break };
            self.input(Input::Key(key));
        }
        if let Step::Input(input) = step {
            self.input(input);
        }
    }

    fn input(&mut self, input: Input) {
        let event = match (&mut self.form, input) {
            (Some(form), Input::Key(key)) => Part::key(form, key),
            (Some(form), Input::Paste(text)) => form.paste(&text).into(),
            (None, Input::Key(key)) => {
                let event = self.list.key(key);
                if let (PartEvent::Ignored, Key::Char(key)) = (event, key) {
                    self.keys.push(key);
                }
                event
            }
            (None, Input::Paste(text)) => {
                self.keys.push_str(&text);
                PartEvent::Taken
            }
            _ => PartEvent::Ignored,
        };
        match event {
            PartEvent::Opened(row) => self.opened.push(self.people[row]),
            PartEvent::Submit => self.submitted = true,
            PartEvent::Edited(_) => {
                let places = self.places.clone();
                if let Some(form) = &mut self.form {
                    form.set_proposals("place", places);
                }
            }
            PartEvent::Left(_) => {
                if let (Some(form), Some(wrong)) = (&mut self.form, self.wrong) {
                    form.set_error(wrong, "scrivi di nuovo");
                }
            }
            PartEvent::More => {
                self.people = PEOPLE.to_vec();
                self.list.keep(PEOPLE.len(), |i| PEOPLE[i]);
            }
            _ => {}
        }
    }

    fn value(&self, name: &str) -> &str {
        self.form.as_ref().map_or("", |form| form.value(name))
    }
}

fn scene<'a>(view: &'a View<'a>, messages: &'a [String]) -> Scene<'a> {
    let offered = [
        ('c', "chiama"),
        ('n', "nuovo"),
        ('t', "trova persona"),
        ('l', "chiusura"),
    ];
    let keyed = offered.map(|(key, label)| Offer {
        rows: 0,
        key: Some(key),
        calls: vec![Key::Char(key)],
        label: label.into(),
    });
    Scene {
        header: "",
        view,
        level: 0,
        message: messages.last().map(|m| (messages.len() as u64, m.as_str())),
        offered: Vec::from(keyed).leak(),
        hides: false,
        waiting: false,
    }
}

fn column(heading: &str) -> Column<'_> {
    Column {
        heading: heading.into(),
        width: Width::Fixed(10),
    }
}

fn people<'a>(names: &'a [&'a str], selected: usize, total: usize) -> List<'a> {
    List {
        heading: None,
        columns: vec![column("Nome"), column("Stato"), column("Arrivo")],
        rows: Box::new(RowsBy::new(names.len(), move |i| Row {
            cells: vec![
                Span::plain(names[i]),
                Span::toned("in attesa", Tone::Warn),
                Span::plain(format!("9:{i:02}")),
            ],
        })),
        selected,
        total: Some(total),
        empty: "Nessuna persona è in attesa. Con n dai un biglietto.".into(),
    }
}

fn slot(
    start: &'static str,
    end: &'static str,
    name: &'static str,
    state: &'static str,
) -> Slot<'static> {
    Slot {
        start: start.into(),
        end: end.into(),
        name: Span::plain(name),
        state: Span::plain(state),
        detail: "".into(),
    }
}

#[test]
fn every_block_is_said() {
    let form = Form::new(
        "plan.new",
        vec![Field::text("name", MessageId("find-field")).required()],
    );
    let names = ["ROSSI Maria", "BIANCHI Luca"];
    let view = View::new(
        "Persona: ROSSI Maria",
        vec![
            Block::Notice(Notice {
                tone: Tone::Bad,
                text: "Il documento è scaduto.".into(),
            }),
            Block::Facts(Facts {
                heading: Some("Dati".into()),
                rows: vec![
                    ("Nata il".into(), Span::plain("12/03/1985 a Milano")),
                    ("Telefono:".into(), Span::plain("399 000 0001")),
                    ("Vuoto".into(), Span::plain("")),
                ],
            }),
            Block::List(people(&names, 0, 2)),
            Block::Schedule(Schedule {
                heading: "Martedì 3 marzo, Anna".into(),
                slots: vec![
                    slot("9:00", "9:30", "VERDI Ada", "confermato"),
                    slot("9:30", "10:00", "libero", ""),
                ],
                selected: 0,
                empty: "Nessun orario.".into(),
                colleagues: Box::new(LanesBy::new(0, |_| Lane::default())),
            }),
            Block::Bars(Bars {
                heading: Some("Ore del percorso".into()),
                bars: vec![("Orientamento".into(), 4, 12, "4 h di 12".into())],
            }),
            Block::Text(Text {
                heading: None,
                paragraphs: vec![Span::plain("parola ".repeat(30))],
            }),
            Block::Form(FormBlock {
                form: &form,
                after: vec![Span::plain("Manca: il nome.")],
            }),
        ],
    )
    .at(2, 0);
    let mut face = Linear::new(Arc::new(Words::new("it")), is_from_a_reader);
    let said = face.speak(&Scene {
        header: "Sede di Milano",
        ..scene(&view, &[])
    });
    assert!(!said.contains('\u{1b}'));
    assert!(said.lines().all(|line| line.chars().count() <= 80));
    insta::assert_snapshot!("every_block", said);
    assert_eq!(
        face.speak(&Scene {
            header: "Sede di Milano",
            ..scene(&view, &[])
        }),
        ""
    );
    let inputs = face.line(
        "4",
        &Scene {
            header: "Sede di Milano",
            ..scene(&view, &[])
        },
    );
    let keys = [Key::End, Key::Down, Key::Home, Key::Down, Key::Enter];
    assert_eq!(inputs, keys.map(Step::from));
}

#[test]
fn a_long_list_is_said_in_pages_and_opened_by_any_number() {
    let mut desk = Desk::queue(22);
    insta::assert_snapshot!("first_page", desk.speak());
    insta::assert_snapshot!("second_page", desk.answer(""));
    desk.answer("12");
    assert_eq!(desk.opened, ["CONTI Zoe"]);
    desk.answer("1");
    assert_eq!(desk.opened, ["CONTI Zoe", "ROSSI Maria"]);
    insta::assert_snapshot!("last_page", desk.answer(""));
    insta::assert_snapshot!("no_more", desk.answer(""));
    assert!(desk.answer("23").starts_with("Scrivi un numero da 1 a 22."));
    assert_eq!(desk.opened.len(), 2);
}

#[test]
fn rows_that_are_not_loaded_are_asked_for() {
    let mut desk = Desk::queue(10);
    desk.total = 22;
    desk.list.set_total(22);
    assert!(desk.speak().contains("altre 12, Invio"));
    let said = desk.answer("");
    assert!(said.starts_with("11. BRUNO Ezio"), "{said}");
    assert!(said.contains("altre 2, Invio"), "{said}");
}

#[test]
fn a_number_means_the_row_that_was_said() {
    let mut desk = Desk::queue(4);
    desk.speak();
    // Somebody else calls the first one meanwhile.
    desk.people.remove(0);
    let people = desk.people.clone();
    desk.list.keep(people.len(), |i| people[i]);
    desk.total = 3;
    desk.answer("3");
    assert_eq!(desk.opened, ["VERDI Ada"]);
}

#[test]
fn a_row_that_is_gone_opens_nothing() {
    let mut desk = Desk::queue(3);
    desk.speak();
    desk.people = vec!["NERI Ugo", "GALLI Eva"];
    let people = desk.people.clone();
    desk.list.keep(people.len(), |i| people[i]);
    desk.total = 2;
    let said = desk.answer("1");
    assert!(desk.opened.is_empty());
    assert!(said.contains("1. NERI Ugo"), "{said}");
}

#[test]
fn commands_are_called_by_letter_word_and_sign() {
    let mut desk = Desk::queue(2);
    desk.speak();
    desk.answer("c");
    desk.answer("nuo");
    desk.answer("Trova");
    desk.answer("0");
    desk.answer("C");
    assert_eq!(desk.keys, "cnt0c");
    let said = desk.answer("chi");
    assert!(
        said.contains("c: chiama") && said.contains("l: chiusura"),
        "{said}"
    );
    assert!(desk.answer("boh").starts_with("Non capisco: boh."));
    insta::assert_snapshot!("help", desk.answer("?"));
    desk.answer("%RSSMRA85C52F205X_ROSSI");
    assert_eq!(desk.keys, "cnt0c%RSSMRA85C52F205X_ROSSI");
}

#[test]
fn a_message_is_said_once_and_again_when_asked() {
    let mut desk = Desk::queue(1);
    desk.speak();
    desk.messages.push("A017 chiamato: ROSSI Maria.".to_owned());
    assert_eq!(desk.answer("c"), "A017 chiamato: ROSSI Maria.\nScelta: ");
    assert_eq!(desk.speak(), "");
    desk.messages.push("Servizio concluso.".to_owned());
    assert_eq!(desk.answer("c"), "Servizio concluso.\nScelta: ");
    assert_eq!(desk.answer("r"), "Servizio concluso.\nScelta: ");
    assert_eq!(desk.answer("r"), "Servizio concluso.\nScelta: ");
    assert_eq!(desk.answer("r"), "A017 chiamato: ROSSI Maria.\nScelta: ");
    assert_eq!(desk.answer("r"), "Prima non c'è altro.\nScelta: ");
}

#[test]
fn news_wait_for_the_next_answer() {
    let mut desk = Desk::queue(1);
    desk.speak();
    desk.people = vec!["ROSSI Maria", "BIANCHI Luca"];
    assert_eq!(desk.speak(), "");
    assert!(desk.answer("c").contains("2. BIANCHI Luca"));
}

fn intake() -> Desk {
    intake_in(&Arc::new(Words::new("it")))
}

fn intake_in(words: &Arc<Words>) -> Desk {
    let status = ["disoccupazione", "occupazione", "studio"]
        .into_iter()
        .map(|label| Choice::new(&label[..3], label))
        .collect();
    let languages = ["italiano", "inglese", "arabo"]
        .into_iter()
        .map(|label| Choice::new(label, label))
        .collect();
    let mut desk = Desk::form_in(
        words,
        vec![
            Field::text("surname", MessageId("help-what")).required(),
            Field::choice("status", MessageId("day-state"), status),
            Field::picker("place", MessageId("day-what")),
            Field::several("languages", MessageId("help-key"), languages),
            Field::note("note", MessageId("palette-title")),
        ],
    );
    desk.places = vec![
        Choice::new("015209", "Sesto San Giovanni").with_detail("MI"),
        Choice::new("099018", "San Giovanni in Marignano").with_detail("RN"),
    ];
    desk
}

#[test]
fn a_form_is_a_dialogue() {
    let mut desk = intake();
    let mut said = desk.speak();
    for line in [
        "Rossi",
        "3",
        "sesto",
        "2",
        "1 3",
        "prima riga",
        "seconda riga",
        "",
        "",
    ] {
        said.push_str(line);
        said.push('\n');
        said.push_str(&desk.answer(line));
    }
    insta::assert_snapshot!("form", said);
    assert_eq!(desk.value("surname"), "Rossi");
    assert_eq!(desk.value("status"), "stu");
    assert_eq!(desk.value("place"), "099018");
    let form = desk.form.as_ref().unwrap();
    assert_eq!(form.marked("languages"), ["italiano", "arabo"]);
    assert_eq!(desk.value("note"), "prima riga\nseconda riga");
    assert!(desk.submitted);
}

#[test]
fn a_field_is_kept_replaced_emptied_and_gone_to() {
    let mut desk = intake();
    desk.speak();
    desk.answer("Rossi");
    assert!(desk.answer(":1").ends_with("Che cosa fa (ora Rossi): "));
    desk.answer("");
    assert_eq!(desk.value("surname"), "Rossi");
    desk.answer(":1");
    desk.answer("Bianchì");
    assert_eq!(desk.value("surname"), "Bianchì");
    desk.answer(":1");
    desk.answer("::colon");
    assert_eq!(desk.value("surname"), ":colon");
    desk.answer(":1");
    desk.answer("-");
    assert_eq!(desk.value("surname"), "");
    desk.answer("dis");
    assert_eq!(desk.value("status"), "dis");
    desk.answer(":2");
    desk.answer("-");
    assert_eq!(desk.value("status"), "");
    desk.answer(":4");
    desk.answer("inglese, arabo");
    desk.answer(":4");
    desk.answer("3");
    assert_eq!(desk.form.as_ref().unwrap().marked("languages"), ["arabo"]);
    desk.answer(":salva");
    assert!(desk.submitted);
}

/// What is wrong with a field on the way holds whoever leaves it once; the one that was asked for is reached.
#[test]
fn the_field_that_was_asked_for_is_reached_past_what_is_wrong() {
    let mut desk = intake();
    desk.wrong = Some("surname");
    desk.speak();
    let said = desk.answer(":4");
    assert!(said.starts_with("Errore, Che cosa fa: "), "{said}");
    assert!(said.ends_with("Tasto: "), "{said}");
    desk.wrong = Some("languages");
    assert!(desk.answer(":salva").contains("Errore, Tasto: "));
    assert!(desk.submitted);
}

#[test]
fn what_follows_and_what_is_wrong_is_said_before_the_prompt() {
    let mut desk = intake();
    desk.speak();
    desk.answer("Rossi");
    let form = desk.form.as_mut().unwrap();
    form.set_error("surname", "mancano le lettere. Scrivi per esempio Rossi");
    form.set_hint("status", Some("dal 12/03/2026".to_owned()));
    form.set("status", "occ");
    desk.after.push("Gruppo: NEET.".to_owned());
    // The field is met again, once; left as it is, the next one is asked for.
    let said = desk.answer("");
    assert!(
        said.starts_with(
            "Errore, Che cosa fa: mancano le lettere. Scrivi per esempio Rossi\n\
             Stato: occupazione\ndal 12/03/2026\nGruppo: NEET.\n"
        ),
        "{said}"
    );
    assert!(said.contains("\nStato (ora occupazione): "), "{said}");
}

#[test]
fn numbers_go_over_the_whole_view() {
    let form = Form::new("find", vec![Field::text("who", MessageId("find-field"))]);
    let names = ["ROSSI Maria", "BIANCHI Luca"];
    let mut view = View::new(
        "Cerca",
        vec![
            Block::Form(FormBlock {
                form: &form,
                after: Vec::new(),
            }),
            Block::List(people(&names, 1, 2)),
        ],
    );
    let mut face = Linear::new(Arc::new(Words::new("it")), is_from_a_reader);
    let said = face.speak(&scene(&view, &[]));
    assert!(said.contains("\n2. Salva\n3. ROSSI Maria,"), "{said}");
    let to = |field| Step::Field {
        form: "find",
        field,
    };
    let keys = [Key::Down, Key::Home, Key::Down, Key::Enter];
    let steps = face.line(":4", &scene(&view, &[]));
    assert_eq!(steps[0], to(None));
    assert_eq!(steps[1..], keys.map(Step::from));
    view.focus = At { block: 1, part: 1 };
    let steps = [
        Key::Home.into(),
        Key::Up.into(),
        to(None),
        Key::Enter.into(),
    ];
    assert_eq!(face.line("2", &scene(&view, &[])), steps);
}

#[test]
fn prompts_are_short() {
    let mut desk = intake();
    let mut said = desk.speak();
    for line in [
        &"x".repeat(60),
        ":1",
        "",
        "2",
        "y",
        "z",
        "",
        "",
        "",
        ":w",
        ":?",
    ] {
        said.push_str(&desk.answer(line));
        let prompt = said.rsplit('\n').next().unwrap_or_default();
        assert!(
            prompt.ends_with(": ") && prompt.chars().count() <= 40,
            "{prompt}"
        );
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]

    /// Whatever is answered, what is said is plain, short, and ends in a prompt.
    #[test]
    fn any_answer_is_met(lines in proptest::collection::vec("\\PC{0,30}|[:0-9?rwu<>+-]{0,3}|\u{1b}.{0,5}", 1..12)) {
        let words = Arc::new(Words::new("it"));
        for mut desk in [Desk::queue_in(&words, 22), Desk::queue_in(&words, 0), intake_in(&words)] {
            desk.speak();
            for line in &lines {
                let said = desk.answer(line);
                assert!(!said.contains('\u{1b}'));
                assert!(said.lines().all(|line| sportello::terminal::text::width(line) <= 80), "{said}");
                let prompt = said.rsplit('\n').next().unwrap_or_default();
                assert!(prompt.ends_with(": ") && sportello::terminal::text::width(prompt) <= 40, "{said}");
            }
        }
    }
}

#[test]
fn a_number_that_nothing_has_is_not_taken_and_the_range_is_said() {
    let mut desk = intake();
    desk.speak();
    desk.answer("Rossi");
    let said = desk.answer("9");
    assert!(said.starts_with("Scrivi un numero da 1 a 3.\n"), "{said}");
    assert!(said.ends_with("Stato: "), "{said}");
    assert!(desk.form.as_ref().unwrap().text("status").is_empty());
    desk.answer(":4");
    assert!(
        desk.answer("1 7")
            .starts_with("Scrivi un numero da 1 a 3.\n")
    );
    assert!(desk.form.as_ref().unwrap().marked("languages").is_empty());
    let mut desk = Desk::queue(2);
    desk.speak();
    assert_eq!(desk.answer("3"), "Scrivi un numero da 1 a 2.\nScelta: ");
}

#[test]
fn at_the_number_of_what_was_found_a_letter_looks_for_nothing_else() {
    let mut desk = intake();
    desk.speak();
    desk.answer(":3");
    desk.answer("sesto");
    let said = desk.answer("c");
    assert!(
        said.starts_with("Scrivi un numero da 1 a 2, oppure due lettere"),
        "{said}"
    );
    assert_eq!(desk.form.as_ref().unwrap().text("place"), "sesto");
    let told = desk.answer("w");
    assert!(told.contains("riga 3 di 6"), "{told}");
    assert!(desk.answer("?").contains("lo svuota."));
    assert_eq!(desk.form.as_ref().unwrap().text("place"), "sesto");
    desk.answer("2");
    assert_eq!(desk.value("place"), "099018");
}

#[test]
fn a_command_is_for_the_row_whose_number_is_said_with_it() {
    let mut desk = Desk::queue(4);
    desk.speak();
    desk.answer("c 3");
    assert_eq!((desk.keys.as_str(), desk.list.selected()), ("c", 2));
    desk.answer("trova 1");
    assert_eq!((desk.keys.as_str(), desk.list.selected()), ("ct", 0));
    assert!(desk.opened.is_empty());
    assert_eq!(desk.answer("c 9"), "Scrivi un numero da 1 a 4.\nScelta: ");
    assert_eq!(desk.keys, "ct");
}

/// Commands of the agenda are for the slot in focus: the prompt names it.
#[test]
fn the_slot_that_a_command_is_for_is_named_before_it_is_given() {
    let mut desk = desk::desk().linear().open();
    desk.line("g").line("3");
    let said = desk.said();
    assert!(said.starts_with("Agenda, lunedì 23 novembre"), "{said}");
    assert!(
        said.contains("1. RUSSO Mattia, fissato, dalle 9:00 alle 10:00, "),
        "{said}"
    );
    assert!(said.ends_with("\nScelta (ora 1, RUSSO Mattia): "), "{said}");
    // Three of the day is free: there is nothing to move.
    desk.line("s 6");
    let said = desk.said();
    assert!(said.starts_with("Nuovo orario per FERRARA Loris"), "{said}");
}

/// At the desk most of what a page says stays: of the queue after a step only what is new is said.
#[test]
fn of_a_page_that_changes_little_only_that_is_said() {
    let mut desk = desk::desk().linear().open();
    desk.line("c");
    assert!(desk.said().contains("\n8. "), "{}", desk.said());
    desk.line("s");
    let said = desk.said().to_owned();
    assert!(said.contains("\nStato: in servizio\n"), "{said}");
    assert!(said.contains("\n7. giacca blu, in servizio, "), "{said}");
    assert!(
        said.lines().count() <= 6 && !said.contains("\n1. "),
        "{said}"
    );
    // All of it is there for whoever asks.
    desk.line("g").line("1");
    assert!(desk.said().contains("\n1. "), "{}", desk.said());
}

#[test]
fn a_form_is_saved_by_the_usual_word_whatever_its_last_row_is_called() {
    let mut desk = desk::desk().linear().open();
    desk.line("n").line("Osei Adwoa").line("1").line("2");
    desk.line(":salva");
    assert!(
        desk.said().starts_with("Coda di oggi") || desk.said().contains("Osei Adwoa"),
        "{}",
        desk.said()
    );
    assert!(!desk.said().contains("Non capisco"), "{}", desk.said());
}

#[test]
fn where_a_date_is_asked_for_zero_goes_back_and_two_letters_ask() {
    let words = Arc::new(Words::new("it"));
    let date = Field::date("birth", MessageId("help-what"));
    let mut desk = Desk::form_in(&words, vec![date]);
    desk.speak();
    for line in ["r", "w", "0"] {
        desk.answer(line);
        let form = desk.form.as_ref().unwrap();
        assert!(form.fields[0].is_empty(), "{line} was written");
    }
}

#[test]
fn what_is_missing_is_said_again_only_where_it_counts() {
    let mut desk = intake();
    desk.after = vec!["Manca: cognome, stato, luogo.".into()];
    let first = desk.speak();
    assert!(first.contains("Manca: cognome"), "{first}");
    desk.after = vec!["Manca: stato, luogo.".into()];
    let less = desk.answer("Rossi");
    assert!(!less.contains("Manca"), "{less}");
    desk.after = vec!["Manca: stato, telefono.".into()];
    let other = desk.answer("");
    assert!(other.contains("Manca: stato, telefono."), "{other}");
    desk.after = vec!["Manca: telefono.".into()];
    let mut last = String::new();
    for _ in 0..3 {
        assert!(!last.contains("Manca"), "{last}");
        last = desk.answer("");
    }
    assert!(last.contains("Manca: telefono."), "{last}");
}
