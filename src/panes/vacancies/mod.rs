//! Vacancies: the search, one vacancy with its applications, the match in both directions, the form.
//!
//! The search is always underneath; what is opened lies on it, and closing goes back one level. What an
//! act changed is asked again for every level that shows it.

mod acts;
mod answer;
mod application;
mod commands;
mod consent;
mod edit;
mod one;
mod ranked;
mod say;
mod search;
mod step;
mod why;

use crate::domain::ids::{ApplicationId, CompanyId, PersonId, VacancyId};
use crate::domain::staff::Right;
use crate::panes::{Cx, DraftKey, Env, InHand, Link, Pane, PaneCommand};
use crate::store::applications::{ApplicationRow, Applications, ApplicationsOf};
use crate::store::companies::CompanyRow;
use crate::store::matches::{Matches, MatchesFor, PeopleFor, PersonMatch, VacancyMatch};
use crate::store::people::{PersonFile, PersonRecord};
use crate::store::vacancies::{VacancyFields, VacancyFile, VacancyPage, VacancyView};
use crate::store::{Changes, Draft, Result};
use crate::ui::form::Form;
use crate::ui::part::{Part, PartEvent};
use crate::ui::view::{Tone, View};
use crate::ui::words::MessageId;

use answer::Question;
use application::Application;
use consent::Asked;
use edit::Edit;
use one::One;
use ranked::{ForPerson, ForVacancy};
use search::Search;
use step::{Told, Which};
use why::{Offer, Pair, Why};

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
}

