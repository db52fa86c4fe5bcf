//! Putting somebody forward: the consent, and the answers to what a match asks.

use crate::domain::ids::ApplicationId;
use crate::domain::matching::GateRule;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::panes::Cx;
use crate::store::people::{PersonFile, PersonRecord};
use crate::store::{Error, Result};
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::consent::Asked;
use super::{Level, Msg, Vacancies, say};

impl Vacancies {
    /// Asks for the consent of the pair in focus.
    pub(super) fn propose(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(pair) = self.pair() else { return };
        if !cx.env().staff.may(Right::Propose) {
            return cx.fail(&Error::Denied(Right::Propose));
        }
        if let Some(state) = pair.applied {
            let words = &cx.env().words;
            let said = words.with(
                MessageId("consent-already"),
                &[
                    ("name", (&pair.person.name).into()),
                    ("state", say::word(words, state).into()),
                ],
            );
            let said = said.into_owned();
            return cx.say(Tone::Warn, said);
        }
        // No reason is an exception to what the person said.
        if pair.refused().contains(&GateRule::OwnExclusion) {
            return cx.fail(&Error::Refused {
                rule: Refusal::PersonObjects,
                detail: String::new(),
            });
        }
        let asked = Asked::for_pair(&pair);
        if let Some((key, _)) = asked.draft() {
            cx.find_draft(key, Msg::Draft);
        }
        self.stack.push(Level::Consent(Box::new(asked)));
    }

    pub(super) fn proposed(&mut self, done: Result<ApplicationId>, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Level::Consent(asked)) = self.stack.last_mut() else {
            return;
        };
        match done {
            Ok(application) => {
                if let Some(key) = asked.key() {
                    cx.drop_draft(key);
                }
                asked.proposed(application);
                match asked.consent(&env).filter(|_| asked.then_agree) {
                    Some(consent) => cx.act(consent, Msg::Agreed),
                    None => self.put_forward(MessageId("consent-done-later"), cx),
                }
            }
            Err(error) => {
                asked.busy = false;
                cx.fail(&error);
            }
        }
    }

    pub(super) fn agreed(&mut self, done: Result<()>, cx: &mut Cx<'_, Self>) {
        match done {
            Ok(()) => self.put_forward(MessageId("consent-done"), cx),
            Err(error) => {
                if let Some(Level::Consent(asked)) = self.stack.last_mut() {
                    asked.busy = false;
                }
                cx.fail(&error);
            }
        }
    }

    pub(super) fn put_forward(&mut self, id: MessageId, cx: &mut Cx<'_, Self>) {
        if let Some(Level::Consent(asked)) = self.stack.pop() {
            let said = cx
                .env()
                .words
                .with(id, &[("name", (&asked.name).into())])
                .into_owned();
            cx.say(Tone::Good, said);
        }
        self.refresh(cx);
    }

    pub(super) fn answered(&mut self, done: Result<()>, cx: &mut Cx<'_, Self>) {
        match done {
            Ok(()) => {
                if let Some(Level::Question(question)) = self.stack.last() {
                    cx.drop_draft(question.key());
                    self.stack.pop();
                }
                if let Some(Level::ForPerson(list)) = self.stack.last_mut() {
                    list.anew = true;
                }
                cx.tell(Tone::Good, MessageId("answer-done"));
                self.refresh(cx);
            }
            Err(error) => {
                if let Some(Level::Question(question)) = self.stack.last_mut() {
                    question.busy = false;
                    // Somebody else changed the record: the answer goes over what it is now.
                    if matches!(error, Error::Conflict { .. }) {
                        question.again = true;
                        let person = question.person.id;
                        return cx.read("person", PersonFile { person }, Msg::Person);
                    }
                }
                cx.fail(&error);
            }
        }
    }

    /// What is on file of the person has come; an answer that met a change is given again, unless
    /// there is something to choose.
    pub(super) fn person_filed(&mut self, record: &PersonRecord, cx: &mut Cx<'_, Self>) {
        let Some(Level::Question(question)) = self.stack.last_mut() else {
            return;
        };
        question.filed(record);
        if std::mem::take(&mut question.again) && question.form.clashes().is_empty() {
            self.submit(cx);
        }
    }
}
