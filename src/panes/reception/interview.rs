//! The intake from the first key to the saved record, and where one goes from there.

use crate::domain::ids::{PersonId, TicketId};
use crate::domain::intake::IntakeState;
use crate::domain::queue::TicketState;
use crate::domain::staff::Right;
use crate::panes::{Booking, Card, Cx, DraftKey, InHand, Link};
use crate::store::intakes::SavedIntake;
use crate::store::interview::TakeInCharge;
use crate::store::people::{PersonFile, PersonRecord};
use crate::store::search::{FindPeople, Likely, PersonHit};
use crate::store::{Draft, Error, Result};
use crate::ui::dialog::Dialog;
use crate::ui::part::PartEvent;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::intake::{self, Intake, Ready};
use super::next::{Next, Step};
use super::{Msg, Opening, Reception, Sub, read_board};

impl Reception {
    /// Opens the intake of whoever is at the desk; without a ticket, that of the person in hand or of
    /// somebody new. What was typed of it before comes back.
    pub(super) fn open_intake_of_held(&mut self, cx: &mut Cx<'_, Self>) {
        self.open_intake_with(None, cx);
    }

    /// The same with a card that was just read; else with the one for which the ticket was given.
    pub(super) fn open_intake_with(&mut self, card: Option<&Card>, cx: &mut Cx<'_, Self>) {
        let held = self.held().filter(|row| row.state == TicketState::Serving);
        let ticket = held.map(|row| (row.ticket, row.number.clone()));
        let of_card = card.and_then(|card| card.person.as_ref());
        let code = match (card, held) {
            (Some(card), _) => Some(card.in_full()),
            // The name on the ticket stands beside the code as on a stripe.
            (None, Some(row)) => row.code.as_ref().map(|code| format!("{code} {}", row.who)),
            (None, None) => None,
        };
        let person = match (held, of_card) {
            (_, Some(person)) => Some(person.id),
            (Some(row), None) => row.person,
            (None, None) => cx.env().in_hand.as_ref().map(|person| person.id),
        };
        let key = match (&ticket, person) {
            (Some((ticket, _)), _) => DraftKey::new(intake::FORM, ticket),
            (None, Some(person)) => DraftKey::new(intake::FORM, person),
            (None, None) => DraftKey::new(intake::FORM, ""),
        };
        self.opening = Some(Opening {
            ticket,
            person,
            code,
            draft: None,
        });
        cx.find_draft(key, Msg::Draft);
    }

    /// What was typed before is here, or nothing was; what is on file comes next.
    pub(super) fn drafted(&mut self, draft: Option<Draft>, cx: &mut Cx<'_, Self>) {
        let mut opening = match self.opening.take() {
            Some(opening) => opening,
            // Asked for by a link: the subject says what it is about.
            None => match draft.as_ref().map(|draft| self.opening_of(&draft.subject)) {
                Some(opening) => opening,
                None => {
                    cx.tell(Tone::Warn, MessageId("intake-draft-gone"));
                    return;
                }
            },
        };
        opening.draft = draft.map(|draft| draft.payload);
        match opening.person {
            Some(person) => {
                self.opening = Some(opening);
                cx.read("file", PersonFile { person }, Msg::File);
            }
            None => {
                let intake = Intake::new(opening.ticket.clone(), cx.env());
                self.show_intake(intake, &opening, cx);
            }
        }
    }

    /// What a draft is about: a ticket of today, a person, or somebody new.
    pub(super) fn opening_of(&self, subject: &str) -> Opening {
        let ticket = subject
            .parse()
            .ok()
            .and_then(|ticket: TicketId| self.queue.row(ticket));
        Opening {
            ticket: ticket.map(|row| (row.ticket, row.number.clone())),
            person: match ticket {
                Some(row) => row.person,
                None => subject.parse().ok(),
            },
            code: None,
            draft: None,
        }
    }

    pub(super) fn filed(&mut self, record: PersonRecord, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        if let Some(opening) = self.opening.take() {
            cx.hand(Some(InHand {
                id: record.id,
                name: record.short_name(),
            }));
            let intake = Intake::of(opening.ticket.clone(), record, &env);
            self.show_intake(intake, &opening, cx);
        }
    }

    pub(super) fn show_intake(
        &mut self,
        mut intake: Intake,
        opening: &Opening,
        cx: &mut Cx<'_, Self>,
    ) {
        let env = cx.env().clone();
        let ticket = opening.ticket.as_ref();
        let row = ticket.and_then(|(ticket, _)| self.queue.row(*ticket));
        if let Some(row) = row.filter(|row| row.person.is_none()) {
            intake.said_to_be(&row.who);
        }
        if let Some(draft) = &opening.draft {
            intake.restore(draft, &env);
            cx.tell(Tone::Plain, MessageId("intake-resumed"));
        }
        if let Some(code) = &opening.code
            && let Some(words) = intake.carry(code, &env)
        {
            cx.read("owner", FindPeople { words, limit: 1 }, Msg::Owner);
        }
        self.stack.clear();
        self.stack.push(Sub::Intake(Box::new(intake)));
    }

