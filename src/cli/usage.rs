//! The command line in the language of whoever writes it: reading it, and what is said when it is written wrongly.
//!
//! clap reads the arguments; its own texts are English and never shown, except where a command has no words here yet.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io;

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use sportello::app::errors::of_system;
use sportello::args::Unfit;
use sportello::config::{ConfigError, ConfigFault};
use sportello::domain::Named as _;
use sportello::domain::lang::Lang;
use sportello::domain::text;
use sportello::ui::theme::ThemeError;
use sportello::ui::words::{MessageId, Words};

use super::help::{framed, localised};

/// The width of a help that is read on a screen nobody here knows.
const FAR_WIDTH: usize = 80;

/// Arguments that are no command to be done.
#[derive(Debug)]
pub(crate) enum Unparsed {
    /// The help or the version was asked for: this is it.
    Help(String),
    /// They are wrong: what, and what to do.
    Wrong(String),
}

/// The language that the arguments ask for, before they are read.
pub(crate) fn lang_of<S: AsRef<std::ffi::OsStr>>(argv: &[S]) -> Option<Lang> {
    let mut words = argv
        .iter()
        .map(|word| word.as_ref().to_string_lossy())
        .take_while(|word| word != "--");
    let mut found = None;
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next().map(std::borrow::Cow::into_owned),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        found = value.and_then(|value| value.parse().ok()).or(found);
    }
    found
}

/// Reads arguments without the program's own name. `far`: the command that is asked from another computer, whose
/// screen nobody here knows, and where no more is typed than what follows the name of the office.
pub(crate) fn read<P: Parser>(
    argv: impl IntoIterator<Item = impl Into<OsString>>,
    words: &Words,
    far: Option<&str>,
) -> Result<P, Unparsed> {
    let mut command = localised(P::command(), "", words);
    if far.is_some() {
        command = command.term_width(FAR_WIDTH);
    }
    let argv = std::iter::once(OsString::from("sportello")).chain(argv.into_iter().map(Into::into));
    command
        .try_get_matches_from_mut(argv)
        .and_then(|mut matches| P::from_arg_matches_mut(&mut matches))
        .map_err(|error| unparsed(&error, words, far.unwrap_or("sportello")))
}

fn unparsed(error: &clap::Error, words: &Words, command: &str) -> Unparsed {
    let rendered = || framed(&error.render().to_string(), words);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Unparsed::Help(rendered()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Unparsed::Wrong(rendered()),
        _ => {
            let mut text = sentences(error, words).join(" ");
            if let Some(usage) = strings(error, ContextKind::Usage).first() {
                text.push_str("\n\n");
                text.push_str(framed(usage, words).trim_end());
            }
            text.push_str("\n\n");
            let help = format!("{command} --help");
            let command = ("command", help.as_str().into());
            text.push_str(&words.with(MessageId("usage-help"), &[command]));
            Unparsed::Wrong(text)
        }
    }
}

/// What an error says of itself, as texts.
fn strings(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        _ => Vec::new(),
    }
}

/// Whether a slip of two letters leads from one command to another, or one begins with the other.
fn is_like(typed: &str, known: &str) -> bool {
    let begins = |whole: &str, part: &str| part.len() > 1 && whole.starts_with(part);
    begins(known, typed)
        || begins(typed, known)
        || text::typos(typed.as_bytes(), known.as_bytes(), 2).is_some()
}

/// The most letters of what was typed that are said again.
const SAID_AGAIN: usize = 60;

/// What was typed, as far as it is worth saying again; what stands for several values without its dots.
pub(super) fn brief(text: &str) -> Cow<'_, str> {
    let text = text.strip_suffix("...").unwrap_or(text);
    match text.char_indices().nth(SAID_AGAIN) {
        Some((end, _)) => format!("{}[...]", &text[..end]).into(),
        None => text.into(),
    }
}

