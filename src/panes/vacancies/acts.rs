//! What happens when rows are opened, fields left and forms saved: the acts of the vacancies, and what is
//! said when they are done.

use crate::domain::ids::{ApplicationId, CompanyId, VacancyId};
use crate::domain::matching::Side;
use crate::domain::staff::Right;
use crate::domain::vacancy::{ApplicationState, VacancyStep};
use crate::panes::{Cx, Link};
use crate::store::applications::{Advance, Send};
use crate::store::companies::{AddCompany, CompaniesByName, CompanyRow};
use crate::store::people::{PersonFile, PersonRecord};
use crate::store::vacancies::{
    AddVacancy, ChangeVacancy, Fill, Pause, Publish, Reopen, Resume, VacancyFile, VacancyView,
    Withdraw,
};
use crate::store::{Before, Error, Result};
use crate::ui::dialog::Dialog;
use crate::ui::form::FormEvent;
use crate::ui::part::PartEvent;
use crate::ui::picker::SHOWN;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::answer::{Question, Saves};
use super::application::{Application, Step};
use super::consent::{Answer, Asked};
use super::edit::{self, Chosen};
use super::step::{Told, Which};
use super::{Level, Msg, Vacancies, one, say, why};

// Rows and fields -------------------------------------------------------------------------------------

impl Vacancies {
    pub(super) fn opened(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        match self.stack.last() {
            None => {
                if let Some(vacancy) = self.search.row(row).map(|found| found.id) {
                    self.open_one(vacancy, cx);
                }
            }
            Some(Level::One(_)) => self.opened_of_one(row, cx),
            Some(Level::Application(_)) => self.opened_of_application(row, cx),
            Some(Level::ForPerson(_) | Level::ForVacancy(_)) => self.open_why(row),
            Some(Level::Why(_)) => self.opened_of_why(row, cx),
            Some(Level::Consent(_)) => self.opened_of_consent(row, cx),
            Some(Level::Question(_) | Level::Edit(_) | Level::Step(_)) => {}
        }
    }

    fn opened_of_one(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let Some(Level::One(open)) = self.stack.last_mut() else {
            return;
        };
        match open.line(row) {
            Some(one::Line::Application(id)) => {
                if let Some(application) = open.application(id).cloned() {
                    self.stack
                        .push(Level::Application(Box::new(Application::new(application))));
                }
            }
            Some(one::Line::People) if cx.env().staff.may(Right::Propose) => self.open_people(cx),
            Some(one::Line::People) => cx.fail(&Error::Denied(Right::Propose)),
            Some(one::Line::Text) => open.reading = true,
            None => {}
        }
    }

    fn opened_of_application(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let Some(Level::Application(open)) = self.stack.last_mut() else {
            return;
        };
        if open.ending.is_some() {
            if let Some((to, reason)) = open.reason(row) {
                let act = Advance {
                    application: open.row.id,
                    ver: open.row.ver,
                    to,
                    reason: Some(reason),
                };
                self.advance(act, cx);
            }
            return;
        }
        match open.step(row) {
            Some(Step::Consent) => {
                let asked = Asked::for_application(&open.row);
                self.stack.push(Level::Consent(Box::new(asked)));
            }
            Some(Step::Send) => {
                let act = Send {
                    application: open.row.id,
                    ver: open.row.ver,
                };
                let name = open.row.person.short_name();
                self.doing = Some(said_of(ApplicationState::Sent, &name, cx));
                cx.act(act, Msg::Stepped);
            }
            Some(Step::To(to)) if to.needs_reason() => open.end(to),
            Some(Step::To(to)) => {
                let act = Advance {
                    application: open.row.id,
                    ver: open.row.ver,
                    to,
                    reason: None,
                };
                self.advance(act, cx);
            }
            Some(Step::Person) => cx.go(Link::Person(open.row.person.id)),
            None => {}
        }
    }

    fn advance(&mut self, act: Advance, cx: &mut Cx<'_, Self>) {
        if let Some(Level::Application(open)) = self.stack.last() {
            self.doing = Some(said_of(act.to, &open.row.person.short_name(), cx));
            cx.act(act, Msg::Stepped);
        }
    }

    fn opened_of_why(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let Some(Level::Why(open)) = self.stack.last() else {
            return;
        };
        let env = cx.env().clone();
        let person = &open.pair.person;
        let question = match open.line(row) {
            Some(why::Line::Propose) => return self.propose(cx),
            Some(why::Line::Vacancy) => return self.open_offer(cx),
            Some(why::Line::Person) => return cx.go(Link::Person(person.id)),
            Some(why::Line::Rule(rule)) => match Question::of_rule(rule, person, &env) {
                Some(question) => question,
                None => return cx.tell(Tone::Plain, MessageId("why-ask-on-record")),
            },
            Some(why::Line::Criterion(index)) => {
                let Some(line) = open.criterion(index) else {
                    return;
                };
                match line.ask {
                    None => {
                        // Said in full: the column may have cut it.
                        let said = format!(
                            "{}: {}.",
                            say::criterion(line, &env.words),
                            say::finding(line, &env)
                        );
                        return cx.say(Tone::Plain, said);
                    }
                    Some(Side::Company) => {
                        return cx.tell(Tone::Plain, MessageId("why-company-answers"));
                    }
                    Some(Side::Person) => match Question::of_line(line, person, &env) {
                        Some(question) => question,
                        None => return cx.tell(Tone::Plain, MessageId("why-ask-aloud")),
                    },
                }
            }
            None => return,
        };
        if !env.staff.may(Right::PeopleWrite) {
            return cx.fail(&Error::Denied(Right::PeopleWrite));
        }
        cx.read(
            "person",
            PersonFile {
                person: question.person.id,
            },
            Msg::Person,
        );
        self.stack.push(Level::Question(Box::new(question)));
    }

