//! Where each key goes: to the layer on top, else to the field or list in focus, else to the commands of the pane
//! and of the app.

use std::mem;

use crate::panes::{Outbox, PANES};
use crate::terminal::key::{Input, Key};
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::commands::{self, APP_COMMANDS};
use super::drafting::DRAFT_AFTER;
use super::{App, DateTime, Request, Shown, To, Utc};

impl App {
    /// Takes a key, a paste or the end of the line; false when nobody wanted the key.
    pub fn input(&mut self, input: Input, now: DateTime<Utc>, shown: &Shown) -> bool {
        self.env.now = now;
        self.at_work();
        match input {
            Input::Key(key) => {
                self.begin_day();
                let (place, private) = (self.place(), self.is_private());
                let taken = self.key(key, shown);
                self.say_what_is_cut();
                // What the privacy screen hid is all there afterwards.
                if self.place() != place && !private && !self.is_private() {
                    self.messages.outdated();
                }
                return taken;
            }
            Input::Paste(text) => {
                self.paste(&text);
                self.say_what_is_cut();
            }
            Input::HangUp => {
                self.keep_place();
                self.save_draft();
                self.requests.push(Request::HungUp);
                self.requests.push(Request::Quit);
            }
            Input::Resize { .. } | Input::Line(_) => {}
        }
        true
    }

    /// Of a text that did not fit into its field it is said.
    fn say_what_is_cut(&mut self) {
        let form = self.front_part().and_then(|part| part.form());
        if form.is_some_and(Form::take_cut) {
            self.tell(Tone::Warn, MessageId("field-cut"));
        }
    }

    fn key(&mut self, key: Key, shown: &Shown) -> bool {
        self.messages.moved();
        if !self.takes_text()
            && let Some(kept) = self.burst.key(key, self.env.now)
        {
            if let Some(text) = kept {
                self.card(&text);
            }
            return true;
        }
        let says_again = commands::says_again(&self.env.keys.map, key) && !self.takes_text();
        self.after_undo &= says_again;
        if !self.layers.is_empty() {
            return self.layer_key(key, shown);
        }
        self.key_below(key, shown)
    }

    /// A key where nothing lies on the pane.
    pub(super) fn key_below(&mut self, key: Key, shown: &Shown) -> bool {
        self.to_be_saved = false;
        if self.part_key(key, shown) {
            return true;
        }
        if self.takes_text() {
            return self.chord(key);
        }
        if let Some(index) = self.pane_command(key) {
            self.run_pane_command(index);
            return true;
        }
        self.app_key(key, shown)
    }

    /// Tells the text in focus how many lines the face made of it.
    pub fn measured(&mut self, lines: usize) {
        if let Some(part) = self.front_part() {
            part.measured(lines);
        }
    }

    /// The part in focus: of the layer on top, else of the pane in front.
    pub(super) fn front_part(&mut self) -> Option<&mut dyn Part> {
        match self.layers.last_mut() {
            Some(layer) => layer.part(),
            None => self.panes.get_mut(self.at)?.as_mut()?.focused(),
        }
    }

    /// Whether a form or a field is in focus, be it on the row that saves.
    pub fn is_filling_in(&mut self) -> bool {
        self.front_part()
            .is_some_and(|part| part.takes_text() || part.form().is_some())
    }

    /// Whether a form that is kept as a draft is in front, and the last key has not asked to save it.
    pub fn is_in_form(&self) -> bool {
        let front = self.panes.get(self.at).and_then(Option::as_ref);
        !self.to_be_saved
            && self.layers.is_empty()
            && front.is_some_and(|pane| pane.unsaved().is_some())
    }

    /// Whether a printable key would be text now.
    pub fn takes_text(&mut self) -> bool {
        self.front_part().is_some_and(|part| part.takes_text())
    }

    /// Whether a card is being read.
    pub fn reads_card(&self) -> bool {
        self.burst.is_open()
    }

    fn paste(&mut self, text: &str) {
        if self.is_private() {
            return self.layers.retain(|layer| !layer.hides());
        }
        let event = self.front_part().map(|part| part.paste(text));
        match event {
            None | Some(PartEvent::Ignored) => {
                if self.is_of_a_card(text) {
                    self.card(text);
                }
            }
            Some(event) if self.layers.is_empty() => self.part_event(event),
            Some(event) => self.layer_event(event),
        }
    }

    /// The keys that a list or schedule wants: the row at a place on the screen by its number.
    fn part_key(&mut self, key: Key, shown: &Shown) -> bool {
        let Some(part) = self
            .panes
            .get_mut(self.at)
            .and_then(Option::as_mut)
            .and_then(|pane| pane.focused())
        else {
            return false;
        };
        let event = hand_key(part, key, shown);
        if event == PartEvent::Ignored {
            return false;
        }
        self.part_event(event);
        true
    }

