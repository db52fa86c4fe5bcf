//! Single commands asked for over SSH (`ssh office list queue --json`): what the server asks of whoever knows the
//! commands, and how the one line that SSH sends becomes words.
//!
//! Knows no command by itself and starts no program: there is no shell here, so nothing in a line is expanded,
//! joined or redirected. Which commands may be asked for, and by whom, is said by the [`Commands`] that the
//! program hands in.

use std::fmt;
use std::io::{Read, Write};

use crate::domain::staff::Staff;
use crate::store::Store;

/// The longest line that is taken, in bytes.
pub const LONGEST: usize = 4096;
/// The most words of a line.
pub const MOST_WORDS: usize = 64;

/// Exit status: it is done.
pub const DONE: u8 = 0;
/// Exit status: refused, or not found.
pub const NOT_DONE: u8 = 1;
/// Exit status: wrong usage, or a command that is not to be had this way.
pub const USAGE: u8 = 2;

/// What a command reads from and writes to: the three streams of an SSH channel.
pub struct Io<'a> {
    /// Standard input. Ends where the client's ends.
    pub input: &'a mut dyn Read,
    /// Standard output.
    pub output: &'a mut dyn Write,
    /// The error stream.
    pub errors: &'a mut dyn Write,
}

impl fmt::Debug for Io<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Io")
    }
}

/// The commands that may be run for somebody who is logged in.
pub trait Commands: Send + Sync {
    /// Runs one command, whose words are `argv` without the program's own name, and gives its exit status:
    /// [`DONE`], [`NOT_DONE`] or [`USAGE`].
    ///
    /// Blocks until the command has ended, so it has a thread of its own; a stream that fails ends it early. It
    /// never ends the process, never reads or writes other streams than those given, and does only what the
    /// member of staff may do in the office of the store, which knows the log-in that it is done under.
    fn run(&self, office: (&Store, &Staff), argv: &[String], io: Io<'_>) -> u8;
}

/// Why a line is no command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotWords {
    /// Longer than [`LONGEST`], or of more than [`MOST_WORDS`] words.
    #[error("the command is too long")]
    TooLong,
    /// Not text: other bytes than UTF-8, or control characters.
    #[error("the command is not plain text")]
    NotText,
    /// A quotation mark that is not closed, or a backslash at the end.
    #[error("a quotation mark is not closed")]
    Unclosed,
}

/// The words of a line, parted at blanks. Quotation marks of both kinds and the backslash work as in a POSIX shell;
/// nothing else has a meaning. The program's own name in front is left out.
pub fn words(line: &[u8]) -> Result<Vec<String>, NotWords> {
    if line.len() > LONGEST {
        return Err(NotWords::TooLong);
    }
    let line = std::str::from_utf8(line).map_err(|_| NotWords::NotText)?;
    if line.chars().any(|c| c.is_control() && c != '\t') {
        return Err(NotWords::NotText);
    }
    let mut words = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(&next) = chars.peek() {
        if next == ' ' || next == '\t' {
            chars.next();
            continue;
        }
        if words.len() == MOST_WORDS {
            return Err(NotWords::TooLong);
        }
        words.push(word(&mut chars)?);
    }
    if words.first().is_some_and(|first| first == "sportello") {
        words.remove(0);
    }
    Ok(words)
}

