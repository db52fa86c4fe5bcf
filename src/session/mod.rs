//! One person at work: an app and the face that shows it. A value, not a loop.
//!
//! [`Session::handle`], [`Session::wake_at`] and [`Session::frame`] do no I/O of their own: a host (the local terminal,
//! the server, a test) brings events and carries frames away. Answers of the store come back
//! through the inbox that the host gives.

pub mod local;
pub mod seat;

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ulid::Ulid;

use self::seat::Shelf;
use crate::app::{App, Letter, Request, Shown, To, burst, commands};
use crate::domain::ids::ActId;
use crate::domain::staff::Staff;
use crate::panes::{DraftKey, Env, Erased, InHand, Keys, Setting};
use crate::reference::Reference;
use crate::store::params::DayRules;
use crate::store::{Changes, Draft, Error, Kept, Lease, Line, Parting, Store};
use crate::terminal::capabilities::Depth;
use crate::terminal::decode::{Decoder, LONE_ESC};
use crate::terminal::key::{Input, Key};
use crate::terminal::{Capabilities, Screen};
use crate::ui::command::Keymap;
use crate::ui::linear::{Linear, Scene};
use crate::ui::screen::{Face, FrameOf, Header, Offer, Profile};
use crate::ui::theme::Theme;
use crate::ui::view::{At, Focus, FocusRole, Tone};
use crate::ui::words::{MessageId, Words};

/// How long a key typed ahead waits for an answer before it is taken as it is.
const PATIENCE: Duration = Duration::from_millis(500);
/// The longest that an Esc waits for the rest of a sequence, on the slowest line.
const LONGEST_ESC: Duration = Duration::from_millis(300);
/// How long a pane that comes to the front waits for its rows, rather than be painted without them.
const OPENING: Duration = Duration::from_millis(60);
/// How long an act may take before the person is told what it waits for.
const SILENCE: Duration = Duration::from_secs(1);

/// Where the store's answers go: back to the host, which hands them to [`Session::handle`].
pub type Inbox = Arc<dyn Fn(Event) + Send + Sync>;

/// Where identities come from: one for the session, one for each act.
pub type Ids = Box<dyn FnMut() -> Ulid + Send>;

/// A moment on both clocks: the desk's, and the one that only measures.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The time at the desk.
    pub at: DateTime<Utc>,
    /// For pauses between keys.
    pub tick: Instant,
}

/// Something that happened to a session.
pub enum Event {
    /// Bytes typed, and when they came: that may be earlier than they are handled.
    Bytes(Vec<u8>, Instant),
    /// An input that is already understood.
    Input(Input),
    /// An answer of the store.
    Letter(Letter),
    /// The drafts that the person left.
    Drafts(Vec<Draft>),
    /// A draft was kept, or goes on in another session.
    Kept(DraftKey, Kept),
    /// A draft was read: it goes on here.
    Took(DraftKey),
    /// The others know that this session is on.
    Joined,
    /// A draft could not be kept on disk; what was typed is still on the screen.
    NotKept(Error),
    /// An act is waiting; who keeps it, as far as is known.
    Held(String),
    /// The office's data changed.
    Changed(Changes),
    /// The frame sent last has been shown.
    FrameShown,
    /// The time that [`Session::wake_at`] named.
    Woken,
    /// Somebody else may go on with what was typed here: it is to be kept now.
    Keep,
    /// More came at once than is taken; the rest was dropped.
    TooMuch,
}

/// All that a session is made of; nothing is taken from the process.
pub struct Setup {
    /// The office.
    pub store: Store,
    /// Who works.
    pub staff: Staff,
    /// The words.
    pub words: Arc<Words>,
    /// The language of the words.
    pub lang: crate::domain::lang::Lang,
    /// The embedded tables.
    pub reference: Arc<Reference>,
    /// The colours.
    pub theme: Arc<Theme>,
    /// The words and colours that can be chosen instead.
    pub shelf: Shelf,
    /// The keys.
    pub keymap: Keymap,
    /// How the screen face marks the focus.
    pub profile: Profile,
    /// Whether the office ends with the session.
    pub passing: bool,
    /// The face and its size.
    pub face: FaceOf,
    /// Where answers go.
    pub inbox: Inbox,
    /// Where identities come from.
    pub ids: Ids,
    /// The first moment.
    pub now: Moment,
}

