//! Whole lists out of the office: people and vacancies as the tables that `import` reads back, the agenda as a calendar;
//! and the outline of the interview.
//!
//! Page by page and day by day: what goes out is never all in memory. Who asked for what is in the access log before the
//! first row is read.

use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::sync::Arc;

use anyhow::{Result, anyhow};
use chrono::{DateTime, Days, NaiveDate, Utc};
use sportello::app::errors::sentence;
use sportello::args::Export;
use sportello::clock::{Clock as _, RealClock, local_day};
use sportello::domain::Named as _;
use sportello::domain::ids::StaffId;
use sportello::domain::lang::Lang;
use sportello::domain::staff::{Right, Staff};
use sportello::exchange::ics::{self, IcsWords};
use sportello::exchange::mapping::Mapping;
use sportello::exchange::outline::{self, Says};
use sportello::exchange::{formula, people, vacancies};
use sportello::reference::Reference;
use sportello::store::catalogue::Services;
use sportello::store::export::{AgendaExport, Page, PeopleExport, VacanciesExport};
use sportello::store::interview::OutlineInForce;
use sportello::store::{Query, Store};
use sportello::terminal::text;
use sportello::ui::words::{MessageId, Words};

use super::voice::Voice;

/// How many rows one page has.
const PAGE: usize = 500;
/// How many days of an agenda are read at once.
const DAYS: u64 = 7;
/// The last day of an agenda, counted from its first, when none is said.
const AHEAD: u64 = 30;
/// The most days of an agenda.
const MOST_DAYS: i64 = 800;

/// Writes what was asked for.
pub(super) fn run(
    voice: &mut Voice<'_>,
    store: &Store,
    who: &Staff,
    tables: Arc<Reference>,
    asked: &Export,
) -> Result<bool> {
    let words = voice.words;
    let lang = voice.lang;
    let office = Office {
        store,
        who,
        words,
        now: RealClock.now(),
    };
    let left_out = match asked {
        Export::People => Some(MessageId("cli-export-people-left")),
        Export::Vacancies => Some(MessageId("cli-export-vacancies-left")),
        Export::Agenda { .. } => Some(MessageId("cli-export-agenda-left")),
        Export::Outline => None,
    };
    let mut out = BufWriter::new(&mut *voice.io.output);
    match asked {
        Export::People => {
            let rows = people::People::new(Mapping::shipped()?, tables, local_day(office.now));
            let page = |after| PeopleExport { after, limit: PAGE };
            office.table(&people::HEADINGS, page, |person| rows.row(person), &mut out)?;
        }
        Export::Vacancies => {
            let mapping = Mapping::shipped()?;
            let page = |after| VacanciesExport { after, limit: PAGE };
            let row = |vacancy: &_| vacancies::row(vacancy, &mapping);
            office.table(&vacancies::HEADINGS, page, row, &mut out)?;
        }
        Export::Agenda { from, to, staff } => {
            office.agenda((*from, *to), staff.as_deref(), lang, &mut out)?;
        }
        Export::Outline => office.outline(&mut out)?,
    }
    out.flush()?;
    drop(out);
    if let Some(left_out) = left_out {
        voice.complain(&words.get(left_out));
    }
    Ok(true)
}

/// The office that lists go out of, and for whom.
struct Office<'o> {
    store: &'o Store,
    who: &'o Staff,
    words: &'o Words,
    now: DateTime<Utc>,
}

