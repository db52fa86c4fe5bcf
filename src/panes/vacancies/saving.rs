//! The form of a vacancy: saving it, its company, what the advert must not say.

use crate::domain::ids::{CompanyId, VacancyId};
use crate::domain::vacancy::VacancyStep;
use crate::panes::Cx;
use crate::store::companies::AddCompany;
use crate::store::vacancies::{AddVacancy, ChangeVacancy, Publish, VacancyFile, VacancyView};
use crate::store::{Before, Error, Result};
use crate::ui::dialog::Dialog;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::edit::Chosen;
use super::{Level, Msg, Vacancies, edit};

impl Vacancies {
    pub(super) fn save(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Level::Edit(edit)) = self.stack.last_mut() else {
            return;
        };
        if edit.busy {
            return;
        }
        let Some(fields) = edit.ready(&env) else {
            if edit.publishes() && edit.is_blocked(&env) {
                Self::ask_neutral(cx);
            }
            return;
        };
        if let Some(file) = &edit.known {
            let company = match edit.company() {
                Some(Chosen::Known(company)) => Some(company),
                _ => None,
            };
            let act = ChangeVacancy {
                vacancy: file.row.id,
                ver: file.row.ver,
                fields,
                asked: Before::Seen(Some(file.fields.requirements.clone())),
                company,
            };
            edit.busy = true;
            return cx.act(act, Msg::Changed);
        }
        match edit.company() {
            Some(Chosen::Known(company)) => {
                edit.busy = true;
                cx.act(AddVacancy { company, fields }, Msg::Added);
            }
            Some(Chosen::New(name)) => {
                edit.busy = true;
                self.adding = Some(fields);
                cx.act(
                    AddCompany {
                        fields: edit::company_named(&name),
                    },
                    Msg::CompanyAdded,
                );
            }
            None => {}
        }
    }

    /// The words that the law does not allow: to be mended by hand, replaced, or kept in a draft.
    pub(super) fn ask_neutral(cx: &mut Cx<'_, Self>) {
        let words = cx.env().words.clone();
        cx.ask(
            Dialog::new(words.get(MessageId("vacancy-advert-title")))
                .sentence(words.get(MessageId("vacancy-advert-why")))
                .answer(words.get(MessageId("vacancy-advert-mend")), Msg::Nothing)
                .answer(
                    words.get(MessageId("vacancy-advert-replace")),
                    Msg::Neutralise,
                )
                .answer(words.get(MessageId("vacancy-advert-draft")), Msg::KeepDraft),
        );
    }

    pub(super) fn company_added(&mut self, done: Result<CompanyId>, cx: &mut Cx<'_, Self>) {
        let fields = self.adding.take();
        let Some(Level::Edit(edit)) = self.stack.last_mut() else {
            return;
        };
        match (done, fields) {
            (Ok(company), Some(fields)) => {
                edit.company_added(company);
                cx.act(AddVacancy { company, fields }, Msg::Added);
            }
            (Ok(_), None) => edit.busy = false,
            (Err(error), _) => {
                edit.busy = false;
                cx.fail(&error);
            }
        }
    }

    pub(super) fn added(&mut self, done: Result<VacancyId>, cx: &mut Cx<'_, Self>) {
        let Some(Level::Edit(edit)) = self.stack.last_mut() else {
            return;
        };
        edit.busy = false;
        let vacancy = match done {
            Ok(vacancy) => vacancy,
            Err(error) => return cx.fail(&error),
        };
        let publishes = edit.publishes();
        cx.drop_draft(edit.key());
        self.stack.pop();
        self.people_next = Some(vacancy);
        if publishes {
            cx.act(Publish { vacancy, ver: 1 }, Msg::PublishedNew);
        } else {
            cx.tell(Tone::Good, MessageId("vacancy-saved-draft"));
            self.open_one(vacancy, cx);
        }
    }

    /// The people for it at once, whether it could be published or not.
    pub(super) fn published_new(&mut self, done: Result<()>, cx: &mut Cx<'_, Self>) {
        match done {
            Ok(()) => cx.tell(Tone::Good, MessageId("vacancy-saved-published")),
            Err(error) => cx.fail(&error),
        }
        if let Some(vacancy) = self.people_next {
            self.open_one(vacancy, cx);
        }
    }

    pub(super) fn changed_one(&mut self, done: Result<()>, cx: &mut Cx<'_, Self>) {
        let Some(Level::Edit(edit)) = self.stack.last_mut() else {
            return;
        };
        edit.busy = false;
        match done {
            Ok(()) => {
                cx.drop_draft(edit.key());
                self.stack.pop();
                cx.tell(Tone::Good, MessageId("vacancy-saved"));
                self.refresh(cx);
            }
            Err(Error::Conflict { .. }) => {
                if let Some(file) = &edit.known {
                    let vacancy = file.row.id;
                    cx.read("theirs", VacancyFile { vacancy }, Msg::Theirs);
                }
            }
            Err(error) => cx.fail(&error),
        }
    }

    /// Somebody else was faster: what was typed goes over what is on file now. Where that leaves nothing
    /// to tell, it is saved at once.
    pub(super) fn over(&mut self, file: VacancyView, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Level::Edit(edit)) = self.stack.last_mut() else {
            return;
        };
        **edit = edit.over(file, &env);
        if edit.form.clashes().is_empty() {
            self.save(cx);
        }
    }

    /// Whether the state of the vacancy in front allows a step.
    pub(super) fn allows(&self, step: VacancyStep) -> bool {
        self.one().is_some_and(|open| open.allows(step))
    }
}
