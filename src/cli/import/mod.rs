//! Reading a whole file in: first every row is looked at, then, if all can be taken, they are written.

use std::borrow::Cow;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek as _, SeekFrom};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result, anyhow};
use crossbeam_channel::{Receiver, Sender, bounded};
use indicatif::{ProgressBar, ProgressStyle};
use sportello::app::errors::detailed;
use sportello::args::{Import, Imported};
use sportello::clock::local_day;
use sportello::domain::staff::{Right, Staff};
use sportello::exchange::mapping::Mapping;
use sportello::exchange::table::{Row, Wrong};
use sportello::exchange::{Fault, Shape, Table, formula, people, vacancies};
use sportello::reference::Reference;
use sportello::store::batch::{BatchSource, Loaded, PublishBatch};
use sportello::store::import::{PeopleSource, Progress, VacanciesSource};
use sportello::store::{Error, Store};
use sportello::terminal::text;
use sportello::ui::words::{MessageId, Words};

use super::new_act;
use super::stop::Stopped;
use super::voice::Voice;

/// How many faults are shown; the rest are counted.
const SHOWN: usize = 10;
/// Rows that may wait between the reading of the file and the writing of the office.
const AHEAD: usize = 512;

/// Reads a file of people or vacancies in.
pub(super) fn run(
    voice: &mut Voice<'_>,
    store: &Store,
    who: &Staff,
    tables: Arc<Reference>,
    asked: &Import,
) -> Result<bool> {
    // Said before a file is read that could not be taken; the writer asks again.
    if !who.may(Right::Import) {
        return Err(voice.worded(&Error::Denied(Right::Import)));
    }
    let mapping = Mapping::shipped()?;
    let file = open(voice, store, asked)?;
    let (kind, needed, long) = match asked.what {
        Imported::People => ("people", people::NEEDED, &[][..]),
        Imported::Vacancies => ("vacancies", vacancies::NEEDED, vacancies::LONG),
    };
    let mut job = Job {
        voice,
        store,
        who,
        asked,
        file,
        kind,
        shape: Shape {
            needed,
            long,
            clean: text::clean,
            forbidden: text::forbidden,
        },
    };
    match asked.what {
        Imported::People => {
            let (_, at) = new_act();
            let people = people::People::new(mapping, tables, local_day(at));
            job.run(
                move |row: &Row<'_>| people.newcomer(row),
                |people, progress| PeopleSource { people, progress },
            )
        }
        Imported::Vacancies => job.run(
            move |row: &Row<'_>| vacancies::vacancy(row, &mapping, &tables),
            |vacancies, progress| VacanciesSource {
                vacancies,
                progress,
            },
        ),
    }
}

/// The file that is meant; `-` is the input. What can be read only once is laid down first, in a file without a name
/// beside the office, for every row is looked at before one is written.
fn open(voice: &mut Voice<'_>, store: &Store, asked: &Import) -> Result<File> {
    if asked.file.as_os_str() == "-" {
        return lay_down(voice, store, None);
    }
    let cannot = |words: &Words| {
        let shown = asked.file.display().to_string();
        words
            .with(MessageId("cli-import-no-file"), &[("path", shown.into())])
            .into_owned()
    };
    let file = File::open(&asked.file).with_context(|| cannot(voice.words))?;
    let kind = file.metadata()?.file_type();
    if kind.is_file() {
        return Ok(file);
    }
    if kind.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory))
            .with_context(|| cannot(voice.words));
    }
    lay_down(voice, store, Some(file))
}

/// The input, or a pipe, as a file that can be read twice and is gone when it is closed.
fn lay_down(voice: &mut Voice<'_>, store: &Store, pipe: Option<File>) -> Result<File> {
    let folder = store
        .path()
        .parent()
        .filter(|path| !path.as_os_str().is_empty());
    let mut file = tempfile::tempfile_in(folder.unwrap_or(Path::new(".")))?;
    let most = voice.far.unwrap_or(u64::MAX);
    let taken = match pipe {
        Some(pipe) => io::copy(&mut pipe.take(most), &mut file)?,
        None => io::copy(&mut (&mut *voice.io.input).take(most), &mut file)?,
    };
    if taken == most {
        let mib = most >> 20;
        let text = voice
            .words
            .with(MessageId("cli-import-too-big"), &[("mib", mib.into())]);
        return Err(anyhow!(text.into_owned()));
    }
    Ok(file)
}

struct Job<'j, 'v> {
    voice: &'j mut Voice<'v>,
    store: &'j Store,
    who: &'j Staff,
    asked: &'j Import,
    file: File,
    kind: &'static str,
    shape: Shape,
}

