//! Vacancies: what companies ask for, from a draft to its end, and the search for them.
//!
//! Which step leaves which state is a table of `domain::vacancy`. Words are looked for in an index of
//! title, text and company; a place by a box on the map and then by the exact distance. A search looks
//! at a bounded number of rows, and says when there may be more.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, Params, Row, ToSql, params};
use serde::{Deserialize, Serialize};

use super::act::{Act, Before, Column, Query, Reader, Tx};
use super::agenda::said;
use super::companies::{self, CompanyFields, CompanyRow, match_all, visible};
use super::error::{Error, Result};
use super::plans::day;
use super::sql::{Day, Ms, Rows};
use crate::domain::Named;
use crate::domain::advert;
use crate::domain::ids::{ApplicationId, CompanyId, VacancyId};
use crate::domain::matching::{Cefr, Point};
use crate::domain::person::Education;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::text;
use crate::domain::vacancy::{
    ApplicationState, Contract, Lack, PublicTransport, RequirementKind, Reserved, Shift,
    VacancySource, VacancyState, VacancyStep, lacks,
};
use crate::reference::Reference;

/// The most rows that a search ranks.
const RANKED: usize = 300;
/// The most rows of the index of words that a search looks at, the newest first.
const SCANNED: usize = 3_000;
/// The longest beginning of a word that the index of words keeps ready (see its `prefix`).
const INDEXED_LETTERS: usize = 6;
/// The first radius looked at around a place, km; it doubles until enough is found.
const FIRST_KM: f64 = 4.0;
/// Kilometres in a degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;

// What a vacancy is made of -----------------------------------------------------------------------------

/// Where the work is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkPlace {
    /// ISTAT code of the municipality.
    pub istat: Option<String>,
    /// Its name, or the place as the company says it.
    pub name: String,
    /// Latitude and longitude of its centre, degrees.
    pub at: Option<(f64, f64)>,
}

/// Something that a vacancy asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Kind.
    pub kind: RequirementKind,
    /// What exactly: the label of a skill, a language and its level.
    pub value: String,
    /// Whether it must be met.
    pub essential: bool,
}

/// What a vacancy says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VacancyFields {
    /// Title, as the company says it.
    pub title: String,
    /// ISCO-08 unit.
    pub isco08: Option<String>,
    /// Posts, at least 1.
    pub posts: u16,
    /// Kind of contract.
    pub contract: Option<Contract>,
    /// National collective agreement.
    pub ccnl: Option<String>,
    /// Level of the agreement.
    pub level: Option<String>,
    /// Lowest gross pay a month, cents.
    pub pay_min: Option<i64>,
    /// Highest gross pay a month, cents.
    pub pay_max: Option<i64>,
    /// Hours a week, 1 to 60.
    pub hours_week: Option<u16>,
    /// How the hours lie in the week.
    pub shift: Option<Shift>,
    /// First day of work.
    pub start_on: Option<NaiveDate>,
    /// Where.
    pub place: WorkPlace,
    /// Whether public transport reaches it.
    pub public_transport: Option<PublicTransport>,
    /// What it is about, in full.
    pub text: String,
    /// For whom it is reserved.
    pub reserved: Reserved,
    /// Lowest qualification.
    pub education: Option<Education>,
    /// Licence that is essential (`B`, `CE`).
    pub licence: Option<String>,
    /// Whether one's own car is needed.
    pub own_car: bool,
    /// Lowest Italian.
    pub italian_min: Option<Cefr>,
    /// Last day to be put forward.
    pub deadline_on: Option<NaiveDate>,
    /// What else it asks, in its order.
    pub requirements: Vec<Requirement>,
}

impl VacancyFields {
    /// A vacancy of which only title and place are said.
    pub fn titled(title: impl Into<String>, place: WorkPlace) -> Self {
        Self {
            title: title.into(),
            isco08: None,
            posts: 1,
            contract: None,
            ccnl: None,
            level: None,
            pay_min: None,
            pay_max: None,
            hours_week: None,
            shift: None,
            start_on: None,
            place,
            public_transport: None,
            text: String::new(),
            reserved: Reserved::No,
            education: None,
            licence: None,
            own_car: false,
            italian_min: None,
            deadline_on: None,
            requirements: Vec::new(),
        }
    }

