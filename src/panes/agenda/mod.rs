//! The agenda: a colleague's day, and appointments given, moved, called off and settled.
//!
//! The day is always underneath; what is opened lies on top of it and goes back to it. A time that was
//! taken by somebody else meanwhile is refused by the store: the list of free times is then asked
//! again and the next one is selected.

mod ask;
mod book;
mod booking;
mod commands;
mod confirm;
mod day;
mod deeds;
mod offer;
mod room;
mod sheet;
mod times;

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{Days, NaiveDate};

use crate::clock::local_day;
use crate::domain::appointment::{AppointmentStep, CalledOffBy};
use crate::domain::ids::{ActionId, AppointmentId, PersonId, PlanId, StaffId};
use crate::domain::staff::Right;
use crate::panes::{Cx, DraftKey, Env, InHand, Link, Pane, PaneCommand, person};
use crate::store::agenda::{AgendaDay, AppointmentFile, AppointmentRow, FreeSlot, Who};
use crate::store::catalogue::{NewService, Services};
use crate::store::people::PersonRecord;
use crate::store::queue::Issued;
use crate::store::search::PersonHit;
use crate::store::{Changes, Draft, Result};
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Tone, View};
use crate::ui::words::MessageId;

use ask::{About, Ask};
use book::BookForm;
use confirm::Confirm;
use day::Day;
use offer::Offer;
use sheet::Sheet;

/// Appointments of a person that are named beside the free times.
const STANDING: usize = 3;

/// The tables of who is at work when, and of what is taken.
const HOURS: [&str; 7] = [
    "appointment",
    "absence",
    "work_hours",
    "closure",
    "day_exception",
    "opening",
    "staff",
];

/// What a free time is wanted for.
#[derive(Debug, Clone)]
enum Wanted {
    /// A new appointment.
    Booking {
        person: InHand,
        service: String,
        action: Option<ActionId>,
        plan: Option<PlanId>,
        /// Who follows the plan.
        with: Option<StaffId>,
    },
    /// Another time for one that stands.
    Moving(Box<AppointmentRow>),
}

impl Wanted {
    /// The plan whose page asked for it, and whose it is.
    fn plan(&self) -> Option<(PersonId, PlanId)> {
        match self {
            Self::Booking {
                person, plan, with, ..
            } => with.and(*plan).map(|plan| (person.id, plan)),
            Self::Moving(_) => None,
        }
    }

    /// Who comes.
    fn who(&self) -> Cow<'_, str> {
        match self {
            Self::Booking { person, .. } => Cow::Borrowed(&person.name),
            Self::Moving(row) => row
                .person
                .as_ref()
                .map_or(Cow::Borrowed(""), |who| who.short_name().into()),
        }
    }
}

/// The agenda of one session.
pub struct Agenda {
    day: Day,
    /// What lies on the day, the topmost last.
    stack: Vec<Sub>,
    services: Arc<[NewService]>,
    /// A free time of the calendar is being chosen for this.
    choosing: Option<Wanted>,
    /// What to say when the act that was sent is done.
    done: String,
    /// The appointment that a dialog is about.
    asked: Option<AppointmentRow>,
    /// A reason that waits for its appointment.
    resuming: Option<Draft>,
    /// Who was faster.
    faster: String,
    /// Who works here.
    me: StaffId,
    today: NaiveDate,
}

/// What lies on the day.
enum Sub {
    Offer(Box<Offer>),
    Confirm(Box<Confirm>),
    Sheet(Box<Sheet>),
    Book(Box<BookForm>),
    Ask(Box<Ask>),
}

