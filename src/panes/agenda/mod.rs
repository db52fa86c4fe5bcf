//! The agenda: a colleague's day, and appointments given, moved, called off and settled.
//!
//! The day is always underneath; what is opened lies on top of it and goes back to it. A time that was
//! taken by somebody else meanwhile is refused by the store: the list of free times is then asked
//! again and the next one is selected.

mod ask;
mod book;
mod commands;
mod confirm;
mod day;
mod offer;
mod sheet;

use std::borrow::Cow;

use chrono::{Days, NaiveDate};

use crate::clock::local_day;
use crate::domain::appointment::{AppointmentStep, CalledOffBy};
use crate::domain::ids::{ActionId, AppointmentId, PlanId, StaffId};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::panes::person::{self, clock};
use crate::panes::{
    Booking, Cx, DraftKey, Env, InHand, Link, Pane, PaneCommand, service::FIRST_INTERVIEW,
};
use crate::store::agenda::{
    AgendaDay, AppointmentFile, AppointmentRow, AppointmentsOf, Arrive, Cancel,
    Confirm as Reconfirm, Correct, FreeSlot, Held, Leave, Move, NoShow, Who,
};
use crate::store::catalogue::{NewService, Services};
use crate::store::people::{PersonFile, PersonRecord};
use crate::store::queue::Issued;
use crate::store::search::{FindPeople, PersonHit};
use crate::store::{Act, Changes, Draft, Error, Result};
use crate::ui::dialog::Dialog;
use crate::ui::form::{Form, FormEvent};
use crate::ui::part::{Part, PartEvent};
use crate::ui::picker::SHOWN;
use crate::ui::view::{Tone, View};
use crate::ui::words::MessageId;

use ask::{About, Answer, Ask};
use book::BookForm;
use confirm::Confirm;
use day::Day;
use offer::{Offer, Row};
use sheet::{Deed, Sheet};

/// Appointments of a person that are named beside the free times.
const STANDING: usize = 3;

/// What a free time is wanted for.
#[derive(Debug, Clone)]
enum Wanted {
    /// A new appointment.
    Booking {
        person: InHand,
        service: String,
        action: Option<ActionId>,
        plan: Option<PlanId>,
    },
    /// Another time for one that stands.
    Moving(Box<AppointmentRow>),
}

impl Wanted {
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
    services: Vec<NewService>,
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
    Day(Result<AgendaDay>),
    /// The catalogue.
    Services(Result<Vec<NewService>>),
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
            services: Vec::new(),
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
            Msg::Day(Ok(day)) => self.day.take(day, &env),
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

