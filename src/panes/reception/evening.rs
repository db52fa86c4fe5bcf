//! The close of the day: which tickets nobody has settled, of today or of days before.
//!
//! ```text
//! Fine giornata
//!
//!   5 biglietti aspettano ancora: escono dalla coda.
//!   1 biglietto è ancora a una postazione: va concluso a mano.
//!
//! 1 Chiudi la giornata: chi aspetta esce dalla coda
//! 2 A017  ROSSI Maria    in servizio, Bruno
//! 3 A018  BIANCHI Luca   in attesa
//! ```
//!
//! Nothing is closed by itself: the first row closes what is shown here, and nobody who came meanwhile.

use crate::domain::ids::TicketId;
use crate::domain::queue::TicketState;
use crate::panes::{Cx, Env};
use crate::store::Result;
use crate::store::queue::{BoardRow, CloseDay, OpenTickets};
use crate::ui::list::ListState;
use crate::ui::part::PartEvent;
use crate::ui::view::{Block, Column, List, Row, RowsBy, Say, Span, Text, Tone, View, Width};
use crate::ui::words::MessageId;

use super::closing::Closing;
use super::{Msg, Reception, Sub, queue, read_board};

/// What is still open, for whoever closes the day.
pub(super) struct Evening {
    rows: Vec<BoardRow>,
    pub(super) list: ListState<Option<TicketId>>,
    loaded: bool,
}

impl Evening {
    fn new() -> Self {
        Self {
            rows: Vec::new(),
            list: ListState::new(),
            loaded: false,
        }
    }

    /// Takes what was read; the same ticket stays selected.
    fn take(&mut self, rows: Vec<BoardRow>) {
        self.rows = rows;
        self.loaded = true;
        let shown = self.len();
        let lead = self.lead();
        let rows = &self.rows;
        self.list
            .keep(shown, |i| i.checked_sub(lead).map(|i| rows[i].ticket));
    }

    /// The tickets that closing settles.
    fn to_close(&self) -> Vec<TicketId> {
        let waits =
            |row: &&BoardRow| matches!(row.state, TicketState::Waiting | TicketState::Parked);
        self.rows
            .iter()
            .filter(waits)
            .map(|row| row.ticket)
            .collect()
    }

    /// How many rows stand before the tickets: the one that closes, if there is something to close.
    fn lead(&self) -> usize {
        usize::from(!self.to_close().is_empty())
    }

    fn len(&self) -> usize {
        self.lead() + self.rows.len()
    }

    /// The ticket of a row; none for the row that closes.
    fn ticket(&self, row: usize) -> Option<&BoardRow> {
        self.rows.get(row.checked_sub(self.lead())?)
    }

    /// What it shows.
    pub(super) fn view<'a>(&'a self, env: &'a Env) -> View<'a> {
        let words = &env.words;
        let waiting = self.to_close().len();
        let at_desk = self.rows.len() - waiting;
        let mut said = Vec::new();
        if self.loaded {
            said.push(Span::plain(
                words.with(MessageId("evening-text"), &[("n", waiting.into())]),
            ));
        }
        if at_desk > 0 {
            let n = [("n", at_desk.into())];
            said.push(Span::toned(
                words.with(MessageId("evening-at-desk"), &n),
                Tone::Warn,
            ));
        }
        let text = Text {
            heading: None,
            paragraphs: said,
        };
        View::new(
            words.get(MessageId("evening-title")),
            vec![Block::Text(text), Block::List(self.tickets(env))],
        )
        .at(1, self.list.selected())
    }

    fn tickets<'a>(&'a self, env: &'a Env) -> List<'a> {
        let words = &env.words;
        let empty = if self.loaded {
            MessageId("evening-empty")
        } else {
            MessageId("person-reading")
        };
        List::of(
            vec![
                Column::bare(Width::Fill { min: 30, weight: 2 }),
                Column::bare(Width::Fill { min: 18, weight: 1 }),
            ],
            RowsBy::new(self.len(), |i| match self.ticket(i) {
                Some(row) => Row {
                    cells: vec![Span::plain(named(row, env)), queue::standing(row, env)],
                },
                None => Row {
                    cells: vec![
                        Span::plain(words.get(MessageId("evening-close"))),
                        Span::plain(""),
                    ],
                },
            }),
        )
        .headed(words.get(MessageId("evening-open")))
        .selecting(self.list.selected())
        .or_say(words.get(empty))
    }
}

