//! People who are likely the same, two by two: what coordination goes through until the list is empty.
//!
//! ```text
//! Schede doppie: 3
//!
//!   Prima scheda               Seconda scheda             Perché
//! 1 ROSSI Maria, 12/03/1985    ROSSI Maria, 12/03/1985    stesso codice fiscale
//! ```

use crate::domain::ids::PersonId;
use crate::panes::{Cx, Env, person};
use crate::store::people::{Double, Doubles as Asked};
use crate::store::search::PersonHit;
use crate::ui::list::ListState;
use crate::ui::view::{Block, Column, List, Row, RowsBy, Span, View, Width};
use crate::ui::words::MessageId;

use super::pair::Pair;
use super::{Msg, People, Sub};

/// How many pairs are shown: who merges some sees the next ones.
const SHOWN: usize = 200;

/// The list of pairs.
#[derive(Default)]
pub(super) struct Doubles {
    total: usize,
    rows: Option<Vec<Double>>,
    pub(super) list: ListState<(PersonId, PersonId)>,
}

impl Doubles {
    /// The pairs as they are now.
    pub(super) fn take(&mut self, (total, rows): (usize, Vec<Double>)) {
        self.list
            .keep(rows.len(), |i| (rows[i].one.id, rows[i].other.id));
        self.total = total;
        self.rows = Some(rows);
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let rows = self.rows.as_deref().unwrap_or_default();
        let column = |heading, width| Column::new(words.get(heading), width);
        let list = List::of(
            vec![
                column(
                    MessageId("doubles-column-one"),
                    Width::Fill { min: 22, weight: 2 },
                ),
                column(
                    MessageId("doubles-column-other"),
                    Width::Fill { min: 22, weight: 2 },
                ),
                column(
                    MessageId("doubles-column-why"),
                    Width::Fill { min: 20, weight: 1 },
                ),
            ],
            RowsBy::new(rows.len(), move |i| Row {
                cells: vec![
                    Span::plain(named(&rows[i].one, env)),
                    Span::plain(named(&rows[i].other, env)),
                    Span::plain(person::word(&env.words, rows[i].by)),
                ],
            }),
        )
        .selecting(self.list.selected())
        .or_say(words.get(match self.rows {
            Some(_) => MessageId("doubles-none"),
            None => MessageId("person-reading"),
        }));
        let count = [("n", self.total.into())];
        let title = words.with(MessageId("doubles-title"), &count);
        View::new(title, vec![Block::List(list)]).at(0, self.list.selected())
    }
}

/// `ROSSI Maria, 12/03/1985`; the code of somebody without a name.
fn named(hit: &PersonHit, env: &Env) -> String {
    let name = match hit.short_name() {
        name if name.is_empty() => hit.tax_code.clone().unwrap_or_default(),
        name => name,
    };
    match hit.birth_on {
        Some(born) => format!("{name}, {}", env.words.date(born)),
        None => name,
    }
}

impl People {
    /// Opens the list of pairs.
    pub(super) fn open_doubles(&mut self, cx: &mut Cx<'_, Self>) {
        self.stack.clear();
        self.stack.push(Sub::Doubles(Doubles::default()));
        self.ask_doubles(cx);
    }

    /// Reads the pairs again.
    pub(super) fn ask_doubles(&self, cx: &mut Cx<'_, Self>) {
        if matches!(self.stack.last(), Some(Sub::Doubles(_))) {
            cx.read("doubles", Asked { limit: SHOWN }, Msg::Doubles);
        }
    }

    /// Lays the two records of a row beside each other.
    pub(super) fn open_pair(&mut self, row: usize, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Doubles(doubles)) = self.stack.last() else {
            return;
        };
        let Some(double) = doubles.rows.as_ref().and_then(|rows| rows.get(row)) else {
            return;
        };
        let pair = Pair::of(double);
        pair.read(cx);
        self.stack.push(Sub::Pair(Box::new(pair)));
    }
}
