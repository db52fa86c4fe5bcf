//! The ranked lists: vacancies for a person, people for a vacancy.
//!
//! ```text
//! Lavoro per ROSSI Maria
//!
//! 212 offerte confrontate. Invio spiega, k candida.
//!    Titolo                   Luogo        Tragitto        Contratto        Punti
//! 1  Cameriera / cameriere    Milano       25 min (stima)  determinato      78
//! ```

use crate::domain::day;
use crate::domain::ids::{PersonId, VacancyId};
use crate::domain::matching::Eligibility;
use crate::domain::vacancy::ApplicationState;
use crate::panes::{Env, InHand};
use crate::store::matches::{Matches, PersonMatch, VacancyMatch};
use crate::ui::list::ListState;
use crate::ui::view::{At, Block, Column, List, Row, RowsBy, Say, Span, Text, Tone, View, Width};
use crate::ui::words::MessageId;

use super::say;
use super::search;
use super::why::{Offer, Pair};

/// Rows asked at first, and more each time.
const STEP: usize = 50;

/// Vacancies for a person.
pub(super) struct ForPerson {
    pub(super) person: InHand,
    found: Option<Matches<VacancyMatch>>,
    pub(super) list: ListState<VacancyId>,
    pub(super) limit: usize,
}

impl ForPerson {
    /// The list for somebody, not yet asked.
    pub(super) fn new(person: InHand) -> Self {
        Self {
            person,
            found: None,
            list: ListState::new(),
            limit: STEP,
        }
    }

    /// Asks for more rows than before.
    pub(super) fn ask_more(&mut self) {
        self.limit += STEP;
    }

    /// Takes what was found; the same vacancy stays selected.
    pub(super) fn take(&mut self, found: Matches<VacancyMatch>) {
        self.list
            .keep(found.rows.len(), |i| found.rows[i].vacancy.id);
        if found.rows.len() >= self.limit {
            self.list.set_total(found.compared);
        }
        self.found = Some(found);
    }

    /// The pair of a row.
    pub(super) fn pair(&self, row: usize) -> Option<Pair> {
        let found = self.found.as_ref()?.rows.get(row)?;
        Some(self.pair_of(found))
    }

    /// The pair with a vacancy.
    pub(super) fn pair_with(&self, vacancy: VacancyId) -> Option<Pair> {
        let rows = &self.found.as_ref()?.rows;
        rows.iter()
            .find(|found| found.vacancy.id == vacancy)
            .map(|found| self.pair_of(found))
    }

    fn pair_of(&self, found: &VacancyMatch) -> Pair {
        Pair {
            person: self.person.clone(),
            offer: Offer::of(&found.vacancy),
            eligibility: found.eligibility.clone(),
            explained: found.explained.clone(),
            applied: found.applied,
        }
    }

    fn rows(&self) -> &[VacancyMatch] {
        self.found.as_ref().map_or(&[], |found| &found.rows)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let rows = self.rows();
        let column = |id: MessageId, width: Width| Column {
            heading: words.get(id),
            width,
        };
        let list = List {
            heading: self
                .found
                .as_ref()
                .filter(|found| !found.rows.is_empty())
                .map(|found| {
                    words.with(
                        MessageId("why-compared-vacancies"),
                        &[("n", found.compared.into())],
                    )
                }),
            columns: vec![
                column(
                    MessageId("vacancies-column-title"),
                    Width::Wrap { min: 20, weight: 4 },
                ),
                column(
                    MessageId("vacancies-column-place"),
                    Width::Wrap { min: 10, weight: 1 },
                ),
                column(MessageId("why-column-journey"), Width::Fixed(12)),
                column(MessageId("vacancies-column-contract"), Width::Fixed(13)),
                column(MessageId("why-column-points"), Width::Fixed(5)),
            ],
            rows: Box::new(RowsBy::new(rows.len(), |i| vacancy_row(&rows[i], env))),
            selected: self.list.selected(),
            total: None,
            empty: words.get(match self.found {
                Some(_) => MessageId("why-no-vacancies"),
                None => MessageId("vacancies-wait"),
            }),
        };
        let side = rows
            .get(self.list.selected())
            .map_or(Vec::new(), |found| vec![search::side(&found.vacancy, env)]);
        shown(
            words.with(
                MessageId("why-title-person"),
                &[("name", (&self.person.name).into())],
            ),
            list,
            side,
            env,
        )
    }
}

/// People for a vacancy.
pub(super) struct ForVacancy {
    pub(super) offer: Offer,
    found: Option<Matches<PersonMatch>>,
    pub(super) list: ListState<PersonId>,
    pub(super) limit: usize,
}

impl ForVacancy {
    /// The list for a vacancy, not yet asked.
    pub(super) fn new(offer: Offer) -> Self {
        Self {
            offer,
            found: None,
            list: ListState::new(),
            limit: STEP,
        }
    }

    /// Asks for more rows than before.
    pub(super) fn ask_more(&mut self) {
        self.limit += STEP;
    }

