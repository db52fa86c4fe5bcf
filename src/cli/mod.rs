//! Commands that answer and end, and the way to the desk. They belong to the program, not to the library.

mod desk;
mod import;
mod list;
pub(crate) mod lookup;
mod office;
mod safe;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use chrono::{DateTime, Utc};
use sportello::app::errors::sentence;
use sportello::args::{Args, Command, Global};
use sportello::clock::{Clock as _, RealClock, local_day};
use sportello::config::{Config, Preferences};
use sportello::domain::Named as _;
use sportello::domain::ids::ActId;
use sportello::domain::lang::Lang;
use sportello::domain::staff::Staff;
use sportello::reference::Reference;
use sportello::store::{Options, Store, standard};
use sportello::ui::words::{MessageId, Words};

use lookup::Format;

/// Does what the arguments ask. True: done; false: refused or not found.
pub(crate) fn run(args: Args) -> Result<bool> {
    let config = Config::load(args.global.config.as_deref())?;
    let here = Here::new(args.global, config);
    match args.command {
        None => desk::open(&here),
        Some(Command::Demo(demo)) => desk::demo(&here, &demo),
        Some(Command::Init(init)) => office::init(&here, &init),
        Some(Command::Staff(command)) => office::staff(&here, command),
        Some(Command::Import(import)) => import::run(&here, &import),
        Some(Command::List(list)) => list::run(&here, &list),
        Some(Command::Backup(asked)) => safe::backup(&here, &asked),
        Some(Command::Restore(asked)) => safe::restore(&here, &asked),
        Some(Command::Doctor(asked)) => safe::doctor(&here, &asked),
        Some(Command::TaxCode(ask)) => {
            let today = ask.date.unwrap_or_else(|| local_day(RealClock.now()));
            let format = here.format(ask.json);
            Here::look_up(|out| {
                lookup::tax_code(
                    &Reference::load(),
                    &ask.codes,
                    &mut io::stdin().lock(),
                    today,
                    format,
                    out,
                )
            })
        }
        Some(Command::Places(ask)) => {
            let format = here.format(ask.json);
            Here::look_up(|out| lookup::places(&Reference::load(), &ask.text(), format, out))
        }
        Some(Command::Occupations(ask)) => {
            let (format, lang) = (here.format(ask.json), here.lang());
            Here::look_up(|out| {
                lookup::occupations(&Reference::load(), &ask.text(), lang, format, out)
            })
        }
        Some(Command::Holidays(ask)) => {
            let format = here.format(ask.json);
            Here::look_up(|out| {
                lookup::holidays(
                    &Reference::load(),
                    ask.year,
                    ask.place.as_deref(),
                    format,
                    out,
                )
            })
        }
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

    fn format(&self, json: bool) -> Format {
        if json {
            Format::Json
        } else {
            Format::Plain(self.lang())
        }
    }

    /// The words for what is said outside a session.
    fn words(&self) -> Words {
        Words::new(self.lang().code())
    }

    /// An error of the store, worded.
    fn worded(&self, error: &sportello::store::Error) -> anyhow::Error {
        anyhow!(sentence(error, &self.words()))
    }

    /// Writes to standard output; a reader that has gone away is no error.
    fn look_up(write: impl FnOnce(&mut dyn io::Write) -> io::Result<bool>) -> Result<bool> {
        let mut out = io::stdout().lock();
        match write(&mut out) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(true),
            answer => Ok(answer?),
        }
    }

    /// The office's file: what the flag or the configuration names, or the usual place.
    fn db(&self) -> Result<PathBuf> {
        if let Some(path) = self.global.db.clone().or_else(|| self.config.db.clone()) {
            return Ok(path);
        }
        let folders = directories::ProjectDirs::from("", "", "sportello")
            .context("no home folder: name the file of the office with --db FILE")?;
        Ok(folders.data_local_dir().join("office.db"))
    }

    /// Opens the office.
    fn store(&self) -> Result<Store> {
        let path = self.db()?;
        Store::open(&path, Options::default()).map_err(|error| self.worded(&error))
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
            (None, Some(login), _) => Err(anyhow!(
                self.words()
                    .with(
                        MessageId("cli-nobody-of-that-name"),
                        &[("login", login.into())]
                    )
                    .into_owned()
            )),
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

    /// Says something on standard output.
    fn say(text: &str) -> Result<()> {
        match writeln!(io::stdout(), "{text}") {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Says what went wrong, on the error stream.
    fn complain(text: &str) {
        // Nobody is left to be told when the error stream is closed.
        drop(writeln!(io::stderr(), "{text}"));
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
