//! The ranked lists: vacancies for a person, people for a vacancy.
//!
//! ```text
//! Lavoro per ROSSI Maria
//!
//! La risposta che cambia di più: mestiere, fino a 30 punti. Con i la scrivi.
//!
//! 212 offerte confrontate. Invio spiega, k candida.
//!    Titolo                   Luogo        Tragitto        Contratto        Punti
//! 1  Cameriera / cameriere    Milano       25 min (stima)  determinato      78
//! ```

use crate::domain::ids::{PersonId, VacancyId};
use crate::domain::matching::{Eligibility, Question};
use crate::domain::vacancy::ApplicationState;
use crate::panes::{Env, InHand, Pane as _};
use crate::store::matches::{Matches, PersonMatch, VacancyMatch};
use crate::ui::list::ListState;
use crate::ui::view::{At, Block, Column, List, Row, RowsBy, Say, Span, Text, Tone, View, Width};
use crate::ui::words::MessageId;

use super::Vacancies;
use super::say;
use super::search;
use super::why::{Offer, Pair};

/// Rows asked at first, and more each time.
const STEP: usize = 50;

/// One match of a ranked list, seen from the side that is fixed.
pub(super) trait Match {
    /// For whom, or for what.
    type Of;
    /// Whom or what a row is about.
    type Id: Copy + PartialEq;

    /// Whom or what this row is about.
    fn id(&self) -> Self::Id;

    /// Both sides together.
    fn pair(&self, of: &Self::Of) -> Pair;
}

impl Match for VacancyMatch {
    type Of = InHand;
    type Id = VacancyId;

    fn id(&self) -> VacancyId {
        self.vacancy.id
    }

    fn pair(&self, person: &InHand) -> Pair {
        Pair {
            person: person.clone(),
            offer: Offer::of(&self.vacancy),
            eligibility: self.eligibility.clone(),
            explained: self.explained.clone(),
            applied: self.applied,
        }
    }
}

impl Match for PersonMatch {
    type Of = Offer;
    type Id = PersonId;

    fn id(&self) -> PersonId {
        self.person.id
    }

    fn pair(&self, offer: &Offer) -> Pair {
        Pair {
            person: InHand {
                id: self.person.id,
                name: self.person.short_name(),
            },
            offer: offer.clone(),
            eligibility: self.eligibility.clone(),
            explained: self.explained.clone(),
            applied: self.applied,
        }
    }
}

/// A ranked list.
pub(super) struct Ranked<M: Match> {
    /// For whom, or for what.
    pub(super) of: M::Of,
    found: Option<Matches<M>>,
    pub(super) list: ListState<M::Id>,
    pub(super) limit: usize,
    /// The next answer is another order: it is read from its best.
    pub(super) anew: bool,
}

/// Vacancies for a person.
pub(super) type ForPerson = Ranked<VacancyMatch>;

/// People for a vacancy.
pub(super) type ForVacancy = Ranked<PersonMatch>;

impl<M: Match> Ranked<M> {
    /// The list for somebody or something, not yet asked.
    pub(super) fn new(of: M::Of) -> Self {
        Self {
            of,
            found: None,
            list: ListState::new(),
            limit: STEP,
            anew: false,
        }
    }

    /// Asks for more rows than before.
    pub(super) fn ask_more(&mut self) {
        self.limit += STEP;
    }

    /// Forgets the rows; the same one is selected when they are compared again.
    pub(super) fn rest(&mut self) {
        self.found = None;
        self.list.rest();
    }

    /// Asks for all that were compared; false when they are here already.
    pub(super) fn ask_all(&mut self) -> bool {
        let Some(found) = &self.found else {
            return false;
        };
        let some = found.rows.len() < found.compared && self.limit < found.compared;
        self.limit = self.limit.max(found.compared);
        some
    }

    /// Takes what was found; the same row stays selected, unless the order is another one.
    pub(super) fn take(&mut self, found: Matches<M>) {
        if std::mem::take(&mut self.anew) {
            self.list = ListState::new();
        }
        self.list.keep(found.rows.len(), |i| found.rows[i].id());
        if found.rows.len() >= self.limit {
            self.list.set_total(found.compared);
        }
        self.found = Some(found);
    }

    /// The pair of a row.
    pub(super) fn pair(&self, row: usize) -> Option<Pair> {
        Some(self.rows().get(row)?.pair(&self.of))
    }

    /// The pair with somebody or something.
    pub(super) fn pair_with(&self, id: M::Id) -> Option<Pair> {
        let mut rows = self.rows().iter();
        Some(rows.find(|found| found.id() == id)?.pair(&self.of))
    }

    fn rows(&self) -> &[M] {
        self.found.as_ref().map_or(&[], |found| &found.rows)
    }

