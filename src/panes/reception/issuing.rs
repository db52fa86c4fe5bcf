//! A new ticket, from the form or from a card; and where the card goes of who is at the desk already.

use crate::domain::ids::PersonId;
use crate::domain::queue::TicketState;
use crate::domain::refusal::Refusal;
use crate::panes::{Card, Cx, Env, InHand};
use crate::store::agenda::{AppointmentRow, AppointmentsOf};
use crate::store::queue::{BoardRow, Issued};
use crate::store::search::{FindPeople, PersonHit};
use crate::store::{Draft, Error, Result};
use crate::ui::form::FormEvent;
use crate::ui::part::PartEvent;
use crate::ui::picker::SHOWN;
use crate::ui::view::Tone;
use crate::ui::words::{Arg, MessageId};

use super::closing;
use super::issue::{self, Issue, Left};
use super::{Msg, Reception, Sub, read_board};

impl Reception {
    /// A card was read. Who is at the desk without a name is its owner; else the owner gets a ticket.
    pub(super) fn card(&mut self, card: &Card, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Issue(issue)) = self.stack.last()
            && issue.is_of(&card.code)
        {
            return;
        }
        let nameless = |row: &&BoardRow| row.state == TicketState::Serving && row.person.is_none();
        let at_queue = matches!(self.stack.last(), None | Some(Sub::Ticket(_)));
        if at_queue && self.held().is_some_and(|row| nameless(&row)) {
            return self.open_intake_with(Some(card), cx);
        }
        let issue = Issue::of_card(card, &self.queue.services, cx.env());
        if let Some(Sub::Issue(_)) = self.stack.last() {
            self.stack.pop();
        }
        self.stack.push(Sub::Issue(Box::new(issue)));
        ask_appointments(card.person.as_ref().map(|person| person.id), cx);
    }

    /// Whose the card is that was read inside the form.
    pub(super) fn carded(&mut self, hits: &[PersonHit], cx: &mut Cx<'_, Self>) {
        if let Some(card) = self.card.take() {
            let person = hits.first().map(|hit| InHand {
                id: hit.id,
                name: hit.short_name(),
            });
            self.card(&Card { person, ..card }, cx);
        }
    }

    /// What follows from a field that was left.
    fn issue_left(&mut self, left: Left, cx: &mut Cx<'_, Self>) {
        match left {
            Left::Nothing => {}
            Left::Person(person) => ask_appointments(Some(person), cx),
            Left::Card(card) => {
                let words = card.code.clone();
                self.card = Some(card);
                cx.read("carded", FindPeople { words, limit: 1 }, Msg::Carded);
            }
        }
    }

    pub(super) fn open_issue(&mut self, cx: &mut Cx<'_, Self>) {
        let issue = Issue::new(&self.queue.services, cx.env());
        self.stack.push(Sub::Issue(Box::new(issue)));
        cx.find_draft(Issue::key(), Msg::Resumed);
    }

    /// What was typed before comes back into the form that is open.
    pub(super) fn resumed(&mut self, draft: Option<Draft>, cx: &mut Cx<'_, Self>) {
        let Some(draft) = draft else { return };
        let person = match self.stack.last_mut() {
            Some(Sub::Issue(issue)) if draft.form == issue::FORM => issue.restore(&draft.payload),
            Some(Sub::Closing(closing)) if draft.form == closing::FORM => {
                closing.restore(&draft.payload);
                None
            }
            _ => return,
        };
        cx.tell(Tone::Plain, MessageId("intake-resumed"));
        ask_appointments(person, cx);
    }

    pub(super) fn issue_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Sub::Issue(issue)) = self.stack.last_mut() else {
            return;
        };
        match event {
            PartEvent::Edited(field) => {
                if let Some(words) = issue.wanted(field, &env) {
                    cx.read(
                        "found",
                        FindPeople {
                            words,
                            limit: SHOWN - 1,
                        },
                        Msg::Found,
                    );
                }
            }
            PartEvent::Left(field) => {
                let left = issue.left(field, &env);
                self.issue_left(left, cx);
            }
            PartEvent::Submit => {
                if let Some(act) = issue.payload(&env) {
                    cx.act(act, Msg::Issued);
                }
            }
            _ => {}
        }
    }

    pub(super) fn found(&mut self, hits: &[PersonHit], cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        if let Some(Sub::Issue(issue)) = self.stack.last_mut()
            && let FormEvent::Left(field) = issue.found(hits, &env)
        {
            let left = issue.left(field, &env);
            self.issue_left(left, cx);
        }
    }

    /// Somebody who is on file may have come for an appointment.
    pub(super) fn due(&mut self, rows: &[AppointmentRow], env: &Env) {
        let service = rows.first().map_or("", |row| row.service.as_str());
        let label = self.queue.service(service, env.lang).to_owned();
        if let Some(Sub::Issue(issue)) = self.stack.last_mut() {
            issue.due(rows, &label, env);
        }
    }

    pub(super) fn issued(&mut self, done: Result<Issued>, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        match done {
            Ok(issued) => {
                if let Some(Sub::Issue(_)) = self.stack.last() {
                    self.stack.pop();
                    cx.drop_draft(Issue::key());
                }
                let wait = self.queue.wait(issued.ahead, self.me, &env.words);
                let args: [(&str, Arg<'_>); 3] = [
                    ("number", (&issued.number).into()),
                    ("n", issued.ahead.into()),
                    ("wait", (&wait).into()),
                ];
                let sentence = env.words.with(MessageId("issue-done"), &args).into_owned();
                cx.say(Tone::Good, sentence);
                read_board(cx);
            }
            Err(Error::Refused {
                rule: Refusal::OfficeClosed,
                ..
            }) => {
                if let Some(Sub::Issue(issue)) = self.stack.last_mut() {
                    issue.ask_reason(&env);
                }
            }
            Err(error) => cx.fail(&error),
        }
    }
}

fn ask_appointments(person: Option<PersonId>, cx: &mut Cx<'_, Reception>) {
    if let Some(person) = person {
        let from = Some(cx.env().today());
        let asked = AppointmentsOf {
            person,
            from,
            limit: 1,
        };
        cx.read("due", asked, Msg::Due);
    }
}
