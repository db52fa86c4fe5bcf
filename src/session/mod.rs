//! One person at work: an app and the face that shows it. A value, not a loop.
//!
//! [`Session::handle`], [`Session::wake_at`] and [`Session::frame`] do no I/O of their own: a host (the local terminal,
//! the server, a test) brings events and carries frames away. Answers of the store come back
//! through the inbox that the host gives.
//!
//! ```text
//! event    what a session is made of, and what can happen to it
//! seat     what hosts set one up from
//! ahead    what is typed, in its turn
//! errands  what the app asks for, carried to the store
//! shows    the face: painted or spoken
//! over     from one face to the other
//! local    the host on this computer's terminal
//! ```

mod ahead;
mod errands;
mod event;
pub mod local;
mod over;
pub mod seat;
mod shows;

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use self::ahead::PATIENCE;
use self::errands::Acts;
use self::over::Behind;
use self::seat::Shelf;
use self::shows::{OnScreen, Shows, manner_of, said_in, seen_on};
use crate::app::{App, Shown, burst, commands};
use crate::domain::staff::Staff;
use crate::domain::tax_code::is_from_a_reader;
use crate::panes::{Env, Keys};
use crate::store::Store;
use crate::store::params::DayRules;
use crate::terminal::Screen;
use crate::terminal::decode::{Decoder, LONE_ESC};
use crate::terminal::key::Input;
use crate::ui::linear::{Linear, Step};
use crate::ui::screen::{Face, Profile, wrap};
use crate::ui::strike::Struck;
use crate::ui::view::{Focus, Tone};
use crate::ui::words::{Manner, MessageId};

pub use event::{Event, FaceOf, Ids, Inbox, Moment, Setup};

/// The longest that an Esc waits for the rest of a sequence, on the slowest line.
const LONGEST_ESC: Duration = Duration::from_millis(300);
/// How long a pane that comes to the front waits for its rows, rather than be painted without them.
const OPENING: Duration = Duration::from_millis(60);
/// How long a plain line may be: of a terminal on which lines are read nobody knows how wide it is.
const PLAIN_COLUMNS: usize = 80;

/// One person at work.
pub struct Session {
    app: App,
    shows: Shows,
    /// The screen, while lines are spoken on its terminal.
    behind: Option<Box<Behind>>,
    /// What goes before the next frame, or is said and not sent yet.
    unsent: Vec<u8>,
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
    /// The key that was struck last.
    struck: Struck,
    /// Inputs that wait for them, and since when.
    waiting: VecDeque<Step>,
    held_since: Option<Instant>,
    /// A key has waited long enough: until the answers are there, no mere move waits again.
    late: bool,
    /// A key has asked for what opens, or saves, and the answer is on its way: text is for what comes then.
    leads_on: bool,
    /// A pane has come to the front and its rows are on their way, since when.
    opening: Option<Instant>,
    /// Acts on their way, since when, and whether the person knows that they wait.
    acts: Acts,
    now: Moment,
}

