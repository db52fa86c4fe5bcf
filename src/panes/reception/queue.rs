//! The queue of the day, and above it the ticket in hand.
//!
//! ```text
//! Coda di oggi, lunedì 23 novembre
//!
//!   Alla tua postazione
//!   Biglietto   A017, ROSSI Maria
//!   Stato       in servizio
//!   Servizio    Accoglienza e accesso ai servizi
//!   Attesa      25 minuti
//!
//!   N.    Persona           Stato      Servizio      Arrivo  Attesa  Chi serve
//! 1 A018  BIANCHI Luca      in attesa  Informazione  09:05   12 min
//! 2 C003  RUSSO Ahmed       in attesa  Colloquio     09:10    7 min  per Anna
//! ```
//!
//! The minutes are those of the moment when the rows were read: nothing ticks on the screen.

use std::borrow::Cow;
use std::sync::Arc;

use crate::domain::ids::{StaffId, TicketId};
use crate::domain::lang::Lang;
use crate::domain::queue::TicketState;
use crate::panes::{Env, Pane as _, person};
use crate::store::catalogue::NewService;
use crate::store::queue::BoardRow;
use crate::ui::list::ListState;
use crate::ui::view::{Block, Column, Facts, List, Row, RowsBy, Say, Span, Tone, View, Width};
use crate::ui::words::{MessageId, Words};

use super::Reception;

/// The board: the tickets of today.
#[derive(Default)]
pub(super) struct Queue {
    pub(super) rows: Arc<[BoardRow]>,
    pub(super) list: ListState<TicketId>,
    pub(super) services: Arc<[NewService]>,
    /// The most minutes that a ticket is counted with at the counter, if the office says so: what needs
    /// longer gets an appointment.
    pub(super) counter_minutes: Option<u32>,
    loaded: bool,
}

impl Queue {
    /// Takes new rows; the same ticket stays selected.
    pub(super) fn take(&mut self, rows: Arc<[BoardRow]>) {
        self.list.keep(rows.len(), |i| rows[i].ticket);
        self.rows = rows;
        self.loaded = true;
    }

    /// Forgets the rows; the same ticket is selected when they are read again.
    pub(super) fn rest(&mut self) {
        self.rows = Arc::default();
        self.list.rest();
        self.loaded = false;
    }

    /// The ticket that somebody has called or is serving.
    pub(super) fn held_by(&self, staff: StaffId) -> Option<&BoardRow> {
        self.rows
            .iter()
            .find(|row| row.staff == Some(staff) && row.state.is_at_a_desk())
    }

    /// A ticket of today.
    pub(super) fn row(&self, ticket: TicketId) -> Option<&BoardRow> {
        self.rows.iter().find(|row| row.ticket == ticket)
    }

    /// The ticket that the cursor is on.
    pub(super) fn selected(&self) -> Option<&BoardRow> {
        self.rows.get(self.list.selected())
    }

    /// The parked ticket that "resume" means: the one under the cursor, else one's own.
    pub(super) fn to_resume(&self, staff: StaffId) -> Option<&BoardRow> {
        let parked = |row: &&BoardRow| row.state == TicketState::Parked;
        let own = || {
            self.rows
                .iter()
                .find(|row| parked(row) && row.staff == Some(staff))
        };
        self.selected().filter(parked).or_else(own)
    }

    /// The name of a service in the language of the screen; its code when the catalogue lacks it.
    pub(super) fn service<'s>(&'s self, code: &'s str, lang: Lang) -> &'s str {
        self.services
            .iter()
            .find(|service| service.code == code)
            .map_or(code, |service| label(service, lang))
    }

    /// How long a newcomer with `ahead` tickets before will wait: from and to, in minutes. Whoever asks
    /// counts as one of those who serve.
    fn estimate(&self, ahead: usize, me: StaffId) -> (u32, u32) {
        let minutes = |row: &BoardRow| {
            let service = self
                .services
                .iter()
                .find(|service| service.code == row.service);
            let most = self.counter_minutes.unwrap_or(u32::MAX);
            service.map_or(self.counter_minutes.unwrap_or(0), |service| {
                service.minutes.min(most)
            })
        };
        let waiting = self
            .rows
            .iter()
            .filter(|row| row.state == TicketState::Waiting);
        let before: u32 = waiting.take(ahead).map(minutes).sum();
        let busy = self
            .rows
            .iter()
            .filter(|row| row.state.is_at_a_desk())
            .filter_map(|row| row.staff);
        let mut serving: Vec<StaffId> = busy.chain([me]).collect();
        serving.sort_unstable();
        serving.dedup();
        range(before / serving.len() as u32)
    }