    fn changed(&mut self, what: &Changes, cx: &mut Cx<'_, Self>) {
        self.today = cx.env().today();
        let tables = ["appointment", "absence", "work_hours", "closure", "staff"];
        if what.touches_any(&tables) {
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
        self.in_front()
            .iter()
            .any(|row| row.state.after(step).is_some() && local_day(row.starts_at) == self.today)
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
                (Some(_), None) if cx.env().staff.may(Right::AgendaWrite) => self.open_form(cx),
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

    fn take_services(&mut self, services: Vec<NewService>, cx: &mut Cx<'_, Self>) {
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

// Free times ----------------------------------------------------------------------------------------

impl Agenda {
    /// The first free times for somebody, with who follows the person first.
    fn offer_for(&mut self, booking: &Booking, cx: &mut Cx<'_, Self>) {
        let person = booking.person.id;
        let service = booking.service.as_deref().unwrap_or(FIRST_INTERVIEW);
        self.stack.clear();
        self.choosing = None;
        let offer = Offer::new(Wanted::Booking {
            person: booking.person.clone(),
            service: service.to_owned(),
            action: booking.action,
            plan: booking.plan,
        });
        self.stack.push(Sub::Offer(Box::new(offer)));
        cx.read("referent", PersonFile { person }, |file| {
            Msg::Referent(Box::new(file))
        });
        let from = Some(cx.env().today());
        let standing = AppointmentsOf {
            person,
            from,
            limit: STANDING,
        };
        cx.read("standing", standing, Msg::Standing);
        self.read_day(cx);
    }

    fn with_referent(&mut self, record: Option<PersonRecord>, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Offer(offer)) = self.stack.last_mut() {
            let facts = record.map(|record| record.facts).unwrap_or_default();
            offer.with_referent(facts.referent, &facts.comes);
            self.read_free(cx);
        }
    }

    fn read_free(&self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Offer(offer)) = self.stack.last()
            && offer.is_ready()
        {
            let query = offer.query(&self.services, cx.env());
            cx.read("free", query, Msg::Free);
        }
    }

    fn offered(&mut self, slots: Vec<FreeSlot>, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Offer(offer)) = self.stack.last_mut()
            && offer.take(slots)
        {
            self.read_free(cx);
        }
    }

    fn offer_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let (PartEvent::Opened(at), Some(Sub::Offer(offer))) = (event, self.stack.last_mut())
        else {
            return;
        };
        match offer.row(at) {
            Some(Row::Free(staff, starts_at)) => {
                if let Some(slot) = offer.slot(staff, starts_at) {
                    let wanted = offer.wanted.clone();
                    self.choose(wanted, slot, cx);
                }
            }
            Some(Row::More) => {
                offer.more();
                self.read_free(cx);
            }
            Some(Row::Anyone) => {
                offer.anyone();
                self.read_free(cx);
            }
            Some(Row::Calendar) => {
                self.choosing = Some(offer.wanted.clone());
                self.stack.clear();
            }
            Some(Row::Service) => {
                let ask = Ask::new(About::Service, &self.services, cx.env());
                self.stack.push(Sub::Ask(Box::new(ask)));
            }
            Some(Row::Standing(id)) => {
                if let Some(row) = offer.stand(id) {
                    let sheet = Sheet::new(row.clone(), cx.env());
                    self.stack.push(Sub::Sheet(Box::new(sheet)));
                }
            }
            None => {}
        }
    }

    /// A free time was chosen: a booking is looked at once more, a move is done.
    fn choose(&mut self, wanted: Wanted, slot: FreeSlot, cx: &mut Cx<'_, Self>) {
        match &wanted {
            Wanted::Booking { .. } => {
                let confirm = Confirm::new(wanted, slot);
                self.stack.push(Sub::Confirm(Box::new(confirm)));
            }
            Wanted::Moving(row) => {
                self.done = sentence(MessageId("agenda-moved"), &wanted.who(), &slot, cx.env());
                let act = Move {
                    appointment: row.id,
                    ver: row.ver,
                    staff: slot.staff,
                    starts_at: slot.starts_at,
                    exception: None,
                };
                cx.act(act, Msg::Booked);
            }
        }
    }

    fn confirm_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let (PartEvent::Opened(at), Some(Sub::Confirm(confirm))) = (event, self.stack.last())
        else {
            return;
        };
        if let Some(act) = confirm.payload(at, &self.services) {
            let who = confirm.wanted.who();
            self.done = sentence(MessageId("agenda-booked"), &who, &confirm.slot, cx.env());
            cx.act(act, Msg::Booked);
        }
    }

    /// An appointment is on disk: its day is shown with it selected.
    fn booked(&mut self, appointment: AppointmentId, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Book(book)) = self.stack.last() {
            let key = book.key();
            cx.drop_draft(key);
        }
        self.stack.clear();
        self.choosing = None;
        cx.say(Tone::Good, std::mem::take(&mut self.done));
        cx.read("linked", AppointmentFile { appointment }, Msg::Linked);
    }

    /// The store said no to a time: what is typed stays, the next free time is proposed.
    fn refused(&mut self, error: &Error, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let why = crate::app::errors::sentence(error, &env.words);
        cx.fail(error);
        let rule = match error {
            Error::Refused { rule, .. } => Some(*rule),
            _ => None,
        };
        if let Some(Sub::Confirm(_)) = self.stack.last() {
            self.stack.pop();
        }
        match self.stack.last_mut() {
            Some(Sub::Book(book)) => match rule {
                Some(Refusal::SlotTaken | Refusal::SlotPast) => {
                    let tried = book.starts_at().unwrap_or(env.now).max(env.now);
                    book.taken(why, self.day.free_after(tried));
                }
                Some(Refusal::SlotOutsideHours) => book.ask_reason(why),
                _ => {}
            },
            Some(Sub::Offer(_)) => self.read_free(cx),
            _ => {}
        }
        self.read_day(cx);
    }
}

