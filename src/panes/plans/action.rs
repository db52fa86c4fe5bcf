//! One action of a plan that runs, and what can be done about it now.
//!
//! ```text
//! Azione di ROSSI Maria
//!
//! Servizio   Orientamento specialistico
//! Chi        chi opera
//! Ore        8 h
//! Stato      pianificata
//!
//! 1  Prenota un appuntamento
//! 2  Collega un appuntamento già preso
//! 3  Segna ore erogate
//! 4  Segna svolta
//! 5  Annulla l'azione
//! 6  Fai firmare: 12/11/2026 12:10, 45 min, Anna Brambilla
//! 7  Firmate il 12/11/2026: 05/11/2026 12:10, 45 min, Anna Brambilla
//! ```

use crate::domain::ids::{ActionId, DeliveryId};
use crate::domain::plan::{ActionState, Owner};
use crate::domain::staff::Right;
use crate::panes::Env;
use crate::panes::person::moment;
use crate::store::catalogue::NewService;
use crate::store::plans::{ActionRow, DeliveryRow, PlanRow};
use crate::ui::list::ListState;
use crate::ui::view::{Block, List, Row, RowsBy, Span, Tone, View};
use crate::ui::words::MessageId;

use super::sheet::action_facts;

/// What can be done about an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Book,
    Tie,
    Appointment,
    Deliver,
    Complete,
    Stop,
    Replan,
    Cancel,
}

/// What can be done, in the order of the sheet.
const DEEDS: &[(Deed, MessageId, Right)] = &[
    (Deed::Book, MessageId("action-do-book"), Right::AgendaWrite),
    (Deed::Tie, MessageId("action-do-tie"), Right::PlansWrite),
    (
        Deed::Appointment,
        MessageId("action-do-appointment"),
        Right::AgendaRead,
    ),
    (
        Deed::Deliver,
        MessageId("action-do-deliver"),
        Right::PlansWrite,
    ),
    (
        Deed::Complete,
        MessageId("action-do-complete"),
        Right::PlansWrite,
    ),
    (Deed::Stop, MessageId("action-do-stop"), Right::PlansWrite),
    (
        Deed::Replan,
        MessageId("action-do-replan"),
        Right::PlansWrite,
    ),
    (
        Deed::Cancel,
        MessageId("action-do-cancel"),
        Right::PlansWrite,
    ),
];

/// A row of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Something to be done.
    Deed(Deed),
    /// Hours that were given, and whether they are signed.
    Hours(DeliveryId, bool),
}

/// An action that is open.
pub(super) struct ActionSheet {
    pub(super) id: ActionId,
    pub(super) list: ListState<Line>,
    deeds: Vec<(Deed, MessageId)>,
    given: Vec<DeliveryRow>,
}

impl ActionSheet {
    /// The action with what can be done about it now.
    pub(super) fn new(action: &ActionRow, plan: &PlanRow, env: &Env) -> Self {
        let mut sheet = Self {
            id: action.id,
            list: ListState::new(),
            deeds: Vec::new(),
            given: Vec::new(),
        };
        sheet.renew(action, plan, env);
        sheet
    }

    /// The same action as it now stands.
    pub(super) fn renew(&mut self, action: &ActionRow, plan: &PlanRow, env: &Env) {
        self.deeds = DEEDS
            .iter()
            .filter(|(deed, _, right)| env.staff.may(*right) && is_possible(*deed, action, plan))
            .map(|(deed, label, _)| (*deed, *label))
            .collect();
        self.keep();
    }

    /// The hours that were given for it.
    pub(super) fn given(&mut self, given: Vec<DeliveryRow>) {
        self.given = given;
        self.keep();
    }

    fn keep(&mut self) {
        let lines: Vec<Line> = (0..).map_while(|row| self.line(row)).collect();
        self.list.keep(lines.len(), |i| lines[i]);
    }

    /// What a row is.
    pub(super) fn line(&self, row: usize) -> Option<Line> {
        if let Some((deed, _)) = self.deeds.get(row) {
            return Some(Line::Deed(*deed));
        }
        let hours = self.given.get(row - self.deeds.len())?;
        Some(Line::Hours(hours.id, hours.signed_on.is_some()))
    }

    fn said<'a>(&'a self, row: usize, env: &'a Env) -> Span<'a> {
        let words = &env.words;
        if let Some((_, label)) = self.deeds.get(row) {
            return Span::plain(words.get(*label));
        }
        let hours = &self.given[row - self.deeds.len()];
        let minutes = (hours.ended_at - hours.started_at).num_minutes();
        let what = format!(
            "{}, {}, {}",
            moment(hours.started_at, words),
            words.duration(u32::try_from(minutes).unwrap_or_default()),
            hours.staff_name
        );
        match hours.signed_on {
            Some(on) => {
                let args = [("day", words.date(on).into()), ("what", what.into())];
                Span::toned(
                    words.with(MessageId("action-hours-signed"), &args),
                    Tone::Quiet,
                )
            }
            None => {
                let args = [("what", what.into())];
                Span::toned(
                    words.with(MessageId("action-hours-to-sign"), &args),
                    Tone::Warn,
                )
            }
        }
    }

    /// What it shows.
    pub(super) fn view<'a>(
        &'a self,
        action: &'a ActionRow,
        plan: &'a PlanRow,
        services: &'a [NewService],
        env: &'a Env,
    ) -> View<'a> {
        let words = &env.words;
        let who = plan.person.short_name();
        let deeds = List::plain(RowsBy::new(self.deeds.len() + self.given.len(), |i| Row {
            cells: vec![self.said(i, env)],
        }))
        .selecting(self.list.selected())
        .or_say(words.get(MessageId("action-nothing")));
        View::new(
            words.with(MessageId("action-title"), &[("who", (&who).into())]),
            vec![
                Block::Facts(action_facts(action, services, env)),
                Block::List(deeds),
            ],
        )
        .at(1, self.list.selected())
    }
}

/// Why something cannot be done about an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhyNot {
    /// The plan is not under way.
    NotUnderWay,
    /// Somebody else does it.
    Owner(Owner),
    /// Of what it is now.
    State(ActionState),
}

/// Why something that [`is_possible`] denies cannot be done.
pub(super) fn why_not(deed: Deed, action: &ActionRow, plan: &PlanRow) -> WhyNot {
    let ours = action.fields.owner == Owner::Staff;
    match deed {
        _ if !plan.state.is_carried_out() => WhyNot::NotUnderWay,
        Deed::Book | Deed::Tie if !ours => WhyNot::Owner(action.fields.owner),
        _ => WhyNot::State(action.state),
    }
}

/// Whether states and hours allow it: what the store would refuse is not offered.
pub(super) fn is_possible(deed: Deed, action: &ActionRow, plan: &PlanRow) -> bool {
    use ActionState::{Booked, Missed, Planned, Running};
    let carried = plan.state.is_carried_out();
    match deed {
        Deed::Book | Deed::Tie => {
            carried
                && action.fields.owner == Owner::Staff
                && matches!(action.state, Planned | Missed)
        }
        Deed::Appointment => action.appointment.is_some(),
        Deed::Deliver => {
            carried
                && matches!(action.state, Planned | Booked | Running)
                && action.delivered_min < action.fields.minutes
        }
        Deed::Complete => carried && matches!(action.state, Planned | Booked | Running),
        Deed::Stop => carried && action.state == Running && action.delivered_min > 0,
        Deed::Replan => carried && action.state == Missed,
        Deed::Cancel => carried && matches!(action.state, Planned | Booked),
    }
}