/// What looking at a file found.
#[derive(Default)]
struct Looked {
    good: u64,
    refused: u64,
    first: Vec<Fault>,
    /// The file as a whole cannot be read: there are no good rows to take.
    unreadable: bool,
    /// Rows from which characters that act on a terminal were taken away, and the line of the first.
    cleaned: (u64, u64),
}

impl Job<'_, '_> {
    fn run<T, S>(
        &mut self,
        read: impl Fn(&Row<'_>) -> Result<T, Fault> + Send + 'static,
        source: impl FnOnce(Rows<T>, Arc<Progress>) -> S,
    ) -> Result<bool>
    where
        T: Send + 'static,
        S: BatchSource,
    {
        let words = self.voice.words;
        let published = Arc::new(AtomicBool::new(false));
        let stopped = self.stopped(&published)?;
        let looked = self.look(&read)?;
        self.tell(&looked)?;
        if looked.unreadable {
            return Ok(false);
        }
        if looked.refused > 0 && self.asked.partial.is_none() && !self.asked.dry_run {
            // Over SSH no file is written beside another.
            self.voice.complain(&words.get(match self.voice.far {
                None => MessageId("cli-import-nothing"),
                Some(_) => MessageId("cli-import-nothing-far"),
            }));
            return Ok(false);
        }
        if looked.good == 0 && looked.refused == 0 {
            self.voice
                .say(&words.get(MessageId("cli-import-no-rows")))?;
            return Ok(false);
        }
        if self.asked.dry_run {
            let would = words.with(MessageId("cli-import-would"), &[("n", looked.good.into())]);
            self.voice.say(&would)?;
            return Ok(looked.refused == 0);
        }
        if looked.good == 0 {
            return Ok(false);
        }
        let progress = Arc::new(Progress::default());
        let rows = self.rows(read)?;
        let loaded = self.load(source(rows, Arc::clone(&progress)), &progress, looked.good)?;
        let (id, at) = new_act();
        let publish = PublishBatch {
            batch: loaded.batch,
        };
        self.store
            .act_now(self.who, id, at, publish)
            .map_err(|error| self.voice.worded(&error))?;
        published.store(true, Ordering::Relaxed);
        drop(stopped);
        self.done(&progress)?;
        Ok(true)
    }

    /// At this computer, whoever stops the program learns how things stand. What was read in by then is seen by nobody
    /// and cleared away by the next import.
    fn stopped(&self, published: &Arc<AtomicBool>) -> io::Result<Option<Stopped>> {
        if self.voice.far.is_some() {
            return Ok(None);
        }
        let say = |id| self.voice.words.get(id).into_owned();
        let (nothing, kept) = (
            say(MessageId("cli-import-stopped")),
            say(MessageId("cli-import-kept")),
        );
        let published = Arc::clone(published);
        let told = move || {
            let said = if published.load(Ordering::Relaxed) {
                &kept
            } else {
                &nothing
            };
            Some(said.clone())
        };
        Stopped::watched(told).map(Some)
    }

    /// The file from its beginning.
    fn rewound(&self) -> io::Result<File> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }

    /// What the file is called in what is said.
    fn shown(&self) -> String {
        if self.asked.file.as_os_str() == "-" {
            self.voice
                .words
                .get(MessageId("cli-import-input"))
                .into_owned()
        } else {
            self.asked.file.display().to_string()
        }
    }

