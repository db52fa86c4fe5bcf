//! One colleague's day: what is booked, what is free, and the colleagues' same day beside it.
//!
//! ```text
//! Agenda, lunedì 23 novembre, Anna Brambilla
//!
//! Oggi, orario 09:00-13:00 e 14:00-17:00
//! 1  09:00-10:00  BIANCHI Ada             confermato        Colloquio di accoglienza
//! 2  10:00-10:30  libero
//! 3  10:30-11:00  libero
//! ```
//!
//! What was called off or missed stays in its place with its word; it keeps no time.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::clock::local_day;
use crate::domain::appointment::{AppointmentState, Place};
use crate::domain::ids::{AppointmentId, OfficeId, StaffId};
use crate::panes::person::{time, word};
use crate::panes::{Env, service};
use crate::store::Changes;
use crate::store::agenda::{AgendaDay, AppointmentRow, DayAgenda, FreeSlot, Slot, StaffDay};
use crate::store::catalogue::NewService;
use crate::ui::schedule::ScheduleState;
use crate::ui::view::{
    Block, Facts, Lane, Lanes, Notice, Schedule, Slot as SlotView, Span, Tone, View,
};
use crate::ui::words::MessageId;

use super::offer::when;
use super::room::Room;
use super::{Wanted, sheet, whole_name};

/// Minutes of a free stretch as it is shown.
const GRID: u16 = 30;

/// What stands in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SlotId {
    Appointment(AppointmentId),
    Free(DateTime<Utc>),
}

/// The day in front.
pub(super) struct Day {
    pub(super) on: NaiveDate,
    pub(super) office: OfficeId,
    pub(super) whose: StaffId,
    pub(super) state: ScheduleState<SlotId>,
    agenda: Option<Arc<AgendaDay>>,
    rows: Vec<Slot>,
    /// Of which day and whose the rows are.
    shown: Option<(NaiveDate, StaffId)>,
    /// The appointment to select when it comes.
    wanted: Option<AppointmentId>,
}

impl Day {
    /// Today of whoever works here.
    pub(super) fn new(env: &Env) -> Self {
        Self {
            on: env.today(),
            office: env.staff.office,
            whose: env.staff.id,
            state: ScheduleState::default(),
            agenda: None,
            rows: Vec::new(),
            shown: None,
            wanted: None,
        }
    }

    /// The question for this day: all colleagues at once, so that going from one to the next asks
    /// nothing.
    pub(super) fn query(&self) -> DayAgenda {
        DayAgenda {
            office: self.office,
            staff: None,
            day: self.on,
            minutes: GRID,
        }
    }

    /// Forgets the rows; the same one is selected when they are read again.
    pub(super) fn rest(&mut self) {
        self.agenda = None;
        self.rows = Vec::new();
        self.state.slots.rest();
    }

    /// Goes to a day of a colleague; an appointment is selected when it is there.
    pub(super) fn go(&mut self, day: NaiveDate, whose: StaffId, select: Option<AppointmentId>) {
        self.on = day;
        self.whose = whose;
        self.wanted = select;
    }

    /// Takes the answer; one for another day than the one in front is late and dropped.
    pub(super) fn take(&mut self, agenda: Arc<AgendaDay>, env: &Env) {
        if agenda.day == self.on {
            self.agenda = Some(agenda);
            self.fill(env);
        }
    }

    /// The next colleague who works on this day; false when there is no other.
    pub(super) fn next_colleague(&mut self, env: &Env) -> bool {
        let Some(agenda) = &self.agenda else {
            return false;
        };
        let ids: Vec<StaffId> = agenda
            .everybody()
            .filter(|of| is_there(of) || of.staff == self.whose)
            .map(|of| of.staff)
            .collect();
        let at = ids
            .iter()
            .position(|id| *id == self.whose)
            .map_or(0, |at| at + 1);
        let next = ids.get(at).or(ids.first()).copied();
        let moved = next.is_some_and(|next| next != self.whose);
        if let Some(next) = next {
            self.whose = next;
        }
        self.fill(env);
        moved
    }

    /// The day of the colleagues, by name; nobody before the answer is there.
    fn others(&self) -> impl Iterator<Item = &StaffDay> {
        let everybody = self.agenda.iter().flat_map(|day| day.everybody());
        everybody.filter(|of| of.staff != self.whose)
    }

    fn of_whose(&self) -> Option<&StaffDay> {
        self.agenda.as_ref()?.of(self.whose)
    }

