//! After an intake: what is on record, what is missing, and where to go from here.
//!
//! ```text
//! Scheda salvata: ROSSI Maria
//!
//!   Disoccupazione di lunga durata: 14 mesi
//!   Da completare: telefono
//!
//! 1 Percorso
//! 2 Appuntamento
//! 3 Lavoro adatto
//! 4 Scheda della persona
//! 5 Fine del contatto
//! 6 Torna alla coda
//! ```

use crate::domain::ids::IntakeId;
use crate::panes::{Env, InHand};
use crate::ui::list::ListState;
use crate::ui::view::{Block, List, Row, RowsBy, Span, Text, View};
use crate::ui::words::MessageId;

/// A way on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The plans of the person.
    Plan,
    /// Free slots.
    Appointment,
    /// Work.
    Work,
    /// The record.
    Record,
    /// The full interview.
    Interview,
    /// The person is taken in charge.
    Charge,
    /// The end of the contact.
    End,
    /// The queue.
    Queue,
    /// What a match and a booking still ask: hours, contracts, when the person can come.
    Wishes,
}

const STEPS: &[(Step, MessageId)] = &[
    (Step::Plan, MessageId("next-plan")),
    (Step::Appointment, MessageId("next-appointment")),
    (Step::Work, MessageId("next-work")),
    (Step::Record, MessageId("next-record")),
    (Step::Charge, MessageId("next-charge")),
    (Step::End, MessageId("next-end")),
    (Step::Queue, MessageId("next-queue")),
    (Step::Wishes, MessageId("next-wishes")),
    (Step::Interview, MessageId("next-interview")),
];

/// What comes after an intake.
pub(super) struct Next {
    pub(super) person: InHand,
    pub(super) list: ListState<usize>,
    said: Vec<Span<'static>>,
    steps: Vec<(Step, MessageId)>,
    /// The interview from which the person can be taken in charge.
    pub(super) intake: Option<IntakeId>,
}

impl Next {
    /// The ways on for a person; the end of the contact only if a ticket is being served, taking in charge
    /// only from a complete interview.
    pub(super) fn new(
        person: InHand,
        said: Vec<Span<'static>>,
        serving: bool,
        intake: Option<IntakeId>,
    ) -> Self {
        let steps: Vec<_> = STEPS
            .iter()
            .copied()
            .filter(|(step, _)| match step {
                Step::End => serving,
                Step::Charge => intake.is_some(),
                _ => true,
            })
            .collect();
        let mut list = ListState::new();
        list.keep(steps.len(), |i| i);
        Self {
            person,
            list,
            said,
            steps,
            intake,
        }
    }

    /// The person was taken in charge: that way is behind.
    pub(super) fn charged(&mut self) {
        self.intake = None;
        self.steps.retain(|(step, _)| *step != Step::Charge);
        self.list.keep(self.steps.len(), |i| i);
    }

    /// The way of a row.
    pub(super) fn step(&self, row: usize) -> Option<Step> {
        self.steps.get(row).map(|(step, _)| *step)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let said = Text {
            heading: None,
            paragraphs: self.said.clone(),
        };
        let ways = List::plain(RowsBy::new(self.steps.len(), |i| Row {
            cells: vec![Span::plain(words.get(self.steps[i].1))],
        }))
        .headed(words.get(MessageId("next-heading")))
        .selecting(self.list.selected());
        View::new(
            words.with(
                MessageId("next-title"),
                &[("who", (&self.person.name).into())],
            ),
            vec![Block::Text(said), Block::List(ways)],
        )
        .at(1, self.list.selected())
    }
}
