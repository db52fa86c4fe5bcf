//! One SSH connection: what a client may ask for, and the answer to everything else.
//!
//! One channel, one terminal, then one shell (the desk) or one command. Every request is answered, for
//! clients wait for the answer; whatever this server has no use for is refused. Decides nothing about who
//! somebody is ([`super::auth`]) and draws nothing ([`super::host`]). What russh calls stands in [`handler`].

mod handler;

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;

use russh::ChannelId;
use russh::server::{Auth, Session};
use tokio::sync::{mpsc, watch};

use super::Server;
use super::auth::{Known, Login, Proof};
use super::crowd::{Guest, Order};
use super::limits;
use super::listen::Pass;
use super::log::{Event, Given, Method, Refused};
use super::place::{Heard, Place, Terminal};
use super::stream::Switch;
use crate::ui::words::MessageId;

/// What the line has come to.
enum Stage {
    /// No channel yet.
    Bare,
    /// A channel, and nothing runs on it.
    Open(ChannelId),
    /// A session or a command runs, or has run.
    Working {
        channel: ChannelId,
        input: mpsc::Sender<Heard>,
    },
}

/// One connection, as russh calls on it. When it is dropped, the line is gone.
pub(super) struct Connection {
    server: Arc<Server>,
    address: SocketAddr,
    switch: Arc<Switch>,
    /// The place in the door, until the log-in.
    pass: Option<Pass>,
    login: Login,
    /// Whether time to type has been given.
    has_time: bool,
    /// Who has proven who they are, until they are in the register.
    known: Option<Known>,
    guest: Option<(Guest, mpsc::UnboundedReceiver<Order>)>,
    /// The login, once it is proven.
    who: String,
    terminal: Terminal,
    size: watch::Sender<(u16, u16)>,
    stage: Stage,
    refusals: u32,
}

impl Connection {
    pub(super) fn new(
        server: Arc<Server>,
        address: SocketAddr,
        switch: Arc<Switch>,
        pass: Pass,
    ) -> Self {
        Self {
            login: Login::new(Arc::clone(&server), address),
            server,
            address,
            switch,
            pass: Some(pass),
            has_time: false,
            known: None,
            guest: None,
            who: String::new(),
            terminal: Terminal::default(),
            size: watch::Sender::new(limits::SIZE),
            stage: Stage::Bare,
            refusals: 0,
        }
    }

    /// Once: time for somebody to type.
    fn gives_time(&mut self) {
        if !std::mem::replace(&mut self.has_time, true) {
            self.switch.extend(limits::TYPING);
        }
    }

    /// Notes a request that is not granted; a line that asks for too many of them is cut.
    fn refuse(&mut self, request: &str) {
        self.refusals += 1;
        if self.refusals > limits::REFUSALS {
            self.switch.cut();
        }
        self.server.log.event(&Event::RequestRefused {
            staff: &self.who,
            address: self.address,
            request,
        });
    }

    fn refuse_on(
        &mut self,
        channel: ChannelId,
        request: &str,
        session: &mut Session,
    ) -> Result<(), russh::Error> {
        self.refuse(request);
        session.channel_failure(channel)
    }

    /// Whether a channel is the one, and nothing runs on it yet.
    fn is_open(&self, channel: ChannelId) -> bool {
        matches!(self.stage, Stage::Open(open) if open == channel)
    }

    /// The place for a session or a command, once; what runs there hears what comes on the channel.
    fn take_place(&mut self, channel: ChannelId, session: &Session) -> Option<Place> {
        if !self.is_open(channel) {
            return None;
        }
        let (guest, orders) = self.guest.take()?;
        let (input, heard) = mpsc::channel(limits::INPUT);
        self.stage = Stage::Working { channel, input };
        // From here on the session's own limits hold.
        self.switch.settle();
        Some(Place {
            server: Arc::clone(&self.server),
            guest,
            orders,
            switch: Arc::clone(&self.switch),
            handle: session.handle(),
            channel,
            terminal: std::mem::take(&mut self.terminal),
            input: heard,
            size: self.size.subscribe(),
        })
    }

    /// Passes on what came; the line waits while the session has enough to do.
    async fn pass_on(&mut self, channel: ChannelId, heard: Heard) {
        if let Stage::Working {
            channel: working,
            input,
        } = &self.stage
            && *working == channel
        {
            // Nobody listens any more once the session is over.
            drop(input.send(heard).await);
        }
    }

    /// What somebody is asked who comes in with a password: both at once, so that nobody learns which of
    /// the two was wrong.
    fn prompts(&self) -> Auth {
        let words = self.server.usual_words();
        // What is typed stands apart from the question.
        let say = |id| Cow::Owned(format!("{} ", words.get(id)));
        Auth::Partial {
            name: Cow::Borrowed(""),
            instructions: Cow::Borrowed(""),
            prompts: Cow::Owned(vec![
                (say(MessageId("serve-password")), false),
                (say(MessageId("serve-code")), true),
            ]),
        }
    }

    fn signature(&mut self, known: Option<Known>) -> Auth {
        match known {
            Some(known) => {
                self.known = Some(known);
                Auth::Accept
            }
            None => Auth::reject(),
        }
    }

    /// Takes whoever has proven who they are into the register, if there is room, and writes it into the log.
    fn let_in(&mut self) -> Result<(), russh::Error> {
        let Some(known) = &self.known else {
            return Err(russh::Error::Inconsistent);
        };
        self.who.clone_from(&known.staff.login);
        self.pass = None;
        self.switch.extend(limits::CHOICE);
        self.server.door.succeeded(self.address.ip());
        self.guest = self.server.crowd.welcome(known, self.address, &self.switch);
        let refused = match &self.guest {
            None => Some(Refused::Full),
            Some((guest, _)) if guest.is_beyond() => Some(Refused::TooManyOfPerson),
            Some(_) => None,
        };
        if let Some(reason) = refused {
            self.server.log.event(&Event::Refused {
                address: self.address,
                reason,
                login: Given::Login(&known.staff.login),
            });
        }
        if self.guest.is_none() {
            return Err(russh::Error::Disconnect);
        }
        let (method, key) = match &known.proof {
            Proof::Key { fingerprint, .. } => (Method::Key, Some(fingerprint.as_str())),
            Proof::Password { .. } => (Method::Password, None),
        };
        self.server.log.event(&Event::LoggedIn {
            staff: &known.staff.login,
            address: self.address,
            method,
            key,
        });
        self.known = None;
        Ok(())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.pass.is_some() {
            self.login.turned_away(self.switch.ended());
        }
        // Proven and never in the register, for there was no room or the line went at that moment.
        if let Some(row) = self.known.take().and_then(|known| known.row()) {
            let now = self.server.clock.now();
            self.server.store.log_out(now, row, false, |_| ());
        }
    }
}
