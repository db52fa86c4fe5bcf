//! The first free times for somebody, or for an appointment that is moved.
//!
//! ```text
//! Orari liberi per ROSSI Maria
//!
//! Servizio  Colloquio di accoglienza, 1 ora
//!
//! 1  lunedì 23 novembre, 10:00-11:00    Anna Brambilla
//! 2  lunedì 23 novembre, 11:00-12:00    Anna Brambilla
//! 3  martedì 24 novembre, 09:00-10:00   Anna Brambilla
//! 4  Altri orari
//! 5  Con chi è libero
//! 6  Scegli dal calendario
//! 7  Un altro servizio
//! 8  Ha già: giovedì 26 novembre, 09:00-10:00   Anna Brambilla
//! ```

use chrono::{DateTime, Utc};

use crate::domain::appointment::AppointmentStep;
use crate::domain::ids::{AppointmentId, StaffId};
use crate::domain::person::HalfDay;
use crate::domain::staff::Role;
use crate::panes::person::{between, word};
use crate::panes::{Env, service};
use crate::store::agenda::{AppointmentRow, FreeSlot, FreeSlots, WeekHours};
use crate::store::catalogue::NewService;
use crate::ui::list::ListState;
use crate::ui::view::{
    Block, Column, Facts, List, Row as RowView, RowsBy, Span, Tone, View, Width,
};
use crate::ui::words::MessageId;

use super::Wanted;
use super::day::day_in_words;

/// How many times are offered first.
const FIRST: usize = 3;
/// How many more each time that more are asked for.
const MORE: usize = 4;

/// What a row offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// A free time.
    Free(StaffId, DateTime<Utc>),
    /// More of them.
    More,
    /// With anybody who is free.
    Anyone,
    /// From the calendar.
    Calendar,
    /// For another service.
    Service,
    /// An appointment that the person has.
    Standing(AppointmentId),
}

/// Free times that are offered.
pub(super) struct Offer {
    pub(super) wanted: Wanted,
    pub(super) list: ListState<Row>,
    /// With this colleague only, when there is one.
    staff: Option<StaffId>,
    slots: Vec<FreeSlot>,
    standing: Vec<AppointmentRow>,
    rows: Vec<Row>,
    /// When the person can come; any time when empty.
    comes: Vec<HalfDay>,
    limit: usize,
    /// Whether it is known with whom to look.
    ready: bool,
    loaded: bool,
}

impl Offer {
    /// Nothing offered yet; a move keeps the colleague.
    pub(super) fn new(wanted: Wanted) -> Self {
        let staff = match &wanted {
            Wanted::Moving(row) => Some(row.staff),
            Wanted::Booking { .. } => None,
        };
        Self {
            ready: staff.is_some(),
            wanted,
            list: ListState::new(),
            staff,
            slots: Vec::new(),
            standing: Vec::new(),
            rows: Vec::new(),
            comes: Vec::new(),
            limit: FIRST,
            loaded: false,
        }
    }

    /// With whom first: who follows the plan, else the person; and when the person can come.
    pub(super) fn with_referent(&mut self, referent: Option<StaffId>, comes: &[HalfDay]) {
        let of_plan = match &self.wanted {
            Wanted::Booking { with, .. } => *with,
            Wanted::Moving(_) => None,
        };
        self.staff = of_plan.or(referent);
        self.comes = comes.to_vec();
        self.ready = true;
    }

    /// Whether free times can be asked for: it is known with whom.
    pub(super) fn is_ready(&self) -> bool {
        self.ready
    }

    /// The question: anybody of orientation, unless a colleague is meant.
    pub(super) fn query(&self, services: &[NewService], env: &Env) -> FreeSlots {
        let (office, minutes) = match &self.wanted {
            Wanted::Booking { service, .. } => {
                (env.staff.office, service::minutes(services, service))
            }
            Wanted::Moving(row) => {
                let minutes = (row.ends_at - row.starts_at).num_minutes();
                (row.office, u16::try_from(minutes).unwrap_or(60))
            }
        };
        FreeSlots {
            office,
            staff: self.staff,
            role: Some(Role::Orientation),
            minutes,
            from: env.now,
            limit: self.limit,
            within: self.comes.iter().map(|half| week_hours(*half)).collect(),
        }
    }

    /// Takes the free times. When the colleague meant has none at all, true: ask for anybody.
    pub(super) fn take(&mut self, slots: Vec<FreeSlot>) -> bool {
        if slots.is_empty() && self.staff.take().is_some() {
            return true;
        }
        self.slots = slots;
        let renew = !std::mem::replace(&mut self.loaded, true);
        self.fill(renew);
        false
    }

    /// Takes the appointments that the person has from now on.
    pub(super) fn stands(&mut self, standing: Vec<AppointmentRow>) {
        self.standing = standing
            .into_iter()
            .filter(|row| row.state.after(AppointmentStep::Move).is_some())
            .collect();
        if self.loaded {
            self.fill(false);
        }
    }

    fn fill(&mut self, renew: bool) {
        let booking = match &self.wanted {
            Wanted::Booking { action, .. } => Some(action.is_none()),
            Wanted::Moving(_) => None,
        };
        let free = self
            .slots
            .iter()
            .map(|slot| Row::Free(slot.staff, slot.starts_at));
        let more = (self.slots.len() >= self.limit).then_some(Row::More);
        let anyone = self.staff.is_some().then_some(Row::Anyone);
        let service = (booking == Some(true)).then_some(Row::Service);
        let standing = self.standing.iter().map(|row| Row::Standing(row.id));
        self.rows = free
            .chain(more)
            .chain(anyone)
            .chain([Row::Calendar])
            .chain(service)
            .chain(standing)
            .collect();
        if renew {
            self.list.renew(self.rows.len(), |i| self.rows[i]);
        } else {
            self.list.keep(self.rows.len(), |i| self.rows[i]);
        }
    }