    fn checked(&self) -> Result<()> {
        if self.title.trim().is_empty() {
            return Err(Error::invalid("title", "empty"));
        }
        if self.posts == 0 {
            return Err(Error::invalid("posts", "0"));
        }
        if self
            .hours_week
            .is_some_and(|hours| !(1..=60).contains(&hours))
        {
            return Err(Error::invalid("hours_week", "1 to 60"));
        }
        if matches!((self.pay_min, self.pay_max), (Some(min), Some(max)) if min > max) {
            return Err(Error::invalid("pay_max", "less than the lowest pay"));
        }
        Ok(())
    }
}

/// What a vacancy still lacks, in the order in which it is asked.
pub fn missing(fields: &VacancyFields) -> Vec<Lack> {
    let ccnl = said(fields.ccnl.as_deref()).is_some();
    lacks(fields.contract, fields.hours_week.is_some(), ccnl)
}

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

const VACANCY: &str = "SELECT v.id, v.ver, v.title, v.company, c.name, v.isco08, v.posts, v.contract, v.hours_week, \
     v.shift, v.pay_min, v.pay_max, v.place_name, v.lat, v.lon, v.deadline_on, v.published_on, v.state, \
     v.source, v.ccnl FROM vacancy v JOIN company c ON c.id = v.company ";

fn vacancy_row(row: &Row<'_>) -> rusqlite::Result<VacancyRow> {
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
pub(super) fn point(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<(f64, f64)>> {
    let lat: Option<f64> = row.get(first)?;
    Ok(lat.zip(row.get(first + 1)?))
}

/// One vacancy as a line.
pub(super) fn read_row(conn: &Connection, vacancy: VacancyId) -> Result<VacancyRow> {
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

// Acts --------------------------------------------------------------------------------------------------

/// Puts a vacancy on file as a draft.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddVacancy {
    /// Who asks; an active company.
    pub company: CompanyId,
    /// What it says.
    pub fields: VacancyFields,
}

impl Act for AddVacancy {
    type Out = VacancyId;
    const NAME: &'static str = "vacancy.add";
    const RIGHT: Right = Right::VacanciesWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<VacancyId> {
        let origin = Origin {
            source: VacancySource::Desk,
            state: VacancyState::Draft,
            published_on: None,
            external_id: None,
        };
        insert(tx, self.company, &self.fields, &origin)
    }
}

/// One vacancy of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportedVacancy {
    /// Its number in the file's own system: one that is already on file is left alone.
    pub external_id: Option<String>,
    /// The company: one of that name is found or made.
    pub company: CompanyFields,
    /// What it says.
    pub fields: VacancyFields,
    /// When it was published.
    pub published_on: Option<NaiveDate>,
    /// Whether it is open; expired otherwise.
    pub open: bool,
}

/// Changes what a vacancy says, while it is not over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangeVacancy {
    /// Which.
    pub vacancy: VacancyId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// What it says from now on.
    pub fields: VacancyFields,
    /// What was asked when the change was begun.
    #[serde(default)]
    pub asked: Before<Vec<Requirement>>,
    /// Of which company from now on, while it is a draft; as before when none.
    #[serde(default)]
    pub company: Option<CompanyId>,
}

impl Act for ChangeVacancy {
    type Out = ();
    const NAME: &'static str = "vacancy.change";
    const RIGHT: Right = Right::VacanciesWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let vacancy = Current::load(tx, self.vacancy)?;
        self.fields.checked()?;
        let asked = requirements_of(tx.conn(), self.vacancy)?;
        if asked != self.fields.requirements && self.asked.is_past(Some(&asked)) {
            return Err(tx.conflict("vacancy", self.vacancy.0));
        }
        if vacancy.state.after(VacancyStep::Withdraw).is_none() {
            return Err(tx.refuse_named(Refusal::WrongState, vacancy.state));
        }
        if vacancy.state.takes_people() {
            complete(tx, &self.fields, vacancy.source)?;
            lawful(tx, &self.fields)?;
        }
        if let Some(company) = self.company.filter(|company| *company != vacancy.company) {
            // Whoever was put forward agreed to one company and no other.
            if !matches!(vacancy.state, VacancyState::Draft | VacancyState::Checking) {
                return Err(tx.refuse_named(Refusal::WrongState, vacancy.state));
            }
            active(tx, company)?;
            tx.update(
                "vacancy",
                self.vacancy,
                Some(self.ver),
                &[("company", &company)],
            )?;
            return self.write(tx, None);
        }
        self.write(tx, Some(self.ver))
    }
}