/// `ROSSI Maria, lunedì 23 novembre alle 10:00 con Anna Brambilla: ...`.
fn sentence(id: MessageId, who: &str, slot: &FreeSlot, env: &Env) -> String {
    let day = day::day_in_words(slot.starts_at, env);
    let time = clock(slot.starts_at);
    let args = [
        ("who", who.into()),
        ("day", (&day).into()),
        ("time", (&time).into()),
        ("with", slot.staff_name.as_str().into()),
    ];
    env.words.with(id, &args).into_owned()
}

// The form ------------------------------------------------------------------------------------------

impl Agenda {
    /// A new appointment at the selected free time, or at the next one.
    fn open_form(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let at = self.day.free_from_here().map(|slot| slot.starts_at);
        let of = (self.day.on, self.day.whose, self.day.name());
        let book = BookForm::new(of, at, &self.services, &env);
        let key = book.key();
        self.stack.push(Sub::Book(Box::new(book)));
        cx.find_draft(key, Msg::Draft);
    }

    fn book_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Book(book)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Edited(field) => {
                if let Some(words) = book.wanted(field) {
                    let limit = SHOWN;
                    cx.read("found", FindPeople { words, limit }, Msg::Found);
                }
            }
            PartEvent::Left(field) => book.left(field, &self.services, &env),
            PartEvent::Submit => {
                if let Some(act) = book.payload(&self.services, &env) {
                    let slot = FreeSlot {
                        staff: act.staff,
                        staff_name: self.day.name().to_owned(),
                        starts_at: act.starts_at,
                        ends_at: act.starts_at,
                    };
                    self.done = sentence(MessageId("agenda-booked"), book.who(), &slot, &env);
                    cx.act(act, Msg::Booked);
                }
            }
            _ => {}
        }
    }

    fn found(&mut self, hits: &[PersonHit], cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Book(book)) = self.stack.last_mut()
            && let FormEvent::Left(field) = book.found(hits)
        {
            book.left(field, &self.services, cx.env());
        }
    }

    /// What was typed before comes back: into the form that is open, or into one that it opens.
    fn drafted(&mut self, draft: Option<Draft>, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(draft) = draft else { return };
        if draft.form == ask::FORM {
            return self.resume_ask(draft, cx);
        }
        let key = DraftKey::new(draft.form, &draft.subject);
        if !matches!(self.stack.last(), Some(Sub::Book(book)) if book.key() == key) {
            let Some((staff, day)) = BookForm::of_key(&key) else {
                return;
            };
            self.stack.clear();
            self.go_to(day, staff, None, cx);
            let book = BookForm::new((day, staff, self.day.name()), None, &self.services, &env);
            self.stack.push(Sub::Book(Box::new(book)));
        }
        if let Some(Sub::Book(book)) = self.stack.last_mut() {
            book.form.restore(&draft.payload);
            cx.tell(Tone::Plain, MessageId("agenda-resumed"));
        }
    }
}