    pub(super) fn part_event(&mut self, event: PartEvent) {
        // Who saves from within a field has not left it.
        if event == PartEvent::Submit {
            let at = self.front_form().map(|form| form.at);
            if at.is_some_and(|at| self.strike_card(at)) {
                return;
            }
        }
        self.to_be_saved = event == PartEvent::Submit;
        match event {
            PartEvent::Edited(_) => {
                let due = self.env.now + DRAFT_AFTER;
                if mem::take(&mut self.tries_again) {
                    self.draft_due = None;
                }
                self.draft_due.get_or_insert(due);
            }
            PartEvent::Left(_) => {
                let form = self.front_part().and_then(Part::form);
                if form.is_some_and(Form::take_touched) {
                    self.draft_due.get_or_insert(self.env.now);
                }
                self.keep_place();
            }
            PartEvent::Submit => self.save_draft(),
            _ => {}
        }
        if event == PartEvent::Submit && self.must_choose() {
            return;
        }
        let mut out = Outbox::new();
        if let Some(pane) = self.panes.get_mut(self.at).and_then(Option::as_mut) {
            pane.after(event, &self.env, &mut out);
        }
        self.carry(To::Pane(self.at), out);
        // With what the pane has said of the field that was left.
        if let PartEvent::Left(field) = event {
            self.strike_card(field);
            self.save_draft();
        }
    }

    /// In a field, chords that exist beside the plain ways: Esc goes back.
    fn chord(&mut self, key: Key) -> bool {
        if key == Key::Esc {
            self.back();
        }
        key == Key::Esc
    }

    fn pane_command(&self, key: Key) -> Option<usize> {
        let pane = self.panes.get(self.at)?.as_ref()?;
        pane.offers(&self.env)
            .into_iter()
            .find(|(_, command)| self.env.keys.map.calls(PANES[self.at].name, command, key))
            .map(|(index, _)| index)
    }

    pub(super) fn run_pane_command(&mut self, index: usize) {
        let mut out = Outbox::new();
        if let Some(pane) = self.panes.get_mut(self.at).and_then(Option::as_mut) {
            pane.run(index, &self.env, &mut out);
        }
        self.carry(To::Pane(self.at), out);
    }

    fn app_key(&mut self, key: Key, shown: &Shown) -> bool {
        if key == Key::Char('0') && self.goes_by_menu() {
            self.open_menu();
            return true;
        }
        if matches!(key, Key::Char('0') | Key::Esc) {
            self.back();
            return true;
        }
        let row = APP_COMMANDS
            .iter()
            .find(|row| self.env.keys.map.calls("app", &row.command, key));
        match row {
            Some(row) if row.is_for(&self.env.staff) => (row.run)(self, shown),
            Some(_) => self.tell(Tone::Plain, MessageId("app-not-yours")),
            None => return self.say_why_not(key),
        }
        true
    }

    /// Says why a key of the pane does nothing now, or that a letter is no key of its commands; false for any other.
    fn say_why_not(&mut self, key: Key) -> bool {
        let pane = self.panes.get(self.at).and_then(Option::as_ref);
        let why = pane.and_then(|pane| pane.why_not(key, PANES[self.at].name, &self.env));
        let why = why.or_else(|| match key {
            Key::Char(letter) if letter.is_alphabetic() && self.has_help_key() => {
                let args = [
                    ("letter", letter.to_string().into()),
                    ("key", self.env.call("app", "help").into()),
                ];
                let said = self.env.words.with(MessageId("app-no-key"), &args);
                Some(said.into_owned())
            }
            _ => None,
        });
        let said = why.is_some();
        if let Some(why) = why {
            self.messages.say(Tone::Plain, why);
        }
        said
    }

    /// Whether 0 opens the menu on every level, and the way back is in it: for whoever has no key for the list
    /// of commands, which is in it too. In a form 0 goes back, as for everybody.
    fn goes_by_menu(&mut self) -> bool {
        !self.has_help_key() && !self.is_filling_in()
    }

    /// Whether a key calls the list of commands.
    pub(super) fn has_help_key(&self) -> bool {
        let help = self.env.keys.app.iter().find(|row| row.name == "help");
        help.is_none_or(|help| !self.env.keys.map.keys("app", help).is_empty())
    }

    /// Back one level; at the top the menu of panes.
    pub(super) fn back(&mut self) {
        if !self.back_one_level() {
            self.open_menu();
        }
    }

    /// Whether there was a level to go back from.
    pub(super) fn back_one_level(&mut self) -> bool {
        self.save_draft();
        let mut out = Outbox::new();
        let moved = self
            .panes
            .get_mut(self.at)
            .and_then(Option::as_mut)
            .is_some_and(|pane| pane.leave_level(&self.env, &mut out));
        self.carry(To::Pane(self.at), out);
        moved
    }
}

/// A key to a part; a digit is the row that stands at that place on the screen.
pub(super) fn hand_key(part: &mut dyn Part, key: Key, shown: &Shown) -> PartEvent {
    match key {
        Key::Char(digit @ '1'..='9') if !part.takes_text() => {
            let place = digit as usize - '1' as usize;
            shown.numbers[place].map_or(PartEvent::Ignored, |row| part.pick(row))
        }
        key => part.key(key),
    }
}