impl ChangeVacancy {
    fn write(&self, tx: &Tx<'_>, ver: Option<i64>) -> Result<()> {
        with_columns(&self.fields, |columns| {
            tx.update("vacancy", self.vacancy, ver, columns)
        })?;
        replace_requirements(tx, self.vacancy, &self.fields.requirements)
    }
}

/// Opens a draft to people. Contract and hours are needed; the collective agreement too, unless the
/// vacancy came from a file; and its words choose among people in no way that the law forbids. Refused with
/// what is missing, or with the words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Publish {
    /// Which.
    pub vacancy: VacancyId,
    /// Row version seen on the screen.
    pub ver: i64,
}

impl Act for Publish {
    type Out = ();
    const NAME: &'static str = "vacancy.publish";
    const RIGHT: Right = Right::VacanciesWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let vacancy = Current::load(tx, self.vacancy)?;
        // At the desk the check and the publication are one key.
        let state = vacancy
            .state
            .after(VacancyStep::Publish)
            .or_else(|| {
                vacancy
                    .state
                    .after(VacancyStep::Check)?
                    .after(VacancyStep::Publish)
            })
            .ok_or_else(|| tx.refuse_named(Refusal::WrongState, vacancy.state))?;
        let fields = fields_of(tx.conn(), self.vacancy)?;
        complete(tx, &fields, vacancy.source)?;
        lawful(tx, &fields)?;
        active(tx, vacancy.company)?;
        tx.update(
            "vacancy",
            self.vacancy,
            Some(self.ver),
            &[("state", &state), ("published_on", &Day(tx.today()))],
        )
    }
}

/// Holds a vacancy for a while.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pause {
    /// Which.
    pub vacancy: VacancyId,
    /// Row version seen on the screen.
    pub ver: i64,
}

impl Act for Pause {
    type Out = ();
    const NAME: &'static str = "vacancy.pause";
    const RIGHT: Right = Right::VacanciesWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        Current::load(tx, self.vacancy)?.step(tx, Some(self.ver), VacancyStep::Pause, &[])
    }
}

/// Opens a held vacancy again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Resume {
    /// Which.
    pub vacancy: VacancyId,
    /// Row version seen on the screen.
    pub ver: i64,
}

impl Act for Resume {
    type Out = ();
    const NAME: &'static str = "vacancy.resume";
    const RIGHT: Right = Right::VacanciesWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        Current::load(tx, self.vacancy)?.step(tx, Some(self.ver), VacancyStep::Resume, &[])
    }
}

/// Calls a vacancy off; the applications that are still open end with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Withdraw {
    /// Which.
    pub vacancy: VacancyId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// Why.
    pub reason: String,
}

impl Act for Withdraw {
    type Out = ();
    const NAME: &'static str = "vacancy.withdraw";
    const RIGHT: Right = Right::VacanciesWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let Some(reason) = said(Some(&self.reason)) else {
            return Err(Error::invalid("reason", "empty"));
        };
        let columns: [Column<'_>; 1] = [("reason", &reason)];
        Current::load(tx, self.vacancy)?.step(
            tx,
            Some(self.ver),
            VacancyStep::Withdraw,
            &columns,
        )?;
        close_applications(tx, self.vacancy)
    }
}

/// All posts are taken by people put forward from here; the other applications end with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fill {
    /// Which.
    pub vacancy: VacancyId,
    /// Row version seen on the screen.
    pub ver: i64,
}

impl Act for Fill {
    type Out = ();
    const NAME: &'static str = "vacancy.fill";
    const RIGHT: Right = Right::VacanciesWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let vacancy = Current::load(tx, self.vacancy)?;
        vacancy.after(tx, VacancyStep::Fill)?;
        let hired: u16 = tx.conn().value(
            "SELECT count(*) FROM application WHERE vacancy = ?1 AND state = 'hired'",
            [self.vacancy],
        )?;
        if hired < vacancy.posts {
            return Err(tx.refuse_with(Refusal::PostsOpen, format!("{hired}/{}", vacancy.posts)));
        }
        vacancy.step(tx, Some(self.ver), VacancyStep::Fill, &[])?;
        close_applications(tx, self.vacancy)
    }
}

/// Says that vacancies are past their last day, the oldest first, at most so many. Answers how many.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ExpireOverdue {
    /// At most so many.
    pub limit: u32,
}

