//! What a person was put forward for, the latest first: where each application stands.
//!
//! ```text
//! Candidature di ROSSI Maria
//!
//! 2 candidature
//! 1  Cameriera / cameriere di sala, Trattoria Alba     inviata all'azienda          20/11/2026
//! 2  Magazziniere, Coop Lambro                         non ammessa, distanza        02/11/2026
//! ```

use crate::domain::ids::{ApplicationId, PersonId, VacancyId};
use crate::panes::{Env, InHand};
use crate::store::applications::ApplicationRow;
use crate::ui::list::ListState;
use crate::ui::view::{Block, Column, List, Row, RowsBy, Span, View, Width};
use crate::ui::words::MessageId;

use super::{application, one, say};

/// The applications of somebody.
pub(super) struct PutForward {
    /// Of whom.
    pub(super) of: InHand,
    rows: Option<Vec<ApplicationRow>>,
    pub(super) list: ListState<ApplicationId>,
}

impl PutForward {
    /// Those of a person, not yet asked.
    pub(super) fn new(of: InHand) -> Self {
        Self {
            of,
            rows: None,
            list: ListState::new(),
        }
    }

    /// Takes what is on file; the same row stays selected.
    pub(super) fn take(&mut self, rows: Vec<ApplicationRow>) {
        self.list.keep(rows.len(), |i| rows[i].id);
        self.rows = Some(rows);
    }

    /// Forgets the rows; the same one is selected when they have come again.
    pub(super) fn rest(&mut self) {
        self.rows = None;
        self.list.rest();
    }

    /// For which vacancy, and who, of a row.
    pub(super) fn pair(&self, row: usize) -> Option<(VacancyId, PersonId)> {
        let row = self.rows().get(row)?;
        Some((row.vacancy, row.person.id))
    }

    fn rows(&self) -> &[ApplicationRow] {
        self.rows.as_deref().unwrap_or_default()
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let rows = self.rows();
        let columns = vec![
            Column::bare(Width::Fill { min: 22, weight: 3 }),
            Column::bare(Width::Fill { min: 20, weight: 2 }),
            Column::bare(Width::Fixed(words.date_columns())),
        ];
        let count = MessageId("vacancy-applications");
        let heading = (!rows.is_empty()).then(|| words.with(count, &[("n", rows.len().into())]));
        let list = List::of(
            columns,
            RowsBy::new(rows.len(), move |i| row(&rows[i], env)),
        )
        .headed(heading)
        .selecting(self.list.selected())
        .or_say(words.get(match self.rows {
            Some(_) => MessageId("vacancy-no-applications"),
            None => MessageId("vacancies-wait"),
        }));
        let selected = rows.get(self.list.selected());
        let title = [("name", (&self.of.name).into())];
        let title = words.with(MessageId("put-forward-title"), &title);
        View::new(title, vec![Block::List(list)])
            .at_last(self.list.selected())
            .beside(selected.map(|row| move || vec![Block::Facts(application::facts(row, env))]))
    }
}

fn row<'a>(row: &'a ApplicationRow, env: &'a Env) -> Row<'a> {
    let what = say::join([Some(row.title.clone()), Some(row.company_name.clone())]);
    let [state, on] = one::stands(row, env);
    Row {
        cells: vec![Span::plain(what), state, on],
    }
}
