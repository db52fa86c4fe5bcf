//! How a command speaks: in which language, from and to which streams.
//!
//! The same for a command at this computer and for one asked for over SSH. Everything that is said passes the one filter
//! for text, so that no name on file reaches a terminal with characters that act on it.

use std::borrow::Cow;
use std::io;

use anyhow::{Result, anyhow};
use sportello::app::errors::sentence;
use sportello::domain::lang::Lang;
use sportello::serve::exec::Io;
use sportello::store::Error;
use sportello::terminal::text;
use sportello::ui::words::Words;

use super::lookup::Format;

/// The voice of one command.
pub(crate) struct Voice<'a> {
    /// The words.
    pub(crate) words: &'a Words,
    /// Their language.
    pub(crate) lang: Lang,
    /// The language that was asked for with the command itself: what is for programs keeps to Italian otherwise.
    pub(crate) asked: Option<Lang>,
    /// The streams.
    pub(crate) io: Io<'a>,
    /// Whether somebody watches it at this computer, so that a bar of progress makes sense.
    pub(crate) watched: bool,
    /// For somebody over SSH: the most bytes that are taken from the input as a file. None at this computer, where
    /// there are as many as there are.
    pub(crate) far: Option<u64>,
}

impl Voice<'_> {
    /// Says something on the output; a reader that has gone away is an error like any other, see [`unheard`].
    pub(crate) fn say(&mut self, text: &str) -> Result<()> {
        writeln!(self.io.output, "{}", text::clean(text))?;
        Ok(())
    }

    /// Says what went wrong, on the error stream.
    pub(crate) fn complain(&mut self, text: &str) {
        // Nobody is left to be told when the error stream is closed.
        drop(writeln!(self.io.errors, "{}", text::clean(text)));
    }

    /// An error of the store, worded.
    pub(crate) fn worded(&self, error: &Error) -> anyhow::Error {
        anyhow!(sentence(error, self.words))
    }

    /// How a list or a look-up is written.
    pub(crate) fn format(&self, json: bool) -> Format {
        if json {
            Format::Json
        } else {
            Format::Plain(self.lang)
        }
    }
}

/// The end of a command whose reader may have gone away meanwhile: that is no error.
pub(crate) fn unheard(answer: Result<bool>) -> Result<bool> {
    match answer {
        Err(error) if is_unheard(&error) => Ok(true),
        answer => answer,
    }
}

fn is_unheard(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// JSON in which no character can act on a terminal: those that are only seen by what they do are escaped.
pub(crate) fn safe_json(json: &str) -> Cow<'_, str> {
    if !json.chars().any(text::forbidden) {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if text::forbidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}