    /// The same in words: `25-40 minuti`, `da 3 a 5 ore`.
    pub(super) fn wait(&self, ahead: usize, me: StaffId, words: &Words) -> String {
        let (id, (low, high)) = match self.estimate(ahead, me) {
            long @ (_, high) if high > IN_HOURS => (MessageId("issue-wait-hours"), hours(long)),
            minutes => (MessageId("issue-wait-minutes"), minutes),
        };
        let args = [("low", low.into()), ("high", high.into())];
        words.with(id, &args).into_owned()
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let day = words.date_near(env.today());
        let mut title = words.with(MessageId("queue-title"), &[("day", (&day).into())]);
        let mut blocks = Vec::new();
        if let Some(row) = self.held_by(env.staff.id) {
            // In the title it is seen wherever one goes in the list.
            let state = words.get(state_word(row.state));
            let args = [
                ("number", row.number.as_str().into()),
                ("state", state.into()),
            ];
            title = words.with(MessageId("queue-title-in-hand"), &args);
            blocks.push(Block::Facts(self.in_hand(row, env)));
        }
        blocks.push(Block::List(self.list(env)));
        // What stands above the list is not said twice.
        let held = self.held_by(env.staff.id).map(|row| row.ticket);
        let selected = self.selected().filter(|row| Some(row.ticket) != held);
        View::new(title, blocks)
            .at_last(self.list.selected())
            .beside(selected.map(|row| move || vec![Block::Facts(self.facts(row, env))]))
    }

    fn in_hand<'a>(&'a self, row: &'a BoardRow, env: &'a Env) -> Facts<'a> {
        Facts {
            heading: Some(env.words.get(MessageId("queue-in-hand"))),
            ..self.facts(row, env)
        }
    }

    /// What there is to know of a ticket.
    pub(super) fn facts<'a>(&'a self, row: &'a BoardRow, env: &'a Env) -> Facts<'a> {
        let words = &env.words;
        let state = Span::toned(state_with_calls(row, env), tone(row.state));
        let due = row.due_at.map(person::clock).unwrap_or_default();
        let waited = u32::try_from(row.waiting_min).unwrap_or_default();
        Facts::of(
            words,
            [
                (
                    MessageId("queue-fact-ticket"),
                    Span::toned(named(row, env), Tone::Strong),
                ),
                (MessageId("queue-fact-state"), state),
                (
                    MessageId("queue-fact-service"),
                    Span::plain(self.service(&row.service, env.lang)),
                ),
                (
                    MessageId("queue-fact-arrival"),
                    Span::plain(person::time(row.arrived_at, words)),
                ),
                (MessageId("queue-fact-due"), Span::plain(due)),
                (
                    MessageId("queue-fact-waiting"),
                    Span::plain(words.duration(waited)),
                ),
                (
                    MessageId("queue-fact-place"),
                    Span::plain(place(row, words)),
                ),
                (
                    MessageId("queue-fact-desk"),
                    Span::plain(where_served(row, env)),
                ),
            ],
        )
    }

    fn list<'a>(&'a self, env: &'a Env) -> List<'a> {
        let words = &env.words;
        let column = |id: MessageId, width: Width| Column::new(words.get(id), width);
        let empty = if self.loaded {
            MessageId("queue-empty")
        } else {
            MessageId("person-reading")
        };
        List::of(
            vec![
                column(
                    MessageId("queue-column-who"),
                    Width::Fill { min: 16, weight: 3 },
                ),
                column(MessageId("queue-column-state"), Width::Fixed(18)),
                column(MessageId("queue-column-number"), Width::Fixed(5)),
                column(
                    MessageId("queue-column-service"),
                    Width::Fill { min: 13, weight: 2 },
                ),
                // `circa 12 ore`, where it is said in full: a row remains one row.
                column(
                    MessageId("queue-column-waiting"),
                    Width::Fixed(if words.is_in_full() { 13 } else { 7 }),
                ),
            ],
            RowsBy::new(self.rows.len(), |i| self.cells(&self.rows[i], env)),
        )
        .selecting(self.list.selected())
        .or_say(env.naming(empty, Reception::NAME, "queue.new"))
    }

    fn cells<'a>(&'a self, row: &'a BoardRow, env: &'a Env) -> Row<'a> {
        let words = &env.words;
        let waiting = words.short_duration(u32::try_from(row.waiting_min).unwrap_or_default());
        Row {
            cells: vec![
                Span::plain(env.with_use(row.person, who(row, env))),
                standing(row, env),
                Span::plain(row.number.as_str()),
                Span::plain(person::short_label(self.service(&row.service, env.lang))),
                Span::plain(waiting),
            ],
        }
    }
}

/// The name of a service in a language.
pub(super) fn label(service: &NewService, lang: Lang) -> &str {
    match lang {
        Lang::It => &service.label_it,
        Lang::En => &service.label_en,
    }
}

/// From four fifths to five quarters, in steps of five minutes: an estimate that looks like one.
fn range(minutes: u32) -> (u32, u32) {
    let low = minutes * 4 / 5 / 5 * 5;
    let high = (minutes * 5).div_ceil(4).div_ceil(5) * 5;
    (low, high.max(5))
}

/// Above so many minutes an estimate is said in hours.
const IN_HOURS: u32 = 120;

/// The range in whole hours around one in minutes.
fn hours((low, high): (u32, u32)) -> (u32, u32) {
    ((low / 60).max(1), high.div_ceil(60))
}

