//! Going over from the screen to plain lines and back in the middle of the work, on a terminal that has both.
//!
//! The app stays as it is, with its panes, its forms and the person in hand: only who shows it changes. While
//! lines are spoken the screen waits behind them; what is typed is then put together to lines here, for a
//! terminal in raw mode edits none itself. Where there is no screen, lines come ready from the host.

use std::mem;
use std::sync::Arc;

use super::Session;
use super::shows::{OnScreen, Shows, manner_of, said_in, with_scene};
use crate::app::Shown;
use crate::domain::tax_code::is_from_a_reader;
use crate::terminal::key::Input;
use crate::terminal::lines::Lines;
use crate::ui::command::Keymap;
use crate::ui::linear::Linear;
use crate::ui::view::Tone;
use crate::ui::words::{Manner, MessageId};

/// What is said and not sent yet, in bytes, before the next line has to wait.
const UNSENT: usize = 64 * 1024;

/// The screen, while plain lines are spoken.
pub(super) struct Behind {
    pub(super) on: Box<OnScreen>,
    /// The keys on the screen.
    pub(super) keymap: Keymap,
    pub(super) lines: Lines,
}

impl Session {
    /// Whether plain lines are spoken.
    pub fn is_in_lines(&self) -> bool {
        matches!(self.shows, Shows::Linear(_))
    }

    /// Whether so many typed lines wait that whoever types should.
    pub fn lines_are_many(&self) -> bool {
        let behind = self.behind.as_ref();
        behind.is_some_and(|behind| behind.lines.are_many())
    }

    /// Whether there is a screen, painted or behind the lines.
    pub(super) fn has_screen(&self) -> bool {
        self.behind.is_some() || !self.is_in_lines()
    }

    /// The screen, painted or behind the lines.
    pub(super) fn screen(&mut self) -> Option<&mut OnScreen> {
        match (&mut self.shows, &mut self.behind) {
            (Shows::Screen(on), _) => Some(on),
            (Shows::Linear(_), behind) => behind.as_mut().map(|behind| &mut *behind.on),
        }
    }

    /// Goes over to the other face, and says how to come back.
    pub(super) fn go_over(&mut self) {
        let (lines, has_screen) = (self.is_in_lines(), self.has_screen());
        self.show_in_lines(!lines);
        let said = match (has_screen, lines) {
            (false, _) => MessageId("face-only-lines"),
            (true, false) => MessageId("face-lines"),
            (true, true) => MessageId("face-screen"),
        };
        self.app.tell(Tone::Plain, said);
    }

    /// Speaks plain lines from now on, or paints the screen, where there is one.
    pub(super) fn show_in_lines(&mut self, lines: bool) {
        if lines == self.is_in_lines() || !self.has_screen() {
            return;
        }
        if lines {
            if let Shows::Screen(on) = &mut self.shows {
                self.unsent.extend(on.screen.leave(""));
            }
            self.speak_lines();
        } else {
            self.paint_again();
        }
        (self.dirty, self.stale) = (true, true);
    }

    /// Puts the screen behind plain lines; what the terminal must be told is the caller's.
    pub(super) fn speak_lines(&mut self) {
        let lang = self.app.env().lang;
        let words = said_in(self.shelf.words(lang), Manner::Lines);
        let linear = Shows::Linear(Box::new(Linear::new(Arc::clone(&words), is_from_a_reader)));
        let Shows::Screen(on) = mem::replace(&mut self.shows, linear) else {
            return;
        };
        let keymap = self.app.keymap().clone();
        self.shown = Shown {
            silent: true,
            ..Shown::default()
        };
        self.app.shown_by(words, keymap.spoken(), "".into(), false);
        self.behind = Some(Box::new(Behind {
            on,
            keymap,
            lines: Lines::new(true),
        }));
    }

    fn paint_again(&mut self) {
        let Some(behind) = self.behind.take() else {
            return;
        };
        let Behind { on, keymap, .. } = *behind;
        let (profile, theme) = (on.face.profile(), on.theme.name().into());
        self.shows = Shows::Screen(on);
        let entered = self.enter();
        self.unsent.extend(entered);
        let lang = self.app.env().lang;
        let words = said_in(self.shelf.words(lang), manner_of(profile));
        let silent = self.is_for_a_reader();
        self.shown = Shown {
            silent,
            ..Shown::default()
        };
        self.app.shown_by(words, keymap, theme, silent);
    }

    /// Takes what was typed where lines are spoken on a terminal; false where keys are keys.
    pub(super) fn takes_lines(&mut self, bytes: &[u8]) -> bool {
        let Some(behind) = &mut self.behind else {
            return false;
        };
        behind.lines.feed(bytes);
        self.unsent.extend(behind.lines.take_echo());
        true
    }

    /// Notes that nobody types any more: the lines that were typed are still answered. False where keys are keys.
    pub(super) fn ends_lines(&mut self) -> bool {
        let Some(behind) = &mut self.behind else {
            return false;
        };
        behind.lines.stop();
        true
    }

    /// Whether a line waits that can be handed on now, and there is room for its answer.
    pub(super) fn has_lines(&self) -> bool {
        let Some(behind) = &self.behind else {
            return false;
        };
        let room = self.unsent.len() < UNSENT || behind.lines.has_ended();
        behind.lines.wait() && room && !self.quit && !self.awaits()
    }

    /// Hands on the lines that were typed, each once all that it may answer has been said.
    pub(super) fn next_lines(&mut self) {
        while self.has_lines() {
            self.speak_up();
            let Some(behind) = &mut self.behind else {
                return;
            };
            let line = behind.lines.take().map_or(Input::HangUp, Input::Line);
            self.inputs(vec![line]);
            self.dirty = true;
            self.carry_out();
        }
    }

    /// Says what there is to say, to be sent with the next frame.
    pub(super) fn speak_up(&mut self) {
        if !mem::take(&mut self.dirty) {
            return;
        }
        self.opening = None;
        let (Shows::Linear(linear), Some(behind)) = (&mut self.shows, &self.behind) else {
            return;
        };
        let waiting = self.awaited > 0;
        let said = with_scene(&self.app, waiting, |scene| linear.speak(scene));
        let Some(said) = said.filter(|said| !said.is_empty()) else {
            return;
        };
        self.unsent
            .extend(behind.lines.for_terminal(said.as_bytes()));
        // What is half typed stands behind the new prompt.
        self.unsent.extend_from_slice(behind.lines.begun());
    }

    /// Says anew where one is: the terminal was somebody else's meanwhile.
    pub(super) fn say_anew(&mut self) {
        if let Shows::Linear(linear) = &mut self.shows {
            linear.speak_with(Arc::clone(&self.app.env().words));
            self.dirty = true;
        }
    }
}
