//! Making an office, and who works there.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use sportello::args::{Init, StaffAdd, StaffChange, StaffCommand};
use sportello::clock::{Clock as _, RealClock};
use sportello::domain::Named as _;
use sportello::domain::staff::{DeskKind, Staff};
use sportello::store::offices::OfficeRows;
use sportello::store::staff::{AddStaff, ChangeStaff, Hours, StaffList, StaffRow};
use sportello::store::{Act, Options, Store, standard};
use sportello::ui::words::{MessageId, Words};

use super::{Here, access, new_act, reference};

/// Makes an empty office with the standard catalogue of services.
pub(super) fn init(here: &Here, asked: &Init) -> Result<bool> {
    let path = here.db()?;
    let words = here.words();
    let user = std::env::var("USER").unwrap_or_default();
    let login = asked.login.clone().unwrap_or_else(|| login_of(&user));
    let name = asked.name.clone().unwrap_or_else(|| login.clone());
    let office = asked
        .office
        .clone()
        .unwrap_or_else(|| words.get(MessageId("cli-office-name")).into_owned());
    let tables = reference();
    let place = match &asked.place {
        None => None,
        Some(place) => {
            let found = tables
                .place_named(place)
                .or_else(|| tables.places(place, 1).into_iter().next());
            let none = || {
                anyhow!(
                    words
                        .with(
                            MessageId("cli-no-place"),
                            &[("place", place.as_str().into())]
                        )
                        .into_owned()
                )
            };
            Some(found.ok_or_else(none)?)
        }
    };
    make_folder_of(&path, &words)?;
    let (act, at) = new_act();
    let new = standard::new_office(act, at, &tables, (&office, &login, &name))
        .map_err(|error| here.worded(&error))?;
    let desk = |n: u32| {
        (
            words
                .with(MessageId("cli-desk-name"), &[("n", n.into())])
                .into_owned(),
            DeskKind::Counter,
        )
    };
    let new = sportello::store::settings::NewOffice {
        municipality: place.map(|place| place.istat.to_owned()),
        desks: vec![desk(1), desk(2)],
        lang: Some(here.lang()),
        ..new
    };
    let store =
        Store::create(&path, &new, Options::default()).map_err(|error| here.worded(&error))?;
    close_holidays(here, &store, &tables, place.map(|place| place.istat))?;
    if let Some(place) = place.filter(|place| !tables.knows_patron(place.istat)) {
        Here::complain_lines(
            &words.with(MessageId("cli-no-patron"), &[("place", place.name.into())]),
        );
    }
    let shown = path.display().to_string();
    Here::say(&words.with(
        MessageId("cli-office-made"),
        &[("path", shown.into()), ("login", login.as_str().into())],
    ))?;
    // As it was named here, so that the next command finds the same file.
    let program = match &here.global.db {
        Some(path) => format!("sportello --db {} --as {login}", path.display()),
        None => format!("sportello --as {login}"),
    };
    Here::say(&words.with(
        MessageId("cli-office-next"),
        &[("sportello", program.into())],
    ))?;
    Ok(true)
}

/// Makes the folder of an office's file, its owner's alone, if it is not there.
pub(super) fn make_folder_of(path: &Path, words: &Words) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty() && !folder.exists())
    {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| {
                let shown = folder.display().to_string();
                words
                    .with(MessageId("cli-no-folder"), &[("path", shown.into())])
                    .into_owned()
            })?;
    }
    Ok(())
}

/// The public holidays of this year and the next two are closures, so that no slot is offered on one.
fn close_holidays(
    here: &Here,
    store: &Store,
    tables: &sportello::reference::Reference,
    place: Option<&str>,
) -> Result<()> {
    use chrono::Datelike as _;
    let staff = here.who(store)?;
    let year = sportello::clock::local_day(RealClock.now()).year();
    let days = (year..year + 3)
        .flat_map(|year| tables.holidays(year, place))
        .map(|holiday| (holiday.on, holiday.name_in(here.lang()).to_owned()))
        .collect();
    act(
        here,
        store,
        &staff,
        sportello::store::agenda::AddClosures {
            office: staff.office,
            days,
        },
    )?;
    Ok(())
}

