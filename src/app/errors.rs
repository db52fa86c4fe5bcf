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
        Error::Disk(detail) => one(MessageId("error-disk"), "detail", detail),
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

fn with_path(words: &Words, id: MessageId, path: &std::path::Path, detail: &str) -> String {
    words
        .with(
            id,
            &[
                ("path", path.display().to_string().into()),
                ("detail", detail.into()),
            ],
        )
        .into_owned()
}
