//! One SSH connection: what a client may ask for, and the answer to everything else.
//!
//! One channel, one terminal, then one shell (the desk) or one command. Every request is answered, for
//! clients wait for the answer; whatever this server has no use for is refused. Decides nothing about who
//! somebody is ([`super::auth`]) and draws nothing ([`super::host`]).

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use russh::keys::PublicKey;
use russh::server::{
    Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Response, Session, VerifiedPublicKey,
};
use russh::{Channel, ChannelId, ChannelOpenFailure, MethodKind, MethodSet, Pty, Sig};
use tokio::sync::{mpsc, watch};

use super::Server;
use super::auth::{Known, Login, Proof};
use super::command;
use super::crowd::{Guest, Order};
use super::exec;
use super::host;
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
            known: None,
            guest: None,
            who: String::new(),
            terminal: Terminal::default(),
            size: watch::Sender::new(limits::SIZE),
            stage: Stage::Bare,
            refusals: 0,
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

impl Handler for Connection {
    type Error = russh::Error;

    async fn auth_none(&mut self, user: &str) -> Result<Auth, Self::Error> {
        let mut methods = MethodSet::from(&[MethodKind::PublicKey][..]);
        if self.login.asked(user).await {
            methods.push(MethodKind::KeyboardInteractive);
        }
        Ok(Auth::Reject {
            proceed_with_methods: Some(methods),
            partial_success: false,
        })
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        let Some(response) = response else {
            return Ok(if self.login.may_ask(user).await {
                self.prompts()
            } else {
                Auth::reject()
            });
        };
        let text = |answer: &[u8]| String::from_utf8_lossy(answer).into_owned();
        let answers: Vec<String> = response.take(3).map(|answer| text(&answer)).collect();
        let known = match <[String; 2]>::try_from(answers) {
            Ok([password, code]) => self.login.answered(user, password, code).await,
            Err(_) => None,
        };
        Ok(self.signature(known))
    }

    async fn auth_publickey_offered(
        &mut self,
        user: &str,
        offer: PublicKeyOffer<'_>,
    ) -> Result<Auth, Self::Error> {
        let key: &PublicKey = offer.public_key;
        Ok(if self.login.offered(user, key).await {
            Auth::Accept
        } else {
            Auth::reject()
        })
    }

    async fn auth_publickey(
        &mut self,
        user: &str,
        key: VerifiedPublicKey<'_>,
    ) -> Result<Auth, Self::Error> {
        let known = self.login.proven(user, key.public_key).await;
        Ok(self.signature(known))
    }

    async fn auth_succeeded(&mut self, _: &mut Session) -> Result<(), Self::Error> {
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

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        if matches!(self.stage, Stage::Bare) {
            self.stage = Stage::Open(channel.id());
            reply.accept().await;
        } else {
            self.refuse("session");
            reply
                .reject(ChannelOpenFailure::AdministrativelyProhibited)
                .await;
        }
        // The channel's own half is dropped here: unread it would stop the line after a few messages.
        Ok(())
    }

    async fn channel_open_x11(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        _: u32,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        // A handle that is dropped refuses.
        self.refuse("x11");
        Ok(())
    }

    async fn channel_open_direct_tcpip(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        _: u32,
        _: &str,
        _: u32,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        self.refuse("direct-tcpip");
        Ok(())
    }

    async fn channel_open_forwarded_tcpip(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        _: u32,
        _: &str,
        _: u32,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        self.refuse("forwarded-tcpip");
        Ok(())
    }

    async fn channel_open_direct_streamlocal(
        &mut self,
        _: Channel<Msg>,
        _: &str,
        _: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        self.refuse("direct-streamlocal");
        Ok(())
    }

    async fn data(
        &mut self,
        channel: ChannelId,
        data: &[u8],
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        self.pass_on(channel, Heard::Bytes(data.to_vec(), Instant::now()))
            .await;
        Ok(())
    }

    async fn channel_eof(
        &mut self,
        channel: ChannelId,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        self.pass_on(channel, Heard::End).await;
        Ok(())
    }

    async fn channel_close(
        &mut self,
        channel: ChannelId,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        // A line without a channel has nothing left to do here: what worked on it cuts it, else the deadline.
        self.pass_on(channel, Heard::Closed).await;
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        term: &str,
        columns: u32,
        rows: u32,
        _: u32,
        _: u32,
        _: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        if !self.is_open(channel) || self.terminal.is_there {
            return self.refuse_on(channel, "pty-req", session);
        }
        self.terminal.is_there = true;
        // A name that is too long is of no terminal that is known.
        self.terminal.set("TERM", term);
        self.size.send_replace(limits::size(columns, rows));
        session.channel_success(channel)
    }

    async fn window_change_request(
        &mut self,
        channel: ChannelId,
        columns: u32,
        rows: u32,
        _: u32,
        _: u32,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        if matches!(self.stage, Stage::Bare) {
            return session.channel_failure(channel);
        }
        // Only the last size is kept: the session looks at it when it draws.
        self.size.send_if_modified(|size| {
            let new = limits::size(columns, rows);
            std::mem::replace(size, new) != new
        });
        session.channel_success(channel)
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        name: &str,
        value: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        if self.is_open(channel) && self.terminal.set(name, value) {
            session.channel_success(channel)
        } else {
            // Clients send these unasked: no line of the log for them.
            session.channel_failure(channel)
        }
    }

    async fn shell_request(
        &mut self,
        channel: ChannelId,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        let Some(place) = self.take_place(channel, session) else {
            return self.refuse_on(channel, "shell", session);
        };
        session.channel_success(channel)?;
        tokio::spawn(host::run(place));
        Ok(())
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        line: &[u8],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        let argv = exec::words(line).unwrap_or_default();
        let Some(name) = exec::name(&argv) else {
            return self.refuse_on(channel, "exec", session);
        };
        let Some(place) = self.take_place(channel, session) else {
            return self.refuse_on(channel, "exec", session);
        };
        session.channel_success(channel)?;
        tokio::spawn(command::run(place, name, argv));
        Ok(())
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.refuse_on(channel, "subsystem", session)
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _: bool,
        _: &str,
        _: &str,
        _: u32,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.refuse_on(channel, "x11-req", session)
    }

    async fn agent_request(&mut self, _: ChannelId, _: &mut Session) -> Result<bool, Self::Error> {
        self.refuse("auth-agent-req@openssh.com");
        Ok(false)
    }

    async fn signal(
        &mut self,
        channel: ChannelId,
        signal: Sig,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        if matches!(signal, Sig::HUP | Sig::TERM) {
            self.pass_on(channel, Heard::End).await;
        }
        Ok(())
    }

    async fn tcpip_forward(
        &mut self,
        _: &str,
        _: &mut u32,
        _: &mut Session,
    ) -> Result<bool, Self::Error> {
        self.refuse("tcpip-forward");
        Ok(false)
    }

    async fn streamlocal_forward(&mut self, _: &str, _: &mut Session) -> Result<bool, Self::Error> {
        self.refuse("streamlocal-forward@openssh.com");
        Ok(false)
    }
}