/// Which face, and what it needs to know of the terminal.
pub enum FaceOf {
    /// The screen.
    Screen {
        /// What the terminal can do.
        capabilities: Capabilities,
        /// Its size.
        columns: u16,
        /// Its size.
        rows: u16,
        /// The command that speaks plain lines instead, here: `sportello --linear`, `ssh -T`.
        plain: &'static str,
    },
    /// Plain lines.
    Linear,
}

enum Shows {
    Screen(Box<OnScreen>),
    Linear(Box<Linear>),
}

struct OnScreen {
    /// The command that speaks plain lines instead.
    plain: &'static str,
    /// Whether a form is filled in: its footer offers no letters, and stays the same from field to field and
    /// on the row that saves.
    typing: bool,
    screen: Screen,
    face: Face,
    theme: Arc<Theme>,
    /// Whether what is written is said.
    reader: bool,
    /// The message that was written last, and whether it was said again.
    said: Option<(String, bool)>,
}

/// One person at work.
pub struct Session {
    app: App,
    shows: Shows,
    decoder: Decoder,
    store: Store,
    /// Whether the office ends with the session.
    passing: bool,
    staff: Arc<Staff>,
    shelf: Shelf,
    /// As the others know it.
    id: Arc<str>,
    /// The others have been told of the end.
    parted: bool,
    inbox: Inbox,
    ids: Ids,
    shown: Shown,
    dirty: bool,
    /// Something happened since what is known of the screen was true.
    stale: bool,
    on_its_way: bool,
    quit: bool,
    /// Answers on their way.
    awaited: usize,
    /// Inputs that wait for them, and since when.
    waiting: VecDeque<Input>,
    held_since: Option<Instant>,
    /// A key has waited long enough: until the answers are there, no mere move waits again.
    late: bool,
    /// A pane has come to the front and its rows are on their way, since when.
    opening: Option<Instant>,
    /// Acts on their way, since when, and whether the person knows that they wait.
    acts: Acts,
    now: Moment,
}

/// Acts that have not been answered.
#[derive(Debug, Default)]
struct Acts {
    count: usize,
    since: Option<Instant>,
    told: bool,
}

impl Acts {
    fn sent(&mut self, now: Instant) {
        self.count += 1;
        self.since.get_or_insert(now);
    }

    fn answered(&mut self) {
        self.count = self.count.saturating_sub(1);
        if self.count == 0 {
            *self = Self::default();
        }
    }

    /// When the person is to be told that they wait.
    fn due(&self) -> Option<Instant> {
        self.since
            .filter(|_| !self.told)
            .map(|since| since + SILENCE)
    }
}

