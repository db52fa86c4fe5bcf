//! The end of a contact.

use crate::domain::feedback::{Customer, Score};
use crate::domain::ids::TicketId;
use crate::domain::queue::TicketState;
use crate::panes::{Cx, DraftKey, InHand, Link, person};
use crate::store::feedback::{GiveFeedback, Named};
use crate::store::queue::Finish;
use crate::ui::dialog::Dialog;
use crate::ui::part::PartEvent;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::closing::{self, Closing};
use super::{Msg, Reception, Sub, read_board};
use crate::panes::Pane as _;

impl Reception {
    pub(super) fn open_closing(&mut self, then_call: bool, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(row) = self.held().filter(|row| row.state == TicketState::Serving) else {
            let id = MessageId("closing-nobody");
            return cx.tell_naming(Tone::Warn, id, Self::NAME, "queue.call");
        };
        let service = self.queue.service(&row.service, env.lang);
        let closing = Closing::new(row, service, then_call, &env);
        self.stack.clear();
        self.stack.push(Sub::Closing(Box::new(closing)));
    }

    pub(super) fn closing_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Closing(closing)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Opened(row) => match closing.outcome(row) {
                Some(act) => cx.act(act, Msg::Finished),
                None => self.write_closing(cx),
            },
            PartEvent::Left(field) => closing.left(field, &env),
            PartEvent::Submit => {
                if let Some(act) = closing.payload(&env) {
                    let act: Finish = act;
                    cx.act(act, Msg::Finished);
                }
            }
            PartEvent::Closed => {
                self.stack.pop();
            }
            _ => {}
        }
    }

    /// Opens the long way to end a contact; what was typed of it before comes back.
    pub(super) fn write_closing(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Closing(closing)) = self.stack.last_mut() {
            closing.write(&self.queue.services, cx.env());
            if let Some((key, _)) = closing.draft() {
                cx.find_draft(key, Msg::Resumed);
            }
        }
    }

    pub(super) fn finished(&mut self, minutes: i64, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Closing(closing)) = self.stack.last() else {
            return;
        };
        cx.drop_draft(DraftKey::new(closing::FORM, closing.ticket));
        let (number, then_call) = (closing.number.clone(), closing.then_call);
        let opinion = Opinion {
            ticket: closing.ticket,
            person: closing.person.clone(),
            then_call,
        };
        self.stack.clear();
        self.queue.list.select(0);
        let length = env
            .words
            .duration(u32::try_from(minutes).unwrap_or_default());
        let args = [("number", (&number).into()), ("length", (&length).into())];
        let sentence = env
            .words
            .with(MessageId("closing-done"), &args)
            .into_owned();
        cx.say(Tone::Good, sentence);
        cx.hand(None);
        if then_call {
            self.call(cx);
        } else {
            read_board(cx);
        }
        if env.rules.ask_satisfaction {
            ask_opinion(opinion, false, cx);
        }
    }
}

/// A complaint is written down: of who was at the desk.
pub(super) fn complain(person: Option<InHand>, cx: &mut Cx<'_, Reception>) {
    cx.hand(person);
    cx.go(Link::Complaint);
}

/// Whose opinion of which contact is asked.
#[derive(Debug, Clone)]
pub struct Opinion {
    ticket: TicketId,
    person: Option<InHand>,
    /// Whether the next one was called at once: then the question stands in nobody's way.
    then_call: bool,
}

/// Asks how content somebody is: one key from 1 to 5, pressed by the person or said aloud. Anonymous unless they
/// want to be known. The focus is on the answer that leaves it.
pub(super) fn ask_opinion(of: Opinion, named: bool, cx: &mut Cx<'_, Reception>) {
    let words = cx.env().words.clone();
    let say = |id| words.get(id).into_owned();
    let sentence = match &of.person {
        Some(person) if named => {
            let args = [("who", person.name.as_str().into())];
            words.with(MessageId("opinion-named"), &args).into_owned()
        }
        _ => say(MessageId("opinion-anonymous")),
    };
    let mut dialog = Dialog::new(say(MessageId("opinion-title"))).sentence(sentence);
    if of.then_call {
        let key = cx.env().call(Reception::NAME, "queue.serve");
        let on = words.with(MessageId("opinion-go-on"), &[("key", key.into())]);
        dialog = dialog.sentence(on).passing();
    }
    for score in Score::ALL {
        let label = person::sentence_case(&person::word(&words, *score));
        let give = GiveFeedback {
            customer: Customer::Person,
            score: *score,
            named: named.then_some(Named {
                ticket: of.ticket,
                words: None,
            }),
        };
        dialog = dialog.answer(label, Msg::Score(give));
    }
    let skip = Score::ALL.len();
    dialog = dialog.answer(say(MessageId("opinion-skip")), Msg::Unsaid);
    if of.person.is_some() && !named {
        dialog = dialog.answer(
            say(MessageId("opinion-with-name")),
            Msg::AskNamed(of.clone()),
        );
    }
    let complaint = Msg::Complain(of.person);
    dialog = dialog.answer(say(MessageId("opinion-complaint")), complaint);
    cx.ask(dialog.beginning_at(skip));
}
