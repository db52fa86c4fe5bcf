//! The desks of an office as coordination keeps them: names, kinds, closed and opened again.

use chrono::NaiveDate;
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::act::{Act, Query, Reader, Tx};
use super::error::{Error, Result};
use super::sql::{Day, Id, Rows, day};
use crate::domain::ids::{DeskId, OfficeId};
use crate::domain::refusal::Refusal;
use crate::domain::staff::{DeskKind, Right};

/// The rule that a desk has a name, and one of its own in its office.
pub(super) fn check_label(
    tx: &Tx<'_>,
    office: OfficeId,
    label: &str,
    but: Option<DeskId>,
) -> Result<()> {
    if label.trim().is_empty() {
        return Err(Error::invalid("label", "empty"));
    }
    let taken = tx.conn().exists(
        "SELECT 1 FROM desk WHERE office = ?1 AND label = ?2 AND (?3 IS NULL OR id <> ?3)",
        params![office, label.trim(), but],
    )?;
    if taken {
        return Err(tx.refuse_with(Refusal::NameTaken, label.trim()));
    }
    Ok(())
}

/// Names a desk anew, or says what it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeDesk {
    /// Which.
    pub desk: DeskId,
    /// The version that was on the screen.
    pub ver: i64,
    /// Its name or number, unique in the office.
    pub label: String,
    /// What it is for.
    pub kind: DeskKind,
}

impl Act for ChangeDesk {
    type Out = ();
    const NAME: &'static str = "desk.change";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let office = office_of(tx, self.desk)?;
        check_label(tx, office, &self.label, Some(self.desk))?;
        tx.update(
            "desk",
            self.desk,
            Some(self.ver),
            &[("label", &self.label.trim()), ("kind", &self.kind)],
        )
    }
}

/// A desk is no longer used: nobody sits there and no ticket is called to it. What happened there stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseDesk {
    /// Which.
    pub desk: DeskId,
    /// The version that was on the screen.
    pub ver: i64,
}

impl Act for CloseDesk {
    type Out = ();
    const NAME: &'static str = "desk.close";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let served: Option<String> = tx.conn().maybe(
            "SELECT number FROM ticket WHERE office = (SELECT office FROM desk WHERE id = ?1) AND desk = ?1
             AND state IN ('called', 'serving', 'parked') AND day = ?2 ORDER BY n LIMIT 1",
            params![self.desk, Day(tx.today())],
            |row| row.get(0),
        )?;
        if let Some(number) = served {
            return Err(tx.refuse_with(Refusal::DeskInUse, number));
        }
        tx.update(
            "desk",
            self.desk,
            Some(self.ver),
            &[("closed_on", &Day(tx.today()))],
        )?;
        let seated = tx
            .conn()
            .all("SELECT id FROM staff WHERE desk = ?1", [self.desk], |row| {
                Ok(row.get::<_, Id>(0)?.0)
            })?;
        for staff in seated {
            tx.update("staff", staff, None, &[("desk", &None::<DeskId>)])?;
        }
        Ok(())
    }
}

/// A desk that was closed is used again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReopenDesk {
    /// Which.
    pub desk: DeskId,
    /// The version that was on the screen.
    pub ver: i64,
}

impl Act for ReopenDesk {
    type Out = ();
    const NAME: &'static str = "desk.reopen";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.update(
            "desk",
            self.desk,
            Some(self.ver),
            &[("closed_on", &None::<Day>)],
        )
    }
}

fn office_of(tx: &Tx<'_>, desk: DeskId) -> Result<OfficeId> {
    tx.conn()
        .maybe("SELECT office FROM desk WHERE id = ?1", [desk], |row| {
            row.get(0)
        })?
        .ok_or_else(|| Error::not_found("desk", desk))
}

/// A desk as coordination sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// Identity.
    pub id: DeskId,
    /// The row's version.
    pub ver: i64,
    /// Where it stands.
    pub office: OfficeId,
    /// Its name or number.
    pub label: String,
    /// What it is for.
    pub kind: DeskKind,
    /// Since when it is no longer used.
    pub closed_on: Option<NaiveDate>,
    /// Who sits there, by name, with commas between.
    pub seated: String,
}

/// The desks, closed ones last.
#[derive(Debug, Clone, Copy)]
pub struct DeskRows {
    /// Of which office; none for all.
    pub office: Option<OfficeId>,
}

impl Query for DeskRows {
    type Out = Vec<DeskRow>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        db.conn.all(
            "SELECT d.id, d.ver, d.office, d.label, d.kind, d.closed_on,
                    coalesce((SELECT group_concat(s.name, ', ') FROM
                        (SELECT name FROM staff WHERE desk = d.id AND active = 1 ORDER BY name) s), '')
             FROM desk d WHERE ?1 IS NULL OR d.office = ?1 ORDER BY d.closed_on IS NOT NULL, d.n",
            [self.office],
            |row| {
                Ok(DeskRow {
                    id: row.get(0)?,
                    ver: row.get(1)?,
                    office: row.get(2)?,
                    label: row.get(3)?,
                    kind: row.get(4)?,
                    closed_on: day(row, 5)?,
                    seated: row.get(6)?,
                })
            },
        )
    }
}
