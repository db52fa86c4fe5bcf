//! Free times for a person: asked for, chosen, booked or moved to.

use crate::domain::ids::AppointmentId;
use crate::domain::refusal::Refusal;
use crate::panes::person::time;
use crate::panes::service::FIRST_INTERVIEW;
use crate::panes::{Booking, Cx, Env, Link};
use crate::store::Error;
use crate::store::agenda::{AppointmentFile, AppointmentsOf, FreeSlot, Move};
use crate::store::people::{PersonFile, PersonRecord};
use crate::ui::part::PartEvent;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::ask::{About, Ask};
use super::confirm::Confirm;
use super::offer::{Offer, Row};
use super::sheet::Sheet;
use super::{Agenda, Msg, STANDING, Sub, Wanted, day};

impl Agenda {
    /// The first free times for somebody, with who follows the person first.
    pub(super) fn offer_for(&mut self, booking: &Booking, cx: &mut Cx<'_, Self>) {
        let person = booking.person.id;
        let service = booking.service.as_deref().unwrap_or(FIRST_INTERVIEW);
        self.stack.clear();
        self.choosing = None;
        let offer = Offer::new(Wanted::Booking {
            person: booking.person.clone(),
            service: service.to_owned(),
            action: booking.action,
            plan: booking.plan,
            with: booking.with,
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

    pub(super) fn with_referent(&mut self, record: Option<PersonRecord>, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Offer(offer)) = self.stack.last_mut() {
            let facts = record.map(|record| record.facts).unwrap_or_default();
            offer.with_referent(facts.referent, &facts.comes);
            self.read_free(cx);
        }
    }

    pub(super) fn read_free(&self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Offer(offer)) = self.stack.last()
            && offer.is_ready()
        {
            let query = offer.query(&self.services, cx.env());
            cx.read("free", query, Msg::Free);
        }
    }

    pub(super) fn offered(&mut self, slots: Vec<FreeSlot>, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Offer(offer)) = self.stack.last_mut()
            && offer.take(slots)
        {
            self.read_free(cx);
        }
    }

    pub(super) fn offer_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
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
    pub(super) fn choose(&mut self, wanted: Wanted, slot: FreeSlot, cx: &mut Cx<'_, Self>) {
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

    pub(super) fn confirm_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
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
    pub(super) fn booked(&mut self, appointment: AppointmentId, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Book(book)) = self.stack.last() {
            let key = book.key();
            cx.drop_draft(key);
        }
        let plan = match self.stack.last() {
            Some(Sub::Confirm(confirm)) => confirm.wanted.plan(),
            _ => self.choosing.as_ref().and_then(Wanted::plan),
        };
        self.stack.clear();
        self.choosing = None;
        if let Some((person, plan)) = plan {
            cx.go(Link::Plans(person, Some(plan)));
        }
        cx.say(Tone::Good, std::mem::take(&mut self.done));
        cx.read("linked", AppointmentFile { appointment }, Msg::Linked);
    }

    /// The store said no to a time: what is typed stays, the next free time is proposed.
    pub(super) fn refused(&mut self, error: &Error, cx: &mut Cx<'_, Self>) {
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
                    book.taken(&why, &self.services, &env);
                }
                Some(Refusal::SlotOutsideHours) => {
                    book.ask_reason(env.words.get(MessageId("book-outside")));
                }
                Some(Refusal::PersonBooked) => book.ask_reason(why),
                _ => {}
            },
            Some(Sub::Offer(_)) => self.read_free(cx),
            _ => {}
        }
        self.read_day(cx);
    }
}

/// `ROSSI Maria, lunedì 23 novembre alle 10:00 con Anna Brambilla: ...`.
pub(super) fn sentence(id: MessageId, who: &str, slot: &FreeSlot, env: &Env) -> String {
    let day = day::day_in_words(slot.starts_at, env);
    let time = time(slot.starts_at, &env.words);
    let args = [
        ("who", who.into()),
        ("day", (&day).into()),
        ("time", (&time).into()),
        ("with", slot.staff_name.as_str().into()),
    ];
    env.words.with(id, &args).into_owned()
}
