//! The real Fenrir and YASR around the real program: the main job by ear, and twenty-one moves.
//!
//! What they hand to their voice goes to a file instead. Nothing is said aloud.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;

use crate::line::{Line, script, start};
use crate::model::{self, Seen, words};

pub(crate) const DOWN: &str = "\x1b[B";
pub(crate) const UP: &str = "\x1b[A";
/// Twenty-one moves in a list of at least five rows, begun at its first.
pub(crate) const MOVES: [&str; 21] = [
    DOWN, DOWN, DOWN, UP, DOWN, DOWN, UP, UP, DOWN, UP, UP, UP, DOWN, DOWN, DOWN, DOWN, UP, DOWN,
    UP, UP, UP,
];

/// The main job: keys, what must come to stand on the screen, and what must have been said of it.
pub(crate) const MAIN_JOB: &[(&str, &str, &str)] = &[
    ("n", "Nuovo biglietto", "Nuovo biglietto"),
    (
        "Ballarini Noemi\r11\r",
        "è la prossima persona",
        "è la prossima persona",
    ),
    ("c", "chiamata", "chiamata"),
    ("s", "in servizio, Anna", "in servizio"),
    ("\r", "Accoglienza breve", "Accoglienza breve"),
    (
        "BLLNMO04E55F205A\x1b[B",
        "Codice fiscale (errore)",
        "L ultima lettera dovrebbe essere L",
    ),
    (
        "\x1b[A\x1b[F\x7fL\x1b[B",
        "15 maggio 2004, Milano (MI), femmina",
        "15 maggio 2004 Milano MI femmina",
    ),
    (
        "Ballarini\x1b[BNoemi\x1b[B\x1b[B\x1b[B3990001122\x1b[Bsest\r16m\x1b[B31\r11\r",
        "Scheda salvata: BALLARINI Noemi",
        "Scheda salvata",
    ),
    (
        "1",
        "Percorsi di BALLARINI Noemi",
        "Percorsi di BALLARINI Noemi",
    ),
    ("n", "NEET", "NEET"),
    ("1", "Percorso di BALLARINI Noemi: NEET", "bozza"),
    ("v", "proposto", "proposto"),
    ("v", "Firma del percorso", "Firma del percorso"),
    ("\r\r\r", "sottoscritto", "sottoscritto"),
    ("2", "Prenota un appuntamento", "Prenota un appuntamento"),
    ("1\r\r", "Fissato: BALLARINI Noemi", "Fissato"),
    ("m", "offerte confrontate", "offerte confrontate"),
    ("\r", "punti", "punti"),
    ("k", "Consenso", "Consenso"),
    ("1", "consenso dato", "consenso dato"),
    ("g1", "E ora, BALLARINI Noemi?", "E ora BALLARINI Noemi"),
    ("e", "Come si è concluso?", "Come si è concluso"),
    (
        "1",
        "Il servizio è stato utile?",
        "Il servizio è stato utile",
    ),
    ("5", "Coda di oggi", "Coda di oggi"),
];

/// The command line of the program, for whoever starts it.
pub(crate) const PROGRAM: [&str; 6] = [
    env!("CARGO_BIN_EXE_sportello"),
    "demo",
    "--profile",
    "reader",
    "--date",
    "2026-11-23",
];

/// Whether a program is installed; it is named when it is not.
pub(crate) fn is_here(name: &str) -> bool {
    let found = std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path)
            .chain(["/usr/sbin".into(), "/sbin".into()])
            .any(|folder| folder.join(name).is_file())
    });
    if !found {
        println!("{name} is not installed: nothing is asserted of it here");
    }
    found
}

/// The queue at the start of the day, read.
pub(crate) fn opened(line: &mut Line) {
    line.until("the queue", |seen| {
        let rows = &seen.rows;
        rows[0].starts_with("Coda di oggi")
            && rows[1].contains("Persona")
            && rows[6].starts_with('5')
    });
}