impl Agenda {
    /// A reason that was half typed comes back: into the question that is open, or into one that opens
    /// when its appointment has been read.
    fn resume_ask(&mut self, draft: Draft, cx: &mut Cx<'_, Self>) {
        let key = DraftKey::new(&*draft.form, &draft.subject);
        if let Some(Sub::Ask(ask)) = self.stack.last_mut()
            && ask.key() == Some(key)
        {
            ask.form.restore(&draft.payload);
            cx.tell(Tone::Plain, MessageId("agenda-resumed"));
        } else if let Some(appointment) = Ask::of_key(&draft.subject) {
            self.resuming = Some(draft);
            cx.read("asked", AppointmentFile { appointment }, Msg::Asked);
        }
    }

    fn ask_again(&mut self, row: AppointmentRow, cx: &mut Cx<'_, Self>) {
        let Some(draft) = self.resuming.take() else {
            return;
        };
        if let Some(about) = Ask::about(&draft.subject, row.clone()) {
            self.stack.clear();
            self.day.office = row.office;
            self.go_to(local_day(row.starts_at), row.staff, Some(row.id), cx);
            self.asked = Some(row);
            self.ask(about, cx);
        }
    }

    /// Somebody else was faster with the appointment: it is said what it is now, and the next try begins
    /// from there.
    fn theirs(&mut self, row: &AppointmentRow, cx: &mut Cx<'_, Self>) {
        let when = offer::when(row.starts_at, row.ends_at, cx.env());
        let args = [
            ("by", self.faster.as_str().into()),
            ("when", (&when).into()),
            ("with", row.staff_name.as_str().into()),
        ];
        let id = MessageId("agenda-theirs");
        let said = cx.env().words.with(id, &args).into_owned();
        cx.say(Tone::Warn, said);
        let moving = self.stack.iter_mut().find_map(|sub| match sub {
            Sub::Offer(offer) => Some(&mut offer.wanted),
            _ => None,
        });
        for wanted in moving.into_iter().chain(&mut self.choosing) {
            if let Wanted::Moving(known) = wanted
                && known.id == row.id
            {
                (**known).clone_from(row);
            }
        }
        if let Some(Sub::Ask(ask)) = self.stack.last_mut() {
            ask.renew(row);
        }
        self.read_day(cx);
        self.read_again(cx);
    }

    /// The appointment that is being moved or called off.
    fn in_hand(&self) -> Option<AppointmentId> {
        let moved = |wanted: &Wanted| match wanted {
            Wanted::Moving(row) => Some(row.id),
            Wanted::Booking { .. } => None,
        };
        match self.stack.last() {
            Some(Sub::Offer(offer)) => moved(&offer.wanted),
            Some(Sub::Ask(ask)) => match &ask.about {
                About::Cancel(row) | About::Correct(row, _) => Some(row.id),
                About::Day | About::Service => None,
            },
            Some(Sub::Sheet(sheet)) => Some(sheet.row.id),
            _ => self.choosing.as_ref().and_then(moved),
        }
    }

    /// Whether it was a change of somebody else that met ours; then what it is now is read.
    fn met(&mut self, error: &Error, cx: &mut Cx<'_, Self>) -> bool {
        let Error::Conflict { by, .. } = error else {
            return false;
        };
        let Some(appointment) = self.in_hand() else {
            return false;
        };
        self.faster.clone_from(by);
        cx.read("theirs", AppointmentFile { appointment }, |row| {
            Msg::Theirs(Box::new(row))
        });
        true
    }
}

// What is done to an appointment --------------------------------------------------------------------

