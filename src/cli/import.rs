//! Reading a whole file in: first every row is looked at, then, if all can be taken, they are written.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use anyhow::{Context as _, Result};
use crossbeam_channel::{Receiver, Sender, bounded};
use indicatif::{ProgressBar, ProgressStyle};
use sportello::args::{Import, Imported};
use sportello::clock::local_day;
use sportello::domain::staff::Right;
use sportello::exchange::mapping::Mapping;
use sportello::exchange::table::{Row, Wrong};
use sportello::exchange::{Fault, Table, people, vacancies};
use sportello::store::batch::{BatchSource, Loaded, PublishBatch};
use sportello::store::import::{PeopleSource, Progress, VacanciesSource};
use sportello::store::{Error, Store};
use sportello::ui::words::{MessageId, Words};

use super::{Here, new_act, reference};

/// How many faults are shown; the rest are counted.
const SHOWN: usize = 10;
/// Rows that may wait between the reading of the file and the writing of the office.
const AHEAD: usize = 512;

/// Reads a file of people or vacancies in.
pub(super) fn run(here: &Here, asked: &Import) -> Result<bool> {
    let mapping = Mapping::shipped()?;
    let tables = reference();
    match asked.what {
        Imported::People => {
            let (_, at) = new_act();
            let today = local_day(at);
            let people = people::People::new(mapping, tables, today);
            let read = move |row: &Row<'_>| people.newcomer(row);
            let source = |people, progress| PeopleSource { people, progress };
            Job {
                here,
                asked,
                kind: "people",
                needed: people::NEEDED,
            }
            .run(read, source)
        }
        Imported::Vacancies => {
            let read = move |row: &Row<'_>| vacancies::vacancy(row, &mapping, &tables);
            let source = |vacancies, progress| VacanciesSource {
                vacancies,
                progress,
            };
            Job {
                here,
                asked,
                kind: "vacancies",
                needed: vacancies::NEEDED,
            }
            .run(read, source)
        }
    }
}

struct Job<'h> {
    here: &'h Here,
    asked: &'h Import,
    kind: &'static str,
    needed: &'static [&'static str],
}

/// What looking at a file found.
#[derive(Default)]
struct Looked {
    good: u64,
    refused: u64,
    first: Vec<Fault>,
    /// The file as a whole cannot be read: there are no good rows to take.
    unreadable: bool,
}