impl Session {
    /// Starts a session: opens the first pane and asks for what it shows.
    pub fn new(setup: Setup) -> Self {
        let staff = Arc::new(setup.staff);
        let mut ids = setup.ids;
        let id: Arc<str> = ids().to_string().into();
        let silent = matches!(setup.face, FaceOf::Linear) || setup.profile == Profile::Reader;
        let words = said_in(setup.words, silent);
        let shelf = setup.shelf.clone();
        let env = Env {
            tongue: Arc::new(move |lang| shelf.words(lang)),
            staff: staff.clone(),
            words: Arc::clone(&words),
            lang: setup.lang,
            reference: setup.reference,
            themes: Arc::clone(setup.shelf.theme_names()),
            now: setup.now.at,
            in_hand: None,
            session: Arc::clone(&id),
            beside: setup.store.scratch().beside(),
            keys: Arc::new(Keys {
                map: setup.keymap,
                app: commands::all(),
            }),
            rules: Arc::new(DayRules::usual()),
            steady: matches!(setup.face, FaceOf::Screen { .. }) && setup.profile == Profile::Reader,
        };
        let shown = Shown {
            silent,
            ..Shown::default()
        };
        let shows = match setup.face {
            FaceOf::Screen {
                capabilities,
                columns,
                rows,
                plain,
            } => Shows::Screen(Box::new(OnScreen {
                plain,
                typing: false,
                screen: Screen::new(capabilities, columns, rows),
                face: Face::new(setup.profile),
                theme: seen_on(capabilities, setup.theme, &setup.shelf),
                reader: setup.profile == Profile::Reader,
                said: None,
            })),
            FaceOf::Linear => Shows::Linear(Box::new(Linear::new(words))),
        };
        let mut session = Self {
            app: App::new(env, setup.store.is_practice()),
            shows,
            decoder: Decoder::default(),
            passing: setup.passing,
            store: setup.store,
            staff,
            shelf: setup.shelf,
            id,
            parted: false,
            inbox: setup.inbox,
            ids,
            shown,
            dirty: true,
            stale: true,
            on_its_way: false,
            quit: false,
            awaited: 0,
            waiting: VecDeque::new(),
            held_since: None,
            late: false,
            opening: None,
            acts: Acts::default(),
            now: setup.now,
        };
        if matches!(session.shows, Shows::Linear(_)) {
            session.app.never_hides();
        }
        session.app.stands(session.store.notice());
        session.join();
        session.carry_out();
        session
    }

    /// Takes one event.
    pub fn handle(&mut self, event: Event, now: Moment) {
        self.now = now;
        let at = self.app.at();
        self.take(event, now);
        if self.app.at() != at {
            self.opening = Some(now.tick);
        }
    }

    fn take(&mut self, event: Event, now: Moment) {
        self.app.stands(self.store.notice());
        match event {
            Event::Bytes(bytes, came) => {
                let mut inputs = Vec::new();
                self.decoder
                    .feed(&bytes, came, &mut |input| inputs.push(input));
                if !self.app.takes_text() {
                    let is_card = |text: &str| self.app.read_card(text).is_some();
                    inputs = burst::put_together(inputs, is_card);
                }
                self.inputs(burst::run_together(inputs));
            }
            Event::Input(input) => self.inputs(vec![input]),
            Event::Letter(letter) => {
                self.awaited = self.awaited.saturating_sub(1);
                if letter.act {
                    self.acts.answered();
                }
                self.app.letter(letter, now.at);
                self.carry_out();
                self.go_on();
            }
            Event::Drafts(drafts) => {
                self.awaited = self.awaited.saturating_sub(1);
                self.app.drafts(drafts, now.at);
                self.carry_out();
                self.go_on();
            }
            Event::Held(by) if self.acts.count > 0 => self.app.waits_for(&by),
            Event::Held(_) => return,
            Event::NotKept(error) => self.app.failed(&error),
            Event::Kept(key, kept) => self.app.kept(key, kept),
            Event::Took(key) => {
                self.app.took(key);
                return;
            }
            Event::Joined => {
                self.awaited = self.awaited.saturating_sub(1);
                let beside = self.store.scratch().beside();
                self.app.beside(beside, now.at, &self.shown);
                self.carry_out();
                self.go_on();
            }
            Event::TooMuch => self.app.tell(Tone::Warn, MessageId("paste-too-long")),
            Event::Keep => {
                self.app.keep(now.at);
                self.carry_out();
                return;
            }
            Event::Changed(what) => {
                let beside_only = what.is_beside_only();
                let news = what.is_beside() && {
                    let beside = self.store.scratch().beside();
                    self.app.beside(beside, now.at, &self.shown)
                };
                self.app.changed(what, now.at, &self.shown);
                if beside_only && !news {
                    self.carry_out();
                    return;
                }
            }
            Event::FrameShown => {
                self.on_its_way = false;
                return;
            }
            Event::Woken => {
                let mut inputs = Vec::new();
                self.decoder.tick(now.tick, &mut |input| inputs.push(input));
                self.inputs(inputs);
                self.app.woken(now.at);
                if self.acts.due().is_some_and(|due| due <= now.tick) {
                    self.acts.told = true;
                    let inbox = self.inbox.clone();
                    self.store.holder(move |by| inbox(Event::Held(by)));
                }
                self.go_on();
            }
        }
        self.dirty = true;
        self.carry_out();
    }