impl Agenda {
    fn deed(&mut self, deed: Deed, cx: &mut Cx<'_, Self>) {
        let meant = match deed.step() {
            Some(step) => self.meant_for(step, cx),
            None => self.meant().cloned(),
        };
        let Some(row) = meant else {
            return;
        };
        let appointment = row.id;
        let env = cx.env().clone();
        let who = whole_name(&row, &env);
        let done = |id| env.words.with(id, &[("who", (&who).into())]).into_owned();
        match deed {
            Deed::Arrive => {
                self.done = who;
                cx.act(Arrive { appointment }, Msg::Arrived);
            }
            Deed::Hold => self.step(done(MessageId("agenda-held")), Held { appointment }, cx),
            Deed::Miss => self.step(done(MessageId("agenda-missed")), NoShow { appointment }, cx),
            Deed::Leave => self.step(done(MessageId("agenda-left")), Leave { appointment }, cx),
            Deed::Confirm => {
                let said = done(MessageId("agenda-confirmed"));
                self.step(said, Reconfirm { appointment }, cx);
            }
            Deed::Move => self.move_it(cx),
            Deed::Cancel => self.cancel(cx),
            Deed::CorrectToHeld => self.ask(About::Correct(row, true), cx),
            Deed::CorrectToCancelled => self.ask(About::Correct(row, false), cx),
            Deed::Plan => {
                if let Some((person, plan)) = row.person.zip(row.plan) {
                    cx.go(Link::Plans(person.id, Some(plan)));
                }
            }
            Deed::Record => {
                if let Some(who) = row.person {
                    cx.hand(Some(InHand {
                        id: who.id,
                        name: who.short_name(),
                    }));
                    cx.go(Link::Person(who.id));
                }
            }
        }
    }

    /// Takes a step that needs nothing more, and keeps what is said when it is done.
    fn step<A: Act<Out = ()>>(&mut self, done: String, act: A, cx: &mut Cx<'_, Self>) {
        self.done = done;
        cx.act(act, Msg::Stepped);
    }

    /// Another time for the appointment that is meant: the first free ones of the same colleague.
    fn move_it(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(row) = self.meant_for(AppointmentStep::Move, cx) else {
            return;
        };
        self.stack.clear();
        let offer = Offer::new(Wanted::Moving(Box::new(row)));
        self.stack.push(Sub::Offer(Box::new(offer)));
        self.read_free(cx);
    }

    fn cancel(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(row) = self.meant_for(AppointmentStep::CancelByPerson, cx) else {
            return;
        };
        let words = cx.env().words.clone();
        let who = whole_name(&row, cx.env());
        let time = offer::when(row.starts_at, row.ends_at, cx.env());
        let args = [
            ("who", (&who).into()),
            ("when", (&time).into()),
            ("with", row.staff_name.as_str().into()),
        ];
        let dialog = Dialog::new(words.get(MessageId("cancel-title")))
            .sentence(words.with(MessageId("cancel-which"), &args))
            .answer(words.get(MessageId("cancel-keep")), Msg::Nothing)
            .answer(
                words.get(MessageId("cancel-by-person")),
                Msg::CancelBy(CalledOffBy::Person),
            )
            .answer(
                words.get(MessageId("cancel-by-office")),
                Msg::CancelBy(CalledOffBy::Office),
            );
        self.asked = Some(row);
        cx.ask(dialog);
    }

    fn cancel_by(&mut self, by: CalledOffBy, cx: &mut Cx<'_, Self>) {
        let Some(row) = self.asked.clone() else {
            return;
        };
        match by {
            CalledOffBy::Person => {
                self.asked = None;
                self.call_off(&row, by, None, cx);
            }
            CalledOffBy::Office => self.ask(About::Cancel(row), cx),
        }
    }

    fn call_off(
        &mut self,
        row: &AppointmentRow,
        by: CalledOffBy,
        reason: Option<String>,
        cx: &mut Cx<'_, Self>,
    ) {
        let who = whole_name(row, cx.env());
        let time = offer::when(row.starts_at, row.ends_at, cx.env());
        let args = [("who", (&who).into()), ("when", (&time).into())];
        let done = cx
            .env()
            .words
            .with(MessageId("agenda-cancelled"), &args)
            .into_owned();
        self.done = done;
        let act = Cancel {
            appointment: row.id,
            ver: row.ver,
            by,
            reason,
        };
        cx.act(act, Msg::Cancelled);
    }

