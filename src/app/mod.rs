//! The app of one session: which pane is in front, what lies on top of it, the person in hand, the
//! messages, and where each key goes.
//!
//! A key goes to the layer on top (dialog, help, palette ...); else to the text field in focus; else to
//! the pane's part (list, schedule), the pane's commands, and last the app's own. The app does no I/O:
//! what it wants of the store leaves as [`Request`]s that the session carries out.

pub mod accessibility;
pub mod burst;
pub mod commands;
pub mod errors;
mod idle;
pub mod layers;
pub mod messages;
pub mod presence;
mod stale;

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::ids::StaffId;
use crate::domain::lang::Lang;
use crate::panes::{
    AnyPane, Ask, Card, DraftKey, Effect, Env, Erased, InHand, Keys, Link, Outbox, PANES, Send_,
    Setting,
};
use crate::store::{Changes, Draft, Error, Notice, Result};
use crate::terminal::key::{Input, Key};
use crate::ui::command::{Command, Keymap};
use crate::ui::linear::Offer;
use crate::ui::part::{Part, PartEvent};
use crate::ui::stale::OnFile;
use crate::ui::view::{Block, Focus, Tone, View};
use crate::ui::words::{MessageId, Words};

use burst::Burst;
use commands::APP_COMMANDS;
use layers::{AppMsg, Doable, Keyed, Layer};
use messages::Messages;
use presence::Here;

/// How long a draft may stay unsaved after a key.
const DRAFT_AFTER: TimeDelta = TimeDelta::milliseconds(900);
/// How often a pane may ask again because somebody else changed something.
const REFRESH_EVERY: TimeDelta = TimeDelta::milliseconds(200);

/// Who an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// The pane at an index of [`PANES`].
    Pane(usize),
    /// The app itself.
    App,
}

/// What the session must carry out.
pub enum Request {
    /// A question; its answer comes back as a [`Letter`].
    Read {
        /// Who asks.
        to: To,
        /// The slot and its generation.
        slot: (&'static str, u64),
        /// Asks it.
        run: Ask,
    },
    /// An act.
    Act {
        /// Who acts.
        to: To,
        /// Sends it.
        run: Send_,
    },
    /// A draft to look for.
    FindDraft {
        /// Who asks.
        to: To,
        /// Which.
        key: DraftKey,
        /// Wraps it.
        then: Box<dyn FnOnce(Option<Draft>) -> Erased + Send>,
    },
    /// The drafts of the person at work.
    Drafts,
    /// A draft to save.
    SaveDraft(Draft),
    /// A draft to forget.
    DropDraft(DraftKey),
    /// One of the person's own settings, as it is from now on.
    Settle(Setting),
    /// The drafts of a colleague about something to go on with.
    HandOver(StaffId, String),
    /// The drafts that nobody has touched since, to be forgotten.
    ClearDrafts(DateTime<Utc>),
    /// A row that is open, until then.
    Hold(OnFile, DateTime<Utc>),
    /// A row that is open no more.
    Release(OnFile),
    /// A line ended with its process: the others are to know since when.
    LineEnded(String),
    /// The line is gone.
    HungUp,
    /// The end of the session.
    Quit,
}

/// An answer on its way back.
pub struct Letter {
    /// Who asked.
    pub to: To,
    /// The slot and its generation; none for an act.
    pub slot: Option<(&'static str, u64)>,
    /// Whether it answers an act.
    pub act: bool,
    /// The message.
    pub msg: Erased,
}

/// What the app knows of how it is shown when it handles a key.
#[derive(Debug, Default)]
pub struct Shown {
    /// The focus of the last frame.
    pub focus: Option<Focus>,
    /// What the numbers 1 to 9 stand in front of: index in the focused block.
    pub numbers: [Option<usize>; 9],
    /// News are told silently (reader profile, linear face).
    pub silent: bool,
}

/// The app of one session.
pub struct App {
    env: Env,
    panes: Vec<Option<Box<dyn AnyPane>>>,
    at: usize,
    layers: Vec<Layer>,
    messages: Messages,
    generation: u64,
    slots: Vec<(To, &'static str, u64)>,
    draft_due: Option<DateTime<Utc>>,
    /// What moved since the pane in front last asked.
    pending: Option<Changes>,
    /// Whether it is to be asked again now; else it waits until the person wants to know.
    wanted: bool,
    refreshed: Option<DateTime<Utc>>,
    burst: Burst,
    /// The day on which the app last looked at what a new day brings.
    day: Option<NaiveDate>,
    /// The card of whose owner the archive has been asked.
    card: Option<Card>,
    requests: Vec<Request>,
    practice: bool,
    /// What stands until it is put right.
    notice: Option<Notice>,
    /// The notice of what was taken back has just been said: the same key now does it again.
    after_undo: bool,
    /// Why an act of a form failed, while it is asked who was faster.
    failing: Option<crate::store::Error>,
    here: Here,
    /// When the last key was pressed; none where nothing is ever hidden.
    last_key: Option<DateTime<Utc>>,
}

impl App {
    /// Opens the first pane that the person may see.
    pub fn new(env: Env, practice: bool) -> Self {
        let mut app = Self {
            last_key: Some(env.now),
            env,
            panes: PANES.iter().map(|_| None).collect(),
            at: 0,
            layers: Vec::new(),
            messages: Messages::default(),
            generation: 0,
            slots: Vec::new(),
            draft_due: None,
            pending: None,
            wanted: false,
            refreshed: None,
            burst: Burst::default(),
            day: None,
            card: None,
            requests: Vec::new(),
            practice,
            notice: None,
            after_undo: false,
            failing: None,
            here: Here::default(),
        };
        let first = app.menu().first().copied().unwrap_or(0);
        app.switch(first);
        app.requests.push(Request::Drafts);
        app.begin_day();
        app
    }

