//! A vacancy on a line, with all it holds, and in lists.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, Params, Row, params};

use super::fields::{VacancyFields, fields_of};
use crate::domain::Named;
use crate::domain::ids::{CompanyId, VacancyId};
use crate::domain::staff::Right;
use crate::domain::text::said;
use crate::domain::vacancy::{Contract, Lack, Shift, VacancySource, VacancyState, lacks};
use crate::store::act::{Query, Reader};
use crate::store::companies;
use crate::store::companies::{CompanyRow, visible};
use crate::store::error::{Error, Result};
use crate::store::sql::{Day, Ms, Rows, day};

/// A vacancy on a line.
#[derive(Debug, Clone, PartialEq)]
pub struct VacancyRow {
    /// Identity.
    pub id: VacancyId,
    /// Row version.
    pub ver: i64,
    /// Title.
    pub title: String,
    /// Who asks.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// ISCO-08 unit.
    pub isco08: Option<String>,
    /// Posts.
    pub posts: u16,
    /// Kind of contract.
    pub contract: Option<Contract>,
    /// Hours a week.
    pub hours_week: Option<u16>,
    /// How the hours lie in the week.
    pub shift: Option<Shift>,
    /// Lowest and highest gross pay a month, cents.
    pub pay: (Option<i64>, Option<i64>),
    /// Where.
    pub place_name: String,
    /// Latitude and longitude, degrees.
    pub at: Option<(f64, f64)>,
    /// Metres in a straight line from the place asked, if one was.
    pub metres: Option<u32>,
    /// Last day to be put forward.
    pub deadline_on: Option<NaiveDate>,
    /// Since when it is published.
    pub published_on: Option<NaiveDate>,
    /// Where it stands.
    pub state: VacancyState,
    /// Where it comes from.
    pub source: VacancySource,
    /// What it still lacks.
    pub missing: Vec<Lack>,
}

pub(super) const VACANCY: &str = "SELECT v.id, v.ver, v.title, v.company, c.name, v.isco08, v.posts, v.contract, v.hours_week, \
     v.shift, v.pay_min, v.pay_max, v.place_name, v.lat, v.lon, v.deadline_on, v.published_on, v.state, \
     v.source, v.ccnl FROM vacancy v JOIN company c ON c.id = v.company ";

/// The same with the row's own number at the end, as `n`.
pub(in crate::store) fn numbered() -> String {
    VACANCY.replacen(" FROM", ", v.n FROM", 1)
}

pub(in crate::store) fn vacancy_row(row: &Row<'_>) -> rusqlite::Result<VacancyRow> {
    let contract = row.get(7)?;
    let hours_week: Option<u16> = row.get(8)?;
    let ccnl: Option<String> = row.get(19)?;
    Ok(VacancyRow {
        id: row.get(0)?,
        ver: row.get(1)?,
        title: row.get(2)?,
        company: row.get(3)?,
        company_name: row.get(4)?,
        isco08: row.get(5)?,
        posts: row.get(6)?,
        contract,
        hours_week,
        shift: row.get(9)?,
        pay: (row.get(10)?, row.get(11)?),
        place_name: row.get(12)?,
        at: point(row, 13)?,
        metres: None,
        deadline_on: day(row, 15)?,
        published_on: day(row, 16)?,
        state: row.get(17)?,
        source: row.get(18)?,
        missing: lacks(
            contract,
            hours_week.is_some(),
            said(ccnl.as_deref()).is_some(),
        ),
    })
}