    fn fill(&mut self, env: &Env) {
        let rows = self.of_whose().map_or_else(Vec::new, rows_of);
        let len = rows.len();
        let stood = self.selected().map(|slot| (id_of(slot), starts_at(slot)));
        let list = &mut self.state.slots;
        if self.shown.replace((self.on, self.whose)) == Some((self.on, self.whose)) {
            list.keep(len, |i| id_of(&rows[i]));
            // An appointment that is gone left its time behind, a free time that was taken its appointment.
            let gone = stood.filter(|(id, _)| list.selected_id() != Some(id));
            let there = gone.and_then(|(_, at)| rows.iter().position(|slot| ends_at(slot) > at));
            if let Some(there) = there {
                list.select(there);
            }
        } else {
            list.renew(len, |i| id_of(&rows[i]));
            let next = rows.iter().position(|slot| ends_at(slot) > env.now);
            list.select(next.unwrap_or(0));
        }
        if let Some(id) = self.wanted.take() {
            list.select_id(&SlotId::Appointment(id));
        }
        self.rows = rows;
    }

    fn selected(&self) -> Option<&Slot> {
        self.rows.get(self.state.slots.selected())
    }

    /// The appointment of the selected row.
    pub(super) fn appointment(&self) -> Option<&AppointmentRow> {
        match self.selected()? {
            Slot::Taken(row) => Some(row),
            Slot::Free { .. } => None,
        }
    }

    /// The appointments of the day, those that were called off too.
    pub(super) fn appointments(&self) -> impl Iterator<Item = &AppointmentRow> {
        self.rows.iter().filter_map(|slot| match slot {
            Slot::Taken(row) => Some(&**row),
            Slot::Free { .. } => None,
        })
    }

    /// Whether somebody who comes on the day has another name now, as far as a change tells.
    pub(super) fn is_moved_by(&self, what: &Changes) -> bool {
        what.touches("person")
            && self
                .appointments()
                .filter_map(|row| row.person.as_ref())
                .any(|who| what.touches_row("person", who.id))
    }

    /// The free time of the selected row.
    pub(super) fn free(&self) -> Option<FreeSlot> {
        self.as_free(self.selected()?)
    }

    /// The free time to offer first: the selected one, else the next of the day.
    pub(super) fn free_from_here(&self) -> Option<FreeSlot> {
        let rows = self.rows.get(self.state.slots.selected()..)?;
        rows.iter().find_map(|slot| self.as_free(slot))
    }

    /// What the day says of a time at which somebody is to be booked.
    pub(super) fn room(&self, env: &Env) -> Room {
        let (mut taken, mut free) = (Vec::new(), Vec::new());
        let slots = self.of_whose().map_or(&[][..], |of| &of.slots);
        for slot in slots {
            let kind = match slot {
                Slot::Taken(_) => &mut taken,
                Slot::Free { .. } => &mut free,
            };
            kind.push((slot.starts_at(), ends_at(slot)));
        }
        let closure = self.agenda.as_ref().and_then(|day| day.closure.as_deref());
        Room::new(taken, free, closure.map(|why| named(why, env).to_owned()))
    }

    fn as_free(&self, slot: &Slot) -> Option<FreeSlot> {
        match slot {
            Slot::Free { starts_at, ends_at } => Some(FreeSlot {
                staff: self.whose,
                staff_name: self.name().to_owned(),
                starts_at: *starts_at,
                ends_at: *ends_at,
            }),
            Slot::Taken(_) => None,
        }
    }

    /// Whose day it is.
    pub(super) fn name(&self) -> &str {
        self.of_whose().map_or("", |of| &of.name)
    }

