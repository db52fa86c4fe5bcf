//! What all lines of a server share: the office, the door, who is on; how a line is let in, and how all end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use ipnet::IpNet;
use rustix::net::sockopt;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, broadcast, oneshot};

use super::connection::Connection;
use super::crowd::{Crowd, End, Guest};
use super::exec::Commands;
use super::listen::{self, Door};
use super::log::{Dropped, Event, Log};
use super::panics::Places;
use super::place::Terminal;
use super::roster::Roster;
use super::stream::{Line, Switch};
use super::{command, limits};
use crate::clock::Clock;
use crate::config::{Preferences, Settings};
use crate::domain::staff::Staff;
use crate::session::seat::Shelf;
use crate::store::staff::StaffSettings;
use crate::store::{self, Changes, Notice, Store};
use crate::ui::theme::Theme;
use crate::ui::words::{MessageId, Words};

/// Settings as they were saved: key and value.
pub(super) type Saved = Vec<(String, String)>;

/// What all lines share.
pub(in crate::serve) struct Server {
    pub(super) store: Store,
    pub(super) shelf: Shelf,
    pub(super) flags: Preferences,
    pub(super) preferences: Preferences,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) allowed: Vec<IpNet>,
    pub(super) commands: Arc<dyn Commands>,
    /// Turns of commands.
    pub(super) turns: command::Turns,
    /// Turns of hashing a password.
    pub(super) hashing: Arc<Semaphore>,
    pub(super) log: Arc<Log>,
    pub(super) panics: Places,
    pub(super) door: Arc<Door>,
    pub(super) crowd: Arc<Crowd>,
    pub(super) roster: Arc<Roster>,
    pub(super) changes: broadcast::Sender<Arc<Changes>>,
    pub(super) ssh: Arc<russh::server::Config>,
}

/// How the office's file and disk stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Standing {
    /// Nothing is written to the file any more.
    stopped: bool,
    /// The disk was full, and has not had room since.
    full: bool,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").finish_non_exhaustive()
    }
}

impl Server {
    /// Lets a line in, or closes it before a byte is sent.
    pub(super) fn greet(self: &Arc<Self>, stream: TcpStream, peer: SocketAddr) {
        if !listen::is_near(peer.ip(), &self.allowed) {
            self.log.dropped(Dropped::Network, peer.ip());
            return;
        }
        let switch = Switch::new(limits::LOGIN);
        let pass = self.door.enter(peer.ip(), &switch);
        prepare(&stream);
        let connection = Connection::new(Arc::clone(self), peer, Arc::clone(&switch), pass);
        let config = Arc::clone(&self.ssh);
        tokio::spawn(async move {
            // The line goes on by itself; when it has gone, its connection is dropped. What a line that
            // breaks off had to say is of no use to anybody.
            drop(russh::server::run_stream(config, Line::new(stream, switch), connection).await);
        });
    }

    /// Writes into the log what has become of the office's file and disk since it was `said`; how they stand now.
    pub(super) fn say_how_it_stands(&self, said: Standing) -> Standing {
        let now = match self.store.notice() {
            Some(Notice::Damaged(_)) => Standing {
                stopped: true,
                // Nobody looks for room on it any more.
                ..said
            },
            notice => Standing {
                stopped: false,
                full: matches!(notice, Some(Notice::DiskFull)),
            },
        };
        if now.stopped && !said.stopped {
            self.log.event(&Event::OfficeStopped);
        }
        match (said.full, now.full) {
            (false, true) => self.log.event(&Event::DiskFull),
            (true, false) => self.log.event(&Event::DiskHasRoom),
            _ => {}
        }
        now
    }

    /// The words for those of whom nothing is known yet.
    pub(super) fn usual_words(&self) -> Arc<Words> {
        let settings = self.settle(Preferences::default(), Preferences::default());
        self.shelf.words(settings.lang)
    }

    /// Asks for what somebody has saved of their settings. Whose cannot be read works with the usual ones; none
    /// only where the store answers nobody any more.
    pub(super) fn saved_of(&self, staff: &Staff, at: DateTime<Utc>) -> oneshot::Receiver<Saved> {
        let (to, saved) = oneshot::channel();
        // The line may have gone meanwhile.
        let then = move |rows: store::Result<Saved>| drop(to.send(rows.unwrap_or_default()));
        self.store.read(staff, at, StaffSettings, then);
        saved
    }

    /// The settings of somebody with those that they saved, at a terminal.
    pub(super) fn settings_of(
        &self,
        staff: &Staff,
        saved: &Saved,
        terminal: &Terminal,
    ) -> Settings {
        let rows = saved
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()));
        self.settle(
            Preferences::of_person(staff.lang, rows),
            Preferences::of_environment(|name| terminal.get(name)),
        )
    }

    fn settle(&self, saved: Preferences, environment: Preferences) -> Settings {
        let (flags, file) = (self.flags.clone(), self.preferences.clone());
        Preferences::settle(flags, saved, file, environment)
    }

    /// The words of somebody, as far as they are known without asking for their settings.
    pub(super) fn words_of(&self, staff: &Staff) -> Arc<Words> {
        match staff.lang {
            Some(lang) => self.shelf.words(lang),
            None => self.usual_words(),
        }
    }

    /// What somebody hears who has as many sessions as one may have.
    pub(super) fn beyond(&self, guest: &Guest) -> String {
        let words = self.words_of(&guest.staff);
        let most = ("sessions", limits::SESSIONS_OF_ONE.into());
        let said = words.with(MessageId("serve-beyond"), &[most]);
        said.into_owned()
    }

    /// The theme of that name, or the usual one: nobody is kept out by a theme.
    pub(super) fn theme(&self, name: &str) -> Option<Arc<Theme>> {
        let found = |name| self.shelf.theme(name).and_then(Result::ok);
        found(name).or_else(|| found("normal"))
    }

    /// Ends every session, and waits until all is kept.
    pub(super) async fn stop(&self) {
        self.log.event(&Event::Stopping {
            sessions: self.crowd.len(),
        });
        self.door.close();
        self.crowd.end_all(End::Stopping);
        let latest = tokio::time::Instant::now() + limits::GOODBYE + limits::GOODBYE;
        while self.crowd.len() > 0 && tokio::time::Instant::now() < latest {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.log.gathered();
    }
}

/// What the system is to do for a line. It can be served without as well.
fn prepare(stream: &TcpStream) {
    drop(stream.set_nodelay(true));
    let millis = u32::try_from(limits::UNACKNOWLEDGED.as_millis()).unwrap_or(u32::MAX);
    let _ = sockopt::set_tcp_user_timeout(stream, millis);
    let _ = sockopt::set_socket_keepalive(stream, true);
    let _ = sockopt::set_tcp_keepidle(stream, limits::PROBES);
    let _ = sockopt::set_tcp_keepintvl(stream, limits::PROBES);
    let _ = sockopt::set_tcp_keepcnt(stream, 3);
}
