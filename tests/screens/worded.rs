//! What is said in words that are the person's own: keys as they have them, drafts in the language of now.

use sportello::domain::lang::Lang;
use sportello::terminal::key::Input;
use sportello::ui::words::Words;

use crate::desk::{Desk, desk};
use crate::steps::{go, has, lacks};

fn said(desk: &Desk) -> String {
    let message = desk.session().app().message();
    message.map(|(_, said)| said.to_owned()).unwrap_or_default()
}

/// Keys that lead to a sentence that names a command, the command, and the sentence around its key.
const SENTENCES: &[(&str, &str, &str, &str)] = &[
    ("m", "app.find", "usa ", " e scrivi il nome"),
    (
        "g2zzzzzzz",
        "people.people.new",
        "oppure con ",
        " crea una scheda",
    ),
    (
        "tabate mat<enter>m",
        "vacancies.propose",
        "Invio spiega, ",
        " candida",
    ),
    (
        "nZuccherini<enter>1<enter><enter>u",
        "app.undo",
        "Se ora usi ",
        ", torna",
    ),
];

#[test]
fn sentences_name_the_keys_that_the_person_has() {
    for (keys, command, before, after) in SENTENCES {
        let mut usual = desk().open();
        usual.keys(keys);
        let mut own = desk().own_key(command, '-').open();
        let keys = match *command {
            "app.find" | "people.people.new" | "vacancies.propose" => (*keys).to_owned(),
            _ => keys.replace("<enter>u", "<enter>-"),
        };
        own.keys(&match *command {
            "app.find" => keys.replace("tabate", "-abate"),
            _ => keys,
        });
        let whole = |desk: &Desk| {
            format!("{} {}", said(desk), desk.screen())
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert!(
            whole(&own).contains(&format!("{before}-{after}")),
            "{command}\n{}",
            own.screen()
        );
        assert!(
            !whole(&usual).contains(&format!("{before}-{after}")),
            "{command}\n{}",
            usual.screen()
        );
    }
}

#[test]
fn without_letters_a_sentence_names_the_command() {
    let mut desk = desk().without_letters().open();
    // By the list of commands, which needs no letter.
    desk.keys("0").keys("8");
    for _ in 0..30 {
        if desk.cursor_row().contains("cerca lavoro") {
            break;
        }
        desk.keys("<down>");
    }
    desk.keys("<enter>");
    assert!(
        said(&desk).contains("usa «trova persona» e scrivi"),
        "{}",
        said(&desk)
    );
}

/// No message names a letter of its own: a letter is the person's to change.
#[test]
fn no_message_names_a_letter() {
    let letter = |lang: &str, text: &str| {
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric() && c != '\'')
            .collect();
        let calls = ["premi", "press", "con", "with", "usa", "use"];
        // A vowel alone may be a word: in English only one is.
        let vowels: &[u8] = if lang == "en" { b"eiou" } else { b"" };
        let alone = |word: &str| matches!(word.as_bytes(), [c] if b"bcdfghjklmnpqrstvwxz".contains(c) || vowels.contains(c));
        words
            .windows(2)
            .any(|pair| calls.contains(&&*pair[0].to_lowercase()) && alone(pair[1]))
    };
    for lang in ["it", "en"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src/words")
            .join(lang);
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            // Said before anybody has sat down: there is no keymap yet.
            if path.ends_with("serve.ftl") || path.ends_with("cli.ftl") {
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            for line in text.lines() {
                assert!(!letter(lang, line), "{line}");
            }
        }
    }
}

#[test]
fn a_draft_is_worded_in_the_language_of_now() {
    for (from, row, label, was, is) in [
        (Lang::It, "2", "Stato occupazionale", "maschio", ", male"),
        (Lang::En, "1", "Employment", ", male", "maschio"),
    ] {
        let mut desk = desk().lang(from).open();
        desk.keys("cxcs<enter>RSSMRA80A01F205X<tab>");
        go(&mut desk, label);
        desk.keys("1");
        has(&desk, was);
        let status = |words: &Words| words.of("employment", "unemployed").into_owned();
        let at = desk.session().focus().expect("a focus").id.clone();
        desk.keys("<esc>g61").keys(row);
        desk.keys("g1");
        lacks(&desk, was);
        desk.keys("l<enter>");
        has(&desk, is);
        lacks(&desk, was);
        let words = &desk.session().app().env().words;
        has(&desk, &status(words));
        assert_eq!(
            desk.session().focus().expect("a focus").id,
            at,
            "{}",
            desk.screen()
        );
    }
}

#[test]
fn the_reason_of_an_exception_and_an_answer_are_drafts_until_they_are_saved() {
    // An answer that a match asks.
    let mut first = desk().open();
    first.keys("tabate mat<enter>m<enter>7").keys("2");
    first.input(Input::HangUp);
    let mut second = desk().beside(&first).open();
    assert!(
        second.cursor_row().contains("Bozza:"),
        "{}",
        second.screen()
    );
    second.keys("<enter>");
    has(&second, "Orario cercato");
    has(&second, "2 di 6");
    second.keys("<enter>");
    assert_eq!(
        second.message(),
        "Risposta salvata nella scheda. L'elenco è aggiornato."
    );
    assert!(!desk().beside(&second).open().screen().contains("Bozza:"));
    // The reason why somebody is put forward although the gate says no.
    let mut first = desk().open();
    first.keys("tabate mat<enter>m");
    for _ in 0..80 {
        if first.cursor_row().contains("non ammessa") {
            break;
        }
        first.keys("<down><down><down><down><down><down>");
    }
    while !first.cursor_row().contains("non ammessa") {
        first.keys("<up>");
    }
    first.keys("kLavora gia con noi");
    first.input(Input::HangUp);
    let mut second = desk().beside(&first).open();
    second.keys("<enter>");
    has(&second, "Lavora gia con noi");
    assert_eq!(second.cursor().0, first.cursor().0, "{}", second.screen());
}