    /// What it shows.
    pub(super) fn view<'a>(
        &'a self,
        services: &'a [NewService],
        choosing: Option<&Wanted>,
        env: &'a Env,
    ) -> View<'a> {
        let words = &env.words;
        let name = match self.name() {
            "" => env.staff.name.as_str(),
            name => name,
        };
        let day = words.date_near(self.on);
        let mut blocks = vec![Block::Schedule(self.schedule(
            services,
            choosing.is_some(),
            env,
        ))];
        if let Some(wanted) = choosing {
            let who = wanted.who();
            blocks.insert(
                0,
                Block::Notice(Notice {
                    tone: Tone::Strong,
                    text: words.with(MessageId("agenda-choosing"), &[("who", (&who).into())]),
                }),
            );
        }
        View::new(
            words.with(
                MessageId("agenda-title-of"),
                &[("who", name.into()), ("day", (&day).into())],
            ),
            blocks,
        )
        .at_last(self.state.slots.selected())
        .beside(
            self.selected()
                .map(|slot| move || self.beside(slot, services, env)),
        )
    }

    /// The row in focus, and what the colleagues do meanwhile.
    fn beside<'a>(
        &'a self,
        slot: &'a Slot,
        services: &'a [NewService],
        env: &'a Env,
    ) -> Vec<Block<'a>> {
        let words = &env.words;
        let facts = match slot {
            Slot::Taken(row) => Facts {
                heading: Some(whole_name(row, env).into()),
                ..sheet::facts(row, services, env)
            },
            Slot::Free { starts_at, ends_at } => Facts::of(
                words,
                [(
                    MessageId("agenda-when"),
                    Span::plain(when(*starts_at, *ends_at, env)),
                )],
            )
            .headed(words.get(MessageId("agenda-free"))),
        };
        let others = self.others();
        let rows = others.map(|of| (of.name.as_str().into(), meanwhile(of, slot, env)));
        let colleagues =
            Facts::new(rows.collect()).headed(words.get(MessageId("agenda-colleagues")));
        vec![Block::Facts(facts), Block::Facts(colleagues)]
    }

    fn schedule<'a>(
        &'a self,
        services: &'a [NewService],
        choosing: bool,
        env: &'a Env,
    ) -> Schedule<'a> {
        Schedule {
            heading: self.heading(env).into(),
            slots: slot_views(&self.rows, services, env),
            selected: self.state.slots.selected(),
            empty: env.words.get(match (self.agenda.is_some(), choosing) {
                (false, _) => MessageId("agenda-wait"),
                (true, false) => MessageId("agenda-empty"),
                (true, true) => MessageId("agenda-empty-choosing"),
            }),
            colleagues: Box::new(Colleagues {
                day: self,
                services,
                env,
                there: OnceCell::new(),
            }),
        }
    }

    /// `Oggi, orario 09:00-13:00, 14:00-17:00`, or why nobody is here.
    fn heading(&self, env: &Env) -> String {
        let words = &env.words;
        let Some(agenda) = &self.agenda else {
            return words.date_long(self.on);
        };
        let mut said = vec![match (self.on - env.today()).num_days() {
            0 => words.get(MessageId("agenda-today")).into_owned(),
            1 => words.get(MessageId("agenda-tomorrow")).into_owned(),
            -1 => words.get(MessageId("agenda-yesterday")).into_owned(),
            _ => words.date(self.on),
        }];
        if let Some(why) = &agenda.closure {
            let args = [("why", named(why, env).into())];
            let closed = words.with(MessageId("agenda-closed"), &args);
            said.push(closed.into_owned());
            return said.join(", ");
        }
        let of = self.of_whose();
        let hours = of.map_or(&[][..], |of| &of.hours);
        let hours = words.stretches(hours.iter().copied());
        said.push(if hours.is_empty() {
            words.get(MessageId("agenda-no-hours")).into_owned()
        } else {
            words
                .with(MessageId("agenda-hours"), &[("hours", (&hours).into())])
                .into_owned()
        });
        if of.is_some_and(|of| of.away) {
            said.push(words.get(MessageId("agenda-away")).into_owned());
        }
        said.join(", ")
    }
}

/// A holiday by its name in the language of the screen; what the office wrote as it is.
fn named<'a>(why: &'a str, env: &'a Env) -> &'a str {
    env.reference.holiday_named(why, env.lang).unwrap_or(why)
}

/// The days of those colleagues who are there, looked at only where there is room for them.
struct Colleagues<'a> {
    day: &'a Day,
    services: &'a [NewService],
    env: &'a Env,
    there: OnceCell<Vec<&'a StaffDay>>,
}

impl<'a> Colleagues<'a> {
    fn there(&self) -> &[&'a StaffDay] {
        self.there
            .get_or_init(|| self.day.others().filter(|of| is_there(of)).collect())
    }
}

impl Lanes for Colleagues<'_> {
    fn len(&self) -> usize {
        self.there().len()
    }

    fn lane(&self, i: usize) -> Lane<'_> {
        let of = self.there()[i];
        Lane {
            name: Cow::Borrowed(of.name.as_str()),
            slots: slot_views(&of.slots, self.services, self.env),
        }
    }
}

