//! Who works here, as the database knows it now.

use rusqlite::Connection;

use super::error::Result;
use super::sql::Rows;
use crate::domain::ids::StaffId;
use crate::domain::staff::{Role, Staff};

/// A member of staff who is active, with the number of the row.
pub(super) struct Current {
    pub(super) n: i64,
    pub(super) staff: Staff,
}

/// The member of staff as of now: none if unknown or no longer active.
pub(super) fn current(conn: &Connection, id: StaffId) -> Result<Option<Current>> {
    conn.maybe(
        "SELECT n, id, login, name, office, desk, lang,
                (SELECT group_concat(role) FROM staff_role r WHERE r.staff = s.id)
         FROM staff s WHERE id = ?1 AND active = 1",
        [id],
        |row| {
            let roles: Option<String> = row.get(7)?;
            Ok(Current {
                n: row.get(0)?,
                staff: Staff {
                    id: row.get(1)?,
                    login: row.get(2)?,
                    name: row.get(3)?,
                    roles: roles_of(roles.as_deref()),
                    office: row.get(4)?,
                    desk: row.get(5)?,
                    lang: row.get(6)?,
                },
            })
        },
    )
}

/// Roles from their codes with commas between; a code that this version does not know brings no right.
pub(super) fn roles_of(codes: Option<&str>) -> Vec<Role> {
    let codes = codes.unwrap_or_default().split(',');
    let mut roles: Vec<Role> = codes.filter_map(|code| code.parse().ok()).collect();
    roles.sort_unstable();
    roles
}
