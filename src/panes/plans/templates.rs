//! Where a new plan begins: the templates, those that fit the person first.
//!
//! ```text
//! Nuovo percorso per ROSSI Maria
//!
//!    Modello                  Gruppo                    Ore    Durata
//! 1  NEET                     NEET: sì                  58 h   180 giorni
//! 2  Over 50                  più di 50 anni: no        36 h   180 giorni
//! 3  Percorso vuoto
//! ```
//!
//! The computed group only orders the rows: any template can be taken, and those for groups that are
//! nobody's business but the person's are always chosen by hand.

use chrono::NaiveDate;

use crate::domain::target_group::{self, Answer};
use crate::domain::template::{Template, due_on};
use crate::panes::person::{hours, hours_column, word};
use crate::panes::target::facts_of;
use crate::panes::{Env, InHand};
use crate::store::people::PersonRecord;
use crate::store::plans::{ActionFields, DraftPlan, GoalFields, NewAction};
use crate::ui::list::ListState;
use crate::ui::view::{Block, Column, List, Row, RowsBy, Span, Tone, View, Width};
use crate::ui::words::MessageId;

/// Days that a plan without a template lasts.
const DAYS: u32 = 180;

/// The templates to choose from.
pub(super) struct Templates {
    pub(super) person: InHand,
    pub(super) list: ListState<Option<usize>>,
    /// Index in the table, and whether the person is of its group; none is the empty plan.
    rows: Vec<(Option<usize>, Option<Answer>)>,
}

impl Templates {
    /// Those that hold today, in the order in which they fit the person.
    pub(super) fn new(record: &PersonRecord, env: &Env) -> Self {
        let facts = facts_of(record, env.today());
        let verdicts = target_group::evaluate(env.reference.targets(), &facts, env.today());
        let answer = |template: &Template| {
            let target = template.target?;
            let mut verdicts = verdicts.iter();
            let verdict = verdicts.find(|verdict| verdict.target == target);
            verdict.map(|verdict| verdict.answer)
        };
        let mut rows: Vec<_> = env
            .reference
            .templates()
            .iter()
            .enumerate()
            .filter(|(_, template)| template.is_valid_on(env.today()))
            .map(|(at, template)| (Some(at), answer(template)))
            .collect();
        rows.sort_by_key(|(_, answer)| *answer != Some(Answer::Yes));
        rows.push((None, None));
        let mut list = ListState::new();
        list.keep(rows.len(), |i| rows[i].0);
        Self {
            person: InHand {
                id: record.id,
                name: record.short_name(),
            },
            list,
            rows,
        }
    }

    /// The draft that a row begins.
    pub(super) fn payload(&self, row: usize, env: &Env) -> Option<DraftPlan> {
        let (at, _) = self.rows.get(row)?;
        let template = at.and_then(|at| env.reference.templates().get(at));
        let today = env.today();
        Some(DraftPlan {
            person: self.person.id,
            intake: None,
            template: template.map(|template| template.code.clone()),
            programme: None,
            goal_words: None,
            starts_on: today,
            ends_on: due_on(today, template.map_or(DAYS, |template| template.days)),
            goals: template.map_or_else(Vec::new, |template| goals(template, today, env)),
            actions: template.map_or_else(Vec::new, |template| actions(template, today, env)),
        })
    }

    fn cells<'a>(&'a self, row: usize, env: &'a Env) -> Vec<Span<'a>> {
        let words = &env.words;
        let (at, answer) = self.rows[row];
        let Some(template) = at.and_then(|at| env.reference.templates().get(at)) else {
            let mut cells = vec![Span::plain(words.get(MessageId("templates-empty")))];
            cells.resize(4, Span::plain(""));
            return cells;
        };
        let group = match (template.target, answer) {
            (Some(target), Some(answer)) => {
                let args = [
                    ("group", word(words, target).into()),
                    ("answer", word(words, answer).into()),
                ];
                words.with(MessageId("templates-group"), &args)
            }
            _ => words.get(MessageId("templates-by-hand")),
        };
        let tone = match answer {
            Some(Answer::Yes) => Tone::Good,
            _ => Tone::Quiet,
        };
        let days = words.with(MessageId("templates-days"), &[("n", template.days.into())]);
        vec![
            Span::toned(template.label.in_lang(env.lang), Tone::Strong),
            Span::toned(group, tone),
            Span::plain(hours(template.minutes(), words)),
            Span::plain(days),
        ]
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let column = |id, width| Column::new(words.get(id), width);
        let list = List::of(
            vec![
                column(
                    MessageId("templates-column-name"),
                    Width::Fill { min: 20, weight: 1 },
                ),
                column(
                    MessageId("templates-column-group"),
                    Width::Fill { min: 22, weight: 2 },
                ),
                column(MessageId("plans-column-hours"), hours_column(7, words)),
                column(MessageId("templates-column-days"), Width::Fixed(10)),
            ],
            RowsBy::new(self.rows.len(), |i| Row {
                cells: self.cells(i, env),
            }),
        )
        .selecting(self.list.selected());
        View::new(
            words.with(
                MessageId("templates-title"),
                &[("who", self.person.name.as_str().into())],
            ),
            vec![Block::List(list)],
        )
        .at(0, self.list.selected())
    }
}

fn goals(template: &Template, start: NaiveDate, env: &Env) -> Vec<GoalFields> {
    template
        .goal
        .iter()
        .map(|goal| GoalFields {
            domain: goal.domain,
            strand: goal.strand,
            text: goal.text.in_lang(env.lang).to_owned(),
            due_on: Some(due_on(start, goal.due_days)),
        })
        .collect()
}

fn actions(template: &Template, start: NaiveDate, env: &Env) -> Vec<NewAction> {
    template
        .action
        .iter()
        .map(|action| NewAction {
            // The template counts its goals from 1.
            goal: action.goal.checked_sub(1),
            fields: ActionFields {
                service: action.service.clone(),
                text: Some(action.note.in_lang(env.lang).to_owned())
                    .filter(|text| !text.is_empty()),
                owner: action.owner,
                staff: None,
                minutes: action.minutes,
                due_on: Some(due_on(start, action.due_days)),
            },
        })
        .collect()
}
