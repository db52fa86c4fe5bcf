//! Why something failed, as a sentence that says what to do.

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
                &[("detail", detail.as_str().into())],
            )
            .into_owned(),
        Error::Conflict { by, .. } => one(MessageId("error-conflict"), "by", by),
        Error::NotFound { .. } => words.get(MessageId("error-not-found")).into_owned(),
        Error::Invalid { field, .. } => one(MessageId("error-invalid"), "field", field),
        Error::Busy(by) => one(MessageId("error-busy"), "by", by),
        Error::DiskFull => words.get(MessageId("error-disk-full")).into_owned(),
        Error::ReadOnly => words.get(MessageId("error-read-only")).into_owned(),
        Error::Damaged { path, detail } => {
            with_path(words, MessageId("error-damaged"), path, detail)
        }
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
        Error::InUse { path, by } => with_path(words, MessageId("error-in-use"), path, by),
        Error::NotABackup { path, detail } => {
            with_path(words, MessageId("error-not-a-backup"), path, detail)
        }
        Error::Exposed { path, mode, cure } => words
            .with(
                MessageId("error-exposed"),
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
const DETAILS: [(&str, MessageId); 7] = [
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
];

fn detailed<'w>(detail: &'w str, words: &'w Words) -> std::borrow::Cow<'w, str> {
    DETAILS
        .iter()
        .find(|(theirs, _)| *theirs == detail)
        .map_or(detail.into(), |(_, ours)| words.get(*ours))
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