impl Office<'_> {
    fn ask<Q: Query>(&self, query: Q) -> Result<Q::Out> {
        self.store
            .read_now(self.who, self.now, query)
            .map_err(|error| anyhow!(sentence(&error, self.words)))
    }

    /// A table, page after page: filtered as text is, and no cell a formula.
    fn table<T, Q, const N: usize>(
        &self,
        headings: &[&str; N],
        page: impl Fn(Option<i64>) -> Q,
        row: impl Fn(&T) -> [String; N],
        out: &mut impl Write,
    ) -> Result<()>
    where
        Q: Query<Out = Page<T>>,
    {
        // Asked before the headings go out: whoever may not have it gets nothing.
        let mut next = self.ask(page(None))?;
        let mut table = csv::WriterBuilder::new().delimiter(b';').from_writer(out);
        table.write_record(headings).map_err(of_writing)?;
        loop {
            for one in &next.rows {
                let cells = row(one);
                let cells = cells.iter().map(|cell| {
                    let cell = lines_cleaned(cell);
                    formula::guarded(&cell).into_owned()
                });
                table.write_record(cells).map_err(of_writing)?;
            }
            match next.next {
                Some(after) => next = self.ask(page(Some(after)))?,
                None => break,
            }
        }
        table.flush()?;
        Ok(())
    }

    /// The outline of the interview in force, with what may be written into it.
    fn outline(&self, out: &mut impl Write) -> Result<()> {
        let words = self.words;
        let row = self.ask(OutlineInForce)?;
        let source = match &row.put {
            Some(put) => lines_cleaned(&put.source),
            None => words.get(MessageId("outline-of-the-program")).into_owned(),
        };
        let file = outline::write(&row.outline, &source, |says| {
            let said = match says {
                Says::Head => {
                    let version = [("version", row.version.into())];
                    words.with(MessageId("cli-outline-head"), &version)
                }
                Says::Section(section) => words.of("section", section.code()),
                Says::When(when) => words.of("section-when", when.code()),
                Says::Also => words.get(MessageId("cli-outline-also")),
                Says::LeftOut => words.get(MessageId("cli-outline-left-out")),
            };
            said.into_owned()
        });
        out.write_all(file.as_bytes())?;
        Ok(())
    }

    fn agenda(
        &self,
        (from, to): (Option<NaiveDate>, Option<NaiveDate>),
        login: Option<&str>,
        lang: Lang,
        out: &mut impl Write,
    ) -> Result<()> {
        let from = from.unwrap_or_else(|| local_day(self.now));
        let to = to.unwrap_or(from + Days::new(AHEAD));
        if to < from || (to - from).num_days() > MOST_DAYS {
            let days = self
                .words
                .with(MessageId("cli-export-days"), &[("n", MOST_DAYS.into())]);
            return Err(anyhow!(days.into_owned()));
        }
        let staff = self.whose(login)?;
        let services = self.services(from, lang)?;
        let named = |code: &str| {
            services
                .get(code)
                .cloned()
                .unwrap_or_else(|| code.to_owned())
        };
        let (name, appointment) = (
            self.words.get(MessageId("cli-export-calendar")),
            self.words.get(MessageId("cli-export-appointment")),
        );
        let words = IcsWords {
            calendar: &name,
            service: &named,
            place: &|code| self.words.of("place", code).into_owned(),
            appointment: &appointment,
            clean: &|said| text::clean(said).into_owned(),
        };
        let (mut day, mut first) = (from, true);
        while day <= to {
            let last = (day + Days::new(DAYS - 1)).min(to);
            let rows = self.ask(AgendaExport {
                staff,
                from: day,
                to: last,
                first,
            })?;
            if first {
                out.write_all(ics::beginning(&words).as_bytes())?;
            }
            for row in &rows {
                out.write_all(ics::event(row, &words, self.now).as_bytes())?;
            }
            (day, first) = (last + Days::new(1), false);
        }
        out.write_all(ics::END.as_bytes())?;
        Ok(())
    }

    /// Whose agenda: the one that was named; else everybody's for those who may write lists out, and one's own.
    fn whose(&self, login: Option<&str>) -> Result<Option<StaffId>> {
        let Some(login) = login else {
            let all = self.who.may(Right::Export);
            return Ok((!all).then_some(self.who.id));
        };
        if login == self.who.login {
            return Ok(Some(self.who.id));
        }
        let found = self
            .store
            .who(login)
            .map_err(|error| anyhow!(sentence(&error, self.words)))?;
        match found {
            Some(staff) => Ok(Some(staff.id)),
            None => Err(anyhow!(
                self.words
                    .with(MessageId("cli-no-staff"), &[("login", login.into())])
                    .into_owned()
            )),
        }
    }

    fn services(&self, on: NaiveDate, lang: Lang) -> Result<HashMap<String, String>> {
        let services = self.ask(Services { on })?;
        let named = services.iter().map(|service| {
            let label = match lang {
                Lang::It => &service.label_it,
                Lang::En => &service.label_en,
            };
            (service.code.clone(), label.clone())
        });
        Ok(named.collect())
    }
}

/// The filter line by line: texts may have several.
fn lines_cleaned(cell: &str) -> String {
    let lines: Vec<_> = cell.split('\n').map(text::clean).collect();
    lines.join("\n")
}

/// An error of the table's writer is one of the stream that it writes to.
fn of_writing(error: csv::Error) -> anyhow::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => anyhow!("{other:?}"),
    }
}
