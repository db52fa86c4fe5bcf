//! Reading a whole file in: first every row is looked at, then, if all can be taken, they are written.

mod look;
mod outline;
mod refused;
mod wording;

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result, anyhow};
use chrono::NaiveDate;
use crossbeam_channel::{Receiver, Sender, bounded};
use indicatif::{ProgressBar, ProgressStyle};
use sportello::args::{Import, Imported};
use sportello::clock::local_day;
use sportello::domain::staff::{Right, Staff};
use sportello::exchange::mapping::Mapping;
use sportello::exchange::table::Row;
use sportello::exchange::{Fault, Shape, Table, people, vacancies};
use sportello::reference::Reference;
use sportello::store::batch::{BatchSource, Loaded, PublishBatch};
use sportello::store::import::{PeopleSource, Progress, VacanciesSource};
use sportello::store::{Error, Store};
use sportello::terminal::text;
use sportello::ui::words::{MessageId, Words};

use super::new_act;
use super::stop::Stopped;
use super::voice::Voice;

/// Rows that may wait between the reading of the file and the writing of the office.
const AHEAD: usize = 512;

/// What a table holds.
#[derive(Debug, Clone, Copy)]
enum Kind {
    People,
    Vacancies,
}

/// Reads a file of people, of vacancies or of the interview's outline in.
pub(super) fn run(
    voice: &mut Voice<'_>,
    store: &Store,
    who: &Staff,
    tables: Arc<Reference>,
    asked: &Import,
) -> Result<bool> {
    let kind = match asked.what {
        Imported::Outline => return outline::run(voice, store, who, asked),
        Imported::People => Kind::People,
        Imported::Vacancies => Kind::Vacancies,
    };
    // Said before a file is read that could not be taken; the writer asks again.
    if !who.may(Right::Import) {
        return Err(voice.worded(&Error::Denied(Right::Import)));
    }
    let mapping = Mapping::shipped()?;
    let file = open(voice, store, asked)?;
    let (needed, long) = match kind {
        Kind::People => (people::NEEDED, &[][..]),
        Kind::Vacancies => (vacancies::NEEDED, vacancies::LONG),
    };
    let mut job = Job {
        voice,
        store,
        who,
        asked,
        file,
        kind,
        today: local_day(new_act().1),
        tables: Arc::clone(&tables),
        shape: Shape {
            needed,
            long,
            clean: text::clean,
            forbidden: text::forbidden,
        },
    };
    match kind {
        Kind::People => {
            let people = Arc::new(people::People::new(mapping, tables, job.today));
            let reader = Arc::clone(&people);
            let codes = asked.dry_run.then(|| people::Codes::of(&people));
            job.run(
                move |row: &Row<'_>| reader.newcomer(row),
                codes,
                |people, progress| PeopleSource { people, progress },
            )
        }
        Kind::Vacancies => job.run(
            move |row: &Row<'_>| vacancies::vacancy(row, &mapping, &tables),
            None,
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

/// A file from its beginning.
fn rewound(file: &File) -> io::Result<File> {
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// What the file is called in what is said.
fn shown(words: &Words, asked: &Import) -> String {
    if asked.file.as_os_str() == "-" {
        words.get(MessageId("cli-import-input")).into_owned()
    } else {
        asked.file.display().to_string()
    }
}

struct Job<'j, 'v> {
    voice: &'j mut Voice<'v>,
    store: &'j Store,
    who: &'j Staff,
    asked: &'j Import,
    file: File,
    kind: Kind,
    today: NaiveDate,
    tables: Arc<Reference>,
    shape: Shape,
}

impl Job<'_, '_> {
    fn run<T, S>(
        &mut self,
        read: impl Fn(&Row<'_>) -> Result<T, Fault> + Send + 'static,
        codes: Option<people::Codes<'_>>,
        source: impl FnOnce(Rows<T>, Arc<Progress>) -> S,
    ) -> Result<bool>
    where
        T: Send + 'static,
        S: BatchSource,
    {
        let words = self.voice.words;
        let published = Arc::new(AtomicBool::new(false));
        let stopped = self.stopped(&published)?;
        let looked = self.look(&read, codes)?;
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
        rewound(&self.file)
    }

    /// What the file is called in what is said.
    fn shown(&self) -> String {
        shown(self.voice.words, self.asked)
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

    /// Where the refused rows go; none when nobody asked for them, or nothing is to be written.
    fn refused_path(&self) -> Option<PathBuf> {
        let named = self
            .asked
            .partial
            .as_ref()
            .filter(|_| !self.asked.dry_run)?;
        Some(named.clone().unwrap_or_else(|| {
            let stem = self.asked.file.file_stem().filter(|stem| *stem != "-");
            let mut name = stem.unwrap_or("input".as_ref()).to_owned();
            name.push(".refused.csv");
            self.asked.file.with_file_name(name)
        }))
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
        let kind = match self.kind {
            Kind::People => "people",
            Kind::Vacancies => "vacancies",
        };
        self.store
            .batch((self.who, id, at), kind, source, move |loaded| {
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
        match self.kind {
            Kind::People => {
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
            Kind::Vacancies => self.voice.say(&words.with(
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
