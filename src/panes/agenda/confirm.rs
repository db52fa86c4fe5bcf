//! The last look before an appointment is given: one Enter, or the number of another place.
//!
//! ```text
//! Appuntamento per ROSSI Maria
//!
//! Quando     lunedì 23 novembre, 10:00-11:00
//! Con chi    Anna Brambilla
//! Servizio   Colloquio di accoglienza
//!
//! 1  Prenota in sede
//! 2  Prenota al telefono
//! 3  Prenota in video
//! 4  Prenota fuori sede
//! ```

use crate::domain::appointment::Place;
use crate::panes::person::word;
use crate::panes::{Env, service};
use crate::store::agenda::{Book, FreeSlot};
use crate::store::catalogue::NewService;
use crate::ui::list::ListState;
use crate::ui::view::{Block, Facts, List, Row, RowsBy, Span, Tone, View};
use crate::ui::words::MessageId;

use super::Wanted;
use super::offer::when;

/// An appointment that is about to be given.
pub(super) struct Confirm {
    pub(super) wanted: Wanted,
    pub(super) slot: FreeSlot,
    pub(super) list: ListState<Place>,
}

impl Confirm {
    /// In the office, unless another place is chosen.
    pub(super) fn new(wanted: Wanted, slot: FreeSlot) -> Self {
        let mut list = ListState::new();
        list.keep(Place::ALL.len(), |i| Place::ALL[i]);
        Self { wanted, slot, list }
    }

    /// The act of a row; none when nothing is to be booked.
    pub(super) fn payload(&self, row: usize, services: &[NewService]) -> Option<Book> {
        let Wanted::Booking {
            person,
            service,
            action,
            ..
        } = &self.wanted
        else {
            return None;
        };
        Some(Book {
            staff: self.slot.staff,
            person: Some(person.id),
            service: service.clone(),
            starts_at: self.slot.starts_at,
            minutes: service::minutes(services, service),
            place: *Place::ALL.get(row)?,
            note: None,
            plan_action: *action,
            exception: None,
        })
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, services: &'a [NewService], env: &'a Env) -> View<'a> {
        let words = &env.words;
        let who = self.wanted.who();
        let code = match &self.wanted {
            Wanted::Booking { service, .. } => service,
            Wanted::Moving(row) => &row.service,
        };
        let facts = Facts::of(
            words,
            [
                (
                    MessageId("agenda-when"),
                    Span::toned(
                        when(self.slot.starts_at, self.slot.ends_at, env),
                        Tone::Strong,
                    ),
                ),
                (
                    MessageId("agenda-with"),
                    Span::plain(self.slot.staff_name.as_str()),
                ),
                (
                    MessageId("agenda-service"),
                    Span::plain(service::label(services, code, env.lang)),
                ),
            ],
        );
        let places = List::plain(RowsBy::new(Place::ALL.len(), |i| {
            let place = word(words, Place::ALL[i]);
            Row {
                cells: vec![Span::plain(
                    words.with(MessageId("confirm-book"), &[("place", (&place).into())]),
                )],
            }
        }))
        .selecting(self.list.selected());
        View::new(
            words.with(MessageId("confirm-title"), &[("who", (&who).into())]),
            vec![Block::Facts(facts), Block::List(places)],
        )
        .at(1, self.list.selected())
    }
}