    fn inputs(&mut self, inputs: Vec<Input>) {
        for input in inputs {
            match (&mut self.shows, input) {
                (Shows::Screen(on), Input::Resize { columns, rows }) => {
                    on.screen.resize(columns, rows);
                }
                (Shows::Linear(linear), Input::Line(line)) => {
                    let inputs = with_scene(&self.app, false, |scene| linear.line(&line, scene));
                    self.waiting.extend(inputs.into_iter().flatten());
                }
                (_, input) => self.waiting.push_back(input),
            }
        }
        self.go_on();
    }

    /// Hands on the inputs that wait. Text goes straight into its field; any other key waits for the
    /// answers still on their way, so that what is typed ahead means what it would have meant typed
    /// slowly: `c` `s` calls and serves, four letters and Enter open the person found.
    ///
    /// When an answer takes long, moves alone go on without it. What could do something never does:
    /// text for a form that has not opened yet would be commands.
    fn go_on(&mut self) {
        while let Some(input) = self.waiting.front() {
            let waited = |since| self.now.tick >= since + PATIENCE;
            self.late = self.awaited > 0 && (self.late || self.held_since.is_some_and(waited));
            let text = is_text(input) && self.app.takes_text();
            if self.awaited == 0 || text || self.late && self.waiting.iter().all(only_moves) {
                if let Some(input) = self.waiting.pop_front() {
                    self.held_since = None;
                    self.hand_over(input);
                }
            } else {
                self.held_since.get_or_insert(self.now.tick);
                if !self.late || !self.give_up() {
                    return;
                }
            }
        }
        self.held_since = None;
    }

    /// What was typed ahead of an answer that does not come is given up by whoever presses Esc or leaves.
    fn give_up(&mut self) -> bool {
        let leaves = |input: &Input| matches!(input, Input::HangUp);
        let gives_up = |input: &Input| leaves(input) || *input == Input::Key(Key::Esc);
        let Some(at) = self.waiting.iter().position(gives_up) else {
            return false;
        };
        if self.waiting.get(at).is_some_and(leaves) {
            // Only what can go into a field still does.
            let rest: Vec<Input> = self.waiting.drain(..=at).collect();
            for input in rest {
                if leaves(&input) || is_text(&input) && self.app.takes_text() {
                    self.hand_over(input);
                }
            }
        } else {
            self.waiting.drain(..=at);
            self.app.tell(Tone::Warn, MessageId("typed-ahead-dropped"));
        }
        true
    }

    /// A digit is a row's number and a letter asks where the focus is: what they mean is what stands on the
    /// screen now, also when what was typed before them has not been drawn.
    fn look(&mut self, input: &Input) {
        if !self.stale || !matches!(input, Input::Key(Key::Char(_))) || self.app.takes_text() {
            return;
        }
        if let Shows::Screen(on) = &mut self.shows
            && let Some((_, focus, block)) = on.draw(&self.app)
        {
            self.shown.numbers = on.numbers(block);
            self.shown.focus = Some(focus);
        }
        self.stale = false;
    }

    /// Hands one input to the app; an arrow that nobody wants reads on beyond the focus.
    fn hand_over(&mut self, input: Input) {
        let arrow = match input {
            Input::Key(Key::Up) => Some(false),
            Input::Key(Key::Down) => Some(true),
            _ => None,
        };
        if let (Some(down), Shows::Screen(on)) = (arrow, &mut self.shows)
            && on.face.is_reading()
            && on.face.read(down)
        {
            return;
        }
        self.look(&input);
        // What only tells something leaves whoever reads where they are.
        let read_at = match (&self.shows, &input) {
            (Shows::Screen(on), Input::Key(Key::Char(_))) if on.face.is_reading() => {
                self.stands_at()
            }
            _ => None,
        };
        let taken = self.app.input(input, self.now.at, &self.shown);
        self.stale = true;
        let goes_on = read_at.is_some() && !self.app.takes_text() && read_at == self.stands_at();
        if let Shows::Screen(on) = &mut self.shows {
            match arrow {
                Some(down) if !taken => drop(on.face.read(down)),
                _ if goes_on => {}
                _ => on.face.stop_reading(),
            }
        }
        self.carry_out();
    }

