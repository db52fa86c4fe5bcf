//! The outline of the interview out of a file: all that is wrong with it is said, or it is put in force.

use std::io::Read as _;

use anyhow::{Result, anyhow};
use sportello::app::errors::in_words;
use sportello::args::Import;
use sportello::domain::Named as _;
use sportello::domain::outline::Outline;
use sportello::domain::staff::{Right, Staff};
use sportello::exchange::outline::{What, Written, Wrong, read};
use sportello::store::interview::{OutlineInForce, PutOutline};
use sportello::store::{Before, Error, Store};
use sportello::terminal::text;
use sportello::ui::words::{MessageId, Words};

use super::wording::placed;
use super::{new_act, open, shown};
use crate::cli::voice::Voice;

/// The most bytes of such a file: 1 MiB.
const MOST: u64 = 1 << 20;

/// Reads a file and puts its outline in force.
pub(super) fn run(
    voice: &mut Voice<'_>,
    store: &Store,
    who: &Staff,
    asked: &Import,
) -> Result<bool> {
    if !who.may(Right::OfficeManage) {
        return Err(voice.worded(&Error::Denied(Right::OfficeManage)));
    }
    if asked.partial.is_some() {
        let whole = voice.words.get(MessageId("cli-outline-whole"));
        return Err(anyhow!(whole.into_owned()));
    }
    let Some(file) = taken(voice, store, asked)? else {
        return Ok(false);
    };
    let (act, now) = new_act();
    let in_force = store
        .read_now(who, now, OutlineInForce)
        .map_err(|error| voice.worded(&error))?;
    if file.outline == in_force.outline {
        voice.say(&voice.words.get(MessageId("refusal-outline-same")))?;
        return Ok(true);
    }
    tell(voice, &file.outline, &in_force.outline)?;
    if asked.dry_run {
        voice.say(&voice.words.get(MessageId("cli-outline-would")))?;
        return Ok(true);
    }
    let put = PutOutline {
        outline: file.outline,
        source: text::clean(&file.source).into_owned(),
        before: Before::Seen(in_force.id()),
    };
    let version = store
        .act_now(who, act, now, put)
        .map_err(|error| voice.worded(&error))?;
    let version = [("version", version.into())];
    voice.say(&voice.words.with(MessageId("cli-outline-put"), &version))?;
    Ok(true)
}

/// The outline of the file; none when something is wrong with it, which has been said.
fn taken(voice: &mut Voice<'_>, store: &Store, asked: &Import) -> Result<Option<Written>> {
    let file = super::rewound(&open(voice, store, asked)?)?;
    let mut bytes = Vec::new();
    file.take(MOST + 1).read_to_end(&mut bytes)?;
    let words = voice.words;
    if bytes.len() as u64 > MOST {
        let mib = [("mib", (MOST >> 20).into())];
        let text = words.with(MessageId("cli-import-too-big"), &mib);
        return Err(anyhow!(text.into_owned()));
    }
    let shown = shown(words, asked);
    let faults = match String::from_utf8(bytes) {
        Ok(text) => match read(&text) {
            Ok(written) => return Ok(Some(written)),
            Err(wrong) => wrong.iter().map(|wrong| sentence(wrong, words)).collect(),
        },
        Err(error) => {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.split(|byte| *byte == b'\n').count() as u64;
            let what = words.get(MessageId("outline-wrong-not-utf8"));
            vec![placed(line, "", &what, words)]
        }
    };
    for fault in faults {
        voice.complain(&format!("{shown}: {fault}"));
    }
    voice.complain(&words.get(MessageId("cli-outline-nothing")));
    Ok(None)
}

/// Says what changes, section by section.
fn tell(voice: &mut Voice<'_>, new: &Outline, old: &Outline) -> Result<()> {
    for (section, change) in new.changes_from(old) {
        let words = voice.words;
        let section = words.of("section", section.code());
        let change = words.of("outline-change", change.code());
        voice.say(&format!("{section}: {change}"))?;
    }
    Ok(())
}

/// `line 12: ...`: what is wrong and what to do.
fn sentence(wrong: &Wrong, words: &Words) -> String {
    let key = |id, key: &str| words.with(id, &[("key", key.into())]).into_owned();
    let what = match &wrong.what {
        What::Syntax => words.get(MessageId("outline-wrong-syntax")).into_owned(),
        What::Key(name) => key(MessageId("outline-wrong-key"), name),
        What::NoKey(name) => key(MessageId("outline-wrong-no-key"), name),
        What::NotText(name) => key(MessageId("outline-wrong-not-text"), name),
        What::NotList(name) => key(MessageId("outline-wrong-not-list"), name),
        What::NotSections => words
            .get(MessageId("outline-wrong-not-sections"))
            .into_owned(),
        What::Length(name, most) => words
            .with(
                MessageId("outline-wrong-length"),
                &[("key", (*name).into()), ("n", (*most).into())],
            )
            .into_owned(),
        What::Word(word, known) => words
            .with(
                MessageId("outline-wrong-word"),
                &[
                    ("word", word.as_str().into()),
                    ("known", known.join(", ").into()),
                ],
            )
            .into_owned(),
        What::Fault(fault) => in_words(&fault.coded(), words),
    };
    placed(wrong.line as u64, "", &what, words)
}
