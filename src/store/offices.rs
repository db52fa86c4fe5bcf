//! The offices of the agency as coordination keeps them.

use serde::{Deserialize, Serialize};

use super::act::{Act, Query, Reader, Tx};
use super::error::{Error, Result};
use super::sql::Rows;
use crate::domain::ids::OfficeId;
use crate::domain::staff::Right;

/// Changes what is known of an office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeOffice {
    /// Which.
    pub office: OfficeId,
    /// The version that was on the screen.
    pub ver: i64,
    /// Its name; not empty.
    pub name: String,
    /// Where: the ISTAT code.
    pub municipality: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// The number of its accreditation.
    pub accreditation: Option<String>,
}

impl Act for ChangeOffice {
    type Out = ();
    const NAME: &'static str = "office.change";
    const RIGHT: Right = Right::OfficeManage;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        if self.name.trim().is_empty() {
            return Err(Error::invalid("name", "empty"));
        }
        tx.update(
            "office",
            self.office,
            Some(self.ver),
            &[
                ("name", &self.name.trim()),
                ("municipality", &self.municipality),
                ("address", &self.address),
                ("accreditation", &self.accreditation),
            ],
        )
    }
}

/// An office as coordination sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeRow {
    /// Identity.
    pub id: OfficeId,
    /// The row's version.
    pub ver: i64,
    /// Its name.
    pub name: String,
    /// Where: the ISTAT code.
    pub municipality: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// The number of its accreditation.
    pub accreditation: Option<String>,
    /// Whether passwords let in, with a second factor.
    pub passwords: bool,
    /// Whether it is invented, for practice.
    pub practice: bool,
}

/// All offices, the first one first.
#[derive(Debug, Clone, Copy, Default)]
pub struct OfficeRows;

impl Query for OfficeRows {
    type Out = Vec<OfficeRow>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        db.conn.all(
            "SELECT id, ver, name, municipality, address, accreditation, passwords, practice
             FROM office ORDER BY n",
            [],
            |row| {
                Ok(OfficeRow {
                    id: row.get(0)?,
                    ver: row.get(1)?,
                    name: row.get(2)?,
                    municipality: row.get(3)?,
                    address: row.get(4)?,
                    accreditation: row.get(5)?,
                    passwords: row.get(6)?,
                    practice: row.get(7)?,
                })
            },
        )
    }
}