    /// Which page has the focus, and where.
    fn stands_at(&self) -> Option<(String, At)> {
        let view = self.app.layer().or_else(|| self.app.view())?;
        Some((view.title.into_owned(), view.focus))
    }

    /// When the session wants [`Event::Woken`], if nothing else happens.
    pub fn wake_at(&self) -> Option<Instant> {
        let app = self.app.wake_at().map(|at| {
            let wait = (at - self.now.at).to_std().unwrap_or_default();
            self.now.tick + wait
        });
        let held = self.held_since.filter(|_| !self.late);
        let held = held.map(|since| since + PATIENCE);
        let opened = self.opening.filter(|_| self.awaited > 0);
        let opened = opened.map(|since| since + OPENING);
        [app, self.decoder.wake_at(), held, self.acts.due(), opened]
            .into_iter()
            .flatten()
            .min()
    }

    /// How long the line takes for a question and its answer, as its host has seen.
    pub fn line_takes(&mut self, time: Duration) {
        self.decoder
            .wait_for_escapes((time * 2).clamp(LONE_ESC, LONGEST_ESC));
    }

    /// Whether a paste that the terminal marked has begun and not ended: what comes is only gathered.
    pub fn is_pasting(&self) -> bool {
        self.decoder.is_pasting()
    }

    /// Whether answers are still on their way, or inputs wait for them.
    pub fn awaits(&self) -> bool {
        !self.quit && (self.awaited > 0 || !self.waiting.is_empty())
    }

    /// Whether the person has left.
    pub fn is_over(&self) -> bool {
        self.quit
    }

    /// The next frame: all bytes of it, for one write; none when nothing changed or one is on its way.
    pub fn frame(&mut self) -> Option<Vec<u8>> {
        let opens = |since| self.awaited > 0 && self.now.tick < since + OPENING;
        if self.on_its_way || !self.dirty || self.opening.is_some_and(opens) {
            return None;
        }
        (self.dirty, self.opening) = (false, None);
        self.paint()
    }

    /// A host that cannot tell when a frame has been shown leaves this out.
    pub fn sent(&mut self) {
        self.on_its_way = true;
    }

    /// What the terminal must be told before the first frame. The plain first line names the linear face.
    pub fn enter(&mut self) -> Vec<u8> {
        match &mut self.shows {
            Shows::Screen(on) => {
                let plain = [("command", on.plain.into())];
                let words = &self.app.env().words;
                on.screen
                    .enter(&words.with(MessageId("app-first-line"), &plain))
            }
            Shows::Linear(_) => Vec::new(),
        }
    }

    /// What the terminal must be told after the last frame.
    pub fn leave(&mut self) -> Vec<u8> {
        let line = self.app.env().words.get(if self.passing {
            MessageId("app-goodbye-practice")
        } else {
            MessageId("app-goodbye")
        });
        let line = line.into_owned();
        match &mut self.shows {
            Shows::Screen(on) => on.screen.leave(&line),
            Shows::Linear(_) => format!("{line}\n").into_bytes(),
        }
    }

    /// The focus of the last frame.
    pub fn focus(&self) -> Option<&Focus> {
        self.shown.focus.as_ref()
    }

    /// The app, for tests at the boundary.
    pub fn app(&self) -> &App {
        &self.app
    }
}

