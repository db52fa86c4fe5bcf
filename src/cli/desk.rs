//! The desk at this terminal: the office's own, or the practice office.

use std::io::{self, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use sportello::args::Demo;
use sportello::clock::{Clock, RealClock, ShiftedClock, local_day};
use sportello::config::Preferences;
use sportello::domain::Named as _;
use sportello::domain::staff::Staff;
use sportello::session::{Event, FaceOf, Session, Setup, local};
use sportello::store::staff::StaffSettings;
use sportello::store::{Store, demo};
use sportello::terminal::{Capabilities, Tty};
use sportello::ui::theme::Themes;
use sportello::ui::words::{MessageId, Words};

use super::{Here, reference};

/// Opens the desk of the office.
pub(super) fn open(here: &Here) -> Result<bool> {
    let store = here.store()?;
    let staff = here.who(&store)?;
    work(here, store, staff, false, &RealClock)
}

/// Opens the practice office of today in a temporary place, or writes one to a file.
pub(super) fn demo(here: &Here, asked: &Demo) -> Result<bool> {
    let now = RealClock.now();
    let tables = reference();
    if let Some(path) = &asked.write {
        let day = asked.date.unwrap_or_else(|| local_day(now));
        demo::write(path, day, &tables).map_err(|error| here.worded(&error))?;
        let shown = path.display().to_string();
        Here::say(
            &here
                .words()
                .with(MessageId("cli-demo-written"), &[("path", shown.into())]),
        )?;
        return Ok(true);
    }
    let folder = tempfile::Builder::new()
        .prefix("sportello-")
        .permissions(std::fs::Permissions::from_mode(0o700))
        .tempdir()?;
    let path = folder.path().join("practice.db");
    let moment = asked.date.map_or(now, demo::morning);
    let store = demo::create(&path, moment, &tables).map_err(|error| here.worded(&error))?;
    let staff = practising(here, &store)?;
    work(here, store, staff, true, &ShiftedClock(moment - now))
}

/// Who practises: whoever `--as` names, else Anna, who may do most.
fn practising(here: &Here, store: &Store) -> Result<Staff> {
    let all = store.everybody().map_err(|error| here.worded(&error))?;
    let login = here.global.login.as_deref().unwrap_or(demo::LOGIN);
    match all.into_iter().find(|staff| staff.login == login) {
        Some(staff) => Ok(staff),
        None => here.who(store),
    }
}

fn work(
    here: &Here,
    store: Store,
    staff: Staff,
    practice: bool,
    clock: &dyn Clock,
) -> Result<bool> {
    let now = local::moment(clock);
    let saved = store
        .read_now(&staff, now.at, StaffSettings)
        .map_err(|error| here.worded(&error))?;
    let saved = Preferences::of_saved(
        saved
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str())),
    )
    .over(Preferences {
        lang: staff.lang,
        ..Preferences::default()
    });
    let settings = here.settings(saved);
    let words = Arc::new(Words::new(settings.lang.code()));
    let linear = settings.linear || !Here::at_a_terminal();
    let tty = if linear { None } else { Some(Tty::open()?) };
    let face = tty.as_ref().map_or(FaceOf::Linear, |tty| {
        let (columns, rows) = tty.size();
        FaceOf::Screen {
            capabilities: capabilities(),
            columns,
            rows,
        }
    });
    let themes = themes(here.config.folder.as_deref())?;
    let (inbox, answers) = local::inbox();
    let told = Arc::clone(&inbox);
    let watch = store.watch(move |changes| told(Event::Changed(changes.clone())));
    let session = Session::new(Setup {
        store: store.clone(),
        staff,
        words,
        lang: settings.lang,
        reference: reference(),
        theme: Arc::new(
            themes
                .get(&settings.theme)
                .transpose()?
                .ok_or_else(|| unknown(here, &settings.theme))?,
        ),
        themes: Arc::new(themes),
        keymap: if linear {
            settings.keymap.spoken()
        } else {
            settings.keymap
        },
        profile: settings.profile,
        practice,
        face,
        inbox,
        now,
    });
    match &tty {
        Some(tty) => local::on_screen(session, tty, &answers, clock)?,
        None => local::in_lines(
            session,
            BufReader::new(io::stdin()),
            &mut io::stdout(),
            &answers,
            clock,
        )?,
    }
    drop(watch);
    // What was typed last is on its way to the disk: the program ends after it has arrived.
    store
        .scratch()
        .flush()
        .map_err(|error| here.worded(&error))?;
    Ok(true)
}

fn capabilities() -> Capabilities {
    let get = |name| std::env::var(name).unwrap_or_default();
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    Capabilities::from_env(&get("TERM"), &get("COLORTERM"), no_color)
}

fn unknown(here: &Here, theme: &str) -> anyhow::Error {
    anyhow::anyhow!(
        here.words()
            .with(MessageId("cli-no-theme"), &[("theme", theme.into())])
            .into_owned()
    )
}

/// The themes that ship, and one's own from the configuration folder.
fn themes(folder: Option<&Path>) -> Result<Themes> {
    let mut themes = Themes::built_in()?;
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
