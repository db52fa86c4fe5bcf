//! What happens when rows are opened, fields left and forms saved: the acts of the vacancies, and what is
//! said when they are done.

use crate::domain::matching::Side;
use crate::domain::placement::FollowUpResult;
use crate::domain::staff::Right;
use crate::domain::vacancy::ApplicationState;
use crate::panes::{Cx, Link, Pane as _};
use crate::store::Error;
use crate::store::applications::{Advance, Send};
use crate::store::companies::{CompaniesByName, CompanyRow};
use crate::store::people::PersonFile;
use crate::store::placements::RecordFollowUp;
use crate::ui::form::FormEvent;
use crate::ui::part::PartEvent;
use crate::ui::picker::SHOWN;
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::answer::{Question as AskedOf, Saves};
use super::application::{Answer, Application, Question, Step, said_of};
use super::consent::{Answer as Agrees, Asked};
use super::work::Again;
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
            Some(Level::PutForward(list)) => {
                if let Some((vacancy, person)) = list.pair(row) {
                    self.open_application_of(vacancy, person, cx);
                }
            }
            Some(Level::Why(_)) => self.opened_of_why(row, cx),
            Some(Level::Consent(_)) => self.opened_of_consent(row, cx),
            Some(Level::Firm(_)) => self.change_firm(cx),
            Some(Level::Question(_) | Level::Edit(_) | Level::Step(_) | Level::Work(_)) => {}
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
            Some(one::Line::Company) => self.open_firm(),
            None => {}
        }
    }

    fn opened_of_application(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let Some(Level::Application(open)) = self.stack.last_mut() else {
            return;
        };
        if open.asking.is_some() {
            match open.answer(row) {
                Some(Answer::Ends(to, reason)) => {
                    let act = Advance {
                        application: open.row.id,
                        ver: open.row.ver,
                        to,
                        reason: Some(reason),
                    };
                    self.advance(act, cx);
                }
                Some(Answer::Heard(FollowUpResult::Ended)) => {
                    open.asking = None;
                    self.open_work(Again::Ended, cx);
                }
                Some(Answer::Heard(result)) => self.hear(result, cx),
                None => {}
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
                self.doing = Some(said_of(ApplicationState::Sent, &name, &cx.env().words));
                cx.act(act, Msg::Stepped);
            }
            Some(Step::To(to)) if to.needs_reason() => open.ask(Question::Why(to)),
            Some(Step::Hire) => self.open_work(Again::Hire, cx),
            Some(Step::Hear) => open.ask(Question::Heard),
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
            self.doing = Some(said_of(
                act.to,
                &open.row.person.short_name(),
                &cx.env().words,
            ));
            cx.act(act, Msg::Stepped);
        }
    }

    /// What was heard of the work, where it goes on or nobody answers.
    fn hear(&mut self, result: FollowUpResult, cx: &mut Cx<'_, Self>) {
        let said = say::say(cx.env(), MessageId("work-heard"));
        if let Some(Level::Application(open)) = self.stack.last()
            && let Some(asked) = open.to_be_heard()
        {
            self.doing = Some(said);
            let act = RecordFollowUp {
                follow_up: asked.id,
                ver: asked.ver,
                result,
                ended: None,
            };
            cx.act(act, Msg::Stepped);
        }
    }

    fn opened_of_why(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let Some(Level::Why(open)) = self.stack.last() else {
            return;
        };
        let env = cx.env().clone();
        let pair = &open.pair;
        let question = match open.line(row) {
            Some(why::Line::Propose) => return self.propose(cx),
            Some(why::Line::Application) => return self.open_application(cx),
            Some(why::Line::Vacancy) => return self.open_offer(cx),
            Some(why::Line::Person) => return cx.go(Link::Person(pair.person.id)),
            Some(why::Line::Rule(rule)) => match AskedOf::of_rule(rule, pair, &env) {
                Some(question) => question,
                None => {
                    let id = MessageId("why-ask-on-record");
                    return cx.tell_naming(Tone::Plain, id, Self::NAME, "propose");
                }
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
                    Some(Side::Person) => match AskedOf::of_line(line, pair, &env) {
                        Some(question) => question,
                        // Work that somebody has done is written in the interview.
                        None => return cx.go(Link::Interview(pair.person.id)),
                    },
                }
            }
            None => return,
        };
        self.ask_person(question, cx);
    }

    /// Asks what would change most of the matches in front.
    pub(super) fn ask_first(&mut self, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        if let Some(Level::ForPerson(list)) = self.stack.last()
            && let Some(asked) = list.first_question()
            && let Some(pair) = list.pair(list.list.selected())
            && let Some(question) = AskedOf::of_fact(asked.about, &pair, &env)
        {
            self.ask_person(question, cx);
        }
    }

    fn ask_person(&mut self, question: AskedOf, cx: &mut Cx<'_, Self>) {
        if !cx.env().staff.may(Right::PeopleWrite) {
            return cx.fail(&Error::Denied(Right::PeopleWrite));
        }
        cx.read(
            "person",
            PersonFile {
                person: question.person.id,
            },
            Msg::Person,
        );
        cx.find_draft(question.key(), Msg::Draft);
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
            Some(Agrees::No) => {
                if let Some(key) = asked.key() {
                    cx.drop_draft(key);
                }
                self.stack.pop();
                cx.tell(Tone::Plain, MessageId("consent-nothing-done"));
            }
            Some(answer) => {
                asked.then_agree = answer == Agrees::Agrees;
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
            Some(Level::Firm(_)) => self.firm_edited(field, cx),
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
            Some(Level::Work(work)) => work.left(field, &env),
            Some(Level::Firm(_)) => self.firm_left(field, &env),
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
                    Saves::Facts(change) => cx.act(*change, Msg::Answered),
                    Saves::Paper(seen) => {
                        cx.act(seen, |done| Msg::Answered(done.map(drop)));
                    }
                }
            }
            Some(Level::Consent(asked)) => {
                asked.excepted(&env);
            }
            Some(Level::Step(_)) => self.step_told(cx),
            Some(Level::Work(_)) => self.save_work(cx),
            Some(Level::Firm(_)) => self.save_firm(cx),
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