impl Session {
    /// Sends what the app asked for to the store; the answers come back as events.
    fn carry_out(&mut self) {
        for request in self.app.take_requests() {
            let at = self.now.at;
            match request {
                Request::Read { to, slot, run } => {
                    let reply = self.reply(to, Some(slot), false);
                    run(&self.store, &self.staff, at, reply);
                }
                Request::Act { to, run } => {
                    let id = ActId((self.ids)());
                    self.acts.sent(self.now.tick);
                    let reply = self.reply(to, None, true);
                    run(&self.store, &self.staff, id, at, reply);
                }
                Request::FindDraft { to, key, then } => {
                    let reply = self.reply(to, None, false);
                    let (inbox, taken) = (self.inbox.clone(), key.clone());
                    let found = move |draft: Result<Option<Draft>, Error>| {
                        let draft = draft.ok().flatten();
                        if draft.is_some() {
                            inbox(Event::Took(taken));
                        }
                        reply(then(draft));
                    };
                    let (key, session) = ((key.form, key.subject), self.id.to_string());
                    self.store
                        .scratch()
                        .take_draft(self.staff.id, key, session, found);
                }
                Request::Drafts => {
                    // The next key is meant for the list of drafts, if there is one.
                    self.awaited += 1;
                    let inbox = self.inbox.clone();
                    let found = move |drafts: Result<_, Error>| {
                        inbox(Event::Drafts(drafts.unwrap_or_default()));
                    };
                    self.store.scratch().drafts_of(self.staff.id, found);
                }
                Request::SaveDraft(draft) => {
                    let inbox = self.inbox.clone();
                    let key = DraftKey::new(&*draft.form, &draft.subject);
                    let kept = move |kept| match kept {
                        Ok(Kept::Again) => {}
                        Ok(kept) => inbox(Event::Kept(key, kept)),
                        Err(error) => inbox(Event::NotKept(error)),
                    };
                    self.store.scratch().save_draft(draft, kept);
                }
                Request::DropDraft(key) => {
                    let (key, session) = ((key.form, key.subject), self.id.to_string());
                    self.store
                        .scratch()
                        .drop_draft(self.staff.id, key, session, |_| ());
                }
                Request::ClearDrafts(before) => {
                    self.store.scratch().clear_drafts(before, |_| ());
                }
                Request::HandOver(from, subject) => {
                    let (both, session) = ((from, self.staff.id), self.id.to_string());
                    self.store
                        .scratch()
                        .hand_over(both, subject, session, |_| ());
                }
                Request::Hold(row, until) => {
                    let lease = Lease {
                        entity: row.table.to_owned(),
                        id: Ulid(row.id),
                        staff: self.staff.id,
                        name: self.staff.name.clone(),
                        session: self.id.to_string(),
                        until,
                    };
                    self.store.scratch().hold(lease, |_| ());
                }
                Request::Release(row) => {
                    let what = Some((row.table.to_owned(), Ulid(row.id)));
                    self.store
                        .scratch()
                        .release(self.id.to_string(), what, |_| ());
                }
                Request::LineEnded(session) => {
                    let ended = Parting::Dropped;
                    self.store.scratch().part(session, ended, at, |_| ());
                }
                Request::HungUp => self.part(Parting::Dropped),
                Request::Quit => {
                    self.quit = true;
                    self.part(Parting::Left);
                }
                Request::Settle(setting) => self.settle(setting),
            }
        }
    }

    /// Takes one of the person's own settings and says so, in the language that holds then.
    fn settle(&mut self, setting: Setting) {
        let on_screen = matches!(self.shows, Shows::Screen(_));
        let at_once = match &setting {
            Setting::Lang(_) | Setting::Key(..) => true,
            Setting::Linear(_) => false,
            _ => on_screen,
        };
        let said = if at_once {
            MessageId("setting-kept")
        } else {
            MessageId("setting-kept-next-time")
        };
        let keymap = self.app.keymap().clone();
        match (setting, &mut self.shows) {
            (Setting::Lang(lang), shows) => {
                let words = said_in(self.shelf.words(lang), self.shown.silent);
                if let Shows::Linear(linear) = shows {
                    linear.speak_with(Arc::clone(&words));
                }
                self.app.speak(words, lang);
            }
            (Setting::Theme(name), Shows::Screen(on)) => {
                if let Some(Ok(theme)) = self.shelf.theme(&name) {
                    on.theme = seen_on(*on.screen.capabilities(), theme, &self.shelf);
                }
            }
            (Setting::Profile(profile), Shows::Screen(on)) => {
                on.face = Face::new(profile);
                on.reader = profile == Profile::Reader;
                let silent = profile == Profile::Reader;
                self.shown.silent = silent;
                self.app.steady(silent);
                let lang = self.app.env().lang;
                self.app
                    .speak(said_in(self.shelf.words(lang), silent), lang);
            }
            (Setting::Letters(letters), Shows::Screen(_)) => {
                self.app.rekey(keymap.with_letters(letters));
            }
            (Setting::Layout(layout), Shows::Screen(_)) => {
                self.app.rekey(keymap.with_layout(layout));
            }
            (Setting::Key(command, key), _) => {
                let keys = key.map(|key| vec![key]);
                self.app.rekey(keymap.with_own(&command, keys));
            }
            // What only a screen has, and the face itself, hold from the next log-in on.
            (_, Shows::Linear(_)) | (Setting::Linear(_), _) => {}
        }
        self.app.tell(Tone::Good, said);
        self.stale = true;
        self.dirty = true;
    }

