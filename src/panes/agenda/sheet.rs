//! One appointment, and what can be done about it now.
//!
//! ```text
//! ROSSI Maria, lunedì 23 novembre, 10:00-11:00
//!
//! Con chi    Anna Brambilla
//! Servizio   Colloquio di accoglienza
//! Luogo      in sede
//! Stato      fissato
//!
//! 1  La persona è arrivata
//! 2  Segna assente
//! 3  Sposta
//! 4  Disdici
//! 5  Apri la scheda
//! ```

use crate::clock::local_day;
use crate::domain::appointment::{AppointmentState, AppointmentStep};
use crate::domain::staff::{Right, Role};
use crate::panes::person::word;
use crate::panes::{Env, service};
use crate::store::agenda::AppointmentRow;
use crate::store::catalogue::NewService;
use crate::ui::list::ListState;
use crate::ui::view::{Block, Facts, List, Row, RowsBy, Span, View};
use crate::ui::words::MessageId;

use super::day::state_of;
use super::offer::when;
use super::whole_name;

/// What can be done about an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// The person is here.
    Arrive,
    /// It took place.
    Hold,
    /// Nobody came.
    Miss,
    /// The person went before it began.
    Leave,
    /// The person said yes again.
    Confirm,
    /// Another time.
    Move,
    /// It is called off.
    Cancel,
    /// The no-show was a mistake: it took place.
    CorrectToHeld,
    /// The no-show was a mistake: the person had called it off.
    CorrectToCancelled,
    /// The plan that it serves.
    Plan,
    /// The person's record.
    Record,
}

/// What can be done, by which step and with which right, in the order of the sheet.
const DEEDS: &[(Deed, MessageId, Option<AppointmentStep>, Right)] = &[
    (
        Deed::Arrive,
        MessageId("sheet-arrive"),
        Some(AppointmentStep::Arrive),
        Right::QueueServe,
    ),
    (
        Deed::Hold,
        MessageId("sheet-hold"),
        Some(AppointmentStep::Hold),
        Right::AgendaWrite,
    ),
    (
        Deed::Miss,
        MessageId("sheet-miss"),
        Some(AppointmentStep::Miss),
        Right::AgendaWrite,
    ),
    (
        Deed::Leave,
        MessageId("sheet-leave"),
        Some(AppointmentStep::Leave),
        Right::AgendaWrite,
    ),
    (
        Deed::Confirm,
        MessageId("sheet-confirm"),
        Some(AppointmentStep::Confirm),
        Right::AgendaWrite,
    ),
    (
        Deed::Move,
        MessageId("sheet-move"),
        Some(AppointmentStep::Move),
        Right::AgendaWrite,
    ),
    (
        Deed::Cancel,
        MessageId("sheet-cancel"),
        Some(AppointmentStep::CancelByPerson),
        Right::AgendaWrite,
    ),
    (
        Deed::CorrectToHeld,
        MessageId("sheet-correct-held"),
        Some(AppointmentStep::CorrectToHeld),
        Right::AgendaWrite,
    ),
    (
        Deed::CorrectToCancelled,
        MessageId("sheet-correct-cancelled"),
        Some(AppointmentStep::CorrectToCancelled),
        Right::AgendaWrite,
    ),
    (Deed::Plan, MessageId("sheet-plan"), None, Right::PlansRead),
    (
        Deed::Record,
        MessageId("sheet-record"),
        None,
        Right::PeopleRead,
    ),
];

impl Deed {
    /// The step of the appointment that it is.
    pub(super) fn step(self) -> Option<AppointmentStep> {
        let mut deeds = DEEDS.iter();
        deeds.find(|(deed, ..)| *deed == self)?.2
    }
}

/// An appointment that is open.
pub(super) struct Sheet {
    pub(super) row: AppointmentRow,
    pub(super) list: ListState<Deed>,
    deeds: Vec<(Deed, MessageId)>,
}

