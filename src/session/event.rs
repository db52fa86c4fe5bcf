//! What a session is made of, and what can happen to it. Only values: nothing here works.

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Utc};
use ulid::Ulid;

use super::seat::Shelf;
use crate::app::Letter;
use crate::domain::staff::{HidesAfter, Staff};
use crate::panes::DraftKey;
use crate::reference::Reference;
use crate::store::{Changes, Draft, Error, Kept, Store};
use crate::terminal::Capabilities;
use crate::terminal::key::Input;
use crate::ui::command::Keymap;
use crate::ui::screen::Profile;
use crate::ui::theme::Theme;
use crate::ui::words::Words;

/// Where the store's answers go: back to the host, which hands them to [`super::Session::handle`].
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
    /// The time that [`super::Session::wake_at`] named.
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
    /// The keys on a screen; in lines each command keeps its letter ([`Keymap::spoken`]).
    pub keymap: Keymap,
    /// How the screen face marks the focus.
    pub profile: Profile,
    /// How long nobody presses a key before the screen hides.
    pub idle: HidesAfter,
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
        /// Whether plain lines are spoken first, with the screen ready behind them.
        lines: bool,
    },
    /// Plain lines, where no screen can be.
    Linear,
}
