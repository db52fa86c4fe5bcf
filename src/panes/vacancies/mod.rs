//! Vacancies: the search, one vacancy with its applications, the match in both directions, the form.
//!
//! The search is always underneath; what is opened lies on it, and closing goes back one level. What an
//! act changed is asked again for every level that shows it.

mod acts;
mod answer;
mod application;
mod commands;
mod company;
mod consent;
mod edit;
mod forward;
mod levels;
mod one;
mod pairing;
mod put_forward;
mod ranked;
mod reading;
mod saving;
mod say;
mod search;
mod step;
mod stepping;
mod why;
mod work;

use crate::domain::ids::{ApplicationId, CompanyId, PersonId, VacancyId};
use crate::domain::staff::Right;
use crate::panes::{Cx, DraftKey, Env, Link, Pane, PaneCommand};
use crate::store::applications::ApplicationRow;
use crate::store::companies::CompanyRow;
use crate::store::matches::{Matches, PersonMatch, VacancyMatch};
use crate::store::people::PersonRecord;
use crate::store::vacancies::{VacancyFields, VacancyPage, VacancyView};
use crate::store::{Changes, Draft, Result};
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::View;
use crate::ui::words::MessageId;

use answer::Question;
use application::Application;
use company::Firm;
use consent::Asked;
use edit::Edit;
use one::One;
use pairing::Pairing;
use put_forward::PutForward;
use ranked::{ForPerson, ForVacancy};
use reading::read_level;
use search::Search;
use step::{Told, Which};
use why::{Pair, Why};
use work::{Again, Work};

/// The vacancies of one session.
pub struct Vacancies {
    search: Search,
    /// What lies on the search, the topmost last.
    stack: Vec<Level>,
    /// The step that was sent and has not been answered: what to say of it.
    doing: Option<String>,
    /// What to do as soon as a new vacancy is on file.
    adding: Option<VacancyFields>,
    /// The vacancy whose form opens as soon as it has been read.
    resuming: Option<(VacancyId, Option<Which>)>,
    /// A step met a change of somebody else, and the person has been told.
    refused: bool,
    /// The new vacancy whose people are shown as soon as it has been read.
    people_next: Option<VacancyId>,
    /// Whose application is to be opened once those of a vacancy have been read.
    application_next: Option<(VacancyId, PersonId)>,
    /// The form that is to be opened on it then.
    work_next: Option<Again>,
    /// The form about a pair that is to be opened when its matches have come.
    pairing: Option<Pairing>,
    /// The employer whose form is to be opened when it has been read.
    resuming_firm: Option<CompanyId>,
}

/// What lies on the search.
enum Level {
    One(Box<One>),
    Application(Box<Application>),
    ForPerson(Box<ForPerson>),
    PutForward(Box<PutForward>),
    ForVacancy(Box<ForVacancy>),
    Why(Box<Why>),
    Consent(Box<Asked>),
    Question(Box<Question>),
    Edit(Box<Edit>),
    Step(Box<Told>),
    Firm(Box<Firm>),
    Work(Box<Work>),
}