/// `A017, ROSSI Maria`; of a day before, with the day.
fn named<'a>(row: &'a BoardRow, env: &'a Env) -> Say<'a> {
    let name = queue::named(row, env);
    if row.day == env.today() {
        return name.into();
    }
    let day = env.words.date(row.day);
    let day = env
        .words
        .with(MessageId("evening-day"), &[("day", (&day).into())]);
    format!("{name}, {day}").into()
}

impl Reception {
    pub(super) fn open_evening(&mut self, cx: &mut Cx<'_, Self>) {
        self.stack.push(Sub::Evening(Evening::new()));
        cx.read("evening", OpenTickets, Msg::Open);
    }

    /// Reads again what is open, while that is shown.
    pub(super) fn renew_evening(&mut self, cx: &mut Cx<'_, Self>) {
        if let Some(Sub::Evening(_)) = self.stack.last() {
            cx.read("evening", OpenTickets, Msg::Open);
        }
    }

    pub(super) fn take_open(&mut self, rows: Vec<BoardRow>) {
        let evening = self.stack.iter_mut().find_map(|sub| match sub {
            Sub::Evening(evening) => Some(evening),
            _ => None,
        });
        if let Some(evening) = evening {
            evening.take(rows);
        }
    }

    pub(super) fn evening_event(&mut self, event: PartEvent, cx: &mut Cx<'_, Self>) {
        let Some(Sub::Evening(evening)) = self.stack.last() else {
            return;
        };
        match event {
            PartEvent::Opened(row) => match evening.ticket(row) {
                None if evening.len() > row => {
                    let tickets = evening.to_close();
                    cx.act(CloseDay { tickets }, Msg::DayClosed);
                }
                None => {}
                Some(ticket) => {
                    let ticket = ticket.clone();
                    self.settle_by_hand(&ticket, cx);
                }
            },
            PartEvent::Closed => drop(self.stack.pop()),
            _ => {}
        }
    }

    /// One ticket: one's own at the desk is ended here, also of a day before; one of today opens.
    fn settle_by_hand(&mut self, row: &BoardRow, cx: &mut Cx<'_, Self>) {
        let env = cx.env().clone();
        let coordinates = env.staff.may(crate::domain::staff::Right::OfficeManage);
        let mine = row.staff == Some(env.staff.id) || coordinates;
        match row.state {
            TicketState::Serving if mine => {
                let service = self.queue.service(&row.service, env.lang);
                let closing = Closing::new(row, service, false, &env);
                self.stack.push(Sub::Closing(Box::new(closing)));
            }
            TicketState::Called if mine && row.day != env.today() => {
                let what = queue::named(row, &env);
                self.act_on(super::ticket::Action::Absent, row.ticket, what, cx);
            }
            TicketState::Called | TicketState::Serving if !mine => {
                let name = row.staff_name.as_deref().unwrap_or_default();
                let said = env
                    .words
                    .with(MessageId("evening-colleague"), &[("name", name.into())])
                    .into_owned();
                cx.say(Tone::Plain, said);
            }
            _ => self.open_ticket(row.ticket, cx),
        }
    }

    pub(super) fn day_closed(&mut self, done: Result<usize>, cx: &mut Cx<'_, Self>) {
        match done {
            Ok(n) => {
                let said = cx
                    .env()
                    .words
                    .with(MessageId("evening-done"), &[("n", n.into())])
                    .into_owned();
                cx.say(Tone::Good, said);
            }
            Err(error) => cx.fail(&error),
        }
        self.renew_evening(cx);
        read_board(cx);
    }
}
