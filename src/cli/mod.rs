//! Commands that answer and end, and the way to the desk. They belong to the program, not to the library.

mod access;
mod desk;
pub(crate) mod exec;
mod export;
mod help;
mod import;
mod list;
pub(crate) mod lookup;
mod office;
mod safe;
mod serve;
mod status;
mod stop;
mod usage;
pub(crate) mod voice;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use chrono::{DateTime, Utc};
use clap::Parser as _;
use sportello::app::errors::sentence;
use sportello::args::{Args, Command, Global};
use sportello::clock::{Clock as _, RealClock};
use sportello::config::{Config, Preferences};
use sportello::domain::Named as _;
use sportello::domain::ids::ActId;
use sportello::domain::lang::Lang;
use sportello::domain::staff::Staff;
use sportello::reference::Reference;
use sportello::serve::exec::Io;
use sportello::store::guard::Serving;
use sportello::store::{Error, Notice, Options, Store, backup, standard};
use sportello::terminal::text;
use sportello::ui::theme::Themes;
use sportello::ui::words::{MessageId, Words};

use usage::Unparsed;
use voice::{Voice, unheard};

/// The disk that a server keeps in reserve: 64 MiB.
const BALLAST: u64 = 64 * 1024 * 1024;

/// Exit code: wrong usage.
const WRONG_USAGE: u8 = 2;

/// Does what the arguments ask, and says on the error stream what went wrong. The exit code: 0 done, 1 refused or not
/// found, 2 wrong usage.
pub(crate) fn start(argv: Vec<OsString>) -> u8 {
    let args = match Args::try_parse_from(std::iter::once(OsString::new()).chain(argv.clone())) {
        Ok(args) => args,
        // Read again for its words: only who writes it wrongly, or asks for help, waits for them.
        Err(_) => match usage::read(argv.clone(), &words_before(&argv), None) {
            Ok(args) => args,
            Err(Unparsed::Help(text)) => return u8::from(Here::print(&text).is_err()),
            Err(Unparsed::Wrong(text)) => {
                Here::complain_lines(&text);
                return WRONG_USAGE;
            }
        },
    };
    let config = match Config::load(args.global.config.as_deref()) {
        Ok(config) => config,
        Err(error) => {
            let said = usage::said(&error.into(), &words_before(&argv));
            Here::complain_lines(&format!("sportello: {said}"));
            return 1;
        }
    };
    let here = Here::new(args.global, config);
    match run(&here, args.command) {
        Ok(done) => u8::from(!done),
        Err(error) => {
            let said = usage::said(&error, &here.words());
            Here::complain_lines(&format!("sportello: {said}"));
            1
        }
    }
}

/// The words before anything else is known: of the flag, else of the environment.
fn words_before(argv: &[OsString]) -> Words {
    let environment = || Preferences::of_environment(|name| std::env::var(name).ok()).lang;
    let lang = usage::lang_of(argv).or_else(environment);
    Words::new(lang.unwrap_or(Lang::It).code())
}

/// Does a command. True: done; false: refused or not found.
fn run(here: &Here, command: Option<Command>) -> Result<bool> {
    match command {
        None => desk::open(here),
        Some(Command::Demo(demo)) => desk::demo(here, &demo),
        Some(Command::Init(init)) => office::init(here, &init),
        Some(Command::Staff(command)) => office::staff(here, command),
        Some(Command::Office(command)) => access::office(here, &command),
        Some(Command::Serve(asked)) => serve::run(here, asked),
        Some(Command::Fingerprint { json }) => serve::fingerprint(here, json),
        Some(Command::Status { json }) => {
            let db = here.office()?;
            here.aloud(|voice| status::run(voice, &db, json))
        }
        Some(Command::Import(import)) => {
            here.in_office(|voice, store, who| import::run(voice, store, who, reference(), &import))
        }
        Some(Command::List(list)) => {
            here.in_office(|voice, store, who| list::run(voice, store, who, &list))
        }
        Some(Command::Export(export)) => {
            here.in_office(|voice, store, who| export::run(voice, store, who, reference(), &export))
        }
        Some(Command::Backup(asked)) => safe::backup(here, &asked),
        Some(Command::Restore(asked)) => safe::restore(here, &asked),
        Some(Command::Doctor(asked)) => safe::doctor(here, &asked),
        Some(Command::TaxCode(ask)) => {
            here.aloud(|voice| lookup::tax_code(voice, &reference(), &ask))
        }
        Some(Command::Places(ask)) => here.aloud(|voice| lookup::places(voice, &reference(), &ask)),
        Some(Command::Occupations(ask)) => {
            here.aloud(|voice| lookup::occupations(voice, &reference(), &ask))
        }
        Some(Command::Holidays(ask)) => {
            here.aloud(|voice| lookup::holidays(voice, &reference(), &ask))
        }
        Some(Command::Accessibility) => here.aloud(lookup::accessibility),
    }
}

