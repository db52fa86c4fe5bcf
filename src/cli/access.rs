//! Who may come in: keys, passwords, second factors, and whether the office takes passwords.
//!
//! A secret is read from standard input, never from an argument, which every process can read.

use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use rustix::termios::{self, LocalModes, OptionalActions};
use sportello::app::errors::of_system;
use sportello::args::{KeyCommand, OfficeCommand, SecretOf, Switch};
use sportello::clock::{Clock as _, RealClock, local, local_day};
use sportello::domain::Named as _;
use sportello::domain::password;
use sportello::domain::staff::Staff;
use sportello::domain::staff_key::{KeyError, StaffKey};
use sportello::store::Store;
use sportello::store::offices::OfficeRows;

use sportello::store::staff::keys::{AddStaffKey, RevokeStaffKey, StaffKeyRow, StaffKeys};
use sportello::store::staff::logins::{LoginRow, Logins};
use sportello::store::staff::secrets::{AllowPasswords, Doors, Secret, SetPassword, SetTotp};
use sportello::ui::words::MessageId;

use super::Here;
use super::office::{act, one};

/// The most that is read of a file of keys or of a password, in bytes.
const MOST: u64 = 64 * 1024;

/// The keys of the staff.
pub(super) fn key(here: &Here, store: &Store, who: &Staff, command: KeyCommand) -> Result<bool> {
    match command {
        KeyCommand::Add { login, file } => add(here, store, who, (&login, &file)),
        KeyCommand::List { login, all, json } => list(here, store, who, (&login, all, json)),
        KeyCommand::Revoke {
            login,
            fingerprint,
            anyway,
        } => revoke(here, store, who, (&login, &fingerprint, anyway)),
    }
}

/// Adds every key of a file, or none: lines that are empty or begin with # do not count.
fn add(here: &Here, store: &Store, who: &Staff, (login, file): (&str, &Path)) -> Result<bool> {
    let staff = one(here, store, who, login)?.staff;
    let text = text_of(here, file)?;
    let words = here.words();
    let worded = |line: usize, error: KeyError| {
        let fault = words.family("key-error", error.code(), &[]);
        anyhow!(
            words
                .with(
                    MessageId("cli-key-fault"),
                    &[("line", line.into()), ("fault", fault.as_ref().into())]
                )
                .into_owned()
        )
    };
    // A private key has many lines, and none of them is to be read on.
    if let Err(error @ (KeyError::Private | KeyError::OtherFormat | KeyError::Empty)) =
        StaffKey::parse(&text)
    {
        return Err(worded(1, error));
    }
    let keys = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(n, line)| StaffKey::parse(line).map_err(|error| worded(n + 1, error)))
        .collect::<Result<Vec<_>>>()?;
    for key in keys {
        let new = AddStaffKey {
            staff: staff.id,
            key: key.to_string(),
        };
        act(here, store, who, new)?;
        Here::say(&words.with(
            MessageId("cli-key-added"),
            &[
                ("login", login.into()),
                ("fingerprint", key.fingerprint().into()),
            ],
        ))?;
    }
    Ok(true)
}

fn text_of(here: &Here, file: &Path) -> Result<String> {
    let unread = |error: io::Error| {
        let path = file.display().to_string();
        let detail = of_system(&error, &here.words());
        anyhow!(
            here.words()
                .with(
                    MessageId("cli-file-unread"),
                    &[("path", path.into()), ("detail", detail.into())]
                )
                .into_owned()
        )
    };
    let mut text = String::new();
    if file == Path::new("-") {
        io::stdin().lock().take(MOST).read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(MOST).read_to_string(&mut text))
    }
    .map_err(unread)?;
    Ok(text)
}

fn keys_of(
    here: &Here,
    store: &Store,
    who: &Staff,
    (login, revoked_too): (&str, bool),
) -> Result<Vec<StaffKeyRow>> {
    let staff = one(here, store, who, login)?.staff.id;
    store
        .read_now(who, RealClock.now(), StaffKeys { staff, revoked_too })
        .map_err(|error| here.worded(&error))
}