    /// What the session must carry out now.
    pub fn take_requests(&mut self) -> Vec<Request> {
        self.look_at_lines();
        self.say_what_is_open();
        std::mem::take(&mut self.requests)
    }

    /// Where the app runs.
    pub fn env(&self) -> &Env {
        &self.env
    }

    /// Whether this is the practice office.
    pub fn practice(&self) -> bool {
        self.practice
    }

    /// What is wrong with the office, until it is put right; said once when it begins, and shown as long
    /// as it stands.
    pub fn stands(&mut self, notice: Option<Notice>) {
        if self.notice == notice {
            return;
        }
        match &notice {
            Some(Notice::Damaged(error)) => self.failed(&error.clone()),
            Some(Notice::DiskFull) => self.failed(&Error::DiskFull),
            None => {}
        }
        self.notice = notice;
    }

    /// What stands, in a few words.
    pub fn notice(&self) -> Option<Cow<'_, str>> {
        let id = match self.notice.as_ref()? {
            Notice::Damaged(Error::Replaced { .. }) => MessageId("notice-replaced"),
            Notice::Damaged(_) => MessageId("notice-damaged"),
            Notice::DiskFull => MessageId("notice-disk-full"),
        };
        Some(self.env.words.get(id))
    }

    /// The panes that the person may open, by index in [`PANES`].
    pub fn menu(&self) -> Vec<usize> {
        (0..PANES.len())
            .filter(|&i| self.env.staff.may(PANES[i].right))
            .collect()
    }

    /// Speaks another language from now on. The panes that are not in front are opened anew when they are
    /// next wanted: what they hold is worded in the language of before.
    pub fn speak(&mut self, words: Arc<Words>, lang: Lang) {
        self.env.words = words;
        self.env.lang = lang;
        for (index, pane) in self.panes.iter_mut().enumerate() {
            if index != self.at {
                *pane = None;
            }
        }
    }

    /// Takes other keys from now on.
    pub fn rekey(&mut self, keymap: Keymap) {
        let app = self.env.keys.app.clone();
        self.env.keys = Arc::new(Keys { map: keymap, app });
    }