    /// Tells the others that somebody is on.
    fn join(&mut self) {
        self.awaited += 1;
        let inbox = self.inbox.clone();
        let line = Line::here(&self.id, self.staff.id, &self.staff.name, self.now.at);
        self.store
            .scratch()
            .join(line, move |_| inbox(Event::Joined));
    }

    /// Tells the others, once, that this session is over.
    fn part(&mut self, how: Parting) {
        if !std::mem::replace(&mut self.parted, true) {
            let id = self.id.to_string();
            self.store.scratch().part(id, how, self.now.at, |_| ());
        }
    }

    fn reply(
        &mut self,
        to: To,
        slot: Option<(&'static str, u64)>,
        act: bool,
    ) -> Box<dyn FnOnce(Erased) + Send> {
        self.awaited += 1;
        let inbox = self.inbox.clone();
        Box::new(move |msg| inbox(Event::Letter(Letter { to, slot, act, msg })))
    }

    fn paint(&mut self) -> Option<Vec<u8>> {
        let typing = self.app.is_filling_in();
        match &mut self.shows {
            Shows::Screen(on) => {
                on.typing = typing;
                let painted = on.paint(&self.app)?;
                self.shown.numbers = on.numbers(painted.block);
                self.stale = false;
                if let (FocusRole::Text, Some((_, lines))) =
                    (painted.focus.role, painted.focus.position)
                {
                    self.app.measured(lines);
                }
                self.shown.focus = Some(painted.focus);
                painted.bytes
            }
            Shows::Linear(linear) => {
                let waiting = self.awaited > 0;
                let text = with_scene(&self.app, waiting, |scene| linear.speak(scene))?;
                if text.is_empty() {
                    None
                } else {
                    Some(text.into_bytes())
                }
            }
        }
    }
}

impl Drop for Session {
    /// However it ends: what is not left with a goodbye is a line that dropped.
    fn drop(&mut self) {
        self.part(Parting::Dropped);
    }
}

/// What came of a painting.
struct Painted {
    focus: Focus,
    /// The block in focus.
    block: usize,
    /// The frame; none when nothing changed.
    bytes: Option<Vec<u8>>,
}

impl OnScreen {
    /// Paints the app and encodes the difference.
    fn paint(&mut self, app: &App) -> Option<Painted> {
        let (buffer, focus, block) = self.draw(app)?;
        if self.reader {
            self.say_whole(app, &focus);
        }
        let mut bytes = self.screen.frame(&buffer, focus.cursor);
        if let (FocusRole::Field, Some(bytes)) = (focus.role, &mut bytes) {
            self.screen.take_up_ink(&buffer, bytes);
        }
        Some(Painted {
            focus,
            block,
            bytes,
        })
    }

    /// A message that is new, or said again, is written whole.
    fn say_whole(&mut self, app: &App, focus: &Focus) {
        let message = app.message().filter(|_| !app.is_private());
        let now = message.map(|(_, text)| (text.to_owned(), app.on_message()));
        let before = mem::replace(&mut self.said, now);
        let again = match (&before, &self.said) {
            (_, None) => return,
            (Some((old, _)), Some((new, again))) if old == new => *again && before != self.said,
            _ => true,
        };
        let (_, rows) = self.screen.size();
        let first = if app.on_message() {
            focus.rect.y
        } else {
            rows.saturating_sub(self.face.message_rows())
        };
        if again {
            self.screen.rewrite(first..rows);
        }
    }