impl Job<'_> {
    fn run<T, S>(
        &self,
        read: impl Fn(&Row<'_>) -> Result<T, Fault> + Send + 'static,
        source: impl FnOnce(Rows<T>, Arc<Progress>) -> S,
    ) -> Result<bool>
    where
        T: Send + 'static,
        S: BatchSource,
    {
        let words = self.here.words();
        let store = self.here.store()?;
        let who = self.here.who(&store)?;
        if !who.may(Right::Import) {
            return Err(self.here.worded(&Error::Denied(Right::Import)));
        }
        let looked = self.look(&read)?;
        self.tell(&words, &looked)?;
        if looked.unreadable {
            return Ok(false);
        }
        if looked.refused > 0 && self.asked.partial.is_none() && !self.asked.dry_run {
            Here::complain(&words.get(MessageId("cli-import-nothing")));
            return Ok(false);
        }
        if looked.good == 0 && looked.refused == 0 {
            Here::say(&words.get(MessageId("cli-import-no-rows")))?;
            return Ok(false);
        }
        if self.asked.dry_run {
            Here::say(&words.with(MessageId("cli-import-would"), &[("n", looked.good.into())]))?;
            return Ok(looked.refused == 0);
        }
        let progress = Arc::new(Progress::default());
        let rows = self.rows(read)?;
        let loaded = self.load(
            &store,
            &who,
            source(rows, Arc::clone(&progress)),
            &progress,
            looked.good,
        )?;
        let (id, at) = new_act();
        store
            .act_now(
                &who,
                id,
                at,
                PublishBatch {
                    batch: loaded.batch,
                },
            )
            .map_err(|error| self.here.worded(&error))?;
        self.done(&words, &progress)?;
        Ok(true)
    }

    fn open(&self) -> Result<File> {
        File::open(&self.asked.file).with_context(|| {
            let shown = self.asked.file.display().to_string();
            self.here
                .words()
                .with(MessageId("cli-import-no-file"), &[("path", shown.into())])
                .into_owned()
        })
    }

    fn bar(length: u64, label: &str) -> ProgressBar {
        let style = ProgressStyle::with_template("{msg} [{bar:40}] {percent}%")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::new(length)
            .with_style(style.progress_chars("=> "))
            .with_message(label.to_owned())
    }

    /// Looks at every row; writes nothing but the file of refused rows, if one was asked for.
    fn look<T>(&self, read: &impl Fn(&Row<'_>) -> Result<T, Fault>) -> Result<Looked> {
        let words = self.here.words();
        let file = self.open()?;
        let bar = Self::bar(
            file.metadata()?.len(),
            &words.get(MessageId("cli-import-reading")),
        );
        let mut looked = Looked::default();
        let mut table = match Table::open(file, self.needed) {
            Ok(table) => table,
            Err(fault) => {
                return Ok(Looked {
                    good: 0,
                    refused: 1,
                    first: vec![fault],
                    unreadable: true,
                });
            }
        };
        let mut refused: Option<csv::Writer<File>> = None;
        loop {
            let fault = match table.next_row() {
                None => break,
                Some(row) => row.and_then(|row| read(&row).map(drop)).err(),
            };
            if (looked.good + looked.refused).is_multiple_of(4096) {
                bar.set_position(table.read_so_far());
            }
            let Some(fault) = fault else {
                looked.good += 1;
                continue;
            };
            looked.refused += 1;
            if let Some(out) = self.refused_file(&mut refused, &table)? {
                let reason = sentence(&fault, &words);
                out.write_record(table.raw().iter().chain([reason.as_bytes()]))?;
            }
            if looked.first.len() < SHOWN {
                looked.first.push(fault);
            }
        }
        if let Some(mut out) = refused {
            out.flush()?;
        }
        bar.finish_and_clear();
        Ok(looked)
    }

    /// The file of refused rows, made when there is a first one.
    fn refused_file<'f, R: Read>(
        &self,
        file: &'f mut Option<csv::Writer<File>>,
        table: &Table<R>,
    ) -> Result<Option<&'f mut csv::Writer<File>>> {
        if self.asked.partial.is_none() || self.asked.dry_run {
            return Ok(None);
        }
        if file.is_none() {
            let path = self.refused_path();
            // It holds names and codes: its owner's alone, like the office.
            let made = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path);
            let made = made.with_context(|| {
                let shown = path.display().to_string();
                self.here
                    .words()
                    .with(
                        MessageId("cli-import-refused-exists"),
                        &[("path", shown.into())],
                    )
                    .into_owned()
            })?;
            // A row of the wrong length is written as long as it was.
            let mut out = csv::WriterBuilder::new()
                .delimiter(table.delimiter())
                .flexible(true)
                .from_writer(made);
            let words = self.here.words();
            let reason = words.get(MessageId("cli-import-reason"));
            out.write_record(table.header().iter().map(String::as_str).chain([&*reason]))?;
            *file = Some(out);
        }
        Ok(file.as_mut())
    }

    fn refused_path(&self) -> PathBuf {
        let named = self.asked.partial.clone().flatten();
        named.unwrap_or_else(|| {
            let mut name = self.asked.file.file_stem().unwrap_or_default().to_owned();
            name.push(".refused.csv");
            self.asked.file.with_file_name(name)
        })
    }

    fn tell(&self, words: &Words, looked: &Looked) -> Result<()> {
        for fault in &looked.first {
            Here::complain(&format!(
                "{}: {}",
                self.asked.file.display(),
                sentence(fault, words)
            ));
        }
        let more = looked.refused.saturating_sub(looked.first.len() as u64);
        if more > 0 {
            Here::complain(&words.with(MessageId("cli-import-more"), &[("n", more.into())]));
        }
        if looked.refused > 0
            && self.asked.partial.is_some()
            && !self.asked.dry_run
            && looked.good > 0
        {
            let shown = self.refused_path().display().to_string();
            Here::say(&words.with(
                MessageId("cli-import-refused"),
                &[("n", looked.refused.into()), ("path", shown.into())],
            ))?;
        }
        Ok(())
    }

    /// The good rows, read on a thread of their own a little ahead of the writing.
    fn rows<T: Send + 'static>(
        &self,
        read: impl Fn(&Row<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<Rows<T>> {
        let file = self.open()?;
        let needed = self.needed;
        let (to, rows): (Sender<T>, Receiver<T>) = bounded(AHEAD);
        std::thread::Builder::new()
            .name("sportello-rows".to_owned())
            .spawn(move || {
                let Ok(mut table) = Table::open(file, needed) else {
                    return;
                };
                while let Some(row) = table.next_row() {
                    if let Ok(item) = row.and_then(|row| read(&row))
                        && to.send(item).is_err()
                    {
                        return;
                    }
                }
            })?;
        Ok(rows.into_iter())
    }

    fn load(
        &self,
        store: &Store,
        who: &sportello::domain::staff::Staff,
        source: impl BatchSource,
        progress: &Progress,
        total: u64,
    ) -> Result<Loaded> {
        let words = self.here.words();
        let bar = Self::bar(total, &words.get(MessageId("cli-import-writing")));
        let (id, at) = new_act();
        let (to, answer) = bounded(1);
        store.batch((who, id, at), self.kind, source, move |loaded| {
            drop(to.send(loaded));
        });
        loop {
            match answer.recv_timeout(std::time::Duration::from_millis(100)) {
                Ok(loaded) => {
                    bar.finish_and_clear();
                    return loaded.map_err(|error| self.here.worded(&error));
                }
                Err(crossbeam_channel::RecvTimeoutError::Timeout) => {
                    bar.set_position(progress.seen());
                }
                Err(crossbeam_channel::RecvTimeoutError::Disconnected) => {
                    return Err(self.here.worded(&Error::Closed));
                }
            }
        }
    }

    fn done(&self, words: &Words, progress: &Progress) -> Result<()> {
        let count = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
        let rows = count(&progress.rows);
        match self.asked.what {
            Imported::People => {
                let anomalies = count(&progress.anomalies);
                Here::say(&words.with(
                    MessageId("cli-import-people"),
                    &[
                        ("n", rows.into()),
                        ("anomalies", anomalies.into()),
                        ("known", count(&progress.known).into()),
                    ],
                ))?;
                if anomalies > 0 {
                    Here::say(&words.get(MessageId("cli-import-codes")))?;
                }
                Ok(())
            }
            Imported::Vacancies => Here::say(&words.with(
                MessageId("cli-import-vacancies"),
                &[
                    ("n", rows.into()),
                    ("companies", count(&progress.companies).into()),
                    ("known", count(&progress.known).into()),
                ],
            )),
        }
    }
}