    /// When the app next wants to be woken.
    pub fn wake_at(&self) -> Option<DateTime<Utc>> {
        let refresh = self
            .pending
            .as_ref()
            .filter(|_| self.wanted)
            .map(|_| self.refreshed.map_or(self.env.now, |at| at + REFRESH_EVERY));
        [
            self.draft_due,
            refresh,
            self.burst.due(),
            self.here.due(),
            self.next_line_lost(),
            self.idle_at(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// The moment has come that [`App::wake_at`] named.
    pub fn woken(&mut self, now: DateTime<Utc>) {
        self.env.now = now;
        if self.draft_due.is_some_and(|due| due <= now) {
            self.save_draft();
        }
        if let Some(text) = self.burst.tick(now) {
            self.card(&text);
        }
        self.still_open();
        self.hide_when_idle();
        self.refresh();
    }

    /// Keeps what was typed, without waiting for its time.
    pub fn keep(&mut self, now: DateTime<Utc>) {
        self.env.now = now;
        self.save_draft();
    }

    /// The office's data changed. What others did is only counted where news are told silently; what
    /// the person did is shown, as the answer to it.
    pub fn changed(&mut self, what: Changes, now: DateTime<Utc>, shown: &Shown) {
        self.env.now = now;
        if what.is_beside_only() {
            return;
        }
        if what.touches_any(&["param"]) {
            self.ask_rules();
        }
        let own = what.only_by(self.env.staff.id);
        match &mut self.pending {
            Some(pending) => *pending = std::mem::take(pending).and(&what),
            none => *none = Some(what),
        }
        if shown.silent && !own {
            self.messages.news();
        } else {
            self.catch_up();
        }
    }

    /// The pane in front asks again for what moved, now or as soon as it may.
    fn catch_up(&mut self) {
        self.look_beside();
        self.wanted = self.pending.is_some();
        self.refresh();
    }

    fn refresh(&mut self) {
        let now = self.env.now;
        if !self.wanted || self.refreshed.is_some_and(|at| now < at + REFRESH_EVERY) {
            return;
        }
        self.wanted = false;
        if let Some(what) = self.pending.take() {
            self.refreshed = Some(now);
            let mut out = Outbox::new();
            if let Some(pane) = self.panes.get_mut(self.at).and_then(Option::as_mut) {
                pane.stale(&what, &self.env, &mut out);
            }
            self.carry(To::Pane(self.at), out);
        }
    }

    /// Takes an answer; one whose question has been asked anew since is dropped.
    pub fn letter(&mut self, letter: Letter, now: DateTime<Utc>) {
        self.env.now = now;
        if let Some((slot, generation)) = letter.slot
            && !self.slots.contains(&(letter.to, slot, generation))
        {
            return;
        }
        let place = self.place();
        let act = letter.act;
        match letter.to {
            To::Pane(index) => {
                let mut out = Outbox::new();
                if let Some(pane) = self.panes.get_mut(index).and_then(Option::as_mut) {
                    pane.take(letter.msg, &self.env, &mut out);
                }
                self.carry(letter.to, out);
                self.notice_clashes();
            }
            To::App => {
                if let Ok(msg) = letter.msg.downcast::<AppMsg>() {
                    self.told(*msg);
                }
            }
        }
        if act || self.place() != place {
            self.messages.outdated();
        }
    }

    /// Which sheet is in front: that of a form by its name, which stays when more is known of whom it is
    /// about, any other by its title.
    fn place(&self) -> (usize, usize, String) {
        let view = self.layer().or_else(|| self.view());
        let sheet = view.map_or_else(String::new, |view| {
            match view.blocks.get(view.focus.block) {
                Some(Block::Form(block)) => block.form.name.to_owned(),
                _ => view.title.into_owned(),
            }
        });
        (self.at, self.layers.len(), sheet)
    }

    /// Takes a key, a paste or the end of the line; false when nobody wanted the key.
    pub fn input(&mut self, input: Input, now: DateTime<Utc>, shown: &Shown) -> bool {
        self.env.now = now;
        self.at_work();
        match input {
            Input::Key(key) => {
                self.begin_day();
                let (place, private) = (self.place(), self.is_private());
                let taken = self.key(key, shown);
                // What the privacy screen hid is all there afterwards.
                if self.place() != place && !private && !self.is_private() {
                    self.messages.outdated();
                }
                return taken;
            }
            Input::Paste(text) => self.paste(&text),
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
    fn front_part(&mut self) -> Option<&mut dyn Part> {
        match self.layers.last_mut() {
            Some(layer) => layer.part(),
            None => self.panes.get_mut(self.at)?.as_mut()?.focused(),
        }
    }

    /// Lets what stands beside a form keep still, or not.
    pub fn steady(&mut self, steady: bool) {
        self.env.steady = steady;
    }

    /// Whether a form or a field is in focus, be it on the row that saves.
    pub fn is_filling_in(&mut self) -> bool {
        self.front_part()
            .is_some_and(|part| part.takes_text() || part.form().is_some())
    }

    /// Whether a printable key would be text now.
    pub fn takes_text(&mut self) -> bool {
        self.front_part().is_some_and(|part| part.takes_text())
    }

    fn paste(&mut self, text: &str) {
        if self.is_private() {
            return self.layers.retain(|layer| !layer.hides());
        }
        let event = self.front_part().map(|part| part.paste(text));
        match event {
            None | Some(PartEvent::Ignored) => {
                if let Some(card) = self.read_card(text) {
                    self.card_of(card);
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

    fn part_event(&mut self, event: PartEvent) {
        match event {
            PartEvent::Edited(_) => {
                let due = self.env.now + DRAFT_AFTER;
                self.draft_due.get_or_insert(due);
            }
            PartEvent::Left(_) => self.keep_place(),
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
        if matches!(event, PartEvent::Left(_)) {
            self.save_draft();
        }
    }

    /// A form of which a draft is kept is kept again, for the cursor has moved.
    fn keep_place(&mut self) {
        let front = self.panes.get(self.at).and_then(Option::as_ref);
        let key = front.and_then(|pane| pane.unsaved()).map(|(key, _)| key);
        if key.is_some_and(|key| self.here.keeps(&key)) {
            self.draft_due.get_or_insert(self.env.now);
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

    fn run_pane_command(&mut self, index: usize) {
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
        if let Some(row) = row {
            (row.run)(self, shown);
        }
        row.is_some()
    }

    /// Whether 0 opens the menu on every level, and the way back is in it: for whoever has no key for the list
    /// of commands, which is in it too. In a form 0 goes back, as for everybody.
    fn goes_by_menu(&mut self) -> bool {
        !self.has_help_key() && !self.is_filling_in()
    }

    fn has_help_key(&self) -> bool {
        let help = self.env.keys.app.iter().find(|row| row.name == "help");
        help.is_none_or(|help| !self.env.keys.map.keys("app", help).is_empty())
    }

    /// Back one level; at the top the menu of panes.
    fn back(&mut self) {
        if !self.back_one_level() {
            self.open_menu();
        }
    }

    /// Whether there was a level to go back from.
    fn back_one_level(&mut self) -> bool {
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

    /// Brings a pane to the front.
    pub fn switch(&mut self, index: usize) {
        self.save_draft();
        self.front(index);
        let mut out = Outbox::new();
        match self.panes.get_mut(index) {
            // What moved while it was not in front, nobody has counted.
            Some(Some(pane)) => pane.stale(&Changes::anything(), &self.env, &mut out),
            Some(none) => *none = Some((PANES[index].open)(&self.env, &mut out)),
            None => {}
        }
        self.carry(To::Pane(index), out);
    }

    /// The pane comes to the front with everything new: what was news until now is told.
    fn front(&mut self, index: usize) {
        self.at = index;
        self.layers.retain(Layer::hides);
        self.pending = None;
        self.wanted = false;
        self.look_beside();
        if let Some(news) = self.news() {
            self.messages.say(Tone::Plain, news);
        }
    }

    /// How much is new since it was last told, in words.
    fn news(&mut self) -> Option<String> {
        let news = self.messages.take_news();
        let said = || {
            self.env
                .words
                .with(MessageId("where-news"), &[("n", news.into())])
        };
        (news > 0).then(|| said().into_owned())
    }

    /// Goes where a link says.
    pub fn go(&mut self, link: &Link) {
        self.save_draft();
        let order = std::iter::once(self.at)
            .chain(self.menu().into_iter().filter(|&i| i != self.at))
            .collect::<Vec<_>>();
        for index in order {
            let (mut anew, mut out) = (Outbox::new(), Outbox::new());
            let known = self.panes[index].is_some() && index != self.at;
            let pane =
                self.panes[index].get_or_insert_with(|| (PANES[index].open)(&self.env, &mut anew));
            let taken = pane.go_to(link, &self.env, &mut out);
            if taken && known {
                pane.stale(&Changes::anything(), &self.env, &mut anew);
            }
            if taken && index != self.at {
                self.front(index);
            } else if taken {
                self.layers.retain(Layer::hides);
            }
            // What the link asks for comes last, so that it counts.
            self.carry(To::Pane(index), anew);
            self.carry(To::Pane(index), out);
            if taken {
                return;
            }
        }
        self.tell(Tone::Warn, MessageId("app-no-room"));
    }

    fn carry(&mut self, to: To, out: Outbox) {
        for effect in out {
            match effect {
                Effect::Read { slot, run } => {
                    let slot = self.slot(to, slot);
                    self.requests.push(Request::Read { to, slot, run });
                }
                Effect::Act { run } => {
                    self.after_undo = false;
                    self.requests.push(Request::Act { to, run });
                }
                Effect::FindDraft { key, then } => {
                    self.requests.push(Request::FindDraft { to, key, then });
                }
                Effect::HandOver(from, subject) => {
                    self.requests.push(Request::HandOver(from, subject));
                }
                Effect::DropDraft(key) => {
                    self.draft_due = None;
                    self.here.forget(&key);
                    self.requests.push(Request::DropDraft(key));
                }
                Effect::Say(tone, text) => self.messages.say(tone, text),
                Effect::Fail(error) => self.pane_failed(error),
                Effect::Hand(person) => self.hand(person),
                Effect::Settle(setting) => self.requests.push(Request::Settle(setting)),
                Effect::Go(link) => self.go(&link),
                Effect::Ask(dialog) => self.layers.push(Layer::dialog(dialog, to)),
            }
        }
    }

    fn slot(&mut self, to: To, slot: &'static str) -> (&'static str, u64) {
        self.generation += 1;
        self.slots
            .retain(|(who, name, _)| !(*who == to && *name == slot));
        self.slots.push((to, slot, self.generation));
        (slot, self.generation)
    }

    /// Takes a person in hand and tells every open pane.
    pub fn hand(&mut self, person: Option<InHand>) {
        if self.env.in_hand == person {
            return;
        }
        self.env.in_hand = person;
        for index in 0..self.panes.len() {
            let mut out = Outbox::new();
            if let Some(pane) = self.panes[index].as_mut() {
                pane.handed(&self.env, &mut out);
            }
            self.carry(To::Pane(index), out);
        }
    }

    /// Says a message of the language in use.
    pub fn tell(&mut self, tone: Tone, id: MessageId) {
        let text = self.env.words.get(id).into_owned();
        self.messages.say(tone, text);
    }

    fn fail(&mut self, error: &crate::store::Error) {
        let text = errors::sentence(error, &self.env.words);
        self.messages.say(Tone::Bad, text);
    }

    /// An act waits for another program; said once, with its name if that is known.
    pub fn waits_for(&mut self, holder: &str) {
        let words = self.env.words.clone();
        let text = if holder.is_empty() {
            words.get(MessageId("app-waits"))
        } else {
            words.with(MessageId("app-waits-for"), &[("by", holder.into())])
        };
        self.messages.say(Tone::Plain, text.into_owned());
    }

    /// Whether nothing of the person's data is to be seen.
    pub fn is_private(&self) -> bool {
        self.layers.iter().any(Layer::hides)
    }

    /// Something failed outside any pane; said to the person at work.
    pub fn failed(&mut self, error: &crate::store::Error) {
        self.fail(error);
    }

    fn save_draft(&mut self) {
        if self.draft_due.take().is_none() {
            return;
        }
        let Some(pane) = self.panes.get(self.at).and_then(Option::as_ref) else {
            return;
        };
        let Some((key, form)) = pane.unsaved() else {
            return;
        };
        let label = pane.show(&self.env).title.into_owned();
        let field = form.focused();
        let caret = field.map_or(0, |field| field.line.caret());
        self.here.sent(key.clone());
        self.requests.push(Request::SaveDraft(Draft {
            staff: self.env.staff.id,
            form: key.form,
            subject: key.subject,
            field: field.map_or_else(String::new, |field| {
                self.env.words.get(field.label).into_owned()
            }),
            place: form.place(),
            caret: u32::try_from(caret).unwrap_or(u32::MAX),
            label,
            payload: form.draft(),
            at: self.env.now,
            session: self.env.session.to_string(),
        }));
    }

    /// The commands of the pane in front, offered now.
    pub fn offered(&self) -> Vec<Command> {
        if self.layers.is_empty() {
            self.panes
                .get(self.at)
                .and_then(Option::as_ref)
                .map(|pane| {
                    pane.offers(&self.env)
                        .into_iter()
                        .map(|(_, command)| command)
                        .collect()
                })
                .unwrap_or_default()
        } else {
            Vec::new()
        }
    }

    /// Every command of the pane in front that is offered, then the app's, each with the key that calls it
    /// here: a letter that the pane needs for itself calls nothing else.
    fn keyed(&self) -> Vec<(Keyed, Option<char>)> {
        let pane = self.panes.get(self.at).and_then(Option::as_ref);
        let own = pane.map(|pane| pane.offers(&self.env)).unwrap_or_default();
        let own = own
            .into_iter()
            .map(|(index, command)| (PANES[self.at].name, command, Doable::Pane(index)));
        let all = APP_COMMANDS.iter().enumerate();
        let all = all.map(|(index, row)| ("app", row.command, Doable::App(index)));
        let mut taken: Vec<char> = Vec::new();
        own.chain(all)
            .map(|(scope, command, what)| {
                let keys = self.env.keys.map.keys(scope, &command);
                let key = keys.iter().find(|key| !taken.contains(key)).copied();
                taken.extend(keys);
                (Keyed { command, what }, key)
            })
            .collect()
    }

    /// Every command that can be called now. One without a key is called from the list of commands, which lies
    /// on no other layer.
    pub fn offers(&self) -> Vec<Offer<'_>> {
        let on_top = self.layers.last();
        let keyed = self.keyed();
        let help = keyed.iter().find(|(row, _)| row.command.name == "help");
        let help = help.and_then(|(_, key)| *key);
        let shown = |what: Doable| match (on_top, what) {
            (None, _) => true,
            (Some(layer), Doable::App(index)) => commands::on_layer(&APP_COMMANDS[index], layer),
            (Some(_), Doable::Pane(_)) => false,
        };
        let rows = keyed.iter().enumerate();
        rows.filter(|(_, (row, _))| shown(row.what))
            .filter_map(|(place, (row, key))| {
                let calls = match (key, help, on_top) {
                    (Some(key), ..) => vec![Key::Char(*key)],
                    (None, Some(help), None) => listed(help, place),
                    _ => return None,
                };
                Some(Offer {
                    key: *key,
                    calls,
                    label: self.env.words.get(row.command.label),
                })
            })
            .collect()
    }

    /// What the footer shows: key and label of what can be done now.
    pub fn footer(&self, typing: bool) -> Vec<(String, String)> {
        let words = &self.env.words;
        if typing {
            // Letters and digits are text now: only what works is offered.
            let row = |key: MessageId, label: MessageId| {
                (words.get(key).into_owned(), words.get(label).into_owned())
            };
            return vec![
                row(MessageId("key-up"), MessageId("command-previous")),
                row(MessageId("key-enter"), MessageId("command-next")),
                row(MessageId("key-esc"), MessageId("command-back")),
            ];
        }
        let own = self.offered().into_iter().map(|command| {
            (
                self.env.keys.map.shown(PANES[self.at].name, &command),
                words.get(command.label).into_owned(),
            )
        });
        let all = APP_COMMANDS
            .iter()
            .filter(|row| matches!(row.command.name, "find" | "undo" | "help"))
            .map(|row| {
                (
                    self.env.keys.map.shown("app", &row.command),
                    words.get(row.command.label).into_owned(),
                )
            });
        let by_menu = self.layers.is_empty() && !self.has_help_key();
        let back = if by_menu {
            MessageId("command-menu")
        } else {
            MessageId("command-back")
        };
        let back = [("0".to_owned(), words.get(back).into_owned())];
        if self.layers.is_empty() {
            // What has no key of its own is reached by number, from the list of commands.
            let has_key = |(key, _): &(String, String)| !key.is_empty();
            own.chain(all).filter(has_key).chain(back).collect()
        } else {
            back.into_iter().collect()
        }
    }

    /// The view of the pane in front. A form says in its title who else has its row open.
    pub fn view(&self) -> Option<View<'_>> {
        let pane = self.panes.get(self.at).and_then(Option::as_ref)?;
        let mut view = pane.show(&self.env);
        let row = pane.unsaved().and_then(|(_, form)| form.on_file());
        if let Some(row) = row {
            view.title = self.env.titled(ulid::Ulid(row.id), view.title);
        }
        Some(view)
    }

    /// The view of the layer on top, if any.
    pub fn layer(&self) -> Option<View<'_>> {
        let hiding = self.layers.iter().find(|layer| layer.hides());
        let top = hiding.or(self.layers.last());
        top.map(|layer| layer.view(self))
    }

    /// How many layers lie on the pane in front.
    pub fn level(&self) -> usize {
        self.layers.len()
    }

    /// The name of the pane in front.
    pub fn pane_title(&self) -> MessageId {
        PANES[self.at].title
    }

    /// The message of the last row.
    pub fn message(&self) -> Option<(Tone, &str)> {
        self.messages.current()
    }

    /// The newest message and its number.
    pub fn newest_message(&self) -> Option<(u64, &str)> {
        self.messages.newest()
    }

    /// Whether the cursor belongs on the message, because it was asked for again.
    pub fn on_message(&self) -> bool {
        self.messages.focused()
    }

    /// The keys in use.
    pub fn keymap(&self) -> &Keymap {
        &self.env.keys.map
    }

    fn read<Q: crate::store::Query>(
        &mut self,
        slot: &'static str,
        query: Q,
        then: fn(Result<Q::Out>) -> AppMsg,
    ) {
        let slot = self.slot(To::App, slot);
        self.requests.push(Request::Read {
            to: To::App,
            slot,
            run: Box::new(move |store, staff, at, reply| {
                store.read(staff, at, query, move |answer| {
                    reply(Box::new(then(answer)));
                });
            }),
        });
    }

    fn act<A: crate::store::Act>(&mut self, act: A, then: fn(Result<A::Out>) -> AppMsg) {
        self.requests.push(Request::Act {
            to: To::App,
            run: Box::new(move |store, staff, id, at, reply| {
                store.act(staff, id, at, act, move |answer| {
                    reply(Box::new(then(answer)));
                });
            }),
        });
    }
}

/// The way to a command by its place in the list of commands.
fn listed(help: char, place: usize) -> Vec<Key> {
    let mut keys = vec![Key::Char(help)];
    keys.extend(std::iter::repeat_n(Key::Down, place));
    keys.push(Key::Enter);
    keys
}

/// A key to a part; a digit is the row that stands at that place on the screen.
fn hand_key(part: &mut dyn Part, key: Key, shown: &Shown) -> PartEvent {
    match key {
        Key::Char(digit @ '1'..='9') if !part.takes_text() => {
            let place = digit as usize - '1' as usize;
            shown.numbers[place].map_or(PartEvent::Ignored, |row| part.pick(row))
        }
        key => part.key(key),
    }
}
