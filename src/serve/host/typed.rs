//! What comes from the client, handed to the session in pieces that it can work off.

use std::time::Instant;

use super::Host;
use super::end::Over;
use crate::serve::limits;
use crate::serve::place::Heard;
use crate::session::Event;
use crate::terminal::decode;
use crate::terminal::key::Input;
use crate::terminal::lines::Lines;

impl Host {
    /// Whether there is room for more input; else the client waits.
    pub(super) fn hears(&self) -> bool {
        let room = |lines: &Lines| !lines.are_many();
        !self.has_typed() && self.lines.as_ref().is_none_or(room)
    }

    pub(super) fn has_typed(&self) -> bool {
        self.at < self.typed.len()
    }

    /// Whether the session may be handed more, or has to get answers first.
    pub(super) fn keeps_up(&mut self) -> bool {
        if !self.session.awaits() {
            self.ahead = 0;
        }
        self.ahead < limits::AHEAD && !self.session.lines_are_many()
    }

    /// Hands over a little of what was typed: of text more than of keys, for it is less work.
    pub(super) fn hand_over(&mut self) {
        let rest = &self.typed[self.at..];
        let is_text = |byte: &u8| !byte.is_ascii_control();
        let keys = rest.get(..limits::KEYS).unwrap_or(rest);
        let most = if self.session.is_pasting() || keys.iter().all(is_text) {
            let text = rest.iter().take(limits::PASTED);
            let text = text.take_while(|byte| is_text(byte)).count();
            if self.session.is_pasting() {
                limits::PASTED
            } else {
                text.max(limits::KEYS)
            }
        } else {
            limits::KEYS
        };
        let until = self.at + decode::piece(rest, most);
        let piece = self.typed[self.at..until].to_vec();
        self.at = until;
        self.ahead += piece.len();
        if !self.has_typed() {
            (self.typed, self.at) = (Vec::new(), 0);
        }
        self.handle(Event::Bytes(piece, self.came));
        self.worked_off = Instant::now();
    }

    pub(super) fn hear(&mut self, heard: Option<Heard>) {
        let ends = !matches!(heard, Some(Heard::Bytes(..)));
        if let Some(Heard::Bytes(bytes, came)) = heard {
            self.kept = false;
            self.guest.typed(self.server.clock.now());
            if let Some(lines) = &mut self.lines {
                lines.feed(&bytes);
            } else if !self.is_flooded(bytes.len(), came) {
                (self.typed, self.at, self.came) = (bytes, 0, came);
                self.hand_over();
            }
        } else if let (Some(lines), Some(Heard::End)) = (&mut self.lines, &heard) {
            // The lines that came before are still answered.
            lines.end();
        } else if ends {
            self.over = Some(Over::LineLost);
        }
    }

    /// Whether more keys came without a pause than are taken. Nobody types that: the rest is dropped, and
    /// the person is told once.
    fn is_flooded(&mut self, bytes: usize, came: Instant) -> bool {
        if came > self.worked_off + limits::BREATH {
            self.flood = 0;
        }
        if self.session.is_pasting() {
            return false;
        }
        let before = self.flood;
        self.flood += bytes;
        let is_flooded = self.flood > limits::FLOOD;
        if is_flooded {
            self.worked_off = Instant::now();
        }
        if is_flooded && before <= limits::FLOOD {
            self.handle(Event::TooMuch);
        }
        is_flooded
    }

    /// Hands the next line to the session, once it has been told all that the line may answer.
    pub(super) fn next_line(&mut self) -> bool {
        if self.flight.is_some() || self.session.awaits() {
            return false;
        }
        let Some(lines) = &mut self.lines else {
            return false;
        };
        if let Some(line) = lines.take() {
            self.handle(Event::Input(Input::Line(line)));
            return true;
        }
        if lines.are_over() {
            self.handle(Event::Input(Input::HangUp));
            return true;
        }
        false
    }
}
