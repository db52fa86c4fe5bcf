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
use sportello::domain::vacancy::VacancyState;
use sportello::store::agenda::AgendaList;
use sportello::store::export::{Logged, Whole};
use sportello::store::people::{Anomalies, Anomaly, PeopleList};
use sportello::store::queue::Board;
use sportello::store::vacancies::VacancyList;
use sportello::store::{Query, Store};
use sportello::terminal::text;
use sportello::ui::words::{MessageId, Words};

use super::voice::{Voice, safe_json};

/// How many people one page of the list reads.
const PAGE: usize = 2_000;
/// How many vacancies the list writes.
const VACANCIES: usize = 100_000;
/// How many codes to check.
const CODES: usize = 100_000;

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
    let mut write = |line: Line| {
        if asked.json {
            writeln!(out, "{}", safe_json(&line.0.to_string()))
        } else {
            columns(&line.1, &mut out)
        }
    };
    match asked.what {
        Listed::Queue => source.queue()?.into_iter().try_for_each(&mut write)?,
        Listed::Agenda => source.agenda()?.into_iter().try_for_each(&mut write)?,
        Listed::Vacancies => source.vacancies()?.into_iter().try_for_each(&mut write)?,
        Listed::People => source.people(&mut write)?,
        Listed::Codes => source.codes()?.into_iter().try_for_each(&mut write)?,
    }
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
        let (_, rows) = self.ask(Whole {
            query: Anomalies { limit: CODES },
            first: true,
        })?;
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
        Ok(rows.into_iter().map(line).collect())
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
