//! What the levels ask of the office, and where the answers go.

use crate::domain::ids::VacancyId;
use crate::panes::Cx;
use crate::store::applications::{ApplicationRow, Applications, ApplicationsOf};
use crate::store::companies::CompanyFile;
use crate::store::matches::{Matches, MatchesFor, PeopleFor, PersonMatch, VacancyMatch};
use crate::store::vacancies::{VacancyFile, VacancyView};

use super::application::Application;
use super::{Level, Msg, Vacancies};

impl Vacancies {
    pub(super) fn read_search(&self, cx: &mut Cx<'_, Self>) {
        let query = self.search.query(cx.env());
        cx.read("search", query, Msg::Found);
    }

    /// Asks again what every level shows.
    pub(super) fn refresh(&self, cx: &mut Cx<'_, Self>) {
        if self.stack.is_empty() {
            self.read_search(cx);
        }
        for level in &self.stack {
            read_level(level, cx);
        }
    }

    pub(super) fn read_top(&self, cx: &mut Cx<'_, Self>) {
        if let Some(level) = self.stack.last() {
            read_level(level, cx);
        }
    }

    pub(super) fn more(&mut self, cx: &mut Cx<'_, Self>) {
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

pub(super) fn read_one(vacancy: VacancyId, cx: &mut Cx<'_, Vacancies>) {
    cx.read("file", VacancyFile { vacancy }, Msg::File);
    cx.read(
        "applications",
        Applications {
            of: ApplicationsOf::Vacancy(vacancy),
        },
        Msg::Applied,
    );
}

pub(super) fn read_level(level: &Level, cx: &mut Cx<'_, Vacancies>) {
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
        Level::PutForward(list) => {
            let of = ApplicationsOf::Person(list.of.id);
            cx.read("put-forward", Applications { of }, Msg::PutForward);
        }
        Level::ForVacancy(list) => {
            let asked = PeopleFor {
                vacancy: list.of.id,
                limit: list.limit,
                reference,
            };
            cx.read("for-vacancy", asked, Msg::ForVacancy);
        }
        Level::Firm(firm) => {
            let company = firm.row.id;
            cx.read("firm", CompanyFile { company }, Msg::Firm);
        }
        _ => {}
    }
}

impl Vacancies {
    pub(super) fn filed(&mut self, file: VacancyView, cx: &mut Cx<'_, Self>) {
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
        self.open_next_application(cx);
    }

    /// Opens the application that was asked for, once the vacancy and its applications have come, in either order.
    fn open_next_application(&mut self, cx: &mut Cx<'_, Self>) {
        let Some((vacancy, person)) = self.application_next else {
            return;
        };
        let one = self.one().filter(|one| one.id == vacancy);
        // An answer that was asked before it was on file does not have it yet.
        let row = one.and_then(|one| one.application_of(person).cloned());
        if let Some(row) = row {
            self.application_next = None;
            let application = Application::new(row);
            self.stack.push(Level::Application(Box::new(application)));
            if let Some(again) = self.work_next.take() {
                self.open_work(again, cx);
            }
        }
    }

    pub(super) fn applied(&mut self, rows: Vec<ApplicationRow>, cx: &mut Cx<'_, Self>) {
        let open = self.stack.iter_mut().rev().find_map(|level| match level {
            Level::One(one) => Some(one),
            _ => None,
        });
        let Some(one) = open else { return };
        one.applied(rows);
        self.open_next_application(cx);
        // Also under a form, which saves over what is on file then.
        let open = self
            .stack
            .iter()
            .rposition(|level| matches!(level, Level::Application(_)));
        let Some(open) = open else { return };
        let row = match &self.stack[..open] {
            [.., Level::One(one)] => match &self.stack[open] {
                Level::Application(application) => one.application(application.row.id).cloned(),
                _ => None,
            },
            _ => None,
        };
        if let (Some(row), Level::Application(application)) = (row, &mut self.stack[open])
            && application.row != row
        {
            **application = Application::new(row);
        }
    }

    pub(super) fn matched(&mut self, found: Matches<VacancyMatch>, cx: &mut Cx<'_, Self>) {
        let list = self.stack.iter_mut().find_map(|level| match level {
            Level::ForPerson(list) => Some(list),
            _ => None,
        });
        if let Some(list) = list {
            list.take(found);
        }
        self.renew_why();
        self.paired(cx);
    }

    pub(super) fn put_forward_to(&mut self, rows: Vec<ApplicationRow>) {
        for level in &mut self.stack {
            if let Level::PutForward(list) = level {
                return list.take(rows);
            }
        }
    }

    pub(super) fn people_found(&mut self, found: Matches<PersonMatch>) {
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
    pub(super) fn renew_why(&mut self) {
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
