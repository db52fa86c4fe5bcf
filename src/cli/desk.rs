//! The desk at this terminal: the office's own, or the practice office.

use std::io::{self, BufReader};
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;

use anyhow::Result;
use chrono::{DateTime, Utc};
use sportello::args::Demo;
use sportello::clock::{Clock, RealClock, ShiftedClock, local_day};
use sportello::config::Preferences;
use sportello::domain::staff::Staff;
use sportello::session::seat::{Seat, Shelf};
use sportello::session::{Event, Session, local};
use sportello::store::staff::StaffSettings;
use sportello::store::staff::logins::{By, LogIn, LoginId};
use sportello::store::{Notice, Store, demo};
use sportello::terminal::key::Input;
use sportello::terminal::{Capabilities, Tty};
use sportello::ui::words::MessageId;

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
    let moment = asked.date.map_or_else(|| demo::moment(now), demo::morning);
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

fn work(here: &Here, store: Store, staff: Staff, passing: bool, clock: &dyn Clock) -> Result<bool> {
    let now = local::moment(clock);
    let login = if passing {
        None
    } else {
        come_in(here, &store, &staff, now.at)?
    };
    let store = login.map_or_else(|| store.clone(), |login| store.during(login));
    let saved = store
        .read_now(&staff, now.at, StaffSettings)
        .map_err(|error| here.worded(&error))?;
    let saved = Preferences::of_person(
        staff.lang,
        saved
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str())),
    );
    let settings = here.settings(saved);
    let shelf = Shelf::new(reference(), &here.themes()?);
    let theme = match shelf.theme(&settings.theme) {
        Some(Ok(theme)) => theme,
        Some(Err(error)) => return Err(error.clone().into()),
        None => return Err(unknown(here, &settings.theme)),
    };
    // A terminal that can paint can also be gone over to from plain lines.
    let paints = Here::at_a_terminal() && !capabilities().dumb;
    let tty = if paints { Some(Tty::open()?) } else { None };
    let terminal = tty.as_ref().map(|tty| {
        let (columns, rows) = tty.size();
        (capabilities(), columns, rows)
    });
    let (inbox, answers) = local::inbox();
    let told = Arc::clone(&inbox);
    let put_out: Arc<local::PutOut> = Arc::default();
    let watch = store.watch({
        let (store, id, login) = (store.clone(), staff.id, staff.login.clone());
        let put_out = Arc::clone(&put_out);
        move |changes| {
            told(Event::Changed(changes.clone()));
            if changes.touches_any(&["staff", "staff_role"]) {
                let (told, put_out) = (Arc::clone(&told), Arc::clone(&put_out));
                store.who_is(&login, move |found| {
                    // What cannot be read now is asked again at the next change; nobody is put out for it.
                    let Ok(found) = found else { return };
                    if found.is_none_or(|now| now.id != id || now.roles.is_empty()) {
                        let _ = put_out.set(MessageId("serve-staff-off"));
                        told(Event::Input(Input::HangUp));
                    }
                });
            }
        }
    });
    let seat = Seat {
        store: store.clone(),
        staff,
        settings,
        theme,
        passing,
        terminal,
        plain: "sportello --linear",
        inbox,
        now,
    };
    let session = Session::new(seat.setup(&shelf));
    match &tty {
        Some(tty) => local::on_screen(session, tty, &answers, (clock, &put_out))?,
        None => local::in_lines(
            session,
            BufReader::new(io::stdin()),
            &mut io::stdout(),
            &answers,
            (clock, &put_out),
        )?,
    }
    drop(watch);
    if let Some(login) = login {
        match store.log_out_now(clock.now(), login, false) {
            Err(error) if !error.is_of_the_disk() => return Err(here.worded(&error)),
            _ => {}
        }
    }
    // What was typed last is on its way to the disk: the program ends after it has arrived.
    match store.scratch().flush() {
        // Who only reads leaves no draft.
        Err(error) if store.notice() != Some(Notice::ReadOnly) => Err(here.worded(&error)),
        _ => Ok(put_out.get().is_none()),
    }
}

/// Writes down that somebody comes in at this computer, or over its own SSH server. None where the disk
/// takes nothing: whoever owns the file may still read what asks for no row.
fn come_in(
    here: &Here,
    store: &Store,
    staff: &Staff,
    at: DateTime<Utc>,
) -> Result<Option<LoginId>> {
    let peer = std::env::var("SSH_CONNECTION").unwrap_or_default();
    let address: Option<IpAddr> = peer.split(' ').next().and_then(|peer| peer.parse().ok());
    let who = LogIn {
        staff: staff.id,
        address: address.map_or_else(String::new, |address| address.to_string()),
        by: By::Local,
    };
    match store.log_in_now(at, who) {
        Ok(login) => Ok(Some(login)),
        Err(error) if error.is_of_the_disk() => Ok(None),
        Err(error) => Err(here.worded(&error)),
    }
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
