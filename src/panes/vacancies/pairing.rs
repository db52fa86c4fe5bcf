//! Forms about a pair, a person and a vacancy: the answer to what a match asks, the reason of an exception. Where
//! one was left half typed, the way back to it: the work for that person, the explanation of the pair, the form.

use crate::domain::ids::{PersonId, VacancyId};
use crate::panes::{Cx, DraftKey};
use crate::ui::view::Tone;
use crate::ui::words::MessageId;

use super::why::Why;
use super::{Level, Vacancies, answer, consent};

/// A form about a pair that is to be opened again, as soon as the pair is among the matches that are read.
pub(super) struct Pairing {
    person: PersonId,
    vacancy: VacancyId,
    /// What is to be answered; none for the reason of an exception.
    asks: Option<String>,
}

/// The key of a form about a pair, and about one of its lines if it is an answer.
pub(super) fn key(form: &str, person: PersonId, vacancy: VacancyId, asks: &str) -> DraftKey {
    DraftKey::new(form, format!("{person} {vacancy} {asks}").trim_end())
}

impl Pairing {
    /// The form that a key names, if it is one about a pair.
    pub(super) fn of(key: &DraftKey) -> Option<Self> {
        if !matches!(&*key.form, answer::FORM | consent::FORM) {
            return None;
        }
        let mut parts = key.subject.split(' ');
        Some(Self {
            person: parts.next()?.parse().ok()?,
            vacancy: parts.next()?.parse().ok()?,
            asks: parts.next().map(str::to_owned),
        })
    }
}

impl Vacancies {
    /// Goes back to a form about a pair: first the matches of the person are read.
    pub(super) fn go_back_to(&mut self, pairing: Pairing, cx: &mut Cx<'_, Self>) {
        let person = pairing.person;
        self.pairing = Some(pairing);
        self.open_match(person, cx);
    }

    /// The matches have come: the form of the pair that was waited for is opened. All of them are asked once
    /// when it is not among the best.
    pub(super) fn paired(&mut self, cx: &mut Cx<'_, Self>) {
        let Some(Level::ForPerson(list)) = self.stack.last_mut() else {
            return;
        };
        let Some(pairing) = self.pairing.take_if(|one| one.person == list.of.id) else {
            return;
        };
        let Some(pair) = list.pair_with(pairing.vacancy) else {
            if list.ask_all() {
                self.pairing = Some(pairing);
                return self.read_top(cx);
            }
            return cx.tell(Tone::Warn, MessageId("answer-pair-gone"));
        };
        let why = Why::new(pair);
        let row = match &pairing.asks {
            Some(asks) => why.row_of(asks),
            None => Some(0),
        };
        self.stack.push(Level::Why(Box::new(why)));
        match (row, &pairing.asks) {
            (Some(row), Some(_)) => self.opened(row, cx),
            (Some(_), None) => self.propose(cx),
            (None, _) => cx.tell(Tone::Warn, MessageId("answer-pair-gone")),
        }
    }
}
