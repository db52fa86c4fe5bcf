//! One's own settings of the screen, as key and value.

use serde::{Deserialize, Serialize};

use crate::domain::staff::Right;
use crate::store::act::{Act, Query, Reader, Tx};
use crate::store::error::Result;
use crate::store::sql::Rows;

/// Keeps one of one's own settings: a theme, a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetStaffSetting {
    /// Which.
    pub key: String,
    /// Its value; none to forget it.
    pub value: Option<String>,
}

impl Act for SetStaffSetting {
    type Out = ();
    const NAME: &'static str = "staff.setting";
    const RIGHT: Right = Right::OfficeRead;
    const UNDOABLE: bool = false;

    fn apply(&self, tx: &Tx<'_>) -> Result<()> {
        let staff = tx.staff().id;
        let held = tx.conn().maybe(
            "SELECT id FROM staff_setting WHERE staff = ?1 AND key = ?2",
            rusqlite::params![staff, self.key],
            |row| Ok(row.get::<_, crate::store::sql::Id>(0)?.0),
        )?;
        match (held, &self.value) {
            (Some(id), Some(value)) => tx.update("staff_setting", id, None, &[("value", value)]),
            (Some(id), None) => tx.delete("staff_setting", id, None),
            (None, None) => Ok(()),
            (None, Some(value)) => {
                let id: ulid::Ulid = tx.new_id();
                let columns: [crate::store::act::Column<'_>; 3] =
                    [("staff", &staff), ("key", &self.key), ("value", value)];
                tx.insert("staff_setting", id, &columns)
            }
        }
    }
}

/// One's own settings: key and value.
#[derive(Debug, Clone, Copy, Default)]
pub struct StaffSettings;

impl Query for StaffSettings {
    type Out = Vec<(String, String)>;
    const RIGHT: Right = Right::OfficeRead;

    fn run(&self, db: &Reader<'_>) -> Result<Self::Out> {
        db.conn.all(
            "SELECT key, value FROM staff_setting WHERE staff = ?1 ORDER BY key",
            [db.staff.id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }
}