    /// Takes who was found; the same person stays selected.
    pub(super) fn take(&mut self, found: Matches<PersonMatch>) {
        self.list
            .keep(found.rows.len(), |i| found.rows[i].person.id);
        if found.rows.len() >= self.limit {
            self.list.set_total(found.compared);
        }
        self.found = Some(found);
    }

    /// The pair of a row.
    pub(super) fn pair(&self, row: usize) -> Option<Pair> {
        Some(self.pair_of(self.found.as_ref()?.rows.get(row)?))
    }

    /// The pair with a person.
    pub(super) fn pair_with(&self, person: PersonId) -> Option<Pair> {
        let rows = &self.found.as_ref()?.rows;
        rows.iter()
            .find(|found| found.person.id == person)
            .map(|found| self.pair_of(found))
    }

    fn pair_of(&self, found: &PersonMatch) -> Pair {
        Pair {
            person: InHand {
                id: found.person.id,
                name: found.person.short_name(),
            },
            offer: self.offer.clone(),
            eligibility: found.eligibility.clone(),
            explained: found.explained.clone(),
            applied: found.applied,
        }
    }

    fn rows(&self) -> &[PersonMatch] {
        self.found.as_ref().map_or(&[], |found| &found.rows)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let rows = self.rows();
        let column = |id: MessageId, width: Width| Column {
            heading: words.get(id),
            width,
        };
        let list = List {
            heading: self
                .found
                .as_ref()
                .filter(|found| !found.rows.is_empty())
                .map(|found| {
                    words.with(
                        MessageId("why-compared-people"),
                        &[("n", found.compared.into())],
                    )
                }),
            columns: vec![
                column(
                    MessageId("why-column-person"),
                    Width::Wrap { min: 20, weight: 3 },
                ),
                column(
                    MessageId("why-column-residence"),
                    Width::Wrap { min: 10, weight: 1 },
                ),
                column(MessageId("why-column-journey"), Width::Fixed(12)),
                column(MessageId("why-column-did"), Width::Fixed(14)),
                column(MessageId("why-column-points"), Width::Fixed(5)),
            ],
            rows: Box::new(RowsBy::new(rows.len(), |i| person_row(&rows[i], env))),
            selected: self.list.selected(),
            total: None,
            empty: words.get(match self.found {
                Some(_) => MessageId("why-no-people"),
                None => MessageId("vacancies-wait"),
            }),
        };
        let title = words.with(
            MessageId("why-title-vacancy"),
            &[("title", (&self.offer.title).into())],
        );
        shown(title, list, Vec::new(), env)
    }
}

fn shown<'a>(title: Say<'a>, list: List<'a>, side: Vec<Block<'a>>, env: &'a Env) -> View<'a> {
    let selected = list.selected;
    View {
        title,
        blocks: vec![
            Block::List(list),
            Block::Text(Text {
                heading: None,
                paragraphs: vec![Span::toned(
                    env.words.get(MessageId("why-not-used")),
                    Tone::Quiet,
                )],
            }),
        ],
        side,
        focus: At {
            block: 0,
            part: selected,
        },
    }
}

/// What stands against a pair, or how far it went already; none for a pair that is free.
fn standing(
    eligibility: &Eligibility,
    applied: Option<ApplicationState>,
    env: &Env,
) -> Option<Span<'static>> {
    if let Some(state) = applied {
        return Some(Span::toned(say::word(&env.words, state), Tone::Strong));
    }
    match eligibility {
        Eligibility::Refused(_) => Some(Span::toned(
            say::say(env, MessageId("why-not-eligible")),
            Tone::Bad,
        )),
        _ => None,
    }
}

fn vacancy_row<'a>(found: &'a VacancyMatch, env: &'a Env) -> Row<'a> {
    let words = &env.words;
    let contract = || {
        found
            .vacancy
            .contract
            .map_or_else(Span::default, |contract| {
                Span::plain(say::short_contract(contract, words))
            })
    };
    Row {
        cells: vec![
            Span::plain(found.vacancy.title.as_str()),
            Span::plain(found.vacancy.place_name.as_str()),
            journey(say::journey(&found.explained), env),
            standing(&found.eligibility, found.applied, env).unwrap_or_else(contract),
            Span::toned(found.explained.score.to_string(), Tone::Strong),
        ],
    }
}

fn person_row<'a>(found: &'a PersonMatch, env: &'a Env) -> Row<'a> {
    let did = || Span::plain(found.did_on.map(day::short).unwrap_or_default());
    Row {
        cells: vec![
            Span::plain(found.person.short_name()),
            Span::plain(found.residence.as_deref().unwrap_or("")),
            journey(say::journey(&found.explained), env),
            standing(&found.eligibility, found.applied, env).unwrap_or_else(did),
            Span::toned(found.explained.score.to_string(), Tone::Strong),
        ],
    }
}

fn journey(said: Option<String>, env: &Env) -> Span<'static> {
    match said {
        Some(minutes) => Span::plain(minutes),
        None => Span::toned(say::say(env, MessageId("why-to-ask")), Tone::Quiet),
    }
}