    /// It is called off. When the office did it, a new time is looked for at once.
    fn cancelled(&mut self, cx: &mut Cx<'_, Self>) {
        self.drop_asked(cx);
        cx.say(Tone::Good, std::mem::take(&mut self.done));
        self.stack.clear();
        self.read_day(cx);
        let Some(row) = self.asked.take() else { return };
        if let Some(who) = row.person {
            let name = who.short_name();
            let person = InHand { id: who.id, name };
            let booking = Booking {
                person,
                service: Some(row.service),
                action: row.plan_action,
                plan: row.plan,
            };
            self.offer_for(&booking, cx);
        }
    }

    fn ask(&mut self, about: About, cx: &mut Cx<'_, Self>) {
        let ask = Ask::new(about, &self.services, cx.env());
        if let Some(key) = ask.key() {
            cx.find_draft(key, Msg::Draft);
        }
        self.stack.push(Sub::Ask(Box::new(ask)));
    }

    fn ask_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Ask(ask)) = self.stack.last_mut() else {
            return;
        };
        let answer = match event {
            PartEvent::Left(_) => ask.left(&env),
            PartEvent::Submit => ask.answer(&env),
            _ => None,
        };
        match answer {
            Some(Answer::Day(day)) => {
                self.stack.pop();
                self.go_to(day, self.day.whose, None, cx);
            }
            Some(Answer::Service(code)) => {
                self.stack.pop();
                if let Some(Sub::Offer(offer)) = self.stack.last_mut() {
                    offer.for_service(code);
                    self.read_free(cx);
                }
            }
            Some(Answer::Reason(reason)) => self.because(reason, cx),
            None => {}
        }
    }

    /// The question stays open until the act is done, so that a refusal loses nothing.
    fn because(&mut self, reason: String, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Ask(ask)) = self.stack.last() else {
            return;
        };
        match &ask.about {
            About::Cancel(row) => {
                let row = row.clone();
                self.call_off(&row, CalledOffBy::Office, Some(reason), cx);
            }
            About::Correct(row, held) => {
                let who = whole_name(row, cx.env());
                let args = [("who", (&who).into())];
                let id = MessageId("agenda-corrected");
                let act = Correct {
                    appointment: row.id,
                    held: *held,
                    reason,
                };
                self.done = cx.env().words.with(id, &args).into_owned();
                cx.act(act, Msg::Stepped);
            }
            About::Day | About::Service => {}
        }
    }

    fn arrived(&mut self, issued: &Issued, cx: &mut Cx<'_, Self>) {
        let args = [
            ("who", (&self.done).into()),
            ("number", (&issued.number).into()),
        ];
        let id = MessageId("agenda-arrived");
        self.done = cx.env().words.with(id, &args).into_owned();
        self.stepped(cx);
    }

    fn drop_asked(&self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Ask(ask)) = self.stack.last()
            && let Some(key) = ask.key()
        {
            cx.drop_draft(key);
        }
    }

    fn stepped(&mut self, cx: &mut Cx<'_, Self>) {
        cx.say(Tone::Good, std::mem::take(&mut self.done));
        self.drop_asked(cx);
        if let Some(Sub::Ask(_)) = self.stack.last() {
            self.stack.pop();
        }
        self.read_day(cx);
        self.read_again(cx);
    }

    /// Asks again for the appointment that is open.
    fn read_again(&self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Sheet(sheet)) = self.stack.last() {
            let appointment = sheet.row.id;
            cx.read("again", AppointmentFile { appointment }, Msg::Again);
        }
    }

    fn again(&mut self, row: AppointmentRow, env: &Env) {
        if let Some(Sub::Sheet(sheet)) = self.stack.last_mut()
            && sheet.row.id == row.id
        {
            sheet.renew(row, env);
        }
    }
}