/// What is wrong, then what to do.
fn sentences(error: &clap::Error, words: &Words) -> Vec<String> {
    let typed = strings(error, ContextKind::InvalidSubcommand);
    let one = |kind| {
        let mut texts = strings(error, kind);
        if kind == ContextKind::SuggestedSubcommand {
            texts.retain(|known| typed.iter().any(|typed| is_like(typed, known)));
        }
        texts
            .iter()
            .map(|text| brief(text))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let say = |id, args: &[(&str, String)]| {
        let args: Vec<_> = args
            .iter()
            .map(|(name, value)| (*name, value.as_str().into()))
            .collect();
        words.with(id, &args).into_owned()
    };
    let arg = ("arg", one(ContextKind::InvalidArg));
    let value = one(ContextKind::InvalidValue);
    let mut said = vec![match error.kind() {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            say(MessageId("usage-no-value"), &[arg])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            say(MessageId("usage-invalid-value"), &[arg, ("value", value)])
        }
        ErrorKind::UnknownArgument => say(MessageId("usage-unknown-argument"), &[arg]),
        ErrorKind::InvalidSubcommand => {
            let command = ("command", one(ContextKind::InvalidSubcommand));
            say(MessageId("usage-unknown-command"), &[command])
        }
        ErrorKind::MissingRequiredArgument => say(MessageId("usage-missing"), &[("known", arg.1)]),
        ErrorKind::MissingSubcommand => say(MessageId("usage-missing-command"), &[]),
        ErrorKind::ArgumentConflict => {
            let other = one(ContextKind::PriorArg);
            if other.is_empty() || other == arg.1 {
                say(MessageId("usage-twice"), &[arg])
            } else {
                say(MessageId("usage-conflict"), &[arg, ("other", other)])
            }
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            say(MessageId("usage-no-value"), &[arg])
        }
        ErrorKind::TooManyValues => say(MessageId("usage-invalid-value"), &[arg, ("value", value)]),
        ErrorKind::InvalidUtf8 => say(MessageId("usage-not-text"), &[]),
        _ => say(MessageId("usage-other"), &[]),
    }];
    let unfit = std::error::Error::source(error).and_then(|why| why.downcast_ref::<Unfit>());
    if let Some(unfit) = unfit {
        said.push(words.of(Unfit::FAMILY, unfit.code()).into_owned());
    }
    let lists = [
        (ContextKind::ValidValue, MessageId("usage-one-of")),
        (ContextKind::ValidSubcommand, MessageId("usage-one-of")),
        (ContextKind::SuggestedSubcommand, MessageId("usage-perhaps")),
        (ContextKind::SuggestedArg, MessageId("usage-perhaps")),
    ];
    for (kind, id) in lists {
        let known = one(kind);
        if !known.is_empty() {
            said.push(say(id, &[("known", known)]));
        }
    }
    said
}

/// An error with its causes as one sentence, in the language of the words.
pub(crate) fn said(error: &anyhow::Error, words: &Words) -> String {
    let mut parts: Vec<String> = Vec::new();
    for cause in error.chain() {
        let part = if let Some(error) = cause.downcast_ref::<io::Error>() {
            of_system(error, words)
        } else if let Some(error) = cause.downcast_ref::<ConfigError>() {
            of_config(error, words)
        } else if let Some(error) = cause.downcast_ref::<ThemeError>() {
            of_theme(error, words)
        } else {
            cause.to_string()
        };
        // A cause that its effect has told already is not told twice.
        if !parts.iter().any(|before| before.ends_with(&part)) {
            parts.push(part);
        }
    }
    parts.join(": ")
}

fn of_config(error: &ConfigError, words: &Words) -> String {
    let path = error.path.display().to_string();
    let detail = match &error.fault {
        ConfigFault::Unreadable(kind) => {
            let detail = of_system(&(*kind).into(), words);
            let args = [("path", path.into()), ("detail", detail.into())];
            return words
                .with(MessageId("config-unreadable"), &args)
                .into_owned();
        }
        ConfigFault::Unknown { name, known } => {
            let known = known.join(", ");
            let args = [("name", name.as_str().into()), ("known", known.into())];
            words.with(MessageId("config-unknown"), &args)
        }
        ConfigFault::Kind => words.get(MessageId("config-kind")),
        ConfigFault::Line => words.get(MessageId("config-line")),
    };
    let line = error.line.unwrap_or(1).to_string();
    let args = [
        ("path", path.into()),
        ("line", line.into()),
        ("detail", detail.into()),
    ];
    words.with(MessageId("config-wrong"), &args).into_owned()
}