/// A speech reader: how to start it and how its file is read.
struct Speech {
    name: &'static str,
    /// The command around the program; its files go to this folder.
    around: fn(&Path, &Path) -> CommandBuilder,
    /// The sentences in what it has written.
    said: fn(&str) -> Vec<String>,
    /// What the model says of it.
    model: fn(&Seen, &Seen) -> String,
}

const FENRIR: Speech = Speech {
    name: "fenrir",
    around: fenrir,
    said: |text| text.lines().map(words).collect(),
    model: model::fenrir,
};

const YASR: Speech = Speech {
    name: "yasr",
    around: yasr,
    said: |text| {
        // The language of the Emacspeak servers: `q {what is said}`, `l {a letter}`.
        let speech = |line: &str| {
            let said = line.strip_prefix("q {").or(line.strip_prefix("l {"))?;
            Some(words(said.strip_suffix('}')?))
        };
        text.lines().filter_map(speech).collect()
    },
    model: model::yasr,
};

/// Fenrir with its terminal emulation, and a driver of speech that writes lines to a file.
fn fenrir(folder: &Path, said: &Path) -> CommandBuilder {
    let driver = folder.join("voice.py");
    fs::write(
        &driver,
        format!(
            "from fenrirscreenreader.core.speechDriver import speechDriver\n\
             class driver(speechDriver):\n\
             \x20   def initialize(self, environment):\n\
             \x20       self._isInitialized = True\n\
             \x20   def speak(self, text, queueable=True):\n\
             \x20       with open('{}', 'a', encoding='utf-8') as said:\n\
             \x20           said.write(text.replace('\\n', ' ') + '\\n')\n",
            said.display()
        ),
    )
    .unwrap();
    // The driver is named by its way from the folder of drivers: far enough up, then down again.
    let from_root = format!("{}{}", "../".repeat(12), folder.join("voice").display());
    let settings = format!(
        "[sound]\nenabled=True\n\
         # A sound takes the place of some words: a player that plays nothing.\n\
         genericPlayFileCommand=true\ngenericFrequencyCommand=true\n\
         [speech]\nenabled=True\ndriver={from_root}\n\
         [braille]\nenabled=False\ndriver=dummyDriver\n\
         [screen]\ndriver=ptyDriver\n\
         [keyboard]\ndriver=ptyDriver\nkeyboardLayout=pty\nwordEcho=False\n\
         [general]\npunctuationLevel=none\ndebugLevel=0\ndebugFile={home}/log\nshell={}\n\
         [remote]\nenabled=False\nsocketpath={home}/\n",
        script(folder, &PROGRAM).display(),
        home = folder.display(),
    );
    let path = folder.join("fenrir.conf");
    fs::write(&path, settings).unwrap();
    let mut command = CommandBuilder::new("fenrir");
    command.args(["-s".as_ref(), path.as_os_str()]);
    command
}

/// YASR as Debian sets it up, with a voice that writes down what it is given.
fn yasr(folder: &Path, said: &Path) -> CommandBuilder {
    let shipped = fs::read_to_string("/etc/yasr/yasr.conf").unwrap();
    let mut settings = String::new();
    for line in shipped.lines() {
        let line = match line.split_once('=') {
            Some(("synthesizer", _)) => "synthesizer=emacspeak server".to_owned(),
            Some(("synthesizer port", _)) => format!("synthesizer port=|tee {}", said.display()),
            _ => line.to_owned(),
        };
        let _ = writeln!(settings, "{line}");
    }
    let path = folder.join("yasr.conf");
    fs::write(&path, settings).unwrap();
    let mut command = CommandBuilder::new("yasr");
    command.args(["-C".as_ref(), path.as_os_str(), "--".as_ref()]);
    command.arg(script(folder, &PROGRAM));
    command
}

/// Somebody who listens.
struct Ear {
    line: Line,
    file: PathBuf,
    said: fn(&str) -> Vec<String>,
    /// How many sentences were heard so far.
    heard: usize,
    _folder: tempfile::TempDir,
}

