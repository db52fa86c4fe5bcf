//! Finding a person, by typing or by a card that is read.

use crate::domain::staff::Right;
use crate::domain::tax_code;
use crate::panes::{Card, InHand, Link, person};
use crate::store::search::{FindPeople, PersonHit};
use crate::ui::form::{Choice, Field, Form};
use crate::ui::view::Tone;
use crate::ui::words::{MessageId, Words};

use super::layers::{AppMsg, Layer};
use super::{App, burst};

/// How many people "find" shows.
pub(super) const HITS: usize = 8;

/// Find a person: what was typed, and who was found.
pub struct Find {
    pub(super) form: Form,
    pub(super) hits: Vec<PersonHit>,
}

impl App {
    /// Find a person.
    pub(super) fn open_find(&mut self) {
        let field = Field::picker("who", MessageId("find-field"))
            .coded(tax_code::goes_on, tax_code::is_of_a_card);
        self.layers.push(Layer::Find(Find {
            form: Form::new("app.find", vec![field]),
            hits: Vec::new(),
        }));
    }

    /// Takes somebody who was found in hand and opens the record.
    pub(super) fn found(&mut self, hit: &PersonHit) {
        self.hand(Some(InHand {
            id: hit.id,
            name: hit.short_name(),
        }));
        self.go(&Link::Person(hit.id));
    }

    /// A card was read: the person it belongs to, or a word that nobody has that code.
    pub(super) fn card(&mut self, text: &str) {
        match self.read_card(text) {
            Some(card) => self.card_of(card),
            None => self.tell(Tone::Warn, MessageId("card-unreadable")),
        }
    }

    /// The card in a text, if there is one.
    pub fn read_card(&self, text: &str) -> Option<tax_code::Burst> {
        tax_code::find_in_burst(text, self.env.today(), &*self.env.reference)
    }

    /// Whether a text is what a reader sends, be it only the half of a card.
    pub fn is_of_a_card(&self, text: &str) -> bool {
        tax_code::is_from_a_reader(text)
            || (text.len() >= burst::WHOLE && self.read_card(text).is_some())
    }

    /// What to look for of what was typed: of a card its code.
    pub(super) fn sought(&self, typed: &str) -> String {
        let card = self.read_card(typed);
        card.map_or_else(|| typed.to_owned(), |card| card.reading.code)
    }

    /// Looks for the person whose card was read.
    pub(super) fn card_of(&mut self, card: tax_code::Burst) {
        if !card.others.is_empty() {
            self.tell(Tone::Warn, MessageId("card-two"));
        }
        self.card = Some(Card::of(&card));
        self.read(
            "card",
            FindPeople {
                words: card.reading.code,
                limit: 2,
            },
            AppMsg::Carded,
        );
    }

    /// Whose card it is: who gives tickets gives one, the others open the record.
    pub(super) fn carded(&mut self, hit: Option<&PersonHit>) {
        let Some(card) = self.card.take() else { return };
        let person = hit.map(|hit| InHand {
            id: hit.id,
            name: hit.short_name(),
        });
        match hit {
            _ if self.env.staff.may(Right::QueueServe) => {
                self.hand(person.clone());
                self.go(&Link::Card(Card { person, ..card }));
            }
            Some(hit) => self.found(hit),
            None => self.tell_naming(MessageId("card-nobody"), "people", "people.new"),
        }
    }
}

/// A person as something to choose: name, then what tells from a namesake.
pub(super) fn choice_of(hit: &PersonHit, words: &Words) -> Choice {
    let detail: Vec<String> = person::told_apart(hit, words).collect();
    Choice::new(hit.id.to_string(), hit.short_name()).with_detail(detail.join(", "))
}