/// A login made of the name on this computer.
fn login_of(user: &str) -> String {
    let login: String = user
        .to_lowercase()
        .chars()
        .filter(|c| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-'))
        .take(32)
        .collect();
    if login.is_empty() {
        "admin".to_owned()
    } else {
        login
    }
}

pub(super) fn act<A: Act>(here: &Here, store: &Store, who: &Staff, act: A) -> Result<A::Out> {
    let (id, at) = new_act();
    store
        .act_now(who, id, at, act)
        .map_err(|error| here.worded(&error))
}

/// Who works here.
pub(super) fn staff(here: &Here, command: StaffCommand) -> Result<bool> {
    let store = here.store()?;
    let who = here.who(&store)?;
    match command {
        StaffCommand::Add(add) => self::add(here, &store, &who, add),
        StaffCommand::List { json } => self::list(here, &store, &who, json),
        StaffCommand::Change(change) => self::change(here, &store, &who, change),
        StaffCommand::Disable { login } => switch(here, &store, &who, &login, false),
        StaffCommand::Enable { login } => switch(here, &store, &who, &login, true),
        StaffCommand::Key(command) => access::key(here, &store, &who, command),
        StaffCommand::Password(asked) => access::password(here, &store, &who, &asked),
        StaffCommand::Logins { login, json } => {
            access::logins(here, &store, &who, (login.as_deref(), json))
        }
        StaffCommand::Totp(asked) => access::totp(here, &store, &who, &asked),
    }
}

fn add(here: &Here, store: &Store, who: &Staff, add: StaffAdd) -> Result<bool> {
    let words = here.words();
    let offices = store
        .read_now(who, RealClock.now(), OfficeRows)
        .map_err(|error| here.worded(&error))?;
    let office = match &add.office {
        None => who.office,
        Some(name) => {
            let found = offices
                .iter()
                .find(|office| office.name == *name)
                .map(|office| office.id);
            let none = || {
                anyhow!(
                    words
                        .with(
                            MessageId("cli-no-office"),
                            &[("name", name.as_str().into())]
                        )
                        .into_owned()
                )
            };
            found.ok_or_else(none)?
        }
    };
    let taken: Vec<_> = everybody(here, store, who)?
        .into_iter()
        .filter_map(|row| row.staff.desk)
        .collect();
    let desks = store
        .read_now(
            who,
            RealClock.now(),
            sportello::store::staff::Desks { office },
        )
        .map_err(|error| here.worded(&error))?;
    let desk = desks
        .iter()
        .map(|desk| desk.id)
        .find(|desk| !taken.contains(desk));
    let hours = (1..=5)
        .flat_map(|weekday| {
            [
                Hours {
                    weekday,
                    from: 9 * 60,
                    to: 13 * 60,
                },
                Hours {
                    weekday,
                    from: 14 * 60,
                    to: 17 * 60,
                },
            ]
        })
        .collect();
    let login = add.login.clone();
    act(
        here,
        store,
        who,
        AddStaff {
            login: add.login,
            name: add.name,
            roles: add.roles,
            office,
            desk,
            lang: None,
            hours,
        },
    )?;
    Here::say(&words.with(MessageId("cli-staff-added"), &[("login", login.into())]))?;
    Ok(true)
}

fn everybody(here: &Here, store: &Store, who: &Staff) -> Result<Vec<StaffRow>> {
    let all = StaffList {
        office: None,
        inactive_too: true,
    };
    store
        .read_now(who, RealClock.now(), all)
        .map_err(|error| here.worded(&error))
}

pub(super) fn one(here: &Here, store: &Store, who: &Staff, login: &str) -> Result<StaffRow> {
    let words = here.words();
    let none = || {
        anyhow!(
            words
                .with(MessageId("cli-no-staff"), &[("login", login.into())])
                .into_owned()
        )
    };
    everybody(here, store, who)?
        .into_iter()
        .find(|row| row.staff.login == login)
        .ok_or_else(none)
}

fn list(here: &Here, store: &Store, who: &Staff, json: bool) -> Result<bool> {
    let words = here.words();
    for row in everybody(here, store, who)? {
        let roles: Vec<&str> = row.staff.roles.iter().map(|role| role.code()).collect();
        if json {
            let line = serde_json::json!({
                "login": row.staff.login, "name": row.staff.name, "roles": roles, "active": row.active,
            });
            Here::say(&line.to_string())?;
        } else {
            let roles: Vec<_> = roles
                .iter()
                .map(|role| words.of("role", role).into_owned())
                .collect();
            let off = if row.active {
                String::new()
            } else {
                format!("  ({})", words.get(MessageId("cli-staff-off")))
            };
            Here::say(&format!(
                "{:<16} {:<28} {}{off}",
                row.staff.login,
                row.staff.name,
                roles.join(", ")
            ))?;
        }
    }
    Ok(true)
}

fn change(here: &Here, store: &Store, who: &Staff, change: StaffChange) -> Result<bool> {
    let row = one(here, store, who, &change.login)?;
    let roles = (!change.roles.is_empty()).then_some(change.roles);
    let act_ = ChangeStaff {
        ver: Some(row.ver),
        name: change.name,
        roles,
        ..ChangeStaff::of(row.staff.id)
    };
    act(here, store, who, act_)?;
    Here::say(&here.words().with(
        MessageId("cli-staff-changed"),
        &[("login", change.login.into())],
    ))?;
    Ok(true)
}

fn switch(here: &Here, store: &Store, who: &Staff, login: &str, active: bool) -> Result<bool> {
    let row = one(here, store, who, login)?;
    act(
        here,
        store,
        who,
        ChangeStaff {
            ver: Some(row.ver),
            active: Some(active),
            ..ChangeStaff::of(row.staff.id)
        },
    )?;
    let words = here.words();
    let text = if active {
        words.with(MessageId("cli-staff-enabled"), &[("login", login.into())])
    } else {
        words.with(MessageId("cli-staff-disabled"), &[("login", login.into())])
    };
    Here::say(&text)?;
    Ok(true)
}