fn list(
    here: &Here,
    store: &Store,
    who: &Staff,
    (login, all, json): (&str, bool, bool),
) -> Result<bool> {
    let words = here.words();
    let keys = keys_of(here, store, who, (login, all))?;
    if keys.is_empty() && !json {
        Here::say(&words.with(MessageId("cli-key-none"), &[("login", login.into())]))?;
    }
    for key in keys {
        if json {
            let line = serde_json::json!({
                "fingerprint": key.fingerprint, "algorithm": key.algorithm.code(), "comment": key.comment,
                "added_at": key.added_at, "added_by": key.added_by, "last_in": key.last_in,
                "revoked_at": key.revoked_at,
            });
            Here::say(&line.to_string())?;
            continue;
        }
        let day = |at| words.date_long(local_day(at));
        let state = match (key.revoked_at, key.last_in) {
            (Some(at), _) => words.with(MessageId("cli-key-gone"), &[("day", day(at).into())]),
            (None, Some(at)) => words.with(MessageId("cli-key-last"), &[("day", day(at).into())]),
            (None, None) => words.get(MessageId("cli-key-never")),
        };
        let kind = words.of("key-algorithm", key.algorithm.code());
        Here::say(&format!(
            "{}  {kind}  {}  ({state})",
            key.fingerprint, key.comment
        ))?;
    }
    Ok(true)
}

fn revoke(
    here: &Here,
    store: &Store,
    who: &Staff,
    (login, fingerprint, anyway): (&str, &str, bool),
) -> Result<bool> {
    let words = here.words();
    let bare = |text: &str| text.trim_start_matches("SHA256:").to_owned();
    let asked = bare(fingerprint);
    let found = keys_of(here, store, who, (login, false))?
        .into_iter()
        .find(|key| bare(&key.fingerprint) == asked);
    let named = [("login", login.into()), ("fingerprint", fingerprint.into())];
    let Some(key) = found else {
        return Err(anyhow!(
            words.with(MessageId("cli-no-key"), &named).into_owned()
        ));
    };
    let gone = RevokeStaffKey {
        key: key.id,
        anyway,
    };
    act(here, store, who, gone)?;
    Here::say(&words.with(
        MessageId("cli-key-revoked"),
        &[("fingerprint", key.fingerprint.into())],
    ))?;
    Ok(true)
}

/// Gives somebody a password, read from standard input, or takes it away.
pub(super) fn password(here: &Here, store: &Store, who: &Staff, asked: &SecretOf) -> Result<bool> {
    let words = here.words();
    let login = asked.login.as_str();
    let staff = one(here, store, who, login)?.staff;
    let named = [("login", login.into())];
    if asked.remove {
        let none = SetPassword {
            staff: staff.id,
            password: None,
        };
        act(here, store, who, none)?;
        Here::say(&words.with(MessageId("cli-password-removed"), &named))?;
        return Ok(true);
    }
    let typed = typed(here)?;
    if let Err(error) = password::judge(&typed, login) {
        let fault = words.family("password-error", error.code(), &[]);
        return Err(anyhow!(fault.into_owned()));
    }
    let failed = || anyhow!(words.get(MessageId("cli-password-failed")).into_owned());
    let stored = password::hash(&typed, random()?).ok_or_else(failed)?;
    let new = SetPassword {
        staff: staff.id,
        password: Some(Secret::new(stored)),
    };
    act(here, store, who, new)?;
    Here::say(&words.with(MessageId("cli-password-set"), &named))?;
    say_what_lacks(here, store, who, &staff)?;
    Ok(true)
}

/// What there still has to be before the password lets in, for whoever may know it.
fn say_what_lacks(here: &Here, store: &Store, who: &Staff, staff: &Staff) -> Result<()> {
    let words = here.words();
    let office = staff.office;
    let Ok(doors) = store.read_now(who, RealClock.now(), Doors { office }) else {
        return Ok(());
    };
    let door = doors.staff.iter().find(|door| door.staff == staff.id);
    if door.is_some_and(|door| !door.totp) {
        let named = [("login", staff.login.as_str().into())];
        Here::say(&words.with(MessageId("cli-password-no-totp"), &named))?;
    }
    if !doors.passwords {
        Here::say(&words.get(MessageId("cli-password-off")))?;
    }
    Ok(())
}