    pub(super) fn intake_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Intake(intake)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Edited(field) => {
                intake.edited(field, &env);
                if let Some(ask) = intake.likely(&env) {
                    cx.read("likely", ask, Msg::Likely);
                }
            }
            PartEvent::Left(field) => {
                let owner = intake.left(field, &env);
                let likely = intake.likely(&env).filter(|_| owner.is_none());
                if let Some(words) = owner {
                    cx.read("owner", FindPeople { words, limit: 1 }, Msg::Owner);
                }
                if let Some(ask) = likely {
                    cx.read("likely", ask, Msg::Likely);
                }
                if let Some(person) = intake.taken(field) {
                    cx.read("owner-file", PersonFile { person }, Msg::OwnerFile);
                }
            }
            PartEvent::Submit => self.submit_intake(cx),
            _ => {}
        }
    }

    /// Somebody on file has the code that was typed: the record may be used.
    pub(super) fn owned(&mut self, hits: &[PersonHit], cx: &mut Cx<'_, Self>) {
        let Some(Sub::Intake(intake)) = self.stack.last() else {
            return;
        };
        let Some(hit) = hits.first().filter(|_| intake.person().is_none()) else {
            return;
        };
        let words = cx.env().words.clone();
        let name = hit.short_name();
        let dialog =
            Dialog::new(words.with(MessageId("intake-owner-title"), &[("who", (&name).into())]))
                .sentence(words.get(MessageId("intake-owner")))
                .answer(
                    words.get(MessageId("intake-owner-use")),
                    Msg::UseFile(hit.id),
                )
                .answer(words.get(MessageId("intake-owner-apart")), Msg::KeepApart);
        cx.ask(dialog);
    }

    /// Somebody on file may be the same: offered, not asked.
    pub(super) fn likely(&mut self, found: &[Likely], cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Intake(intake)) = self.stack.last_mut() {
            intake.offer_likely(found, cx.env());
        }
    }

    pub(super) fn submit_intake(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Intake(intake)) = self.stack.last_mut() else {
            return;
        };
        match intake.check(&env) {
            Ready::Yes => self.save_intake(cx),
            Ready::Wrong => {}
            Ready::Doubtful => {
                let words = &env.words;
                let dialog = Dialog::new(words.get(MessageId("intake-doubtful-title")))
                    .sentence(words.get(MessageId("intake-doubtful")))
                    .answer(words.get(MessageId("intake-doubtful-mend")), Msg::MendCode)
                    .answer(words.get(MessageId("intake-doubtful-keep")), Msg::KeepCode);
                cx.ask(dialog);
            }
        }
    }

    pub(super) fn save_intake(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Intake(intake)) = self.stack.last() {
            let act = intake.payload(cx.env());
            cx.act(act, Msg::Saved);
        }
    }

    /// Who on file the intake in front is about.
    fn intake_of(&self) -> Option<PersonId> {
        match self.stack.last() {
            Some(Sub::Intake(intake)) => intake.person(),
            _ => None,
        }
    }

    /// Somebody else was faster: what was typed goes over what is on file now. Where that leaves nothing
    /// to tell, it is saved at once.
    pub(super) fn over(&mut self, record: PersonRecord, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Intake(intake)) = self.stack.last_mut() else {
            return;
        };
        **intake = intake.over(record, cx.env());
        if intake.form.clashes().is_empty() {
            self.save_intake(cx);
        }
    }

    pub(super) fn saved(&mut self, done: Result<SavedIntake>, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let saved = match done {
            Ok(saved) => saved,
            Err(Error::Conflict { .. }) if self.intake_of().is_some() => {
                if let Some(person) = self.intake_of() {
                    cx.read("theirs", PersonFile { person }, Msg::Theirs);
                }
                return;
            }
            Err(error) => {
                cx.fail(&error);
                return;
            }
        };
        let serving = self.holds(TicketState::Serving);
        let complete = saved.state == IntakeState::Complete;
        let charge = (complete && env.staff.may(Right::PlansWrite)).then_some(saved.intake);
        if let Some(Sub::Intake(intake)) = self.stack.last() {
            let person = intake.in_hand(saved.person);
            cx.drop_draft(intake.key());
            cx.hand(Some(person.clone()));
            let sentence = env
                .words
                .with(MessageId("intake-saved"), &[("who", (&person.name).into())])
                .into_owned();
            cx.say(Tone::Good, sentence);
            let said = intake.said(&saved, &env);
            self.stack.clear();
            self.stack.push(Sub::Next(Box::new(Next::new(
                person, said, serving, charge,
            ))));
        }
        read_board(cx);
    }

    /// The person was taken in charge.
    pub(super) fn charged(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Next(next)) = self.stack.last_mut() {
            next.charged();
            let words = &cx.env().words;
            let args = [("who", (&next.person.name).into())];
            let said = words.with(MessageId("next-charged"), &args).into_owned();
            cx.say(Tone::Good, said);
        }
    }

    pub(super) fn next_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Next(next)) = self.stack.last() else {
            return;
        };
        let person = next.person.clone();
        let PartEvent::Opened(row) = event else {
            return;
        };
        match next.step(row) {
            Some(Step::Plan) => cx.go(Link::Plans(person.id, None)),
            Some(Step::Appointment) => cx.go(Link::Book(Booking {
                person,
                service: None,
                action: None,
                plan: None,
                with: None,
            })),
            Some(Step::Work) => cx.go(Link::Match(person.id)),
            Some(Step::Charge) => {
                if let Some(intake) = next.intake {
                    cx.act(TakeInCharge { intake }, Msg::Charged);
                }
            }
            Some(Step::Record) => cx.go(Link::Person(person.id)),
            Some(Step::End) => self.open_closing(false, cx),
            Some(Step::Queue) => self.stack.clear(),
            Some(Step::Interview) => cx.go(Link::Interview(person.id)),
            Some(Step::Wishes) => cx.go(Link::Wishes(person.id)),
            None => {}
        }
    }
}
