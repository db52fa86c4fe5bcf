//! What is opened on top of the search.

use crate::domain::ids::{PersonId, VacancyId};
use crate::panes::{Cx, DraftKey, InHand};
use crate::store::Draft;
use crate::store::people::{PersonFile, PersonRecord};
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::edit::Edit;
use super::one::One;
use super::pairing::Pairing;
use super::put_forward::PutForward;
use super::ranked::{ForPerson, ForVacancy};
use super::reading::read_one;
use super::step::Told;
use super::why::{Offer, Why};
use super::{Level, Msg, Vacancies, company, work};

impl Vacancies {
    pub(super) fn ask(&mut self) {
        self.search.ask();
    }

    pub(super) fn ask_conditions(&mut self) {
        self.search.ask_conditions();
    }

    pub(super) fn open_one(&mut self, vacancy: VacancyId, cx: &mut Cx<'_, Self>) {
        self.application_next = None;
        self.work_next = None;
        self.stack.push(Level::One(Box::new(One::new(vacancy))));
        read_one(vacancy, cx);
    }

    pub(super) fn open_match(&mut self, person: PersonId, cx: &mut Cx<'_, Self>) {
        let who = Self::who(person, cx);
        self.stack.clear();
        self.search.show_results();
        self.stack
            .push(Level::ForPerson(Box::new(ForPerson::new(who))));
        self.refresh(cx);
    }

    pub(super) fn open_put_forward(&mut self, person: PersonId, cx: &mut Cx<'_, Self>) {
        let who = Self::who(person, cx);
        self.stack.clear();
        self.search.show_results();
        self.stack
            .push(Level::PutForward(Box::new(PutForward::new(who))));
        self.refresh(cx);
    }

    /// Who a link names; the name of somebody who is not in hand is asked.
    fn who(person: PersonId, cx: &mut Cx<'_, Self>) -> InHand {
        let hand = cx.env().in_hand.clone().filter(|hand| hand.id == person);
        if hand.is_none() {
            cx.read("name", PersonFile { person }, Msg::Name);
        }
        hand.unwrap_or(InHand {
            id: person,
            name: String::new(),
        })
    }

    /// A link named a person who is not in hand.
    pub(super) fn named(&mut self, record: &PersonRecord) {
        for level in &mut self.stack {
            let of = match level {
                Level::ForPerson(list) => &mut list.of,
                Level::PutForward(list) => &mut list.of,
                _ => continue,
            };
            if of.id == record.id {
                of.name = record.short_name();
            }
        }
    }

    pub(super) fn open_people(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(offer) = self
            .one()
            .and_then(|one| one.file.as_ref())
            .map(|file| Offer::of(&file.row))
        else {
            return;
        };
        self.people_of(offer, cx);
    }

    pub(super) fn people_of(&mut self, offer: Offer, cx: &mut Cx<'_, Self>) {
        self.stack
            .push(Level::ForVacancy(Box::new(ForVacancy::new(offer))));
        self.read_top(cx);
    }

    pub(super) fn open_offer(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(pair) = self.pair() {
            self.open_one(pair.offer.id, cx);
        }
    }

    /// The application of the pair in front, by way of its vacancy.
    pub(super) fn open_application(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(pair) = self.pair() {
            self.open_application_of(pair.offer.id, pair.person.id, cx);
        }
    }

    pub(super) fn open_application_of(
        &mut self,
        vacancy: VacancyId,
        person: PersonId,
        cx: &mut Cx<'_, Self>,
    ) {
        self.open_one(vacancy, cx);
        self.application_next = Some((vacancy, person));
    }

    pub(super) fn open_why(&mut self, row: usize) {
        let pair = match self.stack.last() {
            Some(Level::ForPerson(list)) => list.pair(row),
            Some(Level::ForVacancy(list)) => list.pair(row),
            _ => None,
        };
        if let Some(pair) = pair {
            self.stack.push(Level::Why(Box::new(Why::new(pair))));
        }
    }

    pub(super) fn open_new(&mut self, cx: &mut Cx<'_, Self>) {
        let edit = Edit::new(cx.env());
        cx.find_draft(edit.key(), Msg::Draft);
        self.stack.push(Level::Edit(Box::new(edit)));
    }

    pub(super) fn open_edit(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(file) = self.one().and_then(|one| one.file.as_deref().cloned()) else {
            return;
        };
        let edit = Edit::known(file, cx.env());
        cx.find_draft(edit.key(), Msg::Draft);
        self.stack.push(Level::Edit(Box::new(edit)));
    }

    pub(super) fn open_draft(&mut self, key: &DraftKey, cx: &mut Cx<'_, Self>) {
        if matches!(self.stack.last(), Some(Level::Edit(edit)) if edit.key() == *key) {
            return;
        }
        if key.form == company::FORM {
            return match key.subject.parse() {
                Ok(company) => self.go_back_to_firm(company, cx),
                Err(_) => cx.drop_draft(key.clone()),
            };
        }
        if let Some(pairing) = Pairing::of(key) {
            return self.go_back_to(pairing, cx);
        }
        self.stack.clear();
        if let Some((vacancy, person, again)) = work::of(key) {
            self.open_application_of(vacancy, person, cx);
            self.work_next = Some(again);
            return;
        }
        match key.subject.parse::<VacancyId>() {
            // The form opens when the vacancy has been read.
            Ok(vacancy) => {
                self.resuming = Some((vacancy, Told::named(&key.form)));
                self.open_one(vacancy, cx);
            }
            Err(_) => self.open_new(cx),
        }
    }

    pub(super) fn resume_draft(&mut self, draft: Option<Draft>, cx: &mut Cx<'_, Self>) {
        let Some(draft) = draft else { return };
        let key = DraftKey::new(&*draft.form, &draft.subject);
        match self.stack.last_mut() {
            Some(Level::Edit(edit)) if edit.key() == key => {
                edit.restore(&draft.payload, cx.env());
            }
            Some(Level::Step(told)) if told.key() == key => told.form.restore(&draft.payload),
            Some(Level::Work(work)) if work.key() == key => work.restore(&draft.payload),
            Some(Level::Question(question)) if question.key() == key => {
                question.form.restore(&draft.payload);
            }
            Some(Level::Consent(asked)) if asked.key().as_ref() == Some(&key) => {
                asked.restore(&draft.payload);
            }
            Some(Level::Firm(firm)) if firm.draft().is_some_and(|(of, _)| of == key) => {
                if let Some(form) = &mut firm.form {
                    form.restore(&draft.payload);
                }
            }
            _ => return,
        }
        cx.tell(Tone::Plain, MessageId("vacancy-draft-resumed"));
    }
}
