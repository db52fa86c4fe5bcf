//! Why something failed, as a sentence that says what to do.

use std::borrow::Cow;
use std::io;

use chrono::NaiveDate;

use crate::domain::Named;
use crate::store::Error;
use crate::ui::words::{MessageId, Words};

/// The sentence for an error, in the language in use.
pub fn sentence(error: &Error, words: &Words) -> String {
    let one = |id: MessageId, name: &str, value: &str| {
        words.with(id, &[(name, value.into())]).into_owned()
    };
    match error {
        Error::Denied(right) => one(
            MessageId("error-denied"),
            "right",
            &words.of("right", right.code()),
        ),
        Error::Refused { rule, detail } => words
            .family(
                "refusal",
                rule.code(),
                &[("detail", in_words(detail, words).into())],
            )
            .into_owned(),
        Error::Conflict { by, .. } => one(MessageId("error-conflict"), "by", by),
        Error::NotFound { .. } => words.get(MessageId("error-not-found")).into_owned(),
        Error::Invalid { field, .. } => one(MessageId("error-invalid"), "field", field),
        Error::Busy(by) => one(MessageId("error-busy"), "by", &in_use_by(by, words)),
        Error::DiskFull => words.get(MessageId("error-disk-full")).into_owned(),
        Error::ReadOnly => words.get(MessageId("error-read-only")).into_owned(),
        Error::Unlogged => words.get(MessageId("error-unlogged")).into_owned(),
        Error::Damaged { path, detail } => {
            // What SQLite says of its pages is for the doctor to tell.
            let detail = known(detail, words);
            let detail = detail.unwrap_or_else(|| words.get(MessageId("detail-malformed")));
            with_path(words, MessageId("error-damaged"), path, &detail)
        }
        Error::Replaced { path } => with_path(words, MessageId("error-replaced"), path, ""),
        Error::NotAnOffice { path, detail } => {
            with_path(words, MessageId("error-not-an-office"), path, detail)
        }
        Error::NewerSchema { path, found, known } => words
            .with(
                MessageId("error-newer-schema"),
                &[
                    ("path", path.display().to_string().into()),
                    ("found", (*found).into()),
                    ("known", (*known).into()),
                ],
            )
            .into_owned(),
        Error::NetworkFileSystem { path, kind } => {
            with_path(words, MessageId("error-network-file-system"), path, kind)
        }
        Error::Open { path, detail } => with_path(words, MessageId("error-open"), path, detail),
        Error::Constraint(detail) => one(MessageId("error-fault"), "detail", detail),
        Error::Disk(detail) => one(MessageId("error-disk"), "detail", &detailed(detail, words)),
        Error::Missing { path } => with_path(words, MessageId("error-missing"), path, ""),
        Error::Exists { path } => with_path(words, MessageId("error-exists"), path, ""),
        Error::FolderReadOnly { folder } => {
            with_path(words, MessageId("error-folder-read-only"), folder, "")
        }
        Error::InUse { path, by } => {
            let by = in_use_by(by, words);
            with_path(words, MessageId("error-in-use"), path, &by)
        }
        Error::OfOthers { path, owner } => words
            .with(
                MessageId("error-of-others"),
                &[
                    ("path", path.display().to_string().into()),
                    ("owner", format!("#{owner}").into()),
                ],
            )
            .into_owned(),
        Error::NotABackup { path, detail } => {
            with_path(words, MessageId("error-not-a-backup"), path, detail)
        }
        Error::Exposed { path, mode, cure } => words
            .with(
                if path.is_dir() {
                    MessageId("error-exposed-folder")
                } else {
                    MessageId("error-exposed")
                },
                &[
                    ("path", path.display().to_string().into()),
                    ("mode", format!("{mode:o}").into()),
                    ("cure", format!("{cure:o}").into()),
                ],
            )
            .into_owned(),
        Error::Closed => words.get(MessageId("error-closed")).into_owned(),
        Error::Fault(detail) => one(MessageId("error-fault"), "detail", detail),
    }
}

/// What the store and SQLite say in English, and our words for it. Anything else stays as it is: it is for whoever
/// mends the program.
const DETAILS: [(&str, MessageId); 12] = [
    ("it is a folder", MessageId("detail-folder")),
    ("it is empty", MessageId("detail-empty")),
    ("another program's database", MessageId("detail-other")),
    (
        "database disk image is malformed",
        MessageId("detail-malformed"),
    ),
    ("file is not a database", MessageId("detail-no-database")),
    ("disk I/O error", MessageId("detail-io")),
    ("unable to open database file", MessageId("detail-open")),
    (
        "it does not end as a backup ends",
        MessageId("detail-no-end"),
    ),
    ("its digest does not hold", MessageId("detail-digest")),
    (
        "its label is longer than the file",
        MessageId("detail-label"),
    ),
    ("its label is of another size", MessageId("detail-label")),
    ("it changed while it was read", MessageId("detail-changed")),
];