    /// What a row offers.
    pub(super) fn row(&self, at: usize) -> Option<Row> {
        self.rows.get(at).copied()
    }

    /// The free time of a row.
    pub(super) fn slot(&self, staff: StaffId, at: DateTime<Utc>) -> Option<FreeSlot> {
        let mut slots = self.slots.iter();
        slots
            .find(|slot| slot.staff == staff && slot.starts_at == at)
            .cloned()
    }

    /// The appointments that the person has.
    pub(super) fn standing(&self) -> &[AppointmentRow] {
        &self.standing
    }

    /// An appointment that the person has.
    pub(super) fn stand(&self, id: AppointmentId) -> Option<&AppointmentRow> {
        self.standing.iter().find(|row| row.id == id)
    }

    /// The appointment that a move or a call-off means here: the one selected, else the next one.
    pub(super) fn meant(&self) -> Option<&AppointmentRow> {
        match self.list.selected_id() {
            Some(Row::Standing(id)) => self.stand(*id),
            _ => self.standing.first(),
        }
    }

    /// More free times are wanted.
    pub(super) fn more(&mut self) {
        self.limit += MORE;
    }

    /// Anybody will do.
    pub(super) fn anyone(&mut self) {
        self.staff = None;
        self.loaded = false;
    }

    /// For another service from now on.
    pub(super) fn for_service(&mut self, code: String) {
        if let Wanted::Booking { service, .. } = &mut self.wanted {
            *service = code;
        }
        self.loaded = false;
    }

    fn cells<'a>(&'a self, row: Row, env: &'a Env) -> [Span<'a>; 2] {
        let words = &env.words;
        let label = |id: MessageId| [Span::plain(words.get(id)), Span::plain("")];
        match row {
            Row::Free(staff, at) => match self.slot(staff, at) {
                Some(slot) => [
                    Span::plain(when(slot.starts_at, slot.ends_at, env)),
                    Span::toned(slot.staff_name, Tone::Quiet),
                ],
                None => [Span::plain(""), Span::plain("")],
            },
            Row::More => label(MessageId("offer-more")),
            Row::Anyone => label(MessageId("offer-anyone")),
            Row::Calendar => label(MessageId("offer-calendar")),
            Row::Service => label(MessageId("offer-service")),
            Row::Standing(id) => match self.stand(id) {
                Some(row) => {
                    let when = when(row.starts_at, row.ends_at, env);
                    [
                        Span::toned(when, Tone::Strong),
                        Span::plain(words.with(
                            MessageId("offer-standing"),
                            &[("who", row.staff_name.as_str().into())],
                        )),
                    ]
                }
                None => [Span::plain(""), Span::plain("")],
            },
        }
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, services: &'a [NewService], env: &'a Env) -> View<'a> {
        let words = &env.words;
        let who = self.wanted.who();
        let title = match &self.wanted {
            Wanted::Booking { .. } => MessageId("offer-title"),
            Wanted::Moving(_) => MessageId("offer-title-move"),
        };
        let list = List::of(
            vec![
                Column::bare(Width::Fill { min: 34, weight: 1 }),
                Column::bare(Width::Fill { min: 24, weight: 2 }),
            ],
            RowsBy::new(self.rows.len(), |i| RowView {
                cells: self.cells(self.rows[i], env).into(),
            }),
        )
        .selecting(self.list.selected())
        .or_say(words.get(MessageId("offer-wait")));
        View::new(
            words.with(title, &[("who", (&who).into())]),
            vec![Block::Facts(self.facts(services, env)), Block::List(list)],
        )
        .at(1, self.list.selected())
    }

    fn facts<'a>(&'a self, services: &'a [NewService], env: &'a Env) -> Facts<'a> {
        let words = &env.words;
        let minutes = self.query(services, env).minutes;
        let length = words.duration(u32::from(minutes));
        let of_service = |code: &str| {
            let label = service::label(services, code, env.lang);
            Span::plain(format!("{label}, {length}"))
        };
        let comes: Vec<String> = self.comes.iter().map(|half| word(words, *half)).collect();
        let tied = match &self.wanted {
            Wanted::Booking { plan: Some(_), .. } => words.get(MessageId("sheet-of-plan")),
            _ => "".into(),
        };
        let rows = match &self.wanted {
            Wanted::Booking { service, .. } => [
                (MessageId("agenda-service"), of_service(service)),
                (MessageId("person-comes"), Span::plain(comes.join(", "))),
                (MessageId("agenda-plan"), Span::plain(tied)),
            ],
            Wanted::Moving(row) => [
                (
                    MessageId("offer-now"),
                    Span::toned(when(row.starts_at, row.ends_at, env), Tone::Strong),
                ),
                (
                    MessageId("agenda-with"),
                    Span::plain(row.staff_name.as_str()),
                ),
                (MessageId("agenda-service"), of_service(&row.service)),
            ],
        };
        Facts::of(words, rows)
    }
}

fn week_hours(half: HalfDay) -> WeekHours {
    let (weekday, from_min, to_min) = half.hours();
    WeekHours {
        weekday,
        from_min,
        to_min,
    }
}

/// `lunedì 23 novembre, 10:00-11:00`.
pub(super) fn when(from: DateTime<Utc>, to: DateTime<Utc>, env: &Env) -> String {
    format!(
        "{}, {}",
        day_in_words(from, env),
        between(from, to, &env.words)
    )
}