/// Where the program was called: flags, configuration, environment.
pub(crate) struct Here {
    global: Global,
    config: Config,
    environment: Preferences,
}

impl Here {
    fn new(global: Global, config: Config) -> Self {
        let environment = Preferences::of_environment(|name| std::env::var(name).ok());
        Self {
            global,
            config,
            environment,
        }
    }

    /// The language before anybody is known.
    fn lang(&self) -> Lang {
        self.settings(Preferences::default()).lang
    }

    /// Everything settled, for somebody with saved settings.
    fn settings(&self, saved: Preferences) -> sportello::config::Settings {
        Preferences::settle(
            self.global.preferences(),
            saved,
            self.config.preferences.clone(),
            self.environment.clone(),
        )
    }

    /// The words for what is said outside a session.
    fn words(&self) -> Words {
        Words::new(self.lang().code())
    }

    /// An error of the store, worded.
    fn worded(&self, error: &Error) -> anyhow::Error {
        anyhow!(sentence(error, &self.words()))
    }

    /// Runs a command with the streams of this program; a reader that has gone away is no error.
    fn aloud(&self, run: impl FnOnce(&mut Voice<'_>) -> Result<bool>) -> Result<bool> {
        let words = self.words();
        let mut voice = Voice {
            words: &words,
            lang: self.lang(),
            asked: self.global.lang,
            io: Io {
                input: &mut io::stdin().lock(),
                output: &mut io::stdout().lock(),
                errors: &mut io::stderr(),
            },
            watched: io::stderr().is_terminal(),
            far: None,
        };
        unheard(run(&mut voice))
    }

    /// The same in the office, as whoever works.
    fn in_office(
        &self,
        run: impl FnOnce(&mut Voice<'_>, &Store, &Staff) -> Result<bool>,
    ) -> Result<bool> {
        let store = self.store()?;
        let who = self.who(&store)?;
        let done = self.aloud(|voice| run(voice, &store, &who));
        // What was read may be less than there is, or the last that is written.
        match store.notice() {
            None => {}
            Some(Notice::Damaged(error)) => Self::complain_lines(&sentence(&error, &self.words())),
            // Whoever changes something is told; what is read is all there is.
            Some(Notice::ReadOnly) => {}
            Some(Notice::DiskFull) => {
                Self::complain_lines(&self.words().get(MessageId("notice-disk-full")));
            }
        }
        done
    }

    /// The office's file: what the flag or the configuration names, or the usual place.
    fn db(&self) -> Result<PathBuf> {
        if let Some(path) = self.global.db.clone().or_else(|| self.config.db.clone()) {
            return Ok(path);
        }
        let folders = directories::ProjectDirs::from("", "", "sportello")
            .ok_or_else(|| anyhow!(self.words().get(MessageId("cli-no-home")).into_owned()))?;
        Ok(folders.data_local_dir().join("office.db"))
    }

    /// The same, of an office that is there.
    fn office(&self) -> Result<PathBuf> {
        let path = self.db()?;
        match std::fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(self.worded(&Error::Missing { path }))
            }
            _ => Ok(path),
        }
    }

    /// Opens the office.
    fn store(&self) -> Result<Store> {
        let path = self.db()?;
        Store::open_as_it_goes(&path, Options::default()).map_err(|error| self.unopened(&error))
    }

    /// Why an office does not open; of a damaged one also what to do, and with which backup.
    fn unopened(&self, error: &Error) -> anyhow::Error {
        let Error::Damaged { path, .. } = error else {
            return self.worded(error);
        };
        let words = self.words();
        let newest = match backup::newest(path) {
            None => words.get(MessageId("cli-damaged-no-backup")),
            Some((file, at)) => {
                let (day, time) = safe::day_and_time(at);
                let file = file.display().to_string();
                words.with(
                    MessageId("cli-damaged-backup"),
                    &[
                        ("file", file.into()),
                        ("day", day.into()),
                        ("time", time.into()),
                    ],
                )
            }
        };
        let doctor = words.get(MessageId("cli-damaged-doctor"));
        anyhow!("{}\n{doctor}\n{newest}", sentence(error, &words))
    }