    /// What stands behind the numbers 1 to 9 of a block: the index of each row.
    fn numbers(&self, block: usize) -> [Option<usize>; 9] {
        let at = |digit| self.face.number(digit).filter(|at| at.block == block);
        std::array::from_fn(|i| at(i + 1).map(|at| at.part))
    }

    /// The cells, what has the focus, and in which block.
    fn draw(&mut self, app: &App) -> Option<(Buffer, Focus, usize)> {
        let words = &*app.env().words;
        let view = app.view()?;
        let layer = app.layer();
        let (columns, rows) = self.screen.size();
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let footer = app.footer(self.typing);
        let offers: Vec<Offer<'_>> = footer
            .iter()
            .map(|(key, label)| Offer {
                key: key.as_str().into(),
                label: label.as_str().into(),
            })
            .collect();
        let practice = app.practice().then(|| words.get(MessageId("app-practice")));
        let notice = app.notice();
        let frame = FrameOf {
            view: &view,
            layer: layer.as_ref(),
            header: Header {
                notice: notice.as_deref(),
                practice: practice.as_deref(),
                person: in_hand(app).map(|person| person.name.as_str()),
                news: None,
                office: Some(&app.env().staff.name),
            },
            offers: &offers,
            message: app.message().filter(|_| !app.is_private()),
            saying: app.on_message(),
            plain: self.plain,
        };
        let focus = self.face.paint(&frame, &mut buffer, &self.theme, words);
        let block = layer.as_ref().unwrap_or(&view).focus.block;
        Some((buffer, focus, block))
    }
}

/// The words as they are shown, or in full for who hears them.
fn said_in(words: Arc<Words>, in_full: bool) -> Arc<Words> {
    if in_full {
        Arc::new(words.in_full())
    } else {
        words
    }
}

/// The theme, where it is seen: without colours that which marks by reverse video.
fn seen_on(terminal: Capabilities, theme: Arc<Theme>, shelf: &Shelf) -> Arc<Theme> {
    match shelf.theme("mono") {
        Some(Ok(mono)) if terminal.depth == Depth::None => mono,
        _ => theme,
    }
}

/// Whether an input is text where text is taken.
fn is_text(input: &Input) -> bool {
    matches!(
        input,
        Input::Key(Key::Char(_) | Key::Backspace) | Input::Paste(_)
    )
}

/// Whether an input does nothing but move, or go back: it may come early.
fn only_moves(input: &Input) -> bool {
    use Key::{Down, End, Esc, Home, Left, PageDown, PageUp, Right, Up};
    matches!(
        input,
        Input::Key(Up | Down | Left | Right | Home | End | PageUp | PageDown | Esc)
    )
}

/// The person in hand, unless nothing is to be seen.
fn in_hand(app: &App) -> Option<&InHand> {
    app.env().in_hand.as_ref().filter(|_| !app.is_private())
}

/// What the linear face is told of the app.
fn with_scene<T>(app: &App, waiting: bool, tell: impl FnOnce(&Scene<'_>) -> T) -> Option<T> {
    let pane = app.view()?;
    let layer = app.layer();
    let words = &app.env().words;
    let in_hand = in_hand(app).map(|person| {
        words
            .with(
                MessageId("where-in-hand"),
                &[("name", person.name.as_str().into())],
            )
            .into_owned()
    });
    let practice = app
        .practice()
        .then(|| words.get(MessageId("app-practice")).into_owned());
    let notice = app.notice().map(std::borrow::Cow::into_owned);
    let header = [notice, practice, in_hand]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ");
    Some(tell(&Scene {
        header: &header,
        view: layer.as_ref().unwrap_or(&pane),
        level: app.level(),
        message: app.newest_message(),
        hides: app.is_private(),
        offered: &app.offers(),
        waiting,
    }))
}
