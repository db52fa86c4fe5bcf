//! The steps of a vacancy: publish, pause, fill, withdraw, reopen.

use crate::domain::ids::VacancyId;
use crate::panes::Cx;
use crate::store::vacancies::{Fill, Pause, Publish, Reopen, Resume, Withdraw};
use crate::store::{Error, Result};
use crate::ui::dialog::Dialog;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::step::{Told, Which};
use super::{Level, Msg, Vacancies, say};

impl Vacancies {
    pub(super) fn told(&mut self, id: MessageId, cx: &Cx<'_, Self>) -> Option<(VacancyId, i64)> {
        let open = self.one()?;
        let step = (open.id, open.ver()?);
        let said = cx
            .env()
            .words
            .with(id, &[("title", open.title().into())])
            .into_owned();
        self.doing = Some(said);
        Some(step)
    }

    pub(super) fn publish(&mut self, cx: &mut Cx<'_, Self>) {
        let blocked = self.one().and_then(|open| open.faults.first().cloned());
        if let Some(fault) = blocked {
            return cx.say(Tone::Bad, fault);
        }
        if let Some((vacancy, ver)) = self.told(MessageId("vacancy-done-published"), cx) {
            cx.act(Publish { vacancy, ver }, Msg::Stepped);
        }
    }

    pub(super) fn pause(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some((vacancy, ver)) = self.told(MessageId("vacancy-done-paused"), cx) {
            cx.act(Pause { vacancy, ver }, Msg::Stepped);
        }
    }

    pub(super) fn resume(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some((vacancy, ver)) = self.told(MessageId("vacancy-done-resumed"), cx) {
            cx.act(Resume { vacancy, ver }, Msg::Stepped);
        }
    }

    /// Asks before the other applications end with it.
    pub(super) fn fill(&mut self, cx: &mut Cx<'_, Self>) {
        let words = cx.env().words.clone();
        let title = self
            .one()
            .map_or(String::new(), |open| open.title().to_owned());
        let asked = words.with(MessageId("vacancy-fill-ask"), &[("title", title.into())]);
        cx.ask(
            Dialog::new(asked)
                .sentence(words.get(MessageId("vacancy-fill-ends")))
                .answer(words.get(MessageId("vacancy-fill-no")), Msg::Nothing)
                .answer(words.get(MessageId("vacancy-fill-yes")), Msg::Fill),
        );
    }

    pub(super) fn fill_now(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some((vacancy, ver)) = self.told(MessageId("vacancy-done-filled"), cx) {
            cx.act(Fill { vacancy, ver }, Msg::Stepped);
        }
    }

    /// Opens the form of a step that needs to be told something.
    pub(super) fn tell(&mut self, which: Which, cx: &mut Cx<'_, Self>) {
        let Some(open) = self.one() else { return };
        let Some(ver) = open.ver() else { return };
        let told = Told::new(which, open.id, ver, open.title(), cx.env());
        cx.find_draft(told.key(), Msg::Draft);
        self.stack.push(Level::Step(Box::new(told)));
    }

    pub(super) fn step_told(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Level::Step(told)) = self.stack.last_mut() else {
            return;
        };
        if told.busy || !told.check(&env) {
            told.form.go_to_error();
            return;
        }
        told.busy = true;
        let (vacancy, ver) = (told.vacancy, told.ver);
        match (told.which, told.deadline(&env)) {
            (Which::Withdraw, _) => {
                self.doing = Some(say::say(&env, MessageId("vacancy-done-withdrawn")));
                cx.act(
                    Withdraw {
                        vacancy,
                        ver,
                        reason: told.reason(),
                    },
                    Msg::Stepped,
                );
            }
            (Which::Reopen, Some(deadline_on)) => {
                self.doing = Some(say::say(&env, MessageId("vacancy-done-reopened")));
                cx.act(
                    Reopen {
                        vacancy,
                        ver,
                        deadline_on,
                    },
                    Msg::Stepped,
                );
            }
            (Which::Reopen, None) => told.busy = false,
        }
    }

    pub(super) fn stepped(&mut self, done: Result<()>, cx: &mut Cx<'_, Self>) {
        let doing = self.doing.take();
        match (done, self.stack.last_mut()) {
            (Ok(()), Some(Level::Step(told))) => {
                cx.drop_draft(told.key());
                self.stack.pop();
            }
            (Ok(()), Some(Level::Work(work))) => {
                cx.drop_draft(work.key());
                self.stack.pop();
            }
            (Ok(()), Some(Level::Application(open))) => open.asking = None,
            (Ok(()), _) => {}
            (Err(error), top) => {
                match top {
                    Some(Level::Step(told)) => {
                        told.busy = false;
                        self.refused = matches!(error, Error::Conflict { .. });
                    }
                    Some(Level::Work(work)) => work.busy = false,
                    _ => {}
                }
                cx.fail(&error);
                return self.refresh(cx);
            }
        }
        if let Some(said) = doing {
            cx.say(Tone::Good, said);
        }
        self.refresh(cx);
    }
}