/// `ROSSI Maria`, the alias, or that there is no name.
pub(super) fn who<'a>(row: &'a BoardRow, env: &'a Env) -> Say<'a> {
    if row.who.is_empty() {
        env.words.get(MessageId("queue-nameless"))
    } else {
        Cow::Borrowed(&row.who)
    }
}

/// `A017, ROSSI Maria`.
pub(super) fn named(row: &BoardRow, env: &Env) -> String {
    format!("{}, {}", row.number, who(row, env))
}

/// `2, in ordine di arrivo`: where it stands and why; nothing for a ticket that does not wait.
fn place(row: &BoardRow, words: &Words) -> String {
    let Some((n, why)) = row.place else {
        return String::new();
    };
    let why = person::word(words, why);
    let id = if n == 1 {
        MessageId("queue-place-next")
    } else {
        MessageId("queue-place")
    };
    words
        .with(id, &[("n", n.into()), ("why", (&why).into())])
        .into_owned()
}

/// The state in one or two words: a column is narrow.
fn state_word(state: TicketState) -> MessageId {
    match state {
        TicketState::Waiting => MessageId("queue-state-waiting"),
        TicketState::Called => MessageId("queue-state-called"),
        TicketState::Serving => MessageId("queue-state-serving"),
        TicketState::Parked => MessageId("queue-state-parked"),
        TicketState::NoShow => MessageId("queue-state-no-show"),
        TicketState::Left => MessageId("queue-state-left"),
        TicketState::Done => MessageId("queue-state-done"),
        TicketState::Voided => MessageId("queue-state-voided"),
    }
}

/// Whether the line of whoever has it at the desk dropped, and long enough ago.
pub(super) fn is_lost(row: &BoardRow, env: &Env) -> bool {
    let holder = row.staff.filter(|staff| *staff != env.staff.id);
    row.state.is_at_a_desk() && holder.is_some_and(|staff| env.line_lost(staff).is_some())
}

fn state_with_calls(row: &BoardRow, env: &Env) -> String {
    let state = person::word(&env.words, row.state);
    if is_lost(row, env) {
        let lost = env.words.get(MessageId("queue-state-line-lost"));
        return format!("{state}, {lost}");
    }
    if row.state == TicketState::Called && row.call_count > 1 {
        let args = [("state", (&state).into()), ("n", row.call_count.into())];
        return env
            .words
            .with(MessageId("queue-called-times"), &args)
            .into_owned();
    }
    state
}

fn staff_of<'a>(row: &'a BoardRow, env: &'a Env) -> Say<'a> {
    match (&row.staff_name, &row.wanted_name) {
        (Some(name), _) => Cow::Borrowed(name),
        (None, Some(name)) => env
            .words
            .with(MessageId("queue-kept-for"), &[("name", name.into())]),
        (None, None) => Cow::Borrowed(""),
    }
}

/// Who serves or is wanted, by the first name alone: colleagues know each other.
fn first_name<'a>(row: &'a BoardRow, env: &'a Env) -> Say<'a> {
    let first = |name: &'a str| name.split_whitespace().next().unwrap_or_default();
    match (&row.staff_name, &row.wanted_name) {
        (Some(name), _) => Cow::Borrowed(first(name)),
        (None, Some(name)) => env
            .words
            .with(MessageId("queue-kept-for"), &[("name", first(name).into())]),
        (None, None) => Cow::Borrowed(""),
    }
}

/// The state as a cell, with its tone.
pub(super) fn standing<'a>(row: &'a BoardRow, env: &'a Env) -> Span<'a> {
    Span::toned(state_and_staff(row, env), tone(row.state))
}

/// The state as a word, and who serves or is asked for: `in servizio, Bruno`.
fn state_and_staff<'a>(row: &'a BoardRow, env: &'a Env) -> Say<'a> {
    if is_lost(row, env) {
        return env.words.get(MessageId("queue-state-line-lost"));
    }
    let state = env.words.get(state_word(row.state));
    match first_name(row, env) {
        name if name.is_empty() => state,
        name => Cow::Owned(format!("{state}, {name}")),
    }
}

fn where_served(row: &BoardRow, env: &Env) -> String {
    match &row.desk {
        Some(desk) if row.staff.is_some() => format!("{desk}, {}", staff_of(row, env)),
        _ => staff_of(row, env).into_owned(),
    }
}

fn tone(state: TicketState) -> Tone {
    match state {
        TicketState::Called => Tone::Warn,
        TicketState::Serving => Tone::Good,
        TicketState::Waiting | TicketState::Parked => Tone::Plain,
        _ => Tone::Quiet,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_is_a_range_in_steps_of_five() {
        for (minutes, expected) in [(0, (0, 5)), (10, (5, 15)), (32, (25, 40)), (60, (45, 75))] {
            assert_eq!(range(minutes), expected, "{minutes}");
        }
    }

    #[test]
    fn a_long_estimate_is_a_range_of_whole_hours() {
        for (minutes, expected) in [((190, 300), (3, 5)), ((55, 125), (1, 3))] {
            assert_eq!(hours(minutes), expected, "{minutes:?}");
        }
    }
}
