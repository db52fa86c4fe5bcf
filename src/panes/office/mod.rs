//! The office: who works here and how they get in, desks, services, opening plan, dated values; and, for
//! everybody, one's own settings.
//!
//! ```text
//! rooms on a stack, the one in front last:   parts -> a list -> a record -> a form
//! ```
//!
//! Each room is a file: it asks for what it shows, says which commands it has, and sends its own acts. The
//! pane only hands keys and answers to the room in front. Whoever may not manage the office has one room:
//! their own settings.

mod absences;
mod books;
mod commands;
mod days;
mod desks;
mod keymap;
mod keys;
mod member;
mod mine;
mod offices;
mod once;
mod outline;
mod outside;
mod params;
mod parts;
mod record;
mod room;
mod services;
mod sheet;
mod staff;
mod table;
mod week;

use crate::domain::interview::Section;
use crate::domain::outline::Part as OfOutline;
use crate::domain::staff::Right;
use crate::panes::{Cx, DraftKey, Env, Link, Pane, PaneCommand};
use crate::store::agenda::Opening;
use crate::store::books::{BookRow, PurgeBook, Purged};
use crate::store::calendar::SpecialDay;
use crate::store::catalogue::ServiceRow;
use crate::store::desks::DeskRow;
use crate::store::interview::OutlineRow;
use crate::store::offices::OfficeRow;
use crate::store::outside::OutsideLook;
use crate::store::params::ParamRow;
use crate::store::staff::keys::StaffKeyRow;
use crate::store::staff::secrets::OfficeDoors;
use crate::store::staff::{AbsenceRow, Given, Hours, StaffRow};
use crate::store::{Changes, Draft, Result};
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Tone, View};
use crate::ui::words::MessageId;

use room::{Room, Then, Verb};

/// The office of one session.
pub struct Office {
    /// The rooms, the one in front last; never empty.
    rooms: Vec<Box<dyn Room>>,
    /// How many rows of a book are gone so far, while more are on their way out.
    purged: u64,
}

