//! The form of a booking, and the pickers of the agenda.

use chrono::{DateTime, Utc};

use crate::clock::local_day;
use crate::domain::ids::AppointmentId;
use crate::panes::service::{FIRST_INTERVIEW, minutes};
use crate::panes::{Cx, DraftKey, Env};
use crate::store::agenda::{AppointmentFile, AppointmentRow, FreeSlot};
use crate::store::search::{FindPeople, PersonHit};
use crate::store::{Draft, Error};
use crate::ui::form::FormEvent;
use crate::ui::part::PartEvent;
use crate::ui::picker::SHOWN;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::ask::{About, Ask};
use super::book::BookForm;
use super::room::Room;
use super::times::sentence;
use super::{Agenda, Msg, Sub, Wanted, ask, offer};

impl Agenda {
    /// A new appointment at the selected free time, or at the next one.
    pub(super) fn open_form(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let room = self.day.room(&env);
        let minutes = minutes(&self.services, FIRST_INTERVIEW);
        let at = self.day.free_from_here().map(|slot| slot.starts_at);
        let at = at.map(|at| room.first_from(at, minutes).unwrap_or(at));
        self.open_form_at(at, room, cx);
    }

    fn open_form_at(&mut self, at: Option<DateTime<Utc>>, room: Room, cx: &mut Cx<'_, Self>) {
        let of = (self.day.on, self.day.whose, self.day.name());
        let book = BookForm::new(of, at, room, &self.services, cx.env());
        let key = book.key();
        self.stack.push(Sub::Book(Box::new(book)));
        cx.find_draft(key, Msg::Draft);
    }

    /// The day has been read: the form that is open is told what it says of its time.
    pub(super) fn tell_room(&mut self, env: &Env) {
        if let Some(Sub::Book(book)) = self.stack.last_mut()
            && (book.day, book.staff) == (self.day.on, self.day.whose)
        {
            book.knows(self.day.room(env), &self.services, env);
        }
    }

    /// A new appointment at the free time whose row was opened, whatever time was typed before.
    pub(super) fn open_form_here(&mut self, cx: &mut Cx<'_, Self>) {
        let at = self.day.free().map(|slot| slot.starts_at);
        let room = self.day.room(cx.env());
        self.open_form_at(at, room, cx);
        if let Some(Sub::Book(book)) = self.stack.last_mut() {
            book.keeps_time = true;
        }
    }

    pub(super) fn book_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Book(book)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Edited(field) => {
                if let Some(words) = book.wanted(field, &env) {
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

    pub(super) fn found(&mut self, hits: &[PersonHit], cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Book(book)) = self.stack.last_mut()
            && let FormEvent::Left(field) = book.found(hits, cx.env())
        {
            book.left(field, &self.services, cx.env());
        }
    }

    /// What was typed before comes back: into the form that is open, or into one that it opens.
    pub(super) fn drafted(&mut self, draft: Option<Draft>, cx: &mut Cx<'_, Self>) {
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
            let of = (day, staff, self.day.name());
            let book = BookForm::new(of, None, Room::default(), &self.services, &env);
            self.stack.push(Sub::Book(Box::new(book)));
        }
        if let Some(Sub::Book(book)) = self.stack.last_mut() {
            book.resume(&draft.payload, &self.services, &env);
            cx.tell(Tone::Plain, MessageId("agenda-resumed"));
        }
    }
}

impl Agenda {
    /// A reason that was half typed comes back: into the question that is open, or into one that opens
    /// when its appointment has been read.
    pub(super) fn resume_ask(&mut self, draft: Draft, cx: &mut Cx<'_, Self>) {
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

    pub(super) fn ask_again(&mut self, row: AppointmentRow, cx: &mut Cx<'_, Self>) {
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
    pub(super) fn theirs(&mut self, row: &AppointmentRow, cx: &mut Cx<'_, Self>) {
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
    pub(super) fn in_hand(&self) -> Option<AppointmentId> {
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
    pub(super) fn met(&mut self, error: &Error, cx: &mut Cx<'_, Self>) -> bool {
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
