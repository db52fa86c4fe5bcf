//! What russh calls on a connection: each request of a client with its answer.

use std::time::Instant;

use russh::keys::PublicKey;
use russh::server::{
    Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Response, Session, VerifiedPublicKey,
};
use russh::{Channel, ChannelId, ChannelOpenFailure, MethodKind, MethodSet, Pty, Sig};

use super::{Connection, Stage};
use crate::serve::place::Heard;
use crate::serve::{command, exec, host, limits};

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
                self.gives_time();
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
            self.gives_time();
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
        self.let_in()
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
        // Whatever is asked for gets its sentence and its status: a bare refusal tells people nothing. What is no
        // line of words is asked as nothing at all.
        let argv = exec::words(line).unwrap_or_default();
        let name = exec::name(&argv).unwrap_or_else(|| exec::UNKNOWN.to_owned());
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