/// Something that waits for a yes.
pub type Deed = Box<dyn FnOnce(&mut Cx<'_, Office>) + Send>;

/// What answers bring back.
pub enum Msg {
    /// Everybody who works here.
    Staff(Result<Vec<StaffRow>>),
    /// Somebody's working week.
    Hours(Result<Vec<Hours>>),
    /// When somebody is away.
    Absences(Result<Vec<AbsenceRow>>),
    /// Somebody's keys.
    Keys(Result<Vec<StaffKeyRow>>),
    /// How everybody of an office gets in.
    Doors(Result<OfficeDoors>),
    /// The offices of the agency.
    Offices(Result<Vec<OfficeRow>>),
    /// The desks.
    Desks(Result<Vec<DeskRow>>),
    /// The catalogue.
    Services(Result<Vec<ServiceRow>>),
    /// The opening plan.
    Week(Result<Vec<Opening>>),
    /// The special days.
    Days(Result<Vec<SpecialDay>>),
    /// The dated values.
    Params(Result<Vec<ParamRow>>),
    /// The interview's outlines.
    Outlines(Result<Vec<OutlineRow>>),
    /// A section of the working copy of one; none when it is left out.
    Section(Section, Option<OfOutline>),
    /// One's own settings.
    Mine(Result<Vec<(String, String)>>),
    /// One of them was kept.
    Kept(Result<()>),
    /// Days were closed; how many appointments stand on them.
    ClosedDays(Result<u32>),
    /// The books.
    Books(Result<Vec<BookRow>>),
    /// The looks outside one's own cases.
    Outside(Result<Vec<OutsideLook>>),
    /// A secret was made and given: shown once.
    Given(Given, Result<String>),
    /// Rows of a book are gone.
    Purged(Result<Purged>),
    /// Holidays were written; how many were new.
    Holidays(Result<usize>),
    /// An act is on disk, and what to say then.
    Did(MessageId, Result<()>),
    /// What was typed before.
    Draft(Option<Draft>),
    /// The answer to a question was yes.
    Sure(Deed),
    /// It was no.
    Never,
}

impl Pane for Office {
    type Msg = Msg;
    const NAME: &'static str = "office";
    const TITLE: MessageId = MessageId("office-title");
    const RIGHT: Right = Right::OfficeRead;
    const COMMANDS: &'static [PaneCommand<Self>] = commands::TABLE;

    fn open(cx: &mut Cx<'_, Self>) -> Self {
        let first: Box<dyn Room> = if cx.env().staff.may(Right::OfficeManage) {
            parts::room()
        } else {
            mine::room(cx.env())
        };
        first.ask(cx);
        Self {
            rooms: vec![first],
            purged: 0,
        }
    }

    fn update(&mut self, msg: Msg, cx: &mut Cx<'_, Self>) {
        let then = match msg {
            Msg::Sure(deed) => return deed(cx),
            Msg::Never => return,
            Msg::Did(said, Ok(())) => {
                cx.tell(Tone::Good, said);
                self.front().done(cx)
            }
            Msg::ClosedDays(Ok(0)) => {
                cx.tell(Tone::Good, MessageId("days-closed"));
                self.front().done(cx)
            }
            Msg::ClosedDays(Ok(standing)) => {
                say_count(
                    cx,
                    Tone::Warn,
                    MessageId("days-closed-over"),
                    standing.into(),
                );
                self.front().done(cx)
            }
            Msg::Holidays(Ok(new)) => {
                let new = u64::try_from(new).unwrap_or_default();
                say_count(cx, Tone::Good, MessageId("days-holidays-written"), new);
                self.front().done(cx)
            }
            Msg::Given(what, Ok(secret)) => self.front().given(what, secret, cx),
            Msg::Purged(Ok(purged)) => {
                self.purged += u64::try_from(purged.gone).unwrap_or_default();
                if purged.gone > 0 && purged.left > 0 {
                    let (book, upto) = (purged.book, purged.asked);
                    return cx.act(PurgeBook { book, upto }, Msg::Purged);
                }
                let gone = std::mem::take(&mut self.purged);
                say_count(cx, Tone::Good, MessageId("books-purged"), gone);
                self.front().done(cx)
            }
            Msg::Kept(Ok(())) => self.front().done(cx),
            Msg::Did(_, Err(error))
            | Msg::Kept(Err(error))
            | Msg::ClosedDays(Err(error))
            | Msg::Purged(Err(error))
            | Msg::Given(_, Err(error))
            | Msg::Holidays(Err(error)) => {
                self.front().failed(&error, cx);
                return;
            }
            msg => self.front().take(msg, cx),
        };
        self.go(then, cx);
    }

    fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        match self.rooms.last() {
            Some(room) => room.view(env),
            None => View::new(env.words.get(Self::TITLE), Vec::new()),
        }
    }

    fn part(&mut self) -> Option<&mut dyn Part> {
        self.rooms.last_mut().map(|room| room.part())
    }

    fn parted(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        if event == PartEvent::Closed {
            self.back(cx);
            return;
        }
        let then = self.front().parted(event, cx);
        self.go(then, cx);
    }

    fn back(&mut self, cx: &mut Cx<'_, Self>) -> bool {
        if self.rooms.len() < 2 {
            return false;
        }
        self.go(Then::Close, cx);
        true
    }

    fn draft(&self) -> Option<(DraftKey, &Form)> {
        self.rooms.last().and_then(|room| room.draft())
    }

    fn follow(&mut self, link: &Link, cx: &mut Cx<'_, Self>) -> bool {
        let Link::Draft(key) = link else {
            return false;
        };
        if !cx.env().staff.may(Right::OfficeManage) {
            return false;
        }
        let Some(list) = parts::holding(&key.form, cx.env()) else {
            return false;
        };
        self.rooms.truncate(1);
        self.go(Then::Open(list), cx);
        self.front().resume(key);
        true
    }

    fn changed(&mut self, what: &Changes, cx: &mut Cx<'_, Self>) {
        let Some(room) = self.rooms.last() else {
            return;
        };
        // A form that is being filled in is not taken away.
        if room.draft().is_none() && what.touches_any(room.tables()) {
            room.ask(cx);
        }
    }
}

impl Office {
    /// The room in front.
    fn front(&mut self) -> &mut dyn Room {
        let last = self.rooms.len().saturating_sub(1);
        &mut *self.rooms[last]
    }

    /// Goes on to another room, or back to the one behind, which asks anew for what it shows.
    fn go(&mut self, then: Then, cx: &mut Cx<'_, Self>) {
        match then {
            Then::Stay => {}
            Then::Close => {
                if self.rooms.len() > 1 {
                    self.rooms.pop();
                }
                self.front().ask(cx);
            }
            Then::Hand(msg) => {
                if self.rooms.len() > 1 {
                    self.rooms.pop();
                }
                let then = self.front().take(msg, cx);
                self.go(then, cx);
            }
            Then::Open(room) => {
                room.ask(cx);
                if let Some((key, _)) = room.draft() {
                    cx.find_draft(key, Msg::Draft);
                }
                self.rooms.push(room);
            }
        }
    }

    fn offers(&self, verb: Verb) -> bool {
        self.rooms.last().is_some_and(|room| room.offers(verb))
    }

    fn run(&mut self, verb: Verb, cx: &mut Cx<'_, Self>) {
        let then = self.front().run(verb, cx);
        self.go(then, cx);
    }
}

fn say_count(cx: &mut Cx<'_, Office>, tone: Tone, id: MessageId, n: u64) {
    let n = usize::try_from(n).unwrap_or(usize::MAX);
    let text = cx.env().words.with(id, &[("n", n.into())]).into_owned();
    cx.say(tone, text);
}