    fn opened_of_consent(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let Some(Level::Consent(asked)) = self.stack.last_mut() else {
            return;
        };
        if asked.busy {
            return;
        }
        match asked.answer(row) {
            Some(Answer::No) => {
                self.stack.pop();
                cx.tell(Tone::Plain, MessageId("consent-nothing-done"));
            }
            Some(answer) => {
                asked.then_agree = answer == Answer::Agrees;
                asked.busy = true;
                if let Some(consent) = asked.consent(cx.env()) {
                    cx.act(consent, Msg::Agreed);
                } else if let Some(proposal) = asked.proposal() {
                    cx.act(proposal, Msg::Proposed);
                }
            }
            None => {}
        }
    }

    pub(super) fn edited(&mut self, field: usize, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        match self.stack.last_mut() {
            None => {
                if self.search.edited(field, &env) {
                    self.read_search(cx);
                }
            }
            Some(Level::Edit(edit)) => {
                if let Some(words) = edit.edited(field, &env) {
                    cx.read(
                        "companies",
                        CompaniesByName {
                            words,
                            limit: SHOWN,
                        },
                        Msg::Companies,
                    );
                }
            }
            Some(Level::Question(question)) => question.edited(field, &env),
            Some(_) => {}
        }
    }

    pub(super) fn left(&mut self, field: usize, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        match self.stack.last_mut() {
            None => {
                self.search.left(field, &env);
                self.read_search(cx);
            }
            Some(Level::Edit(edit)) => edit.left(field, &env),
            Some(Level::Question(question)) => question.left(field, &env),
            Some(Level::Consent(asked)) => asked.left(),
            Some(Level::Step(told)) => {
                told.check(&env);
            }
            Some(_) => {}
        }
    }

    pub(super) fn submit(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        match self.stack.last_mut() {
            None => self.search.show_results(),
            Some(Level::Edit(_)) => self.save(cx),
            Some(Level::Question(question)) => {
                if question.busy {
                    return;
                }
                let Some(save) = question.save(&env) else {
                    return;
                };
                question.busy = true;
                match save {
                    Saves::Facts(change) => cx.act(change, Msg::Answered),
                    Saves::Paper(seen) => {
                        cx.act(seen, |done| Msg::Answered(done.map(drop)));
                    }
                }
            }
            Some(Level::Consent(asked)) => {
                asked.excepted(&env);
            }
            Some(Level::Step(_)) => self.step_told(cx),
            Some(_) => {}
        }
    }

    pub(super) fn companies(&mut self, rows: &[CompanyRow], cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Level::Edit(edit)) = self.stack.last_mut() else {
            return;
        };
        // Enter was pressed before the companies came: the field was left by that key.
        if let FormEvent::Left(field) = edit.companies(rows, &env) {
            self.parted_late(PartEvent::Left(field), cx);
        }
    }

    fn parted_late(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        if let PartEvent::Left(field) = event {
            self.left(field, cx);
        }
    }
}

/// What is said when an application has become this: `ROSSI Maria: inviata.`
fn said_of(to: ApplicationState, name: &str, cx: &Cx<'_, Vacancies>) -> String {
    let words = &cx.env().words;
    words
        .with(
            MessageId("application-done"),
            &[
                ("name", name.into()),
                ("state", say::word(words, to).into()),
            ],
        )
        .into_owned()
}

// Putting forward -------------------------------------------------------------------------------------

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
        self.stack
            .push(Level::Consent(Box::new(Asked::for_pair(&pair))));
    }

    pub(super) fn proposed(&mut self, done: Result<ApplicationId>, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let Some(Level::Consent(asked)) = self.stack.last_mut() else {
            return;
        };
        match done {
            Ok(application) => {
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

    fn put_forward(&mut self, id: MessageId, cx: &mut Cx<'_, Self>) {
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
                if matches!(self.stack.last(), Some(Level::Question(_))) {
                    self.stack.pop();
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

// Steps of a vacancy ----------------------------------------------------------------------------------

impl Vacancies {
    fn told(&mut self, id: MessageId, cx: &Cx<'_, Self>) -> Option<(VacancyId, i64)> {
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

    fn step_told(&mut self, cx: &mut Cx<'_, Self>) {
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
            (Ok(()), Some(Level::Application(open))) => open.ending = None,
            (Ok(()), _) => {}
            (Err(error), top) => {
                if let Some(Level::Step(told)) = top {
                    told.busy = false;
                    self.refused = matches!(error, Error::Conflict { .. });
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

// The form --------------------------------------------------------------------------------------------

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
    fn ask_neutral(cx: &mut Cx<'_, Self>) {
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
