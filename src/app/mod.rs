//! The app of one session: which pane is in front, what lies on top of it, the person in hand, the
//! messages, and where each key goes.
//!
//! A key goes to the layer on top (dialog, help, palette ...); else to the text field in focus; else to
//! the pane's part (list, schedule), the pane's commands, and last the app's own. The app does no I/O:
//! what it wants of the store leaves as [`Request`]s that the session carries out.

pub mod accessibility;
pub mod burst;
pub mod commands;
mod day_lists;
mod drafting;
pub mod errors;
mod find;
mod idle;
pub mod layers;
pub mod messages;
pub mod palette;
pub mod presence;
mod routing;
mod shown;
mod stale;
mod stray;

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::ids::StaffId;
use crate::domain::lang::Lang;
use crate::domain::staff::HidesAfter;
use crate::panes::{
    AnyPane, Ask, Card, DraftKey, Effect, Env, Erased, InHand, Keys, Link, Outbox, PANES, Send_,
    Setting,
};
use crate::store::{Changes, Draft, Error, Notice, Result};
use crate::ui::command::Keymap;
use crate::ui::stale::OnFile;
use crate::ui::view::{Block, Focus, Tone};
use crate::ui::words::{MessageId, Words};

use burst::Burst;
use drafting::in_words_of;
use layers::{AppMsg, Layer};
use messages::Messages;
use presence::Here;

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
    /// A draft that the person wants no more.
    ThrowDraft {
        /// Which.
        key: DraftKey,
        /// Wraps whether it is gone, for the app.
        then: Box<dyn FnOnce(Result<bool>) -> Erased + Send>,
    },
    /// One of the person's own settings, as it is from now on.
    Settle(Setting),
    /// From the screen to plain lines, or back.
    GoOver,
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
    /// What could not be kept has been said, and is tried again without another word.
    tries_again: bool,
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
    /// The last thing done in the form in front was to save it.
    to_be_saved: bool,
    here: Here,
    /// When the last key was pressed; none where nothing is ever hidden.
    last_key: Option<DateTime<Utc>>,
    hides_after: HidesAfter,
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
            tries_again: false,
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
            to_be_saved: false,
            here: Here::default(),
            hides_after: HidesAfter::OFFICE,
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
    /// as it stands. Whether it is another one than before.
    pub fn stands(&mut self, notice: Option<Notice>) -> bool {
        if self.notice == notice {
            return false;
        }
        match &notice {
            Some(Notice::Damaged(error)) => self.failed(&error.clone()),
            Some(Notice::DiskFull) => self.failed(&Error::DiskFull),
            Some(Notice::ReadOnly) => self.failed(&Error::ReadOnly),
            None => {}
        }
        self.notice = notice;
        true
    }

    /// What stands, in a few words.
    pub fn notice(&self) -> Option<Cow<'_, str>> {
        let id = match self.notice.as_ref()? {
            Notice::Damaged(Error::Replaced { .. }) => MessageId("notice-replaced"),
            Notice::Damaged(_) => MessageId("notice-damaged"),
            Notice::DiskFull => MessageId("notice-disk-full"),
            Notice::ReadOnly => MessageId("notice-read-only"),
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
    /// the person did is shown, as the answer to it. Whether there is something else to show at once; what is
    /// asked anew comes with its answer.
    pub fn changed(&mut self, what: Changes, now: DateTime<Utc>, shown: &Shown) -> bool {
        self.env.now = now;
        if what.is_beside_only() {
            return false;
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
            true
        } else {
            self.catch_up()
        }
    }

    /// The pane in front asks again for what moved, now or as soon as it may. Whether there is something else
    /// to show at once.
    fn catch_up(&mut self) -> bool {
        let beside = self.look_beside();
        self.wanted = self.pending.is_some();
        let said = self.refresh();
        beside || said
    }

    fn refresh(&mut self) -> bool {
        let now = self.env.now;
        if !self.wanted || self.refreshed.is_some_and(|at| now < at + REFRESH_EVERY) {
            return false;
        }
        self.wanted = false;
        let Some(what) = self.pending.take() else {
            return false;
        };
        self.refreshed = Some(now);
        let mut out = Outbox::new();
        if let Some(pane) = self.panes.get_mut(self.at).and_then(Option::as_mut) {
            pane.stale(&what, &self.env, &mut out);
        }
        let said = out
            .iter()
            .any(|effect| !matches!(effect, Effect::Read { .. }));
        self.carry(To::Pane(self.at), out);
        said
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
                self.say_anew(index);
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

    /// Another face shows all of it from now on, with its words and keys; what is worded in rows is asked for
    /// anew. The theme and the stillness are as in [`Env`]. Only a screen hides when nobody works.
    pub fn shown_by(&mut self, words: Arc<Words>, keymap: Keymap, theme: Arc<str>, steady: bool) {
        self.last_key = (!theme.is_empty()).then_some(self.env.now);
        (self.env.words, self.env.theme, self.env.steady) = (words, theme, steady);
        self.rekey(keymap);
        let mut out = Outbox::new();
        if let Some(pane) = self.panes.get_mut(self.at).and_then(Option::as_mut) {
            pane.stale(&Changes::anything(), &self.env, &mut out);
        }
        self.carry(To::Pane(self.at), out);
    }

    /// Lets what stands beside a form keep still, or not.
    pub fn steady(&mut self, steady: bool) {
        self.env.steady = steady;
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
        if let (true, Some(pane)) = (index != self.at, &mut self.panes[self.at]) {
            pane.rest();
        }
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
                    let lang = self.env.lang;
                    let then = Box::new(move |draft: Option<Draft>| {
                        then(draft.map(|draft| in_words_of(lang, draft)))
                    });
                    self.requests.push(Request::FindDraft { to, key, then });
                }
                Effect::HandOver(from, subject) => {
                    self.requests.push(Request::HandOver(from, subject));
                }
                Effect::KeepDraft => {
                    self.draft_due.get_or_insert(self.env.now);
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

    /// Warns with a message that names a command.
    fn tell_naming(&mut self, id: MessageId, scope: &str, name: &str) {
        let text = self.env.naming(id, scope, name).into_owned();
        self.messages.say(Tone::Warn, text);
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

    /// Which pane is in front, by index in [`PANES`].
    pub fn at(&self) -> usize {
        self.at
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
