//! How the domain's values stand in the database, and the short ways to ask it.
//!
//! Identities are their 26 letters, closed sets their stored text, days ISO text, moments
//! milliseconds since 1970 in UTC. No table or rule of the work is named here.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, Params, Row, RowIndex};
use ulid::Ulid;

use super::error::{Error, Result};
use crate::domain::Named;
use crate::domain::{
    access, appointment, company, document, feedback, ids, intake, interview, lang, matching, note,
    opening, param, person, placement, plan, queue, sealed, service, staff, staff_key, vacancy,
};

/// A moment as stored: milliseconds since 1970 in UTC.
pub fn ms(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

/// The moment that a stored number says; 1970 for a number that no calendar holds.
pub fn at(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}

/// A moment as a parameter or a column: `row.get::<_, Ms>(0)?.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ms(pub DateTime<Utc>);

impl ToSql for Ms {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ms(self.0).into())
    }
}

impl FromSql for Ms {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(|stored| Self(at(stored)))
    }
}

/// A day as a parameter or a column: ISO text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub NaiveDate);

impl ToSql for Day {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.to_string().into())
    }
}

impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        parsed(value).map(Self)
    }
}

/// A day that may be absent.
pub fn day(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<Option<NaiveDate>> {
    Ok(row.get::<_, Option<Day>>(column)?.map(|day| day.0))
}

/// A value of `FromStr` from its text.
fn parsed<T>(value: ValueRef<'_>) -> FromSqlResult<T>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    value.as_str()?.parse().map_err(FromSqlError::other)
}

/// An identity of no particular kind as a parameter or a column: 26 letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Id(pub Ulid);

impl ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.to_string().into())
    }
}

impl FromSql for Id {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ulid::from_string(value.as_str()?)
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

/// An identity as the journal keeps it: 16 bytes, for there it stands in every row and index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Raw(pub(super) Ulid);

impl ToSql for Raw {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(Value::Blob(self.0.to_bytes().to_vec())))
    }
}

impl FromSql for Raw {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let bytes: [u8; 16] = value
            .as_blob()?
            .try_into()
            .map_err(|_| FromSqlError::InvalidType)?;
        Ok(Self(Ulid::from_bytes(bytes)))
    }
}

macro_rules! stored_ids {
    ($($id:ident),+ $(,)?) => {$(
        impl ToSql for ids::$id {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.to_string().into())
            }
        }
        impl FromSql for ids::$id {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Id::column_result(value).map(|id| Self(id.0))
            }
        }
    )+};
}

stored_ids! {
    ActId, StaffId, OfficeId, DeskId, PersonId, TicketId, IntakeId, AppointmentId, PlanId, GoalId,
    ActionId, CompanyId, VacancyId, ApplicationId, DocumentId, OpeningId, PlacementId, FollowUpId,
    ComplaintId, SealedId, PrivacyActId, EntryId, OutlineId, DeliveryId, BatchId, StaffKeyId, AbsenceId,
}

macro_rules! stored_words {
    ($($word:ty),+ $(,)?) => {$(
        impl ToSql for $word {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.code().into())
            }
        }
        impl FromSql for $word {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                parsed(value)
            }
        }
    )+};
}

stored_words! {
    access::Book,
    access::LookAt, access::LookKind, appointment::AppointmentState, appointment::Place, company::CompanyKind,
    document::Channel, document::DocumentKind, document::PermitKind, document::PrivacyKind,
    feedback::ComplaintState, feedback::Customer, intake::IntakeKind, interview::EntryKind,
    intake::IntakeState, intake::Reason, lang::Lang, note::NoteKind, opening::OpeningKind, param::ParamKey, person::Checked,
    person::ContactRule, person::Education, person::EmploymentStatus, person::Gender,
    person::IdentifierKind, person::RegistrySex, person::Transport, placement::FollowUpResult,
    placement::Proof, placement::WorkEnd, plan::ActionState,
    plan::GoalDomain, plan::Owner, plan::PlanOutcome, plan::PlanState, plan::Strand,
    queue::Outcome, queue::Priority, queue::TicketState, queue::TicketStep, sealed::SealedKind, service::ServiceLevel,
    staff::DeskKind, staff::LoginMethod, staff::LoginOutcome, staff::Role, staff_key::KeyAlgorithm, vacancy::ApplicationState, matching::Cefr, vacancy::Contract,
    vacancy::RequirementKind, vacancy::Shift,
    vacancy::VacancyState, plan::Signature, vacancy::ApplicationReason, vacancy::PublicTransport,
    vacancy::Reserved, vacancy::VacancySource,
}

/// The short ways to ask a connection; every statement stays prepared.
pub trait Rows {
    /// All rows.
    fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>>;

    /// The first row, if there is one.
    fn maybe<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>>;

    /// The first row; [`Error::Fault`] if there is none, so for counts and the like.
    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        self.maybe(sql, params, map)?
            .ok_or_else(|| Error::Fault(format!("no row: {sql}")))
    }

    /// The first column of the first row; [`Error::Fault`] if there is none.
    fn value<T: FromSql>(&self, sql: &str, params: impl Params) -> Result<T> {
        self.one(sql, params, |row| row.get(0))
    }

    /// Whether there is a row.
    fn exists(&self, sql: &str, params: impl Params) -> Result<bool> {
        Ok(self.maybe(sql, params, |_| Ok(()))?.is_some())
    }
}

impl Rows for Connection {
    fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.prepare_cached(sql)?;
        let rows = statement.query_map(params, map)?;
        Ok(rows.collect::<rusqlite::Result<Vec<T>>>()?)
    }

    fn maybe<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        let mut statement = self.prepare_cached(sql)?;
        Ok(statement.query_row(params, map).optional()?)
    }
}
