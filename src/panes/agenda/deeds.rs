//! What is done to an appointment: its steps, and what is said when they are done.

use crate::domain::appointment::{AppointmentStep, CalledOffBy};
use crate::panes::{Booking, Cx, Env, InHand, Link};
use crate::store::Act;
use crate::store::agenda::{
    AppointmentFile, AppointmentRow, Arrive, Cancel, Confirm as Reconfirm, Correct, Held, Leave,
    NoShow,
};
use crate::store::queue::Issued;
use crate::ui::dialog::Dialog;
use crate::ui::part::PartEvent;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::ask::{About, Answer, Ask};
use super::offer::Offer;
use super::sheet::Deed;
use super::{Agenda, Msg, Sub, Wanted, offer, whole_name};

impl Agenda {
    pub(super) fn deed(&mut self, deed: Deed, cx: &mut Cx<'_, Self>) {
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
    pub(super) fn step<A: Act<Out = ()>>(&mut self, done: String, act: A, cx: &mut Cx<'_, Self>) {
        self.done = done;
        cx.act(act, Msg::Stepped);
    }

    /// Another time for the appointment that is meant: the first free ones of the same colleague.
    pub(super) fn move_it(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(row) = self.meant_for(AppointmentStep::Move, cx) else {
            return;
        };
        self.stack.clear();
        let offer = Offer::new(Wanted::Moving(Box::new(row)));
        self.stack.push(Sub::Offer(Box::new(offer)));
        self.read_free(cx);
    }

    pub(super) fn cancel(&mut self, cx: &mut Cx<'_, Self>) {
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

    pub(super) fn cancel_by(&mut self, by: CalledOffBy, cx: &mut Cx<'_, Self>) {
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

    pub(super) fn call_off(
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
    pub(super) fn cancelled(&mut self, cx: &mut Cx<'_, Self>) {
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
                with: None,
            };
            self.offer_for(&booking, cx);
        }
    }

    pub(super) fn ask(&mut self, about: About, cx: &mut Cx<'_, Self>) {
        let ask = Ask::new(about, &self.services, cx.env());
        if let Some(key) = ask.key() {
            cx.find_draft(key, Msg::Draft);
        }
        self.stack.push(Sub::Ask(Box::new(ask)));
    }

    pub(super) fn ask_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
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
    pub(super) fn because(&mut self, reason: String, cx: &mut Cx<'_, Self>) {
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

    pub(super) fn arrived(&mut self, issued: &Issued, cx: &mut Cx<'_, Self>) {
        let args = [
            ("who", (&self.done).into()),
            ("number", (&issued.number).into()),
        ];
        let id = MessageId("agenda-arrived");
        self.done = cx.env().words.with(id, &args).into_owned();
        self.stepped(cx);
    }

    pub(super) fn drop_asked(&self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Ask(ask)) = self.stack.last()
            && let Some(key) = ask.key()
        {
            cx.drop_draft(key);
        }
    }

    pub(super) fn stepped(&mut self, cx: &mut Cx<'_, Self>) {
        cx.say(Tone::Good, std::mem::take(&mut self.done));
        self.drop_asked(cx);
        if let Some(Sub::Ask(_)) = self.stack.last() {
            self.stack.pop();
        }
        self.read_day(cx);
        self.read_again(cx);
    }

    /// Asks again for the appointment that is open.
    pub(super) fn read_again(&self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Sheet(sheet)) = self.stack.last() {
            let appointment = sheet.row.id;
            cx.read("again", AppointmentFile { appointment }, Msg::Again);
        }
    }

    pub(super) fn again(&mut self, row: AppointmentRow, env: &Env) {
        if let Some(Sub::Sheet(sheet)) = self.stack.last_mut()
            && sheet.row.id == row.id
        {
            sheet.renew(row, env);
        }
    }
}