/// Latitude and longitude from two columns that begin at `first`.
pub(in crate::store) fn point(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<(f64, f64)>> {
    let lat: Option<f64> = row.get(first)?;
    Ok(lat.zip(row.get(first + 1)?))
}

/// One vacancy as a line.
pub(in crate::store) fn read_row(conn: &Connection, vacancy: VacancyId) -> Result<VacancyRow> {
    conn.maybe(
        &format!("{VACANCY} WHERE v.id = ?1"),
        [vacancy],
        vacancy_row,
    )?
    .ok_or_else(|| Error::not_found("vacancy", vacancy))
}

/// A vacancy with all it says.
#[derive(Debug, Clone, PartialEq)]
pub struct VacancyView {
    /// The line.
    pub row: VacancyRow,
    /// What it says.
    pub fields: VacancyFields,
    /// Who asks.
    pub company: CompanyRow,
    /// Its number where it comes from.
    pub external_id: Option<String>,
    /// Why it was withdrawn.
    pub reason: Option<String>,
    /// When it was put on file.
    pub created_at: DateTime<Utc>,
}

/// One vacancy with all it says.
#[derive(Debug, Clone)]
pub struct VacancyFile {
    /// Which.
    pub vacancy: VacancyId,
}

impl Query for VacancyFile {
    type Out = VacancyView;
    const RIGHT: Right = Right::VacanciesRead;

    fn run(&self, db: &Reader<'_>) -> Result<VacancyView> {
        let row = read_row(db.conn, self.vacancy)?;
        let (external_id, reason, created_at) = db.conn.one(
            "SELECT external_id, reason, created_at FROM vacancy WHERE id = ?1",
            [self.vacancy],
            |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, Ms>(2)?.0)),
        )?;
        Ok(VacancyView {
            fields: fields_of(db.conn, self.vacancy)?,
            company: companies::company_by_id(db.conn, row.company)?,
            row,
            external_id,
            reason,
            created_at,
        })
    }
}

/// The best vacancies found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VacancyPage {
    /// How many were found.
    pub total: usize,
    /// Whether there may be more than were found: the search looks at a bounded number.
    pub more: bool,
    /// Whether the end of the words was taken for a place.
    pub placed: bool,
    /// The best of them.
    pub rows: Vec<VacancyRow>,
}

/// How many vacancies are past their last day and still said to be open.
#[derive(Debug, Clone, Copy)]
pub struct Overdue;

impl Query for Overdue {
    type Out = usize;
    const RIGHT: Right = Right::VacanciesRead;

    fn run(&self, db: &Reader<'_>) -> Result<usize> {
        let shown = visible("v");
        let sql = format!(
            "SELECT count(*) FROM vacancy v WHERE state IN ('open', 'selecting') AND deadline_on < ?1 AND {shown}"
        );
        let count: i64 = db.conn.value(&sql, [Day(db.today())])?;
        Ok(usize::try_from(count).unwrap_or_default())
    }
}

/// Vacancies in a state, those whose deadline comes first before the others; for lists and scripts.
#[derive(Debug, Clone)]
pub struct VacancyList {
    /// Their states; any when empty.
    pub states: Vec<VacancyState>,
    /// Only of this company.
    pub company: Option<CompanyId>,
    /// At most so many.
    pub limit: usize,
}

impl Query for VacancyList {
    type Out = VacancyPage;
    const RIGHT: Right = Right::VacanciesRead;

    fn run(&self, db: &Reader<'_>) -> Result<VacancyPage> {
        let codes: Vec<String> = self
            .states
            .iter()
            .map(|state| format!("'{}'", state.code()))
            .collect();
        let of_states = match codes.as_slice() {
            [] => "1".to_owned(),
            codes => format!("v.state IN ({})", codes.join(", ")),
        };
        let which = format!("{of_states} AND {}", visible("v"));
        match self.company {
            Some(company) => {
                let which = format!("v.company = ?1 AND {which}");
                let limit = self.limit as i64;
                page(db, &which, params![company], params![company, limit], 2)
            }
            None => page(db, &which, [], [self.limit as i64], 1),
        }
    }
}

/// Counts and reads the rows of a condition; `limit` is the number of its parameter.
fn page(
    db: &Reader<'_>,
    which: &str,
    count: impl Params,
    list: impl Params,
    limit: u8,
) -> Result<VacancyPage> {
    let total: i64 = db.conn.value(
        &format!("SELECT count(*) FROM vacancy v WHERE {which}"),
        count,
    )?;
    let order = "v.deadline_on IS NULL, v.deadline_on, v.n";
    let rows = db.conn.all(
        &format!("{VACANCY} WHERE {which} ORDER BY {order} LIMIT ?{limit}"),
        list,
        vacancy_row,
    )?;
    Ok(VacancyPage {
        total: total as usize,
        more: false,
        placed: false,
        rows,
    })
}