    /// Opens the office to serve it: nobody else does, damage is looked for, and some disk is kept in reserve.
    fn store_to_serve(&self) -> Result<(Serving, Store)> {
        let path = self.db()?;
        let options = Options {
            ballast: Some(BALLAST),
            check_pages: true,
            ..Options::default()
        };
        // The lock first: who does not get it leaves the file alone.
        let begin = || {
            let alone = Serving::of_office(&path, RealClock.now())?;
            Ok((alone, Store::open(&path, options)?))
        };
        begin().map_err(|error| {
            let said = self.unopened(&error);
            let to_read = || {
                let read_only = true;
                let options = Options {
                    read_only,
                    ..Options::default()
                };
                Store::open(&path, options)
            };
            match error {
                // A lock, the log, the file itself: whatever it is that cannot be written.
                Error::Open { .. } | Error::ReadOnly | Error::FolderReadOnly { .. }
                    if to_read().is_ok() =>
                {
                    let words = self.words();
                    anyhow!("{said}\n{}", words.get(MessageId("cli-serve-read-only")))
                }
                _ => said,
            }
        })
    }

    /// The themes that ship, and one's own from the configuration folder.
    fn themes(&self) -> Result<Themes> {
        let mut themes = Themes::built_in()?;
        let folder = self.config.folder.as_deref();
        let Some(entries) = folder
            .map(|folder| folder.join("themes"))
            .and_then(|folder| std::fs::read_dir(folder).ok())
        else {
            return Ok(themes);
        };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if path.extension().is_some_and(|end| end == "toml")
                && let Some(name) = path.file_stem().and_then(|stem| stem.to_str())
            {
                let text = std::fs::read_to_string(&path)?;
                themes.add(name, &path.display().to_string(), &text)?;
            }
        }
        Ok(themes)
    }

    /// Who works: `--as`, else the name on this computer, else the only one there is.
    fn who(&self, store: &Store) -> Result<Staff> {
        let all = store.everybody().map_err(|error| self.worded(&error))?;
        let asked = self.global.login.clone();
        let login = asked.clone().or_else(|| std::env::var("USER").ok());
        let named = login
            .as_ref()
            .and_then(|login| all.iter().find(|staff| staff.login == *login));
        match (named, asked, all.as_slice()) {
            (Some(staff), _, _) | (None, None, [staff]) => Ok(staff.clone()),
            (None, Some(login), _) => {
                let known = store.has_login(&login);
                let why = if known.map_err(|error| self.worded(&error))? {
                    MessageId("cli-login-is-off")
                } else {
                    MessageId("cli-nobody-of-that-name")
                };
                let login = [("login", login.into())];
                Err(anyhow!(self.words().with(why, &login).into_owned()))
            }
            (None, None, _) => {
                let names = all
                    .iter()
                    .map(|staff| staff.login.as_str())
                    .collect::<Vec<_>>()
                    .join(", ");
                Err(anyhow!(
                    self.words()
                        .with(MessageId("cli-who-are-you"), &[("names", names.into())])
                        .into_owned()
                ))
            }
        }
    }

    /// Says something on standard output, through the filter for text.
    fn say(text: &str) -> Result<()> {
        match writeln!(io::stdout(), "{}", text::clean(text)) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Writes a text of several lines to standard output, as it is.
    fn print(text: &str) -> io::Result<()> {
        match io::stdout().write_all(text.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }

    /// Says what went wrong, on the error stream, line by line through the filter for text.
    fn complain_lines(text: &str) {
        for line in text.lines() {
            // Nobody is left to be told when the error stream is closed.
            drop(writeln!(io::stderr(), "{}", text::clean(line)));
        }
    }

    /// Whether a person sits at both ends, so that a screen makes sense.
    fn at_a_terminal() -> bool {
        let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
        !dumb && io::stdin().is_terminal() && io::stdout().is_terminal()
    }
}

/// The id of an act made here and now.
fn new_act() -> (ActId, DateTime<Utc>) {
    let now = RealClock.now();
    (standard::act_id(now, ulid::Ulid::generate().random()), now)
}

/// The embedded tables.
fn reference() -> Arc<Reference> {
    Arc::new(Reference::load())
}