impl Sheet {
    /// The appointment with what can be done about it now.
    pub(super) fn new(row: AppointmentRow, env: &Env) -> Self {
        let mut sheet = Self {
            row,
            list: ListState::new(),
            deeds: Vec::new(),
        };
        sheet.offer(env);
        sheet
    }

    /// The same appointment as it now stands.
    pub(super) fn renew(&mut self, row: AppointmentRow, env: &Env) {
        self.row = row;
        self.offer(env);
    }

    fn offer(&mut self, env: &Env) {
        self.deeds = DEEDS
            .iter()
            .filter(|(_, _, _, right)| env.staff.may(*right))
            .filter(|(deed, _, step, _)| is_possible(&self.row, *deed, *step, env))
            .map(|(deed, label, _, _)| (*deed, *label))
            .collect();
        let deeds = &self.deeds;
        self.list.keep(deeds.len(), |i| deeds[i].0);
    }

    /// What a row does.
    pub(super) fn deed(&self, row: usize) -> Option<Deed> {
        self.deeds.get(row).map(|(deed, _)| *deed)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, services: &'a [NewService], env: &'a Env) -> View<'a> {
        let words = &env.words;
        let name = whole_name(&self.row, env);
        let facts = facts(&self.row, services, env);
        let deeds = List::plain(RowsBy::new(self.deeds.len(), |i| Row {
            cells: vec![Span::plain(words.get(self.deeds[i].1))],
        }))
        .selecting(self.list.selected())
        .or_say(words.get(MessageId("sheet-nothing")));
        View::new(
            words.with(MessageId("sheet-title"), &[("who", (&name).into())]),
            vec![Block::Facts(facts), Block::List(deeds)],
        )
        .at(1, self.list.selected())
    }
}

/// What there is to know of an appointment.
pub(super) fn facts<'a>(
    row: &'a AppointmentRow,
    services: &'a [NewService],
    env: &'a Env,
) -> Facts<'a> {
    let words = &env.words;
    let time = when(row.starts_at, row.ends_at, env);
    let text = |text: &'a Option<String>| Span::plain(text.as_deref().unwrap_or(""));
    let tied = row
        .plan_action
        .map_or("".into(), |_| words.get(MessageId("sheet-of-plan")));
    Facts::of(
        words,
        [
            (MessageId("agenda-when"), Span::plain(time)),
            (
                MessageId("agenda-with"),
                Span::plain(row.staff_name.as_str()),
            ),
            (
                MessageId("agenda-service"),
                Span::plain(service::label(services, &row.service, env.lang)),
            ),
            (
                MessageId("agenda-place"),
                Span::plain(word(words, row.place)),
            ),
            (MessageId("agenda-state"), state_of(row, env)),
            (MessageId("agenda-reason"), text(&row.reason)),
            (MessageId("agenda-exception"), text(&row.exception)),
            (MessageId("agenda-note"), text(&row.note)),
            (MessageId("agenda-plan"), Span::plain(tied)),
        ],
    )
}

/// Whether the state and the time allow it: what the store would refuse is not offered.
fn is_possible(row: &AppointmentRow, deed: Deed, step: Option<AppointmentStep>, env: &Env) -> bool {
    let Some(step) = step else {
        return match deed {
            Deed::Plan => row.plan.is_some(),
            _ => row.person.is_some(),
        };
    };
    if row.state.after(step).is_none() {
        return false;
    }
    let today = local_day(row.starts_at) == env.today();
    match deed {
        Deed::Arrive => today && row.place.is_at_the_desk(),
        Deed::Hold => row.state == AppointmentState::Arrived || env.now >= row.starts_at,
        Deed::Miss => env.now >= row.starts_at + env.rules.absent_after,
        Deed::Confirm => env.now < row.starts_at,
        Deed::CorrectToHeld | Deed::CorrectToCancelled => {
            today || env.staff.roles.contains(&Role::Coordination)
        }
        _ => true,
    }
}