/// What a colleague does in the time of a slot: whom they see, that they are free, or that they are not here.
fn meanwhile<'a>(of: &'a StaffDay, slot: &Slot, env: &'a Env) -> Span<'a> {
    let overlaps =
        |other: &&Slot| other.starts_at() < ends_at(slot) && slot.starts_at() < ends_at(other);
    let slots: Vec<&Slot> = of.slots.iter().filter(overlaps).collect();
    let names: Vec<Cow<'_, str>> = slots
        .iter()
        .filter_map(|slot| match slot {
            Slot::Taken(row) => Some(whole_name(row, env).into()),
            Slot::Free { .. } => None,
        })
        .collect();
    match (names.is_empty(), slots.is_empty()) {
        (false, _) => Span::plain(names.join(", ")),
        (true, false) => Span::toned(env.words.get(MessageId("agenda-free")), Tone::Good),
        (true, true) => Span::toned(env.words.get(MessageId("agenda-not-here")), Tone::Quiet),
    }
}

/// Somebody who works on the day, or has something in it.
fn is_there(of: &StaffDay) -> bool {
    !of.slots.is_empty()
}

/// Taken, free and released times in order; at the same time what is there before what is free.
fn rows_of(of: &StaffDay) -> Vec<Slot> {
    let mut rows = of.slots.clone();
    // One that was moved stands at its new time; there is nothing to do about the old one.
    let released = of
        .released
        .iter()
        .filter(|row| row.state != AppointmentState::Moved);
    rows.extend(released.map(|row| Slot::Taken(Box::new(row.clone()))));
    rows.sort_by_key(|slot| (slot.starts_at(), matches!(slot, Slot::Free { .. })));
    rows
}

fn id_of(slot: &Slot) -> SlotId {
    match slot {
        Slot::Taken(row) => SlotId::Appointment(row.id),
        Slot::Free { starts_at, .. } => SlotId::Free(*starts_at),
    }
}

fn starts_at(slot: &Slot) -> DateTime<Utc> {
    match slot {
        Slot::Taken(row) => row.starts_at,
        Slot::Free { starts_at, .. } => *starts_at,
    }
}

fn ends_at(slot: &Slot) -> DateTime<Utc> {
    match slot {
        Slot::Taken(row) => row.ends_at,
        Slot::Free { ends_at, .. } => *ends_at,
    }
}

fn slot_views<'a>(
    slots: &'a [Slot],
    services: &'a [NewService],
    env: &'a Env,
) -> Vec<SlotView<'a>> {
    let shown = slots.iter().map(|slot| slot_view(slot, services, env));
    shown.collect()
}

fn slot_view<'a>(slot: &'a Slot, services: &'a [NewService], env: &'a Env) -> SlotView<'a> {
    let words = &env.words;
    match slot {
        Slot::Free { starts_at, ends_at } => SlotView {
            start: time(*starts_at, words).into(),
            end: time(*ends_at, words).into(),
            name: Span::toned(words.get(MessageId("agenda-free")), Tone::Quiet),
            state: Span::plain(""),
            detail: Cow::Borrowed(""),
        },
        Slot::Taken(row) => SlotView {
            start: time(row.starts_at, words).into(),
            end: time(row.ends_at, words).into(),
            name: Span::plain(whole_name(row, env)),
            state: state_of(row, env),
            detail: about(row, services, env).into(),
        },
    }
}

/// The state as a word; what is over and unsettled asks for its outcome.
pub(super) fn state_of(row: &AppointmentRow, env: &Env) -> Span<'static> {
    if row.state.is_open() && row.ends_at < env.now {
        let word = env.words.get(MessageId("day-unsettled")).into_owned();
        return Span::toned(word, Tone::Warn);
    }
    let tone = match row.state {
        AppointmentState::Arrived | AppointmentState::Held => Tone::Good,
        AppointmentState::NoShow => Tone::Warn,
        AppointmentState::Booked | AppointmentState::Confirmed => Tone::Plain,
        _ => Tone::Quiet,
    };
    Span::toned(word(&env.words, row.state), tone)
}

/// The service, and how it takes place when not in the office.
fn about(row: &AppointmentRow, services: &[NewService], env: &Env) -> String {
    let label = service::label(services, &row.service, env.lang);
    match row.place {
        Place::Office => label.to_owned(),
        place => format!("{label}, {}", word(&env.words, place)),
    }
}

/// The day at the desk of a moment, in words.
pub(super) fn day_in_words(at: DateTime<Utc>, env: &Env) -> String {
    env.words.date_near(local_day(at))
}
