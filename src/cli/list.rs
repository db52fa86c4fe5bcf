//! Lists of the office, for people and for scripts. Those that name people leave a row in the access log.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

use anyhow::{Result, anyhow};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Rome;
use serde_json::{Value, json};
use sportello::app::errors::sentence;
use sportello::args::{List, Listed};
use sportello::clock::{Clock as _, RealClock, local_day};
use sportello::domain::Named;
use sportello::domain::staff::Staff;
use sportello::store::agenda::AgendaList;
use sportello::store::export::{Logged, OpenVacancies, Whole};
use sportello::store::params::RulesOf;
use sportello::store::people::{Anomaly, AnomalyPage, PeopleList};
use sportello::store::queue::{Board, BoardRow};
use sportello::store::vacancies::VacancyRow;
use sportello::store::{Query, Store};
use sportello::terminal::text;
use sportello::ui::words::{MessageId, Words};

use super::voice::{Voice, safe_json};

/// How many rows one page of a list reads.
const PAGE: usize = 2_000;

/// One row: as an object, and as columns.
type Line = (Value, Vec<String>);

/// Writes the list that was asked for.
pub(super) fn run(voice: &mut Voice<'_>, store: &Store, who: &Staff, asked: &List) -> Result<bool> {
    let source = Source {
        store,
        who,
        words: voice.words,
        now: RealClock.now(),
    };
    let mut out = BufWriter::new(&mut *voice.io.output);
    let mut aligned = Aligned::default();
    let mut write = |line: Line| {
        if asked.json {
            writeln!(out, "{}", safe_json(&line.0.to_string()))
        } else {
            aligned.take(&line.1, &mut out)
        }
    };
    match asked.what {
        Listed::Queue => source.queue()?.into_iter().try_for_each(&mut write)?,
        Listed::Wall => source.wall()?.into_iter().try_for_each(&mut write)?,
        Listed::Agenda => source.agenda()?.into_iter().try_for_each(&mut write)?,
        Listed::Vacancies => source.vacancies(&mut write)?,
        Listed::People => source.people(&mut write)?,
        Listed::Codes => source.codes(&mut write)?,
    }
    aligned.write(&mut out)?;
    out.flush()?;
    Ok(true)
}

struct Source<'h> {
    store: &'h Store,
    who: &'h Staff,
    words: &'h Words,
    now: DateTime<Utc>,
}