/// What lies on the search.
enum Level {
    One(Box<One>),
    Application(Box<Application>),
    ForPerson(Box<ForPerson>),
    ForVacancy(Box<ForVacancy>),
    Why(Box<Why>),
    Consent(Box<Asked>),
    Question(Box<Question>),
    Edit(Box<Edit>),
    Step(Box<Told>),
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
            Msg::Applied(Ok(rows)) => self.applied(rows),
            Msg::ForPerson(Ok(found)) => self.matched(found),
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
            | Msg::ForPerson(Err(error))
            | Msg::ForVacancy(Err(error))
            | Msg::Companies(Err(error))
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
            Some(Level::ForVacancy(list)) => list.view(env),
            Some(Level::Why(why)) => why.view(env),
            Some(Level::Consent(asked)) => asked.view(env),
            Some(Level::Question(question)) => question.view(env),
            Some(Level::Edit(edit)) => edit.view(env),
            Some(Level::Step(told)) => told.view(env),
        }
    }

    fn part(&mut self) -> Option<&mut dyn Part> {
        match self.stack.last_mut() {
            None => Some(self.search.part()),
            Some(Level::One(one)) if one.reading => None,
            Some(Level::One(one)) => Some(&mut one.list),
            Some(Level::Application(application)) => Some(match &mut application.ending {
                Some((_, reasons)) => reasons,
                None => &mut application.list,
            }),
            Some(Level::ForPerson(list)) => Some(&mut list.list),
            Some(Level::ForVacancy(list)) => Some(&mut list.list),
            Some(Level::Why(why)) => Some(&mut why.list),
            Some(Level::Consent(asked)) => Some(asked.part()),
            Some(Level::Question(question)) => Some(&mut question.form),
            Some(Level::Edit(edit)) => Some(&mut edit.form),
            Some(Level::Step(told)) => Some(&mut told.form),
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
            Some(Level::Application(application)) if application.ending.is_some() => {
                application.ending = None;
            }
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
            Link::Draft(key) if key.form == edit::FORM || Told::named(&key.form).is_some() => {
                self.open_draft(key, cx);
            }
            _ => return false,
        }
        true
    }

    fn in_hand_changed(&mut self, cx: &mut Cx<'_, Self>) {
        // Work for somebody who is no longer in hand would be taken for that of the new one.
        let hand = cx.env().in_hand.as_ref().map(|person| person.id);
        let of_other = self
            .stack
            .iter()
            .position(|level| matches!(level, Level::ForPerson(list) if Some(list.of.id) != hand));
        if let Some(at) = of_other {
            self.stack.truncate(at);
        }
    }

    fn changed(&mut self, what: &Changes, cx: &mut Cx<'_, Self>) {
        if self.stack.is_empty() && what.touches_any(&["vacancy", "company"]) {
            self.read_search(cx);
        }
        let offers = what.touches_any(&["vacancy", "requirement", "application"]);
        for level in &self.stack {
            let stale = match level {
                Level::One(_) => offers || what.touches_any(&["company", "privacy_act"]),
                // A match compares thousands: it is asked again only for what it shows.
                Level::ForPerson(list) => offers || what.touches_row("person", list.of.id),
                Level::ForVacancy(list) => {
                    what.touches_row("vacancy", list.of.id) || what.touches("application")
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
}

// Opening ---------------------------------------------------------------------------------------------

impl Vacancies {
    fn ask(&mut self) {
        self.search.ask();
    }

    fn ask_conditions(&mut self) {
        self.search.ask_conditions();
    }

    fn open_one(&mut self, vacancy: VacancyId, cx: &mut Cx<'_, Self>) {
        self.stack.push(Level::One(Box::new(One::new(vacancy))));
        read_one(vacancy, cx);
    }

    fn open_match(&mut self, person: PersonId, cx: &mut Cx<'_, Self>) {
        let hand = cx.env().in_hand.clone().filter(|hand| hand.id == person);
        if hand.is_none() {
            cx.read("name", PersonFile { person }, Msg::Name);
        }
        let who = hand.unwrap_or(InHand {
            id: person,
            name: String::new(),
        });
        self.stack.clear();
        self.search.show_results();
        self.stack
            .push(Level::ForPerson(Box::new(ForPerson::new(who))));
        self.refresh(cx);
    }

    /// A link named a person who is not in hand.
    fn named(&mut self, record: &PersonRecord) {
        for level in &mut self.stack {
            if let Level::ForPerson(list) = level
                && list.of.id == record.id
            {
                list.of.name = record.short_name();
            }
        }
    }

    fn open_people(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(offer) = self
            .one()
            .and_then(|one| one.file.as_ref())
            .map(|file| Offer::of(&file.row))
        else {
            return;
        };
        self.people_of(offer, cx);
    }

    fn people_of(&mut self, offer: Offer, cx: &mut Cx<'_, Self>) {
        self.stack
            .push(Level::ForVacancy(Box::new(ForVacancy::new(offer))));
        self.read_top(cx);
    }

    fn open_offer(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(pair) = self.pair() {
            self.open_one(pair.offer.id, cx);
        }
    }

    fn open_why(&mut self, row: usize) {
        let pair = match self.stack.last() {
            Some(Level::ForPerson(list)) => list.pair(row),
            Some(Level::ForVacancy(list)) => list.pair(row),
            _ => None,
        };
        if let Some(pair) = pair {
            self.stack.push(Level::Why(Box::new(Why::new(pair))));
        }
    }

    fn open_new(&mut self, cx: &mut Cx<'_, Self>) {
        let edit = Edit::new(cx.env());
        cx.find_draft(edit.key(), Msg::Draft);
        self.stack.push(Level::Edit(Box::new(edit)));
    }

    fn open_edit(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(file) = self.one().and_then(|one| one.file.as_deref().cloned()) else {
            return;
        };
        let edit = Edit::known(file, cx.env());
        cx.find_draft(edit.key(), Msg::Draft);
        self.stack.push(Level::Edit(Box::new(edit)));
    }

    fn open_draft(&mut self, key: &DraftKey, cx: &mut Cx<'_, Self>) {
        if matches!(self.stack.last(), Some(Level::Edit(edit)) if edit.key() == *key) {
            return;
        }
        self.stack.clear();
        match key.subject.parse::<VacancyId>() {
            // The form opens when the vacancy has been read.
            Ok(vacancy) => {
                self.resuming = Some((vacancy, Told::named(&key.form)));
                self.open_one(vacancy, cx);
            }
            Err(_) => self.open_new(cx),
        }
    }

    fn resume_draft(&mut self, draft: Option<Draft>, cx: &mut Cx<'_, Self>) {
        let Some(draft) = draft else { return };
        if let Some(Level::Edit(edit)) = self.stack.last_mut()
            && edit.key() == DraftKey::new(&*draft.form, &draft.subject)
        {
            edit.restore(&draft.payload, cx.env());
            cx.tell(Tone::Plain, MessageId("vacancy-draft-resumed"));
        } else if let Some(Level::Step(told)) = self.stack.last_mut()
            && told.key() == DraftKey::new(&*draft.form, &draft.subject)
        {
            told.form.restore(&draft.payload);
            cx.tell(Tone::Plain, MessageId("vacancy-draft-resumed"));
        }
    }
}

// Asking ----------------------------------------------------------------------------------------------

impl Vacancies {
    fn read_search(&self, cx: &mut Cx<'_, Self>) {
        let query = self.search.query(cx.env());
        cx.read("search", query, Msg::Found);
    }

    /// Asks again what every level shows.
    fn refresh(&self, cx: &mut Cx<'_, Self>) {
        if self.stack.is_empty() {
            self.read_search(cx);
        }
        for level in &self.stack {
            read_level(level, cx);
        }
    }

    fn read_top(&self, cx: &mut Cx<'_, Self>) {
        if let Some(level) = self.stack.last() {
            read_level(level, cx);
        }
    }

    fn more(&mut self, cx: &mut Cx<'_, Self>) {
        match self.stack.last_mut() {
            None => {
                self.search.ask_more();
                self.read_search(cx);
            }
            Some(Level::ForPerson(list)) => list.ask_more(),
            Some(Level::ForVacancy(list)) => list.ask_more(),
            Some(_) => {}
        }
        self.read_top(cx);
    }
}

fn read_one(vacancy: VacancyId, cx: &mut Cx<'_, Vacancies>) {
    cx.read("file", VacancyFile { vacancy }, Msg::File);
    cx.read(
        "applications",
        Applications {
            of: ApplicationsOf::Vacancy(vacancy),
        },
        Msg::Applied,
    );
}

fn read_level(level: &Level, cx: &mut Cx<'_, Vacancies>) {
    let reference = cx.env().reference.clone();
    match level {
        Level::One(one) => read_one(one.id, cx),
        Level::ForPerson(list) => {
            let asked = MatchesFor {
                person: list.of.id,
                limit: list.limit,
                reference,
            };
            cx.read("for-person", asked, Msg::ForPerson);
        }
        Level::ForVacancy(list) => {
            let asked = PeopleFor {
                vacancy: list.of.id,
                limit: list.limit,
                reference,
            };
            cx.read("for-vacancy", asked, Msg::ForVacancy);
        }
        _ => {}
    }
}

// Answers ---------------------------------------------------------------------------------------------

impl Vacancies {
    fn filed(&mut self, file: VacancyView, cx: &mut Cx<'_, Self>) {
        let id = file.row.id;
        let ver = self.refused.then_some(file.row.ver);
        self.refused = false;
        let open = self.stack.iter_mut().rev().find_map(|level| match level {
            Level::One(one) if one.id == id => Some(one),
            _ => None,
        });
        if let Some(one) = open {
            one.filed(file, cx.env());
        }
        // A step that was refused because somebody was faster is taken from what is on file now.
        if let (Some(Level::Step(told)), Some(ver)) = (self.stack.last_mut(), ver)
            && told.vacancy == id
        {
            told.ver = ver;
        }
        if let Some((vacancy, step)) = self.resuming
            && vacancy == id
            && self.at_one()
        {
            self.resuming = None;
            match step {
                Some(step) => self.tell(step, cx),
                None => self.open_edit(cx),
            }
        }
        if self.people_next == Some(id) && self.at_one() {
            self.people_next = None;
            self.open_people(cx);
        }
    }

    fn applied(&mut self, rows: Vec<ApplicationRow>) {
        let open = self.stack.iter_mut().rev().find_map(|level| match level {
            Level::One(one) => Some(one),
            _ => None,
        });
        let Some(one) = open else { return };
        one.applied(rows);
        let again = match self.stack.last() {
            Some(Level::Application(application)) => Some(application.row.id),
            _ => None,
        };
        let Some(id) = again else { return };
        let row = self.stack.iter().rev().find_map(|level| match level {
            Level::One(one) => one.application(id).cloned(),
            _ => None,
        });
        if let (Some(row), Some(Level::Application(application))) = (row, self.stack.last_mut())
            && application.row.ver != row.ver
        {
            **application = Application::new(row);
        }
    }

    fn matched(&mut self, found: Matches<VacancyMatch>) {
        let list = self.stack.iter_mut().find_map(|level| match level {
            Level::ForPerson(list) => Some(list),
            _ => None,
        });
        if let Some(list) = list {
            list.take(found);
        }
        self.renew_why();
    }

    fn people_found(&mut self, found: Matches<PersonMatch>) {
        let list = self.stack.iter_mut().find_map(|level| match level {
            Level::ForVacancy(list) => Some(list),
            _ => None,
        });
        if let Some(list) = list {
            list.take(found);
        }
        self.renew_why();
    }

    /// An open explanation as it now is, after the list below it was asked again.
    fn renew_why(&mut self) {
        let Some((person, vacancy)) = self.stack.iter().find_map(|level| match level {
            Level::Why(why) => Some((why.pair.person.id, why.pair.offer.id)),
            _ => None,
        }) else {
            return;
        };
        let pair = self.stack.iter().find_map(|level| match level {
            Level::ForPerson(list) if list.of.id == person => list.pair_with(vacancy),
            Level::ForVacancy(list) if list.of.id == vacancy => list.pair_with(person),
            _ => None,
        });
        let open = self.stack.iter_mut().find_map(|level| match level {
            Level::Why(why) => Some(why),
            _ => None,
        });
        if let (Some(pair), Some(why)) = (pair, open) {
            why.renew(pair);
        }
    }
}