impl Session {
    /// Starts a session: opens the first pane and asks for what it shows.
    pub fn new(setup: Setup) -> Self {
        let staff = Arc::new(setup.staff);
        let mut ids = setup.ids;
        let id: Arc<str> = ids().to_string().into();
        let silent = matches!(setup.face, FaceOf::Linear) || setup.profile == Profile::Reader;
        let begins_in_lines = matches!(setup.face, FaceOf::Screen { lines: true, .. });
        let manner = match setup.face {
            FaceOf::Screen { .. } => manner_of(setup.profile),
            FaceOf::Linear => Manner::Lines,
        };
        let words = said_in(setup.words, manner);
        let shelf = setup.shelf.clone();
        let env = Env {
            tongue: Arc::new(move |lang| shelf.words(lang)),
            staff: staff.clone(),
            words: Arc::clone(&words),
            lang: setup.lang,
            reference: setup.reference,
            themes: Arc::clone(setup.shelf.theme_names()),
            theme: match setup.face {
                FaceOf::Screen { .. } => setup.theme.name().into(),
                FaceOf::Linear => "".into(),
            },
            now: setup.now.at,
            in_hand: None,
            session: Arc::clone(&id),
            beside: setup.store.scratch().beside(),
            keys: Arc::new(Keys {
                map: match setup.face {
                    FaceOf::Screen { .. } => setup.keymap,
                    FaceOf::Linear => setup.keymap.spoken(),
                },
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
                ..
            } => Shows::Screen(Box::new(OnScreen {
                plain,
                typing: false,
                screen: Screen::new(capabilities, columns, rows),
                face: Face::new(setup.profile),
                theme: seen_on(capabilities, setup.theme, &setup.shelf),
                reader: setup.profile == Profile::Reader,
                said: None,
            })),
            FaceOf::Linear => Shows::Linear(Box::new(Linear::new(words, is_from_a_reader))),
        };
        let mut session = Self {
            app: App::new(env, setup.store.is_practice()),
            shows,
            behind: None,
            unsent: Vec::new(),
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
            struck: Struck::default(),
            waiting: VecDeque::new(),
            held_since: None,
            late: false,
            leads_on: false,
            opening: None,
            acts: Acts::default(),
            now: setup.now,
        };
        session.app.hides_after(setup.idle);
        if session.is_in_lines() {
            session.app.never_hides();
        }
        if begins_in_lines {
            session.speak_lines();
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
        self.next_lines();
        if self.app.at() != at {
            self.opening = Some(now.tick);
        }
    }

    fn take(&mut self, event: Event, now: Moment) {
        let stands = self.app.stands(self.store.notice());
        // Some events show nothing themselves; what stands is told once.
        self.dirty |= stands;
        match event {
            Event::Bytes(bytes, _) if self.takes_lines(&bytes) => {}
            Event::Bytes(bytes, came) => {
                let mut inputs = Vec::new();
                self.decoder
                    .feed(&bytes, came, &mut |input| inputs.push(input));
                if !self.app.takes_text() {
                    let is_card = |text: &str| self.app.is_of_a_card(text);
                    inputs = burst::put_together(inputs, is_card);
                }
                let inputs = self.meant(burst::run_together(inputs), came);
                self.inputs(inputs);
            }
            Event::Input(Input::HangUp) if self.ends_lines() => {}
            Event::Input(input) => {
                let mut inputs = Vec::new();
                if input == Input::HangUp {
                    self.decoder.finish(&mut |input| inputs.push(input));
                }
                inputs.push(input);
                let inputs = self.meant(inputs, now.tick);
                self.inputs(inputs);
            }
            Event::Letter(letter) => {
                self.awaited = self.awaited.saturating_sub(1);
                if letter.act {
                    self.acts.answered();
                }
                self.app.letter(letter, now.at);
                self.stale = true;
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
            Event::NotKept(error) => self.app.not_kept(&error, now.at),
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
                let news = what.is_beside() && {
                    let beside = self.store.scratch().beside();
                    self.app.beside(beside, now.at, &self.shown)
                };
                let shows = self.app.changed(what, now.at, &self.shown);
                // With hundreds of desks most of what moves is on nobody's screen.
                if !(stands || news || shows) {
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
        let lines = self.has_lines().then_some(self.now.tick);
        let typed = self.decoder.wake_at();
        [app, typed, held, self.acts.due(), opened, lines]
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

    /// How many answers are on their way.
    pub fn awaited(&self) -> usize {
        self.awaited
    }

    /// Whether the person has left.
    pub fn is_over(&self) -> bool {
        self.quit
    }

    /// The next frame: all bytes of it, for one write; none when nothing changed or one is on its way.
    pub fn frame(&mut self) -> Option<Vec<u8>> {
        if self.behind.is_some() {
            return self.spoken();
        }
        let opens = |since| self.awaited > 0 && self.now.tick < since + OPENING;
        if self.on_its_way || !self.dirty || self.opening.is_some_and(opens) {
            return None;
        }
        (self.dirty, self.opening) = (false, None);
        let painted = self.paint();
        if self.unsent.is_empty() {
            return painted;
        }
        let mut all = mem::take(&mut self.unsent);
        all.extend(painted.unwrap_or_default());
        Some(all)
    }

    /// What lines on a terminal have to say: what is typed is seen at once, the rest is said whole.
    fn spoken(&mut self) -> Option<Vec<u8>> {
        if self.on_its_way {
            return None;
        }
        if !self.awaits() || self.acts.told {
            self.speak_up();
        }
        Some(mem::take(&mut self.unsent)).filter(|said| !said.is_empty())
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
                let said = words.with(MessageId("app-first-line"), &plain);
                let columns = usize::from(on.screen.size().0);
                on.screen.enter(&wrap(columns, &said).join("\n"))
            }
            Shows::Linear(_) => {
                self.say_anew();
                Vec::new()
            }
        }
    }

    /// What the terminal must be told after the last frame: a goodbye, or `why` it ends though nobody left.
    pub fn leave(&mut self, why: Option<MessageId>) -> Vec<u8> {
        let said = self.app.env().words.get(match why {
            Some(why) => why,
            None if self.passing => MessageId("app-goodbye-practice"),
            None => MessageId("app-goodbye"),
        });
        let mut last = mem::take(&mut self.unsent);
        match &mut self.shows {
            Shows::Screen(on) => {
                let columns = usize::from(on.screen.size().0);
                let lines = wrap(columns, &said).join("\n");
                last.extend(on.screen.leave(&lines));
            }
            Shows::Linear(_) => {
                let ends = if self.behind.is_some() { "\r\n" } else { "\n" };
                for line in wrap(PLAIN_COLUMNS, &said) {
                    last.extend_from_slice(line.as_bytes());
                    last.extend_from_slice(ends.as_bytes());
                }
            }
        }
        last
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
