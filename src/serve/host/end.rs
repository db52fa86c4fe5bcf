//! How a session ends: what was typed is kept, the terminal restored, the person told why, the log too.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use tokio::time::sleep_until;

use super::Host;
use crate::serve::crowd::End;
use crate::serve::farewell::farewell;
use crate::serve::limits;
use crate::serve::log::{self, Killed, Left};
use crate::serve::place::Heard;
use crate::serve::stream::Switch;
use crate::session::Event;
use crate::terminal::key::Input;
use crate::ui::words::MessageId;

/// What the terminal is told when the session itself no longer can: main screen, cursor, plain letters, no
/// bracketed paste.
const RESTORE: &[u8] = b"\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l\r\n";

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// The person left.
    Left,
    /// The line is gone.
    LineLost,
    /// It was ended from outside.
    Ended(End),
    /// A part of the program failed.
    Failed,
}

impl Host {
    /// Keeps what was typed, restores the terminal, says why, and ends the line.
    pub(super) async fn end(mut self, switch: &Arc<Switch>) {
        let over = self.over.unwrap_or(Over::Left);
        // A session whose draft has been kept for another line must not write it again later.
        if over == Over::Failed && !self.kept {
            // What it was at may fail again, so no key is handed over any more.
            let keep = || self.handle(Event::Keep);
            drop(catch_unwind(AssertUnwindSafe(keep)));
        } else if over != Over::Left && !self.kept {
            self.hang_up().await;
        }
        let last = self.last_words(over);
        let limit = match over {
            Over::Ended(End::Killed(_)) => limits::SHORT_GOODBYE,
            _ => limits::GOODBYE,
        };
        let status = u8::from(over != Over::Left);
        self.tell(over);
        // Frames that nobody took are given up.
        self.flight = None;
        farewell(
            &self.handle,
            self.channel,
            &mut self.input,
            switch,
            (last, status),
            limit,
        )
        .await;
    }

    /// Hangs up for the person. What was typed ahead of an answer goes where it was meant to go, if that
    /// answer comes within moments.
    async fn hang_up(&mut self) {
        if self.lines.is_none() {
            let typed = std::mem::take(&mut self.typed);
            let rest = typed.get(self.at..).unwrap_or_default().to_vec();
            self.guarded(|host| host.handle(Event::Bytes(rest, host.came)));
            while let Ok(Heard::Bytes(more, came)) = self.input.try_recv() {
                self.guarded(|host| host.handle(Event::Bytes(more, came)));
            }
        }
        self.guarded(|host| host.handle(Event::Input(Input::HangUp)));
        while !self.session.is_over() && self.failure.is_empty() {
            let wake = self.session.wake_at().unwrap_or_else(Instant::now);
            let answer = tokio::select! {
                answer = self.answers.recv() => answer.unwrap_or(Event::Woken),
                () = sleep_until(wake.into()) => Event::Woken,
            };
            self.guarded(|host| host.handle(answer));
        }
    }

    fn last_words(&mut self, over: Over) -> Vec<u8> {
        let linear = self.lines.is_some();
        let why = match over {
            Over::Left | Over::LineLost => None,
            Over::Ended(End::Stopping) => Some(MessageId("serve-stopping")),
            Over::Ended(End::Killed(Killed::KeyRevoked)) => Some(MessageId("serve-key-revoked")),
            Over::Ended(End::Killed(Killed::StaffOff)) => Some(MessageId("serve-staff-off")),
            Over::Ended(End::Killed(Killed::SecretChanged)) => {
                Some(MessageId("serve-secret-changed"))
            }
            Over::Ended(End::Killed(_)) => Some(MessageId("serve-line-cut")),
            Over::Failed => Some(MessageId("serve-failed")),
        };
        let session = &mut self.session;
        let left = catch_unwind(AssertUnwindSafe(|| session.leave(why)));
        let mut last = match (left, linear) {
            (Ok(last), _) => last,
            (Err(_), true) => Vec::new(),
            (Err(_), false) => RESTORE.to_vec(),
        };
        if let (true, Some(why)) = (last.is_empty() || last == RESTORE, why) {
            let words = &self.session.app().env().words;
            last.extend_from_slice(words.get(why).as_bytes());
            last.push(b'\n');
        }
        match &self.lines {
            Some(lines) => lines.for_terminal(&last),
            // The screen's own last bytes end their lines themselves.
            None if last.ends_with(b"\n") && !last.ends_with(b"\r\n") => {
                last.pop();
                last.extend_from_slice(b"\r\n");
                last
            }
            None => last,
        }
    }

    fn tell(&self, over: Over) {
        let (staff, address) = (self.guest.staff.login.as_str(), self.guest.address);
        let left = |why| self.guest.left(why, self.server.clock.now());
        let event = match over {
            Over::Left => left(Left::Closed),
            Over::LineLost => left(Left::LineLost),
            Over::Ended(End::Stopping) => left(Left::ServerStopped),
            Over::Ended(End::Killed(why)) => log::Event::Killed {
                staff,
                address,
                why,
            },
            Over::Failed => log::Event::Panicked {
                staff: Some(staff),
                place: &self.failure,
            },
        };
        self.guest.tell(&self.server.log, &event);
    }
}
