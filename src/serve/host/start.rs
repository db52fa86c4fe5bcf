//! How a session begins: whose it is, with which settings and on what terminal.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;

use super::Host;
use crate::serve::crowd::{Entry, Guest};
use crate::serve::farewell::farewell;
use crate::serve::limits;
use crate::serve::place::{Place, Terminal};
use crate::serve::stream::Switch;
use crate::session::Session;
use crate::session::seat::Seat;
use crate::terminal::Capabilities;
use crate::terminal::lines::Lines;

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
    let saved = server.saved_of(&guest.staff, now.at);
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
    let settings = server.settings_of(&guest.staff, &saved.await.ok()?, &terminal);
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
    let linear = seat.terminal.is_none();
    let session = Session::new(seat.setup(&server.shelf));
    guest.works_in(session.is_in_lines());
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