    fn table<'a>(
        &'a self,
        said: &Said,
        columns: Vec<Column<'a>>,
        row: fn(&'a M, &'a Env) -> Row<'a>,
        env: &'a Env,
    ) -> List<'a> {
        let words = &env.words;
        let rows = self.rows();
        let found = self.found.as_ref().filter(|found| !found.rows.is_empty());
        List::of(
            columns,
            RowsBy::new(rows.len(), move |i| row(&rows[i], env)),
        )
        .headed(found.map(|found| {
            let args = [
                ("n", found.compared.into()),
                ("key", env.call(Vacancies::NAME, "propose").into()),
            ];
            words.with(said.compared, &args)
        }))
        .selecting(self.list.selected())
        .or_say(match self.found {
            Some(_) => env.naming(said.none, Vacancies::NAME, "edit"),
            None => words.get(MessageId("vacancies-wait")),
        })
    }
}

/// What a ranked list says of itself.
struct Said {
    /// How many were compared.
    compared: MessageId,
    /// That there is none.
    none: MessageId,
}

impl Ranked<VacancyMatch> {
    /// The answer of the person that would change most.
    pub(super) fn first_question(&self) -> Option<Question> {
        self.found.as_ref()?.ask
    }

    fn to_ask<'a>(&'a self, env: &'a Env) -> Option<Block<'a>> {
        let asked = self.first_question()?;
        let what = say::word(&env.words, asked.about);
        let key = env.call(Vacancies::NAME, "answer");
        let said = [
            ("what", what.into()),
            ("n", asked.points.into()),
            ("key", key.into()),
        ];
        let said = env.words.with(MessageId("why-ask-first"), &said);
        Some(Block::Text(Text {
            heading: None,
            paragraphs: vec![Span::toned(said, Tone::Warn)],
        }))
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let said = Said {
            compared: MessageId("why-compared-vacancies"),
            none: MessageId("why-no-vacancies"),
        };
        let columns = vec![
            column(
                MessageId("vacancies-column-title"),
                Width::Fill { min: 20, weight: 4 },
                env,
            ),
            column(
                MessageId("vacancies-column-place"),
                Width::Fill { min: 10, weight: 1 },
                env,
            ),
            column(MessageId("why-column-journey"), Width::Fixed(13), env),
            column(
                MessageId("vacancies-column-contract"),
                Width::Fixed(14),
                env,
            ),
            column(MessageId("why-column-points"), Width::Fixed(6), env),
        ];
        let selected = self.rows().get(self.list.selected());
        let title = words.with(
            MessageId("why-title-person"),
            &[("name", (&self.of.name).into())],
        );
        let list = self.table(&said, columns, vacancy_row, env);
        let above = self.to_ask(env);
        shown(title, above, list, env)
            .beside(selected.map(|found| move || vec![search::side(&found.vacancy, env)]))
    }
}

impl Ranked<PersonMatch> {
    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let said = Said {
            compared: MessageId("why-compared-people"),
            none: MessageId("why-no-people"),
        };
        let columns = vec![
            column(
                MessageId("why-column-person"),
                Width::Fill { min: 20, weight: 3 },
                env,
            ),
            column(
                MessageId("why-column-residence"),
                Width::Fill { min: 10, weight: 1 },
                env,
            ),
            column(MessageId("why-column-journey"), Width::Fixed(13), env),
            column(MessageId("why-column-did"), Width::Fixed(14), env),
            column(MessageId("why-column-points"), Width::Fixed(6), env),
        ];
        let title = env.words.with(
            MessageId("why-title-vacancy"),
            &[("title", (&self.of.title).into())],
        );
        let list = self.table(&said, columns, person_row, env);
        shown(title, None, list, env)
    }
}

fn column(id: MessageId, width: Width, env: &Env) -> Column<'_> {
    Column::new(env.words.get(id), width)
}

fn shown<'a>(title: Say<'a>, above: Option<Block<'a>>, list: List<'a>, env: &'a Env) -> View<'a> {
    let focus = At {
        block: usize::from(above.is_some()),
        part: list.selected,
    };
    let not_used = env.words.get(MessageId("why-not-used"));
    let below = Block::Text(Text {
        heading: None,
        paragraphs: vec![Span::toned(not_used, Tone::Quiet)],
    });
    View::new(
        title,
        above
            .into_iter()
            .chain([Block::List(list), below])
            .collect(),
    )
    .focused_on(focus)
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
            journey(say::journey(&found.explained, &env.words), env),
            standing(&found.eligibility, found.applied, env).unwrap_or_else(contract),
            Span::toned(found.explained.score.to_string(), Tone::Strong),
        ],
    }
}

fn person_row<'a>(found: &'a PersonMatch, env: &'a Env) -> Row<'a> {
    let did = || {
        Span::plain(
            found
                .did_on
                .map(|day| env.words.date(day))
                .unwrap_or_default(),
        )
    };
    Row {
        cells: vec![
            Span::plain(found.person.short_name()),
            Span::plain(found.residence.as_deref().unwrap_or("")),
            journey(say::journey(&found.explained, &env.words), env),
            standing(&found.eligibility, found.applied, env).unwrap_or_else(did),
            Span::toned(found.explained.score.to_string(), Tone::Strong),
        ],
    }
}

fn journey<'a>(said: Option<Say<'a>>, env: &'a Env) -> Span<'a> {
    match said {
        Some(minutes) => Span::plain(minutes),
        None => Span::toned(say::say(env, MessageId("why-to-ask")), Tone::Quiet),
    }
}