impl Source<'_> {
    fn ask<Q: Query>(&self, query: Q) -> Result<Q::Out> {
        self.store
            .read_now(self.who, self.now, query)
            .map_err(|error| anyhow!(sentence(&error, self.words)))
    }

    fn queue(&self) -> Result<Vec<Line>> {
        let rows = self.ask(Logged(Board {
            office: self.who.office,
            ended: false,
        }))?;
        let beside = self.store.scratch().beside_now();
        let day = local_day(self.now);
        let hold = self.ask(RulesOf { day })?.line_hold;
        let line = |row: BoardRow| {
            // The line of whoever holds it dropped, long enough ago for a colleague to take it over.
            let lost = row.staff.filter(|_| row.state.is_at_a_desk());
            let lost = lost.and_then(|staff| beside.dropped_at(staff));
            let lost = lost.filter(|at| *at + hold <= self.now);
            let mut state = self.words.of("ticket-state", row.state.code()).into_owned();
            if lost.is_some() {
                let dropped = self.words.get(MessageId("queue-state-line-lost"));
                state = format!("{state}, {dropped}");
            }
            let arrived = clock(row.arrived_at);
            let object = json!({
                "number": row.number, "state": row.state.code(), "priority": row.priority.code(),
                "service": row.service, "who": row.who, "arrived_at": row.arrived_at.to_rfc3339(),
                "waiting_min": row.waiting_min, "place": row.place.map(|(n, _)| n),
                "reason": row.place.map(|(_, why)| why.code()), "desk": row.desk, "staff": row.staff_name,
                "line_dropped_at": lost.map(|at| at.to_rfc3339()),
            });
            let desk = row.desk.unwrap_or_default();
            let staff = row.staff_name.unwrap_or_default();
            (
                object,
                vec![
                    row.number,
                    row.who,
                    state,
                    row.service,
                    arrived,
                    desk,
                    staff,
                ],
            )
        };
        Ok(rows.iter().cloned().map(line).collect())
    }

    /// What everybody may read from afar: who is called where, then who waits, by number. Nobody is named, so
    /// nobody was looked at.
    fn wall(&self) -> Result<Vec<Line>> {
        let board = Board {
            office: self.who.office,
            ended: false,
        };
        let mut rows = self.ask(board)?.to_vec();
        rows.retain(|row| row.place.is_some() || row.state.is_at_a_desk());
        rows.sort_by_key(|row| !row.state.is_at_a_desk());
        let line = |row: BoardRow| {
            let place = row.place.map(|(n, _)| n);
            let object = json!({
                "number": row.number, "state": row.state.code(), "desk": row.desk, "place": place,
            });
            let state = self.words.of("ticket-state", row.state.code()).into_owned();
            (
                object,
                vec![row.number, state, row.desk.unwrap_or_default()],
            )
        };
        Ok(rows.into_iter().map(line).collect())
    }

    fn agenda(&self) -> Result<Vec<Line>> {
        let today = local_day(self.now);
        let rows = self.ask(Logged(AgendaList {
            office: self.who.office,
            staff: None,
            from: today,
            to: today,
        }))?;
        let line = |row: sportello::store::agenda::AppointmentRow| {
            let state = self
                .words
                .of("appointment-state", row.state.code())
                .into_owned();
            let who = row
                .person
                .as_ref()
                .map(sportello::store::agenda::Who::short_name)
                .unwrap_or_default();
            let object = json!({
                "id": row.id.to_string(), "starts_at": row.starts_at.to_rfc3339(), "ends_at": row.ends_at.to_rfc3339(),
                "staff": row.staff_name, "person": who, "service": row.service, "state": row.state.code(),
                "place": row.place.code(),
            });
            let times = format!("{}-{}", clock(row.starts_at), clock(row.ends_at));
            (object, vec![times, who, row.service, state, row.staff_name])
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// Vacancies that take people, page by page.
    fn vacancies(&self, write: &mut impl FnMut(Line) -> io::Result<()>) -> Result<()> {
        let on = local_day(self.now);
        let line = |row: VacancyRow| {
            let contract = row
                .contract
                .map(|contract| self.words.of("contract", contract.code()).into_owned());
            let missing: Vec<_> = row.missing.iter().copied().map(Named::code).collect();
            let object = json!({
                "id": row.id.to_string(), "title": row.title, "company": row.company_name, "place": row.place_name,
                "isco08": row.isco08, "contract": row.contract.map(sportello::domain::Named::code),
                "hours_week": row.hours_week, "posts": row.posts, "state": row.state.code(),
                "deadline_on": row.deadline_on, "missing": missing,
            });
            let deadline = row.deadline_on.map(short).unwrap_or_default();
            (
                object,
                vec![
                    row.title,
                    row.company_name,
                    row.place_name,
                    contract.unwrap_or_default(),
                    deadline,
                ],
            )
        };
        let mut after = None;
        loop {
            let limit = PAGE;
            let page = self.ask(OpenVacancies { after, limit, on })?;
            page.rows.into_iter().map(line).try_for_each(&mut *write)?;
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// Codes to check, the latest first, page by page.
    fn codes(&self, write: &mut impl FnMut(Line) -> io::Result<()>) -> Result<()> {
        let line = |row: Anomaly| {
            let also = row.also.map(|(_, name)| name);
            let object = json!({
                "person": row.person.to_string(), "who": row.who, "birth_on": row.birth_on,
                "kind": row.kind.code(), "code": row.value, "also": also,
            });
            let birth = row.birth_on.map(short).unwrap_or_default();
            let also = also.map(|who| {
                let words = self.words;
                words.with(MessageId("cli-list-also"), &[("who", who.into())])
            });
            let also = also.map(Cow::into_owned).unwrap_or_default();
            (object, vec![row.who, also, row.value, birth])
        };
        let mut before = None;
        loop {
            let page = self.ask(Whole {
                first: before.is_none(),
                query: AnomalyPage {
                    before,
                    limit: PAGE,
                },
            })?;
            page.rows.into_iter().map(line).try_for_each(&mut *write)?;
            before = page.next;
            if before.is_none() {
                return Ok(());
            }
        }
    }

    /// People page by page: the list of a large office does not fit in memory, nor need it.
    fn people(&self, write: &mut impl FnMut(Line) -> io::Result<()>) -> Result<()> {
        let mut after = None;
        loop {
            let page = self.ask(Whole {
                first: after.is_none(),
                query: PeopleList { after, limit: PAGE },
            })?;
            for row in page.rows {
                let object = json!({
                    "id": row.id.to_string(), "surname": row.surname, "name": row.name, "birth_on": row.birth_on,
                    "residence": row.residence_name, "tax_code": row.tax_code, "last_contact_on": row.last_contact_on,
                    "anomaly": row.anomaly,
                });
                let birth = row.birth_on.map(short).unwrap_or_default();
                let cells = vec![
                    row.short_name(),
                    birth,
                    row.residence_name.unwrap_or_default(),
                    row.tax_code.unwrap_or_default(),
                ];
                write((object, cells))?;
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }
}

/// What people read stands in columns, as wide as the widest cell of a page or of those before it.
#[derive(Default)]
struct Aligned {
    lines: Vec<Vec<String>>,
    widths: Vec<usize>,
}

impl Aligned {
    /// Takes a line; a whole page of them is written.
    fn take(&mut self, cells: &[String], out: &mut impl Write) -> io::Result<()> {
        let cells: Vec<String> = cells.iter().map(|cell| text::clean(cell).into()).collect();
        self.widths.resize(self.widths.len().max(cells.len()), 0);
        for (width, cell) in self.widths.iter_mut().zip(&cells) {
            *width = (*width).max(text::width(cell));
        }
        self.lines.push(cells);
        if self.lines.len() == PAGE {
            self.write(out)?;
        }
        Ok(())
    }

    /// Writes what it has taken.
    fn write(&mut self, out: &mut impl Write) -> io::Result<()> {
        for cells in self.lines.drain(..) {
            let mut line = String::new();
            for (cell, width) in cells.iter().zip(&self.widths) {
                line.push_str(cell);
                line.push_str(&" ".repeat(width - text::width(cell) + GAP));
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Blanks between two columns.
const GAP: usize = 2;

fn clock(at: DateTime<Utc>) -> String {
    at.with_timezone(&Rome).format("%H:%M").to_string()
}

fn short(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}
