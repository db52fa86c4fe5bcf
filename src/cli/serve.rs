//! The office on the local network, and what clients are shown of its key.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;
use sportello::app::errors::{detailed, known, of_system};
use sportello::args;
use sportello::clock::{Clock, RealClock};
use sportello::serve::log::{CannotLog, Log};
use sportello::serve::panics::Places;
use sportello::serve::{Fault, Serve, Serving, host_key};
use sportello::session::seat::Shelf;
use sportello::ui::words::{Arg, MessageId};

use super::exec::Exec;
use super::{Here, reference};

/// Serves until it is told to stop.
pub(super) fn run(here: &Here, asked: args::Serve) -> Result<bool> {
    let clock: Arc<dyn Clock> = Arc::new(RealClock);
    let log = match &asked.log {
        Some(path) => {
            Log::to_file(path, Arc::clone(&clock)).map_err(|fault| unlogged(here, path, &fault))?
        }
        None => Log::to_stderr(Arc::clone(&clock))?,
    };
    let (_alone, store) = here.store_to_serve()?;
    let tables = reference();
    many_files();
    let serve = Serve {
        commands: Arc::new(Exec::new(Arc::clone(&tables), here.lang())),
        store,
        shelf: Shelf::new(tables, &here.themes()?),
        flags: here.global.preferences(),
        preferences: here.config.preferences.clone(),
        clock,
        listen: asked.listen,
        allowed: asked.allow,
        metrics: asked.metrics,
        log: Arc::new(log),
        panics: Places::watched(),
    };
    let serving = serve.open().map_err(|fault| worded(here, fault))?;
    announce(&serving)?;
    serving.run().map_err(|fault| worded(here, fault))?;
    Ok(true)
}

/// What scripts wait for: where it listens and what its key is, one line each.
fn announce(serving: &Serving) -> Result<()> {
    let mut out = io::stdout().lock();
    for address in serving.addresses() {
        writeln!(out, "listening {address}")?;
    }
    writeln!(out, "fingerprint {}", serving.fingerprint())?;
    out.flush()?;
    Ok(())
}

/// Lets the process open as many files as the system allows it: each line is one. Without it, fewer lines
/// find room.
fn many_files() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    let _ = setrlimit(Resource::Nofile, raised);
}

/// Says what clients are shown of the server's key.
pub(super) fn fingerprint(here: &Here, json: bool) -> Result<bool> {
    let shown = host_key::fingerprint(&here.office()?).map_err(|fault| worded(here, fault))?;
    let Some(shown) = shown else {
        Here::complain_lines(&here.words().get(MessageId("serve-no-fingerprint")));
        return Ok(false);
    };
    if json {
        Here::say(&json!({ "fingerprint": shown }).to_string())?;
    } else {
        Here::say(&shown)?;
    }
    Ok(true)
}

/// Why nothing can be logged, and what to do.
fn unlogged(here: &Here, path: &Path, fault: &CannotLog) -> anyhow::Error {
    let words = here.words();
    let path = path.display().to_string();
    let said = match fault {
        CannotLog::Open(error) => {
            let reason = of_system(error, &words);
            let args = [("path", path.into()), ("reason", reason.into())];
            words.with(MessageId("serve-log-file"), &args)
        }
        CannotLog::ReadByOthers(_) => {
            words.with(MessageId("serve-log-open"), &[("path", path.into())])
        }
    };
    anyhow!(said.into_owned())
}

/// Why there is nothing to serve, and what to do.
fn worded(here: &Here, fault: Fault) -> anyhow::Error {
    let words = here.words();
    let say = |id, args: &[(&str, Arg<'_>)]| anyhow!(words.with(id, args).into_owned());
    let path = |path: &Path| path.display().to_string();
    let address = |address: SocketAddr| address.to_string();
    match fault {
        Fault::HostKey { path: at, reason } => {
            // What the parser of keys says is of no use to who serves an office.
            let reason = known(&reason, &words);
            let reason = reason.unwrap_or_else(|| words.get(MessageId("serve-key-file")));
            say(
                MessageId("serve-host-key"),
                &[("path", path(&at).into()), ("reason", reason.into())],
            )
        }
        Fault::HostKeyOpen { path: at } => say(
            MessageId("serve-host-key-open"),
            &[("path", path(&at).into())],
        ),
        Fault::HostKeyGone { path: at } => say(
            MessageId("serve-host-key-gone"),
            &[("path", path(&at).into())],
        ),
        Fault::NoWayIn => say(MessageId("serve-nobody"), &[]),
        Fault::Address {
            address: at,
            reason,
        } => say(
            MessageId("serve-address"),
            &[
                ("address", address(at).into()),
                ("reason", detailed(&reason, &words).into()),
            ],
        ),
        Fault::Store(error) => here.unopened(&error),
        Fault::System(error) => anyhow::Error::new(error),
    }
}
