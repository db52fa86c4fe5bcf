//! The words: complete, used, alike in both languages, and said as the people at the desk are to be spoken of.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;
use sportello::ui::words::Words;

/// A message and its attributes, as written.
type Messages = BTreeMap<String, String>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
}

/// The program's sources without comments and unit tests.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    files(&root().join("src"), "rs", &mut found);
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("\n#[cfg(test)]").next().unwrap_or_default();
            let code: Vec<&str> = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect();
            (path, code.join("\n"))
        })
        .collect()
}

fn messages(language: &str) -> Messages {
    let mut found = Vec::new();
    files(&root().join("src/words").join(language), "ftl", &mut found);
    let start = Regex::new(r"^([A-Za-z][\w-]*) =\s?(.*)$").unwrap();
    let mut messages = Messages::new();
    let mut last = String::new();
    for path in found {
        for line in fs::read_to_string(&path).unwrap().lines() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            if let Some(parts) = start.captures(line) {
                parts[1].clone_into(&mut last);
                let old = messages.insert(last.clone(), parts[2].to_owned());
                assert!(old.is_none(), "{language}: {last} is given twice");
            } else if let Some(text) = messages.get_mut(&last) {
                text.push('\n');
                text.push_str(line);
            }
        }
    }
    messages
}

fn key(family: &str, code: &str) -> String {
    let code = match code {
        "+" => "plus",
        "-" => "minus",
        "?" => "unknown",
        code => code,
    };
    format!("{family}-{}", code.replace(['.', '_'], "-"))
}