fn of_theme(error: &ThemeError, words: &Words) -> String {
    let args = [
        ("path", error.file.as_str().into()),
        ("line", error.line.to_string().into()),
        ("detail", error.problem.as_str().into()),
    ];
    words.with(MessageId("config-theme"), &args).into_owned()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use sportello::args::{Args, Remote};

    use super::super::help::{join, of_path};
    use super::*;

    #[test]
    fn every_command_and_argument_has_its_help() {
        fn lacking(command: &clap::Command, path: &str, found: &mut Vec<String>) {
            found.extend(of_path(path).is_none().then(|| path.to_owned()));
            for arg in command.get_arguments() {
                let own = join(path, arg.get_id().as_str());
                let has = of_path(&own).or_else(|| of_path(arg.get_id().as_str()));
                found.extend(has.is_none().then_some(own));
            }
            for below in command.get_subcommands() {
                lacking(below, &join(path, below.get_name()), found);
            }
        }
        let mut found = Vec::new();
        lacking(&Args::command(), "", &mut found);
        lacking(&Remote::command(), "", &mut found);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn the_language_is_known_before_the_rest_is_read() {
        assert_eq!(lang_of(&["list", "--lang", "en"]), Some(Lang::En));
        assert_eq!(lang_of(&["--lang=it", "list"]), Some(Lang::It));
        assert_eq!(lang_of(&["list", "--lang", "fr"]), None);
        assert_eq!(lang_of(&["places", "--", "--lang=en"]), None);
        assert_eq!(lang_of::<&str>(&[]), None);
    }

    #[test]
    fn italian_help_and_faults_have_no_english_in_them() {
        let words = Words::new("it");
        let of = |line: &str| match read::<Args>(line.split_whitespace(), &words, Some("list")) {
            Err(Unparsed::Help(text) | Unparsed::Wrong(text)) => text,
            Ok(args) => panic!("{line}: {args:?}"),
        };
        let english = [
            "Usage",
            "OPTIONS",
            "COMMAND",
            "Options",
            "Commands",
            "Arguments",
            "error:",
            "Print",
            "possible",
            "default",
            "The ",
            "the ",
            "WHAT",
            "QUERY",
            "<CODE>",
            "YEAR",
            "SWITCH",
            "<NAME>",
            "<ROLE>",
            "<DATE>",
            "LANG>",
            "ADDR",
            "PROFILE",
            "REFUSED",
        ];
        for line in [
            "--help",
            "list --help",
            "import -h",
            "staff --help",
            "staff add --help",
            "export agenda --help",
            "list persone",
            "lista queue",
            "list",
            "staff",
            "import people",
            "list queue --jsn",
            "demo --date 31/12/2026",
            "holidays 1200",
            "list queue --db",
            "--lang fr",
            "init --login Anna",
            "list queue --json --json",
            "staff key --help",
            "serve --help",
            "office passwords -h",
            "list --help",
            "serve --help",
            "serve --listen x",
            "serve --allow x",
            "serve --metrics 0.0.0.0:9222",
            "places",
            "tax-code",
            "holidays",
            "staff key revoke",
        ] {
            let text = of(line);
            for word in english {
                assert!(!text.contains(word), "{line}: {word}: {text}");
            }
        }
        assert!(of("lista queue").starts_with("Il comando lista non c'è. Forse volevi "));
        assert!(of("list persone").contains("queue, agenda, vacancies, people, codes"));
        assert!(of("demo --date 31/12/2026").contains("per esempio 2026-03-03"));
    }
}
