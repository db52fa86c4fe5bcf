//! `status`: what the office's server says of itself, for people and for scripts.

use std::path::Path;

use anyhow::Result;
use chrono::{DateTime, Utc};
use chrono_tz::Europe::Rome;
use sportello::clock::local_day;
use sportello::serve::log::Dropped;
use sportello::serve::status::{self, Face, NoAnswer, OnLine, Snapshot};
use sportello::terminal::text;
use sportello::ui::words::{MessageId, Words};

use super::voice::{Voice, safe_json};

/// Asks the server of the office in that file, and writes its answer. False when there is none.
pub(super) fn run(voice: &mut Voice<'_>, db: &Path, json: bool) -> Result<bool> {
    let snapshot = match status::ask(db) {
        Ok(snapshot) => snapshot,
        Err(none) => {
            let said = unanswered(&none, voice.words);
            voice.complain(&said);
            return Ok(false);
        }
    };
    if json {
        let document = serde_json::to_string(&snapshot)?;
        writeln!(voice.io.output, "{}", safe_json(&document))?;
        return Ok(true);
    }
    for line in of_server(&snapshot, voice.words) {
        voice.say(&line)?;
    }
    for line in table(&snapshot, voice.words) {
        // Aligned: the filter would keep it, but it is applied to each cell already.
        writeln!(voice.io.output, "{line}")?;
    }
    Ok(true)
}

fn unanswered(none: &NoAnswer, words: &Words) -> String {
    match none {
        NoAnswer::NotRunning => words.get(MessageId("cli-status-not-running")).into_owned(),
        NoAnswer::NotAllowed => words.get(MessageId("cli-status-not-allowed")).into_owned(),
        NoAnswer::Broken(error) => {
            let detail = error.to_string();
            words
                .with(MessageId("cli-status-broken"), &[("detail", detail.into())])
                .into_owned()
        }
    }
}

fn of_dropped(reason: Dropped) -> MessageId {
    match reason {
        Dropped::Network => MessageId("cli-status-dropped-network"),
        Dropped::TooMany => MessageId("cli-status-dropped-too-many"),
        Dropped::TooManyFromAddress => MessageId("cli-status-dropped-too-many-from-address"),
        Dropped::TooSlow => MessageId("cli-status-dropped-too-slow"),
        Dropped::Protocol => MessageId("cli-status-dropped-protocol"),
        Dropped::WentAway => MessageId("cli-status-dropped-went-away"),
    }
}

fn of_server(snapshot: &Snapshot, words: &Words) -> Vec<String> {
    let addresses: Vec<String> = snapshot.listening.iter().map(ToString::to_string).collect();
    let counts = &snapshot.counts;
    let mut lines = vec![
        words.with(
            MessageId("cli-status-server"),
            &[
                ("since", moment(snapshot.started_at, snapshot.at).into()),
                ("pid", snapshot.pid.to_string().into()),
                ("version", snapshot.version.as_str().into()),
            ],
        ),
        words.with(
            MessageId("cli-status-listening"),
            &[("addresses", addresses.join(", ").into())],
        ),
        words.with(
            MessageId("cli-status-office"),
            &[
                ("database", size(snapshot.database_bytes).into()),
                ("wal", size(snapshot.wal_bytes).into()),
                ("memory", size(snapshot.memory_bytes).into()),
            ],
        ),
        words.with(
            MessageId("cli-status-acts"),
            &[
                ("acts", snapshot.acts.to_string().into()),
                ("pace", format!("{:.1}", snapshot.acts_per_second).into()),
            ],
        ),
        words.with(
            MessageId("cli-status-counts"),
            &[
                ("logins", counts.logged_in.to_string().into()),
                ("refused", counts.refused.to_string().into()),
                ("killed", counts.killed.to_string().into()),
                ("panics", counts.panicked.to_string().into()),
                ("commands", counts.commands.to_string().into()),
            ],
        ),
    ];
    if counts.dropped.sum() > 0 {
        let each = counts.dropped.each();
        let each = each.into_iter().filter(|(_, lines)| *lines > 0);
        let said = each.map(|(reason, lines)| format!("{} {lines}", words.get(of_dropped(reason))));
        let said: Vec<String> = said.collect();
        lines.push(words.with(
            MessageId("cli-status-dropped"),
            &[
                ("n", counts.dropped.sum().to_string().into()),
                ("each", said.join(", ").into()),
            ],
        ));
    }
    if snapshot.read_only {
        lines.push(words.get(MessageId("cli-status-read-only")));
    }
    if snapshot.disk_full {
        lines.push(words.get(MessageId("notice-disk-full")));
    }
    if snapshot.without_login > 0 {
        lines.push(words.with(
            MessageId("cli-status-waiting"),
            &[("n", snapshot.without_login.to_string().into())],
        ));
    }
    if snapshot.sessions.is_empty() {
        lines.push(words.get(MessageId("cli-status-nobody")));
    }
    lines
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// One line a session under its headings, aligned.
fn table(snapshot: &Snapshot, words: &Words) -> Vec<String> {
    if snapshot.sessions.is_empty() {
        return Vec::new();
    }
    let headings = [
        MessageId("cli-status-staff"),
        MessageId("cli-status-address"),
        MessageId("cli-status-since"),
        MessageId("cli-status-last-key"),
        MessageId("cli-status-frames"),
        MessageId("cli-status-face"),
    ]
    .map(|heading| words.get(heading).into_owned());
    let rows: Vec<[String; 6]> = std::iter::once(headings)
        .chain(
            snapshot
                .sessions
                .iter()
                .map(|on| cells(on, snapshot.at, words)),
        )
        .collect();
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| text::width(cell))
            .max()
            .unwrap_or_default()
    };
    let widths: [usize; 6] = std::array::from_fn(width);
    rows.iter()
        .map(|row| {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(widths) {
                line.push_str(cell);
                line.push_str(&" ".repeat(width + 2 - text::width(cell)));
            }
            line.truncate(line.trim_end().len());
            line
        })
        .collect()
}

fn cells(on: &OnLine, now: DateTime<Utc>, words: &Words) -> [String; 6] {
    let face = match on.face {
        Face::Screen => MessageId("cli-status-screen"),
        Face::Linear => MessageId("cli-status-linear"),
        Face::Command => MessageId("cli-status-command"),
    };
    [
        text::clean(&on.staff).into_owned(),
        on.address.to_string(),
        moment(on.since, now),
        on.last_key
            .map_or_else(|| "-".to_owned(), |at| moment(at, now)),
        on.frames.to_string(),
        words.get(face).into_owned(),
    ]
}

/// The hour at the desk, with the day when it is not today's.
fn moment(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let form = if local_day(at) == local_day(now) {
        "%H:%M:%S"
    } else {
        "%d/%m/%Y %H:%M"
    };
    at.with_timezone(&Rome).format(form).to_string()
}

/// `2,8 MiB` would be read in two ways: whole numbers of the largest unit that leaves more than nine.
fn size(bytes: u64) -> String {
    let units = [("GiB", 30), ("MiB", 20), ("KiB", 10)];
    units
        .into_iter()
        .find(|(_, shift)| bytes >> shift > 9)
        .map_or_else(
            || format!("{bytes} B"),
            |(unit, shift)| format!("{} {unit}", bytes >> shift),
        )
}
