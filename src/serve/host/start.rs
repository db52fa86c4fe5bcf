//! How a session begins: whose it is, with which settings and on what terminal.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::Host;
use crate::config::Preferences;
use crate::serve::crowd::{Entry, Guest};
use crate::serve::farewell::farewell;
use crate::serve::limits;
use crate::serve::lines::Lines;
use crate::serve::place::{Place, Terminal};
use crate::serve::status::Face;
use crate::serve::stream::Switch;
use crate::session::Session;
use crate::session::seat::Seat;
use crate::store::staff::StaffSettings;
use crate::terminal::Capabilities;

/// The session of somebody who has asked for a shell; none when the line went meanwhile.
pub(super) async fn start(place: Place) -> Option<(Host, Arc<Switch>)> {
    let Place {
        server,
        mut guest,
        orders,
        switch,
        handle,
        channel,
        terminal,
        mut input,
        size,
    } = place;
    let now = server.moment();
    let (to, saved) = oneshot::channel();
    server
        .store
        .read(&guest.staff, now.at, StaffSettings, move |rows| {
            drop(to.send(rows));
        });
    // What was typed on the person's other lines is kept before this one looks for it.
    for kept in server.crowd.keep(&guest) {
        drop(timeout(limits::KEEPING, kept).await);
    }
    let store = match guest.entered().await {
        Entry::Row(row) => server.store.during(row),
        // A disk that takes nothing keeps nobody from reading; the log has the log-in.
        Entry::Unwritten => server.store.clone(),
        entry @ (Entry::Refused | Entry::Beyond) => {
            let ends = if terminal.is_there { "\r\n" } else { "\n" };
            let (why, limit) = match entry {
                Entry::Beyond => (server.beyond(&guest) + ends, limits::GOODBYE),
                _ => (String::new(), limits::SHORT_GOODBYE),
            };
            let last = (why.into_bytes(), 1);
            farewell(&handle, channel, &mut input, &switch, last, limit).await;
            return None;
        }
    };
    // Whoever cannot read their settings works with the usual ones; the first pane says what is wrong.
    let saved = saved.await.ok()?.unwrap_or_default();
    let rows = saved
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    let settings = Preferences::settle(
        server.flags.clone(),
        Preferences::of_person(guest.staff.lang, rows),
        server.preferences.clone(),
        Preferences::of_environment(|name| terminal.get(name)),
    );
    let (to, answers) = mpsc::unbounded_channel();
    let changes = server.changes.subscribe();
    let (columns, rows) = *size.borrow();
    let seat = Seat {
        store,
        staff: guest.staff.clone(),
        theme: server.theme(&settings.theme)?,
        settings,
        passing: false,
        terminal: capabilities(&terminal).map(|able| (able, columns, rows)),
        plain: "ssh -T",
        // A session that has ended no longer listens: an answer that comes then has nobody to tell.
        inbox: Arc::new(move |event| drop(to.send(event))),
        now,
    };
    let linear = seat.terminal.is_none() || seat.settings.linear;
    guest.works_with(if linear { Face::Linear } else { Face::Screen });
    let session = Session::new(seat.setup(&server.shelf));
    let host = Host {
        lag: lag(&guest),
        server,
        guest,
        orders,
        handle,
        channel,
        input,
        size,
        answers,
        changes,
        gathered: None,
        next_notice: now.tick,
        session,
        typed: Vec::new(),
        at: 0,
        came: now.tick,
        flood: 0,
        worked_off: now.tick,
        ahead: 0,
        lines: linear.then(|| Lines::new(terminal.is_there)),
        flight: None,
        holds: None,
        enter: Vec::new(),
        kept: true,
        over: None,
        failure: String::new(),
    };
    Some((host, switch))
}

/// Up to a tenth of a second, by where the client comes from.
fn lag(guest: &Guest) -> Duration {
    Duration::from_millis(u64::from(guest.address.port() % 20) * 5)
}

/// What the client's terminal can do; none where only lines make sense.
fn capabilities(terminal: &Terminal) -> Option<Capabilities> {
    let get = |name| terminal.get(name).unwrap_or_default();
    let no_color = !get("NO_COLOR").is_empty();
    let able = Capabilities::from_env(&get("TERM"), &get("COLORTERM"), no_color);
    Some(able).filter(|able| terminal.is_there && !able.dumb)
}