    fn bar(&self, length: u64, label: &str) -> ProgressBar {
        if !self.voice.watched {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{msg} [{bar:40}] {percent}%")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::new(length)
            .with_style(style.progress_chars("=> "))
            .with_message(label.to_owned())
    }

    /// Looks at every row; writes nothing but the file of refused rows, if one was asked for.
    fn look<T>(&self, read: &impl Fn(&Row<'_>) -> Result<T, Fault>) -> Result<Looked> {
        let words = self.voice.words;
        let file = self.rewound()?;
        let bar = self.bar(
            file.metadata()?.len(),
            &words.get(MessageId("cli-import-reading")),
        );
        let mut looked = Looked::default();
        let mut table = match Table::open(file, self.shape) {
            Ok(table) => table,
            Err(fault) => {
                return Ok(Looked {
                    good: 0,
                    refused: 1,
                    first: vec![fault],
                    unreadable: true,
                    ..Looked::default()
                });
            }
        };
        let mut refused: Option<csv::Writer<File>> = None;
        loop {
            let fault = match table.next_row() {
                None => break,
                Some(row) => row
                    .and_then(|row| {
                        if row.cleaned {
                            looked.cleaned.0 += 1;
                            if looked.cleaned.0 == 1 {
                                looked.cleaned.1 = row.line;
                            }
                        }
                        read(&row).map(drop)
                    })
                    .err(),
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
                let reason = sentence(&fault, words);
                let cells = table.raw().iter().map(formula::guarded_raw);
                let reason = std::iter::once(Cow::Borrowed(reason.as_bytes()));
                out.write_record(cells.chain(reason))?;
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
            let words = self.voice.words;
            let shown = || [("path", path.display().to_string().into())];
            let made = match made {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    let said = words.with(MessageId("cli-import-refused-exists"), &shown());
                    return Err(anyhow!(said.into_owned()));
                }
                made => made.with_context(|| {
                    let said = words.with(MessageId("cli-import-refused-file"), &shown());
                    said.into_owned()
                })?,
            };
            // A row of the wrong length is written as long as it was.
            let mut out = csv::WriterBuilder::new()
                .delimiter(table.delimiter())
                .flexible(true)
                .from_writer(made);
            let reason = words.get(MessageId("cli-import-reason"));
            out.write_record(table.header().iter().map(String::as_str).chain([&*reason]))?;
            *file = Some(out);
        }
        Ok(file.as_mut())
    }

    fn refused_path(&self) -> PathBuf {
        let named = self.asked.partial.clone().flatten();
        named.unwrap_or_else(|| {
            let stem = self.asked.file.file_stem().filter(|stem| *stem != "-");
            let mut name = stem.unwrap_or("input".as_ref()).to_owned();
            name.push(".refused.csv");
            self.asked.file.with_file_name(name)
        })
    }

    fn tell(&mut self, looked: &Looked) -> Result<()> {
        let (words, shown) = (self.voice.words, self.shown());
        for fault in &looked.first {
            self.voice
                .complain(&format!("{shown}: {}", sentence(fault, words)));
        }
        let more = looked.refused.saturating_sub(looked.first.len() as u64);
        if more > 0 {
            let more = words.with(MessageId("cli-import-more"), &[("n", more.into())]);
            self.voice.complain(&more);
        }
        let (cleaned, line) = looked.cleaned;
        if cleaned > 0 {
            let args = [("n", cleaned.into()), ("line", line.into())];
            let note = words.with(MessageId("cli-import-cleaned"), &args);
            self.voice.complain(&note);
        }
        // A file that cannot be read at all has no rows to be given back.
        if looked.refused > 0
            && self.asked.partial.is_some()
            && !self.asked.dry_run
            && !looked.unreadable
        {
            let shown = self.refused_path().display().to_string();
            self.voice.say(&words.with(
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
        let file = self.rewound()?;
        let shape = self.shape;
        let (to, rows): (Sender<T>, Receiver<T>) = bounded(AHEAD);
        std::thread::Builder::new()
            .name("sportello-rows".to_owned())
            .spawn(move || {
                let Ok(mut table) = Table::open(file, shape) else {
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

    fn load(&self, source: impl BatchSource, progress: &Progress, total: u64) -> Result<Loaded> {
        let words = self.voice.words;
        let bar = self.bar(total, &words.get(MessageId("cli-import-writing")));
        let (id, at) = new_act();
        let (to, answer) = bounded(1);
        self.store
            .batch((self.who, id, at), self.kind, source, move |loaded| {
                drop(to.send(loaded));
            });
        loop {
            match answer.recv_timeout(std::time::Duration::from_millis(100)) {
                Ok(loaded) => {
                    bar.finish_and_clear();
                    return loaded.map_err(|error| self.voice.worded(&error));
                }
                Err(crossbeam_channel::RecvTimeoutError::Timeout) => {
                    bar.set_position(progress.seen());
                }
                Err(crossbeam_channel::RecvTimeoutError::Disconnected) => {
                    return Err(self.voice.worded(&Error::Closed));
                }
            }
        }
    }

    fn done(&mut self, progress: &Progress) -> Result<()> {
        let words = self.voice.words;
        let count = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
        let rows = count(&progress.rows);
        match self.asked.what {
            Imported::People => {
                let anomalies = count(&progress.anomalies);
                self.voice.say(&words.with(
                    MessageId("cli-import-people"),
                    &[
                        ("n", rows.into()),
                        ("anomalies", anomalies.into()),
                        ("known", count(&progress.known).into()),
                    ],
                ))?;
                if anomalies > 0 {
                    self.voice.say(&words.get(MessageId("cli-import-codes")))?;
                }
                Ok(())
            }
            Imported::Vacancies => self.voice.say(&words.with(
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
        Wrong::Columns(most) => words.with(MessageId("fault-columns"), &[("n", (*most).into())]),
        Wrong::Twice => words.get(MessageId("fault-twice")),
        Wrong::Quote => words.get(MessageId("fault-quote")),
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
            &[("detail", detailed(detail, words).into())],
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
