//! What is on its way to the client: one frame, or one question whether anybody is there, and never two.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use russh::ChannelId;
use russh::server::Handle;
use tokio::sync::oneshot;

use super::Host;
use super::end::Over;
use crate::serve::limits;
use crate::session::Event;

/// A frame on its way, or a question whether anybody is there.
pub(super) struct Flight {
    pub(super) begun: Instant,
    pub(super) shown: Pin<Box<dyn Future<Output = bool> + Send>>,
    pub(super) limit: Instant,
    pub(super) is_frame: bool,
}

impl Host {
    /// Keeps what was typed, for a newer line of the same person, and asks whether this one is still alive.
    pub(super) fn keep(&mut self, done: oneshot::Sender<()>) {
        self.handle(Event::Keep);
        self.kept = true;
        // Asked for before the newcomer asks for drafts: the scratch's writer works in order.
        let _ = done.send(());
        let limit = Instant::now() + limits::SIGN_OF_LIFE;
        match &mut self.flight {
            Some(flight) => flight.limit = flight.limit.min(limit),
            None => {
                let asked = answered(self.handle.clone(), self.channel, Vec::new());
                self.flight = Some(Flight {
                    begun: Instant::now(),
                    shown: Box::pin(asked),
                    limit,
                    is_frame: false,
                });
            }
        }
    }

    /// Whether the next frame is worth waiting for: answers are on their way that it could show. What is
    /// heard through lines is said whole, so there it always is.
    fn waits_for_answers(&mut self) -> bool {
        if !self.session.awaits() {
            self.holds = None;
            return false;
        }
        let now = Instant::now();
        let until = *self.holds.get_or_insert(now + limits::ANSWERS);
        self.lines.is_some() || now < until
    }

    /// Sends what has changed on the screen, unless something is on its way.
    pub(super) fn draw(&mut self) {
        if self.flight.is_some() || self.over.is_some() {
            return;
        }
        let waits = self.waits_for_answers();
        let mut bytes = Vec::new();
        if !waits && let Some(frame) = self.session.frame() {
            bytes = std::mem::take(&mut self.enter);
            bytes.extend_from_slice(&frame);
        }
        if let Some(lines) = &mut self.lines {
            let echo = lines.take_echo();
            bytes = [echo, lines.for_terminal(&bytes)].concat();
        }
        if bytes.is_empty() {
            return;
        }
        self.session.sent();
        self.guest.drew(self.session.is_in_lines());
        let slowest = Duration::from_secs(bytes.len() as u64 / limits::SLOWEST);
        let begun = Instant::now();
        self.flight = Some(Flight {
            begun,
            limit: begun + limits::WRITE + slowest,
            shown: Box::pin(answered(self.handle.clone(), self.channel, bytes)),
            is_frame: true,
        });
    }

    pub(super) fn landed(&mut self, shown: bool) {
        let Some(flight) = self.flight.take() else {
            return;
        };
        if !shown {
            self.over = Some(Over::LineLost);
            return;
        }
        self.session.line_takes(flight.begun.elapsed());
        if flight.is_frame {
            self.handle(Event::FrameShown);
        }
    }
}

/// Sends bytes and waits until the client has answered a request behind them; false when the line is gone.
async fn answered(handle: Handle, channel: ChannelId, bytes: Vec<u8>) -> bool {
    if !bytes.is_empty() && handle.data(channel, bytes).await.is_err() {
        return false;
    }
    // Clients answer in order, and refuse: either answer comes after the bytes. That the line is gone is
    // learnt from the input's end.
    let _ = handle.cancel_forward_tcpip(String::new(), 0).await;
    true
}
