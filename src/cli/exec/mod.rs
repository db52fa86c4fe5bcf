//! The commands that may be asked for over SSH: those that only read, or take what is sent to them.
//!
//! The same functions answer at the office's own computer. Here they get the store of the server, the member of staff who
//! logged in and the streams of the channel; they open no file by name, and nothing they do ends the process.

use std::sync::Arc;

use sportello::args::{Import, Remote, RemoteCommand};
use sportello::domain::Named as _;
use sportello::domain::lang::Lang;
use sportello::domain::staff::Staff;
use sportello::reference::Reference;
use sportello::serve::exec::{self, Commands, DONE, ELSEWHERE, Io, NOT_DONE, USAGE};
use sportello::store::Store;
use sportello::ui::words::{MessageId, Words};

use super::usage::{self, Unparsed};
use super::voice::{Voice, unheard};
use super::{export, import, list, lookup};

/// What may be asked for, as it is said to whoever asks for something else.
const KNOWN: &str = "list, export, import, tax-code, places, occupations, holidays";
/// Options that choose a file, a person or a screen: whoever logged in is who asks, and the office is the server's.
const LOCAL_FLAGS: [&str; 6] = [
    "--db",
    "--config",
    "--as",
    "--theme",
    "--profile",
    "--linear",
];
/// The most bytes of a file that is sent: hundreds of thousands of rows.
const MOST: u64 = 256 << 20;

/// The commands for those who are logged in to a server.
pub(crate) struct Exec {
    reference: Arc<Reference>,
    italian: Words,
    english: Words,
    lang: Lang,
}

impl Exec {
    /// With the embedded tables; `lang` is spoken to those who chose none.
    pub(crate) fn new(reference: Arc<Reference>, lang: Lang) -> Self {
        Self {
            reference,
            italian: Words::new(Lang::It.code()),
            english: Words::new(Lang::En.code()),
            lang,
        }
    }

    fn words(&self, lang: Lang) -> &Words {
        match lang {
            Lang::It => &self.italian,
            Lang::En => &self.english,
        }
    }

    fn answer(
        &self,
        voice: &mut Voice<'_>,
        (store, who): (&Store, &Staff),
        command: &RemoteCommand,
    ) -> anyhow::Result<bool> {
        let tables = &self.reference;
        match command {
            RemoteCommand::List(ask) => list::run(voice, store, who, ask),
            RemoteCommand::Export(ask) => export::run(voice, store, who, Arc::clone(tables), ask),
            RemoteCommand::Import(ask) => import::run(voice, store, who, Arc::clone(tables), ask),
            RemoteCommand::TaxCode(ask) => lookup::tax_code(voice, tables, ask),
            RemoteCommand::Places(ask) => lookup::places(voice, tables, ask),
            RemoteCommand::Occupations(ask) => lookup::occupations(voice, tables, ask),
            RemoteCommand::Holidays(ask) => lookup::holidays(voice, tables, ask),
        }
    }
}

impl Commands for Exec {
    fn run(&self, office: (&Store, &Staff), argv: &[String], io: Io<'_>) -> u8 {
        let lang = usage::lang_of(argv).or(office.1.lang).unwrap_or(self.lang);
        let words = self.words(lang);
        let mut voice = Voice {
            words,
            lang,
            asked: None,
            io: Io {
                input: &mut *io.input,
                output: &mut *io.output,
                errors: &mut *io.errors,
            },
            watched: false,
            far: Some(MOST),
        };
        let asked = match read(argv, words) {
            Ok(asked) => asked,
            Err(Unparsed::Help(text)) => {
                return if voice.io.output.write_all(text.as_bytes()).is_ok() {
                    DONE
                } else {
                    NOT_DONE
                };
            }
            Err(Unparsed::Wrong(text)) => {
                for line in text.lines() {
                    voice.complain(line);
                }
                return USAGE;
            }
        };
        let answer = unheard(self.answer(&mut voice, office, &asked.command));
        let status = match answer {
            Ok(true) => DONE,
            Ok(false) => NOT_DONE,
            Err(error) => {
                let said = usage::said(&error, words);
                voice.complain(&format!("sportello: {said}"));
                NOT_DONE
            }
        };
        match voice.io.output.flush() {
            Ok(()) => status,
            Err(_) => NOT_DONE,
        }
    }
}

/// What was asked, if it may be asked from here.
fn read(argv: &[String], words: &Words) -> Result<Remote, Unparsed> {
    let wrong = |text: std::borrow::Cow<'_, str>| Err(Unparsed::Wrong(text.into_owned()));
    let known = ("known", KNOWN.into());
    let Some((command, _)) = exec::command(argv) else {
        return wrong(words.with(MessageId("cli-exec-nothing"), &[known]));
    };
    let named = exec::name(argv);
    let not_from_here = match &named {
        None => Some((usage::brief(command), MessageId("cli-exec-unknown"))),
        Some(name) if ELSEWHERE.contains(&name.as_str()) => {
            Some((name.into(), MessageId("cli-exec-not-here")))
        }
        Some(_) => None,
    };
    if let Some((command, why)) = not_from_here {
        return wrong(words.with(why, &[("command", command.into()), known]));
    }
    let flag = argv
        .iter()
        .take_while(|word| *word != "--")
        .filter_map(|word| word.split('=').next())
        .find(|word| LOCAL_FLAGS.contains(word));
    if let Some(flag) = flag {
        return wrong(words.with(MessageId("cli-exec-no-flag"), &[("flag", flag.into())]));
    }
    let asked: Remote = usage::read(argv, words, Some(named.as_deref().unwrap_or_default()))?;
    if let RemoteCommand::Import(Import { file, partial, .. }) = &asked.command {
        if file.as_os_str() != "-" {
            return wrong(words.get(MessageId("cli-exec-only-input")));
        }
        if partial.is_some() {
            return wrong(words.get(MessageId("cli-exec-no-partial")));
        }
    }
    Ok(asked)
}

#[cfg(test)]
mod tests;
