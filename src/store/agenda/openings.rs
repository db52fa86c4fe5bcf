//! When an office receives people: the windows and the closed days, as acts and as a list.

use chrono::NaiveDate;
use rusqlite::params;
use serde::{Deserialize, Serialize};

use crate::domain::ids::{OfficeId, OpeningId};
use crate::domain::opening::OpeningKind;
use crate::domain::staff::Right;
use crate::store::act::{Act, Query, Reader, Tx};
use crate::store::calendar::check_window;
use crate::store::error::Result;
use crate::store::sql::{Day, Rows, day};

/// A window in which an office receives people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Identity.
    pub id: OpeningId,
    /// Row version.
    pub ver: i64,
    /// What it holds.
    pub fields: OpeningFields,
}

/// What an opening window says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningFields {
    /// Every week, or once.
    pub on: OpeningOn,
    /// Local minutes after midnight.
    pub from_min: u16,
    /// Local minutes after midnight, excluded.
    pub to_min: u16,
    /// What it is for.
    pub kind: OpeningKind,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_to: Option<NaiveDate>,
}

/// On which days an opening window stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpeningOn {
    /// 1 Monday to 7 Sunday.
    Weekday(u8),
    /// One day.
    Day(NaiveDate),
}

impl OpeningOn {
    fn columns(self) -> (Option<u8>, Option<Day>) {
        match self {
            Self::Weekday(weekday) => (Some(weekday), None),
            Self::Day(day) => (None, Some(Day(day))),
        }
    }
}

/// Opens a window, every week or on one day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddOpening {
    /// Where.
    pub office: OfficeId,
    /// What it says.
    pub fields: OpeningFields,
}

impl Act for AddOpening {
    type Out = OpeningId;
    const NAME: &'static str = "opening.add";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<OpeningId> {
        check_window(&self.fields)?;
        let id: OpeningId = tx.new_id();
        let (weekday, day) = self.fields.on.columns();
        tx.insert(
            "opening",
            id,
            &[
                ("office", &self.office),
                ("weekday", &weekday),
                ("day", &day),
                ("from_min", &self.fields.from_min),
                ("to_min", &self.fields.to_min),
                ("kind", &self.fields.kind),
                ("valid_from", &Day(self.fields.valid_from)),
                ("valid_to", &self.fields.valid_to.map(Day)),
            ],
        )?;
        Ok(id)
    }
}

/// Changes a window.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetOpening {
    /// Which.
    pub opening: OpeningId,
    /// Row version seen on the screen.
    pub ver: i64,
    /// What it says from now on.
    pub fields: OpeningFields,
}

impl Act for SetOpening {
    type Out = ();
    const NAME: &'static str = "opening.set";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        check_window(&self.fields)?;
        let (weekday, day) = self.fields.on.columns();
        tx.update(
            "opening",
            self.opening,
            Some(self.ver),
            &[
                ("weekday", &weekday),
                ("day", &day),
                ("from_min", &self.fields.from_min),
                ("to_min", &self.fields.to_min),
                ("kind", &self.fields.kind),
                ("valid_from", &Day(self.fields.valid_from)),
                ("valid_to", &self.fields.valid_to.map(Day)),
            ],
        )
    }
}

/// Takes a window away.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DropOpening {
    /// Which.
    pub opening: OpeningId,
    /// Row version seen on the screen; none to take it away whatever it says.
    #[serde(default)]
    pub ver: Option<i64>,
}

impl Act for DropOpening {
    type Out = ();
    const NAME: &'static str = "opening.drop";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        tx.delete("opening", self.opening, self.ver)
    }
}

/// Writes days on which the office is closed; a day that already has a closure keeps it. Answers how
/// many were new.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddClosures {
    /// Where.
    pub office: OfficeId,
    /// The days and why.
    pub days: Vec<(NaiveDate, String)>,
}

impl Act for AddClosures {
    type Out = usize;
    const NAME: &'static str = "closure.add";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<usize> {
        let mut new = 0;
        for (day, name) in &self.days {
            let there = tx.conn().exists(
                "SELECT 1 FROM closure WHERE office = ?1 AND day = ?2",
                params![self.office, Day(*day)],
            )?;
            if !there {
                let id: ulid::Ulid = tx.new_id();
                let columns: [crate::store::act::Column<'_>; 3] = [
                    ("office", &self.office),
                    ("day", &Day(*day)),
                    ("name", name),
                ];
                tx.insert("closure", id, &columns)?;
                new += 1;
            }
        }
        Ok(new)
    }
}

/// The opening plan of an office: weekly windows, then those of single days from today on.
#[derive(Debug, Clone)]
pub struct Openings {
    /// Where.
    pub office: OfficeId,
}

impl Query for Openings {
    type Out = Vec<Opening>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Vec<Opening>> {
        db.conn.all(
            "SELECT id, ver, weekday, day, from_min, to_min, kind, valid_from, valid_to FROM opening \
             WHERE office = ?1 AND (valid_to IS NULL OR valid_to >= ?2) AND (day IS NULL OR day >= ?2) \
             ORDER BY day IS NOT NULL, weekday, day, from_min",
            params![self.office, Day(db.today())],
            |row| {
                let on = match row.get::<_, Option<u8>>(2)? {
                    Some(weekday) => OpeningOn::Weekday(weekday),
                    None => OpeningOn::Day(row.get::<_, Day>(3)?.0),
                };
                Ok(Opening {
                    id: row.get(0)?,
                    ver: row.get(1)?,
                    fields: OpeningFields {
                        on,
                        from_min: row.get(4)?,
                        to_min: row.get(5)?,
                        kind: row.get(6)?,
                        valid_from: row.get::<_, Day>(7)?.0,
                        valid_to: day(row, 8)?,
                    },
                })
            },
        )
    }
}