/// The keys of the closed sets, the acts, the days and the months.
fn families() -> BTreeSet<String> {
    let set =
        Regex::new(r"(?s)enumeration!\s*\{(.*?)\n\s*\}\n\}|enumeration!\s*\{(.*?)\n\}").unwrap();
    let family = Regex::new(r#"(?m)^\s*\w+,\s*"([^"]+)"\s*\{"#).unwrap();
    let value = Regex::new(r#"(?m)^\s*\w+ = "([^"]+)","#).unwrap();
    let act = Regex::new(r#"const NAME: &'static str = "([^"]+)""#).unwrap();
    let mut keys = BTreeSet::new();
    for (path, code) in sources() {
        for found in set.captures_iter(&code) {
            let body = found.get(1).or(found.get(2)).unwrap().as_str();
            let Some(name) = family.captures(body) else {
                continue;
            };
            keys.extend(value.captures_iter(body).map(|v| key(&name[1], &v[1])));
        }
        if path.starts_with(root().join("src/store")) {
            keys.extend(act.captures_iter(&code).map(|name| key("act", &name[1])));
        }
    }
    keys.extend((1..=7).map(|n| format!("weekday-{n}")));
    keys.extend((1..=12).map(|n| format!("month-{n}")));
    keys
}

/// The keys that the code names, with the file that names them.
fn named() -> BTreeMap<String, PathBuf> {
    let literal = Regex::new(r#"MessageId\(\s*"([^"]+)"\s*,?\s*\)"#).unwrap();
    let mut keys = BTreeMap::new();
    for (path, code) in sources() {
        for found in literal.captures_iter(&code) {
            keys.insert(found[1].to_owned(), path.clone());
        }
    }
    keys
}

fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_language_files_are_read_without_a_fault() {
    for language in ["it", "en"] {
        none(Words::new(language).faults().to_vec());
    }
}

#[test]
fn every_message_that_is_asked_for_is_there() {
    for language in ["it", "en"] {
        let words = Words::new(language);
        let mut missing: Vec<String> = families()
            .into_iter()
            .filter(|key| !words.has(key))
            .map(|key| format!("{language}: {key}"))
            .collect();
        missing.extend(
            named()
                .into_iter()
                .filter(|(key, _)| !words.has(key))
                .map(|(key, path)| format!("{language}: {key} ({})", path.display())),
        );
        none(missing);
    }
}

#[test]
fn every_message_is_used() {
    let mut used = families();
    used.extend(named().into_keys());
    let unused = messages("it").into_keys().filter(|key| !used.contains(key));
    none(unused.collect());
}

#[test]
fn both_languages_say_the_same_things_with_the_same_variables() {
    let (it, en) = (messages("it"), messages("en"));
    let keys = |messages: &Messages| messages.keys().cloned().collect::<BTreeSet<_>>();
    let alone = keys(&it)
        .symmetric_difference(&keys(&en))
        .cloned()
        .collect();
    none(alone);
    let variable = Regex::new(r"\$(\w+)").unwrap();
    let variables = |text: &str| {
        variable
            .captures_iter(text)
            .map(|v| v[1].to_owned())
            .collect::<BTreeSet<_>>()
    };
    let faults = it
        .iter()
        .filter(|(key, text)| {
            let other = &en[*key];
            variables(text) != variables(other)
                || text.contains("\n    .detail") != other.contains("\n    .detail")
        })
        .map(|(key, _)| key.clone());
    none(faults.collect());
}

/// A message as it is read: a variable is a word, each plural form a sentence of its own.
fn read_aloud(text: &str) -> Vec<String> {
    let plural = Regex::new(r"\{\s*\$\w+\s*->").unwrap();
    let variable = Regex::new(r"\{\s*\$\w+\s*\}").unwrap();
    let text = plural.replace_all(text, "");
    let text = variable.replace_all(&text, "dato");
    let start = Regex::new(r"^\s*(\.detail =|\.full =|\.lines =|\*?\[\w+\])").unwrap();
    let mut sentences = vec![String::new()];
    for line in text.lines() {
        if let Some(found) = start.find(line) {
            sentences.push(line[found.end()..].to_owned());
        } else if let Some(last) = sentences.last_mut() {
            last.push_str(line.trim_end_matches('}'));
        }
    }
    sentences
        .into_iter()
        .map(|s| s.trim().trim_matches(['{', '}']).trim().to_owned())
        .filter(|s| !s.is_empty())
        .collect()
}

/// Every sentence of a language with its key.
fn read(language: &str) -> Vec<(String, String)> {
    messages(language)
        .into_iter()
        .flat_map(|(key, text)| {
            read_aloud(&text)
                .into_iter()
                .map(move |sentence| (key.clone(), sentence))
        })
        .collect()
}

fn italian() -> Vec<(String, String)> {
    read("it")
}

#[test]
fn italian_never_speaks_of_a_person_in_a_bare_masculine() {
    const MASCULINE: &str = r"(?i)\b(operator[ei]|utent[ei]|disoccupat[oi]|inoccupat[oi]|occupati|candidat[oi]|lavorator[ei]|cittadin[oi]|impiegat[oi]|beneficiari[o]?|iscritt[oi]|stranier[oi]|disabil[ei]|assistit[oi]|coordinator[ei]|direttor[ei]|addett[oi]|collaborator[ei]|amministrator[ei]|responsabili|percettor[ei]|detenut[oi]|giovani|client[ei]|nato|arrivato il|assunto)\b";
    let masculine = Regex::new(MASCULINE).unwrap();
    let faults = italian()
        .into_iter()
        .filter(|(_, text)| masculine.is_match(text))
        .map(|(key, text)| format!("{key}: {text}"));
    none(faults.collect());
}

#[test]
fn italian_uses_no_sign_that_speech_breaks() {
    let ending = Regex::new(r"\w/[aeio]\b").unwrap();
    let faults = italian()
        .into_iter()
        .filter(|(_, text)| text.contains(['*', 'ə']) || ending.is_match(text))
        .map(|(key, text)| format!("{key}: {text}"));
    none(faults.collect());
}

/// Figures of speech by sight, by place on a screen, by colour, by the mouse.
const SIGHT: [(&str, &str); 2] = [
    (
        "it",
        r"(?i)\b(vedi|vedete|vedere|veda|guarda|guardate|clicca\w*|in (rosso|verde|giallo|blu)|evidenzia\w*|visualizza\w*|mostrat[oaie] (sopra|sotto|qui)|qui (sopra|sotto)|a colpo d'occhio|sott'occhio|a prima vista|in (alto|basso)|a (destra|sinistra)|accanto|lampeggia\w*)\b",
    ),
    (
        "en",
        r"(?i)\b(see|sees|seen|look at|watch|click\w*|in (red|green|yellow|blue)|highlight\w*|as shown|shown (above|below|here)|(see|listed|given) (above|below)|above|at a glance|at first sight|on the (left|right)|top (left|right)|bottom (left|right)|blink\w*)\b",
    ),
];

#[test]
fn no_message_speaks_of_what_only_the_eye_sees() {
    for (language, figures) in SIGHT {
        let figures = Regex::new(figures).unwrap();
        let faults = read(language)
            .into_iter()
            .filter(|(_, text)| figures.is_match(text))
            .map(|(key, text)| format!("{language} {key}: {text}"));
        none(faults.collect());
    }
}

#[test]
fn italian_is_written_with_letters_digits_and_plain_punctuation() {
    let known = |c: char| {
        c.is_ascii_alphanumeric() || " .,;:!?'()-/\"%+&".contains(c) || "àèéìòùÀÈÉÌÒÙ".contains(c)
    };
    let faults = italian().into_iter().filter_map(|(key, text)| {
        let other: String = text.chars().filter(|c| !known(*c)).collect();
        (!other.is_empty()).then(|| format!("{key}: {other:?} in {text}"))
    });
    none(faults.collect());
}

/// Words, letters and sentences of a text: what measures of readability count.
fn counted(text: &str) -> (f64, f64, f64) {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .count();
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let sentences = Regex::new(r"[.!?:;](\s|$)")
        .unwrap()
        .find_iter(text)
        .count()
        .max(1);
    (words as f64, letters as f64, sentences as f64)
}

/// The Gulpease index of an Italian text: 89 + (300 sentences - 10 letters) / words.
fn gulpease(text: &str) -> f64 {
    let (words, letters, sentences) = counted(text);
    89.0 + (300.0 * sentences - 10.0 * letters) / words
}

/// The years of school that an English text asks for, after Coleman and Liau: it counts what Gulpease counts.
fn coleman_liau(text: &str) -> f64 {
    let (words, letters, sentences) = counted(text);
    (5.88 * letters - 29.6 * sentences) / words - 15.8
}

fn is_long(text: &str) -> bool {
    text.split_whitespace().count() >= 10
}

#[test]
fn long_italian_messages_are_easy_to_read() {
    let faults = italian()
        .into_iter()
        .filter(|(_, text)| is_long(text))
        .map(|(key, text)| (gulpease(&text), key, text))
        .filter(|(index, _, _)| *index < 60.0)
        .map(|(index, key, text)| format!("{index:.0} {key}: {text}"));
    none(faults.collect());
}

#[test]
fn long_english_messages_are_easy_to_read() {
    let faults = read("en")
        .into_iter()
        .filter(|(_, text)| is_long(text))
        .map(|(key, text)| (coleman_liau(&text), key, text))
        .filter(|(years, _, _)| *years > 11.0)
        .map(|(years, key, text)| format!("{years:.1} {key}: {text}"));
    none(faults.collect());
}

#[test]
fn labels_of_commands_are_two_words_at_most() {
    let row = Regex::new(r#"label: MessageId\(\s*"([^"]+)""#).unwrap();
    let mut labels: BTreeSet<String> = sources()
        .iter()
        .filter(|(path, _)| path.ends_with("commands.rs"))
        .flat_map(|(_, code)| row.captures_iter(code).map(|found| found[1].to_owned()))
        .collect();
    labels.extend(
        named()
            .into_keys()
            .filter(|key| key.starts_with("command-")),
    );
    let mut faults = Vec::new();
    for messages in [messages("it"), messages("en")] {
        let long = labels
            .iter()
            .filter_map(|key| messages.get(key))
            .flat_map(|text| text.lines())
            .map(|said| said.rsplit(" = ").next().unwrap_or(said).to_owned())
            .filter(|said| said.split_whitespace().count() > 2);
        faults.extend(long);
    }
    none(faults);
}
