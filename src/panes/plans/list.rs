//! The plans of the person in hand, or the caseload of whoever works here.
//!
//! ```text
//! Percorsi di ROSSI Maria
//!
//!    Percorso                Stato       Fine        Azioni     Referente
//! 1  NEET                    attivo      22/05/2027  1 di 3     Anna Brambilla
//! 2  Over 50                 concluso    12/03/2026  4 di 4     Elena Popa
//! ```

use std::borrow::Cow;

use chrono::TimeDelta;

use crate::domain::ids::PlanId;
use crate::domain::plan::PlanState;
use crate::panes::person::word;
use crate::panes::{Env, InHand, Pane as _};
use crate::store::plans::PlanRow;
use crate::ui::list::ListState;
use crate::ui::view::{Block, Column, Facts, List, Row, RowsBy, Span, Tone, View, Width};
use crate::ui::words::MessageId;

use super::Plans;
use super::sheet::facts;

/// A plan that ends within so many days is about to expire.
const SOON: i64 = 30;

/// The list in front.
#[derive(Default)]
pub(super) struct Listed {
    /// Of whom; the caseload when nobody.
    pub(super) of: Option<InHand>,
    pub(super) list: ListState<PlanId>,
    rows: Vec<PlanRow>,
    total: usize,
    loaded: bool,
}

impl Listed {
    /// Another list is to come.
    pub(super) fn turn_to(&mut self, of: Option<InHand>) {
        if self.of != of {
            self.of = of;
            self.rows.clear();
            self.loaded = false;
            self.total = 0;
            self.list.renew(0, |_| PlanId(ulid::Ulid::nil()));
        }
    }

    /// Forgets the rows; the same plan is selected when they are read again.
    pub(super) fn rest(&mut self) {
        self.rows = Vec::new();
        self.list.rest();
        self.loaded = false;
    }

    /// Takes the rows.
    pub(super) fn take(&mut self, rows: Vec<PlanRow>, total: usize) {
        self.rows = rows;
        self.total = total;
        self.loaded = true;
        let rows = &self.rows;
        self.list.keep(rows.len(), |i| rows[i].id);
    }

    /// The plan of a row.
    pub(super) fn row(&self, at: usize) -> Option<&PlanRow> {
        self.rows.get(at)
    }

    /// The plan of somebody that is still open: a new one has to wait for its end.
    pub(super) fn open_plan(&self) -> Option<&PlanRow> {
        let mut rows = self.rows.iter();
        rows.find(|row| self.of.is_some() && row.state.is_open())
    }

    fn state<'a>(row: &PlanRow, env: &'a Env) -> Span<'a> {
        let words = &env.words;
        let left = row.ends_on - env.today();
        match row.state {
            PlanState::Active if left < TimeDelta::zero() => {
                Span::toned(words.get(MessageId("plans-overdue")), Tone::Bad)
            }
            PlanState::Active if left <= TimeDelta::days(SOON) => {
                Span::toned(words.get(MessageId("plans-soon")), Tone::Warn)
            }
            // In one tone: a colour is for what is to be looked at.
            state => Span::plain(word(words, state)),
        }
    }

    fn cells<'a>(&'a self, row: &'a PlanRow, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let name = name(row, env);
        let settled = words.with(
            MessageId("plans-settled"),
            &[("n", row.settled.into()), ("of", row.actions.into())],
        );
        let first = match &self.of {
            Some(_) => name,
            None => row.person.short_name().into(),
        };
        let first = [
            Span::plain(env.with_use(Some(row.id), first)),
            Self::state(row, env),
        ];
        let last: Span<'a> = match &self.of {
            Some(_) => Span::toned(row.referent_name.as_str(), Tone::Quiet),
            // In one tone with the rest: another would cost a page of it a hundred bytes.
            None => Span::plain(self::name(row, env)),
        };
        let mut cells = Vec::from(first);
        cells.push(Span::plain(words.date(row.ends_on)));
        cells.push(Span::plain(settled));
        cells.push(last);
        cells
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let (title, first, last, empty, calls) = match &self.of {
            Some(person) => (
                words.with(
                    MessageId("plans-title-of"),
                    &[("who", person.name.as_str().into())],
                ),
                MessageId("plans-column-plan"),
                MessageId("plans-column-referent"),
                MessageId("plans-empty"),
                (Plans::NAME, "new"),
            ),
            None => (
                words.get(MessageId("plans-title-mine")),
                MessageId("plans-column-person"),
                MessageId("plans-column-plan"),
                MessageId("plans-empty-mine"),
                ("app", "find"),
            ),
        };
        let column = |id, width| Column::new(words.get(id), width);
        let list = List::of(
            vec![
                column(first, Width::Fill { min: 19, weight: 2 }),
                column(MessageId("plans-column-state"), Width::Fixed(12)),
                column(
                    MessageId("plans-column-end"),
                    Width::Fixed(words.date_columns()),
                ),
                column(MessageId("plans-column-actions"), Width::Fixed(8)),
                column(last, Width::Fill { min: 16, weight: 1 }),
            ],
            RowsBy::new(self.rows.len(), |i| Row {
                cells: self.cells(&self.rows[i], env),
            }),
        )
        .selecting(self.list.selected())
        .in_all(self.total)
        .or_say(if self.loaded {
            env.naming(empty, calls.0, calls.1)
        } else {
            words.get(MessageId("plans-wait"))
        });
        View::new(title, vec![Block::List(list)])
            .at(0, self.list.selected())
            .beside(self.rows.get(self.list.selected()).map(|row| {
                move || {
                    vec![Block::Facts(Facts {
                        heading: Some(
                            format!("{}: {}", row.person.short_name(), name(row, env)).into(),
                        ),
                        ..facts(row, true, env)
                    })]
                }
            }))
    }
}

/// The name of a plan: its template's, else that it was written from nothing. What a template's name would tell of
/// health or of a sentence stays unsaid: lists and titles are seen by whoever passes.
pub(super) fn name<'a>(row: &PlanRow, env: &'a Env) -> Cow<'a, str> {
    let templates = env.reference.templates().iter();
    let code = row.template.as_deref();
    templates
        .filter(|template| Some(template.code.as_str()) == code)
        .map(|template| {
            if template.sealed {
                env.words.get(MessageId("plans-unnamed"))
            } else {
                Cow::Borrowed(template.label.in_lang(env.lang))
            }
        })
        .next()
        .unwrap_or_else(|| env.words.get(MessageId("plans-own")))
}
