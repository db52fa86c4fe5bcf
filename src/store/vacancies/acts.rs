//! Acts that write a vacancy and take it from one state to the next.

use chrono::NaiveDate;
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::fields::{
    Requirement, VacancyFields, fields_of, insert_requirement, missing, replace_requirements,
    requirements_of, with_columns,
};
use crate::domain::advert;
use crate::domain::ids::{ApplicationId, CompanyId, VacancyId};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Right;
use crate::domain::text::said;
use crate::domain::vacancy::{ApplicationState, Lack, VacancySource, VacancyState, VacancyStep};
use crate::reference::Reference;
use crate::store::act::{Act, Before, Column, Tx};
use crate::store::error::{Error, Result};
use crate::store::sql::{Day, Rows, day};

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

/// Where a new row comes from and how it begins.
pub(super) struct Origin<'a> {
    pub(super) source: VacancySource,
    pub(super) state: VacancyState,
    pub(super) published_on: Option<NaiveDate>,
    pub(super) external_id: Option<&'a str>,
}

pub(super) fn insert(
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

/// Refuses a vacancy that lacks what publishing needs.
pub(super) fn complete(tx: &Tx<'_>, fields: &VacancyFields, source: VacancySource) -> Result<()> {
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
pub(in crate::store) struct Current {
    id: VacancyId,
    /// Whose it is.
    pub(in crate::store) company: CompanyId,
    posts: u16,
    source: VacancySource,
    /// Where it stands.
    pub(in crate::store) state: VacancyState,
    /// Last day to be put forward.
    pub(in crate::store) deadline_on: Option<NaiveDate>,
}

impl Current {
    pub(in crate::store) fn load(tx: &Tx<'_>, id: VacancyId) -> Result<Self> {
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

    pub(in crate::store) fn step(
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