/// What answers and dialogs bring back.
#[derive(Debug)]
pub enum Msg {
    /// What a search found.
    Found(Result<VacancyPage>),
    /// A vacancy.
    File(Result<VacancyView>),
    /// The vacancy that somebody else changed meanwhile.
    Theirs(Result<VacancyView>),
    /// The applications of a vacancy.
    Applied(Result<Vec<ApplicationRow>>),
    /// The applications of a person.
    PutForward(Result<Vec<ApplicationRow>>),
    /// Vacancies for the person.
    ForPerson(Result<Matches<VacancyMatch>>),
    /// People for the vacancy.
    ForVacancy(Result<Matches<PersonMatch>>),
    /// Companies of a name.
    Companies(Result<Vec<CompanyRow>>),
    /// A company is on file.
    CompanyAdded(Result<CompanyId>),
    /// A vacancy is on file.
    Added(Result<VacancyId>),
    /// A new vacancy is published.
    PublishedNew(Result<()>),
    /// A vacancy was changed.
    Changed(Result<()>),
    /// A step of a vacancy or an application was taken.
    Stepped(Result<()>),
    /// A proposal is on file.
    Proposed(Result<ApplicationId>),
    /// A consent is on file.
    Agreed(Result<()>),
    /// A person, of whom a match asks something.
    Person(Result<PersonRecord>),
    /// The name of a person whom a link named.
    Name(Result<PersonRecord>),
    /// An answer is on file.
    Answered(Result<()>),
    /// An employer.
    Firm(Result<CompanyRow>),
    /// What is on file of an employer was changed.
    FirmChanged(Result<()>),
    /// A draft that may have been left.
    Draft(Option<Draft>),
    /// The vacancy is to be filled.
    Fill,
    /// The words that the law does not allow are to be replaced.
    Neutralise,
    /// The vacancy is to be saved, not published.
    KeepDraft,
    /// Nothing is to be done.
    Nothing,
}

impl Pane for Vacancies {
    type Msg = Msg;
    const NAME: &'static str = "vacancies";
    const TITLE: MessageId = MessageId("vacancies-title");
    const RIGHT: Right = Right::VacanciesRead;
    const COMMANDS: &'static [PaneCommand<Self>] = commands::TABLE;

    fn open(cx: &mut Cx<'_, Self>) -> Self {
        let search = Search::new(cx.env());
        let pane = Self {
            search,
            stack: Vec::new(),
            doing: None,
            adding: None,
            resuming: None,
            refused: false,
            people_next: None,
            application_next: None,
            work_next: None,
            pairing: None,
            resuming_firm: None,
        };
        pane.read_search(cx);
        pane
    }

    fn update(&mut self, msg: Msg, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        match msg {
            Msg::Found(Ok(page)) => self.search.found(page),
            Msg::File(Ok(file)) => self.filed(file, cx),
            Msg::Theirs(Ok(file)) => self.over(file, cx),
            Msg::Applied(Ok(rows)) => self.applied(rows, cx),
            Msg::PutForward(Ok(rows)) => self.put_forward_to(rows),
            Msg::ForPerson(Ok(found)) => self.matched(found, cx),
            Msg::ForVacancy(Ok(found)) => self.people_found(found),
            Msg::Companies(Ok(rows)) => self.companies(&rows, cx),
            Msg::CompanyAdded(done) => self.company_added(done, cx),
            Msg::Added(done) => self.added(done, cx),
            Msg::PublishedNew(done) => self.published_new(done, cx),
            Msg::Changed(done) => self.changed_one(done, cx),
            Msg::Stepped(done) => self.stepped(done, cx),
            Msg::Proposed(done) => self.proposed(done, cx),
            Msg::Agreed(done) => self.agreed(done, cx),
            Msg::Person(Ok(record)) => self.person_filed(&record, cx),
            Msg::Name(Ok(record)) => self.named(&record),
            Msg::Answered(done) => self.answered(done, cx),
            Msg::Firm(Ok(row)) => self.firm_read(row, cx),
            Msg::FirmChanged(done) => self.firm_changed(done, cx),
            Msg::Draft(draft) => self.resume_draft(draft, cx),
            Msg::Fill => self.fill_now(cx),
            Msg::Neutralise => {
                if let Some(Level::Edit(edit)) = self.stack.last_mut() {
                    edit.neutralise(&env);
                }
            }
            Msg::KeepDraft => {
                if let Some(Level::Edit(edit)) = self.stack.last_mut() {
                    edit.keep_draft();
                }
                self.save(cx);
            }
            Msg::Nothing => {}
            Msg::Found(Err(error))
            | Msg::File(Err(error))
            | Msg::Theirs(Err(error))
            | Msg::Applied(Err(error))
            | Msg::PutForward(Err(error))
            | Msg::ForPerson(Err(error))
            | Msg::ForVacancy(Err(error))
            | Msg::Companies(Err(error))
            | Msg::Firm(Err(error))
            | Msg::Person(Err(error))
            | Msg::Name(Err(error)) => cx.fail(&error),
        }
    }

    fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        match self.stack.last() {
            None => self.search.view(env),
            Some(Level::One(one)) => one.view(env),
            Some(Level::Application(application)) => application.view(env),
            Some(Level::ForPerson(list)) => list.view(env),
            Some(Level::PutForward(list)) => list.view(env),
            Some(Level::ForVacancy(list)) => list.view(env),
            Some(Level::Why(why)) => why.view(env),
            Some(Level::Consent(asked)) => asked.view(env),
            Some(Level::Question(question)) => question.view(env),
            Some(Level::Edit(edit)) => edit.view(env),
            Some(Level::Step(told)) => told.view(env),
            Some(Level::Firm(firm)) => firm.view(env),
            Some(Level::Work(work)) => work.view(env),
        }
    }

    fn part(&mut self) -> Option<&mut dyn Part> {
        match self.stack.last_mut() {
            None => Some(self.search.part()),
            Some(Level::One(one)) if one.reading => None,
            Some(Level::One(one)) => Some(&mut one.list),
            Some(Level::Application(application)) => Some(match &mut application.asking {
                Some((_, answers)) => answers,
                None => &mut application.list,
            }),
            Some(Level::ForPerson(list)) => Some(&mut list.list),
            Some(Level::PutForward(list)) => Some(&mut list.list),
            Some(Level::ForVacancy(list)) => Some(&mut list.list),
            Some(Level::Why(why)) => Some(&mut why.list),
            Some(Level::Consent(asked)) => Some(asked.part()),
            Some(Level::Question(question)) => Some(&mut question.form),
            Some(Level::Edit(edit)) => Some(&mut edit.form),
            Some(Level::Step(told)) => Some(&mut told.form),
            Some(Level::Firm(firm)) => Some(firm.part()),
            Some(Level::Work(work)) => Some(&mut work.form),
        }
    }

    fn parted(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        match event {
            PartEvent::Opened(row) => self.opened(row, cx),
            PartEvent::Edited(field) => self.edited(field, cx),
            PartEvent::Left(field) => self.left(field, cx),
            PartEvent::Submit => self.submit(cx),
            PartEvent::Closed => {
                self.back(cx);
            }
            PartEvent::More => self.more(cx),
            PartEvent::Ignored | PartEvent::Taken | PartEvent::Across(_) => {}
        }
    }

    fn back(&mut self, cx: &mut Cx<'_, Self>) -> bool {
        match self.stack.last_mut() {
            Some(Level::One(one)) if one.reading => one.reading = false,
            Some(Level::Application(application)) if application.asking.is_some() => {
                application.asking = None;
            }
            Some(Level::Firm(firm)) if firm.form.is_some() => firm.form = None,
            Some(_) => {
                self.stack.pop();
                self.refresh(cx);
            }
            None if self.search.is_asking() => self.search.show_results(),
            None => return false,
        }
        true
    }

    fn draft(&self) -> Option<(DraftKey, &Form)> {
        match self.stack.last() {
            Some(Level::Edit(edit)) => Some((edit.key(), &edit.form)),
            Some(Level::Step(told)) => Some((told.key(), &told.form)),
            Some(Level::Question(question)) => Some((question.key(), &question.form)),
            Some(Level::Consent(asked)) => asked.draft(),
            Some(Level::Firm(firm)) => firm.draft(),
            Some(Level::Work(work)) => Some((work.key(), &work.form)),
            _ => None,
        }
    }

    fn follow(&mut self, link: &Link, cx: &mut Cx<'_, Self>) -> bool {
        match link {
            Link::Vacancy(vacancy) => {
                self.stack.clear();
                self.open_one(*vacancy, cx);
            }
            Link::Match(person) => self.open_match(*person, cx),
            Link::Applications(person) => self.open_put_forward(*person, cx),
            Link::Application(vacancy, person) => {
                self.stack.clear();
                self.open_application_of(*vacancy, *person, cx);
            }
            Link::Draft(key)
                if matches!(&*key.form, edit::FORM | company::FORM)
                    || Told::named(&key.form).is_some()
                    || Pairing::of(key).is_some()
                    || work::of(key).is_some() =>
            {
                self.open_draft(key, cx);
            }
            _ => return false,
        }
        true
    }

    fn in_hand_changed(&mut self, cx: &mut Cx<'_, Self>) {
        // Work for somebody who is no longer in hand would be taken for that of the new one.
        let hand = cx.env().in_hand.as_ref().map(|person| person.id);
        let of_other = self.stack.iter().position(|level| match level {
            Level::ForPerson(list) => Some(list.of.id) != hand,
            Level::PutForward(list) => Some(list.of.id) != hand,
            _ => false,
        });
        if let Some(at) = of_other {
            self.stack.truncate(at);
        }
    }

    fn rest(&mut self) {
        self.search.rest();
        for level in &mut self.stack {
            match level {
                Level::ForPerson(list) => list.rest(),
                Level::ForVacancy(list) => list.rest(),
                Level::PutForward(list) => list.rest(),
                _ => {}
            }
        }
    }

    fn changed(&mut self, what: &Changes, cx: &mut Cx<'_, Self>) {
        if self.stack.is_empty() && what.touches_any(&["vacancy", "company"]) {
            self.read_search(cx);
        }
        let offers = what.touches_any(&["vacancy", "requirement", "application", "follow_up"]);
        for level in &self.stack {
            let stale = match level {
                Level::One(_) => offers || what.touches_any(&["company", "privacy_act"]),
                // A match compares thousands: it is asked again only for what it shows.
                Level::ForPerson(list) => offers || what.touches_row("person", list.of.id),
                Level::PutForward(_) => what.touches_any(&[
                    "application",
                    "vacancy",
                    "company",
                    "privacy_act",
                    "follow_up",
                ]),
                Level::ForVacancy(list) => {
                    what.touches_row("vacancy", list.of.id) || what.touches("application")
                }
                Level::Firm(firm) => {
                    firm.form.is_none() && what.touches_row("company", firm.row.id)
                }
                _ => false,
            };
            if stale {
                read_level(level, cx);
            }
        }
    }
}

// What the commands ask -------------------------------------------------------------------------------

impl Vacancies {
    fn at_results(&self) -> bool {
        self.stack.is_empty() && !self.search.is_asking()
    }

    fn one(&self) -> Option<&One> {
        match self.stack.last() {
            Some(Level::One(one)) if !one.reading && one.file.is_some() => Some(one),
            _ => None,
        }
    }

    fn at_one(&self) -> bool {
        self.one().is_some()
    }

    /// The pair of the row in focus.
    fn pair(&self) -> Option<Pair> {
        match self.stack.last()? {
            Level::ForPerson(list) => list.pair(list.list.selected()),
            Level::ForVacancy(list) => list.pair(list.list.selected()),
            Level::Why(why) => Some(why.pair.clone()),
            _ => None,
        }
    }

    fn has_pair(&self) -> bool {
        match self.stack.last() {
            Some(Level::ForPerson(list)) => !list.list.is_empty(),
            Some(Level::ForVacancy(list)) => !list.list.is_empty(),
            Some(Level::Why(_)) => true,
            _ => false,
        }
    }

    /// Whether one answer would change the matches in front.
    fn has_question(&self) -> bool {
        matches!(self.stack.last(), Some(Level::ForPerson(list)) if list.first_question().is_some())
    }
}