/// The kinds of the system's errors that have words.
const SYSTEM: [(io::ErrorKind, MessageId); 15] = [
    (io::ErrorKind::NotFound, MessageId("io-not-found")),
    (io::ErrorKind::PermissionDenied, MessageId("io-denied")),
    (io::ErrorKind::StorageFull, MessageId("io-full")),
    (io::ErrorKind::QuotaExceeded, MessageId("io-full")),
    (io::ErrorKind::FileTooLarge, MessageId("io-too-large")),
    (io::ErrorKind::IsADirectory, MessageId("io-is-a-folder")),
    (io::ErrorKind::NotADirectory, MessageId("io-not-a-folder")),
    (io::ErrorKind::ReadOnlyFilesystem, MessageId("io-read-only")),
    (io::ErrorKind::AlreadyExists, MessageId("io-exists")),
    (io::ErrorKind::AddrInUse, MessageId("io-in-use")),
    (io::ErrorKind::AddrNotAvailable, MessageId("io-no-address")),
    (io::ErrorKind::ConnectionRefused, MessageId("io-refused")),
    (io::ErrorKind::InvalidData, MessageId("io-data")),
    (io::ErrorKind::UnexpectedEof, MessageId("io-data")),
    (io::ErrorKind::TimedOut, MessageId("io-timed-out")),
];

/// What the system refuses, in words.
pub fn of_system(error: &io::Error, words: &Words) -> String {
    let known = SYSTEM.iter().find(|(kind, _)| *kind == error.kind());
    match (known, error.raw_os_error()) {
        (Some((_, id)), _) => words.get(*id).into_owned(),
        (None, Some(code)) => {
            let code = ("code", code.to_string().into());
            words.with(MessageId("io-other"), &[code]).into_owned()
        }
        (None, None) => error.to_string(),
    }
}

/// A detail in words, if there are words for it; the system's own end with its number.
pub fn known<'w>(detail: &str, words: &'w Words) -> Option<Cow<'w, str>> {
    if let Some((_, ours)) = DETAILS.iter().find(|(theirs, _)| *theirs == detail) {
        return Some(words.get(*ours));
    }
    let kind = SYSTEM.iter().find(|(kind, _)| kind.to_string() == detail);
    if let Some((_, ours)) = kind {
        return Some(words.get(*ours));
    }
    let number = detail.rsplit_once("(os error ")?.1.strip_suffix(')')?;
    let error = io::Error::from_raw_os_error(number.parse().ok()?);
    Some(of_system(&error, words).into())
}

/// Who has it, as the store writes it: `sportello (process 4242, ...)`.
fn in_use_by(by: &str, words: &Words) -> String {
    let process = words.get(MessageId("detail-process"));
    by.replace("(process ", &format!("({process} "))
}

/// A detail in words, or as it is.
pub fn detailed<'w>(detail: &'w str, words: &'w Words) -> Cow<'w, str> {
    known(detail, words).unwrap_or(Cow::Borrowed(detail))
}

/// What a refusal names, in words: values of closed sets come as `family:code`, days as ISO writes them.
pub fn in_words(detail: &str, words: &Words) -> String {
    let parts = detail.split(' ').map(|part| coded(part, words));
    if let Some(said) = parts.collect::<Option<Vec<_>>>() {
        return said.join(", ");
    }
    let said: Vec<String> = detail
        .split(' ')
        .map(|part| {
            let day = part.parse::<NaiveDate>();
            day.map_or_else(|_| part.to_owned(), |day| words.date(day))
        })
        .collect();
    said.join(" ")
}

/// The word of `family:code`. What its message names comes behind it, each under its family as
/// Fluent names a variable: `outline-fault:reception/missing:reason` is said with the variable `missing`.
fn coded(part: &str, words: &Words) -> Option<String> {
    let pairs = part.split('/').map(|value| {
        value
            .split_once(':')
            .filter(|(family, code)| is_code(family) && is_code(code))
    });
    let pairs = pairs.collect::<Option<Vec<_>>>()?;
    let ((family, code), named) = pairs.split_first()?;
    let named: Vec<_> = named
        .iter()
        .map(|(family, code)| (family.replace('-', "_"), words.of(family, code)))
        .collect();
    let args: Vec<_> = named
        .iter()
        .map(|(name, word)| (name.as_str(), word.as_ref().into()))
        .collect();
    Some(words.family(family, code, &args).into_owned())
}

fn is_code(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(letter)
}

fn with_path(words: &Words, id: MessageId, path: &std::path::Path, detail: &str) -> String {
    words
        .with(
            id,
            &[
                ("path", path.display().to_string().into()),
                ("detail", detailed(detail, words).into()),
            ],
        )
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::Refusal;

    #[test]
    fn what_a_refusal_names_is_said_in_words() {
        let words = Words::new("it");
        let said = |rule, detail: &str| {
            let detail = detail.to_owned();
            sentence(&Error::Refused { rule, detail }, &words)
        };
        for (rule, detail, expected) in [
            (
                Refusal::WrongState,
                "ticket-state:waiting",
                "Ora lo stato è: in attesa.",
            ),
            (
                Refusal::VacancyIncomplete,
                "lack:contract lack:ccnl",
                "manca: tipo di contratto, CCNL",
            ),
            (
                Refusal::OutlineFaulty,
                "outline-fault:reception/missing:reason outline-fault:section_twice/section:work",
                "motivo della visita: si chiede solo all'accoglienza, sezione ripetuta: lavori svolti",
            ),
            (Refusal::NotToday, "2026-11-24 09:30", "24/11/2026 09:30"),
            (Refusal::TicketHeld, "Anna Neri", "Anna Neri"),
        ] {
            let said = said(rule, detail);
            assert!(said.contains(expected), "{said}");
        }
    }
}