impl Ear {
    fn open(speech: &Speech) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("said");
        fs::write(&file, "").unwrap();
        let command = (speech.around)(folder.path(), &file);
        let mut ear = Self {
            line: start(command, folder.path(), None),
            file,
            said: speech.said,
            heard: 0,
            _folder: folder,
        };
        opened(&mut ear.line);
        // To the menu and back: a screen is said from its title to its last row, and then there is silence.
        ear.line.send("g");
        ear.until_said("Menu");
        ear.line.send("1");
        opened(&mut ear.line);
        ear.until_heard("the queue to its end", |said| {
            said.join(" ").contains("Coda di oggi")
                && said.last().is_some_and(|last| last.ends_with("indietro"))
        });
        ear
    }

    /// Waits until a text is said, and gives all that was said until then.
    fn until_said(&mut self, what: &str) -> Vec<String> {
        self.until_heard(what, |said| said.join(" ").contains(what))
    }

    fn until_heard(&mut self, what: &str, holds: impl Fn(&[String]) -> bool) -> Vec<String> {
        let mut new = Vec::new();
        let (file, said, heard) = (&self.file, self.said, self.heard);
        let came = self.line.waits(|_| {
            let text = fs::read(file).unwrap();
            let text = String::from_utf8_lossy(&text);
            // A line that is being written is not yet said.
            let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
            new = said(whole).split_off(heard);
            holds(&new)
        });
        let screen = self.line.seen().rows.join("\n");
        assert!(came, "{what:?} is not said, but {new:#?} of\n{screen}");
        self.heard += new.len();
        new
    }
}

/// Twenty-one moves: each row is said once, whole, and nothing else.
fn moves(speech: &Speech) {
    if !is_here(speech.name) {
        return;
    }
    let mut ear = Ear::open(speech);
    let (mut said, mut rows, mut modelled) = (Vec::new(), Vec::new(), Vec::new());
    for key in MOVES {
        let before = ear.line.seen();
        ear.line.send(key);
        ear.line
            .until("the move", |seen| seen.cursor != before.cursor);
        said.extend(ear.until_heard("a row", |said| !said.is_empty()));
        let after = ear.line.seen();
        rows.push(words(after.row()));
        modelled.push((speech.model)(&before, &after));
    }
    ear.line.send("g");
    // What is said late is said before this.
    let mut rest = ear.until_said("Menu");
    rest.truncate(
        rest.iter()
            .position(|text| text.contains("Menu"))
            .unwrap_or(0),
    );
    said.extend(rest);
    assert_eq!(said, rows, "{}: said, and in focus", speech.name);
    assert_eq!(modelled, rows, "the model of {}", speech.name);
    println!(
        "{}: {} of {} moves said once, whole, nothing else",
        speech.name,
        rows.len(),
        MOVES.len()
    );
    ear.line.send("1");
    opened(&mut ear.line);
    ear.line.leave();
}

/// The main job: each step says what it did.
fn main_job(speech: &Speech) {
    if !is_here(speech.name) {
        return;
    }
    let mut ear = Ear::open(speech);
    for (keys, shown, said) in MAIN_JOB {
        ear.line.send(keys);
        ear.line.until(shown, |seen| {
            seen.rows.iter().any(|row| row.contains(shown))
        });
        ear.until_said(said);
    }
    println!(
        "{}: {} steps of the main job, each said",
        speech.name,
        MAIN_JOB.len()
    );
    ear.line.leave();
}

#[test]
#[ignore = "needs Fenrir: cargo test --test readers -- --ignored"]
fn fenrir_says_each_row_once_and_nothing_else() {
    moves(&FENRIR);
}

#[test]
#[ignore = "needs Fenrir: cargo test --test readers -- --ignored"]
fn fenrir_says_the_main_job() {
    main_job(&FENRIR);
}

#[test]
#[ignore = "needs YASR: cargo test --test readers -- --ignored"]
fn yasr_says_each_row_once_and_nothing_else() {
    moves(&YASR);
}

#[test]
#[ignore = "needs YASR: cargo test --test readers -- --ignored"]
fn yasr_says_the_main_job() {
    main_job(&YASR);
}