impl Act for ExpireOverdue {
    type Out = usize;
    const NAME: &'static str = "vacancy.expire_overdue";
    const RIGHT: Right = Right::VacanciesWrite;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<usize> {
        let overdue: Vec<VacancyId> = tx.conn().all(
            "SELECT id FROM vacancy WHERE state IN ('open', 'selecting') AND deadline_on < ?1 \
             ORDER BY deadline_on, n LIMIT ?2",
            params![Day(tx.today()), self.limit],
            |row| row.get(0),
        )?;
        for vacancy in &overdue {
            Current::load(tx, *vacancy)?.step(tx, None, VacancyStep::Expire, &[])?;
        }
        Ok(overdue.len())
    }
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

/// Gives an expired vacancy a new last day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reopen {
    /// Which.
    pub vacancy: VacancyId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// New last day, from today on.
    pub deadline_on: NaiveDate,
}

impl Act for Reopen {
    type Out = ();
    const NAME: &'static str = "vacancy.reopen";
    const RIGHT: Right = Right::VacanciesWrite;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        if self.deadline_on < tx.today() {
            return Err(Error::invalid(
                "deadline_on",
                format!("{} is past", self.deadline_on),
            ));
        }
        let columns: [Column<'_>; 1] = [("deadline_on", &Day(self.deadline_on))];
        Current::load(tx, self.vacancy)?.step(tx, Some(self.ver), VacancyStep::Reopen, &columns)
    }
}

// What the acts share -----------------------------------------------------------------------------------

/// What came of a row of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// The vacancy was written.
    Written {
        /// Whether its company was not on file.
        new_company: bool,
    },
    /// A vacancy of that number, or this very one, was already on file and is left alone.
    Known,
}

/// Writes a vacancy of a file in the batch that hides it: what a long batch does for each of its rows.
///
/// [`Refusal::VacancyIncomplete`] for one that lacks contract or hours (see [`missing`] and
/// [`Lack::stops`], which a source asks before it writes).
pub fn import(tx: &Tx<'_>, row: &ImportedVacancy) -> Result<Imported> {
    let known = tx.conn().exists(
        "SELECT 1 FROM vacancy WHERE (external_id = ?1 AND source = 'import') OR id = ?1",
        [&row.external_id],
    )?;
    if known {
        return Ok(Imported::Known);
    }
    complete(tx, &row.fields, VacancySource::Import)?;
    let named = companies::of_name(tx.conn(), row.company.name.trim(), tx.batch())?;
    let company = match named {
        Some(company) => company,
        None => companies::insert(tx, &row.company, VacancySource::Import)?,
    };
    let origin = Origin {
        source: VacancySource::Import,
        state: if row.open {
            VacancyState::Open
        } else {
            VacancyState::Expired
        },
        published_on: row.published_on,
        external_id: row.external_id.as_deref(),
    };
    insert(tx, company, &row.fields, &origin)?;
    Ok(Imported::Written {
        new_company: named.is_none(),
    })
}

/// Where a new row comes from and how it begins.
struct Origin<'a> {
    source: VacancySource,
    state: VacancyState,
    published_on: Option<NaiveDate>,
    external_id: Option<&'a str>,
}

fn insert(
    tx: &Tx<'_>,
    company: CompanyId,
    fields: &VacancyFields,
    origin: &Origin<'_>,
) -> Result<VacancyId> {
    fields.checked()?;
    active(tx, company)?;
    let id: VacancyId = tx.new_id();
    with_columns(fields, |columns| {
        let own: [Column<'_>; 6] = [
            ("company", &company),
            ("source", &origin.source),
            ("state", &origin.state),
            ("published_on", &origin.published_on.map(Day)),
            ("external_id", &origin.external_id),
            ("batch", &tx.batch()),
        ];
        tx.insert("vacancy", id, &[columns, &own].concat())
    })?;
    for requirement in &fields.requirements {
        insert_requirement(tx, id, requirement)?;
    }
    Ok(id)
}

