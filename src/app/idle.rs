//! The screen that nobody works at: after some minutes without a key it hides what is on it, as the privacy
//! screen does, and any key brings it back. What was typed is in its draft before.
//!
//! The minutes are a dated value of the office ([`ParamKey::IdleMinutes`]), of which a person may take several times
//! as many ([`HidesAfter`]). Nothing is ended: whoever comes
//! back goes on where they were. Plain lines that were said cannot be taken back from a terminal, so there
//! nothing is hidden either, and no line typed after a long call is lost.
//!
//! [`ParamKey::IdleMinutes`]: crate::domain::param::ParamKey::IdleMinutes

use chrono::{DateTime, TimeDelta, Utc};

use super::App;
use super::layers::Layer;
use crate::domain::staff::HidesAfter;

impl App {
    /// Never hides anything by itself: for plain lines.
    pub fn never_hides(&mut self) {
        self.last_key = None;
    }

    /// Takes how long the person lets nobody press a key.
    pub fn hides_after(&mut self, after: HidesAfter) {
        self.hides_after = after;
    }

    /// For how long nobody has to press a key.
    pub(super) fn idle(&self) -> TimeDelta {
        self.env.rules.idle * i32::from(self.hides_after.times())
    }

    /// A key was pressed.
    pub(super) fn at_work(&mut self) {
        if let Some(last) = &mut self.last_key {
            *last = self.env.now;
        }
    }

    /// When the screen hides what is on it, if nobody presses a key.
    pub(super) fn idle_at(&self) -> Option<DateTime<Utc>> {
        let last = self.last_key.filter(|_| !self.is_private())?;
        Some(last + self.idle())
    }

    /// Hides what is on the screen if nobody has pressed a key for so long.
    pub(super) fn hide_when_idle(&mut self) {
        if self.idle_at().is_some_and(|at| at <= self.env.now) {
            self.save_draft();
            self.layers.push(Layer::idle());
        }
    }
}