/// Rows on their way from the file to the office.
type Rows<T> = crossbeam_channel::IntoIter<T>;

/// A fault as a sentence: where, what, and what to do.
fn sentence(fault: &Fault, words: &Words) -> String {
    let what = match &fault.what {
        Wrong::Empty => words.get(MessageId("fault-empty")),
        Wrong::NotUtf8 => words.get(MessageId("fault-not-utf8")),
        Wrong::NoColumn => words.get(MessageId("fault-no-column")),
        Wrong::Cells { found, expected } => words.with(
            MessageId("fault-cells"),
            &[("found", (*found).into()), ("expected", (*expected).into())],
        ),
        Wrong::TooLong => words.get(MessageId("fault-too-long")),
        Wrong::Missing => words.get(MessageId("fault-missing")),
        Wrong::Unmapped(cell) => words.with(
            MessageId("fault-unmapped"),
            &[("cell", cell.as_str().into())],
        ),
        Wrong::NotADate(cell) => words.with(
            MessageId("fault-not-a-date"),
            &[("cell", cell.as_str().into())],
        ),
        Wrong::NotANumber(cell) => words.with(
            MessageId("fault-not-a-number"),
            &[("cell", cell.as_str().into())],
        ),
        Wrong::Unknown(cell) => words.with(
            MessageId("fault-unknown"),
            &[("cell", cell.as_str().into())],
        ),
        Wrong::Unreadable(detail) => words.with(
            MessageId("fault-unreadable"),
            &[("detail", detail.as_str().into())],
        ),
    };
    let line = words.with(MessageId("fault-line"), &[("line", fault.line.into())]);
    if fault.column.is_empty() {
        format!("{line}: {what}")
    } else {
        let column = words.with(
            MessageId("fault-column"),
            &[("column", fault.column.as_str().into())],
        );
        format!("{line}, {column}: {what}")
    }
}