/// What answers and dialogs bring back.
pub enum Msg {
    /// The day.
    Day(Result<Arc<AgendaDay>>),
    /// The catalogue.
    Services(Result<Arc<[NewService]>>),
    /// The appointment that a link means.
    Linked(Result<AppointmentRow>),
    /// The appointment that is open, again.
    Again(Result<AppointmentRow>),
    /// The appointment of a reason that was half typed.
    Asked(Result<AppointmentRow>),
    /// The appointment that somebody else changed meanwhile.
    Theirs(Box<Result<AppointmentRow>>),
    /// Who follows the person that comes.
    Referent(Box<Result<PersonRecord>>),
    /// Free times.
    Free(Result<Vec<FreeSlot>>),
    /// What the person has booked already.
    Standing(Result<Vec<AppointmentRow>>),
    /// People for the form.
    Found(Result<Vec<PersonHit>>),
    /// An appointment was given or moved: it has this identity.
    Booked(Result<AppointmentId>),
    /// An appointment was called off; by the office, a new time is due.
    Cancelled(Result<()>),
    /// The person is here.
    Arrived(Result<Issued>),
    /// Another step was taken.
    Stepped(Result<()>),
    /// The person calls it off, or the office.
    CancelBy(CalledOffBy),
    /// What was typed before.
    Draft(Option<Draft>),
    /// Nothing.
    Nothing,
}

impl Pane for Agenda {
    type Msg = Msg;
    const NAME: &'static str = "agenda";
    const TITLE: MessageId = MessageId("agenda-title");
    const RIGHT: Right = Right::AgendaRead;
    const COMMANDS: &'static [PaneCommand<Self>] = commands::TABLE;

    fn open(cx: &mut Cx<'_, Self>) -> Self {
        let env = cx.env().clone();
        let pane = Self {
            day: Day::new(&env),
            stack: Vec::new(),
            services: Arc::default(),
            choosing: None,
            done: String::new(),
            asked: None,
            resuming: None,
            faster: String::new(),
            me: env.staff.id,
            today: env.today(),
        };
        cx.read("services", Services { on: env.today() }, Msg::Services);
        pane.read_day(cx);
        pane
    }

    fn update(&mut self, msg: Msg, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        self.today = env.today();
        match msg {
            Msg::Day(Ok(day)) => {
                self.day.take(day, &env);
                self.tell_room(&env);
            }
            Msg::Services(Ok(services)) => self.take_services(services, cx),
            Msg::Linked(Ok(row)) => self.linked(&row, cx),
            Msg::Again(Ok(row)) => self.again(row, &env),
            Msg::Referent(referent) => self.with_referent((*referent).ok(), cx),
            Msg::Free(Ok(slots)) => self.offered(slots, cx),
            Msg::Standing(Ok(rows)) => {
                if let Some(Sub::Offer(offer)) = self.stack.last_mut() {
                    offer.stands(rows);
                }
            }
            Msg::Found(Ok(hits)) => self.found(&hits, cx),
            Msg::Booked(Ok(id)) => self.booked(id, cx),
            Msg::Cancelled(Ok(())) => self.cancelled(cx),
            Msg::Arrived(Ok(issued)) => self.arrived(&issued, cx),
            Msg::Stepped(Ok(())) => self.stepped(cx),
            Msg::CancelBy(by) => self.cancel_by(by, cx),
            Msg::Draft(draft) => self.drafted(draft, cx),
            Msg::Asked(Ok(row)) => self.ask_again(row, cx),
            Msg::Theirs(row) => match *row {
                Ok(row) => self.theirs(&row, cx),
                Err(error) => cx.fail(&error),
            },
            Msg::Booked(Err(error))
            | Msg::Cancelled(Err(error))
            | Msg::Arrived(Err(error))
            | Msg::Stepped(Err(error))
                if self.met(&error, cx) => {}
            Msg::Booked(Err(error)) => self.refused(&error, cx),
            Msg::Cancelled(Err(error)) | Msg::Arrived(Err(error)) | Msg::Stepped(Err(error)) => {
                cx.fail(&error);
                self.read_day(cx);
                self.read_again(cx);
            }
            Msg::Day(Err(error))
            | Msg::Services(Err(error))
            | Msg::Linked(Err(error))
            | Msg::Again(Err(error))
            | Msg::Asked(Err(error))
            | Msg::Free(Err(error))
            | Msg::Standing(Err(error))
            | Msg::Found(Err(error)) => cx.fail(&error),
            Msg::Nothing => {}
        }
    }

    fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        match self.stack.last() {
            None => self.day.view(&self.services, self.choosing.as_ref(), env),
            Some(Sub::Offer(offer)) => offer.view(&self.services, env),
            Some(Sub::Confirm(confirm)) => confirm.view(&self.services, env),
            Some(Sub::Sheet(sheet)) => sheet.view(&self.services, env),
            Some(Sub::Book(book)) => book.view(env),
            Some(Sub::Ask(ask)) => ask.view(env),
        }
    }

    fn part(&mut self) -> Option<&mut dyn Part> {
        Some(match self.stack.last_mut() {
            None => &mut self.day.state,
            Some(Sub::Offer(offer)) => &mut offer.list,
            Some(Sub::Confirm(confirm)) => &mut confirm.list,
            Some(Sub::Sheet(sheet)) => &mut sheet.list,
            Some(Sub::Book(book)) => &mut book.form,
            Some(Sub::Ask(ask)) => &mut ask.form,
        })
    }

    fn parted(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        self.today = cx.env().today();
        if event == PartEvent::Closed {
            self.stack.pop();
            return;
        }
        match self.stack.last() {
            None => self.day_event(event, cx),
            Some(Sub::Offer(_)) => self.offer_event(event, cx),
            Some(Sub::Confirm(_)) => self.confirm_event(event, cx),
            Some(Sub::Sheet(sheet)) => {
                if let PartEvent::Opened(row) = event
                    && let Some(deed) = sheet.deed(row)
                {
                    self.deed(deed, cx);
                }
            }
            Some(Sub::Book(_)) => self.book_event(event, cx),
            Some(Sub::Ask(_)) => self.ask_event(event, cx),
        }
    }

    fn back(&mut self, _cx: &mut Cx<'_, Self>) -> bool {
        self.stack.pop().is_some() || self.choosing.take().is_some()
    }

    fn draft(&self) -> Option<(DraftKey, &Form)> {
        match self.stack.last() {
            Some(Sub::Book(book)) => Some((book.key(), &book.form)),
            Some(Sub::Ask(ask)) => Some((ask.key()?, &ask.form)),
            _ => None,
        }
    }

    fn follow(&mut self, link: &Link, cx: &mut Cx<'_, Self>) -> bool {
        match link {
            Link::Book(booking) => self.offer_for(booking, cx),
            Link::Appointment(appointment) => {
                let file = AppointmentFile {
                    appointment: *appointment,
                };
                cx.read("linked", file, Msg::Linked);
            }
            Link::Draft(key) if key.form == book::FORM || key.form == ask::FORM => {
                cx.find_draft(key.clone(), Msg::Draft);
            }
            _ => return false,
        }
        true
    }

    fn rest(&mut self) {
        self.day.rest();
    }

    fn changed(&mut self, what: &Changes, cx: &mut Cx<'_, Self>) {
        self.today = cx.env().today();
        if what.touches_any(&HOURS) || self.day.is_moved_by(what) {
            self.read_day(cx);
            self.read_again(cx);
            if let Some(Sub::Offer(_)) = self.stack.last() {
                self.read_free(cx);
            }
        }
    }
}

/// For whom an appointment is, or what its time is kept for.
fn whole_name(row: &AppointmentRow, env: &Env) -> String {
    row.person.as_ref().map_or_else(
        || env.words.get(MessageId("agenda-kept")).into_owned(),
        Who::short_name,
    )
}

// What the commands ask -----------------------------------------------------------------------------

impl Agenda {
    fn at_day(&self) -> bool {
        self.stack.is_empty()
    }

    fn is_elsewhere(&self) -> bool {
        self.at_day() && (self.day.on != self.today || self.day.whose != self.me)
    }

    /// The appointment that a command means.
    fn meant(&self) -> Option<&AppointmentRow> {
        match self.stack.last() {
            None => self.day.appointment(),
            Some(Sub::Sheet(sheet)) => Some(&sheet.row),
            Some(Sub::Offer(offer)) if matches!(offer.wanted, Wanted::Booking { .. }) => {
                offer.meant()
            }
            _ => None,
        }
    }