/// Gives somebody a second factor and writes its address, or takes it away.
pub(super) fn totp(here: &Here, store: &Store, who: &Staff, asked: &SecretOf) -> Result<bool> {
    let words = here.words();
    let staff = one(here, store, who, &asked.login)?.staff;
    let named = [("login", asked.login.as_str().into())];
    if asked.remove {
        let none = SetTotp {
            staff: staff.id,
            totp: None,
        };
        act(here, store, who, none)?;
        Here::say(&words.with(MessageId("cli-totp-removed"), &named))?;
        return Ok(true);
    }
    let secret = password::totp_secret(random()?);
    let new = SetTotp {
        staff: staff.id,
        totp: Some(Secret::new(secret.clone())),
    };
    act(here, store, who, new)?;
    let offices = store
        .read_now(who, RealClock.now(), OfficeRows)
        .map_err(|error| here.worded(&error))?;
    let office = offices.into_iter().find(|office| office.id == staff.office);
    let office = office.map_or_else(|| "sportello".to_owned(), |office| office.name);
    Here::say(&words.with(MessageId("cli-totp-set"), &named))?;
    Here::say(&password::totp_uri(&secret, &staff.login, &office))?;
    Ok(true)
}

/// How many log-ins are read at a time.
const PAGE: u32 = 1000;

/// The book of log-ins, the latest last.
pub(super) fn logins(
    here: &Here,
    store: &Store,
    who: &Staff,
    (login, json): (Option<&str>, bool),
) -> Result<bool> {
    let staff = match login {
        Some(login) => Some(one(here, store, who, login)?.staff.id),
        None => None,
    };
    let mut rows = Vec::new();
    loop {
        let ask = Logins {
            staff,
            before: rows.last().map(|row: &LoginRow| row.seq),
            limit: PAGE,
        };
        let page = store
            .read_now(who, RealClock.now(), ask)
            .map_err(|error| here.worded(&error))?;
        let last = page.len() < PAGE as usize;
        rows.extend(page);
        if last {
            break;
        }
    }
    let words = here.words();
    for row in rows.iter().rev() {
        if json {
            let line = serde_json::json!({
                "seq": row.seq, "at": row.at, "login": row.login, "name": row.name, "address": row.address,
                "method": row.method.code(), "key": row.key, "outcome": row.outcome.code(),
                "opened": row.opened,
            });
            Here::say(&line.to_string())?;
        } else {
            let outcome = words.of("login-outcome", row.outcome.code());
            let method = words.of("login-method", row.method.code());
            let (day, minute) = local(row.at);
            Here::say(&format!(
                "{day} {:02}:{:02}  {:<16} {outcome}, {method}  {}  {}",
                minute / 60,
                minute % 60,
                row.login,
                row.address,
                row.key.as_deref().unwrap_or_default(),
            ))?;
        }
    }
    Ok(true)
}

/// What holds for the whole office.
pub(super) fn office(here: &Here, command: &OfficeCommand) -> Result<bool> {
    let OfficeCommand::Passwords { switch } = command;
    let store = here.store()?;
    let who = here.who(&store)?;
    let allowed = *switch == Switch::On;
    let new = AllowPasswords {
        office: who.office,
        allowed,
    };
    act(here, &store, &who, new)?;
    Here::say(&here.words().get(if allowed {
        MessageId("cli-passwords-on")
    } else {
        MessageId("cli-passwords-off")
    }))?;
    Ok(true)
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).context("no random numbers")?;
    Ok(bytes)
}

/// One line of standard input; at a terminal asked for twice, and not shown.
fn typed(here: &Here) -> Result<String> {
    if !io::stdin().is_terminal() {
        return line();
    }
    let words = here.words();
    let _unseen = Unseen::begin()?;
    let ask = |id| -> Result<String> {
        write!(io::stderr(), "{} ", words.get(id))?;
        let typed = line();
        writeln!(io::stderr())?;
        typed
    };
    let first = ask(MessageId("cli-password-ask"))?;
    if ask(MessageId("cli-password-again"))? == first {
        Ok(first)
    } else {
        Err(anyhow!(
            words.get(MessageId("cli-password-differs")).into_owned()
        ))
    }
}

fn line() -> Result<String> {
    let mut text = String::new();
    io::BufRead::read_line(&mut io::stdin().lock().take(MOST), &mut text)?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}

/// A terminal that does not show what is typed, until it is dropped.
struct Unseen(termios::Termios);

impl Unseen {
    fn begin() -> Result<Self> {
        let before = termios::tcgetattr(io::stdin())?;
        let mut unseen = before.clone();
        unseen.local_modes.remove(LocalModes::ECHO);
        termios::tcsetattr(io::stdin(), OptionalActions::Flush, &unseen)?;
        Ok(Self(before))
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        // Nothing more can be done for a terminal that is gone.
        let _ = termios::tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
    }
}