/// One word, up to the next blank outside quotation marks.
fn word(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<String, NotWords> {
    let mut word = String::new();
    let mut quote = None;
    while let Some(&c) = chars.peek() {
        match (quote, c) {
            (None, ' ' | '\t') => break,
            (None, '\'' | '"') => quote = Some(c),
            (Some(mark), c) if c == mark => quote = None,
            (None | Some('"'), '\\') => {
                chars.next();
                let escaped = *chars.peek().ok_or(NotWords::Unclosed)?;
                if quote.is_some() && !matches!(escaped, '"' | '\\' | '$' | '`') {
                    word.push('\\');
                }
                word.push(escaped);
            }
            _ => word.push(c),
        }
        chars.next();
    }
    if quote.is_some() {
        return Err(NotWords::Unclosed);
    }
    Ok(word)
}

/// The name by which what is no command of this program stands in the log.
pub const UNKNOWN: &str = "unknown";

/// The name by which a command stands in the log: never what it asks about, which may be a person. None for what
/// is no command of this program.
///
/// The first word that is no option; the second one too where it says which list or file. A command that is not
/// to be had from afar has a name as well: whoever asks for it is told where it is.
pub fn name(argv: &[String]) -> Option<String> {
    let (first, rest) = command(argv)?;
    if first == HELP {
        return Some(HELP.to_owned());
    }
    if !FIRST.contains(&first) && !ELSEWHERE.contains(&first) {
        return None;
    }
    let kind = rest
        .first()
        .map(String::as_str)
        .filter(|word| matches!(first, "list" | "export" | "import") && KINDS.contains(word));
    Some(match kind {
        Some(kind) => format!("{first} {kind}"),
        None => first.to_owned(),
    })
}

/// The first word that is no option, whatever it is, and what follows it; none where there are options alone.
pub fn command(argv: &[String]) -> Option<(&str, &[String])> {
    let mut at = 0;
    loop {
        match argv.get(at)?.as_str() {
            "-h" | "--help" => return Some((HELP, &[])),
            option if WITH_A_VALUE.contains(&option) => at += 2,
            option if option.starts_with("--") => at += 1,
            word => return Some((word, &argv[at + 1..])),
        }
    }
}

/// The command that says which there are.
const HELP: &str = "help";

/// What may be asked for from afar.
const FIRST: [&str; 8] = [
    "list",
    "export",
    "import",
    "tax-code",
    "places",
    "occupations",
    "holidays",
    HELP,
];

/// Commands that are for the office's own computer.
pub const ELSEWHERE: [&str; 11] = [
    "demo",
    "init",
    "staff",
    "office",
    "serve",
    "status",
    "fingerprint",
    "backup",
    "restore",
    "doctor",
    "accessibility",
];

/// Options before a command whose next word is their value.
const WITH_A_VALUE: [&str; 6] = ["--lang", "--db", "--as", "--config", "--theme", "--profile"];

/// What lists and files are of.
const KINDS: [&str; 5] = ["queue", "agenda", "vacancies", "people", "codes"];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Result<Vec<String>, NotWords> {
        words(line.as_bytes())
    }

    #[test]
    fn words_are_parted_as_in_a_shell_and_nothing_is_expanded() {
        for (line, expected) in [
            ("list queue --json", &["list", "queue", "--json"][..]),
            ("  sportello\tlist   queue ", &["list", "queue"]),
            (
                "places 'sesto san' \"gio\\\"va\"nni",
                &["places", "sesto san", "gio\"vanni"],
            ),
            (
                "places $HOME `id` a;b a|b >x * ~",
                &["places", "$HOME", "`id`", "a;b", "a|b", ">x", "*", "~"],
            ),
            (
                "places san\\ donato '' '\\n'",
                &["places", "san donato", "", "\\n"],
            ),
            ("", &[]),
        ] {
            assert_eq!(of(line).unwrap(), expected, "{line}");
        }
    }

    #[test]
    fn what_is_no_line_of_text_is_refused() {
        assert_eq!(of("places 'sesto"), Err(NotWords::Unclosed));
        assert_eq!(of("places sesto\\"), Err(NotWords::Unclosed));
        assert_eq!(of("list queue\nlist people"), Err(NotWords::NotText));
        assert_eq!(words(b"places \xff"), Err(NotWords::NotText));
        assert_eq!(of(&"x".repeat(LONGEST + 1)), Err(NotWords::TooLong));
        assert_eq!(of(&"x ".repeat(MOST_WORDS + 1)), Err(NotWords::TooLong));
    }

    #[test]
    fn the_log_learns_which_command_it_was_and_not_about_whom() {
        for (line, expected) in [
            ("list people --json", Some("list people")),
            ("import vacancies -", Some("import vacancies")),
            ("tax-code RSSMRA80A01F205X", Some("tax-code")),
            ("places rossi", Some("places")),
            ("list rossi", Some("list")),
            ("--lang it list queue", Some("list queue")),
            ("--lang=it --linear list queue", Some("list queue")),
            ("--db rossi list queue", Some("list queue")),
            ("staff add rossi", Some("staff")),
            ("doctor", Some("doctor")),
            ("--help", Some("help")),
            ("mario rossi", None),
            ("--lang", None),
            ("--rossi", None),
            ("", None),
        ] {
            assert_eq!(name(&of(line).unwrap()).as_deref(), expected, "{line}");
        }
    }
}