    /// The appointments in front: of the day, of the sheet, of the person who is being booked.
    fn in_front(&self) -> Vec<&AppointmentRow> {
        match self.stack.last() {
            None => self.day.appointments().collect(),
            Some(Sub::Sheet(sheet)) => vec![&sheet.row],
            Some(Sub::Offer(offer)) if matches!(offer.wanted, Wanted::Booking { .. }) => {
                offer.standing().iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether a step can be taken with any appointment in front: what is offered follows from the view,
    /// never from the row in focus, so that the footer stands still while one moves.
    fn holds(&self, step: AppointmentStep) -> bool {
        self.in_front()
            .iter()
            .any(|row| row.state.after(step).is_some())
    }

    /// The same of the appointments of today.
    fn holds_today(&self, step: AppointmentStep) -> bool {
        let possible = |row: &AppointmentRow| {
            row.state.after(step).is_some()
                && (step != AppointmentStep::Arrive || row.place.is_at_the_desk())
        };
        self.in_front()
            .iter()
            .any(|row| possible(row) && local_day(row.starts_at) == self.today)
    }

    /// The appointment that a step means; when the row in focus is none, or allows no such step, that is
    /// said.
    fn meant_for(&self, step: AppointmentStep, cx: &mut Cx<'_, Self>) -> Option<AppointmentRow> {
        let meant = self.meant().cloned();
        let Some(row) = meant else {
            cx.tell(Tone::Plain, MessageId("agenda-which"));
            return None;
        };
        if row.state.after(step).is_none() {
            let words = &cx.env().words;
            let state = person::word(words, row.state);
            let said = words.with(MessageId("agenda-not-now"), &[("state", (&state).into())]);
            let said = said.into_owned();
            cx.say(Tone::Warn, said);
            return None;
        }
        Some(row)
    }
}

// The day -------------------------------------------------------------------------------------------

impl Agenda {
    fn read_day(&self, cx: &mut Cx<'_, Self>) {
        cx.read("day", self.day.query(), Msg::Day);
    }

    /// Goes to a day of a colleague and asks for it.
    fn go_to(
        &mut self,
        day: NaiveDate,
        whose: StaffId,
        select: Option<AppointmentId>,
        cx: &mut Cx<'_, Self>,
    ) {
        self.day.go(day, whose, select);
        self.read_day(cx);
    }

    fn go_home(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        self.day.office = env.staff.office;
        self.go_to(env.today(), env.staff.id, None, cx);
    }

    fn next_colleague(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        if !self.day.next_colleague(&env) {
            cx.tell(Tone::Plain, MessageId("agenda-nobody-else"));
        }
    }

    fn ask_day(&mut self, cx: &mut Cx<'_, Self>) {
        let ask = Ask::new(About::Day, &self.services, cx.env());
        self.stack.push(Sub::Ask(Box::new(ask)));
    }

    fn day_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        match event {
            PartEvent::Across(days) => {
                let (day, step) = (self.day.on, Days::new(1));
                let day = if days < 0 { day - step } else { day + step };
                self.go_to(day, self.day.whose, None, cx);
            }
            PartEvent::Opened(_) => match (self.day.free(), self.choosing.clone()) {
                (Some(slot), Some(wanted)) => self.choose(wanted, slot, cx),
                (Some(_), None) if cx.env().staff.may(Right::AgendaWrite) => {
                    self.open_form_here(cx);
                }
                _ => self.open_sheet(cx),
            },
            _ => {}
        }
    }

    fn open_sheet(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(row) = self.day.appointment() {
            let sheet = Sheet::new(row.clone(), cx.env());
            self.stack.push(Sub::Sheet(Box::new(sheet)));
        }
    }

    fn linked(&mut self, row: &AppointmentRow, cx: &mut Cx<'_, Self>) {
        if let Some(appointment) = row.moved_to {
            cx.read("linked", AppointmentFile { appointment }, Msg::Linked);
            return;
        }
        self.stack.clear();
        self.choosing = None;
        self.day.office = row.office;
        self.go_to(local_day(row.starts_at), row.staff, Some(row.id), cx);
    }

    fn take_services(&mut self, services: Arc<[NewService]>, cx: &mut Cx<'_, Self>) {
        self.services = services;
        let env = cx.env().clone();
        match self.stack.last_mut() {
            Some(Sub::Book(book)) => book.offer(&self.services, &env),
            // The length of the service was not known when the free times were asked.
            Some(Sub::Offer(_)) => self.read_free(cx),
            _ => {}
        }
    }
}
