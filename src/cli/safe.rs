//! The office's file: backups, bringing one back, and whether all is well.

use std::io;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use indicatif::{ProgressBar, ProgressStyle};
use sportello::app::errors;
use sportello::args::{Backup, Doctor, Restore};
use sportello::clock::{Clock as _, RealClock, local};
use sportello::domain::Named as _;
use sportello::domain::finding::Finding;
use sportello::store::backup::Pending;
use sportello::store::doctor::{self, Found, Report};
use sportello::store::{Error, restore};
use sportello::ui::words::{MessageId, Words};

use super::stop::Stopped;
use super::{Here, new_act};

/// Makes a backup while people work.
pub(super) fn backup(here: &Here, asked: &Backup) -> Result<bool> {
    let store = here.store()?;
    let who = here.who(&store)?;
    let words = here.words();
    if let Some(folder) = asked.file.parent()
        && !folder.as_os_str().is_empty()
    {
        std::fs::metadata(folder).with_context(|| {
            let shown = folder.display().to_string();
            let folder = [("path", shown.into())];
            words
                .with(MessageId("cli-backup-no-folder"), &folder)
                .into_owned()
        })?;
    }
    let bar = bar(&words.get(MessageId("cli-backup-copying")));
    let pending = Arc::new(Pending::at(&asked.file));
    let (going, told) = (
        Arc::clone(&pending),
        words.get(MessageId("cli-backup-stopped")).into_owned(),
    );
    let stopped = Stopped::watched(move || going.call_off().then(|| told.clone()))?;
    let made = store
        .backup(
            &who,
            new_act(),
            (&pending, asked.force),
            &mut |done, all| {
                bar.set_length(all);
                bar.set_position(done);
            },
        )
        .map_err(|error| here.worded(&error));
    bar.finish_and_clear();
    drop(stopped);
    let made = made?;
    Here::say(&words.with(
        MessageId("cli-backup-made"),
        &[
            ("path", asked.file.display().to_string().into()),
            ("seq", made.label.seq.into()),
            ("size", made.size.into()),
            ("digest", made.digest.into()),
        ],
    ))?;
    Ok(true)
}

/// Brings a backup back; what it holds, and where the old office is.
pub(super) fn restore(here: &Here, asked: &Restore) -> Result<bool> {
    let target = here.db()?;
    let words = here.words();
    super::office::make_folder_of(&target, &words)?;
    let done = restore::restore(&asked.file, (&target, asked.replace), RealClock.now());
    let done = match done {
        // It is the backup that is missing, not an office.
        Err(Error::Missing { path }) if path == asked.file => {
            let shown = path.display().to_string();
            return Err(io::Error::from(io::ErrorKind::NotFound)).with_context(|| {
                words
                    .with(MessageId("cli-no-backup"), &[("path", shown.into())])
                    .into_owned()
            });
        }
        done => done.map_err(|error| here.worded(&error))?,
    };
    let (day, time) = day_and_time(done.label.at);
    Here::say(&words.with(
        MessageId("cli-restored"),
        &[
            ("path", target.display().to_string().into()),
            ("office", done.label.office.into()),
            ("day", day.into()),
            ("time", time.into()),
            ("seq", done.label.seq.into()),
        ],
    ))?;
    if let Some(aside) = done.aside {
        let shown = aside.display().to_string();
        Here::say(&words.with(MessageId("cli-restored-aside"), &[("path", shown.into())]))?;
        // A key that was revoked since the backup was made would let in whoever has it.
        Here::say(&words.get(MessageId("cli-restored-keys")))?;
    }
    // An older schema is brought up to date now, not when the first person comes.
    drop(here.store()?);
    Ok(true)
}

/// Whether the office is well: one sentence for each thing that is not, or one that all is.
pub(super) fn doctor(here: &Here, asked: &Doctor) -> Result<bool> {
    let path = here.db()?;
    let words = here.words();
    let report =
        doctor::examine(&path, RealClock.now(), asked.seal).map_err(|error| here.worded(&error))?;
    for found in &report.found {
        let text = sentence(found, &words);
        if asked.json {
            let line = serde_json::json!({
                "finding": found.finding.code(), "wrong": found.finding.is_wrong(),
                "n": found.n, "detail": found.detail, "text": text,
            });
            Here::say(&line.to_string())?;
        } else {
            Here::say(&text)?;
        }
    }
    if asked.json {
        let line = serde_json::json!({
            "ok": report.is_well(), "bytes": report.bytes, "pages": report.pages, "seq": report.seq,
            "backup": report.backup, "served_by": report.served_by,
        });
        Here::say(&line.to_string())?;
    } else {
        Here::say(&closing(&report, &words))?;
    }
    Ok(report.is_well())
}

fn sentence(found: &Found, words: &Words) -> String {
    let detail = match &found.why {
        Some(error) => errors::sentence(error, words).into(),
        None => errors::detailed(&found.detail, words),
    };
    let args = [("n", found.n.into()), ("detail", detail.into())];
    words
        .family(Finding::FAMILY, found.finding.code(), &args)
        .into_owned()
}

fn closing(report: &Report, words: &Words) -> String {
    let id = if report.is_well() {
        MessageId("cli-doctor-well")
    } else {
        MessageId("cli-doctor-ill")
    };
    let args = [
        ("pages", report.pages.into()),
        ("seq", report.seq.into()),
        (
            "wrong",
            report
                .found
                .iter()
                .filter(|found| found.finding.is_wrong())
                .count()
                .into(),
        ),
    ];
    words.with(id, &args).into_owned()
}

pub(super) fn day_and_time(at: DateTime<Utc>) -> (String, String) {
    let (day, minute) = local(at);
    let time = format!("{}:{:02}", minute / 60, minute % 60);
    (day.format("%d/%m/%Y").to_string(), time)
}

fn bar(label: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} [{bar:40}] {percent}%")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(1)
        .with_style(style.progress_chars("=> "))
        .with_message(label.to_owned())
}
