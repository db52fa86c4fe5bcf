//! Lists of the office on standard output, for people and for scripts.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Rome;
use serde_json::{Value, json};
use sportello::args::{List, Listed};
use sportello::clock::{Clock as _, RealClock, local_day};
use sportello::domain::Named;
use sportello::domain::staff::{Right, Staff};
use sportello::domain::vacancy::VacancyState;
use sportello::store::agenda::AgendaList;
use sportello::store::people::{Anomalies, Anomaly, PeopleList};
use sportello::store::queue::Board;
use sportello::store::vacancies::VacancyList;
use sportello::store::{Error, Query, Store};
use sportello::terminal::text;
use sportello::ui::words::Words;

use super::Here;

/// How many people one page of the list reads.
const PAGE: usize = 2_000;
/// How many vacancies the list writes.
const VACANCIES: usize = 100_000;
/// How many codes to check.
const CODES: usize = 100_000;

/// One row: as an object, and as columns.
type Line = (Value, Vec<String>);

/// Writes the list that was asked for.
pub(super) fn run(here: &Here, asked: &List) -> Result<bool> {
    let store = here.store()?;
    let who = here.who(&store)?;
    // A whole list of people is written out, not looked up: that is another right.
    if matches!(asked.what, Listed::People | Listed::Codes) && !who.may(Right::Export) {
        return Err(here.worded(&Error::Denied(Right::Export)));
    }
    let words = here.words();
    let now = RealClock.now();
    let source = Source {
        here,
        store: &store,
        who: &who,
        words: &words,
        now,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut write = |line: Line| {
        if asked.json {
            writeln!(out, "{}", escaped(&line.0))
        } else {
            columns(&line.1, &mut out)
        }
    };
    let written = match asked.what {
        Listed::Queue => source.queue()?.into_iter().try_for_each(&mut write),
        Listed::Agenda => source.agenda()?.into_iter().try_for_each(&mut write),
        Listed::Vacancies => source.vacancies()?.into_iter().try_for_each(&mut write),
        Listed::People => source.people(&mut write)?,
        Listed::Codes => source.codes()?.into_iter().try_for_each(&mut write),
    };
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(true),
    }
}

/// JSON in which no character can act on a terminal: those that are only seen by what they do are escaped.
fn escaped(object: &Value) -> String {
    let text = object.to_string();
    if !text.chars().any(text::forbidden) {
        return text;
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if text::forbidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

struct Source<'h> {
    here: &'h Here,
    store: &'h Store,
    who: &'h Staff,
    words: &'h Words,
    now: DateTime<Utc>,
}

impl Source<'_> {
    fn ask<Q: Query>(&self, query: Q) -> Result<Q::Out> {
        self.store
            .read_now(self.who, self.now, query)
            .map_err(|error| self.here.worded(&error))
    }

    fn queue(&self) -> Result<Vec<Line>> {
        let rows = self.ask(Board {
            office: self.who.office,
            ended: false,
        })?;
        let line = |row: sportello::store::queue::BoardRow| {
            let state = self.words.of("ticket-state", row.state.code()).into_owned();
            let arrived = clock(row.arrived_at);
            let object = json!({
                "number": row.number, "state": row.state.code(), "priority": row.priority.code(),
                "service": row.service, "who": row.who, "arrived_at": row.arrived_at.to_rfc3339(),
                "waiting_min": row.waiting_min, "desk": row.desk, "staff": row.staff_name,
            });
            let desk = row.desk.unwrap_or_default();
            (
                object,
                vec![row.number, row.who, state, row.service, arrived, desk],
            )
        };
        Ok(rows.into_iter().map(line).collect())
    }

    fn agenda(&self) -> Result<Vec<Line>> {
        let today = local_day(self.now);
        let rows = self.ask(AgendaList {
            office: self.who.office,
            staff: None,
            from: today,
            to: today,
        })?;
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

    fn vacancies(&self) -> Result<Vec<Line>> {
        let states = vec![VacancyState::Open, VacancyState::Selecting];
        let page = self.ask(VacancyList {
            states,
            company: None,
            limit: VACANCIES,
        })?;
        // One whose deadline has passed takes nobody any more, whoever has not yet said so.
        let today = local_day(self.now);
        let open = |row: &sportello::store::vacancies::VacancyRow| {
            row.deadline_on.is_none_or(|deadline| deadline >= today)
        };
        let line = |row: sportello::store::vacancies::VacancyRow| {
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
        Ok(page.rows.into_iter().filter(open).map(line).collect())
    }

    fn codes(&self) -> Result<Vec<Line>> {
        let (_, rows) = self.ask(Anomalies { limit: CODES })?;
        let line = |row: Anomaly| {
            let also = row.also.map(|(_, name)| name);
            let object = json!({
                "person": row.person.to_string(), "who": row.who, "birth_on": row.birth_on,
                "kind": row.kind.code(), "code": row.value, "also": also,
            });
            let birth = row.birth_on.map(short).unwrap_or_default();
            (
                object,
                vec![row.who, also.unwrap_or_default(), row.value, birth],
            )
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// People page by page: the list of a large office does not fit in memory, nor need it.
    fn people(&self, write: &mut impl FnMut(Line) -> io::Result<()>) -> Result<io::Result<()>> {
        let mut after = None;
        loop {
            let page = self.ask(PeopleList { after, limit: PAGE })?;
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
                if let Err(error) = write((object, cells)) {
                    return Ok(Err(error));
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(Ok(()));
            }
        }
    }
}

/// Widths of the columns: what people read is aligned as far as it goes.
const WIDTHS: [usize; 6] = [34, 28, 20, 20, 14, 12];

fn columns(cells: &[String], out: &mut impl Write) -> io::Result<()> {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(WIDTHS) {
        let cell = text::clean(cell);
        line.push_str(&cell);
        line.push_str(&" ".repeat(width.saturating_sub(text::width(&cell)).max(2)));
    }
    writeln!(out, "{}", line.trim_end())
}

fn clock(at: DateTime<Utc>) -> String {
    at.with_timezone(&Rome).format("%H:%M").to_string()
}

fn short(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}