/// The columns that hold [`VacancyFields`].
fn with_columns<T>(fields: &VacancyFields, write: impl FnOnce(&[Column<'_>]) -> T) -> T {
    write(&[
        ("title", &fields.title.trim()),
        ("isco08", &fields.isco08),
        ("posts", &fields.posts),
        ("contract", &fields.contract),
        ("ccnl", &said(fields.ccnl.as_deref())),
        ("level", &said(fields.level.as_deref())),
        ("pay_min", &fields.pay_min),
        ("pay_max", &fields.pay_max),
        ("hours_week", &fields.hours_week),
        ("shift", &fields.shift),
        ("start_on", &fields.start_on.map(Day)),
        ("place", &fields.place.istat),
        ("place_name", &fields.place.name),
        ("lat", &fields.place.at.map(|at| at.0)),
        ("lon", &fields.place.at.map(|at| at.1)),
        ("public_transport", &fields.public_transport),
        ("text", &fields.text),
        ("reserved", &fields.reserved),
        ("education", &fields.education),
        ("licence", &said(fields.licence.as_deref())),
        ("own_car", &fields.own_car),
        ("italian_min", &fields.italian_min),
        ("deadline_on", &fields.deadline_on.map(Day)),
    ])
}

fn insert_requirement(tx: &Tx<'_>, vacancy: VacancyId, requirement: &Requirement) -> Result<()> {
    let id: ulid::Ulid = tx.new_id();
    tx.insert(
        "requirement",
        id,
        &[
            ("vacancy", &vacancy),
            ("kind", &requirement.kind),
            ("value", &requirement.value),
            ("essential", &requirement.essential),
        ],
    )
}

/// Leaves alone what is still asked, so that the journal tells only what changed.
fn replace_requirements(tx: &Tx<'_>, vacancy: VacancyId, wanted: &[Requirement]) -> Result<()> {
    let had: Vec<(super::sql::Id, Requirement)> = tx.conn().all(
        "SELECT id, kind, value, essential FROM requirement WHERE vacancy = ?1 ORDER BY n",
        [vacancy],
        |row| Ok((row.get(0)?, requirement(row, 1)?)),
    )?;
    for (id, old) in &had {
        if !wanted.contains(old) {
            tx.delete("requirement", id.0, None)?;
        }
    }
    for new in wanted {
        if !had.iter().any(|(_, old)| old == new) {
            insert_requirement(tx, vacancy, new)?;
        }
    }
    Ok(())
}

fn requirement(row: &Row<'_>, first: usize) -> rusqlite::Result<Requirement> {
    Ok(Requirement {
        kind: row.get(first)?,
        value: row.get(first + 1)?,
        essential: row.get(first + 2)?,
    })
}

/// Refuses a vacancy that lacks what publishing needs.
fn complete(tx: &Tx<'_>, fields: &VacancyFields, source: VacancySource) -> Result<()> {
    let lacking: Vec<Lack> = missing(fields)
        .into_iter()
        .filter(|lack| lack.stops(source))
        .collect();
    if lacking.is_empty() {
        Ok(())
    } else {
        Err(tx.refuse_all(Refusal::VacancyIncomplete, &lacking))
    }
}

/// Refuses words by which an advert chooses among people as the law does not allow; the detail is the first
/// of them.
fn lawful(tx: &Tx<'_>, fields: &VacancyFields) -> Result<()> {
    let advert = format!("{}\n{}", fields.title, fields.text);
    let reference = Reference::load();
    match advert::check(&advert, reference.advert_rules()).first() {
        Some(found) => Err(tx.refuse_with(Refusal::AdvertUnlawful, found.phrase)),
        None => Ok(()),
    }
}

fn active(tx: &Tx<'_>, company: CompanyId) -> Result<()> {
    let row: (bool, String) = tx
        .conn()
        .maybe(
            "SELECT active, name FROM company WHERE id = ?1",
            [company],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .ok_or_else(|| Error::not_found("company", company))?;
    match row {
        (true, _) => Ok(()),
        (false, name) => Err(tx.refuse_with(Refusal::CompanyInactive, name)),
    }
}

/// Ends the applications of a vacancy that is over.
fn close_applications(tx: &Tx<'_>, vacancy: VacancyId) -> Result<()> {
    let rows: Vec<(ApplicationId, ApplicationState)> = tx.conn().all(
        "SELECT id, state FROM application WHERE vacancy = ?1 ORDER BY n",
        [vacancy],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let ended = ApplicationState::PostFilled;
    for (id, _) in rows.iter().filter(|(_, state)| state.may_become(ended)) {
        tx.update(
            "application",
            *id,
            None,
            &[("state", &ended), ("decided_on", &Day(tx.today()))],
        )?;
    }
    Ok(())
}

/// A vacancy as it stands, for the acts that change it.
pub(super) struct Current {
    id: VacancyId,
    company: CompanyId,
    posts: u16,
    source: VacancySource,
    /// Where it stands.
    pub(super) state: VacancyState,
    /// Last day to be put forward.
    pub(super) deadline_on: Option<NaiveDate>,
}

impl Current {
    pub(super) fn load(tx: &Tx<'_>, id: VacancyId) -> Result<Self> {
        tx.conn()
            .maybe(
                "SELECT company, posts, source, state, deadline_on FROM vacancy WHERE id = ?1",
                [id],
                |row| {
                    Ok(Self {
                        id,
                        company: row.get(0)?,
                        posts: row.get(1)?,
                        source: row.get(2)?,
                        state: row.get(3)?,
                        deadline_on: day(row, 4)?,
                    })
                },
            )?
            .ok_or_else(|| Error::not_found("vacancy", id))
    }

    fn after(&self, tx: &Tx<'_>, step: VacancyStep) -> Result<VacancyState> {
        self.state
            .after(step)
            .ok_or_else(|| tx.refuse_named(Refusal::WrongState, self.state))
    }

    pub(super) fn step(
        &self,
        tx: &Tx<'_>,
        ver: Option<i64>,
        step: VacancyStep,
        with: &[Column<'_>],
    ) -> Result<()> {
        let state = self.after(tx, step)?;
        let mut columns: Vec<Column<'_>> = vec![("state", &state)];
        columns.extend_from_slice(with);
        tx.update("vacancy", self.id, ver, &columns)
    }
}

// Queries -----------------------------------------------------------------------------------------------

fn requirements_of(conn: &Connection, vacancy: VacancyId) -> Result<Vec<Requirement>> {
    conn.all(
        "SELECT kind, value, essential FROM requirement WHERE vacancy = ?1 ORDER BY n",
        [vacancy],
        |row| requirement(row, 0),
    )
}

/// All that a vacancy says.
/// What a vacancy says.
pub(super) fn fields_of(conn: &Connection, vacancy: VacancyId) -> Result<VacancyFields> {
    let fields = conn.maybe(
        "SELECT title, isco08, posts, contract, ccnl, level, pay_min, pay_max, hours_week, shift, start_on, \
         place, place_name, lat, lon, public_transport, text, reserved, education, licence, own_car, \
         italian_min, deadline_on FROM vacancy WHERE id = ?1",
        [vacancy],
        |row| {
            Ok(VacancyFields {
                title: row.get(0)?,
                isco08: row.get(1)?,
                posts: row.get(2)?,
                contract: row.get(3)?,
                ccnl: row.get(4)?,
                level: row.get(5)?,
                pay_min: row.get(6)?,
                pay_max: row.get(7)?,
                hours_week: row.get(8)?,
                shift: row.get(9)?,
                start_on: day(row, 10)?,
                place: WorkPlace {
                    istat: row.get(11)?,
                    name: row.get(12)?,
                    at: point(row, 13)?,
                },
                public_transport: row.get(15)?,
                text: row.get(16)?,
                reserved: row.get(17)?,
                education: row.get(18)?,
                licence: row.get(19)?,
                own_car: row.get(20)?,
                italian_min: row.get(21)?,
                deadline_on: day(row, 22)?,
                requirements: Vec::new(),
            })
        },
    )?;
    let mut fields = fields.ok_or_else(|| Error::not_found("vacancy", vacancy))?;
    fields.requirements = requirements_of(conn, vacancy)?;
    Ok(fields)
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

/// A circle on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// Latitude of the middle, degrees.
    pub latitude: f64,
    /// Longitude of the middle, degrees.
    pub longitude: f64,
    /// Radius, kilometres in a straight line.
    pub km: f64,
}

impl Near {
    /// South, north, west and east of the square around it.
    fn square(self) -> [f64; 4] {
        let up = self.km / KM_PER_DEGREE;
        let across = up / self.latitude.to_radians().cos().max(0.01);
        [
            self.latitude - up,
            self.latitude + up,
            self.longitude - across,
            self.longitude + across,
        ]
    }

    /// Metres from the middle.
    fn metres_to(self, at: (f64, f64)) -> u32 {
        let middle = Point {
            latitude: self.latitude,
            longitude: self.longitude,
        };
        middle.metres_to(Point {
            latitude: at.0,
            longitude: at.1,
        })
    }

    fn holds(self, metres: u32) -> bool {
        f64::from(metres) <= self.km * 1000.0
    }
}

/// Vacancies by words, occupation, place and contract.
///
/// The words (each typed from its beginning, in title, text or company) and the occupations are two
/// ways of saying the same and either will do; all else must fit. Best first: words in the title or
/// the occupation asked, then the nearest, then the newest.
#[derive(Debug, Clone, Default)]
pub struct SearchVacancies {
    /// Words; blank for any.
    pub words: String,
    /// ISCO-08 codes or the beginnings of them; empty for any.
    pub isco08: Vec<String>,
    /// Only within this circle.
    pub near: Option<Near>,
    /// Only this kind of contract.
    pub contract: Option<Contract>,
    /// Only those to which people can be put forward today.
    pub only_open: bool,
    /// At most so many.
    pub limit: usize,
}

/// The best vacancies found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VacancyPage {
    /// How many were found.
    pub total: usize,
    /// Whether there may be more than were found: the search looks at a bounded number.
    pub more: bool,
    /// The best of them.
    pub rows: Vec<VacancyRow>,
}

/// A row that fits, before it is read in full.
struct Hit {
    n: i64,
    /// 0 for the title or the occupation asked, 1 for other words.
    class: u8,
    metres: Option<u32>,
}

/// The conditions that every search sets, ?1 to ?7.
const FITS: &str = "(?1 = 0 OR (v.state IN ('open', 'selecting') AND (v.deadline_on IS NULL OR v.deadline_on >= ?2))) \
     AND (?3 IS NULL OR v.contract = ?3) \
     AND (?4 IS NULL OR (v.lat BETWEEN ?4 AND ?5 AND v.lon BETWEEN ?6 AND ?7))";

impl Query for SearchVacancies {
    type Out = VacancyPage;
    const RIGHT: Right = Right::VacanciesRead;

    fn run(&self, db: &Reader<'_>) -> Result<VacancyPage> {
        let asked = match_all(&self.words);
        let mut found = Found::default();
        match (&asked, self.near) {
            (None, None) if self.isco08.is_empty() => self.newest(db, &mut found)?,
            (None, Some(near)) if self.isco08.is_empty() => self.around(db, near, &mut found)?,
            _ => {
                for prefix in &self.isco08 {
                    self.by_occupation(db, prefix, &mut found)?;
                }
                if let Some(asked) = &asked {
                    self.by_words(db, asked, &mut found)?;
                }
            }
        }
        found.rank();
        let rows = read_all(db.conn, found.hits.iter().take(self.limit))?;
        Ok(VacancyPage {
            total: found.hits.len(),
            more: found.more,
            rows,
        })
    }
}

/// What a search has found so far.
#[derive(Default)]
struct Found {
    hits: Vec<Hit>,
    more: bool,
}

impl Found {
    /// Best first, each once.
    fn rank(&mut self) {
        let key = |hit: &Hit| (hit.class, hit.metres, std::cmp::Reverse(hit.n));
        self.hits.sort_unstable_by_key(|hit| (hit.n, hit.class));
        self.hits.dedup_by_key(|hit| hit.n);
        self.hits.sort_unstable_by_key(key);
        if self.hits.len() > RANKED {
            self.hits.truncate(RANKED);
            self.more = true;
        }
    }
}

/// One statement of a search: it ends in [`FITS`].
struct Ask<'a> {
    sql: &'a str,
    /// At most so many rows are kept.
    limit: usize,
    /// ?4 to ?7, and the exact circle afterwards.
    near: Option<Near>,
    /// Its own parameters, from ?8 on.
    own: &'a [&'a dyn ToSql],
}

impl SearchVacancies {
    /// Asks, and keeps what lies within the circle and what `class` takes, until the limit: then there
    /// may be more.
    fn collect(
        &self,
        db: &Reader<'_>,
        ask: &Ask<'_>,
        found: &mut Found,
        class: impl Fn(&Row<'_>) -> rusqlite::Result<Option<u8>>,
    ) -> Result<()> {
        let today = Day(db.today());
        let square = ask.near.map(Near::square);
        let sides = [0, 1, 2, 3].map(|side| square.map(|square| square[side]));
        let mut bound: Vec<&dyn ToSql> = vec![&self.only_open, &today, &self.contract];
        bound.extend(sides.iter().map(|side| side as &dyn ToSql));
        bound.extend_from_slice(ask.own);
        let mut statement = db.conn.prepare_cached(ask.sql)?;
        let mut rows = statement.query(bound.as_slice())?;
        let mut kept = 0;
        while let Some(row) = rows.next()? {
            let metres = ask
                .near
                .zip(point(row, 1)?)
                .map(|(near, at)| near.metres_to(at));
            let inside = ask
                .near
                .is_none_or(|near| metres.is_some_and(|metres| near.holds(metres)));
            if !inside {
                continue;
            }
            let Some(class) = class(row)? else { continue };
            if kept == ask.limit {
                found.more = true;
                break;
            }
            kept += 1;
            found.hits.push(Hit {
                n: row.get(0)?,
                class,
                metres,
            });
        }
        Ok(())
    }

    fn newest(&self, db: &Reader<'_>, found: &mut Found) -> Result<()> {
        let sql = format!(
            "SELECT v.n, v.lat, v.lon FROM vacancy v WHERE {FITS} AND {} ORDER BY v.n DESC",
            visible("v")
        );
        let ask = Ask {
            sql: &sql,
            limit: RANKED,
            near: None,
            own: &[],
        };
        self.collect(db, &ask, found, |_| Ok(Some(0)))
    }

    /// The nearest: circles that double until enough is found, so that a dense town costs no more than
    /// a valley.
    fn around(&self, db: &Reader<'_>, near: Near, found: &mut Found) -> Result<()> {
        let sql = format!(
            "SELECT v.n, v.lat, v.lon FROM vacancy v INDEXED BY vacancy_by_place WHERE {FITS} \
             AND v.lat BETWEEN ?4 AND ?5 AND {} ",
            visible("v")
        );
        let mut km = FIRST_KM.min(near.km);
        loop {
            found.hits.clear();
            let ask = Ask {
                sql: &sql,
                limit: usize::MAX,
                near: Some(Near { km, ..near }),
                own: &[],
            };
            self.collect(db, &ask, found, |_| Ok(Some(0)))?;
            if km >= near.km {
                return Ok(());
            }
            if found.hits.len() >= RANKED {
                found.more = true;
                return Ok(());
            }
            km = (km * 2.0).min(near.km);
        }
    }

    fn by_occupation(&self, db: &Reader<'_>, prefix: &str, found: &mut Found) -> Result<()> {
        let sql = format!(
            "SELECT v.n, v.lat, v.lon FROM vacancy v WHERE v.isco08 >= ?8 AND v.isco08 < ?9 AND {FITS} AND {} \
             ORDER BY v.n DESC",
            visible("v")
        );
        // The character after '9' ends all codes that begin with the prefix.
        let end = format!("{prefix}:");
        let ask = Ask {
            sql: &sql,
            limit: RANKED,
            near: self.near,
            own: &[&prefix, &end],
        };
        self.collect(db, &ask, found, |_| Ok(Some(0)))
    }

    fn by_words(&self, db: &Reader<'_>, asked: &str, found: &mut Found) -> Result<()> {
        let sql = format!(
            "SELECT v.n, v.lat, v.lon, v.title, v.text, c.name FROM \
             (SELECT rowid AS n FROM vacancy_words WHERE vacancy_words MATCH ?8 ORDER BY rowid DESC LIMIT {SCANNED}) w \
             CROSS JOIN vacancy v ON v.n = w.n CROSS JOIN company c ON c.id = v.company WHERE {FITS} AND {} ",
            visible("v")
        );
        let folded = text::fold(&self.words);
        let long = text::words(&folded).any(|word| word.chars().count() > INDEXED_LETTERS);
        let class = |row: &Row<'_>| {
            let mut told = text::fold(row.get_ref(3)?.as_str()?);
            if text::words_begin(&told, &folded) {
                return Ok(Some(0));
            }
            if !long {
                return Ok(Some(1));
            }
            // The index looked at the first letters only: see the rest.
            for column in [4, 5] {
                told.push(' ');
                text::fold_into(row.get_ref(column)?.as_str()?, &mut told);
            }
            let begins = |wanted: &str| text::words(&told).any(|word| word.starts_with(wanted));
            Ok(text::words(&folded).all(begins).then_some(1))
        };
        let ask = Ask {
            sql: &sql,
            limit: RANKED,
            near: self.near,
            own: &[&asked],
        };
        self.collect(db, &ask, found, class)?;
        let beyond = format!(
            "SELECT 1 FROM vacancy_words WHERE vacancy_words MATCH ?1 LIMIT 1 OFFSET {SCANNED}"
        );
        found.more = found.more || db.conn.exists(&beyond, [asked])?;
        Ok(())
    }
}

/// Reads the lines of the hits, in their order.
fn read_all<'h>(conn: &Connection, hits: impl Iterator<Item = &'h Hit>) -> Result<Vec<VacancyRow>> {
    let sql = format!("{VACANCY} WHERE v.n = ?1");
    let mut rows = Vec::new();
    for hit in hits {
        if let Some(mut row) = conn.maybe(&sql, [hit.n], vacancy_row)? {
            row.metres = hit.metres;
            rows.push(row);
        }
    }
    Ok(rows)
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
        rows,
    })
}
